/*!
What people read, in the languages that there are: message catalogues in Fluent, a folder a language under
`src/locales`, embedded in the program.

A further language is a folder and one line of [`languages!`]. Every catalogue has the same messages with the same
arguments; a test compares them, and that every message which the code names is there.
*/

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use serde::{Deserialize, Serialize};

use crate::text::language::Convention;

/// An argument of a message: a text, or a number that plurals go by.
pub type Part<'a> = FluentValue<'a>;

macro_rules! languages {
    ($first:ident $first_code:literal $first_own:literal, $($name:ident $code:literal $own:literal,)*) => {
        /// The language of what people read; the first one where nothing says which.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, clap::ValueEnum)]
        #[serde(rename_all = "lowercase")]
        pub enum Lang {
            #[doc = $first_own]
            #[default]
            #[value(name = $first_code)]
            $first,
            $(#[doc = $own] #[value(name = $code)] $name,)*
        }

        impl Lang {
            /// Every language.
            pub const ALL: &[Lang] = &[Lang::$first, $(Lang::$name),*];

            /// Its code, as `vi`.
            pub fn code(self) -> &'static str {
                match self { Lang::$first => $first_code, $(Lang::$name => $code,)* }
            }

            /// The `tonghop.toml` of a new project, with its comments; `{title}` stands for the title.
            pub fn new_project(self) -> &'static str {
                match self {
                    Lang::$first => include_str!(concat!("locales/", $first_code, "/init/tonghop.toml")),
                    $(Lang::$name => include_str!(concat!("locales/", $code, "/init/tonghop.toml")),)*
                }
            }

            /// The first form of a new project.
            pub fn new_form(self) -> &'static str {
                match self {
                    Lang::$first => include_str!(concat!("locales/", $first_code, "/init/form.toml")),
                    $(Lang::$name => include_str!(concat!("locales/", $code, "/init/form.toml")),)*
                }
            }

            /// Its catalogues.
            fn sources(self) -> [&'static str; 7] {
                match self {
                    Lang::$first => catalogues!($first_code),
                    $(Lang::$name => catalogues!($code),)*
                }
            }
        }
    };
}

macro_rules! catalogues {
    ($code:literal) => {
        [
            include_str!(concat!("locales/", $code, "/findings.ftl")),
            include_str!(concat!("locales/", $code, "/help.ftl")),
            include_str!(concat!("locales/", $code, "/messages.ftl")),
            include_str!(concat!("locales/", $code, "/project.ftl")),
            include_str!(concat!("locales/", $code, "/report.ftl")),
            include_str!(concat!("locales/", $code, "/terms.ftl")),
            include_str!(concat!("locales/", $code, "/workbook.ftl")),
        ]
    };
}

languages! {
    Vi "vi" "Tiếng Việt",
    En "en" "English",
}

/// The catalogues of each language that something was said in.
static BUNDLES: [OnceLock<FluentBundle<FluentResource>>; Lang::ALL.len()] =
    [const { OnceLock::new() }; Lang::ALL.len()];

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(lang.code().parse().into_iter().collect());
    // Marks around arguments for texts that run from right to left would stand in files that programs read.
    bundle.set_use_isolating(false);
    for source in lang.sources() {
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(good, _)| good);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

impl Lang {
    /// The language of a code or of a locale's name (`en`, `en_US.UTF-8`, `vi-VN`).
    pub fn of(name: &str) -> Option<Lang> {
        let code = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
        Lang::ALL.iter().copied().find(|l| l.code().eq_ignore_ascii_case(code))
    }

    fn pattern(self, key: &str) -> Option<&'static ast::Pattern<&'static str>> {
        let message = self.bundle()?;
        match key.split_once('.') {
            None => message.get_message(key)?.value(),
            Some((key, attribute)) => Some(message.get_message(key)?.get_attribute(attribute)?.value()),
        }
    }

    fn bundle(self) -> Option<&'static FluentBundle<FluentResource>> {
        Some(BUNDLES.get(self as usize)?.get_or_init(|| bundle(self)))
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        // What one language lacks, though none should, is said in the first.
        for lang in [self, Lang::default()] {
            if let (Some(pattern), Some(bundle)) = (lang.pattern(key), lang.bundle()) {
                return bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned();
            }
        }
        key.to_owned()
    }

    /// How numbers are written.
    pub fn convention(self) -> Convention {
        if self.text("decimal-mark") == "," { Convention::Vi } else { Convention::En }
    }

    /// A day.
    pub fn day(self, day: jiff::civil::Date) -> String {
        day.strftime(&self.text("date-format")).to_string()
    }

    /// A number with at most one decimal.
    pub fn decimal(self, n: f64) -> String {
        let text = format!("{n:.1}");
        text.strip_suffix(".0").map_or_else(|| text.replace('.', &self.text("decimal-mark")), str::to_owned)
    }

    /// A message without arguments; `key.attribute` for an attribute.
    pub fn text(self, key: &str) -> String {
        self.format(key, None)
    }

    /// A message with its arguments.
    pub fn say<'a>(self, key: &str, args: impl IntoIterator<Item = (&'a str, Part<'a>)>) -> String {
        let args: FluentArgs<'a> = args.into_iter().collect();
        self.format(key, Some(&args))
    }

    /// A message with its arguments as names in braces, for people who look up what it says.
    pub fn template(self, key: &str) -> String {
        let mut names = Vec::new();
        if let Some(pattern) = self.pattern(key) {
            variables(pattern, &mut names);
        }
        self.say(key, names.iter().map(|n| (*n, Part::from(format!("{{{n}}}")))))
    }
}

/// The arguments that a pattern uses.
fn variables(pattern: &ast::Pattern<&'static str>, names: &mut Vec<&'static str>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            of_expression(expression, names);
        }
    }
}

fn of_expression(expression: &ast::Expression<&'static str>, names: &mut Vec<&'static str>) {
    match expression {
        ast::Expression::Inline(inline) => of_inline(inline, names),
        ast::Expression::Select { selector, variants } => {
            of_inline(selector, names);
            variants.iter().for_each(|v| variables(&v.value, names));
        }
    }
}

fn of_inline(inline: &ast::InlineExpression<&'static str>, names: &mut Vec<&'static str>) {
    match inline {
        ast::InlineExpression::VariableReference { id } if !names.contains(&id.name) => names.push(id.name),
        ast::InlineExpression::Placeable { expression } => of_expression(expression, names),
        _ => {}
    }
}

/// Says a message with arguments by name: `say!(lang, "result", path = book.display().to_string())`.
macro_rules! say {
    ($lang:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $lang.say($key, [$((stringify!($name), $crate::locale::Part::from($value))),*])
    };
}
pub(crate) use say;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    type Messages = BTreeMap<String, Vec<&'static str>>;

    /// Every message and attribute of a language, with its arguments.
    fn messages(lang: Lang) -> Messages {
        let mut all = Messages::new();
        for source in lang.sources() {
            let resource =
                fluent_syntax::parser::parse(source).unwrap_or_else(|(_, e)| panic!("{}: {e:?}", lang.code()));
            for entry in resource.body {
                let ast::Entry::Message(m) = entry else {
                    continue;
                };
                let attributes = m.attributes.into_iter().map(|a| (format!("{}.{}", m.id.name, a.id.name), a.value));
                for (key, pattern) in m.value.into_iter().map(|v| (m.id.name.to_owned(), v)).chain(attributes) {
                    let mut names = Vec::new();
                    variables(&pattern, &mut names);
                    names.sort_unstable();
                    assert!(all.insert(key.clone(), names).is_none(), "{}: {key} stands twice", lang.code());
                }
            }
        }
        all
    }

    // Every language has every message with the same arguments.
    #[test]
    fn languages_say_the_same() {
        let first = messages(Lang::default());
        assert!(first.len() > 600, "{}", first.len());
        for lang in Lang::ALL {
            assert_eq!(messages(*lang), first, "{}", lang.code());
        }
    }

    // Every message that the code names is there, and no sentence of the first language stands in the code.
    #[test]
    fn the_code_names_what_is_there() {
        let known = messages(Lang::default());
        let mut named = 0;
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        for entry in walkdir::WalkDir::new(root)
            .into_iter()
            .flatten()
            .filter(|e| e.path().extension().is_some_and(|x| x == "rs"))
        {
            let source = std::fs::read_to_string(entry.path()).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            for call in ["text(\"", "say!(lang, \"", "say!(context.lang, \"", "say!(self.lang(), \""] {
                for (at, _) in source.match_indices(call) {
                    let key = source[at + call.len()..].split('"').next().unwrap_or_default();
                    // Keys of TOML tables are asked for with a method of the same name.
                    if call == "text(\"" && !source[..at].ends_with("lang.") && !source[..at].ends_with("lang().") {
                        continue;
                    }
                    assert!(known.contains_key(key), "{}: {key}", entry.path().display());
                    named += 1;
                }
            }
        }
        assert!(named > 100, "{named}");
    }

    // What people read is in no other place: where it is said, no literal has a letter beyond ASCII.
    #[test]
    fn no_words_in_the_code() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        for place in ["cli.rs", "commands", "finding", "main.rs", "output", "project/problem.rs", "run.rs"] {
            for entry in walkdir::WalkDir::new(format!("{root}/{place}")).into_iter().flatten() {
                let Ok(source) = std::fs::read_to_string(entry.path()) else {
                    continue;
                };
                let source = source.split("#[cfg(test)]").next().unwrap_or_default();
                for line in source.lines().filter(|l| !l.trim_start().starts_with("//")) {
                    let foreign = line.chars().find(|c| c.is_alphabetic() && !c.is_ascii());
                    assert_eq!(foreign, None, "{}: {line}", entry.path().display());
                }
            }
        }
    }

    // Plurals are right, and arguments are no templates.
    #[test]
    fn messages_are_filled() {
        let counts = |n: usize| say!(Lang::En, "counts", errors = n, warnings = n, infos = n);
        assert_eq!(counts(1), "1 error, 1 warning, 1 info");
        assert_eq!(counts(0), "0 errors, 0 warnings, 0 infos");
        assert_eq!(counts(1234), "1234 errors, 1234 warnings, 1234 infos");
        assert_eq!(say!(Lang::Vi, "result", path = "{ $x }"), "Kết quả: { $x }");
        assert_eq!(
            Lang::En.template("C001"),
            "The cell says “{value}” where {expected} is expected; it is not counted."
        );
    }

    // Names of locales, as systems write them.
    #[test]
    fn codes() {
        assert_eq!(Lang::of("vi_VN.UTF-8"), Some(Lang::Vi));
        assert_eq!(Lang::of("en-GB"), Some(Lang::En));
        assert_eq!(Lang::of("C.UTF-8"), None);
        assert_eq!(Lang::of("fr"), None);
    }
}
