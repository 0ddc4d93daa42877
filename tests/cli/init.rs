//! New projects: empty, the sample's, and drafted from filled files.

use std::fs;

use rust_xlsxwriter::Workbook;

use crate::runner::{Bench, repository};

// An empty project is in order at once; what is there is never written over.
#[test]
fn empty_and_sample() {
    for (lang, sample) in [("vi", false), ("en", false), ("vi", true)] {
        let bench = Bench::new();
        let mut args = vec!["--lang", lang, "init", "mới/dự án"];
        args.extend(sample.then_some("--sample"));
        let ran = bench.run(&args);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(bench.path("mới/dự án/submissions").is_dir());
        let checked = bench.run(&["check", "mới/dự án", "--project-only"]);
        assert_eq!(checked.code, 0, "{}", checked.err);
        let before = fs::read(bench.path("mới/dự án/tonghop.toml")).unwrap();
        assert_eq!(bench.run(&args).code, 2);
        assert_eq!(fs::read(bench.path("mới/dự án/tonghop.toml")).unwrap(), before);
    }
    let bench = Bench::new();
    bench.write("p/tonghop.toml", "title = 3");
    assert_eq!(bench.run(&["check", "p", "--project-only"]).code, 2);
}

/// A filled report of one unit.
fn report(unit: &str, kind: usize, scale: f64) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, format!("Đơn vị báo cáo: {unit}")).unwrap();
    let write = |sheet: &mut rust_xlsxwriter::Worksheet, rows: &[&[&str]]| {
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate() {
                let (at, col) = (4 + r as u32, c as u16);
                match text.parse::<f64>() {
                    Ok(n) if r > 0 && c > 1 => _ = sheet.write(at, col, n * scale).unwrap(),
                    _ => _ = sheet.write(at, col, *text).unwrap(),
                }
            }
        }
    };
    match kind {
        0 => {
            sheet.write(1, 0, "BÁO CÁO KẾT QUẢ CẢI CÁCH HÀNH CHÍNH QUÝ I NĂM 2024").unwrap();
            sheet.write(2, 3, "Đơn vị tính: như trong biểu").unwrap();
            write(
                sheet,
                &[&["STT", "Chỉ tiêu", "Đơn vị tính", "Kết quả"], &["1", "Số văn bản ban hành", "văn bản", "x"]],
            );
            for (r, (name, n)) in [("Số văn bản ban hành", 12.0), ("Số cuộc kiểm tra", 3.0)].iter().enumerate()
            {
                sheet.write(5 + r as u32, 0, r as u32 + 1).unwrap();
                sheet.write(5 + r as u32, 1, *name).unwrap();
                sheet.write(5 + r as u32, 2, "lần").unwrap();
                sheet.write(5 + r as u32, 3, *n * scale).unwrap();
            }
        }
        1 => {
            sheet.write(1, 0, "THỐNG KÊ DIỆN TÍCH ĐẤT").unwrap();
            sheet.write(2, 0, "Quý I năm 2024").unwrap();
            write(
                sheet,
                &[
                    &["Mã", "Loại đất", "Đầu kỳ", "Cuối kỳ"],
                    &["1", "Đất nông nghiệp", "100", "90"],
                    &["1.1", "Đất lúa", "60", "55"],
                    &["1.2", "Đất rừng", "40", "35"],
                    &["2", "Đất ở", "20", "30"],
                ],
            );
        }
        _ => {
            sheet.write(1, 0, "KẾT QUẢ KHÁM CHỮA BỆNH").unwrap();
            sheet.write(2, 0, "Quý I năm 2024").unwrap();
            write(
                sheet,
                &[
                    &["TT", "Cơ sở", "Số lượt khám", "Số lượt điều trị"],
                    &["1", "Trạm Bắc Hà", "120", "30"],
                    &["2", "Trạm Nam Sơn", "80", "11"],
                ],
            );
        }
    }
    book.save_to_buffer().unwrap()
}

// Two commands from filled files to the consolidated workbook, with every figure of their bodies.
#[test]
fn from_filled_files() {
    let bench = Bench::new();
    let mut args = vec!["init".to_owned(), "dự án".to_owned(), "--from".to_owned()];
    for (u, unit) in ["Phòng Nội vụ", "Phòng Tư pháp"].iter().enumerate() {
        for kind in 0..3 {
            let name = format!("{unit} {kind}.xlsx");
            bench.write(&name, report(unit, kind, (u + 1) as f64));
            args.push(name);
        }
    }
    let ran = bench.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let forms = fs::read_dir(bench.path("dự án/forms")).unwrap().count();
    assert_eq!(forms, 3);
    let ran = bench.run(&["consolidate", "dự án", "--output", "out"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    let totals = bench.table("out/2024-Q1/totals.csv");
    let total = |indicator: &str, form: &str| {
        let found = totals
            .iter()
            .find(|t| t["form"].starts_with(form) && t["indicator"] == indicator && t["group"] == "province");
        found.map(|t| t["value"].clone())
    };
    let said = fs::read_to_string(bench.path("out/2024-Q1/findings.json")).unwrap();
    assert_eq!(total("1", "bao-cao").as_deref(), Some("36"), "{said}");
    assert_eq!(total("2", "bao-cao").as_deref(), Some("9"), "{said}");
    assert_eq!(total("1.1|c2", "thong-ke").as_deref(), Some("165"), "{said}");
    assert_eq!(total("2|c1", "thong-ke").as_deref(), Some("60"), "{said}");
    assert_eq!(total("1", "ket-qua").as_deref(), Some("600"), "{said}");
    assert_eq!(total("2", "ket-qua").as_deref(), Some("123"), "{said}");
}

// Without a project a folder is judged by the sample's forms only where some file is one of them.
#[test]
fn no_project() {
    let bench = Bench::new();
    bench.write("lạ/a.xlsx", report("Phòng Nội vụ", 2, 1.0));
    let ran = bench.run(&["consolidate", "lạ", "--output", "out"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("tonghop init") && !bench.path("out").exists(), "{}", ran.err);
    let plain = repository().join("sample_inputs/submissions/2019-Q1");
    crate::runner::copy(&plain, &bench.path("mẫu/2019-Q1"));
    let ran = bench.run(&["check", "mẫu"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.starts_with("Thư mục mẫu không có tonghop.toml"), "{}", ran.err);
}

// A draft is written beside nothing, never over something.
#[test]
fn drafts_are_written_safely() {
    let bench = Bench::with_sample();
    bench.write("a.xlsx", report("Phòng Nội vụ", 1, 1.0));
    let to = "sample/forms/dat.toml";
    let draft = ["inspect", "a.xlsx", "--project", "sample", "--draft-form", "--out", to];
    assert_eq!(bench.run(&draft).code, 0);
    assert_eq!(bench.run(&["check", "sample", "--project-only"]).code, 0);
    let before = fs::read(bench.path(to)).unwrap();
    assert_eq!(bench.run(&draft).code, 2);
    assert_eq!(fs::read(bench.path(to)).unwrap(), before);
    // Through a file that the shell has emptied already.
    bench.write("sample/forms/rong.toml", "");
    let printed = bench.run(&["inspect", "a.xlsx", "--project", "sample", "--draft-form"]);
    assert!(printed.code == 0 && printed.out.contains("layout = \"matrix\""), "{}{}", printed.out, printed.err);
}

// A sheet that is of no form is shown: its beginning, its columns, the nearest form and what that asks for beside them.
#[test]
fn what_is_not_recognised_is_shown() {
    let bench = Bench::new();
    bench.run(&["init", "p", "--lang", "vi"]);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (r, row) in
        [["STT", "Chỉ tiêu", "ĐVT", "Ước đạt"], ["1", "Số văn bản đã ban hành", "văn bản", "12"]].iter().enumerate()
    {
        for (c, text) in row.iter().enumerate() {
            sheet.write(2 + r as u32, c as u16, *text).unwrap();
        }
    }
    bench.write("p/lạ.xlsx", book.save_to_buffer().unwrap());
    let ran = bench.run(&["inspect", "p/lạ.xlsx"]);
    assert!(ran.out.starts_with("Dự án: "), "{}", ran.out);
    for part in
        ["3 │STT", "Dòng tiêu đề cột: 3", "Biểu gần nhất: bieu-mau", "Ước đạt  ✗", "Còn thiếu so với biểu đó: Kết quả"]
    {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    let json: serde_json::Value =
        serde_json::from_str(&bench.run(&["inspect", "p/lạ.xlsx", "--format", "json"]).out).unwrap();
    assert_eq!(json["sheets"][0]["guess"]["missing"][0], "Kết quả");
    assert_eq!(json["sheets"][0]["guess"]["columns"].as_array().unwrap().len(), 4);
}

// Files of one name, forms whose titles begin alike, something that is there already: nothing is lost, nothing half made.
#[test]
fn nothing_is_lost_at_the_start() {
    let bench = Bench::new();
    bench.write("h1/BC.xlsx", report("Phòng Nội vụ", 2, 1.0));
    bench.write("h2/BC.xlsx", report("Phòng Tư pháp", 2, 2.0));
    let ran = bench.run(&["init", "p", "--from", "h1/BC.xlsx", "h2/BC.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(fs::read_dir(bench.path("p/submissions/2024-Q1")).unwrap().count(), 2);
    assert_eq!(fs::read_dir(bench.path("p/forms")).unwrap().count(), 1);
    let bench = Bench::new();
    for (name, title, column) in [("a", "Bắc", "Số hộ nghèo"), ("b", "Nam", "Số trẻ em")] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Đơn vị báo cáo: Phòng Nội vụ").unwrap();
        sheet.write(1, 0, format!("BÁO CÁO KẾT QUẢ THỰC HIỆN CÔNG TÁC KHU VỰC {}", title.to_uppercase())).unwrap();
        sheet.write(2, 0, "Quý I năm 2024").unwrap();
        for (c, text) in ["TT", "Tên xã", column].iter().enumerate() {
            sheet.write(4, c as u16, *text).unwrap();
        }
        for r in 0..2u32 {
            sheet.write(5 + r, 0, r + 1).unwrap();
            sheet.write(5 + r, 1, format!("Xã {r}")).unwrap();
            sheet.write(5 + r, 2, 7 + r).unwrap();
        }
        bench.write(&format!("{name}.xlsx"), book.save_to_buffer().unwrap());
    }
    let ran = bench.run(&["init", "p", "--from", "a.xlsx", "b.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(fs::read_dir(bench.path("p/forms")).unwrap().count(), 2);
    bench.write("q/units.csv", "code\n");
    assert_eq!(bench.run(&["init", "q"]).code, 2);
    assert!(!bench.path("q/tonghop.toml").exists() && !bench.path("q/forms").exists());
}
