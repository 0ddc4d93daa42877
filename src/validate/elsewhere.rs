/*!
Figures of other forms, by the unit that they are about: for rules across forms, and for what a sender's rows come to.
*/

use polars::prelude::DataFrame;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::consolidate::Group;
use crate::consolidate::compare::FormComparison;
use crate::consolidate::frames::value_column;
use crate::consolidate::{Consolidation, FrameError};
use crate::intake::workbook::CellRef;
use crate::project::Project;
use crate::project::expression::Elsewhere;
use crate::project::form::{Aggregation, Form, Indicator, Layout};
use crate::project::units::UnitId;
use crate::submission::facts::RowKey;
use crate::submission::ledger::Ledger;

/// How a figure is written in rules.
pub fn name(project: &Project, e: &Elsewhere) -> String {
    let code = project.form(&e.form).map_or("", |f| project.forms[f].indicators[e.indicator].code.as_str());
    let mut name = format!("[{}:{code}]", e.form);
    if e.below {
        name = format!("below({name})");
    }
    if e.previous { format!("prev({name})") } else { name }
}

/// What several values of one indicator come to, each with numerator and denominator (or value times weight, and weight)
/// where it has them.
#[derive(Debug, Clone, Default)]
struct Sum {
    values: Vec<f64>,
    parts: (f64, f64),
    both: bool,
}

impl Sum {
    fn value(&self, indicator: &Indicator) -> Option<f64> {
        let list = &self.values;
        match indicator.aggregation {
            Aggregation::RatioOfSums | Aggregation::WeightedMean => {
                let scale = if indicator.weight.is_some() { 1.0 } else { indicator.scale };
                (self.both && self.parts.1 != 0.0).then(|| scale * self.parts.0 / self.parts.1)
            }
            _ if list.is_empty() => None,
            Aggregation::Sum | Aggregation::Last | Aggregation::CountYes | Aggregation::List => Some(list.iter().sum()),
            Aggregation::Min => list.iter().copied().reduce(f64::min),
            Aggregation::Max => list.iter().copied().reduce(f64::max),
            Aggregation::Mean => Some(list.iter().sum::<f64>() / list.len() as f64),
            // One value is itself, however it would be put together with others.
            Aggregation::None => (list.len() == 1).then(|| list[0]),
        }
    }
}

/// What the rows of each unit come to, by a column that names units; in the order in which they come.
fn by(
    frame: &DataFrame,
    column: &str,
    indicator: (usize, &Indicator),
) -> Result<Vec<(UnitId, Option<f64>)>, FrameError> {
    let (i, spec) = indicator;
    if frame.height() == 0 {
        return Ok(Vec::new());
    }
    let units = frame.column(column)?.u32()?;
    let values = frame.column(&value_column(i))?.f64()?;
    let parts = match (spec.parts(), spec.weight) {
        (Some((n, d)), _) => Some((frame.column(&value_column(n))?.f64()?, frame.column(&value_column(d))?.f64()?)),
        (None, Some(w)) => Some((values, frame.column(&value_column(w))?.f64()?)),
        (None, None) => None,
    };
    let mut order: Vec<UnitId> = Vec::new();
    let mut sums: FxHashMap<UnitId, Sum> = FxHashMap::default();
    for (row, unit) in units.iter().enumerate() {
        let Some(unit) = unit.map(UnitId) else {
            continue;
        };
        let sum = sums.entry(unit).or_insert_with(|| {
            order.push(unit);
            Sum::default()
        });
        sum.values.extend(values.get(row));
        if let Some((n, d)) = &parts
            && let (Some(n), Some(d)) = (n.get(row), d.get(row))
        {
            sum.both = true;
            sum.parts.0 += if spec.weight.is_some() { n * d } else { n };
            sum.parts.1 += d;
        }
    }
    Ok(order.into_iter().map(|u| (u, sums.get(&u).and_then(|s| s.value(spec)))).collect())
}

/// What one sender's rows come to, by indicator.
pub type Comes = (UnitId, Vec<Option<f64>>);

/// What each sender's rows come to, for every indicator of a form.
pub fn by_sender(spec: &Form, frame: &DataFrame) -> Result<Vec<Comes>, FrameError> {
    let mut out: Vec<Comes> = Vec::new();
    for (i, indicator) in spec.indicators.iter().enumerate() {
        for (n, (unit, value)) in by(frame, "unit", (i, indicator))?.into_iter().enumerate() {
            if i == 0 {
                out.push((unit, Vec::with_capacity(spec.indicators.len())));
            }
            out[n].1.push(value);
        }
    }
    Ok(out)
}

/// A figure of another form for every unit that it is known of: what it reports itself, else what is reported about it;
/// or what the units right below it come to.
pub fn figures(
    project: &Project,
    e: &Elsewhere,
    consolidation: &Consolidation,
    ledger: &Ledger<'_>,
) -> Result<FxHashMap<UnitId, f64>, FrameError> {
    let Some(form) = project.form(&e.form) else {
        return Ok(FxHashMap::default());
    };
    let spec = &project.forms[form];
    let frame = if e.previous { &consolidation.previous_frames[form] } else { &consolidation.frames[form] };
    let indicator = (e.indicator, &spec.indicators[e.indicator]);
    let mut own: FxHashMap<UnitId, f64> = FxHashMap::default();
    for column in ["unit", "subject"] {
        for (unit, value) in by(frame, column, indicator)? {
            if let Some(value) = value {
                own.entry(unit).or_insert(value);
            }
        }
    }
    if e.previous {
        for (unit, v) in of_others(project, form, consolidation, &[e.indicator]) {
            match v[0] {
                Some(value) => drop(own.insert(unit, value)),
                None => drop(own.remove(&unit)),
            }
        }
    }
    if !e.below {
        return Ok(own);
    }
    // A sum that lacks one of its parts is none.
    let period = if e.previous { ledger.period.previous() } else { ledger.period };
    let (_, end) = period.window(spec.regime);
    let mut sums: FxHashMap<UnitId, Option<f64>> = FxHashMap::default();
    for (id, unit) in project.register.iter().filter(|(_, u)| u.exists_on(end)) {
        let asked = spec.reporters.has(&project.register, id) || spec.rows.kinds.contains(&unit.kind);
        let Some(parent) = unit.parent.filter(|_| asked) else {
            continue;
        };
        let value = own.get(&id).copied();
        let sum = sums.entry(parent).or_insert(Some(0.0));
        *sum = sum.zip(value).map(|(a, b)| a + b);
    }
    Ok(sums.into_iter().filter_map(|(unit, sum)| Some((unit, sum?))).collect())
}

/// A form of this period against the period before, where it is due in both.
pub fn against(consolidation: &Consolidation, form: usize) -> Option<&FormComparison> {
    consolidation.with_previous.as_ref()?.forms.get(form)?.as_ref()
}

/// What units that were merged, divided or renamed are held against in the period before: what those had that they came
/// from, as far as it is theirs alone.
pub fn of_others(
    project: &Project,
    form: usize,
    consolidation: &Consolidation,
    indicators: &[usize],
) -> FxHashMap<UnitId, Vec<Option<f64>>> {
    let pasts = consolidation.with_previous.as_ref().and_then(|c| {
        let before = consolidation.pasts.get(&c.with)?;
        Some((consolidation.pasts.get(&c.of)?.forms.get(form)?, before.forms.get(form)?))
    });
    let Some((comparison, pasts)) = against(consolidation, form).zip(pasts) else {
        return FxHashMap::default();
    };
    let figure = |unit: UnitId, i: &usize| comparison.of_unit(project, form, *i, unit, pasts).previous.ok();
    comparison.changed().map(|u| (u, indicators.iter().map(|i| figure(u, i)).collect())).collect()
}

/// The same of senders, whatever their rows are about.
pub fn of_senders(
    project: &Project,
    form: usize,
    consolidation: &Consolidation,
    indicators: &[usize],
) -> FxHashMap<UnitId, Vec<Option<f64>>> {
    if project.forms[form].layout == Layout::IndicatorRows {
        return of_others(project, form, consolidation, indicators);
    }
    let (Some(all), Some(comparison)) = (&consolidation.with_previous, against(consolidation, form)) else {
        return FxHashMap::default();
    };
    let figure = |unit: UnitId, i: &usize| all.get(form, *i, Group::Sender(unit)).and_then(|l| l.previous);
    comparison.changed().map(|u| (u, indicators.iter().map(|i| figure(u, i)).collect())).collect()
}

/// Where a figure of another form stands: file, sheet and cells; `ledger` is that of its period.
pub fn cells(project: &Project, ledger: &Ledger<'_>, e: &Elsewhere, unit: UnitId) -> String {
    /// More places than these are not told one by one.
    const MOST: usize = 5;
    let Some(form) = project.form(&e.form) else {
        return String::new();
    };
    let below: FxHashSet<UnitId> =
        project.register.iter().filter(|(_, u)| u.parent == Some(unit)).map(|(i, _)| i).collect();
    let about = |u: UnitId| if e.below { below.contains(&u) } else { u == unit };
    let mut places: Vec<String> = Vec::new();
    for sub in ledger.submissions.iter().filter(|s| s.form == form) {
        for (at, part) in ledger.pieces(sub) {
            let file = &ledger.files[at.file].name;
            let named =
                |row: usize| about(sub.unit) || matches!(part.rows.get(row), Some(RowKey::Unit(u)) if about(*u));
            let cells = span(part.facts.iter().filter(|f| f.indicator == e.indicator && named(f.row)).map(|f| f.cell));
            if !cells.is_empty() {
                places.push(format!("{file} › {} › {cells}", part.sheet));
            }
        }
    }
    let more = places.len().saturating_sub(MOST);
    places.truncate(MOST);
    let mut out = places.join("; ");
    if more > 0 {
        out.push_str(&format!("; … (+{more})"));
    }
    out
}

/// Some cells in few letters: one, a range in a column or row, or the first and the last of them.
pub fn span(cells: impl Iterator<Item = CellRef>) -> String {
    let cells: Vec<CellRef> = cells.collect();
    match (cells.first(), cells.last()) {
        (Some(a), Some(b)) if cells.len() > 1 => format!("{a}:{b}"),
        (Some(a), _) => a.to_string(),
        _ => String::new(),
    }
}
