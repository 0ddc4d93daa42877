//! Meaning, not likeness: pairs of words that mean different things are never bridged, typing errors are forgiven,
//! in columns, upper headings, rows and units, through the built program.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use crate::runner::{Bench, repository};

/// One line of a list: where the words stand, what is declared, what is written.
struct Pair {
    place: String,
    declared: String,
    written: String,
}

fn pairs(name: &str) -> Vec<Pair> {
    let text = fs::read_to_string(repository().join("tests/words").join(name)).expect(name);
    text.lines()
        .filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
        .map(|l| l.split('\t').collect::<Vec<_>>())
        .map(|c| Pair { place: c[0].to_owned(), declared: c[1].to_owned(), written: c[2].to_owned() })
        .collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A project of one form a pair and one file a pair; units in a form of their own.
fn project(bench: &Bench, list: &[Pair]) {
    let mut units = String::from("code,name,kind,parent,aliases\nP,Tỉnh Thử,tinh,,\nH0,Đơn vị gửi mẫu,huyen,P,\n");
    let mut named = BTreeSet::new();
    for (n, p) in list.iter().enumerate().filter(|(_, p)| p.place == "unit") {
        if named.insert(p.declared.to_lowercase()) {
            let _ = writeln!(units, "U{n},{},huyen,P,", quoted(&p.declared));
        }
    }
    bench.write("p/units.csv", units);
    bench.write(
        "p/tonghop.toml",
        "title = \"Thử\"\nprovince = \"P\"\nregime = \"calendar\"\ndeadline_days = 3000\n[[kind]]\ncode = \"tinh\"\n[[kind]]\ncode = \"huyen\"\n",
    );
    let form = |code: &str, layout: &str, columns: &str, indicators: &str| {
        format!(
            "code = \"{code}\"\ntitle = \"Mẫu thử {code}\"\nlayout = \"{layout}\"\nfrequency = \"month\"\n[reporters]\nkinds = [\"huyen\"]\n[columns]\ncode = [\"STT\"]\n{columns}\n{indicators}"
        )
    };
    let indicator = |code: &str, name: &str, header: &str| {
        format!(
            "[[indicator]]\ncode = \"{code}\"\nname = {}\n{header}type = \"amount\"\nrequired = false\n",
            serde_json::Value::from(name)
        )
    };
    let json = |t: &str| serde_json::Value::from(t).to_string();
    bench.write(
        "p/forms/don-vi.toml",
        form("donvi", "unit-rows", "row = [\"Cơ sở\"]", &indicator("c", "Đối chứng", "header = [\"Đối chứng\"]\n")),
    );
    for (n, p) in list.iter().enumerate() {
        let code = format!("bt{n}");
        let (form_text, table) = match p.place.as_str() {
            "column" => (
                form(
                    &code,
                    "unit-rows",
                    "row = [\"Cơ sở\"]",
                    &(indicator("c", "Đối chứng", "header = [\"Đối chứng\"]\n")
                        + &indicator("x", "Thử", &format!("header = [[{}]]\n", json(&p.declared)))),
                ),
                format!("STT,Cơ sở,Đối chứng,{}\n1,Trạm A,51,71\n2,Trạm B,62,83\n", quoted(&p.written)),
            ),
            "upper" => (
                form(
                    &code,
                    "unit-rows",
                    "row = [\"Cơ sở\"]",
                    &(indicator("c", "Đối chứng", "header = [\"Đối chứng\"]\n")
                        + &indicator("x", "Thử", &format!("header = [[{}, \"Số có\"]]\n", json(&p.declared)))),
                ),
                format!("STT,Cơ sở,Đối chứng,{}\n,,,Số có\n1,Trạm A,51,71\n2,Trạm B,62,83\n", quoted(&p.written)),
            ),
            "row" => (
                form(
                    &code,
                    "indicator-rows",
                    "label = [\"Chỉ tiêu\"]\nvalue = [\"Kết quả\"]",
                    &(indicator("c", "Dòng đối chứng", "") + &indicator("x", &p.declared, "")),
                ),
                format!("STT,Chỉ tiêu,Kết quả\n,Dòng đối chứng,51\n,{},71\n", quoted(&p.written)),
            ),
            _ => (String::new(), "STT,Cơ sở,Đối chứng\n1,Trạm A,51\n2,Trạm B,62\n".to_owned()),
        };
        let unit = if p.place == "unit" { &p.written } else { "Đơn vị gửi mẫu" };
        let title = if p.place == "unit" { "donvi" } else { &code };
        if !form_text.is_empty() {
            bench.write(&format!("p/forms/{code}.toml"), form_text);
        }
        bench.write(
            &format!("p/submissions/2024-03/tep-{n}.csv"),
            format!("Mẫu thử {title}\n{}\nTháng 3 năm 2024\n\n{table}", quoted(&format!("Đơn vị báo cáo: {unit}"))),
        );
    }
}

/// For each pair whether its words were bridged, and whether the file was read at all.
fn bridged(list: &[Pair]) -> Vec<(bool, bool)> {
    let bench = Bench::new();
    project(&bench, list);
    let ran = bench.run(&["consolidate", "p", "--output", "out", "--no-cache", "-q", "--period", "2024-03"]);
    assert!(matches!(ran.code, 0 | 1), "{}: {}", ran.code, ran.err);
    let facts = bench.table("out/2024-03/facts.csv");
    let units = bench.table("p/units.csv");
    let run = bench.json("out/2024-03/run.json");
    // Whom a file was taken for, whether or not another one of that unit counts.
    let sender = |file: &str| {
        let inputs = run["inputs"].as_array().expect("inputs");
        let input = inputs.iter().find(|i| i["path"] == file).expect("the file");
        input["sheets"][0]["unit"].as_str().unwrap_or_default().to_owned()
    };
    list.iter()
        .enumerate()
        .map(|(n, p)| {
            let file = format!("submissions/2024-03/tep-{n}.csv");
            let mine = || facts.iter().filter(|f| f["source_file"] == file);
            if p.place == "unit" {
                let declared = units.iter().find(|u| u["name"].to_lowercase() == p.declared.to_lowercase());
                let code = declared.map(|u| u["code"].clone()).expect("a unit");
                return (sender(&file) == code, true);
            }
            (mine().any(|f| f["indicator"] == "x"), mine().any(|f| f["indicator"] == "c"))
        })
        .collect()
}

// None of hundreds of pairs that mean different things is taken for one another.
#[test]
fn different_words_are_never_bridged() {
    let list = pairs("different.tsv");
    let got = bridged(&list);
    let wrong: Vec<String> = list
        .iter()
        .zip(&got)
        .filter(|(_, (bridged, _))| *bridged)
        .map(|(p, _)| format!("{}: {} / {}", p.place, p.declared, p.written))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(list.len() >= 150, "{}", list.len());
    // A file that was not read at all proves nothing.
    let unread: Vec<&str> = list.iter().zip(&got).filter(|(_, g)| !g.1).map(|(p, _)| p.written.as_str()).collect();
    assert!(unread.is_empty(), "not read: {unread:?}");
}

// Real typing errors are forgiven wherever they stand.
#[test]
fn typing_errors_are_forgiven() {
    let list = pairs("slips.tsv");
    let got = bridged(&list);
    let refused: Vec<String> = list
        .iter()
        .zip(&got)
        .filter(|(_, (bridged, _))| !*bridged)
        .map(|(p, _)| format!("{}: {} / {}", p.place, p.declared, p.written))
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(list.len() >= 100, "{}", list.len());
}
