/*!
The project's lists as CSV: commas, semicolons or tabs, as Excel writes them in any country.
*/

use super::problem::{Wrong, nearest_of};

/// A list with a header line.
pub struct Listing {
    headers: csv::StringRecord,
    /// Its lines.
    pub lines: Vec<Line>,
    /// First fields of lines that could not be read: who names them is not to blame.
    pub unread: Vec<String>,
}

/// One line of a list.
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    fields: csv::StringRecord,
}

impl Listing {
    /// Reads a list with some columns, of which some must be there; every problem is noted with its line. Nothing where
    /// there is no telling what its columns are.
    pub fn read(text: &str, columns: &[&str], needed: &[&str], note: &dyn Fn(usize, &str, Wrong)) -> Option<Listing> {
        // Old programs end lines with a return alone.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
        // Excel writes the separator of the computer's country.
        let first = text.lines().next().unwrap_or_default();
        let separator = [',', ';', '\t'].into_iter().max_by_key(|c| first.matches(*c).count()).unwrap_or(',');
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(separator as u8)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let headers = match reader.headers() {
            Ok(h) => h.clone(),
            Err(e) => {
                note(1, "", Wrong::Syntax(e.to_string()));
                return None;
            }
        };
        let at = |name: &str| headers.iter().position(|h| h == name);
        if let Some(missing) = needed.iter().find(|n| at(n).is_none()) {
            note(1, missing, Wrong::MissingKey);
            return None;
        }
        for h in headers.iter().filter(|h| !columns.contains(h)) {
            note(1, h, Wrong::UnknownKey(nearest_of(h, columns.iter().copied())));
        }
        let mut out = Listing { headers: headers.clone(), lines: Vec::new(), unread: Vec::new() };
        for record in reader.records() {
            let fields = match record {
                Ok(r) => r,
                Err(e) => {
                    let line = e.position().map_or(0, |p| p.line() as usize);
                    note(line, "", Wrong::Syntax(e.to_string()));
                    continue;
                }
            };
            let number = fields.position().map_or(0, |p| p.line() as usize);
            // A line that Excel filled up with separators is none.
            if fields.iter().all(str::is_empty) {
                continue;
            }
            // Excel leaves out separators at the end of lines; what every line must have stands before those.
            let short = needed.iter().any(|n| at(n).is_some_and(|i| i >= fields.len()));
            if short || fields.iter().skip(headers.len()).any(|f| !f.is_empty()) {
                note(number, "", Wrong::Fields(fields.len(), headers.len()));
                out.unread.push(fields.get(0).unwrap_or_default().to_owned());
                continue;
            }
            out.lines.push(Line { number, fields });
        }
        Some(out)
    }

    /// A field of a line; blank where it has none.
    pub fn field(&self, line: &Line, name: &str) -> String {
        let at = self.headers.iter().position(|h| h == name);
        at.and_then(|i| line.fields.get(i)).unwrap_or("").to_owned()
    }
}
