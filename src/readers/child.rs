/*!
The reader's side: takes paths from standard input, gives facts on standard output.
*/

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::time::Duration;

use super::allocator;
use super::protocol::{self, Ask, Job, Setup};
use crate::finding::{Code, Finding, Term};
use crate::inspect::{Inspection, inspect};
use crate::project::Project;
use crate::submission::{Extract, Reading, refuse};

/// Serves jobs until the input ends.
pub fn serve(input: &mut impl Read, output: impl Write) -> io::Result<()> {
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
            Ask::View { draft } => protocol::encode(&view_job(&reading, &job, draft)),
        };
        protocol::write_frame(&mut output, &answer.map_err(io::Error::other)?)?;
        output.flush()?;
    }
}

fn read_job(reading: &Reading<'_>, job: &Job) -> Extract {
    let bytes = match read_steadily(&job.path, reading.limits.file_bytes) {
        Ok(b) => b,
        Err(extract) => return *extract,
    };
    let size = bytes.len() as u64;
    let read = panic::catch_unwind(AssertUnwindSafe(|| reading.read_file(&job.name, &bytes)));
    read.unwrap_or_else(|_| Extract {
        sha256: crate::submission::sha256(&bytes),
        ..Extract::failed(size, Finding::new(Code::F007).arg("reason", Term::Panicked))
    })
}

fn view_job(reading: &Reading<'_>, job: &Job, draft: bool) -> Result<Inspection, Box<Finding>> {
    let first = |e: Extract| Box::new(e.findings.into_iter().next().unwrap_or_else(|| Finding::new(Code::F007)));
    let bytes = read_steadily(&job.path, reading.limits.file_bytes).map_err(|e| first(*e))?;
    let seen = panic::catch_unwind(AssertUnwindSafe(|| inspect(reading, &job.name, &bytes, draft)));
    match seen {
        Ok(Ok(view)) => Ok(view),
        Ok(Err(refusal)) => Err(Box::new(refuse(refusal, true).1)),
        Err(_) => Err(Box::new(Finding::new(Code::F007).arg("reason", Term::Panicked))),
    }
}

/// Reads a file that stays the same while it is read; one that changes is tried again, then given up.
fn read_steadily(path: &Path, most: u64) -> Result<Vec<u8>, Box<Extract>> {
    let failed = |size: u64, e: io::Error| {
        Box::new(Extract::failed(size, Finding::new(Code::F001).arg("reason", e.to_string())))
    };
    let mut size = 0;
    for attempt in 0..3 {
        if attempt > 0 {
            std::thread::sleep(Duration::from_millis(150));
        }
        let before = fs::metadata(path).map_err(|e| failed(size, e))?;
        size = before.len();
        if size > most {
            let f = Finding::new(Code::F006)
                .arg("limit", Term::FileSize)
                .arg("option", "--max-file")
                .value(size.to_string())
                .expected(most.to_string());
            return Err(Box::new(Extract::failed(size, f)));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        let file = File::open(path).map_err(|e| failed(size, e))?;
        file.take(most + 1).read_to_end(&mut bytes).map_err(|e| failed(size, e))?;
        let after = fs::metadata(path).map_err(|e| failed(size, e))?;
        if same(&before, &after) && bytes.len() as u64 == before.len() {
            return Ok(bytes);
        }
    }
    Err(Box::new(Extract::failed(size, Finding::new(Code::F011))))
}

fn same(a: &Metadata, b: &Metadata) -> bool {
    a.len() == b.len() && a.modified().ok() == b.modified().ok()
}
