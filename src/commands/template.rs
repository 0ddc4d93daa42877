//! `template`: blank forms, a workbook for each unit.

use std::io::Write;
use std::path::Path;

use super::{CommandError, Exit, Thing, request};
use crate::cli::{Reading, Template, When};
use crate::locale::{Lang, say};
use crate::output::feedback::file_names;
use crate::output::place::prepare;
use crate::output::template;
use crate::output::template::Before;
use crate::project::Project;
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::run::{RunError, finish, gather};
use crate::submission::facts::RowKey;
use crate::submission::standing::in_words;

/// What was reported for the period before, where anything was. Periods that have not begun can have blank forms, too.
fn before(folder: &Path, period: Period) -> Result<Before, CommandError> {
    let when = When { period: Some(period.previous().to_string()), as_of: None };
    let request = request(folder, &when, &Reading::default(), None)?;
    let gathered = match gather(&request, &|_| {}) {
        Ok(gathered) => gathered,
        Err(RunError::NoInput(_)) => return Ok(Before::default()),
        Err(e) => return Err(e.into()),
    };
    let done = finish(&gathered, &request)?;
    let mut out = Before::default();
    for sub in &done.ledger.submissions {
        for part in done.ledger.parts(sub) {
            for fact in part.facts.iter().filter(|f| f.kind.is_answer()) {
                let about = match part.rows.get(fact.row) {
                    Some(RowKey::Unit(unit)) => *unit,
                    Some(RowKey::Sender) => sub.unit,
                    _ => continue,
                };
                out.insert((sub.form, about, fact.indicator), in_words(&fact, done.project));
            }
        }
    }
    Ok(out)
}

/// Writes blank forms for a period. Nothing that stands there is written over: it may have been filled in.
pub fn run(args: &Template, lang: Lang) -> Result<Exit, CommandError> {
    let project = Project::of_folder(&args.folder).map_err(RunError::from)?;
    super::say_project(&project, &args.folder, args.common.quiet, lang);
    let period: Period = super::one_period(&args.period)?;
    let day = period.window(project.regime).1;
    let unknown =
        |what: Thing, name: &String, known: Vec<String>| CommandError::Unknown { what, name: name.clone(), known };
    let wanted = match &args.form {
        Some(code) => Some(
            project
                .form(code)
                .ok_or_else(|| unknown(Thing::Form, code, project.forms.iter().map(|f| f.code.clone()).collect()))?,
        ),
        None => None,
    };
    let units: Vec<UnitId> = match &args.unit {
        Some(code) => vec![project.register.by_code_on(code, day).ok_or_else(|| {
            let known = project.register.iter().take(20).map(|(_, u)| u.code.clone());
            unknown(Thing::Unit, code, known.collect())
        })?],
        None => project.register.iter().map(|(id, _)| id).collect(),
    };
    let before = if args.previous { before(&args.folder, period)? } else { Before::default() };
    let folder = args.output.join(period.to_string());
    let names = file_names(&project, day);
    let mut made = Vec::new();
    // Which columns an open list has nobody knows beforehand.
    let open: Vec<&str> = project.forms.iter().filter(|f| !f.open_lists.is_empty()).map(|f| f.code.as_str()).collect();
    for unit in units {
        let mut forms = template::forms_of(&project, period, unit);
        forms.retain(|f| wanted.is_none_or(|w| w == *f));
        forms.retain(|f| project.forms[*f].open_lists.is_empty());
        if forms.is_empty() {
            continue;
        }
        let Some(name) = names.get(&unit) else {
            continue;
        };
        let path = folder.join(format!("{name}.xlsx"));
        if path.exists() {
            return Err(CommandError::Exists(path));
        }
        made.push((path, template::book(&project, period, unit, &forms, &before, lang)?));
    }
    prepare(&args.output)?;
    prepare(&folder)?;
    for (path, bytes) in &made {
        super::init::write(path, bytes)?;
    }
    if !open.is_empty() {
        writeln!(anstream::stderr(), "{}", say!(lang, "templates-open", forms = open.join(", ")))?;
    }
    if !args.common.quiet {
        let path = folder.display().to_string();
        writeln!(anstream::stderr(), "{}", say!(lang, "templates-written", count = made.len(), path = path))?;
    }
    Ok(if made.is_empty() { Exit::Findings } else { Exit::Clean })
}
