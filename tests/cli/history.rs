//! Checks that need no rule, through the whole program; how often they are right is measured in `tests/injection/history.py`.

use crate::tables::{book, project};

// What is told of one sheet says how much of it is not told one by one, and a count is never proposed with a fraction.
#[test]
fn many_at_once() {
    const NAMES: [&str; 12] =
        ["Ants", "Bees", "Cats", "Dogs", "Eels", "Foxes", "Geese", "Hens", "Ibises", "Jays", "Kites", "Larks"];
    let mut form = String::from(
        "code = \"zoo\"\ntitle = \"Animals\"\nlayout = \"indicator-rows\"\nfrequency = \"quarter\"\ndeadline_days = 10\n\n\
         [reporters]\nkinds = [\"county\"]\n\n[columns]\nlabel = [\"Animal\"]\nvalue = [\"Number\"]\n",
    );
    NAMES
        .iter()
        .for_each(|n| form.push_str(&format!("\n[[indicator]]\ncode = \"{n}\"\nname = \"{n}\"\ntype = \"count\"\n")));
    let bench = project("a,Alder,county,00\n", &[&form]);
    for (period, words, times) in [("2025-Q1", "QUARTER 1 2025", 1.0), ("2025-Q2", "QUARTER 2 2025", 100.3)] {
        let rows: Vec<String> =
            (0..12).map(|n| format!("{}|{}", NAMES[n], (f64::from(n as u32 * 7 + 31) * times).round())).collect();
        let title = format!("ANIMALS {words}");
        let mut all = vec![title.as_str(), "Reporting unit: Alder", "Animal|Number"];
        all.extend(rows.iter().map(String::as_str));
        bench.write(&format!("p/submissions/{period}/alder.xlsx"), book(&all, &[]));
    }
    bench.run(&["consolidate", "p", "--period", "2025-Q2", "--output", "out", "--as-of", "2025-07-02", "-q"]);
    let json = bench.json("out/2025-Q2/findings.json");
    let told: Vec<&str> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["code"] == "P007")
        .map(|f| f["message"].as_str().unwrap())
        .collect();
    assert_eq!(told.len(), 8, "{told:#?}");
    assert_eq!(told.iter().filter(|m| m.ends_with("This report has 4 more of these.")).count(), 1, "{told:#?}");
    for message in told {
        let proposed = message.split_once("it is ").map(|(_, rest)| rest.split_once(". ").map_or(rest, |(n, _)| n));
        assert!(proposed.is_none_or(|p| !p.trim_end_matches('.').contains('.')), "{message}");
    }
}

const RUNNING: &str = "code = \"reg\"\ntitle = \"Register\"\nlayout = \"indicator-rows\"\nfrequency = \"quarter\"\ndeadline_days = 3000\n\
    [reporters]\nkinds = [\"county\"]\n[columns]\nlabel = [\"Item\"]\nvalue = [\"Number\"]\n\
    [[indicator]]\ncode = \"n\"\nname = \"New entries\"\ntype = \"count\"\n\
    [[indicator]]\ncode = \"y\"\nname = \"Entries since January\"\ntype = \"count\"\naggregation = \"last\"\n\
    [[indicator]]\ncode = \"t\"\nname = \"Entries in all\"\ntype = \"count\"\naggregation = \"last\"\n";

// A figure that has always been the one before and the new ones is told where it is not; which one is, nobody has to declare.
#[test]
fn running_figures() {
    const NAMES: [&str; 5] = ["Alder", "Birch", "Cedar", "Dogwood", "Elm"];
    let units: String = NAMES.iter().enumerate().map(|(n, name)| format!("u{n},{name},county,00\n")).collect();
    let bench = project(&units, &[RUNNING]);
    for (n, name) in NAMES.iter().enumerate() {
        let (mut year, mut all) = (0, 1000 + 37 * n);
        for (q, period) in ["2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2"].iter().enumerate() {
            let new = 40 + (n * 7 + q * 11) % 23;
            year = if period.ends_with("Q1") { new } else { year + new };
            all += new;
            let last = q == 4;
            // One adds to its stock what it did not say was new; one counts the year from where it stood in January.
            let shown = if last && n == 1 { all + 100 } else { all };
            let so_far = if last && n == 3 { year + 9 } else { year };
            let title = format!("REGISTER QUARTER {} {}", &period[6..], &period[..4]);
            let (unit, a) = (format!("Reporting unit: {name}"), format!("New entries|{new}"));
            let (b, c) = (format!("Entries since January|{so_far}"), format!("Entries in all|{shown}"));
            let rows = [title.as_str(), &unit, "Item|Number", &a, &b, &c];
            bench.write(&format!("p/submissions/{period}/{name}.xlsx"), book(&rows, &[]));
        }
    }
    bench.run(&[
        "consolidate",
        "p",
        "--period",
        "2025-Q2",
        "--output",
        "out",
        "--as-of",
        "2025-07-02",
        "-q",
        "--lang",
        "en",
    ]);
    let json = bench.json("out/2025-Q2/findings.json");
    let mut told: Vec<(&str, &str)> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["code"] == "P018")
        .map(|f| (f["unit"].as_str().unwrap(), f["cell"].as_str().unwrap()))
        .collect();
    told.sort_unstable();
    assert_eq!(told, [("u1", "B6"), ("u3", "B5")]);
}

// Where a single slip of the hand in one figure explains a total or a rule that does not hold, it is proposed.
#[test]
fn slips_of_the_hand() {
    let form = "code = \"g\"\ntitle = \"Clinics\"\nlayout = \"unit-rows\"\nfrequency = \"quarter\"\ndeadline_days = 3000\n\
        [reporters]\nkinds = [\"region\"]\n[rows]\nkinds = [\"county\"]\n[columns]\nrow = [\"Clinic\"]\n\
        [[indicator]]\ncode = \"m\"\nname = \"Men\"\ntype = \"count\"\nheader = [\"Men\"]\n\
        [[indicator]]\ncode = \"w\"\nname = \"Women\"\ntype = \"count\"\nheader = [\"Women\"]\n\
        [[indicator]]\ncode = \"all\"\nname = \"All\"\ntype = \"count\"\nheader = [\"All\"]\n\
        [[rule]]\nid = \"sum\"\ncheck = \"[all] == [m] + [w]\"\nseverity = \"error\"\nmessage = \"All are men and women.\"\n";
    let bench = project("r,North,region,00\na,Alder,county,r\nb,Birch,county,r\nc,Cedar,county,r\n", &[form]);
    let rows = [
        "CLINICS QUARTER 1 2025",
        "Reporting unit: North",
        "Clinic|Men|Women|All",
        "Alder|2614|71|2685",
        "Birch|85|9300|178",
        "Cedar|41|12|53",
        "Total|2740|176|2916",
    ];
    bench.write("p/submissions/2025-Q1/north.xlsx", book(&rows, &[]));
    bench.run(&[
        "consolidate",
        "p",
        "--period",
        "2025-Q1",
        "--output",
        "out",
        "--as-of",
        "2025-07-02",
        "-q",
        "--lang",
        "en",
    ]);
    let json = bench.json("out/2025-Q1/findings.json");
    let all = json["findings"].as_array().unwrap();
    let of = |code: &str| all.iter().find(|f| f["code"] == code).unwrap()["message"].as_str().unwrap();
    assert!(of("T001").ends_with("In C5 it is likely 93: then it agrees."), "{}", of("T001"));
    assert!(of("V001").contains("In C5 it is likely 93: then it agrees."), "{}", of("V001"));
}
