/*!
One run through the stages, from a folder to validated totals.

The commands differ in what they do with the result: `consolidate` writes it, `check` shows the findings,
`trace` looks up what a total is made of.
*/

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cache::{self, Asked, Cache, Last, Print};
use crate::consolidate::past::{Past, Pasts};
use crate::consolidate::{Consolidation, FrameError, consolidate};
use crate::finding::policy::Pattern;
use crate::finding::{Code, Finding, Findings, Lang, Severity, Summary};
use crate::intake::walk::{Found, look, walk};
use crate::output::{Context, workbook};
use crate::project::Project;
use crate::project::lists::Heading;
use crate::project::period::Period;
use crate::project::problem::ProjectError;
use crate::project::units::UnitId;
use crate::readers::{self, ReaderError, Shelf};
use crate::submission::ledger::{self, Filed, Ledger, Role};
use crate::submission::states::{self, State};
use crate::submission::{Extract, Outcome, Reading, rollup};
use crate::validate::{validate, weigh};

/// The day by which deadlines are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The day of a moment, seconds since 1970, where the office is.
    Moment(i64),
    /// A day.
    Day(Date),
}

impl AsOf {
    /// The day, where the clock gives it: nothing can have been received after that.
    fn today(self, offset_hours: i64) -> Option<Date> {
        matches!(self, AsOf::Moment(_)).then(|| self.day(offset_hours))
    }

    /// The day, given the office's hours ahead of UTC.
    pub fn day(self, offset_hours: i64) -> Date {
        match self {
            AsOf::Moment(s) => ledger::day_of(s, offset_hours),
            AsOf::Day(day) => day,
        }
    }
}

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Request {
    /// The project folder, or a folder of workbooks.
    pub folder: PathBuf,
    /// Files to read instead of the folder's.
    pub files: Vec<PathBuf>,
    /// The period; the newest found where none is named.
    pub period: Option<Period>,
    /// The day by which deadlines are judged, and periods begun.
    pub as_of: AsOf,
    /// A folder that is not walked: where outputs go.
    pub avoid: Option<PathBuf>,
    /// How files are read.
    pub reading: readers::Options,
    /// Where facts are kept between runs, if anywhere.
    pub cache: Option<PathBuf>,
    /// What else the outputs depend on.
    pub extra: Vec<String>,
    /// Findings that are asked for on the command line, and those that are not wanted.
    pub codes: (Vec<Pattern>, Vec<Pattern>),
    /// Whether a file that has the same name, size and time is held to be the same.
    pub quick: bool,
}

impl Request {
    /// Everything that the outputs depend on beside the project and the files.
    fn words(&self) -> Vec<String> {
        // The day is not among them: most days change nothing. See [`Steady`].
        let mut words = vec![format!("{:?} {}", self.period, self.reading.total)];
        words.extend(self.extra.iter().cloned());
        let (select, ignore) = &self.codes;
        words.extend(select.iter().map(|p| format!("+{p}")).chain(ignore.iter().map(|p| format!("-{p}"))));
        words
    }
}

/// Why a run could not be done.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The folder does not exist or is no folder.
    #[error("no such folder: {0}")]
    NoFolder(PathBuf),
    /// The folder cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is no file at all.
    #[error("no file in {0}")]
    NoInput(PathBuf),
    /// The folder has no project, and none of its files is of the embedded one.
    #[error("no project in {0}")]
    NoProject(PathBuf),
    /// No period is named and none can be told.
    #[error("no period can be told")]
    NoPeriod,
    /// The project cannot be used.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// Readers cannot be started.
    #[error(transparent)]
    Readers(#[from] ReaderError),
    /// A defect of the program.
    #[error(transparent)]
    Frames(#[from] FrameError),
}

/// What happens during a run, for a progress bar.
#[derive(Debug, Clone, Copy)]
pub enum Progress {
    /// So many files are going to be read.
    Reading(usize),
    /// So many more have been read.
    Read(usize),
    /// Reading is done.
    Done,
}

/// Files that were found, before any is read.
pub struct Finds {
    /// The project.
    pub project: Project,
    found: Vec<Found>,
    /// Periods to consolidate, the likeliest first; none where only titles can tell.
    candidates: Vec<Period>,
    /// What each holds, where that is asked.
    prints: Vec<Option<Print>>,
    cache: Option<Cache>,
    ahead: readers::Waiting,
}

/// Files that were found and read.
pub struct Gathered {
    /// The project.
    pub project: Project,
    /// The period.
    pub period: Period,
    /// Every file.
    pub files: Vec<Filed>,
    /// What was met before any file was read for its facts.
    pub findings: Vec<Finding>,
    /// What earlier periods came to, other than the one before.
    pub pasts: Pasts,
    /// What the next run may use again, and what tells whether it is asked the same.
    pub kept: Option<(Cache, Asked)>,
}

/// Finds the files of a run.
pub fn find(request: &Request) -> Result<Finds, RunError> {
    let folder = &request.folder;
    match std::fs::read_dir(folder) {
        Ok(_) => {}
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(RunError::NoFolder(folder.clone()));
        }
        Err(source) => return Err(RunError::Unreadable { path: folder.clone(), source }),
    }
    // Where nothing is kept of an earlier run there will be something to read.
    let told = || {
        let mut ahead = match &request.cache {
            Some(kept) if kept.exists() => readers::Waiting::default(),
            _ => readers::Waiting::start(&request.reading)?,
        };
        let project = Project::of_folder(folder)?;
        ahead.tell(&project, &request.reading);
        Ok::<_, RunError>((project, ahead))
    };
    let (told, found) = rayon::join(told, || files_of(request));
    let ((project, ahead), found) = (told?, found?);
    if found.is_empty() {
        return Err(RunError::NoInput(folder.clone()));
    }
    tracing::debug!(files = found.len(), "walked");
    let day = request.as_of.day(project.utc_offset_hours);
    let candidates = match request.period {
        Some(p) => vec![p],
        None => ledger::folder_periods(
            found.iter().filter(|f| f.skipped.is_none()).map(|f| f.name.as_str()),
            day,
            project.regime,
        ),
    };
    let wanted: Vec<bool> = match candidates.first() {
        Some(p) => {
            let asked = compared(*p);
            let is = |f: &Found| ledger::folder_period(&f.name).is_some_and(|q| asked.contains(&q));
            wanted(&found, Some(*p)).into_iter().zip(&found).map(|(w, f)| w || is(f)).collect()
        }
        None => wanted(&found, None),
    };
    let limits = request.reading.limits;
    let cache = request.cache.as_ref().map(|c| Cache::new(c, folder, (&project, candidates.first().copied()), &limits));
    // Where nothing is known there is nothing to compare with.
    let prints = if cache.as_ref().is_some_and(Cache::has_any) && !request.quick {
        let prints = cache::prints(&found, &wanted, limits.file_bytes);
        tracing::debug!("compared with what is known");
        prints
    } else {
        vec![None; found.len()]
    };
    Ok(Finds { project, found, candidates, prints, cache, ahead })
}

/// Which files are read for a period: its own and those of the period before. Files in the folders of others are
/// accounted for without being read.
fn wanted(found: &[Found], period: Option<Period>) -> Vec<bool> {
    let is = |f: &Found| match (period, ledger::folder_period(&f.name)) {
        (Some(p), Some(q)) => q == p || q == p.previous(),
        _ => true,
    };
    found.iter().map(is).collect()
}

/// The periods beside the one before that a period is held against: the same one of last year, those of the year so far.
fn compared(period: Period) -> Vec<Period> {
    let year = period.year_so_far().into_iter().filter(|p| *p != period && *p != period.previous());
    year.chain([period.last_year()].into_iter().filter(|p| *p != period.previous())).collect()
}

/// All earlier periods of the same kind that have a folder, for the series, and those that a period is held against.
fn earlier(period: Period, found: &[Found]) -> Vec<Period> {
    let mut out = compared(period);
    let mut last = None;
    for folder in found.iter().filter(|f| f.skipped.is_none()).filter_map(|f| ledger::folder_period(&f.name)) {
        let of_kind = folder < period && folder.frequency() == period.frequency() && folder != period.previous();
        if last != Some(folder) && of_kind && !out.contains(&folder) {
            out.push(folder);
        }
        last = Some(folder);
    }
    out.sort_unstable();
    out
}

/// What earlier periods came to. Each is read by itself, and of each only its sums are kept; what is known of files that
/// have not changed is taken from the cache.
fn pasts(
    project: &Project,
    (found, prints): (&[Found], &mut [Option<Print>]),
    period: Period,
    request: &Request,
    cache: Option<&Cache>,
) -> Result<Pasts, RunError> {
    let mut out = Pasts::new();
    for earlier in earlier(period, found) {
        // Beside its folder what lies in none, as for every period.
        let of = |f: &Found| ledger::folder_period(&f.name);
        if !found.iter().any(|f| f.skipped.is_none() && of(f) == Some(earlier)) {
            continue;
        }
        let is = |f: &Found| f.skipped.is_none() && of(f).is_none_or(|p| p == earlier);
        let which: Vec<usize> = (0..found.len()).filter(|i| is(&found[*i])).collect();
        // Of what is only put side by side, name, size and time of a file say enough; the rest is known by its content.
        if compared(period).contains(&earlier) && which.iter().any(|i| prints[*i].is_none()) {
            let wanted: Vec<bool> = (0..found.len()).map(|i| which.contains(&i) && prints[i].is_none()).collect();
            let new = cache::prints(found, &wanted, request.reading.limits.file_bytes);
            which.iter().for_each(|i| prints[*i] = prints[*i].or(new[*i]));
        }
        let told = cache.map(|c| {
            c.told(earlier, project.members(), &which.iter().map(|i| (&found[*i], prints[*i])).collect::<Vec<_>>())
        });
        if let Some(known) = cache.zip(told.as_ref()).and_then(|(c, told)| c.past(earlier, told)) {
            out.insert(earlier, known);
            continue;
        }
        let mut shelf = Shelf::new(project, found.len(), request.reading.total);
        readers::read_all(
            project,
            found,
            &which,
            (&request.reading, &readers::Waiting::default()),
            &mut shelf,
            &|_| {},
        )?;
        let read = found.iter().zip(shelf.into_places());
        let files = filed(project, read.filter_map(|(f, extract)| Some((f.name.clone(), f.modified, extract?))));
        let past = past(project, earlier, &files, request)?;
        if let (Some(cache), Some(told), true) = (cache, &told, cache::all_lasting(&files)) {
            let kept = cache.keep_past(earlier, told, &past);
            tracing::debug!(?kept, %earlier, "earlier period read");
        }
        out.insert(earlier, past);
    }
    Ok(out)
}

/// Files that were read, by name and own time, with those that roll-ups carry beside them.
fn filed(project: &Project, read: impl Iterator<Item = (String, i64, Extract)>) -> Vec<Filed> {
    let plain = read.map(|(name, file_time, extract)| Filed { name, file_time, extract, role: Role::Plain });
    rollup::unfold(project, plain.collect())
}

/// What the submissions of one period among some files come to.
fn past(project: &Project, period: Period, files: &[Filed], request: &Request) -> Result<Past, RunError> {
    let judged = (request.as_of.day(project.utc_offset_hours), request.as_of.today(project.utc_offset_hours));
    let ledger = ledger::build(project, period, files, judged, None);
    Ok(Past::of_ledger(project, &ledger)?)
}

/// The days from which and until which (that day excluded) a run over the same files gives the same outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steady {
    from: Option<Date>,
    until: Option<Date>,
}

impl Steady {
    /// Around a day, given the days on which something begins.
    fn around(day: Date, changes: impl Iterator<Item = Date> + Clone) -> Steady {
        Steady { from: changes.clone().filter(|c| *c <= day).max(), until: changes.filter(|c| *c > day).min() }
    }

    /// True for a day on which nothing is different.
    pub fn has(self, day: Date) -> bool {
        self.from.is_none_or(|f| f <= day) && self.until.is_none_or(|u| day < u)
    }
}

impl Finds {
    /// What the last run reported, if it was asked the same of the same files and its outputs stand untouched.
    pub fn unchanged<R: for<'a> serde::Deserialize<'a>>(&self, request: &Request) -> Option<(&Cache, Asked, Last<R>)> {
        let cache = self.cache.as_ref()?;
        let asked = asked(cache, request, &self.found, &self.prints, self.candidates.first().copied());
        let same = |last: &Asked| if request.quick { last.own == asked.own } else { last.whole == asked.whole };
        Some((cache, asked, cache.last(same)?))
    }
}

/// What a run is asked: over all files, and over those of its period and of the ones that it is held against.
fn asked(cache: &Cache, request: &Request, found: &[Found], prints: &[Option<Print>], period: Option<Period>) -> Asked {
    let words = request.words();
    let own: Vec<Found> = match period {
        Some(p) => {
            let earlier = earlier(p, found);
            let is = |f: &&Found| {
                let folder = ledger::folder_period(&f.name);
                folder.is_none_or(|q| q == p || q == p.previous() || earlier.contains(&q))
            };
            found.iter().filter(is).cloned().collect()
        }
        None => found.to_vec(),
    };
    let nothing = vec![None; own.len()];
    Asked { whole: cache.asked(&words, found, prints), own: cache.asked(&words, &own, &nothing) }
}

/// The periods that have folders and have begun, the newest first.
pub fn periods(request: &Request) -> Result<Vec<Period>, RunError> {
    let project = Project::of_folder(&request.folder)?;
    let found = files_of(request)?;
    let names = found.iter().filter(|f| f.skipped.is_none()).map(|f| f.name.as_str());
    let day = request.as_of.day(project.utc_offset_hours);
    Ok(ledger::folder_periods(names, day, project.regime))
}

/// Finds and reads the files of a run.
pub fn gather(request: &Request, progress: &(dyn Fn(Progress) + Sync)) -> Result<Gathered, RunError> {
    read(find(request)?, request, progress)
}

/// Reads the files that were found.
pub fn read(finds: Finds, request: &Request, progress: &(dyn Fn(Progress) + Sync)) -> Result<Gathered, RunError> {
    if !finds.project.is_open() {
        return read_closed(finds, request, progress);
    }
    // Which members open lists have depends on the files of the period.
    let Finds { project, found, candidates, prints, cache, ahead } = finds;
    let mut ahead = Some(ahead);
    let asked: Vec<Option<Period>> =
        if candidates.is_empty() { vec![None] } else { candidates.iter().copied().map(Some).collect() };
    let (mut cache, mut last) = (cache, None);
    for candidate in asked {
        let (closed, findings) =
            close(&project, &found, candidate, (&request.reading, &ahead.take().unwrap_or_default()))?;
        let finds = Finds {
            project: closed,
            found: found.clone(),
            candidates: candidate.into_iter().collect(),
            // Facts that are kept name indicators by places that other members would change.
            prints: vec![None; prints.len()],
            cache: cache.take().or_else(|| last.take().and_then(|g: Gathered| g.kept.map(|(cache, _)| cache))),
            ahead: readers::Waiting::default(),
        };
        let mut gathered = read_closed(finds, request, progress)?;
        gathered.findings = findings;
        let is_recognised = |f: &Filed| f.extract.parts.iter().any(|p| p.period == Some(gathered.period));
        if gathered.files.iter().any(is_recognised) {
            return Ok(gathered);
        }
        last = Some(gathered);
    }
    last.ok_or(RunError::NoPeriod)
}

/// Asks the files of a period for the members of open lists.
fn close(
    project: &Project,
    found: &[Found],
    period: Option<Period>,
    (options, ahead): (&readers::Options, &readers::Waiting),
) -> Result<(Project, Vec<Finding>), RunError> {
    let mut shelf = Shelf::new(project, found.len(), options.total);
    let wanted = wanted(found, period);
    let which: Vec<usize> = (0..found.len()).filter(|i| wanted[*i]).collect();
    readers::read_all(project, found, &which, (options, ahead), &mut shelf, &|_| {})?;
    let files: Vec<&[Heading]> = shelf.known().map(|e| e.members.as_slice()).collect();
    let Some((closed, left)) = project.closed_over(&files) else {
        return Ok((project.clone(), Vec::new()));
    };
    tracing::debug!(left, "open lists closed");
    let findings = (left > 0).then(|| Finding::new(Code::R029).value(left.to_string()));
    Ok((closed, findings.into_iter().collect()))
}

/// Reads the files that were found, of a project that is known whole.
fn read_closed(finds: Finds, request: &Request, progress: &(dyn Fn(Progress) + Sync)) -> Result<Gathered, RunError> {
    let Finds { project, found, candidates, mut prints, cache, ahead } = finds;
    let mut shelf = Shelf::new(&project, found.len(), request.reading.total);
    if let Some(cache) = cache.as_ref().filter(|_| prints.iter().any(Option::is_some)) {
        for (i, known) in cache.extracts(&found, &prints).into_iter().enumerate() {
            known.into_iter().for_each(|extract| shelf.put(i, extract));
        }
    }
    let known = shelf.known().count();
    // The newest period for which a submission is recognised; where there is none, the newest.
    let mut chosen = None;
    for candidate in candidates.iter().copied().map(Some).chain(candidates.is_empty().then_some(None)) {
        let wanted = wanted(&found, candidate);
        let to_read: Vec<usize> = (0..found.len()).filter(|i| wanted[*i] && shelf.get(*i).is_none()).collect();
        let files = to_read.iter().filter(|i| found[**i].skipped.is_none()).count();
        progress(Progress::Reading(files));
        let reading = (&request.reading, &ahead);
        readers::read_all(&project, &found, &to_read, reading, &mut shelf, &|n| progress(Progress::Read(n)))?;
        progress(Progress::Done);
        tracing::debug!(files, known, "read");
        for i in to_read {
            prints[i] = shelf.get(i).and_then(|e| cache::unhex(&e.sha256));
        }
        let is_recognised = |p| shelf.known().any(|e| e.periods().any(|q| q == p));
        if candidate.is_some_and(is_recognised) {
            chosen = candidate;
            break;
        }
    }
    // Another office's folder is not judged against the sample's forms.
    if project.embedded && shelf.known().all(Extract::says_nothing) {
        return Err(RunError::NoProject(request.folder.clone()));
    }
    let told = chosen.or_else(|| candidates.first().copied()).filter(|_| request.files.is_empty());
    let mut pasts = match told {
        Some(period) => self::pasts(&project, (&found, &mut prints), period, request, cache.as_ref())?,
        None => Pasts::new(),
    };
    let asked = cache.as_ref().map(|c| asked(c, request, &found, &prints, candidates.first().copied()));
    let read = found.into_iter().zip(shelf.into_places()).map(|(f, extract)| {
        let unread = || Extract {
            outcome: if f.skipped.is_some() { Outcome::Skipped } else { Outcome::Read },
            findings: f.skipped.clone().into_iter().collect(),
            ..Extract::failed(f.size, Finding::new(Code::F007))
        };
        let extract = extract.unwrap_or_else(unread);
        (f.name, f.modified, extract)
    });
    let files = filed(&project, read);
    let day = request.as_of.day(project.utc_offset_hours);
    let by_titles = || ledger::period_of_titles(&files, day, project.regime);
    let Some(period) = chosen.or_else(|| candidates.first().copied()).or_else(by_titles) else {
        return Err(RunError::NoPeriod);
    };
    // Where titles alone tell periods, the files of all of them have been read.
    let titled: Vec<Period> = files.iter().flat_map(|f| f.extract.parts.iter().filter_map(|p| p.period)).collect();
    let older = titled.into_iter().filter(|p| *p < period && p.frequency() == period.frequency());
    let older: std::collections::BTreeSet<Period> =
        older.filter(|p| *p != period.previous()).chain(compared(period)).collect();
    for earlier in older.into_iter().filter(|_| request.files.is_empty()) {
        let is = |f: &Filed| f.extract.parts.iter().any(|p| p.period == Some(earlier));
        if !pasts.contains_key(&earlier) && files.iter().any(is) {
            pasts.insert(earlier, past(&project, earlier, &files, request)?);
        }
    }
    Ok(Gathered { project, period, files, findings: Vec::new(), pasts, kept: cache.zip(asked) })
}

fn files_of(request: &Request) -> Result<Vec<Found>, RunError> {
    let folder = &request.folder;
    if !request.files.is_empty() {
        let mut found: Vec<Found> =
            request.files.iter().map(|p| look(folder, p, false, std::fs::metadata(p).ok())).collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found.dedup_by(|a, b| a.name == b.name);
        return Ok(found);
    }
    let start = if Project::is_in(folder) { folder.join("submissions") } else { folder.clone() };
    match std::fs::read_dir(&start) {
        Ok(_) => Ok(walk(folder, &start, request.avoid.as_deref().filter(|a| !same_place(a, &start)))),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(source) => Err(RunError::Unreadable { path: start, source }),
    }
}

fn same_place(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// A finished run.
pub struct Done<'a> {
    /// The project.
    pub project: &'a Project,
    /// The period's submissions.
    pub ledger: Ledger<'a>,
    /// The totals.
    pub consolidation: Consolidation,
    /// Every finding, in order.
    pub findings: Vec<Finding>,
    /// What became of each expected submission, in the ledger's order.
    pub states: Vec<State>,
    /// Files of which nothing could be told but whose name says who sent them.
    pub named: Vec<(usize, UnitId)>,
    /// The days on which all of this is the same.
    pub steady: Steady,
}

/// Puts together, consolidates and validates what was gathered.
pub fn finish<'a>(gathered: &'a Gathered, request: &Request) -> Result<Done<'a>, RunError> {
    let Gathered { project, period, files, .. } = gathered;
    let day = request.as_of.day(project.utc_offset_hours);
    let judged = (day, request.as_of.today(project.utc_offset_hours));
    let previous = ledger::build(project, period.previous(), files, judged, None);
    let mut ledger = ledger::build(project, *period, files, judged, Some(&previous));
    // Deadlines pass; and where no period is named, another one begins.
    let begun = files.iter().filter(|_| request.period.is_none()).flat_map(|f| {
        let titles = f.extract.parts.iter().filter_map(|p| p.period);
        ledger::folder_period(&f.name).into_iter().chain(titles)
    });
    let begun: Vec<Date> = begun.map(|p| p.window(project.regime).0).collect();
    // What came after the day, by its own clock, is not told as received by then.
    let received = files.iter().map(|f| ledger::day_of(f.received(), project.utc_offset_hours));
    let closing = project.closed.iter().filter_map(|c| c.until?.tomorrow().ok());
    let lapsing = project.accepted.iter().filter_map(|a| a.until?.tomorrow().ok());
    let changes = ledger::judgements(project, *period).chain(begun).chain(received).chain(closing).chain(lapsing);
    let steady = Steady::around(day, changes);
    tracing::debug!(submissions = ledger.submissions.len(), "put together");
    let mut consolidation = consolidate(project, &ledger, Some(&previous), gathered.pasts.clone())?;
    tracing::debug!(totals = consolidation.totals.len(), "consolidated");
    let mut findings = std::mem::take(&mut ledger.findings);
    findings.extend(gathered.findings.iter().cloned());
    findings.append(&mut consolidation.findings);
    findings.extend(validate(project, &ledger, &previous, &consolidation)?);
    // What the totals were made from is as large as all facts, and nobody asks for it any more.
    consolidation.frames.clear();
    consolidation.previous_frames.clear();
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup();
    // Every stage counts for itself what is alike; what several of them said of one sheet comes together here.
    let mut findings = findings.into_iter().collect::<Findings>().finish();
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    project.policy.with(&request.codes.0, &request.codes.1).apply(&mut findings);
    accept(project, *period, day, &mut findings);
    let named = states::named_files(project, &ledger);
    weigh::weigh(project, &ledger, &consolidation, &named, &mut findings);
    tracing::debug!(findings = findings.len(), "validated");
    let states = states::of(project, &ledger, &findings, &named);
    Ok(Done { project, ledger, consolidation, findings, states, named, steady })
}

/// Marks the findings whose explanations the office has accepted, and tells of acceptances that hold no more or for nothing.
fn accept(project: &Project, period: Period, day: Date, findings: &mut Vec<Finding>) {
    let mut idle = Vec::new();
    for accepted in project.accepted.iter().filter(|a| a.period.is_none_or(|p| p == period)) {
        let expired = accepted.until.is_some_and(|until| until < day);
        let mut used = false;
        for finding in findings.iter_mut().filter(|f| accepted.covers(f)) {
            used = true;
            if !expired {
                finding.accepted.clone_from(&accepted.reason);
            }
        }
        // One that speaks of no period waits for the next.
        if expired && used || !used && accepted.period.is_some() {
            let line = format!("{} {} {} {}", accepted.code, accepted.unit, accepted.form, accepted.reason);
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            let finding = Finding::new(Code::S015).period(period).value(line).arg("line", accepted.line.to_string());
            idle.push(finding.arg("expired", if expired { "yes" } else { "no" }));
        }
    }
    findings.extend(idle);
}

/// The workbook that one file alone gives, without readers and files: for trying what may stand in cells.
pub fn of_one_file(reading: &Reading<'_>, name: &str, bytes: &[u8], lang: Lang) -> Result<Vec<u8>, String> {
    let project = reading.project.clone();
    let period = ledger::folder_period(name).ok_or("no folder of a period")?;
    let extract = reading.read_file(name, bytes);
    let day = period.window(project.regime).1;
    let gathered = Gathered {
        files: filed(&project, std::iter::once((name.to_owned(), 0, extract))),
        project,
        period,
        findings: Vec::new(),
        pasts: Pasts::new(),
        kept: None,
    };
    let request = Request {
        folder: PathBuf::new(),
        files: Vec::new(),
        period: Some(period),
        as_of: AsOf::Day(day),
        avoid: None,
        reading: readers::Options::default(),
        cache: None,
        extra: Vec::new(),
        codes: Default::default(),
        quick: false,
    };
    let done = finish(&gathered, &request).map_err(|e| e.to_string())?;
    workbook::write(&Context { done: &done, lang, to_project: "../".to_owned(), answers: Default::default() })
        .map_err(|e| e.to_string())
}

impl Done<'_> {
    /// Takes in what was met after everything was judged.
    pub fn tell(&mut self, more: Vec<Finding>) {
        if !more.is_empty() {
            self.findings.extend(more);
            weigh::weigh(self.project, &self.ledger, &self.consolidation, &self.named, &mut self.findings);
        }
    }

    /// Counts the findings.
    pub fn summary(&self) -> Summary {
        Summary::of(&self.findings)
    }

    /// True when some finding is an error, or nothing at all could be attributed to the period.
    pub fn has_errors(&self) -> bool {
        self.ledger.submissions.is_empty()
            || self.findings.iter().any(|f| f.severity == Severity::Error && f.accepted.is_empty())
    }
}
