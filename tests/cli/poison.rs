//! Poisonous files beside good ones: each costs only itself.

use std::fs;
use std::io::{Cursor, Write};

use crate::runner::{Bench, repository};

fn packed(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, data) in parts {
        zip.start_file(*name, options).expect("a part");
        zip.write_all(data).expect("data");
    }
    zip.finish().expect("a zip").into_inner()
}

/// The parts of an xlsx with one sheet of this XML.
fn workbook(sheet: &str) -> Vec<(&'static str, Vec<u8>)> {
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    vec![
        ("[Content_Types].xml", br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_vec()),
        ("_rels/.rels", format!(r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#).into_bytes()),
        ("xl/workbook.xml", format!(r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{rels}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#).into_bytes()),
        ("xl/_rels/workbook.xml.rels", format!(r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#).into_bytes()),
        ("xl/worksheets/sheet1.xml", format!(r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>"#).into_bytes()),
    ]
}

/// An old container whose directory names these streams, and little else that is right.
fn compound(streams: &[&str], cyclic: bool) -> Vec<u8> {
    let mut b = vec![0u8; 512 * 4];
    b[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    b[24..26].copy_from_slice(&0x3Eu16.to_le_bytes());
    b[26..28].copy_from_slice(&3u16.to_le_bytes());
    b[28..30].copy_from_slice(&0xFFFEu16.to_le_bytes());
    b[30..32].copy_from_slice(&9u16.to_le_bytes());
    b[32..34].copy_from_slice(&6u16.to_le_bytes());
    b[44..48].copy_from_slice(&1u32.to_le_bytes());
    b[48..52].copy_from_slice(&1u32.to_le_bytes());
    b[56..60].copy_from_slice(&4096u32.to_le_bytes());
    b[60..64].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    b[68..72].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    for i in 0..109 {
        let at = 76 + 4 * i;
        b[at..at + 4].copy_from_slice(&(if i == 0 { 0u32 } else { 0xFFFF_FFFF }).to_le_bytes());
    }
    // The sector table: where asked for, sectors 1 and 2 lead to each other for ever.
    let chain: [u32; 3] = if cyclic { [0xFFFF_FFFD, 2, 1] } else { [0xFFFF_FFFD, 0xFFFF_FFFE, 0xFFFF_FFFE] };
    for (i, next) in chain.iter().enumerate() {
        b[512 + 4 * i..516 + 4 * i].copy_from_slice(&next.to_le_bytes());
    }
    for (i, name) in std::iter::once(&"Root Entry").chain(streams).take(4).enumerate() {
        let at = 1024 + 128 * i;
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        b[at..at + wide.len()].copy_from_slice(&wide);
        b[at + 64..at + 66].copy_from_slice(&((wide.len() + 2) as u16).to_le_bytes());
        b[at + 66] = if i == 0 { 5 } else { 2 };
        b[at + 116..at + 120].copy_from_slice(&2u32.to_le_bytes());
        b[at + 120..at + 124].copy_from_slice(&8192u32.to_le_bytes());
    }
    b
}

/// Every poisonous file with the code that it must leave.
fn poisons() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let row = |cells: &str| format!("<sheetData><row r=\"1\">{cells}</row></sheetData>");
    let mut bomb = workbook(&row("<c r=\"A1\"><v>1</v></c>"));
    bomb.push(("xl/sharedStrings.xml", vec![b' '; 64 << 20]));
    let mut lying = workbook(&row("<c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>a</t></is></c>"));
    lying.push(("xl/sharedStrings.xml", br#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4000000000" uniqueCount="4000000000"></sst>"#.to_vec()));
    let mut sheets = workbook("<sheetData/>");
    let list: String = (0..2000).map(|i| format!("<sheet name=\"S{i}\" sheetId=\"{}\" r:id=\"r1\"/>", i + 1)).collect();
    sheets[2].1 = String::from_utf8(sheets[2].1.clone())
        .expect("XML")
        .replace("<sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/>", &list)
        .into_bytes();
    let deep = format!("<sheetData>{}</sheetData>", "<a>".repeat(200_000));
    let many: String = (0..60_000).map(|i| format!("<row r=\"{0}\"><c r=\"A{0}\"><v>1</v></c></row>", i + 1)).collect();
    let entity = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;&b;</t></is></c></row></sheetData></worksheet>"#;
    let mut entities = workbook("");
    entities[4].1 = entity.as_bytes().to_vec();
    let far = row("<c r=\"A1\"><v>1</v></c>")
        .replace("</sheetData>", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData>");
    let mut cut = packed(&workbook(&row("<c r=\"A1\"><v>1</v></c>")));
    cut.truncate(cut.len() / 2);
    let mut without = workbook(&row("<c r=\"A1\"><v>1</v></c>"));
    without.remove(4);
    let mut styles = workbook(&row("<c r=\"A1\" s=\"999999\"><v>1</v></c>"));
    let formats: String =
        (0..50_000).map(|i| format!("<numFmt numFmtId=\"{}\" formatCode=\"0.{i}%\"/>", 200 + i)).collect();
    let xfs: String = (0..1_000_000).map(|i| format!("<xf numFmtId=\"{}\"/>", 200 + i % 50_000)).collect();
    styles.push(("xl/styles.xml", format!("<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts>{formats}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>").into_bytes()));
    let mut strings = workbook(&row("<c r=\"A1\" t=\"s\"><v>4294967295</v></c><c r=\"B1\" t=\"s\"><v>-1</v></c>"));
    strings.push(("xl/sharedStrings.xml", br#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1"><si><t>a</t></si></sst>"#.to_vec()));
    let wrong = row(
        "<c r=\"ZZZZZZZZ99999999999999999999\"><v>1</v></c><c r=\"\"><v>1e999999</v></c><c r=\"A0\" t=\"?\"><v>x</v></c>",
    );
    let merges: String = (0..100_000).map(|i| format!("<mergeCell ref=\"A{}:XFD1048576\"/>", i + 1)).collect();
    let merged = format!("{}<mergeCells count=\"1\">{merges}</mergeCells>", row("<c r=\"A1\"><v>1</v></c>"));
    // A part that says it is ten bytes long and is 64 million.
    let mut shrunk = packed(&bomb);
    for at in 0..shrunk.len() - 30 {
        if shrunk[at..].starts_with(b"PK\x03\x04") && shrunk[at + 22..at + 26] == (64u32 << 20).to_le_bytes() {
            shrunk[at + 22..at + 26].copy_from_slice(&10u32.to_le_bytes());
        }
        if shrunk[at..].starts_with(b"PK\x01\x02") && shrunk[at + 24..at + 28] == (64u32 << 20).to_le_bytes() {
            shrunk[at + 24..at + 28].copy_from_slice(&10u32.to_le_bytes());
        }
    }
    let far_xls = fs::read(repository().join("tests/makers/poison/far.xls")).expect("far.xls");
    let spans =
        "<html><table><tr><td colspan=\"1000000000\" rowspan=\"1000000000\">1</td><td>2</td></tr></table></html>";
    vec![
        ("million styles.xlsx", packed(&styles), "R001"),
        ("string out of range.xlsx", packed(&strings), ""),
        ("wrong addresses.xlsx", packed(&workbook(&wrong)), "F0"),
        ("many merges.xlsx", packed(&workbook(&merged)), "R001"),
        ("lying sizes.xlsx", shrunk, "F0"),
        ("far.xls", far_xls, "F006"),
        ("spans.xls", spans.as_bytes().to_vec(), "R001"),
        ("broken.xlsb", packed(&[("xl/workbook.bin", vec![0xFF; 5000]), ("[Content_Types].xml", b"<a/>".to_vec())]), "F0"),
        ("a\u{202e}xslx.exe.xlsx", b"MZ\x90\0".to_vec(), "F001"),
        ("bomb.xlsx", packed(&bomb), "F006"),
        ("lying counts.xlsx", packed(&lying), "R001"),
        ("far.xlsx", packed(&workbook(&far)), "R001"),
        ("many sheets.xlsx", packed(&sheets), "F006"),
        ("deep.xlsx", packed(&workbook(&deep)), "F014"),
        ("many cells.xlsx", packed(&workbook(&format!("<sheetData>{many}</sheetData>"))), "F006"),
        ("entities.xlsx", packed(&entities), ""),
        ("cut.xlsx", cut, "F001"),
        ("no sheet part.xlsx", packed(&without), "F010"),
        ("empty.xlsx", Vec::new(), "F001"),
        ("zeros.xlsx", vec![0; 4096], "F001"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n....".to_vec(), "F001"),
        ("document.xlsx", packed(&[("[Content_Types].xml", b"<a/>".to_vec()), ("word/document.xml", b"<a/>".to_vec())]), "F001"),
        ("password.xlsx", compound(&["EncryptedPackage"], false), "F002"),
        ("cyclic.xls", compound(&["Workbook"], true), "F0"),
        ("broken.xls", compound(&["Workbook"], false), "F0"),
        ("broken.ods", packed(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()), ("content.xml", b"<office:document-content".to_vec())]), "F0"),
        ("repeated.ods", packed(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()), ("content.xml", br#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#.to_vec())]), "F0"),
        ("notes.xls", b"a text, no workbook".to_vec(), "R001"),
    ]
}

// The good files are counted, each poisonous one is accounted for with its own finding, none takes the run
// down or the figures with it.
#[test]
fn each_costs_only_itself() {
    let bench = Bench::with_sample();
    assert!(poisons().len() >= 25, "{} poisonous files", poisons().len());
    for (name, bytes, _) in poisons() {
        bench.write(&format!("sample/submissions/2019-Q1/độc/{name}"), bytes);
    }
    let limits = ["--max-unpacked", "32", "--max-cells", "50000", "--max-memory", "256", "--max-seconds", "20"];
    let ran = bench.run(&[&["consolidate", "sample", "--output", "out", "-q"][..], &limits[..]].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    let run = bench.json("out/2019-Q1/run.json");
    let inputs = run["inputs"].as_array().unwrap();
    assert_eq!(inputs.iter().filter(|i| i["fate"] == "counted").count(), 45);
    let findings = bench.json("out/2019-Q1/findings.json");
    let findings = findings["findings"].as_array().unwrap();
    for (name, _, code) in poisons() {
        let path = format!("submissions/2019-Q1/độc/{name}");
        let input =
            inputs.iter().find(|i| i["path"] == path.as_str()).unwrap_or_else(|| panic!("{name} is not accounted for"));
        assert_eq!(input["fate"], "failed", "{name}");
        let codes: Vec<&str> =
            findings.iter().filter(|f| f["file"] == path.as_str()).map(|f| f["code"].as_str().unwrap()).collect();
        assert!(codes.iter().any(|c| c.starts_with(code)), "{name}: {codes:?}, wanted {code}");
    }
    let totals = bench.table("out/2019-Q1/totals.csv");
    assert!(totals.iter().any(|t| t["indicator"] == "3.3" && t["group"] == "province" && t["value"] == "1636"));
}

// Names that only some systems allow, links out of the folder, a pipe: each is accounted for, none is followed
// or waited for, and what a terminal would act upon is not printed.
#[cfg(unix)]
#[test]
fn odd_names_links_and_pipes() {
    let bench = Bench::with_sample();
    let folder = bench.path("sample/submissions/2019-Q1");
    let good = fs::read(repository().join("tests/foreign/cases/plain-xlsx/2019-Q1/bieu bao cao.xlsx")).unwrap();
    for name in ["CON.xlsx", "nul.xls", "a\tb\nc\u{1b}[31m.xlsx", "=cmd|'!A1.xlsx", "\u{202e}xslx.xlsx"] {
        fs::write(folder.join(name), b"no workbook").unwrap();
    }
    bench.write("outside/secret.xlsx", &good);
    std::os::unix::fs::symlink(bench.path("outside"), folder.join("out of here")).unwrap();
    std::os::unix::fs::symlink(bench.path("outside/secret.xlsx"), folder.join("link.xlsx")).unwrap();
    std::os::unix::fs::symlink(&folder, folder.join("round and round")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(folder.join("pipe.xlsx")).status().unwrap().success());
    let begin = std::time::Instant::now();
    let ran = bench.run(&["consolidate", "sample", "--output", "out"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    assert!(begin.elapsed().as_secs() < 50, "the pipe was waited for");
    let run = bench.json("out/2019-Q1/run.json");
    let inputs = run["inputs"].as_array().unwrap();
    let fate = |part: &str| {
        let input = inputs.iter().find(|i| i["path"].as_str().unwrap().contains(part));
        let input = input.unwrap_or_else(|| panic!("{part} is not accounted for"));
        (input["fate"].as_str().unwrap().to_owned(), input["reason"].as_str().unwrap().to_owned())
    };
    let is = |fate: &str, reason: &str| (fate.to_owned(), reason.to_owned());
    for name in ["CON.xlsx", "nul.xls", "[31m", "=cmd", "\u{202e}"] {
        assert_eq!(fate(name).0, "failed", "{name}");
    }
    for name in ["out of here", "link.xlsx", "round and round"] {
        assert_eq!(fate(name), is("skipped", "F012"), "{name}");
    }
    assert_eq!(fate("pipe.xlsx"), is("skipped", "F005"));
    assert!(!inputs.iter().any(|i| i["path"].as_str().unwrap().contains("secret")));
    assert_eq!(inputs.iter().filter(|i| i["fate"] == "counted").count(), 45);
    let shown = bench.run(&["check", "sample"]);
    let printed = format!("{}{}", shown.out, shown.err);
    assert!(!printed.contains("\u{1b}[31m.xlsx") && !printed.contains('\u{202e}'), "{printed}");
    let facts = fs::read_to_string(bench.path("out/2019-Q1/facts.csv")).unwrap();
    assert!(!facts.lines().any(|l| l.starts_with('=')));
}

// Text that a spreadsheet would run stays text in every output.
#[test]
fn formulas_in_texts_stay_texts() {
    let bench = Bench::with_sample();
    let mut book = empty_list();
    let sheet = book.worksheet_from_index(0).unwrap();
    sheet.write(4, 0, 1).unwrap();
    sheet.write_string(4, 1, "=HYPERLINK(\"http://x\",\"y\")").unwrap();
    sheet.write(4, 2, "15/01/2019").unwrap();
    sheet.write_string(4, 3, "@SUM(1+1)*cmd|' /C calc'!A0").unwrap();
    sheet.write(4, 4, "B").unwrap();
    bench.write("sample/submissions/2019-Q1/van ban (lần 9).xlsx", book.save_to_buffer().unwrap());
    bench.run(&["consolidate", "sample", "--output", "out", "-q"]);
    let facts = fs::read_to_string(bench.path("out/2019-Q1/facts.csv")).unwrap();
    assert!(
        facts.contains("\"'=HYPERLINK("),
        "{}",
        facts.lines().filter(|l| l.contains("HYPERLINK")).collect::<String>()
    );
    assert!(facts.contains(",'@SUM(1+1)"));
    use calamine::Reader;
    let mut out: calamine::Xlsx<_> = calamine::open_workbook(bench.path("out/2019-Q1/tong-hop-2019-Q1.xlsx")).unwrap();
    for name in out.sheet_names() {
        let formulas = out.worksheet_formula(&name).unwrap();
        assert!(formulas.used_cells().all(|(_, _, f)| !f.contains("HYPERLINK") && !f.contains("cmd")), "{name}");
    }
}

/// A list of documents without rows; its header stands in the fourth line.
fn empty_list() -> rust_xlsxwriter::Workbook {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Đơn vị báo cáo: Sở TT&TT").unwrap();
    sheet.write(1, 0, "DANH MỤC VĂN BẢN CHỈ ĐẠO, ĐIỀU HÀNH quý I năm 2019").unwrap();
    for (c, h) in ["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Thuộc phần"].iter().enumerate() {
        sheet.write(3, c as u16, *h).unwrap();
    }
    book
}

/// A list of documents of so many rows, with a text and a day in each.
fn list(rows: u32, text: &str, day: &str) -> Vec<u8> {
    let mut book = empty_list();
    let sheet = book.worksheet_from_index(0).unwrap();
    for i in 0..rows {
        sheet.write(4 + i, 0, i + 1).unwrap();
        sheet.write(4 + i, 1, format!("{}/QĐ-UBND", i + 1)).unwrap();
        sheet.write(4 + i, 2, day).unwrap();
        sheet.write(4 + i, 3, text).unwrap();
        sheet.write(4 + i, 4, "A").unwrap();
    }
    book.save_to_buffer().unwrap()
}

// One mistake on thousands of rows is listed so far and then counted, and the account still holds.
#[test]
fn a_flood_of_findings() {
    const ROWS: u32 = 3_000;
    let bench = Bench::with_sample();
    bench.write("sample/submissions/2019-Q1/van ban (lần 9).xlsx", list(ROWS, "về việc", "ngày nào đó"));
    let ran = bench.run(&["consolidate", "sample", "--output", "out", "-q", "--lang", "en"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let findings = bench.json("out/2019-Q1/findings.json");
    let of = |code: &str| -> Vec<serde_json::Value> {
        findings["findings"].as_array().unwrap().iter().filter(|f| f["code"] == code).cloned().collect()
    };
    assert_eq!(of("C014").len(), 500);
    let more: Vec<serde_json::Value> = of("F017").into_iter().filter(|f| f["expected"] == "C014").collect();
    assert_eq!(more.len(), 1, "{more:?}");
    assert_eq!((more[0]["value"].as_str(), more[0]["severity"].as_str()), (Some("2500"), Some("error")));
    assert!(
        more[0]["message"].as_str().unwrap().contains(&format!("from cell C505 to cell C{}", 4 + ROWS)),
        "{more:?}"
    );
}

// What all files say together is bounded: the heaviest file goes, whatever its name, and the good ones stay.
#[test]
fn the_heaviest_file_goes_first() {
    for name in ["a đầu", "z cuối"] {
        let bench = Bench::with_sample();
        let heavy = list(20_000, &"dài ".repeat(40), "12/02/2019");
        bench.write(&format!("sample/submissions/2019-Q1/{name}.xlsx"), heavy);
        let run = |most: &str| {
            let args = ["consolidate", "sample", "--output", "out", "-q", "--jobs", "2", "--max-total", most];
            let ran = bench.run(&args);
            assert_ne!(ran.code, 2, "{}", ran.err);
            let run = bench.json("out/2019-Q1/run.json");
            let inputs = run["inputs"].as_array().unwrap().clone();
            let mine = inputs.iter().find(|i| i["path"].as_str().unwrap().contains(name)).unwrap();
            let counted = inputs.iter().filter(|i| i["fate"] == "counted").count();
            (counted, mine["fate"].as_str().unwrap().to_owned(), mine["reason"].as_str().unwrap().to_owned())
        };
        assert_eq!(run("2"), (45, "failed".to_owned(), "F018".to_owned()));
        // From the cache as from the file; and with more room it counts.
        assert_eq!(run("2"), (45, "failed".to_owned(), "F018".to_owned()));
        assert_eq!(run("64").1, "counted");
        assert_eq!(run("2"), (45, "failed".to_owned(), "F018".to_owned()));
    }
}

// Names in an old code page, as archives leave them: the files are read at once and count, and the office is told.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_unicode() {
    use std::os::unix::ffi::OsStrExt;
    let bench = Bench::with_sample();
    let folder = bench.path("sample/submissions/2019-Q1");
    let good = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().map(|e| e.unwrap().into_path());
    let good: Vec<_> = good.filter(|p| p.extension().is_some_and(|e| e == "xlsx")).take(3).collect();
    for (i, path) in good.iter().enumerate() {
        let mut name = b"Huy\xE9n ".to_vec();
        name.extend_from_slice(i.to_string().as_bytes());
        name.extend_from_slice(b".xlsx");
        let to = path.parent().unwrap().join(std::ffi::OsStr::from_bytes(&name));
        fs::rename(path, to).unwrap();
    }
    let begin = std::time::Instant::now();
    let ran = bench.run(&["consolidate", "sample", "--output", "out", "-q"]);
    assert!(begin.elapsed().as_secs() < 50, "the names were waited for: {}", ran.err);
    let run = bench.json("out/2019-Q1/run.json");
    let inputs = run["inputs"].as_array().unwrap();
    let odd: Vec<_> = inputs.iter().filter(|i| i["path"].as_str().unwrap().contains(r"Huy\xE9n ")).collect();
    assert_eq!(odd.len(), 3);
    assert!(odd.iter().all(|i| i["fate"] == "counted" && i["sha256"].as_str().unwrap().len() == 64), "{odd:?}");
    assert_eq!(inputs.iter().filter(|i| i["fate"] == "counted").count(), 45);
    let findings = bench.json("out/2019-Q1/findings.json");
    let told = findings["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "F016").count();
    assert_eq!(told, 3);
}

// Folders say the period in many ways; where they cannot be told, their files are read all the same.
#[test]
fn folders_of_periods() {
    for (from, to, told) in [
        ("2019-Q1", "2019/Quý I", false),
        ("2019-Q1", "Quý I/2019", false),
        ("2019-Q1", "I-2019", false),
        ("2019-Q1", "2019-Q1/2018", true),
    ] {
        let bench = Bench::with_sample();
        let submissions = bench.path("sample/submissions");
        fs::rename(submissions.join(from), bench.path("kept")).unwrap();
        fs::create_dir_all(submissions.join(to).parent().unwrap()).unwrap();
        fs::rename(bench.path("kept"), submissions.join(to)).unwrap();
        let ran = bench.run(&["consolidate", "sample", "--output", "out", "-q", "--period", "2019-Q1"]);
        assert_ne!(ran.code, 2, "{to}: {}", ran.err);
        let run = bench.json("out/2019-Q1/run.json");
        let counted = run["inputs"].as_array().unwrap().iter().filter(|i| i["fate"] == "counted").count();
        let codes = bench.codes("out/2019-Q1/findings.json");
        assert_eq!(codes.iter().any(|c| c.starts_with("R028")), told, "{to}: {codes:?}");
        // Some sheets of the sample say their period nowhere but in the folder.
        if told { assert!(counted >= 40, "{to}: {counted}") } else { assert_eq!(counted, 45, "{to}") }
    }
}
