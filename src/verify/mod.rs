/*!
An output folder held against what it says of itself, and against its inputs where these are there: for an auditor.

Nothing is written. Each check says how much agrees and what does not; what cannot be checked is said, not passed over.
*/

pub mod formula;

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::hash::{Hash, Hasher};
use std::io::{self, BufRead, BufReader, Cursor, Write};
use std::path::{Path, PathBuf};

use calamine::{DataRef, Reader, Xlsx};
use jiff::civil::Date;
use serde::Serialize;

use crate::intake::container::{Limits, Parts};
use crate::output::workbook::total_name;
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

/// The lines of a table after its first one, counted by their digests: a table may be larger than memory.
struct Lines<'a> {
    counts: &'a mut HashMap<u64, i64>,
    by: i64,
    line: Vec<u8>,
    is_head: bool,
    all: usize,
}

impl Lines<'_> {
    fn of(counts: &mut HashMap<u64, i64>, by: i64) -> Lines<'_> {
        Lines { counts, by, line: Vec::new(), is_head: true, all: 0 }
    }
}

fn digest(line: &[u8]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    line.hash(&mut hasher);
    hasher.finish()
}

impl Write for Lines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|b| *b == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                if !std::mem::take(&mut self.is_head) {
                    *self.counts.entry(digest(&self.line)).or_default() += self.by;
                    self.all += 1;
                }
                self.line.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The facts and totals are those that the inputs come to now.
pub fn recomputed(account: &Account, done: &Done<'_>) -> Check {
    /// More of them are counted and not quoted.
    const QUOTED: usize = 100;
    let mut check = Check::of("recomputed");
    let mut compare = |name: &str, write: &dyn Fn(&mut (dyn Write + Send)) -> io::Result<()>| {
        let path = account.folder.join(name);
        let mut counts = HashMap::new();
        let mut stands = Lines::of(&mut counts, -1);
        let read = File::open(&path).and_then(|mut f| io::copy(&mut f, &mut stands));
        let all = stands.all;
        let written = write(&mut Lines::of(&mut counts, 1));
        if read.is_err() || written.is_err() {
            return check.differ.push(name.to_owned());
        }
        let of = |sign: i64| counts.values().map(|n| (n * sign).max(0)).sum::<i64>() as usize;
        let (unlike, missing) = (of(-1), of(1));
        check.agree += all - unlike;
        if unlike > 0
            && let Ok(file) = File::open(&path)
        {
            let lines = BufReader::new(file).split(b'\n').map_while(Result::ok).skip(1);
            let differs = |l: &Vec<u8>| counts.get(&digest(&[l, &b"\n"[..]].concat())).is_some_and(|n| *n < 0);
            let quoted = lines.filter(differs).take(QUOTED);
            check.differ.extend(quoted.map(|l| format!("{name}: {}", String::from_utf8_lossy(&l).trim_end())));
        }
        let more = unlike.saturating_sub(QUOTED) + missing.saturating_sub(unlike);
        if more > 0 {
            check.differ.push(format!("{name}: +{more}"));
        }
    };
    compare("facts.csv", &|out| tables::facts(done, out));
    compare("totals.csv", &|out| tables::totals(done, out));
    check
}

type Row = BTreeMap<String, String>;

/// Calls `see` for each row of a table.
fn each_row(path: &Path, see: &mut dyn FnMut(Row)) -> Option<()> {
    let mut file = BufReader::new(File::open(path).ok()?);
    let mark = file.fill_buf().ok()?.starts_with("\u{feff}".as_bytes());
    file.consume(if mark { 3 } else { 0 });
    let mut reader = csv::Reader::from_reader(file);
    let heads = reader.headers().ok()?.clone();
    for record in reader.records() {
        let record = record.ok()?;
        see(heads.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect());
    }
    Some(())
}

fn table(path: &Path) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    each_row(path, &mut |row| rows.push(row))?;
    Some(rows)
}

/// The same to twelve digits.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// Provincial totals that are sums are the sums of the facts beside them: this needs no inputs.
pub fn sums(account: &Account) -> Check {
    let read = |name: &str| table(&account.folder.join(name));
    let (Some(totals), Some(indicators)) = (read("totals.csv"), read("indicators.csv")) else {
        return Check::skipped("sums", "no-tables");
    };
    let get = |row: &Row, key: &str| row.get(key).cloned().unwrap_or_default();
    let adds = |r: &&Row| get(r, "aggregation") == "sum" && matches!(get(r, "type").as_str(), "count" | "amount");
    let summed: Vec<(String, String)> =
        indicators.iter().filter(adds).map(|r| (get(r, "form"), get(r, "code"))).collect();
    let mut sums: BTreeMap<(String, String), f64> = BTreeMap::new();
    let added = each_row(&account.folder.join("facts.csv"), &mut |fact| {
        let value = match fact.get("kind").map(String::as_str) {
            Some("number") => get(&fact, "value").parse().unwrap_or(f64::NAN),
            Some("nil") => 0.0,
            _ => return,
        };
        *sums.entry((get(&fact, "form"), get(&fact, "indicator"))).or_default() += value;
    });
    if added.is_none() {
        return Check::skipped("sums", "no-tables");
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

/// The cells of the workbook, under the limits on what comes from outside: it may have been mailed.
fn cells(path: &Path) -> Option<(Cells, Vec<(String, String)>)> {
    let limits = Limits::default();
    if fs::metadata(path).ok()?.len() > limits.file_bytes {
        return None;
    }
    let mut parts = Parts::unpack(&fs::read(path).ok()?, &limits).ok()?;
    parts.mend();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(parts.repack().ok()?)).ok()?;
    let mut out = Cells::default();
    for sheet in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&sheet).ok()?;
        while let Some(cell) = reader.next_cell_with_formula().ok()? {
            let place = (sheet.clone(), cell.pos.0, cell.pos.1);
            let value = match cell.value {
                DataRef::Float(n) => Some(Value::Number(n)),
                DataRef::Int(n) => Some(Value::Number(n as f64)),
                DataRef::Bool(b) => Some(Value::Bool(b)),
                DataRef::String(t) => Some(Value::Text(t)),
                DataRef::SharedString(t) => Some(Value::Text(t.to_owned())),
                DataRef::DateTime(d) => Some(Value::Number(d.as_f64())),
                _ => None,
            };
            if let Some(formula) = cell.formula.filter(|f| !f.is_empty()) {
                out.formulas.insert(place.clone(), formula);
            }
            out.values.extend(value.map(|v| (place, v)));
            if (out.values.len() + out.formulas.len()) as u64 > limits.cells {
                return None;
            }
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
    for total in totals.iter().filter(|t| t.get("group").is_some_and(|g| g == "province")) {
        let (form, indicator) =
            (total.get("form").cloned().unwrap_or_default(), total.get("indicator").cloned().unwrap_or_default());
        let name = total_name(&form, &indicator);
        let Some(wanted) = value(&form, &indicator).filter(|_| !is_list(&form, &indicator)) else {
            continue;
        };
        // Codes that differ in signs alone share a name, and are numbered.
        let of_name = |n: &str| {
            let end = n.get(..name.len()).filter(|b| b.to_lowercase() == name.to_lowercase()).map(|_| &n[name.len()..]);
            end.is_some_and(|e| {
                e.is_empty() || e.strip_prefix('_').is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit()))
            })
        };
        let all: Vec<_> = names.iter().filter(|(n, _)| of_name(n)).map(|(_, f)| calculation.formula(f, "")).collect();
        let is_it = |v: &&Option<Value>| matches!(v, Some(Value::Number(a)) if same(*a, wanted));
        let agrees = all.iter().any(|v| is_it(&v));
        let shows = all.into_iter().next().flatten();
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
