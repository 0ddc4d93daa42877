//! Offices above offices: what a lower one consolidated is a submission to the next.

use std::collections::BTreeMap;
use std::path::Path;

use crate::runner::{Bench, python};
use crate::tables::book;

const KINDS: [&str; 4] = ["country", "province", "district", "commune"];

/// Every unit with its name, kind and parent.
const UNITS: &[(&str, &str, usize, &str)] = &[
    ("n", "Norland", 0, ""),
    ("p1", "Parva", 1, "n"),
    ("p2", "Porta", 1, "n"),
    ("d1", "Dalby", 2, "p1"),
    ("d2", "Dorset", 2, "p1"),
    ("d3", "Durham", 2, "p2"),
    ("c1", "Alder", 3, "d1"),
    ("c2", "Birch", 3, "d1"),
    ("c3", "Cedar", 3, "d2"),
    ("c4", "Dogwood", 3, "d2"),
    ("c5", "Elm", 3, "d3"),
    ("c6", "Fir", 3, "d3"),
];

const BIRTHS: &str = r#"
code = "births"
title = "Births in the quarter"
layout = "indicator-rows"
frequency = "quarter"
deadline_days = 20

[reporters]
kinds = ["commune"]

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

[[rule]]
id = "part"
severity = "error"
check = "[d] <= [b]"
message = "More births in hospital than births."
"#;

const EVENTS: &str = r#"
code = "events"
title = "Register of events"
layout = "records"
frequency = "quarter"
deadline_days = 20

[reporters]
kinds = ["commune"]

[columns]
row = ["No."]

[[indicator]]
code = "day"
name = "Day"
type = "date"
header = ["Day"]

[[indicator]]
code = "what"
name = "What happened"
type = "text"
header = ["What happened"]

[[indicator]]
code = "cost"
name = "Cost"
type = "amount"
header = ["Cost"]
"#;

const CLINICS: &str = r#"
code = "clinics"
title = "Clinics by commune"
layout = "unit-rows"
frequency = "quarter"
deadline_days = 20

[reporters]
kinds = ["district"]

[rows]
kinds = ["commune"]

[columns]
row = ["Commune"]

[[indicator]]
code = "n"
name = "Clinics"
type = "count"
header = ["Clinics"]

[[indicator]]
code = "open"
name = "Open at night"
type = "yes-no"
aggregation = "count-yes"
header = ["Open at night"]
"#;

fn units_under(top: &str) -> Vec<(&'static str, &'static str, usize, &'static str)> {
    let mut known = vec![top];
    let mut out = Vec::new();
    for unit in UNITS {
        if unit.0 == top || known.contains(&unit.3) {
            known.push(unit.0);
            out.push(*unit);
        }
    }
    out
}

/// The project of one office, with forms.
fn office(bench: &Bench, folder: &str, top: &str, forms: &[&str]) {
    let mut toml = format!(
        "title = \"Returns of {top}\"\nprovince = \"{top}\"\nlanguage = \"en\"\nregime = \"calendar\"\nutc_offset_hours = 0\n"
    );
    KINDS.iter().for_each(|k| toml.push_str(&format!("\n[[kind]]\ncode = \"{k}\"\n")));
    let mut units = String::from("code,name,kind,parent\n");
    for (code, name, kind, parent) in units_under(top) {
        let parent = if code == top { "" } else { parent };
        units.push_str(&format!("{code},{name},{},{parent}\n", KINDS[kind]));
    }
    bench.write(&format!("{folder}/tonghop.toml"), toml);
    bench.write(&format!("{folder}/units.csv"), units);
    for (n, form) in forms.iter().enumerate() {
        bench.write(&format!("{folder}/forms/{n}.toml"), form);
    }
}

/// What one commune sends: births, those in hospital, and an event.
fn commune(name: &str, births: &str, hospital: &str) -> Vec<u8> {
    let who = format!("Reporting unit: {name}");
    let (b, d) = (format!("Births|{births}"), format!("Births in hospital|{hospital}"));
    book(&["BIRTHS IN THE QUARTER QUARTER 1 2025", &who, "Item|Number", &b, &d], &[])
}

fn events(name: &str, list: &[&str]) -> Vec<u8> {
    let who = format!("Reporting unit: {name}");
    let mut rows = vec!["REGISTER OF EVENTS QUARTER 1 2025", &who, "No.|Day|What happened|Cost"];
    rows.extend(list);
    book(&rows, &[])
}

fn clinics(name: &str, rows: &[&str]) -> Vec<u8> {
    let who = format!("Reporting unit: {name}");
    let mut all = vec!["CLINICS BY COMMUNE QUARTER 1 2025", &who, "Commune|Clinics|Open at night"];
    all.extend(rows);
    book(&all, &[])
}

/// Everything that is sent: under which district, its name, its bytes.
fn everything() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    vec![
        ("d1", "alder.xlsx", commune("Alder", "10", "5")),
        ("d1", "birch.xlsx", commune("Birch", "12 000", "7")),
        ("d1", "alder events.xlsx", events("Alder", &["1|2025-02-01|Flood|12.5", "2|2025-03-01|Fair, \"spring\"|3"])),
        ("d1", "clinics.xlsx", clinics("Dalby", &["Alder|2|yes", "Birch|3|no"])),
        // More in hospital than born: each office's rule finds it again.
        ("d2", "cedar.xlsx", commune("Cedar", "20", "30")),
        ("d2", "dogwood.xlsx", commune("Dogwood", "many", "4")),
        ("d2", "clinics.xlsx", clinics("Dorset", &["Cedar|1|no", "Dogwood|-|yes"])),
        ("d3", "elm.xlsx", commune("Elm", "7", "7")),
        // Fir sends nothing; one file is none.
        ("d3", "damaged.xlsx", b"PK\x03\x04 no workbook".to_vec()),
    ]
}

fn consolidate(bench: &Bench, folder: &str) -> i32 {
    let out = format!("out-{folder}");
    let args =
        ["consolidate", folder, "--period", "2025-Q1", "--output", &out, "--as-of", "2025-07-05", "-q", "--no-cache"];
    let ran = bench.run(&args);
    assert_ne!(ran.code, 2, "{folder}: {}", ran.err);
    ran.code
}

fn hand_up(bench: &Bench, from: &str, to: &str, name: &str) {
    let made = std::fs::read(bench.path(&format!("out-{from}/2025-Q1/tong-hop-2025-Q1.xlsx"))).unwrap();
    bench.write(&format!("{to}/submissions/2025-Q1/{name}"), made);
}

type Table = Vec<BTreeMap<String, String>>;

/// Facts with the innermost file of each: what was sent in the first place, and where it stands.
fn facts(bench: &Bench, folder: &str) -> Table {
    let mut all = bench.table(&format!("out-{folder}/2025-Q1/facts.csv"));
    for fact in &mut all {
        let innermost = fact["source_file"].rsplit(" › ").next().unwrap().rsplit('/').next().unwrap().to_owned();
        fact.insert("source_file".to_owned(), innermost);
    }
    all.sort();
    all
}

fn findings(bench: &Bench, folder: &str) -> Vec<String> {
    let json = bench.json(&format!("out-{folder}/2025-Q1/findings.json"));
    let text = |f: &serde_json::Value, key: &str| f[key].as_str().unwrap_or_default().to_owned();
    let all = json["findings"].as_array().unwrap().iter();
    let mut all: Vec<String> = all
        .filter(|f| f["code"] != "S014")
        .map(|f| {
            let file = text(f, "file").rsplit(" › ").next().unwrap().rsplit('/').next().unwrap().to_owned();
            [
                &text(f, "code"),
                &text(f, "form"),
                &text(f, "unit"),
                &file,
                &text(f, "sheet"),
                &text(f, "cell"),
                &text(f, "value"),
            ]
            .map(String::as_str)
            .join("|")
        })
        .collect();
    all.sort();
    all
}

/// A country by districts, provinces and the country; and all at once.
fn country() -> Bench {
    let bench = Bench::new();
    let forms = [BIRTHS, EVENTS, CLINICS];
    office(&bench, "flat", "n", &forms);
    for (top, ..) in UNITS.iter().filter(|u| u.2 < 3) {
        office(&bench, top, top, &forms);
    }
    for (district, name, bytes) in everything() {
        bench.write(&format!("flat/submissions/2025-Q1/{district}/{name}"), &bytes);
        bench.write(&format!("{district}/submissions/2025-Q1/{district}/{name}"), &bytes);
    }
    for district in ["d1", "d2", "d3"] {
        consolidate(&bench, district);
    }
    bench
}

// Through three offices one over the other come the totals that one office gets from the files themselves, with every
// figure's file, sheet and cell, and with what is wrong in them.
#[test]
fn three_tiers_against_one() {
    let bench = country();
    let flat = consolidate(&bench, "flat");
    hand_up(&bench, "d1", "p1", "Dalby tong-hop.xlsx");
    hand_up(&bench, "d2", "p1", "from Dorset/tong-hop-2025-Q1.xlsx");
    hand_up(&bench, "d3", "p2", "tong-hop-2025-Q1.xlsx");
    consolidate(&bench, "p1");
    consolidate(&bench, "p2");
    hand_up(&bench, "p1", "n", "parva.xlsx");
    hand_up(&bench, "p2", "n", "porta.xlsx");
    assert_eq!(consolidate(&bench, "n"), flat);
    let totals = |folder: &str| bench.table(&format!("out-{folder}/2025-Q1/totals.csv"));
    assert_eq!(totals("n"), totals("flat"));
    assert!(totals("n").iter().any(|t| t["indicator"] == "b" && t["group"] == "province" && t["value"] == "12037"));
    assert_eq!(bench.table("out-n/2025-Q1/senders.csv"), bench.table("out-flat/2025-Q1/senders.csv"));
    assert_eq!(facts(&bench, "n"), facts(&bench, "flat"));
    assert_eq!(findings(&bench, "n"), findings(&bench, "flat"));
    for want in ["C001|births|c4", "V001|births|c3", "F001|||damaged.xlsx", "S001|births|c6"] {
        assert!(findings(&bench, "n").iter().any(|f| f.starts_with(want)), "{want}: {:#?}", findings(&bench, "n"));
    }
    // The whole way stands beside each figure.
    let chain = "submissions/2025-Q1/parva.xlsx › submissions/2025-Q1/from Dorset/tong-hop-2025-Q1.xlsx › \
                 submissions/2025-Q1/d2/cedar.xlsx";
    let raw = bench.table("out-n/2025-Q1/facts.csv");
    assert!(raw.iter().any(|f| f["unit"] == "c3" && f["source_file"] == chain && f["source_cell"] == "B4"), "{raw:#?}");
    let traced = bench.run(&["trace", "births", "b", "--project", "n", "--period", "2025-Q1", "--as-of", "2025-07-05"]);
    assert!(traced.out.contains("d2/cedar.xlsx"), "{}", traced.out);
    // Each roll-up says how far it had come, and the account tells what it carries.
    let codes = bench.codes("out-n/2025-Q1/findings.json");
    assert!(codes.contains(&"S014 info".to_owned()), "{codes:?}");
    let run = bench.json("out-n/2025-Q1/run.json");
    let inputs = run["inputs"].as_array().unwrap();
    assert_eq!(inputs.len(), 2);
    let carried: Vec<(&str, &str)> = inputs
        .iter()
        .flat_map(|i| i["carried"].as_array().unwrap())
        .map(|c| (c["path"].as_str().unwrap().rsplit('/').next().unwrap(), c["fate"].as_str().unwrap()))
        .collect();
    assert!(
        carried.contains(&("cedar.xlsx", "counted")) && carried.contains(&("damaged.xlsx", "failed")),
        "{carried:?}"
    );
    // And again from what was kept.
    let again = ["consolidate", "n", "--period", "2025-Q1", "--output", "out-k", "--as-of", "2025-07-05", "-q"];
    bench.run(&again);
    bench.write("n/submissions/2025-Q1/note.txt", "x");
    bench.run(&again);
    assert_eq!(bench.table("out-k/2025-Q1/facts.csv"), raw);
}

/// Reports of communes as the district's own table: one form below, another layout above.
#[test]
fn communes_become_rows() {
    let below = CLINICS
        .replace("layout = \"unit-rows\"", "layout = \"indicator-rows\"")
        .replace("[\"district\"]", "[\"commune\"]");
    let below = below
        .replace("[rows]\nkinds = [\"commune\"]\n", "")
        .replace("row = [\"Commune\"]", "label = [\"Item\"]\nvalue = [\"Said\"]");
    let below: String = below.lines().filter(|l| !l.starts_with("header")).map(|l| format!("{l}\n")).collect();
    let bench = Bench::new();
    office(&bench, "d1", "d1", &[&below]);
    office(&bench, "p1", "p1", &[CLINICS]);
    // Cedar is of another district; a third commune of this one sends nothing.
    for folder in ["d1", "p1"] {
        let units = std::fs::read_to_string(bench.path(&format!("{folder}/units.csv"))).unwrap();
        bench.write(&format!("{folder}/units.csv"), units + "c9,Gorse,commune,d1\n");
    }
    for (name, n, open) in [("Alder", "2", "yes"), ("Birch", "3", "no")] {
        let who = format!("Reporting unit: {name}");
        let (n, open) = (format!("Clinics|{n}"), format!("Open at night|{open}"));
        let bytes = book(&["CLINICS BY COMMUNE QUARTER 1 2025", &who, "Item|Said", &n, &open], &[]);
        bench.write(&format!("d1/submissions/2025-Q1/{name}.xlsx"), bytes);
    }
    consolidate(&bench, "d1");
    hand_up(&bench, "d1", "p1", "dalby.xlsx");
    consolidate(&bench, "p1");
    let facts = bench.table("out-p1/2025-Q1/facts.csv");
    let said: Vec<[&str; 5]> =
        facts.iter().map(|f| ["unit", "row", "indicator", "value", "source_sheet"].map(|k| f[k].as_str())).collect();
    let sheet = |who: &str| format!("submissions/2025-Q1/{who}.xlsx › Sheet1");
    let (alder, birch) = (sheet("Alder"), sheet("Birch"));
    let want = [
        ["d1", "c1", "n", "2", &alder],
        ["d1", "c1", "open", "", &alder],
        ["d1", "c2", "n", "3", &birch],
        ["d1", "c2", "open", "", &birch],
    ];
    assert_eq!(said, want);
    let totals = bench.table("out-p1/2025-Q1/totals.csv");
    assert!(totals.iter().any(|t| t["indicator"] == "n" && t["group"] == "province" && t["value"] == "5"));
    // The commune without a row is told, as in any table.
    let told = findings(&bench, "p1");
    assert!(told.iter().any(|f| f.starts_with("R015|clinics|c9|")), "{told:#?}");
}

fn codes(bench: &Bench, folder: &str) -> Vec<String> {
    bench.codes(&format!("out-{folder}/2025-Q1/findings.json"))
}

fn births(bench: &Bench, folder: &str) -> String {
    let totals = bench.table(&format!("out-{folder}/2025-Q1/totals.csv"));
    let found = totals.iter().find(|t| t["indicator"] == "b" && t["group"] == "province");
    found.map_or_else(String::new, |t| t["value"].clone())
}

// An older roll-up of an office, one of another period, a second copy, and one that stands beside a newer file.
#[test]
fn stale_roll_ups() {
    let bench = country();
    hand_up(&bench, "d1", "p1", "first.xlsx");
    // A corrected report comes to the district, and a new roll-up goes up.
    bench.write("d1/submissions/2025-Q1/d1/birch (lan 2).xlsx", commune("Birch", "13", "7"));
    consolidate(&bench, "d1");
    hand_up(&bench, "d1", "p1", "second (lan 2).xlsx");
    hand_up(&bench, "d1", "p1", "second (lan 2) copy.xlsx");
    consolidate(&bench, "p1");
    assert_eq!(births(&bench, "p1"), "23");
    let run = bench.json("out-p1/2025-Q1/run.json");
    let fates: Vec<(&str, &str, &str)> = run["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| {
            (
                i["path"].as_str().unwrap().rsplit('/').next().unwrap(),
                i["fate"].as_str().unwrap(),
                i["reason"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        fates,
        [
            ("first.xlsx", "superseded", "S003"),
            ("second (lan 2) copy.xlsx", "counted", ""),
            ("second (lan 2).xlsx", "superseded", "F008")
        ]
    );
    // In the folder of another quarter it is none of that.
    bench.write(
        "p1/submissions/2025-Q2/first.xlsx",
        std::fs::read(bench.path("p1/submissions/2025-Q1/first.xlsx")).unwrap(),
    );
    let ran = bench.run(&["check", "p1", "--period", "2025-Q2", "--lang", "en"]);
    assert!(ran.out.contains("R007") && ran.code == 1, "{}", ran.out);
    // A report that was sent directly, and is newer, counts.
    bench.write("p1/submissions/2025-Q1/birch (lan 3).xlsx", commune("Birch", "14", "7"));
    consolidate(&bench, "p1");
    assert_eq!(births(&bench, "p1"), "24");
    assert!(codes(&bench, "p1").contains(&"S003 warning".to_owned()));
}

// What the levels do not agree on is told and not counted: units, forms, the meaning of an indicator.
#[test]
fn unlike_levels() {
    let bench = country();
    let thousands = BIRTHS.replacen("type = \"count\"", "type = \"count\"\nunit = \"thousand\"", 1);
    office(&bench, "p1", "p1", &[&thousands, CLINICS]);
    let units = std::fs::read_to_string(bench.path("p1/units.csv")).unwrap();
    bench.write("p1/units.csv", units.replace("c2,Birch,commune,d1", "c2,Birch,commune,d2"));
    std::fs::remove_file(bench.path("p1/forms/2.toml")).unwrap();
    hand_up(&bench, "d1", "p1", "dalby.xlsx");
    consolidate(&bench, "p1");
    let json = bench.json("out-p1/2025-Q1/findings.json");
    let told: Vec<&str> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["code"] == "R031")
        .map(|f| f["value"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["births › b; births › c2; events"]);
    // What is refused stands in the account.
    let run = bench.json("out-p1/2025-Q1/run.json");
    let birch = run["inputs"][0]["carried"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["path"].as_str().unwrap().ends_with("birch.xlsx"))
        .unwrap();
    assert_eq!(birch["sheets"][0]["figures"]["refused"], 2, "{birch}");
    assert_eq!(births(&bench, "p1"), "");
    // An office that is none of this one's.
    hand_up(&bench, "d3", "p1", "durham.xlsx");
    consolidate(&bench, "p1");
    let json = bench.json("out-p1/2025-Q1/findings.json");
    assert!(json["findings"].as_array().unwrap().iter().any(|f| f["code"] == "R031" && f["value"] == "Durham (d3)"));
    // One's own output is no input.
    hand_up(&bench, "p1", "p1", "own.xlsx");
    consolidate(&bench, "p1");
    assert!(codes(&bench, "p1").contains(&"F013 info".to_owned()));
    // That of another office which calls itself by the same code is none of its own.
    let units = std::fs::read_to_string(bench.path("p1/units.csv")).unwrap();
    bench.write("p1/units.csv", units.replace("p1,Parva", "p1,Somewhere"));
    consolidate(&bench, "p1");
    let json = bench.json("out-p1/2025-Q1/findings.json");
    assert!(json["findings"].as_array().unwrap().iter().any(|f| f["code"] == "R031" && f["value"] == "Parva (p1)"));
}

// Saved again by other programs a roll-up is the same; written into by hand it is refused.
#[test]
fn saved_again_and_tampered() {
    let bench = country();
    for sample in ["d1", "d2"] {
        hand_up(&bench, sample, "p1", &format!("{sample}.xlsx"));
    }
    consolidate(&bench, "p1");
    let (want, whole) = (births(&bench, "p1"), facts(&bench, "p1"));
    let folder = bench.path("p1/submissions/2025-Q1");
    let Some(ran) = python("tests/readers/tamper.py", &[&folder.join("d1.xlsx"), &bench.path("variants")]) else {
        return;
    };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let variants: Vec<_> = std::fs::read_dir(bench.path("variants")).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(variants.len() >= 6, "{variants:?}");
    for variant in variants {
        let name = variant.file_name().unwrap().to_string_lossy().into_owned();
        std::fs::remove_file(folder.join("d1.xlsx")).ok();
        let target = folder.join(format!("d1.{}", name.rsplit('.').next().unwrap()));
        std::fs::copy(&variant, &target).unwrap();
        consolidate(&bench, "p1");
        check(&bench, &name, (&want, &whole));
        std::fs::remove_file(target).unwrap();
    }
}

fn check(bench: &Bench, name: &str, (want, whole): (&str, &Table)) {
    let codes = codes(bench, "p1");
    if Path::new(name).file_stem().unwrap().to_string_lossy().starts_with("same") {
        assert_eq!(births(bench, "p1"), want, "{name} {codes:?}");
        assert_eq!(facts(bench, "p1"), *whole, "{name}");
        assert!(!codes.contains(&"F019 error".to_owned()), "{name}");
    } else {
        assert_ne!(births(bench, "p1"), want, "{name}");
        let code = if name.contains("carrier-gone") { "F020 error" } else { "F019 error" };
        assert!(codes.contains(&code.to_owned()), "{name} {codes:?}");
    }
}

/// The newest roll-up is not guessed: where names, contents and times contradict each other, none counts.
#[test]
fn roll_ups_that_contradict() {
    let bench = country();
    let age = |name: &str, seconds: u64| {
        let path = bench.path(&format!("p1/submissions/2025-Q1/{name}"));
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(seconds)).unwrap();
    };
    hand_up(&bench, "d1", "p1", "a first.xlsx");
    std::fs::remove_file(bench.path("d1/submissions/2025-Q1/d1/birch.xlsx")).unwrap();
    consolidate(&bench, "d1");
    hand_up(&bench, "d1", "p1", "b second.xlsx");
    // A report was withdrawn: the newer one carries less, and its file is newer.
    age("a first.xlsx", 1000);
    age("b second.xlsx", 10);
    consolidate(&bench, "p1");
    assert!(codes(&bench, "p1").contains(&"S007 error".to_owned()));
    assert_eq!(births(&bench, "p1"), "");
    // With the older one taken away it counts.
    std::fs::remove_file(bench.path("p1/submissions/2025-Q1/a first.xlsx")).unwrap();
    consolidate(&bench, "p1");
    assert_eq!(births(&bench, "p1"), "10");
    // A district's roll-up beside that of its province: the province's counts.
    hand_up(&bench, "p1", "n", "parva.xlsx");
    hand_up(&bench, "d1", "n", "dalby.xlsx");
    consolidate(&bench, "n");
    assert_eq!(births(&bench, "n"), "10");
    assert!(codes(&bench, "n").contains(&"S003 warning".to_owned()));
}

/// Codes that name another unit above, limits and scopes of the form above, sheets that were added.
#[test]
fn not_what_it_was_below() {
    let bench = country();
    hand_up(&bench, "d1", "p1", "dalby.xlsx");
    let units = std::fs::read_to_string(bench.path("p1/units.csv")).unwrap();
    bench.write("p1/units.csv", units.replace("c1,Alder", "c1,Zebra"));
    consolidate(&bench, "p1");
    let json = bench.json("out-p1/2025-Q1/findings.json");
    let told = |json: &serde_json::Value| -> Vec<String> {
        let all = json["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "R031");
        all.map(|f| f["value"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(told(&json), ["births › c1; clinics › c1; events › c1"]);
    assert_eq!(births(&bench, "p1"), "12000");
    bench.write("p1/units.csv", &units);
    let narrow = BIRTHS.replacen("type = \"count\"", "type = \"count\"\nmax = 1000", 1);
    bench.write("p1/forms/0.toml", narrow);
    consolidate(&bench, "p1");
    assert_eq!(births(&bench, "p1"), "10");
    assert_eq!(told(&bench.json("out-p1/2025-Q1/findings.json")), ["births › b"]);
    bench.write(
        "p1/forms/0.toml",
        BIRTHS.replacen("type = \"count\"", "type = \"count\"\napplies = { units = [\"c2\"] }", 1),
    );
    consolidate(&bench, "p1");
    assert_eq!(births(&bench, "p1"), "12000");
}
