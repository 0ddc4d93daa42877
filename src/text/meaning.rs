/*!
Meaning, not likeness: when a written text is the declared one.

A text matches what it is declared to be, as keys ([`super::key`]). Beyond that only a typing error inside a
word is forgiven, and never where the written form is a word, number, name or sign of its own: that would
bridge two meanings. What is forgiven is remarked upon by whoever asks.
*/

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{TONES, bare, distance, key, legacy};

/// English words of five letters or more, names among them, sorted, one a line (SCOWL; see `words-en.LICENSE`).
static ENGLISH: &str = include_str!("words-en.txt");

/// How a written text stands to a declared one; the better comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sameness {
    /// The same words.
    Exact,
    /// The same words, written without any accents.
    Plain,
    /// The same words but for a typing error in one of them.
    Slip,
}

/// Words that turn the meaning of a label round when they are exchanged, added or left out.
const TURNING: &[&str] = &[
    "không",
    "chưa",
    "đã",
    "chẳng",
    "phi",
    "vô",
    "bất",
    "trước",
    "sau",
    "quá",
    "đúng",
    "sớm",
    "muộn",
    "trễ",
    "trong",
    "ngoài",
    "nội",
    "ngoại",
    "nam",
    "nữ",
    "trai",
    "gái",
    "xuất",
    "nhập",
    "thu",
    "chi",
    "tăng",
    "giảm",
    "trên",
    "dưới",
    "cũ",
    "mới",
    "còn",
    "hết",
    "lớn",
    "nhỏ",
    "bé",
    "cao",
    "thấp",
    "đầu",
    "cuối",
    "công",
    "tư",
    "đến",
    "đi",
    "mua",
    "bán",
    "nhận",
    "trả",
    "gửi",
    "phát",
    "cấp",
    "thừa",
    "thiếu",
    "đủ",
    "hơn",
    "kém",
    "vào",
    "ra",
    "lên",
    "xuống",
    "tốt",
    "xấu",
    "sống",
    "chết",
    "sinh",
    "tử",
    "già",
    "trẻ",
    "chính",
    "phụ",
    "toàn",
    "cận",
    "hạn",
    "kế",
    "hoạch",
    "dự",
    "toán",
    "thực",
    "ước",
    "lũy",
    "luỹ",
    "cộng",
    "tổng",
    "giao",
    "thoát",
    "tái",
    "tạm",
    "trái",
    "vắng",
    "not",
    "no",
    "non",
    "without",
    "with",
    "un",
    "in",
    "out",
    "over",
    "under",
    "before",
    "after",
    "male",
    "female",
    "men",
    "women",
    "boys",
    "girls",
    "import",
    "export",
    "imports",
    "exports",
    "income",
    "expenditure",
    "new",
    "old",
    "plan",
    "planned",
    "actual",
    "target",
    "last",
    "previous",
    "next",
    "this",
    "first",
    "second",
    "third",
    "other",
    "within",
    "outside",
    "inside",
    "above",
    "below",
    "more",
    "less",
    "net",
    "gross",
    "urban",
    "rural",
    "public",
    "private",
    "opened",
    "closed",
    "opening",
    "closing",
    "dead",
    "live",
    "alive",
    "positive",
    "negative",
    "total",
    "average",
    "mean",
    "except",
    "excluding",
    "including",
    "partly",
    "fully",
    "never",
    "always",
    "pre",
    "post",
    "sub",
    "anti",
    "re",
    "một",
    "hai",
    "ba",
    "bốn",
    "tư",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "nhất",
    "nhì",
    "trăm",
    "nghìn",
    "ngàn",
    "triệu",
    "tỷ",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "fourth",
    "fifth",
    "hundred",
    "thousand",
    "million",
    "billion",
    "north",
    "south",
    "east",
    "west",
    "upper",
    "lower",
    "đông",
    "tây",
    "bắc",
    "thượng",
    "hạ",
    "tả",
    "hữu",
];

/// The same words without accents; those that are harmless words without them are not taken.
static TURNS: LazyLock<FxHashSet<String>> = LazyLock::new(|| TURNING.iter().map(|w| key(w)).collect());

/// True for a word that turns a meaning, or counts, or orders.
pub fn turns(word: &str) -> bool {
    TURNS.contains(word) || is_numeral(word)
}

/// True for a number in figures or in Roman numerals, also with a letter (`2a`).
fn is_numeral(word: &str) -> bool {
    let (body, _) = split_tone(word);
    body.chars().any(|c| c.is_ascii_digit()) || is_roman(body)
}

/// True for a Roman numeral up to 39.
pub fn is_roman(word: &str) -> bool {
    let rest = word.trim_start_matches('x');
    let units = matches!(rest, "" | "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix");
    !word.is_empty() && word.len() - rest.len() <= 3 && units
}

/// A key word's letters and its tone.
fn split_tone(word: &str) -> (&str, Option<char>) {
    match word.char_indices().next_back() {
        Some((at, t)) if TONES.contains(&t) => (&word[..at], Some(t)),
        _ => (word, None),
    }
}

/// True when a word of a key is a Vietnamese syllable, tone and all.
pub fn is_syllable(word: &str) -> bool {
    const MARKS: [char; 5] = ['\u{0300}', '\u{0301}', '\u{0309}', '\u{0303}', '\u{0323}'];
    use unicode_normalization::UnicodeNormalization;
    let (body, tone) = split_tone(word);
    let with_y = |b: &str| b.strip_suffix('i').map(|r| format!("{r}y"));
    let bodies = std::iter::once(body.to_owned()).chain(with_y(body));
    for body in bodies {
        let Some(tone) = tone else {
            if legacy::is_vietnamese_syllable(&body) {
                return true;
            }
            continue;
        };
        let mark = MARKS[TONES.iter().position(|t| *t == tone).unwrap_or(0)];
        let ends: Vec<usize> = body.char_indices().map(|(i, c)| i + c.len_utf8()).collect();
        let valid = ends.iter().any(|end| {
            let toned: String = format!("{}{mark}{}", &body[..*end], &body[*end..]).nfc().collect();
            legacy::is_vietnamese_syllable(&toned)
        });
        if valid {
            return true;
        }
    }
    false
}

/// True when the embedded list knows an English word.
pub fn is_english(word: &str) -> bool {
    if word.is_empty() || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return false;
    }
    let bytes = ENGLISH.as_bytes();
    let (mut low, mut high) = (0usize, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = memchr::memrchr(b'\n', &bytes[..middle]).map_or(0, |i| i + 1);
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |i| i + start);
        match bytes[start..end].cmp(word.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

/// How a written key stands to a declared one; `known` says which words mean something else in the project or
/// beside the written one. Nothing where they mean different things.
pub fn sameness(written: &str, declared: &str, known: &dyn Fn(&str) -> bool) -> Option<Sameness> {
    if written == declared {
        return Some(Sameness::Exact);
    }
    if written.is_empty() || declared.is_empty() {
        return None;
    }
    if is_plain(written, declared) {
        return Some(Sameness::Plain);
    }
    is_slip(written, declared, known).then_some(Sameness::Slip)
}

/// True when a text is the declared one written without any accents.
pub fn is_plain(written: &str, declared: &str) -> bool {
    written.is_ascii() && bare(written) == written && bare(declared) == written
}

/// True when two keys are the same words but for a slip in one of them that makes no other word.
pub fn is_slip(written: &str, declared: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let Some((w, d)) = one_difference(written, declared) else {
        return false;
    };
    let vietnamese = !declared.is_ascii() || declared.split(' ').any(|w| split_tone(w).1.is_some());
    is_word_slip(w, d, vietnamese) && !known(w) && !is_other_word(w, vietnamese)
}

/// True when two keys are the same words but for the tone, or a letter, of one of them, whether or not that makes
/// another word: enough only where a second witness (a code, a file name) says the same.
pub fn is_slip_if_confirmed(written: &str, declared: &str) -> bool {
    one_difference(written, declared).is_some_and(|(w, d)| is_word_slip(w, d, true))
}

/// The one word in which two keys differ.
fn one_difference<'a>(written: &'a str, declared: &'a str) -> Option<(&'a str, &'a str)> {
    let (mut a, mut b) = (written.split(' '), declared.split(' '));
    let mut found = None;
    loop {
        match (a.next(), b.next()) {
            (None, None) => return found,
            (Some(w), Some(d)) if w == d => {}
            (Some(w), Some(d)) if found.is_none() => found = Some((w, d)),
            _ => return None,
        }
    }
}

/// True when a word is another one but for one letter (two in a long word).
fn is_word_slip(w: &str, d: &str, vietnamese: bool) -> bool {
    const LONG: usize = 10;
    let ((wb, wt), (db, dt)) = (split_tone(w), split_tone(d));
    let letters = |s: &str| s.chars().count();
    // What is cheap to see and decides most comes first: each heading is asked about each of a form's.
    let first = |s: &str| s.chars().next();
    let swapped = |a: &str, b: &str| {
        let (mut a, mut b) = (a.chars(), b.chars());
        let (a1, a2, b1, b2) = (a.next(), a.next(), b.next(), b.next());
        a1 == b2 && a2 == b1
    };
    if first(wb) != first(db) && !swapped(wb, db) || letters(wb).abs_diff(letters(db)) > 2 {
        return false;
    }
    let syllable = vietnamese && is_syllable(d);
    let least = if syllable { 2 } else { 6 };
    if letters(db) < least || letters(wb) < 2 || is_numeral(w) || is_numeral(d) {
        return false;
    }
    // An English word is one that the list knows: names and codes are never bridged.
    if !syllable && !is_english(db) {
        return false;
    }
    if wb.chars().chain(db.chars()).any(|c| !c.is_alphabetic()) {
        return false;
    }
    // Another beginning or ending of a word is another word: vaccinated, unvaccinated; typical, atypical.
    let doubled = |s: &str| s.chars().next() == s.chars().nth(1);
    if wb != db && (wb.ends_with(db) && !doubled(wb) || db.ends_with(wb) && !doubled(db)) {
        return false;
    }
    if !syllable && is_other_ending(wb, db) {
        return false;
    }
    let most = if letters(db) >= LONG { 2 } else { 1 };
    if distance(w, d, most).is_some() {
        // A word of two letters is told by both; exchanged they are another.
        return letters(db) > 2 || first(wb) == first(db);
    }
    // The key of a tone typed for the tone itself: "tiêsp" for "tiếp".
    const KEYS: [char; 5] = ['f', 's', 'r', 'x', 'j'];
    syllable
        && wt.is_none()
        && KEYS.iter().zip(TONES).any(|(typed, tone)| {
            dt == Some(tone)
                && wb.char_indices().any(|(i, c)| c == *typed && wb[..i].to_owned() + &wb[i + c.len_utf8()..] == db)
        })
}

/// True for one stem with two endings that make different words: licensees, licensers.
fn is_other_ending(a: &str, b: &str) -> bool {
    const PAIRS: [(&str, &str); 7] = [
        ("ees", "ers"),
        ("ee", "er"),
        ("ions", "ors"),
        ("ion", "or"),
        ("ings", "ers"),
        ("ing", "er"),
        ("ants", "ents"),
    ];
    let differ = |x: &str, y: &str| a.strip_suffix(x).is_some_and(|s| b.strip_suffix(y) == Some(s));
    PAIRS.iter().any(|(x, y)| differ(x, y) || differ(y, x))
}

/// True when the written form is a word of its own.
fn is_other_word(w: &str, vietnamese: bool) -> bool {
    turns(w) || is_english(w) || (vietnamese && is_syllable(w))
}

/// True when one key is the other with some words added or left out, none of which turns the meaning. Never
/// enough alone: a second witness must name the same thing.
pub fn is_rewording(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 2 || short.len() * 2 < long.len() {
        return false;
    }
    let mut rest = short.iter().peekable();
    let mut extra: Vec<&str> = Vec::new();
    for word in &long {
        if rest.peek() == Some(&word) {
            rest.next();
        } else {
            extra.push(word);
        }
    }
    rest.next().is_none() && !extra.iter().any(|w| turns(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str, declared: &str) -> Option<Sameness> {
        sameness(&key(written), &key(declared), &|_| false)
    }

    // The same words are the same, written without accents they are told, another word is another.
    #[test]
    fn what_is_the_same() {
        assert_eq!(read("Số hồ sơ", "SỐ  HỒ SƠ"), Some(Sameness::Exact));
        assert_eq!(read("So ho so", "Số hồ sơ"), Some(Sameness::Plain));
        assert_eq!(read("Số hồ sơ tiếp nhậnn", "Số hồ sơ tiếp nhận"), Some(Sameness::Slip));
        assert_eq!(read("Số hồ sơ tiêsp nhận", "Số hồ sơ tiếp nhận"), Some(Sameness::Slip));
        assert_eq!(read("Chidlren vaccinated", "Children vaccinated"), Some(Sameness::Slip));
        for (a, b) in [
            ("Children unvaccinated", "Children vaccinated"),
            ("Số hồ sơ quá hạn", "Số hồ sơ đúng hạn"),
            ("mức độ 4", "mức độ 3"),
            ("Thạch Hạ", "Thạch Hà"),
            ("Births", "Berths"),
            ("Female pupils", "Male pupils"),
            ("Inpatient visits", "Outpatient visits"),
            ("atypical pneumonia", "typical pneumonia"),
            ("Số hồ sơ", "Số hồ sơ mới"),
        ] {
            assert_eq!(read(a, b), None, "{a} / {b}");
        }
    }

    // Every line of the two lists: what means something else is never bridged, what is mistyped is forgiven.
    #[test]
    fn listed_pairs() {
        let lines = |text: &'static str| {
            text.lines()
                .filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
                .map(|l| l.split('\t').collect::<Vec<_>>())
        };
        let mut wrong = Vec::new();
        let (mut different, mut slips) = (0, 0);
        for l in lines(include_str!("../../tests/words/different.tsv")).filter(|l| l[0] != "place") {
            different += 1;
            if read(l[2], l[1]).is_some() || read(l[1], l[2]).is_some() {
                wrong.push(format!("bridged: {} / {}", l[1], l[2]));
            }
        }
        for l in lines(include_str!("../../tests/words/slips.tsv")).filter(|l| l[0] != "place") {
            slips += 1;
            if read(l[2], l[1]) != Some(Sameness::Slip) {
                wrong.push(format!("refused: {} / {}", l[1], l[2]));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(different >= 150 && slips >= 100, "{different} {slips}");
    }

    // Words added or left out are a rewording only where none of them turns the meaning.
    #[test]
    fn rewordings() {
        assert!(is_rewording(&key("Số cán bộ tập huấn"), &key("Số lượt cán bộ được tập huấn")));
        assert!(!is_rewording(&key("Số hộ nghèo"), &key("Số hộ cận nghèo")));
        assert!(!is_rewording(&key("Số hồ sơ quá hạn"), &key("Số hồ sơ đúng hạn")));
    }
}
