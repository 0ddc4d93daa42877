/*!
Findings put together under a limit: a file in which every cell is wrong is told as that, not a million times.
*/

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::{Code, Finding, Missing, Place, Severity, cell_order};

/// How many findings of one code on one sheet are listed; the others are counted, with where they stand.
pub const LISTED: u64 = 500;

/// What is alike: code, severity, file, sheet.
type Kind = (Code, Severity, String, String);

/// Those of one kind so far.
struct Met {
    count: u64,
    /// Where the first and the last one stand that are not listed.
    unlisted: Option<(Place, String)>,
}

/// Findings, of which so many of one kind are kept one by one.
#[derive(Default)]
pub struct Findings {
    listed: Vec<Finding>,
    met: FxHashMap<Kind, Met>,
}

impl Findings {
    /// Adds one. What says that a row is missing is always kept: there are no more of them than the project declares, and
    /// another sheet may have the row.
    pub fn push(&mut self, finding: Finding) {
        if finding.missing != Missing::Nothing {
            self.listed.push(finding);
            return;
        }
        let place = &finding.place;
        let kind = (finding.code, finding.severity, place.file.clone(), place.sheet.clone());
        let met = self.met.entry(kind).or_insert(Met { count: 0, unlisted: None });
        met.count += 1;
        if met.count <= LISTED {
            self.listed.push(finding);
            return;
        }
        match &mut met.unlisted {
            None => {
                let last = finding.place.cell.clone();
                met.unlisted = Some((finding.place, last));
            }
            Some((first, last)) => {
                let cell = finding.place.cell;
                if cell_order(&cell).cmp(&cell_order(last)) == Ordering::Greater {
                    last.clone_from(&cell);
                }
                if cell_order(&cell).cmp(&cell_order(&first.cell)) == Ordering::Less {
                    first.cell = cell;
                }
            }
        }
    }

    /// Those that are listed, and for each kind that has more of them one that says so.
    pub fn finish(self) -> Vec<Finding> {
        let mut listed = self.listed;
        let mut more: Vec<Finding> = self.met.into_iter().filter_map(|(kind, met)| told(kind.0, kind.1, met)).collect();
        more.sort_by(|a, b| a.order().cmp(&b.order()));
        listed.append(&mut more);
        listed
    }
}

/// What is found in this many cells of a column is one thing.
const COLUMN: usize = 3;

/// One finding for a column in which the same was found in several cells, for the codes of which that is usual.
pub fn by_column(findings: Vec<Finding>) -> Vec<Finding> {
    use Code::*;
    let usual = |code: Code| matches!(code, C004 | C006 | C008 | C016 | C021 | C026 | C027 | C033);
    let column = |f: &Finding| -> Option<(Code, Severity, String, String)> {
        let letters: String = f.place.cell.chars().take_while(char::is_ascii_alphabetic).collect();
        let single = !f.place.cell.contains([':', ',', ';', ' ']) && !letters.is_empty();
        (usual(f.code) && single && f.missing == Missing::Nothing)
            .then(|| (f.code, f.severity, f.place.sheet.clone(), letters))
    };
    let mut columns: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for (n, finding) in findings.iter().enumerate() {
        if let Some(key) = column(finding) {
            columns.entry(key).or_default().push(n);
        }
    }
    columns.retain(|_, mine| mine.len() >= COLUMN);
    let first: FxHashMap<usize, &Vec<usize>> = columns.values().map(|mine| (mine[0], mine)).collect();
    let others: rustc_hash::FxHashSet<usize> = columns.values().flat_map(|mine| &mine[1..]).copied().collect();
    let mut out = Vec::with_capacity(findings.len());
    for (n, finding) in findings.iter().enumerate().filter(|(n, _)| !others.contains(n)) {
        let mut finding = finding.clone();
        if let Some(mine) = first.get(&n) {
            finding.more = mine.len() as u64 - 1;
            finding.place.cell = cells(mine.iter().map(|m| findings[*m].place.cell.as_str()));
        }
        out.push(finding);
    }
    out
}

/// Cells of one column in few letters: `C5:C9, C12`; from the first to the last where that would be long.
fn cells<'a>(all: impl Iterator<Item = &'a str>) -> String {
    const LONGEST: usize = 60;
    let letters = |cell: &str| cell.bytes().take_while(u8::is_ascii_alphabetic).count();
    let mut column = "";
    let mut rows: Vec<u32> = Vec::new();
    for cell in all {
        let (letters, digits) = cell.split_at(letters(cell));
        column = letters;
        rows.extend(digits.parse::<u32>());
    }
    rows.sort_unstable();
    rows.dedup();
    let runs = rows.chunk_by(|a, b| a + 1 == *b).filter_map(|run| {
        let (a, b) = (run.first()?, run.last()?);
        Some(if a == b { format!("{column}{a}") } else { format!("{column}{a}:{column}{b}") })
    });
    let text = runs.collect::<Vec<_>>().join(", ");
    match (rows.first(), rows.last()) {
        (Some(a), Some(b)) if text.len() > LONGEST => format!("{column}{a}:{column}{b}"),
        _ => text,
    }
}

impl Extend<Finding> for Findings {
    fn extend<T: IntoIterator<Item = Finding>>(&mut self, findings: T) {
        findings.into_iter().for_each(|f| self.push(f));
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<T: IntoIterator<Item = Finding>>(findings: T) -> Self {
        let mut all = Findings::default();
        all.extend(findings);
        all
    }
}

/// Says how many of a kind are not listed, and where they stand.
fn told(code: Code, severity: Severity, met: Met) -> Option<Finding> {
    let (place, last) = met.unlisted?;
    let first = place.cell.clone();
    let mut finding = Finding::new(Code::F017).severity(severity).value(met.count - LISTED).expected(code);
    finding.place = place;
    Some(finding.arg("first", first).arg("last", last).arg("listed", LISTED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        // However many there are, so many are listed, and what is listed and what is counted add up.
        #[test]
        fn none_is_lost(sizes in proptest::collection::vec(0u64..1300, 1..4)) {
            let mut all = Findings::default();
            for (sheet, size) in sizes.iter().enumerate() {
                for row in 0..*size {
                    all.push(Finding::new(Code::C001).sheet(sheet.to_string()).cell(format!("C{}", row + 1)));
                }
            }
            let found = all.finish();
            for (sheet, size) in sizes.iter().enumerate() {
                let of = |code| found.iter().filter(move |f| f.code == code && f.place.sheet == sheet.to_string());
                prop_assert_eq!(of(Code::C001).count() as u64, (*size).min(LISTED));
                let more: Vec<&Finding> = of(Code::F017).collect();
                prop_assert_eq!(more.len(), usize::from(*size > LISTED));
                for f in more {
                    prop_assert_eq!(&f.value, &super::super::Said::Count(size - LISTED));
                    prop_assert_eq!(f.args[1].1.to_string(), format!("C{size}"));
                    prop_assert_eq!(f.place.cell.clone(), format!("C{}", LISTED + 1));
                    prop_assert_eq!(f.severity, Severity::Error);
                }
            }
        }
    }
}
