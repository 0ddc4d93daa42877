//! `inspect`: how the program sees a workbook, and why.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::{CommandError, Exit, print_findings, print_json, reading, stdout, tame};
use crate::cli::{Inspect, OutputFormat};
use crate::finding::{Finding, Severity};
use crate::inspect::{ColumnView, Guess, Inspection, TableView};
use crate::intake::walk::{Found, look};
use crate::locale::{Lang, say};
use crate::output::OutputError;
use crate::project::period::Period;
use crate::project::{Files, Project};
use crate::readers;
use crate::recognise::context::Source;
use crate::recognise::draft::Draft;
use crate::run::RunError;
use crate::text::key;
use crate::text::number::format_number;

/// Looks at workbooks.
pub fn run(args: &Inspect, lang: Lang) -> Result<Exit, CommandError> {
    let folder = args.project();
    let project = match Project::of_folder(&folder) {
        // A draft, or cells, ask for no form of the project; it may be the first that is being made.
        Err(_) if args.draft_form || args.cells => {
            Project::from_files(Files::embedded(), true).map_err(RunError::from)?
        }
        project => project.map_err(RunError::from)?,
    };
    let mut out = stdout();
    if args.cells {
        return cells(args, &project, &mut out, lang);
    }
    if args.draft_form {
        return draft(args, &project, &mut out);
    }
    let mut exit = Exit::Clean;
    for path in &args.files {
        if one(args, path, &project, &mut out, lang)? == Exit::Findings {
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

/// Drafts forms from files: several of one form make one draft.
fn draft(args: &Inspect, project: &Project, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let options = reading(&args.reading);
    let mut drafts: Vec<Draft> = Vec::new();
    for path in &args.files {
        let seen = readers::view(project, &named(args, path)?, &options, true).map_err(RunError::from)?;
        let mine = seen.map(|v| v.drafts).unwrap_or_default();
        let wanted = |d: &Draft| args.sheet.as_ref().is_none_or(|s| key(s) == key(&d.sheet));
        let mine: Vec<Draft> = mine.into_iter().filter(wanted).collect();
        if mine.is_empty() {
            return Err(CommandError::NoTable(path.to_owned()));
        }
        for new in mine {
            if !drafts.iter_mut().any(|d| d.takes(&new)) {
                drafts.push(new);
            }
        }
    }
    let own = Some(project).filter(|p| !p.embedded);
    match (&args.out, drafts.as_slice()) {
        (Some(to), [one]) => super::init::write(to, one.toml(&one.code(), own).as_bytes())?,
        (Some(_), several) => {
            let names = several.iter().map(|d| format!("{} – {}", tame(&d.sheet), tame(&d.title)));
            return Err(CommandError::SeveralTables(names.collect::<Vec<_>>().join("; ")));
        }
        (None, all) => {
            for (n, draft) in all.iter().enumerate() {
                if n > 0 {
                    writeln!(out, "\n# ――――――――")?;
                }
                out.write_all(draft.toml(&draft.code(), own).as_bytes())?;
            }
        }
    }
    Ok(Exit::Clean)
}

/// A file that was named.
fn named(args: &Inspect, path: &Path) -> Result<Found, CommandError> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_file() => Ok(look(&args.project(), path, false, Some(meta))),
        _ => Err(CommandError::NoFile(path.to_owned())),
    }
}

/// Prints every cell of every file as it is read, before anything is made of it: for comparing with other readers.
fn cells(args: &Inspect, project: &Project, out: &mut dyn Write, lang: Lang) -> Result<Exit, CommandError> {
    let options = reading(&args.reading);
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["file", "sheet", "cell", "kind", "value", "percent", "formula", "struck", "hidden"])
        .map_err(std::io::Error::from)?;
    let mut exit = Exit::Clean;
    for path in &args.files {
        let file = named(args, path)?;
        let name = path.to_string_lossy();
        let book = match readers::cells(project, &file, &options).map_err(RunError::from)? {
            Ok(book) => book,
            Err(f) => {
                let code = f.code;
                let said = format!("{code} {}", f.file(file.name).message(lang));
                csv.write_record([&name, "", "", "refused", &said, "", "", "", ""]).map_err(std::io::Error::from)?;
                exit = Exit::Findings;
                continue;
            }
        };
        for sheet in &book.sheets {
            for cell in &sheet.cells {
                let (kind, value) = cell.value.written();
                let yes = |is: bool| if is { "yes" } else { "" };
                let at = cell.at().to_string();
                let (percent, formula) = (yes(cell.percent), yes(cell.formula));
                let (struck, hidden) = (yes(sheet.look(cell).struck), yes(sheet.hides(cell)));
                csv.write_record([&name, &*sheet.name, &*at, kind, &*value, percent, formula, struck, hidden])
                    .map_err(std::io::Error::from)?;
            }
        }
    }
    csv.flush()?;
    Ok(exit)
}

/// Looks at one workbook.
fn one(args: &Inspect, path: &Path, project: &Project, out: &mut dyn Write, lang: Lang) -> Result<Exit, CommandError> {
    let period = args.period.as_deref().map(super::one_period).transpose()?;
    let mut file = named(args, path)?;
    // Folders above say something about unit and period; with --period, the folder of that period is meant.
    if let Some(p) = period {
        let p: crate::project::period::Period = p;
        let base = file.name.rsplit('/').next().unwrap_or(&file.name).to_owned();
        file.name = format!("{p}/{base}");
    }
    let seen = readers::view(project, &file, &reading(&args.reading), false).map_err(RunError::from)?;
    let view = match seen {
        Ok(view) => view,
        Err(finding) => {
            let finding = finding.file(&file.name);
            if args.common.format == OutputFormat::Json {
                let bytes = crate::output::json::findings(&[finding], lang).map_err(OutputError::from)?;
                out.write_all(&bytes)?;
            } else {
                print_findings(out, &[finding], lang)?;
            }
            return Ok(Exit::Findings);
        }
    };
    let errors = all_findings(&view).any(|f| f.severity == Severity::Error);
    match args.common.format {
        OutputFormat::Json => {
            print_json(out, &to_json(&view, lang))?;
        }
        OutputFormat::Text => {
            // By which forms it is judged, and why by these.
            let folder = args.project();
            let path = folder.display().to_string();
            match project.embedded {
                true => writeln!(out, "{}", say!(lang, "embedded-project", path = path))?,
                false => {
                    writeln!(out, "{}", say!(lang, "inspect-project", path = path, title = project.title.as_str()))?
                }
            }
            print(out, &file.name, &view, lang)?;
        }
    }
    Ok(Exit::of(errors))
}

fn all_findings(view: &Inspection) -> impl Iterator<Item = &Finding> {
    view.findings.iter().chain(view.sheets.iter().flat_map(|s| s.tables.iter().flat_map(|t| &t.findings)))
}

fn to_json(view: &Inspection, lang: Lang) -> serde_json::Value {
    let finding = |f: &Finding| {
        json!({
            "code": f.code.as_str(), "severity": f.severity.as_str(), "sheet": f.place.sheet, "cell": f.place.cell,
            "value": f.value.plain(lang), "expected": f.expected.plain(lang), "message": f.message(lang), "hint": f.hint(lang),
        })
    };
    json!({
        "schema_version": 1,
        "format": view.format,
        "sheets": view.sheets.iter().map(|s| json!({
            "name": s.name, "hidden": s.hidden, "cells": s.cells, "area": s.area, "merges": s.merges, "guess": s.guess,
            "tables": s.tables.iter().map(|t| json!({
                "form": t.form, "form_title": t.form_title, "score": round(t.score),
                "unit": t.unit, "unit_name": t.unit_name, "unit_from": t.unit_from.map_or("", Source::as_str),
                "period": t.period, "period_from": t.period_from.map_or("", Source::as_str),
                "header_rows": t.header, "columns": t.columns, "rows": t.rows, "facts": t.facts, "figures": t.figures,
                "findings": t.findings.iter().map(finding).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "findings": view.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn round(n: f64) -> f64 {
    (n * 100.0).round() / 100.0
}

fn print(out: &mut dyn Write, name: &str, view: &Inspection, lang: Lang) -> std::io::Result<()> {
    let head = say!(lang, "inspect-file", file = tame(name), format = view.format.as_str(), sheets = view.sheets.len());
    writeln!(out, "{head}")?;
    for s in &view.sheets {
        writeln!(out)?;
        let name = tame(&s.name);
        let (area, cells, merges) = (s.area.as_str(), s.cells, s.merges);
        if s.cells == 0 {
            let line = match s.hidden {
                true => say!(lang, "inspect-blank-hidden-sheet", sheet = name),
                false => say!(lang, "inspect-blank-sheet", sheet = name),
            };
            writeln!(out, "{line}")?;
            continue;
        }
        let line = match s.hidden {
            true => say!(lang, "inspect-hidden-sheet", sheet = name, area = area, cells = cells, merges = merges),
            false => say!(lang, "inspect-sheet", sheet = name, area = area, cells = cells, merges = merges),
        };
        writeln!(out, "{line}")?;
        if s.tables.is_empty() {
            writeln!(out, "  {}", lang.text("inspect-no-table"))?;
            if let Some(guess) = &s.guess {
                print_guess(out, guess, lang)?;
            }
        }
        for t in &s.tables {
            print_table(out, t, lang)?;
        }
    }
    if !view.findings.is_empty() {
        writeln!(out)?;
        print_findings(out, &view.findings, lang)?;
    }
    Ok(())
}

/// What a sheet looks like, and what it lacks of the nearest form.
fn print_guess(out: &mut dyn Write, guess: &Guess, lang: Lang) -> std::io::Result<()> {
    for line in &guess.picture {
        writeln!(out, "  {}", tame(line))?;
    }
    if guess.header.is_empty() {
        return Ok(());
    }
    writeln!(out, "  {}", say!(lang, "inspect-header", rows = lines(&guess.header)))?;
    if !guess.form.is_empty() {
        let (form, title) = (guess.form.as_str(), guess.form_title.as_str());
        writeln!(out, "  {}", say!(lang, "inspect-nearest-form", form = form, title = title))?;
    }
    for c in &guess.columns {
        print_column(out, c, lang)?;
    }
    if !guess.missing.is_empty() {
        writeln!(out, "  {}", say!(lang, "inspect-missing", columns = guess.missing.join("; ")))?;
    }
    Ok(())
}

/// A column: its heading, and what it was taken for or why it was not.
fn print_column(out: &mut dyn Write, c: &ColumnView, lang: Lang) -> std::io::Result<()> {
    let path = tame(&c.path.join(" › "));
    let score = || format_number(round(c.score), lang.convention());
    let said = match (c.matched.strip_prefix("columns."), c.nearest.as_str()) {
        (Some("code"), _) => lang.text("inspect-column-code"),
        (Some("label"), _) => lang.text("inspect-column-label"),
        (Some("measure"), _) => lang.text("inspect-column-measure"),
        (Some("row"), _) => lang.text("inspect-column-row"),
        (Some("note"), _) => lang.text("inspect-column-note"),
        // The usual one column of figures has no name of its own.
        (Some("value"), _) => lang.text("inspect-column-figures"),
        (Some(value), _) => say!(lang, "inspect-column-value", name = value),
        (None, _) if !c.matched.is_empty() => c.matched.clone(),
        (None, "") => lang.text("inspect-unmatched"),
        (None, nearest) if c.score >= 1.0 => say!(lang, "inspect-taken", name = tame(nearest)),
        (None, nearest) => say!(lang, "inspect-nearest", name = tame(nearest), score = score()),
    };
    let mark = if c.matched.is_empty() { '✗' } else { '→' };
    writeln!(out, "    {:>3}  {path}  {mark} {said}", c.column)
}

/// Rows as people say them: `10`, `10–11`.
fn lines(rows: &str) -> String {
    match rows.split_once(':') {
        Some((from, to)) if from == to => from.to_owned(),
        Some((from, to)) => format!("{from}\u{2013}{to}"),
        None => rows.to_owned(),
    }
}

fn print_table(out: &mut dyn Write, t: &TableView, lang: Lang) -> std::io::Result<()> {
    let or = |s: &str| if s.is_empty() { lang.text("inspect-not-known") } else { tame(s) };
    let (form, title) = (t.form.as_str(), t.form_title.as_str());
    writeln!(
        out,
        "  {}",
        say!(
            lang,
            "inspect-form",
            form = form,
            title = title,
            score = format_number(round(t.score), lang.convention())
        )
    )?;
    let (unit, name) = (or(&t.unit), t.unit_name.as_str());
    let line = match t.unit_from.map(|s| s.term().words(lang)) {
        Some(source) => say!(lang, "inspect-unit-from", unit = unit, name = name, source = source),
        None => say!(lang, "inspect-unit", unit = unit, name = name),
    };
    writeln!(out, "  {}", line.trim_end())?;
    let period = t.period.parse::<Period>().map_or_else(|_| or(&t.period), |p| p.in_words(lang));
    let line = match t.period_from.map(|s| s.term().words(lang)) {
        Some(source) => say!(lang, "inspect-period-from", period = period, source = source),
        None => say!(lang, "inspect-period", period = period),
    };
    writeln!(out, "  {line}")?;
    writeln!(out, "  {}", say!(lang, "inspect-header", rows = lines(&t.header)))?;
    let f = &t.figures;
    let line = say!(
        lang,
        "inspect-figures",
        counted = f.counted,
        total = f.total,
        label = f.label,
        unused = f.unused,
        refused = f.refused,
        left = f.left
    );
    writeln!(out, "  {line}")?;
    for c in &t.columns {
        print_column(out, c, lang)?;
    }
    writeln!(out, "  {}", say!(lang, "inspect-rows", rows = t.rows.len(), facts = t.facts))?;
    for r in t.rows.iter().take(60) {
        writeln!(out, "    {:>4}  {}", r.row, tame(&r.matched))?;
    }
    if t.rows.len() > 60 {
        writeln!(out, "    …")?;
    }
    print_findings(out, &t.findings, lang)
}
