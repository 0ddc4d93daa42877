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
