//! `consolidate`: the main job.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use super::{Bar, CommandError, Exit, request, style_of};
use crate::cli::{Consolidate, OutputFormat};
use crate::finding::{Code, Lang, Severity};
use crate::output::place::Place;
use crate::output::{Context, OutputError, json, tables, workbook, workbook_name};
use crate::run::{Done, finish, gather};
use crate::submission::ledger::Fate;

/// Consolidates a folder and writes the outputs.
pub fn run(args: &Consolidate) -> Result<Exit, CommandError> {
    let lang = args.common.lang;
    let request = request(&args.folder, &args.when, &args.reading, Some(args.output.clone()))?;
    let bar = Bar::new(args.common.quiet, lang);
    let gathered = gather(&request, &|p| bar.see(p))?;
    let done = finish(&gathered, request.as_of)?;
    let name = done.ledger.period.to_string();
    let mut place = Place::open(&args.output, &name, &holder())?;
    let context = Context { done: &done, lang, to_project: way(&args.output.join(&name), &args.folder) };
    let book = workbook_name(&name);
    place.write(&book, &workbook::write(&context)?)?;
    tracing::debug!("workbook made");
    place.stream("facts.csv", |out| tables::facts(&done, out))?;
    tracing::debug!("facts written");
    place.stream("totals.csv", |out| tables::totals(&done, out))?;
    place.write("findings.json", &json::findings(&done.findings, lang).map_err(OutputError::from)?)?;
    let finished = jiff::Timestamp::now().to_string();
    let account = json::run(&done, place.written(), &finished).map_err(OutputError::from)?;
    place.write("run.json", &account)?;
    let target = place.target().to_owned();
    tracing::debug!("tables written");
    let renamed = place.finish(|written| Ok(json::run(&done, written, &finished)?))?;
    let mut where_is = target.join(&book);
    for (old, new) in &renamed {
        if *old == book {
            where_is = target.join(new);
        }
    }
    if args.common.format == OutputFormat::Json {
        let bytes = json::findings(&done.findings, lang).map_err(OutputError::from)?;
        anstream::stdout().write_all(&bytes)?;
    }
    if !args.common.quiet {
        let mut err = anstream::stderr();
        summary(&mut err, &done, &where_is, !renamed.is_empty(), lang)?;
    }
    Ok(Exit::of(done.has_errors()))
}

/// Who holds the lock: process and machine.
fn holder() -> String {
    let machine = std::env::var("COMPUTERNAME").or_else(|_| std::env::var("HOSTNAME")).unwrap_or_default();
    format!("PID {} {machine}", std::process::id()).trim().to_owned()
}

/// The way from one folder to another, with `/`, for links; the whole path where there is no relative one.
fn way(from: &Path, to: &Path) -> String {
    let whole = |p: &Path| std::path::absolute(p).map(|p| normal(&p)).unwrap_or_else(|_| p.to_owned());
    // Links of folders are resolved as far as these exist, so that "..", counted in names, leads right.
    let (from, to) = (whole(from), whole(to));
    let (a, b): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let mut out = String::new();
    if same == 0 {
        out = to.to_string_lossy().replace('\\', "/");
    } else {
        for _ in same..a.len() {
            out.push_str("../");
        }
        for part in &b[same..] {
            out.push_str(&part.as_os_str().to_string_lossy());
            out.push('/');
        }
    }
    if !out.is_empty() && !out.ends_with('/') {
        out.push('/');
    }
    out
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The summary at the end: one screen.
fn summary(out: &mut dyn Write, done: &Done<'_>, book: &Path, beside: bool, lang: Lang) -> std::io::Result<()> {
    let vi = lang == Lang::Vi;
    let ledger = &done.ledger;
    let mut fates: BTreeMap<&str, usize> = BTreeMap::new();
    for (fate, _) in &ledger.fates {
        let word = match fate {
            Fate::Counted => lang.pick("được tính", "counted"),
            Fate::Superseded => lang.pick("bị thay thế", "superseded"),
            Fate::OtherPeriod => lang.pick("kỳ khác", "other periods"),
            Fate::Skipped => lang.pick("bỏ qua", "skipped"),
            Fate::Failed => lang.pick("không dùng được", "failed"),
        };
        *fates.entry(word).or_default() += 1;
    }
    let files = fates.iter().map(|(w, n)| format!("{n} {w}")).collect::<Vec<_>>().join(", ");
    let head = if vi {
        format!("Tổng hợp {}: {} tệp ({files})", ledger.period.in_words(lang), ledger.files.len())
    } else {
        format!("Consolidated {}: {} files ({files})", ledger.period, ledger.files.len())
    };
    writeln!(out, "{head}")?;
    for (i, form) in done.project.forms.iter().enumerate().filter(|(_, f)| f.is_due(ledger.period)).take(12) {
        let all = ledger.expected.iter().filter(|e| e.form == i).count();
        let got = ledger.expected.iter().filter(|e| e.form == i && e.submission.is_some()).count();
        let missing: Vec<String> = ledger
            .expected
            .iter()
            .filter(|e| e.form == i && e.submission.is_none())
            .map(|e| done.project.register.get(e.unit).full_name())
            .collect();
        write!(out, "  {:<48} {got}/{all}", form.title)?;
        if !missing.is_empty() {
            let shown = missing.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            let more = missing.len().saturating_sub(3);
            let tail = if more > 0 { format!(", +{more}") } else { String::new() };
            write!(out, "  {} {shown}{tail}", lang.pick("thiếu:", "missing:"))?;
        }
        writeln!(out)?;
    }
    let s = done.summary();
    let line = if vi {
        format!("{} lỗi, {} cảnh báo, {} thông tin", s.error, s.warning, s.info)
    } else {
        format!("{} errors, {} warnings, {} infos", s.error, s.warning, s.info)
    };
    writeln!(out, "{line}")?;
    let mut codes: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    for f in &done.findings {
        *codes.entry((f.severity, f.code)).or_default() += 1;
    }
    for ((severity, code), n) in codes.iter().take(10) {
        let style = style_of(*severity);
        let entry = code.entry();
        writeln!(out, "  {style}{code}{style:#} × {n:<4} {}", lang.pick(entry.vi.title, entry.en.title))?;
    }
    if codes.len() > 10 {
        writeln!(out, "  …")?;
    }
    if beside {
        let text = if vi {
            "Bảng tổng hợp cũ đang mở trong Excel; bảng mới ghi bên cạnh:"
        } else {
            "The old workbook is open in Excel; the new one stands beside it:"
        };
        writeln!(out, "{text}")?;
    }
    writeln!(out, "{} {}", lang.pick("Kết quả:", "Result:"), book.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    // The way between folders is relative, whatever dots the paths have.
    #[test]
    fn ways() {
        assert_eq!(way(Path::new("output/2019-Q1"), Path::new("sample_inputs")), "../../sample_inputs/");
        assert_eq!(way(Path::new("a/b/../c"), Path::new("./a")), "../");
        assert_eq!(way(Path::new("x"), Path::new("x")), "");
    }
}
