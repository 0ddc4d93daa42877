/*!
`index.html`: the state of the collection, for whoever comes in the morning.

One file that needs no network and no script. It tells the time of the run, and for how many days something is overdue on the
day of the run; a run that finds nothing changed puts these two anew into the page that stands ([`again`]) and makes nothing
else. Its links begin with `./`, so that the same page serves in the folder above ([`at_top`]).
*/

use std::collections::BTreeMap;

use jiff::civil::Date;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{Environment, UndefinedBehavior};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::changes::{Change, Kind};
use super::json::OutputFile;
use super::workbook::{key_figures, unit_words};
use super::{Context, OutputError, workbook_name};
use crate::consolidate::Group;
use crate::consolidate::series::{self, Of};
use crate::finding::{Finding, Severity, Summary};
use crate::locale::{Lang, Part};
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::submission::ledger::day_of;
use crate::submission::states::State;
use crate::text::number::format_number;

/// Its name.
pub const NAME: &str = "index.html";

const TEMPLATE: &str = include_str!("page.html");

/// More lines than these nobody reads on a page: the workbook has all.
const MOST_ROWS: usize = 500;
const MOST_UNITS: usize = 200;
const MOST_OF_UNIT: usize = 30;
const MOST_NAMES: usize = 5;
const MOST_POINTS: usize = 12;

/// What a page shows beside the run.
pub struct Seen<'a> {
    /// When the run was done, in UTC.
    pub finished: &'a str,
    /// The day of the run.
    pub today: Date,
    /// What differs from the run before, where there was one.
    pub changes: Option<&'a [Change]>,
    /// What was written beside the page.
    pub written: &'a [OutputFile],
    /// The file that goes back to a unit.
    pub answer: &'a dyn Fn(UnitId) -> Option<String>,
}

#[derive(Serialize)]
struct Page {
    lang: &'static str,
    version: &'static str,
    title: String,
    office: String,
    period_words: String,
    received: String,
    judged: String,
    finished: String,
    finished_words: String,
    /// Nothing is missing, and nothing is wrong.
    whole: bool,
    /// Errors that nobody has explained.
    open_errors: usize,
    compared: String,
    came: usize,
    expected: usize,
    overdue: usize,
    summary: Summary,
    summary_words: String,
    missing: Vec<Missing>,
    more_missing: usize,
    late: Vec<Late>,
    more_late: usize,
    figures: Vec<FigureOf>,
    units: Vec<UnitOf>,
    more_units: usize,
    changes: Option<Vec<ChangeOf>>,
    forms: Vec<String>,
    rows: Vec<Row>,
    more_rows: usize,
    workbook: String,
    files: Vec<String>,
}

#[derive(Serialize)]
struct Missing {
    unit: String,
    forms: Vec<MissingForm>,
    due: String,
    due_words: String,
    days: String,
}

#[derive(Serialize)]
struct MissingForm {
    title: String,
    /// Something came, and nothing of it counts.
    rejected: bool,
}

#[derive(Serialize)]
struct Late {
    unit: String,
    form: String,
    received: String,
    days: i32,
}

#[derive(Serialize)]
struct FigureOf {
    name: String,
    value: String,
    measure: String,
    change: String,
    reported: usize,
    expected: usize,
    points: Vec<Point>,
    /// Points of lines between figures that can be compared.
    lines: Vec<String>,
    told: String,
    apart: bool,
}

#[derive(Serialize)]
struct Point {
    period: String,
    value: String,
    x: f64,
    y: f64,
    /// Not comparable with the one before.
    apart: bool,
}

#[derive(Serialize)]
struct UnitOf {
    name: String,
    counts: String,
    answer: Option<String>,
    findings: Vec<FindingOf>,
    more: usize,
}

#[derive(Serialize)]
struct FindingOf {
    class: &'static str,
    severity: String,
    code: &'static str,
    message: String,
    place: String,
}

#[derive(Serialize)]
struct ChangeOf {
    kind: String,
    count: usize,
    first: Vec<String>,
    more: bool,
}

#[derive(Serialize)]
struct Row {
    unit: String,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    class: &'static str,
    word: String,
}

/// Makes the page of a period.
pub fn render(context: &Context<'_>, seen: &Seen<'_>) -> Result<String, OutputError> {
    let lang = context.lang;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_function("t", move |key: String, arguments: Kwargs| -> Result<String, minijinja::Error> {
        let mut parts: Vec<(&str, Part<'_>)> = Vec::new();
        for name in arguments.args() {
            let value: Value = arguments.get(name)?;
            let part = i64::try_from(value.clone()).map_or_else(|_| Part::from(value.to_string()), Part::from);
            parts.push((name, part));
        }
        Ok(lang.say(&key, parts))
    });
    // Escaped as HTML: the name says so.
    environment.add_template(NAME, TEMPLATE)?;
    Ok(environment.get_template(NAME)?.render(Serde(page(context, seen)))?)
}

fn page(context: &Context<'_>, seen: &Seen<'_>) -> Page {
    let (done, lang) = (context.done, context.lang);
    let (project, ledger) = (done.project, &done.ledger);
    let name = |u: UnitId| project.register.get(u).full_name();
    let (mut absent, mut late, mut overdue) = (0, Vec::new(), 0);
    // What a unit has not sent stands together, as far as it is due on one day.
    let mut missing: BTreeMap<(UnitId, Date), Vec<MissingForm>> = BTreeMap::new();
    for (e, state) in ledger.expected.iter().zip(&done.states) {
        let form = &project.forms[e.form];
        let due = form.deadline(ledger.period);
        match e.submission.map(|s| &ledger.submissions[s]) {
            None => {
                absent += 1;
                overdue += usize::from(seen.today > due);
                let form = MissingForm { title: form.title.clone(), rejected: *state == State::Rejected };
                missing.entry((e.unit, due)).or_default().push(form);
            }
            Some(s) if s.late => {
                let received = day_of(s.received, project.utc_offset_hours);
                let days = due.until(received).map_or(0, |span| span.get_days());
                late.push(Late { unit: name(e.unit), form: form.title.clone(), received: lang.day(received), days });
            }
            Some(_) => {}
        }
    }
    let expected = ledger.expected.len();
    let came = expected - absent;
    let is_open = |f: &&Finding| f.severity == Severity::Error && f.accepted.is_empty();
    let open_errors = done.findings.iter().filter(is_open).count();
    let told = missing.into_iter().map(|((unit, due), forms)| Missing {
        unit: name(unit),
        forms,
        due: due.to_string(),
        due_words: lang.day(due),
        days: days_since(due, seen.today, lang),
    });
    let mut missing: Vec<Missing> = told.collect();
    let more_missing = missing.len().saturating_sub(MOST_ROWS);
    missing.truncate(MOST_ROWS);
    let more_late = late.len().saturating_sub(MOST_ROWS);
    late.truncate(MOST_ROWS);
    let (units, more_units) = units(context, seen);
    let (forms, rows, more_rows) = matrix(context);
    let received = match ledger.received_until {
        0 => "…".to_owned(),
        t => lang.day(day_of(t, project.utc_offset_hours)),
    };
    Page {
        lang: lang.code(),
        version: env!("CARGO_PKG_VERSION"),
        title: project.title.clone(),
        office: project.office.clone(),
        period_words: ledger.period.in_words(lang),
        received,
        judged: lang.day(ledger.judged_on),
        finished: seen.finished.to_owned(),
        finished_words: local(seen.finished, lang),
        whole: came == expected && open_errors == 0,
        open_errors,
        compared: local(seen.finished, lang),
        came,
        expected,
        overdue,
        summary: done.summary(),
        summary_words: done.summary().in_words(lang),
        missing,
        more_missing,
        late,
        more_late,
        figures: figures(context),
        units,
        more_units,
        changes: seen.changes.map(|c| changes(c, context)),
        forms,
        rows,
        more_rows,
        workbook: seen
            .written
            .iter()
            .map(|w| w.path.as_str())
            .find(|n| n.starts_with("tong-hop-"))
            .map_or_else(|| workbook_name(ledger.period), str::to_owned),
        files: seen.written.iter().map(|w| w.path.clone()).collect(),
    }
}

/// A period's figure, and whether it cannot be compared with the one before.
type Figure = (Period, f64, bool);

/// The key figures with their lines.
fn figures(context: &Context<'_>) -> Vec<FigureOf> {
    let (done, lang, project) = (context.done, context.lang, context.done.project);
    let keys = key_figures(context);
    let mut points: FxHashMap<(usize, usize), Vec<Figure>> = FxHashMap::default();
    let read = series::each(project, &done.consolidation.pasts, |p| {
        let is_key = keys.iter().any(|k| (k.form, k.indicator) == (p.form, p.indicator));
        if is_key && p.of == Of::Group(Group::Province) && p.period.frequency() == done.ledger.period.frequency() {
            points.entry((p.form, p.indicator)).or_default().push((p.period, p.value, p.apart.is_some()));
        }
        Ok::<(), std::convert::Infallible>(())
    });
    read.unwrap_or_else(|e| match e {});
    // As people say it: a rate of 93.0273609885 per cent is 93.03.
    let show = |v: f64| format_number((v * 100.0).round() / 100.0, project.convention);
    let figure = |key: &crate::project::KeyFigure| {
        let indicator = &project.forms[key.form].indicators[key.indicator];
        let total = done.consolidation.get(key.form, key.indicator, Group::Province);
        // Of a percentage the change is in points.
        let amount = |c: f64| match indicator.kind.is_percent() {
            true => lang.say("page-points", [("points", show(c).into())]),
            false => show(c),
        };
        let change = total.and_then(|t| t.change).map_or_else(String::new, |c| match c {
            c if c > 0.0 => lang.say("page-more-than", [("change", amount(c).into())]),
            c if c < 0.0 => lang.say("page-less-than", [("change", amount(-c).into())]),
            _ => lang.text("page-as-before"),
        });
        let mut of = points.remove(&(key.form, key.indicator)).unwrap_or_default();
        of.drain(..of.len().saturating_sub(MOST_POINTS));
        let (drawn, lines) = drawn(&of, &show, lang);
        let told: Vec<String> = drawn.iter().map(|p| format!("{}: {}", p.period, p.value)).collect();
        FigureOf {
            name: indicator.name.clone(),
            value: total.and_then(|t| t.value).map_or_else(|| "…".to_owned(), &show),
            measure: unit_words(indicator, lang),
            change,
            reported: total.map_or(0, |t| t.reported),
            expected: total.map_or(0, |t| t.expected),
            apart: drawn.iter().any(|p| p.apart),
            points: drawn,
            lines,
            told: told.join("; "),
        }
    };
    keys.iter().map(figure).collect()
}

/// Points in a box of 240 by 56, and the lines between those that can be compared.
fn drawn(of: &[Figure], show: &dyn Fn(f64) -> String, lang: Lang) -> (Vec<Point>, Vec<String>) {
    let (least, most) = of.iter().fold((f64::MAX, f64::MIN), |(a, b), (_, v, _)| (a.min(*v), b.max(*v)));
    let step = 224.0 / (of.len().max(2) - 1) as f64;
    let tenth = |n: f64| (n * 10.0).round() / 10.0;
    let height = |v: f64| if most > least { 48.0 - 40.0 * (v - least) / (most - least) } else { 28.0 };
    let points: Vec<Point> = of
        .iter()
        .enumerate()
        .map(|(n, (period, v, apart))| Point {
            period: period.in_words(lang),
            value: show(*v),
            x: tenth(8.0 + step * n as f64),
            y: tenth(height(*v)),
            // There is nothing before the first one.
            apart: n > 0 && *apart,
        })
        .collect();
    let lines = points.chunk_by(|_, next| !next.apart).filter(|c| c.len() > 1);
    let lines = lines.map(|c| c.iter().map(|p| format!("{},{}", p.x, p.y)).collect::<Vec<_>>().join(" ")).collect();
    (points, lines)
}

/// Findings by the unit that they are of, the worst first.
fn units(context: &Context<'_>, seen: &Seen<'_>) -> (Vec<UnitOf>, usize) {
    let (done, lang) = (context.done, context.lang);
    let day = done.ledger.period.window(done.project.regime).1;
    let mut by_unit: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    done.findings.iter().for_each(|f| by_unit.entry(&f.place.unit).or_default().push(f));
    let mut all: Vec<(&str, Vec<&Finding>)> = by_unit.into_iter().collect();
    let count = |of: &[&Finding], s: Severity| of.iter().filter(|f| f.severity == s).count();
    all.sort_by_key(|(unit, of)| {
        (usize::MAX - count(of, Severity::Error), usize::MAX - count(of, Severity::Warning), *unit)
    });
    let more = all.len().saturating_sub(MOST_UNITS);
    let told = all.into_iter().take(MOST_UNITS).map(|(code, of)| {
        let unit = done.project.register.by_code_on(code, day);
        let name = match unit {
            Some(unit) => done.project.register.get(unit).full_name(),
            None if code.is_empty() => lang.text("page-no-unit"),
            None => code.to_owned(),
        };
        let place = |f: &Finding| {
            let parts = [&f.place.file, &f.place.sheet, &f.place.cell].into_iter().filter(|p| !p.is_empty());
            parts.cloned().collect::<Vec<_>>().join(" › ")
        };
        UnitOf {
            name,
            counts: Summary::of(of.iter().copied()).in_words(lang),
            answer: unit.and_then(|u| (seen.answer)(u)),
            more: of.len().saturating_sub(MOST_OF_UNIT),
            findings: of
                .into_iter()
                .take(MOST_OF_UNIT)
                .map(|f| FindingOf {
                    class: match f.severity {
                        Severity::Error => "bad",
                        Severity::Warning => "warn",
                        Severity::Info => "",
                    },
                    severity: f.severity.label(lang),
                    code: f.code.as_str(),
                    message: f.weighed(lang),
                    place: place(f),
                })
                .collect(),
        }
    });
    (told.collect(), more)
}

/// What differs from the run before, by kind.
fn changes(all: &[Change], context: &Context<'_>) -> Vec<ChangeOf> {
    let done = context.done;
    let day = done.ledger.period.window(done.project.regime).1;
    let mut by_kind: BTreeMap<Kind, Vec<&Change>> = BTreeMap::new();
    all.iter().for_each(|c| by_kind.entry(c.kind).or_default().push(c));
    let name = |c: &&Change| {
        let unit = done.project.register.by_code_on(&c.unit, day);
        let unit = unit.map_or_else(|| c.unit.clone(), |u| done.project.register.get(u).full_name());
        let figure = if c.kind.is_figure() { format!("{} → {}", c.before, c.after) } else { String::new() };
        let parts = [unit.as_str(), &c.form, &c.indicator, &figure].map(str::to_owned);
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" › ")
    };
    let of = |(kind, of): (Kind, Vec<&Change>)| ChangeOf {
        kind: context.lang.text(&format!("change-{}", kind.as_str())),
        count: of.len(),
        first: of.iter().take(MOST_NAMES).map(name).collect(),
        more: of.len() > MOST_NAMES,
    };
    by_kind.into_iter().map(of).collect()
}

/// Every unit that must report, with what became of each of its forms.
fn matrix(context: &Context<'_>) -> (Vec<String>, Vec<Row>, usize) {
    let (done, lang) = (context.done, context.lang);
    let ledger = &done.ledger;
    let mut forms: Vec<usize> = ledger.expected.iter().map(|e| e.form).collect();
    forms.sort_unstable();
    forms.dedup();
    let mut by_unit: BTreeMap<UnitId, FxHashMap<usize, (State, bool)>> = BTreeMap::new();
    for (e, state) in ledger.expected.iter().zip(&done.states) {
        let late = e.submission.is_some_and(|s| ledger.submissions[s].late);
        by_unit.entry(e.unit).or_default().insert(e.form, (*state, late));
    }
    let more = by_unit.len().saturating_sub(MOST_ROWS);
    let cell = |of: Option<&(State, bool)>| match of {
        None => Cell { class: "", word: String::new() },
        Some((state, late)) => {
            let word = lang.text(&format!("state-{}", state.as_str()));
            let late = if *late { format!(", {}", lang.text("status-late").to_lowercase()) } else { String::new() };
            let class = match state {
                State::Accepted => "good",
                State::Remarks => "warn",
                State::Rejected | State::Missing => "bad",
            };
            Cell { class, word: word + &late }
        }
    };
    let rows = by_unit.iter().take(MOST_ROWS).map(|(unit, of)| Row {
        unit: done.project.register.get(*unit).full_name(),
        cells: forms.iter().map(|f| cell(of.get(f))).collect(),
    });
    let titles = forms.iter().map(|f| done.project.forms[*f].title.clone()).collect();
    (titles, rows.collect(), more)
}

/// For how many days something is overdue.
fn days_since(due: Date, today: Date, lang: Lang) -> String {
    match due.until(today).map_or(0, |span| span.get_days()) {
        days if days > 0 => lang.say("page-days", [("days", i64::from(days).into())]),
        _ => lang.text("page-not-due"),
    }
}

/// A time in UTC as the machine's clock shows it.
fn local(finished: &str, lang: Lang) -> String {
    let zoned = finished.parse::<jiff::Timestamp>().map(|t| t.to_zoned(jiff::tz::TimeZone::system()));
    zoned.map_or_else(|_| finished.to_owned(), |z| format!("{} {}", z.strftime("%H:%M"), lang.day(z.date())))
}

/// The page that stands, as a run leaves it that found nothing changed.
pub fn again(page: &str, finished: &str, today: Date, lang: Lang) -> String {
    const FINISHED: &str = "<time id=\"finished\" datetime=\"";
    const SINCE: &str = "<time class=\"since\" datetime=\"";
    const END: &str = "</time>";
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find("<time ") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = rest.find(END).map_or(rest.len(), |e| e + END.len());
        let (element, after) = rest.split_at(length);
        rest = after;
        let since = element.strip_prefix(SINCE).and_then(|e| e.split('"').next()?.parse::<Date>().ok());
        match since {
            _ if element.starts_with(FINISHED) => {
                out.push_str(&format!("{FINISHED}{finished}\">{}{END}", local(finished, lang)));
            }
            Some(due) => out.push_str(&format!("{SINCE}{due}\">{}{END}", days_since(due, today, lang))),
            None => out.push_str(element),
        }
    }
    out.push_str(rest);
    out
}

/// The page of a period as it stands over all periods: its links lead into the period's folder, and to the other periods.
pub fn at_top(page: &str, period: Period, all: &[Period], lang: Lang) -> String {
    let mut others = String::new();
    if all.len() > 1 {
        let link = |p: &Period| format!("<li><a href=\"./{p}/{NAME}\">{}</a></li>", p.in_words(lang));
        let links: String = all.iter().rev().filter(|p| **p != period).map(link).collect();
        others = format!("<nav aria-label=\"{0}\"><p>{0}:</p><ul>{links}</ul></nav>", lang.text("page-periods"));
    }
    page.replace("href=\"./", &format!("href=\"./{period}/")).replace("<!--periods-->", &others)
}

#[cfg(test)]
mod tests {
    use super::*;

    // What a run that finds nothing new changes is the time and the days; what people wrote is not taken for it.
    #[test]
    fn again_changes_times_alone() {
        let page = "a <time id=\"finished\" datetime=\"2020-01-01T00:00:00Z\">x</time> b \
                    <time class=\"since\" datetime=\"2019-04-15\">y</time> &lt;time &gt; <time>z</time> c";
        let day = "2019-04-18".parse().unwrap();
        let made = again(page, "2021-02-03T00:00:00Z", day, Lang::En);
        assert!(
            made.contains("datetime=\"2021-02-03T00:00:00Z\"") && made.contains("\"2019-04-15\">3 days</time>"),
            "{made}"
        );
        assert!(made.starts_with("a ") && made.ends_with("<time>z</time> c"), "{made}");
        assert_eq!(again(&made, "2021-02-03T00:00:00Z", day, Lang::En), made);
        assert_eq!(again("no times", "", day, Lang::En), "no times");
    }

    // Every message that the template asks for is there.
    #[test]
    fn messages_are_there() {
        let mut asked = 0;
        for (at, call) in TEMPLATE.match_indices("t(\"") {
            let key = TEMPLATE[at + call.len()..].split('"').next().unwrap_or_default();
            for lang in Lang::ALL {
                assert_ne!(lang.template(key), key, "{key}");
            }
            asked += 1;
        }
        assert!(asked > 20, "{asked}");
    }

    // Lines are broken where figures cannot be compared, and stay in their box.
    #[test]
    fn lines() {
        let period = |t: &str| t.parse::<Period>().unwrap();
        let of = [
            (period("2018-Q1"), 5.0, true),
            (period("2018-Q2"), 7.0, false),
            (period("2018-Q3"), -1e9, true),
            (period("2018-Q4"), 1e9, false),
        ];
        let (points, lines) = drawn(&of, &|v| v.to_string(), Lang::En);
        assert_eq!(lines.len(), 2);
        assert!(points.iter().all(|p| (0.0..=240.0).contains(&p.x) && (0.0..=56.0).contains(&p.y)));
        assert!(!points[0].apart && points[2].apart);
        assert!(drawn(&of[..1], &|v| v.to_string(), Lang::En).1.is_empty());
    }
}
