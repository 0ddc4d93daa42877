//! Conservation of figures, counted by readers that are not ours.

use std::path::Path;

use crate::runner::{Bench, copy, python, repository};

/// Runs the program on a project and lets Python count.
fn conserved(bench: &Bench, project: &str, period: &str) -> Option<(bool, String)> {
    let ran = bench.run(&["consolidate", project, "--output", "out", "--no-cache", "-q", "--period", period]);
    assert_ne!(ran.code, 2, "{project}: {}", ran.err);
    let out = bench.path(&format!("out/{period}"));
    let checked = python("tests/readers/conservation.py", &[&out, &bench.path(project)])?;
    Some((checked.status.success(), String::from_utf8_lossy(&checked.stdout).into_owned()))
}

fn put(bench: &Bench, from: &Path, to: &str) {
    copy(from, &bench.path(to));
}

// In the sample and the clinics every figure has one fate.
#[test]
fn sample_and_clinics() {
    for (from, period) in [("sample_inputs", "2019-Q1"), ("tests/clinic/project", "2024-03")] {
        let bench = Bench::new();
        put(&bench, &repository().join(from), "p");
        if let Some((right, said)) = conserved(&bench, "p", period) {
            assert!(right, "{from}: {said}");
        }
    }
}

// In every foreign workbook, too: all cases in one project, each in a folder of its own and a run of its own only
// where several files of one unit would stand against each other.
#[test]
fn foreign_workbooks_and_cases() {
    let root = repository().join("tests/foreign");
    let mut wrong = Vec::new();
    let mut checked = 0;
    let mut check = |name: String, bench: &Bench, period: &str| {
        if let Some((right, said)) = conserved(bench, "p", period) {
            // A case of which nothing counts has no sheet to check.
            checked += usize::from(!said.contains("\n0 sheets checked") && !said.starts_with("0 sheets checked"));
            if !right && !said.contains("0 sheets checked") {
                wrong.push(format!("{name}: {said}"));
            }
        }
    };
    for case in std::fs::read_dir(root.join("cases")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        let bench = Bench::new();
        put(&bench, &root.join("project"), "p");
        put(&bench, &case, "p/submissions");
        let expected: serde_json::Value =
            serde_json::from_slice(&std::fs::read(case.join("expected.json")).unwrap()).unwrap();
        check(case.display().to_string(), &bench, expected["period"].as_str().unwrap());
    }
    let cases = repository().join("tests/cases");
    let expected: serde_json::Value =
        serde_json::from_slice(&std::fs::read(cases.join("expected.json")).unwrap()).unwrap();
    for (name, e) in expected.as_object().unwrap().iter().filter(|(n, _)| cases.join(n).join("project").is_dir()) {
        let Some(period) = e["period"].as_str() else {
            continue;
        };
        let bench = Bench::new();
        put(&bench, &cases.join(name).join("project"), "p");
        check(name.clone(), &bench, period);
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    if std::env::var_os("TONGHOP_REQUIRE_READERS").is_some() {
        assert!(checked >= 200, "{checked} checked");
    }
}

// Two hundred random tables, half of them with a blemish: the sums are the true ones, or a finding says where not;
// and the fates add up.
#[test]
fn random_tables() {
    let bench = Bench::new();
    let project = bench.path("p");
    let seed = Path::new("7");
    let Some(made) = python("tests/makers/random_tables.py", &[&project, seed, Path::new("200")]) else {
        return;
    };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (right, said) = conserved(&bench, "p", "2024-03").expect("Python is there");
    assert!(right, "{said}");
    let out = bench.path("out/2024-03");
    let truth = python("tests/readers/random_check.py", &[&out, &project]).expect("Python is there");
    assert!(truth.status.success(), "{}", String::from_utf8_lossy(&truth.stdout));
}
