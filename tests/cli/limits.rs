//! Every limit of Excel's format, tried from outside: in titles, names of units, forms, sheets and files, in texts, notes,
//! messages of rules. A run always ends with a workbook that opens, and everything stands whole in the CSV.

use std::fs;

use calamine::Reader;
use rust_xlsxwriter::Workbook;

use crate::runner::{Bench, python};

/// Texts that a cell, a name, a link or a formula does not take as they are.
fn hostile() -> Vec<(&'static str, String)> {
    vec![
        ("long", "ệ".repeat(40_000)),
        ("emoji", "😀".repeat(17_000)),
        ("sheet name", "[]:*?/\\'a".repeat(8)),
        ("history", "History".to_owned()),
        ("apostrophe", "'".to_owned()),
        ("formula", "=HYPERLINK(\"http://x\",\"y\")".to_owned()),
        ("markup", "<a href=\"x\">&amp;</a> ]]> _x0001_".to_owned()),
        ("noncharacters", "a\u{FFFE}b\u{FFFF}c\u{FDD0}d\u{1FFFE}#N/A".to_owned()),
        ("direction", "\u{202e}xslx\u{200f}".to_owned()),
        ("percent", "%20%s #'A'!A1".to_owned()),
    ]
}

fn quoted(text: &str) -> String {
    // JSON's strings are TOML's, but for the noncharacters that neither needs escaped.
    serde_json::to_string(text).expect("a string")
}

/// A project whose every name is the text, and one submission in which it stands in every text.
fn project(bench: &Bench, text: &str) {
    let t = quoted(text);
    bench.write("p/tonghop.toml", format!("title = {t}\noffice = {t}\nprovince = \"00\"\nregime = \"calendar\"\n\n[[kind]]\ncode = \"t\"\nname = {t}\n\n[[kind]]\ncode = \"u\"\nname = {t}\n"));
    let field = format!("\"{}\"", text.replace('"', "\"\""));
    bench.write(
        "p/units.csv",
        format!("code,name,kind,parent\n00,Tỉnh Một,t,\n01,Phòng Nội vụ,u,00\n02,{field},u,00\n"),
    );
    bench.write("p/forms/bieu.toml", format!(
        "code = \"bieu\"\ntitle = \"Báo cáo công tác\"\nshort = {t}\naliases = [{t}]\nlayout = \"indicator-rows\"\nfrequency = \"quarter\"\n[reporters]\nkinds = [\"u\"]\n[columns]\ncode = [\"STT\"]\nlabel = [\"Chỉ tiêu\"]\nvalue = [\"Kết quả\"]\nnote = [\"Ghi chú\"]\n\
         [[indicator]]\ncode = \"1\"\nname = \"Số văn bản\"\nunit = {t}\ntype = \"amount\"\n[[indicator]]\ncode = \"2\"\nname = \"Đánh giá\"\nlabels = [{t}]\ntype = \"text\"\n\
         [[rule]]\nid = {t}\ncheck = \"[1] > 100\"\nmessage = {t}\n"
    ));
    let safe: String =
        text.chars().filter(|c| !"[]:*?/\\'\u{FFFE}\u{FFFF}".contains(*c) && !c.is_control()).take(15).collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    if !safe.trim().is_empty() && !safe.eq_ignore_ascii_case("history") && safe.encode_utf16().count() <= 31 {
        sheet.set_name(&safe).unwrap();
    }
    let fits: String = text.chars().filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}')).take(16_000).collect();
    sheet.write(0, 0, "Đơn vị báo cáo: Phòng Nội vụ").unwrap();
    sheet.write(1, 0, "BÁO CÁO CÔNG TÁC quý I năm 2024").unwrap();
    for (c, h) in ["STT", "Chỉ tiêu", "Kết quả", "Ghi chú"].iter().enumerate() {
        sheet.write(3, c as u16, *h).unwrap();
    }
    for (r, name) in ["Số văn bản", "Đánh giá", fits.as_str()].iter().enumerate() {
        sheet.write(4 + r as u32, 0, r as u32 + 1).unwrap();
        sheet.write_string(4 + r as u32, 1, *name).unwrap();
        sheet.write_string(4 + r as u32, 3, &fits).unwrap();
    }
    sheet.write(4, 2, 5).unwrap();
    sheet.write_string(5, 2, &fits).unwrap();
    sheet.write_string(6, 2, &fits).unwrap();
    let file: String = safe.chars().filter(|c| !"<>|\"".contains(*c)).take(10).collect();
    bench.write(&format!("p/submissions/2024-Q1/{file} a.xlsx"), book.save_to_buffer().unwrap());
    // A text that no xlsx holds: longer than Excel's longest.
    let table = format!(
        "Đơn vị báo cáo: Phòng Nội vụ\t\t\t\nBÁO CÁO CÔNG TÁC quý I năm 2024\t\t\t\nSTT\tChỉ tiêu\tKết quả\tGhi chú\n1\tSố văn bản\t7\t\n2\tĐánh giá\t{}\t\n",
        text.replace(['\t', '\n', '"'], " ")
    );
    bench.write("p/submissions/2024-Q1/b (lần 2).csv", table);
}

// Whatever is written where, the run ends with its outputs, which open here and in other programs.
#[test]
fn texts_in_every_place() {
    let kept = tempfile::tempdir().unwrap();
    for (name, text) in hostile() {
        let bench = Bench::new();
        project(&bench, &text);
        let checked = bench.run(&["check", "p", "--project-only"]);
        assert_eq!(checked.code, 0, "{name}: {}", &checked.err[..checked.err.len().min(600)]);
        for lang in ["vi", "en"] {
            let ran = bench.run(&["consolidate", "p", "--output", "out", "-q", "--lang", lang]);
            assert_ne!(ran.code, 2, "{name}: {}", &ran.err[..ran.err.len().min(600)]);
        }
        let workbook = bench.path("out/2024-Q1/tong-hop-2024-Q1.xlsx");
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(&workbook).unwrap_or_else(|e| panic!("{name}: {e}"));
        let sheets = book.sheet_names();
        assert!(sheets.len() >= 6 && sheets.iter().all(|s| s.encode_utf16().count() <= 31), "{name}: {sheets:?}");
        for sheet in sheets {
            let range = book.worksheet_range(&sheet).unwrap_or_else(|e| panic!("{name}: {e}"));
            for (_, _, cell) in range.used_cells() {
                assert!(cell.to_string().encode_utf16().count() <= 32_767, "{name}");
            }
        }
        let facts = bench.table("out/2024-Q1/facts.csv");
        let said = facts.iter().find(|f| f["indicator"] == "2").unwrap_or_else(|| panic!("{name}: {facts:?}"));
        assert!(said["text"].chars().count() >= text.chars().count().min(16_000).saturating_sub(8), "{name}");
        fs::copy(workbook, kept.path().join(format!("{}.xlsx", name.replace(' ', "-")))).unwrap();
    }
    if let Some(said) = python("tests/readers/opens.py", &[kept.path()]) {
        assert!(
            said.status.success(),
            "{}{}",
            String::from_utf8_lossy(&said.stdout),
            String::from_utf8_lossy(&said.stderr)
        );
    }
}
