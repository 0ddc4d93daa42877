/*!
Explanations that the office has accepted: such a finding stays listed, with the reason, and is no error any more.
*/

use std::cell::RefCell;

use jiff::civil::Date;

use super::listing::Listing;
use super::period::Period;
use super::problem::{Problem, Wrong};
use crate::finding::{Code, Finding, Said};
use crate::text::language::Convention;

/// The file's name.
pub const FILE: &str = "accepted.csv";

const COLUMNS: [&str; 9] = ["code", "unit", "form", "indicator", "period", "cell", "reason", "until", "by"];

/// One acceptance; what is blank stands for everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// Of which finding.
    pub code: Code,
    /// Of whom.
    pub unit: String,
    /// In which form.
    pub form: String,
    /// Indicator, or id of a rule.
    pub indicator: String,
    /// For which period.
    pub period: Option<Period>,
    /// At which cell.
    pub cell: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Its line in the list.
    pub line: usize,
}

impl Accepted {
    /// True for a finding that it speaks of.
    pub fn covers(&self, finding: &Finding) -> bool {
        let is = |said: &str, place: &str| said.is_empty() || said == place;
        let named = |(name, said): &(std::borrow::Cow<'static, str>, Said)| {
            matches!(&**name, "indicator" | "rule")
                && matches!(said, Said::Text(t) if *t == self.indicator || t.starts_with(&format!("[{}]", self.indicator)))
        };
        finding.code == self.code
            && is(&self.unit, &finding.place.unit)
            && is(&self.form, &finding.place.form)
            && (is(&self.cell, &finding.place.cell) || finding.place.cell.split([',', ' ']).any(|c| c == self.cell))
            && self.period.is_none_or(|p| finding.place.period == p.to_string())
            && (self.indicator.is_empty() || finding.args.iter().any(named))
    }
}

/// Reads `accepted.csv`; every problem is noted with its line.
pub fn read(text: &str, convention: Convention, problems: &RefCell<Vec<Problem>>) -> Vec<Accepted> {
    let note = |line: usize, key: &str, wrong: Wrong| {
        problems.borrow_mut().push(Problem { file: FILE.to_owned(), line, key: key.to_owned(), wrong });
    };
    let Some(list) = Listing::read(text, &COLUMNS, &["code", "reason"], &note) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for row in &list.lines {
        let (line, field) = (row.number, |name: &str| list.field(row, name));
        let Ok(code) = field("code").parse::<Code>() else {
            note(line, "code", Wrong::Impossible(field("code")));
            continue;
        };
        if field("reason").is_empty() {
            note(line, "reason", Wrong::MissingKey);
            continue;
        }
        let period = field("period");
        let which = period.parse::<Period>().ok();
        if which.is_none() && !period.is_empty() {
            note(line, "period", Wrong::Impossible(period));
            continue;
        }
        let text = field("until");
        let until = text.parse().ok().or_else(|| crate::text::number::read_date(&text, convention));
        if until.is_none() && !text.is_empty() {
            note(line, "until", Wrong::Type("type-date"));
            continue;
        }
        out.push(Accepted {
            code,
            unit: field("unit"),
            form: field("form"),
            indicator: field("indicator"),
            period: which,
            cell: field("cell"),
            reason: field("reason"),
            until,
            line,
        });
    }
    out
}
