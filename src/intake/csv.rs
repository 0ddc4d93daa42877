/*!
Text with separators, as Excel would open it: the encoding and the separator are found out, every line has its row.
*/

use super::container::{Refusal, check_place};
use super::read::Budget;
use super::workbook::{Cell, Sheet, Value};

/// How our own tables begin, see `output`; such a file is no submission.
const OWN: [&str; 7] = [
    "period,form,unit,row,indicator,kind,value,text,source_file",
    "period,form,indicator,group,value,numerator,denominator",
    "period,form,indicator,group,value,comparable",
    "form,form_title,layout,code,name,unit",
    "code,name,kind,kind_name,parent,valid_from",
    "period,form,unit,state,received,evidence,deadline",
    "kind,form,unit,row,indicator,before",
];

/// Text in whatever encoding, as a string: UTF-8, UTF-16 with its mark, else the one that it names, else
/// Windows-1258 (Vietnamese).
pub(super) fn decode(bytes: &[u8], named: Option<&str>) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(t) => t.to_owned(),
        Err(_) => {
            let named = named.and_then(|n| encoding_rs::Encoding::for_label(n.as_bytes()));
            // Nothing that failed as UTF-8 is UTF-8.
            let encoding = named.filter(|e| *e != encoding_rs::UTF_8).unwrap_or(encoding_rs::WINDOWS_1258);
            encoding.decode(bytes).0.into_owned()
        }
    }
}

/// Reads text with separators as a sheet, and tells whether this program wrote it.
pub(super) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<(Sheet, bool), Refusal> {
    let text = decode(bytes, None);
    let own = OWN.iter().any(|o| text.starts_with(o));
    let mut sheet = Sheet::new("csv");
    let (separator, text) = match declared(&text) {
        Some(declared) => declared,
        None => (guess(&text), text.as_str()),
    };
    let (mut row, mut col) = (0u64, 0u64);
    let mut rest = text;
    while !rest.is_empty() {
        let field = take_field(rest, separator);
        push_text(&mut sheet, row, col, &field.text, budget)?;
        rest = field.rest;
        if field.ends_row {
            (row, col) = (row + 1, 0);
        } else {
            col += 1;
        }
    }
    Ok((sheet, own))
}

/// The separator that a first line `sep=;` declares, as Excel understands it; that line is no row.
fn declared(text: &str) -> Option<(char, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let line = line.trim_end_matches('\r');
    let separator = line.get(..4).filter(|s| s.eq_ignore_ascii_case("sep=")).and_then(|_| line.get(4..))?;
    let mut chars = separator.chars();
    Some((chars.next().filter(|_| chars.next().is_none())?, rest))
}

/// One field of a line.
struct Field<'a> {
    text: std::borrow::Cow<'a, str>,
    ends_row: bool,
    rest: &'a str,
}

/// Takes one field off a text; a quote counts only where a field begins.
fn take_field(text: &str, separator: char) -> Field<'_> {
    let mut quoted = String::new();
    let mut rest = text;
    if let Some(inner) = text.strip_prefix('"') {
        rest = inner;
        loop {
            let Some((before, after)) = rest.split_once('"') else {
                quoted.push_str(rest);
                return Field { text: quoted.into(), ends_row: true, rest: "" };
            };
            quoted.push_str(before);
            rest = after;
            match rest.strip_prefix('"') {
                Some(after) => {
                    quoted.push('"');
                    rest = after;
                }
                None => break,
            }
        }
    }
    let end = rest.find([separator, '\n', '\r']).unwrap_or(rest.len());
    let (tail, after) = rest.split_at(end);
    let text = if quoted.is_empty() && !text.starts_with('"') {
        tail.into()
    } else {
        quoted.push_str(tail);
        quoted.into()
    };
    let Some(next) = after.chars().next() else {
        return Field { text, ends_row: true, rest: "" };
    };
    if next == separator {
        return Field { text, ends_row: false, rest: &after[next.len_utf8()..] };
    }
    let rest = after.strip_prefix("\r\n").unwrap_or_else(|| &after[1..]);
    Field { text, ends_row: true, rest }
}

/// The separator: the one of which most lines have the same number, outside of quotes. Of two that serve as well it
/// is not the comma, which may be a decimal point.
fn guess(text: &str) -> char {
    const CANDIDATES: [char; 4] = ['\t', ';', '|', ','];
    const HEAD: usize = 64 << 10;
    const LINES: usize = 50;
    let mut lines: Vec<[usize; 4]> = vec![[0; 4]];
    let (mut quoted, mut at_start) = (false, true);
    for c in text.chars().take(HEAD) {
        let candidate = CANDIDATES.iter().position(|s| *s == c);
        match (quoted, c) {
            // Two quotes in a row leave and enter again, which comes to the same.
            (true, '"') => quoted = false,
            (true, _) => continue,
            (false, '"') => quoted = at_start,
            (false, '\n') => lines.push([0; 4]),
            _ => {}
        }
        if lines.len() > LINES {
            break;
        }
        if let (Some(i), Some(line)) = (candidate, lines.last_mut()) {
            line[i] += 1;
        }
        at_start = candidate.is_some() || matches!(c, '\n' | '\r' | '"');
    }
    let agreeing = |i: usize| {
        let mut counts: Vec<usize> = lines.iter().map(|l| l[i]).filter(|n| *n > 0).collect();
        counts.sort_unstable();
        counts.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0)
    };
    // Of equal ones the last wins: so the comma is asked first.
    (0..CANDIDATES.len()).rev().max_by_key(|i| agreeing(*i)).filter(|i| agreeing(*i) > 0).map_or(',', |i| CANDIDATES[i])
}

/// Puts a text into a sheet; one that is plainly a number becomes one, as Excel does on opening.
pub(super) fn push_text(
    sheet: &mut Sheet,
    row: u64,
    col: u64,
    text: &str,
    budget: &mut Budget<'_>,
) -> Result<(), Refusal> {
    let text = text.trim();
    // An empty field is no cell, wherever it stands.
    if text.is_empty() {
        return Ok(());
    }
    let (row, col) = check_place(row, col)?;
    budget.take()?;
    let plain =
        text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit()) && !(text.len() > 1 && text.starts_with('0'));
    let value = match text.parse::<f64>() {
        Ok(n) if plain => Value::Number(n),
        _ => Value::Text(text.into()),
    };
    sheet.cells.push(Cell::new(row, col, value));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::container::Limits;
    use super::*;
    use crate::finding::Term;

    fn cells(bytes: &[u8]) -> Vec<String> {
        let limits = Limits::default();
        let (sheet, _) = read(bytes, &mut Budget::new(&limits)).unwrap();
        sheet.cells.iter().map(|c| format!("{} {:?}", c.at(), c.value)).collect()
    }

    // Text with separators becomes a sheet, blank lines keep their rows.
    #[test]
    fn rows_and_fields() {
        assert_eq!(
            cells("STT;Tên\r\n\r\n1;\"Hà; \"\"Tĩnh\"\"\n2\"\n".as_bytes()),
            ["A1 Text(\"STT\")", "B1 Text(\"Tên\")", "A3 Number(1.0)", "B3 Text(\"Hà; \\\"Tĩnh\\\"\\n2\")"]
        );
        assert_eq!(cells(b"a\rb"), ["A1 Text(\"a\")", "A2 Text(\"b\")"]);
    }

    // The separator is guessed by lines that agree, not by what stands in quotes or between decimals.
    #[test]
    fn separators() {
        assert_eq!(guess("a;b;c\nx;1,5;2,5\ny;3,5;4,5\n"), ';');
        assert_eq!(guess("a,b\n\"x;y;z;\",1\n\"x;y;z;\",2\n"), ',');
        assert_eq!(guess("Tiêu đề\na\tb\n1\t2\n"), '\t');
        assert_eq!(guess("a|b\n1|2\n"), '|');
        assert_eq!(guess("a 5\" pipe,1\nb,2;3\n"), ',');
        assert_eq!(guess("alone"), ',');
        assert_eq!(cells(b"sep=|\na|b"), ["A1 Text(\"a\")", "B1 Text(\"b\")"]);
    }

    // Encodings: UTF-16 with its mark, Windows-1258, and UTF-8 with a mark.
    #[test]
    fn encodings() {
        let wide: Vec<u8> = "\u{feff}Hà".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&wide), ["A1 Text(\"Hà\")"]);
        assert_eq!(cells(b"H\xe0"), ["A1 Text(\"Hà\")"]);
        assert_eq!(cells("\u{feff}Hà".as_bytes()), ["A1 Text(\"Hà\")"]);
        assert_eq!(decode(b"\xff<meta charset=utf-8>", Some("utf-8")).chars().next(), Some('ÿ'));
    }

    // Our own tables are known by their first line.
    #[test]
    fn own_tables() {
        let limits = Limits::default();
        let own = |t: &str| read(t.as_bytes(), &mut Budget::new(&limits)).unwrap().1;
        assert!(own("\u{feff}period,form,unit,row,indicator,kind,value,text,source_file,source_sheet,source_cell\n"));
        assert!(own("kind,form,unit,row,indicator,before,after,file\n"));
        assert!(!own("period,form,unit\n"));
    }

    // Limits hold: cells, columns, rows.
    #[test]
    fn limits_hold() {
        let limit = |text: &str, cells: u64| {
            let limits = Limits { cells, ..Limits::default() };
            match read(text.as_bytes(), &mut Budget::new(&limits)) {
                Err(Refusal::TooLarge { limit, .. }) => limit,
                _ => Term::None,
            }
        };
        assert_eq!(limit("1,2,3", 2), Term::Cells);
        assert_eq!(limit(&format!("{}1", ",".repeat(16_384)), 9), Term::Columns);
        assert_eq!(limit(&format!("{}1", ",".repeat(16_383)), 9), Term::None);
        assert_eq!(limit(&format!("{}1", "\n".repeat(1_048_576)), 9), Term::Rows);
    }
}
