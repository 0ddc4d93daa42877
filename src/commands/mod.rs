/*!
The commands, a file each. Only here is anything printed: findings and results to standard output, progress
and the summary to standard error.
*/

pub mod check;
pub mod consolidate;
pub mod explain;
pub mod inspect;
pub mod trace;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli;
use crate::finding::{Finding, Lang, Severity};
use crate::intake::container::Limits;
use crate::output::OutputError;
use crate::project::period::Period;
use crate::readers;
use crate::run::{AsOf, Progress, Request, RunError};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// There is no such file.
    #[error("no such file: {0}")]
    NoFile(PathBuf),
    /// The file has no table to draft a form from.
    #[error("no table: {0}")]
    NoTable(PathBuf),
    /// A code, form, indicator or unit that is not known, with those that are near.
    #[error("unknown {what}: {name}")]
    Unknown {
        /// What it should have been.
        what: &'static str,
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
        let vi = lang == Lang::Vi;
        match self {
            CommandError::Run(RunError::NoFolder(p)) if vi => format!("Không có thư mục {}. Kiểm tra lại đường dẫn.", p.display()),
            CommandError::Run(RunError::NoFolder(p)) => format!("There is no folder {}. Check the path.", p.display()),
            CommandError::Run(RunError::NoInput(p)) if vi => {
                format!("Không có tệp nào trong {}. Chép báo cáo của các đơn vị vào thư mục này (dự án có tonghop.toml: vào thư mục con submissions/<kỳ>).", p.display())
            }
            CommandError::Run(RunError::NoInput(p)) => {
                format!("There is no file in {}. Copy the units' reports there (a project with tonghop.toml: into submissions/<period>).", p.display())
            }
            CommandError::Run(RunError::NoPeriod) if vi => "Không xác định được kỳ báo cáo: không có thư mục của kỳ và không tiêu đề nào ghi kỳ. Dùng --period, ví dụ --period 2019-Q1.".to_owned(),
            CommandError::Run(RunError::NoPeriod) => "No period can be told: there is no period folder and no title states one. Use --period, such as --period 2019-Q1.".to_owned(),
            CommandError::Run(RunError::Project(e)) => e.message(lang),
            CommandError::Run(e) if vi => format!("Chương trình gặp lỗi: {e}"),
            CommandError::Run(e) => format!("The program failed: {e}"),
            CommandError::Output(OutputError::Io { path, source }) if vi => {
                format!("Không ghi được {}: {source}. Kiểm tra quyền ghi, dung lượng đĩa, hoặc chọn nơi khác bằng --output. Kết quả cũ (nếu có) vẫn còn nguyên.", path.display())
            }
            CommandError::Output(OutputError::Io { path, source }) => {
                format!("Cannot write {}: {source}. Check permissions and disk space, or choose another place with --output. The last output, if any, is untouched.", path.display())
            }
            CommandError::Output(OutputError::Locked { path, holder }) if vi => format!("Một lần chạy khác đang ghi vào thư mục này ({holder}). Chờ lần chạy đó xong rồi chạy lại. Tệp khóa: {}", path.display()),
            CommandError::Output(OutputError::Locked { path, holder }) => format!("Another run is writing this folder ({holder}). Wait until it is done and run again. Lock file: {}", path.display()),
            CommandError::Output(e) if vi => format!("Không tạo được kết quả: {e}"),
            CommandError::Output(e) => format!("The output cannot be made: {e}"),
            CommandError::Period(p) if vi => format!("“{p}” không phải là kỳ báo cáo. Viết: 2019-03 (tháng), 2019-Q1 (quý), 2019-H1 (6 tháng), 2019-9M (9 tháng) hoặc 2019 (năm)."),
            CommandError::Period(p) => format!("“{p}” is not a period. Write 2019-03 (month), 2019-Q1 (quarter), 2019-H1 (half year), 2019-9M (nine months) or 2019 (year)."),
            CommandError::AsOf(d) if vi => format!("“{d}” không phải là ngày. Viết: 2019-03-25."),
            CommandError::AsOf(d) => format!("“{d}” is not a date. Write 2019-03-25."),
            CommandError::NoFile(p) if vi => format!("Không có tệp {}. Kiểm tra lại đường dẫn.", p.display()),
            CommandError::NoFile(p) => format!("There is no file {}. Check the path.", p.display()),
            CommandError::NoTable(p) if vi => {
                format!("Không tìm thấy bảng nào trong {}. Cần ít nhất một dòng tên cột.", p.display())
            }
            CommandError::NoTable(p) => {
                format!("No table was found in {}. At least a row of column names is needed.", p.display())
            }
            CommandError::Unknown { what, name, known } => {
                let what = match (*what, vi) {
                    ("code", true) => "mã",
                    ("form", true) => "biểu",
                    ("indicator", true) => "chỉ tiêu",
                    ("unit", true) => "đơn vị",
                    (w, _) => w,
                };
                let list = known.join(", ");
                if vi { format!("Không có {what} “{name}”. Hiện có: {list}.") } else { format!("There is no {what} “{name}”. There are: {list}.") }
            }
            CommandError::Print(e) if vi => format!("Không in được kết quả: {e}"),
            CommandError::Print(e) => format!("Cannot print: {e}"),
        }
    }
}

fn period(when: &cli::When) -> Result<Option<Period>, CommandError> {
    when.period.as_ref().map(|p| p.trim().parse().map_err(|_| CommandError::Period(p.clone()))).transpose()
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
        let template = format!("{} {{bar:40}} {{pos}}/{{len}}", lang.pick("Đang đọc", "Reading"));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
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

/// Prints findings for people: where, what, and what to do.
fn print_findings(out: &mut dyn Write, findings: &[Finding], lang: Lang) -> io::Result<()> {
    for f in findings {
        let style = style_of(f.severity);
        let place = [&f.place.file, &f.place.sheet, &f.place.cell]
            .into_iter()
            .filter(|p| !p.is_empty())
            .map(|p| tame(p))
            .collect::<Vec<_>>()
            .join(" › ");
        write!(out, "{style}{}[{}]{style:#} ", f.severity.label(lang), f.code)?;
        writeln!(out, "{}", tame(&f.message(lang)))?;
        if !place.is_empty() {
            writeln!(out, "    → {place}")?;
        }
        let hint = f.hint(lang);
        if f.severity == Severity::Error && !hint.is_empty() {
            writeln!(out, "    {}", tame(&hint))?;
        }
    }
    Ok(())
}
