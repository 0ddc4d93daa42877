/*!
What findings come to: for how much of a total each stands, what follows from what, and in which order they are read.

Errors come first, then what stands for more. What follows from another finding stands below it: who mends the cause
mends both.
*/

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::consolidate::past::FormPast;
use crate::consolidate::{Consolidation, Group};
use crate::finding::{Cause, Code, Finding, Said, Severity};
use crate::project::Project;
use crate::project::units::UnitId;
use crate::submission::ledger::Ledger;

/// How two findings stand to each other where one follows from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum By {
    /// They speak of one cell.
    Cell,
    /// Of one column of a sheet.
    Column,
    /// Of one sheet.
    Sheet,
    /// Of one form of a unit.
    Submission,
    /// Of one unit.
    Sender,
}

/// Causes, and what may follow from them.
struct Link(&'static [Code], By, &'static [Code]);

const LINKS: &[Link] = &{
    use Code::*;
    [
        // A file or sheet of which nothing counts is missing.
        Link(&[F001, F002, F006, F007, F011, F014, F018], By::Sender, &[S001]),
        Link(&[R002, R004, R005, R006, R007, C012, F010, S004, R008, R009], By::Submission, &[S001]),
        // A row under another name is missing under its own.
        Link(&[R013, R014, R004, R025, R022], By::Sheet, &[R015]),
        Link(&[R012, R020, R022], By::Sheet, &[R011]),
        Link(&[T003], By::Sheet, &[C016, V001, T001, P007, P011]),
        // A figure that is wrong or not counted is missing in its total and in rules.
        Link(&[C001, C002, C003, C005, C007, C013, C014, C020, C022, C028, C034, C038], By::Column, &[T001]),
        Link(&[C028, C030, C015, P007, P008], By::Cell, &[V001, C018, C019, C024, T001]),
        Link(&[C018, C019, C015, C030], By::Cell, &[P007, P013]),
        Link(&[T001, P007, C015], By::Cell, &[V001, P018, P019]),
        // A report that is another's, an old one or cumulative says many odd things.
        Link(&[S006], By::Submission, &[P016, P007, P008, P009, P010, P011, P013, S011]),
        Link(&[S005], By::Submission, &[P009, P017, P007, P011]),
        Link(&[P009, P010, P016], By::Submission, &[P007, P008, P011, P023]),
        Link(&[P007, P008], By::Cell, &[P023]),
        Link(&[S003], By::Submission, &[S009]),
    ]
};

/// Weighs findings and puts them in order.
pub fn weigh(
    project: &Project,
    ledger: &Ledger<'_>,
    consolidation: &Consolidation,
    named: &[(usize, UnitId)],
    findings: &mut Vec<Finding>,
) {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    effects(project, ledger, consolidation, findings);
    let causes = causes(project, ledger, named, findings);
    order(findings, &causes);
}

// ---- effects

/// For how much of a total each finding stands: its figure where it is counted; else what the unit had of it before.
fn effects(project: &Project, ledger: &Ledger<'_>, consolidation: &Consolidation, findings: &mut [Finding]) {
    let figures = figures(ledger, findings);
    let before = consolidation.pasts.get(&ledger.period.previous());
    let day = |form: usize| ledger.period.window(project.forms[form].regime).1;
    let mut known: FxHashMap<(usize, UnitId, Option<usize>), u32> = FxHashMap::default();
    for finding in findings.iter_mut() {
        let place = &finding.place;
        let cell = first_cell(&place.cell);
        if let Some((form, indicator, figure)) =
            figures.get(&(place.file.clone(), place.sheet.clone(), cell.to_owned()))
        {
            let adds = project.forms[*form].indicators[*indicator].adds_up();
            let total = consolidation.get(*form, *indicator, Group::Province).and_then(|t| t.value);
            finding.effect = total.filter(|_| adds).map_or(0, |total| share(*figure, total));
            continue;
        }
        let Some(form) = project.form(&place.form) else {
            continue;
        };
        let (Some(unit), Some(past)) = (project.register.by_code_on(&place.unit, day(form)), before) else {
            continue;
        };
        let spec = &project.forms[form];
        let indicator = indicator_of(finding).and_then(|code| spec.indicator(&code));
        // What is said of a unit's whole report, or of something in it that does not count.
        let lost = finding.code.is_of_account() && finding.severity == Severity::Error;
        let lacks = lost || matches!(finding.code, Code::S001 | Code::C016);
        if !lacks {
            continue;
        }
        finding.effect = *known.entry((form, unit, indicator)).or_insert_with(|| {
            let past = &past.forms[form];
            let of = |i: usize| if spec.indicators[i].adds_up() { share_before(past, unit, i) } else { None };
            match indicator {
                Some(i) => of(i).unwrap_or(0),
                // The middle one of its shares: one indicator alone says little of a report.
                None => {
                    let mut shares: Vec<u32> = (0..spec.indicators.len()).filter_map(of).collect();
                    shares.sort_unstable();
                    shares.get(shares.len() / 2).copied().unwrap_or(0)
                }
            }
        });
    }
}

/// In thousandths.
fn share(part: f64, whole: f64) -> u32 {
    let share = (part / whole).abs() * 1000.0;
    if share.is_finite() { share.round().min(1_000_000.0) as u32 } else { 0 }
}

/// A sender's share of what everybody had in the period before; nothing where nobody had anything.
fn share_before(past: &FormPast, unit: UnitId, indicator: usize) -> Option<u32> {
    let whole = past.over(0..past.len(), indicator).sum;
    let own = past.over((0..past.len()).filter(|r| past.senders[*r] == unit), indicator).sum;
    (whole != 0.0).then(|| share(own, whole))
}

/// The first cell of an address, range or list.
fn first_cell(cell: &str) -> &str {
    cell.split([':', ',', ';', ' ']).next().unwrap_or_default()
}

/// The indicator that a finding names, by code.
fn indicator_of(finding: &Finding) -> Option<String> {
    let (_, said) = finding.args.iter().find(|(name, _)| name == "indicator")?;
    let Said::Text(text) = said else {
        return None;
    };
    let inside = text.strip_prefix('[').and_then(|t| t.split_once(']')).map(|(code, _)| code);
    Some(inside.unwrap_or(text).to_owned())
}

/// File, sheet and cell.
type Spot = (String, String, String);

/// The figures that count in cells of which something was found: form, indicator, value.
fn figures(ledger: &Ledger<'_>, findings: &[Finding]) -> FxHashMap<Spot, (usize, usize, f64)> {
    let mut wanted: FxHashMap<(&str, &str), FxHashSet<&str>> = FxHashMap::default();
    for f in findings.iter().filter(|f| !f.place.cell.is_empty()) {
        wanted.entry((&f.place.file, &f.place.sheet)).or_default().insert(first_cell(&f.place.cell));
    }
    let mut out = FxHashMap::default();
    for sub in &ledger.submissions {
        for (at, part) in ledger.pieces(sub) {
            let file = ledger.files[at.file].name.as_str();
            let Some(cells) = wanted.get(&(file, part.sheet.as_str())) else {
                continue;
            };
            for fact in part.facts.iter() {
                let Some(number) = fact.number() else {
                    continue;
                };
                let cell = fact.cell.to_string();
                if cells.contains(cell.as_str()) {
                    out.insert((file.to_owned(), part.sheet.clone(), cell), (sub.form, fact.indicator, number));
                }
            }
        }
    }
    out
}

// ---- causes

/// What a cause and its consequence have in common: the kind of tie, then two names and a cell.
type Tie = (By, String, String, String);

/// The finding that each follows from, by place.
fn causes(
    project: &Project,
    ledger: &Ledger<'_>,
    named: &[(usize, UnitId)],
    findings: &mut [Finding],
) -> Vec<Option<usize>> {
    let senders = senders(project, ledger, named);
    let mut first: FxHashMap<(usize, Tie), usize> = FxHashMap::default();
    for (n, finding) in findings.iter().enumerate().filter(|(_, f)| f.accepted.is_empty()) {
        for (l, Link(from, by, _)) in LINKS.iter().enumerate() {
            if from.contains(&finding.code) {
                for tie in ties(finding, *by, &senders) {
                    first.entry((l, tie)).or_insert(n);
                }
            }
        }
    }
    let mut out = vec![None; findings.len()];
    for (n, finding) in findings.iter().enumerate() {
        let link = |(l, Link(_, by, follows)): (usize, &Link)| {
            let mine = if follows.contains(&finding.code) { ties(finding, *by, &senders) } else { Vec::new() };
            mine.into_iter().find_map(|tie| first.get(&(l, tie)).copied().filter(|c| *c != n))
        };
        out[n] = LINKS.iter().enumerate().find_map(link);
    }
    // What follows from something that follows itself stands below the first of them; a circle has no first.
    for n in 0..out.len() {
        let (mut at, mut steps) = (out[n], 0);
        while let Some(next) = at.and_then(|c| out[c]) {
            at = Some(next);
            steps += 1;
            if steps > LINKS.len() || next == n {
                at = None;
            }
        }
        out[n] = at;
    }
    for (n, cause) in out.iter().enumerate() {
        if let Some(c) = cause {
            let of = Cause { code: findings[*c].code, place: findings[*c].place.clone() };
            findings[n].cause = Some(Box::new(of));
        }
    }
    out
}

/// Who sent each file, as far as one is known.
fn senders<'a>(project: &'a Project, ledger: &'a Ledger<'_>, named: &[(usize, UnitId)]) -> FxHashMap<&'a str, &'a str> {
    let code = |u: UnitId| project.register.get(u).code.as_str();
    let mut out: FxHashMap<&str, &str> = FxHashMap::default();
    for (f, file) in ledger.files.iter().enumerate() {
        let mut units = file.extract.parts.iter().filter_map(|p| p.unit);
        let by_name = || named.iter().find(|(n, _)| *n == f).map(|(_, u)| *u);
        if let Some(unit) = units.next().or_else(by_name) {
            out.insert(&file.name, code(unit));
        }
    }
    out
}

/// By what a finding is tied to others.
fn ties(finding: &Finding, by: By, senders: &FxHashMap<&str, &str>) -> Vec<Tie> {
    let place = &finding.place;
    let tie = |a: &str, b: &str, c: &str| vec![(by, a.to_owned(), b.to_owned(), c.to_owned())];
    let on_sheet = !place.file.is_empty() && !place.sheet.is_empty();
    let unit = || {
        let own = Some(place.unit.as_str()).filter(|u| !u.is_empty());
        own.or_else(|| senders.get(place.file.as_str()).copied())
    };
    match by {
        By::Sheet if on_sheet => tie(&place.file, &place.sheet, ""),
        By::Cell if on_sheet => {
            // Of a longer range nobody says which of its cells is meant.
            let cells = place.cell.split([',', ';', ' ']).filter(|c| !c.is_empty() && !c.contains(':'));
            cells.map(|c| (by, place.file.clone(), place.sheet.clone(), c.to_owned())).collect()
        }
        By::Column if on_sheet => {
            let letters: String = place.cell.chars().take_while(char::is_ascii_alphabetic).collect();
            if letters.is_empty() { Vec::new() } else { tie(&place.file, &place.sheet, &letters) }
        }
        By::Submission if !place.form.is_empty() => unit().map_or_else(Vec::new, |u| tie(u, &place.form, "")),
        By::Sender => unit().map_or_else(Vec::new, |u| tie(u, "", "")),
        _ => Vec::new(),
    }
}

// ---- order

/// The worst first, then what stands for more; each with what follows from it.
fn order(findings: &mut Vec<Finding>, causes: &[Option<usize>]) {
    // A consequence may be worse than its cause: both stand where the worse one does.
    // What is only worth knowing stays in the order of its codes.
    let weight = |f: &Finding| (f.severity, Reverse(if f.severity == Severity::Info { 0 } else { f.effect }));
    let mut worst: Vec<_> = findings.iter().map(weight).collect();
    for (n, cause) in causes.iter().enumerate() {
        if let Some(c) = cause {
            worst[*c] = worst[*c].min(weight(&findings[n]));
        }
    }
    let mut places: Vec<usize> = (0..findings.len()).collect();
    places.sort_by_key(|n| {
        let root = causes[*n].unwrap_or(*n);
        (worst[root], root, causes[*n].is_some(), *n)
    });
    let mut old: Vec<Option<Finding>> = std::mem::take(findings).into_iter().map(Some).collect();
    findings.extend(places.into_iter().filter_map(|n| old[n].take()));
}

#[cfg(test)]
mod tests {
    use super::*;

    // Errors before warnings, more before less, consequences below their cause however little they are.
    #[test]
    fn consequences_follow() {
        let at = |code: Code, effect: u32| Finding { effect, ..Finding::new(code) };
        let mut findings = vec![at(Code::P007, 5), at(Code::S001, 900), at(Code::C016, 300), at(Code::T001, 2)];
        order(&mut findings, &[None, None, None, Some(0)]);
        let codes: Vec<Code> = findings.iter().map(|f| f.code).collect();
        assert_eq!(codes, [Code::S001, Code::P007, Code::T001, Code::C016]);
        assert!(findings.iter().filter(|f| f.severity == Severity::Error).count() == 2);
    }

    // Shares of nothing are none.
    #[test]
    fn shares() {
        assert_eq!([share(12.0, 100.0), share(1.0, 0.0), share(0.0, 0.0), share(-5.0, 50.0)], [120, 0, 0, 100]);
    }
}
