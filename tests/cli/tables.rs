//! Small workbooks from rows of texts, for tests that declare a table of their own.

use rust_xlsxwriter::{Format, Workbook};

use crate::runner::Bench;

/// Areas that are merged: first row and column, last row and column.
pub type Merges<'a> = &'a [(u32, u16, u32, u16)];

/// A sheet of some rows; what reads as a number is one, and `|` parts the cells.
pub fn book(rows: &[&str], merges: Merges<'_>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (r, row) in rows.iter().enumerate() {
        for (c, text) in row.split('|').enumerate().map(|(c, t)| (c, t.trim())).filter(|(_, t)| !t.is_empty()) {
            let (r, c) = (r as u32, c as u16);
            match (merges.iter().find(|m| (m.0, m.1) == (r, c)), text.parse::<f64>()) {
                (Some(m), _) => sheet.merge_range(m.0, m.1, m.2, m.3, text, &Format::new()).map(drop),
                (None, Ok(n)) => sheet.write(r, c, n).map(drop),
                (None, Err(_)) => sheet.write(r, c, text).map(drop),
            }
            .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A project in English of a state, its regions and counties, with one form a year.
pub fn project(units: &str, forms: &[&str]) -> Bench {
    let bench = Bench::new();
    bench.write("p/tonghop.toml", "title = \"Returns\"\nprovince = \"00\"\nlanguage = \"en\"\ndeadline_days = 3000\nregime = \"calendar\"\n\n[[kind]]\ncode = \"state\"\n\n[[kind]]\ncode = \"region\"\n\n[[kind]]\ncode = \"county\"\n");
    bench.write("p/units.csv", format!("code,name,kind,parent\n00,Montana,state,\n{units}"));
    for (n, form) in forms.iter().enumerate() {
        bench.write(&format!("p/forms/{n}.toml"), form);
    }
    bench
}

/// Three counties of one region and one of another.
pub const COUNTIES: &str = "r1,Eastern Region,region,00\nr2,Western Region,region,00\nc1,Alder County,county,r1\nc2,Birch County,county,r1\nc3,Cedar County,county,r1\nc4,Dogwood County,county,r2\n";

impl Bench {
    /// Consolidates 2024 and gives what was said.
    pub fn consolidate(&self) -> crate::runner::Ran {
        let ran = self.run(&["consolidate", "p", "--period", "2024", "--output", "out", "--as-of", "2025-01-05", "-q"]);
        assert_ne!(ran.code, 2, "{}", ran.err);
        ran
    }

    /// The value of a total.
    pub fn total(&self, indicator: &str, group: &str) -> Option<String> {
        let totals = self.table("out/2024/totals.csv");
        let found = totals.iter().find(|t| t["indicator"] == indicator && t["group"] == group);
        found.map(|t| t["value"].clone())
    }

    /// The findings of a code: severity, cell and value of each.
    pub fn findings_of(&self, code: &str) -> Vec<(String, String, String)> {
        let json = self.json("out/2024/findings.json");
        let all = json["findings"].as_array().unwrap();
        let text = |f: &serde_json::Value, key: &str| f[key].as_str().unwrap_or_default().to_owned();
        let mine = all.iter().filter(|f| f["code"] == code);
        mine.map(|f| (text(f, "severity"), text(f, "cell"), text(f, "value"))).collect()
    }
}
