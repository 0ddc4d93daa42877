/*!
A strict reader of TOML: collects every error with its line instead of stopping at the first.

serde stops at the first wrong key; a person who edits a form by hand wants all of them at once. So the
spanned tree of the `toml` crate is walked here, every key that is asked for is ticked off, and what is
left over at the end is unknown.
*/

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::problem::{Problem, Wrong, nearest_of};

/// One TOML file that is being read, and the problems met so far.
pub struct Source<'a> {
    /// File name, relative to the project folder.
    pub file: &'a str,
    text: &'a str,
    problems: &'a RefCell<Vec<Problem>>,
}

impl<'a> Source<'a> {
    /// Begins to read a file.
    pub fn new(file: &'a str, text: &'a str, problems: &'a RefCell<Vec<Problem>>) -> Self {
        Source { file, text: text.strip_prefix('\u{feff}').unwrap_or(text), problems }
    }

    /// Parses the whole file; `None` when it is no TOML.
    pub fn parse(&self) -> Option<Spanned<DeTable<'a>>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        // What follows the first may be its consequence: an open bracket spoils every line after it.
        if let Some(e) = errors.first() {
            self.problem(e.span().unwrap_or(0..0), "", Wrong::Syntax(e.message().to_owned()));
        }
        errors.is_empty().then_some(table)
    }

    /// Notes a problem.
    pub fn problem(&self, span: Range<usize>, key: &str, wrong: Wrong) {
        let line = self.text.get(..span.start).map_or(1, |t| t.matches('\n').count() + 1);
        self.problems.borrow_mut().push(Problem { file: self.file.to_owned(), line, key: key.to_owned(), wrong });
    }
}

/// A table of a TOML file, whose keys are ticked off as they are asked for.
pub struct Table<'a, 't> {
    source: &'a Source<'a>,
    table: &'t DeTable<'t>,
    span: Range<usize>,
    path: String,
    known: RefCell<Vec<&'static str>>,
}

impl<'a, 't> Table<'a, 't> {
    /// Looks at the file's root table.
    pub fn root(source: &'a Source<'a>, root: &'t Spanned<DeTable<'t>>) -> Self {
        Self::at(source, root.get_ref(), 0..0, String::new())
    }

    fn at(source: &'a Source<'a>, table: &'t DeTable<'t>, span: Range<usize>, path: String) -> Self {
        Table { source, table, span, path, known: RefCell::default() }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn find(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.known.borrow_mut().push(key);
        self.table.iter().find(|(k, _)| k.get_ref().as_ref() == key).map(|(_, v)| v)
    }

    /// The byte range of a key's value, or of the table when the key is missing.
    pub fn span(&self, key: &str) -> Range<usize> {
        self.table.iter().find(|(k, _)| k.get_ref().as_ref() == key).map_or(self.span.clone(), |(_, v)| v.span())
    }

    /// Notes a problem at a key.
    pub fn problem(&self, key: &str, wrong: Wrong) {
        self.source.problem(self.span(key), &self.path_of(key), wrong);
    }

    fn typed<T>(
        &self,
        key: &'static str,
        expected: &'static str,
        read: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = self.find(key)?;
        let got = read(value.get_ref());
        if got.is_none() {
            self.problem(key, Wrong::Type(expected));
        }
        got
    }

    /// A text, if the key is there.
    pub fn text(&self, key: &'static str) -> Option<String> {
        self.typed(key, "type-text", |v| v.as_str().map(str::to_owned))
    }

    /// A text that must be there and not be blank.
    pub fn needed(&self, key: &'static str) -> String {
        match self.find(key) {
            None => {
                self.problem(key, Wrong::MissingKey);
                String::new()
            }
            Some(_) => match self.text(key) {
                Some(t) if !t.trim().is_empty() => t,
                Some(_) => {
                    self.problem(key, Wrong::Type("type-text"));
                    String::new()
                }
                None => String::new(),
            },
        }
    }

    /// A whole number.
    pub fn whole(&self, key: &'static str) -> Option<i64> {
        self.typed(key, "type-whole", |v| v.as_integer().and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok()))
    }

    /// A number.
    pub fn number(&self, key: &'static str) -> Option<f64> {
        self.typed(key, "type-number", number)
    }

    /// True or false.
    pub fn flag(&self, key: &'static str) -> Option<bool> {
        self.typed(key, "type-flag", |v| v.as_bool())
    }

    /// A list of texts; a single text is a list of one.
    pub fn texts(&self, key: &'static str) -> Option<Vec<String>> {
        self.typed(key, "type-texts", |v| {
            if let Some(s) = v.as_str() {
                return Some(vec![s.to_owned()]);
            }
            v.as_array()?.iter().map(|e| e.get_ref().as_str().map(str::to_owned)).collect()
        })
    }

    /// A list of header paths, each a text or a list of texts from the top level down.
    pub fn paths(&self, key: &'static str) -> Option<Vec<Vec<String>>> {
        self.typed(key, "type-texts", |v| {
            if let Some(s) = v.as_str() {
                return Some(vec![vec![s.to_owned()]]);
            }
            v.as_array()?.iter().map(|e| path(e.get_ref())).collect()
        })
    }

    /// True where a key has something to say.
    pub fn has(&self, key: &str) -> bool {
        let value = self.table.iter().find(|(k, _)| k.get_ref().as_ref() == key);
        value.is_some_and(|(_, v)| v.get_ref().as_array().is_none_or(|a| !a.is_empty()))
    }

    /// A word, whatever it is; nothing is noted.
    pub fn choice_if_any(&self, key: &str) -> Option<String> {
        self.table.iter().find(|(k, _)| k.get_ref().as_ref() == key)?.1.get_ref().as_str().map(str::to_owned)
    }

    /// One of some words.
    pub fn choice<T: Copy>(&self, key: &'static str, of: &[(&str, T)]) -> Option<T> {
        let word = self.text(key)?;
        let found = of.iter().find(|(n, _)| *n == word).map(|(_, v)| *v);
        if found.is_none() {
            self.problem(key, Wrong::Choice(word, of.iter().map(|(n, _)| (*n).to_owned()).collect()));
        }
        found
    }

    /// A table under this one.
    pub fn table(&self, key: &'static str) -> Option<Table<'a, 't>> {
        let path = self.path_of(key);
        let span = self.span(key);
        self.typed(key, "type-table", |v| v.as_table()).map(|t| Table::at(self.source, t, span, path))
    }

    /// Every table of `[[key]]`; none where the key is something else, which is noted.
    pub fn tables_if_any(&self, key: &'static str) -> Option<Vec<Table<'a, 't>>> {
        match self.table.iter().any(|(k, _)| k.get_ref().as_ref() == key) {
            false => Some(Vec::new()),
            true if self.has(key) => Some(self.tables(key)).filter(|t| !t.is_empty()),
            // An empty list is a list.
            true => Some(self.tables(key)),
        }
    }

    /// Every table of `[[key]]`.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'a, 't>> {
        let path = self.path_of(key);
        let source = self.source;
        self.typed(key, "type-tables", |v| {
            v.as_array()?
                .iter()
                .enumerate()
                .map(|(i, e)| Some(Table::at(source, e.get_ref().as_table()?, e.span(), format!("{path}[{}]", i + 1))))
                .collect::<Option<Vec<_>>>()
        })
        .unwrap_or_default()
    }

    /// Keys and values in the order of the file, which the map does not keep.
    fn in_order(&self) -> Vec<(&'t Spanned<DeString<'t>>, &'t Spanned<DeValue<'t>>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(k, _)| k.span().start);
        entries
    }

    /// Every key of this table with its header paths, for tables whose keys are free names.
    pub fn named_paths(&self) -> Vec<(String, Vec<Vec<String>>)> {
        let mut out = Vec::new();
        for (k, v) in self.in_order() {
            let name = k.get_ref().to_string();
            let read = match v.get_ref() {
                // Of a list of members: that it is open.
                DeValue::Boolean(_) if name == "open" => continue,
                DeValue::String(s) => Some(vec![vec![s.to_string()]]),
                DeValue::Array(a) => a.iter().map(|e| path(e.get_ref())).collect(),
                _ => None,
            };
            match read {
                Some(paths) => out.push((name, paths)),
                None => self.source.problem(v.span(), &self.path_of(&name), Wrong::Type("type-texts")),
            }
        }
        out
    }

    /// Every text of this table with its name and place, in the order of the file, for tables whose keys are free names.
    pub fn texts_by_name(&self) -> Vec<(String, String, Range<usize>)> {
        let mut out = Vec::new();
        for (k, v) in self.in_order() {
            let name = k.get_ref().to_string();
            match v.get_ref().as_str() {
                Some(text) => out.push((name, text.to_owned(), v.span())),
                None => self.source.problem(v.span(), &self.path_of(&name), Wrong::Type("type-text")),
            }
        }
        out
    }

    /// Notes a problem of one of them.
    pub fn problem_at(&self, span: Range<usize>, name: &str, wrong: Wrong) {
        self.source.problem(span, &self.path_of(name), wrong);
    }

    /// True for a list that says so of itself; `open` as a text is a member.
    pub fn is_open(&self) -> bool {
        self.table.iter().any(|(k, v)| k.get_ref() == "open" && matches!(v.get_ref(), DeValue::Boolean(true)))
    }

    /// Every table under this one by its name, in the order of the file; what is no table is noted.
    pub fn tables_by_name(&self) -> Vec<(String, Table<'a, 't>)> {
        let mut out = Vec::new();
        for (k, v) in self.in_order() {
            let name = k.get_ref().to_string();
            match v.get_ref().as_table() {
                Some(t) => out.push((name.clone(), Table::at(self.source, t, v.span(), self.path_of(&name)))),
                None => self.source.problem(v.span(), &self.path_of(&name), Wrong::Type("type-table")),
            }
        }
        out
    }

    /// A text, or a text for each language; the project's own language first.
    pub fn message(&self, key: &'static str, language: &str) -> Option<String> {
        self.typed(key, "type-message", |v| {
            if let Some(s) = v.as_str() {
                return Some(s.to_owned());
            }
            let t = v.as_table()?;
            let of =
                |l: &str| t.iter().find(|(k, _)| k.get_ref().as_ref() == l).and_then(|(_, v)| v.get_ref().as_str());
            of(language).or_else(|| of("vi")).or_else(|| of("en")).map(str::to_owned)
        })
    }

    /// Ends the reading: every key that nobody asked for is unknown.
    pub fn finish(self) {
        let known = self.known.borrow();
        for (k, _) in self.table {
            let name = k.get_ref().as_ref();
            if !known.contains(&name) {
                let near = nearest_of(name, known.iter().copied());
                let wrong = match near {
                    Some(_) => Wrong::UnknownKey(near),
                    None => {
                        let mut all: Vec<String> = Vec::new();
                        known.iter().filter(|k| !k.is_empty()).for_each(|k| {
                            if !all.iter().any(|a| a == k) {
                                all.push((*k).to_owned());
                            }
                        });
                        Wrong::KeyOf(all)
                    }
                };
                self.source.problem(k.span(), &self.path_of(name), wrong);
            }
        }
    }
}

/// A number, whole or not.
pub fn number(v: &DeValue<'_>) -> Option<f64> {
    match v {
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).ok().map(|i| i as f64),
        DeValue::Float(f) => f.as_str().parse::<f64>().ok().filter(|f| f.is_finite()),
        _ => None,
    }
}

fn path(v: &DeValue<'_>) -> Option<Vec<String>> {
    if let Some(s) = v.as_str() {
        return Some(vec![s.to_owned()]);
    }
    let levels: Option<Vec<String>> = v.as_array()?.iter().map(|e| e.get_ref().as_str().map(str::to_owned)).collect();
    levels.filter(|l| !l.is_empty())
}

impl<'a, 't> Table<'a, 't> {
    /// A number, or a table in its place.
    pub fn number_or_table(&self, key: &'static str) -> Option<Result<f64, Table<'a, 't>>> {
        let value = self.find(key)?;
        if let Some(n) = number(value.get_ref()) {
            return Some(Ok(n));
        }
        let Some(t) = value.get_ref().as_table() else {
            self.problem(key, Wrong::Type("type-number"));
            return None;
        };
        Some(Err(Table::at(self.source, t, value.span(), self.path_of(key))))
    }
}
