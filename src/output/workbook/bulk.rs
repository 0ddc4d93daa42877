/*!
Very many rows of a sheet, written beside the writer and put into its container afterwards.

The writer keeps, counts and hashes every cell on its own, which takes ten times as long as the cells' text in the file.
So the sheet is made by it with everything but the rows: title, widths, links, a table of one row, and in that row the
formats that the rows use; then the rows take the place of that one in the container, and their texts follow its own.
*/

use std::io::{Cursor, Read, Write};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use rayon::prelude::*;
use rust_xlsxwriter::{ColNum, Format, RowNum, XlsxError};
use rustc_hash::FxHashMap;
use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::sheet::{Sheet, fitted, is_long};
use super::{LEVEL, OutputError};
use crate::intake::seal::{self, Seal};

/// A text of the rows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text(u32);

/// What stands in a cell of the rows.
#[derive(Clone, Copy)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(Text),
    /// A text in one of the formats.
    Formatted(Text, u8),
    /// A number in one of the formats.
    Number(f64, u8),
}

impl From<Option<Text>> for Cell {
    fn from(text: Option<Text>) -> Cell {
        text.map_or(Cell::Empty, Cell::Text)
    }
}

/// Rows of a sheet from a row on, as many columns each.
pub struct Rows {
    first: RowNum,
    columns: usize,
    formats: usize,
    cells: Vec<Cell>,
    texts: Vec<String>,
    known: FxHashMap<String, Text>,
    cut: bool,
}

/// Rows that one thread makes at a time.
const AT_A_TIME: usize = 2048;

impl Rows {
    /// Rows from `first` on, in whose cells these formats are used.
    pub fn new(
        sheet: &mut Sheet<'_>,
        first: RowNum,
        columns: usize,
        formats: &[&Format],
        count: usize,
    ) -> Result<Rows, XlsxError> {
        // The writer numbers formats when it writes: these cells, which the rows replace, tell the numbers. There is one at least.
        for (i, format) in formats.iter().enumerate() {
            sheet.write_blank(first, (columns + i) as ColNum, format)?;
        }
        Ok(Rows {
            first,
            columns,
            formats: formats.len(),
            cells: Vec::with_capacity(count * columns),
            texts: Vec::new(),
            known: FxHashMap::default(),
            cut: false,
        })
    }

    /// A text for cells; an empty one is none.
    pub fn text(&mut self, text: &str) -> Option<Text> {
        if text.is_empty() {
            return None;
        }
        if let Some(known) = self.known.get(text) {
            return Some(*known);
        }
        self.cut |= is_long(text);
        let id = Text(self.texts.len() as u32);
        self.texts.push(fitted(text));
        self.known.insert(text.to_owned(), id);
        Some(id)
    }

    /// Adds a row; what is not given stays empty.
    pub fn push(&mut self, row: &[Cell]) {
        let from = self.cells.len();
        self.cells.extend_from_slice(&row[..row.len().min(self.columns)]);
        self.cells.resize(from + self.columns, Cell::Empty);
    }

    /// The row that is added next.
    pub fn next(&self) -> RowNum {
        self.first + self.count()
    }

    fn count(&self) -> RowNum {
        (self.cells.len() / self.columns) as RowNum
    }

    /// The rows, each with its place on the sheet.
    fn rows(&self, from: usize) -> impl Iterator<Item = (RowNum, &[Cell])> {
        (self.first + from as RowNum..).zip(self.cells[from * self.columns..].chunks(self.columns).take(AT_A_TIME))
    }

    fn pieces(&self) -> impl IndexedParallelIterator<Item = usize> {
        (0..(self.count() as usize).div_ceil(AT_A_TIME)).into_par_iter().map(|p| p * AT_A_TIME)
    }

    /// What stands in them, for the sheet's seal, and whether a text had to be cut.
    pub fn seal(&self) -> (Seal, bool) {
        let words: Vec<Vec<u8>> = self.texts.par_iter().map(|t| seal::words(t)).collect();
        let seal = self.pieces().map(|from| {
            let mut seal = Seal::default();
            for (row, cells) in self.rows(from) {
                for (col, cell) in (0u32..).zip(cells) {
                    match cell {
                        Cell::Empty => {}
                        Cell::Text(t) | Cell::Formatted(t, _) => seal.words(row, col, &words[t.0 as usize]),
                        Cell::Number(n, _) => seal.number(row, col, *n),
                    }
                }
            }
            seal
        });
        (seal.reduce(Seal::default, Seal::with), self.cut)
    }

    /// The table of one row over all of them.
    fn stretched(&self, table: &str) -> String {
        let end = format!("{}{}\"", column(self.columns - 1), self.first + 1);
        table.replace(&end, &format!("{}{}\"", column(self.columns - 1), self.first + self.count()))
    }

    /// Some of the rows' texts as XML.
    fn texts(&self, from: usize) -> Vec<u8> {
        let texts = &self.texts[from..self.texts.len().min(from + AT_A_TIME)];
        let mut out = Vec::with_capacity(texts.iter().map(|t| t.len() + 32).sum());
        for text in texts {
            let edges = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
            out.extend_from_slice(if edges { b"<si><t xml:space=\"preserve\">" } else { b"<si><t>" });
            escape(&mut out, text);
            out.extend_from_slice(b"</t></si>");
        }
        out
    }

    /// How many cells hold a text.
    fn cells_of_text(&self) -> usize {
        self.cells.par_iter().filter(|c| matches!(c, Cell::Text(_) | Cell::Formatted(..))).count()
    }

    /// The sheet around the rows, in the place of those that were written there.
    fn frame<'a>(&self, sheet: &'a str) -> ZipResult<Frame<'a>> {
        let from = sheet.find(&format!("<row r=\"{}\"", self.first + 1)).ok_or_else(|| lacks("row"))?;
        let to = sheet.find("</sheetData>").ok_or_else(|| lacks("sheetData"))?;
        let gone = &sheet[from..to];
        let style = |i: usize| {
            let cell = format!("<c r=\"{}{}\" s=\"", column(self.columns + i), self.first + 1);
            number(gone, &cell).ok_or_else(|| lacks("style"))
        };
        let styles = (0..self.formats).map(style).collect::<ZipResult<Vec<usize>>>()?;
        let area = format!("A1:{}{}", column(self.columns - 1), self.first + self.count());
        let head = match sheet.split_once("<dimension ref=\"").and_then(|(a, b)| Some((a, b.split_once('"')?.1))) {
            Some((before, after)) if before.len() < from => {
                let cut = sheet.len() - after.len();
                format!("{before}<dimension ref=\"{area}\"{}", &sheet[cut..from])
            }
            _ => return Err(lacks("dimension")),
        };
        Ok(Frame { head, tail: &sheet[to..], styles, dropped: gone.matches(" t=\"s\"").count() })
    }

    /// Some rows as XML.
    fn xml(&self, from: usize, texts_before: usize, styles: &[usize]) -> std::io::Result<Vec<u8>> {
        let columns: Vec<String> = (0..self.columns).map(column).collect();
        let mut xml = Vec::with_capacity(AT_A_TIME * self.columns * 36);
        let (mut digits, mut numbers) = (itoa::Buffer::new(), itoa::Buffer::new());
        for (row, cells) in self.rows(from) {
            let row = digits.format(row + 1).as_bytes();
            xml.extend_from_slice(b"<row r=\"");
            xml.extend_from_slice(row);
            xml.extend_from_slice(b"\">");
            for (cell, column) in cells.iter().zip(&columns) {
                let style = match cell {
                    Cell::Empty => continue,
                    Cell::Text(_) => None,
                    Cell::Formatted(_, f) | Cell::Number(_, f) => styles.get(usize::from(*f)),
                };
                xml.extend_from_slice(b"<c r=\"");
                xml.extend_from_slice(column.as_bytes());
                xml.extend_from_slice(row);
                if let Some(style) = style {
                    xml.extend_from_slice(b"\" s=\"");
                    xml.extend_from_slice(numbers.format(*style).as_bytes());
                }
                match cell {
                    Cell::Number(n, _) => {
                        xml.extend_from_slice(b"\"><v>");
                        // Those of whole numbers are as many as there are.
                        match *n as i64 {
                            whole if whole != 0 && whole as f64 == *n && n.abs() < 1e15 => {
                                xml.extend_from_slice(numbers.format(whole).as_bytes());
                            }
                            _ => write!(xml, "{n}")?,
                        }
                    }
                    Cell::Text(t) | Cell::Formatted(t, _) => {
                        xml.extend_from_slice(b"\" t=\"s\"><v>");
                        xml.extend_from_slice(numbers.format(texts_before + t.0 as usize).as_bytes());
                    }
                    Cell::Empty => {}
                }
                xml.extend_from_slice(b"</v></c>");
            }
            xml.extend_from_slice(b"</row>");
        }
        Ok(xml)
    }
}

/// What a sheet has before and after its rows.
struct Frame<'a> {
    head: String,
    tail: &'a str,
    /// The numbers of the formats.
    styles: Vec<usize>,
    /// Texts of the rows that are gone.
    dropped: usize,
}

/// Rows, and where they belong.
pub struct Bulk {
    /// On the sheet of that number, from 1.
    pub sheet: usize,
    /// The rows.
    pub rows: Rows,
    /// In the table of that name, if any.
    pub table: Option<&'static str>,
}

/// Puts the rows into the workbook that was written without them.
pub fn put_into(book: Vec<u8>, bulks: &[Bulk]) -> Result<Vec<u8>, OutputError> {
    merged(book, bulks).map_err(|e| OutputError::from(XlsxError::from(std::io::Error::other(e))))
}

/// What is packed by one thread: its text is made by the same, so that no part is held whole.
enum Job<'a> {
    Text(&'a [u8], FlushCompress),
    Rows(&'a Rows, usize, usize, &'a [usize]),
    Texts(&'a Rows, usize),
}

impl Job<'_> {
    fn packed(&self) -> ZipResult<Piece> {
        match self {
            Job::Text(text, flush) => Piece::of(text, *flush),
            Job::Rows(rows, from, before, styles) => Piece::of(&rows.xml(*from, *before, styles)?, FlushCompress::Sync),
            Job::Texts(rows, from) => Piece::of(&rows.texts(*from), FlushCompress::Sync),
        }
    }
}

fn merged(book: Vec<u8>, bulks: &[Bulk]) -> ZipResult<Vec<u8>> {
    let bulks: Vec<&Bulk> = bulks.iter().filter(|b| !b.rows.cells.is_empty()).collect();
    if bulks.is_empty() {
        return Ok(book);
    }
    let size = book.len();
    let mut book = ZipArchive::new(Cursor::new(book))?;
    let strings = read(&mut book, STRINGS)?;
    let (count, unique) = (number(&strings, " count=\""), number(&strings, "uniqueCount=\""));
    let (count, unique) = count.zip(unique).ok_or_else(|| lacks("counts"))?;
    let names: Vec<String> = bulks.iter().map(|b| format!("xl/worksheets/sheet{}.xml", b.sheet)).collect();
    let sheets = names.iter().map(|name| read(&mut book, name)).collect::<ZipResult<Vec<String>>>()?;
    let frames = bulks.iter().zip(&sheets).map(|(b, s)| b.rows.frame(s)).collect::<ZipResult<Vec<Frame<'_>>>>()?;
    let (mut cells, mut texts) = (count, unique);
    let mut befores = Vec::with_capacity(bulks.len());
    for (bulk, frame) in bulks.iter().zip(&frames) {
        befores.push(texts);
        cells += bulk.rows.cells_of_text() - frame.dropped;
        texts += bulk.rows.texts.len();
    }
    let strings = strings.replacen(&format!(" count=\"{count}\""), &format!(" count=\"{cells}\""), 1).replacen(
        &format!("uniqueCount=\"{unique}\""),
        &format!("uniqueCount=\"{texts}\""),
        1,
    );
    let strings = strings.strip_suffix("</sst>").ok_or_else(|| lacks("sst"))?;
    // The texts are the part of number 0, the sheets follow.
    let mut jobs = vec![(0, Job::Text(strings.as_bytes(), FlushCompress::Sync))];
    for bulk in &bulks {
        jobs.extend((0..bulk.rows.texts.len()).step_by(AT_A_TIME).map(|from| (0, Job::Texts(&bulk.rows, from))));
    }
    jobs.push((0, Job::Text(b"</sst>", FlushCompress::Finish)));
    for (part, ((bulk, frame), before)) in (1..).zip(bulks.iter().zip(&frames).zip(befores)) {
        jobs.push((part, Job::Text(frame.head.as_bytes(), FlushCompress::Sync)));
        let rows = (0..bulk.rows.count() as usize).step_by(AT_A_TIME);
        jobs.extend(rows.map(|from| (part, Job::Rows(&bulk.rows, from, before, &frame.styles))));
        jobs.push((part, Job::Text(frame.tail.as_bytes(), FlushCompress::Finish)));
    }
    let packed = jobs
        .into_par_iter()
        .with_max_len(1)
        .map(|(part, job)| Ok((part, job.packed()?)))
        .collect::<ZipResult<Vec<_>>>()?;
    let mut parts: Vec<Packed> = (0..=bulks.len()).map(|_| Packed::default()).collect();
    for (part, piece) in packed {
        parts[part].add(&piece);
    }
    let place = |name: &str| match name {
        STRINGS => Some(0),
        name => names.iter().position(|n| n == name).map(|i| i + 1),
    };
    let options = SimpleFileOptions::default().compression_level(Some(i64::from(LEVEL)));
    let more: usize = parts.iter().map(|p| p.bytes.len()).sum();
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(size + more + (1 << 16))));
    for i in 0..book.len() {
        let part = book.by_index_raw(i)?;
        let name = part.name()?.into_owned();
        if let Some(place) = place(&name) {
            let mut container = ZipArchive::new(Cursor::new(parts[place].container(&name)))?;
            out.raw_copy_file(container.by_index_raw(0)?)?;
        } else if name.starts_with("xl/tables/") {
            drop(part);
            let text = read(&mut book, &name)?;
            let is_its = |b: &&&Bulk| b.table.is_some_and(|t| text.contains(&format!(" name=\"{t}\"")));
            let text = bulks.iter().find(is_its).map_or_else(|| text.clone(), |b| b.rows.stretched(&text));
            out.start_file(name, options)?;
            out.write_all(text.as_bytes())?;
        } else {
            out.raw_copy_file(part)?;
        }
    }
    Ok(out.finish()?.into_inner())
}

const STRINGS: &str = "xl/sharedStrings.xml";

/// A part of a file, packed so that the next one can follow.
struct Piece {
    bytes: Vec<u8>,
    crc: Crc,
    size: usize,
}

impl Piece {
    fn of(text: &[u8], flush: FlushCompress) -> ZipResult<Piece> {
        let mut packer = Compress::new(Compression::new(u32::from(LEVEL)), false);
        let mut bytes = Vec::with_capacity(text.len() / 4 + 1024);
        loop {
            let rest = &text[packer.total_in() as usize..];
            let status = packer.compress_vec(rest, &mut bytes, flush).map_err(std::io::Error::other)?;
            let all = packer.total_in() as usize == text.len();
            // Room that is left over says that nothing waits to be written.
            if all && (status == Status::StreamEnd || flush != FlushCompress::Finish && bytes.len() < bytes.capacity())
            {
                break;
            }
            bytes.reserve(bytes.capacity() / 2);
        }
        let mut crc = Crc::new();
        crc.update(text);
        Ok(Piece { bytes, crc, size: text.len() })
    }
}

/// A file of a container, packed.
#[derive(Default)]
struct Packed {
    bytes: Vec<u8>,
    crc: Crc,
    size: usize,
}

impl Packed {
    fn add(&mut self, piece: &Piece) {
        self.bytes.extend_from_slice(&piece.bytes);
        self.crc.combine(&piece.crc);
        self.size += piece.size;
    }

    /// A container of it alone, from which it can be copied as it is packed.
    fn container(&self, name: &str) -> Vec<u8> {
        const DEFLATED: u16 = 8;
        const VERSION: u16 = 20;
        // 1 January 1980, as the writer dates the others.
        const DAY: u16 = 0x21;
        let common = |out: &mut Vec<u8>| {
            for field in [VERSION, 0, DEFLATED, 0, DAY] {
                out.extend_from_slice(&field.to_le_bytes());
            }
            for field in [self.crc.sum(), self.bytes.len() as u32, self.size as u32] {
                out.extend_from_slice(&field.to_le_bytes());
            }
            out.extend_from_slice(&(name.len() as u16).to_le_bytes());
            out.extend_from_slice(&0u16.to_le_bytes());
        };
        let mut out = Vec::with_capacity(self.bytes.len() + 256);
        out.extend_from_slice(b"PK\x03\x04");
        common(&mut out);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&self.bytes);
        let directory = out.len() as u32;
        out.extend_from_slice(b"PK\x01\x02");
        out.extend_from_slice(&VERSION.to_le_bytes());
        common(&mut out);
        // No comment, first disk, no attributes, and the file begins at the beginning.
        out.extend_from_slice(&[0; 2 + 2 + 2 + 4 + 4]);
        out.extend_from_slice(name.as_bytes());
        let length = out.len() as u32 - directory;
        out.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&directory.to_le_bytes());
        out.extend_from_slice(&[0; 2]);
        out
    }
}

fn read(book: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> ZipResult<String> {
    let mut text = String::new();
    book.by_name(name)?.read_to_string(&mut text)?;
    Ok(text)
}

/// What the writer makes has no such thing: another version of it.
fn lacks(what: &'static str) -> ZipError {
    ZipError::InvalidArchive(what.into())
}

/// The number that follows a mark.
fn number(text: &str, mark: &str) -> Option<usize> {
    let rest = &text[text.find(mark)? + mark.len()..];
    rest[..rest.find('"')?].parse().ok()
}

/// The letters of a column.
fn column(index: usize) -> String {
    rust_xlsxwriter::utility::column_number_to_name(index as ColNum)
}

/// A text as the format wants it: what XML reads otherwise is named, and what looks like such a name begins with one.
fn escape(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|b| matches!(b, b'&' | b'<' | b'>' | b'_' | b'\r')) {
        out.extend_from_slice(&rest[..at]);
        let named: &[u8] = match rest[at] {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'\r' => b"_x000D_",
            _ if is_name(&rest[at..]) => b"_x005F_",
            _ => b"_",
        };
        out.extend_from_slice(named);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

/// True for what begins with `_x000D_` or the like.
fn is_name(text: &[u8]) -> bool {
    text.len() >= 7 && text[1] == b'x' && text[2..6].iter().all(u8::is_ascii_hexdigit) && text[6] == b'_'
}

#[cfg(test)]
mod tests {
    use calamine::Data;
    use proptest::prelude::*;
    use rust_xlsxwriter::{Table, TableColumn, Workbook};

    use super::*;

    /// A workbook of one sheet before and one after that of the rows.
    fn book(rows: &[(String, f64, String)]) -> (Vec<u8>, Seal) {
        let mut book = Workbook::new();
        book.add_worksheet().write(0, 0, "before").unwrap();
        let (whole, decimal) = (Format::new().set_num_format("#,##0"), Format::new().set_num_format("0.00"));
        let sheet = book.add_worksheet();
        let heads = ["a", "b", "c"].map(str::to_owned);
        let columns: Vec<TableColumn> = heads.iter().map(|h| TableColumn::new().set_header(h)).collect();
        let mut sheet = Sheet::new(sheet);
        sheet.write(0, 0, "title").unwrap();
        let table = Table::new().set_columns(&columns).set_name("Bulk");
        sheet.add_table(1, 2, &heads, &table).unwrap();
        let mut bulk = Rows::new(&mut sheet, 2, 3, &[&whole, &decimal], rows.len()).unwrap();
        for (i, (a, n, c)) in rows.iter().enumerate() {
            let (a, c) = (bulk.text(a).into(), bulk.text(c).into());
            bulk.push(&[a, Cell::Number(*n, (i % 2) as u8), c]);
        }
        sheet.join(bulk.seal());
        let seal = sheet.seal();
        book.add_worksheet().write(0, 0, "after").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        (put_into(bytes, &[Bulk { sheet: 2, rows: bulk, table: Some("Bulk") }]).unwrap(), seal)
    }

    fn read_back(bytes: Vec<u8>) -> Vec<Vec<Data>> {
        use calamine::Reader;
        let mut book = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
        for (sheet, text) in [("Sheet1", "before"), ("Sheet3", "after")] {
            assert_eq!(book.worksheet_range(sheet).unwrap().get_value((0, 0)).unwrap(), &Data::from(text));
        }
        book.load_tables().unwrap();
        assert_eq!(book.table_names_in_sheet("Sheet2").len(), 1);
        let range = book.worksheet_range("Sheet2").unwrap();
        range.rows().map(<[_]>::to_vec).collect()
    }

    // More rows than one thread makes: each stands where it belongs, and the seal is that of the sheet as it is read.
    #[test]
    fn stand_in_their_places() {
        let rows: Vec<(String, f64, String)> =
            (0..20_000).map(|i| (format!("text {}", i % 700), f64::from(i) / 4.0, "same".to_owned())).collect();
        let (bytes, seal) = book(&rows);
        let read = read_back(bytes);
        assert_eq!(read.len(), 20_002);
        for (row, (a, n, c)) in read[2..].iter().zip(&rows) {
            assert_eq!(row.as_slice(), [Data::from(a.as_str()), (*n).into(), c.as_str().into()]);
        }
        let mut of_it = Seal::default();
        for (r, row) in (0u32..).zip(&read) {
            for (c, cell) in (0u32..).zip(row) {
                match cell {
                    Data::String(t) => of_it.text(r, c, t),
                    Data::Float(n) => of_it.number(r, c, *n),
                    _ => {}
                }
            }
        }
        assert_eq!(of_it, seal);
    }

    proptest! {
        // Whatever the texts are, they come back; a line's end may come back as XML has it.
        #[test]
        fn any_text_comes_back(texts in proptest::collection::vec("(_x000D_|<r>|</r>|\\PC|[\r\n\t &<>_])*", 1..8), n in any::<f64>()) {
            let n = if n.is_finite() { n } else { 0.0 };
            let rows: Vec<(String, f64, String)> = texts.iter().map(|t| (format!("{t}."), n, format!(".{t}"))).collect();
            let read = read_back(book(&rows).0);
            for (row, (a, n, c)) in read[2..].iter().zip(&rows) {
                let text = |d: &Data| d.to_string();
                prop_assert_eq!(text(&row[0]), fitted(a));
                prop_assert_eq!(&row[1], &Data::Float(*n));
                prop_assert_eq!(text(&row[2]), fitted(c));
            }
        }
    }
}
