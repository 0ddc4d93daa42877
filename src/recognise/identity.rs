/*!
What a blank form of ours says of itself on a sheet that Excel does not show: project, unit, period, forms and their
versions. It is believed as far as what is visible says nothing else; by its version an old form is told from a new one.
*/

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::RecognisedSheet;
use super::context::{Settled, Source};
use crate::finding::{Code, Finding, Said};
use crate::intake::workbook::Workbook;
use crate::project::form::{Columns, Form, HeaderPath};
use crate::project::period::Period;
use crate::project::units::{Register, UnitId};
use crate::project::{Project, hex};

/// The first cell of the sheet.
pub const MARK: &str = "tonghop-template-1";
/// The name of the sheet.
pub const SHEET: &str = "_bieu-mau";
/// A cell takes 32,767 characters.
const LONGEST: usize = 30_000;

/// What a workbook of blank forms says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The title of the project, and the code of its top unit.
    pub project: (String, String),
    /// The unit that it was made for, by code.
    pub unit: String,
    /// The period that it was made for.
    pub period: String,
    /// Its sheets.
    pub sheets: Vec<Blank>,
}

/// A sheet of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blank {
    /// The sheet's name.
    pub sheet: String,
    /// The form, by code.
    pub form: String,
    /// The form's version.
    pub version: String,
    /// Its indicators, by code, where there is room for them.
    pub indicators: Vec<String>,
}

impl Identity {
    /// Says what a workbook is.
    pub fn new(project: &Project, unit: UnitId, period: Period) -> Identity {
        Identity {
            project: name_of(project),
            unit: project.register.get(unit).code.clone(),
            period: period.to_string(),
            sheets: Vec::new(),
        }
    }

    /// Adds a sheet.
    pub fn add(&mut self, sheet: &str, form: &Form) {
        let indicators = form.indicators.iter().map(|i| i.code.clone()).collect();
        self.sheets.push(Blank {
            sheet: sheet.to_owned(),
            form: form.code.clone(),
            version: version(form),
            indicators,
        });
    }

    /// The lines of the sheet.
    pub fn lines(&self) -> Vec<String> {
        let mut out = vec![MARK.to_owned(), format!("{}\t{}", self.project.1, self.project.0)];
        out.push(format!("{}\t{}", self.unit, self.period));
        for blank in &self.sheets {
            let mut line = [&blank.form, &blank.version, &blank.sheet].map(String::as_str).join("\t");
            let codes = blank.indicators.join("\t");
            if line.len() + codes.len() < LONGEST && !blank.indicators.iter().any(|c| c.contains('\t')) {
                line.push('\t');
                line.push_str(&codes);
            }
            out.push(line);
        }
        out
    }

    /// Reads them from a workbook that has them.
    pub fn of(book: &Workbook) -> Option<Identity> {
        let marked = |s: &&crate::intake::workbook::Sheet| {
            s.cells.first().is_some_and(|c| (c.row, c.col) == (0, 0) && c.text() == Some(MARK))
        };
        let sheet = book.sheets.iter().find(marked)?;
        let mut lines = sheet.cells.iter().filter(|c| c.col == 0).skip(1).filter_map(|c| c.text());
        let (top, title) = lines.next()?.split_once('\t')?;
        let (unit, period) = lines.next()?.split_once('\t')?;
        let blank = |line: &str| {
            let mut fields = line.split('\t').map(str::to_owned);
            let (form, version, sheet) = (fields.next()?, fields.next()?, fields.next()?);
            Some(Blank { sheet, form, version, indicators: fields.collect() })
        };
        Some(Identity {
            project: (title.to_owned(), top.to_owned()),
            unit: unit.to_owned(),
            period: period.to_owned(),
            sheets: lines.filter_map(blank).collect(),
        })
    }

    /// The form of a sheet, by place; one whose name was changed is known by nothing.
    pub fn form_of(&self, sheet: &str, project: &Project) -> Option<usize> {
        let blank = self.sheets.iter().find(|b| b.sheet == sheet)?;
        project.form(&blank.form).filter(|_| self.is_of(project))
    }

    /// True for a form of this project.
    fn is_of(&self, project: &Project) -> bool {
        self.project == name_of(project)
    }
}

fn name_of(project: &Project) -> (String, String) {
    (project.title.clone(), project.register.get(project.province).code.clone())
}

/// The version of a form: a digest over all that its blank sheets show.
pub fn version(form: &Form) -> String {
    let path = |p: &HeaderPath| p.join("\u{1f}");
    let paths = |ps: &[HeaderPath]| ps.first().map_or_else(String::new, path);
    let Columns { code, label, measure, row, note, values, .. } = &form.columns;
    let mut said: Vec<String> = vec![form.code.clone(), form.layout_name().to_owned()];
    said.extend([code, label, measure, row, note].map(|c| paths(c)));
    said.extend(values.iter().map(|(_, ps)| paths(ps)));
    for i in &form.indicators {
        said.push([&i.code, &i.name, &i.unit, i.kind.as_str(), &paths(&i.header)].join("\u{1e}"));
    }
    said.extend(form.matrix.iter().map(|r| format!("{}\u{1e}{}", r.code, r.name)));
    hex(&Sha256::digest(said.join("\u{1d}").as_bytes())[..4])
}

/// Lets the identity of a workbook say what is visible nowhere, and tells where both contradict each other and where the
/// form has changed since.
pub fn identify(parts: &mut [RecognisedSheet], book: &Workbook, project: &Project) {
    let Some(identity) = Identity::of(book).filter(|i| i.is_of(project)) else {
        return;
    };
    let period = identity.period.parse::<Period>().ok();
    let name = |u: UnitId, register: &Register| register.get(u).full_name();
    for part in parts {
        let sheet = &book.sheets[part.sheet].name;
        let form = &project.forms[part.form];
        let by_name = identity.sheets.iter().find(|b| b.sheet == *sheet && b.form == form.code);
        let Some(blank) = by_name.or_else(|| identity.sheets.iter().find(|b| b.form == form.code)) else {
            continue;
        };
        let place = |f: Finding| f.sheet(sheet).form(&form.code);
        let day = part.period.value().or(period).map(|p| p.window(form.regime).1);
        let unit = day.and_then(|d| project.register.by_code_on(&identity.unit, d));
        match (part.unit, unit) {
            (Settled::Open, Some(unit)) => {
                part.unit = Settled::Is(unit, Source::Template);
                part.findings.retain(|f| f.code != Code::R003);
            }
            (Settled::Is(seen, source), Some(unit)) if seen == unit => {
                part.unit = Settled::Is(seen, source);
                part.findings.retain(|f| f.code != Code::R017);
            }
            (Settled::Is(seen, _), Some(unit)) => part.findings.push(place(
                Finding::new(Code::R032).value(name(unit, &project.register)).expected(name(seen, &project.register)),
            )),
            _ => {}
        }
        match (part.period, period) {
            (Settled::Open, Some(period)) => {
                part.period = Settled::Is(period, Source::Template);
                part.findings.retain(|f| f.code != Code::R006);
            }
            (Settled::Is(seen, _), Some(period)) if seen == period => {
                part.findings.retain(|f| f.code != Code::R018);
            }
            (Settled::Is(seen, _), Some(period)) => {
                part.findings.push(place(Finding::new(Code::R032).value(period).expected(seen)));
            }
            _ => {}
        }
        if blank.version != version(form) {
            part.findings.push(place(differs(blank, form)));
        }
    }
}

/// Says in what an old form differs from the one of today.
fn differs(blank: &Blank, form: &Form) -> Finding {
    const SHOWN: usize = 8;
    let list = |mut codes: Vec<&str>| {
        let more = codes.len().saturating_sub(SHOWN);
        codes.truncate(SHOWN);
        let mut text = codes.join(", ");
        if more > 0 {
            text.push_str(&format!(" … (+{more})"));
        }
        Said::or_none(text)
    };
    let known = |code: &&String| form.indicators.iter().any(|i| i.code == **code);
    let new = form.indicators.iter().map(|i| &i.code).filter(|c| !blank.indicators.contains(c));
    let gone = blank.indicators.iter().filter(|c| !known(c));
    let told = !blank.indicators.is_empty();
    Finding::new(Code::R033)
        .value(blank.version.as_str())
        .expected(version(form))
        .arg("new", list(new.map(String::as_str).filter(|_| told).collect()))
        .arg("gone", list(gone.map(String::as_str).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Files;

    // A form has one version, whatever is said beside it; another one once a blank sheet of it would look otherwise.
    #[test]
    fn versions() {
        let project = Project::from_files(Files::embedded(), true).unwrap();
        let form = &project.forms[0];
        let mut other = form.clone();
        other.deadline_days += 1;
        other.aliases.push("x".to_owned());
        assert_eq!(version(form), version(&other));
        other.indicators[0].name.push('x');
        assert_ne!(version(form), version(&other));
        let all: std::collections::BTreeSet<String> = project.forms.iter().map(version).collect();
        assert_eq!(all.len(), project.forms.len());
    }
}
