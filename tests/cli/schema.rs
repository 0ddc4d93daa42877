//! The schemas for editors (`docs/schema/`) say what the program reads: the same keys in every table.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::runner::{Bench, repository};

fn schema(name: &str) -> Value {
    let path = repository().join(format!("docs/schema/{name}.schema.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The keys of a table of the schema, by its place.
fn keys(schema: &Value, place: &str) -> BTreeSet<String> {
    let mut at = schema;
    for key in place.split('.').filter(|k| !k.is_empty()) {
        at = &at["properties"][key];
        if at["type"] == "array" {
            at = &at["items"];
        }
        if let Some(all) = at["anyOf"].as_array() {
            at = all.iter().find(|a| a["type"] == "object").unwrap_or_else(|| panic!("{place}"));
        }
    }
    at["properties"].as_object().unwrap_or_else(|| panic!("{place}")).keys().cloned().collect()
}

/// The keys that the program names where it meets one that it does not know.
fn known(file: &str, text: &str) -> BTreeSet<String> {
    let bench = Bench::with_sample();
    bench.write(&format!("sample/{file}"), text);
    let ran = bench.run(&["check", "sample", "--project-only", "--lang", "en"]);
    assert_eq!(ran.code, 2, "{text}");
    let said = ran.err.split("those that may stand here: ").nth(1).unwrap_or_else(|| panic!("{}\n{text}", ran.err));
    said.lines().next().unwrap().split(", ").map(str::to_owned).collect()
}

const ODD: &str = "qqqqqqqqqq = 1\n";

#[test]
fn keys_of_the_project() {
    let schema = schema("tonghop");
    let sample = std::fs::read_to_string(repository().join("sample_inputs/tonghop.toml")).unwrap();
    let words = format!("{sample}\n[words]\ntotals = [\"x\"]\n");
    for (place, before) in [("", "title ="), ("kind", "code ="), ("key_figure", "form ="), ("words", "totals =")] {
        let odd = words.replacen(before, &format!("{ODD}{before}"), 1);
        assert_eq!(known("tonghop.toml", &odd), keys(&schema, place), "{place}");
    }
}

const MATRIX: &str = r#"
code = "m"
title = "Ma trận"
layout = "matrix"
frequency = "quarter"
[reporters]
kinds = ["district"]
[columns]
label = ["Tên"]
[[column]]
code = "a"
header = ["A"]
[[column]]
code = "b"
header = ["B"]
[[row]]
code = "1"
name = "Một"
[[cell]]
row = "1"
column = "a"
[[rule]]
id = "r"
each = "row"
check = "[a] <= [b]"
tolerance = { decimals = 1 }
"#;

const ROWS: &str = r#"
code = "u"
title = "Theo dòng"
layout = "unit-rows"
frequency = "quarter"
[reporters]
kinds = ["district"]
[columns]
row = ["Tên"]
[rows]
registered = false
[lists.l]
a = "A"
[words]
totals = ["T"]
[[indicator]]
code = "{l}"
name = "{l}"
header = [["X", "{l}"]]
type = "count"
applies = { kinds = ["district"] }
[[indicator]]
code = "n"
name = "n"
type = "count"
when = { indicator = "a", is = ["1"] }
"#;

#[test]
fn keys_of_forms() {
    let schema = schema("form");
    for (place, form, before) in [
        ("reporters", MATRIX, "kinds ="),
        ("columns", MATRIX, "label ="),
        ("column", MATRIX, "code = \"a\""),
        ("row", MATRIX, "name = \"Một\""),
        ("cell", MATRIX, "column = \"a\""),
        ("rule", MATRIX, "id = \"r\""),
        ("rows", ROWS, "registered ="),
        ("words", ROWS, "totals ="),
        ("indicator", ROWS, "name = \"{l}\""),
    ] {
        let odd = form.replacen(before, &format!("{ODD}{before}"), 1);
        let mut told = known("forms/moi.toml", &odd);
        // A plain form asks rules for less than a matrix does.
        if place == "rule" {
            told.extend(["applies".to_owned()]);
        }
        assert_eq!(told, keys(&schema, place), "{place}");
    }
    for (place, form, before) in [
        ("indicator.applies", ROWS, "{ kinds"),
        ("indicator.when", ROWS, "{ indicator"),
        ("rule.tolerance", MATRIX, "{ decimals"),
    ] {
        let odd = form.replacen(before, &before.replace("{ ", "{ qqqqqqqqqq = 1, "), 1);
        assert_eq!(known("forms/moi.toml", &odd), keys(&schema, place), "{place}");
    }
    // Of the root what a matrix and what other layouts ask for.
    let root = |form: &str| known("forms/moi.toml", &format!("{ODD}{form}"));
    let all: BTreeSet<String> = root(MATRIX).union(&root(ROWS)).cloned().collect();
    assert_eq!(all, keys(&schema, ""));
}

// Words that may stand for a key are the same, too: those of the schema are accepted.
#[test]
fn words_of_the_schema() {
    let schema = schema("form");
    let words = |v: &Value| -> Vec<String> {
        v["enum"].as_array().unwrap().iter().map(|w| w.as_str().unwrap().to_owned()).collect()
    };
    let indicator = &schema["properties"]["indicator"]["items"]["properties"];
    for (key, of) in [("type", &indicator["type"]), ("aggregation", &indicator["aggregation"])] {
        for word in words(of) {
            let bench = Bench::with_sample();
            let line =
                if key == "type" { format!("type = {word:?}") } else { format!("type = \"count\"\n{key} = {word:?}") };
            bench.write("sample/forms/moi.toml", ROWS.replacen("type = \"count\"", &line, 1));
            let ran = bench.run(&["check", "sample", "--project-only", "--lang", "en"]);
            assert!(!ran.err.contains("is not possible"), "{word}: {}", ran.err);
        }
    }
}
