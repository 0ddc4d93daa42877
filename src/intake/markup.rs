/*!
What the reader library does not offer of an xlsx, read from the parts themselves: merged areas, hidden rows and
columns, what kind of sheet a part is, whether the workbook's results are to be trusted.
*/

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::container::Parts;
use super::styles::is_on;
use super::workbook::{Area, CellRef};

/// The value of an attribute, local name only.
pub(super) fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    e.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name).map(|a| {
        let raw: &str = &a.value;
        quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), |v| v.into_owned())
    })
}

/// An attribute that is a whole number.
pub(super) fn whole(e: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(e, name)?.trim().parse().ok()
}

/// Goes through the elements of some XML until it ends or is broken.
pub(super) fn elements(xml: &[u8], mut see: impl FnMut(Tag<'_>)) {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(e)) => see(Tag::Open(&e)),
            Ok(Event::Empty(e)) => {
                see(Tag::Open(&e));
                see(Tag::Close(e.local_name().as_ref()));
            }
            Ok(Event::Text(t)) => see(Tag::Text(&t)),
            Ok(Event::GeneralRef(r)) => {
                if let Ok(Some(c)) = r.resolve_char_ref() {
                    see(Tag::Text(c.encode_utf8(&mut [0; 4])));
                } else if let Some(t) = quick_xml::escape::resolve_xml_entity(r.as_ref()) {
                    see(Tag::Text(t));
                }
            }
            Ok(Event::End(e)) => see(Tag::Close(e.local_name().as_ref())),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
}

/// What [`elements`] shows.
pub(super) enum Tag<'a> {
    /// The beginning of an element.
    Open(&'a BytesStart<'a>),
    /// Text inside it; character references come as texts of their own.
    Text(&'a str),
    /// Its end, by local name.
    Close(&'a str),
}

/// What one worksheet part tells beside its values.
#[derive(Debug, Default)]
pub struct SheetScan {
    /// Place among the workbook's sheets.
    pub index: usize,
    /// Merged areas.
    pub merges: Vec<Area>,
    /// Hidden rows.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns.
    pub hidden_cols: Vec<(u32, u32)>,
    /// Whether any cell has a formula.
    pub has_formulas: bool,
    /// Bytes of its XML.
    pub length: usize,
    /// Whether it is a sheet of macros.
    pub is_macro: bool,
    /// Whether its inline strings were rewritten, see [`super::runs`].
    pub marked: bool,
    /// Lines of its pages' headers and footers.
    pub page: Vec<String>,
}

/// Whether the workbook asks to be calculated as a whole when opened, as writers do that store no results.
pub fn asks_for_results(parts: &Parts) -> bool {
    let mut asks = false;
    elements(parts.get("xl/workbook.xml").unwrap_or_default(), |tag| {
        if let Tag::Open(e) = tag
            && e.local_name().as_ref() == "calcPr"
        {
            asks |= attribute(e, "fullCalcOnLoad").is_some_and(|v| is_on(Some(&v)));
        }
    });
    asks
}

/// Scans every worksheet part of an xlsx; and the ids of sheets that the list of relationships does not name.
/// `rewritten` are the parts whose strings bear marks.
pub fn scan_xlsx_sheets(parts: &Parts, rewritten: &[String]) -> (Vec<SheetScan>, Vec<String>) {
    let Some(workbook) = parts.get("xl/workbook.xml") else {
        return (Vec::new(), Vec::new());
    };
    let mut ids = Vec::new();
    elements(workbook, |tag| {
        if let Tag::Open(e) = tag
            && e.local_name().as_ref() == "sheet"
        {
            // The id's prefix differs from writer to writer; `sheetId` is another attribute.
            ids.push(attribute(e, "id"));
        }
    });
    let mut targets = Vec::new();
    elements(parts.get("xl/_rels/workbook.xml.rels").unwrap_or_default(), |tag| {
        if let Tag::Open(e) = tag
            && let (Some(id), Some(target)) = (attribute(e, "Id"), attribute(e, "Target"))
        {
            targets.push((id, target, attribute(e, "Type").is_some_and(|t| t.ends_with("acrosheet"))));
        }
    });
    let mut scans = Vec::new();
    let mut missing = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let Some((_, target, is_macro)) = id.as_ref().and_then(|id| targets.iter().find(|(i, ..)| i == id)) else {
            missing.extend(id.clone());
            continue;
        };
        if *is_macro {
            scans.push(SheetScan { index, is_macro: true, ..SheetScan::default() });
            continue;
        }
        let target = target.replace('\\', "/");
        let path = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        if let Some(xml) = parts.get(&path) {
            let marked = rewritten.iter().any(|r| r.eq_ignore_ascii_case(&path));
            scans.push(SheetScan { index, marked, ..scan_worksheet(xml) });
        }
    }
    (scans, missing)
}

/// Finds a byte string.
fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, needle)
}

/// True where some cell has a formula, with or without a prefix to its name.
fn has_formulas(xml: &[u8]) -> bool {
    let plain = memchr::memmem::find_iter(xml, b"<f")
        .any(|at| matches!(xml.get(at + 2), Some(b'>' | b' ' | b'/' | b'\t' | b'\n' | b'\r')));
    plain || find(xml, b":f>").is_some() || find(xml, b":f ").is_some()
}

fn scan_worksheet(xml: &[u8]) -> SheetScan {
    let mut scan = SheetScan { has_formulas: has_formulas(xml), length: xml.len(), ..SheetScan::default() };
    // Columns stand before the data, merged areas after it: only those slices are parsed.
    let data = find(xml, b"sheetData").unwrap_or(xml.len());
    let head = &xml[..data];
    if find(head, b"hidden").is_some() {
        elements(head, |tag| {
            if let Tag::Open(e) = tag
                && e.local_name().as_ref() == "col"
                && is_true(e, "hidden")
                && let (Some(a), Some(b)) = (whole(e, "min"), whole(e, "max"))
            {
                scan.hidden_cols.push((a.saturating_sub(1), b.saturating_sub(1)));
            }
        });
    }
    if let Some(at) = memchr::memmem::rfind(xml, b"mergeCells") {
        // The closing tag was found; the opening one stands before.
        let start = memchr::memmem::rfind(&xml[..at], b"mergeCells").unwrap_or(at).saturating_sub(1);
        elements(&xml[start..], |tag| {
            if let Tag::Open(e) = tag
                && e.local_name().as_ref() == "mergeCell"
                && let Some(area) = attribute(e, "ref").and_then(|r| read_area(&r))
            {
                scan.merges.push(area);
            }
        });
    }
    // After the data and everything about it.
    if let Some(at) = memchr::memmem::rfind(&xml[data..], b"</sheetData>").map(|i| i + data)
        && let Some(start) = find(&xml[at..], b"headerFooter").map(|i| at + i)
    {
        let start = memchr::memrchr(b'<', &xml[..start]).unwrap_or(start);
        let mut text = String::new();
        elements(&xml[start..], |tag| match tag {
            Tag::Open(_) => text.clear(),
            Tag::Text(t) => text.push_str(t),
            Tag::Close(name) if name.ends_with("Header") || name.ends_with("Footer") => {
                for line in page_lines(&std::mem::take(&mut text)) {
                    if !scan.page.contains(&line) && scan.page.len() < MOST_PAGE_LINES {
                        scan.page.push(line);
                    }
                }
            }
            Tag::Close(_) => {}
        });
    }
    let mut from = data;
    while let Some(at) = find(&xml[from..], b"hidden=").map(|i| i + from) {
        from = at + 7;
        let Some(start) = memchr::memrchr(b'<', &xml[..at]) else {
            continue;
        };
        let end = memchr::memchr(b'>', &xml[at..]).map_or(xml.len(), |i| at + i + 1);
        elements(&xml[start..end], |tag| {
            if let Tag::Open(e) = tag
                && e.local_name().as_ref() == "row"
                && is_true(e, "hidden")
                && let Some(r) = whole(e, "r")
            {
                scan.hidden_rows.push(r.saturating_sub(1));
            }
        });
    }
    scan
}

/// More lines than these stand in no header of a page.
const MOST_PAGE_LINES: usize = 24;

/// The lines of a page's header or footer without the codes that place and dress them: `&L&"Arial,Bold"Sở Y tế&RTrang &P`.
fn page_lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let code = if c == '&' { chars.next() } else { None };
        match (c, code) {
            ('\n' | '\r', _) | (_, Some('L' | 'C' | 'R')) => lines.push(String::new()),
            // A font is named in quotation marks, its colour in six letters, its size in digits.
            (_, Some('"')) => while chars.next().is_some_and(|c| c != '"') {},
            (_, Some('K')) => (0..6).for_each(|_| {
                let _ = chars.next_if(|c| c.is_ascii_hexdigit() || "+-".contains(*c));
            }),
            (_, Some(d)) if d.is_ascii_digit() => while chars.next_if(char::is_ascii_digit).is_some() {},
            ('&', Some('&')) | (_, None) => lines.last_mut().into_iter().for_each(|l| l.push(c)),
            (_, Some(_)) => {}
        }
    }
    lines.iter().map(|l| crate::text::clean(l)).filter(|l| l.chars().any(char::is_alphanumeric)).collect()
}

fn is_true(e: &BytesStart<'_>, name: &str) -> bool {
    attribute(e, name).is_some_and(|v| v == "1" || v == "true")
}

/// Reads `B2:D4`.
fn read_area(text: &str) -> Option<Area> {
    let (a, b) = text.split_once(':').unwrap_or((text, text));
    let (a, b) = (read_address(a)?, read_address(b)?);
    (a.row <= b.row && a.col <= b.col).then_some(Area { first: a, last: b })
}

/// Reads `$B$2` and `B2`.
pub fn read_address(text: &str) -> Option<CellRef> {
    let text = text.replace('$', "");
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let col = text[..letters].bytes().fold(0u32, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1) - 1;
    let row: u32 = text[letters..].parse().ok()?;
    (row >= 1).then(|| CellRef { row: row - 1, col })
}

#[cfg(test)]
mod tests {
    use super::*;

    // What a page's header says is read without its dress.
    #[test]
    fn page_headers() {
        let text = "&L&\"Times New Roman,Bold\"&14Sở Y tế && Dân số&C&K000000THÁNG 3/2024\nBiểu 1&RTrang &P/&N &&&D";
        assert_eq!(page_lines(text), ["Sở Y tế & Dân số", "THÁNG 3/2024", "Biểu 1", "Trang / &"]);
        let xml = br#"<worksheet><sheetData/><pageSetup/></worksheet>"#;
        assert!(scan_worksheet(xml).page.is_empty());
        let xml = "<worksheet><sheetData></sheetData><headerFooter><oddHeader>&amp;LHuyện A</oddHeader><oddFooter>&amp;RQuý I</oddFooter></headerFooter></worksheet>";
        assert_eq!(scan_worksheet(xml.as_bytes()).page, ["Huyện A", "Quý I"]);
    }

    // Merged areas, hidden rows and columns, and formulas are found in a worksheet part.
    #[test]
    fn scans_a_worksheet() {
        let xml = br#"<worksheet><cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/></cols><sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row><row r="7" hidden="1"/></sheetData><mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells></worksheet>"#;
        let s = scan_worksheet(xml);
        assert_eq!(s.hidden_cols, [(1, 2)]);
        assert_eq!(s.hidden_rows, [6]);
        assert_eq!(s.merges.iter().map(ToString::to_string).collect::<Vec<_>>(), ["A1:C2"]);
        assert!(s.has_formulas);
    }
}
