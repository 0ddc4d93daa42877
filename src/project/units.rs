/*!
The register of units: who reports, under whom, from when to when.

A code alone is no key through time: after a merger an old code may name another place. So a unit is
held by its place in the register ([`UnitId`]), and codes may recur where the times do not overlap.
*/

use std::cell::RefCell;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::listing::Listing;
use super::problem::{Problem, Wrong, nearest_of};
use crate::text::language::Convention;

/// A kind of unit, by its place in `tonghop.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct KindId(pub u16);

/// A unit, by its place in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct UnitId(pub u32);

impl UnitId {
    /// The place in the register.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A kind of unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Code, as used in forms.
    pub code: String,
    /// Name for people.
    pub name: String,
}

/// One unit of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Code.
    pub code: String,
    /// Name, without its level.
    pub name: String,
    /// Kind.
    pub kind: KindId,
    /// The word for its level (`huyện`), or blank.
    pub designation: String,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Where messages to it go; blank where that is not known.
    pub email: String,
    /// First day of its existence, if stated.
    pub valid_from: Option<Date>,
    /// Last day of its existence, if stated.
    pub valid_to: Option<Date>,
}

impl Unit {
    /// The name with its level: `huyện Kỳ Anh`.
    pub fn full_name(&self) -> String {
        if self.designation.is_empty() { self.name.clone() } else { format!("{} {}", self.designation, self.name) }
    }

    /// True when the unit exists on a day.
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|f| f <= day) && self.valid_to.is_none_or(|t| day <= t)
    }

    fn overlaps(&self, other: &Unit) -> bool {
        let starts_before_end = |a: &Unit, b: &Unit| match (a.valid_from, b.valid_to) {
            (Some(f), Some(t)) => f <= t,
            _ => true,
        };
        starts_before_end(self, other) && starts_before_end(other, self)
    }
}

/// The register.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Register {
    units: Vec<Unit>,
    by_code: FxHashMap<String, Vec<UnitId>>,
    children: Vec<Vec<UnitId>>,
}

impl Register {
    /// Every unit with its id, in the register's order.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Unit)> {
        self.units.iter().enumerate().map(|(i, u)| (UnitId(i as u32), u))
    }

    /// One unit.
    pub fn get(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    /// The names of some units; of those that have the same name each with the unit above it.
    pub fn told_apart(&self, units: &[UnitId]) -> Vec<String> {
        let name = |u: &UnitId| self.get(*u).full_name();
        let is_shared = |u: &UnitId| units.iter().any(|o| o != u && name(o) == name(u));
        let told = |u: &UnitId| match self.get(*u).parent.filter(|_| is_shared(u)) {
            Some(above) => format!("{} ({})", name(u), name(&above)),
            None => name(u),
        };
        units.iter().map(told).collect()
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The units that bear a code, at whatever time.
    pub fn by_code(&self, code: &str) -> &[UnitId] {
        self.by_code.get(code).map_or(&[], Vec::as_slice)
    }

    /// The unit that bears a code on a day.
    pub fn by_code_on(&self, code: &str, day: Date) -> Option<UnitId> {
        self.by_code(code).iter().copied().find(|u| self.get(*u).exists_on(day))
    }

    /// The units right under a unit.
    pub fn children(&self, id: UnitId) -> &[UnitId] {
        self.children.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The units above one, the nearest first.
    pub fn above(&self, unit: UnitId) -> impl Iterator<Item = UnitId> {
        // A register has no circles, and no chain is longer than it.
        std::iter::successors(self.get(unit).parent, |u| self.get(*u).parent).take(self.units.len())
    }

    /// True where the first unit stands above the second, however far.
    pub fn is_above(&self, upper: UnitId, lower: UnitId) -> bool {
        self.above(lower).any(|u| u == upper)
    }

    /// Reads `units.csv`; every problem is noted with its line. Days that are not written `2025-07-01` are read by the
    /// project's convention of numbers.
    pub fn read(
        file: &str,
        text: &str,
        (kinds, convention): (&[Kind], Convention),
        problems: &RefCell<Vec<Problem>>,
    ) -> Register {
        let note = |line: usize, key: &str, wrong: Wrong| {
            problems.borrow_mut().push(Problem { file: file.to_owned(), line, key: key.to_owned(), wrong });
        };
        const COLUMNS: [&str; 9] =
            ["code", "name", "kind", "designation", "parent", "aliases", "email", "valid_from", "valid_to"];
        let Some(list) = Listing::read(text, &COLUMNS, &["code", "name", "kind"], &note) else {
            return Register::default();
        };
        let mut register = Register::default();
        let mut parents: Vec<(String, usize)> = Vec::new();
        for row in &list.lines {
            let (line, field) = (row.number, |name: &str| list.field(row, name));
            let (code, name) = (field("code"), field("name"));
            if code.is_empty() {
                note(line, "code", Wrong::MissingKey);
                continue;
            }
            if name.is_empty() {
                note(line, "name", Wrong::MissingKey);
            }
            let word = field("kind");
            let kind = kinds.iter().position(|k| k.code == word);
            if kind.is_none() {
                note(
                    line,
                    "kind",
                    Wrong::Dangling(word.clone(), nearest_of(&word, kinds.iter().map(|k| k.code.as_str()))),
                );
            }
            let date = |key: &str| {
                let text = field(key);
                if text.is_empty() {
                    return None;
                }
                let day = text.parse::<Date>().ok().or_else(|| crate::text::number::read_date(&text, convention));
                if day.is_none() {
                    note(line, key, Wrong::Type("type-date"));
                }
                day
            };
            let unit = Unit {
                code: code.clone(),
                name,
                kind: KindId(kind.unwrap_or(0) as u16),
                designation: field("designation"),
                parent: None,
                aliases: field("aliases")
                    .split('|')
                    .map(str::trim)
                    .filter(|a| !a.is_empty())
                    .map(str::to_owned)
                    .collect(),
                // What would end a header is no address.
                email: field("email").chars().filter(|c| !c.is_control()).collect(),
                valid_from: date("valid_from"),
                valid_to: date("valid_to"),
            };
            if let (Some(f), Some(t)) = (unit.valid_from, unit.valid_to)
                && f > t
            {
                note(line, "valid_to", Wrong::Impossible(format!("{f} > {t}")));
            }
            if register.by_code(&code).iter().any(|u| register.get(*u).overlaps(&unit)) {
                note(line, "code", Wrong::Duplicate(code.clone()));
            }
            let id = UnitId(register.units.len() as u32);
            register.by_code.entry(code).or_default().push(id);
            register.units.push(unit);
            parents.push((field("parent"), line));
        }
        register.link(&parents, &list.unread, &note);
        register.check_names(&parents, &note);
        register
    }

    /// Two units of one kind under one parent are told apart by their names.
    fn check_names(&self, lines: &[(String, usize)], note: &dyn Fn(usize, &str, Wrong)) {
        let mut names: FxHashMap<(KindId, Option<UnitId>, String), Vec<usize>> = FxHashMap::default();
        for (i, unit) in self.units.iter().enumerate() {
            let mut mine: Vec<String> =
                std::iter::once(&unit.name).chain(&unit.aliases).map(|n| crate::text::key(n)).collect();
            mine.sort_unstable();
            mine.dedup();
            for name in mine {
                let others = names.entry((unit.kind, unit.parent, name)).or_default();
                let same =
                    |o: &&usize| self.units[**o].overlaps(unit) && self.units[**o].designation == unit.designation;
                if let Some(other) = others.iter().find(same) {
                    let name = format!("{} = {}", unit.full_name(), self.units[*other].code);
                    note(lines[i].1, "aliases", Wrong::Duplicate(name));
                    break;
                }
                others.push(i);
            }
        }
    }

    fn link(&mut self, parents: &[(String, usize)], unread: &[String], note: &dyn Fn(usize, &str, Wrong)) {
        self.children = vec![Vec::new(); self.units.len()];
        for (i, (code, line)) in parents.iter().enumerate() {
            if code.is_empty() {
                continue;
            }
            let found = self.by_code(code).iter().copied().find(|p| self.get(*p).overlaps(&self.units[i]));
            match found {
                Some(p) => {
                    self.units[i].parent = Some(p);
                    self.children[p.index()].push(UnitId(i as u32));
                }
                None if unread.contains(code) => {}
                None => {
                    let near = nearest_of(code, self.by_code.keys().map(String::as_str));
                    note(*line, "parent", Wrong::Dangling(code.clone(), near));
                }
            }
        }
        // A chain that is longer than the register goes in a circle.
        for (i, (_, line)) in parents.iter().enumerate() {
            let mut seen = vec![UnitId(i as u32)];
            while let Some(p) = seen.last().and_then(|u| self.get(*u).parent) {
                // Of one circle the first unit is told.
                if p.index() == i && seen.iter().any(|u| u.index() < i) {
                    break;
                }
                if p.index() == i {
                    let names: Vec<&str> = seen.iter().map(|u| self.get(*u).code.as_str()).collect();
                    note(*line, "parent", Wrong::Cycle(names.join(" → ")));
                    break;
                }
                if seen.contains(&p) {
                    break;
                }
                seen.push(p);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Register, Vec<Problem>) {
        read_by(text, Convention::Vi)
    }

    fn read_by(text: &str, convention: Convention) -> (Register, Vec<Problem>) {
        let kinds = [
            Kind { code: "province".into(), name: "Tỉnh".into() },
            Kind { code: "district".into(), name: "Huyện".into() },
        ];
        let problems = RefCell::default();
        let r = Register::read("units.csv", text, (&kinds, convention), &problems);
        (r, problems.into_inner())
    }

    // A day that could be two days is none where the project does not say which.
    #[test]
    fn days_by_convention() {
        let line =
            |day: &str| format!("code,name,kind,designation,parent,valid_from\n42,Hà Tĩnh,province,tỉnh,,{day}\n");
        let from = |day: &str, by: Convention| {
            let (r, p) = read_by(&line(day), by);
            (r.iter().next().and_then(|(_, u)| u.valid_from).map(|d| d.to_string()), p.len())
        };
        assert_eq!(from("01/07/2025", Convention::Vi), (Some("2025-07-01".into()), 0));
        assert_eq!(from("2025-07-01", Convention::En), (Some("2025-07-01".into()), 0));
        assert_eq!(from("13/07/2025", Convention::En), (Some("2025-07-13".into()), 0));
        assert_eq!(from("01/07/2025", Convention::En), (None, 1));
    }

    // A good register is read with parents and children.
    #[test]
    fn reads_units() {
        let (r, p) = read(
            "\u{feff}code,name,kind,designation,parent\r\n42,Hà Tĩnh,province,tỉnh,\r\n447,Kỳ Anh,district,huyện,42\r\n",
        );
        assert_eq!(p, []);
        let u = r.by_code("447")[0];
        assert_eq!(r.get(u).full_name(), "huyện Kỳ Anh");
        assert_eq!(r.children(r.by_code("42")[0]), [u]);
    }

    // Every error of a register is told at once, each with its line.
    #[test]
    fn tells_every_error() {
        let (_, p) =
            read("code,name,kind,parent,valid_from\n1,A,province,2,\n2,B,district,1,\n2,C,distrct,9,2019-13-01\n");
        let keys: Vec<(usize, &str)> = p.iter().map(|p| (p.line, p.key.as_str())).collect();
        assert!(
            keys.contains(&(4, "kind"))
                && keys.contains(&(4, "code"))
                && keys.contains(&(4, "valid_from"))
                && keys.contains(&(4, "parent"))
        );
        assert!(p.iter().any(|p| matches!(p.wrong, Wrong::Cycle(_))));
    }

    // A code may name another place later, but not at the same time.
    #[test]
    fn codes_through_time() {
        let (r, p) = read(
            "code,name,kind,valid_from,valid_to\n18073,Nam Hà,district,,2025-06-30\n18073,Thành Sen,district,2025-07-01,\n",
        );
        assert_eq!(p, []);
        assert_eq!(r.get(r.by_code_on("18073", Date::constant(2026, 1, 1)).unwrap()).name, "Thành Sen");
    }
}
