/*!
What a report remembers of how it was filled: a small part of XML in the document, which Word and LibreOffice carry along.
*/

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::docx::escaped;
use crate::finding::Lang;
use crate::project::period::Period;

/// What was written into a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The text.
    pub text: String,
    /// Whether it was marked as missing or incomplete.
    pub marked: bool,
}

/// What was written into every control: by its tag, and the code of its row's unit where it stands in a repeated row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    period: String,
    /// Texts.
    pub values: BTreeMap<(String, String), Remembered>,
    /// Of each tag that repeats a row: the unit of the first one, blank where there is none, and the row as the template has it.
    pub rows: BTreeMap<String, (String, String)>,
    /// The language in which it was filled.
    pub lang: String,
}

impl Memory {
    /// An empty one for a period.
    pub fn of(period: Period, lang: Lang) -> Memory {
        Memory { period: period.to_string(), lang: lang.code().to_owned(), ..Memory::default() }
    }

    /// Reads it; what is not understood is left out.
    pub fn read(text: &str) -> Memory {
        let mut out = Memory::default();
        let mut reader = Reader::from_str(text);
        let get = |e: &BytesStart<'_>, key: &str| -> String {
            let value = e.try_get_attribute(key).ok().flatten().map(|a| a.value.into_owned()).unwrap_or_default();
            unescape(&value).map_or_else(|_| value.clone(), |v| v.into_owned())
        };
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Eof => break,
                Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                    "report" => (out.period, out.lang) = (get(&e, "period"), get(&e, "lang")),
                    "value" => {
                        let remembered = Remembered { text: get(&e, "text"), marked: get(&e, "marked") == "1" };
                        out.values.insert((get(&e, "tag"), get(&e, "row")), remembered);
                    }
                    "rows" => _ = out.rows.insert(get(&e, "tag"), (get(&e, "first"), get(&e, "template"))),
                    _ => {}
                },
                _ => {}
            }
        }
        out
    }

    /// Writes it.
    pub fn write(&self) -> String {
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<report xmlns=\"urn:tonghop:report\" period=\"{}\" lang=\"{}\">",
            escaped(&self.period),
            escaped(&self.lang)
        );
        // What begins a line or is a tab would come back as a blank.
        let attribute = |text: &str| escaped(text).replace('\n', "&#10;").replace('\t', "&#9;").replace('\r', "&#13;");
        for ((tag, row), value) in &self.values {
            let row = if row.is_empty() { String::new() } else { format!(" row=\"{}\"", attribute(row)) };
            let marked = if value.marked { " marked=\"1\"" } else { "" };
            let (tag, text) = (attribute(tag), attribute(&value.text));
            out.push_str(&format!("<value tag=\"{tag}\"{row} text=\"{text}\"{marked}/>"));
        }
        for (tag, (first, template)) in &self.rows {
            let (tag, first, template) = (attribute(tag), attribute(first), attribute(template));
            out.push_str(&format!("<rows tag=\"{tag}\" first=\"{first}\" template=\"{template}\"/>"));
        }
        out.push_str("</report>");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        // What is remembered comes back, whatever it is.
        #[test]
        fn comes_back(tag in "[^\\p{C}]{0,20}", row in "[0-9A-Z<&]{0,5}", text in "([^\\p{C}]|[\n\t\"<&>])*", marked: bool) {
            let mut memory = Memory { period: "2019-Q1".to_owned(), ..Memory::default() };
            memory.values.insert((tag.clone(), row.clone()), Remembered { text, marked });
            memory.rows.insert(tag.clone(), (row, format!("<{tag}>")));
            proptest::prop_assert_eq!(Memory::read(&memory.write()), memory);
        }
    }
}
