//! What fuzzing found worth keeping, run through what the fuzz targets do.

use std::fs;

use crate::runner::repository;

#[path = "../../fuzz/bodies.rs"]
mod bodies;

fn each(target: &str, body: fn(&[u8])) {
    let mut files: Vec<_> = fs::read_dir(repository().join("fuzz/corpus").join(target))
        .expect("a corpus")
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
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
