/*!
Who sent what: expected, received, on time, late, missing, and which file counts.
*/

use rust_xlsxwriter::XlsxError;

use super::super::Context;
use super::sheet::Sheet;
use super::style::{Styles, excel_day};
use super::{MOST_LINKS, height, paper, source_link};
use crate::submission::ledger::day_of;
use crate::submission::states::State;

pub fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let done = context.done;
    let lang = context.lang;
    let heads = [
        "head-number",
        "head-code",
        "head-unit",
        "head-kind",
        "head-form",
        "head-due",
        "head-status",
        "head-received",
        "head-counts",
        "head-superseded",
        "head-state",
    ]
    .map(|k| lang.text(k));
    for (col, width) in [6.0, 11.0, 36.0, 32.0, 42.0, 12.0, 13.0, 12.0, 80.0, 15.0, 22.0].iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    sheet.write_with_format(0, 0, lang.text("status-title"), &styles.title)?;
    sheet.write_with_format(1, 0, done.ledger.period.in_words(lang), &styles.subtitle)?;
    for (col, head) in heads.iter().enumerate() {
        sheet.write_with_format(3, col as u16, head.as_str(), &styles.head)?;
    }
    let days = styles.date();
    let mut row = 3;
    for (n, e) in done.ledger.expected.iter().enumerate() {
        row += 1;
        if let Some(s) = e.submission.map(|s| &done.ledger.submissions[s]) {
            sheet.set_row_height(row, height(&[(&done.ledger.files[s.file].name, 80.0)]))?;
        }
        let unit = done.project.register.get(e.unit);
        let form = &done.project.forms[e.form];
        sheet.write_with_format(row, 0, n as f64 + 1.0, &styles.center)?;
        sheet.write_with_format(row, 1, &unit.code, &styles.center)?;
        sheet.write_with_format(row, 2, unit.full_name(), &styles.text)?;
        sheet.write_with_format(row, 3, &done.project.kind_of(e.unit).name, &styles.text)?;
        sheet.write_with_format(row, 4, &form.title, &styles.text)?;
        sheet.write_with_format(row, 5, excel_day(form.deadline(done.ledger.period))?, &days)?;
        match e.submission.map(|s| &done.ledger.submissions[s]) {
            Some(s) => {
                let (word, style) = if s.late {
                    (lang.text("status-late"), &styles.warning)
                } else {
                    (lang.text("status-on-time"), &styles.good)
                };
                sheet.write_with_format(row, 6, word, style)?;
                let received = day_of(s.received, done.project.utc_offset_hours);
                sheet.write_with_format(row, 7, excel_day(received)?, &days)?;
                let file = &done.ledger.files[s.file].name;
                let first = done.ledger.parts(s).next().map_or("", |p| p.sheet.as_str());
                match source_link(context, file, first, "A1").filter(|_| n < MOST_LINKS) {
                    Some(link) => sheet.write_link(row, 8, &link, file.as_str(), Some(&styles.link))?,
                    None => sheet.write_with_format(row, 8, file, &styles.text)?,
                };
            }
            None => {
                let overdue = done.ledger.judged_on > form.deadline(done.ledger.period);
                let (word, style) = if overdue {
                    (lang.text("status-missing"), &styles.error)
                } else {
                    (lang.text("status-not-due"), &styles.center)
                };
                sheet.write_with_format(row, 6, word, style)?;
                sheet.write_with_format(row, 7, "", &styles.center)?;
                sheet.write_with_format(row, 8, "", &styles.text)?;
            }
        }
        let state = done.states[n];
        let style = match state {
            State::Accepted => &styles.good,
            State::Remarks => &styles.warning,
            State::Rejected | State::Missing => &styles.error,
        };
        sheet.write_with_format(row, 10, lang.text(&format!("state-{}", state.as_str())), style)?;
        if e.superseded > 0 {
            sheet.write_with_format(row, 9, e.superseded as f64, &styles.center)?;
        } else {
            sheet.write_with_format(row, 9, "", &styles.center)?;
        }
    }
    if row > 3 {
        sheet.autofilter(3, 0, row, 10)?;
    }
    sheet.set_freeze_panes(4, 3)?;
    paper(sheet, true, (3, 3), lang)
}
