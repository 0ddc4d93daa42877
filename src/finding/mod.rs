/*!
Findings: every diagnostic as data.

A stage that meets something that somebody should know makes a [`Finding`]; it never prints. What a
finding says to a person comes from one table of messages, [`catalogue`], in Vietnamese and English, and
is put together only where it is shown (terminal, JSON, workbook).
*/

pub mod catalogue;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use catalogue::{Code, Entry, Term};

use crate::project::units::UnitId;

/// The language of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Picks the text of this language.
    pub fn pick<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A figure is wrong, missing or not counted: somebody must act.
    Error,
    /// Counted, but somebody should look.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word that outputs use, the same in every language.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }

    /// The word for people.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Severity::Error => lang.pick("Lỗi", "Error"),
            Severity::Warning => lang.pick("Cảnh báo", "Warning"),
            Severity::Info => lang.pick("Thông tin", "Info"),
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a finding stands; whatever is not known is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Form code.
    pub form: String,
    /// Unit code.
    pub unit: String,
    /// Period, as `2019-Q1`.
    pub period: String,
    /// Path of the file, relative to the project folder, with `/`.
    pub file: String,
    /// Sheet name.
    pub sheet: String,
    /// Cell address (`C12`).
    pub cell: String,
}

/// A part of a message: a text from outside, or a term of the catalogue that each language has its own words for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Said {
    /// As it stands in the source.
    Text(String),
    /// A term.
    Term(Term),
}

impl Said {
    /// The text, or the term for nothing where it is blank.
    pub fn or_none(text: String) -> Said {
        if text.is_empty() { Said::Term(Term::None) } else { Said::Text(text) }
    }

    /// The words in a language.
    pub fn words(&self, lang: Lang) -> &str {
        match self {
            Said::Text(t) => t,
            Said::Term(t) => t.words(lang),
        }
    }

    /// True where nothing is said.
    pub fn is_empty(&self) -> bool {
        matches!(self, Said::Text(t) if t.is_empty())
    }
}

impl Default for Said {
    fn default() -> Said {
        Said::Text(String::new())
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words(Lang::Vi))
    }
}

impl From<Term> for Said {
    fn from(term: Term) -> Said {
        Said::Term(term)
    }
}

macro_rules! said {
    ($($from:ty),*) => { $(impl From<$from> for Said {
        fn from(text: $from) -> Said {
            Said::Text(text.to_string())
        }
    })* };
}

said!(String, &String, &str, std::borrow::Cow<'_, str>, usize, u64, f64, Code, crate::project::period::Period);
said!(crate::intake::workbook::CellRef, crate::intake::workbook::Area);

/// One thing that somebody should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What was found.
    pub value: Said,
    /// What was expected.
    pub expected: Said,
    /// Further parts of the message, by name.
    pub args: Vec<(Cow<'static, str>, Said)>,
    /// What is missing where it says so: another sheet of the same submission may have it.
    pub missing: Missing,
}

/// What a finding says is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// Nothing.
    #[default]
    Nothing,
    /// A unit's row.
    Unit(UnitId),
    /// An indicator's row, by place in the form.
    Indicator(usize),
}

impl Finding {
    /// Makes a finding with the code's usual severity and no place yet.
    pub fn new(code: Code) -> Self {
        Finding {
            code,
            severity: code.entry().severity,
            place: Place::default(),
            value: Said::default(),
            expected: Said::default(),
            args: Vec::new(),
            missing: Missing::Nothing,
        }
    }

    /// Overrides the severity, for the few codes where circumstances decide it.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Says which file it is about.
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.place.file = file.into();
        self
    }

    /// Says which sheet it is about.
    pub fn sheet(mut self, sheet: impl Into<String>) -> Self {
        self.place.sheet = sheet.into();
        self
    }

    /// Says which cell it is about.
    pub fn cell(mut self, cell: impl fmt::Display) -> Self {
        self.place.cell = cell.to_string();
        self
    }

    /// Says which form it is about.
    pub fn form(mut self, form: impl Into<String>) -> Self {
        self.place.form = form.into();
        self
    }

    /// Says which unit it is about.
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.place.unit = unit.into();
        self
    }

    /// Says which period it is about.
    pub fn period(mut self, period: impl fmt::Display) -> Self {
        self.place.period = period.to_string();
        self
    }

    /// Says what is missing.
    pub fn missing(mut self, missing: Missing) -> Self {
        self.missing = missing;
        self
    }

    /// Says what was found.
    pub fn value(mut self, value: impl Into<Said>) -> Self {
        self.value = value.into();
        self
    }

    /// Says what was expected.
    pub fn expected(mut self, expected: impl Into<Said>) -> Self {
        self.expected = expected.into();
        self
    }

    /// Adds a named part of the message.
    pub fn arg(mut self, name: &'static str, value: impl Into<Said>) -> Self {
        self.args.push((Cow::Borrowed(name), value.into()));
        self
    }

    /// The message, in a language.
    pub fn message(&self, lang: Lang) -> String {
        let entry = self.code.entry();
        self.fill(lang.pick(entry.vi.message, entry.en.message), lang)
    }

    /// What to do, in a language.
    pub fn hint(&self, lang: Lang) -> String {
        let entry = self.code.entry();
        self.fill(lang.pick(entry.vi.hint, entry.en.hint), lang)
    }

    /// What was expected, in a language.
    pub fn expected_text(&self, lang: Lang) -> &str {
        self.expected.words(lang)
    }

    fn fill(&self, template: &str, lang: Lang) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let Some(close) = rest[open..].find('}') else {
                break;
            };
            let name = &rest[open + 1..open + close];
            match name {
                "value" => out.push_str(self.value.words(lang)),
                "expected" => out.push_str(self.expected_text(lang)),
                "file" => out.push_str(&self.place.file),
                "sheet" => out.push_str(&self.place.sheet),
                "unit" => out.push_str(&self.place.unit),
                "form" => out.push_str(&self.place.form),
                "period" => out.push_str(&self.place.period),
                "cell" => out.push_str(&self.place.cell),
                _ => {
                    if let Some((_, v)) = self.args.iter().find(|(n, _)| n == name) {
                        out.push_str(v.words(lang));
                    }
                }
            }
            rest = &rest[open + close + 1..];
        }
        out.push_str(rest);
        out
    }

    /// The key by which findings are put in order: severity, code, place, value.
    pub fn order(&self) -> impl Ord + '_ {
        (
            self.severity,
            self.code,
            &self.place.file,
            &self.place.sheet,
            cell_order(&self.place.cell),
            &self.place.form,
            &self.place.unit,
            &self.place.period,
            (&self.value, &self.expected),
        )
    }
}

/// Orders cell addresses by row, then column, as a reader goes through a sheet.
fn cell_order(cell: &str) -> (usize, usize, &str) {
    let letters = cell.bytes().take_while(u8::is_ascii_alphabetic).count();
    let row = cell[letters..].parse().unwrap_or(0);
    (row, letters, cell)
}

/// Counts findings by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Findings of severity error.
    pub error: usize,
    /// Findings of severity warning.
    pub warning: usize,
    /// Findings of severity info.
    pub info: usize,
}

impl Summary {
    /// Counts a list of findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        findings.into_iter().fold(Summary::default(), |mut s, f| {
            match f.severity {
                Severity::Error => s.error += 1,
                Severity::Warning => s.warning += 1,
                Severity::Info => s.info += 1,
            }
            s
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A message carries what was found and what was expected, in the language asked for.
    #[test]
    fn message_is_filled_in_both_languages() {
        let f = Finding::new(Code::C001).value("abc").expected(Term::Count);
        assert!(f.message(Lang::Vi).contains("abc"));
        assert!(f.message(Lang::En).contains("abc"));
        assert!(f.message(Lang::En).contains("whole number"));
        assert_ne!(f.message(Lang::Vi), f.message(Lang::En));
    }

    // A template whose braces are filled with text that has braces itself is not filled twice.
    #[test]
    fn values_are_not_templates() {
        let f = Finding::new(Code::C001).value("{expected}").expected(Term::Count);
        assert!(f.message(Lang::En).contains("{expected}"));
    }

    // Findings of a sheet are ordered as one reads it: row 9 before row 10.
    #[test]
    fn cells_are_ordered_by_row() {
        assert!(cell_order("C9") < cell_order("B10"));
        assert!(cell_order("B10") < cell_order("AA10"));
    }
}
