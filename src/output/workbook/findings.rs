/*!
What was met, by unit and cause: closed up to a line a cause, each finding below with a link to its cell.
*/

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use super::super::Context;
use super::super::feedback::FOLDER;
use super::sheet::Sheet;
use super::style::Styles;
use super::{MOST_LINKS, height, paper, source_link};
use crate::finding::{Code, Finding, Severity};
use crate::locale::{Lang, say};
use crate::project::units::UnitId;

/// More findings than this nobody reads; findings.json has them all.
const MOST_ROWS: usize = 50_000;
/// The row of the headings.
const HEAD: u32 = 3;

const COLUMNS: [(&str, f64); 11] = [
    ("head-unit", 26.0),
    ("head-severity", 11.0),
    ("head-code", 8.0),
    ("head-message", 60.0),
    ("head-hint", 44.0),
    ("head-form", 18.0),
    ("head-file", 40.0),
    ("head-sheet", 16.0),
    ("head-cell", 8.0),
    ("head-value", 20.0),
    ("head-expected", 20.0),
];

/// Findings of one unit, by their causes.
type Causes<'a> = BTreeMap<(Severity, Code), Vec<&'a Finding>>;

pub fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let done = context.done;
    let lang = context.lang;
    for (col, (_, width)) in COLUMNS.iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    sheet.write_with_format(0, 0, lang.text("findings-title"), &styles.title)?;
    let mut line = done.summary().in_words(lang);
    if done.findings.len() > MOST_ROWS {
        line = say!(lang, "findings-first", counts = line, rows = MOST_ROWS);
    }
    sheet.write_with_format(1, 0, line, &styles.subtitle)?;
    sheet.write_with_format(2, 0, lang.text("findings-open"), &styles.subtitle)?;
    for (col, (key, _)) in COLUMNS.iter().enumerate() {
        sheet.write_with_format(HEAD, col as u16, lang.text(key), &styles.head)?;
    }
    let mut page = Page { sheet, context, styles, row: HEAD, links: 0 };
    for (unit, causes) in by_unit(context) {
        page.unit(unit, &causes)?;
    }
    let row = page.row;
    if row > HEAD {
        sheet.autofilter(HEAD, 0, row, COLUMNS.len() as u16 - 1)?;
    } else {
        sheet.write_with_format(HEAD + 1, 3, lang.text("findings-none"), &styles.text)?;
    }
    sheet.group_symbols_above(true);
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    // Values and what was expected are in the messages.
    sheet.set_print_area(0, 0, row.max(HEAD + 1), 5)?;
    paper(sheet, true, (HEAD, HEAD), lang)
}

/// The findings by unit, in the register's order; first what is nobody's.
fn by_unit<'a>(context: &'a Context<'_>) -> BTreeMap<Option<UnitId>, Causes<'a>> {
    let done = context.done;
    let mut out: BTreeMap<Option<UnitId>, Causes<'a>> = BTreeMap::new();
    for f in done.findings.iter().take(MOST_ROWS) {
        let unit = unit_of(context, &f.place.unit);
        out.entry(unit).or_default().entry((f.severity, f.code)).or_default().push(f);
    }
    out
}

struct Page<'a, 'w, 's> {
    sheet: &'w mut Sheet<'s>,
    context: &'a Context<'a>,
    styles: &'a Styles,
    row: u32,
    links: usize,
}

impl Page<'_, '_, '_> {
    fn lang(&self) -> Lang {
        self.context.lang
    }

    /// A unit's line, its causes below, and below each what was found.
    fn unit(&mut self, unit: Option<UnitId>, causes: &Causes<'_>) -> Result<(), XlsxError> {
        let lang = self.lang();
        let register = &self.context.done.project.register;
        self.row += 1;
        let name = match unit {
            Some(unit) => register.get(unit).full_name(),
            None => lang.text("findings-general"),
        };
        let of = |s: Severity| causes.iter().filter(|((severity, _), _)| *severity == s).map(|(_, f)| f.len()).sum();
        let (errors, warnings, infos): (usize, usize, usize) =
            (of(Severity::Error), of(Severity::Warning), of(Severity::Info));
        let counts = say!(lang, "counts", errors = errors, warnings = warnings, infos = infos);
        for col in 0..COLUMNS.len() as u16 {
            self.sheet.write_blank(self.row, col, &self.styles.total_text)?;
        }
        self.sheet.write_with_format(self.row, 0, name, &self.styles.total_text)?;
        self.sheet.write_with_format(self.row, 3, counts, &self.styles.total_text)?;
        if let Some(file) = unit.and_then(|u| self.context.answers.get(&u)) {
            let link = format!("file:///{FOLDER}/{file}");
            let text = lang.text("findings-feedback");
            self.sheet.write_link(self.row, 4, &link, &text, Some(&self.styles.link))?;
        }
        for ((severity, code), findings) in causes {
            self.row += 1;
            self.severity(findings, *severity)?;
            self.sheet.write_with_format(self.row, 0, "", &self.styles.text)?;
            self.sheet.write_with_format(self.row, 2, code.as_str(), &self.styles.center)?;
            let cause = say!(lang, "findings-cause", title = code.title(lang), count = findings.len());
            let hint = cut(&findings[0].hint(lang));
            let mut forms: Vec<String> =
                findings.iter().map(|f| self.form(&f.place.form)).filter(|f| !f.is_empty()).collect();
            forms.sort();
            forms.dedup();
            let forms = cut(&forms.join("; "));
            self.sheet.set_row_height(self.row, height(&[(&cause, 60.0), (&hint, 44.0), (&forms, 18.0)]))?;
            self.sheet.write_with_format(self.row, 3, cause, &self.styles.text)?;
            self.sheet.write_with_format(self.row, 4, hint, &self.styles.text)?;
            self.sheet.write_with_format(self.row, 5, forms, &self.styles.text)?;
            for col in 6..COLUMNS.len() as u16 {
                self.sheet.write_blank(self.row, col, &self.styles.text)?;
            }
            let first = self.row + 1;
            for finding in findings {
                self.row += 1;
                self.finding(finding, unit)?;
            }
            self.sheet.group_rows_collapsed(first, self.row)?;
        }
        Ok(())
    }

    fn severity(&mut self, findings: &[&Finding], severity: Severity) -> Result<(), XlsxError> {
        let style = match severity {
            _ if findings.iter().all(|f| !f.accepted.is_empty()) => &self.styles.good,
            Severity::Error => &self.styles.error,
            Severity::Warning => &self.styles.warning,
            Severity::Info => &self.styles.center,
        };
        self.sheet.write_with_format(self.row, 1, severity.label(self.lang()), style)
    }

    /// A form's name.
    fn form(&self, code: &str) -> String {
        let project = self.context.done.project;
        project.form(code).map_or_else(|| code.to_owned(), |f| project.forms[f].short.clone())
    }

    fn finding(&mut self, f: &Finding, unit: Option<UnitId>) -> Result<(), XlsxError> {
        let lang = self.lang();
        let row = self.row;
        let styles = self.styles;
        let mut message = f.message(lang);
        if !f.accepted.is_empty() {
            message = say!(lang, "accepted-because", message = message, reason = f.accepted.as_str());
        }
        let (message, hint, value) = (cut(&message), cut(&f.hint(lang)), cut(&f.value.words(lang)));
        let expected = cut(&f.expected_text(lang));
        let texts = [
            (message.as_str(), 60.0),
            (&hint, 44.0),
            (&f.place.file, 40.0),
            (&f.place.sheet, 16.0),
            (&value, 20.0),
            (&expected, 20.0),
        ];
        self.sheet.set_row_height(row, height(&texts))?;
        let name = unit.map_or_else(String::new, |u| self.context.done.project.register.get(u).full_name());
        self.sheet.write_with_format(row, 0, name, &styles.text)?;
        self.severity(&[f], f.severity)?;
        self.sheet.write_with_format(row, 2, f.code.as_str(), &styles.center)?;
        self.sheet.write_with_format(row, 3, message, &styles.text)?;
        self.sheet.write_with_format(row, 4, hint, &styles.text)?;
        self.sheet.write_with_format(row, 5, self.form(&f.place.form), &styles.text)?;
        self.sheet.write_with_format(row, 6, cut(&f.place.file), &styles.text)?;
        self.sheet.write_with_format(row, 7, cut(&f.place.sheet), &styles.text)?;
        let link = source_link(self.context, &f.place.file, &f.place.sheet, &f.place.cell);
        match link.filter(|_| !f.place.cell.is_empty() && self.links < MOST_LINKS) {
            Some(link) => {
                self.links += 1;
                self.sheet.write_link(row, 8, &link, f.place.cell.as_str(), Some(&styles.link))?;
            }
            None => self.sheet.write_with_format(row, 8, &f.place.cell, &styles.center)?,
        }
        self.sheet.write_with_format(row, 9, value, &styles.text)?;
        self.sheet.write_with_format(row, 10, expected, &styles.text)
    }
}

fn unit_of(context: &Context<'_>, code: &str) -> Option<UnitId> {
    let register = &context.done.project.register;
    let end = context.done.ledger.period.window(crate::project::period::Regime::Calendar).1;
    register.by_code_on(code, end).or_else(|| register.by_code(code).first().copied())
}

/// A unit's name by its code.
pub fn unit_name(context: &Context<'_>, code: &str) -> String {
    unit_of(context, code).map_or_else(|| code.to_owned(), |u| context.done.project.register.get(u).full_name())
}

/// A cell takes 32,767 characters; nobody reads more than a few hundred.
fn cut(text: &str) -> String {
    if text.chars().count() <= 1000 { text.to_owned() } else { text.chars().take(999).collect::<String>() + "…" }
}
