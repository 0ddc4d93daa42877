/*!
Periods that are closed: their outputs stand as they are, whatever comes later.
*/

use std::cell::RefCell;

use jiff::civil::Date;

use super::listing::Listing;
use super::period::Period;
use super::problem::{Problem, Wrong};
use crate::text::language::Convention;

/// The file's name.
pub const FILE: &str = "closed.csv";

const COLUMNS: [&str; 3] = ["period", "until", "by"];

/// A period, the last day on which it was open, and who closed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// The period.
    pub period: Period,
    /// The last day on which its outputs may be written; none where it is closed at once.
    pub until: Option<Date>,
    /// Who closed it.
    pub by: String,
}

/// Reads `closed.csv`; every problem is noted with its line.
pub fn read(text: &str, convention: Convention, problems: &RefCell<Vec<Problem>>) -> Vec<Closed> {
    let note = |line: usize, key: &str, wrong: Wrong| {
        problems.borrow_mut().push(Problem { file: FILE.to_owned(), line, key: key.to_owned(), wrong });
    };
    let Some(list) = Listing::read(text, &COLUMNS, &["period"], &note) else {
        return Vec::new();
    };
    let mut out: Vec<Closed> = Vec::new();
    for row in &list.lines {
        let (line, field) = (row.number, |name: &str| list.field(row, name));
        let Ok(period) = field("period").parse::<Period>() else {
            note(line, "period", Wrong::Impossible(field("period")));
            continue;
        };
        let text = field("until");
        let until = text.parse().ok().or_else(|| crate::text::number::read_date(&text, convention));
        if until.is_none() && !text.is_empty() {
            note(line, "until", Wrong::Type("type-date"));
            continue;
        }
        if out.iter().any(|c| c.period == period) {
            note(line, "period", Wrong::Duplicate(field("period")));
        }
        out.push(Closed { period, until, by: field("by") });
    }
    out
}
