/*!
Declared rules and the checks that every ratio must pass, compiled to polars expressions and evaluated over
all units at once.

What concerns one cell or one sheet alone (types, ranges, required values, total rows) is checked where the
cell is read, in [`crate::submission`].
*/

mod elsewhere;
mod history;
mod members;
mod records;
mod usual;
pub mod weigh;

use polars::prelude::*;
use rustc_hash::FxHashMap;

use crate::consolidate::compare::FormComparison;
use crate::consolidate::frames::value_column;
use crate::consolidate::{Consolidation, FrameError};
use crate::finding::{Code, Figure, Finding, Findings, Item, Said};
use crate::intake::workbook::CellRef;
use crate::project::Project;
use crate::project::expression::{Compare, Elsewhere, Function, Op, Side};
use crate::project::form::{Form, Layout, Missing, Over, Rule, SLACK};
use crate::project::units::UnitId;
use crate::submission::extract::Part;
use crate::submission::facts::{Fact, FactsIter, RowKey};
use crate::submission::ledger::{Ledger, Submission};
use crate::submission::standing::PartAt;
use crate::text::number::plain_number;
use crate::text::slip::slip;

/// Validates a period.
pub fn validate(
    project: &Project,
    ledger: &Ledger<'_>,
    previous: &Ledger<'_>,
    consolidation: &Consolidation,
) -> Result<Vec<Finding>, FrameError> {
    let mut findings = Findings::default();
    for form in 0..project.forms.len() {
        if consolidation.frames[form].height() == 0 {
            continue;
        }
        let rules = &project.forms[form].rules;
        let before = Before { ledger: previous, comparison: elsewhere::against(consolidation, form) };
        let named = Named::of(rules);
        let rows = with_named(project, form, consolidation, &named, ledger)?;
        check_ratios(project, form, ledger, &rows, &mut findings)?;
        check_rules(project, form, (ledger, &before), (&rows, Over::Rows, &named), &mut findings)?;
        if rules.iter().any(|r| r.over == Over::Total) {
            let totals = totals(project, form, consolidation)?;
            let totals = join_named(project, totals, &named, consolidation, ledger)?;
            check_rules(project, form, (ledger, &before), (&totals, Over::Total, &named), &mut findings)?;
        }
        members::check(project, form, ledger, &mut findings);
        if !ledger.submissions.is_empty() {
            history::check(project, form, ledger, consolidation, &mut findings)?;
            records::check(project, form, ledger, previous, &mut findings);
        }
    }
    Ok(findings.finish())
}

/// What the rules of a form name beside the form's own figures of the period.
struct Named<'a> {
    /// Own indicators of the period before.
    previous: Vec<usize>,
    /// Figures of other forms.
    elsewhere: Vec<&'a Elsewhere>,
}

impl<'a> Named<'a> {
    fn of(rules: &'a [Rule]) -> Named<'a> {
        let mut named = Named { previous: Vec::new(), elsewhere: Vec::new() };
        for rule in rules {
            for (i, previous) in rule.operands() {
                if previous && !named.previous.contains(&i) {
                    named.previous.push(i);
                }
            }
            for e in rule.elsewhere() {
                if !named.elsewhere.contains(&e) {
                    named.elsewhere.push(e);
                }
            }
        }
        named
    }

    fn column(&self, e: &Elsewhere) -> String {
        format!("o{}", self.elsewhere.iter().position(|o| *o == e).unwrap_or(0))
    }
}

fn previous_column(indicator: usize) -> String {
    format!("p{indicator}")
}

/// Joins to each row what rules name beside it: the period before, and other forms' figures of the unit that it is about.
fn with_named(
    project: &Project,
    form: usize,
    consolidation: &Consolidation,
    named: &Named<'_>,
    ledger: &Ledger<'_>,
) -> Result<DataFrame, FrameError> {
    let frame = &consolidation.frames[form];
    let before = &consolidation.previous_frames[form];
    let mut rows = frame.clone();
    if !named.previous.is_empty() && before.height() == 0 {
        let blank: Vec<Expr> =
            named.previous.iter().map(|i| lit(NULL).cast(DataType::Float64).alias(previous_column(*i))).collect();
        rows = rows.lazy().with_columns(blank).collect()?;
    } else if !named.previous.is_empty() {
        let mut columns = vec![col("unit"), col("key")];
        columns.extend(named.previous.iter().map(|i| col(value_column(*i)).alias(previous_column(*i))));
        let mut before = before
            .clone()
            .lazy()
            .select(columns)
            .unique(Some(cols(["unit", "key"])), UniqueKeepStrategy::First)
            .collect()?;
        // Who has another code now is the same.
        if let Some(comparison) = elsewhere::against(consolidation, form) {
            let units = before.column("unit")?.u32()?;
            let now: UInt32Chunked =
                units.iter().map(|u| u.map(|u| comparison.renamed(UnitId(u)).map_or(u, |n| n.0))).collect();
            before.with_column(now.with_name("unit".into()).into_column())?;
        }
        let on = [col("unit"), col("key")];
        rows = rows.lazy().join(before.lazy(), on.clone(), on, JoinArgs::new(JoinType::Left)).collect()?;
        rows = of_others(project, form, consolidation, named, rows)?;
    }
    join_named(project, rows, named, consolidation, ledger)
}

/// What rows about units that were merged or divided are held against: what those had that they came from.
fn of_others(
    project: &Project,
    form: usize,
    consolidation: &Consolidation,
    named: &Named<'_>,
    mut rows: DataFrame,
) -> Result<DataFrame, FrameError> {
    let spec = &project.forms[form];
    let about_units = match spec.layout {
        Layout::IndicatorRows => true,
        Layout::UnitRows => spec.rows.registered,
        Layout::Records => false,
    };
    let others = elsewhere::of_others(project, form, consolidation, &named.previous);
    if !about_units || others.is_empty() {
        return Ok(rows);
    }
    let subjects = rows.column("subject")?.u32()?.clone();
    for (n, i) in named.previous.iter().enumerate() {
        let old = rows.column(&previous_column(*i))?.f64()?;
        let new: Float64Chunked = subjects
            .iter()
            .zip(old.iter())
            .map(|(s, old)| s.and_then(|s| others.get(&UnitId(s))).map_or(old, |o| o[n]))
            .collect();
        rows.with_column(new.with_name(previous_column(*i).into()).into_column())?;
    }
    Ok(rows)
}

/// Joins other forms' figures by the unit that a row is about.
fn join_named(
    project: &Project,
    frame: DataFrame,
    named: &Named<'_>,
    consolidation: &Consolidation,
    ledger: &Ledger<'_>,
) -> Result<DataFrame, FrameError> {
    let subjects = frame.column("subject")?.u32()?.clone();
    let mut out = frame;
    for e in &named.elsewhere {
        let figures = elsewhere::figures(project, e, consolidation, ledger)?;
        let values: Float64Chunked =
            subjects.iter().map(|s| s.and_then(|s| figures.get(&UnitId(s)).copied())).collect();
        out.with_column(values.with_name(named.column(e).into()).into_column())?;
    }
    Ok(out)
}

/// What each sender's rows come to, in columns named as those of rows are.
fn totals(project: &Project, form: usize, consolidation: &Consolidation) -> Result<DataFrame, FrameError> {
    let spec = &project.forms[form];
    let now = elsewhere::by_sender(spec, &consolidation.frames[form])?;
    let before = elsewhere::by_sender(spec, &consolidation.previous_frames[form])?;
    let units: Vec<u32> = now.iter().map(|(u, _)| u.0).collect();
    let mut old: FxHashMap<UnitId, &Vec<Option<f64>>> = before.iter().map(|(u, v)| (*u, v)).collect();
    // Senders that were merged or divided are held against what those had that they came from.
    let all: Vec<usize> = (0..spec.indicators.len()).collect();
    let others = elsewhere::of_senders(project, form, consolidation, &all);
    old.extend(others.iter().map(|(u, v)| (*u, v)));
    let mut columns = vec![Column::new("unit".into(), &units), Column::new("subject".into(), &units)];
    for i in 0..spec.indicators.len() {
        let values: Float64Chunked = now.iter().map(|(_, v)| v[i]).collect();
        let previous: Float64Chunked = now.iter().map(|(u, _)| old.get(u).and_then(|v| v[i])).collect();
        columns.push(values.with_name(value_column(i).into()).into_column());
        columns.push(previous.with_name(previous_column(i).into()).into_column());
    }
    Ok(DataFrame::new(units.len(), columns)?)
}

/// Compiles one side of a rule.
fn compile(side: &Side, rule: &Rule, (spec, named): (&Form, &Named<'_>)) -> Expr {
    let filled = |c: Expr| match rule.missing {
        Missing::SkipAny => c,
        Missing::SkipAll | Missing::Zero => c.fill_null(lit(0.0)),
    };
    match side {
        Side::Number(n) => lit(*n),
        Side::Indicator(i, false) => filled(col(value_column(*i))),
        Side::Indicator(i, true) => filled(col(previous_column(*i))),
        Side::Elsewhere(e) => filled(col(named.column(e))),
        Side::Binary(op, a, b) => {
            let (a, b) = (compile(a, rule, (spec, named)), compile(b, rule, (spec, named)));
            match op {
                Op::Add => a + b,
                Op::Sub => a - b,
                Op::Mul => a * b,
                // What is divided by nothing is not known.
                Op::Div => when(b.clone().eq(lit(0.0))).then(lit(NULL).cast(DataType::Float64)).otherwise(a / b),
            }
        }
        Side::Call(function, args) => {
            let parts = args.iter().map(|a| {
                let part = compile(a, rule, (spec, named));
                // A member of an open list that a sender does not have adds nothing.
                if *function == Function::Sum && spec.is_open_member(a) { part.fill_null(lit(0.0)) } else { part }
            });
            match function {
                Function::Abs => {
                    let first = balanced(parts, &|a, _| a).unwrap_or_else(|| lit(0.0));
                    when(first.clone().lt(lit(0.0))).then(lit(0.0) - first.clone()).otherwise(first)
                }
                Function::Sum => balanced(parts, &|a, b| a + b).unwrap_or_else(|| lit(0.0)),
                Function::Min => balanced(parts, &|a, b| pick(a, b, true)).unwrap_or_else(|| lit(0.0)),
                Function::Max => balanced(parts, &|a, b| pick(a, b, false)).unwrap_or_else(|| lit(0.0)),
            }
        }
    }
}

/// Puts many expressions together in pairs of pairs: thousands of them, one around the other, would be deeper than any
/// stack.
fn balanced(parts: impl Iterator<Item = Expr>, op: &dyn Fn(Expr, Expr) -> Expr) -> Option<Expr> {
    let mut parts: Vec<Expr> = parts.collect();
    while parts.len() > 1 {
        let mut rest = parts.into_iter();
        let mut pairs = Vec::with_capacity(rest.len().div_ceil(2));
        while let Some(a) = rest.next() {
            pairs.push(match rest.next() {
                Some(b) => op(a, b),
                None => a,
            });
        }
        parts = pairs;
    }
    parts.pop()
}

/// The smaller or larger of two; null if either is.
fn pick(a: Expr, b: Expr, smaller: bool) -> Expr {
    let first = if smaller { a.clone().lt_eq(b.clone()) } else { a.clone().gt_eq(b.clone()) };
    when(a.clone().is_null().or(b.clone().is_null()))
        .then(lit(NULL).cast(DataType::Float64))
        .otherwise(when(first).then(a).otherwise(b))
}

fn holds(rule: &Rule, with: (&Form, &Named<'_>)) -> Expr {
    let (l, r) = (compile(&rule.expression.left, rule, with), compile(&rule.expression.right, rule, with));
    let t = lit(rule.tolerance);
    // Equals are neither over nor under each other, however little room there is.
    let strict = lit(rule.tolerance - 2.0 * SLACK);
    match rule.expression.compare {
        Compare::Equal => (l.clone() - r.clone()).lt_eq(t.clone()).and((r - l).lt_eq(t)),
        Compare::Unequal => (l.clone() - r.clone()).gt(t.clone()).or((r - l).gt(t)),
        Compare::AtMost => (l - r).lt_eq(t),
        Compare::Under => (l - r).lt(strict),
        Compare::AtLeast => (r - l).lt_eq(t),
        Compare::Over => (r - l).lt(strict),
    }
}

/// The columns of a rule's operands, each with how it is named to people.
fn operands(rule: &Rule, spec: &Form, project: &Project, named: &Named<'_>) -> Vec<(String, Item)> {
    let own = rule.operands().into_iter().map(|(i, previous)| {
        let code = spec.indicators[i].code.clone();
        if previous { (previous_column(i), Item::Previous(code)) } else { (value_column(i), Item::Own(code)) }
    });
    let other = rule.elsewhere().into_iter().map(|e| (named.column(e), Item::Other(elsewhere::name(project, e))));
    own.chain(other).collect()
}

/// True where a rule can be judged: no operand missing, or not all of them. Members of open lists inside of a sum may be.
fn judged(rule: &Rule, columns: &[(String, Item)], spec: &Form) -> Expr {
    let mut spared: Vec<(usize, bool)> = Vec::new();
    rule.expression.left.in_sums(&mut |a| spec.is_open_member(a), &mut spared);
    rule.expression.right.in_sums(&mut |a| spec.is_open_member(a), &mut spared);
    let spared: Vec<String> =
        spared.into_iter().map(|(i, p)| if p { previous_column(i) } else { value_column(i) }).collect();
    let needed = columns.iter().filter(|(c, _)| !spared.contains(c));
    let parts = needed.map(|(c, _)| col(c.as_str()).is_not_null());
    let always = || lit(true);
    match rule.missing {
        Missing::SkipAny => balanced(parts, &Expr::and).unwrap_or_else(always),
        Missing::SkipAll => balanced(parts, &Expr::or).unwrap_or_else(always),
        Missing::Zero => always(),
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
    let piece = ledger.pieces(sub).nth(p as usize);
    let file = |at: PartAt| ledger.files[at.file].name.as_str();
    Ok(piece.map(|(at, part)| Origin { unit: sub.unit, part, place: place as usize, file: file(at) }))
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
        // A share is at most the whole; what is counted for each of something else has no natural limit.
        let most = indicator.max.or(indicator.kind.is_percent().then_some(100.0));
        let (nc, dc) = (frame.column(&value_column(n))?.f64()?, frame.column(&value_column(d))?.f64()?);
        let (num, den) = (col(value_column(n)), col(value_column(d)));
        let above = match most {
            Some(most) => num.clone().gt(den * lit(most / indicator.scale) + lit(1e-9)),
            None => den.eq(lit(0.0)),
        };
        let wrong = above.and(num.gt(lit(0.0)));
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
            let show = |i: usize, v: f64| Figure::new(Item::Own(spec.indicators[i].code.clone()), Some(v));
            let plain = |i: usize, v: f64| format!("\u{2264} [{}] = {}", spec.indicators[i].code, plain_number(v));
            let finding = if b == 0.0 { Finding::new(Code::C019) } else { Finding::new(Code::C018) };
            let finding = finding
                .value(show(n, a))
                .expected(plain(d, b))
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
    (ledger, before): (&Ledger<'_>, &Before<'_>),
    (frame, over, named): (&DataFrame, Over, &Named<'_>),
    findings: &mut Findings,
) -> Result<(), FrameError> {
    let spec = &project.forms[form];
    let rules: Vec<&Rule> = spec.rules.iter().filter(|r| r.over == over).collect();
    if rules.is_empty() {
        return Ok(());
    }
    let mut rows = Rows::default();
    let mut exprs = Vec::with_capacity(rules.len() * 3);
    for (i, rule) in rules.iter().enumerate() {
        let operands = operands(rule, spec, project, named);
        exprs.push(judged(rule, &operands, spec).and(holds(rule, (spec, named)).not()).alias(format!("bad{i}")));
        for (name, side) in [("left", &rule.expression.left), ("right", &rule.expression.right)] {
            exprs.push(compile(side, rule, (spec, named)).cast(DataType::Float64).alias(format!("{name}{i}")));
        }
    }
    let result = frame.clone().lazy().with_columns(exprs).collect()?;
    let units = frame.column("unit")?.u32()?;
    for (i, rule) in rules.iter().enumerate() {
        let bad = result.column(&format!("bad{i}"))?.bool()?;
        let (left, right) = (result.column(&format!("left{i}"))?.f64()?, result.column(&format!("right{i}"))?.f64()?);
        // Cells of other files are looked for in all of them: for as many findings as anybody reads.
        let mut most = MOST_TRACED;
        for row in bad.iter().enumerate().filter(|(_, b)| *b == Some(true)).map(|(r, _)| r) {
            let Some(unit) = units.get(row).map(UnitId) else {
                continue;
            };
            if rule.applies.as_ref().is_some_and(|s| !s.has(&project.register, unit)) {
                continue;
            }
            let at = match over {
                Over::Rows => origin(ledger, frame, row)?,
                Over::Total => whole(ledger, form, unit),
            };
            let Some(at) = at else {
                continue;
            };
            let traced = most > 0;
            most = most.saturating_sub(1);
            let subject = frame.column("subject")?.u32()?.get(row).map_or(unit, UnitId);
            let mut shown = Vec::new();
            for (column, item) in operands(rule, spec, project, named) {
                shown.push(Figure::new(item, frame.column(&column)?.f64()?.get(row)));
            }
            let then = |i: usize| {
                let key = at.part.rows.get(at.place).filter(|_| over == Over::Rows);
                if traced { before.cells(project, (form, i), subject, key) } else { String::new() }
            };
            let mut cells = cells_of(&mut rows, rule, spec, &at, over, (ledger, form, unit), &then);
            cells.extend(rule.elsewhere().into_iter().map(|e| {
                let ledger = if e.previous { before.ledger } else { ledger };
                if traced { elsewhere::cells(project, ledger, e, subject) } else { String::new() }
            }));
            for (figure, at) in shown.iter_mut().zip(cells) {
                figure.at = at;
            }
            shown.extend([left, right].map(|side| Figure::new(Item::Side, side.get(row))));
            let finding = Finding::new(Code::V001)
                .severity(rule.severity)
                .value(Said::Figures(shown))
                .expected(&rule.text)
                .arg("rule", &rule.id)
                .arg("text", &rule.message);
            // Letters to senders leave out what other forms say.
            let finding =
                if rule.elsewhere().is_empty() { finding } else { finding.arg("elsewhere", crate::finding::Term::Yes) };
            let own: Vec<usize> = rule.operands().into_iter().filter(|(_, p)| !p).map(|(i, _)| i).collect();
            let sides = left.get(row).zip(right.get(row)).filter(|_| over == Over::Rows);
            let likely = sides.and_then(|sides| mistyped(&mut rows, rule, &at, &own, sides));
            let finding = finding.proposing(likely, project.convention);
            // What rows come to stands in no cell that was read.
            let own = if over == Over::Rows { own } else { Vec::new() };
            findings.push(place(&mut rows, finding, project, spec, ledger, &at, &own));
        }
    }
    Ok(())
}

/// The one figure that, typed as it was meant, makes both sides of a sum equal, with its cell.
fn mistyped<'a>(
    rows: &mut Rows<'a>,
    rule: &Rule,
    at: &Origin<'a>,
    own: &[usize],
    (left, right): (f64, f64),
) -> Option<(CellRef, f64)> {
    let rule = &rule.expression;
    if rule.compare != Compare::Equal {
        return None;
    }
    let mut likely = own.iter().filter_map(|i| {
        let times = rule.left.times(*i)? - rule.right.times(*i)?;
        let fact = rows.find(at.part, at.place, &[*i])?;
        let meant = fact.number()? - (left - right) / times;
        (meant >= 0.0 && slip(fact.value, meant).is_some()).then_some((fact.cell, meant))
    });
    likely.next().filter(|_| likely.next().is_none())
}

/// More broken rules than these do not name the cells of other files.
const MOST_TRACED: usize = 200;

/// A sender's sheet as a whole.
fn whole<'a>(ledger: &'a Ledger<'_>, form: usize, unit: UnitId) -> Option<Origin<'a>> {
    let sub = ledger.of(form, unit)?;
    let part = ledger.parts(sub).next()?;
    Some(Origin { unit, part, place: usize::MAX, file: &ledger.files[sub.file].name })
}

/// The period before, where cells of it are named.
struct Before<'a> {
    ledger: &'a Ledger<'a>,
    comparison: Option<&'a FormComparison>,
}

impl Before<'_> {
    /// Where an indicator of a unit stood then, or of those that it came from: of a row by its name, of a sender in all rows.
    fn cells(&self, project: &Project, (form, i): (usize, usize), unit: UnitId, key: Option<&RowKey>) -> String {
        let mut who = vec![unit];
        who.extend(self.comparison.iter().flat_map(|c| c.predecessors(project, unit)));
        let mut places = Vec::new();
        let by_unit = matches!(key, Some(RowKey::Unit(_)));
        let sent = |s: &&Submission| s.form == form && (by_unit || who.contains(&s.unit));
        for sub in self.ledger.submissions.iter().filter(sent) {
            for (at, part) in self.ledger.pieces(sub) {
                let is = |row: &RowKey| match (key, row) {
                    (Some(RowKey::Unit(_)), RowKey::Unit(u)) => who.contains(u),
                    (Some(key), row) => row == key,
                    (None, _) => true,
                };
                if key.is_some() && !part.rows.iter().any(is) {
                    continue;
                }
                let is = |row: usize| key.is_none() || part.rows.get(row).is_some_and(is);
                let facts = part.facts.iter().filter(|f| f.indicator == i && is(f.row));
                let cells = elsewhere::span(facts.map(|f| f.cell));
                if !cells.is_empty() {
                    places.push(format!("{} › {} › {cells}", self.ledger.files[at.file].name, part.sheet));
                }
            }
        }
        places.join("; ")
    }
}

/// The cells of a rule's own operands, in their order; of what is computed those of its parts, of the period before those
/// of another file.
fn cells_of<'a>(
    rows: &mut Rows<'a>,
    rule: &Rule,
    spec: &Form,
    at: &Origin<'a>,
    over: Over,
    (ledger, form, unit): (&'a Ledger<'_>, usize, UnitId),
    before: &dyn Fn(usize) -> String,
) -> Vec<String> {
    let cell = |rows: &mut Rows<'a>, i: usize| match over {
        Over::Rows => rows.find(at.part, at.place, &[i]).map(|f| f.cell.to_string()).unwrap_or_default(),
        Over::Total => ledger.of(form, unit).map_or_else(String::new, |sub| {
            let facts = ledger.parts(sub).flat_map(|p| p.facts.iter()).filter(|f| f.indicator == i);
            elsewhere::span(facts.map(|f| f.cell))
        }),
    };
    let mut now = |i: usize| match (cell(rows, i), spec.indicators[i].parts()) {
        (own, Some((n, d))) if own.is_empty() => {
            let parts = [cell(rows, n), cell(rows, d)];
            parts.into_iter().filter(|c| !c.is_empty()).collect::<Vec<_>>().join(" / ")
        }
        (own, _) => own,
    };
    rule.operands().into_iter().map(|(i, previous)| if previous { before(i) } else { now(i) }).collect()
}
