/*!
`facts.csv` and `totals.csv`: UTF-8 with a mark for Excel, decimal points, no grouping.

A text that begins with `=`, `+`, `-` or `@` would be run as a formula by a spreadsheet; it gets an
apostrophe before it, as Excel itself marks texts.
*/

use std::io::{self, Write};

use crate::run::Done;
use crate::submission::facts::{Fact, Kind, RowKey};
use crate::text::number::plain_number;

const MARK: &[u8] = b"\xEF\xBB\xBF";

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
        let _ = write!(out, "{}", value as i64);
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
        let file = &done.ledger.files[sub.file].name;
        for (&p, part) in sub.parts.iter().zip(done.ledger.parts(sub)) {
            let rows: Vec<String> = part.rows.iter().map(|r| row_name(done, r)).collect();
            let place = FactPlace { form, unit, file, part, rows: &rows };
            for fact in part.facts.iter().filter(|f| !sub.repeated.contains(&(p, f.row))) {
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
    /// Sheet and rows.
    pub part: &'a crate::submission::extract::Part,
    /// Names of the rows.
    pub rows: &'a [String],
}

/// Writes `facts.csv`.
pub fn facts(done: &Done<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(MARK)?;
    out.write_all(b"period,form,unit,row,indicator,kind,value,text,source_file,source_sheet,source_cell\n")?;
    let period = done.ledger.period.to_string();
    let mut line: Vec<u8> = Vec::with_capacity(256);
    let mut head: Vec<u8> = Vec::new();
    let mut tail: Vec<u8> = Vec::new();
    let mut at: Option<*const crate::submission::extract::Part> = None;
    let mut codes: Vec<Vec<u8>> = Vec::new();
    each_fact(done, |place, fact| {
        // What is the same for a whole sheet is put together once.
        if at != Some(std::ptr::from_ref(place.part)) {
            at = Some(std::ptr::from_ref(place.part));
            head.clear();
            tail.clear();
            for text in [&period, &place.form.code, &place.unit.code] {
                field(&mut head, text);
                head.push(b',');
            }
            tail.push(b',');
            field(&mut tail, place.file);
            tail.push(b',');
            field(&mut tail, &place.part.sheet);
            tail.push(b',');
            codes = place
                .form
                .indicators
                .iter()
                .map(|i| {
                    let mut f = vec![b','];
                    field(&mut f, &i.code);
                    f.push(b',');
                    f
                })
                .collect();
        }
        line.extend_from_slice(&head);
        field(&mut line, place.rows.get(fact.row).map_or("", String::as_str));
        line.extend_from_slice(&codes[fact.indicator]);
        line.extend_from_slice(fact.kind.as_str().as_bytes());
        line.push(b',');
        if fact.kind == Kind::Number {
            number(&mut line, fact.value);
        }
        line.push(b',');
        field(&mut line, fact.text);
        line.extend_from_slice(&tail);
        let _ = write!(line, "{}", fact.cell);
        line.push(b'\n');
        if line.len() > 1 << 16 {
            out.write_all(&line)?;
            line.clear();
        }
        Ok::<(), io::Error>(())
    })?;
    out.write_all(&line)
}

/// Writes `totals.csv`.
pub fn totals(done: &Done<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(MARK)?;
    out.write_all(
        b"period,form,indicator,group,value,numerator,denominator,units_expected,units_reported,previous,change,text\n",
    )?;
    let period = done.ledger.period.to_string();
    let mut line = Vec::new();
    for t in &done.consolidation.totals {
        let form = &done.project.forms[t.form];
        line.clear();
        for text in [&period, &form.code, &form.indicators[t.indicator].code, &t.group.name(done.project)] {
            field(&mut line, text);
            line.push(b',');
        }
        for n in [
            t.value,
            t.numerator,
            t.denominator,
            Some(t.expected as f64),
            Some(t.reported as f64),
            t.previous,
            t.change,
        ] {
            if let Some(n) = n {
                number(&mut line, n);
            }
            line.push(b',');
        }
        field(&mut line, &t.text);
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
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
