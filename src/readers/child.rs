/*!
The reader's side: takes paths from standard input, gives facts on standard output.
*/

use std::fs::Metadata;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::time::Duration;

use super::allocator;
use super::protocol::{self, Ask, Job, Setup};
use crate::finding::{Code, Finding, Said, Term};
use crate::inspect::{Inspection, inspect};
use crate::intake::open::{NotOpened, open};
use crate::intake::read;
use crate::intake::workbook::Workbook;
use crate::project::Project;
use crate::submission::{Extract, Outcome, Reading, refuse};

/// Serves jobs until the input ends.
pub fn serve(input: &mut impl Read, output: impl Write) -> io::Result<()> {
    outlive_signals();
    let mut output = BufWriter::new(output);
    let setup: Setup = protocol::decode(&protocol::read_frame(input)?).map_err(io::Error::other)?;
    let project = Project::from_files(setup.files, setup.embedded).map_err(io::Error::other)?;
    let reading = Reading::new(&project, setup.limits);
    allocator::limit(setup.memory);
    // A panic of the reader library is an answer like any other; its text is not for the terminal.
    panic::set_hook(Box::new(|_| {}));
    loop {
        let frame = match protocol::read_frame(input) {
            Ok(f) => f,
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(e) => return Err(e),
        };
        let job: Job = protocol::decode(&frame).map_err(io::Error::other)?;
        let answer = match job.ask {
            Ask::Facts => protocol::encode(&read_job(&reading, &job)),
            Ask::Cells => protocol::encode(&cells_job(&reading, &job)),
            Ask::View { draft } => protocol::encode(&view_job(&reading, &job, draft)),
        };
        protocol::write_frame(&mut output, &answer.map_err(io::Error::other)?)?;
        output.flush()?;
    }
}

/// What interrupts the program reaches its readers, too: whether a file is read to its end is for the run to say, which ends
/// its readers by itself. One whose run is gone ends.
fn outlive_signals() {
    let _ = ctrlc::set_handler(|| {});
    #[cfg(unix)]
    std::thread::spawn(|| {
        let run = std::os::unix::process::parent_id();
        while std::os::unix::process::parent_id() == run {
            std::thread::sleep(Duration::from_secs(1));
        }
        std::process::exit(0);
    });
}

fn read_job(reading: &Reading<'_>, job: &Job) -> Extract {
    let bytes = match read_steadily(job, reading.limits.file_bytes) {
        Ok(b) => b,
        Err(extract) => return *extract,
    };
    let size = bytes.len() as u64;
    let read = panic::catch_unwind(AssertUnwindSafe(|| reading.read_file(&job.name, &bytes)));
    let mut extract = read.unwrap_or_else(|_| Extract {
        sha256: crate::submission::sha256(&bytes),
        ..Extract::failed(size, Finding::new(Code::F007).arg("reason", Term::Panicked))
    });
    if job.odd && extract.outcome != Outcome::Skipped {
        extract.findings.push(Finding::new(Code::F016));
    }
    extract
}

fn view_job(reading: &Reading<'_>, job: &Job, draft: bool) -> Result<Inspection, Box<Finding>> {
    let bytes = read_steadily(job, reading.limits.file_bytes).map_err(|e| first(*e))?;
    let seen = panic::catch_unwind(AssertUnwindSafe(|| inspect(reading, &job.name, &bytes, draft)));
    match seen {
        Ok(Ok(view)) => Ok(view),
        Ok(Err(refusal)) => Err(Box::new(refuse(refusal, true).1)),
        Err(_) => Err(Box::new(Finding::new(Code::F007).arg("reason", Term::Panicked))),
    }
}

fn cells_job(reading: &Reading<'_>, job: &Job) -> Result<Workbook, Box<Finding>> {
    let bytes = read_steadily(job, reading.limits.file_bytes).map_err(|e| first(*e))?;
    let read = panic::catch_unwind(AssertUnwindSafe(|| read::read(&bytes, &reading.limits)));
    match read {
        Ok(Ok(book)) => Ok(book),
        Ok(Err(refusal)) => Err(Box::new(refuse(refusal, true).1)),
        Err(_) => Err(Box::new(Finding::new(Code::F007).arg("reason", Term::Panicked))),
    }
}

/// The finding of a file that could not be read.
fn first(extract: Extract) -> Box<Finding> {
    Box::new(extract.findings.into_iter().next().unwrap_or_else(|| Finding::new(Code::F007)))
}

/// Reads a file that stays the same while it is read; one that changes is tried again, then given up.
fn read_steadily(job: &Job, most: u64) -> Result<Vec<u8>, Box<Extract>> {
    let failed = |size: u64, e: io::Error| Box::new(Extract::failed(size, Finding::refused(&e)));
    // Opened once: it is this file that is judged and read, whatever comes to stand under its name.
    let (mut file, mut before) =
        open(Path::new(&job.path), job.root.as_deref().map(Path::new)).map_err(|e| Box::new(not_opened(e)))?;
    let mut size = 0;
    for attempt in 0..3 {
        if attempt > 0 {
            std::thread::sleep(Duration::from_millis(150));
            file.rewind().and_then(|()| file.metadata()).map(|m| before = m).map_err(|e| failed(size, e))?;
        }
        size = before.len();
        if size > most {
            let f = Finding::new(Code::F006)
                .arg("limit", Term::FileSize)
                .arg("option", "--max-file")
                .value(Said::Bytes(size))
                .expected(Said::Bytes(most));
            return Err(Box::new(Extract::failed(size, f)));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        (&mut file).take(most + 1).read_to_end(&mut bytes).map_err(|e| failed(size, e))?;
        let after = file.metadata().map_err(|e| failed(size, e))?;
        if same(&before, &after) && bytes.len() as u64 == before.len() {
            return Ok(bytes);
        }
    }
    Err(Box::new(Extract::failed(size, Finding::new(Code::F011))))
}

/// What a file is that was a regular one when the folder was walked.
fn not_opened(why: NotOpened) -> Extract {
    let skipped = |f| Extract { outcome: Outcome::Skipped, ..Extract::failed(0, f) };
    match why {
        NotOpened::Io(e) => Extract::failed(0, Finding::refused(&e)),
        NotOpened::Special => skipped(Finding::new(Code::F005).value(Term::Special)),
        NotOpened::Link => skipped(Finding::new(Code::F012)),
    }
}

fn same(a: &Metadata, b: &Metadata) -> bool {
    a.len() == b.len() && a.modified().ok() == b.modified().ok()
}
