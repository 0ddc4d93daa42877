/*!
What stands beside a figure: the period before, the same period last year, the year so far, the plan.
*/

use rustc_hash::{FxHashMap, FxHashSet};

use super::compare::{self, Comparison, FormComparison};
use super::past::{Figures, FormPast, Pasts};
use super::{Group, Made, Total};
use crate::finding::{Code, Finding, Said};
use crate::project::Project;
use crate::project::form::{Aggregation, Form, Indicator, Layout, ValueType};
use crate::project::period::Period;
use crate::project::successions::Components;
use crate::project::units::UnitId;

/// What is known of other periods.
pub struct Beside<'a> {
    /// The project.
    pub project: &'a Project,
    /// The period.
    pub period: Period,
    /// What periods came to.
    pub pasts: &'a Pasts,
    /// Against the period before.
    pub previous: Option<&'a Comparison>,
    /// Against the same period of the year before.
    pub last_year: Option<&'a Comparison>,
}

impl Beside<'_> {
    /// Puts it beside the figures of one form; `before` are those of the period before.
    pub fn put(&self, now: &mut [Made], before: &[Made]) {
        let index: FxHashMap<(usize, Group), &Made> =
            before.iter().map(|m| ((m.total.indicator, m.total.group), m)).collect();
        let Some(form) = now.first().map(|m| m.total.form) else {
            return;
        };
        let year = self.year_so_far(form);
        let last_year = self.sums(form, self.period.last_year());
        for made in now {
            let key = (made.total.indicator, made.total.group);
            let old = index.get(&key);
            made.total.previous = old.and_then(|o| o.total.value);
            let like = self.previous.and_then(|c| c.get(form, key.0, key.1));
            made.total.like = like;
            let whole = match made.total.group {
                // Rows of one name are no units: the same senders have to have them.
                Group::Row(_) => old.is_some_and(|o| o.units == made.units),
                _ => like.is_some_and(|l| l.whole),
            };
            let both = made.total.value.zip(made.total.previous);
            made.total.change = both.filter(|_| whole).map(|(a, b)| super::tidy(a - b));
            made.total.last_year = last_year.get(&key).copied();
            made.total.like_last_year = self.last_year.and_then(|c| c.get(form, key.0, key.1));
            made.total.year_to_date = year.get(&key).copied();
            made.total.plan = self.plan(&made.total);
            let spec = &self.project.forms[form].indicators[key.0];
            // Of a year that lacks a period nobody knows what came together.
            let reached = if adds_up(spec) { made.total.year_to_date } else { made.total.value };
            let planned = made.total.plan.filter(|p| *p != 0.0);
            made.total.fulfilled = reached.zip(planned).map(|(a, b)| super::tidy(100.0 * a / b));
        }
    }

    fn plan(&self, total: &Total) -> Option<f64> {
        let unit = match total.group {
            Group::Province => self.project.province,
            Group::Unit(u) | Group::Sender(u) => u,
            Group::Kind(_) | Group::Row(_) => return None,
        };
        self.project.plans.get(total.form, total.indicator, unit, self.period.year())
    }

    /// What each group came to in a period, by its own units of that time.
    fn sums(&self, form: usize, period: Period) -> FxHashMap<(usize, Group), f64> {
        let spec = &self.project.forms[form];
        match self.pasts.get(&period).filter(|p| p.sent) {
            Some(past) => values(&spec.indicators, compare::by_group(self.project, spec, &past.forms[form])),
            None => FxHashMap::default(),
        }
    }

    /// What came together since the beginning of the year: over all periods of it, none of which may be missing. Of other
    /// groups than the whole only what the same units did, or those that each of them alone has come from.
    fn year_so_far(&self, form: usize) -> FxHashMap<(usize, Group), f64> {
        let spec = &self.project.forms[form];
        let periods = self.period.year_so_far();
        let all: Option<Vec<_>> =
            periods.iter().map(|p| self.pasts.get(p).filter(|p| p.sent).map(|past| (*p, &past.forms[form]))).collect();
        let Some(all) = all else {
            return FxHashMap::default();
        };
        let mut sums: FxHashMap<(usize, Group), Figures> = FxHashMap::default();
        // In how many of the periods a group has answered: one that was silent in one of them has no year.
        let mut met: FxHashMap<(usize, Group), usize> = FxHashMap::default();
        // Groups that got parts of what was divided without known shares.
        let mut unknown: FxHashSet<(usize, Group)> = FxHashSet::default();
        for (n, (period, past)) in all.iter().enumerate() {
            let became = self.became(spec, *period);
            let moved = self.moved(form, *period, past);
            let senders: FxHashSet<UnitId> = past.senders.iter().copied().collect();
            for (row, (subject, sender)) in past.subjects.iter().zip(&past.senders).enumerate() {
                let mut groups = compare::groups_of_row(self.project, spec, *subject, *sender);
                // What became of others counts where these are now.
                if let Some(moved) = moved.as_ref().filter(|m| !m.is_unchanged(*subject)) {
                    groups.retain(|g| !matches!(g, Group::Unit(_)));
                    groups.extend(moved.shared_above(self.project, *subject).into_iter().map(Group::Unit));
                }
                for group in groups {
                    let group = match group {
                        Group::Unit(u) => became.get(&u).map_or(group, |b| Group::Unit(b.0)),
                        // Where one of those that it came from sent nothing, nobody knows what they had together.
                        Group::Sender(u) => match became.get(&u) {
                            Some((_, old)) if !old.iter().all(|o| senders.contains(o)) => continue,
                            Some((new, _)) => Group::Sender(*new),
                            None => group,
                        },
                        _ => group,
                    };
                    for (i, spec) in spec.indicators.iter().enumerate().filter(|(_, i)| adds_up(i)) {
                        let figures = past.get(row, i);
                        if figures.is_answered(spec) {
                            let seen = met.entry((i, group)).or_default();
                            *seen = if *seen == n { n + 1 } else { *seen };
                            sums.entry((i, group)).or_default().add(&figures);
                        }
                    }
                }
            }
            for part in moved.iter().flat_map(|m| m.divided(self.project, form, past)) {
                let group = Group::Unit(part.group);
                let indicator = &spec.indicators[part.indicator];
                match part.figures {
                    Some(f) if adds_up(indicator) && f.is_answered(indicator) => {
                        let seen = met.entry((part.indicator, group)).or_default();
                        *seen = if *seen == n { n + 1 } else { *seen };
                        sums.entry((part.indicator, group)).or_default().add(&f);
                    }
                    Some(_) => {}
                    None => drop(unknown.insert((part.indicator, group))),
                }
            }
        }
        // A sender of rows about the units below it has their year, not that of what it once sent.
        let above: FxHashSet<Group> = met.keys().map(|(_, g)| *g).filter(|g| matches!(g, Group::Unit(_))).collect();
        let is_moved = |g: &Group| matches!(g, Group::Sender(u) if above.contains(&Group::Unit(*u)));
        if spec.layout == Layout::UnitRows && spec.rows.registered && !self.project.successions.is_empty() {
            for (i, group) in sums.keys().copied().filter(|(_, g)| is_moved(g)).collect::<Vec<_>>() {
                let Group::Sender(unit) = group else {
                    continue;
                };
                let above = (i, Group::Unit(unit));
                match sums.get(&above).filter(|_| !unknown.contains(&above)).copied() {
                    Some(figures) => drop(sums.insert((i, group), figures)),
                    None => drop(sums.remove(&(i, group))),
                }
            }
        }
        sums.retain(|key, _| met.get(key) == Some(&all.len()) && !unknown.contains(key));
        values(&spec.indicators, sums)
    }

    /// Tells of the periods of the year so far in which somebody who was asked sent nothing: the year lacks it.
    pub fn gaps(&self, form: usize) -> Option<Finding> {
        let spec = &self.project.forms[form];
        let periods = self.period.year_so_far();
        let sent = |p: &Period| self.pasts.get(p).filter(|p| p.sent).map(|p| &p.forms[form]);
        if !spec.is_due(self.period)
            || !spec.indicators.iter().any(adds_up)
            || !periods.iter().all(|p| sent(p).is_some())
        {
            return None;
        }
        let missing = |p: &Period| {
            let about: FxHashSet<UnitId> = sent(p)?.subjects.iter().copied().collect();
            let lack = compare::asked(self.project, spec, *p).into_iter().filter(|u| !about.contains(u)).count();
            (lack > 0).then(|| format!("{p} ({lack})"))
        };
        let earlier = periods.iter().filter(|p| **p != self.period && spec.is_due(**p));
        let lacking: Vec<String> = earlier.filter_map(missing).collect();
        (!lacking.is_empty())
            .then(|| Finding::new(Code::P005).form(&spec.code).period(self.period).value(lacking.join(", ")))
    }

    /// This period against an earlier one of the year, where anything has become of its units.
    fn moved(&self, form: usize, earlier: Period, past: &FormPast) -> Option<FormComparison> {
        if self.project.successions.is_empty() || earlier == self.period {
            return None;
        }
        let now = &self.pasts.get(&self.period)?.forms[form];
        let comparison = FormComparison::of(self.project, form, (self.period, now), (earlier, past));
        let changed = comparison.changed().next().is_some();
        changed.then_some(comparison)
    }

    /// Of each unit of an earlier period that has another one's past or future: which one it is now, and all that became it.
    fn became(&self, spec: &Form, earlier: Period) -> FxHashMap<UnitId, (UnitId, Vec<UnitId>)> {
        let project = self.project;
        if project.successions.is_empty() {
            return FxHashMap::default();
        }
        let (from, to) = (earlier.window(spec.regime).1, self.period.window(spec.regime).1);
        let components = Components::between(&project.register, &project.successions, from, to);
        let mut out = FxHashMap::default();
        for c in (0..components.len()).filter(|c| !components.is_unchanged(*c)) {
            if let [new] = components.new[c].as_slice() {
                components.old[c].iter().for_each(|old| {
                    out.insert(*old, (*new, components.old[c].clone()));
                });
            }
        }
        out
    }
}

/// True for what comes together over the periods of a year; stocks and answers are as they stand last.
fn adds_up(indicator: &Indicator) -> bool {
    match indicator.aggregation {
        Aggregation::Sum
        | Aggregation::RatioOfSums
        | Aggregation::WeightedMean
        | Aggregation::Min
        | Aggregation::Max => true,
        Aggregation::List => indicator.kind == ValueType::List,
        Aggregation::Last | Aggregation::Mean | Aggregation::CountYes | Aggregation::None => false,
    }
}

fn values(indicators: &[Indicator], sums: FxHashMap<(usize, Group), Figures>) -> FxHashMap<(usize, Group), f64> {
    sums.into_iter().filter_map(|(key, f)| Some((key, f.value(&indicators[key.0])?))).collect()
}

/// Tells of each form which units cannot be compared with the period before, and which indicators not all of them answered
/// both times.
pub fn differences(project: &Project, period: Period, comparison: &Comparison, totals: &[Total]) -> Vec<Finding> {
    let mut out = Vec::new();
    for (n, (spec, form)) in project.forms.iter().zip(&comparison.forms).enumerate() {
        let Some(form) = form else {
            continue;
        };
        let say = |code: Code| Finding::new(code).form(&spec.code).period(period).arg("previous", comparison.with);
        if !form.came.is_empty() || !form.went.is_empty() {
            out.push(
                say(Code::P001)
                    .value(form.compared)
                    .arg("came", named(project, &form.came))
                    .arg("went", named(project, &form.went)),
            );
        } else {
            let unlike = |t: &&Total| {
                t.form == n
                    && t.group == Group::Province
                    && t.change.is_none()
                    && t.value.is_some()
                    && t.previous.is_some()
            };
            let codes: Vec<&str> =
                totals.iter().filter(unlike).map(|t| spec.indicators[t.indicator].code.as_str()).collect();
            if !codes.is_empty() {
                out.push(say(Code::P006).value(listed(&codes)));
            }
        }
        out.extend(
            form.apart.iter().map(|a| say(Code::P003).value(named(project, &a.new)).arg("old", named(project, &a.old))),
        );
    }
    out
}

/// Some codes, as many as anybody reads.
fn listed(codes: &[&str]) -> String {
    const MOST: usize = 12;
    let mut out: Vec<String> = codes.iter().take(MOST).map(|c| format!("[{c}]")).collect();
    if codes.len() > MOST {
        out.push(format!("… (+{})", codes.len() - MOST));
    }
    out.join(", ")
}

/// Some units by name, as many as anybody reads.
fn named(project: &Project, units: &[UnitId]) -> Said {
    const MOST: usize = 12;
    let mut names: Vec<String> = units.iter().take(MOST).map(|u| project.register.get(*u).full_name()).collect();
    if units.len() > MOST {
        names.push(format!("… (+{})", units.len() - MOST));
    }
    Said::or_none(names.join(", "))
}
