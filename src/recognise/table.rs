/*!
Finds tables: where a header stands, what its columns are, and which form it belongs to.

A header is told by the words that forms use in headers, wherever it stands on the sheet; a column by its
header path over merged cells. Position is never the key. What could be two things is reported with both
candidates and left out.
*/

use std::rc::Rc;

use super::grid::Grid;
use super::lexicon::{ColumnSpec, FormWords, Lexicon, PERIOD, Role};
use super::periods;
use crate::finding::{Code, Finding};
use crate::intake::workbook::column_letters;
use crate::project::Project;
use crate::project::form::Layout;
use crate::project::period::Period;
use crate::text::{clean, key, likeness};

/// A column of a table that was recognised.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What it is.
    pub role: Role,
    /// Where it stands.
    pub col: u32,
    /// From 0 to 1.
    pub score: f64,
}

/// A header path as it stands on the sheet.
#[derive(Debug, Clone)]
pub struct Header {
    /// Column.
    pub col: u32,
    /// The column where the lowest cell's merged area begins.
    anchor: u32,
    /// Texts from the top level down.
    pub texts: Vec<String>,
    keys: Vec<Rc<str>>,
}

/// A header somewhere on a sheet, before it is known whose it is.
#[derive(Debug, Clone)]
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
    /// Form, by place.
    pub form: usize,
    /// From 0 to 1: columns or rows matched.
    pub score: f64,
    /// Header.
    pub header: HeaderBlock,
    /// Columns.
    pub columns: Vec<Column>,
    /// First row of data.
    pub first: u32,
    /// Last row of data.
    pub last: u32,
    /// What was met while matching columns.
    pub findings: Vec<Finding>,
}

const MOST_LEVELS: u32 = 6;

/// Finds every header on a sheet: rows close together where words of headers stand.
pub fn find_headers(grid: &Grid<'_>, lexicon: &Lexicon) -> Vec<(HeaderBlock, Vec<u16>)> {
    let mut hits: Vec<(u32, u32, &[u16])> = Vec::new();
    for (cell, k) in grid.texts() {
        if let Some(forms) = words_of(lexicon, k) {
            hits.push((cell.row, cell.col, forms));
        } else if !lexicon.period_headers.is_empty()
            && k.len() < 60
            && periods::find(cell.text().unwrap_or_default()).len() == 1
        {
            hits.push((cell.row, cell.col, &lexicon.period_headers));
        }
    }
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
        let top = extend_up(grid, top, first);
        blocks.push((HeaderBlock { top, bottom, headers: paths(grid, top, bottom) }, forms));
    }
    blocks
}

/// The forms that have a header word like this key, with or without what is in brackets.
fn words_of<'a>(lexicon: &'a Lexicon, k: &str) -> Option<&'a [u16]> {
    lexicon.header_words.get(k).map(Vec::as_slice)
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

/// Takes in rows of group headings above, where several texts stand over the table.
fn extend_up(grid: &Grid<'_>, top: u32, first: u32) -> u32 {
    let mut top = top;
    for _ in 0..2 {
        let Some(above) = top.checked_sub(1) else {
            break;
        };
        let over = grid.row(above).filter(|(c, k)| k.is_some() && c.col >= first).count();
        let wide = grid.row(above).filter(|(c, _)| c.col < first).count();
        // A title stands alone or begins left of the table's own words.
        if over < 2
            || wide > 0
            || has_numbers(grid, above)
            || grid.row(above).any(|(c, _)| c.text().is_some_and(|t| t.chars().count() > 60 || t.contains(':')))
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
        for (cell, _) in grid.row(row).filter(|(_, k)| k.is_some()) {
            first = first.min(cell.col);
            last = last.max(grid.merge(row, cell.col).map_or(cell.col, |m| m.last.col));
        }
    }
    if first > last {
        return Vec::new();
    }
    let last = last.min(first + 2000);
    // Without merged areas a heading stands over the columns to its right until the next one.
    let merged =
        grid.sheet.merges.iter().any(|m| m.first.row <= bottom && m.last.row >= top && m.last.col > m.first.col);
    let mut above: Vec<Option<(u32, u32)>> = vec![None; (bottom - top + 1) as usize];
    let mut headers = Vec::new();
    for col in first..=last {
        let mut header = Header { col, anchor: col, texts: Vec::new(), keys: Vec::new() };
        let own: Vec<Option<(u32, u32)>> = (top..=bottom)
            .map(|row| match grid.merge(row, col) {
                Some(m) => grid.key(m.first.row, m.first.col).map(|_| (m.first.row, m.first.col)),
                None => grid.key(row, col).map(|_| (row, col)),
            })
            .collect();
        for (level, at) in own.iter().enumerate() {
            let below = own[level + 1..].iter().any(Option::is_some);
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
            let Some(k) = grid.key(r, c) else {
                continue;
            };
            if header.keys.last() == Some(k) {
                continue;
            }
            header.anchor = c;
            header.texts.push(clean(grid.get(r, c).and_then(|c| c.text()).unwrap_or_default()));
            header.keys.push(k.clone());
        }
        if own.iter().all(Option::is_none) {
            above.fill(None);
        }
        if !header.texts.is_empty() {
            headers.push(header);
        }
    }
    headers
}

/// The header paths of some rows, for whoever knows already that they are a header.
pub fn header_paths(grid: &Grid<'_>, top: u32, bottom: u32) -> Vec<Header> {
    paths(grid, top, bottom)
}

/// How well a header path fits one that a form declares.
fn fit(header: &Header, path: &[String], period: Option<Period>) -> f64 {
    let Some(leaf) = header.keys.last() else {
        return 0.0;
    };
    if path.len() == 1 && path[0] == PERIOD {
        let text = header.texts.last().map_or("", String::as_str);
        let named = periods::find(text);
        return match (named.as_slice(), period) {
            ([p], Some(q)) if *p == q => 0.95,
            ([_], None) => 0.7,
            _ => 0.0,
        };
    }
    let keys: Vec<&str> = header.keys.iter().map(|k| &**k).collect();
    if keys.iter().copied().eq(path.iter().map(String::as_str)) {
        return 1.0;
    }
    // What stands in brackets (a unit of measure, a column number) and marks of footnotes may differ.
    let plain: Vec<String> = header.texts.iter().map(|t| key(&without_brackets(t))).collect();
    if plain.last().is_some_and(|l| !l.is_empty())
        && plain.iter().map(String::as_str).filter(|p| !p.is_empty()).eq(path.iter().map(String::as_str))
    {
        return 0.97;
    }
    let wanted = path.last().map_or("", String::as_str);
    if **leaf == *wanted {
        let mut rest = keys.iter();
        // Every declared level, in order; levels in between are somebody's addition.
        if path.iter().all(|w| rest.any(|k| k == w)) {
            return 0.95;
        }
        if path.len() == 1 {
            return 0.95;
        }
        let upper = &keys[..keys.len() - 1];
        if upper.is_empty() {
            return 0.6;
        }
        let alike = path[..path.len() - 1]
            .iter()
            .map(|w| upper.iter().map(|k| likeness(k, w)).fold(0.0, f64::max))
            .fold(1.0, f64::min);
        return if alike >= 0.6 { 0.7 + 0.2 * alike } else { 0.0 };
    }
    if keys.join(" ") == path.join(" ") {
        return 0.95;
    }
    if path.len() == 1 && plain.last().map(String::as_str) == Some(wanted) {
        return 0.93;
    }
    let alike = likeness(plain.last().map_or("", String::as_str), wanted);
    if wanted.chars().count() >= 5 && alike >= 0.8 && same_digits(leaf, wanted) {
        let upper = path[..path.len() - 1].iter().all(|w| keys.iter().any(|k| k == w));
        return if upper { 0.5 + 0.3 * alike } else { 0.0 };
    }
    0.0
}

fn same_digits(a: &str, b: &str) -> bool {
    let digits =
        |s: &str| s.split(' ').filter(|w| w.bytes().all(|c| c.is_ascii_digit())).map(str::to_owned).collect::<Vec<_>>();
    digits(a) == digits(b)
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

const LEAST: f64 = 0.6;
/// Below this a match is remarked upon.
const SURE: f64 = 0.9;

fn name_of(header: &Header) -> String {
    format!("{} ({})", header.texts.join(" › "), column_letters(header.col))
}

/// Matches a header's columns to those of a form.
pub fn match_columns(block: &HeaderBlock, words: &FormWords, period: Option<Period>) -> (Vec<Column>, Vec<Finding>) {
    let mut findings = Vec::new();
    let score =
        |spec: &ColumnSpec, header: &Header| spec.paths.iter().map(|p| fit(header, p, period)).fold(0.0, f64::max);
    let mut scores: Vec<Vec<f64>> = vec![vec![0.0; block.headers.len()]; words.columns.len()];
    for (h, header) in block.headers.iter().enumerate() {
        let known =
            words.fits.of(&header.texts, period, || words.columns.iter().map(|spec| score(spec, header)).collect());
        for (row, score) in scores.iter_mut().zip(known.iter()) {
            row[h] = *score;
        }
    }
    let mut columns: Vec<Column> = Vec::new();
    // The best matches first, so that a loose match never takes a column from a sure one.
    loop {
        let mut best = LEAST;
        for row in &scores {
            best = row.iter().copied().fold(best, f64::max);
        }
        let tops: Vec<(usize, usize)> = scores
            .iter()
            .enumerate()
            .flat_map(|(s, row)| {
                row.iter().enumerate().filter(|(_, v)| **v >= best && **v >= LEAST).map(move |(h, _)| (s, h))
            })
            .collect();
        let Some(&(spec, _)) = tops.first() else {
            break;
        };
        let mine: Vec<usize> = tops.iter().filter(|(s, _)| *s == spec).map(|(_, h)| *h).collect();
        let header = &block.headers[mine[0]];
        // One heading merged over several columns is one column.
        let same =
            mine.iter().all(|h| block.headers[*h].anchor == header.anchor && block.headers[*h].keys == header.keys);
        let rivals: Vec<usize> = tops.iter().filter(|(s, h)| *s != spec && *h == mine[0]).map(|(s, _)| *s).collect();
        if !same {
            let candidates = mine.iter().map(|h| name_of(&block.headers[*h])).collect::<Vec<_>>().join("; ");
            findings.push(
                Finding::new(Code::R009)
                    .cell(at(block, header))
                    .expected(&words.columns[spec].written)
                    .arg("candidates", candidates),
            );
            scores[spec].fill(0.0);
            continue;
        }
        if !rivals.is_empty() {
            let all: Vec<usize> = std::iter::once(spec).chain(rivals).collect();
            let candidates = all.iter().map(|s| words.columns[*s].written.as_str()).collect::<Vec<_>>().join("; ");
            findings.push(
                Finding::new(Code::R009)
                    .cell(at(block, header))
                    .expected(header.texts.join(" › "))
                    .arg("candidates", candidates),
            );
            for s in all {
                scores[s].fill(0.0);
            }
            continue;
        }
        if best < SURE {
            findings.push(
                Finding::new(Code::R016)
                    .cell(at(block, header))
                    .value(header.texts.join(" › "))
                    .expected(&words.columns[spec].written)
                    .arg("score", format!("{best:.2}")),
            );
        }
        columns.push(Column { role: words.columns[spec].role, col: header.col, score: best });
        scores[spec].fill(0.0);
        for h in mine {
            for row in &mut scores {
                row[h] = 0.0;
            }
        }
    }
    columns.sort_by_key(|c| c.col);
    (columns, findings)
}

fn at(block: &HeaderBlock, header: &Header) -> crate::intake::workbook::CellRef {
    crate::intake::workbook::CellRef { row: block.bottom, col: header.col }
}

/// Findings for columns that are missing or not in the form.
pub fn review_columns(block: &HeaderBlock, words: &FormWords, columns: &[Column], findings: &mut Vec<Finding>) {
    let ambiguous: Vec<String> = findings
        .iter()
        .filter(|f| f.code == Code::R009)
        .flat_map(|f| [f.expected.clone(), f.args.iter().map(|(_, v)| v.clone()).collect()])
        .collect();
    let unused: Vec<&Header> =
        block.headers.iter().filter(|h| !columns.iter().any(|c| c.col == h.col || (h.anchor == c.col))).collect();
    for spec in &words.columns {
        if !spec.required
            || columns.iter().any(|c| c.role == spec.role)
            || ambiguous.iter().any(|a| a.contains(&spec.written))
        {
            continue;
        }
        let mut near: Vec<(f64, &Header)> = unused
            .iter()
            .map(|h| (spec.paths.iter().map(|p| likeness(&h.keys.join(" "), &p.join(" "))).fold(0.0, f64::max), *h))
            .filter(|(s, _)| *s > 0.3)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        let candidates = near.iter().take(3).map(|(_, h)| name_of(h)).collect::<Vec<_>>().join("; ");
        let candidates = if candidates.is_empty() { "@none".to_owned() } else { candidates };
        findings.push(
            Finding::new(Code::R008)
                .cell(crate::intake::workbook::CellRef {
                    row: block.bottom,
                    col: block.headers.first().map_or(0, |h| h.col),
                })
                .expected(&spec.written)
                .arg("candidates", candidates),
        );
    }
    let first = columns.iter().map(|c| c.col).min().unwrap_or(0);
    for header in unused {
        let known = ambiguous.iter().any(|a| header.texts.last().is_some_and(|t| a.contains(t.as_str())));
        let twin =
            block.headers.iter().any(|h| h.col < header.col && h.anchor == header.anchor && h.keys == header.keys);
        if header.col > first && !known && !twin {
            findings.push(Finding::new(Code::R010).cell(at(block, header)).value(header.texts.join(" › ")));
        }
    }
}

/// True for a row that numbers the columns: `(1) (2)`, `1 2 3`, `-1 -2`, `A B 1 2`, `(3)=(1)+(2)`.
pub fn is_column_numbers(grid: &Grid<'_>, row: u32, columns: &[Column]) -> bool {
    let mut numbers = 0;
    let mut last = 0.0;
    let mut count = 0;
    // Another table may stand beside this one.
    let (left, right) = match (columns.first(), columns.last()) {
        (Some(a), Some(b)) => (a.col, b.col),
        _ => (0, u32::MAX),
    };
    for (cell, k) in grid.row(row).filter(|(c, _)| (left..=right).contains(&c.col)) {
        let n = match (&cell.value, k) {
            (crate::intake::workbook::Value::Number(n), _) => n.abs(),
            (_, Some(_)) => {
                let text = cell.text().unwrap_or_default().trim();
                let plain: String = text.chars().filter(|c| !matches!(c, '(' | ')' | ' ' | '[' | ']')).collect();
                let first: String = plain.chars().take_while(char::is_ascii_digit).collect();
                let rest = &plain[first.len()..];
                if plain.chars().count() == 1 && plain.chars().all(|c| c.is_ascii_alphabetic()) {
                    count += 1;
                    continue;
                }
                // "3=1+2", "6=5/4*100"
                let formula = rest.is_empty()
                    || rest.starts_with('=') && rest.chars().all(|c| c.is_ascii_digit() || "=+-*/x:,%;".contains(c));
                match first.parse::<f64>() {
                    Ok(n) if formula => n,
                    _ => return false,
                }
            }
            _ => return false,
        };
        if n != n.trunc() || n < last || n > 400.0 || (n == last && numbers > 0) {
            return false;
        }
        last = n;
        numbers += 1;
        count += 1;
    }
    // A row of data has a text where its label or unit stands.
    let named = columns.iter().any(|c| {
        matches!(c.role, Role::Label | Role::Row)
            && grid.key(row, c.col).is_some_and(|k| k.chars().filter(|c| c.is_alphabetic()).count() > 1)
    });
    count >= 2 && numbers >= 1 && !named && last <= (count as f64) + 60.0 && starts_low(grid, row)
}

fn starts_low(grid: &Grid<'_>, row: u32) -> bool {
    use crate::intake::workbook::Value;
    grid.row(row)
        .find_map(|(c, _)| match &c.value {
            Value::Number(n) => Some(n.abs()),
            Value::Text(t) => t.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok(),
            _ => None,
        })
        .is_some_and(|n: f64| n <= 3.0 || n == n.trunc())
}

/// The rows of data under a header, until `end`.
pub fn data_rows(grid: &Grid<'_>, block: &HeaderBlock, columns: &[Column], end: u32) -> (u32, u32) {
    let mut first = block.bottom + 1;
    while first <= end && grid.row(first).next().is_some() && is_column_numbers(grid, first, columns) {
        first += 1;
    }
    (first, end)
}

/// How well a table's content fits a form, from 0 to 1.
pub fn content_score(
    grid: &Grid<'_>,
    project: &Project,
    form: usize,
    words: &FormWords,
    columns: &[Column],
    first: u32,
    last: u32,
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
                known += usize::from(words.labels.contains_key(&**k));
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
            if indicators == 0 { 0.0 } else { met as f64 / all.max(1) as f64 }
        }
    }
}
