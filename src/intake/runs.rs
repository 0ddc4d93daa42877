/*!
Runs of one text that are struck through or raised: struck ones are left out, and so are footnote marks.

The reader library joins the runs of a rich text. So the parts that hold such runs are rewritten before it sees
them: what is to be left out goes, and a noncharacter before the text says what went. [`marked`] takes it off.
*/

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::markup::attribute;
use super::styles::is_on;
use super::workbook::Look;

/// A piece of a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// Its text.
    pub text: String,
    /// Struck through, or not; where it does not say, it is as its cell is.
    pub struck: Option<bool>,
    /// Raised.
    pub raised: bool,
}

/// A text without the runs that do not belong to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settled {
    /// Its runs say whether they are struck through: the font of the cell does not matter.
    pub explicit: bool,
    /// What is left.
    pub text: String,
    /// Struck runs were left out.
    pub struck_part: bool,
    /// A footnote mark was left out.
    pub footnote: bool,
    /// All of it is struck through, and was kept.
    pub struck: bool,
}

impl Settled {
    /// Adds what was met to a look.
    pub fn add_to(&self, look: &mut Look) {
        look.struck = self.struck || (look.struck && !self.explicit);
        look.struck_part |= self.struck_part;
        look.footnote |= self.footnote;
    }

    /// True when the text is just what its runs say.
    pub fn is_plain(&self) -> bool {
        !(self.struck || self.struck_part || self.footnote)
    }
}

/// Leaves out struck runs and footnote marks; `cell` tells whether the font of the cell is struck through.
pub fn settle(runs: &[Run], cell: bool) -> Settled {
    let says = |r: &Run| !r.text.trim().is_empty();
    // Where no run says anything, the cell's own look says it all.
    let explicit = runs.iter().any(|r| r.struck.is_some() && says(r));
    let struck = |r: &Run| r.struck.unwrap_or(cell && explicit);
    let join =
        |keep: &dyn Fn(&Run) -> bool| runs.iter().filter(|r| keep(r)).map(|r| r.text.as_str()).collect::<String>();
    let struck_part = runs.iter().any(|r| struck(r) && says(r));
    if struck_part && !runs.iter().any(|r| !struck(r) && says(r)) {
        return Settled { text: join(&|_| true), struck: true, explicit, ..Settled::default() };
    }
    let kept: Vec<&Run> = runs.iter().filter(|r| !struck(r)).collect();
    let level: String = kept.iter().filter(|r| !r.raised).map(|r| r.text.as_str()).collect();
    let number = is_number(&level);
    let mut settled = Settled { struck_part, explicit, ..Settled::default() };
    for (i, run) in kept.iter().enumerate() {
        let after = kept.get(i + 1).map_or("", |r| r.text.as_str());
        if run.raised && says(run) && !level.trim().is_empty() && (number || is_mark(&run.text, &settled.text, after)) {
            settled.footnote = true;
        } else {
            settled.text.push_str(&run.text);
        }
    }
    settled
}

/// True when a text is a number and nothing else.
fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| {
            c.is_ascii_digit()
                || c.is_whitespace()
                || matches!(c, '.' | ',' | '\'' | '’' | '+' | '-' | '−' | '–' | '%' | '(' | ')')
        })
}

/// True when a raised run is a footnote mark rather than part of a unit, an ordinal or a degree.
fn is_mark(mark: &str, before: &str, after: &str) -> bool {
    let core: Vec<char> =
        mark.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | '.')).collect();
    let signs = core.iter().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '#'));
    let short = core.len() <= 2 && core.iter().all(|c| c.is_alphanumeric() || matches!(c, '*' | '†' | '‡' | '§' | '#'));
    if core.is_empty() || !(short || (signs && core.len() <= 4)) {
        return false;
    }
    let core: String = core.iter().flat_map(|c| c.to_lowercase()).collect();
    let before = before.trim_end();
    let digit = before.ends_with(|c: char| c.is_ascii_digit());
    let ordinal = digit && matches!(core.as_str(), "st" | "nd" | "rd" | "th" | "er" | "e" | "o" | "a");
    let degree = matches!(core.as_str(), "o" | "0") && after.trim_start().starts_with(['C', 'F', 'K']);
    !(ends_in_length(before) || ordinal || degree)
}

/// True when a text ends in a unit of length, as in m².
fn ends_in_length(text: &str) -> bool {
    // One letter more than the longest unit has.
    const FAR: usize = 4;
    let end: Vec<char> = text.chars().rev().take(FAR).take_while(|c| c.is_alphabetic()).collect();
    let word: String = end.iter().rev().flat_map(|c| c.to_lowercase()).collect();
    matches!(word.as_str(), "m" | "km" | "hm" | "dam" | "dm" | "cm" | "mm")
}

/// Marks are noncharacters from here on: what is said of a text, a bit each.
const MARKS: u32 = 0xFDD0;
const STRUCK: u32 = 1;
const STRUCK_PART: u32 = 2;
const FOOTNOTE: u32 = 4;
const EXPLICIT: u32 = 8;
/// Another text follows, for cells whose own font is struck through.
const TWO: u32 = 16;
/// Between two such texts: a noncharacter.
const BETWEEN: char = '\u{2FFFE}';
/// The last mark.
const LAST: u32 = MARKS + 31;

fn mark_of(s: &Settled) -> u32 {
    let bit = |is: bool, bit: u32| if is { bit } else { 0 };
    bit(s.struck, STRUCK) | bit(s.struck_part, STRUCK_PART) | bit(s.footnote, FOOTNOTE) | bit(s.explicit, EXPLICIT)
}

fn mark(bits: u32) -> char {
    char::from_u32(MARKS + bits).unwrap_or_default()
}

/// Takes the mark off a text of a rewritten part and adds what it says to a look, which is that of the cell so far.
pub fn marked<'a>(text: &'a str, look: &mut Look) -> &'a str {
    let mut chars = text.chars();
    let Some(bits) = chars.next().and_then(|c| u32::from(c).checked_sub(MARKS)).filter(|b| *b <= LAST - MARKS) else {
        return text;
    };
    let mut rest = chars.as_str();
    if bits & TWO != 0 {
        let (plain, struck) = rest.split_once(BETWEEN).unwrap_or((rest, rest));
        if look.struck {
            return marked(struck, look);
        }
        rest = plain;
    }
    let is = |bit: u32| bits & bit != 0;
    let settled = Settled {
        text: String::new(),
        struck: is(STRUCK),
        struck_part: is(STRUCK_PART),
        footnote: is(FOOTNOTE),
        explicit: is(EXPLICIT),
    };
    settled.add_to(look);
    rest
}

/// True when a text would be taken for a marked one; Excel also writes characters as `_xFDD0_`.
fn looks_marked(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t', '\r', '\n']);
    text.chars().next().is_some_and(|c| (MARKS..=LAST).contains(&u32::from(c)))
        || text.get(..5).is_some_and(|t| t.eq_ignore_ascii_case("_xFDD") || t.eq_ignore_ascii_case("_xFDE"))
}

/// Rewrites the texts of a part that holds struck or raised runs; nothing where there are none. `struck_cells`: some cell's
/// own font may be struck through, which runs that say otherwise outweigh.
pub fn rewrite(xml: &[u8], struck_cells: bool) -> Option<Vec<u8>> {
    let has = |needle: &[u8]| memchr::memmem::find(xml, needle).is_some();
    let may_say = has(b"strike") || has(b"superscript") || struck_cells && has(b"rPr");
    if !may_say {
        return None;
    }
    let mut scan = Scan { struck_cells, ..Scan::default() };
    let mut out = Vec::with_capacity(xml.len() + 64);
    let mut copied = 0;
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    loop {
        let before = position(&reader);
        match reader.read_event() {
            Ok(Event::Start(e)) => scan.open(&e, position(&reader)),
            Ok(Event::Empty(e)) => {
                scan.open(&e, position(&reader));
                scan.close(e.local_name().as_ref());
            }
            Ok(Event::End(e)) => {
                let name = e.local_name();
                if scan.holder.as_deref() == Some(name.as_ref())
                    && let Some(content) = scan.finish()
                {
                    out.extend_from_slice(xml.get(copied..scan.start)?);
                    out.extend_from_slice(content.as_bytes());
                    copied = before;
                }
                scan.close(name.as_ref());
            }
            Ok(Event::Text(t)) => scan.text(&t.xml10_content()),
            Ok(Event::CData(t)) => scan.text(&t.xml10_content()),
            Ok(Event::GeneralRef(r)) => scan.reference(&r),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            // What cannot be parsed is left to the reader library to refuse.
            Err(_) => return None,
        }
    }
    if copied == 0 {
        return None;
    }
    out.extend_from_slice(xml.get(copied..)?);
    Some(out)
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Where a rewriting stands.
#[derive(Default)]
struct Scan {
    /// The element whose text is being gathered: `si`, `is` or `v`.
    holder: Option<String>,
    /// Where its content begins.
    start: usize,
    /// The prefix of its name, with the colon.
    prefix: String,
    runs: Vec<Run>,
    in_text: bool,
    keep_space: bool,
    phonetic: bool,
    piece: String,
    struck_cells: bool,
}

impl Scan {
    fn open(&mut self, e: &BytesStart<'_>, after: usize) {
        let name = e.local_name();
        let name: &str = name.as_ref();
        match (self.holder.is_some(), name) {
            (false, "si" | "is" | "v") => {
                let full = e.name();
                let full: &str = full.as_ref();
                let struck_cells = self.struck_cells;
                *self = Scan { holder: Some(name.to_owned()), start: after, struck_cells, ..Scan::default() };
                self.prefix = full.strip_suffix(name).unwrap_or("").to_owned();
                self.in_text = name == "v";
            }
            (true, "r") => self.runs.push(Run::default()),
            // Properties of its own are all that a run has: what they do not name it is not.
            (true, "rPr") => {
                if let Some(run) = self.runs.last_mut() {
                    run.struck = Some(false);
                }
            }
            (true, "strike") => {
                let on = is_on(attribute(e, "val").as_deref());
                if let Some(run) = self.runs.last_mut() {
                    run.struck = Some(on);
                }
            }
            (true, "vertAlign") => {
                let raised = attribute(e, "val").as_deref() == Some("superscript");
                if let Some(run) = self.runs.last_mut() {
                    run.raised = raised;
                }
            }
            (true, "rPh") => self.phonetic = true,
            (true, "t") if !self.phonetic => {
                self.in_text = true;
                self.keep_space = attribute(e, "space").as_deref() == Some("preserve");
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.piece.push_str(text);
        }
    }

    fn reference(&mut self, r: &quick_xml::events::BytesRef<'_>) {
        if let Ok(Some(c)) = r.resolve_char_ref() {
            self.text(c.encode_utf8(&mut [0; 4]));
        } else if let Some(t) = quick_xml::escape::resolve_xml_entity(r.as_ref()) {
            self.text(t);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "rPh" => self.phonetic = false,
            "t" if self.in_text => self.end_piece(),
            "si" | "is" | "v" if self.holder.as_deref() == Some(name) => self.holder = None,
            _ => {}
        }
    }

    fn end_piece(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        let piece = if self.keep_space { piece.as_str() } else { piece.trim_matches([' ', '\t', '\r', '\n']) };
        if self.runs.is_empty() {
            self.runs.push(Run::default());
        }
        if let Some(run) = self.runs.last_mut() {
            run.text.push_str(piece);
        }
        self.in_text = false;
    }

    /// The new content of the element, where it needs one.
    fn finish(&mut self) -> Option<String> {
        let is_value = self.holder.as_deref() == Some("v");
        if is_value {
            self.end_piece();
        }
        let settled = settle(&self.runs, false);
        let in_struck = settle(&self.runs, true);
        let outweighs = self.struck_cells && settled.explicit;
        if settled.is_plain() && !outweighs && !looks_marked(&settled.text) {
            return None;
        }
        let text = if self.struck_cells && in_struck != settled {
            let (first, second) = (mark(mark_of(&settled) | TWO), mark(mark_of(&in_struck)));
            format!("{first}{}{BETWEEN}{second}{}", settled.text.replace(BETWEEN, ""), in_struck.text)
        } else {
            format!("{}{}", mark(mark_of(&settled)), settled.text)
        };
        let text = quick_xml::escape::escape(text.as_str());
        let p = &self.prefix;
        Some(if is_value { text.into_owned() } else { format!("<{p}t xml:space=\"preserve\">{text}</{p}t>") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, kind: &str) -> Run {
        Run { text: text.into(), struck: Some(kind == "s"), raised: kind == "^" }
    }

    // Struck runs go; where all is struck the text stays and is said to be struck.
    #[test]
    fn struck_runs() {
        let s = settle(&[run("12", "s"), run("15", "")], false);
        assert_eq!((s.text.as_str(), s.struck_part, s.struck), ("15", true, false));
        let s = settle(&[run("12", "s"), run(" ", "")], false);
        assert_eq!((s.text.as_str(), s.struck_part, s.struck), ("12 ", false, true));
    }

    // A raised mark goes after a number and after words, but stays in units, ordinals and degrees.
    #[test]
    fn raised_runs() {
        let left = |runs: &[Run]| settle(runs, false).text;
        assert_eq!(left(&[run("1.234", ""), run("1", "^")]), "1.234");
        assert_eq!(left(&[run("1.234", ""), run("(sửa)", "^")]), "1.234");
        assert_eq!(left(&[run("Nam", ""), run("1", "^")]), "Nam");
        assert_eq!(left(&[run("Tổng số", ""), run("(*)", "^")]), "Tổng số");
        assert_eq!(left(&[run("m", ""), run("2", "^")]), "m2");
        assert_eq!(left(&[run("Diện tích (km", ""), run("2", "^"), run(")", "")]), "Diện tích (km2)");
        assert_eq!(left(&[run("Ward 4", ""), run("th", "^")]), "Ward 4th");
        assert_eq!(left(&[run("20 ", ""), run("o", "^"), run("C", "")]), "20 oC");
        assert_eq!(left(&[run("1", "^")]), "1");
    }

    fn read_back(xml: &[u8]) -> Vec<(String, Look)> {
        let out = String::from_utf8(xml.to_vec()).unwrap();
        out.split("<si>")
            .skip(1)
            .map(|si| {
                let text = si.split_once('>').unwrap().1.split('<').next().unwrap();
                let mut look = Look::plain();
                (marked(text, &mut look).to_owned(), look)
            })
            .collect()
    }

    // Only the texts that need it are rewritten, and marks that a file brings along are not believed.
    #[test]
    fn rewrites_shared_strings() {
        let xml = "<sst><si><t>a &amp; b</t></si><si><r><rPr><strike/></rPr><t>12</t></r><r><t xml:space=\"preserve\"> 1&lt;5</t></r></si><si><t>\u{FDD0}x</t></si><si><t>&#xFDD1;y</t></si></sst>";
        let out = rewrite(xml.as_bytes(), false).unwrap();
        let back = read_back(&out);
        assert_eq!(back[0], ("a &amp; b".to_owned(), Look::plain()));
        assert_eq!(back[1], (" 1&lt;5".to_owned(), Look { struck_part: true, ..Look::plain() }));
        assert_eq!(back[2], ("\u{FDD0}x".to_owned(), Look::plain()));
        assert_eq!(back[3], ("\u{FDD1}y".to_owned(), Look::plain()));
        assert!(rewrite(b"<sst><si><t>strike</t></si></sst>", false).is_none());
        assert!(rewrite(b"<sst><si><t>a</t></si></sst>", false).is_none());
    }

    // Names with a prefix keep it, and inline strings are met as well.
    #[test]
    fn rewrites_inline_strings() {
        let xml = b"<x:c t=\"inlineStr\"><x:is><x:r><x:rPr><x:vertAlign val=\"superscript\"/></x:rPr><x:t>1</x:t></x:r><x:r><x:t>100</x:t></x:r></x:is></x:c>";
        let out = String::from_utf8(rewrite(xml, false).unwrap()).unwrap();
        assert!(out.contains("<x:is><x:t xml:space=\"preserve\">\u{FDDC}100</x:t></x:is>"), "{out}");
    }
}
