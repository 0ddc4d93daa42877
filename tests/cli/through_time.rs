//! Comparisons through time: like with like, across mergers, divisions and renamings; last year, the year so far, the plan.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::runner::{Bench, copy, read_table, repository};
use crate::tables::{book, project};

const FORM: &str = r#"
code = "births"
title = "Births in the quarter"
layout = "indicator-rows"
frequency = "quarter"

[reporters]
kinds = ["county"]

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

[[indicator]]
code = "beds"
name = "Beds"
type = "count"
aggregation = "last"
"#;

/// Births, births in hospital, beds.
type Row = (&'static str, [u32; 3]);

fn send(bench: &Bench, period: &str, words: &str, rows: &[Row]) {
    for (unit, [b, d, beds]) in rows {
        let title = format!("BIRTHS IN THE QUARTER {words}");
        let who = format!("Reporting unit: {unit}");
        let (b, d, beds) = (format!("Births|{b}"), format!("Births in hospital|{d}"), format!("Beds|{beds}"));
        let bytes = book(&[&title, &who, "Item|Number", &b, &d, &beds], &[]);
        bench.write(&format!("p/submissions/{period}/{unit}.xlsx"), bytes);
    }
}

fn run(bench: &Bench, period: &str) -> BTreeMap<(String, String), BTreeMap<String, String>> {
    let ran = bench.run(&["consolidate", "p", "--period", period, "--output", "out", "--as-of", "2026-01-05", "-q"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    let totals = bench.table(&format!("out/{period}/totals.csv"));
    totals.into_iter().map(|t| ((t["indicator"].clone(), t["group"].clone()), t)).collect()
}

const PLAIN: &str = "a,Alder,county,00\nb,Birch,county,00\nc,Cedar,county,00\n";

fn get<'t>(totals: &'t BTreeMap<(String, String), BTreeMap<String, String>>, indicator: &str, column: &str) -> &'t str {
    &totals[&(indicator.to_owned(), "province".to_owned())][column]
}

// The period before, the same one last year, the year so far and the plan stand beside each total.
#[test]
fn beside_each_total() {
    let bench = project(PLAIN, &[FORM]);
    bench.write(
        "p/plans.csv",
        "form;indicator;unit;year;value\nbirths;b;;2025;400\nbirths;beds;00;2025;40\nbirths;b;a;2025;100\n",
    );
    send(&bench, "2024-Q3", "QUARTER 3 2024", &[("Alder", [10, 5, 8]), ("Birch", [20, 10, 9]), ("Cedar", [30, 15, 9])]);
    send(&bench, "2025-Q1", "QUARTER 1 2025", &[("Alder", [11, 5, 8]), ("Birch", [21, 11, 9]), ("Cedar", [31, 15, 9])]);
    send(&bench, "2025-Q2", "QUARTER 2 2025", &[("Alder", [12, 6, 8]), ("Birch", [22, 11, 9]), ("Cedar", [32, 16, 9])]);
    send(
        &bench,
        "2025-Q3",
        "QUARTER 3 2025",
        &[("Alder", [13, 7, 9]), ("Birch", [23, 12, 10]), ("Cedar", [33, 17, 9])],
    );
    let totals = run(&bench, "2025-Q3");
    for (column, want) in [
        ("value", "69"),
        ("previous", "66"),
        ("change", "3"),
        ("change_percent", "4.545454545"),
        ("last_year", "60"),
        ("last_year_change", "9"),
        ("last_year_percent", "15"),
        ("year_to_date", "198"),
        ("plan", "400"),
        ("plan_percent", "49.5"),
    ] {
        assert_eq!(get(&totals, "b", column), want, "{column}");
    }
    // A stock is as it stands last; a ratio is that of the sums.
    assert_eq!((get(&totals, "beds", "year_to_date"), get(&totals, "beds", "plan_percent")), ("", "70"));
    let share: f64 = get(&totals, "share", "year_to_date").parse().unwrap();
    assert!((share - 100.0 * (31.0 + 33.0 + 36.0) / 198.0).abs() < 1e-6, "{share}");
    assert_eq!(get(&totals, "share", "change_percent"), "");
    // The plan of one sender is told where its figures are traced.
    let asked = ["trace", "births", "b", "--project", "p", "--period", "2025-Q3", "--unit", "a", "--lang", "en"];
    let ran = bench.run(&asked);
    assert!(ran.out.contains("Alder: 13 / 12  (Plan of the year: 100)"), "{}", ran.out);
    // The first quarter of a year is the year so far; of a year that lacks a period nobody knows.
    assert_eq!(get(&run(&bench, "2025-Q1"), "b", "year_to_date"), "63");
    std::fs::remove_dir_all(bench.path("p/submissions/2025-Q1")).unwrap();
    let totals = run(&bench, "2025-Q3");
    assert_eq!((get(&totals, "b", "year_to_date"), get(&totals, "b", "plan_percent")), ("", ""));
    let told = bench.run(&["trace", "births", "b", "--project", "p", "--period", "2025-Q3", "--lang", "en"]).out;
    assert!(told.contains("Previous period: 66  (+3)") && told.contains("Same period last year: 60  (+9)"), "{told}");
}

// Where a unit is missing, the change is that of the others, and it is said who is not among them.
#[test]
fn like_with_like() {
    let bench = project(PLAIN, &[FORM]);
    send(&bench, "2025-Q1", "QUARTER 1 2025", &[("Alder", [10, 5, 8]), ("Birch", [20, 10, 9])]);
    send(&bench, "2025-Q2", "QUARTER 2 2025", &[("Alder", [12, 6, 8]), ("Cedar", [32, 16, 9])]);
    let totals = run(&bench, "2025-Q2");
    for (column, want) in [
        ("value", "44"),
        ("previous", "30"),
        ("change", ""),
        ("change_percent", ""),
        ("like_value", "12"),
        ("like_previous", "10"),
        ("like_change", "2"),
        ("like_percent", "20"),
    ] {
        assert_eq!(get(&totals, "b", column), want, "{column}");
    }
    let json = bench.json("out/2025-Q2/findings.json");
    let told = json["findings"].as_array().unwrap().iter().find(|f| f["code"] == "P001").unwrap();
    assert!(told["message"].as_str().unwrap().contains("only now Cedar; only then Birch"), "{told}");
}

/// Four counties: two become one, one is renamed, one is divided between two with half of another.
const REFORM: &str = "a,Alder,county,00,,2025-03-31\nb,Birch,county,00,,2025-03-31\nc,Cedar,county,00,,2025-03-31\nd,Dogwood,county,00,,2025-03-31\ne,Elm,county,00,,2025-03-31\nf,Fir,county,00,,\na,Ash,county,00,2025-04-01,\nc,Cypress,county,00,2025-04-01,\nx,Xylem,county,00,2025-04-01,\ny,Yew,county,00,2025-04-01,\n";
const EVENTS: &str = "date,old,new,event\n2025-04-01,a,a,merge\n01/04/2025,b,a,merge\n2025-04-01,c,c,rename\n2025-04-01,d,x,split\n2025-04-01,d,y,split\n2025-04-01,e,y,merge\n";

fn reform(successions: &str) -> Bench {
    let bench = project("", &[FORM]);
    let units = format!("code,name,kind,parent,valid_from,valid_to\n00,Montana,state,,,\n{REFORM}");
    bench.write("p/units.csv", units);
    // Days are written as the office writes them.
    let toml = std::fs::read_to_string(bench.path("p/tonghop.toml")).unwrap();
    bench.write("p/tonghop.toml", format!("numbers = \"vi\"\n{toml}"));
    bench.write("p/successions.csv", successions);
    send(
        &bench,
        "2025-Q1",
        "QUARTER 1 2025",
        &[
            ("Alder", [10, 5, 1]),
            ("Birch", [20, 10, 2]),
            ("Cedar", [30, 15, 3]),
            ("Dogwood", [40, 20, 4]),
            ("Elm", [50, 25, 5]),
            ("Fir", [60, 30, 6]),
        ],
    );
    send(
        &bench,
        "2025-Q2",
        "QUARTER 2 2025",
        &[
            ("Ash", [31, 16, 3]),
            ("Cypress", [33, 16, 3]),
            ("Xylem", [44, 22, 4]),
            ("Yew", [55, 27, 5]),
            ("Fir", [66, 33, 6]),
        ],
    );
    bench
}

/// What `trace` says of each unit: its figure and that of its predecessors, or why there is none.
fn units(bench: &Bench) -> BTreeMap<String, (f64, Option<f64>, String)> {
    let mut out = BTreeMap::new();
    for code in ["a", "c", "x", "y", "f"] {
        let ran = bench.run(&[
            "trace",
            "births",
            "b",
            "--project",
            "p",
            "--period",
            "2025-Q2",
            "--unit",
            code,
            "--format",
            "json",
            "--lang",
            "en",
        ]);
        let json: serde_json::Value =
            serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e} {} {}", ran.out, ran.err));
        for u in json["units"].as_array().unwrap() {
            let name = u["unit_name"].as_str().unwrap().to_owned();
            out.insert(
                name,
                (u["value"].as_f64().unwrap(), u["previous"].as_f64(), u["reason"].as_str().unwrap().to_owned()),
            );
        }
    }
    out
}

// Each kind of event: a merged unit has the sum of its predecessors, a renamed one its own past under the same code, of
// divided ones only the group is comparable, and the whole is comparable throughout.
#[test]
fn every_event() {
    let bench = reform(EVENTS);
    let totals = run(&bench, "2025-Q2");
    assert_eq!(
        (get(&totals, "b", "value"), get(&totals, "b", "previous"), get(&totals, "b", "change")),
        ("229", "210", "19")
    );
    assert_eq!(get(&totals, "share", "change"), "-0.218340611");
    let units = units(&bench);
    assert_eq!(units["Ash"], (31.0, Some(30.0), String::new()));
    assert_eq!(units["Cypress"], (33.0, Some(30.0), String::new()));
    assert_eq!(units["Fir"], (66.0, Some(60.0), String::new()));
    for name in ["Xylem", "Yew"] {
        assert_eq!((units[name].1, units[name].2.as_str()), (None, "comparable as a group only"), "{name}");
    }
    let json = bench.json("out/2025-Q2/findings.json");
    let told: Vec<&str> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["code"] == "P003")
        .map(|f| f["message"].as_str().unwrap())
        .collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("Xylem, Yew was made from Dogwood, Elm"), "{told:?}");
    assert!(json["findings"].as_array().unwrap().iter().all(|f| f["code"] != "P001"));
    // Without what became of what, nothing of the changed units is compared.
    let bench = reform("date,old,new,event\n");
    let totals = run(&bench, "2025-Q2");
    assert_eq!((get(&totals, "b", "change"), get(&totals, "b", "like_change")), ("", "6"));
}

// Declared shares of a measure make divided units comparable in that measure, and in no other.
#[test]
fn shares() {
    let shares = EVENTS.replace("date,old,new,event\n", "date,old,new,event,form,indicator,share\n")
        + "2025-04-01,d,x,split,births,b,0.75\n2025-04-01,d,y,split,births,b,0.25\n";
    let bench = reform(&shares);
    run(&bench, "2025-Q2");
    let units = units(&bench);
    assert_eq!((units["Xylem"].1, units["Yew"].1), (Some(30.0), Some(60.0)));
    let ran =
        bench.run(&["trace", "births", "beds", "--project", "p", "--period", "2025-Q2", "--unit", "x", "--lang", "en"]);
    assert!(ran.out.contains("comparable as a group only"), "{}", ran.out);
}

// The share that says most counts, whatever the order of lines; of two days of one unit nobody knows what came of what.
#[test]
fn shares_by_precision() {
    let before = |lines: &str| {
        let head = EVENTS.replace("date,old,new,event\n", "date,old,new,event,form,indicator,share\n");
        let bench = reform(&(head + lines));
        run(&bench, "2025-Q2");
        units(&bench)["Xylem"].1
    };
    let all = "2025-04-01,d,x,split,,,0.5\n2025-04-01,d,y,split,,,0.5\n";
    let form = "2025-04-01,d,x,split,births,,0.75\n2025-04-01,d,y,split,births,,0.25\n";
    let own = "2025-04-01,d,x,split,births,b,0.25\n2025-04-01,d,y,split,births,b,0.75\n";
    assert_eq!(before(&format!("{all}{form}")), Some(30.0));
    assert_eq!(before(&format!("{form}{all}")), Some(30.0));
    assert_eq!(before(&format!("{all}{own}{form}")), Some(10.0));
}

// Shares of everything: what adds up has parts, so nothing is comparable as a group only; a mean has none.
#[test]
fn shares_of_what_adds_up() {
    let shares = EVENTS.replace("date,old,new,event\n", "date,old,new,event,form,indicator,share\n")
        + "2025-04-01,d,x,split,births,,0.75\n2025-04-01,d,y,split,births,,0.25\n";
    let bench = reform(&shares);
    run(&bench, "2025-Q2");
    assert!(bench.codes("out/2025-Q2/findings.json").iter().all(|c| !c.starts_with("P003")));
    let means = FORM.replace("aggregation = \"last\"", "aggregation = \"mean\"");
    let form = std::fs::read_dir(bench.path("p/forms")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&form, means).unwrap();
    run(&bench, "2025-Q2");
    assert!(bench.codes("out/2025-Q2/findings.json").iter().any(|c| c.starts_with("P003")));
    let of = |indicator: &str, unit: &str| {
        let asked = ["trace", "births", indicator, "--project", "p", "--period", "2025-Q2", "--unit", unit];
        let ran = bench.run(&[&asked[..], &["--format", "json", "--lang", "en"]].concat());
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        (json["units"][0]["previous"].as_f64(), json["units"][0]["reason"].as_str().unwrap().to_owned())
    };
    assert_eq!(of("b", "x"), (Some(30.0), String::new()));
    assert_eq!(of("beds", "x"), (None, "comparable as a group only".to_owned()));
    let series = bench.table("out/2025-Q2/series.csv");
    let xylem: Vec<_> =
        series.iter().filter(|s| s.values().any(|v| v.ends_with(":x")) && s["indicator"] == "beds").collect();
    assert!(xylem.iter().any(|s| s.values().any(|v| v == "divided")), "{xylem:?}");
}

// Rules against the period before go by what a unit was then: merged, renamed, divided by shares.
#[test]
fn rules_against_predecessors() {
    let rule =
        "\n[[rule]]\nid = \"up\"\nseverity = \"warning\"\ncheck = \"[b] >= prev([b]) + 2\"\nmessage = \"Too few.\"\n";
    let told = |successions: &str| {
        let bench = reform(successions);
        let form = std::fs::read_dir(bench.path("p/forms")).unwrap().next().unwrap().unwrap().path();
        std::fs::write(&form, format!("{FORM}{rule}")).unwrap();
        run(&bench, "2025-Q2");
        let json = bench.json("out/2025-Q2/findings.json");
        let found = json["findings"].as_array().unwrap().clone();
        let mut units: Vec<String> =
            found.iter().filter(|f| f["code"] == "V001").map(|f| f["unit"].as_str().unwrap().to_owned()).collect();
        units.sort();
        units
    };
    assert_eq!(told(EVENTS), ["a"]);
    let shares = EVENTS.replace("date,old,new,event\n", "date,old,new,event,form,indicator,share\n")
        + "2025-04-01,d,x,split,births,b,0.75\n2025-04-01,d,y,split,births,b,0.25\n";
    assert_eq!(told(&shares), ["a", "y"]);
}

const FAIRS: &str = r#"
code = "fairs"
title = "Fairs held"
layout = "unit-rows"
frequency = "quarter"

[reporters]
kinds = ["county"]

[rows]
registered = false

[columns]
row = ["Place"]

[[indicator]]
code = "n"
name = "Fairs"
header = ["Fairs"]
type = "count"

[[rule]]
id = "jump"
severity = "warning"
check = "[n] <= 3 * prev([n])"
message = "A jump."
"#;

// A unit that got another code keeps its year, its plan and the past of each of its rows.
#[test]
fn another_code() {
    let bench = project("", &[FAIRS]);
    bench.write(
        "p/units.csv",
        "code,name,kind,parent,valid_from,valid_to\n00,Montana,state,,,\na,Alder,county,00,,2025-03-31\na2,Ash,county,00,2025-04-01,\nb,Birch,county,00,,\n",
    );
    bench.write("p/successions.csv", "date,old,new,event\n2025-04-01,a,a2,rename\n");
    bench.write("p/plans.csv", "form,indicator,unit,year,value\nfairs,n,a2,2025,100\n");
    let fairs = |period: &str, words: &str, unit: &str, rows: [&str; 2]| {
        let (title, who) = (format!("FAIRS HELD {words}"), format!("Reporting unit: {unit}"));
        let bytes = book(&[&title, &who, "Place|Fairs", rows[0], rows[1]], &[]);
        bench.write(&format!("p/submissions/{period}/{unit}.xlsx"), bytes);
    };
    fairs("2025-Q1", "QUARTER 1 2025", "Alder", ["Peace|10", "Hope|5"]);
    fairs("2025-Q1", "QUARTER 1 2025", "Birch", ["Peace|1", "Hope|1"]);
    fairs("2025-Q2", "QUARTER 2 2025", "Ash", ["Peace|31", "Hope|4"]);
    fairs("2025-Q2", "QUARTER 2 2025", "Birch", ["Peace|1", "Hope|3"]);
    run(&bench, "2025-Q2");
    let senders = bench.table("out/2025-Q2/senders.csv");
    let ash = senders.iter().find(|s| s["group"] == "unit:a2").unwrap();
    for (column, want) in
        [("value", "35"), ("like_previous", "15"), ("year_to_date", "50"), ("plan", "100"), ("plan_percent", "50")]
    {
        assert_eq!(ash[column], want, "{column}");
    }
    let json = bench.json("out/2025-Q2/findings.json");
    let told: Vec<_> = json["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "V001").collect();
    assert_eq!((told.len(), told[0]["unit"].as_str()), (1, Some("a2")), "{told:?}");
}

// A unit above others has their year: of one that was divided between two of them only where shares are known.
#[test]
fn year_of_units_above() {
    let year = |shares: bool| {
        let bench = project("", &[FORM]);
        bench.write(
            "p/units.csv",
            "code,name,kind,parent,valid_from,valid_to\n00,Montana,state,,,\nr1,East,region,00,,\nr2,West,region,00,,\na,Alder,county,r1,,\nb,Birch,county,r2,,\nd,Dogwood,county,r1,,2025-03-31\nx,Xylem,county,r1,2025-04-01,\ny,Yew,county,r2,2025-04-01,\n",
        );
        let lines = match shares {
            true => "date,old,new,form,indicator,share\n2025-04-01,d,x,births,,0.75\n2025-04-01,d,y,births,,0.25\n",
            false => "date,old,new\n2025-04-01,d,x\n2025-04-01,d,y\n",
        };
        bench.write("p/successions.csv", lines);
        let before: &[Row] = &[("Alder", [10, 5, 1]), ("Birch", [20, 10, 2]), ("Dogwood", [40, 20, 4])];
        send(&bench, "2025-Q1", "QUARTER 1 2025", before);
        let now: &[Row] = &[("Alder", [11, 5, 1]), ("Birch", [21, 10, 2]), ("Xylem", [33, 20, 3]), ("Yew", [12, 5, 1])];
        send(&bench, "2025-Q2", "QUARTER 2 2025", now);
        let totals = run(&bench, "2025-Q2");
        ["province", "unit:r1", "unit:r2"].map(|g| {
            let t = &totals[&("b".to_owned(), g.to_owned())];
            (t["year_to_date"].clone(), t["like_previous"].clone())
        })
    };
    let text = |all: [(&str, &str); 3]| all.map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(year(false), text([("147", "70"), ("", "10"), ("", "20")]));
    assert_eq!(year(true), text([("147", "70"), ("84", "40"), ("63", "30")]));
}

// The year so far is blank where nobody answered in one of its periods, and says who was missing in it; files that lie in
// no folder count for their own period in every run.
#[test]
fn years_with_gaps() {
    let bench = project(PLAIN, &[FORM]);
    let rows: &[Row] = &[("Alder", [10, 5, 8]), ("Birch", [20, 10, 9])];
    for (period, words) in [("2025-Q1", "QUARTER 1 2025"), ("2025-Q2", "QUARTER 2 2025"), ("2025-Q3", "QUARTER 3 2025")]
    {
        send(&bench, period, words, rows);
    }
    let cedar = |blank: bool| {
        let hospital = if blank { "Births in hospital|" } else { "Births in hospital|15" };
        book(
            &[
                "BIRTHS IN THE QUARTER QUARTER 1 2025",
                "Reporting unit: Cedar",
                "Item|Number",
                "Births|30",
                hospital,
                "Beds|1",
            ],
            &[],
        )
    };
    let totals = run(&bench, "2025-Q3");
    assert_eq!(get(&totals, "b", "year_to_date"), "90");
    let told = |code: &str| {
        let json = bench.json("out/2025-Q3/findings.json");
        let all = json["findings"].as_array().unwrap().clone();
        all.into_iter()
            .filter(|f| f["code"] == code)
            .map(|f| f["value"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(told("P005"), ["2025-Q1 (1), 2025-Q2 (1)"]);
    bench.write("p/submissions/cedar first quarter.xlsx", cedar(false));
    let totals = run(&bench, "2025-Q3");
    assert_eq!((get(&totals, "b", "year_to_date"), told("P005")), ("120", vec!["2025-Q2 (1)".to_owned()]));
    // Nobody answers an indicator in the first quarter.
    for unit in ["Alder", "Birch"] {
        let who = format!("Reporting unit: {unit}");
        let rows =
            ["BIRTHS IN THE QUARTER QUARTER 1 2025", &who, "Item|Number", "Births|1", "Births in hospital|", "Beds|1"];
        bench.write(&format!("p/submissions/2025-Q1/{unit}.xlsx"), book(&rows, &[]));
    }
    bench.write("p/submissions/cedar first quarter.xlsx", cedar(true));
    let totals = run(&bench, "2025-Q3");
    assert_eq!((get(&totals, "b", "year_to_date"), get(&totals, "d", "year_to_date")), ("92", ""));
}

// Who answers an indicator in one of two periods only is told, though everybody sent something both times.
#[test]
fn not_answered_both_times() {
    let bench = project(PLAIN, &[FORM]);
    send(&bench, "2025-Q2", "QUARTER 2 2025", &[("Alder", [10, 5, 8]), ("Birch", [20, 10, 9])]);
    send(&bench, "2025-Q1", "QUARTER 1 2025", &[("Birch", [20, 10, 9])]);
    let rows = [
        "BIRTHS IN THE QUARTER QUARTER 1 2025",
        "Reporting unit: Alder",
        "Item|Number",
        "Births|",
        "Births in hospital|3",
        "Beds|1",
    ];
    bench.write("p/submissions/2025-Q1/Alder.xlsx", book(&rows, &[]));
    let totals = run(&bench, "2025-Q2");
    assert_eq!(get(&totals, "b", "change"), "");
    let json = bench.json("out/2025-Q2/findings.json");
    let told: Vec<_> = json["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "P006").collect();
    assert!(told.len() == 1 && told[0]["value"] == "[b], [share]", "{told:?}");
}

// Mistakes in the lists are told with their line.
#[test]
fn mistakes() {
    let told = |file: &str, text: &str| {
        let bench = reform(EVENTS);
        bench.write(&format!("p/{file}"), text);
        let ran = bench.run(&["check", "p", "--project-only", "--lang", "en"]);
        assert_eq!(ran.code, 2, "{text}: {}", ran.out);
        assert!(ran.err.contains("1 error"), "{}", ran.err);
        ran.err
    };
    assert!(told("successions.csv", "date,old,new\n2025-04-01,q,a\n").contains("successions.csv, line 2, key old"));
    assert!(told("successions.csv", "date,old,new\n2025-04-01,x,a\n").contains("did not exist on"));
    assert!(told("successions.csv", "date,old,new\n2025-44-01,a,a\n").contains("key date"));
    assert!(told("successions.csv", "date,old,new,event\n2025-04-01,a,a,merg\n").contains("merge"));
    assert!(
        told("successions.csv", "date,old,new,form,indicator,share\n2025-04-01,d,x,births,b,0.7\n")
            .contains("key share")
    );
    let shares = |form: &str, indicator: &str| {
        format!(
            "date,old,new,form,indicator,share\n2025-04-01,d,x,{form},{indicator},1\n2025-04-01,d,y,{form},{indicator},0\n"
        )
    };
    let both = |form: &str, indicator: &str| {
        let bench = reform(&shares(form, indicator));
        bench.run(&["check", "p", "--project-only", "--lang", "en"]).err
    };
    assert!(both("brths", "").contains("key form") && both("births", "nope").contains("“nope” is not declared"));
    assert_eq!((both("births", "b"), both("", "")), (String::new(), String::new()));
    assert!(told("successions.csv", "date,old\n2025-04-01,d\n").contains("key new"));
    assert!(told("plans.csv", "form,indicator,unit,year,value\nbirths,bb,,2025,4\n").contains("“bb” is not declared"));
    assert!(told("plans.csv", "form,indicator,unit,year,value\nbirths,b,,2025,many\n").contains("key value"));
    // The office writes numbers as in Vietnam: 250.000 may be 250 as well.
    assert!(told("plans.csv", "form,indicator,unit,year,value\nbirths,b,,2025,250.000\n").contains("two numbers"));
    assert!(told("plans.csv", "form,indicator,unit,year,value\nbirths,b,x,2024,5\n").contains("did not exist on"));
    assert!(
        told("plans.csv", "form,indicator,unit,year,value\nbirths,b,,2025,4\nbirths,b,00,2025,5\n")
            .contains("stands twice")
    );
}

// The real reform of 1 July 2025: 66 components, 64 with one new unit; five wards are comparable as two groups only, and the
// province is comparable throughout.
#[test]
fn two_tiers() {
    let bench = Bench::new();
    copy(&repository().join("sample_inputs/2025-hai-cap"), &bench.path("p"));
    let ran = bench.run(&["consolidate", "p", "--output", "out", "--as-of", "2025-10-05", "-q"]);
    assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    let totals = bench.table("out/2025-Q3/totals.csv");
    let province = |i: &str| totals.iter().find(|t| t["indicator"] == i && t["group"] == "province").unwrap();
    for i in ["1", "2", "3", "5"] {
        let t = province(i);
        let sum = |period: &str| -> f64 {
            let of = |f: &&BTreeMap<String, String>| f["indicator"] == i && f["kind"] == "number";
            let path = bench.path(&format!("out/{period}/facts.csv"));
            read_table(&path).iter().filter(of).map(|f| f["value"].parse::<f64>().unwrap()).sum()
        };
        assert_eq!(t["value"].parse::<f64>().unwrap(), sum("2025-Q3"), "{i}");
        let before: f64 = t["previous"].parse().unwrap();
        assert_eq!(t["change"].parse::<f64>().unwrap(), sum("2025-Q3") - before, "{i}");
    }
    let json = bench.json("out/2025-Q3/findings.json");
    let codes: Vec<&str> = json["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["P003", "P003"]);
    let ran =
        bench.run(&["trace", "tthc", "1", "--project", "p", "--period", "2025-Q3", "--format", "json", "--lang", "en"]);
    let traced: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let units = traced["units"].as_array().unwrap();
    let mut alone: Vec<&str> =
        units.iter().filter(|u| u["previous"].is_null()).map(|u| u["unit"].as_str().unwrap()).collect();
    alone.sort_unstable();
    assert_eq!(alone, ["18073", "18652", "18754", "18823", "18832"]);
    // What the others had before is the sum of what their predecessors sent.
    bench.run(&["consolidate", "p", "--period", "2025-Q2", "--output", "out", "--as-of", "2025-10-05", "-q"]);
    let before: BTreeMap<String, f64> = bench
        .table("out/2025-Q2/facts.csv")
        .iter()
        .filter(|f| f["indicator"] == "1")
        .map(|f| (f["row"].clone(), f["value"].parse().unwrap()))
        .collect();
    assert_eq!(before.len(), 209);
    let mut old: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for s in read_table(&bench.path("p/successions.csv")).iter().filter(|s| s["date"] == "2025-07-01") {
        old.entry(s["new"].clone()).or_default().push(s["old"].clone());
    }
    let mut met = 0;
    for u in units.iter().filter(|u| !u["previous"].is_null()) {
        let sum: f64 = old[u["unit"].as_str().unwrap()].iter().map(|o| before[o]).sum();
        assert_eq!(u["previous"].as_f64(), Some(sum), "{u}");
        met += 1;
    }
    assert_eq!(met, 64);
}

// From 2019 over three reforms to 2025, through units that lie between: whoever bears a code now, the past is that of those
// who became it.
#[test]
fn three_reforms() {
    let bench = Bench::new();
    copy(&repository().join("sample_inputs/2025-hai-cap"), &bench.path("p"));
    std::fs::remove_dir_all(bench.path("p/submissions")).unwrap();
    let form = std::fs::read_to_string(bench.path("p/forms/tthc.toml")).unwrap();
    let form = form
        .replace("frequency = \"quarter\"", "frequency = \"year\"")
        .replace("kinds = [\"district\", \"commune\"]", "units = [\"42\"]");
    bench.write("p/forms/tthc.toml", form);
    let register = read_table(&bench.path("p/units.csv"));
    let table = |year: i32, day: &str| {
        let title = format!("Năm {year}");
        let there = |u: &&BTreeMap<String, String>| {
            u["kind"] == "commune"
                && u["valid_from"].as_str() <= day
                && (u["valid_to"].is_empty() || u["valid_to"].as_str() >= day)
        };
        let units: Vec<&BTreeMap<String, String>> = register.iter().filter(there).collect();
        let rows: Vec<String> = units
            .iter()
            .map(|u| {
                let parent = register.iter().find(|p| p["code"] == u["parent"]).unwrap();
                // Communes of one name are told apart by their districts.
                format!("{} {}, {} {}|1|1|1|1", u["designation"], u["name"], parent["designation"], parent["name"])
            })
            .collect();
        let head = [
            "Đơn vị báo cáo: Tỉnh Hà Tĩnh",
            "KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
            title.as_str(),
            "Xã, phường, thị trấn|Hồ sơ tiếp nhận|Hồ sơ đã giải quyết|Giải quyết đúng hạn|Số máy tính",
        ];
        let all: Vec<&str> = head.into_iter().chain(rows.iter().map(String::as_str)).collect();
        (units.len(), book(&all, &[]))
    };
    for (year, day, count) in
        [(2018, "2018-12-31", 262), (2019, "2019-12-31", 262), (2024, "2024-12-31", 216), (2025, "2025-12-31", 69)]
    {
        let (units, bytes) = table(year, day);
        assert_eq!(units, count, "{year}");
        bench.write(&format!("p/submissions/{year}/tinh.xlsx"), bytes);
    }
    // 2025 against 2024: two reforms lie between.
    let ran = bench.run(&[
        "consolidate",
        "p",
        "--period",
        "2025",
        "--output",
        "out",
        "--as-of",
        "2026-01-05",
        "-q",
        "--lang",
        "en",
    ]);
    let said = std::fs::read_to_string(bench.path("out/2025/findings.json")).unwrap();
    assert_ne!(ran.code, 2, "{}", ran.err);
    let totals = bench.table("out/2025/totals.csv");
    let t = totals.iter().find(|t| t["indicator"] == "1" && t["group"] == "province").unwrap();
    assert_eq!((t["value"].as_str(), t["previous"].as_str(), t["change"].as_str()), ("69", "216", "-147"), "{said}");
}

// All periods side by side, each said to be comparable with the one before it or why not; and as a sheet.
#[test]
fn series() {
    let bench = reform(EVENTS);
    send(&bench, "2024-Q4", "QUARTER 4 2024", &[("Alder", [9, 5, 1]), ("Birch", [19, 10, 2]), ("Fir", [59, 30, 6])]);
    run(&bench, "2025-Q2");
    let series = bench.table("out/2025-Q2/series.csv");
    let of = |period: &str, group: &str| {
        let point = series.iter().find(|p| p["period"] == period && p["group"] == group && p["indicator"] == "b");
        point.map(|p| (p["value"].clone(), p["comparable"].clone(), p["reason"].clone())).unwrap_or_default()
    };
    let is = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(of("2024-Q4", "province"), is("87", "no", "first"));
    assert_eq!(of("2025-Q1", "province"), is("210", "no", "other-units"));
    assert_eq!(of("2025-Q2", "province"), is("229", "yes", ""));
    assert_eq!(of("2025-Q1", "unit:a"), is("10", "yes", ""));
    assert_eq!(of("2025-Q1", "unit:c"), is("30", "no", "missing"));
    // The same code, another unit: the merged one.
    assert_eq!(of("2025-Q2", "unit:a"), is("31", "yes", ""));
    assert_eq!(of("2025-Q2", "unit:x"), is("44", "no", "divided"));
    // What is known of a period does not depend on those after it.
    run(&bench, "2025-Q1");
    assert!(bench.table("out/2025-Q1/series.csv").iter().all(|p| p["period"] != "2025-Q2"));
}

// The morning after: what changed since the run before, and which file did it.
#[test]
fn what_changed() {
    let bench = reform(EVENTS);
    run(&bench, "2025-Q2");
    assert!(!bench.path("out/2025-Q2/changes.csv").exists());
    send(&bench, "2025-Q2", "QUARTER 2 2025", &[("Ash", [35, 16, 3])]);
    std::fs::remove_file(bench.path("p/submissions/2025-Q2/Fir.xlsx")).unwrap();
    std::fs::create_dir_all(bench.path("p/submissions/2025-Q2/again")).unwrap();
    std::fs::rename(bench.path("p/submissions/2025-Q2/Yew.xlsx"), bench.path("p/submissions/2025-Q2/again/Yew.xlsx"))
        .unwrap();
    run(&bench, "2025-Q2");
    let changes = bench.table("out/2025-Q2/changes.csv");
    let told: Vec<(&str, &str, &str, &str, &str)> = changes
        .iter()
        .filter(|c| {
            !c["kind"].starts_with("finding") && !c["indicator"].starts_with(['d', 's']) && c["indicator"] != "beds"
        })
        .map(|c| {
            (c["kind"].as_str(), c["unit"].as_str(), c["indicator"].as_str(), c["before"].as_str(), c["after"].as_str())
        })
        .collect();
    let folder = "submissions/2025-Q2";
    let (ash, fir) = (format!("{folder}/Ash.xlsx"), format!("{folder}/Fir.xlsx"));
    let (yew, again) = (format!("{folder}/Yew.xlsx"), format!("{folder}/again/Yew.xlsx"));
    assert_eq!(
        told,
        [
            ("submission-corrected", "a", "", ash.as_str(), ash.as_str()),
            ("submission-moved", "y", "", yew.as_str(), again.as_str()),
            ("submission-withdrawn", "f", "", fir.as_str(), ""),
            ("figure-changed", "a", "b", "31", "35"),
            ("figure-gone", "f", "b", "66", ""),
        ]
    );
    assert!(changes.iter().any(|c| c["kind"] == "finding-new" && c["indicator"] == "S001" && c["unit"] == "f"));
    // A night in which nothing changed leaves it as it is.
    run(&bench, "2025-Q2");
    assert_eq!(bench.table("out/2025-Q2/changes.csv"), changes);
}

// Earlier periods are read once: their sums are kept, and read anew where one of their files changes.
#[test]
fn earlier_periods_are_kept() {
    let bench = project(PLAIN, &[FORM]);
    for (n, period) in ["2025-Q1", "2025-Q2", "2025-Q3"].iter().enumerate() {
        let words = format!("QUARTER {} 2025", n + 1);
        send(&bench, period, &words, &[("Alder", [10, 5, 8]), ("Birch", [20, 10, 9]), ("Cedar", [30, 15, 9])]);
    }
    assert_eq!(get(&run(&bench, "2025-Q3"), "b", "year_to_date"), "180");
    let kept = std::fs::read_dir(bench.path("out/.cache")).unwrap();
    assert!(kept.map(|e| e.unwrap().file_name()).any(|n| n.to_string_lossy().ends_with("2025-Q1.past")));
    send(&bench, "2025-Q1", "QUARTER 1 2025", &[("Alder", [11, 5, 8])]);
    assert_eq!(get(&run(&bench, "2025-Q3"), "b", "year_to_date"), "181");
    // Kept or not, the outputs are the same bytes.
    let read = |name: &str| std::fs::read(bench.path(&format!("{name}/2025-Q3/totals.csv"))).unwrap();
    bench.run(&[
        "consolidate",
        "p",
        "--period",
        "2025-Q3",
        "--output",
        "new",
        "--as-of",
        "2026-01-05",
        "-q",
        "--no-cache",
    ]);
    assert_eq!(read("out"), read("new"));
}

// Twelve quarters: one changed file of an old one, and exactly the outputs that depend on it are written, each of which is
// told; the next night writes none.
#[test]
fn twelve_quarters() {
    let bench = project(PLAIN, &[FORM]);
    let mut all: Vec<String> = Vec::new();
    for year in 2023..2026 {
        for quarter in 1..5 {
            let n = (year - 2023) * 4 + quarter;
            let words = format!("QUARTER {quarter} {year}");
            let period = format!("{year}-Q{quarter}");
            send(
                &bench,
                &period,
                &words,
                &[("Alder", [10 + n, 5, 8]), ("Birch", [20 + n, 10, 9]), ("Cedar", [30 + n, 15, 9])],
            );
            all.push(period);
        }
    }
    let ran = |period: Option<&str>| {
        let mut args = vec!["consolidate", "p", "--output", "out", "--as-of", "2026-03-05", "--lang", "en"];
        args.extend(period.into_iter().flat_map(|p| ["--period", p]));
        let ran = bench.run(&args);
        assert_ne!(ran.code, 2, "{}", ran.err);
        ran
    };
    let said = ran(Some("all"));
    assert_eq!(said.err.matches("Result: ").count(), 12, "{}", said.err);
    let state = || -> BTreeMap<String, Vec<u8>> {
        let read = |p: &String| std::fs::read(bench.path(&format!("out/{p}/totals.csv"))).unwrap();
        let run = |p: &String| std::fs::read(bench.path(&format!("out/{p}/run.json"))).unwrap();
        all.iter().map(|p| (p.clone(), [read(p), run(p)].concat())).collect()
    };
    let before = state();
    // Nothing changed: only the newest is looked at.
    let said = ran(None);
    assert_eq!(said.err.matches("Result: ").count(), 1, "{}", said.err);
    let after = state();
    let written = |a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        all.iter().filter(|p| a[*p] != b[*p]).cloned().collect()
    };
    assert_eq!(written(&before, &after), ["2025-Q4"]);
    // A corrected figure of 2024-Q1 stands in its own outputs and in the series of all later ones, not in earlier ones.
    send(&bench, "2024-Q1", "QUARTER 1 2024", &[("Alder", [99, 5, 8])]);
    let said = ran(None);
    let changed = written(&after, &state());
    assert_eq!(changed, all[4..].to_vec());
    assert_eq!(said.err.matches("Result: ").count(), 8, "{}", said.err);
    let total = |period: &str, column: &str| {
        let totals = bench.table(&format!("out/{period}/totals.csv"));
        totals.iter().find(|t| t["indicator"] == "b" && t["group"] == "province").unwrap()[column].clone()
    };
    assert_eq!((total("2024-Q1", "value"), total("2024-Q2", "previous")), ("159".to_owned(), "159".to_owned()));
    assert_eq!(total("2025-Q1", "last_year"), "159");
    let changes = bench.table("out/2024-Q1/changes.csv");
    assert!(
        changes.iter().any(|c| c["kind"] == "figure-changed" && c["before"] == "15" && c["after"] == "99"),
        "{changes:?}"
    );
    let before = state();
    ran(None);
    assert_eq!(written(&before, &state()), ["2025-Q4"]);
    // Several periods may be named.
    assert_eq!(ran(Some("2023-Q2..2023-Q4")).err.matches("Result: ").count(), 3);
    assert_eq!(ran(Some("2023-Q1, 2025-Q1")).err.matches("Result: ").count(), 2);
    let wrong = bench.run(&["consolidate", "p", "--output", "out", "--period", "2031-Q1..2031-Q2", "--lang", "en"]);
    assert_eq!(wrong.code, 2);
}

// A closed period's outputs stand as they are; what its files say now is told, and is an error as long as it differs.
#[test]
fn closed_periods() {
    let bench = project(PLAIN, &[FORM]);
    let rows: &[Row] = &[("Alder", [10, 5, 8]), ("Birch", [20, 10, 9]), ("Cedar", [30, 15, 9])];
    send(&bench, "2025-Q1", "QUARTER 1 2025", rows);
    run(&bench, "2025-Q1");
    bench.write("p/closed.csv", "period,until,by\n2025-Q1,2025-12-31,head of office\n");
    let again = |day: &str| {
        bench.run(&["consolidate", "p", "--period", "2025-Q1", "--output", "out", "--as-of", day, "-q", "--lang", "en"])
    };
    let read = || std::fs::read(bench.path("out/2025-Q1/facts.csv")).unwrap();
    let before = read();
    assert_eq!(again("2026-01-05").code, 0);
    send(&bench, "2025-Q1", "QUARTER 1 2025", &[("Alder", [11, 5, 8])]);
    let ran = again("2026-01-05");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("is closed by head of office, open until 2025-12-31: its outputs")
            && ran.out.contains("figure-changed births › a › b: 10 → 11"),
        "{}",
        ran.out
    );
    assert_eq!(read(), before);
    let ran = bench.run(&[
        "consolidate",
        "p",
        "--period",
        "2025-Q1",
        "--output",
        "out",
        "--as-of",
        "2026-01-05",
        "--format",
        "json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.out));
    assert!(json["findings"].is_array());
    // Another language is no other finding.
    let ran = bench.run(&[
        "consolidate",
        "p",
        "--period",
        "2025-Q1",
        "--output",
        "out",
        "--as-of",
        "2026-01-05",
        "--lang",
        "vi",
    ]);
    assert!(!ran.out.contains("finding-"), "{}", ran.out);
    // Several periods are one list.
    let ran =
        bench.run(&["consolidate", "p", "-p", "all", "--output", "many", "--as-of", "2026-01-05", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.out));
    assert!(json["findings"].is_array() || json.is_array());
    // What is held against it says so.
    send(&bench, "2025-Q2", "QUARTER 2 2025", rows);
    run(&bench, "2025-Q2");
    let json = bench.json("out/2025-Q2/findings.json");
    let told: Vec<_> = json["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "P004").collect();
    assert!(told.len() == 1 && told[0]["value"] == "[b] 60 → 61", "{told:?}");
    // What cannot be compared stands all the same.
    for gone in ["facts.csv", "run.json"] {
        let path = bench.path(&format!("out/2025-Q1/{gone}"));
        let kept = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let ran = again("2026-01-05");
        assert!(ran.code == 1 && ran.err.contains("cannot be compared"), "{gone}: {}{}", ran.out, ran.err);
        assert!(!path.exists());
        std::fs::write(&path, kept).unwrap();
    }
    // On its last day it is still open.
    again("2025-12-31");
    assert_ne!(read(), before);
    bench.write("p/closed.csv", "period,until,by\n2025-Q7,,x\n");
    assert_eq!(again("2026-01-05").code, 2);
}

/// Which group each of the units is in, that edges tie together: old ones first, then new ones.
fn tied(old: usize, new: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..old + new).collect();
    // As often as there are units everything has found its group.
    for _ in 0..old + new {
        for (o, n) in edges {
            let least = group[*o].min(group[old + n]);
            (group[*o], group[old + n]) = (least, least);
        }
    }
    group
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 20, ..ProptestConfig::default() })]

    // Whatever becomes of whatever: the whole is comparable and is the sum; a merged unit is held against the sum of its
    // predecessors, a divided one against nothing, but where shares are declared against these.
    #[test]
    fn any_reform(
        values in proptest::collection::vec((1u32..1000, 1u32..1000), 12),
        old in 1usize..6, new in 1usize..6,
        raw in proptest::collection::vec((0usize..6, 0usize..6), 0..8),
        shared in any::<bool>(),
    ) {
        let mut edges: Vec<(usize, usize)> = raw.iter().map(|(o, n)| (o % old, n % new)).collect();
        // Nobody vanishes and nobody comes from nowhere.
        edges.extend((0..old).filter(|o| !raw.iter().any(|(r, _)| r % old == *o)).map(|o| (o, o % new)).collect::<Vec<_>>());
        let lonely: Vec<usize> = (0..new).filter(|n| !edges.iter().any(|(_, e)| e == n)).collect();
        edges.extend(lonely.into_iter().map(|n| (n % old, n)));
        edges.sort_unstable();
        edges.dedup();
        let names = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"];
        let later = ["Hazel", "Ivy", "Juniper", "Larch", "Maple", "Oak"];
        let bench = project("", &[FORM]);
        let mut units = String::from("code,name,kind,parent,valid_from,valid_to\n00,Montana,state,,,\n");
        // Codes are used again for other places.
        for (n, name) in names[..old].iter().enumerate() {
            units += &format!("u{n},{name},county,00,,2025-03-31\n");
        }
        for (n, name) in later[..new].iter().enumerate() {
            units += &format!("u{n},{name},county,00,2025-04-01,\n");
        }
        bench.write("p/units.csv", units);
        // Shares go by halves, quarters and so on of whoever is divided.
        let parts = |o: usize| edges.iter().filter(|(e, _)| *e == o).count();
        let mut events = String::from("date,old,new,event,form,indicator,share\n");
        for (o, n) in &edges {
            events += &format!("2025-04-01,u{o},u{n},,,,\n");
            if shared && parts(*o) > 1 {
                events += &format!("2025-04-01,u{o},u{n},,births,b,{}\n", 1.0 / parts(*o) as f64);
            }
        }
        bench.write("p/successions.csv", events);
        let (before, now): (Vec<u32>, Vec<u32>) = values.iter().copied().unzip();
        let row = |name: &'static str, b: u32| (name, [b, b / 2, b]);
        let rows: Vec<Row> = names[..old].iter().zip(&before).map(|(n, b)| row(n, *b)).collect();
        send(&bench, "2025-Q1", "QUARTER 1 2025", &rows);
        let rows: Vec<Row> = later[..new].iter().zip(&now).map(|(n, b)| row(n, *b)).collect();
        send(&bench, "2025-Q2", "QUARTER 2 2025", &rows);
        let totals = run(&bench, "2025-Q2");
        let sum = |all: &[u32]| all.iter().sum::<u32>();
        let (then, whole) = (sum(&before[..old]), sum(&now[..new]));
        prop_assert_eq!(get(&totals, "b", "value"), whole.to_string());
        prop_assert_eq!(get(&totals, "b", "previous"), then.to_string());
        prop_assert_eq!(get(&totals, "b", "change"), (i64::from(whole) - i64::from(then)).to_string());
        prop_assert_eq!(get(&totals, "beds", "change"), (i64::from(whole) - i64::from(then)).to_string());
        let ran = bench.run(&["trace", "births", "b", "--project", "p", "--period", "2025-Q2", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let group = tied(old, new, &edges);
        for n in 0..new {
            let said = json["units"].as_array().unwrap().iter().find(|u| u["unit_name"] == later[n]).unwrap();
            let alone = (0..new).filter(|m| group[old + m] == group[old + n]).count() == 1;
            let mine = |o: &usize| edges.contains(&(*o, n));
            let want = if alone {
                Some((0..old).filter(|o| group[*o] == group[old + n]).map(|o| f64::from(before[o])).sum::<f64>())
            } else if shared {
                Some((0..old).filter(mine).map(|o| f64::from(before[o]) / parts(o) as f64).sum::<f64>())
            } else {
                None
            };
            match (want, said["previous"].as_f64()) {
                (Some(want), Some(said)) => prop_assert!((want - said).abs() < 1e-6, "{}: {said} for {want}", later[n]),
                (want, said) => prop_assert_eq!(want, said, "{} of {:?}", later[n], edges),
            }
        }
    }
}
