//! The program: parses the arguments, runs a command, prints an error once, chooses the exit code once.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use tonghop::cli::{self, Command, Parsed};
use tonghop::commands::{CommandError, Exit, check, consolidate, explain, feedback, init, inspect, template, trace};
use tonghop::{Lang, allocator, serve};

#[global_allocator]
static ALLOCATOR: allocator::Ceiling = allocator::Ceiling;

/// Could not run: bad arguments or project, no input, output not writable.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
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
    // Silent unless asked: TONGHOP_LOG=debug says on standard error when each stage ended.
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("TONGHOP_LOG"))
        .with_timer(tracing_subscriber::fmt::time::uptime())
        .with_writer(io::stderr)
        .init();
    match dispatch(&cli.command, lang) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(e) => {
            let _ = writeln!(anstream::stderr(), "{} {}", lang.text("error"), e.message(lang));
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn dispatch(command: &Command, lang: Lang) -> Result<Exit, CommandError> {
    match command {
        Command::Consolidate(a) => consolidate::run(a, lang),
        Command::Check(a) => check::run(a, lang),
        Command::Inspect(a) => inspect::run(a, lang),
        Command::Feedback(a) => feedback::run(a, lang),
        Command::Template(a) => template::run(a, lang),
        Command::Trace(a) => trace::run(a, lang),
        Command::Init(a) => init::run(a, lang),
        Command::Explain(a) => explain::run(a, lang),
        // Answered where the arguments are parsed.
        Command::Help(_) => Ok(Exit::Clean),
        Command::Reader => {
            serve(&mut io::stdin().lock(), io::stdout().lock()).map(|()| Exit::Clean).map_err(CommandError::from)
        }
    }
}
