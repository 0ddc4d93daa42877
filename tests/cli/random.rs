//! Random tables, some with a row dropped, doubled, moved or renamed by a real word, with groups and totals among the
//! rows: what is counted is what is true, or an error or warning names the place.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::runner::Bench;

const COMMUNES: [&str; 8] = ["Marsh", "Castle", "Stone", "Meadow", "Harbour", "Grange", "Fort", "Heath"];
/// Real words, each near one of the communes' names.
const WORDS: [&str; 8] = ["March", "Cattle", "Store", "Shadow", "Labour", "Orange", "Foot", "Health"];
/// Columns: code, upper heading, lower heading.
const COLUMNS: [(&str, &str, &str); 4] = [
    ("m", "Visits", "Male"),
    ("f", "Visits", "Female"),
    ("b", "Deliveries", "Live births"),
    ("c", "Spending", "Drugs"),
];
const OTHER_HEADINGS: [&str; 4] = ["Married", "Elderly", "Stillbirths", "Drinks"];
/// Rows of the other form: code, label, a label that means something else.
const LABELS: [(&str, &str, &str); 6] = [
    ("1", "Applications received", "Applications refused"),
    ("2", "Applications settled in time", "Applications settled late"),
    ("3", "Complaints by letter", "Compliments by letter"),
    ("4", "Staff in post", "Staff in past"),
    ("5", "Training days", "Trading days"),
    ("6", "Fees collected", "Fines collected"),
];
const UNITS: usize = 16;

/// What happens to a table on its way.
#[derive(Debug, Clone, Copy)]
enum Blemish {
    None,
    Dropped(usize),
    Doubled(usize),
    Reversed,
    RowRenamed(usize),
    HeadingRenamed(usize),
    HeadingsExchanged,
    TotalWrong(usize),
}

/// A table of one unit.
#[derive(Debug, Clone)]
struct Drawn {
    indicators_down: bool,
    figures: Vec<[u32; 4]>,
    blemish: Blemish,
    groups: bool,
    numbered: bool,
    total: Option<bool>,
}

fn blemish() -> impl Strategy<Value = Blemish> {
    prop_oneof![
        3 => Just(Blemish::None),
        1 => (0usize..6).prop_map(Blemish::Dropped),
        1 => (0usize..6).prop_map(Blemish::Doubled),
        1 => Just(Blemish::Reversed),
        1 => (0usize..6).prop_map(Blemish::RowRenamed),
        1 => (0usize..4).prop_map(Blemish::HeadingRenamed),
        1 => Just(Blemish::HeadingsExchanged),
        1 => (0usize..4).prop_map(Blemish::TotalWrong),
    ]
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let row = prop::array::uniform4(prop_oneof![1 => 0u32..4, 4 => 0u32..3000]);
    let total = prop::option::of(any::<bool>());
    (any::<bool>(), prop::collection::vec(row, COMMUNES.len()), blemish(), any::<bool>(), any::<bool>(), total)
        .prop_map(|(indicators_down, figures, blemish, groups, numbered, total)| Drawn {
            indicators_down,
            figures,
            blemish,
            groups,
            numbered,
            total,
        })
}

/// Figures of one row, by indicator.
type Row = (String, [f64; 4]);

impl Drawn {
    /// The sums that are true of the table as it is sent, by indicator; none where no reading of it can be right.
    fn truth(&self) -> BTreeMap<String, f64> {
        if self.indicators_down {
            return LABELS
                .iter()
                .zip(&self.figures)
                .map(|((code, ..), f)| ((*code).to_owned(), f64::from(f[0])))
                .collect();
        }
        let sum = |c: usize| self.figures.iter().map(|f| f64::from(f[c])).sum();
        COLUMNS.iter().enumerate().map(|(c, (code, ..))| ((*code).to_owned(), sum(c))).collect()
    }

    fn rows(&self) -> Vec<Row> {
        let names = |i: usize| if self.indicators_down { LABELS[i].1 } else { COMMUNES[i] };
        let count = if self.indicators_down { LABELS.len() } else { self.figures.len() };
        let mut rows: Vec<Row> = (0..count).map(|i| (names(i).to_owned(), self.figures[i].map(f64::from))).collect();
        match self.blemish {
            Blemish::Dropped(i) => {
                rows.remove(i);
            }
            Blemish::Doubled(i) => {
                let mut again = rows[i].clone();
                again.1[0] += 1.0;
                rows.push(again);
            }
            Blemish::Reversed => rows.reverse(),
            Blemish::RowRenamed(i) => {
                rows[i].0 = (if self.indicators_down { LABELS[i].2 } else { WORDS[i] }).to_owned();
            }
            Blemish::None | Blemish::HeadingRenamed(_) | Blemish::HeadingsExchanged | Blemish::TotalWrong(_) => {}
        }
        rows
    }

    fn write(&self, unit: &str) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.write(0, 0, if self.indicators_down { "Administrative return" } else { "Health return" })?;
        sheet.write(1, 0, format!("Reporting unit: {unit}"))?;
        sheet.write(2, 0, "March 2024")?;
        let width = if self.indicators_down { 1 } else { 4 };
        let mut lines: Vec<(String, String, [f64; 4])> = Vec::new();
        let rows = self.rows();
        let halves = if self.groups && !self.indicators_down { rows.len() / 2 } else { rows.len() };
        let sum = |rows: &[Row]| {
            let mut sum = [0.0; 4];
            rows.iter().for_each(|(_, f)| sum.iter_mut().zip(f).for_each(|(s, v)| *s += v));
            sum
        };
        for (g, part) in [&rows[..halves], &rows[halves..]].into_iter().enumerate().filter(|(_, p)| !p.is_empty()) {
            if halves < rows.len() {
                lines.push((["I", "II"][g].to_owned(), ["Northern area", "Southern area"][g].to_owned(), sum(part)));
            }
            for (i, (name, figures)) in part.iter().enumerate() {
                // The number of an indicator goes with it.
                let own = LABELS.iter().position(|l| self.indicators_down && (l.1 == name || l.2 == name));
                lines.push(((own.unwrap_or(i) + 1).to_string(), name.clone(), *figures));
            }
        }
        if !self.indicators_down
            && let Some(above) = self.total
        {
            let mut all = sum(&rows);
            if let Blemish::TotalWrong(c) = self.blemish {
                all[c] += 7.0;
            }
            lines.insert(if above { 0 } else { lines.len() }, (String::new(), "Total".to_owned(), all));
        }
        let (label, first) = (u16::from(self.numbered), u16::from(self.numbered) + 1);
        let mut top = 4;
        if self.numbered {
            sheet.write(top, 0, "No.")?;
        }
        if self.indicators_down {
            sheet.write(top, label, "Indicator")?;
            sheet.write(top, first, "Value")?;
        } else {
            sheet.merge_range(top, label, top + 1, label, "Commune", &plain)?;
            sheet.merge_range(top, first, top, first + 1, COLUMNS[0].1, &plain)?;
            sheet.write(top, first + 2, COLUMNS[2].1)?;
            sheet.write(top, first + 3, COLUMNS[3].1)?;
            for c in 0..4u16 {
                let at = match self.blemish {
                    Blemish::HeadingsExchanged if c < 2 => 1 - c,
                    _ => c,
                };
                let heading = match self.blemish {
                    Blemish::HeadingRenamed(i) if i == usize::from(c) => OTHER_HEADINGS[i],
                    _ => COLUMNS[usize::from(c)].2,
                };
                sheet.write(top + 1, first + at, heading)?;
            }
            top += 1;
        }
        for (n, (number, name, figures)) in lines.iter().enumerate() {
            let row = top + 1 + n as u32;
            if self.numbered {
                sheet.write(row, 0, number)?;
            }
            sheet.write(row, label, name)?;
            for c in 0..width {
                let at = match self.blemish {
                    Blemish::HeadingsExchanged if c < 2 && !self.indicators_down => 1 - c,
                    _ => c,
                };
                sheet.write(row, first + at, figures[usize::from(c)])?;
            }
        }
        book.save_to_buffer()
    }
}

fn project(bench: &Bench) {
    bench.write("p/tonghop.toml", "title = \"Test\"\nprovince = \"R\"\nlanguage = \"en\"\n\n[[kind]]\ncode = \"region\"\nname = \"Region\"\n\n[[kind]]\ncode = \"district\"\nname = \"District\"\n\n[[kind]]\ncode = \"commune\"\nname = \"Commune\"\n");
    let mut units =
        "code,name,kind,designation,parent,aliases,valid_from,valid_to\nR,Eastmark,region,,,,,\n".to_owned();
    for u in 0..UNITS {
        units += &format!("D{u:02},{} District,district,,R,,,\n", district(u));
        for (c, name) in COMMUNES.iter().enumerate() {
            units += &format!("D{u:02}C{c},{name},commune,,D{u:02},,,\n");
        }
    }
    bench.write("p/units.csv", units);
    let mut rows = "code = \"health\"\ntitle = \"Health return\"\nlayout = \"unit-rows\"\nfrequency = \"month\"\ndeadline_days = 3660\n\n[reporters]\nkinds = [\"district\"]\n\n[rows]\nkinds = [\"commune\"]\n\n[columns]\ncode = [\"No.\"]\nrow = [\"Commune\"]\n".to_owned();
    for (code, upper, lower) in COLUMNS {
        rows += &format!(
            "\n[[indicator]]\ncode = \"{code}\"\nname = \"{upper}, {lower}\"\ntype = \"amount\"\nheader = [[\"{upper}\", \"{lower}\"]]\n"
        );
    }
    bench.write("p/forms/health.toml", rows);
    let mut down = "code = \"admin\"\ntitle = \"Administrative return\"\nlayout = \"indicator-rows\"\nfrequency = \"month\"\ndeadline_days = 3660\n\n[reporters]\nkinds = [\"district\"]\n\n[columns]\ncode = [\"No.\"]\nlabel = [\"Indicator\"]\nvalue = [\"Value\"]\n".to_owned();
    for (code, label, _) in LABELS {
        down += &format!("\n[[indicator]]\ncode = \"{code}\"\nname = \"{label}\"\ntype = \"count\"\n");
    }
    bench.write("p/forms/admin.toml", down);
}

fn district(u: usize) -> String {
    const STARTS: [&str; 4] = ["Birch", "Silver", "Kings", "Thorn"];
    const ENDS: [&str; 4] = ["minster", "haven", "cliffe", "moor"];
    format!("{}{}", STARTS[u % 4], ENDS[u / 4 % 4])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn counted_figures_are_true_or_told(tables in prop::collection::vec(drawn(), UNITS)) {
        let bench = Bench::new();
        project(&bench);
        for (u, table) in tables.iter().enumerate() {
            let bytes = table.write(&format!("{} District", district(u))).expect("a workbook");
            bench.write(&format!("p/submissions/2024-03/{}.xlsx", district(u)), bytes);
        }
        let ran = bench.run(&["consolidate", "p", "-p", "2024-03", "-o", "out", "--lang", "en", "--no-cache"]);
        prop_assert!(ran.code <= 1, "{}", ran.err);
        let mut counted: BTreeMap<(String, String), f64> = BTreeMap::new();
        for fact in bench.table("out/2024-03/facts.csv").iter().filter(|f| f["kind"] == "number") {
            let file = fact["source_file"].rsplit('/').next().unwrap_or_default().to_owned();
            *counted.entry((file, fact["indicator"].clone())).or_default() += fact["value"].parse::<f64>().expect("a number");
        }
        let findings = bench.json("out/2024-03/findings.json");
        for (u, table) in tables.iter().enumerate() {
            let file = format!("{}.xlsx", district(u));
            let wrong: Vec<String> = table
                .truth()
                .into_iter()
                .filter_map(|(i, v)| {
                    let got = counted.get(&(file.clone(), i.clone())).copied().unwrap_or(0.0);
                    ((got - v).abs() > 1e-6).then(|| format!("{i}: {got} for {v}"))
                })
                .collect();
            let must_say = matches!(table.blemish, Blemish::TotalWrong(_)) && table.total.is_some() && !table.indicators_down;
            let heard: Vec<&str> = findings["findings"]
                .as_array()
                .expect("a list")
                .iter()
                .filter(|f| f["file"].as_str().is_some_and(|n| n.ends_with(&file)) && f["severity"] != "info")
                .filter_map(|f| f["code"].as_str())
                // Of a group that only its figures tell, and of a row that may be a sum by chance, people are told.
                .filter(|c| *c != "T005" && !(table.groups && *c == "T004"))
                .collect();
            // Where nothing is wrong, nothing may be lost, and nobody is accused.
            let harmless = matches!(table.blemish, Blemish::None | Blemish::Reversed | Blemish::HeadingsExchanged);
            prop_assert!(!harmless || (wrong.is_empty() && heard.is_empty()), "{file}: {wrong:?} {heard:?} {table:?}");
            prop_assert!(!heard.is_empty() || (wrong.is_empty() && !must_say), "{file}: {wrong:?} {heard:?} {table:?}");
        }
    }
}
