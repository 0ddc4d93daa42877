/*!
From the folder to the cells of workbooks.

[`walk`] lists every file, [`read`] turns the bytes of one into a [`workbook::Workbook`]. What a file is is
told by its content; limits bound what one file may cost.
*/

pub mod biff;
pub mod biff12;
pub mod container;
pub mod csv;
pub mod html;
pub mod markup;
pub mod mended;
pub mod ods;
pub mod open;
pub mod plain;
pub mod read;
pub mod runs;
pub mod seal;
pub mod styles;
pub mod walk;
pub mod workbook;
