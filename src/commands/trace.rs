//! `trace`: what a total is made of, down to file, sheet and cell.

use std::io::Write;

use serde::Serialize;

use super::{Bar, CommandError, Exit, Thing, print_json, request, stdout, tame};
use crate::cli::{OutputFormat, Trace};
use crate::consolidate::Group;
use crate::locale::{Lang, say};
use crate::output::tables::each_fact;
use crate::run::{finish, gather};
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
    }
    if !t.missing.is_empty() {
        writeln!(out, "{}", say!(lang, "trace-missing", units = t.missing.join(", ")))?;
    }
    Ok(())
}
