/*!
Text as offices write it, made comparable.

[`key`] turns a label into words that compare equal whenever a reader would call them the same: Unicode
form, case, tone placement (hòa/hoà), zero-width and non-breaking spaces, look-alike letters and
punctuation no longer matter, while letters and tones that tell names apart (Thạch Hà, Thạch Hạ) stay.
[`bare`] goes one step further and drops accents, for file names.

Nothing here knows about units or forms.
*/

pub mod language;
pub mod legacy;
pub mod meaning;
pub mod measure;
pub mod memo;
pub mod number;
pub mod slip;

use std::hash::{Hash, Hasher};

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use memo::Memo;

/// The tones of a [`key`], each at the end of its word: huyền, sắc, hỏi, ngã, nặng. Signs that no text has, so that
/// the number of `Biểu B1` is none.
pub const TONES: [char; 5] = ['₁', '₂', '₃', '₄', '₅'];

/// Normalises a text into comparable words joined by single spaces.
///
/// A tone is moved from its vowel to the end of its word as a sign of [`TONES`], which makes both tone placements equal; vowel letters (ă â ê ô ơ ư) and đ stay.
pub fn key(text: &str) -> String {
    thread_local! {
        static KEYS: Memo<String> = Memo::default();
    }
    KEYS.with(|keys| keys.of(text, key_of))
}

fn key_of(text: &str) -> String {
    /// Bytes of a text that are gone into word by word: no label is longer.
    const LONGEST: usize = 4096;
    if text.len() > LONGEST {
        let (head, tail) = text.split_at(boundary(text, LONGEST));
        let mut rest = rustc_hash::FxHasher::default();
        tail.hash(&mut rest);
        return format!("{} {:016x}", key(head), rest.finish());
    }
    if text.is_ascii() {
        return ascii_key(text);
    }
    let mut out = Words::default();
    for c in text.nfd() {
        match c {
            '\u{0300}' => out.tone(TONES[0]),
            '\u{0301}' => out.tone(TONES[1]),
            '\u{0309}' => out.tone(TONES[2]),
            '\u{0303}' => out.tone(TONES[3]),
            '\u{0323}' => out.tone(TONES[4]),
            '\u{0302}' | '\u{0306}' | '\u{031B}' => out.shape(c),
            c if is_ignorable(c) => {}
            c if is_combining_mark(c) => {}
            c => {
                for c in fold(c).to_lowercase() {
                    out.push(c);
                }
            }
        }
    }
    out.finish()
}

fn ascii_key(text: &str) -> String {
    let mut out = Words::default();
    for c in text.chars() {
        out.push(c.to_ascii_lowercase());
    }
    out.finish()
}

/// Drops vowel marks and tones from a [`key`]: `thị xã kỳ anh` becomes `thi xa ky anh`.
pub fn bare(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for word in key.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        let body = word.trim_end_matches(TONES);
        out.extend(body.chars().map(|c| match c {
            'ă' | 'â' => 'a',
            'ê' => 'e',
            'ô' | 'ơ' => 'o',
            'ư' => 'u',
            'đ' => 'd',
            c => c,
        }));
    }
    out
}

/// Cleans a text for display and output: NFC, no zero-width characters, single spaces, trimmed.
pub fn clean(text: &str) -> String {
    let plain = text.bytes().all(|b| (b' '..0x7f).contains(&b));
    if plain && !text.contains("  ") && text.trim().len() == text.len() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let mut put = |c: char| {
        if is_ignorable(c) {
            return;
        }
        if c.is_whitespace() || c.is_control() {
            space = !out.is_empty();
        } else {
            if space {
                out.push(' ');
                space = false;
            }
            out.push(c);
        }
    };
    // Most texts are composed already, and to see that costs a fifth of composing them.
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.chars().for_each(&mut put),
        _ => text.nfc().for_each(&mut put),
    }
    out
}

/// The last place between two characters within so many bytes.
fn boundary(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// As much of a text as can be a label, number or code; what is longer is none, and its beginning says so as well.
pub fn head(text: &str) -> &str {
    const LONGEST: usize = 2048;
    &text[..boundary(text, LONGEST)]
}

/// True for characters that take no room and carry no meaning in a label.
fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// Folds look-alike letters of other alphabets and forms to the Latin letter that was meant.
fn fold(c: char) -> char {
    match c {
        'Đ' | 'Ð' | 'Ɖ' | 'đ' | 'ð' => 'đ',
        // Cyrillic and Greek look-alikes.
        'А' | 'а' | 'Α' | 'α' => 'a',
        'В' | 'Β' => 'b',
        'Е' | 'е' | 'Ε' => 'e',
        'К' | 'к' | 'Κ' => 'k',
        'М' | 'Μ' => 'm',
        'Н' | 'Η' => 'h',
        'О' | 'о' | 'Ο' | 'ο' => 'o',
        'Р' | 'р' | 'Ρ' => 'p',
        'С' | 'с' => 'c',
        'Т' | 'Τ' => 't',
        'Х' | 'х' | 'Χ' => 'x',
        'У' | 'у' => 'y',
        'І' | 'і' | 'Ι' => 'i',
        'ı' => 'i',
        // Raised and lowered figures.
        '⁰' | '₀' => '0',
        '¹' | '₁' => '1',
        '²' | '₂' => '2',
        '³' | '₃' => '3',
        '⁴' | '₄' => '4',
        '⁵' | '₅' => '5',
        '⁶' | '₆' => '6',
        '⁷' | '₇' => '7',
        '⁸' | '₈' => '8',
        '⁹' | '₉' => '9',
        // Full-width forms.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// Collects words: letters and digits, with the tone held back to the word's end.
#[derive(Default)]
struct Words {
    out: String,
    word: String,
    tone: Option<char>,
    /// True where the word before was one letter followed at once by a dot (`T.X.`).
    dotted: bool,
}

impl Words {
    fn tone(&mut self, tone: char) {
        if !self.word.is_empty() {
            self.tone = Some(tone);
        }
    }

    fn shape(&mut self, mark: char) {
        let shaped = match (self.word.chars().last(), mark) {
            (Some('a'), '\u{0302}') => 'â',
            (Some('a'), '\u{0306}') => 'ă',
            (Some('e'), '\u{0302}') => 'ê',
            (Some('o'), '\u{0302}') => 'ô',
            (Some('o'), '\u{031B}') => 'ơ',
            (Some('u'), '\u{031B}') => 'ư',
            _ => return,
        };
        self.word.pop();
        self.word.push(shaped);
    }

    fn push(&mut self, c: char) {
        if c.is_alphanumeric() || c == '&' {
            self.word.push(c);
        } else if c == '.'
            && self.word.chars().count() == 1
            && self.tone.is_none()
            && self.word.chars().all(char::is_alphabetic)
        {
            // Letters with dots are one abbreviation: T.X. is TX.
            if !self.dotted {
                self.space();
                if self.out.ends_with("& ") {
                    self.out.pop();
                }
            }
            self.out.push_str(&self.word);
            self.word.clear();
            self.dotted = true;
        } else {
            self.flush();
        }
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    fn flush(&mut self) {
        if self.word.is_empty() {
            self.dotted = false;
            return;
        }
        let single = self.word.chars().count() == 1 && self.tone.is_none();
        if !(self.dotted && single) {
            self.space();
        }
        // "&" stands between letters only: "TT & TT" and "TT&TT" are one.
        if self.word.starts_with('&') && self.out.ends_with(' ') || self.out.ends_with("& ") {
            self.out.pop();
        }
        one_i(&mut self.word);
        self.out.push_str(&self.word);
        if let Some(t) = self.tone.take() {
            self.out.push(t);
        }
        self.word.clear();
        self.dotted = false;
    }

    fn finish(mut self) -> String {
        self.flush();
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out
    }
}

/// Makes `y` after a lone consonant an `i`: Kỳ and Kì, Mỹ and Mĩ, Lý and Lí are spellings of one word.
fn one_i(word: &mut String) {
    let b = word.as_bytes();
    if b.len() >= 2 && b[b.len() - 1] == b'y' && b[..b.len() - 1].iter().all(|c| b"bcdghklmnpqrstvx".contains(c)) {
        word.pop();
        word.push('i');
    }
}

/// The number of single-character edits (insert, delete, replace, swap neighbours) between two texts,
/// or `None` when it is over `limit`.
pub fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1; b.len() + 1];
        for j in 0..b.len() {
            let change = usize::from(a[i] != b[j]);
            let mut best = (last[j] + change).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
        }
        if row.iter().all(|d| *d > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|d| *d <= limit)
}

/// How alike two keys are, from 0 to 1, by the words they share and by spelling.
pub fn likeness(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let words: Vec<&str> = a.split(' ').collect();
    let mut others: Vec<&str> = b.split(' ').collect();
    let all = words.len() + others.len();
    // A word that stands twice is shared as often as it stands in both.
    let mut shared = 0;
    for word in &words {
        if let Some(at) = others.iter().position(|o| o == word) {
            others.swap_remove(at);
            shared += 1;
        }
    }
    let by_words = 2.0 * f64::from(shared) / all as f64;
    let longest = a.chars().count().max(b.chars().count());
    let by_letters =
        if longest <= 80 { distance(a, b, longest / 3).map_or(0.0, |d| 1.0 - d as f64 / longest as f64) } else { 0.0 };
    by_words.max(by_letters)
}

/// True for letters that Vietnamese alone has.
pub fn is_vietnamese(text: &str) -> bool {
    text.to_lowercase().chars().any(|c| matches!(c, 'ă' | 'đ' | 'ơ' | 'ư' | '\u{1EA0}'..='\u{1EF9}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Spellings that a reader calls the same get one key.
    #[test]
    fn same_words_same_key() {
        for (a, b) in [
            ("Hòa Bình", "Hoà  bình"),
            ("thủy lợi", "thuỷ lợi"),
            ("T.X. Kỳ Anh", "TX Kỳ Anh"),
            ("T.P Hà Tĩnh", "TP. Hà Tĩnh"),
            ("Sở TT&TT", "Sở TT & TT"),
            ("Kỳ Anh", "Kì Anh"),
            ("Đức\u{a0}Thọ", "Ðức Thọ"),
            ("Số, ký hiệu", "số ký hiệu"),
            ("Cẩm\u{200b} Xuyên", "CẨM XUYÊN"),
        ] {
            assert_eq!(key(a), key(b), "{a} / {b}");
        }
        let nfd: String = "Thị xã Kỳ Anh".nfd().collect();
        assert_eq!(key(&nfd), key("thị xã Kỳ Anh"));
    }

    // A text that is longer than any label is told from others to its end, and costs no more than it is long.
    #[test]
    fn long_texts() {
        let long = "Ăâ ".repeat(20_000);
        assert_eq!(key(&long), key(&long.clone()));
        assert_ne!(key(&long), key(&format!("{long}x")));
        assert!(key(&long).len() < 8000);
    }

    // Names that differ by a tone stay apart, and become one only once accents are dropped.
    #[test]
    fn tones_tell_names_apart() {
        assert_ne!(key("Thạch Hà"), key("Thạch Hạ"));
        assert_eq!(bare(&key("Thạch Hà")), bare(&key("Thạch Hạ")));
        assert_eq!(bare(&key("Đức Thọ quý 1")), "duc tho quy 1");
    }

    // Edit distance counts a swap of neighbours as one.
    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("cẩm xuyên", "cẩm xuyen", 2), Some(1));
        assert_eq!(distance("ab", "ba", 2), Some(1));
        assert_eq!(distance("abc", "xyz", 2), None);
    }

    proptest! {
        // No text panics, and a key is its own key's fixed point as far as its words go.
        #[test]
        fn any_text_has_a_key(s in "\\PC{0,60}") {
            let k = key(&s);
            prop_assert!(!k.starts_with(' ') && !k.ends_with(' '));
            bare(&k);
            clean(&s);
        }

        // Distance is symmetric.
        #[test]
        fn distance_is_symmetric(a in "[abcđ]{0,8}", b in "[abcđ]{0,8}") {
            prop_assert_eq!(distance(&a, &b, 8), distance(&b, &a, 8));
        }
    }
}
