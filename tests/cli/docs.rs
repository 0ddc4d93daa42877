//! The pages that are made from the program say what the program says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::runner::{Bench, copy, repository};

/// The groups of codes by their first letter, in both languages.
const GROUPS: [(&str, &str, &str); 7] = [
    ("F", "Files", "Tệp"),
    ("R", "Recognition", "Nhận dạng biểu, đơn vị, kỳ, dòng, cột"),
    ("C", "Cells", "Ô số liệu"),
    ("T", "Total rows", "Dòng tổng"),
    ("S", "Submissions", "Việc gửi báo cáo"),
    ("V", "The project's own rules", "Quy tắc của biểu"),
    ("P", "Periods", "So sánh giữa các kỳ"),
];

fn page(bench: &Bench) -> String {
    let mut out = String::from(
        "# Finding codes / Các mã kiểm tra\n\n\
         Made from the catalogue in the program (`src/finding/catalogue.rs`) by `TONGHOP_WRITE_DOCS=1 cargo test --release docs`, and compared\n\
         with it by every test run. The same texts are shown by `tonghop explain --lang en` (all codes), `tonghop explain T001 --lang en` (one)\n\
         and `tonghop explain --format json` (for programs). Codes are stable and never reused. Parts in braces are filled in from the finding. The\n\
         severity is the usual one: a finding may come milder or harder where the case asks for it (a missing submission is info before its\n\
         deadline, V001 takes the severity of its rule).\n\n\
         [English](#english) · [Tiếng Việt](#tiếng-việt)\n",
    );
    for (lang, title) in [("en", "English"), ("vi", "Tiếng Việt")] {
        let ran = bench.run(&["explain", "--lang", lang, "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&ran.out).expect("JSON");
        out.push_str(&format!("\n## {title}\n"));
        for (letter, en, vi) in GROUPS {
            let (name, head) = if lang == "en" {
                (en, "| code | severity | what | why it matters | what to do |")
            } else {
                (vi, "| mã | mức | nội dung | vì sao quan trọng | cần làm gì |")
            };
            out.push_str(&format!("\n### {letter}: {name}\n\n{head}\n|---|---|---|---|---|\n"));
            for r in rows.iter().filter(|r| r["code"].as_str().is_some_and(|c| c.starts_with(letter))) {
                let text = |key: &str| r[key].as_str().unwrap_or_default().replace('|', "\\|");
                let severity = match (lang, r["severity"].as_str().unwrap_or_default()) {
                    ("vi", "error") => "lỗi",
                    ("vi", "warning") => "cảnh báo",
                    ("vi", _) => "thông tin",
                    (_, s) => s,
                };
                out.push_str(&format!(
                    "| {} | {severity} | **{}.** {} | {} | {} |\n",
                    text("code"),
                    text("title"),
                    text("message"),
                    text("why"),
                    text("hint")
                ));
            }
        }
    }
    out
}

// docs/findings.md is what the program explains, word for word.
#[test]
fn findings_page() {
    let bench = Bench::new();
    let made = page(&bench);
    let path = repository().join("docs/findings.md");
    if std::env::var_os("TONGHOP_WRITE_DOCS").is_some() {
        fs::write(&path, &made).expect("docs/findings.md");
    }
    let stands = fs::read_to_string(&path).expect("docs/findings.md").replace("\r\n", "\n");
    let differs = stands.lines().zip(made.lines()).find(|(a, b)| a != b);
    assert!(stands == made, "docs/findings.md is not what the program says; make it anew: {differs:?}");
}

/// The lines of a page from one that begins so to the end of its block.
fn block(page: &str, first: &str) -> Vec<String> {
    let text = fs::read_to_string(repository().join(page)).expect(page).replace("\r\n", "\n");
    let lines = text.lines().skip_while(|l| !l.starts_with(first)).take_while(|l| !l.starts_with("```"));
    lines.map(str::to_owned).collect()
}

/// Whether some output is what a page prints, where `…` alone stands for any lines.
fn is_printed(printed: &[String], said: &[&str]) -> bool {
    match printed {
        [] => said.is_empty(),
        [dots, rest @ ..] if dots.trim() == "…" => (0..=said.len()).any(|n| is_printed(rest, &said[n..])),
        [line, rest @ ..] => {
            said.first().is_some_and(|s| s.trim_end() == line.trim_end()) && is_printed(rest, &said[1..])
        }
    }
}

// What the pages print is what the program prints.
#[test]
fn printed_examples() {
    let bench = Bench::new();
    copy(&repository().join("sample_inputs"), &bench.path("sample_inputs"));
    copy(&repository().join("tests/clinic/project"), &bench.path("tests/clinic/project"));
    let clinic = "tests/clinic/project";
    let examples: [(&str, &str, &[&str]); 5] = [
        ("README.md", "Consolidated", &["consolidate", "sample_inputs", "--lang", "en"]),
        ("README.vi.md", "Tổng hợp quý", &["consolidate", "sample_inputs"]),
        ("docs/forms.md", "Consolidated", &["consolidate", clinic, "--output", "/tmp/clinic", "--lang", "en"]),
        ("docs/forms.md", "Error[T001]", &["check", clinic, "--lang", "en", "-q"]),
        ("docs/forms.md", "[2.5] Stillbirths", &["trace", "opd-return", "2.5", "--project", clinic, "--lang", "en"]),
    ];
    for (page, first, arguments) in examples {
        // The folder of results is the page's own.
        let ours: Vec<&str> = arguments.iter().map(|a| if *a == "/tmp/clinic" { "out" } else { a }).collect();
        let ran = bench.run(&ours);
        let said = ran.out + &ran.err.replace("Result: out/", "Result: /tmp/clinic/");
        let said: Vec<&str> = said.lines().filter(|l| !l.starts_with("Kết quả: ")).collect();
        let printed = block(page, first);
        let printed: Vec<String> =
            printed.into_iter().take_while(|l| !l.starts_with("$ ")).filter(|l| !l.starts_with("Kết quả: ")).collect();
        assert!(!printed.is_empty(), "{page} has no {first}");
        assert!(is_printed(&printed, &said), "{page}:\n{}\n--\n{}", printed.join("\n"), said.join("\n"));
    }
}

/// The long options of the program, each with the commands that take it, as its own help tells.
fn options(bench: &Bench) -> BTreeMap<String, BTreeSet<String>> {
    let help = bench.run(&["--help", "--lang", "en"]).out;
    let commands = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.trim().is_empty());
    let commands: Vec<String> = commands.filter_map(|l| Some(l.split_whitespace().next()?.to_owned())).collect();
    assert!(commands.len() > 12, "{commands:?}");
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for command in commands.iter().filter(|c| *c != "help") {
        let help = bench.run(&[command, "--help", "--lang", "en"]);
        assert_eq!(help.code, 0, "{command}: {}", help.err);
        for line in help.out.lines().map(str::trim).filter(|l| l.starts_with('-')) {
            let names = line.split_whitespace().filter_map(|w| w.trim_matches(',').strip_prefix("--"));
            if let Some(name) = names.into_iter().next() {
                out.entry(name.to_owned()).or_default().insert(command.clone());
            }
        }
    }
    out
}

// The README's tables name every option and every command that there is, each for the commands that take it, and none else.
#[test]
fn option_tables() {
    let bench = Bench::new();
    let known = options(&bench);
    let page = fs::read_to_string(repository().join("README.md")).expect("README.md");
    let rows =
        page.lines().skip_while(|l| !l.starts_with("| option | for |")).skip(2).take_while(|l| l.starts_with('|'));
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let row = row.replace("\\|", "/");
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let commands: BTreeSet<String> = match cells[1] {
            "all" => known.values().flatten().cloned().collect(),
            some => some.split(", ").map(str::to_owned).collect(),
        };
        for option in cells[0].split('`').filter_map(|o| o.strip_prefix("--")) {
            let name = option.split([' ', '…']).next().unwrap_or(option);
            assert!(told.insert(name.to_owned(), commands.clone()).is_none(), "--{name} stands twice");
        }
    }
    let is_limit = |name: &str| name == "jobs" || name.starts_with("max-");
    for (name, commands) in &known {
        if is_limit(name) {
            assert!(page.contains(&format!("`--{name}`")), "README.md does not name --{name}");
            continue;
        }
        // Help and version are known to whoever reads a table.
        if name != "version" {
            assert_eq!(told.get(name), Some(commands), "--{name}");
        }
    }
    let gone: Vec<&String> = told.keys().filter(|n| !known.contains_key(*n)).collect();
    assert_eq!(gone, ["version"], "only of the program itself");
    for page in ["README.md", "README.vi.md"] {
        let page = fs::read_to_string(repository().join(page)).expect(page);
        for command in known.values().flatten().collect::<BTreeSet<_>>() {
            assert!(page.contains(&format!("tonghop {command}")), "{command}");
        }
    }
}
