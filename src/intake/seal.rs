/*!
What stands on a sheet, added up: a workbook of ours says it of its sheets, so that a reader sees whether somebody wrote
into them since.

No signature: whoever wants to forge one can. It finds what is typed over, inserted or deleted by hand, and stays the same
when another program saves the workbook again: formulas, dates and looks are not in it, numbers are to twelve digits, white
space in texts is one blank.
*/

use std::fmt;
use std::io::Write;

use super::workbook::{Sheet, Value};

/// The sum over the cells of a sheet, in whatever order they come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seal(u64);

impl Seal {
    /// Of a sheet that was read.
    pub fn of(sheet: &Sheet) -> Seal {
        let mut seal = Seal::default();
        for cell in sheet.cells.iter().filter(|c| !c.formula) {
            match &cell.value {
                Value::Number(n) => seal.number(cell.row, cell.col, *n),
                Value::Text(t) => seal.text(cell.row, cell.col, t),
                _ => {}
            }
        }
        seal
    }

    /// Adds a number.
    pub fn number(&mut self, row: u32, col: u32, number: f64) {
        let number = if number == 0.0 { 0.0 } else { number };
        let mut digits = [0; 32];
        let mut rest = &mut digits[..];
        let written = write!(rest, "{number:.11e}").map(|()| 32 - rest.len());
        let length = written.unwrap_or_default();
        self.add(row, col, digits[..length].iter().copied());
    }

    /// Adds a text.
    pub fn text(&mut self, row: u32, col: u32, text: &str) {
        // Some programs write into a blank cell whither its link leads.
        if text.starts_with("file:///") {
            return;
        }
        let mut words = text.split_whitespace().peekable();
        if words.peek().is_some() {
            // The first one after a quotation mark, the others after a blank each.
            let marks = std::iter::once(b'"').chain(std::iter::repeat(b' '));
            self.add(row, col, marks.zip(words).flat_map(|(mark, word)| std::iter::once(mark).chain(word.bytes())));
        }
    }

    /// Of the cells of both.
    pub fn with(self, other: Seal) -> Seal {
        Seal(self.0.wrapping_add(other.0))
    }

    fn add(&mut self, row: u32, col: u32, bytes: impl Iterator<Item = u8>) {
        // FNV-1a, stirred: sums of its values alone would be alike for neighbours.
        const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let place = row.to_le_bytes().into_iter().chain(col.to_le_bytes());
        let sum = place.chain(bytes).fold(BASIS, |h, b| (h ^ u64::from(b)).wrapping_mul(PRIME));
        let stirred = (sum ^ (sum >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = self.0.wrapping_add(stirred ^ (stirred >> 29));
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(cells: &[(u32, u32, &str)]) -> Seal {
        let mut seal = Seal::default();
        cells.iter().for_each(|(r, c, t)| seal.text(*r, *c, t));
        seal
    }

    // The order of cells and white space do not matter; what stands where does.
    #[test]
    fn sums() {
        assert_eq!(seal(&[(0, 0, "a"), (0, 1, "b  c ")]), seal(&[(0, 1, "b c"), (0, 0, "a"), (3, 3, " ")]));
        assert_ne!(seal(&[(0, 0, "a"), (0, 1, "b")]), seal(&[(0, 0, "b"), (0, 1, "a")]));
        let number = |n: f64| {
            let mut seal = Seal::default();
            seal.number(1, 1, n);
            seal
        };
        assert_eq!(number(0.1 + 0.2), number(0.3));
        assert_eq!(number(-0.0), number(0.0));
        assert_ne!(number(12.0), number(21.0));
        assert_ne!(number(12.0), seal(&[(1, 1, "12")]));
    }
}
