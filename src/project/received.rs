/*!
When reports came: the office's own register of receipts, which goes before what files say of themselves.
*/

use std::cell::RefCell;

use super::form::Form;
use super::listing::Listing;
use super::period::Period;
use super::problem::{Problem, Wrong, nearest_of};
use super::units::{Register, UnitId};
use crate::text::language::Convention;

/// The file's name.
pub const FILE: &str = "received.csv";

const COLUMNS: [&str; 5] = ["period", "unit", "form", "time", "how"];

/// One receipt.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// The period.
    pub period: Period,
    /// From whom.
    pub unit: UnitId,
    /// Which form; all that the unit sent where none is named.
    pub form: Option<usize>,
    /// When, seconds since 1970.
    pub time: i64,
}

/// Reads `received.csv`; every problem is noted with its line. Times are those of the office.
pub fn read(
    text: &str,
    (forms, register): (&[Form], &Register),
    (convention, offset_hours): (Convention, i64),
    problems: &RefCell<Vec<Problem>>,
) -> Vec<Receipt> {
    let note = |line: usize, key: &str, wrong: Wrong| {
        problems.borrow_mut().push(Problem { file: FILE.to_owned(), line, key: key.to_owned(), wrong });
    };
    let Some(list) = Listing::read(text, &COLUMNS, &["period", "unit", "time"], &note) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for row in &list.lines {
        let (line, field) = (row.number, |name: &str| list.field(row, name));
        let Ok(period) = field("period").parse::<Period>() else {
            note(line, "period", Wrong::Impossible(field("period")));
            continue;
        };
        let code = field("unit");
        let form = field("form");
        let which = forms.iter().position(|f| f.code == form);
        if which.is_none() && !form.is_empty() {
            note(line, "form", Wrong::Dangling(form.clone(), nearest_of(&form, forms.iter().map(|f| f.code.as_str()))));
            continue;
        }
        let day = which
            .map_or_else(|| period.window(super::period::Regime::Calendar).1, |f| period.window(forms[f].regime).1);
        let Some(unit) = register.by_code_on(&code, day) else {
            let near = nearest_of(&code, register.iter().map(|(_, u)| u.code.as_str()));
            note(line, "unit", Wrong::Dangling(code, near));
            continue;
        };
        match moment(&field("time"), convention, offset_hours) {
            Some(time) => out.push(Receipt { period, unit, form: which, time }),
            None => note(line, "time", Wrong::Type("type-date")),
        }
    }
    out
}

/// A day, with or without a time of day; noon where none is said.
fn moment(text: &str, convention: Convention, offset_hours: i64) -> Option<i64> {
    let text = text.trim();
    let (day, clock) = text.split_once([' ', 'T']).map_or((text, None), |(d, c)| (d, Some(c.trim())));
    let day = day.parse().ok().or_else(|| crate::text::number::read_date(day, convention))?;
    let clock: jiff::civil::Time = match clock {
        Some(c) => {
            let c = c.replace('h', ":");
            let c = c.trim_end_matches(':');
            let whole = if c.contains(':') { c.to_owned() } else { format!("{c}:00") };
            let (h, m) = whole.split_once(':')?;
            format!("{h:0>2}:{m:0>2}").parse().ok()?
        }
        None => jiff::civil::time(12, 0, 0, 0),
    };
    let utc = day.to_datetime(clock).to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(utc.timestamp().as_second() - offset_hours * 3600)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Days and times as offices write them.
    #[test]
    fn moments() {
        let at = |text: &str| moment(text, Convention::Vi, 7);
        assert_eq!(at("2019-03-20"), Some(1_553_058_000));
        assert_eq!(at("20/03/2019"), at("2019-03-20 12:00"));
        assert_eq!(at("20/3/2019 14h30"), at("2019-03-20T14:30"));
        assert_eq!(at("2019-03-20 8h"), at("2019-03-20 08:00"));
        assert_eq!((at(""), at("x"), at("2019-03-20 25:00")), (None, None, None));
    }
}
