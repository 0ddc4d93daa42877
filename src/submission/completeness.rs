/*!
Who must report and what came; copies of other units' and of earlier reports.
*/

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::choice::{Undecided, digest};
use super::extract::Part;
use super::facts::told_apart;
use super::ledger::{Expected, Ledger};
use crate::finding::{Code, Finding, Severity};
use crate::intake::workbook::CellRef;
use crate::project::Project;
use crate::project::form::Layout;
use crate::project::units::UnitId;

/// Every form and unit that must report for the period, and what counts of what came.
pub(super) fn expected(project: &Project, ledger: &Ledger<'_>) -> Vec<Expected> {
    let by: FxHashMap<(usize, UnitId), usize> =
        ledger.submissions.iter().enumerate().map(|(i, s)| ((s.form, s.unit), i)).collect();
    let superseded: FxHashMap<(usize, UnitId), usize> =
        ledger.choices.made.iter().map(|c| ((c.form, c.unit), c.superseded.len())).collect();
    let mut out = Vec::new();
    for (i, form) in project.forms.iter().enumerate().filter(|(_, f)| f.is_due(ledger.period)) {
        for unit in form.reporters_in(&project.register, ledger.period) {
            out.push(Expected {
                form: i,
                unit,
                submission: by.get(&(i, unit)).copied(),
                superseded: superseded.get(&(i, unit)).copied().unwrap_or(0),
            });
        }
    }
    out
}

/// Tells who must report and did not.
pub(super) fn missing(project: &Project, ledger: &Ledger<'_>) -> Vec<Finding> {
    // Who sent two files of which neither plainly counts has sent something.
    let undecided: FxHashSet<(usize, UnitId)> =
        ledger.choices.made.iter().filter(|c| c.undecided != Undecided::No).map(|c| (c.form, c.unit)).collect();
    ledger
        .expected
        .iter()
        .filter(|e| e.submission.is_none() && !undecided.contains(&(e.form, e.unit)))
        .map(|e| {
            let form = &project.forms[e.form];
            let u = project.register.get(e.unit);
            let deadline = form.deadline(ledger.period);
            let severity = if ledger.judged_on > deadline { Severity::Error } else { Severity::Info };
            Finding::new(Code::S001)
                .severity(severity)
                .form(&form.code)
                .unit(&u.code)
                .period(ledger.period)
                .arg("name", u.full_name())
                .arg("form_title", &form.title)
                .arg("deadline", deadline)
        })
        .collect()
}

/// Forms and units whose report is a copy.
#[derive(Default)]
pub(super) struct Copied {
    /// Of another unit's.
    pub(super) others: FxHashSet<(usize, UnitId)>,
    /// Of the unit's own of the period before.
    pub(super) stale: FxHashSet<(usize, UnitId)>,
}

/// Finds the same content sent for two units, and last period's content sent again.
/// Gives the forms and units of both, too.
pub(super) fn copies(project: &Project, ledger: &Ledger<'_>, previous: Option<&Ledger<'_>>) -> (Vec<Finding>, Copied) {
    const ENOUGH: usize = 4;
    let mut before: FxHashMap<(usize, UnitId), Vec<[u8; 32]>> = FxHashMap::default();
    if let Some(previous) = previous {
        for s in &previous.submissions {
            before.insert((s.form, s.unit), digest(&previous.parts(s).collect::<Vec<_>>()));
        }
    }
    let mut seen: FxHashMap<(usize, Vec<[u8; 32]>), UnitId> = FxHashMap::default();
    let mut found = Vec::new();
    let mut copied = Copied::default();
    for s in &ledger.submissions {
        let parts: Vec<&Part> = ledger.parts(s).collect();
        let figures: FxHashSet<u64> = parts.iter().flat_map(|p| p.sample.iter().copied()).collect();
        if figures.len() < ENOUGH {
            continue;
        }
        let d = digest(&parts);
        let u = project.register.get(s.unit);
        let place = |f: Finding| {
            f.form(&project.forms[s.form].code)
                .unit(&u.code)
                .period(ledger.period)
                .file(&ledger.files[s.file].name)
                .sheet(&parts[0].sheet)
                .arg("name", u.full_name())
        };
        if before.get(&(s.form, s.unit)) == Some(&d)
            && let Some(previous) = previous
        {
            found.push(place(Finding::new(Code::S005).value(previous.period)));
            copied.stale.insert((s.form, s.unit));
        }
        match seen.get(&(s.form, d.clone())) {
            Some(other) => {
                found.push(place(Finding::new(Code::S006).value(project.register.get(*other).full_name())));
                copied.others.insert((s.form, s.unit));
            }
            None => {
                seen.insert((s.form, d), s.unit);
            }
        }
    }
    (found, copied)
}

/// Finds records that two units have sent: by the form's key, else by all that they say where that includes a text
/// with a number in it.
pub(super) fn shared_records(
    project: &Project,
    ledger: &Ledger<'_>,
    copied: &FxHashSet<(usize, UnitId)>,
) -> Vec<Finding> {
    const SHOWN: usize = 3;
    let mut found = Vec::new();
    for (form, spec) in project.forms.iter().enumerate().filter(|(_, f)| f.layout == Layout::Records) {
        // By digest: lists may be long, and all of them are gone through here.
        let mut seen: FxHashMap<[u8; 32], UnitId> = FxHashMap::default();
        for s in ledger.submissions.iter().filter(|s| s.form == form) {
            let u = project.register.get(s.unit);
            // A report that is another's whole is told as that.
            if copied.contains(&(form, s.unit)) {
                continue;
            }
            let mut shared: BTreeMap<UnitId, Vec<(String, CellRef, &str)>> = BTreeMap::new();
            for part in ledger.parts(s) {
                for record in part.facts.iter().collect::<Vec<_>>().chunk_by(|a, b| a.row == b.row) {
                    let Some((key, name, cell)) = told_apart(record, &spec.rows.key) else {
                        continue;
                    };
                    let key = <[u8; 32]>::from(Sha256::digest(&key));
                    match seen.get(&key) {
                        Some(other) if *other != s.unit => {
                            shared.entry(*other).or_default().push((name, cell, &part.sheet));
                        }
                        Some(_) => {}
                        None => {
                            seen.insert(key, s.unit);
                        }
                    }
                }
            }
            for (other, records) in shared {
                let mut names: Vec<&str> = records.iter().take(SHOWN).map(|(n, ..)| n.as_str()).collect();
                if records.len() > SHOWN {
                    names.push("…");
                }
                found.push(
                    Finding::new(Code::S011)
                        .form(&spec.code)
                        .unit(&u.code)
                        .period(ledger.period)
                        .file(&ledger.files[s.file].name)
                        .sheet(records[0].2)
                        .cell(records[0].1)
                        .value(records.len())
                        .arg("name", u.full_name())
                        .arg("other", project.register.get(other).full_name())
                        .arg("records", names.join("; ")),
                );
            }
        }
    }
    found
}
