//! The doors: arguments, exit codes, messages, output files.

use std::fs;

use crate::runner::{Bench, copy};

// Bad input ends with code 2, a message that says what to do, and nothing written.
#[test]
fn could_not_run() {
    let bench = Bench::with_sample();
    let check = |args: &[&str], says: &[&str]| {
        let ran = bench.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.out, ran.err);
        for s in says {
            assert!(ran.err.contains(s), "{args:?}: {}", ran.err);
        }
        assert!(!bench.path("out").exists(), "{args:?} wrote something");
    };
    check(&["consolidate", "không-có", "--output", "out"], &["không-có", "Kiểm tra lại đường dẫn"]);
    check(&["consolidate", "nowhere", "--output", "out", "--lang", "en"], &["nowhere", "Check the path"]);
    fs::create_dir(bench.path("empty")).unwrap();
    check(&["consolidate", "empty", "--output", "out"], &["Không có tệp nào"]);
    check(
        &["consolidate", "sample", "--output", "out", "--period", "quý 1"],
        &["“quý 1” không phải là kỳ báo cáo", "2019-Q1"],
    );
    check(&["consolidate", "sample", "--output", "out", "--as-of", "mai"], &["“mai” không phải là ngày"]);
    check(&["consolidate", "--no-such-option"], &["--no-such-option"]);
    bench.write("blocked", "a file");
    let ran = bench.run(&["consolidate", "sample", "--output", "blocked"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("Không ghi được"), "{}", ran.err);
    assert_eq!(fs::read_to_string(bench.path("blocked")).unwrap(), "a file");
}

// A broken project names every error at once, with file, line and key.
#[test]
fn broken_project() {
    let bench = Bench::with_sample();
    let path = bench.path("sample/tonghop.toml");
    let text = fs::read_to_string(&path).unwrap().replace("office =", "ofice =");
    fs::write(&path, text).unwrap();
    let path = bench.path("sample/forms/san-tmdt.toml");
    let text = fs::read_to_string(&path).unwrap().replace("[3] <= [5]", "[3] <= [55]");
    fs::write(&path, text).unwrap();
    let ran = bench.run(&["consolidate", "sample", "--output", "out"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("2 lỗi"), "{}", ran.err);
    assert!(
        ran.err.contains("tonghop.toml, dòng 3, mục ofice: không có mục cấu hình tên này; có phải là “office”?"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("    [3] <= [55]\n           ^"), "{}", ran.err);
    assert!(!bench.path("out").exists());
    fs::write(bench.path("sample/tonghop.toml"), "title = \"a\nprovince = 42").unwrap();
    let ran = bench.run(&["check", "sample"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("sai cú pháp"), "{}", ran.err);
}

// A valid period that nothing was sent for: every unit is missing, code 1, outputs written.
#[test]
fn period_without_submissions() {
    let bench = Bench::with_sample();
    let ran = bench.run(&["consolidate", "sample", "--output", "out", "--period", "2021-Q3"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(bench.codes("out/2021-Q3/findings.json"), ["S001 error"]);
    let findings = bench.json("out/2021-Q3/findings.json");
    assert_eq!(findings["summary"]["error"], 41 + 38 + 13 + 1 + 1);
    assert!(bench.path("out/2021-Q3/tong-hop-2021-Q3.xlsx").is_file());
}

// Before the deadline a missing unit is no error.
#[test]
fn as_of_before_the_deadline() {
    let bench = Bench::with_sample();
    let ran = bench.run(&["consolidate", "sample", "--output", "out", "--period", "2019-Q2", "--as-of", "2019-06-01"]);
    // No error, but nothing was attributed to the period either.
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(bench.codes("out/2019-Q2/findings.json"), ["S001 info"]);
}

// Without --as-of deadlines are judged on the day of the run: what is missing since 2019 is an error. The outputs
// name the day on which that came about, and are the same bytes as those of any later day.
#[test]
fn deadlines_are_judged_by_the_calendar() {
    let bench = Bench::with_sample();
    let gone = "sample/submissions/2019-Q1/Huyện, TP, TX/BC CCHC Quy I-2019 huyen Duc Tho.xlsx";
    fs::remove_file(bench.path(gone)).unwrap();
    let run = |out: &str, day: &[&str]| {
        let ran = bench.run(&[&["consolidate", "sample", "--no-cache", "-q", "-o", out], day].concat());
        (ran.code, bench.codes(&format!("{out}/2019-Q1/findings.json")).contains(&"S001 error".to_owned()))
    };
    assert_eq!(run("now", &[]), (1, true));
    assert_eq!(run("today", &["--as-of", "today"]), (1, true));
    assert_eq!(run("then", &["--as-of", "2019-03-21"]), (1, true));
    assert_eq!(run("before", &["--as-of", "2019-03-20"]), (0, false));
    assert_eq!(bench.json("now/2019-Q1/run.json")["as_of"], "2019-03-21");
    for name in ["facts.csv", "totals.csv", "findings.json", "tong-hop-2019-Q1.xlsx"] {
        let bytes = |out: &str| fs::read(bench.path(&format!("{out}/2019-Q1/{name}"))).unwrap();
        assert!(bytes("now") == bytes("then") || name.ends_with("xlsx"), "{name}");
        assert!(bytes("now") == bytes("today"), "{name}");
    }
}

// The period of a run is the newest that has begun and for which something was recognised.
#[test]
fn newest_period_that_has_begun() {
    let bench = Bench::with_sample();
    bench.write("sample/submissions/2019-Q2/ghi chú.csv", "a,b\n1,2\n");
    let period = |day: &str| {
        bench.run(&["consolidate", "sample", "--no-cache", "-q", "-o", "out", "--as-of", day]);
        let made: Vec<String> = ["2018-Q4", "2019-Q1", "2019-Q2"]
            .iter()
            .filter(|p| bench.path(&format!("out/{p}")).is_dir())
            .map(|p| (*p).to_owned())
            .collect();
        let _ = fs::remove_dir_all(bench.path("out"));
        made
    };
    assert_eq!(period("2019-03-25"), ["2019-Q1"]);
    // Its folder holds nothing that anybody sent.
    assert_eq!(period("2019-07-25"), ["2019-Q1"]);
    copy(&bench.path("sample/submissions/2019-Q1"), &bench.path("sample/submissions/2019-Q2"));
    assert_eq!(period("2019-03-01"), ["2019-Q1"]);
}

/// A project of one free list of clinics with a rate and its parts.
fn clinics(bench: &Bench, heads: &[&str], rows: &[&[&str]]) {
    bench.write("p/tonghop.toml", "title = \"T\"\nprovince = \"R\"\nlanguage = \"en\"\n\n[[kind]]\ncode = \"region\"\nname = \"Region\"\n\n[[kind]]\ncode = \"district\"\nname = \"District\"\n");
    bench.write("p/units.csv", "code,name,kind,designation,parent,aliases,valid_from,valid_to\nR,Eastmark,region,,,,,\nD,Northfield District,district,,R,,,\n");
    let mut form = "code = \"f\"\ntitle = \"Clinic return\"\nlayout = \"unit-rows\"\nfrequency = \"month\"\n\n[reporters]\nkinds = [\"district\"]\n\n[rows]\nregistered = false\n\n[columns]\nrow = [\"Clinic\"]\n".to_owned();
    for (code, kind, head, more) in [
        ("a", "count", "Settled", ""),
        ("b", "count", "Received", ""),
        ("r", "ratio", "Share", "numerator = \"a\"\ndenominator = \"b\"\n"),
        ("c", "amount", "Cost", "unit = \"USD\"\n"),
    ] {
        form += &format!(
            "\n[[indicator]]\ncode = \"{code}\"\nname = \"{head}\"\ntype = \"{kind}\"\nheader = [\"{head}\"]\n{more}"
        );
    }
    bench.write("p/forms/f.toml", form);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (r, text) in ["Clinic return", "Reporting unit: Northfield District", "March 2024"].iter().enumerate() {
        sheet.write(r as u32, 0, *text).unwrap();
    }
    for (r, row) in std::iter::once(heads).chain(rows.iter().copied()).enumerate() {
        for (c, text) in row.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            match text.parse::<f64>() {
                Ok(n) => sheet.write(4 + r as u32, c as u16, n).unwrap(),
                Err(_) => sheet.write(4 + r as u32, c as u16, *text).unwrap(),
            };
        }
    }
    bench.write("p/submissions/2024-03/Northfield.xlsx", book.save_to_buffer().unwrap());
}

// A fraction states both parts, wherever their blank columns stand: they count, and nobody is told that they are blank.
#[test]
fn fractions_fill_blank_parts() {
    let orders: [&[&str]; 2] =
        [&["Clinic", "Settled", "Received", "Share", "Cost"], &["Clinic", "Share", "Settled", "Received", "Cost"]];
    for heads in orders {
        let row = |name: &'static str, a: &'static str, b: &'static str, r: &'static str| -> Vec<&'static str> {
            heads
                .iter()
                .map(|h| match *h {
                    "Clinic" => name,
                    "Settled" => a,
                    "Received" => b,
                    "Share" => r,
                    _ => "5",
                })
                .collect()
        };
        let rows = [row("Ash", "10", "20", "50"), row("Birch", "", "", "221/262"), row("Cold", "", "7", "")];
        let bench = Bench::new();
        clinics(&bench, heads, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let ran = bench.run(&["consolidate", "p", "-o", "out", "-q", "-p", "2024-03"]);
        assert!(ran.code <= 1, "{}", ran.err);
        let sum = |code: &str| -> f64 {
            let facts = bench.table("out/2024-03/facts.csv");
            facts.iter().filter(|f| f["indicator"] == code).filter_map(|f| f["value"].parse::<f64>().ok()).sum()
        };
        assert_eq!((sum("a"), sum("b")), (231.0, 289.0), "{heads:?} {}", bench.json("out/2024-03/findings.json"));
        let findings = bench.json("out/2024-03/findings.json");
        let blank: Vec<&str> = findings["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| f["code"] == "C016")
            .map(|f| f["cell"].as_str().unwrap())
            .collect();
        assert!(blank.iter().all(|c| c.ends_with('8')) && !blank.is_empty(), "{heads:?}: {blank:?}");
    }
}

// A header that is repeated continues the table only where it says the same: the next page may be in thousands.
#[test]
fn a_repeated_header_in_another_measure() {
    let heads: &[&str] = &["Clinic", "Settled", "Received", "Cost"];
    for (again, counted) in [("Cost", 12.0), ("Cost (thousand USD)", 5.0)] {
        let bench = Bench::new();
        let repeated: &[&str] = &["Clinic", "Settled", "Received", again];
        clinics(&bench, heads, &[&["Ash", "1", "2", "5"], repeated, &["Birch", "3", "4", "7"]]);
        let ran = bench.run(&["consolidate", "p", "-o", "out", "-q", "-p", "2024-03"]);
        assert!(ran.code <= 1, "{}", ran.err);
        let facts = bench.table("out/2024-03/facts.csv");
        let sum: f64 =
            facts.iter().filter(|f| f["indicator"] == "c").filter_map(|f| f["value"].parse::<f64>().ok()).sum();
        assert_eq!(sum, counted, "{again}");
        assert_eq!(
            bench.codes("out/2024-03/findings.json").contains(&"C028 error".to_owned()),
            counted == 5.0,
            "{again}"
        );
    }
}

// Whoever reads the output may go away: the run ends silently and as it would have ended.
#[test]
fn a_pipe_that_nobody_reads() {
    let bench = Bench::with_sample();
    fs::remove_dir_all(bench.path("sample/submissions/2019-Q1/Huyện, TP, TX")).unwrap();
    for (arguments, code) in [(&["explain"][..], 0), (&["check", "sample", "-q"], 1)] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .args(arguments)
            .current_dir(bench.path("."))
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(code), "{arguments:?}");
        assert!(ended.stderr.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
}

// Outputs have exactly the columns and keys of the contract.
#[test]
fn shapes_of_outputs() {
    let bench = Bench::with_sample();
    bench.run(&["consolidate", "sample", "--output", "out", "-q"]);
    let first = |name: &str| {
        let bytes = fs::read(bench.path(&format!("out/2019-Q1/{name}"))).unwrap();
        assert!(bytes.starts_with(b"\xEF\xBB\xBF"), "{name} has a mark");
        String::from_utf8_lossy(&bytes[3..]).lines().next().unwrap().to_owned()
    };
    assert_eq!(
        first("facts.csv"),
        "period,form,unit,row,indicator,kind,value,text,source_file,source_sheet,source_cell"
    );
    assert_eq!(
        first("totals.csv"),
        "period,form,indicator,group,value,numerator,denominator,units_expected,units_reported,previous,change,text,\
         change_percent,like_value,like_previous,like_change,like_percent,last_year,last_year_change,last_year_percent,\
         year_to_date,plan,plan_percent"
    );
    assert_eq!(first("series.csv"), "period,form,indicator,group,value,comparable,reason");
    assert_eq!(
        first("indicators.csv"),
        "form,form_title,layout,code,name,unit,type,aggregation,scale,numerator,denominator,weight"
    );
    assert_eq!(first("units.csv"), "code,name,kind,kind_name,parent,valid_from,valid_to");
    let keys = |v: &serde_json::Value| {
        let mut k: Vec<String> = v.as_object().unwrap().keys().cloned().collect();
        k.sort();
        k.join(" ")
    };
    let findings = bench.json("out/2019-Q1/findings.json");
    assert_eq!(keys(&findings), "findings schema_version summary");
    // What a finding stands for, follows from or is accepted for is said where there is something to say.
    let mut one = findings["findings"][0].clone();
    for key in ["effect", "cause", "accepted"] {
        one.as_object_mut().unwrap().remove(key);
    }
    assert_eq!(keys(&one), "cell code expected file form hint message period severity sheet unit value");
    let run = bench.json("out/2019-Q1/run.json");
    assert_eq!(keys(&run["inputs"][0]), "fate path reason sha256 sheets size");
    let outputs: Vec<&str> = run["outputs"].as_array().unwrap().iter().map(|o| o["path"].as_str().unwrap()).collect();
    let tables =
        ["facts.csv", "totals.csv", "senders.csv", "submissions.csv", "series.csv", "indicators.csv", "units.csv"];
    assert_eq!(outputs, [&["tong-hop-2019-Q1.xlsx"], &tables[..], &["findings.json", "index.html"]].concat());
    assert_eq!(first("senders.csv"), first("totals.csv"));
}

// Files in the output folder that are not ours stay, and the output folder is not read as input.
#[test]
fn foreign_files_stay() {
    let bench = Bench::with_sample();
    bench.run(&["consolidate", "sample", "--output", "sample/submissions/out", "-q"]);
    bench.write("sample/submissions/out/2019-Q1/ghi chú.txt", "mine");
    let ran = bench.run(&["consolidate", "sample", "--output", "sample/submissions/out", "-q"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(fs::read_to_string(bench.path("sample/submissions/out/2019-Q1/ghi chú.txt")).unwrap(), "mine");
    // Moved among the submissions, our own workbook is known for what it is.
    fs::copy(
        bench.path("sample/submissions/out/2019-Q1/tong-hop-2019-Q1.xlsx"),
        bench.path("sample/submissions/2019-Q1/tong-hop.xlsx"),
    )
    .unwrap();
    let ran = bench.run(&["consolidate", "sample", "--output", "out", "-q"]);
    assert_eq!(ran.code, 0);
    assert!(bench.codes("out/2019-Q1/findings.json").contains(&"F013 info".to_owned()));
}

// A folder that holds only workbooks runs on the embedded project.
#[test]
fn embedded_project() {
    let bench = Bench::with_sample();
    for name in ["tonghop.toml", "units.csv"] {
        fs::remove_file(bench.path(&format!("sample/{name}"))).unwrap();
    }
    let ran = bench.run(&["consolidate", "sample/submissions", "--output", "out", "-q"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let totals = bench.table("out/2019-Q1/totals.csv");
    assert!(
        totals.iter().any(|t| t["indicator"] == "3.3"
            && t["group"] == "province"
            && t["value"] == "1636"
            && t["change"] == "505")
    );
}

// `explain` tells a code in both languages, and an unknown one is an error that lists what there is.
#[test]
fn explain() {
    let bench = Bench::new();
    let ran = bench.run(&["explain", "s001"]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.out, @r"
    S001  Chưa gửi báo cáo (Lỗi)

    Thông báo: {name} chưa gửi biểu “{form_title}” kỳ báo cáo {period}; hạn gửi {deadline}.
    Vì sao quan trọng: Đơn vị chưa gửi không được coi là bằng 0; tổng ghi rõ số đơn vị đã báo cáo.
    Cần làm gì: Đôn đốc đơn vị gửi báo cáo.
    ");
    let ran = bench.run(&["explain", "T001", "--lang", "en"]);
    assert!(ran.out.starts_with("T001  Total differs from its parts (Error)"), "{}", ran.out);
    let ran = bench.run(&["explain", "X999"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Không có mã “X999”"), "{}", ran.err);
    let ran = bench.run(&["explain", "--format", "json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&ran.out).unwrap().as_array().unwrap().len() > 50);
}

// `trace` leads from a total to the cells that it is made of.
#[test]
fn trace() {
    let bench = Bench::with_sample();
    let ran = bench.run(&["trace", "hien-dai-hoa", "3.4", "--project", "sample", "--format", "json", "-q"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["value"], 776.0);
    let facts = json["facts"].as_array().unwrap();
    assert_eq!(facts.len(), 2);
    assert_eq!(facts.iter().map(|f| f["value"].as_f64().unwrap()).sum::<f64>(), 776.0);
    assert!(
        facts.iter().all(|f| f["file"].as_str().unwrap().starts_with("submissions/2019-Q1/")
            && !f["cell"].as_str().unwrap().is_empty())
    );
    let ran = bench.run(&["trace", "hien-dai-hoa", "99", "--project", "sample"]);
    assert_eq!(ran.code, 2);
}

// `check` writes nothing, prints what it found, and takes single files too.
#[test]
fn check() {
    let bench = Bench::with_sample();
    let ran = bench.run(&["check", "sample", "--format", "json", "-q"]);
    assert_eq!(ran.code, 0);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["summary"]["error"], 0);
    assert!(!bench.path("output").exists());
    let file = fs::read_dir(bench.path("sample/submissions/2019-Q1/Huyện, TP, TX"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.to_string_lossy().contains("Nghi Xuân"))
        .unwrap();
    let ran = bench.run(&["check", file.to_str().unwrap(), "--project", "sample"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("C004"), "{}", ran.out);
}

// `inspect` shows how a workbook is seen: header paths with scores, unit and period and where from.
#[test]
fn inspect() {
    let bench = Bench::with_sample();
    let folder = bench.path("sample/submissions/2019-Q1/Huyện, TP, TX");
    let file = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.to_string_lossy().contains("Hồng Lĩnh"))
        .unwrap();
    let file = file.to_str().unwrap();
    let ran = bench.run(&["inspect", file, "--project", "sample", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let table = &json["sheets"][2]["tables"][0];
    assert_eq!(table["form"], "hien-dai-hoa-xa");
    assert_eq!((&table["unit"], &table["unit_from"]), (&"437".into(), &"title".into()));
    assert_eq!(table["period"], "2019-Q1");
    assert_eq!(
        table["columns"][3]["path"],
        serde_json::json!(["Văn bản trao đổi với cấp tỉnh, cấp huyện", "Dạng điện tử"])
    );
    assert_eq!(table["columns"][3]["score"], 1.0);
    assert_eq!(table["rows"].as_array().unwrap().len(), 6);
    let ran = bench.run(&["inspect", file, "--project", "sample", "--lang", "en"]);
    assert!(ran.out.contains("Unit: 437 thị xã Hồng Lĩnh (from the title)"), "{}", ran.out);
    assert_eq!(bench.run(&["inspect", "nowhere.xlsx"]).code, 2);
}

// A draft made from a workbook is a form that the program accepts, and that reads the workbook.
#[test]
fn draft_form() {
    let bench = Bench::with_sample();
    let folder = bench.path("sample/submissions/2019-Q1/Huyện, TP, TX/Can Lộc");
    let file = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.to_string_lossy().contains("Biểu 03"))
        .unwrap();
    let ran = bench.run(&["inspect", file.to_str().unwrap(), "--project", "sample", "--draft-form"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let draft = ran.out.replace("kinds = []", "kinds = [\"district\"]");
    for name in ["tuyen-truyen", "hien-dai-hoa", "hien-dai-hoa-xa", "van-ban", "san-tmdt"] {
        fs::remove_file(bench.path(&format!("sample/forms/{name}.toml"))).unwrap();
    }
    bench.write("sample/forms/nhap.toml", &draft);
    let path = bench.path("sample/tonghop.toml");
    let text = fs::read_to_string(&path).unwrap();
    let (head, _) = text.split_once("# Các chỉ tiêu chủ yếu").unwrap();
    let head: String = head.lines().filter(|l| !l.starts_with("order")).map(|l| format!("{l}\n")).collect();
    fs::write(&path, head).unwrap();
    let ran = bench.run(&["check", file.to_str().unwrap(), "--project", "sample", "--format", "json"]);
    assert_ne!(ran.code, 2, "{}\n{draft}", ran.err);
    let ran = bench.run(&["consolidate", "sample", "--output", "out", "-q"]);
    assert_ne!(ran.code, 2, "{}\n{draft}", ran.err);
    let facts = bench.table("out/2019-Q1/facts.csv");
    assert!(facts.iter().filter(|f| f["unit"] == "443" && f["kind"] == "number").count() > 80, "{draft}");
}

// Figures that stand one column off are told as that, not only cell by cell.
#[test]
fn shifted_columns() {
    let bench = Bench::with_sample();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Đơn vị báo cáo: UBND huyện Lộc Hà").unwrap();
    sheet.write(1, 0, "KẾT QUẢ HIỆN ĐẠI HÓA HÀNH CHÍNH CẤP XÃ - Quý I năm 2019").unwrap();
    let heads = [
        "STT",
        "Đơn vị",
        "Dịch vụ công trực tuyến mức độ 3",
        "Có trang thông tin điện tử",
        "Có máy tính, kết nối Internet",
    ];
    for (c, h) in heads.iter().enumerate() {
        sheet.write(3, c as u16, *h).unwrap();
    }
    for (r, name) in ["Ích Hậu", "Phù Lưu", "Thạch Bằng", "Thạch Mỹ", "Thạch Kim"].iter().enumerate() {
        let row = 4 + r as u32;
        sheet.write(row, 0, r as f64 + 1.0).unwrap();
        sheet.write(row, 1, *name).unwrap();
        // Everything from here stands one column too far to the right.
        sheet.write(row, 3, 35).unwrap();
        sheet.write(row, 4, "Có").unwrap();
        sheet.write(row, 5, "Có").unwrap();
    }
    let folder = bench.path("sample/submissions/2019-Q1/Huyện, TP, TX");
    let old = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.to_string_lossy().contains("LOC HA"))
        .unwrap();
    fs::remove_file(&old).unwrap();
    fs::write(old, book.save_to_buffer().unwrap()).unwrap();
    let ran = bench.run(&["consolidate", "sample", "--output", "out", "-q"]);
    assert_eq!(ran.code, 1);
    assert!(
        bench.codes("out/2019-Q1/findings.json").contains(&"T003 error".to_owned()),
        "{:?}",
        bench.codes("out/2019-Q1/findings.json")
    );
}

// A record whose text begins with the words of a total is a record; a total row of a list is none.
#[test]
fn records_with_words_of_totals() {
    let bench = Bench::with_sample();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows: [&[&str]; 6] = [
        &["Đơn vị báo cáo: Sở TT&TT"],
        &["DANH MỤC VĂN BẢN CHỈ ĐẠO, ĐIỀU HÀNH quý I năm 2019"],
        &["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Thuộc phần"],
        &["1", "1/KH-UBND", "15/01/2019", "Toàn tỉnh ứng dụng chữ ký số", "B"],
        &["2", "2/KH-UBND", "16/01/2019", "Kế hoạch khác", "B"],
        &["Tổng cộng", "2", "", "", ""],
    ];
    for (r, cells) in rows.iter().enumerate() {
        for (c, text) in cells.iter().enumerate() {
            sheet.write(r as u32, c as u16, *text).unwrap();
        }
    }
    bench.write("sample/submissions/2019-Q1/van ban (lần 9).xlsx", book.save_to_buffer().unwrap());
    bench.run(&["consolidate", "sample", "--output", "out", "-q"]);
    let totals = bench.table("out/2019-Q1/totals.csv");
    let list = totals.iter().find(|t| t["form"] == "van-ban" && t["indicator"] == "B" && t["group"] == "province");
    assert_eq!(list.map(|t| t["text"].as_str()), Some("1/KH-UBND; 2/KH-UBND"));
}

// A clock that was wrong decides nothing: neither which file is the newest nor what is late.
#[test]
fn a_clock_in_the_future() {
    let bench = Bench::with_sample();
    let list = |modified: &str| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let moment = rust_xlsxwriter::ExcelDateTime::parse_from_str(modified).unwrap();
        book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&moment));
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Đơn vị báo cáo: Sở TT&TT").unwrap();
        sheet.write(1, 0, "DANH MỤC VĂN BẢN CHỈ ĐẠO, ĐIỀU HÀNH quý I năm 2019").unwrap();
        for (c, h) in ["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Thuộc phần"].iter().enumerate()
        {
            sheet.write(3, c as u16, *h).unwrap();
        }
        for (c, text) in ["1/QĐ-UBND", "12/02/2019", "về việc", "A"].iter().enumerate() {
            sheet.write(4, c as u16 + 1, *text).unwrap();
        }
        sheet.write(4, 0, 1).unwrap();
        book.save_to_buffer().unwrap()
    };
    let file = bench.path("sample/submissions/2019-Q1/van ban 2094.xlsx");
    fs::write(&file, list("2094-01-01T08:00:00")).unwrap();
    let day = |days: u64| std::time::UNIX_EPOCH + std::time::Duration::from_secs(days * 24 * 3600);
    let written = fs::File::options().write(true).open(&file).unwrap();
    let run = |more: &[&str]| {
        let ran = bench.run(&[&["consolidate", "sample", "--no-cache", "-q", "-o", "out"], more].concat());
        assert_ne!(ran.code, 2, "{}", ran.err);
        let findings = bench.json("out/2019-Q1/findings.json");
        let mine = findings["findings"].as_array().unwrap().iter();
        let mine = mine.filter(|f| f["file"].as_str().is_some_and(|p| p.ends_with("2094.xlsx")));
        mine.map(|f| f["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // The document says 2094, its file 1970: it is the oldest, and was superseded.
    written.set_modified(day(3)).unwrap();
    let codes = run(&[]);
    assert!(codes.contains(&"S003".to_owned()) && !codes.contains(&"S002".to_owned()), "{codes:?}");
    // Both say 2094: it is not called late.
    written.set_modified(day(45_300)).unwrap();
    let codes = run(&[]);
    assert!(codes.contains(&"S012".to_owned()) && !codes.contains(&"S002".to_owned()), "{codes:?}");
    assert_eq!(bench.json("out/2019-Q1/run.json")["as_of"], "2019-03-21");
}

// A period may be named as people say it; what says none is an error.
#[test]
fn periods_in_words() {
    let bench = Bench::with_sample();
    for said in ["2019-Q1", "Quý I/2019", "quý 1 năm 2019", "I-2019", "Q1-2019"] {
        let ran = bench.run(&["check", "sample", "-q", "--period", said, "--format", "json"]);
        assert_eq!(ran.code, 0, "{said}: {}", ran.err);
        assert!(ran.out.contains("\"2019-Q1\""), "{said}");
    }
    for said in ["Đợt 2-2025", "quý năm", "13-2025", ""] {
        assert_eq!(bench.run(&["check", "sample", "--period", said]).code, 2, "{said}");
    }
}

// What each sender's rows come to stands in a table of its own, and adds up to the province's totals.
#[test]
fn senders_add_up() {
    let bench = Bench::with_sample();
    assert_eq!(bench.run(&["consolidate", "sample", "--output", "out", "-q"]).code, 0);
    let senders = bench.table("out/2019-Q1/senders.csv");
    let totals = bench.table("out/2019-Q1/totals.csv");
    let mut compared = 0;
    // [4] is a mean, which does not add up.
    let adds =
        |t: &&std::collections::BTreeMap<String, String>| t["form"] == "hien-dai-hoa-xa" && t["indicator"] != "4";
    for total in totals.iter().filter(adds).filter(|t| t["group"] == "province") {
        let mine = senders.iter().filter(|s| s["form"] == total["form"] && s["indicator"] == total["indicator"]);
        let values: Vec<f64> = mine.clone().filter_map(|s| s["value"].parse().ok()).collect();
        assert!(mine.clone().all(|s| s["group"].starts_with("unit:")), "{total:?}");
        let number = |t: &str| t.parse::<f64>().ok();
        if total["denominator"].is_empty() && !values.is_empty() {
            let sum: f64 = values.iter().sum();
            assert_eq!(number(&total["value"]), Some(sum), "{total:?}");
            compared += 1;
        } else if let Some(d) = number(&total["denominator"]) {
            let sum: f64 = mine.filter_map(|s| number(&s["denominator"])).sum();
            assert_eq!(d, sum, "{total:?}");
            compared += 1;
        }
    }
    assert!(compared >= 3, "{compared}");
    assert!(senders.iter().all(|s| s["form"] == "hien-dai-hoa-xa" || s["form"] == "van-ban"));
    // Lists of records count for who sent them.
    let list = |t: &&std::collections::BTreeMap<String, String>| t["form"] == "van-ban" && t["indicator"] == "A";
    assert_eq!(senders.iter().find(list).map(|s| &s["value"]), totals.iter().find(list).map(|t| &t["value"]));
}
