/*!
The register through time: which units became which, from when on.

Two dates are compared by the connected components of the graph of successions between them: in a component what the
old units had is what the new ones have, together. Only where a component has one new unit is that unit's own past known;
several are a group, unless shares are declared for a measure.
*/

use std::cell::RefCell;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::form::Form;
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

/// Which part of a measure goes from one unit to another.
#[derive(Debug, Clone, PartialEq)]
struct Share {
    date: Date,
    /// Blank: every form.
    form: String,
    /// Blank: all of the form.
    indicator: String,
    /// From 0 to 1.
    part: f64,
    /// Where it stands in the list.
    line: usize,
}

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
    /// The last day on which something became of a unit, or it came from something.
    pub fn last_of(&self, unit: UnitId) -> Option<Date> {
        self.list.iter().rev().find(|s| s.new == unit || s.old == unit).map(|s| s.date)
    }

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
        // Sums of shares by day, old unit, form and indicator, with the line that is to blame.
        let mut sums: FxHashMap<(Date, UnitId, String, String), (f64, usize)> = FxHashMap::default();
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
                        let sum = sums.entry((date, old, form.clone(), indicator.clone())).or_insert((0.0, line));
                        *sum = (sum.0 + n, line);
                        let share = Share { date, form, indicator, part: n, line };
                        out.shares.entry((old, new)).or_default().push(share);
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
        for (sum, line) in sums.into_values() {
            if (sum - 1.0).abs() > 1e-6 {
                note(line, "share", Wrong::Unfitting("unfitting-shares"));
            }
        }
        out.list.sort_by_key(|s| (s.date, s.old, s.new));
        out
    }

    /// True where nothing is declared.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Notes shares of forms and indicators that the project does not have.
    pub fn check(&self, forms: &[Form], problems: &RefCell<Vec<Problem>>) {
        let note = |line: usize, key: &str, wrong: Wrong| {
            problems.borrow_mut().push(Problem { file: FILE.to_owned(), line, key: key.to_owned(), wrong });
        };
        let mut all: Vec<&Share> = self.shares.values().flatten().collect();
        all.sort_by_key(|s| s.line);
        for share in all {
            let form = forms.iter().find(|f| f.code == share.form);
            if form.is_none() && !share.form.is_empty() {
                let near = nearest_of(&share.form, forms.iter().map(|f| f.code.as_str()));
                note(share.line, "form", Wrong::Dangling(share.form.clone(), near));
                continue;
            }
            let mut of = forms.iter().filter(|f| form.is_none_or(|g| g.code == f.code));
            // Members of open lists are not known yet.
            let has = |f: &Form| f.indicator(&share.indicator).is_some() || !f.open_lists.is_empty();
            if !share.indicator.is_empty() && !of.any(has) {
                let codes = forms.iter().flat_map(|f| f.indicators.iter().map(|i| i.code.as_str()));
                note(
                    share.line,
                    "indicator",
                    Wrong::Dangling(share.indicator.clone(), nearest_of(&share.indicator, codes)),
                );
            }
        }
    }

    /// The share of a measure that goes from one unit to another at once, where it is declared: the line that says most
    /// counts. Of several days nobody knows what came of what.
    pub fn share(
        &self,
        (old, new): (UnitId, UnitId),
        (from, to): (Date, Date),
        (form, indicator): (&str, &str),
    ) -> Option<f64> {
        let list: Vec<&Share> =
            self.shares.get(&(old, new))?.iter().filter(|s| s.date > from && s.date <= to).collect();
        if list.iter().any(|s| s.date != list[0].date) {
            return None;
        }
        let of = |f: &str, i: &str| list.iter().find(|s| s.form == f && s.indicator == i).map(|s| s.part);
        of(form, indicator).or_else(|| of(form, "")).or_else(|| of("", indicator)).or_else(|| of("", ""))
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::units::Kind;
    use proptest::prelude::*;

    fn register(text: &str) -> Register {
        let kinds = ["province", "district", "commune"].map(|k| Kind { code: k.to_owned(), name: k.to_owned() });
        let problems = RefCell::default();
        let register = Register::read("units.csv", text, (&kinds, Convention::Vi), &problems);
        assert_eq!(problems.into_inner(), []);
        register
    }

    fn successions(text: &str, register: &Register) -> Successions {
        let problems = RefCell::default();
        let read = Successions::read(text, register, Convention::Vi, &problems);
        assert_eq!(problems.into_inner(), []);
        read
    }

    const UNITS: &str = include_str!("../../sample_inputs/2025-hai-cap/units.csv");
    const EVENTS: &str = include_str!("../../sample_inputs/2025-hai-cap/successions.csv");

    // Hà Tĩnh from 2019 over three reforms to 2025, and each reform by itself: nobody is lost, nobody comes from nowhere.
    #[test]
    fn three_reforms() {
        let register = register(UNITS);
        let events = successions(EVENTS, &register);
        let day = |y: i16, m: i8, d: i8| Date::constant(y, m, d);
        let communes =
            |units: &[UnitId]| units.iter().filter(|u| register.get(**u).kind.0 == 2).copied().collect::<Vec<_>>();
        for (from, to, old, new, components, alone) in [
            (day(2019, 12, 31), day(2025, 7, 1), 262, 69, 66, 64),
            (day(2019, 12, 31), day(2020, 1, 1), 262, 216, 216, 216),
            (day(2020, 1, 1), day(2025, 1, 1), 216, 209, 209, 209),
            (day(2025, 6, 30), day(2025, 9, 30), 209, 69, 66, 64),
        ] {
            let c = Components::between(&register, &events, from, to);
            let sides: Vec<_> = (0..c.len()).map(|i| (communes(&c.old[i]), communes(&c.new[i]))).collect();
            let met: Vec<_> = sides.iter().filter(|(o, n)| !o.is_empty() || !n.is_empty()).collect();
            assert!(met.iter().all(|(o, n)| !o.is_empty() && !n.is_empty()), "{from} {to}");
            assert_eq!(met.iter().map(|(o, _)| o.len()).sum::<usize>(), old, "{from}");
            assert_eq!(met.iter().map(|(_, n)| n.len()).sum::<usize>(), new, "{to}");
            assert_eq!(met.len(), components, "{from} {to}");
            assert_eq!(met.iter().filter(|(_, n)| n.len() == 1).count(), alone, "{from} {to}");
        }
    }

    /// A register of several generations: of each the units that follow those of the one before.
    fn generations() -> impl Strategy<Value = Vec<Vec<Vec<usize>>>> {
        // For each generation, each of its units names its predecessors among at most eight.
        proptest::collection::vec(proptest::collection::vec(proptest::collection::vec(0usize..8, 1..4), 1..8), 1..4)
    }

    proptest! {
        // Every unit of both days is in one component; what its old units had is what its new ones have, so the whole is
        // the same whatever happened in between; and a component of one new unit holds exactly those who became it.
        #[test]
        fn components_are_a_partition(all in generations()) {
            let first = 8;
            let name = |g: usize, u: usize| format!("g{g}u{u}");
            let (mut units, mut events) = (String::from("code,name,kind,valid_from,valid_to\n"), String::from("date,old,new\n"));
            let year = |g: usize| 2000 + g;
            for u in 0..first {
                units += &format!("{0},{0},commune,,{1}-12-31\n", name(0, u), year(0));
            }
            let mut before = first;
            let mut edges: Vec<Vec<(usize, usize)>> = Vec::new();
            for (g, generation) in all.iter().enumerate() {
                let mut mine = Vec::new();
                for (u, predecessors) in generation.iter().enumerate() {
                    units += &format!("{0},{0},commune,{1}-01-01,{1}-12-31\n", name(g + 1, u), year(g + 1));
                    for p in predecessors {
                        mine.push((p % before, u));
                    }
                }
                // Nobody vanishes: who has no successor goes to the first.
                for p in 0..before {
                    if !mine.iter().any(|(o, _)| *o == p) {
                        mine.push((p, 0));
                    }
                }
                mine.sort_unstable();
                mine.dedup();
                for (o, n) in &mine {
                    events += &format!("{}-01-01,{},{}\n", year(g + 1), name(g, *o), name(g + 1, *n));
                }
                before = generation.len();
                edges.push(mine);
            }
            let register = register(&units);
            let events = successions(&events, &register);
            let last = all.len();
            let day = |g: usize| Date::constant(year(g) as i16, 6, 1);
            let c = Components::between(&register, &events, day(0), day(last));
            let of = |g: usize, u: usize| c.of(register.by_code(&name(g, u))[0]);
            // A partition of both days.
            prop_assert_eq!(c.old.iter().map(Vec::len).sum::<usize>(), first);
            prop_assert_eq!(c.new.iter().map(Vec::len).sum::<usize>(), all[last - 1].len());
            for (g, mine) in edges.iter().enumerate() {
                for (o, n) in mine {
                    prop_assert_eq!(of(g, *o), of(g + 1, *n));
                }
            }
            // Values that flow along the edges: what each component has is the same on both days.
            for i in 0..c.len() {
                prop_assert_eq!(c.old[i].is_empty(), c.new[i].is_empty());
            }
            // A component of one new unit: everybody in it leads there and nowhere else.
            for u in 0..all[last - 1].len() {
                let mine = of(last, u);
                if c.new[mine].len() == 1 {
                    for old in &c.old[mine] {
                        let code = &register.get(*old).code;
                        let mut here: Vec<usize> = vec![code[3..].parse().unwrap()];
                        for step in &edges {
                            here = step.iter().filter(|(o, _)| here.contains(o)).map(|(_, n)| *n).collect();
                            here.dedup();
                        }
                        here.sort_unstable();
                        here.dedup();
                        prop_assert_eq!(&here, &vec![u]);
                    }
                }
            }
        }
    }
}
