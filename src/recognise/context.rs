/*!
What a sheet says about itself: who reports, for when, in which measure.

What stands on the sheet comes first, then the names of sheet, file and folders. Contradictions are decided here,
as data ([`Settled`]); nothing later looks at a message to know what counts.
*/

use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::lexicon::Lexicon;
use super::periods;
use crate::finding::{Code, Finding, Said, Severity, Term};
use crate::intake::workbook::{DateShown, Value};
use crate::project::Project;
use crate::project::form::Form;
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::text::language::words;
use crate::text::meaning::Sameness;
use crate::text::number::plain_number;
use crate::text::{bare, clean, key, measure};

/// Where something was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The sheet's own words.
    Title,
    /// The header or footer of its pages.
    Page,
    /// The sheet's name.
    Sheet,
    /// The file's name.
    File,
    /// A folder's name.
    Folder,
    /// What a blank form of ours says of itself.
    Template,
}

impl Source {
    /// The word that `inspect --format json` uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Source::Title => "title",
            Source::Page => "page",
            Source::Sheet => "sheet",
            Source::File => "file",
            Source::Folder => "folder",
            Source::Template => "template",
        }
    }

    /// Its name for people.
    pub fn term(self) -> Term {
        match self {
            Source::Title => Term::Title,
            Source::Page => Term::Page,
            Source::Sheet => Term::Sheet,
            Source::File => Term::File,
            Source::Folder => Term::Folder,
            Source::Template => Term::Template,
        }
    }
}

/// What could be settled of one question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Settled<T> {
    /// It is this, taken from there.
    Is(T, Source),
    /// Nothing says.
    Open,
    /// What says it contradicts itself, or names what is not known: nothing else may take its place.
    Refused,
}

impl<T: Copy> Settled<T> {
    /// The value, where it is settled.
    pub fn value(self) -> Option<T> {
        match self {
            Settled::Is(v, _) => Some(v),
            Settled::Open | Settled::Refused => None,
        }
    }

    /// Where it was taken from, where it is settled.
    pub fn source(self) -> Option<Source> {
        match self {
            Settled::Is(_, s) => Some(s),
            Settled::Open | Settled::Refused => None,
        }
    }
}

/// The lines over a table.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// Each line of each text, in order.
    pub texts: Vec<String>,
    /// Whole rows of several cells, numbers among them, joined.
    rows: Vec<String>,
    /// Lines of the pages' headers and footers.
    pub page: Vec<String>,
    /// Dates that stand in a cell of their own, with the text to their left.
    dates: Vec<(String, crate::text::number::Day, DateShown)>,
}

/// The lines of a cell, which may hold a whole title.
fn lines_of(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(clean).filter(|l| !l.is_empty())
}

impl Lines {
    /// One line.
    pub fn one(text: &str) -> Lines {
        Lines { texts: vec![text.to_owned()], ..Lines::default() }
    }

    /// The lines of some rows.
    pub fn of(grid: &Grid<'_>, from: u32, to: u32) -> Lines {
        let mut lines = Lines::default();
        for row in grid.rows(from, to) {
            let mut joined: Vec<String> = Vec::new();
            for (cell, _) in grid.row(row) {
                match &cell.value {
                    Value::Text(t) => {
                        lines.texts.extend(lines_of(t));
                        joined.push(clean(t));
                    }
                    Value::Number(n) => joined.push(crate::text::number::plain_number(*n)),
                    Value::Date { day: Some(d), shown, .. } => {
                        lines.dates.push((joined.last().cloned().unwrap_or_default(), *d, *shown));
                    }
                    _ => {}
                }
            }
            if joined.len() > 1 {
                lines.rows.push(joined.join(" "));
            }
        }
        lines
    }
}

/// The parts of a file's path that may say something.
pub struct Path<'a> {
    /// The file's name without its ending.
    pub stem: &'a str,
    /// Folders, the nearest first.
    pub folders: Vec<&'a str>,
    /// The periods that folders name, the nearest first.
    pub periods: Vec<Period>,
}

impl<'a> Path<'a> {
    /// Takes a path apart.
    pub fn of(name: &'a str) -> Path<'a> {
        let mut folders: Vec<&str> = name.split('/').collect();
        let file = folders.pop().unwrap_or(name);
        folders.reverse();
        let periods = periods::of_folders(name).periods.clone();
        Path { stem: file.rsplit_once('.').map_or(file, |(s, _)| s), folders, periods }
    }
}

/// The name of a sheet as far as it can be trusted: Excel cuts names at 31 characters, so the last word of one
/// that long may be a fragment.
fn sheet_name(name: &str) -> &str {
    const LONGEST: usize = 31;
    if name.chars().count() < LONGEST {
        return name;
    }
    name.rsplit_once([' ', '_', '-']).map_or(name, |(whole, _)| whole)
}

/// What looking for the reporting unit needs.
pub struct Who<'a> {
    /// The sheet.
    pub grid: &'a Grid<'a>,
    /// Rows over the table.
    pub title: (u32, u32),
    /// Rows below it, where it is the only one.
    pub below: Option<(u32, u32)>,
    /// The lines over the table.
    pub lines: &'a Lines,
    /// The file's path.
    pub path: &'a Path<'a>,
    /// The form.
    pub form: &'a Form,
    /// The last day of the period, where it is known: names and codes are those of that time.
    pub day: Option<jiff::civil::Date>,
    /// The project.
    pub project: &'a Project,
    /// Its words.
    pub lexicon: &'a Lexicon,
}

impl Who<'_> {
    fn reporter(&self, u: UnitId) -> bool {
        self.ever(u) && self.day.is_none_or(|d| self.project.register.get(u).exists_on(d))
    }

    /// One that reports the form, whether or not it exists then.
    fn ever(&self, u: UnitId) -> bool {
        self.form.reporters.has(&self.project.register, u)
    }

    fn sender(&self, u: UnitId) -> bool {
        u != self.project.province && !self.form.rows.kinds.contains(&self.project.register.get(u).kind)
    }

    fn full_name(&self, u: UnitId) -> String {
        self.project.register.get(u).full_name()
    }

    fn names(&self, units: &[UnitId]) -> String {
        units.iter().map(|u| self.with_parent(*u)).collect::<Vec<_>>().join("; ")
    }

    /// A unit's name, with that of the unit above it where that is not the province.
    fn with_parent(&self, u: UnitId) -> String {
        match self.project.register.get(u).parent.filter(|p| *p != self.project.province) {
            Some(p) => format!("{} ({})", self.full_name(u), self.full_name(p)),
            None => self.full_name(u),
        }
    }

    fn is_above(&self, upper: UnitId, lower: UnitId) -> bool {
        self.project.register.is_above(upper, lower)
    }

    /// Who reports: what the title says, else the names of sheet, file and folders.
    pub fn settle(&self, findings: &mut Vec<Finding>) -> Settled<UnitId> {
        let mut labels = unit_labels(self.grid, self.title, self.lexicon);
        let blank = labels.iter().any(String::is_empty);
        labels.retain(|l| !l.is_empty());
        // Below it, a word of a label in a row of several cells is a heading, or names a row.
        labels.extend(self.below.into_iter().flat_map(|(from, to)| {
            self.grid
                .rows(from, to)
                .filter(|r| self.grid.row(*r).count() <= 2)
                .flat_map(|r| unit_labels(self.grid, (r, r), self.lexicon))
                .collect::<Vec<_>>()
        }));
        labels.extend(self.grid.sheet.page.iter().filter_map(|l| self.lexicon.unit_label(l)).map(clean));
        labels.retain(|l| !l.is_empty());
        let label = labels.first().cloned().or_else(|| blank.then(String::new));
        let named = label.as_deref().filter(|t| !t.is_empty());
        let in_lines = self.in_lines();
        let settled = match named {
            Some(text) => self.by_label(text, &in_lines, findings),
            None => self.without_label(&in_lines, label.is_some(), findings),
        };
        // A further line that says who reports, over the table or below it, must not say another.
        let Settled::Is(unit, Source::Title) = settled else {
            return settled;
        };
        for text in labels.iter().skip(1) {
            if let Some(other) = self.lexicon.names.find(text, &|u| self.sender(u), true).and_then(|n| n.one())
                && other != unit
                && !self.is_above(other, unit)
                && !self.is_above(unit, other)
            {
                findings.push(self.contradiction((Term::Title, unit), (Term::Line, other), text));
                return Settled::Refused;
            }
        }
        settled
    }

    /// The units that lines of the title name wholly; those above another of them aside.
    fn in_lines(&self) -> Vec<UnitId> {
        let mut met: Vec<UnitId> = Vec::new();
        for line in &self.lines.texts {
            let names = &self.lexicon.names;
            let named = names.find(line, &|u| self.reporter(u), false);
            let named = named.or_else(|| names.find(line, &|u| self.ever(u), false));
            if let Some(u) = named.filter(|n| n.how != Sameness::Slip).and_then(|n| n.one())
                && !met.contains(&u)
            {
                met.push(u);
            }
        }
        let lowest: Vec<UnitId> =
            met.iter().copied().filter(|u| !met.iter().any(|v| v != u && self.is_above(*u, *v))).collect();
        lowest
    }

    fn by_label(&self, text: &str, in_lines: &[UnitId], findings: &mut Vec<Finding>) -> Settled<UnitId> {
        let names = &self.lexicon.names;
        let named = names.find(text, &|u| self.reporter(u), true).or_else(|| names.find(text, &|u| self.ever(u), true));
        let named = named.or_else(|| names.find(text, &|u| self.sender(u), true));
        // What a label names may be a unit's code, be it a number.
        let named = named.or_else(|| names.by_code(text, &|u| self.reporter(u)));
        let named = named.filter(|n| !n.units.iter().any(|u| names.speaks_against(text, *u)));
        let Some(named) = named else {
            return self.confirmed(text, findings);
        };
        let left = self.settled_by_superior(&named.units);
        let [unit] = left.as_slice() else {
            // A name that may be several units is settled by a place that says more.
            let (left, seen) = self.by_places(&left, findings);
            return match left.as_slice() {
                [unit] => {
                    let source = self.source_of(*unit);
                    if source != Source::Title {
                        findings
                            .push(Finding::new(Code::R017).value(self.with_parent(*unit)).arg("where", source.term()));
                    }
                    Settled::Is(*unit, Source::Title)
                }
                _ => {
                    let units = if left.is_empty() { named.units } else { left };
                    let value = std::iter::once(text.to_owned()).chain(seen).collect::<Vec<_>>().join("; ");
                    findings.push(Finding::new(Code::R004).value(value).arg("candidates", self.names(&units)));
                    Settled::Refused
                }
            };
        };
        if named.how == Sameness::Slip {
            findings.push(Finding::new(Code::R016).value(text).expected(self.full_name(*unit)));
        }
        // A line of the title that is wholly another unit's name contradicts, unless that one stands above.
        let other = in_lines.iter().find(|u| **u != *unit && !self.is_above(**u, *unit) && !self.is_above(*unit, **u));
        if let Some(other) = other {
            findings.push(self.contradiction((Term::Line, *unit), (Term::Title, *other), text));
            return Settled::Refused;
        }
        Settled::Is(*unit, Source::Title)
    }

    /// A name that nobody bears: a slip of a tone counts where file or folder confirm it, anything else is unknown.
    fn confirmed(&self, text: &str, findings: &mut Vec<Finding>) -> Settled<UnitId> {
        let names = &self.lexicon.names;
        let places = std::iter::once(self.path.stem).chain(self.path.folders.iter().copied());
        for place in places {
            if let [unit] = names.find_in(place, &|u| self.reporter(u)).as_slice()
                && names.nearly_names(text, *unit)
            {
                findings.push(Finding::new(Code::R016).value(text).expected(self.full_name(*unit)));
                return Settled::Is(*unit, Source::Title);
            }
        }
        let near = names.nearest(text, &|u| self.reporter(u), &self.project.register).join("; ");
        findings.push(Finding::new(Code::R003).value(text).arg("candidates", Said::or_none(near)));
        Settled::Refused
    }

    /// Of units of one name those whose superior is named on the sheet, in the file's name or a folder's.
    fn settled_by_superior(&self, units: &[UnitId]) -> Vec<UnitId> {
        if units.len() < 2 {
            return units.to_vec();
        }
        let texts: Vec<&str> = self
            .lines
            .texts
            .iter()
            .map(String::as_str)
            .chain([self.path.stem])
            .chain(self.path.folders.iter().copied())
            .collect();
        let told: Vec<UnitId> = units
            .iter()
            .copied()
            .filter(|u| {
                let parent = self.project.register.get(*u).parent.filter(|p| *p != self.project.province);
                parent.is_some_and(|p| texts.iter().any(|t| self.lexicon.names.mentioned(t, &|v| v == p).contains(&p)))
            })
            .collect();
        if told.len() == 1 { told } else { units.to_vec() }
    }

    /// What was read, where nothing more exact is known: the lines of the title.
    fn read(&self, seen: &[String]) -> String {
        const MOST: usize = 3;
        let seen = seen.join("; ");
        if !seen.trim().is_empty() {
            return seen;
        }
        let lines = self.lines.texts.iter().map(String::as_str).filter(|t| !t.trim().is_empty());
        lines.take(MOST).collect::<Vec<_>>().join("; ")
    }

    fn without_label(&self, in_lines: &[UnitId], blank: bool, findings: &mut Vec<Finding>) -> Settled<UnitId> {
        match in_lines {
            [unit] => return Settled::Is(*unit, Source::Title),
            [] => {}
            several => {
                let (left, seen) = self.by_places(several, findings);
                if let [unit] = left.as_slice() {
                    return Settled::Is(*unit, Source::Title);
                }
                let read = self.read(&seen);
                findings.push(Finding::new(Code::R004).value(read).arg("candidates", self.names(several)));
                return Settled::Refused;
            }
        }
        if let Some(line) = self.unknown_unit() {
            let near = self.lexicon.names.nearest(&line, &|u| self.reporter(u), &self.project.register).join("; ");
            findings.push(Finding::new(Code::R003).value(line).arg("candidates", Said::or_none(near)));
            return Settled::Refused;
        }
        // Short names in lines leave several: a place may settle which.
        let short = self.short_in_lines();
        let before = findings.len();
        let (left, seen) = self.by_places(&short, findings);
        if findings[before..].iter().any(|f| f.code == Code::R005) {
            return Settled::Refused;
        }
        match left.as_slice() {
            [unit] => {
                let source = self.source_of(*unit);
                if source != Source::Title {
                    let severity = if blank { Severity::Warning } else { Severity::Info };
                    findings.push(
                        Finding::new(Code::R017)
                            .severity(severity)
                            .value(self.full_name(*unit))
                            .arg("where", source.term()),
                    );
                }
                Settled::Is(*unit, source)
            }
            [] => {
                let text = seen.join("; ");
                let near = self.lexicon.names.nearest(&text, &|u| self.reporter(u), &self.project.register).join("; ");
                let read = Said::or_none(self.read(&seen));
                findings.push(Finding::new(Code::R003).value(read).arg("candidates", Said::or_none(near)));
                Settled::Open
            }
            several => {
                let read = self.read(&seen);
                findings.push(Finding::new(Code::R004).value(read).arg("candidates", self.names(several)));
                Settled::Refused
            }
        }
    }

    fn short_in_lines(&self) -> Vec<UnitId> {
        let mut found: Vec<UnitId> = Vec::new();
        for line in &self.lines.texts {
            if let Some(n) = self.lexicon.names.find(line, &|u| self.reporter(u), false) {
                found.extend(n.units);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A line of the title that can only be a unit's name, and is nobody's: `UBND huyện Diễn Châu`, a letterhead's
    /// `HUYỆN DIỄN CHÂU`, `Thị xã Lộc Hà` alone.
    fn unknown_unit(&self) -> Option<String> {
        const LETTERHEAD: usize = 6;
        let texts = &self.lines.texts;
        let letterhead = texts.iter().take(LETTERHEAD).any(|t| words().is_motto(&key(t)));
        let is_one = |n: usize, line: &str| {
            let k = key(line);
            let body = words().strip_unit_prefix(&k);
            let Some(level) = self.lexicon.names.level(body) else {
                return false;
            };
            let mut name = line.split_whitespace().skip(level.split(' ').count());
            let alone = line.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-')
                && if line.chars().any(char::is_lowercase) {
                    name.all(|w| w.chars().next().is_some_and(char::is_uppercase))
                } else {
                    letterhead && n < LETTERHEAD
                };
            (body != k || alone) && (2..=6).contains(&body.split(' ').count()) && !self.lexicon.names.is_name(line)
        };
        texts.iter().enumerate().find(|(n, line)| is_one(*n, line)).map(|(_, line)| line.clone())
    }

    /// Which place names a unit first.
    fn source_of(&self, unit: UnitId) -> Source {
        let has = |text: &str| self.lexicon.names.find_in(text, &|u| self.reporter(u)).contains(&unit);
        if self.grid.sheet.page.iter().any(|l| has(l)) {
            Source::Page
        } else if has(sheet_name(&self.grid.sheet.name)) {
            Source::Sheet
        } else if has(self.path.stem) {
            Source::File
        } else if self.path.folders.iter().any(|f| has(f)) {
            Source::Folder
        } else {
            Source::Title
        }
    }

    /// The units that the names of sheet, file and folders leave, of some or of all; and what was looked at. A
    /// sheet and a file that name different units contradict each other.
    fn by_places(&self, among: &[UnitId], findings: &mut Vec<Finding>) -> (Vec<UnitId>, Vec<String>) {
        let mut left: Vec<UnitId> = among.to_vec();
        let mut seen: Vec<String> = Vec::new();
        let sheet = sheet_name(&self.grid.sheet.name);
        let page = self.grid.sheet.page.join(" ; ");
        let places = [(Source::Page, page.as_str()), (Source::Sheet, sheet), (Source::File, self.path.stem)];
        let places = places.into_iter().chain(self.path.folders.iter().map(|f| (Source::Folder, *f)));
        let mut by: Vec<(Term, Vec<UnitId>)> = Vec::new();
        for (place, text) in places {
            if left.len() == 1 && place == Source::Folder {
                break;
            }
            let mut units = self.lexicon.names.find_in(text, &|u| self.reporter(u));
            // A page may be headed by the office above, or name one to write to.
            if units.is_empty() && place != Source::Page {
                units = self.lexicon.names.find_in(text, &|u| self.ever(u));
            }
            if units.is_empty() {
                continue;
            }
            seen.push(text.to_owned());
            if place != Source::Folder {
                let other = by.iter().find(|(_, others)| !units.iter().any(|u| others.contains(u)));
                if let Some((term, others)) = other {
                    findings.push(self.contradiction((*term, others[0]), (place.term(), units[0]), text));
                    return (Vec::new(), seen);
                }
                by.push((place.term(), units.clone()));
            }
            if left.is_empty() {
                left = units;
            } else {
                let both: Vec<UnitId> = units.into_iter().filter(|u| left.contains(u)).collect();
                if !both.is_empty() {
                    left = both;
                }
            }
        }
        let told = self.settled_by_superior(&left);
        (told, seen)
    }

    fn contradiction(&self, a: (Term, UnitId), b: (Term, UnitId), text: &str) -> Finding {
        Finding::new(Code::R005)
            .value(text)
            .expected(self.full_name(a.1))
            .arg("where_a", a.0)
            .arg("a", self.full_name(a.1))
            .arg("where_b", b.0)
            .arg("b", self.full_name(b.1))
    }
}

/// The texts after labels such as `Đơn vị báo cáo:`, in the same cell, to its right or below it; blank where the label
/// stands without a name.
fn unit_labels(grid: &Grid<'_>, title: (u32, u32), lexicon: &Lexicon) -> Vec<String> {
    let mut found = Vec::new();
    for row in grid.rows(title.0, title.1) {
        let cells: Vec<_> = grid.row(row).collect();
        for (i, (cell, _)) in cells.iter().enumerate() {
            let text = cell.text().unwrap_or_default();
            for rest in text.lines().filter_map(|l| lexicon.unit_label(l)) {
                let rest = rest.trim_matches(|c: char| matches!(c, '.' | '…' | '_' | ' '));
                // A code may stand there as a number.
                let beside = || match &cells.get(i + 1)?.0.value {
                    Value::Text(t) => Some(t.to_string()),
                    Value::Number(n) => Some(plain_number(*n)).filter(|n| lexicon.names.has_code(n)),
                    _ => None,
                };
                let below = || {
                    let text = grid.get(row + 1, cell.col).and_then(|c| c.text()).filter(|_| row < title.1);
                    text.filter(|t| lexicon.unit_label(t).is_none() && !t.contains(':')).map(str::to_owned)
                };
                found.push(if rest.is_empty() {
                    beside().or_else(below).map(|t| clean(&t)).unwrap_or_default()
                } else {
                    clean(rest)
                });
            }
        }
    }
    found
}

/// True where lines name another unit or period than a table has.
pub fn names_another(
    lines: &Lines,
    form: &Form,
    (unit, period): (Option<UnitId>, Option<Period>),
    project: &Project,
    lexicon: &Lexicon,
) -> bool {
    let scope = |u: UnitId| form.reporters.has(&project.register, u);
    lines.texts.iter().any(|l| {
        let labelled = lexicon.unit_label(l).filter(|t| !t.is_empty());
        // A unit that a label names and nobody knows is another one, too.
        if let Some(text) = labelled {
            return lexicon.names.find(text, &scope, true).and_then(|n| n.one()) != unit;
        }
        let named = lexicon.names.find(l, &scope, false).filter(|n| n.how != Sameness::Slip).and_then(|n| n.one());
        named.is_some_and(|u| Some(u) != unit)
    }) || stated_periods(lines, form).iter().any(|p| Some(*p) != period)
}

/// The lines over a table, each by itself and joined with what stands in its row.
fn stated_lines(lines: &Lines) -> impl Iterator<Item = &String> {
    lines.texts.iter().chain(&lines.rows)
}

/// The periods that lines state, of a kind that the form is reported for.
pub fn stated_periods(lines: &Lines, form: &Form) -> Vec<Period> {
    let mut found: Vec<Period> = Vec::new();
    let due = |p: &Period| form.is_due(*p);
    for line in stated_lines(lines) {
        if let Some(p) = of_range(line, form) {
            found.push(p);
        }
        found.extend(periods::find(line).into_iter().filter(due));
    }
    for (label, day, shown) in &lines.dates {
        let labelled = is_period_label(label);
        if labelled || (label.is_empty() && *shown == DateShown::Month) {
            found.extend(form.frequencies.iter().filter_map(|f| Period::around(*day, *f)).filter(due));
        }
    }
    let mut seen = Vec::new();
    found.retain(|p| {
        let new = !seen.contains(p);
        seen.push(*p);
        new
    });
    found
}

/// The form's period whose days a line states as a range.
fn of_range(line: &str, form: &Form) -> Option<Period> {
    use crate::project::period::Regime;
    let (from, to) = periods::range(line)?;
    let candidates = form.frequencies.iter().flat_map(|f| {
        // Under the decree a period ends in its last month, whose middle lies before the range's end.
        [Period::around(to, *f), Period::around(from, *f)].into_iter().flatten().collect::<Vec<_>>()
    });
    let fits = |p: &Period, r: Regime| p.window(r) == (from, to);
    let all: Vec<Period> = candidates.collect();
    all.iter()
        .find(|p| fits(p, form.regime))
        .or_else(|| all.iter().find(|p| fits(p, Regime::Calendar) || fits(p, Regime::Decree09)))
        .copied()
}

/// True for the words before a period (`Kỳ báo cáo`).
pub fn is_period_label(text: &str) -> bool {
    const LABELS: [&str; 16] = [
        "month",
        "thang",
        "quy",
        "quarter",
        "period",
        "ky",
        "ky bao cao",
        "reporting period",
        "reporting month",
        "thang bao cao",
        "year",
        "nam",
        "nam bao cao",
        "quy bao cao",
        "for the month of",
        "report month",
    ];
    LABELS.contains(&bare(&key(text)).as_str())
}

/// For when: title, sheet name, file name and folder, which must not contradict each other.
pub fn when(lines: &Lines, sheet: &str, path: &Path<'_>, form: &Form, findings: &mut Vec<Finding>) -> Settled<Period> {
    let due = |p: &Period| form.is_due(*p);
    let folder = path.periods.iter().copied().find(due);
    let in_title = stated_periods(lines, form);
    // Of several in a title the folder's counts if it is among them, else the first that stands there.
    let title = match folder {
        Some(f) if in_title.contains(&f) => Some(f),
        _ => in_title.first().copied(),
    };
    // A range of days is another way to say the same: words that name only other periods contradict it.
    let ranges: Vec<Period> = stated_lines(lines).filter_map(|l| of_range(l, form)).collect();
    let in_words: Vec<Period> = stated_lines(lines)
        .filter(|l| of_range(l, form).is_none())
        .flat_map(|l| periods::find(l).into_iter().filter(due))
        .collect();
    if let (Some(range), Some(word)) = (ranges.first(), in_words.first())
        && title.is_none_or(|t| !in_words.contains(&t) || folder.is_none() && !ranges.contains(&t))
    {
        let (a, b) = (word.to_string(), range.to_string());
        let places = Finding::new(Code::R007).arg("where_a", Term::Title).arg("where_b", Term::Line);
        findings.push(places.value(&a).expected(&b).arg("a", &a).arg("b", &b));
        return Settled::Refused;
    }
    let one = |name: &str| match periods::find(name).into_iter().filter(due).collect::<Vec<_>>().as_slice() {
        [p] => Some(*p),
        _ => None,
    };
    let by_sheet = one(sheet);
    let by_file = one(path.stem);
    let clash = |a: Source, pa: &str, b: Source, pb: Period| {
        Finding::new(Code::R007)
            .value(pa)
            .expected(pb)
            .arg("where_a", a.term())
            .arg("a", pa)
            .arg("where_b", b.term())
            .arg("b", pb)
    };
    // A line that is nothing but a period, with or without its label. (A month beside other words may be the date of
    // a letter, a year anything.)
    let alone = |l: &&String| {
        let (found, rest) = &*periods::strip(l);
        !found.is_empty() && (rest.is_empty() || is_period_label(rest))
    };
    let lone: Vec<Period> = lines.texts.iter().filter(alone).flat_map(|l| periods::find(l)).collect();
    // One that is not the title's contradicts it.
    if let Some(t) = title
        && let Some(other) = lone.iter().find(|p| due(p) && **p != t)
    {
        let (a, b) = (t.to_string(), other.to_string());
        let places = Finding::new(Code::R007).arg("where_a", Term::Title).arg("where_b", Term::Line);
        findings.push(places.value(&a).expected(&b).arg("a", &a).arg("b", &b));
        return Settled::Refused;
    }
    // One of another kind: its figures are not those of the folder's period.
    if in_words.is_empty()
        && in_title.iter().all(|p| ranges.contains(p))
        && let Some(other) = lone.into_iter().find(|p| !p.is_year() && !due(p))
        && let Some((place, p)) = folder.map(|f| (Source::Folder, f)).or(one(path.stem).map(|f| (Source::File, f)))
    {
        findings.push(clash(Source::Title, &other.to_string(), place, p));
        return Settled::Refused;
    }
    // A page may name any month: that of a rule, of the data. Only a line that is nothing but a period says it.
    let by_page = one(&lines.page.iter().filter(alone).map(String::as_str).collect::<Vec<_>>().join(" ; "));
    let stated = title.map(|t| (t, Source::Title));
    let stated = stated.or(by_page.map(|p| (p, Source::Page))).or(by_sheet.map(|s| (s, Source::Sheet)));
    let weaker = by_file.map(|f| (f, Source::File)).or(folder.map(|f| (f, Source::Folder)));
    if let Some((t, from)) = stated {
        let against = folder.map(|f| (f, Source::Folder)).or(by_file.map(|f| (f, Source::File)));
        if let Some((p, place)) = against.filter(|(p, _)| *p != t) {
            findings.push(clash(from, &t.to_string(), place, p));
            return Settled::Refused;
        }
        if let Some(f) = by_file.filter(|f| *f != t) {
            findings.push(Finding::new(Code::R021).value(f).arg("a", f).arg("b", t));
        }
        if let Some(p) = by_page.filter(|p| *p != t) {
            findings.push(clash(from, &t.to_string(), Source::Page, p));
            return Settled::Refused;
        }
        return Settled::Is(t, from);
    }
    let Some((period, from)) = weaker else {
        findings.push(Finding::new(Code::R006));
        return Settled::Open;
    };
    if let Some(d) = folder.filter(|d| *d != period) {
        findings.push(clash(from, &period.to_string(), Source::Folder, d));
        return Settled::Refused;
    }
    // A name that says the month or the year alone must not say another.
    for (place, name) in [(Source::Sheet, sheet), (Source::File, path.stem)] {
        if (periods::find(name).is_empty() || (place == Source::Sheet && one(name).is_none()))
            && let Some(partial) = periods::partial(name)
            && partial.contradicts(period)
        {
            findings.push(clash(place, name, from, period));
            return Settled::Refused;
        }
    }
    findings.push(Finding::new(Code::R018).value(period).arg("where", from.term()));
    Settled::Is(period, from)
}

/// What follows words that state a measure inside a sentence: "số liệu tính bằng triệu đồng", "Figures in thousands".
fn after_phrase(text: &str) -> Option<&str> {
    const PHRASES: [&str; 12] = [
        "tính bằng ",
        "tính theo ",
        "đơn vị tính là ",
        "quy ra ",
        "amounts in ",
        "amount in ",
        "figures in ",
        "figures are in ",
        "values in ",
        "numbers in ",
        "expressed in ",
        "stated in ",
    ];
    let lower = text.to_lowercase();
    // Small letters of another length would shift the place.
    if lower.len() != text.len() {
        return None;
    }
    PHRASES.iter().find_map(|p| lower.find(p).and_then(|at| text.get(at + p.len()..)))
}

/// The units of measure that lines over a table state (`Đơn vị tính: nghìn đồng`).
pub fn measures(lines: &Lines) -> Vec<String> {
    const LABELS: [&str; 12] = [
        "đơn vị tính",
        "đvt",
        "đ v t",
        "đơn vị",
        "đv tính",
        "unit of measure",
        "unit of measurement",
        "units",
        "unit",
        "measure",
        "currency",
        "in",
    ];
    static KEYS: std::sync::LazyLock<Vec<String>> =
        std::sync::LazyLock::new(|| LABELS.iter().map(|l| key(l)).collect());
    let mut out: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        for part in measure::list(text.trim_matches(['(', ')', '[', ']', ' ', '.'])) {
            if measure::parse(part).is_some_and(|m| m.is_certain()) && !out.iter().any(|o| o == part) {
                out.push(part.to_owned());
            }
        }
    };
    for line in lines.texts.iter().chain(&lines.rows) {
        // The last part of a line in brackets, or after a colon, with its label before it.
        for part in line.split(['(', ')', '[', ']']) {
            if let Some((label, rest)) = part.rsplit_once([':', '：']) {
                let k = key(label);
                if KEYS.iter().any(|l| k == *l || k.ends_with(&format!(" {l}"))) {
                    add(rest);
                } else if let Some(stated) = after_phrase(rest) {
                    add(stated);
                }
                continue;
            }
            if let Some(stated) = after_phrase(part) {
                add(stated);
                continue;
            }
            let k = key(part);
            if let Some(label) =
                KEYS.iter().filter(|l| l.ends_with(" in") || *l == "in").find(|l| k.starts_with(&format!("{l} ")))
            {
                let words = label.split(' ').count();
                let rest: Vec<&str> = part.split_whitespace().skip(words).collect();
                add(&rest.join(" "));
            } else if part.len() < line.len() && measure::parse(part).is_some_and(|m| m.scale != 1.0) {
                add(part);
            } else {
                // "ĐVT" in one cell, the measure in the next.
                let parts: Vec<&str> = part.split_whitespace().collect();
                let head = parts.len().checked_sub(1).map_or(0, |n| n.min(3));
                for n in (1..=head).rev() {
                    if matches!(key(&parts[..n].join(" ")).as_str(), "đơn vi₅ tinh₂" | "đvt") {
                        add(&parts[n..].join(" "));
                        break;
                    }
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Lines {
        Lines { texts: texts.iter().map(|t| (*t).to_owned()).collect(), ..Lines::default() }
    }

    // A measure is found wherever a line states it, and only there.
    #[test]
    fn stated_measures() {
        for (line, want) in [
            ("Đơn vị tính: nghìn đồng", vec!["nghìn đồng"]),
            ("ĐVT: nghìn lượt, nghìn tờ", vec!["nghìn lượt", "nghìn tờ"]),
            ("(Đơn vị tính: triệu đồng)", vec!["triệu đồng"]),
            ("BÁO CÁO THU CHI (ĐVT: 1.000 đồng)", vec!["1.000 đồng"]),
            ("Amounts in thousand USD", vec!["thousand USD"]),
            ("Cost return (thousand USD)", vec!["thousand USD"]),
            ("Đơn vị: huyện Vĩnh Lộc", vec![]),
            ("Tháng 3 năm 2024", vec![]),
            ("Báo cáo (Quý I)", vec![]),
        ] {
            assert_eq!(measures(&lines(&[line])), want, "{line}");
        }
    }

    // The last word of a sheet name as long as Excel allows may be cut off.
    #[test]
    fn cut_names() {
        assert_eq!(sheet_name("Countywide_PbP_Total_Ballots_Ca"), "Countywide_PbP_Total_Ballots");
        assert_eq!(sheet_name("Biểu 1"), "Biểu 1");
    }
}
