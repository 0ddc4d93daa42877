/*!
What the figures of one period come to, by the unit that they are about: as much as comparisons need of it, in little
room, so that it can be kept from run to run.
*/

use std::hash::{Hash, Hasher};

use polars::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

use super::FrameError;
use super::frames::value_column;
use crate::project::Project;
use crate::project::form::{Aggregation, Form, Indicator, Layout, ValueType};
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::submission::facts::RowKey;
use crate::submission::ledger::Ledger;

/// What some values of one indicator come to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Their sum.
    pub sum: f64,
    /// How many there are.
    pub count: u32,
    /// The smallest.
    pub min: Option<f64>,
    /// The largest.
    pub max: Option<f64>,
    /// Sum of numerators, or of values times their weights.
    pub numerator: f64,
    /// Sum of denominators, or of weights.
    pub denominator: f64,
    /// Rows that gave both.
    pub both: u32,
}

impl Figures {
    /// One value, with its parts where it has them.
    fn one(value: Option<f64>, parts: Option<(f64, f64)>) -> Figures {
        let (numerator, denominator) = parts.unwrap_or_default();
        Figures {
            sum: value.unwrap_or(0.0),
            count: u32::from(value.is_some()),
            min: value,
            max: value,
            numerator,
            denominator,
            both: u32::from(parts.is_some()),
        }
    }

    /// Takes others in.
    pub fn add(&mut self, other: &Figures) {
        let least = |a: Option<f64>, b: Option<f64>, pick: fn(f64, f64) -> f64| match (a, b) {
            (Some(a), Some(b)) => Some(pick(a, b)),
            (a, b) => a.or(b),
        };
        self.sum += other.sum;
        self.count += other.count;
        self.min = least(self.min, other.min, f64::min);
        self.max = least(self.max, other.max, f64::max);
        self.numerator += other.numerator;
        self.denominator += other.denominator;
        self.both += other.both;
    }

    /// A share of what comes together by adding; of anything else only all or nothing is known.
    pub fn part(&self, share: f64, spec: &Indicator) -> Option<Figures> {
        let adds = match spec.aggregation {
            Aggregation::Sum
            | Aggregation::Last
            | Aggregation::List
            | Aggregation::RatioOfSums
            | Aggregation::WeightedMean => true,
            Aggregation::Mean | Aggregation::Min | Aggregation::Max | Aggregation::CountYes | Aggregation::None => {
                false
            }
        };
        match share {
            0.0 => Some(Figures::default()),
            1.0 => Some(*self),
            _ if !adds => None,
            _ => Some(Figures {
                sum: self.sum * share,
                numerator: self.numerator * share,
                denominator: self.denominator * share,
                min: None,
                max: None,
                ..*self
            }),
        }
    }

    /// True where somebody answered.
    pub fn is_answered(&self, spec: &Indicator) -> bool {
        match spec.aggregation {
            Aggregation::RatioOfSums | Aggregation::WeightedMean => self.both > 0,
            _ => self.count > 0,
        }
    }

    /// The one figure that they become.
    pub fn value(&self, spec: &Indicator) -> Option<f64> {
        if !self.is_answered(spec) {
            return None;
        }
        let over = |scale: f64| (self.denominator != 0.0).then(|| scale * self.numerator / self.denominator);
        match spec.aggregation {
            Aggregation::Sum | Aggregation::Last | Aggregation::CountYes | Aggregation::List => Some(self.sum),
            Aggregation::Mean => Some(self.sum / f64::from(self.count)),
            Aggregation::WeightedMean => over(1.0),
            Aggregation::RatioOfSums => over(spec.scale),
            Aggregation::Min => self.min,
            Aggregation::Max => self.max,
            Aggregation::None => None,
        }
    }
}

/// One indicator's figures, by row; what its aggregation does not need is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Column {
    sums: Vec<f64>,
    counts: Vec<u32>,
    ends: Vec<(Option<f64>, Option<f64>)>,
    parts: Vec<(f64, f64, u32)>,
}

/// A form's figures, each row about one unit, from one sender.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FormPast {
    /// About whom.
    pub subjects: Vec<UnitId>,
    /// From whom.
    pub senders: Vec<UnitId>,
    /// What tells rows of one subject apart, where they bear names of their own: a digest of the name. Empty elsewhere.
    pub labels: Vec<u64>,
    columns: Vec<Column>,
}

impl FormPast {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// The figures of a row.
    pub fn get(&self, row: usize, indicator: usize) -> Figures {
        let Some(c) = self.columns.get(indicator).filter(|c| row < c.counts.len()) else {
            return Figures::default();
        };
        let (min, max) = c.ends.get(row).copied().unwrap_or_default();
        let (numerator, denominator, both) = c.parts.get(row).copied().unwrap_or_default();
        Figures { sum: c.sums[row], count: c.counts[row], min, max, numerator, denominator, both }
    }
}

impl FormPast {
    /// What an indicator comes to over everybody.
    pub fn whole(&self, indicator: usize, spec: &Indicator) -> Option<f64> {
        self.over(0..self.len(), indicator).value(spec)
    }

    /// What it comes to over the rows about one unit.
    pub fn of_unit(&self, unit: UnitId, indicator: usize, spec: &Indicator) -> Option<f64> {
        self.over((0..self.len()).filter(|r| self.subjects[*r] == unit), indicator).value(spec)
    }

    /// What it comes to over some rows.
    pub fn over(&self, rows: impl Iterator<Item = usize>, indicator: usize) -> Figures {
        rows.fold(Figures::default(), |mut sum, row| {
            sum.add(&self.get(row, indicator));
            sum
        })
    }
}

/// A period's figures, by form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// Whether anything was sent for it.
    pub sent: bool,
    /// Of each form, by place.
    pub forms: Vec<FormPast>,
}

/// Pasts by period.
pub type Pasts = std::collections::BTreeMap<Period, Past>;

impl Past {
    /// Of a period's submissions.
    pub fn of_ledger(project: &Project, ledger: &Ledger<'_>) -> Result<Past, FrameError> {
        let frame = |form| super::frames::frame(project, form, ledger, &mut super::frames::RowKeys::default());
        let frames = (0..project.forms.len()).map(frame).collect::<Result<Vec<_>, _>>()?;
        Past::of(project, ledger, &frames)
    }

    /// Reduces a period's frames.
    pub fn of(project: &Project, ledger: &Ledger<'_>, frames: &[DataFrame]) -> Result<Past, FrameError> {
        let mut forms = Vec::with_capacity(project.forms.len());
        for (form, frame) in frames.iter().enumerate() {
            forms.push(form_past(&project.forms[form], form, ledger, frame)?);
        }
        Ok(Past { sent: !ledger.submissions.is_empty(), forms })
    }
}

/// What tells the rows of a frame apart where they are things of the sender's own, by their names. Of a table as long as a
/// country's nobody asks.
pub fn labels(spec: &Form, ledger: &Ledger<'_>, frame: &DataFrame) -> Result<Option<Vec<u64>>, FrameError> {
    const MOST: usize = 200_000;
    if spec.layout != Layout::UnitRows || spec.rows.registered || frame.height() > MOST || frame.height() == 0 {
        return Ok(None);
    }
    let column =
        |name: &str| -> Result<Vec<Option<u32>>, FrameError> { Ok(frame.column(name)?.u32()?.iter().collect()) };
    let (submissions, parts, places) = (column("submission")?, column("part")?, column("place")?);
    let label = |at: usize| -> Option<u64> {
        let sub = ledger.submissions.get(submissions[at]? as usize)?;
        let part = ledger.parts(sub).nth(parts[at]? as usize)?;
        let RowKey::Label(label) = part.rows.get(places[at]? as usize)? else {
            return None;
        };
        let mut hasher = FxHasher::default();
        crate::text::key(label).hash(&mut hasher);
        // 0 is no name.
        Some(hasher.finish().max(1))
    };
    Ok(Some((0..frame.height()).map(|at| label(at).unwrap_or(0)).collect()))
}

fn form_past(spec: &Form, form: usize, ledger: &Ledger<'_>, frame: &DataFrame) -> Result<FormPast, FrameError> {
    let mut out = FormPast::default();
    if frame.height() == 0 && !spec.indicators.iter().any(|i| i.kind == ValueType::List || i.counted().is_some()) {
        return Ok(out);
    }
    let labels = labels(spec, ledger, frame)?;
    let mut places: FxHashMap<(u32, u32, u64), usize> = FxHashMap::default();
    let named = labels.is_some();
    let mut row_of = |out: &mut FormPast, subject: u32, sender: u32, label: u64| {
        *places.entry((subject, sender, label)).or_insert_with(|| {
            out.subjects.push(UnitId(subject));
            out.senders.push(UnitId(sender));
            if named {
                out.labels.push(label);
            }
            out.subjects.len() - 1
        })
    };
    let mut rows: Vec<usize> = Vec::with_capacity(frame.height());
    if frame.height() > 0 {
        let (subjects, senders) = (frame.column("subject")?.u32()?, frame.column("unit")?.u32()?);
        for (at, (subject, sender)) in subjects.iter().zip(senders.iter()).enumerate() {
            let (Some(subject), Some(sender)) = (subject, sender) else {
                continue;
            };
            rows.push(row_of(&mut out, subject, sender, labels.as_ref().map_or(0, |l| l[at])));
        }
    }
    // A list that was sent may hold nothing.
    let lists = spec.layout == Layout::Records;
    let submissions: Vec<_> = ledger.submissions.iter().filter(|s| s.form == form && lists).collect();
    let sent: Vec<usize> = submissions.iter().map(|s| row_of(&mut out, s.unit.0, s.unit.0, 0)).collect();
    let height = out.len();
    for (i, indicator) in spec.indicators.iter().enumerate() {
        let mut sums = vec![Figures::default(); height];
        if indicator.kind == ValueType::List {
            for (sub, row) in submissions.iter().zip(&sent) {
                let items: usize = ledger.parts(sub).map(|p| super::items_of(spec, i, p).count()).sum();
                sums[*row].add(&Figures::one(Some(items as f64), None));
            }
        } else if frame.height() > 0 {
            let number = |i: usize| -> Result<Vec<Option<f64>>, FrameError> {
                Ok(frame.column(&value_column(i))?.f64()?.iter().collect())
            };
            let values = number(i)?;
            let parts = match (indicator.parts(), indicator.weight) {
                (Some((n, d)), _) => Some((number(n)?, number(d)?)),
                (None, Some(w)) => Some((values.clone(), number(w)?)),
                (None, None) => None,
            };
            // Of records the last stated value of a unit is its stock.
            let last = spec.layout == Layout::Records && indicator.aggregation == Aggregation::Last;
            for (at, row) in rows.iter().enumerate() {
                let both = parts.as_ref().and_then(|(n, d)| Some((n[at]?, d[at]?)));
                let both = both.map(|(n, d)| if indicator.weight.is_some() { (n * d, d) } else { (n, d) });
                let one = Figures::one(values[at], both);
                match last {
                    true if one.count > 0 => sums[*row] = one,
                    true => {}
                    false => sums[*row].add(&one),
                }
            }
        }
        // No record that counts is none, where a list was sent.
        if spec.layout == Layout::Records && indicator.counted().is_some() {
            sent.iter().for_each(|row| sums[*row].count = sums[*row].count.max(1));
        }
        out.columns.push(column(indicator, &sums));
    }
    Ok(out)
}

fn column(indicator: &Indicator, sums: &[Figures]) -> Column {
    let ends = matches!(indicator.aggregation, Aggregation::Min | Aggregation::Max);
    let parts = indicator.parts().is_some() || indicator.weight.is_some();
    Column {
        sums: sums.iter().map(|f| f.sum).collect(),
        counts: sums.iter().map(|f| f.count).collect(),
        ends: if ends { sums.iter().map(|f| (f.min, f.max)).collect() } else { Vec::new() },
        parts: if parts { sums.iter().map(|f| (f.numerator, f.denominator, f.both)).collect() } else { Vec::new() },
    }
}
