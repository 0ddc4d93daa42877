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
    /// Struck through.
    pub struck: bool,
    /// Raised.
    pub raised: bool,
}

/// A text without the runs that do not belong to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settled {
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
        look.struck |= self.struck;
        look.struck_part |= self.struck_part;
        look.footnote |= self.footnote;
    }

    /// True when the text is just what its runs say.
    pub fn is_plain(&self) -> bool {
        !(self.struck || self.struck_part || self.footnote)
    }
}

/// Leaves out struck runs and footnote marks.
pub fn settle(runs: &[Run]) -> Settled {
    let says = |r: &Run| !r.text.trim().is_empty();
    let join =
        |keep: &dyn Fn(&Run) -> bool| runs.iter().filter(|r| keep(r)).map(|r| r.text.as_str()).collect::<String>();
    let struck_part = runs.iter().any(|r| r.struck && says(r));
    if struck_part && !runs.iter().any(|r| !r.struck && says(r)) {
        return Settled { text: join(&|_| true), struck: true, ..Settled::default() };
    }
    let kept: Vec<&Run> = runs.iter().filter(|r| !r.struck).collect();
    let level: String = kept.iter().filter(|r| !r.raised).map(|r| r.text.as_str()).collect();
    let number = is_number(&level);
    let mut settled = Settled { struck_part, ..Settled::default() };
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

/// Before a text from which struck runs went.
const STRUCK_PART: char = '\u{FDD0}';
/// Before a text from which a footnote mark went.
const FOOTNOTE: char = '\u{FDD1}';
/// Before a text from which both went.
const BOTH: char = '\u{FDD2}';
/// Before a text that is struck through as a whole.
const STRUCK: char = '\u{FDD3}';
/// Before a text that itself begins with one of these.
const NEITHER: char = '\u{FDD4}';

fn mark_of(s: &Settled) -> char {
    match (s.struck, s.struck_part, s.footnote) {
        (true, ..) => STRUCK,
        (_, true, true) => BOTH,
        (_, true, false) => STRUCK_PART,
        (_, false, true) => FOOTNOTE,
        _ => NEITHER,
    }
}

/// Takes the mark off a text of a rewritten part and adds what it says to a look.
pub fn marked<'a>(text: &'a str, look: &mut Look) -> &'a str {
    let mut chars = text.chars();
    match chars.next() {
        Some(STRUCK_PART) => look.struck_part = true,
        Some(FOOTNOTE) => look.footnote = true,
        Some(BOTH) => (look.struck_part, look.footnote) = (true, true),
        Some(STRUCK) => look.struck = true,
        Some(NEITHER) => {}
        _ => return text,
    }
    chars.as_str()
}

/// True when a text would be taken for a marked one; Excel also writes characters as `_xFDD0_`.
fn looks_marked(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t', '\r', '\n']);
    matches!(text.chars().next(), Some(STRUCK_PART..=NEITHER))
        || text.get(..5).is_some_and(|t| t.eq_ignore_ascii_case("_xFDD"))
}

/// Rewrites the texts of a part that holds struck or raised runs; nothing where there are none.
pub fn rewrite(xml: &[u8]) -> Option<Vec<u8>> {
    let has = |needle: &[u8]| memchr::memmem::find(xml, needle).is_some();
    if !has(b"strike") && !has(b"superscript") {
        return None;
    }
    let mut scan = Scan::default();
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
}

impl Scan {
    fn open(&mut self, e: &BytesStart<'_>, after: usize) {
        let name = e.local_name();
        let name: &str = name.as_ref();
        match (self.holder.is_some(), name) {
            (false, "si" | "is" | "v") => {
                let full = e.name();
                let full: &str = full.as_ref();
                *self = Scan { holder: Some(name.to_owned()), start: after, ..Scan::default() };
                self.prefix = full.strip_suffix(name).unwrap_or("").to_owned();
                self.in_text = name == "v";
            }
            (true, "r") => self.runs.push(Run::default()),
            (true, "strike") => {
                let on = is_on(attribute(e, "val").as_deref());
                if let Some(run) = self.runs.last_mut() {
                    run.struck = on;
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
        let settled = settle(&self.runs);
        if settled.is_plain() && !looks_marked(&settled.text) {
            return None;
        }
        let mark = mark_of(&settled);
        let text = quick_xml::escape::escape(settled.text.as_str());
        let p = &self.prefix;
        Some(if is_value {
            format!("{mark}{text}")
        } else {
            format!("<{p}t xml:space=\"preserve\">{mark}{text}</{p}t>")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, kind: &str) -> Run {
        Run { text: text.into(), struck: kind == "s", raised: kind == "^" }
    }

    // Struck runs go; where all is struck the text stays and is said to be struck.
    #[test]
    fn struck_runs() {
        let s = settle(&[run("12", "s"), run("15", "")]);
        assert_eq!((s.text.as_str(), s.struck_part, s.struck), ("15", true, false));
        let s = settle(&[run("12", "s"), run(" ", "")]);
        assert_eq!((s.text.as_str(), s.struck_part, s.struck), ("12 ", false, true));
    }

    // A raised mark goes after a number and after words, but stays in units, ordinals and degrees.
    #[test]
    fn raised_runs() {
        let left = |runs: &[Run]| settle(runs).text;
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
        let out = rewrite(xml.as_bytes()).unwrap();
        let back = read_back(&out);
        assert_eq!(back[0], ("a &amp; b".to_owned(), Look::plain()));
        assert_eq!(back[1], (" 1&lt;5".to_owned(), Look { struck_part: true, ..Look::plain() }));
        assert_eq!(back[2], ("\u{FDD0}x".to_owned(), Look::plain()));
        assert_eq!(back[3], ("\u{FDD1}y".to_owned(), Look::plain()));
        assert!(rewrite(b"<sst><si><t>strike</t></si></sst>").is_none());
        assert!(rewrite(b"<sst><si><t>a</t></si></sst>").is_none());
    }

    // Names with a prefix keep it, and inline strings are met as well.
    #[test]
    fn rewrites_inline_strings() {
        let xml = b"<x:c t=\"inlineStr\"><x:is><x:r><x:rPr><x:vertAlign val=\"superscript\"/></x:rPr><x:t>1</x:t></x:r><x:r><x:t>100</x:t></x:r></x:is></x:c>";
        let out = String::from_utf8(rewrite(xml).unwrap()).unwrap();
        assert!(out.contains("<x:is><x:t xml:space=\"preserve\">\u{FDD1}100</x:t></x:is>"), "{out}");
    }
}
