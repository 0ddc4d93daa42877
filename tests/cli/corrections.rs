//! What the office does with figures and findings of others: corrections by telephone, supplements, which codes it wants
//! to see; and in which order all that is read.

use serde_json::Value;

use crate::runner::Bench;
use crate::tables::{book, project};

const BIRTHS: &str = r#"
code = "births"
title = "Births in the quarter"
layout = "indicator-rows"
frequency = "quarter"
deadline_days = 3000
supplements = true

[reporters]
kinds = ["region"]

[columns]
label = ["Item"]
value = ["Number"]

[[indicator]]
code = "b"
name = "Births"
type = "count"

[[indicator]]
code = "d"
name = "Births in hospital"
type = "count"

[[indicator]]
code = "share"
name = "Share in hospital"
type = "ratio"
numerator = "d"
denominator = "b"
"#;

const WARDS: &str = r#"
code = "wards"
title = "Wards of the county"
layout = "unit-rows"
frequency = "quarter"
deadline_days = 3000
supplements = true

[reporters]
kinds = ["region"]

[rows]
kinds = ["county"]

[columns]
row = ["Ward"]

[[indicator]]
code = "p"
name = "Patients"
type = "count"
header = ["Patients"]

[[indicator]]
code = "v"
name = "Visits"
type = "count"
header = ["Visits"]
"#;

const UNITS: &str = "a,Alder,region,00\na1,Ash Ward,county,a\na2,Beech Ward,county,a\na3,Cherry Ward,county,a\nb,Birch,region,00\nb1,Date Ward,county,b\n";

fn births(bench: &Bench, name: &str, who: &str, rows: &[&str]) {
    let mut lines = vec![
        "BIRTHS IN THE QUARTER QUARTER 1 2025".to_owned(),
        format!("Reporting unit: {who}"),
        "Item|Number".to_owned(),
    ];
    lines.extend(rows.iter().map(|r| (*r).to_owned()));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    bench.write(&format!("p/submissions/2025-Q1/{name}"), book(&lines, &[]));
}

fn wards(bench: &Bench, name: &str, rows: &[&str]) {
    let mut lines = vec!["WARDS OF THE COUNTY QUARTER 1 2025", "Reporting unit: Alder", "Ward|Patients|Visits"];
    lines.extend(rows);
    bench.write(&format!("p/submissions/2025-Q1/{name}"), book(&lines, &[]));
}

fn aged(bench: &Bench, name: &str, seconds: u64) {
    let path = bench.path(&format!("p/submissions/2025-Q1/{name}"));
    let when = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    std::fs::File::options().write(true).open(path).unwrap().set_modified(when).unwrap();
}

fn run(bench: &Bench, more: &[&str]) -> i32 {
    let args =
        ["consolidate", "p", "--period", "2025-Q1", "--output", "out", "--as-of", "2025-06-01", "-q", "--lang", "en"];
    let ran = bench.run(&[&args[..], more].concat());
    assert_ne!(ran.code, 2, "{}", ran.err);
    ran.code
}

fn facts(bench: &Bench, form: &str) -> Vec<(String, String, String, String)> {
    let rows = bench.table("out/2025-Q1/facts.csv").into_iter().filter(|r| r["form"] == form);
    rows.map(|r| (r["unit"].clone() + &r["row"], r["indicator"].clone(), r["value"].clone(), r["source_file"].clone()))
        .collect()
}

fn value(bench: &Bench, form: &str, who: &str, indicator: &str) -> String {
    let all = facts(bench, form);
    let mut mine = all.into_iter().filter(|(w, i, ..)| w == who && i == indicator).map(|(_, _, v, _)| v);
    let first = mine.next().unwrap_or_default();
    assert_eq!(mine.next(), None, "one figure, one fact");
    first
}

fn findings(bench: &Bench, code: &str) -> Vec<Value> {
    let json = bench.json("out/2025-Q1/findings.json");
    json["findings"].as_array().unwrap().iter().filter(|f| f["code"] == code).cloned().collect()
}

// A correction counts where the old value stands, is shown wherever the figure is, and is told where it found nothing.
#[test]
fn corrections_by_telephone() {
    let bench = project(UNITS, &[BIRTHS, WARDS]);
    births(&bench, "alder births.xlsx", "Alder", &["Births|1200", "Births in hospital|30"]);
    births(&bench, "birch births.xlsx", "Birch", &["Births|50", "Births in hospital|40"]);
    wards(&bench, "alder wards.xlsx", &["Ash Ward|10|20", "Beech Ward|11|21", "Cherry Ward|12|22"]);
    let lines = [
        "period,file,unit,form,indicator,row,old,new,reason,who,when",
        "2025-Q1,,a,births,b,,\"1,200\",120,A nought too many,Ms An by telephone,2025-04-09",
        ",alder wards.xlsx,,wards,v,Beech Ward,21,210,A nought too few,Mr Binh,2025-04-09",
        "2025-Q1,,a,wards,p,a3,99,13,Counted again,,",
        "2025-Q1,,b,births,d,,30,40,Done by now,,",
        "2024-Q4,,b,births,d,,40,41,Of another period,,",
    ];
    bench.write("p/corrections.csv", lines.join("\n") + "\n");
    assert_eq!(run(&bench, &[]), 0);
    assert_eq!(value(&bench, "births", "a", "b"), "120");
    assert_eq!((value(&bench, "wards", "aa2", "v"), value(&bench, "wards", "aa3", "p")), ("210".into(), "12".into()));
    let totals = bench.table("out/2025-Q1/totals.csv");
    let total = |code: &str| {
        totals.iter().find(|r| r["indicator"] == code && r["group"] == "province").unwrap()["value"].clone()
    };
    assert_eq!((total("b"), total("v")), ("170".to_owned(), "252".to_owned()));
    let applied = findings(&bench, "S016");
    let said: Vec<(&str, &str)> =
        applied.iter().map(|f| (f["cell"].as_str().unwrap(), f["severity"].as_str().unwrap())).collect();
    assert_eq!(said, [("B4", "info"), ("C5", "info")]);
    assert!(applied[0]["message"].as_str().unwrap().contains("Ms An by telephone"), "{applied:?}");
    let not: Vec<Value> = findings(&bench, "S017");
    let said: Vec<(&str, &str)> =
        not.iter().map(|f| (f["severity"].as_str().unwrap(), f["message"].as_str().unwrap())).collect();
    assert!(
        matches!(said.as_slice(), [("warning", gone), ("info", done)] if gone.contains("line 4") && gone.contains("12") && done.contains("line 5")),
        "{said:?}"
    );
    let account = bench.json("out/2025-Q1/run.json");
    let corrections = account["corrections"].as_array().unwrap();
    assert_eq!(corrections.len(), 2);
    assert_eq!((corrections[0]["old"].as_str(), corrections[0]["new"].as_str()), (Some("1,200"), Some("120")));
    // The account of figures does not change: the figure counts, with another value.
    let figures = account["inputs"][0]["sheets"][0]["figures"]["counted"].as_u64();
    assert_eq!(figures, Some(2));
    let traced = bench.run(&["trace", "births", "b", "--project", "p", "--period", "2025-Q1", "--lang", "en"]);
    assert!(
        traced.out.contains("the file says 1,200 (A nought too many) Ms An by telephone, 2025-04-09"),
        "{}",
        traced.out
    );
    // Of a computed figure its parts are corrected; a form, indicator or unit must be one; a reason has to be given.
    let wrong = [
        "unit,form,indicator,old,new,reason",
        "a,births,share,1,2,so",
        "a,births,x,1,2,so",
        "zz,births,b,1,2,so",
        "a,births,b,1,2,",
        ",births,b,1,2,so",
    ];
    bench.write("p/corrections.csv", wrong.join("\n") + "\n");
    let ran = bench.run(&["check", "p", "--project-only", "--lang", "en"]);
    assert!(ran.code == 2 && ran.err.matches("corrections.csv").count() == 5, "{}", ran.err);
}

// A file that says it is a supplement adds to the report before it: rows that it has count in it, all others stand.
#[test]
fn supplements_are_merged_by_row() {
    let bench = project(UNITS, &[BIRTHS, WARDS]);
    births(&bench, "alder births.xlsx", "Alder", &["Births|120", "Births in hospital|30"]);
    births(&bench, "alder births supplement.xlsx", "Alder", &["Births in hospital|35"]);
    wards(&bench, "alder wards.xlsx", &["Ash Ward|10|20", "Beech Ward|many|21", "Cherry Ward|12|22"]);
    wards(&bench, "alder wards (supplement).xlsx", &["Beech Ward|11|24"]);
    for (n, name) in
        ["alder births", "alder wards", "alder births supplement", "alder wards (supplement)"].iter().enumerate()
    {
        aged(&bench, &format!("{name}.xlsx"), 1_743_600_000 + 3600 * n as u64);
    }
    run(&bench, &[]);
    assert_eq!((value(&bench, "births", "a", "b"), value(&bench, "births", "a", "d")), ("120".into(), "35".into()));
    let of = |row: &str, i: &str| value(&bench, "wards", row, i);
    assert_eq!([of("aa1", "p"), of("aa2", "p"), of("aa2", "v"), of("aa3", "v")], ["10", "11", "24", "22"]);
    let sources: Vec<String> = facts(&bench, "wards").into_iter().filter(|(w, ..)| w == "aa2").map(|f| f.3).collect();
    assert!(sources.iter().all(|s| s.ends_with("(supplement).xlsx")), "{sources:?}");
    let told = findings(&bench, "S018");
    assert_eq!(told.len(), 2);
    assert!(told.iter().any(|f| f["message"].as_str().unwrap().contains("1 row (Beech Ward)")), "{told:?}");
    // What was wrong in a row that is replaced does not matter; what a supplement lacks is not missing.
    let codes = bench.codes("out/2025-Q1/findings.json");
    assert!(
        !codes.iter().any(|c| ["C001", "R011", "R015", "S003", "S009"].iter().any(|x| c.starts_with(x))),
        "{codes:?}"
    );
    let totals = bench.table("out/2025-Q1/totals.csv");
    let row = |code: &str| totals.iter().find(|r| r["indicator"] == code && r["group"] == "province").unwrap();
    assert_eq!((row("p")["value"].as_str(), row("p")["units_reported"].as_str()), ("33", "1"));
    assert_eq!(row("d")["value"], "35");
    // Each figure has one fate: what is replaced is refused in its own file.
    let account = bench.json("out/2025-Q1/run.json");
    let figures = |name: &str| {
        let inputs = account["inputs"].as_array().unwrap();
        let one = inputs.iter().find(|i| i["path"].as_str().unwrap().ends_with(name)).unwrap();
        let f = &one["sheets"][0]["figures"];
        (one["fate"].as_str().unwrap().to_owned(), f["counted"].as_u64().unwrap(), f["refused"].as_u64().unwrap())
    };
    assert_eq!(figures("/alder births.xlsx"), ("counted".to_owned(), 1, 1));
    assert_eq!(figures("births supplement.xlsx"), ("counted".to_owned(), 1, 0));
    assert_eq!(figures("/alder wards.xlsx"), ("counted".to_owned(), 4, 1));
    // One that is older than the report is in it already.
    aged(&bench, "alder births supplement.xlsx", 1_743_500_000);
    run(&bench, &[]);
    assert_eq!(value(&bench, "births", "a", "d"), "30");
    // Where the form does not let it, a supplement replaces the whole, and that is told.
    let strict = project(UNITS, &[&BIRTHS.replace("supplements = true\n", "")]);
    births(&strict, "alder births.xlsx", "Alder", &["Births|120", "Births in hospital|30"]);
    births(&strict, "alder births bo sung.xlsx", "Alder", &["Births in hospital|35"]);
    run(&strict, &[]);
    assert_eq!(value(&strict, "births", "a", "b"), "");
    assert!(!findings(&strict, "S009").is_empty());
}

// Columns that are split over two sheets of one file lose no fact; what both say is one fact.
#[test]
fn sheets_that_complement_each_other() {
    let form = WARDS.replace("header = [\"", "required = false\nheader = [\"");
    let bench = project(UNITS, &[&form]);
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, head, values) in [("One", "Patients", [10, 11, 12]), ("Two", "Visits", [20, 21, 22])] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "WARDS OF THE COUNTY QUARTER 1 2025").unwrap();
        sheet.write(1, 0, "Reporting unit: Alder").unwrap();
        sheet.write_row(2, 0, ["Ward", head]).unwrap();
        for (n, (ward, value)) in ["Ash Ward", "Beech Ward", "Cherry Ward"].iter().zip(values).enumerate() {
            sheet.write(3 + n as u32, 0, *ward).unwrap();
            sheet.write(3 + n as u32, 1, value).unwrap();
        }
    }
    bench.write("p/submissions/2025-Q1/alder.xlsx", book.save_to_buffer().unwrap());
    run(&bench, &[]);
    assert_eq!((value(&bench, "wards", "aa2", "p"), value(&bench, "wards", "aa2", "v")), ("11".into(), "21".into()));
    assert_eq!(facts(&bench, "wards").len(), 6);
    let totals = bench.table("out/2025-Q1/totals.csv");
    let total = |code: &str| {
        totals.iter().find(|r| r["indicator"] == code && r["group"] == "province").unwrap()["value"].clone()
    };
    assert_eq!((total("p"), total("v")), ("33".to_owned(), "63".to_owned()));
}

// An office says which findings it wants and how severe each is; what is not counted stays said.
#[test]
fn codes_that_are_wanted() {
    let bench = project(UNITS, &[BIRTHS]);
    births(&bench, "alder.xlsx", "Alder", &["Births|1,200", "Births in hospital|many"]);
    births(&bench, "birch.xlsx", "Birch", &["Births|12", "Births in hospital|20"]);
    assert_eq!(run(&bench, &[]), 1);
    let codes = bench.codes("out/2025-Q1/findings.json");
    assert!(codes.contains(&"C018 error".to_owned()) && codes.contains(&"C001 error".to_owned()), "{codes:?}");
    run(&bench, &["--ignore", "C018,C001,P"]);
    let left = bench.codes("out/2025-Q1/findings.json");
    assert!(!left.contains(&"C018 error".to_owned()) && left.contains(&"C001 error".to_owned()), "{left:?}");
    run(&bench, &["--select", "C018"]);
    let left = bench.codes("out/2025-Q1/findings.json");
    assert!(left.contains(&"C018 error".to_owned()) && !left.iter().any(|c| c.starts_with('P')), "{left:?}");
    let ran = bench.run(&["check", "p", "--ignore", "C999", "--lang", "en"]);
    assert!(ran.code == 2 && ran.err.contains("C999"), "{}", ran.err);
    let settings = std::fs::read_to_string(bench.path("p/tonghop.toml")).unwrap();
    bench.write("p/tonghop.toml", settings.clone() + "\n[findings]\nignore = [\"P\"]\ninfo = [\"C018\", \"C\"]\n");
    run(&bench, &[]);
    let codes = bench.codes("out/2025-Q1/findings.json");
    assert!(codes.contains(&"C018 info".to_owned()) && codes.contains(&"C001 error".to_owned()), "{codes:?}");
    bench.write("p/tonghop.toml", settings + "\n[findings]\nignore = [\"C001\", \"X\"]\n");
    let ran = bench.run(&["check", "p", "--project-only", "--lang", "en"]);
    assert!(ran.code == 2 && ran.err.matches("tonghop.toml").count() == 2, "{}", ran.err);
}

// The same in many cells of a column is one finding; what stands for more comes first; what follows stands below its cause.
#[test]
fn one_cause_one_finding() {
    let bench = project(UNITS, &[WARDS]);
    wards(&bench, "alder.xlsx", &["Ash Ward|1,210|20", "Beech Ward|1,211|21", "Cherry Ward|1,212|22"]);
    run(&bench, &[]);
    let texts = findings(&bench, "C004");
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0]["cell"], "B4:B6");
    assert!(texts[0]["message"].as_str().unwrap().contains("2 more cells"), "{texts:?}");
    wards(&bench, "alder.xlsx", &["Ash Ward|10|20", "Beach Wards|11|21", "Cherry Ward|12|22"]);
    run(&bench, &[]);
    let json = bench.json("out/2025-Q1/findings.json");
    let all = json["findings"].as_array().unwrap();
    let cause = all.iter().position(|f| f["code"] == "R013").unwrap();
    assert_eq!(all[cause + 1]["code"], "R015");
    assert_eq!(all[cause + 1]["cause"]["code"], "R013");
}

// Figures of the list are read as the project writes them and as the indicator can have them; what a supplement replaced is
// not there any more.
#[test]
fn corrections_are_read_strictly() {
    let amounts =
        BIRTHS.replace("name = \"Births\"\ntype = \"count\"", "name = \"Births\"\ntype = \"amount\"\nmax = 5000");
    let bench = project(UNITS, &[&amounts]);
    let settings = std::fs::read_to_string(bench.path("p/tonghop.toml")).unwrap();
    bench.write("p/tonghop.toml", settings.replace("language = \"en\"", "language = \"vi\""));
    births(&bench, "alder births.xlsx", "Alder", &["Births|1.2", "Births in hospital|30"]);
    births(&bench, "birch births.xlsx", "Birch", &["Births|1200", "Births in hospital|40"]);
    let head = "period,unit,form,indicator,old,new,reason\n";
    let with = |lines: &str| {
        bench.write("p/corrections.csv", format!("{head}{lines}"));
        run(&bench, &[]);
        let not = findings(&bench, "S017").len();
        (value(&bench, "births", "a", "b"), value(&bench, "births", "b", "b"), value(&bench, "births", "a", "d"), not)
    };
    let as_read = |a: &str, b: &str, d: &str, not: usize| (a.to_owned(), b.to_owned(), d.to_owned(), not);
    // Vietnamese thousands are thousands.
    assert_eq!(with("2025-Q1,a,births,b,\"1,2\",1.200,x\n"), as_read("1200", "1200", "30", 0));
    assert_eq!(with("2025-Q1,b,births,b,1.200,\"1.300,5\",x\n"), as_read("1.2", "1300.5", "30", 0));
    assert_eq!(with("2025-Q1,a,births,b,1.200,5,x\n"), as_read("1.2", "1200", "30", 1));
    // A count is whole and not below nothing, and limits are limits.
    assert_eq!(with("2025-Q1,a,births,d,30,-5,x\n2025-Q1,a,births,d,30,\"1,5\",x\n"), as_read("1.2", "1200", "30", 2));
    assert_eq!(with("2025-Q1,b,births,b,1200,9000,x\n2025-Q1,a,births,d,30,1e2,x\n"), as_read("1.2", "1200", "30", 2));
    // To leave the new figure out is no correction.
    bench.write("p/corrections.csv", format!("{head}2025-Q1,a,births,d,30,,x\n"));
    assert_eq!(bench.run(&["check", "p", "--project-only"]).code, 2);
    // What a supplement replaced cannot be corrected in the report, and what it says can.
    births(&bench, "alder births supplement.xlsx", "Alder", &["Births in hospital|35"]);
    aged(&bench, "alder births.xlsx", 1_743_600_000);
    aged(&bench, "alder births supplement.xlsx", 1_743_603_600);
    assert_eq!(with("2025-Q1,a,births,d,30,31,x\n"), as_read("1.2", "1200", "35", 1));
    assert_eq!(with("2025-Q1,a,births,d,35,36,x\n"), as_read("1.2", "1200", "36", 0));
    // A file that is none is told, whatever else the line says.
    bench.write("p/corrections.csv", "file,form,indicator,old,new,reason\nno such.xlsx,births,d,35,36,x\n");
    run(&bench, &[]);
    assert_eq!(findings(&bench, "S017").len(), 1);
}

const EVENTS: &str = "code = \"ev\"\ntitle = \"Events\"\nlayout = \"records\"\nfrequency = \"quarter\"\ndeadline_days = 3000\n\
    [reporters]\nkinds = [\"region\"]\n[columns]\ncode = [\"No.\"]\n\
    [[indicator]]\ncode = \"e\"\nname = \"Event\"\ntype = \"text\"\nheader = [\"Event\"]\n\
    [[indicator]]\ncode = \"c\"\nname = \"Cost\"\ntype = \"amount\"\nheader = [\"Cost\"]\n";

// Two versions of one list, or of one table of names of one's own, on two sheets of a file are not added up.
#[test]
fn versions_on_two_sheets() {
    let clinics = WARDS.replace("[rows]\nkinds = [\"county\"]", "[rows]\nregistered = false");
    let send = |bench: &Bench, title: &str, head: [&str; 3], sheets: &[&[(&str, f64)]]| {
        let mut book = rust_xlsxwriter::Workbook::new();
        for (n, rows) in sheets.iter().enumerate() {
            let sheet = book.add_worksheet().set_name(format!("Sheet {n}")).unwrap();
            sheet.write(0, 0, title).unwrap();
            sheet.write(1, 0, "Reporting unit: Alder").unwrap();
            sheet.write_row(2, 0, head.into_iter().filter(|h| !h.is_empty())).unwrap();
            let first = u16::from(head[0] == "No.");
            for (r, (name, value)) in rows.iter().enumerate() {
                if first == 1 {
                    sheet.write(3 + r as u32, 0, r as f64 + 1.0).unwrap();
                }
                sheet.write(3 + r as u32, first, *name).unwrap();
                sheet.write(3 + r as u32, first + 1, *value).unwrap();
                if first == 0 {
                    sheet.write(3 + r as u32, 2, *value + 1.0).unwrap();
                }
            }
        }
        bench.write("p/submissions/2025-Q1/alder.xlsx", book.save_to_buffer().unwrap());
        run(bench, &[]);
        let totals = bench.table("out/2025-Q1/totals.csv");
        let total =
            totals.iter().find(|r| r["group"] == "province" && (r["indicator"] == "p" || r["indicator"] == "c"));
        (total.map(|t| t["value"].clone()).unwrap_or_default(), bench.codes("out/2025-Q1/findings.json"))
    };
    let bench = project(UNITS, &[&clinics]);
    let wards = |sheets: &[&[(&str, f64)]]| {
        send(&bench, "WARDS OF THE COUNTY QUARTER 1 2025", ["Ward", "Patients", "Visits"], sheets)
    };
    let (total, codes) =
        wards(&[&[("Mercy clinic", 10.0), ("Hope clinic", 20.0)], &[("MERCY  Clinic", 11.0), ("Hope Clinic", 20.0)]]);
    assert!(total.is_empty() && codes.contains(&"S007 error".to_owned()), "{total} {codes:?}");
    let (total, _) =
        wards(&[&[("Mercy clinic", 10.0), ("Hope clinic", 20.0)], &[("MERCY Clinic", 10.0), ("Hope Clinic", 20.0)]]);
    assert_eq!(total, "30");
    let bench = project(UNITS, &[EVENTS]);
    let events = |sheets: &[&[(&str, f64)]]| send(&bench, "EVENTS QUARTER 1 2025", ["No.", "Event", "Cost"], sheets);
    let draft: &[(&str, f64)] = &[("Spring fair", 100.0), ("Book day", 50.0), ("Open day", 70.0)];
    let last: &[(&str, f64)] = &[("Spring fair", 110.0), ("Book day", 50.0), ("Open day", 75.0), ("Concert", 20.0)];
    let (total, codes) = events(&[draft, last]);
    assert!(total.is_empty() && codes.contains(&"S007 error".to_owned()), "{total} {codes:?}");
    // The same list twice counts once, and a second part of a list is its second part.
    let (total, codes) = events(&[draft, draft]);
    assert!(
        total == "220" && codes.contains(&"S010 info".to_owned()) || codes.contains(&"S010 warning".to_owned()),
        "{total} {codes:?}"
    );
    assert_eq!(events(&[draft, &[("Concert", 20.0), ("Lecture", 10.0)]]).0, "250");
}
