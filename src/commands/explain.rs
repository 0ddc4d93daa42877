//! `explain`: what a finding code means, why it matters, what to do.

use std::io::Write;

use serde::Serialize;

use super::{CommandError, Exit, print_json, style_of};
use crate::cli::{Explain, OutputFormat};
use crate::finding::catalogue::ENTRIES;
use crate::finding::{Code, Entry, Lang};

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    severity: &'a str,
    title: &'a str,
    message: &'a str,
    why: &'a str,
    hint: &'a str,
}

/// Explains one code, or lists all.
pub fn run(args: &Explain) -> Result<Exit, CommandError> {
    let lang = args.common.lang;
    let chosen: Vec<&Entry> = match &args.code {
        None => ENTRIES.iter().collect(),
        Some(text) => {
            let code: Code = text.parse().map_err(|()| CommandError::Unknown {
                what: "code",
                name: text.clone(),
                known: ENTRIES.iter().map(|e| e.code.to_string()).collect(),
            })?;
            vec![code.entry()]
        }
    };
    let mut out = anstream::stdout();
    if args.common.format == OutputFormat::Json {
        let rows: Vec<Row<'_>> = chosen
            .iter()
            .map(|e| {
                let t = if lang == Lang::Vi { &e.vi } else { &e.en };
                Row {
                    code: e.code.as_str(),
                    severity: e.severity.as_str(),
                    title: t.title,
                    message: t.message,
                    why: t.why,
                    hint: t.hint,
                }
            })
            .collect();
        print_json(&mut out, &rows)?;
        return Ok(Exit::Clean);
    }
    for e in &chosen {
        let t = if lang == Lang::Vi { &e.vi } else { &e.en };
        let style = style_of(e.severity);
        writeln!(out, "{style}{}{style:#}  {} ({})", e.code, t.title, e.severity.label(lang))?;
        if chosen.len() == 1 {
            writeln!(out)?;
            writeln!(out, "{} {}", lang.pick("Thông báo:", "Message:"), t.message)?;
            writeln!(out, "{} {}", lang.pick("Vì sao quan trọng:", "Why it matters:"), t.why)?;
            writeln!(out, "{} {}", lang.pick("Cần làm gì:", "What to do:"), t.hint)?;
        }
    }
    Ok(Exit::Clean)
}
