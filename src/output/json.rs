/*!
`findings.json` and `run.json`.
*/

use std::borrow::Cow;

use serde::Serialize;

use crate::finding::{Finding, Lang, Summary};
use crate::run::Done;
use crate::submission::fates::Account;
use crate::submission::ledger::Fate;
use crate::submission::standing::Corrected;

/// The version of both files' shape.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct FindingRow<'a> {
    code: &'static str,
    severity: &'static str,
    form: &'a str,
    unit: &'a str,
    period: &'a str,
    file: &'a str,
    sheet: &'a str,
    cell: &'a str,
    value: Cow<'a, str>,
    expected: Cow<'a, str>,
    message: String,
    hint: String,
    /// Why the office accepts it.
    #[serde(skip_serializing_if = "str::is_empty")]
    accepted: &'a str,
    /// For how much of a total it stands, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<f64>,
    /// What it follows from.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<CauseRow<'a>>,
}

#[derive(Serialize)]
struct CauseRow<'a> {
    code: &'static str,
    file: &'a str,
    sheet: &'a str,
    cell: &'a str,
}

#[derive(Serialize)]
struct FindingsFile<'a> {
    schema_version: u32,
    summary: Summary,
    findings: Vec<FindingRow<'a>>,
}

/// `findings.json`.
pub fn findings(list: &[Finding], lang: Lang) -> Result<Vec<u8>, serde_json::Error> {
    let rows = list
        .iter()
        .map(|f| FindingRow {
            code: f.code.as_str(),
            severity: f.severity.as_str(),
            form: &f.place.form,
            unit: &f.place.unit,
            period: &f.place.period,
            file: &f.place.file,
            sheet: &f.place.sheet,
            cell: &f.place.cell,
            value: f.value.plain(lang),
            expected: f.expected.plain(lang),
            message: f.message(lang),
            hint: f.hint(lang),
            accepted: &f.accepted,
            effect: (f.effect > 0).then(|| f64::from(f.effect) / 10.0),
            cause: f.cause.as_ref().map(|c| CauseRow {
                code: c.code.as_str(),
                file: &c.place.file,
                sheet: &c.place.sheet,
                cell: &c.place.cell,
            }),
        })
        .collect();
    with_newline(&FindingsFile { schema_version: SCHEMA_VERSION, summary: Summary::of(list), findings: rows })
}

fn with_newline<T: Serialize>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A file that the run wrote.
#[derive(Debug, Clone, Serialize)]
pub struct OutputFile {
    /// Path in the period's folder.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct ProjectRow<'a> {
    title: &'a str,
    hash: &'a str,
    embedded: bool,
    /// The way from the period's outputs to the project's folder.
    folder: &'a str,
}

#[derive(Serialize)]
struct Input<'a> {
    path: &'a str,
    sha256: &'a str,
    size: u64,
    fate: Fate,
    reason: &'static str,
    sheets: Vec<SheetRow<'a>>,
    /// The files that a roll-up carries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    carried: Vec<Input<'a>>,
}

/// A table of a sheet, with the fates of the sheet's figures.
#[derive(Serialize)]
struct SheetRow<'a> {
    name: &'a str,
    form: &'a str,
    unit: &'a str,
    period: String,
    figures: Account,
}

#[derive(Serialize)]
struct CorrectionRow<'a> {
    line: usize,
    form: &'a str,
    unit: &'a str,
    indicator: &'a str,
    file: &'a str,
    sheet: &'a str,
    cell: String,
    old: &'a str,
    new: &'a str,
    reason: &'a str,
    who: &'a str,
    when: String,
}

#[derive(Serialize)]
struct RunFile<'a> {
    schema_version: u32,
    tool: Tool,
    project: ProjectRow<'a>,
    period: String,
    /// The last day on which a judgement about deadlines changed.
    as_of: String,
    received_until: String,
    finished_at: &'a str,
    summary: Summary,
    inputs: Vec<Input<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<CorrectionRow<'a>>,
    outputs: &'a [OutputFile],
}

/// `run.json`; `finished_at` is the one time that comes from the clock.
pub fn run(
    done: &Done<'_>,
    folder: &str,
    outputs: &[OutputFile],
    finished_at: &str,
) -> Result<Vec<u8>, serde_json::Error> {
    let files = &done.ledger.files;
    let in_folder = (0..files.len()).filter(|n| files[*n].role.outer().is_none());
    let inputs = in_folder.map(|n| input(done, n)).collect();
    with_newline(&RunFile {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        project: ProjectRow {
            title: &done.project.title,
            hash: &done.project.hash,
            embedded: done.project.embedded,
            folder,
        },
        period: done.ledger.period.to_string(),
        as_of: done.ledger.judged_on.to_string(),
        received_until: if done.ledger.received_until == 0 { String::new() } else { time(done.ledger.received_until) },
        finished_at,
        summary: done.summary(),
        inputs,
        corrections: done.ledger.corrected.iter().map(|c| correction(done, c)).collect(),
        outputs,
    })
}

/// A figure that counts with another value than its cell has.
fn correction<'a>(done: &'a Done<'_>, c: &'a Corrected) -> CorrectionRow<'a> {
    let (project, of) = (done.project, &done.project.corrections[c.correction]);
    let (part, spec) = (done.ledger.part(c.at), &project.forms[of.form]);
    CorrectionRow {
        line: of.line,
        form: &spec.code,
        unit: part.unit.map_or("", |u| &project.register.get(u).code),
        indicator: &spec.indicators[of.indicator].code,
        file: &done.ledger.files[c.at.file].name,
        sheet: &part.sheet,
        cell: c.cell.to_string(),
        old: &c.old,
        new: &of.new,
        reason: &of.reason,
        who: &of.who,
        when: of.when.map_or_else(String::new, |d| d.to_string()),
    }
}

/// A file, with those that it carries.
fn input<'a>(done: &'a Done<'_>, n: usize) -> Input<'a> {
    let file = &done.ledger.files[n];
    let (fate, reason) = done.ledger.fates[n];
    let carried = done.ledger.files[n + 1..].iter().take_while(|f| f.role.outer() == Some(n)).count();
    Input {
        path: &file.name,
        sha256: &file.extract.sha256,
        size: file.extract.size,
        fate,
        reason: reason.map_or("", |c| c.as_str()),
        sheets: sheets(done, n),
        carried: (n + 1..=n + carried).map(|n| input(done, n)).collect(),
    }
}

/// The tables of a file that concern the period.
fn sheets<'a>(done: &'a Done<'_>, file: usize) -> Vec<SheetRow<'a>> {
    let parts = &done.ledger.files[file].extract.parts;
    let rows = parts.iter().enumerate().filter_map(|(p, part)| {
        Some(SheetRow {
            name: &part.sheet,
            form: &done.project.forms[part.form].code,
            unit: part.unit.map_or("", |u| &done.project.register.get(u).code),
            period: part.period.map_or_else(String::new, |p| p.to_string()),
            figures: done.ledger.account(file, p)?,
        })
    });
    rows.collect()
}

/// A `run.json` of ours with another time of finishing and other sizes and digests of the files that changed with it.
pub fn finished_again(account: &str, finished_at: &str, changed: &[OutputFile]) -> String {
    let account = replaced(account, &["\"finished_at\": \""], "\"", finished_at);
    changed.iter().fold(account, |account, file| {
        let entry = format!("\"path\": \"{}\"", file.path);
        let account = replaced(&account, &[&entry, "\"size\": "], ",", &file.size.to_string());
        replaced(&account, &[&entry, "\"sha256\": \""], "\"", &file.sha256)
    })
}

/// A text in which what stands after some marks, one behind the other, and before an end is another.
fn replaced(text: &str, marks: &[&str], end: &str, by: &str) -> String {
    let mut from = 0;
    for mark in marks {
        match text[from..].find(mark) {
            Some(at) => from += at + mark.len(),
            None => return text.to_owned(),
        }
    }
    match text[from..].find(end) {
        Some(length) => format!("{}{by}{}", &text[..from], &text[from + length..]),
        None => text.to_owned(),
    }
}

/// Title and way to the folder of the project that an account, or its beginning, is of.
pub fn owner(account: &str) -> Option<(String, String)> {
    let from = account.split_once("\"project\": ")?.1;
    let project: serde_json::Value = serde_json::Deserializer::from_str(from).into_iter().next()?.ok()?;
    Some((project["title"].as_str()?.to_owned(), project["folder"].as_str()?.to_owned()))
}

/// Seconds since 1970 as a time in UTC.
pub fn time(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| String::new(), |t| t.to_string())
}
