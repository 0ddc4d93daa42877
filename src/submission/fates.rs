/*!
Conservation of figures: every figure on a sheet with a table has one fate.

While facts are read each cell is claimed; what nothing claims at the end is `left` and told, a block at a time. The
universe is every cell that holds a number or a date, and every text that reads as a number where a figure is
asked for.
*/

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::finding::{Code, Finding, Findings, Severity, Term};
use crate::intake::workbook::{Area, Cell, CellRef, Value};
use crate::recognise::grid::Grid;

/// What became of a figure. A later claim replaces an earlier one only where it is stronger: the order is that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Claimed by nothing.
    Left,
    /// A title, header, column number, ordinal number, code.
    Label,
    /// In a column or row that the form does not ask for.
    Unused,
    /// Not counted, with a finding at the cell or for its row or table.
    Refused,
    /// In a row of totals.
    Total,
    /// In the facts.
    Counted,
}

/// How many figures of a sheet had which fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// In the facts.
    pub counted: u32,
    /// In rows of totals.
    pub total: u32,
    /// Titles, headers, numbers of rows and columns, codes.
    pub label: u32,
    /// In columns and rows that the form does not ask for.
    pub unused: u32,
    /// Not counted, with a finding.
    pub refused: u32,
    /// Claimed by nothing.
    pub left: u32,
}

impl Account {
    fn add(&mut self, fate: Fate) {
        *match fate {
            Fate::Counted => &mut self.counted,
            Fate::Total => &mut self.total,
            Fate::Label => &mut self.label,
            Fate::Unused => &mut self.unused,
            Fate::Refused => &mut self.refused,
            Fate::Left => &mut self.left,
        } += 1;
    }

    /// The same figures where none of them is in the totals after all: a finding at the sheet says why.
    pub fn refuse(mut self) -> Account {
        self.refused += self.counted + self.total;
        self.counted = 0;
        self.total = 0;
        self
    }

    /// Both together.
    pub fn with(self, other: Account) -> Account {
        Account {
            counted: self.counted + other.counted,
            total: self.total + other.total,
            label: self.label + other.label,
            unused: self.unused + other.unused,
            refused: self.refused + other.refused,
            left: self.left + other.left,
        }
    }

    /// The same where some of the counted figures are not in the totals after all.
    pub fn take_back(mut self, figures: u32) -> Account {
        let n = figures.min(self.counted);
        self.counted -= n;
        self.refused += n;
        self
    }

    /// All of them.
    pub fn all(self) -> u32 {
        self.counted + self.total + self.label + self.unused + self.refused + self.left
    }
}

/// Marks a cell that nothing has claimed.
const UNCLAIMED: u8 = u8::MAX;
/// Parts of one sheet beyond this many share the last one's account.
const MOST_PARTS: usize = 30;

/// The fates of one sheet's cells while its tables are read.
pub struct Fates {
    /// Fate in the low three bits, part in the others.
    claims: Vec<u8>,
    part: u8,
    /// Why a row is not counted, where that is known.
    reasons: FxHashMap<u32, Term>,
    bodies: Vec<Body>,
}

/// Where a table stands, once it is read.
#[derive(Debug, Clone)]
pub struct Body {
    /// Which part of the sheet it is.
    pub part: usize,
    /// First row of its header.
    pub top: u32,
    /// First row of data.
    pub first: u32,
    /// Last row that can belong to it.
    pub last: u32,
    /// First and last column.
    pub columns: (u32, u32),
    /// The last row whose figures are counted or compared.
    pub last_counted: Option<u32>,
    /// Columns that hold no figures of the form, and what their figures are.
    pub other_columns: FxHashMap<u32, Fate>,
}

/// True for a cell that any reader finds a number or date in: also a 0 that stands for a result not calculated.
pub fn is_stored(grid: &Grid<'_>, cell: &Cell) -> bool {
    match cell.value {
        Value::Number(_) | Value::Date { .. } => true,
        Value::NoResult => cell.look != 0 && grid.sheet.look(cell).placeholder,
        _ => false,
    }
}

fn pack(fate: Fate, part: u8) -> u8 {
    fate as u8 | (part << 3)
}

fn unpack(claim: u8) -> Option<(Fate, usize)> {
    const FATES: [Fate; 6] = [Fate::Left, Fate::Label, Fate::Unused, Fate::Refused, Fate::Total, Fate::Counted];
    if claim == UNCLAIMED {
        return None;
    }
    FATES.get(usize::from(claim & 7)).map(|f| (*f, usize::from(claim >> 3)))
}

impl Fates {
    /// For a sheet of so many cells.
    pub fn new(cells: usize) -> Fates {
        Fates { claims: vec![UNCLAIMED; cells], part: 0, reasons: FxHashMap::default(), bodies: Vec::new() }
    }

    /// Begins another part of the sheet.
    pub fn begin(&mut self, part: usize) {
        self.part = part.min(MOST_PARTS) as u8;
    }

    /// Claims a cell by its place among the sheet's cells.
    pub fn claim_at(&mut self, place: usize, fate: Fate) {
        let slot = &mut self.claims[place];
        let weaker = unpack(*slot).is_none_or(|(f, _)| f < fate);
        if weaker {
            *slot = pack(fate, self.part);
        }
    }

    /// Claims a cell by its address.
    pub fn claim(&mut self, grid: &Grid<'_>, row: u32, col: u32, fate: Fate) {
        if let Some(place) = grid.place(row, col) {
            self.claim_at(place, fate);
        }
    }

    /// Changes counted cells of a column into refused ones.
    pub fn refuse_column(&mut self, grid: &Grid<'_>, rows: (u32, u32), col: u32) {
        for row in grid.rows(rows.0, rows.1) {
            if let Some(place) = grid.place(row, col)
                && unpack(self.claims[place]).is_some_and(|(f, _)| f == Fate::Counted)
            {
                self.claims[place] = pack(Fate::Refused, self.part);
            }
        }
    }

    /// Says why a row's figures are not counted.
    pub fn reason(&mut self, row: u32, why: Term) {
        self.reasons.entry(row).or_insert(why);
    }

    /// Notes where a table stands.
    pub fn table(&mut self, body: Body) {
        self.bodies.push(body);
    }

    /// The part that an unclaimed cell is told with: that of the nearest table above it.
    fn part_of(&self, row: u32) -> usize {
        let above = self.bodies.iter().filter(|b| b.top <= row).max_by_key(|b| b.top);
        above.or(self.bodies.first()).map_or(0, |b| b.part)
    }

    /// What an unclaimed figure is.
    fn settle(&self, at: CellRef) -> Fate {
        // Whatever stands over the first table is a title or its date.
        if self.bodies.iter().all(|b| at.row < b.first) {
            return Fate::Label;
        }
        for b in &self.bodies {
            let in_columns = (b.columns.0..=b.columns.1).contains(&at.col) || b.other_columns.contains_key(&at.col);
            if (b.top..b.first).contains(&at.row) && in_columns {
                return Fate::Label;
            }
            if (b.first..=b.last).contains(&at.row)
                && let Some(fate) = b.other_columns.get(&at.col)
            {
                return *fate;
            }
        }
        Fate::Left
    }

    /// Settles every figure: an account for each part, and findings, by part, for what is left.
    pub fn finish(self, grid: &Grid<'_>, parts: usize) -> (Vec<Account>, Vec<Findings>) {
        let mut accounts = vec![Account::default(); parts.max(1)];
        let mut left: Vec<(CellRef, usize)> = Vec::new();
        let ordinals = self.ordinal_columns(grid);
        for (cell, claim) in grid.sheet.cells.iter().zip(&self.claims) {
            let figure = is_stored(grid, cell);
            let (fate, part) = match unpack(*claim) {
                Some(claimed) => claimed,
                None if !figure => continue,
                None if ordinals.contains(&cell.col) => (Fate::Label, self.part_of(cell.row)),
                None => (self.settle(cell.at()), self.part_of(cell.row)),
            };
            let part = part.min(accounts.len() - 1);
            accounts[part].add(fate);
            if fate == Fate::Left {
                left.push((cell.at(), part));
            }
        }
        let told = self.blocks(left, accounts.len());
        (accounts, told)
    }

    /// Columns without a heading that count the rows: 1, 2, 3 …
    fn ordinal_columns(&self, grid: &Grid<'_>) -> Vec<u32> {
        let mut by_column: FxHashMap<u32, Vec<f64>> = FxHashMap::default();
        for (cell, claim) in grid.sheet.cells.iter().zip(&self.claims) {
            if let Value::Number(n) = cell.value
                && *claim == UNCLAIMED
                && self
                    .bodies
                    .iter()
                    .any(|b| (b.first..=b.last).contains(&cell.row) && !b.other_columns.contains_key(&cell.col))
            {
                by_column.entry(cell.col).or_default().push(n);
            }
        }
        by_column
            .into_iter()
            .filter(|(_, numbers)| {
                let steps = numbers.windows(2).filter(|w| w[1] == w[0] + 1.0 || w[1] == 1.0).count();
                numbers.len() >= 2 && numbers[0] == 1.0 && steps + 1 == numbers.len()
            })
            .map(|(col, _)| col)
            .collect()
    }

    /// For each part, a finding for each block of figures that nothing claims.
    fn blocks(&self, left: Vec<(CellRef, usize)>, parts: usize) -> Vec<Findings> {
        struct Block {
            area: Area,
            part: usize,
            between: bool,
            why: Term,
            count: usize,
        }
        let mut blocks: Vec<Block> = Vec::new();
        for (at, part) in left {
            let near = |b: &Body| {
                let columns = b.columns.0.saturating_sub(1)..=b.columns.1 + 1;
                b.part == part
                    && b.last_counted.is_some_and(|l| (b.first..=l).contains(&at.row))
                    && columns.contains(&at.col)
            };
            let between = self.bodies.iter().any(near);
            let headless = self.bodies.iter().any(|b| {
                b.part == part && (b.first..=b.last).contains(&at.row) && !(b.columns.0..=b.columns.1).contains(&at.col)
            });
            let usual = match (between, headless) {
                (_, true) => Term::Headless,
                (true, _) => Term::Between,
                _ => Term::Below,
            };
            let why = self.reasons.get(&at.row).copied().unwrap_or(usual);
            let joins = blocks
                .iter_mut()
                .rev()
                .find(|b| b.part == part && b.between == between && b.why == why && at.row <= b.area.last.row + 2);
            match joins {
                Some(b) => {
                    b.area.last.row = b.area.last.row.max(at.row);
                    b.area.first.col = b.area.first.col.min(at.col);
                    b.area.last.col = b.area.last.col.max(at.col);
                    b.count += 1;
                }
                None => blocks.push(Block { area: Area { first: at, last: at }, part, between, why, count: 1 }),
            }
        }
        let mut told: Vec<Findings> = (0..parts).map(|_| Findings::default()).collect();
        for b in blocks {
            let severity = if b.between { Severity::Error } else { Severity::Warning };
            let f = Finding::new(Code::R022).severity(severity).value(b.count).arg("reason", b.why);
            told[b.part].push(if b.area.first == b.area.last { f.cell(b.area.first) } else { f.cell(b.area) });
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::workbook::{Cell, Sheet};
    use crate::recognise::grid::Keys;

    fn sheet(cells: &[(u32, u32, f64)]) -> Sheet {
        let mut s = Sheet::new("a");
        s.cells = cells.iter().map(|(r, c, n)| Cell::new(*r, *c, Value::Number(*n))).collect();
        s.put_in_order();
        s
    }

    // The fates add up to the figures, and what nothing claims is told as a block.
    #[test]
    fn fates_add_up() {
        let s = sheet(&[(0, 0, 9.0), (3, 1, 1.0), (4, 1, 2.0), (4, 5, 7.0), (5, 1, 3.0), (9, 1, 4.0), (10, 1, 5.0)]);
        let keys = Keys::default();
        let grid = Grid::new(&s, &keys);
        let mut fates = Fates::new(s.cells.len());
        for row in [3, 4, 5] {
            fates.claim(&grid, row, 1, Fate::Counted);
        }
        fates.table(Body {
            part: 0,
            top: 2,
            first: 3,
            last: 10,
            columns: (0, 4),
            last_counted: Some(5),
            other_columns: FxHashMap::default(),
        });
        let (accounts, told) = fates.finish(&grid, 1);
        assert_eq!(accounts[0], Account { counted: 3, label: 1, left: 3, ..Account::default() });
        assert_eq!(accounts[0].all() as usize, s.cells.len());
        let told: Vec<(String, Severity)> =
            told.into_iter().flat_map(Findings::finish).map(|f| (f.place.cell, f.severity)).collect();
        assert_eq!(told, [("F5".to_owned(), Severity::Error), ("B10:B11".to_owned(), Severity::Warning)]);
    }

    // A claim is replaced only by a stronger one.
    #[test]
    fn claims_are_ranked() {
        let s = sheet(&[(0, 0, 1.0)]);
        let keys = Keys::default();
        let grid = Grid::new(&s, &keys);
        let mut fates = Fates::new(1);
        fates.claim(&grid, 0, 0, Fate::Counted);
        fates.claim(&grid, 0, 0, Fate::Label);
        let (accounts, _) = fates.finish(&grid, 1);
        assert_eq!(accounts[0].counted, 1);
    }
}
