/*!
Puts the files together: which period is meant, which file counts for each form and unit, who is missing
or late, and what became of every file.
*/

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::extract::Part;
use super::facts::{Kind, RowKey};
use super::{Extract, Outcome};
use crate::finding::{Code, Finding, Severity};
use crate::project::Project;
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::recognise::periods;
use crate::text::{bare, key};

/// A file that was found, with what it says.
#[derive(Debug)]
pub struct Filed {
    /// Path in the project folder.
    pub name: String,
    /// The file's own modified time in seconds since 1970.
    pub file_time: i64,
    /// What it says.
    pub extract: Extract,
}

impl Filed {
    /// When the office got it: the document's own time, else the file's.
    pub fn received(&self) -> i64 {
        self.extract.modified.unwrap_or(self.file_time)
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
    /// File, by place.
    pub file: usize,
    /// Parts of that file, by place.
    pub parts: Vec<usize>,
    /// When it was received, seconds since 1970.
    pub received: i64,
    /// Whether that was after the deadline.
    pub late: bool,
    /// Rows that stand on an earlier sheet already, by part and row: they count there.
    pub repeated: FxHashSet<(usize, usize)>,
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
    /// What counts, by form, then register.
    pub submissions: Vec<Submission>,
    /// Who must report, by form, then register.
    pub expected: Vec<Expected>,
    /// What became of each file, with a code that says why.
    pub fates: Vec<(Fate, String)>,
    /// What was met.
    pub findings: Vec<Finding>,
    /// The time at which deadlines are judged, seconds since 1970.
    pub as_of: i64,
}

impl Ledger<'_> {
    /// The parts of a submission.
    pub fn parts(&self, submission: &Submission) -> impl Iterator<Item = &Part> {
        submission.parts.iter().map(|p| &self.files[submission.file].extract.parts[*p])
    }

    /// The submission that counts for a form and unit.
    pub fn of(&self, form: usize, unit: UnitId) -> Option<&Submission> {
        // In the order of forms, then of the register.
        let at = self.submissions.binary_search_by_key(&(form, unit), |s| (s.form, s.unit)).ok()?;
        self.submissions.get(at)
    }
}

/// The period of a path: that of its nearest folder that names one.
pub fn folder_period(name: &str) -> Option<Period> {
    name.rsplit('/').skip(1).find_map(periods::of_name)
}

/// The period to consolidate where none is named: the newest period folder; without period folders the
/// newest that a majority of titles carries.
pub fn newest_period<'a>(names: impl IntoIterator<Item = &'a str>, files: &[Filed]) -> Option<Period> {
    if let Some(p) = names.into_iter().filter_map(folder_period).max() {
        return Some(p);
    }
    let mut count: BTreeMap<Period, usize> = BTreeMap::new();
    for file in files {
        let mut mine: Vec<Period> = file.extract.parts.iter().filter_map(|p| p.period).collect();
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

/// The revision that a file name states: `lần 2`, `bổ sung`, `v3`, `(2)`.
pub fn revision(name: &str) -> u32 {
    let base = name.rsplit('/').next().unwrap_or(name);
    let stem = base.rsplit_once('.').map_or(base, |(s, _)| s);
    let k = bare(&key(&crate::recognise::names::split_words(stem)));
    let tokens: Vec<&str> = k.split(' ').collect();
    let number = |t: Option<&&str>| t.and_then(|t| t.parse::<u32>().ok()).filter(|n| (1..100).contains(n));
    let mut found = 0;
    for (i, t) in tokens.iter().enumerate() {
        let n = match *t {
            "lan" | "v" | "ver" | "version" | "rev" | "revision" | "ban" => number(tokens.get(i + 1)).unwrap_or(0),
            _ => 0,
        };
        found = found.max(n);
    }
    let joined = format!(" {k} ");
    if found == 0
        && [
            " bo sung ",
            " sua ",
            " sua doi ",
            " dinh chinh ",
            " chinh sua ",
            " thay the ",
            " corrected ",
            " final ",
            " moi ",
        ]
        .iter()
        .any(|w| joined.contains(w))
    {
        found = 2;
    }
    // Windows and browsers add "(1)" to a second file of the same name.
    if found == 0
        && let Some(n) = stem
            .trim_end()
            .strip_suffix(')')
            .and_then(|s| s.rsplit_once('('))
            .and_then(|(_, n)| n.parse::<u32>().ok())
            .filter(|n| (1..100).contains(n))
    {
        found = n + 1;
    }
    found.max(1)
}

/// A digest over what some parts say, whoever sent them: for telling copies.
fn digest(parts: &[&Part]) -> Vec<[u8; 32]> {
    // A blank sheet beside the others says nothing.
    let says = |p: &&&Part| p.facts.iter().any(|f| f.kind != Kind::Blank);
    parts.iter().filter(says).map(|p| p.digest).collect()
}

/// Builds the ledger of a period. `previous` gives the submissions of the period before, for telling stale
/// copies; it is empty for that period itself.
pub fn build<'a>(
    project: &Project,
    period: Period,
    files: &'a [Filed],
    as_of: Option<i64>,
    previous: Option<&Ledger<'_>>,
) -> Ledger<'a> {
    let mut ledger = Ledger {
        period,
        files,
        submissions: Vec::new(),
        expected: Vec::new(),
        fates: vec![(Fate::Failed, String::new()); files.len()],
        findings: Vec::new(),
        as_of: as_of.unwrap_or_else(|| {
            files
                .iter()
                .filter(|f| f.extract.parts.iter().any(|p| p.period == Some(period)))
                .map(Filed::received)
                .max()
                .unwrap_or(0)
        }),
    };
    let mut used: FxHashMap<(usize, usize), bool> = FxHashMap::default();
    let candidates = collect(project, &mut ledger, &mut used);
    choose(project, &mut ledger, candidates, &mut used);
    expect(project, &mut ledger, as_of);
    copies(project, &mut ledger, previous);
    settle_fates(project, &mut ledger, &used);
    ledger
}

type Candidates = BTreeMap<(usize, UnitId), BTreeMap<usize, Vec<usize>>>;

/// Gathers, for each form and unit, the files that say something for the period.
fn collect(project: &Project, ledger: &mut Ledger<'_>, used: &mut FxHashMap<(usize, usize), bool>) -> Candidates {
    let mut candidates: Candidates = BTreeMap::new();
    let mut contents: FxHashMap<&str, usize> = FxHashMap::default();
    for (f, file) in ledger.files.iter().enumerate() {
        if !file.extract.sha256.is_empty() && !file.extract.parts.is_empty() {
            match contents.get(file.extract.sha256.as_str()) {
                // The same bytes again: the later name is the copy, unless a folder says another period.
                Some(first)
                    if file.extract.parts.iter().map(|p| (p.unit, p.period)).eq(ledger.files[*first]
                        .extract
                        .parts
                        .iter()
                        .map(|p| (p.unit, p.period))) =>
                {
                    ledger.findings.push(
                        Finding::new(Code::F008)
                            .file(&file.name)
                            .value(&ledger.files[*first].name)
                            .period(ledger.period),
                    );
                    ledger.fates[f] = (Fate::Superseded, Code::F008.to_string());
                    continue;
                }
                Some(_) => {}
                None => {
                    contents.insert(&file.extract.sha256, f);
                }
            }
        }
        for (p, part) in file.extract.parts.iter().enumerate() {
            let (Some(unit), Some(period)) = (part.unit, part.period) else {
                continue;
            };
            if period != ledger.period {
                continue;
            }
            let form = &project.forms[part.form];
            let exists = project.register.get(unit).exists_on(period.window(form.regime).1);
            if !exists || !form.reporters.has(&project.register, unit) {
                let u = project.register.get(unit);
                ledger.findings.push(
                    Finding::new(Code::S004)
                        .file(&file.name)
                        .sheet(&part.sheet)
                        .form(&form.code)
                        .unit(&u.code)
                        .period(period)
                        .arg("name", u.full_name())
                        .arg("form_title", &form.title),
                );
                continue;
            }
            candidates.entry((part.form, unit)).or_default().entry(f).or_default().push(p);
            used.insert((f, p), false);
        }
    }
    candidates
}

/// Chooses what counts for each form and unit.
fn choose(
    project: &Project,
    ledger: &mut Ledger<'_>,
    candidates: Candidates,
    used: &mut FxHashMap<(usize, usize), bool>,
) {
    let offset_hours = project.utc_offset_hours;
    let files = ledger.files;
    for ((form, unit), by_file) in candidates {
        let spec = &project.forms[form];
        let u = project.register.get(unit);
        let place = |f: Finding| f.form(&spec.code).unit(&u.code).period(ledger.period);
        // The name is looked at only where several files stand against each other.
        let alone = by_file.len() == 1;
        let ranks: FxHashMap<usize, (u32, i64)> = by_file
            .keys()
            .map(|f| (*f, (if alone { 1 } else { revision(&files[*f].name) }, files[*f].received())))
            .collect();
        let rank = |f: usize| ranks.get(&f).copied().unwrap_or_default();
        let mut order: Vec<usize> = by_file.keys().copied().collect();
        order.sort_by_key(|f| std::cmp::Reverse(rank(*f)));
        let best = order[0];
        let of = |f: usize| by_file[&f].iter().map(|p| &files[f].extract.parts[*p]).collect::<Vec<_>>();
        let tied: Vec<usize> = order.iter().copied().filter(|f| rank(*f) == rank(best)).collect();
        let mut found = Vec::new();
        if tied.len() > 1 && tied.iter().any(|f| digest(&of(*f)) != digest(&of(best))) {
            let names = tied.iter().map(|f| files[*f].name.as_str()).collect::<Vec<_>>().join("; ");
            found.push(place(Finding::new(Code::S007).file(&files[best].name).value(names).arg("name", u.full_name())));
            ledger.findings.extend(found);
            continue;
        }
        for f in order.iter().filter(|f| **f != best) {
            found.push(place(
                Finding::new(Code::S003).file(&files[*f].name).expected(&files[best].name).arg("name", u.full_name()),
            ));
        }
        let parts = match merge_parts(&files[best], &by_file[&best]) {
            Ok(parts) => parts,
            Err(sheets) => {
                found.push(place(
                    Finding::new(Code::S007).file(&files[best].name).value(sheets).arg("name", u.full_name()),
                ));
                ledger.findings.extend(found);
                continue;
            }
        };
        let received = files[best].received();
        let deadline = spec.deadline(ledger.period);
        let late = day_of(received, offset_hours) > deadline;
        if late {
            found.push(place(
                Finding::new(Code::S002)
                    .file(&files[best].name)
                    .value(day_of(received, offset_hours).strftime("%d/%m/%Y").to_string())
                    .expected(deadline.strftime("%d/%m/%Y").to_string())
                    .arg("name", u.full_name()),
            ));
        }
        if files[best].extract.modified.is_none() {
            let time = day_of(files[best].file_time, offset_hours).strftime("%d/%m/%Y").to_string();
            found.push(place(Finding::new(Code::S008).file(&files[best].name).value(time)));
        }
        for p in &parts {
            used.insert((best, *p), true);
        }
        let repeated = repeated_rows(&files[best], &parts);
        for &(p, row) in &repeated {
            let part = &files[best].extract.parts[p];
            let RowKey::Unit(of) = part.rows[row] else {
                continue;
            };
            let first = first_cell(&files[best], &parts, &part.rows[row]);
            let at = part.facts.iter().find(|f| f.row == row).map(|f| f.cell);
            let mut f = place(Finding::new(Code::R014).file(&files[best].name).sheet(&part.sheet))
                .value(project.register.get(of).full_name())
                .arg("first", first);
            if let Some(at) = at {
                f = f.cell(at);
            }
            found.push(f);
        }
        ledger.findings.extend(found);
        ledger.submissions.push(Submission { form, unit, file: best, parts, received, late, repeated });
    }
}

/// Several sheets of one file for one form and unit are one submission where they complement each other,
/// or say the same; the names of the sheets where they contradict.
fn merge_parts(file: &Filed, parts: &[usize]) -> Result<Vec<usize>, String> {
    if let [one] = parts
        && !file.extract.parts[*one].doubled
    {
        return Ok(parts.to_vec());
    }
    let mut kept: Vec<usize> = Vec::new();
    let mut seen: FxHashMap<(&RowKey, usize), (Kind, u64, &str)> = FxHashMap::default();
    for &p in parts {
        let part = &file.extract.parts[p];
        let mut fresh = 0usize;
        for f in part.facts.iter().filter(|f| f.kind.is_answer()) {
            let Some(row) = part.rows.get(f.row) else {
                continue;
            };
            // Records of several sheets are a longer list.
            if matches!(row, RowKey::Record(_)) {
                fresh += 1;
                continue;
            }
            let what = (f.kind, f.value.to_bits(), f.text);
            match seen.get(&(row, f.indicator)) {
                None => {
                    seen.insert((row, f.indicator), what);
                    fresh += 1;
                }
                Some(before) if *before == what => {}
                Some(_) => {
                    let names = parts
                        .iter()
                        .map(|p| format!("{} › {}", file.name, file.extract.parts[*p].sheet))
                        .collect::<Vec<_>>();
                    return Err(names.join("; "));
                }
            }
        }
        if fresh > 0 || kept.is_empty() {
            kept.push(p);
        }
    }
    Ok(kept)
}

/// Rows about the same thing as a row of an earlier sheet.
fn repeated_rows(file: &Filed, parts: &[usize]) -> FxHashSet<(usize, usize)> {
    if parts.len() == 1 {
        return FxHashSet::default();
    }
    let mut seen: FxHashMap<&RowKey, usize> = FxHashMap::default();
    let mut repeated = FxHashSet::default();
    for &p in parts {
        for (r, key) in file.extract.parts[p].rows.iter().enumerate() {
            if matches!(key, RowKey::Record(_) | RowKey::Sender) {
                continue;
            }
            let first = *seen.entry(key).or_insert(p);
            if first != p {
                repeated.insert((p, r));
            }
        }
    }
    repeated
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
pub fn day_of(seconds: i64, offset_hours: i64) -> jiff::civil::Date {
    let shifted = seconds.saturating_add(offset_hours * 3600);
    jiff::Timestamp::from_second(shifted)
        .map_or(jiff::civil::Date::ZERO, |t| t.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// Finds who must report and did not.
fn expect(project: &Project, ledger: &mut Ledger<'_>, as_of: Option<i64>) {
    let offset_hours = project.utc_offset_hours;
    let today = day_of(as_of.unwrap_or(ledger.as_of), offset_hours);
    let by: FxHashMap<(usize, UnitId), usize> =
        ledger.submissions.iter().enumerate().map(|(i, s)| ((s.form, s.unit), i)).collect();
    let mut superseded: FxHashMap<(String, String), usize> = FxHashMap::default();
    for f in ledger.findings.iter().filter(|f| f.code == Code::S003) {
        *superseded.entry((f.place.form.clone(), f.place.unit.clone())).or_default() += 1;
    }
    // Who sent two files of which neither plainly counts has sent something.
    let undecided: FxHashSet<(String, String)> = ledger
        .findings
        .iter()
        .filter(|f| f.code == Code::S007)
        .map(|f| (f.place.form.clone(), f.place.unit.clone()))
        .collect();
    for (i, form) in project.forms.iter().enumerate() {
        if !form.is_due(ledger.period) {
            continue;
        }
        let deadline = form.deadline(ledger.period);
        for unit in form.reporters_in(&project.register, ledger.period) {
            let u = project.register.get(unit);
            let submission = by.get(&(i, unit)).copied();
            if submission.is_none() && !undecided.contains(&(form.code.clone(), u.code.clone())) {
                // Without any submission at all there is no time to judge by: the deadline has passed.
                let severity = if today > deadline || ledger.as_of == 0 { Severity::Error } else { Severity::Info };
                ledger.findings.push(
                    Finding::new(Code::S001)
                        .severity(severity)
                        .form(&form.code)
                        .unit(&u.code)
                        .period(ledger.period)
                        .arg("name", u.full_name())
                        .arg("form_title", &form.title)
                        .arg("deadline", deadline.strftime("%d/%m/%Y")),
                );
            }
            let superseded = superseded.get(&(form.code.clone(), u.code.clone())).copied().unwrap_or(0);
            ledger.expected.push(Expected { form: i, unit, submission, superseded });
        }
    }
}

/// Finds the same content sent for two units, and last period's content sent again.
fn copies(project: &Project, ledger: &mut Ledger<'_>, previous: Option<&Ledger<'_>>) {
    const ENOUGH: usize = 4;
    let mut before: FxHashMap<(usize, UnitId), Vec<[u8; 32]>> = FxHashMap::default();
    if let Some(previous) = previous {
        for s in &previous.submissions {
            before.insert((s.form, s.unit), digest(&previous.parts(s).collect::<Vec<_>>()));
        }
    }
    let mut seen: FxHashMap<(usize, Vec<[u8; 32]>), UnitId> = FxHashMap::default();
    let mut found = Vec::new();
    for s in &ledger.submissions {
        let parts: Vec<&Part> = ledger.parts(s).collect();
        let figures: FxHashSet<u64> = parts.iter().flat_map(|p| p.figures.iter().copied()).collect();
        if figures.len() < ENOUGH {
            continue;
        }
        let d = digest(&parts);
        let u = project.register.get(s.unit);
        let place = |f: Finding| {
            f.form(&project.forms[s.form].code)
                .unit(&u.code)
                .period(ledger.period)
                .file(&ledger.files[s.file].name)
                .sheet(&parts[0].sheet)
                .arg("name", u.full_name())
        };
        if before.get(&(s.form, s.unit)) == Some(&d)
            && let Some(previous) = previous
        {
            found.push(place(Finding::new(Code::S005).value(previous.period.to_string())));
        }
        match seen.get(&(s.form, d.clone())) {
            Some(other) => found.push(place(Finding::new(Code::S006).value(project.register.get(*other).full_name()))),
            None => {
                seen.insert((s.form, d), s.unit);
            }
        }
    }
    ledger.findings.extend(found);
}

/// True for a file of which it could not be told whether it or another one counts.
fn undecided(findings: &[Finding], name: &str) -> bool {
    findings.iter().any(|f| f.code == Code::S007 && f.value.contains(name))
}

/// True for a finding about a row that is missing on one sheet and stands on another of the same submission.
fn stands_elsewhere(project: &Project, finding: &Finding, siblings: &[&Part]) -> bool {
    let arg = |name: &str| finding.args.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    match finding.code {
        Code::R015 => siblings.iter().flat_map(|p| &p.rows).any(|r| match r {
            RowKey::Unit(u) => project.register.get(*u).code == finding.place.unit,
            _ => false,
        }),
        Code::R011 => siblings
            .iter()
            .flat_map(|p| p.facts.iter().map(|f| &project.forms[p.form].indicators[f.indicator].code))
            .any(|code| Some(code.as_str()) == arg("indicator")),
        _ => false,
    }
}

/// Says what became of each file, and hands on the findings of what was used.
fn settle_fates(project: &Project, ledger: &mut Ledger<'_>, used: &FxHashMap<(usize, usize), bool>) {
    let period = ledger.period;
    let mut found = Vec::new();
    let mut of_file: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (s, submission) in ledger.submissions.iter().enumerate() {
        of_file.entry(submission.file).or_default().push(s);
    }
    for (f, file) in ledger.files.iter().enumerate() {
        let extract = &file.extract;
        let folder = folder_period(&file.name);
        let mine: Vec<(usize, Option<bool>)> =
            (0..extract.parts.len()).map(|p| (p, used.get(&(f, p)).copied())).collect();
        let any = |v: bool| mine.iter().any(|(_, u)| *u == Some(v));
        let other = folder.is_some_and(|p| p != period)
            || (!extract.parts.is_empty() && extract.parts.iter().all(|p| p.period.is_some_and(|q| q != period)));
        let why = |code: Option<Code>| code.map_or_else(String::new, |c| c.to_string());
        let copied = ledger.fates[f].0 == Fate::Superseded;
        let fate = match extract.outcome {
            Outcome::Skipped => (Fate::Skipped, why(extract.findings.first().map(|x| x.code))),
            _ if copied => continue,
            _ if any(true) => (Fate::Counted, String::new()),
            _ if any(false) && undecided(&ledger.findings, &file.name) => (Fate::Failed, Code::S007.to_string()),
            _ if any(false) => (Fate::Superseded, Code::S003.to_string()),
            Outcome::Failed if other => (Fate::OtherPeriod, why(extract.findings.first().map(|x| x.code))),
            _ if other => (Fate::OtherPeriod, String::new()),
            Outcome::Failed => (Fate::Failed, why(extract.findings.first().map(|x| x.code))),
            Outcome::Read => {
                let worst = extract
                    .findings
                    .iter()
                    .chain(extract.parts.iter().flat_map(|p| &p.findings))
                    .min_by_key(|x| (x.severity, x.code));
                let unexpected =
                    ledger.findings.iter().find(|x| x.place.file == file.name && x.code == Code::S004).map(|x| x.code);
                let tied = ledger
                    .findings
                    .iter()
                    .find(|x| x.code == Code::S007 && x.value.contains(&file.name))
                    .map(|x| x.code);
                (Fate::Failed, why(tied.or(unexpected).or(worst.map(|x| x.code)).or(Some(Code::R001))))
            }
        };
        // A file of the period before that cannot be read is missing from what is compared with.
        if fate.0 == Fate::OtherPeriod && extract.outcome == Outcome::Failed && folder == Some(period.previous()) {
            found.extend(
                extract
                    .findings
                    .iter()
                    .filter(|x| x.severity == Severity::Error)
                    .map(|x| x.clone().severity(Severity::Warning).file(&file.name).period(period.previous())),
            );
        }
        // What else is wrong with files of other periods is not this period's matter.
        if fate.0 != Fate::OtherPeriod && folder.is_none_or(|p| p == period) {
            let complete = |finding: &Finding, unit: Option<UnitId>, period: Option<Period>| {
                let mut finding = finding.clone();
                finding.place.file.clone_from(&file.name);
                if let Some(u) = unit
                    && finding.place.unit.is_empty()
                {
                    finding.place.unit.clone_from(&project.register.get(u).code);
                }
                finding.place.period = period.unwrap_or(ledger.period).to_string();
                finding
            };
            found.extend(extract.findings.iter().map(|x| complete(x, None, None)));
            for (p, part) in extract.parts.iter().enumerate() {
                // What a superseded sheet says wrong no longer matters; what kept a sheet from counting does.
                let counts = used.get(&(f, p)).copied() == Some(true);
                let lost = part.unit.is_none() || part.period.is_none();
                if counts || lost {
                    let siblings: Vec<&Part> = of_file
                        .get(&f)
                        .into_iter()
                        .flatten()
                        .map(|s| &ledger.submissions[*s])
                        .filter(|s| s.parts.len() > 1 && s.parts.contains(&p))
                        .flat_map(|s| s.parts.iter().filter(|q| **q != p).map(|q| &extract.parts[*q]))
                        .collect();
                    let missing = |x: &&Finding| !stands_elsewhere(project, x, &siblings);
                    found.extend(part.findings.iter().filter(missing).map(|x| complete(x, part.unit, part.period)));
                }
            }
        }
        ledger.fates[f] = fate;
    }
    ledger.findings.extend(found);
}

#[cfg(test)]
mod tests {
    use super::*;

    // The revision that a file name states.
    #[test]
    fn revisions() {
        for (name, want) in [
            ("a/BC huyện Hương Khê.xlsx", 1),
            ("BC (lần 2).xlsx", 2),
            ("BC lan3.xlsx", 3),
            ("BC_v2.xls", 2),
            ("BC bổ sung.xlsx", 2),
            ("BC (1).xlsx", 2),
            ("BC 2019.xlsx", 1),
        ] {
            assert_eq!(revision(name), want, "{name}");
        }
    }

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
