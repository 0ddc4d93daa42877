//! What is kept between runs: faster, and never anything else.

use std::fs;

use crate::runner::Bench;

const RUN: [&str; 5] = ["consolidate", "sample", "--output", "out", "-q"];

fn log(bench: &Bench, arguments: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .args(arguments)
        .current_dir(bench.path("."))
        .env("TONGHOP_LOG", "debug")
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    assert_ne!(output.status.code(), Some(2));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn all(bench: &Bench, folder: &str) -> Vec<(String, Vec<u8>)> {
    ["tong-hop-2019-Q1.xlsx", "facts.csv", "totals.csv", "findings.json"]
        .map(|n| (n.to_owned(), fs::read(bench.path(&format!("{folder}/2019-Q1/{n}"))).expect(n)))
        .to_vec()
}

// A night on which nothing changed reads no workbook and leaves the outputs as they are, but says that it
// ran; whatever changes is read, and the outputs are those of a run without any cache.
#[test]
fn unchanged_and_changed() {
    let bench = Bench::with_sample();
    let first = log(&bench, &RUN);
    assert!(first.contains("known=0"), "{first}");
    let before = all(&bench, "out");
    let account = bench.json("out/2019-Q1/run.json");
    let second = log(&bench, &RUN);
    assert!(second.contains("unchanged") && !second.contains("read files"), "{second}");
    assert!(all(&bench, "out") == before);
    let again = bench.json("out/2019-Q1/run.json");
    assert_eq!(account["inputs"], again["inputs"]);
    assert_ne!(account["finished_at"], again["finished_at"]);
    // And once more: the account that was written anew is ours too.
    assert!(log(&bench, &RUN).contains("unchanged"));
    let told = bench.run(&["consolidate", "sample", "--output", "out"]);
    assert!(told.err.contains("Không có gì thay đổi"), "{}", told.err);

    // An output that somebody changed is made again.
    fs::write(bench.path("out/2019-Q1/totals.csv"), "khác").unwrap();
    let third = log(&bench, &RUN);
    assert!(third.contains("read files=0"), "{third}");
    assert!(all(&bench, "out") == before);

    // Another question is another run; the files are known all the same. A day on which nothing falls due is none.
    let later = log(&bench, &[&RUN[..], &["--as-of", "2031-12-31"]].concat());
    assert!(later.contains("unchanged"), "{later}");
    let day = log(&bench, &[&RUN[..], &["--as-of", "2019-03-01"]].concat());
    assert!(day.contains("read files=0") && !day.contains("unchanged"), "{day}");
    let english = log(&bench, &[&RUN[..], &["--lang", "en"]].concat());
    assert!(english.contains("read files=0"), "{english}");

    // One file more, one less, one renamed.
    let folder = bench.path("sample/submissions/2019-Q1");
    let mut files: Vec<_> = walkdir::WalkDir::new(&folder)
        .into_iter()
        .map(|e| e.unwrap().into_path())
        .filter(|p| p.extension().is_some_and(|e| e == "xlsx"))
        .collect();
    files.sort();
    fs::remove_file(&files[0]).unwrap();
    fs::rename(&files[1], files[1].with_file_name("đổi tên.xlsx")).unwrap();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write(0, 0, "không phải báo cáo").unwrap();
    bench.write("sample/submissions/2019-Q1/mới.xlsx", workbook.save_to_buffer().unwrap());
    let changed = log(&bench, &RUN);
    assert!(changed.contains("read files=2"), "{changed}");
    log(&bench, &["consolidate", "sample", "--output", "afresh", "-q", "--no-cache"]);
    assert!(!bench.path("afresh/.cache").exists());
    let run = |folder: &str| bench.json(&format!("{folder}/2019-Q1/run.json"))["inputs"].clone();
    assert_eq!(run("out"), run("afresh"));
    assert!(all(&bench, "out") == all(&bench, "afresh"));

    // A changed project is another project.
    let toml = fs::read_to_string(bench.path("sample/tonghop.toml")).unwrap();
    fs::write(bench.path("sample/tonghop.toml"), format!("# đổi\n{toml}")).unwrap();
    assert!(log(&bench, &RUN).contains("known=0"));
}

// A cache that is damaged, emptied or replaced by something else changes nothing but the time.
#[test]
fn damaged() {
    let bench = Bench::with_sample();
    log(&bench, &RUN);
    let before = all(&bench, "out");
    let files: Vec<_> = fs::read_dir(bench.path("out/.cache")).unwrap().map(|e| e.unwrap().path()).collect();
    for damage in 0..4 {
        for file in files.iter().filter(|f| f.exists()) {
            let mut bytes = fs::read(file).unwrap();
            match damage {
                0 => bytes.truncate(bytes.len() / 2),
                1 => bytes.iter_mut().skip(100).step_by(50).for_each(|b| *b ^= 0xFF),
                2 => bytes.clear(),
                _ => bytes = b"something else".to_vec(),
            }
            fs::write(file, bytes).unwrap();
        }
        fs::remove_file(bench.path("out/2019-Q1/facts.csv")).unwrap();
        log(&bench, &RUN);
        assert!(all(&bench, "out") == before, "damage {damage}");
    }
    fs::remove_dir_all(bench.path("out/.cache")).unwrap();
    log(&bench, &RUN);
    assert!(all(&bench, "out") == before);
}
