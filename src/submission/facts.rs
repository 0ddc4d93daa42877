/*!
Facts in columns: one value each, with the cell that it came from.
*/

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::intake::workbook::CellRef;
use crate::project::form::When;
use crate::project::units::UnitId;
use crate::text::key;
use crate::text::language::words;
use crate::text::number::plain_number;

/// What a fact's value is; the words are those of `facts.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A number.
    Number,
    /// A text.
    Text,
    /// A date, as `yyyy-mm-dd` in the text.
    Date,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Nothing said.
    Blank,
    /// Nothing arose: counts as zero.
    Nil,
    /// Not available.
    Unavailable,
    /// Does not apply.
    NotApplicable,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Kind; 9] = KINDS;

    /// The word that outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::Date => "date",
            Kind::Yes => "yes",
            Kind::No => "no",
            Kind::Blank => "blank",
            Kind::Nil => "nil",
            Kind::Unavailable => "unavailable",
            Kind::NotApplicable => "not-applicable",
        }
    }

    /// The kind that outputs call so.
    pub fn of(word: &str) -> Option<Kind> {
        KINDS.into_iter().find(|k| k.as_str() == word)
    }

    /// True when the unit answered, be it with nothing.
    pub fn is_answer(self) -> bool {
        !matches!(self, Kind::Blank | Kind::Unavailable | Kind::NotApplicable)
    }
}

/// What a row of a table is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RowKey {
    /// The sheet's unit itself (indicator-rows).
    Sender,
    /// A registered unit.
    Unit(UnitId),
    /// A thing by its label.
    Label(String),
    /// A record by its number.
    Record(u32),
}

impl RowKey {
    /// The same with its name as a key: who reads two names as one takes two rows for one.
    pub fn folded(&self) -> RowKey {
        match self {
            RowKey::Label(label) => RowKey::Label(key(label)),
            other => other.clone(),
        }
    }

    /// About as many bytes as it takes.
    pub fn weight(&self) -> usize {
        let text = if let RowKey::Label(label) = self { label.len() } else { 0 };
        size_of::<RowKey>() + text
    }
}

/// What tells a record from others, by the indicators that the form declares: as a key, with the cell of the first of
/// them. Nothing where one of them has no answer.
pub fn record_key(record: &[Fact<'_>], by: &[usize]) -> Option<(String, CellRef)> {
    let mut key = String::new();
    let mut first = None;
    for indicator in by {
        let fact = record.iter().find(|f| f.indicator == *indicator && f.kind.is_answer())?;
        first = first.or(Some(fact.cell));
        key.push_str(&format!("{}\u{1f}{}\u{1e}", fact.value, crate::text::key(fact.text)));
    }
    first.map(|cell| (key, cell))
}

/// All that a record says.
pub fn whole_record(record: &[Fact<'_>]) -> String {
    let mut said = String::new();
    for f in record {
        said.push_str(&format!("{}\u{1f}{:?}\u{1f}{}\u{1f}{}\u{1e}", f.indicator, f.kind, f.value, f.text));
    }
    said
}

/// What tells a record from all others, how to name it, and where it stands.
pub fn told_apart(record: &[Fact<'_>], by: &[usize]) -> Option<(String, String, CellRef)> {
    const LEAST: usize = 3;
    if !by.is_empty() {
        let (key, cell) = record_key(record, by)?;
        let named = record.iter().find(|f| f.cell == cell)?;
        let name = if named.text.is_empty() { plain_number(named.value) } else { named.text.to_owned() };
        return Some((key, name, cell));
    }
    let numbered = record.iter().find(|f| f.kind == Kind::Text && f.text.bytes().any(|b| b.is_ascii_digit()))?;
    let answers = record.iter().filter(|f| f.kind.is_answer()).count();
    (answers >= LEAST).then(|| (whole_record(record), numbered.text.to_owned(), numbered.cell))
}

/// Facts of one submission while they are read: open to change.
#[derive(Debug, Clone, Default)]
pub struct Draft(Vec<Drafted>);

#[derive(Debug, Clone)]
struct Drafted {
    row: u32,
    indicator: u16,
    kind: Kind,
    value: f64,
    text: Option<Box<str>>,
    cell: CellRef,
}

/// Row, indicator and what is answered.
type Answer = (u32, u16, Kind, u64, Option<Box<str>>);

/// One fact, looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fact<'a> {
    /// Place of its row among the submission's rows.
    pub row: usize,
    /// Indicator, by place in the form.
    pub indicator: usize,
    /// What the value is.
    pub kind: Kind,
    /// The number; 0 where there is none.
    pub value: f64,
    /// The text; blank where there is none.
    pub text: &'a str,
    /// The cell it came from.
    pub cell: CellRef,
}

impl Fact<'_> {
    /// The number that totals count: nil is zero, what is missing is nothing.
    pub fn number(&self) -> Option<f64> {
        match self.kind {
            Kind::Number => Some(self.value),
            Kind::Nil => Some(0.0),
            _ => None,
        }
    }

    /// True for the answer of a record that a condition lets count.
    pub fn meets(&self, when: &When) -> bool {
        if self.indicator != when.indicator || !self.kind.is_answer() {
            return false;
        }
        let said = || match self.kind {
            Kind::Number => key(&plain_number(self.value)),
            // That nothing arose is a zero as well as a dash.
            Kind::Nil => key("0"),
            _ => key(self.text),
        };
        // Yes and no are told in the sheet's own words; a dash is a no.
        let yes = |w: &String| self.yes().is_some() && words().yes_no(w) == self.yes();
        when.is.is_empty() || when.is.iter().any(yes) || when.is.contains(&said()) || when.is.contains(&key(self.text))
    }

    /// Yes or no, where that was answered; nil is no.
    pub fn yes(&self) -> Option<bool> {
        match self.kind {
            Kind::Yes => Some(true),
            Kind::No | Kind::Nil => Some(false),
            _ => None,
        }
    }
}

impl Draft {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Makes room for more.
    pub fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    /// Adds a fact.
    pub fn push(&mut self, row: usize, indicator: usize, kind: Kind, value: f64, text: Option<String>, cell: CellRef) {
        let text = text.map(String::into_boxed_str);
        self.0.push(Drafted { row: row as u32, indicator: indicator as u16, kind, value, text, cell });
    }

    /// Adds a fact that was read before, to a row.
    pub fn push_fact(&mut self, row: usize, f: &Fact<'_>) {
        let text = (!f.text.is_empty()).then(|| f.text.to_owned());
        self.push(row, f.indicator, f.kind, f.value, text, f.cell);
    }

    /// One fact.
    pub fn get(&self, i: usize) -> Fact<'_> {
        let f = &self.0[i];
        Fact {
            row: f.row as usize,
            indicator: usize::from(f.indicator),
            kind: f.kind,
            value: f.value,
            text: f.text.as_deref().unwrap_or(""),
            cell: f.cell,
        }
    }

    /// Every fact.
    pub fn iter(&self) -> impl Iterator<Item = Fact<'_>> {
        (0..self.len()).map(|i| self.get(i))
    }

    /// Forgets all but the first ones.
    pub fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// Changes a number that was read.
    pub fn set_value(&mut self, i: usize, value: f64) {
        self.0[i].value = value;
    }

    /// Drops answers that say again what their row said before: a table that stands on its sheet twice.
    pub fn drop_repeated(&mut self) {
        let mut seen: FxHashSet<Answer> = FxHashSet::default();
        self.0.retain(|f| seen.insert((f.row, f.indicator, f.kind, f.value.to_bits(), f.text.clone())));
    }

    /// What the last row says of an indicator, where it is the one asked for.
    pub fn in_last_row(&self, row: usize, indicator: usize) -> Option<Kind> {
        let mine = self.0.iter().rev().take_while(|f| f.row as usize == row);
        mine.filter(|f| usize::from(f.indicator) == indicator).last().map(|f| f.kind)
    }

    /// A number that another cell of the row states: it takes the place of a blank, never of an answer.
    pub fn answer_blank(&mut self, row: usize, indicator: usize, value: f64, cell: CellRef) {
        match self.0.iter_mut().rev().find(|f| f.row as usize == row && usize::from(f.indicator) == indicator) {
            Some(f) if f.kind == Kind::Blank => {
                (f.kind, f.value, f.cell) = (Kind::Number, value, cell);
            }
            Some(_) => {}
            None => self.push(row, indicator, Kind::Number, value, None, cell),
        }
    }
}

/// Facts of one submission, packed: some six bytes each instead of forty, since a country's month is ten
/// million of them and all are kept until the outputs are written.
///
/// Each fact is told by its difference from the one before. A first byte holds the kind and what follows:
/// then row, indicator and cell as steps, then the number, then the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    count: u32,
    #[serde(with = "serde_bytes")]
    packed: Vec<u8>,
}

/// Bits of the first byte beside the kind.
const SAME_ROW: u8 = 0x10;
const HAS_TEXT: u8 = 0x20;
const WHOLE: u8 = 0x40;
const BROKEN: u8 = 0x80;

const KINDS: [Kind; 9] = [
    Kind::Number,
    Kind::Text,
    Kind::Date,
    Kind::Yes,
    Kind::No,
    Kind::Blank,
    Kind::Nil,
    Kind::Unavailable,
    Kind::NotApplicable,
];

/// The largest whole number that is packed as one: every smaller one is exact.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Where the packing stands.
#[derive(Clone, Copy, Default)]
struct At {
    row: u32,
    indicator: u32,
    cell_row: u32,
    cell_col: u32,
}

impl Facts {
    /// How many bytes they are packed in.
    pub fn packed(&self) -> usize {
        self.packed.len()
    }

    /// Packs what was read.
    pub fn pack(draft: &Draft) -> Facts {
        let mut packed = Vec::with_capacity(draft.len() * 8);
        let mut at = At::default();
        for Drafted { row, indicator, kind, value, text, cell } in &draft.0 {
            let same = *row == at.row && cell.row == at.cell_row;
            let whole = *value as i64 as f64 == *value
                && value.abs() < LARGEST_WHOLE
                && !(*value == 0.0 && value.is_sign_negative());
            let zero = value.to_bits() == 0;
            let mut first = *kind as u8;
            first |= if same { SAME_ROW } else { 0 };
            first |= if text.is_some() { HAS_TEXT } else { 0 };
            first |= match (zero, whole) {
                (true, _) => 0,
                (_, true) => WHOLE,
                _ => BROKEN,
            };
            packed.push(first);
            if !same {
                step(&mut packed, &mut at.row, *row);
                step(&mut packed, &mut at.cell_row, cell.row);
            }
            step(&mut packed, &mut at.indicator, u32::from(*indicator));
            step(&mut packed, &mut at.cell_col, cell.col);
            if first & WHOLE != 0 {
                put(&mut packed, zigzag(*value as i64));
            } else if first & BROKEN != 0 {
                packed.extend_from_slice(&value.to_le_bytes());
            }
            if let Some(text) = text {
                put(&mut packed, text.len() as u64);
                packed.extend_from_slice(text.as_bytes());
            }
        }
        packed.shrink_to_fit();
        Facts { count: draft.len() as u32, packed }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Bytes that they take, packed.
    pub fn bytes(&self) -> usize {
        self.packed.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Every fact, in the order in which they were read. Bytes that are no facts end it.
    pub fn iter(&self) -> FactsIter<'_> {
        FactsIter { rest: &self.packed, at: At::default() }
    }

    /// Where the facts of each row begin: those of a row stand together.
    pub fn by_row(&self) -> Vec<Option<FactsIter<'_>>> {
        let mut out: Vec<Option<FactsIter<'_>>> = Vec::new();
        let mut at = self.iter();
        loop {
            let before = at.clone();
            let Some(fact) = at.next() else {
                return out;
            };
            // A row's number is its place among rows that are kept: never above the number of facts.
            if fact.row >= out.len() && fact.row <= self.len() {
                out.resize(fact.row + 1, None);
            }
            if let Some(slot) = out.get_mut(fact.row).filter(|s| s.is_none()) {
                *slot = Some(before);
            }
        }
    }
}

/// Goes through packed facts.
#[derive(Clone)]
pub struct FactsIter<'a> {
    rest: &'a [u8],
    at: At,
}

impl<'a> Iterator for FactsIter<'a> {
    type Item = Fact<'a>;

    fn next(&mut self) -> Option<Fact<'a>> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        let kind = *KINDS.get(usize::from(first & 0x0F))?;
        if first & SAME_ROW == 0 {
            self.at.row = self.step(self.at.row)?;
            self.at.cell_row = self.step(self.at.cell_row)?;
        }
        self.at.indicator = self.step(self.at.indicator)?;
        self.at.cell_col = self.step(self.at.cell_col)?;
        let value = if first & WHOLE != 0 {
            let n = self.take()?;
            unzigzag(n) as f64
        } else if first & BROKEN != 0 {
            let (bytes, rest) = self.rest.split_first_chunk::<8>()?;
            self.rest = rest;
            f64::from_le_bytes(*bytes)
        } else {
            0.0
        };
        let text = if first & HAS_TEXT != 0 {
            let length = usize::try_from(self.take()?).ok()?;
            let (text, rest) = self.rest.split_at_checked(length)?;
            self.rest = rest;
            std::str::from_utf8(text).ok()?
        } else {
            ""
        };
        let At { row, indicator, cell_row, cell_col } = self.at;
        Some(Fact {
            row: row as usize,
            indicator: indicator as usize,
            kind,
            value,
            text,
            cell: CellRef { row: cell_row, col: cell_col },
        })
    }
}

impl FactsIter<'_> {
    #[inline]
    fn take(&mut self) -> Option<u64> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let (&b, rest) = self.rest.split_first()?;
            self.rest = rest;
            n |= u64::from(b & 0x7F) << shift;
            if b < 0x80 {
                return Some(n);
            }
        }
        None
    }

    #[inline]
    fn step(&mut self, from: u32) -> Option<u32> {
        let by = unzigzag(self.take()?);
        u32::try_from(i64::from(from).checked_add(by)?).ok()
    }
}

fn zigzag(n: i64) -> u64 {
    ((n << 1) ^ (n >> 63)) as u64
}

fn unzigzag(n: u64) -> i64 {
    (n >> 1) as i64 ^ -((n & 1) as i64)
}

fn put(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn step(out: &mut Vec<u8>, from: &mut u32, to: u32) {
    put(out, zigzag(i64::from(to) - i64::from(*from)));
    *from = to;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        // What is packed comes out as it went in.
        #[test]
        fn packing_keeps_facts(
            facts in proptest::collection::vec(
                (0u32..2_000_000, any::<u16>(), 0usize..9, prop_oneof![any::<f64>(), (-9e15f64..9e15).prop_map(f64::trunc)],
                 proptest::option::of(".{0,12}"), 0u32..1_048_576, 0u32..16_384),
                0..40,
            )
        ) {
            let mut draft = Draft::default();
            for (row, indicator, kind, value, text, r, c) in facts {
                let value = if value.is_finite() { value } else { 0.5 };
                draft.push(row as usize, usize::from(indicator), KINDS[kind], value, text, CellRef { row: r, col: c });
            }
            let packed = Facts::pack(&draft);
            prop_assert_eq!(packed.len(), draft.len());
            prop_assert!(packed.iter().eq(draft.iter()));
        }

        // No bytes make the unpacking panic.
        #[test]
        fn any_bytes(packed in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Facts { count: 9, packed }.iter().count();
        }
    }

    // Each kind is packed under its own number.
    #[test]
    fn kinds_in_order() {
        for (i, kind) in KINDS.iter().enumerate() {
            assert_eq!(*kind as usize, i);
        }
    }
}
