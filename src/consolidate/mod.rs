/*!
Facts become totals: sums, ratios of sums, last, min, max, mean, counts of yes and lists, for the province,
for each kind of unit and for each parent below the province; and the change against the period before.

Missing is never zero: each total says how many units were expected and how many reported it.
*/

mod beside;
pub mod compare;
pub mod frames;
pub mod past;
pub mod series;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use polars::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{Code, Finding};
use crate::project::Project;
use crate::project::form::{Aggregation, Form, Indicator, Layout, ValueType};
use crate::project::period::Period;
use crate::project::units::{KindId, UnitId};
use crate::submission::extract::Part;
use crate::submission::facts::Fact;
use crate::submission::ledger::{Ledger, Submission};
use beside::Beside;
use compare::{Comparison, Like};
use frames::{RowKeys, above, value_column};
use past::{Figures, Past, Pasts};

/// An error of the frame library: a defect, never a matter of the input.
#[derive(Debug, thiserror::Error)]
#[error("frames: {0}")]
pub struct FrameError(#[from] PolarsError);

/// What a total is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The whole province.
    Province,
    /// A kind of unit.
    Kind(KindId),
    /// The units under a parent.
    Unit(UnitId),
    /// The rows that one sender reports.
    Sender(UnitId),
    /// The rows of one name, with all senders: its number among [`Consolidation::row_names`] of the form.
    Row(u32),
}

impl Group {
    /// The words of `totals.csv`.
    pub fn name(self, project: &Project) -> String {
        match self {
            Group::Province => "province".to_owned(),
            Group::Kind(k) => format!("kind:{}", project.kind(k).code),
            Group::Unit(u) | Group::Sender(u) => format!("unit:{}", project.register.get(u).code),
            Group::Row(n) => format!("row:{n}"),
        }
    }
}

/// One consolidated figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// Form, by place.
    pub form: usize,
    /// Indicator, by place.
    pub indicator: usize,
    /// What it is over.
    pub group: Group,
    /// The figure.
    pub value: Option<f64>,
    /// Numerator of a ratio; how many said yes.
    pub numerator: Option<f64>,
    /// Denominator of a ratio; how many answered.
    pub denominator: Option<f64>,
    /// Senders who must report it.
    pub expected: usize,
    /// Senders who did.
    pub reported: usize,
    /// The figure of the period before.
    pub previous: Option<f64>,
    /// The change against it, where the same units reported.
    pub change: Option<f64>,
    /// The same over the units that can be compared.
    pub like: Option<Like>,
    /// The figure of the same period of the year before.
    pub last_year: Option<f64>,
    /// The figure and that of the year before over the units that can be compared.
    pub like_last_year: Option<Like>,
    /// Since the beginning of the year, where no period is missing.
    pub year_to_date: Option<f64>,
    /// What is planned for the year.
    pub plan: Option<f64>,
    /// The share of it that is fulfilled, in percent: by what came together since January, of stocks by what there is.
    pub fulfilled: Option<f64>,
    /// Items of a list.
    pub text: String,
}

impl Total {
    /// One of which nothing is known yet.
    pub fn new(form: usize, indicator: usize, group: Group) -> Total {
        Total {
            form,
            indicator,
            group,
            value: None,
            numerator: None,
            denominator: None,
            expected: 0,
            reported: 0,
            previous: None,
            change: None,
            like: None,
            last_year: None,
            like_last_year: None,
            year_to_date: None,
            plan: None,
            fulfilled: None,
            text: String::new(),
        }
    }

    /// The change against the year before, where the same units reported.
    pub fn last_year_change(&self) -> Option<f64> {
        let whole = self.like_last_year.is_some_and(|l| l.whole);
        self.value.zip(self.last_year).filter(|_| whole).map(|(a, b)| tidy(a - b))
    }
}

/// A period's totals.
#[derive(Debug)]
pub struct Consolidation {
    /// Totals by form, indicator and group.
    pub totals: Vec<Total>,
    /// What each sender's rows come to, of forms with rows.
    pub senders: Vec<Total>,
    /// Names of rows that are summed over senders, of each form.
    pub row_names: Vec<Vec<String>>,
    /// Where each total stands.
    index: FxHashMap<(usize, usize, Group), usize>,
    /// A frame for each form.
    pub frames: Vec<DataFrame>,
    /// The frame of each form in the period before.
    pub previous_frames: Vec<DataFrame>,
    /// What other periods came to, this one among them.
    pub pasts: Pasts,
    /// The period held against the one before.
    pub with_previous: Option<Comparison>,
    /// The period held against the same one of the year before.
    pub with_last_year: Option<Comparison>,
    /// What was met.
    pub findings: Vec<Finding>,
}

impl Consolidation {
    /// A total.
    pub fn get(&self, form: usize, indicator: usize, group: Group) -> Option<&Total> {
        self.index.get(&(form, indicator, group)).map(|i| &self.totals[*i])
    }

    /// The word of `totals.csv` for what a total is over.
    pub fn group_name(&self, project: &Project, total: &Total) -> String {
        match total.group {
            Group::Row(n) => format!("row:{}", self.row_names[total.form].get(n as usize).map_or("", String::as_str)),
            group => group.name(project),
        }
    }
}

/// Consolidates a period and compares it with the one before and with other periods of which it is known what they came to.
pub fn consolidate(
    project: &Project,
    ledger: &Ledger<'_>,
    previous: Option<&Ledger<'_>>,
    mut pasts: Pasts,
) -> Result<Consolidation, FrameError> {
    let (mut totals, mut senders, mut row_names) = (Vec::new(), Vec::new(), Vec::new());
    let mut frames = Vec::new();
    let mut previous_frames = Vec::new();
    let mut findings = Vec::new();
    let has_previous = previous.is_some_and(|p| !p.submissions.is_empty());
    if !has_previous && !ledger.submissions.is_empty() {
        findings.push(Finding::new(Code::P002).period(ledger.period).value(ledger.period.previous()));
    }
    let (mut made, mut before) = (Vec::new(), Vec::new());
    for form in OfForm::all(project, ledger, (previous, has_previous)) {
        let form = form?;
        made.push(form.made);
        before.push(form.before);
        row_names.push(form.row_names);
        frames.push(form.frame);
        previous_frames.push(form.previous_frame);
    }
    if let Some(previous) = previous.filter(|_| has_previous) {
        pasts.insert(previous.period, Past::of(project, previous, &previous_frames)?);
    }
    // Of a period that stands alone nothing is compared.
    let compares = pasts.values().any(|p| p.sent) || !project.plans.is_empty();
    if compares {
        pasts.insert(ledger.period, Past::of(project, ledger, &frames)?);
    }
    let against = |with: Period| {
        let (now, before) = (pasts.get(&ledger.period)?, pasts.get(&with).filter(|p| p.sent)?);
        Some(Comparison::of(project, (ledger.period, now), (with, before)))
    };
    let (with_previous, with_last_year) = (against(ledger.period.previous()), against(ledger.period.last_year()));
    let beside = Beside {
        project,
        period: ledger.period,
        pasts: &pasts,
        previous: with_previous.as_ref(),
        last_year: with_last_year.as_ref(),
    };
    for (mut now, before) in made.into_iter().zip(before) {
        beside.put(&mut now, &before);
        for Made { total, .. } in now {
            if matches!(total.group, Group::Sender(_)) { senders.push(total) } else { totals.push(total) }
        }
    }
    // Of a period of which nothing has come nobody asks who is missing beside the one before.
    if let Some(comparison) = with_previous.as_ref().filter(|_| !ledger.submissions.is_empty()) {
        findings.extend(beside::differences(project, ledger.period, comparison, &totals));
    }
    if !ledger.submissions.is_empty() {
        findings.extend((0..project.forms.len()).filter_map(|form| beside.gaps(form)));
    }
    let index = totals.iter().enumerate().map(|(i, t)| ((t.form, t.indicator, t.group), i)).collect();
    Ok(Consolidation {
        totals,
        senders,
        row_names,
        index,
        frames,
        previous_frames,
        pasts,
        with_previous,
        with_last_year,
        findings,
    })
}

/// What comes together of one form.
struct OfForm {
    frame: DataFrame,
    previous_frame: DataFrame,
    made: Vec<Made>,
    before: Vec<Made>,
    row_names: Vec<String>,
}

impl OfForm {
    /// All forms, in order. Not with rayon: who waits there for the frame library takes up another form meanwhile, and so on,
    /// until the stack of a project of many forms is full.
    fn all(
        project: &Project,
        ledger: &Ledger<'_>,
        previous: (Option<&Ledger<'_>>, bool),
    ) -> Vec<Result<OfForm, FrameError>> {
        let count = project.forms.len();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let form = next.fetch_add(1, Ordering::Relaxed);
                if form >= count {
                    return done;
                }
                done.push((form, OfForm::of(project, form, ledger, previous)));
            }
        };
        // This thread is one of them.
        let mut all = thread::scope(|scope| {
            let others = rayon::current_num_threads().min(count).saturating_sub(1);
            // Where the system gives no thread this one does it all.
            let spawn = |_| thread::Builder::new().spawn_scoped(scope, work).ok();
            let others: Vec<_> = (0..others).filter_map(spawn).collect();
            let mut all = work();
            for other in others {
                match other.join() {
                    Ok(done) => all.extend(done),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            all
        });
        all.sort_by_key(|(form, _)| *form);
        all.into_iter().map(|(_, made)| made).collect()
    }

    fn of(
        project: &Project,
        form: usize,
        ledger: &Ledger<'_>,
        (previous, has_previous): (Option<&Ledger<'_>>, bool),
    ) -> Result<OfForm, FrameError> {
        let mut keys = RowKeys::default();
        let frame = frames::frame(project, form, ledger, &mut keys)?;
        if !project.forms[form].is_due(ledger.period) {
            let (made, before, row_names) = (Vec::new(), Vec::new(), Vec::new());
            return Ok(OfForm { frame, previous_frame: DataFrame::empty(), made, before, row_names });
        }
        let previous_frame = match previous {
            Some(p) => frames::frame(project, form, p, &mut keys)?,
            None => DataFrame::empty(),
        };
        let made = form_totals(project, form, ledger, &frame)?;
        let before = match previous.filter(|_| has_previous) {
            Some(previous) => form_totals(project, form, previous, &previous_frame)?,
            None => Vec::new(),
        };
        Ok(OfForm { frame, previous_frame, made, before, row_names: keys.written })
    }
}

/// A total with the units that it is made of.
struct Made {
    total: Total,
    units: Vec<UnitId>,
}

/// Of each sender of registered rows the units that these count under: itself, those above it, those in between.
type Tops = FxHashMap<UnitId, BTreeSet<UnitId>>;

/// Finds the units that registered rows count under, by who may send them.
fn tops(project: &Project, form: usize, period: Period) -> Tops {
    let spec = &project.forms[form];
    let mut out = Tops::default();
    if spec.layout != Layout::UnitRows || !spec.rows.registered {
        return out;
    }
    let (_, end) = period.window(spec.regime);
    for (id, _) in project.register.iter().filter(|(_, u)| u.exists_on(end) && spec.rows.kinds.contains(&u.kind)) {
        let chain: Vec<UnitId> = above(project, id).collect();
        let top = chain.iter().copied().chain([project.province]);
        for sender in top.filter(|u| spec.reporters.has(&project.register, *u)) {
            out.entry(sender).or_default().extend(&chain);
        }
    }
    out
}

/// The groups in which a sender counts.
fn groups_of(project: &Project, form: usize, sender: UnitId, below: &Tops) -> Vec<Group> {
    let spec = &project.forms[form];
    let mut groups = vec![Group::Province, Group::Kind(project.register.get(sender).kind)];
    match spec.layout == Layout::UnitRows && spec.rows.registered {
        // Its rows are the units under it.
        true => groups.extend(below.get(&sender).into_iter().flatten().map(|u| Group::Unit(*u))),
        false => groups.extend(above(project, sender).map(Group::Unit)),
    }
    if spec.layout != Layout::IndicatorRows {
        groups.push(Group::Sender(sender));
    }
    groups
}

fn form_totals(
    project: &Project,
    form: usize,
    ledger: &Ledger<'_>,
    frame: &DataFrame,
) -> Result<Vec<Made>, FrameError> {
    let spec = &project.forms[form];
    let reporters = spec.reporters_in(&project.register, ledger.period);
    let mut members: BTreeMap<Group, Vec<UnitId>> = BTreeMap::new();
    let tops = tops(project, form, ledger.period);
    for r in &reporters {
        for group in groups_of(project, form, *r, &tops) {
            members.entry(group).or_default().push(*r);
        }
    }
    let numbers = Numbers::of(project, form, frame)?;
    let rows = numbers.groups.keys().filter(|g| matches!(g, Group::Row(_)));
    members.extend(rows.map(|g| (*g, reporters.clone())));
    let texts = Texts::of(project, form, ledger, &tops);
    let mut out = Vec::with_capacity(members.len() * spec.indicators.len());
    for (i, indicator) in spec.indicators.iter().enumerate() {
        let asked: FxHashSet<UnitId> =
            reporters.iter().copied().filter(|r| spec.applies(&project.register, i, *r)).collect();
        let counts = spec.layout == Layout::Records && indicator.counted().is_some();
        let answered: FxHashSet<UnitId> =
            if counts || matches!(indicator.kind, ValueType::Text | ValueType::Date | ValueType::List) {
                texts.units(i)
            } else {
                numbers.units(i)
            };
        for (group, members) in &members {
            let expected = members.iter().filter(|u| asked.contains(u)).count();
            if expected == 0 {
                continue;
            }
            let has_row = |u: &UnitId| match group {
                Group::Row(n) => numbers.rows.get(n).is_some_and(|with| with.contains(&(i, *u))),
                _ => answered.contains(u),
            };
            let units: Vec<UnitId> = members.iter().copied().filter(|u| asked.contains(u) && has_row(u)).collect();
            let mut total = Total { expected, reported: units.len(), ..Total::new(form, i, *group) };
            match indicator.aggregation {
                Aggregation::None => {}
                Aggregation::List if indicator.kind == ValueType::List => {
                    let items = texts.items(i, *group);
                    total.value = (!units.is_empty()).then_some(items.len() as f64);
                    total.text = items.join("; ");
                }
                _ => numbers.fill(&mut total, project, indicator),
            }
            // No record that counts is none, where a list was sent.
            if indicator.counted().is_some() && total.value.is_none() && !units.is_empty() {
                total.value = Some(0.0);
            }
            out.push(Made { total, units });
        }
    }
    Ok(out)
}

/// The numbers of a form, aggregated by polars.
struct Numbers {
    groups: FxHashMap<Group, Vec<Figures>>,
    /// Of rows that are summed over senders: which indicators of them who has answered.
    rows: FxHashMap<u32, FxHashSet<(usize, UnitId)>>,
    reported: Vec<FxHashSet<UnitId>>,
    /// Of each list of units who said yes: about whom, under which parent, and who sent it.
    yes: Vec<Vec<(UnitId, Group, UnitId)>>,
}

/// The rows of a frame under each of the units above them.
fn under_all(project: &Project, frame: &DataFrame, lazy: &LazyFrame) -> Result<LazyFrame, FrameError> {
    let parents: Vec<Option<UnitId>> = frame.column("parent")?.u32()?.iter().map(|p| p.map(UnitId)).collect();
    let deep = |p: &Option<UnitId>| p.is_some_and(|p| above(project, p).next().is_some());
    if !parents.iter().any(deep) {
        return Ok(lazy.clone());
    }
    let (mut places, mut tops) = (Vec::new(), Vec::new());
    for (row, parent) in parents.iter().enumerate() {
        for top in parent.iter().copied().chain(parent.iter().flat_map(|p| above(project, *p))) {
            places.push(row as IdxSize);
            tops.push(top.0);
        }
    }
    let all = lazy.clone().collect()?;
    let mut out = all.take(&IdxCa::from_vec("place".into(), places))?;
    out.with_column(Column::new("parent".into(), tops))?;
    Ok(out.lazy())
}

impl Numbers {
    fn of(project: &Project, form: usize, frame: &DataFrame) -> Result<Numbers, FrameError> {
        let spec = &project.forms[form];
        let mut lazy = frame.clone().lazy();
        if spec.layout == Layout::Records {
            // Of records the last stated value of each unit is its stock.
            let stocks: Vec<Expr> = spec
                .indicators
                .iter()
                .enumerate()
                .filter(|(_, i)| i.aggregation == Aggregation::Last)
                .map(|(i, _)| {
                    let c = col(value_column(i));
                    let last = col("place").filter(c.clone().is_not_null()).max().over([col("unit")])?;
                    Ok(when(col("place").eq(last)).then(c).otherwise(lit(NULL)).alias(value_column(i)))
                })
                .collect::<PolarsResult<_>>()?;
            lazy = lazy.with_columns(stocks);
        }
        let mut exprs: Vec<Expr> = Vec::new();
        for (i, indicator) in spec.indicators.iter().enumerate() {
            let c = col(value_column(i));
            exprs.push(c.clone().sum().alias(format!("s{i}")));
            exprs.push(c.clone().count().alias(format!("c{i}")));
            match indicator.aggregation {
                Aggregation::Min => exprs.push(c.clone().min().alias(format!("a{i}"))),
                Aggregation::Max => exprs.push(c.clone().max().alias(format!("z{i}"))),
                _ => {}
            }
            if let Some(weight) = indicator.weight {
                let w = col(value_column(weight));
                let both = c.clone().is_not_null().and(w.clone().is_not_null());
                exprs.push((c.clone() * w.clone()).filter(both.clone()).sum().alias(format!("n{i}")));
                exprs.push(w.filter(both.clone()).sum().alias(format!("d{i}")));
                exprs.push(both.sum().cast(DataType::UInt32).alias(format!("b{i}")));
            }
            if let Some((n, d)) = indicator.parts() {
                let (n, d) = (col(value_column(n)), col(value_column(d)));
                let both = n.clone().is_not_null().and(d.clone().is_not_null());
                exprs.push(n.filter(both.clone()).sum().alias(format!("n{i}")));
                exprs.push(d.filter(both.clone()).sum().alias(format!("d{i}")));
                exprs.push(both.sum().cast(DataType::UInt32).alias(format!("b{i}")));
            }
        }
        let mut groups = FxHashMap::default();
        let all = lazy.clone().select(exprs.clone()).collect()?;
        for f in figures(&all, spec.indicators.len())? {
            groups.insert(Group::Province, f);
        }
        for (column, group) in [
            ("kind", (|k| Group::Kind(KindId(k as u16))) as fn(u32) -> Group),
            ("parent", |p| Group::Unit(UnitId(p))),
            ("unit", |u| Group::Sender(UnitId(u))),
            ("row", Group::Row),
        ] {
            if column == "unit" && spec.layout == Layout::IndicatorRows || column == "row" && !spec.rows.totals {
                continue;
            }
            // Where units stand above parents, each row counts under all of them.
            let lazy = match column {
                "parent" => under_all(project, frame, &lazy)?,
                _ => lazy.clone(),
            };
            let by =
                lazy.clone().filter(col(column).is_not_null()).group_by([col(column)]).agg(exprs.clone()).collect()?;
            let keys: Vec<u32> = by.column(column)?.u32()?.into_no_null_iter().collect();
            for (key, f) in keys.into_iter().zip(figures(&by, spec.indicators.len())?) {
                groups.insert(group(key), f);
            }
        }
        let units: Vec<u32> = frame.column("unit")?.u32()?.into_no_null_iter().collect();
        let subjects: Vec<u32> = frame.column("subject")?.u32()?.into_no_null_iter().collect();
        let parents: Vec<Option<u32>> = frame.column("parent")?.u32()?.iter().collect();
        let mut reported = Vec::with_capacity(spec.indicators.len());
        let mut yes = Vec::with_capacity(spec.indicators.len());
        for (i, indicator) in spec.indicators.iter().enumerate() {
            let values = frame.column(&value_column(i))?.f64()?;
            let mut set = FxHashSet::default();
            let mut last = None;
            let mut said = Vec::new();
            // A mean counts where its weight is known.
            let parts = match indicator.parts().or(indicator.weight.map(|w| (i, w))) {
                Some((n, d)) => Some((frame.column(&value_column(n))?.f64()?, frame.column(&value_column(d))?.f64()?)),
                None => None,
            };
            for (row, value) in values.iter().enumerate() {
                let answered = match &parts {
                    Some((n, d)) => n.get(row).is_some() && d.get(row).is_some(),
                    None => value.is_some(),
                };
                // The rows of a unit stand together.
                if answered && last != Some(units[row]) {
                    last = Some(units[row]);
                    set.insert(UnitId(units[row]));
                }
                if indicator.aggregation == Aggregation::List && value == Some(1.0) {
                    let parent = parents[row].map_or(Group::Province, |p| Group::Unit(UnitId(p)));
                    said.push((UnitId(subjects[row]), parent, UnitId(units[row])));
                }
            }
            reported.push(set);
            yes.push(said);
        }
        let mut rows: FxHashMap<u32, FxHashSet<(usize, UnitId)>> = FxHashMap::default();
        if spec.rows.totals {
            let named = frame.column("row")?.u32()?;
            for i in 0..spec.indicators.len() {
                let values = frame.column(&value_column(i))?.f64()?;
                for ((name, unit), _) in named.iter().zip(&units).zip(values.iter()).filter(|(_, v)| v.is_some()) {
                    if let Some(name) = name {
                        rows.entry(name).or_default().insert((i, UnitId(*unit)));
                    }
                }
            }
        }
        Ok(Numbers { groups, rows, reported, yes })
    }

    fn units(&self, indicator: usize) -> FxHashSet<UnitId> {
        self.reported[indicator].clone()
    }

    fn fill(&self, total: &mut Total, project: &Project, spec: &Indicator) {
        let aggregation = spec.aggregation;
        let Some(f) = self.groups.get(&total.group).map(|f| f[total.indicator]) else {
            return;
        };
        match aggregation {
            Aggregation::Sum | Aggregation::Last => total.value = (f.count > 0).then_some(f.sum),
            Aggregation::Mean => total.value = (f.count > 0).then(|| f.sum / f64::from(f.count)),
            Aggregation::Min => total.value = f.min,
            Aggregation::Max => total.value = f.max,
            Aggregation::CountYes | Aggregation::List => {
                if f.count > 0 {
                    total.value = Some(f.sum);
                    total.numerator = Some(f.sum);
                    total.denominator = Some(f64::from(f.count));
                }
                // Which of one sender's rows said yes stands in its sheet.
                if aggregation == Aggregation::List && !matches!(total.group, Group::Sender(_)) {
                    total.text = self.who_said_yes(total, project);
                }
            }
            Aggregation::WeightedMean => {
                if f.both > 0 {
                    total.numerator = Some(f.numerator);
                    total.denominator = Some(f.denominator);
                    total.value = (f.denominator != 0.0).then(|| f.numerator / f.denominator);
                }
            }
            Aggregation::RatioOfSums => {
                if f.both > 0 {
                    total.numerator = Some(f.numerator);
                    total.denominator = Some(f.denominator);
                    total.value = (f.denominator != 0.0).then(|| spec.scale * f.numerator / f.denominator);
                }
            }
            Aggregation::None => {}
        }
    }

    fn who_said_yes(&self, total: &Total, project: &Project) -> String {
        let mut units: Vec<UnitId> = self.yes[total.indicator]
            .iter()
            .filter(|(_, parent, sender)| match total.group {
                Group::Province => true,
                Group::Kind(k) => project.register.get(*sender).kind == k,
                Group::Unit(top) => match parent {
                    Group::Unit(p) => *p == top || above(project, *p).any(|u| u == top),
                    _ => false,
                },
                Group::Sender(of) => *sender == of,
                Group::Row(_) => false,
            })
            .map(|(u, ..)| *u)
            .collect();
        units.sort_unstable();
        units.dedup();
        units.iter().map(|u| project.register.get(*u).code.as_str()).collect::<Vec<_>>().join("; ")
    }
}

fn figures(frame: &DataFrame, indicators: usize) -> Result<Vec<Vec<Figures>>, FrameError> {
    let mut out = vec![vec![Figures::default(); indicators]; frame.height()];
    for i in 0..indicators {
        let float = |name: &str| -> Result<Option<Vec<Option<f64>>>, FrameError> {
            match frame.column(&format!("{name}{i}")) {
                Ok(c) => Ok(Some(c.cast(&DataType::Float64)?.f64()?.iter().collect())),
                Err(_) => Ok(None),
            }
        };
        let (s, c, a, z) = (float("s")?, float("c")?, float("a")?, float("z")?);
        let (n, d, b) = (float("n")?, float("d")?, float("b")?);
        let at = |v: &Option<Vec<Option<f64>>>, row: usize| v.as_ref().and_then(|v| v[row]);
        for (row, slot) in out.iter_mut().enumerate() {
            slot[i] = Figures {
                sum: at(&s, row).unwrap_or(0.0),
                count: at(&c, row).unwrap_or(0.0) as u32,
                min: at(&a, row),
                max: at(&z, row),
                numerator: at(&n, row).unwrap_or(0.0),
                denominator: at(&d, row).unwrap_or(0.0),
                both: at(&b, row).unwrap_or(0.0) as u32,
            };
        }
    }
    Ok(out)
}

/// The records of a part that a list lists.
fn items_of<'a>(spec: &'a Form, list: usize, part: &'a Part) -> impl Iterator<Item = Fact<'a>> {
    let indicator = &spec.indicators[list];
    let holds: Option<FxHashSet<usize>> =
        indicator.when.as_ref().map(|when| part.facts.iter().filter(|f| f.meets(when)).map(|f| f.row).collect());
    let listed = move |f: &Fact<'_>| Some(f.indicator) == indicator.of && f.kind.is_answer();
    part.facts.iter().filter(listed).filter(move |f| holds.as_ref().is_none_or(|h| h.contains(&f.row)))
}

/// Lists of records, which are texts and few.
struct Texts {
    answered: FxHashMap<usize, FxHashSet<UnitId>>,
    items: FxHashMap<usize, Vec<(Vec<Group>, String)>>,
    /// Items of a list by who sent them, by place.
    of_sender: FxHashMap<(usize, UnitId), Vec<usize>>,
}

impl Texts {
    fn of(project: &Project, form: usize, ledger: &Ledger<'_>, tops: &Tops) -> Texts {
        let spec = &project.forms[form];
        let mut out =
            Texts { answered: FxHashMap::default(), items: FxHashMap::default(), of_sender: FxHashMap::default() };
        let lists: Vec<usize> =
            (0..spec.indicators.len()).filter(|i| spec.indicators[*i].kind == ValueType::List).collect();
        let counted: Vec<usize> =
            (0..spec.indicators.len()).filter(|i| spec.indicators[*i].counted().is_some()).collect();
        let texts =
            spec.indicators.iter().any(|i| matches!(i.kind, ValueType::Text | ValueType::Date | ValueType::List));
        if !texts && counted.is_empty() {
            return out;
        }
        let mut submissions: Vec<&Submission> = ledger.submissions.iter().filter(|s| s.form == form).collect();
        submissions.sort_by_key(|s| s.unit);
        for sub in submissions {
            // A list that was sent is an answer, also when it is empty.
            for i in lists.iter().chain(&counted) {
                out.answered.entry(*i).or_default().insert(sub.unit);
            }
            for part in ledger.parts(sub) {
                for fact in part.facts.iter().filter(|f| f.kind.is_answer()) {
                    out.answered.entry(fact.indicator).or_default().insert(sub.unit);
                }
                for &list in &lists {
                    out.gather((project, tops), form, list, sub.unit, part);
                }
            }
        }
        out
    }

    fn gather(&mut self, (project, tops): (&Project, &Tops), form: usize, list: usize, unit: UnitId, part: &Part) {
        let groups = groups_of(project, form, unit, tops);
        for f in items_of(&project.forms[form], list, part) {
            let text = if f.text.is_empty() { crate::text::number::plain_number(f.value) } else { f.text.to_owned() };
            let items = self.items.entry(list).or_default();
            self.of_sender.entry((list, unit)).or_default().push(items.len());
            items.push((groups.clone(), text));
        }
    }

    fn units(&self, indicator: usize) -> FxHashSet<UnitId> {
        self.answered.get(&indicator).cloned().unwrap_or_default()
    }

    fn items(&self, indicator: usize, group: Group) -> Vec<&str> {
        if let Group::Sender(sender) = group {
            let mine = self.of_sender.get(&(indicator, sender)).into_iter().flatten();
            return mine.filter_map(|i| self.items.get(&indicator)?.get(*i)).map(|(_, t)| t.as_str()).collect();
        }
        self.items
            .get(&indicator)
            .into_iter()
            .flatten()
            .filter(|(g, _)| g.contains(&group))
            .map(|(_, t)| t.as_str())
            .collect()
    }
}

/// Takes away the dust of binary fractions.
pub(crate) fn tidy(n: f64) -> f64 {
    (n * 1e9).round() / 1e9
}
