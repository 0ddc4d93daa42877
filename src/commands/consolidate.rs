//! `consolidate`: the main job.

use std::collections::BTreeMap;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

use super::report::{Report, Told};
use super::{Asked as Periods, Bar, CommandError, Exit, hook, periods_of, request, stdout};
use crate::cache::{Asked, Cache, Last, all_lasting};
use crate::cli::{Consolidate, OutputFormat, Tables, When};
use crate::consolidate::series;
use crate::locale::{Lang, say};
use crate::output::changes::Change;
use crate::output::feedback::FOLDER;
use crate::output::json::OutputFile;
use crate::output::place::{self, Place};
use crate::output::{
    Context, OutputError, changes, changes_name, json, page, report_name, tables, workbook, workbook_name,
};
use crate::project::closed::Closed;
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::run::{Done, find, finish, periods, read};

/// The folder in the output folder that keeps what was read.
const CACHE: &str = ".cache";

/// Consolidates a folder and writes the outputs: of the periods that are named, else of the newest, and of those before it
/// whose outputs are not what their files say any more.
pub fn run(args: &Consolidate, lang: Lang) -> Result<Exit, CommandError> {
    let mut ended = Vec::new();
    let result = all(args, lang, &mut |e| {
        // Of a closed period it is told what would be different; beside JSON not on standard output.
        match (&e.closed, args.common.format) {
            (lines, OutputFormat::Json) => anstream::stderr().write_all(lines)?,
            (lines, OutputFormat::Text) => stdout().write_all(lines)?,
        }
        ended.push(e);
        Ok(())
    });
    // Several periods are one list.
    let printed: Vec<&[u8]> = ended.iter().filter_map(|e| e.json.as_deref()).collect();
    let mut out = stdout();
    match printed.as_slice() {
        [] => {}
        [one] if ended.len() == 1 || matches!(periods_of(&args.when)?, Periods::Newest) => out.write_all(one)?,
        several => {
            for (n, json) in several.iter().enumerate() {
                out.write_all(if n == 0 { b"[" } else { b"," })?;
                out.write_all(json.trim_ascii_end())?;
            }
            out.write_all(b"]\n")?;
        }
    }
    result.map(|()| ended.iter().map(|e| e.exit).max().unwrap_or(Exit::Clean))
}

/// The same, with nothing on standard output: how each period ended goes to `to`.
pub fn all(
    args: &Consolidate,
    lang: Lang,
    to: &mut dyn FnMut(Ended) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let output = &args.job.output;
    place::can_be_made(output)?;
    let newest = When { period: None, as_of: args.when.as_of.clone() };
    let all = || -> Result<Vec<Period>, CommandError> {
        let mut all = periods(&request(&args.job.folder, &newest, &args.job.reading, Some(output.clone()))?)?;
        all.reverse();
        Ok(all)
    };
    let mut each = |periods: Vec<Period>| periods.into_iter().try_for_each(|p| to(one(args, Some(p), false, lang)?));
    match periods_of(&args.when)? {
        Periods::Named(several) => each(several),
        Periods::Between(from, to) => {
            let inside = |p: &Period| from.is_none_or(|f| *p >= f) && to.is_none_or(|t| *p <= t);
            let several: Vec<Period> = all()?.into_iter().filter(inside).collect();
            match several.is_empty() {
                true => Err(CommandError::Period(args.when.period.clone().unwrap_or_default())),
                false => each(several),
            }
        }
        Periods::Newest => {
            let first = one(args, None, false, lang)?;
            let newest = first.period;
            to(first)?;
            // An earlier period stays as it was consolidated until something about it changes. Which periods the files are of is
            // asked only where there is one.
            let earlier: Vec<Period> = place::periods(output).into_iter().filter(|p| *p < newest).collect();
            let files = if earlier.is_empty() { Vec::new() } else { all()? };
            for earlier in files.into_iter().filter(|p| earlier.contains(p)) {
                to(Ended { json: None, ..one(args, Some(earlier), true, lang)? })?;
            }
            Ok(())
        }
    }
}

/// How one period ended.
pub struct Ended {
    /// With errors or not.
    pub exit: Exit,
    /// The period.
    pub period: Period,
    /// What is to be printed of it in JSON.
    json: Option<Vec<u8>>,
    /// What would be different in the outputs of a closed period, in lines.
    pub closed: Vec<u8>,
    /// What there is to tell; nothing where outputs stand as they were and nobody asked.
    pub news: Option<News>,
}

/// What is told of a run whose outputs stand.
pub struct News {
    /// What it found.
    pub report: Report,
    /// How much differs from the run before, by kind.
    pub changes: BTreeMap<&'static str, usize>,
    /// Where its outputs stand.
    target: PathBuf,
    /// The name of its workbook.
    workbook: String,
    /// True where nothing had changed since the last run.
    pub unchanged: bool,
    finished: String,
}

impl News {
    /// For programs.
    pub fn told(&self, exit: Exit) -> Told<'_> {
        let place = (self.target.as_path(), self.workbook.as_str(), page::NAME);
        Told::of(&self.report, place, &self.changes, (exit.code(), self.unchanged), &self.finished)
    }
}

impl Ended {
    /// Tells the log and the command that the project names.
    fn tell(&self, args: &Consolidate, on_finish: &str, lang: Lang) {
        let Some(news) = &self.news else {
            return;
        };
        let (period, exit) = (self.period.to_string(), self.exit.code());
        let line = news.report.first_line(lang);
        let counts = news.report.summary.in_words(lang);
        let same = if news.unchanged { lang.text("unchanged") } else { String::new() };
        let line = [line, counts, same].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("; ");
        tracing::info!(target: super::log::TARGET, period, exit, "{}", super::log::in_a_line(&line));
        if !on_finish.is_empty()
            && !args.job.no_hooks
            && let Err(why) = hook::run(on_finish, &args.job.folder, &news.told(self.exit))
        {
            let line = say!(lang, "hook-failed", command = on_finish, reason = why.message(lang));
            tracing::warn!(target: super::log::TARGET, period, "{}", super::log::in_a_line(&line));
            let _ = writeln!(anstream::stderr(), "{line}");
        }
    }
}

/// Consolidates one period, or the newest; `again`: one that has outputs, of which nothing is said where they still hold.
fn one(args: &Consolidate, period: Option<Period>, again: bool, lang: Lang) -> Result<Ended, CommandError> {
    let when = When { period: period.map(|p| p.to_string()), as_of: args.when.as_of.clone() };
    let output = &args.job.output;
    let mut request = request(&args.job.folder, &when, &args.job.reading, Some(output.clone()))?;
    request.quick = again;
    request.cache = (!args.no_cache).then(|| output.join(CACHE));
    // Links from the outputs depend on where these stand.
    let to_project = |period: &str| way(&output.join(period), &args.job.folder);
    request.codes = super::codes(&args.job.codes)?;
    request.extra =
        vec![format!("{lang:?} {:?} {} {}", args.job.tables, args.job.feedback, args.job.report), to_project("")];
    let bar = Bar::new(args.common.quiet, lang);
    let finds = find(&request)?;
    let today = request.as_of.day(finds.project.utc_offset_hours);
    let on_finish = finds.project.on_finish.clone();
    // Folders without a project of their own may lie side by side, each a period of one office.
    if !args.job.force && !finds.project.embedded {
        place::check_owner(output, &args.job.folder, &finds.project.title)?;
    }
    // What was published of closed periods is held against their files.
    for closed in &finds.project.closed {
        let published = std::fs::metadata(output.join(closed.period.to_string()).join("totals.csv"));
        request
            .extra
            .push(published.map_or_else(|_| String::new(), |m| format!("{} {:?}", m.len(), m.modified().ok())));
    }
    if args.job.report {
        let template = std::fs::metadata(args.job.folder.join(&finds.project.report.template));
        request.extra.push(template.map_or_else(|_| String::new(), |m| format!("{} {:?}", m.len(), m.modified().ok())));
    }
    let reports = |period: Period| {
        let folder = output.join(period.to_string());
        !args.job.report || folder.join(report_name(period)).is_file()
    };
    if let Some((cache, asked, last)) = finds.unchanged::<Report>(&request)
        && last.report.steady.has(today)
        && reports(last.report.period)
    {
        // What still holds of an earlier period stays untouched.
        if again {
            return Ok(Ended {
                exit: Exit::Clean,
                period: last.report.period,
                json: None,
                closed: Vec::new(),
                news: None,
            });
        }
        if let Some(ended) = unchanged(args, lang, (cache, &asked, &last), today)? {
            ended.tell(args, &on_finish, lang);
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
    super::say_project(&gathered.project, &args.job.folder, args.common.quiet, lang);
    let mut done = ManuallyDrop::new(finish(&gathered, &request)?);
    let is_closed = |c: &&Closed| c.period != gathered.period && c.until.is_none_or(|u| today > u);
    for closed in gathered.project.closed.iter().filter(is_closed) {
        let published = output.join(closed.period.to_string());
        let unlike = changes::unlike_published(&published, &done, closed.period);
        done.tell(unlike.map_err(OutputError::io(&published))?);
    }
    let name = done.ledger.period.to_string();
    let mut place = Place::open(output, &name, &holder())?;
    if !args.job.force {
        place::check_target(place.target(), &args.job.folder, &done.project.title)?;
    }
    if let Some((cache, _)) = &gathered.kept {
        cache.forget();
    }
    let feedback = match args.job.feedback {
        true => {
            let folders = (args.job.folder.as_path(), place.target().join(FOLDER));
            Some(super::feedback::made(&done, (folders.0, &folders.1), &request.reading, None, lang)?)
        }
        false => None,
    };
    let named = |unit: UnitId, made: &[super::feedback::Made]| {
        let code = &done.project.register.get(unit).code;
        made.iter().find(|m| m.unit == *code && m.name.ends_with(".xlsx")).map(|m| m.name.clone())
    };
    let units = done.project.register.iter().map(|(u, _)| u);
    let answers = units.filter_map(|u| Some((u, named(u, feedback.as_deref()?)?))).collect();
    let context = Context { done: &done, lang, to_project: to_project(&name), answers };
    let book = workbook_name(&name);
    // Filling takes all cores; of the two that follow neither does, and one takes as long as the other.
    let filled = workbook::fill(&context)?;
    let (made, facts) = rayon::join(
        || filled.packed(),
        || place.stream("facts.csv", |out| tables::facts(&done, out)).inspect(|()| tracing::debug!("facts written")),
    );
    facts?;
    place.write_first(&book, &made?)?;
    tracing::debug!("workbook made");
    place.stream("totals.csv", |out| tables::totals(&done, out))?;
    if !done.consolidation.senders.is_empty() {
        place.stream("senders.csv", |out| tables::senders(&done, out))?;
    }
    place.stream("submissions.csv", |out| tables::submissions(&done, out))?;
    if args.job.tables == Some(Tables::Parquet) {
        further_tables(&mut place, &done)?;
    }
    if series::is_needed(&done.consolidation.pasts) {
        place.stream("series.csv", |out| tables::series(&done, out))?;
    }
    place.stream("indicators.csv", |out| tables::indicators(done.project, out))?;
    place.stream("units.csv", |out| tables::units(done.project, out))?;
    place.write("findings.json", &json::findings(&done.findings, lang).map_err(OutputError::from)?)?;
    let finished = now();
    // Against what stands there: the only output that depends on earlier ones.
    let target = place.target().to_owned();
    let account = json::run(&done, &context.to_project, place.written(), &finished).map_err(OutputError::from)?;
    let changes = changes::between(&target, place.staging(), &account);
    let json = || {
        let asked = args.common.format == OutputFormat::Json;
        asked.then(|| json::findings(&done.findings, lang).map_err(OutputError::from)).transpose()
    };
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
            tracing::warn!(target: super::log::TARGET, "{}", super::log::in_a_line(&line));
            writeln!(anstream::stderr(), "{line}")?;
            return Ok(Ended {
                exit: Exit::of(true),
                period: closed.period,
                json: json()?,
                closed: Vec::new(),
                news: None,
            });
        };
        let unlike =
            |name: &str| std::fs::read(target.join(name)).ok() != std::fs::read(place.staging().join(name)).ok();
        let others = changes.is_empty() && unlike("totals.csv");
        let exit = Exit::of(!changes.is_empty() || others || done.has_errors());
        let mut lines = Vec::new();
        say_closed(&mut lines, closed, (changes, others), lang)?;
        let (period, first) = (closed.period.to_string(), lines.split(|b| *b == b'\n').next().unwrap_or_default());
        let first = String::from_utf8_lossy(first);
        tracing::info!(target: super::log::TARGET, period, exit = exit.code(), "{}", super::log::in_a_line(&first));
        if changes.is_empty() && !others && (again || args.common.quiet) {
            lines.clear();
        }
        return Ok(Ended { exit, period: closed.period, json: json()?, closed: lines, news: None });
    }
    let changes = changes.ok().flatten();
    if let Some(changes) = &changes {
        place.write("changes.csv", &changes::csv(changes).map_err(OutputError::io(&target))?)?;
        place.write(&changes_name(&name), &workbook::changes::book(&context, changes)?)?;
    }
    let stands = super::feedback::standing(&done, &target.join(FOLDER));
    let answer = |unit: UnitId| match &feedback {
        Some(_) => context.answers.get(&unit).cloned(),
        None => stands.get(&unit).cloned(),
    };
    // What tells of the other files comes last, and again where some had to take other names.
    let page = |written: &[OutputFile]| -> Result<Vec<u8>, OutputError> {
        let seen = page::Seen { finished: &finished, today, changes: changes.as_deref(), written, answer: &answer };
        Ok(page::render(&context, &seen)?.into_bytes())
    };
    let account = |written: &[OutputFile]| Ok(json::run(&done, &context.to_project, written, &finished)?);
    let renamed = place.finish(&[(page::NAME, &page), ("run.json", &account)])?;
    let written: Vec<String> = place.written().iter().map(|w| w.path.clone()).collect();
    tracing::debug!("in place");
    top_page(output, lang);
    if let Some(made) = &feedback {
        super::feedback::write(&done, &target.join(FOLDER), made, None)?;
    }
    let written_report = match args.job.report {
        true => super::written::beside(&done, &args.job.folder, &target, args.common.quiet, lang),
        false => Exit::Clean,
    };
    let report = Report::of(&done);
    if let Some((cache, asked)) = &gathered.kept {
        // The outputs stand; a cache that cannot be written costs the next run time and nothing else.
        let kept = cache.keep(&gathered.files).and_then(|()| {
            // A report with errors is told again the next night.
            if renamed.is_empty() && written_report == Exit::Clean && all_lasting(&gathered.files) {
                let outputs: Vec<&str> = written.iter().map(String::as_str).collect();
                cache.remember(*asked, &target, &outputs, &report)?;
            }
            Ok(())
        });
        tracing::debug!(?kept, "kept for the next run");
    }
    let workbook = renamed.iter().find(|(old, _)| *old == book).map_or(&book, |(_, new)| new).clone();
    let json = json()?;
    if !args.common.quiet {
        let mut err = anstream::stderr();
        report.print(&mut err, &target.join(&workbook), lang)?;
        if !renamed.is_empty() {
            let names = renamed.iter().map(|(_, new)| new.as_str()).collect::<Vec<_>>().join("; ");
            writeln!(err, "{}", say!(lang, "beside-open", names = names))?;
        }
    }
    let mut counts = BTreeMap::new();
    changes.iter().flatten().for_each(|c| *counts.entry(c.kind.as_str()).or_default() += 1);
    let news = News { report, changes: counts, target, workbook, unchanged: false, finished };
    let ended = Ended {
        exit: Exit::of(done.has_errors()).max(written_report),
        period: done.ledger.period,
        json,
        closed: Vec::new(),
        news: Some(news),
    };
    super::log::findings(&done, lang);
    ended.tell(args, &on_finish, lang);
    Ok(ended)
}

/// Puts the page of the newest period over all periods. The outputs stand: what goes wrong here is told and is no failure.
fn top_page(output: &Path, lang: Lang) {
    // What an earlier version wrote has none.
    let has_page = |p: &Period| output.join(p.to_string()).join(page::NAME).is_file();
    let all: Vec<Period> = place::periods(output).into_iter().filter(has_page).collect();
    let Some(newest) = all.last() else {
        return;
    };
    let page = std::fs::read_to_string(output.join(newest.to_string()).join(page::NAME));
    let written = page.map_err(OutputError::io(output)).and_then(|page| {
        let bytes = page::at_top(&page, *newest, &all, lang).into_bytes();
        place::put(output, page::NAME, &bytes)
    });
    if let Err(e) = written {
        let line = CommandError::from(e).message(lang);
        tracing::warn!(target: super::log::TARGET, "{}", super::log::in_a_line(&line));
        let _ = writeln!(anstream::stderr(), "{line}");
    }
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

/// Nothing changed since the last run: its outputs stand, and only what tells of the run says that it was looked at.
fn unchanged(
    args: &Consolidate,
    lang: Lang,
    (cache, asked, last): (&Cache, &Asked, &Last<Report>),
    today: Date,
) -> Result<Option<Ended>, CommandError> {
    let report = &last.report;
    let name = report.period.to_string();
    let output = &args.job.output;
    let mut place = Place::open(output, &name, &holder())?;
    let target = place.target().to_owned();
    // Another run may have ended since: what stands now counts, and under the lock it stays.
    if cache.last::<Report>(|last| last.whole == asked.whole).is_none() {
        return Ok(None);
    }
    let finished = now();
    let page = |page: &str, _: &[OutputFile]| page::again(page, &finished, today, lang);
    let account = |account: &str, changed: &[OutputFile]| json::finished_again(account, &finished, changed);
    place.refresh(&[(page::NAME, &page), ("run.json", &account)])?;
    top_page(output, lang);
    let kept = cache.remember_again(last);
    tracing::debug!(?kept, "unchanged");
    let json = (args.common.format == OutputFormat::Json)
        .then(|| {
            let path = target.join("findings.json");
            std::fs::read(&path).map_err(|source| OutputError::Io { path, source })
        })
        .transpose()?;
    let workbook = workbook_name(&name);
    if !args.common.quiet {
        let mut err = anstream::stderr();
        report.print(&mut err, &target.join(&workbook), lang)?;
        writeln!(err, "{}", lang.text("unchanged"))?;
    }
    let (report, changes) = (report.clone(), BTreeMap::new());
    let exit = Exit::of(report.has_errors);
    let news = News { report, changes, target, workbook, unchanged: true, finished };
    Ok(Some(Ended { exit, period: last.report.period, json, closed: Vec::new(), news: Some(news) }))
}

/// The time of finishing.
fn now() -> String {
    jiff::Timestamp::now().to_string()
}

/// Who holds the lock: process and machine.
fn holder() -> String {
    // Of these the first is Windows', the second not always there for programs.
    let named = std::env::var("COMPUTERNAME").or_else(|_| std::env::var("HOSTNAME"));
    let machine = named.or_else(|_| std::fs::read_to_string("/proc/sys/kernel/hostname")).unwrap_or_default();
    format!("PID {} {machine}", std::process::id()).trim().to_owned()
}

/// The way from one folder to another, with `/`, for links; the whole path where there is no relative one.
fn way(from: &Path, to: &Path) -> String {
    let whole = |p: &Path| std::path::absolute(p).map(|p| resolved(&normal(&p))).unwrap_or_else(|_| p.to_owned());
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

/// A path in which links of folders are followed, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    for there in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (std::fs::canonicalize(there), path.strip_prefix(there)) {
            // What Windows puts before such a path no link bears.
            let text = real.to_string_lossy().into_owned();
            let plain = match text.strip_prefix(r"\\?\UNC\") {
                Some(share) => format!(r"\\{share}"),
                None => text.strip_prefix(r"\\?\").map(str::to_owned).unwrap_or(text),
            };
            let real = if cfg!(windows) { PathBuf::from(plain) } else { real };
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    path.to_owned()
}

/// A path without `.` and `..`.
pub fn normal(path: &Path) -> PathBuf {
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
