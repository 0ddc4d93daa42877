/*!
What a run tells at its end: a screen for people, JSON for the office's own means.
*/

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::style_of;
use crate::finding::{Code, Severity, Summary};
use crate::locale::{Lang, say};
use crate::project::period::Period;
use crate::run::{Done, Steady};
use crate::submission::ledger::{Expected, Fate};

/// What a run tells people at its end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// The period.
    pub period: Period,
    files: usize,
    fates: BTreeMap<Fate, usize>,
    forms: Vec<FormLine>,
    /// How many findings there are.
    pub summary: Summary,
    codes: Vec<(Severity, Code, usize)>,
    /// Whether some finding is an error.
    pub has_errors: bool,
    /// The days on which it stands.
    pub steady: Steady,
}

/// How far a form has come in.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct FormLine {
    code: String,
    title: String,
    received: usize,
    expected: usize,
    /// The first units that are missing, by name.
    first: Vec<String>,
    /// All of them, by code.
    missing: Vec<String>,
}

impl Report {
    /// Of a finished run.
    pub fn of(done: &Done<'_>) -> Report {
        const MOST_NAMES: usize = 3;
        let ledger = &done.ledger;
        let mut fates: BTreeMap<Fate, usize> = BTreeMap::new();
        let in_folder = || ledger.files.iter().zip(&ledger.fates).filter(|(f, _)| f.role.outer().is_none());
        for (_, (fate, _)) in in_folder() {
            *fates.entry(*fate).or_default() += 1;
        }
        let due = done.project.forms.iter().enumerate().filter(|(_, f)| f.is_due(ledger.period));
        let forms = due
            .map(|(i, form)| {
                let expected: Vec<_> = ledger.expected.iter().filter(|e| e.form == i).collect();
                let missing: Vec<_> = expected.iter().filter(|e| e.submission.is_none()).collect();
                let unit = |e: &&Expected| done.project.register.get(e.unit);
                let first: Vec<_> = missing.iter().take(MOST_NAMES).map(|e| e.unit).collect();
                FormLine {
                    code: form.code.clone(),
                    title: form.title.clone(),
                    received: expected.len() - missing.len(),
                    expected: expected.len(),
                    first: done.project.register.told_apart(&first),
                    missing: missing.iter().map(|e| unit(e).code.clone()).collect(),
                }
            })
            .collect();
        let mut codes: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
        for f in &done.findings {
            *codes.entry((f.severity, f.code)).or_default() += 1;
        }
        Report {
            period: ledger.period,
            files: in_folder().count(),
            fates,
            forms,
            summary: done.summary(),
            codes: codes.into_iter().map(|((s, c), n)| (s, c, n)).collect(),
            has_errors: done.has_errors(),
            steady: done.steady,
        }
    }

    /// What became of the files, in words.
    fn fates_in_words(&self, lang: Lang) -> String {
        let words = |fate: &Fate| match fate {
            Fate::Counted => lang.text("fate-counted"),
            Fate::Superseded => lang.text("fate-superseded"),
            Fate::OtherPeriod => lang.text("fate-other-period"),
            Fate::Skipped => lang.text("fate-skipped"),
            Fate::Failed => lang.text("fate-failed"),
        };
        self.fates.iter().map(|(f, n)| format!("{n} {}", words(f))).collect::<Vec<_>>().join(", ")
    }

    /// The first line: the period and its files.
    pub fn first_line(&self, lang: Lang) -> String {
        let period = self.period.in_words(lang);
        say!(lang, "consolidated", period = period, files = self.files, fates = self.fates_in_words(lang))
    }

    /// One screen for people.
    pub fn print(&self, out: &mut dyn Write, book: &Path, lang: Lang) -> std::io::Result<()> {
        const MOST_FORMS: usize = 12;
        writeln!(out, "{}", self.first_line(lang))?;
        for form in self.forms.iter().take(MOST_FORMS) {
            write!(out, "  {:<48} {}/{}", form.title, form.received, form.expected)?;
            if !form.first.is_empty() {
                let more = form.missing.len() - form.first.len();
                let mut units = form.first.join(", ");
                if more > 0 {
                    units = format!("{units}, {}", say!(lang, "missing-more", count = more));
                }
                write!(out, "  {}", say!(lang, "missing-units", units = units))?;
            }
            writeln!(out)?;
        }
        writeln!(out, "{}", self.summary.in_words(lang))?;
        for (severity, code, n) in self.codes.iter().take(10) {
            let style = style_of(*severity);
            writeln!(out, "  {style}{code}{style:#} × {n:<4} {}", code.title(lang))?;
        }
        if self.codes.len() > 10 {
            writeln!(out, "  …")?;
        }
        writeln!(out, "{}", say!(lang, "result", path = book.display().to_string()))
    }
}

/// How a run ended, for programs: what `on_finish` and `watch --format json` are given.
#[derive(Debug, Serialize)]
pub struct Told<'a> {
    schema_version: u32,
    period: String,
    /// The exit code.
    exit: u8,
    /// True where nothing had changed since the last run.
    unchanged: bool,
    finished_at: &'a str,
    summary: Summary,
    files: &'a BTreeMap<Fate, usize>,
    forms: Vec<FormTold<'a>>,
    /// How much differs from the run before, by kind.
    changes: &'a BTreeMap<&'static str, usize>,
    /// The folder of the outputs, and files in it.
    output: String,
    workbook: String,
    page: String,
}

#[derive(Debug, Serialize)]
struct FormTold<'a> {
    form: &'a str,
    title: &'a str,
    expected: usize,
    received: usize,
    missing: &'a [String],
}

impl<'a> Told<'a> {
    /// Of a run whose outputs stand in a folder.
    pub fn of(
        report: &'a Report,
        (target, workbook, page): (&Path, &str, &str),
        changes: &'a BTreeMap<&'static str, usize>,
        (exit, unchanged): (u8, bool),
        finished_at: &'a str,
    ) -> Told<'a> {
        let whole = |p: &Path| std::path::absolute(p).unwrap_or_else(|_| p.to_owned()).display().to_string();
        let told = |f: &'a FormLine| FormTold {
            form: &f.code,
            title: &f.title,
            expected: f.expected,
            received: f.received,
            missing: &f.missing,
        };
        Told {
            schema_version: 1,
            period: report.period.to_string(),
            exit,
            unchanged,
            finished_at,
            summary: report.summary,
            files: &report.fates,
            forms: report.forms.iter().map(told).collect(),
            changes,
            output: whole(target),
            workbook: whole(&target.join(workbook)),
            page: whole(&target.join(page)),
        }
    }
}
