//! Workbooks that other programs made, each proving a layout or a blemish; and the clinics of another
//! country.

use std::collections::BTreeMap;
use std::fs;

use crate::runner::{Bench, copy, python, read_table, repository};

/// Findings about units that sent nothing, and about rows that a case leaves out on purpose.
const IGNORED: [&str; 7] = ["S001", "S002", "S008", "P001", "P002", "C016", "R011"];

// Every case gives exactly the facts and findings that were reasoned out for it.
#[test]
fn every_case() {
    let root = repository().join("tests/foreign");
    let mut cases: Vec<_> =
        fs::read_dir(root.join("cases")).expect("cases").map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    cases.sort();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let expected: serde_json::Value =
            serde_json::from_slice(&fs::read(case.join("expected.json")).unwrap()).unwrap();
        let period = expected["period"].as_str().unwrap();
        let bench = Bench::new();
        copy(&root.join("project"), &bench.path("p"));
        copy(case, &bench.path("p/submissions"));
        fs::remove_file(bench.path("p/submissions/expected.json")).unwrap();
        let ran = bench.run(&["consolidate", "p", "--output", "out", "--period", period, "-q"]);
        if ran.code == 2 {
            wrong.push(format!("{name}: {}", ran.err));
            continue;
        }
        let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
        let mut want: Vec<String> = expected["facts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| ["unit", "row", "indicator", "kind", "value", "text", "cell"].map(|k| text(&f[k])).join(" | "))
            .collect();
        let mut got: Vec<String> = bench
            .table(&format!("out/{period}/facts.csv"))
            .iter()
            .map(|f| {
                ["unit", "row", "indicator", "kind", "value", "text", "source_cell"].map(|k| f[k].clone()).join(" | ")
            })
            .collect();
        want.sort();
        got.sort();
        let mut codes: Vec<String> = expected["findings"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|f| cells(&text(&f["cell"])).into_iter().map(move |cell| format!("{} {cell}", text(&f["code"]))))
            .collect();
        let mut met: Vec<String> = bench.json(&format!("out/{period}/findings.json"))["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| !IGNORED.contains(&f["code"].as_str().unwrap()))
            .flat_map(|f| cells(&text(&f["cell"])).into_iter().map(move |cell| format!("{} {cell}", text(&f["code"]))))
            .collect();
        codes.sort();
        met.sort();
        let diff = |a: &[String], b: &[String]| a.iter().filter(|x| !b.contains(x)).cloned().collect::<Vec<_>>();
        if want != got || codes != met {
            wrong.push(format!(
                "{name}:\n  facts missing {:?}\n  facts too many {:?}\n  findings missing {:?}\n  findings too many {:?}",
                diff(&want, &got),
                diff(&got, &want),
                diff(&codes, &met),
                diff(&met, &codes)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// The cells of a column that a finding names together; any other place as it is.
fn cells(place: &str) -> Vec<String> {
    let split = |cell: &str| -> Option<(String, u32)> {
        let letters = cell.bytes().take_while(u8::is_ascii_alphabetic).count();
        Some((cell[..letters].to_owned(), cell[letters..].parse().ok()?))
    };
    let one = |piece: &str| -> Option<Vec<String>> {
        let (from, to) = piece.split_once(':').unwrap_or((piece, piece));
        let ((a, first), (b, last)) = (split(from)?, split(to)?);
        (a == b).then(|| (first..=last).map(|row| format!("{a}{row}")).collect())
    };
    let pieces: Option<Vec<Vec<String>>> = place.split(", ").map(one).collect();
    pieces.map_or_else(|| vec![place.to_owned()], |p| p.concat())
}

// Twenty monthly returns of clinics, in English, the unit known from the file name alone: totals right, and
// one error, the total that is off by one.
#[test]
fn clinics() {
    let bench = Bench::new();
    copy(&repository().join("tests/clinic/project"), &bench.path("p"));
    let ran = bench.run(&["consolidate", "p", "--output", "out", "--lang", "en"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let totals: BTreeMap<String, String> = bench
        .table("out/2024-03/totals.csv")
        .into_iter()
        .filter(|t| t["group"] == "province")
        .map(|t| (t["indicator"].clone(), t["value"].clone()))
        .collect();
    let expected = read_table(&repository().join("tests/clinic/expected.csv"));
    assert!(expected.len() >= 6);
    for e in expected {
        let number = |text: &str| text.parse::<f64>().expect("a number");
        let got = &totals[&e["indicator"]];
        // Means and rates are given to six decimals.
        assert!((number(got) - number(&e["value"])).abs() < 1e-6, "{e:?}: {got}");
    }
    let findings = bench.json("out/2024-03/findings.json");
    let errors: Vec<&str> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["severity"] == "error")
        .map(|f| f["code"].as_str().unwrap())
        .collect();
    assert_eq!(errors, ["T001"]);
}

// The sums of free rows, which only their sender names, stand where the totals add them up: recalculated by
// LibreOffice they are what the workbook carries.
#[test]
fn free_rows_recalculated() {
    let root = repository().join("tests/foreign");
    let bench = Bench::new();
    copy(&root.join("project"), &bench.path("p"));
    copy(&root.join("cases/total-free-rows-cong"), &bench.path("p/submissions"));
    let ran = bench.run(&["consolidate", "p", "--output", "out", "--period", "2019-Q1", "-q"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    let book = bench.path("out/2019-Q1/tong-hop-2019-Q1.xlsx");
    if let Some(output) = python("tests/readers/recalculate.py", &[&book]) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

// The form's table twice on one sheet with other figures is a contradiction, not one that counts and one that
// is lost; with the same figures it is a repetition.
#[test]
fn table_twice_on_a_sheet() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let root = repository().join("tests/foreign");
    for (other, counted) in [(0.0, true), (1.0, false)] {
        let mut plain: Xlsx<_> = open_workbook(root.join("cases/plain-xlsx/2019-Q1/bieu bao cao.xlsx")).unwrap();
        let range = plain.worksheet_range_at(0).unwrap().unwrap();
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let mut put = |row: u32, col: u16, data: &Data, add: f64| {
            match data {
                Data::Float(n) if *n == 1636.0 => sheet.write(row, col, n + add).map(|_| ()),
                Data::Float(n) => sheet.write(row, col, *n).map(|_| ()),
                Data::DateTime(_) => sheet.write(row, col, "15/01/2019").map(|_| ()),
                Data::String(s) => sheet.write(row, col, s).map(|_| ()),
                _ => Ok(()),
            }
            .unwrap();
        };
        for (r, c, data) in range.used_cells() {
            put(r as u32, c as u16, data, 0.0);
            if r >= 4 {
                put(r as u32 + 14, c as u16, data, other);
            }
        }
        let bench = Bench::new();
        copy(&root.join("project"), &bench.path("p"));
        bench.write("p/submissions/2019-Q1/hai bảng.xlsx", book.save_to_buffer().unwrap());
        bench.run(&["consolidate", "p", "--output", "out", "-q"]);
        let facts = bench.table("out/2019-Q1/facts.csv");
        let told = bench.codes("out/2019-Q1/findings.json");
        if counted {
            assert!(facts.iter().any(|f| f["value"] == "1636") && facts.len() == 10, "{told:?} {facts:?}");
        } else {
            assert!(facts.is_empty() && told.iter().any(|c| c == "S007 error"), "{told:?}");
        }
    }
}
