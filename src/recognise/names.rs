/*!
Finds units by name, in any spelling that leaves one reading.

A name may come with or without its level, abbreviated, without accents, or with a typing error. What
keeps names apart (the level of Kỳ Anh's two units, the tone of Thạch Hà and Thạch Hạ) is never thrown
away while another unit could be meant: a looser comparison is used only where no unit bears the exact
name, and only where it leaves one unit.
*/

use rustc_hash::{FxHashMap, FxHashSet};

use crate::project::units::{Register, UnitId};
use crate::text::language::words;
use crate::text::meaning::{self, Sameness};
use crate::text::{bare, clean, key};

/// What a text names: one unit, several that it may be, or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The units.
    pub units: Vec<UnitId>,
    /// How the text stands to the name.
    pub how: Sameness,
}

impl Named {
    /// The unit, where there is one only.
    pub fn one(&self) -> Option<UnitId> {
        match self.units.as_slice() {
            [u] => Some(*u),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// The name without its level: may be several units.
    Short,
    /// The whole name, or an alias.
    Full,
}

/// A name without the days in it: `Return 05.04.2024`, `2024-03-31`.
fn without_days(name: &str) -> String {
    let is_day = |w: &str| {
        let parts: Vec<&str> = w.split(['.', '-', '/', '_']).filter(|p| !p.is_empty()).collect();
        let numbers = parts.iter().all(|p| p.chars().all(|c| c.is_ascii_digit()));
        parts.len() >= 2 && numbers && parts.iter().any(|p| p.len() == 4 || parts.len() == 3)
    };
    name.split([' ', ',', '(', ')']).filter(|w| !is_day(w)).collect::<Vec<_>>().join(" ")
}

/// True for a code that is a name by itself: of three or more letters, or of letters and digits that name no period.
fn is_code_name(code: &str) -> bool {
    let letters = code.chars().filter(|c| c.is_alphabetic()).count();
    let plain = code.chars().all(char::is_alphanumeric);
    let all = code.chars().count();
    plain && all >= 3 && (letters == all || letters > 0 && super::periods::find(code).is_empty())
}

/// Names of the whole register, for looking up.
pub struct Names {
    exact: FxHashMap<String, Vec<(UnitId, Strength)>>,
    accentless: FxHashMap<String, Vec<(UnitId, Strength)>>,
    /// Parts of names of two words or more, with the units that bear them.
    parts: FxHashMap<String, Vec<UnitId>>,
    /// Every word of a name.
    vocabulary: FxHashSet<String>,
    /// Designations of units (`huyện`, `thị xã`), the longest first.
    levels: Vec<String>,
    /// Units by their codes, as keys.
    codes: FxHashMap<String, Vec<UnitId>>,
    /// The same for codes that are numbers, where these are names.
    numbers: FxHashMap<String, Vec<UnitId>>,
    longest: usize,
}

impl Names {
    /// Indexes a register; codes that are numbers are names where that is declared.
    pub fn of(register: &Register, numbers_are_names: bool) -> Names {
        let mut names = Names {
            exact: FxHashMap::default(),
            accentless: FxHashMap::default(),
            parts: FxHashMap::default(),
            vocabulary: FxHashSet::default(),
            levels: Vec::new(),
            codes: FxHashMap::default(),
            numbers: FxHashMap::default(),
            longest: 1,
        };
        for (id, unit) in register.iter() {
            let level = key(&unit.designation);
            if !level.is_empty() && !names.levels.contains(&level) {
                names.levels.push(level);
            }
            names.add(&unit.full_name(), id, Strength::Full);
            // A number is no name: "1" of "phường 1" stands in "Sheet1" and "Biểu 1" too.
            if !unit.designation.is_empty() && !is_fragment(&key(&unit.name)) {
                names.add(&unit.name, id, Strength::Short);
            }
            names.add_parts(&unit.full_name(), id);
            for alias in &unit.aliases {
                names.add(alias, id, Strength::Full);
            }
            // Codes of letters serve as abbreviations; shorter ones are words too often.
            let code = key(&unit.code);
            if is_code_name(&unit.code) {
                names.add(&unit.code, id, Strength::Full);
            }
            if numbers_are_names && unit.code.chars().all(|c| c.is_ascii_digit()) {
                names.numbers.entry(code.clone()).or_default().push(id);
            }
            names.codes.entry(code).or_default().push(id);
        }
        names.levels.sort_by_key(|l| std::cmp::Reverse(l.len()));
        names
    }

    /// The designation with which a key begins, another word after it.
    pub fn level(&self, k: &str) -> Option<&str> {
        let begins = |level: &&String| k.strip_prefix(level.as_str()).is_some_and(|rest| rest.starts_with(' '));
        self.levels.iter().find(begins).map(String::as_str)
    }

    fn add_parts(&mut self, name: &str, id: UnitId) {
        let k = bare(&key(name));
        let words: Vec<&str> = k.split(' ').take(12).collect();
        for from in 0..words.len() {
            for to in from + 2..=words.len() {
                let list = self.parts.entry(words[from..to].join(" ")).or_default();
                if !list.contains(&id) {
                    list.push(id);
                }
            }
        }
    }

    fn add(&mut self, name: &str, id: UnitId, strength: Strength) {
        let k = key(name);
        self.vocabulary.extend(k.split(' ').map(str::to_owned));
        let stripped = words().strip_unit_prefix(&k);
        for k in [k.as_str(), stripped] {
            if k.is_empty() {
                continue;
            }
            self.longest = self.longest.max(k.split(' ').count());
            for (map, k) in [(&mut self.exact, k.to_owned()), (&mut self.accentless, bare(k))] {
                let list = map.entry(k).or_default();
                match list.iter_mut().find(|(u, _)| *u == id) {
                    Some(entry) => entry.1 = entry.1.max(strength),
                    None => list.push((id, strength)),
                }
            }
        }
    }

    /// The ways in which a key may be meant: as it is, without what stands before a name, with its level
    /// written in full.
    fn forms(k: &str) -> Vec<String> {
        let stripped = words().strip_unit_prefix(k);
        let mut out = vec![k.to_owned()];
        if stripped != k {
            out.push(stripped.to_owned());
        }
        if let Some(long) = words().expand_designation(stripped) {
            out.push(long);
        }
        out
    }

    fn pick(list: Option<&Vec<(UnitId, Strength)>>, scope: &dyn Fn(UnitId) -> bool, least: Strength) -> Vec<UnitId> {
        let inside: Vec<_> = list.into_iter().flatten().filter(|(u, s)| *s >= least && scope(*u)).collect();
        // A whole name beats a short one: "Hà Tĩnh" alone may be many, "tỉnh Hà Tĩnh" is one.
        let best = inside.iter().map(|(_, s)| *s).max();
        inside.into_iter().filter(|(_, s)| Some(*s) == best).map(|(u, _)| *u).collect()
    }

    /// True when a key is one of a unit's own names.
    pub fn bears(&self, unit: UnitId, k: &str) -> bool {
        Names::forms(k).iter().any(|f| self.exact.get(f).is_some_and(|l| l.iter().any(|(u, _)| *u == unit)))
    }

    /// Finds the unit that a whole text names, among those in scope; short names count where `short` says.
    pub fn find(&self, text: &str, scope: &dyn Fn(UnitId) -> bool, short: bool) -> Option<Named> {
        self.find_key(&key(text), scope, short)
    }

    /// The same for a text that is a key already.
    pub fn find_key(&self, k: &str, scope: &dyn Fn(UnitId) -> bool, short: bool) -> Option<Named> {
        if k.is_empty() || k.len() > 200 {
            return None;
        }
        if let Some(found) = self.find_whole(k, scope, short).or_else(|| self.by_number(k, scope)) {
            return Some(found);
        }
        // "xã Kỳ Phong, huyện Kỳ Anh": what is above may be named after it.
        let words: Vec<&str> = k.split(' ').collect();
        if let Some(found) = self.by_code_and_name(&words, scope) {
            return Some(found);
        }
        (2..words.len()).rev().find_map(|cut| {
            let above = words[cut..].join(" ");
            let known = Names::forms(&above)
                .iter()
                .any(|f| self.exact.get(f).is_some_and(|l| l.iter().any(|(_, s)| *s == Strength::Full)));
            known.then(|| self.find_exact(&words[..cut].join(" "), scope, short)).flatten()
        })
    }

    /// True for the code of some unit.
    pub fn has_code(&self, text: &str) -> bool {
        self.codes.contains_key(&key(text))
    }

    /// The unit whose code stands beside a name.
    pub fn named_by_code(&self, text: &str, register: &Register) -> Option<String> {
        let mut tokens = text.split([' ', '(', ')', ':', '-', '–']).filter(|t| !t.is_empty());
        tokens.find_map(|t| self.codes.get(&key(t))).and_then(|u| u.first()).map(|u| register.get(*u).full_name())
    }

    /// True where a text that names a unit bears another unit's code beside the name: `102 – Northfield` for 101.
    pub fn speaks_against(&self, text: &str, unit: UnitId) -> bool {
        let other = |code: &str| self.codes.get(&key(code)).is_some_and(|units| !units.contains(&unit));
        let text = text.trim();
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        // An ordinal number is written otherwise, or is short.
        let parted = rest.trim_start().starts_with(['-', '–', '—', ':', '(']) || first.ends_with([':', '-']);
        let plain = first.trim_end_matches([':', '-']);
        let long = plain.len() >= 3 && plain.chars().all(|c| c.is_ascii_digit());
        let inside = text.strip_suffix(')').and_then(|t| t.rsplit_once('(')).map(|(_, code)| code.trim());
        !rest.is_empty() && (parted || long) && other(plain) || inside.is_some_and(other)
    }

    /// The unit whose code a text is.
    pub fn by_code(&self, text: &str, scope: &dyn Fn(UnitId) -> bool) -> Option<Named> {
        let units: Vec<UnitId> = self.codes.get(&key(text))?.iter().copied().filter(|u| scope(*u)).collect();
        (!units.is_empty()).then_some(Named { units, how: Sameness::Exact })
    }

    fn by_number(&self, k: &str, scope: &dyn Fn(UnitId) -> bool) -> Option<Named> {
        let units: Vec<UnitId> = self.numbers.get(k)?.iter().copied().filter(|u| scope(*u)).collect();
        (!units.is_empty()).then_some(Named { units, how: Sameness::Exact })
    }

    /// The units whose codes stand as numbers in a name of a file, folder or sheet, its days and periods aside.
    fn numbers_in(&self, name: &str, scope: &dyn Fn(UnitId) -> bool) -> Vec<(UnitId, Strength)> {
        if self.numbers.is_empty() {
            return Vec::new();
        }
        let stripped = super::periods::strip(&without_days(name));
        let rest = &stripped.1;
        let units = rest.split(' ').filter_map(|w| self.numbers.get(w)).flatten().copied();
        units.filter(|u| scope(*u)).map(|u| (u, Strength::Full)).collect()
    }

    /// A unit that is named by its code and its name beside each other, which have to agree: "D01 – Northfield".
    fn by_code_and_name(&self, words: &[&str], scope: &dyn Fn(UnitId) -> bool) -> Option<Named> {
        let both = |code: &[&str], name: &[&str]| {
            let coded = self.codes.get(&code.join(" "))?;
            let named = self.find_whole(&name.join(" "), scope, true)?;
            let units: Vec<UnitId> = named.units.iter().copied().filter(|u| coded.contains(u)).collect();
            (!units.is_empty()).then_some(Named { units, how: named.how })
        };
        (1..words.len().min(4)).find_map(|n| {
            let cut = words.len() - n;
            both(&words[..n], &words[n..]).or_else(|| both(&words[cut..], &words[..cut]))
        })
    }

    fn find_exact(&self, k: &str, scope: &dyn Fn(UnitId) -> bool, short: bool) -> Option<Named> {
        let least = if short { Strength::Short } else { Strength::Full };
        Names::forms(k).iter().find_map(|f| {
            let units = Names::pick(self.exact.get(f), scope, least);
            (!units.is_empty()).then_some(Named { units, how: Sameness::Exact })
        })
    }

    fn find_whole(&self, k: &str, scope: &dyn Fn(UnitId) -> bool, short: bool) -> Option<Named> {
        if let Some(found) = self.find_exact(k, scope, short) {
            return Some(found);
        }
        let least = if short { Strength::Short } else { Strength::Full };
        let forms = Names::forms(k);
        let plain = bare(k) == k;
        // A text whose accents name a unit elsewhere names that one, and nothing here.
        if !plain && forms.iter().any(|f| self.exact.contains_key(f)) {
            return None;
        }
        // Only a text without any accents leaves them out; one with others means another name.
        if plain {
            let loose = forms.iter().find_map(|f| {
                let units = Names::pick(self.accentless.get(f), scope, least);
                (!units.is_empty()).then_some(units)
            });
            if let Some(units) = loose {
                return Some(Named { units, how: Sameness::Plain });
            }
        }
        // Only where a name is asked for is a text worth comparing with every name; any line of a title is not.
        if short { self.find_misspelt(&forms, scope, least) } else { None }
    }

    /// Finds a name within a typing error, where no other unit, in scope or not, is as near.
    fn find_misspelt(&self, forms: &[String], scope: &dyn Fn(UnitId) -> bool, least: Strength) -> Option<Named> {
        let known = |w: &str| self.vocabulary.contains(w);
        let mut units: Vec<UnitId> = Vec::new();
        for form in forms.iter().filter(|f| (6..=80).contains(&f.chars().count())) {
            for (k, list) in &self.exact {
                if meaning::is_slip(form, k, &known) {
                    units.extend(list.iter().filter(|(_, s)| *s >= least).map(|(u, _)| *u));
                }
            }
        }
        units.sort_unstable();
        units.dedup();
        let [one] = units.as_slice() else {
            return None;
        };
        scope(*one).then(|| Named { units: units.clone(), how: Sameness::Slip })
    }

    /// True where a text names a unit but for one letter or tone, which another witness has to confirm.
    pub fn nearly_names(&self, text: &str, unit: UnitId) -> bool {
        let forms = Names::forms(&key(text));
        self.exact.iter().any(|(name, list)| {
            list.iter().any(|(u, s)| *u == unit && *s == Strength::Full)
                && forms.iter().any(|f| meaning::is_slip_if_confirmed(f, name))
        })
    }

    /// True where any unit of the register bears the whole text as a name.
    pub fn is_name(&self, text: &str) -> bool {
        Names::forms(&key(text)).iter().any(|f| self.exact.contains_key(f) || self.accentless.contains_key(f))
    }

    /// Finds the units that a name of a file, folder or sheet mentions, among those in scope; one whole name
    /// settles what short names elsewhere in the text leave open.
    pub fn find_in(&self, name: &str, scope: &dyn Fn(UnitId) -> bool) -> Vec<UnitId> {
        let found = self.scan_both(name, scope);
        let best = found.iter().map(|(_, s)| *s).max();
        units_of(found.into_iter().filter(|(_, s)| Some(*s) == best))
    }

    /// Every unit in scope that a name mentions, however.
    pub fn mentioned(&self, name: &str, scope: &dyn Fn(UnitId) -> bool) -> Vec<UnitId> {
        units_of(self.scan_both(name, scope).into_iter())
    }

    fn scan_both(&self, name: &str, scope: &dyn Fn(UnitId) -> bool) -> Vec<(UnitId, Strength)> {
        let whole = self.scan(name, scope);
        let named = if whole.is_empty() { self.scan(&split_words(name), scope) } else { whole };
        if named.is_empty() { self.numbers_in(name, scope) } else { named }
    }

    fn scan(&self, name: &str, scope: &dyn Fn(UnitId) -> bool) -> Vec<(UnitId, Strength)> {
        let k = key(name);
        // Who is written to is not who writes: "Can Lộc gửi Sở TT&TT".
        let tokens: Vec<&str> =
            k.split(' ').filter(|w| !w.is_empty()).take_while(|w| !words().is_addressing(w)).collect();
        let mut found: Vec<(UnitId, Strength)> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let longest = (self.longest + 1).min(tokens.len() - at);
            let hit = (1..=longest).rev().find_map(|n| self.hit(&tokens[at..at + n].join(" "), scope).map(|h| (n, h)));
            match hit {
                Some((n, units)) => {
                    self.also_in_longer(&tokens, (at, at + n), &units, scope, &mut found);
                    found.extend(units);
                    at += n;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Where a name stands in a stretch that is part of a longer name ("Upper Lakeside" of "Upper Lakeside
    /// District"), that unit may be meant as well.
    fn also_in_longer(
        &self,
        tokens: &[&str],
        (from, to): (usize, usize),
        units: &[(UnitId, Strength)],
        scope: &dyn Fn(UnitId) -> bool,
        found: &mut Vec<(UnitId, Strength)>,
    ) {
        let Some(strength) = units.iter().map(|(_, s)| *s).max() else {
            return;
        };
        let before = from.checked_sub(1).map(|f| (f, to));
        let after = (to < tokens.len()).then_some((from, to + 1));
        for (a, b) in before.into_iter().chain(after) {
            let longer = self.parts.get(&bare(&tokens[a..b].join(" ")));
            for unit in longer.into_iter().flatten().filter(|u| scope(**u)) {
                if !units.iter().any(|(u, _)| u == unit) {
                    found.push((*unit, strength));
                }
            }
        }
    }

    fn hit(&self, k: &str, scope: &dyn Fn(UnitId) -> bool) -> Option<Vec<(UnitId, Strength)>> {
        let mut forms = vec![k.to_owned()];
        // "P1" in a name is rarely a ward: a number needs its level in full.
        forms.extend(words().expand_designation(k).filter(|f| !f.rsplit(' ').next().is_some_and(is_fragment)));
        let plain = bare(k) == k;
        for form in forms {
            let exact = self.exact.get(&form);
            // With accents the exact name counts, and a unit out of scope is passed over as a whole.
            if let Some(list) = exact
                && (!plain || list.iter().any(|(u, _)| scope(*u)))
            {
                return Some(list.iter().filter(|(u, _)| scope(*u)).copied().collect());
            }
            let Some(list) = self.accentless.get(&bare(&form)) else {
                continue;
            };
            let inside: Vec<_> = list.iter().filter(|(u, _)| scope(*u)).copied().collect();
            if !inside.is_empty() {
                return Some(inside);
            }
        }
        None
    }

    /// The units whose names are most like a text, for a person to choose from.
    pub fn nearest(&self, text: &str, scope: &dyn Fn(UnitId) -> bool, register: &Register) -> Vec<String> {
        let k = key(text);
        let mut near: Vec<(f64, UnitId)> = self
            .exact
            .iter()
            .flat_map(|(name, list)| {
                let score = crate::text::likeness(&k, name);
                list.iter().map(move |(u, _)| (score, *u))
            })
            .filter(|(score, u)| *score >= 0.5 && scope(*u))
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut names: Vec<String> = Vec::new();
        for (_, u) in near {
            let name = register.get(u).full_name();
            if !names.contains(&name) {
                names.push(name);
            }
            if names.len() == 3 {
                break;
            }
        }
        names
    }
}

fn units_of(found: impl Iterator<Item = (UnitId, Strength)>) -> Vec<UnitId> {
    let mut units: Vec<UnitId> = found.map(|(u, _)| u).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// True for a text that names nothing by itself: a number, a letter, a Roman numeral.
fn is_fragment(k: &str) -> bool {
    k.chars().count() <= 1 || k.bytes().all(|b| b.is_ascii_digit()) || meaning::is_roman(k)
}

/// Puts spaces where words run together: `TXKyAnh_Q1` becomes `TX Ky Anh_Q 1`.
pub fn split_words(name: &str) -> String {
    let chars: Vec<char> = clean(name).chars().collect();
    let mut out = String::with_capacity(name.len() + 8);
    for (i, c) in chars.iter().enumerate() {
        if i > 0 {
            let before = chars[i - 1];
            let next = chars.get(i + 1);
            let hump = before.is_lowercase() && c.is_uppercase();
            let tail = before.is_uppercase() && c.is_uppercase() && next.is_some_and(|n| n.is_lowercase());
            let digit = before.is_alphabetic() && c.is_ascii_digit() || before.is_ascii_digit() && c.is_alphabetic();
            if hump || tail || digit {
                out.push(' ');
            }
        }
        out.push(*c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Files, Project};
    use proptest::prelude::*;
    use std::sync::LazyLock;
    use unicode_normalization::UnicodeNormalization;

    static PROJECT: LazyLock<Project> = LazyLock::new(|| Project::from_files(Files::embedded(), true).unwrap());
    static NAMES: LazyLock<Names> = LazyLock::new(|| Names::of(&PROJECT.register, false));

    fn reporter(u: UnitId) -> bool {
        ["department", "district", "press"].contains(&PROJECT.kind_of(u).code.as_str())
    }

    fn code(text: &str) -> Option<String> {
        NAMES.find(text, &reporter, true)?.one().map(|u| PROJECT.register.get(u).code.clone())
    }

    // The spellings that offices use, and the pairs that must stay apart.
    #[test]
    fn spellings() {
        for (text, want) in [
            ("UBND huyện Kỳ Anh", "447"),
            ("TX Kỳ Anh", "449"),
            ("T.X. Kỳ Anh", "449"),
            ("UBND TX. Hồng Lĩnh", "437"),
            ("TP. Hà Tĩnh", "436"),
            ("H. Can Lộc", "443"),
            ("Uỷ ban nhân dân huyện Cẩm Xuyên", "446"),
            ("UBND HUYEN KY ANH", "447"),
            ("Sở TT&TT", "STTTT"),
            ("Sở Lao động – Thương binh và Xã hội", "SLDTBXH"),
            ("Sở Nội vụ tỉnh Hà Tĩnh", "SNV"),
            ("huyện Cẩm Xuyen", "446"),
            ("Thị xã Kì Anh", "449"),
        ] {
            assert_eq!(code(text).as_deref(), Some(want), "{text}");
        }
        assert_eq!(NAMES.find("Kỳ Anh", &reporter, true).map(|n| n.units.len()), Some(2));
        assert_eq!(code("Thạch Hạ"), None);
        assert_eq!(code("Tỉnh Hà Tĩnh"), None);
    }

    // File names, with and without spaces and accents.
    #[test]
    fn file_names() {
        for (text, want) in [
            ("BC CCHC Quy I-2019 huyen Cam Xuyen", "446"),
            ("TXKyAnh_Q1-2019", "449"),
            ("UBND huyện Kỳ Anh - báo cáo quý I.2019", "447"),
            ("Huong Khe - BC quy I 2019 (lần 2)", "444"),
            ("BaoCao_STTTT_2019", "STTTT"),
        ] {
            let units = NAMES.find_in(text, &reporter);
            let codes: Vec<&str> = units.iter().map(|u| PROJECT.register.get(*u).code.as_str()).collect();
            assert_eq!(codes, [want], "{text}");
        }
        assert_eq!(NAMES.find_in("bao cao Ky Anh quy 1", &reporter).len(), 2);
    }

    /// Ways in which people spell a name.
    fn variants(full: &str) -> Vec<String> {
        let mut v = vec![
            full.to_owned(),
            full.to_uppercase(),
            full.to_lowercase(),
            full.nfd().collect(),
            full.replace(' ', "\u{a0}"),
            format!(" {full}. "),
            bare(&key(full)),
            format!("UBND {full}"),
        ];
        for (long, short) in [
            ("huyện ", "H. "),
            ("thị xã ", "TX. "),
            ("thị xã ", "T.X "),
            ("thành phố ", "TP "),
            ("phường ", "P. "),
            ("xã ", "X. "),
            ("thị trấn ", "TT. "),
        ] {
            if let Some(rest) = full.strip_prefix(long) {
                v.push(format!("{short}{rest}"));
            }
        }
        v
    }

    // No spelling of one unit is ever taken for another: senders among senders, communes in their district.
    #[test]
    fn never_another_unit() {
        for (id, unit) in PROJECT.register.iter().filter(|(_, u)| u.parent.is_some()) {
            let parent = unit.parent;
            let scope = |u: UnitId| PROJECT.register.get(u).parent == parent;
            for v in variants(&unit.full_name()) {
                let found = NAMES.find(&v, &scope, true);
                assert_eq!(found.and_then(|n| n.one()), Some(id), "{v}");
            }
        }
    }

    proptest! {
        // A typing error in any unit's name gives that unit, several, or none, but never one other unit
        // unless the text became that unit's own name.
        #[test]
        fn typing_errors(index in 1usize..42, at in 0usize..40, to in "[a-zà-ỹ]") {
            let (id, unit) = PROJECT.register.iter().nth(index).unwrap();
            let full = unit.full_name();
            let mut chars: Vec<char> = full.chars().collect();
            let at = at % chars.len();
            chars[at] = to.chars().next().unwrap();
            let text: String = chars.into_iter().collect();
            if let Some(one) = NAMES.find(&text, &reporter, true).and_then(|n| n.one()) {
                let own = PROJECT.register.get(one).full_name();
                prop_assert!(one == id || bare(&key(&text)) == bare(&key(&own)), "{} -> {}", text, own);
            }
        }

        // No text panics.
        #[test]
        fn any_text(s in "\\PC{0,40}") {
            NAMES.find(&s, &reporter, true);
            NAMES.find_in(&s, &reporter);
        }
    }
}
