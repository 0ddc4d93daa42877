/*!
The language of rules: two sides and an operator over indicators.

```text
rule   = sum compare sum
sum    = term { ("+" | "-") term }
term   = factor { ("*" | "/") factor }
factor = number | operand | function "(" arg { "," arg } ")" | "(" sum ")" | "-" factor
arg    = sum | operand ":" operand                  a range in the form's order
operand = "[" code "]" | "[" form ":" code "]"      of the same form, or of another of the same unit
```
`prev(x)` takes the values of the previous period, `below(x)` the sum over the units below. Parsed once, with the position
of every error.
*/

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::problem::{ExpressionProblem, nearest_of};

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<=`
    AtMost,
    /// `<`
    Under,
    /// `>=`
    AtLeast,
    /// `>`
    Over,
}

/// An arithmetic operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Addition.
    Add,
    /// Subtraction.
    Sub,
    /// Multiplication.
    Mul,
    /// Division.
    Div,
}

/// A function over several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The sum.
    Sum,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// The value without its sign.
    Abs,
}

/// A figure that the unit itself, or the units below it, report in another form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The form's code.
    pub form: String,
    /// The indicator, by place in that form.
    pub indicator: usize,
    /// Whether it is the previous period's.
    pub previous: bool,
    /// Whether it is the sum over the units right below.
    pub below: bool,
}

/// One side of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Side {
    /// A constant.
    Number(f64),
    /// An indicator by its place in the form; `true` for the previous period's value.
    Indicator(usize, bool),
    /// A figure of another form.
    Elsewhere(Elsewhere),
    /// A function.
    Call(Function, Vec<Side>),
    /// An operation.
    Binary(Op, Box<Side>, Box<Side>),
}

impl Side {
    /// Every indicator that the side names, with whether it is the previous period's.
    pub fn operands(&self, out: &mut Vec<(usize, bool)>) {
        match self {
            Side::Number(_) | Side::Elsewhere(_) => {}
            Side::Indicator(i, p) => {
                if !out.contains(&(*i, *p)) {
                    out.push((*i, *p));
                }
            }
            Side::Call(_, args) => args.iter().for_each(|a| a.operands(out)),
            Side::Binary(_, a, b) => {
                a.operands(out);
                b.operands(out);
            }
        }
    }
}

impl Side {
    /// How often an indicator of this period counts in it, where it is added and taken away only; nothing where it is not.
    pub fn times(&self, indicator: usize) -> Option<f64> {
        let mut named = Vec::new();
        self.operands(&mut named);
        if !named.contains(&(indicator, false)) {
            return Some(0.0);
        }
        match self {
            Side::Indicator(i, false) if *i == indicator => Some(1.0),
            Side::Call(Function::Sum, args) => args.iter().try_fold(0.0, |sum, a| Some(sum + a.times(indicator)?)),
            Side::Binary(Op::Add, a, b) => Some(a.times(indicator)? + b.times(indicator)?),
            Side::Binary(Op::Sub, a, b) => Some(a.times(indicator)? - b.times(indicator)?),
            _ => None,
        }
    }

    /// The operands that stand inside of a sum and are of some kind.
    pub fn in_sums(&self, is: &mut dyn FnMut(&Side) -> bool, out: &mut Vec<(usize, bool)>) {
        match self {
            Side::Number(_) | Side::Indicator(..) | Side::Elsewhere(_) => {}
            Side::Call(function, args) => {
                for a in args {
                    match a {
                        Side::Indicator(i, p) if *function == Function::Sum && is(a) => out.push((*i, *p)),
                        _ => a.in_sums(is, out),
                    }
                }
            }
            Side::Binary(_, a, b) => {
                a.in_sums(is, out);
                b.in_sums(is, out);
            }
        }
    }

    /// Every figure of other forms that the side names.
    pub fn elsewhere<'a>(&'a self, out: &mut Vec<&'a Elsewhere>) {
        match self {
            Side::Number(_) | Side::Indicator(..) => {}
            Side::Elsewhere(e) => {
                if !out.contains(&e) {
                    out.push(e);
                }
            }
            Side::Call(_, args) => args.iter().for_each(|a| a.elsewhere(out)),
            Side::Binary(_, a, b) => {
                a.elsewhere(out);
                b.elsewhere(out);
            }
        }
    }

    /// The same over other indicators; nothing where one of them has no other.
    fn map(&self, to: &dyn Fn(usize) -> Option<usize>) -> Option<Side> {
        Some(match self {
            Side::Number(n) => Side::Number(*n),
            Side::Elsewhere(e) => Side::Elsewhere(e.clone()),
            Side::Indicator(i, previous) => Side::Indicator(to(*i)?, *previous),
            Side::Call(f, args) => Side::Call(*f, args.iter().map(|a| a.map(to)).collect::<Option<_>>()?),
            Side::Binary(op, a, b) => Side::Binary(*op, Box::new(a.map(to)?), Box::new(b.map(to)?)),
        })
    }
}

/// A parsed rule expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// The left side.
    pub left: Side,
    /// The operator.
    pub compare: Compare,
    /// The right side.
    pub right: Side,
}

impl Expression {
    /// The same over other indicators; nothing where one of them has no other.
    pub fn map(&self, to: &dyn Fn(usize) -> Option<usize>) -> Option<Expression> {
        Some(Expression { left: self.left.map(to)?, compare: self.compare, right: self.right.map(to)? })
    }
}

/// An error with its position in characters.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpressionError {
    /// Where, from 0.
    pub at: usize,
    /// What.
    pub reason: ExpressionProblem,
}

/// What the parser has to know of the form's indicators, and of other forms'.
pub struct Indicators<'a> {
    /// Their codes, in the form's order.
    pub codes: &'a [String],
    /// Where each stands.
    pub places: &'a FxHashMap<&'a str, usize>,
    /// Whether each holds numbers.
    pub numeric: &'a [bool],
    /// Whether each has a total; of those that it does not speak of nothing is known.
    pub totals: &'a [bool],
    /// The project's forms.
    pub forms: &'a [Known],
}

/// What rules of other forms may name of a form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// The form's code.
    pub form: String,
    /// Codes of its indicators.
    pub codes: Vec<String>,
    /// Whether each holds numbers.
    pub numeric: Vec<bool>,
}

/// Where each of some codes stands; of one that stands twice the first.
pub fn places(codes: &[String]) -> FxHashMap<&str, usize> {
    let mut out = FxHashMap::with_capacity_and_hasher(codes.len(), FxBuildHasher);
    for (i, code) in codes.iter().enumerate() {
        out.entry(code.as_str()).or_insert(i);
    }
    out
}

const MAX_DEPTH: usize = 60;

/// Parses a rule.
pub fn parse(text: &str, indicators: &Indicators<'_>) -> Result<Expression, ExpressionError> {
    let chars: Vec<char> = text.chars().collect();
    let mut p = Parser { chars: &chars, at: 0, depth: 0, previous: false, below: false, indicators };
    let left = p.sum()?;
    let compare = p.compare()?;
    let right = p.sum()?;
    p.space();
    if p.at < p.chars.len() {
        return p.fail(ExpressionProblem::End);
    }
    Ok(Expression { left, compare, right })
}

/// What an expression names: the form, where it is another one, and the indicator's place in it.
#[derive(Clone)]
struct Operand {
    form: Option<String>,
    numeric: bool,
    place: usize,
}

struct Parser<'a> {
    chars: &'a [char],
    at: usize,
    depth: usize,
    previous: bool,
    below: bool,
    indicators: &'a Indicators<'a>,
}

type Parsed<T> = Result<T, ExpressionError>;

impl Parser<'_> {
    fn fail<T>(&self, reason: ExpressionProblem) -> Parsed<T> {
        Err(ExpressionError { at: self.at, reason })
    }

    fn space(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn peek(&mut self) -> Option<char> {
        self.space();
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, c: char) -> bool {
        let here = self.peek() == Some(c);
        if here {
            self.at += 1;
        }
        here
    }

    fn compare(&mut self) -> Parsed<Compare> {
        let first = self.peek();
        let second = self.chars.get(self.at + 1).copied();
        let (compare, width) = match (first, second) {
            (Some('='), Some('=')) => (Compare::Equal, 2),
            (Some('!'), Some('=')) => (Compare::Unequal, 2),
            (Some('<'), Some('=')) => (Compare::AtMost, 2),
            (Some('>'), Some('=')) => (Compare::AtLeast, 2),
            (Some('<'), _) => (Compare::Under, 1),
            (Some('>'), _) => (Compare::Over, 1),
            (Some('≤'), _) => (Compare::AtMost, 1),
            (Some('≥'), _) => (Compare::AtLeast, 1),
            (Some('='), _) => (Compare::Equal, 1),
            _ => return self.fail(ExpressionProblem::Expected("==, !=, <=, <, >=, >")),
        };
        self.at += width;
        Ok(compare)
    }

    fn sum(&mut self) -> Parsed<Side> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail(ExpressionProblem::TooDeep);
        }
        let mut side = self.term()?;
        loop {
            let op = match self.peek() {
                Some('+') => Op::Add,
                Some('-' | '−') => Op::Sub,
                _ => break,
            };
            self.at += 1;
            side = Side::Binary(op, Box::new(side), Box::new(self.term()?));
        }
        self.depth -= 1;
        Ok(side)
    }

    fn term(&mut self) -> Parsed<Side> {
        let mut side = self.factor()?;
        loop {
            let op = match self.peek() {
                Some('*' | '×') => Op::Mul,
                Some('/' | '÷') => Op::Div,
                _ => break,
            };
            self.at += 1;
            side = Side::Binary(op, Box::new(side), Box::new(self.factor()?));
        }
        Ok(side)
    }

    fn factor(&mut self) -> Parsed<Side> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail(ExpressionProblem::TooDeep);
        }
        let side = match self.peek() {
            Some('(') => {
                self.at += 1;
                let inner = self.sum()?;
                self.close()?;
                inner
            }
            Some('-' | '−') => {
                self.at += 1;
                Side::Binary(Op::Sub, Box::new(Side::Number(0.0)), Box::new(self.factor()?))
            }
            Some('[') => {
                let operand = self.operand()?;
                self.side(&operand)
            }
            Some(c) if c.is_ascii_digit() => self.number()?,
            Some(c) if c.is_alphabetic() => self.call()?,
            _ => return self.fail(ExpressionProblem::Expected("[…], 0-9, (, sum, min, max, abs, prev, below")),
        };
        self.depth -= 1;
        Ok(side)
    }

    fn close(&mut self) -> Parsed<()> {
        if self.take(')') { Ok(()) } else { self.fail(ExpressionProblem::Expected(")")) }
    }

    fn number(&mut self) -> Parsed<Side> {
        let start = self.at;
        while self.chars.get(self.at).is_some_and(|c| c.is_ascii_digit() || *c == '.') {
            self.at += 1;
        }
        let text: String = self.chars[start..self.at].iter().collect();
        match text.parse::<f64>() {
            Ok(n) if n.is_finite() => Ok(Side::Number(n)),
            _ => {
                self.at = start;
                self.fail(ExpressionProblem::Expected("0-9"))
            }
        }
    }

    /// What stands in square brackets: the form of another form's indicator, and its place.
    fn operand(&mut self) -> Parsed<Operand> {
        let start = self.at;
        self.at += 1;
        let from = self.at;
        while self.chars.get(self.at).is_some_and(|c| *c != ']' && *c != '[') {
            self.at += 1;
        }
        let code: String = self.chars[from..self.at].iter().collect::<String>().trim().to_owned();
        if self.chars.get(self.at) != Some(&']') {
            return self.fail(ExpressionProblem::Expected("]"));
        }
        self.at += 1;
        let end = std::mem::replace(&mut self.at, start);
        let known = self.indicators;
        let own = known.places.get(code.as_str()).copied();
        let other = code.split_once(':').and_then(|(form, code)| {
            let form = known.forms.iter().find(|f| f.form == form.trim())?;
            Some((form, code.trim()))
        });
        let operand = match (own, other) {
            (Some(i), _) if !self.below => Operand { form: None, numeric: known.numeric[i], place: i },
            (_, Some((form, code))) => {
                let Some(i) = form.codes.iter().position(|c| c == code) else {
                    let near = nearest_of(code, form.codes.iter().map(String::as_str));
                    return self.fail(ExpressionProblem::UnknownIndicator(code.to_owned(), near));
                };
                Operand { form: Some(form.form.clone()), numeric: form.numeric[i], place: i }
            }
            // Units below report forms: which one has to be said.
            (Some(_), None) => return self.fail(ExpressionProblem::Expected("[form:…]")),
            (None, None) => {
                let near = nearest_of(&code, known.codes.iter().map(String::as_str));
                return self.fail(ExpressionProblem::UnknownIndicator(code, near));
            }
        };
        if !operand.numeric {
            return self.fail(ExpressionProblem::NotNumeric(code));
        }
        self.at = end;
        Ok(operand)
    }

    /// An operand, of this period and unit or as the function around it says.
    fn side(&self, operand: &Operand) -> Side {
        match &operand.form {
            None => Side::Indicator(operand.place, self.previous),
            Some(form) => Side::Elsewhere(Elsewhere {
                form: form.clone(),
                indicator: operand.place,
                previous: self.previous,
                below: self.below,
            }),
        }
    }

    fn call(&mut self) -> Parsed<Side> {
        let start = self.at;
        while self.chars.get(self.at).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
            self.at += 1;
        }
        let name: String = self.chars[start..self.at].iter().collect();
        let function = match name.as_str() {
            "sum" => Some(Function::Sum),
            "min" => Some(Function::Min),
            "max" => Some(Function::Max),
            "abs" => Some(Function::Abs),
            "prev" | "below" => None,
            _ => {
                self.at = start;
                return self.fail(ExpressionProblem::UnknownFunction(name));
            }
        };
        if !self.take('(') {
            return self.fail(ExpressionProblem::Expected("("));
        }
        let Some(function) = function else {
            let inside = if name == "prev" { self.previous } else { self.below };
            if inside {
                self.at = start;
                return self.fail(ExpressionProblem::Expected("[…]"));
            }
            let outside = (self.previous, self.below);
            self.previous |= name == "prev";
            self.below |= name == "below";
            let inner = self.sum()?;
            (self.previous, self.below) = outside;
            self.close()?;
            return Ok(inner);
        };
        let mut args = Vec::new();
        loop {
            self.arg(&mut args)?;
            if !self.take(',') {
                break;
            }
        }
        if function == Function::Abs && args.len() != 1 {
            return self.fail(ExpressionProblem::Expected(")"));
        }
        self.close()?;
        Ok(Side::Call(function, args))
    }

    fn arg(&mut self, args: &mut Vec<Side>) -> Parsed<()> {
        let before = self.at;
        if self.peek() == Some('[') {
            let start = self.at;
            let first = self.operand()?;
            if self.take(':') {
                if self.peek() != Some('[') {
                    return self.fail(ExpressionProblem::Expected("[…]"));
                }
                let last = self.operand()?;
                if last.place < first.place || last.form != first.form {
                    self.at = start;
                    return self.fail(ExpressionProblem::EmptyRange);
                }
                // A range takes the indicators that hold numbers; texts between them are passed over.
                let numeric = match &first.form {
                    None => self.indicators.numeric,
                    Some(form) => {
                        let known = self.indicators.forms.iter().find(|f| f.form == *form);
                        known.map_or(&[][..], |f| f.numeric.as_slice())
                    }
                };
                let places = (first.place..=last.place).filter(|i| numeric.get(*i) == Some(&true));
                args.extend(places.map(|place| self.side(&Operand { place, ..first.clone() })).collect::<Vec<_>>());
                return Ok(());
            }
            self.at = before;
        }
        args.push(self.sum()?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Parsed<Expression> {
        let codes: Vec<String> = ["1", "1.1", "1.2", "2.3", "2.4", "t"].iter().map(|c| (*c).to_owned()).collect();
        let places = places(&codes);
        let other = |form: &str| Known {
            form: form.to_owned(),
            codes: vec!["a".to_owned(), "b".to_owned(), "t".to_owned(), "c".to_owned()],
            numeric: vec![true, true, false, true],
        };
        let forms = [other("county"), other("state")];
        parse(
            text,
            &Indicators {
                codes: &codes,
                places: &places,
                numeric: &[true, true, true, true, true, false],
                totals: &[],
                forms: &forms,
            },
        )
    }

    // The forms of DESIGN are understood.
    #[test]
    fn reads_rules() {
        assert_eq!(
            read("[2.3] <= [2.4]"),
            Ok(Expression {
                left: Side::Indicator(3, false),
                compare: Compare::AtMost,
                right: Side::Indicator(4, false)
            })
        );
        let r = read("[1] == sum([1.1]:[1.2])").unwrap();
        assert_eq!(r.right, Side::Call(Function::Sum, vec![Side::Indicator(1, false), Side::Indicator(2, false)]));
        let r = read("[1] >= 0.2 * prev([1])").unwrap();
        assert_eq!(r.right, Side::Binary(Op::Mul, Box::new(Side::Number(0.2)), Box::new(Side::Indicator(0, true))));
        assert!(read("-([1] + 2) * 3 < max([1], [2.3] / 2)").is_ok());
    }

    // Figures of other forms, of the units below, and ranges of them.
    #[test]
    fn reads_other_forms() {
        let elsewhere = |indicator: usize, previous: bool, below: bool| {
            Side::Elsewhere(Elsewhere { form: "county".to_owned(), indicator, previous, below })
        };
        assert_eq!(read("[1] == [county:b]").unwrap().right, elsewhere(1, false, false));
        assert_eq!(read("[1] == below([county:a])").unwrap().right, elsewhere(0, false, true));
        assert_eq!(read("[1] >= prev(below([county: a ]))").unwrap().right, elsewhere(0, true, true));
        assert_eq!(
            read("[1] == sum([county:a]:[county:c])").unwrap().right,
            Side::Call(
                Function::Sum,
                vec![elsewhere(0, false, false), elsewhere(1, false, false), elsewhere(3, false, false)]
            )
        );
        assert_eq!(read("[1] == sum([county:a]:[state:c])").unwrap_err().reason, ExpressionProblem::EmptyRange);
        assert_eq!(read("[1] == below([1.1])").unwrap_err().reason, ExpressionProblem::Expected("[form:…]"));
        assert_eq!(
            read("[1] == [county:x]").unwrap_err().reason,
            ExpressionProblem::UnknownIndicator("x".to_owned(), None)
        );
        assert_eq!(read("[1] == [county:t]").unwrap_err().reason, ExpressionProblem::NotNumeric("county:t".into()));
        assert!(matches!(read("[1] == [none:a]").unwrap_err().reason, ExpressionProblem::UnknownIndicator(..)));
    }

    // An error stands at its exact position.
    #[test]
    fn tells_where() {
        assert_eq!(read("[1] <= [9.9]").unwrap_err().at, 7);
        assert_eq!(read("[1] < ").unwrap_err().at, 6);
        assert_eq!(read("[1] + [1.1]").unwrap_err().at, 11);
        assert_eq!(read("[1] == foo([1])").unwrap_err().reason, ExpressionProblem::UnknownFunction("foo".into()));
        assert_eq!(read("[t] == 1").unwrap_err().reason, ExpressionProblem::NotNumeric("t".into()));
        assert_eq!(read("[1] == sum([1.2]:[1.1])").unwrap_err().reason, ExpressionProblem::EmptyRange);
        assert_eq!(read("[1] == 1 1").unwrap_err().at, 9);
    }

    // Nesting without end is refused, not followed.
    #[test]
    fn deep_nesting() {
        let text = format!("{}1 == 1", "(".repeat(10_000));
        assert_eq!(read(&text).unwrap_err().reason, ExpressionProblem::TooDeep);
    }

    proptest! {
        // No text panics.
        #[test]
        fn any_text(s in "[\\[\\]()0-9.a-z<>=+*/:, -]{0,40}|\\PC{0,40}") {
            let _ = read(&s);
        }
    }
}
