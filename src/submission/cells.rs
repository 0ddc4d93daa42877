/*!
Reads one cell as a value of an indicator.

Every reading that is not plainly what the cell shows leaves a finding; a cell that allows two readings is
used only where type or neighbours leave one.
*/

use crate::finding::{Code, Finding, Said, Severity, Term};
use crate::intake::workbook::{Cell, DateShown, Value};
use crate::project::form::{Indicator, ValueType};
use crate::text::language::{Convention, words};
use crate::text::number::{Day, Reading, format_number, plain_number, read_date, read_nothing, read_number};
use crate::text::{clean, head, key};

use super::facts::Kind;

/// A value as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Got {
    /// What it is.
    pub kind: Kind,
    /// The number.
    pub value: f64,
    /// The text.
    pub text: Option<String>,
    /// Numerator and denominator, where the cell gives both.
    pub fraction: Option<(f64, f64)>,
}

impl Got {
    pub fn of(kind: Kind) -> Got {
        Got { kind, value: 0.0, text: None, fraction: None }
    }

    fn number(value: f64) -> Got {
        Got { value, ..Got::of(Kind::Number) }
    }
}

/// Numbers that stand plainly in the same column, for judging what a number can be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Neighbours {
    /// How many.
    pub count: usize,
    /// Their median.
    pub median: f64,
}

impl Neighbours {
    /// Looks at some numbers.
    pub fn of(mut numbers: Vec<f64>) -> Self {
        numbers.retain(|n| *n != 0.0);
        let count = numbers.len();
        let median = match count {
            0 => 0.0,
            _ => numbers.select_nth_unstable_by(count / 2, f64::total_cmp).1.abs(),
        };
        Neighbours { count, median }
    }

    /// True when a number is of the size of the others.
    fn like(&self, n: f64) -> bool {
        self.count >= 3 && n.abs() >= self.median / 20.0 && n.abs() <= self.median * 20.0
    }
}

/// Whether what stands around a percentage says how it is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Says {
    /// The sheet says that the figures are percentages: 0.85 is 0.85 %.
    Percent,
    /// The sheet says so, but the file tells no formats: what is shown as 95 % may be stored as 0.95.
    Unclear,
    /// Nothing says so, and every figure of the column is within 0 and 1: they are fractions.
    Fractions,
    /// Neither.
    #[default]
    Nothing,
}

/// What is known around a cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around {
    /// Numbers of the same column.
    pub near: Neighbours,
    /// What percentages are.
    pub says: Says,
    /// Whether the workbook counts days from 1904.
    pub date1904: bool,
    /// Whether its writer stores 0 for results that are texts.
    pub writer_zeroes: bool,
    /// First and last day of the period.
    pub period: Option<(Day, Day)>,
}

/// True for a text that reads as a number, whatever else is wrong with it.
pub fn reads_as_number(text: &str, convention: Convention) -> bool {
    let text = clean(head(text));
    if !text.bytes().any(|b| b.is_ascii_digit()) || text.chars().count() > 40 {
        return false;
    }
    let body = text.trim_start_matches(['<', '>', '≤', '≥', '~', '≈', '±', '=', ' ']);
    matches!(read_number(body, convention, ""), Reading::Number { .. } | Reading::Either(..) | Reading::Fraction(..))
}

/// Reads a cell, or nothing at all, as a value of an indicator; findings lack their place but the cell.
pub fn read(
    cell: Option<&Cell>,
    indicator: &Indicator,
    convention: Convention,
    around: &Around,
    findings: &mut Vec<Finding>,
) -> Option<Got> {
    let Some(cell) = cell else {
        return Some(Got::of(Kind::Blank));
    };
    let mut note = |f: Finding| findings.push(f.cell(cell.at()));
    match &cell.value {
        Value::Error(e) => {
            note(Finding::new(Code::C002).value(e.to_string()));
            return None;
        }
        Value::NoResult => {
            note(Finding::new(Code::C003));
            return None;
        }
        // LibreOffice stores 0 in an xls for a formula whose result is a text.
        Value::Number(0.0) if around.writer_zeroes && cell.formula => {
            if !indicator.kind.is_numeric() {
                note(Finding::new(Code::C003));
                return None;
            }
            note(Finding::new(Code::C033));
        }
        _ => {}
    }
    match indicator.kind {
        ValueType::Text | ValueType::List => Some(read_text(cell, &mut note)),
        ValueType::YesNo => read_yes_no(cell, &mut note),
        ValueType::Date => read_day(cell, convention, around, &mut note),
        ValueType::Count | ValueType::Amount | ValueType::Percent | ValueType::Ratio | ValueType::Rate => {
            read_numeric(cell, indicator, convention, around, &mut note)
        }
    }
}

fn nothing(reading: &Reading) -> Option<Got> {
    Some(Got::of(match reading {
        Reading::Nil => Kind::Nil,
        Reading::Unavailable => Kind::Unavailable,
        Reading::NotApplicable => Kind::NotApplicable,
        Reading::Blank => Kind::Blank,
        _ => return None,
    }))
}

fn read_text(cell: &Cell, note: &mut dyn FnMut(Finding)) -> Got {
    /// Excel keeps so many digits of a number.
    const DIGITS: f64 = 1e15;
    let text = match &cell.value {
        Value::Text(t) => clean(t),
        Value::Number(n) => plain_number(*n),
        Value::Date { day: Some(d), .. } => d.to_string(),
        Value::Date { serial, .. } => plain_number(*serial),
        Value::Bool(b) => b.to_string(),
        Value::Error(_) | Value::NoResult => String::new(),
    };
    if matches!(read_nothing(&text), Some(Reading::Nil)) && !text.chars().any(char::is_alphabetic) {
        return Got::of(Kind::Nil);
    }
    let changed = match &cell.value {
        Value::Number(n) => n.abs() >= DIGITS,
        Value::Date { .. } => true,
        _ => false,
    };
    if changed {
        let value = match &cell.value {
            Value::Date { day: Some(d), .. } => d.strftime("%d/%m/%Y").to_string(),
            _ => text.clone(),
        };
        note(Finding::new(Code::C037).value(value).expected(text.as_str()));
    }
    Got { text: Some(text), ..Got::of(Kind::Text) }
}

fn read_yes_no(cell: &Cell, note: &mut dyn FnMut(Finding)) -> Option<Got> {
    let answer =
        |yes: bool, text: String| Some(Got { text: Some(text), ..Got::of(if yes { Kind::Yes } else { Kind::No }) });
    let mark = |yes: bool, text: &str, note: &mut dyn FnMut(Finding)| {
        note(Finding::new(Code::C027).value(text).expected(if yes { Term::Yes } else { Term::No }));
    };
    match &cell.value {
        Value::Bool(b) => answer(*b, b.to_string()),
        Value::Number(n) if *n == 1.0 || *n == 0.0 => {
            let text = plain_number(*n);
            mark(*n == 1.0, &text, note);
            answer(*n == 1.0, text)
        }
        Value::Text(t) => {
            let text = clean(head(t));
            let k = key(&text);
            if let Some(yes) = words().yes_no(&k) {
                return answer(yes, text);
            }
            if matches!(k.as_str(), "x" | "1") || matches!(text.as_str(), "✓" | "✔" | "√" | "☑" | "+" | "×" | "ü")
            {
                mark(true, &text, note);
                return answer(true, text);
            }
            if k == "0" || matches!(text.as_str(), "✗" | "✘" | "☐") {
                mark(false, &text, note);
                return answer(false, text);
            }
            if let Some(got) = read_nothing(&text).and_then(|r| nothing(&r)) {
                return Some(got);
            }
            note(Finding::new(Code::C013).value(text));
            None
        }
        Value::Number(n) => {
            note(Finding::new(Code::C013).value(*n));
            None
        }
        Value::Date { day, serial, .. } => {
            note(Finding::new(Code::C013).value(day.map_or_else(|| Said::from(*serial), Said::Day)));
            None
        }
        Value::Error(_) | Value::NoResult => None,
    }
}

fn read_day(cell: &Cell, convention: Convention, around: &Around, note: &mut dyn FnMut(Finding)) -> Option<Got> {
    const YEAR: i32 = 366;
    let dated = |day: Day, note: &mut dyn FnMut(Finding)| {
        if let Some((first, last)) = around.period
            && ((first - day).get_days() > YEAR || (day - last).get_days() > YEAR)
        {
            note(Finding::new(Code::C035).value(day.strftime("%d/%m/%Y").to_string()));
        }
        Some(Got { text: Some(day.to_string()), ..Got::of(Kind::Date) })
    };
    match &cell.value {
        Value::Date { day: Some(d), .. } => dated(*d, note),
        Value::Text(t) => {
            let text = clean(head(t));
            if let Some(day) = read_date(&text, convention) {
                return dated(day, note);
            }
            if let Some(got) = read_nothing(&text).and_then(|r| nothing(&r)) {
                return Some(got);
            }
            note(Finding::new(Code::C014).value(text));
            None
        }
        // A serial number of a plausible day, without its format: 1990 to 2100.
        Value::Number(n) if *n == n.trunc() && (32_874.0..73_051.0).contains(n) => {
            let first = if around.date1904 { Day::constant(1904, 1, 1) } else { Day::constant(1899, 12, 30) };
            let day = first.saturating_add(jiff::Span::new().days(*n as i64));
            note(Finding::new(Code::C023).value(*n).expected(day.strftime("%d/%m/%Y").to_string()));
            dated(day, note)
        }
        Value::Number(n) => {
            if let Some(day) = read_date(&plain_number(*n), convention) {
                note(Finding::new(Code::C023).value(*n).expected(day.strftime("%d/%m/%Y").to_string()));
                return dated(day, note);
            }
            note(Finding::new(Code::C014).value(*n));
            None
        }
        Value::Date { serial, .. } => {
            note(Finding::new(Code::C014).value(*serial));
            None
        }
        Value::Bool(b) => {
            note(Finding::new(Code::C014).value(b.to_string()));
            None
        }
        Value::Error(_) | Value::NoResult => None,
    }
}

fn is_percent(indicator: &Indicator) -> bool {
    indicator.kind.is_percent()
}

fn read_numeric(
    cell: &Cell,
    indicator: &Indicator,
    convention: Convention,
    around: &Around,
    note: &mut dyn FnMut(Finding),
) -> Option<Got> {
    match &cell.value {
        Value::Number(n) => {
            if is_percent(indicator) {
                return read_percent_number(*n, cell.percent, indicator, around, note);
            }
            check_number(*n, indicator, || plain_number(*n), note)
        }
        Value::Text(t) => read_numeric_text(&clean(head(t)), indicator, convention, around, note),
        Value::Date { serial, shown: DateShown::Time, .. } => {
            note(Finding::new(Code::C038).value(duration(*serial)));
            None
        }
        Value::Date { serial, day, .. } => {
            let shown = day.map_or_else(|| plain_number(*serial), |d| d.strftime("%d/%m/%Y").to_string());
            let typed = day.map_or_else(String::new, |d| format!("{}/{}", d.day(), d.month()));
            note(Finding::new(Code::C022).value(shown).arg("a", typed));
            None
        }
        Value::Bool(b) => {
            note(Finding::new(Code::C001).value(b.to_string()).expected(indicator.kind.expected()));
            None
        }
        Value::Error(_) | Value::NoResult => None,
    }
}

/// A duration as a clock shows it: 36:00.
fn duration(days: f64) -> String {
    let minutes = (days * 24.0 * 60.0).round();
    format!("{}:{:02}", (minutes / 60.0).trunc(), (minutes % 60.0).abs())
}

/// A number as Excel shows and compares it: to 15 digits.
fn fifteen_digits(n: f64) -> f64 {
    if n == n.trunc() { n } else { format!("{n:.14e}").parse().unwrap_or(n) }
}

/// True for a number in a numeric cell that can only be what it says: [`read`] would take it as it is.
pub fn is_plain(n: f64, indicator: &Indicator) -> bool {
    let kind = match indicator.kind {
        // What is larger than this goes the long way.
        ValueType::Count => n >= 0.0 && n as i64 as f64 == n,
        ValueType::Amount => true,
        _ => false,
    };
    kind && indicator.min.is_none_or(|m| n >= m) && indicator.max.is_none_or(|m| n <= m)
}

/// A count is a whole number from 0 up; what is not is no reading of it.
fn check_number(
    n: f64,
    indicator: &Indicator,
    text: impl FnOnce() -> String,
    note: &mut dyn FnMut(Finding),
) -> Option<Got> {
    if indicator.kind == ValueType::Count {
        let whole = fifteen_digits(n);
        if whole < 0.0 || whole != whole.trunc() {
            note(Finding::new(Code::C020).value(text()));
            return None;
        }
        return Some(Got::number(whole));
    }
    Some(Got::number(n))
}

/// Takes away the dust of binary fractions.
pub fn tidy(n: f64) -> f64 {
    (n * 1e8).round() / 1e8
}

fn read_percent_number(
    n: f64,
    percent_format: bool,
    indicator: &Indicator,
    around: &Around,
    note: &mut dyn FnMut(Finding),
) -> Option<Got> {
    if percent_format {
        // 95 typed into a percent cell shows as 9500 %: hardly meant, but who knows.
        if n.abs() > 10.0 && indicator.max.is_none_or(|m| m < n * 100.0) {
            note(
                Finding::new(Code::C005)
                    .value(format!("{} %", plain_number(n * 100.0)))
                    .arg("a", n * 100.0)
                    .arg("b", n)
                    .arg("kind", "percent"),
            );
            return None;
        }
        return Some(Got::number(tidy(n * 100.0)));
    }
    // Where the sheet says percent, and where parts judge it, a number stands as it is.
    if indicator.parts().is_some() || around.says == Says::Percent {
        return Some(Got::number(n));
    }
    if n > 0.0 && n <= 1.0 && around.says == Says::Fractions {
        let scaled = tidy(n * 100.0);
        note(Finding::new(Code::C021).value(n).expected(scaled));
        return Some(Got::number(scaled));
    }
    // A 1 with nothing beside it may be all or a hundredth.
    let unclear = around.says == Says::Unclear && n > 0.0 && n <= 1.0;
    if unclear || (n == 1.0 && around.near.count < 2) {
        let f = Finding::new(Code::C005).value(n).arg("a", n).arg("b", tidy(n * 100.0));
        note(f.arg("kind", "share"));
        return None;
    }
    Some(Got::number(n))
}

fn read_numeric_text(
    text: &str,
    indicator: &Indicator,
    convention: Convention,
    around: &Around,
    note: &mut dyn FnMut(Finding),
) -> Option<Got> {
    let near = &around.near;
    // "<5" is any number but 5.
    if text.starts_with(['<', '≤']) || words().is_bound(text) {
        note(Finding::new(Code::C034).value(text));
        return None;
    }
    let reading = read_number(text, convention, &indicator.unit);
    if let Some(got) = nothing(&reading) {
        return Some(got);
    }
    let shown = |n: f64| format_number(n, convention);
    let value = match reading {
        Reading::Number { value, how } => {
            if how.percent && !is_percent(indicator) {
                note(Finding::new(Code::C001).value(text).expected(indicator.kind.expected()));
                return None;
            }
            let code = if how.about {
                Code::C009
            } else if how.measure {
                Code::C008
            } else if how.leading_zero {
                Code::C026
            } else {
                Code::C004
            };
            // What is no reading of a count needs no remark on how it was written.
            if indicator.kind == ValueType::Count && (value < 0.0 || value != value.trunc()) {
                return check_number(value, indicator, || text.to_owned(), note);
            }
            note(Finding::new(code).value(text).expected(shown(value)));
            if is_percent(indicator) && !how.percent && value <= 1.0 && value > 0.0 {
                return read_percent_number(value, false, indicator, around, note);
            }
            value
        }
        Reading::Either(a, b) => settle(text, a, b, indicator, near, &shown, note)?,
        Reading::Fraction(a, b) if is_percent(indicator) => {
            note(Finding::new(Code::C010).value(text).arg("a", shown(a)).arg("b", shown(b)));
            if b == 0.0 {
                return Some(Got { fraction: Some((a, b)), ..Got::of(Kind::Unavailable) });
            }
            return Some(Got { fraction: Some((a, b)), ..Got::number(tidy(100.0 * a / b)) });
        }
        _ => {
            note(Finding::new(Code::C001).value(text).expected(indicator.kind.expected()));
            return None;
        }
    };
    check_number(value, indicator, || text.to_owned(), note)
}

/// Decides between two readings by type, range and neighbours, only where that leaves one.
fn settle(
    text: &str,
    a: f64,
    b: f64,
    indicator: &Indicator,
    near: &Neighbours,
    shown: &dyn Fn(f64) -> String,
    note: &mut dyn FnMut(Finding),
) -> Option<f64> {
    let about = text.chars().next().is_some_and(|c| !c.is_ascii_digit() && c != '-' && c != '+');
    let measured = text.chars().last().is_some_and(char::is_alphabetic);
    let fits = |n: f64| {
        // A count is never written with decimals, not even with ",000": of two readings the one that takes
        // the mark for one of thousands is the larger.
        let whole = indicator.kind != ValueType::Count || (n >= 0.0 && n == n.trunc() && n == a.max(b));
        let percent = !is_percent(indicator) || (0.0..=100.0).contains(&n);
        let range = indicator.min.is_none_or(|m| n >= m) && indicator.max.is_none_or(|m| n <= m);
        (whole, percent && range)
    };
    let two = |code: Code| Finding::new(code).value(text).arg("a", shown(a)).arg("b", shown(b));
    let decided = |n: f64, reason: Term, note: &mut dyn FnMut(Finding)| {
        note(two(Code::C025).arg("reason", reason).expected(shown(n)));
        Some(n)
    };
    let ((whole_a, range_a), (whole_b, range_b)) = (fits(a), fits(b));
    match (whole_a, whole_b) {
        (true, false) if near.count < 3 || near.like(a) || near.like(b) == near.like(a) => {
            // The convention's own reading is the only one that a count allows: no doubt is left.
            let code = if about {
                Code::C009
            } else if measured {
                Code::C008
            } else {
                Code::C004
            };
            note(Finding::new(code).value(text).expected(shown(a)));
            return Some(a);
        }
        (true, false) => return decided(a, Term::Whole, note),
        (false, true) => return decided(b, Term::Whole, note),
        (false, false) => {
            note(Finding::new(Code::C020).value(text));
            return None;
        }
        (true, true) => {}
    }
    match (range_a, range_b) {
        (true, false) => return decided(a, Term::Range, note),
        (false, true) => return decided(b, Term::Range, note),
        _ => {}
    }
    match (near.like(a), near.like(b)) {
        (true, false) => decided(a, Term::Neighbours, note),
        (false, true) => decided(b, Term::Neighbours, note),
        _ => {
            note(two(Code::C005).severity(Severity::Error));
            None
        }
    }
}
