/*!
From cells to facts, and from files to the one submission that counts for each form, unit and period.

[`read_file`] does everything that concerns one file alone (bytes to facts) and runs in a reader process;
[`ledger`] puts the files together.
*/

pub mod cells;
pub mod choice;
mod completeness;
pub mod extract;
pub mod facts;
pub mod fates;
mod indicator_rows;
mod indicators;
pub mod ledger;
mod measures;
mod overlap;
mod plan;
pub mod rollup;
mod rows;
pub mod standing;
pub mod states;
mod sums;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::finding::{Code, Finding, Said, Term};
use crate::intake::container::{Limits, Refusal};
use crate::intake::read::{self, LETTER};
use crate::intake::walk::{extension, is_named_workbook};
use crate::intake::workbook::{Format, Workbook};
use crate::project::lists::Heading;
use crate::project::period::Period;
use crate::project::{Project, hex};
use crate::recognise::grid::Keys;
use crate::recognise::lexicon::Lexicon;
use crate::recognise::{RecognisedSheet, prepare, recognise};
use extract::Part;
use rollup::RollUp;

/// What became of reading a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Read.
    Read,
    /// Left out, being no workbook of a unit.
    Skipped,
    /// Could not be read.
    Failed,
}

/// Everything that one file says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extract {
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// Format, where it was read.
    pub format: Option<Format>,
    /// The document's own modified time in seconds since 1970.
    pub modified: Option<i64>,
    /// What its sheets say.
    pub parts: Vec<Part>,
    /// What was met beside the parts.
    pub findings: Vec<Finding>,
    /// As long as it is not known which members open lists have: those that stand in it. Nothing else is read then.
    pub members: Vec<Heading>,
    /// What it carries, where it is the consolidated workbook of a lower office.
    pub rollup: Option<Box<RollUp>>,
}

impl Extract {
    /// A file that could not be read at all.
    pub fn failed(size: u64, finding: Finding) -> Extract {
        Extract {
            sha256: String::new(),
            size,
            outcome: Outcome::Failed,
            format: None,
            modified: None,
            parts: Vec::new(),
            findings: vec![finding],
            members: Vec::new(),
            rollup: None,
        }
    }

    /// The periods that its sheets are about, those of files that it carries too.
    pub fn periods(&self) -> impl Iterator<Item = Period> {
        let carried = self.rollup.iter().map(|r| r.period);
        self.parts.iter().filter_map(|p| p.period).chain(carried)
    }

    /// True where nothing on it was recognised.
    pub fn says_nothing(&self) -> bool {
        self.parts.is_empty() && self.rollup.is_none()
    }

    /// About as many bytes as it costs to keep it until the outputs are written, and to write it.
    pub fn weight(&self, project: &Project) -> u64 {
        // A finding is a line of the terminal, an entry of findings.json and a row of the workbook.
        const FINDING: usize = 4096;
        let findings = self.findings.len() + self.parts.iter().map(|p| p.findings.len()).sum::<usize>();
        let parts: usize = self.parts.iter().map(|p| p.weight(&project.forms[p.form])).sum();
        let members: usize =
            self.members.iter().map(|m| size_of::<Heading>() + m.form.len() + m.list.len() + m.text.len()).sum();
        // What is carried is put beside it once more.
        let carried: u64 = self
            .rollup
            .iter()
            .flat_map(|r| &r.files)
            .map(|f| 2 * f.extract.weight(project) + f.name.len() as u64)
            .sum();
        (size_of::<Extract>() + findings * FINDING + parts + members) as u64 + carried
    }
}

/// SHA-256 as hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// What reading needs beside the file: made once for a reader process.
pub struct Reading<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its words.
    pub lexicon: Lexicon,
    /// Keys of texts met before.
    pub keys: Keys,
    /// Limits.
    pub limits: Limits,
}

impl<'a> Reading<'a> {
    /// Prepares to read files of a project.
    pub fn new(project: &'a Project, limits: Limits) -> Self {
        Reading { project, lexicon: Lexicon::of(project), keys: Keys::default(), limits }
    }

    /// Reads one file: from its bytes and its path in the project folder to facts.
    pub fn read_file(&self, name: &str, bytes: &[u8]) -> Extract {
        let mut out = Extract {
            sha256: sha256(bytes),
            size: bytes.len() as u64,
            outcome: Outcome::Read,
            format: None,
            modified: None,
            parts: Vec::new(),
            findings: Vec::new(),
            members: Vec::new(),
            rollup: None,
        };
        let named = is_named_workbook(name);
        let mut book = match read::read(bytes, &self.limits) {
            Ok(b) => b,
            Err(refusal) => {
                let (outcome, finding) = refuse(refusal, named);
                out.outcome = outcome;
                out.findings.push(finding);
                return out;
            }
        };
        // Text and web pages are read only where somebody named them as a workbook.
        if matches!(book.format, Format::Csv | Format::Html) && !named {
            out.outcome = Outcome::Skipped;
            let what = extension(name);
            out.findings.push(Finding::new(Code::F005).value(if what.is_empty() { "text".to_owned() } else { what }));
            return out;
        }
        out.format = Some(book.format);
        out.modified = book.modified;
        // A letter of ours that comes back with what it was about is no sheet of a report.
        let letter = |s: &crate::intake::workbook::Sheet| {
            s.cells.iter().any(|c| (c.row, c.col) == (0, 8) && c.text() == Some(LETTER))
        };
        book.sheets.retain(|s| !letter(s));
        if book.own.is_some() || rollup::is_rollup(&book) {
            self.read_own(&book, &mut out);
            return out;
        }
        if !book.format.goes_by(&extension(name)) {
            out.findings
                .push(Finding::new(Code::F004).value(format!(".{}", extension(name))).expected(book.format.name()));
        }
        if book.sheets.iter().all(|s| s.cells.is_empty()) && book.findings.iter().all(|f| f.code != Code::F010) {
            out.outcome = Outcome::Failed;
            out.findings.push(Finding::new(Code::F014));
            return out;
        }
        out.findings.append(&mut book.findings);
        let (date1904, writer_zeroes) = (book.date1904, book.writer_zeroes);
        let formats_unknown = book.formats_unknown;
        let (book, grids, repaired) = prepare(&mut book, &self.keys);
        let (recognised, findings) = recognise(book, &grids, name, self.project, &self.lexicon);
        if self.project.is_open() {
            out.members = members(self.project, &recognised);
            return out;
        }
        out.findings.extend(repaired);
        out.findings.extend(findings);
        // A workbook of which nothing is used is never passed over in silence.
        let said = |f: &Finding| matches!(f.code, Code::R001 | Code::R002 | Code::F010 | Code::C012);
        if recognised.is_empty() && !out.findings.iter().any(said) {
            let sheet = book.sheets.iter().find(|s| !s.cells.is_empty()).map_or("", |s| s.name.as_str());
            out.findings.push(Finding::new(Code::R001).sheet(sheet).arg("candidates", Term::None));
        }
        let ctx = extract::Reading {
            project: self.project,
            lexicon: &self.lexicon,
            date1904,
            writer_zeroes,
            formats_unknown,
        };
        let mut recognised = recognised.into_iter().peekable();
        while let Some(first) = recognised.next() {
            let sheet = first.sheet;
            let mut of_sheet = vec![first];
            while let Some(next) = recognised.next_if(|r| r.sheet == sheet) {
                of_sheet.push(next);
            }
            out.parts.extend(extract::extract_sheet(&grids[sheet], of_sheet, &ctx));
        }
        if out.parts.is_empty() && out.findings.iter().any(|f| f.code == Code::F010) {
            out.outcome = Outcome::Failed;
        }
        out
    }
}

impl Reading<'_> {
    /// Reads a workbook of our own making: outputs are no inputs, but those of a lower office are its submission.
    fn read_own(&self, book: &Workbook, out: &mut Extract) {
        match rollup::read(self.project, book) {
            rollup::Own::Output => {
                out.outcome = Outcome::Skipped;
                out.findings.push(Finding::new(Code::F013));
            }
            rollup::Own::Refused(finding) => {
                out.outcome = Outcome::Failed;
                out.findings.push(*finding);
            }
            rollup::Own::RollUp(_, _, _, members) if self.project.is_open() => {
                // None but of forms that this project knows.
                out.members = members;
                out.members.retain(|m| self.project.form(&m.form).is_some());
            }
            rollup::Own::RollUp(rollup, parts, findings, _) => {
                out.rollup = Some(rollup);
                out.parts = parts;
                out.findings.extend(findings);
            }
        }
    }
}

/// The headings that stand under those of open lists.
fn members(project: &Project, recognised: &[RecognisedSheet]) -> Vec<Heading> {
    /// More than these in one file are none of a table that people read.
    const MOST: usize = 4_000;
    let mut out: Vec<Heading> = Vec::new();
    for part in recognised {
        let form = &project.forms[part.form].code;
        for (list, text) in part.tables.iter().flat_map(|t| &t.columns).flat_map(|c| &c.members) {
            let heading = Heading { form: form.clone(), list: list.clone(), text: text.clone() };
            if out.len() < MOST && !out.contains(&heading) {
                out.push(heading);
            }
        }
    }
    out
}

/// What a refusal means for a file that is named as a workbook, or not.
pub fn refuse(refusal: Refusal, named: bool) -> (Outcome, Finding) {
    match refusal {
        Refusal::Foreign(what) if named => (Outcome::Failed, Finding::new(Code::F001).arg("reason", what)),
        Refusal::Foreign(what) => (Outcome::Skipped, Finding::new(Code::F005).value(what)),
        Refusal::Password => (Outcome::Failed, Finding::new(Code::F002)),
        Refusal::TooLarge { limit, found, allowed, option } => {
            let size = matches!(limit, Term::FileSize | Term::Unzipped);
            let much = |n: u64| if size { Said::Bytes(n) } else { Said::Number(n.to_string()) };
            let finding = Finding::new(Code::F006).arg("limit", limit).arg("option", option);
            (Outcome::Failed, finding.value(much(found)).expected(much(allowed)))
        }
        Refusal::Damaged(_) if !named => (Outcome::Skipped, Finding::new(Code::F005).value("zip")),
        Refusal::Damaged(reason) => (Outcome::Failed, Finding::new(Code::F001).arg("reason", reason)),
    }
}
