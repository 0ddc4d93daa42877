/*!
Many columns in few lines: lists of members, and declarations that are made once for each of them.

`[lists.race]` names members by their codes; `{race}` in an indicator's code, name, header or references stands for each
in turn, and several lists for each combination, the first one named in the code changing slowest.
*/

use super::form::HeaderPath;
use super::matrix::MOST;
use super::problem::Wrong;
use super::strict::Table;

/// A member of a list: its code, and the heading or headings that it stands for.
#[derive(Debug, Clone, PartialEq)]
struct Member {
    code: String,
    path: HeaderPath,
}

/// The lists of a form, by name.
#[derive(Debug, Clone, Default)]
pub struct Lists(Vec<(String, Vec<Member>)>);

/// One member of some lists.
#[derive(Debug, Clone, Default)]
pub struct Fill<'l>(Vec<(&'l str, &'l Member)>);

impl Lists {
    /// Reads `[lists]`.
    pub fn read(root: &Table<'_, '_>) -> Lists {
        let Some(all) = root.table("lists") else {
            return Lists::default();
        };
        let lists = all.tables_by_name().into_iter().map(|(name, table)| {
            let members = table.named_paths().into_iter();
            let first = |(code, paths): (String, Vec<HeaderPath>)| {
                if paths.len() > 1 {
                    root.problem("lists", Wrong::Unfitting("unfitting-list"));
                }
                Member { path: paths.into_iter().next().unwrap_or_default(), code }
            };
            let members: Vec<Member> = members.map(first).collect();
            if members.is_empty() {
                root.problem("lists", Wrong::Unfitting("unfitting-empty-list"));
            }
            (name, members)
        });
        Lists(lists.collect())
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
        let with = |fill: &Fill<'l>, name: &'l str, member: &'l Member| {
            let mut filled = fill.0.clone();
            filled.push((name, member));
            Fill(filled)
        };
        named.iter().fold(vec![Fill::default()], |fills, (name, members)| {
            fills.iter().flat_map(|f| members.iter().map(move |m| with(f, name, m))).collect()
        })
    }

    /// The lists that a text names, in its order.
    fn named<'l>(&'l self, text: &str) -> Vec<(&'l str, &'l [Member])> {
        let mut named: Vec<(usize, &'l str, &'l [Member])> = self
            .0
            .iter()
            .filter_map(|(name, members)| Some((text.find(&format!("{{{name}}}"))?, name.as_str(), members.as_slice())))
            .collect();
        named.sort_by_key(|(at, ..)| *at);
        named.into_iter().map(|(_, name, members)| (name, members)).collect()
    }

    /// True for a text that, once it is filled, still names a list: there is none of that name.
    pub fn leaves_open(&self, filled: &str) -> bool {
        let rest = filled.replace("{period}", "");
        let word = |at: usize| {
            rest[at + 1..].split('}').next().is_some_and(|w| w.len() < rest.len() - at - 1 && !w.is_empty())
        };
        !self.0.is_empty() && rest.match_indices('{').any(|(at, _)| word(at))
    }
}

impl Fill<'_> {
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
