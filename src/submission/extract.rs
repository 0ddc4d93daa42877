/*!
From recognised tables to facts: one part of a sheet for one form, unit and period.

This is where the rooms meet: the row plan ([`super::plan`]) and the matched indicator rows say what each row is, cells
are read ([`super::cells`]), totals and rates compared ([`super::sums`]), and every cell is claimed
([`super::fates`]). Findings voice what those decided.
*/

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::cells::{self, Around, Says};
use super::facts::{Draft, Facts, Kind, RowKey};
use super::fates::{Account, Body, Fate, Fates, is_stored};
use super::measures::{self, Verdict};
use super::sums;
use crate::finding::{Code, Finding, Findings, Severity, Term, by_column};
use crate::intake::workbook::{Area, Cell, CellRef, Sheet, Value};
use crate::project::Project;
use crate::project::form::{Form, Indicator, Layout, ValueType};
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::recognise::RecognisedSheet;
use crate::recognise::grid::Grid;
use crate::recognise::lexicon::{FormWords, Lexicon, Role};
use crate::recognise::table::Table;
use crate::text::measure::{self, Compared};
use crate::text::number::{format_number, plain_number};
use crate::text::{clean, head};

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
    pub sample: Vec<u64>,
    /// Whether some row answers an indicator twice, and not with the same.
    pub doubled: bool,
    /// Whether it only adds to a report sent before.
    pub supplement: bool,
    /// The fates of its figures, if it counts.
    pub account: Account,
    /// What was met; file, unit and period are filled in by the ledger.
    pub findings: Vec<Finding>,
}

impl Part {
    /// Gives it its facts, and what is told from them.
    pub(super) fn set_facts(&mut self, mut facts: Draft, form: &Form) {
        self.doubled = is_doubled(&facts, form.indicators.len());
        if self.doubled {
            facts.drop_repeated();
            self.doubled = is_doubled(&facts, form.indicators.len());
        }
        self.facts = Facts::pack(&facts);
        self.digest = digest(&facts);
        self.sample = sample(&facts);
    }

    /// About as many bytes as its facts and rows take until the outputs are written.
    pub fn weight(&self, form: &Form) -> usize {
        // Facts are packed here; in a frame each row has a place for every indicator.
        const PLACE: usize = size_of::<Option<f64>>();
        const ROW: usize = 64;
        let labels: usize = self.rows.iter().map(RowKey::weight).sum();
        let frame = self.rows.len() * (ROW + form.indicators.len() * PLACE);
        size_of::<Part>() + self.sheet.len() + 2 * labels + self.facts.packed() + frame
    }
}

/// Takes the facts out of the parts of one sheet, and accounts for every figure on it.
pub fn extract_sheet(grid: &Grid<'_>, recognised: Vec<RecognisedSheet>, ctx: &Reading<'_>) -> Vec<Part> {
    let mut fates = Fates::new(grid.sheet.cells.len());
    let count = recognised.len();
    let mut parts: Vec<Part> =
        recognised.into_iter().enumerate().map(|(n, r)| extract(grid, r, n, ctx, &mut fates)).collect();
    let (accounts, told) = fates.finish(grid, count);
    for ((part, account), told) in parts.iter_mut().zip(accounts).zip(told) {
        part.account = account;
        let form = &ctx.project.forms[part.form].code;
        part.findings.extend(told.finish().into_iter().map(|f| f.sheet(&grid.sheet.name).form(form)));
    }
    parts
}

/// What extracting needs beside the sheet.
pub struct Reading<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its words.
    pub lexicon: &'a Lexicon,
    /// Whether the workbook counts days from 1904.
    pub date1904: bool,
    /// Whether its writer stores 0 for results that are texts.
    pub writer_zeroes: bool,
    /// Whether the format of the file tells no number formats.
    pub formats_unknown: bool,
}

fn extract(
    grid: &Grid<'_>,
    mut recognised: RecognisedSheet,
    number: usize,
    ctx: &Reading<'_>,
    fates: &mut Fates,
) -> Part {
    let form = &ctx.project.forms[recognised.form];
    let sheet = grid.sheet;
    fates.begin(number);
    let mut work = Work::new(grid, &mut recognised, number, ctx, fates);
    for (from, to) in recognised.others {
        work.refuse_rows(from, to, Term::SecondTable);
    }
    for table in &recognised.tables {
        work.findings.extend(table.findings.iter().cloned());
    }
    match form.layout {
        Layout::IndicatorRows => work.indicator_rows(&recognised.tables),
        Layout::UnitRows | Layout::Records => {
            for table in &recognised.tables {
                work.rows(table);
            }
            if form.rows.registered && form.layout == Layout::UnitRows {
                work.missing_units();
            }
        }
    }
    let rates = sums::check_rates(&mut work.facts, grid, form, ctx.project.convention);
    work.findings.extend(rates);
    let facts = work.facts;
    let mut part = work.out;
    part.findings = by_column(work.findings.finish());
    part.set_facts(facts, form);
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
fn sample(facts: &Draft) -> Vec<u64> {
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

/// One part while it is read. What rows are stands in `rows` and `indicators`; here are its cells.
pub(super) struct Work<'a> {
    pub(super) grid: &'a Grid<'a>,
    pub(super) ctx: &'a Reading<'a>,
    pub(super) form: &'a Form,
    pub(super) words: &'a FormWords,
    pub(super) unit: Option<UnitId>,
    /// Whether each indicator is asked of the unit.
    applies: Vec<bool>,
    /// Whether each indicator is a part of some rate.
    parts: Vec<bool>,
    /// Blank cells of such parts in the row that is read.
    blank_parts: Vec<(usize, usize, CellRef)>,
    pub(super) covered: FxHashMap<(u32, u32), usize>,
    /// Units of measure that lines over the table state.
    measures: Vec<String>,
    /// One of them that is none of the form's.
    foreign: Option<String>,
    pub(super) fates: &'a mut Fates,
    number: usize,
    pub(super) out: Part,
    /// What was met so far.
    pub(super) findings: Findings,
    /// The facts so far; packed at the end.
    pub(super) facts: Draft,
    hidden: FxHashSet<(bool, u32)>,
    /// Records by what they say: where each stands first, and its number.
    pub(super) records: FxHashMap<String, (CellRef, String)>,
    /// Records by the form's declared key: where each stands first.
    pub(super) record_keys: FxHashMap<String, CellRef>,
    /// Rows of records that stand before under another number.
    pub(super) renumbered: FxHashSet<u32>,
    /// What a column's figures were multiplied by, or that they were refused for their measure.
    pub(super) factors: FxHashMap<u32, Option<f64>>,
    /// Where each row key stands first.
    pub(super) taken: FxHashMap<RowKey, CellRef>,
    /// Indicators whose measure was told, by the row or column that states it.
    measured: FxHashSet<(usize, CellRef)>,
    /// Whether nothing on the sheet is merged, hidden or of a look that matters.
    plain: bool,
}

/// The column of a table that has a role.
pub(super) fn col(table: &Table, role: Role) -> Option<u32> {
    table.columns.iter().find(|c| c.role == role).map(|c| c.col)
}

impl<'a> Work<'a> {
    /// Before the first cell is read; takes measures and findings over from what was recognised.
    fn new(
        grid: &'a Grid<'a>,
        recognised: &mut RecognisedSheet,
        number: usize,
        ctx: &'a Reading<'a>,
        fates: &'a mut Fates,
    ) -> Self {
        let form = &ctx.project.forms[recognised.form];
        let sheet = grid.sheet;
        let unit = recognised.unit.value();
        let applies = |i| unit.is_none_or(|u| form.applies(&ctx.project.register, i, u));
        let covered = covered_cells(sheet);
        let measures = std::mem::take(&mut recognised.measures);
        let plain = covered.is_empty()
            && sheet.hidden_rows.is_empty()
            && sheet.hidden_cols.is_empty()
            && sheet.looks.is_empty()
            && !ctx.writer_zeroes;
        Work {
            grid,
            ctx,
            form,
            words: &ctx.lexicon.forms[recognised.form],
            unit,
            applies: (0..form.indicators.len()).map(applies).collect(),
            blank_parts: Vec::new(),
            parts: (0..form.indicators.len())
                .map(|i| {
                    form.indicators.iter().filter_map(Indicator::parts).any(|(n, d)| n == i || d == i)
                        || form.indicators.iter().any(|other| other.weight == Some(i))
                })
                .collect(),
            covered,
            foreign: None,
            measures,
            fates,
            number,
            out: Part {
                form: recognised.form,
                unit,
                period: recognised.period.value(),
                sheet: sheet.name.clone(),
                rows: Vec::new(),
                facts: Facts::default(),
                digest: [0; 32],
                sample: Vec::new(),
                doubled: false,
                supplement: recognised.supplement,
                account: Account::default(),
                findings: Vec::new(),
            },
            findings: std::mem::take(&mut recognised.findings).into_iter().collect(),
            facts: Draft::default(),
            hidden: FxHashSet::default(),
            records: FxHashMap::default(),
            record_keys: FxHashMap::default(),
            renumbered: FxHashSet::default(),
            factors: FxHashMap::default(),
            taken: FxHashMap::default(),
            measured: FxHashSet::default(),
            plain,
        }
    }

    pub(super) fn note(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Claims every figure of some rows as not counted.
    pub(super) fn refuse_rows(&mut self, from: u32, to: u32, why: Term) {
        for row in self.grid.rows(from, to).collect::<Vec<_>>() {
            self.fates.reason(row, why);
            for (cell, _) in self.grid.row(row) {
                if is_stored(self.grid, cell) {
                    self.fates.claim(self.grid, row, cell.col, Fate::Refused);
                }
            }
        }
    }

    /// Claims the figures of a row in the table's columns of values.
    pub(super) fn claim_row(&mut self, row: u32, columns: &[u32], fate: Fate) {
        for col in columns {
            if let Some(cell) = self.grid.get(row, *col)
                && self.is_figure(cell)
            {
                self.fates.claim(self.grid, row, *col, fate);
            }
        }
    }

    /// True for a number, a date, or a text that reads as a number.
    pub(super) fn is_figure(&self, cell: &Cell) -> bool {
        match &cell.value {
            Value::Text(t) => cells::reads_as_number(t, self.ctx.project.convention),
            _ => is_stored(self.grid, cell),
        }
    }

    /// Notes where a table stands and what its other columns hold.
    pub(super) fn settle_table(&mut self, table: &Table, last_counted: Option<u32>) {
        let mut others: FxHashMap<u32, Fate> = FxHashMap::default();
        for c in &table.columns {
            match c.role {
                Role::Code | Role::Label | Role::Row | Role::Measure => {
                    others.insert(c.col, Fate::Label);
                }
                Role::Note => {
                    others.insert(c.col, Fate::Unused);
                }
                Role::Value(_) | Role::Indicator(_) => {}
            }
        }
        for h in &table.header.headers {
            // Of a heading over several columns only the first is matched.
            if !table.columns.iter().any(|c| c.col == h.col) {
                others.entry(h.col).or_insert(Fate::Unused);
            }
        }
        let cols = || table.columns.iter().map(|c| c.col).chain(table.header.headers.iter().map(|h| h.col));
        self.fates.table(Body {
            part: self.number,
            top: table.header.top,
            first: table.first,
            last: table.last,
            columns: (cols().min().unwrap_or(0), cols().max().unwrap_or(0)),
            last_counted,
            other_columns: others,
        });
    }

    /// The cell at an address, unless it lies under a merged area: then a finding tells its value.
    fn visible(&mut self, row: u32, col: u32) -> Option<&'a Cell> {
        let cell = self.grid.get(row, col)?;
        if !self.covered.is_empty()
            && let Some(&merge) = self.covered.get(&(row, col))
        {
            let area: Area = self.grid.sheet.merges[merge];
            self.note(Finding::new(Code::C007).cell(cell.at()).value(shown(cell)).arg("area", area));
            self.fates.claim(self.grid, row, col, Fate::Refused);
            return None;
        }
        for (is_row, at, hidden) in [
            (true, row, self.grid.sheet.hidden_rows.binary_search(&row).is_ok()),
            (false, col, self.grid.sheet.is_col_hidden(col)),
        ] {
            if hidden && self.hidden.insert((is_row, at)) {
                let what = if is_row { Term::Row } else { Term::Column };
                self.note(Finding::new(Code::C011).cell(cell.at()).value(what));
            }
        }
        Some(cell)
    }

    /// The label of a row: in its column, or a little to the right where offices indent by columns.
    pub(super) fn label(&self, row: u32, col: Option<u32>, before: u32) -> Option<(std::rc::Rc<str>, String)> {
        let col = col?;
        let last = col.saturating_add(2).min(before.saturating_sub(1)).max(col);
        let at = (col..=last).find(|at| self.grid.key(row, *at).is_some())?;
        let text = clean(head(self.grid.get(row, at).and_then(|c| c.text()).unwrap_or_default()));
        Some((self.grid.key(row, at)?.clone(), text))
    }

    /// Hears what the lines over a table say of its figures, once it is known which of the form's it holds.
    pub(super) fn hear_lines(&mut self, held: impl Iterator<Item = usize>) {
        let asked: Vec<&str> =
            held.map(|i| &self.form.indicators[i]).filter(|i| i.kind.is_numeric()).map(|i| i.unit.as_str()).collect();
        self.foreign = measures::foreign(&self.measures, &asked);
    }

    /// What a figure's measure means: fine as it is, to be converted, or not the form's.
    fn measure_of(&mut self, indicator: usize, at: CellRef, table: &Table, row_measure: Option<&Cell>) -> Verdict {
        let spec = &self.form.indicators[indicator];
        if !spec.kind.is_numeric() {
            return Verdict::Fine;
        }
        let column = table.columns.iter().find(|c| c.col == at.col);
        let by_row = row_measure.map(shown);
        let stated = column.map_or("", |c| c.asked.as_str());
        let asked = if spec.unit.is_empty() { stated } else { &spec.unit };
        // A heading says nothing of a row that is in something else than its column.
        let speaks = stated.is_empty() || asked == stated || measure::compare(asked, stated) == Compared::Same;
        let column = column.and_then(|c| c.measure.as_deref()).filter(|_| speaks);
        let verdict = match &self.foreign {
            Some(line) if by_row.is_none() && column.is_none() => {
                Verdict::Refuse { stated: line.clone(), place: Term::Line }
            }
            _ => measures::judge(asked, by_row.as_deref(), column, &self.measures, self.form.convert),
        };
        // Told once for a column or line, and for each row that states its own.
        let place = match (&verdict, row_measure) {
            (Verdict::Fine, _) => return verdict,
            (
                Verdict::Refuse { place: Term::MeasureColumn, .. }
                | Verdict::Convert { place: Term::MeasureColumn, .. },
                Some(c),
            ) => c.at(),
            _ if self.form.layout == Layout::IndicatorRows => at,
            _ => CellRef { row: table.header.bottom, col: at.col },
        };
        if self.measured.insert((indicator, place)) {
            let (unit, code) = (asked.to_owned(), spec.code.clone());
            let expected = if unit.is_empty() { "1".to_owned() } else { unit };
            let f = match &verdict {
                Verdict::Refuse { stated, place: w } => Finding::new(Code::C028).value(stated.clone()).arg("where", *w),
                Verdict::Convert { stated, place: w, factor } => {
                    Finding::new(Code::C029).value(stated.clone()).arg("where", *w).arg("factor", *factor)
                }
                Verdict::Fine => return verdict,
            };
            self.note(f.cell(place).expected(expected).arg("indicator", code));
        }
        verdict
    }

    /// Reads one cell into a fact.
    pub(super) fn read_into(
        &mut self,
        row: usize,
        indicator: usize,
        at: CellRef,
        around: &Around,
        table: &Table,
        measure: Option<&'a Cell>,
    ) {
        let spec = &self.form.indicators[indicator];
        let measured =
            measure.is_some() || !self.measures.is_empty() || table.columns.iter().any(|c| c.measure.is_some());
        if !measured && self.read_plain(row, indicator, at) {
            return;
        }
        let cell = self.visible(at.row, at.col);
        if !self.applies[indicator] {
            self.not_asked(cell, indicator, around);
            return;
        }
        self.shared(at);
        if let Some(cell) = cell
            && let Some(f) = self.withdrawn(cell, indicator)
        {
            self.note(f);
            self.fates.claim(self.grid, at.row, at.col, Fate::Refused);
            return;
        }
        let around = &Around {
            date1904: self.ctx.date1904,
            writer_zeroes: self.ctx.writer_zeroes,
            period: self.out.period.map(|p| p.window(self.form.regime)),
            ..*around
        };
        let mut findings = Vec::new();
        let got = cells::read(cell, spec, self.ctx.project.convention, around, &mut findings);
        self.findings.extend(findings);
        // A text with its measure ("120 lượt") is a figure where it is read as one.
        let read = got.as_ref().is_some_and(|g| g.kind == Kind::Number);
        let figure = cell.is_some_and(|c| read || self.is_figure(c));
        let Some(mut got) = got else {
            if figure {
                self.fates.claim(self.grid, at.row, at.col, Fate::Refused);
            }
            return;
        };
        if got.kind == Kind::Number && cell.is_some() {
            match self.measure_of(indicator, at, table, measure) {
                Verdict::Fine => {}
                Verdict::Convert { factor, .. } => {
                    self.factors.insert(at.col, Some(factor));
                    got.value = cells::tidy(got.value * factor);
                }
                Verdict::Refuse { .. } => {
                    self.factors.insert(at.col, None);
                    self.fates.claim(self.grid, at.row, at.col, Fate::Refused);
                    return;
                }
            }
        }
        if let Some(cell) = cell {
            self.looks(cell, spec.kind, &got);
        }
        if figure {
            self.fates.claim(self.grid, at.row, at.col, Fate::Counted);
        }
        // What a fraction in the row has answered already is not blank.
        if got.kind == Kind::Blank && self.parts[indicator] {
            if self.facts.in_last_row(row, indicator).is_some() {
                return;
            }
            // One that comes after it may answer it still.
            self.blank_parts.push((row, indicator, at));
        } else {
            self.within(&got, spec, at);
        }
        self.facts.push(row, indicator, got.kind, got.value, got.text, at);
        if let (Some((a, b)), Some((n, d))) = (got.fraction, spec.parts()) {
            // "221/262" states both parts at once.
            for (part, value) in [(n, a), (d, b)] {
                self.facts.answer_blank(row, part, value, at);
            }
        }
    }

    /// Tells where an answer lies under a figure that is merged over several: it counts where it stands, nowhere else.
    fn shared(&mut self, at: CellRef) {
        let Some(&merge) = self.covered.get(&(at.row, at.col)) else {
            return;
        };
        // What the cell itself holds was told as that.
        if self.grid.get(at.row, at.col).is_some() {
            return;
        }
        let area: Area = self.grid.sheet.merges[merge];
        if let Some(cell) = self.grid.get(area.first.row, area.first.col).filter(|c| self.is_figure(c)) {
            self.note(Finding::new(Code::C039).cell(at).value(shown(cell)).arg("area", area));
        }
    }

    /// Most cells of large tables are plain numbers, seen and asked for, of which nothing is to be said: true where
    /// the cell was one.
    fn read_plain(&mut self, row: usize, indicator: usize, at: CellRef) -> bool {
        if self.plain
            && self.applies[indicator]
            && let Some(place) = self.grid.place(at.row, at.col)
            && let Cell { value: Value::Number(n), percent: false, .. } = self.grid.sheet.cells[place]
            && cells::is_plain(n, &self.form.indicators[indicator])
        {
            self.facts.push(row, indicator, Kind::Number, n, None, at);
            self.fates.claim_at(place, Fate::Counted);
            return true;
        }
        false
    }

    /// Says which parts of rates stayed blank when their row was read.
    pub(super) fn settle_blank_parts(&mut self) {
        for (row, indicator, at) in std::mem::take(&mut self.blank_parts) {
            if self.facts.in_last_row(row, indicator) == Some(Kind::Blank) {
                let spec = &self.form.indicators[indicator];
                self.within(&cells::Got::of(Kind::Blank), spec, at);
            }
        }
    }

    /// Says what is missing and what lies outside the limits that the form declares.
    fn within(&mut self, got: &cells::Got, spec: &Indicator, at: CellRef) {
        if got.kind == Kind::Blank && spec.required {
            self.note(Finding::new(Code::C016).cell(at).arg("indicator", &spec.code).expected(&spec.name));
        }
        if got.kind == Kind::Number
            && (spec.min.is_some_and(|m| got.value < m) || spec.max.is_some_and(|m| got.value > m))
        {
            let convention = self.ctx.project.convention;
            let shown = |v: Option<f64>| v.map_or_else(|| "…".to_owned(), |v| format_number(v, convention));
            let f = Finding::new(Code::C015).cell(at).value(format_number(got.value, convention)).expected(format!(
                "{} – {}",
                shown(spec.min),
                shown(spec.max)
            ));
            self.note(f);
        }
    }

    /// A figure that the form does not ask of the unit.
    fn not_asked(&mut self, cell: Option<&Cell>, indicator: usize, around: &Around) {
        let Some(cell) = cell else {
            return;
        };
        let spec = &self.form.indicators[indicator];
        let got = cells::read(Some(cell), spec, self.ctx.project.convention, around, &mut Vec::new());
        // A dash or a cross where nothing is asked for says just that.
        let nothing =
            got.is_some_and(|g| matches!(g.kind, Kind::Nil | Kind::NotApplicable | Kind::Unavailable | Kind::Blank));
        if nothing {
            return;
        }
        self.note(Finding::new(Code::C017).cell(cell.at()).value(shown(cell)).arg("indicator", &spec.code));
        if self.is_figure(cell) {
            self.fates.claim(self.grid, cell.row, cell.col, Fate::Refused);
        }
    }

    /// A cell that its sender has struck out, or sees in another magnitude than it holds.
    fn withdrawn(&self, cell: &Cell, indicator: usize) -> Option<Finding> {
        if cell.look == 0 {
            return None;
        }
        let look = self.grid.sheet.look(cell);
        if look.struck {
            return Some(Finding::new(Code::C031).cell(cell.at()).value(shown(cell)).expected(Term::NotCounted));
        }
        let Value::Number(n) = cell.value else {
            return None;
        };
        let spec = &self.form.indicators[indicator];
        let divided = 1000f64.powi(i32::from(look.thousands));
        let asked = crate::text::measure::parse(&spec.unit).map_or(1.0, |m| m.spoken);
        // "0.4 million" for 435,000 says what is stored, unless the form itself asks for millions.
        let consistent = (look.factor - divided).abs() < 1e-9 && asked == 1.0;
        if !spec.kind.is_numeric() || (divided == 1.0 && look.factor == 1.0) || consistent {
            return None;
        }
        // What is seen is what the form asks for where the form's own scale is the word's.
        let fine = divided == 1.0 && (look.factor - asked).abs() < 1e-9;
        let only_warned = look.factor == 1.0 && asked == 1.0;
        (!fine && !only_warned).then(|| {
            let seen = format_number(n / divided, self.ctx.project.convention);
            let seen = if look.factor == 1.0 { seen } else { format!("{seen} × {}", plain_number(look.factor)) };
            Finding::new(Code::C030).severity(Severity::Error).cell(cell.at()).value(n).expected(seen)
        })
    }

    /// What a cell's look says beside its value, once it is read.
    fn looks(&mut self, cell: &Cell, kind: ValueType, got: &cells::Got) {
        if cell.look == 0 && !cell.percent {
            return;
        }
        let look = self.grid.sheet.look(cell);
        let read =
            if got.kind == Kind::Number { format_number(got.value, self.ctx.project.convention) } else { shown(cell) };
        if look.struck_part {
            self.note(Finding::new(Code::C031).cell(cell.at()).expected(Term::RestRead).value(read.clone()));
        }
        if look.footnote && got.kind == Kind::Number {
            self.note(Finding::new(Code::C032).cell(cell.at()).expected(read.clone()));
        }
        // A number format leaves texts as they are.
        let formatted = matches!(cell.value, Value::Number(_)) && got.kind == Kind::Number;
        if cell.percent && formatted && !kind.is_percent() {
            let seen = format!("{}%", plain_number(cells::tidy(got.value * 100.0)));
            let f = Finding::new(Code::C030).cell(cell.at()).value(read.clone()).expected(seen);
            self.note(f);
        }
        if look.thousands > 0 && look.factor == 1.0 && formatted {
            let seen = got.value / 1000f64.powi(i32::from(look.thousands));
            let f = Finding::new(Code::C030).cell(cell.at()).value(read.clone()).expected(seen);
            self.note(f);
        }
        if got.kind == Kind::Text
            && let Value::Number(n) = cell.value
            && look.zeros as usize > plain_number(n).len()
        {
            self.note(
                Finding::new(Code::C037)
                    .cell(cell.at())
                    .value(format!("{:0>1$}", plain_number(n), look.zeros as usize))
                    .expected(read),
            );
        }
    }

    /// Where a column's percentages stand: all within 0 to 1, or the sheet says that they are percentages.
    pub(super) fn says(&self, numbers: &[f64], told: bool) -> Says {
        let by_line = self.measures.iter().any(|m| crate::text::measure::parse(m).is_some_and(|m| m.is_percent()));
        // Where the file tells no formats, what is shown as 95 % may be stored as 0.95 under any heading.
        let fractions = numbers.iter().all(|n| (0.0..=1.0).contains(n)) && numbers.iter().any(|n| *n > 0.0 && *n < 1.0);
        if (told || by_line) && self.ctx.formats_unknown && !fractions {
            Says::Unclear
        } else if (told || by_line) && !self.ctx.formats_unknown {
            Says::Percent
        } else if fractions {
            Says::Fractions
        } else {
            Says::Nothing
        }
    }
}

/// A cell's content as a person sees it.
pub fn shown(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(t) => clean(head(t)),
        Value::Number(n) => plain_number(*n),
        Value::Bool(b) => b.to_string(),
        Value::Date { day: Some(d), .. } => d.strftime("%d/%m/%Y").to_string(),
        Value::Date { serial, .. } => plain_number(*serial),
        Value::Error(e) => e.to_string(),
        Value::NoResult => String::new(),
    }
}
