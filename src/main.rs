//! The program: parses the arguments, runs a command, prints an error once, chooses the exit code once.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use tonghop::cli::{Cli, Command};
use tonghop::commands::{CommandError, Exit, check, consolidate, explain, inspect, trace};
use tonghop::{Lang, allocator, serve};

#[global_allocator]
static ALLOCATOR: allocator::Ceiling = allocator::Ceiling;

/// Could not run: bad arguments or project, no input, output not writable.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Silent unless asked: TONGHOP_LOG=debug says on standard error when each stage ended.
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("TONGHOP_LOG"))
        .with_timer(tracing_subscriber::fmt::time::uptime())
        .with_writer(io::stderr)
        .init();
    let (lang, result) = dispatch(&cli.command);
    match result {
        Ok(exit) => ExitCode::from(exit.code()),
        // Whoever reads our output has had enough of it (`| head`).
        Err(CommandError::Print(e)) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(e) => {
            let _ = writeln!(anstream::stderr(), "{} {}", lang.pick("Lỗi:", "Error:"), e.message(lang));
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn dispatch(command: &Command) -> (Lang, Result<Exit, CommandError>) {
    match command {
        Command::Consolidate(a) => (a.common.lang, consolidate::run(a)),
        Command::Check(a) => (a.common.lang, check::run(a)),
        Command::Inspect(a) => (a.common.lang, inspect::run(a)),
        Command::Trace(a) => (a.common.lang, trace::run(a)),
        Command::Explain(a) => (a.common.lang, explain::run(a)),
        Command::Reader => (
            Lang::Vi,
            serve(&mut io::stdin().lock(), io::stdout().lock()).map(|()| Exit::Clean).map_err(CommandError::from),
        ),
    }
}
