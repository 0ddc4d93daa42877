/*!
Many columns in few lines: lists of members, and declarations that are made once for each of them.

`[lists.race]` names members by their codes; `{race}` in an indicator's code, name, header or references stands for each
in turn, and several lists for each combination, the first one named in the code changing slowest.

The members of an open list are the headings that stand in the workbooks. Which ones there are is asked of all files
before any is read for its facts ([`Found`]); from then on the list is like any other.
*/

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::form::HeaderPath;
use super::matrix::MOST;
use super::problem::Wrong;
use super::strict::Table;
use crate::text::key;

/// A member of a list: its code, and the heading or headings that it stands for.
#[derive(Debug, Clone, PartialEq)]
struct Member {
    code: String,
    path: HeaderPath,
}

/// A list of a form.
#[derive(Debug, Clone, PartialEq)]
struct List {
    name: String,
    members: Vec<Member>,
    /// Whether its members are the headings that stand there.
    open: bool,
}

/// The lists of a form.
#[derive(Debug, Clone, Default)]
pub struct Lists(Vec<List>);

/// A heading that a file has under that of an open list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The form's code.
    pub form: String,
    /// The list.
    pub list: String,
    /// The heading as it is written.
    pub text: String,
}

/// The headings of one list of a form: how many files have each, in the order in which they come.
type Headings<'a> = ((&'a str, &'a str), Vec<(usize, &'a str)>);

/// The headings that were found under those of open lists: of each form and list, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found(pub Vec<(String, String, Vec<String>)>);

impl Found {
    /// What files say, each by form, list and heading: at most so many of a list, those first that most files have.
    pub fn gather<'a>(files: impl Iterator<Item = &'a [Heading]>, most: usize) -> Found {
        let mut lists: Vec<Headings<'_>> = Vec::new();
        let mut met: FxHashMap<(usize, String), usize> = FxHashMap::default();
        for Heading { form, list, text } in files.flatten() {
            let name = (form.as_str(), list.as_str());
            let at = lists.iter().position(|(n, _)| *n == name).unwrap_or_else(|| {
                lists.push((name, Vec::new()));
                lists.len() - 1
            });
            let headings = &mut lists[at].1;
            let place = *met.entry((at, key(text))).or_insert_with(|| {
                headings.push((0, text));
                headings.len() - 1
            });
            headings[place].0 += 1;
        }
        let kept = |headings: Vec<(usize, &str)>| {
            let mut kept: Vec<(usize, (usize, &str))> = headings.into_iter().enumerate().collect();
            if kept.len() > most {
                kept.sort_by_key(|(at, (files, _))| (std::cmp::Reverse(*files), *at));
                kept.truncate(most);
                kept.sort_by_key(|(at, _)| *at);
            }
            kept.into_iter().map(|(_, (_, heading))| heading.to_owned()).collect()
        };
        Found(lists.into_iter().map(|((f, l), headings)| (f.to_owned(), l.to_owned(), kept(headings))).collect())
    }

    /// How many headings there are.
    pub fn count(&self) -> usize {
        self.0.iter().map(|(_, _, headings)| headings.len()).sum()
    }
}

/// The place of any heading, as long as it is not known which ones there are.
const OPEN: &str = "{*";

/// The open list for whose members a level of a header path stands.
pub fn open_level(level: &str) -> Option<&str> {
    level.strip_prefix(OPEN)?.strip_suffix('}')
}

/// A heading as it stands in codes, which have no square brackets.
fn code_of(heading: &str) -> String {
    heading.replace('[', "(").replace(']', ")")
}

/// A code that no member has yet: a heading may be the code of a declared one.
fn free_code(code: String, members: &[Member]) -> String {
    let taken = |c: &String| members.iter().any(|m| m.code == *c);
    let next = |n: usize| if n == 0 { code.clone() } else { format!("{code} ({})", n + 1) };
    (0..).map(next).find(|c| !taken(c)).unwrap_or_default()
}

/// One member of some lists.
#[derive(Debug, Clone, Default)]
pub struct Fill<'l>(Vec<(&'l str, &'l Member)>);

impl Lists {
    /// Reads the `[lists]` of a form; `found` are the members of open ones.
    pub fn read(root: &Table<'_, '_>, form: &str, found: Option<&Found>) -> Lists {
        let Some(all) = root.table("lists") else {
            return Lists::default();
        };
        let lists = all.tables_by_name().into_iter().map(|(name, table)| {
            let first = |(code, paths): (String, Vec<HeaderPath>)| {
                if paths.len() > 1 {
                    root.problem("lists", Wrong::Unfitting("unfitting-list"));
                }
                Member { path: paths.into_iter().next().unwrap_or_default(), code }
            };
            let mut members: Vec<Member> = table.named_paths().into_iter().map(first).collect();
            let open = table.is_open();
            if members.is_empty() && !open {
                root.problem("lists", Wrong::Unfitting("unfitting-empty-list"));
            }
            if open {
                let known: Vec<String> = members.iter().flat_map(|m| m.path.last()).map(|w| key(w)).collect();
                let here = |f: &&(String, String, Vec<String>)| f.0 == form && f.1 == name;
                match found {
                    Some(found) => {
                        let headings = found.0.iter().filter(here).flat_map(|f| &f.2);
                        for heading in headings.filter(|h| !known.contains(&key(h))) {
                            let code = free_code(code_of(heading), &members);
                            members.push(Member { code, path: vec![heading.clone()] });
                        }
                    }
                    None => {
                        let any = format!("{OPEN}{name}}}");
                        members.push(Member { code: any.clone(), path: vec![any] });
                    }
                }
            }
            List { name, members, open }
        });
        Lists(lists.collect())
    }

    /// Names of lists whose members are the headings that stand there.
    pub fn open(&self) -> Vec<String> {
        self.0.iter().filter(|l| l.open).map(|l| l.name.clone()).collect()
    }

    /// The headings above the members of open lists, in the headers of some indicators.
    pub fn heads(&self, indicators: &[Table<'_, '_>]) -> Vec<HeaderPath> {
        let open: Vec<String> = self.0.iter().filter(|l| l.open).map(|l| format!("{{{}}}", l.name)).collect();
        let mut out: Vec<HeaderPath> = Vec::new();
        for path in indicators.iter().filter(|_| !open.is_empty()).flat_map(|t| t.paths("header").unwrap_or_default()) {
            let Some(at) = path.iter().position(|level| open.contains(level)).filter(|at| *at > 0) else {
                continue;
            };
            // What stands above may itself be a member of a list.
            let fixed = path[..at].iter().all(|level| !level.contains('{'));
            if fixed && !out.contains(&path[..at].to_vec()) {
                out.push(path[..at].to_vec());
            }
        }
        out
    }

    /// True where an open list has no heading above its members, or shares a level with other words.
    pub fn is_nowhere(&self, header: &[HeaderPath]) -> bool {
        let names = |level: &String, l: &List| level.contains(&format!("{{{}}}", l.name));
        let wrong = |path: &HeaderPath, l: &List| {
            path.iter().any(|v| names(v, l) && *v != format!("{{{}}}", l.name))
                || path.iter().any(|v| names(v, l)) && path.iter().all(|v| self.0.iter().any(|o| o.open && names(v, o)))
        };
        self.0.iter().filter(|l| l.open).any(|l| header.iter().any(|p| wrong(p, l)))
    }

    /// Every combination of the lists that the key of a table names; one that fills nothing where it names none. More
    /// combinations than a form can have are noted and not made.
    pub fn fills<'l>(&'l self, table: &Table<'_, '_>, key: &'static str) -> Vec<Fill<'l>> {
        let text = table.text(key).unwrap_or_default();
        let named = self.named(&text);
        let sizes = named.iter().map(|(_, members)| members.len());
        let count = sizes.clone().fold(1, usize::saturating_mul);
        if count > MOST {
            let sizes = sizes.map(|n| n.to_string()).collect::<Vec<_>>().join(" × ");
            table.problem(key, Wrong::Impossible(format!("{sizes} > {MOST}")));
            return Vec::new();
        }
        named.iter().fold(vec![Fill::default()], |fills, (name, members)| {
            fills.iter().flat_map(|f| members.iter().map(move |m| f.with(name, m))).collect()
        })
    }

    /// An expression in which a code still names a list: it stands for those of all members, as `sum(…)` takes them.
    pub fn spread(&self, expression: &str) -> String {
        let mut out = String::with_capacity(expression.len());
        let mut rest = expression;
        while let Some((before, inside, after)) = bracketed(rest) {
            out.push_str(before);
            let named = self.named(inside);
            let fills: Vec<Fill<'_>> = named.iter().fold(vec![Fill::default()], |fills, (name, members)| {
                fills.iter().flat_map(|f| members.iter().map(move |m| f.with(name, m))).take(MOST).collect()
            });
            let codes: Vec<String> = fills.iter().map(|f| format!("[{}]", f.code(inside))).collect();
            // A list in which nothing was found adds nothing.
            out.push_str(&if codes.is_empty() { "0".to_owned() } else { codes.join(", ") });
            rest = after;
        }
        out + rest
    }

    /// The lists that a text names, in its order.
    fn named<'l>(&'l self, text: &str) -> Vec<(&'l str, &'l [Member])> {
        let mut named: Vec<(usize, &'l str, &'l [Member])> = self
            .0
            .iter()
            .filter_map(|l| Some((text.find(&format!("{{{}}}", l.name))?, l.name.as_str(), l.members.as_slice())))
            .collect();
        named.sort_by_key(|(at, ..)| *at);
        named.into_iter().map(|(_, name, members)| (name, members)).collect()
    }

    /// True for a text that, once it is filled, still names a list: there is none of that name.
    pub fn leaves_open(&self, filled: &str) -> bool {
        let rest =
            self.0.iter().fold(filled.replace("{period}", ""), |t, l| t.replace(&format!("{OPEN}{}}}", l.name), ""));
        let word = |at: usize| {
            rest[at + 1..].split('}').next().is_some_and(|w| w.len() < rest.len() - at - 1 && !w.is_empty())
        };
        !self.0.is_empty() && rest.match_indices('{').any(|(at, _)| word(at))
    }
}

/// The first code in square brackets, with what stands before and after it.
fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('[')?;
    let close = open + text[open..].find(']')?;
    Some((&text[..open], &text[open + 1..close], &text[close + 1..]))
}

impl<'l> Fill<'l> {
    /// True where it stands for a member of a list.
    pub fn names(&self, list: &str) -> bool {
        self.0.iter().any(|(name, _)| *name == list)
    }

    fn with(&self, name: &'l str, member: &'l Member) -> Fill<'l> {
        let mut filled = self.0.clone();
        filled.push((name, member));
        Fill(filled)
    }
}

impl Fill<'_> {
    /// The members that it stands for, by the names of their lists.
    pub fn members(&self) -> Vec<(String, String)> {
        self.0.iter().map(|(name, member)| ((*name).to_owned(), member.code.clone())).collect()
    }

    /// A code with the codes of members.
    pub fn code(&self, text: &str) -> String {
        self.replaced(text, |m| m.code.clone())
    }

    /// A text for people with the words of members.
    pub fn words(&self, text: &str) -> String {
        self.replaced(text, |m| m.path.join(" – "))
    }

    /// A header path; a level that is nothing but a member stands for all of its headings.
    pub fn path(&self, path: &[String]) -> HeaderPath {
        let level = |level: &String| match self.0.iter().find(|(name, _)| *level == format!("{{{name}}}")) {
            Some((_, member)) => member.path.clone(),
            None => vec![self.words(level)],
        };
        path.iter().flat_map(level).collect()
    }

    fn replaced(&self, text: &str, with: impl Fn(&Member) -> String) -> String {
        self.0.iter().fold(text.to_owned(), |t, (name, member)| t.replace(&format!("{{{name}}}"), &with(member)))
    }
}
