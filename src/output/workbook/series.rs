/*!
All periods side by side: each indicator's total, with a small line, and the key figures as a chart.
*/

use rust_xlsxwriter::{Chart, ChartType, Sparkline, SparklineType, XlsxError};

use super::super::Context;
use super::paper;
use super::sheet::Sheet;
use super::style::{DECIMAL, PERCENT, Styles, WHOLE};
use super::summary::{dress, key_figures, unit_words};
use crate::consolidate::Group;
use crate::consolidate::series::{self, Of};
use crate::locale::say;
use crate::project::period::Period;
use rustc_hash::FxHashMap;

/// More periods than these do not fit on a page.
const MOST: usize = 12;
const FIRST: u16 = 4;

pub fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let done = context.done;
    let (lang, project) = (context.lang, done.project);
    let sent = done.consolidation.pasts.iter().filter(|(_, p)| p.sent).map(|(p, _)| *p);
    let mut periods: Vec<Period> = sent.filter(|p| p.frequency() == done.ledger.period.frequency()).collect();
    let first = periods.len().saturating_sub(MOST);
    periods.drain(..first);
    let mut points: FxHashMap<(usize, usize, Period), (f64, bool)> = FxHashMap::default();
    let found = series::each(project, &done.consolidation.pasts, |p| {
        if p.of == Of::Group(Group::Province) {
            points.insert((p.form, p.indicator, p.period), (p.value, p.apart.is_none()));
        }
        Ok::<(), std::convert::Infallible>(())
    });
    found.unwrap_or_else(|e| match e {});
    for (c, width) in [6.0, 52.0, 12.0, 18.0].iter().enumerate() {
        sheet.set_column_width(c as u16, *width)?;
    }
    sheet.write_with_format(0, 0, lang.text("series-title"), &styles.title)?;
    sheet.write_with_format(1, 0, lang.text("series-subtitle"), &styles.subtitle)?;
    let head = 3;
    for (c, key) in ["head-number", "head-indicator", "head-measure-key", "head-line"].iter().enumerate() {
        sheet.write_with_format(head, c as u16, lang.text(key), &styles.head)?;
    }
    for (c, period) in periods.iter().enumerate() {
        sheet.set_column_width(FIRST + c as u16, 12.0)?;
        sheet.write_with_format(head, FIRST + c as u16, period.to_string(), &styles.head)?;
    }
    let last_col = FIRST + periods.len() as u16 - 1;
    let name = sheet.name();
    let mut row = head;
    let mut keyed: Vec<(u32, String)> = Vec::new();
    let keys = key_figures(context);
    for (form, spec) in project.forms.iter().enumerate().filter(|(_, f)| f.is_due(done.ledger.period)) {
        row += 1;
        sheet.merge_range((row, 0), (row, last_col), &spec.title, &styles.total_text)?;
        let mut number = 0;
        for (i, indicator) in spec.indicators.iter().enumerate() {
            if !periods.iter().any(|p| points.contains_key(&(form, i, *p))) {
                continue;
            }
            row += 1;
            number += 1;
            sheet.write_with_format(row, 0, f64::from(number), &styles.center)?;
            sheet.write_with_format(row, 1, format!("[{}] {}", indicator.code, indicator.name), &styles.text)?;
            sheet.write_with_format(row, 2, unit_words(indicator, lang), &styles.center)?;
            sheet.write_with_format(row, 3, "", &styles.center)?;
            let line = Sparkline::new()
                .set_range((name.as_str(), row, FIRST, row, last_col))
                .set_type(SparklineType::Line)
                .show_markers(true);
            sheet.add_sparkline(row, 3, &line)?;
            for (c, period) in periods.iter().enumerate() {
                let at = FIRST + c as u16;
                let Some((value, comparable)) = points.get(&(form, i, *period)) else {
                    sheet.write_with_format(row, at, "", &styles.center)?;
                    continue;
                };
                let format = match (indicator.kind.is_percent(), *value == value.trunc()) {
                    (true, _) => PERCENT,
                    (false, true) => WHOLE,
                    (false, false) => DECIMAL,
                };
                // What cannot be held against the figure to its left is set apart.
                let style = styles.number(format);
                let style = if *comparable || c == 0 { style } else { style.set_italic() };
                sheet.write_with_format(row, at, *value, &style)?;
            }
            if indicator.name.chars().count() > 50 {
                sheet.set_row_height(row, 32)?;
            }
            if keys.iter().any(|k| (k.form, k.indicator) == (form, i)) && keyed.len() < 6 {
                keyed.push((row, indicator.name.clone()));
            }
        }
    }
    let last = row;
    if periods.len() > 1 && !keyed.is_empty() {
        row += 2;
        for (at, label) in &keyed {
            let mut chart = Chart::new(ChartType::Line);
            chart
                .add_series()
                .set_name(label.as_str())
                .set_categories((name.as_str(), head, FIRST, head, last_col))
                .set_values((name.as_str(), *at, FIRST, *at, last_col));
            chart.title().set_name(label.as_str());
            dress(&mut chart);
            chart.legend().set_hidden();
            // No wider than the table: what hangs over is cut off in print.
            chart.set_width((636 + 89 * periods.len() as u32).min(960)).set_height(220);
            sheet.insert_chart(row, 0, &chart)?;
            row += 12;
        }
    }
    if series::leaves_out_units(project, &done.consolidation.pasts) {
        sheet.write_with_format(2, 0, say!(lang, "series-units-left-out"), &styles.subtitle)?;
    }
    sheet.set_freeze_panes(head + 1, FIRST)?;
    sheet.set_print_area(0, 0, row.max(last), last_col)?;
    paper(sheet, true, (head, head), lang)
}
