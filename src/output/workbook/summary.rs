/*!
The first sheet: what the period comes to at a glance.
*/

use rust_xlsxwriter::{Chart, ChartFont, ChartLegendPosition, ChartType, Color, XlsxError};

use super::super::Context;
use super::paper;
use super::sheet::Sheet;
use super::style::{CHANGE, CHANGE_POINTS, DECIMAL, PERCENT, Styles, WHOLE};
use crate::consolidate::Group;
use crate::locale::{Lang, say};
use crate::project::KeyFigure;
use crate::project::form::ValueType;
use crate::text::number::format_number;

/// Rows and columns of the hidden helper that the charts draw from.
const HELPER: u16 = 12;

pub fn write(
    sheet: &mut Sheet<'_>,
    context: &Context<'_>,
    styles: &Styles,
    forms: &[(usize, String)],
) -> Result<(), XlsxError> {
    let done = context.done;
    let lang = context.lang;
    let project = done.project;
    for (col, width) in [6.0, 58.0, 13.0, 14.0, 14.0, 14.0, 11.0, 15.0].iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    sheet.write_with_format(0, 0, project.title.to_uppercase(), &styles.title)?;
    let period = done.ledger.period;
    let words = period.in_words(lang);
    let mut capital = words.chars();
    let words = capital.next().map_or_else(String::new, |c| c.to_uppercase().chain(capital).collect::<String>());
    let received = match done.ledger.received_until {
        0 => "…".to_owned(),
        t => lang.day(crate::submission::ledger::day_of(t, project.utc_offset_hours)),
    };
    let judged = lang.day(done.ledger.judged_on);
    let mut line = say!(lang, "summary-subtitle", period = words, received = received, judged = judged);
    if !project.office.is_empty() {
        line.push_str(" – ");
        line.push_str(&project.office);
    }
    sheet.write_with_format(1, 0, line, &styles.subtitle)?;
    let mut row = 3;
    sheet.write_with_format(row, 0, lang.text("summary-key-figures"), &styles.section)?;
    row += 1;
    let heads = [
        "head-number",
        "head-indicator",
        "head-measure-key",
        "head-now",
        "head-before",
        "head-change",
        "head-percent",
        "head-reported",
    ]
    .map(|k| lang.text(k));
    let key_head = row;
    for (col, head) in heads.iter().enumerate() {
        sheet.write_with_format(row, col as u16, head.as_str(), &styles.head)?;
    }
    sheet.set_row_height(row, 32)?;
    let mut charted: Vec<(String, f64, f64)> = Vec::new();
    let mut likes = false;
    for (n, key) in key_figures(context).iter().enumerate() {
        row += 1;
        let form = &project.forms[key.form];
        let indicator = &form.indicators[key.indicator];
        let total = done.consolidation.get(key.form, key.indicator, Group::Province);
        let percent = matches!(indicator.kind, ValueType::Ratio | ValueType::Percent);
        let like = total.and_then(|t| t.like).filter(|l| !l.whole);
        sheet.write_with_format(row, 0, n as f64 + 1.0, &styles.center)?;
        sheet.write_with_format(row, 1, &indicator.name, &styles.text)?;
        if indicator.name.chars().count() > 60 {
            sheet.set_row_height(row, 32)?;
        }
        sheet.write_with_format(row, 2, unit_words(indicator, lang), &styles.center)?;
        let whole = |v: f64| v == v.trunc();
        let format = |v: f64| {
            if percent {
                PERCENT
            } else if whole(v) {
                WHOLE
            } else {
                DECIMAL
            }
        };
        for (col, value) in [(3, total.and_then(|t| t.value)), (4, total.and_then(|t| t.previous))] {
            match value {
                Some(v) => sheet.write_with_format(row, col, v, &styles.number(format(v)))?,
                None => sheet.write_with_format(row, col, "…", &styles.center)?,
            };
        }
        match (total.and_then(|t| t.change), total.and_then(|t| t.value)) {
            (Some(change), _) => {
                // Live: this period's cell less the previous one's.
                let formula = rust_xlsxwriter::Formula::new(format!("=D{0}-E{0}", row + 1))
                    .set_result(crate::text::number::plain_number(change));
                sheet.write_with_format(
                    row,
                    5,
                    formula,
                    &styles.number(if percent || !whole(change) { CHANGE_POINTS } else { CHANGE }),
                )?;
            }
            _ => {
                // Over the units of both times, where these are not all: said so below.
                match like.and_then(|l| l.change()) {
                    Some(change) => {
                        likes = true;
                        let sign = if change > 0.0 { "+" } else { "" };
                        let text = format!("{sign}{}*", format_number(change, project.convention));
                        sheet.write_with_format(row, 5, text, &styles.center)?;
                    }
                    None => drop(sheet.write_with_format(row, 5, "", &styles.center)?),
                }
            }
        }
        let both = match total.and_then(|t| t.change) {
            Some(_) => total.and_then(|t| t.value.zip(t.previous)),
            None => like.and_then(|l| l.value.zip(l.previous)),
        };
        let both = both.filter(|(_, before)| *before != 0.0);
        match both.filter(|_| !percent) {
            Some((now, before)) if total.is_some_and(|t| t.change.is_some()) => {
                let share = crate::consolidate::tidy(100.0 * (now - before) / before);
                let formula = rust_xlsxwriter::Formula::new(format!("=100*(D{0}-E{0})/E{0}", row + 1))
                    .set_result(crate::text::number::plain_number(share));
                sheet.write_with_format(row, 6, formula, &styles.number(CHANGE_POINTS))?
            }
            Some((now, before)) => {
                let share = (1000.0 * (now - before) / before).round() / 10.0;
                let sign = if share > 0.0 { "+" } else { "" };
                let text = format!("{sign}{}*", format_number(share, project.convention));
                sheet.write_with_format(row, 6, text, &styles.center)?
            }
            None => sheet.write_with_format(row, 6, "", &styles.center)?,
        };
        let (reported, expected) = total.map_or((0, 0), |t| (t.reported, t.expected));
        let complete = if reported == expected { &styles.good } else { &styles.warning };
        sheet.write_with_format(row, 7, format!("{reported}/{expected}"), complete)?;
        // Only what is comparable: a bar never falls because units are missing.
        if let Some((now, before)) = both {
            charted.push((indicator.name.clone(), 100.0, 100.0 * now / before));
        }
    }
    if likes {
        row += 1;
        sheet.write_with_format(row, 0, lang.text("summary-like"), &styles.subtitle)?;
    }
    row += 2;
    sheet.write_with_format(row, 0, lang.text("summary-completeness"), &styles.section)?;
    row += 1;
    let heads =
        ["head-number", "head-form", "head-expected-count", "head-on-time", "head-late", "head-missing", "head-share"]
            .map(|k| lang.text(k));
    for (col, head) in heads.iter().enumerate() {
        sheet.write_with_format(row, col as u16, head.as_str(), &styles.head)?;
    }
    let first = row + 1;
    for (n, (form, name)) in forms.iter().enumerate() {
        row += 1;
        let expected: Vec<_> = done.ledger.expected.iter().filter(|e| e.form == *form).collect();
        let received: Vec<_> =
            expected.iter().filter_map(|e| e.submission.map(|s| &done.ledger.submissions[s])).collect();
        let late = received.iter().filter(|s| s.late).count();
        sheet.write_with_format(row, 0, n as f64 + 1.0, &styles.center)?;
        let link = format!("internal:'{}'!A1", name.replace('\'', "''"));
        sheet.write_link(row, 1, &link, project.forms[*form].title.as_str(), Some(&styles.link))?;
        let counts = [expected.len(), received.len() - late, late, expected.len() - received.len()];
        for (col, count) in counts.iter().enumerate() {
            sheet.write_with_format(row, 2 + col as u16, *count as f64, &styles.number(WHOLE))?;
        }
        let share = if expected.is_empty() { 0.0 } else { 100.0 * received.len() as f64 / expected.len() as f64 };
        let formula = rust_xlsxwriter::Formula::new(format!("=IF(C{0}=0,0,100*(D{0}+E{0})/C{0})", row + 1))
            .set_result(crate::text::number::plain_number(share));
        sheet.write_with_format(row, 6, formula, &styles.number(PERCENT))?;
    }
    let last = row;
    row += 2;
    let counts = done.summary().in_words(lang);
    let line = say!(lang, "summary-findings", counts = counts, sheet = lang.text("sheet-findings"));
    sheet.write_with_format(row, 0, line, &styles.subtitle)?;
    row += 2;
    let name = sheet.name();
    if last >= first {
        let mut chart = Chart::new(ChartType::BarStacked);
        let colors = [Color::RGB(0x70AD47), Color::RGB(0xFFC000), Color::RGB(0xC00000)];
        for (i, color) in colors.iter().enumerate() {
            let col = 3 + i as u16;
            chart
                .add_series()
                .set_name((name.as_str(), first - 1, col))
                .set_categories((name.as_str(), first, 1, last, 1))
                .set_values((name.as_str(), first, col, last, col))
                .set_format(
                    rust_xlsxwriter::ChartFormat::new()
                        .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(*color)),
                )
                .set_gap(60);
        }
        chart.title().set_name(lang.text("chart-completeness").as_str());
        dress(&mut chart);
        // Bars are read from the top down.
        chart.y_axis().set_reverse();
        chart.set_width(960).set_height(90 + 46 * (last - first + 1));
        sheet.insert_chart(row, 0, &chart)?;
        row += 2 + (90 + 46 * (last - first + 1)) / 20;
    }
    if !charted.is_empty() {
        for (i, (label, before, now)) in charted.iter().enumerate() {
            let at = key_head + 1 + i as u32;
            sheet.write(at, HELPER, shorten(label))?;
            sheet.write(at, HELPER + 1, *before)?;
            sheet.write(at, HELPER + 2, (*now * 100.0).round() / 100.0)?;
        }
        let end = key_head + charted.len() as u32;
        sheet.write(key_head, HELPER + 1, lang.text("head-before"))?;
        sheet.write(key_head, HELPER + 2, lang.text("head-now"))?;
        let mut chart = Chart::new(ChartType::Bar);
        for (i, color) in [Color::RGB(0xBFBFBF), Color::RGB(0x2F75B5)].iter().enumerate() {
            let col = HELPER + 1 + i as u16;
            chart
                .add_series()
                .set_name((name.as_str(), key_head, col))
                .set_categories((name.as_str(), key_head + 1, HELPER, end, HELPER))
                .set_values((name.as_str(), key_head + 1, col, end, col))
                .set_format(
                    rust_xlsxwriter::ChartFormat::new()
                        .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(*color)),
                )
                .set_gap(50);
        }
        // A bar that does not begin at nothing is longer than its change.
        chart.x_axis().set_min(0.0);
        chart.title().set_name(lang.text("chart-key-figures").as_str());
        dress(&mut chart);
        // Bars are read from the top down.
        chart.y_axis().set_reverse();
        chart.set_width(960).set_height(100 + 44 * charted.len() as u32);
        chart.show_hidden_data();
        sheet.insert_chart(row, 0, &chart)?;
        for col in HELPER..HELPER + 3 {
            sheet.set_column_hidden(col)?;
        }
        row += 2 + (100 + 44 * charted.len() as u32) / 20;
    }
    sheet.set_freeze_panes(3, 0)?;
    sheet.set_print_area(0, 0, row, 7)?;
    paper(sheet, false, (0, 1), lang)?;
    // The first thing that anybody looks at is one page.
    sheet.set_print_fit_to_pages(1, 1);
    Ok(())
}

/// What both charts have in common: the office's font, the first bar on top, the legend below.
pub fn dress(chart: &mut Chart) {
    let font = |size: u8| {
        let mut font = ChartFont::new();
        font.set_name("Times New Roman").set_size(size);
        font
    };
    let mut bold = font(13);
    bold.set_bold();
    chart.title().set_font(&bold);
    chart.x_axis().set_font(&font(10));
    chart.y_axis().set_font(&font(10));
    chart.legend().set_font(&font(10)).set_position(ChartLegendPosition::Bottom);
}

/// The declared key figures, or the first summed indicators where none are declared.
pub fn key_figures(context: &Context<'_>) -> Vec<KeyFigure> {
    let project = context.done.project;
    if !project.key_figures.is_empty() {
        return project
            .key_figures
            .iter()
            .copied()
            .filter(|k| project.forms[k.form].is_due(context.done.ledger.period))
            .collect();
    }
    let mut out = Vec::new();
    for (form, spec) in project.forms.iter().enumerate().filter(|(_, f)| f.is_due(context.done.ledger.period)) {
        out.extend(
            spec.indicators
                .iter()
                .enumerate()
                .filter(|(_, i)| i.aggregation != crate::project::form::Aggregation::None)
                .take(4)
                .map(|(indicator, _)| KeyFigure { form, indicator }),
        );
    }
    out.truncate(12);
    out
}

/// The unit of measure of a total: of a yes-no indicator units are counted.
pub fn unit_words(indicator: &crate::project::form::Indicator, lang: Lang) -> String {
    match indicator.kind {
        ValueType::YesNo => lang.text("measure-units"),
        ValueType::List => lang.text("measure-items"),
        ValueType::Percent | ValueType::Ratio => "%".to_owned(),
        _ => indicator.unit.clone(),
    }
}

fn shorten(label: &str) -> String {
    if label.chars().count() <= 48 { label.to_owned() } else { label.chars().take(47).collect::<String>() + "…" }
}
