/*!
The facts with their sources, as an Excel table ready for a pivot.

Up to 100,000 facts stand one by one; above that they are summed by unit and indicator, or by the unit above
where even that is more, and facts.csv has them all.
*/

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rust_xlsxwriter::{RowNum, Table, TableColumn, TableStyle, XlsxError};
use rustc_hash::FxHashMap;

use super::super::Context;
use super::super::tables::{FactPlace, each_fact};
use super::bulk::{Cell, Rows, Text};
use super::sheet::Sheet;
use super::style::{DECIMAL, Styles, WHOLE, base};
use super::{MOST_LINKS, paper, source_link};
use crate::intake::workbook::CellRef;
use crate::locale::{Lang, say};
use crate::project::form::ValueType;
use crate::project::units::UnitId;
use crate::run::Done;
use crate::submission::facts::{Kind as FactKind, RowKey};
use crate::submission::ledger::Submission;
use crate::submission::standing::PartAt;

const MOST_FACTS: usize = 100_000;
/// Its row under the headings.
const FIRST: RowNum = 4;
/// The name of the table.
pub const TABLE: &str = "DuLieu";

pub fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles) -> Result<Rows, XlsxError> {
    let done = context.done;
    let count: usize =
        done.ledger.submissions.iter().map(|s| done.ledger.parts(s).map(|p| p.facts.len()).sum::<usize>()).sum();
    let lang = context.lang;
    sheet.write_with_format(0, 0, lang.text("data-title"), &styles.title)?;
    if count > MOST_FACTS {
        return summed(sheet, context, styles, count);
    }
    each(sheet, context, styles, count as u32)
}

/// The table; its rows are put into it when the workbook is written.
fn table(sheet: &mut Sheet<'_>, heads: &[String], lang: Lang) -> Result<(), XlsxError> {
    let columns: Vec<TableColumn> = heads.iter().map(|h| TableColumn::new().set_header(h)).collect();
    let table = Table::new().set_columns(&columns).set_style(TableStyle::Light9).set_name(TABLE);
    // A table has at least one row under its headings.
    sheet.add_table(FIRST - 1, FIRST, heads, &table)?;
    sheet.set_freeze_panes(4, 0)?;
    // Thousands of lines on paper serve nobody: one page says where they are.
    sheet.set_print_area(0, 0, 2, heads.len() as u16 - 1)?;
    paper(sheet, true, (3, 3), lang)?;
    sheet.set_print_fit_to_pages(1, 1);
    Ok(())
}

/// Says how much there is, and where it stands.
fn say_where(sheet: &mut Sheet<'_>, lang: Lang, styles: &Styles, count: usize) -> Result<(), XlsxError> {
    sheet.write_with_format(2, 0, say!(lang, "data-where", count = count, sheet = sheet.name()), &styles.subtitle)
}

fn each(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles, count: u32) -> Result<Rows, XlsxError> {
    let lang = context.lang;
    let done = context.done;
    let heads = [
        "head-period",
        "head-form",
        "head-unit-code",
        "head-unit",
        "head-row",
        "head-row-name",
        "head-indicator-code",
        "head-indicator",
        "head-measure",
        "head-value-kind",
        "head-value",
        "head-text",
        "head-file",
        "head-sheet",
        "head-cell",
    ]
    .map(|k| lang.text(k));
    for (col, width) in
        [9.0, 16.0, 10.0, 26.0, 9.0, 22.0, 11.0, 44.0, 11.0, 10.0, 12.0, 22.0, 50.0, 16.0, 8.0].iter().enumerate()
    {
        sheet.set_column_width(col as u16, *width)?;
    }
    sheet.write_with_format(1, 0, lang.text("data-each"), &styles.subtitle)?;
    say_where(sheet, lang, styles, count as usize)?;
    table(sheet, &heads, lang)?;
    let whole = styles.bare(WHOLE);
    let decimal = styles.bare(DECIMAL);
    let link_format = base()
        .set_font_color(rust_xlsxwriter::Color::RGB(0x0563C1))
        .set_underline(rust_xlsxwriter::FormatUnderline::Single);
    let mut rows = Rows::new(sheet, FIRST, heads.len(), &[&whole, &decimal, &link_format], count as usize)?;
    let period = rows.text(&done.ledger.period.to_string());
    let kinds = FactKind::ALL.map(|kind| rows.text(&lang.text(&format!("fact-{}", kind.as_str()))));
    let mut forms = Described::default();
    let mut cells: FxHashMap<CellRef, Option<Text>> = FxHashMap::default();
    let (mut source, mut links): (Option<Source>, usize) = (None, 0);
    each_fact(done, |place, fact| {
        let mut link = None;
        // One link for each sheet that something came from stands where people look for it; each figure has its own on the form's
        // sheet.
        let from = match &source {
            Some(s) if s.at == place.at => s,
            _ => {
                link = (links < MOST_LINKS)
                    .then(|| source_link(context, place.file, &place.part.sheet, &fact.cell.to_string()))
                    .flatten();
                source.insert(Source::of(place, done, &mut rows, &mut forms))
            }
        };
        let [code, name, measure] = from.indicators[fact.indicator];
        let (row, row_name) = from.rows.get(fact.row).copied().unwrap_or_default();
        let text = match done.ledger.correction(place.at, fact.cell) {
            Some(c) => {
                let reason = done.project.corrections[c.correction].reason.as_str();
                let said = say!(lang, "corrected-from", old = c.old.as_str(), reason = reason);
                rows.text(&if fact.text.is_empty() { said } else { format!("{} ({said})", fact.text) })
            }
            None => rows.text(fact.text),
        };
        let value = match fact.kind {
            FactKind::Number => Cell::Number(fact.value, if fact.value == fact.value.trunc() { 0 } else { 1 }),
            _ => Cell::Empty,
        };
        let mut at: Cell = (*cells.entry(fact.cell).or_insert_with(|| rows.text(&fact.cell.to_string()))).into();
        if let (Some(link), Cell::Text(text)) = (link, at) {
            links += 1;
            // What the cell says is among the rows: here it is the link alone.
            let tip = format!("{} › {} › {}", place.file, place.part.sheet, fact.cell);
            sheet.write_link_with_tip(rows.next(), 14, &link, &tip, &link_format)?;
            at = Cell::Formatted(text, 2);
        }
        rows.push(&[
            period.into(),
            from.form.into(),
            from.unit_code.into(),
            from.unit.into(),
            row.into(),
            row_name.into(),
            code.into(),
            name.into(),
            measure.into(),
            kinds[fact.kind as usize].into(),
            value,
            text.into(),
            from.file.into(),
            from.sheet.into(),
            at,
        ]);
        Ok::<(), XlsxError>(())
    })?;
    sheet.join(rows.seal());
    Ok(rows)
}

/// Code, name and measure of an indicator.
type Named = [Option<Text>; 3];

/// The indicators of each form.
type Described = FxHashMap<Option<Text>, Rc<[Named]>>;

/// What the facts of a sheet have in common, as texts of the rows.
struct Source {
    at: PartAt,
    form: Option<Text>,
    unit_code: Option<Text>,
    unit: Option<Text>,
    file: Option<Text>,
    sheet: Option<Text>,
    /// Code, name and measure of each indicator.
    indicators: Rc<[Named]>,
    /// Code and name of each row.
    rows: Vec<(Option<Text>, Option<Text>)>,
}

impl Source {
    fn of(place: &FactPlace<'_>, done: &Done<'_>, rows: &mut Rows, forms: &mut Described) -> Source {
        let name = |row: &RowKey| match row {
            RowKey::Unit(u) => done.project.register.get(*u).full_name(),
            _ => String::new(),
        };
        let form = rows.text(&place.form.short);
        let named = |rows: &mut Rows| {
            place.form.indicators.iter().map(|i| [&i.code, &i.name, &i.unit].map(|t| rows.text(t))).collect()
        };
        Source {
            at: place.at,
            form,
            indicators: forms.entry(form).or_insert_with(|| named(rows)).clone(),
            unit_code: rows.text(&place.unit.code),
            unit: rows.text(&place.unit.full_name()),
            file: rows.text(place.file),
            sheet: rows.text(&place.part.sheet),
            rows: place
                .rows
                .iter()
                .zip(&place.part.rows)
                .map(|(code, row)| (rows.text(code), rows.text(&name(row))))
                .collect(),
        }
    }
}

/// What facts are summed by where they are too many to stand one by one.
#[derive(Clone, Copy, PartialEq)]
enum By {
    /// The unit that sent them.
    Unit,
    /// The unit above it.
    Parent,
    /// The form alone.
    Form,
}

/// Form, unit if any, and indicator.
type SumOf = (usize, Option<UnitId>, usize);

/// Facts summed by what is as fine as Excel takes.
fn summed(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles, count: usize) -> Result<Rows, XlsxError> {
    let lang = context.lang;
    let done = context.done;
    let register = &done.project.register;
    let indicators: usize = done.ledger.submissions.iter().map(|s| done.project.forms[s.form].indicators.len()).sum();
    let parent = |sub: &Submission| match register.get(sub.unit).parent {
        Some(p) if p != done.project.province => Some(p),
        _ => Some(sub.unit),
    };
    let all: usize = done.project.forms.iter().map(|f| f.indicators.len()).sum();
    let parents: BTreeSet<Option<UnitId>> = done.ledger.submissions.iter().map(parent).collect();
    let by = if indicators <= MOST_FACTS {
        By::Unit
    } else if parents.len() * all <= MOST_FACTS {
        By::Parent
    } else {
        By::Form
    };
    let heads = [
        "head-period",
        "head-form",
        "head-unit-code",
        "head-unit",
        "head-indicator-code",
        "head-indicator",
        "head-facts",
        "head-sum",
        "head-file",
    ]
    .map(|k| lang.text(k));
    for (col, width) in [9.0, 16.0, 10.0, 30.0, 11.0, 50.0, 14.0, 16.0, 60.0].iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    let line = match by {
        By::Unit => say!(lang, "data-by-unit", count = count, most = MOST_FACTS),
        By::Parent => say!(lang, "data-by-parent", count = count, most = MOST_FACTS),
        By::Form => say!(lang, "data-by-form", count = count, most = MOST_FACTS),
    };
    sheet.write_with_format(1, 0, line, &styles.subtitle)?;
    let mut sums: BTreeMap<SumOf, (usize, f64, usize)> = BTreeMap::new();
    for sub in &done.ledger.submissions {
        let unit = match by {
            By::Unit => Some(sub.unit),
            By::Parent => parent(sub),
            By::Form => None,
        };
        let mut own: Vec<(usize, f64)> = vec![(0, 0.0); done.project.forms[sub.form].indicators.len()];
        for part in done.ledger.parts(sub) {
            for fact in part.facts.iter().filter(|f| f.kind.is_answer()) {
                own[fact.indicator].0 += 1;
                own[fact.indicator].1 += fact.number().unwrap_or(0.0);
            }
        }
        for (i, (n, sum)) in own.into_iter().enumerate() {
            let slot = sums.entry((sub.form, unit, i)).or_insert((0, 0.0, sub.file));
            slot.0 += n;
            slot.1 += sum;
        }
    }
    say_where(sheet, lang, styles, sums.len())?;
    table(sheet, &heads, lang)?;
    let format = styles.bare(WHOLE);
    let decimal = styles.bare(DECIMAL);
    let mut rows = Rows::new(sheet, FIRST, heads.len(), &[&format, &decimal], sums.len())?;
    let period = rows.text(&done.ledger.period.to_string());
    for ((form, unit, i), (n, sum, file)) in &sums {
        let form = &done.project.forms[*form];
        let unit = unit.map(|u| register.get(u));
        // Of rates and means no sum is told.
        let summed = form.indicators[*i].adds_up() || form.indicators[*i].kind == ValueType::YesNo;
        let file = if by == By::Unit { done.ledger.files[*file].name.as_str() } else { "" };
        let [form_code, code, name, file] =
            [&form.short, &form.indicators[*i].code, &form.indicators[*i].name, file].map(|t| rows.text(t));
        let unit_code = unit.and_then(|u| rows.text(&u.code));
        let unit = unit.and_then(|u| rows.text(&u.full_name()));
        rows.push(&[
            period.into(),
            form_code.into(),
            unit_code.into(),
            unit.into(),
            code.into(),
            name.into(),
            Cell::Number(*n as f64, 0),
            match summed {
                true => Cell::Number(*sum, u8::from(*sum != sum.trunc())),
                false => Cell::Empty,
            },
            file.into(),
        ]);
    }
    sheet.join(rows.seal());
    Ok(rows)
}
