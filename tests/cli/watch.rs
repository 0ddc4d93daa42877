//! `watch`: whatever happens in the folder while it runs, in the end the outputs are those of a fresh run.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::nightly::{Monthly, report};
use crate::runner::Bench;

/// A running watch, and the lines that it says, of both kinds.
struct Watch {
    child: Child,
    said: Receiver<String>,
}

impl Watch {
    fn start(bench: &Bench, more: &[&str]) -> Watch {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .args(["watch", "p", "--settle", "1", "--lang", "en"])
            .args(if more.contains(&"-o") { &[][..] } else { &["-o", "out"] })
            .args(more)
            .current_dir(bench.path("."))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (say, said) = channel();
        let also = say.clone();
        let (out, err) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
        thread::spawn(move || BufReader::new(out).lines().map_while(Result::ok).try_for_each(|l| say.send(l)));
        thread::spawn(move || BufReader::new(err).lines().map_while(Result::ok).try_for_each(|l| also.send(l)));
        Watch { child, said }
    }

    /// Waits for a line that says something.
    fn hear(&self, what: &str) -> String {
        let begin = Instant::now();
        let mut heard = Vec::new();
        while begin.elapsed() < Duration::from_secs(60) {
            match self.said.recv_timeout(Duration::from_secs(1)) {
                Ok(line) if line.contains(what) => return line,
                Ok(line) => heard.push(line),
                Err(_) => {}
            }
        }
        panic!("nobody said {what}: {heard:#?}");
    }

    /// Asks it to end, and gives what it still says and its exit code.
    #[cfg(unix)]
    fn end(mut self, signal: &str) -> (Vec<String>, i32) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().expect("kill").success());
        let code = self.child.wait().expect("an end").code().unwrap_or(-1);
        (self.said.iter().collect(), code)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The outputs of a period but for what tells the time of the run and what differs from the one before.
fn outputs(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let apart = |n: &str| matches!(n, "run.json" | "index.html" | "changes.csv") || n.starts_with("thay-doi-");
    let mut all: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("outputs")
        .map(|e| e.expect("an entry"))
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).expect("an output")))
        .filter(|(n, _)| !apart(n))
        .collect();
    all.sort();
    all
}

// Two hundred files are copied slowly, renamed, opened in Excel and closed, replaced and deleted while it watches.
#[cfg(unix)]
#[test]
fn two_hundred_files() {
    const UNITS: usize = 200;
    let bench = Monthly { units: UNITS, deadline_days: 3000 }.make();
    let period = "2024-03";
    let folder = bench.path("p/submissions/2024-03");
    bench.write("p/submissions/2024-03/first.csv", report(1, period, 7));
    let watch = Watch::start(&bench, &["--log", "watch.log"]);
    watch.hear("1 file");
    let mut seed = 20_261_129u64;
    let mut chance = |n: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    for unit in 2..=UNITS {
        let text = report(unit, period, unit as u64);
        let path = folder.join(format!("unit {unit}.csv"));
        match chance(8) {
            // Piece by piece, as a slow network copies.
            0 => {
                let (head, tail) = text.split_at(text.len() / 2);
                fs::write(&path, head).unwrap();
                thread::sleep(Duration::from_millis(30));
                fs::write(&path, format!("{head}{tail}")).unwrap();
            }
            // Under another name first, as programs download.
            1 => {
                let part = folder.join(format!("unit {unit}.csv.part"));
                fs::write(&part, &text).unwrap();
                fs::rename(&part, &path).unwrap();
            }
            // Open in Excel, changed, closed.
            2 => {
                let lock = folder.join(format!("~$unit {unit}.csv"));
                fs::write(&lock, "x").unwrap();
                fs::write(&path, report(unit, period, 999_999)).unwrap();
                thread::sleep(Duration::from_millis(20));
                fs::write(&path, &text).unwrap();
                fs::remove_file(&lock).unwrap();
            }
            // Sent twice; the first one is taken away.
            3 => {
                let other = folder.join(format!("unit {unit} (1).csv"));
                fs::write(&other, report(unit, period, 1)).unwrap();
                fs::write(&path, &text).unwrap();
                thread::sleep(Duration::from_millis(10));
                fs::remove_file(&other).unwrap();
            }
            _ => fs::write(&path, &text).unwrap(),
        }
        if chance(40) == 0 {
            // Long enough for a run in between.
            thread::sleep(Duration::from_millis(1300));
        }
    }
    fs::remove_file(folder.join("unit 200.csv")).unwrap();
    watch.hear("Consolidated month 3 of 2024: 199 files (199 counted)");
    // A file that is open is waited for.
    fs::write(folder.join("~$unit 7.csv"), "x").unwrap();
    fs::write(folder.join("unit 7.csv"), report(7, period, 70_000)).unwrap();
    watch.hear("“submissions/2024-03/unit 7.csv” is open in Excel");
    fs::remove_file(folder.join("~$unit 7.csv")).unwrap();
    let line = watch.hear("1 changed file (unit 7.csv)");
    assert!(line.contains("199 counted"), "{line}");
    let ran = bench.run(&["consolidate", "p", "-o", "fresh", "-q", "--lang", "en"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    assert!(
        outputs(&bench.path("out/2024-03")) == outputs(&bench.path("fresh/2024-03")),
        "other outputs than a fresh run"
    );
    let (said, code) = watch.end("-INT");
    assert_eq!(code, 0, "{said:?}");
    assert!(said.iter().any(|l| l.contains("The watch has ended")), "{said:?}");
    let log = fs::read_to_string(bench.path("watch.log")).unwrap();
    assert!(log.contains("1 changed file (unit 7.csv)") && log.contains("The watch has ended"), "{log}");
}

// The folder goes and comes back; what changed meanwhile is found. A project that is wrong for a while ends nothing.
#[cfg(unix)]
#[test]
fn the_folder_disappears() {
    let bench = Monthly { units: 3, deadline_days: 3000 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    let watch = Watch::start(&bench, &["--poll", "1"]);
    watch.hear("1 counted");
    fs::rename(bench.path("p"), bench.path("away")).unwrap();
    watch.hear("waiting until it is there again");
    bench.write("away/submissions/2024-03/2.csv", report(2, "2024-03", 8));
    fs::rename(bench.path("away"), bench.path("p")).unwrap();
    watch.hear("is there again");
    watch.hear("2 counted");
    let good = fs::read_to_string(bench.path("p/tonghop.toml")).unwrap();
    fs::write(bench.path("p/tonghop.toml"), "title =").unwrap();
    watch.hear("Error: ");
    fs::write(bench.path("p/tonghop.toml"), &good).unwrap();
    bench.write("p/submissions/2024-03/3.csv", report(3, "2024-03", 8));
    watch.hear("3 counted");
    // Another run holds the outputs for a while.
    let lock = fs::File::create(bench.path("out/.2024-03.lock")).unwrap();
    lock.lock().unwrap();
    bench.write("p/submissions/2024-03/3.csv", report(3, "2024-03", 80));
    watch.hear("Another run is writing");
    drop(lock);
    watch.hear("1 changed file");
    let (_, code) = watch.end("-TERM");
    assert_eq!(code, 0);
    // Outputs on a drive that goes and comes back: what came meanwhile is there soon after.
    fs::create_dir(bench.path("drive")).unwrap();
    let watch = Watch::start(&bench, &["-o", "drive/out", "--poll", "1"]);
    watch.hear("3 counted");
    fs::rename(bench.path("drive"), bench.path("off")).unwrap();
    fs::remove_file(bench.path("p/submissions/2024-03/3.csv")).unwrap();
    watch.hear("It is tried again by itself");
    fs::rename(bench.path("off"), bench.path("drive")).unwrap();
    watch.hear("2 counted");
    assert_eq!(watch.end("-TERM").1, 0);
    // One that was never there is a mistake.
    assert_eq!(bench.run(&["watch", "nowhere"]).code, 2);
}

// For programs: one line of JSON for each run.
#[cfg(unix)]
#[test]
fn lines_for_programs() {
    let bench = Monthly { units: 2, deadline_days: 3000 }.make();
    bench.write("p/submissions/2024-03/1.csv", report(1, "2024-03", 7));
    let watch = Watch::start(&bench, &["--format", "json"]);
    let first: serde_json::Value = serde_json::from_str(&watch.hear("\"period\"")).expect("JSON");
    assert_eq!((&first["period"], &first["files"]["counted"]), (&"2024-03".into(), &1.into()));
    assert_eq!(first["forms"][0]["missing"], serde_json::json!(["u2"]));
    bench.write("p/submissions/2024-03/2.csv", report(2, "2024-03", 7));
    let second: serde_json::Value = serde_json::from_str(&watch.hear("\"period\"")).expect("JSON");
    assert_eq!(second["news"]["added"], serde_json::json!(["submissions/2024-03/2.csv"]));
    assert_eq!(second["changes"]["submission-new"], 1);
    let (said, code) = watch.end("-INT");
    assert_eq!((code, said.len()), (0, 0), "{said:?}");
}
