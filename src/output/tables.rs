/*!
`facts.csv`, `totals.csv` and `senders.csv`: UTF-8 with a mark for Excel, decimal points, no grouping.

A text that begins with `=`, `+`, `-` or `@` would be run as a formula by a spreadsheet; it gets an
apostrophe before it, as Excel itself marks texts.
*/

use std::io::{self, Write};

use rayon::prelude::*;

use crate::consolidate::series::{self, Of};
use crate::consolidate::{Total, tidy};
use crate::intake::workbook::column_letters;
use crate::project::Project;
use crate::run::Done;
use crate::submission::facts::{Fact, Kind, RowKey};
use crate::submission::ledger::{Submission, day_of};
use crate::text::number::plain_number;

const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The columns of `facts.csv`.
#[rustfmt::skip]
pub const FACTS: [&str; 11] = [
    "period", "form", "unit", "row", "indicator", "kind", "value", "text", "source_file", "source_sheet", "source_cell",
];

/// The columns of `totals.csv`; further ones come at the end.
#[rustfmt::skip]
pub const TOTALS: [&str; 23] = [
    "period", "form", "indicator", "group", "value", "numerator", "denominator", "units_expected", "units_reported",
    "previous", "change", "text", "change_percent", "like_value", "like_previous", "like_change", "like_percent",
    "last_year", "last_year_change", "last_year_percent", "year_to_date", "plan", "plan_percent",
];

/// What stands in a cell of a table of totals.
pub enum Cell {
    /// A text.
    Text(String),
    /// A number, where there is one.
    Number(Option<f64>),
    /// How many.
    Count(usize),
}

/// Adds a text as a field, guarded and quoted where it has to be.
fn field(out: &mut Vec<u8>, text: &str) {
    let guard = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quote = text.bytes().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r'));
    if !quote {
        if guard {
            out.push(b'\'');
        }
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    if guard {
        out.push(b'\'');
    }
    for b in text.bytes() {
        if b == b'"' {
            out.push(b'"');
        }
        out.push(b);
    }
    out.push(b'"');
}

/// Adds a number as a field.
fn number(out: &mut Vec<u8>, value: f64) {
    if value == value.trunc() && value.abs() < 1e15 {
        out.extend_from_slice(itoa::Buffer::new().format(value as i64).as_bytes());
    } else {
        out.extend_from_slice(plain_number(value).as_bytes());
    }
}

/// What a row is called in outputs: the unit's code, the record's number or the label.
pub fn row_name(done: &Done<'_>, key: &RowKey) -> String {
    match key {
        RowKey::Sender => String::new(),
        RowKey::Unit(u) => done.project.register.get(*u).code.clone(),
        RowKey::Label(l) => l.clone(),
        RowKey::Record(n) => n.to_string(),
    }
}

/// Calls `see` for every fact that counts, by form, unit, sheet and cell, with what is needed to name it.
pub fn each_fact<E>(done: &Done<'_>, mut see: impl FnMut(&FactPlace<'_>, Fact<'_>) -> Result<(), E>) -> Result<(), E> {
    for sub in &done.ledger.submissions {
        let form = &done.project.forms[sub.form];
        let unit = done.project.register.get(sub.unit);
        for (at, part) in done.ledger.pieces(sub) {
            let rows: Vec<String> = part.rows.iter().map(|r| row_name(done, r)).collect();
            let file = &done.ledger.files[at.file].name;
            let place = FactPlace { form, unit, file, at, part, rows: &rows };
            for fact in part.facts.iter() {
                see(&place, fact)?;
            }
        }
    }
    Ok(())
}

/// Where some facts come from.
pub struct FactPlace<'a> {
    /// Form.
    pub form: &'a crate::project::form::Form,
    /// Sender.
    pub unit: &'a crate::project::units::Unit,
    /// File.
    pub file: &'a str,
    /// Which part of which file.
    pub at: crate::submission::standing::PartAt,
    /// Sheet and rows.
    pub part: &'a crate::submission::extract::Part,
    /// Names of the rows.
    pub rows: &'a [String],
}

/// Bytes of lines that one thread makes at a time, about; and threads that do so at once: what is made and not
/// yet written stays within 128 MiB, however large a submission is.
const BYTES_AT_A_TIME: usize = 8 << 20;
const MOST_THREADS: usize = 8;

/// Lines to make together: some submissions, or a stretch of one that is large.
struct Piece<'a> {
    submissions: &'a [Submission],
    /// Facts to leave out before.
    from: usize,
    /// Facts to take.
    most: usize,
}

fn pieces<'a>(done: &'a Done<'_>) -> Vec<Piece<'a>> {
    let all = done.ledger.submissions.as_slice();
    let mut out = Vec::new();
    let (mut first, mut bytes) = (0, 0);
    for (i, sub) in all.iter().enumerate() {
        let facts: usize = done.ledger.parts(sub).map(|p| p.facts.len()).sum();
        let label = |r: &RowKey| if let RowKey::Label(l) = r { l.len() } else { 16 };
        let widest = done.ledger.parts(sub).flat_map(|p| p.rows.iter().map(label)).max().unwrap_or(0);
        // Texts are as long as what holds them packed.
        let texts: usize = done.ledger.parts(sub).map(|p| p.facts.bytes()).sum();
        let line = 200 + widest + done.ledger.files[sub.file].name.len() + texts / facts.max(1);
        let own = line.saturating_mul(facts);
        if own > BYTES_AT_A_TIME {
            if first < i {
                out.push(Piece { submissions: &all[first..i], from: 0, most: usize::MAX });
            }
            let most = (BYTES_AT_A_TIME / line).max(1);
            out.extend((0..facts).step_by(most).map(|from| Piece { submissions: &all[i..=i], from, most }));
            (first, bytes) = (i + 1, 0);
            continue;
        }
        bytes += own;
        if bytes > BYTES_AT_A_TIME {
            out.push(Piece { submissions: &all[first..=i], from: 0, most: usize::MAX });
            (first, bytes) = (i + 1, 0);
        }
    }
    if first < all.len() {
        out.push(Piece { submissions: &all[first..], from: 0, most: usize::MAX });
    }
    out
}

/// Writes `facts.csv`. Lines are made by all cores, while those made before are written, in order.
pub fn facts(done: &Done<'_>, out: &mut (dyn Write + Send)) -> io::Result<()> {
    out.write_all(MARK)?;
    writeln!(out, "{}", FACTS.join(","))?;
    let mut ready: Vec<Vec<u8>> = Vec::new();
    for round in pieces(done).chunks(rayon::current_num_threads().clamp(1, MOST_THREADS)) {
        let (made, written) = rayon::join(
            || round.par_iter().map(|piece| lines(done, piece)).collect::<Vec<_>>(),
            || ready.iter().try_for_each(|lines| out.write_all(lines)),
        );
        written?;
        ready = made;
    }
    ready.iter().try_for_each(|lines| out.write_all(lines))
}

/// The lines of a piece. What is the same for a sheet, or for a row, is put together once.
fn lines(done: &Done<'_>, piece: &Piece<'_>) -> Vec<u8> {
    let period = done.ledger.period.to_string();
    let mut out: Vec<u8> = Vec::new();
    let (mut head, mut tail): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
    let mut letters: Vec<String> = Vec::new();
    let mut digits = itoa::Buffer::new();
    let mut skip = piece.from;
    let mut left = piece.most;
    for sub in piece.submissions {
        let form = &done.project.forms[sub.form];
        let codes: Vec<Vec<u8>> = form
            .indicators
            .iter()
            .map(|i| {
                let mut f = vec![b','];
                field(&mut f, &i.code);
                f.push(b',');
                f
            })
            .collect();
        for (at, part) in done.ledger.pieces(sub) {
            head.clear();
            for text in [&period, &form.code, &done.project.register.get(sub.unit).code] {
                field(&mut head, text);
                head.push(b',');
            }
            tail.clear();
            for text in [&done.ledger.files[at.file].name, &part.sheet] {
                tail.push(b',');
                field(&mut tail, text);
            }
            tail.push(b',');
            if skip >= part.facts.len() {
                skip -= part.facts.len();
                continue;
            }
            let mine = (part.facts.len() - skip).min(left);
            out.reserve((mine * (head.len() + tail.len() + 32)).min(BYTES_AT_A_TIME));
            let common = head.len();
            let mut row = usize::MAX;
            left -= mine;
            for fact in part.facts.iter().skip(std::mem::take(&mut skip)).take(mine) {
                if fact.row != row {
                    row = fact.row;
                    head.truncate(common);
                    if let Some(key) = part.rows.get(row) {
                        field(&mut head, &row_name(done, key));
                    }
                }
                out.extend_from_slice(&head);
                out.extend_from_slice(&codes[fact.indicator]);
                out.extend_from_slice(fact.kind.as_str().as_bytes());
                out.push(b',');
                if fact.kind == Kind::Number {
                    number(&mut out, fact.value);
                }
                out.push(b',');
                field(&mut out, fact.text);
                out.extend_from_slice(&tail);
                let col = fact.cell.col as usize;
                while letters.len() <= col {
                    letters.push(column_letters(letters.len() as u32));
                }
                out.extend_from_slice(letters[col].as_bytes());
                out.extend_from_slice(digits.format(u64::from(fact.cell.row) + 1).as_bytes());
                out.push(b'\n');
            }
        }
    }
    out
}

/// Writes `totals.csv`.
pub fn totals(done: &Done<'_>, out: &mut dyn Write) -> io::Result<()> {
    of_totals(done, &done.consolidation.totals, out)
}

/// Writes what each sender's rows come to, in the columns of `totals.csv`.
pub fn senders(done: &Done<'_>, out: &mut dyn Write) -> io::Result<()> {
    of_totals(done, &done.consolidation.senders, out)
}

/// Writes `submissions.csv`: a row for each submission that is expected.
pub fn submissions(done: &Done<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(MARK)?;
    out.write_all(b"period,form,unit,state,received,evidence,deadline,days_late,file,sheet\n")?;
    let (project, ledger) = (done.project, &done.ledger);
    let period = ledger.period.to_string();
    let mut line = Vec::new();
    for (expected, state) in ledger.expected.iter().zip(&done.states) {
        let form = &project.forms[expected.form];
        let deadline = form.deadline(ledger.period);
        let sub = expected.submission.map(|s| &ledger.submissions[s]);
        let received = sub.map(|s| day_of(s.received, project.utc_offset_hours));
        // Of what is missing the deadline says it; days that pass are no news of each night.
        let late = sub.map(|s| if s.late { received.map_or(0, |r| (r - deadline).get_days()) } else { 0 });
        line.clear();
        for text in [
            period.as_str(),
            &form.code,
            &project.register.get(expected.unit).code,
            state.as_str(),
            &received.map_or_else(String::new, |r| r.to_string()),
            sub.map_or("", |s| s.evidence.as_str()),
            &deadline.to_string(),
            &late.map_or_else(String::new, |l| l.to_string()),
            sub.map_or("", |s| &ledger.files[s.file].name),
            sub.and_then(|s| ledger.parts(s).next()).map_or("", |p| p.sheet.as_str()),
        ] {
            if !line.is_empty() {
                line.push(b',');
            }
            field(&mut line, text);
        }
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}

/// Writes `series.csv`: every figure of every period up to this one.
pub fn series(done: &Done<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(MARK)?;
    out.write_all(b"period,form,indicator,group,value,comparable,reason\n")?;
    let project = done.project;
    let mut line = Vec::new();
    series::each(project, &done.consolidation.pasts, |p| {
        let form = &project.forms[p.form];
        let group = match p.of {
            Of::Group(group) => group.name(project),
            Of::Unit(unit) => format!("unit:{}", project.register.get(unit).code),
        };
        line.clear();
        for text in [&p.period.to_string(), &form.code, &form.indicators[p.indicator].code, &group] {
            field(&mut line, text);
            line.push(b',');
        }
        number(&mut line, p.value);
        line.extend_from_slice(if p.apart.is_some() { b",no," } else { b",yes," });
        line.extend_from_slice(p.apart.map_or("", |a| a.as_str()).as_bytes());
        line.push(b'\n');
        out.write_all(&line)
    })
}

/// Writes `indicators.csv`: what each indicator of each form is.
pub fn indicators(project: &Project, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(MARK)?;
    out.write_all(b"form,form_title,layout,code,name,unit,type,aggregation,scale,numerator,denominator,weight\n")?;
    let mut line = Vec::new();
    for form in &project.forms {
        let code = |i: Option<usize>| i.map_or("", |i| form.indicators[i].code.as_str());
        for i in &form.indicators {
            line.clear();
            let scale = if i.parts().is_some() { plain_number(i.scale) } else { String::new() };
            for text in [
                form.code.as_str(),
                &form.title,
                form.layout_name(),
                &i.code,
                &i.name,
                &i.unit,
                i.kind.as_str(),
                i.aggregation.as_str(),
                &scale,
                code(i.numerator),
                code(i.denominator),
                code(i.weight),
            ] {
                if !line.is_empty() {
                    line.push(b',');
                }
                field(&mut line, text);
            }
            line.push(b'\n');
            out.write_all(&line)?;
        }
    }
    Ok(())
}

/// Writes `units.csv`: the register, with validity.
pub fn units(project: &Project, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(MARK)?;
    out.write_all(b"code,name,kind,kind_name,parent,valid_from,valid_to\n")?;
    let mut line = Vec::new();
    for (id, unit) in project.register.iter() {
        line.clear();
        let day = |d: Option<jiff::civil::Date>| d.map_or_else(String::new, |d| d.to_string());
        let kind = project.kind_of(id);
        let parent = unit.parent.map_or("", |p| project.register.get(p).code.as_str());
        for text in [
            unit.code.as_str(),
            &unit.full_name(),
            &kind.code,
            &kind.name,
            parent,
            &day(unit.valid_from),
            &day(unit.valid_to),
        ] {
            if !line.is_empty() {
                line.push(b',');
            }
            field(&mut line, text);
        }
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}

fn of_totals(done: &Done<'_>, totals: &[Total], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(MARK)?;
    writeln!(out, "{}", TOTALS.join(","))?;
    let mut line = Vec::new();
    for total in totals {
        line.clear();
        for (n, cell) in total_cells(done, total).into_iter().enumerate() {
            if n > 0 {
                line.push(b',');
            }
            match cell {
                Cell::Text(text) => field(&mut line, &text),
                Cell::Number(value) => value.into_iter().for_each(|n| number(&mut line, n)),
                Cell::Count(count) => number(&mut line, count as f64),
            }
        }
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}

/// A total in the columns of [`TOTALS`].
pub fn total_cells(done: &Done<'_>, t: &Total) -> [Cell; TOTALS.len()] {
    let form = &done.project.forms[t.form];
    let indicator = &form.indicators[t.indicator];
    let percent = indicator.kind.is_percent();
    let share = |now: Option<f64>, before: Option<f64>| {
        let (now, before) = (now?, before.filter(|b| *b != 0.0 && !percent)?);
        Some(tidy(100.0 * (now - before) / before))
    };
    let (like_value, like_previous) = (t.like.and_then(|l| l.value), t.like.and_then(|l| l.previous));
    let last_year_change = t.last_year_change();
    [
        Cell::Text(done.ledger.period.to_string()),
        Cell::Text(form.code.clone()),
        Cell::Text(indicator.code.clone()),
        Cell::Text(done.consolidation.group_name(done.project, t)),
        Cell::Number(t.value),
        Cell::Number(t.numerator),
        Cell::Number(t.denominator),
        Cell::Count(t.expected),
        Cell::Count(t.reported),
        Cell::Number(t.previous),
        Cell::Number(t.change),
        Cell::Text(t.text.clone()),
        Cell::Number(t.change.and_then(|_| share(t.value, t.previous))),
        Cell::Number(like_value),
        Cell::Number(like_previous),
        Cell::Number(t.like.and_then(|l| l.change())),
        Cell::Number(share(like_value, like_previous)),
        Cell::Number(t.last_year),
        Cell::Number(last_year_change),
        Cell::Number(last_year_change.and_then(|_| share(t.value, t.last_year))),
        Cell::Number(t.year_to_date),
        Cell::Number(t.plan),
        Cell::Number(t.fulfilled),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    // A text that a spreadsheet would run stays a text, and separators are quoted.
    #[test]
    fn fields_are_guarded() {
        let one = |t: &str| {
            let mut out = Vec::new();
            field(&mut out, t);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(one("=1+1"), "'=1+1");
        assert_eq!(one("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(one("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(one("Hà Tĩnh"), "Hà Tĩnh");
    }
}
