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

use std::collections::VecDeque;
use std::io::{self, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::finding::{Code, Finding, Term};
use crate::inspect::Inspection;
use crate::intake::container::Limits;
use crate::intake::walk::Found;
use crate::project::Project;
use crate::submission::Extract;
use protocol::{Ask, Job, Setup};

pub use child::serve;

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
}

impl Default for Options {
    fn default() -> Self {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        Options { workers, memory: 1 << 30, time: Duration::from_secs(60), limits: Limits::default() }
    }
}

/// Readers cannot be started at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot start a reader process: {0}")]
pub struct ReaderError(#[from] pub io::Error);

/// Most files of a batch, and most bytes: small files share a round trip, large ones travel alone.
const BATCH_FILES: usize = 64;
const BATCH_BYTES: u64 = 4 << 20;

/// Reads every file that is to be read; the others give what the walk found. In the order of the files.
pub fn read_all(
    project: &Project,
    found: &[&Found],
    options: &Options,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Extract>, ReaderError> {
    let queue: Mutex<VecDeque<usize>> = Mutex::new((0..found.len()).filter(|i| found[*i].skipped.is_none()).collect());
    let waiting = lock(&queue).len();
    let results: Vec<Mutex<Option<Extract>>> = found.iter().map(|_| Mutex::new(None)).collect();
    let workers = options.workers.clamp(1, 64).min(waiting.max(1));
    let setup = protocol::encode(&Setup {
        files: project.files.clone(),
        embedded: project.embedded,
        limits: options.limits,
        memory: options.memory,
    })
    .map_err(io::Error::other)?;
    let program = std::env::current_exe()?;
    let pool = Pool { program, setup, found, options, queue: &queue, results: &results, progress, workers };
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
    Ok(found
        .iter()
        .zip(results)
        .map(|(file, slot)| {
            let got = slot.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
            got.unwrap_or_else(|| match &file.skipped {
                Some(f) if f.code == Code::F001 => Extract::failed(file.size, f.clone()),
                Some(f) => {
                    Extract { outcome: crate::submission::Outcome::Skipped, ..Extract::failed(file.size, f.clone()) }
                }
                None => Extract::failed(file.size, Finding::new(Code::F007).arg("reason", Term::Crashed)),
            })
        })
        .collect())
}

/// Looks at one file in a reader of its own.
pub fn view(
    project: &Project,
    file: &Found,
    options: &Options,
    draft: bool,
) -> Result<Result<Inspection, Box<Finding>>, ReaderError> {
    let setup = Setup {
        files: project.files.clone(),
        embedded: project.embedded,
        limits: options.limits,
        memory: options.memory,
    };
    let setup = protocol::encode(&setup).map_err(io::Error::other)?;
    let queue = Mutex::new(VecDeque::new());
    let program = std::env::current_exe()?;
    let found = &[file];
    let pool = Pool { program, setup, found, options, queue: &queue, results: &[], progress: &|_| {}, workers: 1 };
    let mut reader = pool.start()?;
    let job = Job { name: file.name.clone(), path: file.path.clone(), ask: Ask::View { draft } };
    let bytes = protocol::encode(&job).map_err(io::Error::other)?;
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
    found: &'a [&'a Found],
    options: &'a Options,
    queue: &'a Mutex<VecDeque<usize>>,
    results: &'a [Mutex<Option<Extract>>],
    progress: &'a (dyn Fn(usize) + Sync),
    workers: usize,
}

/// A running reader.
struct Reader {
    child: Child,
    input: BufWriter<ChildStdin>,
    output: Receiver<io::Result<Vec<u8>>>,
    complaints: Receiver<String>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Why a reader gave no answer.
enum Silence {
    Died,
    TimedOut,
}

impl Pool<'_> {
    fn start(&self) -> io::Result<Reader> {
        let mut child = Command::new(&self.program)
            .arg(READER_MODE)
            // A reader keeps the memory of one file for the next: giving it back and asking again costs a
            // tenth of the time.
            .env("MIMALLOC_PURGE_DELAY", "-1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(mut output), Some(mut errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("no pipes"));
        };
        let (send, receive) = channel();
        thread::spawn(move || {
            loop {
                let frame = protocol::read_frame(&mut output);
                let last = frame.is_err();
                if send.send(frame).is_err() || last {
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
        let mut input = BufWriter::new(input);
        protocol::write_frame(&mut input, &self.setup)?;
        input.flush()?;
        Ok(Reader { child, input, output: receive, complaints })
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
                        self.put(
                            i,
                            Extract::failed(self.found[i].size, Finding::new(Code::F007).arg("reason", e.to_string())),
                        );
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
        *lock(&self.results[i]) = Some(extract);
        (self.progress)(1);
    }

    /// Hands a batch to a reader; false when the reader is of no more use.
    fn serve_batch(&self, reader: &mut Reader, batch: &[usize]) -> bool {
        let sent = (|| -> io::Result<()> {
            for &i in batch {
                let job = Job { name: self.found[i].name.clone(), path: self.found[i].path.clone(), ask: Ask::Facts };
                protocol::write_frame(&mut reader.input, &protocol::encode(&job).map_err(io::Error::other)?)?;
            }
            reader.input.flush()
        })();
        // A reader that takes no more jobs is dead or about to be: what it still answers is heard below.
        let _ = sent;
        for (n, &i) in batch.iter().enumerate() {
            match self.answer(reader) {
                Ok(extract) => self.put(i, extract),
                Err(silence) => {
                    self.put(i, self.blame(reader, i, &silence));
                    let mut queue = lock(self.queue);
                    for &rest in batch[n + 1..].iter().rev() {
                        queue.push_front(rest);
                    }
                    return false;
                }
            }
        }
        true
    }

    fn answer<T: serde::de::DeserializeOwned>(&self, reader: &Reader) -> Result<T, Silence> {
        match reader.output.recv_timeout(self.options.time) {
            Ok(Ok(frame)) => protocol::decode(&frame).map_err(|_| Silence::Died),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(Silence::Died),
            Err(RecvTimeoutError::Timeout) => Err(Silence::TimedOut),
        }
    }

    /// The finding for the file that a reader died of.
    fn blame(&self, reader: &mut Reader, i: usize, silence: &Silence) -> Extract {
        let _ = reader.child.kill();
        let _ = reader.child.wait();
        let size = self.found[i].size;
        let exceeded = |limit: Term, found: String, allowed: String, option: &'static str| {
            Extract::failed(
                size,
                Finding::new(Code::F006).arg("limit", limit).arg("option", option).value(found).expected(allowed),
            )
        };
        match silence {
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
                    Extract::failed(size, Finding::new(Code::F007).arg("reason", Term::Crashed))
                }
            }
        }
    }
}
