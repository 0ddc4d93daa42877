/*!
What an expression of the written report comes to, and how it is written.
*/

use jiff::civil::Date;

use crate::consolidate::past::Past;
use crate::consolidate::{FrameError, Group, Total};
use crate::finding::Lang;
use crate::locale::say;
use crate::project::expression::{Compare, Op};
use crate::project::form::{Layout, ValueType};
use crate::project::period::{Period, Regime};
use crate::project::report::{At, Expr, Figure, Format, List, Measure, Rows, Test, Than, Value, Word};
use crate::project::units::UnitId;
use crate::run::Done;
use crate::submission::ledger::day_of;
use crate::text::number::format_number;

/// A run that is asked for values.
pub struct Asked<'a> {
    done: &'a Done<'a>,
    lang: Lang,
    /// What each unit reported.
    now: Past,
}

/// The row of a table for which a value is asked.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its number, from 1.
    pub number: usize,
    /// Its unit.
    pub unit: UnitId,
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Whether it is all that it should be.
    pub state: State,
}

/// Whether a value is all that it should be.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// It is.
    Whole,
    /// Of so many who should have reported it only so many have.
    Incomplete(usize, usize),
    /// There is none.
    Missing,
}

/// What an expression comes to.
#[derive(Debug, Clone)]
enum Got {
    Number { value: f64, percent: bool, unit: String },
    Text(String),
    Names(Vec<Name>),
    Day(Date),
    Missing,
}

/// A unit's name, in full and short, or an item's.
#[derive(Debug, Clone)]
struct Name {
    full: String,
    short: String,
}

/// What is known of a figure.
#[derive(Debug, Default)]
struct Facts {
    value: Option<f64>,
    previous: Option<f64>,
    change: Option<f64>,
    last_year: Option<f64>,
    change_year: Option<f64>,
    year_to_date: Option<f64>,
    plan: Option<f64>,
    fulfilled: Option<f64>,
    yes: Option<f64>,
    answered: Option<f64>,
    reported: usize,
    expected: usize,
}

/// One evaluation: for whom, and the least complete figure that it met.
struct Evaluation<'a, 'b> {
    asked: &'b Asked<'a>,
    row: Option<Row>,
    /// The unit that figures without one are of, inside a condition on units.
    each: Option<UnitId>,
    short_of: Option<(usize, usize)>,
}

impl<'a> Asked<'a> {
    /// Of a finished run.
    pub fn of(done: &'a Done<'a>, lang: Lang) -> Result<Asked<'a>, FrameError> {
        let now = Past::of_ledger(done.project, &done.ledger)?;
        Ok(Asked { done, lang, now })
    }

    /// The run.
    pub fn done(&self) -> &'a Done<'a> {
        self.done
    }

    /// The language of the report.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    fn evaluation(&self, row: Option<Row>) -> Evaluation<'a, '_> {
        Evaluation { asked: self, row, each: None, short_of: None }
    }

    /// A value as it is written.
    pub fn write(&self, value: &Value, row: Option<Row>) -> Written {
        let mut evaluation = self.evaluation(row);
        let got = evaluation.got(&value.of);
        let short_of = evaluation.short_of;
        if matches!(got, Got::Missing) {
            let in_row = row.is_some() && matches!(&value.of, Expr::Figure(_, f) if f.at == At::Row);
            let text = if in_row { "…".to_owned() } else { self.lang.text("report-missing") };
            return Written { text, state: State::Missing };
        }
        let text = self.formatted(got, &value.formats);
        match short_of {
            Some((reported, expected)) => Written {
                text: say!(self.lang, "report-incomplete", text = text, reported = reported, expected = expected),
                state: State::Incomplete(reported, expected),
            },
            None => Written { text, state: State::Whole },
        }
    }

    /// Whether a condition holds; nothing where what it asks for is missing.
    pub fn holds(&self, test: &Test, row: Option<Row>) -> Option<bool> {
        self.evaluation(row).holds(test)
    }

    /// The units for which a row is made, in order.
    pub fn rows(&self, rows: &Rows) -> Vec<UnitId> {
        let mut evaluation = self.evaluation(None);
        let mut units = evaluation.units(&rows.list);
        if let Some((figure, down)) = &rows.sort {
            let key = |u: UnitId| {
                let mut one = self.evaluation(None);
                one.each = Some(u);
                match one.got(&Expr::Figure(Measure::Itself, figure.clone())) {
                    Got::Number { value, .. } => Some(value),
                    _ => None,
                }
            };
            let mut keyed: Vec<(Option<f64>, UnitId)> = units.iter().map(|u| (key(*u), *u)).collect();
            // Whoever has none comes last either way.
            keyed.sort_by(|(a, _), (b, _)| match (a, b) {
                (Some(a), Some(b)) => {
                    if *down {
                        b.total_cmp(a)
                    } else {
                        a.total_cmp(b)
                    }
                }
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
            units = keyed.into_iter().map(|(_, u)| u).collect();
        }
        units.truncate(rows.top.unwrap_or(usize::MAX));
        units
    }

    fn number(&self, value: f64, decimals: u32) -> String {
        let scale = 10f64.powi(decimals as i32);
        format_number((value * scale).round() / scale, self.done.project.convention)
    }

    fn period(&self, period: Period, short: bool) -> String {
        if short { period.in_short(self.lang) } else { period.in_words(self.lang) }
    }

    /// Writes what was got.
    fn formatted(&self, got: Got, formats: &[Format]) -> String {
        let lang = self.lang;
        let text = match got {
            Got::Number { mut value, percent, mut unit } => {
                let mut decimals = if percent { 0 } else { 2 };
                let (mut is_percent, mut before, mut two) = (percent, String::new(), false);
                let mut text = None;
                for format in formats {
                    let word = |own: &Option<String>, key: &str| own.clone().unwrap_or_else(|| lang.text(key));
                    match format {
                        Format::Round(n) => decimals = *n,
                        Format::Percent(n) => (is_percent, decimals) = (true, *n),
                        Format::Over(step, own) => {
                            rounded(&mut value, &mut before, *step, f64::floor, word(own, "report-over"));
                        }
                        Format::Nearly(step, own) => {
                            rounded(&mut value, &mut before, *step, f64::ceil, word(own, "report-nearly"));
                        }
                        Format::About(step, own) => {
                            rounded(&mut value, &mut before, *step, f64::round, word(own, "report-about"));
                        }
                        Format::Order(own) => text = self.order(value, own.as_deref()),
                        Format::In(by, own) => (value, unit) = (value / by, own.clone()),
                        Format::Unit(own) => unit.clone_from(own),
                        Format::Two => two = true,
                        _ => {}
                    }
                }
                text.unwrap_or_else(|| {
                    let mut digits = self.number(value, decimals);
                    if two && digits.len() == 1 {
                        digits.insert(0, '0');
                    }
                    let sign = if is_percent { "%" } else { "" };
                    let parts = [before.as_str(), &digits, sign, &unit];
                    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
                })
            }
            Got::Day(day) => match formats.contains(&Format::Long) {
                true => {
                    let two = |n: i8, below: i8| if n < below { format!("0{n}") } else { n.to_string() };
                    // Days below 10 and the first two months are written with a nought, against insertions.
                    let (d, m) = (two(day.day(), 10), two(day.month(), 3));
                    say!(lang, "report-day", day = d, month = m, year = day.year().to_string())
                }
                false => {
                    let (d, m) = (day.day().to_string(), day.month().to_string());
                    say!(lang, "report-day-short", day = d, month = m, year = day.year().to_string())
                }
            },
            Got::Names(names) => {
                let short = formats.contains(&Format::Short);
                let top = formats.iter().find_map(|f| if let Format::Top(n) = f { Some(*n) } else { None });
                let separator =
                    formats.iter().find_map(|f| if let Format::Separator(s) = f { Some(s.as_str()) } else { None });
                let none = formats.iter().find_map(|f| if let Format::None(s) = f { Some(s.clone()) } else { None });
                let mut items: Vec<String> = names.into_iter().map(|n| if short { n.short } else { n.full }).collect();
                let cut = top.is_some_and(|t| t < items.len());
                items.truncate(top.unwrap_or(usize::MAX));
                if items.is_empty() {
                    none.unwrap_or_else(|| lang.text("report-none"))
                } else {
                    let separator = separator.unwrap_or(", ");
                    let last =
                        (formats.contains(&Format::And) && items.len() > 1 && !cut).then(|| items.pop()).flatten();
                    let mut text = items.join(separator);
                    if cut {
                        text.push_str(separator);
                        text.push('…');
                    }
                    match last {
                        Some(last) => say!(lang, "report-and", first = text, last = last),
                        None => text,
                    }
                }
            }
            Got::Text(text) => text,
            Got::Missing => lang.text("report-missing"),
        };
        formats.iter().fold(text, |text, format| match format {
            Format::Upper => text.to_uppercase(),
            Format::Capital => {
                let mut rest = text.chars();
                rest.next().map_or_else(String::new, |c| c.to_uppercase().chain(rest).collect())
            }
            _ => text,
        })
    }

    /// The order of magnitude in words; numbers below ten stand as they are.
    fn order(&self, value: f64, thousand: Option<&str>) -> Option<String> {
        let exponent = (value.abs() + 1e-9).log10().floor();
        let (of, word) = match exponent as i32 {
            i32::MIN..=0 => return None,
            1 => ("ten", String::new()),
            2 => ("hundred", String::new()),
            e => {
                let words = ["report-thousand", "report-million", "report-billion"];
                let step = (e / 3 - 1).clamp(0, 2) as usize;
                let word = match thousand {
                    Some(own) if step == 0 => own.to_owned(),
                    _ => self.lang.text(words[step]),
                };
                (if e / 3 > 3 { "hundred" } else { ["one", "ten", "hundred"][(e % 3) as usize] }, word)
            }
        };
        Some(say!(self.lang, "report-order", of = of, word = word).trim_end().to_owned())
    }
}

impl Evaluation<'_, '_> {
    fn got(&mut self, expr: &Expr) -> Got {
        let done = self.asked.done;
        match expr {
            Expr::Number(value) => Got::Number { value: *value, percent: false, unit: String::new() },
            Expr::Figure(measure, figure) => self.figure(*measure, figure),
            Expr::Form(measure, form) => {
                let expected: Vec<_> = done.ledger.expected.iter().filter(|e| e.form == *form).collect();
                let (all, got) = (expected.len(), expected.iter().filter(|e| e.submission.is_some()).count());
                shares(*measure, got, all)
            }
            Expr::Binary(op, a, b) => match (self.got(a), self.got(b)) {
                (Got::Number { value: a, .. }, Got::Number { value: b, .. }) => {
                    let value = match op {
                        Op::Add => a + b,
                        Op::Sub => a - b,
                        Op::Mul => a * b,
                        Op::Div => a / b,
                    };
                    let number =
                        Got::Number { value: crate::consolidate::tidy(value), percent: false, unit: String::new() };
                    if value.is_finite() { number } else { Got::Missing }
                }
                _ => Got::Missing,
            },
            Expr::List(list) => Got::Names(self.names(list)),
            Expr::Count(list) => {
                Got::Number { value: self.names(list).len() as f64, percent: false, unit: String::new() }
            }
            Expr::Word(word) => {
                let period = done.ledger.period;
                let row = self.row.map(|r| (r.number, done.project.register.get(r.unit)));
                match word {
                    Word::Period => Got::Text(self.asked.period(period, false)),
                    Word::PeriodShort => Got::Text(self.asked.period(period, true)),
                    Word::PreviousPeriod => Got::Text(self.asked.period(period.previous(), false)),
                    Word::PreviousPeriodShort => Got::Text(self.asked.period(period.previous(), true)),
                    Word::LastYearPeriodShort => Got::Text(self.asked.period(period.last_year(), true)),
                    Word::Year => Got::Text(period.year().to_string()),
                    // The last day on which something came or fell due: the same from run to run until something does.
                    Word::Date => {
                        let received = done.ledger.received_until;
                        let received = (received > 0).then(|| day_of(received, done.project.utc_offset_hours));
                        Got::Day(received.map_or(done.ledger.judged_on, |r| r.max(done.ledger.judged_on)))
                    }
                    Word::Received if done.ledger.received_until == 0 => Got::Missing,
                    Word::Received => Got::Day(day_of(done.ledger.received_until, done.project.utc_offset_hours)),
                    Word::Office => text(&done.project.office),
                    Word::Title => text(&done.project.title),
                    Word::Province => text(&done.project.register.get(done.project.province).full_name()),
                    Word::Number => row.map_or(Got::Missing, |(n, _)| Got::Text(n.to_string())),
                    Word::Unit => row.map_or(Got::Missing, |(_, u)| text(&u.full_name())),
                    Word::Code => row.map_or(Got::Missing, |(_, u)| text(&u.code)),
                }
            }
        }
        .or_missing()
    }

    fn figure(&mut self, measure: Measure, figure: &Figure) -> Got {
        let asked = self.asked;
        let project = asked.done.project;
        let spec = &project.forms[figure.form].indicators[figure.indicator];
        let Some(facts) = self.facts(figure) else {
            return Got::Missing;
        };
        let percent = matches!(spec.kind, ValueType::Percent | ValueType::Ratio);
        let number = |value: Option<f64>, percent: bool| match value {
            Some(value) => Got::Number { value, percent, unit: String::new() },
            None => Got::Missing,
        };
        let share = |part: Option<f64>, of: Option<f64>| {
            number(part.zip(of).filter(|(_, of)| *of != 0.0).map(|(p, of)| 100.0 * p / of), true)
        };
        // Who reported is what these tell; the others are of those who did.
        let counts = matches!(measure, Measure::Reported | Measure::Expected | Measure::Rate | Measure::Plan);
        if !counts && facts.reported < facts.expected && facts.reported > 0 {
            let worse = |(r, e): (usize, usize)| facts.reported * e < r * facts.expected;
            if self.short_of.is_none_or(worse) {
                self.short_of = Some((facts.reported, facts.expected));
            }
        }
        let period = asked.done.ledger.period;
        let trend = |change: Option<f64>, before: Option<f64>, than: Period, in_percent: bool| {
            let (Some(change), Some(before)) = (change, before) else {
                return Got::Missing;
            };
            let sign = if change > 0.0 {
                "up"
            } else if change < 0.0 {
                "down"
            } else {
                "same"
            };
            let than = than.in_short(asked.lang);
            let amount = match in_percent {
                true if before == 0.0 => return Got::Missing,
                true => format!("{} %", asked.number((100.0 * change / before).abs(), 1)),
                false if percent => {
                    say!(asked.lang, "report-points", points = asked.number(change.abs(), 1))
                }
                false => {
                    let unit = super::super::workbook::unit_words(spec, asked.lang);
                    format!("{} {unit}", asked.number(change.abs(), 2)).trim_end().to_owned()
                }
            };
            Got::Text(say!(asked.lang, "report-trend", sign = sign, amount = amount, than = than))
        };
        let growth = |change: Option<f64>, before: Option<f64>| share(change, before);
        match measure {
            Measure::Itself => number(facts.value, percent),
            Measure::Previous => number(facts.previous, percent),
            Measure::LastYear => number(facts.last_year, percent),
            Measure::Change => number(facts.change, false),
            Measure::ChangeYear => number(facts.change_year, false),
            Measure::Growth => growth(facts.change, facts.previous),
            Measure::GrowthYear => growth(facts.change_year, facts.last_year),
            Measure::YearToDate => number(facts.year_to_date, percent),
            Measure::Plan => number(facts.plan, percent),
            Measure::Fulfilled => number(facts.fulfilled, true),
            Measure::Trend => trend(facts.change, facts.previous, period.previous(), false),
            Measure::TrendPercent => trend(facts.change, facts.previous, period.previous(), true),
            Measure::TrendYear => trend(facts.change_year, facts.last_year, period.last_year(), false),
            Measure::Yes => number(facts.yes, false),
            Measure::Answered => number(facts.answered, false),
            Measure::Share => share(facts.yes, facts.answered),
            Measure::Of => match facts.yes.zip(facts.answered) {
                Some((yes, all)) => Got::Text(format!("{}/{}", asked.number(yes, 0), asked.number(all, 0))),
                None => shares(Measure::Of, facts.reported, facts.expected),
            },
            Measure::Reported | Measure::Expected | Measure::Rate => shares(measure, facts.reported, facts.expected),
        }
    }

    fn facts(&self, figure: &Figure) -> Option<Facts> {
        let done = self.asked.done;
        let project = done.project;
        let of_group =
            |group| done.consolidation.get(figure.form, figure.indicator, group).map(|t| of_total(t, project, figure));
        let unit = match (&figure.at, self.each) {
            (At::Whole, Some(unit)) => unit,
            (At::Whole, None) => return of_group(Group::Province),
            (At::Kind(kind), _) => return of_group(Group::Kind(*kind)),
            (At::Row, each) => each.or(self.row.map(|r| r.unit))?,
            (At::Unit(code), _) => self.unit(code)?,
        };
        if unit == project.province {
            return of_group(Group::Province);
        }
        // What a unit says of itself; of those above others, what these come to.
        let of_rows = self.asked.now.forms.get(figure.form).filter(|f| f.subjects.contains(&unit));
        match (of_rows, of_group(Group::Unit(unit))) {
            (None, Some(total)) => Some(total),
            _ => Some(self.own(figure, unit)),
        }
    }

    /// What one unit reported.
    fn own(&self, figure: &Figure, unit: UnitId) -> Facts {
        let done = self.asked.done;
        let spec = &done.project.forms[figure.form].indicators[figure.indicator];
        let of = |past: &Past| past.forms.get(figure.form).and_then(|f| f.of_unit(unit, figure.indicator, spec));
        let then = |period: Period| done.consolidation.pasts.get(&period).and_then(of);
        let period = done.ledger.period;
        let value = of(&self.asked.now);
        let (previous, last_year) = (then(period.previous()), then(period.last_year()));
        let less = |before: Option<f64>| value.zip(before).map(|(a, b)| crate::consolidate::tidy(a - b));
        let yes_no = spec.kind == ValueType::YesNo;
        Facts {
            value,
            previous,
            change: less(previous),
            last_year,
            change_year: less(last_year),
            yes: value.filter(|_| yes_no),
            answered: value.filter(|_| yes_no).map(|_| 1.0),
            reported: usize::from(value.is_some()),
            expected: 1,
            ..Facts::default()
        }
    }

    fn end(&self) -> Date {
        self.asked.done.ledger.period.window(Regime::Calendar).1
    }

    fn unit(&self, code: &str) -> Option<UnitId> {
        let register = &self.asked.done.project.register;
        register.by_code_on(code, self.end()).or_else(|| register.by_code(code).first().copied())
    }

    fn holds(&mut self, test: &Test) -> Option<bool> {
        match test {
            Test::Any(list) => Some(!self.names(list).is_empty()),
            Test::Compare(of, compare, than) => {
                let got = match self.got(of) {
                    Got::Number { value, .. } => Some(value),
                    Got::Missing => None,
                    _ => return None,
                };
                let equal = match than {
                    Than::Missing => got.is_none(),
                    Than::Yes => got? == 1.0,
                    Than::No => got? == 0.0,
                    Than::Number(n) => {
                        let value = got?;
                        return Some(match compare {
                            Compare::Equal => value == *n,
                            Compare::Unequal => value != *n,
                            Compare::AtMost => value <= *n,
                            Compare::Under => value < *n,
                            Compare::AtLeast => value >= *n,
                            Compare::Over => value > *n,
                        });
                    }
                };
                Some(equal == (*compare == Compare::Equal))
            }
        }
    }

    fn names(&mut self, list: &List) -> Vec<Name> {
        let done = self.asked.done;
        let register = &done.project.register;
        let List::Items(figure) = list else {
            let name = |u: UnitId| Name { full: register.get(u).full_name(), short: register.get(u).name.clone() };
            return self.units(list).into_iter().map(name).collect();
        };
        let group = match &figure.at {
            At::Kind(kind) => Group::Kind(*kind),
            At::Whole => Group::Province,
            At::Unit(code) => self.unit(code).map_or(Group::Province, Group::Unit),
            At::Row => self.row.map_or(Group::Province, |r| Group::Unit(r.unit)),
        };
        let spec = &done.project.forms[figure.form].indicators[figure.indicator];
        let total = done.consolidation.get(figure.form, figure.indicator, group);
        if let Some(t) = total.filter(|t| t.reported < t.expected) {
            self.short_of = Some((t.reported, t.expected));
        }
        let items = total.map_or("", |t| t.text.as_str()).split("; ").filter(|t| !t.is_empty());
        let name = |item: &str| match (spec.kind == ValueType::YesNo).then(|| self.unit(item)).flatten() {
            Some(u) => Name { full: register.get(u).full_name(), short: register.get(u).name.clone() },
            None => Name { full: item.to_owned(), short: item.to_owned() },
        };
        items.map(name).collect()
    }

    fn units(&mut self, list: &List) -> Vec<UnitId> {
        let done = self.asked.done;
        let expected = |form: usize| done.ledger.expected.iter().filter(move |e| e.form == form);
        match list {
            List::Missing(form) => expected(*form).filter(|e| e.submission.is_none()).map(|e| e.unit).collect(),
            List::Late(form) => {
                let late = |s: usize| done.ledger.submissions[s].late;
                expected(*form).filter(|e| e.submission.is_some_and(late)).map(|e| e.unit).collect()
            }
            List::Units(test, within) => {
                let figure = test.as_ref().and_then(|t| first_figure(t));
                let mut units = self.candidates(figure, within);
                if let Some(test) = test {
                    let before = self.each;
                    units.retain(|u| {
                        self.each = Some(*u);
                        self.holds(test) == Some(true)
                    });
                    self.each = before;
                    // Whoever has not answered is in none of these lists: said like of any figure that lacks somebody.
                    if let Some(figure) = figure.filter(|_| !asks_who_is_missing(test)) {
                        let group = if let At::Kind(k) = within { Group::Kind(*k) } else { Group::Province };
                        let total = done.consolidation.get(figure.form, figure.indicator, group);
                        if let Some(t) = total.filter(|t| t.reported < t.expected) {
                            self.short_of = Some((t.reported, t.expected));
                        }
                    }
                }
                units
            }
            List::Items(_) => Vec::new(),
        }
    }

    /// The units that may meet a condition.
    fn candidates(&self, figure: Option<&Figure>, within: &At) -> Vec<UnitId> {
        let done = self.asked.done;
        let project = done.project;
        let register = &project.register;
        let end = self.end();
        let above = match within {
            At::Unit(code) => self.unit(code),
            At::Row => self.row.map(|r| r.unit),
            _ => None,
        };
        let is_within = |u: UnitId| match within {
            At::Whole => true,
            At::Kind(kind) => register.get(u).kind == *kind,
            _ => above.is_some_and(|a| register.is_above(a, u)),
        };
        let Some(figure) = figure else {
            return register.iter().filter(|(u, unit)| unit.exists_on(end) && is_within(*u)).map(|(u, _)| u).collect();
        };
        let spec = &project.forms[figure.form];
        if spec.layout == Layout::UnitRows && spec.rows.registered {
            let of_rows = |u: UnitId| spec.rows.kinds.contains(&register.get(u).kind);
            // Of a kind above the rows each is judged by what its rows come to.
            let other = matches!(within, At::Kind(k) if !spec.rows.kinds.contains(k));
            let units = register.iter().filter(|(_, unit)| unit.exists_on(end)).map(|(u, _)| u);
            return units.filter(|u| (other || of_rows(*u)) && is_within(*u)).collect();
        }
        let reporters = spec.reporters_in(register, done.ledger.period).into_iter();
        reporters.filter(|u| spec.applies(register, figure.indicator, *u) && is_within(*u)).collect()
    }
}

impl Got {
    /// A text that is blank is none.
    fn or_missing(self) -> Got {
        match self {
            Got::Text(t) if t.is_empty() => Got::Missing,
            other => other,
        }
    }
}

/// Rounds to a step, and takes the word for it where that changes anything. What is so near to a step that only the machine
/// sees it is on it.
fn rounded(value: &mut f64, before: &mut String, step: f64, round: fn(f64) -> f64, word: String) {
    let steps = *value / step;
    let to = if (steps - steps.round()).abs() < 1e-9 { steps.round() } else { round(steps) } * step;
    if (to - *value).abs() > 1e-9 * value.abs().max(1.0) {
        *before = word;
    }
    *value = to;
}

fn text(text: &str) -> Got {
    Got::Text(text.to_owned())
}

/// Of a number of units.
fn shares(measure: Measure, got: usize, all: usize) -> Got {
    let number = |value: f64, percent: bool| Got::Number { value, percent, unit: String::new() };
    match measure {
        Measure::Reported => number(got as f64, false),
        Measure::Expected => number(all as f64, false),
        Measure::Of => Got::Text(format!("{got}/{all}")),
        _ if all == 0 => Got::Missing,
        _ => number(100.0 * got as f64 / all as f64, true),
    }
}

fn of_total(t: &Total, project: &crate::project::Project, figure: &Figure) -> Facts {
    let spec = &project.forms[figure.form].indicators[figure.indicator];
    let yes_no = spec.kind == ValueType::YesNo;
    Facts {
        value: t.value,
        previous: t.previous,
        change: t.change,
        last_year: t.last_year,
        change_year: t.last_year_change(),
        year_to_date: t.year_to_date,
        plan: t.plan,
        fulfilled: t.fulfilled,
        yes: t.numerator.filter(|_| yes_no),
        answered: t.denominator.filter(|_| yes_no),
        reported: t.reported,
        expected: t.expected,
    }
}

/// The figure by which units are judged.
fn first_figure(test: &Test) -> Option<&Figure> {
    fn of(expr: &Expr) -> Option<&Figure> {
        match expr {
            Expr::Figure(_, f) if f.at == At::Whole => Some(f),
            Expr::Binary(_, a, b) => of(a).or_else(|| of(b)),
            _ => None,
        }
    }
    match test {
        Test::Compare(of_what, ..) => of(of_what),
        Test::Any(_) => None,
    }
}

fn asks_who_is_missing(test: &Test) -> bool {
    matches!(test, Test::Compare(_, _, Than::Missing))
}
