/*!
The first sheet: what the head of the office opens, prints on one page and signs.

Every figure is a formula and a link into the forms' sheets.
*/

use rust_xlsxwriter::{Chart, ChartFont, ChartLegendPosition, ChartType, Color, Format, Formula, XlsxError};

use super::super::Context;
use super::sheet::Sheet;
use super::style::{CHANGE, CHANGE_POINTS, DECIMAL, PERCENT, Styles, WHOLE};
use super::{FormTotals, cell_of, height, paper};
use crate::consolidate::{Group, Total, tidy};
use crate::locale::{Lang, say};
use crate::project::KeyFigure;
use crate::project::form::{Indicator, ValueType};
use crate::text::number::{format_number, plain_number};

/// A column of the key figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Name,
    Measure,
    Now,
    Before,
    Change,
    Percent,
    LastYear,
    Plan,
    Reported,
}

impl Column {
    /// Heading and width.
    fn look(self) -> (&'static str, f64) {
        match self {
            Column::Number => ("head-number", 6.0),
            Column::Name => ("head-indicator", 50.0),
            Column::Measure => ("head-measure-key", 13.0),
            Column::Now => ("head-now", 13.0),
            Column::Before => ("head-before", 13.0),
            Column::Change => ("head-change", 13.0),
            Column::Percent => ("head-percent", 10.0),
            Column::LastYear => ("head-last-year", 13.0),
            Column::Plan => ("head-plan-percent", 11.0),
            Column::Reported => ("head-reported", 13.0),
        }
    }
}

/// The width of the names.
const NAME: f64 = 50.0;
/// How many units are named that have not sent.
const NAMED: usize = 12;

pub fn write(
    sheet: &mut Sheet<'_>,
    context: &Context<'_>,
    styles: &Styles,
    (forms, totals): (&[(usize, String)], &[FormTotals]),
    contents: &[String],
) -> Result<(), XlsxError> {
    let keys = key_figures(context);
    let total = |k: &KeyFigure| context.done.consolidation.get(k.form, k.indicator, Group::Province);
    let mut columns = vec![
        Column::Number,
        Column::Name,
        Column::Measure,
        Column::Now,
        Column::Before,
        Column::Change,
        Column::Percent,
    ];
    if keys.iter().any(|k| total(k).is_some_and(|t| t.last_year.is_some())) {
        columns.push(Column::LastYear);
    }
    if keys.iter().any(|k| total(k).is_some_and(|t| t.fulfilled.is_some())) {
        columns.push(Column::Plan);
    }
    columns.push(Column::Reported);
    for (col, column) in columns.iter().enumerate() {
        sheet.set_column_width(col as u16, column.look().1)?;
    }
    let mut page = Page { sheet, context, styles, forms, totals, columns, charted: Vec::new(), row: 0 };
    page.head()?;
    page.key_figures(&keys)?;
    page.completeness()?;
    page.charts()?;
    page.signature()?;
    page.contents(contents)?;
    let (row, last) = (page.row, page.last());
    sheet.set_print_area(0, 0, row, last)?;
    paper(sheet, false, (0, 0), context.lang)?;
    // The first thing that anybody looks at is one page.
    sheet.set_print_fit_to_pages(1, 1);
    Ok(())
}

struct Page<'a, 'w, 's> {
    sheet: &'w mut Sheet<'s>,
    context: &'a Context<'a>,
    styles: &'a Styles,
    forms: &'a [(usize, String)],
    totals: &'a [FormTotals],
    columns: Vec<Column>,
    /// Names, and what they come to where the period before is 100.
    charted: Vec<(String, f64)>,
    row: u32,
}

impl Page<'_, '_, '_> {
    fn lang(&self) -> Lang {
        self.context.lang
    }

    fn last(&self) -> u16 {
        self.columns.len() as u16 - 1
    }

    fn at(&self, column: Column) -> Option<u16> {
        self.columns.iter().position(|c| *c == column).map(|c| c as u16)
    }

    fn letters(&self, column: Column) -> String {
        self.at(column).map_or_else(String::new, |c| crate::intake::workbook::column_letters(u32::from(c)))
    }

    /// The office, the title, the period, and whether everything is there.
    fn head(&mut self) -> Result<(), XlsxError> {
        let done = self.context.done;
        let (lang, styles, last) = (self.lang(), self.styles, self.last());
        let project = done.project;
        let own = &project.signature;
        if !own.superior.is_empty() {
            self.sheet.merge_range((0, 0), (0, 1), &own.superior.to_uppercase(), &styles.agency)?;
        }
        let office = if project.office.is_empty() { lang.text("summary-agency") } else { project.office.clone() };
        self.sheet.merge_range((1, 0), (1, 1), &office.to_uppercase(), &styles.agency_own)?;
        self.sheet.merge_range((3, 0), (3, last), &lang.text("summary-heading"), &styles.heading)?;
        self.sheet.merge_range((4, 0), (4, last), &project.title, &styles.heading)?;
        let lines = project.title.chars().count().div_ceil(95).max(1);
        self.sheet.set_row_height(4, 20.0 * lines as f64)?;
        let words = done.ledger.period.in_words(lang);
        let mut capital = words.chars();
        let words = capital.next().map_or_else(String::new, |c| c.to_uppercase().chain(capital).collect::<String>());
        self.sheet.merge_range((5, 0), (5, last), &words, &styles.heading)?;
        let judged = lang.day(done.ledger.judged_on);
        let line = match done.ledger.received_until {
            0 => say!(lang, "summary-nothing-received", judged = judged),
            t => {
                let received = lang.day(crate::submission::ledger::day_of(t, project.utc_offset_hours));
                say!(lang, "summary-received", received = received, judged = judged)
            }
        };
        self.sheet.merge_range((6, 0), (6, last), &line, &styles.heading_note)?;
        self.row = 8;
        let missing: Vec<_> = done.ledger.expected.iter().filter(|e| e.submission.is_none()).collect();
        if !missing.is_empty() {
            let mut units: Vec<_> = missing.iter().map(|e| e.unit).collect();
            units.sort_unstable();
            units.dedup();
            let mut names: Vec<String> =
                units.iter().take(NAMED).map(|u| project.register.get(*u).full_name()).collect();
            if units.len() > NAMED {
                names.push(say!(lang, "summary-more-units", count = units.len() - NAMED));
            }
            let text = say!(lang, "summary-incomplete", count = missing.len(), units = names.join(", "));
            self.sheet.merge_range((self.row, 0), (self.row, last), &text, &styles.banner)?;
            let width: f64 = self.columns.iter().map(|c| c.look().1).sum();
            self.sheet.set_row_height(self.row, height(&[(&text, width)]))?;
            self.row += 2;
        }
        Ok(())
    }

    fn headings(&mut self, keys: &[&str]) -> Result<(), XlsxError> {
        for (col, key) in keys.iter().enumerate() {
            self.sheet.write_with_format(self.row, col as u16, self.lang().text(key), &self.styles.head)?;
        }
        self.sheet.set_row_height(self.row, 32)
    }

    fn key_figures(&mut self, keys: &[KeyFigure]) -> Result<(), XlsxError> {
        let (lang, styles) = (self.lang(), self.styles);
        self.sheet.write_with_format(self.row, 0, lang.text("summary-key-figures"), &styles.section)?;
        self.row += 1;
        let heads: Vec<&str> = self.columns.iter().map(|c| c.look().0).collect();
        self.headings(&heads)?;
        let mut likes = false;
        for (n, key) in keys.iter().enumerate() {
            self.row += 1;
            likes |= self.key_figure(n + 1, *key)?;
        }
        if likes {
            self.row += 1;
            self.sheet.write_with_format(self.row, 0, lang.text("summary-like"), &styles.subtitle)?;
        }
        self.row += 2;
        Ok(())
    }

    /// One line; true where it compares but the units of both times.
    fn key_figure(&mut self, number: usize, key: KeyFigure) -> Result<bool, XlsxError> {
        let done = self.context.done;
        let project = done.project;
        let (lang, styles, row) = (self.lang(), self.styles, self.row);
        let indicator = &project.forms[key.form].indicators[key.indicator];
        let total = done.consolidation.get(key.form, key.indicator, Group::Province);
        let percent = matches!(indicator.kind, ValueType::Ratio | ValueType::Percent);
        let like = total.and_then(|t| t.like).filter(|l| !l.whole);
        let whole = |v: f64| v == v.trunc();
        let format = |v: f64| match percent {
            true => PERCENT,
            false if whole(v) => WHOLE,
            false => DECIMAL,
        };
        let signed = |v: f64| if percent || !whole(v) { CHANGE_POINTS } else { CHANGE };
        // Over the units of both times, where these are not all: said below.
        let starred = |v: f64| {
            let sign = if v > 0.0 { "+" } else { "" };
            let shown = if percent || !whole(v) { (v * 10.0).round() / 10.0 } else { v };
            format!("{sign}{}*", format_number(shown, project.convention))
        };
        let place = self.place(key);
        let change = total.and_then(|t| t.change);
        let both = match change {
            Some(_) => total.and_then(|t| t.value.zip(t.previous)),
            None => like.and_then(|l| l.value.zip(l.previous)),
        };
        // Of less than nothing no share is told.
        let both = both.filter(|(_, before)| *before > 0.0);
        let (now, before) = (self.letters(Column::Now), self.letters(Column::Before));
        self.sheet.set_row_height(row, height(&[(&indicator.name, NAME)]).max(18.0))?;
        for (col, column) in self.columns.clone().into_iter().enumerate() {
            let col = col as u16;
            let center = &styles.center;
            match column {
                Column::Number => self.sheet.write_with_format(row, col, number as f64, center)?,
                Column::Name => self.sheet.write_with_format(row, col, &indicator.name, &styles.text)?,
                Column::Measure => self.sheet.write_with_format(row, col, unit_words(indicator, lang), center)?,
                Column::Now => match (total.and_then(|t| Some((t, t.value?))), &place) {
                    (Some((t, value)), place) => {
                        let own = styles.number(&of_answered(t, indicator, format(value)));
                        match place {
                            Some(cell) => {
                                let link = format!("internal:{}", cell.replace('$', ""));
                                self.sheet.write_link_with_tip(row, col, &link, &indicator.name, &own)?;
                                let formula = Formula::new(format!("={cell}")).set_result(plain_number(value));
                                self.sheet.write_with_format(row, col, formula, &own)?;
                            }
                            None => self.sheet.write_with_format(row, col, value, &own)?,
                        }
                    }
                    (None, _) => self.sheet.write_with_format(row, col, "…", center)?,
                },
                Column::Before | Column::LastYear => {
                    let value = total.and_then(|t| if column == Column::Before { t.previous } else { t.last_year });
                    match value {
                        Some(v) => self.sheet.write_with_format(row, col, v, &styles.number(format(v)))?,
                        None => self.sheet.write_with_format(row, col, "…", center)?,
                    }
                }
                Column::Change => match (change, like.and_then(|l| l.change())) {
                    (Some(change), _) => {
                        let formula =
                            Formula::new(format!("={now}{0}-{before}{0}", row + 1)).set_result(plain_number(change));
                        self.sheet.write_with_format(row, col, formula, &styles.number(signed(change)))?;
                    }
                    (None, Some(change)) => self.sheet.write_with_format(row, col, starred(change), center)?,
                    (None, None) => self.sheet.write_with_format(row, col, "", center)?,
                },
                Column::Percent => match (both.filter(|_| !percent), change) {
                    (Some((a, b)), Some(_)) => {
                        let share = tidy(100.0 * (a - b) / b);
                        let formula = format!("=100*({now}{0}-{before}{0})/{before}{0}", row + 1);
                        let formula = Formula::new(formula).set_result(plain_number(share));
                        self.sheet.write_with_format(row, col, formula, &styles.number(CHANGE_POINTS))?;
                    }
                    (Some((a, b)), None) => {
                        let share = (1000.0 * (a - b) / b).round() / 10.0;
                        self.sheet.write_with_format(row, col, starred(share), center)?;
                    }
                    (None, _) => self.sheet.write_with_format(row, col, "", center)?,
                },
                Column::Plan => match total.and_then(|t| t.fulfilled) {
                    Some(v) => self.sheet.write_with_format(row, col, v, &styles.number(PERCENT))?,
                    None => self.sheet.write_with_format(row, col, "", center)?,
                },
                Column::Reported => {
                    let (reported, expected) = total.map_or((0, 0), |t| (t.reported, t.expected));
                    let style = if reported == expected { &styles.good } else { &styles.warning };
                    self.sheet.write_with_format(row, col, format!("{reported}/{expected}"), style)?;
                }
            }
        }
        // Only what is comparable: a bar never falls because units are missing.
        if let Some((now, before)) = both {
            self.charted.push((indicator.name.clone(), 100.0 * now / before));
        }
        Ok(like.and_then(|l| l.change()).is_some() && change.is_none())
    }

    /// The cell of a provincial total on its form's sheet.
    fn place(&self, key: KeyFigure) -> Option<String> {
        let (_, places) = self.totals.iter().find(|(f, _)| *f == key.form)?;
        let (_, place) = places.iter().find(|(i, _)| *i == key.indicator)?;
        let (_, name) = self.forms.iter().find(|(f, _)| *f == key.form)?;
        Some(cell_of(name, *place))
    }

    fn completeness(&mut self) -> Result<(), XlsxError> {
        let done = self.context.done;
        let (lang, styles) = (self.lang(), self.styles);
        self.sheet.write_with_format(self.row, 0, lang.text("summary-completeness"), &styles.section)?;
        self.row += 1;
        let heads = [
            "head-number",
            "head-form",
            "head-expected-count",
            "head-on-time",
            "head-late",
            "head-missing",
            "head-share",
        ];
        self.headings(&heads)?;
        for (n, (form, name)) in self.forms.iter().enumerate() {
            self.row += 1;
            let row = self.row;
            let expected: Vec<_> = done.ledger.expected.iter().filter(|e| e.form == *form).collect();
            let received: Vec<_> =
                expected.iter().filter_map(|e| e.submission.map(|s| &done.ledger.submissions[s])).collect();
            let late = received.iter().filter(|s| s.late).count();
            self.sheet.write_with_format(row, 0, n as f64 + 1.0, &styles.center)?;
            let link = format!("internal:'{}'!A1", name.replace('\'', "''"));
            let title = done.project.forms[*form].title.as_str();
            self.sheet.write_link(row, 1, &link, title, Some(&styles.link))?;
            self.sheet.set_row_height(row, height(&[(title, NAME)]))?;
            let counts = [expected.len(), received.len() - late, late, expected.len() - received.len()];
            for (col, count) in counts.iter().enumerate() {
                self.sheet.write_with_format(row, 2 + col as u16, *count as f64, &styles.number(WHOLE))?;
            }
            let share = if expected.is_empty() { 0.0 } else { 100.0 * received.len() as f64 / expected.len() as f64 };
            let formula =
                Formula::new(format!("=IF(C{0}=0,0,100*(D{0}+E{0})/C{0})", row + 1)).set_result(plain_number(share));
            self.sheet.write_with_format(row, 6, formula, &styles.number(PERCENT))?;
        }
        self.row += 1;
        let counts = done.summary().in_words(lang);
        let line = say!(lang, "summary-findings", counts = counts, sheet = lang.text("sheet-findings"));
        self.sheet.write_with_format(self.row, 0, line, &styles.subtitle)?;
        self.row += 2;
        Ok(())
    }

    /// How comparable key figures changed, where there are several.
    fn charts(&mut self) -> Result<(), XlsxError> {
        if self.charted.len() < 2 {
            return Ok(());
        }
        let lang = self.lang();
        // Behind what is printed.
        let helper = self.last() + 5;
        let name = self.sheet.name();
        let head = 8;
        let charted = std::mem::take(&mut self.charted);
        for (i, (label, now)) in charted.iter().enumerate() {
            let at = head + 1 + i as u32;
            self.sheet.write(at, helper, shorten(label))?;
            self.sheet.write(at, helper + 1, 100.0)?;
            self.sheet.write(at, helper + 2, (*now * 100.0).round() / 100.0)?;
        }
        let end = head + charted.len() as u32;
        self.sheet.write(head, helper + 1, lang.text("head-before"))?;
        self.sheet.write(head, helper + 2, lang.text("head-now"))?;
        let mut chart = Chart::new(ChartType::Bar);
        for (i, color) in [Color::RGB(0xBFBFBF), Color::RGB(0x2F75B5)].iter().enumerate() {
            let col = helper + 1 + i as u16;
            chart
                .add_series()
                .set_name((name.as_str(), head, col))
                .set_categories((name.as_str(), head + 1, helper, end, helper))
                .set_values((name.as_str(), head + 1, col, end, col))
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
        let pixels = 100 + 34 * charted.len() as u32;
        let width: f64 = self.columns.iter().map(|c| c.look().1).sum();
        chart.set_width((width * 7.0) as u32).set_height(pixels);
        chart.show_hidden_data();
        self.sheet.insert_chart(self.row, 0, &chart)?;
        for col in helper..helper + 3 {
            self.sheet.set_column_hidden(col)?;
        }
        self.row += 2 + pixels / 20;
        Ok(())
    }

    /// Who made it and who signs.
    fn signature(&mut self) -> Result<(), XlsxError> {
        let own = &self.context.done.project.signature;
        let (lang, styles, last) = (self.lang(), self.styles, self.last());
        let left = (0u16, 1u16);
        let right = (last.saturating_sub(4).max(2), last);
        let line = |sheet: &mut Sheet<'_>, row: u32, (from, to): (u16, u16), text: &str, format: &Format| {
            sheet.merge_range((row, from), (row, to), text, format)
        };
        let place = if own.place.is_empty() { String::new() } else { format!("{}, ", own.place) };
        line(self.sheet, self.row, right, &format!("{place}{}", lang.text("summary-date")), &styles.heading_note)?;
        self.row += 1;
        line(self.sheet, self.row, left, &lang.text("summary-maker"), &styles.heading_small)?;
        for capacity in &own.capacity {
            line(self.sheet, self.row, right, &capacity.to_uppercase(), &styles.heading_small)?;
            self.row += 1;
        }
        let title = if own.title.is_empty() { lang.text("summary-signer") } else { own.title.to_uppercase() };
        line(self.sheet, self.row, right, &title, &styles.heading_small)?;
        self.row += 1;
        line(self.sheet, self.row, left, &lang.text("summary-sign"), &styles.heading_note)?;
        self.row += 5;
        if !own.name.is_empty() {
            line(self.sheet, self.row, right, &own.name, &styles.heading_small)?;
        }
        Ok(())
    }

    /// Links to every sheet, beside what is printed.
    fn contents(&mut self, contents: &[String]) -> Result<(), XlsxError> {
        let col = self.last() + 2;
        self.sheet.set_column_width(col - 1, 3)?;
        self.sheet.set_column_width(col, 34)?;
        self.sheet.write_with_format(8, col, self.lang().text("summary-contents"), &self.styles.head)?;
        for (row, name) in (9u32..).zip(contents.iter().skip(1)) {
            let link = format!("internal:'{}'!A1", name.replace('\'', "''"));
            self.sheet.write_link(row, col, &link, name, Some(&self.styles.link))?;
        }
        Ok(())
    }
}

/// The format of a count of yeses: over those who answered.
fn of_answered(total: &Total, indicator: &Indicator, format: &str) -> String {
    match (indicator.kind, total.denominator) {
        (ValueType::YesNo, Some(answered)) => format!("{format}\"/{}\"", plain_number(answered)),
        _ => format.to_owned(),
    }
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
