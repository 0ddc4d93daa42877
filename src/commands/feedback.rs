//! `feedback`: what goes back to the senders.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::Path;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Bar, CommandError, Exit, Thing, request};
use crate::cli::Feedback;
use crate::intake::walk::look;
use crate::locale::{Lang, say};
use crate::output::feedback::{self, FOLDER, LIST, Packet};
use crate::output::place::{self, fill_folder};
use crate::project::units::UnitId;
use crate::readers::{self, Options};
use crate::run::{Done, RunError, finish, gather};

/// Writes feedback for every unit that has something to mend, and reminders for those who sent nothing.
pub fn run(args: &Feedback, lang: Lang) -> Result<Exit, CommandError> {
    place::can_be_made(&args.beside.output)?;
    let request =
        request(&args.beside.folder, &args.beside.when, &args.beside.reading, Some(args.beside.output.clone()))?;
    let bar = Bar::new(args.beside.common.quiet, lang);
    let gathered = ManuallyDrop::new(gather(&request, &|p| bar.see(p))?);
    super::say_project(&gathered.project, &args.beside.folder, args.beside.common.quiet, lang);
    let done = ManuallyDrop::new(finish(&gathered, &request)?);
    let unknown = |code: &&String| done.project.register.by_code_on(code, last_day(&done)).is_none();
    if let Some(code) = args.unit.as_ref().filter(unknown) {
        let known = done.project.register.iter().take(20).map(|(_, u)| u.code.clone()).collect();
        return Err(CommandError::Unknown { what: Thing::Unit, name: code.clone(), known });
    }
    let target = args.beside.output.join(done.ledger.period.to_string());
    if !args.force {
        place::check_target(&target, &args.beside.folder, &done.project.title)?;
    }
    let target = target.join(FOLDER);
    let made = made(&done, (&args.beside.folder, &target), &request.reading, args.unit.as_deref(), lang)?;
    place::prepare(&args.beside.output)?;
    write(&done, &target, &made, args.unit.as_deref())?;
    if !args.beside.common.quiet {
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
    let names = feedback::file_names(done.project, last_day(done));
    let of = |id: &UnitId| unit.is_none_or(|code| code == done.project.register.get(*id).code);
    let stems: FxHashSet<String> = names.into_iter().filter(|(id, _)| of(id)).map(|(_, name)| name).collect();
    let stale = |name: &str| {
        if name == LIST {
            return true;
        }
        let ours = name.rsplit_once('.').filter(|(_, ending)| ["xlsx", "txt", "eml"].contains(ending));
        ours.is_some_and(|(stem, _)| stems.contains(stem))
    };
    Ok(fill_folder(target, &files, &stale)?)
}

/// The workbooks of feedback that stand in a folder, by the unit to which they go.
pub fn standing(done: &Done<'_>, folder: &Path) -> FxHashMap<UnitId, String> {
    let names = feedback::file_names(done.project, last_day(done)).into_iter();
    names.map(|(unit, name)| (unit, format!("{name}.xlsx"))).filter(|(_, name)| folder.join(name).is_file()).collect()
}

/// The day by whose register units are named.
fn last_day(done: &Done<'_>) -> Date {
    done.ledger.period.window(done.project.regime).1
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

/// Makes the feedback of a run, or that for one unit. What was told before stands in the folder where it goes.
pub fn made(
    done: &Done<'_>,
    (folder, target): (&Path, &Path),
    reading: &Options,
    unit: Option<&str>,
    lang: Lang,
) -> Result<Vec<Made>, CommandError> {
    let mut out: Vec<Made> = Vec::new();
    let names = feedback::file_names(done.project, last_day(done));
    let before = feedback::told_before(&std::fs::read(target.join(LIST)).unwrap_or_default());
    let mut packets = feedback::packets(done);
    let mut lines = feedback::hold_against(done, &mut packets, &before, lang);
    if let Some(unit) = unit {
        packets.retain(|p| done.project.register.get(p.unit).code == unit);
        // What others were told stands as it is.
        lines.retain(|l| l.unit == unit);
        lines.extend(before.into_iter().filter(|l| l.unit != unit));
    }
    for packet in packets {
        let unit = done.project.register.get(packet.unit).code.clone();
        let Some(name) = names.get(&packet.unit) else {
            continue;
        };
        let book = match packet.findings.is_empty() {
            true => None,
            false => Some(book_of((done, &packet), folder, reading, false, lang)?),
        };
        let mut add = |ending: &str, bytes: Vec<u8>| {
            out.push(Made { unit: unit.clone(), name: format!("{name}.{ending}"), bytes });
        };
        let mail = feedback::mail(done, &packet, (name, book.as_deref()), lang);
        book.into_iter().for_each(|b| add("xlsx", b));
        add("txt", feedback::text(done, &packet, lang).into_bytes());
        add("eml", mail);
    }
    let bytes = feedback::list(&lines).map_err(std::io::Error::other)?;
    out.push(Made { unit: String::new(), name: LIST.to_owned(), bytes });
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
