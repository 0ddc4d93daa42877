/*!
Works out the formulas of our own workbooks anew: as much of the language as these use.
*/

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// What a cell or a formula comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// True or false.
    Bool(bool),
    /// Several cells, row by row.
    Area(Vec<Value>),
    /// A division by nothing, or a text where a number belongs.
    Error,
}

/// A cell: sheet, row and column from 0.
pub type Place = (String, u32, u32);

/// The cells of a workbook: values as they are stored, and formulas.
#[derive(Default)]
pub struct Cells {
    /// Values.
    pub values: HashMap<Place, Value>,
    /// Formulas, without the sign of equality.
    pub formulas: HashMap<Place, String>,
}

/// Works formulas out, each once.
pub struct Calculation<'a> {
    cells: &'a Cells,
    known: RefCell<HashMap<Place, Option<Value>>>,
    open: RefCell<HashSet<Place>>,
}

/// Areas larger than this are no areas of ours.
const LARGEST: u64 = 4_000_000;
/// Formulas that lead to one another deeper than this are none of ours.
const DEEPEST: usize = 64;

impl<'a> Calculation<'a> {
    /// Of a workbook.
    pub fn of(cells: &'a Cells) -> Calculation<'a> {
        Calculation { cells, known: RefCell::default(), open: RefCell::default() }
    }

    /// What a cell comes to; nothing where its formula is none that ours use, or leads to itself.
    pub fn cell(&self, place: &Place) -> Option<Value> {
        let Some(formula) = self.cells.formulas.get(place) else {
            return Some(self.cells.values.get(place).cloned().unwrap_or(Value::Empty));
        };
        if let Some(known) = self.known.borrow().get(place) {
            return known.clone();
        }
        if self.open.borrow().len() > DEEPEST || !self.open.borrow_mut().insert(place.clone()) {
            return None;
        }
        let value = self.formula(formula, &place.0);
        self.open.borrow_mut().remove(place);
        self.known.borrow_mut().insert(place.clone(), value.clone());
        value
    }

    /// What a formula on a sheet comes to.
    pub fn formula(&self, text: &str, sheet: &str) -> Option<Value> {
        let mut reader = Reader { rest: text.strip_prefix('=').unwrap_or(text), sheet, calculation: self, depth: 0 };
        let value = reader.compare()?;
        reader.space();
        (reader.rest.is_empty() && value != Value::Error).then_some(value)
    }
}

struct Reader<'a, 'b> {
    rest: &'b str,
    sheet: &'b str,
    calculation: &'b Calculation<'a>,
    depth: usize,
}

impl Value {
    fn number(&self) -> Option<f64> {
        match self {
            Value::Number(n) => Some(*n),
            Value::Bool(b) => Some(f64::from(u8::from(*b))),
            Value::Empty => Some(0.0),
            Value::Text(_) | Value::Area(_) | Value::Error => None,
        }
    }

    fn cells(&self) -> Vec<Value> {
        match self {
            Value::Area(all) => all.clone(),
            one => vec![one.clone()],
        }
    }
}

/// Both sides, cell by cell where one is an area.
fn each(a: &Value, b: &Value, of: &dyn Fn(f64, f64) -> Option<f64>) -> Option<Value> {
    match (a, b) {
        (Value::Area(a), Value::Area(b)) if a.len() == b.len() => {
            a.iter().zip(b).map(|(a, b)| each(a, b, of)).collect::<Option<Vec<_>>>().map(Value::Area)
        }
        (Value::Area(a), b) => a.iter().map(|a| each(a, b, of)).collect::<Option<Vec<_>>>().map(Value::Area),
        (a, Value::Area(b)) => b.iter().map(|b| each(a, b, of)).collect::<Option<Vec<_>>>().map(Value::Area),
        (a, b) => {
            let both = a.number().zip(b.number());
            Some(both.and_then(|(a, b)| of(a, b)).map_or(Value::Error, Value::Number))
        }
    }
}

impl Reader<'_, '_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.space();
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn compare(&mut self) -> Option<Value> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let left = self.sum()?;
        let value = if self.takes("=") { Value::Bool(left.number()? == self.sum()?.number()?) } else { left };
        self.depth -= 1;
        Some(value)
    }

    fn sum(&mut self) -> Option<Value> {
        let mut left = self.product()?;
        loop {
            if self.takes("+") {
                left = each(&left, &self.product()?, &|a, b| Some(a + b))?;
            } else if self.takes("-") {
                left = each(&left, &self.product()?, &|a, b| Some(a - b))?;
            } else {
                return Some(left);
            }
        }
    }

    fn product(&mut self) -> Option<Value> {
        let mut left = self.factor()?;
        loop {
            if self.takes("*") {
                left = each(&left, &self.factor()?, &|a, b| Some(a * b))?;
            } else if self.takes("/") {
                left = each(&left, &self.factor()?, &|a, b| (b != 0.0).then(|| a / b))?;
            } else {
                return Some(left);
            }
        }
    }

    fn factor(&mut self) -> Option<Value> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let value = self.one();
        self.depth -= 1;
        value
    }

    fn one(&mut self) -> Option<Value> {
        if self.takes("-") {
            return each(&Value::Number(0.0), &self.factor()?, &|a, b| Some(a - b));
        }
        if self.takes("(") {
            let value = self.compare()?;
            return self.takes(")").then_some(value);
        }
        self.space();
        if let Some(rest) = self.rest.strip_prefix('"') {
            return self.text(rest);
        }
        let first = self.rest.chars().next()?;
        if first.is_ascii_digit() {
            let end =
                self.rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == 'E')).unwrap_or(self.rest.len());
            let number = self.rest[..end].parse().ok()?;
            self.rest = &self.rest[end..];
            return Some(Value::Number(number));
        }
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        if self.rest[end..].starts_with('(') {
            let name = self.rest[..end].to_owned();
            self.rest = &self.rest[end + 1..];
            return self.function(&name);
        }
        self.reference()
    }

    fn text(&mut self, mut rest: &str) -> Option<Value> {
        let mut text = String::new();
        loop {
            let end = rest.find('"')?;
            text.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            match rest.strip_prefix('"') {
                Some(more) => {
                    text.push('"');
                    rest = more;
                }
                None => break,
            }
        }
        self.rest = &self.rest[self.rest.len() - rest.len()..];
        Some(Value::Text(text))
    }

    fn arguments(&mut self) -> Option<Vec<Value>> {
        let mut out = Vec::new();
        if self.takes(")") {
            return Some(out);
        }
        loop {
            out.push(self.compare()?);
            if self.takes(")") {
                return Some(out);
            }
            if !self.takes(",") {
                return None;
            }
        }
    }

    fn function(&mut self, name: &str) -> Option<Value> {
        let arguments = self.arguments()?;
        let numbers = || -> Vec<f64> {
            let cells = arguments.iter().flat_map(Value::cells);
            cells.filter_map(|c| if let Value::Number(n) = c { Some(n) } else { None }).collect()
        };
        let number = |n: f64| Some(Value::Number(n));
        match (name, arguments.as_slice()) {
            ("SUM", _) => number(numbers().iter().sum()),
            ("AVERAGE", _) => {
                let all = numbers();
                (!all.is_empty()).then(|| Value::Number(all.iter().sum::<f64>() / all.len() as f64))
            }
            ("MIN", _) => number(numbers().into_iter().reduce(f64::min).unwrap_or(0.0)),
            ("MAX", _) => number(numbers().into_iter().reduce(f64::max).unwrap_or(0.0)),
            ("COUNTA", _) => {
                number(arguments.iter().flat_map(Value::cells).filter(|c| *c != Value::Empty).count() as f64)
            }
            ("ISNUMBER", [of]) => {
                let is = |v: &Value| Value::Bool(matches!(v, Value::Number(_)));
                Some(match of {
                    Value::Area(all) => Value::Area(all.iter().map(is).collect()),
                    one => is(one),
                })
            }
            ("IF", [when, yes, no]) => Some(if when.number()? != 0.0 { yes.clone() } else { no.clone() }),
            ("COUNTIF", [area, Value::Text(wanted)]) => {
                number(area.cells().iter().filter(|c| meets(c, wanted)).count() as f64)
            }
            ("SUMIF", [area, Value::Text(wanted), of]) => {
                let (area, of) = (area.cells(), of.cells());
                let met = area.iter().zip(&of).filter(|(c, _)| meets(c, wanted));
                number(met.filter_map(|(_, v)| if let Value::Number(n) = v { Some(*n) } else { None }).sum())
            }
            ("SUMPRODUCT", [first, others @ ..]) => {
                let mut all: Vec<f64> = first.cells().iter().map(plain).collect();
                for other in others {
                    let other = other.cells();
                    if other.len() != all.len() {
                        return None;
                    }
                    all.iter_mut().zip(&other).for_each(|(a, b)| *a *= plain(b));
                }
                number(all.iter().sum())
            }
            _ => None,
        }
    }

    /// A cell or an area, on this sheet or another one.
    fn reference(&mut self) -> Option<Value> {
        let mut sheet = self.sheet.to_owned();
        if let Some(rest) = self.rest.strip_prefix('\'') {
            let mut end = 0;
            loop {
                end += rest[end..].find('\'')?;
                if rest[end + 1..].starts_with('\'') {
                    end += 2;
                } else {
                    break;
                }
            }
            sheet = rest[..end].replace("''", "'");
            self.rest = rest[end + 1..].strip_prefix('!')?;
        } else if let Some((name, rest)) = self.rest.split_once('!')
            && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        {
            sheet = name.to_owned();
            self.rest = rest;
        }
        let (row, col) = self.address()?;
        if !self.rest.starts_with(':') {
            return self.calculation.cell(&(sheet, row, col));
        }
        self.rest = &self.rest[1..];
        let (last_row, last_col) = self.address()?;
        let size = u64::from(last_row.checked_sub(row)? + 1) * u64::from(last_col.checked_sub(col)? + 1);
        if size > LARGEST {
            return None;
        }
        let places = (row..=last_row).flat_map(|r| (col..=last_col).map(move |c| (r, c)));
        places.map(|(r, c)| self.calculation.cell(&(sheet.clone(), r, c))).collect::<Option<Vec<_>>>().map(Value::Area)
    }

    /// `$C$12`, from 0.
    fn address(&mut self) -> Option<(u32, u32)> {
        let rest = self.rest.strip_prefix('$').unwrap_or(self.rest);
        let letters = rest.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(letters);
        let rest = rest.strip_prefix('$').unwrap_or(rest);
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let row: u32 = rest[..digits].parse().ok()?;
        if name.is_empty() || name.len() > 3 {
            return None;
        }
        self.rest = &rest[digits..];
        let col = name.bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1);
        Some((row.checked_sub(1)?, col - 1))
    }
}

/// What no number is counts as nothing.
fn plain(value: &Value) -> f64 {
    match value {
        Value::Number(n) => *n,
        Value::Bool(b) => f64::from(u8::from(*b)),
        _ => 0.0,
    }
}

/// True for a cell that says what a condition wants, case aside; signs after `~` stand for themselves.
fn meets(cell: &Value, wanted: &str) -> bool {
    let wanted = wanted.strip_prefix('=').unwrap_or(wanted);
    let plain = wanted.replace("~*", "*").replace("~?", "?").replace("~~", "~");
    match cell {
        Value::Text(text) => text.to_lowercase() == plain.to_lowercase(),
        Value::Number(n) => plain.parse() == Ok(*n),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells() -> Cells {
        let mut out = Cells::default();
        let rows: [[Value; 3]; 3] = [
            [Value::Number(1.0), Value::Text("Yes".into()), Value::Number(10.0)],
            [Value::Number(2.0), Value::Text("no".into()), Value::Empty],
            [Value::Empty, Value::Text("yes".into()), Value::Number(30.0)],
        ];
        for (r, row) in (0u32..).zip(rows) {
            for (c, value) in (0u32..).zip(row) {
                out.values.insert(("It's".into(), r, c), value);
            }
        }
        out.formulas.insert(("It's".into(), 9, 0), "SUM(A1:A3)".into());
        out.formulas.insert(("It's".into(), 10, 0), "A12".into());
        out.formulas.insert(("It's".into(), 11, 0), "A11".into());
        out
    }

    // What our workbooks use.
    #[test]
    fn formulas() {
        let cells = cells();
        let calculation = Calculation::of(&cells);
        let number = |text: &str| match calculation.formula(text, "It's") {
            Some(Value::Number(n)) => Some(n),
            _ => None,
        };
        for (text, wanted) in [
            ("=SUM(A1:A3)", 3.0),
            ("=SUM($A$1:$A$3,C1,7)", 20.0),
            ("=COUNTIF(B1:B3,\"yes\")+COUNTIF(B1,\"x\")", 2.0),
            ("=AVERAGE(C1:C3)", 20.0),
            ("=MIN(A1:C3)", 1.0),
            ("=MAX(A1:C3)", 30.0),
            ("=100*A1/A2", 50.0),
            ("=100*(A1-A2)/A2", -50.0),
            ("=IF(A3=0,0,100*(A1+A2)/A3)", 0.0),
            ("=SUMIF(B1:B3,\"Yes\",C1:C3)", 40.0),
            ("=COUNTA(B1:C3)", 5.0),
            ("=SUMPRODUCT(A1:A3,C1:C3)/(SUMPRODUCT(ISNUMBER(A1:A3)*ISNUMBER(C1:C3),C1:C3))", 1.0),
            ("='It''s'!$A$10*2", 6.0),
            ("=-A2+5", 3.0),
        ] {
            assert_eq!(number(text), Some(wanted), "{text}");
        }
        for text in ["=A11", "=FOO(1)", "=1/0", "=(", "=A1:A2:A3", "=\"a", "=SUM(A1", "=ZZZZ1", "=A0"] {
            assert_eq!(number(text), None, "{text}");
        }
        assert_eq!(number(&format!("={}1", "(".repeat(500))), None);
    }

    proptest::proptest! {
        // Whatever a formula is, working it out ends.
        #[test]
        fn any_formula(text in "=(SUM|IF|[A-C][1-9]|[(),:+*/=\"'!$-]|[0-9]|\\PC){0,30}") {
            let cells = cells();
            let _ = Calculation::of(&cells).formula(&text, "It's");
        }
    }
}
