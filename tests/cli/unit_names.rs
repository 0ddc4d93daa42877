//! How a sheet says whose it is: labels of the office's own, codes, the pages' headers.

use rust_xlsxwriter::Workbook;

use crate::runner::Bench;
use crate::tables::{book, project};

const FORM: &str = r#"
code = "beds"
title = "Return of beds"
layout = "indicator-rows"
frequency = "year"

[reporters]
kinds = ["county"]

[columns]
label = ["Item"]
value = ["Number"]

[[indicator]]
code = "b"
name = "Beds"
type = "count"

[[indicator]]
code = "n"
name = "Nurses"
type = "count"
"#;

const UNITS: &str =
    "D01,Northfield,county,00\nD02,Southfield,county,00\n103,Eastfield,county,00\n104,Westfield,county,00\n";

/// Who is told to have sent a file, for several files of one project.
fn senders(setting: &str, files: &[(&str, Vec<u8>)]) -> Vec<(String, String)> {
    let bench = project(UNITS, &[FORM]);
    let toml = std::fs::read_to_string(bench.path("p/tonghop.toml")).unwrap();
    bench.write("p/tonghop.toml", setting.to_owned() + &toml);
    for (name, bytes) in files {
        bench.write(&format!("p/submissions/2024/{name}"), bytes);
    }
    bench.consolidate();
    who(&bench)
}

fn who(bench: &Bench) -> Vec<(String, String)> {
    let json = bench.json("out/2024/run.json");
    let file = |i: &serde_json::Value| {
        let path = i["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let unit = i["sheets"].as_array().and_then(|s| s.first()).and_then(|s| s["unit"].as_str()).unwrap_or("");
        (path, unit.to_owned())
    };
    json["inputs"].as_array().unwrap().iter().map(file).collect()
}

fn sheet(line: &str) -> Vec<u8> {
    book(&["RETURN OF BEDS 2024", line, "Item|Number", "Beds|12", "Nurses|3"], &[])
}

fn pairs(of: &[(String, String)]) -> Vec<(&str, &str)> {
    of.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
}

// A label of the office's own is followed by a name or a code; one that is not declared is a line like any other.
#[test]
fn own_labels() {
    let files = [("a.xlsx", sheet("Name of the hospital trust: Southfield")), ("b.xlsx", sheet("Trust code|103"))];
    let words = "[words]\nunit_labels = [\"Name of the hospital trust\", \"Trust code\"]\n";
    let bench = project(UNITS, &[FORM]);
    let toml = std::fs::read_to_string(bench.path("p/tonghop.toml")).unwrap();
    bench.write("p/tonghop.toml", format!("{toml}\n{words}"));
    for (name, bytes) in &files {
        bench.write(&format!("p/submissions/2024/{name}"), bytes);
    }
    bench.consolidate();
    assert_eq!(pairs(&who(&bench)), [("a.xlsx", "D02"), ("b.xlsx", "103")]);
    assert_eq!(pairs(&senders("", &files)), [("a.xlsx", ""), ("b.xlsx", "")]);
}

// A code and a name beside each other have to agree; a code of letters and digits is a name by itself, a number only
// where that is declared.
#[test]
fn codes_as_names() {
    let label = |text: &str| sheet(&format!("Reporting unit: {text}"));
    let files = [
        ("1.xlsx", label("D01 – Northfield")),
        ("2.xlsx", label("Southfield (D02)")),
        ("3.xlsx", label("103 - Eastfield")),
        ("4.xlsx", label("104")),
    ];
    assert_eq!(
        pairs(&senders("", &files)),
        [("1.xlsx", "D01"), ("2.xlsx", "D02"), ("3.xlsx", "103"), ("4.xlsx", "104")]
    );
    // They contradict each other, or name nobody.
    for wrong in ["D01 – Southfield", "D09 – Northfeld", "103 - Northfield", "105"] {
        assert_eq!(pairs(&senders("", &[("1.xlsx", label(wrong))])), [("1.xlsx", "")], "{wrong}");
    }
    // In names of files.
    let plain = || book(&["RETURN OF BEDS 2024", "Item|Number", "Beds|12", "Nurses|3"], &[]);
    let files = [("return 103.xlsx", plain()), ("return D02.xlsx", plain())];
    assert_eq!(pairs(&senders("", &files)), [("return 103.xlsx", ""), ("return D02.xlsx", "D02")]);
    let declared = senders("code_names = true\n", &files);
    assert_eq!(pairs(&declared), [("return 103.xlsx", "103"), ("return D02.xlsx", "D02")]);
}

/// A workbook whose header of the page says all.
fn paged(header: &str, rows: &[(&str, f64)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_header(header).set_footer("&RPage &P of &N");
    sheet.write_row(0, 0, ["Item", "Number"]).unwrap();
    for (r, (name, n)) in rows.iter().enumerate() {
        sheet.write(1 + r as u32, 0, *name).unwrap();
        sheet.write(1 + r as u32, 1, *n).unwrap();
    }
    book.save_to_buffer().unwrap()
}

// Form, unit and period stand in the header of the page, and are told to come from there.
#[test]
fn page_headers() {
    let bench = project(UNITS, &[FORM, &FORM.replace("beds", "cots").replace("Return of beds", "Return of cots")]);
    let rows = [("Beds", 12.0), ("Nurses", 3.0)];
    bench.write(
        "p/submissions/2024/a.xlsx",
        paged("&L&\"Arial,Bold\"Southfield&CReturn of cots&R&K000000Year 2024", &rows),
    );
    bench.consolidate();
    let facts = bench.table("out/2024/facts.csv");
    let got: Vec<(&str, &str)> = facts.iter().map(|f| (f["form"].as_str(), f["unit"].as_str())).collect();
    assert_eq!(got, [("cots", "D02"), ("cots", "D02")]);
    assert_eq!(bench.findings_of("R017").len(), 1);
    let told = bench.run(&["inspect", "p/submissions/2024/a.xlsx", "--lang", "en"]);
    assert!(told.out.contains("page header or footer"), "{}", told.out);
    // A header of another year is not passed over.
    bench.write("p/submissions/2024/a.xlsx", paged("&LSouthfield&CReturn of cots&RYear 2023", &rows));
    bench.consolidate();
    assert_eq!(bench.findings_of("R007").len(), 1);
    assert_eq!(bench.table("out/2024/facts.csv").len(), 0);
}

// A page that names another unit than the sheet or file does contradicts it.
#[test]
fn pages_contradict() {
    let bench = project(UNITS, &[FORM]);
    let rows = [("Beds", 12.0), ("Nurses", 3.0)];
    bench.write(
        "p/submissions/2024/Northfield.xlsx",
        paged("&CReturn of beds&RYear 2024&LContact: Southfield office", &rows),
    );
    bench.consolidate();
    assert_eq!((bench.findings_of("R005").len(), bench.table("out/2024/facts.csv").len()), (1, 0));
    // A month in a page line is not the period's; a line that is nothing but one is.
    let page = "&CReturn of beds&LForm in force from month 1 of 2019&RYear 2024";
    bench.write("p/submissions/2024/Northfield.xlsx", paged(page, &rows));
    bench.consolidate();
    assert_eq!((bench.findings_of("R007").len(), bench.table("out/2024/facts.csv").len()), (0, 2));
}

/// What is reported about units, by row.
const ROWS: &str = r#"
code = "rows"
title = "Beds by county"
layout = "unit-rows"
frequency = "year"

[reporters]
units = ["00"]

[rows]
kinds = ["county"]

[columns]
row = ["County"]

[[indicator]]
code = "b"
name = "Beds"
header = ["Beds"]
type = "count"
"#;

// In rows, too, a code and a name have to agree; a code alone is a name where that is declared, as a number or as text.
#[test]
fn codes_in_rows() {
    let table = |rows: &[&str]| {
        let mut all = vec!["BEDS BY COUNTY 2024", "Reporting unit: Montana", "County|Beds"];
        all.extend(rows);
        book(&all, &[])
    };
    let ran = |setting: &str, rows: &[&str]| {
        let bench = project(UNITS, &[ROWS]);
        let toml = std::fs::read_to_string(bench.path("p/tonghop.toml")).unwrap();
        bench.write("p/tonghop.toml", setting.to_owned() + &toml);
        bench.write("p/submissions/2024/a.xlsx", table(rows));
        bench.consolidate();
        let facts = bench.table("out/2024/facts.csv");
        let got: Vec<String> = facts.iter().map(|f| f["row"].clone()).collect();
        (got, bench.findings_of("R004").len())
    };
    let right = ["D01 – Northfield|1", "Southfield (D02)|2", "103 - Eastfield|3", "Westfield|4"];
    assert_eq!(ran("", &right), (["D01", "D02", "103", "104"].map(str::to_owned).to_vec(), 0));
    // Ordinal numbers are none.
    assert_eq!(ran("", &["1. Northfield|1", "2) Southfield|2"]).0, ["D01", "D02"]);
    let wrong = ["103 – Northfield|1", "Eastfield (104)|2", "103 Westfield|3"];
    assert_eq!(ran("", &wrong), (Vec::new(), 3));
    assert_eq!(ran("code_names = true\n", &["103|1", "104|2", "D01|3"]).0, ["103", "104", "D01"]);
    assert_eq!(ran("", &["103|1", "104|2", "D01|3"]).0, ["D01"]);
}

// A day or a period in the name of a file or folder is no code.
#[test]
fn days_are_no_codes() {
    let plain = || book(&["RETURN OF BEDS 2024", "Item|Number", "Beds|12", "Nurses|3"], &[]);
    let bench = project("05,Northfield,county,00\n2024,Southfield,county,00\n103,Eastfield,county,00\n", &[FORM]);
    let toml = std::fs::read_to_string(bench.path("p/tonghop.toml")).unwrap();
    bench.write("p/tonghop.toml", format!("code_names = true\n{toml}"));
    for name in ["return 05.04.2024.xlsx", "103 year 2024.xlsx", "scan.xlsx", "return 05.xlsx"] {
        bench.write(&format!("p/submissions/2024/{name}"), plain());
    }
    bench.consolidate();
    assert_eq!(
        pairs(&who(&bench)),
        [("103 year 2024.xlsx", "103"), ("return 05.04.2024.xlsx", ""), ("return 05.xlsx", "05"), ("scan.xlsx", "")]
    );
}
