//! What the office itself notes: when reports came, which explanations it accepts; and what became of each submission.

use std::collections::BTreeMap;

use crate::runner::Bench;
use crate::tables::{book, project};

const FORM: &str = r#"
code = "births"
title = "Births in the quarter"
layout = "indicator-rows"
frequency = "quarter"
deadline_days = 10

[reporters]
kinds = ["county"]

[columns]
label = ["Item"]
value = ["Number"]

[[indicator]]
code = "b"
name = "Births"
type = "count"

[[indicator]]
code = "d"
name = "Births in hospital"
type = "count"

[[rule]]
id = "part"
severity = "error"
check = "[d] <= [b]"
message = "More births in hospital than births."
"#;

const UNITS: &str = "a,Alder,county,00\nb,Birch,county,00\nc,Cedar,county,00\nd,Dogwood,county,00\ne,Elm,county,00\n";

fn send(bench: &Bench, name: &str, who: &str, births: &str, hospital: &str) {
    let (b, d) = (format!("Births|{births}"), format!("Births in hospital|{hospital}"));
    let who = format!("Reporting unit: {who}");
    let bytes = book(&["BIRTHS IN THE QUARTER QUARTER 1 2025", &who, "Item|Number", &b, &d], &[]);
    bench.write(&format!("p/submissions/2025-Q1/{name}"), bytes);
}

fn run(bench: &Bench, day: &str) -> i32 {
    let ran = bench.run(&["consolidate", "p", "--period", "2025-Q1", "--output", "out", "--as-of", day, "-q"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    ran.code
}

type Row = BTreeMap<String, String>;

fn submissions(bench: &Bench) -> BTreeMap<String, Row> {
    bench.table("out/2025-Q1/submissions.csv").into_iter().map(|r| (r["unit"].clone(), r)).collect()
}

fn collection() -> Bench {
    let bench = project(UNITS, &[FORM]);
    send(&bench, "alder.xlsx", "Alder", "10", "5");
    send(&bench, "received 2025-04-08/birch.xlsx", "Birch", "10", "50");
    send(&bench, "in 2025-04-12/cedar.xlsx", "Cedar", "many", "few");
    send(&bench, "dogwood.xlsx", "Dogwood", "20", "4");
    send(&bench, "dogwood again.xlsx", "Dogwood", "21", "4");
    bench
}

// The four states, and what says when something came: the register, a dated folder, the document, the file.
#[test]
fn states_and_receipts() {
    let bench = collection();
    bench.write("p/received.csv", "period,unit,form,time,how\n2025-Q1,a,,2025-04-02 09:30,by mail\n");
    // Two files of one moment that differ: neither counts.
    for name in ["dogwood.xlsx", "dogwood again.xlsx"] {
        let path = bench.path(&format!("p/submissions/2025-Q1/{name}"));
        let when = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_743_600_000);
        std::fs::File::options().write(true).open(path).unwrap().set_modified(when).unwrap();
    }
    run(&bench, "2025-06-01");
    let all = submissions(&bench);
    let of = |unit: &str| ["state", "received", "evidence", "days_late"].map(|k| all[unit][k].as_str());
    assert_eq!(of("a"), ["accepted", "2025-04-02", "register", "0"]);
    assert_eq!(of("b"), ["remarks", "2025-04-08", "folder", "0"]);
    // Due on the tenth; sent on the twelfth, and nothing of it can be read.
    assert_eq!(of("c"), ["rejected", "2025-04-12", "folder", "2"]);
    assert!(matches!(of("d"), ["rejected" | "remarks", ..]), "{:?}", of("d"));
    assert_eq!(of("e"), ["missing", "", "", ""]);
    assert_eq!(all["e"]["deadline"], "2025-04-10");
    // A file that cannot be read is one that was sent, where its name says by whom: nobody is asked for it as if not.
    bench.write("p/submissions/2025-Q1/elm.xlsx", b"PK\x03\x04 no workbook");
    run(&bench, "2025-06-01");
    assert_eq!(submissions(&bench)["e"]["state"], "rejected");
    bench.run(&["feedback", "p", "--period", "2025-Q1", "--output", "out", "--as-of", "2025-06-01", "-q"]);
    let letter = std::fs::read_to_string(bench.path("out/2025-Q1/phan-hoi/e.txt")).unwrap();
    assert!(letter.contains("“elm.xlsx”") && !letter.contains("has not arrived"), "{letter}");
    // A receipt for a form of nobody's, a unit that is none, a day that is none.
    bench.write(
        "p/received.csv",
        "period,unit,form,time\n2025-Q1,a,deaths,2025-04-02\n2025-Q1,zz,,2025-04-02\n2025-Q1,a,,soon\n",
    );
    let ran = bench.run(&["check", "p", "--project-only", "--lang", "en"]);
    assert!(ran.code == 2 && ran.err.matches("received.csv").count() == 3, "{}", ran.err);
}

// An accepted finding stays, with its reason, and is no error; it holds until its day, and what it speaks of has to be there.
#[test]
fn accepted_explanations() {
    let bench = project(UNITS.lines().next().unwrap(), &[FORM]);
    send(&bench, "received 2025-04-08/alder.xlsx", "Alder", "10", "50");
    assert_eq!(run(&bench, "2025-06-01"), 1);
    let accepted = "code,unit,form,indicator,period,reason,until,by\nV001,a,births,part,2025-Q1,Twins were counted once,2025-06-30,An\n";
    bench.write("p/accepted.csv", accepted);
    assert_eq!(run(&bench, "2025-06-01"), 0);
    let json = bench.json("out/2025-Q1/findings.json");
    let rule = json["findings"].as_array().unwrap().iter().find(|f| f["code"] == "V001").unwrap();
    assert_eq!(
        (rule["severity"].as_str(), rule["accepted"].as_str()),
        (Some("error"), Some("Twins were counted once"))
    );
    assert_eq!(submissions(&bench)["a"]["state"], "accepted");
    let told = bench.run(&["check", "p", "--period", "2025-Q1", "--as-of", "2025-06-01", "--lang", "en"]);
    assert!(told.out.contains("Explanation accepted: Twins were counted once.") && told.code == 0, "{}", told.out);
    // After its day it is an error again, and said so.
    assert_eq!(run(&bench, "2025-07-01"), 1);
    assert!(bench.codes("out/2025-Q1/findings.json").contains(&"S015 warning".to_owned()));
    // Mended: the acceptance speaks of nothing.
    send(&bench, "received 2025-04-08/alder.xlsx", "Alder", "100", "50");
    assert_eq!(run(&bench, "2025-06-01"), 0);
    assert!(bench.codes("out/2025-Q1/findings.json").contains(&"S015 warning".to_owned()));
    // Without a reason, or of a code that is none.
    bench.write("p/accepted.csv", "code,reason\nV001,\nX999,so\n");
    let ran = bench.run(&["check", "p", "--project-only", "--lang", "en"]);
    assert!(ran.code == 2 && ran.err.matches("accepted.csv").count() == 2, "{}", ran.err);
}
