//! The pages that are made from the program say what the program says.

use std::fs;

use crate::runner::{Bench, repository};

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
