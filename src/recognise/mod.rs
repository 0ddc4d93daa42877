/*!
Tells what a sheet is: which form, which unit, which period, and where its table stands.

What the sheet says itself comes first, then the names of sheet, file and folders; what was used is
recorded, and contradictions are findings. Nothing is chosen by chance: what could be two things is
reported with both candidates.
*/

pub mod draft;
pub mod grid;
pub mod lexicon;
pub mod names;
pub mod periods;
pub mod repair;
pub mod table;

use crate::finding::{Code, Finding, Severity};
use crate::intake::workbook::{Sheet, Value, Visibility, Workbook};
use crate::project::Project;
use crate::project::form::Layout;
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::text::language::words;
use crate::text::{bare, clean, key};
use grid::{Grid, Keys};
use lexicon::{FormWords, Lexicon};
use table::{HeaderBlock, Table};

/// A sheet's table (or tables, where a header is repeated) of one form, unit and period.
#[derive(Debug)]
pub struct RecognisedSheet {
    /// The sheet's place in the workbook.
    pub sheet: usize,
    /// Form, by place.
    pub form: usize,
    /// The tables, in the order of their rows.
    pub tables: Vec<Table>,
    /// Who reports, where that is certain.
    pub unit: Option<UnitId>,
    /// Where the unit was taken from.
    pub unit_from: &'static str,
    /// For when, where that is certain.
    pub period: Option<Period>,
    /// Where the period was taken from.
    pub period_from: &'static str,
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
    for (i, grid) in grids.iter().enumerate() {
        let sheet = grid.sheet;
        let found = recognise_sheet(i, grid, name, project, lexicon, &mut findings);
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
            out.push(part);
        }
    }
    contradict_file_name(&mut out, book, name, project, lexicon);
    (out, findings)
}

/// A sheet that nobody would call a table of data is passed over without a word.
fn looks_like_data(sheet: &Sheet) -> bool {
    let numbers = sheet.cells.iter().filter(|c| matches!(c.value, Value::Number(_))).count();
    numbers >= 1 && sheet.cells.len() >= 6
}

fn nearest_forms(grid: &Grid<'_>, project: &Project, lexicon: &Lexicon) -> String {
    let mut near: Vec<(usize, usize)> = lexicon
        .forms
        .iter()
        .enumerate()
        .map(|(i, f)| {
            let hits = grid
                .texts()
                .filter(|(_, k)| {
                    f.labels.contains_key(&***k)
                        || f.columns.iter().any(|c| c.paths.iter().flatten().any(|p| **p == ***k))
                })
                .take(500)
                .count();
            (hits, i)
        })
        .filter(|(hits, _)| *hits > 0)
        .collect();
    near.sort_by_key(|n| std::cmp::Reverse(n.0));
    let names: Vec<&str> = near.iter().take(2).map(|(_, i)| project.forms[*i].title.as_str()).collect();
    if names.is_empty() { "@none".to_owned() } else { names.join("; ") }
}

fn recognise_sheet(
    index: usize,
    grid: &Grid<'_>,
    name: &str,
    project: &Project,
    lexicon: &Lexicon,
    findings: &mut Vec<Finding>,
) -> Vec<RecognisedSheet> {
    let blocks = table::find_headers(grid, lexicon);
    let mut out: Vec<RecognisedSheet> = Vec::new();
    let mut title_from = 0u32;
    for (i, (block, forms)) in blocks.iter().enumerate() {
        let end = blocks.get(i + 1).map_or(grid.last_row(), |(b, _)| b.top.saturating_sub(1));
        let title = (title_from, block.top.saturating_sub(1));
        let lines: Vec<String> = if block.top > title.0 { title_lines(grid, title.0, title.1) } else { Vec::new() };
        let sheet_title_period = sheet_period(&lines, project, forms);
        let chosen =
            choose_forms(grid, name, project, lexicon, block, forms, &lines, sheet_title_period, end, findings);
        if let Some(last) = chosen.iter().map(|(.., t)| t.last_used(grid)).max() {
            title_from = last + 1;
        }
        for (form, score, table) in chosen {
            // A header that is repeated on the next page continues the table, unless a title in between names
            // another unit or period.
            if let Some(before) = out.iter_mut().rev().find(|p| p.form == form)
                && !names_another(&lines, before, project, lexicon)
            {
                before.tables.push(table);
                continue;
            }
            let mut part = RecognisedSheet {
                sheet: index,
                form,
                tables: vec![table],
                unit: None,
                unit_from: "",
                period: None,
                period_from: "",
                score,
                findings: Vec::new(),
            };
            let inherited = out.last().map(|p| (p.unit, p.unit_from, p.period, p.period_from));
            // A sheet of one table may say below it who reports.
            let below = (blocks.len() == 1).then(|| (title_from, grid.last_row()));
            who(&mut part, grid, (title, below), &lines, name, project, lexicon);
            when(&mut part, &lines, grid, name, project);
            if let Some((unit, unit_from, period, period_from)) = inherited {
                inherit(&mut part, unit, unit_from, period, period_from);
            }
            out.push(part);
        }
    }
    out
}

/// The second table on a sheet belongs to whom the first one did, where nothing above it says otherwise.
fn inherit(
    part: &mut RecognisedSheet,
    unit: Option<UnitId>,
    unit_from: &'static str,
    period: Option<Period>,
    period_from: &'static str,
) {
    if part.unit_from != "@title" && unit.is_some() {
        part.unit = unit;
        part.unit_from = unit_from;
        part.findings.retain(|f| !matches!(f.code, Code::R003 | Code::R004 | Code::R017));
    }
    if part.period_from != "@title" && period.is_some() {
        part.period = period;
        part.period_from = period_from;
        part.findings.retain(|f| !matches!(f.code, Code::R006 | Code::R018));
    }
}

impl Table {
    /// The last row that can belong to the table: where a signature or note ends it, or its range does.
    fn last_used(&self, grid: &Grid<'_>) -> u32 {
        let mut last = self.first;
        for row in grid.rows(self.first, self.last) {
            if grid.row(row).any(|(_, k)| k.is_some_and(|k| words().is_ending(k)))
                && !grid.row(row).any(|(c, _)| matches!(c.value, Value::Number(_)))
            {
                break;
            }
            if grid.row(row).any(|(c, _)| matches!(c.value, Value::Number(_))) {
                last = row;
            }
        }
        last
    }
}

/// The lines of a cell, which may hold a whole title.
fn lines_of(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(clean).filter(|l| !l.is_empty())
}

/// The texts of some rows, each line of a cell by itself.
fn title_lines(grid: &Grid<'_>, from: u32, to: u32) -> Vec<String> {
    grid.rows(from, to)
        .flat_map(|r| grid.row(r).filter_map(|(c, _)| c.text()).flat_map(lines_of).collect::<Vec<_>>())
        .collect()
}

fn names_another(lines: &[String], before: &RecognisedSheet, project: &Project, lexicon: &Lexicon) -> bool {
    let scope = |u: UnitId| project.forms[before.form].reporters.has(&project.register, u);
    lines.iter().any(|l| {
        let unit = words()
            .strip_unit_label(l)
            .filter(|t| !t.is_empty())
            .and_then(|t| lexicon.names.find(t, &scope, true))
            .and_then(|n| n.one());
        unit.is_some_and(|u| Some(u) != before.unit)
            || periods::find(l).iter().any(|p| project.forms[before.form].is_due(*p) && Some(*p) != before.period)
    })
}

/// The period that a title states for any of some forms, to tell columns that are named by periods.
fn sheet_period(lines: &[String], project: &Project, forms: &[u16]) -> Option<Period> {
    lines
        .iter()
        .flat_map(|l| periods::find(l))
        .find(|p| forms.iter().any(|f| project.forms[usize::from(*f)].is_due(*p)))
}

/// The words in which a sheet may name its form, as keys, with and without marks; and how much each place
/// counts.
struct TitleWords(Vec<(f64, String, String)>);

impl TitleWords {
    fn of(lines: &[String], sheet: &str, file: &str) -> TitleWords {
        let mut words = Vec::new();
        let mut add = |weight: f64, text: &str| {
            let k = key(text);
            let b = bare(&k);
            words.push((weight, k, b));
        };
        lines.iter().for_each(|l| add(1.0, l));
        // A title may be broken over lines.
        lines.windows(2).for_each(|two| add(1.0, &two.join(" ")));
        add(0.9, sheet);
        add(0.5, file);
        TitleWords(words)
    }

    /// How well a form is named, from 0 to 1; the longer the words met, the better.
    fn score(&self, form: &FormWords) -> f64 {
        let mut best: f64 = 0.0;
        for (title, plain) in &form.titles {
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

#[allow(clippy::too_many_arguments, reason = "one call site; the parts are unrelated")]
fn choose_forms(
    grid: &Grid<'_>,
    name: &str,
    project: &Project,
    lexicon: &Lexicon,
    block: &HeaderBlock,
    forms: &[u16],
    lines: &[String],
    period: Option<Period>,
    end: u32,
    findings: &mut Vec<Finding>,
) -> Vec<(usize, f64, Table)> {
    let mut fits: Vec<(f64, f64, usize, Table)> = Vec::new();
    let titles = TitleWords::of(lines, &grid.sheet.name, name);
    for form in forms.iter().map(|f| usize::from(*f)) {
        let words = &lexicon.forms[form];
        let (columns, met) = table::match_columns(block, words, period);
        let (first, last) = table::data_rows(grid, block, &columns, end);
        let content = table::content_score(grid, project, form, words, &columns, first, last);
        let usable = match project.forms[form].layout {
            Layout::IndicatorRows => {
                columns.iter().any(|c| matches!(c.role, lexicon::Role::Label | lexicon::Role::Code))
                    && columns.iter().any(|c| matches!(c.role, lexicon::Role::Value(_)))
            }
            Layout::UnitRows => {
                columns.iter().any(|c| c.role == lexicon::Role::Row)
                    && columns.iter().any(|c| matches!(c.role, lexicon::Role::Indicator(_)))
            }
            Layout::Records => columns.iter().filter(|c| matches!(c.role, lexicon::Role::Indicator(_))).count() >= 2,
        };
        // A table whose column of values could be two things is reported, not passed over.
        let undecided = met.iter().any(|f| f.code == Code::R009) && !columns.is_empty();
        if !usable && !undecided {
            continue;
        }
        let title = titles.score(words);
        if content >= 0.5 || (title >= 0.75 && content > 0.0) || title >= 0.85 {
            let total = 0.6 * content + 0.4 * title;
            fits.push((
                total,
                content,
                form,
                Table { form, score: content, header: block.clone(), columns, first, last, findings: met },
            ));
        }
    }
    fits.sort_by(|a, b| b.0.total_cmp(&a.0));
    let span = |t: &Table| (t.columns.first().map_or(0, |c| c.col), t.columns.last().map_or(0, |c| c.col));
    let beside = |a: &Table, b: &Table| span(a).1 < span(b).0 || span(b).1 < span(a).0;
    if let [a, b, ..] = fits.as_slice()
        && a.0 - b.0 < 0.02
        && !beside(&a.3, &b.3)
    {
        let candidates = [a, b].map(|f| project.forms[f.2].title.clone()).join("; ");
        findings.push(Finding::new(Code::R002).sheet(&grid.sheet.name).arg("candidates", candidates));
        return Vec::new();
    }
    // Tables of other forms may stand beside the best one, each in columns of its own.
    let mut chosen: Vec<(usize, f64, Table)> = Vec::new();
    for (total, _, form, table) in fits {
        if chosen.iter().all(|(.., t)| beside(t, &table)) && (chosen.is_empty() || total >= 0.6) {
            chosen.push((form, total, table));
        }
    }
    chosen.sort_by_key(|(.., t)| span(t).0);
    let several = chosen.len() > 1;
    let mut left = 0;
    for (form, _, table) in &mut chosen {
        if several {
            // Each table has the columns from its neighbour's end to its own.
            let right = span(table).1;
            table.header.headers.retain(|h| (left..=right).contains(&h.col));
            left = right + 1;
            (table.columns, table.findings) = table::match_columns(&table.header, &lexicon.forms[*form], period);
        }
        let columns = table.columns.clone();
        table::review_columns(&table.header, &lexicon.forms[*form], &columns, &mut table.findings);
    }
    chosen
}

/// Settles who reports: what the title says, else the names of sheet, file and folders.
fn who(
    part: &mut RecognisedSheet,
    grid: &Grid<'_>,
    (title, below): ((u32, u32), Option<(u32, u32)>),
    lines: &[String],
    name: &str,
    project: &Project,
    lexicon: &Lexicon,
) {
    let form = &project.forms[part.form];
    let reporter = |u: UnitId| form.reporters.has(&project.register, u);
    let sender = |u: UnitId| u != project.province && !form.rows.kinds.contains(&project.register.get(u).kind);
    let label =
        unit_label(grid, title).or_else(|| below.and_then(|rows| unit_label(grid, rows)).filter(|l| !l.is_empty()));
    let mut seen: Vec<String> = Vec::new();
    let mut choices: Vec<UnitId> = Vec::new();
    let mut chosen: Option<(UnitId, &'static str, f64, String)> = None;
    if let Some(text) = label.as_ref().filter(|t| !t.is_empty()) {
        seen.push(text.clone());
        let named = lexicon.names.find(text, &reporter, true).or_else(|| lexicon.names.find(text, &sender, true));
        match named {
            Some(n) if n.one().is_some() => chosen = n.one().map(|u| (u, "@title", n.score, text.clone())),
            Some(n) => choices = n.units,
            None => {}
        }
    }
    if chosen.is_none() && choices.is_empty() && label.as_ref().is_none_or(|l| l.is_empty()) {
        let mut met: Vec<(UnitId, f64, String)> = Vec::new();
        for line in lines {
            if let Some(n) = lexicon.names.find(line, &reporter, false)
                && n.score > 0.9
                && let Some(u) = n.one()
                && !met.iter().any(|(m, ..)| *m == u)
            {
                met.push((u, n.score, line.clone()));
            }
        }
        match met.as_slice() {
            [(u, score, text)] => chosen = Some((*u, "@title", *score, text.clone())),
            several => choices = several.iter().map(|(u, ..)| *u).collect(),
        }
    }
    let mut places: Vec<(&'static str, String)> = vec![("@sheet", grid.sheet.name.clone())];
    let mut folders: Vec<&str> = name.split('/').collect();
    let file = folders.pop().unwrap_or(name);
    places.push(("@file", file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()));
    places.extend(folders.into_iter().rev().map(|f| ("@folder", f.to_owned())));
    for (place, text) in places {
        if chosen.is_some() {
            break;
        }
        let units = lexicon.names.find_in(&text, &reporter);
        if units.is_empty() {
            continue;
        }
        seen.push(text);
        // A name that may be several units is settled by the next place that says more.
        let left: Vec<UnitId> =
            if choices.is_empty() { units } else { units.into_iter().filter(|u| choices.contains(u)).collect() };
        match left.as_slice() {
            [] => {}
            [u] => {
                let full = project.register.get(*u).full_name();
                let unsure = label.as_ref().is_some_and(|l| !l.trim_matches(|c: char| !c.is_alphanumeric()).is_empty());
                let mut f = Finding::new(Code::R017).value(full).arg("where", place);
                if unsure {
                    f = f.severity(Severity::Warning);
                }
                part.findings.push(f);
                chosen = Some((*u, place, 1.0, String::new()));
            }
            several => choices = several.to_vec(),
        }
    }
    match chosen {
        Some((u, from, score, text)) => {
            if score < 0.9 {
                part.findings.push(
                    Finding::new(Code::R016)
                        .value(text)
                        .expected(project.register.get(u).full_name())
                        .arg("score", format!("{score:.2}")),
                );
            }
            part.unit = Some(u);
            part.unit_from = from;
        }
        None if choices.is_empty() => {
            let text = seen.join("; ");
            let near = lexicon
                .names
                .nearest(label.as_deref().filter(|l| !l.is_empty()).unwrap_or(&text), &reporter, &project.register)
                .join("; ");
            part.findings.push(
                Finding::new(Code::R003)
                    .value(if text.is_empty() { "@none".to_owned() } else { text })
                    .arg("candidates", if near.is_empty() { "@none".to_owned() } else { near }),
            );
        }
        None => {
            let candidates =
                choices.iter().map(|u| project.register.get(*u).full_name()).collect::<Vec<_>>().join("; ");
            part.findings.push(Finding::new(Code::R004).value(seen.join("; ")).arg("candidates", candidates));
        }
    }
}

/// The text after a label such as `Đơn vị báo cáo:`, in the same cell or to its right; `Some("")` where the
/// label stands without a name.
fn unit_label(grid: &Grid<'_>, title: (u32, u32)) -> Option<String> {
    let mut blank = None;
    for row in grid.rows(title.0, title.1) {
        let cells: Vec<_> = grid.row(row).collect();
        for (i, (cell, _)) in cells.iter().enumerate() {
            let text = cell.text().unwrap_or_default();
            let Some(rest) = text.lines().find_map(|l| words().strip_unit_label(l)) else {
                continue;
            };
            let rest = rest.trim_matches(|c: char| matches!(c, '.' | '…' | '_' | ' '));
            if !rest.is_empty() {
                return Some(clean(rest));
            }
            if let Some(next) = cells.get(i + 1).and_then(|(c, _)| c.text()) {
                return Some(clean(next));
            }
            blank = Some(String::new());
        }
    }
    blank
}

/// Settles for when: title, file name and folder, which must not contradict.
fn when(part: &mut RecognisedSheet, lines: &[String], grid: &Grid<'_>, name: &str, project: &Project) {
    let form = &project.forms[part.form];
    let due = |p: &Period| form.is_due(*p);
    let mut folders: Vec<&str> = name.split('/').collect();
    let file = folders.pop().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(s, _)| s);
    let folder = folders.iter().rev().find_map(|f| periods::of_name(f).filter(due));
    let in_title: Vec<Period> = lines.iter().flat_map(|l| periods::find(l)).filter(due).collect();
    // Of several in a title the folder's counts if it is among them, else the first that stands there.
    let title = match folder {
        Some(f) if in_title.contains(&f) => Some(f),
        _ => in_title.first().copied(),
    };
    let by_sheet = match periods::find(&grid.sheet.name).into_iter().filter(due).collect::<Vec<_>>().as_slice() {
        [p] => Some(*p),
        _ => None,
    };
    let title = title.or(by_sheet);
    let by_file: Vec<Period> = periods::find(stem).into_iter().filter(due).collect();
    let by_file = match by_file.as_slice() {
        [p] => Some(*p),
        _ => None,
    };
    let clash = |a: &'static str, pa: Period, b: &'static str, pb: Period| {
        Finding::new(Code::R007)
            .value(pa.to_string())
            .expected(pb.to_string())
            .arg("where_a", a)
            .arg("a", pa)
            .arg("where_b", b)
            .arg("b", pb)
    };
    match (title, by_file, folder) {
        (Some(t), _, Some(d)) if t != d => part.findings.push(clash("@title", t, "@folder", d)),
        (None, Some(f), Some(d)) if f != d => part.findings.push(clash("@file", f, "@folder", d)),
        (Some(t), Some(f), None) if t != f => part.findings.push(clash("@title", t, "@file", f)),
        (Some(t), f, d) => {
            if let (Some(f), Some(_)) = (f, d)
                && f != t
            {
                part.findings.push(Finding::new(Code::R021).value(f.to_string()).arg("a", f).arg("b", t));
            }
            part.period = Some(t);
            part.period_from = "@title";
        }
        (None, Some(f), _) => {
            part.findings.push(Finding::new(Code::R018).value(f.to_string()).arg("where", "@file"));
            part.period = Some(f);
            part.period_from = "@file";
        }
        (None, None, Some(d)) => {
            part.findings.push(Finding::new(Code::R018).value(d.to_string()).arg("where", "@folder"));
            part.period = Some(d);
            part.period_from = "@folder";
        }
        (None, None, None) => part.findings.push(Finding::new(Code::R006)),
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
    let mut inside: Vec<UnitId> = parts.iter().filter_map(|p| p.unit).collect();
    inside.sort_unstable();
    inside.dedup();
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(s, _)| s).to_owned();
    for part in parts {
        if part.unit_from != "@title" {
            continue;
        }
        let form = &project.forms[part.form];
        let reporter = |u: UnitId| form.reporters.has(&project.register, u);
        let Some(unit) = part.unit else {
            continue;
        };
        let sheet = &book.sheets[part.sheet].name;
        let mut places = vec![("@sheet", sheet.clone())];
        if inside.len() == 1 {
            places.push(("@file", stem.clone()));
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
                        .arg("where_a", "@title")
                        .arg("a", project.register.get(unit).full_name())
                        .arg("where_b", place)
                        .arg("b", says),
                );
                part.unit = None;
                break;
            }
        }
    }
}
