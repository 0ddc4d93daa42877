/*!
What xls files (Excel 97 to 2003) say of their cells beside values: number formats, fonts, strikes, hidden rows and
columns.

The reader library gives values and merged areas alone, and tells dates by the numbers of formats even where the file
declares other formats under them. This reads the records beside it, as far as they are what they should be.
*/

use std::io::{Cursor, Read};

use rustc_hash::FxHashMap;

use super::styles::Styles;
use super::workbook::{Area, Value};

/// What a sheet's records say.
#[derive(Debug, Default)]
pub struct SheetNotes {
    /// The style of each cell whose style says something.
    pub styles: FxHashMap<(u32, u32), usize>,
    /// Hidden rows.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns, as ranges.
    pub hidden_cols: Vec<(u32, u32)>,
    /// Merged areas, where the reader library does not give them.
    pub merges: Vec<Area>,
    /// Values that it may pass over: row, column, value, and whether a formula made it.
    pub further: Vec<(u32, u32, Value, bool)>,
}

/// What a file's records say.
#[derive(Debug, Default)]
pub struct Notes {
    /// Its cell styles.
    pub styles: Styles,
    /// Whether the number format of each style is one that the file declares and that shows no date.
    pub no_date: Vec<bool>,
    /// Its sheets, in the order in which it names them.
    pub sheets: Vec<SheetNotes>,
}

impl Notes {
    /// True for a style that says something which the value does not.
    pub fn says(&self, style: usize) -> bool {
        self.styles.says(style) || self.no_date.get(style) == Some(&true)
    }
}

/// The workbook's stream, whatever sectors it is spread over.
fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut out = Vec::new();
    let mut stream = file.open_stream("/Workbook").ok()?;
    // No stream is longer than its file.
    (&mut stream).take(bytes.len() as u64).read_to_end(&mut out).ok()?;
    Some(out)
}

/// A record: its type and what it holds.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<(u16, &'a [u8])> {
        let (head, rest) = self.0.split_first_chunk::<4>()?;
        let [a, b, c, d] = *head;
        let (body, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([c, d])))?;
        self.0 = rest;
        Some((u16::from_le_bytes([a, b]), body))
    }
}

pub(super) fn u16_at(body: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*body.get(at..)?.first_chunk::<2>()?))
}

pub(super) fn u32_at(body: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*body.get(at..)?.first_chunk::<4>()?))
}

/// Characters of one byte or two, as a flag says.
fn text(body: &[u8], count: usize, wide: bool) -> Option<String> {
    if wide {
        let units: Vec<u16> =
            body.get(..count * 2)?.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
        Some(String::from_utf16_lossy(&units))
    } else {
        Some(body.get(..count)?.iter().map(|b| char::from(*b)).collect())
    }
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const FILEPASS: u16 = 0x002F;
const FONT: u16 = 0x0031;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const BOUNDSHEET: u16 = 0x0085;
const ROW: u16 = 0x0208;
const COLINFO: u16 = 0x007D;
const MULRK: u16 = 0x00BD;
/// Records of one cell: NUMBER, RK, FORMULA, LABELSST, LABEL, RSTRING, BOOLERR.
const CELLS: [u16; 7] = [0x0203, 0x027E, 0x0006, 0x00FD, 0x0204, 0x00D6, 0x0205];

/// Reads the records; nothing where the file is no workbook of Excel 97 or later, or is encrypted.
pub fn scan(bytes: &[u8]) -> Option<Notes> {
    let stream = stream(bytes)?;
    let mut fonts: Vec<(String, bool)> = Vec::new();
    let mut formats: FxHashMap<u32, String> = FxHashMap::default();
    let mut xfs: Vec<(u16, u16)> = Vec::new();
    let mut begins: Vec<usize> = Vec::new();
    let mut records = Records(&stream);
    let (first, body) = records.next()?;
    if first != BOF || u16_at(body, 0)? != 0x0600 {
        return None;
    }
    for (kind, body) in records {
        match kind {
            EOF => break,
            FILEPASS => return None,
            FONT => {
                let strike = u16_at(body, 2).is_some_and(|f| f & 0x0008 != 0);
                let wide = body.get(15).is_some_and(|f| f & 1 != 0);
                let count = body.get(14).map_or(0, |n| usize::from(*n));
                fonts.push((body.get(16..).and_then(|b| text(b, count, wide)).unwrap_or_default(), strike));
            }
            FORMAT => {
                if let (Some(id), Some(count), Some(flags)) = (u16_at(body, 0), u16_at(body, 2), body.get(4))
                    && let Some(code) = body.get(5..).and_then(|b| text(b, usize::from(count), flags & 1 != 0))
                {
                    formats.insert(u32::from(id), code);
                }
            }
            XF => xfs.push((u16_at(body, 0).unwrap_or(0), u16_at(body, 2).unwrap_or(0))),
            BOUNDSHEET => begins.push(u32_at(body, 0)? as usize),
            _ => {}
        }
    }
    let mut notes = Notes::default();
    for (font, format) in xfs {
        // The fifth font exists in no file: numbers go past it.
        let font = fonts.get(usize::from(font) - usize::from(font > 4)).cloned().unwrap_or_default();
        let code = formats.get(&u32::from(format)).map(String::as_str);
        notes.styles.add(u32::from(format), code, &font.0, font.1);
        notes.no_date.push(code.is_some_and(|c| !super::styles::shows_date(c)));
    }
    let sheets =
        begins.into_iter().map(|at| sheet(stream.get(at..).unwrap_or_default(), &|style| notes.says(style))).collect();
    notes.sheets = sheets;
    Some(notes)
}

fn sheet(stream: &[u8], says: &dyn Fn(usize) -> bool) -> SheetNotes {
    let mut notes = SheetNotes::default();
    let mut note = |row: u16, col: u32, style: u16| {
        if says(usize::from(style)) {
            notes.styles.insert((u32::from(row), col), usize::from(style));
        }
    };
    // Charts stand inside of a sheet, between records of their own.
    let mut depth = 0;
    for (kind, body) in Records(stream) {
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            _ if depth != 1 => {}
            ROW => {
                const HIDDEN: u16 = 0x0020;
                if let (Some(row), Some(flags)) = (u16_at(body, 0), u16_at(body, 12))
                    && flags & HIDDEN != 0
                {
                    notes.hidden_rows.push(u32::from(row));
                }
            }
            COLINFO => {
                if let (Some(first), Some(last), Some(flags)) = (u16_at(body, 0), u16_at(body, 2), u16_at(body, 8))
                    && flags & 1 != 0
                {
                    notes.hidden_cols.push((u32::from(first), u32::from(last)));
                }
            }
            MULRK => {
                const EACH: usize = 6;
                if let (Some(row), Some(first)) = (u16_at(body, 0), u16_at(body, 2)) {
                    for (n, cell) in
                        body.get(4..body.len().saturating_sub(2)).unwrap_or_default().chunks_exact(EACH).enumerate()
                    {
                        let style = u16_at(cell, 0).unwrap_or(0);
                        note(row, u32::from(first) + n as u32, style);
                    }
                }
            }
            cell if CELLS.contains(&cell) => {
                if let (Some(row), Some(col), Some(style)) = (u16_at(body, 0), u16_at(body, 2), u16_at(body, 4)) {
                    note(row, u32::from(col), style);
                }
            }
            _ => {}
        }
    }
    notes.hidden_rows.sort_unstable();
    notes.hidden_rows.dedup();
    notes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat()
    }

    // Formats, fonts, strikes, hidden rows and columns, cells of their own and in a row.
    #[test]
    fn records() {
        let mut number = vec![3, 0, 1, 0, 2, 0];
        number.extend_from_slice(&1.05f64.to_le_bytes());
        let mut row = vec![0; 16];
        (row[0], row[12]) = (7, 0x20);
        let body = [
            record(BOF, &[0, 6, 16, 0]),
            record(ROW, &row),
            record(COLINFO, &[2, 0, 4, 0, 0, 0, 0, 0, 1, 0]),
            record(0x0203, &number),
            record(MULRK, &[4, 0, 1, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 0]),
            record(EOF, &[]),
        ]
        .concat();
        let notes = sheet(&body, &|_| true);
        assert_eq!(notes.hidden_rows, [7]);
        assert_eq!(notes.hidden_cols, [(2, 4)]);
        assert_eq!(notes.styles[&(3, 1)], 2);
        assert_eq!((notes.styles[&(4, 1)], notes.styles[&(4, 2)]), (1, 2));
    }

    proptest! {
        // Whatever bytes it is given, it ends.
        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = sheet(&bytes, &|_| true);
            let _ = scan(&bytes);
        }
    }
}
