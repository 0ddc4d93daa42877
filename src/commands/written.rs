//! `report`: the written report, filled into a Word document.

use std::fs;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use super::{Bar, CommandError, Exit, log, print_findings, request, stdout};
use crate::cli::{self, OutputFormat};
use crate::finding::{Code, Finding, Severity};
use crate::locale::{Lang, say};
use crate::output::report::{Asked, DocxError, Fate, Filled, blank, counted, fill, language};
use crate::output::{OutputError, json, place, report_name};
use crate::project::Project;
use crate::run::{Done, RunError, finish, gather};

/// More than any document.
const LARGEST: u64 = 256 << 20;

/// Fills the report of a period, checks one, or writes a template for one.
pub fn run(args: &cli::Report, lang: Lang) -> Result<Exit, CommandError> {
    if args.new_template {
        return new_template(args, lang);
    }
    let request =
        request(&args.beside.folder, &args.beside.when, &args.beside.reading, Some(args.beside.output.clone()))?;
    let bar = Bar::new(args.beside.common.quiet, lang);
    // The program ends with this command: what it holds goes with it, not piece by piece.
    let gathered = ManuallyDrop::new(gather(&request, &|p| bar.see(p))?);
    super::say_project(&gathered.project, &args.beside.folder, args.beside.common.quiet, lang);
    let done = ManuallyDrop::new(finish(&gathered, &request)?);
    let period = done.ledger.period.to_string();
    let folder = args.beside.output.join(&period);
    let (filled, at) = match &args.check {
        Some(file) => (checked(&done, file, lang)?, file.clone()),
        None => {
            if !done.project.embedded {
                place::check_target(&folder, &args.beside.folder, &done.project.title)?;
            }
            let filled = made(&done, &args.beside.folder, args.template.as_deref(), &folder, lang)?;
            place::prepare(&args.beside.output)?;
            place::prepare(&folder)?;
            place::put(&folder, &report_name(&period), &filled.bytes)?;
            (filled, folder.join(report_name(&period)))
        }
    };
    let findings = findings(&done, &filled);
    let mut out = stdout();
    match args.beside.common.format {
        OutputFormat::Json => out.write_all(&json::findings(&findings, lang).map_err(OutputError::from)?)?,
        OutputFormat::Text => print_findings(&mut out, &findings, lang)?,
    }
    if !args.beside.common.quiet {
        say_done(&filled, &at, args.check.is_some(), lang)?;
    }
    Ok(Exit::of(has_errors(&findings)))
}

/// Fills the report that stands in a folder, or else the template.
pub fn made(
    done: &Done<'_>,
    project: &Path,
    template: Option<&Path>,
    folder: &Path,
    lang: Lang,
) -> Result<Filled, CommandError> {
    let standing = folder.join(report_name(done.ledger.period));
    let declared = project.join(&done.project.report.template);
    let (source, is_report) = match template {
        Some(template) => (Some(template.to_owned()), false),
        None if standing.is_file() => (Some(standing), true),
        None if declared.is_file() => (Some(declared), false),
        None => (None, false),
    };
    let asked = Asked::of(done, lang).map_err(RunError::from)?;
    match source {
        Some(path) => {
            let (bytes, name) = read(&path)?;
            fill(bytes, &asked, &name, is_report).map_err(docx(&path))
        }
        None => {
            let name = done.project.report.template.clone();
            let bytes = blank::template(done.project, done.ledger.period, lang).map_err(docx(Path::new(&name)))?;
            fill(bytes, &asked, &name, false).map_err(docx(Path::new(&name)))
        }
    }
}

/// Holds a report against the data: nothing is written. What it says is old is found.
pub fn checked(done: &Done<'_>, file: &Path, lang: Lang) -> Result<Filled, CommandError> {
    let (bytes, name) = read(file)?;
    // In the language in which it was filled: else every word would differ.
    let asked = Asked::of(done, language(&bytes).unwrap_or(lang)).map_err(RunError::from)?;
    let mut filled = fill(bytes, &asked, &name, true).map_err(docx(file))?;
    for control in filled.controls.iter().filter(|c| matches!(c.fate, Fate::Refreshed | Fate::Filled)) {
        let old = Finding::new(Code::W005).file(&name).period(done.ledger.period).value(control.tag.as_str());
        let old = old.arg("place", control.place.as_str()).arg("typed", control.before.as_str());
        filled.findings.push(old.expected(control.now.as_str()));
    }
    Ok(filled)
}

/// Writes the report beside a run's other outputs. These stand: what goes wrong here is told, and does not end the run.
pub fn beside(done: &Done<'_>, project: &Path, folder: &Path, quiet: bool, lang: Lang) -> Exit {
    let name = report_name(done.ledger.period);
    let written = made(done, project, None, folder, lang).and_then(|filled| {
        place::put(folder, &name, &filled.bytes)?;
        Ok(filled)
    });
    let told = written.and_then(|filled| {
        let findings = findings(done, &filled);
        let errors = has_errors(&findings);
        log::errors(&findings, lang);
        if !quiet {
            // Standard output is the run's own findings' alone.
            let mut err = anstream::stderr();
            print_findings(&mut err, &findings, lang)?;
            say_done(&filled, &folder.join(&name), false, lang)?;
        }
        Ok(Exit::of(errors))
    });
    told.unwrap_or_else(|e| {
        let line = e.message(lang);
        tracing::warn!(target: log::TARGET, "{}", log::in_a_line(&line));
        let _ = writeln!(anstream::stderr(), "{line}");
        Exit::Findings
    })
}

/// What was found, as the project wants it shown.
fn findings(done: &Done<'_>, filled: &Filled) -> Vec<Finding> {
    let mut findings = filled.findings.clone();
    done.project.policy.apply(&mut findings);
    findings
}

fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Error)
}

fn say_done(filled: &Filled, at: &Path, is_check: bool, lang: Lang) -> Result<(), CommandError> {
    let key = if is_check { "report-checked" } else { "report-written" };
    let path = at.display().to_string();
    let line = lang.say(key, [("path", path.into()), ("counts", counted(filled, lang).into())]);
    writeln!(anstream::stderr(), "{line}")?;
    Ok(())
}

/// Writes the template that the program makes, where the project's would stand.
fn new_template(args: &cli::Report, lang: Lang) -> Result<Exit, CommandError> {
    let project = Project::of_folder(&args.beside.folder).map_err(RunError::from)?;
    super::say_project(&project, &args.beside.folder, args.beside.common.quiet, lang);
    let request = request(&args.beside.folder, &args.beside.when, &args.beside.reading, None)?;
    let path: PathBuf = args.template.clone().unwrap_or_else(|| args.beside.folder.join(&project.report.template));
    if path.exists() {
        return Err(CommandError::Exists(path));
    }
    let day = request.as_of.day(project.utc_offset_hours);
    let frequency = project.forms.first().and_then(|f| f.frequencies.first().copied());
    let around = frequency.and_then(|f| crate::project::period::Period::around(day, f));
    let period = request.period.or(around).ok_or_else(|| CommandError::Period(String::new()))?;
    let bytes = blank::template(&project, period, lang).map_err(docx(&path))?;
    super::init::write(&path, &bytes)?;
    if !args.beside.common.quiet {
        let line = say!(lang, "report-template-written", path = path.display().to_string());
        writeln!(anstream::stderr(), "{line}")?;
    }
    Ok(Exit::Clean)
}

fn read(path: &Path) -> Result<(Vec<u8>, String), CommandError> {
    if !path.is_file() {
        return Err(CommandError::NoFile(path.to_owned()));
    }
    let failed = |source| OutputError::Io { path: path.to_owned(), source };
    if fs::metadata(path).map_err(failed)?.len() > LARGEST {
        return Err(docx(path)(DocxError::TooLarge(LARGEST >> 20)));
    }
    let bytes = fs::read(path).map_err(|source| OutputError::Io { path: path.to_owned(), source })?;
    Ok((bytes, path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())))
}

fn docx(path: &Path) -> impl FnOnce(DocxError) -> CommandError {
    let path = path.to_owned();
    move |source| CommandError::Docx { path, reason: source.to_string() }
}
