/*!
One unit that two senders report on in the same form counts once: as the nearest unit above it says, or it itself, among
those that say anything.
*/

use rustc_hash::{FxHashMap, FxHashSet};

use super::extract::Part;
use super::facts::{Draft, Facts, Kind, RowKey};
use super::ledger::{Ledger, Submission};
use crate::finding::{Code, Finding, Severity};
use crate::project::Project;
use crate::project::form::Layout;
use crate::project::units::UnitId;

/// Parts without the rows that another sender's count for, by file and part; and how many figures stood in these.
pub type Reduced = FxHashMap<(usize, usize), (Part, u32)>;

/// A row of a submission: the submission, its part and its row, by place.
type Place = (usize, usize, usize);

/// A unit, where it counts, and where it stands again.
type Twice = (UnitId, Place, Place);

/// Finds rows about one unit from several senders.
pub(super) fn overlaps(project: &Project, ledger: &Ledger<'_>) -> (Reduced, Vec<Finding>) {
    let mut reduced = Reduced::default();
    let mut findings = Vec::new();
    for (form, spec) in project.forms.iter().enumerate() {
        if spec.layout != Layout::UnitRows || !spec.rows.registered {
            continue;
        }
        let mut places: FxHashMap<UnitId, Vec<Place>> = FxHashMap::default();
        for (s, sub) in ledger.submissions.iter().enumerate().filter(|(_, s)| s.form == form) {
            for (p, part) in sub.parts.iter().zip(ledger.parts(sub)) {
                for (row, key) in part.rows.iter().enumerate() {
                    if let RowKey::Unit(unit) = key {
                        places.entry(*unit).or_default().push((s, *p, row));
                    }
                }
            }
        }
        let mut gone: FxHashMap<(usize, usize), FxHashSet<usize>> = FxHashMap::default();
        // Of each two senders the units that both report on, those that count first.
        let mut pairs: FxHashMap<(usize, usize), Vec<Twice>> = FxHashMap::default();
        for (unit, mut rows) in places {
            let distance = |p: &Place| steps(project, unit, ledger.submissions[p.0].unit);
            // A row without figures says nothing of the unit.
            let silent = |p: &Place| !says(ledger, *p).iter().any(|(_, kind, _)| *kind == Kind::Number);
            rows.sort_by_key(|p| (silent(p), distance(p), ledger.submissions[p.0].unit, p.1, p.2));
            let Some(first) = rows.first().copied() else {
                continue;
            };
            for other in rows.into_iter().filter(|p| p.0 != first.0) {
                gone.entry((ledger.submissions[other.0].file, other.1)).or_default().insert(other.2);
                pairs.entry((first.0, other.0)).or_default().push((unit, first, other));
            }
        }
        for ((file, part), rows) in gone {
            let whole = &ledger.files[file].extract.parts[part];
            reduced.insert((file, part), without(whole, &rows));
        }
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_by_key(|(senders, _)| *senders);
        for ((first, other), mut units) in pairs {
            units.sort_by_key(|(unit, ..)| *unit);
            let same = units.iter().all(|(_, a, b)| says(ledger, *a) == says(ledger, *b));
            let severity = if same { Severity::Warning } else { Severity::Error };
            findings.push(told(project, ledger, (form, first, other), &units).severity(severity));
        }
    }
    (reduced, findings)
}

/// How far above a unit a sender stands; the unit itself is nearest.
fn steps(project: &Project, unit: UnitId, sender: UnitId) -> usize {
    let mut at = Some(unit);
    let mut n = 0;
    while let Some(u) = at {
        if u == sender {
            return n;
        }
        n += 1;
        at = project.register.get(u).parent;
    }
    usize::MAX
}

/// What a row says.
fn says(ledger: &Ledger<'_>, (s, p, row): Place) -> Vec<(usize, Kind, u64)> {
    let part = &ledger.files[ledger.submissions[s].file].extract.parts[p];
    let mine = part.facts.iter().filter(|f| f.row == row);
    mine.map(|f| (f.indicator, f.kind, f.value.to_bits())).collect()
}

fn told(
    project: &Project,
    ledger: &Ledger<'_>,
    (form, first, other): (usize, usize, usize),
    units: &[Twice],
) -> Finding {
    const MOST: usize = 8;
    let register = &project.register;
    let (counts, not): (&Submission, &Submission) = (&ledger.submissions[first], &ledger.submissions[other]);
    let mut names: Vec<String> = units.iter().take(MOST).map(|(u, ..)| register.get(*u).full_name()).collect();
    if units.len() > MOST {
        names.push(format!("… (+{})", units.len() - MOST));
    }
    let mut finding = Finding::new(Code::S013)
        .form(&project.forms[form].code)
        .unit(&register.get(not.unit).code)
        .period(ledger.period)
        .file(&ledger.files[not.file].name)
        .value(names.join(", "))
        .expected(&ledger.files[counts.file].name)
        .arg("name", register.get(not.unit).full_name())
        .arg("other", register.get(counts.unit).full_name());
    if let Some((.., (_, p, row))) = units.first() {
        let part = &ledger.files[not.file].extract.parts[*p];
        finding = finding.sheet(&part.sheet);
        if let Some(fact) = part.facts.iter().find(|f| f.row == *row) {
            finding = finding.cell(fact.cell);
        }
    }
    finding
}

/// A part without some rows, and how many figures these held.
fn without(part: &Part, gone: &FxHashSet<usize>) -> (Part, u32) {
    let mut places: Vec<Option<usize>> = Vec::with_capacity(part.rows.len());
    let mut rows = Vec::new();
    for (row, key) in part.rows.iter().enumerate() {
        places.push((!gone.contains(&row)).then_some(rows.len()));
        if !gone.contains(&row) {
            rows.push(key.clone());
        }
    }
    let (mut draft, mut taken) = (Draft::default(), 0);
    for f in part.facts.iter() {
        match places.get(f.row).copied().flatten() {
            Some(row) => {
                let text = (!f.text.is_empty()).then(|| f.text.to_owned());
                draft.push(row, f.indicator, f.kind, f.value, text, f.cell);
            }
            None => taken += u32::from(f.kind == Kind::Number),
        }
    }
    (Part { rows, facts: Facts::pack(&draft), ..part.clone() }, taken)
}
