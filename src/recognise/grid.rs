/*!
A sheet as a grid: cells by address, keys of texts, merged areas.
*/

use std::rc::Rc;

use crate::intake::workbook::{Area, Cell, Sheet};
use crate::text::key;
use crate::text::memo::Memo;

/// Keys of texts, kept over all sheets that a reader sees, since the same labels come again and again.
pub struct Keys(Memo<Rc<str>>);

impl Default for Keys {
    fn default() -> Self {
        Keys(Memo::of_most(200_000))
    }
}

impl Keys {
    /// The key of a text.
    pub fn of(&self, text: &str) -> Rc<str> {
        self.0.of(text, |text| key(text).into())
    }
}

/// A sheet with what is needed to look around in it.
pub struct Grid<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Each row that has cells: row number, first and past-the-last place in the sheet's cells.
    rows: Vec<(u32, usize, usize)>,
    /// The row that was looked at last, by place in `rows`: the next question is mostly about it or the next.
    last: std::cell::Cell<usize>,
    /// Keys of the cells that hold text, by place.
    keys: Vec<Option<Rc<str>>>,
}

impl<'a> Grid<'a> {
    /// Looks at a sheet.
    pub fn new(sheet: &'a Sheet, keys: &Keys) -> Self {
        let mut rows: Vec<(u32, usize, usize)> = Vec::new();
        for (i, cell) in sheet.cells.iter().enumerate() {
            match rows.last_mut() {
                Some((row, _, end)) if *row == cell.row => *end = i + 1,
                _ => rows.push((cell.row, i, i + 1)),
            }
        }
        let keys = sheet.cells.iter().map(|c| c.text().map(|t| keys.of(t))).collect();
        Grid { sheet, rows, last: std::cell::Cell::new(0), keys }
    }

    /// Rows that have cells, within a range.
    pub fn rows(&self, from: u32, to: u32) -> impl DoubleEndedIterator<Item = u32> + '_ {
        let start = self.rows.partition_point(|(r, ..)| *r < from);
        let end = self.rows.partition_point(|(r, ..)| *r <= to).max(start);
        self.rows[start..end].iter().map(|(r, ..)| *r)
    }

    /// The last row that has cells.
    pub fn last_row(&self) -> u32 {
        self.rows.last().map_or(0, |(r, ..)| *r)
    }

    /// The cells of a row, with their keys.
    pub fn row(&self, row: u32) -> impl DoubleEndedIterator<Item = (&'a Cell, Option<&Rc<str>>)> + '_ {
        let (start, end) = self.row_at(row).map_or((0, 0), |i| (self.rows[i].1, self.rows[i].2));
        (start..end).map(move |i| (&self.sheet.cells[i], self.keys[i].as_ref()))
    }

    /// The place of a row among those that have cells.
    fn row_at(&self, row: u32) -> Option<usize> {
        let last = self.last.get();
        for i in [last, last + 1] {
            if self.rows.get(i).is_some_and(|(r, ..)| *r == row) {
                self.last.set(i);
                return Some(i);
            }
        }
        let i = self.rows.binary_search_by_key(&row, |(r, ..)| *r).ok()?;
        self.last.set(i);
        Some(i)
    }

    /// The place among the sheet's cells of the one at an address.
    pub fn place(&self, row: u32, col: u32) -> Option<usize> {
        let (_, start, end) = self.rows[self.row_at(row)?];
        let cells = &self.sheet.cells[start..end];
        // In a row without gaps the place follows from the column.
        let guess = (col.checked_sub(cells[0].col)?) as usize;
        if cells.get(guess).is_some_and(|c| c.col == col) {
            return Some(start + guess);
        }
        let at = cells[..guess.min(cells.len())].binary_search_by_key(&col, |c| c.col).ok()?;
        Some(start + at)
    }

    /// The cell at an address.
    pub fn get(&self, row: u32, col: u32) -> Option<&'a Cell> {
        self.place(row, col).map(|i| &self.sheet.cells[i])
    }

    /// The key of the text at an address.
    pub fn key(&self, row: u32, col: u32) -> Option<&Rc<str>> {
        self.keys[self.place(row, col)?].as_ref()
    }

    /// Every cell that holds text, with its key, over the whole sheet.
    pub fn texts(&self) -> impl Iterator<Item = (&'a Cell, &Rc<str>)> + '_ {
        self.sheet.cells.iter().zip(&self.keys).filter_map(|(c, k)| k.as_ref().map(|k| (c, k)))
    }

    /// The merged area over an address.
    pub fn merge(&self, row: u32, col: u32) -> Option<&'a Area> {
        self.sheet.merges.iter().find(|m| m.has(row, col))
    }
}
