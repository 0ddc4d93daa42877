/*!
Writes a first form from a blank or filled workbook, ready to edit.

No form is known here, so the table is told by its shape: the rows of texts with the most columns, over the
rows that follow. What cannot be known is written as a question in a comment.
*/

use std::fmt::Write;

use super::grid::{Grid, Keys};
use super::names::split_words;
use super::periods;
use super::table::{self, Column};
use serde::{Deserialize, Serialize};

use crate::intake::workbook::{Cell, Sheet, Value, Visibility, Workbook};
use crate::project::Project;
use crate::text::language::{Convention, words};
use crate::text::number::{Reading, read_date, read_number};
use crate::text::{bare, clean, key};

/// A form as a filled sheet shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The form.
    pub toml: String,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Who reports, as it is written over the table.
    pub unit: Option<String>,
    /// For when, as it is written in the names of folders.
    pub period: Option<String>,
}

impl Draft {
    /// True where another draft declares the same form: the same lines, whatever was found in the cells.
    pub fn declares_the_same(&self, other: &str) -> bool {
        let lines = |t: &str| -> Vec<String> {
            let said = ["title", "layout", "name", "header", "label", "row", "value"];
            let of = |l: &&str| said.iter().any(|k| l.strip_prefix(k).is_some_and(|r| r.starts_with(" =")));
            // Names of free rows are no part of a form; those of indicators and declared rows are.
            t.lines().filter(of).map(str::to_owned).collect()
        };
        lines(&self.toml) == lines(other)
    }

    /// The form under another code.
    pub fn with_code(&self, code: &str) -> String {
        let line = |c: &str| format!("\ncode = {}\n", quote(c));
        self.toml.replacen(&line(&self.code), &line(code), 1)
    }
}

/// Drafts a form from each sheet that has a table; `project` is the one that it is for.
pub fn draft(book: &Workbook, project: Option<&Project>) -> Vec<Draft> {
    let visible = book.sheets.iter().filter(|s| s.visibility == Visibility::Visible);
    visible.filter_map(|s| draft_sheet(s, project)).collect()
}

/// What a column's cells are.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Holds {
    Nothing,
    Whole,
    Decimal,
    Percent,
    YesNo,
    Date,
    Text,
}

struct Drafted {
    col: u32,
    path: Vec<String>,
    holds: Holds,
}

fn draft_sheet(sheet: &Sheet, project: Option<&Project>) -> Option<Draft> {
    let keys = Keys::default();
    let grid = Grid::new(sheet, &keys);
    let (top, bottom) = header_rows(&grid)?;
    let headers = table::header_paths(&grid, top, bottom);
    if headers.len() < 2 {
        return None;
    }
    let columns: Vec<Column> = Vec::new();
    let mut first = bottom + 1;
    while grid.row(first).next().is_some() && table::is_column_numbers(&grid, first, &columns) {
        first += 1;
    }
    let last = grid.last_row();
    let rows: Vec<u32> = grid.rows(first, last).take_while(|r| !is_end(&grid, *r)).collect();
    let drafted: Vec<Drafted> = headers
        .iter()
        .map(|h| Drafted {
            col: h.col,
            path: h.texts.clone(),
            holds: holds(&grid, &rows, h.col, h.texts.last().map_or("", String::as_str)),
        })
        .collect();
    let title = title_of(&grid, top);
    let lines: Vec<String> = lines_over(&grid, top);
    Some(Draft {
        toml: write(&grid, (top, &title), &rows, &drafted, project),
        code: slug(&title),
        unit: lines.iter().find_map(|l| words().strip_unit_label(l).filter(|u| !u.is_empty()).map(str::to_owned)),
        period: lines.iter().rev().find_map(|l| periods::find(l).first().map(ToString::to_string)),
        title,
    })
}

fn is_end(grid: &Grid<'_>, row: u32) -> bool {
    grid.row(row).any(|(_, k)| k.is_some_and(|k| words().is_ending(k)))
        && !grid.row(row).any(|(c, _)| matches!(c.value, Value::Number(_)))
}

/// The rows of the header: the row of texts that fills the most columns, with what is merged into it.
pub fn header_rows(grid: &Grid<'_>) -> Option<(u32, u32)> {
    let mut best: Option<(usize, u32)> = None;
    for row in grid.rows(0, grid.last_row().min(200)) {
        let cells: Vec<_> = grid.row(row).collect();
        // Figures that are stored as text are figures.
        let is_word = |c: &Cell| c.text().is_some_and(|t| t.chars().count() < 120) && of_cell(c) == Holds::Text;
        let texts = cells.iter().filter(|(c, k)| k.is_some() && is_word(c)).count();
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
    // A group heading spans several columns right above; sub-headings stand right below one.
    while top > 0
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
        Holds::Whole if count(Holds::Decimal) > 0 => Holds::Decimal,
        Holds::Whole | Holds::Decimal if by_title(title) == Holds::Percent => Holds::Percent,
        other => other,
    }
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

fn is_one_of(path: &[String], names: &[&str]) -> bool {
    let k = bare(&key(path.last().map_or("", String::as_str)));
    names.contains(&k.as_str())
}

const NUMBER: [&str; 10] = ["stt", "tt", "so tt", "so thu tu", "no", "ord", "ma so", "ma", "ms", "code"];
const MEASURE: [&str; 5] = ["dvt", "don vi tinh", "unit of measure", "measure", "uom"];
const NOTE: [&str; 5] = ["ghi chu", "note", "notes", "remarks", "comment"];

fn write(
    grid: &Grid<'_>,
    (top, title): (u32, &str),
    rows: &[u32],
    columns: &[Drafted],
    project: Option<&Project>,
) -> String {
    let code = slug(title);
    let number = columns.iter().find(|c| is_one_of(&c.path, &NUMBER));
    let measure = columns.iter().find(|c| is_one_of(&c.path, &MEASURE));
    let note = columns.iter().find(|c| is_one_of(&c.path, &NOTE));
    let named = |c: &&Drafted| [number, measure, note].into_iter().flatten().all(|d| d.col != c.col);
    let rest: Vec<&Drafted> = columns.iter().filter(named).collect();
    let label = rest.iter().find(|c| c.holds == Holds::Text).or_else(|| rest.first()).copied();
    let values: Vec<&Drafted> = rest.iter().filter(|c| label.is_none_or(|l| l.col != c.col)).copied().collect();
    let texts = values.iter().filter(|c| matches!(c.holds, Holds::Text | Holds::Date)).count();
    let mut out = String::new();
    let _ = writeln!(out, "# Bản nháp do `tonghop inspect --draft-form` lập: đọc lại và sửa trước khi dùng.");
    let _ = writeln!(out, "# A draft by `tonghop inspect --draft-form`: read and edit it before use.");
    let _ = writeln!(out, "code = {}", quote(&code));
    let _ = writeln!(out, "title = {}", quote(title));
    let numbers = values.iter().filter(|c| !matches!(c.holds, Holds::Text | Holds::Date)).count();
    let layout = if numbers >= 2 && number.is_some_and(|n| has_codes(grid, rows, n)) {
        "matrix"
    } else if measure.is_some() {
        "indicator-rows"
    } else if texts * 2 > values.len() {
        "records"
    } else {
        "unit-rows"
    };
    let _ = writeln!(out, "layout = {}   # indicator-rows | matrix | unit-rows | records", quote(layout));
    let frequency = (0..top)
        .rev()
        .flat_map(|r| grid.row(r).filter_map(|(c, _)| c.text().map(periods::find)).flatten().collect::<Vec<_>>())
        .next()
        .map_or("quarter", |p| {
            use crate::project::period::Frequency;
            Frequency::NAMES.iter().find(|(_, f)| *f == p.frequency()).map_or("quarter", |(n, _)| *n)
        });
    let _ = writeln!(out, "frequency = {}   # month | quarter | half-year | nine-months | year\n", quote(frequency));
    let _ = writeln!(
        out,
        "[reporters]\nkinds = [{}]   # ai phải báo cáo: loại đơn vị trong tonghop.toml / who reports: kinds of tonghop.toml\n",
        reporters(project)
    );
    if layout == "unit-rows" {
        let _ = writeln!(
            out,
            "[rows]\nregistered = false   # true và kinds = [...] nếu mỗi dòng là một đơn vị trong units.csv\n"
        );
    }
    let _ = writeln!(out, "[columns]");
    let mut column = |key: &str, c: Option<&Drafted>| {
        if let Some(c) = c {
            let _ = writeln!(out, "{key} = [{}]", path(&c.path));
        }
    };
    column("code", number);
    match layout {
        "indicator-rows" => {
            column("label", label);
            column("measure", measure);
            column("value", values.first().copied());
        }
        "matrix" => {
            column("label", label);
            column("measure", measure);
        }
        "unit-rows" => column("row", label),
        _ => {}
    }
    column("note", note);
    if layout == "matrix" {
        write_matrix(&mut out, grid, rows, (number, label), &values);
    } else if layout == "indicator-rows" {
        write_rows(&mut out, grid, rows, number, label, measure, &values);
    } else {
        let all: Vec<&Drafted> = if layout == "records" { rest } else { values };
        for (n, c) in all.iter().enumerate() {
            let _ = writeln!(
                out,
                "\n[[indicator]]\ncode = \"{}\"\nname = {}\nheader = [{}]\ntype = {}",
                n + 1,
                quote(&c.path.join(" – ")),
                path(&c.path),
                quote(kind(c.holds))
            );
        }
    }
    out
}

#[allow(clippy::too_many_arguments, reason = "one call site")]
fn write_rows(
    out: &mut String,
    grid: &Grid<'_>,
    rows: &[u32],
    number: Option<&Drafted>,
    label: Option<&Drafted>,
    measure: Option<&Drafted>,
    values: &[&Drafted],
) {
    let Some(label) = label else {
        return;
    };
    let mut taken: Vec<String> = Vec::new();
    for row in rows {
        let text = |c: Option<&Drafted>| {
            c.and_then(|c| grid.get(*row, c.col)).map(crate::submission::extract::shown).unwrap_or_default()
        };
        let name = text(Some(label));
        let unit = text(measure);
        let heading = unit.is_empty() && values.iter().all(|v| grid.get(*row, v.col).is_none());
        if name.is_empty() || heading {
            if !name.is_empty() {
                let _ = writeln!(out, "\n# {}", clean(&name));
            }
            continue;
        }
        let mut code = super::lexicon::code_key(&text(number));
        if code.is_empty() || taken.contains(&code) {
            code = format!("r{}", row + 1);
        }
        taken.push(code.clone());
        let value = values.first().and_then(|v| grid.get(*row, v.col)).map(of_cell).filter(|h| *h != Holds::Nothing);
        let holds = match by_title(&format!("{name} {unit}")) {
            Holds::Whole => value.unwrap_or(Holds::Whole),
            told => told,
        };
        let _ = writeln!(
            out,
            "\n[[indicator]]\ncode = {}\nname = {}\nunit = {}\ntype = {}",
            quote(&code),
            quote(&name),
            quote(&unit),
            quote(kind(holds))
        );
    }
}

/// True where the column of numbers holds codes of rows (`1.1`, `1.1.2`), which the form knows again.
fn has_codes(grid: &Grid<'_>, rows: &[u32], number: &Drafted) -> bool {
    let code = |r: &u32| grid.get(*r, number.col).map(crate::submission::extract::shown).unwrap_or_default();
    let parts = |c: &String| c.split('.').count() >= 2 && c.split('.').all(|p| p.parse::<u32>().is_ok());
    rows.iter().map(code).filter(parts).count() >= 2
}

/// Rows and columns of a matrix, each once.
fn write_matrix(
    out: &mut String,
    grid: &Grid<'_>,
    rows: &[u32],
    (number, label): (Option<&Drafted>, Option<&Drafted>),
    values: &[&Drafted],
) {
    for (n, c) in values.iter().enumerate() {
        let (header, holds) = (path(&c.path), quote(kind(c.holds)));
        let _ = writeln!(out, "\n[[column]]\ncode = \"c{}\"\nheader = [{header}]\ntype = {holds}", n + 1);
    }
    let mut taken: Vec<String> = Vec::new();
    for row in rows {
        let text = |c: Option<&Drafted>| {
            c.and_then(|c| grid.get(*row, c.col)).map(crate::submission::extract::shown).unwrap_or_default()
        };
        let name = text(label);
        if name.is_empty() {
            continue;
        }
        let mut code = text(number);
        if code.is_empty() || taken.contains(&code) {
            code = format!("r{}", row + 1);
        }
        taken.push(code.clone());
        let _ = writeln!(out, "\n[[row]]\ncode = {}\nname = {}", quote(&code), quote(&clean(&name)));
        if values.iter().all(|v| grid.get(*row, v.col).is_none()) {
            let _ = writeln!(out, "heading = true");
        }
    }
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
fn lines_over(grid: &Grid<'_>, top: u32) -> Vec<String> {
    (0..top).flat_map(|r| grid.row(r).filter_map(|(c, _)| c.text().map(clean)).collect::<Vec<_>>()).collect()
}

/// The title by what it is: the longest line in capitals, else the last line over the table, that names neither period,
/// unit nor measure alone.
fn title_of(grid: &Grid<'_>, top: u32) -> String {
    // More letters are an explanation.
    const LONGEST: usize = 300;
    let lines = lines_over(grid, top);
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
    };
    let capitals = |l: &&String| usable(l) && l.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_lowercase());
    // A title may name its period; what is nothing else does not make one.
    let without_period = |l: &&String| periods::strip(l).1.chars().filter(|c| c.is_alphabetic()).count() > 8;
    let longest = lines.iter().filter(capitals).filter(without_period).max_by_key(|l| letters(l));
    let last = || lines.iter().rev().filter(usable).find(|l| periods::find(l).is_empty());
    let titled = longest.or_else(last).map(|l| without_its_period(l));
    titled.unwrap_or_else(|| grid.sheet.name.clone())
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
    while words.len() > 2 && words.last().is_some_and(|w| cut.contains(&bare(&key(w)).as_str())) {
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
