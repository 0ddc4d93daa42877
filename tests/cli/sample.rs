//! The shipped sample: every figure of the real report, and what happens when a file is missing or broken.

use std::collections::BTreeMap;
use std::fs;

use crate::runner::{Bench, python, read_table, repository};

const Q1: &str = "out/2019-Q1";

fn consolidated() -> Bench {
    let bench = Bench::with_sample();
    let ran = bench.run(&["consolidate", "sample", "--output", "out"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    bench
}

fn totals(bench: &Bench) -> BTreeMap<(String, String, String), BTreeMap<String, String>> {
    bench
        .table(&format!("{Q1}/totals.csv"))
        .into_iter()
        .map(|r| ((r["form"].clone(), r["indicator"].clone(), r["group"].clone()), r))
        .collect()
}

// Every figure A1 to B28 of the real report comes out of the sample, to the digit.
#[test]
fn every_figure_of_the_report() {
    let bench = consolidated();
    let totals = totals(&bench);
    let expected = read_table(&repository().join("tests/makers/expected_sample.csv"));
    let mut figures: Vec<&str> = Vec::new();
    for e in &expected {
        let row = totals
            .get(&(e["form"].clone(), e["indicator"].clone(), e["group"].clone()))
            .unwrap_or_else(|| panic!("{e:?}"));
        let (got, want) = (&row[&e["field"]], &e["expected"]);
        let near = got.parse::<f64>().ok().zip(want.parse::<f64>().ok()).is_some_and(|(a, b)| (a - b).abs() < 1e-5);
        assert!(got == want || near, "{e:?}: {got}");
        figures.push(&e["figure"]);
    }
    for n in 1..=11 {
        assert!(figures.contains(&format!("A{n}").as_str()), "A{n}");
    }
    for n in 1..=28 {
        assert!(figures.contains(&format!("B{n}").as_str()), "B{n}");
    }
}

// The figures that the issue names, spelt out here so that no maker can change them along with the sample.
#[test]
fn named_figures() {
    let bench = consolidated();
    let totals = totals(&bench);
    let get = |form: &str, indicator: &str, group: &str, field: &str| {
        totals[&(form.to_owned(), indicator.to_owned(), group.to_owned())][field].clone()
    };
    assert_eq!(get("hien-dai-hoa", "3.3", "province", "value"), "1636");
    assert_eq!(get("hien-dai-hoa", "3.3", "province", "previous"), "1131");
    assert_eq!(get("hien-dai-hoa", "3.3", "province", "change"), "505");
    assert_eq!(get("hien-dai-hoa", "2.5", "kind:district", "value"), "12");
    assert_eq!(get("hien-dai-hoa", "2.5", "kind:district", "denominator"), "13");
    assert_eq!(get("hien-dai-hoa", "2.6", "province", "value"), "24");
    assert_eq!(get("hien-dai-hoa", "2.6", "province", "denominator"), "38");
    assert_eq!(get("hien-dai-hoa-xa", "5", "province", "value"), "221");
    assert_eq!(get("hien-dai-hoa-xa", "5", "province", "denominator"), "262");
    assert_eq!(get("hien-dai-hoa", "4.1", "kind:department", "value"), "18");
    assert_eq!(get("hien-dai-hoa", "4.1", "kind:department", "denominator"), "25");
    assert_eq!(get("hien-dai-hoa", "4.4", "province", "text"), "441; 447; 448; 449");
    assert_eq!(get("van-ban", "B", "province", "text"), "430/KH-UBND; 357/UBND-KGVX1; 365/QĐ-UBND");
    // huyện Kỳ Anh has no server, thị xã Kỳ Anh has one: the two are never confused.
    let facts = bench.table(&format!("{Q1}/facts.csv"));
    let server = |unit: &str| {
        facts
            .iter()
            .find(|f| f["form"] == "hien-dai-hoa" && f["indicator"] == "2.5" && f["unit"] == unit)
            .map(|f| f["kind"].clone())
    };
    assert_eq!(server("447").as_deref(), Some("no"));
    assert_eq!(server("449").as_deref(), Some("yes"));
}

// The ordinary blemishes of the sample leave exactly their findings, none an error.
#[test]
fn blemishes_and_their_findings() {
    let bench = consolidated();
    assert_eq!(
        bench.codes(&format!("{Q1}/findings.json")),
        ["C004 info", "F003 info", "F005 info", "P012 info", "S002 warning", "S003 warning"]
    );
    let run = bench.json(&format!("{Q1}/run.json"));
    let mut fates: BTreeMap<&str, usize> = BTreeMap::new();
    for input in run["inputs"].as_array().unwrap() {
        *fates.entry(input["fate"].as_str().unwrap()).or_default() += 1;
    }
    assert_eq!(fates, BTreeMap::from([("counted", 45), ("other-period", 41), ("skipped", 3), ("superseded", 1)]));
    let files = walkdir::WalkDir::new(bench.path("sample/submissions"))
        .into_iter()
        .filter(|e| e.as_ref().is_ok_and(|e| e.file_type().is_file()))
        .count();
    assert_eq!(files, 90, "every file is accounted for");
}

// Reading every source cell with readers that are not ours gives every fact.
#[test]
fn facts_by_other_readers() {
    let bench = consolidated();
    if let Some(output) =
        python("tests/readers/facts.py", &[&bench.path(&format!("{Q1}/facts.csv")), &bench.path("sample")])
    {
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    }
}

// LibreOffice recalculates the workbook to the values that it carries, without an error cell.
#[test]
fn recalculated_by_libreoffice() {
    let bench = consolidated();
    if let Some(output) = python("tests/readers/recalculate.py", &[&bench.path(&format!("{Q1}/tong-hop-2019-Q1.xlsx"))])
    {
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    }
}

// The workbook's totals are live formulas whose results are the totals.
#[test]
fn formulas_carry_the_totals() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let bench = consolidated();
    let mut book: Xlsx<_> = open_workbook(bench.path(&format!("{Q1}/tong-hop-2019-Q1.xlsx"))).unwrap();
    assert_eq!(
        book.sheet_names(),
        [
            "Tổng hợp",
            "Tuyên truyền CCHC",
            "Hiện đại hóa hành chính",
            "Hiện đại hóa cấp xã",
            "Văn bản chỉ đạo, điều hành",
            "Sàn thương mại điện tử",
            "So sánh",
            "Diễn biến",
            "Tình trạng nộp",
            "Kiểm tra",
            "Dữ liệu",
            "Nguồn",
            "_tonghop"
        ]
    );
    let sheet = "Hiện đại hóa hành chính";
    let values = book.worksheet_range(sheet).unwrap();
    let formulas = book.worksheet_formula(sheet).unwrap();
    let (row, _) =
        values.rows().enumerate().find(|(_, r)| r.get(2) == Some(&Data::String("TOÀN TỈNH".into()))).unwrap();
    let head = values.rows().position(|r| r.iter().any(|c| c.to_string().starts_with("[3.3]"))).unwrap();
    let col = |code: &str| {
        values.rows().nth(head).unwrap().iter().position(|c| c.to_string().starts_with(&format!("[{code}]"))).unwrap()
    };
    let formula = |c: usize| formulas.get_value((row as u32, c as u32)).cloned().unwrap_or_default();
    let value = |c: usize| values.get_value((row as u32, c as u32)).cloned().unwrap();
    assert_eq!(value(col("3.3")), Data::Float(1636.0));
    assert!(formula(col("3.3")).starts_with("SUM("), "{}", formula(col("3.3")));
    assert_eq!(value(col("1.3")), Data::Float(100.0));
    assert!(formula(col("1.3")).contains('/'), "{}", formula(col("1.3")));
}

// The same inputs give the same bytes, run.json aside.
#[test]
fn same_bytes_twice() {
    let bench = Bench::with_sample();
    for out in ["a", "b"] {
        assert_eq!(
            bench
                .run(&["consolidate", "sample", "--output", out, "-q", "--jobs", if out == "a" { "1" } else { "2" }])
                .code,
            0
        );
    }
    for name in ["facts.csv", "totals.csv", "findings.json", "tong-hop-2019-Q1.xlsx"] {
        let read = |out: &str| fs::read(bench.path(&format!("{out}/2019-Q1/{name}"))).unwrap();
        assert!(read("a") == read("b"), "{name}");
    }
}

// Without one district's file the totals say that they are over 12 units, and who is missing.
#[test]
fn one_district_missing() {
    let bench = Bench::with_sample();
    let folder = bench.path("sample/submissions/2019-Q1/Huyện, TP, TX");
    let file = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.to_string_lossy().contains("Vũ Quang"))
        .unwrap();
    fs::remove_file(file).unwrap();
    let ran = bench.run(&["consolidate", "sample", "--output", "out"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let totals = totals(&bench);
    let t = &totals[&("hien-dai-hoa".to_owned(), "4.3".to_owned(), "kind:district".to_owned())];
    assert_eq!((t["value"].as_str(), t["units_expected"].as_str(), t["units_reported"].as_str()), ("12", "13", "12"));
    assert_eq!(t["change"], "");
    let findings = bench.json(&format!("{Q1}/findings.json"));
    let missing: Vec<&str> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["code"] == "S001")
        .map(|f| f["unit"].as_str().unwrap())
        .collect();
    assert_eq!(missing, ["441", "441", "441"]);
    assert!(ran.err.contains("huyện Vũ Quang"), "{}", ran.err);
}

// A corrupted file costs that file alone.
#[test]
fn one_file_corrupted() {
    let bench = Bench::with_sample();
    let folder = bench.path("sample/submissions/2019-Q1/Huyện, TP, TX");
    let file = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.to_string_lossy().contains("Nghi Xuân"))
        .unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let half = bytes.len() / 2;
    bytes.truncate(half);
    fs::write(&file, bytes).unwrap();
    let ran = bench.run(&["consolidate", "sample", "--output", "out"]);
    assert_eq!(ran.code, 1);
    let run = bench.json(&format!("{Q1}/run.json"));
    let failed: Vec<&str> = run["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|i| i["fate"] == "failed")
        .map(|i| i["reason"].as_str().unwrap())
        .collect();
    assert_eq!(failed, ["F001"]);
    let t = &totals(&bench)[&("hien-dai-hoa".to_owned(), "3.1".to_owned(), "province".to_owned())];
    assert_eq!((t["units_expected"].as_str(), t["units_reported"].as_str()), ("38", "37"));
}
