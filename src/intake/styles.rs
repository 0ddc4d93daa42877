/*!
What cell styles say beyond how a cell is decorated: percentages, scales and padding in number formats, what
of a date is shown, cells that are struck through, fonts of old encodings.
*/

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::markup::{Tag, attribute, elements, whole};
use super::workbook::{DateShown, Look};

/// What a number format says.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct NumberFormat {
    /// Whether it shows a percentage.
    pub percent: bool,
    /// Scale and padding.
    pub look: Look,
    /// What of a date it shows.
    pub shown: DateShown,
}

/// One cell style.
#[derive(Debug, Clone, Default)]
struct Style {
    format: NumberFormat,
    font: Option<String>,
    /// Whether nobody takes its numbers for dates.
    number: bool,
}

impl Style {
    fn says(&self) -> bool {
        self.format != NumberFormat::default() || self.font.is_some()
    }
}

/// What cell styles say that matters.
#[derive(Debug, Default)]
pub struct Styles {
    styles: Vec<Style>,
    matter: bool,
}

impl Styles {
    /// True when any style says something that its cells do not.
    pub fn matter(&self) -> bool {
        self.matter
    }

    /// True when the font of some style is struck through.
    pub fn strike(&self) -> bool {
        self.styles.iter().any(|s| s.format.look.struck)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.styles.len()
    }

    /// True for a style that says something which its cells do not.
    pub fn says(&self, style: usize) -> bool {
        self.styles.get(style).is_some_and(Style::says)
    }

    /// True for a style of a file's own whose numbers nobody takes for dates.
    pub fn is_number(&self, style: usize) -> bool {
        self.styles.get(style).is_some_and(|s| s.number)
    }

    /// The number format of a style, with the strike of its font.
    pub fn format(&self, style: usize) -> NumberFormat {
        self.styles.get(style).map(|s| s.format).unwrap_or_default()
    }

    /// The old-encoding font of a style, if it has one.
    pub fn font(&self, style: usize) -> Option<&str> {
        self.styles.get(style)?.font.as_deref()
    }

    /// Adds a style by the number of its format, the code that the file declares for it, and its font.
    pub fn add(&mut self, id: u32, code: Option<&str>, font: &str, strike: bool) {
        let mut format = code.map_or_else(|| built_in(id), read_format);
        format.look.struck = strike;
        let old = crate::text::legacy::from_font(font).is_some().then(|| font.to_owned());
        self.push(format, old, false);
    }

    fn push(&mut self, format: NumberFormat, font: Option<String>, number: bool) {
        let style = Style { format, font, number };
        self.matter |= style.says();
        self.styles.push(style);
    }
}

/// A font as far as it matters: its name where that is of an old encoding, and whether it strikes through.
#[derive(Debug, Clone, Default)]
struct Font {
    old: Option<String>,
    strike: bool,
}

/// Reads number formats and fonts out of `styles.xml`.
pub fn scan_styles(xml: &[u8]) -> Styles {
    let mut formats: FxHashMap<u32, (NumberFormat, bool)> = FxHashMap::default();
    let mut fonts: Vec<Font> = Vec::new();
    let mut styles = Styles::default();
    let mut inside: Vec<String> = Vec::new();
    elements(xml, |tag| match tag {
        Tag::Open(e) => {
            let name = e.local_name();
            let mut above = inside.iter().rev().map(String::as_str);
            match (above.next(), above.next(), name.as_ref()) {
                (Some("numFmts"), _, "numFmt") => {
                    if let (Some(id), Some(code)) = (whole(e, "numFmtId"), attribute(e, "formatCode")) {
                        const OWN: u32 = 164;
                        formats.insert(id, (read_format(&code), id >= OWN && has_no_date(&code)));
                    }
                }
                (Some("fonts"), _, "font") => fonts.push(Font::default()),
                // Fonts of conditional formats stand elsewhere and say nothing about a cell.
                (Some("font"), Some("fonts"), "name") => {
                    if let (Some(font), Some(slot)) = (attribute(e, "val"), fonts.last_mut())
                        && crate::text::legacy::from_font(&font).is_some()
                    {
                        slot.old = Some(font);
                    }
                }
                (Some("font"), Some("fonts"), "strike") => {
                    if let Some(slot) = fonts.last_mut() {
                        slot.strike = is_on(attribute(e, "val").as_deref());
                    }
                }
                (Some("cellXfs"), _, "xf") => {
                    let id = whole(e, "numFmtId").unwrap_or(0);
                    let known = formats.get(&id).copied();
                    let never = matches!(id, 0..=4 | 9..=13 | 37..=44 | 48 | 49);
                    let (mut format, number) = known.unwrap_or_else(|| (built_in(id), never));
                    let font = whole(e, "fontId").and_then(|f| fonts.get(f as usize).cloned()).unwrap_or_default();
                    format.look.struck = font.strike;
                    styles.push(format, font.old, number);
                }
                _ => {}
            }
            inside.push(name.as_ref().to_owned());
        }
        Tag::Text(_) => {}
        Tag::Close(_) => {
            inside.pop();
        }
    });
    styles
}

/// Whether an element such as `<strike val="0"/>` is switched on; without a value it is.
pub fn is_on(val: Option<&str>) -> bool {
    !matches!(val.map(str::trim), Some("0" | "false" | "off" | "none"))
}

/// The formats that files name by number alone.
fn built_in(id: u32) -> NumberFormat {
    let (percent, shown) = match id {
        9 | 10 => (true, DateShown::Day),
        17 => (false, DateShown::Month),
        18..=21 | 45..=47 => (false, DateShown::Time),
        _ => (false, DateShown::Day),
    };
    NumberFormat { percent, shown, look: Look::plain() }
}

/// One section of a number format, taken apart.
#[derive(Debug, Default)]
struct Section {
    /// What the format itself says, without literal text: `0.0,,`.
    code: String,
    /// Literal text after the last digit.
    tail: String,
    /// Whether it has a place for a digit.
    digits: bool,
    /// Whether it counts hours, minutes or seconds beyond a day: `[h]`.
    elapsed: bool,
}

/// Reads a number format; all of its sections must agree on a scale, else the first that scales is told.
pub fn read_format(code: &str) -> NumberFormat {
    let sections = sections(code);
    let Some(first) = sections.first() else {
        return NumberFormat::default();
    };
    let percent = sections.iter().any(|s| s.code.contains('%'));
    let (thousands, factor) = scale_of(sections.iter().filter(|s| s.digits).map(scale));
    let shown = shown(first);
    let zeros = if percent || shown != DateShown::Day { 0 } else { zeros(&first.code) };
    NumberFormat { percent, shown, look: Look { thousands, factor, zeros, ..Look::plain() } }
}

/// The scale of a format by those of its sections, each the thousands it divides by and the factor it writes out.
pub fn scale_of(sections: impl Iterator<Item = (u8, f64)>) -> (u8, f64) {
    let scales: Vec<(u8, f64)> = sections.collect();
    let told = |&(thousands, factor): &(u8, f64)| factor / 1000f64.powi(i32::from(thousands)) == 1.0;
    // Where sections differ but each writes out its scale, what is seen is what is meant.
    if scales.len() > 1 && scales.iter().all(told) {
        return (0, 1.0);
    }
    scales.iter().find(|s| !told(s)).or(scales.first()).copied().unwrap_or((0, 1.0))
}

/// True for the code of a format that shows a date or a time.
pub fn shows_date(code: &str) -> bool {
    sections(code).first().is_some_and(|s| {
        // Digits after seconds are parts of them: `mm:ss.0`.
        let digits = s.digits && !s.code.contains("s.0");
        let plain = s.code.starts_with("general") || digits && !s.code.contains(['y', 'd', 'h']);
        s.elapsed || !plain && s.code.contains(['y', 'm', 'd', 'h', 's'])
    })
}

/// True for the code of a format in which no letter of a date or time stands, by any reading of it.
fn has_no_date(code: &str) -> bool {
    if code.eq_ignore_ascii_case("general") {
        return true;
    }
    // Inside of quotation marks letters say nothing, where these are beyond doubt.
    let doubt = code.contains(['\\', '_', '*']) && code.contains('"');
    let mut quoted = false;
    let mut letters = code.chars().filter(|c| {
        quoted ^= *c == '"';
        (doubt || !quoted) && matches!(c.to_ascii_lowercase(), 'd' | 'm' | 'h' | 'y' | 's' | 'a' | 'p')
    });
    letters.next().is_none()
}

fn sections(code: &str) -> Vec<Section> {
    const MOST: usize = 4;
    let mut out = vec![Section::default()];
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        if c == ';' {
            if out.len() == MOST {
                break;
            }
            out.push(Section::default());
            continue;
        }
        let Some(section) = out.last_mut() else {
            break;
        };
        match c {
            '"' => section.tail.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' => section.tail.extend(chars.next()),
            // As wide as the next character, or filled with it.
            '_' | '*' => {
                chars.next();
                section.tail.push(' ');
            }
            '[' => bracketed(section, &chars.by_ref().take_while(|c| *c != ']').collect::<String>()),
            '0' | '#' | '?' => {
                section.digits = true;
                section.tail.clear();
                section.code.push(c);
            }
            ' ' => section.tail.push(' '),
            _ => section.code.push(c.to_ascii_lowercase()),
        }
    }
    out
}

/// What stands in brackets: a currency text, elapsed time, a colour, a condition.
fn bracketed(section: &mut Section, inner: &str) {
    if let Some(currency) = inner.strip_prefix('$') {
        section.tail.push_str(currency.split('-').next().unwrap_or(""));
    } else if !inner.is_empty() && inner.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's')) {
        section.elapsed = true;
    }
}

/// The commas that divide, and the factor of the word that follows the digits.
fn scale(section: &Section) -> (u8, f64) {
    let code = section.code.as_bytes();
    let place = |b: Option<&u8>| matches!(b, Some(b'0' | b'#' | b'?'));
    let mut thousands = 0u8;
    let mut i = 0;
    while i < code.len() {
        if !place(code.get(i)) {
            i += 1;
            continue;
        }
        let commas = code[i + 1..].iter().take_while(|b| **b == b',').count();
        if commas > 0 && !place(code.get(i + 1 + commas)) {
            thousands = thousands.saturating_add(u8::try_from(commas).unwrap_or(u8::MAX));
        }
        i += 1 + commas;
    }
    (thousands, scale_word(&section.tail, thousands))
}

/// The factor of a scale word with which a text begins.
pub(super) fn scale_word(tail: &str, thousands: u8) -> f64 {
    let lower: String = tail.nfc().collect::<String>().to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty()).unwrap_or("");
    match first {
        "nghìn" | "ngàn" | "nghin" | "ngan" | "thousand" | "thousands" | "k" => 1e3,
        "triệu" | "trieu" | "trđ" | "million" | "millions" | "mln" | "mio" | "mn" => 1e6,
        "tỷ" | "tỉ" | "ty" | "billion" | "billions" | "bn" | "bln" => 1e9,
        // Short ones may be a unit or a page: they are scales only where the commas say the same.
        "m" | "tr" if thousands == 2 => 1e6,
        "b" if thousands == 3 => 1e9,
        _ => 1.0,
    }
}

/// The digits to which a section pads, two at the least.
fn zeros(code: &str) -> u8 {
    let whole = code.split(['.', 'e', '/']).next().unwrap_or("");
    match whole.bytes().filter(|b| *b == b'0').count() {
        0 | 1 => 0,
        n => u8::try_from(n).unwrap_or(u8::MAX),
    }
}

/// What a section shows of a date.
fn shown(section: &Section) -> DateShown {
    let code = section.code.replace("am/pm", "h").replace("a/p", "h");
    let has = |letters: &[char]| code.contains(letters);
    if code.starts_with("general") || code.contains('@') {
        DateShown::Day
    } else if section.elapsed {
        DateShown::Time
    } else if has(&['d']) {
        DateShown::Day
    } else if has(&['h', 's']) {
        if has(&['y']) { DateShown::Day } else { DateShown::Time }
    } else if has(&['m']) {
        DateShown::Month
    } else if has(&['y']) {
        DateShown::Year
    } else {
        DateShown::Day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(code: &str) -> (u8, f64, u8) {
        let l = read_format(code).look;
        (l.thousands, l.factor, l.zeros)
    }

    // A percent sign in quotes shows no percentage.
    #[test]
    fn percent_formats() {
        assert!(read_format("0.00%").percent);
        assert!(!read_format("0\" %\"").percent);
        assert!(!read_format("0\\%").percent);
        assert!(read_format("0%").look.is_plain());
    }

    // Commas at the end divide, commas between digits group.
    #[test]
    fn commas_that_divide() {
        assert_eq!(look("#,##0"), (0, 1.0, 0));
        assert_eq!(look("#,##0,"), (1, 1.0, 0));
        assert_eq!(look("0.0,,"), (2, 1.0, 0));
        assert_eq!(look("0,.0"), (1, 1.0, 0));
        assert_eq!(look("#,##0,\" nghìn\""), (1, 1e3, 0));
        assert_eq!(look("_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-"), (0, 1.0, 0));
    }

    // Scale words count after the digits only; single letters only with their commas.
    #[test]
    fn scale_words() {
        assert_eq!(look("0.0\" million\""), (0, 1e6, 0));
        assert_eq!(look("0.0\\ \"triệu đồng\""), (0, 1e6, 0));
        assert_eq!(look("#,##0[$ tỷ-42A]"), (0, 1e9, 0));
        assert_eq!(look("0.0\"m\""), (0, 1.0, 0));
        assert_eq!(look("0.0,,\"M\""), (2, 1e6, 0));
        assert_eq!(look("\"million \"0"), (0, 1.0, 0));
        assert_eq!(look("[>=1000000]0.0,,\"M\";[>=1000]0.0,\"K\";0"), (0, 1.0, 0));
    }

    // Padding needs two zeros before the point.
    #[test]
    fn padding() {
        assert_eq!(look("0000000"), (0, 1.0, 7));
        assert_eq!(look("00000-0000"), (0, 1.0, 9));
        assert_eq!(look("0.00"), (0, 1.0, 0));
        assert_eq!(look("0.00E+00"), (0, 1.0, 0));
    }

    // What of a date is seen.
    #[test]
    fn dates_shown() {
        let shown = |code| read_format(code).shown;
        assert_eq!(shown("dd/mm/yyyy"), DateShown::Day);
        assert_eq!(shown("mmm yyyy"), DateShown::Month);
        assert_eq!(shown("\"Tháng \"mm/yyyy"), DateShown::Month);
        assert_eq!(shown("[$-42A]mm\\/yyyy;@"), DateShown::Month);
        assert_eq!(shown("yyyy"), DateShown::Year);
        assert_eq!(shown("[h]:mm"), DateShown::Time);
        assert_eq!(shown("hh:mm AM/PM"), DateShown::Time);
        assert_eq!(shown("dd/mm/yyyy hh:mm"), DateShown::Day);
        assert_eq!(shown("General"), DateShown::Day);
        assert_eq!(shown("[Red]0.00"), DateShown::Day);
    }

    // A struck font strikes its cells; one of a conditional format does not.
    #[test]
    fn struck_styles() {
        let s = scan_styles(
            br#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0000000"/></numFmts><fonts><font><strike/></font><font><strike val="0"/></font><font/></fonts><cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="1"/><xf numFmtId="17" fontId="2"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"#,
        );
        assert!(s.matter());
        assert!(s.format(0).look.struck && !s.format(1).look.struck && !s.format(2).look.struck);
        assert_eq!((s.format(1).look.zeros, s.format(2).shown), (7, DateShown::Month));
        assert!(
            !scan_styles(br#"<a><fonts><font/></fonts><cellXfs><xf numFmtId="14" fontId="0"/></cellXfs></a>"#).matter()
        );
    }
}
