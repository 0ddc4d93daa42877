/*!
A sheet that takes whatever it is given: what the format has no room for is cut or left out there, and said, so that
writing fails for the disk alone.

Everything that comes from outside goes through here. In facts.csv and findings.json it stands whole.
*/

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use rust_xlsxwriter::{
    ColNum, ExcelDateTime, Format, Formula, IntoExcelData, Note, RowNum, Table, Url, Worksheet, XlsxError,
};

use crate::intake::seal::Seal;

/// Excel's rows and columns.
const ROWS: RowNum = 1_048_576;
const COLUMNS: ColNum = 16_384;
/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

/// A worksheet under Excel's limits.
pub struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    left_out: bool,
    cut: bool,
    seal: Seal,
}

/// What a cell can be given.
pub trait Content {
    /// What is written.
    type Written: IntoExcelData;
    /// True for a text that is longer than a cell takes.
    fn is_long(&self) -> bool {
        false
    }
    /// As much of it as a cell takes.
    fn fitted(self) -> Self::Written;
    /// Adds what is written to the seal of its sheet.
    fn seal(_: &Self::Written, _: &mut Seal, _: (RowNum, ColNum)) {}
}

macro_rules! contents {
    (texts: $($text:ty),*; others: $($other:ty),*) => {
        $(impl Content for $text {
            type Written = String;
            fn is_long(&self) -> bool { is_long(self) }
            fn fitted(self) -> String { fitted(&self) }
            fn seal(text: &String, seal: &mut Seal, (row, col): (RowNum, ColNum)) {
                seal.text(row, u32::from(col), text);
            }
        })*
        $(impl Content for $other {
            type Written = $other;
            fn fitted(self) -> $other { self }
        })*
    };
}

contents!(texts: &str, String, &String, Cow<'_, str>; others: ExcelDateTime, Formula);

impl Content for f64 {
    type Written = f64;
    fn fitted(self) -> f64 {
        self
    }
    fn seal(number: &f64, seal: &mut Seal, (row, col): (RowNum, ColNum)) {
        seal.number(row, u32::from(col), *number);
    }
}

/// A text as the writer writes it as it stands: one that begins and ends as a rich text does in the file is taken for such a one.
fn plain(mut text: String) -> String {
    const RICH: (&str, &str) = ("<r>", "</r>");
    if text.starts_with(RICH.0) && text.ends_with(RICH.1) {
        if text.encode_utf16().count() == LONGEST {
            text.pop();
        }
        text.push(' ');
    }
    text
}

/// True for a text that is longer than a cell takes.
pub fn is_long(text: &str) -> bool {
    text.len() > LONGEST && text.encode_utf16().count() > LONGEST
}

/// A text as a cell takes it: without characters that XML forbids, no longer than Excel counts, and nothing that the writer takes
/// for a rich text of its own.
pub fn fitted(text: &str) -> String {
    plain(allowed(text))
}

fn allowed(text: &str) -> String {
    let is_allowed =
        |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    // Nearly every text: the two signs above the others that XML forbids begin with this byte.
    if text.len() <= LONGEST && text.bytes().all(|b| b >= b' ' && b != 0xEF) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len().min(4 * LONGEST));
    let mut units = 0;
    for c in text.chars().filter(is_allowed) {
        units += c.len_utf16();
        if units > LONGEST {
            while out.encode_utf16().count() >= LONGEST {
                out.pop();
            }
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

impl<'a> Sheet<'a> {
    /// Takes a worksheet.
    pub fn new(sheet: &'a mut Worksheet) -> Self {
        Sheet { sheet, left_out: false, cut: false, seal: Seal::default() }
    }

    /// Whether something found no room.
    pub fn left_out(&self) -> bool {
        self.left_out
    }

    /// Whether some text was too long.
    pub fn cut(&self) -> bool {
        self.cut
    }

    fn has_room(&mut self, row: RowNum, col: ColNum) -> bool {
        let room = row < ROWS && col < COLUMNS;
        self.left_out |= !room;
        room
    }

    /// What stands on it.
    pub fn seal(&self) -> Seal {
        self.seal
    }

    /// Adds what stands on it without having been written through it, and whether some of that was cut.
    pub fn join(&mut self, (seal, cut): (Seal, bool)) {
        self.seal = self.seal.with(seal);
        self.cut |= cut;
    }

    fn sealed<C: Content>(&mut self, row: RowNum, col: ColNum, what: C) -> C::Written {
        let written = what.fitted();
        C::seal(&written, &mut self.seal, (row, col));
        written
    }

    /// Makes a table of what stands there; its headings are written by that.
    pub fn add_table(&mut self, first: RowNum, last: RowNum, heads: &[String], table: &Table) -> Result<(), XlsxError> {
        for (col, head) in (0u32..).zip(heads) {
            self.seal.text(first, col, head);
        }
        self.sheet.add_table(first, 0, last, heads.len() as u16 - 1, table)?;
        Ok(())
    }

    /// Writes a cell.
    pub fn write(&mut self, row: RowNum, col: ColNum, what: impl Content) -> Result<(), XlsxError> {
        if self.has_room(row, col) {
            self.cut |= what.is_long();
            let written = self.sealed(row, col, what);
            self.sheet.write(row, col, written)?;
        }
        Ok(())
    }

    /// Writes a cell in a format.
    pub fn write_with_format(
        &mut self,
        row: RowNum,
        col: ColNum,
        what: impl Content,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if self.has_room(row, col) {
            self.cut |= what.is_long();
            let written = self.sealed(row, col, what);
            self.sheet.write_with_format(row, col, written, format)?;
        }
        Ok(())
    }

    /// Writes a blank cell in a format.
    pub fn write_blank(&mut self, row: RowNum, col: ColNum, format: &Format) -> Result<(), XlsxError> {
        if self.has_room(row, col) {
            self.sheet.write_blank(row, col, format)?;
        }
        Ok(())
    }

    /// Writes a link; where it is none that Excel takes, its text alone.
    pub fn write_link(
        &mut self,
        row: RowNum,
        col: ColNum,
        link: &str,
        text: &str,
        format: Option<&Format>,
    ) -> Result<(), XlsxError> {
        if !self.has_room(row, col) {
            return Ok(());
        }
        self.cut |= is_long(text);
        let text = fitted(text);
        self.seal.text(row, u32::from(col), &text);
        let url = Url::new(fitted(link)).set_text(&text);
        let written = match format {
            Some(format) => self.sheet.write_url_with_format(row, col, url, format).is_ok(),
            None => self.sheet.write_url(row, col, url).is_ok(),
        };
        match (written, format) {
            (true, _) => {}
            (false, Some(format)) => _ = self.sheet.write_string_with_format(row, col, text, format)?,
            (false, None) => _ = self.sheet.write_string(row, col, text)?,
        }
        Ok(())
    }

    /// Writes a link that shows whither it leads, under what is written to the cell next.
    pub fn write_link_with_tip(
        &mut self,
        row: RowNum,
        col: ColNum,
        link: &str,
        tip: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        const LONGEST_TIP: usize = 255;
        if self.has_room(row, col) {
            let mut tip = fitted(tip);
            while tip.encode_utf16().count() > LONGEST_TIP {
                tip.pop();
            }
            // A link that Excel does not take is none; the figure stands all the same.
            let _ = self.sheet.write_url_with_format(row, col, Url::new(fitted(link)).set_tip(tip), format);
        }
        Ok(())
    }

    /// Writes a text over merged cells, as far as there are so many columns.
    pub fn merge_range(
        &mut self,
        first: (RowNum, ColNum),
        last: (RowNum, ColNum),
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if !self.has_room(first.0, first.1) {
            return Ok(());
        }
        let last = (last.0.min(ROWS - 1), last.1.min(COLUMNS - 1));
        if first == last {
            return self.write_with_format(first.0, first.1, text, format);
        }
        self.cut |= is_long(text);
        let text = fitted(text);
        self.seal.text(first.0, u32::from(first.1), &text);
        self.sheet.merge_range(first.0, first.1, last.0, last.1, &text, format)?;
        Ok(())
    }

    /// Says something beside a cell.
    pub fn insert_note(&mut self, row: RowNum, col: ColNum, text: &str) -> Result<(), XlsxError> {
        if self.has_room(row, col) {
            self.sheet.insert_note(row, col, &Note::new(fitted(text)).add_author_prefix(false).set_width(280))?;
        }
        Ok(())
    }

    /// Sets the height of a row.
    pub fn set_row_height(&mut self, row: RowNum, height: impl Into<f64>) -> Result<(), XlsxError> {
        if self.has_room(row, 0) {
            self.sheet.set_row_height(row, height.into())?;
        }
        Ok(())
    }

    /// Sets the width of a column.
    pub fn set_column_width(&mut self, col: ColNum, width: impl Into<f64>) -> Result<(), XlsxError> {
        if self.has_room(0, col) {
            self.sheet.set_column_width(col, width.into())?;
        }
        Ok(())
    }
}

impl Deref for Sheet<'_> {
    type Target = Worksheet;

    fn deref(&self) -> &Worksheet {
        self.sheet
    }
}

impl DerefMut for Sheet<'_> {
    fn deref_mut(&mut self) -> &mut Worksheet {
        self.sheet
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_xlsxwriter::Workbook;

    use super::*;

    // Excel counts UTF-16 units; a text is cut between characters.
    #[test]
    fn long_texts() {
        let fits = "a".repeat(LONGEST);
        assert_eq!(fitted(&fits), fits);
        for long in ["a".repeat(40_000), "😀".repeat(16_384), "ệ".repeat(33_000), format!("a{}", "😀".repeat(20_000))]
        {
            let cut = fitted(&long);
            assert!(cut.encode_utf16().count() <= LONGEST && cut.ends_with('…'), "{}", cut.len());
            assert!(cut.encode_utf16().count() >= LONGEST - 1);
        }
        assert_eq!(fitted("a\u{0}b\u{FFFF}c\u{1F}\td\ne"), "abc\td\ne");
    }

    // What looks like the writer's own rich text is a text like others.
    #[test]
    fn rich_texts() {
        let mut book = Workbook::new();
        let mut sheet = Sheet::new(book.add_worksheet());
        let long = format!("<r>{}</r>", "a".repeat(LONGEST - 7));
        for (row, text) in (0u32..).zip(["<r>&</r>", "<r></r>", "<r><t>a</t></r>", &long]) {
            sheet.write(row, 0, text).unwrap();
            sheet.write_link(row, 1, "https://example.org", text, None).unwrap();
            sheet.merge_range((row, 2), (row, 3), text, &Format::new()).unwrap();
        }
        let bytes = book.save_to_buffer().unwrap();
        let mut read: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(bytes)).unwrap();
        let range = calamine::Reader::worksheet_range(&mut read, "Sheet1").unwrap();
        for col in 0..3 {
            assert_eq!(range.get_value((0, col)).unwrap().to_string().trim_end(), "<r>&</r>");
            assert_eq!(range.get_value((2, col)).unwrap().to_string().trim_end(), "<r><t>a</t></r>");
        }
    }

    proptest! {
        // Whatever it is given, at whatever place, a sheet takes it.
        #[test]
        fn takes_everything(text in any::<String>(), times in 1usize..3000, row in any::<u32>(), col in any::<u16>()) {
            let long = text.repeat(times);
            let mut book = Workbook::new();
            let mut sheet = Sheet::new(book.add_worksheet());
            let format = Format::new();
            sheet.write(row, col, long.as_str()).unwrap();
            sheet.write_with_format(1, 1, long.as_str(), &format).unwrap();
            sheet.write_link(2, 2, &format!("file:///{long}"), &long, Some(&format)).unwrap();
            sheet.write_link(3, 3, &long, &long, None).unwrap();
            sheet.merge_range((4, 0), (4, col), &long, &format).unwrap();
            sheet.set_row_height(row, 20).unwrap();
            sheet.set_column_width(col, 20).unwrap();
            prop_assert_eq!(sheet.left_out(), row >= ROWS || col >= COLUMNS);
            prop_assert_eq!(sheet.cut(), long.encode_utf16().count() > LONGEST);
            prop_assert!(book.save_to_buffer().is_ok());
        }
    }
}
