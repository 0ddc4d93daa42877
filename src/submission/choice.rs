/*!
Which file counts for each form and unit, and what became of every part of every file.

Decided here once, as data: [`PartFate`] for each part, [`Choice`] for each form and unit. Findings and accounts are
told from these; nothing is read back out of a message.
*/

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Outcome;
use super::extract::Part;
use super::facts::{Fact, Kind, RowKey, record_key, told_apart, whole_record};
use super::ledger::{Filed, Role};
use crate::project::Project;
use crate::project::period::Period;
use crate::project::units::UnitId;
use crate::text::{bare, key};

/// What became of one part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartFate {
    /// It is in the totals.
    Counts,
    /// It says again what another sheet of its submission says.
    Repeats,
    /// A newer file counts, by place.
    Superseded(usize),
    /// It cannot be told whether it or another one counts.
    Undecided,
    /// Its unit does not report the form.
    NotExpected,
    /// Its unit or period is unknown or contradicted.
    Unsettled,
    /// It is about another period.
    OtherPeriod,
    /// Its file is a copy of another one, by place.
    Copied(usize),
}

/// What was decided for one form and unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Form, by place.
    pub form: usize,
    /// Unit.
    pub unit: UnitId,
    /// The file that counts, with its parts by place.
    pub counted: Option<(usize, Vec<usize>)>,
    /// Files that add to it or replace rows of it, in the order in which they came, with their parts.
    pub supplements: Vec<(usize, Vec<usize>)>,
    /// Files that it replaces.
    pub superseded: Vec<usize>,
    /// Why nothing counts, where several things were sent.
    pub undecided: Undecided,
    /// Rows that stand on an earlier sheet already, by part and row: they count there.
    pub repeated: FxHashSet<(usize, usize)>,
}

/// Why nothing counts although something was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undecided {
    /// Something counts.
    No,
    /// Files that differ, and none is plainly the newest.
    Files(Vec<usize>),
    /// Sheets of one file that contradict each other.
    Sheets(usize, Vec<usize>),
}

/// Every decision of a period.
#[derive(Debug, Default)]
pub struct Choices {
    /// For each form and unit of which something was sent, in order.
    pub made: Vec<Choice>,
    /// For each file and part.
    pub parts: Vec<Vec<PartFate>>,
}

type Candidates = BTreeMap<(usize, UnitId), BTreeMap<usize, Vec<usize>>>;

/// Decides what counts for a period.
pub fn choose(project: &Project, period: Period, files: &[Filed]) -> Choices {
    let mut choices = Choices {
        made: Vec::new(),
        parts: files.iter().map(|f| vec![PartFate::Unsettled; f.extract.parts.len()]).collect(),
    };
    let candidates = classify(project, period, files, &mut choices.parts);
    for ((form, unit), by_file) in candidates {
        let choice = decide((form, &project.forms[form].rows.key), unit, files, &by_file);
        let parts = &mut choices.parts;
        let mut set = |file: usize, fate: PartFate, of: Option<&[usize]>| {
            for p in of.unwrap_or(&by_file[&file]) {
                parts[file][*p] = fate;
            }
        };
        match (&choice.counted, &choice.undecided) {
            (Some((best, parts)), _) => {
                for f in &choice.superseded {
                    set(*f, PartFate::Superseded(*best), None);
                }
                for (file, parts) in
                    std::iter::once((best, parts)).chain(choice.supplements.iter().map(|(f, p)| (f, p)))
                {
                    set(*file, PartFate::Repeats, None);
                    set(*file, PartFate::Counts, Some(parts));
                }
            }
            (None, Undecided::Files(tied)) => {
                for f in by_file.keys() {
                    set(*f, if tied.contains(f) { PartFate::Undecided } else { PartFate::Superseded(tied[0]) }, None);
                }
            }
            (None, Undecided::Sheets(file, _)) => {
                for f in by_file.keys() {
                    set(*f, if f == file { PartFate::Undecided } else { PartFate::Superseded(*file) }, None);
                }
            }
            (None, Undecided::No) => {}
        }
        choices.made.push(choice);
    }
    choices
}

/// Gathers, for each form and unit, the parts that say something for the period; and says what the others are.
fn classify(project: &Project, period: Period, files: &[Filed], fates: &mut [Vec<PartFate>]) -> Candidates {
    let mut candidates: Candidates = BTreeMap::new();
    let mut contents: FxHashMap<&str, usize> = FxHashMap::default();
    // What was sent directly is read by this project's own forms: of the same bytes in a roll-up that is the copy.
    let inside = |f: &usize| files[*f].role.outer().is_some();
    let order = (0..files.len()).filter(|f| !inside(f)).chain((0..files.len()).filter(inside));
    for (f, file) in order.map(|f| (f, &files[f])) {
        let extract = &file.extract;
        if extract.outcome != Outcome::Read && extract.parts.is_empty() {
            continue;
        }
        // A roll-up that does not stand counts with nothing; its role says why.
        if matches!(file.role, Role::RollUp(Some(_))) {
            continue;
        }
        if !extract.sha256.is_empty() && !extract.parts.is_empty() {
            let said = |e: &super::Extract| e.parts.iter().map(|p| (p.unit, p.period)).collect::<Vec<_>>();
            if let Some(first) = contents.get(extract.sha256.as_str()).filter(|_| inside(&f)) {
                let whole = said(&files[*first].extract);
                if said(extract).iter().all(|p| whole.contains(p)) {
                    fates[f].fill(PartFate::Copied(*first));
                    continue;
                }
            }
            match contents.get(extract.sha256.as_str()) {
                // The same bytes again: the later name is the copy, unless a folder says another period.
                Some(first) if said(extract) == said(&files[*first].extract) => {
                    fates[f].fill(PartFate::Copied(*first));
                    continue;
                }
                Some(_) => {}
                None => {
                    contents.insert(&extract.sha256, f);
                }
            }
        }
        for (p, part) in extract.parts.iter().enumerate() {
            if part.period.is_some_and(|q| q != period) {
                fates[f][p] = PartFate::OtherPeriod;
                continue;
            }
            let (Some(unit), Some(_)) = (part.unit, part.period) else {
                continue;
            };
            let form = &project.forms[part.form];
            let exists = project.register.get(unit).exists_on(period.window(form.regime).1);
            if !exists || !form.reporters.has(&project.register, unit) {
                fates[f][p] = PartFate::NotExpected;
                continue;
            }
            candidates.entry((part.form, unit)).or_default().entry(f).or_default().push(p);
        }
    }
    candidates
}

/// Decides between the files that were sent for one form and unit.
fn decide(
    (form, key): (usize, &[usize]),
    unit: UnitId,
    files: &[Filed],
    by_file: &BTreeMap<usize, Vec<usize>>,
) -> Choice {
    let mut choice = Choice {
        form,
        unit,
        counted: None,
        supplements: Vec::new(),
        superseded: Vec::new(),
        undecided: Undecided::No,
        repeated: FxHashSet::default(),
    };
    // What says that it only adds to a report is none by itself, where there is one.
    let adds = |f: &usize| by_file[f].iter().all(|p| files[*f].extract.parts[*p].supplement);
    let any_whole = !by_file.keys().all(adds);
    // The name is looked at only where several files stand against each other.
    let alone = by_file.len() == 1;
    let rank = |f: usize| (if alone { 1 } else { revision(&files[f].name) }, files[f].received());
    let (mut added, mut order): (Vec<_>, Vec<_>) =
        by_file.keys().map(|f| (*f, rank(*f))).partition(|(f, _)| any_whole && adds(f));
    order.sort_by_key(|(_, r)| std::cmp::Reverse(*r));
    added.sort_by_key(|(_, r)| *r);
    let Some(&(best, top)) = order.first() else {
        return choice;
    };
    let of = |f: usize| by_file[&f].iter().map(|p| &files[f].extract.parts[*p]).collect::<Vec<_>>();
    let tied: Vec<usize> = order.iter().filter(|(_, r)| *r == top).map(|(f, _)| *f).collect();
    if tied.len() > 1 && tied.iter().any(|f| digest(&of(*f)) != digest(&of(best))) {
        choice.undecided = Undecided::Files(tied);
        return choice;
    }
    let differ = |a: usize, b: usize| digest(&of(a)) != digest(&of(b));
    // Two of one moment: the order does not matter where they answer other rows.
    let rows = |f: usize| -> FxHashSet<(RowKey, usize)> {
        let facts = |p: &Part| -> Vec<(RowKey, usize)> {
            let answers = p.facts.iter().filter(|x| x.kind.is_answer());
            let row =
                |row: &RowKey, i: usize| if *row == RowKey::Sender { (RowKey::Sender, i) } else { (row.folded(), 0) };
            answers.filter_map(|x| Some(row(p.rows.get(x.row)?, x.indicator))).collect()
        };
        of(f).into_iter().flat_map(facts).collect()
    };
    let clash = |a: usize, b: usize| !rows(a).is_disjoint(&rows(b));
    if let Some(tie) = added.windows(2).find(|w| w[0].1 == w[1].1 && differ(w[0].0, w[1].0) && clash(w[0].0, w[1].0)) {
        choice.undecided = Undecided::Files(tie.iter().map(|(f, _)| *f).collect());
        return choice;
    }
    choice.superseded = order[1..].iter().map(|(f, _)| *f).collect();
    // What came before the report that counts is in it.
    let time = |f: usize| files[f].received();
    for (f, _) in added {
        match merge_parts(&files[f], &by_file[&f], key).filter(|_| time(f) >= time(best)) {
            Some(parts) => choice.supplements.push((f, parts)),
            None => choice.superseded.push(f),
        }
    }
    match merge_parts(&files[best], &by_file[&best], key) {
        Some(parts) => {
            choice.repeated = repeated_rows(&files[best], &parts);
            choice.counted = Some((best, parts));
        }
        None => choice.undecided = Undecided::Sheets(best, by_file[&best].clone()),
    }
    choice
}

/// A digest over what some parts say, whoever sent them: for telling copies.
pub(super) fn digest(parts: &[&Part]) -> Vec<[u8; 32]> {
    // A blank sheet beside the others says nothing.
    let says = |p: &&&Part| p.facts.iter().any(|f| f.kind != Kind::Blank);
    parts.iter().filter(says).map(|p| p.digest).collect()
}

/// The revision that a file name states: `lần 2`, `bổ sung`, `v3`, `(2)`.
pub fn revision(name: &str) -> u32 {
    let base = name.rsplit('/').next().unwrap_or(name);
    let stem = base.rsplit_once('.').map_or(base, |(s, _)| s);
    let k = bare(&key(&crate::recognise::names::split_words(stem)));
    let tokens: Vec<&str> = k.split(' ').collect();
    let number = |t: Option<&&str>| t.and_then(|t| t.parse::<u32>().ok()).filter(|n| (1..100).contains(n));
    let mut found = 0;
    for (i, t) in tokens.iter().enumerate() {
        let n = match *t {
            "lan" | "v" | "ver" | "version" | "rev" | "revision" | "ban" => number(tokens.get(i + 1)).unwrap_or(0),
            _ => 0,
        };
        found = found.max(n);
    }
    let joined = format!(" {k} ");
    if found == 0
        && [
            " bo sung ",
            " sua ",
            " sua doi ",
            " dinh chinh ",
            " chinh sua ",
            " thay the ",
            " corrected ",
            " final ",
            " moi ",
        ]
        .iter()
        .any(|w| joined.contains(w))
    {
        found = 2;
    }
    // Windows and browsers add "(1)" to a second file of the same name.
    if found == 0
        && let Some(n) = stem
            .trim_end()
            .strip_suffix(')')
            .and_then(|s| s.rsplit_once('('))
            .and_then(|(_, n)| n.parse::<u32>().ok())
            .filter(|n| (1..100).contains(n))
    {
        found = n + 1;
    }
    found.max(1)
}

/// Several sheets of one file for one form and unit are one submission where they complement each other,
/// or say the same; nothing where they contradict.
fn merge_parts(file: &Filed, parts: &[usize], by: &[usize]) -> Option<Vec<usize>> {
    if let [one] = parts
        && !file.extract.parts[*one].doubled
    {
        return Some(parts.to_vec());
    }
    let mut kept: Vec<usize> = Vec::new();
    let mut seen: FxHashMap<(RowKey, usize), (Kind, u64, &str)> = FxHashMap::default();
    let mut lists: Vec<List> = Vec::new();
    let mut said: FxHashSet<String> = FxHashSet::default();
    for &p in parts {
        let part = &file.extract.parts[p];
        let mut fresh = 0usize;
        let list = List::of(part, by);
        // Two versions of one list: what one of them says of a record the other one says otherwise.
        if lists.iter().any(|other| other.contradicts(&list)) {
            return None;
        }
        let is_new = |records: usize| records > 0 || list.records.is_empty();
        let new_records = list.records.iter().filter(|r| !said.contains(r.as_str())).count();
        let says_records = part.rows.iter().any(|r| matches!(r, RowKey::Record(_)));
        if says_records && !is_new(new_records) && !kept.is_empty() {
            continue;
        }
        for f in part.facts.iter().filter(|f| f.kind.is_answer()) {
            let Some(row) = part.rows.get(f.row) else {
                continue;
            };
            // Records of several sheets are a longer list.
            if matches!(row, RowKey::Record(_)) {
                fresh += 1;
                continue;
            }
            let what = (f.kind, f.value.to_bits(), f.text);
            match seen.get(&(row.folded(), f.indicator)) {
                None => {
                    seen.insert((row.folded(), f.indicator), what);
                    fresh += 1;
                }
                Some(before) if *before == what => {}
                Some(_) => return None,
            }
        }
        if fresh > 0 || kept.is_empty() {
            kept.push(p);
            said.extend(list.records.iter().cloned());
            lists.push(list);
        }
    }
    Some(kept)
}

/// The records of a sheet: all that each says, and those that bear a number of their own by it.
struct List {
    records: FxHashSet<String>,
    numbered: FxHashMap<String, String>,
}

impl List {
    fn of(part: &Part, by: &[usize]) -> List {
        let mut list = List { records: FxHashSet::default(), numbered: FxHashMap::default() };
        if !part.rows.iter().any(|r| matches!(r, RowKey::Record(_))) {
            return list;
        }
        let facts: Vec<Fact<'_>> = part.facts.iter().collect();
        for record in facts.chunk_by(|a, b| a.row == b.row) {
            if !record.iter().any(|f| f.kind.is_answer()) {
                continue;
            }
            let whole = whole_record(record);
            // By the form's key, else by a number, else by its texts: figures and days are what versions differ in.
            let id = match (record_key(record, by), told_apart(record, &[])) {
                (Some((id, _)), _) if !by.is_empty() => Some(id),
                (_, Some((_, number, _))) if by.is_empty() => Some(key(&number)),
                _ => {
                    let texts: Vec<String> =
                        record.iter().filter(|f| f.kind == Kind::Text).map(|f| key(f.text)).collect();
                    (!texts.is_empty() && by.is_empty()).then(|| texts.join("\u{1f}"))
                }
            };
            if let Some(id) = id {
                list.numbered.insert(id, whole.clone());
            }
            list.records.insert(whole);
        }
        list
    }

    /// True where most records of the smaller one stand in the other one, too, and some of them say something else there.
    fn contradicts(&self, other: &List) -> bool {
        const LEAST: usize = 2;
        let both: Vec<(&String, &String)> =
            self.numbered.iter().filter_map(|(n, a)| Some((a, other.numbered.get(n)?))).collect();
        let least = self.numbered.len().min(other.numbered.len());
        // What many records have is no number of theirs.
        let own = |l: &List| l.numbered.len() * 5 >= l.records.len() * 4;
        own(self) && own(other) && both.len() >= LEAST && both.len() * 2 > least && both.iter().any(|(a, b)| a != b)
    }
}

/// Rows that answer again what a row of an earlier sheet about the same thing does.
fn repeated_rows(file: &Filed, parts: &[usize]) -> FxHashSet<(usize, usize)> {
    if parts.len() == 1 {
        return FxHashSet::default();
    }
    let mut seen: FxHashMap<(RowKey, usize), usize> = FxHashMap::default();
    let mut repeated = FxHashSet::default();
    for &p in parts {
        let part = &file.extract.parts[p];
        for fact in part.facts.iter().filter(|f| f.kind.is_answer()) {
            match part.rows.get(fact.row) {
                None | Some(RowKey::Record(_) | RowKey::Sender) => {}
                Some(key) => {
                    if *seen.entry((key.folded(), fact.indicator)).or_insert(p) != p {
                        repeated.insert((p, fact.row));
                    }
                }
            }
        }
    }
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;

    // The revision that a file name states.
    #[test]
    fn revisions() {
        for (name, want) in [
            ("a/BC huyện Hương Khê.xlsx", 1),
            ("BC (lần 2).xlsx", 2),
            ("BC lan3.xlsx", 3),
            ("BC_v2.xls", 2),
            ("BC bổ sung.xlsx", 2),
            ("BC (1).xlsx", 2),
            ("BC 2019.xlsx", 1),
        ] {
            assert_eq!(revision(name), want, "{name}");
        }
    }
}
