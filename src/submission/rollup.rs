/*!
Roll-ups: the consolidated workbook of a lower office as a submission to the next.

Such a workbook carries, on a sheet that nobody sees, every file that counts below with its facts, their cells and what
was found in it. The office above takes them as if those files had been sent to it: units are told by code, forms and
indicators too, deadlines, rules and totals are its own. So its totals are those that the files themselves would give,
and a figure is followed through however many offices to the cell where somebody typed it.

A chain of files is written `huyện.xlsx › xã.xlsx`: the outer one lies in the folder, the inner one lay in the folder of
the office below.
*/

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::choice::{PartFate, revision};
use super::extract::Part;
use super::facts::{Draft, Facts, Kind, RowKey};
use super::fates::Account;
use super::ledger::{Filed, Ledger, Role, folder_period};
use super::standing::PartAt;
use super::{Extract, Outcome, sha256};
use crate::finding::{Code, Finding, Missing, Term};
use crate::intake::seal::Seal;
use crate::intake::workbook::{CellRef, Format, Workbook};
use crate::project::Project;
use crate::project::form::{Form, Indicator, Layout};
use crate::project::lists::{Found, Heading};
use crate::project::period::Period;
use crate::project::units::{Unit, UnitId};
use crate::text::{key, measure};

/// What stands in the first cell of the sheet.
const MARK: &str = "tonghop roll-up 1";
/// How it begins whatever its version.
const MARK_OF_ANY: &str = "tonghop roll-up ";
/// Between the file that lies in the folder and those that it carries.
pub const INSIDE: &str = " › ";
/// More facts than this are not carried: what is larger is sent as it came.
pub const MOST_FACTS: usize = 100_000;

/// What a roll-up says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Head {
    unit: String,
    name: String,
    /// Its names and those of all units that the reports are from or about, by code.
    names: BTreeMap<String, Vec<String>>,
    period: String,
    judged_on: Date,
    received_until: i64,
    expected: usize,
    reported: usize,
    errors: usize,
    warnings: usize,
    /// Whether the facts are there: of very many they are not.
    facts: Option<usize>,
    forms: Vec<FormHead>,
    members: Vec<Heading>,
    /// What stands on its other sheets.
    seals: Vec<(String, String)>,
    /// Sheets that people may work on.
    free: Vec<String>,
    /// SHA-256 of this without it and of all that follows.
    print: String,
}

/// A form as the lower office understood it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct FormHead {
    code: String,
    layout: String,
    /// Code and meaning of each indicator.
    indicators: Vec<(String, String)>,
}

/// A file that was sent to the lower office.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct FileLine {
    name: String,
    sha256: String,
    size: u64,
    received: i64,
    /// Whether the document itself says when.
    told: bool,
    failed: bool,
    parts: Vec<PartLine>,
    findings: Vec<Finding>,
}

/// What one of its sheets says.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct PartLine {
    form: String,
    unit: String,
    sheet: String,
    /// Whether it counts below; else nobody can tell there whether this or another one does.
    counts: bool,
    /// Whether it adds to another file's report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    supplement: bool,
    rows: Vec<RowLine>,
    facts: Vec<FactLine>,
    account: Account,
}

/// Row, indicator by place, kind, value, text, row and column of the cell.
type FactLine = (usize, usize, String, f64, String, u32, u32);

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RowLine {
    Sender,
    Unit(String),
    Label(String),
    Record(u32),
}

/// A roll-up that was read: what it carries, in terms of the project that reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RollUp {
    /// The office that made it.
    pub unit: UnitId,
    /// For which period.
    pub period: Period,
    /// Until when it had received reports, seconds since 1970.
    pub received_until: i64,
    /// The files that it carries.
    pub files: Vec<Inner>,
}

/// A file that a roll-up carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inner {
    /// Whether what it says stands in rows of the lower office's own table.
    pub as_row: bool,
    /// Its path in the lower office's folder.
    pub name: String,
    /// When the lower office got it, seconds since 1970.
    pub received: i64,
    /// What it says.
    pub extract: Extract,
}

/// What an indicator means: two levels that mean different things by one code do not add up.
fn meaning(form: &Form, indicator: &Indicator) -> String {
    let code = |i: Option<usize>| i.map_or("", |i| form.indicators[i].code.as_str());
    // Where no measure is declared, headings may say it in brackets.
    let unit = if indicator.unit.is_empty() { in_brackets(indicator) } else { key(&indicator.unit) };
    [
        indicator.kind.as_str(),
        &unit,
        indicator.aggregation.as_str(),
        code(indicator.numerator),
        code(indicator.denominator),
        code(indicator.weight),
    ]
    .join("|")
}

/// The remarks in brackets of an indicator's name and headings that may be units of measure.
fn in_brackets(indicator: &Indicator) -> String {
    let headings = indicator.header.iter().filter_map(|path| path.last());
    let mut remarks: Vec<String> = std::iter::once(&indicator.name)
        .chain(headings)
        .flat_map(|text| text.split('(').skip(1).filter_map(|rest| rest.split_once(')')).map(|(inside, _)| inside))
        .filter(|inside| measure::parse(inside).is_some())
        .map(key)
        .collect();
    remarks.sort_unstable();
    remarks.dedup();
    remarks.join(";")
}

/// What a unit is called, as keys.
fn names(unit: &Unit) -> Vec<String> {
    std::iter::once(&unit.name).chain(&unit.aliases).chain([&unit.full_name()]).map(|n| key(n)).collect()
}

// ---- making one

/// The files that a consolidated workbook carries.
pub struct Carried {
    /// How many facts; nothing, and no file, where they are too many.
    facts: Option<usize>,
    files: Vec<FileLine>,
    /// A line for each file.
    lines: Vec<String>,
}

impl Carried {
    /// Those of a period.
    pub fn of(project: &Project, ledger: &Ledger<'_>, findings: &[Finding]) -> Result<Carried, serde_json::Error> {
        let count: usize = ledger.submissions.iter().flat_map(|s| ledger.parts(s)).map(|p| p.facts.len()).sum();
        let facts = (count <= MOST_FACTS).then_some(count);
        let mut found: FxHashMap<&str, Vec<&Finding>> = FxHashMap::default();
        for finding in findings {
            found.entry(&finding.place.file).or_default().push(finding);
        }
        let line = |f: usize| {
            let findings = found.get(ledger.files[f].name.as_str()).map_or(&[][..], Vec::as_slice);
            let file = file_line(project, ledger, findings, f)?;
            Some(serde_json::to_string(&file).map(|line| (file, line)))
        };
        let files = if facts.is_some() { 0..ledger.files.len() } else { 0..0 };
        let made = files.into_par_iter().filter_map(line).collect::<Result<Vec<_>, _>>()?;
        let (files, lines) = made.into_iter().unzip();
        Ok(Carried { facts, files, lines })
    }

    /// The lines, given what stands on the workbook's sheets.
    pub fn lines(
        self,
        project: &Project,
        ledger: &Ledger<'_>,
        findings: &[Finding],
        sheets: (&[(String, Seal)], &[String]),
    ) -> Result<Vec<String>, serde_json::Error> {
        let Carried { facts, files, lines } = self;
        let head = head(project, ledger, findings, (facts, &files), sheets);
        let head = Head { print: print(&head, &lines)?, ..head };
        let mut out = vec![MARK.to_owned(), serde_json::to_string(&head)?];
        out.extend(lines);
        Ok(out)
    }
}

fn head(
    project: &Project,
    ledger: &Ledger<'_>,
    findings: &[Finding],
    (facts, files): (Option<usize>, &[FileLine]),
    (seals, free): (&[(String, Seal)], &[String]),
) -> Head {
    let of = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let top = project.register.get(project.province);
    let found: Found = serde_json::from_str(project.members()).unwrap_or_default();
    let heading = |form: &String, list: &String, text| Heading { form: form.clone(), list: list.clone(), text };
    Head {
        unit: top.code.clone(),
        name: top.full_name(),
        names: names_of(project, files),
        period: ledger.period.to_string(),
        judged_on: ledger.judged_on,
        received_until: ledger.received_until,
        expected: ledger.expected.len(),
        reported: ledger.expected.iter().filter(|e| e.submission.is_some()).count(),
        errors: of(crate::finding::Severity::Error),
        warnings: of(crate::finding::Severity::Warning),
        facts,
        forms: project
            .forms
            .iter()
            .map(|f| FormHead {
                code: f.code.clone(),
                layout: f.layout_name().to_owned(),
                indicators: f.indicators.iter().map(|i| (i.code.clone(), meaning(f, i))).collect(),
            })
            .collect(),
        members: found.0.iter().flat_map(|(f, l, m)| m.iter().map(move |t| heading(f, l, t.clone()))).collect(),
        seals: seals.iter().map(|(name, seal)| (name.clone(), seal.to_string())).collect(),
        free: free.to_vec(),
        print: String::new(),
    }
}

/// The names of the units that are carried, and of the office itself.
fn names_of(project: &Project, files: &[FileLine]) -> BTreeMap<String, Vec<String>> {
    let top = &project.register.get(project.province).code;
    let row = |r: &RowLine| if let RowLine::Unit(code) = r { Some(code.clone()) } else { None };
    let parts = || files.iter().flat_map(|f| &f.parts);
    let codes = parts().map(|p| p.unit.clone()).chain(parts().flat_map(|p| p.rows.iter().filter_map(row)));
    let known = |code: &String| -> Vec<String> {
        let mut all: Vec<String> =
            project.register.by_code(code).iter().flat_map(|u| names(project.register.get(*u))).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    codes.chain([top.clone()]).map(|code| (code.clone(), known(&code))).collect()
}

/// The digest over everything that is carried.
fn print(head: &Head, lines: &[String]) -> Result<String, serde_json::Error> {
    let head = serde_json::to_string(&Head { print: String::new(), ..head.clone() })?;
    Ok(sha256([&[head], lines].concat().join("\n").as_bytes()))
}

/// A file of the period with what of it counts, or may count, and what was found in it of what concerns the office above.
fn file_line(project: &Project, ledger: &Ledger<'_>, findings: &[&Finding], f: usize) -> Option<FileLine> {
    let file = &ledger.files[f];
    let failed = file.extract.outcome == Outcome::Failed;
    let parts: Vec<PartLine> = (0..file.extract.parts.len()).filter_map(|p| part_line(project, ledger, f, p)).collect();
    // What is judged over the facts is judged again above, by that office's rules and deadlines.
    let carried = |x: &&&Finding| {
        let judged = matches!(x.code, Code::F008 | Code::R028 | Code::R029 | Code::R030);
        // Who reports of a unit of which two do is decided below: what does not count there is not carried.
        let read = x.code.as_str().starts_with(['F', 'R', 'C', 'T']) || x.code == Code::S013;
        read && !judged
    };
    let findings: Vec<Finding> = findings
        .iter()
        .filter(carried)
        // What this office accepts the one above judges again.
        .map(|x| Finding { accepted: String::new(), ..Finding::clone(x).missing(Missing::Nothing) })
        .collect();
    if parts.is_empty() && (findings.is_empty() || file.extract.outcome == Outcome::Skipped) {
        return None;
    }
    Some(FileLine {
        name: file.name.clone(),
        sha256: file.extract.sha256.clone(),
        size: file.extract.size,
        received: file.received(),
        told: file.extract.modified.is_some(),
        failed,
        parts,
        findings,
    })
}

fn part_line(project: &Project, ledger: &Ledger<'_>, f: usize, p: usize) -> Option<PartLine> {
    let part = match ledger.choices.parts[f][p] {
        PartFate::Counts => ledger.counted(PartAt { file: f, part: p })?,
        PartFate::Undecided => &ledger.files[f].extract.parts[p],
        _ => return None,
    };
    let form = &project.forms[part.form];
    let facts: Vec<FactLine> = part
        .facts
        .iter()
        .map(|x| {
            let kind = x.kind.as_str().to_owned();
            (x.row, x.indicator, kind, x.value, x.text.to_owned(), x.cell.row, x.cell.col)
        })
        .collect();
    let row = |r: &RowKey| match r {
        RowKey::Sender => RowLine::Sender,
        RowKey::Unit(u) => RowLine::Unit(project.register.get(*u).code.clone()),
        RowKey::Label(l) => RowLine::Label(l.clone()),
        RowKey::Record(n) => RowLine::Record(*n),
    };
    Some(PartLine {
        form: form.code.clone(),
        unit: part.unit.map_or_else(String::new, |u| project.register.get(u).code.clone()),
        sheet: part.sheet.clone(),
        counts: ledger.choices.parts[f][p] == PartFate::Counts,
        supplement: part.supplement,
        rows: part.rows.iter().map(row).collect(),
        facts,
        account: ledger.account(f, p).unwrap_or_default(),
    })
}

/// Cuts a line for cells that take no more than so many UTF-16 units.
pub fn pieces(line: &str) -> Vec<&str> {
    const LONGEST: usize = 30_000;
    // No text has more of them than bytes.
    if line.len() <= LONGEST {
        return vec![line];
    }
    let mut out = Vec::new();
    let (mut from, mut units) = (0, 0);
    for (at, c) in line.char_indices() {
        if units + c.len_utf16() > LONGEST {
            out.push(&line[from..at]);
            (from, units) = (at, 0);
        }
        units += c.len_utf16();
    }
    out.push(&line[from..]);
    out
}

// ---- reading one

/// What a workbook of our own making is to the project that reads it.
pub enum Own {
    /// No roll-up, or one of the project's own office: outputs are no inputs.
    Output,
    /// A roll-up that cannot be taken.
    Refused(Box<Finding>),
    /// A roll-up, with what was met, and the members that open lists have below.
    RollUp(Box<RollUp>, Vec<Part>, Vec<Finding>, Vec<Heading>),
}

/// The sheet by which a workbook is known as a roll-up.
pub fn is_rollup(book: &Workbook) -> bool {
    carrier(book).is_some()
}

fn carrier(book: &Workbook) -> Option<usize> {
    let first = |s: &crate::intake::workbook::Sheet| {
        s.cells.first().filter(|c| (c.row, c.col) == (0, 0)).and_then(|c| c.text()).map(str::to_owned)
    };
    book.sheets.iter().position(|s| first(s).is_some_and(|t| t.starts_with(MARK_OF_ANY)))
}

/// The lines of the sheet, each put together again.
fn read_lines(book: &Workbook, sheet: usize) -> Vec<String> {
    let mut lines: BTreeMap<u32, String> = BTreeMap::new();
    for cell in &book.sheets[sheet].cells {
        if let Some(text) = cell.text() {
            lines.entry(cell.row).or_default().push_str(text);
        }
    }
    lines.into_values().collect()
}

/// Reads a workbook of our own making.
pub fn read(project: &Project, book: &Workbook) -> Own {
    let Some(sheet) = carrier(book) else {
        // Whose it is stands behind the version.
        let whose = book.own.as_deref().and_then(|own| own.split_once(' ')).map(|(_, unit)| unit);
        let own = &project.register.get(project.province).code;
        return match whose.filter(|unit| unit != own) {
            Some(_) => Own::Refused(Box::new(Finding::new(Code::F020).value(Term::CarrierGone))),
            None => Own::Output,
        };
    };
    let name = book.sheets[sheet].name.as_str();
    let changed = |what: String| Own::Refused(Box::new(Finding::new(Code::F019).sheet(name).value(what)));
    let lines = read_lines(book, sheet);
    let (Some(mark), Some(first)) = (lines.first(), lines.get(1)) else {
        return changed(name.to_owned());
    };
    if mark != MARK {
        return Own::Refused(Box::new(Finding::new(Code::F020).value(Term::OtherVersion)));
    }
    let Ok(head) = serde_json::from_str::<Head>(first) else {
        return changed(name.to_owned());
    };
    let top = project.register.get(project.province);
    // Another office may have given itself the same code.
    if head.unit == top.code && head.is_named(top) {
        return Own::Output;
    }
    if head.unit == top.code {
        let who = format!("{} ({})", head.name, head.unit);
        return Own::Refused(Box::new(
            Finding::new(Code::R031).value(who).arg("count", head.facts.unwrap_or_default()),
        ));
    }
    if print(&head, &lines[2..]).ok().as_ref() != Some(&head.print) {
        return changed(name.to_owned());
    }
    // In xls it cannot be told which numbers formulas made; what is carried is whole all the same.
    let touched: Vec<&str> = head
        .seals
        .iter()
        .filter(|_| book.format != Format::Xls)
        .filter(|(name, seal)| {
            let sheet = book.sheets.iter().find(|s| s.name == *name);
            sheet.is_none_or(|s| Seal::of(s).to_string() != *seal)
        })
        .map(|(name, _)| name.as_str())
        .collect();
    let known = |name: &String| head.seals.iter().any(|(n, _)| n == name) || head.free.contains(name);
    let added = book.sheets.iter().enumerate().filter(|(n, s)| *n != sheet && !s.cells.is_empty() && !known(&s.name));
    let touched: Vec<&str> = touched.into_iter().chain(added.map(|(_, s)| s.name.as_str())).collect();
    if !touched.is_empty() {
        return changed(touched.join("; "));
    }
    if head.facts.is_none() {
        return Own::Refused(Box::new(Finding::new(Code::F020).value(Term::TooManyFacts)));
    }
    let Ok(period) = head.period.parse::<Period>() else {
        return changed(name.to_owned());
    };
    let day = period.window(project.regime).1;
    let known = project.register.by_code_on(&head.unit, day).filter(|u| head.is_named(project.register.get(*u)));
    let Some(unit) = known else {
        let who = format!("{} ({})", head.name, head.unit);
        return Own::Refused(Box::new(
            Finding::new(Code::R031).value(who).arg("count", head.facts.unwrap_or_default()),
        ));
    };
    let files = lines[2..].iter().map(|l| serde_json::from_str::<FileLine>(l)).collect::<Result<Vec<_>, _>>();
    let Ok(files) = files else {
        return changed(name.to_owned());
    };
    let mut taking = Taking { project, head: &head, unit, period, day, unknown: BTreeMap::new(), rows: Vec::new() };
    let inner = files.into_iter().map(|f| taking.file(f)).collect();
    taking.missing_rows();
    let Taking { unknown, rows, .. } = taking;
    let offset = project.utc_offset_hours;
    let until = super::ledger::day_of(head.received_until, offset);
    let mut findings = vec![
        Finding::new(Code::S014)
            .unit(&head.unit)
            .value(project.register.get(unit).full_name())
            .expected(until)
            .arg("reported", head.reported)
            .arg("expected_count", head.expected)
            .arg("judged", head.judged_on)
            .arg("errors", head.errors)
            .arg("warnings", head.warnings),
    ];
    if !unknown.is_empty() {
        const MOST: usize = 10;
        let mut names: Vec<String> = unknown.keys().take(MOST).cloned().collect();
        if unknown.len() > MOST {
            names.push(format!("+{}", unknown.len() - MOST));
        }
        let count = unknown.values().sum::<usize>();
        findings.push(Finding::new(Code::R031).unit(&head.unit).value(names.join("; ")).arg("count", count));
    }
    let rollup = RollUp { unit, period, received_until: head.received_until, files: inner };
    Own::RollUp(Box::new(rollup), rows, findings, head.members)
}

/// Takes what a roll-up carries in terms of the project that reads it.
struct Taking<'a> {
    project: &'a Project,
    head: &'a Head,
    unit: UnitId,
    period: Period,
    day: Date,
    /// What the project does not know, and how many facts that costs.
    unknown: BTreeMap<String, usize>,
    /// Submissions from below that are rows of the lower office's own.
    rows: Vec<Part>,
}

impl Head {
    /// True where a unit bears one of the names that its code has below.
    fn is_named(&self, unit: &Unit) -> bool {
        let below = self.names.get(&unit.code);
        below.is_some_and(|below| names(unit).iter().any(|n| below.contains(n)))
    }
}

impl Taking<'_> {
    /// The unit of a code: by another name there it is another one.
    fn unit(&self, code: &str) -> Option<UnitId> {
        let unit = self.project.register.by_code_on(code, self.day)?;
        self.head.is_named(self.project.register.get(unit)).then_some(unit)
    }

    fn file(&mut self, line: FileLine) -> Inner {
        let mut extract = Extract {
            sha256: line.sha256,
            size: line.size,
            outcome: if line.failed { Outcome::Failed } else { Outcome::Read },
            format: None,
            modified: line.told.then_some(line.received),
            parts: Vec::new(),
            findings: line.findings,
            members: Vec::new(),
            rollup: None,
        };
        let before = self.rows.len();
        let mut as_row = false;
        for part in line.parts {
            let rows = self.rows.iter().map(|p| p.facts.len()).sum::<usize>();
            match self.part(part, &line.name) {
                Some(part) => extract.parts.push(part),
                None => as_row |= self.rows.iter().map(|p| p.facts.len()).sum::<usize>() > rows,
            }
        }
        as_row |= self.rows.len() > before;
        Inner { as_row, name: line.name, received: line.received, extract }
    }

    fn refuse(&mut self, what: String, facts: usize) {
        *self.unknown.entry(what).or_default() += facts;
    }

    /// One part; nothing where the project has no place for it, or where it is a row of the lower office's own.
    fn part(&mut self, line: PartLine, file: &str) -> Option<Part> {
        let project = self.project;
        let numbers = line.facts.len();
        let told = self.head.forms.iter().find(|f| f.code == line.form);
        let (Some(f), Some(told)) = (project.form(&line.form), told) else {
            self.refuse(line.form, numbers);
            return None;
        };
        let form = &project.forms[f];
        let Some(sender) = self.unit(&line.unit).filter(|u| self.is_below(*u)) else {
            self.refuse(format!("{} › {}", line.form, line.unit), numbers);
            // Nothing of it counts; its figures stand in the account as what was refused.
            return Some(self.empty(f, None, line.sheet, line.account.refuse()));
        };
        // A table of the lower office has a row for each of its units.
        let alone = matches!(line.rows.as_slice(), [RowLine::Sender]);
        let as_row = alone
            && form.layout == Layout::UnitRows
            && !form.reporters.has(&project.register, sender)
            && form.reporters.has(&project.register, self.unit);
        // Of two that contradict each other neither is a row.
        if as_row && !line.counts {
            return None;
        }
        if as_row && !form.rows.kinds.contains(&project.register.get(sender).kind) {
            self.refuse(format!("{} › {}", line.form, line.unit), numbers);
            return None;
        }
        if !as_row && told.layout != form.layout_name() {
            self.refuse(line.form, numbers);
            return None;
        }
        let mut rows = Vec::with_capacity(line.rows.len());
        for row in line.rows {
            rows.push(match row {
                RowLine::Sender if as_row => RowKey::Unit(sender),
                RowLine::Sender => RowKey::Sender,
                RowLine::Label(label) => RowKey::Label(label),
                RowLine::Record(n) => RowKey::Record(n),
                RowLine::Unit(code) => match self.unit(&code) {
                    Some(unit) => RowKey::Unit(unit),
                    None => {
                        self.refuse(format!("{} › {code}", line.form), numbers);
                        return None;
                    }
                },
            });
        }
        // Indicators are one where code and meaning are.
        let mut places: Vec<Option<usize>> = Vec::with_capacity(told.indicators.len());
        for (code, said) in &told.indicators {
            let exact = form.indicators.iter().position(|i| i.code == *code);
            // Members of open lists are coded by how somebody wrote them first.
            let found = exact.or_else(|| {
                let open = |i: usize| form.indicators[i].members.iter().any(|(list, _)| form.open_lists.contains(list));
                let alike = |i: &usize| open(*i) && key(&form.indicators[*i].code) == key(code);
                (0..form.indicators.len()).find(alike)
            });
            places.push(found.filter(|i| meaning(form, &form.indicators[*i]) == *said));
        }
        let mut draft = Draft::default();
        let mut refused = 0;
        for (row, indicator, kind, value, text, r, c) in line.facts {
            let place = places.get(indicator).copied().flatten();
            // What this project asks of the unit, and lets count, is its own.
            let allowed = |i: &usize| {
                let asked = &form.indicators[*i];
                let answer = Kind::of(&kind).is_some_and(Kind::is_answer);
                let number = kind == Kind::Number.as_str();
                let out = asked.min.is_some_and(|m| value < m) || asked.max.is_some_and(|m| value > m);
                let whose = if let (false, Some(RowKey::Unit(u))) = (as_row, rows.get(row)) { *u } else { sender };
                let applies = form.applies(&project.register, *i, sender) || form.applies(&project.register, *i, whose);
                !(number && out) && (!answer || applies)
            };
            let place = place.filter(allowed);
            let (Some(place), Some(kind), true) = (place, Kind::of(&kind), row < rows.len()) else {
                let code = told.indicators.get(indicator).map_or("", |(code, _)| code.as_str());
                self.refuse(format!("{} › {code}", line.form), 1);
                refused += u32::from(kind == Kind::Number.as_str());
                continue;
            };
            draft.push(row, place, kind, value, Some(text).filter(|t| !t.is_empty()), CellRef { row: r, col: c });
        }
        let mut part = self.empty(f, Some(sender), line.sheet, line.account.take_back(refused));
        part.supplement = line.supplement;
        part.rows = rows;
        part.set_facts(draft, form);
        if as_row {
            part.unit = Some(self.unit);
            part.sheet = format!("{file}{INSIDE}{}", part.sheet);
            self.add_row(part, form);
            return None;
        }
        Some(part)
    }

    /// A part that says nothing yet.
    fn empty(&self, form: usize, unit: Option<UnitId>, sheet: String, account: Account) -> Part {
        Part {
            form,
            unit,
            period: Some(self.period),
            sheet,
            rows: Vec::new(),
            facts: Facts::default(),
            digest: [0; 32],
            sample: Vec::new(),
            doubled: false,
            supplement: false,
            account,
            findings: Vec::new(),
        }
    }

    /// Tells of the units that have no row in the lower office's own tables: nothing counts of them.
    fn missing_rows(&mut self) {
        let register = &self.project.register;
        let forms: BTreeSet<usize> = self.rows.iter().map(|p| p.form).collect();
        for f in forms {
            let form = &self.project.forms[f];
            let there: Vec<UnitId> = self
                .rows
                .iter()
                .filter(|p| p.form == f)
                .flat_map(|p| &p.rows)
                .filter_map(|r| if let RowKey::Unit(u) = r { Some(*u) } else { None })
                .collect();
            let asked = register.children(self.unit).iter().copied().filter(|u| {
                let unit = register.get(*u);
                form.rows.registered && form.rows.kinds.contains(&unit.kind) && unit.exists_on(self.day)
            });
            let missing: Vec<Finding> = asked
                .filter(|u| !there.contains(u))
                .map(|u| {
                    let unit = register.get(u);
                    Finding::new(Code::R015)
                        .form(&form.code)
                        .unit(&unit.code)
                        .value(unit.full_name())
                        .missing(Missing::Unit(u))
                })
                .collect();
            if let Some(first) = self.rows.iter_mut().find(|p| p.form == f) {
                first.findings.extend(missing);
            }
        }
    }

    /// Adds a row of the lower office's table. Several sheets of one report are one row.
    fn add_row(&mut self, part: Part, form: &Form) {
        let same = self.rows.iter_mut().find(|p| p.form == part.form && p.rows == part.rows);
        let Some(known) = same else {
            self.rows.push(part);
            return;
        };
        let mut draft = Draft::default();
        for f in known.facts.iter().chain(part.facts.iter()) {
            let text = Some(f.text.to_owned()).filter(|t| !t.is_empty());
            draft.push(0, f.indicator, f.kind, f.value, text, f.cell);
        }
        known.sheet = format!("{}; {}", known.sheet, part.sheet);
        known.account = known.account.with(part.account);
        known.set_facts(draft, form);
    }

    /// True for the office that made the roll-up and everything under it.
    fn is_below(&self, unit: UnitId) -> bool {
        unit == self.unit || self.project.register.is_above(self.unit, unit)
    }
}

// ---- taking them apart

/// Puts beside each roll-up the files that it carries, as if they had been sent. Of several by one office for one period
/// the newest counts.
pub fn unfold(project: &Project, files: Vec<Filed>) -> Vec<Filed> {
    if files.iter().all(|f| f.extract.rollup.is_none()) {
        return files;
    }
    let mut told: Vec<Option<Finding>> = vec![None; files.len()];
    let mut standing: BTreeMap<Period, Vec<(usize, &RollUp)>> = BTreeMap::new();
    for (f, file) in files.iter().enumerate() {
        let Some(rollup) = &file.extract.rollup else {
            continue;
        };
        let folder = folder_period(&file.name).filter(|p| *p != rollup.period);
        let same = standing
            .get(&rollup.period)
            .into_iter()
            .flatten()
            .find(|(g, r)| r.unit == rollup.unit && files[*g].extract.sha256 == file.extract.sha256);
        if let Some(folder) = folder {
            told[f] = Some(
                Finding::new(Code::R007)
                    .value(rollup.period)
                    .expected(folder)
                    .arg("whole", 1usize)
                    .arg("where_a", Term::File)
                    .arg("a", rollup.period)
                    .arg("where_b", Term::Folder)
                    .arg("b", folder),
            );
        } else if let Some((first, _)) = same {
            told[f] = Some(Finding::new(Code::F008).value(&files[*first].name));
        } else {
            standing.entry(rollup.period).or_default().push((f, rollup));
        }
    }
    for all in standing.values() {
        choose(project, &files, all, &mut told);
    }
    let mut out: Vec<Filed> = Vec::with_capacity(files.len());
    for (mut file, told) in files.into_iter().zip(told) {
        let Some(rollup) = file.extract.rollup.clone() else {
            out.push(file);
            continue;
        };
        let stands = told.is_none();
        let unit = &project.register.get(rollup.unit).code;
        file.role = Role::RollUp(told.map(|f| Box::new(f.unit(unit))));
        let (outer, name) = (out.len(), file.name.clone());
        out.push(file);
        for inner in rollup.files.into_iter().filter(|_| stands) {
            out.push(Filed {
                name: format!("{name}{INSIDE}{}", inner.name),
                file_time: inner.received,
                extract: inner.extract,
                role: if inner.as_row { Role::Row(outer) } else { Role::Inside(outer) },
            });
        }
    }
    out
}

/// Decides between the roll-ups of one period: of those by one office the newest stands, and beside one by an office above
/// it none.
fn choose(project: &Project, files: &[Filed], all: &[(usize, &RollUp)], told: &mut [Option<Finding>]) {
    let name = |r: &RollUp| project.register.get(r.unit).full_name();
    let replaced = |r: &RollUp, by: usize| {
        Finding::new(Code::S003).expected(&files[by].name).arg("name", name(r)).arg("forms", 0usize)
    };
    let undecided = |r: &RollUp, both: [usize; 2]| {
        let names = both.map(|f| files[f].name.as_str()).join("; ");
        Finding::new(Code::S007).value(names).arg("name", name(r))
    };
    for (n, (a, first)) in all.iter().enumerate() {
        for (b, second) in all[n + 1..].iter().filter(|(_, r)| r.unit == first.unit) {
            match newer((&files[*a], first), (&files[*b], second)) {
                Some(true) => told[*b] = told[*b].take().or_else(|| Some(replaced(second, *a))),
                Some(false) => told[*a] = told[*a].take().or_else(|| Some(replaced(first, *b))),
                None => {
                    told[*a] = Some(undecided(first, [*a, *b]));
                    told[*b] = Some(undecided(second, [*a, *b]));
                }
            }
        }
    }
    for (low, lower) in all {
        if let Some((high, upper)) =
            all.iter().find(|(h, r)| told[*h].is_none() && project.register.is_above(r.unit, lower.unit))
        {
            // What the office above has not got yet is no older report.
            let had = upper.files.iter().map(|f| f.received).max().unwrap_or(i64::MIN);
            told[*low] =
                Some(if lower.received_until > had { undecided(lower, [*low, *high]) } else { replaced(lower, *high) });
        }
    }
}

/// Whether the first of two roll-ups by one office is the newer one; nothing where that cannot be told. What their names,
/// what they carry and the times of the files say must not contradict each other: a roll-up bears no time of its own making,
/// since the same reports give the same bytes.
fn newer((a, first): (&Filed, &RollUp), (b, second): (&Filed, &RollUp)) -> Option<bool> {
    let prints = |r: &RollUp| -> BTreeSet<String> {
        r.files.iter().filter(|f| f.extract.outcome == Outcome::Read).map(|f| f.extract.sha256.clone()).collect()
    };
    let (x, y) = (prints(first), prints(second));
    let more = if x == y {
        std::cmp::Ordering::Equal
    } else if x.is_superset(&y) {
        std::cmp::Ordering::Greater
    } else if y.is_superset(&x) {
        std::cmp::Ordering::Less
    } else {
        std::cmp::Ordering::Equal
    };
    let said = [
        revision(&a.name).cmp(&revision(&b.name)),
        first.received_until.cmp(&second.received_until),
        more,
        a.file_time.cmp(&b.file_time),
    ];
    let greater = said.iter().any(|o| o.is_gt());
    let less = said.iter().any(|o| o.is_lt());
    (greater != less).then_some(greater)
}

/// The file that lies in the folder, of a chain.
pub fn outermost(name: &str) -> &str {
    name.split_once(INSIDE).map_or(name, |(outer, _)| outer)
}

#[cfg(test)]
mod tests {
    use super::*;

    // A line is cut between characters, and put together again it is the same.
    #[test]
    fn cuts() {
        for line in ["", "a", &"ệ".repeat(70_000), &"a😀".repeat(25_000)] {
            let cut = pieces(line);
            assert_eq!(cut.concat(), *line);
            assert!(cut.iter().all(|p| p.encode_utf16().count() <= 30_000));
        }
    }

    // The file that can be opened.
    #[test]
    fn chains() {
        assert_eq!(outermost("a/huyen.xlsx › b/xa.xlsx › c.xlsx"), "a/huyen.xlsx");
        assert_eq!(outermost("a/xa.xlsx"), "a/xa.xlsx");
    }
}
