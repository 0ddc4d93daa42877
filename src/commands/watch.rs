/*!
`watch`: the main job again whenever something changes in the folder.

What the system tells of changes only wakes; what counts is what stands in the folder: names, sizes and times of the files
that a run would look at. A run begins when these have not changed for a while, so that a copy under way is waited for, and
when no file that changed is open in Excel. Runs follow one another in one process, and the lock of the outputs keeps other
processes apart.
*/

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, UNIX_EPOCH};

use jiff::civil::Date;
use notify_debouncer_mini::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{Debouncer, new_debouncer};
use serde::Serialize;

use super::consolidate::{self, Ended};
use super::report::Told;
use super::{CommandError, Exit, log, stdout, tame};
use crate::cli::{Consolidate, Log, OutputFormat, Watch, When};
use crate::intake::walk::{is_log, walk};
use crate::locale::{Lang, say};
use crate::output::{OutputError, page};
use crate::project::period::Period;
use crate::project::problem::ProjectError;
use crate::project::{OWN_FILES, PROJECT_FILE, Project};
use crate::run::RunError;
use crate::submission::ledger;

/// Even where the system tells of changes it is looked for them so often: not every drive tells.
const LOOK: Duration = Duration::from_secs(60);

/// A file that changed and is still open in Excel is waited for so long.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// A folder that never comes to rest is waited for no longer than this.
const UNREST: Duration = Duration::from_secs(120);

/// Where another run holds the outputs, or the last one failed, it is tried again after so long.
const AGAIN: Duration = Duration::from_secs(10);

/// The code with which a program ends that is interrupted.
const INTERRUPTED: i32 = 130;

/// What wakes the watch.
enum Wake {
    /// Something may have changed.
    Look,
    /// It is to end.
    Stop,
}

/// Watches until it is told to stop.
pub fn run(args: &Watch, log: &Log, lang: Lang) -> Result<Exit, CommandError> {
    let (wake, woken) = channel();
    let stop = wake.clone();
    let asked = AtomicBool::new(false);
    ctrlc::set_handler(move || {
        // A run under way is finished; whoever asks twice does not want to wait for that.
        if asked.swap(true, Ordering::SeqCst) {
            std::process::exit(INTERRUPTED);
        }
        let _ = stop.send(Wake::Stop);
    })
    .map_err(|e| CommandError::Watch(e.to_string()))?;
    let project = Project::of_folder(&args.job.folder).ok();
    if !args.job.folder.is_dir() {
        return Err(RunError::NoFolder(args.job.folder.clone()).into());
    }
    let log = log.file.as_deref().and_then(|p| std::path::absolute(p).ok());
    let watching = Watching {
        args,
        log,
        lang,
        wake,
        watcher: None,
        last: None,
        failed: None,
        closed: Vec::new(),
        offset_hours: project.map_or(0, |p| p.utc_offset_hours),
        complaint: String::new(),
    };
    watching.go(&woken)
}

struct Watching<'a> {
    args: &'a Watch,
    /// The log, which changes with each run wherever it lies.
    log: Option<PathBuf>,
    lang: Lang,
    wake: Sender<Wake>,
    watcher: Option<Debouncer<RecommendedWatcher>>,
    /// What stood in the folder when the last run began, and on which day that was.
    last: Option<(Snapshot, Date)>,
    /// Hours that the office's clock is ahead of UTC.
    offset_hours: i64,
    /// What could not be done of what stood there, and when that was tried.
    failed: Option<Failed>,
    /// What was said last of a closed period.
    closed: Vec<u8>,
    /// What was said last of what is in the way, so that it is said once.
    complaint: String,
}

/// A run that could not be done.
struct Failed {
    /// What stood there.
    of: Snapshot,
    since: Instant,
    /// After how long it is tried again, though nothing there has changed.
    pause: Duration,
}

/// What a run would look at: size and time of each file, by name.
type Snapshot = BTreeMap<String, (u64, u128)>;

/// How waiting for quiet ended.
enum Waited {
    /// Nothing changes any more.
    Quiet(Snapshot),
    /// The folder is gone.
    Gone,
    /// It is to end.
    Told,
}

/// What differs between two looks.
#[derive(Debug, Default, PartialEq, Serialize)]
struct News {
    added: Vec<String>,
    changed: Vec<String>,
    removed: Vec<String>,
}

impl News {
    fn between(before: &Snapshot, now: &Snapshot) -> News {
        let names = |of: &Snapshot, is: &dyn Fn(&String) -> bool| {
            of.keys().filter(|n| !is_lock(n) && is(n)).cloned().collect::<Vec<_>>()
        };
        News {
            added: names(now, &|n| !before.contains_key(n)),
            changed: names(now, &|n| before.get(n).is_some_and(|b| b != &now[n])),
            removed: names(before, &|n| !now.contains_key(n)),
        }
    }

    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// True for the file that a program leaves beside one that it has open.
fn is_lock(name: &str) -> bool {
    let base = name.rsplit('/').next().unwrap_or(name);
    base.starts_with("~$") || base.starts_with(".~lock.")
}

/// The first of some files that is open in a program: Excel and LibreOffice leave a file beside it.
fn open_one<'n>(names: impl Iterator<Item = &'n String>, now: &Snapshot) -> Option<&'n str> {
    let is_open = |name: &&String| {
        let (folder, base) = name.rsplit_once('/').map_or(("", name.as_str()), |(f, b)| (f, b));
        let beside =
            |lock: String| now.contains_key(&if folder.is_empty() { lock } else { format!("{folder}/{lock}") });
        beside(format!("~${base}")) || beside(format!(".~lock.{base}#"))
    };
    names.into_iter().find(is_open).map(String::as_str)
}

impl Watching<'_> {
    fn go(mut self, woken: &Receiver<Wake>) -> Result<Exit, CommandError> {
        self.say(&say!(self.lang, "watch-began", path = self.args.job.folder.display().to_string()))?;
        let usual = self.args.poll.map_or(LOOK, Duration::from_secs);
        let (mut pause, mut gone) = (Duration::ZERO, false);
        loop {
            match woken.recv_timeout(pause) {
                Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(Wake::Look) | Err(RecvTimeoutError::Timeout) => {}
            }
            pause = usual;
            let Some(now) = self.look() else {
                let line = say!(self.lang, "watch-gone", path = self.args.job.folder.display().to_string());
                self.complain(&line)?;
                // What told of changes there tells of nothing any more.
                self.watcher = None;
                pause = pause.min(AGAIN);
                gone = true;
                continue;
            };
            if std::mem::take(&mut gone) {
                self.complaint.clear();
                self.say(&say!(self.lang, "watch-back", path = self.args.job.folder.display().to_string()))?;
            }
            self.listen();
            let day = ledger::day_of(jiff::Timestamp::now().as_second(), self.offset_hours);
            if self.last.as_ref().is_some_and(|(last, of)| *of == day && !is_news(last, &now)) {
                continue;
            }
            // Something else than the folder was in the way.
            let failed = self.failed.as_ref().filter(|f| f.of == now);
            let rest = failed.map_or(Duration::ZERO, |f| f.pause.saturating_sub(f.since.elapsed()));
            if !rest.is_zero() {
                pause = rest.min(usual);
                continue;
            }
            let now = match self.wait(now, woken)? {
                Waited::Quiet(now) => now,
                Waited::Gone => continue,
                Waited::Told => break,
            };
            // What changed while it ran is looked for at once; folders that came are watched from now on.
            pause = if self.consolidate(now, day)? { Duration::ZERO } else { pause.min(AGAIN) };
            self.watcher = None;
            self.listen();
        }
        self.say(&self.lang.text("watch-ended"))?;
        Ok(Exit::Clean)
    }

    /// Asks the system to tell of changes, unless it is to be looked for them; where it cannot, that is told once.
    fn listen(&mut self) {
        if self.args.poll.is_some() || self.watcher.is_some() {
            return;
        }
        let wake = self.wake.clone();
        let heard = move |_| drop(wake.send(Wake::Look));
        let made = new_debouncer(Duration::from_millis(200), heard).and_then(|mut debouncer| {
            let folder = &self.args.job.folder;
            if folder.join(PROJECT_FILE).is_file() {
                // Files are replaced when they are saved: their folder tells of that.
                debouncer.watcher().watch(folder, RecursiveMode::NonRecursive)?;
                for below in ["forms", "submissions"].map(|n| folder.join(n)).iter().filter(|p| p.is_dir()) {
                    debouncer.watcher().watch(below, RecursiveMode::Recursive)?;
                }
            } else {
                debouncer.watcher().watch(folder, RecursiveMode::Recursive)?;
            }
            Ok(debouncer)
        });
        match made {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(e) => {
                let line = say!(self.lang, "watch-by-looking", reason = e.to_string(), seconds = LOOK.as_secs());
                let _ = self.complain(&line);
            }
        }
    }

    /// Where the files are that a run looks at.
    fn places(&self) -> Vec<PathBuf> {
        let folder = &self.args.job.folder;
        match folder.join(PROJECT_FILE).is_file() {
            true => {
                let own = OWN_FILES.iter().map(|n| folder.join(n));
                own.chain([folder.join("forms"), folder.join("submissions")]).collect()
            }
            false => vec![folder.clone()],
        }
    }

    /// What stands there now; nothing where the folder is gone, or its project.
    fn look(&self) -> Option<Snapshot> {
        let folder = &self.args.job.folder;
        let had_project = self.last.as_ref().is_some_and(|(last, _)| last.contains_key(PROJECT_FILE));
        if !folder.is_dir() || (had_project && !folder.join(PROJECT_FILE).is_file()) {
            return None;
        }
        let real = |p: &Path| std::fs::canonicalize(p).ok();
        let among = real(folder).is_some_and(|f| real(&self.args.job.output).is_some_and(|o| o == f));
        let mut out = Snapshot::new();
        for place in self.places() {
            for file in walk(folder, &place, Some(&self.args.job.output)) {
                if self.is_log(&file.path) || among && self.is_output(&file.name) {
                    continue;
                }
                out.insert(file.name, std::fs::metadata(&file.path).map_or((0, 0), |m| (m.len(), modified(&m))));
            }
        }
        Some(out)
    }

    /// True for the log and what was put aside of it, by whatever way it is named.
    fn is_log(&self, path: &Path) -> bool {
        let (Some(log), Some(name)) = (&self.log, path.file_name()) else {
            return false;
        };
        let own = log.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let named = is_log(&name.to_string_lossy(), &own);
        let folder = |p: &Path| p.parent().and_then(|p| std::fs::canonicalize(p).ok());
        named && folder(log) == folder(path)
    }

    /// True for what runs write, where that is the folder of the inputs itself.
    fn is_output(&self, name: &str) -> bool {
        let top = name.split('/').next().unwrap_or_default();
        top == page::NAME
            || top.starts_with('.')
            || top.parse::<Period>().is_ok() && self.args.job.folder.join(top).join("run.json").is_file()
    }

    /// Waits until nothing changes any more.
    fn wait(&mut self, now: Snapshot, woken: &Receiver<Wake>) -> Result<Waited, CommandError> {
        let settle = Duration::from_secs(self.args.settle);
        let (mut now, began) = (now, Instant::now());
        let mut quiet_since = Instant::now();
        loop {
            match woken.recv_timeout(settle.saturating_sub(quiet_since.elapsed())) {
                Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return Ok(Waited::Told),
                Ok(Wake::Look) | Err(RecvTimeoutError::Timeout) => {}
            }
            let Some(again) = self.look() else {
                return Ok(Waited::Gone);
            };
            if again != now {
                (now, quiet_since) = (again, Instant::now());
                if began.elapsed() < UNREST {
                    continue;
                }
                let line = self.lang.text("watch-unsettled");
                self.complain(&line)?;
                return Ok(Waited::Quiet(now));
            }
            if quiet_since.elapsed() < settle {
                continue;
            }
            let news = self.last.as_ref().map(|(last, _)| News::between(last, &now)).unwrap_or_default();
            let open = open_one(news.added.iter().chain(&news.changed), &now);
            match open.filter(|_| began.elapsed() < PATIENCE) {
                Some(name) => {
                    let line = say!(self.lang, "watch-open", name = tame(name));
                    self.complain(&line)?;
                    quiet_since = Instant::now();
                }
                None => return Ok(Waited::Quiet(now)),
            }
        }
    }

    /// Runs once over what stands there; false where it is to be tried again soon.
    fn consolidate(&mut self, now: Snapshot, day: Date) -> Result<bool, CommandError> {
        let first = self.last.is_none();
        let news = self.last.as_ref().map(|(last, _)| News::between(last, &now)).unwrap_or_default();
        let mut told = Vec::new();
        let result = consolidate::all(&self.consolidation(), self.lang, &mut |ended| {
            told.push(ended);
            Ok(())
        });
        let mended = result.is_ok() && !self.complaint.is_empty();
        for ended in told {
            // What is different of a closed period is said once as long as it stays the same.
            if !ended.closed.is_empty() && ended.closed != self.closed {
                let _ = anstream::stderr().write_all(&ended.closed);
                self.closed.clone_from(&ended.closed);
            }
            match &ended.news {
                Some(n) if first || mended || !n.unchanged => {
                    self.tell(&ended, n, if first { None } else { Some(&news) })?
                }
                _ => {}
            }
        }
        match result {
            Ok(()) => {
                self.last = Some((now, day));
                self.failed = None;
                if mended {
                    self.complaint.clear();
                }
                if let Ok(project) = Project::of_folder(&self.args.job.folder) {
                    self.offset_hours = project.utc_offset_hours;
                }
                Ok(true)
            }
            Err(e) => {
                // What is wrong with the project's own files does not pass by itself; what the system refuses may.
                let wrong = matches!(&e, CommandError::Run(RunError::Project(ProjectError::Problems(_))));
                self.failed = Some(Failed { of: now, since: Instant::now(), pause: if wrong { LOOK } else { AGAIN } });
                let message = format!("{} {}", self.lang.text("error"), e.message(self.lang));
                let message = if wrong { message } else { format!("{message} {}", self.lang.text("watch-again")) };
                self.complain(&message)?;
                Ok(false)
            }
        }
    }

    /// Says what a run found new.
    fn tell(&self, ended: &Ended, told: &consolidate::News, news: Option<&News>) -> Result<(), CommandError> {
        if self.args.common.format == OutputFormat::Json {
            let nothing = News::default();
            let line = Line { told: told.told(ended.exit), news: news.unwrap_or(&nothing) };
            let mut json = serde_json::to_vec(&line).map_err(OutputError::from)?;
            json.push(b'\n');
            let mut out = stdout();
            out.write_all(&json)?;
            out.flush()?;
            return Ok(());
        }
        let line = say!(
            self.lang,
            "watch-ran",
            arrived = news.map_or_else(String::new, |n| self.words(n)),
            consolidated = told.report.first_line(self.lang),
            found = told.report.summary.in_words(self.lang),
            new = told.changes.get("finding-new").copied().unwrap_or_default()
        );
        self.say(&line)
    }

    /// What arrived, in words: how much, and the first of it by name.
    fn words(&self, news: &News) -> String {
        const MOST: usize = 5;
        if news.is_empty() {
            return String::new();
        }
        let all: Vec<&String> = news.added.iter().chain(&news.changed).chain(&news.removed).collect();
        let mut names: Vec<String> = all.iter().take(MOST).map(|n| tame(n.rsplit('/').next().unwrap_or(n))).collect();
        if all.len() > MOST {
            names.push("…".to_owned());
        }
        let counts = [("added", &news.added), ("changed", &news.changed), ("removed", &news.removed)];
        let counts = counts.into_iter().filter(|(_, of)| !of.is_empty());
        let counts: Vec<String> =
            counts.map(|(what, of)| say!(self.lang, &format!("watch-{what}"), count = of.len())).collect();
        format!("{} ({}). ", counts.join(", "), names.join(", "))
    }

    fn consolidation(&self) -> Consolidate {
        Consolidate {
            no_cache: false,
            job: self.args.job.clone(),
            when: When { period: None, as_of: None },
            common: crate::cli::Common { format: OutputFormat::Text, quiet: true },
        }
    }

    /// A line with its time; the log has its own.
    fn say(&self, line: &str) -> Result<(), CommandError> {
        tracing::info!(target: log::TARGET, "{}", log::in_a_line(line));
        if !self.args.common.quiet && self.args.common.format == OutputFormat::Text {
            let time = jiff::Zoned::now().strftime("%H:%M:%S");
            let mut out = stdout();
            writeln!(out, "[{time}] {line}")?;
            out.flush()?;
        }
        Ok(())
    }

    /// What is in the way: said on standard error, once as long as it stays the same.
    fn complain(&mut self, line: &str) -> Result<(), CommandError> {
        if self.complaint != line {
            line.clone_into(&mut self.complaint);
            tracing::warn!(target: log::TARGET, "{}", log::in_a_line(line));
            let time = jiff::Zoned::now().strftime("%H:%M:%S");
            let _ = writeln!(anstream::stderr(), "[{time}] {line}");
        }
        Ok(())
    }
}

/// What a run found, and what led to it, for programs.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    told: Told<'a>,
    news: &'a News,
}

/// True where a run would find something else: that a file was opened in Excel is nothing new, that it was closed is.
fn is_news(last: &Snapshot, now: &Snapshot) -> bool {
    !News::between(last, now).is_empty() || last.keys().any(|n| is_lock(n) && !now.contains_key(n))
}

/// Nanoseconds since 1970.
fn modified(meta: &Metadata) -> u128 {
    let time = meta.modified().ok();
    time.and_then(|t| t.duration_since(UNIX_EPOCH).ok()).map_or(0, |d| d.as_nanos())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(names: &[(&str, u64)]) -> Snapshot {
        names.iter().map(|(n, size)| ((*n).to_owned(), (*size, 1))).collect()
    }

    // Files that come, change and go are news; locks that come are not, those that go are.
    #[test]
    fn news() {
        let before = seen(&[("a.xlsx", 1), ("b/c.xlsx", 2), ("~$a.xlsx", 3)]);
        let now = seen(&[("a.xlsx", 5), ("d.xlsx", 2), ("~$a.xlsx", 3), ("~$d.xlsx", 3)]);
        let news = News::between(&before, &now);
        assert_eq!(
            (news.added, news.changed, news.removed),
            (vec!["d.xlsx".to_owned()], vec!["a.xlsx".to_owned()], vec!["b/c.xlsx".to_owned()])
        );
        let opened = seen(&[("a.xlsx", 1)]);
        let with_lock = seen(&[("a.xlsx", 1), (".~lock.a.xlsx#", 1)]);
        assert!(!is_news(&opened, &with_lock) && is_news(&with_lock, &opened));
    }

    // A file is open where Excel or LibreOffice left their mark beside it, in the same folder.
    #[test]
    fn open_files() {
        let names = ["b/a.xlsx".to_owned(), "c.ods".to_owned()];
        let open = |locks: &[(&str, u64)]| open_one(names.iter(), &seen(locks)).map(str::to_owned);
        assert_eq!(open(&[("b/~$a.xlsx", 1)]), Some("b/a.xlsx".to_owned()));
        assert_eq!(open(&[(".~lock.c.ods#", 1)]), Some("c.ods".to_owned()));
        assert_eq!(open(&[("~$a.xlsx", 1), ("b/~$c.ods", 1)]), None);
    }
}
