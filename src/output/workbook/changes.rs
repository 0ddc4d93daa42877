/*!
What differs from the run before, as a workbook of its own: what an officer opens on the morning after.

It depends on what stood there before, as nothing in the consolidated workbook does, so it is kept apart from that.
*/

use std::collections::BTreeMap;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::super::changes::{Change, Kind};
use super::super::{Context, OutputError};
use super::findings::unit_name;
use super::sheet::Sheet;
use super::style::{DECIMAL, Styles, WHOLE, base};
use super::{MOST_LINKS, Names, height, paper, properties, source_link};
use crate::finding::Code;
use crate::locale::say;

/// More rows than this nobody reads; changes.csv has them all.
const MOST_ROWS: usize = 50_000;

/// Makes the workbook.
pub fn book(context: &Context<'_>, changes: &[Change]) -> Result<Vec<u8>, OutputError> {
    let mut book = Workbook::new();
    let styles = Styles::new(context.lang);
    book.set_default_format(&base(), 20, 64)?;
    book.set_properties(&properties(context)?);
    let name = Names::default().unique(&context.lang.text("sheet-changes"));
    let sheet = book.add_worksheet().set_name(name)?;
    write(&mut Sheet::new(sheet), context, &styles, changes)?;
    Ok(book.save_to_buffer()?)
}

fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles, changes: &[Change]) -> Result<(), XlsxError> {
    let done = context.done;
    let lang = context.lang;
    let heads = [
        "head-number",
        "head-change-kind",
        "head-unit",
        "head-form",
        "head-row",
        "head-indicator",
        "change-before",
        "change-now",
        "head-file",
    ]
    .map(|k| lang.text(k));
    let widths = [6.0, 24.0, 26.0, 28.0, 14.0, 36.0, 34.0, 34.0, 60.0];
    for (col, width) in widths.iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    sheet.write_with_format(0, 0, lang.text("changes-title"), &styles.title)?;
    sheet.write_with_format(1, 0, done.ledger.period.in_words(lang), &styles.subtitle)?;
    sheet.write_with_format(2, 0, counts(changes, context), &styles.subtitle)?;
    for (col, head) in heads.iter().enumerate() {
        sheet.write_with_format(4, col as u16, head.as_str(), &styles.head)?;
    }
    let (whole, decimal) = (styles.number(WHOLE), styles.number(DECIMAL));
    let mut row = 4;
    for (n, change) in changes.iter().take(MOST_ROWS).enumerate() {
        row += 1;
        let form = done.project.form(&change.form).map(|f| &done.project.forms[f]);
        let title = form.map_or(change.form.as_str(), |f| f.short.as_str());
        let indicator = form.and_then(|f| f.indicators.iter().find(|i| i.code == change.indicator));
        // Of a finding it is the code.
        let indicator = match (indicator, change.indicator.parse::<Code>()) {
            (Some(i), _) => format!("{} {}", i.code, i.name),
            (None, Ok(code)) => format!("{code} {}", code.title(lang)),
            (None, Err(())) => change.indicator.clone(),
        };
        // The file stands in its own column.
        let other = |said: &String| if *said == change.file { String::new() } else { said.clone() };
        let (before, after) = (other(&change.before), other(&change.after));
        let mark = match change.kind {
            Kind::FigureChanged | Kind::FiguresNotCompared | Kind::SubmissionCorrected | Kind::SubmissionSuperseded => {
                &styles.warning
            }
            Kind::FigureGone | Kind::SubmissionWithdrawn | Kind::FindingNew => &styles.error,
            Kind::FigureNew | Kind::SubmissionNew | Kind::SubmissionMoved | Kind::FindingGone => &styles.good,
        };
        let unit = unit_name(context, &change.unit);
        let line = unit_name(context, &change.row);
        let texts =
            [(&unit, 26.0), (&line, 14.0), (&indicator, 36.0), (&before, 34.0), (&after, 34.0), (&change.file, 60.0)];
        sheet.set_row_height(row, height(&texts.map(|(t, w)| (t.as_str(), w))))?;
        sheet.write_with_format(row, 0, n as f64 + 1.0, &styles.center)?;
        sheet.write_with_format(row, 1, lang.text(&format!("change-{}", change.kind.as_str())), mark)?;
        sheet.write_with_format(row, 2, unit, &styles.text)?;
        sheet.write_with_format(row, 3, title, &styles.text)?;
        sheet.write_with_format(row, 4, line, &styles.text)?;
        sheet.write_with_format(row, 5, indicator, &styles.text)?;
        for (col, said) in [(6, &before), (7, &after)] {
            match said.parse::<f64>() {
                Ok(number) if number.is_finite() && change.kind.is_figure() => {
                    let format = if number == number.trunc() { &whole } else { &decimal };
                    sheet.write_with_format(row, col, number, format)?;
                }
                _ => sheet.write_with_format(row, col, said, &styles.text)?,
            }
        }
        match source_link(context, &change.file, "", "").filter(|_| n < MOST_LINKS) {
            Some(link) => sheet.write_link(row, 8, &link, &change.file, Some(&styles.link))?,
            None => sheet.write_with_format(row, 8, &change.file, &styles.text)?,
        };
    }
    if row > 4 {
        sheet.autofilter(4, 0, row, 8)?;
    }
    sheet.set_freeze_panes(5, 2)?;
    paper(sheet, true, (4, 4), lang)
}

/// How many changes there are of each kind.
fn counts(changes: &[Change], context: &Context<'_>) -> String {
    let lang = context.lang;
    if changes.is_empty() {
        return lang.text("changes-none");
    }
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    changes.iter().for_each(|c| *counts.entry(c.kind).or_default() += 1);
    let each = counts.iter().map(|(kind, n)| format!("{}: {n}", lang.text(&format!("change-{}", kind.as_str()))));
    let all = each.collect::<Vec<_>>().join("; ");
    if changes.len() > MOST_ROWS { say!(lang, "changes-first", counts = all, rows = MOST_ROWS) } else { all }
}
