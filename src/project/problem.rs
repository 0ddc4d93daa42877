/*!
Errors of a project folder, each with file, line and key, all shown at once.
*/

use std::fmt;
use std::path::PathBuf;

use crate::finding::Term;
use crate::locale::{Lang, say};

/// What is wrong at one place of a project file.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    /// The text is no TOML or CSV.
    Syntax(String),
    /// A key that the format does not know, with the nearest known one.
    UnknownKey(Option<String>),
    /// A key that is like none that the format knows: those that it knows.
    KeyOf(Vec<String>),
    /// A line of CSV with another number of fields than its first line.
    Fields(usize, usize),
    /// A key that must be there is missing.
    MissingKey,
    /// A value of another type: the message that names it.
    Type(&'static str),
    /// A word that is not one of those possible.
    Choice(String, Vec<String>),
    /// A code that stands twice.
    Duplicate(String),
    /// A reference to something that is not declared, with the nearest that is.
    Dangling(String, Option<String>),
    /// Parents that lead in a circle.
    Cycle(String),
    /// A rule's expression that cannot be read.
    Expression {
        /// The expression.
        text: String,
        /// Where, in characters from 0.
        at: usize,
        /// What is wrong there.
        reason: ExpressionProblem,
    },
    /// An expression of the written report that cannot be read, and why.
    Tag(String, super::report::TagProblem),
    /// A key that does not go with the others: the message that says so.
    Unfitting(&'static str),
    /// A unit that did not exist on the day for which it is named.
    NotThen(String, jiff::civil::Date),
    /// Dates the wrong way round, a negative limit and the like.
    Impossible(String),
    /// The file cannot be read.
    Io(String),
}

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionProblem {
    /// Something else was expected here.
    Expected(&'static str),
    /// The expression should end here.
    End,
    /// No indicator of the form has this code.
    UnknownIndicator(String, Option<String>),
    /// No such function.
    UnknownFunction(String),
    /// The indicator holds no number.
    NotNumeric(String),
    /// The range runs backwards.
    EmptyRange,
    /// Nested too deeply.
    TooDeep,
}

/// One error of a project, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// File, relative to the project folder.
    pub file: String,
    /// Line from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Key, as `indicator[3].type`.
    pub key: String,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Problem {
    /// The error in words.
    pub fn message(&self, lang: Lang) -> String {
        let key = match (self.line > 0, self.key.is_empty()) {
            (false, true) => "problem",
            (true, true) => "problem-line",
            (false, false) => "problem-key",
            (true, false) => "problem-line-key",
        };
        let wrong = self.wrong.message(lang);
        say!(lang, key, file = self.file.as_str(), line = self.line, key = self.key.as_str(), wrong = wrong)
    }
}

/// A message, or the one that names what is near, where something is.
fn with_near(lang: Lang, key: &str, name: &str, value: &str, near: Option<&String>) -> String {
    match near {
        None => lang.say(key, [(name, value.into())]),
        Some(near) => lang.say(&format!("{key}-near"), [(name, value.into()), ("near", near.as_str().into())]),
    }
}

impl Wrong {
    fn message(&self, lang: Lang) -> String {
        match self {
            Wrong::Syntax(e) => say!(lang, "wrong-syntax", reason = e.as_str()),
            Wrong::UnknownKey(n) => with_near(lang, "wrong-unknown-key", "key", "", n.as_ref()),
            Wrong::KeyOf(known) => say!(lang, "wrong-key-of", known = known.join(", ")),
            Wrong::Fields(found, needed) => say!(lang, "wrong-fields", found = *found, needed = *needed),
            Wrong::MissingKey => lang.text("wrong-missing-key"),
            Wrong::Type(t) => say!(lang, "wrong-type", kind = lang.text(t)),
            Wrong::Choice(v, of) => say!(lang, "wrong-choice", value = v.as_str(), known = of.join(", ")),
            Wrong::Duplicate(c) => say!(lang, "wrong-duplicate", code = c.as_str()),
            Wrong::Dangling(c, n) => with_near(lang, "wrong-dangling", "code", c, n.as_ref()),
            Wrong::Cycle(c) => say!(lang, "wrong-cycle", codes = c.as_str()),
            Wrong::Expression { text, at, reason } => {
                let said = say!(lang, "wrong-expression", at = at + 1, reason = reason.message(lang));
                format!("{said}\n    {text}\n    {}^", " ".repeat(*at))
            }
            Wrong::Tag(text, problem) => {
                say!(lang, "wrong-tag", text = text.as_str(), reason = problem.message(lang))
            }
            Wrong::NotThen(code, day) => say!(lang, "wrong-not-then", code = code.as_str(), day = lang.day(*day)),
            Wrong::Unfitting(key) => lang.text(key),
            Wrong::Impossible(v) => say!(lang, "wrong-impossible", value = v.as_str()),
            Wrong::Io(e) => say!(lang, "wrong-unreadable", reason = e.as_str()),
        }
    }
}

impl ExpressionProblem {
    fn message(&self, lang: Lang) -> String {
        match self {
            ExpressionProblem::Expected(what) => say!(lang, "expression-expected", what = *what),
            ExpressionProblem::End => lang.text("expression-end"),
            ExpressionProblem::UnknownIndicator(c, n) => with_near(lang, "expression-indicator", "code", c, n.as_ref()),
            ExpressionProblem::UnknownFunction(f) => say!(lang, "expression-function", name = f.as_str()),
            ExpressionProblem::NotNumeric(c) => say!(lang, "expression-not-numeric", code = c.as_str()),
            ExpressionProblem::EmptyRange => lang.text("expression-empty-range"),
            ExpressionProblem::TooDeep => lang.text("expression-too-deep"),
        }
    }
}

/// A project that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The files have errors.
    #[error("{}", Listed(.0))]
    Problems(Vec<Problem>),
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl ProjectError {
    /// The whole error in words, a line for each problem.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            ProjectError::Problems(list) => {
                let head = say!(lang, "problems", count = list.len());
                std::iter::once(head)
                    .chain(list.iter().map(|p| format!("  {}", p.message(lang))))
                    .collect::<Vec<_>>()
                    .join("\n")
            }
            ProjectError::Io { path, source } => {
                say!(lang, "problem-unreadable", path = path.display().to_string(), reason = Term::reason(source, lang))
            }
        }
    }
}

struct Listed<'a>(&'a [Problem]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, p) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            f.write_str(&p.message(Lang::En))?;
        }
        Ok(())
    }
}

/// What problems name that was not declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Kinds,
    Units,
    Forms,
    Indicators,
}

impl Problem {
    /// The last word of its key: `units` of `reporters.units`.
    fn word(&self) -> &str {
        self.key.rsplit('.').next().unwrap_or(&self.key)
    }

    /// What it names in vain.
    fn names(&self) -> Option<Set> {
        let indicator =
            matches!(&self.wrong, Wrong::Expression { reason: ExpressionProblem::UnknownIndicator(..), .. });
        if indicator {
            return Some(Set::Indicators);
        }
        if !matches!(self.wrong, Wrong::Dangling(..)) {
            return None;
        }
        match self.word() {
            "kinds" | "kind" => Some(Set::Kinds),
            "units" | "province" | "parent" => Some(Set::Units),
            "order" | "form" => Some(Set::Forms),
            "indicator" if self.key.starts_with("key_figure") => Some(Set::Forms),
            _ => Some(Set::Indicators),
        }
    }

    /// What it spoils for whoever names it.
    fn spoils(&self) -> Option<Set> {
        let in_form = self.file.starts_with("forms/");
        let declares = matches!(self.word(), "code" | "kind" | "indicator" | "") && self.names().is_none();
        match (self.file.as_str(), &self.wrong) {
            (_, Wrong::Duplicate(_)) if in_form && self.line == 0 => Some(Set::Forms),
            ("units.csv", _) if (self.line <= 1 || declares) && self.names().is_none() => Some(Set::Units),
            (_, _) if in_form && self.key.starts_with("indicator") && declares => Some(Set::Indicators),
            (_, _) if in_form && matches!(self.wrong, Wrong::Syntax(_)) => Some(Set::Forms),
            (_, _) if !in_form && self.key.starts_with("kind") && declares => Some(Set::Kinds),
            _ => None,
        }
    }
}

/// One error for each cause: who names what could not be declared is not to blame, nor is a key missed that stands there
/// misspelt.
pub fn causes(problems: Vec<Problem>) -> Vec<Problem> {
    // What is declared once for many members is wrong once.
    let mut problems = problems;
    let mut told: Vec<Problem> = Vec::new();
    problems.retain(|p| {
        !told.contains(p) && {
            told.push(p.clone());
            true
        }
    });
    let spoilt: Vec<(Set, String)> = problems.iter().filter_map(|p| Some((p.spoils()?, p.file.clone()))).collect();
    let path = |p: &Problem| p.key.rsplit_once('.').map_or(String::new(), |(path, _)| path.to_owned());
    let misspelt: Vec<(String, String, String)> = problems
        .iter()
        .filter_map(|p| match &p.wrong {
            Wrong::UnknownKey(Some(near)) => Some((p.file.clone(), path(p), near.clone())),
            _ => None,
        })
        .collect();
    let is_consequence = |p: &Problem| {
        let named = p
            .names()
            .is_some_and(|set| spoilt.iter().any(|(s, file)| *s == set && (set != Set::Indicators || *file == p.file)));
        let missed = p.wrong == Wrong::MissingKey
            && misspelt.iter().any(|(file, at, near)| *file == p.file && *at == path(p) && *near == p.word());
        named || missed
    };
    let causes: Vec<Problem> = problems.iter().filter(|p| !is_consequence(p)).cloned().collect();
    // A consequence without a cause is one.
    if causes.is_empty() { problems } else { causes }
}

/// The nearest of some names to one that is unknown, if any is near.
pub fn nearest_of<'a>(name: &str, of: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let of: Vec<&str> = of.into_iter().collect();
    let near = of
        .iter()
        .filter_map(|n| crate::text::distance(name, n, 3).map(|d| (d, n)))
        .filter(|(d, n)| *d * 2 < n.chars().count().max(2))
        .min_by_key(|(d, _)| *d)
        .map(|(_, n)| (*n).to_owned());
    // A name that was cut short, or went on.
    let begins = |n: &&&str| name.len() >= 4 && n.len() >= 4 && (n.starts_with(name) || name.starts_with(**n));
    near.or_else(|| of.iter().find(begins).map(|n| (*n).to_owned()))
}
