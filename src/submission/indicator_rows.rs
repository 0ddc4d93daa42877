/*!
Rows matched to the indicators of a form (layout indicator-rows).

First what is written exactly, over the whole sheet; then, for what is left on both sides, typing errors, texts without
accents, and rewordings that the form's own code confirms. What could be two rows is neither.
*/

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::recognise::lexicon::{FormRow, FormWords};
use crate::text::likeness;
use crate::text::meaning::{self, Sameness};

/// A row of the sheet as far as matching goes.
#[derive(Debug, Clone)]
pub struct SheetRow {
    /// Its label as a key; nothing where it has none.
    pub label: Option<Rc<str>>,
    /// Its code, as codes are compared.
    pub code: String,
    /// Whether a column of values holds something.
    pub values: bool,
}

/// How a row was matched.
#[derive(Debug, Clone, PartialEq)]
pub enum Matched {
    /// As it is declared.
    Exactly(usize),
    /// By its name, while its number is another row's.
    AgainstCode(usize),
    /// Written without accents.
    Plainly(usize),
    /// With a typing error, or a rewording that its code confirms.
    Loosely(usize),
    /// It may be several of the form's rows.
    Several(Vec<usize>),
    /// It is none of them.
    None,
}

impl Matched {
    /// The form's row.
    pub fn row(&self) -> Option<usize> {
        match self {
            Matched::Exactly(r) | Matched::AgainstCode(r) | Matched::Plainly(r) | Matched::Loosely(r) => Some(*r),
            Matched::Several(_) | Matched::None => None,
        }
    }
}

/// Matches the rows of a sheet; `applies` says whether a form's row is asked of the sender, `knows` whether the
/// project uses a word.
pub fn matches(
    rows: &[SheetRow],
    words: &FormWords,
    applies: &dyn Fn(usize) -> bool,
    knows: &dyn Fn(&str) -> bool,
) -> Vec<Matched> {
    let mut out: Vec<Matched> = rows.iter().map(|r| exactly(r, words, applies)).collect();
    let taken: FxHashSet<usize> = out.iter().filter_map(Matched::row).collect();
    // A word that stands in another row's label is no slip of this one's.
    let beside: Vec<Rc<str>> = rows.iter().filter_map(|r| r.label.clone()).collect();
    let known = |w: &str| knows(w) || beside.iter().filter(|l| l.split(' ').any(|v| v == w)).count() > 1;
    // A heading of a matrix has no values, and is told loosely like any other row.
    let has_headings = words.rows.iter().any(|r| r.indicators.is_empty());
    let free: Vec<usize> = (0..words.rows.len()).filter(|r| !taken.contains(r)).collect();
    let loose: Vec<Option<Matched>> = rows
        .iter()
        .zip(&out)
        .map(|(row, m)| {
            (*m == Matched::None && (row.values || has_headings)).then(|| loosely(row, words, &free, &known)).flatten()
        })
        .collect();
    for (i, found) in loose.iter().enumerate() {
        let Some(m) = found else {
            continue;
        };
        // Two rows that are alike to one of the form's: neither is it.
        let rival = loose.iter().enumerate().any(|(j, o)| j != i && o.as_ref().and_then(Matched::row) == m.row());
        if !rival {
            out[i] = m.clone();
        }
    }
    under_their_headings(rows, words, &mut out);
    out
}

fn exactly(row: &SheetRow, words: &FormWords, applies: &dyn Fn(usize) -> bool) -> Matched {
    let by_code = |r: &FormRow| !row.code.is_empty() && r.codes.contains(&row.code);
    let Some(label) = &row.label else {
        // Without any label the code alone decides; there is nothing that contradicts it.
        let coded = words.rows.coded(&row.code).filter(|_| row.values);
        return coded.map_or(Matched::None, Matched::Exactly);
    };
    let stripped = strip_bullet(label);
    let whole = words.rows.named(label);
    let both: Vec<usize>;
    let named = match words.rows.named(stripped) {
        same if stripped == &**label || same.is_empty() => whole,
        more => {
            let mut all: Vec<usize> = whole.iter().chain(more).copied().collect();
            all.sort_unstable();
            all.dedup();
            both = all;
            &both
        }
    };
    match named {
        [] => Matched::None,
        [one] => {
            let other = words.rows.coded(&row.code);
            if other.is_some_and(|o| o != *one) { Matched::AgainstCode(*one) } else { Matched::Exactly(*one) }
        }
        several => {
            // The code or who it applies to must leave one.
            if let [one] = several.iter().copied().filter(|r| by_code(&words.rows[*r])).collect::<Vec<_>>().as_slice() {
                return Matched::Exactly(*one);
            }
            match several.iter().copied().filter(|r| applies(*r)).collect::<Vec<_>>().as_slice() {
                [one] => Matched::Exactly(*one),
                _ => Matched::Several(several.to_vec()),
            }
        }
    }
}

/// Tells rows of one name apart by the row that they stand under: the nearest above whose name is the form's only one,
/// a heading or a sum. Below a row that is none of the form's nothing is told: it may be the heading of another group.
fn under_their_headings(rows: &[SheetRow], words: &FormWords, out: &mut [Matched]) {
    if !out.iter().any(|m| matches!(m, Matched::Several(_))) {
        return;
    }
    let mut count: FxHashMap<&str, usize> = FxHashMap::default();
    for row in words.rows.iter() {
        let mut mine: Vec<&str> = row.labels.iter().map(String::as_str).collect();
        mine.sort_unstable();
        mine.dedup();
        mine.into_iter().for_each(|l| *count.entry(l).or_default() += 1);
    }
    let alone = |r: usize| words.rows[r].labels.iter().all(|l| count[l.as_str()] == 1);
    let mut above: Vec<Option<usize>> = Vec::with_capacity(words.rows.len());
    let mut last = None;
    for r in 0..words.rows.len() {
        above.push(last);
        last = if alone(r) { Some(r) } else { last };
    }
    let mut under = None;
    for i in 0..rows.len() {
        match (&out[i], &rows[i].label) {
            (found, _) if found.row().is_some_and(alone) => under = found.row(),
            (Matched::Several(candidates), Some(_)) if under.is_some() => {
                let mine: Vec<usize> = candidates.iter().copied().filter(|c| above[*c] == under).collect();
                // Two of one name under one heading are told by nothing but their order, which is no key.
                if let [one] = mine.as_slice() {
                    out[i] = Matched::Exactly(*one);
                }
            }
            (Matched::None, Some(_)) => under = None,
            _ => {}
        }
    }
}

fn loosely(row: &SheetRow, words: &FormWords, free: &[usize], known: &dyn Fn(&str) -> bool) -> Option<Matched> {
    let label = row.label.as_ref()?;
    let stripped = strip_bullet(label);
    let by_code = |r: &usize| !row.code.is_empty() && words.rows[*r].codes.contains(&row.code);
    let mut plain: Vec<usize> = Vec::new();
    let mut slips: Vec<usize> = Vec::new();
    for r in free {
        for declared in &words.rows[*r].labels {
            for written in [&**label, stripped] {
                match meaning::sameness(written, declared, known) {
                    Some(Sameness::Plain | Sameness::Exact) => plain.push(*r),
                    Some(Sameness::Slip) => slips.push(*r),
                    None => {}
                }
            }
        }
    }
    for (list, made) in [(&mut plain, Matched::Plainly as fn(usize) -> Matched), (&mut slips, Matched::Loosely)] {
        list.dedup();
        if let [one] = list.as_slice() {
            // A number that is another row's is a second witness against it.
            let against = !by_code(one) && words.rows.coded(&row.code).is_some();
            return (!against).then(|| made(*one));
        }
        if let [one] = list.iter().copied().filter(by_code).collect::<Vec<_>>().as_slice() {
            return Some(made(*one));
        }
        if list.len() > 1 {
            return None;
        }
    }
    // Two witnesses: the form's own code, and a label that is reworded or has one letter or tone wrong.
    let coded: Vec<usize> = free.iter().copied().filter(by_code).collect();
    let [one] = coded.as_slice() else {
        return None;
    };
    let near = |r: usize| {
        words.rows[r].labels.iter().any(|l| {
            [&**label, stripped].iter().any(|w| meaning::is_rewording(w, l) || meaning::is_slip_if_confirmed(w, l))
        })
    };
    let others = (0..words.rows.len()).any(|r| r != *one && near(r));
    (near(*one) && !others).then_some(Matched::Loosely(*one))
}

/// The form's rows whose labels are most like a text, for a person to choose from.
pub fn nearest(label: &str, words: &FormWords) -> Vec<usize> {
    let mut scored: Vec<(f64, usize)> = words
        .rows
        .iter()
        .enumerate()
        .map(|(r, row)| (row.labels.iter().map(|l| likeness(label, l)).fold(0.0, f64::max), r))
        .filter(|(s, _)| *s >= 0.4)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().take(3).map(|(_, r)| r).collect()
}

/// Drops a bullet or number that stands before a label: `a) …`, `- …`, `1.2. …`.
pub fn strip_bullet(k: &str) -> &str {
    let mut rest = k;
    while let Some((first, more)) = rest.split_once(' ') {
        let bullet = first.bytes().all(|b| b.is_ascii_digit())
            || first.len() == 1 && first.bytes().all(|b| b.is_ascii_lowercase())
            || matches!(first, "ii" | "iii" | "iv" | "vi" | "vii" | "viii" | "ix");
        if !bullet {
            break;
        }
        rest = more;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::lexicon::FormRows;
    use crate::text::key;

    fn words(rows: &[(&str, &[&str])]) -> FormWords {
        words_under(&[], rows)
    }

    /// The same, where some rows are headings.
    fn words_under(headings: &[&str], rows: &[(&str, &[&str])]) -> FormWords {
        let row = |(i, (code, labels)): (usize, &(&str, &[&str]))| FormRow {
            codes: vec![(*code).to_owned()],
            labels: labels.iter().map(|l| key(l)).collect(),
            indicators: if headings.contains(code) { Vec::new() } else { vec![i] },
            code: (*code).to_owned(),
            name: (*code).to_owned(),
            expected: false,
        };
        FormWords {
            titles: Vec::new(),
            columns: Vec::new(),
            unmarked: Default::default(),
            labels: Default::default(),
            rows: FormRows::of(rows.iter().enumerate().map(row).collect()),
            row_words: Default::default(),
            open_heads: Vec::new(),
        }
    }

    fn read(form: &[(&str, &[&str])], rows: &[(&str, &str)]) -> Vec<Matched> {
        let rows: Vec<SheetRow> = rows
            .iter()
            .map(|(code, label)| SheetRow {
                label: (!label.is_empty()).then(|| key(label).into()),
                code: (*code).to_owned(),
                values: true,
            })
            .collect();
        matches(&rows, &words(form), &|_| true, &|_| false)
    }

    // An exact row anywhere beats one that is only alike; the opposite is never taken; a code confirms a rewording.
    #[test]
    fn rows_are_matched_by_meaning() {
        let form: &[(&str, &[&str])] = &[
            ("1", &["Số hồ sơ giải quyết đúng hạn"]),
            ("2", &["Số hồ sơ tiếp nhận"]),
            ("3", &["Bưu chính uỷ thác nội tỉnh COD"]),
            ("4", &["Số cán bộ được tập huấn"]),
        ];
        let got = read(
            form,
            &[
                ("1", "Số hồ sơ giải quyết quá hạn"),
                ("", "Bưu chính uỷ thác nội tỉnh"),
                ("3", "Bưu chính uỷ thác nội tỉnh COD"),
                ("2", "Số hồ sơ tiếp nhậnn"),
                ("4", "Số lượt cán bộ được tập huấn"),
            ],
        );
        let want = [Matched::None, Matched::None, Matched::Exactly(2), Matched::Loosely(1), Matched::Loosely(3)];
        assert_eq!(got, want);
    }

    // Labels that recur are told by their codes, or not at all.
    #[test]
    fn repeated_labels() {
        let form: &[(&str, &[&str])] = &[("1.1", &["Khác"]), ("2.1", &["Khác"])];
        assert_eq!(read(form, &[("2.1", "Khác")]), [Matched::Exactly(1)]);
        assert_eq!(read(form, &[("", "Khác")]), [Matched::Several(vec![0, 1])]);
    }

    // Rows of one name go by the heading above them; below a row that is no heading of the form's they stay undecided.
    #[test]
    fn headings_tell_rows_apart() {
        let rows: [(&str, &[&str]); 6] = [
            ("A", &["Khu vực xã"]),
            ("A1", &["Nam"]),
            ("A2", &["Nữ"]),
            ("B", &["Khu vực phường"]),
            ("B1", &["Nam"]),
            ("B2", &["Nữ"]),
        ];
        let words = words_under(&["A", "B"], &rows);
        let row = |label: &str, values: bool| SheetRow { label: Some(key(label).into()), code: String::new(), values };
        let matched = |labels: &[(&str, bool)]| -> Vec<Option<usize>> {
            let rows: Vec<SheetRow> = labels.iter().map(|(l, v)| row(l, *v)).collect();
            matches(&rows, &words, &|_| true, &|_| false).iter().map(Matched::row).collect()
        };
        let group = |heading| [(heading, false), ("Nam", true), ("Nữ", true)];
        let both = [group("Khu vực xã"), group("Khu vực phường")].concat();
        assert_eq!(matched(&both), [Some(0), Some(1), Some(2), Some(3), Some(4), Some(5)]);
        let exchanged = [group("Khu vực phường"), group("Khu vực xã")].concat();
        assert_eq!(matched(&exchanged), [Some(3), Some(4), Some(5), Some(0), Some(1), Some(2)]);
        // A typing error in a heading is forgiven, another heading is none.
        let slip = [group("Khu vực xã"), group("Khu vực phườngg")].concat();
        assert_eq!(matched(&slip)[3..], [Some(3), Some(4), Some(5)]);
        let other = [group("Khu vực xã"), group("Khu vực các phường")].concat();
        assert_eq!(matched(&other), [Some(0), Some(1), Some(2), None, None, None]);
    }
}
