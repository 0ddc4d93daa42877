/*!
Every provincial figure beside what it was: the period before, the same period last year, the year so far, the plan; and
over which units that is known.
*/

use rust_xlsxwriter::{Formula, XlsxError};

use super::super::Context;
use super::paper;
use super::sheet::Sheet;
use super::style::{CHANGE, CHANGE_POINTS, DECIMAL, PERCENT, Styles, WHOLE};
use super::summary::unit_words;
use crate::consolidate::compare::{Comparison, FormComparison};
use crate::consolidate::{Group, Total};
use crate::intake::workbook::column_letters;
use crate::locale::say;
use crate::project::form::Aggregation;
use crate::project::units::UnitId;
use crate::run::Done;
use crate::text::number::plain_number;

/// True where there is something to compare with.
pub fn is_needed(done: &Done<'_>) -> bool {
    let c = &done.consolidation;
    c.with_previous.is_some() || c.with_last_year.is_some() || !done.project.plans.is_empty()
}

/// A column of the table.
#[derive(Clone, Copy, PartialEq)]
enum Col {
    Number,
    Indicator,
    Measure,
    Now,
    Before,
    Change,
    Percent,
    LikeNow,
    LikeBefore,
    LikeChange,
    LikePercent,
    LastYear,
    LastYearChange,
    LastYearPercent,
    YearToDate,
    Plan,
    PlanPercent,
}

impl Col {
    fn head(self) -> &'static str {
        match self {
            Col::Number => "head-number",
            Col::Indicator => "head-indicator",
            Col::Measure => "head-measure-key",
            Col::Now => "head-now",
            Col::Before => "head-before",
            Col::Change | Col::LikeChange | Col::LastYearChange => "head-change",
            Col::Percent | Col::LikePercent | Col::LastYearPercent => "head-percent",
            Col::LikeNow => "head-like-now",
            Col::LikeBefore => "head-like-before",
            Col::LastYear => "head-last-year",
            Col::YearToDate => "head-year-to-date",
            Col::Plan => "head-plan",
            Col::PlanPercent => "head-plan-percent",
        }
    }

    fn width(self) -> f64 {
        match self {
            Col::Number => 6.0,
            Col::Indicator => 52.0,
            _ => 13.0,
        }
    }
}

/// The columns that this run has figures for.
fn columns(done: &Done<'_>) -> Vec<Col> {
    let any = |has: fn(&Total) -> bool| done.consolidation.totals.iter().any(|t| t.group == Group::Province && has(t));
    let mut out = vec![Col::Number, Col::Indicator, Col::Measure, Col::Now];
    if any(|t| t.previous.is_some()) {
        out.extend([Col::Before, Col::Change, Col::Percent]);
    }
    // Over the units of both times, where these are not all.
    if any(|t| t.like.is_some_and(|l| !l.whole)) {
        out.extend([Col::LikeNow, Col::LikeBefore, Col::LikeChange, Col::LikePercent]);
    }
    if any(|t| t.last_year.is_some()) {
        out.extend([Col::LastYear, Col::LastYearChange, Col::LastYearPercent]);
    }
    if any(|t| t.year_to_date.is_some()) {
        out.push(Col::YearToDate);
    }
    if any(|t| t.plan.is_some()) {
        out.extend([Col::Plan, Col::PlanPercent]);
    }
    out
}

pub fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let done = context.done;
    let (lang, project) = (context.lang, done.project);
    let columns = columns(done);
    for (c, col) in columns.iter().enumerate() {
        sheet.set_column_width(c as u16, col.width())?;
    }
    let period = done.ledger.period;
    sheet.write_with_format(0, 0, lang.text("comparison-title"), &styles.title)?;
    let (before, year) = (period.previous().in_words(lang), period.last_year().in_words(lang));
    let line = say!(lang, "comparison-subtitle", period = period.in_words(lang), previous = before, year = year);
    sheet.write_with_format(1, 0, line, &styles.subtitle)?;
    let head = 3;
    for (c, col) in columns.iter().enumerate() {
        sheet.write_with_format(head, c as u16, lang.text(col.head()), &styles.head)?;
    }
    sheet.set_row_height(head, 48)?;
    let mut row = head;
    for (form, spec) in project.forms.iter().enumerate().filter(|(_, f)| f.is_due(period)) {
        let of_form = |i: usize| done.consolidation.get(form, i, Group::Province);
        row += 1;
        sheet.merge_range((row, 0), (row, columns.len() as u16 - 1), &spec.title, &styles.total_text)?;
        let mut number = 0;
        for (i, indicator) in spec.indicators.iter().enumerate().filter(|(_, i)| i.aggregation != Aggregation::None) {
            let Some(total) = of_form(i) else {
                continue;
            };
            row += 1;
            number += 1;
            for (c, col) in columns.iter().enumerate() {
                let at = c as u16;
                match col {
                    Col::Number => sheet.write_with_format(row, at, f64::from(number), &styles.center)?,
                    Col::Indicator => {
                        let name = format!("[{}] {}", indicator.code, indicator.name);
                        sheet.write_with_format(row, at, name, &styles.text)?
                    }
                    Col::Measure => sheet.write_with_format(row, at, unit_words(indicator, lang), &styles.center)?,
                    _ => figure(sheet, styles, (row, at), *col, &columns, total, indicator.kind.is_percent())?,
                };
            }
            if indicator.name.chars().count() > 50 {
                sheet.set_row_height(row, 32)?;
            }
        }
    }
    let last = row;
    for comparison in [&done.consolidation.with_previous, &done.consolidation.with_last_year].into_iter().flatten() {
        row = units(sheet, context, styles, row, comparison, columns.len() as u16 - 1)?;
    }
    sheet.set_freeze_panes(head + 1, 3)?;
    sheet.set_print_area(0, 0, row.max(last), columns.len() as u16 - 1)?;
    paper(sheet, true, (head, head), lang)
}

/// One figure, or a live formula over those beside it.
fn figure(
    sheet: &mut Sheet<'_>,
    styles: &Styles,
    (row, at): (u32, u16),
    col: Col,
    columns: &[Col],
    total: &Total,
    percent: bool,
) -> Result<(), XlsxError> {
    let plain = |v: f64| match (percent, v == v.trunc()) {
        (true, _) => PERCENT,
        (false, true) => WHOLE,
        (false, false) => DECIMAL,
    };
    let signed = |v: f64| if percent || v != v.trunc() { CHANGE_POINTS } else { CHANGE };
    let cell = |of: Col| {
        let c = columns.iter().position(|c| *c == of).unwrap_or(0);
        format!("{}{}", column_letters(c as u32), row + 1)
    };
    let like = total.like.filter(|l| !l.whole);
    let share = |now: Option<f64>, before: Option<f64>| {
        let (now, before) = (now?, before.filter(|b| *b != 0.0 && !percent)?);
        Some(crate::consolidate::tidy(100.0 * (now - before) / before))
    };
    let less = |a: Col, b: Col| format!("={}-{}", cell(a), cell(b));
    let over = |a: Col, b: Col| format!("=100*({0}-{1})/{1}", cell(a), cell(b));
    let (value, formula, format) = match col {
        Col::Number | Col::Indicator | Col::Measure => (None, None, WHOLE),
        Col::Now => (total.value, None, plain(total.value.unwrap_or(0.0))),
        Col::Before => (total.previous, None, plain(total.previous.unwrap_or(0.0))),
        Col::Change => (total.change, Some(less(Col::Now, Col::Before)), signed(total.change.unwrap_or(0.0))),
        Col::Percent => {
            let v = total.change.and_then(|_| share(total.value, total.previous));
            (v, Some(over(Col::Now, Col::Before)), CHANGE_POINTS)
        }
        Col::LikeNow => (like.and_then(|l| l.value), None, plain(like.and_then(|l| l.value).unwrap_or(0.0))),
        Col::LikeBefore => (like.and_then(|l| l.previous), None, plain(like.and_then(|l| l.previous).unwrap_or(0.0))),
        Col::LikeChange => {
            let v = like.and_then(|l| l.change());
            (v, Some(less(Col::LikeNow, Col::LikeBefore)), signed(v.unwrap_or(0.0)))
        }
        Col::LikePercent => {
            let v = like.and_then(|l| share(l.value, l.previous));
            (v, Some(over(Col::LikeNow, Col::LikeBefore)), CHANGE_POINTS)
        }
        Col::LastYear => (total.last_year, None, plain(total.last_year.unwrap_or(0.0))),
        Col::LastYearChange => {
            let v = total.last_year_change();
            (v, Some(less(Col::Now, Col::LastYear)), signed(v.unwrap_or(0.0)))
        }
        Col::LastYearPercent => {
            let v = total.last_year_change().and_then(|_| share(total.value, total.last_year));
            (v, Some(over(Col::Now, Col::LastYear)), CHANGE_POINTS)
        }
        Col::YearToDate => (total.year_to_date, None, plain(total.year_to_date.unwrap_or(0.0))),
        Col::Plan => (total.plan, None, plain(total.plan.unwrap_or(0.0))),
        Col::PlanPercent => {
            let reached = if total.year_to_date.is_some() { Col::YearToDate } else { Col::Now };
            (total.fulfilled, Some(format!("=100*{}/{}", cell(reached), cell(Col::Plan))), PERCENT)
        }
    };
    match (value, formula) {
        (Some(v), Some(f)) => {
            let f = Formula::new(f).set_result(plain_number(v));
            sheet.write_with_format(row, at, f, &styles.number(format))?
        }
        (Some(v), None) => sheet.write_with_format(row, at, v, &styles.number(format))?,
        (None, _) => sheet.write_with_format(row, at, "", &styles.center)?,
    };
    Ok(())
}

/// Which units are there at one time only, and which are comparable as a group.
fn units(
    sheet: &mut Sheet<'_>,
    context: &Context<'_>,
    styles: &Styles,
    row: u32,
    comparison: &Comparison,
    last: u16,
) -> Result<u32, XlsxError> {
    let project = context.done.project;
    let lang = context.lang;
    let names =
        |units: &[UnitId]| units.iter().map(|u| project.register.get(*u).full_name()).collect::<Vec<_>>().join(", ");
    let mut row = row + 1;
    let mut line = |sheet: &mut Sheet<'_>, text: String| -> Result<(), XlsxError> {
        row += 1;
        sheet.merge_range((row, 0), (row, last), &text, &styles.note)?;
        sheet.set_row_height(row, super::height(&[(&text, 52.0 + 13.0 * f64::from(last - 1))]))?;
        Ok(())
    };
    let with = comparison.with.in_words(lang);
    for (spec, form) in project.forms.iter().zip(&comparison.forms) {
        let Some(form) = form else {
            continue;
        };
        let FormComparison { came, went, apart, .. } = form;
        let title = spec.title.as_str();
        for (key, units) in [("comparison-came", came), ("comparison-went", went)] {
            if !units.is_empty() {
                line(
                    sheet,
                    lang.say(
                        key,
                        [
                            ("form", title.into()),
                            ("previous", with.as_str().into()),
                            ("units", names(units).as_str().into()),
                        ],
                    ),
                )?;
            }
        }
        for a in apart {
            let (new, old) = (names(&a.new), names(&a.old));
            line(sheet, say!(lang, "comparison-apart", form = title, previous = with.as_str(), new = new, old = old))?;
        }
    }
    Ok(row)
}
