/*!
Facts as they count, where that is not as they were read: corrected by the office, replaced row by row by a supplement,
or said again by another sheet of the same submission.

What was read stays as it is. The parts that differ from it are kept beside, and [`super::ledger::Ledger::parts`] hands
out these in its place: whoever asks what counts cannot get anything else.
*/

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use super::cells::{self, Around, Got};
use super::extract::Part;
use super::facts::{Draft, Fact, Facts, Kind, RowKey, record_key, told_apart, whole_record};
use super::ledger::{Ledger, Submission, folder_period};
use super::rollup::outermost;
use crate::finding::{Code, Finding, Said, Severity};
use crate::intake::workbook::{Cell, CellRef, Value};
use crate::project::Project;
use crate::project::corrections::Correction;
use crate::project::form::{Form, Indicator, Layout, ValueType};
use crate::text::key;
use crate::text::language::Convention;
use crate::text::number::{Reading as Number, format_number, read_nothing, read_number};

/// A part of a file, by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartAt {
    /// The file.
    pub file: usize,
    /// The part.
    pub part: usize,
}

/// A part as it counts.
#[derive(Debug, Clone)]
pub struct Standing {
    /// What counts of it.
    pub part: Part,
    /// How many of its figures do not count here.
    pub gone: u32,
}

/// The parts that do not count as they were read.
pub type Standings = FxHashMap<PartAt, Standing>;

/// A figure that counts with another value than its cell has.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// The correction, by place in the project.
    pub correction: usize,
    /// Where.
    pub at: PartAt,
    /// The cell.
    pub cell: CellRef,
    /// What stands there, in words.
    pub old: String,
}

impl Standing {
    /// A part without some of its facts, and without the rows of which none is left, or that are gone with what they lack.
    pub fn without(part: &Part, gone: impl Fn(&Fact<'_>) -> bool, is_gone: impl Fn(usize) -> bool) -> Standing {
        let mut kept: Vec<bool> = vec![false; part.rows.len()];
        let mut touched: Vec<bool> = vec![false; part.rows.len()];
        let mut taken = 0;
        for fact in part.facts.iter() {
            let goes = gone(&fact);
            taken += u32::from(goes && fact.kind == Kind::Number);
            if let (Some(k), Some(t)) = (kept.get_mut(fact.row), touched.get_mut(fact.row)) {
                *k |= !goes;
                *t |= goes;
            }
        }
        let stays = |row: usize| kept[row] || !touched[row] && !is_gone(row);
        let mut places: Vec<usize> = Vec::with_capacity(part.rows.len());
        let mut rows = Vec::new();
        for (row, key) in part.rows.iter().enumerate() {
            places.push(rows.len());
            if stays(row) {
                rows.push(key.clone());
            }
        }
        let mut draft = Draft::default();
        for fact in part.facts.iter().filter(|f| !gone(f)) {
            if let Some(row) = places.get(fact.row) {
                draft.push_fact(*row, &fact);
            }
        }
        Standing { part: Part { rows, facts: Facts::pack(&draft), ..part.clone() }, gone: taken }
    }
}

/// Lets corrections, supplements and sheets that say the same take effect.
pub(super) fn settle(project: &Project, ledger: &mut Ledger<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for s in 0..ledger.submissions.len() {
        if ledger.submissions[s].parts.len() > 1 {
            findings.extend(merge(project, ledger, s));
        }
    }
    // What counts after that is what can be corrected.
    findings.extend(correct(project, ledger));
    findings
}

// ---- several parts of one submission

/// Puts the parts of a submission together: what an earlier sheet of a file answers counts there, what a supplement
/// answers counts in the supplement.
fn merge(project: &Project, ledger: &mut Ledger<'_>, s: usize) -> Vec<Finding> {
    let sub = ledger.submissions[s].clone();
    let spec = &project.forms[sub.form];
    let whole: Vec<(PartAt, Part)> = ledger.pieces(&sub).map(|(at, part)| (at, part.clone())).collect();
    let gone = superseded(spec, &whole);
    for ((at, part), gone) in whole.iter().zip(&gone) {
        if gone.is_empty() {
            continue;
        }
        let mut standing = Standing::without(part, |f| gone.contains(&(f.row, f.indicator)), |_| false);
        standing.gone += ledger.gone(*at);
        ledger.standing.insert(*at, standing);
    }
    let mut told = repeated_records(project, ledger, &sub, &whole, &gone);
    told.extend(supplemented(project, ledger, &sub, &whole, &gone));
    told
}

/// Tells of records that stand on an earlier sheet of their file and do not count again.
fn repeated_records(
    project: &Project,
    ledger: &Ledger<'_>,
    sub: &Submission,
    whole: &[(PartAt, Part)],
    gone: &[FxHashSet<(usize, usize)>],
) -> Vec<Finding> {
    const SHOWN: usize = 20;
    let spec = &project.forms[sub.form];
    let mut out = Vec::new();
    for ((at, part), gone) in whole.iter().zip(gone).filter(|_| spec.layout == Layout::Records) {
        // What a supplement replaces is told as that.
        let earlier = whole.iter().take_while(|(other, _)| other != at).any(|(other, _)| other.file == at.file);
        let mut rows: Vec<usize> = gone.iter().filter(|_| earlier).map(|(row, _)| *row).collect();
        rows.sort_unstable();
        rows.dedup();
        for row in rows.into_iter().take(SHOWN) {
            let record: Vec<Fact<'_>> = part.facts.iter().filter(|f| f.row == row).collect();
            let text = || record.iter().find(|f| !f.text.is_empty()).map_or("", |f| f.text).to_owned();
            let name = told_apart(&record, &spec.rows.key).map_or_else(text, |(_, name, _)| name);
            let Some(first) = record.first() else {
                continue;
            };
            out.push(
                Finding::new(Code::R014)
                    .file(&ledger.files[at.file].name)
                    .sheet(&part.sheet)
                    .form(&spec.code)
                    .unit(&project.register.get(sub.unit).code)
                    .period(ledger.period)
                    .cell(first.cell)
                    .value(name)
                    .arg("first", whole[0].1.sheet.as_str()),
            );
        }
    }
    out
}

/// What tells facts of several parts that they are about the same: a row, or a record, by its name; and the indicator, where
/// single figures are compared.
type Id = (RowKey, usize);

/// Where in a submission something is answered: by part, and by file in the order in which they came.
#[derive(Default)]
struct Answered {
    /// The first part of each file that answers it, or mentions it without an answer.
    first: FxHashMap<(usize, Id), usize>,
    mentioned: FxHashMap<(usize, Id), usize>,
    /// The first and the last file that answers it.
    files: FxHashMap<Id, (usize, usize)>,
}

/// The facts of each part that do not count: what an earlier sheet of its file answers, and no answer where another one has
/// it; of records those that stand there. What a later file, a supplement, answers: whole rows of a table, records, single
/// indicators of a list.
fn superseded(spec: &Form, whole: &[(PartAt, Part)]) -> Vec<FxHashSet<(usize, usize)>> {
    let ids: Vec<Vec<(Id, Id)>> = whole.iter().map(|(_, part)| ids(spec, part)).collect();
    let mut file_of: Vec<usize> = Vec::with_capacity(whole.len());
    for (n, (at, _)) in whole.iter().enumerate() {
        let before = n.checked_sub(1).map(|b| (file_of[b], whole[b].0.file == at.file));
        file_of.push(before.map_or(0, |(file, same)| if same { file } else { file + 1 }));
    }
    let mut answered = Answered::default();
    for (n, (_, part)) in whole.iter().enumerate() {
        for (fact, (one, row)) in part.facts.iter().zip(&ids[n]) {
            let key = (file_of[n], one.clone());
            answered.mentioned.entry(key.clone()).or_insert(n);
            if fact.kind.is_answer() {
                answered.first.entry(key).or_insert(n);
                for id in [one, row] {
                    let files = answered.files.entry(id.clone()).or_insert((file_of[n], file_of[n]));
                    files.1 = file_of[n];
                }
            }
        }
    }
    let records = spec.layout == Layout::Records;
    let goes = |n: usize, fact: &Fact<'_>, (one, row): &(Id, Id)| {
        let key = (file_of[n], one.clone());
        let first = answered.first.get(&key).copied();
        let elsewhere = match (fact.kind.is_answer(), first) {
            // A record goes as a whole, with what it leaves blank.
            _ if records => answered.mentioned.get(&key).is_some_and(|m| *m < n),
            (true, first) => first.is_some_and(|f| f < n),
            (false, Some(_)) => first != Some(n),
            (false, None) => answered.mentioned.get(&key).is_some_and(|m| *m < n),
        };
        let replaced = answered.files.get(row).is_some_and(|(_, last)| *last > file_of[n]);
        let unanswered = !records
            && !fact.kind.is_answer()
            && one.0 == RowKey::Sender
            && answered.files.get(one).is_some_and(|(first, _)| *first < file_of[n]);
        elsewhere || replaced || unanswered
    };
    let of = |(n, (_, part)): (usize, &(PartAt, Part))| {
        let facts = part.facts.iter().zip(&ids[n]).filter(|(f, id)| goes(n, f, id));
        facts.map(|(f, _)| (f.row, f.indicator)).collect()
    };
    whole.iter().enumerate().map(of).collect()
}

/// Of each fact of a part what it is about: by itself, and as far as a supplement replaces it.
fn ids(spec: &Form, part: &Part) -> Vec<(Id, Id)> {
    /// Stands for a whole row.
    const ROW: usize = usize::MAX;
    if spec.layout == Layout::Records {
        let facts: Vec<Fact<'_>> = part.facts.iter().collect();
        let mut out = Vec::with_capacity(facts.len());
        for record in facts.chunk_by(|a, b| a.row == b.row) {
            // What no key tells apart is the same where it says the same.
            let by_key = record_key(record, &spec.rows.key).filter(|_| !spec.rows.key.is_empty());
            let same = by_key.map_or_else(|| whole_record(record), |(key, _)| key);
            let id = (RowKey::Label(same), ROW);
            out.extend(record.iter().map(|_| (id.clone(), id.clone())));
        }
        return out;
    }
    let folded: Vec<RowKey> = part.rows.iter().map(RowKey::folded).collect();
    let of = |f: Fact<'_>| {
        let row = folded.get(f.row).cloned().unwrap_or(RowKey::Sender);
        let whole = spec.layout == Layout::UnitRows && row != RowKey::Sender;
        ((row.clone(), f.indicator), (row, if whole { ROW } else { f.indicator }))
    };
    part.facts.iter().map(of).collect()
}

/// Tells what supplements replaced and added.
fn supplemented(
    project: &Project,
    ledger: &Ledger<'_>,
    sub: &Submission,
    whole: &[(PartAt, Part)],
    gone: &[FxHashSet<(usize, usize)>],
) -> Option<Finding> {
    const SHOWN: usize = 8;
    let spec = &project.forms[sub.form];
    let (at, supplement) = whole.iter().rev().find(|(at, _)| at.file != sub.file)?;
    // What is replaced is said by its name: a row, an indicator of a list, a record.
    let name = |part: &Part, row: usize, indicator: usize| match part.rows.get(row) {
        Some(RowKey::Unit(u)) => project.register.get(*u).full_name(),
        Some(RowKey::Label(label)) => label.clone(),
        Some(RowKey::Record(_)) => {
            let record: Vec<Fact<'_>> = part.facts.iter().filter(|f| f.row == row).collect();
            told_apart(&record, &spec.rows.key).map_or_else(String::new, |(_, name, _)| name)
        }
        _ => spec.indicators[indicator].code.clone(),
    };
    let mut names: Vec<String> = Vec::new();
    for ((at, part), gone) in whole.iter().zip(gone) {
        let mut mine: Vec<&(usize, usize)> = gone.iter().filter(|_| at.file == sub.file).collect();
        mine.sort_unstable();
        for (row, indicator) in mine {
            // Of a long list nobody reads more than the first.
            if names.len() > SHOWN {
                break;
            }
            let name = name(part, *row, *indicator);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    // Rows of a table, single indicators of a list.
    let one =
        |part: &Part, row: usize, i: usize| if part.rows.get(row) == Some(&RowKey::Sender) { (0, i) } else { (row, 0) };
    let mut replaced: FxHashSet<(PartAt, (usize, usize))> = FxHashSet::default();
    for ((at, part), gone) in whole.iter().zip(gone).filter(|((at, _), _)| at.file == sub.file) {
        replaced.extend(gone.iter().map(|(row, i)| (*at, one(part, *row, *i))));
    }
    let mut sent: FxHashSet<(PartAt, (usize, usize))> = FxHashSet::default();
    for (at, part) in whole.iter().filter(|(at, _)| at.file != sub.file) {
        sent.extend(part.facts.iter().filter(|f| f.kind.is_answer()).map(|f| (*at, one(part, f.row, f.indicator))));
    }
    let count = replaced.len();
    let added = sent.len().saturating_sub(count);
    if count > SHOWN {
        names.truncate(SHOWN);
        names.push(format!("… (+{})", count - SHOWN));
    }
    let unit = project.register.get(sub.unit);
    Some(
        Finding::new(Code::S018)
            .form(&spec.code)
            .unit(&unit.code)
            .period(ledger.period)
            .file(&ledger.files[at.file].name)
            .sheet(&supplement.sheet)
            .value(count)
            .expected(&ledger.files[sub.file].name)
            .arg("name", unit.full_name())
            .arg("rows", names.join(", "))
            .arg("added", added),
    )
}

// ---- corrections

/// Lets the office's corrections take effect, each told, also those that found nothing to correct.
fn correct(project: &Project, ledger: &mut Ledger<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (n, correction) in project.corrections.iter().enumerate() {
        // What names no period and no file may be another period's.
        let named = || ledger.files.iter().map(|f| f.name.as_str()).filter(|f| is_named(f, &correction.file));
        // Of several files of one name that of the period.
        let of_file = named().find(|f| folder_period(f) == Some(ledger.period)).or_else(|| named().next());
        let folder = of_file.or(Some(correction.file.as_str())).and_then(folder_period);
        let said = correction.period.or(folder);
        if said.is_some_and(|p| p != ledger.period) {
            continue;
        }
        let begun =
            correction.when.is_none_or(|day| ledger.period.window(project.forms[correction.form].regime).0 <= day);
        if said.is_none() && !begun {
            continue;
        }
        match place(project, ledger, correction) {
            Ok((at, fact, new)) => {
                findings.push(apply(project, ledger, n, (at, fact, new)));
            }
            // A line that names neither may be another period's: the one that had begun last on its day.
            Err((why, _))
                if said.is_none() && correction.file.is_empty() && (why == "none" || !is_last(ledger, correction)) => {}
            Err((why, found)) => findings.push(
                Finding::new(Code::S017)
                    .severity(if why == "done" { Severity::Info } else { Severity::Warning })
                    .form(&project.forms[correction.form].code)
                    .unit(&correction.unit)
                    .period(ledger.period)
                    .value(correction.old.as_str())
                    .expected(correction.new.as_str())
                    .arg("line", correction.line.to_string())
                    .arg("indicator", &project.forms[correction.form].indicators[correction.indicator].code)
                    .arg("found", Said::or_none(found))
                    .arg("why", why),
            ),
        }
    }
    findings
}

/// True where the day of a correction lies in the period or not long after it; of one without a day nobody can say.
fn is_last(ledger: &Ledger<'_>, correction: &Correction) -> bool {
    const LONG: i32 = 120;
    let end = ledger.period.window(crate::project::period::Regime::Calendar).1;
    correction.when.is_none_or(|day| (day - end).get_days() <= LONG)
}

/// True for a file by its path, or by its name alone; the file of a roll-up is each of those that it carries. Names are
/// compared composed: file systems keep them either way.
fn is_named(path: &str, name: &str) -> bool {
    let composed = |text: &str| -> String { text.nfc().collect() };
    let (path, name) = (composed(path), composed(name));
    let is = |path: &str| path == name || path.ends_with(&format!("/{name}"));
    !name.is_empty() && (is(&path) || is(outermost(&path)))
}

/// A fact to be corrected: which one of its part.
type Which = usize;

/// Finds the one figure that a correction speaks of; or says why there is none, and what was found.
fn place(
    project: &Project,
    ledger: &Ledger<'_>,
    correction: &Correction,
) -> Result<(PartAt, Which, Got), (&'static str, String)> {
    let spec = &project.forms[correction.form];
    let indicator = &spec.indicators[correction.indicator];
    let read = |text: &str| said(text, indicator, project.convention);
    let is = |fact: &Fact<'_>, text: &str| read(text).is_some_and(|got| says(fact, &got));
    let mut seen = false;
    let (mut old, mut done, mut found) = (Vec::new(), false, Vec::new());
    for sub in ledger.submissions.iter().filter(|s| s.form == correction.form) {
        let mut rows: Vec<RowKey> = ledger.parts(sub).flat_map(|p| &p.rows).map(RowKey::folded).collect();
        rows.dedup();
        let alone = rows.len() == 1;
        for (at, part) in ledger.pieces(sub) {
            if !correction.file.is_empty() && !is_named(&ledger.files[at.file].name, &correction.file) {
                continue;
            }
            let own = project.register.get(sub.unit).code == correction.unit;
            let facts: Vec<(usize, Fact<'_>)> = part.facts.iter().enumerate().collect();
            for of_row in facts.chunk_by(|a, b| a.1.row == b.1.row) {
                let asked = of_row.iter().find(|(_, f)| f.indicator == correction.indicator);
                let Some((&(n, fact), row)) = asked.and_then(|a| Some((a, part.rows.get(a.1.row)?))) else {
                    continue;
                };
                let is_row = |name: &str| row_is(project, spec, row, of_row, name);
                let mine = match (correction.unit.is_empty() || own, correction.row.as_str()) {
                    (true, "") => alone || matches!(row, RowKey::Sender),
                    (true, name) => is_row(name),
                    // The row's unit may be named in place of its sender.
                    (false, "") => is_row(&correction.unit),
                    (false, _) => false,
                };
                if !mine {
                    continue;
                }
                seen = true;
                if is(&fact, &correction.old) {
                    old.push((at, n));
                } else {
                    done |= is(&fact, &correction.new);
                    found.push(in_words(&fact, project));
                }
            }
        }
    }
    let new = read(&correction.new).filter(|got| fits(got, indicator));
    match (old.as_slice(), new) {
        ([(at, n)], Some(new)) => Ok((*at, *n, new)),
        ([_], None) => Err(("unread", correction.new.clone())),
        ([], _) if done => Err(("done", correction.new.clone())),
        ([], _) if seen => Err(("gone", found.join("; "))),
        ([], _) => Err(("none", String::new())),
        (several, _) => Err(("several", several.len().to_string())),
    }
}

/// What a text of the list says as a value of an indicator: numbers by the project's own way of writing them, and no other.
fn said(text: &str, indicator: &Indicator, convention: Convention) -> Option<Got> {
    if indicator.kind.takes_numbers() && read_nothing(text).is_none() && !text.is_empty() {
        return match read_number(text, convention, &indicator.unit) {
            Number::Number { value, how } if !how.about && (!how.percent || indicator.kind.is_percent()) => {
                Some(Got { value, ..Got::of(Kind::Number) })
            }
            // Of two readings the one that the project writes.
            Number::Either(own, _) => Some(Got { value: own, ..Got::of(Kind::Number) }),
            _ => None,
        };
    }
    let cell = Cell::new(0, 0, Value::Text(text.into()));
    let cell = if text.is_empty() { None } else { Some(&cell) };
    cells::read(cell, indicator, convention, &Around::default(), &mut Vec::new())
}

/// True for a value that the indicator can have: a correction is not doubted afterwards.
fn fits(got: &Got, indicator: &Indicator) -> bool {
    let n = got.value;
    got.kind != Kind::Number
        || n.is_finite()
            && (indicator.kind != ValueType::Count || n >= 0.0 && n == n.trunc())
            && indicator.min.is_none_or(|m| n >= m)
            && indicator.max.is_none_or(|m| n <= m)
            && !(indicator.kind.is_percent() && indicator.max.is_none() && !(0.0..=100.0).contains(&n))
}

/// True for a row by one of its names.
fn row_is(project: &Project, spec: &Form, row: &RowKey, facts: &[(usize, Fact<'_>)], name: &str) -> bool {
    match row {
        RowKey::Sender => false,
        RowKey::Unit(u) => {
            let unit = project.register.get(*u);
            unit.code == name || [&unit.full_name(), &unit.name].iter().any(|n| key(n) == key(name))
        }
        RowKey::Label(label) => key(label) == key(name),
        RowKey::Record(n) => {
            let record: Vec<Fact<'_>> = facts.iter().map(|(_, f)| *f).collect();
            n.to_string() == name || told_apart(&record, &spec.rows.key).is_some_and(|(_, n, _)| key(&n) == key(name))
        }
    }
}

/// True where a fact says what was read.
fn says(fact: &Fact<'_>, got: &Got) -> bool {
    match got.kind {
        Kind::Number => fact.kind == Kind::Number && fact.value == got.value,
        Kind::Text => fact.kind == Kind::Text && key(fact.text) == key(got.text.as_deref().unwrap_or_default()),
        Kind::Date => fact.kind == Kind::Date && Some(fact.text) == got.text.as_deref(),
        kind => fact.kind == kind,
    }
}

/// What a fact says, for people.
pub fn in_words(fact: &Fact<'_>, project: &Project) -> String {
    match fact.kind {
        Kind::Number => format_number(fact.value, project.convention),
        Kind::Nil => "-".to_owned(),
        Kind::Unavailable => "…".to_owned(),
        Kind::NotApplicable => "x".to_owned(),
        _ => fact.text.to_owned(),
    }
}

/// Puts the corrected value in its place.
fn apply(project: &Project, ledger: &mut Ledger<'_>, n: usize, (at, which, new): (PartAt, Which, Got)) -> Finding {
    let correction = &project.corrections[n];
    let part = ledger.part(at).clone();
    let mut draft = Draft::default();
    let mut old = (String::new(), CellRef { row: 0, col: 0 });
    for (n, fact) in part.facts.iter().enumerate() {
        if n == which {
            old = (in_words(&fact, project), fact.cell);
            draft.push(fact.row, fact.indicator, new.kind, new.value, new.text.clone(), fact.cell);
        } else {
            draft.push_fact(fact.row, &fact);
        }
    }
    let finding = Finding::new(Code::S016)
        .form(&project.forms[correction.form].code)
        .unit(part.unit.map_or_else(String::new, |u| project.register.get(u).code.clone()))
        .period(ledger.period)
        .file(&ledger.files[at.file].name)
        .sheet(&part.sheet)
        .cell(old.1)
        .value(Said::or_none(old.0.clone()))
        .expected(correction.new.as_str())
        .arg("reason", correction.reason.as_str())
        .arg("who", Said::or_none(correction.who.clone()))
        .arg("when", correction.when.map_or_else(|| Said::or_none(String::new()), Said::from))
        .arg("indicator", &project.forms[correction.form].indicators[correction.indicator].code)
        .arg("line", correction.line.to_string());
    ledger.corrected.push(Corrected { correction: n, at, cell: old.1, old: old.0 });
    let gone = ledger.gone(at);
    ledger.standing.insert(at, Standing { part: Part { facts: Facts::pack(&draft), ..part }, gone });
    finding
}
