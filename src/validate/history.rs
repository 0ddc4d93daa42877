/*!
Checks that need no rule: each sender's figures against their own past, and against what the others did meanwhile.

What is usual is judged in [`super::usual`]; here figures get their past, and what was judged is told, each cause once. Nothing
is corrected: a finding names the value that would be usual where one cause explains it.
*/

use std::collections::BTreeMap;

use polars::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::usual::{self, Series, Unusual, Usual, alike, median};
use super::{Origin, Rows, origin, place};
use crate::consolidate::frames::value_column;
use crate::consolidate::past::{FormPast, labels};
use crate::consolidate::{Consolidation, FrameError};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::intake::workbook::CellRef;
use crate::project::Project;
use crate::project::form::{Aggregation, Form, Layout, ValueType};
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::submission::facts::RowKey;
use crate::submission::ledger::Ledger;
use crate::text::number::format_number;
use crate::text::slip::slip;

/// More periods than this are not looked at, the newest first: thirteen months hold the same one of last year.
const MOST_PERIODS: usize = 13;
/// Nor more figures than this, over all periods.
const MOST_FIGURES: usize = 20_000_000;
/// Of one sender and form no more figures are told one by one.
const MOST_TOLD: usize = 8;

/// Checks a form.
pub fn check(
    project: &Project,
    form: usize,
    ledger: &Ledger<'_>,
    consolidation: &Consolidation,
    findings: &mut Findings,
) -> Result<(), FrameError> {
    let spec = &project.forms[form];
    let Some(table) = Table::of(project, form, ledger, consolidation)? else {
        return Ok(());
    };
    let mut told = Told {
        project,
        spec,
        form,
        ledger,
        frame: &consolidation.frames[form],
        rows: Rows::default(),
        findings,
        suspects: Vec::new(),
    };
    // What explains many figures goes before what is said of each.
    let mut explained = Explained::default();
    check_sums(&table, &mut told, &mut explained)?;
    check_stale(&table, &mut told, &mut explained)?;
    check_rows(&table, &mut told, &mut explained)?;
    check_rates(&table, &mut told, &mut explained)?;
    check_filled(&table, &mut told, &mut explained)?;
    check_row_copies(&table, &mut told, &explained)?;
    check_shares(&table, &mut told, &explained)?;
    check_figures(&table, &mut told, &explained)?;
    check_running(&table, &mut told, &explained)?;
    check_parts(&table, &mut told, &explained)?;
    check_answers(&table, &mut told)?;
    told.settle(table.senders.len());
    Ok(())
}

/// Senders of whom one cause explains all figures, and columns of which it does.
#[derive(Default)]
struct Explained {
    senders: FxHashSet<UnitId>,
    columns: FxHashSet<(UnitId, usize)>,
}

/// A form's figures with their past: of each indicator a series for each row.
struct Table {
    /// Places of rows by sender, in the order of the frame.
    senders: BTreeMap<UnitId, Vec<usize>>,
    /// By indicator and row; no rows for what is not judged.
    series: Vec<Vec<Series>>,
    /// The figures of each earlier period, the newest first, by indicator and row.
    past: Vec<(Period, Vec<Vec<Option<f64>>>)>,
    /// What is usual for each indicator.
    usual: Vec<Usual>,
    layout: Layout,
    /// About whom each row is.
    about: Vec<RowId>,
}

/// About whom a row is; and by which name of its own, where it has one.
type RowId = (UnitId, u64);

impl Table {
    /// Nothing where there is no past, or where rows cannot be told apart.
    fn of(
        project: &Project,
        form: usize,
        ledger: &Ledger<'_>,
        consolidation: &Consolidation,
    ) -> Result<Option<Table>, FrameError> {
        let spec = &project.forms[form];
        let frame = &consolidation.frames[form];
        let layout = spec.layout;
        if layout == Layout::Records {
            return Ok(None);
        }
        let same = |p: &Period| *p < ledger.period && p.frequency() == ledger.period.frequency();
        let most = (MOST_FIGURES / (frame.height() * spec.indicators.len()).max(1)).min(MOST_PERIODS);
        let pasts = consolidation.pasts.iter().rev().filter(|(p, past)| same(p) && past.sent && spec.is_due(**p));
        let pasts: Vec<_> = pasts.take(most).collect();
        if pasts.is_empty() {
            return Ok(None);
        }
        let labels = labels(spec, ledger, frame)?;
        if layout == Layout::UnitRows && !spec.rows.registered && labels.is_none() {
            return Ok(None);
        }
        let (units, subjects) = (frame.column("unit")?.u32()?, frame.column("subject")?.u32()?);
        let mut senders: BTreeMap<UnitId, Vec<usize>> = BTreeMap::new();
        let mut about: Vec<RowId> = Vec::with_capacity(frame.height());
        let mut seen: FxHashMap<RowId, usize> = FxHashMap::default();
        for (row, (unit, subject)) in units.iter().zip(subjects.iter()).enumerate() {
            let (Some(unit), Some(subject)) = (unit, subject) else {
                return Ok(None);
            };
            let id = (UnitId(subject), labels.as_ref().map_or(0, |l| l[row]));
            senders.entry(UnitId(unit)).or_default().push(row);
            about.push(id);
            // Of two rows of one name nobody knows whose the past is.
            if let Some(first) = seen.insert(id, row) {
                if labels.is_none() {
                    return Ok(None);
                }
                (about[row].1, about[first].1) = (0, 0);
            }
        }
        let past: Vec<(Period, Vec<Vec<Option<f64>>>)> = pasts
            .into_iter()
            .map(|(period, known)| (*period, figures(project, spec, &known.forms[form], *period, &about)))
            .collect();
        let mut series = Vec::with_capacity(spec.indicators.len());
        for (i, indicator) in spec.indicators.iter().enumerate() {
            let judged = matches!(indicator.kind, ValueType::Count | ValueType::Amount | ValueType::YesNo);
            if !judged || indicator.counted().is_some() {
                series.push(Vec::new());
                continue;
            }
            let now = frame.column(&value_column(i))?.f64()?;
            let of = |(row, now): (usize, Option<f64>)| Series {
                now,
                past: past.iter().filter_map(|(_, by)| by[i][row]).collect(),
            };
            series.push(now.iter().enumerate().map(of).collect());
        }
        let usual = series.iter().map(|all| Usual::of(all)).collect();
        Ok(Some(Table { senders, series, past, usual, layout, about }))
    }

    /// The figures of an earlier period's indicator in some rows.
    fn before(&self, n: usize, indicator: usize, rows: &[usize]) -> Vec<Option<f64>> {
        self.past.get(n).map_or_else(Vec::new, |(_, by)| rows.iter().map(|r| by[indicator][*r]).collect())
    }

    /// Of some flows in some rows: how many are what they were in an earlier period and not in the one around it, of how
    /// many, and how improbable that is.
    fn rare(
        &self,
        spec: &Form,
        flows: &[usize],
        rows: &[usize],
        n: usize,
        moves: &dyn Fn(usize) -> bool,
    ) -> (usize, usize, f64) {
        debug_assert!(flows.iter().all(|i| is_flow(spec, *i)));
        let (mut all, mut figures) = (0, Vec::new());
        for &i in flows.iter().filter(|i| moves(**i)) {
            let spread = self.usual[i].spread();
            for &row in rows {
                let then = |n: usize| self.past.get(n).and_then(|(_, by)| by[i][row]);
                let (Some(a), Some(b)) = (self.series[i][row].now, then(n)) else {
                    continue;
                };
                all += usize::from(a.max(b) > 9.0);
                // What did not change then is no news.
                let other = if n == 0 { then(1) } else { then(n - 1) };
                if a == b && a > 9.0 && Some(b) != other {
                    figures.push((a, spread));
                }
            }
        }
        (figures.len(), all, usual::improbable(figures.into_iter()))
    }

    fn now(&self, indicator: usize, rows: &[usize]) -> Vec<Option<f64>> {
        rows.iter().map(|r| self.series[indicator][*r].now).collect()
    }
}

/// A form's figures of an earlier period in the rows of this one. What became of a unit since is another's past.
fn figures(project: &Project, spec: &Form, past: &FormPast, period: Period, about: &[RowId]) -> Vec<Vec<Option<f64>>> {
    let mut rows: FxHashMap<RowId, Vec<usize>> = FxHashMap::default();
    for (row, subject) in past.subjects.iter().enumerate() {
        rows.entry((*subject, past.labels.get(row).copied().unwrap_or(0))).or_default().push(row);
    }
    let free = spec.layout == Layout::UnitRows && !spec.rows.registered;
    let end = period.window(spec.regime).1;
    let comparable = |u: &UnitId| project.successions.last_of(*u).is_none_or(|d| d <= end);
    let value = |i: usize, id: &RowId| {
        // What has no name of its own, or shares it, has no past.
        let known = comparable(&id.0) && (!free || id.1 != 0);
        let sums = past.over(rows.get(id).filter(|_| known)?.iter().copied(), i);
        (sums.count > 0).then_some(sums.sum)
    };
    (0..spec.indicators.len()).map(|i| about.iter().map(|u| value(i, u)).collect()).collect()
}

/// Tells what was judged.
struct Told<'a, 'l, 'f> {
    project: &'a Project,
    spec: &'a Form,
    form: usize,
    ledger: &'a Ledger<'l>,
    frame: &'a DataFrame,
    rows: Rows<'a>,
    findings: &'f mut Findings,
    /// What may be news of everybody, until it is known how many have it.
    suspects: Vec<Finding>,
}

impl<'a> Told<'a, '_, '_> {
    fn show(&self, n: f64) -> String {
        // A figure that was computed is told as roughly as it is known.
        let n = if n.abs() >= 100.0 { n.round() } else { (n * 10.0).round() / 10.0 };
        format_number(n, self.project.convention)
    }

    fn exact(&self, n: f64) -> String {
        format_number(n, self.project.convention)
    }

    fn name(&self, indicator: usize) -> String {
        let i = &self.spec.indicators[indicator];
        format!("[{}] {}", i.code, i.name)
    }

    fn origin(&self, row: usize) -> Result<Option<Origin<'a>>, FrameError> {
        origin(self.ledger, self.frame, row)
    }

    /// The cell of a figure.
    fn find(&mut self, row: usize, indicator: usize) -> Result<Option<CellRef>, FrameError> {
        let at = self.origin(row)?;
        Ok(at.and_then(|at| self.rows.find(at.part, at.place, &[indicator])).map(|fact| fact.cell))
    }

    /// Tells of a cell.
    fn cell(&mut self, finding: Finding, row: usize, indicator: usize) -> Result<(), FrameError> {
        if let Some(at) = self.origin(row)? {
            let finding = finding.arg("indicator", self.name(indicator));
            let (project, spec, ledger) = (self.project, self.spec, self.ledger);
            let finding = place(&mut self.rows, finding, project, spec, ledger, &at, &[indicator]);
            match finding.code {
                Code::P013 | Code::P014 | Code::P020 | Code::P023 => self.suspects.push(finding),
                _ => self.findings.push(finding),
            }
        }
        Ok(())
    }

    /// What more than every fifth sender has at once is news, and no mistake of each.
    fn settle(&mut self, senders: usize) {
        const LEAST: usize = 3;
        let mut files: FxHashMap<Code, FxHashSet<String>> = FxHashMap::default();
        for finding in &self.suspects {
            files.entry(finding.code).or_default().insert(finding.place.file.clone());
        }
        for finding in std::mem::take(&mut self.suspects) {
            let many = files.get(&finding.code).map_or(0, FxHashSet::len);
            let common = many >= LEAST && many * 5 > senders;
            self.findings.push(if common { finding.severity(Severity::Info) } else { finding });
        }
    }

    /// What a row is called.
    fn row_name(&self, row: usize) -> Result<String, FrameError> {
        let at = self.origin(row)?;
        Ok(match at.as_ref().and_then(|at| at.part.rows.get(at.place)) {
            Some(RowKey::Label(label)) => label.clone(),
            Some(RowKey::Unit(unit)) => self.project.register.get(*unit).full_name(),
            _ => String::new(),
        })
    }

    /// Tells of a sender's sheet.
    fn sheet(&mut self, finding: Finding, row: usize, sender: UnitId) -> Result<(), FrameError> {
        if let Some(at) = self.origin(row)? {
            let unit = self.project.register.get(sender);
            self.findings.push(
                finding
                    .form(&self.spec.code)
                    .unit(&unit.code)
                    .period(self.ledger.period)
                    .file(at.file)
                    .sheet(&at.part.sheet)
                    .arg("name", unit.full_name()),
            );
        }
        Ok(())
    }
}

/// The past of a series, for people: the newest first.
fn past_in_words(told: &Told<'_, '_, '_>, series: &Series) -> String {
    const SHOWN: usize = 4;
    let mut shown: Vec<String> = series.past.iter().take(SHOWN).map(|p| told.exact(*p)).collect();
    if series.past.len() > SHOWN {
        shown.push("…".to_owned());
    }
    shown.join("; ")
}

fn is_flow(spec: &Form, indicator: usize) -> bool {
    spec.indicators[indicator].aggregation == Aggregation::Sum
}

/// Numerators and denominators.
fn parts_of(spec: &Form) -> impl Iterator<Item = (usize, usize)> {
    spec.indicators.iter().filter_map(|i| i.parts())
}

fn is_amount(spec: &Form, indicator: usize) -> bool {
    matches!(spec.indicators[indicator].kind, ValueType::Count | ValueType::Amount)
}

/// Figures one by one: far from what they were, or nothing although they never were.
fn check_figures(table: &Table, told: &mut Told<'_, '_, '_>, explained: &Explained) -> Result<(), FrameError> {
    let judged: Vec<usize> =
        (0..table.series.len()).filter(|i| is_amount(told.spec, *i) && !table.series[*i].is_empty()).collect();
    // Where others have nothing at times, so may this one.
    let zero = |s: &Series| s.now == Some(0.0) || s.past.contains(&0.0);
    let often_nothing: Vec<bool> = table
        .series
        .iter()
        .map(|all| all.iter().filter(|s| zero(s)).count().saturating_sub(1) * 5 > all.len())
        .collect();
    // Where it comes and goes with others, or comes to them for the first time, it may come to this one.
    let often_something: Vec<bool> = table
        .series
        .iter()
        .map(|all| {
            let never = |s: &Series| s.past.iter().all(|p| *p == 0.0);
            let first = |s: &&Series| s.now.is_some_and(|n| n > 0.0) && !s.past.is_empty() && never(s);
            let at_times = |s: &&Series| s.past.contains(&0.0) && !never(s);
            let known = all.iter().filter(|s| !s.past.is_empty()).count();
            all.iter().filter(first).count().saturating_sub(1) * 8 > known
                || all.iter().filter(at_times).count() * 20 > known
        })
        .collect();
    // Where the whole is nothing, so are its parts.
    let whole = |i: usize| parts_of(told.spec).find(|(n, _)| *n == i).map(|(_, d)| d);
    let drivers: Vec<Option<usize>> = (0..table.series.len()).map(whole).collect();
    for (sender, rows) in &table.senders {
        let mut unusual: Vec<(usize, usize, Unusual)> = Vec::new();
        let mut gone: Vec<(usize, usize)> = Vec::new();
        let mut came: Vec<(usize, usize)> = Vec::new();
        let mut could_be_gone = 0;
        for &row in rows {
            for &i in &judged {
                let series = &table.series[i][row];
                could_be_gone += usize::from(!series.past.is_empty() && series.past.iter().all(|p| *p >= 10.0));
                let driver = drivers[i].and_then(|d| table.series[d].get(row)).and_then(|s| s.now);
                if usual::appeared(series) && !often_something[i] {
                    came.push((row, i));
                } else if usual::vanished(series) && !often_nothing[i] && driver != Some(0.0) {
                    gone.push((row, i));
                } else if !explained.columns.contains(&(*sender, i))
                    && let Some(found) = table.usual[i].judge(series, !is_flow(told.spec, i))
                {
                    unusual.push((row, i, found));
                }
            }
        }
        if !explained.senders.contains(sender) {
            unusual.sort_by(|a, b| b.2.times.ln().abs().total_cmp(&a.2.times.ln().abs()));
            let more = unusual.len().saturating_sub(MOST_TOLD);
            for (n, (row, i, found)) in unusual.into_iter().take(MOST_TOLD).enumerate() {
                let series = &table.series[i][row];
                let now = series.now.unwrap_or_default();
                let times = found.times.max(1.0 / found.times);
                let way = if found.times > 1.0 { "more" } else { "less" };
                // A count has no fractions.
                let count = told.spec.indicators[i].kind == ValueType::Count;
                let likely = found.power.map(|p| crate::consolidate::tidy(now / p));
                let likely = likely.filter(|l| !count || l.fract() == 0.0);
                let likely = likely.map_or_else(|| "none".to_owned(), |l| told.exact(l));
                // The last one that is told says how many there are beside them.
                let more = if n + 1 == MOST_TOLD { more } else { 0 };
                let finding = Finding::new(Code::P007)
                    .value(told.exact(now))
                    .expected(told.show(found.expected))
                    .arg("times", told.show(times))
                    .arg("way", way)
                    .arg("likely", likely)
                    .arg("more", more)
                    .arg("past", past_in_words(told, series));
                told.cell(finding, row, i)?;
            }
        }
        for (row, i) in came.into_iter().take(MOST_TOLD) {
            let series = &table.series[i][row];
            let now = told.exact(series.now.unwrap_or_default());
            told.cell(Finding::new(Code::P021).value(now).arg("count", series.past.len()), row, i)?;
        }
        // Most figures at once: the unit did nothing, or the sheet was left blank with zeros. One cause.
        let Some(&(first, i)) = gone.first() else {
            continue;
        };
        if gone.len() >= 3 && gone.len() * 2 > could_be_gone {
            let finding = Finding::new(Code::P008)
                .value("0")
                .arg("count", gone.len())
                .arg("past", past_in_words(told, &table.series[i][first]));
            told.cell(finding, first, i)?;
            continue;
        }
        let all = gone.len();
        for (n, (row, i)) in gone.into_iter().take(MOST_TOLD).enumerate() {
            let past = past_in_words(told, &table.series[i][row]);
            let count = if n == 0 && all > MOST_TOLD { all } else { 1 };
            told.cell(Finding::new(Code::P008).value("0").arg("count", count).arg("past", past), row, i)?;
        }
    }
    Ok(())
}

/// Senders all of whose flows are so much higher than before, unlike everybody else's, that they may be cumulative.
fn check_sums(table: &Table, told: &mut Told<'_, '_, '_>, explained: &mut Explained) -> Result<(), FrameError> {
    const LEAST: usize = 4;
    const LEAST_SENDERS: usize = 8;
    let mut steps: Vec<(UnitId, f64, f64, usize)> = Vec::new();
    for (sender, rows) in &table.senders {
        let mut mine: Vec<f64> = Vec::new();
        for (i, all) in table
            .series
            .iter()
            .enumerate()
            .filter(|(i, a)| is_flow(told.spec, *i) && is_amount(told.spec, *i) && !a.is_empty())
        {
            let large = |s: &&Series| s.now.is_some_and(|n| n >= 5.0) && s.past.iter().all(|p| *p >= 5.0);
            let shift = table.usual[i].shift;
            mine.extend(rows.iter().map(|r| &all[*r]).filter(large).filter_map(Series::step).map(|s| s - shift));
        }
        if mine.len() >= LEAST
            && let Some(middle) = median(&mut mine.clone())
        {
            let mut away: Vec<f64> = mine.iter().map(|s| (s - middle).abs()).collect();
            steps.push((*sender, middle, median(&mut away).unwrap_or(0.0), mine.len()));
        }
    }
    let mut middles: Vec<f64> = steps.iter().map(|s| s.1).collect();
    let Some(center) = median(&mut middles).filter(|_| steps.len() >= LEAST_SENDERS) else {
        return Ok(());
    };
    let mut away: Vec<f64> = middles.iter().map(|m| (m - center).abs()).collect();
    let spread = 1.5 * median(&mut away).unwrap_or(0.0);
    for (sender, middle, own, count) in steps {
        let high = middle - center;
        // What the past has seen already, in the same season say, is no sum.
        let flows = (0..table.series.len()).filter(|i| is_flow(told.spec, *i) && is_amount(told.spec, *i));
        let mine = flows.flat_map(|i| table.senders[&sender].iter().filter_map(move |r| table.series[i].get(*r)));
        let (seen, all) = mine.filter(|s| s.now.is_some_and(|n| n >= 5.0)).fold((0, 0), |(seen, all), s| {
            let most = s.past.iter().copied().fold(0.0, f64::max);
            (seen + usize::from(s.now.is_some_and(|n| n <= most * 1.1)), all + 1)
        });
        if seen * 2 >= all {
            continue;
        }
        // All of them by about as much: not a few that were high.
        if high < 1.6f64.ln().max(5.0 * spread) || own > 0.35 || own * 2.0 > high {
            continue;
        }
        explained.senders.insert(sender);
        let Some(first) = table.senders[&sender].first() else {
            continue;
        };
        let finding = Finding::new(Code::P010).value(told.show((high.exp() * 10.0).round() / 10.0)).arg("count", count);
        told.sheet(finding, *first, sender)?;
    }
    Ok(())
}

/// Senders many of whose figures are those of the period before, or of another sender.
fn check_stale(table: &Table, told: &mut Told<'_, '_, '_>, explained: &mut Explained) -> Result<(), FrameError> {
    const LEAST: usize = 4;
    // One chance in a few hundred thousand; a table has more rows than one.
    const RARE: f64 = 13.0;
    const MOST_AGO: usize = 6;
    let is_stale = |(same, all): (usize, usize)| same >= LEAST && same * 10 >= all * 7;
    let flows = flows(table, told.spec);
    // How often each indicator is what it was, over everybody: what mostly is, is a stock, whatever it is declared as.
    let over = |i: usize, rows: &[usize]| alike(&table.now(i, rows), &table.before(0, i, rows), 9.0);
    let everybody: Vec<usize> = table.senders.values().flatten().copied().collect();
    let all: FxHashMap<usize, (usize, usize)> = flows.iter().map(|i| (*i, over(*i, &everybody))).collect();
    let moves = |i: usize| all[&i].0 * 10 < all[&i].1 * 3;
    for (sender, rows) in &table.senders {
        let mut period = table.past[0].0;
        // What is a copy as a whole is told already.
        if told.ledger.copies.contains(&(told.form, *sender)) {
            explained.senders.insert(*sender);
            continue;
        }
        let mut columns: Vec<usize> = Vec::new();
        let mut sum = (0, 0);
        let by_column = table.layout == Layout::UnitRows;
        let (mut now, mut then, mut long_ago) = (Vec::new(), Vec::new(), Vec::new());
        for &i in &flows {
            let own = over(i, rows);
            let others = (all[&i].0 - own.0, all[&i].1 - own.1);
            if others.1 >= LEAST && others.0 * 10 >= others.1 * 3 {
                continue;
            }
            let (a, b) = (table.now(i, rows), table.before(0, i, rows));
            let c = table.before(1, i, rows);
            let counts = alike(&a, &b, 0.0);
            // What is the same each time is no news.
            if by_column && is_stale(counts) && several(&same(&a, &b)) && !is_stale(alike(&b, &c, 0.0)) {
                columns.push(i);
                sum = (sum.0 + counts.0, sum.1 + counts.1);
            }
            now.extend(a);
            then.extend(b);
            long_ago.extend(c);
        }
        let counts = alike(&now, &then, 0.0);
        let usual = alike(&then, &long_ago, 0.0);
        let all = is_stale(counts) && several(&same(&now, &then)) && !(usual.1 >= LEAST && usual.0 * 10 >= usual.1 * 4);
        // Fewer of them are no chance either where each value is rare: of the whole, in any earlier period, or of rows in a row.
        let mut some = (0, 0);
        let mut runs: Vec<(String, usize, (usize, usize))> = Vec::new();
        if !all && columns.is_empty() {
            let mut best = (0, 0, 0, 0.0);
            for n in 0..table.past.len().min(MOST_AGO) {
                let (equal, of, rare) = table.rare(told.spec, &flows, rows, n, &moves);
                if equal >= LEAST && equal * 4 >= of && rare > best.3 {
                    best = (n, equal, of, rare);
                }
            }
            if best.3 >= RARE {
                (period, some) = (table.past[best.0].0, (best.1, best.2));
            } else if by_column {
                runs = stale_runs(table, told, &flows, rows, &moves)?;
            }
        }
        if !all && columns.is_empty() && some == (0, 0) && runs.is_empty() {
            continue;
        }
        for (name, row, (equal, of)) in &runs {
            let finding = Finding::new(Code::P009).value(*equal).expected(of.to_string());
            let unit = told.project.register.get(*sender).full_name();
            let finding = finding.arg("previous", period).arg("columns", name.as_str()).arg("name", unit);
            told.cell(finding, *row, flows[0])?;
        }
        if !runs.is_empty() && some == (0, 0) {
            continue;
        }
        let (equal, of) = match (all, some) {
            (true, _) => counts,
            (false, (0, 0)) => sum,
            (false, some) => some,
        };
        let mut names: Vec<String> = columns.iter().take(3).map(|i| told.name(*i)).collect();
        if columns.len() > 3 {
            names.push("…".to_owned());
        }
        let names = if all || names.is_empty() { "none".to_owned() } else { names.join("; ") };
        let finding = Finding::new(Code::P009)
            .value(equal)
            .expected(of.to_string())
            .arg("previous", period)
            .arg("columns", names);
        if let Some(first) = rows.first() {
            told.sheet(finding, *first, *sender)?;
        }
        if all {
            explained.senders.insert(*sender);
        }
        explained.columns.extend(columns.iter().map(|i| (*sender, *i)));
    }
    if table.layout == Layout::IndicatorRows {
        check_others(table, told, &flows, explained)?;
    }
    Ok(())
}

/// Stretches of rows that say what they said in the period before, in all columns or in one: what they are called, the first
/// of them, how many figures of how many.
type Runs = Vec<(String, usize, (usize, usize))>;

fn stale_runs(
    table: &Table,
    told: &Told<'_, '_, '_>,
    flows: &[usize],
    rows: &[usize],
    moves: &dyn Fn(usize) -> bool,
) -> Result<Runs, FrameError> {
    /// One chance in a hundred thousand.
    const RARE: f64 = 11.5;
    let mut out: Runs = Vec::new();
    let one: Vec<Vec<usize>> = flows.iter().map(|i| vec![*i]).collect();
    for which in std::iter::once(flows.to_vec()).chain(one.into_iter().filter(|_| flows.len() > 1)) {
        let all = |row: usize| {
            let (equal, of, _) = table.rare(told.spec, &which, &[row], 0, moves);
            equal > 0 && equal == of
        };
        let mut at = 0;
        while at < rows.len() {
            let length = rows[at..].iter().take_while(|r| all(**r)).count();
            let run = &rows[at..at + length];
            let (equal, of, rare) = table.rare(told.spec, &which, run, 0, moves);
            if equal >= 3 && rare >= RARE && out.iter().all(|(_, first, _)| !run.contains(first)) {
                let mut name = told.row_name(run[0])?;
                if let Some(last) = run.last().filter(|_| length > 1) {
                    name.push_str(&format!(" – {}", told.row_name(*last)?));
                }
                out.push((name, run[0], (equal, of)));
            }
            at += length.max(1);
        }
    }
    Ok(out)
}

/// Those figures that are the same.
fn same(now: &[Option<f64>], before: &[Option<f64>]) -> Vec<Option<f64>> {
    now.iter().zip(before).map(|(a, b)| a.filter(|_| a == b)).collect()
}

/// True where figures are not all the same one or two.
fn several(figures: &[Option<f64>]) -> bool {
    let distinct: FxHashSet<u64> = figures.iter().flatten().filter(|f| f.abs() > 9.0).map(|f| f.to_bits()).collect();
    distinct.len() >= 3
}

fn flows(table: &Table, spec: &Form) -> Vec<usize> {
    (0..table.series.len())
        .filter(|i| is_flow(spec, *i) && is_amount(spec, *i) && !table.series[*i].is_empty())
        .collect()
}

/// Senders many of whose figures are another one's.
fn check_others(
    table: &Table,
    told: &mut Told<'_, '_, '_>,
    flows: &[usize],
    explained: &mut Explained,
) -> Result<(), FrameError> {
    const LEAST: usize = 4;
    const RARE: usize = 4;
    // Every two of some hundred senders are held against each other.
    const UNLIKELY: f64 = 16.0;
    let mut pairs: FxHashMap<(UnitId, UnitId), (usize, f64)> = FxHashMap::default();
    let mut counts: FxHashMap<UnitId, usize> = FxHashMap::default();
    let first = |rows: &Vec<usize>| rows.first().copied();
    for &i in flows {
        let mut by_figure: FxHashMap<u64, Vec<UnitId>> = FxHashMap::default();
        for (sender, row) in table.senders.iter().filter_map(|(s, rows)| Some((*s, first(rows)?))) {
            if let Some(figure) = table.series[i][row].now.filter(|n| n.abs() > 30.0) {
                *counts.entry(sender).or_default() += 1;
                by_figure.entry(figure.to_bits()).or_default().push(sender);
            }
        }
        // What many have is no copy.
        for (figure, senders) in by_figure.into_iter().filter(|(_, s)| (2..=RARE).contains(&s.len())) {
            for (n, a) in senders.iter().enumerate() {
                for b in &senders[n + 1..] {
                    let (same, rare) = pairs.entry((*a, *b)).or_default();
                    *same += 1;
                    // Two units differ more than one does from its past.
                    *rare += usual::improbable(std::iter::once((f64::from_bits(figure), 0.4)));
                }
            }
        }
    }
    let mut found: Vec<((UnitId, UnitId), usize)> = pairs
        .into_iter()
        .filter(|((a, b), (same, rare))| {
            *same >= LEAST && (same * 10 >= counts[a].min(counts[b]) * 7 || *rare >= UNLIKELY)
        })
        .map(|(pair, (same, _))| (pair, same))
        .collect();
    found.sort_unstable();
    for ((a, b), same) in found {
        if explained.senders.contains(&a) || explained.senders.contains(&b) {
            continue;
        }
        // The copy is whose figures are further from its own past.
        let away = |sender: UnitId| {
            let steps = flows.iter().filter_map(|i| table.series[*i][first(&table.senders[&sender])?].step());
            steps.map(f64::abs).sum::<f64>()
        };
        let (copy, of) = if away(a) > away(b) { (a, b) } else { (b, a) };
        let other = told.project.register.get(of).full_name();
        let finding = Finding::new(Code::P016).value(same).expected(counts[&copy].to_string()).arg("other", other);
        if let Some(row) = first(&table.senders[&copy]) {
            told.sheet(finding, row, copy)?;
        }
        explained.senders.insert(copy);
    }
    Ok(())
}

/// Senders whose rows are not where they were: two of them exchanged, or all of them in another order.
fn check_rows(table: &Table, told: &mut Told<'_, '_, '_>, explained: &mut Explained) -> Result<(), FrameError> {
    const LEAST: usize = 5;
    if table.layout != Layout::UnitRows {
        return Ok(());
    }
    let judged: Vec<usize> =
        (0..table.series.len()).filter(|i| is_amount(told.spec, *i) && !table.series[*i].is_empty()).collect();
    for (sender, rows) in &table.senders {
        let (mut now, mut before) = (Vec::new(), Vec::new());
        let mut stock: Option<usize> = None;
        for &i in &judged {
            let (a, b, c) = (table.now(i, rows), table.before(0, i, rows), table.before(1, i, rows));
            now.extend(usual::same_order(&a, &b));
            before.extend(usual::same_order(&b, &c));
            // Of a stock the figures of the period before, at other rows.
            if !is_flow(told.spec, i) {
                // Of figures that several rows have nobody knows whose they are.
                let mut times: FxHashMap<u64, usize> = FxHashMap::default();
                b.iter().flatten().for_each(|n| *times.entry(n.to_bits()).or_default() += 1);
                let known: FxHashSet<u64> = times.into_iter().filter(|(_, n)| *n == 1).map(|(n, _)| n).collect();
                let both = a.iter().zip(&b).filter_map(|(a, b)| Some(((*a)?, (*b)?))).filter(|(a, b)| a.max(*b) > 9.0);
                let (elsewhere, compared) = both.fold((0usize, 0usize), |(elsewhere, all), (a, b)| {
                    (elsewhere + usize::from(a != b && known.contains(&a.to_bits())), all + 1)
                });
                let same = a.iter().zip(&b).filter(|(a, b)| a.is_some() && a == b).count();
                if compared >= LEAST && elsewhere * 10 >= compared * 6 && same * 5 <= compared && distinct(&b) {
                    stock = stock.or(Some(i));
                }
            }
        }
        let middle = |mut v: Vec<f64>| median(&mut v);
        let disordered = match (middle(now), middle(before)) {
            (Some(now), Some(before)) => before >= 0.8 && now <= 0.4,
            _ => false,
        };
        if disordered || stock.is_some() {
            let count = rows.len();
            let finding = Finding::new(Code::P011).value(count).arg("rows", "all").arg("previous", table.past[0].0);
            let at = stock.or(judged.first().copied());
            if let (Some(first), Some(column)) = (rows.first(), at) {
                told.cell(finding, *first, column)?;
            }
            explained.senders.insert(*sender);
            continue;
        }
        let column = |i: &usize| rows.iter().map(|r| table.series[*i][*r].clone()).collect();
        let columns: Vec<(f64, Vec<Series>)> = judged.iter().map(|i| (table.usual[*i].spread(), column(i))).collect();
        let pairs = usual::exchanged(&columns);
        // Each row in one pair at most: what fits many fits none.
        let mut of: FxHashMap<usize, usize> = FxHashMap::default();
        pairs.iter().flat_map(|(a, b)| [*a, *b]).for_each(|r| *of.entry(r).or_default() += 1);
        for (a, b) in pairs.into_iter().filter(|(a, b)| of[a] == 1 && of[b] == 1) {
            let names = format!("{} ↔ {}", told.row_name(rows[a])?, told.row_name(rows[b])?);
            let finding = Finding::new(Code::P011).value(2usize).arg("rows", names).arg("previous", table.past[0].0);
            if let Some(i) = judged.iter().copied().find(|i| table.series[*i][rows[b]].now.is_some()) {
                told.cell(finding, rows[b], i)?;
            }
            explained.senders.insert(*sender);
        }
    }
    Ok(())
}

/// True where most figures are of one row alone, and no two of them are neighbours by chance.
fn distinct(figures: &[Option<f64>]) -> bool {
    let mut all: Vec<f64> = figures.iter().flatten().copied().collect();
    all.sort_unstable_by(f64::total_cmp);
    let count = all.len();
    let (first, last) = (all.first().copied().unwrap_or(0.0), all.last().copied().unwrap_or(0.0));
    all.dedup();
    // So many whole numbers lie between the least and the largest that few are met twice.
    all.len() * 10 >= count * 8 && last - first >= 1.0 * count as f64
}

/// Figures that have always been the one of the period before and another one of this period, and are not now: the year so
/// far, a balance. Which ones are is told from the past alone.
fn check_running(table: &Table, told: &mut Told<'_, '_, '_>, explained: &Explained) -> Result<(), FrameError> {
    /// More pairs of indicators than these, by rows, nobody waits for.
    const MOST: usize = 20_000_000;
    const LEAST: usize = 8;
    let judged: Vec<usize> =
        (0..table.series.len()).filter(|i| is_amount(told.spec, *i) && !table.series[*i].is_empty()).collect();
    let height = table.about.len();
    if table.past.len() < 2 || judged.len() * judged.len() * height * table.past.len() > MOST {
        return Ok(());
    }
    // A year so far begins anew with its year.
    let begins = |p: Period| p.year_so_far().len() <= 1;
    let of = |n: Option<usize>, i: usize, row: usize| match n {
        None => table.series[i][row].now,
        Some(n) => table.past.get(n).and_then(|(_, by)| by[i][row]),
    };
    let before = |n: Option<usize>| Some(n.map_or(0, |n| n + 1));
    let period = |n: Option<usize>| n.map_or(told.ledger.period, |n| table.past[n].0);
    // What the running figure should be, by the figure that runs into it.
    let should = |n: Option<usize>, (running, own): (usize, usize), row: usize, yearly: bool| {
        let own = of(n, own, row)?;
        if yearly && begins(period(n)) {
            return Some(own);
        }
        Some(of(before(n), running, row)? + own)
    };
    for &running in &judged {
        let mut best: Option<(usize, bool)> = None;
        for (own, yearly) in judged.iter().filter(|o| **o != running).flat_map(|o| [(*o, false), (*o, true)]) {
            let (mut held, mut all) = (0usize, 0usize);
            for n in (0..table.past.len() - 1).map(Some) {
                for row in 0..height {
                    let moves = of(n, own, row).is_some_and(|o| o != 0.0);
                    let (Some(is), Some(should)) = (of(n, running, row), should(n, (running, own), row, yearly)) else {
                        continue;
                    };
                    // Where nothing was added any figure that stays holds.
                    all += usize::from(moves);
                    held += usize::from(moves && (is - should).abs() < 1e-6);
                }
            }
            // A few that all hold are enough where the figures are large: sums are not alike by chance.
            let large = || (0..height).filter_map(|r| of(Some(0), own, r)).fold(0.0, f64::max) > 30.0;
            if all >= LEAST && held * 10 >= all * 9 || all >= 4 && held == all && large() {
                best = Some((own, yearly));
                break;
            }
        }
        let Some((own, yearly)) = best else {
            continue;
        };
        for (sender, rows) in &table.senders {
            for &row in rows.iter().filter(|_| !explained.senders.contains(sender)) {
                let (Some(is), Some(should)) = (of(None, running, row), should(None, (running, own), row, yearly))
                else {
                    continue;
                };
                if (is - should).abs() > 1e-6 {
                    let finding = Finding::new(Code::P018)
                        .value(told.exact(is))
                        .expected(told.exact(should))
                        .arg("other", told.name(own))
                        .arg("previous", table.past[0].0);
                    told.cell(finding, row, running)?;
                }
            }
        }
    }
    Ok(())
}

/// A whole and its parts, by place.
type Parts = (usize, Vec<usize>);

/// Which indicators may be parts of others, by their codes (1 and 1.1, 1.2) and by what stands over them (All, Men, Women
/// under one heading).
fn wholes(spec: &Form, judged: &[usize]) -> Vec<Parts> {
    /// More members than these are no parts that somebody adds up by heart.
    const MOST: usize = 24;
    let alike = |a: usize, b: usize| {
        let (a, b) = (&spec.indicators[a], &spec.indicators[b]);
        a.unit == b.unit && a.column == b.column && a.aggregation == b.aggregation
    };
    let mut out: Vec<Parts> = Vec::new();
    for &whole in judged {
        let code = &spec.indicators[whole].code;
        let below = |i: &usize| {
            let rest = spec.indicators[*i].code.strip_prefix(code.as_str()).and_then(|r| r.strip_prefix('.'));
            rest.is_some_and(|r| !r.contains('.')) && alike(whole, *i)
        };
        let parts: Vec<usize> = judged.iter().copied().filter(below).collect();
        if (2..=MOST).contains(&parts.len()) {
            out.push((whole, parts));
        }
    }
    let head = |i: usize| spec.indicators[i].header.first().filter(|p| p.len() > 1).map(|p| &p[..p.len() - 1]);
    for &whole in judged {
        let parts: Vec<usize> = judged
            .iter()
            .copied()
            .filter(|i| *i != whole && head(*i).is_some() && head(*i) == head(whole) && alike(whole, *i))
            .collect();
        if (2..=MOST).contains(&parts.len()) {
            out.push((whole, parts));
        }
    }
    out
}

/// Wholes that are not the sum of their parts although with nearly everybody, and before, they are.
fn check_parts(table: &Table, told: &mut Told<'_, '_, '_>, explained: &Explained) -> Result<(), FrameError> {
    const LEAST: usize = 8;
    let judged: Vec<usize> =
        (0..table.series.len()).filter(|i| is_amount(told.spec, *i) && !table.series[*i].is_empty()).collect();
    let of = |n: Option<usize>, i: usize, row: usize| match n {
        None => table.series[i][row].now,
        Some(n) => table.past.get(n).and_then(|(_, by)| by[i][row]),
    };
    // A sum of which something is missing is none.
    let sum =
        |n: Option<usize>, parts: &[usize], row: usize| -> Option<f64> { parts.iter().map(|p| of(n, *p, row)).sum() };
    let several = |n: Option<usize>, parts: &[usize], row: usize| {
        parts.iter().filter(|p| of(n, **p, row).is_some_and(|v| v != 0.0)).count() >= 2
    };
    for (whole, parts) in wholes(told.spec, &judged) {
        // Where a rule of the form says it, the rule speaks.
        let ruled = told.spec.rules.iter().any(|r| {
            let named = r.operands();
            named.contains(&(whole, false)) && parts.iter().all(|p| named.contains(&(*p, false)))
        });
        if ruled {
            continue;
        }
        let (mut held, mut all) = (0usize, 0usize);
        for n in std::iter::once(None).chain((0..table.past.len()).map(Some)) {
            for row in 0..table.about.len() {
                if let (Some(is), Some(should), true) =
                    (of(n, whole, row), sum(n, &parts, row), several(n, &parts, row))
                {
                    all += 1;
                    held += usize::from((is - should).abs() < 1e-6);
                }
            }
        }
        if all < LEAST || held * 10 < all * 9 {
            continue;
        }
        for (sender, rows) in &table.senders {
            for &row in rows.iter().filter(|_| !explained.senders.contains(sender)) {
                let (Some(is), Some(should)) = (of(None, whole, row), sum(None, &parts, row)) else {
                    continue;
                };
                if (is - should).abs() < 1e-6 {
                    continue;
                }
                let names: Vec<String> =
                    parts.iter().take(4).map(|p| format!("[{}]", told.spec.indicators[*p].code)).collect();
                let more = if parts.len() > 4 { " + …" } else { "" };
                // Of whole and parts the only one that, typed as it was meant, makes them agree.
                let mut likely = parts.iter().map(|p| (*p, -1.0)).chain([(whole, 1.0)]).filter_map(|(i, sign)| {
                    let typed = of(None, i, row)?;
                    let meant = typed - sign * (is - should);
                    (meant >= 0.0 && slip(typed, meant).is_some()).then_some((i, meant))
                });
                let likely = likely.next().filter(|_| likely.next().is_none());
                let likely = match likely {
                    Some((i, meant)) => told.find(row, i)?.map(|cell| (cell, meant)),
                    None => None,
                };
                let finding = Finding::new(Code::P019)
                    .value(told.exact(is))
                    .expected(told.exact(should))
                    .arg("parts", format!("{}{more}", names.join(" + ")))
                    .proposing(likely, told.project.convention);
                told.cell(finding, row, whole)?;
            }
        }
    }
    Ok(())
}

/// Yes that became no.
fn check_answers(table: &Table, told: &mut Told<'_, '_, '_>) -> Result<(), FrameError> {
    let yes_no = (0..table.series.len()).filter(|i| told.spec.indicators[*i].kind == ValueType::YesNo);
    for i in yes_no.collect::<Vec<_>>() {
        let turned: Vec<usize> = (0..table.series[i].len())
            .filter(|r| {
                let s = &table.series[i][*r];
                s.now == Some(0.0) && !s.past.is_empty() && s.past.iter().all(|p| *p == 1.0)
            })
            .collect();
        for row in turned {
            told.cell(Finding::new(Code::P012).arg("previous", table.past[0].0), row, i)?;
        }
    }
    check_all_yes(table, told)
}

/// Senders who answer yes to everything at once, where they have always said no to several things.
fn check_all_yes(table: &Table, told: &mut Told<'_, '_, '_>) -> Result<(), FrameError> {
    const LEAST: usize = 3;
    /// Of two only where they have been no for long.
    const LONG: usize = 6;
    let yes_no: Vec<usize> = (0..table.series.len())
        .filter(|i| told.spec.indicators[*i].kind == ValueType::YesNo && !table.series[*i].is_empty())
        .collect();
    let always_no = |s: &Series| s.past.len() >= 2 && s.past.iter().all(|p| *p == 0.0);
    for (sender, rows) in &table.senders {
        // Of a table column by column, of a list all of it.
        let groups: Vec<Vec<usize>> =
            if rows.len() > 1 { yes_no.iter().map(|i| vec![*i]).collect() } else { vec![yes_no.clone()] };
        for group in groups {
            let mine = || group.iter().flat_map(|i| rows.iter().map(move |r| (*i, *r)));
            let answers: Vec<(usize, usize)> = mine().filter(|(i, r)| table.series[*i][*r].now.is_some()).collect();
            let all_yes = answers.iter().all(|(i, r)| table.series[*i][*r].now == Some(1.0));
            let turned: Vec<(usize, usize)> =
                answers.iter().copied().filter(|(i, r)| always_no(&table.series[*i][*r])).collect();
            let long = turned.len() == 2 && turned.iter().all(|(i, r)| table.series[*i][*r].past.len() >= LONG);
            if all_yes
                && (turned.len() >= LEAST || long)
                && let Some((i, row)) = turned.first().copied()
            {
                let finding = Finding::new(Code::P020)
                    .value(turned.len())
                    .expected(answers.len().to_string())
                    .arg("name", told.project.register.get(*sender).full_name());
                told.cell(finding, row, i)?;
            }
        }
    }
    Ok(())
}

/// Ratios all of which are 1 although they were not.
fn check_rates(table: &Table, told: &mut Told<'_, '_, '_>, explained: &mut Explained) -> Result<(), FrameError> {
    const LEAST: usize = 5;
    if table.layout != Layout::UnitRows {
        return Ok(());
    }
    for indicator in told.spec.indicators.iter() {
        let Some((n, d)) =
            indicator.parts().filter(|(n, d)| !table.series[*n].is_empty() && !table.series[*d].is_empty())
        else {
            continue;
        };
        for (sender, rows) in &table.senders {
            let equal = |a: Vec<Option<f64>>, b: Vec<Option<f64>>| {
                let pairs = a.into_iter().zip(b).filter_map(|(a, b)| Some((a?, b?))).filter(|(_, b)| *b > 0.0);
                pairs.fold((0, 0), |(same, all), (a, b)| (same + usize::from(a == b), all + 1))
            };
            let now = equal(table.now(n, rows), table.now(d, rows));
            let before = equal(table.before(0, n, rows), table.before(0, d, rows));
            if now.1 >= LEAST && now.0 == now.1 && before.1 >= LEAST && before.0 * 2 < before.1 {
                let finding = Finding::new(Code::P013)
                    .value(now.0)
                    .arg("numerator", told.name(n))
                    .arg("denominator", told.name(d))
                    .arg("previous", table.past[0].0);
                explained.columns.extend([(*sender, n), (*sender, d)]);
                if let Some(first) = rows.first() {
                    told.cell(finding, *first, n)?;
                }
            }
        }
    }
    Ok(())
}

/// Columns that were filled down, or copied from another one.
fn check_filled(table: &Table, told: &mut Told<'_, '_, '_>, explained: &mut Explained) -> Result<(), FrameError> {
    const LEAST: usize = 5;
    if table.layout != Layout::UnitRows {
        return Ok(());
    }
    let judged: Vec<usize> =
        (0..table.series.len()).filter(|i| is_amount(told.spec, *i) && !table.series[*i].is_empty()).collect();
    for (sender, rows) in &table.senders {
        let mut copied: FxHashSet<usize> = FxHashSet::default();
        // Rows may have stood in another order then: that of the register, most often.
        let mut register = rows.clone();
        register.sort_by_key(|r| table.about[*r]);
        for (n, &i) in judged.iter().enumerate() {
            let now = table.now(i, rows);
            let (from, length) = longest_fill(&now);
            let before =
                [rows, &register].map(|r| longest_fill(&table.before(0, i, r)).1).into_iter().max().unwrap_or(0);
            if length >= LEAST && before * 2 < length {
                let finding = Finding::new(Code::P014)
                    .value(length)
                    .arg("other", "none")
                    .arg("figure", told.exact(now[from].unwrap_or_default()))
                    .arg("previous", table.past[0].0);
                explained.columns.insert((*sender, i));
                told.cell(finding, rows[from], i)?;
            }
            for &other in &judged[n + 1..] {
                let same = alike(&now, &table.now(other, rows), 9.0);
                let was = alike(&table.before(0, i, rows), &table.before(0, other, rows), 9.0);
                let copy = same.1 >= LEAST && same.0 == same.1 && several(&now) && was.1 >= LEAST && was.0 * 2 < was.1;
                // A numerator that equals its denominator is told as that.
                let parts = told.spec.indicators.iter().filter_map(|r| r.parts());
                let ratio = parts.into_iter().any(|(a, b)| (a, b) == (i, other) || (b, a) == (i, other));
                if copy && !ratio && copied.insert(other) {
                    explained.columns.extend([(*sender, i), (*sender, other)]);
                    let finding = Finding::new(Code::P014)
                        .value(same.0)
                        .arg("other", told.name(i))
                        .arg("figure", "none")
                        .arg("previous", table.past[0].0);
                    if let Some(first) = rows.first() {
                        told.cell(finding, *first, other)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// Rows that say all that the row above them does, although they did not: pasted one row too far.
fn check_row_copies(table: &Table, told: &mut Told<'_, '_, '_>, explained: &Explained) -> Result<(), FrameError> {
    const LEAST: usize = 3;
    if table.layout != Layout::UnitRows {
        return Ok(());
    }
    let judged: Vec<usize> =
        (0..table.series.len()).filter(|i| is_amount(told.spec, *i) && !table.series[*i].is_empty()).collect();
    for (sender, rows) in table.senders.iter().filter(|(s, _)| !explained.senders.contains(s)) {
        for pair in rows.windows(2) {
            let (above, row) = (pair[0], pair[1]);
            let both = |n: Option<usize>, r: usize, i: usize| match n {
                None => table.series[i][r].now,
                Some(n) => table.past.get(n).and_then(|(_, by)| by[i][r]),
            };
            let compare = |n: Option<usize>| {
                let pairs = judged.iter().filter(|i| !explained.columns.contains(&(*sender, **i)));
                let pairs = pairs.filter_map(|i| Some((both(n, above, *i)?, both(n, row, *i)?, *i)));
                pairs.filter(|(a, b, _)| a.max(*b) > 9.0).fold(
                    (0usize, 0usize, 0usize),
                    |(same, large, all), (a, b, _)| {
                        (same + usize::from(a == b), large + usize::from(a == b && a > 30.0), all + 1)
                    },
                )
            };
            let (now, then) = (compare(None), compare(Some(0)));
            if now.0 == now.2 && now.0 >= LEAST && now.1 >= 2 && then.2 >= LEAST && then.0 * 2 < then.2 {
                let finding = Finding::new(Code::P014)
                    .value(now.0)
                    .arg("other", told.row_name(above)?)
                    .arg("figure", "none")
                    .arg("previous", table.past[0].0);
                told.cell(finding, row, judged[0])?;
            }
        }
    }
    Ok(())
}

/// Rates that are far from all that they were.
fn check_shares(table: &Table, told: &mut Told<'_, '_, '_>, explained: &Explained) -> Result<(), FrameError> {
    const LEAST: usize = 4;
    const LEAST_WHOLE: f64 = 20.0;
    let ratios: Vec<(usize, usize)> = parts_of(told.spec)
        .filter(|(n, d)| !table.series[*n].is_empty() && !table.series[*d].is_empty())
        .filter(|(n, d)| is_amount(told.spec, *n) && is_amount(told.spec, *d))
        .collect();
    for (n, d) in ratios {
        let then = |row: usize| -> Vec<f64> {
            let of = |(_, by): &(Period, Vec<Vec<Option<f64>>>)| {
                let (n, d) = (by[n][row]?, by[d][row].filter(|d| *d >= LEAST_WHOLE)?);
                (n <= d).then_some(n / d)
            };
            table.past.iter().filter_map(of).collect()
        };
        // How far rates are from their own middle, over everybody and before.
        let mut around: Vec<f64> = Vec::new();
        for row in 0..table.about.len() {
            let mut past = then(row);
            if let Some(middle) = median(&mut past).filter(|_| past.len() >= 3) {
                around.extend(past.iter().map(|p| (p - middle).abs()));
            }
        }
        let usual = usual::TO_SPREAD * median(&mut around).unwrap_or(0.0);
        for (sender, rows) in table.senders.iter().filter(|(s, _)| !explained.senders.contains(s)) {
            for &row in rows {
                let (Some(a), Some(b)) = (table.series[n][row].now, table.series[d][row].now) else {
                    continue;
                };
                let mut past = then(row);
                if b < LEAST_WHOLE || a > b || past.len() < LEAST || explained.columns.contains(&(*sender, n)) {
                    continue;
                }
                let (low, high) = past.iter().fold((f64::MAX, f64::MIN), |(l, h), p| (l.min(*p), h.max(*p)));
                let Some(middle) = median(&mut past) else {
                    continue;
                };
                let now = a / b;
                // What chance does to a share, and how widely this one has varied.
                let chance = (middle * (1.0 - middle)).max(0.02) / b;
                let room = (chance + usual * usual + ((high - low) / 2.0).powi(2)).sqrt();
                let away = (now - middle).abs();
                if away > 0.12f64.max(5.0 * room) && !(low - 0.05..=high + 0.05).contains(&now) {
                    let percent = |p: f64| told.show((p * 1000.0).round() / 10.0);
                    let finding = Finding::new(Code::P023)
                        .value(percent(now))
                        .expected(percent(middle))
                        .arg("denominator", told.name(d));
                    told.cell(finding, row, n)?;
                }
            }
        }
    }
    Ok(())
}

/// The longest stretch of rows with the same figure, or with figures that grow by the same amount: where it begins, and how
/// many there are.
fn longest_fill(figures: &[Option<f64>]) -> (usize, usize) {
    let mut best = (0, 0);
    let mut from = 0;
    let large = |f: Option<f64>| f.filter(|n| n.abs() > 9.0);
    for at in 0..figures.len() {
        let runs_on = at >= from + 2
            && match (large(figures[at]), large(figures[at - 1]), large(figures[at - 2])) {
                (Some(a), Some(b), Some(c)) => a - b == b - c,
                _ => false,
            };
        if !runs_on && at >= from + 2 {
            from = if large(figures[at - 1]).is_some() { at - 1 } else { at };
        }
        if large(figures[at]).is_none() {
            from = at + 1;
        } else if at + 1 - from > best.1 && at + 1 - from >= 3 {
            best = (from, at + 1 - from);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    // Stretches that were filled down.
    #[test]
    fn fills() {
        let of = |figures: &[f64]| longest_fill(&figures.iter().map(|f| Some(*f)).collect::<Vec<_>>());
        assert_eq!(of(&[12.0, 31.0, 55.0, 55.0, 55.0, 55.0, 55.0, 13.0]), (2, 5));
        assert_eq!(of(&[12.0, 13.0, 14.0, 15.0, 16.0, 40.0]), (0, 5));
        assert_eq!(of(&[12.0, 31.0, 27.0, 90.0]).1, 0);
        assert_eq!(of(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0]).1, 0);
        assert_eq!(longest_fill(&[Some(20.0), None, Some(20.0), Some(20.0), Some(20.0)]), (2, 3));
    }
}
