/*!
The consolidated workbook: summary, a sheet for each form with live formulas, who sent what, findings, the
facts with their sources, and where everything came from.

Every formula carries its result, so that a program that does not calculate shows the same values.
*/

mod bulk;
mod carried;
pub mod changes;
mod comparison;
mod data;
mod findings;
mod form;
mod series;
pub mod sheet;
mod sources;
mod status;
pub mod style;
mod summary;

use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{Context, OutputError};
use crate::intake::read::OWN_PROPERTY;
use crate::submission::rollup::{Carried, INSIDE, outermost};
use bulk::Bulk;
use sheet::Sheet;
use style::Styles;
pub use summary::{key_figures, unit_words};

/// Excel takes no more links on a sheet; the writer does not check.
const MOST_LINKS: usize = 65_530;

/// How hard the file is packed: the usual level costs three times as long for a seventh less.
const LEVEL: u8 = 2;

/// The pages of the workbook.
enum Page {
    Summary,
    Form(usize),
    Comparison,
    Series,
    Status,
    Findings,
    Data,
    Sources,
}

/// Makes the workbook.
pub fn write(context: &Context<'_>) -> Result<Vec<u8>, OutputError> {
    fill(context)?.packed()
}

/// A workbook whose pages are filled.
pub struct Filled {
    book: Workbook,
    bulks: Vec<Bulk>,
}

impl Filled {
    /// The file: for a good part of the time one core is at it alone.
    pub fn packed(self) -> Result<Vec<u8>, OutputError> {
        let Filled { mut book, bulks } = self;
        let bytes = book.save_to_buffer()?;
        tracing::debug!("saved");
        // What the writer held are a million small things.
        rayon::join(|| bulk::put_into(bytes, &bulks), || drop(book)).0
    }
}

/// Fills the pages, with all cores.
pub fn fill(context: &Context<'_>) -> Result<Filled, OutputError> {
    let mut book = Workbook::new();
    let styles = Styles::new(context.lang);
    book.set_default_format(&style::base(), 20, 64)?;
    let done = context.done;
    book.set_properties(&properties(context)?);
    let mut names = Names::default();
    let summary_name = names.unique(&context.lang.text("sheet-summary"));
    let forms: Vec<(usize, String)> = (0..done.project.forms.len())
        .filter(|f| done.project.forms[*f].is_due(done.ledger.period))
        .map(|f| (f, names.unique(&done.project.forms[f].short)))
        .collect();
    let mut pages: Vec<(String, Page)> = vec![(summary_name, Page::Summary)];
    pages.extend(forms.iter().map(|(form, name)| (name.clone(), Page::Form(*form))));
    if comparison::is_needed(done) {
        pages.push((names.unique(&context.lang.text("sheet-comparison")), Page::Comparison));
    }
    if crate::consolidate::series::is_needed(&done.consolidation.pasts) {
        pages.push((names.unique(&context.lang.text("sheet-series")), Page::Series));
    }
    for (key, page) in [
        ("sheet-submissions", Page::Status),
        ("sheet-findings", Page::Findings),
        ("sheet-data", Page::Data),
        ("sheet-sources", Page::Sources),
    ] {
        pages.push((names.unique(&context.lang.text(key)), page));
    }
    book.set_zip_compression_level(LEVEL);
    for (name, _) in &pages {
        book.add_worksheet().set_name(name)?;
    }
    let contents: Vec<String> = pages.iter().map(|(name, _)| name.clone()).collect();
    // Each page depends on the run alone, so all of them are made at once.
    let fill = |sheet: &mut Sheet<'_>, (name, page): &(String, Page), totals: &[FormTotals]| {
        let (mut rows, mut own) = (None, None);
        match page {
            Page::Summary => summary::write(sheet, context, &styles, (&forms, totals), &contents),
            Page::Form(form) => form::write(sheet, context, &styles, *form).map(|t| own = Some((*form, t))),
            Page::Comparison => comparison::write(sheet, context, &styles),
            Page::Series => series::write(sheet, context, &styles),
            Page::Status => status::write(sheet, context, &styles),
            Page::Findings => findings::write(sheet, context, &styles),
            Page::Data => data::write(sheet, context, &styles).map(|r| rows = Some(r)),
            Page::Sources => sources::write(sheet, context, &styles),
        }?;
        tracing::debug!(name, "page filled");
        let said = match (sheet.left_out(), sheet.cut()) {
            (true, _) => "sheet-full",
            (false, true) => "sheet-cut",
            (false, false) => "",
        };
        if !said.is_empty() {
            sheet.write_with_format(0, 4, context.lang.text(said), &styles.subtitle)?;
        }
        // What people work on with filters and remarks of their own is not sealed.
        let sealed = !matches!(page, Page::Status | Page::Findings | Page::Sources);
        Ok::<_, XlsxError>((sealed.then(|| (name.clone(), sheet.seal())), rows, own))
    };
    // The first page leads to the totals on the others: they are filled before it.
    let (first, others) = book.worksheets_mut().split_at_mut(1);
    let (filled, carried) = rayon::join(
        || {
            // Page by page: the largest takes as long as all others.
            let pages = others.par_iter_mut().zip(&pages[1..]).with_max_len(1);
            let filled = pages.map(|(sheet, page)| fill(&mut Sheet::new(sheet), page, &[]));
            filled.collect::<Result<Vec<_>, XlsxError>>()
        },
        || Carried::of(done.project, &done.ledger, &done.findings),
    );
    let (mut seals, mut bulks, mut totals) = (Vec::new(), Vec::new(), Vec::new());
    for (number, (seal, rows, own)) in (2..).zip(filled?) {
        seals.push(seal);
        bulks.extend(rows.map(|rows| Bulk { sheet: number, rows, table: Some(data::TABLE) }));
        totals.extend(own);
    }
    let (seal, ..) = fill(&mut Sheet::new(&mut first[0]), &pages[0], &totals)?;
    let seals: Vec<_> = std::iter::once(seal).chain(seals).flatten().collect();
    for (name, place) in total_names(context, &forms, &totals) {
        book.define_name(name, &place)?;
    }
    let free: Vec<String> =
        pages.iter().map(|(n, _)| n.clone()).filter(|n| seals.iter().all(|(s, _)| s != n)).collect();
    tracing::debug!("pages filled");
    let carrier = book.add_worksheet().set_name(names.unique(carried::NAME))?;
    let lines = carried?.lines(done.project, &done.ledger, &done.findings, (&seals, &free))?;
    let rows = carried::write(&mut Sheet::new(carrier), &lines)?;
    bulks.push(Bulk { sheet: pages.len() + 1, rows, table: None });
    tracing::debug!("carrier filled");
    Ok(Filled { book, bulks })
}

/// Where the provincial totals of a form stand on its sheet.
type FormTotals = (usize, form::Totals);

/// A cell of a sheet as a formula names it.
fn cell_of(sheet: &str, (row, col): (u32, u16)) -> String {
    let column = crate::intake::workbook::column_letters(u32::from(col));
    format!("'{}'!${column}${}", sheet.replace('\'', "''"), row + 1)
}

/// The name of a provincial total: `TT_<form>_<indicator>`, with a low line for what names cannot have. Excel takes 255 letters.
pub fn total_name(form: &str, indicator: &str) -> String {
    let plain = |c: char| if c.is_alphabetic() || c.is_ascii_digit() || c == '.' { c } else { '_' };
    format!("TT_{form}_{indicator}").chars().map(plain).take(240).collect()
}

/// A name for each provincial total; of codes that come to one name, or to names that differ in case alone, the later ones get
/// a number.
fn total_names(context: &Context<'_>, forms: &[(usize, String)], totals: &[FormTotals]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for (form, places) in totals {
        let spec = &context.done.project.forms[*form];
        let Some((_, sheet)) = forms.iter().find(|(f, _)| f == form) else {
            continue;
        };
        for (indicator, place) in places {
            let short = total_name(&spec.code, &spec.indicators[*indicator].code);
            let taken = |n: &str| out.iter().any(|(o, _)| o.to_lowercase() == n.to_lowercase());
            let name = (1..).map(|n| if n == 1 { short.clone() } else { format!("{short}_{n}") }).find(|n| !taken(n));
            out.extend(name.map(|n| (n, format!("={}", cell_of(sheet, *place)))));
        }
    }
    out
}

/// What a workbook says of itself; by it our own are known.
fn properties(context: &Context<'_>) -> Result<DocProperties, XlsxError> {
    let done = context.done;
    let top = &done.project.register.get(done.project.province).code;
    let created = jiff::Timestamp::from_second(done.ledger.received_until)
        .unwrap_or_default()
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string();
    Ok(DocProperties::new()
        .set_title(format!("{} {}", done.project.title, done.ledger.period))
        .set_author(&done.project.office)
        .set_custom_property(OWN_PROPERTY, format!("{} {top}", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(
            &ExcelDateTime::parse_from_str(&created).or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?,
        ))
}

/// Sheet names that Excel accepts: at most 31 UTF-16 units, none of `[]:*?/\`, each once.
#[derive(Default)]
pub struct Names(Vec<String>);

impl Names {
    /// A name for a sheet, which no other one has.
    pub fn unique(&mut self, title: &str) -> String {
        const LONGEST: usize = 31;
        let units = |t: &str| t.encode_utf16().count();
        let cut = |t: &str, most: usize| {
            let mut cut = t.to_owned();
            while units(&cut) > most {
                cut.pop();
            }
            cut.trim_end().to_owned()
        };
        let plain: String = sheet::fitted(title)
            .chars()
            .map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c })
            .collect();
        let mut short = String::new();
        for word in plain.split_whitespace() {
            let space = usize::from(!short.is_empty());
            if units(&short) + space + units(word) > LONGEST {
                break;
            }
            if space == 1 {
                short.push(' ');
            }
            short.push_str(word);
        }
        if short.is_empty() {
            short = cut(plain.trim(), LONGEST - 3);
        }
        // Excel keeps one name for itself.
        if short.is_empty() || short.eq_ignore_ascii_case("history") {
            short.push('_');
        }
        let mut name = short.clone();
        let mut n = 2;
        while self.0.iter().any(|s| s.to_lowercase() == name.to_lowercase()) {
            let end = format!(" ({n})");
            name = cut(&short, LONGEST - units(&end)) + &end;
            n += 1;
        }
        self.0.push(name.clone());
        name
    }
}

/// Sets a sheet up for A4 paper over several pages in width, with the first columns repeated.
fn wide_paper(
    sheet: &mut Sheet<'_>,
    pages: u16,
    header: (u32, u32),
    columns: u16,
    lang: crate::finding::Lang,
) -> Result<(), XlsxError> {
    paper(sheet, true, header, lang)?;
    if pages > 1 {
        sheet.set_print_fit_to_pages(pages, 0).set_repeat_columns(0, columns)?;
    }
    Ok(())
}

/// Sets a sheet up for A4 paper: fitted to the width, headings repeated, pages numbered.
pub fn paper(
    sheet: &mut Sheet<'_>,
    landscape: bool,
    header: (u32, u32),
    lang: crate::finding::Lang,
) -> Result<(), XlsxError> {
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    if landscape {
        sheet.set_landscape();
    } else {
        sheet.set_portrait();
    }
    sheet.set_repeat_rows(header.0, header.1)?;
    let page = lang.text("page");
    sheet.set_footer(format!("&L&\"Times New Roman,Regular\"&9&A&R&\"Times New Roman,Regular\"&9{page} &P/&N"));
    Ok(())
}

/// The height of a row whose wrapped texts stand in columns of these widths.
pub fn height(texts: &[(&str, f64)]) -> f64 {
    const LINE: f64 = 15.0;
    let lines =
        texts.iter().map(|(t, width)| (t.chars().count() as f64 / (width * 0.95)).ceil().max(1.0)).fold(1.0, f64::max);
    (LINE * lines + 3.0).min(400.0)
}

/// The link that opens a source workbook at a cell, relative to the consolidated workbook.
fn source_link(context: &Context<'_>, file: &str, sheet: &str, cell: &str) -> Option<String> {
    let outer = outermost(file);
    let mut link = format!("file:///{}{}", context.to_project, escape_path(outer));
    // What another workbook carries stands on none of its sheets.
    if !sheet.is_empty() && outer == file && !sheet.contains(INSIDE) {
        let quoted = sheet.replace('\'', "''");
        let cell = cell.split([',', ';', ' ']).next().filter(|c| !c.is_empty()).unwrap_or("A1");
        link.push_str(&format!("#'{quoted}'!{cell}"));
    }
    // Excel's limit on a link, and what would end the path too early.
    (link.chars().count() <= 2000 && !file.is_empty()).then_some(link)
}

/// `#` would begin the place in the workbook, `%` an escape.
fn escape_path(path: &str) -> String {
    let escaped = path.replace('%', "%25").replace('#', "%23");
    // The writer leaves a link alone that has escapes already.
    if escaped.len() == path.len() { escaped } else { escaped.replace(' ', "%20") }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        // Whatever forms are called, their sheets have names that Excel takes.
        #[test]
        fn any_title_makes_a_name(titles in proptest::collection::vec(".{0,60}", 1..6)) {
            let mut names = Names::default();
            let mut book = Workbook::new();
            for title in &titles {
                proptest::prop_assert!(book.add_worksheet().set_name(names.unique(title)).is_ok(), "{title}");
            }
            proptest::prop_assert!(book.save_to_buffer().is_ok());
        }
    }

    // Sheet names fit Excel's rules and stay apart.
    #[test]
    fn sheet_names() {
        let mut n = Names::default();
        let a = n.unique("Kết quả hiện đại hóa hành chính cấp xã");
        let b = n.unique("Kết quả hiện đại hóa hành chính cấp huyện");
        assert!(a.chars().count() <= 31 && b.chars().count() <= 31);
        assert_ne!(a, b);
        assert_eq!(n.unique("a/b:c"), "a b c");
    }
}
