/*!
Finds reporting periods in titles and names: `Quý I năm 2019`, `Q1-2019`, `3 tháng đầu năm 2019`,
`Tháng 3/2019`, `9 tháng`, `2019-Q1`, `March 2019`.

Days (`ngày 14 tháng 3 năm 2019`, `15/12/2018`) are no periods.
*/

use super::names::split_words;
use crate::project::period::{Period, Span};
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
const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];

/// Every period that a text names, in order, each once.
pub fn find(text: &str) -> Vec<Period> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let k = bare(&key(&split_words(text)));
    let tokens: Vec<&str> = k.split(' ').collect();
    let mut found = Vec::new();
    // "quý I và nhiệm vụ quý II năm 2019": a part without a year of its own takes the next one.
    let mut waiting: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(n) = day(&tokens[at..]) {
            at += n;
            continue;
        }
        match period(&tokens[at..]) {
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
                _ => at += 1,
            },
        }
    }
    found
}

/// The period that a name states in its strict form (`2019-Q1`), or else in words, if it is one only.
pub fn of_name(name: &str) -> Option<Period> {
    if let Ok(p) = name.trim().parse::<Period>() {
        return Some(p);
    }
    match find(name).as_slice() {
        [p] => Some(*p),
        _ => None,
    }
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

/// A part of a year: quarter, months, half.
fn part(t: &[&str]) -> Option<(Span, usize)> {
    let get = |i: usize| t.get(i).copied().unwrap_or("");
    match get(0) {
        "quy" | "qui" | "quarter" | "q" => {
            let q = roman(get(1)).or_else(|| number(get(1)))?;
            (1..=4).contains(&q).then_some((Span::Quarter(q), 2))
        }
        "qi" => Some((Span::Quarter(1), 1)),
        "qii" => Some((Span::Quarter(2), 1)),
        "qiii" => Some((Span::Quarter(3), 1)),
        "qiv" => Some((Span::Quarter(4), 1)),
        "thang" | "month" | "t" => {
            let m = number(get(1))?;
            (1..=12).contains(&m).then_some((Span::Month(m), 2))
        }
        first => {
            if let Some(q) = ORDINALS.iter().position(|o| *o == first) {
                return (get(1) == "quarter").then_some((Span::Quarter(q as u8 + 1), 2));
            }
            if let Some(m) = MONTHS.iter().position(|m| *m == first || (first.len() == 3 && m.starts_with(first))) {
                return Some((Span::Month(m as u8 + 1), 1));
            }
            let n = number(first)?;
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
            Some((span, 2 + usize::from(matches!(get(2), "dau" | "cuoi"))))
        }
    }
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
            ("BC CCHC Quy I-2019 huyen Cam Xuyen", "2019-Q1"),
        ] {
            assert_eq!(all(text), [want], "{text}");
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
            let lang = crate::finding::Lang::Vi;
            for span in [Span::Quarter(q), Span::Month(m), Span::Half(1), Span::Half(2), Span::NineMonths, Span::Year] {
                let p = Period::new(y, span).unwrap();
                prop_assert_eq!(find(&p.in_words(lang)), vec![p]);
            }
        }

        // No text panics.
        #[test]
        fn any_text(s in "\\PC{0,40}|(quý|tháng|năm|Q|[0-9]{1,4}|[ /.-]){0,12}") {
            find(&s);
        }
    }
}
