/*!
Declared rules and the checks that every ratio must pass, compiled to polars expressions and evaluated over
all units at once.

What concerns one cell or one sheet alone (types, ranges, required values, total rows) is checked where the
cell is read, in [`crate::submission`].
*/

use polars::prelude::*;
use rustc_hash::FxHashMap;

use crate::consolidate::frames::value_column;
use crate::consolidate::{Consolidation, FrameError};
use crate::finding::{Code, Finding, Findings};
use crate::project::Project;
use crate::project::expression::{Compare, Function, Op, Side};
use crate::project::form::{Form, Missing, Rule};
use crate::project::units::UnitId;
use crate::submission::extract::Part;
use crate::submission::facts::{Fact, FactsIter, RowKey};
use crate::submission::ledger::Ledger;
use crate::text::number::format_number;

/// Validates a period.
pub fn validate(
    project: &Project,
    ledger: &Ledger<'_>,
    consolidation: &Consolidation,
) -> Result<Vec<Finding>, FrameError> {
    let mut findings = Findings::default();
    for form in 0..project.forms.len() {
        if consolidation.frames[form].height() == 0 {
            continue;
        }
        let frame = with_previous(project, form, consolidation)?;
        check_ratios(project, form, ledger, &frame, &mut findings)?;
        check_rules(project, form, ledger, &frame, &mut findings)?;
    }
    Ok(findings.finish())
}

fn previous_column(indicator: usize) -> String {
    format!("p{indicator}")
}

/// Joins the previous period's values to each row, where a rule asks for them.
fn with_previous(project: &Project, form: usize, consolidation: &Consolidation) -> Result<DataFrame, FrameError> {
    let frame = &consolidation.frames[form];
    let before = &consolidation.previous_frames[form];
    let mut wanted: Vec<usize> = Vec::new();
    for rule in &project.forms[form].rules {
        for (i, previous) in rule.operands() {
            if previous && !wanted.contains(&i) {
                wanted.push(i);
            }
        }
    }
    if wanted.is_empty() {
        return Ok(frame.clone());
    }
    if before.height() == 0 {
        let blank: Vec<Expr> =
            wanted.iter().map(|i| lit(NULL).cast(DataType::Float64).alias(previous_column(*i))).collect();
        return Ok(frame.clone().lazy().with_columns(blank).collect()?);
    }
    let mut columns = vec![col("unit"), col("key")];
    columns.extend(wanted.iter().map(|i| col(value_column(*i)).alias(previous_column(*i))));
    let before = before.clone().lazy().select(columns).unique(Some(cols(["unit", "key"])), UniqueKeepStrategy::First);
    let on = [col("unit"), col("key")];
    Ok(frame.clone().lazy().join(before, on.clone(), on, JoinArgs::new(JoinType::Left)).collect()?)
}

fn operand(indicator: usize, previous: bool, missing: Missing) -> Expr {
    let c = if previous { col(previous_column(indicator)) } else { col(value_column(indicator)) };
    match missing {
        Missing::SkipAny => c,
        Missing::SkipAll | Missing::Zero => c.fill_null(lit(0.0)),
    }
}

/// Compiles one side of a rule.
fn compile(side: &Side, missing: Missing) -> Expr {
    match side {
        Side::Number(n) => lit(*n),
        Side::Indicator(i, previous) => operand(*i, *previous, missing),
        Side::Binary(op, a, b) => {
            let (a, b) = (compile(a, missing), compile(b, missing));
            match op {
                Op::Add => a + b,
                Op::Sub => a - b,
                Op::Mul => a * b,
                Op::Div => a / b,
            }
        }
        Side::Call(function, args) => {
            let mut parts = args.iter().map(|a| compile(a, missing));
            let first = parts.next().unwrap_or_else(|| lit(0.0));
            match function {
                Function::Abs => when(first.clone().lt(lit(0.0))).then(lit(0.0) - first.clone()).otherwise(first),
                Function::Sum => parts.fold(first, |a, b| a + b),
                Function::Min => parts.fold(first, |a, b| pick(a, b, true)),
                Function::Max => parts.fold(first, |a, b| pick(a, b, false)),
            }
        }
    }
}

/// The smaller or larger of two; null if either is.
fn pick(a: Expr, b: Expr, smaller: bool) -> Expr {
    let first = if smaller { a.clone().lt_eq(b.clone()) } else { a.clone().gt_eq(b.clone()) };
    when(a.clone().is_null().or(b.clone().is_null()))
        .then(lit(NULL).cast(DataType::Float64))
        .otherwise(when(first).then(a).otherwise(b))
}

fn holds(rule: &Rule) -> Expr {
    let (l, r) = (compile(&rule.expression.left, rule.missing), compile(&rule.expression.right, rule.missing));
    let t = lit(rule.tolerance);
    match rule.expression.compare {
        Compare::Equal => (l.clone() - r.clone()).lt_eq(t.clone()).and((r - l).lt_eq(t)),
        Compare::Unequal => (l.clone() - r.clone()).gt(t.clone()).or((r - l).gt(t)),
        Compare::AtMost => (l - r).lt_eq(t),
        Compare::Under => (l - r).lt(t),
        Compare::AtLeast => (r - l).lt_eq(t),
        Compare::Over => (r - l).lt(t),
    }
}

/// True where a rule can be judged: no operand missing, or not all of them.
fn judged(rule: &Rule) -> Expr {
    let present =
        |(i, p): &(usize, bool)| if *p { col(previous_column(*i)) } else { col(value_column(*i)) }.is_not_null();
    let all = rule.operands();
    let mut parts = all.iter().map(present);
    let Some(first) = parts.next() else {
        return lit(true);
    };
    match rule.missing {
        Missing::SkipAny => parts.fold(first, Expr::and),
        Missing::SkipAll => parts.fold(first, Expr::or),
        Missing::Zero => lit(true),
    }
}

/// Where a row of a frame comes from.
struct Origin<'a> {
    unit: UnitId,
    part: &'a crate::submission::extract::Part,
    place: usize,
    file: &'a str,
}

fn origin<'a>(ledger: &'a Ledger<'_>, frame: &DataFrame, row: usize) -> Result<Option<Origin<'a>>, FrameError> {
    let get = |name: &str| -> Result<Option<u32>, FrameError> { Ok(frame.column(name)?.u32()?.get(row)) };
    let (Some(s), Some(p), Some(place)) = (get("submission")?, get("part")?, get("place")?) else {
        return Ok(None);
    };
    let Some(sub) = ledger.submissions.get(s as usize) else {
        return Ok(None);
    };
    let part = ledger.parts(sub).nth(p as usize);
    Ok(part.map(|part| Origin { unit: sub.unit, part, place: place as usize, file: &ledger.files[sub.file].name }))
}

/// Where the rows of each part begin, found when first asked: a rule may be broken on every row.
#[derive(Default)]
struct Rows<'a>(FxHashMap<*const Part, Vec<Option<FactsIter<'a>>>>);

impl<'a> Rows<'a> {
    /// The fact of a row and the first of some indicators that it has.
    fn find(&mut self, part: &'a Part, row: usize, indicators: &[usize]) -> Option<Fact<'a>> {
        let rows = self.0.entry(std::ptr::from_ref(part)).or_insert_with(|| part.facts.by_row());
        let start = rows.get(row)?.clone()?;
        let facts: Vec<Fact<'a>> = start.take_while(|f| f.row == row).collect();
        indicators.iter().find_map(|i| facts.iter().find(|f| f.indicator == *i).copied())
    }
}

/// Places a finding at the cell of an indicator.
fn place<'a>(
    rows: &mut Rows<'a>,
    finding: Finding,
    project: &Project,
    form: &Form,
    ledger: &Ledger<'_>,
    at: &Origin<'a>,
    indicators: &[usize],
) -> Finding {
    let mut finding = finding
        .form(&form.code)
        .unit(&project.register.get(at.unit).code)
        .period(ledger.period)
        .file(at.file)
        .sheet(&at.part.sheet);
    // The row of a commune is named by the commune.
    if let Some(RowKey::Unit(u)) = at.part.rows.get(at.place) {
        finding = finding.unit(&project.register.get(*u).code);
    }
    match rows.find(at.part, at.place, indicators) {
        Some(fact) => finding.cell(fact.cell),
        None => finding,
    }
}

fn check_ratios(
    project: &Project,
    form: usize,
    ledger: &Ledger<'_>,
    frame: &DataFrame,
    findings: &mut Findings,
) -> Result<(), FrameError> {
    let spec = &project.forms[form];
    let mut rows = Rows::default();
    for indicator in &spec.indicators {
        let Some((n, d)) = indicator.parts() else {
            continue;
        };
        let allowed = indicator.max.unwrap_or(100.0) / 100.0;
        let (nc, dc) = (frame.column(&value_column(n))?.f64()?, frame.column(&value_column(d))?.f64()?);
        let (num, den) = (col(value_column(n)), col(value_column(d)));
        let wrong = num.clone().gt(den.clone() * lit(allowed) + lit(1e-9)).and(num.gt(lit(0.0)));
        let mask = frame.clone().lazy().select([wrong.alias("wrong")]).collect()?;
        for (row, bad) in mask.column("wrong")?.bool()?.iter().enumerate() {
            if bad != Some(true) {
                continue;
            }
            let (Some(a), Some(b)) = (nc.get(row), dc.get(row)) else {
                continue;
            };
            // Where a declared rule says the same, the rule speaks for itself.
            let declared = spec.rules.iter().any(|r| {
                let (l, g) = (&r.expression.left, &r.expression.right);
                matches!((l, r.expression.compare, g), (Side::Indicator(x, false), Compare::AtMost, Side::Indicator(y, false)) if *x == n && *y == d)
                    || matches!((l, r.expression.compare, g), (Side::Indicator(y, false), Compare::AtLeast, Side::Indicator(x, false)) if *x == n && *y == d)
            });
            if declared {
                continue;
            }
            let Some(at) = origin(ledger, frame, row)? else {
                continue;
            };
            let show =
                |i: usize, v: f64| format!("[{}] = {}", spec.indicators[i].code, format_number(v, project.convention));
            let finding = if b == 0.0 { Finding::new(Code::C019) } else { Finding::new(Code::C018) };
            let finding = finding
                .value(show(n, a))
                .expected(format!("≤ {}", show(d, b)))
                .arg("numerator", show(n, a))
                .arg("denominator", show(d, b))
                .arg("indicator", &indicator.code);
            findings.push(place(&mut rows, finding, project, spec, ledger, &at, &[n, d]));
        }
    }
    Ok(())
}

fn check_rules(
    project: &Project,
    form: usize,
    ledger: &Ledger<'_>,
    frame: &DataFrame,
    findings: &mut Findings,
) -> Result<(), FrameError> {
    let spec = &project.forms[form];
    if spec.rules.is_empty() {
        return Ok(());
    }
    let mut rows = Rows::default();
    let mut exprs = Vec::with_capacity(spec.rules.len() * 3);
    for (i, rule) in spec.rules.iter().enumerate() {
        exprs.push(judged(rule).and(holds(rule).not()).alias(format!("bad{i}")));
        exprs.push(compile(&rule.expression.left, rule.missing).cast(DataType::Float64).alias(format!("left{i}")));
        exprs.push(compile(&rule.expression.right, rule.missing).cast(DataType::Float64).alias(format!("right{i}")));
    }
    let result = frame.clone().lazy().with_columns(exprs).collect()?;
    for (i, rule) in spec.rules.iter().enumerate() {
        let bad = result.column(&format!("bad{i}"))?.bool()?;
        let (left, right) = (result.column(&format!("left{i}"))?.f64()?, result.column(&format!("right{i}"))?.f64()?);
        for row in bad.iter().enumerate().filter(|(_, b)| *b == Some(true)).map(|(r, _)| r) {
            let Some(at) = origin(ledger, frame, row)? else {
                continue;
            };
            if rule.applies.as_ref().is_some_and(|s| !s.has(&project.register, at.unit)) {
                continue;
            }
            let mut shown = Vec::new();
            for (operand, previous) in rule.operands() {
                let name = if previous { previous_column(operand) } else { value_column(operand) };
                let value = frame
                    .column(&name)?
                    .f64()?
                    .get(row)
                    .map_or_else(|| "…".to_owned(), |v| format_number(v, project.convention));
                let code = &spec.indicators[operand].code;
                shown.push(if previous { format!("prev([{code}]) = {value}") } else { format!("[{code}] = {value}") });
            }
            let side = |c: &Float64Chunked| {
                c.get(row).map_or_else(|| "…".to_owned(), |v| format_number(v, project.convention))
            };
            let value = format!("{}; {} ↔ {}", shown.join(", "), side(left), side(right));
            let finding = Finding::new(Code::V001)
                .severity(rule.severity)
                .value(value)
                .expected(&rule.text)
                .arg("rule", &rule.id)
                .arg("text", &rule.message);
            let cells: Vec<usize> = rule.operands().into_iter().filter(|(_, p)| !p).map(|(i, _)| i).collect();
            findings.push(place(&mut rows, finding, project, spec, ledger, &at, &cells));
        }
    }
    Ok(())
}
