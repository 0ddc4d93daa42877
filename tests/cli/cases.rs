//! Small projects that were once read wrongly; `tests/cases/expected.json` says what is right of each.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::runner::{Bench, copy, read_table, repository};

/// Cases that are known to be wrong still.
const LATER: [&str; 0] = [];

/// Findings about what others did not send or what no earlier period holds: never looked at, unless named.
const IGNORED: [&str; 4] = ["S001", "P001", "P002", "S008"];

/// Findings that `*` does not mean: lateness, and where unit and period were taken from.
const QUIET: [&str; 3] = ["S002", "R017", "R018"];

type Row = BTreeMap<String, String>;

/// What a run gave.
struct Run {
    exit: i32,
    err: String,
    totals: Vec<Row>,
    facts: Vec<Row>,
    findings: Vec<Value>,
}

// Every case gives the totals and findings that are right for it; those of LATER do not yet.
#[test]
fn every_case() {
    let root = repository().join("tests/cases");
    let expected: BTreeMap<String, Value> =
        serde_json::from_slice(&fs::read(root.join("expected.json")).unwrap()).unwrap();
    assert!(expected.len() >= 103, "{} cases", expected.len());
    for entry in fs::read_dir(&root).unwrap().map(Result::unwrap).filter(|e| e.path().is_dir()) {
        let name = entry.file_name().into_string().unwrap();
        assert!(expected.contains_key(&name), "nothing is expected of {name}");
    }
    for name in LATER {
        assert!(expected.contains_key(name), "LATER names {name}, which is no case");
    }
    let mut wrong = Vec::new();
    for (name, e) in &expected {
        let (bad, found) = check(&root, name, e);
        let later = LATER.contains(&name.as_str());
        if later && bad.is_empty() {
            wrong.push(format!("{name}: is right; take it out of LATER"));
        } else if !later && !bad.is_empty() {
            wrong.push(format!("{name}: {}{found}", bad.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), expected.len(), wrong.join("\n"));
}

/// What is wrong with a case, and what was found.
fn check(root: &Path, name: &str, e: &Value) -> (Vec<String>, String) {
    let bench = Bench::new();
    if !e["draft"].is_null() {
        return (draft(root, name, &e["draft"], &bench), String::new());
    }
    if !e["inspect"].is_null() {
        let lang = text(&e["lang"]);
        let files = if name == "files" { root.join(name) } else { root.join(name).join("files") };
        return (inspect(&files, lang, &e["inspect"], &bench), String::new());
    }
    if e["base"].is_string() {
        copy(&repository().join(text(&e["base"])), &bench.path("p"));
        copy(&root.join(name).join("files"), &bench.path("p").join(text(&e["into"])));
    } else {
        copy(&root.join(name).join("project"), &bench.path("p"));
    }
    let period = text(&e["period"]);
    let mut args = vec!["consolidate", "p", "--output", "out", "--no-cache", "-q", "--lang", text(&e["lang"])];
    if e["named"] != false {
        args.extend(["--period", period]);
    }
    let ran = bench.run(&args);
    let out = format!("out/{period}");
    let written = |file: &str| bench.path(&out).join(file);
    let table = |file: &str| if written(file).exists() { read_table(&written(file)) } else { Vec::new() };
    let findings = if written("findings.json").exists() {
        bench.json(&format!("{out}/findings.json"))["findings"].as_array().expect("a list").clone()
    } else {
        Vec::new()
    };
    let run = Run {
        exit: ran.code,
        err: ran.err,
        totals: table("totals.csv").into_iter().filter(|t| t["group"] == "province").collect(),
        facts: table("facts.csv"),
        findings,
    };
    let mut bad = differences(e, &run);
    if !e["any"].is_null() {
        let each: Vec<Vec<String>> = list(&e["any"]).iter().map(|a| differences(a, &run)).collect();
        if each.iter().all(|b| !b.is_empty()) {
            bad.push(each.iter().map(|b| b.join("; ")).collect::<Vec<_>>().join(" OR "));
        }
    }
    if run.exit != 2 && !written("findings.json").exists() {
        bad.push(format!("no output for {period}"));
    }
    bad.extend(list(&e["written"]).iter().filter(|f| !written(text(f)).exists()).map(|f| format!("{f} is missing")));
    let found = told(&run);
    (bad, found)
}

/// What a run gave, in a few lines.
fn told(run: &Run) -> String {
    let totals: Vec<String> =
        run.totals.iter().take(16).map(|t| format!("{}={}", t["indicator"], t["value"])).collect();
    let mut lines = vec![format!("\n    exit {}; totals {}", run.exit, totals.join(" "))];
    if run.exit == 2 {
        lines.push(run.err.trim().to_owned());
    }
    let worth = |code: &str| !IGNORED.contains(&code) && !QUIET.contains(&code);
    lines.extend(run.findings.iter().filter(|f| worth(text(&f["code"]))).take(12).map(|f| {
        let file = text(&f["file"]).rsplit('/').next().unwrap_or_default();
        let [code, severity, cell, message] = ["code", "severity", "cell", "message"].map(|k| text(&f[k]));
        format!("{code} {severity} {cell} {file}: {message}")
    }));
    lines.join("\n    ")
}

/// In what a run differs from an expectation, apart from its alternatives.
fn differences(e: &Value, run: &Run) -> Vec<String> {
    let mut bad = Vec::new();
    if e["exit"].as_i64().map_or(run.exit == 2, |exit| exit != i64::from(run.exit)) {
        bad.push(format!("exit {}", run.exit));
    }
    bad.extend(
        list(&e["err"]).iter().filter(|x| !run.err.contains(text(x))).map(|x| format!("stderr without {}", text(x))),
    );
    let mut want: Vec<(Option<&str>, &str, &Value)> = entries(&e["totals"]).map(|(k, v)| (None, k, v)).collect();
    for (form, totals) in entries(&e["totals_by_form"]) {
        want.extend(entries(totals).map(|(k, v)| (Some(form), k, v)));
    }
    for (form, indicator, value) in want {
        let got: Vec<&str> = run
            .totals
            .iter()
            .filter(|t| t["indicator"] == indicator && form.is_none_or(|f| t["form"] == f))
            .map(|t| t["value"].as_str())
            .collect();
        let right = match value.as_str() {
            None => got.iter().all(|g| g.is_empty()),
            Some(v) => got.len() == 1 && same(v, got[0]),
        };
        if !right {
            let form = form.map(|f| format!("{f}:")).unwrap_or_default();
            bad.push(format!("[{form}{indicator}] {value} but {}", got.join(",")));
        }
    }
    for alternatives in list(&e["must"]) {
        let alternatives: Vec<&str> = list(alternatives).iter().map(text).collect();
        if !alternatives.iter().any(|p| run.findings.iter().any(|f| fits(p, f))) {
            bad.push(format!("without {}", alternatives.join(" | ")));
        }
    }
    for pattern in list(&e["must_not"]).iter().map(text) {
        if let Some(f) = run.findings.iter().find(|f| fits(pattern, f)) {
            bad.push(format!("but {pattern}: {} {}", text(&f["code"]), text(&f["cell"])));
        }
    }
    let there = |pattern: &Value| run.facts.iter().any(|f| fact_fits(pattern, f));
    if let Some(count) = e["facts"]["count"].as_u64() {
        if run.facts.len() as u64 != count {
            bad.push(format!("{} facts", run.facts.len()));
        }
    } else {
        bad.extend(list(&e["facts"]).iter().filter(|p| !there(p)).map(|p| format!("without fact {p}")));
    }
    bad.extend(list(&e["no_facts"]).iter().filter(|p| there(p)).map(|p| format!("but fact {p}")));
    bad
}

/// Whether a finding is what `CODE severity CELL @file ~fragment` says; all but the code may be left out.
fn fits(pattern: &str, finding: &Value) -> bool {
    let mut parts = pattern.split(" ~");
    let head = parts.next().unwrap_or_default();
    let (head, file) = head.split_once(" @").unwrap_or((head, ""));
    let mut words = head.split_whitespace();
    let code = words.next().unwrap_or_default();
    let severity = words.next().unwrap_or("any");
    let cell = words.next();
    let field = |name: &str| text(&finding[name]);
    let code_fits = if code == "*" {
        !IGNORED.contains(&field("code")) && !QUIET.contains(&field("code"))
    } else {
        field("code") == code
    };
    let severity_fits = match severity {
        "any" => true,
        "told" => ["error", "warning"].contains(&field("severity")),
        _ => field("severity") == severity,
    };
    let said = ["message", "value", "expected", "hint", "sheet"].map(field).join("\n");
    code_fits
        && severity_fits
        && cell.is_none_or(|c| cell_fits(c, field("cell")))
        && field("file").ends_with(file)
        && parts.all(|fragment| says(&said, fragment))
}

/// Whether a cell or a range holds `C6`, touches row 6 (`#6`) or column C (`C#`).
fn cell_fits(want: &str, cell: &str) -> bool {
    let (from, to) = cell.split_once(':').unwrap_or((cell, cell));
    let (Some((c1, r1)), Some((c2, r2))) = (column_row(from), column_row(to)) else { return false };
    let rows = r1.min(r2)..=r1.max(r2);
    let columns = c1.min(c2)..=c1.max(c2);
    if let Some(row) = want.strip_prefix('#') {
        return rows.contains(&row.parse().expect("a row"));
    }
    let (column, row) = column_row(&want.replace('#', "0")).expect("a cell");
    columns.contains(&column) && (want.ends_with('#') || rows.contains(&row))
}

fn column_row(cell: &str) -> Option<(u32, u32)> {
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    let upper = !letters.is_empty() && letters.bytes().all(|b| b.is_ascii_uppercase());
    upper.then(|| letters.bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1)).zip(row.parse().ok())
}

/// Whether a fragment stands in a text as whole words.
fn says(said: &str, fragment: &str) -> bool {
    said.match_indices(fragment).any(|(at, _)| {
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !inside(said[..at].chars().next_back()) && !inside(said[at + fragment.len()..].chars().next())
    })
}

fn fact_fits(pattern: &Value, fact: &Row) -> bool {
    let times = pattern["repeat"].as_u64().unwrap_or(1) as usize;
    entries(pattern).all(|(key, v)| match key {
        "repeat" => true,
        "value" => same(text(v), &fact["value"]),
        "cell" => fact["source_cell"] == text(v),
        "text" => fact["text"] == text(v).repeat(times),
        _ => fact[key] == text(v),
    })
}

/// Whether two numbers are the same, whatever their notation.
fn same(want: &str, got: &str) -> bool {
    want == got
        || match (want.parse::<f64>(), got.parse::<f64>()) {
            (Ok(a), Ok(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
            _ => false,
        }
}

/// `inspect --draft-form` prints a form with the title, the column of rows and the indicators expected.
fn draft(root: &Path, name: &str, e: &Value, bench: &Bench) -> Vec<String> {
    let other = e["project"].as_str();
    let folder = if other.is_some() { "" } else { "p/" };
    copy(&root.join(other.unwrap_or(name)).join("project"), &bench.path(folder));
    if let Some(empty) = e["empty"].as_str() {
        bench.write(empty, "");
    }
    let ran = bench.run(&["inspect", &format!("{folder}{}", text(&e["file"])), "--draft-form"]);
    if ran.code != 0 {
        return vec![format!("exit {}: {}", ran.code, ran.err.trim())];
    }
    let form: Value = match toml::from_str(&ran.out) {
        Ok(form) => form,
        Err(error) => return vec![format!("no TOML: {error}")],
    };
    let mut bad = Vec::new();
    if text(&form["title"]).is_empty() || list(&form["indicator"]).is_empty() {
        bad.push("no title or no indicator".to_owned());
    }
    let names: Value = list(&form["indicator"]).iter().map(|i| i["name"].clone()).collect();
    for (key, got) in [("title", &form["title"]), ("row", &form["columns"]["row"]), ("indicators", &names)] {
        if !e[key].is_null() && e[key] != *got {
            bad.push(format!("{key} {got}"));
        }
    }
    bad
}

/// Each file opens, or a finding says what to do.
fn inspect(files: &Path, lang: &str, e: &Value, bench: &Bench) -> Vec<String> {
    let mut paths: Vec<_> = fs::read_dir(files).expect("files").map(|f| f.unwrap().path()).collect();
    paths.sort();
    let mut bad = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let path = path.to_string_lossy();
        let ran = bench.run(&["inspect", &path, "--format", "json", "--lang", lang]);
        let Ok(view) = serde_json::from_str::<Value>(&ran.out) else {
            bad.push(format!("{name}: {}", ran.err.trim()));
            continue;
        };
        let tables = list(&view["sheets"]).iter().flat_map(|s| list(&s["tables"]));
        let findings: Vec<&Value> =
            list(&view["findings"]).iter().chain(tables.flat_map(|t| list(&t["findings"]))).collect();
        let right = |a: &Value| {
            let opens = list(&view["sheets"]).iter().any(|s| s["cells"].as_u64() > Some(0));
            (a["opens"] != true || opens)
                && !findings.iter().any(|f| list(&a["not"]).contains(&f["code"]))
                && list(&a["must"]).iter().all(|m| list(m).iter().any(|p| findings.iter().any(|f| fits(text(p), f))))
        };
        if !list(&e["any"]).iter().any(right) {
            let met: Vec<String> =
                findings.iter().map(|f| format!("{} {}", text(&f["code"]), text(&f["message"]))).collect();
            bad.push(format!("{name}: {met:?}"));
        }
        if let Some(says) = e["draft_says"][name.as_str()].as_str()
            && !bench.run(&["inspect", &path, "--draft-form"]).out.contains(says)
        {
            bad.push(format!("{name}: draft without {says}"));
        }
    }
    bad
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(k, v)| (k.as_str(), v))
}
