/*!
One unit that two senders report on in the same form counts once: as the nearest unit above it says, or it itself, among
those that say anything.
*/

use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::{Kind, RowKey};
use super::ledger::{Ledger, Submission};
use super::standing::{PartAt, Standing};
use crate::finding::{Code, Finding, Severity};
use crate::project::Project;
use crate::project::form::Layout;
use crate::project::units::UnitId;

/// A row of a submission: the submission, its part and its row, by place.
type Place = (usize, PartAt, usize);

/// A unit, where it counts, and where it stands again.
type Twice = (UnitId, Place, Place);

/// Finds rows about one unit from several senders, and lets all but one of them count no more.
pub(super) fn overlaps(project: &Project, ledger: &mut Ledger<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (form, spec) in project.forms.iter().enumerate() {
        if spec.layout != Layout::UnitRows || !spec.rows.registered {
            continue;
        }
        let mut places: FxHashMap<UnitId, Vec<Place>> = FxHashMap::default();
        for (s, sub) in ledger.submissions.iter().enumerate().filter(|(_, s)| s.form == form) {
            for (at, part) in ledger.pieces(sub) {
                for (row, key) in part.rows.iter().enumerate() {
                    if let RowKey::Unit(unit) = key {
                        places.entry(*unit).or_default().push((s, at, row));
                    }
                }
            }
        }
        let mut gone: FxHashMap<PartAt, FxHashSet<usize>> = FxHashMap::default();
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
                gone.entry(other.1).or_default().insert(other.2);
                pairs.entry((first.0, other.0)).or_default().push((unit, first, other));
            }
        }
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_by_key(|(senders, _)| *senders);
        for ((first, other), mut units) in pairs {
            units.sort_by_key(|(unit, ..)| *unit);
            let same = units.iter().all(|(_, a, b)| says(ledger, *a) == says(ledger, *b));
            let severity = if same { Severity::Warning } else { Severity::Error };
            findings.push(told(project, ledger, (form, first, other), &units).severity(severity));
        }
        for (at, rows) in gone {
            let mut standing = Standing::without(ledger.part(at), |f| rows.contains(&f.row), |row| rows.contains(&row));
            standing.gone += ledger.gone(at);
            ledger.standing.insert(at, standing);
        }
    }
    findings
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
fn says(ledger: &Ledger<'_>, (_, at, row): Place) -> Vec<(usize, Kind, u64)> {
    let mine = ledger.part(at).facts.iter().filter(|f| f.row == row);
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
    if let Some((.., (_, at, row))) = units.first() {
        let part = ledger.part(*at);
        finding = finding.sheet(&part.sheet);
        if let Some(fact) = part.facts.iter().find(|f| f.row == *row) {
            finding = finding.cell(fact.cell);
        }
    }
    finding
}
