/*!
What the workbook carries for the office above: every file that counts, on a sheet that nobody sees.
*/

use rust_xlsxwriter::{Format, XlsxError};

use super::bulk::{Cell, Rows};
use super::sheet::Sheet;
use crate::submission::rollup;

/// The name of the sheet.
pub const NAME: &str = "_tonghop";

/// Lines, a row each, in as many cells as they need.
pub fn write(sheet: &mut Sheet<'_>, lines: &[String]) -> Result<Rows, XlsxError> {
    sheet.set_very_hidden(true);
    let pieces: Vec<Vec<&str>> = lines.iter().map(|line| rollup::pieces(line)).collect();
    let columns = pieces.iter().map(Vec::len).max().unwrap_or(1);
    let texts = Format::new().set_num_format("@");
    let mut rows = Rows::new(sheet, 0, columns, &[&texts], lines.len())?;
    for pieces in pieces {
        let row: Vec<Cell> = pieces.into_iter().map(|piece| rows.text(piece).into()).collect();
        rows.push(&row);
    }
    Ok(rows)
}
