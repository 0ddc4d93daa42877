/*!
Writes a first form from a blank or filled workbook, ready to edit.

No form is known here, so the table is told by its shape: the rows of texts with the most columns, over the
rows that follow. What cannot be known is written as a question in a comment.
*/

use std::fmt::Write;

use super::context::{self, Lines};
use super::grid::{Grid, Keys};
use super::names::split_words;
use super::periods;
use super::table::{self, Column, Header};
use serde::{Deserialize, Serialize};

use rustc_hash::FxHashMap;

use crate::intake::workbook::{Cell, Sheet, Value, Visibility, Workbook};
use crate::project::Project;
use crate::project::form::HeaderPath;
use crate::project::period::{Frequency, Period};
use crate::text::language::{Convention, words};
use crate::text::number::{Reading, read_date, read_number};
use crate::text::{bare, clean, key};

/// How a drafted form is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Shape {
    IndicatorRows,
    Matrix,
    UnitRows,
    Records,
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Shape::IndicatorRows => "indicator-rows",
            Shape::Matrix => "matrix",
            Shape::UnitRows => "unit-rows",
            Shape::Records => "records",
        }
    }
}

/// A form as a filled sheet shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The sheet.
    pub sheet: String,
    /// Its title.
    pub title: String,
    /// Who reports, as it is written over the table.
    pub unit: Option<String>,
    /// For when, as it is written in the names of folders.
    pub period: Option<String>,
    /// How often, where that is said.
    frequency: Option<Frequency>,
    shape: Shape,
    /// Headings of the columns that are no figures.
    number: Option<Vec<String>>,
    label: Option<Vec<String>>,
    measure: Option<Vec<String>>,
    /// The measure that a line over the table states for all of its figures.
    line_measure: Option<String>,
    note: Option<Vec<String>>,
    columns: Vec<Drafted>,
    /// The rows that the form declares.
    rows: Vec<DraftedRow>,
}

/// What a column's cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Holds {
    Nothing,
    Whole,
    Decimal,
    Percent,
    YesNo,
    Date,
    Text,
}

impl Holds {
    fn is_number(self) -> bool {
        matches!(self, Holds::Whole | Holds::Decimal | Holds::Percent)
    }

    /// What two files show together.
    fn widened(self, other: Holds) -> Holds {
        match (self, other) {
            (a, b) if a == b => a,
            (Holds::Nothing, known) | (known, Holds::Nothing) => known,
            (Holds::Percent, Holds::Whole | Holds::Decimal) | (Holds::Whole | Holds::Decimal, Holds::Percent) => {
                Holds::Percent
            }
            (Holds::Whole, Holds::Decimal) | (Holds::Decimal, Holds::Whole) => Holds::Decimal,
            _ => Holds::Text,
        }
    }
}

/// How a column comes together, where that is not by its sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Together {
    Sum,
    Mean,
    /// Weighted by another of the columns.
    Weighted(usize),
    /// One of the columns over another, so many times.
    Share(usize, usize, u16),
    /// Not at all: the row of totals says nothing.
    Nothing,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Drafted {
    col: u32,
    path: Vec<String>,
    holds: Holds,
    together: Together,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct DraftedRow {
    code: String,
    name: String,
    unit: String,
    holds: Holds,
    heading: bool,
}

impl Draft {
    /// The code under which it is known.
    pub fn code(&self) -> String {
        slug(&self.title)
    }

    /// Takes in what another file says of the same form; false where it is another one.
    pub fn takes(&mut self, other: &Draft) -> bool {
        // One file may lack a column, not most of them.
        let lacks = |few: &[Drafted], many: &[Drafted]| {
            few.len() * 2 > many.len() && few.iter().all(|f| many.iter().any(|m| m.path == f.path))
        };
        let (fewer, more) = (lacks(&self.columns, &other.columns), lacks(&other.columns, &self.columns));
        let same_columns = fewer || more;
        let known: Vec<String> = self.rows.iter().map(|r| key(&r.name)).collect();
        let met = other.rows.iter().filter(|r| known.contains(&key(&r.name))).count();
        // Of two lists of rows most must be the same; rows that nobody declares are free.
        let same_rows = met * 2 >= self.rows.len().min(other.rows.len());
        if key(&self.title) != key(&other.title)
            || self.shape != other.shape
            || self.label != other.label
            || !same_columns
            || !same_rows
        {
            return false;
        }
        let theirs = match more {
            true => other.columns.clone(),
            false => std::mem::replace(&mut self.columns, other.columns.clone()),
        };
        for theirs in &theirs {
            let Some(mine) = self.columns.iter_mut().find(|c| c.path == theirs.path) else {
                continue;
            };
            mine.holds = mine.holds.widened(theirs.holds);
            // What is a share in one file only is chance.
            if mine.together != theirs.together && theirs.together == Together::Sum {
                mine.together = Together::Sum;
            }
        }
        for row in &other.rows {
            match self.rows.iter_mut().find(|r| key(&r.name) == key(&row.name)) {
                Some(mine) => {
                    mine.holds = mine.holds.widened(row.holds);
                    mine.heading &= row.heading;
                }
                None => self.rows.push(DraftedRow { code: self.free_row_code(&row.code), ..row.clone() }),
            }
        }
        true
    }

    fn free_row_code(&self, code: &str) -> String {
        let taken = |c: &String| self.rows.iter().any(|r| r.code == *c);
        let next = |n: usize| if n == 0 { code.to_owned() } else { format!("{code}-{}", n + 1) };
        (0..).map(next).find(|c| !taken(c)).unwrap_or_default()
    }
}

/// Drafts a form from each table of each sheet; `name` is the file's path.
pub fn draft(book: &Workbook, name: &str) -> Vec<Draft> {
    let visible = book.sheets.iter().filter(|s| s.visibility == Visibility::Visible);
    visible.flat_map(|s| draft_sheet(s, name)).collect()
}

fn draft_sheet(sheet: &Sheet, name: &str) -> Vec<Draft> {
    let keys = Keys::default();
    let grid = Grid::new(sheet, &keys);
    let mut starts = further_tables(&grid);
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).map(|s| s - 1).chain([grid.last_row()]);
    let mut out: Vec<Draft> = Vec::new();
    for (&start, end) in starts.iter().zip(ends) {
        for mut draft in draft_tables(&grid, (start, end), name) {
            // What is said over the first table holds for those below it.
            if let Some(first) = out.first() {
                draft.unit = draft.unit.or_else(|| first.unit.clone());
                draft.frequency = draft.frequency.or(first.frequency);
                draft.period = if draft.frequency == first.frequency { first.period.clone() } else { draft.period };
            }
            out.push(draft);
        }
    }
    out
}

/// Where further tables begin below the first: with their title, or with their header.
fn further_tables(grid: &Grid<'_>) -> Vec<u32> {
    let mut out = Vec::new();
    let figures = |row: u32| grid.row(row).filter(|(c, _)| of_cell(c).is_number()).count();
    let mut body = false;
    let rows: Vec<u32> = grid.rows(0, grid.last_row()).collect();
    for (n, &row) in rows.iter().enumerate() {
        if body && table::is_header_like(grid, row) {
            let title = rows[..n].last().copied().filter(|t| *t + 2 >= row && grid.row(*t).count() == 1);
            out.push(title.unwrap_or(row));
            body = false;
        }
        // A year beside its word is no body yet.
        body |= figures(row) >= 2;
    }
    out
}

/// The tables of some rows: one, or several side by side.
fn draft_tables(grid: &Grid<'_>, (start, end): (u32, u32), name: &str) -> Vec<Draft> {
    let Some((top, bottom)) = header_rows(grid, (start, end)) else {
        return Vec::new();
    };
    let mut blocks: Vec<Vec<Header>> = Vec::new();
    for header in table::header_paths(grid, top, bottom) {
        let last = blocks.last().and_then(|b| b.last()).map(|h| h.col);
        // A blank column alone may be no more than a gap: another table names its own rows.
        let texts = grid.rows(bottom + 1, end).filter_map(|r| grid.get(r, header.col));
        let (words, all) = texts.fold((0, 0), |(w, n), c| (w + usize::from(of_cell(c) == Holds::Text), n + 1));
        let blank = |c: u32| (top..=end).all(|r| grid.get(r, c).is_none());
        match blocks.last_mut() {
            Some(block)
                if last.is_none_or(|l| !(header.col > l + 1 && (l + 1..header.col).all(blank)) || words * 2 <= all) =>
            {
                block.push(header);
            }
            _ => blocks.push(vec![header]),
        }
    }
    if blocks.iter().any(|b| b.len() < 2) {
        blocks = vec![blocks.into_iter().flatten().collect()];
    }
    blocks.into_iter().filter_map(|headers| draft_table(grid, (start, end), (top, bottom), headers, name)).collect()
}

fn draft_table(
    grid: &Grid<'_>,
    (start, end): (u32, u32),
    (top, bottom): (u32, u32),
    headers: Vec<Header>,
    name: &str,
) -> Option<Draft> {
    if headers.len() < 2 {
        return None;
    }
    let no_columns: Vec<Column> = Vec::new();
    let mut first = bottom + 1;
    while first <= end && grid.row(first).next().is_some() && table::is_column_numbers(grid, first, &no_columns) {
        first += 1;
    }
    let rows: Vec<u32> = grid.rows(first, end).take_while(|r| !is_end(grid, *r)).collect();
    let columns = headers.iter().map(|h| Drafted {
        col: h.col,
        path: h.texts.clone(),
        holds: holds(grid, &rows, h.col, h.texts.last().map_or("", String::as_str)),
        together: Together::Sum,
    });
    let mut columns: Vec<Drafted> = columns.collect();
    let lines = lines_over(grid, (start, top));
    let stated = lines.iter().rev().find_map(|l| periods::find(l).first().copied());
    let base = name.rsplit('/').next().unwrap_or(name);
    let stem = base.rsplit_once('.').map_or(base, |(s, _)| s);
    let period =
        stated.or_else(|| [grid.sheet.name.as_str(), stem].iter().find_map(|t| periods::find(t).first().copied()));
    if let Some(period) = period {
        of_the_period(period, &mut columns);
    }
    fn take(columns: &mut Vec<Drafted>, found: &dyn Fn(&Drafted) -> bool) -> Option<Drafted> {
        columns.iter().position(found).map(|at| columns.remove(at))
    }
    // Figures behind the names may be 1, 2, 3 as well.
    let text = columns.iter().find(|c| c.holds == Holds::Text).map(|c| c.col);
    let number = take(&mut columns, &|c| {
        is_one_of(&c.path, &NUMBER) || text.is_none_or(|t| c.col < t) && is_ordinal(grid, &rows, c)
    });
    let first_text = columns.iter().find(|c| c.holds == Holds::Text).map(|c| (c.col, c.path.clone()));
    let of_indicators = first_text.as_ref().is_some_and(|(_, p)| is_one_of(p, &INDICATOR));
    let labelled = first_text.as_ref().map(|(col, _)| *col);
    // "Unit" beside the name of an indicator is its measure; elsewhere it is an office.
    let beside = |c: &Drafted| {
        let is_measure = |r: &&u32| grid.get(**r, c.col).and_then(|c| c.text()).is_some_and(is_continuous);
        labelled.is_some_and(|l| l < c.col)
            && c.holds == Holds::Text
            && is_one_of(&c.path, &["unit", "units", "don vi"])
            && (of_indicators || rows.iter().filter(is_measure).count() * 2 > rows.len())
    };
    let measure = take(&mut columns, &|c| is_one_of(&c.path, &MEASURE)).or_else(|| take(&mut columns, &beside));
    let note = take(&mut columns, &|c| is_one_of(&c.path, &NOTE));
    let numbers = columns.iter().filter(|c| !matches!(c.holds, Holds::Text | Holds::Date)).count();
    let texts = columns.len() - numbers;
    let codes = number.as_ref().is_some_and(|n| has_codes(grid, &rows, n));
    let lists = (texts.max(1) - 1) * 2 > columns.len().max(1) - 1;
    let fixed = measure.is_some() || of_indicators && !lists && numbers >= 1;
    let shape = if numbers >= 2 && (codes || fixed) {
        Shape::Matrix
    } else if fixed {
        Shape::IndicatorRows
    } else if lists {
        Shape::Records
    } else {
        Shape::UnitRows
    };
    let mut label = None;
    if shape != Shape::Records && !columns.is_empty() {
        let at = columns.iter().position(|c| c.holds == Holds::Text).unwrap_or(0);
        label = Some(columns.remove(at));
    }
    let said = context::measures(&Lines::of(grid, start, top.saturating_sub(1).max(start)));
    let line_measure = match said.as_slice() {
        [one] if top > start && is_continuous(one) => Some(one.clone()),
        _ => None,
    };
    // Of what is measured there are parts.
    for c in columns.iter_mut().filter(|c| line_measure.is_some() && c.holds == Holds::Whole) {
        c.holds = Holds::Decimal;
    }
    come_together(grid, &rows, label.as_ref(), &mut columns);
    let drafted = match shape {
        Shape::IndicatorRows | Shape::Matrix => {
            rows_of(grid, &rows, shape, (number.as_ref(), label.as_ref(), measure.as_ref()), &columns)
        }
        Shape::UnitRows | Shape::Records => Vec::new(),
    };
    let path = |c: Option<Drafted>| c.map(|c| c.path);
    Some(Draft {
        sheet: grid.sheet.name.clone(),
        title: title_of(grid, (start, top)),
        unit: lines.iter().find_map(|l| words().strip_unit_label(l).filter(|u| !u.is_empty()).map(str::to_owned)),
        period: period.map(|p| p.to_string()),
        frequency: period.map(|p| p.frequency()),
        shape,
        number: path(number),
        label: path(label),
        measure: path(measure),
        line_measure,
        note: path(note),
        columns,
        rows: drafted,
    })
}

/// Headings that name the period are written so for every period; beside them those of other periods are not asked for.
fn of_the_period(period: Period, columns: &mut Vec<Drafted>) {
    let alone = |t: &String| match &*periods::strip(t) {
        (found, rest) if rest.trim().is_empty() => found.first().copied(),
        _ => None,
    };
    let own = |c: &Drafted| c.path.iter().any(|t| alone(t) == Some(period));
    if !columns.iter().any(own) {
        return;
    }
    columns.retain(|c| own(c) || c.path.iter().all(|t| alone(t).is_none()));
    for text in columns.iter_mut().flat_map(|c| &mut c.path) {
        if alone(text) == Some(period) {
            *text = super::lexicon::PERIOD.to_owned();
        }
    }
}

fn is_end(grid: &Grid<'_>, row: u32) -> bool {
    grid.row(row).any(|(_, k)| k.is_some_and(|k| words().is_ending(k)))
        && !grid.row(row).any(|(c, _)| matches!(c.value, Value::Number(_)))
}

/// The rows of the header: the row of texts that fills the most columns, with what is merged into it.
pub fn header_rows(grid: &Grid<'_>, (start, end): (u32, u32)) -> Option<(u32, u32)> {
    let mut best: Option<(usize, u32)> = None;
    for row in grid.rows(start, end.min(start + 200)).filter(|r| !table::is_column_numbers(grid, *r, &[])) {
        let cells: Vec<_> = grid.row(row).collect();
        // Figures that are stored as text are figures; "No." is a heading as well as an answer.
        let is_word = |c: &Cell, also: Holds| {
            let holds = of_cell(c);
            c.text().is_some_and(|t| t.chars().count() < 120) && (holds == Holds::Text || holds == also)
        };
        let texts = cells.iter().filter(|(c, k)| k.is_some() && is_word(c, Holds::YesNo)).count();
        let words = cells.iter().filter(|(c, _)| is_word(c, Holds::Text)).count();
        let texts = if words >= 2 { texts } else { words };
        // A header has no figures; a row of data that is all text does not come first.
        if texts >= 2 && texts == cells.len() && best.is_none_or(|(n, _)| texts > n) {
            best = Some((texts, row));
        }
    }
    let (_, row) = best?;
    let merges = &grid.sheet.merges;
    let mut top = merges
        .iter()
        .filter(|m| m.has(row, m.first.col) && m.last.row > m.first.row)
        .map(|m| m.first.row)
        .min()
        .unwrap_or(row)
        .min(row);
    let mut bottom = merges
        .iter()
        .filter(|m| m.first.row <= row && m.last.row >= row && m.last.row - m.first.row < 6)
        .map(|m| m.last.row)
        .max()
        .unwrap_or(row)
        .max(row);
    // Without merged areas an upper row names what the lower one leaves blank.
    let words_only =
        |r: u32| grid.row(r).count() >= 2 && grid.row(r).all(|(c, k)| k.is_some() && of_cell(c) == Holds::Text);
    let lacks = |lower: u32, upper: u32| {
        let first = grid.row(upper).next().map(|(c, _)| c.col);
        first.is_some_and(|c| grid.get(lower, c).is_none() && grid.row(lower).all(|(l, _)| l.col > c))
    };
    if merges.iter().all(|m| m.last.row < top || m.first.row > bottom)
        && top > start
        && words_only(top - 1)
        && lacks(top, top - 1)
    {
        top -= 1;
    }
    let unmerged = merges.iter().all(|m| m.last.row < top || m.first.row > bottom);
    if unmerged && bottom < end && words_only(bottom + 1) && lacks(bottom + 1, bottom) {
        bottom += 1;
    }
    // A group heading spans several columns right above; sub-headings stand right below one.
    while top > start
        && merges.iter().any(|m| m.first.row == top - 1 && m.last.row == top - 1 && m.last.col > m.first.col)
        && grid.row(top - 1).filter(|(_, k)| k.is_some()).count() >= 2
    {
        top -= 1;
    }
    while merges.iter().any(|m| m.first.row == bottom && m.last.row == bottom && m.last.col > m.first.col)
        && grid.row(bottom + 1).all(|(_, k)| k.is_some())
        && grid.row(bottom + 1).count() >= 2
    {
        bottom += 1;
    }
    Some((top, bottom))
}

fn holds(grid: &Grid<'_>, rows: &[u32], col: u32, title: &str) -> Holds {
    let mut met: Vec<Holds> = Vec::new();
    for cell in rows.iter().take(300).filter_map(|r| grid.get(*r, col)) {
        met.push(of_cell(cell));
    }
    met.retain(|h| *h != Holds::Nothing);
    let count = |h: Holds| met.iter().filter(|m| **m == h).count();
    if met.is_empty() {
        return by_title(title);
    }
    let most = [Holds::Whole, Holds::Decimal, Holds::Percent, Holds::YesNo, Holds::Date, Holds::Text]
        .into_iter()
        .max_by_key(|h| count(*h))
        .unwrap_or(Holds::Text);
    match most {
        Holds::Whole | Holds::Decimal if by_title(title) == Holds::Percent => Holds::Percent,
        Holds::Whole
            if count(Holds::Decimal) > 0
                || table::without_remarks(title, "").is_some_and(|(_, m)| m.is_some_and(|m| is_continuous(&m))) =>
        {
            Holds::Decimal
        }
        other => other,
    }
}

/// True for a measure of which there may be parts: area, weight, money.
fn is_continuous(measure: &str) -> bool {
    crate::text::measure::parse(measure).is_some_and(|m| m.is_certain() && !m.is_percent())
}

fn of_cell(cell: &Cell) -> Holds {
    match &cell.value {
        Value::Number(_) if cell.percent => Holds::Percent,
        Value::Number(n) if *n == n.trunc() && *n >= 0.0 => Holds::Whole,
        Value::Number(_) => Holds::Decimal,
        Value::Bool(_) => Holds::YesNo,
        Value::Date { .. } => Holds::Date,
        Value::Error(_) | Value::NoResult => Holds::Nothing,
        Value::Text(t) => {
            let k = key(t);
            if words().yes_no(&k).is_some() {
                return Holds::YesNo;
            }
            if read_date(t, Convention::Vi).is_some() {
                return Holds::Date;
            }
            match read_number(t, Convention::Vi, "") {
                Reading::Number { how, .. } if how.percent => Holds::Percent,
                Reading::Number { value, .. } | Reading::Either(value, _) if value == value.trunc() => Holds::Whole,
                Reading::Number { .. } | Reading::Either(..) => Holds::Decimal,
                Reading::Fraction(..) => Holds::Percent,
                Reading::Other => Holds::Text,
                _ => Holds::Nothing,
            }
        }
    }
}

fn by_title(title: &str) -> Holds {
    let k = bare(&key(title));
    let has = |w: &str| format!(" {k} ").contains(&format!(" {w} "));
    if title.contains('%') || has("ty le") || has("rate") || has("percent") {
        Holds::Percent
    } else if has("co khong") || has("yes no") {
        Holds::YesNo
    } else if has("ngay") || has("date") {
        Holds::Date
    } else {
        Holds::Whole
    }
}

/// Kinds of unit that may report: all of the project but that of the unit at the top; of a new project the one it has.
fn reporters(project: Option<&Project>) -> String {
    let Some(project) = project else {
        return quote("don-vi");
    };
    let top = project.register.get(project.province).kind;
    let kinds = project.kinds.iter().enumerate().filter(|(i, _)| *i != usize::from(top.0));
    kinds.map(|(_, k)| quote(&k.code)).collect::<Vec<_>>().join(", ")
}

/// True for a short heading over 1, 2, 3 and so on.
fn is_ordinal(grid: &Grid<'_>, rows: &[u32], column: &Drafted) -> bool {
    let short = column.path.len() == 1 && column.path[0].chars().count() <= 6;
    let numbers: Vec<f64> = rows
        .iter()
        .filter_map(|r| match grid.get(*r, column.col)?.value {
            Value::Number(n) => Some(n),
            _ => None,
        })
        .collect();
    short && numbers.len() >= 2 && numbers.iter().enumerate().all(|(i, n)| *n == (i + 1) as f64)
}

/// The number that a cell holds, a percentage as 95 for 95 %.
fn figure(cell: &Cell) -> Option<f64> {
    match &cell.value {
        Value::Number(n) => Some(if cell.percent { n * 100.0 } else { *n }),
        Value::Text(t) => match read_number(t, Convention::Vi, "") {
            Reading::Number { value, .. } => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// Tells shares and averages from sums: a share by its parts in every row, an average by the row of totals or its name.
fn come_together(grid: &Grid<'_>, rows: &[u32], label: Option<&Drafted>, columns: &mut [Drafted]) {
    let named = |r: &u32| label.and_then(|l| grid.key(*r, l.col));
    let is_total = |r: &u32| named(r).is_some_and(|k| words().is_total(k) || words().is_subtotal(k));
    let by_words = rows.iter().rev().find(|r| named(r).is_some_and(|k| words().is_whole_total(k))).copied();
    let total = by_words.or_else(|| sum_row(grid, rows, columns));
    let body: Vec<u32> = rows.iter().filter(|r| !is_total(r) && Some(**r) != total).copied().collect();
    let values: Vec<Vec<Option<f64>>> =
        columns.iter().map(|c| body.iter().map(|r| grid.get(*r, c.col).and_then(figure)).collect()).collect();
    let is_close = |a: f64, b: f64, stated: f64| {
        let decimals = crate::text::number::plain_number(stated).split_once('.').map_or(0, |(_, d)| d.len());
        (a - b).abs() <= 0.5 * 10f64.powi(-(decimals.min(6) as i32)) + 1e-6
    };
    // Of few columns only: every two of them are tried.
    const MOST: usize = 40;
    let parts: Vec<usize> =
        (0..columns.len().min(MOST)).filter(|i| matches!(columns[*i].holds, Holds::Whole | Holds::Decimal)).collect();
    let share = |p: usize| {
        let pairs = parts
            .iter()
            .flat_map(|n| parts.iter().map(move |d| (*n, *d)))
            .filter(|(n, d)| n != d && *n != p && *d != p);
        pairs.into_iter().find_map(|(n, d)| {
            let rows = || {
                let all = (0..body.len()).filter_map(|r| Some((values[p][r]?, values[n][r]?, values[d][r]?)));
                all.filter(|(.., d)| *d != 0.0)
            };
            // Whole numbers are often each other's multiples.
            let percent = columns[p].holds == Holds::Percent;
            let enough = || {
                percent && rows().nth(1).is_some() || rows().nth(2).is_some() && rows().any(|(p, ..)| p != p.trunc())
            };
            let scales: &[u16] = if percent { &[100] } else { &[1, 100, 1000] };
            let holds = |s: &&u16| rows().all(|(p, n, d)| is_close(f64::from(**s) * n / d, p, p));
            scales.iter().find(holds).filter(|_| enough()).map(|s| (n, d, *s))
        })
    };
    let mean = |p: usize| -> Option<Together> {
        let cell = total.and_then(|t| grid.get(t, columns[p].col));
        let stated = cell.and_then(figure);
        let given: Vec<(usize, f64)> = values[p].iter().enumerate().filter_map(|(r, v)| Some((r, (*v)?))).collect();
        let sum: f64 = given.iter().map(|(_, v)| v).sum();
        if given.len() >= 2 && stated.is_some_and(|t| is_close(sum, t, t)) {
            return None;
        }
        if given.len() < 2 {
            return is_no_sum(&columns[p].path).then_some(Together::Nothing);
        }
        let weighted = |w: &usize| {
            let (mut over, mut under) = (0.0, 0.0);
            for (r, v) in &given {
                let weight = values[*w][*r]?;
                over += v * weight;
                under += weight;
            }
            (under != 0.0).then_some(over / under)
        };
        if stated.is_some_and(|t| is_close(sum / given.len() as f64, t, t)) {
            return Some(Together::Mean);
        }
        // What is no sum itself weighs nothing.
        let weighs = |w: &&usize| **w != p && !is_average(&columns[**w].path) && !is_no_sum(&columns[**w].path);
        let by_weight = |t: f64| parts.iter().filter(weighs).find(|w| weighted(w).is_some_and(|m| is_close(m, t, t)));
        if let Some(w) = stated.and_then(by_weight) {
            return Some(Together::Weighted(*w));
        }
        if is_average(&columns[p].path) {
            return Some(Together::Mean);
        }
        if is_no_sum(&columns[p].path) {
            return Some(Together::Nothing);
        }
        // The office itself gives no total of it, beside those that it does give.
        let others = |t: u32| parts.iter().filter(|o| **o != p && grid.get(t, columns[**o].col).is_some()).count();
        (total.is_some_and(|t| cell.is_none() && others(t) > 0)).then_some(Together::Nothing)
    };
    let found: Vec<Option<Together>> = (0..columns.len().min(MOST))
        .map(|p| match columns[p].holds {
            Holds::Percent => share(p).map(|(n, d, s)| Together::Share(n, d, s)).or_else(|| mean(p)),
            Holds::Decimal => share(p).map(|(n, d, s)| Together::Share(n, d, s)).or_else(|| mean(p)),
            Holds::Whole => mean(p),
            _ => None,
        })
        .collect();
    for (column, together) in columns.iter_mut().zip(found) {
        column.together = together.unwrap_or(Together::Sum);
    }
}

/// The row whose figures are the sums of all others, in most of the columns: a total whatever it is called. Of two rows
/// only nobody knows.
fn sum_row(grid: &Grid<'_>, rows: &[u32], columns: &[Drafted]) -> Option<u32> {
    let whole: Vec<u32> =
        columns.iter().filter(|c| matches!(c.holds, Holds::Whole | Holds::Decimal)).map(|c| c.col).collect();
    let value = |r: u32, c: u32| grid.get(r, c).and_then(figure).unwrap_or(0.0);
    let is_sum = |r: &u32| {
        let same = |c: &&u32| {
            let others: f64 = rows.iter().filter(|o| *o != r).map(|o| value(*o, **c)).sum();
            others != 0.0 && (others - value(*r, **c)).abs() < 1e-6 * others.abs().max(1.0)
        };
        whole.iter().filter(same).count()
    };
    let ends = [rows.first(), rows.last()].into_iter().flatten();
    let found = ends.copied().find(|r| is_sum(r) >= 2 || is_sum(r) == 1 && whole.len() <= 2);
    found.filter(|_| rows.len() >= 4)
}

/// True for a heading that says of itself that it is an average.
fn is_average(path: &[String]) -> bool {
    let k = format!(" {} ", bare(&key(&path.join(" "))));
    ["binh quan", "trung binh", "nang suat", "average", "avg", "mean", "per", "bq", "rate"]
        .iter()
        .any(|w| k.contains(&format!(" {w} ")))
}

/// True for a heading whose figures cannot be added up: a price, a temperature, so much per something.
fn is_no_sum(path: &[String]) -> bool {
    let k = format!(" {} ", bare(&key(&path.join(" "))));
    let words =
        ["price", "don gia", "gia ban", "gia mua", "muc gia", "nhiet do", "temperature", "expectancy", "tuoi tho"];
    let more = ["median", "trung vi", "mat do", "density", "ty so", "ti so", "ratio", "index", "do am", "humidity"];
    let measure = |t: &String| table::without_remarks(t, "").and_then(|(_, m)| m);
    words.iter().chain(&more).any(|w| k.contains(&format!(" {w} ")))
        || path.iter().filter_map(measure).any(|m| is_per(&m))
}

/// True for a measure of so much per something, or of a temperature.
fn is_per(measure: &str) -> bool {
    measure.contains(['/', '°']) && !measure.chars().any(|c| c.is_ascii_digit())
}

fn is_one_of(path: &[String], names: &[&str]) -> bool {
    let k = bare(&key(path.last().map_or("", String::as_str)));
    names.contains(&k.as_str())
}

const NUMBER: [&str; 10] = ["stt", "tt", "so tt", "so thu tu", "no", "ord", "ma so", "ma", "ms", "code"];
const MEASURE: [&str; 5] = ["dvt", "don vi tinh", "unit of measure", "measure", "uom"];
const INDICATOR: [&str; 10] = [
    "chi tieu",
    "cac chi tieu",
    "ten chi tieu",
    "noi dung",
    "noi dung chi tieu",
    "chi so",
    "indicator",
    "indicators",
    "indicator name",
    "statistic",
];
const NOTE: [&str; 5] = ["ghi chu", "note", "notes", "remarks", "comment"];

/// The rest of a header path below its first level, and what stands in the column.
type Item<'a> = (&'a [String], Holds);

impl Draft {
    /// The form as TOML under a code, for a project or for a new one.
    pub fn toml(&self, code: &str, project: Option<&Project>) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "# Bản nháp do `tonghop inspect --draft-form` lập: đọc lại và sửa trước khi dùng.");
        let _ = writeln!(out, "# A draft by `tonghop inspect --draft-form`: read and edit it before use.");
        let _ = writeln!(out, "code = {}", quote(code));
        let _ = writeln!(out, "title = {}", quote(&self.title));
        let _ =
            writeln!(out, "layout = {}   # indicator-rows | matrix | unit-rows | records", quote(self.shape.name()));
        let frequency = self.frequency.unwrap_or(Frequency::Quarter);
        let frequency = Frequency::NAMES.iter().find(|(_, f)| *f == frequency).map_or("quarter", |(n, _)| *n);
        let _ =
            writeln!(out, "frequency = {}   # month | quarter | half-year | nine-months | year\n", quote(frequency));
        let _ = writeln!(
            out,
            "[reporters]\nkinds = [{}]   # ai phải báo cáo: loại đơn vị trong tonghop.toml / who reports: kinds of tonghop.toml\n",
            reporters(project)
        );
        if self.shape == Shape::UnitRows {
            let _ = writeln!(
                out,
                "[rows]\nregistered = false   # true và kinds = [...] nếu mỗi dòng là một đơn vị trong units.csv\n"
            );
        }
        let _ = writeln!(out, "[columns]");
        let mut column = |key: &str, c: Option<&Vec<String>>| {
            if let Some(c) = c {
                let _ = writeln!(out, "{key} = [{}]", path(c));
            }
        };
        column("code", self.number.as_ref());
        match self.shape {
            Shape::IndicatorRows => {
                column("label", self.label.as_ref());
                column("measure", self.measure.as_ref());
                column("value", self.columns.first().map(|c| &c.path));
            }
            Shape::Matrix => {
                column("label", self.label.as_ref());
                column("measure", self.measure.as_ref());
            }
            Shape::UnitRows => column("row", self.label.as_ref()),
            Shape::Records => {}
        }
        column("note", self.note.as_ref());
        match self.shape {
            Shape::IndicatorRows => self.write_rows(&mut out),
            Shape::Matrix => self.write_matrix(&mut out),
            Shape::UnitRows | Shape::Records => self.write_columns(&mut out),
        }
        out
    }

    /// Indicators across; those that repeat under several headings once for all of them.
    fn write_columns(&self, out: &mut String) {
        let repeated = self.repeated();
        if let Some((groups, items)) = &repeated {
            let mut list = |name: &str, members: &[(String, String)]| {
                let _ = writeln!(out, "\n[lists.{name}]");
                for (code, heading) in members {
                    let _ = writeln!(out, "{code} = {heading}");
                }
            };
            let named = |paths: &[Vec<String>]| {
                let mut members: Vec<(String, String)> = Vec::new();
                for p in paths {
                    let own = slug(&p.join(" "));
                    let next = |n: usize| if n == 1 { own.clone() } else { format!("{own}-{n}") };
                    let code = (1..).map(next).find(|c| !members.iter().any(|(m, _)| m == c)).unwrap_or_default();
                    let heading = if let [one] = p.as_slice() { quote(one) } else { format!("[{}]", path(p)) };
                    members.push((code, heading));
                }
                members
            };
            list("nhom", &named(groups));
            list("muc", &named(items));
            let first = self.columns.iter().find(|c| c.path.starts_with(&groups[0]));
            let holds = first.map_or(Holds::Whole, |c| c.holds);
            let _ = writeln!(
                out,
                "\n[[indicator]]\ncode = \"{{nhom}}-{{muc}}\"\nname = \"{{nhom}} – {{muc}}\"\nheader = [[\"{{nhom}}\", \"{{muc}}\"]]\ntype = {}",
                quote(kind(holds))
            );
            first.into_iter().for_each(|c| self.write_measure(out, c));
        }
        let single =
            |c: &Drafted| repeated.as_ref().is_none_or(|(groups, _)| !groups.iter().any(|g| c.path.starts_with(g)));
        for (n, c) in self.columns.iter().enumerate().filter(|(_, c)| single(c)) {
            let (name, header) = (quote(&c.path.join(" – ")), path(&c.path));
            let _ = writeln!(out, "\n[[indicator]]\ncode = \"{}\"\nname = {name}\nheader = [{header}]", n + 1);
            self.write_measure(out, c);
            let _ = match c.together {
                Together::Share(.., scale) if c.holds != Holds::Percent => {
                    writeln!(out, "type = \"ratio\"\nscale = {scale}")
                }
                _ => writeln!(out, "type = {}", quote(kind(c.holds))),
            };
            let _ = match c.together {
                Together::Sum => Ok(()),
                Together::Mean => writeln!(out, "aggregation = \"mean\""),
                Together::Weighted(w) => writeln!(out, "aggregation = \"weighted-mean\"\nweight = \"{}\"", w + 1),
                Together::Share(n, d, _) => writeln!(out, "numerator = \"{}\"\ndenominator = \"{}\"", n + 1, d + 1),
                Together::Nothing => writeln!(out, "aggregation = \"none\""),
            };
        }
    }

    /// The measure that a line states for a column whose heading states none.
    fn write_measure(&self, out: &mut String, c: &Drafted) {
        let own = c.path.iter().any(|t| table::without_remarks(t, "").is_some_and(|(_, m)| m.is_some()));
        if let Some(measure) = self.line_measure.as_ref().filter(|_| !own && c.holds == Holds::Decimal) {
            let _ = writeln!(out, "unit = {}", quote(measure));
        }
    }

    /// The headings under which the same columns stand, and these: where at least two have the same two or more.
    fn repeated(&self) -> Option<(Vec<HeaderPath>, Vec<HeaderPath>)> {
        if self.columns.iter().any(|c| c.together != Together::Sum) {
            return None;
        }
        let mut groups: Vec<(&String, Vec<Item<'_>>)> = Vec::new();
        for c in self.columns.iter().filter(|c| c.path.len() >= 2) {
            match groups.iter_mut().find(|(g, _)| **g == c.path[0]) {
                Some((_, items)) => items.push((&c.path[1..], c.holds)),
                None => groups.push((&c.path[0], vec![(&c.path[1..], c.holds)])),
            }
        }
        let paths = |items: &[Item<'_>]| items.iter().map(|(p, _)| p.to_vec()).collect::<Vec<_>>();
        let one_type = |items: &[Item<'_>]| items.windows(2).all(|w| w[0].1 == w[1].1);
        let (_, items) = groups.iter().find(|(_, items)| {
            items.len() >= 2 && one_type(items) && groups.iter().filter(|(_, o)| o == items).count() >= 2
        })?;
        let mine: Vec<Vec<String>> =
            groups.iter().filter(|(_, o)| o == items).map(|(g, _)| vec![(*g).clone()]).collect();
        // A heading over other columns as well, or a column of the same name alone, would be taken along.
        let apart = self.columns.iter().all(|c| c.path.len() >= 2 || !mine.iter().any(|g| g[0] == c.path[0]));
        (apart && mine.len() * items.len() >= 6).then(|| (mine, paths(items)))
    }

    /// Indicators down.
    fn write_rows(&self, out: &mut String) {
        for row in &self.rows {
            if row.heading {
                let _ = writeln!(out, "\n# {}", row.name);
                continue;
            }
            let (code, name, unit) = (quote(&row.code), quote(&row.name), quote(&row.unit));
            let _ = writeln!(
                out,
                "\n[[indicator]]\ncode = {code}\nname = {name}\nunit = {unit}\ntype = {}",
                quote(kind(row.holds))
            );
            if row.is_no_sum() {
                let _ = writeln!(out, "aggregation = \"none\"");
            }
        }
    }

    /// Rows and columns, each once.
    fn write_matrix(&self, out: &mut String) {
        for (n, c) in self.columns.iter().enumerate() {
            let (header, holds) = (path(&c.path), quote(kind(c.holds)));
            let _ = writeln!(out, "\n[[column]]\ncode = \"c{}\"\nheader = [{header}]\ntype = {holds}", n + 1);
            self.write_measure(out, c);
        }
        for row in &self.rows {
            let _ = writeln!(out, "\n[[row]]\ncode = {}\nname = {}", quote(&row.code), quote(&row.name));
            if !row.unit.is_empty() {
                let _ = writeln!(out, "unit = {}", quote(&row.unit));
            }
            if row.heading {
                let _ = writeln!(out, "heading = true");
            }
            // What a row says of its cells stands before what their columns do: only what takes more is said.
            let numbers = self.columns.iter().all(|c| c.holds.is_number());
            let narrower = |c: &Drafted| match row.holds {
                Holds::Percent => c.holds != Holds::Percent,
                Holds::Decimal => c.holds == Holds::Whole,
                _ => false,
            };
            if !row.heading && numbers && self.columns.iter().any(narrower) {
                let _ = writeln!(out, "type = {}", quote(kind(row.holds)));
            }
            if !row.heading && numbers && row.is_no_sum() {
                let _ = writeln!(out, "aggregation = \"none\"");
            }
        }
    }
}

impl DraftedRow {
    /// True where nothing says that units' figures may be added up, and its name or measure that they may not.
    fn is_no_sum(&self) -> bool {
        let name = [self.name.clone()];
        self.holds.is_number()
            && self.holds != Holds::Percent
            && (is_per(&self.unit) || is_no_sum(&name) || is_average(&name))
    }
}

/// The rows that a form of fixed rows declares.
fn rows_of(
    grid: &Grid<'_>,
    rows: &[u32],
    shape: Shape,
    (number, label, measure): (Option<&Drafted>, Option<&Drafted>, Option<&Drafted>),
    values: &[Drafted],
) -> Vec<DraftedRow> {
    let code_of = |row: u32| {
        let text = number.and_then(|c| grid.get(row, c.col)).map(crate::submission::extract::shown).unwrap_or_default();
        if shape == Shape::Matrix { text } else { super::lexicon::code_key(&text) }
    };
    let mut codes: FxHashMap<String, usize> = FxHashMap::default();
    rows.iter().for_each(|r| *codes.entry(code_of(*r)).or_default() += 1);
    let mut out: Vec<DraftedRow> = Vec::new();
    for row in rows {
        let text = |c: Option<&Drafted>| {
            c.and_then(|c| grid.get(*row, c.col)).map(crate::submission::extract::shown).unwrap_or_default()
        };
        let (name, unit) = (clean(&text(label)), text(measure));
        let nothing = values.iter().all(|v| grid.get(*row, v.col).is_none());
        let heading = nothing && (unit.is_empty() || shape == Shape::Matrix);
        if name.is_empty() {
            continue;
        }
        let mut code = code_of(*row);
        if !heading || shape == Shape::Matrix {
            // A number that begins again under every group is no code: rows of one name are known by their groups.
            if code.is_empty() || codes[&code] > 1 {
                code = format!("r{}", row + 1);
            }
        } else {
            code = format!("h{}", row + 1);
        }
        let met = values.iter().filter_map(|v| grid.get(*row, v.col)).map(of_cell);
        let value = met.fold(Holds::Nothing, Holds::widened);
        let holds = match by_title(&format!("{name} {unit}")) {
            Holds::Whole if value == Holds::Nothing => Holds::Whole,
            Holds::Whole if value == Holds::Whole && is_continuous(&unit) => Holds::Decimal,
            Holds::Whole => value,
            told => told,
        };
        out.push(DraftedRow { code, name, unit, holds, heading });
    }
    out
}

/// True where the column of numbers holds codes of rows (`1.1`, `1.1.2`), which the form knows again.
fn has_codes(grid: &Grid<'_>, rows: &[u32], number: &Drafted) -> bool {
    let code = |r: &u32| grid.get(*r, number.col).map(crate::submission::extract::shown).unwrap_or_default();
    let parts = |c: &String| c.split('.').count() >= 2 && c.split('.').all(|p| p.parse::<u32>().is_ok());
    rows.iter().map(code).filter(parts).count() >= 2
}

fn kind(holds: Holds) -> &'static str {
    match holds {
        Holds::Whole | Holds::Nothing => "count",
        Holds::Decimal => "amount",
        Holds::Percent => "percent",
        Holds::YesNo => "yes-no",
        Holds::Date => "date",
        Holds::Text => "text",
    }
}

/// The lines over the table.
fn lines_over(grid: &Grid<'_>, (start, top): (u32, u32)) -> Vec<String> {
    (start..top).flat_map(|r| grid.row(r).filter_map(|(c, _)| c.text().map(clean)).collect::<Vec<_>>()).collect()
}

/// The title by what it is: the longest line in capitals, else the last line over the table, that names neither period,
/// unit nor measure alone.
fn title_of(grid: &Grid<'_>, over: (u32, u32)) -> String {
    // More letters are an explanation.
    const LONGEST: usize = 300;
    let lines = lines_over(grid, over);
    let letters = |l: &str| l.chars().filter(|c| c.is_alphabetic()).count();
    let is_measure = |l: &str| {
        let k = bare(&key(l.split(':').next().unwrap_or(l)));
        matches!(k.as_str(), "don vi tinh" | "dvt" | "unit of measure" | "unit")
    };
    let usable = |l: &&String| {
        words().strip_unit_label(l).is_none()
            && !is_measure(l)
            && (9..LONGEST).contains(&letters(l))
            && !words().is_motto(&key(l))
            && !is_letterhead(l)
    };
    let capitals = |l: &&String| usable(l) && l.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_lowercase());
    // A title may name its period; what is nothing else does not make one.
    let without_period = |l: &&String| periods::strip(l).1.chars().filter(|c| c.is_alphabetic()).count() > 8;
    let longest = lines.iter().filter(capitals).filter(without_period).max_by_key(|l| letters(l));
    let last = || lines.iter().rev().filter(usable).find(|l| periods::find(l).is_empty());
    let titled = longest.or_else(last).map(|l| without_its_period(l));
    titled.unwrap_or_else(|| grid.sheet.name.clone())
}

/// True for a line that names an office: what stands over a letter is no title.
fn is_letterhead(line: &str) -> bool {
    const OFFICES: [&str; 14] = [
        "ubnd",
        "uy ban",
        "hdnd",
        "so",
        "phong",
        "huyen",
        "tinh",
        "thanh pho",
        "thi xa",
        "bo",
        "cuc",
        "chi cuc",
        "ministry",
        "department",
    ];
    let k = key(line);
    let plain = bare(&k);
    let office = OFFICES.iter().any(|o| plain == *o || plain.strip_prefix(o).is_some_and(|r| r.starts_with(' ')));
    // "SỐ LIỆU …" and "BỘ CHỈ SỐ …" are no offices: their first words bear other marks.
    let marked =
        k.split(' ').next().is_some_and(|w| matches!(bare(w).as_str(), "so" | "bo") && w != "sơ₂" && w != "bô₅");
    office && !marked
}

/// A title up to the words that name its period.
fn without_its_period(title: &str) -> String {
    if periods::find(title).is_empty() {
        return title.to_owned();
    }
    let mut end = title.len();
    for (at, _) in title.match_indices(' ') {
        let head = &title[..at];
        if !periods::find(&title[at..]).is_empty() && periods::find(head).is_empty() {
            end = at;
        }
    }
    let head = title[..end].trim_end_matches([' ', ',', '(', '-', '–', ':']);
    // The word before a number of the period belongs to it: "QUÝ I NĂM 2019" ends where "I NĂM 2019" begins.
    let cut = ["quy", "qui", "thang", "ky", "nam", "quarter", "month", "year", "of", "for"];
    let mut words: Vec<&str> = head.split(' ').collect();
    let is_cut = |w: &str| {
        let k = bare(&key(w));
        cut.contains(&k.as_str()) || k.parse::<u32>().is_ok() || crate::text::meaning::is_roman(&k)
    };
    while words.len() > 2 && words.last().is_some_and(|w| is_cut(w)) {
        words.pop();
    }
    words.join(" ")
}

fn slug(title: &str) -> String {
    let k = bare(&key(&split_words(title)));
    let words: Vec<&str> = k.split(' ').filter(|w| !w.is_empty()).take(6).collect();
    if words.is_empty() { "bieu".to_owned() } else { words.join("-") }
}

fn path(path: &[String]) -> String {
    match path {
        [one] => quote(one),
        several => format!("[{}]", several.iter().map(|p| quote(p)).collect::<Vec<_>>().join(", ")),
    }
}

/// A text as a TOML string.
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
