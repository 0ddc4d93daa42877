/*!
Plain numbers of a worksheet, read ahead of the reader library.

Most cells of most tables are `<c r="C12" s="3"><v>47</v></c>`: a number whose style shows no date. For these the
library's way through general XML costs ten times what there is to do. They are taken here, and the library gets the
rest of the sheet: texts, dates, formulas, whatever is unlike them. Where the sheet is written in any unusual way
nothing is taken, so that what a cell means is decided in one place.
*/

use memchr::memmem;

use super::container::Parts;
use super::styles::Styles;

/// A number and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plain {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub col: u32,
    /// Style.
    pub style: u32,
    /// The number, finite.
    pub value: f64,
}

/// The row of the cell that tells, in what is left of a sheet, which numbers were taken out of it: far below any row
/// that a sheet can have.
pub const MARK_ROW: u32 = 3_999_999_998;
/// The same as it is written.
const MARK: &[u8] = b"3999999999";

/// Takes the plain numbers out of all worksheets; each sheet's mark holds its place in what is returned. Nothing where a
/// sheet bears such a mark of its own: the parts are of no more use then.
pub fn take(parts: &mut Parts, styles: &Styles) -> Option<Vec<Vec<Plain>>> {
    let mut taken = Vec::new();
    for xml in parts.worksheets() {
        match split(xml, styles, taken.len()) {
            Some((rest, numbers)) => {
                *xml = rest;
                taken.push(numbers);
            }
            // Of a sheet that was split all cells lie within bounds.
            None if memmem::find(xml, MARK).is_some() => return None,
            None => {}
        }
    }
    Some(taken)
}

/// What is left of a sheet's XML, and its plain numbers in order.
fn split(xml: &[u8], styles: &Styles, mark: usize) -> Option<(Vec<u8>, Vec<Plain>)> {
    const OPEN: &[u8] = b"<sheetData>";
    const CLOSE: &[u8] = b"</sheetData>";
    // Comments, sections and instructions may hold anything.
    let is_odd = |text: &[u8]| memmem::find(text, b"<!").is_some();
    let start = memmem::find(xml, OPEN)? + OPEN.len();
    if is_odd(&xml[..start]) {
        return None;
    }
    let mut numbers: Vec<Plain> = Vec::with_capacity(xml.len() / 40);
    let mut rest = Vec::with_capacity(1024);
    rest.extend_from_slice(&xml[..start]);
    rest.extend_from_slice(b"<row><c r=\"A");
    rest.extend_from_slice(MARK);
    rest.extend_from_slice(format!("\"><v>{mark}</v></c>").as_bytes());
    let mut last: Option<(u32, u32)> = None;
    let mut at = start;
    loop {
        match &xml[at..] {
            [b'<', b'c', b' ', ..] => {
                let cell = Cell::read(xml, at)?;
                let place = (cell.row, cell.col);
                // Of cells that come twice the last counts, which only the whole sheet can tell.
                if last.is_some_and(|l| l >= place) {
                    return None;
                }
                last = Some(place);
                match cell.holds {
                    Holds::Nothing => {}
                    Holds::Number(value) if cell.style.is_none_or(|s| styles.is_number(s as usize)) => {
                        let style = cell.style.unwrap_or(0);
                        numbers.push(Plain { row: cell.row, col: cell.col, style, value });
                    }
                    _ => rest.extend_from_slice(&xml[at..cell.end]),
                }
                at = cell.end;
            }
            [b'<', b'r', b'o', b'w', b' ' | b'>', ..] => {
                let end = at + memchr::memchr(b'>', &xml[at..])? + 1;
                let tag = &xml[at..end];
                // Whether people see a row is told by its tag, wherever its cells stand.
                if tag.windows(HIDDEN.len()).any(|w| w == HIDDEN) {
                    rest.extend_from_slice(b"</row>");
                    rest.extend_from_slice(tag);
                    rest.extend_from_slice(if tag.ends_with(b"/>") { b"<row>" } else { b"</row><row>" });
                }
                at = end;
            }
            [b'<', b'/', b'r', b'o', b'w', b'>', ..] => at += b"</row>".len(),
            [b' ' | b'\t' | b'\r' | b'\n', ..] => at += 1,
            end if end.starts_with(CLOSE) && !is_odd(end) => break,
            _ => return None,
        }
    }
    rest.extend_from_slice(b"</row>");
    rest.extend_from_slice(&xml[at..]);
    numbers.shrink_to_fit();
    Some((rest, numbers))
}

/// In the tag of a row that people do not see.
const HIDDEN: &[u8] = b"hidden";

/// What a cell holds, as far as that is seen here.
enum Holds {
    Nothing,
    Number(f64),
    /// Anything else.
    Other,
}

/// One `<c …>…</c>`.
struct Cell {
    row: u32,
    col: u32,
    style: Option<u32>,
    holds: Holds,
    /// Where the next one begins.
    end: usize,
}

impl Cell {
    /// Reads the cell that begins at a place; nothing where it can't be followed.
    fn read(data: &[u8], at: usize) -> Option<Cell> {
        const VALUE: &[u8] = b"<v>";
        const CLOSE: &[u8] = b"</c>";
        const END: &[u8] = b"</v></c>";
        let mut place = None;
        let mut style = None;
        let mut usual = true;
        // After `<c`.
        let mut i = at + 2;
        let closed = loop {
            match (data.get(i)?, data.get(i + 1)) {
                (b'>', _) => break false,
                (b'/', Some(b'>')) => break true,
                (b' ', Some(name @ b'a'..=b'z')) => {
                    let begin = match data.get(i + 2..i + 4) {
                        Some(b"=\"") => i + 4,
                        // A longer name, or one that is quoted otherwise.
                        _ => {
                            usual = false;
                            i + 1 + memmem::find(&data[i + 1..], b"=\"")? + 2
                        }
                    };
                    // A loop over the few bytes that there are is faster than a search that is made for many.
                    let value = &data[begin..begin + data[begin..].iter().position(|b| *b == b'"')?];
                    match name {
                        b'r' if data.get(i + 2) == Some(&b'=') => place = Some(address(value)?),
                        b's' if data.get(i + 2) == Some(&b'=') => style = Some(whole(value)?),
                        b't' if value == b"n" => {}
                        _ => usual = false,
                    }
                    i = begin + value.len() + 1;
                }
                _ => return None,
            }
        };
        let (row, col) = place?;
        let cell = |holds, end| Some(Cell { row, col, style, holds, end });
        if closed {
            return cell(if usual { Holds::Nothing } else { Holds::Other }, i + 2);
        }
        let inner = &data[i + 1..];
        if usual && inner.starts_with(CLOSE) {
            return cell(Holds::Nothing, i + 1 + CLOSE.len());
        }
        if usual && inner.starts_with(VALUE) {
            let from = VALUE.len();
            let length = inner[from..].iter().position(|b| *b == b'<')?;
            if inner[from + length..].starts_with(END)
                && let Some(n) = number(&inner[from..from + length])
            {
                return cell(Holds::Number(n), i + 1 + from + length + END.len());
            }
        }
        let mut close = 0;
        loop {
            close += memchr::memchr(b'<', &inner[close..])?;
            match &inner[close..] {
                [b'<', b'/', b'c', b'>', ..] => break,
                // A comment, section or instruction may hold anything.
                [b'<', b'!' | b'?', ..] => return None,
                _ => close += 1,
            }
        }
        cell(Holds::Other, i + 1 + close + CLOSE.len())
    }
}

/// Reads `C12`, within the bounds of a sheet.
fn address(text: &[u8]) -> Option<(u32, u32)> {
    const ROWS: u32 = 1_048_576;
    const COLUMNS: u32 = 16_384;
    let mut col = 0;
    let mut letters = 0;
    while let Some(letter @ b'A'..=b'Z') = text.get(letters) {
        letters += 1;
        col = col * 26 + u32::from(letter - b'A') + 1;
        if col > COLUMNS {
            return None;
        }
    }
    let row = whole(&text[letters..])?;
    (letters > 0 && (1..=ROWS).contains(&row)).then(|| (row - 1, col - 1))
}

/// Reads up to seven digits.
fn whole(text: &[u8]) -> Option<u32> {
    if !(1..=7).contains(&text.len()) {
        return None;
    }
    text.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}

/// Reads a finite number of digits, point and exponent.
fn number(text: &[u8]) -> Option<f64> {
    /// So many digits are exact in a float.
    const EXACT: usize = 15;
    let (minus, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if !digits.first()?.is_ascii_digit() {
        return None;
    }
    if digits.len() <= EXACT
        && let Some(n) = digits.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u64::from(b - b'0')))
    {
        return Some(if minus { -(n as f64) } else { n as f64 });
    }
    if !text.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E')) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok().filter(|n: &f64| n.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Addresses outside of a sheet, and numbers that others write otherwise, are nobody's here.
    #[test]
    fn bounds() {
        assert_eq!(address(b"XFD1048576"), Some((1_048_575, 16_383)));
        for other in ["XFE1", "A0", "A1048577", "a1", "$A$1", "A", "1", "", "AAAA1"] {
            assert_eq!(address(other.as_bytes()), None, "{other}");
        }
        for other in ["", "-", "+1", ".5", " 1", "1 ", "1e999", "inf", "nan", "0x1", "1,5", "--1"] {
            assert_eq!(number(other.as_bytes()), None, "{other}");
        }
        assert!(number(b"-0").is_some_and(|n| n.is_sign_negative()));
    }

    proptest! {
        // Numbers come out as the standard library reads them.
        #[test]
        fn numbers(text in "-?[0-9]{1,20}(\\.[0-9]{0,20})?([eE][+-]?[0-9]{1,2})?") {
            let read = number(text.as_bytes()).map(f64::to_bits);
            prop_assert_eq!(read, text.parse::<f64>().ok().map(f64::to_bits));
        }

        // Whatever stands in a sheet, splitting it neither fails nor loops.
        #[test]
        fn any_sheet(text in "(<c |r=\"A1\"|s=\"1\"|>|/>|<v>|1|</v>|</c>|<row>|</row>| |\"|<f>){0,30}") {
            split(format!("<sheetData>{text}</sheetData>").as_bytes(), &Styles::default(), 0);
        }
    }
}
