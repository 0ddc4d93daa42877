/*!
Everything that a project calls things by, as keys, made once and used for every sheet.
*/

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::names::Names;
use crate::project::Project;
use crate::project::form::{Form, HeaderPath, Layout};
use crate::project::period::Period;
use crate::text::{bare, key};

/// What a column of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinal number or indicator code.
    Code,
    /// Indicator label.
    Label,
    /// Unit of measure.
    Measure,
    /// A column of values, by place.
    Value(usize),
    /// The unit or thing that the row is about.
    Row,
    /// Notes.
    Note,
    /// An indicator, by place.
    Indicator(usize),
}

/// A column that a form knows.
#[derive(Debug, Clone)]
pub struct ColumnSpec {
    /// What it is.
    pub role: Role,
    /// Header paths as keys; `{period}` stands for a period's name.
    pub paths: Vec<Vec<String>>,
    /// The first path as it is written, for people.
    pub written: String,
    /// Whether the table is incomplete without it.
    pub required: bool,
}

/// A form's words.
#[derive(Debug)]
pub struct FormWords {
    /// Title and aliases, longest first, each as its key and that without marks.
    pub titles: Vec<(String, String)>,
    /// Columns.
    pub columns: Vec<ColumnSpec>,
    /// Indicators by label.
    pub labels: FxHashMap<String, Vec<usize>>,
    /// Indicators by code as it is written in cells.
    pub codes: FxHashMap<String, usize>,
    /// How well headers fit that were met before: the same ones come in file after file.
    pub fits: Fits,
}

/// How well header paths fit the columns of a form, kept by what they say.
#[derive(Debug, Default)]
pub struct Fits(RefCell<FxHashMap<HeaderAt, Rc<[f64]>>>);

/// What a header path says, and the period that its sheet is about.
type HeaderAt = (String, Option<Period>);

impl Fits {
    /// How well a path fits each column; `work` finds it out where it was not met before.
    pub fn of(&self, path: &[String], period: Option<Period>, work: impl FnOnce() -> Vec<f64>) -> Rc<[f64]> {
        let at = (path.join("\u{1f}"), period);
        if let Some(known) = self.0.borrow().get(&at) {
            return known.clone();
        }
        let made: Rc<[f64]> = work().into();
        let mut kept = self.0.borrow_mut();
        // A bound on what hostile input can make us remember.
        if kept.len() > 5_000 {
            kept.clear();
        }
        if at.0.len() <= 1_000 {
            kept.insert(at, made.clone());
        }
        made
    }
}

/// A project's words.
pub struct Lexicon {
    /// Unit names.
    pub names: Names,
    /// A form's words, by place.
    pub forms: Vec<FormWords>,
    /// Which forms have a word in their headers.
    pub header_words: FxHashMap<String, Vec<u16>>,
    /// Forms with a column named by a period.
    pub period_headers: Vec<u16>,
}

/// The word in a header path that stands for a period's name.
pub const PERIOD: &str = "{period}";

impl Lexicon {
    /// Collects a project's words.
    pub fn of(project: &Project) -> Lexicon {
        let forms: Vec<FormWords> = project.forms.iter().map(form_words).collect();
        let mut header_words: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        let mut period_headers = Vec::new();
        for (i, form) in forms.iter().enumerate() {
            for word in form.columns.iter().flat_map(|c| c.paths.iter().flatten()) {
                let list =
                    if word == PERIOD { &mut period_headers } else { header_words.entry(word.clone()).or_default() };
                if !list.contains(&(i as u16)) {
                    list.push(i as u16);
                }
            }
        }
        Lexicon { names: Names::of(&project.register), forms, header_words, period_headers }
    }
}

/// A code as it stands in a cell: without a final dot or brackets.
pub fn code_key(text: &str) -> String {
    text.trim()
        .trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']') || c.is_whitespace())
        .trim_end_matches(['.', ')', ':'])
        .to_lowercase()
}

fn form_words(form: &Form) -> FormWords {
    let mut titles: Vec<String> =
        std::iter::once(&form.title).chain(&form.aliases).map(|t| key(t)).filter(|t| !t.is_empty()).collect();
    titles.sort_by_key(|t| std::cmp::Reverse(t.len()));
    let titles = titles.into_iter().map(|t| (bare(&t), t)).map(|(b, t)| (t, b)).collect();
    let mut columns = Vec::new();
    let mut add = |role: Role, paths: &[HeaderPath], required: bool| {
        if let Some(first) = paths.first() {
            columns.push(ColumnSpec {
                role,
                paths: paths.iter().map(|p| p.iter().map(|w| path_key(w)).collect()).collect(),
                written: first.join(" › "),
                required,
            });
        }
    };
    let c = &form.columns;
    let by_indicator = form.layout == Layout::IndicatorRows;
    add(Role::Code, &c.code, false);
    add(Role::Label, &c.label, by_indicator);
    add(Role::Measure, &c.measure, false);
    for (i, (_, paths)) in c.values.iter().enumerate() {
        add(Role::Value(i), paths, true);
    }
    add(Role::Row, &c.row, form.layout == Layout::UnitRows);
    add(Role::Note, &c.note, false);
    if !by_indicator {
        for (i, indicator) in form.indicators.iter().enumerate() {
            add(Role::Indicator(i), &indicator.header, indicator.parts().is_none());
        }
    }
    let mut labels: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let mut codes = FxHashMap::default();
    for (i, indicator) in form.indicators.iter().enumerate() {
        for label in std::iter::once(&indicator.name).chain(&indicator.labels) {
            let list = labels.entry(key(label)).or_default();
            if !list.contains(&i) {
                list.push(i);
            }
        }
        codes.entry(code_key(&indicator.code)).or_insert(i);
    }
    FormWords { titles, columns, labels, codes, fits: Fits::default() }
}

fn path_key(word: &str) -> String {
    if word.trim() == PERIOD { PERIOD.to_owned() } else { key(word) }
}
