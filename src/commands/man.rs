//! `man`: the pages of the manual, one a command.

use std::fs;

use super::{CommandError, Exit};
use crate::cli::{Man, shown};
use crate::locale::Lang;
use crate::output::OutputError;
use crate::output::place::put;

/// Writes the pages into a folder.
pub fn run(args: &Man, lang: Lang) -> Result<Exit, CommandError> {
    let folder = &args.folder;
    fs::create_dir_all(folder).map_err(OutputError::io(folder))?;
    let mut all = shown(lang);
    all.build();
    let mut pages = vec![("tonghop".to_owned(), all.clone())];
    for sub in all.get_subcommands() {
        let name = format!("tonghop-{}", sub.get_name());
        pages.push((name.clone(), sub.clone().name(name)));
    }
    for (name, page) in pages {
        let mut bytes = Vec::new();
        clap_mangen::Man::new(page).render(&mut bytes).map_err(OutputError::io(folder))?;
        put(folder, &format!("{name}.1"), &bytes)?;
    }
    Ok(Exit::Clean)
}
