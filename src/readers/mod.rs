/*!
Reads files in processes of their own, so that one poisonous file costs one file.

The program starts itself in a hidden reader mode, one process for each core, and hands it paths in
batches; facts come back over a pipe. A reader has a limit on memory (its allocator refuses more) and on
the time for each file (a watchdog here kills it). When a reader dies, the file that it was at gets a
finding, the rest of its batch goes to a new reader, and nothing else is touched. Results do not depend on
the order of completion.
*/

pub mod allocator;
mod child;
mod protocol;
mod shelf;

use std::collections::VecDeque;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::finding::{Code, Finding, Term};
use crate::inspect::Inspection;
use crate::intake::container::Limits;
use crate::intake::walk::Found;
use crate::intake::workbook::Workbook;
use crate::project::Project;
use crate::submission::Extract;
use protocol::{Ask, Job, Setup};

pub use child::serve;
pub use shelf::Shelf;

/// The name of the hidden reader mode.
pub const READER_MODE: &str = "__reader";

/// How files are read.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Reader processes.
    pub workers: usize,
    /// Bytes of memory that a reader may hold.
    pub memory: u64,
    /// Time for one file.
    pub time: Duration,
    /// Limits on a file.
    pub limits: Limits,
    /// Bytes that all files together may hand over.
    pub total: u64,
}

impl Default for Options {
    fn default() -> Self {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        Options { workers, memory: 1 << 30, time: Duration::from_secs(60), limits: Limits::default(), total: 640 << 20 }
    }
}

/// Readers cannot be started at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot start a reader process: {0}")]
pub struct ReaderError(#[from] pub io::Error);

/// Most files of a batch, and most bytes: small files share a round trip, large ones travel alone.
const BATCH_FILES: usize = 64;
const BATCH_BYTES: u64 = 4 << 20;

/// Most bytes of jobs that a reader has been sent and not answered: as much as any system's pipe takes without waiting
/// for its reader, which may be one that stopped for ever.
const AHEAD_BYTES: usize = 2 << 10;

/// Most readers that are started before it is known how many files there are.
const EARLY: usize = 4;

/// Readers that have been started before anything is asked of them.
#[derive(Default)]
pub struct Waiting {
    readers: Mutex<Vec<Reader>>,
    /// What they were told.
    setup: Vec<u8>,
}

impl Waiting {
    /// Starts some readers, which come up while the files are being found.
    pub fn start(options: &Options) -> Result<Waiting, ReaderError> {
        let program = std::env::current_exe()?;
        let readers = (0..options.workers.clamp(1, EARLY)).map(|_| Reader::start(&program));
        Ok(Waiting { readers: Mutex::new(readers.collect::<io::Result<_>>()?), setup: Vec::new() })
    }

    /// Tells them what for: they prepare themselves.
    pub fn tell(&mut self, project: &Project, options: &Options) {
        self.setup = setup(project, options).unwrap_or_default();
        let readers = self.readers.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        *readers = std::mem::take(readers).into_iter().filter_map(|r| r.told(&self.setup).ok()).collect();
    }

    /// One that was told just this, and lives: one that died while it waited costs no file.
    fn take(&self, setup: &[u8]) -> Option<Reader> {
        let mut readers = lock(&self.readers);
        while let Some(mut reader) = readers.pop().filter(|_| self.setup == setup) {
            if reader.child.as_mut().is_some_and(|c| matches!(c.try_wait(), Ok(None))) {
                return Some(reader);
            }
        }
        None
    }
}

/// Reads some of the files that were found, and puts what they say on the shelf; those that are not to be read give what
/// the walk found.
pub fn read_all(
    project: &Project,
    found: &[Found],
    which: &[usize],
    (options, ahead): (&Options, &Waiting),
    shelf: &mut Shelf<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<(), ReaderError> {
    for &i in which {
        match &found[i].skipped {
            Some(f) if f.code == Code::F001 => shelf.put(i, Extract::failed(found[i].size, f.clone())),
            Some(f) => {
                let failed = Extract::failed(found[i].size, f.clone());
                shelf.put(i, Extract { outcome: crate::submission::Outcome::Skipped, ..failed });
            }
            // What a reader has to say takes the place of this.
            None => shelf.put(i, failed(&found[i], Term::Crashed)),
        }
    }
    let queue: Mutex<VecDeque<usize>> =
        Mutex::new(which.iter().copied().filter(|i| found[*i].skipped.is_none()).collect());
    let waiting = lock(&queue).len();
    let shelf = Mutex::new(shelf);
    let put = |i: usize, extract: Extract| lock(&shelf).put(i, extract);
    let workers = options.workers.clamp(1, 64).min(waiting.max(1));
    let setup = setup(project, options)?;
    let program = std::env::current_exe()?;
    let large = Mutex::new(());
    let pool = Pool { program, setup, found, options, ahead, queue: &queue, put: &put, large, progress, workers };
    if waiting > 0 {
        // The first reader is started here, so that a machine that allows none says so at once.
        let first = pool.start()?;
        let mut first = Some(first);
        thread::scope(|scope| {
            for _ in 0..workers {
                let reader = first.take();
                let pool = &pool;
                scope.spawn(move || pool.work(reader));
            }
        });
    }
    Ok(())
}

/// What a reader is told first.
fn setup(project: &Project, options: &Options) -> io::Result<Vec<u8>> {
    let (files, embedded) = (project.files.clone(), project.embedded);
    let setup = Setup { files, embedded, limits: options.limits, memory: options.memory };
    protocol::encode(&setup).map_err(io::Error::other)
}

/// A file that cost its reader.
fn failed(file: &Found, why: impl Into<crate::finding::Said>) -> Extract {
    Extract::failed(file.size, Finding::new(Code::F007).arg("reason", why))
}

/// How one file is seen, with a draft of a form or not.
pub fn view(
    project: &Project,
    file: &Found,
    options: &Options,
    draft: bool,
) -> Result<Result<Inspection, Box<Finding>>, ReaderError> {
    ask_about(project, file, options, Ask::View { draft })
}

/// The cells of one file.
pub fn cells(
    project: &Project,
    file: &Found,
    options: &Options,
) -> Result<Result<Workbook, Box<Finding>>, ReaderError> {
    ask_about(project, file, options, Ask::Cells)
}

/// Asks a reader of its own about one file.
fn ask_about<T: DeserializeOwned>(
    project: &Project,
    file: &Found,
    options: &Options,
    ask: Ask,
) -> Result<Result<T, Box<Finding>>, ReaderError> {
    let setup = setup(project, options)?;
    let queue = Mutex::new(VecDeque::new());
    let program = std::env::current_exe()?;
    let found = std::slice::from_ref(file);
    let (put, progress) = (&|_, _| {}, &|_| {});
    let large = Mutex::new(());
    let ahead = Waiting::default();
    let pool = Pool { program, setup, found, options, ahead: &ahead, queue: &queue, put, large, progress, workers: 1 };
    let mut reader = pool.start()?;
    let bytes = protocol::encode(&Job::of(file, ask)).map_err(io::Error::other)?;
    let silence = match protocol::write_frame(&mut reader.input, &bytes).and_then(|()| reader.input.flush()) {
        Ok(()) => match pool.answer(&reader) {
            Ok(answer) => return Ok(answer),
            Err(silence) => silence,
        },
        Err(_) => Silence::Died,
    };
    let blamed = pool.blame(&mut reader, 0, &silence);
    Ok(Err(Box::new(blamed.findings.into_iter().next().unwrap_or_else(|| Finding::new(Code::F007)))))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

struct Pool<'a> {
    program: PathBuf,
    setup: Vec<u8>,
    found: &'a [Found],
    options: &'a Options,
    /// Readers that wait to be told.
    ahead: &'a Waiting,
    queue: &'a Mutex<VecDeque<usize>>,
    put: &'a (dyn Fn(usize, Extract) + Sync),
    /// Held by whoever takes a large answer in.
    large: Mutex<()>,
    progress: &'a (dyn Fn(usize) + Sync),
    workers: usize,
}

/// A running reader.
struct Reader {
    child: Option<Child>,
    input: BufWriter<ChildStdin>,
    output: Receiver<io::Result<Heard>>,
    /// Says that a large answer may come.
    go: SyncSender<()>,
    complaints: Receiver<String>,
}

impl Reader {
    /// Ends it. Nobody waits for that: one that waits itself for a drive that does not answer cannot die.
    fn end(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            thread::spawn(move || child.wait());
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.end();
    }
}

/// What comes back from a reader.
enum Heard {
    /// An answer.
    Answer(Vec<u8>),
    /// An answer of so many bytes waits.
    Large(u64),
}

/// Answers above this are taken in one at a time, by all readers together: each is held twice while it is unpacked.
const LARGE: u64 = 16 << 20;

/// Why a reader gave no answer.
enum Silence {
    Died,
    TimedOut,
    /// It wanted to say more than the whole run may.
    TooMuch(u64),
}

impl Reader {
    /// Starts one.
    fn start(program: &Path) -> io::Result<Reader> {
        let mut child = Command::new(program)
            .arg(READER_MODE)
            // A reader keeps the memory of one file for the next: giving it back and asking again costs a
            // tenth of the time.
            .env("MIMALLOC_PURGE_DELAY", "-1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(output), Some(mut errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("no pipes"));
        };
        // One answer waits here at most: what is not yet taken stays with its reader.
        let (send, receive) = sync_channel(1);
        let (go, may_go) = sync_channel(1);
        thread::spawn(move || {
            let mut output = BufReader::with_capacity(64 << 10, output);
            loop {
                let heard = protocol::read_length(&mut output).and_then(|length| {
                    if length > LARGE {
                        send.send(Ok(Heard::Large(length))).map_err(io::Error::other)?;
                        may_go.recv().map_err(io::Error::other)?;
                    }
                    protocol::read_body(&mut output, length).map(Heard::Answer)
                });
                let last = heard.is_err();
                if send.send(heard).is_err() || last {
                    break;
                }
            }
        });
        let (tell, complaints) = channel();
        thread::spawn(move || {
            // A reader that complains without end is heard only so far.
            let mut text = Vec::new();
            let _ = (&mut errors).take(16 << 10).read_to_end(&mut text);
            let _ = io::copy(&mut errors, &mut io::sink());
            let _ = tell.send(String::from_utf8_lossy(&text).into_owned());
        });
        let input = BufWriter::new(input);
        Ok(Reader { child: Some(child), input, output: receive, go, complaints })
    }

    /// Tells it what for.
    fn told(mut self, setup: &[u8]) -> io::Result<Reader> {
        protocol::write_frame(&mut self.input, setup)?;
        self.input.flush()?;
        Ok(self)
    }
}

impl Pool<'_> {
    fn start(&self) -> io::Result<Reader> {
        match self.ahead.take(&self.setup) {
            Some(reader) => Ok(reader),
            None => Reader::start(&self.program)?.told(&self.setup),
        }
    }

    fn take_batch(&self) -> Vec<usize> {
        let mut queue = lock(self.queue);
        // Towards the end batches shrink, so that no reader is left with all that remains.
        let most = (queue.len() / (self.workers * 4)).clamp(1, BATCH_FILES);
        let mut bytes = 0;
        let mut batch = Vec::new();
        while batch.len() < most {
            let Some(&next) = queue.front() else {
                break;
            };
            bytes += self.found[next].size;
            if !batch.is_empty() && bytes > BATCH_BYTES {
                break;
            }
            queue.pop_front();
            batch.push(next);
        }
        batch
    }

    fn work(&self, reader: Option<Reader>) {
        let mut reader = reader;
        loop {
            let batch = self.take_batch();
            if batch.is_empty() {
                return;
            }
            let mut running = match reader.take().map_or_else(|| self.start(), Ok) {
                Ok(r) => r,
                Err(e) => {
                    for i in batch {
                        self.put(i, failed(&self.found[i], e.to_string()));
                    }
                    continue;
                }
            };
            if self.serve_batch(&mut running, &batch) {
                reader = Some(running);
            }
        }
    }

    fn put(&self, i: usize, extract: Extract) {
        (self.put)(i, extract);
        (self.progress)(1);
    }

    /// Hands a batch to a reader; false when the reader is of no more use.
    fn serve_batch(&self, reader: &mut Reader, batch: &[usize]) -> bool {
        let mut waiting: VecDeque<(usize, Vec<u8>)> = VecDeque::with_capacity(batch.len());
        for &i in batch {
            match protocol::encode(&Job::of(&self.found[i], Ask::Facts)) {
                Ok(job) => waiting.push_back((i, job)),
                Err(e) => self.put(i, failed(&self.found[i], e.to_string())),
            }
        }
        let mut asked: VecDeque<(usize, usize)> = VecDeque::new();
        let mut ahead = 0;
        while !waiting.is_empty() || !asked.is_empty() {
            while let Some((i, job)) = waiting.pop_front() {
                if !asked.is_empty() && ahead + job.len() > AHEAD_BYTES {
                    waiting.push_front((i, job));
                    break;
                }
                // A reader that takes no more jobs is dead or about to be: what it still answers is heard below.
                let _ = protocol::write_frame(&mut reader.input, &job);
                ahead += job.len();
                asked.push_back((i, job.len()));
            }
            let _ = reader.input.flush();
            let Some((i, length)) = asked.pop_front() else {
                break;
            };
            ahead -= length;
            match self.answer(reader) {
                Ok(extract) => self.put(i, extract),
                Err(silence) => {
                    self.put(i, self.blame(reader, i, &silence));
                    let rest = asked.iter().map(|(i, _)| *i).chain(waiting.iter().map(|(i, _)| *i));
                    let rest: Vec<usize> = rest.collect();
                    let mut queue = lock(self.queue);
                    rest.into_iter().rev().for_each(|i| queue.push_front(i));
                    return false;
                }
            }
        }
        true
    }

    fn answer<T: DeserializeOwned>(&self, reader: &Reader) -> Result<T, Silence> {
        let hear = || match reader.output.recv_timeout(self.options.time) {
            Ok(Ok(heard)) => Ok(heard),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(Silence::Died),
            Err(RecvTimeoutError::Timeout) => Err(Silence::TimedOut),
        };
        let unpack = |frame: Vec<u8>| protocol::decode(&frame).map_err(|_| Silence::Died);
        match hear()? {
            Heard::Answer(frame) => unpack(frame),
            Heard::Large(length) if length > self.options.total => Err(Silence::TooMuch(length)),
            Heard::Large(_) => {
                let _alone = lock(&self.large);
                reader.go.send(()).map_err(|_| Silence::Died)?;
                match hear()? {
                    Heard::Answer(frame) => unpack(frame),
                    Heard::Large(_) => Err(Silence::Died),
                }
            }
        }
    }

    /// The finding for the file that a reader died of.
    fn blame(&self, reader: &mut Reader, i: usize, silence: &Silence) -> Extract {
        reader.end();
        let size = self.found[i].size;
        let exceeded = |limit: Term, found: String, allowed: String, option: &'static str| {
            Extract::failed(
                size,
                Finding::new(Code::F006).arg("limit", limit).arg("option", option).value(found).expected(allowed),
            )
        };
        match silence {
            Silence::TooMuch(length) => Extract::failed(size, shelf::no_room(*length, self.options.total)),
            Silence::TimedOut => {
                let seconds = self.options.time.as_secs();
                exceeded(Term::Time, format!("> {seconds} s"), format!("{seconds} s"), "--max-seconds")
            }
            Silence::Died => {
                let complaint = reader.complaints.recv_timeout(Duration::from_secs(2)).unwrap_or_default();
                if complaint.contains("memory allocation of") {
                    let allowed = self.options.memory >> 20;
                    exceeded(Term::Memory, format!("> {allowed} MiB"), format!("{allowed} MiB"), "--max-memory")
                } else {
                    failed(&self.found[i], Term::Crashed)
                }
            }
        }
    }
}
