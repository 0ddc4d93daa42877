//! Rows × columns, in the shape of official tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use rust_xlsxwriter::{Format, Workbook};

use crate::runner::Bench;

/// A row: code, name, whether it is a heading.
type Row = (String, String, bool);
/// A column: code, header path from the top down.
type Column = (String, Vec<String>);

/// What the last word on a cell is, by row and column.
type Set<'a> = &'a dyn Fn(&str, &str, Option<f64>) -> Option<f64>;
/// The same by unit, row and column.
type SetOfUnit<'a> = &'a dyn Fn(&str, &str, &str, Option<f64>) -> Option<f64>;

/// A table as it is declared and filled.
struct Table {
    title: &'static str,
    rows: Vec<Row>,
    columns: Vec<Column>,
    /// Whether the sheet has a column of codes.
    coded: bool,
    rules: &'static str,
}

fn text(t: &str) -> String {
    t.to_owned()
}

/// An inventory of land: 24 rows × 19 columns under three levels, codes of rows apart from ordinal numbers.
fn land() -> Table {
    let names = [
        ("1", "Nhóm đất nông nghiệp"),
        ("1.1", "Đất trồng cây hằng năm"),
        ("1.1.1", "Đất trồng lúa"),
        ("1.1.2", "Đất trồng cây hằng năm khác"),
        ("1.2", "Đất trồng cây lâu năm"),
        ("1.3", "Đất lâm nghiệp"),
        ("1.3.1", "Đất rừng đặc dụng"),
        ("1.3.2", "Đất rừng phòng hộ"),
        ("1.3.3", "Đất rừng sản xuất"),
        ("1.4", "Đất nuôi trồng thủy sản"),
        ("1.5", "Đất làm muối"),
        ("1.6", "Đất nông nghiệp khác"),
        ("2", "Nhóm đất phi nông nghiệp"),
        ("2.1", "Đất ở tại nông thôn"),
        ("2.2", "Đất ở tại đô thị"),
        ("2.3", "Đất xây dựng trụ sở cơ quan"),
        ("2.4", "Đất quốc phòng"),
        ("2.5", "Đất an ninh"),
        ("2.6", "Đất tôn giáo"),
        ("2.7", "Đất nghĩa trang, nhà tang lễ"),
        ("2.8", "Đất có mặt nước chuyên dùng"),
        ("3", "Nhóm đất chưa sử dụng"),
        ("3.1", "Đất bằng chưa sử dụng"),
        ("3.2", "Đất đồi núi chưa sử dụng"),
    ];
    let (by, of) = ("Diện tích theo đối tượng sử dụng đất", "Diện tích theo đối tượng được giao quản lý");
    let mut columns = vec![(text("td"), vec![text("Tổng diện tích các loại đất")])];
    columns.push((text("sd"), vec![text(by), text("Tổng số")]));
    columns.push((text("cn"), vec![text(by), text("Cá nhân trong nước")]));
    for (i, name) in ["Tổ chức kinh tế", "Cơ quan nhà nước", "Đơn vị sự nghiệp", "Tổ chức xã hội", "Tổ chức tôn giáo"]
        .iter()
        .enumerate()
    {
        columns.push((format!("tc{i}"), vec![text(by), text("Tổ chức trong nước"), text(name)]));
    }
    for (i, name) in ["Doanh nghiệp liên doanh", "Tổ chức ngoại giao", "Người gốc Việt Nam"].iter().enumerate()
    {
        columns.push((format!("nn{i}"), vec![text(by), text("Tổ chức, cá nhân nước ngoài"), text(name)]));
    }
    columns.push((text("cd"), vec![text(by), text("Cộng đồng dân cư")]));
    columns.push((text("ql"), vec![text(of), text("Tổng số")]));
    for (i, name) in
        ["UBND cấp xã", "Tổ chức phát triển quỹ đất", "Cộng đồng dân cư", "Tổ chức khác"].iter().enumerate()
    {
        columns.push((format!("q{i}"), vec![text(of), text(name)]));
    }
    columns.push((text("kt"), vec![text("Kỳ trước")]));
    columns.push((text("bd"), vec![text("Biến động tăng, giảm")]));
    assert_eq!((names.len(), columns.len()), (24, 19));
    Table {
        title: "Thống kê, kiểm kê diện tích đất đai",
        rows: names.iter().map(|(c, n)| (text(c), text(n), false)).collect(),
        columns,
        coded: true,
        rules: "[[rule]]\nid = \"tong\"\neach = \"row\"\ncheck = \"[td] == [sd] + [ql]\"\nmessage = \"tổng diện tích\"\n\n[[rule]]\nid = \"nhom\"\neach = \"column\"\ncolumns = [\"td\"]\ncheck = \"[1.1] >= sum([1.1.1]:[1.1.2])\"\nmessage = \"trong đó\"\n",
    }
}

/// 74 rows × 4 columns without codes, whose labels come again under each heading.
fn labour() -> Table {
    let mut rows = Vec::new();
    for (g, group) in ["Nông, lâm, thủy sản", "Công nghiệp và xây dựng", "Thương mại", "Vận tải", "Giáo dục", "Y tế"]
        .iter()
        .enumerate()
    {
        rows.push((format!("{}", g + 1), text(group), true));
        for (i, name) in ["Tổng số lao động", "Nam", "Nữ", "Chia theo tuổi: dưới 30", "Từ 30 đến 45", "Trên 45"]
            .iter()
            .chain(&["Đã qua đào tạo", "Chưa qua đào tạo", "Hợp đồng dài hạn", "Hợp đồng ngắn hạn", "Không hợp đồng"])
            .enumerate()
        {
            rows.push((format!("{}.{}", g + 1, i + 1), text(name), false));
        }
    }
    rows.push((text("7"), text("Lao động đi nước ngoài"), false));
    rows.push((text("8"), text("Lao động nước ngoài tại địa bàn"), false));
    assert_eq!(rows.len(), 74);
    let columns = ["Đầu kỳ", "Tăng trong kỳ", "Giảm trong kỳ", "Cuối kỳ"];
    Table {
        title: "Tình hình lao động theo ngành",
        rows,
        columns: columns.iter().enumerate().map(|(i, n)| (format!("c{i}"), vec![text(n)])).collect(),
        coded: false,
        rules: "[[rule]]\nid = \"can-doi\"\neach = \"row\"\ncheck = \"[c3] == [c0] + [c1] - [c2]\"\nmessage = \"cân đối\"\n",
    }
}

/// A table of staff: 40 columns under four levels.
fn staff() -> Table {
    let mut columns = vec![(text("a0"), vec![text("Biên chế được giao")])];
    for (i, side) in ["Có mặt đầu kỳ", "Có mặt cuối kỳ", "Nghỉ trong kỳ"].iter().enumerate() {
        columns.push((format!("t{i}"), vec![text(side), text("Tổng cộng")]));
        for (j, kind) in ["Công chức", "Viên chức"].iter().enumerate() {
            for (k, sex) in ["Nam giới", "Nữ giới"].iter().enumerate() {
                for (l, age) in ["Dưới 40 tuổi", "40 tuổi trở lên", "Đến tuổi hưu"].iter().enumerate() {
                    columns.push((format!("s{i}{j}{k}{l}"), vec![text(side), text(kind), text(sex), text(age)]));
                }
            }
        }
    }
    assert_eq!(columns.len(), 40);
    let rows = ["Lãnh đạo", "Chuyên môn, nghiệp vụ", "Hỗ trợ, phục vụ"];
    Table {
        title: "Số lượng, chất lượng công chức, viên chức",
        rows: rows.iter().enumerate().map(|(i, n)| (format!("{}", i + 1), text(n), false)).collect(),
        columns,
        coded: true,
        rules: "",
    }
}

impl Table {
    fn form(&self) -> String {
        let list = |path: &[String]| path.iter().map(|l| format!("{l:?}")).collect::<Vec<_>>().join(", ");
        let mut out = format!(
            "code = \"bieu\"\ntitle = {:?}\nlayout = \"matrix\"\nfrequency = \"quarter\"\n\n[reporters]\nkinds = [\"district\"]\n\n[columns]\n{}label = [[\"Chỉ tiêu\"]]\n",
            self.title,
            if self.coded { "code = [[\"Mã\"]]\n" } else { "" }
        );
        for (code, path) in &self.columns {
            let _ = write!(out, "\n[[column]]\ncode = {code:?}\nheader = [[{}]]\ntype = \"amount\"\n", list(path));
        }
        for (code, name, heading) in &self.rows {
            let _ = write!(out, "\n[[row]]\ncode = {code:?}\nname = {name:?}\n");
            out.push_str(if *heading { "heading = true\n" } else { "" });
        }
        out + "\n" + self.rules
    }

    /// What stands in a cell; nothing in some.
    fn value(unit: usize, row: usize, col: usize) -> Option<f64> {
        let n = (unit * 7919 + row * 104_729 + col * 1_299_709) % 9973;
        (!n.is_multiple_of(11)).then_some(n as f64 / 4.0)
    }

    /// Fills the table in; `set` has the last word on every cell.
    fn fill(&self, unit: &str, n: usize, set: Set<'_>) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.write(0, 0, format!("Đơn vị báo cáo: {unit}")).unwrap();
        sheet.write(1, 0, format!("{} quý I năm 2019", self.title.to_uppercase())).unwrap();
        let (top, first) = (3u32, if self.coded { 3u16 } else { 1 });
        let levels = self.columns.iter().map(|c| c.1.len()).max().unwrap() as u32;
        let heads: &[&str] = if self.coded { &["TT", "Chỉ tiêu", "Mã"] } else { &["Chỉ tiêu"] };
        for (c, head) in heads.iter().enumerate() {
            match levels {
                1 => _ = sheet.write(top, c as u16, *head).unwrap(),
                _ => _ = sheet.merge_range(top, c as u16, top + levels - 1, c as u16, head, &plain).unwrap(),
            }
        }
        for level in 0..levels as usize {
            let mut c = 0;
            while c < self.columns.len() {
                let path = &self.columns[c].1;
                if level >= path.len() {
                    c += 1;
                    continue;
                }
                let same =
                    self.columns[c..].iter().take_while(|o| o.1.len() > level && o.1[..=level] == path[..=level]);
                let wide = same.count();
                let bottom = if level + 1 == path.len() { levels - 1 } else { level as u32 };
                let (row, last) = (top + level as u32, first + (c + wide - 1) as u16);
                let col = first + c as u16;
                if (row, col) == (top + bottom, last) {
                    sheet.write(row, col, &path[level]).unwrap();
                } else {
                    sheet.merge_range(row, col, top + bottom, last, &path[level], &plain).unwrap();
                }
                c += wide;
            }
        }
        for (r, (code, name, heading)) in self.rows.iter().enumerate() {
            let row = top + levels + r as u32;
            if self.coded {
                sheet.write(row, 0, r as u32 + 1).unwrap();
                sheet.write(row, 2, code).unwrap();
            }
            sheet.write(row, first - if self.coded { 2 } else { 1 }, name).unwrap();
            for (c, (column, _)) in self.columns.iter().enumerate().filter(|_| !heading) {
                if let Some(v) = set(code, column, Table::value(n, r, c)) {
                    sheet.write(row, first + c as u16, v).unwrap();
                }
            }
        }
        book.save_to_buffer().unwrap()
    }
}

const PROJECT: &str = "title = \"Thử\"\nprovince = \"42\"\n\n[[kind]]\ncode = \"province\"\nname = \"Tỉnh\"\n\n[[kind]]\ncode = \"district\"\nname = \"Huyện\"\n";
const UNITS: &str = "code,name,kind,designation,parent\n42,Hà Tĩnh,province,tỉnh,\n443,Can Lộc,district,huyện,42\n446,Cẩm Xuyên,district,huyện,42\n";

/// Figures by unit, row, column.
type Figures = BTreeMap<(String, String), f64>;

/// Runs a table that two districts filled in; gives the bench and what every cell should be.
fn run(table: &Table, set: SetOfUnit<'_>) -> (Bench, Figures) {
    let bench = Bench::new();
    bench.write("p/tonghop.toml", PROJECT);
    bench.write("p/units.csv", UNITS);
    bench.write("p/forms/bieu.toml", table.form());
    let mut figures = Figures::new();
    for (n, (code, name)) in [("443", "huyện Can Lộc"), ("446", "huyện Cẩm Xuyên")].iter().enumerate() {
        let own = |row: &str, col: &str, v: Option<f64>| set(code, row, col, v);
        bench.write(&format!("p/submissions/2019-Q1/{code}.xlsx"), table.fill(name, n, &own));
        for (r, (row, _, heading)) in table.rows.iter().enumerate() {
            for (c, (col, _)) in table.columns.iter().enumerate().filter(|_| !heading) {
                if let Some(v) = own(row, col, Table::value(n, r, c)) {
                    figures.insert(((*code).to_owned(), format!("{row}|{col}")), v);
                }
            }
        }
    }
    let ran = bench.run(&["consolidate", "p", "--output", "out", "-q", "--lang", "en"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    (bench, figures)
}

fn findings(bench: &Bench, code: &str) -> Vec<serde_json::Value> {
    let json = bench.json("out/2019-Q1/findings.json");
    json["findings"].as_array().unwrap().iter().filter(|f| f["code"] == code).cloned().collect()
}

/// Every cell is a fact with its own value, every total the sum of the two.
fn exact(bench: &Bench, figures: &Figures) {
    let facts: Figures = bench
        .table("out/2019-Q1/facts.csv")
        .into_iter()
        .filter(|f| f["kind"] == "number")
        .map(|f| ((f["unit"].clone(), f["indicator"].clone()), f["value"].parse().unwrap()))
        .collect();
    let said = fs::read_to_string(bench.path("out/2019-Q1/findings.json")).unwrap();
    assert_eq!(facts.len(), figures.len(), "{said}");
    assert!(facts == *figures);
    for t in bench.table("out/2019-Q1/totals.csv").into_iter().filter(|t| t["group"] == "province") {
        let of = |unit: &str| figures.get(&(unit.to_owned(), t["indicator"].clone()));
        match (of("443"), of("446")) {
            (None, None) => assert_eq!(t["value"], "", "{t:?}"),
            (a, b) => {
                let sum = a.unwrap_or(&0.0) + b.unwrap_or(&0.0);
                assert!((t["value"].parse::<f64>().unwrap() - sum).abs() < 1e-9, "{t:?}");
            }
        }
    }
}

// Every cell of the three official shapes, exactly, without an error.
#[test]
fn official_shapes() {
    for table in [land(), labour(), staff()] {
        let plain = Table { rules: "", ..table };
        let (bench, figures) = run(&plain, &|_, _, _, v| v);
        exact(&bench, &figures);
        let workbook = bench.path("out/2019-Q1/tong-hop-2019-Q1.xlsx");
        if let Some(said) = crate::runner::python("tests/readers/recalculate.py", &[workbook.as_path()]) {
            assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
        }
        let codes = bench.codes("out/2019-Q1/findings.json");
        assert!(codes.iter().all(|c| c.starts_with('S') || c.starts_with('P')), "{}: {codes:?}", plain.title);
    }
}

// Rules over columns hold for each row and over rows for each column; each that is broken is told at its cells.
#[test]
fn rules_across_and_down() {
    let good = |_: &str, row: &str, col: &str, _: Option<f64>| {
        let base = row.len() as f64 + 10.0;
        Some(match col {
            "td" => 3.0 * base,
            "sd" => 2.0 * base,
            "ql" => base,
            _ => 1.0,
        })
    };
    let (bench, _) = run(&land(), &good);
    // [1.1] has 39, its two parts 45 each: in column td, and told once a unit.
    let told = findings(&bench, "V001");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|f| f["message"].as_str().unwrap().contains("nhom|td")), "{told:?}");
    let broken = |unit: &str, row: &str, col: &str, v: Option<f64>| match (unit, row, col) {
        ("443", "2.4", "td") => Some(1.0),
        (_, "1.1", "td") => Some(1000.0),
        (_, "1.1", "sd") => Some(999.0),
        (_, "1.1", "ql") => Some(1.0),
        _ => good(unit, row, col, v),
    };
    let (bench, _) = run(&land(), &broken);
    let told = findings(&bench, "V001");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0]["unit"].as_str(), told[0]["cell"].as_str()), (Some("443"), Some("D23")), "{told:?}");
}

// A missing row is told once, a missing column once, an unknown row as what it is; nothing else is lost.
#[test]
fn rows_and_columns_that_are_missing() {
    let mut table = Table { rules: "", ..land() };
    let form = table.form();
    table.rows.remove(4);
    table.rows[3].1 = text("Đất trồng hoa");
    table.columns.remove(6);
    let bench = Bench::new();
    bench.write("p/tonghop.toml", PROJECT);
    bench.write("p/units.csv", UNITS);
    bench.write("p/forms/bieu.toml", form);
    bench.write("p/submissions/2019-Q1/443.xlsx", table.fill("huyện Can Lộc", 0, &|_, _, v| v));
    let ran = bench.run(&["consolidate", "p", "--output", "out", "-q", "--lang", "en"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let missing = findings(&bench, "R011");
    assert_eq!(missing.len(), 2, "{missing:?}");
    assert_eq!(findings(&bench, "R008").len(), 1);
    assert_eq!(findings(&bench, "R012").len(), 1);
    let facts = bench.table("out/2019-Q1/facts.csv");
    assert!(facts.iter().filter(|f| f["kind"] == "number").all(|f| !f["indicator"].starts_with("1.1.2|")));
    assert_eq!(facts.iter().filter(|f| f["indicator"].starts_with("1.1.1|")).count(), 18);
}

// What a row or a cell says stands before what its column says; headings and crossed cells have no figure.
#[test]
fn keys_of_rows_and_cells() {
    let bench = Bench::new();
    bench.write("p/tonghop.toml", PROJECT);
    bench.write("p/units.csv", UNITS);
    bench.write(
        "p/forms/bieu.toml",
        "code = \"bieu\"\ntitle = \"Biểu thử\"\nlayout = \"matrix\"\nfrequency = \"quarter\"\n[reporters]\nkinds = [\"district\"]\n[columns]\ncode = [[\"Mã\"]]\nlabel = [[\"Chỉ tiêu\"]]\n\
         [[column]]\ncode = \"a\"\nheader = [[\"Số lượng\"]]\ntype = \"count\"\nmax = 100\n[[column]]\ncode = \"b\"\nheader = [[\"Tỷ lệ\"]]\ntype = \"percent\"\n\
         [[row]]\ncode = \"1\"\nname = \"Trường học\"\n[[row]]\ncode = \"2\"\nname = \"Kinh phí\"\ntype = \"amount\"\nwithout = [\"b\"]\n[[row]]\ncode = \"3\"\nname = \"Ghi nhận\"\ntype = \"text\"\nwithout = [\"b\"]\nexpected = false\n\
         [[cell]]\nrow = \"1\"\ncolumn = \"a\"\nmax = 5\n",
    );
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Đơn vị báo cáo: huyện Can Lộc").unwrap();
    sheet.write(1, 0, "BIỂU THỬ quý I năm 2019").unwrap();
    for (c, h) in ["Mã", "Chỉ tiêu", "Số lượng", "Tỷ lệ"].iter().enumerate() {
        sheet.write(3, c as u16, *h).unwrap();
    }
    for (r, (code, name, a, b)) in [("1", "Trường học", 7.0, 50.0), ("2", "Kinh phí", 99.5, 3.0)].iter().enumerate()
    {
        let row = 4 + r as u32;
        sheet.write(row, 0, *code).unwrap();
        sheet.write(row, 1, *name).unwrap();
        sheet.write(row, 2, *a).unwrap();
        sheet.write(row, 3, *b).unwrap();
    }
    bench.write("p/submissions/2019-Q1/443.xlsx", book.save_to_buffer().unwrap());
    let ran = bench.run(&["consolidate", "p", "--output", "out", "-q", "--lang", "en"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    // 7 is over the cell's 5; 99.5 is an amount; the rate of row 2 is not asked for, and said to be left out.
    let facts = bench.table("out/2019-Q1/facts.csv");
    let value = |i: &str| facts.iter().find(|f| f["indicator"] == i).map(|f| f["value"].clone());
    assert_eq!((value("2|a").as_deref(), value("1|b").as_deref(), value("2|b")), (Some("99.5"), Some("50"), None));
    assert_eq!(findings(&bench, "C015").len(), 1);
    let run = bench.json("out/2019-Q1/run.json");
    let figures = &run["inputs"][0]["sheets"][0]["figures"];
    let left =
        figures["left"].as_u64().unwrap() + figures["refused"].as_u64().unwrap() + figures["unused"].as_u64().unwrap();
    assert!(left >= 1, "{figures}");
}

// A row of rates or of people in a column of money is in what it is in itself, whatever scale the heading or the line over
// the table states of the money; the money is converted.
#[test]
fn rows_in_another_measure() {
    for (heading, line) in [("Số lượng", "Đơn vị tính: nghìn đồng"), ("Số lượng (nghìn đồng)", ""), ("Số lượng", "")]
    {
        let bench = Bench::new();
        bench.write("p/tonghop.toml", PROJECT);
        bench.write("p/units.csv", UNITS);
        bench.write(
            "p/forms/bieu.toml",
            "code = \"bieu\"\ntitle = \"Biểu thử\"\nlayout = \"matrix\"\nconvert = true\nfrequency = \"quarter\"\n[reporters]\nkinds = [\"district\"]\n[columns]\nlabel = [[\"Chỉ tiêu\"]]\n\
             [[column]]\ncode = \"a\"\nheader = [[\"Số lượng\"]]\nunit = \"triệu đồng\"\n\
             [[row]]\ncode = \"1\"\nname = \"Kinh phí\"\n[[row]]\ncode = \"2\"\nname = \"Tỷ lệ giải ngân\"\ntype = \"percent\"\n[[row]]\ncode = \"3\"\nname = \"Lao động\"\ntype = \"count\"\nunit = \"người\"\n",
        );
        let rows = ["Đơn vị báo cáo: huyện Can Lộc", "BIỂU THỬ quý I năm 2019", line, &format!("Chỉ tiêu|{heading}")];
        let body = ["Kinh phí|5000", "Tỷ lệ giải ngân|88", "Lao động|12"];
        let bytes = crate::tables::book(&[&rows[..], &body[..]].concat(), &[]);
        bench.write("p/submissions/2019-Q1/443.xlsx", bytes);
        bench.run(&["consolidate", "p", "--output", "out", "-q", "--lang", "en"]);
        let facts = bench.table("out/2019-Q1/facts.csv");
        let value =
            |i: &str| facts.iter().find(|f| f["indicator"] == i).map(|f| f["value"].clone()).unwrap_or_default();
        let money = if heading.contains('(') || !line.is_empty() { "5" } else { "5000" };
        assert_eq!([value("1|a"), value("2|a"), value("3|a")], [money, "88", "12"], "{heading} {line}");
        assert!(findings(&bench, "C028").is_empty(), "{heading} {line}");
        assert_eq!(findings(&bench, "C029").len(), usize::from(money == "5"));
    }
}
