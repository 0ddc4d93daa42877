//! Lists whose members are the headings that stand in the workbooks.

use crate::runner::Bench;
use crate::tables::{COUNTIES, Merges, book, project};

const FORM: &str = r#"
code = "votes"
title = "Votes by precinct"
layout = "unit-rows"
frequency = "year"

[reporters]
kinds = ["county"]

[columns]
row = ["Precinct"]

[lists.candidate]
open = true
blank = "Blank ballots"

[[indicator]]
code = "all"
name = "All ballots"
header = [["All ballots"]]
type = "count"

[[indicator]]
code = "gov-{candidate}"
name = "Governor: {candidate}"
header = [["Governor", "{candidate}"]]
type = "count"

[[rule]]
id = "adds-up"
check = "[all] == sum([gov-{candidate}])"
missing = "skip-all"
message = "All ballots are those of all candidates."
"#;

const MERGES: Merges<'static> = &[(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 5)];

fn county(name: &str, candidates: &str, rows: &[&str]) -> Vec<u8> {
    let unit = format!("Reporting unit: {name}");
    let heads = format!("||{candidates}");
    let mut all = vec!["VOTES BY PRECINCT 2024", unit.as_str(), "Precinct|All ballots|Governor", heads.as_str()];
    all.extend(rows);
    book(&all, MERGES)
}

fn bench() -> Bench {
    let bench = project(COUNTIES, &[FORM]);
    let put = |name: &str, bytes: Vec<u8>| bench.write(&format!("p/submissions/2024/{name}.xlsx"), bytes);
    put(
        "a",
        county("Alder County", "Jane Smith|Bo Li|Total|Blank ballots", &["North|15|10|4|14|1", "South|7|5|2|7|0"]),
    );
    put("b", county("Birch County", "Bo Li|Jane Smith|Blank ballots", &["East|9|3|6|0", "West|11|4|6|1"]));
    put("c", county("Cedar County", "Jane Smiht|Bo Li|Blank ballots", &["Hill|6|1|5|0"]));
    put("d", county("Dogwood County", "Jane Smith|Bo Li|Zeno Quartermain", &["Lake|9|2|3|4"]));
    bench
}

// Members are told by their headings, whatever their order, and are the same with every sender, letter for letter.
#[test]
fn members_are_headings() {
    let bench = bench();
    bench.consolidate();
    for (indicator, want) in [
        ("all", "57"),
        ("gov-Jane Smith", "29"),
        ("gov-Bo Li", "21"),
        ("gov-blank", "2"),
        ("gov-Jane Smiht", "1"),
        ("gov-Zeno Quartermain", "4"),
    ] {
        assert_eq!(bench.total(indicator, "province").as_deref(), Some(want), "{indicator}");
    }
    // A total under the heading is no candidate.
    assert_eq!(bench.total("gov-Total", "province"), None);
    assert_eq!(bench.findings_of("R010").len(), 1);
    // A name that one sender alone has is told; as a warning where another one is like it.
    let mut alone = bench.findings_of("R030");
    alone.sort();
    let told: Vec<(&str, &str, &str)> = alone.iter().map(|(s, c, v)| (s.as_str(), c.as_str(), v.as_str())).collect();
    assert_eq!(told, [("info", "E5", "Zeno Quartermain"), ("warning", "C5", "Jane Smiht")]);
    assert_eq!(bench.findings_of("V001"), []);
    assert!(bench.codes("out/2024/findings.json").iter().all(|c| !c.starts_with("R008") && !c.starts_with("C016")));
}

// A rule sums all members, however many there are.
#[test]
fn rules_over_all_members() {
    let bench = bench();
    let wrong = county("Birch County", "Bo Li|Jane Smith|Blank ballots", &["East|10|3|6|0", "West|11|4|6|1"]);
    bench.write("p/submissions/2024/b.xlsx", wrong);
    let ran = bench.consolidate();
    assert_eq!(ran.code, 1);
    let broken = bench.findings_of("V001");
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert!(broken[0].2.contains("[all] = 10 (B5)") && broken[0].2.contains("[gov-Bo Li] = 3 (C5)"), "{broken:?}");
}

// The second run over the same files is asked nothing anew, and a new name in one of them is seen.
#[test]
fn runs_again() {
    let bench = bench();
    bench.consolidate();
    let before = bench.table("out/2024/totals.csv");
    bench.consolidate();
    assert_eq!(bench.table("out/2024/totals.csv"), before);
    bench.write(
        "p/submissions/2024/d.xlsx",
        county("Dogwood County", "Ada Byron|Bo Li|Zeno Quartermain", &["Lake|9|2|3|4"]),
    );
    bench.consolidate();
    assert_eq!(bench.total("gov-Ada Byron", "province").as_deref(), Some("2"));
    assert_eq!(bench.total("gov-Jane Smith", "province").as_deref(), Some("27"));
    let seen = bench.run(&["inspect", "p/submissions/2024/d.xlsx", "--lang", "en"]);
    assert!(seen.out.contains("[gov-Ada Byron]"), "{}", seen.out);
    let traced = bench.run(&["trace", "votes", "gov-Ada Byron", "--project", "p", "--period", "2024", "--lang", "en"]);
    assert!(traced.out.contains("d.xlsx › Sheet1 › C5"), "{} {}", traced.out, traced.err);
}

// A list stands under a heading: alone it would be every column.
#[test]
fn needs_a_heading() {
    let bench = project(COUNTIES, &[&FORM.replace("[\"Governor\", \"{candidate}\"]", "[\"{candidate}\"]")]);
    let ran = bench.run(&["check", "p", "--project-only", "--lang", "en"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("under a heading that is known: [[\"Candidates\", \"{list}\"]]"), "{}", ran.err);
}

// Thousands of odd headings in one file cost the others nothing.
#[test]
fn a_flood_of_headings() {
    let bench = bench();
    let names: Vec<String> = (0..3000).map(|n| format!("Name number {n:04} x")).collect();
    let heads = format!("||{}", names.join("|"));
    let figures = format!("Lake|9|{}", vec!["1"; 3000].join("|"));
    let rows =
        ["VOTES BY PRECINCT 2024", "Reporting unit: Dogwood County", "Precinct|All ballots|Governor", &heads, &figures];
    bench.write("p/submissions/2024/d.xlsx", book(&rows, &[(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3001)]));
    bench.consolidate();
    assert_eq!(bench.total("gov-Jane Smith", "province").as_deref(), Some("27"));
    assert_eq!(bench.total("gov-Bo Li", "province").as_deref(), Some("18"));
    let told = bench.findings_of("R029");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "error");
}

// A sender lacks a member, and a total stands under the heading: nobody misses it, and the sum of all is compared.
#[test]
fn a_member_that_is_not_there() {
    let bench = bench();
    bench.write(
        "p/submissions/2024/b.xlsx",
        county("Birch County", "Bo Li|Total|Blank ballots", &["East|9|8|8|0", "West|11|10|10|1"]),
    );
    bench.consolidate();
    assert_eq!(bench.findings_of("R008"), []);
    let broken = bench.findings_of("V001");
    assert_eq!(broken.iter().map(|b| b.1.as_str()).collect::<Vec<_>>(), ["B5"], "{broken:?}");
}

// Numbers are members, too; what is no member and no total is a warning, for its figures are not counted.
#[test]
fn members_that_are_numbers() {
    let bench = bench();
    bench.write(
        "p/submissions/2024/b.xlsx",
        county("Birch County", "1|2|Average", &["East|9|3|6|4.5", "West|11|4|7|5.5"]),
    );
    bench.consolidate();
    assert_eq!(bench.total("gov-1", "province").as_deref(), Some("7"));
    assert_eq!(bench.total("gov-2", "province").as_deref(), Some("13"));
    let unused: Vec<(String, String)> = bench.findings_of("R010").into_iter().map(|(s, c, _)| (s, c)).collect();
    assert!(unused.contains(&("warning".to_owned(), "E4".to_owned())), "{unused:?}");
}

// A heading that looks like a placeholder is told and costs nobody else; one that is the code of a declared member, or of
// another heading, is a member of its own.
#[test]
fn odd_headings() {
    let bench = bench();
    let put = |name: &str, bytes: Vec<u8>| bench.write(&format!("p/submissions/2024/{name}.xlsx"), bytes);
    put("d", county("Dogwood County", "Jane Smith|Bo Li|{x}", &["Lake|9|2|3|4"]));
    put("c", county("Cedar County", "Jane Smith|blank|Blank ballots", &["Hill|6|1|5|0"]));
    bench.consolidate();
    for (indicator, want) in [("gov-Jane Smith", "30"), ("gov-Bo Li", "16"), ("gov-blank", "2"), ("gov-blank (2)", "5")]
    {
        assert_eq!(bench.total(indicator, "province").as_deref(), Some(want), "{indicator}");
    }
    assert_eq!(bench.findings_of("R029"), []);
    assert!(bench.findings_of("R010").iter().any(|(s, ..)| s == "warning"));
}

// What is kept of earlier periods is known by the members that it was read for, whatever their order has become.
#[test]
fn members_of_earlier_periods() {
    let form = FORM.replace("\"year\"", "\"quarter\"");
    let bench = project(COUNTIES, &[&form]);
    let put = |quarter: u8, heads: &str, figures: &str| {
        let title = format!("VOTES BY PRECINCT QUARTER {quarter} 2024");
        let (heads, row) = (format!("||{heads}"), format!("North|{figures}"));
        let rows = [title.as_str(), "Reporting unit: Alder County", "Precinct|All ballots|Governor", &heads, &row];
        bench.write(&format!("p/submissions/2024-Q{quarter}/a.xlsx"), book(&rows, MERGES));
    };
    (1..=3).for_each(|q| put(q, "Adam|Zed|Blank ballots", "30|10|20|0"));
    let run = |out: &str, more: &[&str]| {
        let args = ["consolidate", "p", "--period", "2024-Q3", "--output", out, "--as-of", "2025-01-05", "-q"];
        assert_ne!(bench.run(&[&args[..], more].concat()).code, 2);
        std::fs::read_to_string(bench.path(&format!("{out}/2024-Q3/totals.csv"))).unwrap()
    };
    run("out", &[]);
    put(2, "Zed|Adam|Moe", "60|20|10|30");
    put(3, "Zed|Adam|Moe", "60|20|10|30");
    assert_eq!(run("out", &[]), run("fresh", &["--no-cache"]));
}
