//! Files that other programs open: we open them too.

use std::io::{Cursor, Read, Write};

use crate::runner::{Bench, copy, repository};

const PLAIN: &str = "tests/foreign/cases/plain-xlsx/2019-Q1/bieu bao cao.xlsx";
const PLAIN_XLS: &str = "tests/foreign/cases/plain-xls/2019-Q1/bieu bao cao.xls";

type Parts = Vec<(String, Vec<u8>)>;

/// The parts of a workbook that openpyxl wrote.
fn parts() -> Parts {
    let bytes = std::fs::read(repository().join(PLAIN)).expect("the plain workbook");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..zip.len())
        .map(|i| {
            let mut part = zip.by_index(i).expect("a part");
            let mut data = Vec::new();
            part.read_to_end(&mut data).expect("data");
            (part.name().expect("a name").into_owned(), data)
        })
        .collect()
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(data).expect("data");
    }
    zip.finish().expect("a zip").into_inner()
}

fn text(parts: &Parts, name: &str) -> String {
    let part = parts.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(part.1.clone()).expect("UTF-8")
}

fn set(parts: &mut Parts, name: &str, data: impl Into<Vec<u8>>) {
    match parts.iter_mut().find(|(n, _)| n == name) {
        Some(part) => part.1 = data.into(),
        None => parts.push((name.to_owned(), data.into())),
    }
}

/// Adds a sheet of some type before the good one.
fn with_sheet(kind: &str, folder: &str, content: &str) -> Parts {
    let mut parts = parts();
    let book = text(&parts, "xl/workbook.xml");
    let at = book.find("<sheet ").expect("a sheet");
    let sheet = r#"<sheet xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="Khác" sheetId="77" q:id="rId77"/>"#;
    set(&mut parts, "xl/workbook.xml", format!("{}{sheet}{}", &book[..at], &book[at..]));
    let rels = text(&parts, "xl/_rels/workbook.xml.rels");
    let rel = format!(r#"<Relationship Id="rId77" Type="{kind}" Target="{folder}/other.xml"/></Relationships>"#);
    set(&mut parts, "xl/_rels/workbook.xml.rels", rels.replace("</Relationships>", &rel));
    set(&mut parts, &format!("xl/{folder}/other.xml"), content);
    parts
}

/// As Excel saves "Strict Open XML": other namespaces, dates as text.
fn strict() -> Parts {
    let mut parts = parts();
    for (name, data) in &mut parts {
        if name.ends_with(".xml") || name.ends_with(".rels") {
            let text = String::from_utf8(std::mem::take(data)).expect("UTF-8");
            *data = text
                .replace(
                    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    "http://purl.oclc.org/ooxml/spreadsheetml/main",
                )
                .replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships",
                )
                .replace("<workbook ", "<workbook conformance=\"strict\" ")
                .replace(
                    r#"<c r="D14" s="1" t="n"><v>43480</v></c>"#,
                    r#"<c r="D14" s="1" t="d"><v>2019-01-15T00:00:00</v></c>"#,
                )
                .into_bytes();
        }
    }
    parts
}

/// Every text part as UTF-16.
fn wide() -> Parts {
    let mut parts = parts();
    for (name, data) in &mut parts {
        if name.starts_with("xl/") && name.ends_with(".xml") {
            let text = String::from_utf8(std::mem::take(data)).expect("UTF-8");
            let body = text.split_once("?>").map_or(text.as_str(), |(_, b)| b);
            let whole = format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{body}");
            *data = whole.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
    }
    parts
}

// Each gives the ten facts of the plain workbook, with a finding where something was left out or is odd.
#[test]
fn every_one() {
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let plain = std::fs::read(repository().join(PLAIN)).unwrap();
    let old = std::fs::read(repository().join(PLAIN_XLS)).unwrap();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("xls named.ods", old.clone(), "F004"),
        ("xls named.xlsx", old, "F004"),
        ("xlsx named.xls", plain.clone(), "F004"),
        ("capitals.XLSX", plain, ""),
        ("strict.xlsx", packed(&strict()), ""),
        ("utf-16.xlsx", packed(&wide()), ""),
        (
            "damaged sheet.xlsx",
            packed(&with_sheet(
                &format!("{rel}/worksheet"),
                "worksheets",
                "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>99999</v>",
            )),
            "F010",
        ),
        (
            "missing sheet.xlsx",
            {
                let mut p = with_sheet(&format!("{rel}/worksheet"), "worksheets", "");
                p.retain(|(n, _)| n != "xl/worksheets/other.xml");
                packed(&p)
            },
            "F010",
        ),
        (
            "sheet without part.xlsx",
            {
                let mut p = parts();
                let book = text(&p, "xl/workbook.xml").replace("</sheets>", r#"<sheet xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="Lạc" sheetId="78" q:id="rId78"/></sheets>"#);
                set(&mut p, "xl/workbook.xml", book);
                packed(&p)
            },
            "F010",
        ),
        (
            "two of one name.xlsx",
            {
                let mut p =
                    with_sheet(&format!("{rel}/worksheet"), "worksheets", "<worksheet><sheetData/></worksheet>");
                let book = text(&p, "xl/workbook.xml");
                let own =
                    book.rsplit("name=\"").next().and_then(|r| r.split('"').next()).unwrap_or_default().to_owned();
                // The good sheet stands first.
                let (at, end) = (book.find("<sheet xmlns:q").unwrap(), book.find("</sheets>").unwrap());
                let close = at + book[at..].find("/>").unwrap() + 2;
                let moved = format!(
                    "{}{}{}{}",
                    &book[..at],
                    &book[close..end],
                    book[at..close].replace("Khác", &own),
                    &book[end..]
                );
                set(&mut p, "xl/workbook.xml", moved);
                packed(&p)
            },
            "F010",
        ),
        ("chart sheet.xlsx", packed(&with_sheet(&format!("{rel}/chartsheet"), "chartsheets", "<chartsheet/>")), "F015"),
        (
            "macro sheet.xlsm",
            packed(&with_sheet(
                "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
                "macrosheets",
                "<macrosheet/>",
            )),
            "F015",
        ),
    ];
    for (name, bytes, code) in cases {
        let bench = Bench::new();
        copy(&repository().join("tests/foreign/project"), &bench.path("p"));
        bench.write(&format!("p/submissions/2019-Q1/{name}"), bytes);
        let ran = bench.run(&["consolidate", "p", "--output", "out", "-q"]);
        assert_ne!(ran.code, 2, "{name}: {}", ran.err);
        let facts = bench.table("out/2019-Q1/facts.csv");
        assert_eq!(
            facts.len(),
            10,
            "{name}: {}",
            std::fs::read_to_string(bench.path("out/2019-Q1/findings.json")).unwrap()
        );
        let cell = |c: &str| facts.iter().find(|f| f["source_cell"] == c).unwrap_or_else(|| panic!("{name}: no {c}"));
        assert_eq!(cell("D7")["value"], "1636", "{name}");
        assert_eq!(cell("D14")["text"], "2019-01-15", "{name}");
        let codes = bench.codes("out/2019-Q1/findings.json");
        let file: Vec<&String> = codes.iter().filter(|c| c.starts_with('F')).collect();
        assert_eq!(file.iter().any(|c| c.starts_with(code)), !file.is_empty(), "{name}: {file:?}");
        assert!(code.is_empty() || !file.is_empty(), "{name}: nothing about the file was said");
    }
}
