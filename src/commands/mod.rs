/*!
The commands, a file each. Only here is anything printed: findings and results to standard output, progress
and the summary to standard error.
*/

pub mod check;
pub mod completions;
pub mod consolidate;
pub mod explain;
pub mod feedback;
mod hook;
pub mod init;
pub mod inspect;
pub mod log;
pub mod man;
mod report;
pub mod schedule;
pub mod template;
pub mod trace;
pub mod verify;
pub mod watch;
pub mod written;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cli;
use crate::finding::policy::Pattern;
use crate::finding::{Code, Finding, Lang, Place, Severity, Term};
use crate::intake::container::Limits;
use crate::locale::say;
use crate::output::OutputError;
use crate::project::Project;
use crate::project::period::Period;
use crate::readers;
use crate::recognise::periods;
use crate::run::{AsOf, Progress, Request, RunError};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing of severity error.
    Clean,
    /// Finished, with errors among the findings.
    Findings,
}

impl Exit {
    /// Of a run's findings.
    pub fn of(has_errors: bool) -> Exit {
        if has_errors { Exit::Findings } else { Exit::Clean }
    }

    /// The process's exit code; 2, for a run that could not be done, is given by `main`.
    pub fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
        }
    }
}

/// Why a command could not be done.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The run failed.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Nothing could be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The period cannot be parsed.
    #[error("not a period: {0}")]
    Period(String),
    /// The date of `--as-of` cannot be parsed.
    #[error("not a date: {0}")]
    AsOf(String),
    /// The log cannot be written.
    #[error("log {path}: {source}")]
    Log {
        /// The log.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The time of `--at` cannot be parsed.
    #[error("not a time: {0}")]
    At(String),
    /// A path that no line of a scheduler's can say.
    #[error("cannot be scheduled: {0}")]
    Unschedulable(String),
    /// A program of the system that is needed failed.
    #[error("{program}: {reason}")]
    System {
        /// The program.
        program: String,
        /// What it said.
        reason: String,
    },
    /// Changes of a folder cannot be watched.
    #[error("watch: {0}")]
    Watch(String),
    /// A folder cannot be verified.
    #[error("{0}")]
    Verify(String),
    /// A Word document cannot be used.
    #[error("{path}: {reason}")]
    Docx {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// There is no such file.
    #[error("no such file: {0}")]
    NoFile(PathBuf),
    /// Something is there already that would be written over.
    #[error("exists: {0}")]
    Exists(PathBuf),
    /// The file has no table to draft a form from.
    #[error("no table: {0}")]
    NoTable(PathBuf),
    /// A draft is to be written where there are several.
    #[error("several tables: {0}")]
    SeveralTables(String),
    /// A code, form, indicator or unit that is not known, with those that are near.
    #[error("unknown {what:?}: {name}")]
    Unknown {
        /// What it should have been.
        what: Thing,
        /// What was given.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// Standard output cannot be written.
    #[error("standard output: {0}")]
    Print(#[from] io::Error),
}

impl CommandError {
    /// What happened and what to do.
    pub fn message(&self, lang: Lang) -> String {
        let path = |p: &Path| p.display().to_string();
        match self {
            CommandError::Verify(reason) => say!(lang, "error-verify", reason = reason.as_str()),
            CommandError::Docx { path: p, reason } => {
                say!(lang, "error-docx", path = path(p), reason = reason.as_str())
            }
            CommandError::Run(RunError::NoFolder(p)) => say!(lang, "error-no-folder", path = path(p)),
            CommandError::Run(RunError::Unreadable { path: p, source }) => {
                say!(lang, "error-unreadable", path = path(p), reason = Term::reason(source, lang))
            }
            CommandError::Run(RunError::NoInput(p)) => say!(lang, "error-no-input", path = path(p)),
            CommandError::Run(RunError::NoProject(p)) => say!(lang, "error-no-project", path = path(p)),
            CommandError::Run(RunError::NoPeriod) => lang.text("error-no-period"),
            CommandError::Run(RunError::Project(e)) => e.message(lang),
            CommandError::Run(e) => say!(lang, "error-failed", reason = e.to_string()),
            CommandError::Output(OutputError::Io { path: p, source }) => {
                say!(lang, "error-write", path = path(p), reason = Term::reason(source, lang))
            }
            CommandError::Output(OutputError::NoParent { path: p }) => say!(lang, "error-no-parent", path = path(p)),
            CommandError::Output(OutputError::Foreign { path: p, title, project }) => say!(
                lang,
                "error-other-project",
                path = path(p),
                title = title.as_str(),
                project = path(&consolidate::normal(project))
            ),
            CommandError::Output(OutputError::Locked { path: p, holder }) => {
                say!(lang, "error-locked", path = path(p), holder = holder.as_str())
            }
            CommandError::Output(e) => say!(lang, "error-output", reason = e.to_string()),
            CommandError::Period(p) => say!(lang, "error-period", text = p.as_str()),
            CommandError::Log { path: p, source } => {
                say!(lang, "error-log", path = path(p), reason = Term::reason(source, lang))
            }
            CommandError::Unschedulable(p) => say!(lang, "error-not-unicode", path = tame(p)),
            CommandError::At(t) => say!(lang, "error-at", text = t.as_str()),
            CommandError::System { program, reason } => {
                say!(lang, "error-system", program = program.as_str(), reason = reason.as_str())
            }
            CommandError::Watch(why) => say!(lang, "error-watch", reason = why.as_str()),
            CommandError::AsOf(d) => say!(lang, "error-as-of", text = d.as_str()),
            CommandError::NoFile(p) => say!(lang, "error-no-file", path = path(p)),
            CommandError::Exists(p) => say!(lang, "error-exists", path = path(p)),
            CommandError::SeveralTables(names) => say!(lang, "error-several-tables", tables = names.as_str()),
            CommandError::NoTable(p) => say!(lang, "error-no-table", path = path(p)),
            CommandError::Unknown { what, name, known } => {
                let what = match what {
                    Thing::Code => lang.text("thing-code"),
                    Thing::Form => lang.text("thing-form"),
                    Thing::Indicator => lang.text("thing-indicator"),
                    Thing::Unit => lang.text("thing-unit"),
                };
                say!(lang, "error-unknown", what = what, name = name.as_str(), known = known.join(", "))
            }
            CommandError::Print(e) => say!(lang, "error-print", reason = Term::reason(e, lang)),
        }
    }
}

/// What somebody names that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A finding code.
    Code,
    /// A form.
    Form,
    /// An indicator.
    Indicator,
    /// A unit.
    Unit,
}

/// A period as it is written in the names of outputs, or as people and their folders say it: `Quý I/2019`, `02-2025`.
fn one_period(text: &str) -> Result<Period, CommandError> {
    let said = || periods::of_folders(&format!("{}/x", text.trim())).periods.first().copied();
    text.trim().parse().ok().or_else(said).ok_or_else(|| CommandError::Period(text.to_owned()))
}

/// The periods that `--period` names.
enum Asked {
    /// None: the newest.
    Newest,
    /// Each of these.
    Named(Vec<Period>),
    /// All that have a folder, from and to.
    Between(Option<Period>, Option<Period>),
}

/// `--period`: one, several parted by commas, `all`, or the first and last of many: `2019-Q1..2019-Q4`.
fn periods_of(when: &cli::When) -> Result<Asked, CommandError> {
    let Some(text) = when.period.as_deref().map(str::trim) else {
        return Ok(Asked::Newest);
    };
    if text.eq_ignore_ascii_case("all") {
        return Ok(Asked::Between(None, None));
    }
    if let Some((from, to)) = text.split_once("..") {
        let end = |t: &str| if t.trim().is_empty() { Ok(None) } else { one_period(t).map(Some) };
        return Ok(Asked::Between(end(from)?, end(to)?));
    }
    if let Ok(one) = one_period(text) {
        return Ok(Asked::Named(vec![one]));
    }
    text.split(',').map(one_period).collect::<Result<Vec<_>, _>>().map(Asked::Named)
}

fn period(when: &cli::When) -> Result<Option<Period>, CommandError> {
    when.period.as_deref().map(one_period).transpose()
}

/// `--as-of`: a day, a moment of one, or today, which is also meant where nothing is named. The clock is read here
/// and nowhere else, but for the time of finishing.
fn as_of(when: &cli::When) -> Result<AsOf, CommandError> {
    let now = || AsOf::Moment(jiff::Timestamp::now().as_second());
    let Some(text) = when.as_of.as_deref().map(str::trim).filter(|t| !t.eq_ignore_ascii_case("today")) else {
        return Ok(now());
    };
    if let Ok(t) = text.parse::<jiff::Timestamp>() {
        return Ok(AsOf::Moment(t.as_second()));
    }
    text.parse().map(AsOf::Day).map_err(|_| CommandError::AsOf(text.to_owned()))
}

fn reading(given: &cli::Reading) -> readers::Options {
    let usual = readers::Options::default();
    readers::Options {
        workers: given.jobs.unwrap_or(usual.workers).max(1),
        memory: given.max_memory.max(16) << 20,
        time: Duration::from_secs(given.max_seconds.max(1)),
        limits: Limits {
            file_bytes: given.max_file << 20,
            unpacked_bytes: given.max_unpacked << 20,
            cells: given.max_cells,
            sheets: given.max_sheets,
        },
        total: given.max_total << 20,
    }
}

/// The codes that `--select` and `--ignore` name.
fn codes(given: &cli::Codes) -> Result<(Vec<Pattern>, Vec<Pattern>), CommandError> {
    let unknown = |text: &String| CommandError::Unknown {
        what: Thing::Code,
        name: text.clone(),
        known: Code::ALL.iter().map(|c| c.as_str().to_owned()).collect(),
    };
    let patterns = |texts: &[String]| -> Result<Vec<Pattern>, CommandError> {
        texts.iter().map(|t| t.parse().map_err(|()| unknown(t))).collect()
    };
    Ok((patterns(&given.select)?, patterns(&given.ignore)?))
}

/// Says that a folder is judged by the sample's project, before anything else is said.
fn say_project(project: &Project, folder: &Path, quiet: bool, lang: Lang) {
    if project.embedded && !quiet {
        let line = say!(lang, "embedded-project", path = folder.display().to_string());
        let _ = writeln!(anstream::stderr(), "{line}");
    }
}

fn request(
    folder: &Path,
    when: &cli::When,
    given: &cli::Reading,
    avoid: Option<PathBuf>,
) -> Result<Request, CommandError> {
    Ok(Request {
        folder: folder.to_owned(),
        files: Vec::new(),
        period: period(when)?,
        as_of: as_of(when)?,
        avoid,
        reading: reading(given),
        cache: None,
        extra: Vec::new(),
        codes: Default::default(),
        quick: false,
    })
}

/// Shows progress on a terminal, and nothing elsewhere.
struct Bar {
    bar: ProgressBar,
    shown: AtomicBool,
}

impl Bar {
    fn new(quiet: bool, lang: Lang) -> Bar {
        let on = !quiet && io::stderr().is_terminal();
        let target = if on { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if on {
            let template = format!("{} {{bar:40}} {{pos}}/{{len}}", lang.text("reading"));
            if let Ok(style) = ProgressStyle::with_template(&template) {
                bar.set_style(style);
            }
        }
        Bar { bar, shown: AtomicBool::new(false) }
    }

    fn see(&self, progress: Progress) {
        match progress {
            Progress::Reading(n) => {
                self.bar.set_length(n as u64);
                self.shown.store(true, Ordering::Relaxed);
            }
            Progress::Read(n) => self.bar.inc(n as u64),
            Progress::Done => self.bar.finish_and_clear(),
        }
    }
}

/// Standard output. Whoever reads it may have had enough of it (`| head`): what comes after that goes nowhere, and the
/// run ends as it would have ended.
fn stdout() -> impl Write {
    Patient { out: anstream::stdout(), gone: false }
}

struct Patient<W> {
    out: W,
    gone: bool,
}

impl<W: Write> Patient<W> {
    fn hear<T>(&mut self, result: io::Result<T>, instead: T) -> io::Result<T> {
        match result {
            Err(e) if is_gone(&e) => {
                self.gone = true;
                Ok(instead)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Patient<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gone {
            return Ok(bytes.len());
        }
        let result = self.out.write(bytes);
        self.hear(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        let result = self.out.flush();
        self.hear(result, ())
    }
}

/// True where the other end of a pipe is closed. Windows says it in three ways, of which the library knows two.
fn is_gone(e: &io::Error) -> bool {
    const PIPE_NOT_CONNECTED: i32 = 233;
    e.kind() == io::ErrorKind::BrokenPipe || cfg!(windows) && e.raw_os_error() == Some(PIPE_NOT_CONNECTED)
}

fn style_of(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
    };
    Style::new().fg_color(Some(color.into())).bold()
}

/// Makes a text from outside harmless for a terminal.
fn tame(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') {
                '\u{FFFD}'
            } else {
                c
            }
        })
        .collect()
}

/// Prints a value as JSON.
fn print_json(out: &mut dyn Write, value: &impl serde::Serialize) -> Result<(), CommandError> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(OutputError::from)?;
    bytes.push(b'\n');
    out.write_all(&bytes)?;
    Ok(())
}

/// What stands in so many places is said once, with some of them.
const SEVERAL: usize = 3;
const MOST_PLACES: usize = 10;

/// Prints findings for people: where, what, and what to do.
fn print_findings(out: &mut dyn Write, findings: &[Finding], lang: Lang) -> io::Result<()> {
    let place = |f: &Finding| {
        let parts = [&f.place.file, &f.place.sheet, &f.place.cell].into_iter().filter(|p| !p.is_empty());
        parts.map(|p| tame(p)).collect::<Vec<_>>().join(" › ")
    };
    // The same in several files is said once: an old blank form in nine units, say.
    let causes: FxHashSet<&Place> = findings.iter().filter_map(|f| Some(&f.cause.as_ref()?.place)).collect();
    let alone = |f: &Finding| f.cause.is_none() && !causes.contains(&f.place) && !f.place.file.is_empty();
    let mut alike: FxHashMap<(Code, Severity, String, &str), Vec<usize>> = FxHashMap::default();
    for (n, f) in findings.iter().enumerate().filter(|(_, f)| alone(f)) {
        alike.entry((f.code, f.severity, f.message(lang), &f.accepted)).or_default().push(n);
    }
    alike.retain(|_, all| all.len() >= SEVERAL);
    let first: FxHashMap<usize, &Vec<usize>> = alike.values().map(|all| (all[0], all)).collect();
    let others: FxHashSet<usize> = alike.values().flat_map(|all| &all[1..]).copied().collect();
    for (n, f) in findings.iter().enumerate().filter(|(n, _)| !others.contains(n)) {
        let style = style_of(f.severity);
        // What follows from another finding stands below it.
        let indent = if f.cause.is_some() { "  ↳ " } else { "" };
        write!(out, "{indent}{style}{}[{}]{style:#} ", f.severity.label(lang), f.code)?;
        let message = if first.contains_key(&n) { f.message(lang) } else { f.weighed(lang) };
        let message = if f.accepted.is_empty() {
            message
        } else {
            say!(lang, "accepted-because", message = message, reason = f.accepted.as_str())
        };
        writeln!(out, "{}", tame(&message))?;
        let places = first.get(&n).map_or(std::slice::from_ref(&n), |all| all.as_slice());
        for at in places.iter().take(MOST_PLACES).map(|m| place(&findings[*m])).filter(|p| !p.is_empty()) {
            writeln!(out, "    → {at}")?;
        }
        if places.len() > MOST_PLACES {
            writeln!(out, "    {}", say!(lang, "more-places", count = places.len() - MOST_PLACES))?;
        }
        let hint = f.hint(lang);
        if f.severity == Severity::Error && f.cause.is_none() && !hint.is_empty() && f.accepted.is_empty() {
            writeln!(out, "    {}", tame(&hint))?;
        }
    }
    Ok(())
}
