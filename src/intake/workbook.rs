/*!
A workbook as plain data: sheets of sparse cells with their addresses.

Owned and serialisable, since files are read in processes of their own.
*/

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
    },
    /// An error value, as Excel writes it.
    Error(Box<str>),
    /// A formula without a cached result.
    NoResult,
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
}

impl Cell {
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
        }
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
    /// Whether this program made the file.
    pub own: bool,
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
        let cell = |row, col, n| Cell { row, col, value: Value::Number(n), formula: false, percent: false, font: 0 };
        let mut s = Sheet::new("a");
        s.cells = vec![cell(1, 0, 1.0), cell(0, 5, 2.0), cell(1, 0, 3.0)];
        s.put_in_order();
        assert_eq!(s.cells, vec![cell(0, 5, 2.0), cell(1, 0, 3.0)]);
    }
}
