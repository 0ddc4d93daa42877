/*!
What is changed in a part of a document: the text of a control, whether something is shown, and rows of tables.
*/

use super::docx::{DocxError, Edits, Element, Tree, escaped};
use crate::finding::Lang;
use crate::locale::say;

/// A control that has a tag.
pub struct Sought {
    /// The element.
    pub control: usize,
    /// Its tag.
    pub tag: String,
}

/// The controls that have tags, in order.
pub fn controls(tree: &Tree<'_>) -> Vec<Sought> {
    let all = 0..tree.elements.len();
    all.filter_map(|control| Some(Sought { control, tag: tag_of(tree, control)? })).collect()
}

/// The tag of a control that is somebody's own: not one that Word makes, as of a table of contents.
pub fn tag_of(tree: &Tree<'_>, at: usize) -> Option<String> {
    if tree.elements[at].name != "sdt" {
        return None;
    }
    let properties = tree.child(at, "sdtPr")?;
    if ["docPartObj", "docPartList"].iter().any(|n| tree.child(properties, n).is_some()) {
        return None;
    }
    tree.attribute(tree.child(properties, "tag")?, "val").filter(|t| !t.trim().is_empty())
}

/// True where other controls with tags are in it.
pub fn has_controls(tree: &Tree<'_>, control: usize) -> bool {
    tree.within(control, &|_| false).into_iter().any(|e| tag_of(tree, e).is_some())
}

/// The controls of a table's row, not those of tables in it, with their tags.
pub fn of_row(tree: &Tree<'_>, row: usize) -> Vec<(usize, String)> {
    if tree.elements[row].name != "tr" {
        return Vec::new();
    }
    let is_table = |e: &Element| e.name == "tbl";
    tree.within(row, &is_table).into_iter().filter_map(|e| Some((e, tag_of(tree, e)?))).collect()
}

/// Where a control stands: the number of its paragraph and how that begins.
pub fn place(tree: &Tree<'_>, control: usize, part: &str, lang: Lang) -> String {
    const LONGEST: usize = 60;
    let above = std::iter::successors(Some(control), |p| tree.elements[*p].parent);
    let own = above.clone().find(|a| tree.elements[*a].name == "p");
    // A control around paragraphs stands at its first one.
    let own = own.or_else(|| tree.within(control, &|_| false).into_iter().find(|e| tree.elements[*e].name == "p"));
    let number = tree.paragraphs_before(own.unwrap_or(control)) + 1;
    let mut text: String = own.map(|p| written(tree, p)).unwrap_or_default();
    text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).collect::<String>() + "…";
    }
    let file = part.rsplit('/').next().unwrap_or(part);
    let kind =
        ["header", "footer", "footnotes", "endnotes"].into_iter().find(|k| file.starts_with(k)).unwrap_or("document");
    say!(lang, "report-place", kind = kind, number = number, text = text)
}

/// The text within an element, a new line between paragraphs.
fn written(tree: &Tree<'_>, of: usize) -> String {
    let mut out = String::new();
    let mut paragraphs = 0;
    for e in tree.within(of, &|e| matches!(e.name.as_str(), "del" | "rPr" | "pPr" | "sdtPr")) {
        if tree.elements[e].name == "p" {
            paragraphs += 1;
            if paragraphs > 1 {
                out.push('\n');
            }
        }
        if let Some(text) = tree.written(e) {
            out.push_str(&text);
        }
    }
    out
}

/// What stands in a control, and whether that is what Word shows in one that is empty.
pub fn text_of(tree: &Tree<'_>, control: usize) -> (String, bool) {
    let is_placeholder = tree.child(control, "sdtPr").is_some_and(|p| tree.child(p, "showingPlcHdr").is_some());
    let text = tree.child(control, "sdtContent").map(|c| written(tree, c)).unwrap_or_default();
    // Of several paragraphs those that were emptied are left.
    (text.trim_end_matches('\n').to_owned(), is_placeholder)
}

/// The order in which Word wants the properties of a run.
const RUN: [&str; 39] = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
];

/// Properties of a run without some, and with another one in its place.
fn properties(tree: &Tree<'_>, of: Option<usize>, without: &dyn Fn(usize) -> bool, with: &[(&str, &str)]) -> String {
    let p = &tree.prefix;
    let rank = |name: &str| RUN.iter().position(|r| *r == name).unwrap_or(RUN.len());
    let mut all: Vec<(usize, String)> = Vec::new();
    for child in of.map(|o| tree.elements[o].children.as_slice()).unwrap_or_default() {
        let element = &tree.elements[*child];
        if without(*child) || with.iter().any(|(name, _)| element.name == *name) {
            continue;
        }
        all.push((rank(&element.name), tree.text[element.whole.clone()].to_owned()));
    }
    for (name, attributes) in with {
        let at = all.iter().position(|(r, _)| *r > rank(name)).unwrap_or(all.len());
        all.insert(at, (rank(name), format!("<{p}{name}{attributes}/>")));
    }
    if all.is_empty() {
        return String::new();
    }
    let inner: String = all.into_iter().map(|(_, text)| text).collect();
    format!("<{p}rPr>{inner}</{p}rPr>")
}

/// A text as it stands in a run.
fn in_run(prefix: &str, text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|l| format!("<{prefix}t xml:space=\"preserve\">{}</{prefix}t>", escaped(l))).collect();
    lines.join(&format!("<{prefix}br/>"))
}

/// Puts a text into a control, in the looks of what stood there; `marks`: whether it is to be marked, and was.
pub fn set_text(tree: &Tree<'_>, control: usize, text: &str, marks: (bool, bool), edits: &mut Edits) {
    let p = tree.prefix.as_str();
    let (_, is_placeholder) = text_of(tree, control);
    let control_properties = tree.child(control, "sdtPr");
    if let Some(shown) = control_properties.and_then(|c| tree.child(c, "showingPlcHdr")) {
        edits.put(tree.elements[shown].whole.clone(), "");
    }
    let Some(content) = tree.child(control, "sdtContent") else {
        return;
    };
    let within = tree.within(content, &|e| matches!(e.name.as_str(), "del" | "pPr"));
    let has_text = |r: usize| tree.elements[r].children.iter().any(|c| tree.elements[*c].name == "t");
    let only_text = |r: usize| {
        let kept = ["rPr", "t", "tab", "br", "cr", "noBreakHyphen", "lastRenderedPageBreak", "softHyphen"];
        tree.elements[r].children.iter().all(|c| kept.contains(&tree.elements[*c].name.as_str()))
    };
    let runs: Vec<usize> = within.iter().copied().filter(|e| tree.elements[*e].name == "r" && only_text(*e)).collect();
    let first = runs.iter().copied().find(|r| has_text(*r)).or(runs.first().copied());
    let looks = |of: Option<usize>| {
        let is_gone = |child: usize| {
            let element = &tree.elements[child];
            // The look of an empty control, and our own mark.
            let shown = is_placeholder && element.name == "rStyle";
            shown || marks.1 && !marks.0 && element.name == "highlight"
        };
        let yellow = format!(" {p}val=\"yellow\"");
        let mark: &[(&str, &str)] = if marks.0 { &[("highlight", &yellow)] } else { &[] };
        properties(tree, of, &is_gone, mark)
    };
    let run = |of: Option<usize>| format!("<{p}r>{}{}</{p}r>", looks(of), in_run(p, text));
    if let Some(first) = first {
        let element = &tree.elements[first];
        let open = &tree.text[element.open.clone()];
        let inner = format!("{}{}", looks(tree.child(first, "rPr")), in_run(p, text));
        // The run keeps its own attributes.
        let begin = open.strip_suffix("/>").map_or_else(|| open.to_owned(), |o| format!("{o}>"));
        edits.put(element.whole.clone(), format!("{begin}{inner}</{p}r>"));
        for other in runs.into_iter().filter(|r| *r != first) {
            edits.put(tree.elements[other].whole.clone(), "");
        }
        return;
    }
    let own_look = control_properties.and_then(|c| tree.child(c, "rPr"));
    let put = |at: usize, name: &str, inner: String, edits: &mut Edits| {
        let element = &tree.elements[at];
        let open = &tree.text[element.open.clone()];
        match open.strip_suffix("/>") {
            Some(begin) => edits.put(element.whole.clone(), format!("{begin}>{inner}</{p}{name}>")),
            None => edits.put(element.inner.end..element.inner.end, inner),
        }
    };
    if let Some(paragraph) = within.iter().copied().find(|e| tree.elements[*e].name == "p") {
        return put(paragraph, "p", run(own_look), edits);
    }
    let in_paragraph = std::iter::successors(tree.elements[control].parent, |a| tree.elements[*a].parent)
        .any(|a| tree.elements[a].name == "p");
    let inner = if in_paragraph { run(own_look) } else { format!("<{p}p>{}</{p}p>", run(own_look)) };
    put(content, "sdtContent", inner, edits);
}

/// Hides what is in a control, or shows it: its runs, the ends of its paragraphs, its table rows. Controls in it that have
/// conditions of their own are not shown by it.
pub fn set_hidden(tree: &Tree<'_>, control: usize, hide: bool, own: &dyn Fn(&str) -> bool, edits: &mut Edits) {
    let Some(content) = tree.child(control, "sdtContent") else {
        return;
    };
    let with_own: Vec<_> = controls(tree).into_iter().filter(|s| own(&s.tag)).map(|s| s.control).collect();
    let has_own = |e: &Element| !hide && with_own.iter().any(|c| tree.elements[*c].whole == e.whole);
    hide_within(tree, content, hide, &has_own, edits);
}

/// What we hide has both; what an author hides has the first alone, and stays as it is.
const HIDDEN: [(&str, &str); 2] = [("vanish", ""), ("webHidden", "")];

/// Hides runs, the ends of paragraphs and table rows in an element, or shows those that we hid.
fn hide_within(tree: &Tree<'_>, content: usize, hide: bool, pass: &dyn Fn(&Element) -> bool, edits: &mut Edits) {
    let p = tree.prefix.as_str();
    let with: &[(&str, &str)] = if hide { &HIDDEN } else { &[] };
    let is_vanish = |c: usize| !hide && HIDDEN.iter().any(|(n, _)| tree.elements[c].name == *n);
    let is_kept = |looks: Option<usize>| {
        let has = |name: &str| looks.is_some_and(|l| tree.child(l, name).is_some());
        if hide { has("vanish") } else { !(has("vanish") && has("webHidden")) }
    };
    for at in tree.within(content, pass) {
        let element = &tree.elements[at];
        match element.name.as_str() {
            "r" if !element.inner.is_empty() => {
                let looks = tree.child(at, "rPr");
                if !is_kept(looks) {
                    let range =
                        looks.map_or(element.inner.start..element.inner.start, |l| tree.elements[l].whole.clone());
                    edits.put(range, properties(tree, looks, &is_vanish, with));
                }
            }
            "p" if !element.inner.is_empty() => {
                let own = tree.child(at, "pPr");
                let looks = own.and_then(|o| tree.child(o, "rPr"));
                if is_kept(looks) {
                    continue;
                }
                let new = properties(tree, looks, &is_vanish, with);
                match (own, looks) {
                    (_, Some(looks)) => edits.put(tree.elements[looks].whole.clone(), new),
                    (Some(own), None) => {
                        let properties = &tree.elements[own];
                        let behind = ["sectPr", "pPrChange"].iter().find_map(|n| tree.child(own, n));
                        match tree.text[properties.open.clone()].strip_suffix("/>") {
                            Some(begin) => edits.put(properties.whole.clone(), format!("{begin}>{new}</{p}pPr>")),
                            None => {
                                let at = behind.map_or(properties.inner.end, |b| tree.elements[b].whole.start);
                                edits.put(at..at, new);
                            }
                        }
                    }
                    (None, None) => {
                        edits.put(element.inner.start..element.inner.start, format!("<{p}pPr>{new}</{p}pPr>"));
                    }
                }
            }
            "tr" => hide_row(tree, at, hide, edits),
            _ => {}
        }
    }
}

fn hide_row(tree: &Tree<'_>, row: usize, hide: bool, edits: &mut Edits) {
    let p = tree.prefix.as_str();
    let own = tree.child(row, "trPr");
    let hidden = own.and_then(|o| tree.child(o, "hidden"));
    match (hidden, own) {
        (Some(hidden), _) if !hide => edits.put(tree.elements[hidden].whole.clone(), ""),
        (None, Some(own)) if hide => {
            let properties = &tree.elements[own];
            match tree.text[properties.open.clone()].strip_suffix("/>") {
                Some(begin) => edits.put(properties.whole.clone(), format!("{begin}><{p}hidden/></{p}trPr>")),
                None => edits.put(properties.inner.end..properties.inner.end, format!("<{p}hidden/>")),
            }
        }
        (None, None) if hide => {
            let at = tree.child(row, "tblPrEx").map_or(tree.elements[row].inner.start, |e| tree.elements[e].whole.end);
            edits.put(at..at, format!("<{p}trPr><{p}hidden/></{p}trPr>"));
        }
        _ => {}
    }
}

/// A part of a document's text as a tree of its own.
fn fragment<'a>(text: &'a str, prefix: &str) -> Result<Tree<'a>, DocxError> {
    Tree::read_within(text, prefix)
}

/// A row that nobody sees: not the row alone, since Word hides the end of one by its own sign and not what is in it.
pub fn hidden_row(row: &str, prefix: &str) -> Result<String, DocxError> {
    let tree = fragment(row, prefix)?;
    let mut edits = Edits::default();
    hide_row(&tree, 0, true, &mut edits);
    hide_within(&tree, 0, true, &|_| false, &mut edits);
    Ok(edits.apply(row))
}

/// What stands in the controls of a row, by their tags.
pub fn texts_of_row(row: &str, prefix: &str) -> Result<Vec<(String, String)>, DocxError> {
    let tree = fragment(row, prefix)?;
    Ok(of_row(&tree, 0).into_iter().map(|(control, tag)| (tag, text_of(&tree, control).0)).collect())
}

/// A row in which the control whose tag `is` of that kind has another tag.
pub fn with_tag(row: &str, prefix: &str, tag: &str, is: &dyn Fn(&str) -> bool) -> Result<String, DocxError> {
    let tree = fragment(row, prefix)?;
    let mut edits = Edits::default();
    if let Some((control, old)) = of_row(&tree, 0).into_iter().find(|(_, t)| is(t))
        && old != tag
        && let Some(own) = tree.child(control, "sdtPr").and_then(|c| tree.child(c, "tag"))
    {
        edits.put(tree.elements[own].whole.clone(), format!("<{prefix}tag {prefix}val=\"{}\"/>", escaped(tag)));
    }
    Ok(edits.apply(row))
}

/// A copy of a row, with numbers of its own where each may stand once.
pub fn copied(row: &str, prefix: &str, next: &mut u32) -> Result<String, DocxError> {
    let tree = fragment(row, prefix)?;
    let mut edits = Edits::default();
    for element in &tree.elements {
        let in_control = element.parent.is_some_and(|e| tree.elements[e].name == "sdtPr");
        match element.name.as_str() {
            "id" if in_control => {
                *next += 1;
                edits.put(element.whole.clone(), format!("<{prefix}id {prefix}val=\"{next}\"/>"));
            }
            "bookmarkStart" | "bookmarkEnd" => edits.put(element.whole.clone(), ""),
            "p" | "tr" => {
                let open = &row[element.open.clone()];
                let plain = without_attributes(open, &["paraId", "textId"]);
                if plain != open {
                    edits.put(element.open.clone(), plain);
                }
            }
            _ => {}
        }
    }
    Ok(edits.apply(row))
}

/// An opening tag without the attributes of these local names.
fn without_attributes(open: &str, names: &[&str]) -> String {
    let mut out = open.to_owned();
    for name in names {
        let Some(at) = out.find(&format!(":{name}=\"")) else {
            continue;
        };
        let from = out[..at].rfind(char::is_whitespace).unwrap_or(at);
        let value = at + name.len() + 3;
        if let Some(end) = out[value..].find('"') {
            out.replace_range(from..value + end + 1, "");
        }
    }
    out
}
