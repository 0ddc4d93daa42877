/*!
What xls files (Excel 97 to 2003) say of their cells beside values: number formats, fonts, strikes, hidden rows and
columns.

The reader library gives values and merged areas alone, and tells dates by the numbers of formats even where the file
declares other formats under them. This reads the records beside it, as far as they are what they should be.
*/

use std::io::{Cursor, Read};

use rustc_hash::FxHashMap;

use super::runs::Run;
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
    /// Cells whose text has runs of its own, by the number of their string.
    pub rich: FxHashMap<(u32, u32), u32>,
    /// The runs of texts that stand in their cells.
    pub own_runs: FxHashMap<(u32, u32), Vec<RunStart>>,
}

/// Where a run of a text begins, in UTF-16 units, and the number of its font.
pub type RunStart = (u16, u16);

/// What a font says of its text.
#[derive(Debug, Clone, Default)]
pub struct Font {
    /// Its name.
    pub name: String,
    /// Struck through.
    pub struck: bool,
    /// Raised.
    pub raised: bool,
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
    /// Its fonts, by the numbers that runs use.
    pub fonts: Vec<Font>,
    /// The runs of shared strings that have some, by the number of the string.
    pub runs: FxHashMap<u32, Vec<RunStart>>,
}

impl Notes {
    /// A text in pieces, as the runs of its cell say; the beginning without a run is as the cell is.
    pub fn pieces(&self, text: &str, starts: &[RunStart]) -> Vec<Run> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let piece =
            |from: usize, to: usize| String::from_utf16_lossy(units.get(from..to.min(units.len())).unwrap_or_default());
        let mut out = Vec::with_capacity(starts.len() + 1);
        let first = starts.first().map_or(units.len(), |(at, _)| usize::from(*at));
        if first > 0 {
            out.push(Run { text: piece(0, first), ..Run::default() });
        }
        for (n, (at, font)) in starts.iter().enumerate() {
            let end = starts.get(n + 1).map_or(units.len(), |(next, _)| usize::from(*next));
            let font = self.fonts.get(usize::from(*font));
            out.push(Run {
                text: piece(usize::from(*at), end),
                struck: font.map(|f| f.struck),
                raised: font.is_some_and(|f| f.raised),
            });
        }
        out
    }

    /// True where runs can say something: some font strikes or raises.
    pub fn has_runs(&self) -> bool {
        self.fonts.iter().any(|f| f.struck || f.raised)
    }

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
const SST: u16 = 0x00FC;
const CONTINUE: u16 = 0x003C;
const LABELSST: u16 = 0x00FD;
/// Records of one cell: NUMBER, RK, FORMULA, LABELSST, LABEL, RSTRING, BOOLERR.
const CELLS: [u16; 7] = [0x0203, 0x027E, 0x0006, 0x00FD, 0x0204, 0x00D6, 0x0205];

/// Reads the records; nothing where the file is no workbook of Excel 97 or later, or is encrypted.
pub fn scan(bytes: &[u8]) -> Option<Notes> {
    let stream = stream(bytes)?;
    let mut fonts: Vec<Font> = Vec::new();
    let mut strings: Vec<&[u8]> = Vec::new();
    let mut in_strings = false;
    let mut formats: FxHashMap<u32, String> = FxHashMap::default();
    let mut xfs: Vec<(u16, u16)> = Vec::new();
    let mut begins: Vec<usize> = Vec::new();
    let mut records = Records(&stream);
    let (first, body) = records.next()?;
    if first != BOF || u16_at(body, 0)? != 0x0600 {
        return None;
    }
    for (kind, body) in records {
        in_strings = kind == SST || in_strings && kind == CONTINUE;
        if in_strings {
            strings.push(body);
        }
        match kind {
            EOF => break,
            FILEPASS => return None,
            FONT => {
                let strike = u16_at(body, 2).is_some_and(|f| f & 0x0008 != 0);
                let wide = body.get(15).is_some_and(|f| f & 1 != 0);
                let count = body.get(14).map_or(0, |n| usize::from(*n));
                let name = body.get(16..).and_then(|b| text(b, count, wide)).unwrap_or_default();
                fonts.push(Font { name, struck: strike, raised: u16_at(body, 8) == Some(1) });
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
        notes.styles.add(u32::from(format), code, &font.name, font.struck);
        notes.no_date.push(code.is_some_and(|c| !super::styles::shows_date(c)));
    }
    // Numbers of runs go past the fifth font, too.
    notes.fonts = fonts;
    if notes.fonts.len() > 4 {
        notes.fonts.insert(4, Font::default());
    }
    if notes.has_runs() {
        notes.runs = Strings::of(strings).runs().unwrap_or_default();
    }
    let has = |string: u32| notes.runs.contains_key(&string);
    let sheets = begins
        .into_iter()
        .map(|at| sheet(stream.get(at..).unwrap_or_default(), &|style| notes.says(style), &has))
        .collect();
    notes.sheets = sheets;
    Some(notes)
}

/// The table of strings, which goes on over several records.
struct Strings<'a> {
    records: std::vec::IntoIter<&'a [u8]>,
    here: &'a [u8],
}

impl<'a> Strings<'a> {
    fn of(records: Vec<&'a [u8]>) -> Self {
        let mut records = records.into_iter();
        Strings { here: records.next().unwrap_or_default(), records }
    }

    /// The next bytes, in this record or those that go on.
    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > self.here.len() {
            count -= self.here.len();
            self.here = self.records.next()?;
        }
        self.here = &self.here[count..];
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        while self.here.is_empty() {
            self.here = self.records.next()?;
        }
        let (byte, rest) = self.here.split_first()?;
        self.here = rest;
        Some(*byte)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    /// Passes over characters; where they go on in another record, that says anew how wide they are.
    fn characters(&mut self, mut count: usize, mut wide: bool) -> Option<()> {
        loop {
            let size = if wide { 2 } else { 1 };
            let here = count.min(self.here.len() / size);
            self.here = &self.here[here * size..];
            count -= here;
            if count == 0 {
                return Some(());
            }
            self.here = self.records.next()?;
            wide = self.byte()? & 1 != 0;
        }
    }

    /// The runs of each string that has some.
    fn runs(mut self) -> Option<FxHashMap<u32, Vec<RunStart>>> {
        const RICH: u8 = 8;
        const EXTENDED: u8 = 4;
        let mut out = FxHashMap::default();
        self.skip(4)?;
        let count = self.u32()?;
        for string in 0..count {
            let Some(length) = self.u16() else {
                break;
            };
            let flags = self.byte()?;
            let runs = if flags & RICH != 0 { self.u16()? } else { 0 };
            let extended = if flags & EXTENDED != 0 { self.u32()? } else { 0 };
            self.characters(usize::from(length), flags & 1 != 0)?;
            let mut starts = Vec::new();
            for _ in 0..runs {
                starts.push((self.u16()?, self.u16()?));
            }
            self.skip(usize::try_from(extended).ok()?)?;
            if !starts.is_empty() {
                out.insert(string, starts);
            }
        }
        Some(out)
    }
}

fn sheet(stream: &[u8], says: &dyn Fn(usize) -> bool, has_runs: &dyn Fn(u32) -> bool) -> SheetNotes {
    let mut notes = SheetNotes::default();
    let mut note = |row: u16, col: u32, style: u16| {
        if says(usize::from(style)) {
            notes.styles.insert((u32::from(row), col), usize::from(style));
        }
    };
    let mut rich = FxHashMap::default();
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
                    if let Some(string) = u32_at(body, 6).filter(|s| cell == LABELSST && has_runs(*s)) {
                        rich.insert((u32::from(row), u32::from(col)), string);
                    }
                }
            }
            _ => {}
        }
    }
    notes.rich = rich;
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
        let notes = sheet(&body, &|_| true, &|_| false);
        assert_eq!(notes.hidden_rows, [7]);
        assert_eq!(notes.hidden_cols, [(2, 4)]);
        assert_eq!(notes.styles[&(3, 1)], 2);
        assert_eq!((notes.styles[&(4, 1)], notes.styles[&(4, 2)]), (1, 2));
    }

    // The table of strings, with characters and runs that go on in another record.
    #[test]
    fn runs_of_strings() {
        let head = [9u32.to_le_bytes(), 3u32.to_le_bytes()].concat();
        let plain = [&[2, 0, 0][..], b"ab"].concat();
        // "12345" struck in part, two characters of one byte here and three of two bytes in the next record.
        let rich = [&[5, 0, 8, 2, 0][..], b"12"].concat();
        let goes_on = [&[1, b'3', 0, b'4', 0, b'5', 0][..], &[0, 0, 5, 0, 2, 0][..]].concat();
        let ends = [&[6, 0][..], &[1, 0, 12, 1, 0, 1, 0, 0, 0, b'z', 0, 0, 7, 0, b'x'][..]].concat();
        let first = [head, plain, rich].concat();
        let runs = Strings::of(vec![&first, &goes_on, &ends]).runs().unwrap();
        assert_eq!((runs.len(), &runs[&2]), (2, &vec![(0, 7)]));
        assert_eq!(runs[&1], [(0, 5), (2, 6)]);
        let fonts =
            vec![Font::default(); 5].into_iter().chain([Font { struck: true, ..Font::default() }, Font::default()]);
        let notes = Notes { fonts: fonts.collect(), ..Notes::default() };
        let settled = super::super::runs::settle(&notes.pieces("12345", &runs[&1]), false);
        assert_eq!((settled.text.as_str(), settled.struck_part, settled.struck), ("345", true, false));
    }

    proptest! {
        // Whatever bytes it is given, it ends.
        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = sheet(&bytes, &|_| true, &|_| true);
            let _ = scan(&bytes);
            let (a, b) = bytes.split_at(bytes.len() / 2);
            let _ = Strings::of(vec![a, b]).runs();
        }
    }
}
