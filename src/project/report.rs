/*!
The language of the written report: what stands in the tag of a control of the template.

```text
tag     = "if" test | "rows" list [ "sort" figure [ "asc" | "desc" ] ] [ "top" number ] | "row=" code | value { "|" format }
value   = sum;  sum = term { ("+" | "-") term };  term = factor { ("*" | "/") factor }
factor  = number | figure | function "(" … ")" | list | word | "(" sum ")"
figure  = form ":" indicator [ "@" ( unit | "kind:" kind | "unit" ) ] | "[" form ":" indicator "]" [ "@" … ]
list    = "units" "(" [ test ] [ "in" ( unit | "kind:" kind ) ] ")" | "missing" "(" form ")" | "late" "(" form ")" | "items" "(" figure ")"
test    = list | value compare ( number | "yes" | "no" | "missing" )
```

Operators stand between blanks, since codes have hyphens. Everything that a tag names is resolved when it is read, so that one
that names nothing is an error before any figure is filled in.
*/

use super::Project;
use super::expression::{Compare, Op};
use super::form::{Aggregation, Form, ValueType};
use super::problem::nearest_of;
use super::units::{KindId, Register};
use crate::locale::{Lang, say};

/// What the project says of its written report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The template, relative to the project folder.
    pub template: String,
    /// Expressions that have names, in order.
    pub values: Vec<(String, Value)>,
}

/// The template's name where the project gives none.
pub const TEMPLATE: &str = "bao-cao.docx";

/// What a control is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Tag {
    /// It shows a value.
    Value(Value),
    /// What is in it is shown only if.
    If(Test),
    /// Its table row is repeated.
    Rows(Rows),
    /// Its table row is one of those repeated, of the unit with this code.
    Row(String),
}

/// A value and how it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What.
    pub of: Expr,
    /// How, in order.
    pub formats: Vec<Format>,
}

/// What is worked out.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A constant.
    Number(f64),
    /// Something about a figure.
    Figure(Measure, Figure),
    /// How many units sent a form, should, and the share.
    Form(Measure, usize),
    /// An operation.
    Binary(Op, Box<Expr>, Box<Expr>),
    /// Names.
    List(List),
    /// How many names.
    Count(List),
    /// Something about the run.
    Word(Word),
}

impl Expr {
    /// True where it asks for something of a table row's unit.
    pub fn needs_row(&self) -> bool {
        match self {
            Expr::Figure(_, figure) => figure.at == At::Row,
            Expr::Binary(_, a, b) => a.needs_row() || b.needs_row(),
            Expr::Word(word) => matches!(word, Word::Number | Word::Unit | Word::Code),
            Expr::List(List::Units(_, at)) | Expr::Count(List::Units(_, at)) => *at == At::Row,
            Expr::List(List::Items(figure)) | Expr::Count(List::Items(figure)) => figure.at == At::Row,
            Expr::Number(_) | Expr::Form(..) | Expr::List(_) | Expr::Count(_) => false,
        }
    }
}

/// A figure: form and indicator by place, and of whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Form.
    pub form: usize,
    /// Indicator.
    pub indicator: usize,
    /// Of whom.
    pub at: At,
}

/// Of whom a figure is.
#[derive(Debug, Clone, PartialEq)]
pub enum At {
    /// Of everybody.
    Whole,
    /// Of a unit, by code: which one that is depends on the period.
    Unit(String),
    /// Of a kind of unit.
    Kind(KindId),
    /// Of the unit of the table's row.
    Row,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $($variant:ident $word:literal)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $word] $variant,)*
        }

        impl $name {
            const WORDS: &[(&str, $name)] = &[$(($word, $name::$variant)),*];

            /// What is written so.
            fn of(word: &str) -> Option<$name> {
                Self::WORDS.iter().find(|(w, _)| *w == word).map(|(_, v)| *v)
            }
        }
    };
}

words! {
    /// What is asked of a figure. The figure itself has no word.
    Measure:
    Itself "itself"
    Previous "prev"
    LastYear "last_year"
    Change "change"
    Growth "growth"
    ChangeYear "change_year"
    GrowthYear "growth_year"
    YearToDate "ytd"
    Plan "plan"
    Fulfilled "fulfilled"
    Trend "trend"
    TrendPercent "trend_percent"
    TrendYear "trend_year"
    Yes "yes"
    Answered "answered"
    Share "share"
    Of "of"
    Reported "reported"
    Expected "expected"
    Rate "rate"
}

words! {
    /// Something about the run.
    Word:
    Period "period"
    PeriodShort "period_short"
    PreviousPeriod "prev_period"
    PreviousPeriodShort "prev_period_short"
    LastYearPeriodShort "last_year_period_short"
    Year "year"
    Date "date"
    Received "received"
    Office "office"
    Title "title"
    Province "province"
    Number "n"
    Unit "unit"
    Code "code"
}

/// Names of units or items.
#[derive(Debug, Clone, PartialEq)]
pub enum List {
    /// Units by condition.
    Units(Option<Box<Test>>, At),
    /// Units that have not sent a form.
    Missing(usize),
    /// Units that sent it late.
    Late(usize),
    /// The items of a list.
    Items(Figure),
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// A value held against another.
    Compare(Expr, Compare, Than),
    /// A list that has items.
    Any(List),
}

/// What a value is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Than {
    /// A number.
    Number(f64),
    /// A yes.
    Yes,
    /// A no.
    No,
    /// Nothing known.
    Missing,
}

/// A row for each of some units.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Which.
    pub list: List,
    /// By what they are sorted, and whether the largest comes first.
    pub sort: Option<(Figure, bool)>,
    /// At most so many.
    pub top: Option<usize>,
}

/// How a value is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Format {
    /// So many decimals.
    Round(u32),
    /// As a percentage of so many decimals.
    Percent(u32),
    /// Rounded down to a step, after a word where that changes it.
    Over(f64, Option<String>),
    /// Rounded up to it.
    Nearly(f64, Option<String>),
    /// Rounded to the nearest.
    About(f64, Option<String>),
    /// The order of magnitude, with another word for a thousand.
    Order(Option<String>),
    /// In thousands and the like, with their word.
    In(f64, String),
    /// With a word behind.
    Unit(String),
    /// At least two digits.
    Two,
    /// What stands between items.
    Separator(String),
    /// The last item after "and".
    And,
    /// The first items alone.
    Top(usize),
    /// Units without their designation.
    Short,
    /// What stands for nothing.
    None(String),
    /// With a capital letter.
    Capital,
    /// In capital letters.
    Upper,
    /// A day in words.
    Long,
}

const FORMATS: [&str; 17] = [
    "round", "percent", "over", "nearly", "about", "order", "in", "unit", "two", "sep", "and", "top", "short", "none",
    "capital", "upper", "long",
];

/// What is wrong with a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagProblem {
    /// It ends too early.
    Ends,
    /// Something else should stand here.
    Unexpected(String),
    /// It names what is not there: the message that says of what kind, the name, and what is near.
    Unknown(&'static str, String, Option<String>),
    /// An indicator of another type than this asks for.
    Unfit(String),
    /// Nested too deeply.
    TooDeep,
}

impl TagProblem {
    /// In words.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            TagProblem::Ends => lang.text("tag-ends"),
            TagProblem::TooDeep => lang.text("expression-too-deep"),
            TagProblem::Unfit(code) => say!(lang, "tag-unfit", code = code.as_str()),
            TagProblem::Unexpected(text) => say!(lang, "tag-unexpected", text = text.as_str()),
            TagProblem::Unknown(what, name, near) => {
                let what = lang.text(what);
                match near {
                    Some(near) => {
                        say!(lang, "tag-unknown-near", what = what, name = name.as_str(), near = near.as_str())
                    }
                    None => say!(lang, "tag-unknown", what = what, name = name.as_str()),
                }
            }
        }
    }
}

/// What tags may name.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Forms.
    pub forms: &'a [Form],
    /// Units.
    pub register: &'a Register,
    /// Codes of kinds, in order.
    pub kinds: &'a [super::units::Kind],
    /// Expressions that have names.
    pub values: &'a [(String, Value)],
}

impl<'a> Names<'a> {
    /// Those of a project.
    pub fn of(project: &'a Project) -> Names<'a> {
        Names {
            forms: &project.forms,
            register: &project.register,
            kinds: &project.kinds,
            values: &project.report.values,
        }
    }
}

/// Reads a tag.
pub fn tag(text: &str, names: Names<'_>) -> Result<Tag, TagProblem> {
    let text = text.trim();
    if let Some(code) = text.strip_prefix("row=") {
        return Ok(Tag::Row(code.to_owned()));
    }
    let mut reader = Reader::new(text, names)?;
    let tag = match reader.peek() {
        Some(Token::Word(w)) if w == "if" => {
            reader.next();
            Tag::If(reader.test()?)
        }
        Some(Token::Word(w)) if w == "rows" => {
            reader.next();
            Tag::Rows(reader.rows()?)
        }
        _ => Tag::Value(reader.value()?),
    };
    reader.end()?;
    Ok(tag)
}

/// Reads an expression with its formats.
pub fn value(text: &str, names: Names<'_>) -> Result<Value, TagProblem> {
    let mut reader = Reader::new(text, names)?;
    let value = reader.value()?;
    reader.end()?;
    Ok(value)
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Sign(&'static str),
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Token::Word(w) => w.clone(),
            Token::Quoted(t) => format!("\"{t}\""),
            Token::Sign(s) => (*s).to_owned(),
        }
    }
}

/// Signs, longer ones first.
const SIGNS: [&str; 9] = ["!=", "<=", ">=", "(", ")", "|", "=", "<", ">"];

fn tokens(text: &str) -> Result<Vec<Token>, TagProblem> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(sign) = SIGNS.iter().find(|s| rest.starts_with(**s)) {
            out.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else if let Some(quote) = ["\"", "“", "”", "'"].iter().find(|q| rest.starts_with(**q)) {
            // Word makes curly quotation marks of what is typed.
            let inner = &rest[quote.len()..];
            let end = inner.find(['"', '“', '”', '\'']).ok_or(TagProblem::Ends)?;
            out.push(Token::Quoted(inner[..end].to_owned()));
            rest = inner[end..].split_at(inner[end..].chars().next().map_or(0, char::len_utf8)).1;
        } else {
            let bracket = if first == '[' { rest.find(']').ok_or(TagProblem::Ends)? } else { 0 };
            let is_end = |c: char| c.is_whitespace() || "()|=!<>\"“”".contains(c);
            let end = rest[bracket..].find(is_end).map_or(rest.len(), |e| bracket + e);
            // A sign that is none alone is a word of its own, and refused as such.
            let end = end.max(first.len_utf8());
            out.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        rest = rest.trim_start();
    }
    Ok(out)
}

/// A number as the language has it, with a point or a comma before decimals.
fn number(word: &str) -> Option<f64> {
    let plain = word.replace(',', ".");
    let fits = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-')
        && plain.bytes().any(|b| b.is_ascii_digit());
    plain.parse::<f64>().ok().filter(|n| fits && n.is_finite())
}

struct Reader<'a> {
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
    names: Names<'a>,
}

const DEEPEST: u32 = 32;

impl<'a> Reader<'a> {
    fn new(text: &str, names: Names<'a>) -> Result<Reader<'a>, TagProblem> {
        Ok(Reader { tokens: tokens(text)?, at: 0, depth: 0, names })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn sign(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Sign(s)) if *s == sign);
        self.at += usize::from(is);
        is
    }

    fn word(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Word(w)) if w == word);
        self.at += usize::from(is);
        is
    }

    /// What is wrong with the next token.
    fn unexpected(&self) -> TagProblem {
        self.peek().map_or(TagProblem::Ends, |t| TagProblem::Unexpected(t.shown()))
    }

    fn needs(&mut self, sign: &str) -> Result<(), TagProblem> {
        if self.sign(sign) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn end(&self) -> Result<(), TagProblem> {
        self.peek().map_or(Ok(()), |t| Err(TagProblem::Unexpected(t.shown())))
    }

    fn any_word(&mut self) -> Result<String, TagProblem> {
        match self.peek() {
            Some(Token::Word(w)) => {
                let w = w.clone();
                self.at += 1;
                Ok(w)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn value(&mut self) -> Result<Value, TagProblem> {
        // A name stands for a value with its formats; further ones may follow.
        if let (Some(Token::Word(w)), true) =
            (self.peek(), matches!(self.tokens.get(self.at + 1), None | Some(Token::Sign("|"))))
            && let Some((_, named)) = self.names.values.iter().find(|(n, _)| n == w)
        {
            let mut named = named.clone();
            self.at += 1;
            named.formats.extend(self.formats()?);
            return Ok(named);
        }
        let of = self.sum()?;
        Ok(Value { of, formats: self.formats()? })
    }

    fn sum(&mut self) -> Result<Expr, TagProblem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(TagProblem::TooDeep);
        }
        let mut left = self.term()?;
        loop {
            let op = match self.peek() {
                Some(Token::Word(w)) if w == "+" => Op::Add,
                Some(Token::Word(w)) if w == "-" || w == "−" || w == "–" => Op::Sub,
                _ => break,
            };
            self.at += 1;
            left = Expr::Binary(op, Box::new(left), Box::new(self.term()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn term(&mut self) -> Result<Expr, TagProblem> {
        let mut left = self.factor()?;
        loop {
            let op = match self.peek() {
                Some(Token::Word(w)) if w == "*" => Op::Mul,
                Some(Token::Word(w)) if w == "/" => Op::Div,
                _ => return Ok(left),
            };
            self.at += 1;
            left = Expr::Binary(op, Box::new(left), Box::new(self.factor()?));
        }
    }

    fn factor(&mut self) -> Result<Expr, TagProblem> {
        if self.sign("(") {
            let inner = self.sum()?;
            self.needs(")")?;
            return Ok(inner);
        }
        let word = self.any_word()?;
        if let Some(n) = number(&word) {
            return Ok(Expr::Number(n));
        }
        if self.sign("(") {
            self.at -= 1;
            return self.function(&word);
        }
        if word.contains(':') {
            return Ok(Expr::Figure(Measure::Itself, self.figure_for(Measure::Itself, &word)?));
        }
        if let Some(word) = Word::of(&word) {
            return Ok(Expr::Word(word));
        }
        if let Some((_, named)) = self.names.values.iter().find(|(n, _)| *n == word) {
            return Ok(named.of.clone());
        }
        let known = Word::WORDS.iter().map(|(w, _)| *w).chain(self.names.values.iter().map(|(n, _)| n.as_str()));
        Err(TagProblem::Unknown("tag-thing-word", word.clone(), nearest_of(&word, known)))
    }

    fn function(&mut self, name: &str) -> Result<Expr, TagProblem> {
        if let Some(list) = self.list(name)? {
            return Ok(Expr::List(list));
        }
        self.needs("(")?;
        if name == "count" {
            let inner = self.any_word()?;
            let list = self.list(&inner)?.ok_or(TagProblem::Unexpected(inner))?;
            self.needs(")")?;
            return Ok(Expr::Count(list));
        }
        let Some(measure) = Measure::of(name).filter(|m| *m != Measure::Itself) else {
            let known = Measure::WORDS.iter().skip(1).map(|(w, _)| *w).chain(LISTS).chain(["count"]);
            return Err(TagProblem::Unknown("tag-thing-function", name.to_owned(), nearest_of(name, known)));
        };
        let word = self.any_word()?;
        let of_form = matches!(measure, Measure::Reported | Measure::Expected | Measure::Rate | Measure::Of);
        let out = match word.contains(':') {
            false if of_form => Expr::Form(measure, self.form(&word)?),
            _ => Expr::Figure(measure, self.figure_for(measure, &word)?),
        };
        self.needs(")")?;
        Ok(out)
    }

    /// A figure of which this may be asked.
    fn figure_for(&self, measure: Measure, word: &str) -> Result<Figure, TagProblem> {
        let figure = self.figure(word)?;
        let indicator = &self.names.forms[figure.form].indicators[figure.indicator];
        let fits = match measure {
            Measure::Yes | Measure::Answered | Measure::Share => indicator.kind == ValueType::YesNo,
            Measure::Of | Measure::Reported | Measure::Expected | Measure::Rate => true,
            _ => !matches!(indicator.kind, ValueType::Text | ValueType::Date),
        };
        if fits { Ok(figure) } else { Err(TagProblem::Unfit(indicator.code.clone())) }
    }

    /// A list that begins with this word, where one does.
    fn list(&mut self, word: &str) -> Result<Option<List>, TagProblem> {
        if !LISTS.contains(&word) {
            return Ok(None);
        }
        self.needs("(")?;
        let list = match word {
            "units" => {
                let is_in = |t: Option<&Token>| matches!(t, Some(Token::Word(w)) if w == "in");
                let test = match self.peek() {
                    t if is_in(t) => None,
                    Some(Token::Sign(")")) => None,
                    _ => Some(Box::new(self.test()?)),
                };
                let at = match self.word("in") {
                    true => {
                        let word = self.any_word()?;
                        self.at_of(&word)?
                    }
                    false => At::Whole,
                };
                List::Units(test, at)
            }
            "items" => {
                let word = self.any_word()?;
                let figure = self.figure(&word)?;
                let indicator = &self.names.forms[figure.form].indicators[figure.indicator];
                if indicator.kind != ValueType::List && indicator.aggregation != Aggregation::List {
                    return Err(TagProblem::Unfit(indicator.code.clone()));
                }
                List::Items(figure)
            }
            _ => {
                let form = self.any_word()?;
                let form = self.form(&form)?;
                if word == "late" { List::Late(form) } else { List::Missing(form) }
            }
        };
        self.needs(")")?;
        Ok(Some(list))
    }

    fn test(&mut self) -> Result<Test, TagProblem> {
        let of = self.sum()?;
        let compare = match self.peek() {
            Some(Token::Sign("=")) => Compare::Equal,
            Some(Token::Sign("!=")) => Compare::Unequal,
            Some(Token::Sign("<=")) => Compare::AtMost,
            Some(Token::Sign("<")) => Compare::Under,
            Some(Token::Sign(">=")) => Compare::AtLeast,
            Some(Token::Sign(">")) => Compare::Over,
            _ => {
                return match of {
                    Expr::List(list) => Ok(Test::Any(list)),
                    _ => Err(self.unexpected()),
                };
            }
        };
        self.at += 1;
        let than = self.any_word()?;
        let than = match than.as_str() {
            "yes" => Than::Yes,
            "no" => Than::No,
            "missing" => Than::Missing,
            word => Than::Number(number(word).ok_or_else(|| TagProblem::Unexpected(word.to_owned()))?),
        };
        // Neither is more nor less than the other.
        let orders = !matches!(compare, Compare::Equal | Compare::Unequal);
        if orders && !matches!(than, Than::Number(_)) {
            return Err(TagProblem::Unexpected(self.tokens[self.at - 1].shown()));
        }
        Ok(Test::Compare(of, compare, than))
    }

    fn rows(&mut self) -> Result<Rows, TagProblem> {
        let word = self.any_word()?;
        let list = self.list(&word)?.ok_or(TagProblem::Unexpected(word))?;
        if matches!(list, List::Items(_)) {
            return Err(TagProblem::Unexpected("items".to_owned()));
        }
        let mut rows = Rows { list, sort: None, top: None };
        if self.word("sort") {
            let figure = self.any_word()?;
            let figure = self.figure(&figure)?;
            let down = self.word("desc");
            if !down {
                self.word("asc");
            }
            rows.sort = Some((figure, down));
        }
        if self.word("top") {
            rows.top = Some(self.whole()? as usize);
        }
        Ok(rows)
    }

    fn formats(&mut self) -> Result<Vec<Format>, TagProblem> {
        let mut out = Vec::new();
        while self.sign("|") {
            let word = self.any_word()?;
            out.push(match word.as_str() {
                "round" => Format::Round(self.whole()?),
                "percent" => Format::Percent(if self.is_number() { self.whole()? } else { 0 }),
                "over" => Format::Over(self.step()?, self.quoted()),
                "nearly" => Format::Nearly(self.step()?, self.quoted()),
                "about" => Format::About(self.step()?, self.quoted()),
                "order" => Format::Order(self.quoted()),
                "in" => Format::In(self.step()?, self.needed()?),
                "unit" => Format::Unit(self.needed()?),
                "two" => Format::Two,
                "sep" => Format::Separator(self.needed()?),
                "and" => Format::And,
                "top" => Format::Top(self.whole()? as usize),
                "short" => Format::Short,
                "none" => Format::None(self.needed()?),
                "capital" => Format::Capital,
                "upper" => Format::Upper,
                "long" => Format::Long,
                _ => return Err(TagProblem::Unknown("tag-thing-format", word.clone(), nearest_of(&word, FORMATS))),
            });
        }
        Ok(out)
    }

    fn is_number(&self) -> bool {
        matches!(self.peek(), Some(Token::Word(w)) if number(w).is_some())
    }

    /// A whole number, of decimals or items.
    fn whole(&mut self) -> Result<u32, TagProblem> {
        const MOST: u32 = 1000;
        let word = self.any_word()?;
        word.parse::<u32>().ok().filter(|n| *n <= MOST).ok_or(TagProblem::Unexpected(word))
    }

    /// A number above nothing.
    fn step(&mut self) -> Result<f64, TagProblem> {
        let word = self.any_word()?;
        number(&word).filter(|n| *n > 0.0).ok_or(TagProblem::Unexpected(word))
    }

    fn quoted(&mut self) -> Option<String> {
        match self.peek() {
            Some(Token::Quoted(t)) => {
                let t = t.clone();
                self.at += 1;
                Some(t)
            }
            _ => None,
        }
    }

    fn needed(&mut self) -> Result<String, TagProblem> {
        self.quoted().ok_or_else(|| self.unexpected())
    }

    fn form(&self, code: &str) -> Result<usize, TagProblem> {
        self.names.forms.iter().position(|f| f.code == code).ok_or_else(|| {
            let near = nearest_of(code, self.names.forms.iter().map(|f| f.code.as_str()));
            TagProblem::Unknown("thing-form", code.to_owned(), near)
        })
    }

    fn figure(&self, word: &str) -> Result<Figure, TagProblem> {
        let (figure, at) = match word.strip_prefix('[').and_then(|w| w.split_once(']')) {
            Some((inside, rest)) => (inside, rest.strip_prefix('@')),
            None => word.split_once('@').map_or((word, None), |(f, at)| (f, Some(at))),
        };
        let (form, code) = figure.split_once(':').ok_or_else(|| TagProblem::Unexpected(word.to_owned()))?;
        let form = self.form(form)?;
        let indicators = &self.names.forms[form].indicators;
        let indicator = indicators.iter().position(|i| i.code == code).ok_or_else(|| {
            let near = nearest_of(code, indicators.iter().map(|i| i.code.as_str()));
            TagProblem::Unknown("thing-indicator", code.to_owned(), near)
        })?;
        let at = at.map_or(Ok(At::Whole), |at| self.at_of(at))?;
        Ok(Figure { form, indicator, at })
    }

    fn at_of(&self, at: &str) -> Result<At, TagProblem> {
        if at == "unit" {
            return Ok(At::Row);
        }
        if let Some(kind) = at.strip_prefix("kind:") {
            let known = self.names.kinds.iter().position(|k| k.code == kind).and_then(|k| u16::try_from(k).ok());
            return known.map(|k| At::Kind(KindId(k))).ok_or_else(|| {
                let near = nearest_of(kind, self.names.kinds.iter().map(|k| k.code.as_str()));
                TagProblem::Unknown("tag-thing-kind", kind.to_owned(), near)
            });
        }
        if self.names.register.by_code(at).is_empty() {
            let near = nearest_of(at, self.names.register.iter().map(|(_, u)| u.code.as_str()));
            return Err(TagProblem::Unknown("thing-unit", at.to_owned(), near));
        }
        Ok(At::Unit(at.to_owned()))
    }
}

/// The lists of names that there are.
const LISTS: [&str; 4] = ["units", "missing", "late", "items"];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::project::Files;

    fn sample() -> Project {
        Project::from_files(Files::embedded(), true).unwrap()
    }

    fn read(text: &str) -> Result<Tag, TagProblem> {
        let project = sample();
        tag(text, Names::of(&project))
    }

    // What documentation shows is read.
    #[test]
    fn everything_that_there_is() {
        for text in [
            "hien-dai-hoa:3.3",
            "[hien-dai-hoa:3.3]@436",
            "hien-dai-hoa:3.3@kind:district",
            "hien-dai-hoa:3.3@unit",
            "change(hien-dai-hoa:3.3) | unit \"hồ sơ\"",
            "trend(hien-dai-hoa:3.3)",
            "hien-dai-hoa:3.3 - hien-dai-hoa:3.4",
            "100 * (hien-dai-hoa:3.4 + 1) / hien-dai-hoa:3.3 | round 1",
            "units(hien-dai-hoa:2.5 = no in kind:district) | short | and",
            "units(in kind:district)",
            "units(change(hien-dai-hoa:3.3) < 0)",
            "count(units(hien-dai-hoa:2.5 = yes))",
            "missing(hien-dai-hoa) | none \"không có\"",
            "late(van-ban) | top 3 | sep \"; \"",
            "items(van-ban:B)",
            "reported(van-ban)",
            "rate(hien-dai-hoa:3.3) | percent 1",
            "tuyen-truyen:5 | over 1000 | in 1000 “ngàn”",
            "tuyen-truyen:7 | order \"ngàn\"",
            "period_short | capital",
            "date | long",
            "if change(hien-dai-hoa:3.3) > 0",
            "if units(hien-dai-hoa:2.5 = no)",
            "rows units(in kind:district) sort hien-dai-hoa:3.3 desc top 5",
            "row=436",
        ] {
            assert!(read(text).is_ok(), "{text}: {:?}", read(text));
        }
    }

    // What names nothing is refused, with what is near.
    #[test]
    fn what_names_nothing() {
        let near = |text: &str| match read(text) {
            Err(TagProblem::Unknown(_, _, near)) => near,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(near("hien-dai-ho:3.3").as_deref(), Some("hien-dai-hoa"));
        assert_eq!(near("chanhe(hien-dai-hoa:3.3)").as_deref(), Some("change"));
        assert_eq!(near("perios").as_deref(), Some("period"));
        assert_eq!(near("hien-dai-hoa:3.3 | ovr 5").as_deref(), Some("over"));
        assert_eq!(near("hien-dai-hoa:3.3@kind:distric").as_deref(), Some("district"));
        for text in
            ["", "hien-dai-hoa:3.3 |", "units(", "hien-dai-hoa:3.3 5", "if", "rows", "if hien-dai-hoa:3.3 > no", "a\"b"]
        {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read(&"(".repeat(1000)), Err(TagProblem::TooDeep));
    }

    proptest! {
        // Whatever stands in a tag, reading it ends.
        #[test]
        fn any_text_is_read_or_refused(text in "([a-z:.0-9-]{1,12}|[()|=<>!\"“@\\[\\]]| |\\PC){0,20}") {
            let _ = read(&text);
        }
    }
}
