//! What rows come to: over senders, under the units above them, weighted, counted by a condition, per something else.

use crate::tables::{COUNTIES, book, project};

const SCHOOLS: &str = r#"
code = "schools"
title = "Schools by type"
layout = "unit-rows"
frequency = "year"

[reporters]
kinds = ["county"]

[rows]
registered = false
totals = true

[columns]
row = ["Type of school"]

[[indicator]]
code = "n"
name = "Schools"
header = ["Schools"]
type = "count"

[[indicator]]
code = "pupils"
name = "Pupils"
header = ["Pupils"]
type = "count"

[[indicator]]
code = "share"
name = "Share of girls"
header = ["Share of girls (%)"]
unit = "%"
type = "percent"
aggregation = "weighted-mean"
weight = "pupils"

[[indicator]]
code = "per"
name = "Pupils per school"
type = "ratio"
scale = 1
numerator = "pupils"
denominator = "n"

[[indicator]]
code = "per1000"
name = "Schools per 1,000 pupils"
header = ["Schools per 1000 pupils"]
type = "ratio"
scale = 1000
numerator = "n"
denominator = "pupils"
"#;

fn schools(unit: &str, rows: &[&str]) -> Vec<u8> {
    let unit = format!("Reporting unit: {unit}");
    let head = "Type of school|Schools|Pupils|Share of girls (%)|Schools per 1000 pupils";
    let mut all = vec!["SCHOOLS BY TYPE 2024", unit.as_str(), head];
    all.extend(rows);
    book(&all, &[])
}

// Rows of one name are summed over all senders; means are weighted, ratios have their own scale.
#[test]
fn totals_by_row() {
    let bench = project(COUNTIES, &[SCHOOLS]);
    bench.write("p/submissions/2024/a.xlsx", schools("Alder County", &["Primary|4|400|50|10", "Secondary|1|200|40|5"]));
    bench.write("p/submissions/2024/b.xlsx", schools("Birch County", &["primary|6|800|60|7.5", "Special|1|25|20|40"]));
    bench.write("p/submissions/2024/d.xlsx", schools("Dogwood County", &["Secondary|2|300|60|6.67"]));
    bench.consolidate();
    let is = |indicator: &str, group: &str, want: f64| {
        let got: f64 = bench.total(indicator, group).unwrap_or_else(|| panic!("{indicator} {group}")).parse().unwrap();
        assert!((got - want).abs() < 1e-9, "{indicator} {group}: {got}, not {want}");
    };
    is("n", "row:Primary", 10.0);
    is("pupils", "row:Secondary", 500.0);
    is("n", "row:Special", 1.0);
    is("share", "row:Primary", (400.0 * 50.0 + 800.0 * 60.0) / 1200.0);
    is("share", "province", (400.0 * 50.0 + 200.0 * 40.0 + 800.0 * 60.0 + 25.0 * 20.0 + 300.0 * 60.0) / 1725.0);
    is("per", "province", 1725.0 / 14.0);
    is("per1000", "province", 14_000.0 / 1725.0);
    is("per", "row:Special", 25.0);
    is("n", "unit:r1", 12.0);
    is("n", "unit:r2", 2.0);
    let totals = bench.table("out/2024/totals.csv");
    let row = |g: &str| totals.iter().find(|t| t["group"] == g && t["indicator"] == "n").unwrap();
    assert_eq!(
        (row("row:Primary")["units_expected"].as_str(), row("row:Primary")["units_reported"].as_str()),
        ("4", "2")
    );
    let weighted = totals.iter().find(|t| t["group"] == "row:Primary" && t["indicator"] == "share").unwrap();
    assert_eq!((weighted["numerator"].as_str(), weighted["denominator"].as_str()), ("68000", "1200"));
    // 6.67 is 2 for 300, rounded; no share of a whole is asked of what is no share.
    assert_eq!(bench.findings_of("C024"), []);
    assert_eq!(bench.findings_of("C018"), []);
}

// A stated ratio that its parts do not give is told; pupils without a school are.
#[test]
fn ratios_are_compared() {
    let bench = project(COUNTIES, &[SCHOOLS]);
    bench.write("p/submissions/2024/a.xlsx", schools("Alder County", &["Primary|4|400|50|11", "Secondary|0|200|40|0"]));
    bench.consolidate();
    assert_eq!(bench.findings_of("C024").len(), 2 - 1, "{:?}", bench.findings_of("C024"));
    assert_eq!(bench.findings_of("C019").len(), 1);
}

// Without `totals` there are none.
#[test]
fn no_totals_by_row() {
    let bench = project(COUNTIES, &[&SCHOOLS.replace("totals = true\n", "")]);
    bench.write("p/submissions/2024/a.xlsx", schools("Alder County", &["Primary|4|400|50|10"]));
    bench.consolidate();
    assert!(bench.table("out/2024/totals.csv").iter().all(|t| !t["group"].starts_with("row:")));
}

const VOTES: &str = r#"
code = "votes"
title = "Votes by county"
layout = "unit-rows"
frequency = "year"

[reporters]
units = ["00"]

[rows]
kinds = ["county"]

[columns]
row = ["County"]

[[indicator]]
code = "v"
name = "Votes"
header = ["Votes"]
type = "count"

[[indicator]]
code = "open"
name = "Polls open"
header = ["Polls open"]
type = "yes-no"
aggregation = "list"
"#;

// Registered rows count under every unit above them, not only under their sender.
#[test]
fn totals_by_region() {
    let bench = project(COUNTIES, &[VOTES]);
    let rows = [
        "VOTES BY COUNTY 2024",
        "Reporting unit: Montana",
        "County|Votes|Polls open",
        "Alder County|10|yes",
        "Birch County|20|no",
        "Cedar County|30|yes",
        "Dogwood County|40|yes",
        "Total|100|",
    ];
    bench.write("p/submissions/2024/all.xlsx", book(&rows, &[]));
    bench.consolidate();
    for (group, want) in [("province", "100"), ("unit:r1", "60"), ("unit:r2", "40")] {
        assert_eq!(bench.total("v", group).as_deref(), Some(want), "{group}");
    }
    let totals = bench.table("out/2024/totals.csv");
    let open = totals.iter().find(|t| t["group"] == "unit:r1" && t["indicator"] == "open").unwrap();
    assert_eq!((open["value"].as_str(), open["text"].as_str()), ("2", "c1; c3"));
}

const BEDS: &str = r#"
code = "beds"
title = "Beds by unit"
layout = "unit-rows"
frequency = "year"

[reporters]
units = ["00"]
kinds = ["county"]

[rows]
kinds = ["county", "region"]

[columns]
row = ["Unit"]

[[indicator]]
code = "b"
name = "Beds"
header = ["Beds"]
type = "count"

[[indicator]]
code = "n"
name = "Nurses"
header = ["Nurses"]
type = "count"

[[indicator]]
code = "d"
name = "Doctors"
header = ["Doctors"]
type = "count"
"#;

// The row of a region that is the sum of its counties but for one cell is a broken total, no further unit; and what one
// sender leaves blank does not put out what another one says.
#[test]
fn broken_sums_and_silent_rows() {
    let bench = project(COUNTIES, &[BEDS]);
    let state = |region: &str, alder: &str| {
        let rows = [
            "BEDS BY UNIT 2024",
            "Reporting unit: Montana",
            "Unit|Beds|Nurses|Doctors",
            region,
            alder,
            "Birch County|20|4|5",
            "Cedar County|1|1|1",
        ];
        bench.write("p/submissions/2024/state.xlsx", book(&rows, &[]));
    };
    state("Eastern Region|32|7|8", "Alder County|10|2|2");
    bench.consolidate();
    assert_eq!(bench.total("b", "province").as_deref(), Some("31"));
    assert_eq!(bench.findings_of("T001").len(), 1);
    // With other figures it is counted, and asked about.
    state("Eastern Region|5|50|8", "Alder County|10|2|2");
    bench.consolidate();
    assert_eq!((bench.total("b", "province").as_deref(), bench.findings_of("T005").len()), (Some("36"), 1));
    state("Eastern Region|31|7|8", "Alder County|10|2|2");
    let own = ["BEDS BY UNIT 2024", "Reporting unit: Alder County", "Unit|Beds|Nurses|Doctors", "Alder County|||"];
    bench.write("p/submissions/2024/alder.xlsx", book(&own, &[]));
    bench.consolidate();
    assert_eq!(bench.total("b", "province").as_deref(), Some("31"));
}

const AGES: &str = r#"
code = "ages"
title = "Mothers of the county"
layout = "indicator-rows"
frequency = "year"

[reporters]
kinds = ["county"]

[columns]
label = ["Item"]
value = ["Number"]

[[indicator]]
code = "n"
name = "Births"
type = "count"

[[indicator]]
code = "age"
name = "Mean age"
type = "amount"
aggregation = "weighted-mean"
weight = "n"
"#;

// Who gives a mean without its weight has not answered, and is told.
#[test]
fn means_without_weights() {
    let bench = project(COUNTIES, &[AGES]);
    for (name, n, age) in [("Alder", "10", "30"), ("Birch", "10", "40"), ("Cedar", "", "90")] {
        let (who, n, age) =
            (format!("Reporting unit: {name} County"), format!("Births|{n}"), format!("Mean age|{age}"));
        let rows = ["MOTHERS OF THE COUNTY 2024", &who, "Item|Number", &n, &age];
        bench.write(&format!("p/submissions/2024/{name}.xlsx"), book(&rows, &[]));
    }
    bench.consolidate();
    let totals = bench.table("out/2024/totals.csv");
    let mean = totals.iter().find(|t| t["indicator"] == "age" && t["group"] == "province").unwrap();
    assert_eq!((mean["value"].as_str(), mean["units_reported"].as_str()), ("35", "2"));
    assert_eq!(bench.findings_of("C016").len(), 1);
}

const EVENTS: &str = r#"
code = "events"
title = "Register of events"
layout = "records"
frequency = "year"

[reporters]
kinds = ["county"]

[columns]
code = ["No."]

[[indicator]]
code = "what"
name = "Event"
header = ["Event"]
type = "text"

[[indicator]]
code = "kind"
name = "Kind"
header = ["Kind"]
type = "text"

[[indicator]]
code = "cost"
name = "Cost"
header = ["Cost"]
type = "amount"

[[indicator]]
code = "fairs"
name = "Fairs"
type = "count"
when = { indicator = "kind", is = ["Fair"] }

[[indicator]]
code = "races"
name = "Races"
type = "count"
when = { indicator = "kind", is = ["Race", "Run"] }

[[indicator]]
code = "race-cost"
name = "Cost of races"
type = "amount"
of = "cost"
when = { indicator = "kind", is = ["Race", "Run"] }

[[indicator]]
code = "costed"
name = "Events of which a cost is stated"
type = "count"
when = { indicator = "cost" }
"#;

// Records are counted by what they say, and what they say is summed.
#[test]
fn count_where() {
    let bench = project(COUNTIES, &[EVENTS]);
    let list = |unit: &str, rows: &[&str]| {
        let unit = format!("Reporting unit: {unit}");
        let mut all = vec!["REGISTER OF EVENTS 2024", unit.as_str(), "No.|Event|Kind|Cost"];
        all.extend(rows);
        book(&all, &[])
    };
    let rows = [
        "1|Spring fair|fair|100",
        "2|Ten miles|Run|40",
        "3|Boat race|Race|60",
        "4|Fair of books|Fair|",
        "5|Fun run|Rnu|7",
    ];
    bench.write("p/submissions/2024/a.xlsx", list("Alder County", &rows));
    bench.write("p/submissions/2024/d.xlsx", list("Dogwood County", &["1|Hill run|run|5", "2|River run|run|6"]));
    bench.consolidate();
    for (indicator, want) in [("fairs", "2"), ("races", "4"), ("race-cost", "111"), ("costed", "6")] {
        assert_eq!(bench.total(indicator, "province").as_deref(), Some(want), "{indicator}");
    }
    assert_eq!(bench.total("fairs", "unit:r2").as_deref(), Some("0"), "none of its records is a fair");
    // What no condition takes is told.
    let odd = bench.findings_of("C036");
    assert_eq!(odd.len(), 1, "{odd:?}");
    assert_eq!((odd[0].1.as_str(), odd[0].2.as_str()), ("C8", "Rnu"));
    let senders = bench.table("out/2024/senders.csv");
    let fairs = senders.iter().find(|t| t["indicator"] == "fairs" && t["group"] == "unit:c1").unwrap();
    assert_eq!(fairs["value"], "2");
}

// What does not go together in a declaration is one error, at its key.
#[test]
fn mistakes() {
    let with = |form: &str, from: &str, to: &str| {
        assert!(form.contains(from), "{from}");
        let bench = project(COUNTIES, &[&form.replace(from, to)]);
        let ran = bench.run(&["check", "p", "--project-only", "--lang", "en"]);
        assert_eq!(ran.code, 2, "{to}: {}", ran.out);
        assert!(
            ran.err.contains("has 1 error") || ran.err.contains("has an error") || ran.err.contains("1 error"),
            "{}",
            ran.err
        );
        ran.err
    };
    assert!(with(SCHOOLS, "weight = \"pupils\"\n", "").contains("key indicator[3].weight"));
    assert!(with(SCHOOLS, "weight = \"pupils\"", "weight = \"pupil\"").contains("did you mean “pupils”"));
    assert!(with(SCHOOLS, "scale = 1\n", "scale = 0\n").contains("key indicator[4].scale"));
    assert!(with(SCHOOLS, "unit = \"%\"\n", "scale = 10\n").contains("scale goes with the type ratio"));
    assert!(with(EVENTS, "of = \"cost\"\n", "").contains("key indicator[6].of"));
    assert!(with(EVENTS, "of = \"cost\"", "of = \"what\"").contains("a column of numbers"));
    assert!(
        with(
            EVENTS,
            "type = \"count\"\nwhen = { indicator = \"cost\" }",
            "type = \"count\"\nheader = [\"X\"]\nwhen = { indicator = \"cost\" }"
        )
        .contains("leave header out")
    );
    assert!(
        with(EVENTS, "[columns]", "[rows]\ntotals = true\n\n[columns]")
            .contains("totals goes with the layout unit-rows")
    );
}

// A column that does not add up (a mean, a largest one) does not keep a row of totals from being told, whatever its name.
#[test]
fn means_do_not_hinder_totals() {
    let form =
        SCHOOLS.replace("totals = true\n", "").replace("name = \"Schools\"\n", "name = \"Schools\"\nlabels = []\n");
    let form = form.replace(
        "type = \"percent\"\naggregation = \"weighted-mean\"\nweight = \"pupils\"",
        "type = \"amount\"\naggregation = \"max\"",
    );
    for (at, rows) in [
        ("A4", ["The lot|12|1242|60|9.7", "Primary|4|400|50|10", "Secondary|6|817|40|7.3", "Special|2|25|60|80"]),
        ("A7", ["Primary|4|400|50|10", "Secondary|6|817|40|7.3", "Special|2|25|60|80", "The lot|12|1242|60|9.7"]),
    ] {
        let bench = project(COUNTIES, &[&form]);
        bench.write("p/submissions/2024/a.xlsx", schools("Alder County", &rows));
        bench.consolidate();
        assert_eq!(bench.total("pupils", "province").as_deref(), Some("1242"), "{at}");
        let told: Vec<String> = bench.findings_of("T004").into_iter().map(|f| f.1).collect();
        assert_eq!(told, [at]);
    }
}

// Rows on several levels of the register: those above are the sums of those below, and never added to them.
#[test]
fn rows_on_several_levels() {
    let form = VOTES.replace("kinds = [\"county\"]", "kinds = [\"region\", \"county\"]");
    let table = |east: u32| {
        let east = format!("Eastern Region|{east}|");
        let rows = [
            "VOTES BY COUNTY 2024",
            "Reporting unit: Montana",
            "County|Votes|Polls open",
            &east,
            "Alder County|10|yes",
            "Birch County|20|no",
            "Cedar County|30|yes",
            "Western Region|40|",
            "Dogwood County|40|yes",
        ];
        book(&rows, &[])
    };
    let bench = project(COUNTIES, &[&form]);
    bench.write("p/submissions/2024/all.xlsx", table(60));
    bench.consolidate();
    for (group, want) in [("province", "100"), ("unit:r1", "60"), ("unit:r2", "40")] {
        assert_eq!(bench.total("v", group).as_deref(), Some(want), "{group}");
    }
    assert_eq!(bench.findings_of("R015"), []);
    // One that is no sum is counted, and asked about.
    bench.write("p/submissions/2024/all.xlsx", table(61));
    bench.consolidate();
    assert_eq!(bench.total("v", "province").as_deref(), Some("161"));
    let asked = bench.findings_of("T005");
    assert_eq!(asked.iter().map(|f| (f.0.as_str(), f.1.as_str())).collect::<Vec<_>>(), [("warning", "A4")]);
}

// A unit that two senders report on counts once, as the nearest above it says.
#[test]
fn one_unit_two_senders() {
    let form = VOTES.replace("units = [\"00\"]", "units = [\"00\", \"r1\"]");
    let list = |unit: &str, rows: &[&str]| {
        let unit = format!("Reporting unit: {unit}");
        let mut all = vec!["VOTES BY COUNTY 2024", unit.as_str(), "County|Votes|Polls open"];
        all.extend(rows);
        book(&all, &[])
    };
    let bench = project(COUNTIES, &[&form]);
    bench.write(
        "p/submissions/2024/all.xlsx",
        list("Montana", &["Alder County|10|yes", "Birch County|20|no", "Cedar County|30|yes", "Dogwood County|40|yes"]),
    );
    bench.write(
        "p/submissions/2024/east.xlsx",
        list("Eastern Region", &["Alder County|11|yes", "Birch County|20|no", "Cedar County|30|yes"]),
    );
    bench.consolidate();
    assert_eq!(bench.total("v", "province").as_deref(), Some("101"));
    assert_eq!(bench.total("v", "unit:r1").as_deref(), Some("61"));
    let told = bench.findings_of("S013");
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].0.as_str(), told[0].1.as_str(), told[0].2.as_str()),
        ("error", "B4", "Alder County, Birch County, Cedar County")
    );
    // The figures that are not counted are accounted for, and stand in no list.
    assert_eq!(bench.table("out/2024/facts.csv").iter().filter(|f| f["indicator"] == "v").count(), 4);
    let json = bench.json("out/2024/run.json");
    let all =
        json["inputs"].as_array().unwrap().iter().find(|i| i["path"].as_str().unwrap().ends_with("all.xlsx")).unwrap();
    let figures = &all["sheets"][0]["figures"];
    assert_eq!((figures["counted"].as_u64(), figures["refused"].as_u64()), (Some(1), Some(3)));
}

// A dash in a column of yes and no is a no, for conditions as for counts.
#[test]
fn conditions_on_answers() {
    let form = EVENTS
        .replace(
            "name = \"Kind\"\nheader = [\"Kind\"]\ntype = \"text\"",
            "name = \"Kind\"\nheader = [\"Kind\"]\ntype = \"yes-no\"",
        )
        .replace("is = [\"Fair\"]", "is = [\"Yes\"]")
        .replace("is = [\"Race\", \"Run\"]", "is = [\"No\"]");
    let bench = project(COUNTIES, &[&form]);
    let rows = [
        "REGISTER OF EVENTS 2024",
        "Reporting unit: Alder County",
        "No.|Event|Kind|Cost",
        "1|A|yes|1",
        "2|B|-|20",
        "3|C|no|300",
        "4|D|x|4000",
    ];
    bench.write("p/submissions/2024/a.xlsx", book(&rows, &[]));
    bench.consolidate();
    assert_eq!(bench.total("races", "province").as_deref(), Some("2"));
    assert_eq!(bench.total("race-cost", "province").as_deref(), Some("320"));
}
