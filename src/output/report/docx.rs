/*!
A Word document as its parts, and the elements of a part with their places in its text.

Nothing is written anew: what changes is cut out of the text and something else put in its place, so that every other byte
stays what it was, whoever wrote it.
*/

use std::io::{Cursor, Read, Write};
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Why a document cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// It is no container.
    #[error("no docx: {0}")]
    Container(#[from] zip::result::ZipError),
    /// It lacks what every document has.
    #[error("no docx: {0} is missing")]
    Lacks(&'static str),
    /// A part is no XML, or one nested beyond measure.
    #[error("{part}: {reason}")]
    Xml {
        /// The part.
        part: String,
        /// Why.
        reason: String,
    },
    /// It unpacks to more than any document.
    #[error("larger than {0} MiB unpacked")]
    TooLarge(u64),
}

/// So much may the parts with text unpack to, MiB, and any other one; and so deep may elements lie in one another.
const MOST: u64 = 128;
const DEEPEST: usize = 400;

/// A document.
pub struct Docx {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// The parts that have text to be filled, the document itself first.
    pub parts: Vec<(String, String)>,
    /// Parts that were added or changed beside those.
    others: Vec<(String, Vec<u8>)>,
}

const RELATIONS: &str = "_rels/.rels";
const TYPES: &str = "[Content_Types].xml";
/// What marks a part as the memory of a report.
const MEMORY: &str = "urn:tonghop:report";

impl Docx {
    /// Opens a document.
    pub fn open(bytes: Vec<u8>) -> Result<Docx, DocxError> {
        let mut archive = ZipArchive::new(Cursor::new(bytes))?;
        let relations = part(&mut archive, RELATIONS)?.ok_or(DocxError::Lacks(RELATIONS))?;
        let main = main_part(&relations).ok_or(DocxError::Lacks("officeDocument"))?;
        let folder = main.rsplit_once('/').map_or("", |(f, _)| f).to_owned();
        let is_text = |name: &str| {
            let own = name.strip_prefix(&folder).map(|n| n.trim_start_matches('/')).unwrap_or_default();
            let begins = ["header", "footer", "footnotes", "endnotes"].iter().any(|p| own.starts_with(p));
            begins && own.ends_with(".xml") && !own.contains('/')
        };
        let mut names: Vec<String> = names(&archive).into_iter().filter(|n| is_text(n)).collect();
        names.sort();
        names.insert(0, main);
        let mut parts = Vec::new();
        let mut left = MOST << 20;
        for name in names {
            let text = part(&mut archive, &name)?.ok_or(DocxError::Lacks("document.xml"))?;
            left = left.checked_sub(text.len() as u64).ok_or(DocxError::TooLarge(MOST))?;
            parts.push((name, text));
        }
        Ok(Docx { archive, parts, others: Vec::new() })
    }

    /// What a report remembers of how it was filled.
    pub fn memory(&mut self) -> Result<Option<String>, DocxError> {
        for name in names(&self.archive).into_iter().filter(|n| n.starts_with("customXml/") && n.ends_with(".xml")) {
            if let Some(text) = part(&mut self.archive, &name)?.filter(|t| is_memory(t)) {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// Lets the report remember something.
    pub fn remember(&mut self, memory: &str) -> Result<(), DocxError> {
        let names = names(&self.archive);
        for name in names.iter().filter(|n| n.starts_with("customXml/") && n.ends_with(".xml")) {
            if part(&mut self.archive, name)?.is_some_and(|t| is_memory(&t)) {
                self.others.push((name.clone(), memory.as_bytes().to_vec()));
                return Ok(());
            }
        }
        let number = (1..).find(|n| !names.contains(&format!("customXml/item{n}.xml"))).unwrap_or(1);
        let main = self.parts.first().map_or("word/document.xml", |(n, _)| n.as_str());
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
        let relations =
            if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let up = if folder.is_empty() { "" } else { "../" };
        let relation = format!(
            "<Relationship Id=\"rIdTonghop{number}\" Type=\"{OFFICE}/customXml\" Target=\"{up}customXml/item{number}.xml\"/>"
        );
        let before = part(&mut self.archive, &relations)?;
        let with = match before.as_deref().and_then(|t| t.rsplit_once("</Relationships>")) {
            Some((begin, end)) => format!("{begin}{relation}</Relationships>{end}"),
            None => format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{relation}</Relationships>"),
        };
        let types = part(&mut self.archive, TYPES)?.ok_or(DocxError::Lacks(TYPES))?;
        let kind = format!(
            "<Override PartName=\"/customXml/itemProps{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.customXmlProperties+xml\"/>"
        );
        // Where no ending has a type of its own, XML parts need theirs.
        let plain = match types.contains("Extension=\"xml\"") {
            true => String::new(),
            false => format!("<Override PartName=\"/customXml/item{number}.xml\" ContentType=\"application/xml\"/>"),
        };
        let types = types.rsplit_once("</Types>").map(|(begin, end)| format!("{begin}{kind}{plain}</Types>{end}"));
        let properties = format!(
            "{HEAD}<ds:datastoreItem ds:itemID=\"{{7D2F5C1E-6B0A-4E0D-9C53-70C64F6E6708}}\" xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\"><ds:schemaRefs><ds:schemaRef ds:uri=\"{MEMORY}\"/></ds:schemaRefs></ds:datastoreItem>"
        );
        let of_item = format!(
            "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/customXmlProps\" Target=\"itemProps{number}.xml\"/></Relationships>"
        );
        let types = types.ok_or(DocxError::Lacks("Types"))?;
        self.others.extend([
            (relations, with.into_bytes()),
            (TYPES.to_owned(), types.into_bytes()),
            (format!("customXml/item{number}.xml"), memory.as_bytes().to_vec()),
            (format!("customXml/itemProps{number}.xml"), properties.into_bytes()),
            (format!("customXml/_rels/item{number}.xml.rels"), of_item.into_bytes()),
        ]);
        Ok(())
    }

    /// The document as a file: parts that did not change as they were packed.
    pub fn save(mut self) -> Result<Vec<u8>, DocxError> {
        let mut changed = self.others;
        for (name, text) in self.parts {
            if part(&mut self.archive, &name)?.as_ref() != Some(&text) {
                changed.push((name, text.into_bytes()));
            }
        }
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        for i in 0..self.archive.len() {
            let file = self.archive.by_index_raw(i)?;
            let name = file.name()?.into_owned();
            match changed.iter().position(|(n, _)| *n == name) {
                Some(at) => {
                    let (_, bytes) = changed.remove(at);
                    out.start_file(name, options)?;
                    out.write_all(&bytes).map_err(zip::result::ZipError::from)?;
                }
                None => out.raw_copy_file(file)?,
            }
        }
        for (name, bytes) in changed {
            out.start_file(name, options)?;
            out.write_all(&bytes).map_err(zip::result::ZipError::from)?;
        }
        Ok(out.finish()?.into_inner())
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// True for a part whose elements are our memory's. The part beside it, which describes it, names it too.
fn is_memory(text: &str) -> bool {
    text.match_indices(MEMORY).any(|(at, _)| {
        let before = text[..at].trim_end_matches(['"', '\'']).trim_end_matches('=');
        before.rsplit(char::is_whitespace).next().is_some_and(|name| name.starts_with("xmlns"))
    })
}

/// The names of the files in a container; what has none is nobody's.
fn names(archive: &ZipArchive<Cursor<Vec<u8>>>) -> Vec<String> {
    archive.file_names().flatten().map(|n| n.into_owned()).collect()
}

fn part(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Result<Option<String>, DocxError> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(e) => return Err(e.into()),
    };
    let mut bytes = Vec::new();
    let most = MOST << 20;
    file.take(most + 1).read_to_end(&mut bytes).map_err(zip::result::ZipError::from)?;
    if bytes.len() as u64 > most {
        return Err(DocxError::TooLarge(MOST));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| DocxError::Xml { part: name.to_owned(), reason: "not UTF-8".to_owned() })?;
    Ok(Some(text))
}

/// The name of the part that is the document.
fn main_part(relations: &str) -> Option<String> {
    let mut reader = Reader::from_str(relations);
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return None,
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "Relationship" => {
                let get = |key: &str| Some(e.try_get_attribute(key).ok()??.value.into_owned());
                // Transitional or strict.
                if get("Type").is_some_and(|t| t.ends_with("/officeDocument")) {
                    return get("Target").map(|t| t.trim_start_matches('/').to_owned());
                }
            }
            _ => {}
        }
    }
}

/// An element of a part.
#[derive(Debug, Clone)]
pub struct Element {
    /// Its name without prefix where it is one of Word's, with its prefix where not.
    pub name: String,
    /// Its opening tag.
    pub open: Range<usize>,
    /// What is between its tags; nothing in one that closes itself.
    pub inner: Range<usize>,
    /// All of it.
    pub whole: Range<usize>,
    /// The element that it lies in.
    pub parent: Option<usize>,
    /// Elements in it, in order.
    pub children: Vec<usize>,
}

/// The elements of a part.
pub struct Tree<'a> {
    /// The part's text.
    pub text: &'a str,
    /// The elements in order.
    pub elements: Vec<Element>,
    /// The prefix of Word's elements, with its colon.
    pub prefix: String,
    /// The paragraphs among the elements.
    paragraphs: Vec<usize>,
}

impl<'a> Tree<'a> {
    /// Reads a part.
    pub fn read(part: &str, text: &'a str) -> Result<Tree<'a>, DocxError> {
        Tree::read_as(part, text, prefix(text))
    }

    /// Reads a piece of a part in which Word's names have that prefix.
    pub fn read_within(text: &'a str, prefix: &str) -> Result<Tree<'a>, DocxError> {
        Tree::read_as("", text, prefix.to_owned())
    }

    fn read_as(part: &str, text: &'a str, prefix: String) -> Result<Tree<'a>, DocxError> {
        let wrong = |reason: String| DocxError::Xml { part: part.to_owned(), reason };
        let mut reader = Reader::from_str(text);
        let mut tree = Tree { text, elements: Vec::new(), prefix, paragraphs: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        loop {
            let from = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|e| wrong(e.to_string()))?;
            let to = reader.buffer_position() as usize;
            match event {
                Event::Eof => break,
                Event::Start(e) | Event::Empty(e) => {
                    let is_empty = text[from..to].ends_with("/>");
                    let qualified = e.name().as_ref().to_owned();
                    let name = qualified.strip_prefix(&tree.prefix).map_or(qualified.clone(), str::to_owned);
                    let at = tree.elements.len();
                    let parent = open.last().copied();
                    if let Some(parent) = parent {
                        tree.elements[parent].children.push(at);
                    }
                    let range = from..to;
                    tree.elements.push(Element {
                        name,
                        open: range.clone(),
                        inner: to..to,
                        whole: range,
                        parent,
                        children: Vec::new(),
                    });
                    if !is_empty {
                        open.push(at);
                        if open.len() > DEEPEST {
                            return Err(wrong("nested too deeply".to_owned()));
                        }
                    }
                }
                Event::End(_) => {
                    let at = open.pop().ok_or_else(|| wrong("an element ends that did not begin".to_owned()))?;
                    let element = &mut tree.elements[at];
                    element.inner = element.open.end..from;
                    element.whole = element.open.start..to;
                }
                _ => {}
            }
        }
        if !open.is_empty() {
            return Err(wrong("an element does not end".to_owned()));
        }
        tree.paragraphs = (0..tree.elements.len()).filter(|e| tree.elements[*e].name == "p").collect();
        Ok(tree)
    }

    /// How many paragraphs begin before an element.
    pub fn paragraphs_before(&self, element: usize) -> usize {
        self.paragraphs.partition_point(|p| *p < element)
    }

    /// The first child of that name.
    pub fn child(&self, of: usize, name: &str) -> Option<usize> {
        self.elements[of].children.iter().copied().find(|c| self.elements[*c].name == name)
    }

    /// Every element within, in order; not within what `pass` names.
    pub fn within(&self, of: usize, pass: &dyn Fn(&Element) -> bool) -> Vec<usize> {
        let mut out = Vec::new();
        let mut left: Vec<usize> = self.elements[of].children.iter().rev().copied().collect();
        while let Some(at) = left.pop() {
            out.push(at);
            if !pass(&self.elements[at]) {
                left.extend(self.elements[at].children.iter().rev());
            }
        }
        out
    }

    /// An attribute of Word's.
    pub fn attribute(&self, of: usize, name: &str) -> Option<String> {
        let open = &self.text[self.elements[of].open.clone()];
        let mut reader = Reader::from_str(open);
        let (Event::Start(e) | Event::Empty(e)) = reader.read_event().ok()? else {
            return None;
        };
        let value = e.try_get_attribute(format!("{}{name}", self.prefix).as_str()).ok()??.value.into_owned();
        Some(unescape(&value).ok()?.into_owned())
    }

    /// The text of a run's child that is one: its characters, a tab, a new line.
    pub fn written(&self, at: usize) -> Option<String> {
        let element = &self.elements[at];
        match element.name.as_str() {
            "t" => {
                let raw = &self.text[element.inner.clone()];
                Some(unescape(raw).map_or_else(|_| raw.to_owned(), |t| t.into_owned()))
            }
            "tab" => Some("\t".to_owned()),
            "br" | "cr" => Some("\n".to_owned()),
            "noBreakHyphen" => Some("\u{2011}".to_owned()),
            _ => None,
        }
    }
}

/// The prefix that a root element gives Word's names, with its colon.
fn prefix(root: &str) -> String {
    const NAMES: [&str; 2] = [
        "\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"",
        "\"http://purl.oclc.org/ooxml/wordprocessingml/main\"",
    ];
    let at = NAMES.iter().find_map(|n| root.find(&format!("={n}")));
    let Some(name) = at.and_then(|at| root[..at].rsplit(char::is_whitespace).next()) else {
        return "w:".to_owned();
    };
    name.strip_prefix("xmlns:").map_or_else(String::new, |p| format!("{p}:"))
}

/// Cuts and what stands in their place.
#[derive(Default)]
pub struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts a text in the place of a range.
    pub fn put(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True where nothing changes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with every edit; of edits that overlap the first one that was made.
    pub fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(r, _)| (r.start, r.end));
        let mut out = String::with_capacity(text.len() + 1024);
        let mut at = 0;
        for (range, new) in self.0 {
            if range.start < at {
                continue;
            }
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

/// A text between tags, or in an attribute.
pub fn escaped(text: &str) -> String {
    let allowed =
        |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(allowed).fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // Elements know where they stand, whatever prefix the writer gave Word's names.
    #[test]
    fn places() {
        for p in ["w:", "x:", ""] {
            let colon = p.trim_end_matches(':');
            let declared = if p.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{colon}") };
            let text = format!(
                "<{p}p {declared}=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><{p}r><{p}t a='>'>x &amp; y</{p}t><{p}br/></{p}r></{p}p>"
            );
            let tree = Tree::read("part", &text).unwrap();
            let names: Vec<&str> = tree.elements.iter().map(|e| e.name.as_str()).collect();
            assert_eq!(names, ["p", "r", "t", "br"], "{p}");
            assert_eq!(tree.written(2).unwrap(), "x & y");
            assert_eq!(&text[tree.elements[2].inner.clone()], "x &amp; y");
            assert_eq!(tree.elements[0].whole, 0..text.len());
        }
        for wrong in ["<a>", "<a></b>", "</a>", "<a", "<a>".repeat(1000).as_str()] {
            assert!(Tree::read("part", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn edits() {
        let mut edits = Edits::default();
        edits.put(4..5, "E");
        edits.put(0..1, "");
        edits.put(0..1, "never");
        edits.put(6..6, "!");
        assert_eq!(edits.apply("abcdef"), "bcdEf!");
        assert_eq!(escaped("a<b>&\"\u{1}"), "a&lt;b&gt;&amp;&quot;");
    }

    proptest::proptest! {
        // Whatever a part is, reading it ends.
        #[test]
        fn any_text(text in "(<[a-z:/]{0,6}[ >/]|\\PC){0,30}") {
            let _ = Tree::read("part", &text);
        }
    }
}
