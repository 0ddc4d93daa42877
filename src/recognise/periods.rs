/*!
Finds reporting periods in titles and names: `Quý I năm 2019`, `Q1-2019`, `3 tháng đầu năm 2019`,
`Tháng 3/2019`, `9 tháng`, `2019-Q1`, `March 2019`.

Days (`ngày 14 tháng 3 năm 2019`, `15/12/2018`) are no periods.
*/

use std::rc::Rc;

use super::names::split_words;
use crate::project::period::{Period, Span};
use crate::text::memo::Memo;
use crate::text::number::Day;
use crate::text::{bare, key};

const MONTHS: [&str; 12] = [
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
const ENGLISH: [(&str, u8); 3] = [("three", 3), ("six", 6), ("nine", 9)];
const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];

/// Every period that a text names, in order, each once.
pub fn find(text: &str) -> Vec<Period> {
    strip(text).0.clone()
}

/// Every period that a text names, in order, each once, and its other words as a plain key.
pub fn strip(text: &str) -> Rc<(Vec<Period>, String)> {
    thread_local! {
        static STRIPPED: Memo<Rc<(Vec<Period>, String)>> = Memo::default();
    }
    STRIPPED.with(|stripped| stripped.of(text, |text| Rc::new(without_periods(text))))
}

fn without_periods(text: &str) -> (Vec<Period>, String) {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return (Vec::new(), bare(&key(text)));
    }
    let k = bare(&key(&split_words(text)));
    let tokens: Vec<&str> = k.split(' ').collect();
    let mut found = Vec::new();
    let mut rest: Vec<&str> = Vec::new();
    // "quý I và nhiệm vụ quý II năm 2019": a part without a year of its own takes the next one.
    let mut waiting: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(n) = day(&tokens[at..])
            && is_day_here(&tokens, at)
        {
            at += n;
            continue;
        }
        if is_rolling(&tokens[at..]) {
            rest.extend(&tokens[at..at + 3]);
            at += 3;
            continue;
        }
        let half = half(&tokens, at).and_then(|(span, n)| {
            let (y, more) = after_year(&tokens[at + n..])?;
            // "Vitamin H1 2024" is none.
            let alone = at == 0 && n + more == tokens.len() || at > 0 && SAID_OF.contains(&tokens[at - 1]);
            Some((Period::new(y, span)?, n + more)).filter(|_| alone || tokens[at] != "h")
        });
        match half.or_else(|| period(&tokens[at..])) {
            Some((p, n)) => {
                let parts = waiting.drain(..).filter_map(|span| Period::new(p.year(), span));
                for p in parts.chain([p]) {
                    if !found.contains(&p) {
                        found.push(p);
                    }
                }
                at += n;
            }
            None => match part(&tokens[at..]) {
                Some((span @ (Span::Quarter(_) | Span::Half(_) | Span::NineMonths), n)) => {
                    waiting.push(span);
                    at += n;
                }
                _ => {
                    rest.push(tokens[at]);
                    at += 1;
                }
            },
        }
    }
    (found, rest.join(" "))
}

/// Part of a period: what a name says where it leaves out the year, or says the year alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partial {
    /// Month, quarter, half.
    pub span: Option<Span>,
    /// Year.
    pub year: Option<i16>,
}

impl Partial {
    /// True where it cannot be said of a period: another year, or a part of the year that does not meet it.
    pub fn contradicts(self, period: Period) -> bool {
        self.year.is_some_and(|y| y != period.year())
            || self.span.is_some_and(|s| Period::new(period.year(), s).is_none_or(|p| !p.meets(period)))
    }
}

/// What the name of a sheet or file says of its period where it names none whole: `January`, `Tháng 2`, `Quý I`,
/// `2023`.
pub fn partial(name: &str) -> Option<Partial> {
    let k = bare(&key(&split_words(name)));
    let tokens: Vec<&str> = k.split(' ').filter(|t| !t.is_empty()).collect();
    let mut found: Vec<Partial> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(n) = day(&tokens[at..]) {
            at += n;
            continue;
        }
        if is_rolling(&tokens[at..]) {
            at += 3;
            continue;
        }
        match part(&tokens[at..]) {
            Some((span, n)) => {
                found.push(Partial { span: Some(span), year: None });
                at += n;
            }
            None => {
                // A year is one only where it is the whole name.
                if let (Some(y), 1) = (year(tokens[at]), tokens.len()) {
                    found.push(Partial { span: None, year: Some(y) });
                }
                at += 1;
            }
        }
    }
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// A range of days that a text states: `từ ngày 15/12/2018 đến ngày 14/3/2019`, `from 1 January to 31 March 2019`.
pub fn range(text: &str) -> Option<(Day, Day)> {
    thread_local! {
        static RANGES: Memo<Option<(Day, Day)>> = Memo::default();
    }
    RANGES.with(|ranges| ranges.of(text, range_of))
}

fn range_of(text: &str) -> Option<(Day, Day)> {
    let k = bare(&key(text));
    let tokens: Vec<&str> = k.split(' ').collect();
    let mut days: Vec<(usize, Day)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match full_day(&tokens[at..]) {
            Some((d, n)) => {
                days.push((at, d));
                at += n;
            }
            None => at += 1,
        }
    }
    let [(first, a), (second, b)] = days.as_slice() else {
        return None;
    };
    let between = &tokens[*first + 1..*second];
    let joined = between.iter().any(|w| matches!(*w, "den" | "to" | "until" | "through" | "toi"))
        || text.contains(['-', '–', '—']);
    (joined && a <= b).then_some((*a, *b))
}

/// A whole day at the beginning of some tokens, and how many it takes up.
fn full_day(t: &[&str]) -> Option<(Day, usize)> {
    let skip = usize::from(t.first() == Some(&"ngay"));
    let t2 = &t[skip..];
    let make = |y: i16, m: u8, d: u8| Day::new(y, m as i8, d as i8).ok();
    let (d, n) = match t2 {
        [d, "thang", m, "nam", y, ..] => (make(year(y)?, number(m)?, number(d)?)?, 5),
        [d, m, y, ..] if number(d).is_some() && number(m).is_some() && year(y).is_some() => {
            (make(year(y)?, number(m)?, number(d)?)?, 3)
        }
        [d, m, y, ..] if number(d).is_some() && month_name(m).is_some() && year(y).is_some() => {
            (make(year(y)?, month_name(m)?, number(d)?)?, 3)
        }
        [m, d, y, ..] if number(d).is_some() && month_name(m).is_some() && year(y).is_some() => {
            (make(year(y)?, month_name(m)?, number(d)?)?, 3)
        }
        [y, m, d, ..] if year(y).is_some() && number(m).is_some() && number(d).is_some() => {
            (make(year(y)?, number(m)?, number(d)?)?, 3)
        }
        _ => return None,
    };
    Some((d, n + skip))
}

fn month_name(token: &str) -> Option<u8> {
    let named =
        |m: &str| m == token || (token.len() == 3 && m.starts_with(token)) || (token == "sept" && m == "september");
    MONTHS.iter().position(|m| named(m)).map(|m| m as u8 + 1)
}

/// A number in words, as far as quarters and months go.
fn worded(t: &[&str]) -> Option<(u8, usize)> {
    const NUMBERS: [(&str, u8); 13] = [
        ("mot", 1),
        ("hai", 2),
        ("ba", 3),
        ("bon", 4),
        ("tu", 4),
        ("nam", 5),
        ("sau", 6),
        ("bay", 7),
        ("tam", 8),
        ("chin", 9),
        ("muoi", 10),
        ("gieng", 1),
        ("chap", 12),
    ];
    let of = |w: &str| NUMBERS.iter().find(|(n, _)| *n == w).map(|(_, v)| *v);
    match (t.first().copied().and_then(of)?, t.get(1).copied().and_then(of)) {
        (10, Some(n @ 1..=2)) => Some((10 + n, 2)),
        (n, _) => Some((n, 1)),
    }
}

/// What the folders on a path say of the period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folders {
    /// The periods that they name, the nearest first; none where they contradict each other.
    pub periods: Vec<Period>,
    /// The folder whose name cannot be told, or contradicts those that it lies in.
    pub unclear: Option<String>,
}

/// Reads the folders of a path (`2019/Quý I/a.xlsx`) from the outermost on: a part of a year takes the year of the folder
/// that it lies in, or that lies in it.
pub fn of_folders(path: &str) -> Rc<Folders> {
    thread_local! {
        static FOLDERS: Memo<Rc<Folders>> = Memo::default();
    }
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    FOLDERS.with(|known| known.of(folders, |folders| Rc::new(said_by(folders))))
}

fn said_by(folders: &str) -> Folders {
    let mut found: Vec<Period> = Vec::new();
    let mut waiting: Option<Span> = None;
    // Of a file that was named from elsewhere only the nearest folder that says a period counts, with what lies in it.
    let all: Vec<&str> = folders.split('/').collect();
    let elsewhere = folders.starts_with('/') || all.first().is_some_and(|f| f.ends_with(':'));
    let nearest = || all.iter().rposition(|f| matches!(named(f), Named::Period(_)));
    let from = if elsewhere { nearest().unwrap_or(0) } else { 0 };
    let unclear = |name: &str| Folders { periods: Vec::new(), unclear: Some(name.to_owned()) };
    for name in all[from..].iter().copied() {
        let within = found.first().copied();
        let said = match (named(name), within) {
            // Within a period that is certain, such as the number of a decree.
            (Named::Unclear, Some(p)) if !p.is_year() => None,
            (Named::Unclear, _) => return unclear(name),
            (Named::Period(p), _) => Some(p),
            (Named::Nothing, Some(year)) if year.is_year() => {
                part_of_year(name).and_then(|span| Period::new(year.year(), span))
            }
            // In a shorter period a part of the year adds nothing, but must not be another one.
            (Named::Nothing, Some(p)) => match partial(name) {
                Some(part) if part.contradicts(p) => return unclear(name),
                _ => None,
            },
            (Named::Nothing, None) => {
                waiting = waiting.or(partial(name).and_then(|p| p.span));
                None
            }
        };
        let Some(mut period) = said else {
            continue;
        };
        let before = waiting.take();
        if before.is_some_and(|span| Partial { span: Some(span), year: None }.contradicts(period)) {
            return unclear(name);
        }
        if let Some(span) = before.filter(|_| period.is_year()) {
            match Period::new(period.year(), span) {
                Some(p) => period = p,
                None => return unclear(name),
            }
        }
        if found.iter().any(|p| !p.meets(period)) {
            return unclear(name);
        }
        // A year inside its own quarter says nothing new.
        if (found.is_empty() || !period.is_year()) && !found.contains(&period) {
            found.insert(0, period);
        }
    }
    Folders { periods: found, unclear: None }
}

/// What one folder says by itself.
enum Named {
    Nothing,
    Period(Period),
    /// A year beside a number that may be its month, or several periods.
    Unclear,
}

fn named(name: &str) -> Named {
    if let Ok(p) = name.trim().parse::<Period>() {
        return Named::Period(p);
    }
    let k = bare(&key(&split_words(name)));
    let tokens: Vec<&str> = k.split(' ').filter(|t| !t.is_empty()).collect();
    // "02-2025", "2025-2", "I-2019"
    let pair = match tokens.as_slice() {
        [a, b] => year(b).map(|y| (*a, y)).or_else(|| year(a).map(|y| (*b, y))),
        _ => None,
    };
    if let Some((part, year)) = pair
        && let Some(p) = bare_part(part).and_then(|span| Period::new(year, span))
    {
        return Named::Period(p);
    }
    match find(name).as_slice() {
        [] => Named::Nothing,
        // A number beside the year may be its month, or anything.
        [p] if p.is_year() => {
            let is_year = |t: &str| year(t) == Some(p.year());
            let doubtful = |t: &str| number(t).is_some() || roman(t).is_some();
            let beside = tokens.windows(2).any(|w| is_year(w[0]) && doubtful(w[1]) || is_year(w[1]) && doubtful(w[0]));
            if beside { Named::Unclear } else { Named::Period(*p) }
        }
        [p] => Named::Period(*p),
        _ => Named::Unclear,
    }
}

/// A month by its number, or a quarter by its numeral.
fn bare_part(token: &str) -> Option<Span> {
    roman(token).map(Span::Quarter).or_else(|| number(token).filter(|m| (1..=12).contains(m)).map(Span::Month))
}

/// What a folder inside a year's says: `Quý I`, `T3`, `03`, `IV`.
fn part_of_year(name: &str) -> Option<Span> {
    let k = bare(&key(&split_words(name)));
    bare_part(&k).or_else(|| partial(name).and_then(|p| p.span))
}

fn number(token: &str) -> Option<u8> {
    if token.len() <= 2 { token.parse().ok() } else { None }
}

fn year(token: &str) -> Option<i16> {
    if token.len() != 4 {
        return None;
    }
    token.parse().ok().filter(|y| (1990..2200).contains(y))
}

fn roman(token: &str) -> Option<u8> {
    match token {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ => None,
    }
}

/// False where a number before a month's name belongs to the word before it: `OPD-1 March 2024`.
fn is_day_here(tokens: &[&str], at: usize) -> bool {
    const BEFORE: [&str; 20] = [
        "date", "dated", "on", "of", "from", "to", "printed", "signed", "as", "at", "by", "until", "till", "issued",
        "received", "due", "sent", "before", "after", "ngay",
    ];
    let named = tokens.get(at + 1).is_some_and(|m| month_name(m).is_some());
    !named || at == 0 || BEFORE.contains(&tokens[at - 1])
}

/// How many tokens a day takes up: `ngay 14 thang 3 nam 2019`, `15 12 2018`.
fn day(t: &[&str]) -> Option<usize> {
    let worded = matches!(t, ["ngay", d, "thang", m, "nam", y, ..] if number(d).is_some() && number(m).is_some() && year(y).is_some());
    if worded {
        return Some(6);
    }
    if let ["ngay", d, "thang", m, ..] = t
        && number(d).is_some()
        && number(m).is_some()
    {
        return Some(4);
    }
    let start = usize::from(t.first() == Some(&"ngay"));
    // "5 April 2024", "April 5, 2024", "2024-03-14"
    if let Some((_, n)) = full_day(t) {
        return Some(n);
    }
    match &t[start..] {
        [d, m, y, ..]
            if number(d).is_some() && number(m).is_some_and(|m| (1..=12).contains(&m)) && year(y).is_some() =>
        {
            Some(start + 3)
        }
        _ => None,
    }
}

/// A period at the beginning of some tokens, and how many it takes up.
fn period(t: &[&str]) -> Option<(Period, usize)> {
    // 2019 Q1, 2019 quy 1, 2019 03 in names
    if let Some(y) = t.first().and_then(|y| year(y)) {
        if let Some((span, n)) = part(&t[1..]) {
            // "2019 quy 1 2020": the year behind belongs to the part.
            if after_year(&t[1 + n..]).is_none() {
                return Some((Period::new(y, span)?, n + 1));
            }
        }
        // "2024-02": the notation of the folders.
        if let [_, m, ..] = t
            && m.len() == 2
            && let Some(m @ 1..=12) = number(m)
            && t.get(2).is_none_or(|d| number(d).is_none())
        {
            return Some((Period::new(y, Span::Month(m))?, 2));
        }
        if let ["9", "m", ..] = &t[1..] {
            return Some((Period::new(y, Span::NineMonths)?, 3));
        }
        if let [h, n, ..] = &t[1..]
            && *h == "h"
            && let Some(n) = number(n)
        {
            return Some((Period::new(y, Span::Half(n))?, 3));
        }
        return Some((Period::new(y, Span::Year)?, 1));
    }
    let (span, n) = part(t)?;
    let (y, more) = after_year(&t[n..])?;
    Some((Period::new(y, span)?, n + more))
}

/// A year, with the words that may stand before it.
fn after_year(t: &[&str]) -> Option<(i16, usize)> {
    let skip = t.iter().take(3).take_while(|w| matches!(**w, "nam" | "of" | "dau" | "year")).count();
    t.get(skip).and_then(|y| year(y)).map(|y| (y, skip + 1))
}

/// The last six months are those before today, no part of a year.
fn is_rolling(t: &[&str]) -> bool {
    matches!(t, ["last" | "past" | "next", n, "months", ..] if number(n).is_some() || ENGLISH.iter().any(|(w, _)| w == n))
}

/// What may stand before `H1 2024` where it is a half-year.
const SAID_OF: [&str; 8] = ["for", "in", "of", "during", "period", "ky", "report", "return"];

/// A half-year, where its year follows at once: half of anything else is none.
fn half(tokens: &[&str], at: usize) -> Option<(Span, usize)> {
    let ordinal = |o: &str, word: &str| match (o, word) {
        ("1", "st") => Some(1),
        ("2", "nd") => Some(2),
        _ => None,
    };
    let (n, used) = match &tokens[at..] {
        ["first", "half", ..] => (1, 2),
        ["second", "half", ..] => (2, 2),
        [o, word, "half", ..] => (ordinal(o, word)?, 3),
        ["nua", "dau", ..] => (1, 2),
        ["nua", "cuoi" | "sau", ..] => (2, 2),
        ["h", n, ..] => (number(n)?, 2),
        _ => return None,
    };
    Some((Span::Half(n), used))
}

/// A part of a year: quarter, months, half.
fn part(t: &[&str]) -> Option<(Span, usize)> {
    let get = |i: usize| t.get(i).copied().unwrap_or("");
    match get(0) {
        "quy" | "qui" | "quarter" | "q" => {
            let q = roman(get(1))
                .or_else(|| number(get(1)))
                .or_else(|| worded(t.get(1..)?).map(|(n, _)| n).filter(|_| get(1) != "nam"))?;
            (1..=4).contains(&q).then_some((Span::Quarter(q), 2))
        }
        "qi" => Some((Span::Quarter(1), 1)),
        "qii" => Some((Span::Quarter(2), 1)),
        "qiii" => Some((Span::Quarter(3), 1)),
        "qiv" => Some((Span::Quarter(4), 1)),
        "thang" | "month" | "t" | "thg" => {
            let (m, n) = number(get(1))
                .map(|m| (m, 1))
                .or_else(|| worded(t.get(1..)?).filter(|_| get(1) != "nam" && first_is_word(get(0))))?;
            (1..=12).contains(&m).then_some((Span::Month(m), 1 + n))
        }
        first => {
            // "2nd quarter": figures and letters are words of their own.
            let suffix = matches!(get(1), "st" | "nd" | "rd" | "th") && get(2) == "quarter";
            if let (true, Some(q @ 1..=4)) = (suffix, number(first)) {
                return Some((Span::Quarter(q), 3));
            }
            // "first six months"; the last six are those before today.
            let ordinal = ORDINALS.iter().position(|o| *o == first).map(|n| n + 1);
            if ordinal == Some(1) {
                let months = number(get(1)).or_else(|| ENGLISH.iter().find(|(w, _)| *w == get(1)).map(|(_, n)| *n));
                match months.filter(|_| get(2) == "months") {
                    Some(3) => return Some((Span::Quarter(1), 3)),
                    Some(6) => return Some((Span::Half(1), 3)),
                    Some(9) => return Some((Span::NineMonths, 3)),
                    _ => {}
                }
            }
            if let Some(q) = ordinal {
                return (get(1) == "quarter").then_some((Span::Quarter(q as u8), 2));
            }
            if let Some(m) = month_name(first) {
                return Some((Span::Month(m), 1));
            }
            // "Sáu tháng đầu năm"
            let (n, used) = number(first).map(|n| (n, 1)).or_else(|| worded(t))?;
            let get = |i: usize| get(i + used - 1);
            if !matches!(get(1), "thang" | "months") {
                return None;
            }
            let end = get(2) == "cuoi";
            let span = match (n, end) {
                (3, false) => Span::Quarter(1),
                (6, false) => Span::Half(1),
                (6, true) => Span::Half(2),
                (9, false) => Span::NineMonths,
                (12, _) => Span::Year,
                _ => return None,
            };
            Some((span, used + 1 + usize::from(matches!(get(2), "dau" | "cuoi"))))
        }
    }
}

/// True for a word that names a month by its number in words: a lone letter does not.
fn first_is_word(word: &str) -> bool {
    word == "thang"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<String> {
        find(text).iter().map(ToString::to_string).collect()
    }

    // The ways in which titles and names state a period.
    #[test]
    fn ways() {
        for (text, want) in [
            ("Quý I năm 2019", "2019-Q1"),
            ("(Quý I/2019)", "2019-Q1"),
            ("QUÝ IV NĂM 2018", "2018-Q4"),
            ("Q1-2019", "2019-Q1"),
            ("BC quy1.2019", "2019-Q1"),
            ("quí 1 2019", "2019-Q1"),
            ("3 tháng đầu năm 2019", "2019-Q1"),
            ("Tháng 3/2019", "2019-03"),
            ("tháng 03 năm 2019", "2019-03"),
            ("6 tháng đầu năm 2019", "2019-H1"),
            ("6 tháng cuối năm 2019", "2019-H2"),
            ("9 tháng năm 2019", "2019-9M"),
            ("báo cáo năm 2019", "2019"),
            ("2019-Q1", "2019-Q1"),
            ("BC_QuyI_2019", "2019-Q1"),
            ("March 2019", "2019-03"),
            ("First quarter of 2019", "2019-Q1"),
            ("2nd quarter 2019", "2019-Q2"),
            ("First half of 2019", "2019-H1"),
            ("2nd half of 2019", "2019-H2"),
            ("H1 2019", "2019-H1"),
            ("H2/2019", "2019-H2"),
            ("First six months of 2019", "2019-H1"),
            ("the first nine months of 2019", "2019-9M"),
            ("Nửa cuối năm 2019", "2019-H2"),
            ("BC CCHC Quy I-2019 huyen Cam Xuyen", "2019-Q1"),
        ] {
            assert_eq!(all(text), [want], "{text}");
        }
    }

    // What folders say, together.
    #[test]
    fn folders() {
        let says = |path: &str| {
            let f = of_folders(&format!("submissions/{path}/a.xlsx"));
            (f.periods.first().map(ToString::to_string), f.unclear.clone())
        };
        for (path, want) in [
            ("2019-Q1", "2019-Q1"),
            ("2019-Q1/Huyện Can Lộc", "2019-Q1"),
            ("2019/Quý I", "2019-Q1"),
            ("2019/Q1/Sở ngành", "2019-Q1"),
            ("Năm 2019/Tháng 3", "2019-03"),
            ("2019/03", "2019-03"),
            ("2019/IV", "2019-Q4"),
            ("Quý I/2019", "2019-Q1"),
            ("2019/2019-Q1", "2019-Q1"),
            ("2019-Q1/2019", "2019-Q1"),
            ("2019/9 tháng", "2019-9M"),
            ("02-2025", "2025-02"),
            ("2025-2", "2025-02"),
            ("2025/02", "2025-02"),
            ("T3-2024", "2024-03"),
            ("I-2019", "2019-Q1"),
            ("Quý 1.2019", "2019-Q1"),
            ("Báo cáo năm 2019", "2019"),
            ("2019-Q1/Tháng 3", "2019-Q1"),
            ("2019/Sở ngành 2", "2019"),
            ("2019-Q1/Nghị định 09-2019", "2019-Q1"),
        ] {
            assert_eq!(says(path), (Some(want.to_owned()), None), "{path}");
        }
        for (path, name) in [
            ("2019-Q1/2018", "2018"),
            ("2019-Q1/2019-Q2", "2019-Q2"),
            ("2019-Q1/Tháng 5", "Tháng 5"),
            ("Quý I/2018-Q4", "2018-Q4"),
            ("Đợt 2-2025", "Đợt 2-2025"),
            ("13-2025", "13-2025"),
            ("Quý I và quý II năm 2019", "Quý I và quý II năm 2019"),
        ] {
            assert_eq!(says(path), (None, Some(name.to_owned())), "{path}");
        }
        assert_eq!(says("Huyện Can Lộc"), (None, None));
        let named = of_folders("/srv/lưu/2024/2019-Q1/a.xlsx");
        assert_eq!((named.periods[0].to_string().as_str(), named.unclear.as_deref()), ("2019-Q1", None));
    }

    // Halves of other things, the last months before today, names of goods and rooms.
    #[test]
    fn no_halves() {
        for text in [
            "Vitamin H2 2024 stocks",
            "Visits in the last 6 months (2024)",
            "Second half of wards, survey 2024",
            "Nửa sau danh sách xã năm 2024",
            "Biểu H 2 2024",
            "Ward H2 2024",
        ] {
            assert!(find(text).iter().all(|p| p.is_year()), "{text}: {:?}", all(text));
            assert_eq!(partial(text).and_then(|p| p.span), None, "{text}");
        }
    }

    // A part without a year of its own takes the year that follows.
    #[test]
    fn shared_year() {
        assert_eq!(all("Kết quả quý I và nhiệm vụ trọng tâm quý II năm 2019"), ["2019-Q1", "2019-Q2"]);
    }

    // Days are no periods.
    #[test]
    fn days() {
        for text in [
            "Hà Tĩnh, ngày 14 tháng 3 năm 2019",
            "ngày 15/12/2018",
            "từ ngày 15/12/2018 đến ngày 14/3/2019",
            "Số: 12/BC-UBND",
        ] {
            assert_eq!(all(text), [""; 0], "{text}");
        }
    }

    proptest! {
        // A period written in words by the program is read back.
        #[test]
        fn words_round_trip(y in 2000i16..2100, q in 1u8..=4, m in 1u8..=12) {
            for span in [Span::Quarter(q), Span::Month(m), Span::Half(1), Span::Half(2), Span::NineMonths, Span::Year] {
                let p = Period::new(y, span).unwrap();
                for lang in [crate::finding::Lang::Vi, crate::finding::Lang::En] {
                    prop_assert_eq!(find(&p.in_words(lang)), vec![p]);
                }
            }
        }

        // No text panics.
        #[test]
        fn any_text(s in "\\PC{0,40}|(quý|tháng|năm|Q|[0-9]{1,4}|[ /.-]){0,12}") {
            find(&s);
            of_folders(&format!("{s}/{s}/a"));
        }
    }
}
