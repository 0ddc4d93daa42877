/*!
Reporting periods as a type, with their dates by regime.

Decree 09/2019/NĐ-CP on reporting regimes, article 12: a month's data run from the 15th of the month before to the
14th; a quarter's from the 15th of the month before the quarter to the 14th of its last month; six and
nine months and the year begin on 15/12 of the year before. Statistical regimes use calendar months.
*/

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::locale::{Lang, Part};

/// The part of a year that a period covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Span {
    /// A month, 1 to 12.
    Month(u8),
    /// A quarter, 1 to 4.
    Quarter(u8),
    /// A half year, 1 or 2.
    Half(u8),
    /// The first nine months.
    NineMonths,
    /// The whole year.
    Year,
}

/// How often a form is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Frequency {
    /// Every month.
    Month,
    /// Every quarter.
    Quarter,
    /// Every half year.
    HalfYear,
    /// Nine months.
    NineMonths,
    /// Every year.
    Year,
}

impl Frequency {
    /// The words that a form may use.
    pub const NAMES: &[(&str, Frequency)] = &[
        ("month", Frequency::Month),
        ("quarter", Frequency::Quarter),
        ("half-year", Frequency::HalfYear),
        ("nine-months", Frequency::NineMonths),
        ("year", Frequency::Year),
    ];
}

/// Which days belong to a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Regime {
    /// Decree 09/2019/NĐ-CP: from the 15th to the 14th.
    #[default]
    Decree09,
    /// Calendar months.
    Calendar,
}

impl Regime {
    /// The words that a project may use.
    pub const NAMES: &[(&str, Regime)] = &[("decree-09-2019", Regime::Decree09), ("calendar", Regime::Calendar)];
}

/// A reporting period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    year: i16,
    span: Span,
}

/// A text that is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a period: write 2019-03, 2019-Q1, 2019-H1, 2019-9M or 2019")]
pub struct PeriodError(pub String);

impl Period {
    /// Makes a period where the parts are possible; years run from 1990 to 2199.
    pub fn new(year: i16, span: Span) -> Option<Self> {
        let fits = match span {
            Span::Month(m) => (1..=12).contains(&m),
            Span::Quarter(q) => (1..=4).contains(&q),
            Span::Half(h) => (1..=2).contains(&h),
            Span::NineMonths | Span::Year => true,
        };
        (fits && (1990..2200).contains(&year)).then_some(Period { year, span })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The part of the year.
    pub fn span(self) -> Span {
        self.span
    }

    /// How often such periods come.
    pub fn frequency(self) -> Frequency {
        match self.span {
            Span::Month(_) => Frequency::Month,
            Span::Quarter(_) => Frequency::Quarter,
            Span::Half(_) => Frequency::HalfYear,
            Span::NineMonths => Frequency::NineMonths,
            Span::Year => Frequency::Year,
        }
    }

    /// The first and the last month.
    fn months(self) -> (u8, u8) {
        match self.span {
            Span::Month(m) => (m, m),
            Span::Quarter(q) => (3 * q - 2, 3 * q),
            Span::Half(h) => (6 * h - 5, 6 * h),
            Span::NineMonths => (1, 9),
            Span::Year => (1, 12),
        }
    }

    /// The first and the last day whose data belong to the period.
    pub fn window(self, regime: Regime) -> (Date, Date) {
        let (first, last) = self.months();
        let day = |y: i16, m: u8, d: i8| Date::constant(y, m as i8, d);
        match regime {
            Regime::Calendar => (day(self.year, first, 1), day(self.year, last, 1).last_of_month()),
            Regime::Decree09 => {
                let start = if first == 1 { day(self.year - 1, 12, 15) } else { day(self.year, first - 1, 15) };
                (start, day(self.year, last, 14))
            }
        }
    }

    /// True for a whole year.
    pub fn is_year(self) -> bool {
        self.span == Span::Year
    }

    /// True where both cover some month.
    pub fn meets(self, other: Period) -> bool {
        let ((a, b), (c, d)) = (self.months(), other.months());
        self.year == other.year && a <= d && c <= b
    }

    /// The period of some frequency in which a day's month lies.
    pub fn around(day: Date, frequency: Frequency) -> Option<Period> {
        let m = day.month() as u8;
        let span = match frequency {
            Frequency::Month => Span::Month(m),
            Frequency::Quarter => Span::Quarter(m.div_ceil(3)),
            Frequency::HalfYear => Span::Half(m.div_ceil(6)),
            Frequency::NineMonths => Span::NineMonths,
            Frequency::Year => Span::Year,
        };
        Period::new(day.year(), span)
    }

    /// The period of the same length just before; for half years, nine months and years too.
    pub fn previous(self) -> Period {
        let (year, span) = match self.span {
            Span::Month(1) => (self.year - 1, Span::Month(12)),
            Span::Month(m) => (self.year, Span::Month(m - 1)),
            Span::Quarter(1) => (self.year - 1, Span::Quarter(4)),
            Span::Quarter(q) => (self.year, Span::Quarter(q - 1)),
            Span::Half(1) => (self.year - 1, Span::Half(2)),
            Span::Half(_) => (self.year, Span::Half(1)),
            span @ (Span::NineMonths | Span::Year) => (self.year - 1, span),
        };
        Period { year, span }
    }

    /// The same period of the last year.
    pub fn last_year(self) -> Period {
        Period { year: self.year - 1, ..self }
    }

    /// The periods of the same kind from the beginning of the year up to this one.
    pub fn year_so_far(self) -> Vec<Period> {
        let mut out = vec![self];
        while let Some(first) = out.last().map(|p| p.previous()).filter(|p| p.year == self.year) {
            out.push(first);
        }
        out.reverse();
        out
    }

    /// The key by which periods are put in time order: by their end, longer ones later.
    fn order(self) -> (i16, u8, u8) {
        let (first, last) = self.months();
        (self.year, last, last - first)
    }

    /// A message about the period: its year and number are arguments.
    fn say(self, lang: Lang, key: &str, n: u8) -> String {
        let year = self.year.to_string();
        lang.say(key, [("year", Part::from(year.as_str())), ("n", Part::from(u64::from(n)))])
    }

    /// The period in words (`quý I năm 2019`).
    pub fn in_words(self, lang: Lang) -> String {
        match self.span {
            Span::Month(m) => self.say(lang, "period-month", m),
            Span::Quarter(q) => self.say(lang, "period-quarter", q),
            Span::Half(h) => self.say(lang, "period-half", h),
            Span::NineMonths => self.say(lang, "period-nine-months", 0),
            Span::Year => self.say(lang, "period-year", 0),
        }
    }

    /// The period in short words (`quý I/2019`).
    pub fn in_short(self, lang: Lang) -> String {
        match self.span {
            Span::Month(m) => self.say(lang, "period-short-month", m),
            Span::Quarter(q) => self.say(lang, "period-short-quarter", q),
            _ => self.in_words(lang),
        }
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let y = self.year;
        match self.span {
            Span::Month(m) => write!(f, "{y}-{m:02}"),
            Span::Quarter(q) => write!(f, "{y}-Q{q}"),
            Span::Half(h) => write!(f, "{y}-H{h}"),
            Span::NineMonths => write!(f, "{y}-9M"),
            Span::Year => write!(f, "{y}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let wrong = || PeriodError(text.to_owned());
        let (year, rest) = text.split_once('-').map_or((text, None), |(y, r)| (y, Some(r)));
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let year = year.parse().map_err(|_| wrong())?;
        let span = match rest.map(str::as_bytes) {
            None => Span::Year,
            Some([b'Q' | b'q', d @ b'1'..=b'4']) => Span::Quarter(d - b'0'),
            Some([b'H' | b'h', d @ b'1'..=b'2']) => Span::Half(d - b'0'),
            Some([b'9', b'M' | b'm']) => Span::NineMonths,
            Some([a @ b'0'..=b'1', b @ b'0'..=b'9']) => Span::Month((a - b'0') * 10 + b - b'0'),
            Some(_) => return Err(wrong()),
        };
        Period::new(year, span).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p(s: &str) -> Period {
        s.parse().unwrap()
    }

    // The windows of decree 09/2019 and of the calendar.
    #[test]
    fn windows() {
        let d = Date::constant;
        assert_eq!(p("2019-Q1").window(Regime::Decree09), (d(2018, 12, 15), d(2019, 3, 14)));
        assert_eq!(p("2019-Q1").window(Regime::Calendar), (d(2019, 1, 1), d(2019, 3, 31)));
        assert_eq!(p("2019-H1").window(Regime::Decree09), (d(2018, 12, 15), d(2019, 6, 14)));
        assert_eq!(p("2019-9M").window(Regime::Decree09), (d(2018, 12, 15), d(2019, 9, 14)));
        assert_eq!(p("2019-03").window(Regime::Decree09), (d(2019, 2, 15), d(2019, 3, 14)));
        assert_eq!(p("2020-02").window(Regime::Calendar), (d(2020, 2, 1), d(2020, 2, 29)));
    }

    // The period before, and the same one a year ago.
    #[test]
    fn neighbours() {
        assert_eq!(p("2019-Q1").previous(), p("2018-Q4"));
        assert_eq!(p("2019-01").previous(), p("2018-12"));
        assert_eq!(p("2019-9M").previous(), p("2018-9M"));
        assert_eq!(p("2019-Q3").last_year(), p("2018-Q3"));
        assert!(p("2018-Q4") < p("2019-Q1") && p("2019-03") < p("2019-Q1"));
    }

    // Impossible periods are refused.
    #[test]
    fn impossible() {
        for s in
            ["", "2019-Q5", "2019-13", "19-Q1", "2019-3", "2019/Q1", "2019-Q1 ", "quý 1", "9999-Q1", "2019-H3", "٢٠١٩"]
        {
            assert!(s.parse::<Period>().is_err(), "{s}");
        }
    }

    proptest! {
        // What is written is read back, and no text panics.
        #[test]
        fn round_trip(year in 1990i16..2200, kind in 0u8..21) {
            let span = match kind { 0..=11 => Span::Month(kind + 1), 12..=15 => Span::Quarter(kind - 11), 16..=17 => Span::Half(kind - 15), 18 => Span::NineMonths, _ => Span::Year };
            let period = Period::new(year, span).unwrap();
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        }

        #[test]
        fn any_text(s in "\\PC{0,12}") {
            let _ = s.parse::<Period>();
        }
    }
}
