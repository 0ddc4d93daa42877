/*!
Everything that a project calls things by, as keys, made once and used for every sheet.
*/

use std::ops::Deref;

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Names;
use super::table;
use crate::project::expression::Side;
use crate::project::form::{Form, HeaderPath, Layout};
use crate::project::lists::open_level;
use crate::project::matrix::MatrixRow;
use crate::project::{DeclaredWords, Project};
use crate::text::language::{Fit, RowWord, words};
use crate::text::{bare, head, key};

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
    /// Header paths, level by level.
    pub paths: Vec<Vec<Level>>,
    /// The first path as it is written, for people.
    pub written: String,
    /// Whether the table is incomplete without it.
    pub required: bool,
    /// The unit of measure of its figures, where the form says one for all of them.
    pub unit: String,
    /// Whether a blank heading is declared for it.
    pub blank: bool,
    /// Whether it is a member of an open list: where it is not there it is not missed.
    pub member: bool,
}

/// One level of a declared header path.
#[derive(Debug, Clone)]
pub struct Level {
    /// Its words as a key.
    pub key: String,
    /// The same without its unit of measure in brackets.
    pub without_remark: Option<String>,
    /// Where it names the period: its other words as a plain key.
    pub period: Option<String>,
    /// Where it stands for any member of an open list: the list.
    pub any: Option<String>,
}

impl Level {
    fn of(word: &str, unit: &str) -> Level {
        let period = word.contains(PERIOD).then(|| bare(&key(&word.replace(PERIOD, " "))));
        let without = table::without_remarks(word, unit).map(|(t, _)| key(&t)).filter(|k| !k.is_empty());
        let own = key(word);
        let any = open_level(word).map(str::to_owned);
        Level { without_remark: without.filter(|k| *k != own), key: own, period, any }
    }
}

impl Role {
    /// True for a column that holds the form's figures.
    pub fn is_figures(self) -> bool {
        matches!(self, Role::Value(_) | Role::Indicator(_))
    }
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
    /// Labels that are written with marks, without them.
    pub unmarked: FxHashSet<String>,
    /// The rows that the form declares (indicator-rows).
    pub rows: FormRows,
    /// What its rows can say beside naming a thing.
    pub row_words: RowWords,
    /// The headings under which open lists stand, as keys.
    pub open_heads: Vec<Vec<String>>,
}

/// A row that a form declares: indicators of one label that stand beside each other in columns of values.
#[derive(Debug)]
pub struct FormRow {
    /// Codes as they are written in cells: the row's own first.
    pub codes: Vec<String>,
    /// Labels as keys.
    pub labels: Vec<String>,
    /// Its indicators, each in a column of its own; none for a heading.
    pub indicators: Vec<usize>,
    /// Its code as it is declared.
    pub code: String,
    /// Code and name for people.
    pub name: String,
    /// Whether it is missed where it is not there, by itself.
    pub expected: bool,
}

/// The rows that a form declares, to be found by what they are called and by their codes.
#[derive(Debug, Default)]
pub struct FormRows {
    rows: Vec<FormRow>,
    by_label: FxHashMap<String, Vec<usize>>,
    by_code: FxHashMap<String, usize>,
}

impl FormRows {
    /// In the form's order.
    pub fn of(rows: Vec<FormRow>) -> FormRows {
        let mut by_label: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut by_code = FxHashMap::default();
        for (i, row) in rows.iter().enumerate() {
            for label in &row.labels {
                let named = by_label.entry(label.clone()).or_default();
                if named.last() != Some(&i) {
                    named.push(i);
                }
            }
            for code in &row.codes {
                by_code.entry(code.clone()).or_insert(i);
            }
        }
        FormRows { rows, by_label, by_code }
    }

    /// Those of a name, which is a key, in order.
    pub fn named(&self, label: &str) -> &[usize] {
        self.by_label.get(label).map_or(&[], Vec::as_slice)
    }

    /// The first of a code; an empty one is none.
    pub fn coded(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied().filter(|_| !code.is_empty())
    }
}

impl Deref for FormRows {
    type Target = [FormRow];

    fn deref(&self) -> &[FormRow] {
        &self.rows
    }
}

/// The words of rows that every project knows, and those that this one declares.
#[derive(Debug, Default)]
pub struct RowWords {
    totals: FxHashSet<String>,
    endings: FxHashSet<String>,
    pass: FxHashSet<String>,
}

/// What the words of a row say, each asked once.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowSays {
    /// The words of a total and nothing else.
    pub whole_total: bool,
    /// The usual words of a total, alone or before a name.
    pub total: bool,
    /// Words of a total begin or end it.
    pub mentions_total: bool,
    /// A total of one group.
    pub subtotal: bool,
    /// A line that may end a table.
    pub ending: bool,
    /// What else the row is.
    pub word: Option<(RowWord, Fit)>,
}

impl RowWords {
    fn of(declared: &[&DeclaredWords]) -> RowWords {
        let set = |get: fn(&DeclaredWords) -> &Vec<String>| {
            declared.iter().flat_map(|d| get(d)).map(|w| key(w)).collect::<FxHashSet<_>>()
        };
        RowWords { totals: set(|d| &d.totals), endings: set(|d| &d.endings), pass: set(|d| &d.pass) }
    }

    /// What a label says. Most say nothing, which is seen from its first and last word.
    pub fn says(&self, k: &str) -> RowSays {
        let declared = self.totals.contains(k) || self.endings.contains(k) || self.pass.contains(k);
        if !declared && !words().may_speak(k) {
            return RowSays::default();
        }
        let (total, subtotal) = (self.is_total(k), words().is_subtotal(k));
        RowSays {
            whole_total: self.totals.contains(k) || words().is_whole_total(k),
            total,
            mentions_total: total || words().mentions_total(k),
            subtotal,
            ending: self.is_ending(k),
            word: self.row_word(k),
        }
    }

    /// True where a label is the words of a total and nothing else.
    pub fn is_whole_total(&self, k: &str) -> bool {
        self.totals.contains(k) || words().is_whole_total(k)
    }

    /// True for the usual words of a total, alone or before a name.
    pub fn is_total(&self, k: &str) -> bool {
        self.totals.contains(k) || words().is_total(k) || words().is_subtotal(k)
    }

    /// True where words of a total begin or end a label.
    pub fn mentions_total(&self, k: &str) -> bool {
        self.is_total(k) || words().mentions_total(k)
    }

    /// True for a total of one group by its words.
    pub fn is_subtotal(&self, k: &str) -> bool {
        words().is_subtotal(k)
    }

    /// True for a line that may end a table.
    pub fn is_ending(&self, k: &str) -> bool {
        self.endings.contains(k) || words().is_ending(k)
    }

    /// What else a row is by its words.
    pub fn row_word(&self, k: &str) -> Option<(RowWord, Fit)> {
        if self.pass.contains(k) { Some((RowWord::Declared, Fit::Whole)) } else { words().row_word(k) }
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
    /// Every word that the project uses: none of them is a slip of another.
    vocabulary: FxHashSet<String>,
    /// Declared labels after which the reporting unit stands.
    unit_labels: FxHashSet<String>,
    /// Headers that were matched to forms before.
    pub memory: table::Memory,
}

/// The word in a header path that stands for a period's name.
pub const PERIOD: &str = "{period}";

impl Lexicon {
    /// Collects a project's words.
    pub fn of(project: &Project) -> Lexicon {
        let forms: Vec<FormWords> = project.forms.iter().map(|f| form_words(f, &project.words)).collect();
        let mut header_words: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        let mut period_headers = Vec::new();
        let mut vocabulary: FxHashSet<String> = FxHashSet::default();
        for (i, form) in forms.iter().enumerate() {
            let levels = form.columns.iter().flat_map(|c| c.paths.iter().flatten());
            for level in levels.filter(|l| l.any.is_none()) {
                let lists: Vec<&mut Vec<u16>> = match &level.period {
                    Some(_) => vec![&mut period_headers],
                    None => vec![header_words.entry(level.key.clone()).or_default()],
                };
                for list in lists {
                    if !list.contains(&(i as u16)) {
                        list.push(i as u16);
                    }
                }
                vocabulary.extend(level.key.split(' ').map(str::to_owned));
            }
            vocabulary.extend(form.labels.keys().flat_map(|l| l.split(' ')).map(str::to_owned));
            vocabulary.extend(form.titles.iter().flat_map(|(t, _)| t.split(' ')).map(str::to_owned));
        }
        for (_, unit) in project.register.iter() {
            vocabulary.extend(key(&unit.full_name()).split(' ').map(str::to_owned));
        }
        Lexicon {
            names: Names::of(&project.register, project.code_names),
            unit_labels: std::iter::once(&project.words)
                .chain(project.forms.iter().map(|f| &f.words))
                .flat_map(|w| &w.unit_labels)
                .map(|l| key(l))
                .collect(),
            forms,
            header_words,
            period_headers,
            vocabulary,
            memory: table::Memory::default(),
        }
    }

    /// What stands after a label of the reporting unit, known to every project or declared by this one.
    pub fn unit_label<'t>(&self, text: &'t str) -> Option<&'t str> {
        words().strip_unit_label(text).or_else(|| {
            if self.unit_labels.is_empty() {
                return None;
            }
            let (label, rest) = text.split_once([':', '：']).unwrap_or((text, ""));
            self.unit_labels.contains(&key(label)).then(|| rest.trim())
        })
    }

    /// True for a word that the project uses.
    pub fn knows(&self, word: &str) -> bool {
        self.vocabulary.contains(word)
    }
}

/// A code as it stands in a cell: without a final dot or brackets.
pub fn code_key(text: &str) -> String {
    head(text)
        .trim()
        .trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']') || c.is_whitespace())
        .trim_end_matches(['.', ')', ':'])
        .to_lowercase()
}

fn form_words(form: &Form, project: &DeclaredWords) -> FormWords {
    let mut titles: Vec<String> =
        std::iter::once(&form.title).chain(&form.aliases).map(|t| key(t)).filter(|t| !t.is_empty()).collect();
    titles.sort_by_key(|t| std::cmp::Reverse(t.len()));
    let titles = titles.into_iter().map(|t| (bare(&t), t)).map(|(b, t)| (t, b)).collect();
    let mut labels: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let rows = form_rows(form);
    for row in &rows {
        for label in &row.labels {
            let list = labels.entry(label.clone()).or_default();
            list.extend(row.indicators.iter().filter(|i| !list.contains(i)).copied().collect::<Vec<_>>());
        }
    }
    let row_words = RowWords::of(&[project, &form.words]);
    let unmarked = labels.keys().map(|l| (bare(l), l)).filter(|(b, l)| b.len() != l.len()).map(|(b, _)| b).collect();
    let open_heads = form.open_heads.iter().map(|h| h.iter().map(|w| key(w)).collect()).collect();
    let rows = FormRows::of(rows);
    FormWords { titles, columns: column_specs(form), rows, labels, unmarked, row_words, open_heads }
}

fn column_specs(form: &Form) -> Vec<ColumnSpec> {
    let mut columns = Vec::new();
    let mut add = |role: Role, paths: &[HeaderPath], required: bool, unit: &str| {
        let named: Vec<&HeaderPath> = paths.iter().filter(|p| p.iter().any(|w| !w.trim().is_empty())).collect();
        let blank = named.len() < paths.len();
        if let Some(first) = paths.first() {
            // A heading may say the measure that the indicator does not.
            let stated = named.iter().flat_map(|p| p.iter()).find_map(|w| table::without_remarks(w, unit)?.1);
            let unit = if unit.is_empty() { stated.as_deref().unwrap_or("") } else { unit };
            columns.push(ColumnSpec {
                role,
                paths: named.iter().map(|p| p.iter().map(|w| Level::of(w, unit)).collect()).collect(),
                written: first.join(" › "),
                required,
                unit: unit.to_owned(),
                blank,
                member: matches!(role, Role::Indicator(i) if form.is_open_member(&Side::Indicator(i, false))),
            });
        }
    };
    let c = &form.columns;
    let by_indicator = form.layout == Layout::IndicatorRows;
    add(Role::Code, &c.code, false, "");
    add(Role::Label, &c.label, by_indicator, "");
    add(Role::Measure, &c.measure, false, "");
    for (i, (_, paths)) in c.values.iter().enumerate() {
        let unit = c.units.get(i).map_or("", String::as_str);
        add(Role::Value(i), paths, true, unit);
    }
    add(Role::Row, &c.row, form.layout == Layout::UnitRows, "");
    add(Role::Note, &c.note, false, "");
    if !by_indicator {
        for (i, indicator) in form.indicators.iter().enumerate() {
            let required = indicator.required && indicator.parts().is_none();
            add(Role::Indicator(i), &indicator.header, required, &indicator.unit);
        }
    }
    columns
}

/// Puts the indicators of one label that stand in different columns of values together: the first of each column
/// is one row, the second another.
fn form_rows(form: &Form) -> Vec<FormRow> {
    let named = |code: &str, name: &str| format!("[{code}] {name}");
    if !form.matrix.is_empty() {
        let row = |r: &MatrixRow| FormRow {
            codes: vec![code_key(&r.code)],
            labels: std::iter::once(&r.name).chain(&r.labels).map(|l| key(l)).collect(),
            indicators: r.indicators.clone(),
            code: r.code.clone(),
            name: named(&r.code, &r.name),
            expected: r.required,
        };
        return form.matrix.iter().map(row).collect();
    }
    let mut rows: Vec<(FormRow, Vec<usize>)> = Vec::new();
    for (i, indicator) in form.indicators.iter().enumerate() {
        let label = key(&indicator.name);
        let free = rows
            .iter_mut()
            .find(|(r, columns)| r.labels.first() == Some(&label) && !columns.contains(&indicator.column));
        let code = code_key(&indicator.code);
        let labels = std::iter::once(&indicator.name).chain(&indicator.labels).map(|l| key(l));
        match free {
            Some((row, columns)) => {
                row.codes.push(code);
                row.indicators.push(i);
                row.labels.extend(labels.collect::<Vec<_>>());
                columns.push(indicator.column);
            }
            None => rows.push((
                FormRow {
                    codes: vec![code],
                    labels: labels.collect(),
                    indicators: vec![i],
                    code: indicator.code.clone(),
                    name: named(&indicator.code, &indicator.name),
                    expected: false,
                },
                vec![indicator.column],
            )),
        }
    }
    rows.into_iter().map(|(r, _)| r).collect()
}
