/*!
Corrections that came by telephone or in a letter: a figure that counts with another value than its cell has.
*/

use std::cell::RefCell;

use jiff::civil::Date;

use super::form::Form;
use super::listing::Listing;
use super::period::Period;
use super::problem::{Problem, Wrong, nearest_of};
use super::units::Register;
use crate::text::language::Convention;

/// The file's name.
pub const FILE: &str = "corrections.csv";

const COLUMNS: [&str; 11] =
    ["period", "file", "unit", "form", "indicator", "row", "old", "new", "reason", "who", "when"];

/// One correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// For which period; that of its file where none is named.
    pub period: Option<Period>,
    /// In which file: its path in the project folder, or its name.
    pub file: String,
    /// Of whom, by code.
    pub unit: String,
    /// Form, by place.
    pub form: usize,
    /// Indicator, by place.
    pub indicator: usize,
    /// In which row: a unit's code or name, a label, the number of a record.
    pub row: String,
    /// What the cell says.
    pub old: String,
    /// What counts.
    pub new: String,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub who: String,
    /// When.
    pub when: Option<Date>,
    /// Its line in the list.
    pub line: usize,
}

/// Reads `corrections.csv`; every problem is noted with its line.
pub fn read(
    text: &str,
    (forms, register): (&[Form], &Register),
    convention: Convention,
    problems: &RefCell<Vec<Problem>>,
) -> Vec<Correction> {
    let note = |line: usize, key: &str, wrong: Wrong| {
        problems.borrow_mut().push(Problem { file: FILE.to_owned(), line, key: key.to_owned(), wrong });
    };
    let Some(list) = Listing::read(text, &COLUMNS, &["form", "indicator", "old", "new", "reason"], &note) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for row in &list.lines {
        let (line, field) = (row.number, |name: &str| list.field(row, name));
        let code = field("form");
        let Some(form) = forms.iter().position(|f| f.code == code) else {
            note(line, "form", Wrong::Dangling(code.clone(), nearest_of(&code, forms.iter().map(|f| f.code.as_str()))));
            continue;
        };
        let code = field("indicator");
        let spec = &forms[form];
        let Some(indicator) = spec.indicator(&code) else {
            let near = nearest_of(&code, spec.indicators.iter().map(|i| i.code.as_str()));
            note(line, "indicator", Wrong::Dangling(code, near));
            continue;
        };
        if spec.indicators[indicator].is_computed() {
            note(line, "indicator", Wrong::Unfitting("unfitting-computed"));
            continue;
        }
        let (unit, file) = (field("unit"), field("file").replace('\\', "/"));
        if unit.is_empty() && file.is_empty() {
            note(line, "unit", Wrong::MissingKey);
            continue;
        }
        if !unit.is_empty() && register.by_code(&unit).is_empty() {
            let near = nearest_of(&unit, register.iter().map(|(_, u)| u.code.as_str()));
            note(line, "unit", Wrong::Dangling(unit, near));
            continue;
        }
        // A figure is not taken away by leaving it out: that is said in words ("-", "…").
        if let Some(missing) = ["reason", "new"].into_iter().find(|n| field(n).is_empty()) {
            note(line, missing, Wrong::MissingKey);
            continue;
        }
        let period = field("period");
        let which = period.parse::<Period>().ok();
        if which.is_none() && !period.is_empty() {
            note(line, "period", Wrong::Impossible(period));
            continue;
        }
        let text = field("when");
        let when = text.parse().ok().or_else(|| crate::text::number::read_date(&text, convention));
        if when.is_none() && !text.is_empty() {
            note(line, "when", Wrong::Type("type-date"));
            continue;
        }
        out.push(Correction {
            period: which,
            file,
            unit,
            form,
            indicator,
            row: field("row"),
            old: field("old"),
            new: field("new"),
            reason: field("reason"),
            who: field("who"),
            when,
            line,
        });
    }
    out
}
