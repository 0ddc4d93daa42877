/*!
Worksheets of an xlsx that other programs read and our reader library refuses or misreads: white space, comments and
character data in a value, unknown children of a cell, unknown errors, strings that do not exist, odd dimensions.

Such a part is written anew: only what is odd changes, everything else is copied byte for byte.
*/

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::markup::attribute;

/// Errors that the reader library knows.
const KNOWN_ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// The longest name of an error that is believed.
const LONGEST_ERROR: usize = 20;

/// Before the name of an error that the reader library does not know: a noncharacter.
const ERROR: char = '\u{1FFFE}';

/// The error that a text of a mended part stands for.
pub fn error(text: &str) -> Option<&str> {
    text.strip_prefix(ERROR)
}

/// True where values may hold what the library misreads without a word.
pub fn needs_care(xml: &[u8]) -> bool {
    let has = |needle: &[u8]| memchr::memmem::find(xml, needle).is_some();
    has(b"<!") || has(b" </v>") || has(b"\n</v>") || has(b"<v> ")
}

/// How many strings a workbook's table of strings has.
pub fn count_strings(xml: &[u8]) -> usize {
    memchr::memmem::find_iter(xml, b"</si>").count() + memchr::memmem::find_iter(xml, b"<si/>").count()
}

/// A cell while it is read.
struct InCell {
    /// Where its start tag stands.
    tag: (usize, usize),
    kind: String,
    depth: usize,
    /// Where the content of its value begins, and what of it counts.
    value: Option<(usize, String)>,
}

/// The part with its values as other programs read them; nothing where it cannot be parsed. `strings` is how many shared
/// strings there are.
pub fn worksheet(xml: &[u8], strings: usize) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::with_capacity(xml.len());
    let mut copied = 0;
    let mut cell: Option<InCell> = None;
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    let position = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    loop {
        let before = position(&reader);
        let event = reader.read_event().ok()?;
        let after = position(&reader);
        // What is passed over: from where, and whether it has an end of its own.
        let mut skip = None;
        match &event {
            Event::Start(e) | Event::Empty(e) => {
                let opens = matches!(event, Event::Start(_));
                match (&mut cell, e.local_name().as_ref()) {
                    (None, "dimension") => skip = Some(opens),
                    (None, "c") if opens => cell = Some(InCell::of(e, (before, after))),
                    (Some(c), "f" | "is") if c.depth == 0 => c.depth += usize::from(opens),
                    (Some(c), "v") if c.depth == 0 && opens => {
                        c.depth = 1;
                        c.value = Some((after, String::new()));
                    }
                    (Some(c), "v") if c.depth == 0 => {}
                    (Some(c), _) if c.depth == 0 => skip = Some(opens),
                    (Some(c), _) => c.depth += usize::from(opens),
                    (None, _) => {}
                }
            }
            Event::Text(_) | Event::GeneralRef(_) => {
                if let Some((_, text)) = cell.as_mut().and_then(|c| c.value.as_mut()) {
                    text.push_str(std::str::from_utf8(xml.get(before..after)?).ok()?);
                }
            }
            Event::CData(t) => {
                if let Some((_, text)) = cell.as_mut().and_then(|c| c.value.as_mut()) {
                    text.push_str(&quick_xml::escape::escape(&*t.xml10_content()));
                }
            }
            Event::End(e) => match (&mut cell, e.local_name().as_ref()) {
                (Some(c), "c") if c.depth == 0 => cell = None,
                (Some(c), "v") if c.depth == 1 && c.value.is_some() => {
                    c.depth = 0;
                    let (start, text) = c.value.take()?;
                    let mended = c.mended(&text, strings);
                    if xml.get(start..before)? != mended.1.as_bytes() || mended.0 != c.kind {
                        if mended.0 != c.kind && copied <= c.tag.0 {
                            out.extend_from_slice(xml.get(copied..c.tag.0)?);
                            let tag = std::str::from_utf8(xml.get(c.tag.0..c.tag.1)?).ok()?;
                            let (was, is) = (format!(" t=\"{}\"", c.kind), format!(" t=\"{}\"", mended.0));
                            out.extend_from_slice(tag.replacen(&was, &is, 1).as_bytes());
                            copied = c.tag.1;
                        }
                        out.extend_from_slice(xml.get(copied..start)?);
                        out.extend_from_slice(mended.1.as_bytes());
                        copied = before;
                    }
                }
                (Some(c), _) => c.depth = c.depth.saturating_sub(1),
                (None, _) => {}
            },
            Event::Eof => break,
            _ => {}
        }
        if let Some(opens) = skip {
            out.extend_from_slice(xml.get(copied..before)?);
            copied = after;
            if opens && let Event::Start(e) = &event {
                reader.read_to_end(e.name()).ok()?;
                copied = position(&reader);
            }
        }
    }
    out.extend_from_slice(xml.get(copied..)?);
    Some(out)
}

impl InCell {
    fn of(e: &BytesStart<'_>, tag: (usize, usize)) -> InCell {
        InCell { tag, kind: attribute(e, "t").unwrap_or_default(), depth: 0, value: None }
    }

    /// The cell's type and value as they should be.
    fn mended(&self, text: &str, strings: usize) -> (String, String) {
        let kind = self.kind.clone();
        let trimmed = text.trim();
        match kind.as_str() {
            "str" => (kind, text.to_owned()),
            "e" if !KNOWN_ERRORS.contains(&trimmed) => match trimmed {
                name if name.starts_with('#') && name.len() <= LONGEST_ERROR => {
                    ("str".to_owned(), format!("{ERROR}{name}"))
                }
                _ => (kind, "#VALUE!".to_owned()),
            },
            "s" if trimmed.parse::<usize>().is_ok_and(|n| n >= strings) => ("e".to_owned(), "#REF!".to_owned()),
            _ => (kind, trimmed.to_owned()),
        }
    }
}

/// A workbook's list of sheets without states that are none.
pub fn workbook(xml: &[u8]) -> Option<Vec<u8>> {
    let mut text = std::str::from_utf8(xml).ok()?.to_owned();
    let mut from = 0;
    while let Some(at) = text[from..].find(" state=\"").map(|i| i + from) {
        let value = at + " state=\"".len();
        let end = value + text[value..].find('"')?;
        if matches!(&text[value..end], "visible" | "hidden" | "veryHidden") {
            from = end;
        } else {
            text.replace_range(at..=end, "");
            from = at;
        }
    }
    Some(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mended(xml: &str) -> String {
        String::from_utf8(worksheet(xml.as_bytes(), 2).unwrap()).unwrap()
    }

    // What other programs read over is taken out; what is right stays byte for byte.
    #[test]
    fn oddities() {
        let pairs = [
            ("<c r=\"A1\" t=\"s\"><v>1 </v></c>", "<c r=\"A1\" t=\"s\"><v>1</v></c>"),
            ("<c r=\"A1\"><v>1<!-- x -->2</v></c>", "<c r=\"A1\"><v>12</v></c>"),
            ("<c r=\"A1\"><v><![CDATA[12]]></v></c>", "<c r=\"A1\"><v>12</v></c>"),
            ("<c r=\"A1\"><v>1</v><extLst><ext/></extLst></c>", "<c r=\"A1\"><v>1</v></c>"),
            ("<c r=\"A1\" t=\"e\"><v>#SPILL!</v></c>", "<c r=\"A1\" t=\"str\"><v>\u{1FFFE}#SPILL!</v></c>"),
            ("<c r=\"A1\" t=\"e\"><v>gone</v></c>", "<c r=\"A1\" t=\"e\"><v>#VALUE!</v></c>"),
            ("<c r=\"A1\" t=\"s\"><v>9</v></c>", "<c r=\"A1\" t=\"e\"><v>#REF!</v></c>"),
            ("<x><dimension ref=\"\"/><c r=\"A1\"><v>1</v></c></x>", "<x><c r=\"A1\"><v>1</v></c></x>"),
        ];
        for (odd, right) in pairs {
            assert_eq!(mended(odd), right);
            assert_eq!(mended(right), right);
        }
        let fine =
            "<c r=\"A1\" t=\"str\"><f>A&amp;B</f><v> a &lt; b </v></c><c t=\"inlineStr\"><is><t> x </t></is></c>";
        assert_eq!(mended(fine), fine);
        let states = b"<sheet name=\"a\" state=\"show\"/><sheet state=\"hidden\"/>";
        assert_eq!(workbook(states).unwrap(), b"<sheet name=\"a\"/><sheet state=\"hidden\"/>");
    }

    proptest! {
        // Whatever it is given, it ends.
        #[test]
        fn any_text(text in "(<c( t=\"(s|e|str)\")?>|</c>|<v>|</v>|<f>|</f>|<is/>|<x>|</x>| |1|a|&lt;|<!-- -->){0,30}") {
            let _ = worksheet(text.as_bytes(), 1);
            let _ = workbook(text.as_bytes());
        }

        // What it wrote it leaves alone.
        #[test]
        fn once_is_enough(kind in "(s|e|str|n)", children in "(<f>1</f>|<is/>|<x><y/></x>){0,2}(<v>( |1|a|&lt;|<!-- -->){0,4}</v>)?(<extLst/>|<x>1</x>){0,2}") {
            let cell = format!("<row><c r=\"A1\" t=\"{kind}\">{children}</c></row>");
            let once = worksheet(cell.as_bytes(), 1);
            prop_assert!(once.is_some());
            let again = worksheet(once.as_deref().unwrap_or_default(), 1);
            prop_assert_eq!(again, once);
        }
    }
}
