/*!
What the reader library does not offer of an ods, and does not open of one, read from `content.xml`.

One pass tells merged areas, hidden rows and columns and what the styles of cells say; it also gives the content
without what the library refuses (white space between cells) and without struck runs and footnote marks.
*/

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use rustc_hash::FxHashMap;

use super::markup::{Tag, attribute, elements, whole};
use super::runs::{self, Run, settle};
use super::styles::{self, NumberFormat, is_on, scale_word};
use super::workbook::{Area, CellRef, DateShown, Look, font_number};
use crate::text::legacy;

/// Columns of the widest sheet that any program has.
const COLUMNS: u32 = 16_384;

/// What is to be known of a cell beside its value.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Note {
    /// Its value is a percentage.
    pub percent: bool,
    /// Its value is an error.
    pub error: bool,
    /// Its value is a text.
    pub text: bool,
    /// What it looks like.
    pub look: Look,
    /// What of a date is shown.
    pub shown: DateShown,
    /// Its number is shown as true or false.
    pub truth: bool,
    /// The old-encoding font it is set in, by place in [`Scanned::fonts`] counted from 1; 0 for none.
    pub font: u8,
}

/// What a document tells beside its values.
#[derive(Debug, Default)]
pub struct Scanned {
    /// Its tables.
    pub tables: Vec<OdsScan>,
    /// New content, where some is needed.
    pub content: Option<Vec<u8>>,
    /// Whether serial numbers of days count from 1904.
    pub date1904: bool,
    /// Old-encoding fonts that are met.
    pub fonts: Vec<String>,
}

/// What one table tells beside its values.
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
    /// What is to be known of its cells, where that is anything.
    pub notes: FxHashMap<(u32, u32), Note>,
}

/// Scans `content.xml`, with the styles that `styles.xml` adds; gives new content where some is needed.
/// `most` bounds the notes that are kept.
pub fn scan(content: &[u8], styles: &[u8], most: u64) -> Scanned {
    let mut known = Styles::default();
    known.read(styles);
    let body = memchr::memmem::find(content, b"office:body").unwrap_or(content.len());
    known.read(&content[..body]);
    let mut pass = Pass::new(known, most);
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    loop {
        let before = position(&reader);
        let event = reader.read_event();
        let span = before..position(&reader);
        match event {
            Ok(Event::Start(e)) => pass.open(&e, span.end),
            Ok(Event::Empty(e)) => {
                pass.open(&e, span.end);
                // An element without content has no place for a new one.
                pass.close(e.local_name().as_ref(), None);
            }
            Ok(Event::End(e)) => pass.close(e.local_name().as_ref(), Some(before)),
            Ok(Event::Text(t)) => pass.text(&t.xml10_content(), span),
            Ok(Event::CData(t)) => pass.text(&t.xml10_content(), span),
            Ok(Event::GeneralRef(r)) => pass.reference(&r),
            Ok(Event::Comment(_) | Event::PI(_)) => pass.between(span),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let content = apply(content, &pass.edits);
    Scanned { tables: pass.scans, content, date1904: pass.date1904, fonts: pass.styles.fonts }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The content with its edits, which are in order.
fn apply(content: &[u8], edits: &[(Range<usize>, String)]) -> Option<Vec<u8>> {
    if edits.is_empty() {
        return None;
    }
    let mut out = Vec::with_capacity(content.len());
    let mut copied = 0;
    for (range, new) in edits {
        if range.start < copied {
            continue;
        }
        out.extend_from_slice(content.get(copied..range.start)?);
        out.extend_from_slice(new.as_bytes());
        copied = range.end;
    }
    out.extend_from_slice(content.get(copied..)?);
    Some(out)
}

/// One style; what it leaves open its parent says.
#[derive(Debug, Clone, Default)]
struct Style {
    parent: Option<String>,
    data: Option<String>,
    struck: Option<bool>,
    raised: Option<bool>,
    font: Option<String>,
}

/// The styles of a document, by family and name, and its number formats.
#[derive(Debug, Default)]
struct Styles {
    cells: FxHashMap<String, Style>,
    texts: FxHashMap<String, Style>,
    formats: FxHashMap<String, Format>,
    /// Families of fonts by the names that the document gives them.
    faces: FxHashMap<String, String>,
    notes: FxHashMap<String, Note>,
    /// Old-encoding fonts that cells name.
    fonts: Vec<String>,
}

/// A number or date format: its own section, and those that it names for some values, the first ones first.
#[derive(Debug, Clone, Default)]
struct Format {
    own: NumberFormat,
    has_number: bool,
    truth: bool,
    sections: Vec<String>,
}

/// A number or date format while it is read.
#[derive(Default)]
struct Draft {
    name: String,
    format: NumberFormat,
    tail: String,
    in_tail: bool,
    has_number: bool,
    truth: bool,
    sections: Vec<String>,
    parts: Vec<String>,
}

impl Draft {
    fn finish(mut self) -> (String, Format) {
        let has = |what: &str| self.parts.iter().any(|p| p == what);
        self.format.shown = if has("day") || has("day-of-week") {
            DateShown::Day
        } else if has("hours") || has("minutes") || has("seconds") {
            DateShown::Time
        } else if has("month") {
            DateShown::Month
        } else if has("year") {
            DateShown::Year
        } else {
            DateShown::Day
        };
        if self.has_number && !self.format.percent {
            self.format.look.factor = scale_word(&self.tail, self.format.look.thousands);
        }
        let Draft { name, format: own, has_number, truth, sections, .. } = self;
        (name, Format { own, has_number, truth, sections })
    }
}

impl Styles {
    fn read(&mut self, xml: &[u8]) {
        let mut style: Option<(bool, String, Style)> = None;
        let mut draft: Option<Draft> = None;
        elements(xml, |tag| match tag {
            Tag::Open(e) => match e.local_name().as_ref() {
                "style" => {
                    let family = attribute(e, "family").unwrap_or_default();
                    let read = Style {
                        parent: attribute(e, "parent-style-name"),
                        data: attribute(e, "data-style-name"),
                        ..Style::default()
                    };
                    style = matches!(family.as_str(), "table-cell" | "text")
                        .then(|| (family == "text", attribute(e, "name").unwrap_or_default(), read));
                }
                "font-face" => {
                    let family = attribute(e, "font-family").unwrap_or_default();
                    let family = family.trim_matches(['\'', '"']).to_owned();
                    self.faces.insert(attribute(e, "name").unwrap_or_default(), family);
                }
                "text-properties" => {
                    if let Some((_, _, style)) = &mut style {
                        decoration(e, style);
                    }
                }
                "number-style" | "currency-style" | "percentage-style" | "date-style" | "time-style" | "text-style"
                | "boolean-style" => {
                    let mut new = Draft { name: attribute(e, "name").unwrap_or_default(), ..Draft::default() };
                    new.format.percent = e.local_name().as_ref() == "percentage-style";
                    new.truth = e.local_name().as_ref() == "boolean-style";
                    draft = Some(new);
                }
                part => {
                    if let Some(draft) = &mut draft {
                        format_part(part, e, draft);
                    }
                }
            },
            Tag::Text(t) => {
                if let Some(draft) = draft.as_mut().filter(|d| d.in_tail) {
                    draft.tail.push_str(t);
                }
            }
            Tag::Close("style") => {
                if let Some((is_text, name, read)) = style.take() {
                    let family = if is_text { &mut self.texts } else { &mut self.cells };
                    family.insert(name, read);
                }
            }
            Tag::Close(
                "number-style" | "currency-style" | "percentage-style" | "date-style" | "time-style" | "text-style"
                | "boolean-style",
            ) => {
                self.formats.extend(draft.take().map(Draft::finish));
            }
            Tag::Close(_) => {
                if let Some(draft) = &mut draft {
                    draft.in_tail = false;
                }
            }
        });
    }

    /// What a cell style says, once for each name.
    fn note(&mut self, name: &str) -> Note {
        if let Some(note) = self.notes.get(name) {
            return *note;
        }
        let data = inherited(&self.cells, name, |s| s.data.clone());
        let truth = data.as_ref().and_then(|d| self.formats.get(d)).is_some_and(|f| f.truth);
        let format = data.map(|d| self.format(&d)).unwrap_or_default();
        let mut note = Note { look: format.look, shown: format.shown, truth, ..Note::default() };
        let face = inherited(&self.cells, name, |s| s.font.clone());
        let family = face.map(|f| self.faces.get(&f).cloned().unwrap_or(f));
        note.font = family.filter(|f| legacy::from_font(f).is_some()).map_or(0, |f| font_number(&mut self.fonts, &f));
        note.look.struck = inherited(&self.cells, name, |s| s.struck).unwrap_or(false);
        self.notes.insert(name.to_owned(), note);
        note
    }

    /// What a format says, over all its sections: as in other formats the first one decides, and of scales the first that
    /// is not written out.
    fn format(&self, name: &str) -> NumberFormat {
        let Some(format) = self.formats.get(name) else {
            return NumberFormat::default();
        };
        let named = format.sections.iter().filter_map(|s| self.formats.get(s));
        let sections: Vec<&Format> = named.chain(std::iter::once(format)).collect();
        let first = sections[0].own;
        let scaled: Vec<NumberFormat> = sections.iter().filter(|s| s.has_number).map(|s| s.own).collect();
        let scale = styles::scale_of(scaled.iter().map(|s| (s.look.thousands, s.look.factor)));
        let percent = sections.iter().any(|s| s.own.percent);
        NumberFormat { percent, look: Look { thousands: scale.0, factor: scale.1, ..first.look }, ..first }
    }

    /// Whether a text style strikes or not, where it says, and whether it raises.
    fn span(&self, name: &str) -> Span {
        let one = |what: fn(&Style) -> Option<bool>| inherited(&self.texts, name, what);
        (one(|s| s.struck), one(|s| s.raised).unwrap_or(false))
    }

    fn has_runs(&self) -> bool {
        self.texts.values().any(|s| s.struck.is_some() || s.raised == Some(true))
    }
}

/// What a style or the nearest of its parents says; a chain that goes in a circle ends.
fn inherited<T>(styles: &FxHashMap<String, Style>, name: &str, what: impl Fn(&Style) -> Option<T>) -> Option<T> {
    const LONGEST: usize = 16;
    let mut style = styles.get(name)?;
    for _ in 0..LONGEST {
        if let Some(said) = what(style) {
            return Some(said);
        }
        style = styles.get(style.parent.as_deref()?)?;
    }
    None
}

fn decoration(e: &BytesStart<'_>, style: &mut Style) {
    let line = attribute(e, "text-line-through-style").or_else(|| attribute(e, "text-line-through-type"));
    if let Some(line) = line {
        style.struck = Some(is_on(Some(&line)));
    }
    if let Some(place) = attribute(e, "text-position") {
        let height = place.split_whitespace().next().unwrap_or("");
        let percent: f64 = height.trim_end_matches('%').parse().unwrap_or(0.0);
        style.raised = Some(height == "super" || percent > 0.0);
    }
    style.font = attribute(e, "font-name").or_else(|| attribute(e, "font-family"));
}

fn format_part(part: &str, e: &BytesStart<'_>, draft: &mut Draft) {
    match part {
        "number" | "scientific-number" => {
            draft.has_number = true;
            draft.tail.clear();
            let look = &mut draft.format.look;
            let factor: f64 = attribute(e, "display-factor").and_then(|f| f.parse().ok()).unwrap_or(1.0);
            look.thousands = (1..=4u8).rev().find(|n| factor == 1000f64.powi(i32::from(*n))).unwrap_or(0);
            let digits = whole(e, "min-integer-digits").unwrap_or(0);
            look.zeros = if digits >= 2 && part == "number" { u8::try_from(digits).unwrap_or(u8::MAX) } else { 0 };
        }
        "text" | "currency-symbol" => draft.in_tail = true,
        "map" => draft.sections.extend(attribute(e, "apply-style-name")),
        "text-properties" | "fraction" => {}
        other => draft.parts.push(other.to_owned()),
    }
}

/// Whether a piece of text is struck through, where it says, and whether it is raised.
type Span = (Option<bool>, bool);

/// A cell that is open.
#[derive(Default)]
struct Open {
    start: usize,
    repeat: u32,
    style: Option<String>,
    percent: bool,
    error: bool,
    /// Whether it holds anything.
    filled: bool,
    /// Whether its text is its value.
    is_text: bool,
    /// Whether its value is a text, whatever is shown.
    says_text: bool,
    /// Whether a formula made it.
    formula: bool,
    /// Whether its value is a number.
    is_number: bool,
    /// Whether its number is shown as a word of truth: LibreOffice stores these so.
    truth: bool,
    runs: Vec<Run>,
    paragraphs: usize,
    in_paragraph: usize,
    annotation: bool,
    spans: Vec<Span>,
}

/// Where the pass over the content stands.
struct Pass {
    styles: Styles,
    has_runs: bool,
    left: u64,
    /// How many more cells are looked at, repeated ones each.
    steps: u64,
    scans: Vec<OdsScan>,
    edits: Vec<(Range<usize>, String)>,
    row: u32,
    row_repeat: u32,
    row_style: Option<String>,
    row_notes: Vec<(u32, Note)>,
    in_row: bool,
    in_names: bool,
    col: u32,
    /// The next column to be declared, and the default styles of those that were, with the last of each.
    column: u32,
    defaults: Vec<(u32, Option<String>)>,
    cell: Option<Open>,
    date1904: bool,
}

impl Pass {
    fn new(styles: Styles, left: u64) -> Pass {
        Pass {
            has_runs: styles.has_runs(),
            styles,
            left,
            steps: left.saturating_mul(4),
            scans: Vec::new(),
            edits: Vec::new(),
            row: 0,
            row_repeat: 1,
            row_style: None,
            row_notes: Vec::new(),
            in_row: false,
            in_names: false,
            col: 0,
            column: 0,
            defaults: Vec::new(),
            cell: None,
            date1904: false,
        }
    }

    fn open(&mut self, e: &BytesStart<'_>, after: usize) {
        let name = e.local_name();
        if let Some(cell) = &mut self.cell {
            inside_cell(name.as_ref(), e, cell, &self.styles);
            return;
        }
        match name.as_ref() {
            "table" => {
                if let Some(name) = attribute(e, "name") {
                    self.scans.push(OdsScan { name, ..OdsScan::default() });
                    (self.row, self.col, self.column) = (0, 0, 0);
                    self.defaults.clear();
                }
            }
            "table-column" => self.open_column(e),
            "table-row" => self.open_row(e),
            "table-cell" | "covered-table-cell" => self.open_cell(e, after),
            "null-date" => self.date1904 = attribute(e, "date-value").is_some_and(|d| d.starts_with("1904")),
            "named-expressions" => self.in_names = true,
            _ => {}
        }
    }

    fn open_column(&mut self, e: &BytesStart<'_>) {
        let repeat = whole(e, "number-columns-repeated").unwrap_or(1).max(1);
        let last = self.column.saturating_add(repeat - 1);
        if is_hidden(e)
            && let Some(scan) = self.scans.last_mut()
        {
            scan.hidden_cols.push((self.column, last));
        }
        self.defaults.push((last, attribute(e, "default-cell-style-name")));
        self.column = last.saturating_add(1);
    }

    fn open_row(&mut self, e: &BytesStart<'_>) {
        const MOST_HIDDEN: u32 = 10_000;
        self.col = 0;
        self.in_row = true;
        self.row_notes.clear();
        self.row_style = attribute(e, "default-cell-style-name");
        self.row_repeat = whole(e, "number-rows-repeated").unwrap_or(1);
        if is_hidden(e)
            && let Some(scan) = self.scans.last_mut()
        {
            scan.hidden_rows.extend(self.row..self.row.saturating_add(self.row_repeat.min(MOST_HIDDEN)));
        }
    }

    fn open_cell(&mut self, e: &BytesStart<'_>, after: usize) {
        let kind = attribute(e, "value-type");
        let wide = whole(e, "number-columns-spanned").unwrap_or(1);
        let high = whole(e, "number-rows-spanned").unwrap_or(1);
        if let Some(scan) = self.scans.last_mut()
            && (wide > 1 || high > 1)
        {
            let last = CellRef {
                row: self.row.saturating_add(high).saturating_sub(1),
                col: self.col.saturating_add(wide).saturating_sub(1),
            };
            scan.merges.push(Area { first: CellRef { row: self.row, col: self.col }, last });
        }
        // The value's type has a second attribute of the same local name, that of LibreOffice.
        let error = e.attributes().with_checks(false).flatten().any(|a| {
            let (key, value): (&str, &str) = (a.key.as_ref(), &a.value);
            key == "calcext:value-type" && value == "error"
        });
        self.cell = Some(Open {
            start: after,
            repeat: whole(e, "number-columns-repeated").unwrap_or(1),
            style: attribute(e, "style-name"),
            percent: kind.as_deref() == Some("percentage"),
            error,
            is_text: kind.as_deref() == Some("string") && attribute(e, "string-value").is_none(),
            formula: attribute(e, "formula").is_some(),
            is_number: kind.as_deref() == Some("float"),
            says_text: kind.as_deref() == Some("string"),
            filled: kind.is_some(),
            ..Open::default()
        });
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        match &mut self.cell {
            Some(cell) if cell.in_paragraph > 0 => {
                cell.truth |= cell.is_number && !cell.annotation && matches!(text, "TRUE" | "FALSE" | "ĐÚNG" | "SAI");
                if self.has_runs && !cell.annotation {
                    add(cell, text);
                }
            }
            Some(_) => {
                if text.trim().is_empty() {
                    self.edits.push((span, String::new()));
                }
            }
            None => self.between(span),
        }
    }

    fn reference(&mut self, r: &BytesRef<'_>) {
        if let Some(cell) = self.cell.as_mut().filter(|c| self.has_runs && c.in_paragraph > 0 && !c.annotation) {
            if let Ok(Some(c)) = r.resolve_char_ref() {
                add(cell, c.encode_utf8(&mut [0; 4]));
            } else if let Some(t) = quick_xml::escape::resolve_xml_entity(r.as_ref()) {
                add(cell, t);
            }
        }
    }

    /// Text or a comment that is no element's content: the library refuses it between cells and between names.
    fn between(&mut self, span: Range<usize>) {
        if self.cell.is_none() && (self.in_row || self.in_names) {
            self.edits.push((span, String::new()));
        }
    }

    fn close(&mut self, name: &str, end: Option<usize>) {
        match name {
            "table-cell" | "covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.close_cell(cell, end);
                }
            }
            "table-row" => self.close_row(),
            "named-expressions" => self.in_names = false,
            _ => {
                if let Some(cell) = &mut self.cell {
                    match name {
                        "p" | "h" => cell.in_paragraph = cell.in_paragraph.saturating_sub(1),
                        "annotation" => cell.annotation = false,
                        "span" => {
                            cell.spans.pop();
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    fn close_cell(&mut self, cell: Open, end: Option<usize>) {
        let first = self.col;
        self.col = first.saturating_add(cell.repeat);
        // A formula with a paragraph and no value gave an empty text; one that was never calculated has neither.
        let says_text = cell.formula && (cell.says_text || !cell.filled && cell.paragraphs > 0);
        if !cell.filled && !says_text {
            return;
        }
        let mut said = runs::Settled::default();
        if cell.is_text && cell.runs.iter().any(|r| r.struck.is_some() || r.raised) {
            let struck = self.style_note(cell.style.as_deref(), first).look.struck;
            let settled = settle(&cell.runs, struck);
            if let Some(end) = end.filter(|_| settled.struck_part || settled.footnote) {
                let text = quick_xml::escape::escape(settled.text.as_str());
                self.edits.push((cell.start..end, format!("<text:p>{text}</text:p>")));
            }
            said = settled;
        }
        let cols = first..self.col.min(COLUMNS);
        let Some(steps) = self.steps.checked_sub(cols.len() as u64) else {
            return;
        };
        self.steps = steps;
        for col in cols {
            let mut note = self.style_note(cell.style.as_deref(), col);
            note.percent = cell.percent;
            note.error = cell.error;
            note.text = says_text;
            note.truth |= cell.truth;
            said.add_to(&mut note.look);
            if note != Note::default() {
                self.row_notes.push((col, note));
            }
        }
    }

    /// What the style of a cell says; its own, else that of its row, else that of its column.
    fn style_note(&mut self, own: Option<&str>, col: u32) -> Note {
        let name = own.or(self.row_style.as_deref()).or_else(|| {
            let at = self.defaults.partition_point(|(last, _)| *last < col);
            self.defaults.get(at)?.1.as_deref()
        });
        name.map(|n| self.styles.note(n)).unwrap_or_default()
    }

    fn close_row(&mut self) {
        let rows = self.row..self.row.saturating_add(self.row_repeat);
        self.row = rows.end;
        self.in_row = false;
        let Some(scan) = self.scans.last_mut().filter(|_| !self.row_notes.is_empty()) else {
            return;
        };
        for row in rows {
            let count = self.row_notes.len() as u64;
            if count > self.left {
                break;
            }
            self.left -= count;
            scan.notes.extend(self.row_notes.iter().map(|(col, note)| ((row, *col), *note)));
        }
    }
}

/// Adds text to the run that the open spans make.
fn add(cell: &mut Open, text: &str) {
    let (struck, raised) = cell.spans.iter().fold((None, false), |a, s| (s.0.or(a.0), a.1 || s.1));
    match cell.runs.last_mut().filter(|r| (r.struck, r.raised) == (struck, raised)) {
        Some(run) => run.text.push_str(text),
        None => cell.runs.push(Run { text: text.to_owned(), struck, raised }),
    }
}

/// What begins inside a cell.
fn inside_cell(name: &str, e: &BytesStart<'_>, cell: &mut Open, styles: &Styles) {
    const MOST_SPACES: u32 = 1000;
    const DEEPEST: usize = 32;
    match name {
        "annotation" => cell.annotation = true,
        "p" | "h" => {
            cell.in_paragraph += 1;
            if !cell.annotation {
                cell.paragraphs += 1;
                if cell.paragraphs > 1 {
                    add(cell, "\n");
                }
            }
        }
        "span" => {
            // Nested ones add up; so deep nobody nests them.
            let said = attribute(e, "style-name").map_or((None, false), |n| styles.span(&n));
            if cell.spans.len() < DEEPEST {
                cell.spans.push(said);
            }
        }
        "s" if !cell.annotation => {
            add(cell, &" ".repeat(whole(e, "c").unwrap_or(1).min(MOST_SPACES) as usize));
        }
        "tab" | "line-break" if !cell.annotation => add(cell, " "),
        _ => {}
    }
}

fn is_hidden(e: &BytesStart<'_>) -> bool {
    attribute(e, "visibility").is_some_and(|v| v == "collapse" || v == "filter")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(head: &str, table: &str) -> (OdsScan, Option<String>) {
        let xml = format!(
            "<o><office:automatic-styles>{head}</office:automatic-styles><office:body><table:table table:name=\"A\">{table}</table:table></office:body></o>"
        );
        let Scanned { mut tables, content, .. } = scan(xml.as_bytes(), b"", 1000);
        (tables.remove(0), content.map(|c| String::from_utf8(c).unwrap()))
    }

    // White space and comments between cells go, text in cells stays.
    #[test]
    fn space_between_cells() {
        let (_, content) = scanned(
            "",
            "\n<table:table-row>\n <table:table-cell office:value-type=\"string\">\n <text:p>a b</text:p>\n</table:table-cell><!-- x -->\n</table:table-row>\n",
        );
        let content = content.unwrap();
        assert!(content.contains("<table:table-row><table:table-cell office:value-type=\"string\"><text:p>a b</text:p></table:table-cell></table:table-row>"), "{content}");
        assert!(scanned("", "<table:table-row><table:table-cell/></table:table-row>").1.is_none());
    }

    // Raised and struck spans are left out of the content, and the cell is noted.
    #[test]
    fn spans() {
        let (scan, content) = scanned(
            "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties style:text-position=\"33% 58%\"/></style:style>",
            "<table:table-row><table:table-cell/><table:table-cell office:value-type=\"string\"><text:p>1234<text:span text:style-name=\"T1\">1</text:span></text:p></table:table-cell></table:table-row>",
        );
        assert!(content.unwrap().contains("<text:p>1234</text:p>"));
        assert!(scan.notes[&(0, 1)].look.footnote);
    }

    // Styles reach cells by their own name, by their column, and through parents; repeated rows have them too.
    #[test]
    fn styles_of_cells() {
        let (scan, _) = scanned(
            "<number:number-style style:name=\"N1\"><number:number number:min-integer-digits=\"1\" number:display-factor=\"1000\"/><number:text> nghìn</number:text></number:number-style>\
             <number:date-style style:name=\"N2\"><number:month/><number:text>/</number:text><number:year/></number:date-style>\
             <style:style style:name=\"s\" style:family=\"table-cell\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>\
             <style:style style:name=\"c1\" style:family=\"table-cell\" style:parent-style-name=\"s\" style:data-style-name=\"N1\"/>\
             <style:style style:name=\"c2\" style:family=\"table-cell\" style:data-style-name=\"N2\"/>",
            "<table:table-column table:number-columns-repeated=\"2\"/><table:table-column table:default-cell-style-name=\"c2\"/>\
             <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:style-name=\"c1\" office:value-type=\"float\" office:value=\"1\"/><table:table-cell office:value-type=\"percentage\" office:value=\"1\"/><table:table-cell office:value-type=\"date\"/></table:table-row>",
        );
        let first = scan.notes[&(1, 0)];
        assert!(first.look.struck);
        assert_eq!((first.look.thousands, first.look.factor), (1, 1e3));
        assert!(scan.notes[&(1, 1)].percent);
        assert_eq!(scan.notes[&(0, 2)].shown, DateShown::Month);
    }

    // A cell that repeats without end is noted within bounds.
    #[test]
    fn notes_are_bounded() {
        let row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"4000000000\" office:value-type=\"percentage\"/></table:table-row>";
        let xml = format!("<o><office:body><table:table table:name=\"A\">{row}{row}</table:table></office:body></o>");
        let scanned = scan(xml.as_bytes(), b"", 20_000);
        assert_eq!(scanned.tables[0].notes.len(), 16_384);
    }
}
