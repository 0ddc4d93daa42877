/*!
Two periods held against each other, like with like: over the units that answered both times, and over what became of
them where units were merged, split or renamed in between.
*/

use rustc_hash::{FxHashMap, FxHashSet};

use super::Group;
use super::frames::above;
use super::past::{Figures, FormPast, Past};
use crate::project::Project;
use crate::project::form::{Form, Layout};
use crate::project::period::Period;
use crate::project::successions::Components;
use crate::project::units::UnitId;

/// One figure of two periods, over the units that can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Like {
    /// What these come to now.
    pub value: Option<f64>,
    /// What they, or their predecessors, came to then.
    pub previous: Option<f64>,
    /// Whether these are all that answered, now and then: the change of the whole figure is theirs.
    pub whole: bool,
}

impl Like {
    /// The change, where both are known.
    pub fn change(&self) -> Option<f64> {
        self.value.zip(self.previous).map(|(a, b)| super::tidy(a - b))
    }
}

/// Units that are comparable with their predecessors as a group only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// Those that were.
    pub old: Vec<UnitId>,
    /// Those that are.
    pub new: Vec<UnitId>,
}

/// Why a unit's figure is not held against the past by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It was made with others from units that were divided.
    Divided,
    /// It has no predecessor.
    New,
    /// It, or one of the units that it was made of, did not answer.
    Missing,
}

/// A unit's own figure and what its predecessors had.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitLike {
    /// Now.
    pub value: Option<f64>,
    /// Then; nothing with the reason why.
    pub previous: Result<f64, Reason>,
}

/// One side of a component: its units that are asked, each with its rows.
type Side = Vec<(UnitId, Vec<usize>)>;

/// One form of two periods.
#[derive(Debug)]
pub struct FormComparison {
    likes: FxHashMap<(usize, Group), Like>,
    /// Units that answered now and have nothing to be compared with.
    pub came: Vec<UnitId>,
    /// Units that answered then and have nothing to be compared with.
    pub went: Vec<UnitId>,
    /// Components of several new units.
    pub apart: Vec<Apart>,
    /// How many components can be compared.
    pub compared: usize,
    components: Components,
    now: Vec<Side>,
    before: Vec<Side>,
    dates: (jiff::civil::Date, jiff::civil::Date),
}

/// A period held against an earlier one, by form.
#[derive(Debug)]
pub struct Comparison {
    /// The period.
    pub of: Period,
    /// The earlier one.
    pub with: Period,
    /// Of each form, by place; nothing where it is not due in both.
    pub forms: Vec<Option<FormComparison>>,
}

impl Comparison {
    /// Holds a period against an earlier one.
    pub fn of(project: &Project, (period, now): (Period, &Past), (with, before): (Period, &Past)) -> Comparison {
        let form = |(form, spec): (usize, &Form)| {
            let due = spec.is_due(period) && spec.is_due(with);
            due.then(|| FormComparison::of(project, form, (period, &now.forms[form]), (with, &before.forms[form])))
        };
        Comparison { of: period, with, forms: project.forms.iter().enumerate().map(form).collect() }
    }

    /// A figure of both.
    pub fn get(&self, form: usize, indicator: usize, group: Group) -> Option<Like> {
        self.forms.get(form)?.as_ref()?.likes.get(&(indicator, group)).copied()
    }
}

/// The units about which figures of a form are expected in a period.
pub fn asked(project: &Project, spec: &Form, period: Period) -> Vec<UnitId> {
    let register = &project.register;
    let (_, end) = period.window(spec.regime);
    if spec.layout != Layout::UnitRows || !spec.rows.registered {
        return spec.reporters_in(register, period);
    }
    let sent = |id: UnitId| {
        let up = above(project, id).chain([project.province, id]);
        up.into_iter().any(|u| spec.reporters.has(register, u))
    };
    let is_row = |(id, u): &(UnitId, &crate::project::units::Unit)| {
        u.exists_on(end) && spec.rows.kinds.contains(&u.kind) && sent(*id)
    };
    register.iter().filter(is_row).map(|(id, _)| id).collect()
}

/// The groups in which a row counts.
pub fn groups_of_row(project: &Project, spec: &Form, subject: UnitId, sender: UnitId) -> Vec<Group> {
    let mut groups = vec![Group::Province, Group::Kind(project.register.get(sender).kind)];
    let registered = spec.layout == Layout::UnitRows && spec.rows.registered;
    groups.extend(above(project, if registered { subject } else { sender }).map(Group::Unit));
    if spec.layout != Layout::IndicatorRows {
        groups.push(Group::Sender(sender));
    }
    groups
}

/// What each group of a form's rows comes to, by indicator.
pub fn by_group(project: &Project, spec: &Form, past: &FormPast) -> FxHashMap<(usize, Group), Figures> {
    let mut sums: FxHashMap<(usize, Group), Figures> = FxHashMap::default();
    for (row, (subject, sender)) in past.subjects.iter().zip(&past.senders).enumerate() {
        for group in groups_of_row(project, spec, *subject, *sender) {
            for i in 0..spec.indicators.len() {
                sums.entry((i, group)).or_default().add(&past.get(row, i));
            }
        }
    }
    sums
}

/// The units of each component with their rows.
fn sides(components: &Components, asked: Vec<UnitId>, past: &FormPast) -> Vec<Side> {
    let mut out: Vec<Side> = vec![Vec::new(); components.len()];
    let mut place: FxHashMap<UnitId, usize> = FxHashMap::default();
    let mut of = |out: &mut Vec<Side>, unit: UnitId| -> (usize, usize) {
        let c = components.of(unit);
        let at = *place.entry(unit).or_insert_with(|| {
            out[c].push((unit, Vec::new()));
            out[c].len() - 1
        });
        (c, at)
    };
    for unit in asked {
        of(&mut out, unit);
    }
    for (row, subject) in past.subjects.iter().enumerate() {
        let (c, at) = of(&mut out, *subject);
        out[c][at].1.push(row);
    }
    out
}

/// The groups that all of some rows are in.
fn of_all<'a>(mut rows: impl Iterator<Item = &'a Vec<u32>>) -> Vec<u32> {
    let first = rows.next().cloned().unwrap_or_default();
    rows.fold(first, |common, row| common.into_iter().filter(|g| row.contains(g)).collect())
}

/// What is gathered for one figure.
#[derive(Clone, Copy, Default)]
struct Gathered {
    now: Figures,
    before: Figures,
    /// Answers in the group, now and then, and how many of them are compared.
    all: [u32; 2],
    compared: [u32; 2],
    /// Of those compared then, how many stood in the group.
    own: u32,
    /// Whether some of what was then is there by its share.
    shared: bool,
}

/// The groups of rows, as numbers.
struct Groups {
    numbers: FxHashMap<Group, u32>,
    names: Vec<Group>,
}

impl Groups {
    fn of(&mut self, group: Group) -> u32 {
        *self.numbers.entry(group).or_insert_with(|| {
            self.names.push(group);
            self.names.len() as u32 - 1
        })
    }

    fn of_rows(&mut self, project: &Project, spec: &Form, past: &FormPast) -> Vec<Vec<u32>> {
        let rows = past.subjects.iter().zip(&past.senders);
        rows.map(|(s, f)| groups_of_row(project, spec, *s, *f).into_iter().map(|g| self.of(g)).collect()).collect()
    }
}

/// What a unit above some of those that were made from divided ones has of these; nothing where no shares are known.
pub struct Part {
    /// The indicator, by place.
    pub indicator: usize,
    /// The unit above.
    pub group: UnitId,
    /// What these had then.
    pub figures: Option<Figures>,
}

impl FormComparison {
    /// Holds a form of a period against an earlier one.
    pub fn of(
        project: &Project,
        form: usize,
        (period, now): (Period, &FormPast),
        (with, before): (Period, &FormPast),
    ) -> FormComparison {
        let spec = &project.forms[form];
        let dates = (with.window(spec.regime).1, period.window(spec.regime).1);
        let components = Components::between(&project.register, &project.successions, dates.0, dates.1);
        let mut out = FormComparison {
            likes: FxHashMap::default(),
            came: Vec::new(),
            went: Vec::new(),
            apart: Vec::new(),
            compared: 0,
            now: sides(&components, asked(project, spec, period), now),
            before: sides(&components, asked(project, spec, with), before),
            components,
            dates,
        };
        let mut groups = Groups { numbers: FxHashMap::default(), names: Vec::new() };
        let (rows_now, rows_before) = (groups.of_rows(project, spec, now), groups.of_rows(project, spec, before));
        // The groups that all of a component's present rows are in.
        let common: Vec<Vec<u32>> =
            out.now.iter().map(|side| of_all(side.iter().flat_map(|(_, rows)| rows).map(|r| &rows_now[*r]))).collect();
        for (i, indicator) in spec.indicators.iter().enumerate() {
            let mut sums = vec![Gathered::default(); groups.names.len()];
            for (side, (past, rows)) in [(now, &rows_now), (before, &rows_before)].into_iter().enumerate() {
                for (row, mine) in rows.iter().enumerate().filter(|(r, _)| past.get(*r, i).is_answered(indicator)) {
                    let _ = row;
                    mine.iter().for_each(|g| sums[*g as usize].all[side] += 1);
                }
            }
            for c in (0..out.components.len()).filter(|c| out.is_complete(project, form, i, *c, (now, before))) {
                for g in &common[c] {
                    let sum = &mut sums[*g as usize];
                    for row in out.now[c].iter().flat_map(|(_, rows)| rows) {
                        let f = now.get(*row, i);
                        sum.compared[0] += u32::from(f.is_answered(indicator));
                        sum.now.add(&f);
                    }
                    for row in out.before[c].iter().flat_map(|(_, rows)| rows) {
                        let f = before.get(*row, i);
                        let answered = u32::from(f.is_answered(indicator));
                        sum.compared[1] += answered;
                        sum.own += if rows_before[*row].contains(g) { answered } else { 0 };
                        sum.before.add(&f);
                    }
                }
                // Groups that hold some of a component's units know what these had only by declared shares.
                let Some(parts) = out.parts(project, (form, i), c, before) else {
                    continue;
                };
                for ((_, rows), then) in out.now[c].iter().zip(&parts) {
                    for g in of_all(rows.iter().map(|r| &rows_now[*r])).iter().filter(|g| !common[c].contains(g)) {
                        let sum = &mut sums[*g as usize];
                        sum.shared = true;
                        sum.before.add(then);
                        for row in rows {
                            let f = now.get(*row, i);
                            sum.compared[0] += u32::from(f.is_answered(indicator));
                            sum.now.add(&f);
                        }
                    }
                }
            }
            for (group, s) in groups.names.iter().zip(sums) {
                let like = Like {
                    value: s.now.value(indicator),
                    previous: s.before.value(indicator),
                    whole: s.all == s.compared && s.own == s.compared[1] && s.compared[0] > 0 && !s.shared,
                };
                if like.value.is_some() || like.previous.is_some() {
                    out.likes.insert((i, *group), like);
                }
            }
        }
        out.settle(project, form, before);
        out
    }

    /// True where everybody of a component who is asked for an indicator has answered, now and then.
    fn is_complete(
        &self,
        project: &Project,
        form: usize,
        i: usize,
        component: usize,
        (now, before): (&FormPast, &FormPast),
    ) -> bool {
        let spec = &project.forms[form];
        let rows_are_units = spec.layout == Layout::UnitRows && spec.rows.registered;
        let all = |side: &Side, past: &FormPast| {
            let mut any = false;
            let mut asked = side
                .iter()
                .filter(|(u, rows)| !rows.is_empty() || rows_are_units || spec.applies(&project.register, i, *u));
            let answered = asked.all(|(_, rows)| {
                any = true;
                rows.iter().any(|r| past.get(*r, i).is_answered(&spec.indicators[i]))
            });
            answered && any
        };
        all(&self.now[component], now) && all(&self.before[component], before)
    }

    /// Who came and went, and which units are comparable as a group only.
    fn settle(&mut self, project: &Project, form: usize, past: &FormPast) {
        let indicators = project.forms[form].indicators.len();
        let sent = |side: &Side| !side.is_empty() && side.iter().all(|(_, rows)| !rows.is_empty());
        for c in 0..self.components.len() {
            let (now, before) = (&self.now[c], &self.before[c]);
            let (all_now, all_before) = (sent(now), sent(before));
            let answered =
                |side: &Side| side.iter().filter(|(_, r)| !r.is_empty()).map(|(u, _)| *u).collect::<Vec<_>>();
            if all_now && all_before {
                self.compared += 1;
                let is_known = |i: usize| self.parts(project, (form, i), c, past).is_some();
                if now.len() > 1 && !self.components.is_unchanged(c) && !(0..indicators).all(is_known) {
                    let units = |side: &Side| side.iter().map(|(u, _)| *u).collect();
                    self.apart.push(Apart { old: units(before), new: units(now) });
                }
            } else {
                self.came.extend(answered(now));
                self.went.extend(answered(before));
            }
        }
        // Who answered both times, beside one who did not, came and went with it.
        let both: FxHashSet<UnitId> = self.came.iter().filter(|u| self.went.contains(u)).copied().collect();
        self.came.retain(|u| !both.contains(u));
        self.went.retain(|u| !both.contains(u));
        self.came.sort_unstable();
        self.went.sort_unstable();
    }

    /// True for a unit that was and is the same.
    pub fn is_unchanged(&self, unit: UnitId) -> bool {
        self.components.is_unchanged(self.components.of(unit))
    }

    /// The units that a unit was made of, or made of with others.
    pub fn predecessors<'a>(&'a self, project: &'a Project, unit: UnitId) -> impl Iterator<Item = UnitId> + 'a {
        let c = self.components.of(unit);
        let leads = move |old: &UnitId| {
            let share = self.share(project, (*old, unit), c, |_, _| None);
            *old != unit && (self.now[c].len() == 1 || share != Some(0.0))
        };
        self.before[c].iter().map(|(u, _)| *u).filter(leads)
    }

    /// The one unit that a unit has become, together with others or alone.
    pub fn heir(&self, old: UnitId) -> Option<UnitId> {
        match self.now[self.components.of(old)].as_slice() {
            [(one, _)] => Some(*one),
            _ => None,
        }
    }

    /// What a unit alone was before it got its present code; itself where nothing happened to it.
    pub fn renamed(&self, old: UnitId) -> Option<UnitId> {
        self.heir(old).filter(|_| self.before[self.components.of(old)].len() == 1)
    }

    /// The units above all of those that a unit has become.
    pub fn shared_above(&self, project: &Project, old: UnitId) -> Vec<UnitId> {
        self.above_all(project, self.components.of(old))
    }

    fn above_all(&self, project: &Project, component: usize) -> Vec<UnitId> {
        let mut units = self.now[component].iter();
        let first: Vec<UnitId> = units.next().map(|(u, _)| above(project, *u).collect()).unwrap_or_default();
        units.fold(first, |all, (unit, _)| {
            let mine: Vec<UnitId> = above(project, *unit).collect();
            all.into_iter().filter(|u| mine.contains(u)).collect()
        })
    }

    /// Of divided units what the units above some of their followers have of them, for each indicator.
    pub fn divided<'a>(&'a self, project: &'a Project, form: usize, past: &'a FormPast) -> Vec<Part> {
        let mut out = Vec::new();
        for c in (0..self.components.len()).filter(|c| self.now[*c].len() > 1 && !self.components.is_unchanged(*c)) {
            let all = self.above_all(project, c);
            if self.before[c].is_empty() {
                continue;
            }
            for i in 0..project.forms[form].indicators.len() {
                let parts = self.parts(project, (form, i), c, past);
                for (at, (unit, _)) in self.now[c].iter().enumerate() {
                    let figures = parts.as_ref().map(|p| p[at]);
                    let groups = above(project, *unit).filter(|u| !all.contains(u));
                    out.extend(groups.map(|group| Part { indicator: i, group, figures }));
                }
            }
        }
        out
    }

    /// The units whose past is that of others.
    pub fn changed(&self) -> impl Iterator<Item = UnitId> {
        self.now.iter().flatten().map(|(u, _)| *u).filter(|u| !self.is_unchanged(*u))
    }

    /// A unit's own figure and what its predecessors had: of several new units only where shares are declared.
    pub fn of_unit(
        &self,
        project: &Project,
        form: usize,
        i: usize,
        unit: UnitId,
        (now, before): (&FormPast, &FormPast),
    ) -> UnitLike {
        let indicator = &project.forms[form].indicators[i];
        let c = self.components.of(unit);
        let own = self.now[c].iter().find(|(u, _)| *u == unit).map_or(&[][..], |(_, rows)| rows);
        let value = now.over(own.iter().copied(), i).value(indicator);
        let previous = if self.before[c].is_empty() {
            Err(Reason::New)
        } else if self.now[c].len() == 1 {
            match self.is_complete(project, form, i, c, (now, before)) {
                true => {
                    let all = self.before[c].iter().flat_map(|(_, rows)| rows).copied();
                    before.over(all, i).value(indicator).ok_or(Reason::Missing)
                }
                false => Err(Reason::Missing),
            }
        } else {
            self.by_shares(project, (form, i), unit, c, before).unwrap_or(Err(Reason::Divided))
        };
        UnitLike { value, previous }
    }

    /// What a unit's predecessors had, by declared shares; nothing where one that was divided has none.
    fn by_shares(
        &self,
        project: &Project,
        (form, i): (usize, usize),
        unit: UnitId,
        component: usize,
        before: &FormPast,
    ) -> Option<Result<f64, Reason>> {
        let indicator = &project.forms[form].indicators[i];
        let figures = self.part_of(project, (form, i), unit, component, before)?;
        Some(figures.and_then(|f| f.value(indicator).ok_or(Reason::Missing)))
    }

    /// What each present unit of a component had by declared shares, where all of it is known.
    fn parts(
        &self,
        project: &Project,
        of: (usize, usize),
        component: usize,
        before: &FormPast,
    ) -> Option<Vec<Figures>> {
        let units = &self.now[component];
        if units.len() < 2 || self.components.is_unchanged(component) {
            return None;
        }
        units.iter().map(|(unit, _)| self.part_of(project, of, *unit, component, before)?.ok()).collect()
    }

    /// The share of a unit in what one of the units before it had: all or nothing, or as it is declared.
    fn share(
        &self,
        project: &Project,
        (old, unit): (UnitId, UnitId),
        component: usize,
        declared: impl Fn(UnitId, UnitId) -> Option<f64>,
    ) -> Option<f64> {
        let followers: Vec<UnitId> = project.successions.followers(old, self.dates).collect();
        let known = |u: &UnitId| self.now[component].iter().any(|(n, _)| n == u);
        match followers.as_slice() {
            // One that goes on as itself, or as one other.
            [] => Some(f64::from(u8::from(old == unit))),
            [one] if known(one) => Some(f64::from(u8::from(*one == unit))),
            several if several.iter().all(known) && !several.contains(&unit) => Some(0.0),
            several if several.iter().all(known) => declared(old, unit),
            _ => None,
        }
    }

    fn part_of(
        &self,
        project: &Project,
        (form, i): (usize, usize),
        unit: UnitId,
        component: usize,
        before: &FormPast,
    ) -> Option<Result<Figures, Reason>> {
        let spec = &project.forms[form];
        let indicator = &spec.indicators[i];
        let codes = match (indicator.parts(), indicator.weight) {
            (Some((n, d)), _) => [n, d],
            // A mean goes with its weights.
            (None, Some(w)) => [w, w],
            (None, None) => [i, i],
        };
        let codes = codes.map(|i| spec.indicators[i].code.as_str());
        let share = |old: UnitId, code: &str| {
            self.share(project, (old, unit), component, |old, new| {
                project.successions.share((old, new), self.dates, (&spec.code, code))
            })
        };
        let mut sum = Figures::default();
        for (old, rows) in &self.before[component] {
            let (own, other) = (share(*old, codes[0])?, share(*old, codes[1])?);
            if rows.is_empty() && own > 0.0 {
                return Some(Err(Reason::Missing));
            }
            for row in rows {
                let all = before.get(*row, i);
                let mut part = all.part(own, indicator)?;
                part.denominator = all.denominator * other;
                sum.add(&part);
            }
        }
        Some(Ok(sum))
    }
}
