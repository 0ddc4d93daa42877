//! Blank forms: filled in by another program, saved by a third one, they are read back without a question.

use std::collections::BTreeSet;
use std::path::Path;

use crate::runner::{Bench, copy, python, repository};

/// Makes blank forms of a project for some units, has them filled in, and reads them back.
fn round(project: &Path, period: &str, units: &[&str]) {
    let bench = Bench::new();
    copy(project, &bench.path("p"));
    for unit in units {
        let ran = bench.run(&["template", "p", "--period", period, "--unit", unit, "--output", "blank", "-q"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    std::fs::remove_dir_all(bench.path("p/submissions")).unwrap();
    let blank = bench.path(&format!("blank/{period}"));
    let sent = bench.path(&format!("p/submissions/{period}"));
    let typed = bench.path("typed");
    let Some(ran) = python("tests/readers/template.py", &[&blank, &sent, &typed]) else {
        return;
    };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let ran = bench.run(&["consolidate", "p", "--period", period, "--output", "out", "-q", "--lang", "en"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    let typed: BTreeSet<String> = std::fs::read_to_string(typed).unwrap().lines().map(str::to_owned).collect();
    let facts = bench.table(&format!("out/{period}/facts.csv"));
    let read: BTreeSet<String> = facts
        .iter()
        .filter(|f| f["kind"] == "number")
        .map(|f| {
            let file = f["source_file"].rsplit('/').next().unwrap().rsplit_once('.').unwrap().0;
            format!("{file}|{}|{}|{}", f["source_sheet"], f["source_cell"], f["value"])
        })
        .collect();
    let lost: Vec<_> = typed.difference(&read).collect();
    assert!(typed.len() > 30 && lost.is_empty(), "{} typed, lost: {lost:?}", typed.len());
    // What was typed may break rules; how it stands there may not.
    let json = bench.json(&format!("out/{period}/findings.json"));
    let told: Vec<String> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| {
            let code = f["code"].as_str().unwrap();
            code.starts_with(['F', 'R', 'C', 'T']) && !["C018", "C036", "C015"].contains(&code)
        })
        .map(|f| f["message"].as_str().unwrap().to_owned())
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn of_the_sample() {
    round(&repository().join("sample_inputs"), "2019-Q2", &["446", "STTTT", "DL", "SCT", "BHT", "CTTDT"]);
}

#[test]
fn of_the_clinics() {
    round(&repository().join("tests/clinic/project"), "2024-04", &["D01", "D02", "D03"]);
}

// Blank forms are of the units that report, and never written over what may have been filled in.
#[test]
fn who_and_where() {
    let bench = Bench::with_sample();
    let ran = bench.run(&["template", "sample", "--period", "2019-Q2", "--output", "blank"]);
    assert!(ran.code == 0 && ran.err.contains("41"), "{}", ran.err);
    assert_eq!(std::fs::read_dir(bench.path("blank/2019-Q2")).unwrap().count(), 41);
    let again = bench.run(&["template", "sample", "--period", "2019-Q2", "--output", "blank", "--lang", "en"]);
    assert_eq!(again.code, 2, "{}", again.err);
    for (option, value) in [("--unit", "999"), ("--form", "nothing")] {
        let ran = bench.run(&["template", "sample", "--period", "2019-Q2", option, value, "--lang", "en"]);
        assert!(ran.code == 2 && ran.err.contains(value), "{}", ran.err);
    }
}
