//! Mistakes in project files as people make them: one error each, at its place, in words that say what to do.

use std::fmt::Write as _;
use std::fs;

use crate::runner::Bench;

/// File, what stands there, what is written instead, which file and line the error names, and words that it has.
const MISTAKES: &[(&str, &str, &str, &str, &str)] = &[
    ("tonghop.toml", "title = \"Tình", "titel = \"Tình", "tonghop.toml 2", "title"),
    ("tonghop.toml", "title = \"Tình", "tieu_de = \"x\"\ntitle = \"Tình", "tonghop.toml 2", "title, office"),
    ("tonghop.toml", "province = \"42\"", "province = 42", "tonghop.toml 4", "chuỗi"),
    ("tonghop.toml", "province = \"42\"", "province = \"24\"", "tonghop.toml 4", "24"),
    ("tonghop.toml", "language = \"vi\"", "language = \"vn\"", "tonghop.toml 5", "vi, en"),
    ("tonghop.toml", "decree-09-2019\"", "decree-09\"", "tonghop.toml 6", "calendar"),
    ("tonghop.toml", "deadline_days = 6", "deadline_days = -6", "tonghop.toml 7", "-6"),
    ("tonghop.toml", "deadline_days = 6", "deadline_days = 6 ngày", "tonghop.toml 7", "cú pháp"),
    ("tonghop.toml", "deadline_days = 6", "deadline_days = \"6\"", "tonghop.toml 7", "số nguyên"),
    ("tonghop.toml", "\"tuyen-truyen\", ", "\"tuyen-tryen\", ", "tonghop.toml 10", "tuyen-truyen"),
    ("tonghop.toml", "order = [", "order = ", "tonghop.toml 10", "cú pháp"),
    ("tonghop.toml", "indicator = \"3.3\"", "indicator = \"33\"", "tonghop.toml 36", ""),
    (
        "tonghop.toml",
        "form = \"hien-dai-hoa\"\nindicator = \"3.2\"",
        "form = \"hien-dai\"\nindicator = \"3.2\"",
        "tonghop.toml 39",
        "hien-dai-hoa",
    ),
    ("tonghop.toml", "[[kind]]\ncode = \"press\"", "[kind]\ncode = \"press\"", "tonghop.toml 25", ""),
    ("tonghop.toml", "code = \"press\"", "code = \"district\"", "tonghop.toml 26", "district"),
    ("units.csv", "SNV,Sở Nội vụ,department,,42,,,", "SNV,Sở Nội vụ", "units.csv 3", "2"),
    ("units.csv", "SNV,Sở Nội vụ,department", "SNV,Sở Nội vụ,departmnt", "units.csv 3", "department"),
    ("units.csv", "SNV,Sở Nội vụ", ",Sở Nội vụ", "units.csv 3", ""),
    ("units.csv", "SNV,Sở Nội vụ", "SNV,", "units.csv 3", ""),
    ("units.csv", "STP,Sở Tư pháp", "SNV,Sở Tư pháp", "units.csv 4", "SNV"),
    ("units.csv", "STP,Sở Tư pháp,department,,42", "STP,Sở Tư pháp,department,,4Z", "units.csv 4", "4Z"),
    (
        "units.csv",
        "SNV,Sở Nội vụ,department,,42,,,",
        "SNV,Sở Nội vụ,department,,42,,2019-13-01,",
        "units.csv 3",
        "01/07/2025",
    ),
    (
        "units.csv",
        "SNV,Sở Nội vụ,department,,42,,,",
        "SNV,Sở Nội vụ,department,,42,,2020-01-01,2019-01-01",
        "units.csv 3",
        "2020",
    ),
    ("units.csv", "SNV,Sở Nội vụ,department,,42,,,", "SNV,Sở Nội vụ,department,,42,Sở Tư pháp,,", "units.csv 4", "SNV"),
    ("units.csv", "code,name,kind", "mã,name,kind", "units.csv 1", ""),
    ("forms/san-tmdt.toml", "code = \"san-tmdt\"", "code = \"van-ban\"", "forms/van-ban.toml 0", "van-ban"),
    ("forms/san-tmdt.toml", "layout = \"indicator-rows\"", "layout = \"rows\"", "forms/san-tmdt.toml 6", "matrix"),
    ("forms/san-tmdt.toml", "layout = \"indicator-rows\"\n", "", "forms/san-tmdt.toml 1", "layout"),
    ("forms/san-tmdt.toml", "frequency = \"quarter\"", "frequency = \"quarterly\"", "forms/san-tmdt.toml 7", "quarter"),
    ("forms/san-tmdt.toml", "units = [\"SCT\"]", "units = [\"SCTT\"]", "forms/san-tmdt.toml 10", ""),
    ("forms/san-tmdt.toml", "value = [\"Kỳ này\"", "value = [\"Kỳ này", "forms/san-tmdt.toml 16", "cú pháp"),
    ("forms/san-tmdt.toml", "[[indicator]]\ncode = \"3\"", "[indicator]\ncode = \"3\"", "forms/san-tmdt.toml 32", ""),
    ("forms/san-tmdt.toml", "[columns]", "[column]", "forms/san-tmdt.toml 12", "columns"),
    ("forms/san-tmdt.toml", "code = \"2\"\n", "code = \"1\"\n", "forms/san-tmdt.toml 27", "1"),
    ("forms/san-tmdt.toml", "code = \"2\"\n", "", "forms/san-tmdt.toml 26", "code"),
    (
        "forms/san-tmdt.toml",
        "unit = \"doanh nghiệp\"\ntype = \"count\"",
        "unit = \"doanh nghiệp\"\ntype = \"number\"",
        "forms/san-tmdt.toml 23",
        "count",
    ),
    (
        "forms/san-tmdt.toml",
        "aggregation = \"last\"\n\n[[indicator]]\ncode = \"2\"",
        "aggregation = \"count-yes\"\n\n[[indicator]]\ncode = \"2\"",
        "forms/san-tmdt.toml 24",
        "",
    ),
    ("forms/san-tmdt.toml", "[3] <= [5]", "[3] <= [55]", "forms/san-tmdt.toml 61", "[55]"),
    ("forms/san-tmdt.toml", "[3] <= [5]", "[3] =< [5]", "forms/san-tmdt.toml 61", ""),
    ("forms/san-tmdt.toml", "[3] <= [5]", "som([3]) <= [5]", "forms/san-tmdt.toml 61", "sum"),
    (
        "forms/san-tmdt.toml",
        "id = \"gian-hang-moi\"",
        "id = \"gian-hang-moi\"\ntolerance = -1",
        "forms/san-tmdt.toml 61",
        "-1",
    ),
    ("forms/van-ban.toml", "type = \"date\"", "type = \"date\"\nmin = \"1\"", "forms/van-ban.toml 27", "một số"),
    (
        "forms/van-ban.toml",
        "of = \"so\"\nwhen = { indicator = \"phan\", is = [\"A\"] }",
        "of = \"s\"\nwhen = { indicator = \"phan\", is = [\"A\"] }",
        "forms/van-ban.toml 44",
        "",
    ),
];

// Every mistake leaves one error, which names the file and the line.
#[test]
fn one_error_each() {
    assert!(MISTAKES.len() >= 40);
    let mut wrong = String::new();
    let mut list = String::new();
    for (file, find, put, place, words) in MISTAKES {
        let bench = Bench::new();
        bench.run(&["init", "p", "--sample"]);
        let path = bench.path(&format!("p/{file}"));
        let text = fs::read_to_string(&path).unwrap();
        // The line that names the schema for editors stands before the lines that are counted here.
        let text = text.strip_prefix("#:schema").and_then(|t| t.split_once('\n')).map_or(text.as_str(), |(_, t)| t);
        assert!(text.contains(find), "{file}: {find}");
        fs::write(&path, text.replacen(find, put, 1)).unwrap();
        let ran = bench.run(&["check", "p", "--project-only"]);
        let errors: Vec<&str> = ran.err.lines().filter(|l| l.starts_with("  ") && !l.starts_with("    ")).collect();
        let (name, line) = place.split_once(' ').unwrap();
        let at = if line == "0" { name.to_owned() } else { format!("{name}, dòng {line}") };
        let fine = ran.code == 2 && errors.len() == 1 && errors[0].contains(&at) && ran.err.contains(words);
        if !fine {
            let _ = writeln!(wrong, "{file}: {find:?} -> {put:?}, wanted {place} {words:?}\n{}", ran.err);
        }
        let _ = writeln!(list, "{put:?}\n{}", ran.err.lines().skip(1).collect::<Vec<_>>().join("\n"));
    }
    assert!(wrong.is_empty(), "{wrong}");
    insta::assert_snapshot!(list);
}

// A register as Excel saves it in other countries, and with its own dates, is read.
#[test]
fn registers_of_excel() {
    for (separator, from) in [(",", "2019-01-31"), (";", "31/01/2019"), ("\t", "31/1/2019")] {
        for bom in ["", "\u{feff}"] {
            let bench = Bench::new();
            bench.run(&["init", "p"]);
            let text = format!(
                "{bom}code,name,kind,designation,parent,aliases,valid_from,valid_to\r\n00,Tỉnh,tong-hop,,,,,\r\n1,A,don-vi,,00,,{from},\r\n,,,,,,,\r\n"
            );
            bench.write("p/units.csv", text.replace(',', separator));
            let ran = bench.run(&["check", "p", "--project-only"]);
            assert_eq!(ran.code, 0, "{separator:?} {}", ran.err);
            assert!(ran.out.contains("2 đơn vị"), "{}", ran.out);
        }
    }
    let bench = Bench::new();
    bench.run(&["init", "p"]);
    let wide: Vec<u8> = "\u{feff}code\tname\tkind\n00\tTỉnh\ttong-hop\n1\tA\tdon-vi\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bench.write("p/units.csv", wide);
    assert_eq!(bench.run(&["check", "p", "--project-only"]).code, 0);
}

// A few lines that stand for more than any form holds are one error, at once, and take no memory.
#[test]
fn more_than_a_form_holds() {
    let many =
        |head: &str, n: usize, line: fn(usize) -> String| format!("{head}{}", (0..n).map(line).collect::<String>());
    let lists: String = ["a", "b", "c", "d"]
        .iter()
        .map(|l| many(&format!("[lists.{l}]\n"), 100, |n| format!("m{n} = \"Mục {n}\"\n")))
        .collect();
    let listed = format!(
        "code = \"b\"\ntitle = \"Biểu\"\nlayout = \"unit-rows\"\nfrequency = \"quarter\"\n[reporters]\nkinds = [\"don-vi\"]\n[columns]\nrow = [\"Tên\"]\n{lists}[[indicator]]\ncode = \"{{a}}{{b}}{{c}}{{d}}\"\nname = \"{{a}}\"\nheader = [\"{{b}}\"]\ntype = \"count\"\n"
    );
    let matrix = "code = \"b\"\ntitle = \"Biểu\"\nlayout = \"matrix\"\nfrequency = \"quarter\"\n[reporters]\nkinds = [\"don-vi\"]\n[columns]\nlabel = [\"Chỉ tiêu\"]\n";
    let columns = many(matrix, 300, |n| format!("[[column]]\ncode = \"c{n}\"\nheader = [\"Cột {n}\"]\n"));
    let rows = many(&columns, 3_000, |n| format!("[[row]]\ncode = \"{n}\"\nname = \"Dòng {n}\"\n"));
    let crossed = format!(
        "{rows}[[cell]]\nrow = \"1\"\ncolumn = \"c1\"\nmax = 5\n[[rule]]\nid = \"r\"\neach = \"row\"\ncheck = \"[c1] >= [c2]\"\n"
    );
    for (form, said) in [(listed, "100 × 100 × 100 × 100 > 60000"), (crossed, "3000 × 300 > 60000")] {
        let bench = Bench::new();
        bench.run(&["init", "p"]);
        bench.write("p/forms/b.toml", form);
        let ran = bench.run(&["check", "p", "--project-only"]);
        let told: Vec<&str> = ran.err.lines().filter(|l| l.starts_with("  ")).collect();
        assert!(ran.code == 2 && told.len() == 1 && told[0].contains(said), "{}", ran.err);
    }
}

// What a matrix or a list says in vain is told: the office believes that a limit or a control is in force.
#[test]
fn nothing_is_said_in_vain() {
    const FORM: &str = "code = \"b\"\ntitle = \"Biểu\"\nlayout = \"matrix\"\nfrequency = \"quarter\"\n[reporters]\nkinds = [\"don-vi\"]\n[columns]\nlabel = [\"Chỉ tiêu\"]\n[[column]]\ncode = \"a\"\nheader = [\"A\"]\n[[column]]\ncode = \"b\"\nheader = [\"B\"]\n[[row]]\ncode = \"1\"\nname = \"Một\"\nwithout = [\"b\"]\n[[row]]\ncode = \"2\"\nname = \"Hai\"\n";
    const LISTS: &str = "code = \"b\"\ntitle = \"Biểu\"\nlayout = \"unit-rows\"\nfrequency = \"quarter\"\n[reporters]\nkinds = [\"don-vi\"]\n[columns]\nrow = [\"Tên\"]\n[lists.race]\nx = \"X\"\n";
    let cases = [
        (FORM, "", 0),
        (FORM, "[[cell]]\nrow = [\"1\", \"2\"]\ncolumn = \"a\"\nmax = 5\n", 0),
        (FORM, "[[cell]]\nrow = \"1\"\nmax = 5\n", 1),
        (FORM, "[[cell]]\nrow = \"1\"\ncolumn = \"a\"\nmin = 1\n[[cell]]\nrow = \"1\"\ncolumn = \"a\"\nmax = 5\n", 1),
        (FORM, "[[cell]]\nrow = \"1\"\ncolumn = \"b\"\nmax = 5\n", 1),
        (FORM, "[[rule]]\nid = \"r\"\neach = \"row\"\ncolumns = [\"a\"]\ncheck = \"[a] >= 0\"\n", 1),
        (FORM, "[[rule]]\nid = \"r\"\nrows = [\"2\"]\ncheck = \"[2|a] >= 0\"\n", 1),
        (LISTS, "[[indicator]]\ncode = \"{race}\"\nname = \"{race}\"\nheader = [\"{race}\"]\ntype = \"count\"\n", 0),
        (LISTS, "[[indicator]]\ncode = \"{rase}\"\nname = \"{race}\"\nheader = [\"{race}\"]\ntype = \"count\"\n", 1),
        (
            LISTS,
            "[lists.empty]\n[[indicator]]\ncode = \"{race}\"\nname = \"{race}\"\nheader = [\"{race}\"]\ntype = \"count\"\n",
            1,
        ),
        (LISTS, "indicator = []\n", 1),
        // Lists are no part of a matrix.
        (FORM, "[lists.race]\nx = \"X\"\n", 1),
    ];
    for (form, more, errors) in cases {
        let bench = Bench::new();
        bench.run(&["init", "p"]);
        bench.write(
            "p/forms/b.toml",
            if more.starts_with("indicator") { format!("{more}{form}") } else { format!("{form}{more}") },
        );
        let ran = bench.run(&["check", "p", "--project-only"]);
        let told = ran.err.lines().filter(|l| l.starts_with("  ") && !l.starts_with("    ")).count();
        assert_eq!((told, ran.code), (errors, if errors == 0 { 0 } else { 2 }), "{more}\n{}", ran.err);
    }
}
