/*!
What the workbook carries for the office above: every file that counts, on a sheet that nobody sees.
*/

use rust_xlsxwriter::XlsxError;

use super::super::{Context, OutputError};
use super::sheet::Sheet;
use crate::intake::seal::Seal;
use crate::submission::rollup;

/// The name of the sheet.
pub const NAME: &str = "_tonghop";

pub fn write(
    sheet: &mut Sheet<'_>,
    context: &Context<'_>,
    sealed: (&[(String, Seal)], &[String]),
) -> Result<(), OutputError> {
    let done = context.done;
    sheet.set_very_hidden(true);
    for (row, line) in rollup::lines(done.project, &done.ledger, &done.findings, sealed)?.iter().enumerate() {
        for (col, piece) in rollup::pieces(line).into_iter().enumerate() {
            let col = u16::try_from(col).map_err(|_| XlsxError::RowColumnLimitError)?;
            sheet.write(row as u32, col, piece)?;
        }
    }
    Ok(())
}
