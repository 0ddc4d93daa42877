/*!
Findings: every diagnostic as data.

A stage that meets something that somebody should know makes a [`Finding`]; it never prints. What a
finding says to a person comes from one table of messages, [`catalogue`], in Vietnamese and English, and
is put together only where it is shown (terminal, JSON, workbook).
*/

pub mod catalogue;
mod gather;
pub mod policy;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use catalogue::{Code, Term};
pub use gather::{Findings, by_column};

pub use crate::locale::Lang;

use crate::intake::workbook::CellRef;
use crate::locale::{Part, say};
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::text::language::Convention;
use crate::text::number::{format_number, plain_number};

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
    pub fn label(self, lang: Lang) -> String {
        match self {
            Severity::Error => lang.text("severity-error"),
            Severity::Warning => lang.text("severity-warning"),
            Severity::Info => lang.text("severity-info"),
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
    /// How many there are of something: plurals go by it.
    Count(u64),
    /// A day.
    Day(jiff::civil::Date),
    /// A period.
    Period(Period),
    /// A number, as programs write it.
    Number(String),
    /// A size in bytes.
    Bytes(u64),
    /// Figures that were compared with one another.
    Figures(Vec<Figure>),
}

/// A figure of a comparison: what it is of, how much it is and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Figure {
    /// What it is of.
    pub item: Item,
    /// How much it is, as programs write it; blank where it is missing.
    pub value: String,
    /// Where it stands; blank where it stands in no one cell.
    pub at: String,
}

/// What a figure of a comparison is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Item {
    /// An indicator of the form itself.
    Own(String),
    /// The same of the period before.
    Previous(String),
    /// Another form's, as rules write it.
    Other(String),
    /// One side of a rule.
    Side,
}

impl Figure {
    /// A figure whose place is told elsewhere.
    pub fn new(item: Item, value: Option<f64>) -> Figure {
        Figure { item, value: value.map(plain_number).unwrap_or_default(), at: String::new() }
    }

    fn words(&self, lang: Lang) -> String {
        let number = |n: f64| format_number(n, lang.convention());
        let value = self.value.parse().map_or_else(|_| "…".to_owned(), number);
        let said = match &self.item {
            Item::Own(code) => say!(lang, "figure-own", name = code.as_str(), value = value),
            Item::Previous(code) => say!(lang, "figure-previous", name = code.as_str(), value = value),
            Item::Other(name) => say!(lang, "figure-other", name = name.as_str(), value = value),
            Item::Side => value,
        };
        if self.at.is_empty() { said } else { format!("{said} ({})", self.at) }
    }

    fn plain(&self) -> String {
        let value = if self.value.is_empty() { "…" } else { &self.value };
        let said = match &self.item {
            Item::Own(code) => format!("[{code}] = {value}"),
            Item::Previous(code) => format!("prev([{code}]) = {value}"),
            Item::Other(name) => format!("{name} = {value}"),
            Item::Side => value.to_owned(),
        };
        if self.at.is_empty() { said } else { format!("{said} ({})", self.at) }
    }
}

impl Said {
    /// A text from outside. Of one longer than anybody reads the beginning is said: the whole stands in its cell.
    pub fn text(mut text: String) -> Said {
        const LONGEST: usize = 1000;
        if let Some((end, _)) = text.char_indices().nth(LONGEST) {
            text.truncate(end);
            text.push('…');
            text.shrink_to_fit();
        }
        Said::Text(text)
    }

    /// The text, or the term for nothing where it is blank.
    pub fn or_none(text: String) -> Said {
        if text.is_empty() { Said::Term(Term::None) } else { Said::text(text) }
    }

    /// The words in a language.
    pub fn words(&self, lang: Lang) -> Cow<'_, str> {
        match self {
            Said::Text(t) => Cow::Borrowed(t),
            Said::Term(t) => Cow::Owned(t.words(lang)),
            Said::Count(n) => Cow::Owned(n.to_string()),
            Said::Day(d) => Cow::Owned(lang.day(*d)),
            Said::Period(p) => Cow::Owned(p.in_words(lang)),
            Said::Number(n) => match n.parse::<f64>() {
                Ok(number) => Cow::Owned(format_number(number, lang.convention())),
                Err(_) => Cow::Borrowed(n),
            },
            Said::Bytes(n) => {
                const MIB: u64 = 1 << 20;
                let size = format_number((*n as f64 / MIB as f64 * 10.0).round() / 10.0, lang.convention());
                Cow::Owned(if *n < MIB { format!("{n} byte") } else { format!("{size} MiB") })
            }
            Said::Figures(all) => joined(all, |f| f.words(lang)),
        }
    }

    /// The words for programs: numbers and periods as tables have them.
    pub fn plain(&self, lang: Lang) -> Cow<'_, str> {
        match self {
            Said::Period(p) => Cow::Owned(p.to_string()),
            Said::Number(n) => Cow::Borrowed(n),
            Said::Bytes(n) => Cow::Owned(n.to_string()),
            Said::Figures(all) => joined(all, Figure::plain),
            other => other.words(lang),
        }
    }

    /// As an argument of a message.
    fn part(&self, lang: Lang) -> Part<'_> {
        match self {
            Said::Count(n) => Part::from(*n),
            other => Part::from(other.words(lang)),
        }
    }

    /// True where nothing is said.
    pub fn is_empty(&self) -> bool {
        matches!(self, Said::Text(t) if t.is_empty())
    }
}

/// Figures, then the sides that they come to.
fn joined(figures: &[Figure], say: impl Fn(&Figure) -> String) -> Cow<'static, str> {
    let of = |side: bool, with: &str| {
        let said = figures.iter().filter(|f| (f.item == Item::Side) == side).map(&say);
        said.collect::<Vec<_>>().join(with)
    };
    let (each, sides) = (of(false, ", "), of(true, " ↔ "));
    Cow::Owned(if sides.is_empty() { each } else { format!("{each}; {sides}") })
}

impl Default for Said {
    fn default() -> Said {
        Said::Text(String::new())
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Lang::default()))
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
            Said::text(text.to_string())
        }
    })* };
}

said!(String, &String, &str, std::borrow::Cow<'_, str>, Code);
said!(crate::intake::workbook::CellRef, crate::intake::workbook::Area);

impl From<jiff::civil::Date> for Said {
    fn from(day: jiff::civil::Date) -> Said {
        Said::Day(day)
    }
}

impl From<f64> for Said {
    fn from(n: f64) -> Said {
        Said::Number(plain_number(n))
    }
}

impl From<Period> for Said {
    fn from(period: Period) -> Said {
        Said::Period(period)
    }
}

impl From<Figure> for Said {
    fn from(figure: Figure) -> Said {
        Said::Figures(vec![figure])
    }
}

impl From<usize> for Said {
    fn from(n: usize) -> Said {
        Said::Count(n as u64)
    }
}

impl From<u64> for Said {
    fn from(n: u64) -> Said {
        Said::Count(n)
    }
}

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
    /// Why the office accepts it; blank where it does not.
    #[serde(default)]
    pub accepted: String,
    /// In how many more cells the same is found; the place has all of them.
    #[serde(default)]
    pub more: u64,
    /// For how much of a total what it is about stands, in thousandths; 0 where that is not known.
    #[serde(default)]
    pub effect: u32,
    /// What it follows from.
    #[serde(default)]
    pub cause: Option<Box<Cause>>,
}

/// The finding from which another one follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Its code.
    pub code: Code,
    /// Where it stands.
    pub place: Place,
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
            severity: code.severity(),
            place: Place::default(),
            value: Said::default(),
            expected: Said::default(),
            args: Vec::new(),
            missing: Missing::Nothing,
            accepted: String::new(),
            more: 0,
            effect: 0,
            cause: None,
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

    /// Proposes another value for a cell: the only one that explains what was found. Nothing is changed by it.
    pub fn proposing(self, proposal: Option<(CellRef, f64)>, convention: Convention) -> Self {
        match proposal {
            Some((cell, value)) => self.arg("proposed-at", cell).arg("proposed", format_number(value, convention)),
            None => self,
        }
    }

    /// Why the system gave no file or folder, where it is no matter of what is in it.
    pub fn refused(e: &std::io::Error) -> Self {
        let reason = Term::of(e).map_or_else(|| Said::text(e.to_string()), Said::Term);
        let cause = if reason == Said::Term(Term::NoPermission) { "permission" } else { "system" };
        Finding::new(Code::F001).arg("reason", reason).arg("cause", cause)
    }

    /// True where it is said of a file that the system gave none: nobody who sent it can mend that.
    pub fn is_of_system(&self) -> bool {
        self.args.iter().any(|(name, _)| *name == "cause")
    }

    /// The message, in a language.
    pub fn message(&self, lang: Lang) -> String {
        let message = lang.say(self.code.as_str(), self.parts(lang));
        // Some begin with a name.
        let mut rest = message.chars();
        let first = rest.next().into_iter().flat_map(char::to_uppercase);
        let mut message: String = first.chain(rest).collect();
        let arg = |name: &str| self.args.iter().find(|(n, _)| n == name).map(|(_, said)| said.words(lang));
        if let (Some(at), Some(likely)) = (arg("proposed-at"), arg("proposed")) {
            message = say!(lang, "finding-proposed", message = message, cell = at, likely = likely);
        }
        if self.more == 0 { message } else { say!(lang, "finding-more", message = message, more = self.more) }
    }

    /// The message, with how much of a total it is about where that is much.
    pub fn weighed(&self, lang: Lang) -> String {
        /// Less than this share, in thousandths, is no reason to look at one before another.
        const LEAST: u32 = 10;
        let message = self.message(lang);
        let percent = f64::from(self.effect) / 10.0;
        let percent = if percent >= 10.0 { percent.round() } else { percent };
        match self.code {
            _ if self.effect < LEAST => message,
            code if self.severity == Severity::Info && code != Code::S001 => message,
            Code::S001 => say!(lang, "finding-usual-share", message = message, percent = lang.decimal(percent)),
            _ => say!(lang, "finding-share", message = message, percent = lang.decimal(percent)),
        }
    }

    /// What to do, in a language.
    pub fn hint(&self, lang: Lang) -> String {
        lang.say(&format!("{}.hint", self.code), self.parts(lang))
    }

    /// What was expected, in a language.
    pub fn expected_text(&self, lang: Lang) -> Cow<'_, str> {
        self.expected.words(lang)
    }

    /// The arguments of its messages.
    fn parts(&self, lang: Lang) -> Vec<(&str, Part<'_>)> {
        let places = [
            ("file", &self.place.file),
            ("sheet", &self.place.sheet),
            ("unit", &self.place.unit),
            ("form", &self.place.form),
            ("period", &self.place.period),
            ("cell", &self.place.cell),
        ];
        let said = [("value", &self.value), ("expected", &self.expected)];
        let named = self.args.iter().map(|(name, said)| (&**name, said));
        let in_words = |name: &str, text: &str| match (name, text.parse::<Period>()) {
            ("period", Ok(period)) => Part::from(period.in_words(lang)),
            _ => Part::from(text.to_owned()),
        };
        let mut parts: Vec<(&str, Part<'_>)> = places.map(|(n, p)| (n, in_words(n, p))).into();
        // A row without a name is named by its number.
        let row = cell_order(&self.place.cell).0.to_string();
        let value = self.value.words(lang);
        parts.push((
            "row-name",
            Part::from(match value.trim() {
                "" => say!(lang, "row-nameless", row = row),
                name => say!(lang, "row-named", name = name),
            }),
        ));
        parts.extend(said.into_iter().chain(named).map(|(n, s)| (n, s.part(lang))));
        parts
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
    let digits = cell[letters..].bytes().take_while(u8::is_ascii_digit).count();
    let row = cell[letters..letters + digits].parse().unwrap_or(0);
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
    /// The counts in words.
    pub fn in_words(self, lang: Lang) -> String {
        say!(lang, "counts", errors = self.error, warnings = self.warning, infos = self.info)
    }

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
