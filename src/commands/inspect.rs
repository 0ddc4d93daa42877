//! `inspect`: how the program sees a workbook, and why.

use std::io::Write;

use serde_json::json;

use super::{CommandError, Exit, print_findings, print_json, reading, tame};
use crate::cli::{Inspect, OutputFormat};
use crate::finding::{Finding, Lang, Severity};
use crate::inspect::{Inspection, TableView};
use crate::intake::walk::look;
use crate::output::OutputError;
use crate::project::Project;
use crate::readers;
use crate::recognise::context::Source;
use crate::run::RunError;

/// Looks at a workbook.
pub fn run(args: &Inspect) -> Result<Exit, CommandError> {
    let lang = args.common.lang;
    let Some(meta) = std::fs::metadata(&args.file).ok().filter(|m| m.is_file()) else {
        return Err(CommandError::NoFile(args.file.clone()));
    };
    let project = Project::of_folder(&args.project).map_err(RunError::from)?;
    let period =
        args.period.as_ref().map(|p| p.trim().parse().map_err(|_| CommandError::Period(p.clone()))).transpose()?;
    let mut file = look(&args.project, &args.file, false, Some(meta));
    // Folders above say something about unit and period; with --period, the folder of that period is meant.
    if let Some(p) = period {
        let p: crate::project::period::Period = p;
        let base = file.name.rsplit('/').next().unwrap_or(&file.name).to_owned();
        file.name = format!("{p}/{base}");
    }
    let seen = readers::view(&project, &file, &reading(&args.reading), args.draft_form).map_err(RunError::from)?;
    let mut out = anstream::stdout();
    let view = match seen {
        Ok(view) => view,
        Err(finding) => {
            let finding = finding.file(&file.name);
            if args.common.format == OutputFormat::Json {
                let bytes = crate::output::json::findings(&[finding], lang).map_err(OutputError::from)?;
                out.write_all(&bytes)?;
            } else {
                print_findings(&mut out, &[finding], lang)?;
            }
            return Ok(Exit::Findings);
        }
    };
    if args.draft_form {
        let draft = view.draft.as_ref().ok_or_else(|| CommandError::NoTable(args.file.clone()))?;
        out.write_all(draft.as_bytes())?;
        return Ok(Exit::Clean);
    }
    let errors = all_findings(&view).any(|f| f.severity == Severity::Error);
    match args.common.format {
        OutputFormat::Json => {
            print_json(&mut out, &to_json(&view, lang))?;
        }
        OutputFormat::Text => print(&mut out, &file.name, &view, lang)?,
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
            "value": f.value.words(lang), "expected": f.expected_text(lang), "message": f.message(lang), "hint": f.hint(lang),
        })
    };
    json!({
        "schema_version": 1,
        "format": view.format,
        "sheets": view.sheets.iter().map(|s| json!({
            "name": s.name, "hidden": s.hidden, "cells": s.cells, "area": s.area, "merges": s.merges,
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
    let sheets = lang.pick("trang", "sheets");
    writeln!(out, "{} – {}, {} {sheets}", tame(name), view.format, view.sheets.len())?;
    for s in &view.sheets {
        let hidden = if s.hidden { lang.pick(" (ẩn)", " (hidden)") } else { "" };
        writeln!(out)?;
        match lang {
            Lang::Vi => writeln!(
                out,
                "Trang “{}”{hidden}: {}, {} ô có giá trị, {} vùng gộp",
                tame(&s.name),
                s.area,
                s.cells,
                s.merges
            )?,
            Lang::En => writeln!(
                out,
                "Sheet “{}”{hidden}: {}, {} cells, {} merged areas",
                tame(&s.name),
                s.area,
                s.cells,
                s.merges
            )?,
        }
        if s.tables.is_empty() {
            writeln!(out, "  {}", lang.pick("không nhận ra bảng nào", "no table recognised"))?;
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

fn print_table(out: &mut dyn Write, t: &TableView, lang: Lang) -> std::io::Result<()> {
    let none = lang.pick("không rõ", "not known");
    let or = |s: &str| if s.is_empty() { none.to_owned() } else { tame(s) };
    let from = |s: Option<Source>| {
        s.map_or_else(String::new, |s| format!(" ({} {})", lang.pick("từ", "from"), s.term().words(lang)))
    };
    writeln!(
        out,
        "  {} {} – {} ({} {:.2})",
        lang.pick("Biểu:", "Form:"),
        t.form,
        t.form_title,
        lang.pick("độ khớp", "score"),
        t.score
    )?;
    writeln!(out, "  {} {} {}{}", lang.pick("Đơn vị:", "Unit:"), or(&t.unit), t.unit_name, from(t.unit_from))?;
    writeln!(out, "  {} {}{}", lang.pick("Kỳ:", "Period:"), or(&t.period), from(t.period_from))?;
    writeln!(out, "  {} {}", lang.pick("Dòng tiêu đề cột:", "Header rows:"), t.header)?;
    let f = &t.figures;
    match lang {
        Lang::Vi => writeln!(
            out,
            "  Con số: {} được tính, {} ở dòng tổng, {} là tiêu đề hoặc số thứ tự, {} không thuộc biểu, {} bị từ chối, {} không rõ",
            f.counted, f.total, f.label, f.unused, f.refused, f.left
        )?,
        Lang::En => writeln!(
            out,
            "  Figures: {} counted, {} in totals, {} labels, {} unused, {} refused, {} left",
            f.counted, f.total, f.label, f.unused, f.refused, f.left
        )?,
    }
    for c in &t.columns {
        let path = tame(&c.path.join(" › "));
        if c.matched.is_empty() {
            let near = if c.nearest.is_empty() {
                String::new()
            } else {
                format!("; {} “{}” {:.2}", lang.pick("gần nhất", "nearest"), c.nearest, c.score)
            };
            writeln!(out, "    {:>3}  {path}  ✗ {}{near}", c.column, lang.pick("không khớp", "unmatched"))?;
        } else {
            writeln!(out, "    {:>3}  {path}  → {}  {:.2}", c.column, c.matched, c.score)?;
        }
    }
    match lang {
        Lang::Vi => writeln!(out, "  Dòng: {} dòng khớp, {} số liệu", t.rows.len(), t.facts)?,
        Lang::En => writeln!(out, "  Rows: {} matched, {} facts", t.rows.len(), t.facts)?,
    }
    for r in t.rows.iter().take(60) {
        writeln!(out, "    {:>4}  {}", r.row, tame(&r.matched))?;
    }
    if t.rows.len() > 60 {
        writeln!(out, "    …")?;
    }
    print_findings(out, &t.findings, lang)
}
