/*!
Reads one file's bytes into a [`Workbook`].

xlsx and xlsb are streamed cell by cell with a cap; xls and ods become dense inside the library, which is
why reading happens in processes with a memory limit. A sheet that cannot be read costs only itself.
*/

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible};

use super::container::{self, Kind, Limits, Parts, Refusal};
use super::markup;
use super::workbook::{Area, Cell, CellRef, Format, Sheet, Value, Visibility, Workbook};
use crate::finding::{Code, Finding};
use crate::text::number::Day;

/// The custom document property by which our own workbooks are known.
pub const OWN_PROPERTY: &str = "tonghop";

/// Reads a workbook from its bytes.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Refusal::TooLarge {
            limit: "@filesize",
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
        (Kind::Workbook(Format::Xlsx), Some(parts)) => read_xlsx(parts, limits),
        (Kind::Workbook(Format::Xlsb), Some(parts)) => read_xlsb(parts, limits),
        (Kind::Workbook(Format::Ods), Some(parts)) => read_ods(parts, limits),
        (Kind::Workbook(Format::Xls), _) => read_xls(bytes, limits),
        (Kind::Workbook(Format::Html), _) => Ok(one_sheet(Format::Html, markup::read_html(bytes))),
        (Kind::Workbook(_), _) => Ok(one_sheet(Format::Csv, markup::read_csv(bytes))),
        (Kind::Encrypted, _) => Err(Refusal::Password),
        (Kind::Foreign(what), _) => Err(Refusal::Foreign(what)),
        (Kind::Zip, _) => Err(Refusal::Foreign("zip")),
    }?;
    for sheet in &mut book.sheets {
        sheet.put_in_order();
    }
    Ok(book)
}

fn one_sheet(format: Format, sheet: Sheet) -> Workbook {
    Workbook { format, modified: None, own: false, sheets: vec![sheet], findings: Vec::new() }
}

/// Counts cells over all sheets against the limit.
struct Budget<'a> {
    left: u64,
    limits: &'a Limits,
}

impl<'a> Budget<'a> {
    fn new(limits: &'a Limits) -> Self {
        Budget { left: limits.cells, limits }
    }

    fn take(&mut self) -> Result<(), Refusal> {
        if self.left == 0 {
            let allowed = self.limits.cells;
            return Err(Refusal::TooLarge { limit: "@cells", found: allowed + 1, allowed, option: "--max-cells" });
        }
        self.left -= 1;
        Ok(())
    }
}

fn check_sheets(count: usize, limits: &Limits) -> Result<(), Refusal> {
    if count > limits.sheets {
        return Err(Refusal::TooLarge {
            limit: "@sheets",
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
    let mut out = Vec::new();
    for (i, s) in meta.iter().enumerate() {
        let kind = match s.typ {
            SheetType::WorkSheet => {
                let visibility =
                    if s.visible == SheetVisible::Visible { Visibility::Visible } else { Visibility::Hidden };
                out.push((i, s.name.clone(), visibility));
                continue;
            }
            SheetType::ChartSheet => "@chart",
            SheetType::DialogSheet if scans.iter().any(|scan| scan.index == i && scan.is_macro) => "@macro",
            SheetType::DialogSheet => "@dialog",
            SheetType::MacroSheet | SheetType::Vba => "@macro",
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
        Err(r) => findings.push(Finding::new(Code::F010).sheet(sheet).arg("reason", r)),
    }
    Ok(())
}

fn read_xlsx(mut parts: Parts, limits: &Limits) -> Result<Workbook, Refusal> {
    parts.mend();
    let styles = parts.get("xl/styles.xml").map(markup::scan_styles).unwrap_or_default();
    let (scans, missing) = markup::scan_xlsx_sheets(&parts);
    parts.mend_sheets(&missing);
    let packed = parts.repack()?;
    let mut xlsx: calamine::Xlsx<_> = match calamine::Xlsx::new(Cursor::new(packed)) {
        Ok(x) => x,
        Err(calamine::XlsxError::Password) => return Err(Refusal::Password),
        Err(e) => return Err(damaged(e)),
    };
    let mut findings = Vec::new();
    let list = worksheets(xlsx.sheets_metadata(), &scans, &mut findings);
    check_sheets(list.len(), limits)?;
    let properties = xlsx.workbook_properties().unwrap_or_default();
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::with_capacity(list.len());
    for (i, name, visibility) in list {
        let scan = scans.iter().find(|s| s.index == i);
        let mut sheet = Sheet { visibility, ..Sheet::new(&name) };
        if let Some(scan) = scan {
            sheet.merges.clone_from(&scan.merges);
            sheet.hidden_rows.clone_from(&scan.hidden_rows);
            sheet.hidden_cols.clone_from(&scan.hidden_cols);
        }
        let has_formulas = scan.is_none_or(|s| s.has_formulas);
        // Room for as many cells as that much XML can hold, so that it need not grow again and again.
        sheet.cells.reserve(scan.map_or(0, |s| s.length / 32).min(1 << 20));
        let result = stream_xlsx(&mut xlsx, &name, &styles, has_formulas, sheet, &mut budget);
        settle(&name, result, &mut sheets, &mut findings)?;
    }
    Ok(Workbook {
        format: Format::Xlsx,
        modified: properties.modified.as_deref().and_then(read_time),
        own: properties.custom_properties.contains_key(OWN_PROPERTY),
        sheets,
        findings,
    })
}

fn stream_xlsx(
    xlsx: &mut calamine::Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    styles: &markup::Styles,
    has_formulas: bool,
    mut sheet: Sheet,
    budget: &mut Budget<'_>,
) -> Result<Sheet, Refusal> {
    let mut reader = xlsx.worksheet_cells_reader(name).map_err(damaged)?;
    if styles.matter() {
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let (row, col) = cell.get_position();
            if let Some(value) = from_ref(cell.get_value()) {
                budget.take()?;
                let font = match (&value, styles.font(style)) {
                    (Value::Text(_), Some(font)) => font_number(&mut sheet.fonts, font),
                    _ => 0,
                };
                sheet.cells.push(Cell { row, col, value, formula: false, percent: styles.is_percent(style), font });
            }
        }
    } else {
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, col) = cell.get_position();
            if let Some(value) = from_ref(cell.get_value()) {
                budget.take()?;
                sheet.cells.push(Cell { row, col, value, formula: false, percent: false, font: 0 });
            }
        }
    }
    drop(reader);
    // Of a sheet that is mostly formats the room is given back.
    if sheet.cells.len() < sheet.cells.capacity() / 4 {
        sheet.cells.shrink_to_fit();
    }
    if has_formulas {
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
                Err(_) => {
                    budget.take()?;
                    unanswered.push(Cell { row, col, value: Value::NoResult, formula: true, percent: false, font: 0 });
                }
            }
        }
        if !unanswered.is_empty() {
            sheet.cells.extend(unanswered);
            sheet.cells.sort_by_key(|c| (c.row, c.col));
        }
    }
    Ok(sheet)
}

/// The number of a font in a list that grows as fonts are met.
fn font_number(fonts: &mut Vec<String>, font: &str) -> u8 {
    let at = fonts.iter().position(|f| f == font).unwrap_or_else(|| {
        fonts.push(font.to_owned());
        fonts.len() - 1
    });
    u8::try_from(at + 1).unwrap_or(0)
}

fn read_xlsb(parts: Parts, limits: &Limits) -> Result<Workbook, Refusal> {
    let packed = parts.repack()?;
    let mut xlsb: calamine::Xlsb<_> = calamine::Xlsb::new(Cursor::new(packed)).map_err(|e| match e {
        calamine::XlsbError::Password => Refusal::Password,
        e => damaged(e),
    })?;
    let mut findings = Vec::new();
    let list = worksheets(xlsb.sheets_metadata(), &[], &mut findings);
    check_sheets(list.len(), limits)?;
    let properties = xlsb.workbook_properties().unwrap_or_default();
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::with_capacity(list.len());
    for (_, name, visibility) in list {
        let result = stream_xlsb(&mut xlsb, &name, Sheet { visibility, ..Sheet::new(&name) }, &mut budget);
        settle(&name, result, &mut sheets, &mut findings)?;
    }
    Ok(Workbook {
        format: Format::Xlsb,
        modified: properties.modified.as_deref().and_then(read_time),
        own: properties.custom_properties.contains_key(OWN_PROPERTY),
        sheets,
        findings,
    })
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
        if let Some(value) = from_ref(cell.get_value()) {
            budget.take()?;
            sheet.cells.push(Cell { row, col, value, formula: false, percent: false, font: 0 });
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
    let mut xls: calamine::Xls<_> = calamine::Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsError::Password => Refusal::Password,
        e => damaged(e),
    })?;
    let mut findings = Vec::new();
    let list = worksheets(xls.sheets_metadata(), &[], &mut findings);
    check_sheets(list.len(), limits)?;
    let properties = xls.workbook_properties().unwrap_or_default();
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::with_capacity(list.len());
    for (_, name, visibility) in list {
        let merges = xls.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut sheet = Sheet { visibility, ..Sheet::new(&name) };
        sheet.merges = merges.iter().map(area).collect();
        let range = xls.worksheet_range(&name);
        let formulas = xls.worksheet_formula(&name).ok();
        let result = range.map_err(damaged).and_then(|r| dense(&r, formulas.as_ref(), sheet, &mut budget));
        settle(&name, result, &mut sheets, &mut findings)?;
    }
    Ok(Workbook {
        format: Format::Xls,
        modified: properties.modified.as_deref().and_then(read_time),
        own: properties.custom_properties.contains_key(OWN_PROPERTY),
        sheets,
        findings,
    })
}

fn read_ods(parts: Parts, limits: &Limits) -> Result<Workbook, Refusal> {
    let scans = parts.get("content.xml").map(markup::scan_ods).unwrap_or_default();
    let packed = parts.repack()?;
    let mut ods: calamine::Ods<_> = calamine::Ods::new(Cursor::new(packed)).map_err(|e| match e {
        calamine::OdsError::Password => Refusal::Password,
        e => damaged(e),
    })?;
    let mut findings = Vec::new();
    let list = worksheets(ods.sheets_metadata(), &[], &mut findings);
    check_sheets(list.len(), limits)?;
    let properties = ods.workbook_properties().unwrap_or_default();
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::with_capacity(list.len());
    for (_, name, visibility) in list {
        let mut sheet = Sheet { visibility, ..Sheet::new(&name) };
        let scan = scans.iter().find(|s| s.name == name);
        if let Some(scan) = scan {
            sheet.merges.clone_from(&scan.merges);
            sheet.hidden_rows.clone_from(&scan.hidden_rows);
            sheet.hidden_cols.clone_from(&scan.hidden_cols);
        }
        let range = ods.worksheet_range(&name);
        let formulas = ods.worksheet_formula(&name).ok();
        let result =
            range.map_err(damaged).and_then(|r| dense(&r, formulas.as_ref(), sheet, &mut budget)).map(|mut sheet| {
                for cell in &mut sheet.cells {
                    cell.percent = scan.is_some_and(|s| s.percents.contains(&(cell.row, cell.col)));
                }
                sheet
            });
        settle(&name, result, &mut sheets, &mut findings)?;
    }
    Ok(Workbook {
        format: Format::Ods,
        modified: properties.modified.as_deref().and_then(read_time),
        own: properties.custom_properties.contains_key(OWN_PROPERTY),
        sheets,
        findings,
    })
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
            sheet.cells.push(Cell { row, col, value, formula: false, percent: false, font: 0 });
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
                    unanswered.push(Cell {
                        row: at.0,
                        col: at.1,
                        value: Value::NoResult,
                        formula: true,
                        percent: false,
                        font: 0,
                    });
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

fn from_ref(data: &DataRef<'_>) -> Option<Value> {
    match data {
        DataRef::Int(i) => Some(Value::Number(*i as f64)),
        DataRef::Float(f) => number(*f),
        DataRef::String(s) => text(s),
        DataRef::SharedString(s) => text(s),
        DataRef::Bool(b) => Some(Value::Bool(*b)),
        DataRef::DateTime(d) => Some(date(*d)),
        DataRef::DateTimeIso(s) => Some(iso_date(s)),
        DataRef::DurationIso(s) => text(s),
        DataRef::Error(e) => Some(Value::Error(e.to_string().into())),
        DataRef::Empty => None,
    }
}

fn from_data(data: &Data) -> Option<Value> {
    match data {
        Data::Int(i) => Some(Value::Number(*i as f64)),
        Data::Float(f) => number(*f),
        Data::String(s) => text(s),
        Data::Bool(b) => Some(Value::Bool(*b)),
        Data::DateTime(d) => Some(date(*d)),
        Data::DateTimeIso(s) => Some(iso_date(s)),
        Data::DurationIso(s) => text(s),
        Data::Error(e) => Some(Value::Error(e.to_string().into())),
        Data::Empty => None,
    }
}

fn number(f: f64) -> Option<Value> {
    Some(if f.is_finite() { Value::Number(f) } else { Value::Error("#NUM!".into()) })
}

fn date(d: ExcelDateTime) -> Value {
    let serial = d.as_f64();
    if !serial.is_finite() {
        return Value::Error("#NUM!".into());
    }
    // A duration and a time of day are no dates.
    if d.is_duration() || serial < 1.0 {
        return Value::Date { serial, day: None };
    }
    let (y, m, day, ..) = d.to_ymd_hms_milli();
    let day = i16::try_from(y).ok().and_then(|y| Day::new(y, m as i8, day as i8).ok());
    Value::Date { serial, day }
}

fn iso_date(s: &str) -> Value {
    let day = s.get(..10).and_then(|d| d.parse::<Day>().ok());
    match day {
        Some(d) => {
            let serial = (d - Day::constant(1899, 12, 30)).get_days();
            Value::Date { serial: f64::from(serial), day: Some(d) }
        }
        None => Value::Text(s.into()),
    }
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
