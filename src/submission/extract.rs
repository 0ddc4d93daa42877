/*!
From recognised tables to facts: rows matched to indicators and units, totals checked, cells read.
*/

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::cells::{self, Neighbours};
use super::facts::{Draft, Facts, Kind, RowKey};
use crate::finding::{Code, Finding};
use crate::intake::workbook::{Cell, CellRef, Sheet, Value};
use crate::project::Project;
use crate::project::form::{Aggregation, Form, Indicator, Layout, ValueType};
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::recognise::RecognisedSheet;
use crate::recognise::grid::Grid;
use crate::recognise::lexicon::{FormWords, Lexicon, Role, code_key};
use crate::recognise::table::{Table, is_column_numbers};
use crate::text::language::words;
use crate::text::number::{Reading, format_number, measure_scale, plain_number, read_nothing};
use crate::text::{bare, clean, likeness};

/// What one sheet says for one form, unit and period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Form, by place.
    pub form: usize,
    /// Who reports, where certain.
    pub unit: Option<UnitId>,
    /// For when, where certain.
    pub period: Option<Period>,
    /// Sheet.
    pub sheet: String,
    /// What the rows are about.
    pub rows: Vec<RowKey>,
    /// The facts.
    pub facts: Facts,
    /// A digest over what it says, whoever sent it: for telling copies.
    pub digest: [u8; 32],
    /// Some of the different figures that it states: few figures are alike by chance.
    pub figures: Vec<u64>,
    /// Whether some row answers an indicator twice, and not with the same.
    pub doubled: bool,
    /// What was met; file, unit and period are filled in by the ledger.
    pub findings: Vec<Finding>,
}

/// Takes the facts out of a recognised sheet.
pub fn extract(grid: &Grid<'_>, recognised: RecognisedSheet, project: &Project, lexicon: &Lexicon) -> Part {
    let sheet = grid.sheet;
    let form = &project.forms[recognised.form];
    let covered = covered_cells(sheet);
    let mut work = Work {
        grid,
        project,
        form,
        words: &lexicon.forms[recognised.form],
        lexicon,
        unit: recognised.unit,
        applies: (0..form.indicators.len())
            .map(|i| recognised.unit.is_none_or(|u| form.applies(&project.register, i, u)))
            .collect(),
        plain: covered.is_empty() && sheet.hidden_rows.is_empty() && sheet.hidden_cols.is_empty(),
        covered,
        out: Part {
            form: recognised.form,
            unit: recognised.unit,
            period: recognised.period,
            sheet: sheet.name.clone(),
            rows: Vec::new(),
            facts: Facts::default(),
            digest: [0; 32],
            figures: Vec::new(),
            doubled: false,
            findings: recognised.findings,
        },
        facts: Draft::default(),
        hidden: FxHashSet::default(),
        taken: FxHashMap::default(),
    };
    for table in &recognised.tables {
        work.out.findings.extend(table.findings.iter().cloned());
        match form.layout {
            Layout::IndicatorRows => work.indicator_rows(table),
            Layout::UnitRows | Layout::Records => work.rows(table),
        }
    }
    if form.layout == Layout::IndicatorRows {
        work.missing_indicators(&recognised.tables);
    } else if form.rows.registered {
        work.missing_units();
    }
    work.computed_rates();
    let mut facts = work.facts;
    let mut doubled = is_doubled(&facts, form.indicators.len());
    if doubled {
        facts.drop_repeated();
        doubled = is_doubled(&facts, form.indicators.len());
    }
    let mut part = work.out;
    part.facts = Facts::pack(&facts);
    part.digest = digest(&facts);
    part.figures = figures(&facts);
    part.doubled = doubled;
    for f in &mut part.findings {
        f.place.sheet.clone_from(&sheet.name);
        f.place.form.clone_from(&form.code);
    }
    part
}

/// A digest over what a part says.
fn digest(facts: &Draft) -> [u8; 32] {
    const NEXT_ROW: u8 = 0x80;
    const HAS_TEXT: u8 = 0x40;
    let mut bytes: Vec<u8> = Vec::with_capacity(facts.len() * 12);
    let mut row = usize::MAX;
    for f in facts.iter().filter(|f| f.kind != Kind::Blank) {
        let next = if f.row == row { 0 } else { NEXT_ROW };
        let text = if f.text.is_empty() { 0 } else { HAS_TEXT };
        bytes.push(f.kind as u8 | next | text);
        if next != 0 {
            row = f.row;
            bytes.extend_from_slice(&(row as u32).to_le_bytes());
        }
        bytes.extend_from_slice(&(f.indicator as u16).to_le_bytes());
        bytes.extend_from_slice(&f.value.to_le_bytes());
        if text != 0 {
            bytes.extend_from_slice(&(f.text.len() as u32).to_le_bytes());
            bytes.extend_from_slice(f.text.as_bytes());
        }
    }
    Sha256::digest(&bytes).into()
}

/// Some of the different figures that a part states: as many as tell copies from chance.
fn figures(facts: &Draft) -> Vec<u64> {
    const ENOUGH: usize = 4;
    let mut seen: Vec<u64> = Vec::with_capacity(ENOUGH);
    for f in facts.iter().filter(|f| f.kind == Kind::Number && f.value > 9.0) {
        let bits = f.value.to_bits();
        if !seen.contains(&bits) {
            seen.push(bits);
        }
        if seen.len() >= ENOUGH {
            break;
        }
    }
    seen
}

/// True where some row answers an indicator twice: a table that stands on its sheet twice, say. The facts of a
/// row stand together.
fn is_doubled(facts: &Draft, indicators: usize) -> bool {
    let mut last: Vec<usize> = vec![usize::MAX; indicators];
    facts.iter().filter(|f| f.kind.is_answer()).any(|f| std::mem::replace(&mut last[f.indicator], f.row) == f.row)
}

/// Cells under merged areas, their upper left corners aside.
fn covered_cells(sheet: &Sheet) -> FxHashMap<(u32, u32), usize> {
    const LARGEST: u64 = 20_000;
    let mut covered = FxHashMap::default();
    for (i, m) in sheet.merges.iter().enumerate() {
        let size = u64::from(m.last.row - m.first.row + 1) * u64::from(m.last.col - m.first.col + 1);
        if size > LARGEST {
            continue;
        }
        for row in m.first.row..=m.last.row {
            for col in m.first.col..=m.last.col {
                if (row, col) != (m.first.row, m.first.col) {
                    covered.insert((row, col), i);
                }
            }
        }
    }
    covered
}

/// What a row of a table turned out to be.
#[derive(Debug, Clone, PartialEq)]
enum RowIs {
    /// Nothing that counts.
    Nothing,
    /// Data about this.
    Data(RowKey),
    /// The grand total.
    Total,
    /// A total of the rows above it, back to the total before.
    Subtotal,
    /// A heading with figures: a total of the rows below it, up to the next heading. With its label.
    Heading(String),
    /// The end of the table.
    End,
}

struct Work<'a> {
    grid: &'a Grid<'a>,
    project: &'a Project,
    form: &'a Form,
    words: &'a FormWords,
    lexicon: &'a Lexicon,
    unit: Option<UnitId>,
    /// Whether each indicator is asked of the unit.
    applies: Vec<bool>,
    covered: FxHashMap<(u32, u32), usize>,
    /// Whether nothing on the sheet is merged or hidden.
    plain: bool,
    out: Part,
    /// The facts so far; packed at the end.
    facts: Draft,
    hidden: FxHashSet<(bool, u32)>,
    /// Where each row key stands first.
    taken: FxHashMap<RowKey, CellRef>,
}

impl<'a> Work<'a> {
    fn note(&mut self, finding: Finding) {
        self.out.findings.push(finding);
    }

    fn col(table: &Table, role: Role) -> Option<u32> {
        table.columns.iter().find(|c| c.role == role).map(|c| c.col)
    }

    /// The cell at an address, unless it lies under a merged area: then a finding tells its value.
    fn visible(&mut self, row: u32, col: u32) -> Option<&'a Cell> {
        let cell = self.grid.get(row, col)?;
        if !self.covered.is_empty()
            && let Some(&merge) = self.covered.get(&(row, col))
        {
            let area = self.grid.sheet.merges[merge];
            let value = shown(cell);
            self.note(Finding::new(Code::C007).cell(cell.at()).value(value).arg("area", area));
            return None;
        }
        for (is_row, at, hidden) in [
            (true, row, self.grid.sheet.hidden_rows.binary_search(&row).is_ok()),
            (false, col, self.grid.sheet.is_col_hidden(col)),
        ] {
            if hidden && self.hidden.insert((is_row, at)) {
                self.note(Finding::new(Code::C011).cell(cell.at()).value(if is_row { "@row" } else { "@column" }));
            }
        }
        Some(cell)
    }

    // ---- indicator-rows ----

    fn indicator_rows(&mut self, table: &Table) {
        let label_col = Self::col(table, Role::Label);
        let code_col = Self::col(table, Role::Code);
        if self.out.rows.is_empty() {
            self.out.rows.push(RowKey::Sender);
        }
        let first_value =
            table.columns.iter().filter(|c| matches!(c.role, Role::Value(_))).map(|c| c.col).min().unwrap_or(0);
        let mut used: FxHashMap<usize, CellRef> = FxHashMap::default();
        let rows: Vec<u32> = self.grid.rows(table.first, table.last).collect();
        for row in rows {
            if is_column_numbers(self.grid, row, &table.columns) {
                continue;
            }
            let label = self.label(row, label_col, first_value);
            let code = code_col.and_then(|c| self.grid.get(row, c)).map(|c| code_key(&shown(c))).unwrap_or_default();
            let values = self.has_values(row, table);
            if self.ends_table(row, table) {
                break;
            }
            let Some(matched) = self.match_row(row, label.as_ref(), &code, values) else {
                continue;
            };
            for indicator in matched {
                let role = Role::Value(self.form.indicators[indicator].column);
                let Some(col) = Self::col(table, role) else {
                    continue;
                };
                let at = CellRef { row, col };
                if let Some(first) = used.get(&indicator) {
                    if values {
                        let (first, text) = (*first, label.as_ref().map_or_else(|| code.clone(), |(_, t)| t.clone()));
                        self.note(Finding::new(Code::R014).cell(at).value(text).arg("first", first));
                    }
                    continue;
                }
                used.insert(indicator, at);
                if self.measures_otherwise(row, indicator, table) {
                    continue;
                }
                self.read_into(0, indicator, at, &Neighbours::default());
            }
        }
        for (indicator, at) in used {
            self.taken.insert(RowKey::Record(indicator as u32), at);
        }
    }

    /// True where the sender states another scale (nghìn, triệu, tỷ) than the form; leaves a finding.
    fn measures_otherwise(&mut self, row: u32, indicator: usize, table: &Table) -> bool {
        let Some(cell) = Self::col(table, Role::Measure).and_then(|c| self.grid.get(row, c)) else {
            return false;
        };
        let spec = &self.form.indicators[indicator];
        let stated = shown(cell);
        if spec.unit.is_empty() || measure_scale(&stated) == measure_scale(&spec.unit) {
            return false;
        }
        let f =
            Finding::new(Code::C028).cell(cell.at()).value(stated).expected(&spec.unit).arg("indicator", &spec.code);
        self.note(f);
        true
    }

    /// The label of a row: in its column, or a little to the right where offices indent by columns.
    fn label(&self, row: u32, col: Option<u32>, before: u32) -> Option<(std::rc::Rc<str>, String)> {
        let col = col?;
        let last = col.saturating_add(2).min(before.saturating_sub(1)).max(col);
        let at = (col..=last).find(|at| self.grid.key(row, *at).is_some())?;
        let text = clean(self.grid.get(row, at).and_then(|c| c.text()).unwrap_or_default());
        Some((self.grid.key(row, at)?.clone(), text))
    }

    fn has_values(&self, row: u32, table: &Table) -> bool {
        table
            .columns
            .iter()
            .filter(|c| matches!(c.role, Role::Value(_) | Role::Indicator(_)))
            .any(|c| self.grid.get(row, c.col).is_some())
    }

    /// True for a row of signatures or notes: its words may stand under columns of values, figures do not.
    fn ends_table(&self, row: u32, table: &Table) -> bool {
        self.grid.row(row).any(|(_, k)| k.is_some_and(|k| words().is_ending(k))) && !self.has_figures(row, table)
    }

    /// True where a column of values holds something that could be one.
    fn has_figures(&self, row: u32, table: &Table) -> bool {
        table.columns.iter().filter(|c| matches!(c.role, Role::Value(_) | Role::Indicator(_))).any(|c| {
            match self.grid.get(row, c.col).map(|c| &c.value) {
                None => false,
                Some(Value::Text(t)) => t.bytes().next().is_some_and(|b| b.is_ascii_digit()) && t.len() < 30,
                Some(_) => true,
            }
        })
    }

    /// The indicators (one for each column of values) that a row is about.
    fn match_row(
        &mut self,
        row: u32,
        label: Option<&(std::rc::Rc<str>, String)>,
        code: &str,
        values: bool,
    ) -> Option<Vec<usize>> {
        let applies = |i: &usize| self.unit.is_none_or(|u| self.form.applies(&self.project.register, *i, u));
        let by_code = self.words.codes.get(code).copied();
        let place = |s: &Self, f: Finding| {
            let col = s.grid.row(row).next().map_or(0, |(c, _)| c.col);
            f.cell(CellRef { row, col })
        };
        let Some((k, text)) = label else {
            // Without any label the code alone decides; there is nothing that contradicts it.
            return by_code.map(|i| vec![i]).filter(|_| values);
        };
        let stripped = strip_bullet(k);
        let named = self.words.labels.get(&**k).or_else(|| self.words.labels.get(stripped));
        if let Some(named) = named {
            let group = self.same_columns(named);
            if let Some(group) = group {
                if let Some(c) = by_code
                    && !group.contains(&c)
                    && !code.is_empty()
                {
                    let expected =
                        format!("[{}] {}", self.form.indicators[group[0]].code, self.form.indicators[group[0]].name);
                    let f =
                        place(self, Finding::new(Code::R019).value(text.clone()).arg("code", code).expected(expected));
                    self.note(f);
                }
                return Some(group);
            }
            // The label alone may be several indicators: the code or who it applies to must leave one.
            if let Some(c) = by_code.filter(|c| named.contains(c)) {
                return Some(vec![c]);
            }
            let left: Vec<usize> = named.iter().copied().filter(applies).collect();
            if let [one] = left.as_slice() {
                return Some(vec![*one]);
            }
            if values {
                let candidates = named.iter().map(|i| self.named(*i)).collect::<Vec<_>>().join("; ");
                let f = place(self, Finding::new(Code::R020).value(text.clone()).arg("candidates", candidates));
                self.note(f);
            }
            return None;
        }
        if !values && by_code.is_none() {
            return None;
        }
        self.match_loosely(row, k, text, code, by_code, values)
    }

    fn named(&self, indicator: usize) -> String {
        let i = &self.form.indicators[indicator];
        format!("[{}] {}", i.code, i.name)
    }

    /// Indicators of one row that stand in different columns of values are one group.
    fn same_columns(&self, named: &[usize]) -> Option<Vec<usize>> {
        let mut columns: Vec<usize> = named.iter().map(|i| self.form.indicators[*i].column).collect();
        columns.sort_unstable();
        let before = columns.len();
        columns.dedup();
        (columns.len() == before).then(|| named.to_vec())
    }

    fn match_loosely(
        &mut self,
        row: u32,
        k: &str,
        text: &str,
        code: &str,
        by_code: Option<usize>,
        values: bool,
    ) -> Option<Vec<usize>> {
        let mut scored: Vec<(f64, usize)> = Vec::new();
        for (label, indicators) in &self.words.labels {
            let mut score = likeness(k, label);
            if bare(k) == bare(label) {
                score = score.max(0.95);
            }
            if score >= 0.4 {
                scored.extend(indicators.iter().map(|i| (score, *i)));
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.dedup_by_key(|s| s.1);
        let col = self.grid.row(row).next().map_or(0, |(c, _)| c.col);
        let at = CellRef { row, col };
        // Number and a label alike agree; or the label alone is nearly the same and nothing else is near.
        let agreed = by_code.and_then(|c| scored.iter().find(|(s, i)| *i == c && *s >= 0.55).copied());
        let alone = match scored.as_slice() {
            [(s, i)] if *s >= 0.85 => Some((*s, *i)),
            [(s, i), (t, _), ..] if *s >= 0.85 && *s - *t >= 0.08 => Some((*s, *i)),
            _ => None,
        };
        let best = match (agreed, alone) {
            (Some(a), Some(b)) if a.1 != b.1 => None,
            (a, b) => a.or(b),
        };
        if let Some((score, i)) = best {
            let expected = self.named(i);
            self.note(
                Finding::new(Code::R016).cell(at).value(text).expected(expected).arg("score", format!("{score:.2}")),
            );
            return Some(vec![i]);
        }
        let heading = code.is_empty()
            || code.chars().all(|c| "ivxlcdm".contains(c))
            || code.chars().count() == 1 && code.chars().all(char::is_alphabetic);
        if values && !(heading && words().is_total(k)) {
            let near: Vec<String> = scored.iter().take(3).map(|(_, i)| self.named(*i)).collect();
            let candidates = if near.is_empty() { "@none".to_owned() } else { near.join("; ") };
            self.note(Finding::new(Code::R012).cell(at).value(text).arg("candidates", candidates));
        }
        None
    }

    fn missing_indicators(&mut self, tables: &[Table]) {
        let header = tables.first().map_or(0, |t| t.header.bottom);
        for (i, indicator) in self.form.indicators.iter().enumerate() {
            let due = indicator.required && self.unit.is_none_or(|u| self.form.applies(&self.project.register, i, u));
            let has_column = tables.iter().any(|t| Self::col(t, Role::Value(indicator.column)).is_some());
            if due && has_column && !self.taken.contains_key(&RowKey::Record(i as u32)) {
                let f = Finding::new(Code::R011)
                    .cell(CellRef { row: header, col: 0 })
                    .arg("indicator", &indicator.code)
                    .expected(&indicator.name);
                self.out.findings.push(f);
            }
        }
    }

    // ---- unit-rows and records ----

    fn rows(&mut self, table: &Table) {
        let indicator_cols: Vec<(usize, u32)> = table
            .columns
            .iter()
            .filter_map(|c| match c.role {
                Role::Indicator(i) => Some((i, c.col)),
                _ => None,
            })
            .collect();
        let mut kinds: Vec<(u32, RowIs)> = Vec::new();
        for row in self.grid.rows(table.first, table.last).collect::<Vec<_>>() {
            let is = self.classify(row, table);
            if is == RowIs::End {
                break;
            }
            kinds.push((row, is));
        }
        if self.form.layout == Layout::UnitRows && !self.form.rows.registered {
            headings_that_are_rows(&mut kinds);
            self.totals_by_figures(&mut kinds, &indicator_cols, table);
        }
        let near: Vec<Neighbours> = indicator_cols.iter().map(|(_, col)| self.neighbours(&kinds, *col)).collect();
        let data: Vec<u32> = kinds.iter().filter(|(_, is)| matches!(is, RowIs::Data(_))).map(|(row, _)| *row).collect();
        self.shifted_columns(&data, &indicator_cols);
        self.facts.reserve((data.len() * indicator_cols.len()).min(self.grid.sheet.cells.len()));
        let mut totals: Vec<(u32, usize)> = Vec::new();
        let mut grand: Vec<u32> = Vec::new();
        let mut group_start = self.out.rows.len();
        let first_row = self.out.rows.len();
        let mut record = self.out.rows.len() as u32;
        let mut groups: Vec<(u32, usize)> = Vec::new();
        for (row, is) in kinds {
            match is {
                RowIs::Data(key) => {
                    let key = if let RowKey::Record(_) = key {
                        record += 1;
                        RowKey::Record(record)
                    } else {
                        key
                    };
                    let row_col = Self::col(table, Role::Row).unwrap_or(0);
                    if !matches!(key, RowKey::Record(_)) {
                        let at = CellRef { row, col: row_col };
                        if let Some(first) = self.taken.get(&key).copied() {
                            let text = self.grid.get(row, row_col).map(shown).unwrap_or_default();
                            self.note(Finding::new(Code::R014).cell(at).value(text).arg("first", first));
                            continue;
                        }
                        self.taken.insert(key.clone(), at);
                    }
                    let place = self.out.rows.len();
                    self.out.rows.push(key);
                    for ((indicator, col), near) in indicator_cols.iter().zip(&near) {
                        self.read_into(place, *indicator, CellRef { row, col: *col }, near);
                    }
                }
                RowIs::Subtotal => {
                    totals.push((row, group_start));
                    group_start = self.out.rows.len();
                }
                RowIs::Heading(_) => {
                    group_start = self.out.rows.len();
                    groups.push((row, self.out.rows.len()));
                }
                RowIs::Total => grand.push(row),
                RowIs::Nothing | RowIs::End => {}
            }
        }
        let end = self.out.rows.len();
        for (n, (row, from)) in groups.iter().enumerate() {
            let to = groups.get(n + 1).map_or(end, |(_, f)| *f);
            if to > *from {
                self.check_total(*row, &[(*from, to)], &indicator_cols);
            }
        }
        for (row, from) in totals {
            let to = self.rows_before(row, end);
            self.check_total(row, &[(from, to)], &indicator_cols);
        }
        for row in grand {
            // A table over several pages may be summed for the page or for all of them.
            self.check_total(row, &[(first_row, end), (0, end)], &indicator_cols);
        }
    }

    /// How many rows of data stand above a row.
    fn rows_before(&self, row: u32, end: usize) -> usize {
        let mut last = 0;
        for fact in self.facts.iter() {
            if fact.cell.row < row {
                last = last.max(fact.row + 1);
            }
        }
        last.min(end)
    }

    /// The number in a cell, read quietly.
    fn number_at(&self, row: u32, col: u32, indicator: usize) -> Option<f64> {
        let cell = self.grid.get(row, col)?;
        if let Value::Number(n) = cell.value {
            return Some(n);
        }
        let spec = Indicator { kind: ValueType::Amount, ..self.form.indicators[indicator].clone() };
        let near = Neighbours::default();
        let got = cells::read(Some(cell), &spec, self.project.convention, &near, &mut Vec::new())?;
        (got.kind == Kind::Number).then_some(got.value)
    }

    /// Finds total rows of free rows that bear other words than the usual ones: a row whose label speaks of a
    /// total, or names the sender, and whose figures come near the sum of the others; and a first or last row
    /// that is exactly the sum of the others whatever it says.
    fn totals_by_figures(&mut self, kinds: &mut [(u32, RowIs)], columns: &[(usize, u32)], table: &Table) {
        let summed: Vec<(usize, u32)> = columns
            .iter()
            .copied()
            .filter(|(i, _)| matches!(self.form.indicators[*i].kind, ValueType::Count | ValueType::Amount))
            .collect();
        let data: Vec<usize> =
            (0..kinds.len()).filter(|k| matches!(kinds[*k].1, RowIs::Data(RowKey::Label(_)))).collect();
        if summed.is_empty() || data.len() < 3 {
            return;
        }
        let mut sums: Vec<f64> = vec![0.0; summed.len()];
        let mut figures: Vec<f64> = Vec::with_capacity(data.len() * summed.len());
        for k in &data {
            for (slot, (i, col)) in sums.iter_mut().zip(&summed) {
                let n = self.number_at(kinds[*k].0, *col, *i).unwrap_or(0.0);
                figures.push(n);
                *slot += n;
            }
        }
        let ends = [data[0], data[data.len() - 1]];
        for (k, own) in data.into_iter().zip(figures.chunks(summed.len())) {
            let row = kinds[k].0;
            let (mut told, mut exact, mut close) = (0usize, 0usize, 0usize);
            for (sum, own) in sums.iter().zip(own) {
                let rest = sum - own;
                let own = *own;
                if own == 0.0 && rest == 0.0 {
                    continue;
                }
                told += 1;
                exact += usize::from((own - rest).abs() <= 1e-6 * rest.abs().max(1.0));
                close += usize::from((own - rest).abs() <= 0.2 * rest.abs());
            }
            // Figures come first, words after: those are quickly told, and few rows come near a sum.
            let near = told > 0 && close * 2 > told;
            let same = ends.contains(&k) && told >= 2 && exact == told;
            if !near && !same {
                continue;
            }
            let (_, RowIs::Data(RowKey::Label(label))) = &kinds[k] else {
                continue;
            };
            let label = label.clone();
            let spoken = self.speaks_of_total(&label);
            let is_total = if spoken { near } else { same };
            if is_total {
                if !spoken {
                    let col = Self::col(table, Role::Row).unwrap_or(0);
                    self.note(Finding::new(Code::T004).cell(CellRef { row, col }).value(label));
                }
                kinds[k].1 = RowIs::Total;
            }
        }
    }

    fn speaks_of_total(&self, label: &str) -> bool {
        let k = crate::text::key(label);
        let names_sender = self.unit.is_some_and(|u| self.lexicon.names.bears(u, &k));
        names_sender || words().mentions_total(&k)
    }

    /// Finds columns whose figures stand one column off: several columns that cannot be read where they stand
    /// and can right beside.
    fn shifted_columns(&mut self, rows: &[u32], columns: &[(usize, u32)]) {
        const ENOUGH: usize = 3;
        let fits = |indicator: usize, shift: i64, col: u32| -> Option<f64> {
            let col = u32::try_from(i64::from(col) + shift).ok()?;
            let spec = &self.form.indicators[indicator];
            let (mut told, mut good) = (0usize, 0usize);
            for row in rows.iter().take(200) {
                let Some(cell) = self.grid.get(*row, col) else {
                    continue;
                };
                told += 1;
                let near = Neighbours::default();
                good += usize::from(
                    cells::read(Some(cell), spec, self.project.convention, &near, &mut Vec::new()).is_some(),
                );
            }
            (told >= ENOUGH).then(|| good as f64 / told as f64)
        };
        let typed = |i: &usize| !matches!(self.form.indicators[*i].kind, ValueType::Text | ValueType::List);
        let broken: Vec<(usize, u32)> = columns
            .iter()
            .copied()
            .filter(|(i, _)| typed(i))
            .filter(|(i, col)| fits(*i, 0, *col).is_some_and(|f| f <= 0.2))
            .collect();
        let Some((first, _)) = broken.first().map(|(_, col)| (*col, ())) else {
            return;
        };
        let moved = [1, -1]
            .into_iter()
            .any(|shift| broken.iter().all(|(i, col)| fits(*i, shift, *col).is_some_and(|f| f >= 0.8)));
        if moved {
            let row = rows.first().copied().unwrap_or(0);
            let at = CellRef { row, col: first };
            self.note(Finding::new(Code::T003).cell(at).value(crate::intake::workbook::column_letters(first)));
        }
    }

    fn neighbours(&self, rows: &[(u32, RowIs)], col: u32) -> Neighbours {
        // A sample is enough to know of what size a column's numbers are.
        let numbers = rows
            .iter()
            .filter(|(_, is)| matches!(is, RowIs::Data(_)))
            .filter_map(|(row, _)| match self.grid.get(*row, col).map(|c| &c.value) {
                Some(Value::Number(n)) => Some(*n),
                _ => None,
            })
            .take(500)
            .collect();
        Neighbours::of(numbers)
    }

    fn classify(&mut self, row: u32, table: &Table) -> RowIs {
        if is_column_numbers(self.grid, row, &table.columns) {
            return RowIs::Nothing;
        }
        let values = self.has_values(row, table);
        if self.ends_table(row, table) {
            return RowIs::End;
        }
        if self.form.layout == Layout::Records {
            return self.classify_record(row, table, values);
        }
        let Some(row_col) = Self::col(table, Role::Row) else {
            return RowIs::Nothing;
        };
        let first_value = table
            .columns
            .iter()
            .filter(|c| matches!(c.role, Role::Indicator(_)))
            .map(|c| c.col)
            .min()
            .unwrap_or(u32::MAX);
        let label = self.label(row, Some(row_col), first_value);
        let code = Self::col(table, Role::Code).and_then(|c| self.grid.get(row, c)).map(shown).unwrap_or_default();
        let Some((k, text)) = label else {
            // The words of a total may stand merged over the number column.
            let total = self
                .grid
                .row(row)
                .filter(|(c, _)| c.col < first_value)
                .any(|(_, k)| k.is_some_and(|k| words().is_total(k)));
            if total && values {
                return RowIs::Total;
            }
            if values && !self.number_label(row, row_col).is_empty() && !self.form.rows.registered {
                return RowIs::Data(RowKey::Label(self.number_label(row, row_col)));
            }
            if self.has_figures(row, table) {
                let at = CellRef { row, col: row_col };
                self.note(Finding::new(Code::R012).cell(at).value("").arg("candidates", "@none"));
            }
            return RowIs::Nothing;
        };
        let stripped = strip_bullet(&k);
        if self.form.rows.registered {
            return self.classify_unit(row, row_col, (&k, stripped), &text, &code, values);
        }
        if words().is_subtotal(stripped) {
            return if values { RowIs::Subtotal } else { RowIs::Nothing };
        }
        if words().is_total(stripped) {
            return if values { RowIs::Total } else { RowIs::Nothing };
        }
        if is_group_number(&code) {
            return if values { RowIs::Heading(text) } else { RowIs::Nothing };
        }
        if !values {
            // A heading between rows is one cell; a facility that reported nothing has its number.
            return if code.is_empty() { RowIs::Nothing } else { RowIs::Data(RowKey::Label(text)) };
        }
        RowIs::Data(RowKey::Label(text))
    }

    fn number_label(&self, row: u32, col: u32) -> String {
        match self.grid.get(row, col).map(|c| &c.value) {
            Some(Value::Number(n)) => plain_number(*n),
            _ => String::new(),
        }
    }

    fn classify_unit(
        &mut self,
        row: u32,
        col: u32,
        (whole, k): (&str, &str),
        text: &str,
        code: &str,
        values: bool,
    ) -> RowIs {
        let register = &self.project.register;
        let kinds = &self.form.rows.kinds;
        let sender = self.unit;
        let below = |u: UnitId| {
            let mut at = register.get(u).parent;
            while let Some(p) = at {
                if Some(p) == sender {
                    return true;
                }
                at = register.get(p).parent;
            }
            false
        };
        let scope = |u: UnitId| kinds.contains(&register.get(u).kind) && (sender.is_none() || below(u));
        let named =
            self.lexicon.names.find_key(whole, &scope, true).or_else(|| self.lexicon.names.find_key(k, &scope, true));
        if let Some(named) = &named
            && let Some(unit) = named.one()
        {
            if named.score < 0.9 {
                let f = Finding::new(Code::R016)
                    .cell(CellRef { row, col })
                    .value(text)
                    .expected(register.get(unit).full_name())
                    .arg("score", format!("{:.2}", named.score));
                self.note(f);
            }
            return RowIs::Data(RowKey::Unit(unit));
        }
        let is_sender = sender.is_some_and(|s| self.lexicon.names.find_key(k, &|u| u == s, true).is_some());
        if words().is_subtotal(k) && values {
            return RowIs::Subtotal;
        }
        if words().is_total(k) || is_sender {
            return if values { RowIs::Total } else { RowIs::Nothing };
        }
        if !values {
            return RowIs::Nothing;
        }
        if is_group_number(code) {
            return RowIs::Heading(text.to_owned());
        }
        let at = CellRef { row, col };
        if let Some(named) = named {
            let candidates = named.units.iter().map(|u| register.get(*u).full_name()).collect::<Vec<_>>().join("; ");
            self.note(Finding::new(Code::R004).cell(at).value(text).arg("candidates", candidates));
        } else if sender.is_some() {
            let parent = sender.map_or_else(String::new, |s| register.get(s).full_name());
            let near = self.lexicon.names.nearest(text, &scope, register).join("; ");
            let near = if near.is_empty() { "@none".to_owned() } else { near };
            self.note(Finding::new(Code::R013).cell(at).value(text).arg("parent", parent).arg("candidates", near));
        }
        RowIs::Nothing
    }

    fn classify_record(&mut self, row: u32, table: &Table, values: bool) -> RowIs {
        let filled = table
            .columns
            .iter()
            .filter(|c| matches!(c.role, Role::Indicator(_)) && self.grid.get(row, c.col).is_some())
            .count();
        // A record's own text may begin with words of a total; a total row does.
        let total = self.grid.row(row).next().is_some_and(|(_, k)| k.is_some_and(|k| words().is_total(k)));
        if !values || total {
            return RowIs::Nothing;
        }
        let says_nothing = table
            .columns
            .iter()
            .filter(|c| matches!(c.role, Role::Indicator(_)))
            .filter_map(|c| self.grid.get(row, c.col))
            .all(|c| c.text().is_some_and(|t| matches!(read_nothing(&clean(t)), Some(Reading::Nil))));
        if says_nothing {
            return RowIs::Nothing;
        }
        // A heading between records, or a dash that says there is none, fills one cell.
        let code = Self::col(table, Role::Code).and_then(|c| self.grid.get(row, c)).map(shown).unwrap_or_default();
        if filled < 2 && (code.is_empty() || is_group_number(&code)) {
            // A text alone is a heading; a figure or date alone is somebody's record, and its loss is told.
            if self.has_figures(row, table)
                && let Some((cell, _)) = self.grid.row(row).next()
            {
                let f = Finding::new(Code::R012).cell(cell.at()).value(shown(cell)).arg("candidates", "@none");
                self.note(f);
            }
            return RowIs::Nothing;
        }
        RowIs::Data(RowKey::Record(0))
    }

    fn missing_units(&mut self) {
        let Some(sender) = self.unit else {
            return;
        };
        let register = &self.project.register;
        let day = self.out.period.map(|p| p.window(self.form.regime).1);
        let missing: Vec<Finding> = register
            .children(sender)
            .iter()
            .filter(|u| self.form.rows.kinds.contains(&register.get(**u).kind))
            .filter(|u| day.is_none_or(|d| register.get(**u).exists_on(d)))
            .filter(|u| !self.taken.contains_key(&RowKey::Unit(**u)))
            .map(|u| Finding::new(Code::R015).unit(&register.get(*u).code).value(register.get(*u).full_name()))
            .collect();
        self.out.findings.extend(missing);
    }

    // ---- values ----

    fn read_into(&mut self, row: usize, indicator: usize, at: CellRef, near: &Neighbours) {
        let spec = &self.form.indicators[indicator];
        // Most cells of large tables are plain numbers, seen and asked for, of which nothing is to be said.
        if self.plain
            && self.applies[indicator]
            && let Some(&Cell { value: Value::Number(n), .. }) = self.grid.get(at.row, at.col)
            && cells::is_plain(n, spec)
        {
            self.facts.push(row, indicator, Kind::Number, n, None, at);
            return;
        }
        let cell = self.visible(at.row, at.col);
        if !self.applies[indicator] {
            if let Some(cell) = cell {
                let mut quiet = Vec::new();
                let got = cells::read(Some(cell), spec, self.project.convention, near, &mut quiet);
                // A dash or a cross where nothing is asked for says just that.
                if got.is_none_or(|g| {
                    !matches!(g.kind, Kind::Nil | Kind::NotApplicable | Kind::Unavailable | Kind::Blank)
                }) {
                    self.note(Finding::new(Code::C017).cell(at).value(shown(cell)).arg("indicator", &spec.code));
                }
            }
            return;
        }
        let mut findings = Vec::new();
        let got = cells::read(cell, spec, self.project.convention, near, &mut findings);
        self.out.findings.append(&mut findings);
        let Some(got) = got else {
            return;
        };
        if got.kind == Kind::Blank && spec.required && self.form.layout != Layout::Records {
            self.note(Finding::new(Code::C016).cell(at).arg("indicator", &spec.code).expected(&spec.name));
        }
        if got.kind == Kind::Number
            && (spec.min.is_some_and(|m| got.value < m) || spec.max.is_some_and(|m| got.value > m))
        {
            let shown =
                |v: Option<f64>| v.map_or_else(|| "…".to_owned(), |v| format_number(v, self.project.convention));
            let f = Finding::new(Code::C015)
                .cell(at)
                .value(format_number(got.value, self.project.convention))
                .expected(format!("{} – {}", shown(spec.min), shown(spec.max)));
            self.note(f);
        }
        self.facts.push(row, indicator, got.kind, got.value, got.text, at);
        if let (Some((a, b)), Some((n, d))) = (got.fraction, spec.parts()) {
            // "221/262" states both parts at once.
            for (part, value) in [(n, a), (d, b)] {
                if !self.facts.has(row, part) {
                    self.facts.push(row, part, Kind::Number, value, None, at);
                }
            }
        }
    }

    /// Stated rates are compared with what their parts give; a fraction of one is put to percent where the
    /// parts say that it is one.
    fn computed_rates(&mut self) {
        let rates: Vec<usize> =
            (0..self.form.indicators.len()).filter(|i| self.form.indicators[*i].parts().is_some()).collect();
        if rates.is_empty() {
            return;
        }
        let mut at: FxHashMap<(usize, usize), usize> = FxHashMap::default();
        for i in 0..self.facts.len() {
            let f = self.facts.get(i);
            at.insert((f.row, f.indicator), i);
        }
        for i in 0..self.facts.len() {
            let fact = self.facts.get(i);
            let Some((n, d)) = self.form.indicators[fact.indicator].parts() else {
                continue;
            };
            if fact.kind != Kind::Number {
                continue;
            }
            let (row, stated, cell) = (fact.row, fact.value, fact.cell);
            let part = |p: usize| at.get(&(row, p)).and_then(|i| self.facts.get(*i).number());
            let (Some(n), Some(d)) = (part(n), part(d)) else {
                continue;
            };
            if d == 0.0 {
                continue;
            }
            let computed = 100.0 * n / d;
            let seen = self.grid.get(cell.row, cell.col);
            let plain = seen.is_some_and(|c| matches!(c.value, Value::Number(_)) && !c.percent);
            if plain && stated <= 1.0 && stated > 0.0 && (stated * 100.0 - computed).abs() < (stated - computed).abs() {
                let scaled = (stated * 1e10).round() / 1e8;
                let f = Finding::new(Code::C021)
                    .severity(crate::finding::Severity::Info)
                    .cell(cell)
                    .value(plain_number(stated))
                    .expected(plain_number(scaled));
                self.out.findings.push(f);
                self.facts.set_value(i, scaled);
            }
            let stated = self.facts.get(i).value;
            // A rate is stated to whole percents or a few decimals.
            let decimals = plain_number(stated).split_once('.').map_or(0, |(_, d)| d.len()).min(6);
            let slack = 0.5 * 10f64.powi(-(decimals as i32)) + 1e-6;
            if (stated - computed).abs() > slack {
                let f = Finding::new(Code::C024)
                    .cell(cell)
                    .value(format_number(stated, self.project.convention))
                    .expected(format_number((computed * 100.0).round() / 100.0, self.project.convention));
                self.out.findings.push(f);
            }
        }
    }

    /// Sums each indicator over some rows.
    fn sums(&self, (from, to): (usize, usize)) -> Vec<f64> {
        let mut sums = vec![0.0; self.form.indicators.len()];
        for fact in self.facts.iter().filter(|f| (from..to).contains(&f.row)) {
            let n = match self.form.indicators[fact.indicator].kind {
                ValueType::YesNo => fact.yes().map(|y| f64::from(u8::from(y))),
                _ => fact.number(),
            };
            sums[fact.indicator] += n.unwrap_or(0.0);
        }
        sums
    }

    /// Compares a total row with the rows that it should sum: one of some ranges, the likeliest first.
    fn check_total(&mut self, row: u32, ranges: &[(usize, usize)], columns: &[(usize, u32)]) {
        let all: Vec<Vec<f64>> = ranges.iter().map(|r| self.sums(*r)).collect();
        let formulas = columns.iter().filter(|(_, col)| self.grid.get(row, *col).is_some_and(|c| c.formula)).count();
        for (indicator, col) in columns {
            let spec = &self.form.indicators[*indicator];
            let summed = matches!(
                spec.aggregation,
                Aggregation::Sum | Aggregation::Last | Aggregation::CountYes | Aggregation::List
            );
            if !summed || matches!(spec.kind, ValueType::Text | ValueType::Date) {
                continue;
            }
            let Some(cell) = self.grid.get(row, *col) else {
                continue;
            };
            let number_like = Indicator { kind: ValueType::Amount, ..spec.clone() };
            let mut quiet = Vec::new();
            let near = Neighbours { count: 3, median: all[0][*indicator].abs().max(1.0), max: all[0][*indicator] };
            let stated = match cells::read(Some(cell), &number_like, self.project.convention, &near, &mut quiet) {
                Some(got) if got.kind == Kind::Number => got.value,
                Some(got) if got.kind == Kind::Nil => 0.0,
                _ => {
                    // An error in a total row costs nothing, but somebody should see it.
                    if matches!(cell.value, Value::Error(_) | Value::NoResult) {
                        let severity = crate::finding::Severity::Warning;
                        self.out.findings.extend(quiet.into_iter().map(|f| f.severity(severity)));
                    }
                    continue;
                }
            };
            let agrees = |sum: f64| (stated - sum).abs() <= 1e-6 * sum.abs().max(1.0);
            if all.iter().any(|s| agrees(s[*indicator])) {
                continue;
            }
            let sum = all[0][*indicator];
            let typed_over = !cell.formula && formulas > 0 && formulas + 1 >= columns.len() / 2;
            let code = if typed_over { Code::T002 } else { Code::T001 };
            let f = Finding::new(code)
                .cell(cell.at())
                .value(format_number(stated, self.project.convention))
                .expected(format_number(sum, self.project.convention))
                .arg("expected_label", format!("[{}] {}", spec.code, spec.name));
            self.out.findings.push(f);
        }
    }
}

/// Rows that are numbered I, II, III or A, B, C are headings only where rows stand under them.
fn headings_that_are_rows(kinds: &mut [(u32, RowIs)]) {
    let mut under = false;
    let mut headings = 0;
    let mut last_was_heading = false;
    for (_, is) in kinds.iter() {
        match is {
            RowIs::Heading(_) => {
                headings += 1;
                last_was_heading = true;
            }
            RowIs::Data(_) if headings > 0 => {
                under |= last_was_heading;
                last_was_heading = false;
            }
            _ => {}
        }
    }
    if headings > 0 && !under {
        for (_, is) in kinds.iter_mut() {
            if let RowIs::Heading(label) = is {
                *is = RowIs::Data(RowKey::Label(std::mem::take(label)));
            }
        }
    }
}

/// True for the numbers of groups: I, II, A, B.
fn is_group_number(code: &str) -> bool {
    let code = code.trim().trim_end_matches(['.', ')']);
    !code.is_empty()
        && (code.chars().all(|c| "IVXLC".contains(c))
            || code.chars().count() == 1 && code.chars().all(|c| c.is_ascii_uppercase()))
}

/// Drops a bullet or number that stands before a label: `a) …`, `- …`, `1.2. …`.
fn strip_bullet(k: &str) -> &str {
    let mut rest = k;
    while let Some((first, more)) = rest.split_once(' ') {
        let bullet = first.bytes().all(|b| b.is_ascii_digit())
            || first.len() == 1 && first.bytes().all(|b| b.is_ascii_lowercase())
            || matches!(first, "ii" | "iii" | "iv" | "vi" | "vii" | "viii" | "ix");
        if !bullet {
            break;
        }
        rest = more;
    }
    rest
}

/// A cell's content as a person sees it.
pub fn shown(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(t) => clean(t),
        Value::Number(n) => plain_number(*n),
        Value::Bool(b) => b.to_string(),
        Value::Date { day: Some(d), .. } => d.strftime("%d/%m/%Y").to_string(),
        Value::Date { serial, .. } => plain_number(*serial),
        Value::Error(e) => e.to_string(),
        Value::NoResult => String::new(),
    }
}
