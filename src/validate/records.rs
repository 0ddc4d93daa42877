/*!
Lists of records against the period: days that lie outside of it, and records that stood in the list of the period before.

Only where lists are of that kind: where most days lie in the period, and where most records are new.
*/

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::usual::center;
use crate::finding::{Code, Finding, Findings, Said};
use crate::project::Project;
use crate::project::form::{Form, Layout, ValueType};
use crate::project::period::{Period, Regime};
use crate::project::units::UnitId;
use crate::submission::extract::Part;
use crate::submission::facts::{Fact, Kind, told_apart};
use crate::submission::ledger::{Ledger, Submission};
use crate::submission::standing::PartAt;
use crate::text::number::format_number;

/// Of fewer nothing is said.
const LEAST: usize = 5;

/// Checks a form of records.
pub fn check(project: &Project, form: usize, ledger: &Ledger<'_>, previous: &Ledger<'_>, findings: &mut Findings) {
    let spec = &project.forms[form];
    if spec.layout != Layout::Records {
        return;
    }
    for indicator in (0..spec.indicators.len()).filter(|i| spec.indicators[*i].kind == ValueType::Date) {
        check_days(project, (form, indicator), (ledger, previous), findings);
    }
    for indicator in (0..spec.indicators.len()).filter(|i| spec.indicators[*i].counted().is_none()) {
        if matches!(spec.indicators[indicator].kind, ValueType::Amount | ValueType::Count) {
            check_amounts(project, (form, indicator), (ledger, previous), findings);
        }
    }
    check_repeated(project, form, ledger, previous, findings);
}

/// The days of a period: those of its calendar months too, whatever the form's own calendar says.
fn window(spec: &Form, period: Period) -> (Date, Date) {
    let (own, months) = (period.window(spec.regime), period.window(Regime::Calendar));
    (own.0.min(months.0), own.1.max(months.1))
}

fn submissions<'a>(form: usize, ledger: &'a Ledger<'_>) -> impl Iterator<Item = &'a Submission> {
    ledger.submissions.iter().filter(move |s| s.form == form)
}

fn day(fact: &Fact<'_>) -> Option<Date> {
    (fact.kind == Kind::Date).then(|| fact.text.parse().ok())?
}

/// Amounts that are far above those of all other records, of this period and the one before.
fn check_amounts(
    project: &Project,
    (form, indicator): (usize, usize),
    (ledger, previous): (&Ledger<'_>, &Ledger<'_>),
    findings: &mut Findings,
) {
    const ENOUGH: usize = 12;
    const TIMES: f64 = 20.0;
    const SPREADS: f64 = 5.0;
    let spec = &project.forms[form];
    let amounts = |l: &Ledger<'_>| -> Vec<f64> {
        let facts = submissions(form, l).flat_map(|s| l.parts(s)).flat_map(|p| p.facts.iter());
        facts.filter(|f| f.indicator == indicator).filter_map(|f| f.number()).filter(|n| *n > 0.0).collect()
    };
    let mut all = [amounts(ledger), amounts(previous)].concat();
    if all.len() <= ENOUGH {
        return;
    }
    all.sort_unstable_by(f64::total_cmp);
    let logs: Vec<f64> = all.iter().map(|n| n.ln()).collect();
    let Some((middle, spread)) = center(&logs) else {
        return;
    };
    for sub in submissions(form, ledger) {
        for (place, part) in ledger.pieces(sub) {
            for fact in part.facts.iter().filter(|f| f.indicator == indicator) {
                let Some(number) = fact.number().filter(|n| *n > 0.0) else {
                    continue;
                };
                // The largest of the others: the second of all, where it is the largest itself.
                let largest = all.iter().rev().nth(1).copied().unwrap_or(0.0);
                let above = all.last().is_some_and(|n| *n <= number);
                let far = number.ln() - middle > SPREADS * spread.max(0.2);
                if above && far && largest > 0.0 && number > TIMES * largest {
                    let show = |n: f64| format_number(n, project.convention);
                    let name = format!("[{}] {}", spec.indicators[indicator].code, spec.indicators[indicator].name);
                    let finding = Finding::new(Code::P022)
                        .value(show(number))
                        .expected(show(largest))
                        .arg("count", all.len() - 1)
                        .arg("indicator", name);
                    findings.push(at(project, spec, ledger, (place, part, &fact), finding));
                }
            }
        }
    }
}

fn check_days(
    project: &Project,
    (form, indicator): (usize, usize),
    (ledger, previous): (&Ledger<'_>, &Ledger<'_>),
    findings: &mut Findings,
) {
    let spec = &project.forms[form];
    let (from, to) = window(spec, ledger.period);
    let inside = |d: &Date| (from..=to).contains(d);
    let (mut days, mut within) = (0usize, 0usize);
    for ledger in [ledger, previous] {
        let (from, to) = window(spec, ledger.period);
        let all = submissions(form, ledger).flat_map(|s| ledger.parts(s)).flat_map(|p| p.facts.iter());
        for day in all.filter(|f| f.indicator == indicator).filter_map(|f| day(&f)) {
            days += 1;
            within += usize::from((from..=to).contains(&day));
        }
    }
    // A birthday, say, is no day of the period.
    if days < LEAST || within * 10 < days * 7 {
        return;
    }
    for sub in submissions(form, ledger) {
        for (place, part) in ledger.pieces(sub) {
            let outside = part.facts.iter().filter(|f| f.indicator == indicator).filter_map(|f| Some((f, day(&f)?)));
            for (fact, day) in outside.filter(|(_, d)| !inside(d)) {
                // Day and month exchanged, or another year: where one of them lies in the period.
                let turned = Date::new(day.year(), day.day(), day.month()).ok();
                let years = [-1i16, 1].map(|y| Date::new(day.year() + y, day.month(), day.day()).ok());
                let mut likely: Vec<Date> = std::iter::once(turned).chain(years).flatten().filter(inside).collect();
                likely.dedup();
                let likely = match likely.as_slice() {
                    [one] => Said::from(*one),
                    _ => Said::from("none"),
                };
                let finding =
                    Finding::new(Code::P015).value(day).arg("from", from).arg("to", to).arg("likely", likely).arg(
                        "indicator",
                        format!("[{}] {}", spec.indicators[indicator].code, spec.indicators[indicator].name),
                    );
                findings.push(at(project, spec, ledger, (place, part, &fact), finding));
            }
        }
    }
}

/// Places a finding at the cell of a record.
fn at(
    project: &Project,
    spec: &Form,
    ledger: &Ledger<'_>,
    (place, part, fact): (PartAt, &Part, &Fact<'_>),
    finding: Finding,
) -> Finding {
    finding
        .form(&spec.code)
        .unit(part.unit.map_or("", |u| project.register.get(u).code.as_str()))
        .period(ledger.period)
        .file(&ledger.files[place.file].name)
        .sheet(&part.sheet)
        .cell(fact.cell)
}

fn check_repeated(project: &Project, form: usize, ledger: &Ledger<'_>, previous: &Ledger<'_>, findings: &mut Findings) {
    let spec = &project.forms[form];
    // Numbers of documents are each sender's own.
    let dated = |r: &[Fact<'_>]| -> Option<String> {
        // The same under another day: all that it says but its days, where that is much.
        let rest: Vec<Fact<'_>> = r.iter().filter(|f| f.kind != Kind::Date).copied().collect();
        (rest.len() < r.len() && spec.rows.key.is_empty()).then(|| told_apart(&rest, &[]).map(|(key, ..)| key))?
    };
    let mut known: FxHashSet<(UnitId, String)> = FxHashSet::default();
    for (unit, part) in submissions(form, previous).flat_map(|s| previous.parts(s).map(move |p| (s.unit, p))) {
        let facts: Vec<Fact<'_>> = part.facts.iter().collect();
        for record in facts.chunk_by(|a, b| a.row == b.row) {
            let keys = [told_apart(record, &spec.rows.key).map(|(key, ..)| key), dated(record)];
            known.extend(keys.into_iter().flatten().map(|key| (unit, key)));
        }
    }
    if known.is_empty() {
        return;
    }
    let mut again = Vec::new();
    let mut records = 0usize;
    for sub in submissions(form, ledger) {
        for (place, part) in ledger.pieces(sub) {
            let facts: Vec<Fact<'_>> = part.facts.iter().collect();
            for record in facts.chunk_by(|a, b| a.row == b.row) {
                records += 1;
                let Some((key, name, _)) = told_apart(record, &spec.rows.key) else {
                    continue;
                };
                let again_then = known.contains(&(sub.unit, key))
                    || dated(record).is_some_and(|key| known.contains(&(sub.unit, key)));
                if let Some(first) = record.first().filter(|_| again_then) {
                    let finding = Finding::new(Code::P017).value(name).arg("previous", previous.period);
                    again.push(at(project, spec, ledger, (place, part, first), finding));
                }
            }
        }
    }
    // A list of what there is repeats itself.
    if again.len() * 10 < records * 3 || again.len() <= 2 {
        again.into_iter().for_each(|f| findings.push(f));
    }
}
