/*!
The register through time: which units became which, from when on.

Two dates are compared by the connected components of the graph of successions between them: in a component what the
old units had is what the new ones have, together. Only where a component has one new unit is that unit's own past known;
several are a group, unless shares are declared for a measure.
*/

use std::cell::RefCell;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::listing::Listing;
use super::problem::{Problem, Wrong, nearest_of};
use super::units::{Register, UnitId};
use crate::text::language::Convention;

/// The file's name.
pub const FILE: &str = "successions.csv";

/// One unit, or a part of it, goes on as another.
#[derive(Debug, Clone, PartialEq)]
pub struct Succession {
    /// The first day of the new unit.
    pub date: Date,
    /// The unit that was.
    pub old: UnitId,
    /// The unit that is.
    pub new: UnitId,
}

/// Which part of a measure goes from one unit to another: form, indicator (blank: all of the form), share from 0 to 1.
type Share = (String, String, f64);

/// All successions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Successions {
    /// By date.
    list: Vec<Succession>,
    shares: FxHashMap<(UnitId, UnitId), Vec<Share>>,
}

const COLUMNS: [&str; 7] = ["date", "old", "new", "event", "form", "indicator", "share"];

/// What may stand for an event, for people and for checking.
const EVENTS: [&str; 9] = ["merge", "split", "rename", "kind", "parent", "same", "abolition", "transfer", "other"];

impl Successions {
    /// Reads `successions.csv`; every problem is noted with its line.
    pub fn read(
        text: &str,
        register: &Register,
        convention: Convention,
        problems: &RefCell<Vec<Problem>>,
    ) -> Successions {
        let note = |line: usize, key: &str, wrong: Wrong| {
            problems.borrow_mut().push(Problem { file: FILE.to_owned(), line, key: key.to_owned(), wrong });
        };
        let Some(list) = Listing::read(text, &COLUMNS, &["date", "old", "new"], &note) else {
            return Successions::default();
        };
        let mut out = Successions::default();
        // Sums of shares by old unit, form and indicator, with the line that is to blame.
        let mut sums: FxHashMap<(UnitId, String, String), (f64, usize)> = FxHashMap::default();
        for row in &list.lines {
            let (line, field) = (row.number, |name: &str| list.field(row, name));
            let text = field("date");
            let day = text.parse::<Date>().ok().or_else(|| crate::text::number::read_date(&text, convention));
            let Some(date) = day else {
                note(line, "date", Wrong::Type("type-date"));
                continue;
            };
            let before = date.yesterday().unwrap_or(date);
            let unit = |key: &str, day: Date| {
                let code = field(key);
                let found = register.by_code_on(&code, day);
                if found.is_none() && code.is_empty() {
                    note(line, key, Wrong::MissingKey);
                } else if found.is_none() && !register.by_code(&code).is_empty() {
                    note(line, key, Wrong::NotThen(code, day));
                } else if found.is_none() {
                    let near = nearest_of(&code, register.iter().map(|(_, u)| u.code.as_str()));
                    note(line, key, Wrong::Dangling(code, near));
                }
                found
            };
            let event = field("event");
            if !event.is_empty() && !EVENTS.contains(&event.as_str()) {
                note(line, "event", Wrong::Choice(event, EVENTS.map(str::to_owned).to_vec()));
            }
            let (Some(old), Some(new)) = (unit("old", before), unit("new", date)) else {
                continue;
            };
            let share = field("share").replace(',', ".");
            if !share.is_empty() {
                match share.parse::<f64>() {
                    Ok(n) if (0.0..=1.0).contains(&n) => {
                        let (form, indicator) = (field("form"), field("indicator"));
                        let sum = sums.entry((old, form.clone(), indicator.clone())).or_insert((0.0, line));
                        *sum = (sum.0 + n, line);
                        out.shares.entry((old, new)).or_default().push((form, indicator, n));
                    }
                    _ => note(line, "share", Wrong::Impossible(share)),
                }
            } else if !field("form").is_empty() || !field("indicator").is_empty() {
                note(line, "share", Wrong::MissingKey);
            }
            let edge = Succession { date, old, new };
            if !out.list.contains(&edge) {
                out.list.push(edge);
            }
        }
        for ((_, form, indicator), (sum, line)) in sums {
            if (sum - 1.0).abs() > 1e-6 {
                note(line, "share", Wrong::Impossible(format!("{form} {indicator}: Σ = {sum}")));
            }
        }
        out.list.sort_by_key(|s| (s.date, s.old, s.new));
        out
    }

    /// True where nothing is declared.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The share of a measure that goes from one unit to another at once, where it is declared.
    pub fn share(&self, old: UnitId, new: UnitId, form: &str, indicator: &str) -> Option<f64> {
        let list = self.shares.get(&(old, new))?;
        let of = |i: &str| list.iter().find(|(f, j, _)| (f.is_empty() || f == form) && j == i).map(|(.., s)| *s);
        of(indicator).or_else(|| of(""))
    }

    /// The units that follow one at once, after a day and up to another.
    pub fn followers(&self, old: UnitId, (from, to): (Date, Date)) -> impl Iterator<Item = UnitId> {
        self.list.iter().filter(move |s| s.old == old && s.date > from && s.date <= to).map(|s| s.new)
    }
}

/// What units of two days have to do with each other: the connected components of the successions between them.
#[derive(Debug, Clone)]
pub struct Components {
    of: Vec<u32>,
    /// Of each component the units that exist on the first day.
    pub old: Vec<Vec<UnitId>>,
    /// Of each component the units that exist on the second day.
    pub new: Vec<Vec<UnitId>>,
}

impl Components {
    /// Between two days, the earlier first.
    pub fn between(register: &Register, successions: &Successions, from: Date, to: Date) -> Components {
        let mut parent: Vec<u32> = (0..register.len() as u32).collect();
        fn root(parent: &mut [u32], mut at: u32) -> u32 {
            while parent[at as usize] != at {
                let above = parent[parent[at as usize] as usize];
                parent[at as usize] = above;
                at = above;
            }
            at
        }
        for s in successions.list.iter().filter(|s| s.date > from && s.date <= to) {
            let (a, b) = (root(&mut parent, s.old.0), root(&mut parent, s.new.0));
            parent[a.max(b) as usize] = a.min(b);
        }
        let mut number: FxHashMap<u32, u32> = FxHashMap::default();
        let mut out = Components { of: Vec::with_capacity(register.len()), old: Vec::new(), new: Vec::new() };
        for (id, unit) in register.iter() {
            let root = root(&mut parent, id.0);
            let component = *number.entry(root).or_insert_with(|| {
                out.old.push(Vec::new());
                out.new.push(Vec::new());
                out.old.len() as u32 - 1
            });
            out.of.push(component);
            if unit.exists_on(from) {
                out.old[component as usize].push(id);
            }
            if unit.exists_on(to) {
                out.new[component as usize].push(id);
            }
        }
        out
    }

    /// The component of a unit.
    pub fn of(&self, unit: UnitId) -> usize {
        self.of[unit.index()] as usize
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.old.len()
    }

    /// True where a component is one unit that was and is the same.
    pub fn is_unchanged(&self, component: usize) -> bool {
        self.old[component].len() == 1 && self.old[component] == self.new[component]
    }

    /// The units of a component that existed at neither day but between them are of no account; these are its others.
    pub fn units(&self, component: usize) -> FxHashSet<UnitId> {
        self.old[component].iter().chain(&self.new[component]).copied().collect()
    }
}
