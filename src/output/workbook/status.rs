/*!
Who sent what: units down and forms across at a glance, and below the list of the files behind it.
*/

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, XlsxError};

use super::super::Context;
use super::sheet::Sheet;
use super::style::{Styles, excel_day};
use super::{MOST_LINKS, height, paper, source_link};
use crate::locale::say;
use crate::project::units::{KindId, UnitId};
use crate::submission::ledger::{Expected, day_of};
use crate::submission::states::State;

/// The row of the headings.
const HEAD: u32 = 4;
/// The columns before the forms: number, code, unit.
const FIRST: u16 = 3;
/// More forms than this on one page nobody reads, either.
const PAGE: usize = 10;
/// More rows than this on one page nobody reads.
const ONE_PAGE: u32 = 90;

pub fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let done = context.done;
    let lang = context.lang;
    let due: Vec<usize> =
        (0..done.project.forms.len()).filter(|f| done.project.forms[*f].is_due(done.ledger.period)).collect();
    let last_col = (FIRST + due.len() as u16).max(LIST.len() as u16) - 1;
    for (col, (_, width)) in LIST.iter().enumerate() {
        // The forms' columns are alike, whatever stands below them.
        let is_form = col >= usize::from(FIRST) && col < usize::from(FIRST) + due.len();
        sheet.set_column_width(col as u16, if is_form { 18.0 } else { *width })?;
    }
    for col in LIST.len() as u16..=last_col {
        sheet.set_column_width(col, 18)?;
    }
    sheet.write_with_format(0, 0, lang.text("status-title"), &styles.title)?;
    sheet.write_with_format(1, 0, done.ledger.period.in_words(lang), &styles.subtitle)?;
    sheet.write_with_format(2, 0, lang.text("status-legend"), &styles.subtitle)?;
    let end = matrix(sheet, context, styles, &due)?;
    list(sheet, context, styles, end + 3)?;
    sheet.set_freeze_panes(HEAD + 1, FIRST)?;
    let matrix_col = FIRST + due.len().max(1) as u16 - 1;
    sheet.set_print_area(0, 0, end, matrix_col)?;
    let pages = due.len().div_ceil(PAGE).clamp(1, 50) as u16;
    paper(sheet, due.len() > 5, (HEAD, HEAD), lang)?;
    if pages > 1 {
        sheet.set_repeat_columns(0, FIRST - 1)?;
    }
    sheet.set_print_fit_to_pages(pages, u16::from(end <= ONE_PAGE));
    Ok(())
}

/// What became of an expected submission, in words and looks.
fn shown<'s>(context: &Context<'_>, styles: &'s Styles, at: usize, e: &Expected) -> (String, &'s Format) {
    let (done, lang) = (context.done, context.lang);
    let form = &done.project.forms[e.form];
    let deadline = form.deadline(done.ledger.period);
    match e.submission.map(|s| &done.ledger.submissions[s]) {
        Some(s) => {
            let received = day_of(s.received, done.project.utc_offset_hours);
            let days = received.since(deadline).map_or(0, |d| d.get_days().max(0));
            let word = match s.late {
                true => say!(lang, "status-late-by", days = u64::from(days.unsigned_abs())),
                false => lang.text("status-on-time"),
            };
            match (done.states[at], s.late) {
                (State::Rejected, _) => (say!(lang, "status-and-rejected", sent = word), &styles.error),
                (_, true) => (word, &styles.warning),
                (_, false) => (word, &styles.good),
            }
        }
        None if done.ledger.judged_on > deadline => (lang.text("status-missing"), &styles.error),
        None => (lang.text("status-not-due"), &styles.center),
    }
}

/// What is expected of a unit, by form, with its place in the ledger.
type Asked<'a> = BTreeMap<usize, (usize, &'a Expected)>;

/// Units down, forms across; gives the last row.
fn matrix(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles, due: &[usize]) -> Result<u32, XlsxError> {
    let (done, lang) = (context.done, context.lang);
    let project = done.project;
    for (col, key) in ["head-number", "head-code", "head-unit"].iter().enumerate() {
        sheet.write_with_format(HEAD, col as u16, lang.text(key), &styles.head)?;
    }
    for (c, form) in due.iter().enumerate() {
        sheet.write_with_format(HEAD, FIRST + c as u16, &project.forms[*form].short, &styles.head)?;
    }
    sheet.set_row_height(HEAD, 48)?;
    let mut of: BTreeMap<(KindId, UnitId), Asked<'_>> = BTreeMap::new();
    for (at, e) in done.ledger.expected.iter().enumerate() {
        of.entry((project.register.get(e.unit).kind, e.unit)).or_default().insert(e.form, (at, e));
    }
    let mut row = HEAD;
    let mut number = 0;
    let mut all: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut kinds: Vec<KindId> = of.keys().map(|(k, _)| *k).collect();
    kinds.dedup();
    for kind in &kinds {
        let mut sums: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for ((_, unit), forms) in of.iter().filter(|((k, _), _)| k == kind) {
            row += 1;
            number += 1;
            let unit = project.register.get(*unit);
            sheet.write_with_format(row, 0, f64::from(number), &styles.center)?;
            sheet.write_with_format(row, 1, &unit.code, &styles.center)?;
            sheet.write_with_format(row, 2, unit.full_name(), &styles.text)?;
            for (c, form) in due.iter().enumerate() {
                let col = FIRST + c as u16;
                let Some((at, e)) = forms.get(form) else {
                    sheet.write_blank(row, col, &styles.void)?;
                    continue;
                };
                let (word, style) = shown(context, styles, *at, e);
                sheet.write_with_format(row, col, word, style)?;
                let sum = sums.entry(*form).or_default();
                *sum = (sum.0 + usize::from(e.submission.is_some()), sum.1 + 1);
            }
        }
        row += 1;
        total(sheet, styles, row, &project.kind(*kind).name, due, &sums)?;
        for (form, (got, of)) in sums {
            let sum = all.entry(form).or_default();
            *sum = (sum.0 + got, sum.1 + of);
        }
    }
    if kinds.len() > 1 {
        row += 1;
        total(sheet, styles, row, &lang.text("status-all"), due, &all)?;
    }
    Ok(row)
}

/// How many of a group sent each form.
fn total(
    sheet: &mut Sheet<'_>,
    styles: &Styles,
    row: u32,
    name: &str,
    due: &[usize],
    sums: &BTreeMap<usize, (usize, usize)>,
) -> Result<(), XlsxError> {
    let center = styles.total_text.clone().set_align(rust_xlsxwriter::FormatAlign::Center);
    sheet.write_with_format(row, 0, "", &styles.total_text)?;
    sheet.write_with_format(row, 1, "", &styles.total_text)?;
    sheet.write_with_format(row, 2, name, &styles.total_text)?;
    for (c, form) in due.iter().enumerate() {
        let text = sums.get(form).map_or_else(String::new, |(got, all)| format!("{got}/{all}"));
        sheet.write_with_format(row, FIRST + c as u16, text, &center)?;
    }
    Ok(())
}

/// The headings of the list, and how wide its columns are; the first ones are the units' above.
const LIST: [(&str, f64); 11] = [
    ("head-number", 6.0),
    ("head-code", 11.0),
    ("head-unit", 36.0),
    ("head-kind", 18.0),
    ("head-form", 18.0),
    ("head-due", 18.0),
    ("head-status", 18.0),
    ("head-received", 18.0),
    ("head-counts", 60.0),
    ("head-superseded", 15.0),
    ("head-state", 22.0),
];

/// The files behind it, a row for each expected submission.
fn list(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles, from: u32) -> Result<(), XlsxError> {
    let (done, lang) = (context.done, context.lang);
    sheet.write_with_format(from - 1, 0, lang.text("status-list"), &styles.section)?;
    for (col, (key, _)) in LIST.iter().enumerate() {
        sheet.write_with_format(from, col as u16, lang.text(key), &styles.head)?;
    }
    let days = styles.date();
    let mut row = from;
    for (n, e) in done.ledger.expected.iter().enumerate() {
        row += 1;
        let submission = e.submission.map(|s| &done.ledger.submissions[s]);
        let unit = done.project.register.get(e.unit);
        let form = &done.project.forms[e.form];
        let kind = &done.project.kind_of(e.unit).name;
        let file = submission.map_or("", |s| done.ledger.files[s.file].name.as_str());
        sheet.set_row_height(row, height(&[(file, 60.0), (kind, 18.0), (&form.short, 18.0)]))?;
        sheet.write_with_format(row, 0, n as f64 + 1.0, &styles.center)?;
        sheet.write_with_format(row, 1, &unit.code, &styles.center)?;
        sheet.write_with_format(row, 2, unit.full_name(), &styles.text)?;
        sheet.write_with_format(row, 3, kind, &styles.text)?;
        sheet.write_with_format(row, 4, &form.short, &styles.text)?;
        sheet.write_with_format(row, 5, excel_day(form.deadline(done.ledger.period))?, &days)?;
        let (word, style) = match submission {
            Some(s) if s.late => (lang.text("status-late"), &styles.warning),
            Some(_) => (lang.text("status-on-time"), &styles.good),
            None => shown(context, styles, n, e),
        };
        sheet.write_with_format(row, 6, word, style)?;
        match submission {
            Some(s) => {
                let received = day_of(s.received, done.project.utc_offset_hours);
                sheet.write_with_format(row, 7, excel_day(received)?, &days)?;
                let first = done.ledger.parts(s).next().map_or("", |p| p.sheet.as_str());
                match source_link(context, file, first, "A1").filter(|_| n < MOST_LINKS) {
                    Some(link) => sheet.write_link(row, 8, &link, file, Some(&styles.link))?,
                    None => sheet.write_with_format(row, 8, file, &styles.text)?,
                };
            }
            None => {
                sheet.write_with_format(row, 7, "", &styles.center)?;
                sheet.write_with_format(row, 8, "", &styles.text)?;
            }
        }
        match e.superseded {
            0 => sheet.write_with_format(row, 9, "", &styles.center)?,
            n => sheet.write_with_format(row, 9, n as f64, &styles.center)?,
        }
        let state = done.states[n];
        if state == State::Missing && done.ledger.judged_on <= form.deadline(done.ledger.period) {
            sheet.write_with_format(row, 10, lang.text("status-not-due"), &styles.center)?;
            continue;
        }
        let style = match state {
            State::Accepted => &styles.good,
            State::Remarks => &styles.warning,
            State::Rejected | State::Missing => &styles.error,
        };
        sheet.write_with_format(row, 10, lang.text(&format!("state-{}", state.as_str())), style)?;
    }
    if row > from {
        sheet.autofilter(from, 0, row, LIST.len() as u16 - 1)?;
    }
    Ok(())
}
