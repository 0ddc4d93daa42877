//! Filled files of different shapes, by foreign writers (`tests/drafts/make.py`): a project is drafted from each, runs as it
//! is, and counts every figure of the body at its cell and nothing else.

use std::collections::BTreeMap;

use crate::runner::{Bench, read_table, repository};

/// How many of the 24 run unchanged at least.
const LEAST: usize = 22;

#[test]
fn drafts_run_as_they_are() {
    let folder = repository().join("tests/drafts");
    let mut wanted: BTreeMap<String, BTreeMap<(String, String), f64>> = BTreeMap::new();
    for line in read_table(&folder.join("expected.csv")) {
        let at = (line["sheet"].clone(), line["cell"].clone());
        wanted.entry(line["file"].clone()).or_default().insert(at, line["value"].parse().unwrap());
    }
    let mut names: Vec<String> = std::fs::read_dir(folder.join("files"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 24);
    let (mut whole, mut wrong) = (0, Vec::new());
    for name in &names {
        let bench = Bench::new();
        let path = folder.join("files").join(name);
        let made = bench.run(&["init", "p", "--from", path.to_str().unwrap()]);
        assert_eq!(made.code, 0, "{name}: {}", made.err);
        let ran = bench.run(&["consolidate", "p", "--output", "out", "-q", "--as-of", "2025-12-31"]);
        assert_ne!(ran.code, 2, "{name}: {}", ran.err);
        let period = std::fs::read_dir(bench.path("out"))
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .find(|n| !n.starts_with('.') && n != "index.html")
            .unwrap();
        let want = wanted.remove(name).unwrap_or_default();
        let mut got: BTreeMap<(String, String), f64> = BTreeMap::new();
        for fact in bench.table(&format!("out/{period}/facts.csv")).iter().filter(|f| f["kind"] == "number") {
            let at = (fact["source_sheet"].clone(), fact["source_cell"].clone());
            if got.insert(at.clone(), fact["value"].parse().unwrap()).is_some() {
                wrong.push(format!("{name}: {at:?} twice"));
            }
        }
        let same = |a: f64, b: f64| (a - b).abs() < 1e-6;
        let odd = got.iter().filter(|(at, v)| want.get(*at).is_none_or(|w| !same(*w, **v)));
        wrong.extend(odd.map(|(at, v)| format!("{name}: {at:?} {v}")));
        let all = want.keys().all(|at| got.contains_key(at));
        whole += usize::from(all);
        println!("{} {name}: {} of {} figures", if all { "whole " } else { "partly" }, got.len(), want.len());
    }
    println!("{whole} of {} drafts run unchanged", names.len());
    assert_eq!(wrong, Vec::<String>::new());
    assert!(whole >= LEAST, "{whole} of {} drafts run unchanged", names.len());
}

// Several files of one form make one draft: what is whole in one and broken in the other may be either, rows of both count.
#[test]
fn one_draft_from_several_files() {
    let bench = Bench::new();
    let file = |unit: &str, rows: &[&str]| {
        let unit = format!("Reporting unit: {unit}");
        let mut all = vec!["RETURN OF WATER QUARTER 1 2024", unit.as_str(), "No.|Item|Unit of measure|Number"];
        all.extend(rows);
        crate::tables::book(&all, &[])
    };
    bench.write("a.xlsx", file("North", &["1|Wells|wells|3", "2|Water|m3|100"]));
    bench.write("b.xlsx", file("South", &["1|Wells|wells|4", "2|Water|m3|99.5", "3|Pumps|pumps|7"]));
    let drafted = bench.run(&["inspect", "a.xlsx", "b.xlsx", "--draft-form", "--out", "form.toml", "--lang", "en"]);
    assert_eq!(drafted.code, 0, "{}", drafted.err);
    let text = std::fs::read_to_string(bench.path("form.toml")).unwrap();
    assert_eq!(text.matches("[[indicator]]").count(), 3, "{text}");
    assert!(text.contains("name = \"Water\"\nunit = \"m3\"\ntype = \"amount\""), "{text}");
    let made = bench.run(&["init", "p", "--from", "a.xlsx", "b.xlsx"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let ran = bench.run(&["consolidate", "p", "--output", "out", "-q"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    let totals = bench.table("out/2024-Q1/totals.csv");
    let of = |code: &str| {
        totals.iter().find(|t| t["indicator"] == code && t["group"] == "province").unwrap()["value"].clone()
    };
    assert_eq!((of("1").as_str(), of("2").as_str(), of("3").as_str()), ("7", "199.5", "7"));
}

// Of a workbook of several sheets one is chosen; a file is not filled with two forms.
#[test]
fn one_sheet_of_several() {
    let bench = Bench::new();
    let name = std::fs::read_dir(repository().join("tests/drafts/files"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.file_name().unwrap().to_str().unwrap().starts_with("13 "))
        .unwrap();
    let path = name.to_str().unwrap();
    let ran = bench.run(&["inspect", path, "--draft-form", "--out", "f.toml", "--lang", "en"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--sheet") && !bench.path("f.toml").exists(), "{}", ran.err);
    let ran = bench.run(&["inspect", path, "--draft-form", "--sheet", "lợn", "--out", "f.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(std::fs::read_to_string(bench.path("f.toml")).unwrap().contains("Lợn nái"));
    let both = bench.run(&["inspect", path, "--draft-form"]).out;
    assert!(both.contains("Lợn nái") && both.contains("Bò sữa"), "{both}");
}

// What a line, a total or the figures themselves say of a column is in the draft: its measure, that it is an average or a
// rate, that the office gives no total of it.
#[test]
fn drafts_tell_what_is_no_sum() {
    let bench = Bench::new();
    let draft = |rows: &[&str], merges: crate::tables::Merges<'_>| {
        bench.write("a.xlsx", crate::tables::book(rows, merges));
        let ran = bench.run(&["inspect", "a.xlsx", "--draft-form"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let head = ["UBND HUYỆN THẠCH HÀ", "BÁO CÁO THU NGÂN SÁCH QUÝ I NĂM 2024", "Đơn vị tính: triệu đồng"];
    let body = ["TT|Xã|Thu|Chi", "1|Xã Đông|120|80.5", "2|Xã Tây|90|60", "3|Xã Nam|70|99"];
    let told = draft(&[&head[..], &body[..]].concat(), &[]);
    assert!(told.contains("title = \"BÁO CÁO THU NGÂN SÁCH\""), "{told}");
    assert_eq!(told.matches("unit = \"triệu đồng\"").count(), 2, "{told}");
    // A total that bears no word of one, on top; a rate that it is not the sum of; a column that it leaves blank.
    let rows = [
        "SCHOOLS OF THE DISTRICT",
        "Year 2024",
        "School|Pupils|Teachers|Pupils per teacher|Hours of sun",
        "The lot|1242|82|15.15|",
        "Oak|400|30|13.33|7",
        "Elm|600|40|15|8",
        "Fir|242|12|20.17|9",
    ];
    let told = draft(&rows, &[]);
    assert!(told.contains("scale = 1\nnumerator = \"1\"\ndenominator = \"2\""), "{told}");
    assert!(told.contains("aggregation = \"none\""), "{told}");
    // Two levels with nothing merged.
    let rows = ["PUMPS", "Year 2024", "Place|Pumps||Wells", "|Working|Broken|Dug", "Hill|3|1|2", "Dale|4|0|1"];
    let told = draft(&rows, &[]);
    assert!(
        told.contains("header = [[\"Pumps\", \"Working\"]]") && told.contains("header = [[\"Pumps\", \"Broken\"]]"),
        "{told}"
    );
}

// A table with a heading of its own that follows the row of totals at once is another one, whoever knows it.
#[test]
fn a_table_right_below_the_total() {
    let form = "code = \"k\"\ntitle = \"Visits\"\nlayout = \"unit-rows\"\nfrequency = \"year\"\n[reporters]\nkinds = [\"county\"]\n[rows]\nregistered = false\n[columns]\nrow = [\"Clinic\"]\n[[indicator]]\ncode = \"v\"\nname = \"Visits\"\nheader = [\"Visits\"]\ntype = \"count\"\n[[indicator]]\ncode = \"b\"\nname = \"Beds\"\nheader = [\"Beds\"]\ntype = \"count\"\n";
    let bench = crate::tables::project(crate::tables::COUNTIES, &[form]);
    let rows = [
        "VISITS 2024",
        "Reporting unit: Alder County",
        "Clinic|Visits|Beds",
        "Oak|10|2",
        "Elm|20|3",
        "Total|30|5",
        "Staff|Doctors|Nurses",
        "Oak|4|9",
        "Elm|5|8",
    ];
    bench.write("p/submissions/2024/a.xlsx", crate::tables::book(&rows, &[]));
    bench.consolidate();
    assert_eq!(bench.total("v", "province").as_deref(), Some("30"));
    assert_eq!(bench.findings_of("R024").iter().map(|f| f.1.as_str()).collect::<Vec<_>>(), ["A7"]);
    assert_eq!(bench.findings_of("C001"), []);
}

// Names of indicators are known by their heading, their measures by standing beside them, the column of the period by its
// name; what is so much per something is added up nowhere.
#[test]
fn indicators_by_their_headings() {
    let bench = Bench::new();
    let file = |unit: &str, figures: [&str; 3]| {
        let who = format!("Reporting unit: {unit}");
        let rows = [
            "LABOUR RETURN",
            &who,
            "QUARTER 3 2025",
            "No|Indicator|Unit|Q3 2024|Q3 2025",
            &format!("1|Jobs found|persons|7|{}", figures[0]),
            &format!("2|Average wage|thousand/person|8|{}", figures[1]),
            &format!("3|Youth|%|9|{}", figures[2]),
        ];
        crate::tables::book(&rows, &[])
    };
    bench.write("North.xlsx", file("North", ["10", "300", "40"]));
    bench.write("South.xlsx", file("South", ["20", "500", "60"]));
    assert_eq!(bench.run(&["init", "p", "--from", "North.xlsx", "South.xlsx"]).code, 0);
    let ran = bench.run(&["consolidate", "p", "--output", "out", "-q", "--as-of", "2025-10-02"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let totals = bench.table("out/2025-Q3/totals.csv");
    let of = |code: &str| {
        let t = totals.iter().find(|t| t["indicator"] == code && t["group"] == "province").unwrap();
        t["value"].clone()
    };
    assert_eq!((of("1").as_str(), of("2").as_str(), of("3").as_str()), ("30", "", ""));
    let facts = bench.table("out/2025-Q3/facts.csv");
    assert!(facts.len() == 6 && facts.iter().all(|f| f["source_cell"].starts_with('E')), "{facts:?}");
}

// Tables side by side are drafted each by itself; one file may lack a column.
#[test]
fn side_by_side_and_fewer_columns() {
    let bench = Bench::new();
    let rows = [
        "MARKET REPORT",
        "Reporting unit: Town A",
        "July 2025",
        "Goods|Price|Sold||Stall kind|Stalls|Empty",
        "Rice|7.5|10||Food|48|3",
        "Salt|2.5|20||Cloth|12|1",
        "Oil|9|30||Tools|5|2",
    ];
    bench.write("a.xlsx", crate::tables::book(&rows, &[]));
    assert_eq!(bench.run(&["init", "p", "--from", "a.xlsx"]).code, 0);
    let ran = bench.run(&["consolidate", "p", "--output", "out", "-q", "--as-of", "2025-08-02"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let facts = bench.table("out/2025-07/facts.csv");
    let row_of = |cell: &str| facts.iter().find(|f| f["source_cell"] == cell).unwrap()["row"].clone();
    assert_eq!((facts.len(), row_of("B5"), row_of("F5")), (12, "Rice".to_owned(), "Food".to_owned()));

    let file = |unit: &str, rows: &[&str]| {
        let who = format!("Reporting unit: {unit}");
        crate::tables::book(&[&["QUALITY OF SCHOOLS", who.as_str(), "Year 2025"], rows].concat(), &[])
    };
    bench.write("n.xlsx", file("North", &["Grade|Pupils|Good|Fair", "Six|10|4|6", "Seven|12|5|7"]));
    bench.write("s.xlsx", file("South", &["Grade|Pupils|Good|Fair|Poor", "Six|10|4|5|1", "Seven|12|5|5|2"]));
    assert_eq!(bench.run(&["init", "q", "--from", "n.xlsx", "s.xlsx"]).code, 0);
    assert_eq!(std::fs::read_dir(bench.path("q/forms")).unwrap().count(), 1);
    bench.run(&["consolidate", "q", "--output", "out2", "-q", "--as-of", "2026-01-05"]);
    assert_eq!(bench.table("out2/2025/facts.csv").iter().filter(|f| f["kind"] == "number").count(), 14);
}

// Rows of one name under several groups, each numbered from 1, are known by their groups.
#[test]
fn groups_that_number_from_one() {
    let bench = Bench::new();
    let rows = [
        "SPENDING OF THE YEAR 2024",
        "Reporting unit: North",
        "No|Item|Unit of measure|Planned|Spent",
        "I|Investment|million|300|280",
        "1|Schools|million|100|90",
        "2|Health|million|200|190",
        "II|Running costs|million|700|650",
        "1|Schools|million|400|380",
        "2|Health|million|300|270",
    ];
    bench.write("n.xlsx", crate::tables::book(&rows, &[]));
    assert_eq!(bench.run(&["init", "p", "--from", "n.xlsx"]).code, 0);
    let ran = bench.run(&["consolidate", "p", "--output", "out", "-q", "--as-of", "2025-01-02"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(bench.table("out/2024/facts.csv").iter().filter(|f| f["kind"] == "number").count(), 12);
}
