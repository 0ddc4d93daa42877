//! `completions`: what a shell completes.

use super::{CommandError, Exit, stdout};
use crate::cli::{Completions, shown};
use crate::locale::Lang;

/// Prints the completions for a shell.
pub fn run(args: &Completions, lang: Lang) -> Result<Exit, CommandError> {
    clap_complete::generate(args.shell, &mut shown(lang), "tonghop", &mut stdout());
    Ok(Exit::Clean)
}
