/*!
What is planned: a figure for a year, for the whole or for one unit.
*/

use std::cell::RefCell;

use jiff::civil::Date;

use rustc_hash::FxHashMap;

use super::form::Form;
use super::listing::Listing;
use super::problem::{Problem, Wrong, nearest_of};
use super::units::{Register, UnitId};
use crate::text::language::Convention;
use crate::text::number::{Reading, read_number};

/// The file's name.
pub const FILE: &str = "plans.csv";

const COLUMNS: [&str; 5] = ["form", "indicator", "unit", "year", "value"];

/// Planned figures by form, indicator, unit and year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plans(FxHashMap<(usize, usize, UnitId, i16), f64>);

impl Plans {
    /// Reads `plans.csv`; every problem is noted with its line. A blank unit is the province.
    pub fn read(
        text: &str,
        forms: &[Form],
        (register, province): (&Register, UnitId),
        convention: Convention,
        problems: &RefCell<Vec<Problem>>,
    ) -> Plans {
        let note = |line: usize, key: &str, wrong: Wrong| {
            problems.borrow_mut().push(Problem { file: FILE.to_owned(), line, key: key.to_owned(), wrong });
        };
        let Some(list) = Listing::read(text, &COLUMNS, &["form", "indicator", "year", "value"], &note) else {
            return Plans::default();
        };
        let mut out = Plans::default();
        for row in &list.lines {
            let (line, field) = (row.number, |name: &str| list.field(row, name));
            let (form_code, code, unit_code) = (field("form"), field("indicator"), field("unit"));
            let form = forms.iter().position(|f| f.code == form_code);
            if form.is_none() {
                let near = nearest_of(&form_code, forms.iter().map(|f| f.code.as_str()));
                note(line, "form", Wrong::Dangling(form_code, near));
            }
            let indicator = form.and_then(|f| {
                let found = forms[f].indicator(&code);
                if found.is_none() {
                    let near = nearest_of(&code, forms[f].indicators.iter().map(|i| i.code.as_str()));
                    note(line, "indicator", Wrong::Dangling(code.clone(), near));
                }
                found
            });
            let year = field("year").parse::<i16>().ok().filter(|y| (1900..=2200).contains(y));
            if year.is_none() {
                note(line, "year", Wrong::Impossible(field("year")));
            }
            let unit = match (unit_code.as_str(), year) {
                ("", _) => Some(province),
                (code, year) => {
                    let end = year.and_then(|y| Date::new(y, 12, 31).ok());
                    let then = end.and_then(|end| register.by_code_on(code, end));
                    // One that is gone before the year ends had its plan as well.
                    let days = year.iter().flat_map(|y| (1..=12).rev().filter_map(|m| Date::new(*y, m, 1).ok()));
                    then.or_else(|| days.filter_map(|d| register.by_code_on(code, d)).next())
                }
            };
            if let (None, false, Some(y)) = (unit, register.by_code(&unit_code).is_empty(), year) {
                note(line, "unit", Wrong::NotThen(unit_code, Date::new(y, 12, 31).unwrap_or(Date::MAX)));
            } else if unit.is_none() {
                let near = nearest_of(&unit_code, register.iter().map(|(_, u)| u.code.as_str()));
                note(line, "unit", Wrong::Dangling(unit_code, near));
            }
            let text = field("value");
            let value = match read_number(&text, convention, "") {
                Reading::Number { value, .. } => Some(value),
                // 250.000 is a quarter of a million or 250: nobody guesses.
                Reading::Either(..) => {
                    note(line, "value", Wrong::Unfitting("unfitting-two-numbers"));
                    continue;
                }
                // A list is written by programs as often as by people: a point is one of decimals there.
                _ => text.parse::<f64>().ok().filter(|n| n.is_finite()),
            };
            if value.is_none() {
                note(line, "value", Wrong::Type("type-number"));
            }
            if let (Some(f), Some(i), Some(u), Some(y), Some(v)) = (form, indicator, unit, year, value)
                && out.0.insert((f, i, u, y), v).is_some()
            {
                note(line, "", Wrong::Duplicate(format!("{} {} {y}", forms[f].code, forms[f].indicators[i].code)));
            }
        }
        out
    }

    /// What is planned for a unit's figure.
    pub fn get(&self, form: usize, indicator: usize, unit: UnitId, year: i16) -> Option<f64> {
        self.0.get(&(form, indicator, unit, year)).copied()
    }

    /// True where nothing is planned.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
