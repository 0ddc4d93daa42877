/*!
What became of each submission that was expected: one of four states, told the same everywhere.
*/

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{Code, Finding, Severity};
use crate::project::Project;
use crate::project::units::UnitId;
use crate::recognise::lexicon::Lexicon;
use crate::submission::ledger::{Expected, Fate, Ledger, folder_period};

/// The state of an expected submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It counts, and nothing is to be mended.
    Accepted,
    /// It counts, and something is to be mended or looked at.
    Remarks,
    /// Something was sent, and nothing of it counts.
    Rejected,
    /// Nothing was sent.
    Missing,
}

impl State {
    /// The word that outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Accepted => "accepted",
            State::Remarks => "remarks",
            State::Rejected => "rejected",
            State::Missing => "missing",
        }
    }
}

/// True for what a sender should mend or explain. Who missed a deadline is told what is missing; when something came, which
/// file counts, other periods and the project are the office's matter.
pub fn is_to_mend(finding: &Finding) -> bool {
    let office = matches!(
        finding.code,
        Code::S001
            | Code::S002
            | Code::S003
            | Code::S012
            | Code::S015
            | Code::S017
            | Code::S018
            | Code::P001
            | Code::P004
            | Code::P005
    );
    !office && !finding.is_of_system() && finding.severity != Severity::Info && finding.accepted.is_empty()
}

/// The states of what was expected, in the ledger's order, given everything that was found.
pub fn of(project: &Project, ledger: &Ledger<'_>, findings: &[Finding], named: &[(usize, UnitId)]) -> Vec<State> {
    let known = Known::of(ledger, findings, named);
    ledger.expected.iter().map(|e| state(project, ledger, &known, e)).collect()
}

/// What is looked up for each expected submission: there may be as many of them as there are files.
struct Known<'a> {
    /// Forms and units of which something was sent.
    sent: FxHashSet<(usize, UnitId)>,
    /// Units of which something was sent that nothing could be told of.
    named: FxHashSet<UnitId>,
    /// The worst that is to be mended in a file, by its name and form; a blank form is the whole file.
    in_file: FxHashMap<(&'a str, &'a str), Severity>,
    /// The worst that is to be mended by a unit in a form.
    of_unit: FxHashMap<(&'a str, &'a str), Severity>,
}

impl<'a> Known<'a> {
    fn of(ledger: &Ledger<'_>, findings: &'a [Finding], named: &[(usize, UnitId)]) -> Known<'a> {
        let parts = ledger.files.iter().flat_map(|f| &f.extract.parts);
        let mine = parts.filter(|p| p.period.is_none_or(|q| q == ledger.period));
        let mut known = Known {
            sent: mine.filter_map(|p| Some((p.form, p.unit?))).collect(),
            named: named.iter().map(|(_, unit)| *unit).collect(),
            in_file: FxHashMap::default(),
            of_unit: FxHashMap::default(),
        };
        for finding in findings.iter().filter(|f| is_to_mend(f)) {
            let place = &finding.place;
            let worst = |slot: &mut Severity| *slot = (*slot).min(finding.severity);
            worst(known.in_file.entry((&place.file, &place.form)).or_insert(finding.severity));
            worst(known.of_unit.entry((&place.form, &place.unit)).or_insert(finding.severity));
        }
        known
    }
}

/// Files of which nothing could be told but their names, with the units that these name: who sent one has sent something.
pub fn named_files(project: &Project, ledger: &Ledger<'_>) -> Vec<(usize, UnitId)> {
    let unknown = |f: &usize| {
        let file = &ledger.files[*f];
        ledger.fates[*f].0 == Fate::Failed
            && file.extract.parts.iter().all(|p| p.unit.is_none())
            && folder_period(&file.name).is_none_or(|p| p == ledger.period)
    };
    let files: Vec<usize> = (0..ledger.files.len()).filter(unknown).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let lexicon = Lexicon::of(project);
    let reports = |u: UnitId| ledger.expected.iter().any(|e| e.unit == u);
    let whose = |f: usize| {
        let name = ledger.files[f].name.rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        match lexicon.names.find_in(stem, &reports).as_slice() {
            [one] => Some((f, *one)),
            _ => None,
        }
    };
    files.into_iter().filter_map(whose).collect()
}

fn state(project: &Project, ledger: &Ledger<'_>, known: &Known<'_>, e: &Expected) -> State {
    let form = project.forms[e.form].code.as_str();
    let unit = project.register.get(e.unit).code.as_str();
    let Some(sub) = e.submission.map(|s| &ledger.submissions[s]) else {
        let sent = known.sent.contains(&(e.form, e.unit)) || known.named.contains(&e.unit);
        return if sent { State::Rejected } else { State::Missing };
    };
    let file = &ledger.files[sub.file];
    // Of a file of several senders only what names this one.
    let alone = file.extract.parts.iter().filter_map(|p| p.unit).all(|u| u == e.unit);
    let here = [form, ""].into_iter().filter(|_| alone).filter_map(|f| known.in_file.get(&(file.name.as_str(), f)));
    let worst = here.chain(known.of_unit.get(&(form, unit))).min().copied();
    let says = ledger.parts(sub).any(|p| p.facts.iter().any(|f| f.kind.is_answer()));
    match (says, worst) {
        (false, Some(Severity::Error)) => State::Rejected,
        (_, Some(_)) => State::Remarks,
        (_, None) => State::Accepted,
    }
}
