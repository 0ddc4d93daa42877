//! `explain`: what a finding code means, why it matters, what to do.

use std::io::Write;

use serde::Serialize;

use super::{CommandError, Exit, Thing, print_json, stdout, style_of};
use crate::cli::{Explain, OutputFormat};
use crate::finding::{Code, Lang};

#[derive(Serialize)]
struct Row {
    code: &'static str,
    severity: &'static str,
    title: String,
    message: String,
    why: String,
    hint: String,
}

impl Row {
    fn of(code: Code, lang: Lang) -> Row {
        Row {
            code: code.as_str(),
            severity: code.severity().as_str(),
            title: code.title(lang),
            message: lang.template(code.as_str()),
            why: lang.template(&format!("{code}.why")),
            hint: lang.template(&format!("{code}.hint")),
        }
    }
}

/// Explains one code, or lists all.
pub fn run(args: &Explain, lang: Lang) -> Result<Exit, CommandError> {
    let chosen: Vec<Code> = match &args.code {
        None => Code::ALL.to_vec(),
        Some(text) => vec![text.parse().map_err(|()| CommandError::Unknown {
            what: Thing::Code,
            name: text.clone(),
            known: Code::ALL.iter().map(Code::to_string).collect(),
        })?],
    };
    let mut out = stdout();
    if args.common.format == OutputFormat::Json {
        print_json(&mut out, &chosen.iter().map(|c| Row::of(*c, lang)).collect::<Vec<_>>())?;
        return Ok(Exit::Clean);
    }
    for code in &chosen {
        let style = style_of(code.severity());
        writeln!(out, "{style}{code}{style:#}  {} ({})", code.title(lang), code.severity().label(lang))?;
        if chosen.len() == 1 {
            let row = Row::of(*code, lang);
            writeln!(out)?;
            writeln!(out, "{} {}", lang.text("explain-message"), row.message)?;
            writeln!(out, "{} {}", lang.text("explain-why"), row.why)?;
            writeln!(out, "{} {}", lang.text("explain-hint"), row.hint)?;
        }
    }
    Ok(Exit::Clean)
}
