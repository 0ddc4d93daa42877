/*!
Blank forms: a workbook for a unit with every form that it reports, ready to be filled in and read back without a question.

What is not to be typed into is locked; cells for figures check what is typed, totals and rates are live formulas.
*/

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Note,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use rustc_hash::FxHashMap;

use super::OutputError;
use super::workbook::style::base;
use super::workbook::{Names, sheet};
use crate::finding::Lang;
use crate::intake::workbook::column_letters;
use crate::locale::say;
use crate::project::Project;
use crate::project::form::{Form, HeaderPath, Layout, ValueType};
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::recognise::identity::{self, Identity};
use crate::recognise::lexicon::PERIOD;

/// Rows for things that are not known beforehand.
const FREE_ROWS: u32 = 30;

/// What one column is for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum For {
    Code,
    Name,
    Measure,
    /// A column of values, by place (indicators down).
    Values(usize),
    /// An indicator, by place (indicators across).
    Indicator(usize),
    Note,
}

/// A column with its heading.
struct Column {
    path: HeaderPath,
    is: For,
}

/// The forms that a unit reports for a period, by place.
pub fn forms_of(project: &Project, period: Period, unit: UnitId) -> Vec<usize> {
    let due = |f: &Form| f.is_due(period) && f.reporters_in(&project.register, period).contains(&unit);
    (0..project.forms.len()).filter(|f| due(&project.forms[*f])).collect()
}

/// What a unit reported for the period before, in words: by form, unit that the row is about, and indicator.
pub type Before = FxHashMap<(usize, UnitId, usize), String>;

/// A workbook with some forms, blank, for a unit and a period; with what it reported `before`, beside each cell.
pub fn book(
    project: &Project,
    period: Period,
    unit: UnitId,
    forms: &[usize],
    before: &Before,
    lang: Lang,
) -> Result<Vec<u8>, OutputError> {
    let mut book = Workbook::new();
    book.set_default_format(&base(), 20, 64)?;
    let mut names = Names::default();
    let mut identity = Identity::new(project, unit, period);
    for &form in forms {
        let spec = &project.forms[form];
        let name = names.unique(&spec.short);
        identity.add(&name, spec);
        let sheet = book.add_worksheet().set_name(name)?;
        Blank { project, spec, form, period, unit, before, lang, formats: Formats::new() }.write(sheet)?;
    }
    // Neither an index nor figures: nobody has to look at it.
    let hidden = book.add_worksheet().set_name(names.unique(identity::SHEET))?;
    for (row, line) in identity.lines().iter().enumerate() {
        hidden.write_string(row as u32, 0, line)?;
    }
    hidden.set_hidden(true);
    Ok(book.save_to_buffer()?)
}

struct Formats {
    title: Format,
    line: Format,
    head: Format,
    label: Format,
    center: Format,
    open: Format,
    closed: Format,
    total: Format,
}

impl Formats {
    fn new() -> Formats {
        let cell = base().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter);
        Formats {
            title: base().set_bold().set_font_size(14).set_align(FormatAlign::Center).set_text_wrap(),
            line: base().set_align(FormatAlign::Center),
            head: cell.clone().set_bold().set_align(FormatAlign::Center).set_background_color(Color::RGB(0xDD_EB_F7)),
            label: cell.clone(),
            center: cell.clone().set_align(FormatAlign::Center),
            open: cell.clone().set_unlocked(),
            closed: cell.clone().set_background_color(Color::RGB(0xE7_E6_E6)),
            total: cell.set_bold(),
        }
    }
}

struct Blank<'a> {
    project: &'a Project,
    spec: &'a Form,
    form: usize,
    period: Period,
    unit: UnitId,
    before: &'a Before,
    lang: Lang,
    formats: Formats,
}

impl Blank<'_> {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let columns = self.columns();
        let last = columns.len().saturating_sub(1) as u16;
        let line = |sheet: &mut Worksheet, row: u32, text: &str, format: &Format| -> Result<(), XlsxError> {
            if last > 0 {
                sheet.merge_range(row, 0, row, last, text, format)?;
            } else {
                sheet.write_string_with_format(row, 0, text, format)?;
            }
            Ok(())
        };
        line(sheet, 0, &sheet::fitted(&self.spec.title), &self.formats.title)?;
        sheet.set_row_height(0, 22.0 * (1 + self.spec.title.chars().count() / 70) as f64)?;
        line(sheet, 1, &first_upper(&self.period.in_words(self.lang)), &self.formats.line)?;
        let unit = self.project.register.get(self.unit).full_name();
        line(sheet, 2, &say!(self.lang, "template-unit", unit = unit.as_str()), &self.formats.line)?;
        // Of several units of one name the one above says which.
        let register = &self.project.register;
        let day = self.period.window(self.spec.regime).1;
        let alike = |u: &crate::project::units::Unit| {
            u.exists_on(day) && crate::text::key(&u.full_name()) == crate::text::key(&unit)
        };
        if register.iter().filter(|(_, u)| alike(u)).count() > 1
            && let Some(parent) = register.get(self.unit).parent
        {
            line(sheet, 3, &register.get(parent).full_name(), &self.formats.line)?;
        }
        const TOP: u32 = 4;
        let depth = columns.iter().map(|c| c.path.len()).max().unwrap_or(1).max(1) as u32;
        self.header(sheet, &columns, TOP, depth)?;
        let first = TOP + depth;
        match self.spec.layout {
            Layout::IndicatorRows => self.indicators(sheet, &columns, first)?,
            Layout::UnitRows if self.spec.rows.registered => self.units(sheet, &columns, first)?,
            Layout::UnitRows | Layout::Records => self.free(sheet, &columns, first)?,
        }
        for (col, column) in columns.iter().enumerate() {
            sheet.set_column_width(col as u16, self.width(column))?;
        }
        sheet.set_freeze_panes(first, 0)?;
        sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(TOP, first - 1)?;
        if columns.len() > 6 {
            sheet.set_landscape();
        }
        // Widths and filters stay the office's own; where rows are free, so do they.
        let free =
            self.spec.layout == Layout::Records || self.spec.layout == Layout::UnitRows && !self.spec.rows.registered;
        sheet.protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            use_autofilter: true,
            insert_rows: free,
            delete_rows: free,
            sort: free,
            ..ProtectionOptions::default()
        });
        Ok(())
    }

    /// How wide a column is.
    fn width(&self, column: &Column) -> f64 {
        match column.is {
            For::Code => 7.0,
            For::Name => 44.0,
            For::Measure => 12.0,
            For::Note => 24.0,
            For::Values(_) => 16.0,
            For::Indicator(i) => match self.spec.indicators[i].kind {
                ValueType::Text | ValueType::List => 32.0,
                _ => 15.0,
            },
        }
    }

    /// The columns, in their usual order.
    fn columns(&self) -> Vec<Column> {
        let c = &self.spec.columns;
        let mut out = Vec::new();
        let mut add = |paths: &[HeaderPath], is: For| {
            if let Some(path) = paths.first() {
                let named = |level: &String| level.replace(PERIOD, &self.period.in_words(self.lang));
                let path: HeaderPath = path.iter().map(named).filter(|l| !l.trim().is_empty()).collect();
                out.push(Column { path, is });
            }
        };
        add(&c.code, For::Code);
        match self.spec.layout {
            Layout::IndicatorRows => {
                add(&c.label, For::Name);
                add(&c.measure, For::Measure);
                c.values.iter().enumerate().for_each(|(n, (_, paths))| add(paths, For::Values(n)));
            }
            Layout::UnitRows | Layout::Records => {
                add(&c.row, For::Name);
                for (i, indicator) in self.spec.indicators.iter().enumerate() {
                    add(&indicator.header, For::Indicator(i));
                }
            }
        }
        add(&c.note, For::Note);
        out
    }

    /// Headings of one to four levels, merged over what they are above.
    fn header(&self, sheet: &mut Worksheet, columns: &[Column], top: u32, depth: u32) -> Result<(), XlsxError> {
        let format = &self.formats.head;
        let mut lines: Vec<usize> = vec![1; depth as usize];
        for level in 0..depth {
            let mut col = 0;
            while col < columns.len() {
                let path = &columns[col].path;
                let Some(text) = path.get(level as usize) else {
                    // What ended above reaches down.
                    if path.is_empty() && level == 0 {
                        sheet.write_blank(top, col as u16, format)?;
                    }
                    col += 1;
                    continue;
                };
                let ends_here = path.len() as u32 == level + 1;
                let alike = |c: &&Column| {
                    c.path.len() > level as usize && c.path[..=level as usize] == path[..=level as usize] && !ends_here
                };
                let width = columns[col..].iter().take_while(alike).count().max(1);
                let bottom = if ends_here { top + depth - 1 } else { top + level };
                let (first, last) = (col as u16, (col + width - 1) as u16);
                // What stands in narrow columns takes more lines; one that reaches down has several rows for them.
                let room: f64 = columns[col..col + width].iter().map(|c| self.width(c)).sum();
                let needed = (text.chars().count() as f64 / (room * 0.85)).ceil() as usize;
                let rows = (bottom - top - level + 1) as usize;
                lines[level as usize] = lines[level as usize].max(needed.div_ceil(rows));
                if (top + level, first) == (bottom, last) {
                    sheet.write_string_with_format(bottom, first, sheet::fitted(text), format)?;
                } else {
                    sheet.merge_range(top + level, first, bottom, last, &sheet::fitted(text), format)?;
                }
                col += width;
            }
        }
        for (level, lines) in lines.into_iter().enumerate() {
            sheet.set_row_height(top + level as u32, 15.0 * lines as f64 + 3.0)?;
        }
        Ok(())
    }

    /// A cell for an answer.
    fn open(&self, sheet: &mut Worksheet, row: u32, col: u16, indicator: usize) -> Result<(), XlsxError> {
        let spec = &self.spec.indicators[indicator];
        let number = match spec.kind {
            ValueType::Count => self.formats.open.clone().set_num_format("#,##0"),
            ValueType::Amount | ValueType::Percent | ValueType::Ratio | ValueType::Rate => {
                self.formats.open.clone().set_num_format("#,##0.##")
            }
            ValueType::Date => self.formats.open.clone().set_num_format("dd/mm/yyyy"),
            ValueType::Text | ValueType::YesNo | ValueType::List => self.formats.open.clone(),
        };
        sheet.write_blank(row, col, &number)?;
        Ok(())
    }

    /// Says beside a cell what was reported there for the period before.
    fn recall(
        &self,
        sheet: &mut Worksheet,
        (row, col): (u32, u16),
        about: UnitId,
        indicator: usize,
    ) -> Result<(), XlsxError> {
        if let Some(figure) = self.before.get(&(self.form, about, indicator)) {
            let period = self.period.previous().in_words(self.lang);
            let text = format!("{}: {figure}", first_upper(&period));
            sheet.insert_note(row, col, &Note::new(text).add_author_prefix(false).set_height(36))?;
        }
        Ok(())
    }

    /// What may be typed into a stretch of cells.
    fn check(
        &self,
        sheet: &mut Worksheet,
        from: (u32, u16),
        to: (u32, u16),
        indicator: usize,
    ) -> Result<(), XlsxError> {
        let spec = &self.spec.indicators[indicator];
        let largest = spec.max.unwrap_or(1e15);
        let rule =
            match spec.kind {
                // Excel's whole numbers have four bytes here; a count may have more.
                ValueType::Count => {
                    let least = spec.min.unwrap_or(0.0).max(0.0);
                    let fits = |n: f64| n <= f64::from(i32::MAX);
                    match spec.max {
                        None if fits(least) => DataValidation::new()
                            .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(least as i32)),
                        Some(most) if fits(most) => DataValidation::new()
                            .allow_whole_number(DataValidationRule::Between(least as i32, most as i32)),
                        _ => DataValidation::new().allow_decimal_number(DataValidationRule::Between(least, largest)),
                    }
                }
                ValueType::Amount | ValueType::Percent | ValueType::Ratio | ValueType::Rate => DataValidation::new()
                    .allow_decimal_number(DataValidationRule::Between(spec.min.unwrap_or(-1e15), largest)),
                ValueType::Date => DataValidation::new()
                    .allow_date(DataValidationRule::GreaterThan(ExcelDateTime::from_ymd(1990, 1, 1)?)),
                ValueType::YesNo => DataValidation::new()
                    .allow_list_strings(&[self.lang.text("template-yes"), self.lang.text("template-no")])?,
                ValueType::Text | ValueType::List => return Ok(()),
            };
        // Excel takes no more of either.
        let cut = |text: String, most: usize| text.chars().take(most).collect::<String>();
        let measure = if spec.unit.is_empty() { String::new() } else { format!(" ({})", spec.unit) };
        let rule = rule
            .set_input_title(cut(format!("[{}]", spec.code), 30))?
            .set_input_message(cut(format!("{}{measure}", spec.name), 250))?
            .set_error_message(cut(say!(self.lang, "template-error", name = spec.name.as_str()), 220))?;
        sheet.add_data_validation(from.0, from.1, to.0, to.1, &rule)?;
        Ok(())
    }

    /// The live formula of a rate from the cells of its parts.
    fn rate(&self, indicator: usize, at: &dyn Fn(usize) -> Option<String>) -> Option<Formula> {
        let spec = &self.spec.indicators[indicator];
        let (n, d) = spec.parts()?;
        let (n, d) = (at(n)?, at(d)?);
        let scale = spec.scale;
        let text = format!("=IF(N({d})=0,\"\",{scale}*{n}/{d})");
        Some(Formula::new(text).set_result(""))
    }

    /// Indicators down.
    fn indicators(&self, sheet: &mut Worksheet, columns: &[Column], first: u32) -> Result<(), XlsxError> {
        let register = &self.project.register;
        struct Row {
            code: String,
            name: String,
            measure: String,
            indicators: Vec<usize>,
        }
        let mut rows: Vec<Row> = Vec::new();
        if self.spec.matrix.is_empty() {
            for (i, indicator) in self.spec.indicators.iter().enumerate() {
                if !self.spec.applies(register, i, self.unit) || indicator.counted().is_some() {
                    continue;
                }
                let taken = |r: &Row| r.indicators.iter().any(|j| self.spec.indicators[*j].column == indicator.column);
                match rows.iter_mut().find(|r| r.name == indicator.name && !taken(r)) {
                    Some(row) => row.indicators.push(i),
                    None => rows.push(Row {
                        code: indicator.code.clone(),
                        name: indicator.name.clone(),
                        measure: indicator.unit.clone(),
                        indicators: vec![i],
                    }),
                }
            }
        } else {
            for r in &self.spec.matrix {
                let measure = r.indicators.first().map_or_else(String::new, |i| self.spec.indicators[*i].unit.clone());
                let asked = |i: &usize| self.spec.applies(register, *i, self.unit);
                let indicators = r.indicators.iter().copied().filter(asked).collect();
                rows.push(Row { code: r.code.clone(), name: r.name.clone(), measure, indicators });
            }
        }
        // Where each indicator stands.
        let column_of = |n: usize| columns.iter().position(|c| c.is == For::Values(n));
        let mut cells: Vec<Option<(u32, u16)>> = vec![None; self.spec.indicators.len()];
        for (r, row) in rows.iter().enumerate() {
            for i in &row.indicators {
                cells[*i] = column_of(self.spec.indicators[*i].column).map(|c| (first + r as u32, c as u16));
            }
        }
        let at = |i: usize| cells[i].map(|(r, c)| format!("{}{}", column_letters(u32::from(c)), r + 1));
        for (r, row) in rows.iter().enumerate() {
            let y = first + r as u32;
            for (col, column) in columns.iter().enumerate() {
                let col = col as u16;
                match column.is {
                    For::Code => {
                        sheet.write_string_with_format(y, col, sheet::fitted(&row.code), &self.formats.center)?;
                    }
                    For::Name => {
                        sheet.write_string_with_format(y, col, sheet::fitted(&row.name), &self.formats.label)?;
                    }
                    For::Measure => {
                        sheet.write_string_with_format(y, col, sheet::fitted(&row.measure), &self.formats.center)?;
                    }
                    For::Note => {
                        sheet.write_blank(y, col, &self.formats.open)?;
                    }
                    For::Indicator(_) => {}
                    For::Values(n) => {
                        let mine = row.indicators.iter().find(|i| self.spec.indicators[**i].column == n);
                        match mine {
                            Some(&i) => match self.rate(i, &at) {
                                Some(formula) => {
                                    let format = self.formats.total.clone().set_num_format("#,##0.##");
                                    sheet.write_formula_with_format(y, col, formula, &format)?;
                                }
                                None => {
                                    self.open(sheet, y, col, i)?;
                                    self.check(sheet, (y, col), (y, col), i)?;
                                    self.recall(sheet, (y, col), self.unit, i)?;
                                }
                            },
                            None => {
                                sheet.write_blank(y, col, &self.formats.closed)?;
                            }
                        }
                    }
                }
            }
            sheet.set_row_height(y, 16.0 * (1 + row.name.chars().count() / 46) as f64)?;
        }
        Ok(())
    }

    /// Registered units down, with a row of totals.
    fn units(&self, sheet: &mut Worksheet, columns: &[Column], first: u32) -> Result<(), XlsxError> {
        let register = &self.project.register;
        let day = self.period.window(self.spec.regime).1;
        let mut units: Vec<UnitId> = Vec::new();
        let mut open: Vec<UnitId> = vec![self.unit];
        while let Some(at) = open.pop() {
            for child in register.children(at).iter().rev() {
                open.push(*child);
            }
            let unit = register.get(at);
            if at != self.unit && self.spec.rows.kinds.contains(&unit.kind) && unit.exists_on(day) {
                units.push(at);
            }
        }
        let end = first + units.len() as u32;
        for (n, unit) in units.iter().enumerate() {
            let y = first + n as u32;
            self.row(sheet, columns, y, Some((n as f64 + 1.0, &register.get(*unit).full_name())))?;
            for (col, column) in columns.iter().enumerate() {
                if let For::Indicator(i) = column.is {
                    self.recall(sheet, (y, col as u16), *unit, i)?;
                }
            }
        }
        self.checks(sheet, columns, first, end)?;
        if units.is_empty() {
            return Ok(());
        }
        // Where units of several levels have rows, a sum over all of them counts some twice.
        let nested = units.iter().any(|u| register.get(*u).parent.is_some_and(|p| units.contains(&p)));
        if nested {
            return Ok(());
        }
        for (col, column) in columns.iter().enumerate() {
            let letters = column_letters(col as u32);
            let col = col as u16;
            match column.is {
                For::Name => {
                    sheet.write_string_with_format(end, col, self.lang.text("template-total"), &self.formats.total)?;
                }
                For::Indicator(i) if self.spec.indicators[i].adds_up() && self.is_asked(i) => {
                    let sum = Formula::new(format!("=SUM({letters}{}:{letters}{end})", first + 1)).set_result("0");
                    sheet.write_formula_with_format(
                        end,
                        col,
                        sum,
                        &self.formats.total.clone().set_num_format("#,##0.##"),
                    )?;
                }
                For::Indicator(i) => match self.rate(i, &self.beside(columns, end)) {
                    Some(formula) => {
                        let format = self.formats.total.clone().set_num_format("#,##0.##");
                        sheet.write_formula_with_format(end, col, formula, &format)?;
                    }
                    None => {
                        sheet.write_blank(end, col, &self.formats.closed)?;
                    }
                },
                _ => {
                    sheet.write_blank(end, col, &self.formats.total)?;
                }
            }
        }
        Ok(())
    }

    /// Rows for whatever there is.
    fn free(&self, sheet: &mut Worksheet, columns: &[Column], first: u32) -> Result<(), XlsxError> {
        let end = first + FREE_ROWS;
        for y in first..end {
            self.row(sheet, columns, y, None)?;
        }
        self.checks(sheet, columns, first, end)?;
        Ok(())
    }

    /// True for what is asked of the unit.
    fn is_asked(&self, indicator: usize) -> bool {
        self.spec.applies(&self.project.register, indicator, self.unit)
    }

    /// The cell of an indicator in a row.
    fn beside<'a>(&self, columns: &'a [Column], row: u32) -> impl Fn(usize) -> Option<String> + 'a {
        move |i| {
            let col = columns.iter().position(|c| c.is == For::Indicator(i))?;
            Some(format!("{}{}", column_letters(col as u32), row + 1))
        }
    }

    fn row(
        &self,
        sheet: &mut Worksheet,
        columns: &[Column],
        y: u32,
        named: Option<(f64, &str)>,
    ) -> Result<(), XlsxError> {
        for (col, column) in columns.iter().enumerate() {
            let col = col as u16;
            match (column.is, named) {
                (For::Code, Some((number, _))) => {
                    sheet.write_number_with_format(y, col, number, &self.formats.center)?;
                }
                (For::Name, Some((_, name))) => {
                    sheet.write_string_with_format(y, col, sheet::fitted(name), &self.formats.label)?;
                }
                (For::Indicator(i), _) if !self.is_asked(i) => {
                    sheet.write_blank(y, col, &self.formats.closed)?;
                }
                (For::Indicator(i), _) => match self.rate(i, &self.beside(columns, y)) {
                    Some(formula) => {
                        let format = self.formats.label.clone().set_num_format("#,##0.##");
                        sheet.write_formula_with_format(y, col, formula, &format)?;
                    }
                    None => self.open(sheet, y, col, i)?,
                },
                _ => {
                    sheet.write_blank(y, col, &self.formats.open)?;
                }
            }
        }
        Ok(())
    }

    /// What may be typed into the columns of indicators.
    fn checks(&self, sheet: &mut Worksheet, columns: &[Column], first: u32, end: u32) -> Result<(), XlsxError> {
        for (col, column) in columns.iter().enumerate().filter(|_| end > first) {
            if let For::Indicator(i) = column.is
                && self.spec.indicators[i].parts().is_none()
                && self.is_asked(i)
            {
                self.check(sheet, (first, col as u16), (end - 1, col as u16), i)?;
            }
        }
        Ok(())
    }
}

fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
