/*!
The facts with their sources, as an Excel table ready for a pivot.

Up to 100,000 facts stand one by one; above that they are summed by unit and indicator, or by the unit above
where even that is more, and facts.csv has them all.
*/

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Table, TableColumn, TableStyle, XlsxError};

use super::super::Context;
use super::super::tables::each_fact;
use super::sheet::Sheet;
use super::style::{DECIMAL, Styles, WHOLE, base};
use super::{MOST_LINKS, paper, source_link};
use crate::locale::{Lang, say};
use crate::project::units::UnitId;
use crate::submission::facts::Kind;
use crate::submission::ledger::Submission;

const MOST_FACTS: usize = 100_000;

pub fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
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

fn table(sheet: &mut Sheet<'_>, heads: &[String], rows: u32, lang: Lang) -> Result<(), XlsxError> {
    let columns: Vec<TableColumn> = heads.iter().map(|h| TableColumn::new().set_header(h)).collect();
    let table = Table::new().set_columns(&columns).set_style(TableStyle::Light9).set_name("DuLieu");
    // A table has at least one row under its headings.
    sheet.add_table(3, 3 + rows.max(1), heads, &table)?;
    sheet.set_freeze_panes(4, 0)?;
    paper(sheet, true, (3, 3), lang)
}

fn each(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles, count: u32) -> Result<(), XlsxError> {
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
    table(sheet, &heads, count, lang)?;
    let whole = styles.bare(WHOLE);
    let decimal = styles.bare(DECIMAL);
    let link_format = base()
        .set_font_color(rust_xlsxwriter::Color::RGB(0x0563C1))
        .set_underline(rust_xlsxwriter::FormatUnderline::Single);
    let period = done.ledger.period.to_string();
    let mut row = 3;
    let (mut source, mut links) = (None, 0);
    each_fact(done, |place, fact| {
        row += 1;
        let name = match place.part.rows.get(fact.row) {
            Some(crate::submission::facts::RowKey::Unit(u)) => done.project.register.get(*u).full_name(),
            _ => String::new(),
        };
        let indicator = &place.form.indicators[fact.indicator];
        let unit = place.unit.full_name();
        let texts = [
            (0u16, period.as_str()),
            (1, &place.form.code),
            (2, &place.unit.code),
            (3, &unit),
            (4, place.rows.get(fact.row).map_or("", String::as_str)),
            (5, &name),
            (6, &indicator.code),
            (7, &indicator.name),
            (8, &indicator.unit),
            (9, fact.kind.as_str()),
            (11, fact.text),
            (12, place.file),
            (13, &place.part.sheet),
        ];
        for (col, text) in texts {
            if !text.is_empty() {
                sheet.write(row, col, text)?;
            }
        }
        if let Some(c) = done.ledger.correction(place.at, fact.cell) {
            let reason = done.project.corrections[c.correction].reason.as_str();
            let said = say!(lang, "corrected-from", old = c.old.as_str(), reason = reason);
            let text = if fact.text.is_empty() { said } else { format!("{} ({said})", fact.text) };
            sheet.write(row, 11, text)?;
        }
        if fact.kind == Kind::Number {
            let format = if fact.value == fact.value.trunc() { &whole } else { &decimal };
            sheet.write_with_format(row, 10, fact.value, format)?;
        }
        let cell = fact.cell.to_string();
        // One for each sheet that something came from: a link for each figure is what takes nine tenths of the time, and stands
        // where people look for it, on the form's sheet.
        let first = source.replace(place.at) != Some(place.at) && links < MOST_LINKS;
        let link = first.then(|| source_link(context, place.file, &place.part.sheet, &cell)).flatten();
        match link {
            Some(link) => {
                links += 1;
                sheet.write_link(row, 14, &link, cell.as_str(), Some(&link_format))?;
            }
            None => sheet.write(row, 14, cell)?,
        }
        Ok::<(), XlsxError>(())
    })
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
fn summed(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles, count: usize) -> Result<(), XlsxError> {
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
    table(sheet, &heads, sums.len() as u32, lang)?;
    let format = styles.bare(WHOLE);
    let period = done.ledger.period.to_string();
    let mut row = 3;
    for ((form, unit, i), (n, sum, file)) in &sums {
        row += 1;
        let form = &done.project.forms[*form];
        let unit = unit.map(|u| register.get(u));
        let file = if by == By::Unit { done.ledger.files[*file].name.as_str() } else { "" };
        for (col, text) in [
            (0u16, period.as_str()),
            (1, &form.code),
            (2, unit.map_or("", |u| u.code.as_str())),
            (3, &unit.map_or_else(String::new, crate::project::units::Unit::full_name)),
            (4, &form.indicators[*i].code),
            (5, &form.indicators[*i].name),
            (8, file),
        ] {
            if !text.is_empty() {
                sheet.write(row, col, text)?;
            }
        }
        sheet.write_with_format(row, 6, *n as f64, &format)?;
        sheet.write_with_format(row, 7, *sum, &format)?;
    }
    Ok(())
}
