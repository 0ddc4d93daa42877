/*!
What goes back to a sender: a letter with what is to be mended, and a copy of what was sent with the cells marked.

Nothing of other units stands in it: a peer is "another unit", and sheets about others are not copied. A copy that comes
back mended is a submission like any other.
*/

use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rust_xlsxwriter::{Color, DocProperties, Format, FormatAlign, FormatBorder, Formula, Note, Workbook, XlsxError};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::OutputError;
use super::workbook::sheet::Sheet;
use super::workbook::style::base;
use super::workbook::{Names, height, paper};
use crate::finding::{Code, Finding, Lang, Severity, Term};
use crate::intake::read::LETTER;
use crate::intake::workbook::{self as sent, Value};
use crate::locale::say;
use crate::project::Project;
use crate::project::units::UnitId;
use crate::run::Done;
use crate::submission::ledger::day_of;
use crate::submission::rollup::INSIDE;
use crate::submission::states::{State, is_to_mend};

/// The folder of feedback among the outputs.
pub const FOLDER: &str = "phan-hoi";

/// More notes than these on one sheet nobody reads; the table has them all.
const MOST_NOTES: usize = 500;

/// What goes to one unit.
#[derive(Debug)]
pub struct Packet<'a> {
    /// To whom.
    pub unit: UnitId,
    /// What is to be mended or looked at, errors first.
    pub findings: Vec<&'a Finding>,
    /// What is missing, by place among the expected submissions.
    pub missing: Vec<usize>,
    /// Files of the unit, by place.
    pub files: Vec<usize>,
    /// Of each finding whether the unit was told of it before; empty where it was told of nothing before.
    pub known: Vec<bool>,
    /// What it was told of before and is not found any more, as it was said.
    pub mended: Vec<String>,
}

impl Packet<'_> {
    /// Of a finding, whether it is new or was told before; nothing in a first letter.
    fn state(&self, n: usize, lang: Lang) -> String {
        match self.known.get(n) {
            None => String::new(),
            Some(true) => lang.text("feedback-open"),
            Some(false) => lang.text("feedback-new"),
        }
    }
}

/// What a unit was told: a line of [`LIST`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The unit's code.
    pub unit: String,
    /// The code of the finding.
    pub code: String,
    /// Its severity.
    pub severity: String,
    /// Its form.
    pub form: String,
    /// Its sheet.
    pub sheet: String,
    /// Its cell.
    pub cell: String,
    /// `new`, `open` or `mended`.
    pub state: String,
    /// What was said.
    pub message: String,
}

/// The list of all that was told, among the feedback: by it the next run knows what was mended.
pub const LIST: &str = "phan-hoi.csv";

/// Reads the list of an earlier run; one that cannot be read says nothing.
pub fn told_before(bytes: &[u8]) -> Vec<Line> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    csv::Reader::from_reader(text).deserialize().filter_map(Result::ok).collect()
}

/// Holds packets against what was told before, and gives the list of what is told now. Who has mended everything gets a
/// packet that says so.
pub fn hold_against(done: &Done<'_>, packets: &mut Vec<Packet<'_>>, before: &[Line], lang: Lang) -> Vec<Line> {
    let code = |unit: UnitId| done.project.register.get(unit).code.as_str();
    let place = |unit: &str, f: &Finding| {
        let p = &f.place;
        [unit, f.code.as_str(), &p.form, &p.sheet, &p.cell].map(str::to_owned)
    };
    let of_line = |l: &Line| [&l.unit, &l.code, &l.form, &l.sheet, &l.cell].map(Clone::clone);
    let open: Vec<&Line> = before.iter().filter(|l| l.state != "mended").collect();
    let mut lines = Vec::new();
    let mut mended: BTreeMap<UnitId, Vec<&Line>> = BTreeMap::new();
    let last = done.ledger.period.window(done.project.regime).1;
    let mut now: FxHashSet<[String; 5]> = FxHashSet::default();
    for packet in packets.iter() {
        now.extend(packet.findings.iter().map(|f| place(code(packet.unit), f)));
    }
    for line in open.iter().filter(|l| !now.contains(&of_line(l))) {
        if let Some(unit) = done.project.register.by_code_on(&line.unit, last) {
            mended.entry(unit).or_default().push(line);
        }
    }
    for unit in mended.keys().filter(|u| !packets.iter().any(|p| p.unit == **u)).copied().collect::<Vec<_>>() {
        packets.push(Packet::to(unit));
    }
    packets.sort_by_key(|p| p.unit);
    for packet in packets.iter_mut() {
        let unit = code(packet.unit);
        let told = before.iter().any(|l| l.unit == unit);
        let old: FxHashSet<[String; 5]> = open.iter().map(|l| of_line(l)).collect();
        let mine = mended.get(&packet.unit).into_iter().flatten();
        packet.mended = mine.clone().map(|l| l.message.clone()).collect();
        lines.extend(mine.map(|l| Line { state: "mended".to_owned(), ..(*l).clone() }));
        for finding in &packet.findings {
            let known = old.contains(&place(unit, finding));
            if told {
                packet.known.push(known);
            }
            let place = &finding.place;
            lines.push(Line {
                unit: unit.to_owned(),
                code: finding.code.to_string(),
                severity: finding.severity.to_string(),
                form: place.form.clone(),
                sheet: place.sheet.clone(),
                cell: place.cell.clone(),
                state: if known { "open" } else { "new" }.to_owned(),
                message: self::told(finding, lang).0,
            });
        }
    }
    lines
}

/// The list, as it is written.
pub fn list(lines: &[Line]) -> Result<Vec<u8>, csv::Error> {
    let mut csv = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    if lines.is_empty() {
        csv.write_record(["unit", "code", "severity", "form", "sheet", "cell", "state", "message"])?;
    }
    for line in lines {
        csv.serialize(line)?;
    }
    csv.into_inner().map_err(|e| e.into_error().into())
}

impl Packet<'_> {
    /// One with nothing in it.
    fn to(unit: UnitId) -> Self {
        Packet {
            unit,
            findings: Vec::new(),
            missing: Vec::new(),
            files: Vec::new(),
            known: Vec::new(),
            mended: Vec::new(),
        }
    }

    /// One for the sender itself, of one file.
    pub fn of_file<'f>(unit: UnitId, findings: Vec<&'f Finding>) -> Packet<'f> {
        Packet { findings, files: vec![0], ..Packet::to(unit) }
    }
}

/// How the files for each unit of a day are called, without their ending: by its code, as far as file systems take it, and
/// none like another's.
pub fn file_names(project: &Project, day: jiff::civil::Date) -> FxHashMap<UnitId, String> {
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut out = FxHashMap::default();
    for (id, unit) in project.register.iter().filter(|(_, u)| u.exists_on(day)) {
        let plain: String =
            unit.code.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '_' }).collect();
        // Windows keeps some names for itself, and does not tell capitals from small letters.
        let device = ["con", "prn", "aux", "nul", "com", "lpt"].iter().any(|d| plain.to_lowercase().starts_with(d));
        let plain = if device { format!("_{plain}") } else { plain };
        let names = std::iter::once(plain.clone()).chain((2..).map(|n| format!("{plain}-{n}")));
        if let Some(name) = names.into_iter().find(|n| taken.insert(n.to_lowercase())) {
            out.insert(id, name);
        }
    }
    out
}

/// What goes to whom. What cannot be told to be of one unit is the office's own matter.
pub fn packets<'a>(done: &'a Done<'_>) -> Vec<Packet<'a>> {
    let mut out: BTreeMap<UnitId, Packet<'a>> = BTreeMap::new();
    let ledger = &done.ledger;
    let mut senders: BTreeMap<&str, (usize, Vec<UnitId>)> = BTreeMap::new();
    for (f, file) in ledger.files.iter().enumerate() {
        let mut units: Vec<UnitId> = file.extract.parts.iter().filter_map(|p| p.unit).collect();
        units.sort_unstable();
        units.dedup();
        if units.is_empty() {
            units.extend(done.named.iter().filter(|(n, _)| *n == f).map(|(_, unit)| *unit));
        }
        senders.insert(&file.name, (f, units));
    }
    let by_code = |code: &str| {
        let day = ledger.period.window(done.project.regime).1;
        done.project.register.by_code_on(code, day)
    };
    for finding in &done.findings {
        // What the office corrected is to be put right in the file, too.
        if !is_to_mend(finding) && finding.code != Code::S016 {
            continue;
        }
        let of_file = senders.get(finding.place.file.as_str());
        let named = by_code(&finding.place.unit);
        let unit = match of_file.map(|(_, units)| units.as_slice()) {
            Some([one]) => Some(*one),
            Some(several) => named.filter(|u| several.contains(u)),
            None => named.filter(|_| finding.place.file.is_empty()),
        };
        let Some(unit) = unit else {
            continue;
        };
        // A sheet of which nobody knows whose it is may be another's.
        let strange = of_file.is_some_and(|(f, _)| {
            let mut parts = ledger.files[*f].extract.parts.iter().filter(|p| p.sheet == finding.place.sheet).peekable();
            parts.peek().is_some() && parts.all(|p| p.unit != Some(unit))
        });
        if strange {
            continue;
        }
        let mine = out.entry(unit).or_insert_with(|| Packet::to(unit));
        mine.findings.push(finding);
        if let Some((f, _)) = of_file.filter(|(f, _)| !mine.files.contains(f)) {
            mine.files.push(*f);
        }
    }
    for (n, (expected, state)) in ledger.expected.iter().zip(&done.states).enumerate() {
        // What the office has noted as received is not asked for again.
        let noted =
            done.project.received.iter().any(|r| {
                r.period == ledger.period && r.unit == expected.unit && r.form.is_none_or(|f| f == expected.form)
            });
        if *state == State::Missing && !noted {
            out.entry(expected.unit).or_insert_with(|| Packet::to(expected.unit)).missing.push(n);
        }
    }
    out.into_values().collect()
}

/// A finding as its sender is told of it: others are not named.
fn told(finding: &Finding, lang: Lang) -> (String, String) {
    let mut own = finding.clone();
    let others: &[&str] = match finding.code {
        Code::S006 | Code::F008 => {
            own.value = Term::AnotherUnit.into();
            &[]
        }
        Code::S011 => &["other", "records"],
        Code::S013 => {
            own.expected = Term::AnotherUnit.into();
            &["other"]
        }
        Code::P016 => &["other"],
        Code::R030 => &["candidates"],
        _ => &[],
    };
    // What a rule holds against may be another's: figures and places of other forms are left out.
    if own.code == Code::V001 && own.args.iter().any(|(name, _)| name == "elsewhere") {
        own.value = "…".into();
    }
    for (_, said) in own.args.iter_mut().filter(|(name, _)| others.contains(&&**name)) {
        *said = Term::AnotherUnit.into();
    }
    // What the program only doubts is the sender's to say.
    let doubted = own.code.as_str().starts_with(['P', 'S']) && own.code != Code::S016;
    let hint = if doubted { lang.text("feedback-ask") } else { own.hint(lang) };
    (own.message(lang), hint)
}

/// Everything that a letter says, before its table.
fn letter(done: &Done<'_>, packet: &Packet<'_>, lang: Lang) -> Vec<String> {
    let (project, ledger) = (done.project, &done.ledger);
    let unit = project.register.get(packet.unit).full_name();
    let period = ledger.period.in_words(lang);
    let mut lines = vec![say!(lang, "feedback-to", unit = unit)];
    let mut received: Vec<(jiff::civil::Date, &str)> = packet
        .files
        .iter()
        .map(|f| {
            let file = &ledger.files[*f];
            let counts = ledger.submissions.iter().find(|s| s.file == *f && s.unit == packet.unit);
            let time = counts.map_or_else(|| file.received(), |s| s.received);
            (day_of(time, project.utc_offset_hours), file.name.rsplit('/').next().unwrap_or(&file.name))
        })
        .collect();
    received.sort_unstable();
    let (errors, warnings) = packet.findings.iter().fold((0usize, 0usize), |(e, w), f| match f.severity {
        Severity::Error => (e + 1, w),
        Severity::Warning => (e, w + 1),
        Severity::Info => (e, w),
    });
    for (day, file) in received {
        lines.push(say!(lang, "feedback-received", office = project.office.as_str(), file = file, day = lang.day(day)));
    }
    if !packet.findings.is_empty() {
        // Until the deadline, where that is still to come.
        let due = packet.findings.iter().filter_map(|f| project.form(&f.place.form));
        let due = due.map(|f| project.forms[f].deadline(ledger.period)).filter(|d| *d >= ledger.judged_on).max();
        let day = due.map_or_else(|| "none".to_owned(), |d| lang.day(d));
        lines.push(say!(
            lang,
            "feedback-mend",
            period = period.as_str(),
            errors = errors,
            warnings = warnings,
            day = day
        ));
    }
    let new = packet.known.iter().filter(|k| !**k).count();
    let open = packet.known.len() - new;
    if !packet.mended.is_empty() || !packet.known.is_empty() {
        lines.push(say!(lang, "feedback-since", mended = packet.mended.len(), open = open, new = new));
        lines.extend(packet.mended.iter().map(|m| say!(lang, "feedback-mended", message = m.as_str())));
    }
    if packet.findings.is_empty() && packet.missing.is_empty() {
        lines.push(say!(lang, "feedback-done", period = period.as_str()));
    }
    for n in &packet.missing {
        let form = &project.forms[ledger.expected[*n].form];
        let due = form.deadline(ledger.period);
        let overdue = if ledger.judged_on > due { "yes" } else { "no" };
        let (title, day) = (form.title.as_str(), lang.day(due));
        lines.push(say!(
            lang,
            "feedback-missing",
            form = title,
            period = period.as_str(),
            day = day,
            overdue = overdue
        ));
    }
    lines
}

/// The workbook: the letter with its table, then the sheets as they were sent. `books` are the packet's files, as far as they
/// could be read; for the sender itself they are copied `whole`.
pub fn book(
    done: &Done<'_>,
    packet: &Packet<'_>,
    books: &[(usize, sent::Workbook)],
    whole: bool,
    lang: Lang,
) -> Result<Vec<u8>, OutputError> {
    let mut book = Workbook::new();
    book.set_default_format(&base(), 20, 64)?;
    // Not one of our own outputs: when it comes back mended it is read.
    let then = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_author(&done.project.office).set_creation_datetime(&then));
    let mut names = Names::default();
    let first = names.unique(&lang.text("sheet-feedback"));
    let mut copies: Vec<(usize, (&sent::Sheet, bool), String)> = Vec::new();
    for (f, sent) in books {
        for sheet in sent.sheets.iter().filter(|s| whole || is_own(done, packet, *f, s)) {
            let mut name = names.unique(&sheet.name);
            // Its own name, unless another file has it: by it the sheet is known again.
            if name.starts_with(&sheet.name) && name.len() == sheet.name.len() {
                name.clone_from(&sheet.name);
            }
            copies.push((*f, (sheet, sent.date1904), name));
        }
    }
    let place = |finding: &Finding| {
        copies
            .iter()
            .find(|(f, (s, _), _)| done.ledger.files[*f].name == finding.place.file && s.name == finding.place.sheet)
    };
    let sheet = book.add_worksheet().set_name(&first)?;
    write_letter(&mut Sheet::new(sheet), done, packet, lang, &|f| place(f).map(|(_, _, name)| name.clone()))?;
    let (unit, period) = (done.project.register.get(packet.unit).full_name(), done.ledger.period.in_words(lang));
    for (f, (sheet, date1904), name) in &copies {
        let mine = packet
            .findings
            .iter()
            .filter(|x| x.place.file == done.ledger.files[*f].name && x.place.sheet == sheet.name);
        let to = book.add_worksheet().set_name(name)?;
        // Who and when may have stood in the file's name alone: the page's header says it, and it is read back.
        if !whole {
            let header = say!(lang, "template-unit", unit = unit.as_str());
            to.set_header(format!("&L{}&R{}", header.replace('&', "&&"), period.replace('&', "&&")));
        }
        copy(to, (sheet, *date1904), mine.copied(), lang)?;
    }
    Ok(book.save_to_buffer()?)
}

/// True for a sheet that speaks of the unit and of nobody else.
fn is_own(done: &Done<'_>, packet: &Packet<'_>, f: usize, sheet: &sent::Sheet) -> bool {
    let file = &done.ledger.files[f];
    let parts = || file.extract.parts.iter().filter(|p| p.sheet == sheet.name);
    let others = parts().any(|p| p.unit.is_some_and(|u| u != packet.unit));
    let mine = parts().any(|p| p.unit == Some(packet.unit));
    !others && mine && !sheet.cells.is_empty()
}

fn write_letter(
    sheet: &mut Sheet<'_>,
    done: &Done<'_>,
    packet: &Packet<'_>,
    lang: Lang,
    place: &dyn Fn(&Finding) -> Option<String>,
) -> Result<(), XlsxError> {
    let widths = [6.0, 12.0, 28.0, 20.0, 9.0, 60.0, 44.0];
    for (col, width) in widths.iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    let bold = base().set_bold();
    let title = base().set_bold().set_font_size(14).set_align(FormatAlign::Center);
    let text = base().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    let head = text.clone().set_bold().set_background_color(Color::RGB(0xDD_EB_F7)).set_align(FormatAlign::Center);
    sheet.write_with_format(0, 0, &done.project.office, &bold)?;
    // By this the letter is known when the file comes back.
    sheet.write(0, 8, LETTER)?;
    sheet.set_column_hidden(8)?;
    sheet.merge_range((2, 0), (2, 6), &lang.text("feedback-title"), &title)?;
    let mut row = 4;
    for line in letter(done, packet, lang) {
        sheet.merge_range((row, 0), (row, 6), &line, &base().set_text_wrap().set_align(FormatAlign::Top))?;
        sheet.set_row_height(row, height(&[(&line, widths.iter().sum::<f64>())]))?;
        row += 1;
    }
    if packet.findings.is_empty() {
        return paper(sheet, true, (0, 0), lang);
    }
    row += 1;
    let top = row;
    let heads = ["head-number", "head-severity", "head-form", "head-sheet", "head-cell", "head-message", "head-hint"];
    for (col, key) in heads.iter().enumerate() {
        sheet.write_with_format(row, col as u16, lang.text(key), &head)?;
    }
    for (n, finding) in packet.findings.iter().enumerate() {
        row += 1;
        let (message, hint) = told(finding, lang);
        let message =
            [packet.state(n, lang), message].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
        // What follows from another finding stands below it.
        let message = if finding.cause.is_some() { format!("↳ {message}") } else { message };
        let form = done.project.form(&finding.place.form).map_or("", |f| done.project.forms[f].title.as_str());
        sheet.set_row_height(row, height(&[(&message, 60.0), (&hint, 44.0), (form, 28.0)]))?;
        sheet.write_with_format(row, 0, n as f64 + 1.0, &text)?;
        sheet.write_with_format(
            row,
            1,
            finding.severity.label(lang),
            &text.clone().set_background_color(color(finding.severity)),
        )?;
        sheet.write_with_format(row, 2, form, &text)?;
        sheet.write_with_format(row, 3, &finding.place.sheet, &text)?;
        match place(finding).filter(|_| !finding.place.cell.is_empty()) {
            Some(name) => {
                let first = finding.place.cell.split([',', ';', ' ']).next().unwrap_or_default();
                let link = format!("internal:'{}'!{first}", name.replace('\'', "''"));
                let blue = text.clone().set_font_color(Color::RGB(0x05_63_C1));
                sheet.write_link(row, 4, &link, &finding.place.cell, Some(&blue))?;
            }
            None => sheet.write_with_format(row, 4, &finding.place.cell, &text)?,
        }
        sheet.write_with_format(row, 5, message, &text)?;
        sheet.write_with_format(row, 6, hint, &text)?;
    }
    sheet.write_with_format(row + 2, 0, lang.text("feedback-close"), &base())?;
    paper(sheet, true, (top, top), lang)
}

fn color(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::RGB(0xFF_C7_CE),
        Severity::Warning => Color::RGB(0xFF_EB_9C),
        Severity::Info => Color::RGB(0xDD_EB_F7),
    }
}

/// The first cell of an address or range.
fn address(text: &str) -> Option<(u32, u16)> {
    let first = text.split([':', ',', ';', ' ']).next()?;
    let letters = first.bytes().take_while(u8::is_ascii_uppercase).count();
    let row: u32 = first.get(letters..)?.parse().ok()?;
    let fold = |n: u32, b: u8| n.checked_mul(26)?.checked_add(u32::from(b - b'A') + 1);
    let col = first.bytes().take(letters).try_fold(0u32, fold)?.checked_sub(1)?;
    Some((row.checked_sub(1)?, u16::try_from(col).ok()?))
}

/// Every cell of an address, range or list, as far as a page takes them.
fn addresses(text: &str) -> Vec<(u32, u16)> {
    const MOST: usize = 500;
    let mut out = Vec::new();
    for piece in text.split([',', ';', ' ']).filter(|p| !p.is_empty()) {
        let (from, to) = piece.split_once(':').unwrap_or((piece, piece));
        if let (Some(from), Some(to)) = (address(from), address(to)) {
            let cells = (from.0..=to.0).flat_map(|row| (from.1..=to.1).map(move |col| (row, col)));
            out.extend(cells.take(MOST));
        }
        if out.len() >= MOST {
            break;
        }
    }
    out.truncate(MOST);
    out
}

/// A sheet as it was sent, as far as reading tells: values, merged areas, what is hidden, fonts of old encodings; with the
/// cells that findings speak of marked.
fn copy<'f>(
    to: &mut rust_xlsxwriter::Worksheet,
    (from, date1904): (&sent::Sheet, bool),
    findings: impl Iterator<Item = &'f Finding>,
    lang: Lang,
) -> Result<(), XlsxError> {
    const WIDEST: f64 = 48.0;
    let mut marks: BTreeMap<(u32, u16), (Severity, Vec<String>)> = BTreeMap::new();
    for finding in findings {
        // What is about the sheet as a whole stands at its beginning.
        let cells = addresses(&finding.place.cell);
        let cells = if cells.is_empty() { vec![(0, 0)] } else { cells };
        let (message, hint) = told(finding, lang);
        for (n, at) in cells.into_iter().enumerate() {
            let mark = marks.entry(at).or_insert((finding.severity, Vec::new()));
            mark.0 = mark.0.min(finding.severity);
            // The whole is said at the first of its cells.
            mark.1.push(if n == 0 {
                format!("[{}] {message} {hint}", finding.code)
            } else {
                format!("[{}] {}", finding.code, finding.code.title(lang))
            });
        }
    }
    // Rows of several cells are those of a table; titles run over their neighbours.
    let mut cells_of: BTreeMap<u32, usize> = BTreeMap::new();
    from.cells.iter().for_each(|c| *cells_of.entry(c.row).or_default() += 1);
    let mut widths: BTreeMap<u16, f64> = BTreeMap::new();
    let mut written: Vec<(u32, u16)> = Vec::new();
    let merged = |row: u32, col: u32| from.merges.iter().find(|m| m.has(row, col));
    for area in &from.merges {
        if let (Ok(a), Ok(b)) = (u16::try_from(area.first.col), u16::try_from(area.last.col)) {
            let center = base().set_text_wrap().set_align(FormatAlign::VerticalCenter);
            let _ = to.merge_range(area.first.row, a, area.last.row, b, "", &center);
        }
    }
    for cell in &from.cells {
        let Ok(col) = u16::try_from(cell.col) else {
            continue;
        };
        let mut format = base();
        if let Some(font) = usize::from(cell.font).checked_sub(1).and_then(|n| from.fonts.get(n)) {
            format = format.set_font_name(font);
        }
        let whole = merged(cell.row, cell.col).is_some();
        if whole {
            format = format.set_text_wrap().set_align(FormatAlign::VerticalCenter);
        }
        let in_table = cells_of.get(&cell.row).is_some_and(|n| *n >= 3);
        if in_table {
            format = format.set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Hair);
        }
        let look = from.look(cell);
        if look.struck {
            format = format.set_font_strikethrough();
        }
        // A format that shows another magnitude than the cell holds stays one.
        let word = match look.factor {
            1e3 => " thousand",
            1e6 => " million",
            1e9 => " billion",
            _ => "",
        };
        if cell.percent {
            format = format.set_num_format("0.##%");
        } else if !word.is_empty() {
            format = format.set_num_format(format!("0.0##\"{word}\""));
        } else if look.thousands > 0 {
            format = format.set_num_format(format!("0.0##{}", ",".repeat(usize::from(look.thousands.min(4)))));
        } else if look.zeros > 1 {
            format = format.set_num_format("0".repeat(usize::from(look.zeros.min(20))));
        }
        if let Some((severity, _)) = marks.get(&(cell.row, col)) {
            format = format.set_background_color(color(*severity));
        }
        written.push((cell.row, col));
        let wide = match &cell.value {
            Value::Number(n) => to.write_number_with_format(cell.row, col, *n, &format).map(|_| 10.0)?,
            Value::Date { serial, .. } => {
                let format = format.set_num_format("dd/mm/yyyy");
                // Days from 1904 are days from 1900 four years on.
                let serial = serial + if date1904 { 1462.0 } else { 0.0 };
                to.write_number_with_format(cell.row, col, serial, &format).map(|_| 11.0)?
            }
            Value::Text(t) => {
                let text = super::workbook::sheet::fitted(t);
                to.write_string_with_format(cell.row, col, &text, &format)?;
                text.lines().map(|l| l.chars().count()).max().unwrap_or(0) as f64
            }
            Value::Bool(b) => to.write_boolean_with_format(cell.row, col, *b, &format).map(|_| 7.0)?,
            // What is no figure stays none: an error, or a formula that has no result.
            Value::Error(e) => {
                let failed = Formula::new(format!("={e}")).set_result(&**e);
                to.write_formula_with_format(cell.row, col, failed, &format).map(|_| 8.0)?
            }
            Value::NoResult => {
                let failed = Formula::new("=NA()").set_result("#N/A");
                to.write_formula_with_format(cell.row, col, failed, &format).map(|_| 8.0)?
            }
        };
        if !whole && in_table {
            let width = widths.entry(col).or_insert(0.0);
            *width = width.max(wide.min(WIDEST));
        }
    }
    let mut lines: BTreeMap<u32, usize> = BTreeMap::new();
    for cell in from.cells.iter().filter(|c| cells_of.get(&c.row).is_some_and(|n| *n >= 3)) {
        let width = u16::try_from(cell.col).ok().and_then(|c| widths.get(&c)).copied().unwrap_or(8.0);
        if let Some(text) = cell.text().filter(|_| merged(cell.row, cell.col).is_none()) {
            let needed = (text.chars().count() as f64 / (width + 1.0).max(7.0)).ceil() as usize;
            lines.entry(cell.row).and_modify(|n| *n = needed.max(*n)).or_insert(needed);
        }
    }
    for (row, lines) in lines.into_iter().filter(|(_, n)| *n > 1) {
        to.set_row_height(row, (15.0 * lines as f64).min(400.0))?;
    }
    for (col, width) in widths {
        to.set_column_width(col, (width + 2.0).max(8.0))?;
    }
    for ((row, col), (severity, said)) in marks.into_iter().take(MOST_NOTES) {
        if !written.contains(&(row, col)) {
            to.write_blank(row, col, &Format::new().set_background_color(color(severity)))?;
        }
        let said = said.join("\n");
        let lines = said.chars().count().div_ceil(44) as u32 + 1;
        // A note takes no more than a cell does.
        let note: String = said.chars().take(8_000).collect();
        let note = Note::new(note).add_author_prefix(false).set_width(320).set_height((lines * 18).min(600));
        to.insert_note(row, col, &note)?;
    }
    if from.visibility == sent::Visibility::Hidden {
        to.set_hidden(true);
    }
    to.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for row in from.hidden_rows.iter().filter(|r| **r < 1_048_576).take(10_000) {
        to.set_row_hidden(*row)?;
    }
    for col in from.hidden_cols.iter().flat_map(|(a, b)| *a..=(*b).min(*a + 500)) {
        if let Ok(col) = u16::try_from(col) {
            to.set_column_hidden(col)?;
        }
    }
    Ok(())
}

/// The same as a text for a message.
pub fn text(done: &Done<'_>, packet: &Packet<'_>, lang: Lang) -> String {
    let mut out = format!("{}\n{}\n\n", done.project.office, lang.text("feedback-title"));
    for line in letter(done, packet, lang) {
        out.push_str(&line);
        out.push('\n');
    }
    for (n, finding) in packet.findings.iter().enumerate() {
        let form = done.project.form(&finding.place.form).map_or("", |f| done.project.forms[f].title.as_str());
        let place = [form, &finding.place.sheet, &finding.place.cell];
        let place = place.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" › ");
        let (message, hint) = told(finding, lang);
        let state = packet.state(n, lang);
        let label = [finding.severity.label(lang), state].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>();
        out.push_str(&format!("\n{}. {} {place}\n   {message}\n   {hint}\n", n + 1, label.join(" ")));
    }
    if !packet.findings.is_empty() {
        out.push_str(&format!("\n{}\n", lang.text("feedback-close")));
    }
    out.replace('\n', "\r\n")
}

/// The same as a message that a mail program opens as a draft; the workbook goes with it. No address is invented.
pub fn mail(done: &Done<'_>, packet: &Packet<'_>, (name, workbook): (&str, Option<&[u8]>), lang: Lang) -> Vec<u8> {
    const BOUNDARY: &str = "=_tonghop_feedback";
    let unit = done.project.register.get(packet.unit);
    let wrapped = |bytes: &[u8]| {
        let all = BASE64_STANDARD.encode(bytes);
        let lines: Vec<&str> = all.as_bytes().chunks(76).filter_map(|c| std::str::from_utf8(c).ok()).collect();
        lines.join("\r\n")
    };
    // A header word is at most 75 characters.
    let encoded = |text: &str| {
        let mut words: Vec<String> = vec![String::new()];
        for c in text.chars() {
            if let Some(last) = words.last_mut().filter(|w| w.len() + c.len_utf8() <= 42) {
                last.push(c);
            } else {
                words.push(c.to_string());
            }
        }
        words.iter().map(|w| format!("=?utf-8?B?{}?=", BASE64_STANDARD.encode(w))).collect::<Vec<_>>().join("\r\n ")
    };
    let subject = say!(lang, "feedback-subject", period = done.ledger.period.in_words(lang), unit = unit.full_name());
    let plain = |c: char| c.is_ascii_graphic() && !"<>,;:\\\"()[]".contains(c);
    let address = unit.email.chars().all(plain)
        && unit.email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'));
    let to = if address { format!("To: {}\r\n", unit.email) } else { String::new() };
    let mut out = format!(
        "{to}Subject: {}\r\nX-Unsent: 1\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\r\n\r\n--{BOUNDARY}\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        encoded(&subject),
        wrapped(text(done, packet, lang).as_bytes())
    );
    if let Some(bytes) = workbook {
        let name = format!("{name}.xlsx").replace(|c: char| !c.is_ascii(), "_");
        out.push_str(&format!(
            "--{BOUNDARY}\r\nContent-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet; name=\"{name}\"\r\n\
             Content-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            wrapped(bytes)
        ));
    }
    out.push_str(&format!("--{BOUNDARY}--\r\n"));
    out.into_bytes()
}

/// The files of a packet that lie in the project folder: what another workbook carries cannot be opened.
pub fn to_open<'a>(done: &'a Done<'_>, packet: &'a Packet<'_>) -> impl Iterator<Item = (usize, &'a str)> {
    let names = packet.files.iter().map(|f| (*f, done.ledger.files[*f].name.as_str()));
    names.filter(|(f, name)| done.ledger.files[*f].role.outer().is_none() || !name.contains(INSIDE))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Addresses as findings bear them.
    #[test]
    fn addresses() {
        assert_eq!(address("A1"), Some((0, 0)));
        assert_eq!(address("AB12:AC14"), Some((11, 27)));
        assert_eq!(address("XFD1048576"), Some((1_048_575, 16_383)));
        for none in ["", "12", "A", "A0", "ZZZZZZZZZ1"] {
            assert_eq!(address(none), None, "{none}");
        }
    }
}
