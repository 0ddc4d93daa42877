//! `trace`: what a total is made of, down to file, sheet and cell.

use std::io::Write;

use serde::Serialize;

use super::{Bar, CommandError, Exit, Thing, print_json, request, stdout, tame};
use crate::cli::{OutputFormat, Trace};
use crate::consolidate::Group;
use crate::consolidate::compare::Reason;
use crate::locale::{Lang, say};
use crate::output::tables::each_fact;
use crate::project::units::UnitId;
use crate::run::{Done, finish, gather};
use crate::submission::facts::Kind;
use crate::text::number::format_number;

#[derive(Serialize)]
struct Piece {
    unit: String,
    unit_name: String,
    row: String,
    indicator: String,
    kind: &'static str,
    value: Option<f64>,
    text: String,
    file: String,
    sheet: String,
    cell: String,
    /// What the cell says, where the office corrected it.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<Correction>,
}

/// Why a figure counts with another value than its cell has.
#[derive(Serialize)]
struct Correction {
    old: String,
    reason: String,
    who: String,
    when: String,
}

/// A unit's figure and that of its predecessors.
#[derive(Serialize)]
struct Compared {
    unit: String,
    unit_name: String,
    value: Option<f64>,
    previous: Option<f64>,
    plan: Option<f64>,
    predecessors: Vec<String>,
    reason: String,
}

#[derive(Serialize)]
struct Traced {
    form: String,
    indicator: String,
    name: String,
    period: String,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    units_expected: usize,
    units_reported: usize,
    missing: Vec<String>,
    previous: Option<f64>,
    change: Option<f64>,
    like_value: Option<f64>,
    like_previous: Option<f64>,
    last_year: Option<f64>,
    last_year_change: Option<f64>,
    year_to_date: Option<f64>,
    plan: Option<f64>,
    plan_percent: Option<f64>,
    units: Vec<Compared>,
    facts: Vec<Piece>,
}

/// Traces a total.
pub fn run(args: &Trace, lang: Lang) -> Result<Exit, CommandError> {
    let request = request(&args.project(), &args.when, &args.reading, None)?;
    let bar = Bar::new(args.common.quiet, lang);
    let gathered = gather(&request, &|p| bar.see(p))?;
    let done = finish(&gathered, &request)?;
    let project = done.project;
    let form = project.form(&args.form).ok_or_else(|| CommandError::Unknown {
        what: Thing::Form,
        name: args.form.clone(),
        known: project.forms.iter().map(|f| f.code.clone()).collect(),
    })?;
    let spec = &project.forms[form];
    let indicator = spec.indicator(&args.indicator).ok_or_else(|| CommandError::Unknown {
        what: Thing::Indicator,
        name: args.indicator.clone(),
        known: spec.indicators.iter().map(|i| i.code.clone()).collect(),
    })?;
    if let Some(unit) = &args.unit
        && project.register.by_code(unit).is_empty()
    {
        let known = spec
            .reporters_in(&project.register, done.ledger.period)
            .iter()
            .map(|u| project.register.get(*u).code.clone())
            .collect();
        return Err(CommandError::Unknown { what: Thing::Unit, name: unit.clone(), known });
    }
    // A rate is made of its parts, a list of the column that it lists.
    let of = &spec.indicators[indicator];
    let wanted: Vec<usize> = match (of.parts(), of.of) {
        (Some((n, d)), _) => vec![n, d],
        (None, Some(list)) => vec![list],
        (None, None) => vec![indicator],
    };
    // What records are counted by, and what a mean is weighted by, is part of it.
    let also = of.counted().filter(|_| of.of.is_none()).map(|w| w.indicator).or(of.weight);
    let wanted: Vec<usize> = match (of.counted(), also) {
        (Some(_), Some(i)) => vec![i],
        (_, also) => wanted.into_iter().chain(also).collect(),
    };
    let mut facts = Vec::new();
    each_fact(&done, |place, fact| {
        if place.form.code == spec.code
            && wanted.contains(&fact.indicator)
            && args.unit.as_ref().is_none_or(|u| *u == place.unit.code || place.rows.get(fact.row) == Some(u))
        {
            facts.push(Piece {
                unit: place.unit.code.clone(),
                unit_name: place.unit.full_name(),
                row: place.rows.get(fact.row).cloned().unwrap_or_default(),
                indicator: spec.indicators[fact.indicator].code.clone(),
                kind: fact.kind.as_str(),
                value: (fact.kind == Kind::Number).then_some(fact.value),
                text: fact.text.to_owned(),
                file: place.file.to_owned(),
                sheet: place.part.sheet.clone(),
                cell: fact.cell.to_string(),
                corrected: done.ledger.correction(place.at, fact.cell).map(|c| {
                    let of = &project.corrections[c.correction];
                    Correction {
                        old: c.old.clone(),
                        reason: of.reason.clone(),
                        who: of.who.clone(),
                        when: of.when.map_or_else(String::new, |d| lang.day(d)),
                    }
                }),
            });
        }
        Ok::<(), std::convert::Infallible>(())
    })
    .unwrap_or_default();
    let total = done.consolidation.get(form, indicator, Group::Province);
    let missing = done
        .ledger
        .expected
        .iter()
        .filter(|e| e.form == form && e.submission.is_none() && spec.applies(&project.register, indicator, e.unit))
        .map(|e| project.register.get(e.unit).full_name())
        .collect();
    let traced = Traced {
        form: spec.code.clone(),
        indicator: of.code.clone(),
        name: of.name.clone(),
        period: done.ledger.period.to_string(),
        value: total.and_then(|t| t.value),
        numerator: total.and_then(|t| t.numerator),
        denominator: total.and_then(|t| t.denominator),
        units_expected: total.map_or(0, |t| t.expected),
        units_reported: total.map_or(0, |t| t.reported),
        missing,
        previous: total.and_then(|t| t.previous),
        change: total.and_then(|t| t.change),
        like_value: total.and_then(|t| t.like?.value),
        like_previous: total.and_then(|t| t.like?.previous),
        last_year: total.and_then(|t| t.last_year),
        last_year_change: total.and_then(crate::consolidate::Total::last_year_change),
        year_to_date: total.and_then(|t| t.year_to_date),
        plan: total.and_then(|t| t.plan),
        plan_percent: total.and_then(|t| t.fulfilled),
        units: compared(&done, form, indicator, args.unit.as_deref(), lang),
        facts,
    };
    let mut out = stdout();
    if args.common.format == OutputFormat::Json {
        print_json(&mut out, &traced)?;
    } else {
        print(&mut out, &traced, project.convention, lang)?;
    }
    Ok(Exit::Clean)
}

/// Units whose figures are held against those of others: where units were merged, split or renamed, and the one that is
/// asked about.
fn compared(done: &Done<'_>, form: usize, indicator: usize, unit: Option<&str>, lang: Lang) -> Vec<Compared> {
    let c = &done.consolidation;
    let period = done.ledger.period;
    let register = &done.project.register;
    let of = &done.project.forms[form].indicators[indicator];
    let Some(now) = c.pasts.get(&period).map(|p| &p.forms[form]) else {
        return Vec::new();
    };
    let before = c.pasts.get(&period.previous()).map(|p| &p.forms[form]);
    let comparison = c.with_previous.as_ref().and_then(|p| p.forms[form].as_ref()).zip(before);
    let mut units: Vec<_> = now.subjects.clone();
    units.sort_unstable();
    units.dedup();
    let wanted = |u: &UnitId| match unit {
        Some(code) => register.get(*u).code == code,
        None => comparison.is_some_and(|(c, _)| !c.is_unchanged(*u)),
    };
    let one = |u: UnitId| {
        let like = comparison.map(|(c, before)| c.of_unit(done.project, form, indicator, u, (now, before)));
        let reason = match like.map(|l| l.previous) {
            None | Some(Ok(_)) => "",
            Some(Err(Reason::Divided)) => "reason-divided",
            Some(Err(Reason::New)) => "reason-new",
            Some(Err(Reason::Missing)) => "reason-missing",
        };
        let old = comparison.iter().flat_map(|(c, _)| c.predecessors(done.project, u));
        Compared {
            unit: register.get(u).code.clone(),
            unit_name: register.get(u).full_name(),
            value: like.map_or_else(|| now.of_unit(u, indicator, of), |l| l.value),
            previous: like.and_then(|l| l.previous.ok()),
            plan: done.project.plans.get(form, indicator, u, period.year()),
            predecessors: old.map(|p| register.get(p).full_name()).collect(),
            reason: if reason.is_empty() { String::new() } else { lang.text(reason) },
        }
    };
    units.into_iter().filter(wanted).map(one).collect()
}

fn print(
    out: &mut dyn Write,
    t: &Traced,
    convention: crate::text::language::Convention,
    lang: Lang,
) -> std::io::Result<()> {
    let number =
        |n: Option<f64>| n.map_or_else(|| "…".to_owned(), |n| format_number((n * 1e6).round() / 1e6, convention));
    writeln!(out, "[{}] {} – {} – {}", t.indicator, t.name, t.form, t.period)?;
    write!(out, "{} {}", lang.text("trace-total"), number(t.value))?;
    if let (Some(n), Some(d)) = (t.numerator, t.denominator) {
        write!(out, " = {} / {}", number(Some(n)), number(Some(d)))?;
    }
    let reported = say!(lang, "trace-reported", reported = t.units_reported, expected = t.units_expected);
    writeln!(out, "  ({reported})")?;
    for (key, value, change) in [
        ("trace-previous", t.previous, t.change),
        ("trace-last-year", t.last_year, t.last_year_change),
        ("trace-year-to-date", t.year_to_date, None),
        ("trace-plan", t.plan, None),
        ("trace-plan-percent", t.plan_percent, None),
    ] {
        if value.is_some() {
            write!(out, "{} {}", lang.text(key), number(value))?;
            match change {
                Some(c) => writeln!(out, "  ({}{})", if c > 0.0 { "+" } else { "" }, number(Some(c)))?,
                None => writeln!(out)?,
            }
        }
    }
    if let (None, Some(now), Some(before)) = (t.change, t.like_value, t.like_previous) {
        let (now, before) = (number(Some(now)), number(Some(before)));
        writeln!(out, "{}", say!(lang, "trace-like", now = now, before = before))?;
    }
    for u in &t.units {
        let old =
            if u.predecessors.is_empty() { String::new() } else { format!(" ← {}", u.predecessors.join(" + ")) };
        let before = match (u.previous, u.reason.as_str()) {
            (Some(_), _) => format!(" / {}", number(u.previous)),
            (None, "") => String::new(),
            (None, reason) => format!(" / {reason}"),
        };
        let plan = u.plan.map_or_else(String::new, |p| format!("  ({} {})", lang.text("trace-plan"), number(Some(p))));
        writeln!(out, "  {}: {}{before}{}{plan}", tame(&u.unit_name), number(u.value), tame(&old))?;
    }
    for p in &t.facts {
        let value = match (p.value, p.text.as_str()) {
            (Some(v), _) => format_number(v, convention),
            (None, "") => format!("({})", p.kind),
            (None, text) => text.to_owned(),
        };
        let row = if p.row.is_empty() { String::new() } else { format!(" › {}", p.row) };
        writeln!(
            out,
            "  {:<38} [{}] {:>12}   {} › {} › {}",
            tame(&format!("{}{row}", p.unit_name)),
            p.indicator,
            tame(&value),
            tame(&p.file),
            tame(&p.sheet),
            p.cell
        )?;
        if let Some(c) = &p.corrected {
            let said = say!(lang, "corrected-from", old = c.old.as_str(), reason = c.reason.as_str());
            let by: Vec<&str> = [&c.who, &c.when].into_iter().map(|s| s.as_str()).filter(|s| !s.is_empty()).collect();
            writeln!(out, "      {} {}", tame(&said), tame(&by.join(", ")))?;
        }
    }
    if !t.missing.is_empty() {
        writeln!(out, "{}", say!(lang, "trace-missing", units = t.missing.join(", ")))?;
    }
    Ok(())
}
