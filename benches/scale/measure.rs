//! Runs the program and measures it: time from start to end, and the most memory that it and its readers
//! held together at any moment.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What a run took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Taken {
    pub seconds: f64,
    /// Bytes resident over all processes; 0 where the system does not tell.
    pub memory: u64,
}

/// The built program.
pub fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_tonghop"))
}

/// Runs the program to its end.
pub fn run(arguments: &[&str], folder: &Path, output: &Path) -> Taken {
    let mut command = Command::new(program());
    command.arg(arguments[0]).arg(folder).args(&arguments[1..]).arg("--quiet");
    if arguments[0] == "consolidate" {
        command.arg("--output").arg(output);
    }
    let begin = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().expect("the program starts");
    let (id, over) = (child.id(), AtomicBool::new(false));
    thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = 0;
            while !over.load(Ordering::Relaxed) {
                most = most.max(held(id));
                thread::sleep(Duration::from_millis(10));
            }
            most
        });
        let status = child.wait().expect("the program ends");
        let seconds = begin.elapsed().as_secs_f64();
        over.store(true, Ordering::Relaxed);
        assert!(status.code().is_some_and(|c| c < 2), "{arguments:?} ended with {status}");
        Taken { seconds, memory: watch.join().unwrap_or(0) }
    })
}

/// Bytes resident in a process and its children. Pages that they share (the program itself) count for each.
fn held(id: u32) -> u64 {
    let resident = |id: &str| -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{id}/statm")).unwrap_or_default();
        text.split(' ').nth(1).and_then(|p| p.parse::<u64>().ok()).unwrap_or(0) * 4096
    };
    let threads = std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    let children = threads.filter_map(|t| std::fs::read_to_string(t.path().join("children")).ok());
    let mut sum = resident(&id.to_string());
    for list in children {
        sum += list.split_whitespace().map(resident).sum::<u64>();
    }
    sum
}
