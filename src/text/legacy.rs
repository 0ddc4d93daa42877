//! Repair of Vietnamese text in the old 8-bit font encodings TCVN3 (ABC) and VNI.
//!
//! Before Unicode, Vietnamese text was a sequence of bytes that only a matching font drew
//! correctly: `.VnTime` and its family for TCVN3, `VNI-Times` and its family for VNI. A spreadsheet
//! stores these bytes as Latin-1/CP1252 code points, so that `Báo cáo` reads `B¸o c¸o` (TCVN3) or
//! `Baùo caùo` (VNI). This module turns such text into precomposed (NFC) Unicode, tells from a font
//! name which encoding applies, and tells it from the text where no font is known.
//!
//! What is not done:
//! - The upper-case vowels with tone marks of the character sets VN1 and VN2, which the TCVN3 fonts
//!   do not have: [`decode`] refuses their bytes.
//! - Bytes that were read as another code page than Latin-1 or CP1252 (for example CP1258).
//! - Sheets that mix legacy and Unicode Vietnamese: [`detect`] says nothing about them, since a
//!   word such as `có` is good in both (`cú` in TCVN3). The font of each cell has to decide there.
//! - A font name left on a cell whose text is Unicode already: [`decode`] refuses most such text,
//!   but not text whose only special letters are in both, such as `có`.
//! - `ư` of TCVN3 is the soft hyphen U+00AD; where a program dropped it, the letter is lost.

use std::collections::HashSet;

/// An old 8-bit font encoding of Vietnamese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Legacy {
    /// TCVN 5712:1993 / VN3, one byte per letter, of the ABC fonts (`.VnTime`).
    Tcvn3,
    /// VNI for Windows, a vowel followed by a mark, of the VNI fonts (`VNI-Times`).
    Vni,
}

/// Stands for a byte without a letter in the tables below; ASCII never reaches them.
const NONE: char = '.';

/// The typographic signs that CP1252 has at the bytes 0x80–0x9F. The fonts of both encodings keep
/// them; they have no glyph for the letters of CP1252 in that range.
const CP1252_SIGNS: &str = "€.‚.„…†‡.‰.‹.....‘’“”•–—.™.›....";

/// TCVN 5712:1993, character set VN3, bytes 0xA0–0xFF in rows of sixteen. The bytes of the
/// upper-case vowels with tone marks of VN1/VN2 are empty. 0xB0–0xB4 (combining marks, which no
/// keyboard driver ever produced for the ABC fonts) stay the Latin-1 signs, as in `m²`.
const VN3: [&str; 6] = [
    "\u{A0}ĂÂÊÔƠƯĐăâêôơưđ.",
    "°±²³´àảãáạ.ằẳẵắ.",
    "......ặầẩẫấậè.ẻẽ",
    "éẹềểễếệìỉ...ĩíịò",
    ".ỏõóọồổỗốộờởỡớợù",
    ".ủũúụừửữứựỳỷỹýỵ.",
];

/// VNI for Windows: the letters that are one byte each, and what they stand for.
const VNI_LETTERS: &str = "ôöñíìæóòî";
const VNI_MEANINGS: &str = "ơưđíìỉĩịỵ";

/// VNI for Windows: the marks that follow a vowel, in the order of the tones. The first list has
/// no mark for the level tone; the other two add a circumflex (a, e, o) or a breve (a) as well.
const VNI_TONES: &str = "øûõùï";
const VNI_CIRCUMFLEX: &str = "âàåãáä";
const VNI_BREVE: &str = "êèúüéë";

/// The vowel letters, each with its six tones: level, grave, hook, tilde, acute, dot below.
const VOWELS: [&str; 12] = [
    "aàảãáạ",
    "ăằẳẵắặ",
    "âầẩẫấậ",
    "eèẻẽéẹ",
    "êềểễếệ",
    "iìỉĩíị",
    "oòỏõóọ",
    "ôồổỗốộ",
    "ơờởỡớợ",
    "uùủũúụ",
    "ưừửữứự",
    "yỳỷỹýỵ",
];

/// The tones (indices in a row of `VOWELS`) that a syllable ending in p, t, c or ch can have.
const STOP_TONES: [usize; 2] = [4, 5];

/// The beginnings of a syllable as they are spelt.
const ONSETS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
];

/// The rest of a syllable without its tone, by its first letter.
const RIMES: [&str; 12] = [
    "a ac ach ai am an ang anh ao ap at au ay",
    "ăc ăm ăn ăng ăp ăt",
    "âc âm ân âng âp ât âu ây",
    "e ec em en eng eo ep et",
    "ê êch êm ên ênh êp êt êu",
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu",
    "o oa oac oach oai oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om \
     on ong ooc oong op ot",
    "ô ôc ôi ôm ôn ông ôp ôt",
    "ơ ơi ơm ơn ơp ơt",
    "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya \
     uych uyên uyêt uyn uynh uyp uyt uyu",
    "ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu",
    "y ych yêm yên yêng yêt yêu yn ynh yp yt",
];

/// Words of province and district names that break the rules but are in many reports.
const PLACE_WORDS: [&str; 4] = ["đăk", "đắk", "lắk", "krông"];

/// The longest syllable, `nghiêng`, in letters.
const LONGEST_SYLLABLE: usize = 7;

/// How many different words must show the encoding beyond doubt.
const CERTAIN_WORDS: usize = 2;

/// How many good words are needed for each word that makes no sense in the encoding.
const GOOD_PER_BAD: usize = 8;

/// Decodes text of a legacy encoding to NFC Unicode; `None` if a character is outside of it.
///
/// ASCII passes through, and so do the typographic signs of CP1252 (also where their bytes were
/// read as Latin-1 control characters).
pub fn decode(text: &str, encoding: Legacy) -> Option<String> {
    match encoding {
        Legacy::Tcvn3 => text.chars().map(tcvn3_to_unicode).collect(),
        Legacy::Vni => decode_vni(text),
    }
}

/// Decodes text in a capitals font (`.VnTimeH`), which draws the lower-case bytes as capitals.
pub fn decode_capitals(text: &str, encoding: Legacy) -> Option<String> {
    decode(text, encoding).map(|decoded| decoded.to_uppercase())
}

/// Encodes NFC Unicode text as CP1252 characters of a legacy encoding, the inverse of [`decode`].
///
/// `None` if a character is not representable, such as an upper-case vowel with a tone mark in
/// TCVN3, or if the result would not decode to the same text.
pub fn encode(text: &str, encoding: Legacy) -> Option<String> {
    let encoded: String = match encoding {
        Legacy::Tcvn3 => text.chars().map(unicode_to_tcvn3).collect::<Option<_>>()?,
        Legacy::Vni => text.chars().map(unicode_to_vni).collect::<Option<_>>()?,
    };
    (decode(&encoded, encoding).as_deref() == Some(text)).then_some(encoded)
}

/// Tells the encoding of a font from its name, and whether it is a capitals font.
pub fn from_font(font_name: &str) -> Option<(Legacy, bool)> {
    let name = font_name.trim().to_ascii_lowercase();
    if let Some(family) = name.strip_prefix(".vn") {
        // No family of the ABC fonts ends in "h" except for the capitals fonts.
        return Some((Legacy::Tcvn3, family.ends_with('h')));
    }
    let family = name.strip_prefix("vni")?;
    family.starts_with(['-', ' ', '_']).then_some((Legacy::Vni, false))
}

/// Detects the encoding from all texts of a sheet; `Some` only if there is no doubt.
///
/// Any Vietnamese letter that is in Unicode only, or a combining mark, rules both encodings out.
pub fn detect(texts: &[&str]) -> Option<Legacy> {
    let suspects = suspect_texts(texts)?;
    let is_certain = |encoding: Legacy| Evidence::of(&suspects, encoding).is_certain();
    match (is_certain(Legacy::Tcvn3), is_certain(Legacy::Vni)) {
        (true, false) => Some(Legacy::Tcvn3),
        (false, true) => Some(Legacy::Vni),
        _ => None,
    }
}

/// Tells whether a lower-case NFC word is spelt like one Vietnamese syllable.
///
/// Both ways to place the tone mark are accepted (`hòa`, `hoà`). The rules are those of spelling:
/// not each accepted syllable is in use.
pub fn is_vietnamese_syllable(word: &str) -> bool {
    if word.is_empty() || word.chars().nth(LONGEST_SYLLABLE).is_some() {
        return false;
    }
    if PLACE_WORDS.contains(&word) {
        return true;
    }
    Syllable::parse(word).is_some_and(|syllable| ONSETS.iter().any(|onset| syllable.is_valid_after_onset(onset)))
}

/// A word with its tone mark taken off.
struct Syllable {
    level: String,
    /// Index of the tone, and of the letter that carries it; `None` for the level tone.
    tone: Option<(usize, usize)>,
}

impl Syllable {
    /// Takes the tone mark off a word; `None` if there are several.
    fn parse(word: &str) -> Option<Self> {
        let mut level = String::with_capacity(word.len());
        let mut tone = None;
        for (position, letter) in word.chars().enumerate() {
            let (vowel, tone_index) = split_tone(letter).unwrap_or((letter, 0));
            level.push(vowel);
            if tone_index > 0 && tone.replace((tone_index, position)).is_some() {
                return None;
            }
        }
        Some(Self { level, tone })
    }

    fn is_valid_after_onset(&self, onset: &str) -> bool {
        self.level
            .strip_prefix(onset)
            .is_some_and(|rime| fits(onset, rime) && is_rime(rime) && self.tone_fits(onset.chars().count(), rime))
    }

    fn tone_fits(&self, onset_length: usize, rime: &str) -> bool {
        let is_stop = rime.ends_with(['p', 't', 'c']) || rime.ends_with("ch");
        match self.tone {
            None => !is_stop,
            Some((tone, _)) if is_stop && !STOP_TONES.contains(&tone) => false,
            Some((_, position)) => position.checked_sub(onset_length).is_some_and(|at| may_carry_tone(rime, at)),
        }
    }
}

fn is_rime(rime: &str) -> bool {
    let starts_alike = |row: &&&str| row.chars().next() == rime.chars().next();
    RIMES.iter().find(starts_alike).is_some_and(|row| row.split_ascii_whitespace().any(|known| known == rime))
}

/// Whether the spelling of an onset goes with that of a rime: `c`/`k`/`qu`, `g`/`gh`/`gi`,
/// `ng`/`ngh`, and `y` in the place of `i`.
fn fits(onset: &str, rime: &str) -> bool {
    let Some(first) = rime.chars().next() else {
        return false;
    };
    let is_front = matches!(first, 'e' | 'ê' | 'i' | 'y');
    let fits_onset = match onset {
        "c" | "ng" => !is_front,
        "k" => is_front,
        "gh" | "ngh" => is_front && first != 'y',
        // `gì`, `giếng`: one `i` stands for the end of the onset and the start of the rime.
        "g" => !is_front || (first == 'i' && !matches!(rime, "ia" | "iu")),
        "gi" => !matches!(first, 'i' | 'ê' | 'y'),
        "qu" => !matches!(first, 'o' | 'u' | 'ư'),
        _ => true,
    };
    fits_onset && (first != 'y' || y_fits(onset, rime))
}

fn y_fits(onset: &str, rime: &str) -> bool {
    const BEFORE_Y: [&str; 11] = ["", "h", "k", "l", "m", "n", "qu", "s", "t", "th", "v"];
    match rime {
        "y" => BEFORE_Y.contains(&onset),
        "yêm" | "yêng" | "yêu" => onset.is_empty(),
        "yên" | "yêt" => matches!(onset, "" | "qu"),
        _ => onset == "qu",
    }
}

/// Whether the letter at a position of a rime is the one that carries the tone mark.
fn may_carry_tone(rime: &str, position: usize) -> bool {
    let vowels: Vec<char> = rime.chars().take_while(|&c| is_vowel(c)).collect();
    let is_open = vowels.len() == rime.chars().count();
    // A vowel with its own diacritic attracts the mark, the last one in `ươ`.
    if let Some(marked) = vowels.iter().rposition(|c| !c.is_ascii()) {
        return position == marked;
    }
    match (vowels.len(), is_open) {
        (2, true) if matches!(rime, "oa" | "oe" | "uy") => position < 2,
        (1, _) | (2, true) => position == 0,
        _ => position == 1,
    }
}

fn is_vowel(c: char) -> bool {
    split_tone(c).is_some()
}

/// Splits a lower-case vowel into the same vowel in the level tone and the index of its tone.
fn split_tone(c: char) -> Option<(char, usize)> {
    VOWELS.iter().find_map(|row| Some((row.chars().next()?, position_in(row, c)?)))
}

/// Gives a lower-case vowel in the level tone another tone.
fn with_tone(vowel: char, tone: usize) -> Option<char> {
    let row = VOWELS.iter().find(|row| row.starts_with(vowel))?;
    row.chars().nth(tone)
}

fn position_in(letters: &str, c: char) -> Option<usize> {
    letters.chars().position(|letter| letter == c)
}

/// The letter at a position of a table, without the bytes that are empty there.
fn letter_at(table: &str, position: usize) -> Option<char> {
    table.chars().nth(position).filter(|&letter| letter != NONE)
}

/// Lower-cases a character; all the letters here have exactly one lower-case counterpart.
fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

fn in_case_of(model: char, c: char) -> char {
    if model.is_uppercase() { upper(c) } else { c }
}

/// The CP1252 sign that a character is, or whose byte it is as a Latin-1 control character.
fn cp1252_sign(c: char) -> Option<char> {
    match c {
        '\u{80}'..='\u{9F}' => letter_at(CP1252_SIGNS, c as usize - 0x80),
        _ => (c != NONE && CP1252_SIGNS.contains(c)).then_some(c),
    }
}

fn tcvn3_to_unicode(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7F}' => Some(c),
        '\u{A0}'..='\u{FF}' => {
            let byte = c as usize - 0xA0;
            letter_at(VN3[byte / 16], byte % 16)
        }
        _ => cp1252_sign(c),
    }
}

fn unicode_to_tcvn3(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c);
    }
    match VN3.iter().flat_map(|row| row.chars()).position(|l| l == c) {
        Some(position) => u8::try_from(0xA0 + position).ok().map(char::from),
        None => cp1252_sign(c),
    }
}

fn decode_vni(text: &str) -> Option<String> {
    let mut decoded = String::with_capacity(text.len());
    let mut last = None;
    for c in text.chars() {
        if let Some(letter) = last.take().and_then(|vowel| vni_marked(vowel, c)) {
            decoded.pop();
            decoded.push(letter);
            continue;
        }
        let letter = vni_single(c)?;
        decoded.push(letter);
        last = Some(letter);
    }
    Some(decoded)
}

/// The letter that a vowel and the VNI mark after it stand for.
fn vni_marked(vowel: char, mark: char) -> Option<char> {
    // A small letter with a capital mark is UTF-8 read as CP1252, as in `poÅ¡ta`. A capital letter
    // with a small mark is common in capitalised words.
    if vowel.is_lowercase() && mark.is_uppercase() {
        return None;
    }
    let (base, mark_letter) = (lower(vowel), lower(mark));
    let letter = if let Some(position) = position_in(VNI_TONES, mark_letter) {
        // `i` has letters of its own, so that Italian `più` is not VNI.
        let takes_tones = matches!(base, 'a' | 'e' | 'o' | 'ơ' | 'u' | 'ư' | 'y');
        with_tone(base, position + 1).filter(|_| takes_tones)
    } else if let Some(tone) = position_in(VNI_CIRCUMFLEX, mark_letter) {
        with_tone(with_circumflex(base)?, tone)
    } else {
        let tone = position_in(VNI_BREVE, mark_letter)?;
        with_tone('ă', tone).filter(|_| base == 'a')
    };
    letter.map(|letter| in_case_of(vowel, letter))
}

fn with_circumflex(vowel: char) -> Option<char> {
    match vowel {
        'a' => Some('â'),
        'e' => Some('ê'),
        'o' => Some('ô'),
        _ => None,
    }
}

fn vni_single(c: char) -> Option<char> {
    if is_vni_sign(c) {
        return Some(c);
    }
    match position_in(VNI_LETTERS, lower(c)) {
        Some(position) => letter_at(VNI_MEANINGS, position).map(|letter| in_case_of(c, letter)),
        None => cp1252_sign(c),
    }
}

/// Characters that mean themselves in VNI: ASCII and the signs of Latin-1.
fn is_vni_sign(c: char) -> bool {
    matches!(c, '\0'..='\u{7F}' | '\u{A0}'..='\u{BF}' | '×' | '÷')
}

fn unicode_to_vni(c: char) -> Option<String> {
    if is_vni_sign(c) {
        return Some(c.to_string());
    }
    let letter = lower(c);
    if let Some(position) = position_in(VNI_MEANINGS, letter) {
        return letter_at(VNI_LETTERS, position).map(|code| in_case_of(c, code).to_string());
    }
    let Some((vowel, tone)) = split_tone(letter) else {
        return cp1252_sign(c).map(String::from);
    };
    let (base, mark) = vni_pair(vowel, tone)?;
    Some([base, mark].map(|code| in_case_of(c, code)).iter().collect())
}

/// The two characters of VNI for a vowel (given in the level tone) and its tone.
fn vni_pair(vowel: char, tone: usize) -> Option<(char, char)> {
    let (base, marks) = match vowel {
        'â' => ('a', VNI_CIRCUMFLEX),
        'ê' => ('e', VNI_CIRCUMFLEX),
        'ô' => ('o', VNI_CIRCUMFLEX),
        'ă' => ('a', VNI_BREVE),
        _ => (vni_horned(vowel), VNI_TONES),
    };
    let position = if marks == VNI_TONES { tone.checked_sub(1)? } else { tone };
    Some((base, letter_at(marks, position)?))
}

fn vni_horned(vowel: char) -> char {
    match vowel {
        'ơ' => 'ô',
        'ư' => 'ö',
        _ => vowel,
    }
}

/// The texts that could be legacy text; `None` if there are none or Unicode Vietnamese is present.
fn suspect_texts<'a>(texts: &[&'a str]) -> Option<Vec<&'a str>> {
    let mut suspects = Vec::new();
    for text in texts.iter().filter(|text| !text.is_ascii()) {
        if text.chars().any(is_unicode_vietnamese) {
            return None;
        }
        if text.chars().any(|c| matches!(c, '\u{A1}'..='\u{FF}')) {
            suspects.push(*text);
        }
    }
    (!suspects.is_empty()).then_some(suspects)
}

/// Whether a character is a Vietnamese letter that Latin-1 has not, or a combining mark of one.
fn is_unicode_vietnamese(c: char) -> bool {
    matches!(c, '\u{1EA0}'..='\u{1EF9}' | '\u{300}'..='\u{323}')
        || matches!(lower(c), 'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ư')
}

/// What a word says about whether a text is in an encoding.
enum Verdict {
    /// It is a syllable when decoded and only then; in `Certain`, no other language has its letters
    /// in that order.
    Certain(String),
    Good,
    /// It makes no sense in the encoding.
    Bad,
    /// It says nothing: an abbreviation, a measure, a syllable in both readings or of signs only.
    Silent,
}

/// The verdicts of all different words of a sheet for one encoding.
#[derive(Default)]
struct Evidence {
    certain: HashSet<String>,
    good: usize,
    bad: usize,
}

impl Evidence {
    fn of(texts: &[&str], encoding: Legacy) -> Self {
        let mut evidence = Self::default();
        let mut seen = HashSet::new();
        for word in texts.iter().flat_map(|text| words(text, encoding)) {
            if seen.insert(word) {
                evidence.add(judge(word, encoding));
            }
        }
        evidence
    }

    fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Certain(word) => {
                self.good += 1;
                self.certain.insert(word);
            }
            Verdict::Good => self.good += 1,
            Verdict::Bad => self.bad += 1,
            Verdict::Silent => {}
        }
    }

    fn is_certain(&self) -> bool {
        self.certain.len() >= CERTAIN_WORDS && self.bad * GOOD_PER_BAD <= self.good
    }
}

/// The words of a text that have a character outside of ASCII.
fn words(text: &str, encoding: Legacy) -> impl Iterator<Item = &str> {
    text.split(move |c| !is_word_character(c, encoding)).filter(|word| !word.is_ascii())
}

/// Whether a character is part of a word; in TCVN3, most signs of Latin-1 are letters.
fn is_word_character(c: char, encoding: Legacy) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '\u{B0}'..='\u{B4}' => false,
        '\u{A1}'..='\u{BF}' | '×' | '÷' => encoding == Legacy::Tcvn3,
        _ => c.is_alphabetic(),
    }
}

fn judge(word: &str, encoding: Legacy) -> Verdict {
    if is_measure_or_sign(word) {
        return Verdict::Silent;
    }
    let Some(decoded) = decode(word, encoding) else {
        return Verdict::Bad;
    };
    let reading = decoded.to_lowercase();
    if !is_vietnamese_syllable(&reading) {
        let is_silent = is_abbreviation(&decoded);
        return if is_silent { Verdict::Silent } else { Verdict::Bad };
    }
    let has_ascii_letter = word.contains(|c: char| c.is_ascii_alphabetic());
    if !has_ascii_letter || is_vietnamese_syllable(&word.to_lowercase()) {
        return Verdict::Silent;
    }
    match encoding {
        Legacy::Tcvn3 if has_unnatural_letter(word) => Verdict::Certain(reading),
        Legacy::Vni if has_unnatural_pair(word) => Verdict::Certain(reading),
        _ => Verdict::Good,
    }
}

/// Whether a word is a number with a unit, a lone sign, or a product such as `N·m` and `n×m`,
/// which would read `nãm` and `nìn` in TCVN3.
fn is_measure_or_sign(word: &str) -> bool {
    let mut letters = word.chars();
    let is_product = matches!(
        (letters.next(), letters.next(), letters.next(), letters.next()),
        (Some(_), Some('·' | '×' | '÷'), Some(_), None)
    );
    is_product || word.contains(|c: char| c.is_ascii_digit()) || word.chars().nth(1).is_none()
}

/// Whether a decoded word is an abbreviation: `ĐVT`, `trđ`.
fn is_abbreviation(decoded: &str) -> bool {
    decoded.chars().all(char::is_uppercase) || !decoded.chars().any(|c| is_vowel(lower(c)))
}

/// Whether a word has letters in an order that only TCVN3 has: a sign of Latin-1 (a small letter
/// of TCVN3) between letters (`B¸o`), or a capital of Latin-1 after a small letter (`ViÖt`).
fn has_unnatural_letter(word: &str) -> bool {
    has_sign_inside(word)
        || word
            .chars()
            .zip(word.chars().skip(1))
            .any(|(before, c)| before.is_ascii_lowercase() && !c.is_ascii() && c.is_uppercase())
}

/// At the ends of a word, signs are also units, footnotes and trade marks (`µm`, `£m`, `T¹`, `Mª`).
fn has_sign_inside(word: &str) -> bool {
    let mut inside = word.chars();
    inside.next();
    inside.next_back();
    inside.any(|c| matches!(c, '\u{A8}'..='\u{BF}' | '×' | '÷'))
}

/// Whether a word has a vowel and a mark of VNI that no other language writes in this order.
fn has_unnatural_pair(word: &str) -> bool {
    // At the end of a word, these marks are also the start of UTF-8 read as CP1252: `POÅ‚`, `EÂ»`.
    let word = word.trim_end_matches(['â', 'ã', 'ä', 'å', 'Â', 'Ã', 'Ä', 'Å']);
    let letters: Vec<char> = word.chars().map(lower).collect();
    letters.windows(2).any(|pair| is_unnatural_pair(pair[0], pair[1]))
}

/// Leaves out what other languages have: `où`, `goût`, `Loïc`, `Seán`, `aún`, `aérien`.
fn is_unnatural_pair(vowel: char, mark: char) -> bool {
    match vowel {
        'a' => matches!(mark, 'ù' | 'ø' | 'û' | 'õ' | 'â' | 'å' | 'ã' | 'ä' | 'ê'),
        'e' => matches!(mark, 'ù' | 'ø' | 'û' | 'õ' | 'â' | 'å' | 'ã' | 'ä'),
        'o' => matches!(mark, 'ø' | 'õ' | 'â' | 'å' | 'ã' | 'ä'),
        'u' | 'y' => matches!(mark, 'ù' | 'ø' | 'û' | 'õ'),
        'ö' => mark == 'ô' || VNI_TONES.contains(mark),
        'ô' => VNI_TONES.contains(mark),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Legacy; 2] = [Legacy::Tcvn3, Legacy::Vni];

    const ADMINISTRATIVE: [&str; 8] = [
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Độc lập - Tự do - Hạnh phúc",
        "Báo cáo tình hình thực hiện dự toán ngân sách nhà nước năm 2005",
        "Căn cứ Quyết định số 15/QĐ-UBND ngày 20/3/2006 của Chủ tịch UBND huyện",
        "Tổng số học sinh, trong đó: nữ, dân tộc thiểu số",
        "STT, Tên đơn vị, ĐVT, Số lượng, Đơn giá, Thành tiền (trđ), Ghi chú",
        "Diện tích đất nông nghiệp (m²) tỉnh Đắk Lắk",
        "Người lập biểu – Kế toán trưởng – “Thủ trưởng đơn vị”",
    ];

    /// All spellings of onset × rime × tone that the validator accepts, tone mark on any vowel.
    fn inventory() -> Vec<String> {
        let rimes = || RIMES.iter().flat_map(|row| row.split_ascii_whitespace());
        let mut syllables: Vec<String> = ONSETS
            .iter()
            .flat_map(|onset| rimes().flat_map(move |rime| toned(onset, rime)))
            .filter(|word| is_vietnamese_syllable(word))
            .collect();
        syllables.sort();
        syllables.dedup();
        syllables
    }

    fn toned(onset: &str, rime: &str) -> Vec<String> {
        let letters: Vec<char> = rime.chars().collect();
        let mut words = vec![format!("{onset}{rime}")];
        for (position, &letter) in letters.iter().enumerate() {
            for letter in (1..6).filter_map(|tone| with_tone(letter, tone)) {
                let mut changed = letters.clone();
                changed[position] = letter;
                words.push(format!("{onset}{}", String::from_iter(changed)));
            }
        }
        words
    }

    fn capitalised(word: &str) -> String {
        let mut letters = word.chars();
        letters.next().map(upper).into_iter().chain(letters).collect()
    }

    fn decomposed(word: &str) -> String {
        const TONES: [&str; 6] = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"];
        let split = |c: char| match split_tone(c) {
            Some((vowel, tone)) => format!("{vowel}{}", TONES[tone]),
            None => c.to_string(),
        };
        word.chars().map(split).collect()
    }

    fn as_refs(words: &[String]) -> Vec<&str> {
        words.iter().map(String::as_str).collect()
    }

    fn is_latin1(word: &str) -> bool {
        word.chars().all(|c| c <= '\u{FF}')
    }

    fn encoded_all(texts: &[&str], encoding: Legacy) -> Vec<String> {
        texts.iter().map(|text| encode(text, encoding).unwrap()).collect()
    }

    // The inventory has the size known for Vietnamese spelling, so that the tests below say much.
    #[test]
    fn inventory_has_thousands_of_syllables() {
        assert!(inventory().len() > 10_000, "{}", inventory().len());
    }

    // Each lower-case syllable comes back from both encodings.
    #[test]
    fn decode_inverts_encode_over_the_inventory() {
        for encoding in BOTH {
            for word in inventory() {
                let encoded = encode(&word, encoding);
                let decoded = encoded.as_deref().and_then(|text| decode(text, encoding));
                assert_eq!(decoded.as_deref(), Some(word.as_str()), "{encoding:?}");
                assert!(encoded.is_some_and(|text| is_latin1(&text)));
            }
        }
    }

    // A capital first letter comes back too, except for the vowels with tone marks of TCVN3.
    #[test]
    fn capitalised_syllables_are_encoded_where_representable() {
        for word in inventory() {
            let capital = capitalised(&word);
            let first = word.chars().next().unwrap();
            let has_tone = split_tone(first).is_some_and(|(_, tone)| tone > 0);
            let tcvn3 = encode(&capital, Legacy::Tcvn3);
            assert_eq!(tcvn3.is_none(), has_tone, "{capital}");
            let vni = encode(&capital, Legacy::Vni).unwrap();
            assert_eq!(decode(&vni, Legacy::Vni), Some(capital));
        }
    }

    // All-capital words exist in VNI, and in TCVN3 through the capitals fonts.
    #[test]
    fn capitals_are_decoded() {
        for word in inventory() {
            let capitals = word.to_uppercase();
            let vni = encode(&capitals, Legacy::Vni).unwrap();
            assert_eq!(decode(&vni, Legacy::Vni).as_ref(), Some(&capitals));
            let tcvn3 = encode(&word, Legacy::Tcvn3).unwrap();
            assert_eq!(decode_capitals(&tcvn3, Legacy::Tcvn3), Some(capitals));
        }
        let heading = decode_capitals("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", Legacy::Tcvn3);
        assert_eq!(heading.as_deref(), Some("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    }

    // Samples from real documents guard the tables, which a round trip cannot do.
    #[test]
    fn known_samples_are_decoded() {
        let samples = [
            (Legacy::Tcvn3, "B¸o c¸o", "Báo cáo"),
            (Legacy::Tcvn3, "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            (Legacy::Tcvn3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
            (Legacy::Tcvn3, "Ng\u{AD}êi lao ®éng ph¶i ®\u{AD}îc tr¶ l\u{AD}¬ng", "Người lao động phải được trả lương"),
            (Legacy::Vni, "Baùo caùo", "Báo cáo"),
            (Legacy::Vni, "Theâm Vaøo Danh Muïc Nhaân Vieân", "Thêm Vào Danh Mục Nhân Viên"),
            (Legacy::Vni, "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (Legacy::Vni, "Ñöôïc söï ñoàng yù, naêm 2005", "Được sự đồng ý, năm 2005"),
        ];
        for (encoding, legacy, unicode) in samples {
            assert_eq!(decode(legacy, encoding).as_deref(), Some(unicode));
            assert_eq!(encode(unicode, encoding).as_deref(), Some(legacy));
        }
    }

    // The bytes 0x80–0x9F mean the same sign in both ways of reading them.
    #[test]
    fn signs_of_cp1252_are_kept() {
        for encoding in BOTH {
            let expected = Some("“abc” – 5…".to_string());
            assert_eq!(decode("“abc” – 5…", encoding), expected);
            assert_eq!(decode("\u{93}abc\u{94} \u{96} 5\u{85}", encoding), expected);
            assert_eq!(decode("a.b,c\t\u{A0}25°", encoding).as_deref(), Some("a.b,c\t\u{A0}25°"));
        }
    }

    // A character without a meaning in the encoding refuses the whole text.
    #[test]
    fn characters_outside_of_the_encoding_are_refused() {
        for encoding in BOTH {
            for text in ["Hội đồng", "Œuvre", "дом", "\u{81}", "thành\u{300}"] {
                assert_eq!(decode(text, encoding), None, "{text}");
            }
        }
        for text in ["là", "ð", "Àn", "ÿ"] {
            assert_eq!(decode(text, Legacy::Tcvn3), None, "{text}");
        }
        for text in ["é", "bé", "più", "uê", "eê", "aÙ", "ß", "ý"] {
            assert_eq!(decode(text, Legacy::Vni), None, "{text}");
        }
        for text in ["Á", "«", "дом", "a\u{301}"] {
            assert_eq!(encode(text, Legacy::Tcvn3), None, "{text}");
        }
        for text in ["ß", "é\u{301}", "ç"] {
            assert_eq!(encode(text, Legacy::Vni), None, "{text}");
        }
    }

    // The validator knows the words that stand in every report.
    #[test]
    fn syllables_are_recognised() {
        let words = "quyết định của ủy uỷ ban nhân dân huyện giếng gì gìn giữ giá nghiêng nghĩa kỹ \
                     lý quý quốc hòa hoà khuỷu khuya ngoài xoong yêu yên ý thuở oan uống ướt thủy \
                     thuỷ đắk lắk quýt quỳnh huỳnh ngoằn ngoèo tuổi tươi rượu bưu mưa mía lúa ghế \
                     xuân duyệt thuế hoạch trường người nước được";
        for word in words.split_whitespace() {
            assert!(is_vietnamese_syllable(word), "{word}");
        }
    }

    // The validator refuses what breaks a rule of spelling or tone.
    #[test]
    fn other_words_are_refused() {
        let words = "hello street naïve été größe señor kang cê gê ghà ngê nghà qúy thùâ bàc bat \
                     hoc hócc nghiêngg ơc mià luà đ b ng ăn-uống Báo w zô fa aă thànhcông";
        for word in words.split_whitespace() {
            assert!(!is_vietnamese_syllable(word), "{word}");
        }
        assert!(!is_vietnamese_syllable(""));
    }

    // Reports in a legacy encoding are recognised as a whole and, where long enough, by the line.
    #[test]
    fn administrative_texts_are_detected() {
        for encoding in BOTH {
            let texts = encoded_all(&ADMINISTRATIVE, encoding);
            assert_eq!(detect(&as_refs(&texts)), Some(encoding));
            for text in &texts {
                assert_eq!(detect(&[text]), Some(encoding), "{text}");
            }
        }
    }

    // Capitals fonts have capital ASCII letters beside the lower-case bytes.
    #[test]
    fn text_of_capitals_fonts_is_detected() {
        let texts = ["CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "B¸O C¸O T×NH H×NH"];
        assert_eq!(detect(&texts), Some(Legacy::Tcvn3));
    }

    // The whole inventory is told apart in both encodings.
    #[test]
    fn encoded_inventory_is_detected() {
        let words = inventory();
        for encoding in BOTH {
            let encoded = encoded_all(&as_refs(&words), encoding);
            assert_eq!(detect(&as_refs(&encoded)), Some(encoding));
            for chunk in encoded.chunks(200) {
                let found = detect(&as_refs(chunk));
                assert!(found.is_none_or(|found| found == encoding), "{chunk:?}");
            }
        }
    }

    // Text that is no legacy text at all is never detected, by the line or as a whole.
    #[test]
    fn ordinary_languages_are_left_alone() {
        let texts = [
            "The naïve café façade – résumé of a coöperative fiancée, 5 µm, £m, ¥m, Acme®",
            "L'été dernier, où étiez-vous ? Le goût du maïs, Noël à Hanoï, tôt, ça va",
            "Loïc et Anaïs, laïc, Thaï, haï, Caïn, où, août, aérien, île, sûr",
            "Die Größe der Straße über Köln, schöne Grüße, § 5 Abs. 2, Öl, Äpfel",
            "El señor Muñoz nació en España; ¿cómo está? ¡Año nuevo! 1ª, Mª, nº 5, aún, baúl",
            "Não há opções para a população; leão, pão, irmã, João, coração, três, avô",
            "Perché così? Più tardi, è già lì; può, giù, città, tabù",
            "På søen så vi en å, også når vi må gå; blåbær, rødgrød, kø, dø",
            "Seán agus Máire, meán lae, teán, leá",
            "Pimeä hirveä yö, työ, päivää, että; hyvää; öö, töö, jäääär",
            "col·lecció, il·lusió, N·m, T·m, C·m, n×n, m×n, a÷b, x², y², a², T¹, H¹, 25°C, ±5",
            "POÅ‚ OÅ¡ EÂ» OÂ» for, reÅ¡ava oÅ¾iviti MeÄ‘imurska %sÐ”Ð¸Ð³Ð¸Ñ‚Ð°Ð»Ð½Ð¸ %sÑ€Ð°Ð½Ð¾",
            "Mojibake: BÃ¡o cÃ¡o lÃ  cá»™ng hÃ²a, SÃ£o, Ã©tÃ©",
            "s¹ t¹ ¿e siê nie mog¹ ju¿ byæ, lÕeau dÕun quÕil nÐm jÕai",
            "«Où es-tu?», © 2005 ABC, ½ cup, ¼ tsp, 5¢, a¬b",
        ];
        for text in texts {
            assert_eq!(detect(&[text]), None, "{text}");
            for word in text.split_whitespace().collect::<Vec<_>>().windows(2) {
                assert_eq!(detect(word), None, "{word:?}");
            }
        }
        assert_eq!(detect(&texts), None);
        assert_eq!(detect(&[]), None);
        assert_eq!(detect(&["", "plain ASCII only", "Bao cao 2005"]), None);
    }

    // Sentences of Unicode Vietnamese are left alone, also where all letters are in Latin-1.
    #[test]
    fn unicode_sentences_are_left_alone() {
        assert_eq!(detect(&ADMINISTRATIVE), None);
        let decomposed: Vec<String> = ADMINISTRATIVE.iter().map(|t| decomposed(t)).collect();
        assert_eq!(detect(&as_refs(&decomposed)), None);
        let latin1 = ["à", "là", "có", "hòa", "thành", "tôi không công sông", "bé né thé"];
        assert_eq!(detect(&latin1), None);
        for text in latin1 {
            assert_eq!(detect(&[text]), None);
        }
    }

    // No syllable of Unicode Vietnamese gives evidence for a legacy encoding, in NFC or NFD.
    #[test]
    fn unicode_inventory_is_left_alone() {
        let words = inventory();
        assert_eq!(detect(&as_refs(&words)), None);
        let latin1: Vec<String> = words.iter().filter(|w| is_latin1(w)).cloned().collect();
        assert!(latin1.len() > 1_000);
        assert_eq!(detect(&as_refs(&latin1)), None);
        for word in &latin1 {
            for (text, encoding) in [word.clone(), capitalised(word), word.to_uppercase()]
                .iter()
                .flat_map(|text| BOTH.map(|encoding| (text, encoding)))
            {
                let evidence = Evidence::of(&[text], encoding);
                assert_eq!(evidence.good, 0, "{text} {encoding:?}");
            }
        }
        let nfd: Vec<String> = words.iter().map(|word| decomposed(word)).collect();
        assert_eq!(detect(&as_refs(&nfd)), None);
    }

    // A sheet that mixes legacy and Unicode text is in doubt, so nothing is said.
    #[test]
    fn mixed_sheets_are_left_alone() {
        let mut texts = encoded_all(&ADMINISTRATIVE, Legacy::Tcvn3);
        texts.push("Đơn vị".to_string());
        assert_eq!(detect(&as_refs(&texts)), None);
    }

    // One legacy word alone is not enough evidence, however often it stands there.
    #[test]
    fn one_word_is_not_enough() {
        assert_eq!(detect(&["Tªn", "tªn", "Tªn"]), None);
        assert_eq!(detect(&["Tªn hµng"]), Some(Legacy::Tcvn3));
    }

    // Abbreviations of administrative headings do not count against the encoding.
    #[test]
    fn abbreviations_are_silent() {
        let texts = ["§VT", "Q§-UBND", "H§ND", "tr®", "Tªn hµng"];
        assert_eq!(detect(&texts), Some(Legacy::Tcvn3));
    }

    // Font names tell the encoding, in any case, and the capitals fonts.
    #[test]
    fn fonts_tell_the_encoding() {
        let fonts = [
            (".VnTime", Some((Legacy::Tcvn3, false))),
            (".VnTimeH", Some((Legacy::Tcvn3, true))),
            (".VNARIALH", Some((Legacy::Tcvn3, true))),
            (" .vnarial narrow", Some((Legacy::Tcvn3, false))),
            (".VnArial NarrowH", Some((Legacy::Tcvn3, true))),
            (".VnHelvetInsH", Some((Legacy::Tcvn3, true))),
            ("VNI-Times", Some((Legacy::Vni, false))),
            ("vni-helve-condense", Some((Legacy::Vni, false))),
            ("VNI Times", Some((Legacy::Vni, false))),
            ("Times New Roman", None),
            ("Arial", None),
            ("Vnitro", None),
            ("VNI", None),
            ("", None),
        ];
        for (name, expected) in fonts {
            assert_eq!(from_font(name), expected, "{name}");
        }
    }
}
