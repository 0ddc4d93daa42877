/*!
How the program sees a workbook: its sheets, tables, header paths and matches with their scores, unit and
period and where they were taken from, what is unmatched and the nearest candidates.
*/

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::intake::container::Refusal;
use crate::intake::read;
use crate::intake::workbook::{CellRef, Sheet, Visibility, column_letters};
use crate::project::form::Layout;
use crate::recognise::context::Source;
use crate::recognise::draft::{self, Draft};
use crate::recognise::grid::Grid;
use crate::recognise::lexicon::{Level, Lexicon, Role};
use crate::recognise::table::{Table, header_paths};
use crate::recognise::{RecognisedSheet, prepare, recognise};
use crate::submission::facts::RowKey;
use crate::submission::fates::Account;
use crate::submission::{Reading, extract, rollup};
use crate::text::{key, likeness};

/// A workbook as the program sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inspection {
    /// Format, by content.
    pub format: String,
    /// The document's own modified time in seconds since 1970.
    pub modified: Option<i64>,
    /// Sheets.
    pub sheets: Vec<SheetView>,
    /// What was met beside the sheets.
    pub findings: Vec<Finding>,
    /// A first form made from the workbook, if asked for.
    pub drafts: Vec<Draft>,
}

/// A sheet as the program sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SheetView {
    /// Name.
    pub name: String,
    /// Whether people see it.
    pub hidden: bool,
    /// Cells that hold something.
    pub cells: usize,
    /// The area that they take up.
    pub area: String,
    /// Merged areas.
    pub merges: usize,
    /// Tables that were recognised.
    pub tables: Vec<TableView>,
    /// What it looks like, where no table was recognised.
    pub guess: Option<Guess>,
}

/// A sheet on which nothing was recognised: its beginning, and the form that is nearest.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Guess {
    /// Its first rows as text, each with its number.
    pub picture: Vec<String>,
    /// Rows that look like a header.
    pub header: String,
    /// Their columns, each with the nearest of the form's.
    pub columns: Vec<ColumnView>,
    /// Code of the nearest form; blank where none is near.
    pub form: String,
    /// Its title.
    pub form_title: String,
    /// Columns that it asks for and no heading names.
    pub missing: Vec<String>,
}

/// A table as the program sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TableView {
    /// Form code.
    pub form: String,
    /// Form title.
    pub form_title: String,
    /// How well title and content fit the form, 0 to 1.
    pub score: f64,
    /// Unit code, where certain.
    pub unit: String,
    /// Unit name.
    pub unit_name: String,
    /// Where the unit was taken from.
    pub unit_from: Option<Source>,
    /// Period, where certain.
    pub period: String,
    /// Where the period was taken from.
    pub period_from: Option<Source>,
    /// Rows of the header, as `8:9`.
    pub header: String,
    /// Columns of the header.
    pub columns: Vec<ColumnView>,
    /// Rows that were matched.
    pub rows: Vec<RowView>,
    /// Facts that were read.
    pub facts: usize,
    /// The fates of its figures.
    pub figures: Account,
    /// What was met.
    pub findings: Vec<Finding>,
}

/// A column as the program sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ColumnView {
    /// Letters.
    pub column: String,
    /// Header path from the top level down.
    pub path: Vec<String>,
    /// What it was taken for; blank where it was not.
    pub matched: String,
    /// 0 to 1; of an unmatched column that of the nearest candidate.
    pub score: f64,
    /// The nearest of the form's columns, where it was not matched.
    pub nearest: String,
}

/// A row as the program sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RowView {
    /// Row number, as in Excel.
    pub row: u32,
    /// What it was taken for.
    pub matched: String,
    /// Values that were read in it.
    pub facts: usize,
}

/// Looks at a workbook.
pub fn inspect(reading: &Reading<'_>, name: &str, bytes: &[u8], with_draft: bool) -> Result<Inspection, Refusal> {
    // Of open lists the members are those of this file.
    if reading.project.is_open() {
        let members = reading.read_file(name, bytes).members;
        if let Some((project, _)) = reading.project.closed_over(&[&members]) {
            return inspect(&Reading::new(&project, reading.limits), name, bytes, with_draft);
        }
    }
    let mut book = read::read(bytes, &reading.limits)?;
    // Of a workbook of our own making a run reads no sheets, but what it carries.
    if book.own.is_some() || rollup::is_rollup(&book) {
        let extract = reading.read_file(name, bytes);
        return Ok(Inspection {
            format: book.format.name().to_owned(),
            modified: book.modified,
            sheets: Vec::new(),
            findings: extract.findings,
            drafts: Vec::new(),
        });
    }
    let mut read = std::mem::take(&mut book.findings);
    let (date1904, writer_zeroes) = (book.date1904, book.writer_zeroes);
    let formats_unknown = book.formats_unknown;
    let (book, grids, mut findings) = prepare(&mut book, &reading.keys);
    let (parts, recognised) = recognise(book, &grids, name, reading.project, &reading.lexicon);
    findings.extend(recognised);
    findings.append(&mut read);
    let mut sheets: Vec<SheetView> = book.sheets.iter().map(view_sheet).collect();
    let ctx = extract::Reading {
        project: reading.project,
        lexicon: &reading.lexicon,
        date1904,
        writer_zeroes,
        formats_unknown,
    };
    let mut views: Vec<(usize, TableView)> = Vec::new();
    let mut of_sheet: Vec<Vec<RecognisedSheet>> = (0..sheets.len()).map(|_| Vec::new()).collect();
    for part in parts {
        let mut view = view_table(reading, &part.tables, part.form);
        view.score = part.score;
        view.unit_from = part.unit.source();
        view.period_from = part.period.source();
        views.push((part.sheet, view));
        of_sheet[part.sheet].push(part);
    }
    for (sheet, parts) in of_sheet.into_iter().enumerate().filter(|(_, p)| !p.is_empty()) {
        let got = extract::extract_sheet(&grids[sheet], parts, &ctx);
        let mine = views.iter_mut().filter(|(s, _)| *s == sheet).map(|(_, v)| v);
        for (view, got) in mine.zip(got) {
            if let Some(u) = got.unit {
                let unit = reading.project.register.get(u);
                view.unit.clone_from(&unit.code);
                view.unit_name = unit.full_name();
            }
            view.period = got.period.map_or_else(String::new, |p| p.to_string());
            view.facts = got.facts.len();
            view.figures = got.account;
            view.rows = view_rows(reading, &got);
            view.findings = got.findings;
        }
    }
    for (sheet, view) in views {
        sheets[sheet].tables.push(view);
    }
    for (grid, view) in grids.iter().zip(&mut sheets).filter(|(g, v)| v.tables.is_empty() && !g.sheet.cells.is_empty())
    {
        view.guess = Some(guess(reading, grid));
    }
    let drafts = if with_draft { draft::draft(book, name) } else { Vec::new() };
    Ok(Inspection { format: book.format.name().to_owned(), modified: book.modified, sheets, findings, drafts })
}

fn view_sheet(sheet: &Sheet) -> SheetView {
    let area = match (sheet.cells.first(), sheet.cells.last()) {
        (Some(first), Some(last)) => {
            let left = sheet.cells.iter().map(|c| c.col).min().unwrap_or(0);
            let right = sheet.cells.iter().map(|c| c.col).max().unwrap_or(0);
            format!("{}:{}", CellRef { row: first.row, col: left }, CellRef { row: last.row, col: right })
        }
        _ => String::new(),
    };
    SheetView {
        name: sheet.name.clone(),
        hidden: sheet.visibility == Visibility::Hidden,
        cells: sheet.cells.len(),
        area,
        merges: sheet.merges.len(),
        tables: Vec::new(),
        guess: None,
    }
}

/// The beginning of a sheet as text that fits a terminal.
fn picture(grid: &Grid<'_>) -> Vec<String> {
    const ROWS: usize = 16;
    const COLUMNS: usize = 8;
    const WIDE: usize = 14;
    let rows: Vec<u32> = grid.rows(0, grid.last_row()).take(ROWS).collect();
    let cells = |row: &u32| grid.row(*row).map(|(c, _)| c.col).collect::<Vec<_>>();
    let mut columns: Vec<u32> = rows.iter().flat_map(cells).collect();
    columns.sort_unstable();
    columns.dedup();
    let more = columns.len() > COLUMNS;
    columns.truncate(COLUMNS);
    let fit = |text: &str| {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = text.chars().take(WIDE).collect();
        let cut =
            if text.chars().count() > WIDE { cut.chars().take(WIDE - 1).collect::<String>() + "…" } else { cut };
        let pad = WIDE - cut.chars().count();
        cut + &" ".repeat(pad)
    };
    let line = |head: &str, texts: Vec<String>| {
        let body = texts.iter().map(|t| fit(t)).collect::<Vec<_>>().join("│");
        format!("{head:>5} │{body}{}", if more { "│…" } else { "" })
    };
    let mut out = vec![line("", columns.iter().map(|c| column_letters(*c)).collect())];
    for row in rows {
        let shown = |c: &u32| grid.get(row, *c).map(extract::shown).unwrap_or_default();
        out.push(line(&(row + 1).to_string(), columns.iter().map(shown).collect()));
    }
    out
}

/// What a sheet looks like on which nothing was recognised.
fn guess(reading: &Reading<'_>, grid: &Grid<'_>) -> Guess {
    const NEAR: f64 = 0.6;
    let picture = picture(grid);
    let Some((top, bottom)) = draft::header_rows(grid, (0, grid.last_row())) else {
        let (header, form, form_title) = (String::new(), String::new(), String::new());
        return Guess { picture, header, columns: Vec::new(), form, form_title, missing: Vec::new() };
    };
    let headers = header_paths(grid, top, bottom);
    let best = |form: usize| -> Vec<(String, f64)> {
        headers.iter().map(|h| nearest_column(&reading.lexicon, form, &h.texts)).collect()
    };
    let near = |form: &usize| best(*form).iter().filter(|(_, s)| *s >= NEAR).count();
    let form =
        (0..reading.project.forms.len()).max_by_key(|f| (near(f), std::cmp::Reverse(*f))).filter(|f| near(f) > 0);
    let nearest = form.map(best).unwrap_or_else(|| vec![Default::default(); headers.len()]);
    let columns = headers.iter().zip(&nearest).map(|(h, (nearest, score))| ColumnView {
        column: column_letters(h.col),
        path: h.texts.clone(),
        matched: String::new(),
        score: (score * 100.0).round() / 100.0,
        nearest: nearest.clone(),
    });
    let columns: Vec<ColumnView> = columns.collect();
    let has = |written: &str| nearest.iter().any(|(n, s)| n == written && *s >= NEAR);
    let asked = |f: usize| reading.lexicon.forms[f].columns.iter().filter(|c| c.required && !has(&c.written));
    let spec = form.map(|f| &reading.project.forms[f]);
    Guess {
        picture,
        header: format!("{}:{}", top + 1, bottom + 1),
        columns,
        form: spec.map_or_else(String::new, |f| f.code.clone()),
        form_title: spec.map_or_else(String::new, |f| f.title.clone()),
        missing: form.map(|f| asked(f).map(|c| c.written.clone()).collect()).unwrap_or_default(),
    }
}

fn role_name(reading: &Reading<'_>, form: usize, role: Role) -> String {
    let form = &reading.project.forms[form];
    match role {
        Role::Code => "columns.code".to_owned(),
        Role::Label => "columns.label".to_owned(),
        Role::Measure => "columns.measure".to_owned(),
        Role::Value(i) => format!("columns.{}", form.columns.values[i].0),
        Role::Row => "columns.row".to_owned(),
        Role::Note => "columns.note".to_owned(),
        Role::Indicator(i) => format!("[{}] {}", form.indicators[i].code, form.indicators[i].name),
    }
}

fn view_table(reading: &Reading<'_>, tables: &[Table], form: usize) -> TableView {
    let spec = &reading.project.forms[form];
    let mut columns = Vec::new();
    let mut header = String::new();
    if let Some(table) = tables.first() {
        header = format!("{}:{}", table.header.top + 1, table.header.bottom + 1);
        for h in &table.header.headers {
            let matched = table.columns.iter().find(|c| c.col == h.col);
            let (nearest, score) = match matched {
                Some(_) => (String::new(), 1.0),
                None => nearest_column(&reading.lexicon, form, &h.texts),
            };
            columns.push(ColumnView {
                column: column_letters(h.col),
                path: h.texts.clone(),
                matched: matched.map_or_else(String::new, |c| role_name(reading, form, c.role)),
                score: (score * 100.0).round() / 100.0,
                nearest,
            });
        }
    }
    TableView {
        form: spec.code.clone(),
        form_title: spec.title.clone(),
        score: 0.0,
        unit: String::new(),
        unit_name: String::new(),
        unit_from: None,
        period: String::new(),
        period_from: None,
        header,
        columns,
        rows: Vec::new(),
        facts: 0,
        figures: Account::default(),
        findings: Vec::new(),
    }
}

fn nearest_column(lexicon: &Lexicon, form: usize, path: &[String]) -> (String, f64) {
    let joined = key(&path.join(" "));
    lexicon.forms[form]
        .columns
        .iter()
        .map(|c| (c.written.clone(), c.paths.iter().map(|p| likeness(&joined, &joined_path(p))).fold(0.0, f64::max)))
        .filter(|(_, s)| *s >= 0.4)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or_default()
}

/// The words of a declared path.
fn joined_path(path: &[Level]) -> String {
    path.iter().map(|l| l.key.as_str()).collect::<Vec<_>>().join(" ")
}

fn view_rows(reading: &Reading<'_>, part: &extract::Part) -> Vec<RowView> {
    let form = &reading.project.forms[part.form];
    let mut rows: Vec<RowView> = Vec::new();
    for fact in part.facts.iter() {
        let matched = match (form.layout, part.rows.get(fact.row)) {
            (Layout::IndicatorRows, _) => {
                let i = &form.indicators[fact.indicator];
                format!("[{}] {}", i.code, i.name)
            }
            (_, Some(RowKey::Unit(u))) => {
                let u = reading.project.register.get(*u);
                format!("{} {}", u.code, u.full_name())
            }
            (_, Some(RowKey::Label(l))) => l.clone(),
            (_, Some(RowKey::Record(n))) => format!("#{n}"),
            _ => String::new(),
        };
        let row = fact.cell.row + 1;
        match rows.iter_mut().rev().find(|r| r.row == row && r.matched == matched) {
            Some(r) => r.facts += 1,
            None => rows.push(RowView { row, matched, facts: 1 }),
        }
    }
    rows
}
