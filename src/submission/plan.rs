/*!
What each row of a table is: pure, rows in, roles out.

A row is told by its words **and** by arithmetic. Words alone make a row a total or pass it over only where they
are its whole label; figures alone make it a total only where that is no chance. What may be either is counted and
asked about; what belongs nowhere is left and told. Nothing here looks at a sheet or makes a finding.
*/

use std::rc::Rc;

use crate::project::units::UnitId;
use crate::recognise::lexicon::{RowSays, RowWords};
use crate::text::language::{Fit, RowWord};
use crate::text::meaning::is_roman;

/// A row of a table, as far as its role depends on it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Row number, from 0.
    pub row: u32,
    /// Its name as a key; blank where it has none.
    pub label: Rc<str>,
    /// Its ordinal number as it is written; blank where it has none.
    pub code: String,
    /// Columns of values that hold something, as bits (the first 64).
    pub filled: u64,
    /// Whether some column of values holds what could be a figure.
    pub figures: bool,
    /// What it is about by its name or form.
    pub claim: Claim,
    /// Whether its name is the sender's own, or that of the unit above it.
    pub names_sender: bool,
    /// Whether its name is merged with the row above.
    pub under_merge: bool,
    /// Texts that it holds beside its name (records).
    pub texts: usize,
}

impl Default for Seen {
    fn default() -> Seen {
        Seen {
            row: 0,
            label: "".into(),
            code: String::new(),
            filled: 0,
            figures: false,
            claim: Claim::default(),
            names_sender: false,
            under_merge: false,
            texts: 0,
        }
    }
}

/// What a row is about, before its role is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Claim {
    /// Something by its own name.
    #[default]
    Named,
    /// A record of a list.
    Record,
    /// A unit of the register.
    Unit(UnitId),
    /// A unit that does not exist in the period.
    Gone(UnitId),
    /// A registered unit is asked for, and the name is none, or several.
    Unknown,
}

/// Why figures of a row are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The row has no name.
    Nameless,
    /// Its name is merged with the row above.
    UnderMerge,
    /// It stands below the grand total.
    AfterTotal,
    /// It stands after a gap, unlike the rows above.
    AfterGap,
}

/// How it is known that a row is a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// By its words.
    Words,
    /// By its number and those of the rows under it, or by the register and most of its figures.
    Numbering,
    /// By its figures alone.
    Figures,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// Words without figures.
    Words,
    /// Counted.
    Data,
    /// A total of other rows: the ranges (in places, end excluded) that it may sum, the likeliest first.
    Total {
        /// Ranges of rows.
        spans: Vec<(usize, usize)>,
        /// How it is known.
        told: Told,
    },
    /// A row of another kind; whether its figures prove it.
    Passed {
        /// Of which kind.
        word: RowWord,
        /// Proved by figures.
        proved: bool,
    },
    /// Claimed by nothing.
    Left(Why),
}

/// A doubt about a row that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It speaks of a total.
    SpeaksOfTotal,
    /// It is the sum of others, perhaps by chance.
    IsSum,
    /// It begins like a row of averages, targets or another period.
    SpeaksOfKind,
    /// The rows under it may be its parts.
    HasParts,
}

/// The roles of a table's rows, and what is doubtful about those that are counted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// A role for each row.
    pub roles: Vec<Role>,
    /// Doubts, by place.
    pub doubts: Vec<(usize, Doubt)>,
}

/// The figures of a table's rows in the columns that can be summed; what is missing is 0.
#[derive(Debug, Default)]
pub struct Figures {
    /// How many columns there are.
    pub width: usize,
    /// Row by row.
    pub values: Vec<f64>,
}

impl Figures {
    fn row(&self, i: usize) -> &[f64] {
        &self.values[i * self.width..(i + 1) * self.width]
    }
}

/// Of fewer agreeing columns a sum with a mistake in it is not told from a row.
const LEAST_AGREEING: usize = 3;

/// Two figures that agree, but for the dust of computing: the one tolerance for totals.
pub fn agrees(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * b.abs().max(1.0)
}

fn all_agree(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| agrees(*a, *b))
}

fn is_zero(v: &[f64]) -> bool {
    v.iter().all(|n| *n == 0.0)
}

/// The kind of an ordinal number: what stands above what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    None,
    /// I, II or A, B: a group.
    Group,
    /// 1, 2; 1.1 is one level deeper.
    Arabic(usize),
    /// a, b.
    Letter,
}

fn number_of(code: &str) -> Number {
    let code = code.trim().trim_end_matches(['.', ')', ':']).trim_start_matches('(');
    if code.is_empty() {
        return Number::None;
    }
    if is_group_number(code) {
        return Number::Group;
    }
    if code.chars().count() == 1 && code.chars().all(|c| c.is_ascii_lowercase()) {
        return Number::Letter;
    }
    let parts: Vec<&str> = code.split('.').collect();
    if parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit())) {
        return Number::Arabic(parts.len() - 1);
    }
    Number::None
}

/// True for the numbers of groups: I, II, A, B.
pub fn is_group_number(code: &str) -> bool {
    let code = code.trim().trim_end_matches(['.', ')']);
    !code.is_empty()
        && (code.chars().all(|c| "IVX".contains(c)) && is_roman(&code.to_lowercase())
            || code.chars().count() == 1 && code.chars().all(|c| c.is_ascii_uppercase()))
}

/// True for a row that has an ordinal number of its own, as rows of data have.
fn is_numbered(seen: &Seen) -> bool {
    matches!(number_of(&seen.code), Number::Arabic(_) | Number::Letter)
        || (!seen.code.trim().is_empty() && number_of(&seen.code) == Number::None)
}

/// Tells what each row is.
pub fn plan(seen: &[Seen], figures: &Figures, words: &RowWords) -> Plan {
    let with_figures = seen.iter().filter(|s| s.figures).count();
    let mut work = Planner {
        named: seen.iter().filter(|s| s.figures && !s.label.is_empty()).count() * 2 > with_figures,
        seen,
        figures,
        says: seen.iter().map(|s| words.says(&s.label)).collect(),
        roles: Vec::with_capacity(seen.len()),
        doubts: Vec::new(),
        numbered: seen.iter().filter(|s| s.figures && is_numbered(s)).count() * 2
            > seen.iter().filter(|s| s.figures).count(),
    };
    work.by_words();
    work.by_numbers();
    work.by_figures();
    work.spoken();
    work.passed();
    work.outside();
    Plan { roles: work.roles, doubts: work.doubts }
}

struct Planner<'a> {
    seen: &'a [Seen],
    figures: &'a Figures,
    /// What the words of each row say.
    says: Vec<RowSays>,
    roles: Vec<Role>,
    doubts: Vec<(usize, Doubt)>,
    /// Whether most rows have ordinal numbers.
    numbered: bool,
    /// Whether most rows have a name.
    named: bool,
}

/// Rows that one item of a sum stands for: a row, or a total with the rows under it.
struct Item {
    from: usize,
    to: usize,
    at: usize,
    zero: bool,
}

/// A total that figures tell: its place and the rows that it sums.
type Sum = (usize, (usize, usize));

impl Planner<'_> {
    /// What words alone settle.
    fn by_words(&mut self) {
        let mut parts_of_above = false;
        for (s, says) in self.seen.iter().zip(&self.says) {
            let role = self.role_by_words(s, says, parts_of_above);
            if !s.figures && !matches!(role, Role::Data) {
                // "Trong đó:" on a line of its own opens the parts of the row above.
                parts_of_above = matches!(says.word, Some((RowWord::OfWhich, _)));
            } else if is_numbered(s) {
                parts_of_above = false;
            }
            self.roles.push(role);
        }
    }

    fn role_by_words(&self, s: &Seen, says: &RowSays, parts_of_above: bool) -> Role {
        let is_total = |told| Role::Total { spans: Vec::new(), told };
        if s.filled == 0 {
            // A unit or facility that reported nothing has its name or number; words alone are a heading.
            let named = match s.claim {
                Claim::Unit(_) => true,
                Claim::Named => is_numbered(s) && !s.label.is_empty() && !says.total,
                Claim::Record | Claim::Gone(_) | Claim::Unknown => false,
            };
            return if named { Role::Data } else { Role::Words };
        }
        if s.label.is_empty() && s.claim != Claim::Record {
            return match (s.under_merge, s.figures) {
                (true, _) => Role::Left(Why::UnderMerge),
                (_, true) => Role::Left(Why::Nameless),
                _ => Role::Words,
            };
        }
        if matches!(s.claim, Claim::Unit(_) | Claim::Gone(_)) {
            return Role::Data;
        }
        let alone = s.claim != Claim::Record || s.texts == 0;
        if alone && (says.whole_total || s.names_sender || says.subtotal) {
            return is_total(Told::Words);
        }
        if alone && says.total && !(self.numbered && is_numbered(s)) {
            return is_total(Told::Words);
        }
        let numbered_like_rows = self.numbered && is_numbered(s);
        if alone && let Some((word, fit)) = says.word {
            let leads = matches!(word, RowWord::OfWhich | RowWord::Example) || (self.numbered && !is_numbered(s));
            if word == RowWord::Declared || (!numbered_like_rows && (fit == Fit::Whole || leads)) {
                return Role::Passed { word, proved: word == RowWord::Declared };
            }
        }
        if parts_of_above && !is_numbered(s) && s.claim == Claim::Named {
            return Role::Passed { word: RowWord::OfWhich, proved: false };
        }
        let nameless = s.claim == Claim::Record && s.label.is_empty() && s.texts == 0 && !is_numbered(s);
        if nameless && (self.named || s.filled.count_ones() < 2) {
            return Role::Left(Why::Nameless);
        }
        // A line of signatures or a note stands under columns of values, too, but holds no figure.
        if !s.figures && !is_numbered(s) && says.ending {
            return Role::Words;
        }
        Role::Data
    }

    fn is_open(&self, i: usize) -> bool {
        self.seen[i].figures
            && matches!(self.roles[i], Role::Data)
            && !matches!(self.seen[i].claim, Claim::Unit(_) | Claim::Gone(_))
    }

    /// Parents by their numbers: I over 1, 1 over 1.1 and over a.
    fn by_numbers(&mut self) {
        let numbers: Vec<Number> = self.seen.iter().map(|s| number_of(&s.code)).collect();
        for i in 0..self.seen.len() {
            if !self.is_open(i) {
                continue;
            }
            let own = self.seen[i].code.trim().trim_end_matches(['.', ')']).to_owned();
            let end = match numbers[i] {
                Number::Group => (i + 1..self.seen.len())
                    .find(|j| numbers[*j] == Number::Group || matches!(self.roles[*j], Role::Total { .. })),
                Number::Arabic(_) => (i + 1..self.seen.len()).find(|j| {
                    let code = self.seen[*j].code.trim();
                    let below = code.strip_prefix(&own).is_some_and(|r| r.starts_with('.') && r.len() > 1);
                    !(below || numbers[*j] == Number::Letter || code.is_empty() && self.seen[*j].filled == 0)
                }),
                Number::Letter | Number::None => continue,
            };
            let end = end.unwrap_or(self.seen.len());
            let rows = (i + 1..end).filter(|j| self.seen[*j].figures && matches!(self.roles[*j], Role::Data)).count();
            if rows == 0 {
                continue;
            }
            let letters = (i + 1..end).all(|j| matches!(numbers[j], Number::Letter | Number::None));
            if matches!(numbers[i], Number::Arabic(_)) && letters {
                // a, b under 1 are its parts where they add up to it; else it may have figures of its own.
                if self.sum_agrees(i, (i + 1, end)) {
                    self.roles[i] = Role::Total { spans: vec![(i + 1, end)], told: Told::Numbering };
                } else {
                    self.doubts.push((i, Doubt::HasParts));
                }
                continue;
            }
            self.roles[i] = Role::Total { spans: vec![(i + 1, end)], told: Told::Numbering };
        }
    }

    /// The sum of the rows of data in a range.
    fn sum(&self, (from, to): (usize, usize)) -> Vec<f64> {
        let mut sum = vec![0.0; self.figures.width];
        for i in from..to {
            if matches!(self.roles[i], Role::Data) {
                for (slot, n) in sum.iter_mut().zip(self.figures.row(i)) {
                    *slot += n;
                }
            }
        }
        sum
    }

    fn sum_agrees(&self, i: usize, span: (usize, usize)) -> bool {
        let own = self.figures.row(i);
        !is_zero(own) && all_agree(own, &self.sum(span))
    }

    /// Totals that figures tell, of the rows above or of the rows below; and those that words told, with what
    /// they sum.
    fn by_figures(&mut self) {
        if self.figures.width == 0 {
            return;
        }
        let above = self.sums(false);
        let below = self.sums(true);
        // A table is built one way: its rows whose words say nothing tell which. Totals by their words may stand at
        // either end.
        let votes = |f: &[Sum]| (f.iter().filter(|(i, _)| self.is_open(*i) && !self.speaks(*i)).count(), f.len());
        let (mut found, other) = if votes(&below) > votes(&above) { (below, above) } else { (above, below) };
        let spoken = |i: usize| matches!(self.roles[i], Role::Total { .. }) || self.is_open(i) && self.speaks(i);
        let further: Vec<Sum> =
            other.into_iter().filter(|(i, _)| spoken(*i) && !found.iter().any(|(f, _)| f == i)).collect();
        found.extend(further);
        let unspoken: Vec<&Sum> = found.iter().filter(|(i, _)| self.is_open(*i) && !self.speaks(*i)).collect();
        let rows = self.seen.iter().filter(|s| s.figures).count() as f64;
        // How likely chance alone makes so many rows the sum of others, among figures of this size. A total by its
        // words that sums such rows, and not theirs, is a witness for them.
        let likely = |i: usize| -> f64 {
            self.figures.row(i).iter().filter(|v| **v != 0.0).map(|v| 1.0 / (1.0 + v.abs())).product()
        };
        let witnesses: f64 = found
            .iter()
            .filter(|(i, (a, b))| {
                !unspoken.iter().any(|(u, _)| u == i) && unspoken.iter().any(|(u, _)| (*a..*b).contains(u))
            })
            .map(|(i, _)| likely(*i))
            .product();
        let chance: f64 = witnesses * unspoken.iter().map(|(i, _)| rows * likely(*i)).product::<f64>();
        let certain = unspoken.is_empty() || chance < 1e-3;
        for (i, span) in found {
            if let Role::Total { spans, .. } = &mut self.roles[i] {
                spans.insert(0, span);
                continue;
            }
            let open = self.is_open(i);
            let told = match (open, open && self.speaks(i), self.roles[i] == Role::Left(Why::Nameless)) {
                (true, true, _) => Told::Words,
                (true, false, _) | (_, _, true) if certain => Told::Figures,
                (true, ..) => {
                    self.doubts.push((i, Doubt::IsSum));
                    continue;
                }
                _ => continue,
            };
            self.roles[i] = Role::Total { spans: vec![span], told };
        }
        self.grand_at_the_other_end();
        self.nearly_sums(rows);
    }

    /// Rows of names that say nothing, and that are the sum of the rows next to them but for a column or two: a total
    /// with a mistake in it, in words that nobody knows. They are counted, and asked about.
    fn nearly_sums(&mut self, rows: f64) {
        let n = self.seen.len();
        let mut budget = 40 * n + 10_000;
        for i in 0..n {
            if !self.is_open(i) || self.doubts.iter().any(|(at, _)| *at == i) {
                continue;
            }
            if self.figures.row(i).iter().filter(|v| **v != 0.0).count() <= LEAST_AGREEING {
                continue;
            }
            if self.is_nearly_sum(i, (0..i).rev(), rows, &mut budget)
                || self.is_nearly_sum(i, i + 1..n, rows, &mut budget)
            {
                self.doubts.push((i, Doubt::IsSum));
            }
        }
    }

    /// True where a row's figures are the sum of some rows next to it but for a column or two, and that is no chance.
    fn is_nearly_sum(&self, i: usize, next: impl Iterator<Item = usize>, rows: f64, budget: &mut usize) -> bool {
        let own = self.figures.row(i);
        let mut sum = vec![0.0; own.len()];
        let mut parts = 0;
        for j in next.filter(|j| matches!(self.roles[*j], Role::Data) && self.seen[*j].figures) {
            if *budget == 0 {
                return false;
            }
            *budget -= 1;
            sum.iter_mut().zip(self.figures.row(j)).for_each(|(s, v)| *s += v);
            parts += 1;
            let told = own.iter().zip(&sum).filter(|(o, s)| **o != 0.0 || **s != 0.0).count();
            let agreeing: Vec<f64> =
                own.iter().zip(&sum).filter(|(o, s)| **o != 0.0 && agrees(**o, **s)).map(|(o, _)| *o).collect();
            let likely: f64 = agreeing.iter().map(|v| 1.0 / (1.0 + v.abs())).product();
            let near = agreeing.len() >= LEAST_AGREEING && told - agreeing.len() <= 1 + agreeing.len() / 6;
            if parts >= 2 && near && rows * likely < 1e-3 {
                return true;
            }
            let beyond = own.iter().zip(&sum).filter(|(o, s)| **s > **o + 1e-6 * o.abs().max(1.0)).count();
            if beyond > 1 + own.len() / 6 {
                return false;
            }
        }
        false
    }

    /// A first row that is the sum of all others, where groups are summed above their totals; or the last.
    fn grand_at_the_other_end(&mut self) {
        let open: Vec<usize> = (0..self.seen.len()).filter(|i| self.is_open(*i)).collect();
        let (Some(&first), Some(&last)) = (open.first(), open.last()) else {
            return;
        };
        let n = self.seen.len();
        for (i, span) in [(first, (first + 1, n)), (last, (0, last))] {
            if first == last || !self.is_open(i) || open.len() < 3 {
                continue;
            }
            let parts = (span.0..span.1)
                .filter(|j| matches!(self.roles[*j], Role::Data) && !is_zero(self.figures.row(*j)))
                .count();
            if parts < 2 || !self.sum_agrees(i, span) {
                continue;
            }
            let chance = open.len() as f64
                * self.figures.row(i).iter().filter(|v| **v != 0.0).map(|v| 1.0 / (1.0 + v.abs())).product::<f64>();
            if self.speaks(i) {
                self.roles[i] = Role::Total { spans: vec![span], told: Told::Words };
            } else if chance < 1e-3 {
                self.roles[i] = Role::Total { spans: vec![span], told: Told::Figures };
            } else if !self.doubts.contains(&(i, Doubt::IsSum)) {
                self.doubts.push((i, Doubt::IsSum));
            }
        }
    }

    fn speaks(&self, i: usize) -> bool {
        let s = &self.seen[i];
        let alone = s.claim != Claim::Record || s.texts == 0;
        alone && !s.label.is_empty() && (s.names_sender || self.says[i].mentions_total)
    }

    /// The rows that are sums of the rows before them (or after them, going up).
    fn sums(&self, upward: bool) -> Vec<Sum> {
        let n = self.seen.len();
        let mut stack: Vec<Item> = Vec::new();
        let mut found = Vec::new();
        // Tables of thousands of rows with many zeros must not be compared each with each.
        let mut budget = 40 * n + 10_000;
        let order: Box<dyn Iterator<Item = usize>> = if upward { Box::new((0..n).rev()) } else { Box::new(0..n) };
        for i in order {
            let total = matches!(self.roles[i], Role::Total { .. });
            let nameless = matches!(self.roles[i], Role::Left(Why::Nameless));
            let data = matches!(self.roles[i], Role::Data);
            if !self.seen[i].figures || !(total || nameless || data) {
                continue;
            }
            let open = total || nameless || self.is_open(i);
            let own = self.figures.row(i);
            let zero = is_zero(own);
            let whole = total && self.says[i].whole_total;
            let least = if total || (open && self.speaks(i)) { 1 } else { 2 };
            let hit = if open && !zero { self.run(&stack, own, least, whole, &mut budget) } else { None };
            match hit {
                Some(k) => {
                    let items = stack.split_off(stack.len() - k);
                    let from = items.iter().map(|t| t.from).min().unwrap_or(i);
                    let to = items.iter().map(|t| t.to).max().unwrap_or(i);
                    found.push((i, (from, to)));
                    stack.push(Item { from: from.min(i), to: to.max(i + 1), at: i, zero });
                }
                None if data => stack.push(Item { from: i, to: i + 1, at: i, zero }),
                None => {}
            }
        }
        found
    }

    /// How many of the last items add up to a row's figures.
    fn run(&self, stack: &[Item], own: &[f64], least: usize, longest: bool, budget: &mut usize) -> Option<usize> {
        let mut sum = vec![0.0; own.len()];
        let (mut parts, mut hit) = (0usize, None);
        for (k, item) in stack.iter().rev().enumerate() {
            if *budget == 0 {
                return hit;
            }
            *budget -= 1;
            for (slot, n) in sum.iter_mut().zip(self.figures.row(item.at)) {
                *slot += n;
            }
            parts += usize::from(!item.zero);
            if parts >= least && all_agree(own, &sum) {
                hit = Some(k + 1);
                if !longest {
                    return hit;
                }
            }
            // Sums of figures that are not below zero only grow.
            let beyond = sum.iter().zip(own).any(|(s, o)| *s > *o + 1e-6 * o.abs().max(1.0));
            let negative = own.iter().any(|n| *n < 0.0) || self.figures.row(item.at).iter().any(|n| *n < 0.0);
            if beyond && !negative {
                return hit;
            }
        }
        hit
    }

    /// Rows that speak of a total and are none by their figures; and what totals by words may sum.
    fn spoken(&mut self) {
        for i in 0..self.seen.len() {
            if self.is_open(i) && self.speaks(i) {
                let near = self.spans_around(i).into_iter().any(|span| self.is_near(i, span));
                if near && !(self.numbered && is_numbered(&self.seen[i])) {
                    self.roles[i] = Role::Total { spans: Vec::new(), told: Told::Words };
                } else {
                    self.doubts.push((i, Doubt::SpeaksOfTotal));
                }
            }
        }
        for i in 0..self.seen.len() {
            if !matches!(self.roles[i], Role::Total { .. }) {
                continue;
            }
            let more = self.spans_around(i);
            if let Role::Total { spans, .. } = &mut self.roles[i] {
                for span in more {
                    if !spans.contains(&span) {
                        spans.push(span);
                    }
                }
            }
        }
    }

    /// The ranges that a total at a place can sum: since the total before, from the beginning, and below.
    fn spans_around(&self, i: usize) -> Vec<(usize, usize)> {
        let n = self.seen.len();
        let is_total = |j: &usize| matches!(self.roles[*j], Role::Total { .. });
        let has_data =
            |from: usize, to: usize| (from..to).any(|j| matches!(self.roles[j], Role::Data) && self.seen[j].figures);
        let before = (0..i).rev().find(is_total).map_or(0, |j| j + 1);
        let next = (i + 1..n).find(is_total).unwrap_or(n);
        let mut spans = Vec::new();
        if has_data(0, i) {
            let subtotal = self.says[i].subtotal;
            spans.extend(if subtotal { [(before, i), (0, i)] } else { [(0, i), (before, i)] });
        }
        if has_data(i + 1, n) {
            spans.extend([(i + 1, n), (i + 1, next)]);
        }
        // A page's total may stand for all pages.
        spans.push((0, n));
        spans.dedup();
        spans.retain(|(a, b)| a < b && has_data(*a, *b));
        spans
    }

    fn is_near(&self, i: usize, span: (usize, usize)) -> bool {
        let mut sum = self.sum(span);
        if (span.0..span.1).contains(&i) {
            sum.iter_mut().zip(self.figures.row(i)).for_each(|(s, n)| *s -= n);
        }
        let (mut told, mut close) = (0usize, 0usize);
        for (own, sum) in self.figures.row(i).iter().zip(&sum) {
            if *own != 0.0 || *sum != 0.0 {
                told += 1;
                close += usize::from((own - sum).abs() <= 0.2 * sum.abs());
            }
        }
        told > 0 && close * 2 > told
    }

    /// Rows of another kind: proved by figures, or doubtful.
    fn passed(&mut self) {
        for i in 0..self.seen.len() {
            let word = match &self.roles[i] {
                Role::Passed { word, .. } => Some(*word),
                _ => None,
            };
            match word {
                Some(RowWord::Carried) => {
                    let span = (0..i).rev().find(|j| matches!(self.roles[*j], Role::Total { .. })).map_or(0, |j| j + 1);
                    let spans = [(span, i), (0, i)];
                    if let Some(span) = spans.into_iter().find(|s| self.figures.width > 0 && self.sum_agrees(i, *s)) {
                        self.roles[i] = Role::Total { spans: vec![span], told: Told::Words };
                    }
                }
                Some(word @ (RowWord::Statistic | RowWord::OfWhich)) => {
                    let proved = if word == RowWord::Statistic { self.is_statistic(i) } else { self.is_part(i) };
                    self.roles[i] = Role::Passed { word, proved };
                }
                Some(_) => {}
                None => self.doubtful_kind(i),
            }
        }
    }

    /// A label that begins like a row of another kind: proved by figures it is one, else it is counted and asked about.
    fn doubtful_kind(&mut self, i: usize) {
        let s = &self.seen[i];
        if !self.is_open(i) || (s.claim == Claim::Record && s.texts > 0) {
            return;
        }
        let Some((word, _)) = self.says[i].word else {
            return;
        };
        if word == RowWord::Statistic && !(self.numbered && is_numbered(s)) && self.is_statistic(i) {
            self.roles[i] = Role::Passed { word, proved: true };
        } else {
            self.doubts.push((i, Doubt::SpeaksOfKind));
        }
    }

    /// True where a row holds the mean, the least or the largest of the rows above it.
    fn is_statistic(&self, i: usize) -> bool {
        let rows: Vec<usize> =
            (0..i).filter(|j| matches!(self.roles[*j], Role::Data) && self.seen[*j].figures).collect();
        if rows.len() < 2 || self.figures.width == 0 || is_zero(self.figures.row(i)) {
            return false;
        }
        let column = |c: usize| rows.iter().map(move |j| self.figures.row(*j)[c]);
        let n = rows.len() as f64;
        let given = |c: usize| column(c).filter(|v| *v != 0.0).count().max(1) as f64;
        let test = |f: &dyn Fn(usize) -> f64, slack: f64| {
            (0..self.figures.width).all(|c| (self.figures.row(i)[c] - f(c)).abs() <= slack.max(1e-6 * f(c).abs()))
        };
        // Means of counts are often rounded or cut to whole numbers.
        test(&|c| column(c).sum::<f64>() / n, 1.0)
            || test(&|c| column(c).sum::<f64>() / given(c), 1.0)
            || test(&|c| column(c).fold(f64::INFINITY, f64::min), 1e-9)
            || test(&|c| column(c).fold(f64::NEG_INFINITY, f64::max), 1e-9)
    }

    /// True where a row's figures are within those of the row that it is a part of.
    fn is_part(&self, i: usize) -> bool {
        let above =
            (0..i).rev().find(|j| matches!(self.roles[*j], Role::Data | Role::Total { .. }) && self.seen[*j].figures);
        above.is_some_and(|j| self.figures.row(i).iter().zip(self.figures.row(j)).all(|(a, b)| a <= b))
    }

    /// Rows below the end of the table, and after a gap, that are unlike its rows.
    fn outside(&mut self) {
        let n = self.seen.len();
        let summing = |j: usize, roles: &[Role]| match &roles[j] {
            // A total at the top sums what follows; it ends nothing.
            Role::Total { spans, .. } => spans.first().is_some_and(|(a, _)| *a < j),
            _ => false,
        };
        let last_total =
            (0..n).rev().find(|j| summing(*j, &self.roles) && self.says[*j].total && !self.says[*j].subtotal);
        let (mut gap, mut ended) = (false, false);
        let mut fill: Vec<usize> = vec![0; 64];
        let mut data = 0usize;
        let mut before: Option<u32> = None;
        for i in 0..n {
            let s = &self.seen[i];
            gap |= before.is_some_and(|b| b + 1 < s.row) && data > 0;
            before = Some(s.row);
            match &self.roles[i] {
                Role::Words => {
                    ended |= self.says[i].ending && data > 0;
                    continue;
                }
                Role::Data if !matches!(s.claim, Claim::Unit(_) | Claim::Gone(_) | Claim::Unknown) && data > 0 => {
                    let after_total = last_total.is_some_and(|t| i > t);
                    let like = if self.numbered {
                        is_numbered(s)
                    } else {
                        let usual: Vec<usize> = (0..64).filter(|c| fill[*c] * 2 > data).collect();
                        let mine = usual.iter().filter(|c| s.filled >> **c & 1 == 1).count();
                        mine * 2 >= usual.len().max(1) && mine > 0
                    };
                    let numbered = self.numbered && is_numbered(s);
                    if after_total && !numbered && s.figures {
                        self.roles[i] = Role::Left(Why::AfterTotal);
                        continue;
                    }
                    if (gap || ended) && !like {
                        self.roles[i] = if s.figures { Role::Left(Why::AfterGap) } else { Role::Words };
                        continue;
                    }
                }
                Role::Data => {}
                _ => continue,
            }
            if s.figures {
                data += 1;
                for (c, slot) in fill.iter_mut().enumerate() {
                    *slot += usize::from(s.filled >> c & 1 == 1);
                }
                gap = false;
            }
        }
        self.doubts.retain(|(i, _)| matches!(self.roles[*i], Role::Data));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::key;
    use proptest::prelude::*;

    /// A table in words: a line a row, `code | label | figures…`; a blank line is a blank row.
    fn table(text: &str) -> (Vec<Seen>, Figures) {
        let (mut seen, mut values, mut width) = (Vec::new(), Vec::new(), 0);
        for (row, line) in text.trim_matches('\n').lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            width = width.max(cells.len() - 2);
            let numbers: Vec<Option<f64>> = cells[2..].iter().map(|c| c.parse().ok()).collect();
            let filled = numbers.iter().enumerate().fold(0, |f, (i, n)| f | (u64::from(n.is_some()) << i));
            seen.push(Seen {
                row: row as u32,
                label: key(cells[1]).into(),
                code: cells[0].to_owned(),
                filled,
                figures: filled != 0,
                ..Seen::default()
            });
            values.push(numbers);
        }
        let values = values.into_iter().flat_map(|mut v| {
            v.resize(width, None);
            v.into_iter().map(|n| n.unwrap_or(0.0)).collect::<Vec<_>>()
        });
        (seen, Figures { width, values: values.collect() })
    }

    /// The roles in letters: Data, Total, Sum by figures, Passed, Left, words (.).
    fn letters(plan: &Plan) -> String {
        plan.roles
            .iter()
            .map(|r| match r {
                Role::Words => '.',
                Role::Data => 'D',
                Role::Total { told: Told::Figures, .. } => 'S',
                Role::Total { .. } => 'T',
                Role::Passed { .. } => 'P',
                Role::Left(_) => 'L',
            })
            .collect()
    }

    fn read(text: &str) -> String {
        let (seen, figures) = table(text);
        letters(&plan(&seen, &figures, &RowWords::default()))
    }

    // What rows are, by words and by arithmetic, in tables of many shapes.
    #[test]
    fn row_plans() {
        let rows = "1 | Mercy | 100 | 120 | 10\n2 | Hope | 40 | 50 | 6\n3 | Grace | 70 | 30 | 9\n";
        let cases: Vec<(&str, String, &str)> = vec![
            ("plain", rows.to_owned(), "DDD"),
            ("total", format!("{rows} | Total | 210 | 200 | 25"), "DDDT"),
            ("wrong total", format!("{rows} | Total | 211 | 200 | 25"), "DDDT"),
            ("average", format!("{rows} | Average | 70 | 66 | 8"), "DDDP"),
            ("below the total", format!("{rows} | Total | 210 | 200 | 25\n | Target | 300 | 300 | 30\n | Previous month | 190 | 180 | 25\n | Difference | 20 | 20 | 0"), "DDDTPPP"),
            ("staff below", format!("{rows} | Total | 210 | 200 | 25\n\n\n | Staff\n | Nurses | 12\n | Doctors | 3"), "DDDT.LL"),
            ("population", format!("{rows}\n | Population | 120000"), "DDDL"),
            ("groups", "1 | A | 100 | 120 | 10\n2 | B | 40 | 50 | 6\n | Public total | 140 | 170 | 16\n3 | C | 70 | 30 | 9\n | Private total | 70 | 30 | 9\n | District total | 210 | 200 | 25".into(), "DDTDTT"),
            ("total east", "1 | A | 100 | 120\n2 | B | 40 | 50\n | Total East | 140 | 170\n3 | C | 70 | 30\n | Total West | 70 | 30\n | Total | 210 | 200".into(), "DDTDTT"),
            ("carried", "1 | A | 100 | 120\n2 | B | 40 | 50\n | Carried forward | 140 | 170\n | Brought forward | 140 | 170\n3 | C | 70 | 30\n | Total | 210 | 200".into(), "DDTTDT"),
            ("balances", format!(" | Opening balance | 500 | 400 | 30\n{rows} | Closing balance | 710 | 600 | 55"), "PDDDP"),
            ("of which", "1 | Mercy | 100 | 120\n | of which outreach | 30 | 40\n2 | Hope | 40 | 50".into(), "DPD"),
            ("example", format!(" | Example: Happy | 10 | 10 | 1\n{rows}"), "PDDD"),
            ("decimal", "1 | T | 30 | 12\n1.1 | a | 10 | 5\n1.2 | b | 20 | 7\n2 | U | 8 | 4\n2.1 | c | 3 | 1\n2.2 | d | 5 | 3".into(), "TDDTDD"),
            ("nested, no numbers", " | Cả huyện | 24 | 10\n | Cấp huyện | 9 | 3\n | Phòng A | 4 | 1\n | Phòng B | 5 | 2\n | Cấp xã | 15 | 7\n | Xã Đông | 7 | 3\n | Xã Tây | 8 | 4".into(), "TSDDSDD"),
            ("roman", "I | Khối huyện | 9 | 3\n1 | A | 4 | 1\n2 | B | 5 | 2\nII | Khối xã | 7 | 7".into(), "TDDD"),
            ("numbered ending", "1 | Mercy | 100\n2 | Hope | 40\n3 | Source of Hope | \n4 | River | 70".into(), "DDDD"),
            ("note between", "1 | Mercy | 100\n2 | Hope | 40\n | Note: Grace reported late\n3 | Grace | 70".into(), "DD.D"),
            ("two alike and zero", " | Alpha | 5 | 7\n | Beta | 0 | 0\n | Gamma | 5 | 7".into(), "DDD"),
            ("chance", " | A | 1\n | B | 2\n | C | 3".into(), "DDD"),
            ("clinic named Total", "1 | Total Care Clinic | 12 | 9\n2 | Hope | 40 | 50\n3 | Grace | 70 | 30".into(), "DDD"),
            ("nameless", "1 | Mercy | 100\n | | 40\n2 | Grace | 70".into(), "DLD"),
            ("total at the top", " | Tổng số | 210 | 200\n1 | A | 100 | 120\n2 | B | 110 | 80".into(), "TDD"),
            ("letters as parts", "1 | A | 30 | 12\na | x | 10 | 5\nb | y | 20 | 7\n2 | B | 8 | 4".into(), "TDDD"),
        ];
        let wrong: Vec<String> = cases
            .iter()
            .filter_map(|(name, text, want)| {
                let got = read(text);
                (got != *want).then(|| format!("{name}: {got} instead of {want}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    // Among small figures a row may be a sum by chance: it is counted and asked about.
    #[test]
    fn chance_is_asked_about() {
        let (seen, figures) = table(" | A | 1\n | B | 2\n | C | 3");
        let p = plan(&seen, &figures, &RowWords::default());
        assert_eq!(p.doubts, [(2, Doubt::IsSum)]);
    }

    proptest! {
        // Whatever stands in a table, each row gets one role, and registered units are always counted.
        #[test]
        fn every_row_has_a_role(
            rows in proptest::collection::vec(("[A-Za-zđ ]{0,9}|Total|Trong đó|Average", "[0-9IVa.]{0,3}", 0u64..8, proptest::collection::vec(0u32..40, 3), any::<bool>()), 0..30)
        ) {
            let seen: Vec<Seen> = rows.iter().enumerate().map(|(i, (label, code, filled, _, unit))| Seen {
                row: i as u32 * (1 + u32::from(i % 7 == 0)),
                label: key(label).into(),
                code: code.clone(),
                filled: *filled,
                figures: *filled != 0,
                claim: if *unit { Claim::Unit(UnitId(i as u32)) } else { Claim::Named },
                ..Seen::default()
            }).collect();
            let values = rows.iter().flat_map(|r| r.3.iter().map(|n| f64::from(*n))).collect();
            let p = plan(&seen, &Figures { width: 3, values }, &RowWords::default());
            prop_assert_eq!(p.roles.len(), seen.len());
            for (s, r) in seen.iter().zip(&p.roles) {
                if matches!(s.claim, Claim::Unit(_)) && s.filled != 0 && !s.label.is_empty() {
                    prop_assert_eq!(r, &Role::Data);
                }
            }
        }

        // A total with its words, and exact, is always one, whatever rows it stands among.
        #[test]
        fn exact_totals_are_never_counted(rows in proptest::collection::vec((1u32..900, 1u32..900), 2..20)) {
            let mut text = String::new();
            for (i, (a, b)) in rows.iter().enumerate() {
                text.push_str(&format!("{} | Place {i} | {a} | {b}\n", i + 1));
            }
            let (a, b) = rows.iter().fold((0, 0), |s, r| (s.0 + r.0, s.1 + r.1));
            text.push_str(&format!(" | District total | {a} | {b}"));
            prop_assert!(read(&text).ends_with('T'));
        }
    }
}
