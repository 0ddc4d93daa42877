/*!
What was met, filterable; each row opens the source workbook at the cell.
*/

use rust_xlsxwriter::XlsxError;

use super::super::Context;
use super::sheet::Sheet;
use super::style::Styles;
use super::{MOST_LINKS, height, paper, source_link};
use crate::finding::Severity;
use crate::locale::say;

/// More rows than this nobody reads; findings.json has them all.
const MOST_ROWS: usize = 50_000;

pub fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let done = context.done;
    let lang = context.lang;
    let heads = [
        "head-number",
        "head-severity",
        "head-code",
        "head-message",
        "head-hint",
        "head-unit",
        "head-form",
        "head-file",
        "head-sheet",
        "head-cell",
        "head-value",
        "head-expected",
    ]
    .map(|k| lang.text(k));
    for (col, width) in [6.0, 11.0, 8.0, 62.0, 48.0, 14.0, 18.0, 46.0, 16.0, 8.0, 22.0, 26.0].iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    sheet.write_with_format(0, 0, lang.text("findings-title"), &styles.title)?;
    let mut line = done.summary().in_words(lang);
    if done.findings.len() > MOST_ROWS {
        line = say!(lang, "findings-first", counts = line, rows = MOST_ROWS);
    }
    sheet.write_with_format(1, 0, line, &styles.subtitle)?;
    for (col, head) in heads.iter().enumerate() {
        sheet.write_with_format(3, col as u16, head.as_str(), &styles.head)?;
    }
    let mut row = 3;
    let mut links = 0;
    for (n, f) in done.findings.iter().take(MOST_ROWS).enumerate() {
        row += 1;
        let style = match f.severity {
            _ if !f.accepted.is_empty() => &styles.good,
            Severity::Error => &styles.error,
            Severity::Warning => &styles.warning,
            Severity::Info => &styles.center,
        };
        sheet.write_with_format(row, 0, n as f64 + 1.0, &styles.center)?;
        sheet.write_with_format(row, 1, f.severity.label(lang), style)?;
        sheet.write_with_format(row, 2, f.code.as_str(), &styles.center)?;
        let mut message = f.message(lang);
        if !f.accepted.is_empty() {
            message = say!(lang, "accepted-because", message = message, reason = f.accepted.as_str());
        }
        let (message, hint, value) = (cut(&message), cut(&f.hint(lang)), cut(&f.value.words(lang)));
        sheet.set_row_height(
            row,
            height(&[(&message, 62.0), (&hint, 48.0), (&f.place.file, 46.0), (&f.place.sheet, 16.0), (&value, 22.0)]),
        )?;
        sheet.write_with_format(row, 3, message, &styles.text)?;
        sheet.write_with_format(row, 4, hint, &styles.text)?;
        sheet.write_with_format(row, 5, unit_name(context, &f.place.unit), &styles.text)?;
        sheet.write_with_format(row, 6, &f.place.form, &styles.text)?;
        sheet.write_with_format(row, 7, cut(&f.place.file), &styles.text)?;
        sheet.write_with_format(row, 8, cut(&f.place.sheet), &styles.text)?;
        match source_link(context, &f.place.file, &f.place.sheet, &f.place.cell)
            .filter(|_| !f.place.cell.is_empty() && links < MOST_LINKS)
        {
            Some(link) => {
                links += 1;
                sheet.write_link(row, 9, &link, f.place.cell.as_str(), Some(&styles.link))?;
            }
            None => {
                sheet.write_with_format(row, 9, &f.place.cell, &styles.center)?;
            }
        }
        sheet.write_with_format(row, 10, value, &styles.text)?;
        sheet.write_with_format(row, 11, cut(&f.expected_text(lang)), &styles.text)?;
    }
    if row > 3 {
        sheet.autofilter(3, 0, row, 11)?;
    } else {
        sheet.write_with_format(4, 3, lang.text("findings-none"), &styles.text)?;
    }
    sheet.set_freeze_panes(4, 3)?;
    paper(sheet, true, (3, 3), lang)
}

pub fn unit_name(context: &Context<'_>, code: &str) -> String {
    let register = &context.done.project.register;
    let end = context.done.ledger.period.window(crate::project::period::Regime::Calendar).1;
    register
        .by_code_on(code, end)
        .or_else(|| register.by_code(code).first().copied())
        .map_or_else(|| code.to_owned(), |u| register.get(u).full_name())
}

/// A cell takes 32,767 characters; nobody reads more than a few hundred.
fn cut(text: &str) -> String {
    if text.chars().count() <= 1000 { text.to_owned() } else { text.chars().take(999).collect::<String>() + "…" }
}
