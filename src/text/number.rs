/*!
Numbers and dates as offices type them.

[`read_number`] gives every reading that a text allows in a writing convention; what to do with two
readings is for the caller, who knows the indicator's type and the cell's neighbours. Nothing is guessed.
*/

use super::language::{Convention, words};
use super::{clean, key};

/// What a text says where a number is expected.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// A number, and how it was written.
    Number {
        /// The value.
        value: f64,
        /// What is to be remarked about the writing.
        how: How,
    },
    /// Two numbers are possible: the first by the convention, the second by the other one.
    Either(f64, f64),
    /// `a/b`.
    Fraction(f64, f64),
    /// Nothing arose (`-`, `không có`): reported, counts as zero.
    Nil,
    /// Not available (`…`).
    Unavailable,
    /// Does not apply (`x`).
    NotApplicable,
    /// Nothing written.
    Blank,
    /// Anything else.
    Other,
}

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct How {
    /// With a percent sign.
    pub percent: bool,
    /// With a unit of measure after it.
    pub measure: bool,
    /// With a word or sign that says it is not exact.
    pub about: bool,
    /// With a leading zero (`02`).
    pub leading_zero: bool,
}

/// Reads a text as a number in a convention; `measure` is the indicator's unit of measure.
pub fn read_number(text: &str, convention: Convention, measure: &str) -> Reading {
    let text = clean(text);
    if text.is_empty() {
        return Reading::Blank;
    }
    if let Some(nothing) = read_nothing(&text) {
        return nothing;
    }
    let mut how = How::default();
    let (signed, accounted) = accounting(&text, measure);
    if accounted.is_none() && signed.is_some() {
        return Reading::Other;
    }
    let (turn, text) = match accounted {
        Some((negative, body, currency)) => {
            how.measure |= currency;
            (if negative { -1.0 } else { 1.0 }, body)
        }
        None => (1.0, text),
    };
    let mut rest = text.as_str();
    if let Some(r) = rest.strip_prefix(['>', '<', '≥', '≤', '~', '≈', '±']) {
        how.about = true;
        rest = r.trim_start_matches('=').trim_start();
    } else if let Some(r) = words().strip_about(rest) {
        how.about = true;
        rest = r;
    }
    let end = digits_end(rest);
    let (digits, tail) = (rest[..end].trim_end(), rest[end..].trim());
    if let Some(fraction) = read_fraction(rest, convention, measure) {
        return fraction;
    }
    let Some(scale) = read_tail(tail, measure, &mut how) else {
        return Reading::Other;
    };
    match read_digits(digits, convention) {
        Digits::One { value, leading_zero } => {
            how.leading_zero = leading_zero;
            Reading::Number { value: turn * value * scale, how }
        }
        Digits::Two(a, b) => Reading::Either(turn * a * scale, turn * b * scale),
        Digits::None => Reading::Other,
    }
}

/// Takes apart amounts as accounts write them: a sign behind (`50.00-`), brackets for a loss, a currency before or
/// behind. First whether there is such a sign at all; then, where it can be read, whether it is negative, the rest,
/// and whether a currency was named, which must be the indicator's own where that is known.
fn accounting(text: &str, measure: &str) -> (Option<()>, Option<(bool, String, bool)>) {
    let mut body = text.trim();
    let mut negative = false;
    let mut found = false;
    let digit = |t: &str| t.starts_with(|c: char| c.is_ascii_digit());
    if let Some(inner) = body.strip_prefix('(').and_then(|b| b.strip_suffix(')')) {
        let inner = inner.trim();
        // "(12)" alone may be a column's number or a footnote: brackets mean a loss where it is an amount.
        if !inner.contains(['.', ',']) && super::measure::parse(inner).is_none_or(|m| !m.is_money()) {
            return (None, None);
        }
        (negative, found, body) = (true, true, inner);
    }
    let mut currency = false;
    let start = body.find(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '+')).unwrap_or(0);
    if start > 0 {
        let before = body[..start].trim();
        let named = super::measure::parse(before).filter(|m| m.is_money() && m.scale == 1.0);
        if let Some(named) = named {
            let own = super::measure::parse(measure);
            if !measure.trim().is_empty() && own.is_none_or(|o| !o.is_money() || o.base != named.base) {
                return (Some(()), None);
            }
            (found, currency, body) = (true, true, body[start..].trim());
        }
    }
    if let Some(head) = body.strip_suffix(['-', '−', '–'])
        && digit(head)
    {
        if negative {
            return (Some(()), None);
        }
        (negative, found, body) = (true, true, head.trim_end());
    }
    // "-$50"
    if let Some(rest) = text.trim().strip_prefix(['-', '−'])
        && !found
        && let (Some(()), Some((false, inner, true))) = accounting(rest.trim(), measure)
    {
        return (Some(()), Some((true, inner, true)));
    }
    if found { (Some(()), Some((negative, body.to_owned(), currency))) } else { (None, None) }
}

/// Reads the signs and words for nothing.
pub fn read_nothing(text: &str) -> Option<Reading> {
    let t = text.trim();
    if !t.is_empty() && t.chars().all(|c| matches!(c, '-' | '–' | '—' | '‒' | '−' | '_' | '⁃')) {
        return Some(Reading::Nil);
    }
    if !t.is_empty() && t.chars().all(|c| matches!(c, '…' | '.')) && (t.contains('…') || t.len() >= 2) {
        return Some(Reading::Unavailable);
    }
    if t.chars().next().is_none_or(|c| c.is_ascii_digit()) {
        return None;
    }
    let k = key(t);
    if words().is_not_applicable(&k) || matches!(t, "×" | "✕") {
        Some(Reading::NotApplicable)
    } else if words().is_unavailable(&k) {
        Some(Reading::Unavailable)
    } else if words().is_nil(&k) {
        Some(Reading::Nil)
    } else {
        None
    }
}

/// Where the leading run of digits, separators and inner spaces ends.
fn digits_end(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let inside = c.is_ascii_digit()
            || matches!(c, '.' | ',' | '\'' | '’')
            || (i == 0 && matches!(c, '-' | '+' | '−'))
            || (c == ' ' && chars.peek().is_some_and(|(_, n)| n.is_ascii_digit()) && end > 0);
        if !inside {
            break;
        }
        end = i + c.len_utf8();
    }
    end
}

fn read_fraction(text: &str, convention: Convention, measure: &str) -> Option<Reading> {
    let (a, b) = text.split_once('/')?;
    let one = |t: &str| match read_digits(t.trim(), convention) {
        Digits::One { value, .. } => Some(value),
        _ => None,
    };
    let b = b.trim();
    let end = digits_end(b);
    let mut how = How::default();
    let scale = read_tail(b[end..].trim(), measure, &mut how)?;
    (scale == 1.0 && !how.percent).then_some(())?;
    Some(Reading::Fraction(one(a)?, one(&b[..end])?))
}

/// Reads what follows a number: nothing, a percent sign, a scale, the unit of measure.
fn read_tail(tail: &str, measure: &str, how: &mut How) -> Option<f64> {
    if tail.is_empty() {
        return Some(1.0);
    }
    if tail == "%" || tail == "phần trăm" {
        how.percent = true;
        return Some(1.0);
    }
    let k = key(tail);
    let unit = key(measure);
    if k == unit {
        how.measure = true;
        return Some(1.0);
    }
    let (scale, rest) = strip_scale(&k);
    let (unit_scale, unit) = strip_scale(&unit);
    if scale != 1.0 {
        // A scale word makes a rounded number; in a column of millions "1,5 tỷ" is 1,500.
        how.about = true;
        return (rest.is_empty() || rest == unit).then_some(scale / unit_scale);
    }
    // Part of the unit's words is enough ("lượt" for "lượt người"), unless those would change the scale.
    let part = |a: &str, b: &str| a.split(' ').any(|w| w == b);
    let fits = unit_scale == 1.0 && !unit.is_empty() && !rest.is_empty() && (part(unit, rest) || part(rest, unit));
    how.measure = fits;
    fits.then_some(1.0)
}

/// The factor that a unit of measure begins with: 1,000,000 of `triệu đồng`, 1 of `hồ sơ`.
pub fn measure_scale(measure: &str) -> f64 {
    strip_scale(&key(measure)).0
}

/// A scale word at the beginning of a key, as its factor, and what follows it.
fn strip_scale(k: &str) -> (f64, &str) {
    let (first, rest) = k.split_once(' ').unwrap_or((k, ""));
    match words().scale(first) {
        Some(scale) => (scale, rest),
        None => (1.0, k),
    }
}

enum Digits {
    One { value: f64, leading_zero: bool },
    Two(f64, f64),
    None,
}

/// Reads digits with separators.
///
/// One separator that groups exactly by threes and could also begin decimals gives two readings when it
/// is the other convention's decimal mark (`1.234`): first the convention's own.
fn read_digits(text: &str, convention: Convention) -> Digits {
    let (negative, body) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let sign = if negative { -1.0 } else { 1.0 };
    let body: String = body.chars().map(|c| if c == '’' { '\'' } else { c }).collect();
    if body.is_empty()
        || !body.starts_with(|c: char| c.is_ascii_digit())
        || !body.ends_with(|c: char| c.is_ascii_digit())
    {
        return Digits::None;
    }
    let (group, decimal) = match convention {
        Convention::Vi => ('.', ','),
        Convention::En => (',', '.'),
    };
    let own = parse_with(&body, group, decimal);
    let other = parse_with(&body, decimal, group);
    match (own, other) {
        (Some(a), Some(b)) if a != b => Digits::Two(sign * a, sign * b),
        (Some(a), _) | (None, Some(a)) => {
            let leading_zero = body.len() > 1 && body.starts_with('0') && body.bytes().all(|c| c.is_ascii_digit());
            Digits::One { value: sign * a, leading_zero }
        }
        (None, None) => Digits::None,
    }
}

/// Parses a number with one grouping and one decimal mark; spaces and apostrophes also group.
fn parse_with(body: &str, group: char, decimal: char) -> Option<f64> {
    let (whole, fraction) = match body.split_once(decimal) {
        Some((w, f)) => (w, Some(f)),
        None => (body, None),
    };
    if let Some(f) = fraction
        && (f.is_empty() || !f.bytes().all(|c| c.is_ascii_digit()))
    {
        return None;
    }
    let mut digits = String::with_capacity(body.len());
    let marks: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    match marks.first() {
        None => digits.push_str(whole),
        Some(mark) => {
            if !(*mark == group || *mark == ' ' || *mark == '\'') || marks.iter().any(|m| m != mark) {
                return None;
            }
            // Indian amounts group by twos above the thousands: 12,34,567.
            let parts: Vec<&str> = whole.split(*mark).collect();
            let indian = parts.len() >= 3
                && *mark == ','
                && parts[1..parts.len() - 1].iter().all(|p| p.len() == 2)
                && parts[0].len() <= 2;
            for (i, part) in parts.iter().enumerate() {
                let fits = if i == 0 {
                    (1..=3).contains(&part.len()) && *part != "0" && !part.starts_with('0')
                } else {
                    part.len() == 3 || (indian && i + 1 < parts.len())
                };
                if !fits {
                    return None;
                }
                digits.push_str(part);
            }
        }
    }
    if let Some(f) = fraction {
        digits.push('.');
        digits.push_str(f);
    }
    digits.parse::<f64>().ok().filter(|v| v.is_finite())
}

/// A calendar day.
pub type Day = jiff::civil::Date;

/// Reads a date: `15/01/2019`, `15-1-2019`, `15.01.2019`, `2019-01-15`, `ngày 15 tháng 01 năm 2019`.
///
/// With figures that could be day or month, Vietnamese texts put the day first; English texts are read
/// only where one order is possible.
pub fn read_date(text: &str, convention: Convention) -> Option<Day> {
    let text = clean(text);
    // A time of day behind a date says nothing more.
    let text = match text.split_once([' ', 'T']) {
        Some((date, time)) if is_time(time) && date.chars().any(|c| matches!(c, '-' | '/' | '.')) => date.to_owned(),
        _ => text,
    };
    if let Some(day) = read_compact(&text).or_else(|| read_named_month(&text)) {
        return Some(day);
    }
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let [a, b, c] = numbers.as_slice() else {
        return None;
    };
    let letters: String = text.chars().filter(|c| c.is_alphabetic() || c.is_whitespace()).collect();
    let worded = ["ngay thang nam", "thang nam", "ngay", ""];
    if !worded.contains(&super::bare(&key(&letters)).as_str()) {
        return None;
    }
    let n = |s: &str| s.parse::<i16>().ok();
    let (a, b, c, iso) = (n(a)?, n(b)?, n(c)?, a.len() == 4);
    let year = |y: i16| if y < 100 { y + 2000 } else { y };
    let day = |y: i16, m: i16, d: i16| Day::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
    if iso {
        return day(a, b, c);
    }
    let day_first = day(year(c), b, a);
    let month_first = day(year(c), a, b);
    match (convention, day_first, month_first) {
        (Convention::Vi, d, _) => d,
        (Convention::En, Some(d), Some(m)) => (d == m).then_some(d),
        (Convention::En, d, m) => d.or(m),
    }
}

/// True for `10:20` and `10:20:00.5`.
fn is_time(text: &str) -> bool {
    let text = text.trim().trim_end_matches('Z');
    text.contains(':') && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'))
}

/// Reads `20240314`.
fn read_compact(text: &str) -> Option<Day> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (y, m, d) = (text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    Day::new(y, m, d).ok().filter(|d| (1990..2200).contains(&d.year()))
}

/// Reads `14 March 2024`, `14-Mar-24`, `Mar 14, 2024`.
fn read_named_month(text: &str) -> Option<Day> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const LONG: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let k = key(text);
    let words: Vec<&str> = k.split(' ').collect();
    let [a, b, c] = words.as_slice() else {
        return None;
    };
    let month = |w: &str| {
        let at = |list: &[&str; 12]| list.iter().position(|m| *m == w);
        at(&MONTHS).or_else(|| at(&LONG)).or_else(|| (w == "sept").then_some(8)).map(|m| m as i8 + 1)
    };
    let day = |w: &str| w.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<i8>().ok();
    let year = match c.len() {
        4 => c.parse::<i16>().ok()?,
        2 => c.parse::<i16>().ok()? + 2000,
        _ => return None,
    };
    let (m, d) = match (month(a), month(b)) {
        (None, Some(m)) => (m, day(a)?),
        (Some(m), None) => (m, day(b)?),
        _ => return None,
    };
    Day::new(year, m, d).ok()
}

/// Writes a number as Vietnamese offices do: dot for thousands, comma for decimals.
pub fn format_number(value: f64, convention: Convention) -> String {
    let (group, decimal) = match convention {
        Convention::Vi => ('.', ','),
        Convention::En => (',', '.'),
    };
    let plain = plain_number(value);
    let (sign, body) = plain.strip_prefix('-').map_or(("", plain.as_str()), |b| ("-", b));
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let mut out = String::from(sign);
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(group);
        }
        out.push(c);
    }
    if !fraction.is_empty() {
        out.push(decimal);
        out.push_str(fraction);
    }
    out
}

/// Writes a number with a decimal point, no grouping, at most 10 decimals and no trailing zeros.
pub fn plain_number(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 {
        return format!("{}", value as i64);
    }
    // The shortest text that reads back as the same number, unless that shows the dust of a computation.
    let mut s = format!("{value}");
    if s.split_once('.').is_none_or(|(_, d)| d.len() > 10) {
        s = format!("{value:.10}");
        s.truncate(s.trim_end_matches('0').trim_end_matches('.').len());
    }
    if s == "-0" { "0".to_owned() } else { s }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Option<f64> {
        match read_number(text, Convention::Vi, "lượt") {
            Reading::Number { value, .. } => Some(value),
            _ => None,
        }
    }

    // Each way of writing has its one documented reading.
    #[test]
    fn documented_readings() {
        assert_eq!(number("1 636"), Some(1636.0));
        assert_eq!(number("1,5"), Some(1.5));
        assert_eq!(number("1.234.567,89"), Some(1_234_567.89));
        assert_eq!(number("95%"), Some(95.0));
        assert_eq!(number("95,0 %"), Some(95.0));
        assert_eq!(number("02"), Some(2.0));
        assert_eq!(number("khoảng 30 nghìn"), Some(30000.0));
        assert_eq!(number("1.234.567 lượt"), Some(1_234_567.0));
        assert_eq!(number("5 cái"), None);
        assert_eq!(number("-5"), Some(-5.0));
        assert_eq!(read_number("46.670 lượt", Convention::Vi, "lượt"), Reading::Either(46670.0, 46.67));
        assert_eq!(read_number("> 2.000", Convention::Vi, ""), Reading::Either(2000.0, 2.0));
        assert_eq!(read_number("1.636", Convention::Vi, ""), Reading::Either(1636.0, 1.636));
        assert_eq!(read_number("221/262", Convention::Vi, ""), Reading::Fraction(221.0, 262.0));
        for nil in ["-", "–", " - ", "không", "Không có", "KPS"] {
            assert_eq!(read_number(nil, Convention::Vi, ""), Reading::Nil, "{nil}");
        }
        assert_eq!(read_number("…", Convention::Vi, ""), Reading::Unavailable);
        assert_eq!(read_number("...", Convention::Vi, ""), Reading::Unavailable);
        assert_eq!(read_number("x", Convention::Vi, ""), Reading::NotApplicable);
        assert_eq!(read_number("abc", Convention::Vi, ""), Reading::Other);
        assert_eq!(read_number("1.23.4", Convention::Vi, ""), Reading::Other);
    }

    // Dates in figures and in words give the same day; a day that the calendar lacks gives none.
    #[test]
    fn dates() {
        let day = Day::constant(2019, 1, 15);
        for t in ["15/01/2019", "15-1-2019", "15.01.2019", "2019-01-15", "ngày 15 tháng 01 năm 2019", "15/1/19"] {
            assert_eq!(read_date(t, Convention::Vi), Some(day), "{t}");
        }
        assert_eq!(read_date("31/02/2019", Convention::Vi), None);
        assert_eq!(read_date("12/2019", Convention::Vi), None);
        assert_eq!(read_date("03/04/2019", Convention::En), None);
        assert_eq!(read_date("03/14/2019", Convention::En), Some(Day::constant(2019, 3, 14)));
    }

    proptest! {
        // What is written in a convention is read back, alone or as the first of two readings.
        #[test]
        fn round_trip(n in -9_999_999_999i64..9_999_999_999, d in 0u32..4, vi in any::<bool>()) {
            let convention = if vi { Convention::Vi } else { Convention::En };
            let value = n as f64 / 10f64.powi(d as i32);
            let text = format_number(value, convention);
            let got = match read_number(&text, convention, "") {
                Reading::Number { value, .. } | Reading::Either(value, _) => value,
                other => return Err(TestCaseError::fail(format!("{text}: {other:?}"))),
            };
            prop_assert!((got - value).abs() < 1e-6, "{} {}", text, got);
        }

        // Dates round-trip as dd/mm/yyyy.
        #[test]
        fn dates_round_trip(y in 1990i16..2100, m in 1i8..=12, d in 1i8..=28) {
            let day = Day::constant(y, m, d);
            let text = format!("{d:02}/{m:02}/{y}");
            prop_assert_eq!(read_date(&text, Convention::Vi), Some(day));
        }

        // In English texts a day over 12 leaves one order; figures that could be either are not read.
        #[test]
        fn english_dates_round_trip(y in 1990i16..2100, m in 1i8..=12, d in 13i8..=28, month_first in any::<bool>()) {
            let day = Day::constant(y, m, d);
            let text = if month_first { format!("{m}/{d}/{y}") } else { format!("{d}/{m}/{y}") };
            prop_assert_eq!(read_date(&text, Convention::En), Some(day));
            prop_assert_eq!(read_date(&day.to_string(), Convention::En), Some(day));
        }

        // No text panics.
        #[test]
        fn any_text(s in "\\PC{0,40}") {
            read_number(&s, Convention::Vi, "người");
            read_number(&s, Convention::En, "");
            read_date(&s, Convention::Vi);
        }
    }
}
