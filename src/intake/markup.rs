/*!
What the reader library does not offer, read from the parts themselves: merged areas and hidden rows and
columns, percent formats and old-encoding fonts, and text that is only named as a workbook (HTML, CSV).
*/

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::{FxHashMap, FxHashSet};

use super::container::Parts;
use super::workbook::{Area, Cell, CellRef, Sheet, Value};

/// The value of an attribute, local name only.
fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    e.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name).map(|a| {
        let raw: &str = &a.value;
        quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), |v| v.into_owned())
    })
}

fn whole(e: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(e, name)?.trim().parse().ok()
}

/// Goes through the elements of some XML until it ends or is broken.
fn elements(xml: &[u8], mut see: impl FnMut(Tag<'_>)) {
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
            Ok(Event::End(e)) => see(Tag::Close(e.local_name().as_ref())),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
}

enum Tag<'a> {
    Open(&'a BytesStart<'a>),
    Close(&'a str),
}

/// What cell styles say that matters.
#[derive(Debug, Default)]
pub struct Styles {
    percent: Vec<bool>,
    font: Vec<Option<String>>,
    matter: bool,
}

impl Styles {
    /// True when any style has a percent format or an old-encoding font.
    pub fn matter(&self) -> bool {
        self.matter
    }

    /// Whether a style is a percent format.
    pub fn is_percent(&self, style: usize) -> bool {
        self.percent.get(style).copied().unwrap_or(false)
    }

    /// The old-encoding font of a style, if it has one.
    pub fn font(&self, style: usize) -> Option<&str> {
        self.font.get(style)?.as_deref()
    }
}

/// Reads number formats and fonts out of `styles.xml`.
pub fn scan_styles(xml: &[u8]) -> Styles {
    let mut formats: FxHashMap<u32, bool> = FxHashMap::default();
    let mut fonts: Vec<Option<String>> = Vec::new();
    let mut styles = Styles::default();
    let mut inside = Vec::new();
    elements(xml, |tag| match tag {
        Tag::Open(e) => {
            let name = e.local_name();
            match (inside.last().map(String::as_str), name.as_ref()) {
                (Some("numFmts"), "numFmt") => {
                    if let (Some(id), Some(code)) = (whole(e, "numFmtId"), attribute(e, "formatCode")) {
                        formats.insert(id, is_percent_format(&code));
                    }
                }
                (Some("fonts"), "font") => fonts.push(None),
                (Some("font"), "name") => {
                    if let (Some(font), Some(slot)) = (attribute(e, "val"), fonts.last_mut())
                        && crate::text::legacy::from_font(&font).is_some()
                    {
                        *slot = Some(font);
                    }
                }
                (Some("cellXfs"), "xf") => {
                    let id = whole(e, "numFmtId").unwrap_or(0);
                    let percent = matches!(id, 9 | 10) || formats.get(&id).copied().unwrap_or(false);
                    let font = whole(e, "fontId").and_then(|f| fonts.get(f as usize).cloned().flatten());
                    styles.matter |= percent || font.is_some();
                    styles.percent.push(percent);
                    styles.font.push(font);
                }
                _ => {}
            }
            inside.push(name.as_ref().to_owned());
        }
        Tag::Close(_) => {
            inside.pop();
        }
    });
    styles
}

/// True when a number format shows a percentage: a `%` outside of quotes.
fn is_percent_format(code: &str) -> bool {
    let mut quoted = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            // The next character is shown as it is, left out, or repeated.
            '\\' | '_' | '*' if !quoted => {
                chars.next();
            }
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
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
}

/// Scans every worksheet part of an xlsx; and the ids of sheets that the list of relationships does not name.
pub fn scan_xlsx_sheets(parts: &Parts) -> (Vec<SheetScan>, Vec<String>) {
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
            scans.push(SheetScan { index, ..scan_worksheet(xml) });
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
    find(xml, b"<f>").is_some() || find(xml, b"<f ").is_some() || find(xml, b":f>").is_some()
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

/// What one table of an ods tells beside its values.
#[derive(Debug, Default)]
pub struct OdsScan {
    /// Sheet name.
    pub name: String,
    /// Merged areas.
    pub merges: Vec<Area>,
    /// Hidden rows.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns.
    pub hidden_cols: Vec<(u32, u32)>,
    /// Cells whose value is a percentage.
    pub percents: FxHashSet<(u32, u32)>,
}

/// Scans `content.xml` of an ods.
pub fn scan_ods(xml: &[u8]) -> Vec<OdsScan> {
    const MOST_HIDDEN: u32 = 10_000;
    let mut scans: Vec<OdsScan> = Vec::new();
    let (mut row, mut col, mut column) = (0u32, 0u32, 0u32);
    let mut row_repeat = 1;
    elements(xml, |tag| match tag {
        Tag::Open(e) => {
            let name = e.local_name();
            match name.as_ref() {
                "table" if attribute(e, "name").is_some() => {
                    scans.push(OdsScan { name: attribute(e, "name").unwrap_or_default(), ..OdsScan::default() });
                    (row, col, column) = (0, 0, 0);
                }
                "table-column" => {
                    let repeat = whole(e, "number-columns-repeated").unwrap_or(1);
                    if is_hidden(e)
                        && let Some(scan) = scans.last_mut()
                    {
                        scan.hidden_cols.push((column, column.saturating_add(repeat).saturating_sub(1)));
                    }
                    column = column.saturating_add(repeat);
                }
                "table-row" => {
                    col = 0;
                    row_repeat = whole(e, "number-rows-repeated").unwrap_or(1);
                    if is_hidden(e)
                        && let Some(scan) = scans.last_mut()
                    {
                        scan.hidden_rows.extend(row..row.saturating_add(row_repeat.min(MOST_HIDDEN)));
                    }
                }
                "table-cell" | "covered-table-cell" => {
                    let repeat = whole(e, "number-columns-repeated").unwrap_or(1);
                    if let Some(scan) = scans.last_mut() {
                        let wide = whole(e, "number-columns-spanned").unwrap_or(1);
                        let high = whole(e, "number-rows-spanned").unwrap_or(1);
                        if wide > 1 || high > 1 {
                            let last = CellRef {
                                row: row.saturating_add(high).saturating_sub(1),
                                col: col.saturating_add(wide).saturating_sub(1),
                            };
                            scan.merges.push(Area { first: CellRef { row, col }, last });
                        }
                        if attribute(e, "value-type").as_deref() == Some("percentage") {
                            scan.percents.extend((col..col.saturating_add(repeat.min(100))).map(|c| (row, c)));
                        }
                    }
                    col = col.saturating_add(repeat);
                }
                _ => {}
            }
        }
        Tag::Close("table-row") => row = row.saturating_add(row_repeat),
        Tag::Close(_) => {}
    });
    scans
}

fn is_hidden(e: &BytesStart<'_>) -> bool {
    attribute(e, "visibility").is_some_and(|v| v == "collapse" || v == "filter")
}

/// Text in whatever encoding, as a string: UTF-8, UTF-16 with its mark, else Windows-1258 (Vietnamese).
fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(t) => t.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1258.decode(bytes).0.into_owned(),
    }
}

/// Reads text with separators as a sheet of texts.
pub fn read_csv(bytes: &[u8]) -> Sheet {
    let text = decode(bytes);
    let head: String = text.lines().take(20).collect::<Vec<_>>().join("\n");
    let separator =
        [b'\t', b';', b',', b'|'].into_iter().max_by_key(|s| head.bytes().filter(|b| b == s).count()).unwrap_or(b',');
    let mut sheet = Sheet::new("csv");
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    for (row, record) in reader.records().map_while(Result::ok).enumerate() {
        for (col, field) in record.iter().enumerate() {
            push_text(&mut sheet, row, col, field);
        }
    }
    sheet
}

/// Puts a text into a sheet; one that is plainly a number becomes one, as Excel does on opening.
fn push_text(sheet: &mut Sheet, row: usize, col: usize, text: &str) {
    let (Ok(row), Ok(col)) = (u32::try_from(row), u32::try_from(col)) else {
        return;
    };
    let text = text.trim();
    if text.is_empty() || col > 16_383 {
        return;
    }
    let plain =
        text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit()) && !(text.len() > 1 && text.starts_with('0'));
    let value = match text.parse::<f64>() {
        Ok(n) if plain => Value::Number(n),
        _ => Value::Text(text.into()),
    };
    sheet.cells.push(Cell { row, col, value, formula: false, percent: false, font: 0 });
}

/// Reads the rows of a web page's tables as a sheet.
///
/// Only what a saved report has is understood: rows, cells, spans and character references; scripts and
/// styles are passed over, links are never followed.
pub fn read_html(bytes: &[u8]) -> Sheet {
    let html = decode(bytes);
    let mut sheet = Sheet::new("html");
    let mut covered: FxHashSet<(usize, usize)> = FxHashSet::default();
    let (mut row, mut col) = (0usize, 0usize);
    let mut cell: Option<(String, usize, usize)> = None;
    let mut rest = html.as_str();
    while let Some(open) = rest.find('<') {
        if let Some((text, ..)) = &mut cell {
            text.push_str(&rest[..open]);
        }
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |i| &comment[i + 3..]);
            continue;
        }
        let Some(close) = rest.find('>') else {
            break;
        };
        let tag = &rest[1..close];
        rest = &rest[close + 1..];
        let name: String =
            tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect::<String>().to_lowercase();
        match name.as_str() {
            "script" | "style" => {
                let end = format!("</{name}");
                rest = rest.to_lowercase().find(&end).and_then(|i| rest.get(i..)).unwrap_or("");
            }
            "td" | "th" | "/td" | "/th" | "tr" | "/tr" | "/table" => {
                if let Some((text, wide, high)) = cell.take() {
                    while covered.contains(&(row, col)) {
                        col += 1;
                    }
                    push_text(&mut sheet, row, col, &unescape(&text));
                    if wide > 1 || high > 1 {
                        let at = |r: usize, c: usize| CellRef { row: r as u32, col: c as u32 };
                        sheet.merges.push(Area { first: at(row, col), last: at(row + high - 1, col + wide - 1) });
                        covered.extend((row..row + high).flat_map(|r| (col..col + wide).map(move |c| (r, c))));
                    }
                    col += wide;
                }
                if name == "td" || name == "th" {
                    cell = Some((String::new(), html_span(tag, "colspan"), html_span(tag, "rowspan")));
                } else if name == "/tr" || name == "/table" {
                    row += 1;
                    col = 0;
                }
            }
            "br" | "br/" | "p" | "/p" | "div" => {
                if let Some((text, ..)) = &mut cell {
                    text.push(' ');
                }
            }
            _ => {}
        }
    }
    sheet
}

fn html_span(tag: &str, name: &str) -> usize {
    let lower = tag.to_lowercase();
    let value = lower.split_once(name).map_or("", |(_, r)| r.trim_start_matches(['=', ' ', '"', '\'']));
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(1).clamp(1, 1000)
}

fn unescape(text: &str) -> String {
    let text = text.replace("&nbsp;", "\u{a0}");
    quick_xml::escape::unescape(&text).map_or_else(|_| text.clone(), |t| t.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

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

    // A percent sign in quotes shows no percentage.
    #[test]
    fn percent_formats() {
        assert!(is_percent_format("0.00%"));
        assert!(!is_percent_format("0\" %\""));
        assert!(!is_percent_format("0\\%"));
    }

    // Text named as a workbook becomes a sheet, in whatever encoding.
    #[test]
    fn csv_and_html() {
        let s = read_csv("STT;Tên;Số\r\n1;Hà Tĩnh;1.636\r\n".as_bytes());
        assert_eq!(s.cells.len(), 6);
        assert_eq!(s.cells[5].value, Value::Text("1.636".into()));
        let s = read_html(
            "<table><tr><th rowspan=2>A</th><th colspan=\"2\">B</th></tr><tr><td>1</td><td>2&amp;3</td></tr></table>"
                .as_bytes(),
        );
        let at: Vec<String> = s.cells.iter().map(|c| c.at().to_string()).collect();
        assert_eq!(at, ["A1", "B1", "B2", "C2"]);
        assert_eq!(s.merges.len(), 2);
    }
}
