/*!
The command line: arguments, and their help and errors in the language of whoever reads them.
*/

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::locale::{Lang, say};
use crate::project::{PROJECT_FILE, folder_above};

/// The arguments. What people read of them stands in the message catalogues (`help.ftl`).
#[derive(Debug, Parser)]
#[command(name = "tonghop", version, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    /// Language of messages and results.
    #[arg(long, value_enum, value_name = "lang", global = true)]
    pub lang: Option<Lang>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub log: Log,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The log file: dated lines of what is done.
#[derive(Debug, Args)]
pub struct Log {
    /// The file; none where none is named.
    #[arg(long = "log", id = "log", value_name = "file", global = true)]
    pub file: Option<PathBuf>,
    /// Lines for people, or JSON for programs.
    #[arg(
        long = "log-format",
        id = "log_format",
        value_enum,
        default_value = "text",
        value_name = "format",
        global = true
    )]
    pub format: OutputFormat,
    /// Size from which it is put aside, MiB.
    #[arg(long = "log-size", id = "log_size", value_name = "MIB", default_value_t = 10, global = true)]
    pub size: u64,
    /// How many that were put aside are kept.
    #[arg(long = "log-keep", id = "log_keep", value_name = "N", default_value_t = 5, global = true)]
    pub keep: usize,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The main job.
    Consolidate(Consolidate),
    /// Findings alone.
    Check(Check),
    /// What is seen in a workbook.
    Inspect(Inspect),
    /// Blank forms.
    Template(Template),
    /// What goes back to the senders.
    Feedback(Feedback),
    /// The written report.
    Report(Report),
    /// What a total is made of.
    Trace(Trace),
    /// An output folder held against its inputs.
    Verify(Verify),
    /// A new project folder.
    Init(Init),
    /// What a code means.
    Explain(Explain),
    /// The main job whenever something arrives.
    Watch(Watch),
    /// The main job every night.
    Schedule(Schedule),
    /// Completions for a shell.
    Completions(Completions),
    /// Pages of the manual.
    Man(Man),
    /// The help of a command.
    Help(Help),
}

/// `help`
#[derive(Debug, Args)]
pub struct Help {
    /// Of which command.
    #[arg(value_name = "command")]
    pub command: Option<String>,
}

impl Command {
    /// The project folder that is meant, as far as arguments tell.
    fn folder(&self) -> PathBuf {
        match self {
            Command::Consolidate(a) => a.job.folder.clone(),
            Command::Watch(a) => a.job.folder.clone(),
            Command::Schedule(a) => a.folder.clone(),
            Command::Feedback(a) => a.beside.folder.clone(),
            Command::Template(a) => a.folder.clone(),
            Command::Report(a) => a.beside.folder.clone(),
            Command::Verify(a) => a.project.clone().unwrap_or_else(|| ".".into()),
            Command::Check(a) => match (&a.project, a.paths.first()) {
                (Some(project), _) => project.clone(),
                (None, Some(path)) if path.is_dir() => path.clone(),
                (None, Some(file)) => folder_above(file).unwrap_or_else(|| ".".into()),
                (None, None) => ".".into(),
            },
            Command::Inspect(a) => a.project(),
            Command::Trace(a) => a.project(),
            Command::Init(_) | Command::Explain(_) | Command::Completions(_) | Command::Man(_) | Command::Help(_) => {
                ".".into()
            }
        }
    }
}

/// Output for people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Lines for people.
    Text,
    /// JSON for programs.
    Json,
}

/// In what further form tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tables {
    /// Parquet, for a warehouse.
    #[cfg_attr(not(feature = "parquet"), value(skip))]
    Parquet,
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct Common {
    /// What is printed.
    #[arg(long, value_enum, default_value = "text", value_name = "format")]
    pub format: OutputFormat,
    /// No progress and no summary.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Limits on what reading may cost.
#[derive(Debug, Clone, Args)]
pub struct Reading {
    /// Reader processes; the machine's cores where none is named.
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Memory of one reader, MiB.
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    pub max_memory: u64,
    /// Time for one file, seconds.
    #[arg(long, value_name = "S", default_value_t = 60)]
    pub max_seconds: u64,
    /// Size of one file, MiB.
    #[arg(long, value_name = "MIB", default_value_t = 100)]
    pub max_file: u64,
    /// Unpacked size of one file, MiB.
    #[arg(long, value_name = "MIB", default_value_t = 400)]
    pub max_unpacked: u64,
    /// Cells with a value in one file.
    #[arg(long, value_name = "N", default_value_t = 5_000_000)]
    pub max_cells: u64,
    /// What all files together may hand over, MiB.
    #[arg(long, value_name = "MIB", default_value_t = 640)]
    pub max_total: u64,
    /// Sheets in one file.
    #[arg(long, value_name = "N", default_value_t = 500)]
    pub max_sheets: usize,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            jobs: None,
            max_memory: 1024,
            max_seconds: 60,
            max_file: 100,
            max_unpacked: 400,
            max_cells: 5_000_000,
            max_total: 640,
            max_sheets: 500,
        }
    }
}

/// Which period, judged when.
#[derive(Debug, Args)]
pub struct When {
    /// The period.
    #[arg(long, short, value_name = "period")]
    pub period: Option<String>,
    /// The day by which deadlines are judged.
    #[arg(long, value_name = "date")]
    pub as_of: Option<String>,
}

/// Which findings are wanted.
#[derive(Debug, Clone, Args)]
pub struct Codes {
    /// These alone.
    #[arg(long, value_name = "code", value_delimiter = ',')]
    pub select: Vec<String>,
    /// None of these.
    #[arg(long, value_name = "code", value_delimiter = ',')]
    pub ignore: Vec<String>,
}

/// What is consolidated into what: once, or whenever something arrives.
#[derive(Debug, Clone, Args)]
pub struct Job {
    /// The project folder, or a folder of workbooks.
    #[arg(default_value = ".", value_name = "folder")]
    pub folder: PathBuf,
    /// Where results are written.
    #[arg(long, short, value_name = "folder", default_value = "output")]
    pub output: PathBuf,
    /// In what further form tables are written.
    #[arg(long, value_name = "form")]
    pub tables: Option<Tables>,
    /// Feedback to the senders, too.
    #[arg(long)]
    pub feedback: bool,
    /// The written report, too.
    #[arg(long)]
    pub report: bool,
    /// Without the command that the project names for the end of a run.
    #[arg(long)]
    pub no_hooks: bool,
    /// Over the results of another project.
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub codes: Codes,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
}

/// `watch`
#[derive(Debug, Args)]
pub struct Watch {
    /// Look so often, in seconds, instead of waiting to be told.
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(1..))]
    pub poll: Option<u64>,
    /// For how long nothing may change before a run, in seconds.
    #[arg(long, value_name = "S", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..))]
    pub settle: u64,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub job: Job,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
}

/// What runs a program at a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scheduler {
    /// A line of `crontab`.
    Cron,
    /// A timer of the user's systemd.
    Systemd,
    /// A task of the Windows task scheduler.
    Windows,
}

/// `schedule`
#[derive(Debug, Args)]
pub struct Schedule {
    /// The project folder.
    #[arg(default_value = ".", value_name = "folder")]
    pub folder: PathBuf,
    /// When, every day.
    #[arg(long, value_name = "time", default_value = "02:00")]
    pub at: String,
    /// Where results are written; `ket-qua` in the project folder where nothing is named.
    #[arg(long, short, value_name = "folder")]
    pub output: Option<PathBuf>,
    /// By what; that of this system where nothing is named.
    #[arg(long, value_enum, value_name = "scheduler")]
    pub with: Option<Scheduler>,
    /// What to run where a run could not be done.
    #[arg(long, value_name = "shell-command")]
    pub alert: Option<String>,
    /// The program's path where it is to run.
    #[arg(long, value_name = "file")]
    pub program: Option<PathBuf>,
    /// Install it for the current user.
    #[arg(long, group = "action")]
    pub install: bool,
    /// Remove it.
    #[arg(long, group = "action")]
    pub remove: bool,
    /// Say whether it is installed, and when it runs.
    #[arg(long, group = "action")]
    pub status: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
}

/// `completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// Of which shell.
    #[arg(value_enum, value_name = "shell")]
    pub shell: clap_complete::Shell,
}

/// `man`
#[derive(Debug, Args)]
pub struct Man {
    /// Where they are written.
    #[arg(value_name = "folder")]
    pub folder: PathBuf,
}

/// `consolidate`
#[derive(Debug, Args)]
pub struct Consolidate {
    /// Without the cache.
    #[arg(long)]
    pub no_cache: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub job: Job,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
}

/// `template`
#[derive(Debug, Args)]
pub struct Template {
    /// The project folder.
    #[arg(default_value = ".", value_name = "folder")]
    pub folder: PathBuf,
    /// The period.
    #[arg(long, short, value_name = "period")]
    pub period: String,
    /// One unit alone, by code.
    #[arg(long, short, value_name = "code")]
    pub unit: Option<String>,
    /// One form alone, by code.
    #[arg(long, value_name = "code")]
    pub form: Option<String>,
    /// With what was reported for the period before.
    #[arg(long)]
    pub previous: bool,
    /// Where they are written.
    #[arg(long, short, value_name = "folder", default_value = "mau-bieu")]
    pub output: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
}

/// `verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// The output folder.
    #[arg(id = "outputs", value_name = "folder")]
    pub folder: PathBuf,
    /// The project folder, where it is not where the outputs say.
    #[arg(long, value_name = "folder")]
    pub project: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
}

/// A period's outputs beside which something is written.
#[derive(Debug, Args)]
pub struct Beside {
    /// The project folder, or a folder of workbooks.
    #[arg(default_value = ".", value_name = "folder")]
    pub folder: PathBuf,
    /// Where results are written.
    #[arg(long, short, value_name = "folder", default_value = "output")]
    pub output: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
}

/// `report`
#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub beside: Beside,
    /// The Word document that is filled; the project's where none is named.
    #[arg(long, value_name = "file")]
    pub template: Option<PathBuf>,
    /// Holds a report against the data, and writes nothing.
    #[arg(long, value_name = "file", conflicts_with = "template")]
    pub check: Option<PathBuf>,
    /// Writes a template made from the project.
    #[arg(long, conflicts_with = "check")]
    pub new_template: bool,
}

/// `feedback`
#[derive(Debug, Args)]
pub struct Feedback {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub beside: Beside,
    /// One unit alone, by code.
    #[arg(long, short, value_name = "code")]
    pub unit: Option<String>,
    /// Over the results of another project.
    #[arg(long)]
    pub force: bool,
}

/// `check`
#[derive(Debug, Args)]
pub struct Check {
    /// The project's own files alone.
    #[arg(long)]
    pub project_only: bool,
    /// A marked copy of the file.
    #[arg(long, value_name = "file")]
    pub marked: Option<PathBuf>,
    /// The project folder, or files.
    #[arg(default_value = ".", value_name = "path")]
    pub paths: Vec<PathBuf>,
    /// The project by which files are checked.
    #[arg(long, value_name = "folder")]
    pub project: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub codes: Codes,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
}

/// `inspect`
#[derive(Debug, Args)]
pub struct Inspect {
    /// The workbooks.
    #[arg(value_name = "file", required = true)]
    pub files: Vec<PathBuf>,
    /// The project folder.
    #[arg(long, value_name = "folder")]
    pub project: Option<PathBuf>,
    /// The period that the file is held to be of.
    #[arg(long, short, value_name = "period")]
    pub period: Option<String>,
    /// Print a draft of a form.
    #[arg(long)]
    pub draft_form: bool,
    /// The sheet that is drafted; all of them where none is named.
    #[arg(long, value_name = "name", requires = "draft_form")]
    pub sheet: Option<String>,
    /// Where a draft is written; printed where nothing is named.
    #[arg(long, value_name = "file", requires = "draft_form")]
    pub out: Option<PathBuf>,
    /// Print every cell as CSV.
    #[arg(long, conflicts_with = "draft_form")]
    pub cells: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
}

/// `trace`
#[derive(Debug, Args)]
pub struct Trace {
    /// Code of the form.
    #[arg(value_name = "form")]
    pub form: String,
    /// Code of the indicator.
    #[arg(value_name = "indicator")]
    pub indicator: String,
    /// One unit alone, by code.
    #[arg(long, short, value_name = "code")]
    pub unit: Option<String>,
    /// The project folder.
    #[arg(long, value_name = "folder")]
    pub project: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
}

/// `init`
#[derive(Debug, Args)]
pub struct Init {
    /// The folder to make.
    #[arg(value_name = "folder")]
    pub folder: PathBuf,
    /// The sample's project.
    #[arg(long, conflicts_with = "from")]
    pub sample: bool,
    /// Filled files to draft it from.
    #[arg(long, num_args = 1.., value_name = "file")]
    pub from: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
}

/// `explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The code; all where none is named.
    #[arg(value_name = "code")]
    pub code: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
}

impl Default for Log {
    fn default() -> Log {
        Log { file: None, format: OutputFormat::Text, size: 10, keep: 5 }
    }
}

impl Inspect {
    /// The project folder: the one named, else the nearest above the first file, else this folder.
    pub fn project(&self) -> PathBuf {
        let above = || self.files.first().and_then(|f| folder_above(f));
        self.project.clone().or_else(above).unwrap_or_else(|| ".".into())
    }
}

impl Trace {
    /// The project folder: the one named, else the nearest from this folder upwards.
    pub fn project(&self) -> PathBuf {
        let above = || folder_above(Path::new("x"));
        self.project.clone().or_else(above).unwrap_or_else(|| ".".into())
    }
}

/// What the arguments say, and in which language to answer.
pub struct Parsed {
    /// The arguments.
    pub cli: Cli,
    /// The language.
    pub lang: Lang,
}

/// Arguments that cannot be used, or help that was asked for.
pub struct Answer {
    /// What to print.
    pub text: String,
    /// Whether it is an error.
    pub error: bool,
}

/// Parses the arguments. The language is that of `--lang`, of `TONGHOP_LANG`, of the project, of the system, in this
/// order; `environment` gives the second, `system` the name of the system's locale.
pub fn parse(arguments: &[OsString], environment: Option<&str>, system: Option<&str>) -> Result<Parsed, Answer> {
    let asked = named(arguments).or(environment).and_then(Lang::of);
    let otherwise = || system.and_then(Lang::of).unwrap_or_default();
    let before = asked.or_else(|| of_project(Path::new("."))).unwrap_or_else(otherwise);
    let parsed =
        |command: clap::Command| command.try_get_matches_from(arguments).and_then(|m| Cli::from_arg_matches(&m));
    // Its words are put in only where some are to be read: most runs say none.
    let cli = parsed(arranged(Cli::command(), "help", None))
        .or_else(|_| parsed(command(before)))
        .map_err(|e| answer(&e, before))?;
    let lang = asked.or_else(|| of_project(&cli.command.folder())).unwrap_or_else(otherwise);
    if let Command::Help(help) = &cli.command {
        let mut all = command(lang);
        all.build();
        let text = match &help.command {
            None => all.render_help().to_string(),
            Some(name) => match all.find_subcommand_mut(name) {
                Some(c) => c.render_help().to_string(),
                None => return Err(wrong(lang, say!(lang, "usage-command", name = name.as_str()))),
            },
        };
        return Err(Answer { text, error: false });
    }
    Ok(Parsed { cli, lang })
}

/// The language that `--lang` names, told before anything else is, since help is in it, too.
fn named(arguments: &[OsString]) -> Option<&str> {
    let texts: Vec<&str> = arguments.iter().map(|a| a.to_str().unwrap_or_default()).collect();
    let at = texts.iter().position(|a| *a == "--lang").and_then(|i| texts.get(i + 1).copied());
    at.or_else(|| texts.iter().find_map(|a| a.strip_prefix("--lang=")))
}

/// The language that a project declares; what else is wrong with it is told later.
fn of_project(folder: &Path) -> Option<Lang> {
    let text = std::fs::read_to_string(folder.join(PROJECT_FILE)).ok()?;
    let table: toml::Table = toml::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    Lang::of(table.get("language")?.as_str()?)
}

/// The arguments with their help in a language.
pub fn command(lang: Lang) -> clap::Command {
    arranged(Cli::command(), "help", Some(lang))
}

/// The same without what is not for people: for shells and the manual.
pub fn shown(lang: Lang) -> clap::Command {
    let all = command(lang);
    clap::Command::new("tonghop")
        .version(env!("CARGO_PKG_VERSION"))
        .about(all.get_about().cloned().unwrap_or_default())
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .args(all.get_arguments().cloned())
        .subcommands(all.get_subcommands().cloned())
}

/// A command and those below it with the flags that all have, and with their words where a language is given.
fn arranged(command: clap::Command, about: &str, lang: Option<Lang>) -> clap::Command {
    let flag = |id: &'static str, short: char, action: ArgAction| Arg::new(id).long(id).short(short).action(action);
    let subcommands: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let mut command =
        command.disable_help_flag(true).disable_version_flag(true).arg(flag("help", 'h', ArgAction::Help));
    if !subcommands.is_empty() {
        command = command.arg(flag("version", 'V', ArgAction::Version));
    }
    for name in subcommands {
        let about = format!("help-{name}");
        command = command.mut_subcommand(name, |c| arranged(c, &about, lang));
    }
    match lang {
        Some(lang) => localized(command, about, lang),
        None => command,
    }
}

fn localized(command: clap::Command, about: &str, lang: Lang) -> clap::Command {
    let command = command
        .about(lang.text(about))
        .subcommand_help_heading(lang.text("help-commands"))
        .subcommand_value_name(lang.text("value-command"))
        .help_template(format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}", lang.text("help-usage")))
        .mut_args(|a| localized_arg(a, lang));
    // Of a copy: a command that is rendered takes no more arguments from those above it.
    let usage = command.clone().render_usage().to_string();
    let usage =
        usage.split_once(' ').map_or("", |(_, u)| u).replace("[OPTIONS]", &format!("[{}]", lang.text("value-options")));
    let usage = if about == "help" { usage } else { format!("tonghop {usage}") };
    command.override_usage(usage)
}

fn localized_arg(arg: Arg, lang: Lang) -> Arg {
    let id = arg.get_id().to_string().replace('_', "-");
    let mut help = lang.text(&format!("help-arg-{id}"));
    let takes = arg.get_action().takes_values();
    if takes && !arg.get_default_values().is_empty() {
        let value: Vec<_> = arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect();
        help.push(' ');
        help.push_str(&say!(lang, "help-default", value = value.join(" ")));
    }
    let possible: Vec<String> = match takes {
        true => arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect(),
        false => Vec::new(),
    };
    if !possible.is_empty() {
        help.push(' ');
        help.push_str(&say!(lang, "help-one-of", values = possible.join(", ")));
    }
    let heading = match (arg.is_positional(), id.as_str()) {
        (true, _) => "help-arguments",
        (_, id) if id == "jobs" || id.starts_with("max-") => "help-limits",
        (_, id) if id.starts_with("log") => "help-log",
        _ => "help-options",
    };
    let name = arg.get_value_names().and_then(|n| n.first()).map(ToString::to_string);
    let arg = arg.help(help).help_heading(lang.text(heading)).hide_default_value(true).hide_possible_values(true);
    match name.filter(|n| takes && n.chars().any(char::is_lowercase)) {
        Some(name) => arg.value_name(lang.text(&format!("value-{name}"))),
        None => arg,
    }
}

fn wrong(lang: Lang, reason: String) -> Answer {
    let text =
        format!("{}\n{}\n", say!(lang, "usage-error", reason = reason), say!(lang, "usage-help", command = "tonghop"));
    Answer { text, error: true }
}

/// What to say of arguments that clap refuses, or the help that it gives.
fn answer(error: &clap::Error, lang: Lang) -> Answer {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(list)) => list.join(", "),
        Some(ContextValue::StyledStr(s)) => s.to_string(),
        Some(ContextValue::Number(n)) => n.to_string(),
        _ => String::new(),
    };
    let argument = || text(ContextKind::InvalidArg);
    let mut reason = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Answer { text: error.render().to_string(), error: false };
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return Answer { text: error.render().to_string(), error: true };
        }
        ErrorKind::InvalidValue if text(ContextKind::InvalidValue).is_empty() => {
            say!(lang, "usage-no-value", argument = argument())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say!(lang, "usage-value", value = text(ContextKind::InvalidValue), argument = argument())
        }
        ErrorKind::InvalidSubcommand => say!(lang, "usage-command", name = text(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => {
            say!(lang, "usage-missing-command", known = text(ContextKind::ValidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => say!(lang, "usage-missing", argument = argument()),
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            prior if prior == argument() => say!(lang, "usage-twice", argument = prior),
            prior => say!(lang, "usage-together", argument = argument(), other = prior),
        },
        ErrorKind::InvalidUtf8 => lang.text("usage-not-text"),
        _ => say!(lang, "usage-unknown", argument = argument()),
    };
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(near) = suggested.into_iter().map(text).find(|t| !t.is_empty()) {
        reason.push_str("; ");
        reason.push_str(&say!(lang, "usage-similar", suggestion = near));
    }
    let possible = text(ContextKind::ValidValue);
    if !possible.is_empty() {
        reason.push_str("; ");
        reason.push_str(&say!(lang, "usage-one-of", known = possible));
    }
    wrong(lang, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(arguments: &[&str], environment: Option<&str>, system: Option<&str>) -> Result<Lang, String> {
        let arguments: Vec<OsString> =
            std::iter::once("tonghop").chain(arguments.iter().copied()).map(Into::into).collect();
        parse(&arguments, environment, system).map(|p| p.lang).map_err(|a| a.text)
    }

    // --lang goes before the environment, that before the system; wherever it stands.
    #[test]
    fn languages() {
        assert_eq!(said(&["explain"], None, None), Ok(Lang::Vi));
        assert_eq!(said(&["explain"], None, Some("en_US.UTF-8")), Ok(Lang::En));
        assert_eq!(said(&["explain"], Some("vi"), Some("en_US.UTF-8")), Ok(Lang::Vi));
        assert_eq!(said(&["explain", "--lang", "en"], Some("vi"), None), Ok(Lang::En));
        assert_eq!(said(&["--lang=en", "explain"], Some("vi"), None), Ok(Lang::En));
    }

    // Help and errors have no word of the other language: headings, defaults, possible values, clap's own errors.
    #[test]
    fn help_and_errors() {
        let vi = said(&["consolidate", "-h"], Some("vi"), None).unwrap_err();
        for word in ["Cách dùng:", "Tùy chọn", "Giới hạn đọc", "[mặc định: 1024]", "[TÙY CHỌN]"] {
            assert!(vi.contains(word), "{word}\n{vi}");
        }
        for word in ["Usage", "Options", "default", "possible", "Print help", "OPTIONS"] {
            assert!(!vi.contains(word), "{word}\n{vi}");
        }
        let en = said(&["help", "consolidate"], Some("en"), None).unwrap_err();
        assert!(en.contains("Consolidate the reports") && en.contains("Limits on reading"), "{en}");
        assert!(en.is_ascii(), "{en}");
        assert!(said(&["help"], Some("en"), None).unwrap_err().contains("Commands:"));
        let errors = [
            (&["nonsense"][..], "không có lệnh “nonsense”"),
            (&["check", "--nonsense"], "không có tùy chọn hoặc đối số --nonsense"),
            (&["check", "--max-cells", "many"], "giá trị “many” của --max-cells"),
            (&["check", "--format", "xml"], "chọn một trong: text, json"),
            (&["trace"], "thiếu"),
            (&["check", "--period"], "cần một giá trị"),
            (&["check", "--period", "2019", "--period", "2020"], "chỉ được nêu một lần"),
        ];
        for (arguments, expected) in errors {
            let told = said(arguments, Some("vi"), None).unwrap_err();
            assert!(told.contains(expected), "{arguments:?}: {told}");
        }
    }

    // Every argument has its help, in every language.
    #[test]
    fn every_argument_is_explained() {
        for lang in Lang::ALL {
            let all = command(*lang);
            for c in std::iter::once(&all).chain(all.get_subcommands()) {
                let texts = c.get_arguments().filter_map(|a| a.get_help().map(ToString::to_string));
                for text in texts.chain(c.get_about().map(ToString::to_string)) {
                    assert!(!text.starts_with("help-"), "{}: {text}", c.get_name());
                }
            }
        }
    }
}
