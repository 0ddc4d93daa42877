/*!
Totals compared with their parts, and stated rates with what their parts give. One tolerance for all.
*/

use rustc_hash::FxHashMap;

use super::facts::Draft;
use super::plan::agrees;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::intake::workbook::{CellRef, Value};
use crate::project::form::{Form, ValueType};
use crate::recognise::grid::Grid;
use crate::text::language::Convention;
use crate::text::number::{format_number, plain_number};
use crate::text::slip::slip;

/// What a total row states in one column.
#[derive(Debug, Clone, Copy)]
pub struct Stated {
    /// Indicator, by place.
    pub indicator: usize,
    /// The figure.
    pub value: f64,
    /// Its cell.
    pub cell: CellRef,
    /// Whether a formula made it.
    pub formula: bool,
}

/// The sum of each indicator over the facts of some rows of the sheet (places of facts, end excluded).
pub fn sums(facts: &Draft, form: &Form, (from, to): (usize, usize)) -> Vec<f64> {
    let mut sums = vec![0.0; form.indicators.len()];
    for fact in facts.iter().filter(|f| (from..to).contains(&f.row)) {
        let n = match form.indicators[fact.indicator].kind {
            ValueType::YesNo => fact.yes().map(|y| f64::from(u8::from(y))),
            _ => fact.number(),
        };
        sums[fact.indicator] += n.unwrap_or(0.0);
    }
    sums
}

/// Compares a total row with the rows that it may sum: of several ranges the one that agrees best, the likeliest
/// first.
pub fn check_total(
    stated: &[Stated],
    facts: &Draft,
    form: &Form,
    ranges: &[(usize, usize)],
    convention: Convention,
) -> Vec<Finding> {
    let compared: Vec<&Stated> =
        stated.iter().filter(|s| form.indicators[s.indicator].aggregation.sums_rows()).collect();
    let Some((range, best)) = ranges
        .iter()
        .map(|r| (*r, sums(facts, form, *r)))
        .enumerate()
        .max_by_key(|(n, (_, sum))| {
            let agreeing = compared.iter().filter(|s| agrees(s.value, sum[s.indicator])).count();
            (agreeing, std::cmp::Reverse(*n))
        })
        .map(|(_, found)| found)
    else {
        return Vec::new();
    };
    let formulas = stated.iter().filter(|s| s.formula).count();
    compared
        .into_iter()
        .filter(|s| !agrees(s.value, best[s.indicator]))
        .map(|s| {
            let spec = &form.indicators[s.indicator];
            let typed_over = !s.formula && formulas > 0 && formulas + 1 >= stated.len() / 2;
            Finding::new(if typed_over { Code::T002 } else { Code::T001 })
                .cell(s.cell)
                .value(format_number(s.value, convention))
                .expected(format_number(best[s.indicator], convention))
                .arg("expected_label", format!("[{}] {}", spec.code, spec.name))
                .proposing(mistyped(s, best[s.indicator], facts, range), convention)
        })
        .collect()
}

/// The one figure of the rows that, typed as it was meant, makes the total right: with its cell. Nothing where the total
/// itself may be mistyped, or several figures may.
fn mistyped(stated: &Stated, sum: f64, facts: &Draft, (from, to): (usize, usize)) -> Option<(CellRef, f64)> {
    if slip(stated.value, sum).is_some() {
        return None;
    }
    let rows = facts.iter().filter(|f| (from..to).contains(&f.row) && f.indicator == stated.indicator);
    let mut likely = rows.filter_map(|f| {
        let meant = stated.value - (sum - f.number()?);
        (meant >= 0.0 && slip(f.value, meant).is_some()).then_some((f.cell, meant))
    });
    likely.next().filter(|_| likely.next().is_none())
}

/// Compares stated rates with what their parts give; a fraction of one is put to percent where the parts say that it
/// is one.
pub fn check_rates(facts: &mut Draft, grid: &Grid<'_>, form: &Form, convention: Convention) -> Vec<Finding> {
    let mut findings = Findings::default();
    if form.indicators.iter().all(|i| i.parts().is_none()) {
        return Vec::new();
    }
    let mut at: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for (i, f) in facts.iter().enumerate() {
        at.insert((f.row, f.indicator), i);
    }
    for i in 0..facts.len() {
        let fact = facts.get(i);
        let spec = &form.indicators[fact.indicator];
        let Some((n, d)) = spec.parts() else {
            continue;
        };
        if fact.kind != super::facts::Kind::Number {
            continue;
        }
        let (row, stated, cell) = (fact.row, fact.value, fact.cell);
        let part = |p: usize| at.get(&(row, p)).and_then(|i| facts.get(*i).number());
        let (Some(n), Some(d)) = (part(n), part(d)) else {
            continue;
        };
        if d == 0.0 {
            continue;
        }
        let computed = spec.scale * n / d;
        let seen = grid.get(cell.row, cell.col);
        let plain = seen.is_some_and(|c| matches!(c.value, Value::Number(_)) && !c.percent);
        let percent = spec.kind.is_percent();
        if percent
            && plain
            && stated <= 1.0
            && stated > 0.0
            && (stated * 100.0 - computed).abs() < (stated - computed).abs()
        {
            let scaled = (stated * 1e10).round() / 1e8;
            findings.push(Finding::new(Code::C021).severity(Severity::Info).cell(cell).value(stated).expected(scaled));
            facts.set_value(i, scaled);
        }
        let stated = facts.get(i).value;
        let sign = if percent { " %" } else { "" };
        if !is_rounded_to(stated, computed) {
            findings.push(
                Finding::new(Code::C024)
                    .cell(cell)
                    .value(format!("{}{sign}", format_number(stated, convention)))
                    .expected(format!("{}{sign}", format_number((computed * 100.0).round() / 100.0, convention))),
            );
        }
    }
    findings.finish()
}

/// True where a rate is the computed one, rounded to as many decimals as it is stated with.
fn is_rounded_to(stated: f64, computed: f64) -> bool {
    let decimals = plain_number(stated).split_once('.').map_or(0, |(_, d)| d.len()).min(6);
    (stated - computed).abs() <= 0.5 * 10f64.powi(-(decimals as i32)) + 1e-6
}

#[cfg(test)]
mod tests {
    use super::*;

    // A rate is stated to whole percents or a few decimals.
    #[test]
    fn rounded_rates() {
        for (stated, computed, want) in
            [(84.0, 84.35, true), (84.4, 84.35, true), (84.3, 84.351, false), (85.0, 84.35, false)]
        {
            assert_eq!(is_rounded_to(stated, computed), want, "{stated} {computed}");
        }
    }
}
