/*!
All periods side by side: each figure of each period, and whether it can be held against the period before.
*/

use std::collections::BTreeMap;

use super::compare::{self, Comparison, Reason};
use super::past::{FormPast, Past, Pasts};
use super::{Figures, Group};
use crate::project::Project;
use crate::project::period::Period;
use crate::project::units::UnitId;
use rustc_hash::FxHashSet;

/// Why a figure is not comparable with that of the period before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// There is no period before.
    First,
    /// Other units reported.
    OtherUnits,
    /// The unit's own reason.
    Unit(Reason),
}

impl Apart {
    /// The word of `series.csv`.
    pub fn as_str(self) -> &'static str {
        match self {
            Apart::First => "first",
            Apart::OtherUnits => "other-units",
            Apart::Unit(Reason::Divided) => "divided",
            Apart::Unit(Reason::New) => "new",
            Apart::Unit(Reason::Missing) => "missing",
        }
    }
}

/// One figure of one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The period.
    pub period: Period,
    /// Form, by place.
    pub form: usize,
    /// Indicator, by place.
    pub indicator: usize,
    /// Of what: a group, or one unit.
    pub of: Of,
    /// The figure.
    pub value: f64,
    /// Why it is not comparable with the period before; nothing where it is.
    pub apart: Option<Apart>,
}

/// Of what a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Of {
    /// A group of units.
    Group(Group),
    /// A unit that reports or is reported on.
    Unit(UnitId),
}

/// More figures of single units than these are left out: a country's are as many as its facts.
const MOST_OF_UNITS: usize = 2_000_000;

/// True where there are more than one period to put side by side.
pub fn is_needed(pasts: &Pasts) -> bool {
    pasts.values().filter(|p| p.sent).count() > 1
}

/// True where single units are left out.
pub fn leaves_out_units(project: &Project, pasts: &Pasts) -> bool {
    let of =
        |past: &Past| past.forms.iter().zip(&project.forms).map(|(p, f)| p.len() * f.indicators.len()).sum::<usize>();
    pasts.values().map(of).sum::<usize>() > MOST_OF_UNITS
}

/// The points of one period after the other, each handed to `to`.
pub fn each<E>(project: &Project, pasts: &Pasts, mut to: impl FnMut(Point) -> Result<(), E>) -> Result<(), E> {
    let units = !leaves_out_units(project, pasts);
    for (&period, past) in pasts.iter().filter(|(_, p)| p.sent) {
        let before = pasts.get(&period.previous()).filter(|p| p.sent);
        let comparison = before.map(|b| Comparison::of(project, (period, past), (period.previous(), b)));
        for (form, spec) in project.forms.iter().enumerate().filter(|(_, f)| f.is_due(period)) {
            let mine = &past.forms[form];
            let against = comparison.as_ref().and_then(|c| c.forms[form].as_ref()).zip(before);
            let groups = compare::by_group(project, spec, mine);
            let mut keys: Vec<&(usize, Group)> =
                groups.keys().filter(|(_, g)| !matches!(g, Group::Sender(_))).collect();
            keys.sort_unstable();
            for &&(indicator, group) in &keys {
                let Some(value) = groups[&(indicator, group)].value(&spec.indicators[indicator]) else {
                    continue;
                };
                let like = comparison.as_ref().and_then(|c| c.get(form, indicator, group));
                let apart = match (&against, like) {
                    (None, _) => Some(Apart::First),
                    (Some(_), Some(l)) if l.whole => None,
                    _ => Some(Apart::OtherUnits),
                };
                to(Point { period, form, indicator, of: Of::Group(group), value, apart })?;
            }
            if !units {
                continue;
            }
            let above: FxHashSet<UnitId> =
                keys.iter().filter_map(|(_, g)| if let Group::Unit(u) = g { Some(*u) } else { None }).collect();
            // What a unit above others has is one of the groups.
            for (unit, rows) in rows_of(mine).into_iter().filter(|(u, _)| !above.contains(u)) {
                for (indicator, spec) in spec.indicators.iter().enumerate() {
                    let mut own = Figures::default();
                    rows.iter().for_each(|row| own.add(&mine.get(*row, indicator)));
                    let Some(value) = own.value(spec) else {
                        continue;
                    };
                    let apart = match &against {
                        None => Some(Apart::First),
                        Some((c, b)) => {
                            let like = c.of_unit(project, form, indicator, unit, (mine, &b.forms[form]));
                            like.previous.err().map(Apart::Unit)
                        }
                    };
                    to(Point { period, form, indicator, of: Of::Unit(unit), value, apart })?;
                }
            }
        }
    }
    Ok(())
}

/// The rows about each unit, or else from it.
fn rows_of(past: &FormPast) -> BTreeMap<UnitId, Vec<usize>> {
    let mut out: BTreeMap<UnitId, Vec<usize>> = BTreeMap::new();
    for (row, subject) in past.subjects.iter().enumerate() {
        out.entry(*subject).or_default().push(row);
    }
    let about: FxHashSet<UnitId> = out.keys().copied().collect();
    for (row, sender) in past.senders.iter().enumerate().filter(|(_, s)| !about.contains(s)) {
        out.entry(*sender).or_default().push(row);
    }
    out
}
