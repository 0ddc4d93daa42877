/*!
The language of rules: two sides and an operator over indicators.

```text
rule   = sum compare sum
sum    = term { ("+" | "-") term }
term   = factor { ("*" | "/") factor }
factor = number | "[" code "]" | function "(" arg { "," arg } ")" | "(" sum ")" | "-" factor
arg    = sum | "[" code "]" ":" "[" code "]"        a range in the form's order
```
`prev(x)` takes the values of the previous period. Parsed once, with the position of every error.
*/

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

/// One side of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Side {
    /// A constant.
    Number(f64),
    /// An indicator by its place in the form; `true` for the previous period's value.
    Indicator(usize, bool),
    /// A function.
    Call(Function, Vec<Side>),
    /// An operation.
    Binary(Op, Box<Side>, Box<Side>),
}

impl Side {
    /// Every indicator that the side names, with whether it is the previous period's.
    pub fn operands(&self, out: &mut Vec<(usize, bool)>) {
        match self {
            Side::Number(_) => {}
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
    /// The same over other indicators; nothing where one of them has no other.
    fn map(&self, to: &dyn Fn(usize) -> Option<usize>) -> Option<Side> {
        Some(match self {
            Side::Number(n) => Side::Number(*n),
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

/// What the parser has to know of the form's indicators.
pub struct Indicators<'a> {
    /// Their codes, in the form's order.
    pub codes: &'a [String],
    /// Whether each holds numbers.
    pub numeric: &'a [bool],
}

const MAX_DEPTH: usize = 60;

/// Parses a rule.
pub fn parse(text: &str, indicators: &Indicators<'_>) -> Result<Expression, ExpressionError> {
    let chars: Vec<char> = text.chars().collect();
    let mut p = Parser { chars: &chars, at: 0, depth: 0, previous: false, indicators };
    let left = p.sum()?;
    let compare = p.compare()?;
    let right = p.sum()?;
    p.space();
    if p.at < p.chars.len() {
        return p.fail(ExpressionProblem::End);
    }
    Ok(Expression { left, compare, right })
}

struct Parser<'a> {
    chars: &'a [char],
    at: usize,
    depth: usize,
    previous: bool,
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
            Some('[') => Side::Indicator(self.indicator()?, self.previous),
            Some(c) if c.is_ascii_digit() => self.number()?,
            Some(c) if c.is_alphabetic() => self.call()?,
            _ => return self.fail(ExpressionProblem::Expected("[…], 0-9, (, sum, min, max, abs, prev")),
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

    fn indicator(&mut self) -> Parsed<usize> {
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
        let Some(i) = self.indicators.codes.iter().position(|c| *c == code) else {
            self.at = start;
            let near = nearest_of(&code, self.indicators.codes.iter().map(String::as_str));
            return self.fail(ExpressionProblem::UnknownIndicator(code, near));
        };
        if !self.indicators.numeric[i] {
            self.at = start;
            return self.fail(ExpressionProblem::NotNumeric(code));
        }
        Ok(i)
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
            "prev" => None,
            _ => {
                self.at = start;
                return self.fail(ExpressionProblem::UnknownFunction(name));
            }
        };
        if !self.take('(') {
            return self.fail(ExpressionProblem::Expected("("));
        }
        let Some(function) = function else {
            if self.previous {
                self.at = start;
                return self.fail(ExpressionProblem::Expected("[…]"));
            }
            self.previous = true;
            let inner = self.sum()?;
            self.previous = false;
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
            let first = self.indicator()?;
            if self.take(':') {
                if self.peek() != Some('[') {
                    return self.fail(ExpressionProblem::Expected("[…]"));
                }
                let last = self.indicator()?;
                if last < first {
                    self.at = start;
                    return self.fail(ExpressionProblem::EmptyRange);
                }
                // A range takes the indicators that hold numbers; texts between them are passed over.
                args.extend(
                    (first..=last).filter(|i| self.indicators.numeric[*i]).map(|i| Side::Indicator(i, self.previous)),
                );
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
        parse(text, &Indicators { codes: &codes, numeric: &[true, true, true, true, true, false] })
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
