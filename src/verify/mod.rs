/*!
An output folder held against what it says of itself, and against its inputs where these are there: for an auditor.

Nothing is written. Each check says how much agrees and what does not; what cannot be checked is said, not passed over.
*/

pub mod formula;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use jiff::civil::Date;
use serde::Serialize;

use crate::output::{tables, workbook_name};
use crate::project::period::Period;
use crate::run::Done;
use crate::submission::sha256;
use formula::{Calculation, Cells, Value};

/// Why a folder cannot be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It has no account, or one that cannot be read.
    #[error("{path}: {reason}")]
    Account {
        /// The account.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

/// What an account says.
pub struct Account {
    /// The folder.
    pub folder: PathBuf,
    /// The period.
    pub period: Period,
    /// The day by which deadlines were judged.
    pub as_of: Option<Date>,
    /// When the last report came, seconds since 1970.
    pub received_until: Option<i64>,
    /// Where the project lay, seen from the folder.
    pub project: PathBuf,
    /// Digest over the project's files.
    pub project_hash: String,
    /// Outputs: name and digest.
    outputs: Vec<(String, String)>,
    /// Inputs that were read: path and digest.
    inputs: Vec<(String, String)>,
}

/// One check.
#[derive(Debug, Serialize)]
pub struct Check {
    /// What is checked: the end of the message that names it.
    pub what: &'static str,
    /// How many agree.
    pub agree: usize,
    /// What does not.
    pub differ: Vec<String>,
    /// Why nothing could be checked; blank where something was.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub skipped: &'static str,
}

impl Check {
    /// Begins one.
    pub fn of(what: &'static str) -> Check {
        Check { what, agree: 0, differ: Vec::new(), skipped: "" }
    }

    /// One that could not be done.
    pub fn skipped(what: &'static str, why: &'static str) -> Check {
        Check { skipped: why, ..Check::of(what) }
    }

    /// Notes whether something agrees.
    pub fn note(&mut self, agrees: bool, what: impl FnOnce() -> String) {
        match agrees {
            true => self.agree += 1,
            false => self.differ.push(what()),
        }
    }
}

/// Reads the account of a folder.
pub fn account(folder: &Path) -> Result<Account, VerifyError> {
    let path = folder.join("run.json");
    let wrong = |reason: String| VerifyError::Account { path: path.clone(), reason };
    let bytes = fs::read(&path).map_err(|e| wrong(e.to_string()))?;
    let json: serde_json::Value = serde_json::from_slice(&bytes).map_err(|e| wrong(e.to_string()))?;
    let text = |v: &serde_json::Value, key: &str| v[key].as_str().unwrap_or_default().to_owned();
    let list = |key: &str| -> Vec<(String, String)> {
        let all = json[key].as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter().map(|e| (text(e, "path"), text(e, "sha256"))).collect()
    };
    Ok(Account {
        folder: folder.to_owned(),
        period: text(&json, "period").parse().map_err(|_| wrong("period".to_owned()))?,
        as_of: text(&json, "as_of").parse().ok(),
        received_until: text(&json, "received_until").parse::<jiff::Timestamp>().ok().map(|t| t.as_second()),
        project: PathBuf::from(text(&json["project"], "folder")),
        project_hash: text(&json["project"], "hash"),
        outputs: list("outputs"),
        inputs: list("inputs").into_iter().filter(|(_, digest)| !digest.is_empty()).collect(),
    })
}

/// A path of an account below a folder; nothing for one that leads elsewhere.
fn below(folder: &Path, path: &str) -> Option<PathBuf> {
    let plain = path.split('/').all(|p| !p.is_empty() && p != ".." && p != "." && !p.contains(['\\', ':']));
    plain.then(|| folder.join(path))
}

fn digests(check: &mut Check, folder: &Path, files: &[(String, String)]) {
    for (path, digest) in files {
        let read = below(folder, path).ok_or(io::ErrorKind::InvalidInput.into()).and_then(fs::read);
        check.note(read.is_ok_and(|bytes| sha256(&bytes) == *digest), || path.clone());
    }
}

/// The outputs have the digests that the account says.
pub fn outputs(account: &Account) -> Check {
    let mut check = Check::of("outputs");
    digests(&mut check, &account.folder, &account.outputs);
    // What every run writes is in every account.
    let book = workbook_name(account.period);
    for name in ["facts.csv", "totals.csv", "findings.json", "submissions.csv", &book] {
        if account.outputs.iter().all(|(n, _)| n != name) {
            check.differ.push(format!("run.json: {name}"));
        }
    }
    check
}

/// So have the inputs, where the project is there.
pub fn inputs(account: &Account, project: &Path) -> Check {
    if !project.is_dir() {
        return Check::skipped("inputs", "no-project");
    }
    let mut check = Check::of("inputs");
    // What lay in another workbook has the digest of a part of it.
    let files: Vec<(String, String)> =
        account.inputs.iter().filter(|(p, _)| crate::submission::rollup::outermost(p) == p).cloned().collect();
    digests(&mut check, project, &files);
    check
}

/// The facts and totals are those that the inputs come to now.
pub fn recomputed(account: &Account, done: &Done<'_>) -> Check {
    let mut check = Check::of("recomputed");
    let mut compare = |name: &str, write: &dyn Fn(&mut Vec<u8>) -> io::Result<()>| {
        let mut fresh = Vec::new();
        let written = write(&mut fresh);
        let stands = fs::read(account.folder.join(name)).unwrap_or_default();
        if written.is_err() {
            return check.differ.push(name.to_owned());
        }
        let (fresh, stands) =
            (String::from_utf8_lossy(&fresh).into_owned(), String::from_utf8_lossy(&stands).into_owned());
        let mut lines: HashMap<&str, i64> = HashMap::new();
        fresh.lines().skip(1).for_each(|l| *lines.entry(l).or_default() += 1);
        stands.lines().skip(1).for_each(|l| *lines.entry(l).or_default() -= 1);
        let mut unlike: Vec<&str> = lines.iter().filter(|(_, n)| **n < 0).map(|(l, _)| *l).collect();
        let missing = lines.values().filter(|n| **n > 0).sum::<i64>();
        unlike.sort_unstable();
        check.agree += stands.lines().count().saturating_sub(1 + unlike.len());
        check.differ.extend(unlike.iter().map(|l| format!("{name}: {l}")));
        if missing as usize > unlike.len() {
            check.differ.push(format!("{name}: +{}", missing as usize - unlike.len()));
        }
    };
    compare("facts.csv", &|out| tables::facts(done, out));
    compare("totals.csv", &|out| tables::totals(done, out));
    check
}

type Row = BTreeMap<String, String>;

fn table(path: &Path) -> Option<Vec<Row>> {
    let bytes = fs::read(path).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads = reader.headers().ok()?.clone();
    let rows = reader.records().map(|r| {
        let row = r.ok()?;
        Some(heads.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect())
    });
    rows.collect()
}

/// The same to twelve digits.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// Provincial totals that are sums are the sums of the facts beside them: this needs no inputs.
pub fn sums(account: &Account) -> Check {
    let read = |name: &str| table(&account.folder.join(name));
    let (Some(facts), Some(totals), Some(indicators)) = (read("facts.csv"), read("totals.csv"), read("indicators.csv"))
    else {
        return Check::skipped("sums", "no-tables");
    };
    let get = |row: &Row, key: &str| row.get(key).cloned().unwrap_or_default();
    let adds = |r: &&Row| get(r, "aggregation") == "sum" && matches!(get(r, "type").as_str(), "count" | "amount");
    let summed: Vec<(String, String)> =
        indicators.iter().filter(adds).map(|r| (get(r, "form"), get(r, "code"))).collect();
    let mut sums: BTreeMap<(String, String), f64> = BTreeMap::new();
    for fact in &facts {
        let value = match get(fact, "kind").as_str() {
            "number" => get(fact, "value").parse().unwrap_or(f64::NAN),
            "nil" => 0.0,
            _ => continue,
        };
        *sums.entry((get(fact, "form"), get(fact, "indicator"))).or_default() += value;
    }
    let mut check = Check::of("sums");
    for total in totals.iter().filter(|t| get(t, "group") == "province") {
        let key = (get(total, "form"), get(total, "indicator"));
        // What is counted from records has no facts of its own.
        let (true, Some(sum), Ok(value)) = (summed.contains(&key), sums.get(&key), get(total, "value").parse::<f64>())
        else {
            continue;
        };
        check.note(same(*sum, value), || format!("{} {}: {value} ≠ {sum}", key.0, key.1));
    }
    check
}

/// The cells of the workbook.
fn cells(path: &Path) -> Option<(Cells, Vec<(String, String)>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(path).ok()?)).ok()?;
    let mut out = Cells::default();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).ok()?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, col, cell) in range.used_cells() {
            let value = match cell {
                Data::Float(n) => Value::Number(*n),
                Data::Int(n) => Value::Number(*n as f64),
                Data::Bool(b) => Value::Bool(*b),
                Data::String(t) => Value::Text(t.clone()),
                Data::DateTime(d) => Value::Number(d.as_f64()),
                _ => continue,
            };
            out.values.insert((sheet.clone(), top + row as u32, left + col as u32), value);
        }
        let range = book.worksheet_formula(&sheet).ok()?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, col, formula) in range.used_cells().filter(|(_, _, f)| !f.is_empty()) {
            out.formulas.insert((sheet.clone(), top + row as u32, left + col as u32), formula.clone());
        }
    }
    let names = book.defined_names().to_vec();
    Some((out, names))
}

/// The workbook's formulas come to what it shows, and its named totals to what totals.csv says.
pub fn workbook(account: &Account) -> [Check; 2] {
    let path = account.folder.join(workbook_name(account.period));
    let Some((cells, names)) = cells(&path) else {
        return ["formulas", "named"].map(|what| Check::skipped(what, "no-workbook"));
    };
    let calculation = Calculation::of(&cells);
    let mut formulas = Check::of("formulas");
    let mut places: Vec<_> = cells.formulas.keys().collect();
    places.sort();
    for place in places {
        let (fresh, stands) = (calculation.cell(place), cells.values.get(place));
        let agrees = match (&fresh, stands) {
            (Some(Value::Number(a)), Some(Value::Number(b))) => same(*a, *b),
            (Some(a), Some(b)) => a == b,
            _ => false,
        };
        let address = || {
            let column = crate::intake::workbook::column_letters(place.2);
            format!("{}!{column}{}: {} ≠ {}", place.0, place.1 + 1, shown(stands), shown(fresh.as_ref()))
        };
        formulas.note(agrees, address);
    }
    let mut named = Check::of("named");
    let Some(totals) = table(&account.folder.join("totals.csv")) else {
        return [formulas, Check::skipped("named", "no-tables")];
    };
    let value = |form: &str, indicator: &str| {
        let is = |t: &&Row| {
            t.get("group").is_some_and(|g| g == "province")
                && t.get("form").is_some_and(|f| f == form)
                && t.get("indicator").is_some_and(|i| i == indicator)
        };
        totals.iter().find(is).and_then(|t| t.get("value")?.parse::<f64>().ok())
    };
    // Lists outside of records stand in words.
    let indicators = table(&account.folder.join("indicators.csv")).unwrap_or_default();
    let is_list = |form: &str, indicator: &str| {
        let is = |r: &&Row| r.get("form").is_some_and(|f| f == form) && r.get("code").is_some_and(|c| c == indicator);
        indicators.iter().find(is).is_some_and(|r| r.get("type").is_some_and(|t| t == "list"))
    };
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { '_' }).collect()
    };
    for total in totals.iter().filter(|t| t.get("group").is_some_and(|g| g == "province")) {
        let (form, indicator) =
            (total.get("form").cloned().unwrap_or_default(), total.get("indicator").cloned().unwrap_or_default());
        let name = format!("TT_{}_{}", plain(&form), plain(&indicator));
        if value(&form, &indicator).is_none() || is_list(&form, &indicator) {
            continue;
        }
        // Codes that differ in signs alone share a name, and are numbered.
        let of_name = |n: &str| {
            let end = n.get(..name.len()).filter(|b| b.to_lowercase() == name.to_lowercase()).map(|_| &n[name.len()..]);
            end.is_some_and(|e| {
                e.is_empty() || e.strip_prefix('_').is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit()))
            })
        };
        let mut shown_by = names.iter().filter(|(n, _)| of_name(n)).map(|(_, f)| calculation.formula(f, ""));
        let wanted = value(&form, &indicator).unwrap_or_default();
        let is_it = |v: &Option<Value>| matches!(v, Some(Value::Number(a)) if same(*a, wanted));
        let all: Vec<Option<Value>> = shown_by.by_ref().collect();
        let shows = all.iter().find(|v| is_it(v)).or(all.first()).cloned().flatten();
        let agrees = match (&shows, value(&form, &indicator)) {
            (Some(Value::Number(a)), Some(b)) => same(*a, b),
            _ => false,
        };
        named.note(agrees, || {
            format!("{name}: {} ≠ {}", shown(shows.as_ref()), total.get("value").cloned().unwrap_or_default())
        });
    }
    [formulas, named]
}

fn shown(value: Option<&Value>) -> String {
    match value {
        Some(Value::Number(n)) => crate::text::number::plain_number(*n),
        Some(Value::Text(t)) => format!("“{t}”"),
        Some(Value::Bool(b)) => b.to_string(),
        _ => "?".to_owned(),
    }
}
