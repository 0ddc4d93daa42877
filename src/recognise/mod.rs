/*!
Tells what a sheet is: which form, which unit, which period, and where its table stands.

What the sheet says itself comes first, then the names of sheet, file and folders; what was used is
recorded, and contradictions are findings. Nothing is chosen by chance: what could be two things is
reported with both candidates.
*/

pub mod context;
pub mod draft;
pub mod grid;
pub mod identity;
pub mod lexicon;
pub mod names;
pub mod periods;
pub mod repair;
pub mod table;

use crate::finding::{Code, Finding, Said, Term};
use crate::intake::workbook::{Area, CellRef, Sheet, Value, Visibility, Workbook};
use crate::project::Project;
use crate::project::form::{Form, Layout};
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::text::language::words;
use crate::text::{bare, clean, key, meaning};
use context::{Lines, Path, Settled, Source, Who};
use grid::{Grid, Keys};
use lexicon::{FormWords, Lexicon, Role};
use table::{HeaderBlock, Matching, Table};

/// A sheet's table (or tables, where a header is repeated) of one form, unit and period.
#[derive(Debug)]
pub struct RecognisedSheet {
    /// The sheet's place in the workbook.
    pub sheet: usize,
    /// Form, by place.
    pub form: usize,
    /// The tables, in the order of their rows.
    pub tables: Vec<Table>,
    /// Rows of further tables that have titles of their own and are not counted.
    pub others: Vec<(u32, u32)>,
    /// Who reports.
    pub unit: Settled<UnitId>,
    /// For when.
    pub period: Settled<Period>,
    /// Units of measure that lines over the table state.
    pub measures: Vec<String>,
    /// Whether it says that it only adds to a report sent before, and the form lets it.
    pub supplement: bool,
    /// From 0 to 1: how well content and title fit the form.
    pub score: f64,
    /// What was met.
    pub findings: Vec<Finding>,
}

/// Puts texts in old encodings right, and makes the grids that everything after looks at.
pub fn prepare<'a>(book: &'a mut Workbook, keys: &Keys) -> (&'a Workbook, Vec<Grid<'a>>, Vec<Finding>) {
    let findings = book.sheets.iter_mut().filter_map(repair::repair).collect();
    let book = &*book;
    (book, book.sheets.iter().map(|s| Grid::new(s, keys)).collect(), findings)
}

/// Recognises every sheet of a workbook; `name` is its path in the project folder.
pub fn recognise(
    book: &Workbook,
    grids: &[Grid<'_>],
    name: &str,
    project: &Project,
    lexicon: &Lexicon,
) -> (Vec<RecognisedSheet>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut out: Vec<RecognisedSheet> = Vec::new();
    let own = identity::Identity::of(book);
    for (i, grid) in grids.iter().enumerate() {
        let sheet = grid.sheet;
        let known = own.as_ref().and_then(|o| o.form_of(&sheet.name, project));
        let found = recognise_sheet((i, known), grid, name, project, lexicon, &mut findings);
        if found.is_empty()
            && looks_like_data(sheet)
            && !findings.iter().any(|f| f.place.sheet == sheet.name && f.code == Code::R002)
        {
            let candidates = nearest_forms(grid, project, lexicon);
            findings.push(Finding::new(Code::R001).sheet(&sheet.name).arg("candidates", candidates));
        }
        for mut part in found {
            if sheet.visibility == Visibility::Hidden {
                findings.push(Finding::new(Code::C012).sheet(&sheet.name).form(&project.forms[part.form].code));
                continue;
            }
            for f in &mut part.findings {
                f.place.sheet.clone_from(&sheet.name);
                f.place.form.clone_from(&project.forms[part.form].code);
            }
            for f in part.tables.iter_mut().flat_map(|t| &mut t.findings) {
                f.place.sheet.clone_from(&sheet.name);
                f.place.form.clone_from(&project.forms[part.form].code);
            }
            part.supplement = is_supplement(&project.forms[part.form], name, grid, &part);
            out.push(part);
        }
    }
    identity::identify(&mut out, book, project);
    contradict_file_name(&mut out, book, name, project, lexicon);
    (out, findings)
}

/// True for a sheet that is said, by the name of its file or sheet or over its table, to be a supplement.
fn is_supplement(form: &Form, name: &str, grid: &Grid<'_>, part: &RecognisedSheet) -> bool {
    if !form.supplements {
        return false;
    }
    let words: Vec<String> = ["bổ sung", "bo sung", "supplement", "supplementary", "addendum"].map(key).into();
    let says = |k: &str| words.iter().any(|w| format!(" {k} ").contains(&format!(" {w} ")));
    // A form that is called so says nothing by its title.
    let called = std::iter::once(&form.title).chain(&form.aliases).any(|t| says(&key(t)));
    let top = part.tables.first().map_or(0, |t| t.header.top);
    let file = name.rsplit('/').next().unwrap_or(name);
    let named = [file, &grid.sheet.name].into_iter().any(|n| says(&key(&names::split_words(n))));
    // A line that begins or ends with it, or has the form's title; one that asks for supplements is none.
    let titles: Vec<String> = std::iter::once(&form.title).chain(&form.aliases).map(|t| key(t)).collect();
    let titled = |k: &str| {
        let k = k.strip_prefix(&format!("{} ", key("báo cáo"))).unwrap_or(k);
        let ends = words.iter().any(|w| k.starts_with(w.as_str()) || k.ends_with(w.as_str()));
        says(k) && (ends || titles.iter().any(|t| k.contains(t.as_str())))
    };
    !called && (named || grid.texts().any(|(cell, k)| cell.row < top && titled(k)))
}

/// A sheet that nobody would call a table of data is passed over without a word.
fn looks_like_data(sheet: &Sheet) -> bool {
    let numbers = sheet.cells.iter().filter(|c| matches!(c.value, Value::Number(_))).count();
    numbers >= 1 && sheet.cells.len() >= 6
}

fn nearest_forms(grid: &Grid<'_>, project: &Project, lexicon: &Lexicon) -> Said {
    let mut near: Vec<(usize, usize)> = lexicon
        .forms
        .iter()
        .enumerate()
        .map(|(i, f)| {
            let hits = grid
                .texts()
                .filter(|(_, k)| {
                    f.labels.contains_key(&***k)
                        || f.columns.iter().any(|c| c.paths.iter().flatten().any(|p| *p.key == ***k))
                })
                .take(500)
                .count();
            (hits, i)
        })
        .filter(|(hits, _)| *hits > 0)
        .collect();
    near.sort_by_key(|n| std::cmp::Reverse(n.0));
    let names: Vec<&str> = near.iter().take(2).map(|(_, i)| project.forms[*i].title.as_str()).collect();
    Said::or_none(names.join("; "))
}

fn recognise_sheet(
    (index, known): (usize, Option<usize>),
    grid: &Grid<'_>,
    name: &str,
    project: &Project,
    lexicon: &Lexicon,
    findings: &mut Vec<Finding>,
) -> Vec<RecognisedSheet> {
    let blocks = table::find_headers(grid, lexicon);
    let path = Path::of(name);
    let mut out: Vec<RecognisedSheet> = Vec::new();
    let mut first_lines = Lines::default();
    let mut title_from = 0u32;
    for (i, (block, forms)) in blocks.iter().enumerate() {
        let end = blocks.get(i + 1).map_or(grid.last_row(), |(b, _)| b.top.saturating_sub(1));
        // A table that begins at once has no title: a range without rows.
        let title = if block.top > title_from { (title_from, block.top - 1) } else { (1, 0) };
        let mut lines = if block.top > title_from { Lines::of(grid, title.0, title.1) } else { Lines::default() };
        lines.page.clone_from(&grid.sheet.page);
        // A sheet of one table may say below it who reports.
        let below = (blocks.len() == 1).then(|| {
            let last = grid.last_row();
            (end.min(block.bottom + 1).max(last.saturating_sub(MOST_BELOW)), last)
        });
        let chooser =
            Chooser { grid, name, path: &path, project, lexicon, block, lines: &lines, title, below, end, known };
        let chosen = chooser.choose(forms, findings);
        if let Some(last) = chosen.iter().map(|(.., t)| t.last_used(grid)).max() {
            title_from = last + 1;
        }
        for (form, score, mut table) in chosen {
            let spec = &project.forms[form];
            let further = table.cut_before_further(grid, spec);
            if let Some(before) = out.iter_mut().rev().find(|p| p.form == form) {
                let said = (before.unit.value(), before.period.value());
                if !context::names_another(&lines, spec, said, project, lexicon) {
                    // A header that is repeated on the next page continues the table, unless a line in between
                    // gives the second one a title of its own.
                    match own_title(grid, title, &lines, &first_lines, lexicon) {
                        Some(text) => {
                            let at = CellRef { row: table.header.top, col: table.columns.first().map_or(0, |c| c.col) };
                            before.findings.push(Finding::new(Code::R024).cell(at).value(text));
                            before.others.push((table.header.top, end));
                        }
                        None => {
                            // Indicators that stand twice must stay two answers.
                            let last = before.tables.last_mut().filter(|_| spec.layout != Layout::IndicatorRows);
                            let apart = match last {
                                Some(last) => last.go_on(table).err(),
                                None => Some(table),
                            };
                            before.tables.extend(apart);
                        }
                    }
                    before.leaves(grid, further);
                    continue;
                }
            }
            let mut part = chooser.part(index, (form, score, table), out.last());
            part.leaves(grid, further);
            out.push(part);
        }
        if i == 0 {
            first_lines = lines;
        }
    }
    out
}

/// The line between two tables of one form that gives the second a title of its own.
fn own_title(
    grid: &Grid<'_>,
    (from, to): (u32, u32),
    lines: &Lines,
    first: &Lines,
    lexicon: &Lexicon,
) -> Option<String> {
    let known: Vec<String> = first.texts.iter().map(|t| key(t)).collect();
    let single: Vec<String> = grid
        .rows(from, to)
        .filter(|r| grid.row(*r).count() == 1)
        .filter_map(|r| grid.row(r).next().and_then(|(c, _)| c.text()).map(clean))
        .collect();
    lines.texts.iter().filter(|t| single.contains(t)).find_map(|text| {
        let k = key(text);
        let first_word = k.split(' ').next().unwrap_or_default();
        // The next group of the same table, its page, its measure, who signs, the form's own title again.
        let goes_on = words().is_continued(&k)
            || words().is_ending(&k)
            || words().is_total(&k)
            || k.chars().filter(|c| c.is_alphabetic()).count() < 2
            || known.contains(&k)
            || k.split(' ').count() > 1 && (meaning::is_roman(first_word) || first_word.chars().count() == 1)
            || !context::measures(&Lines::one(text)).is_empty()
            || lexicon.names.is_name(text)
            || lexicon.unit_label(text).is_some()
            || !periods::find(text).is_empty() && periods::strip(text).1.split(' ').count() <= 1
            || lexicon.forms.iter().any(|f| f.titles.iter().any(|(t, _)| *t == k));
        (!goes_on).then(|| text.clone())
    })
}

/// How many of a sheet's last rows are asked who reports.
const MOST_BELOW: u32 = 40;

/// Scores closer than this are equal.
const TIE: f64 = 0.02;

/// A table that is not counted, below one that is.
struct Further {
    rows: (u32, u32),
    called: String,
}

impl RecognisedSheet {
    /// Says of a further table that it is not counted.
    fn leaves(&mut self, grid: &Grid<'_>, further: Option<Further>) {
        let Some(Further { rows, called }) = further else {
            return;
        };
        let at = CellRef { row: rows.0, col: grid.row(rows.0).next().map_or(0, |(c, _)| c.col) };
        self.findings.push(Finding::new(Code::R024).cell(at).value(called));
        self.others.push(rows);
    }
}

impl Table {
    /// Ends before a further table that no form knows, whose columns would be taken for these; gives its rows and what it
    /// is called.
    fn cut_before_further(&mut self, grid: &Grid<'_>, form: &Form) -> Option<Further> {
        let numeric = |role: Role| match role {
            Role::Indicator(i) => form.indicators[i].kind.is_numeric(),
            Role::Value(_) => true,
            _ => false,
        };
        let figures: Vec<u32> = self.columns.iter().filter(|c| numeric(c.role)).map(|c| c.col).collect();
        let says = |row: u32| figures.iter().filter(|c| grid.key(row, **c).is_some()).count();
        let header = grid
            .rows(self.first + 1, self.last)
            .find(|r| !self.repeats_header(*r) && says(*r) >= 2 && table::is_header_like(grid, *r))?;
        let title =
            grid.rows(self.first + 1, header).rev().nth(1).filter(|t| *t + 2 >= header && grid.row(*t).count() == 1);
        let from = title.unwrap_or(header);
        let texts = grid.row(from).filter_map(|(c, _)| c.text()).map(clean).collect::<Vec<_>>().join(" | ");
        let to = std::mem::replace(&mut self.last, from.saturating_sub(1));
        Some(Further { rows: (from, to), called: texts })
    }

    /// Its first and last column.
    fn span(&self) -> (u32, u32) {
        (self.columns.first().map_or(0, |c| c.col), self.columns.last().map_or(0, |c| c.col))
    }

    /// True where two tables share no column.
    fn stands_beside(&self, other: &Table) -> bool {
        self.span().1 < other.span().0 || other.span().1 < self.span().0
    }

    /// The last row that can belong to the table: where a signature or note ends it, or its range does.
    fn last_used(&self, grid: &Grid<'_>) -> u32 {
        let figures = |row: &u32| grid.row(*row).any(|(c, _)| matches!(c.value, Value::Number(_)));
        grid.rows(self.first, self.last).rev().find(figures).unwrap_or(self.first)
    }
}

/// The words in which a sheet may name its form, as keys, with and without marks; and how much each place
/// counts.
struct TitleWords(Vec<(f64, String, String)>);

impl TitleWords {
    fn of(lines: &Lines, sheet: &str, file: &str) -> TitleWords {
        let mut words = Vec::new();
        let mut add = |weight: f64, text: &str| {
            let k = key(text);
            let b = bare(&k);
            words.push((weight, k, b));
        };
        lines.texts.iter().for_each(|l| add(1.0, l));
        lines.page.iter().for_each(|l| add(0.95, l));
        // A title may be broken over lines.
        lines.texts.windows(2).for_each(|two| add(1.0, &two.join(" ")));
        add(0.9, sheet);
        add(0.5, file);
        TitleWords(words)
    }

    /// How well a form is named, from 0 to 1; the longer the words met, the better.
    fn score(&self, form: &FormWords) -> f64 {
        let mut best: f64 = 0.0;
        // A number alone ("01") is no title: it stands in too many places.
        let titles = form.titles.iter().filter(|(t, _)| t.chars().filter(|c| c.is_alphabetic()).count() >= 2);
        for (title, plain) in titles {
            let long = 0.85 + 0.15 * (title.chars().count().min(60) as f64 / 60.0);
            for (weight, k, b) in &self.0 {
                if weight * long > best && (contains_words(k, title) || contains_words(b, plain)) {
                    best = weight * long;
                }
            }
        }
        best
    }
}

/// True where a text has some words one after another.
fn contains_words(text: &str, part: &str) -> bool {
    let Some(first) = part.chars().next() else {
        return false;
    };
    let mut from = 0;
    while let Some(at) = text[from..].find(part).map(|i| i + from) {
        let (before, after) = (&text[..at], &text[at + part.len()..]);
        if (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' ')) {
            return true;
        }
        from = at + first.len_utf8();
    }
    false
}

/// What choosing the form of a header needs.
struct Chooser<'a> {
    grid: &'a Grid<'a>,
    name: &'a str,
    path: &'a Path<'a>,
    project: &'a Project,
    lexicon: &'a Lexicon,
    block: &'a HeaderBlock,
    lines: &'a Lines,
    title: (u32, u32),
    below: Option<(u32, u32)>,
    end: u32,
    /// The form that the workbook says it is of, where it is a blank form of ours.
    known: Option<usize>,
}

/// A form that a header may be of.
struct Fit {
    total: f64,
    form: usize,
    table: Table,
}

impl Chooser<'_> {
    fn who(&self, form: usize, period: Option<Period>) -> Who<'_> {
        Who {
            grid: self.grid,
            title: self.title,
            below: self.below,
            lines: self.lines,
            path: self.path,
            form: &self.project.forms[form],
            day: period.map(|p| p.window(self.project.forms[form].regime).1),
            project: self.project,
            lexicon: self.lexicon,
        }
    }

    /// The period that the title states for any of some forms, to tell columns that are named by periods; else the
    /// one that the folder or the file names.
    fn period(&self, form: usize) -> Option<Period> {
        context::when(self.lines, &self.grid.sheet.name, self.path, &self.project.forms[form], &mut Vec::new()).value()
    }

    /// How well one form fits, if at all.
    fn fit(&self, form: usize, titles: &TitleWords) -> Option<Fit> {
        let words = &self.lexicon.forms[form];
        let over_all = |k: &str| table::stands_over_all(self.block, k);
        let matching = Matching { lexicon: self.lexicon, words, period: self.period(form), over_all: &over_all };
        let (mut columns, mut met) = table::match_columns(self.block, &matching);
        table::blank_row_column(self.grid, self.block, words, &mut columns, &mut met);
        let (first, last) = table::data_rows(self.grid, self.block, &columns, self.end);
        let content =
            table::content_score(self.grid, self.project, (form, words), (self.block, &columns), (first, last));
        let has = |wanted: fn(&Role) -> bool| columns.iter().any(|c| wanted(&c.role));
        let named = has(|r| matches!(r, Role::Label | Role::Code | Role::Row));
        let figures = columns.iter().filter(|c| c.role.is_figures()).count();
        let title = titles.score(words);
        let usable = match self.project.forms[form].layout {
            Layout::IndicatorRows => named && figures >= 1,
            Layout::UnitRows => has(|r| *r == Role::Row) && figures >= 1,
            Layout::Records => figures >= 2,
        };
        // A table whose column of values could be two things, or whose title says what it is while its columns
        // bear other names, is reported, not passed over.
        let undecided = met.iter().any(|f| f.code == Code::R009) && !columns.is_empty();
        let titled = title >= 0.75 && named && has(|r| matches!(r, Role::Row | Role::Label));
        if !usable && !undecided && !titled {
            return None;
        }
        if content >= 0.5 || (title >= 0.75 && (content > 0.0 || titled || undecided)) {
            let header = self.block.clone();
            let table = Table { header, columns, first, last, repeated: Vec::new(), findings: met };
            return Some(Fit { total: 0.6 * content + 0.4 * title, form, table });
        }
        None
    }

    /// Chooses the form, or forms side by side, of a header.
    fn choose(&self, forms: &[u16], findings: &mut Vec<Finding>) -> Vec<(usize, f64, Table)> {
        let titles = TitleWords::of(self.lines, &self.grid.sheet.name, self.name);
        let mut fits: Vec<Fit> = forms.iter().filter_map(|f| self.fit(usize::from(*f), &titles)).collect();
        fits.sort_by(|a, b| b.total.total_cmp(&a.total));
        let tied = |fits: &[Fit]| match fits {
            [a, b, ..] => a.total - b.total < TIE && !a.table.stands_beside(&b.table),
            _ => false,
        };
        if tied(&fits) {
            self.keep_senders(&mut fits);
        }
        // Of forms that fit equally well a blank form of ours says which one it is.
        if tied(&fits)
            && let Some(at) = fits.iter().take(2).position(|f| self.known == Some(f.form))
        {
            fits.remove(1 - at);
        }
        if let [a, b, ..] = fits.as_slice()
            && tied(&fits)
        {
            let candidates = [a, b].map(|f| self.project.forms[f.form].title.clone()).join("; ");
            findings.push(Finding::new(Code::R002).sheet(&self.grid.sheet.name).arg("candidates", candidates));
            return Vec::new();
        }
        // Tables of other forms may stand beside the best one, each in columns of its own.
        let mut chosen: Vec<(usize, f64, Table)> = Vec::new();
        for Fit { total, form, table } in fits {
            if chosen.iter().all(|(.., t)| t.stands_beside(&table)) && (chosen.is_empty() || total >= 0.6) {
                chosen.push((form, total, table));
            }
        }
        chosen.sort_by_key(|(.., t)| t.span().0);
        if chosen.len() > 1 {
            self.divide(&mut chosen);
        }
        for (form, _, table) in &mut chosen {
            let spec = &self.project.forms[*form];
            let unit = self.who(*form, self.period(*form)).settle(&mut Vec::new()).value();
            let asked = |role: Role| match role {
                Role::Indicator(i) => unit.is_none_or(|u| spec.applies(&self.project.register, i, u)),
                _ => true,
            };
            let columns = table.columns.clone();
            let words = &self.lexicon.forms[*form];
            table::review_columns(&table.header, words, &columns, &asked, &mut table.findings);
        }
        chosen
    }

    /// Of forms with equal columns keeps the only one that the sender may report, where there is one.
    fn keep_senders(&self, fits: &mut Vec<Fit>) {
        let best = fits.first().map_or(0.0, |f| f.total);
        let near = |f: &Fit| best - f.total < TIE;
        let sends = |f: &Fit| {
            let unit = self.who(f.form, self.period(f.form)).settle(&mut Vec::new()).value();
            unit.is_some_and(|u| self.project.forms[f.form].reporters.has(&self.project.register, u))
        };
        let may: Vec<bool> = fits.iter().map(|f| !near(f) || sends(f)).collect();
        if may.iter().zip(fits.iter()).filter(|(m, f)| **m && near(f)).count() == 1 {
            let mut keep = may.into_iter();
            fits.retain(|_| keep.next().unwrap_or(true));
        }
    }

    /// Gives each of several tables side by side the columns from its neighbour's end to its own.
    fn divide(&self, chosen: &mut [(usize, f64, Table)]) {
        let mut left = 0;
        for (form, _, table) in chosen {
            let words = &self.lexicon.forms[*form];
            let right = table.span().1;
            table.header.headers.retain(|h| (left..=right).contains(&h.col));
            left = right + 1;
            let header = table.header.clone();
            let over_all = |k: &str| table::stands_over_all(&header, k);
            let matching = Matching { lexicon: self.lexicon, words, period: self.period(*form), over_all: &over_all };
            (table.columns, table.findings) = table::match_columns(&table.header, &matching);
        }
    }

    /// A part of its own: who reports it, for when, in which measures.
    fn part(
        &self,
        sheet: usize,
        (form, score, table): (usize, f64, Table),
        before: Option<&RecognisedSheet>,
    ) -> RecognisedSheet {
        let spec = &self.project.forms[form];
        let (mut met, mut met_period) = (Vec::new(), Vec::new());
        let mut period = context::when(self.lines, &self.grid.sheet.name, self.path, spec, &mut met_period);
        let mut unit = self.who(form, period.value()).settle(&mut met);
        let mut measures = context::measures(self.lines);
        if self.below.is_some() {
            let under = Lines::of(self.grid, table.last_used(self.grid) + 1, self.grid.last_row());
            measures.extend(context::measures(&under));
        }
        if let Some(before) = before {
            // The second table on a sheet belongs to whom the first one did, where nothing over it says otherwise.
            if unit.source() != Some(Source::Title) && unit != Settled::Refused && before.unit != Settled::Open {
                unit = before.unit;
                met.clear();
            }
            if period.source() != Some(Source::Title) && period != Settled::Refused && before.period != Settled::Open {
                period = before.period;
                met_period.clear();
            }
            if measures.is_empty() {
                measures.clone_from(&before.measures);
            }
        }
        let mut findings = met;
        findings.append(&mut met_period);
        // Of a second table it is told where it stands.
        if before.is_some() {
            let (left, right) = table.span();
            let first = CellRef { row: table.header.top, col: left };
            let area = Area { first, last: CellRef { row: table.last, col: right } };
            for f in findings.iter_mut().filter(|f| f.place.cell.is_empty()) {
                f.place.cell = area.to_string();
            }
        }
        RecognisedSheet {
            sheet,
            form,
            tables: vec![table],
            others: Vec::new(),
            unit,
            period,
            measures,
            supplement: false,
            score,
            findings,
        }
    }
}

/// A file name that names one unit while every sheet inside names another is a contradiction; a workbook
/// that collects several units is none.
fn contradict_file_name(
    parts: &mut [RecognisedSheet],
    book: &Workbook,
    name: &str,
    project: &Project,
    lexicon: &Lexicon,
) {
    let mut inside: Vec<UnitId> = parts.iter().filter_map(|p| p.unit.value()).collect();
    inside.sort_unstable();
    inside.dedup();
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(s, _)| s).to_owned();
    for part in parts {
        let Settled::Is(unit, Source::Title) = part.unit else {
            continue;
        };
        let form = &project.forms[part.form];
        let day = part.period.value().map(|p| p.window(form.regime).1);
        let exists = |u: UnitId| day.is_none_or(|d| project.register.get(u).exists_on(d));
        let reporter = |u: UnitId| form.reporters.has(&project.register, u) && exists(u);
        let sheet = &book.sheets[part.sheet].name;
        let by_file = lexicon.names.mentioned(&stem, &reporter);
        let mut places = vec![(Term::Sheet, sheet.clone())];
        // A file that is named after one of the units inside holds that one's sheets; one that is named after none
        // of several collects them.
        if inside.len() == 1 || by_file.iter().any(|u| inside.contains(u)) {
            places.push((Term::File, stem.clone()));
        }
        for (place, text) in places {
            let units = lexicon.names.mentioned(&text, &reporter);
            if !units.is_empty() && !units.contains(&unit) {
                let says = units.iter().map(|u| project.register.get(*u).full_name()).collect::<Vec<_>>().join("; ");
                part.findings.push(
                    Finding::new(Code::R005)
                        .sheet(sheet)
                        .form(&form.code)
                        .value(text.clone())
                        .expected(project.register.get(unit).full_name())
                        .arg("where_a", Term::Title)
                        .arg("a", project.register.get(unit).full_name())
                        .arg("where_b", place)
                        .arg("b", says),
                );
                part.unit = Settled::Refused;
                break;
            }
        }
    }
}
