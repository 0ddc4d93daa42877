/*!
A period's submissions: what was chosen, who is missing or late, and what became of every file and figure.
*/

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::choice::{self, Choice, Choices, PartFate, Undecided};
use super::completeness;
use super::extract::Part;
use super::facts::{RowKey, whole_record};
use super::fates::Account;
use super::overlap;
use super::rollup::INSIDE;
use super::standing::{self, Corrected, PartAt, Standings};
use super::{Extract, Outcome};
use crate::finding::{Code, Finding, Findings, Missing, Severity};
use crate::intake::workbook::CellRef;
use crate::project::Project;
use crate::project::form::{Form, Layout};
use crate::project::period::{Period, Regime};
use crate::project::received::Receipt;
use crate::project::units::UnitId;
use crate::recognise::periods::{self, Folders};
use crate::text::language::Convention;

/// A file that was found, with what it says.
#[derive(Debug)]
pub struct Filed {
    /// Path in the project folder.
    pub name: String,
    /// The file's own modified time in seconds since 1970.
    pub file_time: i64,
    /// What it says.
    pub extract: Extract,
    /// Whether it lies in the folder.
    pub role: Role,
}

/// Whether a file lies in the folder, or in another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// In the folder.
    Plain,
    /// In the folder, and it carries those that follow; or why not.
    RollUp(Option<Box<Finding>>),
    /// In another one, by place.
    Inside(usize),
    /// In another one, of whose own table it is a row.
    Row(usize),
}

impl Filed {
    /// When the office got it: the document's own time, else the file's.
    ///
    /// A document cannot have been changed after its file was written: where it says so, the clock was wrong there.
    pub fn received(&self) -> i64 {
        const DAY: i64 = 24 * 3600;
        let told = self.extract.modified.filter(|m| self.file_time == 0 || *m <= self.file_time.saturating_add(DAY));
        told.unwrap_or(self.file_time)
    }
}

impl Role {
    /// The file that it lies in.
    pub fn outer(&self) -> Option<usize> {
        match self {
            Role::Inside(outer) | Role::Row(outer) => Some(*outer),
            Role::Plain | Role::RollUp(_) => None,
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// Some of it is in the totals.
    Counted,
    /// A newer one counts.
    Superseded,
    /// It is about another period.
    OtherPeriod,
    /// It is no submission.
    Skipped,
    /// It could not be used.
    Failed,
}

/// The submission that counts for a form and unit.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Form, by place.
    pub form: usize,
    /// Unit.
    pub unit: UnitId,
    /// File, by place: of several the one that supplements add to.
    pub file: usize,
    /// What counts: parts of that file, then those of supplements.
    pub parts: Vec<PartAt>,
    /// When it was received, seconds since 1970.
    pub received: i64,
    /// What says so.
    pub evidence: Evidence,
    /// Whether that was after the deadline.
    pub late: bool,
}

/// What says when a submission came, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The office's own register.
    Register,
    /// A folder that is named after a day.
    Folder,
    /// The document's own time.
    Document,
    /// The file's time.
    File,
}

impl Evidence {
    /// The word that outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Evidence::Register => "register",
            Evidence::Folder => "folder",
            Evidence::Document => "document",
            Evidence::File => "file",
        }
    }
}

/// One form and unit that must report, and what came.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Form, by place.
    pub form: usize,
    /// Unit.
    pub unit: UnitId,
    /// What counts, by place among the submissions.
    pub submission: Option<usize>,
    /// Files that were superseded.
    pub superseded: usize,
}

/// A period's submissions.
#[derive(Debug)]
pub struct Ledger<'a> {
    /// The period.
    pub period: Period,
    /// Every file.
    pub files: &'a [Filed],
    /// What was decided for each form and unit, and for each part of each file.
    pub choices: Choices,
    /// What counts, by form, then register.
    pub submissions: Vec<Submission>,
    /// Who must report, by form, then register.
    pub expected: Vec<Expected>,
    /// What became of each file, with the code that says why.
    pub fates: Vec<(Fate, Option<Code>)>,
    /// What was met.
    pub findings: Vec<Finding>,
    /// Forms and units whose report is another's, or that of the period before.
    pub copies: FxHashSet<(usize, UnitId)>,
    /// The day of the run, where that is the day by which deadlines are judged.
    today: Option<Date>,
    /// The last day, up to that by which deadlines are judged, on which a judgement changed.
    pub judged_on: Date,
    /// Parts that do not count as they were read.
    pub(super) standing: Standings,
    /// Figures that the office corrected.
    pub corrected: Vec<Corrected>,
    /// When the last submission was received, seconds since 1970; 0 where there is none.
    pub received_until: i64,
}

impl Ledger<'_> {
    /// A part, as it counts.
    pub fn part(&self, at: PartAt) -> &Part {
        match self.standing.get(&at) {
            Some(standing) => &standing.part,
            None => &self.files[at.file].extract.parts[at.part],
        }
    }

    /// How many figures of a part count elsewhere.
    pub(super) fn gone(&self, at: PartAt) -> u32 {
        self.standing.get(&at).map_or(0, |s| s.gone)
    }

    /// The parts of a submission, as they count, with where they stand.
    pub fn pieces(&self, submission: &Submission) -> impl Iterator<Item = (PartAt, &Part)> {
        submission.parts.iter().map(|at| (*at, self.part(*at)))
    }

    /// The parts of a submission, as they count.
    pub fn parts(&self, submission: &Submission) -> impl Iterator<Item = &Part> {
        submission.parts.iter().map(|at| self.part(*at))
    }

    /// A part that counts.
    pub fn counted(&self, at: PartAt) -> Option<&Part> {
        let told = &self.files[at.file].extract.parts[at.part];
        self.of(told.form, told.unit?).filter(|s| s.parts.contains(&at)).map(|_| self.part(at))
    }

    /// The correction of a cell of a part that counts.
    pub fn correction(&self, at: PartAt, cell: CellRef) -> Option<&Corrected> {
        self.corrected.iter().find(|c| c.at == at && c.cell == cell)
    }

    /// The submission that counts for a form and unit.
    pub fn of(&self, form: usize, unit: UnitId) -> Option<&Submission> {
        // In the order of forms, then of the register.
        let at = self.submissions.binary_search_by_key(&(form, unit), |s| (s.form, s.unit)).ok()?;
        self.submissions.get(at)
    }

    /// The fates of a part's figures, as they are after it was decided what counts; nothing for another period's.
    pub fn account(&self, file: usize, part: usize) -> Option<Account> {
        let account = self.files[file].extract.parts[part].account;
        Some(match self.choices.parts[file][part] {
            PartFate::OtherPeriod => return None,
            PartFate::Counts => account.take_back(self.gone(PartAt { file, part })),
            PartFate::Repeats
            | PartFate::Superseded(_)
            | PartFate::Undecided
            | PartFate::NotExpected
            | PartFate::Unsettled
            | PartFate::Copied(_) => account.refuse(),
        })
    }
}

/// The period of a path: that of its nearest folder that names one, in the year of those that it lies in.
pub fn folder_period(name: &str) -> Option<Period> {
    by_folders(name).periods.first().copied()
}

/// What the folders of a path say of the period.
fn by_folders(name: &str) -> Rc<Folders> {
    // The name of a roll-up is no folder of what it carries.
    if name.contains(INSIDE) {
        let folders = name.split(INSIDE).filter_map(|link| link.rsplit_once('/')).map(|(folder, _)| folder);
        return periods::of_folders(&(folders.collect::<Vec<_>>().join("/") + "/-"));
    }
    periods::of_folders(name)
}

/// The periods of folders that have begun by a day, the newest first.
pub fn folder_periods<'a>(names: impl IntoIterator<Item = &'a str>, day: Date, regime: Regime) -> Vec<Period> {
    let mut found: Vec<Period> =
        names.into_iter().filter_map(folder_period).filter(|p| p.window(regime).0 <= day).collect();
    found.sort_unstable();
    found.dedup();
    found.reverse();
    found
}

/// The newest period, of those that have begun by a day, that a majority of titles carries.
pub fn period_of_titles(files: &[Filed], day: Date, regime: Regime) -> Option<Period> {
    let mut count: BTreeMap<Period, usize> = BTreeMap::new();
    for file in files {
        let mut mine: Vec<Period> = file.extract.parts.iter().filter_map(|p| p.period).collect();
        mine.retain(|p| p.window(regime).0 <= day);
        mine.dedup();
        for p in mine {
            *count.entry(p).or_default() += 1;
        }
    }
    let total: usize = count.values().sum();
    // The newest one carried by most, else the one that most carry.
    let majority = count.iter().rev().find(|(_, n)| **n * 2 > total).map(|(p, _)| *p);
    majority.or_else(|| count.iter().max_by_key(|(p, n)| (**n, **p)).map(|(p, _)| *p))
}

/// The days on which judgements about a period change: it begins, and the day after each deadline.
pub fn judgements(project: &Project, period: Period) -> impl Iterator<Item = Date> + Clone {
    let begins = period.window(project.regime).0;
    let due = project.forms.iter().filter(move |f| f.is_due(period));
    let passed = due.map(move |f| f.deadline(period).saturating_add(jiff::Span::new().days(1)));
    std::iter::once(begins).chain(passed)
}

/// Builds the ledger of a period. `previous` gives the submissions of the period before, for telling stale
/// copies; it is empty for that period itself.
pub fn build<'a>(
    project: &Project,
    period: Period,
    files: &'a [Filed],
    (as_of, today): (Date, Option<Date>),
    previous: Option<&Ledger<'_>>,
) -> Ledger<'a> {
    let begins = period.window(project.regime).0;
    let judged_on = judgements(project, period).filter(|d| *d <= as_of).max().unwrap_or(begins);
    // A time of receipt after the day of judging is a wrong clock's.
    let received_until = files
        .iter()
        .filter(|f| f.extract.parts.iter().any(|p| p.period == Some(period)))
        .map(Filed::received)
        .filter(|t| day_of(*t, project.utc_offset_hours) <= as_of)
        .max();
    let mut ledger = Ledger {
        period,
        files,
        choices: choice::choose(project, period, files),
        submissions: Vec::new(),
        expected: Vec::new(),
        fates: Vec::new(),
        findings: Vec::new(),
        copies: FxHashSet::default(),
        today,
        judged_on,
        standing: Standings::default(),
        corrected: Vec::new(),
        received_until: received_until.unwrap_or(0),
    };
    ledger.submissions = submissions(project, &ledger);
    let settled = standing::settle(project, &mut ledger);
    let overlaps = overlap::overlaps(project, &mut ledger);
    ledger.expected = completeness::expected(project, &ledger);
    ledger.fates = (0..files.len()).map(|f| fate(&ledger, f)).collect();
    ledger.fates = (0..files.len()).map(|f| whole_fate(&ledger, f)).collect();
    let mut findings = voice_choices(project, &ledger);
    findings.extend(settled);
    findings.extend(overlaps);
    findings.extend(unclear_folders(&ledger));
    findings.extend(completeness::missing(project, &ledger));
    let (copies, copied) = completeness::copies(project, &ledger, previous);
    findings.extend(completeness::shared_records(project, &ledger, &copied.others));
    findings.extend(copies);
    ledger.copies = copied.others.into_iter().chain(copied.stale).collect();
    findings.extend(hand_on(project, &ledger));
    ledger.findings = findings;
    ledger
}

/// What counts.
fn submissions(project: &Project, ledger: &Ledger<'_>) -> Vec<Submission> {
    let made = ledger.choices.made.iter().filter_map(|c| {
        let (file, parts) = c.counted.clone()?;
        let supplements = c.supplements.iter().flat_map(|(file, parts)| parts.iter().map(move |p| (*file, *p)));
        let own = parts.into_iter().map(|p| (file, p));
        let (received, evidence) = receipt(project, ledger, c, &ledger.files[file]);
        let deadline = project.forms[c.form].deadline(ledger.period);
        Some(Submission {
            form: c.form,
            unit: c.unit,
            file,
            parts: own.chain(supplements).map(|(file, part)| PartAt { file, part }).collect(),
            received,
            evidence,
            late: late(day_of(received, project.utc_offset_hours), deadline, ledger.today),
        })
    });
    made.collect()
}

/// When what counts came: what the office noted goes before the day of a folder, that before the document's own time, and
/// that before the file's.
fn receipt(project: &Project, ledger: &Ledger<'_>, choice: &Choice, file: &Filed) -> (i64, Evidence) {
    let mine = |r: &&Receipt| r.period == ledger.period && r.unit == choice.unit;
    let noted = project.received.iter().filter(mine);
    // Of several the last: what counts is what came last. One for the form itself goes before one for all forms.
    let noted = noted.filter(|r| r.form.is_none_or(|f| f == choice.form)).max_by_key(|r| (r.form.is_some(), r.time));
    if let Some(receipt) = noted {
        return (receipt.time, Evidence::Register);
    }
    if let Some(day) = folder_day(&file.name, project.convention)
        && let Ok(noon) = day.to_datetime(jiff::civil::time(12, 0, 0, 0)).to_zoned(jiff::tz::TimeZone::UTC)
    {
        return (noon.timestamp().as_second() - project.utc_offset_hours * 3600, Evidence::Folder);
    }
    let evidence = if file.extract.modified.is_some() { Evidence::Document } else { Evidence::File };
    (file.received(), evidence)
}

/// The day after which a folder of a path is named: `2019-03-18`, `nhận 18.3.2019`; the nearest one.
fn folder_day(name: &str, convention: Convention) -> Option<Date> {
    let folders = name.rsplit_once('/').map_or("", |(folders, _)| folders);
    // What a roll-up carries bears its own day.
    if name.contains(INSIDE) {
        return None;
    }
    let day = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        let parts: Vec<&str> = word.split(['-', '.', '/', '_']).collect();
        let whole = parts.len() == 3 && parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
        let word = parts.join("-");
        whole.then(|| word.parse().ok().or_else(|| crate::text::number::read_date(&word, convention)))?
    };
    folders.rsplit('/').find_map(|folder| folder.split_whitespace().find_map(day))
}

/// Tells of folders that name no period that could be told, once each.
fn unclear_folders(ledger: &Ledger<'_>) -> Vec<Finding> {
    let mut told: BTreeMap<&str, (String, &str)> = BTreeMap::new();
    for file in ledger.files.iter().filter(|f| f.extract.outcome != Outcome::Skipped) {
        if let Some((folder, _)) = file.name.rsplit_once('/')
            && !told.contains_key(folder)
            && let Some(unclear) = by_folders(&file.name).unclear.clone()
        {
            told.insert(folder, (unclear, &file.name));
        }
    }
    let say = |(folder, (unclear, file)): (&str, (String, &str))| {
        Finding::new(Code::R028).file(file).value(unclear).arg("folder", folder)
    };
    told.into_iter().map(say).collect()
}

/// Tells what was decided for each form and unit.
fn voice_choices(project: &Project, ledger: &Ledger<'_>) -> Vec<Finding> {
    let mut found = Findings::default();
    for (f, file) in ledger.files.iter().enumerate() {
        if let Some(PartFate::Copied(first)) = ledger.choices.parts[f].first() {
            found.push(
                Finding::new(Code::F008).file(&file.name).value(&ledger.files[*first].name).period(ledger.period),
            );
        }
        for (p, part) in file.extract.parts.iter().enumerate() {
            if ledger.choices.parts[f][p] == PartFate::NotExpected
                && let Some(unit) = part.unit
            {
                let (form, u) = (&project.forms[part.form], project.register.get(unit));
                found.push(
                    Finding::new(Code::S004)
                        .file(&file.name)
                        .sheet(&part.sheet)
                        .form(&form.code)
                        .unit(&u.code)
                        .period(ledger.period)
                        .arg("name", u.full_name())
                        .arg("form_title", &form.title),
                );
            }
        }
    }
    for choice in &ledger.choices.made {
        voice(project, ledger, choice, &mut found);
    }
    found.finish()
}

/// Tells one decision.
fn voice(project: &Project, ledger: &Ledger<'_>, choice: &Choice, found: &mut Findings) {
    let files = ledger.files;
    let spec = &project.forms[choice.form];
    let u = project.register.get(choice.unit);
    let place = |f: Finding| f.form(&spec.code).unit(&u.code).period(ledger.period).arg("name", u.full_name());
    match &choice.undecided {
        Undecided::No => {}
        Undecided::Files(tied) => {
            let names = tied.iter().map(|f| files[*f].name.as_str()).collect::<Vec<_>>().join("; ");
            found.push(place(Finding::new(Code::S007).file(&files[tied[0]].name).value(names)));
        }
        Undecided::Sheets(file, parts) => {
            let name = |p: &usize| format!("{} › {}", files[*file].name, files[*file].extract.parts[*p].sheet);
            let names = parts.iter().map(name).collect::<Vec<_>>().join("; ");
            found.push(place(Finding::new(Code::S007).file(&files[*file].name).value(names)));
        }
    }
    let Some((best, parts)) = &choice.counted else {
        return;
    };
    let rows = |f: usize| rows_of(&files[f], choice, spec);
    for f in &choice.superseded {
        let replaced = Finding::new(Code::S003).arg("forms", 1usize).arg("form_title", &spec.title);
        found.push(place(replaced.file(&files[*f].name).expected(&files[*best].name)));
        let (now, before) = (rows(*best), rows(*f));
        // A list may lose an entry; a table of units or indicators should not lose a row.
        let records = project.forms[choice.form].layout == Layout::Records;
        if (records && now * 2 <= before) || (!records && now < before) {
            found.push(place(
                Finding::new(Code::S009)
                    .file(&files[*best].name)
                    .value(now)
                    .expected(&files[*f].name)
                    .arg("rows", before),
            ));
        }
    }
    found.extend(time_of_receipt(project, ledger, choice, *best).into_iter().map(place));
    found.extend(several_sheets(ledger, choice, *best, parts).into_iter().map(place));
    for &(p, row) in &choice.repeated {
        let part = &files[*best].extract.parts[p];
        let RowKey::Unit(of) = part.rows[row] else {
            continue;
        };
        let first = first_cell(&files[*best], parts, &part.rows[row]);
        let mut f = Finding::new(Code::R014)
            .file(&files[*best].name)
            .sheet(&part.sheet)
            .form(&spec.code)
            .unit(&u.code)
            .period(ledger.period)
            .value(project.register.get(of).full_name())
            .arg("first", first);
        if let Some(at) = part.facts.iter().find(|f| f.row == row).map(|f| f.cell) {
            f = f.cell(at);
        }
        found.push(f);
    }
}

/// How many rows with an answer a file has for a form and unit.
fn rows_of(file: &Filed, choice: &Choice, form: &Form) -> usize {
    let mine = file.extract.parts.iter().filter(|p| p.form == choice.form && p.unit == Some(choice.unit));
    mine.map(|p| {
        let indicators_down = p.rows.len() == 1 && p.rows[0] == RowKey::Sender;
        let mut rows: Vec<usize> = p
            .facts
            .iter()
            // A rate that follows from its parts may be left out.
            .filter(|f| f.kind.is_answer() && form.indicators[f.indicator].parts().is_none())
            .map(|f| if indicators_down { f.indicator } else { f.row })
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows.len()
    })
    .sum()
}

/// True for what was received after the deadline; of a time that has not come yet nobody can say.
fn late(received: Date, deadline: Date, today: Option<Date>) -> bool {
    received > deadline && today.is_none_or(|t| received <= t)
}

/// Tells that a submission is late, or that only the file's own time says when it came.
fn time_of_receipt(project: &Project, ledger: &Ledger<'_>, choice: &Choice, best: usize) -> Vec<Finding> {
    let file = &ledger.files[best];
    let offset = project.utc_offset_hours;
    let deadline = project.forms[choice.form].deadline(ledger.period);
    let (time, evidence) = receipt(project, ledger, choice, file);
    let received = day_of(time, offset);
    let mut found = Vec::new();
    if let Some(today) = ledger.today.filter(|t| received > *t) {
        found.push(Finding::new(Code::S012).file(&file.name).value(received).expected(today));
    } else if late(received, deadline, ledger.today) {
        found.push(Finding::new(Code::S002).file(&file.name).value(received).expected(deadline));
    }
    if evidence == Evidence::File {
        found.push(Finding::new(Code::S008).file(&file.name).value(day_of(file.file_time, offset)));
    }
    found
}

/// Tells that a form was put together from several sheets that say some things twice.
fn several_sheets(ledger: &Ledger<'_>, choice: &Choice, best: usize, parts: &[usize]) -> Option<Finding> {
    let file = &ledger.files[best];
    let sent: Vec<usize> = (0..file.extract.parts.len())
        .filter(|p| matches!(ledger.choices.parts[best][*p], PartFate::Counts | PartFate::Repeats))
        .filter(|p| {
            let part = &file.extract.parts[*p];
            part.form == choice.form && part.unit == Some(choice.unit)
        })
        .collect();
    let labels_twice = repeats_rows(file, &sent);
    if sent.len() < 2 || (!labels_twice && parts.len() == sent.len()) {
        return None;
    }
    let names = sent.iter().map(|p| file.extract.parts[*p].sheet.as_str()).collect::<Vec<_>>().join("; ");
    // A sheet that only says again what another says does no harm.
    let severity = if parts.len() > 1 { Severity::Warning } else { Severity::Info };
    let last = sent.last().map_or("", |p| file.extract.parts[*p].sheet.as_str());
    Some(Finding::new(Code::S010).severity(severity).file(&file.name).sheet(last).value(names))
}

/// True where some row stands on two of the sheets, or some record that says the same on both.
fn repeats_rows(file: &Filed, parts: &[usize]) -> bool {
    let mut records: FxHashMap<String, usize> = FxHashMap::default();
    for &p in parts.iter().filter(|_| parts.len() > 1) {
        let part = &file.extract.parts[p];
        if !part.rows.iter().any(|r| matches!(r, RowKey::Record(_))) {
            continue;
        }
        let facts: Vec<_> = part.facts.iter().collect();
        let mine: Vec<String> = facts.chunk_by(|a, b| a.row == b.row).map(whole_record).collect();
        if mine.into_iter().any(|r| *records.entry(r).or_insert(p) != p) {
            return true;
        }
    }
    let mut seen: FxHashMap<&RowKey, usize> = FxHashMap::default();
    parts.iter().any(|p| {
        file.extract.parts[*p]
            .rows
            .iter()
            .filter(|r| matches!(r, RowKey::Label(_)))
            .any(|r| seen.insert(r, *p).is_some_and(|q| q != *p))
    })
}

/// Where a row stands first, for people.
fn first_cell(file: &Filed, parts: &[usize], key: &RowKey) -> String {
    parts
        .iter()
        .map(|p| &file.extract.parts[*p])
        .find_map(|part| {
            let row = part.rows.iter().position(|r| r == key)?;
            let cell = part.facts.iter().find(|f| f.row == row)?.cell;
            Some(format!("{} › {cell}", part.sheet))
        })
        .unwrap_or_default()
}

/// The day of a time, where the office is.
pub fn day_of(seconds: i64, offset_hours: i64) -> Date {
    let shifted = seconds.saturating_add(offset_hours * 3600);
    jiff::Timestamp::from_second(shifted).map_or(Date::ZERO, |t| t.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// What became of a file, from what became of its parts.
fn fate(ledger: &Ledger<'_>, f: usize) -> (Fate, Option<Code>) {
    let file = &ledger.files[f];
    let extract = &file.extract;
    let parts = &ledger.choices.parts[f];
    let any = |is: fn(&PartFate) -> bool| parts.iter().any(is);
    let first = extract.findings.first().map(|x| x.code);
    let other = folder_period(&file.name).is_some_and(|p| p != ledger.period)
        || (!parts.is_empty() && parts.iter().all(|p| *p == PartFate::OtherPeriod));
    match extract.outcome {
        Outcome::Skipped => (Fate::Skipped, first),
        _ if any(|p| matches!(p, PartFate::Copied(_))) => (Fate::Superseded, Some(Code::F008)),
        _ if any(|p| *p == PartFate::Counts) => (Fate::Counted, None),
        _ if any(|p| *p == PartFate::Undecided) => (Fate::Failed, Some(Code::S007)),
        _ if any(|p| matches!(p, PartFate::Superseded(_) | PartFate::Repeats)) => (Fate::Superseded, Some(Code::S003)),
        Outcome::Failed if other => (Fate::OtherPeriod, first),
        _ if other => (Fate::OtherPeriod, None),
        Outcome::Failed => (Fate::Failed, first),
        Outcome::Read if any(|p| *p == PartFate::NotExpected) => (Fate::Failed, Some(Code::S004)),
        Outcome::Read => {
            let all = extract.findings.iter().chain(extract.parts.iter().flat_map(|p| &p.findings));
            let worst = all.min_by_key(|x| (x.severity, x.code)).map(|x| x.code);
            (Fate::Failed, worst.or(Some(Code::R001)))
        }
    }
}

/// What became of a file with those that it carries: some of them count, or none.
fn whole_fate(ledger: &Ledger<'_>, f: usize) -> (Fate, Option<Code>) {
    let own = ledger.fates[f];
    match &ledger.files[f].role {
        Role::Plain | Role::Inside(_) => own,
        // It counts where the table does.
        Role::Row(outer) => ledger.fates[*outer],
        Role::RollUp(Some(why)) if why.severity == Severity::Error => (Fate::Failed, Some(why.code)),
        Role::RollUp(Some(why)) => (Fate::Superseded, Some(why.code)),
        Role::RollUp(None) => {
            let mine = |g: &usize| ledger.files[*g].role.outer() == Some(f);
            let inside = (f + 1..ledger.files.len()).take_while(mine);
            let inside = inside.filter(|g| matches!(ledger.files[*g].role, Role::Inside(_))).map(|g| ledger.fates[g]);
            let own = (!ledger.files[f].extract.parts.is_empty()).then_some(own);
            // A roll-up of an office to which nobody has reported is a report that says so.
            inside.chain(own).min_by_key(|(fate, _)| *fate).unwrap_or((Fate::Counted, None))
        }
    }
}

/// Hands on what was met while reading the files that concern the period.
fn hand_on(project: &Project, ledger: &Ledger<'_>) -> Vec<Finding> {
    let period = ledger.period;
    let mut found = Vec::new();
    for (f, file) in ledger.files.iter().enumerate() {
        let extract = &file.extract;
        let folder = folder_period(&file.name);
        let fate = ledger.fates[f].0;
        // A file of the period before that cannot be read is missing from what is compared with.
        if fate == Fate::OtherPeriod && extract.outcome == Outcome::Failed && folder == Some(period.previous()) {
            found.extend(
                extract
                    .findings
                    .iter()
                    .filter(|x| x.severity == Severity::Error)
                    .map(|x| x.clone().severity(Severity::Warning).file(&file.name).period(period.previous())),
            );
        }
        let copied = matches!(ledger.choices.parts[f].first(), Some(PartFate::Copied(_)));
        // What else is wrong with files of other periods is not this period's matter.
        if fate == Fate::OtherPeriod || copied || folder.is_some_and(|p| p != period) {
            continue;
        }
        let complete = |finding: &Finding, unit: Option<UnitId>, of: Option<Period>| {
            let mut finding = finding.clone();
            finding.place.file.clone_from(&file.name);
            if let Some(u) = unit
                && finding.place.unit.is_empty()
            {
                finding.place.unit.clone_from(&project.register.get(u).code);
            }
            finding.place.period = of.unwrap_or(period).to_string();
            finding
        };
        // Of what does not stand is said why, and nothing else.
        if let Role::RollUp(Some(why)) = &file.role {
            found.push(complete(why, None, None));
            continue;
        }
        found.extend(extract.findings.iter().map(|x| complete(x, None, None)));
        for (p, part) in extract.parts.iter().enumerate() {
            // What a superseded sheet says wrong no longer matters; what kept a sheet from counting does.
            if !matches!(ledger.choices.parts[f][p], PartFate::Counts | PartFate::Unsettled) {
                continue;
            }
            let at = PartAt { file: f, part: p };
            let siblings = siblings(ledger, at);
            // What is wrong with a cell that the office corrected is told with the correction.
            let corrected = |x: &Finding| {
                let here = ledger.corrected.iter().filter(|c| c.at == at).any(|c| c.cell.to_string() == x.place.cell);
                here && x.code.as_str().starts_with('C')
            };
            let missing =
                |x: &&Finding| !stands_elsewhere(project, x, &siblings) && !is_replaced(ledger, at, x) && !corrected(x);
            found.extend(part.findings.iter().filter(missing).map(|x| complete(x, part.unit, part.period)));
        }
    }
    found
}

/// The other parts of the submission that a part belongs to.
fn siblings<'a>(ledger: &'a Ledger<'_>, at: PartAt) -> Vec<&'a Part> {
    let own = &ledger.files[at.file].extract.parts[at.part];
    let sub =
        own.unit.and_then(|unit| ledger.of(own.form, unit)).filter(|s| s.parts.len() > 1 && s.parts.contains(&at));
    let others = sub.into_iter().flat_map(|s| s.parts.iter().filter(|q| **q != at));
    others.map(|q| &ledger.files[q.file].extract.parts[q.part]).collect()
}

/// True for a finding at a row of which every fact was replaced: what was wrong there does not matter any more.
fn is_replaced(ledger: &Ledger<'_>, at: PartAt, finding: &Finding) -> bool {
    let own = &ledger.files[at.file].extract.parts[at.part];
    let base = own.unit.and_then(|unit| ledger.of(own.form, unit));
    let Some(sub) = base.filter(|s| s.file == at.file && s.parts.iter().any(|p| p.file != at.file)) else {
        return false;
    };
    let row = finding.place.cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().ok();
    let stands = |part: &Part| part.facts.iter().any(|f| row == Some(f.cell.row + 1));
    sub.parts.contains(&at) && stands(own) && !stands(ledger.part(at))
}

/// True for a finding about a row that is missing on one sheet and stands on another of the same submission.
fn stands_elsewhere(project: &Project, finding: &Finding, siblings: &[&Part]) -> bool {
    match &finding.missing {
        Missing::Nothing => false,
        Missing::Unit(unit) => siblings.iter().flat_map(|p| &p.rows).any(|r| *r == RowKey::Unit(*unit)),
        Missing::Indicator(i) => {
            siblings.iter().any(|p| project.forms.get(p.form).is_some() && p.facts.iter().any(|f| f.indicator == *i))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The nearest folder that names a period decides.
    #[test]
    fn folders() {
        assert_eq!(
            folder_period("submissions/2019-Q1/Huyện/a.xlsx").map(|p| p.to_string()).as_deref(),
            Some("2019-Q1")
        );
        assert_eq!(folder_period("Báo cáo quý I năm 2019/a.xlsx").map(|p| p.to_string()).as_deref(), Some("2019-Q1"));
        assert_eq!(folder_period("a.xlsx"), None);
    }
}
