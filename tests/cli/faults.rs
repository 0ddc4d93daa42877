//! Faults put in on purpose: the program killed at any instant, its readers killed or stopped, writes that
//! fail, a folder that another run holds.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::runner::{Bench, copy, repository};

/// A small project, of which a run takes some hundredths of a second.
fn small() -> Bench {
    let bench = Bench::new();
    copy(&repository().join("tests/foreign/project"), &bench.path("p"));
    for case in ["plain-xlsx", "plain-xls", "plain-ods", "total-at-bottom-tong"] {
        copy(&repository().join("tests/foreign/cases").join(case), &bench.path(&format!("p/submissions/{case}")));
        fs::remove_file(bench.path(&format!("p/submissions/{case}/expected.json"))).expect("not a submission");
    }
    bench
}

/// What is wrong with a folder of outputs: every file that its account names must be there, whole.
fn wrong_with(folder: &Path) -> Option<String> {
    let account = match fs::read(folder.join("run.json")) {
        Ok(a) => a,
        Err(e) => return Some(format!("run.json: {e}")),
    };
    let account: serde_json::Value = match serde_json::from_slice(&account) {
        Ok(a) => a,
        Err(e) => return Some(format!("run.json: {e}")),
    };
    let outputs = account["outputs"].as_array().map(Vec::as_slice).unwrap_or_default();
    if outputs.len() < 4 {
        return Some(format!("{} outputs", outputs.len()));
    }
    for output in outputs {
        let path = output["path"].as_str().unwrap_or_default();
        let bytes = fs::read(folder.join(path)).unwrap_or_default();
        let digest: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        if output["sha256"] != digest.as_str() {
            return Some(format!("{path} is not what run.json says"));
        }
    }
    None
}

/// The outputs of a folder by name, `run.json` and `index.html` aside, which tell the time, and `changes.csv`, which tells what stood before.
fn outputs(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("outputs")
        .map(|e| e.expect("an entry"))
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).expect("an output")))
        .filter(|(n, _)| n != "run.json" && n != "index.html" && n != "changes.csv" && !n.starts_with("thay-doi-"))
        .collect();
    all.sort();
    all
}

// Killed two hundred times at any instant: the last output is always there and whole, and the run after that
// is right and leaves nothing behind.
#[test]
fn killed_at_any_instant() {
    const KILLS: u32 = 200;
    let bench = small();
    let arguments = |i: u32| {
        // Every other run writes other outputs, so that there is something to replace; some use the cache.
        let day = if i.is_multiple_of(2) { "2019-03-20" } else { "2019-04-20" };
        let mut a = vec!["consolidate", "p", "--output", "out", "--period", "2019-Q1", "-q", "--as-of", day];
        if i.is_multiple_of(3) {
            a.push("--no-cache");
        }
        a
    };
    let begin = Instant::now();
    assert_ne!(bench.run(&arguments(0)).code, 2);
    let usual = begin.elapsed();
    let (target, aside) = (bench.path("out/2019-Q1"), bench.path("out/.2019-Q1.old"));
    let mut seed = 20_261_122u64;
    let (mut finished, mut between) = (0, 0);
    for i in 1..=KILLS {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let wait = usual.mul_f64((seed >> 33) as f64 / f64::from(1u32 << 31));
        let mut child = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .args(arguments(i))
            .current_dir(bench.path("."))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        thread::sleep(wait);
        finished += usize::from(child.try_wait().expect("a status").is_some());
        let _ = child.kill();
        let _ = child.wait();
        let last = if target.exists() { &target } else { &aside };
        between += usize::from(!target.exists());
        assert_eq!(wrong_with(last), None, "after kill {i}, {wait:?} into the run");
    }
    eprintln!("{KILLS} kills: {finished} runs had ended, {between} stood between the two renames");
    assert_ne!(bench.run(&arguments(1)).code, 2);
    assert_eq!(wrong_with(&target), None);
    let left: Vec<String> = fs::read_dir(bench.path("out"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|n| n != "2019-Q1" && n != ".cache" && n != "index.html")
        .collect();
    assert!(left.is_empty(), "left behind: {left:?}");
    // What kills left in the cache is few and goes with its age.
    assert!(fs::read_dir(bench.path("out/.cache")).unwrap().count() < 60);
    let mut afresh = arguments(1);
    afresh[3] = "afresh";
    assert_ne!(bench.run(&afresh).code, 2);
    assert!(outputs(&target) == outputs(&bench.path("afresh/2019-Q1")), "other outputs than a run that nobody killed");
}

// Between the two renames the old outputs stand aside: the next run finds them.
#[test]
fn killed_between_the_renames() {
    let bench = small();
    let run = ["consolidate", "p", "--output", "out", "--period", "2019-Q1", "-q"];
    assert_ne!(bench.run(&run).code, 2);
    let before = outputs(&bench.path("out/2019-Q1"));
    fs::write(bench.path("out/2019-Q1/ghi chú.txt"), "của tôi").unwrap();
    fs::rename(bench.path("out/2019-Q1"), bench.path("out/.2019-Q1.old")).unwrap();
    fs::create_dir(bench.path("out/.2019-Q1.new")).unwrap();
    fs::write(bench.path("out/.2019-Q1.new/facts.csv"), "half").unwrap();
    assert_ne!(bench.run(&run).code, 2);
    assert_eq!(fs::read_to_string(bench.path("out/2019-Q1/ghi chú.txt")).unwrap(), "của tôi");
    fs::remove_file(bench.path("out/2019-Q1/ghi chú.txt")).unwrap();
    assert!(outputs(&bench.path("out/2019-Q1")) == before);
    assert!(!bench.path("out/.2019-Q1.old").exists() && !bench.path("out/.2019-Q1.new").exists());
}

// A lock that a dead run left is no lock; one that is held is, and names its holder.
#[test]
fn locked() {
    let bench = small();
    let run = ["consolidate", "p", "--output", "out", "--period", "2019-Q1", "-q"];
    bench.write("out/.2019-Q1.lock", "PID 999999 máy-khác");
    assert_ne!(bench.run(&run).code, 2, "a stale lock");
    let path = bench.path("out/.2019-Q1.lock");
    fs::write(&path, "PID 4242 may-tinh-phong-tong-hop").unwrap();
    let held = fs::OpenOptions::new().read(true).write(true).open(&path).unwrap();
    held.lock().unwrap();
    let ran = bench.run(&[&run[..], &["--no-cache"]].concat());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Một lần chạy khác") && (cfg!(windows) || ran.err.contains("PID 4242")), "{}", ran.err);
    assert_eq!(wrong_with(&bench.path("out/2019-Q1")), None);
    drop(held);
    assert_ne!(bench.run(&run).code, 2);
}

// Where the outputs cannot be written at all, the reason is told and nothing is touched.
#[test]
fn output_is_no_folder() {
    let bench = small();
    bench.write("out", "a file");
    let ran = bench.run(&["consolidate", "p", "--output", "out", "--period", "2019-Q1", "-q"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Không ghi được"), "{}", ran.err);
    assert_eq!(fs::read_to_string(bench.path("out")).unwrap(), "a file");
}

// No room on the disk, wherever it ends: exit code 2, the last output stands, the next run succeeds.
#[cfg(unix)]
#[test]
fn no_room() {
    let bench = small();
    let run = ["consolidate", "p", "--output", "out", "--period", "2019-Q1", "-q"];
    assert_ne!(bench.run(&run).code, 2);
    let before = outputs(&bench.path("out/2019-Q1"));
    // The shell lets files grow to so many blocks of 512 bytes, and writes fail beyond, as on a full disk.
    for blocks in [0, 1, 2, 4, 8, 16] {
        let ran = Command::new("sh")
            .arg("-c")
            .arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\""))
            .arg(env!("CARGO_BIN_EXE_tonghop"))
            .args(run)
            .arg("--no-cache")
            .args(["--as-of", "2020-01-01"])
            .current_dir(bench.path("."))
            .output()
            .expect("sh runs");
        let err = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{blocks} blocks: {err}");
        assert!(err.contains("Không ghi được") && err.contains("Kết quả cũ"), "{err}");
        assert_eq!(wrong_with(&bench.path("out/2019-Q1")), None, "{blocks} blocks");
        assert!(outputs(&bench.path("out/2019-Q1")) == before, "{blocks} blocks");
    }
    assert_ne!(bench.run(&run).code, 2);
    // A cache that cannot be written is no failure.
    fs::remove_dir_all(bench.path("out/.cache")).unwrap();
    fs::write(bench.path("out/.cache"), "no folder").unwrap();
    assert_ne!(bench.run(&run).code, 2);
    assert!(outputs(&bench.path("out/2019-Q1")) == before);
}

/// Starts a run and sends its first reader a signal as soon as it is there.
#[cfg(target_os = "linux")]
fn with_reader_signalled(bench: &Bench, signal: &str) -> i32 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .args(["consolidate", "sample", "--output", "out", "-q", "--no-cache", "--jobs", "1", "--max-seconds", "2"])
        .current_dir(bench.path("."))
        .spawn()
        .expect("the program starts");
    let begin = Instant::now();
    let reader = loop {
        let tasks = fs::read_dir(format!("/proc/{}/task", child.id())).into_iter().flatten().flatten();
        let lists = tasks.filter_map(|t| fs::read_to_string(t.path().join("children")).ok());
        if let Some(id) = lists.filter_map(|l| l.split_whitespace().next().map(str::to_owned)).next() {
            break id;
        }
        assert!(begin.elapsed() < Duration::from_secs(10), "no reader was started");
        thread::sleep(Duration::from_micros(200));
    };
    // Into its work, not into its start.
    thread::sleep(Duration::from_millis(30));
    let sent = Command::new("kill").args([signal, &reader]).status().expect("kill runs");
    assert!(sent.success());
    child.wait().expect("the run ends").code().unwrap_or(-1)
}

// A reader that dies of whatever (an abort, a stack that overflows, the system's killer) or stops for ever
// costs the file that it was at, which gets a finding with the cause; all others are read.
#[cfg(target_os = "linux")]
#[test]
fn readers_die_and_stall() {
    for (signal, code, cause) in
        [("-ILL", "F007", ""), ("-ABRT", "F007", ""), ("-KILL", "F007", ""), ("-STOP", "F006", "--max-seconds")]
    {
        let bench = Bench::with_sample();
        fs::remove_dir_all(bench.path("sample/submissions/2018-Q4")).unwrap();
        assert_eq!(with_reader_signalled(&bench, signal), 1, "{signal}");
        let run = bench.json("out/2019-Q1/run.json");
        let inputs = run["inputs"].as_array().unwrap();
        let failed: Vec<_> = inputs.iter().filter(|i| i["fate"] == "failed" && i["reason"] == code).collect();
        assert_eq!(failed.len(), 1, "{signal}: {failed:?}");
        let path = failed[0]["path"].as_str().unwrap();
        let findings = bench.json("out/2019-Q1/findings.json");
        let told = findings["findings"].as_array().unwrap().iter().find(|f| f["file"] == path && f["code"] == code);
        let told = told.unwrap_or_else(|| panic!("{signal}: nothing about {path}"));
        assert!(
            told["hint"].as_str().unwrap().contains(cause) || told["message"].as_str().unwrap().contains(cause),
            "{told}"
        );
        // Of the 45 that count, at most that one is lost.
        assert!(inputs.iter().filter(|i| i["fate"] == "counted").count() >= 44, "{signal}");
    }
}
