/*!
Finds tables: where a header stands, what its columns are, and which form it belongs to.

A header is told by the words that forms use in headers, wherever it stands on the sheet; a column by its
header path over merged cells. Position is never the key. What could be two things is reported with both
candidates and left out.
*/

use std::borrow::Cow;
use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::context::is_period_label;
use super::grid::Grid;
use super::lexicon::{ColumnSpec, FormWords, Level, Lexicon, Role};
use super::periods;
use crate::finding::{Code, Finding, Said, Severity, Term};
use crate::intake::workbook::{Cell, CellRef, DateShown, Value, column_letters};
use crate::project::Project;
use crate::project::form::Layout;
use crate::project::period::Period;
use crate::text::language::{Fit, words as language};
use crate::text::meaning::{self, Sameness};
use crate::text::{clean, head, key, likeness, measure};

/// A column of a table that was recognised.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What it is.
    pub role: Role,
    /// Where it stands.
    pub col: u32,
    /// How its heading fits what the form declares.
    pub fit: ColumnFit,
    /// The unit of measure that its heading states, if any.
    pub measure: Option<String>,
    /// Whether its heading says that its figures are percentages.
    pub percent: bool,
    /// The unit of measure that the form asks for in it; blank where it asks for none.
    pub asked: String,
    /// The members of open lists that its heading names, each with its list.
    pub members: Vec<(String, String)>,
}

/// How a heading fits what a form declares; the better comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnFit {
    /// The declared words at every level.
    Exact,
    /// The same beside a remark that changes nothing: its measure, a column number, a mark of a footnote.
    Remarked,
    /// The same under a further heading that turns no meaning.
    Extended,
    /// The same without accents.
    Plain,
    /// A typing error.
    Slip,
    /// Whatever stands under the heading of an open list.
    Open,
    /// Told by its place: the only column of names, under a blank heading.
    Blank,
}

/// A header path as it stands on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Header {
    /// Column.
    pub col: u32,
    /// The column where the lowest cell's merged area begins.
    pub anchor: u32,
    /// Texts from the top level down.
    pub texts: Vec<String>,
    /// The same as keys.
    pub keys: Vec<Rc<str>>,
    /// Levels, by place, that only spread from the left, with nothing merged to say that they do.
    spread: Vec<usize>,
}

/// A header somewhere on a sheet, before it is known whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HeaderBlock {
    /// First row.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// Paths by column.
    pub headers: Vec<Header>,
}

/// A table of a form.
#[derive(Debug, Clone)]
pub struct Table {
    /// Header.
    pub header: HeaderBlock,
    /// Columns.
    pub columns: Vec<Column>,
    /// First row of data.
    pub first: u32,
    /// Last row of data.
    pub last: u32,
    /// Rows in between where the same header stands again, as on every page.
    pub repeated: Vec<(u32, u32)>,
    /// What was met while matching columns.
    pub findings: Vec<Finding>,
}

impl Table {
    /// True for a row of a header that is repeated.
    pub fn repeats_header(&self, row: u32) -> bool {
        self.repeated.iter().any(|(a, b)| (*a..=*b).contains(&row))
    }

    /// Takes in a table below it whose header says the same, as if it were not repeated; gives it back where it does
    /// not: the next page may be in thousands.
    pub fn go_on(&mut self, below: Table) -> Result<(), Table> {
        let says =
            |t: &Table| -> Vec<_> { t.columns.iter().map(|c| (c.role, c.col, c.measure.clone(), c.percent)).collect() };
        if says(self) != says(&below) {
            return Err(below);
        }
        self.repeated.push((below.header.top, below.first.saturating_sub(1)));
        self.repeated.extend(below.repeated);
        self.last = below.last;
        // What the first header lacks or has beside the form's columns is told already.
        self.findings.extend(below.findings.into_iter().filter(|f| !matches!(f.code, Code::R008 | Code::R010)));
        Ok(())
    }
}

const MOST_LEVELS: u32 = 6;

/// Finds every header on a sheet: rows close together where words of headers stand.
pub fn find_headers(grid: &Grid<'_>, lexicon: &Lexicon) -> Vec<(HeaderBlock, Vec<u16>)> {
    let mut hits: Vec<(u32, u32, &[u16])> = Vec::new();
    if !lexicon.period_headers.is_empty() {
        let dates = grid
            .sheet
            .cells
            .iter()
            .filter(|c| matches!(&c.value, Value::Date { shown, .. } if *shown != DateShown::Time));
        hits.extend(dates.map(|c| (c.row, c.col, lexicon.period_headers.as_slice())));
    }
    for (cell, k) in grid.texts() {
        if let Some(forms) =
            words_of(lexicon, k).or_else(|| words_of_remarked(lexicon, cell.text().unwrap_or_default()))
        {
            hits.push((cell.row, cell.col, forms));
        } else if !lexicon.period_headers.is_empty()
            && k.len() < 60
            && periods::find(cell.text().unwrap_or_default()).len() == 1
        {
            hits.push((cell.row, cell.col, &lexicon.period_headers));
        }
    }
    hits.sort_by_key(|h| (h.0, h.1));
    // A word such as "No" in a row of figures is an answer.
    let mut answers: Vec<u32> =
        hits.chunk_by(|a, b| a.0 == b.0).filter(|h| is_of_figures(grid, h[0].0, h.len())).map(|h| h[0].0).collect();
    answers.dedup();
    // Days beside anything but other headings are answers, too.
    let is_date = |h: &(u32, u32, &[u16])| grid.get(h.0, h.1).is_some_and(|c| matches!(c.value, Value::Date { .. }));
    let only_dates = hits.chunk_by(|a, b| a.0 == b.0).filter(|row| row.iter().all(is_date));
    answers.extend(only_dates.map(|row| row[0].0).filter(|row| !is_row_of_months(grid, *row)));
    answers.sort_unstable();
    hits.retain(|h| answers.binary_search(&h.0).is_err());
    let mut blocks: Vec<(HeaderBlock, Vec<u16>)> = Vec::new();
    let mut at = 0;
    while at < hits.len() {
        let top = hits[at].0;
        let mut bottom = bottom_of(grid, top, top);
        let mut end = at;
        while end < hits.len() && hits[end].0 <= bottom + 1 && hits[end].0 - top < MOST_LEVELS {
            // A row below belongs to the header only while no number stands in between.
            if hits[end].0 > bottom && has_numbers(grid, bottom + 1) {
                break;
            }
            bottom = bottom.max(bottom_of(grid, top, hits[end].0));
            end += 1;
        }
        let group = &hits[at..end];
        let mut forms: Vec<u16> = group.iter().flat_map(|h| h.2.iter().copied()).collect();
        forms.sort_unstable();
        forms.dedup();
        forms.retain(|f| {
            let mut cols: Vec<u32> = group.iter().filter(|h| h.2.contains(f)).map(|h| h.1).collect();
            cols.sort_unstable();
            cols.dedup();
            cols.len() >= 2
        });
        at = end.max(at + 1);
        if forms.is_empty() {
            continue;
        }
        let first = group.iter().map(|h| h.1).min().unwrap_or(0);
        let top = extend_up(grid, top, first, lexicon);
        let bottom = extend_down(grid, top, bottom);
        blocks.push((HeaderBlock { top, bottom, headers: paths(grid, top, bottom) }, forms));
    }
    blocks
}

/// The forms that have a header word like this key, with or without what is in brackets.
fn words_of<'a>(lexicon: &'a Lexicon, k: &str) -> Option<&'a [u16]> {
    lexicon.header_words.get(k).map(Vec::as_slice)
}

/// The same for the words without a measure or mark beside them (`Cost (thousand USD)`).
fn words_of_remarked<'a>(lexicon: &'a Lexicon, text: &str) -> Option<&'a [u16]> {
    if text.len() > 200 || !text.contains(['(', '[', ',', ':']) {
        return None;
    }
    without_remarks(text, "").and_then(|(t, _)| words_of(lexicon, &key(&t)))
}

fn bottom_of(grid: &Grid<'_>, top: u32, row: u32) -> u32 {
    grid.sheet
        .merges
        .iter()
        .filter(|m| {
            m.first.row >= top && m.first.row <= row && m.last.row >= row && m.last.row - m.first.row < MOST_LEVELS
        })
        .map(|m| m.last.row)
        .max()
        .unwrap_or(row)
        .max(row)
}

fn has_numbers(grid: &Grid<'_>, row: u32) -> bool {
    grid.row(row).any(|(c, k)| k.is_none() && !c.formula)
}

/// True for a row of dates that are headings: nothing else stands in it, or all of them are shown as months.
fn is_row_of_months(grid: &Grid<'_>, row: u32) -> bool {
    let dates = grid.row(row).filter(|(c, _)| matches!(c.value, Value::Date { .. })).count();
    let months =
        grid.row(row).filter(|(c, _)| matches!(c.value, Value::Date { shown: DateShown::Month | DateShown::Year, .. }));
    months.count() == dates || grid.row(row).count() == dates
}

/// True for a row with more figures than words of headers; years are headings.
fn is_of_figures(grid: &Grid<'_>, row: u32, words: usize) -> bool {
    let figures = grid.row(row).filter(|(c, _)| matches!(c.value, Value::Number(n) if !is_year(n))).count();
    figures > words
}

/// True for a row that can only be the header of a further table: texts alone, three or more and no two the same, after a
/// blank row or a title, with figures below.
pub fn is_header_like(grid: &Grid<'_>, row: u32) -> bool {
    let mut texts: Vec<&str> = Vec::new();
    for (cell, k) in grid.row(row) {
        match (k, cell.text()) {
            (Some(k), Some(t)) if t.chars().filter(|c| c.is_alphabetic()).count() >= 2 => texts.push(k),
            _ => return false,
        }
    }
    let several = texts.len() >= 3;
    texts.sort_unstable();
    texts.dedup();
    // After the row of totals, too, a table is at its end.
    let ends = |above: u32| {
        let mut cells = grid.row(above);
        grid.row(above).count() <= 1 || cells.any(|(_, k)| k.is_some_and(|k| language().is_total(k)))
    };
    let alone = row.checked_sub(1).is_none_or(ends);
    let figures = |r: u32| grid.row(r).any(|(c, _)| matches!(c.value, Value::Number(_)));
    several && texts.len() == grid.row(row).count() && alone && grid.rows(row + 1, row + 3).any(figures)
}

/// Takes in a row of sub-headings below, where nothing is merged to tell it: texts (or years) under the table's
/// headings, nothing under the first of them, and a row of data next.
fn extend_down(grid: &Grid<'_>, top: u32, bottom: u32) -> u32 {
    let mut bottom = bottom;
    while bottom - top < MOST_LEVELS {
        let below = bottom + 1;
        let texts: Vec<u32> = grid.row(below).map(|(c, _)| c.col).collect();
        let first = grid.rows(top, bottom).filter_map(|r| grid.row(r).next().map(|(c, _)| c.col)).min();
        let names = |(c, _): (&Cell, _)| match &c.value {
            Value::Text(t) => {
                is_period_like(t)
                    || !t.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "().,-=+".contains(c))
            }
            Value::Number(n) => is_year(*n),
            Value::Date { .. } => true,
            _ => false,
        };
        let next_has_data = grid
            .rows(below + 1, below + 3)
            .next()
            .is_some_and(|r| has_numbers(grid, r) && grid.row(r).next().map(|(c, _)| c.col) == first);
        let under_merged =
            |c: u32| grid.merge(bottom, c).is_some_and(|m| m.last.row == bottom && m.last.col > m.first.col);
        let sub = first.is_some_and(|f| texts.first().is_some_and(|t| *t > f))
            && grid.row(below).all(names)
            && match texts.as_slice() {
                [] => false,
                [one] => next_has_data && is_lone_heading(grid, below, *one),
                several => next_has_data || several.iter().all(|c| under_merged(*c)),
            }
            && !is_column_numbers(grid, below, &[]);
        if !sub {
            break;
        }
        bottom = below;
    }
    bottom
}

/// True for the only text of a row under a header where figures stand below it: a heading of its column's own.
fn is_lone_heading(grid: &Grid<'_>, row: u32, col: u32) -> bool {
    let words = grid.key(row, col).is_some_and(|k| k.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    let mut below = grid.rows(row + 1, row + 3).filter_map(|r| grid.get(r, col));
    words && below.next().is_some_and(|c| matches!(c.value, Value::Number(_)))
}

/// True for a number that a heading states as a year.
fn is_year(n: f64) -> bool {
    n == n.trunc() && (1900.0..2200.0).contains(&n)
}

/// The words of a heading: its text, a year, or the month that a date stands for.
fn heading(grid: &Grid<'_>, row: u32, col: u32) -> Option<(String, Rc<str>)> {
    let cell = grid.get(row, col)?;
    if let Some(k) = grid.key(row, col) {
        return Some((clean(head(cell.text().unwrap_or_default())), k.clone()));
    }
    let text = match &cell.value {
        // A year, a grade, a station; what only numbers the column is a remark.
        Value::Number(n) if is_year(*n) || *n == n.trunc() && (0.0..1000.0).contains(n) => format!("{n}"),
        Value::Date { day: Some(d), .. } => format!("{:04}-{:02}", d.year(), d.month()),
        _ => return None,
    };
    let k: Rc<str> = key(&text).into();
    Some((text, k))
}

/// True where a row's only text is merged over some columns of the table and not over its first: a heading of a group.
fn groups_columns(grid: &Grid<'_>, row: u32, first: u32) -> bool {
    let mut texts = grid.row(row).filter(|(_, k)| k.is_some());
    let (Some((cell, _)), None) = (texts.next(), texts.next()) else {
        return false;
    };
    let text = cell.text().unwrap_or_default();
    let of_table = !text.starts_with(['(', '[']) && !measure::parse(text).is_some_and(|m| m.is_certain());
    // A lone word such as "Plan" over one column says of what kind it is.
    let kind = language().row_word(&key(text)).is_some_and(|(_, fit)| fit == Fit::Whole)
        && heading(grid, row + 1, cell.col).is_some();
    let several =
        kind || grid.merge(cell.row, cell.col).is_some_and(|m| m.last.col > m.first.col && m.first.col == cell.col);
    cell.col > first && several && of_table && periods::find(text).is_empty()
}

/// True for a row of two cells that says who reports or for when, or that every letter begins with.
fn is_letterhead(grid: &Grid<'_>, row: u32, lexicon: &Lexicon) -> bool {
    grid.row(row).any(|(c, k)| {
        let named = c.text().is_some_and(|t| lexicon.unit_label(t).is_some());
        let label = named && grid.row(row).filter(|(_, k)| k.is_some()).count() == 2;
        label || c.text().is_some_and(is_period_label) || k.is_some_and(|k| language().is_motto(k))
    })
}

/// True for a row of a table that goes on under a repeated header: it names something in the header's first column,
/// and the header does, too.
fn is_row_above(grid: &Grid<'_>, row: u32, first: u32) -> bool {
    let names = |row: u32| grid.get(row, first).is_some_and(|c| c.text().is_some());
    names(row) && names(row + 1) && grid.merge(row, first).is_none_or(|m| m.first.col == m.last.col)
}

/// Takes in rows of group headings above, where several texts stand over the table.
fn extend_up(grid: &Grid<'_>, top: u32, first: u32, lexicon: &Lexicon) -> u32 {
    let mut top = top;
    for _ in 0..2 {
        let Some(above) = top.checked_sub(1) else {
            break;
        };
        let over = grid.row(above).filter(|(c, k)| k.is_some() && c.col >= first).count();
        let wide = grid.row(above).filter(|(c, _)| c.col < first).count();
        // A title stands alone or begins left of the table's own words.
        if (over < 2 && !groups_columns(grid, above, first))
            || wide > 0
            || has_numbers(grid, above)
            || grid.row(above).any(|(c, _)| c.text().is_some_and(|t| t.chars().count() > 60 || t.contains(':')))
            || is_letterhead(grid, above, lexicon)
            || is_row_above(grid, above, first)
        {
            break;
        }
        top = above;
    }
    top
}

/// Builds the header path of every column.
fn paths(grid: &Grid<'_>, top: u32, bottom: u32) -> Vec<Header> {
    let mut first = u32::MAX;
    let mut last = 0;
    for row in grid.rows(top, bottom) {
        for (cell, _) in grid.row(row).filter(|(c, _)| heading(grid, row, c.col).is_some()) {
            first = first.min(cell.col);
            last = last.max(grid.merge(row, cell.col).map_or(cell.col, |m| m.last.col));
        }
    }
    if first > last {
        return Vec::new();
    }
    let last = last.min(first + 2000);
    // A line over the whole table that says the period and nothing else is no heading of each column.
    let is_line = |row: u32| {
        let mut cells = grid.row(row).filter(|(c, _)| c.col >= first && c.col <= last);
        match (cells.next(), cells.next()) {
            (Some((c, _)), None) => {
                let (found, rest) = &*periods::strip(c.text().unwrap_or_default());
                c.col == first && row < bottom && !found.is_empty() && rest.trim().is_empty()
            }
            _ => false,
        }
    };
    let top = top + (top..bottom).take_while(|r| is_line(*r)).count() as u32;
    // Without merged areas a heading stands over the columns to its right until the next one.
    let merged =
        grid.sheet.merges.iter().any(|m| m.first.row <= bottom && m.last.row >= top && m.last.col > m.first.col);
    let mut above: Vec<Option<(u32, u32)>> = vec![None; (bottom - top + 1) as usize];
    let mut headers = Vec::new();
    for col in first..=last {
        let mut header = Header { col, anchor: col, texts: Vec::new(), keys: Vec::new(), spread: Vec::new() };
        let own: Vec<Option<(u32, u32)>> = (top..=bottom)
            .map(|row| match grid.merge(row, col) {
                Some(m) => heading(grid, m.first.row, m.first.col).map(|_| (m.first.row, m.first.col)),
                None => heading(grid, row, col).map(|_| (row, col)),
            })
            .collect();
        for (level, at) in own.iter().enumerate() {
            let below = own[level + 1..].iter().any(Option::is_some);
            let spread = at.is_none();
            let at = match at {
                Some(at) => {
                    above[level] = if below && !merged { Some(*at) } else { None };
                    Some(*at)
                }
                // An upper cell without text, over one with text, continues the heading to its left.
                None if below && !merged => above[level],
                None => None,
            };
            let Some((r, c)) = at else {
                continue;
            };
            let Some((text, k)) = heading(grid, r, c) else {
                continue;
            };
            if header.keys.last() == Some(&k) {
                continue;
            }
            if spread {
                header.spread.push(header.texts.len());
            }
            header.anchor = c;
            header.texts.push(text);
            header.keys.push(k);
        }
        if own.iter().all(Option::is_none) {
            above.fill(None);
        }
        if !header.texts.is_empty() {
            headers.push(header);
        }
    }
    // Under a heading whose other columns have headings of their own, a column without one has none.
    let nameless = |h: &Header| {
        h.col != h.anchor && headers.iter().any(|o| o.keys.len() > h.keys.len() && o.keys.starts_with(&h.keys))
    };
    let keep: Vec<bool> = headers.iter().map(|h| !nameless(h)).collect();
    let mut keep = keep.into_iter();
    headers.retain(|_| keep.next().unwrap_or(true));
    headers
}

/// The header paths of some rows, for whoever knows already that they are a header.
pub fn header_paths(grid: &Grid<'_>, top: u32, bottom: u32) -> Vec<Header> {
    paths(grid, top, bottom)
}

/// What matching a header needs beside it.
pub struct Matching<'a> {
    /// The project's words: a mistyped word that is one of them means something else.
    pub lexicon: &'a Lexicon,
    /// The form's words.
    pub words: &'a FormWords,
    /// The period that the sheet is about, where its title says.
    pub period: Option<Period>,
    /// Whether an upper heading stands over every column that has one.
    pub over_all: &'a dyn Fn(&str) -> bool,
}

/// True where a heading is the upper one of every column that has an upper one.
pub fn stands_over_all(block: &HeaderBlock, k: &str) -> bool {
    let mut uppers = block.headers.iter().filter(|h| h.keys.len() > 1).peekable();
    uppers.peek().is_some() && uppers.all(|h| *h.keys[0] == *k)
}

/// How a header's levels stand to a declared path.
#[derive(Debug, Clone)]
struct Met {
    fit: ColumnFit,
    measure: Option<String>,
    members: Vec<(String, String)>,
}

/// A remark beside the words of a heading.
enum Remark<'a> {
    /// A unit of measure.
    Measure(&'a str),
    /// A column number, a formula of columns, a mark of a footnote.
    Nothing,
    /// Words that belong to the heading.
    Words,
}

fn remark<'a>(text: &'a str, unit: &str) -> Remark<'a> {
    let t = text.trim();
    let formula = t.chars().any(|c| c.is_ascii_digit())
        && t.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "()[]=+-–*/x:,.…%".contains(c));
    let mark = t.chars().count() <= 2 && t.chars().all(|c| !c.is_alphabetic()) || t.chars().count() == 1;
    if t.is_empty() || (formula && !is_period_like(t)) || (mark && t != "%") {
        return Remark::Nothing;
    }
    let own = matches!(measure::compare(t, unit), measure::Compared::Same | measure::Compared::Scaled(_));
    let certain = measure::parse(t).is_some_and(|m| m.is_certain());
    if certain || own { Remark::Measure(t) } else { Remark::Words }
}

/// A year alone is a word of a heading, not a column's number.
fn is_period_like(t: &str) -> bool {
    t.trim().parse::<f64>().is_ok_and(is_year)
}

/// A heading without its remarks, and the measure that one of them states; nothing where a remark means something.
pub fn without_remarks(text: &str, unit: &str) -> Option<(String, Option<String>)> {
    let mut rest = String::with_capacity(text.len());
    let mut stated = None;
    let mut from = text;
    while let Some(open) = from.find(['(', '[']) {
        let close = from[open..].find([')', ']']).map(|i| open + i);
        let inner = &from[open + 1..close.unwrap_or(from.len())];
        match remark(inner, unit) {
            Remark::Measure(m) => stated = Some(m.to_owned()),
            Remark::Nothing => {}
            Remark::Words => return None,
        }
        rest.push_str(&from[..open]);
        rest.push(' ');
        from = close.map_or("", |c| &from[c + 1..]);
    }
    rest.push_str(from);
    // "Kinh phí, triệu đồng"; "Cost: USD"
    if stated.is_none()
        && let Some(at) = rest.rfind([',', ':', ';', '–'])
        && let Some(m) = measure::parse(rest[at..].trim_matches([',', ':', ';', '–', ' ']))
        && m.is_certain()
    {
        stated = Some(rest[at..].trim_matches([',', ':', ';', '–', ' ']).to_owned());
        rest.truncate(at);
    }
    Some((rest, stated))
}

/// How one level of a sheet's header stands to a declared one.
fn level(
    text: &str,
    k: &str,
    declared: &Level,
    unit: &str,
    ctx: &Matching<'_>,
    known: &dyn Fn(&str) -> bool,
) -> Option<Met> {
    let met = |fit, measure| Some(Met { fit, measure, members: Vec::new() });
    if let Some(list) = &declared.any {
        let members = vec![(list.clone(), text.to_owned())];
        return is_member(text, k).then_some(Met { fit: ColumnFit::Open, measure: None, members });
    }
    if let Some(words) = &declared.period {
        let (found, rest) = &*periods::strip(text);
        let named = match (found.as_slice(), ctx.period) {
            ([p], Some(q)) => *p == q,
            ([_], None) => true,
            _ => false,
        };
        return (named && rest == words).then_some(()).and(met(ColumnFit::Exact, None));
    }
    if k == declared.key {
        return met(ColumnFit::Exact, None);
    }
    // Each heading is asked about each of a form's: what has no remark is its key as it stands.
    let (plain, stated) = if text.contains(['(', '[', ',', ':', ';', '–']) {
        let (plain, stated) = without_remarks(text, unit)?;
        (Cow::Owned(key(&plain)), stated)
    } else {
        (Cow::Borrowed(k), None)
    };
    for word in std::iter::once(&declared.key).chain(&declared.without_remark) {
        match meaning::sameness(&plain, word, known) {
            Some(Sameness::Exact) => return met(ColumnFit::Remarked, stated),
            Some(Sameness::Plain) => return met(ColumnFit::Plain, stated),
            Some(Sameness::Slip) => return met(ColumnFit::Slip, stated),
            None => {}
        }
    }
    None
}

/// True for a heading that is a member of an open list: no total, average or plan of the others.
fn is_member(text: &str, k: &str) -> bool {
    k.chars().any(char::is_alphanumeric)
        && text.chars().count() <= 120
        // What would be read as a placeholder in the form.
        && !text.contains(['{', '}'])
        && !language().is_total(k)
        && !language().is_subtotal(k)
        && !language().mentions_total(k)
        && language().row_word(k).is_none()
}

/// True for a heading between the declared ones that leaves their meaning: no period, plan, negation, number.
fn is_neutral(text: &str, k: &str) -> bool {
    periods::find(text).is_empty()
        && !k.split(' ').any(meaning::turns)
        && language().row_word(k).is_none()
        && without_remarks(text, "").is_some()
}

/// True for a heading over the whole table that is its title: it may name the period, but no plan, part or
/// comparison.
fn is_title_like(text: &str, k: &str, period: Option<Period>) -> bool {
    let found = periods::find(text);
    let of_now = period.is_none_or(|q| found.is_empty() || found.iter().any(|p| p.meets(q) || q.meets(*p)));
    let turns = k.split(' ').any(|w| meaning::turns(w) && !w.bytes().all(|b| b.is_ascii_digit()) && !is_of_time(w));
    of_now && !turns && language().row_word(k).is_none()
}

/// True for words of dates that turn meanings elsewhere (`năm` is five as well as year).
fn is_of_time(word: &str) -> bool {
    matches!(word, "năm" | "i" | "ii" | "iii" | "iv" | "sô₂")
}

/// How a header path stands to one that a form declares; nothing where they mean different things.
fn fit(
    header: &Header,
    path: &[Level],
    spec: &ColumnSpec,
    ctx: &Matching<'_>,
    known: &dyn Fn(&str) -> bool,
) -> Option<Met> {
    let mut levels: Vec<(&str, &str)> =
        header.texts.iter().zip(&header.keys).map(|(t, k)| (t.as_str(), &**k)).collect();
    let mut measure: Option<String> = None;
    // A lowest level that only says the measure or numbers the column belongs to no path.
    let open = path.last().is_some_and(|p| p.any.is_some());
    while levels.len() > 1 {
        let (text, k) = levels[levels.len() - 1];
        // Grades and stations are members, too; what numbers columns stands in brackets.
        if open && !text.trim_start().starts_with(['(', '[']) {
            break;
        }
        let bare = text.trim_matches(['(', ')', '[', ']', ' ']);
        // Outside of brackets only what can be nothing else is a measure: "Female (visits)" is a heading.
        let bracketed = text.trim_start().starts_with(['(', '[']);
        match remark(bare, &spec.unit) {
            Remark::Measure(m) if !bracketed && !measure::parse(m).is_some_and(|m| m.is_certain()) => break,
            Remark::Measure(m) if path.last().is_none_or(|p| p.key != k) => measure = Some(m.to_owned()),
            Remark::Nothing if path.last().is_none_or(|p| p.key != k) => {}
            _ => break,
        }
        levels.pop();
    }
    let join = |words: &mut dyn Iterator<Item = &str>| words.collect::<Vec<_>>().join(" ");
    if path.iter().all(|p| p.period.is_none())
        && levels.len() != path.len()
        && join(&mut levels.iter().map(|(_, k)| *k)) == join(&mut path.iter().map(|p| p.key.as_str()))
    {
        return Some(Met { fit: ColumnFit::Exact, measure, members: Vec::new() });
    }
    let mut members = Vec::new();
    let mut worst = ColumnFit::Exact;
    let mut from = levels.len();
    // A further heading that turns no meaning; one that only spreads, or stands over the whole table, says nothing.
    let further = |at: usize, text: &str, k: &str| -> Option<ColumnFit> {
        if at == 0 && (ctx.over_all)(k) && is_title_like(text, k, ctx.period) {
            return Some(ColumnFit::Exact);
        }
        is_neutral(text, k).then(|| if header.spread.contains(&at) { ColumnFit::Exact } else { ColumnFit::Extended })
    };
    // From the lowest level up: the lowest must be the declared one.
    for (n, declared) in path.iter().enumerate().rev() {
        let lowest = n + 1 == path.len();
        let mut found = None;
        while from > 0 && found.is_none() {
            from -= 1;
            let (text, k) = levels[from];
            found = level(text, k, declared, &spec.unit, ctx, known);
            if found.is_none() {
                if lowest {
                    return None;
                }
                worst = worst.max(further(from, text, k)?);
            }
        }
        let found = found?;
        worst = worst.max(found.fit);
        measure = measure.or(found.measure);
        members.extend(found.members);
    }
    for (at, (text, k)) in levels[..from].iter().enumerate() {
        worst = worst.max(further(at, text, k)?);
    }
    Some(Met { fit: worst, measure, members })
}

fn name_of(header: &Header) -> String {
    format!("{} ({})", header.texts.join(" › "), column_letters(header.col))
}

/// A header's columns matched to those of a form, and what was met.
type MatchedColumns = (Vec<Column>, Vec<Finding>);

/// Headers that were matched before: a country's files have few different ones.
#[derive(Default)]
pub struct Memory(RefCell<FxHashMap<u64, Remembered>>);

/// The form, the period and the header that were asked about, and the answer.
type Remembered = (usize, Option<Period>, HeaderBlock, MatchedColumns);

impl Memory {
    /// More different headers than this are forgotten.
    const MOST: usize = 256;
    /// Wider ones are not kept: what one odd file says must not fill a reader's memory for those after it.
    const WIDEST: usize = 400;
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Memory of {} headers", self.0.borrow().len())
    }
}

/// Matches a header's columns to those of a form, or remembers how.
pub fn match_columns(block: &HeaderBlock, ctx: &Matching<'_>) -> MatchedColumns {
    let form = std::ptr::from_ref(ctx.words).addr();
    let mut hasher = rustc_hash::FxHasher::default();
    (form, ctx.period, block).hash(&mut hasher);
    let at = hasher.finish();
    let memory = &ctx.lexicon.memory.0;
    if let Some((known, period, header, matched)) = memory.borrow().get(&at)
        && (*known, *period) == (form, ctx.period)
        && header == block
    {
        return matched.clone();
    }
    let matched = match_anew(block, ctx);
    if block.headers.len() > Memory::WIDEST {
        return matched;
    }
    let mut memory = memory.borrow_mut();
    if memory.len() >= Memory::MOST {
        memory.clear();
    }
    memory.insert(at, (form, ctx.period, block.clone(), matched.clone()));
    matched
}

/// Matches a header's columns to those of a form. It depends on both and on the period alone.
fn match_anew(block: &HeaderBlock, ctx: &Matching<'_>) -> MatchedColumns {
    let met = meetings(block, ctx);
    let mut deal = Deal {
        block,
        columns: &ctx.words.columns,
        met: &met,
        decided: vec![false; ctx.words.columns.len()],
        taken: vec![false; block.headers.len()],
        dealt: Vec::new(),
        findings: Vec::new(),
    };
    // The best matches first, so that a loose match never takes a column from a sure one.
    use ColumnFit::{Exact, Extended, Open, Plain, Remarked, Slip};
    for grade in [Exact, Remarked, Extended, Plain, Slip, Open] {
        for s in 0..ctx.words.columns.len() {
            deal.offer(s, grade);
        }
    }
    let Deal { dealt: mut columns, mut findings, .. } = deal;
    columns.sort_by_key(|c| c.col);
    under_declared(block, ctx, &columns, &mut findings);
    (columns, findings)
}

/// How well each header meets each column that the form knows: by column, then by header.
fn meetings(block: &HeaderBlock, ctx: &Matching<'_>) -> Vec<Vec<Option<Met>>> {
    // A mistyped word that stands in another cell of the header, or in the project, is no mistake.
    let twice = |w: &str| {
        let mut cells: Vec<(u32, &str)> = Vec::new();
        for h in &block.headers {
            for k in h.keys.iter().filter(|k| k.split(' ').any(|v| v == w)) {
                if !cells.iter().any(|(a, c)| *a == h.anchor || *c == &**k) {
                    cells.push((h.anchor, k));
                }
            }
        }
        cells.len() > 1
    };
    let known = |w: &str| ctx.lexicon.knows(w) || twice(w);
    let best = |header: &Header, spec: &ColumnSpec| {
        spec.paths.iter().filter_map(|p| fit(header, p, spec, ctx, &known)).min_by_key(|m| m.fit)
    };
    ctx.words.columns.iter().map(|spec| block.headers.iter().map(|h| best(h, spec)).collect()).collect()
}

/// Headers dealt out to the columns that the form knows.
struct Deal<'a> {
    block: &'a HeaderBlock,
    columns: &'a [ColumnSpec],
    met: &'a [Vec<Option<Met>>],
    /// Columns of the form that have a header, or that two headers claim.
    decided: Vec<bool>,
    /// Headers that are given.
    taken: Vec<bool>,
    dealt: Vec<Column>,
    findings: Vec<Finding>,
}

impl Deal<'_> {
    /// Gives a column of the form the one header that meets it in this grade, if one does.
    fn offer(&mut self, s: usize, grade: ColumnFit) {
        if self.decided[s] {
            return;
        }
        let (block, spec) = (self.block, &self.columns[s]);
        let fits = |s: usize, h: usize| self.met[s][h].as_ref().is_some_and(|m| m.fit == grade);
        let mine: Vec<usize> = (0..block.headers.len()).filter(|h| !self.taken[*h] && fits(s, *h)).collect();
        let Some(&first) = mine.first() else {
            return;
        };
        if grade == ColumnFit::Open {
            return self.offer_open(s, &mine);
        }
        let header = &block.headers[first];
        // One heading merged over several columns is one column.
        let same =
            mine.iter().all(|h| block.headers[*h].anchor == header.anchor && block.headers[*h].keys == header.keys);
        if !same {
            let names = mine.iter().map(|h| name_of(&block.headers[*h]));
            self.findings.push(ambiguous(block, header, &spec.written, names));
            self.decided[s] = true;
            return;
        }
        let rivals: Vec<usize> =
            (0..self.columns.len()).filter(|r| *r != s && !self.decided[*r] && fits(*r, first)).collect();
        if !rivals.is_empty() {
            let all: Vec<usize> = std::iter::once(s).chain(rivals).collect();
            let names = all.iter().map(|r| self.columns[*r].written.clone());
            self.findings.push(ambiguous(block, header, &header.texts.join(" › "), names));
            for r in all {
                self.decided[r] = true;
            }
            return;
        }
        let Some(met) = self.met[s][first].clone() else {
            return;
        };
        self.give(spec, header, met);
        self.decided[s] = true;
        for h in mine {
            self.taken[h] = true;
        }
    }

    /// Gives every heading that is left to the open list under whose heading it stands.
    fn offer_open(&mut self, s: usize, mine: &[usize]) {
        for h in mine {
            if let Some(met) = self.met[s][*h].clone() {
                self.give(&self.columns[s], &self.block.headers[*h], met);
                self.taken[*h] = true;
            }
        }
        self.decided[s] = true;
    }

    fn give(&mut self, spec: &ColumnSpec, header: &Header, Met { fit, measure, members }: Met) {
        if matches!(fit, ColumnFit::Extended | ColumnFit::Plain | ColumnFit::Slip) {
            let severity = if fit == ColumnFit::Plain { Severity::Info } else { Severity::Warning };
            let f = Finding::new(Code::R016).severity(severity).cell(at(self.block, header));
            self.findings.push(f.value(header.texts.join(" › ")).expected(&spec.written));
        }
        let percent = header.texts.iter().any(|t| t.contains('%'))
            || measure.as_deref().and_then(measure::parse).is_some_and(|m| m.is_percent());
        let (asked, role, col) = (spec.unit.clone(), spec.role, header.col);
        self.dealt.push(Column { role, col, fit, measure, percent, asked, members });
    }
}

fn ambiguous(block: &HeaderBlock, header: &Header, what: &str, candidates: impl Iterator<Item = String>) -> Finding {
    Finding::new(Code::R009)
        .cell(at(block, header))
        .expected(what)
        .arg("candidates", candidates.collect::<Vec<_>>().join("; "))
}

/// Finds sub-columns under a declared heading: none of them is the declared column.
fn under_declared(block: &HeaderBlock, ctx: &Matching<'_>, columns: &[Column], findings: &mut Vec<Finding>) {
    for spec in ctx.words.columns.iter().filter(|s| s.role.is_figures()) {
        if columns.iter().any(|c| c.role == spec.role) {
            continue;
        }
        let below: Vec<&Header> = block
            .headers
            .iter()
            .filter(|h| !columns.iter().any(|c| c.col == h.col))
            .filter(|h| {
                spec.paths.iter().any(|p| {
                    h.keys.len() > p.len()
                        && h.keys.iter().zip(&h.texts).zip(p).all(|((k, t), level)| {
                            **k == *level.key
                                || without_remarks(t, &spec.unit).is_some_and(|(t, _)| key(&t) == level.key)
                        })
                })
            })
            .collect();
        if below.len() >= 2 {
            findings.push(ambiguous(block, below[0], &spec.written, below.iter().map(|h| name_of(h))));
        }
    }
}

/// Finds the column of names where its heading is blank: declared so, or the only column of texts left of the
/// figures, with nothing above it.
pub fn blank_row_column(
    grid: &Grid<'_>,
    block: &HeaderBlock,
    words: &FormWords,
    columns: &mut Vec<Column>,
    findings: &mut Vec<Finding>,
) {
    let has = |role: Role| columns.iter().any(|c| c.role == role);
    let Some(spec) = words.columns.iter().find(|c| c.role == Role::Row || c.role == Role::Label) else {
        return;
    };
    if has(spec.role) {
        return;
    }
    let Some(first) = columns.iter().filter(|c| c.role.is_figures()).map(|c| c.col).min() else {
        return;
    };
    let headed = |col: u32| block.headers.iter().any(|h| h.col == col && !h.keys.is_empty());
    let mut names: Vec<u32> = Vec::new();
    for row in grid.rows(block.bottom + 1, block.bottom + 50) {
        for (cell, k) in grid.row(row).take_while(|(c, _)| c.col < first) {
            if k.is_some() && !headed(cell.col) && !names.contains(&cell.col) {
                names.push(cell.col);
            }
        }
    }
    let [col] = names.as_slice() else {
        return;
    };
    columns.push(Column {
        role: spec.role,
        col: *col,
        fit: ColumnFit::Blank,
        measure: None,
        percent: false,
        asked: String::new(),
        members: Vec::new(),
    });
    columns.sort_by_key(|c| c.col);
    if !spec.blank {
        findings.push(
            Finding::new(Code::R016)
                .cell(CellRef { row: block.bottom, col: *col })
                .value(Term::BlankHeading)
                .arg("blank", 1usize)
                .expected(&spec.written),
        );
    }
}

fn at(block: &HeaderBlock, header: &Header) -> CellRef {
    CellRef { row: block.bottom, col: header.col }
}

/// Findings for columns that are missing or not in the form; `asked` says whether the form asks the sender for an
/// indicator.
pub fn review_columns(
    block: &HeaderBlock,
    words: &FormWords,
    columns: &[Column],
    asked: &dyn Fn(Role) -> bool,
    findings: &mut Vec<Finding>,
) {
    /// More missing columns than these are told together.
    const MOST: usize = 5;
    /// So alike that a person would ask.
    const ALIKE: f64 = 0.5;
    let ambiguous: Vec<String> = findings
        .iter()
        .filter(|f| f.code == Code::R009)
        .flat_map(|f| [f.expected.to_string(), f.args.iter().map(|(_, v)| v.to_string()).collect()])
        .collect();
    let unused: Vec<&Header> =
        block.headers.iter().filter(|h| !columns.iter().any(|c| c.col == h.col || (h.anchor == c.col))).collect();
    let place = CellRef { row: block.bottom, col: block.headers.first().map_or(0, |h| h.col) };
    let mut missing: Vec<(&ColumnSpec, Said)> = Vec::new();
    for spec in &words.columns {
        if !asked(spec.role)
            || spec.member
            || columns.iter().any(|c| c.role == spec.role)
            || ambiguous.iter().any(|a| a.contains(&spec.written))
        {
            continue;
        }
        let mut near: Vec<(f64, &Header)> = unused
            .iter()
            .map(|h| (spec.paths.iter().map(|p| likeness(&h.keys.join(" "), &joined(p))).fold(0.0, f64::max), *h))
            .filter(|(s, _)| *s > 0.3)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        // A column that may be left out is missing only where another one looks as if it were it.
        let looks_alike = spec.role.is_figures() && near.first().is_some_and(|(s, _)| *s >= ALIKE);
        if !spec.required && !looks_alike {
            continue;
        }
        let candidates = near.iter().take(3).map(|(_, h)| name_of(h)).collect::<Vec<_>>().join("; ");
        missing.push((spec, Said::or_none(candidates)));
    }
    if missing.len() > MOST {
        let names: Vec<&str> = missing.iter().take(MOST).map(|(s, _)| s.written.as_str()).collect();
        let written = format!("{}; … ({})", names.join("; "), missing.len());
        findings.push(Finding::new(Code::R008).cell(place).expected(written).arg("candidates", Term::None));
    } else {
        findings.extend(
            missing.into_iter().map(|(spec, near)| {
                Finding::new(Code::R008).cell(place).expected(&spec.written).arg("candidates", near)
            }),
        );
    }
    let first = columns.iter().map(|c| c.col).min().unwrap_or(0);
    for header in unused {
        let known = ambiguous.iter().any(|a| header.texts.last().is_some_and(|t| a.contains(t.as_str())));
        let twin =
            block.headers.iter().any(|h| h.col < header.col && h.anchor == header.anchor && h.keys == header.keys);
        if header.col > first && !known && !twin {
            // Every column under the heading of an open list is asked for: one that cannot be its member is told.
            let under = |head: &Vec<String>| {
                let keys = header.keys.iter().map(|k| &**k);
                header.keys.len() > head.len() && keys.zip(head).all(|(k, h)| k == h)
            };
            let total = header.keys.last().is_some_and(|k| language().is_whole_total(k));
            let open = words.open_heads.iter().any(under);
            let severity = if !total && open { Severity::Warning } else { Severity::Info };
            let f = Finding::new(Code::R010).severity(severity).cell(at(block, header));
            findings.push(f.value(header.texts.join(" › ")));
        }
    }
}

fn joined(path: &[Level]) -> String {
    path.iter().map(|p| p.key.as_str()).collect::<Vec<_>>().join(" ")
}

/// What one cell of a row of column numbers says.
enum Number {
    /// A number in brackets, below zero, or a formula of columns: plainly the number of a column.
    Marked(f64),
    /// A bare number.
    Bare(f64),
    /// A letter or a word such as `MS` that stands for a column of texts.
    Letter,
}

fn column_number(cell: &Cell) -> Option<Number> {
    let whole = |n: f64| (n == n.trunc() && n.abs() >= 1.0 && n.abs() < 2000.0).then_some(n);
    match &cell.value {
        Value::Number(n) if *n < 0.0 => whole(*n).map(|n| Number::Marked(-n)),
        Value::Number(n) => whole(*n).map(Number::Bare),
        Value::Text(t) => {
            let t = t.trim();
            let bracketed = t.starts_with(['(', '[']);
            let plain: String = t.chars().filter(|c| !matches!(c, '(' | ')' | ' ' | '[' | ']')).collect();
            let first: String = plain.trim_start_matches('-').chars().take_while(char::is_ascii_digit).collect();
            if first.is_empty() {
                let letter = plain.chars().count() == 1 && plain.chars().all(|c| c.is_ascii_alphabetic());
                let k = key(&plain);
                let word =
                    matches!(k.as_str(), "ms" | "ma₄ sô₂" | "ma₄" | "stt" | "tt" | "no" | "code" | "cđ" | "côt₅");
                return (letter || word).then_some(Number::Letter);
            }
            let rest = plain.trim_start_matches('-').get(first.len()..)?;
            let n = whole(first.parse().ok()?)?;
            // "3=1+2", "6=5/4*100", "(3)=(4)+…+(5)", "1a"
            let formula = rest.starts_with('=')
                && rest.chars().all(|c| c.is_ascii_alphanumeric() || "=+-–*/x:,%;.…÷".contains(c));
            match (rest.is_empty(), formula) {
                (true, _) if bracketed || plain.starts_with('-') => Some(Number::Marked(n)),
                (true, _) => Some(Number::Bare(n)),
                (_, true) => Some(Number::Marked(n)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// True for a row that numbers the columns: `(1) (2)`, `1 2 3`, `-1 -2`, `A B 1 2`, `MS 1=2+3 2 3`. Bare numbers
/// are that only where each is one more than the one before, and the next row does not go on counting in the first
/// column as rows do.
pub fn is_column_numbers(grid: &Grid<'_>, row: u32, columns: &[Column]) -> bool {
    // Another table may stand beside this one.
    let (left, right) = match (columns.first(), columns.last()) {
        (Some(a), Some(b)) => (a.col, b.col),
        _ => (0, u32::MAX),
    };
    let (mut marked, mut bare, mut letters) = (0usize, 0usize, 0usize);
    let mut last = 0.0;
    // Columns that changed places took their numbers along.
    let mut seen: Vec<f64> = Vec::new();
    for (cell, _) in grid.row(row).filter(|(c, _)| (left..=right).contains(&c.col)) {
        match column_number(cell) {
            Some(Number::Letter) => letters += 1,
            Some(Number::Marked(n)) if !seen.contains(&n) => {
                marked += 1;
                seen.push(n);
                last = n;
            }
            Some(Number::Bare(n)) if n > last && (bare + marked == 0 && n <= 3.0 || n <= last + 1.0) => {
                bare += 1;
                last = n;
            }
            _ => return false,
        }
    }
    if marked + bare + letters < 2 || marked + bare == 0 {
        return false;
    }
    if marked > 0 {
        return true;
    }
    // Bare numbers: rows that are named by numbers look the same, but go on.
    let first = |r: u32| grid.row(r).find(|(c, _)| (left..=right).contains(&c.col)).map(|(c, _)| c);
    let own = first(row).and_then(|c| whole_number(c).map(|n| (c.col, n)));
    let next = grid.rows(row + 1, row + 3).next().and_then(first).and_then(|c| whole_number(c).map(|n| (c.col, n)));
    match (own, next) {
        (Some((a, m)), Some((b, n))) if a == b => n != m + 1.0,
        _ => true,
    }
}

fn whole_number(cell: &Cell) -> Option<f64> {
    match &cell.value {
        Value::Number(n) => Some(*n),
        Value::Text(t) => t.trim().parse().ok(),
        _ => None,
    }
}

/// The rows of data under a header, until `end`.
pub fn data_rows(grid: &Grid<'_>, block: &HeaderBlock, columns: &[Column], end: u32) -> (u32, u32) {
    let mut first = block.bottom + 1;
    // Column numbers stand right under a header, perhaps after a blank row.
    while let Some(row) = grid.rows(first, end.min(first + 1)).next() {
        if !is_column_numbers(grid, row, columns) {
            break;
        }
        first = row + 1;
    }
    (first, end)
}

/// How well a table's content fits a form, from 0 to 1.
pub fn content_score(
    grid: &Grid<'_>,
    project: &Project,
    (form, words): (usize, &FormWords),
    (header, columns): (&HeaderBlock, &[Column]),
    (first, last): (u32, u32),
) -> f64 {
    let has = |role: Role| columns.iter().find(|c| c.role == role);
    match project.forms[form].layout {
        Layout::IndicatorRows => {
            let Some(label) = has(Role::Label).or_else(|| has(Role::Code)) else {
                return 0.0;
            };
            let (mut rows, mut known) = (0usize, 0usize);
            for row in grid.rows(first, last.min(first + 2000)) {
                let Some(k) = grid.key(row, label.col) else {
                    continue;
                };
                rows += 1;
                // Text without accents is read as the one label that it may be.
                known += usize::from(words.labels.contains_key(&**k) || words.unmarked.contains(&**k));
            }
            let least = project.forms[form].indicators.len().min(rows).max(1);
            (known as f64 / least as f64).min(1.0)
        }
        Layout::UnitRows | Layout::Records => {
            if project.forms[form].layout == Layout::UnitRows && has(Role::Row).is_none() {
                return 0.0;
            }
            let needed = words.columns.iter().filter(|c| c.required);
            let (mut all, mut met) = (0usize, 0usize);
            for spec in needed {
                all += 1;
                met += usize::from(columns.iter().any(|c| c.role == spec.role));
            }
            let indicators = columns.iter().filter(|c| matches!(c.role, Role::Indicator(_))).count();
            if indicators == 0 {
                return 0.0;
            }
            // A sheet may hold few of a wide form's columns: what counts is that the form knows those it has.
            let names = columns.iter().filter(|c| !c.role.is_figures()).count();
            let own = header_columns(header).saturating_sub(names).max(1);
            let share = indicators as f64 / own.max(indicators) as f64;
            share.max(met as f64 / all.max(1) as f64)
        }
    }
}

/// How many columns a header has; one heading over several is one.
fn header_columns(block: &HeaderBlock) -> usize {
    let mut cells: Vec<(u32, &[Rc<str>])> = block.headers.iter().map(|h| (h.anchor, h.keys.as_slice())).collect();
    cells.dedup();
    cells.len()
}
