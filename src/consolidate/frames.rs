/*!
Facts as polars frames: for each form one wide frame, a row for each row that was reported, a column for
each indicator.

Columns: `submission` and `place` (where the row comes from), `unit` (sender), `key` (what the row is about,
equal in both periods), `subject` (the unit that it is about), `row` (the number of its name, where totals by row are asked for), `kind` and `parent` (the groups it counts in), then `v0…` with numbers (yes is 1,
no and nil are 0, what is missing is null).
*/

use polars::prelude::*;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::project::Project;
use crate::project::form::{Form, Rule, ValueType, When};
use crate::project::units::UnitId;
use crate::submission::extract::Part;
use crate::submission::facts::{Fact, RowKey};
use crate::submission::ledger::Ledger;

/// Gives the same number to the same row in both periods, and to rows of one name with all senders.
#[derive(Debug, Default)]
pub struct RowKeys {
    keys: FxHashMap<RowKey, u32>,
    names: FxHashMap<String, u32>,
    /// The names by their numbers, as they were first written.
    pub written: Vec<String>,
}

impl RowKeys {
    fn of(&mut self, key: &RowKey) -> u32 {
        let next = self.keys.len() as u32;
        *self.keys.entry(key.clone()).or_insert(next)
    }

    fn name(&mut self, project: &Project, row: &RowKey) -> u32 {
        let written = match row {
            RowKey::Unit(u) => project.register.get(*u).code.clone(),
            RowKey::Label(label) => label.clone(),
            RowKey::Record(n) => n.to_string(),
            RowKey::Sender => String::new(),
        };
        let key = if let RowKey::Label(_) = row { crate::text::key(&written) } else { written.clone() };
        *self.names.entry(key).or_insert_with(|| {
            self.written.push(written);
            self.written.len() as u32 - 1
        })
    }
}

/// The number that a fact stands for in a frame.
pub fn measure(fact: &Fact<'_>, kind: ValueType) -> Option<f64> {
    match kind {
        ValueType::YesNo => fact.yes().map(|y| f64::from(u8::from(y))),
        k if k.is_numeric() => fact.number(),
        _ => None,
    }
}

/// The parent below the province that a row counts under, if any.
pub fn parent_of(project: &Project, sender: UnitId, key: &RowKey) -> Option<UnitId> {
    let of = match key {
        RowKey::Unit(u) => *u,
        _ => sender,
    };
    above(project, of).next()
}

/// The units above one, the nearest first, up to those right below the province.
pub fn above(project: &Project, unit: UnitId) -> impl Iterator<Item = UnitId> {
    project.register.above(unit).take_while(|u| *u != project.province)
}

/// The name of an indicator's column.
pub fn value_column(indicator: usize) -> String {
    format!("v{indicator}")
}

/// Some submissions, and the part of each column that their rows take.
type Share<'a, 'c> = (usize, &'a [(usize, &'a Part)], Vec<&'c mut [Option<f64>]>);

/// The numbers of every indicator, a column each, filled by all cores: each takes the rows of some submissions.
fn values(spec: &Form, submission: &[u32], at: &[(usize, &Part)], place: &[u32]) -> Vec<Vec<Option<f64>>> {
    let height = submission.len();
    let mut values: Vec<Vec<Option<f64>>> =
        (0..spec.indicators.len()).into_par_iter().map(|_| vec![None; height]).collect();
    // A later sheet's rows may stand for those of an earlier one: submissions stay whole.
    let least = (height / (rayon::current_num_threads() * 4)).max(1_000);
    let mut cuts: Vec<usize> = vec![0];
    let mut first = 0;
    for (n, &(start, _)) in at.iter().enumerate() {
        let next = start > 0 && start < height && submission[start] != submission[start - 1];
        if next && start - first >= least {
            cuts.push(n);
            first = start;
        }
    }
    let mut rest: Vec<&mut [Option<f64>]> = values.iter_mut().map(Vec::as_mut_slice).collect();
    let mut shares: Vec<Share<'_, '_>> = Vec::with_capacity(cuts.len());
    for (n, &cut) in cuts.iter().enumerate() {
        let Some(&(first, _)) = at.get(cut) else {
            break;
        };
        let next = cuts.get(n + 1).copied().unwrap_or(at.len());
        let end = at.get(next).map_or(height, |(s, _)| *s);
        let mut mine = Vec::with_capacity(rest.len());
        for column in &mut rest {
            let (head, tail) = std::mem::take(column).split_at_mut(end - first);
            mine.push(head);
            *column = tail;
        }
        shares.push((first, &at[cut..next], mine));
    }
    let counted: Vec<(usize, &When, Option<usize>)> =
        spec.indicators.iter().enumerate().filter_map(|(i, spec)| Some((i, spec.counted()?, spec.of))).collect();
    shares.into_par_iter().for_each(|(first, parts, mut columns)| {
        for (start, part) in parts {
            for fact in part.facts.iter() {
                if let Some(n) = measure(&fact, spec.indicators[fact.indicator].kind) {
                    let mut row = start + fact.row;
                    if place[row] > TWIN {
                        row = (u32::MAX - place[row]) as usize;
                    }
                    columns[fact.indicator][row - first] = Some(n);
                }
            }
            // Rows of which the condition says nothing do not count.
            for &(i, when, of) in &counted {
                let mut holds = vec![false; part.rows.len()];
                for fact in part.facts.iter().filter(|f| f.meets(when)) {
                    if let Some(row) = holds.get_mut(fact.row) {
                        *row = true;
                    }
                }
                for (row, holds) in holds.into_iter().enumerate() {
                    let row = start + row;
                    let value = if holds { of.map_or(Some(1.0), |of| columns[of][row - first]) } else { Some(0.0) };
                    columns[i][row - first] = value;
                }
            }
        }
    });
    values
}

/// Places above this are rows that stand for an earlier one: so far from the largest number.
const TWIN: u32 = u32::MAX / 2;

/// A computed rate that nobody stated has a value all the same; one whose parts were not given stands as stated.
fn compute_rates(spec: &Form, values: &mut [Vec<Option<f64>>]) {
    for (i, indicator) in spec.indicators.iter().enumerate() {
        let Some((n, d)) = indicator.parts() else {
            continue;
        };
        let rates: Vec<Option<f64>> = values[n]
            .iter()
            .zip(&values[d])
            .zip(&values[i])
            .map(|((a, b), stated)| match (a, b) {
                (Some(a), Some(b)) if *b != 0.0 => Some(indicator.scale * a / b),
                _ => *stated,
            })
            .collect();
        values[i] = rates;
    }
}

/// Builds the frame of a form.
pub fn frame(project: &Project, form: usize, ledger: &Ledger<'_>, keys: &mut RowKeys) -> PolarsResult<DataFrame> {
    let spec = &project.forms[form];
    // Rows of two periods are put side by side only where a rule asks for both.
    let compared = spec.rules.iter().any(Rule::asks_before);
    let mut submission: Vec<u32> = Vec::new();
    let mut part_of: Vec<u32> = Vec::new();
    let mut place: Vec<u32> = Vec::new();
    let mut unit: Vec<u32> = Vec::new();
    let mut key: Vec<u32> = Vec::new();
    let mut kind: Vec<u32> = Vec::new();
    let mut parent: Vec<Option<u32>> = Vec::new();
    let mut subject: Vec<u32> = Vec::new();
    let mut named: Vec<Option<u32>> = Vec::new();
    let mut at: Vec<(usize, &Part)> = Vec::new();
    for (s, sub) in ledger.submissions.iter().enumerate().filter(|(_, s)| s.form == form) {
        // Rows of several sheets about the same thing are one row.
        let mut merged: FxHashMap<&RowKey, u32> = FxHashMap::default();
        let several = sub.parts.len() > 1;
        for (p, part) in ledger.parts(sub).enumerate() {
            at.push((submission.len(), part));
            for (r, row) in part.rows.iter().enumerate() {
                let joins = several && !matches!(row, RowKey::Record(_));
                let twin = if joins { merged.get(row).copied() } else { None };
                if joins {
                    merged.entry(row).or_insert(submission.len() as u32);
                }
                submission.push(s as u32);
                part_of.push(p as u32);
                // A later twin's values are put to the first row below.
                place.push(twin.map_or(r as u32, |t| u32::MAX - t));
                unit.push(sub.unit.0);
                key.push(if compared { keys.of(row) } else { 0 });
                kind.push(u32::from(project.register.get(sub.unit).kind.0));
                named.push(spec.rows.totals.then(|| keys.name(project, row)));
                subject.push(if let RowKey::Unit(u) = row { u.0 } else { sub.unit.0 });
                parent.push(parent_of(project, sub.unit, row).map(|p| p.0));
            }
        }
    }
    let height = submission.len();
    let mut values = values(spec, &submission, &at, &place);
    compute_rates(spec, &mut values);
    let mut columns = vec![
        Column::new("submission".into(), submission),
        Column::new("part".into(), part_of),
        Column::new("place".into(), &place),
        Column::new("unit".into(), unit),
        Column::new("key".into(), key),
        Column::new("kind".into(), kind),
        Column::new("parent".into(), parent),
        Column::new("subject".into(), subject),
        Column::new("row".into(), named),
    ];
    columns.extend(
        values
            .into_par_iter()
            .enumerate()
            .map(|(i, v)| Float64Chunked::from_slice_options(value_column(i).into(), &v).into_column())
            .collect::<Vec<_>>(),
    );
    let frame = DataFrame::new(height, columns)?;
    // Twins have handed their values over.
    if place.iter().any(|p| *p > TWIN) {
        return frame.lazy().filter(col("place").lt(lit(TWIN))).collect();
    }
    Ok(frame)
}
