/*!
Reads one file's bytes into a [`Workbook`].

xlsx and xlsb are streamed cell by cell with a cap; xls and ods become dense inside the library, which is
why reading happens in processes with a memory limit. A sheet that cannot be read costs only itself.
*/

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible};

use rustc_hash::FxHashSet;

use super::container::{self, Kind, Limits, Parts, Refusal};
use super::plain::{self, Plain};
use super::styles::{self, Styles};
use super::workbook::{Area, Cell, CellRef, DateShown, Format, Look, Sheet, Value, Visibility, Workbook, font_number};
use super::{biff, biff12, csv, html, markup, mended, ods, runs};
use crate::finding::{Code, Finding, Term};
use crate::text::number::Day;

/// The custom document property by which our own workbooks are known.
pub const OWN_PROPERTY: &str = "tonghop";

/// What stands on our letters to senders, which may come back with what they were about.
pub const LETTER: &str = "tonghop feedback";

/// Reads a workbook from its bytes.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Refusal::TooLarge {
            limit: Term::FileSize,
            found: bytes.len() as u64,
            allowed: limits.file_bytes,
            option: "--max-file",
        });
    }
    let (kind, parts) = match container::kind_of(bytes) {
        Kind::Zip => {
            let parts = Parts::unpack(bytes, limits)?;
            (container::kind_of_parts(&parts), Some(parts))
        }
        other => (other, None),
    };
    let mut book = match (kind, parts) {
        (Kind::Workbook(Format::Xlsx), Some(parts)) => read_xlsx_or_mended(parts, bytes, limits),
        (Kind::Workbook(Format::Xlsb), Some(parts)) => read_xlsb(parts, limits),
        (Kind::Workbook(Format::Ods), Some(parts)) => read_ods(parts, limits),
        (Kind::Workbook(Format::Xls), _) => read_xls(bytes, limits),
        (Kind::Workbook(Format::Html), _) => {
            html::read(bytes, &mut Budget::new(limits)).map(|sheet| one_sheet(Format::Html, sheet, false))
        }
        (Kind::Workbook(_), _) => {
            csv::read(bytes, &mut Budget::new(limits)).map(|(sheet, own)| one_sheet(Format::Csv, sheet, own))
        }
        (Kind::Encrypted, _) => return without_password(bytes, limits),
        (Kind::Gzip, _) => return read(&container::gunzip(bytes, limits)?, limits),
        (Kind::Foreign(what), _) => Err(Refusal::Foreign(what)),
        (Kind::Zip, _) => Err(Refusal::Foreign("zip".into())),
    }?;
    for sheet in &mut book.sheets {
        sheet.put_in_order();
    }
    Ok(book)
}

/// Reads a workbook that Excel encrypted with its own password, as it does where only the structure is protected: Excel
/// opens it without asking anybody.
fn without_password(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    const OF_EXCEL: &str = "VelvetSweatshop";
    let plain = office_crypto::decrypt_from_bytes(bytes.to_vec(), OF_EXCEL).map_err(|_| Refusal::Password)?;
    // With another password what comes out is no workbook.
    if container::kind_of(&plain) != Kind::Zip {
        return Err(Refusal::Password);
    }
    read(&plain, limits)
}

/// What a workbook of our own making says in its property: the version, and whose it is.
fn own(properties: &calamine::WorkbookProperties) -> Option<String> {
    properties.custom_properties.get(OWN_PROPERTY).cloned()
}

fn one_sheet(format: Format, sheet: Sheet, own: bool) -> Workbook {
    Workbook { own: own.then(String::new), sheets: vec![sheet], ..empty(format) }
}

/// A workbook of which nothing is known yet.
fn empty(format: Format) -> Workbook {
    Workbook {
        format,
        modified: None,
        own: None,
        date1904: false,
        writer_zeroes: false,
        formats_unknown: false,
        sheets: Vec::new(),
        findings: Vec::new(),
    }
}

/// Counts cells over all sheets against the limit.
pub(super) struct Budget<'a> {
    left: u64,
    limits: &'a Limits,
}

impl<'a> Budget<'a> {
    /// As many as the limits allow.
    pub(super) fn new(limits: &'a Limits) -> Self {
        Budget { left: limits.cells, limits }
    }

    /// Takes one.
    pub(super) fn take(&mut self) -> Result<(), Refusal> {
        if self.left == 0 {
            let allowed = self.limits.cells;
            return Err(Refusal::TooLarge { limit: Term::Cells, found: allowed + 1, allowed, option: "--max-cells" });
        }
        self.left -= 1;
        Ok(())
    }
}

fn check_sheets(count: usize, limits: &Limits) -> Result<(), Refusal> {
    if count > limits.sheets {
        return Err(Refusal::TooLarge {
            limit: Term::Sheets,
            found: count as u64,
            allowed: limits.sheets as u64,
            option: "--max-sheets",
        });
    }
    Ok(())
}

fn damaged(e: impl std::fmt::Display) -> Refusal {
    Refusal::Damaged(e.to_string())
}

/// The worksheets by their order, and a finding for each sheet of another type.
fn worksheets(
    meta: &[calamine::Sheet],
    scans: &[markup::SheetScan],
    findings: &mut Vec<Finding>,
) -> Vec<(usize, String, Visibility)> {
    let mut out: Vec<(usize, String, Visibility)> = Vec::new();
    for (i, s) in meta.iter().enumerate() {
        let kind = match s.typ {
            // Sheets are asked for by name: of two the first would be read twice.
            SheetType::WorkSheet if out.iter().any(|(_, name, _)| *name == s.name) => {
                findings.push(Finding::new(Code::F010).sheet(&s.name).arg("reason", Term::SameName));
                continue;
            }
            SheetType::WorkSheet => {
                let visibility =
                    if s.visible == SheetVisible::Visible { Visibility::Visible } else { Visibility::Hidden };
                out.push((i, s.name.clone(), visibility));
                continue;
            }
            SheetType::ChartSheet => Term::Chart,
            SheetType::DialogSheet if scans.iter().any(|scan| scan.index == i && scan.is_macro) => Term::Macro,
            SheetType::DialogSheet => Term::Dialog,
            SheetType::MacroSheet | SheetType::Vba => Term::Macro,
        };
        findings.push(Finding::new(Code::F015).sheet(&s.name).value(kind));
    }
    out
}

/// What a sheet's failure means for the file: an exceeded limit ends it, anything else costs the sheet.
fn settle(
    sheet: &str,
    result: Result<Sheet, Refusal>,
    sheets: &mut Vec<Sheet>,
    findings: &mut Vec<Finding>,
) -> Result<(), Refusal> {
    match result {
        Ok(s) => sheets.push(s),
        Err(r @ Refusal::TooLarge { .. }) => return Err(r),
        Err(r) => findings.push(Finding::new(Code::F010).sheet(sheet).arg("reason", r.to_string())),
    }
    Ok(())
}

/// Reads an xlsx; where the library refuses some of it, once more with what is damaged put right.
fn read_xlsx_or_mended(parts: Parts, bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let lost = |read: &Result<(Workbook, usize), Refusal>| match read {
        Ok((_, sheets)) => *sheets,
        Err(Refusal::Damaged(_)) => usize::MAX,
        Err(_) => 0,
    };
    let first = read_xlsx(parts, limits, Xlsx { damaged_parts: false, ahead: true });
    let read = match lost(&first) {
        0 => first,
        some => Parts::unpack(bytes, limits)
            .and_then(|parts| read_xlsx(parts, limits, Xlsx { damaged_parts: true, ahead: false }))
            .map_or(None, |second| (second.1 < some).then_some(Ok(second)))
            .unwrap_or(first),
    };
    read.map(|(book, _)| book)
}

/// How an xlsx is read.
#[derive(Clone, Copy)]
struct Xlsx {
    /// Whether what is damaged is put right first.
    damaged_parts: bool,
    /// Whether plain numbers are read ahead of the library.
    ahead: bool,
}

/// Reads an xlsx, and how many of its sheets were lost.
fn read_xlsx(mut parts: Parts, limits: &Limits, how: Xlsx) -> Result<(Workbook, usize), Refusal> {
    let Xlsx { damaged_parts, ahead } = how;
    parts.mend();
    let styles = parts.get("xl/styles.xml").map(styles::scan_styles).unwrap_or_default();
    // What is taken needs no mending, and what looks for anything odd has less to look through.
    let taken = match ahead {
        true => plain::take(&mut parts, &styles),
        false => Some(Vec::new()),
    };
    // A row that no sheet has: such a file is read with more care.
    let taken = taken.ok_or_else(|| Refusal::Damaged(format!("row {}", plain::MARK_ROW + 1)))?;
    parts.mend_worksheets(damaged_parts);
    let rewritten = parts.leave_out_runs(styles.strike());
    let asks_for_results = markup::asks_for_results(&parts);
    let (scans, missing) = markup::scan_xlsx_sheets(&parts, &rewritten);
    let marked = rewritten.iter().any(|name| name.to_lowercase().ends_with("sharedstrings.xml"));
    parts.mend_sheets(&missing);
    let packed = parts.repack()?;
    let mut xlsx: calamine::Xlsx<_> = match calamine::Xlsx::new(Cursor::new(packed)) {
        Ok(x) => x,
        Err(calamine::XlsxError::Password) => return Err(Refusal::Password),
        Err(e) => return Err(damaged(e)),
    };
    let mut book = empty(Format::Xlsx);
    let list = worksheets(xlsx.sheets_metadata(), &scans, &mut book.findings);
    check_sheets(list.len(), limits)?;
    let worksheets = list.len();
    let properties = xlsx.workbook_properties().unwrap_or_default();
    book.modified = properties.modified.as_deref().and_then(read_time);
    book.own = own(&properties);
    book.date1904 = xlsx.has_1904_epoch();
    let mut budget = Budget::new(limits);
    for (i, name, visibility) in list {
        let scan = scans.iter().find(|s| s.index == i);
        let mut sheet = Sheet { visibility, ..Sheet::new(&name) };
        if let Some(scan) = scan {
            sheet.merges.clone_from(&scan.merges);
            sheet.hidden_rows.clone_from(&scan.hidden_rows);
            sheet.hidden_cols.clone_from(&scan.hidden_cols);
            sheet.page.clone_from(&scan.page);
        }
        let how = How {
            styles: &styles,
            marked_shared: marked,
            marked_inline: scan.is_some_and(|s| s.marked),
            has_formulas: scan.is_none_or(|s| s.has_formulas),
        };
        // Room for as many cells as that much XML can hold, so that it need not grow again and again.
        sheet.cells.reserve(scan.map_or(0, |s| s.length / 32).min(1 << 20));
        let result = stream_xlsx(&mut xlsx, &name, &how, sheet, &mut budget, &taken).map(|mut sheet| {
            if asks_for_results && book.own.is_none() {
                drop_placeholders(&mut sheet);
            }
            sheet
        });
        settle(&name, result, &mut book.sheets, &mut book.findings)?;
    }
    let lost = worksheets - book.sheets.len();
    Ok((book, lost))
}

/// Where all formulas of a sheet have the result 0 or none, and the workbook asks to be calculated when opened, the
/// zeros stand for results that nobody calculated.
fn drop_placeholders(sheet: &mut Sheet) {
    let mut formulas = sheet.cells.iter().filter(|c| c.formula);
    if formulas.all(|c| matches!(c.value, Value::NoResult | Value::Number(0.0))) {
        let look = sheet.look_number(Look { placeholder: true, ..Look::plain() });
        for cell in sheet.cells.iter_mut().filter(|c| c.formula) {
            if matches!(cell.value, Value::Number(_)) {
                cell.look = look;
            }
            cell.value = Value::NoResult;
        }
    }
}

/// How the cells of one worksheet are to be read.
struct How<'a> {
    styles: &'a Styles,
    /// Whether shared strings bear marks, see [`runs`].
    marked_shared: bool,
    /// Whether inline strings do.
    marked_inline: bool,
    has_formulas: bool,
}

fn stream_xlsx(
    xlsx: &mut calamine::Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    how: &How<'_>,
    mut sheet: Sheet,
    budget: &mut Budget<'_>,
    taken: &[Vec<Plain>],
) -> Result<Sheet, Refusal> {
    let mut reader = xlsx.worksheet_cells_reader(name).map_err(damaged)?;
    // Which numbers were taken out of this sheet, it says itself.
    let mut numbers: &[Plain] = &[];
    let mut is_mark = |row: u32, data: &DataRef<'_>| match data {
        DataRef::Float(place) if row == plain::MARK_ROW && !taken.is_empty() => {
            numbers = taken.get(*place as usize).map_or(&[], Vec::as_slice);
            true
        }
        _ => false,
    };
    if how.styles.matter() || how.marked_shared || how.marked_inline {
        let mut looks = vec![None; how.styles.count()];
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let (row, col) = cell.get_position();
            if is_mark(row, cell.get_value()) {
                continue;
            }
            if let Some(cell) = styled(row, col, cell.get_value(), style, how, &mut sheet, &mut looks) {
                budget.take()?;
                sheet.cells.push(cell);
            }
        }
    } else {
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, col) = cell.get_position();
            if is_mark(row, cell.get_value()) {
                continue;
            }
            if let Some(value) = from_ref(cell.get_value(), DateShown::Day) {
                budget.take()?;
                sheet.cells.push(Cell::new(row, col, value));
            }
        }
    }
    drop(reader);
    put_back(numbers, how, &mut sheet, budget)?;
    // Of a sheet that is mostly formats the room is given back.
    if sheet.cells.len() < sheet.cells.capacity() / 4 {
        sheet.cells.shrink_to_fit();
    }
    if how.has_formulas {
        mark_formulas(xlsx, name, &mut sheet, budget)?;
    }
    Ok(sheet)
}

/// Two lists in the order of rows and columns as one. Only the shorter is held twice: a sheet may be as large as memory
/// allows.
fn merged(a: Vec<Cell>, b: Vec<Cell>) -> Vec<Cell> {
    let place = |c: &Cell| (c.row, c.col);
    let (mut out, mut fewer) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let (mut from, mut to) = (out.len(), out.len() + fewer.len());
    out.reserve_exact(fewer.len());
    out.resize_with(to, || Cell::new(0, 0, Value::Number(0.0)));
    while let Some(last) = fewer.pop() {
        while from > 0 && place(&out[from - 1]) > place(&last) {
            from -= 1;
            to -= 1;
            out.swap(from, to);
        }
        to -= 1;
        out[to] = last;
    }
    out
}

/// Puts the numbers that were read ahead among the other cells.
fn put_back(numbers: &[Plain], how: &How<'_>, sheet: &mut Sheet, budget: &mut Budget<'_>) -> Result<(), Refusal> {
    let mut looks = vec![None; how.styles.count()];
    let mut cells = Vec::with_capacity(numbers.len());
    for n in numbers {
        budget.take()?;
        let (style, data) = (n.style as usize, DataRef::Float(n.value));
        cells.extend(styled(n.row, n.col, &data, style, how, sheet, &mut looks));
    }
    sheet.cells = merged(std::mem::take(&mut sheet.cells), cells);
    Ok(())
}

/// A cell with what its style and the marks of its text say; `looks` are the numbers of looks by style.
fn styled(
    row: u32,
    col: u32,
    data: &DataRef<'_>,
    style: usize,
    how: &How<'_>,
    sheet: &mut Sheet,
    looks: &mut [Option<u8>],
) -> Option<Cell> {
    let format = how.styles.format(style);
    let mut look = format.look;
    let value = match data {
        DataRef::SharedString(s) if how.marked_shared => text(runs::marked(s, &mut look)),
        DataRef::String(s) if how.marked_inline => text(runs::marked(s, &mut look)),
        other => from_ref(other, format.shown),
    }?;
    let font = match (&value, how.styles.font(style)) {
        (Value::Text(_), Some(font)) => font_number(&mut sheet.fonts, font),
        _ => 0,
    };
    let look = match looks.get_mut(style).filter(|_| look == format.look) {
        Some(known) => *known.get_or_insert_with(|| sheet.look_number(look)),
        None => sheet.look_number(look),
    };
    Some(Cell { percent: format.percent, font, look, ..Cell::new(row, col, value) })
}

/// Says of each cell whether a formula made it, and adds those formulas that have no result.
fn mark_formulas(
    xlsx: &mut calamine::Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    sheet: &mut Sheet,
    budget: &mut Budget<'_>,
) -> Result<(), Refusal> {
    sheet.put_in_order();
    let mut reader = xlsx.worksheet_cells_reader(name).map_err(damaged)?;
    let mut unanswered = Vec::new();
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        if cell.formula.is_none() {
            continue;
        }
        let (row, col) = cell.pos;
        match sheet.cells.binary_search_by_key(&(row, col), |c| (c.row, c.col)) {
            Ok(i) => sheet.cells[i].formula = true,
            // A result that is an empty text is one: `=IF(A1="","",…)`.
            Err(_) if matches!(cell.value, DataRef::String(_) | DataRef::SharedString(_)) => {}
            Err(_) => {
                budget.take()?;
                unanswered.push(Cell { formula: true, ..Cell::new(row, col, Value::NoResult) });
            }
        }
    }
    if !unanswered.is_empty() {
        sheet.cells.extend(unanswered);
        sheet.cells.sort_by_key(|c| (c.row, c.col));
    }
    Ok(())
}

fn read_xlsb(mut parts: Parts, limits: &Limits) -> Result<Workbook, Refusal> {
    parts.mend();
    let mut notes = biff12::scan(&parts);
    let packed = parts.repack()?;
    let mut xlsb: calamine::Xlsb<_> = calamine::Xlsb::new(Cursor::new(packed)).map_err(|e| match e {
        calamine::XlsbError::Password => Refusal::Password,
        e => damaged(e),
    })?;
    let mut book = empty(Format::Xlsb);
    let list = worksheets(xlsb.sheets_metadata(), &[], &mut book.findings);
    check_sheets(list.len(), limits)?;
    let properties = xlsb.workbook_properties().unwrap_or_default();
    book.modified = properties.modified.as_deref().and_then(read_time);
    book.own = own(&properties);
    book.date1904 = xlsb.has_1904_epoch();
    if notes.sheets.len() != xlsb.sheets_metadata().len() {
        notes = biff::Notes::default();
    }
    book.formats_unknown = notes.styles.count() == 0;
    let mut budget = Budget::new(limits);
    for (i, name, visibility) in list {
        let result = stream_xlsb(&mut xlsb, &name, Sheet { visibility, ..Sheet::new(&name) }, &mut budget);
        let said = notes.sheets.get_mut(i).map(std::mem::take).unwrap_or_default();
        let result = result.and_then(|sheet| with_records(sheet, said, &notes, &mut budget));
        settle(&name, result, &mut book.sheets, &mut book.findings)?;
    }
    Ok(book)
}

fn stream_xlsb(
    xlsb: &mut calamine::Xlsb<Cursor<Vec<u8>>>,
    name: &str,
    mut sheet: Sheet,
    budget: &mut Budget<'_>,
) -> Result<Sheet, Refusal> {
    let mut reader = xlsb.worksheet_cells_reader(name).map_err(damaged)?;
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, col) = cell.get_position();
        if let Some(value) = from_ref(cell.get_value(), DateShown::Day) {
            budget.take()?;
            sheet.cells.push(Cell::new(row, col, value));
        }
    }
    drop(reader);
    sheet.put_in_order();
    // Formulas are asked for in a pass of their own; a failure there loses no value.
    if let Ok(mut reader) = xlsb.worksheet_cells_reader(name) {
        while let Ok(Some(cell)) = reader.next_formula() {
            let at = cell.get_position();
            if !cell.get_value().is_empty()
                && let Ok(i) = sheet.cells.binary_search_by_key(&at, |c| (c.row, c.col))
            {
                sheet.cells[i].formula = true;
            }
        }
    }
    Ok(sheet)
}

fn read_xls(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    const UNICODE: u16 = 1200;
    let mut options = calamine::XlsOptions::default();
    // From Excel 97 on all texts are Unicode, whatever code page the file names.
    let stream = biff8(bytes);
    options.force_codepage = stream.map(|_| UNICODE);
    let mut xls: calamine::Xls<_> =
        calamine::Xls::new_with_options(Cursor::new(bytes), options).map_err(|e| match e {
            calamine::XlsError::Password => Refusal::Password,
            e => damaged(e),
        })?;
    let mut book = empty(Format::Xls);
    let list = worksheets(xls.sheets_metadata(), &[], &mut book.findings);
    check_sheets(list.len(), limits)?;
    let properties = xls.workbook_properties().unwrap_or_default();
    book.modified = properties.modified.as_deref().and_then(read_time);
    book.own = own(&properties);
    book.date1904 = xls.has_1904_epoch();
    book.writer_zeroes = stream.is_some_and(is_by_calc);
    let notes = biff::scan(bytes).filter(|n| n.sheets.len() == xls.sheets_metadata().len());
    book.formats_unknown = notes.is_none();
    let mut notes = notes.unwrap_or_default();
    let mut budget = Budget::new(limits);
    for (i, name, visibility) in list {
        let merges = xls.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut sheet = Sheet { visibility, ..Sheet::new(&name) };
        sheet.merges = merges.iter().map(area).collect();
        let range = xls.worksheet_range(&name);
        let formulas = xls.worksheet_formula(&name).ok();
        let result = range.map_err(damaged).and_then(|r| dense(&r, formulas.as_ref(), sheet, &mut budget));
        let said = notes.sheets.get_mut(i).map(std::mem::take).unwrap_or_default();
        let result = result.and_then(|sheet| with_records(sheet, said, &notes, &mut budget));
        settle(&name, result, &mut book.sheets, &mut book.findings)?;
    }
    Ok(book)
}

/// A sheet with what its records say of its cells.
fn with_records(
    mut sheet: Sheet,
    said: biff::SheetNotes,
    notes: &biff::Notes,
    budget: &mut Budget<'_>,
) -> Result<Sheet, Refusal> {
    let mut cells = std::mem::take(&mut sheet.cells);
    if !said.further.is_empty() {
        let known: FxHashSet<(u32, u32)> = cells.iter().map(|c| (c.row, c.col)).collect();
        for (row, col, value, formula) in said.further {
            if !known.contains(&(row, col)) {
                budget.take()?;
                cells.push(Cell { formula, ..Cell::new(row, col, value) });
            }
        }
    }
    for cell in &mut cells {
        let at = (cell.row, cell.col);
        // Styles that say nothing are not noted.
        let style = said.styles.get(&at).copied();
        let format = style.map(|s| notes.styles.format(s)).unwrap_or_default();
        let mut look = format.look;
        let starts = said.own_runs.get(&at).or_else(|| notes.runs.get(said.rich.get(&at)?));
        if let (Value::Text(text), Some(starts)) = (&cell.value, starts) {
            // Runs of its own outweigh the font of the cell.
            let settled = runs::settle(&notes.pieces(text, starts), look.struck);
            settled.add_to(&mut look);
            cell.value = Value::Text(settled.text.into());
        }
        // The library tells dates by a format's number, also where the file declares another format under it.
        match &mut cell.value {
            Value::Date { serial, .. } if style.and_then(|s| notes.no_date.get(s)) == Some(&true) => {
                cell.value = Value::Number(*serial);
            }
            Value::Date { day: Some(_), shown, .. } => *shown = format.shown,
            Value::Text(_) => {
                if let Some(font) = style.and_then(|s| notes.styles.font(s)) {
                    cell.font = font_number(&mut sheet.fonts, font);
                }
            }
            _ => {}
        }
        cell.percent = format.percent;
        cell.look = sheet.look_number(look);
    }
    sheet.cells = cells;
    sheet.merges.extend(said.merges);
    sheet.hidden_rows = said.hidden_rows;
    sheet.hidden_cols = said.hidden_cols;
    Ok(sheet)
}

/// Where the stream of an xls of Excel 97 or later begins, by its first record.
fn biff8(bytes: &[u8]) -> Option<&[u8]> {
    const SECTOR: usize = 64;
    // Streams begin at sectors, of 64 bytes at the least.
    let begins = |c: &[u8]| c.starts_with(&[0x09, 0x08]) && c.get(4..8) == Some(&[0x00, 0x06, 0x05, 0x00]);
    let at = bytes.chunks(SECTOR).position(begins)? * SECTOR;
    bytes.get(at..)
}

/// True when LibreOffice or a relative of it wrote the stream: as the user's name it writes that of its module.
fn is_by_calc(stream: &[u8]) -> bool {
    const HEAD: usize = 512;
    let head = &stream[..stream.len().min(HEAD)];
    memchr::memmem::find(head, b"\x5C\x00\x70\x00\x04\x00\x00Calc    ").is_some()
}

fn read_ods(mut parts: Parts, limits: &Limits) -> Result<Workbook, Refusal> {
    parts.mend();
    let styles = parts.get("styles.xml").unwrap_or_default();
    let mut scanned = parts.get("content.xml").map(|c| ods::scan(c, styles, limits.cells)).unwrap_or_default();
    parts.mend_ods(scanned.content.take());
    let packed = parts.repack()?;
    let mut ods: calamine::Ods<_> = calamine::Ods::new(Cursor::new(packed)).map_err(|e| match e {
        calamine::OdsError::Password => Refusal::Password,
        e => damaged(e),
    })?;
    let mut book = empty(Format::Ods);
    let list = worksheets(ods.sheets_metadata(), &[], &mut book.findings);
    check_sheets(list.len(), limits)?;
    let properties = ods.workbook_properties().unwrap_or_default();
    book.modified = properties.modified.as_deref().and_then(read_time);
    book.own = own(&properties);
    book.date1904 = scanned.date1904;
    let mut budget = Budget::new(limits);
    for (_, name, visibility) in list {
        let sheet = Sheet { visibility, ..Sheet::new(&name) };
        let scan = scanned.tables.iter_mut().find(|s| s.name == name).map(std::mem::take).unwrap_or_default();
        let range = ods.worksheet_range(&name);
        let formulas = ods.worksheet_formula(&name).ok();
        let result = range
            .map_err(damaged)
            .and_then(|r| dense(&r, formulas.as_ref(), sheet, &mut budget))
            .map(|sheet| noted(sheet, scan, &scanned.fonts));
        settle(&name, result, &mut book.sheets, &mut book.findings)?;
    }
    Ok(book)
}

/// Adds to an ods's sheet what its markup tells beside the values.
fn noted(mut sheet: Sheet, scan: ods::OdsScan, fonts: &[String]) -> Sheet {
    let mut cells = std::mem::take(&mut sheet.cells);
    // A formula whose result is an empty text has one.
    let note_of = |c: &Cell| scan.notes.get(&(c.row, c.col)).copied().unwrap_or_default();
    cells.retain(|c| c.value != Value::NoResult || note_of(c).error || !note_of(c).text);
    for cell in &mut cells {
        let note = scan.notes.get(&(cell.row, cell.col)).copied().unwrap_or_default();
        cell.percent = note.percent;
        cell.look = sheet.look_number(note.look);
        match &mut cell.value {
            Value::Date { day: Some(_), shown, .. } => *shown = note.shown,
            Value::Number(n) if note.truth => cell.value = Value::Bool(*n != 0.0),
            Value::Text(t) if note.error || (cell.formula && is_error_text(t)) => {
                cell.value = Value::Error(std::mem::take(t));
            }
            // Excel leaves the error's text out of the value.
            Value::NoResult if note.error => cell.value = Value::Error("#VALUE!".into()),
            _ => {}
        }
        if let (Value::Text(_), Some(font)) = (&cell.value, fonts.get(usize::from(note.font).wrapping_sub(1))) {
            cell.font = font_number(&mut sheet.fonts, font);
        }
    }
    sheet.cells = cells;
    sheet.merges = scan.merges;
    sheet.hidden_rows = scan.hidden_rows;
    sheet.hidden_cols = scan.hidden_cols;
    sheet
}

/// True for the text by which an ods states that a formula failed.
fn is_error_text(text: &str) -> bool {
    let numbered = text.strip_prefix("Err:").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    numbered
        || matches!(
            text,
            "#N/A" | "#DIV/0!" | "#REF!" | "#NAME?" | "#VALUE!" | "#NUM!" | "#NULL!" | "#SPILL!" | "#CALC!"
        )
}

/// An area with its corners in order; a damaged file states them in any.
fn area(d: &calamine::Dimensions) -> Area {
    let ((top, left), (bottom, right)) = (d.start, d.end);
    Area {
        first: CellRef { row: top.min(bottom), col: left.min(right) },
        last: CellRef { row: top.max(bottom), col: left.max(right) },
    }
}

/// Takes the cells out of a dense range. A range starts at its first used cell.
fn dense(
    range: &calamine::Range<Data>,
    formulas: Option<&calamine::Range<String>>,
    mut sheet: Sheet,
    budget: &mut Budget<'_>,
) -> Result<Sheet, Refusal> {
    let (top, left) = range.start().unwrap_or((0, 0));
    for (r, c, data) in range.used_cells() {
        if let Some(value) = from_data(data) {
            budget.take()?;
            let (row, col) = (top + r as u32, left + c as u32);
            sheet.cells.push(Cell::new(row, col, value));
        }
    }
    if let Some(formulas) = formulas
        && let Some((top, left)) = formulas.start()
    {
        sheet.put_in_order();
        let mut unanswered = Vec::new();
        for (r, c, text) in formulas.used_cells() {
            if text.is_empty() {
                continue;
            }
            let at = (top + r as u32, left + c as u32);
            match sheet.cells.binary_search_by_key(&at, |c| (c.row, c.col)) {
                Ok(i) => sheet.cells[i].formula = true,
                Err(_) => {
                    budget.take()?;
                    unanswered.push(Cell { formula: true, ..Cell::new(at.0, at.1, Value::NoResult) });
                }
            }
        }
        sheet.cells.extend(unanswered);
    }
    Ok(sheet)
}

/// A value that is worth keeping: texts of white space alone are blank.
fn text(t: &str) -> Option<Value> {
    (!t.trim().is_empty()).then(|| Value::Text(t.into()))
}

fn from_ref(data: &DataRef<'_>, shown: DateShown) -> Option<Value> {
    match data {
        DataRef::Int(i) => Some(Value::Number(*i as f64)),
        DataRef::Float(f) => number(*f),
        DataRef::String(s) => mended::error(s).map_or_else(|| text(s), |e| Some(Value::Error(e.into()))),
        DataRef::SharedString(s) => text(s),
        DataRef::Bool(b) => Some(Value::Bool(*b)),
        DataRef::DateTime(d) => Some(date(*d, shown)),
        DataRef::DateTimeIso(s) => Some(iso_date(s)),
        DataRef::DurationIso(s) => iso_duration(s).or_else(|| text(s)),
        DataRef::Error(e) => Some(error(e)),
        DataRef::Empty => None,
    }
}

fn from_data(data: &Data) -> Option<Value> {
    match data {
        Data::Int(i) => Some(Value::Number(*i as f64)),
        Data::Float(f) => number(*f),
        Data::String(s) => text(s),
        Data::Bool(b) => Some(Value::Bool(*b)),
        Data::DateTime(d) => Some(date(*d, DateShown::Day)),
        Data::DateTimeIso(s) => Some(iso_date(s)),
        Data::DurationIso(s) => iso_duration(s).or_else(|| text(s)),
        Data::Error(e) => Some(error(e)),
        Data::Empty => None,
    }
}

/// An error by the name that Excel gives it.
fn error(e: &calamine::CellErrorType) -> Value {
    match e {
        calamine::CellErrorType::GettingData => Value::Error("#GETTING_DATA".into()),
        e => Value::Error(e.to_string().into()),
    }
}

fn number(f: f64) -> Option<Value> {
    Some(if f.is_finite() { Value::Number(f) } else { Value::Error("#NUM!".into()) })
}

fn date(d: ExcelDateTime, shown: DateShown) -> Value {
    let serial = d.as_f64();
    if !serial.is_finite() {
        return Value::Error("#NUM!".into());
    }
    // A duration and a time of day are no dates.
    if d.is_duration() || serial < 1.0 {
        return Value::Date { serial, day: None, shown: DateShown::Time };
    }
    let (y, m, day, ..) = d.to_ymd_hms_milli();
    let day = i16::try_from(y).ok().and_then(|y| Day::new(y, m as i8, day as i8).ok());
    Value::Date { serial, day, shown }
}

/// Reads `2019-03-31`, `2019-03-31T12:00:00` and `12:00:00`.
fn iso_date(s: &str) -> Value {
    let part = |t: jiff::civil::Time| {
        let midnight = jiff::civil::Time::midnight();
        t.duration_since(midnight).as_secs_f64() / 86_400.0
    };
    let text = s.trim().trim_end_matches('Z');
    if let Ok(moment) = text.parse::<jiff::civil::DateTime>() {
        let day = moment.date();
        let serial = f64::from((day - Day::constant(1899, 12, 30)).get_days()) + part(moment.time());
        // Before the first day of the calendar there is only a time of day.
        return match serial < 1.0 {
            true => Value::Date { serial, day: None, shown: DateShown::Time },
            false => Value::Date { serial, day: Some(day), shown: DateShown::Day },
        };
    }
    match text.parse::<jiff::civil::Time>() {
        Ok(time) => Value::Date { serial: part(time), day: None, shown: DateShown::Time },
        Err(_) => Value::Text(s.into()),
    }
}

/// Reads `PT36H00M00S` as a part of a day.
fn iso_duration(s: &str) -> Option<Value> {
    let (sign, rest) = s.trim().strip_prefix('-').map_or((1.0, s.trim()), |r| (-1.0, r));
    let mut rest = rest.strip_prefix('P')?;
    let mut days = 0.0;
    let mut in_time = false;
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T').filter(|_| !in_time) {
            (in_time, rest) = (true, time);
            continue;
        }
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))?;
        let number: f64 = rest[..end].replace(',', ".").parse().ok()?;
        let parts_a_day = match (in_time, rest.as_bytes().get(end)?) {
            (false, b'D') => 1.0,
            (true, b'H') => 24.0,
            (true, b'M') => 1440.0,
            (true, b'S') => 86_400.0,
            _ => return None,
        };
        days += number / parts_a_day;
        rest = &rest[end + 1..];
    }
    (sign * days).is_finite().then_some(Value::Date { serial: sign * days, day: None, shown: DateShown::Time })
}

/// Reads a document's time; one without a zone is taken as UTC, as writers of ods mean different things.
pub fn read_time(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(t) = text.parse::<jiff::Timestamp>() {
        return Some(t.as_second());
    }
    let civil: jiff::civil::DateTime = text.trim_end_matches('Z').parse().ok()?;
    civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::intake::workbook::column_letters;

    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut w = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, data) in parts {
            w.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            w.write_all(data.as_bytes()).unwrap();
        }
        w.finish().unwrap().into_inner()
    }

    /// A workbook of one sheet with these rows.
    fn xlsx(workbook: &str, styles: &str, strings: &str, rows: &str) -> Workbook {
        read(&xlsx_bytes(workbook, styles, strings, rows), &Limits::default()).unwrap()
    }

    fn xlsx_bytes(workbook: &str, styles: &str, strings: &str, rows: &str) -> Vec<u8> {
        const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        packed(&[
            ("[Content_Types].xml", "<Types/>"),
            (
                "_rels/.rels",
                &format!(
                    "<Relationships><Relationship Id=\"r\" Type=\"{R}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                &format!(
                    "<workbook xmlns:r=\"{R}\">{workbook}<sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets><calcPr fullCalcOnLoad=\"1\"/></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                &format!(
                    "<Relationships><Relationship Id=\"r1\" Type=\"{R}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{R}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"{R}/styles\" Target=\"styles.xml\"/></Relationships>"
                ),
            ),
            ("xl/styles.xml", &format!("<styleSheet>{styles}</styleSheet>")),
            ("xl/sharedStrings.xml", &format!("<sst>{strings}</sst>")),
            ("xl/worksheets/sheet1.xml", &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
        ])
    }

    /// The cells of a sheet with their looks, and its hidden rows.
    type Seen = (Vec<(Cell, Look)>, Vec<u32>);

    /// A workbook read with and without numbers ahead of the library.
    fn both_ways(bytes: &[u8]) -> [Result<Vec<Seen>, String>; 2] {
        [true, false].map(|ahead| {
            let parts = Parts::unpack(bytes, &Limits::default()).map_err(|e| e.to_string())?;
            let how = Xlsx { damaged_parts: false, ahead };
            let (mut book, lost) = read_xlsx(parts, &Limits::default(), how).map_err(|e| e.to_string())?;
            if lost > 0 {
                return Err(format!("{:?}", book.findings));
            }
            let seen = book.sheets.iter_mut().map(|s| {
                s.put_in_order();
                let cells = s.cells.iter().map(|c| (Cell { look: 0, ..c.clone() }, s.look(c)));
                (cells.collect(), s.hidden_rows.clone())
            });
            Ok(seen.collect())
        })
    }

    const STYLES: &str = concat!(
        "<numFmts><numFmt numFmtId=\"164\" formatCode=\"0000000\"/><numFmt numFmtId=\"165\" formatCode=\"dd/mm/yyyy\"/>",
        "<numFmt numFmtId=\"166\" formatCode=\"#,##0,\"/><numFmt numFmtId=\"167\" formatCode=\"0&quot; years&quot;\"/>",
        "<numFmt numFmtId=\"168\" formatCode=\"[h]:mm\"/><numFmt numFmtId=\"14\" formatCode=\"0\"/></numFmts>",
        "<fonts><font/><font><strike/></font><font><name val=\".VnTime\"/></font></fonts>",
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\" fontId=\"1\"/>",
        "<xf numFmtId=\"167\"/><xf numFmtId=\"168\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\" fontId=\"2\"/><xf numFmtId=\"22\"/></cellXfs>"
    );

    proptest::proptest! {
        // Numbers that are read ahead of the library come out as the library reads them, whatever stands beside them.
        #[test]
        fn numbers_ahead(
            cells in proptest::collection::vec(
                (0u32..4, 0u32..5, 0usize..11, "(-?[0-9]{1,17}(\\.[0-9]{1,12})?([eE][+-]?[0-9]{1,3})?| 7|abc|--1|1\\.|\\.5|\\+3|inf|0x1|)", 0usize..24),
                0..24,
            ),
            in_order: bool,
        ) {
            let mut cells = cells;
            if in_order {
                cells.sort_by_key(|c| (c.0, c.1));
                cells.dedup_by_key(|c| (c.0, c.1));
            }
            let mut rows = String::new();
            let mut row = None;
            for (r, c, style, text, kind) in &cells {
                if row != Some(*r) {
                    rows += if row.is_some() { "</row> " } else { "" };
                    let hidden = ["", " hidden=\"1\"", " hidden=\"0\"", ""][*style % 4];
                    rows += &format!("<row r=\"{}\"{hidden} spans=\"1:5\">\n", r + 1);
                    row = Some(*r);
                }
                let at = format!("{}{}", column_letters(*c), r + 1);
                rows += &match kind {
                    0 => format!("<c r=\"{at}\"><v>{text}</v></c>"),
                    1 => format!("<c s=\"{style}\" r=\"{at}\" t=\"n\"><v>{text}</v></c>"),
                    2 => format!("<c r=\"{at}\" s=\"{style}\" t=\"s\"><v>{}</v></c>", c % 2),
                    3 => format!("<c r=\"{at}\" s=\"{style}\" t=\"str\"><f>A1</f><v>{text}</v></c>"),
                    4 => format!("<c r=\"{at}\" s=\"{style}\"><f>1+1</f><v>{text}</v></c>"),
                    5 => format!("<c r=\"{at}\" s=\"{style}\"/>"),
                    6 => format!("<c r=\"{at}\" s=\"{style}\"></c>"),
                    7 => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}&amp;</t></is></c>"),
                    8 => format!("<c r=\"{at}\" s=\"{style}\"><f>1+1</f></c>"),
                    9 => format!("<c r=\"{at}\" cm=\"1\" s=\"{style}\"><v>{text}</v></c>"),
                    10 => format!("<c r=\"{at}\" t=\"b\"><v>1</v></c>"),
                    11 => format!("<c r=\"{at}\"><!-- </c> --><v>{text}</v></c>"),
                    12 => format!("<c r=\"{at}\" s=\"{style}\" t=\"e\"><v>#ODD!</v></c>"),
                    13 => format!("<c r=\"{at}\" s=\"{style}\"><v>{text} </v></c>"),
                    _ => format!("<c r=\"{at}\" s=\"{style}\"><v>{text}</v></c>"),
                };
            }
            rows += if row.is_some() { "</row>" } else { "" };
            rows += if in_order { "<row r=\"9\" hidden=\"1\"/>" } else { "" };
            let [ahead, alone] = both_ways(&xlsx_bytes("", STYLES, "<si><t>a</t></si><si><t>b</t></si>", &rows));
            proptest::prop_assert_eq!(ahead, alone, "{}", rows);
        }
    }

    // A sheet that is written unusually is left to the library as it is, and nobody can ask for another sheet's numbers.
    #[test]
    fn unusual_sheets() {
        for rows in [
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c><!-- </c> --><c r=\"B1\"><v>2</v></c></row>",
            "<row r=\"1\"><c><v>1</v></c><c><v>2</v></c></row>",
            "<row r=\"1\"><c r='A1'><v>1</v></c></row>",
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>",
            "<row r=\"1\"><c r=\"A1\" x=\">\"><v>1</v></c></row>",
            "<row r=\"1\"><c r=\"A1\"><v><![CDATA[1]]></v></c></row>",
            "<row r=\"1\"><c r=\"A1\"><v>1</v><f>x</f></c><c r=\"B1\"><v>2</v></c></row>",
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData><sheetData><row r=\"2\"><c r=\"A2\"><v>3</v></c></row>",
        ] {
            let [ahead, alone] = both_ways(&xlsx_bytes("", STYLES, "", rows));
            assert_eq!(ahead, alone, "{rows}");
        }
        let [ahead, _] =
            both_ways(&xlsx_bytes("", STYLES, "", "<row r=\"2\"><c r=\"C2\" s=\"7\"><v>0.5</v></c></row>"));
        let seen = ahead.unwrap();
        // What bears the mark itself is read otherwise.
        let forged = "<row r=\"1\"><c r=\"A3999999999\"><v>0</v></c><c r=\"B1\"><v>2</v></c></row>";
        let forged = xlsx_bytes("", STYLES, "", forged);
        let [ahead, alone] = both_ways(&forged);
        assert!(ahead.is_err());
        let whole = read(&forged, &Limits::default()).map(|b| b.sheets[0].cells.len()).map_err(|e| e.to_string());
        assert_eq!(whole, alone.map(|seen| seen[0].0.len()));
        let [(cell, _)] = &seen[0].0[..] else {
            panic!("one cell");
        };
        assert_eq!((cell.row, cell.col, cell.percent, &cell.value), (1, 2, true, &Value::Number(0.5)));
    }

    // Looks of styles and marks of runs reach the cells, in shared and in inline strings.
    #[test]
    fn looks_reach_cells() {
        let book = xlsx(
            "<workbookPr date1904=\"1\"/>",
            "<numFmts><numFmt numFmtId=\"164\" formatCode=\"0.0,,\"/><numFmt numFmtId=\"165\" formatCode=\"mmm yyyy\"/></numFmts><fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf numFmtId=\"164\"/><xf fontId=\"1\"/><xf numFmtId=\"165\"/></cellXfs>",
            "<si><r><rPr><strike/></rPr><t>12</t></r><r><rPr/><t>15</t></r></si>",
            "<row r=\"1\"><c r=\"A1\" t=\"s\" s=\"2\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>5</v></c><c r=\"C1\" t=\"inlineStr\"><is><r><t>7</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></is></c><c r=\"D1\" s=\"3\"><v>40000</v></c><c r=\"E1\"><v>5</v></c></row>",
        );
        assert!(book.date1904);
        let sheet = &book.sheets[0];
        let look = |i: usize| sheet.look(&sheet.cells[i]);
        assert_eq!(sheet.cells[0].text(), Some("15"));
        assert!(!look(0).struck && look(0).struck_part);
        assert_eq!(look(1).thousands, 2);
        assert_eq!(sheet.cells[2].text(), Some("7"));
        assert!(look(2).footnote && !look(2).struck_part);
        assert!(matches!(sheet.cells[3].value, Value::Date { shown: DateShown::Month, .. }));
        assert_eq!(sheet.cells[4].look, 0);
    }

    // Zeros that nobody calculated are no results; one true result on the sheet makes them believable.
    #[test]
    fn placeholders() {
        let zero = "<c r=\"A1\"><f>1+1</f><v>0</v></c>";
        let book = xlsx("", "", "", &format!("<row r=\"1\">{zero}<c r=\"B1\"><v>0</v></c></row>"));
        assert_eq!(book.sheets[0].cells[0].value, Value::NoResult);
        assert_eq!(book.sheets[0].cells[1].value, Value::Number(0.0));
        let book = xlsx("", "", "", &format!("<row r=\"1\">{zero}<c r=\"B1\"><f>1+1</f><v>2</v></c></row>"));
        assert_eq!(book.sheets[0].cells[0].value, Value::Number(0.0));
    }

    // Errors of an ods are errors, durations are times, percentages and spans are noted.
    #[test]
    fn ods_values() {
        let cells = "<table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell> <table:table-cell office:value-type=\"time\" office:time-value=\"PT36H00M00S\"/><table:table-cell office:value-type=\"string\"><text:p>#N/A</text:p></table:table-cell>";
        let bytes = packed(&[(
            "content.xml",
            &format!(
                "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"A\"><table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
            ),
        )]);
        let book = read(&bytes, &Limits::default()).unwrap();
        let values: Vec<&Value> = book.sheets[0].cells.iter().map(|c| &c.value).collect();
        assert_eq!(values[0], &Value::Error("#DIV/0!".into()));
        assert_eq!(values[1], &Value::Date { serial: 1.5, day: None, shown: DateShown::Time });
        assert_eq!(values[2], &Value::Text("#N/A".into()));
    }

    // An xls is known by the first record of its stream, LibreOffice's by the user that it names.
    #[test]
    fn xls_streams() {
        let mut bytes = vec![0; 128];
        assert!(biff8(&bytes).is_none());
        bytes.extend(b"\x09\x08\x10\x00\x00\x06\x05\x00\xbb\x0d\xcc\x07");
        assert!(!is_by_calc(biff8(&bytes).unwrap()));
        bytes.extend(b"\x5c\x00\x70\x00\x04\x00\x00Calc                ");
        assert!(is_by_calc(biff8(&bytes).unwrap()));
    }

    // Durations as ods writes them.
    #[test]
    fn durations() {
        let serial = |s: &str| match iso_duration(s) {
            Some(Value::Date { serial, .. }) => Some(serial),
            _ => None,
        };
        assert_eq!(serial("PT36H00M00S"), Some(1.5));
        assert_eq!(serial("-P1DT12H"), Some(-1.5));
        assert_eq!(serial("P1Y"), None);
        assert_eq!(serial("36:00"), None);
    }

    // Days with and without a time, and times alone.
    #[test]
    fn iso_dates() {
        let serial = |s: &str| match iso_date(s) {
            Value::Date { serial, day, .. } => Some((serial, day.is_some())),
            _ => None,
        };
        assert_eq!(serial("2019-03-31"), Some((43555.0, true)));
        assert_eq!(serial("2019-03-31T12:00:00"), Some((43555.5, true)));
        assert_eq!(serial("2019-03-31T06:00:00.000Z"), Some((43555.25, true)));
        assert_eq!(serial("1899-12-30T12:00:00"), Some((0.5, false)));
        assert_eq!(serial("12:00:00"), Some((0.5, false)));
        assert_eq!(serial("31/03/2019"), None);
    }

    // A formula may give an empty text; one that was never calculated gives nothing.
    #[test]
    fn empty_results() {
        let book = xlsx(
            "",
            "",
            "",
            "<row r=\"1\"><c r=\"A1\" t=\"str\"><f>IF(B1=0,\"\",B1)</f><v></v></c><c r=\"B1\"><f>1+1</f></c></row>",
        );
        let cells = &book.sheets[0].cells;
        assert_eq!((cells.len(), cells[0].col, &cells[0].value), (1, 1, &Value::NoResult));
    }

    // A text with runs of its own in an old-encoding font still tells that font.
    #[test]
    fn runs_and_old_fonts() {
        let mut notes = biff::Notes::default();
        notes.styles.add(0, None, "Times New Roman", false);
        notes.styles.add(10, None, ".VnTime", false);
        notes.fonts = vec![biff::Font::default(), biff::Font { raised: true, ..Default::default() }];
        notes.runs.insert(7, vec![(2, 1)]);
        for with_runs in [false, true] {
            let mut said = biff::SheetNotes::default();
            said.styles.insert((0, 0), 1);
            if with_runs {
                said.rich.insert((0, 0), 7);
            }
            let text = Value::Text("121".into());
            let sheet = Sheet { cells: vec![Cell::new(0, 0, text)], ..Sheet::new("A") };
            let limits = Limits::default();
            let sheet = with_records(sheet, said, &notes, &mut Budget::new(&limits)).unwrap();
            let cell = &sheet.cells[0];
            assert_eq!(sheet.fonts.get(usize::from(cell.font) - 1).map(String::as_str), Some(".VnTime"));
            assert!(cell.percent);
            assert_eq!(
                (cell.text(), sheet.look(cell).footnote),
                (Some(if with_runs { "12" } else { "121" }), with_runs)
            );
        }
    }

    // Where runs say whether they are struck, the cell's own font says it for the others alone.
    #[test]
    fn runs_and_fonts() {
        let strike = "<fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf fontId=\"1\"/></cellXfs>";
        // A return that is written as `_x000D_` is one character later on.
        let strings = "<si><r><rPr><strike/></rPr><t>12</t></r><r><rPr/><t>15</t></r></si><si><r><t>12_x000D_</t></r><r><rPr/><t>15</t></r></si><si><r><rPr/><t>7</t></r></si><si><t>8</t></si>";
        let cell = |at: &str, n: usize, s: usize| format!("<c r=\"{at}\" t=\"s\" s=\"{s}\"><v>{n}</v></c>");
        let row: String = (0..8usize).map(|i| cell(&format!("{}1", (b'A' + i as u8) as char), i / 2, i % 2)).collect();
        let book = xlsx("", strike, strings, &format!("<row r=\"1\">{row}</row>"));
        let sheet = &book.sheets[0];
        let said: Vec<(&str, bool, bool)> =
            sheet.cells.iter().map(|c| (c.text().unwrap(), sheet.look(c).struck, sheet.look(c).struck_part)).collect();
        assert_eq!(
            said,
            [
                ("15", false, true),
                ("15", false, true),
                ("12\r15", false, false),
                ("15", false, true),
                ("7", false, false),
                ("7", false, false),
                ("8", false, false),
                ("8", true, false),
            ]
        );
    }

    // Errors as an ods writes them.
    #[test]
    fn error_texts() {
        assert!(is_error_text("Err:502") && is_error_text("#N/A"));
        assert!(!is_error_text("Err:") && !is_error_text("#1") && !is_error_text("N/A"));
    }
}
