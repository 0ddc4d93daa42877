//! `consolidate`: the main job.

use std::collections::BTreeMap;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::{Component, Path, PathBuf};

use super::{Asked, Bar, CommandError, Exit, periods_of, request, stdout, style_of};
use crate::cache::{Asked as Told, Cache, Last, all_lasting};
use crate::cli::{Consolidate, OutputFormat, Tables, When};
use crate::consolidate::series;
use crate::finding::{Code, Severity, Summary};
use crate::locale::{Lang, say};
use crate::output::changes::Change;
use crate::output::feedback::FOLDER;
use crate::output::place::Place;
use crate::output::{Context, OutputError, changes, changes_name, json, tables, workbook, workbook_name};
use crate::project::closed::Closed;
use crate::project::period::Period;
use crate::run::{Done, Steady, find, finish, periods, read};
use crate::submission::ledger::Fate;

/// The folder in the output folder that keeps what was read.
const CACHE: &str = ".cache";

/// Consolidates a folder and writes the outputs: of the periods that are named, else of the newest, and of those before it
/// whose outputs are not what their files say any more.
pub fn run(args: &Consolidate, lang: Lang) -> Result<Exit, CommandError> {
    let newest = When { period: None, as_of: args.when.as_of.clone() };
    let all = || -> Result<Vec<Period>, CommandError> {
        let mut all = periods(&request(&args.folder, &newest, &args.reading, Some(args.output.clone()))?)?;
        all.reverse();
        Ok(all)
    };
    match periods_of(&args.when)? {
        Asked::Named(several) => each(args, several, false, lang),
        Asked::Between(from, to) => {
            let inside = |p: &Period| from.is_none_or(|f| *p >= f) && to.is_none_or(|t| *p <= t);
            let several: Vec<Period> = all()?.into_iter().filter(inside).collect();
            match several.is_empty() {
                true => Err(CommandError::Period(args.when.period.clone().unwrap_or_default())),
                false => each(args, several, false, lang),
            }
        }
        Asked::Newest => {
            let Ended { exit, period, json } = one(args, None, false, lang)?;
            stdout().write_all(&json.unwrap_or_default())?;
            // An earlier period stays as it was consolidated until something about it changes.
            let has_outputs = |p: &Period| args.output.join(p.to_string()).join("run.json").is_file();
            let earlier = all()?.into_iter().filter(|p| *p < period && has_outputs(p)).collect();
            Ok(exit.max(each(args, earlier, true, lang)?))
        }
    }
}

/// How one period ended, and what is to be printed of it in JSON.
struct Ended {
    exit: Exit,
    period: Period,
    json: Option<Vec<u8>>,
}

/// One period after the other; the worst of their ends. In JSON several are one list; of those that are looked at again
/// nothing is printed.
fn each(args: &Consolidate, periods: Vec<Period>, again: bool, lang: Lang) -> Result<Exit, CommandError> {
    let (mut worst, mut printed) = (Exit::Clean, Vec::new());
    let several = periods.len() > 1;
    for period in periods {
        let Ended { exit, json, .. } = one(args, Some(period), again, lang)?;
        worst = worst.max(exit);
        printed.extend(json.filter(|_| !again));
    }
    let mut out = stdout();
    for (n, json) in printed.iter().enumerate().filter(|_| several) {
        out.write_all(if n == 0 { b"[" } else { b"," })?;
        out.write_all(json.trim_ascii_end())?;
    }
    match printed.as_slice() {
        [] => {}
        [one] if !several => out.write_all(one)?,
        _ => out.write_all(b"]\n")?,
    }
    Ok(worst)
}

/// Consolidates one period, or the newest; `again`: one that has outputs, of which nothing is said where they still hold.
fn one(args: &Consolidate, period: Option<Period>, again: bool, lang: Lang) -> Result<Ended, CommandError> {
    let when = When { period: period.map(|p| p.to_string()), as_of: args.when.as_of.clone() };
    let mut request = request(&args.folder, &when, &args.reading, Some(args.output.clone()))?;
    request.quick = again;
    request.cache = (!args.no_cache).then(|| args.output.join(CACHE));
    // Links from the outputs depend on where these stand.
    let to_project = |period: &str| way(&args.output.join(period), &args.folder);
    request.codes = super::codes(&args.codes)?;
    request.extra = vec![format!("{lang:?} {:?} {}", args.tables, args.feedback), to_project("")];
    let bar = Bar::new(args.common.quiet, lang);
    let finds = find(&request)?;
    let today = request.as_of.day(finds.project.utc_offset_hours);
    // What was published of closed periods is held against their files.
    for closed in &finds.project.closed {
        let published = std::fs::metadata(args.output.join(closed.period.to_string()).join("totals.csv"));
        request
            .extra
            .push(published.map_or_else(|_| String::new(), |m| format!("{} {:?}", m.len(), m.modified().ok())));
    }
    if let Some((cache, asked, last)) = finds.unchanged::<Report>(&request)
        && last.report.steady.has(today)
    {
        // What still holds of an earlier period stays untouched.
        if again {
            return Ok(Ended { exit: Exit::Clean, period: last.report.period, json: None });
        }
        if let Some(ended) = unchanged(args, lang, cache, &asked, &last)? {
            return Ok(ended);
        }
    }
    // What has not changed of an earlier period's files need not be read again.
    let finds = if again {
        request.quick = false;
        find(&request)?
    } else {
        finds
    };
    // The program ends with this command: what it holds goes with it, not piece by piece.
    let gathered = ManuallyDrop::new(read(finds, &request, &|p| bar.see(p))?);
    super::say_project(&gathered.project, &args.folder, args.common.quiet, lang);
    let mut done = ManuallyDrop::new(finish(&gathered, &request)?);
    let is_closed = |c: &&Closed| c.period != gathered.period && c.until.is_none_or(|u| today > u);
    for closed in gathered.project.closed.iter().filter(is_closed) {
        let published = args.output.join(closed.period.to_string());
        let unlike = changes::unlike_published(&published, &done, closed.period);
        done.tell(unlike.map_err(OutputError::io(&published))?);
    }
    let name = done.ledger.period.to_string();
    let mut place = Place::open(&args.output, &name, &holder())?;
    if let Some((cache, _)) = &gathered.kept {
        cache.forget();
    }
    let context = Context { done: &done, lang, to_project: to_project(&name) };
    let book = workbook_name(&name);
    place.write(&book, &workbook::write(&context)?)?;
    tracing::debug!("workbook made");
    place.stream("facts.csv", |out| tables::facts(&done, out))?;
    tracing::debug!("facts written");
    place.stream("totals.csv", |out| tables::totals(&done, out))?;
    if !done.consolidation.senders.is_empty() {
        place.stream("senders.csv", |out| tables::senders(&done, out))?;
    }
    place.stream("submissions.csv", |out| tables::submissions(&done, out))?;
    if args.tables == Some(Tables::Parquet) {
        further_tables(&mut place, &done)?;
    }
    if series::is_needed(&done.consolidation.pasts) {
        place.stream("series.csv", |out| tables::series(&done, out))?;
    }
    place.stream("indicators.csv", |out| tables::indicators(done.project, out))?;
    place.stream("units.csv", |out| tables::units(done.project, out))?;
    place.write("findings.json", &json::findings(&done.findings, lang).map_err(OutputError::from)?)?;
    let finished = jiff::Timestamp::now().to_string();
    // Against what stands there: the only output that depends on earlier ones.
    let target = place.target().to_owned();
    let account = json::run(&done, place.written(), &finished).map_err(OutputError::from)?;
    let changes = changes::between(&target, place.staging(), &account);
    let closed = done.project.closed.iter().find(|c| c.period == done.ledger.period);
    let closed = closed.filter(|c| c.until.is_none_or(|u| today > u));
    // Whatever cannot be compared stands all the same; only where there is nothing a closed period is written.
    let stands = target.is_dir() && std::fs::read_dir(&target).map_or(true, |mut entries| entries.next().is_some());
    if let Some(closed) = closed.filter(|_| stands) {
        let Ok(Some(changes)) = &changes else {
            let line = say!(
                lang,
                "closed-unreadable",
                period = closed.period.in_words(lang),
                path = target.display().to_string()
            );
            writeln!(anstream::stderr(), "{line}")?;
            return Ok(Ended { exit: Exit::of(true), period: closed.period, json: None });
        };
        let json = (args.common.format == OutputFormat::Json)
            .then(|| json::findings(&done.findings, lang).map_err(OutputError::from))
            .transpose()?;
        let unlike =
            |name: &str| std::fs::read(target.join(name)).ok() != std::fs::read(place.staging().join(name)).ok();
        let others = changes.is_empty() && unlike("totals.csv");
        if !changes.is_empty() || others || !(again || args.common.quiet) {
            match json {
                Some(_) => say_closed(&mut anstream::stderr(), closed, (changes, others), lang)?,
                None => say_closed(&mut stdout(), closed, (changes, others), lang)?,
            }
        }
        let exit = Exit::of(!changes.is_empty() || others || done.has_errors());
        return Ok(Ended { exit, period: closed.period, json });
    }
    if let Ok(Some(changes)) = changes {
        place.write("changes.csv", &changes::csv(&changes).map_err(OutputError::io(&target))?)?;
        place.write(&changes_name(&name), &workbook::changes::book(&context, &changes)?)?;
    }
    let account = json::run(&done, place.written(), &finished).map_err(OutputError::from)?;
    place.write("run.json", &account)?;
    let written: Vec<String> = place.written().iter().map(|w| w.path.clone()).collect();
    tracing::debug!("tables written");
    let renamed = place.finish(|written| Ok(json::run(&done, written, &finished)?))?;
    tracing::debug!("in place");
    if args.feedback {
        let made = super::feedback::made(&done, (&args.folder, &target.join(FOLDER)), &request.reading, None, lang)?;
        super::feedback::write(&done, &target.join(FOLDER), &made, None)?;
    }
    let report = Report::of(&done);
    if let Some((cache, asked)) = &gathered.kept {
        // The outputs stand; a cache that cannot be written costs the next run time and nothing else.
        let kept = cache.keep(&gathered.files).and_then(|()| {
            if renamed.is_empty() && all_lasting(&gathered.files) {
                let outputs: Vec<&str> = written.iter().map(String::as_str).collect();
                cache.remember(*asked, &target, &outputs, &report)?;
            }
            Ok(())
        });
        tracing::debug!(?kept, "kept for the next run");
    }
    let mut where_is = target.join(&book);
    for (old, new) in &renamed {
        if *old == book {
            where_is = target.join(new);
        }
    }
    let json = (args.common.format == OutputFormat::Json)
        .then(|| json::findings(&done.findings, lang).map_err(OutputError::from))
        .transpose()?;
    if !args.common.quiet {
        let mut err = anstream::stderr();
        summary(&mut err, &report, &where_is, lang)?;
        if !renamed.is_empty() {
            let names = renamed.iter().map(|(_, new)| new.as_str()).collect::<Vec<_>>().join("; ");
            writeln!(err, "{}", say!(lang, "beside-open", names = names))?;
        }
    }
    Ok(Ended { exit: Exit::of(done.has_errors()), period: done.ledger.period, json })
}

/// The tables once more as Parquet.
#[cfg(feature = "parquet")]
fn further_tables(place: &mut Place, done: &Done<'_>) -> Result<(), CommandError> {
    use crate::output::parquet;
    place.stream("facts.parquet", |out| parquet::facts(done, out))?;
    place.stream("totals.parquet", |out| parquet::totals(done, &done.consolidation.totals, out))?;
    if !done.consolidation.senders.is_empty() {
        place.stream("senders.parquet", |out| parquet::totals(done, &done.consolidation.senders, out))?;
    }
    Ok(())
}

/// Built without Parquet nothing can ask for it.
#[cfg(not(feature = "parquet"))]
fn further_tables(_: &mut Place, _: &Done<'_>) -> Result<(), CommandError> {
    Ok(())
}

/// What would be different in the outputs of a closed period, which stay as they are.
fn say_closed(
    out: &mut dyn Write,
    closed: &Closed,
    (changes, others): (&[Change], bool),
    lang: Lang,
) -> Result<(), CommandError> {
    const MOST: usize = 50;
    let (period, by) = (closed.period.in_words(lang), closed.by.as_str());
    let until = closed.until.map_or_else(|| "none".to_owned(), |d| lang.day(d));
    let by = if by.is_empty() { "none" } else { by };
    let line =
        say!(lang, "closed", period = period, by = by, until = until, count = changes.len() + usize::from(others));
    writeln!(out, "{line}")?;
    for c in changes.iter().take(MOST) {
        let place: Vec<&str> =
            [c.form.as_str(), &c.unit, &c.row, &c.indicator].into_iter().filter(|t| !t.is_empty()).collect();
        let (place, before, after) = (super::tame(&place.join(" › ")), super::tame(&c.before), super::tame(&c.after));
        writeln!(out, "  {} {place}: {before} → {after}  {}", c.kind.as_str(), super::tame(&c.file))?;
    }
    if changes.len() > MOST {
        writeln!(out, "  …")?;
    }
    if others {
        writeln!(out, "  totals.csv")?;
    }
    Ok(())
}

/// Nothing changed since the last run: its outputs stand, and only the account says that it was looked at.
fn unchanged(
    args: &Consolidate,
    lang: Lang,
    cache: &Cache,
    asked: &Told,
    last: &Last<Report>,
) -> Result<Option<Ended>, CommandError> {
    let report = &last.report;
    let name = report.period.to_string();
    let place = Place::open(&args.output, &name, &holder())?;
    let target = place.target().to_owned();
    // Another run may have ended since: what stands now counts, and under the lock it stays.
    if cache.last::<Report>(|last| last.whole == asked.whole).is_none() {
        return Ok(None);
    }
    place.refresh("run.json", |account| json::finished_again(account, &jiff::Timestamp::now().to_string()))?;
    let kept = cache.remember_again(last);
    tracing::debug!(?kept, "unchanged");
    let json = (args.common.format == OutputFormat::Json)
        .then(|| {
            let path = target.join("findings.json");
            std::fs::read(&path).map_err(|source| OutputError::Io { path, source })
        })
        .transpose()?;
    if !args.common.quiet {
        let mut err = anstream::stderr();
        summary(&mut err, report, &target.join(workbook_name(&name)), lang)?;
        writeln!(err, "{}", lang.text("unchanged"))?;
    }
    Ok(Some(Ended { exit: Exit::of(report.has_errors), period: report.period, json }))
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

/// What a run tells people at its end.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Report {
    period: Period,
    files: usize,
    fates: BTreeMap<Fate, usize>,
    forms: Vec<FormLine>,
    summary: Summary,
    codes: Vec<(Severity, Code, usize)>,
    has_errors: bool,
    /// The days on which it stands.
    steady: Steady,
}

/// How far a form has come in.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct FormLine {
    title: String,
    received: usize,
    expected: usize,
    /// The first units that are missing, and how many more.
    missing: Vec<String>,
    more: usize,
}

impl Report {
    fn of(done: &Done<'_>) -> Report {
        const MOST_FORMS: usize = 12;
        const MOST_NAMES: usize = 3;
        let ledger = &done.ledger;
        let mut fates: BTreeMap<Fate, usize> = BTreeMap::new();
        let in_folder = || ledger.files.iter().zip(&ledger.fates).filter(|(f, _)| f.role.outer().is_none());
        for (_, (fate, _)) in in_folder() {
            *fates.entry(*fate).or_default() += 1;
        }
        let due = done.project.forms.iter().enumerate().filter(|(_, f)| f.is_due(ledger.period));
        let forms = due
            .take(MOST_FORMS)
            .map(|(i, form)| {
                let expected: Vec<_> = ledger.expected.iter().filter(|e| e.form == i).collect();
                let missing: Vec<_> = expected.iter().filter(|e| e.submission.is_none()).collect();
                FormLine {
                    title: form.title.clone(),
                    received: expected.len() - missing.len(),
                    expected: expected.len(),
                    missing: missing
                        .iter()
                        .take(MOST_NAMES)
                        .map(|e| done.project.register.get(e.unit).full_name())
                        .collect(),
                    more: missing.len().saturating_sub(MOST_NAMES),
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
}

/// The summary at the end: one screen.
fn summary(out: &mut dyn Write, report: &Report, book: &Path, lang: Lang) -> std::io::Result<()> {
    let words = |fate: &Fate| match fate {
        Fate::Counted => lang.text("fate-counted"),
        Fate::Superseded => lang.text("fate-superseded"),
        Fate::OtherPeriod => lang.text("fate-other-period"),
        Fate::Skipped => lang.text("fate-skipped"),
        Fate::Failed => lang.text("fate-failed"),
    };
    let fates = report.fates.iter().map(|(f, n)| format!("{n} {}", words(f))).collect::<Vec<_>>().join(", ");
    let period = report.period.in_words(lang);
    writeln!(out, "{}", say!(lang, "consolidated", period = period, files = report.files, fates = fates))?;
    for form in &report.forms {
        write!(out, "  {:<48} {}/{}", form.title, form.received, form.expected)?;
        if !form.missing.is_empty() {
            let tail = if form.more > 0 { format!(", +{}", form.more) } else { String::new() };
            let units = form.missing.join(", ") + &tail;
            write!(out, "  {}", say!(lang, "missing-units", units = units))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", report.summary.in_words(lang))?;
    for (severity, code, n) in report.codes.iter().take(10) {
        let style = style_of(*severity);
        writeln!(out, "  {style}{code}{style:#} × {n:<4} {}", code.title(lang))?;
    }
    if report.codes.len() > 10 {
        writeln!(out, "  …")?;
    }
    writeln!(out, "{}", say!(lang, "result", path = book.display().to_string()))
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
