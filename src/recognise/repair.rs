/*!
Repairs text in the encodings of the nineties, TCVN3 (ABC) and VNI, sheet by sheet.

Told by font where the format gives fonts, else by the text itself, and only when the result is certain.
*/

use crate::finding::{Code, Finding};
use crate::intake::workbook::{Sheet, Value};
use crate::text::legacy::{self, Legacy};

/// Repairs a sheet's texts; a finding tells which encoding was met.
pub fn repair(sheet: &mut Sheet) -> Option<Finding> {
    let met = by_font(sheet).or_else(|| by_text(sheet))?;
    let name = match met {
        Legacy::Tcvn3 => "TCVN3 (ABC)",
        Legacy::Vni => "VNI",
    };
    Some(Finding::new(Code::C006).sheet(&sheet.name).value(name))
}

/// Letters that no old encoding can show: a text with one is Unicode whatever its font says.
fn is_unicode_only(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{1EA0}'..='\u{1EF9}' | '\u{0300}'..='\u{036F}'))
}

fn by_font(sheet: &mut Sheet) -> Option<Legacy> {
    let fonts: Vec<Option<(Legacy, bool)>> = sheet.fonts.iter().map(|f| legacy::from_font(f)).collect();
    if fonts.is_empty() {
        return None;
    }
    let font_of = |n: u8| usize::from(n).checked_sub(1).and_then(|i| fonts.get(i).copied().flatten());
    // A font name that was left over on Unicode text tells nothing.
    let leftover = sheet.cells.iter().any(|c| c.font > 0 && c.text().is_some_and(is_unicode_only));
    if leftover {
        return None;
    }
    let mut met = None;
    for cell in &mut sheet.cells {
        let (Some((encoding, capitals)), Value::Text(text)) = (font_of(cell.font), &cell.value) else {
            continue;
        };
        let decoded = if capitals && encoding == Legacy::Tcvn3 {
            legacy::decode_capitals(text, encoding)
        } else {
            legacy::decode(text, encoding)
        };
        if let Some(decoded) = decoded
            && *decoded != **text
        {
            if !text.is_ascii() {
                met = Some(encoding);
            }
            cell.value = Value::Text(decoded.into());
        }
    }
    met
}

fn by_text(sheet: &mut Sheet) -> Option<Legacy> {
    let texts: Vec<&str> = sheet.cells.iter().filter_map(|c| c.text()).collect();
    let encoding = legacy::detect(&texts)?;
    for cell in &mut sheet.cells {
        if let Value::Text(text) = &cell.value
            && !text.is_ascii()
            && let Some(decoded) = legacy::decode(text, encoding)
        {
            cell.value = Value::Text(decoded.into());
        }
    }
    Some(encoding)
}
