/*!
The facts with their sources, as an Excel table ready for a pivot.

Up to 100,000 facts stand one by one; above that they are summed by unit and indicator, and facts.csv has
them all.
*/

use std::collections::BTreeMap;

use rust_xlsxwriter::{Table, TableColumn, TableStyle, Worksheet, XlsxError};

use super::super::Context;
use super::super::tables::each_fact;
use super::style::{DECIMAL, Styles, WHOLE, base};
use super::{MOST_LINKS, paper, source_link};
use crate::finding::Lang;
use crate::submission::facts::Kind;

const MOST_FACTS: usize = 100_000;

pub fn write(sheet: &mut Worksheet, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let done = context.done;
    let count: usize =
        done.ledger.submissions.iter().map(|s| done.ledger.parts(s).map(|p| p.facts.len()).sum::<usize>()).sum();
    let lang = context.lang;
    sheet.write_with_format(0, 0, lang.pick("DỮ LIỆU CHI TIẾT", "DATA"), &styles.title)?;
    if count > MOST_FACTS { summed(sheet, context, styles, count) } else { each(sheet, context, styles) }
}

fn table(sheet: &mut Worksheet, heads: &[&str], rows: u32, lang: Lang) -> Result<(), XlsxError> {
    let columns: Vec<TableColumn> = heads.iter().map(|h| TableColumn::new().set_header(*h)).collect();
    let table = Table::new().set_columns(&columns).set_style(TableStyle::Light9).set_name("DuLieu");
    // A table has at least one row under its headings.
    sheet.add_table(3, 0, 3 + rows.max(1), heads.len() as u16 - 1, &table)?;
    sheet.set_freeze_panes(4, 0)?;
    paper(sheet, true, (3, 3), lang)
}

fn each(sheet: &mut Worksheet, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let lang = context.lang;
    let done = context.done;
    let heads = match lang {
        Lang::Vi => [
            "Kỳ",
            "Biểu",
            "Mã đơn vị",
            "Đơn vị",
            "Dòng",
            "Tên dòng",
            "Mã chỉ tiêu",
            "Chỉ tiêu",
            "Đơn vị tính",
            "Loại",
            "Giá trị",
            "Nội dung",
            "Tệp",
            "Trang",
            "Ô",
        ],
        Lang::En => [
            "Period",
            "Form",
            "Unit code",
            "Unit",
            "Row",
            "Row name",
            "Indicator code",
            "Indicator",
            "Measure",
            "Kind",
            "Value",
            "Text",
            "File",
            "Sheet",
            "Cell",
        ],
    };
    for (col, width) in
        [9.0, 16.0, 10.0, 26.0, 9.0, 22.0, 11.0, 44.0, 11.0, 10.0, 12.0, 22.0, 50.0, 16.0, 8.0].iter().enumerate()
    {
        sheet.set_column_width(col as u16, *width)?;
    }
    sheet.write_with_format(
        1,
        0,
        lang.pick(
            "Mỗi dòng là một số liệu; cột cuối mở tệp gốc tại đúng ô.",
            "A fact a row; the last column opens the source at its cell.",
        ),
        &styles.subtitle,
    )?;
    let whole = base().set_num_format(WHOLE);
    let decimal = base().set_num_format(DECIMAL);
    let link_format = base()
        .set_font_color(rust_xlsxwriter::Color::RGB(0x0563C1))
        .set_underline(rust_xlsxwriter::FormatUnderline::Single);
    let period = done.ledger.period.to_string();
    let mut row = 3;
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
                sheet.write_string(row, col, text.chars().take(32_000).collect::<String>())?;
            }
        }
        if fact.kind == Kind::Number {
            let format = if fact.value == fact.value.trunc() { &whole } else { &decimal };
            sheet.write_number_with_format(row, 10, fact.value, format)?;
        }
        let cell = fact.cell.to_string();
        let n = (row - 4) as usize;
        match source_link(context, place.file, &place.part.sheet, &cell).filter(|_| n < MOST_LINKS) {
            Some(link) => {
                sheet.write_url_with_options(row, 14, link.as_str(), cell.as_str(), "", Some(&link_format))?
            }
            None => sheet.write_string(row, 14, cell)?,
        };
        Ok::<(), XlsxError>(())
    })?;
    table(sheet, &heads, row - 3, lang)
}

fn summed(sheet: &mut Worksheet, context: &Context<'_>, styles: &Styles, count: usize) -> Result<(), XlsxError> {
    let lang = context.lang;
    let done = context.done;
    let heads = match lang {
        Lang::Vi => ["Kỳ", "Biểu", "Mã đơn vị", "Đơn vị", "Mã chỉ tiêu", "Chỉ tiêu", "Số ô có giá trị", "Cộng", "Tệp"],
        Lang::En => ["Period", "Form", "Unit code", "Unit", "Indicator code", "Indicator", "Facts", "Sum", "File"],
    };
    for (col, width) in [9.0, 16.0, 10.0, 30.0, 11.0, 50.0, 14.0, 16.0, 60.0].iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    let line = match lang {
        Lang::Vi => format!(
            "Có {count} số liệu, vượt {MOST_FACTS}: bảng này cộng theo đơn vị và chỉ tiêu; đầy đủ từng ô trong facts.csv."
        ),
        Lang::En => format!(
            "{count} facts are more than {MOST_FACTS}: summed here by unit and indicator; facts.csv has each with its cell."
        ),
    };
    sheet.write_with_format(1, 0, line, &styles.subtitle)?;
    let mut sums: BTreeMap<(usize, usize), (usize, f64)> = BTreeMap::new();
    for (s, sub) in done.ledger.submissions.iter().enumerate() {
        for fact in done.ledger.parts(sub).flat_map(|p| p.facts.iter()) {
            let slot = sums.entry((s, fact.indicator)).or_default();
            if fact.kind.is_answer() {
                slot.0 += 1;
                slot.1 += fact.number().unwrap_or(0.0);
            }
        }
    }
    let format = base().set_num_format(WHOLE);
    let period = done.ledger.period.to_string();
    let mut row = 3;
    for ((s, i), (n, sum)) in sums.iter().take(MOST_FACTS) {
        row += 1;
        let sub = &done.ledger.submissions[*s];
        let form = &done.project.forms[sub.form];
        let unit = done.project.register.get(sub.unit);
        let file = &done.ledger.files[sub.file].name;
        for (col, text) in [
            (0u16, period.as_str()),
            (1, &form.code),
            (2, &unit.code),
            (3, &unit.full_name()),
            (4, &form.indicators[*i].code),
            (5, &form.indicators[*i].name),
            (8, file),
        ] {
            sheet.write_string(row, col, text)?;
        }
        sheet.write_number_with_format(row, 6, *n as f64, &format)?;
        sheet.write_number_with_format(row, 7, *sum, &format)?;
    }
    table(sheet, &heads, sums.len().min(MOST_FACTS) as u32, lang)
}
