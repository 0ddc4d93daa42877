//! Blank forms: filled in by another program, saved by a third one, they are read back without a question.

use std::collections::BTreeSet;
use std::path::Path;

use crate::runner::{Bench, copy, python, repository};
use crate::tables::project;

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

const BIRTHS: &str = "code = \"births\"\ntitle = \"Births in the quarter\"\nlayout = \"indicator-rows\"\nfrequency = \"quarter\"\n\
    deadline_days = 3000\n[reporters]\nkinds = [\"county\"]\n[columns]\nlabel = [\"Item\"]\nvalue = [\"Number\"]\n\
    [[indicator]]\ncode = \"b\"\nname = \"Births\"\ntype = \"count\"\n[[indicator]]\ncode = \"d\"\nname = \"Births in hospital\"\ntype = \"count\"\n";

/// A sheet with a hidden one beside it that says who it is.
fn filled(rows: &[[&str; 2]], said: &[&str]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Births").unwrap();
    for (r, [name, value]) in rows.iter().enumerate() {
        sheet.write(r as u32, 0, *name).unwrap();
        match value.parse::<f64>() {
            Ok(n) => sheet.write(r as u32, 1, n).unwrap(),
            Err(_) => sheet.write(r as u32, 1, *value).unwrap(),
        };
    }
    let hidden = book.add_worksheet().set_name("_bieu-mau").unwrap();
    for (r, line) in said.iter().enumerate() {
        hidden.write(r as u32, 0, *line).unwrap();
    }
    hidden.set_hidden(true);
    book.save_to_buffer().unwrap()
}

// A blank form says who it is where nothing visible does; what is visible goes before it; an old version is told as one.
#[test]
fn forms_that_say_who_they_are() {
    let bench = project("a,Alder,county,00\nb,Birch,county,00\n", &[BIRTHS]);
    let table = [["Item", "Number"], ["Births", "12"], ["Births in hospital", "7"]];
    let said = |unit: &'static str, form: &'static str| ["tonghop-template-1", "00\tReturns", unit, form];
    let run = |bytes: Vec<u8>| {
        bench.write("p/submissions/2025-Q1/x.xlsx", bytes);
        bench.run(&[
            "consolidate",
            "p",
            "--period",
            "2025-Q1",
            "--output",
            "out",
            "--as-of",
            "2025-06-01",
            "-q",
            "--lang",
            "en",
        ]);
        let facts = bench.table("out/2025-Q1/facts.csv");
        let units: BTreeSet<String> = facts.iter().map(|f| f["unit"].clone()).collect();
        let json = bench.json("out/2025-Q1/findings.json");
        let told = json["findings"].as_array().unwrap().iter();
        let told: Vec<String> = told
            .filter(|f| f["code"].as_str().unwrap().starts_with('R'))
            .map(|f| format!("{} {}", f["code"].as_str().unwrap(), f["message"].as_str().unwrap()))
            .collect();
        (units.into_iter().collect::<Vec<_>>().join(" "), told)
    };
    let (units, told) = run(filled(&table, &said("a\t2025-Q1", "births\t00000000\tBirths\tb\tx")));
    assert_eq!(units, "a");
    assert!(
        matches!(told.as_slice(), [one] if one.starts_with("R033") && one.contains("new since: d; no longer asked: x")),
        "{told:?}"
    );
    // Without it nobody knows.
    assert_eq!(run(filled(&table, &["something else"])).0, "");
    // Of another project it says nothing.
    let other = ["tonghop-template-1", "00\tOther returns", "a\t2025-Q1", "births\t00000000\tBirths"];
    assert_eq!(run(filled(&table, &other)).0, "");
    let titled =
        [["BIRTHS IN THE QUARTER QUARTER 1 2025", ""], ["Reporting unit: Birch", ""], table[0], table[1], table[2]];
    let (units, told) = run(filled(&titled, &said("a\t2025-Q1", "births\t00000000\tOther name\tb\td")));
    assert_eq!(units, "b");
    assert!(told.iter().any(|t| t.starts_with("R032") && t.contains("made for Alder")), "{told:?}");
    // One that is made here is of today's version.
    let made = bench.run(&["template", "p", "--period", "2025-Q2", "--unit", "b", "--previous", "--output", "blank"]);
    assert_eq!(made.code, 0, "{}", made.err);
    std::fs::create_dir_all(bench.path("p/submissions/2025-Q2")).unwrap();
    std::fs::copy(bench.path("blank/2025-Q2/b.xlsx"), bench.path("p/submissions/2025-Q2/b.xlsx")).unwrap();
    bench.run(&["consolidate", "p", "--period", "2025-Q2", "--output", "out", "--as-of", "2025-07-01", "-q"]);
    let codes = bench.codes("out/2025-Q2/findings.json");
    assert!(!codes.iter().any(|c| c.starts_with('R')), "{codes:?}");
}
