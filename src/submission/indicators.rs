/*!
Tables of indicators (layout indicator-rows): one unit a sheet, indicators down.
*/

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::cells::Around;
use super::extract::{Work, col, shown};
use super::facts::RowKey;
use super::fates::Fate;
use super::indicator_rows::{self, Matched, SheetRow};
use crate::finding::{Code, Finding, Missing, Said, Severity, Term};
use crate::intake::workbook::{Cell, CellRef, Value};
use crate::recognise::lexicon::{Role, code_key};
use crate::recognise::table::{Table, is_column_numbers, without_remarks};
use crate::text::key;
use crate::text::language::RowWord;
use crate::text::measure::{self, Compared};

/// A row of some table of the part.
struct Line<'t> {
    table: &'t Table,
    row: u32,
    text: String,
    seen: SheetRow,
}

impl<'a> Work<'a> {
    /// Reads the tables of a part: their rows are matched over the whole sheet at once.
    pub(super) fn indicator_rows(&mut self, tables: &[Table]) {
        if self.out.rows.is_empty() {
            self.out.rows.push(RowKey::Sender);
        }
        let lines: Vec<Line<'_>> = tables.iter().flat_map(|t| self.lines(t)).collect();
        let applies = |r: usize| {
            let row = &self.words.rows[r];
            row.indicators
                .iter()
                .any(|i| self.unit.is_none_or(|u| self.form.applies(&self.ctx.project.register, *i, u)))
        };
        let rows: Vec<SheetRow> = lines.iter().map(|l| l.seen.clone()).collect();
        let matched = indicator_rows::matches(&rows, self.words, &applies, &|w| self.ctx.lexicon.knows(w));
        let held = matched.iter().filter_map(Matched::row).flat_map(|r| self.words.rows[r].indicators.iter().copied());
        self.hear_lines(held);
        let percents = self.percent_columns(&lines, &matched);
        let mut used: FxHashMap<usize, CellRef> = FxHashMap::default();
        // The same table again is another table: what it says otherwise is a contradiction, no row too many.
        let mut in_table: (u32, FxHashMap<usize, CellRef>) = (u32::MAX, FxHashMap::default());
        let mut unmatched: Vec<(Finding, Vec<usize>)> = Vec::new();
        let mut last: FxHashMap<u32, u32> = FxHashMap::default();
        for (line, found) in lines.iter().zip(&matched) {
            if in_table.0 != line.table.header.top {
                used.extend(std::mem::take(&mut in_table.1));
                in_table.0 = line.table.header.top;
            }
            let counted = self.line(line, found, &percents, &mut in_table.1, &mut unmatched);
            if counted {
                last.insert(line.table.header.top, line.row);
            }
        }
        self.settle_blank_parts();
        used.extend(in_table.1);
        let alike: Vec<usize> = unmatched.iter().filter_map(|(_, near)| near.first().copied()).collect();
        let missing = self.missing_indicators(tables, &used, &alike);
        for (finding, near) in unmatched {
            // An error where the row may be one that the form asks for and misses.
            let asked = near.iter().any(|i| missing.contains(i));
            self.note(if asked { finding.severity(Severity::Error) } else { finding });
        }
        for table in tables {
            self.settle_table(table, last.get(&table.header.top).copied());
        }
    }

    fn lines<'t>(&self, table: &'t Table) -> Vec<Line<'t>> {
        let label_col = col(table, Role::Label);
        let code_col = col(table, Role::Code);
        let values: Vec<u32> = table.columns.iter().filter(|c| c.role.is_figures()).map(|c| c.col).collect();
        let first_value = values.iter().copied().min().unwrap_or(0);
        let mut out = Vec::new();
        for row in self.grid.rows(table.first, table.last) {
            if row <= table.first + 1 && out.is_empty() && is_column_numbers(self.grid, row, &table.columns) {
                continue;
            }
            let label = self.label(row, label_col, first_value);
            let code = code_col.and_then(|c| self.grid.get(row, c)).map(|c| code_key(&shown(c))).unwrap_or_default();
            let has = values.iter().any(|c| self.grid.get(row, *c).is_some());
            let (key, text) = label.map_or((None, String::new()), |(k, t)| (Some(self.without_remark(k, &t)), t));
            out.push(Line { table, row, text, seen: SheetRow { label: key, code, values: has } });
        }
        out
    }

    /// A label without a remark that is the unit of measure of the row that it then names, a column's number or a
    /// footnote's mark.
    fn without_remark(&self, k: Rc<str>, text: &str) -> Rc<str> {
        let is = |k: &str| self.words.rows.named(k).first().copied();
        if !text.contains(['(', '[']) || is(&k).is_some() {
            return k;
        }
        let units = self.form.indicators.iter().map(|i| i.unit.as_str()).collect::<FxHashSet<_>>();
        for unit in std::iter::once("").chain(units) {
            let Some((rest, stated)) = without_remarks(text, unit) else {
                continue;
            };
            let rest = key(&rest);
            let Some(row) = is(&rest) else {
                continue;
            };
            let own =
                |i: &usize| measure::compare(stated.as_deref().unwrap_or_default(), &self.form.indicators[*i].unit);
            if stated.is_none() || self.words.rows[row].indicators.iter().all(|i| own(i) == Compared::Same) {
                return rest.into();
            }
        }
        k
    }

    /// Numbers of percent indicators by column of values: to tell fractions of one from percentages.
    fn percent_columns(&self, lines: &[Line<'_>], matched: &[Matched]) -> FxHashMap<u32, Vec<f64>> {
        let mut out: FxHashMap<u32, Vec<f64>> = FxHashMap::default();
        for (line, m) in lines.iter().zip(matched) {
            let Some(row) = m.row() else {
                continue;
            };
            for i in &self.words.rows[row].indicators {
                let spec = &self.form.indicators[*i];
                let at = col(line.table, Role::Value(spec.column));
                if let (true, Some(at)) = (spec.kind.is_percent(), at)
                    && let Some(Cell { value: Value::Number(n), percent: false, .. }) = self.grid.get(line.row, at)
                {
                    out.entry(at).or_default().push(*n);
                }
            }
        }
        out
    }

    /// Reads one row; true where its figures are counted.
    fn line(
        &mut self,
        line: &Line<'_>,
        found: &Matched,
        percents: &FxHashMap<u32, Vec<f64>>,
        used: &mut FxHashMap<usize, CellRef>,
        unmatched: &mut Vec<(Finding, Vec<usize>)>,
    ) -> bool {
        let values: Vec<u32> = line.table.columns.iter().filter(|c| c.role.is_figures()).map(|c| c.col).collect();
        let first = self.grid.row(line.row).next().map_or(0, |(c, _)| c.col);
        let at = CellRef { row: line.row, col: first };
        let text = || if line.text.is_empty() { line.seen.code.clone() } else { line.text.clone() };
        let form_row = match found {
            Matched::Exactly(r) => *r,
            Matched::AgainstCode(r) => {
                let expected = self.words.rows[*r].name.clone();
                self.note(
                    Finding::new(Code::R019)
                        .cell(at)
                        .value(text())
                        .arg("code", line.seen.code.as_str())
                        .expected(expected),
                );
                *r
            }
            Matched::Plainly(r) | Matched::Loosely(r) => {
                let expected = self.words.rows[*r].name.clone();
                let severity = if matches!(found, Matched::Plainly(_)) { Severity::Info } else { Severity::Warning };
                self.note(Finding::new(Code::R016).severity(severity).cell(at).value(text()).expected(expected));
                *r
            }
            Matched::Several(rows) => {
                if line.seen.values {
                    let candidates = rows.iter().map(|r| self.words.rows[*r].name.clone()).collect::<Vec<_>>();
                    self.note(Finding::new(Code::R020).cell(at).value(text()).arg("candidates", candidates.join("; ")));
                    self.claim_row(line.row, &values, Fate::Refused);
                }
                return false;
            }
            Matched::None => {
                if line.seen.values {
                    self.unmatched(line, at, &values, unmatched);
                }
                return false;
            }
        };
        let mut counted = false;
        let percent_text = line.text.contains('%');
        let measure = col(line.table, Role::Measure).and_then(|c| self.grid.get(line.row, c));
        for indicator in self.words.rows[form_row].indicators.clone() {
            let spec = &self.form.indicators[indicator];
            let Some(column) = line.table.columns.iter().find(|c| c.role == Role::Value(spec.column)) else {
                continue;
            };
            let cell = CellRef { row: line.row, col: column.col };
            if let Some(first) = used.get(&indicator).copied() {
                if line.seen.values {
                    self.note(Finding::new(Code::R014).cell(cell).value(text()).arg("first", first));
                    self.claim_row(line.row, &[column.col], Fate::Refused);
                }
                continue;
            }
            used.insert(indicator, cell);
            let says_percent = column.percent || percent_text || measure.is_some_and(says_percent);
            let numbers = percents.get(&column.col).map_or(&[][..], Vec::as_slice);
            let around = Around { says: self.says(numbers, says_percent), ..Around::default() };
            self.read_into(0, indicator, cell, &around, line.table, measure);
            counted = true;
        }
        counted
    }

    /// A row with figures that is none of the form's.
    fn unmatched(&mut self, line: &Line<'_>, at: CellRef, values: &[u32], unmatched: &mut Vec<(Finding, Vec<usize>)>) {
        let Some(label) = &line.seen.label else {
            // Figures without a name are told as a block.
            let why = if self.covered.keys().any(|(r, c)| *r == line.row && Some(*c) == col(line.table, Role::Label)) {
                Term::UnderMerge
            } else {
                Term::Nameless
            };
            self.fates.reason(line.row, why);
            self.claim_row(line.row, values, Fate::Left);
            return;
        };
        let k = indicator_rows::strip_bullet(label);
        if let Some((word, _)) = self.words.row_words.row_word(k).filter(|(w, _)| *w == RowWord::Declared) {
            debug_assert_eq!(word, RowWord::Declared);
            self.claim_row(line.row, values, Fate::Unused);
            return;
        }
        let has_figures = values.iter().any(|c| self.grid.get(line.row, *c).is_some_and(|c| self.is_figure(c)));
        // Words of signatures and notes stand under columns of values, too.
        if !has_figures && self.grid.row(line.row).any(|(_, k)| k.is_some_and(|k| self.words.row_words.is_ending(k))) {
            return;
        }
        let heading = line.seen.code.is_empty()
            || line.seen.code.chars().all(|c| "ivxlcdm".contains(c))
            || line.seen.code.chars().count() == 1 && line.seen.code.chars().all(char::is_alphabetic);
        if heading && self.words.row_words.is_total(k) && self.sums_above(line, values) {
            self.claim_row(line.row, values, Fate::Total);
            return;
        }
        self.claim_row(line.row, values, Fate::Refused);
        let near = indicator_rows::nearest(label, self.words);
        let names: Vec<String> = near.iter().map(|r| self.words.rows[*r].name.clone()).collect();
        let mut asked: Vec<usize> = near.iter().flat_map(|r| self.words.rows[*r].indicators.clone()).collect();
        asked.extend(
            self.words
                .rows
                .iter()
                .filter(|r| !line.seen.code.is_empty() && r.codes.contains(&line.seen.code))
                .flat_map(|r| r.indicators.iter().copied()),
        );
        let f = Finding::new(Code::R012)
            .cell(at)
            .value(line.text.as_str())
            .arg("candidates", Said::or_none(names.join("; ")));
        unmatched.push((f, asked));
    }

    /// True where a row's figures are the sum of figures read so far in each of its columns: all of them, or the
    /// last few.
    fn sums_above(&self, line: &Line<'_>, values: &[u32]) -> bool {
        values.iter().all(|c| {
            let Some(Cell { value: Value::Number(own), .. }) = self.grid.get(line.row, *c) else {
                return self.grid.get(line.row, *c).is_none();
            };
            let mut sum = 0.0;
            let above: Vec<f64> = self.facts.iter().filter(|f| f.cell.col == *c).filter_map(|f| f.number()).collect();
            above.iter().rev().any(|n| {
                sum += n;
                super::plan::agrees(*own, sum)
            })
        })
    }

    /// True where an indicator is asked of who reports.
    fn applies_to_sender(&self, indicator: usize) -> bool {
        self.unit.is_none_or(|u| self.form.applies(&self.ctx.project.register, indicator, u))
    }

    /// Tells the indicators that have no row.
    fn missing_indicators(
        &mut self,
        tables: &[Table],
        used: &FxHashMap<usize, CellRef>,
        alike: &[usize],
    ) -> Vec<usize> {
        let header = tables.first().map_or(0, |t| t.header.bottom);
        let mut missing = Vec::new();
        // A row that is missing whole is told once.
        let mut told: Vec<usize> = Vec::new();
        for row in self.words.rows.iter().filter(|r| r.expected) {
            let asked = |i: &&usize| self.applies_to_sender(**i);
            let mine: Vec<usize> = row.indicators.iter().filter(asked).copied().collect();
            if !mine.is_empty() && mine.iter().all(|i| !used.contains_key(i)) {
                let f = Finding::new(Code::R011)
                    .cell(CellRef { row: header, col: 0 })
                    .arg("indicator", row.code.as_str())
                    .expected(&row.name)
                    .missing(Missing::Indicator(mine[0]));
                self.findings.push(f);
                told.extend(mine);
            }
        }
        for (i, indicator) in self.form.indicators.iter().enumerate() {
            let asked = self.applies_to_sender(i);
            let has_column = tables.iter().any(|t| col(t, Role::Value(indicator.column)).is_some());
            if asked && has_column && !used.contains_key(&i) {
                missing.push(i);
                // One that may be left out is missing where a row looks as if it were it.
                if !told.contains(&i) && (indicator.required || alike.contains(&i)) {
                    let f = Finding::new(Code::R011)
                        .cell(CellRef { row: header, col: 0 })
                        .arg("indicator", &indicator.code)
                        .expected(&indicator.name)
                        .missing(Missing::Indicator(i));
                    self.findings.push(f);
                }
            }
        }
        missing
    }
}

/// True where a measure cell says percent.
fn says_percent(cell: &Cell) -> bool {
    cell.text().and_then(crate::text::measure::parse).is_some_and(|m| m.is_percent())
}
