/*!
What xlsb files say of their cells beside values, as [`super::biff`] does for xls; and the errors and rich texts that the
reader library passes over.
*/

use rustc_hash::FxHashMap;

use super::biff::{Font, Notes, RunStart, SheetNotes, u16_at, u32_at};
use super::container::Parts;
use super::markup::{Tag, attribute, elements};
use super::styles::shows_date;
use super::workbook::{Area, CellRef, Value};

/// A record: its type and what it holds. Types have one byte or two, lengths up to four, seven bits each.
struct Records<'a>(&'a [u8]);

impl<'a> Records<'a> {
    fn number(&mut self, most: usize) -> Option<usize> {
        let mut number = 0;
        for n in 0..most {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= usize::from(byte & 0x7F) << (7 * n);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (usize, &'a [u8]);

    fn next(&mut self) -> Option<(usize, &'a [u8])> {
        let kind = self.number(2)?;
        let length = self.number(4)?;
        let (body, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some((kind, body))
    }
}

/// A text with its length before it, and where it ends.
fn wide(body: &[u8], at: usize) -> Option<(String, usize)> {
    let count = usize::try_from(u32_at(body, at)?).ok()?;
    let end = at.checked_add(4)?.checked_add(count.checked_mul(2)?)?;
    let units: Vec<u16> = body.get(at + 4..end)?.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
    Some((String::from_utf16_lossy(&units), end))
}

const ROW: usize = 0;
const ERROR: usize = 3;
const FORMULA_ERROR: usize = 11;
const FONT: usize = 43;
const FORMAT: usize = 44;
const XF: usize = 47;
const COLUMNS: usize = 60;
const RICH: usize = 62;
const STRING: usize = 19;
const SHARED: usize = 7;
const SHEET: usize = 156;
const MERGED: usize = 176;
const CELL_STYLES: usize = 617;
const CELL_STYLES_END: usize = 618;

/// Reads the records of a workbook's parts.
pub fn scan(parts: &Parts) -> Notes {
    let mut notes = Notes::default();
    styles(parts.get("xl/styles.bin").unwrap_or_default(), &mut notes);
    if notes.has_runs() {
        strings(parts.get("xl/sharedStrings.bin").unwrap_or_default(), &mut notes);
    }
    let mut targets: Vec<(String, String)> = Vec::new();
    elements(parts.get("xl/_rels/workbook.bin.rels").unwrap_or_default(), |tag| {
        if let Tag::Open(e) = tag
            && let (Some(id), Some(target)) = (attribute(e, "Id"), attribute(e, "Target"))
        {
            targets.push((id, target));
        }
    });
    for (_, body) in Records(parts.get("xl/workbook.bin").unwrap_or_default()).filter(|(k, _)| *k == SHEET) {
        let id = wide(body, 8).map(|(id, _)| id).unwrap_or_default();
        let target = targets.iter().find(|(i, _)| *i == id).map(|(_, t)| t.replace('\\', "/")).unwrap_or_default();
        let path = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        let has = |string: u32| notes.runs.contains_key(&string);
        let said = parts.get(&path).map(|p| sheet(p, &|style| notes.says(style), &has));
        notes.sheets.push(said.unwrap_or_default());
    }
    notes
}

fn styles(xml: &[u8], notes: &mut Notes) {
    let mut fonts: Vec<Font> = Vec::new();
    let mut formats: FxHashMap<u32, String> = FxHashMap::default();
    let mut of_cells = false;
    for (kind, body) in Records(xml) {
        match kind {
            FONT => {
                const STRIKE: u16 = 0x0008;
                let name = wide(body, 21).map(|(n, _)| n).unwrap_or_default();
                let struck = u16_at(body, 2).is_some_and(|f| f & STRIKE != 0);
                fonts.push(Font { name, struck, raised: u16_at(body, 6) == Some(1) });
            }
            FORMAT => {
                if let (Some(id), Some((code, _))) = (u16_at(body, 0), wide(body, 2)) {
                    formats.insert(u32::from(id), code);
                }
            }
            CELL_STYLES => of_cells = true,
            CELL_STYLES_END => of_cells = false,
            XF if of_cells => {
                let format = u32::from(u16_at(body, 2).unwrap_or(0));
                let font = u16_at(body, 4).and_then(|f| fonts.get(usize::from(f)).cloned()).unwrap_or_default();
                let code = formats.get(&format).map(String::as_str);
                notes.styles.add(format, code, &font.name, font.struck);
                notes.no_date.push(code.is_some_and(|c| !shows_date(c)));
            }
            _ => {}
        }
    }
    notes.fonts = fonts;
}

/// The runs of shared strings.
fn strings(records: &[u8], notes: &mut Notes) {
    for (number, (_, body)) in Records(records).filter(|(k, _)| *k == STRING).enumerate() {
        if let (Some(starts), Ok(number)) = (run_starts(body, 0), u32::try_from(number)) {
            notes.runs.insert(number, starts);
        }
    }
}

/// The runs behind a text that begins with its flags; nothing where it has none.
fn run_starts(body: &[u8], at: usize) -> Option<Vec<RunStart>> {
    const RICH: u8 = 1;
    if body.get(at)? & RICH == 0 {
        return None;
    }
    let (_, end) = wide(body, at + 1)?;
    let count = usize::try_from(u32_at(body, end)?).ok()?;
    let runs = body.get(end + 4..)?.chunks_exact(4).take(count);
    let starts: Vec<RunStart> = runs.filter_map(|r| Some((u16_at(r, 0)?, u16_at(r, 2)?))).collect();
    (!starts.is_empty()).then_some(starts)
}

fn sheet(records: &[u8], says: &dyn Fn(usize) -> bool, has_runs: &dyn Fn(u32) -> bool) -> SheetNotes {
    let mut notes = SheetNotes::default();
    let mut row = 0;
    for (kind, body) in Records(records) {
        match kind {
            ROW => {
                const HIDDEN: u8 = 0x10;
                row = u32_at(body, 0).unwrap_or(row);
                if body.get(11).is_some_and(|f| f & HIDDEN != 0) {
                    notes.hidden_rows.push(row);
                }
            }
            COLUMNS => {
                if let (Some(first), Some(last), Some(flags)) = (u32_at(body, 0), u32_at(body, 4), u16_at(body, 16))
                    && flags & 1 != 0
                {
                    notes.hidden_cols.push((first, last));
                }
            }
            MERGED => {
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (u32_at(body, 0), u32_at(body, 4), u32_at(body, 8), u32_at(body, 12))
                {
                    let first = CellRef { row: top.min(bottom), col: left.min(right) };
                    let last = CellRef { row: top.max(bottom), col: left.max(right) };
                    notes.merges.push(Area { first, last });
                }
            }
            1..=FORMULA_ERROR | RICH => {
                let (Some(col), Some(style)) = (u32_at(body, 0), u32_at(body, 4)) else {
                    continue;
                };
                let style = (style & 0x00FF_FFFF) as usize;
                if says(style) {
                    notes.styles.insert((row, col), style);
                }
                if let Some(string) = u32_at(body, 8).filter(|s| kind == SHARED && has_runs(*s)) {
                    notes.rich.insert((row, col), string);
                }
                if let Some(starts) = (kind == RICH).then(|| run_starts(body, 8)).flatten() {
                    notes.own_runs.insert((row, col), starts);
                }
                let value = match kind {
                    ERROR | FORMULA_ERROR => body.get(8).map(|code| Value::Error(error(*code).into())),
                    RICH => wide(body, 9).filter(|(t, _)| !t.trim().is_empty()).map(|(t, _)| Value::Text(t.into())),
                    _ => None,
                };
                notes.further.extend(value.map(|v| (row, col, v, kind == FORMULA_ERROR)));
            }
            _ => {}
        }
    }
    notes.hidden_rows.sort_unstable();
    notes.hidden_rows.dedup();
    notes
}

/// The text of an error's code.
fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#VALUE!",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(kind: usize, body: &[u8]) -> Vec<u8> {
        let mut out = match kind {
            0..0x80 => vec![kind as u8],
            _ => vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8],
        };
        out.push(body.len() as u8);
        out.extend_from_slice(body);
        out
    }

    // Errors and rich texts that the library passes over, styles, hidden rows, merged areas.
    #[test]
    fn records() {
        let mut row = vec![0; 20];
        (row[0], row[11]) = (6, 0x10);
        let mut rich = vec![2, 0, 0, 0, 5, 0, 0, 0, 0, 2, 0, 0, 0];
        rich.extend([b'a', 0, b'b', 0]);
        let body = [
            record(ROW, &row),
            record(FORMULA_ERROR, &[1, 0, 0, 0, 3, 0, 0, 0, 0x2A, 0]),
            record(RICH, &rich),
            record(MERGED, &[0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]),
        ]
        .concat();
        let notes = sheet(&body, &|_| true, &|_| false);
        assert_eq!(notes.hidden_rows, [6]);
        assert_eq!(notes.styles[&(6, 1)], 3);
        assert_eq!(notes.further[0], (6, 1, Value::Error("#N/A".into()), true));
        assert_eq!(notes.further[1], (6, 2, Value::Text("ab".into()), false));
        assert_eq!(notes.merges[0].to_string(), "C1:D2");
    }

    proptest! {
        // Whatever bytes it is given, it ends.
        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = sheet(&bytes, &|_| true, &|_| true);
            styles(&bytes, &mut Notes::default());
        }
    }
}
