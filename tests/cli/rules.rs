//! Rules over what rows come to, and across forms.

use crate::runner::Bench;
use crate::tables::{COUNTIES, book, project};

const COUNTY: &str = r#"
code = "county"
title = "Return of the county"
layout = "indicator-rows"
frequency = "year"

[reporters]
kinds = ["county"]

[columns]
label = ["Item"]
value = ["Number"]

[[indicator]]
code = "births"
name = "Births"
type = "count"

[[indicator]]
code = "deaths"
name = "Deaths"
type = "count"

[[rule]]
id = "as-listed"
check = "[births] == [wards:b]"
message = "Births are those of all wards."
"#;

const WARDS: &str = r#"
code = "wards"
title = "Wards of the county"
layout = "unit-rows"
frequency = "year"

[reporters]
kinds = ["county"]

[columns]
row = ["Ward"]

[[indicator]]
code = "b"
name = "Born"
header = ["Born"]
type = "count"

[[indicator]]
code = "d"
name = "Died"
header = ["Died"]
type = "count"

[[rule]]
id = "fewer"
over = "total"
severity = "warning"
check = "[d] <= [b]"
message = "More died than were born."
"#;

const STATE: &str = r#"
code = "state"
title = "State summary"
layout = "unit-rows"
frequency = "year"

[reporters]
units = ["00"]

[rows]
kinds = ["county", "region"]

[columns]
row = ["Unit"]

[[indicator]]
code = "b"
name = "Born"
header = ["Born"]
type = "count"

[[rule]]
id = "own-return"
check = "[b] == [county:births]"
message = "The county itself says otherwise."

[[rule]]
id = "parts"
check = "[b] == below([county:births])"
message = "A region is its counties."
"#;

fn bench() -> Bench {
    let bench = project(COUNTIES, &[COUNTY, WARDS, STATE]);
    for (name, unit, births, wards) in [
        ("a", "Alder County", 30, ["North|10|4", "South|20|16"]),
        ("b", "Birch County", 12, ["East|5|9", "West|7|1"]),
        ("c", "Cedar County", 8, ["Hill|8|8", "Dale|0|1"]),
        ("d", "Dogwood County", 9, ["Lake|9|0", "Fell|0|0"]),
    ] {
        let unit = format!("Reporting unit: {unit}");
        let births = format!("Births|{births}");
        let rows = ["RETURN OF THE COUNTY 2024", &unit, "Item|Number", &births, "Deaths|3"];
        bench.write(&format!("p/submissions/2024/{name}1.xlsx"), book(&rows, &[]));
        let rows = ["WARDS OF THE COUNTY 2024", &unit, "Ward|Born|Died", wards[0], wards[1]];
        bench.write(&format!("p/submissions/2024/{name}2.xlsx"), book(&rows, &[]));
    }
    state(&bench, &["Alder County|30", "Birch County|12", "Cedar County|8", "Dogwood County|9"]);
    bench
}

fn state(bench: &Bench, rows: &[&str]) {
    let mut all = vec!["STATE SUMMARY 2024", "Reporting unit: Montana", "Unit|Born"];
    all.extend(rows);
    bench.write("p/submissions/2024/state.xlsx", book(&all, &[]));
}

// Everything agrees but one county's total of its wards, which a rule over rows would not see.
#[test]
fn over_totals() {
    let bench = bench();
    let ran = bench.consolidate();
    assert_eq!(ran.code, 0, "{}", ran.out);
    let told = bench.findings_of("V001");
    let cells: Vec<&str> = told.iter().map(|t| t.2.as_str()).collect();
    // East has 9 against 5, yet the county 10 against 12.
    assert_eq!(cells, ["[d] = 9 (C4:C5), [b] = 8 (B4:B5); 9 ↔ 8"]);
}

// What the state writes of a county is compared with the county's own return, and the finding names both cells.
#[test]
fn parent_against_its_children() {
    let bench = bench();
    state(&bench, &["Alder County|30", "Birch County|21", "Cedar County|8", "Dogwood County|9"]);
    let ran = bench.consolidate();
    assert_eq!(ran.code, 1);
    let json = bench.json("out/2024/findings.json");
    let all = json["findings"].as_array().unwrap();
    let told: Vec<_> = all.iter().filter(|f| f["code"] == "V001" && f["severity"] == "error").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0]["unit"].as_str(), told[0]["cell"].as_str()), (Some("c2"), Some("B5")));
    let value = told[0]["value"].as_str().unwrap();
    assert_eq!(value, "[b] = 21 (B5), [county:births] = 12 (submissions/2024/b1.xlsx › Sheet1 › B4); 21 ↔ 12");
}

// One form of a unit against another one of its.
#[test]
fn between_two_forms() {
    let bench = bench();
    let rows = ["RETURN OF THE COUNTY 2024", "Reporting unit: Dogwood County", "Item|Number", "Births|10", "Deaths|3"];
    bench.write("p/submissions/2024/d1.xlsx", book(&rows, &[]));
    state(&bench, &["Alder County|30", "Birch County|12", "Cedar County|8", "Dogwood County|10"]);
    assert_eq!(bench.consolidate().code, 1);
    let told = bench.findings_of("V001");
    let error: Vec<_> = told.iter().filter(|t| t.0 == "error").collect();
    assert_eq!(error.len(), 1, "{told:?}");
    assert_eq!(error[0].2, "[births] = 10 (B4), [wards:b] = 9 (submissions/2024/d2.xlsx › Sheet1 › B4:B5); 10 ↔ 9");
}

// A sum over units below is compared where all of them have reported, and passed over where one is missing.
#[test]
fn sums_below() {
    let bench = bench();
    state(
        &bench,
        &[
            "Eastern Region|51",
            "Western Region|9",
            "Alder County|30",
            "Birch County|12",
            "Cedar County|8",
            "Dogwood County|9",
        ],
    );
    bench.consolidate();
    let told = bench.findings_of("V001");
    let error: Vec<_> = told.iter().filter(|t| t.0 == "error").collect();
    assert_eq!(error.len(), 1, "{told:?}");
    assert!(
        error[0].2.starts_with("[b] = 51 (B4), below([county:births]) = 50 (submissions/2024/a1.xlsx › Sheet1 › B4; "),
        "{told:?}"
    );
    std::fs::remove_file(bench.path("p/submissions/2024/c1.xlsx")).unwrap();
    bench.consolidate();
    assert!(bench.findings_of("V001").iter().all(|t| t.0 != "error"));
}

// A form or code that does not exist is an error at its place, with the nearest.
#[test]
fn unknown_operands() {
    let with = |from: &str, to: &str| {
        let bench = project(COUNTIES, &[COUNTY, WARDS, &STATE.replace(from, to)]);
        let ran = bench.run(&["check", "p", "--project-only", "--lang", "en"]);
        assert_eq!(ran.code, 2);
        ran.err
    };
    let told = with("[county:births]\"\nmessage = \"The county", "[county:birth]\"\nmessage = \"The county");
    assert!(told.contains("position 8") && told.contains("did you mean “births”"), "{told}");
    let told = with("below([county:births])", "below([b])");
    assert!(told.contains("[form:…]"), "{told}");
}

// What is divided by nothing breaks no rule; what has no total is not asked of all rows together.
#[test]
fn nothing_to_divide_by() {
    let form = COUNTY.replace("check = \"[births] == [wards:b]\"", "check = \"[births] / [deaths] <= 100\"");
    let bench = project(COUNTIES, &[&form, WARDS]);
    let rows = ["RETURN OF THE COUNTY 2024", "Reporting unit: Alder County", "Item|Number", "Births|0", "Deaths|0"];
    bench.write("p/submissions/2024/a.xlsx", book(&rows, &[]));
    bench.consolidate();
    assert_eq!(bench.findings_of("V001"), []);
    let none = WARDS.replace(
        "header = [\"Died\"]\ntype = \"count\"",
        "header = [\"Died\"]\ntype = \"count\"\naggregation = \"none\"",
    );
    let ran = project(COUNTIES, &[COUNTY, &none]).run(&["check", "p", "--project-only", "--lang", "en"]);
    assert!(ran.code == 2 && ran.err.contains("key rule[1].over"), "{}", ran.err);
}

// Equals are neither over nor under each other, a blank cell that counts as nothing included.
#[test]
fn strictly_over() {
    let form = COUNTY.replace("check = \"[births] == [wards:b]\"", "missing = \"zero\"\ncheck = \"[deaths] > 0\"");
    let strictly =
        form.clone() + "\n[[rule]]\nid = \"under\"\ncheck = \"[births] < 7\"\nmessage = \"Seven or more.\"\n";
    let bench = project(COUNTIES, &[&strictly]);
    for (name, births, deaths) in [
        ("Alder County", "6", "1"),
        ("Birch County", "7", "2"),
        ("Cedar County", "1", ""),
        ("Dogwood County", "1", "0"),
    ] {
        let unit = format!("Reporting unit: {name}");
        let (births, deaths) = (format!("Births|{births}"), format!("Deaths|{deaths}"));
        let rows = ["RETURN OF THE COUNTY 2024", &unit, "Item|Number", &births, &deaths];
        bench.write(&format!("p/submissions/2024/{name}.xlsx"), book(&rows, &[]));
    }
    bench.consolidate();
    let mut told: Vec<String> = bench.findings_of("V001").into_iter().map(|f| format!("{f:?}")).collect();
    told.sort();
    assert_eq!(told.len(), 3, "{told:?}");
    let count = |words: &str| told.iter().filter(|t| t.contains(words)).count();
    assert_eq!((count("[deaths]"), count("[births]")), (2, 1), "{told:?}");
}

// A figure that is merged over several answers is that of its first cell, and the others say so.
#[test]
fn merged_over_several_answers() {
    let bench = project(COUNTIES, &[COUNTY, WARDS, STATE]);
    let rows = ["RETURN OF THE COUNTY 2024", "Reporting unit: Alder County", "Item|Number", "Births|6", "Deaths|"];
    bench.write("p/submissions/2024/a.xlsx", book(&rows, &[(3, 1, 4, 1)]));
    bench.consolidate();
    let told = bench.findings_of("C039");
    assert_eq!(told, [("warning".to_owned(), "B5".to_owned(), "6".to_owned())]);
}
