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
        let mut digits = [0; 32];
        let length = digits_of(number, &mut digits);
        self.add(row, col, &digits[..length]);
    }

    /// Adds a text.
    pub fn text(&mut self, row: u32, col: u32, text: &str) {
        self.words(row, col, &words(text));
    }

    /// Adds the words of a text.
    pub fn words(&mut self, row: u32, col: u32, words: &[u8]) {
        if !words.is_empty() {
            self.add(row, col, words);
        }
    }

    /// Of the cells of both.
    pub fn with(self, other: Seal) -> Seal {
        Seal(self.0.wrapping_add(other.0))
    }

    fn add(&mut self, row: u32, col: u32, bytes: &[u8]) {
        // FNV-1a, stirred: sums of its values alone would be alike for neighbours.
        const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let fold = |sum: u64, bytes: &[u8]| bytes.iter().fold(sum, |h, b| (h ^ u64::from(*b)).wrapping_mul(PRIME));
        let sum = fold(fold(fold(BASIS, &row.to_le_bytes()), &col.to_le_bytes()), bytes);
        let stirred = (sum ^ (sum >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = self.0.wrapping_add(stirred ^ (stirred >> 29));
    }
}

/// What a text adds: its words, the first one after a quotation mark, the others after a blank each.
pub fn words(text: &str) -> Vec<u8> {
    // Some programs write into a blank cell whither its link leads.
    if text.starts_with("file:///") {
        return Vec::new();
    }
    let mut out = Vec::with_capacity(text.len() + 1);
    for word in text.split_whitespace() {
        out.push(if out.is_empty() { b'"' } else { b' ' });
        out.extend_from_slice(word.as_bytes());
    }
    out
}

/// Twelve digits of a number and its power of ten, and how many bytes that makes.
fn digits_of(number: f64, out: &mut [u8; 32]) -> usize {
    const DIGITS: usize = 12;
    // What has no more of them as a whole number needs no rounding.
    if number == number.trunc() && number.abs() < 1e12 {
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(number.abs() as u64).as_bytes();
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            out[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        put(if number < 0.0 { b"-" } else { b"" });
        put(&digits[..1]);
        put(b".");
        put(&digits[1..]);
        put(&b"00000000000"[..DIGITS - digits.len()]);
        put(b"e");
        put(itoa::Buffer::new().format(digits.len() - 1).as_bytes());
        return at;
    }
    let mut rest = &mut out[..];
    let written = write!(rest, "{number:.11e}").map(|()| 32 - rest.len());
    written.unwrap_or_default()
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    proptest! {
        // Whole numbers have the digits that any number has, rounded to twelve.
        #[test]
        fn digits(n in prop_oneof![-1_000_000_000_000i64..1_000_000_000_000, -2000i64..2000]) {
            let mut out = [0; 32];
            let length = digits_of(n as f64, &mut out);
            let written = format!("{:.11e}", n as f64);
            prop_assert_eq!(std::str::from_utf8(&out[..length]).unwrap(), written);
        }
    }

    // No zero is less than another.
    #[test]
    fn zeros() {
        for zero in [0.0, -0.0] {
            let mut out = [0; 32];
            let length = digits_of(zero, &mut out);
            assert_eq!(&out[..length], b"0.00000000000e0");
        }
    }
}
