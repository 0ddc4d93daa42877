/*!
The written report: the office's own Word document, with figures put into its content controls.

A control's tag says what stands in it ([`crate::project::report`]). What is in controls is written anew, whatever else is in the
document stays byte for byte. The document remembers what was written into each control: what somebody typed over since is
kept, and told.
*/

pub mod blank;
mod docx;
mod edit;
mod memory;
mod value;

use std::collections::{BTreeMap, BTreeSet};

pub use docx::DocxError;
pub use value::Asked;

use crate::finding::{Code, Finding, Lang};
use crate::locale::say;
use crate::project::report::{Expr, Names, Tag, Value, Word, tag};
use crate::project::units::UnitId;
use docx::{Docx, Edits, Tree};
use edit::{Sought, hidden_row, of_row, set_hidden, set_text, text_of};
use memory::{Memory, Remembered};
use value::{Row, State};

/// A report that was filled.
pub struct Filled {
    /// The document.
    pub bytes: Vec<u8>,
    /// What somebody should know, in the order of the document.
    pub findings: Vec<Finding>,
    /// Every control, in the same order.
    pub controls: Vec<Control>,
}

/// A control of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Its tag.
    pub tag: String,
    /// The code of its row's unit; blank outside of repeated rows.
    pub row: String,
    /// Where it stands, in words.
    pub place: String,
    /// What stood in it.
    pub before: String,
    /// What the data come to.
    pub now: String,
    /// What became of it.
    pub fate: Fate,
}

/// What becomes of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It said so already.
    Same,
    /// It was filled for the first time.
    Filled,
    /// It said what was right when it was filled.
    Refreshed,
    /// Somebody typed over it, which stays.
    Kept,
}

/// Fills a document: a template, or a report that was filled before. `name` is what findings call it; of a report whatever
/// differs and is not remembered is taken for typed.
pub fn fill(bytes: Vec<u8>, asked: &Asked<'_>, name: &str, is_report: bool) -> Result<Filled, DocxError> {
    let mut docx = Docx::open(bytes)?;
    let remembered = docx.memory()?.map(|text| Memory::read(&text));
    let (is_blank, is_known) = (remembered.is_none() && !is_report, remembered.is_some());
    let before = remembered.unwrap_or_default();
    let mut work = Work {
        asked,
        name,
        is_blank,
        is_known,
        before,
        after: Memory::of(asked.done().ledger.period, asked.lang()),
        lists: BTreeMap::new(),
        fresh: BTreeSet::new(),
        findings: Vec::new(),
        controls: Vec::new(),
        next_id: 0,
        has_tags: false,
    };
    let mut parts = std::mem::take(&mut docx.parts);
    for (part, text) in &mut parts {
        work.next_id = work.next_id.max(largest_id(text));
        *text = work.rows(part, text)?;
        *text = work.values(part, text)?;
        *text = work.conditions(part, text)?;
    }
    if !work.has_tags {
        let reason = work.lang().text("tag-none");
        work.findings.push(work.finding(Code::W003, "", name).expected(reason));
    }
    docx.parts = parts;
    docx.remember(&work.after.write())?;
    let (findings, controls) = (work.findings, work.controls);
    Ok(Filled { bytes: docx.save()?, findings, controls })
}

/// The language in which a report was filled.
pub fn language(bytes: &[u8]) -> Option<Lang> {
    let memory = Docx::open(bytes.to_vec()).ok()?.memory().ok()??;
    Lang::of(&Memory::read(&memory).lang)
}

/// What a table row is.
#[derive(Clone)]
enum Placed {
    /// That of a unit, repeated by a tag.
    Of(Row, String),
    /// Hidden, since there are no units.
    Hidden,
    /// One of a block whose first row is gone.
    Orphan,
}

/// The values of a report as it stands: what is in each control, and nothing changed.
struct Work<'a, 'b> {
    asked: &'b Asked<'a>,
    name: &'b str,
    /// A template that was never filled: nobody typed over anything.
    is_blank: bool,
    /// What was written into each control is known: one of which it is not was added since.
    is_known: bool,
    before: Memory,
    after: Memory,
    /// The units of the rows that each tag repeats.
    lists: BTreeMap<String, Vec<UnitId>>,
    /// Rows that were made in this run, by the tag that repeats them and the unit's code: nobody typed into them.
    fresh: BTreeSet<(String, String)>,
    findings: Vec<Finding>,
    controls: Vec<Control>,
    next_id: u32,
    has_tags: bool,
}

impl Work<'_, '_> {
    fn lang(&self) -> Lang {
        self.asked.lang()
    }

    fn read(&self, text: &str) -> Option<Tag> {
        tag(text, Names::of(self.asked.done().project)).ok()
    }

    fn code(&self, unit: UnitId) -> &str {
        &self.asked.done().project.register.get(unit).code
    }

    /// The tag of a row that is repeated, or one of those that it became, and the control that has it.
    fn of_row(&self, tree: &Tree<'_>, row: usize) -> Option<(usize, String, Tag)> {
        of_row(tree, row).into_iter().find_map(|(control, text)| match self.read(&text)? {
            tag @ (Tag::Rows(_) | Tag::Row(_)) => Some((control, text, tag)),
            _ => None,
        })
    }

    /// Makes as many rows as there are units.
    fn rows(&mut self, part: &str, text: &str) -> Result<String, DocxError> {
        let tree = Tree::read(part, text)?;
        let mut edits = Edits::default();
        let mut at = 0;
        while at < tree.elements.len() {
            let row = at;
            at += 1;
            if tree.elements[row].name != "tr" {
                continue;
            }
            let Some((_, tag, Tag::Rows(rows))) = self.of_row(&tree, row) else {
                continue;
            };
            let units = self.asked.rows(&rows);
            let siblings: Vec<usize> = match tree.elements[row].parent {
                Some(p) => tree.elements[p].children.iter().copied().skip_while(|c| *c <= row).collect(),
                None => Vec::new(),
            };
            let known = self.before.rows.get(&tag).cloned();
            let text_of_row = |r: usize| &text[tree.elements[r].whole.clone()];
            // What was the template, whatever somebody wrote into its row since.
            let template = match &known {
                Some((_, template)) if !template.is_empty() => template.clone(),
                _ => text_of_row(row).to_owned(),
            };
            let mut standing: BTreeMap<String, &str> = BTreeMap::new();
            let mut last = known.as_ref().map_or_else(String::new, |(first, _)| first.clone());
            if !last.is_empty() {
                standing.insert(last.clone(), text_of_row(row));
            }
            // The rows that it became stand behind it; rows of somebody's own among them stay behind the one above them.
            let mut behind: BTreeMap<String, String> = BTreeMap::new();
            let mut waiting = String::new();
            let mut end = tree.elements[row].whole.end;
            for sibling in siblings {
                match self.of_row(&tree, sibling) {
                    Some((_, _, Tag::Rows(_))) => break,
                    Some((_, _, Tag::Row(code))) if !standing.contains_key(&code) => {
                        behind.entry(std::mem::replace(&mut last, code.clone())).or_default().push_str(&waiting);
                        waiting.clear();
                        standing.insert(code, text_of_row(sibling));
                        end = tree.elements[sibling].whole.end;
                    }
                    _ => waiting.push_str(text_of_row(sibling)),
                }
            }
            let codes: Vec<String> = units.iter().map(|u| self.code(*u).to_owned()).collect();
            let is_first_fill = known.is_none();
            let mut out = String::new();
            for (i, code) in codes.iter().enumerate() {
                let own = match standing.get(code) {
                    Some(own) => (*own).to_owned(),
                    // The template's own row; of a report whose memory is lost one in which somebody may have typed.
                    None if is_first_fill && i == 0 => template.clone(),
                    None => {
                        self.fresh.insert((tag.clone(), code.clone()));
                        edit::copied(&template, &tree.prefix, &mut self.next_id)?
                    }
                };
                let wanted = if i == 0 { tag.clone() } else { format!("row={code}") };
                out.push_str(&edit::with_tag(&own, &tree.prefix, &wanted, &|t| {
                    matches!(self.read(t), Some(Tag::Rows(_) | Tag::Row(_)))
                })?);
                out.push_str(&behind.remove(code).unwrap_or_default());
            }
            if units.is_empty() {
                out = hidden_row(&template, &tree.prefix)?;
            }
            // What somebody typed into a row that goes is told; rows of his own stay.
            for (code, gone) in standing.iter().filter(|(code, _)| !codes.contains(code)) {
                for (control, typed) in edit::texts_of_row(gone, &tree.prefix)? {
                    let key = (control.clone(), code.clone());
                    if self.before.values.get(&key).is_some_and(|k| k.text != typed) {
                        let place = say!(self.lang(), "report-row-gone", code = code.as_str());
                        self.findings.push(self.finding(Code::W004, &control, &place).arg("typed", typed.as_str()));
                    }
                }
            }
            behind.into_values().for_each(|rest| out.push_str(&rest));
            let first = codes.first().cloned().unwrap_or_default();
            self.after.rows.insert(tag.clone(), (first, template));
            self.lists.insert(tag, units);
            let whole = tree.elements[row].whole.start..end;
            if text[whole.clone()] != out {
                edits.put(whole.clone(), out);
            }
            // What lies in these rows is dealt with.
            while at < tree.elements.len() && tree.elements[at].whole.start < whole.end {
                at += 1;
            }
        }
        Ok(if edits.is_empty() { text.to_owned() } else { edits.apply(text) })
    }

    /// What each table row is, of those that are repeated.
    fn places(&self, tree: &Tree<'_>) -> BTreeMap<usize, Placed> {
        let mut out = BTreeMap::new();
        let mut list: Option<(Option<usize>, String)> = None;
        for (at, element) in tree.elements.iter().enumerate().filter(|(_, e)| e.name == "tr") {
            match self.of_row(tree, at) {
                Some((_, tag, Tag::Rows(_))) => {
                    let first = self.lists.get(&tag).and_then(|l| l.first());
                    let placed = first.map(|unit| Placed::Of(Row { number: 1, unit: *unit }, tag.clone()));
                    out.insert(at, placed.unwrap_or(Placed::Hidden));
                    list = Some((element.parent, tag));
                }
                Some((_, _, Tag::Row(code))) => {
                    // Of the same table alone.
                    let tag = list.as_ref().filter(|(parent, _)| *parent == element.parent).map(|(_, tag)| tag);
                    let units = tag.and_then(|t| self.lists.get(t)).map_or(&[][..], Vec::as_slice);
                    let place = units.iter().position(|u| self.code(*u) == code);
                    let placed =
                        place.zip(tag).map(|(p, tag)| Placed::Of(Row { number: p + 1, unit: units[p] }, tag.clone()));
                    out.insert(at, placed.unwrap_or(Placed::Orphan));
                }
                _ => {}
            }
        }
        out
    }

    /// Puts values into controls.
    fn values(&mut self, part: &str, text: &str) -> Result<String, DocxError> {
        let tree = Tree::read(part, text)?;
        let places = self.places(&tree);
        let mut edits = Edits::default();
        let number = Value { of: Expr::Word(Word::Number), formats: Vec::new() };
        for Sought { control, tag: written } in edit::controls(&tree) {
            self.has_tags = true;
            let place = edit::place(&tree, control, part, self.lang());
            let above = || std::iter::successors(tree.elements[control].parent, |p| tree.elements[*p].parent);
            let (row, rows_tag) = match above().find_map(|a| places.get(&a)) {
                Some(Placed::Hidden) => continue,
                Some(Placed::Orphan) => {
                    if matches!(self.read(&written), Some(Tag::Row(_))) {
                        let reason = self.lang().text("tag-orphan");
                        self.findings.push(self.finding(Code::W003, &written, &place).expected(reason));
                    }
                    continue;
                }
                Some(Placed::Of(row, tag)) => (Some(*row), Some(tag)),
                None => (None, None),
            };
            let value = match tag(&written, Names::of(self.asked.done().project)) {
                Ok(Tag::Value(value)) if row.is_none() && value.of.needs_row() => {
                    let reason = self.lang().text("tag-no-row");
                    self.findings.push(self.finding(Code::W003, &written, &place).expected(reason));
                    continue;
                }
                Ok(Tag::Value(value)) => value,
                Ok(Tag::Rows(_) | Tag::Row(_)) if row.is_some() => number.clone(),
                Ok(Tag::If(_)) => continue,
                Ok(Tag::Rows(_) | Tag::Row(_)) => {
                    let reason = self.lang().text("tag-no-row");
                    self.findings.push(self.finding(Code::W003, &written, &place).expected(reason));
                    continue;
                }
                Err(problem) => {
                    let reason = problem.message(self.lang());
                    self.findings.push(self.finding(Code::W003, &written, &place).expected(reason));
                    continue;
                }
            };
            if edit::has_controls(&tree, control) {
                let reason = self.lang().text("tag-nested");
                self.findings.push(self.finding(Code::W003, &written, &place).expected(reason));
                continue;
            }
            // What a condition hides need not be there.
            let is_hidden = above().filter_map(|a| edit::tag_of(&tree, a)).any(|t| match self.read(&t) {
                Some(Tag::If(test)) => self.asked.holds(&test, row) == Some(false),
                _ => false,
            });
            let now = self.asked.write(&value, row);
            let (before, is_placeholder) = text_of(&tree, control);
            // The first row's tag is that of its table, the others' names their unit: what stands in them is a number.
            let key = match (&row, self.read(&written)) {
                (Some(row), Some(Tag::Rows(_) | Tag::Row(_))) => ("n".to_owned(), self.code(row.unit).to_owned()),
                (Some(row), _) => (written.clone(), self.code(row.unit).to_owned()),
                (None, _) => (written.clone(), String::new()),
            };
            let is_fresh = rows_tag.is_some_and(|tag| self.fresh.contains(&(tag.clone(), key.1.clone())));
            let known = self.before.values.get(&key).filter(|_| !is_fresh);
            let is_new = is_fresh
                || before.trim().is_empty()
                || is_placeholder
                || self.is_blank
                || known.is_none() && self.is_known;
            let is_own = known.is_some_and(|k| k.text == before);
            let fate = match () {
                () if before == now.text => Fate::Same,
                () if is_own => Fate::Refreshed,
                () if is_new => Fate::Filled,
                () => Fate::Kept,
            };
            let is_marked = now.state != State::Whole;
            let was_marked = known.is_some_and(|k| k.marked);
            if fate == Fate::Kept {
                // Another control of this tag may be filled: what was written last is what is remembered.
                let kept = known.cloned().unwrap_or_else(|| Remembered { text: now.text.clone(), marked: false });
                self.after.values.entry(key.clone()).or_insert(kept);
                let f = self.finding(Code::W004, &written, &place);
                self.findings.push(f.arg("typed", before.as_str()).expected(now.text.as_str()));
            } else {
                self.after.values.insert(key.clone(), Remembered { text: now.text.clone(), marked: is_marked });
                if before != now.text || is_placeholder || is_marked != was_marked {
                    set_text(&tree, control, &now.text, (is_marked, was_marked), &mut edits);
                }
                match now.state {
                    State::Missing if !is_hidden => {
                        self.findings.push(self.finding(Code::W001, &written, &place));
                    }
                    State::Incomplete(reported, expected) if !is_hidden => {
                        let f = self.finding(Code::W002, &written, &place);
                        self.findings.push(f.arg("reported", reported).arg("expected-count", expected));
                    }
                    _ => {}
                }
            }
            self.controls.push(Control { tag: written, row: key.1, place, before, now: now.text, fate });
        }
        Ok(if edits.is_empty() { text.to_owned() } else { edits.apply(text) })
    }

    /// Shows and hides what has a condition.
    fn conditions(&mut self, part: &str, text: &str) -> Result<String, DocxError> {
        let tree = Tree::read(part, text)?;
        let places = self.places(&tree);
        let mut edits = Edits::default();
        // From the outermost to those in it: what is hidden hides all.
        let mut hidden_to = 0;
        for Sought { control, tag } in edit::controls(&tree) {
            if tree.elements[control].whole.start < hidden_to {
                continue;
            }
            let Some(Tag::If(test)) = self.read(&tag) else {
                continue;
            };
            let above = || std::iter::successors(tree.elements[control].parent, |p| tree.elements[*p].parent);
            let row = above()
                .find_map(|a| places.get(&a))
                .and_then(|p| if let Placed::Of(row, _) = p { Some(*row) } else { None });
            let holds = self.asked.holds(&test, row);
            if holds.is_none() {
                let place = edit::place(&tree, control, part, self.lang());
                self.findings.push(self.finding(Code::W001, &tag, &place));
            }
            let hide = holds == Some(false);
            if hide {
                hidden_to = tree.elements[control].whole.end;
            }
            let inner = |t: &str| matches!(self.read(t), Some(Tag::If(_)));
            let before = edits.len();
            set_hidden(&tree, control, hide, &inner, &mut edits);
            let shown = |is: bool| self.lang().text(if is { "report-shown" } else { "report-hidden" });
            let fate = match edits.len() == before {
                true => Fate::Same,
                false if self.is_blank => Fate::Filled,
                false => Fate::Refreshed,
            };
            let was_hidden = if fate == Fate::Same { hide } else { !hide };
            self.controls.push(Control {
                place: edit::place(&tree, control, part, self.lang()),
                tag,
                row: String::new(),
                before: shown(!was_hidden),
                now: shown(!hide),
                fate,
            });
        }
        Ok(if edits.is_empty() { text.to_owned() } else { edits.apply(text) })
    }

    fn finding(&self, code: Code, tag: &str, place: &str) -> Finding {
        Finding::new(code).file(self.name).period(self.asked.done().ledger.period).value(tag).arg("place", place)
    }
}

/// The largest number that a control of a part has.
fn largest_id(text: &str) -> u32 {
    let numbers = text.match_indices(":id ").filter_map(|(at, _)| {
        let rest = &text[at..];
        let value = rest.find("val=\"").map(|v| &rest[v + 5..])?;
        value[..value.find('"')?].parse::<i64>().ok()
    });
    numbers.filter_map(|n| u32::try_from(n).ok()).filter(|n| *n < 1 << 30).max().unwrap_or(0)
}

/// What a run says of a report that was filled.
pub fn counted(filled: &Filled, lang: Lang) -> String {
    let of = |fate: Fate| filled.controls.iter().filter(|c| c.fate == fate).count();
    say!(
        lang,
        "report-counts",
        all = filled.controls.len(),
        same = of(Fate::Same),
        changed = of(Fate::Filled) + of(Fate::Refreshed),
        kept = of(Fate::Kept)
    )
}
