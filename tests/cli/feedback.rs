//! What goes back to the senders.

use crate::runner::{Bench, python};
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

fn collection() -> Bench {
    let bench = project("", &[FORM]);
    bench.write(
        "p/units.csv",
        "code,name,kind,parent,email\n00,Montana,state,,\na,Alder,county,00,reports@alder.example\nb,Birch,county,00,\nc,Cedar,county,00,\nd,Dogwood,county,00,\n",
    );
    let rows = [("Alder", "98765", "many"), ("Birch", "41234", "51235"), ("Cedar", "71236", "61237")];
    for (who, births, hospital) in rows {
        let (b, d) = (format!("Births|{births}"), format!("Births in hospital|{hospital}"));
        let unit = format!("Reporting unit: {who}");
        let bytes = book(&["BIRTHS IN THE QUARTER QUARTER 1 2025", &unit, "Item|Number", &b, &d], &[]);
        bench.write(&format!("p/submissions/2025-Q1/received 2025-04-02/{who}.xlsx"), bytes);
    }
    bench
}

const RUN: [&str; 7] = ["p", "--period", "2025-Q1", "--output", "out", "--as-of", "2025-06-01"];

// Who has something to mend gets a workbook, who sent nothing a reminder, the others nothing.
#[test]
fn who_gets_what() {
    let bench = collection();
    let ran = bench.run(&[&["feedback"], &RUN[..]].concat());
    assert!(ran.code == 0 && ran.err.contains("2 feedback workbooks and 1 reminders"), "{}", ran.err);
    let mut names: Vec<String> = std::fs::read_dir(bench.path("out/2025-Q1/phan-hoi"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["a.eml", "a.txt", "a.xlsx", "b.eml", "b.txt", "b.xlsx", "d.eml", "d.txt", "phan-hoi.csv"]);
    let read = |name: &str| std::fs::read_to_string(bench.path(&format!("out/2025-Q1/phan-hoi/{name}"))).unwrap();
    let (text, mail) = (read("a.txt"), read("a.eml"));
    assert!(text.contains("To: Alder.") && text.contains("“Alder.xlsx”") && text.contains("“many”"), "{text}");
    assert!(
        mail.starts_with("To: reports@alder.example\r\nSubject: =?utf-8?B?") && mail.contains("filename=\"a.xlsx\"")
    );
    assert!(mail.lines().all(|l| l.len() <= 998), "a line too long for mail");
    let reminder = read("d.txt");
    assert!(reminder.contains("has not arrived; it is due on 2025-04-10, which has passed"), "{reminder}");
    assert!(!read("b.eml").starts_with("To:"));
    // One unit alone, and as one of the outputs of the main job.
    std::fs::remove_file(bench.path("out/2025-Q1/phan-hoi/a.xlsx")).unwrap();
    bench.run(&[&["feedback"], &RUN[..], &["--unit", "b"]].concat());
    assert!(!bench.path("out/2025-Q1/phan-hoi/a.xlsx").exists() && bench.path("out/2025-Q1/phan-hoi/b.xlsx").exists());
    bench.run(&[&["consolidate"], &RUN[..], &["--feedback", "-q"]].concat());
    assert!(bench.path("out/2025-Q1/phan-hoi/a.xlsx").exists());
    // Whatever else lies there stays, with every command.
    bench.write("out/2025-Q1/phan-hoi/reply.txt", "mine");
    bench.run(&[&["consolidate"], &RUN[..], &["-q", "--no-cache"]].concat());
    bench.run(&[&["feedback"], &RUN[..], &["-q"]].concat());
    assert!(
        bench.path("out/2025-Q1/phan-hoi/reply.txt").exists() && bench.path("out/2025-Q1/phan-hoi/a.xlsx").exists()
    );
    let ran = bench.run(&[&["feedback"], &RUN[..], &["--unit", "zz", "--lang", "en"]].concat());
    assert!(ran.code == 2 && ran.err.contains("zz"), "{}", ran.err);
}

// The cells are marked in the copy, nothing of others is in it, and mended it is a submission.
#[test]
fn marked_and_mended() {
    let bench = collection();
    bench.run(&[&["consolidate"], &RUN[..], &["--feedback", "-q"]].concat());
    let (out, mended) = (bench.path("out/2025-Q1"), bench.path("mended.xlsx"));
    for unit in ["a", "b"] {
        let Some(ran) = python("tests/readers/feedback.py", &[&out, unit.as_ref(), &mended]) else {
            return;
        };
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    }
    // Birch's figures, mended, come back instead of its file.
    let target = bench.path("p/submissions/2025-Q1/received 2025-04-02/Birch.xlsx");
    std::fs::copy(&mended, target).unwrap();
    bench.run(&[&["consolidate"], &RUN[..], &["-q"]].concat());
    let facts = bench.table("out/2025-Q1/facts.csv");
    let said: Vec<&str> = facts.iter().filter(|f| f["unit"] == "b").map(|f| f["value"].as_str()).collect();
    assert_eq!(said, ["41234", "7"]);
    let json = bench.json("out/2025-Q1/findings.json");
    let told: Vec<_> = json["findings"].as_array().unwrap().iter().filter(|f| f["unit"] == "b").collect();
    assert!(told.is_empty(), "{told:#?}");
    // A marked copy for the sender itself, before anything is sent.
    let file = "p/submissions/2025-Q1/received 2025-04-02/Alder.xlsx";
    let ran = bench.run(&["check", file, "--project", "p", "--marked", "marked.xlsx", "--lang", "en"]);
    assert!(ran.code == 1 && bench.path("marked.xlsx").exists(), "{}", ran.err);
    let again = bench.run(&["check", file, "--project", "p", "--marked", "marked.xlsx", "--lang", "en"]);
    assert_eq!(again.code, 2, "nothing is written over");
}

// After a correction the next letter says what was mended, what is still open and what is new; then thanks, once.
#[test]
fn what_was_mended() {
    let bench = collection();
    let run = || assert_eq!(bench.run(&[&["feedback"], &RUN[..], &["-q"]].concat()).code, 0);
    let text = |unit: &str| std::fs::read_to_string(bench.path(&format!("out/2025-Q1/phan-hoi/{unit}.txt")));
    let send = |births: &str, hospital: &str| {
        let (b, d) = (format!("Births|{births}"), format!("Births in hospital|{hospital}"));
        let rows = ["BIRTHS IN THE QUARTER QUARTER 1 2025", "Reporting unit: Alder", "Item|Number", &b, &d];
        bench.write("p/submissions/2025-Q1/received 2025-04-02/Alder.xlsx", book(&rows, &[]));
    };
    run();
    assert!(!text("a").unwrap().contains("Since our last letter"));
    send("lots", "many");
    run();
    let second = text("a").unwrap();
    assert!(second.contains("nothing put right, 1 still open, 1 new"), "{second}");
    assert!(second.contains("Error (still open)") && second.contains("Error (new)"), "{second}");
    send("98765", "many");
    run();
    let third = text("a").unwrap();
    assert!(
        third.contains("1 point put right, 1 still open, 0 new") && third.contains("Put right: The cell says “lots”"),
        "{third}"
    );
    send("98765", "61");
    run();
    let last = text("a").unwrap();
    assert!(last.contains("Nothing is open any more in your report for quarter 1 of 2025"), "{last}");
    assert!(!bench.path("out/2025-Q1/phan-hoi/a.xlsx").exists());
    let list = bench.table("out/2025-Q1/phan-hoi/phan-hoi.csv");
    let of = |unit: &str| list.iter().filter(|r| r["unit"] == unit).map(|r| r["state"].clone()).collect::<Vec<_>>();
    assert_eq!((of("a"), of("b")), (vec!["mended".to_owned()], vec!["open".to_owned()]));
    run();
    assert!(text("a").is_err(), "thanks are said once");
}
