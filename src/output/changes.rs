/*!
What differs from the run before, from the outputs of both: figures, submissions, findings.

It alone depends on what stood there before, so it is kept out of the workbook; a night in which nothing changed leaves it
as it is.
*/

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::finding::{Code, Finding};
use crate::project::period::Period;
use crate::run::Done;
use crate::text::number::format_number;

/// What became of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Kind {
    /// A unit sent a form.
    SubmissionNew,
    /// Its file has other contents.
    SubmissionCorrected,
    /// Another file took its place.
    SubmissionSuperseded,
    /// The same file has another name.
    SubmissionMoved,
    /// Its file is gone or counts no more.
    SubmissionWithdrawn,
    /// A figure is another.
    #[default]
    FigureChanged,
    /// A figure was not there.
    FigureNew,
    /// A figure is not there any more.
    FigureGone,
    /// There are too many figures to compare them one by one, and totals differ.
    FiguresNotCompared,
    /// Something that was not found before.
    FindingNew,
    /// Something that is not found any more.
    FindingGone,
}

impl Kind {
    /// The word that outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::SubmissionNew => "submission-new",
            Kind::SubmissionCorrected => "submission-corrected",
            Kind::SubmissionSuperseded => "submission-superseded",
            Kind::SubmissionMoved => "submission-moved",
            Kind::SubmissionWithdrawn => "submission-withdrawn",
            Kind::FigureChanged => "figure-changed",
            Kind::FigureNew => "figure-new",
            Kind::FigureGone => "figure-gone",
            Kind::FiguresNotCompared => "figures-not-compared",
            Kind::FindingNew => "finding-new",
            Kind::FindingGone => "finding-gone",
        }
    }

    /// True for what is said of a figure.
    pub fn is_figure(self) -> bool {
        matches!(self, Kind::FigureChanged | Kind::FigureNew | Kind::FigureGone)
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// What became of what.
    pub kind: Kind,
    /// Form.
    pub form: String,
    /// Unit.
    pub unit: String,
    /// Row.
    pub row: String,
    /// Indicator, or the code of a finding.
    pub indicator: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
    /// The file that did it.
    pub file: String,
}

/// Facts larger than this are not compared one by one: that would hold all of them in memory twice.
const MOST_BYTES: u64 = 100 << 20;
/// Where facts repeat their key (indicators that stand twice), only the first is compared.
type Key = [String; 4];

/// What differs between the outputs of two runs, given the account of the second; nothing where the first folder holds none.
pub fn between(old: &Path, new: &Path, account: &[u8]) -> io::Result<Option<Vec<Change>>> {
    let Ok(run_before) = read_json(&old.join("run.json")) else {
        return Ok(None);
    };
    let run_now = serde_json::from_slice(account).map_err(io::Error::other)?;
    let mut out = submissions(&run_before, &run_now);
    let large = |folder: &Path| fs::metadata(folder.join("facts.csv")).is_ok_and(|m| m.len() > MOST_BYTES);
    if !large(old) && !large(new) {
        out.extend(figures(&old.join("facts.csv"), &new.join("facts.csv"))?);
    } else if fs::read(old.join("totals.csv")).ok() != fs::read(new.join("totals.csv")).ok() {
        out.push(Change { kind: Kind::FiguresNotCompared, file: "totals.csv".to_owned(), ..Change::default() });
    }
    out.extend(findings(
        &read_json(&old.join("findings.json")).unwrap_or_default(),
        &read_json(&new.join("findings.json"))?,
    ));
    Ok(Some(out))
}

/// Where the files of a closed period, against which another one is held, say other than its outputs, which stand: of
/// each form how many totals, and the first of them.
pub fn unlike_published(published: &Path, done: &Done<'_>, closed: Period) -> io::Result<Vec<Finding>> {
    let Some(past) = done.consolidation.pasts.get(&closed) else {
        return Ok(Vec::new());
    };
    let Ok(bytes) = fs::read(published.join("totals.csv")) else {
        return Ok(Vec::new());
    };
    let mut known: FxHashMap<(String, String), Option<f64>> = FxHashMap::default();
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    for line in csv::Reader::from_reader(text).records() {
        let line = line.map_err(io::Error::other)?;
        let field = |n: usize| line.get(n).unwrap_or_default();
        if field(3) == "province" {
            known.insert((field(1).to_owned(), field(2).to_owned()), field(4).parse().ok());
        }
    }
    let show = |n: Option<f64>| n.map_or_else(|| "…".to_owned(), |n| format_number(n, done.project.convention));
    let mut out = Vec::new();
    for (spec, past) in done.project.forms.iter().zip(&past.forms) {
        let mut unlike = Vec::new();
        for (i, indicator) in spec.indicators.iter().enumerate() {
            let Some(then) = known.get(&(spec.code.clone(), indicator.code.clone())) else {
                continue;
            };
            let now = past.whole(i, indicator);
            let same = match (then, now) {
                (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(1.0),
                (a, b) => a.is_none() && b.is_none(),
            };
            if !same {
                unlike.push(format!("[{}] {} → {}", indicator.code, show(*then), show(now)));
            }
        }
        if let Some(first) = unlike.first() {
            let finding = Finding::new(Code::P004).form(&spec.code).period(done.ledger.period);
            out.push(finding.value(first).arg("previous", closed).arg("count", unlike.len()));
        }
    }
    Ok(out)
}

fn read_json(path: &Path) -> io::Result<Value> {
    serde_json::from_slice(&fs::read(path)?).map_err(io::Error::other)
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// Every file, those that roll-ups carry too.
fn inputs(list: &Value) -> Vec<&Value> {
    let all = list.as_array().into_iter().flatten();
    all.flat_map(|i| std::iter::once(i).chain(inputs(&i["carried"]))).collect()
}

/// The files that count, by form and unit: path and digest.
fn counted(run: &Value) -> BTreeMap<(String, String), (String, String)> {
    let mut out = BTreeMap::new();
    for input in inputs(&run["inputs"]).into_iter().filter(|i| i["fate"] == "counted") {
        for sheet in input["sheets"].as_array().into_iter().flatten() {
            let key = (text(sheet, "form"), text(sheet, "unit"));
            out.entry(key).or_insert_with(|| (text(input, "path"), text(input, "sha256")));
        }
    }
    out
}

fn submissions(before: &Value, now: &Value) -> Vec<Change> {
    let (old, new) = (counted(before), counted(now));
    let mut out = Vec::new();
    for ((form, unit), (path, sha)) in &new {
        let change = |kind, before: &str| Change {
            kind,
            form: form.clone(),
            unit: unit.clone(),
            before: before.to_owned(),
            after: path.clone(),
            file: path.clone(),
            ..Change::default()
        };
        match old.get(&(form.clone(), unit.clone())) {
            None => out.push(change(Kind::SubmissionNew, "")),
            Some((p, s)) if p == path && s != sha => out.push(change(Kind::SubmissionCorrected, p)),
            Some((p, s)) if p != path && s == sha => out.push(change(Kind::SubmissionMoved, p)),
            Some((p, _)) if p != path => out.push(change(Kind::SubmissionSuperseded, p)),
            Some(_) => {}
        }
    }
    for ((form, unit), (path, _)) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        out.push(Change {
            kind: Kind::SubmissionWithdrawn,
            form: form.clone(),
            unit: unit.clone(),
            before: path.clone(),
            file: path.clone(),
            ..Change::default()
        });
    }
    out
}

/// What facts say.
#[derive(Default)]
struct Facts {
    /// In the order of the list.
    keys: Vec<Key>,
    /// What each says, and in which file.
    said: FxHashMap<Key, (String, String)>,
}

fn facts(path: &Path) -> io::Result<Facts> {
    let bytes = fs::read(path)?;
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let mut reader = csv::Reader::from_reader(text);
    let headers = reader.headers()?.clone();
    let at = |name: &str| headers.iter().position(|h| h == name).unwrap_or(usize::MAX);
    let columns = ["form", "unit", "row", "indicator"].map(at);
    let (kind, value, words, file) = (at("kind"), at("value"), at("text"), at("source_file"));
    let mut out = Facts::default();
    for record in reader.records() {
        let record = record?;
        let get = |i: usize| record.get(i).unwrap_or_default();
        let key: Key = columns.map(|c| get(c).to_owned());
        let said = match get(kind) {
            "number" => get(value).to_owned(),
            _ if !get(words).is_empty() => get(words).to_owned(),
            kind => format!("({kind})"),
        };
        if let std::collections::hash_map::Entry::Vacant(slot) = out.said.entry(key.clone()) {
            slot.insert((said, get(file).to_owned()));
            out.keys.push(key);
        }
    }
    Ok(out)
}

fn figures(old: &Path, new: &Path) -> io::Result<Vec<Change>> {
    let (before, now) = (facts(old)?, facts(new)?);
    let mut out = Vec::new();
    let change = |kind, key: &Key, before: &str, after: &str, file: &str| {
        let [form, unit, row, indicator] = key.clone();
        Change {
            kind,
            form,
            unit,
            row,
            indicator,
            before: before.to_owned(),
            after: after.to_owned(),
            file: file.to_owned(),
        }
    };
    for key in &now.keys {
        let (said, file) = &now.said[key];
        match before.said.get(key) {
            None => out.push(change(Kind::FigureNew, key, "", said, file)),
            Some((old, _)) if old != said => out.push(change(Kind::FigureChanged, key, old, said, file)),
            Some(_) => {}
        }
    }
    for key in before.keys.iter().filter(|k| !now.said.contains_key(*k)) {
        let (said, file) = &before.said[key];
        out.push(change(Kind::FigureGone, key, said, "", file));
    }
    Ok(out)
}

fn findings(before: &Value, now: &Value) -> Vec<Change> {
    let list = |v: &Value| -> Vec<Change> {
        let all = v["findings"].as_array().into_iter().flatten();
        all.map(|f| {
            let place: Vec<String> = ["sheet", "cell"].iter().map(|k| text(f, k)).filter(|t| !t.is_empty()).collect();
            Change {
                kind: Kind::default(),
                form: text(f, "form"),
                unit: text(f, "unit"),
                row: place.join(" › "),
                indicator: text(f, "code"),
                before: String::new(),
                after: text(f, "message"),
                file: text(f, "file"),
            }
        })
        .collect()
    };
    // By code and place, as often as they stand there: what a message says of it depends on its language.
    type Place = (String, String, String, String, String);
    let key =
        |c: &Change| -> Place { (c.indicator.clone(), c.form.clone(), c.unit.clone(), c.row.clone(), c.file.clone()) };
    let count = |all: &[Change]| {
        let mut counts: FxHashMap<Place, usize> = FxHashMap::default();
        all.iter().for_each(|c| *counts.entry(key(c)).or_default() += 1);
        counts
    };
    // Those that one side has more of.
    let more = |all: &[Change], mut known: FxHashMap<Place, usize>| -> Vec<Change> {
        let is_known = |c: &Change, known: &mut FxHashMap<Place, usize>| match known.get_mut(&key(c)) {
            Some(n) if *n > 0 => {
                *n -= 1;
                true
            }
            _ => false,
        };
        all.iter().filter(|c| !is_known(c, &mut known)).cloned().collect()
    };
    let (old, new) = (list(before), list(now));
    let fresh = more(&new, count(&old)).into_iter().map(|c| Change { kind: Kind::FindingNew, ..c });
    let gone = more(&old, count(&new)).into_iter().map(|c| Change {
        kind: Kind::FindingGone,
        before: c.after,
        after: String::new(),
        ..c
    });
    fresh.chain(gone).collect()
}

/// The differences as CSV.
pub fn csv(changes: &[Change]) -> io::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(["kind", "form", "unit", "row", "indicator", "before", "after", "file"])?;
    for c in changes {
        // A text that a spreadsheet would run stays a text.
        let field = |t: &str| if t.starts_with(['=', '+', '@']) { format!("'{t}") } else { t.to_owned() };
        out.write_record(
            [c.kind.as_str(), c.form.as_str(), &c.unit, &c.row, &c.indicator, &c.before, &c.after, &c.file].map(field),
        )?;
    }
    out.into_inner().map_err(|e| io::Error::other(e.to_string()))
}
