/*!
The log file (`--log`): dated lines of what was done, for whoever was not there when it was.

What goes there is told with [`TARGET`]; whatever else is traced is for developers (`TONGHOP_LOG`).
*/

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, filter, fmt};

use super::tame;
use crate::cli::{Log, OutputFormat};
use crate::finding::{Finding, Severity};
use crate::locale::Lang;
use crate::run::Done;

/// The target of what goes into the log.
pub const TARGET: &str = "tonghop::log";

/// The variable that turns on what developers look at, on standard error.
const DEVELOPERS: &str = "TONGHOP_LOG";

/// Begins to listen. Without `--log` and `TONGHOP_LOG` nothing is written anywhere.
pub fn start(log: &Log) -> io::Result<()> {
    let mut layers: Vec<Box<dyn Layer<Registry> + Send + Sync>> = Vec::new();
    if std::env::var_os(DEVELOPERS).is_some() {
        let shown = fmt::layer().with_timer(fmt::time::uptime()).with_writer(io::stderr);
        layers.push(shown.with_filter(EnvFilter::from_env(DEVELOPERS)).boxed());
    }
    if let Some(path) = &log.file {
        let file = Mutex::new(Rotating::open(path, log.size.max(1).saturating_mul(1 << 20), log.keep)?);
        let lines = fmt::layer().with_writer(file).with_timer(Local).with_ansi(false).with_target(false);
        let wanted = filter::Targets::new().with_target(TARGET, tracing::Level::INFO);
        layers.push(match log.format {
            OutputFormat::Text => lines.with_filter(wanted).boxed(),
            OutputFormat::Json => lines.json().flatten_event(true).with_filter(wanted).boxed(),
        });
    }
    tracing_subscriber::registry().with(layers).init();
    Ok(())
}

/// Tells the log of the errors among a run's findings.
pub fn findings(done: &Done<'_>, lang: Lang) {
    errors(&done.findings, lang);
}

/// The same of some findings.
pub fn errors(findings: &[Finding], lang: Lang) {
    const MOST: usize = 20;
    let errors = findings.iter().filter(|f| f.severity == Severity::Error && f.accepted.is_empty());
    for f in errors.take(MOST) {
        let place = [&f.place.file, &f.place.sheet, &f.place.cell].map(|t| tame(t));
        let place = place.iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join(" › ");
        tracing::warn!(target: TARGET, code = f.code.as_str(), unit = f.place.unit, place, "{}", tame(&f.message(lang)));
    }
}

/// What is said in several lines, in one.
pub fn in_a_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(tame).collect::<Vec<_>>().join("; ")
}

/// The time where the machine is.
struct Local;

impl FormatTime for Local {
    fn format_time(&self, out: &mut fmt::format::Writer<'_>) -> std::fmt::Result {
        write!(out, "{}", jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z"))
    }
}

/// A file that is put aside when it has grown: `x.log` becomes `x.log.1`, that `x.log.2`, and so on.
struct Rotating {
    path: PathBuf,
    most: u64,
    keep: usize,
    file: Option<File>,
    size: u64,
}

impl Rotating {
    fn open(path: &Path, most: u64, keep: usize) -> io::Result<Rotating> {
        let mut log = Rotating { path: path.to_owned(), most, keep, file: None, size: 0 };
        log.reopen()?;
        Ok(log)
    }

    fn reopen(&mut self) -> io::Result<()> {
        let file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        self.size = file.metadata()?.len();
        self.file = Some(file);
        Ok(())
    }

    fn aside(&self, n: usize) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".{n}"));
        name.into()
    }

    fn rotate(&mut self) -> io::Result<()> {
        // Closed first: Windows renames no file that is open.
        self.file = None;
        for n in (1..self.keep).rev() {
            let _ = fs::rename(self.aside(n), self.aside(n + 1));
        }
        // Where it cannot be put aside, another run writes it: both go on in it.
        let _ = if self.keep == 0 { fs::remove_file(&self.path) } else { fs::rename(&self.path, self.aside(1)) };
        self.reopen()
    }
}

impl Write for Rotating {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.size > 0 && self.size + line.len() as u64 > self.most {
            self.rotate()?;
        }
        let Some(file) = &mut self.file else {
            self.reopen()?;
            return Ok(0);
        };
        file.write_all(line)?;
        self.size += line.len() as u64;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), File::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // What is kept is the end of it, whole lines in files of no more than the size, and no more files than are wanted.
    #[test]
    fn rotates() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.log");
        for part in 0..3 {
            let mut log = Rotating::open(&path, 100, 2).unwrap();
            for n in 0..10 {
                log.write_all(format!("line {part} {n} ..........\n").as_bytes()).unwrap();
            }
        }
        let mut names: Vec<String> =
            fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names, ["a.log", "a.log.1", "a.log.2"]);
        let mut all = String::new();
        for name in ["a.log.2", "a.log.1", "a.log"] {
            let text = fs::read_to_string(dir.path().join(name)).unwrap();
            assert!(text.len() <= 100 && text.ends_with('\n'), "{name}: {text}");
            all.push_str(&text);
        }
        let said: Vec<&str> = all.lines().map(|l| &l[5..8]).collect();
        let wanted: Vec<String> = (0..30).map(|n| format!("{} {}", n / 10, n % 10)).collect();
        assert_eq!(said, wanted[30 - said.len()..]);
    }
}
