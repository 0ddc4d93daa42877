//! The program: parses the arguments, runs a command, prints an error once, chooses the exit code once.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use tonghop::cli::{self, Cli, Command, Parsed};
use tonghop::commands::{
    CommandError, Exit, check, completions, consolidate, explain, feedback, init, inspect, log, man, schedule,
    template, trace, verify, watch, written,
};
use tonghop::{Lang, READER_MODE, allocator, serve};

#[global_allocator]
static ALLOCATOR: allocator::Ceiling = allocator::Ceiling;

/// Could not run: bad arguments or project, no input, output not writable.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    // A run starts readers by the handful; they take no other argument, and say nothing to people.
    if arguments.get(1).is_some_and(|a| a == READER_MODE) {
        return read();
    }
    let environment = env::var("TONGHOP_LANG").ok();
    let system = sys_locale::get_locale();
    let Parsed { cli, lang } = match cli::parse(&arguments, environment.as_deref(), system.as_deref()) {
        Ok(parsed) => parsed,
        Err(answer) if answer.error => {
            let _ = write!(anstream::stderr(), "{}", answer.text);
            return ExitCode::from(COULD_NOT_RUN);
        }
        Err(answer) => {
            let _ = write!(anstream::stdout(), "{}", answer.text);
            return ExitCode::SUCCESS;
        }
    };
    match listen(&cli, lang).and_then(|()| dispatch(&cli, lang)) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(e) => {
            let message = e.message(lang);
            tracing::error!(target: log::TARGET, exit = COULD_NOT_RUN, "{}", log::in_a_line(&message));
            let _ = writeln!(anstream::stderr(), "{} {message}", lang.text("error"));
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

/// Reads files for a run.
fn read() -> ExitCode {
    match serve(&mut io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            let _ = writeln!(io::stderr(), "{e}");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

/// Begins the log. What is scheduled logs when it runs.
fn listen(cli: &Cli, lang: Lang) -> Result<(), CommandError> {
    if matches!(cli.command, Command::Schedule(_)) {
        return Ok(());
    }
    log::start(&cli.log)
        .map_err(|source| CommandError::Log { path: cli.log.file.clone().unwrap_or_default(), source })?;
    let (version, arguments) = (
        env!("CARGO_PKG_VERSION"),
        env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" "),
    );
    tracing::info!(target: log::TARGET, version, arguments, "{}", lang.text("log-began"));
    Ok(())
}

fn dispatch(Cli { command, log, lang: asked }: &Cli, lang: Lang) -> Result<Exit, CommandError> {
    match command {
        Command::Consolidate(a) => consolidate::run(a, lang),
        Command::Check(a) => check::run(a, lang),
        Command::Inspect(a) => inspect::run(a, lang),
        Command::Feedback(a) => feedback::run(a, lang),
        Command::Template(a) => template::run(a, lang),
        Command::Report(a) => written::run(a, lang),
        Command::Trace(a) => trace::run(a, lang),
        Command::Verify(a) => verify::run(a, lang),
        Command::Init(a) => init::run(a, lang),
        Command::Explain(a) => explain::run(a, lang),
        Command::Watch(a) => watch::run(a, log, lang),
        Command::Schedule(a) => schedule::run(a, log, *asked, lang),
        Command::Completions(a) => completions::run(a, lang),
        Command::Man(a) => man::run(a, lang),
        // Answered where the arguments are parsed.
        Command::Help(_) => Ok(Exit::Clean),
    }
}
