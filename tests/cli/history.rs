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
