/*!
What the office declares: the project file, the register of units, forms, rules and periods.

Read strictly: every unknown key, duplicate code, dangling reference or impossible value is an error that
names file, line and key, and all of them are shown at once. A project is built from [`Files`], the texts
alone, so that a reader process gets exactly the project that the run uses.
*/

pub mod accepted;
pub mod closed;
pub mod corrections;
pub mod expression;
pub mod form;
mod listing;
pub mod lists;
pub mod matrix;
pub mod period;
pub mod plans;
pub mod problem;
pub mod received;
pub mod report;
mod strict;
pub mod successions;
pub mod units;

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::finding::policy::{Pattern, Policy};
use crate::finding::{Code, Severity};
use crate::text::language::Convention;
use expression::Known;
use form::Form;
use lists::{Found, Heading};
use period::Regime;
use plans::Plans;
use problem::{Problem, ProjectError, Wrong, nearest_of};
use strict::{Source, Table};
use successions::Successions;
use units::{Kind, KindId, Register, UnitId};

/// The name under which readers are told the members of open lists.
const FOUND_FILE: &str = "found.json";

/// The name of the project file.
pub const PROJECT_FILE: &str = "tonghop.toml";

/// The nearest folder above a file that holds a project.
pub fn folder_above(file: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(file).ok()?;
    let folder = whole.ancestors().skip(1).find(|a| a.join(PROJECT_FILE).is_file())?;
    Some(folder.to_owned())
}

/// The texts of a project folder, by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Files(pub Vec<(String, String)>);

/// A figure that the summary sheet shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeyFigure {
    /// Form, by place.
    pub form: usize,
    /// Indicator, by place.
    pub indicator: usize,
}

/// Words of rows that an office declares beside those that are known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeclaredWords {
    /// Labels of totals.
    pub totals: Vec<String>,
    /// Lines that may end a table.
    pub endings: Vec<String>,
    /// Labels of rows that are passed over.
    pub pass: Vec<String>,
    /// Labels after which the reporting unit stands.
    pub unit_labels: Vec<String>,
}

impl DeclaredWords {
    /// Reads the table `words` of a project or form.
    fn read(root: &Table<'_, '_>) -> DeclaredWords {
        let Some(table) = root.table("words") else {
            return DeclaredWords::default();
        };
        let get = |key: &'static str| table.texts(key).unwrap_or_default();
        let words = DeclaredWords {
            totals: get("totals"),
            endings: get("endings"),
            pass: get("pass"),
            unit_labels: get("unit_labels"),
        };
        table.finish();
        words
    }
}

/// Who signs what the office sends up, and to whom it goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signature {
    /// The body above the office (`UBND TỈNH HÀ TĨNH`).
    pub superior: String,
    /// Where it is signed (`Hà Tĩnh`).
    pub place: String,
    /// In whose place the signer signs (`KT. GIÁM ĐỐC`), a line each.
    pub capacity: Vec<String>,
    /// The signer's office (`PHÓ GIÁM ĐỐC`).
    pub title: String,
    /// The signer's name.
    pub name: String,
    /// To whom copies go, a line each.
    pub recipients: Vec<String>,
}

impl Signature {
    /// Reads the table `signature`.
    fn read(root: &Table<'_, '_>) -> Signature {
        let Some(table) = root.table("signature") else {
            return Signature::default();
        };
        let text = |key: &'static str| table.text(key).unwrap_or_default();
        let signature = Signature {
            superior: text("superior"),
            place: text("place"),
            capacity: table.texts("capacity").unwrap_or_default(),
            title: text("title"),
            name: text("name"),
            recipients: table.texts("recipients").unwrap_or_default(),
        };
        table.finish();
        signature
    }
}

/// A project, with every reference resolved.
#[derive(Debug, Clone)]
pub struct Project {
    /// Title of the consolidated report.
    pub title: String,
    /// The office that consolidates.
    pub office: String,
    /// What is run at the end of a run; nothing where it is empty.
    pub on_finish: String,
    /// The unit at the top.
    pub province: UnitId,
    /// How texts write numbers.
    pub convention: Convention,
    /// Hours that the office's clock is ahead of UTC, for telling the day on which something was received.
    pub utc_offset_hours: i64,
    /// The calendar by which periods begin and end where a form names none.
    pub regime: Regime,
    /// Kinds of unit, in order.
    pub kinds: Vec<Kind>,
    /// The register.
    pub register: Register,
    /// Which units became which.
    pub successions: Successions,
    /// What is planned.
    pub plans: Plans,
    /// Explanations that the office has accepted.
    pub accepted: Vec<accepted::Accepted>,
    /// When reports came, as the office noted it.
    pub received: Vec<received::Receipt>,
    /// Figures that count with another value than their cells have.
    pub corrections: Vec<corrections::Correction>,
    /// Which findings are shown, and how severe each is.
    pub policy: Policy,
    /// Periods whose outputs stand as they are.
    pub closed: Vec<closed::Closed>,
    /// Forms, in the order of their files' names or as the project states.
    pub forms: Vec<Form>,
    /// What the summary shows.
    pub key_figures: Vec<KeyFigure>,
    /// What the written report is made of.
    pub report: report::Report,
    /// Who signs.
    pub signature: Signature,
    /// Words of rows, for every form.
    pub words: DeclaredWords,
    /// Whether codes that are numbers serve as names.
    pub code_names: bool,
    /// SHA-256 over all project files.
    pub hash: String,
    /// True for the project embedded in the program.
    pub embedded: bool,
    /// The texts that it was built from.
    pub files: Files,
}

/// The files of a project beside its forms.
pub const OWN_FILES: [&str; 8] = [
    PROJECT_FILE,
    "units.csv",
    successions::FILE,
    plans::FILE,
    closed::FILE,
    accepted::FILE,
    received::FILE,
    corrections::FILE,
];

/// The project in `sample_inputs/`, embedded.
const EMBEDDED: &[(&str, &str)] = &[
    ("tonghop.toml", include_str!("../../sample_inputs/tonghop.toml")),
    ("units.csv", include_str!("../../sample_inputs/units.csv")),
    ("forms/hien-dai-hoa-xa.toml", include_str!("../../sample_inputs/forms/hien-dai-hoa-xa.toml")),
    ("forms/hien-dai-hoa.toml", include_str!("../../sample_inputs/forms/hien-dai-hoa.toml")),
    ("forms/san-tmdt.toml", include_str!("../../sample_inputs/forms/san-tmdt.toml")),
    ("forms/tuyen-truyen.toml", include_str!("../../sample_inputs/forms/tuyen-truyen.toml")),
    ("forms/van-ban.toml", include_str!("../../sample_inputs/forms/van-ban.toml")),
];

/// The template of its written report.
pub const SAMPLE_TEMPLATE: &[u8] = include_bytes!("../../sample_inputs/bao-cao.docx");

impl Files {
    /// The texts of the embedded project.
    pub fn embedded() -> Files {
        Files(EMBEDDED.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect())
    }

    /// Reads the texts of a project folder.
    pub fn read(folder: &Path) -> Result<Files, ProjectError> {
        let text = |name: &str| read_text(&folder.join(name));
        let mut files = vec![(PROJECT_FILE.to_owned(), text(PROJECT_FILE)?)];
        for name in OWN_FILES.into_iter().filter(|n| *n != PROJECT_FILE && folder.join(n).is_file()) {
            files.push((name.to_owned(), text(name)?));
        }
        let forms = folder.join("forms");
        if forms.is_dir() {
            let list = fs::read_dir(&forms).map_err(|source| ProjectError::Io { path: forms.clone(), source })?;
            let mut names = Vec::new();
            for entry in list {
                let entry = entry.map_err(|source| ProjectError::Io { path: forms.clone(), source })?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.to_lowercase().ends_with(".toml") && !name.starts_with(['.', '~']) {
                    names.push(name);
                }
            }
            names.sort();
            for name in names {
                let name = format!("forms/{name}");
                let content = text(&name)?;
                files.push((name, content));
            }
        }
        Ok(Files(files))
    }

    /// SHA-256 over names and texts, line ends aside.
    fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        // What was found in the workbooks is no part of what the office declares.
        for (name, text) in self.0.iter().filter(|(n, _)| n != FOUND_FILE) {
            hasher.update(name.as_bytes());
            hasher.update([0]);
            hasher.update(text.replace("\r\n", "\n").as_bytes());
            hasher.update([0]);
        }
        hex(&hasher.finalize())
    }
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut s, b| {
        use std::fmt::Write;
        let _ = write!(s, "{b:02x}");
        s
    })
}

fn read_text(path: &Path) -> Result<String, ProjectError> {
    let bytes = fs::read(path).map_err(|source| ProjectError::Io { path: path.to_owned(), source })?;
    let not_text = || {
        ProjectError::Problems(vec![Problem {
            file: path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
            line: 0,
            key: String::new(),
            wrong: Wrong::Unfitting("unfitting-utf-8"),
        }])
    };
    // Excel's "Unicode text" is UTF-16.
    if let [0xFF, 0xFE, rest @ ..] = bytes.as_slice() {
        let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|b| u16::from_le_bytes(*b)).collect();
        return String::from_utf16(&units).map_err(|_| not_text());
    }
    String::from_utf8(bytes).map_err(|_| not_text())
}

impl Project {
    /// Loads the project of a folder, or the embedded one where the folder has none.
    pub fn of_folder(folder: &Path) -> Result<Project, ProjectError> {
        if Project::is_in(folder) {
            Project::from_files(Files::read(folder)?, false)
        } else {
            Project::from_files(Files::embedded(), true)
        }
    }

    /// Whether a folder has a project of its own.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(PROJECT_FILE).is_file()
    }

    /// Builds a project from its texts.
    pub fn from_files(files: Files, embedded: bool) -> Result<Project, ProjectError> {
        let problems = RefCell::default();
        let project = build(&files, embedded, &problems);
        let mut problems = problem::causes(problems.into_inner());
        problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        match project {
            Some(p) if problems.is_empty() => Ok(p),
            _ => Err(ProjectError::Problems(problems)),
        }
    }

    /// True as long as the members of its open lists are not known.
    pub fn is_open(&self) -> bool {
        self.forms.iter().any(|f| !f.open_lists.is_empty()) && !self.files.0.iter().any(|(n, _)| n == FOUND_FILE)
    }

    /// The same project with those members of its open lists that files have, and how many did not fit.
    pub fn closed_over(&self, files: &[&[Heading]]) -> Option<(Project, usize)> {
        let all = Found::gather(files.iter().copied(), usize::MAX).count();
        // Several lists make combinations: as many members as a form can hold.
        [2_000, 200, 20, 0].into_iter().find_map(|most| {
            let found = Found::gather(files.iter().copied(), most);
            Some((self.closed(&found).ok()?, all - found.count()))
        })
    }

    /// The members of its open lists, as a text; nothing where there are none.
    pub fn members(&self) -> &str {
        self.files.0.iter().find(|(n, _)| n == FOUND_FILE).map_or("", |(_, text)| text)
    }

    /// The same project with the members of its open lists.
    fn closed(&self, found: &Found) -> Result<Project, ProjectError> {
        let mut files = self.files.clone();
        files.0.retain(|(n, _)| n != FOUND_FILE);
        files.0.push((FOUND_FILE.to_owned(), serde_json::to_string(found).unwrap_or_default()));
        Project::from_files(files, self.embedded)
    }

    /// A form by code.
    pub fn form(&self, code: &str) -> Option<usize> {
        self.forms.iter().position(|f| f.code == code)
    }

    /// A unit's kind.
    pub fn kind_of(&self, unit: UnitId) -> &Kind {
        self.kind(self.register.get(unit).kind)
    }

    /// A kind.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[usize::from(id.0)]
    }
}

fn build(files: &Files, embedded: bool, problems: &RefCell<Vec<Problem>>) -> Option<Project> {
    let get = |name: &str| files.0.iter().find(|(n, _)| n == name).map(|(_, t)| t.as_str());
    let note = |file: &str, wrong: Wrong| {
        problems.borrow_mut().push(Problem { file: file.to_owned(), line: 0, key: String::new(), wrong });
    };
    let source = Source::new(PROJECT_FILE, get(PROJECT_FILE)?, problems);
    let parsed = source.parse()?;
    let root = Table::root(&source, &parsed);
    let title = root.needed("title");
    let office = root.text("office").unwrap_or_default();
    let on_finish = root.text("on_finish").unwrap_or_default();
    let province_code = root.needed("province");
    let language = root.choice("language", &[("vi", Convention::Vi), ("en", Convention::En)]).unwrap_or_default();
    let convention = root.choice("numbers", &[("vi", Convention::Vi), ("en", Convention::En)]).unwrap_or(language);
    let regime = root.choice("regime", Regime::NAMES).unwrap_or_default();
    let deadline_days = root.whole("deadline_days").unwrap_or(10);
    if !(0..=3660).contains(&deadline_days) {
        root.problem("deadline_days", Wrong::Impossible(deadline_days.to_string()));
    }
    let utc_offset_hours = root.whole("utc_offset_hours").unwrap_or(7);
    if !(-12..=14).contains(&utc_offset_hours) {
        root.problem("utc_offset_hours", Wrong::Impossible(utc_offset_hours.to_string()));
    }
    let kinds = read_kinds(&root);
    let register = match get("units.csv") {
        Some(text) => Register::read("units.csv", text, (&kinds, convention), problems),
        None => {
            note("units.csv", Wrong::Io("không có tệp / no such file".to_owned()));
            Register::default()
        }
    };
    let successions =
        get(successions::FILE).map(|text| Successions::read(text, &register, convention, problems)).unwrap_or_default();
    let province = register.by_code(&province_code).first().copied();
    if province.is_none() && !province_code.is_empty() {
        root.problem(
            "province",
            Wrong::Dangling(
                province_code.clone(),
                nearest_of(&province_code, register.iter().map(|(_, u)| u.code.as_str())),
            ),
        );
    }
    let found: Option<Found> = get(FOUND_FILE).and_then(|t| serde_json::from_str(t).ok());
    let language = if language == Convention::Vi { "vi" } else { "en" };
    let mut defaults = form::Defaults {
        regime,
        deadline_days,
        language,
        kinds: &kinds,
        register: &register,
        forms: &[],
        found: found.as_ref(),
    };
    // Rules may name the figures of any form: which ones there are is known once all have been read.
    let declared = || files.0.iter().filter(|(n, _)| n.starts_with("forms/"));
    let named: Vec<Known> = if declared().any(|(_, text)| text.contains("check")) {
        let unheard = RefCell::default();
        let known = declared().filter_map(|(name, text)| form::read(name, text, &defaults, &unheard));
        known.map(|f| f.known()).collect()
    } else {
        Vec::new()
    };
    defaults.forms = &named;
    let mut forms: Vec<Form> = Vec::new();
    let mut unread = false;
    for (name, text) in files.0.iter().filter(|(n, _)| n.starts_with("forms/")) {
        let form = form::read(name, text, &defaults, problems);
        unread |= form.is_none();
        if let Some(form) = form {
            if forms.iter().any(|f| f.code == form.code) {
                note(name, Wrong::Duplicate(form.code.clone()));
            }
            forms.push(form);
        }
    }
    if forms.is_empty() && problems.borrow().is_empty() {
        note("forms/", Wrong::Unfitting("unfitting-no-form"));
    }
    if let Some(order) = root.texts("order") {
        forms.sort_by_key(|f| order.iter().position(|c| *c == f.code).unwrap_or(usize::MAX));
        // One that could not be read may be the one that is named.
        for code in order.iter().filter(|c| !unread && !forms.iter().any(|f| f.code == **c)) {
            root.problem(
                "order",
                Wrong::Dangling(code.clone(), nearest_of(code, forms.iter().map(|f| f.code.as_str()))),
            );
        }
    }
    // What names units or forms that could not be read is not to blame.
    let plans = match (get(plans::FILE), province) {
        (Some(text), Some(top)) if !unread => Plans::read(text, &forms, (&register, top), convention, problems),
        _ => Plans::default(),
    };
    if !unread {
        successions.check(&forms, problems);
    }
    let accepted = get(accepted::FILE).map(|text| accepted::read(text, convention, problems)).unwrap_or_default();
    let received = match get(received::FILE).filter(|_| !unread) {
        Some(text) => received::read(text, (&forms, &register), (convention, utc_offset_hours), problems),
        None => Vec::new(),
    };
    let corrections = match get(corrections::FILE).filter(|_| !unread) {
        Some(text) => corrections::read(text, (&forms, &register), convention, problems),
        None => Vec::new(),
    };
    let closed = get(closed::FILE).map(|text| closed::read(text, convention, problems)).unwrap_or_default();
    let key_figures = key_figures(&root, &forms, unread);
    let report =
        read_report(&root, report::Names { forms: &forms, register: &register, kinds: &kinds, values: &[] }, unread);
    let signature = Signature::read(&root);
    let words = DeclaredWords::read(&root);
    let policy = read_policy(&root);
    let code_names = root.flag("code_names").unwrap_or(false);
    root.finish();
    Some(Project {
        title,
        office,
        on_finish,
        province: province?,
        convention,
        utc_offset_hours,
        regime,
        kinds,
        register,
        successions,
        plans,
        accepted,
        received,
        corrections,
        policy,
        closed,
        forms,
        key_figures,
        report,
        signature,
        words,
        code_names,
        hash: files.hash(),
        embedded,
        files: files.clone(),
    })
}

/// The table `report`: the template, and expressions that have names. One may use those before it.
fn read_report(root: &Table<'_, '_>, names: report::Names<'_>, unread: bool) -> report::Report {
    let mut out = report::Report { template: report::TEMPLATE.to_owned(), values: Vec::new() };
    let Some(table) = root.table("report") else {
        return out;
    };
    if let Some(template) = table.text("template") {
        out.template = template;
    }
    if let Some(values) = table.table("values") {
        for (name, text, span) in values.texts_by_name() {
            match report::value(&text, report::Names { values: &out.values, ..names }) {
                Ok(value) => out.values.push((name, value)),
                // It may name a form that could not be read.
                Err(_) if unread => {}
                Err(problem) => values.problem_at(span, &name, Wrong::Tag(text, problem)),
            }
        }
    }
    table.finish();
    out
}

/// The table `findings`: codes that are shown or not, and those that are of another severity.
fn read_policy(root: &Table<'_, '_>) -> Policy {
    let Some(table) = root.table("findings") else {
        return Policy::default();
    };
    let patterns = |key: &'static str, quiets: bool| -> Vec<Pattern> {
        let mut out = Vec::new();
        for text in table.texts(key).unwrap_or_default() {
            match text.parse::<Pattern>() {
                // What says that a figure does not count cannot be silenced.
                Ok(p) if quiets && p.one().is_some_and(Code::is_of_account) => {
                    table.problem(key, Wrong::Unfitting("unfitting-account"));
                }
                Ok(p) => out.push(p),
                Err(()) => {
                    let near = nearest_of(&text.to_uppercase(), Code::ALL.iter().map(|c| c.as_str()));
                    table.problem(key, Wrong::Dangling(text, near));
                }
            }
        }
        out
    };
    let severity = [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];
    let policy = Policy {
        select: patterns("select", false),
        ignore: patterns("ignore", true),
        severity: severity
            .into_iter()
            .flat_map(|(key, severity)| {
                patterns(key, severity == Severity::Info).into_iter().map(move |p| (p, severity))
            })
            .collect(),
    };
    table.finish();
    policy
}

fn read_kinds(root: &Table<'_, '_>) -> Vec<Kind> {
    let tables = root.tables("kind");
    if tables.is_empty() {
        root.problem("kind", Wrong::MissingKey);
    }
    let mut kinds: Vec<Kind> = Vec::new();
    for t in tables {
        let code = t.needed("code");
        if kinds.iter().any(|k| k.code == code) {
            t.problem("code", Wrong::Duplicate(code.clone()));
        }
        kinds.push(Kind { name: t.text("name").unwrap_or_else(|| code.clone()), code });
        t.finish();
    }
    kinds
}

fn key_figures(root: &Table<'_, '_>, forms: &[Form], unread: bool) -> Vec<KeyFigure> {
    let mut out = Vec::new();
    for t in root.tables("key_figure") {
        let (form_code, code) = (t.needed("form"), t.needed("indicator"));
        match forms.iter().position(|f| f.code == form_code) {
            None if unread => {}
            None => t.problem(
                "form",
                Wrong::Dangling(form_code.clone(), nearest_of(&form_code, forms.iter().map(|f| f.code.as_str()))),
            ),
            Some(form) => match forms[form].indicator(&code) {
                Some(indicator) => out.push(KeyFigure { form, indicator }),
                None => t.problem(
                    "indicator",
                    Wrong::Dangling(
                        code.clone(),
                        nearest_of(&code, forms[form].indicators.iter().map(|i| i.code.as_str())),
                    ),
                ),
            },
        }
        t.finish();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Lang;

    // The embedded project is in order, and has the rules that the sample promises.
    #[test]
    fn embedded_project_loads() {
        let p = Project::from_files(Files::embedded(), true).unwrap_or_else(|e| panic!("{}", e.message(Lang::En)));
        assert_eq!(p.forms.len(), 5);
        assert!(p.forms.iter().map(|f| f.rules.len()).sum::<usize>() >= 12);
    }

    // All errors of a project are told at once, with file, line and key.
    #[test]
    fn every_error_at_once() {
        let mut files = Files::embedded();
        for (name, text) in &mut files.0 {
            if name == PROJECT_FILE {
                *text = text.replace("deadline_days", "dedline_days");
            }
            if name == "forms/san-tmdt.toml" {
                *text = text.replace("[3] <= [5]", "[3] <= [55]").replace("type = \"count\"", "type = \"cuont\"");
            }
        }
        let Err(ProjectError::Problems(list)) = Project::from_files(files, true) else {
            panic!("no error");
        };
        assert!(list.iter().any(|p| p.key == "dedline_days"
            && p.line == 7
            && matches!(&p.wrong, Wrong::UnknownKey(Some(n)) if n == "deadline_days")));
        assert!(list.iter().any(|p| matches!(&p.wrong, Wrong::Expression { at: 7, .. })));
        assert!(list.iter().filter(|p| matches!(&p.wrong, Wrong::Choice(..))).count() >= 6);
    }
}
