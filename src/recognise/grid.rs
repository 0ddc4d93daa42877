/*!
A sheet as a grid: cells by address, keys of texts, merged areas.
*/

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::intake::workbook::{Area, Cell, Sheet};
use crate::text::key;

/// Keys of texts, kept over all sheets that a reader sees, since the same labels come again and again.
#[derive(Default)]
pub struct Keys(RefCell<FxHashMap<Box<str>, Rc<str>>>);

impl Keys {
    /// The key of a text.
    pub fn of(&self, text: &str) -> Rc<str> {
        if let Some(k) = self.0.borrow().get(text) {
            return k.clone();
        }
        let k: Rc<str> = key(text).into();
        let mut map = self.0.borrow_mut();
        // A bound on what hostile input can make us remember.
        if map.len() > 200_000 {
            map.clear();
        }
        if text.len() <= 500 {
            map.insert(text.into(), k.clone());
        }
        k
    }
}

/// A sheet with what is needed to look around in it.
pub struct Grid<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Each row that has cells: row number, first and past-the-last place in the sheet's cells.
    rows: Vec<(u32, usize, usize)>,
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
        Grid { sheet, rows, keys }
    }

    /// Rows that have cells, within a range.
    pub fn rows(&self, from: u32, to: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.rows.partition_point(|(r, ..)| *r < from);
        self.rows[start..].iter().map(|(r, ..)| *r).take_while(move |r| *r <= to)
    }

    /// The last row that has cells.
    pub fn last_row(&self) -> u32 {
        self.rows.last().map_or(0, |(r, ..)| *r)
    }

    /// The cells of a row, with their keys.
    pub fn row(&self, row: u32) -> impl DoubleEndedIterator<Item = (&'a Cell, Option<&Rc<str>>)> + '_ {
        let (start, end) = match self.rows.binary_search_by_key(&row, |(r, ..)| *r) {
            Ok(i) => (self.rows[i].1, self.rows[i].2),
            Err(_) => (0, 0),
        };
        (start..end).map(move |i| (&self.sheet.cells[i], self.keys[i].as_ref()))
    }

    fn place(&self, row: u32, col: u32) -> Option<usize> {
        let i = self.rows.binary_search_by_key(&row, |(r, ..)| *r).ok()?;
        let (_, start, end) = self.rows[i];
        let at = self.sheet.cells[start..end].binary_search_by_key(&col, |c| c.col).ok()?;
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
