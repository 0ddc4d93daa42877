//! What fuzzing found worth keeping, run through what the fuzz targets do.

use std::fs;
use std::path::PathBuf;

use crate::runner::repository;

#[path = "../../fuzz/bodies.rs"]
mod bodies;

fn files(target: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(repository().join("fuzz/corpus").join(target))
        .expect("a corpus")
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    files
}

fn each(target: &str, body: fn(&[u8])) {
    let files = files(target);
    assert!(files.len() >= 10, "{target}: {} files", files.len());
    for file in files {
        // The name of the input that fails is shown above its panic.
        eprintln!("{}", file.display());
        body(&fs::read(&file).expect("an input"));
    }
}

#[test]
fn bytes() {
    each("bytes", bodies::bytes);
}

#[test]
fn parts() {
    each("parts", bodies::parts);
}

#[test]
fn outputs() {
    each("outputs", bodies::outputs);
}

#[test]
fn number() {
    each("number", bodies::number);
}

#[test]
fn text() {
    each("text", bodies::text);
}

#[test]
fn period() {
    each("period", bodies::period);
}

#[test]
fn rule() {
    each("rule", bodies::rule);
}

// What is written from odd cells opens in programs that are not ours, too.
#[test]
fn outputs_open_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    for (i, file) in files("outputs").iter().enumerate() {
        let written = bodies::written(&fs::read(file).unwrap()).unwrap();
        fs::write(folder.path().join(format!("{i}.xlsx")), written.unwrap()).unwrap();
    }
    if let Some(said) = crate::runner::python("tests/readers/opens.py", &[folder.path()]) {
        assert!(
            said.status.success(),
            "{}{}",
            String::from_utf8_lossy(&said.stdout),
            String::from_utf8_lossy(&said.stderr)
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]
    // Any text in any cell of any table: the workbook is written, and opens.
    #[test]
    fn any_cell(which in proptest::prelude::any::<proptest::sample::Index>(), places in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), proptest::prelude::any::<proptest::sample::Index>(), "\\PC{0,20}|[-+0-9.,%/ ]{1,14}|[\\x00-\\x1f]{1,4}"), 1..6), times in 1usize..400) {
        let all = files("outputs");
        let text = String::from_utf8(fs::read(&all[which.index(all.len())]).unwrap()).unwrap();
        let mut rows: Vec<Vec<String>> = text.lines().map(|l| l.split('\t').map(str::to_owned).collect()).collect();
        for (row, col, new) in places {
            let at = row.index(rows.len());
            let at_col = col.index(rows[at].len());
            rows[at][at_col] = new.replace(['\t', '\n', '\r'], " ").repeat(times);
        }
        let text: Vec<String> = rows.iter().map(|r| r.join("\t")).collect();
        bodies::outputs(text.join("\n").as_bytes());
    }
}
