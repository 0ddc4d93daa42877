//! The written report: every expression and format, what stays and what is told, and the sample's own report.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::runner::{Bench, python, repository};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A control in a line.
fn control(tag: &str) -> String {
    format!(
        "<w:sdt><w:sdtPr><w:tag w:val=\"{}\"/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:b/></w:rPr><w:t>?</w:t></w:r></w:sdtContent></w:sdt>",
        escape(tag)
    )
}

/// A document with this body.
fn document(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let text = format!("<w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>");
    for (name, text) in [("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", &text)] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.finish().expect("a document").into_inner()
}

/// A part of a document.
fn part(path: &Path, name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(fs::read(path).expect("a document"))).expect("a container");
    let mut text = String::new();
    zip.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    text
}

/// The document with its text changed.
fn change(path: &Path, how: impl Fn(&str) -> String) {
    change_part(path, "word/document.xml", how);
}

/// The document with the text of a part changed.
fn change_part(path: &Path, part: &str, how: impl Fn(&str) -> String) {
    let mut zip = ZipArchive::new(Cursor::new(fs::read(path).expect("a document"))).expect("a container");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut file = zip.by_index(i).expect("a part");
        let (name, mut bytes) = (file.name().expect("a name").into_owned(), Vec::new());
        file.read_to_end(&mut bytes).expect("bytes");
        if name == part {
            bytes = how(&String::from_utf8(bytes).expect("text")).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).expect("a part");
        out.write_all(&bytes).expect("a part");
    }
    fs::write(path, out.finish().expect("a document").into_inner()).expect("a document");
}

/// What stands in each control, with its tag, in order; told by the text alone.
fn controls(xml: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for piece in xml.split("<w:sdt>").skip(1) {
        let Some((_, value)) = piece.split_once("<w:tag w:val=") else {
            continue;
        };
        let Some((tag, _)) = value[1..].split_once(&value[..1]) else {
            continue;
        };
        let content =
            piece.split_once("<w:sdtContent>").map_or("", |(_, c)| c.split("</w:sdtContent>").next().unwrap_or(c));
        out.push((unescape(tag), texts(content)));
    }
    out
}

fn texts(xml: &str) -> String {
    let pieces = xml.split("<w:t").skip(1).filter(|p| p.starts_with(['>', ' ']));
    unescape(&pieces.filter_map(|p| p.split_once('>')?.1.split_once("</w:t>").map(|(t, _)| t)).collect::<String>())
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

const RUN: [&str; 6] = ["report", "sample", "--output", "out", "--as-of", "2019-04-20"];
const REPORT: &str = "out/2019-Q1/bao-cao-2019-Q1.docx";

/// The sample, with a template of these tags, filled.
fn filled(bench: &Bench, tags: &[&str]) -> Vec<String> {
    let body: String = tags.iter().map(|t| format!("<w:p>{}</w:p>", control(t))).collect();
    bench.write("sample/bao-cao.docx", document(&body));
    let _ = fs::remove_file(bench.path(REPORT));
    let ran = bench.run(&RUN);
    assert_ne!(ran.code, 2, "{}", ran.err);
    controls(&part(&bench.path(REPORT), "word/document.xml")).into_iter().map(|(_, text)| text).collect()
}

fn check(bench: &Bench, cases: &[(&str, &str)]) {
    let tags: Vec<&str> = cases.iter().map(|(t, _)| *t).collect();
    let got = filled(bench, &tags);
    assert_eq!(got.len(), cases.len());
    let wrong: Vec<_> = cases.iter().zip(&got).filter(|((_, wanted), got)| wanted != got).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

// Every expression and every format, with figures that rise, fall and stay.
#[test]
fn expressions_and_formats() {
    let bench = Bench::with_sample();
    check(
        &bench,
        &[
            ("hien-dai-hoa:3.3", "1.636"),
            ("[hien-dai-hoa:3.3]", "1.636"),
            ("hien-dai-hoa:3.3@kind:district", "1.021"),
            ("hien-dai-hoa:3.3@436", "655"),
            ("hien-dai-hoa-xa:2.2@447", "398"),
            ("prev(hien-dai-hoa:3.3)", "1.131"),
            ("change(hien-dai-hoa:3.3)", "505"),
            ("change(san-tmdt:3)", "-2"),
            ("growth(hien-dai-hoa:3.3)", "45 %"),
            ("growth(hien-dai-hoa:3.3) | round 1", "44,7 %"),
            ("trend(hien-dai-hoa:3.3)", "tăng 505 hồ sơ so với quý IV/2018"),
            ("trend(san-tmdt:3)", "giảm 2 gian hàng so với quý IV/2018"),
            ("trend(hien-dai-hoa:2.2)", "không đổi so với quý IV/2018"),
            ("trend_percent(hien-dai-hoa:3.3)", "tăng 44,7 % so với quý IV/2018"),
            ("trend_percent(san-tmdt:3)", "giảm 40 % so với quý IV/2018"),
            ("trend(hien-dai-hoa-xa:2.3)", "tăng 1,2 điểm phần trăm so với quý IV/2018"),
            ("trend(hien-dai-hoa-xa:2.3@447)", "giảm 0,9 điểm phần trăm so với quý IV/2018"),
            ("hien-dai-hoa-xa:2.3", "93 %"),
            ("hien-dai-hoa-xa:2.3@447 | percent 1", "92,8 %"),
            ("yes(hien-dai-hoa:2.5)", "37"),
            ("answered(hien-dai-hoa:2.5)", "38"),
            ("share(hien-dai-hoa:2.5@kind:district)", "92 %"),
            ("of(hien-dai-hoa-xa:5)", "221/262"),
            ("reported(hien-dai-hoa:3.3)", "38"),
            ("expected(van-ban)", "1"),
            ("rate(hien-dai-hoa)", "100 %"),
            ("of(hien-dai-hoa)", "38/38"),
            ("hien-dai-hoa:3.3 - hien-dai-hoa:3.4", "860"),
            ("100 * hien-dai-hoa:3.4 / hien-dai-hoa:3.3 | round 1", "47,4"),
            ("100 * (hien-dai-hoa:3.4 + 1) / hien-dai-hoa:3.3 | percent", "47 %"),
            ("units(hien-dai-hoa:2.5 = no)", "huyện Kỳ Anh"),
            ("units(hien-dai-hoa:2.5 = no in kind:department) | none \"không đơn vị nào\"", "không đơn vị nào"),
            ("units(hien-dai-hoa:2.5 = no in kind:department)", "không có"),
            ("count(units(hien-dai-hoa:2.5 = yes in kind:district))", "12"),
            ("units(hien-dai-hoa:3.3 >= 200 in kind:district) | and", "thành phố Hà Tĩnh và thị xã Hồng Lĩnh"),
            ("units(hien-dai-hoa:3.3 >= 200 in kind:district) | short | sep \"; \"", "Hà Tĩnh; Hồng Lĩnh"),
            ("units(in kind:district) | top 2", "thành phố Hà Tĩnh, thị xã Hồng Lĩnh, …"),
            ("count(units(in 447))", "21"),
            ("count(units(hien-dai-hoa-xa:5 = no in 447))", "6"),
            ("count(units(hien-dai-hoa-xa:5 <= 6 in kind:district))", "1"),
            ("missing(hien-dai-hoa)", "không có"),
            ("late(hien-dai-hoa)", "Sở Ngoại vụ"),
            ("items(hien-dai-hoa:4.4) | and | short", "Vũ Quang, Kỳ Anh, Lộc Hà và Kỳ Anh"),
            ("items(van-ban:B) | sep \"; \"", "430/KH-UBND; 357/UBND-KGVX1; 365/QĐ-UBND"),
            ("period", "quý I năm 2019"),
            ("period_short | capital", "Quý I/2019"),
            ("prev_period", "quý IV năm 2018"),
            ("prev_period_short", "quý IV/2018"),
            ("last_year_period_short", "quý I/2018"),
            ("year", "2019"),
            ("received", "22/3/2019"),
            ("received | long", "ngày 22 tháng 3 năm 2019"),
            ("date | long", "ngày 22 tháng 3 năm 2019"),
            ("office | upper", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
            ("province", "tỉnh Hà Tĩnh"),
            ("hien-dai-hoa:4.7 | over 500", "hơn 38.500"),
            ("hien-dai-hoa:4.7 | over 500 \"trên\"", "trên 38.500"),
            ("tuyen-truyen:2 | over 10", "60"),
            ("san-tmdt:2 | nearly 10", "gần 120"),
            ("san-tmdt:2 | nearly 10 “xấp xỉ”", "xấp xỉ 120"),
            ("hien-dai-hoa:3.3 | about 100", "khoảng 1.600"),
            ("tuyen-truyen:7 | order", "hàng chục nghìn"),
            ("tuyen-truyen:7 | order \"ngàn\"", "hàng chục ngàn"),
            ("hien-dai-hoa:3.3 | order", "hàng nghìn"),
            ("hien-dai-hoa:3.4 | order", "hàng trăm"),
            ("tuyen-truyen:2 | order", "hàng chục"),
            ("san-tmdt:3 | order", "3"),
            ("1000000 * san-tmdt:3 | order", "hàng triệu"),
            ("tuyen-truyen:5 | over 1000 | in 1000 \"ngàn\"", "hơn 30 ngàn"),
            ("hien-dai-hoa:3.3 | unit \"hồ sơ\"", "1.636 hồ sơ"),
            ("san-tmdt:3 | two", "03"),
            ("co-quan-co-may-tinh", "300"),
            ("co-quan-co-may-tinh | unit \"cơ quan\"", "300 cơ quan"),
            ("hien-dai-hoa:3.3 | round 0", "1.636"),
        ],
    );
}

// Half of the quarter: what is missing or incomplete is seen, marked and told; when it comes the marks go.
#[test]
fn half_of_a_quarter() {
    let bench = Bench::with_sample();
    let sent: Vec<_> = walkdir::WalkDir::new(bench.path("sample/submissions/2019-Q1"))
        .into_iter()
        .filter_map(|e| Some(e.ok()?.into_path()).filter(|p| p.is_file()))
        .collect();
    let kept = bench.path("kept");
    fs::create_dir_all(&kept).unwrap();
    let mut away = Vec::new();
    for (n, path) in sent.iter().enumerate().filter(|(_, p)| {
        let name = p.to_string_lossy().to_lowercase();
        name.contains("cong thuong")
            || name.contains("công thương")
            || name.contains("sct")
            || name.contains("ky anh")
            || name.contains("kỳ anh")
    }) {
        let to = kept.join(format!("{n}"));
        fs::rename(path, &to).unwrap();
        away.push((to, path.clone()));
    }
    assert!(away.len() >= 2, "{sent:?}");
    let tags = [
        "hien-dai-hoa:3.3",
        "change(hien-dai-hoa:3.3)",
        "san-tmdt:1",
        "reported(hien-dai-hoa)",
        "count(missing(hien-dai-hoa))",
    ];
    let got = filled(&bench, &tags);
    let short = got[0].strip_suffix(" đơn vị)").and_then(|t| t.split_once(" (")).expect("who reported");
    assert!(short.1.ends_with("/38") && !short.1.starts_with("38/"), "{got:?}");
    assert_eq!(got[1], "[chưa có số liệu]");
    assert_eq!(got[2], "[chưa có số liệu]");
    assert_ne!(got[3], "38");
    assert_ne!(got[4], "0");
    let xml = part(&bench.path(REPORT), "word/document.xml");
    assert_eq!(xml.matches("<w:highlight w:val=\"yellow\"/>").count(), 3, "{xml}");
    let ran = bench.run(&[&RUN[..], &["--format", "json"]].concat());
    let found: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let codes: Vec<&str> = found["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["W002", "W001", "W001"]);
    assert_eq!(ran.code, 0);
    for (from, to) in away {
        fs::rename(from, to).unwrap();
    }
    assert_eq!(bench.run(&RUN).code, 0);
    let xml = part(&bench.path(REPORT), "word/document.xml");
    let now: Vec<String> = controls(&xml).into_iter().map(|(_, t)| t).collect();
    assert_eq!(now, ["1.636", "505", "494", "38", "0"]);
    assert!(!xml.contains("highlight"));
}

// The sample's report says each of the 39 figures as the real one did, and everything else is what the template says.
#[test]
fn the_reports_figures() {
    let bench = Bench::with_sample();
    assert_eq!(bench.run(&RUN).code, 0);
    let got: BTreeMap<String, String> = controls(&part(&bench.path(REPORT), "word/document.xml")).into_iter().collect();
    let wanted = fs::read_to_string(repository().join("tests/report/expected.tsv")).unwrap();
    let mut figures = std::collections::BTreeSet::new();
    for line in wanted.lines().skip(1) {
        let [figure, tag, text] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        figures.insert(figure.to_owned());
        assert_eq!(got.get(tag).map(String::as_str), Some(text), "{figure} {tag}");
    }
    let all = (1..=11).map(|n| format!("A{n}")).chain((1..=28).map(|n| format!("B{n}")));
    assert!(
        all.clone().all(|f| figures.contains(&f)),
        "{:?}",
        all.filter(|f| !figures.contains(f)).collect::<Vec<_>>()
    );
    // A row for each district, the most applications first.
    let xml = part(&bench.path(REPORT), "word/document.xml");
    assert_eq!(controls(&xml).iter().filter(|(t, _)| t.starts_with("row=") || t.starts_with("rows ")).count(), 13);
    assert!(texts(&xml).contains("Thành phố Hà Tĩnh655"));
    // As it is already: nothing changes.
    let before = fs::read(bench.path(REPORT)).unwrap();
    let ran = bench.run(&RUN);
    assert!(ran.err.contains("0 cập nhật, 0 sửa tay"), "{}", ran.err);
    assert_eq!(part(&bench.path(REPORT), "word/document.xml"), xml);
    assert_eq!(fs::read(bench.path(REPORT)).unwrap(), before);
}

// Ten refreshes, each after another figure came, leave every byte outside of controls; what was typed into controls stays and is
// told each time.
#[test]
fn hand_edits_survive() {
    let bench = crate::nightly::Monthly { units: 3, deadline_days: 10 }.make();
    let body = format!(
        "<w:p><w:r><w:t>Births </w:t></w:r>{}<w:r><w:t>, deaths </w:t></w:r>{}<w:r><w:t>, again </w:t></w:r>{}</w:p><w:p><w:r><w:t>visits </w:t></w:r>{}</w:p>",
        control("return:b"),
        control("return:d"),
        control("return:b"),
        control("return:v")
    );
    bench.write("p/bao-cao.docx", document(&body));
    let send = |n: u64| {
        for unit in 1..=3 {
            bench
                .write(&format!("p/submissions/2024-03/u{unit}.csv"), crate::nightly::report(unit, "2024-03", 100 + n));
        }
    };
    let run = ["report", "p", "--output", "out", "--period", "2024-03", "--as-of", "2024-04-01"];
    let path = bench.path("out/2024-03/bao-cao-2024-03.docx");
    send(0);
    assert_eq!(bench.run(&run).code, 0);
    assert_eq!(texts(&part(&path, "word/document.xml")), "Births 300, deaths 6, again 300visits 3,300");
    // By hand: words, a comment's mark, a style, and two figures in controls.
    change(&path, |xml| {
        let xml = xml.replace("visits ", "<!-- c -->Visits &amp; calls, &quot;all&quot;: ");
        let at = xml.rfind(">300<").expect("the last one");
        let xml = format!("{}>333<{}", &xml[..at], &xml[at + 5..]);
        xml.replace(">3,300<", "><w:bookmarkStart w:id=\"1\"/>3,300<").replace("<w:bookmarkStart w:id=\"1\"/>", "")
    });
    let outside = |xml: &str| -> Vec<String> {
        let pieces = xml.split("<w:sdtContent>").flat_map(|p| p.split("</w:sdtContent>"));
        pieces.step_by(2).map(str::to_owned).collect()
    };
    let before = outside(&part(&path, "word/document.xml"));
    for n in 1..=10 {
        send(n);
        let ran = bench.run(&run);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let xml = part(&path, "word/document.xml");
        assert_eq!(outside(&xml), before);
        let births = 300 + 3 * n;
        let said: Vec<String> = controls(&xml).into_iter().map(|(_, t)| t).collect();
        assert_eq!(said, [births.to_string(), "6".to_owned(), "333".to_owned(), format!("3,{}", 300 + 3 * n)]);
        let told = ran.out.matches("W004").count();
        assert_eq!(told, usize::from(births != 333), "{}", ran.out);
    }
    // Held against the data alone nothing is written.
    send(11);
    let stands = fs::read(&path).unwrap();
    let told = bench.run(&[
        "report",
        "p",
        "--output",
        "out",
        "--period",
        "2024-03",
        "--as-of",
        "2024-04-01",
        "--check",
        "out/2024-03/bao-cao-2024-03.docx",
    ]);
    assert_eq!(fs::read(&path).unwrap(), stands);
    assert_eq!(told.out.matches("W005").count(), 2, "{}", told.out);
    // What was typed says what the data come to now.
    assert_eq!(told.out.matches("W004").count(), 0, "{}", told.out);
}

// Split runs, nested and block controls, header, footer, text box, footnote, placeholders, wrong tags, controls of others.
#[test]
fn every_place_and_shape() {
    let bench = Bench::with_sample();
    fs::copy(repository().join("tests/report/runs.docx"), bench.path("sample/bao-cao.docx")).unwrap();
    let ran = bench.run(&[&RUN[..], &["--format", "json"]].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    let found: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let wrong: Vec<(&str, &str)> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["code"].as_str().unwrap(), f["value"].as_str().unwrap()))
        .collect();
    for tag in ["hien-dai-hoa:9.9", "khong-co:1", "xin chào các bạn", "perod"] {
        assert!(wrong.contains(&("W003", tag)), "{tag}: {wrong:?}");
    }
    let xml = part(&bench.path(REPORT), "word/document.xml");
    let text = texts(&xml);
    assert!(text.contains("giữ nguyên 1") && text.contains("giữ nguyên 2"), "{text}");
    assert!(!text.contains("Click or tap"), "{text}");
    assert!(!xml.contains("showingPlcHdr") || xml.matches("showingPlcHdr").count() < 2);
    // In all its places, once with its fallback in the text box.
    for part_name in ["word/header1.xml", "word/footer1.xml", "word/footnotes.xml"] {
        let name = part_name.to_owned();
        let xml = part(&bench.path(REPORT), &name);
        assert!(controls(&xml).iter().all(|(_, t)| !t.contains('[')), "{name}: {:?}", controls(&xml));
    }
    let falls = controls(&xml).into_iter().filter(|(t, _)| t == "tuyen-truyen:6").map(|(_, t)| t).collect::<Vec<_>>();
    assert_eq!(falls, ["50", "50"]);
    // Shown is what holds, hidden what does not, and hidden again after a second run.
    let hidden = |xml: &str| xml.matches("<w:vanish/>").count();
    assert!(hidden(&xml) > 0);
    assert_eq!(bench.run(&RUN).code, 1);
    let again = part(&bench.path(REPORT), "word/document.xml");
    assert_eq!(again, xml);
    // Five rows, largest first.
    assert_eq!(controls(&xml).iter().filter(|(t, _)| t == "unit | short").count(), 5);
}

// A document that LibreOffice 7.4 saved has lost its tags: that is said.
#[test]
fn tags_that_were_lost() {
    let bench = Bench::with_sample();
    fs::copy(repository().join("tests/report/libreoffice.docx"), bench.path("sample/bao-cao.docx")).unwrap();
    let ran = bench.run(&RUN);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("W003") && ran.out.contains("LibreOffice"), "{}", ran.out);
    for (bytes, name) in
        [(&b"no document"[..], "rác"), (&b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"[..], "rỗng")]
    {
        bench.write("sample/bao-cao.docx", bytes);
        let _ = fs::remove_file(bench.path(REPORT));
        let ran = bench.run(&RUN);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.err.contains("bao-cao.docx") && !bench.path(REPORT).exists(), "{}", ran.err);
    }
}

// Tables of none, one and three hundred rows; rows come and go with their units, and keep what was written beside.
#[test]
fn rows_of_tables() {
    let bench = crate::nightly::Monthly { units: 300, deadline_days: 10 }.make();
    let row = |tag: &str| {
        let cell = |inner: &str| format!("<w:tc><w:p>{inner}</w:p></w:tc>");
        let cells = [control(tag), control("unit"), control("return:b@unit"), "<w:r><w:t>-</w:t></w:r>".to_owned()];
        format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cells.iter().map(|c| cell(c)).collect::<String>())
    };
    let tag = "rows units(return:b > 0) sort return:b desc";
    bench.write("p/bao-cao.docx", document(&row(tag)));
    let send = |units: std::ops::Range<usize>| {
        let _ = fs::remove_dir_all(bench.path("p/submissions/2024-03"));
        for unit in units {
            bench.write(
                &format!("p/submissions/2024-03/u{unit}.csv"),
                crate::nightly::report(unit, "2024-03", 1000 + unit as u64),
            );
        }
    };
    let run = ["report", "p", "--output", "out", "--period", "2024-03", "--as-of", "2024-04-01", "-q"];
    let path = bench.path("out/2024-03/bao-cao-2024-03.docx");
    let rows = |xml: &str| -> Vec<(String, String)> {
        let all = controls(xml);
        all.chunks(3).map(|c| (c[0].1.clone(), c[2].1.clone())).collect()
    };
    let mut before = String::new();
    for units in [1..301, 1..2, 5..5, 7..10] {
        send(units.clone());
        if units.is_empty() {
            // Something must be there for the month, and it has no births.
            bench.write("p/submissions/2024-03/u1.csv", crate::nightly::report(1, "2024-03", 0));
        }
        let ran = bench.run(&run);
        assert_ne!(ran.code, 2, "{}", ran.err);
        let xml = part(&path, "word/document.xml");
        let got = rows(&xml);
        if units.is_empty() {
            assert_eq!(xml.matches("<w:hidden/>").count(), 1);
            assert_eq!(got.len(), 1);
        } else {
            let wanted: Vec<(String, String)> =
                units.clone().rev().enumerate().map(|(i, u)| ((i + 1).to_string(), format!("1,{:03}", u))).collect();
            assert_eq!(got, wanted);
            assert!(!xml.contains("<w:hidden/>"));
        }
        before = xml;
    }
    // A remark in the second row stays with its unit when others come.
    let second = before.rfind(">-<").unwrap();
    let second = before[..second].rfind(">-<").unwrap();
    let with = format!("{}>remark<{}", &before[..second], &before[second + 3..]);
    change(&path, |_| with.clone());
    send(6..10);
    assert_ne!(bench.run(&run).code, 2);
    let xml = part(&path, "word/document.xml");
    assert_eq!(rows(&xml).len(), 4);
    let of_8 = xml.find(">1,008<").unwrap();
    assert!(xml[of_8..].find(">remark<").unwrap() < xml[of_8..].find(">1,007<").unwrap());
    assert_eq!(xml.matches("remark").count(), 1);
}

// Without a template the program's own is filled; a new one is not written over; consolidate writes the report beside the rest.
#[test]
fn the_programs_own_template() {
    let bench = Bench::with_sample();
    fs::remove_file(bench.path("sample/bao-cao.docx")).unwrap();
    assert_eq!(bench.run(&RUN).code, 0);
    let own = texts(&part(&bench.path(REPORT), "word/document.xml"));
    assert!(
        own.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") && own.contains("tăng 505 hồ sơ so với quý IV/2018"),
        "{own}"
    );
    let new = ["report", "sample", "--new-template", "--period", "2019-Q1"];
    assert_eq!(bench.run(&new).code, 0);
    assert_eq!(bench.run(&new).code, 2, "there is one already");
    fs::remove_dir_all(bench.path("out")).unwrap();
    let ran = bench.run(&["consolidate", "sample", "--output", "out", "--as-of", "2019-04-20", "--report"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(texts(&part(&bench.path(REPORT), "word/document.xml")), own);
    // It is the office's own from then on: a later run refreshes it and does not put another in its place.
    change(&bench.path(REPORT), |xml| xml.replace("BÁO CÁO<", "BÁO CÁO SƠ BỘ<"));
    fs::remove_file(bench.path("out/2019-Q1/tong-hop-2019-Q1.xlsx")).unwrap();
    assert_eq!(
        bench.run(&["consolidate", "sample", "--output", "out", "--as-of", "2019-04-20", "--report", "-q"]).code,
        0
    );
    assert!(texts(&part(&bench.path(REPORT), "word/document.xml")).contains("BÁO CÁO SƠ BỘ"));
    // The layout of decree 30/2020: paper, margins, page numbers, one font.
    let xml = part(&bench.path(REPORT), "word/document.xml");
    for wanted in [
        "w:w=\"11906\" w:h=\"16838\"",
        "w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1701\"",
        "<w:titlePg/>",
    ] {
        assert!(xml.contains(wanted), "{wanted}");
    }
    assert!(part(&bench.path(REPORT), "word/styles.xml").contains("Times New Roman"));
}

// Expressions of the project are read with it, and a wrong one is told with its line.
#[test]
fn values_of_the_project() {
    let bench = Bench::with_sample();
    let path = bench.path("sample/tonghop.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("yes(hien-dai-hoa:2.1)", "yess(hien-dai-hoa:2.1)")).unwrap();
    let ran = bench.run(&["check", "sample", "--project-only"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("có phải là “yes”") || ran.err.contains("“yes”"), "{}", ran.err);
}

// Reports as other programs see them: python-docx opens them, LibreOffice prints them on A4 with the decree's margins.
#[test]
fn opened_and_printed() {
    let bench = Bench::with_sample();
    assert_eq!(bench.run(&RUN).code, 0);
    let sample = bench.path("sample.docx");
    fs::copy(bench.path(REPORT), &sample).unwrap();
    fs::remove_file(bench.path("sample/bao-cao.docx")).unwrap();
    fs::remove_file(bench.path(REPORT)).unwrap();
    assert_eq!(bench.run(&RUN).code, 0);
    let figures = repository().join("tests/report/expected.tsv");
    let own = bench.path(REPORT);
    if let Some(output) = python("tests/report/opens.py", &[&figures, &sample, &own]) {
        assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

// An auditor's check: everything agrees; what is changed by hand, in whatever file, is found; without inputs what can be checked is.
#[test]
fn verified() {
    let bench = Bench::with_sample();
    let ran = bench.run(&["consolidate", "sample", "--output", "out", "--as-of", "2019-04-20", "--report", "-q"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let all = |args: &[&str]| -> BTreeMap<String, (usize, usize, String)> {
        let ran = bench.run(&[&["verify"], args, &["--format", "json", "-q"]].concat());
        assert_ne!(ran.code, 2, "{}", ran.err);
        let told: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        let checks = told[0]["checks"].as_array().unwrap().clone();
        let differs = checks.iter().any(|c| !c["differ"].as_array().unwrap().is_empty());
        assert_eq!(ran.code, i32::from(differs));
        checks
            .iter()
            .map(|c| {
                let skipped = c["skipped"].as_str().unwrap_or_default().to_owned();
                let counts = (c["agree"].as_u64().unwrap() as usize, c["differ"].as_array().unwrap().len());
                (c["what"].as_str().unwrap().to_owned(), (counts.0, counts.1, skipped))
            })
            .collect()
    };
    let whole = all(&["out"]);
    for what in ["outputs", "inputs", "sums", "formulas", "named", "project", "recomputed", "report"] {
        assert!(whole[what].0 > 0 && whole[what].1 == 0, "{what}: {whole:?}");
    }
    // Mailed alone: what needs the inputs is said to be unchecked.
    crate::runner::copy(&bench.path("out/2019-Q1"), &bench.path("mailed/2019-Q1"));
    let mailed = all(&["mailed/2019-Q1", "--project", "nowhere"]);
    assert_eq!(mailed["inputs"].2, "no-project");
    assert_eq!(mailed["formulas"], whole["formulas"]);
    assert_eq!(all(&["mailed/2019-Q1", "--project", "sample"])["recomputed"], whole["recomputed"]);
    // A total, a control and an input changed by hand.
    let path = bench.path("out/2019-Q1/totals.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace(",province,1636,", ",province,1637,")).unwrap();
    change(&bench.path(REPORT), |xml| xml.replacen(">1.636<", ">1.637<", 1));
    let changed = all(&["out/2019-Q1"]);
    for what in ["outputs", "sums", "named", "recomputed", "report"] {
        assert_eq!(changed[what].1, 1, "{what}: {changed:?}");
    }
    // Names that are taken away are missed; a workbook that is none is said to be unreadable.
    let book = bench.path("mailed/2019-Q1/tong-hop-2019-Q1.xlsx");
    change_part(&book, "xl/workbook.xml", |xml| xml.replace("\"TT_", "\"XX_"));
    let mailed = all(&["mailed/2019-Q1", "--project", "nowhere"]);
    assert!(mailed["named"].1 > 50 && mailed["outputs"].1 == 1, "{mailed:?}");
    fs::write(&book, "no workbook").unwrap();
    assert_eq!(all(&["mailed/2019-Q1", "--project", "nowhere"])["formulas"].2, "no-workbook");
    assert_eq!(bench.run(&["verify", "sample"]).code, 2);
}

/// What stands in the rows of the only table, cell by cell, as it is read.
fn table_rows(xml: &str) -> Vec<String> {
    xml.split("<w:tr>").skip(1).map(|r| texts(r.split("</w:tr>").next().unwrap_or(r))).collect()
}

// Rows that people delete, put in between, or type into; a first row that is gone; a report whose memory was lost.
#[test]
fn rows_that_people_change() {
    let bench = crate::nightly::Monthly { units: 4, deadline_days: 10 }.make();
    let cell = |inner: &str| format!("<w:tc><w:p>{inner}</w:p></w:tc>");
    let cells = [control("rows units(return:b > 0) sort return:b desc"), control("code"), control("return:b@unit")];
    let own = |text: &str| format!("<w:tr>{}</w:tr>", cell(&format!("<w:r><w:t>{text}</w:t></w:r>")));
    let pattern = format!("<w:tr>{}</w:tr>", cells.iter().map(|c| cell(c)).collect::<String>());
    let body = format!("<w:tbl>{pattern}{}</w:tbl>", own("total"));
    let path = bench.path("out/2024-03/bao-cao-2024-03.docx");
    let run = ["report", "p", "--output", "out", "--period", "2024-03", "--as-of", "2024-04-01"];
    let fresh = || {
        bench.write("p/bao-cao.docx", document(&body));
        for unit in 1..=4 {
            let text = crate::nightly::report(unit, "2024-03", 1000 + unit as u64);
            bench.write(&format!("p/submissions/2024-03/u{unit}.csv"), text);
        }
        let _ = fs::remove_file(&path);
        assert_eq!(bench.run(&run).code, 0);
    };
    let rows = || table_rows(&part(&path, "word/document.xml"));
    let whole = ["1u41,004", "2u31,003", "3u21,002", "4u11,001", "total"];
    let row = |xml: &str, code: &str| {
        let at = xml.find(&format!(">{code}<")).expect("the row");
        let from = xml[..at].rfind("<w:tr>").expect("its begin");
        from..at + xml[at..].find("</w:tr>").expect("its end") + "</w:tr>".len()
    };
    fresh();
    assert_eq!(rows(), whole);
    // Deleted: it comes back with its own figures, and nothing was typed.
    change(&path, |xml| {
        let mut xml = xml.to_owned();
        xml.replace_range(row(&xml, "u3"), "");
        xml
    });
    let ran = bench.run(&run);
    assert_eq!((rows(), ran.out.contains("W004")), (whole.map(str::to_owned).to_vec(), false), "{}", ran.out);
    // One of somebody's own in between stays behind the row above it, whoever comes and goes.
    change(&path, |xml| {
        let mut xml = xml.to_owned();
        xml.insert_str(row(&xml, "u3").end, &own("by hand"));
        xml
    });
    fs::remove_file(bench.path("p/submissions/2024-03/u2.csv")).unwrap();
    let ran = bench.run(&run);
    assert_eq!(rows(), ["1u41,004", "2u31,003", "by hand", "3u11,001", "total"], "{}", ran.out);
    assert!(!ran.out.contains("W004"), "{}", ran.out);
    // Typed into a row that goes: told.
    change(&path, |xml| xml.replace(">1,001<", ">1,111<"));
    fs::remove_file(bench.path("p/submissions/2024-03/u1.csv")).unwrap();
    let ran = bench.run(&run);
    assert!(ran.out.contains("W004") && ran.out.contains("1,111"), "{}", ran.out);
    assert_eq!(rows(), ["1u41,004", "2u31,003", "by hand", "total"]);
    // The first row is gone: the others are not refreshed any more, and that is an error.
    fresh();
    change(&path, |xml| {
        let mut xml = xml.to_owned();
        xml.replace_range(row(&xml, "u4"), "");
        xml
    });
    let ran = bench.run(&run);
    assert_eq!((ran.code, ran.out.matches("W003").count()), (1, 3), "{}", ran.out);
    // Without its memory nothing that differs is written over, in the first row neither.
    fresh();
    change_part(&path, "customXml/item1.xml", |xml| xml.replace("urn:tonghop:report", "urn:somebody:else"));
    change(&path, |xml| xml.replace(">1,004<", ">4,444<"));
    let ran = bench.run(&run);
    assert!(rows()[0].ends_with("4,444") && ran.out.contains("W004"), "{:?} {}", rows(), ran.out);
}

// What an author hid stays hidden; a condition that the data no longer meet is found by a check; of several paragraphs the value
// is one.
#[test]
fn conditions_and_what_authors_hid() {
    let bench = Bench::with_sample();
    let around = |tag: &str, inner: &str| {
        let tag = escape(tag);
        format!("<w:sdt><w:sdtPr><w:tag w:val=\"{tag}\"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
    };
    let line = |look: &str, text: &str| format!("<w:p><w:r>{look}<w:t>{text}</w:t></w:r></w:p>");
    let hidden = "<w:rPr><w:vanish/></w:rPr>";
    let body = [
        around("if hien-dai-hoa:3.3 > 1500", &(line("", "more") + &line(hidden, "a remark"))),
        around("if hien-dai-hoa:3.3 < 1500", &line("", "less")),
        around("hien-dai-hoa:3.3", &(line("", "one") + &line("", "two"))),
    ]
    .concat();
    bench.write("sample/bao-cao.docx", document(&body));
    for _ in 0..2 {
        let ran = bench.run(&RUN);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    }
    let xml = part(&bench.path(REPORT), "word/document.xml");
    assert!(xml.contains(&format!("{hidden}<w:t>a remark")) && !xml.contains("<w:vanish/></w:rPr><w:t>more"), "{xml}");
    assert!(xml.contains("<w:vanish/><w:webHidden/></w:rPr><w:t>less"), "{xml}");
    change(&bench.path(REPORT), |xml| xml.replace("<w:vanish/><w:webHidden/>", ""));
    let check = bench.run(&[&RUN[..], &["--check", REPORT]].concat());
    assert_eq!(check.out.matches("W005").count(), 1, "{}", check.out);
    assert_eq!(bench.run(&RUN).code, 0);
    assert_eq!(part(&bench.path(REPORT), "word/document.xml"), xml);
}

// With a run's other outputs: its findings alone are on standard output, and whatever is wrong with the template, they stand.
#[test]
fn beside_a_run() {
    let bench = Bench::with_sample();
    bench.write("sample/bao-cao.docx", document(&format!("<w:p>{}</w:p>", control("hien-dai-hoa:9.9"))));
    let run = ["consolidate", "sample", "--output", "out", "--as-of", "2019-04-20", "--report", "--format", "json"];
    for _ in 0..2 {
        let ran = bench.run(&run);
        assert_eq!(ran.code, 1, "{}", ran.err);
        let told: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON alone");
        assert!(told["findings"].is_array() && ran.err.contains("W003"), "{}", ran.err);
    }
    bench.write("sample/bao-cao.docx", "no document");
    fs::remove_file(bench.path(REPORT)).unwrap();
    let ran = bench.run(&run);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("bao-cao.docx") && bench.path("out/2019-Q1/facts.csv").exists(), "{}", ran.err);
    // Another project's folder is left alone.
    let other = crate::nightly::Monthly { units: 1, deadline_days: 10 }.make();
    other.write("p/submissions/2024-03/u1.csv", crate::nightly::report(1, "2024-03", 1));
    assert_ne!(other.run(&["consolidate", "p", "--output", "out", "--period", "2024-03", "-q"]).code, 2);
    crate::runner::copy(&other.path("p"), &other.path("q"));
    let ran = other.run(&["report", "q", "--output", "out", "--period", "2024-03", "-q"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}
