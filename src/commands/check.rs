//! `check`: the same up to validation, writes nothing, prints what it found.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::Path;

use super::{Bar, CommandError, Exit, print_findings, request, stdout};
use crate::cli::{Check, OutputFormat};
use crate::finding::Code;
use crate::locale::{Lang, say};
use crate::output::feedback::Packet;
use crate::output::{OutputError, json};
use crate::project::{Project, folder_above};
use crate::readers::Options;
use crate::run::{Done, RunError, finish, gather};
use crate::submission::states::is_to_mend;

/// Checks a folder, or some files.
pub fn run(args: &Check, lang: Lang) -> Result<Exit, CommandError> {
    let folder = match args.paths.as_slice() {
        [one] if one.is_dir() || !one.exists() => one.clone(),
        several => {
            args.project.clone().or_else(|| several.iter().find_map(|p| folder_above(p))).unwrap_or_else(|| ".".into())
        }
    };
    if args.project_only {
        let project = Project::of_folder(&folder).map_err(RunError::from)?;
        if project.embedded {
            return Err(RunError::NoProject(folder).into());
        }
        let (forms, units) = (project.forms.len(), project.register.len());
        let indicators: usize = project.forms.iter().map(|f| f.indicators.len()).sum();
        let line = say!(lang, "project-checked", forms = forms, indicators = indicators, units = units);
        writeln!(stdout(), "{line}")?;
        return Ok(Exit::Clean);
    }
    let mut request = request(&folder, &args.when, &args.reading, None)?;
    request.codes = super::codes(&args.codes)?;
    let files: Vec<_> = args.paths.iter().filter(|p| p.is_file()).cloned().collect();
    let of_files = !files.is_empty();
    if of_files {
        request.files = files;
        request.folder = args
            .project
            .clone()
            .or_else(|| request.files.iter().find_map(|f| folder_above(f)))
            .unwrap_or_else(|| ".".into());
    }
    let bar = Bar::new(args.common.quiet, lang);
    // The program ends with this command: what it holds goes with it, not piece by piece.
    let gathered = ManuallyDrop::new(gather(&request, &|p| bar.see(p))?);
    super::say_project(&gathered.project, &request.folder, args.common.quiet, lang);
    let mut done = ManuallyDrop::new(finish(&gathered, &request)?);
    if of_files {
        // Who else has not reported is no matter of the files that were named.
        done.findings.retain(|f| !matches!(f.code, Code::S001 | Code::P001 | Code::P002));
    }
    if let Some(marked) = &args.marked {
        let reading = request.reading;
        write_marked(marked, &done, &request.folder, &reading, lang)?;
    }
    let mut out = stdout();
    match args.common.format {
        OutputFormat::Json => out.write_all(&json::findings(&done.findings, lang).map_err(OutputError::from)?)?,
        OutputFormat::Text => print_findings(&mut out, &done.findings, lang)?,
    }
    if !args.common.quiet {
        let counts = done.summary().in_words(lang);
        let line = say!(lang, "checked", period = done.ledger.period.in_words(lang), counts = counts);
        writeln!(anstream::stderr(), "{line}")?;
    }
    Ok(Exit::of(done.has_errors()))
}

/// Writes a marked copy of the first file that was named, with all that was found in it.
fn write_marked(to: &Path, done: &Done<'_>, folder: &Path, reading: &Options, lang: Lang) -> Result<(), CommandError> {
    let Some(file) = done.ledger.files.first() else {
        return Ok(());
    };
    let unit = file.extract.parts.iter().find_map(|p| p.unit).unwrap_or(done.project.province);
    let findings = done.findings.iter().filter(|f| f.place.file == file.name && is_to_mend(f)).collect();
    let packet = Packet::of_file(unit, findings);
    let bytes = super::feedback::book_of((done, &packet), folder, reading, true, lang)?;
    super::init::write(to, &bytes)
}
