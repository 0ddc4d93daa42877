/*!
Members of open lists: one that occurs with one sender only may be a slip of another's.
*/

use rustc_hash::FxHashMap;

use crate::finding::{Code, Finding, Findings, Said, Severity};
use crate::intake::workbook::CellRef;
use crate::project::Project;
use crate::project::units::UnitId;
use crate::submission::ledger::Ledger;
use crate::text::{key, likeness};

/// So alike that a person would ask.
const ALIKE: f64 = 0.6;

/// More members than these are not compared with all others.
const MOST_COMPARED: usize = 100;

/// Where a member was met first, and whether another sender has it.
struct Met<'a> {
    unit: UnitId,
    place: (usize, &'a str, CellRef),
    several: bool,
}

/// Tells the members of a form's open lists that one sender alone has.
pub fn check(project: &Project, form: usize, ledger: &Ledger<'_>, findings: &mut Findings) {
    let spec = &project.forms[form];
    let open = |list: &String| spec.open_lists.contains(list);
    if spec.open_lists.is_empty() {
        return;
    }
    let mut met: FxHashMap<(&str, &str), Met<'_>> = FxHashMap::default();
    let mut senders: Vec<UnitId> = Vec::new();
    for sub in ledger.submissions.iter().filter(|s| s.form == form) {
        senders.push(sub.unit);
        for (at, part) in ledger.pieces(sub) {
            for fact in part.facts.iter() {
                for (list, code) in spec.indicators[fact.indicator].members.iter().filter(|(l, _)| open(l)) {
                    let met = met.entry((list, code)).or_insert_with(|| Met {
                        unit: sub.unit,
                        place: (at.file, &part.sheet, fact.cell),
                        several: false,
                    });
                    met.several |= met.unit != sub.unit;
                }
            }
        }
    }
    senders.sort_unstable();
    senders.dedup();
    if senders.len() < 2 {
        return;
    }
    let mut alone: Vec<(&(&str, &str), &Met<'_>)> = met.iter().filter(|(_, m)| !m.several).collect();
    alone.sort_by_key(|(name, _)| **name);
    for (n, ((list, code), m)) in alone.into_iter().enumerate() {
        // Of a flood of names nobody asks which ones are alike.
        let others = if n < MOST_COMPARED { met.keys() } else { Default::default() };
        let mut near: Vec<(f64, &str)> = others
            .filter(|(l, c)| l == list && c != code)
            .map(|(_, c)| (likeness(&key(code), &key(c)), *c))
            .filter(|(s, _)| *s >= ALIKE)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let severity = if near.is_empty() { Severity::Info } else { Severity::Warning };
        let candidates: Vec<&str> = near.iter().take(3).map(|(_, c)| *c).collect();
        let (file, sheet, cell) = m.place;
        findings.push(
            Finding::new(Code::R030)
                .severity(severity)
                .form(&spec.code)
                .unit(&project.register.get(m.unit).code)
                .period(ledger.period)
                .file(&ledger.files[file].name)
                .sheet(sheet)
                .cell(cell)
                .value(*code)
                .arg("list", *list)
                .arg("candidates", Said::or_none(candidates.join("; "))),
        );
    }
}
