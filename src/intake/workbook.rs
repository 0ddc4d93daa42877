/*!
A workbook as plain data: sheets of sparse cells with their addresses.

Owned and serialisable, since files are read in processes of their own.
*/

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::text::number::Day;

/// The address of a cell, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellRef {
    /// Row.
    pub row: u32,
    /// Column.
    pub col: u32,
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.col), u64::from(self.row) + 1)
    }
}

/// The letters of a column counted from 0: 0 is A, 26 is AA.
pub fn column_letters(col: u32) -> String {
    let mut letters = Vec::new();
    let mut n = u64::from(col) + 1;
    while n > 0 {
        n -= 1;
        letters.push(b'A' + (n % 26) as u8);
        n /= 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

/// A rectangle of cells, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Upper left.
    pub first: CellRef,
    /// Lower right.
    pub last: CellRef,
}

impl Area {
    /// True when a cell lies inside.
    pub fn has(&self, row: u32, col: u32) -> bool {
        (self.first.row..=self.last.row).contains(&row) && (self.first.col..=self.last.col).contains(&col)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A text.
    Text(Box<str>),
    /// True or false.
    Bool(bool),
    /// A number that is shown as a date: its serial number and its day.
    Date {
        /// Excel's serial number.
        serial: f64,
        /// The day, where the calendar has it.
        day: Option<Day>,
        /// What of it people see.
        shown: DateShown,
    },
    /// An error value, as Excel writes it.
    Error(Box<str>),
    /// A formula without a cached result.
    NoResult,
}

impl Value {
    /// Its kind in a word, and what it holds.
    pub fn written(&self) -> (&'static str, Cow<'_, str>) {
        match self {
            Value::Number(n) => ("number", n.to_string().into()),
            Value::Text(t) => ("text", Cow::Borrowed(t)),
            Value::Bool(b) => ("bool", b.to_string().into()),
            Value::Date { serial, .. } => ("date", serial.to_string().into()),
            Value::Error(e) => ("error", Cow::Borrowed(e)),
            Value::NoResult => ("no-result", Cow::Borrowed("")),
        }
    }
}

/// What of a date its format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum DateShown {
    /// A day.
    #[default]
    Day,
    /// A month, with or without its year, but no day.
    Month,
    /// A year alone.
    Year,
    /// A duration or a time of day.
    Time,
}

/// What a cell looks like, as far as that changes what it says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// By how many times 1,000 the number format divides what it shows: `0.0,,` is 2.
    pub thousands: u8,
    /// The scale word that the number format writes: 1e6 for `0.0" million"`, 1 where there is none.
    pub factor: f64,
    /// Whether all of it is struck through.
    pub struck: bool,
    /// Whether struck runs were left out of its text.
    pub struck_part: bool,
    /// Whether a superscript mark was left out of its text.
    pub footnote: bool,
    /// To how many digits the number format pads: 7 for `0000000`, 0 for no padding.
    pub zeros: u8,
    /// Whether it is a formula that was never calculated: the 0 stored with it is no result.
    pub placeholder: bool,
}

impl Look {
    /// Nothing that matters.
    pub const fn plain() -> Look {
        Look {
            thousands: 0,
            factor: 1.0,
            struck: false,
            struck_part: false,
            footnote: false,
            zeros: 0,
            placeholder: false,
        }
    }

    /// True when nothing about it matters.
    pub fn is_plain(&self) -> bool {
        *self == Look::plain()
    }
}

impl Default for Look {
    fn default() -> Self {
        Look::plain()
    }
}

/// One cell that holds something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub col: u32,
    /// What it holds.
    pub value: Value,
    /// Whether a formula made it.
    pub formula: bool,
    /// Whether its number format is a percentage.
    pub percent: bool,
    /// The old-encoding font it is set in, by place in [`Sheet::fonts`] counted from 1; 0 for none.
    pub font: u8,
    /// What it looks like, by place in [`Sheet::looks`] counted from 1; 0 for plain.
    pub look: u8,
}

impl Cell {
    /// A cell of plain looks.
    pub fn new(row: u32, col: u32, value: Value) -> Cell {
        Cell { row, col, value, formula: false, percent: false, font: 0, look: 0 }
    }

    /// The address.
    pub fn at(&self) -> CellRef {
        CellRef { row: self.row, col: self.col }
    }

    /// The text, if the cell holds one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(t) => Some(t),
            _ => None,
        }
    }
}

/// The number by which cells name a font, in a list that grows as fonts are met.
pub fn font_number(fonts: &mut Vec<String>, font: &str) -> u8 {
    let at = fonts.iter().position(|f| f == font).unwrap_or_else(|| {
        fonts.push(font.to_owned());
        fonts.len() - 1
    });
    u8::try_from(at + 1).unwrap_or(0)
}

/// Whether people see a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// Shown.
    Visible,
    /// Hidden, in whatever way.
    Hidden,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Name.
    pub name: String,
    /// Visibility.
    pub visibility: Visibility,
    /// Cells that hold something, by row, then column.
    pub cells: Vec<Cell>,
    /// Merged areas, where the format gives them.
    pub merges: Vec<Area>,
    /// Hidden rows, where the format gives them.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns as ranges, where the format gives them.
    pub hidden_cols: Vec<(u32, u32)>,
    /// Old-encoding fonts met, where the format gives fonts.
    pub fonts: Vec<String>,
    /// Looks met, other than plain ones.
    pub looks: Vec<Look>,
    /// Lines of its pages' headers and footers, where the format gives them.
    pub page: Vec<String>,
}

impl Sheet {
    /// An empty, visible sheet.
    pub fn new(name: &str) -> Sheet {
        Sheet {
            name: name.to_owned(),
            visibility: Visibility::Visible,
            cells: Vec::new(),
            merges: Vec::new(),
            hidden_rows: Vec::new(),
            hidden_cols: Vec::new(),
            fonts: Vec::new(),
            looks: Vec::new(),
            page: Vec::new(),
        }
    }

    /// What a cell of this sheet looks like.
    pub fn look(&self, cell: &Cell) -> Look {
        match cell.look {
            0 => Look::plain(),
            n => self.looks.get(usize::from(n) - 1).copied().unwrap_or_default(),
        }
    }

    /// The number by which cells name a look; after 255 kinds, which no real sheet has, new ones count as plain.
    pub fn look_number(&mut self, look: Look) -> u8 {
        if look.is_plain() {
            return 0;
        }
        let at = self.looks.iter().position(|l| *l == look).unwrap_or(self.looks.len());
        let Ok(number) = u8::try_from(at + 1) else {
            return 0;
        };
        if at == self.looks.len() {
            self.looks.push(look);
        }
        number
    }

    /// Puts the cells in order, where a writer did not; of several at one address the last counts, as in
    /// Excel.
    pub fn put_in_order(&mut self) {
        if !self.cells.is_sorted_by(|a, b| (a.row, a.col) < (b.row, b.col)) {
            self.cells.reverse();
            self.cells.sort_by_key(|c| (c.row, c.col));
            self.cells.dedup_by_key(|c| (c.row, c.col));
        }
    }

    /// True when people do not see a cell, for its sheet, row or column.
    pub fn hides(&self, cell: &Cell) -> bool {
        self.visibility == Visibility::Hidden || self.hidden_rows.contains(&cell.row) || self.is_col_hidden(cell.col)
    }

    /// True when a column is hidden.
    pub fn is_col_hidden(&self, col: u32) -> bool {
        self.hidden_cols.iter().any(|(a, b)| (*a..=*b).contains(&col))
    }
}

/// The format of a workbook, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Office Open XML (xlsx, xlsm).
    Xlsx,
    /// Binary Office Open (xlsb).
    Xlsb,
    /// Excel 97-2003.
    Xls,
    /// OpenDocument.
    Ods,
    /// A web page that was named as a workbook.
    Html,
    /// Text with separators that was named as a workbook.
    Csv,
}

impl Format {
    /// The usual name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Xlsb => "xlsb",
            Format::Xls => "xls",
            Format::Ods => "ods",
            Format::Html => "html",
            Format::Csv => "csv",
        }
    }

    /// True when files of this format usually bear the extension.
    pub fn goes_by(self, extension: &str) -> bool {
        match self {
            Format::Xlsx => matches!(extension, "xlsx" | "xlsm" | "xltx" | "xltm"),
            Format::Html => matches!(extension, "html" | "htm"),
            Format::Csv => matches!(extension, "csv" | "tsv" | "txt"),
            other => other.name() == extension,
        }
    }
}

/// A workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// Format.
    pub format: Format,
    /// The document's own modified time in seconds since 1970, if stated.
    pub modified: Option<i64>,
    /// What a file that this program made says of itself: the version, and whose it is.
    pub own: Option<String>,
    /// Whether its serial numbers of days count from 1904.
    pub date1904: bool,
    /// Whether nothing tells the number formats of its cells.
    pub formats_unknown: bool,
    /// Whether its writer stores 0 for the text that a formula gives (LibreOffice does in xls).
    pub writer_zeroes: bool,
    /// Sheets that could be read.
    pub sheets: Vec<Sheet>,
    /// What was met while reading; file and period are filled in later.
    pub findings: Vec<Finding>,
}

#[cfg(test)]
mod tests {
    use super::*;

    // Addresses are written as Excel does.
    #[test]
    fn addresses() {
        let at = |row, col| CellRef { row, col }.to_string();
        assert_eq!(at(0, 0), "A1");
        assert_eq!(at(11, 25), "Z12");
        assert_eq!(at(11, 26), "AA12");
        assert_eq!(at(1_048_575, 16_383), "XFD1048576");
    }

    // Cells that come out of order are sorted, and the last one at an address counts.
    #[test]
    fn order() {
        let cell = |row, col, n| Cell::new(row, col, Value::Number(n));
        let mut s = Sheet::new("a");
        s.cells = vec![cell(1, 0, 1.0), cell(0, 5, 2.0), cell(1, 0, 3.0)];
        s.put_in_order();
        assert_eq!(s.cells, vec![cell(0, 5, 2.0), cell(1, 0, 3.0)]);
    }

    // Looks are kept once each, plain ones not at all, and at most 255 kinds.
    #[test]
    fn looks_are_numbered() {
        let mut s = Sheet::new("a");
        let zeros = |zeros| Look { zeros, ..Look::plain() };
        assert_eq!(s.look_number(Look::plain()), 0);
        assert_eq!((s.look_number(zeros(7)), s.look_number(zeros(3)), s.look_number(zeros(7))), (1, 2, 1));
        let cell = Cell { look: 2, ..Cell::new(0, 0, Value::Number(1.0)) };
        assert_eq!(s.look(&cell), zeros(3));
        for thousands in 1..=255 {
            s.look_number(Look { thousands, ..Look::plain() });
        }
        assert_eq!(s.looks.len(), 255);
        assert_eq!(s.look_number(Look { struck: true, ..Look::plain() }), 0);
        assert!(s.look(&Cell { look: 255, ..cell }).thousands > 0);
    }
}
