/*!
What became of each submission that was expected: one of four states, told the same everywhere.
*/

use crate::finding::{Code, Finding, Severity};
use crate::project::Project;
use crate::submission::ledger::{Expected, Ledger};

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
        Code::S001 | Code::S002 | Code::S003 | Code::S012 | Code::S015 | Code::P001 | Code::P004 | Code::P005
    );
    !office && finding.severity != Severity::Info && finding.accepted.is_empty()
}

/// The states of what was expected, in the ledger's order, given everything that was found.
pub fn of(project: &Project, ledger: &Ledger<'_>, findings: &[Finding]) -> Vec<State> {
    ledger.expected.iter().map(|e| state(project, ledger, findings, e)).collect()
}

fn state(project: &Project, ledger: &Ledger<'_>, findings: &[Finding], e: &Expected) -> State {
    let form = &project.forms[e.form].code;
    let unit = &project.register.get(e.unit).code;
    let Some(sub) = e.submission.map(|s| &ledger.submissions[s]) else {
        let sent = ledger
            .files
            .iter()
            .flat_map(|f| &f.extract.parts)
            .any(|p| p.form == e.form && p.unit == Some(e.unit) && p.period.is_none_or(|q| q == ledger.period));
        return if sent { State::Rejected } else { State::Missing };
    };
    let file = &ledger.files[sub.file].name;
    // Of a file of several senders only what names this one.
    let parts = &ledger.files[sub.file].extract.parts;
    let alone = parts.iter().filter_map(|p| p.unit).all(|u| u == e.unit);
    let mine = |f: &&Finding| {
        let place = &f.place;
        let here = alone && place.file == *file && (place.form.is_empty() || place.form == *form);
        let named = place.form == *form && place.unit == *unit;
        (here || named) && is_to_mend(f)
    };
    let any = findings.iter().any(|f| mine(&f));
    let errors = findings.iter().any(|f| mine(&f) && f.severity == Severity::Error);
    let says = ledger.parts(sub).any(|p| p.facts.iter().any(|f| f.kind.is_answer()));
    match (says, errors, any) {
        (false, true, _) => State::Rejected,
        (_, _, true) => State::Remarks,
        _ => State::Accepted,
    }
}
