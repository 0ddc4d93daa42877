/*!
Rows × columns: the commonest official table, declared once by its rows and once by its columns.

Each cell that both have is an indicator `row|column` of its own. What a row says of its cells stands before what their
column says, and what a `[[cell]]` says before both. Rules over columns are made for each row, rules over rows for each
column.
*/

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::expression::{self, Indicators};
use super::form::{self, Aggregation, Columns, Defaults, HeaderPath, Indicator, Rule, Scope, ValueType};
use super::problem::{Wrong, nearest_of};
use super::strict::Table;

/// A row of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// Code, as it is written in the column of codes.
    pub code: String,
    /// Name.
    pub name: String,
    /// Other labels.
    pub labels: Vec<String>,
    /// Its cells, by place among the indicators; none for a heading.
    pub indicators: Vec<usize>,
    /// Whether a sheet must have it.
    pub required: bool,
}

/// A matrix, taken apart.
pub struct Matrix {
    /// Rows, headings among them.
    pub rows: Vec<MatrixRow>,
    /// Cells.
    pub indicators: Vec<Indicator>,
    /// Codes of columns.
    columns: Vec<String>,
    /// Of each row and column the cell, where there is one.
    cells: Vec<Vec<Option<usize>>>,
}

/// Most cells of one form: facts name them by a number of two bytes.
pub const MOST: usize = 60_000;

/// What a row, a column or a cell may say of cells.
#[derive(Default)]
struct Says {
    kind: Option<ValueType>,
    aggregation: Option<Aggregation>,
    unit: Option<String>,
    required: Option<bool>,
    min: Option<f64>,
    max: Option<f64>,
    applies: Option<Scope>,
}

impl Says {
    fn read(table: &Table<'_, '_>, defaults: &Defaults<'_>) -> Says {
        let (min, max) = (table.number("min"), table.number("max"));
        if let (Some(a), Some(b)) = (min, max)
            && a > b
        {
            table.problem("min", Wrong::Impossible(format!("{a} > {b}")));
        }
        let kind = table.choice("type", ValueType::NAMES);
        if let Some(ValueType::Ratio | ValueType::Rate | ValueType::List) = kind {
            table.problem("type", Wrong::Unfitting("unfitting-matrix-type"));
        }
        Says {
            kind,
            aggregation: table.choice("aggregation", Aggregation::NAMES),
            unit: table.text("unit"),
            required: table.flag("required"),
            min,
            max,
            applies: table.table("applies").map(|t| form::scope(t, defaults)),
        }
    }
}

struct Column {
    code: String,
    name: String,
    header: Vec<HeaderPath>,
    says: Says,
}

/// Reads rows, columns and cells; adds the columns of values to those of the form.
pub fn read(root: &Table<'_, '_>, columns: &mut Columns, defaults: &Defaults<'_>) -> Matrix {
    let declared = read_columns(root, defaults);
    for c in &declared {
        columns.values.push((c.code.clone(), c.header.clone()));
        columns.units.push(c.says.unit.clone().unwrap_or_default());
    }
    let mut rows: Vec<MatrixRow> = Vec::new();
    let mut said: Vec<(Says, Vec<usize>)> = Vec::new();
    for t in root.tables("row") {
        let code = t.needed("code");
        if rows.iter().any(|r| r.code == code) && !code.is_empty() {
            t.problem("code", Wrong::Duplicate(code.clone()));
        }
        let heading = t.flag("heading").unwrap_or(false);
        let without = places(&t, "without", declared.iter().map(|c| c.code.as_str()));
        let says = Says::read(&t, defaults);
        rows.push(MatrixRow {
            code,
            name: t.needed("name"),
            labels: t.texts("labels").unwrap_or_default(),
            indicators: Vec::new(),
            required: !heading && t.flag("expected").unwrap_or(true),
        });
        let without = if heading { (0..declared.len()).collect() } else { without };
        said.push((says, without));
        t.finish();
    }
    if rows.is_empty() {
        root.problem("row", Wrong::MissingKey);
    }
    let mut cells: FxHashMap<(usize, usize), Rc<Says>> = FxHashMap::default();
    let mut told = root.tables("cell");
    if rows.len().saturating_mul(declared.len()) > MOST {
        root.problem("row", Wrong::Impossible(format!("{} × {} > {MOST}", rows.len(), declared.len())));
        (rows, said, told) = Default::default();
    }
    for t in told {
        let row = places(&t, "row", rows.iter().map(|r| r.code.as_str()));
        let column = places(&t, "column", declared.iter().map(|c| c.code.as_str()));
        for (key, places) in [("row", &row), ("column", &column)] {
            if places.is_empty() && !t.has(key) {
                t.problem(key, Wrong::MissingKey);
            }
        }
        let says = Rc::new(Says::read(&t, defaults));
        for (r, c) in row.iter().flat_map(|r| column.iter().map(move |c| (*r, *c))) {
            let name = || format!("{}|{}", rows[r].code, declared[c].code);
            if said[r].1.contains(&c) {
                t.problem("row", Wrong::Unfitting("unfitting-no-cell"));
            }
            if cells.insert((r, c), says.clone()).is_some() {
                t.problem("row", Wrong::Duplicate(name()));
            }
        }
        t.finish();
    }
    let mut out = Matrix {
        cells: vec![vec![None; declared.len()]; rows.len()],
        columns: declared.iter().map(|c| c.code.clone()).collect(),
        rows,
        indicators: Vec::new(),
    };
    for (r, (says, without)) in said.iter().enumerate() {
        for (c, column) in declared.iter().enumerate().filter(|(c, _)| !without.contains(c)) {
            let own = cells.get(&(r, c)).map(|s| &**s);
            let place = out.indicators.len();
            let cell = cell(root, &out.rows[r], (c, column), [own, Some(says), Some(&column.says)]);
            out.indicators.push(cell);
            out.rows[r].indicators.push(place);
            out.cells[r][c] = Some(place);
        }
    }
    out
}

fn read_columns(root: &Table<'_, '_>, defaults: &Defaults<'_>) -> Vec<Column> {
    let mut out: Vec<Column> = Vec::new();
    for t in root.tables("column") {
        let code = t.needed("code");
        if out.iter().any(|c| c.code == code) && !code.is_empty() {
            t.problem("code", Wrong::Duplicate(code.clone()));
        }
        let header = t.paths("header").unwrap_or_default();
        if header.is_empty() {
            t.problem("header", Wrong::MissingKey);
        }
        let says = Says::read(&t, defaults);
        let words = header.first().map(|p| p.join(" – ")).unwrap_or_default();
        out.push(Column { code, name: t.text("name").unwrap_or(words), header, says });
        t.finish();
    }
    if out.is_empty() {
        root.problem("column", Wrong::MissingKey);
    }
    out
}

/// The places of codes that a key names.
fn places<'c>(table: &Table<'_, '_>, key: &'static str, of: impl Iterator<Item = &'c str> + Clone) -> Vec<usize> {
    let mut out = Vec::new();
    for code in table.texts(key).unwrap_or_default() {
        match of.clone().position(|c| c == code) {
            Some(at) => out.push(at),
            None => table.problem(key, Wrong::Dangling(code.clone(), nearest_of(&code, of.clone()))),
        }
    }
    out
}

/// One cell, from what is said of it, the nearest first.
fn cell(
    root: &Table<'_, '_>,
    row: &MatrixRow,
    (place, column): (usize, &Column),
    says: [Option<&Says>; 3],
) -> Indicator {
    fn first<T>(says: &[Option<&Says>; 3], what: impl Fn(&Says) -> Option<T>) -> Option<T> {
        says.iter().flatten().find_map(|s| what(s))
    }
    let kind = first(&says, |s| s.kind).unwrap_or(ValueType::Amount);
    // An aggregation is said of the type beside it: a row of texts does not sum for its column's sake.
    let aggregation = says
        .iter()
        .flatten()
        .take_while(|s| s.kind.is_none_or(|k| k == kind))
        .find_map(|s| s.aggregation)
        .unwrap_or_else(|| Aggregation::usual(kind));
    // What a percentage or a text is in is not said by what lies behind the type: a row of rates in a column of money.
    let measured = matches!(kind, ValueType::Count | ValueType::Amount);
    let typed = says.iter().position(|s| s.is_some_and(|s| s.kind.is_some())).unwrap_or(says.len());
    let unit = match first(&says, |s| s.unit.clone()) {
        Some(unit) if measured || says.iter().take(typed + 1).flatten().any(|s| s.unit.is_some()) => unit,
        Some(_) if kind == ValueType::Percent => "%".to_owned(),
        _ => String::new(),
    };
    let code = format!("{}|{}", row.code, column.code);
    if !aggregation.fits(kind, false) {
        root.problem("column", Wrong::Unfitting("unfitting-aggregation"));
    }
    Indicator {
        code,
        name: format!("{} – {}", row.name, column.name),
        labels: Vec::new(),
        header: Vec::new(),
        column: place,
        unit,
        kind,
        aggregation,
        applies: first(&says, |s| s.applies.clone()),
        required: first(&says, |s| s.required).unwrap_or(false),
        min: first(&says, |s| s.min),
        max: first(&says, |s| s.max),
        numerator: None,
        denominator: None,
        of: None,
        when: None,
        scale: 100.0,
        weight: None,
        members: Vec::new(),
    }
}

/// Over what a rule is repeated.
#[derive(Clone, Copy)]
enum Each {
    Row,
    Column,
}

impl Matrix {
    /// The rules of a `[[rule]]`: one over cells as it stands, one over columns for each row, one over rows for each
    /// column. `make` makes a rule of an expression's text and its codes.
    pub fn rules(
        &self,
        table: &Table<'_, '_>,
        cells: &Indicators<'_>,
        make: &dyn Fn(&Indicators<'_>) -> Option<Rule>,
    ) -> Vec<Rule> {
        // That it has no cell was told.
        if self.indicators.is_empty() {
            return Vec::new();
        }
        let each = table.choice("each", &[("row", Each::Row), ("column", Each::Column)]);
        let rows = places(table, "rows", self.rows.iter().map(|r| r.code.as_str()));
        let columns = places(table, "columns", self.columns.iter().map(String::as_str));
        // A selection that does not fit would be no control at all.
        let unused = match each {
            Some(Each::Row) => table.has("columns").then_some("columns"),
            Some(Each::Column) => table.has("rows").then_some("rows"),
            None => ["rows", "columns"].into_iter().find(|k| table.has(k)),
        };
        if let Some(key) = unused {
            table.problem(key, Wrong::Unfitting("unfitting-matrix-each"));
        }
        let Some(each) = each else {
            return make(cells).into_iter().collect();
        };
        let (codes, others): (Vec<String>, usize) = match each {
            Each::Row => (self.columns.clone(), self.rows.len()),
            Each::Column => (self.rows.iter().map(|r| r.code.clone()).collect(), self.columns.len()),
        };
        let numeric = vec![true; codes.len()];
        let places = expression::places(&codes);
        let lines = Indicators { codes: &codes, places: &places, numeric: &numeric, totals: &[], forms: cells.forms };
        let Some(rule) = make(&lines) else {
            return Vec::new();
        };
        let wanted = |other: usize| match each {
            Each::Row => rows.is_empty() || rows.contains(&other),
            Each::Column => columns.is_empty() || columns.contains(&other),
        };
        let mut out = Vec::new();
        for other in (0..others).filter(|o| wanted(*o)) {
            let cell = |own: usize| match each {
                Each::Row => self.cells[other][own],
                Each::Column => self.cells[own][other],
            };
            let numeric = |i: &usize| self.indicators[*i].kind.is_numeric();
            let of = |own: usize| cell(own).filter(numeric);
            let Some(expression) = rule.expression.map(&of) else {
                continue;
            };
            let name = match each {
                Each::Row => &self.rows[other].code,
                Each::Column => &self.columns[other],
            };
            out.push(Rule { id: format!("{}|{name}", rule.id), expression, ..rule.clone() });
        }
        if out.is_empty() {
            table.problem("each", Wrong::Unfitting("unfitting-matrix-rule"));
        }
        out
    }
}
