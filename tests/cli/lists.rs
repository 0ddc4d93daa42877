//! Many columns in few lines: an election of 23 counties in 612 columns under three levels, declared in a page.

use std::fmt::Write as _;

use rust_xlsxwriter::{Format, Workbook};

use crate::runner::Bench;

const RACES: [(&str, &str); 12] = [
    ("gov", "Governor"),
    ("lt", "Lieutenant Governor"),
    ("ag", "Attorney General"),
    ("sec", "Secretary of State"),
    ("tre", "Treasurer"),
    ("aud", "Auditor"),
    ("sen", "Senate"),
    ("h1", "House 1"),
    ("h2", "House 2"),
    ("jud", "Judge"),
    ("clk", "Clerk"),
    ("shf", "Sheriff"),
];
const PARTIES: [(&str, &str); 3] = [("d", "Democratic"), ("r", "Republican"), ("i", "Independent")];
const WAYS: [(&str, &str); 17] = [
    ("early", "Early voting"),
    ("mail", "By mail"),
    ("day", "Election day"),
    ("prov", "Provisional"),
    ("mil", "Military"),
    ("over", "Overseas"),
    ("aud", "Audited"),
    ("hand", "Hand count"),
    ("mach", "Machine count"),
    ("curb", "Curbside"),
    ("drop", "Drop box"),
    ("late", "Late cured"),
    ("chal", "Challenged"),
    ("spoil", "Spoiled"),
    ("under", "Undervotes"),
    ("dup", "Duplicated"),
    ("total", "All ballots"),
];

fn form() -> String {
    let list = |name: &str, members: &[(&str, &str)]| {
        let lines: String = members.iter().fold(String::new(), |mut s, (code, word)| {
            let _ = writeln!(s, "{code} = {word:?}");
            s
        });
        format!("\n[lists.{name}]\n{lines}")
    };
    let head = "code = \"votes\"\ntitle = \"Votes by county\"\nlayout = \"unit-rows\"\nfrequency = \"year\"\n\n[reporters]\nunits = [\"00\"]\n\n[columns]\nrow = [\"County\"]\n\n[rows]\nkinds = [\"county\"]\n";
    let tail = "\n[[indicator]]\ncode = \"{race}-{party}-{way}\"\nname = \"{race}: {party}, {way}\"\nheader = [[\"{race}\", \"{party}\", \"{way}\"]]\ntype = \"count\"\n\n[[rule]]\nid = \"all-{race}-{party}\"\ncheck = \"[{race}-{party}-total] >= [{race}-{party}-early] + [{race}-{party}-mail]\"\nmessage = \"{race}, {party}: all ballots\"\n";
    format!("{head}{}{}{}{tail}", list("race", &RACES), list("party", &PARTIES), list("way", &WAYS))
}

fn votes(county: usize, column: usize) -> f64 {
    let n = (county * 7919 + column * 104_729) % 9973;
    // The last of 17 ways is all of them.
    if column % 17 == 16 { 40_000.0 + n as f64 } else { n as f64 }
}

fn book(wrong: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.write(0, 0, "State: Montana").unwrap();
    sheet.write(1, 0, "VOTES BY COUNTY 2024").unwrap();
    sheet.merge_range(3, 0, 5, 0, "County", &plain).unwrap();
    for (r, (_, race)) in RACES.iter().enumerate() {
        let at = 1 + (r * 51) as u16;
        sheet.merge_range(3, at, 3, at + 50, race, &plain).unwrap();
        for (p, (_, party)) in PARTIES.iter().enumerate() {
            let at = at + (p * 17) as u16;
            sheet.merge_range(4, at, 4, at + 16, party, &plain).unwrap();
            for (w, (_, way)) in WAYS.iter().enumerate() {
                sheet.write(5, at + w as u16, *way).unwrap();
            }
        }
    }
    for county in 0..23usize {
        let row = 6 + county as u32;
        sheet.write(row, 0, format!("County {}", (b'A' + county as u8) as char)).unwrap();
        for column in 0..612usize {
            let v = if wrong && county == 3 && column == 16 { 1.0 } else { votes(county, column) };
            sheet.write(row, 1 + column as u16, v).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn bench(wrong: bool) -> Bench {
    let bench = Bench::new();
    bench.write("p/tonghop.toml", "title = \"Election\"\nprovince = \"00\"\nlanguage = \"en\"\ndeadline_days = 3000\nregime = \"calendar\"\n\n[[kind]]\ncode = \"state\"\nname = \"State\"\n\n[[kind]]\ncode = \"county\"\nname = \"County\"\n");
    let counties = (0..23u8).fold(String::new(), |mut s, c| {
        let _ = writeln!(s, "c{c},County {},county,00", (b'A' + c) as char);
        s
    });
    bench.write("p/units.csv", format!("code,name,kind,parent\n00,Montana,state,\n{counties}"));
    bench.write("p/forms/votes.toml", form());
    bench.write("p/submissions/2024/Montana.xlsx", book(wrong));
    let ran = bench.run(&["consolidate", "p", "--output", "out", "-q"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    bench
}

// One page declares 612 columns; every vote is counted where it stands.
#[test]
fn election_in_a_page() {
    let lines = form().lines().count();
    assert!(lines <= 66, "{lines} lines are more than a page");
    let bench = bench(false);
    let facts = bench.table("out/2024/facts.csv");
    assert_eq!(facts.len(), 23 * 612);
    for fact in &facts {
        let mut parts = fact["indicator"].splitn(3, '-');
        let mut place = |of: &[(&str, &str)]| {
            let code = parts.next().unwrap();
            of.iter().position(|(c, _)| *c == code).unwrap()
        };
        let column = place(&RACES) * 51 + place(&PARTIES) * 17 + place(&WAYS);
        let county: usize = fact["row"][1..].parse().unwrap();
        assert_eq!(fact["value"].parse::<f64>().unwrap(), votes(county, column), "{fact:?}");
    }
    for total in bench.table("out/2024/totals.csv").iter().filter(|t| t["group"] == "province") {
        let sum: f64 = facts
            .iter()
            .filter(|f| f["indicator"] == total["indicator"])
            .map(|f| f["value"].parse::<f64>().unwrap())
            .sum();
        assert_eq!(total["value"].parse::<f64>().unwrap(), sum, "{total:?}");
    }
    let codes = bench.codes("out/2024/findings.json");
    assert!(codes.iter().all(|c| c.starts_with('S') || c.starts_with('P') || c.ends_with("info")), "{codes:?}");
}

// A rule that is made for every race and party is told with its own id and words.
#[test]
fn rules_of_lists() {
    let bench = bench(true);
    let json = bench.json("out/2024/findings.json");
    let told: Vec<_> = json["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "V001").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    let message = told[0]["message"].as_str().unwrap();
    assert!(message.contains("all-gov-d") && message.contains("Governor, Democratic"), "{message}");
    assert_eq!(told[0]["cell"], "R10");
}
