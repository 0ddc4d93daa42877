/*!
One sheet for a form: every unit with its figures, totals as live formulas.

An auditor who clicks a total sees the sum, who clicks a rate sees numerator over denominator, who clicks a
unit's figure is taken to the cell that it came from.
*/

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Formula, XlsxError};
use rustc_hash::FxHashMap;

use super::super::Context;
use super::sheet::Sheet;
use super::style::{DECIMAL, NIL, PERCENT, Styles, WHOLE, excel_day};
use super::summary::unit_words;
use super::{MOST_LINKS, height, paper, source_link, wide_paper};
use crate::consolidate::frames::measure;
use crate::consolidate::{Group, Total};
use crate::intake::workbook::column_letters;
use crate::locale::{Lang, say};
use crate::project::form::{Aggregation, Form, Indicator, Layout, ValueType};
use crate::project::units::UnitId;
use crate::submission::extract::Part;
use crate::submission::facts::{Fact, Kind, RowKey};
use crate::submission::ledger::Submission;
use crate::submission::standing::PartAt;
use crate::text::number::{format_number, plain_number};

/// Of more figures than this only the unit's name leads to its file: links cost far more than figures.
const MOST_FIGURE_LINKS: usize = 20_000;
/// More rows of parts than this make a sheet that nobody reads: then one row a sender.
const MOST_ROWS: usize = 3_000;
/// A formula takes 8,192 characters and 255 arguments.
const MOST_ARGUMENTS: usize = 250;
/// A longer one is not written; Excel would not open the file.
const LONGEST_FORMULA: usize = 8_000;

/// Where the provincial total of each indicator stands.
pub type Totals = Vec<(usize, (u32, u16))>;

pub fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles, form: usize) -> Result<Totals, XlsxError> {
    let spec = &context.done.project.forms[form];
    let mut page = Page { sheet, context, styles, form, spec, linked: true, links: 0, totals: Vec::new() };
    match spec.layout {
        Layout::Records => page.records()?,
        _ => page.matrix()?,
    }
    Ok(page.totals)
}

/// What stands in a cell of a unit's figure.
#[derive(Debug, Clone, Copy)]
struct Source<'a> {
    fact: Fact<'a>,
    file: &'a str,
    sheet: &'a str,
    at: PartAt,
}

struct Page<'a, 'w, 's> {
    sheet: &'w mut Sheet<'s>,
    context: &'a Context<'a>,
    styles: &'a Styles,
    form: usize,
    spec: &'a Form,
    /// Whether each figure leads to its cell.
    linked: bool,
    links: usize,
    totals: Totals,
}

/// A line of the matrix.
enum Line<'a> {
    /// One unit's figures: name, code, facts by indicator, sender.
    Unit { code: String, name: String, sender: UnitId, facts: FxHashMap<usize, Source<'a>>, sent: bool },
    /// The total of a group over the lines from..to of this list.
    Group { name: String, group: Group, from: usize, to: usize },
}

const FIRST: u16 = 3;
/// So many lines are still read on one page.
const ONE_PAGE: usize = 55;
/// Letters of a title on one line of the columns before the figures.
const TITLE_LINE: usize = 34;
/// The width of a column of texts in a list of records.
const RECORD_TEXT: f64 = 40.0;

impl<'a> Page<'a, '_, '_> {
    fn lang(&self) -> Lang {
        self.context.lang
    }

    /// Title lines; returns the row of the headings.
    fn title(&mut self) -> Result<u32, XlsxError> {
        let period = self.context.done.ledger.period;
        // Within the columns that every page repeats: nowhere is it cut off.
        let title = self.spec.title.to_uppercase();
        self.sheet.merge_range((0, 0), (0, FIRST - 1), &title, &self.styles.title_wrapped)?;
        let lines = title.chars().count().div_ceil(TITLE_LINE).max(1);
        self.sheet.set_row_height(0, 21.0 * lines as f64)?;
        let expected = self.context.done.ledger.expected.iter().filter(|e| e.form == self.form);
        let (all, got) = expected.fold((0usize, 0usize), |(a, g), e| (a + 1, g + usize::from(e.submission.is_some())));
        let lang = self.lang();
        let words = period.in_words(lang);
        let line = match self.linked {
            true => say!(lang, "form-click-figure", period = words, got = got, all = all),
            false => say!(lang, "form-click-name", period = words, got = got, all = all),
        };
        self.sheet.merge_range((1, 0), (1, FIRST - 1), &line, &self.styles.subtitle_wrapped)?;
        self.sheet.set_row_height(1, height(&[(&line, 56.0)]))?;
        let mut notes = self.lang().text("form-notes");
        let corrections = &self.context.done.ledger.corrected;
        if corrections.iter().any(|c| self.context.done.ledger.part(c.at).form == self.form) {
            notes = say!(lang, "form-notes-corrected", notes = notes);
        }
        self.sheet.merge_range((2, 0), (2, FIRST - 1), &notes, &self.styles.subtitle_wrapped)?;
        self.sheet.set_row_height(2, height(&[(&notes, 56.0)]))?;
        Ok(4)
    }

    fn format_of(&self, indicator: usize) -> &'static str {
        let spec = &self.spec.indicators[indicator];
        match spec.kind {
            ValueType::Percent | ValueType::Ratio => PERCENT,
            ValueType::Amount | ValueType::Rate => DECIMAL,
            _ => WHOLE,
        }
    }

    fn columns(&self) -> Vec<usize> {
        (0..self.spec.indicators.len())
            .filter(|i| self.spec.indicators[*i].kind != ValueType::List || self.spec.layout == Layout::Records)
            .filter(|i| self.spec.indicators[*i].counted().is_none())
            .collect()
    }

    // ---- units down, indicators across ----

    fn lines(&self) -> Vec<Line<'a>> {
        let done = self.context.done;
        let register = &done.project.register;
        let mut by_kind: BTreeMap<u16, Vec<UnitId>> = BTreeMap::new();
        for e in done.ledger.expected.iter().filter(|e| e.form == self.form) {
            by_kind.entry(register.get(e.unit).kind.0).or_default().push(e.unit);
        }
        let rows: usize = done
            .ledger
            .submissions
            .iter()
            .filter(|s| s.form == self.form)
            .map(|s| done.ledger.parts(s).map(|p| p.rows.len()).sum::<usize>())
            .sum();
        let by_row = self.spec.layout == Layout::UnitRows && rows <= MOST_ROWS;
        let mut lines = Vec::new();
        for (kind, units) in by_kind {
            let start = lines.len();
            for unit in units {
                let sub = done.ledger.of(self.form, unit);
                if by_row {
                    let from = lines.len();
                    if let Some(sub) = sub {
                        self.row_lines(sub, &mut lines);
                    }
                    let to = lines.len();
                    let name = register.get(unit).full_name();
                    // A unit that reports on itself alone is its own row.
                    let itself = sub
                        .is_some_and(|s| done.ledger.parts(s).flat_map(|p| &p.rows).all(|r| *r == RowKey::Unit(unit)));
                    if to > from && itself {
                        continue;
                    }
                    if to > from {
                        lines.push(Line::Group { name, group: Group::Unit(unit), from, to });
                    } else {
                        lines.push(Line::Unit {
                            code: register.get(unit).code.clone(),
                            name,
                            sender: unit,
                            facts: FxHashMap::default(),
                            sent: false,
                        });
                    }
                } else {
                    let facts = sub.map(|s| self.facts_of(s)).unwrap_or_default();
                    lines.push(Line::Unit {
                        code: register.get(unit).code.clone(),
                        name: register.get(unit).full_name(),
                        sender: unit,
                        facts,
                        sent: sub.is_some(),
                    });
                }
            }
            let id = crate::project::units::KindId(kind);
            let to = lines.len();
            lines.push(Line::Group {
                name: done.project.kind(id).name.clone(),
                group: Group::Kind(id),
                from: start,
                to,
            });
        }
        let to = lines.len();
        lines.push(Line::Group { name: self.lang().text("form-total"), group: Group::Province, from: 0, to });
        lines
    }

    fn source(&self, (at, part): (PartAt, &'a Part), fact: Fact<'a>) -> Source<'a> {
        Source { fact, file: &self.context.done.ledger.files[at.file].name, sheet: &part.sheet, at }
    }

    fn facts_of(&self, sub: &'a Submission) -> FxHashMap<usize, Source<'a>> {
        let mut facts = FxHashMap::default();
        if self.spec.layout != Layout::IndicatorRows {
            return facts;
        }
        for piece in self.context.done.ledger.pieces(sub) {
            for fact in piece.1.facts.iter() {
                facts.entry(fact.indicator).or_insert_with(|| self.source(piece, fact));
            }
        }
        facts
    }

    fn row_lines(&self, sub: &'a Submission, lines: &mut Vec<Line<'a>>) {
        let register = &self.context.done.project.register;
        let start = lines.len();
        let mut at: FxHashMap<&RowKey, usize> = FxHashMap::default();
        for piece in self.context.done.ledger.pieces(sub) {
            let part = piece.1;
            for key in &part.rows {
                at.entry(key).or_insert_with(|| {
                    let (code, name) = match key {
                        RowKey::Unit(u) => (register.get(*u).code.clone(), register.get(*u).full_name()),
                        RowKey::Label(l) => (String::new(), l.clone()),
                        RowKey::Record(n) => (n.to_string(), String::new()),
                        RowKey::Sender => (String::new(), String::new()),
                    };
                    lines.push(Line::Unit { code, name, sender: sub.unit, facts: FxHashMap::default(), sent: true });
                    lines.len() - 1
                });
            }
            for fact in part.facts.iter() {
                let Some(&line) = part.rows.get(fact.row).and_then(|k| at.get(k)) else {
                    continue;
                };
                if let Some(Line::Unit { facts, .. }) = lines.get_mut(line) {
                    let source = self.source(piece, fact);
                    facts.entry(fact.indicator).or_insert(source);
                }
            }
        }
        debug_assert!(lines.len() >= start);
    }

    fn matrix(&mut self) -> Result<(), XlsxError> {
        let lines = self.lines();
        let figures = lines.iter().map(|l| if let Line::Unit { facts, .. } = l { facts.len() } else { 0 });
        self.linked = figures.sum::<usize>() <= MOST_FIGURE_LINKS;
        let head = self.title()?;
        let columns = self.columns();
        let lang = self.lang();
        let head = self.province_table(head, &lines, &columns)?;
        let wide = columns.len() > 8;
        self.sheet.set_column_width(0, 6)?;
        self.sheet.set_column_width(1, 11)?;
        self.sheet.set_column_width(2, 42)?;
        for (col, text) in ["head-number", "head-code", "head-unit"].map(|k| lang.text(k)).iter().enumerate() {
            self.sheet.merge_range((head, col as u16), (head + 1, col as u16), text, &self.styles.head)?;
        }
        for (n, i) in columns.iter().enumerate() {
            let col = FIRST + n as u16;
            let indicator = &self.spec.indicators[*i];
            self.sheet.set_column_width(col, if wide { 12.5 } else { 15.0 })?;
            self.sheet.write_with_format(
                head,
                col,
                format!("[{}] {}", indicator.code, indicator.name),
                &self.styles.head_tall,
            )?;
            let measure = measure_words(indicator, lang);
            self.sheet.write_with_format(head + 1, col, measure, &self.styles.head)?;
        }
        self.sheet.set_row_height(head, if wide { 118 } else { 84 })?;
        self.sheet.set_row_height(head + 1, 32)?;
        let top = head + 2;
        let mut number = 0;
        for (n, line) in lines.iter().enumerate() {
            let row = top + n as u32;
            match line {
                Line::Unit { code, name, sender, facts, sent } => {
                    number += 1;
                    self.sheet.write_with_format(row, 0, f64::from(number), &self.styles.center)?;
                    self.sheet.write_with_format(row, 1, code, &self.styles.center)?;
                    if let Some(source) = facts.values().next().filter(|_| !self.linked) {
                        let link = source_link(self.context, source.file, source.sheet, "");
                        if let Some(link) = link.filter(|_| self.links < MOST_LINKS) {
                            self.links += 1;
                            self.sheet.write_link(row, 2, &link, "", None)?;
                        }
                    }
                    self.sheet.write_with_format(
                        row,
                        2,
                        name,
                        if *sent { &self.styles.text } else { &self.styles.missing_name },
                    )?;
                    for (c, i) in columns.iter().enumerate() {
                        self.figure(row, FIRST + c as u16, *i, *sender, facts, *sent, &columns)?;
                    }
                    if !sent {
                        // In words, too: printed without colours it is no unit without figures.
                        let asked = |i: &usize| self.spec.applies(&self.context.done.project.register, *i, *sender);
                        if let Some(c) = columns.iter().position(asked) {
                            let word = lang.text("form-not-sent");
                            self.sheet.write_with_format(row, FIRST + c as u16, word, &self.styles.missing)?;
                        }
                    }
                }
                Line::Group { name, group, from, to } => {
                    self.sheet.write_with_format(row, 0, "", &self.styles.total_text)?;
                    self.sheet.write_with_format(row, 1, "", &self.styles.total_text)?;
                    self.sheet.write_with_format(row, 2, name, &self.styles.total_text)?;
                    for (c, i) in columns.iter().enumerate() {
                        self.total(row, FIRST + c as u16, *i, *group, &lines, (*from, *to), top, &columns)?;
                    }
                }
            }
        }
        // Every total says over how many of the units it is.
        let mut row = top + lines.len() as u32;
        self.sheet.write_with_format(row, 0, "", &self.styles.total_text)?;
        self.sheet.write_with_format(row, 1, "", &self.styles.total_text)?;
        let words = lang.text("form-reported");
        self.sheet.write_with_format(row, 2, words, &self.styles.total_text)?;
        for (c, i) in columns.iter().enumerate() {
            let total = self.context.done.consolidation.get(self.form, *i, Group::Province);
            let (reported, expected) = total.map_or((0, 0), |t| (t.reported, t.expected));
            let style = if reported == expected { &self.styles.good } else { &self.styles.warning };
            self.sheet.write_with_format(row, FIRST + c as u16, format!("{reported}/{expected}"), style)?;
        }
        row = self.row_totals(row, &lines, (top, row), &columns)?;
        row += 2;
        for i in 0..self.spec.indicators.len() {
            let indicator = &self.spec.indicators[i];
            let counted = indicator.counted().is_some();
            let said = |t: &&Total| !t.text.is_empty() || counted && t.value.is_some();
            let Some(t) = self.context.done.consolidation.get(self.form, i, Group::Province).filter(said) else {
                continue;
            };
            let names: Vec<String> = if let (true, Some(value)) = (counted, t.value) {
                vec![format_number(value, self.context.done.project.convention)]
            } else if indicator.kind == ValueType::YesNo {
                let register = &self.context.done.project.register;
                t.text
                    .split("; ")
                    .map(|c| register.by_code(c).first().map_or_else(|| c.to_owned(), |u| register.get(*u).full_name()))
                    .collect()
            } else {
                t.text.split("; ").map(str::to_owned).collect()
            };
            let last = FIRST + columns.len().min(8) as u16;
            let text = format!("[{}] {}: {}", indicator.code, indicator.name, names.join("; "));
            self.sheet.merge_range((row, 0), (row, last), &text, &self.styles.note)?;
            self.sheet.set_row_height(row, 32)?;
            row += 1;
        }
        // Of a table of rows × columns the provincial one stands first; below it only the units stay in sight.
        self.sheet.set_freeze_panes(if self.spec.matrix.is_empty() { top } else { 0 }, FIRST)?;
        let last_col = FIRST + columns.len().max(1) as u16 - 1;
        self.sheet.set_print_area(0, 0, row, last_col.max(FIRST + columns.len().min(8) as u16))?;
        // More columns than this on one page are too small to read.
        const PAGE: usize = 15;
        let pages = columns.len().div_ceil(PAGE).min(50) as u16;
        wide_paper(self.sheet, pages, (head, head + 1), FIRST - 1, lang)?;
        // Few columns and many rows: upright paper takes twice as many.
        if pages == 1 && columns.len() <= 10 && lines.len() > 40 {
            self.sheet.set_portrait();
        }
        // A few lines over are no page of their own.
        if lines.len() <= ONE_PAGE {
            self.sheet.set_print_fit_to_pages(pages.max(1), 1);
        }
        Ok(())
    }

    /// What rows of one name come to with all senders, below the list of them; gives the last row.
    fn row_totals(
        &mut self,
        row: u32,
        lines: &[Line<'_>],
        (top, end): (u32, u32),
        columns: &[usize],
    ) -> Result<u32, XlsxError> {
        let done = self.context.done;
        let names = &done.consolidation.row_names[self.form];
        if names.is_empty() || names.len() > MOST_ROWS {
            return Ok(row);
        }
        let mut row = row + 2;
        self.sheet.write_with_format(row, 0, self.lang().text("form-row-totals"), &self.styles.section)?;
        let register = &done.project.register;
        let of_name = |name: &String| register.by_code(name).first().filter(|_| self.spec.rows.registered);
        let full = |name: &String| of_name(name).map_or_else(|| name.clone(), |u| register.get(*u).full_name());
        let done_names: Vec<String> = names.iter().map(full).collect();
        for (n, name) in names.iter().enumerate() {
            row += 1;
            let unit = of_name(name);
            let written = done_names[n].clone();
            self.sheet.write_with_format(row, 0, n as f64 + 1.0, &self.styles.center)?;
            self.sheet.write_with_format(row, 1, if unit.is_some() { name } else { "" }, &self.styles.center)?;
            self.sheet.write_with_format(row, 2, &written, &self.styles.text)?;
            // Only rows bear the name: totals of that name would be added to them.
            let same = |l: &&Line<'_>| match l {
                Line::Unit { name, facts, .. } => facts.is_empty() && name.eq_ignore_ascii_case(&written),
                Line::Group { name, .. } => name.to_lowercase() == written.to_lowercase(),
            };
            let shown = lines.iter().any(|l| matches!(l, Line::Unit { facts, .. } if !facts.is_empty()));
            // Of two rows of one name the name finds both.
            let alone = done_names.iter().filter(|n| n.to_lowercase() == written.to_lowercase()).count() == 1;
            let live = shown && alone && written.chars().count() < 200 && !lines.iter().any(|l| same(&l));
            for (c, i) in columns.iter().enumerate() {
                let col = FIRST + c as u16;
                let total = done.consolidation.get(self.form, *i, Group::Row(n as u32));
                let Some((total, value)) = total.and_then(|t| Some((t, t.value?))) else {
                    self.sheet.write_blank(row, col, &self.styles.center)?;
                    continue;
                };
                let format = self.total_format(*i, total);
                let sums = matches!(self.spec.indicators[*i].aggregation, Aggregation::Sum | Aggregation::Last);
                if sums && live {
                    let letters = column_letters(u32::from(col));
                    let (first, last) = (top + 1, end);
                    let formula = format!(
                        "=SUMIF($C${first}:$C${last},\"{}\",{letters}${first}:{letters}${last})",
                        criterion(&written)
                    );
                    let formula = Formula::new(formula).set_result(plain_number(value));
                    self.sheet.write_with_format(row, col, formula, &format)?;
                } else {
                    self.sheet.write_with_format(row, col, value, &format)?;
                }
            }
        }
        Ok(row)
    }

    /// The table of rows × columns as it is sent, with the province's totals: each leads to its sum over the units below.
    /// Gives the row where these begin.
    fn province_table(&mut self, head: u32, lines: &[Line<'_>], columns: &[usize]) -> Result<u32, XlsxError> {
        let values = &self.spec.columns.values;
        if self.spec.matrix.is_empty() {
            return Ok(head);
        }
        let levels = values.iter().filter_map(|(_, paths)| paths.first()).map(Vec::len).max().unwrap_or(1) as u32;
        let lang = self.lang();
        for (col, key) in ["head-number", "head-code", "head-indicator"].iter().enumerate() {
            let (first, last) = ((head, col as u16), (head + levels - 1, col as u16));
            self.sheet.merge_range(first, last, &lang.text(key), &self.styles.head)?;
        }
        for level in 0..levels as usize {
            self.sheet.set_row_height(head + level as u32, if levels == 1 { 45 } else { 32 })?;
            let mut c = 0;
            while c < values.len() {
                let path = values[c].1.first().map_or(&[][..], Vec::as_slice);
                let Some(text) = path.get(level) else {
                    c += 1;
                    continue;
                };
                let same = |other: &(String, Vec<Vec<String>>)| {
                    other.1.first().is_some_and(|o| o.get(..=level) == path.get(..=level))
                };
                let wide = values[c..].iter().take_while(|o| same(o)).count();
                let bottom = if level + 1 == path.len() { levels - 1 } else { level as u32 };
                let first = (head + level as u32, FIRST + c as u16);
                self.sheet.merge_range(
                    first,
                    (head + bottom, FIRST + (c + wide - 1) as u16),
                    text,
                    &self.styles.head,
                )?;
                c += wide;
            }
        }
        let block = head + levels + self.spec.matrix.len() as u32 + 2;
        // The last line of the block below is the province's.
        let total_row = block + 2 + lines.len() as u32;
        for (n, row) in self.spec.matrix.iter().enumerate() {
            let at = head + levels + n as u32;
            let heading = row.indicators.is_empty();
            let style = if heading { &self.styles.total_text } else { &self.styles.text };
            self.sheet.write_with_format(at, 0, (n + 1) as f64, &self.styles.center)?;
            self.sheet.write_with_format(at, 1, &row.code, &self.styles.center)?;
            self.sheet.write_with_format(at, 2, &row.name, style)?;
            self.sheet.set_row_height(at, height(&[(&row.name, 42.0)]))?;
            for c in 0..values.len() {
                let col = FIRST + c as u16;
                let cell = row.indicators.iter().find(|i| self.spec.indicators[**i].column == c);
                let total = cell.and_then(|i| self.context.done.consolidation.get(self.form, *i, Group::Province));
                let place = cell.and_then(|i| columns.iter().position(|o| o == i));
                match (total.and_then(|t| t.value.map(|v| (t, v))), place) {
                    (Some((t, value)), Some(place)) => {
                        let format = self.total_format(t.indicator, t);
                        let letters = column_letters(u32::from(FIRST) + place as u32);
                        let formula = Formula::new(format!("={letters}{total_row}")).set_result(plain_number(value));
                        self.sheet.write_with_format(at, col, formula, &format)?;
                    }
                    _ if cell.is_some() => self.sheet.write_blank(at, col, &self.styles.center)?,
                    _ => self.sheet.write_blank(at, col, &self.styles.void)?,
                }
            }
        }
        Ok(block)
    }

    /// One figure of a unit.
    #[allow(clippy::too_many_arguments, reason = "a cell has this many sides")]
    fn figure(
        &mut self,
        row: u32,
        col: u16,
        i: usize,
        sender: UnitId,
        facts: &FxHashMap<usize, Source<'_>>,
        sent: bool,
        columns: &[usize],
    ) -> Result<(), XlsxError> {
        let indicator = &self.spec.indicators[i];
        if !self.spec.applies(&self.context.done.project.register, i, sender) {
            self.sheet.write_blank(row, col, &self.styles.void)?;
            return Ok(());
        }
        if let Some((n, d)) = indicator.parts().filter(|_| sent) {
            return self.rate(row, col, i, (facts.get(&n), facts.get(&d)), (n, d), columns);
        }
        let Some(source) = facts.get(&i) else {
            let style = if sent { &self.styles.center } else { &self.styles.missing };
            self.sheet.write_blank(row, col, style)?;
            return Ok(());
        };
        let fact = source.fact;
        self.link(row, col, source)?;
        let done = self.context.done;
        // A corrected figure shows what its cell says.
        let correction = done.ledger.correction(source.at, fact.cell);
        let style = |format: &Format| if correction.is_some() { self.styles.corrected(format) } else { format.clone() };
        if let Some(c) = correction {
            let reason = done.project.corrections[c.correction].reason.as_str();
            let said = say!(self.lang(), "corrected-from", old = c.old.as_str(), reason = reason);
            self.sheet.insert_note(row, col, &said)?;
        }
        match fact.kind {
            Kind::Number => {
                let format = if fact.value == fact.value.trunc() && self.format_of(i) == DECIMAL {
                    WHOLE
                } else {
                    self.format_of(i)
                };
                self.sheet.write_with_format(row, col, fact.value, &style(&self.styles.number(format)))?;
            }
            Kind::Nil if indicator.kind.is_numeric() => {
                self.sheet.write_with_format(row, col, 0.0, &style(&self.styles.number(NIL)))?;
            }
            Kind::Yes => {
                self.sheet.write_with_format(row, col, self.lang().text("yes"), &style(&self.styles.center))?;
            }
            Kind::No => {
                self.sheet.write_with_format(row, col, self.lang().text("no"), &style(&self.styles.center))?;
            }
            Kind::Nil => {
                self.sheet.write_with_format(row, col, "-", &style(&self.styles.center))?;
            }
            Kind::Unavailable => {
                self.sheet.write_with_format(row, col, "…", &style(&self.styles.center))?;
            }
            Kind::NotApplicable => {
                self.sheet.write_with_format(row, col, "x", &style(&self.styles.center))?;
            }
            Kind::Date if fact.text.parse::<jiff::civil::Date>().is_ok_and(|d| d.year() >= 1900) => {
                let day = fact.text.parse::<jiff::civil::Date>().unwrap_or_default();
                self.sheet.write_with_format(row, col, excel_day(day)?, &style(&self.styles.date()))?;
            }
            Kind::Text | Kind::Date => {
                self.sheet.write_with_format(row, col, shown(fact), &style(&self.styles.text))?;
            }
            Kind::Blank => {
                self.sheet.write_blank(row, col, &self.styles.center)?;
            }
        }
        Ok(())
    }

    /// A link to the cell that a figure came from; written before the figure, which then takes its place.
    fn link(&mut self, row: u32, col: u16, source: &Source<'_>) -> Result<(), XlsxError> {
        if !self.linked || self.links >= MOST_LINKS {
            return Ok(());
        }
        let cell = source.fact.cell.to_string();
        if let Some(link) = source_link(self.context, source.file, source.sheet, &cell) {
            self.links += 1;
            let tip = format!("{} › {} › {cell}", source.file, source.sheet);
            self.sheet.write_link_with_tip(row, col, &link, &tip, &self.styles.center)?;
        }
        Ok(())
    }

    /// An answer as it stands in a cell of the sheet.
    fn as_shown(&self, fact: Fact<'_>) -> String {
        match fact.kind {
            Kind::Number => plain_number(fact.value),
            Kind::Yes => self.lang().text("yes"),
            Kind::No => self.lang().text("no"),
            Kind::Nil => "-".to_owned(),
            _ => fact.text.to_owned(),
        }
    }

    /// A unit's rate: numerator over denominator, live.
    fn rate(
        &mut self,
        row: u32,
        col: u16,
        i: usize,
        (n, d): (Option<&Source<'_>>, Option<&Source<'_>>),
        parts: (usize, usize),
        columns: &[usize],
    ) -> Result<(), XlsxError> {
        let format = self.styles.number(self.format_of(i));
        let spec = &self.spec.indicators[i];
        let scale = times(spec.scale);
        let value = |s: Option<&Source<'_>>| s.and_then(|s| s.fact.number());
        let place = |p: usize| {
            columns
                .iter()
                .position(|c| *c == p)
                .map(|c| format!("{}{}", column_letters(u32::from(FIRST) + c as u32), row + 1))
        };
        match (value(n), value(d), place(parts.0), place(parts.1)) {
            (Some(a), Some(b), Some(an), Some(ad)) if b != 0.0 => {
                let formula = Formula::new(format!("={scale}{an}/{ad}")).set_result(plain_number(spec.scale * a / b));
                self.sheet.write_with_format(row, col, formula, &format)?;
            }
            _ => {
                self.sheet.write_blank(row, col, &self.styles.center)?;
            }
        }
        Ok(())
    }

    /// One total of a group.
    #[allow(clippy::too_many_arguments, reason = "a total has this many sides")]
    fn total(
        &mut self,
        row: u32,
        col: u16,
        i: usize,
        group: Group,
        lines: &[Line<'_>],
        (from, to): (usize, usize),
        top: u32,
        columns: &[usize],
    ) -> Result<(), XlsxError> {
        let own = match group {
            // Free rows are their sender's own; a total by that name would be of the units under it.
            Group::Unit(u) if !self.spec.rows.registered || u == self.context.done.project.province => {
                Some(self.own_total(i, group, &lines[from..to]))
            }
            _ => None,
        };
        let known = || self.context.done.consolidation.get(self.form, i, group);
        // The province itself may send rows: what they come to is no total of a unit below it.
        let total = own.as_ref().or_else(known);
        let Some(total) = total else {
            self.sheet.write_blank(row, col, &self.styles.total_text)?;
            return Ok(());
        };
        let indicator = &self.spec.indicators[i];
        let format = self.total_format(i, total);
        let letters = column_letters(u32::from(col));
        // The lines of the group's own units, as ranges; totals in between are left out.
        let ranges = |letters: &str| -> Vec<String> {
            let mut out = Vec::new();
            let mut start: Option<u32> = None;
            let units = lines[from..to].iter().map(|l| matches!(l, Line::Unit { .. })).chain([false]);
            for (n, unit) in (from..).zip(units) {
                match (unit, start) {
                    (true, None) => start = Some(top + n as u32 + 1),
                    (false, Some(s)) => {
                        let e = top + n as u32;
                        out.push(if s == e { format!("{letters}{s}") } else { format!("{letters}{s}:{letters}{e}") });
                        start = None;
                    }
                    _ => {}
                }
            }
            out
        };
        // The totals right below this one.
        let below = |letters: &str| -> Option<Vec<String>> {
            let mut out = Vec::new();
            let mut n = to;
            while n > from {
                n -= 1;
                match &lines[n] {
                    Line::Group { from: f, .. } => {
                        out.push(format!("{letters}{}", top + n as u32 + 1));
                        n = *f;
                    }
                    // A sender without rows stands among totals with nothing to add.
                    Line::Unit { sent: false, .. } => {}
                    Line::Unit { .. } => return None,
                }
            }
            out.reverse();
            Some(out)
        };
        let result = total.value.map(plain_number);
        let (Some(result), true) = (result, col >= FIRST) else {
            self.sheet.write_blank(row, col, &self.styles.total_text)?;
            return Ok(());
        };
        if group == Group::Province {
            self.totals.push((i, (row, col)));
        }
        let has_below = below(&letters).filter(|b| !b.is_empty());
        let over = |function: &str, list: &[String]| sum_of(function, list);
        let text = match indicator.aggregation {
            Aggregation::Sum | Aggregation::Last
                if self.spec.layout == Layout::IndicatorRows || !self.collapsed(lines) =>
            {
                over("SUM", &has_below.unwrap_or_else(|| ranges(&letters)))
            }
            Aggregation::CountYes | Aggregation::List if !self.collapsed(lines) => match has_below {
                Some(list) => over("SUM", &list),
                None => {
                    let yes = self.lang().text("yes");
                    let counts: Vec<String> =
                        ranges(&letters).iter().map(|r| format!("COUNTIF({r},\"{yes}\")")).collect();
                    format!("={}", counts.join("+"))
                }
            },
            Aggregation::Mean | Aggregation::Min | Aggregation::Max if !self.collapsed(lines) => {
                let function = match indicator.aggregation {
                    Aggregation::Mean => "AVERAGE",
                    Aggregation::Min => "MIN",
                    _ => "MAX",
                };
                let list = ranges(&letters);
                if list.len() > MOST_ARGUMENTS { String::new() } else { over(function, &list) }
            }
            Aggregation::RatioOfSums => match (indicator.parts(), total.numerator, total.denominator) {
                (Some((n, d)), Some(num), Some(den)) => {
                    self.ratio_formula(row, ((n, d), indicator.scale), (num, den), group, &ranges, columns)
                }
                _ => String::new(),
            },
            Aggregation::WeightedMean if !self.collapsed(lines) => {
                self.weighted_formula(i, indicator.weight, &ranges, columns).unwrap_or_default()
            }
            _ => String::new(),
        };
        if text.is_empty() || text.len() > LONGEST_FORMULA {
            // A total over parts that are not on the sheet stands as a number; the data sheet says why.
            if let Some(value) = total.value {
                self.sheet.write_with_format(row, col, value, &format)?;
            }
            return Ok(());
        }
        self.sheet.write_with_format(row, col, Formula::new(text).set_result(result), &format)?;
        Ok(())
    }

    /// The total of one sender's free rows.
    fn own_total(&self, i: usize, group: Group, lines: &[Line<'_>]) -> Total {
        let indicator = &self.spec.indicators[i];
        let rows = || lines.iter().filter_map(|l| if let Line::Unit { facts, .. } = l { Some(facts) } else { None });
        let numbers: Vec<f64> =
            rows().filter_map(|f| f.get(&i)).filter_map(|s| measure(&s.fact, indicator.kind)).collect();
        let both = |n: usize, d: usize| {
            rows().filter_map(move |f| Some((f.get(&n)?.fact.number()?, f.get(&d)?.fact.number()?)))
        };
        let parts: Vec<(f64, f64)> = match (indicator.parts(), indicator.weight) {
            (Some((n, d)), _) => both(n, d).collect(),
            (None, Some(w)) => both(i, w).map(|(value, weight)| (value * weight, weight)).collect(),
            (None, None) => Vec::new(),
        };
        let (num, den) = parts.iter().fold((0.0, 0.0), |(n, d), (a, b)| (n + a, d + b));
        let sum: f64 = numbers.iter().sum();
        let value = match indicator.aggregation {
            Aggregation::RatioOfSums => (den != 0.0).then(|| indicator.scale * num / den),
            Aggregation::WeightedMean => (den != 0.0).then(|| num / den),
            _ if numbers.is_empty() => None,
            Aggregation::Sum | Aggregation::Last | Aggregation::CountYes => Some(sum),
            Aggregation::List if indicator.kind == ValueType::YesNo => Some(sum),
            Aggregation::Mean => Some(sum / numbers.len() as f64),
            Aggregation::Min => numbers.iter().copied().reduce(f64::min),
            Aggregation::Max => numbers.iter().copied().reduce(f64::max),
            _ => None,
        };
        let ratio = indicator.parts().is_some() || indicator.weight.is_some();
        Total {
            value,
            numerator: ratio.then_some(num),
            denominator: ratio.then_some(den),
            ..Total::new(self.form, i, group)
        }
    }

    /// True when the units' own figures are not on the sheet.
    fn collapsed(&self, lines: &[Line<'_>]) -> bool {
        self.spec.layout != Layout::IndicatorRows
            && !lines.iter().any(|l| matches!(l, Line::Unit { sent: true, facts, .. } if !facts.is_empty()))
    }

    fn total_format(&self, i: usize, total: &Total) -> Format {
        let whole = total.value.is_none_or(|v| v == v.trunc());
        let format = match self.format_of(i) {
            PERCENT => PERCENT,
            _ if whole => WHOLE,
            _ => DECIMAL,
        };
        self.styles.total(format)
    }

    /// Numerator over denominator; where some unit gave only one part, only the others are summed.
    fn ratio_formula(
        &self,
        row: u32,
        ((n, d), scale): ((usize, usize), f64),
        (num, den): (f64, f64),
        group: Group,
        ranges: &dyn Fn(&str) -> Vec<String>,
        columns: &[usize],
    ) -> String {
        let letters =
            |p: usize| columns.iter().position(|c| *c == p).map(|c| column_letters(u32::from(FIRST) + c as u32));
        let (Some(nl), Some(dl)) = (letters(n), letters(d)) else {
            return String::new();
        };
        if den == 0.0 {
            return String::new();
        }
        let get = |p: usize| self.context.done.consolidation.get(self.form, p, group).and_then(|t| t.value);
        if get(n) == Some(num) && get(d) == Some(den) {
            return format!("={}{nl}{1}/{dl}{1}", times(scale), row + 1);
        }
        let (nr, dr) = (ranges(&nl), ranges(&dl));
        let both = |what: &[String]| {
            what.iter()
                .zip(nr.iter().zip(&dr))
                .map(|(w, (a, b))| format!("SUMPRODUCT(ISNUMBER({a})*ISNUMBER({b}),{w})"))
                .collect::<Vec<_>>()
                .join("+")
        };
        format!("={}({})/({})", times(scale), both(&nr), both(&dr))
    }

    /// The values times their weights, over the weights of those that have a value.
    fn weighted_formula(
        &self,
        i: usize,
        weight: Option<usize>,
        ranges: &dyn Fn(&str) -> Vec<String>,
        columns: &[usize],
    ) -> Option<String> {
        let letters = |p: usize| Some(column_letters(u32::from(FIRST) + columns.iter().position(|c| *c == p)? as u32));
        let (values, weights) = (ranges(&letters(i)?), ranges(&letters(weight?)?));
        let products = values.iter().zip(&weights).map(|(v, w)| format!("SUMPRODUCT({v},{w})"));
        let heavy = values.iter().zip(&weights).map(|(v, w)| format!("SUMPRODUCT(ISNUMBER({v})*ISNUMBER({w}),{w})"));
        let (products, heavy) = (products.collect::<Vec<_>>().join("+"), heavy.collect::<Vec<_>>().join("+"));
        Some(format!("=({products})/({heavy})"))
    }

    /// Counts, or sums beside, the words of these answers in a range, each word once.
    fn met_formula(&self, range: &str, met: &[Fact<'_>], summed: Option<String>) -> String {
        let mut words: Vec<String> = Vec::new();
        for fact in met {
            let word = criterion(&self.as_shown(*fact));
            if !words.iter().any(|w| w.to_lowercase() == word.to_lowercase()) {
                words.push(word);
            }
        }
        let one = |w: &String| match &summed {
            Some(of) => format!("SUMIF({range},\"{w}\",{of})"),
            None => format!("COUNTIF({range},\"{w}\")"),
        };
        let counts: Vec<String> = words.iter().map(one).collect();
        if counts.is_empty() { String::new() } else { format!("={}", counts.join("+")) }
    }

    // ---- records ----

    fn records(&mut self) -> Result<(), XlsxError> {
        let head = self.title()?;
        let done = self.context.done;
        let lang = self.lang();
        let columns: Vec<usize> =
            (0..self.spec.indicators.len()).filter(|i| !self.spec.indicators[*i].is_computed()).collect();
        self.sheet.set_column_width(0, 6)?;
        self.sheet.set_column_width(1, 9)?;
        self.sheet.set_column_width(2, 30)?;
        for (col, text) in ["head-number", "head-code", "head-unit"].map(|k| lang.text(k)).iter().enumerate() {
            self.sheet.write_with_format(head, col as u16, text.as_str(), &self.styles.head)?;
        }
        for (n, i) in columns.iter().enumerate() {
            let indicator = &self.spec.indicators[*i];
            let width = if indicator.kind == ValueType::Text { RECORD_TEXT } else { 15.0 };
            self.sheet.set_column_width(FIRST + n as u16, width)?;
            self.sheet.write_with_format(head, FIRST + n as u16, &indicator.name, &self.styles.head)?;
        }
        self.sheet.set_row_height(head, 48)?;
        let mut row = head;
        let form = self.form;
        for sub in done.ledger.submissions.iter().filter(|s| s.form == form) {
            let unit = done.project.register.get(sub.unit);
            for piece in done.ledger.pieces(sub) {
                let mut by_row: BTreeMap<usize, FxHashMap<usize, Source<'_>>> = BTreeMap::new();
                for fact in piece.1.facts.iter() {
                    by_row.entry(fact.row).or_default().insert(fact.indicator, self.source(piece, fact));
                }
                for facts in by_row.values() {
                    if (row - head) as usize >= MOST_ROWS {
                        break;
                    }
                    row += 1;
                    self.sheet.write_with_format(row, 0, f64::from(row - head), &self.styles.center)?;
                    self.sheet.write_with_format(row, 1, &unit.code, &self.styles.center)?;
                    self.sheet.write_with_format(row, 2, unit.full_name(), &self.styles.text)?;
                    let texts: Vec<String> = facts.values().map(|s| shown(s.fact)).collect();
                    let measured: Vec<(&str, f64)> = texts.iter().map(|t| (t.as_str(), RECORD_TEXT)).collect();
                    self.sheet.set_row_height(row, height(&measured))?;
                    for (n, i) in columns.iter().enumerate() {
                        self.figure(row, FIRST + n as u16, *i, sub.unit, facts, true, &columns)?;
                    }
                }
            }
        }
        let (first, last) = (head + 1, row);
        let all: usize = done
            .ledger
            .submissions
            .iter()
            .filter(|s| s.form == form)
            .map(|s| done.ledger.parts(s).map(|p| p.rows.len()).sum::<usize>())
            .sum();
        row += 1;
        let of_form = done.ledger.submissions.iter().filter(|s| s.form == form && all <= MOST_ROWS);
        let facts: Vec<Fact<'_>> = of_form.flat_map(|s| done.ledger.parts(s)).flat_map(|p| p.facts.iter()).collect();
        for i in 0..self.spec.indicators.len() {
            let indicator = &self.spec.indicators[i];
            let Some(total) = done.consolidation.get(self.form, i, Group::Province).filter(|t| t.value.is_some())
            else {
                continue;
            };
            row += 1;
            self.sheet.merge_range((row, 0), (row, 2), "", &self.styles.total_text)?;
            let name = format!("[{}] {}", indicator.code, indicator.name);
            self.sheet.write_with_format(row, 0, &name, &self.styles.total_text)?;
            self.sheet.set_row_height(row, height(&[(&name, 40.0), (&total.text, 60.0)]))?;
            let result = total.value.map(plain_number).unwrap_or_default();
            self.totals.push((i, (row, FIRST)));
            let letters =
                |p: usize| columns.iter().position(|c| *c == p).map(|c| column_letters(u32::from(FIRST) + c as u32));
            let range =
                |p: usize| letters(p).filter(|_| last >= first).map(|l| format!("{l}{}:{l}{}", first + 1, last + 1));
            // What the sheet's own cells would be counted as must be what was counted: else the number stands.
            let formula = if all > MOST_ROWS {
                None
            } else {
                match (indicator.kind, &indicator.when, indicator.of) {
                    (ValueType::List | ValueType::Count | ValueType::Amount, Some(when), of) => {
                        let of = of.filter(|_| indicator.kind != ValueType::List);
                        let met: Vec<Fact<'_>> = facts.iter().copied().filter(|f| f.meets(when)).collect();
                        let counted = of.is_some() || total.value == Some(met.len() as f64);
                        range(when.indicator)
                            .filter(|_| counted && met.iter().all(is_plain_word))
                            .map(|r| self.met_formula(&r, &met, of.and_then(range)))
                    }
                    (ValueType::List, None, Some(of)) => {
                        let items = facts.iter().filter(|f| f.indicator == of && f.kind != Kind::Blank);
                        let (all, plain) = items.fold((0, true), |(n, plain), f| (n + 1, plain && is_shown_as_said(f)));
                        range(of)
                            .filter(|_| plain && total.value == Some(f64::from(all)))
                            .map(|r| format!("=COUNTA({r})"))
                    }
                    (ValueType::Count | ValueType::Amount, ..) if indicator.aggregation == Aggregation::Sum => {
                        range(i).map(|r| format!("=SUM({r})"))
                    }
                    _ => None,
                }
            };
            let format = self.total_format(i, total);
            match formula.filter(|f| !f.is_empty() && f.len() <= LONGEST_FORMULA) {
                Some(f) => {
                    self.sheet.write_with_format(row, FIRST, Formula::new(f).set_result(result), &format)?;
                }
                None => self.sheet.write_with_format(row, FIRST, total.value.unwrap_or(0.0), &format)?,
            };
            if !total.text.is_empty() && columns.len() > 1 {
                let text: String = total.text.chars().take(2000).collect();
                let to = FIRST + columns.len() as u16 - 1;
                if to > FIRST + 1 {
                    self.sheet.merge_range((row, FIRST + 1), (row, to), &text, &self.styles.text)?;
                } else {
                    self.sheet.write_with_format(row, FIRST + 1, text, &self.styles.text)?;
                }
            }
        }
        self.sheet.set_freeze_panes(head + 1, FIRST)?;
        paper(self.sheet, true, (head, head), lang)
    }
}

/// The unit of measure of a column, with what its totals are where these are no sums.
fn measure_words(indicator: &Indicator, lang: Lang) -> String {
    let key = match indicator.aggregation {
        Aggregation::Mean => "totals-mean",
        Aggregation::WeightedMean => "totals-weighted",
        Aggregation::RatioOfSums => "totals-ratio",
        Aggregation::Min => "totals-min",
        Aggregation::Max => "totals-max",
        _ => return unit_words(indicator, lang),
    };
    format!("{} ({})", unit_words(indicator, lang), lang.text(key)).trim_start().to_owned()
}

/// True for an answer that a condition of `COUNTIF` finds by its words alone, whatever the reader's machine makes of numbers
/// and days.
fn is_plain_word(fact: &Fact<'_>) -> bool {
    const LONGEST: usize = 200;
    match fact.kind {
        Kind::Text => fact.text.chars().count() <= LONGEST && fact.text.parse::<f64>().is_err(),
        Kind::Yes | Kind::No => true,
        Kind::Number => fact.value == fact.value.trunc(),
        _ => false,
    }
}

/// True for what stands in its cell as it was said, and not as a sign for nothing.
fn is_shown_as_said(fact: &Fact<'_>) -> bool {
    matches!(fact.kind, Kind::Number | Kind::Text | Kind::Date | Kind::Yes | Kind::No)
}

/// A function over a list of cells and ranges, split where Excel takes no more arguments.
fn sum_of(function: &str, list: &[String]) -> String {
    if list.is_empty() {
        return String::new();
    }
    let groups: Vec<String> = list.chunks(MOST_ARGUMENTS).map(|c| format!("{function}({})", c.join(","))).collect();
    format!("={}", groups.join("+"))
}

/// A word as a condition of `COUNTIF` that stands for nothing but itself.
fn criterion(word: &str) -> String {
    let word = word.replace('"', "\"\"").replace('~', "~~").replace('*', "~*").replace('?', "~?");
    if word.starts_with(['<', '>', '=']) { format!("={word}") } else { word }
}

/// What a ratio is multiplied by, as a formula begins with it.
fn times(scale: f64) -> String {
    if scale == 1.0 { String::new() } else { format!("{}*", plain_number(scale)) }
}

fn shown(fact: Fact<'_>) -> String {
    if fact.kind == Kind::Date
        && let Ok(day) = fact.text.parse::<jiff::civil::Date>()
    {
        return day.strftime("%d/%m/%Y").to_string();
    }
    fact.text.chars().take(2000).collect()
}
