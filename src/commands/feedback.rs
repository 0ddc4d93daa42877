//! `feedback`: what goes back to the senders.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::Path;

use super::{Bar, CommandError, Exit, Thing, request};
use crate::cli::Feedback;
use crate::intake::walk::look;
use crate::locale::{Lang, say};
use crate::output::feedback::{self, FOLDER, Packet};
use crate::output::place::fill_folder;
use crate::readers::{self, Options};
use crate::run::{Done, RunError, finish, gather};

/// Writes feedback for every unit that has something to mend, and reminders for those who sent nothing.
pub fn run(args: &Feedback, lang: Lang) -> Result<Exit, CommandError> {
    let request = request(&args.folder, &args.when, &args.reading, Some(args.output.clone()))?;
    let bar = Bar::new(args.common.quiet, lang);
    let gathered = ManuallyDrop::new(gather(&request, &|p| bar.see(p))?);
    super::say_project(&gathered.project, &args.folder, args.common.quiet, lang);
    let done = ManuallyDrop::new(finish(&gathered, &request)?);
    if let Some(code) = &args.unit {
        let day = done.ledger.period.window(done.project.regime).1;
        if done.project.register.by_code_on(code, day).is_none() {
            let known = done.project.register.iter().take(20).map(|(_, u)| u.code.clone()).collect();
            return Err(CommandError::Unknown { what: Thing::Unit, name: code.clone(), known });
        }
    }
    let mut made = made(&done, &args.folder, &request.reading, lang)?;
    if let Some(unit) = &args.unit {
        made.retain(|f| f.unit == *unit);
    }
    let target = args.output.join(done.ledger.period.to_string()).join(FOLDER);
    write(&done, &target, &made, args.unit.as_deref())?;
    if !args.common.quiet {
        let books = made.iter().filter(|f| f.name.ends_with(".xlsx")).count();
        let reminders = made.iter().filter(|f| f.name.ends_with(".txt")).count() - books;
        let path = target.display().to_string();
        let line = say!(lang, "feedback-written", books = books, reminders = reminders, path = path);
        writeln!(anstream::stderr(), "{line}")?;
    }
    Ok(Exit::Clean)
}

/// Puts feedback into its folder. What was written for a unit before goes; whatever else lies there stays.
pub fn write(done: &Done<'_>, target: &Path, made: &[Made], unit: Option<&str>) -> Result<(), CommandError> {
    let files: Vec<(&str, &[u8])> = made.iter().map(|f| (f.name.as_str(), f.bytes.as_slice())).collect();
    let units = done.project.register.iter().filter(|(_, u)| unit.is_none_or(|code| code == u.code));
    let stems: Vec<String> = units.map(|(_, u)| feedback::file_name(&u.code)).collect();
    let stale = |name: &str| {
        let ours = name.rsplit_once('.').filter(|(_, ending)| ["xlsx", "txt", "eml"].contains(ending));
        ours.is_some_and(|(stem, _)| stems.iter().any(|s| s == stem))
    };
    Ok(fill_folder(target, &files, &stale)?)
}

/// A file of the feedback.
pub struct Made {
    /// The unit's code.
    pub unit: String,
    /// Its name in the folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Makes the feedback of a run.
pub fn made(done: &Done<'_>, folder: &Path, reading: &Options, lang: Lang) -> Result<Vec<Made>, CommandError> {
    let mut out: Vec<Made> = Vec::new();
    for packet in feedback::packets(done) {
        let unit = done.project.register.get(packet.unit).code.clone();
        // Two codes may be one name for a file.
        let plain = packet.name(done);
        let taken = |n: &String| out.iter().any(|m| m.name.rsplit_once('.').is_some_and(|(stem, _)| stem == n));
        let free = (2..).map(|k| format!("{plain}-{k}"));
        let name = std::iter::once(plain.clone()).chain(free).find(|n| !taken(n)).unwrap_or(plain.clone());
        let book = match packet.findings.is_empty() {
            true => None,
            false => Some(book_of((done, &packet), folder, reading, false, lang)?),
        };
        let mut add = |ending: &str, bytes: Vec<u8>| {
            out.push(Made { unit: unit.clone(), name: format!("{name}.{ending}"), bytes });
        };
        let mail = feedback::mail(done, &packet, book.as_deref(), lang);
        book.into_iter().for_each(|b| add("xlsx", b));
        add("txt", feedback::text(done, &packet, lang).into_bytes());
        add("eml", mail);
    }
    Ok(out)
}

/// The workbook of a packet, with copies of what can be read again.
pub fn book_of(
    (done, packet): (&Done<'_>, &Packet<'_>),
    folder: &Path,
    reading: &Options,
    whole: bool,
    lang: Lang,
) -> Result<Vec<u8>, CommandError> {
    let mut books = Vec::new();
    for (f, name) in feedback::to_open(done, packet) {
        let path = folder.join(name);
        let found = look(folder, &path, false, std::fs::metadata(&path).ok());
        if let Ok(book) = readers::cells(done.project, &found, reading).map_err(RunError::from)? {
            books.push((f, book));
        }
    }
    Ok(feedback::book(done, packet, &books, whole, lang)?)
}
