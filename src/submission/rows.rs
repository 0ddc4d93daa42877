/*!
Tables of rows (layouts unit-rows and records): what each row is about, planned, read, and compared with its totals.
*/

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::cells::{self, Around, Neighbours};
use super::extract::{Work, col, shown};
use super::facts::{Fact, Kind, RowKey, record_key, whole_record};
use super::fates::{Fate, is_stored};
use super::indicator_rows::strip_bullet;
use super::plan::{self, Claim, Doubt, Figures, Plan, Role, Seen, Told, Why};
use super::sums::{self, Stated};
use crate::finding::{Code, Finding, Findings, Missing, Said, Severity, Term};
use crate::intake::workbook::{Cell, CellRef, Value, column_letters};
use crate::project::form::{Indicator, Layout, ValueType, When};
use crate::project::units::UnitId;
use crate::recognise::lexicon::{Role as Column, code_key};
use crate::recognise::table::{Table, is_column_numbers, without_remarks};
use crate::text::language::RowWord;
use crate::text::meaning::Sameness;
use crate::text::number::{Reading, plain_number, read_nothing};
use crate::text::{clean, head, key};

/// What is known of a row beside what the plan needs.
struct Known {
    text: String,
    /// Where its name stands.
    at: CellRef,
    key: Option<RowKey>,
    /// What to say if it is not counted.
    refused: Option<Finding>,
    /// What to say if it is.
    counted: Option<Finding>,
}

impl Term {
    fn of_word(word: RowWord) -> Term {
        match word {
            RowWord::Statistic => Term::Statistic,
            RowWord::Target => Term::Target,
            RowWord::Earlier => Term::Earlier,
            RowWord::Carried => Term::Carried,
            RowWord::Balance => Term::Balance,
            RowWord::OfWhich => Term::OfWhich,
            RowWord::Example => Term::Example,
            RowWord::Declared => Term::Declared,
        }
    }
}

impl<'a> Work<'a> {
    /// Reads one table of rows.
    pub(super) fn rows(&mut self, table: &Table) {
        // What the last table's headings said of their measures is not said of this one's.
        self.factors.clear();
        let columns: Vec<(usize, u32)> = table
            .columns
            .iter()
            .filter_map(|c| match c.role {
                Column::Indicator(i) => Some((i, c.col)),
                _ => None,
            })
            .collect();
        self.hear_lines(columns.iter().map(|(i, _)| *i));
        let (mut seen, mut known): (Vec<Seen>, Vec<Known>) = (Vec::new(), Vec::new());
        for row in self.grid.rows(table.first, table.last).collect::<Vec<_>>() {
            if row <= table.first + 1 && seen.is_empty() && is_column_numbers(self.grid, row, &table.columns) {
                self.claim_row(row, &columns.iter().map(|c| c.1).collect::<Vec<_>>(), Fate::Label);
                continue;
            }
            if table.repeats_header(row) {
                for (cell, _) in self.grid.row(row).filter(|(c, _)| is_stored(self.grid, c)) {
                    self.fates.claim(self.grid, row, cell.col, Fate::Label);
                }
                continue;
            }
            let (s, k) = self.look(row, table, &columns);
            seen.push(s);
            known.push(k);
        }
        let figures = self.figures(&seen, &columns);
        let mut plan = plan::plan(&seen, &figures, &self.words.row_words);
        self.upper_rows(&mut plan, &seen, &figures);
        let shifted = self.shifted_columns(&seen, &plan, &columns);
        let last = self.read_rows(table, &columns, &seen, known, &plan, &shifted);
        for (_, col) in &shifted {
            self.fates.refuse_column(self.grid, (table.first, table.last), *col);
        }
        self.settle_table(table, last);
    }

    /// Rows of units that stand above other rows' units: where their figures are the sums of these, they are totals by two
    /// witnesses, the register and the figures; where most of them are, the rest is a broken total; else they are counted,
    /// and asked about.
    fn upper_rows(&self, plan: &mut Plan, seen: &[Seen], figures: &Figures) {
        if !self.form.rows.registered || figures.width == 0 {
            return;
        }
        let register = &self.ctx.project.register;
        let mut row_of: FxHashMap<UnitId, usize> = FxHashMap::default();
        for (i, s) in seen.iter().enumerate().filter(|(i, s)| plan.roles[*i] == Role::Data && s.figures) {
            if let Claim::Unit(unit) = s.claim {
                row_of.entry(unit).or_insert(i);
            }
        }
        let mut uppers: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (unit, row) in &row_of {
            for upper in register.above(*unit).filter_map(|p| row_of.get(&p)) {
                uppers.entry(*upper).or_default().push(*row);
            }
        }
        let mut found: Vec<(usize, Vec<usize>)> = uppers
            .iter()
            .map(|(upper, rows)| (*upper, rows.iter().copied().filter(|r| !uppers.contains_key(r)).collect()))
            .collect();
        found.sort_unstable_by_key(|(upper, _)| *upper);
        for (upper, leaves) in found {
            let value = |row: usize, c: usize| figures.values[row * figures.width + c];
            let sum = |c: usize| leaves.iter().map(|l| value(*l, c)).sum::<f64>();
            let agreeing = (0..figures.width).filter(|c| plan::agrees(value(upper, *c), sum(*c))).count();
            // Nothing beside nothing proves nothing.
            let proved =
                (0..figures.width).filter(|c| sum(*c) != 0.0 && plan::agrees(value(upper, *c), sum(*c))).count();
            let (Some(first), Some(last)) = (leaves.iter().min(), leaves.iter().max()) else {
                continue;
            };
            let told = match agreeing == figures.width {
                true => Some(Told::Figures),
                false => (proved > 0 && proved * 2 >= figures.width).then_some(Told::Numbering),
            };
            match told {
                Some(told) => {
                    plan.roles[upper] = Role::Total { spans: vec![(*first, last + 1)], told };
                    plan.doubts.retain(|(at, _)| *at != upper);
                }
                None if !plan.doubts.iter().any(|(at, _)| *at == upper) => {
                    plan.doubts.push((upper, Doubt::HasParts));
                }
                None => {}
            }
        }
    }

    /// What a row shows of itself.
    fn look(&mut self, row: u32, table: &Table, columns: &[(usize, u32)]) -> (Seen, Known) {
        let row_col = col(table, Column::Row).unwrap_or(0);
        let first_value = columns.iter().map(|c| c.1).min().unwrap_or(u32::MAX);
        let code_cell = col(table, Column::Code).and_then(|c| self.grid.get(row, c));
        let mut s = Seen { row, code: code_cell.map(shown).unwrap_or_default(), ..Seen::default() };
        for (n, (i, col)) in columns.iter().enumerate() {
            let Some(cell) = self.grid.get(row, *col) else {
                continue;
            };
            s.filled |= 1 << n.min(63);
            s.figures |= self.could_be_figure(cell, self.form.indicators[*i].kind);
        }
        let mut known =
            Known { text: String::new(), at: CellRef { row, col: row_col }, key: None, refused: None, counted: None };
        if self.form.layout == Layout::Records {
            self.look_at_record(&mut s, &mut known, columns);
            return (s, known);
        }
        let label = self.label(row, Some(row_col), first_value);
        let Some((k, text)) = label else {
            self.look_at_nameless(&mut s, &mut known, (row_col, first_value));
            return (s, known);
        };
        known.text = text;
        if self.form.rows.registered {
            self.look_at_unit(&mut s, &mut known, &k);
            return (s, known);
        }
        s.names_sender = self.unit.is_some_and(|u| self.ctx.lexicon.names.bears(u, &k));
        s.label = strip_bullet(&k).into();
        // A number alone is a row's name as well as its number.
        known.key = Some(RowKey::Label(known.text.clone()));
        (s, known)
    }

    /// True for what stands where a figure is asked for and is one, or may have been meant as one.
    fn could_be_figure(&self, cell: &Cell, kind: ValueType) -> bool {
        match &cell.value {
            Value::Text(t) => match kind {
                // Words in columns of texts are no figures; an answer is.
                ValueType::Text | ValueType::List => false,
                ValueType::YesNo => t.len() < 12,
                _ => {
                    t.chars().next().is_some_and(|c| c.is_ascii_digit() || "-–—−+<>~(…$€₫.".contains(c)) && t.len() < 40
                }
            },
            _ => true,
        }
    }

    fn look_at_nameless(&mut self, s: &mut Seen, known: &mut Known, (row_col, first_value): (u32, u32)) {
        let row = s.row;
        s.under_merge = self.covered.contains_key(&(row, row_col));
        // The words of a total may stand merged over the number column.
        let words: Option<(Rc<str>, CellRef)> =
            self.grid.row(row).filter(|(c, _)| c.col < first_value).find_map(|(c, k)| {
                k.filter(|k| self.words.row_words.mentions_total(k) || self.words.row_words.row_word(k).is_some())
                    .map(|k| (k.clone(), c.at()))
            });
        if let Some((k, at)) = words {
            known.text = self.grid.get(at.row, at.col).map(shown).unwrap_or_default();
            known.at = at;
            s.label = k;
            s.code.clear();
            s.under_merge = false;
            if !self.form.rows.registered {
                known.key = Some(RowKey::Label(known.text.clone()));
            } else {
                s.claim = Claim::Unknown;
            }
            return;
        }
        let number = match self.grid.get(row, row_col) {
            // A 0 that its writer stores for a name is none.
            Some(Cell { value: Value::Number(0.0), formula: true, .. }) if self.ctx.writer_zeroes => String::new(),
            Some(Cell { value: Value::Number(n), .. }) => plain_number(*n),
            _ => String::new(),
        };
        // A code may stand for a name.
        let names = &self.ctx.lexicon.names;
        if self.form.rows.registered && self.ctx.project.code_names && names.has_code(&number) {
            known.text.clone_from(&number);
            let k: Rc<str> = key(&number).into();
            self.look_at_unit(s, known, &k);
            return;
        }
        if !number.is_empty() && !self.form.rows.registered {
            s.label = number.as_str().into();
            if s.code.is_empty() {
                s.code.clone_from(&number);
            }
            known.text.clone_from(&number);
            known.key = Some(RowKey::Label(number));
        }
    }

    fn look_at_unit(&mut self, s: &mut Seen, known: &mut Known, whole: &Rc<str>) {
        let register = &self.ctx.project.register;
        let names = &self.ctx.lexicon.names;
        let kinds = &self.form.rows.kinds;
        let sender = self.unit;
        let k = strip_bullet(whole);
        s.label = k.into();
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
        let scope =
            |u: UnitId| kinds.contains(&register.get(u).kind) && (sender.is_none() || sender == Some(u) || below(u));
        let day = self.out.period.map(|p| p.window(self.form.regime).1);
        let exists = |u: UnitId| day.is_none_or(|d| register.get(u).exists_on(d));
        let present = |u: UnitId| scope(u) && exists(u);
        // A footnote's mark is no word of a name.
        let unmarked = without_remarks(&known.text, "")
            .filter(|(rest, measure)| measure.is_none() && rest.len() < known.text.len())
            .map(|(rest, _)| key(&rest));
        let find = |scope: &dyn Fn(UnitId) -> bool| {
            let found = names.find_key(whole, scope, true).or_else(|| names.find_key(k, scope, true));
            found.or_else(|| names.find_key(unmarked.as_deref()?, scope, true))
        };
        // Of units of one name the one that exists then.
        let named = find(&present).or_else(|| find(&scope));
        let full = |u: &UnitId| register.get(*u).full_name();
        if let Some(named) = &named
            && let Some(unit) = named.one()
        {
            known.key = Some(RowKey::Unit(unit));
            // A code beside the name that is another unit's.
            if names.speaks_against(&known.text, unit) {
                s.claim = Claim::Unknown;
                let near = names.named_by_code(&known.text, register).unwrap_or_default() + "; " + &full(&unit);
                let near = near.trim_start_matches("; ").to_owned();
                known.refused =
                    Some(Finding::new(Code::R004).cell(known.at).value(known.text.clone()).arg("candidates", near));
                return;
            }
            if !exists(unit) {
                s.claim = Claim::Gone(unit);
                known.refused = Some(Finding::new(Code::R025).cell(known.at).value(full(&unit)));
                return;
            }
            s.claim = Claim::Unit(unit);
            if named.how == Sameness::Slip {
                known.counted =
                    Some(Finding::new(Code::R016).cell(known.at).value(known.text.clone()).expected(full(&unit)));
            }
            return;
        }
        s.claim = Claim::Unknown;
        s.names_sender = sender.is_some_and(|u| names.find_key(k, &|v| v == u, true).is_some());
        if let Some(named) = named {
            let candidates = register.told_apart(&named.units).join("; ");
            known.refused =
                Some(Finding::new(Code::R004).cell(known.at).value(known.text.clone()).arg("candidates", candidates));
        } else if let Some(sender) = sender {
            let near = names.nearest(&known.text, &scope, register).join("; ");
            known.refused = Some(
                Finding::new(Code::R013)
                    .cell(known.at)
                    .value(known.text.clone())
                    .arg("own", usize::from(s.names_sender))
                    .arg("parent", full(&sender))
                    .arg("candidates", Said::or_none(near)),
            );
        }
    }

    fn look_at_record(&mut self, s: &mut Seen, known: &mut Known, columns: &[(usize, u32)]) {
        let row = s.row;
        s.claim = Claim::Record;
        known.key = Some(RowKey::Record(0));
        let cells: Vec<&Cell> = columns.iter().filter_map(|(_, c)| self.grid.get(row, *c)).collect();
        let says_nothing = !cells.is_empty()
            && cells
                .iter()
                .all(|c| c.text().is_some_and(|t| matches!(read_nothing(&clean(head(t))), Some(Reading::Nil))));
        if says_nothing {
            s.filled = 0;
            s.figures = false;
            return;
        }
        // Its first words stand for its name; those beside them make it a record of its own.
        let mut first: Option<(Rc<str>, CellRef)> = None;
        for (cell, k) in self.grid.row(row) {
            let Some(k) = k else {
                if first.is_some() && matches!(cell.value, Value::Date { .. }) {
                    s.texts += 1;
                }
                continue;
            };
            let in_code = code_key(&s.code) == code_key(cell.text().unwrap_or_default()) && k.chars().count() <= 4;
            match &first {
                None if !in_code => first = Some((k.clone(), cell.at())),
                Some(_)
                    if !matches!(read_nothing(cell.text().unwrap_or_default()), Some(Reading::Nil))
                        && !self.is_figure(cell) =>
                {
                    s.texts += 1
                }
                _ => {}
            }
        }
        let filled = s.filled.count_ones();
        let is_ending = first.as_ref().is_some_and(|(k, _)| self.words.row_words.is_ending(k));
        if let Some((k, at)) = first {
            known.text = self.grid.get(at.row, at.col).map(shown).unwrap_or_default();
            known.at = at;
            // The words of a total over the number column are no number.
            if code_key(&s.code) == code_key(&known.text) || k.chars().count() > 4 && *k == *crate::text::key(&s.code) {
                s.code.clear();
            }
            s.label = k;
        }
        let numbered = !s.code.is_empty() && !plan::is_group_number(&s.code);
        // A heading between records, a line of signatures, or a dash fills one cell, or no figure.
        if !numbered && !s.figures && (filled < 2 || is_ending) {
            s.filled = 0;
        } else if filled >= 2 || (numbered && filled > 0) {
            s.figures = true;
        }
    }

    /// The figures of every row in the columns that can be summed.
    fn figures(&self, seen: &[Seen], columns: &[(usize, u32)]) -> Figures {
        let summed: Vec<(usize, u32)> =
            columns.iter().copied().filter(|(i, _)| self.form.indicators[*i].adds_up()).collect();
        let mut values = Vec::with_capacity(seen.len() * summed.len());
        for s in seen {
            for (i, col) in &summed {
                values.push(if s.filled == 0 { 0.0 } else { self.number_at(s.row, *col, *i).unwrap_or(0.0) });
            }
        }
        Figures { width: summed.len(), values }
    }

    /// The number in a cell, read quietly.
    pub(super) fn number_at(&self, row: u32, col: u32, indicator: usize) -> Option<f64> {
        let cell = self.grid.get(row, col)?;
        if let Value::Number(n) = cell.value {
            return Some(n);
        }
        // Its own type knows more of it ("1,512" is one count and two amounts); a total may be what no row can be.
        let own = Indicator { min: None, max: None, ..self.form.indicators[indicator].clone() };
        let wide = Indicator { kind: ValueType::Amount, ..own.clone() };
        [own, wide].iter().find_map(|spec| {
            let got = cells::read(Some(cell), spec, self.ctx.project.convention, &Around::default(), &mut Vec::new())?;
            (got.kind == Kind::Number).then_some(got.value)
        })
    }

    /// Reads what the plan says; the last row whose figures are counted or compared.
    fn read_rows(
        &mut self,
        table: &Table,
        columns: &[(usize, u32)],
        seen: &[Seen],
        known: Vec<Known>,
        plan: &Plan,
        shifted: &[(usize, u32)],
    ) -> Option<u32> {
        let near = self.columns_around(table, columns, seen, plan);
        let read: Vec<((usize, u32), &Around)> =
            columns.iter().copied().zip(&near).filter(|(c, _)| !shifted.contains(c)).collect();
        let cols: Vec<u32> = columns.iter().map(|c| c.1).collect();
        self.facts.reserve((seen.len() * columns.len()).min(self.grid.sheet.cells.len()));
        let first_place = self.out.rows.len();
        let mut last = None;
        // Where the facts of each row begin among the part's rows.
        let mut places: Vec<usize> = Vec::with_capacity(seen.len() + 1);
        for (i, (s, k)) in seen.iter().zip(known).enumerate() {
            places.push(self.out.rows.len());
            match &plan.roles[i] {
                Role::Words => {
                    let ending = self.words.row_words.is_ending(&s.label);
                    if let (Some(f), true) = (k.refused, s.filled != 0 && !ending) {
                        self.note(f);
                    }
                }
                Role::Data => {
                    let before = self.facts.len();
                    let doubt = plan.doubts.iter().find(|(at, _)| *at == i).map(|(_, d)| *d);
                    if self.data_row(s, k, &read, table, doubt) {
                        if self.form.layout == Layout::Records {
                            self.repeated_record(s, before, &cols);
                        }
                        last = Some(s.row);
                    } else {
                        self.claim_row(s.row, &cols, Fate::Refused);
                    }
                }
                Role::Total { .. } => {
                    self.not_data(s, k, &plan.roles[i], &cols, seen);
                    last = Some(s.row);
                }
                Role::Passed { .. } | Role::Left(_) => self.not_data(s, k, &plan.roles[i], &cols, seen),
            }
        }
        places.push(self.out.rows.len());
        self.compare_totals(columns, seen, plan, &places, first_place);
        if self.form.layout == Layout::Records {
            self.unknown_choices(first_place);
            self.repeated_numbers(first_place);
        }
        last
    }

    /// What stands around a figure in each column.
    fn columns_around(&self, table: &Table, columns: &[(usize, u32)], seen: &[Seen], plan: &Plan) -> Vec<Around> {
        let around = |(i, col): &(usize, u32)| {
            let numbers = self.column_numbers(seen, plan, *col);
            let told = table.columns.iter().any(|c| c.col == *col && c.percent);
            let says = if self.form.indicators[*i].kind.is_percent() {
                self.says(&numbers, told)
            } else {
                cells::Says::Nothing
            };
            Around { near: Neighbours::of(numbers), says, ..Around::default() }
        };
        columns.iter().map(around).collect()
    }

    /// Gives the figures of a row that is not data their fate, and says it.
    fn not_data(&mut self, s: &Seen, known: Known, role: &Role, cols: &[u32], seen: &[Seen]) {
        match role {
            Role::Total { told, spans } => {
                self.claim_row(s.row, cols, Fate::Total);
                if *told == Told::Figures {
                    let rows = spans.first().map_or_else(String::new, |(a, b)| {
                        format!("{}–{}", seen[*a].row + 1, seen[b.saturating_sub(1)].row + 1)
                    });
                    self.note(Finding::new(Code::T004).cell(known.at).value(known.text).arg("rows", rows));
                }
            }
            Role::Passed { word, proved } => {
                self.claim_row(s.row, cols, if *proved { Fate::Unused } else { Fate::Refused });
                if *word != RowWord::Declared {
                    let severity = if *proved { Severity::Info } else { Severity::Warning };
                    let reason = Term::of_word(*word);
                    let f = Finding::new(Code::R023).severity(severity).cell(known.at).value(known.text);
                    self.note(f.arg("reason", reason));
                }
            }
            Role::Left(why) => {
                let reason = match why {
                    Why::Nameless => Term::Nameless,
                    Why::UnderMerge => Term::UnderMerge,
                    Why::AfterTotal => Term::AfterTotal,
                    Why::AfterGap => Term::AfterGap,
                };
                self.fates.reason(s.row, reason);
                self.claim_row(s.row, cols, Fate::Left);
            }
            Role::Words | Role::Data => {}
        }
    }

    /// Reads a row of data; false where it is not counted.
    fn data_row(
        &mut self,
        s: &Seen,
        known: Known,
        read: &[((usize, u32), &Around)],
        table: &Table,
        doubt: Option<Doubt>,
    ) -> bool {
        if let Some(f) = known.refused.filter(|_| matches!(s.claim, Claim::Gone(_) | Claim::Unknown)) {
            if s.filled != 0 {
                self.note(f);
            }
            return false;
        }
        let Some(mut key) = known.key else {
            return false;
        };
        if let RowKey::Record(_) = key {
            key = RowKey::Record(self.out.rows.len() as u32 + 1);
        } else {
            if let Some(first) = self.taken.get(&key).copied() {
                match &key {
                    // Two rows of one name and different numbers are two.
                    RowKey::Label(label)
                        if !s.code.is_empty() && self.code_at(first.row, table) != s.code && *label != s.code =>
                    {
                        let twin = RowKey::Label(format!("{label} [{}]", s.code));
                        self.note(Finding::new(Code::R026).cell(known.at).value(label.as_str()).arg("first", first));
                        key = twin;
                    }
                    _ => {
                        self.note(Finding::new(Code::R014).cell(known.at).value(known.text).arg("first", first));
                        return false;
                    }
                }
            }
            self.taken.insert(key.clone(), known.at);
        }
        if let Some(f) = known.counted {
            self.note(f);
        }
        if let Some(doubt) = doubt {
            let why = match doubt {
                Doubt::SpeaksOfTotal => Term::MaySpeak,
                Doubt::IsSum => Term::MaySum,
                Doubt::SpeaksOfKind => Term::MayKind,
                Doubt::HasParts => Term::MayParts,
            };
            // A row with a number of its own that is no sum is a row like the others: it is said, not asked.
            let own_number = !s.code.is_empty() && !plan::is_group_number(&s.code);
            let calm = doubt == Doubt::SpeaksOfTotal && own_number;
            let severity = if calm { Severity::Info } else { Severity::Warning };
            let f = Finding::new(Code::T005).severity(severity).cell(known.at).value(known.text);
            self.note(f.arg("reason", why));
        }
        let place = self.out.rows.len();
        self.out.rows.push(key);
        for ((indicator, col), around) in read {
            self.read_into(place, *indicator, CellRef { row: s.row, col: *col }, around, table, None);
        }
        self.settle_blank_parts();
        true
    }

    fn code_at(&self, row: u32, table: &Table) -> String {
        col(table, Column::Code).and_then(|c| self.grid.get(row, c)).map(shown).unwrap_or_default()
    }

    /// A record that says again what one before it said, or bears its key: with the key, or all of it and its
    /// number, it is not counted twice; under another number it is, and somebody asked.
    fn repeated_record(&mut self, s: &Seen, before: usize, cols: &[u32]) {
        let at = CellRef { row: s.row, col: cols.first().copied().unwrap_or(0) };
        let value = self.grid.get(at.row, at.col).map(shown).unwrap_or_default();
        let facts: Vec<Fact<'_>> = (before..self.facts.len()).map(|i| self.facts.get(i)).collect();
        let keyed = record_key(&facts, &self.form.rows.key);
        let answers = facts.iter().filter(|f| f.kind.is_answer()).count();
        let said = whole_record(&facts);
        let twin = keyed.as_ref().and_then(|(k, _)| self.record_keys.get(k)).copied();
        let (first, repeats) = match (twin, self.records.get(&said)) {
            (Some(first), _) => (first, true),
            (None, Some((first, code))) if answers >= 2 => (*first, *code == s.code),
            _ => {
                if answers >= 2 {
                    self.records.insert(said, (at, s.code.clone()));
                }
                if let Some((k, cell)) = keyed {
                    self.record_keys.insert(k, cell);
                }
                return;
            }
        };
        if !repeats {
            self.renumbered.insert(s.row);
            self.note(Finding::new(Code::R026).cell(at).value(value).arg("first", first));
            return;
        }
        let (at, value) = match &keyed {
            Some((_, cell)) => (*cell, self.grid.get(cell.row, cell.col).map(shown).unwrap_or_default()),
            None => (at, value),
        };
        self.note(Finding::new(Code::R014).cell(at).value(value).arg("first", first));
        self.facts.truncate(before);
        self.out.rows.pop();
        for col in cols {
            self.fates.refuse_column(self.grid, (s.row, s.row), *col);
        }
    }

    /// Without a declared key: texts that number the records (`430/KH-UBND`) and stand twice with other content. A
    /// column numbers them where every text has a digit and nearly all differ.
    fn repeated_numbers(&mut self, first: usize) {
        const LEAST: usize = 4;
        if !self.form.rows.key.is_empty() {
            return;
        }
        let mut columns: FxHashMap<usize, Vec<(String, CellRef)>> = FxHashMap::default();
        for f in self.facts.iter().filter(|f| f.row >= first && f.kind == Kind::Text) {
            columns.entry(f.indicator).or_default().push((key(f.text), f.cell));
        }
        let mut found = Vec::new();
        for indicator in 0..self.form.indicators.len() {
            let Some(texts) = columns.get(&indicator).filter(|t| t.len() >= LEAST) else {
                continue;
            };
            let mut seen: FxHashMap<&str, CellRef> = FxHashMap::default();
            let twice: Vec<(CellRef, CellRef)> = texts
                .iter()
                .filter_map(|(k, cell)| match seen.get(k.as_str()) {
                    Some(before) => Some((*cell, *before)),
                    None => {
                        seen.insert(k, *cell);
                        None
                    }
                })
                .collect();
            let numbers = texts.iter().all(|(k, _)| k.bytes().any(|b| b.is_ascii_digit()));
            if numbers && twice.len() * 5 <= texts.len() {
                found.extend(twice.into_iter().filter(|(at, _)| !self.renumbered.contains(&at.row)));
            }
        }
        for (at, before) in found {
            let value = self.grid.get(at.row, at.col).map(shown).unwrap_or_default();
            self.note(Finding::new(Code::R027).cell(at).value(value).arg("first", before));
        }
    }

    /// Values by which no list of the form sorts.
    fn unknown_choices(&mut self, first: usize) {
        let mut choices: FxHashMap<usize, Vec<String>> = FxHashMap::default();
        // One condition alone says nothing of the other values; several share them out.
        let sorted = |spec: &Indicator, when: &When| {
            let of_column = |i: &&Indicator| i.when.as_ref().is_some_and(|w| w.indicator == when.indicator);
            spec.kind == ValueType::List || self.form.indicators.iter().filter(of_column).count() > 1
        };
        for (spec, when) in self.form.indicators.iter().filter_map(|i| Some((i, i.when.as_ref()?))) {
            if !when.is.is_empty() && sorted(spec, when) {
                let list = choices.entry(when.indicator).or_default();
                list.extend(when.is.iter().filter(|w| !list.contains(w)).cloned().collect::<Vec<_>>());
            }
        }
        let mut found = Findings::default();
        for f in self.facts.iter().filter(|f| f.row >= first && f.kind == Kind::Text) {
            if let Some(known) = choices.get(&f.indicator)
                && !known.contains(&crate::text::key(f.text))
            {
                found.push(
                    Finding::new(Code::C036).cell(f.cell).value(f.text).expected(known.join("; ").to_uppercase()),
                );
            }
        }
        self.findings.extend(found.finish());
    }

    /// Compares every total with the rows that it may sum.
    fn compare_totals(
        &mut self,
        columns: &[(usize, u32)],
        seen: &[Seen],
        plan: &Plan,
        places: &[usize],
        first_place: usize,
    ) {
        for (i, role) in plan.roles.iter().enumerate() {
            let Role::Total { spans, .. } = role else {
                continue;
            };
            let mut stated: Vec<Stated> = Vec::new();
            for (indicator, col) in columns {
                let spec = &self.form.indicators[*indicator];
                if matches!(spec.kind, ValueType::Text | ValueType::Date) || !spec.aggregation.sums_rows() {
                    continue;
                }
                let Some(cell) = self.grid.get(seen[i].row, *col) else {
                    continue;
                };
                // A total is in the measure of its column.
                let factor = match self.factors.get(col) {
                    Some(None) => continue,
                    Some(Some(factor)) => *factor,
                    None => 1.0,
                };
                if let Some(value) = self.stated_total(cell, spec).map(|v| v * factor) {
                    stated.push(Stated { indicator: *indicator, value, cell: cell.at(), formula: cell.formula });
                }
            }
            let mut ranges: Vec<(usize, usize)> =
                spans.iter().map(|(a, b)| (places[*a], places[(*b).min(places.len() - 1)])).collect();
            // A table over several pages may be summed for the page or for all of them.
            ranges.push((first_place, self.out.rows.len()));
            ranges.push((0, self.out.rows.len()));
            ranges.retain(|(a, b)| a < b);
            let found = sums::check_total(&stated, &self.facts, self.form, &ranges, self.ctx.project.convention);
            self.findings.extend(found);
        }
    }

    /// What a total row's cell states; an error in it costs nothing, but somebody should see it.
    fn stated_total(&mut self, cell: &Cell, spec: &Indicator) -> Option<f64> {
        if let Value::Number(n) = cell.value {
            return Some(n);
        }
        let number_like = Indicator { kind: ValueType::Amount, min: None, max: None, ..spec.clone() };
        let mut quiet = Vec::new();
        match cells::read(Some(cell), &number_like, self.ctx.project.convention, &Around::default(), &mut quiet) {
            Some(got) if got.kind == Kind::Number => Some(got.value),
            Some(got) if got.kind == Kind::Nil => Some(0.0),
            _ => {
                if matches!(cell.value, Value::Error(_) | Value::NoResult) {
                    self.findings.extend(quiet.into_iter().map(|f| f.severity(Severity::Warning)));
                }
                None
            }
        }
    }

    /// Finds columns whose figures stand one column off: several columns that cannot be read where they stand
    /// and can right beside. None of them is counted.
    fn shifted_columns(&mut self, seen: &[Seen], plan: &Plan, columns: &[(usize, u32)]) -> Vec<(usize, u32)> {
        const ENOUGH: usize = 3;
        let rows: Vec<u32> =
            seen.iter().zip(&plan.roles).filter(|(_, r)| **r == Role::Data).map(|(s, _)| s.row).take(200).collect();
        if rows.len() < ENOUGH {
            return Vec::new();
        }
        let fits = |indicator: usize, shift: i64, col: u32| -> Option<f64> {
            let col = u32::try_from(i64::from(col) + shift).ok()?;
            let spec = &self.form.indicators[indicator];
            let (mut told, mut good) = (0usize, 0usize);
            for row in &rows {
                let Some(cell) = self.grid.get(*row, col) else {
                    continue;
                };
                told += 1;
                let convention = self.ctx.project.convention;
                good += usize::from(
                    cells::read(Some(cell), spec, convention, &Around::default(), &mut Vec::new()).is_some(),
                );
            }
            (told >= ENOUGH).then(|| good as f64 / told as f64)
        };
        let typed = |i: &usize| !matches!(self.form.indicators[*i].kind, ValueType::Text | ValueType::List);
        let broken: Vec<(usize, u32)> = columns
            .iter()
            .copied()
            .filter(|(i, _)| typed(i))
            .filter(|(i, col)| {
                // A first look spares the columns that are plainly right.
                let plain = rows.iter().take(ENOUGH).all(|r| {
                    matches!(self.grid.get(*r, *col).map(|c| &c.value), Some(Value::Number(n)) if cells::is_plain(*n, &self.form.indicators[*i]))
                });
                !plain && fits(*i, 0, *col).is_some_and(|f| f <= 0.2)
            })
            .collect();
        let Some((_, first)) = broken.first().copied() else {
            return Vec::new();
        };
        // One column alone tells nothing of its neighbours, unless the place that was left is empty.
        let empty = |shift: i64| {
            u32::try_from(i64::from(first) - shift).is_ok_and(|c| rows.iter().all(|r| self.grid.get(*r, c).is_none()))
        };
        let moved = [1, -1].into_iter().any(|shift| {
            (broken.len() > 1 || empty(shift))
                && broken.iter().all(|(i, col)| fits(*i, shift, *col).is_some_and(|f| f >= 0.8))
        });
        if !moved {
            return Vec::new();
        }
        let row = rows.first().copied().unwrap_or(0);
        self.note(Finding::new(Code::T003).cell(CellRef { row, col: first }).value(column_letters(first)));
        // What can be read where it stands, beyond the first of them, is another column's.
        columns.iter().copied().filter(|(_, c)| *c >= first).collect()
    }

    /// Numbers that stand plainly in a column; a sample is enough to know of what size they are.
    fn column_numbers(&self, seen: &[Seen], plan: &Plan, col: u32) -> Vec<f64> {
        seen.iter()
            .zip(&plan.roles)
            .filter(|(_, r)| **r == Role::Data)
            .filter_map(|(s, _)| match self.grid.get(s.row, col) {
                Some(Cell { value: Value::Number(n), percent: false, .. }) => Some(*n),
                _ => None,
            })
            .take(500)
            .collect()
    }

    /// Units under the sender that have no row.
    pub(super) fn missing_units(&mut self) {
        let Some(sender) = self.unit else {
            return;
        };
        let register = &self.ctx.project.register;
        let day = self.out.period.map(|p| p.window(self.form.regime).1);
        // One whose own units have rows is the sum of these.
        let rows = self.taken.keys().filter_map(|k| if let RowKey::Unit(u) = k { Some(*u) } else { None });
        let summed: FxHashSet<UnitId> = rows.flat_map(|u| register.above(u)).collect();
        let missing: Vec<Finding> = register
            .children(sender)
            .iter()
            .filter(|u| self.form.rows.kinds.contains(&register.get(**u).kind))
            .filter(|u| day.is_none_or(|d| register.get(**u).exists_on(d)))
            .filter(|u| !self.taken.contains_key(&RowKey::Unit(**u)) && !summed.contains(u))
            .map(|u| {
                Finding::new(Code::R015)
                    .unit(&register.get(*u).code)
                    .value(register.get(*u).full_name())
                    .missing(Missing::Unit(*u))
            })
            .collect();
        self.findings.extend(missing);
    }
}
