/*!
Forms: what is reported, by whom, in which layout, and which rules it must meet.

A form is a TOML file; README explains the format. Everything that a form refers to is resolved here, so
that later stages hold indices and never look up text.
*/

use std::cell::RefCell;

use super::DeclaredWords;
use super::expression::{self, Elsewhere, Expression, Indicators, Known, Side};
use super::lists::{Fill, Found, Lists};
use super::matrix::{self, Matrix, MatrixRow};
use super::period::{Frequency, Period, Regime};
use super::problem::{Problem, Wrong, nearest_of};
use super::strict::{Source, Table};
use super::units::{Kind, KindId, Register, UnitId};
use crate::finding::{Severity, Term};

/// How a form's table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One unit a sheet, indicators down.
    IndicatorRows,
    /// Lower units down, indicators across.
    UnitRows,
    /// A list of records.
    Records,
}

/// What an indicator's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Whole numbers from 0 up.
    Count,
    /// Any number.
    Amount,
    /// A percentage, 95 for 95 %.
    Percent,
    /// A ratio of two indicators, as a percentage.
    Ratio,
    /// A ratio of two indicators on a scale of its own: for each, for each thousand.
    Rate,
    /// Text.
    Text,
    /// Yes or no.
    YesNo,
    /// A date.
    Date,
    /// A list over records.
    List,
}

impl ValueType {
    pub(super) const NAMES: &[(&str, ValueType)] = &[
        ("count", ValueType::Count),
        ("amount", ValueType::Amount),
        ("percent", ValueType::Percent),
        ("ratio", ValueType::Ratio),
        ("text", ValueType::Text),
        ("yes-no", ValueType::YesNo),
        ("date", ValueType::Date),
        ("list", ValueType::List),
    ];

    /// The word that forms use.
    pub fn as_str(self) -> &'static str {
        // One on a scale of its own is declared as a ratio.
        let declared = if self == ValueType::Rate { ValueType::Ratio } else { self };
        ValueType::NAMES.iter().find(|(_, k)| *k == declared).map_or("", |(n, _)| *n)
    }

    /// True for percentages, given or computed.
    pub fn is_percent(self) -> bool {
        matches!(self, ValueType::Percent | ValueType::Ratio)
    }

    /// True when a column of such values can be summed over the rows of one sender.
    pub fn is_summable(self) -> bool {
        match self {
            ValueType::Count | ValueType::Amount => true,
            ValueType::Percent
            | ValueType::Ratio
            | ValueType::Rate
            | ValueType::Text
            | ValueType::YesNo
            | ValueType::Date
            | ValueType::List => false,
        }
    }

    /// True when a number in a cell can be such a value.
    pub fn takes_numbers(self) -> bool {
        self.is_numeric() || matches!(self, ValueType::Date | ValueType::YesNo)
    }

    /// True when values are numbers that rules can compute with.
    pub fn is_numeric(self) -> bool {
        matches!(self, ValueType::Count | ValueType::Amount | ValueType::Percent | ValueType::Ratio | ValueType::Rate)
    }

    /// What is expected in a cell.
    pub fn expected(self) -> Term {
        match self {
            ValueType::Count => Term::Count,
            ValueType::Percent => Term::Percent,
            ValueType::Ratio => Term::Ratio,
            _ => Term::Amount,
        }
    }
}

/// How values of units become one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aggregation {
    /// The sum over units.
    Sum,
    /// The sum of numerators over the sum of denominators.
    RatioOfSums,
    /// A stock: the last stated value of each unit, summed over units.
    Last,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// The mean of the values given.
    Mean,
    /// The mean of the values given, each as heavy as another indicator of its row says.
    WeightedMean,
    /// How many said yes.
    CountYes,
    /// Which items, or which units said yes.
    List,
    /// No provincial figure.
    None,
}

impl Aggregation {
    /// The word that forms use.
    pub fn as_str(self) -> &'static str {
        Aggregation::NAMES.iter().find(|(_, a)| *a == self).map_or("", |(n, _)| *n)
    }

    /// True where a total row is the sum of its rows (of yes-no columns: of the answers that say yes).
    pub fn sums_rows(self) -> bool {
        match self {
            Aggregation::Sum | Aggregation::Last | Aggregation::CountYes | Aggregation::List => true,
            Aggregation::RatioOfSums
            | Aggregation::Min
            | Aggregation::Max
            | Aggregation::Mean
            | Aggregation::WeightedMean
            | Aggregation::None => false,
        }
    }

    pub(super) const NAMES: &[(&str, Aggregation)] = &[
        ("sum", Aggregation::Sum),
        ("ratio-of-sums", Aggregation::RatioOfSums),
        ("last", Aggregation::Last),
        ("min", Aggregation::Min),
        ("max", Aggregation::Max),
        ("mean", Aggregation::Mean),
        ("weighted-mean", Aggregation::WeightedMean),
        ("count-yes", Aggregation::CountYes),
        ("list", Aggregation::List),
        ("none", Aggregation::None),
    ];

    pub(super) fn usual(kind: ValueType) -> Aggregation {
        match kind {
            ValueType::Count | ValueType::Amount => Aggregation::Sum,
            ValueType::Ratio | ValueType::Rate => Aggregation::RatioOfSums,
            ValueType::Percent | ValueType::Text | ValueType::Date => Aggregation::None,
            ValueType::YesNo => Aggregation::CountYes,
            ValueType::List => Aggregation::List,
        }
    }

    pub(super) fn fits(self, kind: ValueType, has_parts: bool) -> bool {
        match self {
            Aggregation::None => true,
            Aggregation::Sum | Aggregation::Last => matches!(kind, ValueType::Count | ValueType::Amount),
            Aggregation::Min | Aggregation::Max => kind.is_numeric() && !has_parts,
            // A percentage is never averaged where its parts are known.
            Aggregation::Mean | Aggregation::WeightedMean => kind.is_numeric() && !has_parts,
            Aggregation::RatioOfSums => has_parts,
            Aggregation::CountYes => kind == ValueType::YesNo,
            Aggregation::List => matches!(kind, ValueType::YesNo | ValueType::List),
        }
    }
}

/// Some units: every unit of some kinds, and some units by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope {
    /// Kinds.
    pub kinds: Vec<KindId>,
    /// Units.
    pub units: Vec<UnitId>,
}

impl Scope {
    /// True when the unit is one of these.
    pub fn has(&self, register: &Register, unit: UnitId) -> bool {
        self.kinds.contains(&register.get(unit).kind) || self.units.contains(&unit)
    }
}

/// A header path from the top level down; several are alternatives.
pub type HeaderPath = Vec<String>;

/// The columns that are no indicators.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    /// Ordinal number or indicator code (`STT`).
    pub code: Vec<HeaderPath>,
    /// Indicator label (indicator-rows).
    pub label: Vec<HeaderPath>,
    /// Unit of measure.
    pub measure: Vec<HeaderPath>,
    /// Columns of values by name (indicator-rows); the first is the usual one.
    pub values: Vec<(String, Vec<HeaderPath>)>,
    /// Units of measure of columns of values, where the form declares them by column (matrix).
    pub units: Vec<String>,
    /// The unit or thing that a row is about (unit-rows).
    pub row: Vec<HeaderPath>,
    /// Notes.
    pub note: Vec<HeaderPath>,
}

/// What the rows of a form are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Kinds of unit that rows may name.
    pub kinds: Vec<KindId>,
    /// Whether rows are checked against the register.
    pub registered: bool,
    /// Indicators that together tell a record from others (records).
    pub key: Vec<usize>,
    /// Whether rows of one name are summed over senders.
    pub totals: bool,
}

/// A condition on records.
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    /// The column.
    pub indicator: usize,
    /// The values that count, as keys; where none is named, any answer.
    pub is: Vec<String>,
}

/// One thing that is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Code, unique in the form.
    pub code: String,
    /// Name.
    pub name: String,
    /// Other labels.
    pub labels: Vec<String>,
    /// Header paths (unit-rows, records).
    pub header: Vec<HeaderPath>,
    /// Which value column holds it (indicator-rows), by place in [`Columns::values`].
    pub column: usize,
    /// Unit of measure.
    pub unit: String,
    /// Type.
    pub kind: ValueType,
    /// Aggregation.
    pub aggregation: Aggregation,
    /// To whom it applies; `None` for every reporter.
    pub applies: Option<Scope>,
    /// Whether a blank is remarked upon.
    pub required: bool,
    /// Smallest possible value.
    pub min: Option<f64>,
    /// Largest possible value.
    pub max: Option<f64>,
    /// Numerator, by place in the form.
    pub numerator: Option<usize>,
    /// Denominator, by place in the form.
    pub denominator: Option<usize>,
    /// Of a list, the column whose items are listed; of a number with `when`, the column that is summed.
    pub of: Option<usize>,
    /// Which records count.
    pub when: Option<When>,
    /// What numerator over denominator is multiplied by: 100 for percentages.
    pub scale: f64,
    /// Of a weighted mean: the weights, by place in the form.
    pub weight: Option<usize>,
    /// The members of lists that it was made for, by the names of the lists.
    pub members: Vec<(String, String)>,
}

impl Indicator {
    /// The two parts, where the value is computed from them.
    pub fn parts(&self) -> Option<(usize, usize)> {
        self.numerator.zip(self.denominator)
    }

    /// A number that no cell states: records that are counted, or another of their columns that is summed, where a
    /// condition holds.
    pub fn counted(&self) -> Option<&When> {
        self.when.as_ref().filter(|_| self.kind.is_numeric())
    }

    /// True where the rows of one sender add up: a row of totals holds their sum.
    pub fn adds_up(&self) -> bool {
        self.kind.is_summable() && matches!(self.aggregation, Aggregation::Sum | Aggregation::Last)
    }

    /// True where no column of a table is asked for.
    pub fn is_computed(&self) -> bool {
        self.parts().is_some() || self.kind == ValueType::List || self.counted().is_some()
    }
}

/// What a missing operand means for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missing {
    /// The rule is passed over if any operand is missing.
    #[default]
    SkipAny,
    /// The rule is passed over only if all are missing; a missing one counts as zero.
    SkipAll,
    /// A missing operand counts as zero.
    Zero,
}

/// A declared rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Id, unique in the form.
    pub id: String,
    /// The expression as it was written.
    pub text: String,
    /// The parsed expression.
    pub expression: Expression,
    /// Severity of a violation.
    pub severity: Severity,
    /// How far the sides may be apart.
    pub tolerance: f64,
    /// What a missing operand means.
    pub missing: Missing,
    /// To whom it applies; `None` for every reporter.
    pub applies: Option<Scope>,
    /// What the unit is told.
    pub message: String,
    /// What it holds for.
    pub over: Over,
}

/// What a rule holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Over {
    /// Each row.
    #[default]
    Rows,
    /// What a sender's rows come to together.
    Total,
}

impl Rule {
    /// The indicators that it names, and whether those of the period before.
    pub fn operands(&self) -> Vec<(usize, bool)> {
        let mut out = Vec::new();
        self.expression.left.operands(&mut out);
        self.expression.right.operands(&mut out);
        out
    }

    /// The figures of other forms that it names.
    pub fn elsewhere(&self) -> Vec<&Elsewhere> {
        let mut out = Vec::new();
        self.expression.left.elsewhere(&mut out);
        self.expression.right.elsewhere(&mut out);
        out
    }

    /// True where it compares with the period before.
    pub fn asks_before(&self) -> bool {
        self.operands().iter().any(|(_, before)| *before)
    }
}

/// A form.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// A few words for narrow places, such as the name of a sheet.
    pub short: String,
    /// Other titles, numbers and sheet names.
    pub aliases: Vec<String>,
    /// Layout.
    pub layout: Layout,
    /// How often.
    pub frequencies: Vec<Frequency>,
    /// Calendar regime.
    pub regime: Regime,
    /// Days from the end of the period to the deadline.
    pub deadline_days: i64,
    /// Who must report it.
    pub reporters: Scope,
    /// Columns that are no indicators.
    pub columns: Columns,
    /// What rows are.
    pub rows: Rows,
    /// Indicators, in the form's order.
    pub indicators: Vec<Indicator>,
    /// The rows that it declares (matrix); nothing where each indicator is a row.
    pub matrix: Vec<MatrixRow>,
    /// Lists of indicators whose members are the headings that stand in the workbooks.
    pub open_lists: Vec<String>,
    /// The headings above their members.
    pub open_heads: Vec<HeaderPath>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Words of its rows.
    pub words: DeclaredWords,
    /// Whether figures on another scale of the same measure are converted.
    pub convert: bool,
    /// Whether a file that says it is a supplement adds to the report before it, row by row.
    pub supplements: bool,
}

impl Form {
    /// The word for its layout.
    pub fn layout_name(&self) -> &'static str {
        match (self.layout, self.matrix.is_empty()) {
            (Layout::IndicatorRows, true) => "indicator-rows",
            (Layout::IndicatorRows, false) => "matrix",
            (Layout::UnitRows, _) => "unit-rows",
            (Layout::Records, _) => "records",
        }
    }

    /// The place of an indicator by code.
    pub fn indicator(&self, code: &str) -> Option<usize> {
        self.indicators.iter().position(|i| i.code == code)
    }

    /// True for an operand that is a member of an open list.
    pub fn is_open_member(&self, side: &Side) -> bool {
        let Side::Indicator(i, _) = side else {
            return false;
        };
        self.indicators[*i].members.iter().any(|(list, _)| self.open_lists.contains(list))
    }

    /// What rules of other forms may name of it.
    pub fn known(&self) -> Known {
        Known {
            form: self.code.clone(),
            codes: self.indicators.iter().map(|i| i.code.clone()).collect(),
            numeric: self.indicators.iter().map(|i| i.kind.is_numeric()).collect(),
        }
    }

    /// Every unit that must report the form for a period.
    pub fn reporters_in(&self, register: &Register, period: Period) -> Vec<UnitId> {
        let (_, end) = period.window(self.regime);
        let reports = |id: UnitId| register.get(id).exists_on(end) && self.reporters.has(register, id);
        register
            .iter()
            .map(|(id, _)| id)
            .filter(|id| reports(*id) && !self.is_covered(register, *id, &reports))
            .collect()
    }

    /// True for a unit that is a row of what a unit above it reports: it need not report by itself.
    fn is_covered(&self, register: &Register, id: UnitId, reports: &dyn Fn(UnitId) -> bool) -> bool {
        let rows = self.layout == Layout::UnitRows && self.rows.registered;
        rows && self.rows.kinds.contains(&register.get(id).kind)
            && std::iter::successors(register.get(id).parent, |u| register.get(*u).parent).any(reports)
    }

    /// True when an indicator applies to a unit that reports the form.
    pub fn applies(&self, register: &Register, indicator: usize, unit: UnitId) -> bool {
        self.indicators[indicator].applies.as_ref().is_none_or(|s| s.has(register, unit))
    }

    /// The last day for handing in.
    pub fn deadline(&self, period: Period) -> jiff::civil::Date {
        let (_, end) = period.window(self.regime);
        end.saturating_add(jiff::Span::new().days(self.deadline_days))
    }

    /// True when the form is reported for such a period.
    pub fn is_due(&self, period: Period) -> bool {
        self.frequencies.contains(&period.frequency())
    }
}

/// What forms may take over from the project.
pub struct Defaults<'a> {
    /// Calendar regime.
    pub regime: Regime,
    /// Days to the deadline.
    pub deadline_days: i64,
    /// The project's language.
    pub language: &'a str,
    /// Kinds of unit.
    pub kinds: &'a [Kind],
    /// The register.
    pub register: &'a Register,
    /// What rules may name of the project's forms.
    pub forms: &'a [Known],
    /// The members of open lists, where they are known.
    pub found: Option<&'a Found>,
}

/// Reads one form; every problem is noted.
pub fn read(file: &str, text: &str, defaults: &Defaults<'_>, problems: &RefCell<Vec<Problem>>) -> Option<Form> {
    let source = Source::new(file, text, problems);
    let parsed = source.parse()?;
    let root = Table::root(&source, &parsed);
    let code = root.needed("code");
    let title = root.needed("title");
    let layout = root.choice(
        "layout",
        &[
            ("indicator-rows", (Layout::IndicatorRows, false)),
            ("matrix", (Layout::IndicatorRows, true)),
            ("unit-rows", (Layout::UnitRows, false)),
            ("records", (Layout::Records, false)),
        ],
    );
    if layout.is_none() && root.text("layout").is_none() {
        root.problem("layout", Wrong::MissingKey);
    }
    let (layout, is_matrix) = layout.unwrap_or((Layout::IndicatorRows, false));
    let frequencies = frequencies(&root);
    let reporters = match root.table("reporters") {
        Some(t) => {
            let named = t.has("kinds") || t.has("units");
            let scope = scope(t, defaults);
            if !named {
                root.problem("reporters", Wrong::Unfitting("unfitting-no-reporter"));
            }
            scope
        }
        None => {
            root.problem("reporters", Wrong::MissingKey);
            Scope::default()
        }
    };
    let lists = Lists::read(&root, &code, defaults.found);
    if is_matrix && root.has("lists") {
        root.problem("lists", Wrong::Unfitting("unfitting-matrix-lists"));
    }
    let mut columns = columns(&root, layout, is_matrix);
    let matrix = is_matrix.then(|| matrix::read(&root, &mut columns, defaults));
    let indicators = match &matrix {
        Some(m) => m.indicators.clone(),
        // Where it is no list of tables, what names its indicators is not to blame.
        None => indicators(&root, root.tables_if_any("indicator")?, layout, &columns, (defaults, &lists)),
    };
    // Facts name indicators by numbers of two bytes.
    if indicators.len() > matrix::MOST {
        root.problem("indicator", Wrong::Impossible(format!("{} > {}", indicators.len(), matrix::MOST)));
    }
    let rows = rows(&root, layout, &indicators, defaults);
    let rules = rules(&root, &indicators, matrix.as_ref(), (defaults, &lists));
    let form = Form {
        code,
        short: root.text("short").unwrap_or_else(|| title.clone()),
        title,
        aliases: root.texts("aliases").unwrap_or_default(),
        layout,
        frequencies,
        regime: root.choice("regime", Regime::NAMES).unwrap_or(defaults.regime),
        deadline_days: root.whole("deadline_days").unwrap_or(defaults.deadline_days),
        reporters,
        columns,
        rows,
        indicators,
        open_lists: lists.open(),
        open_heads: root.tables_if_any("indicator").map_or_else(Vec::new, |tables| lists.heads(&tables)),
        matrix: matrix.map(|m| m.rows).unwrap_or_default(),
        rules,
        words: DeclaredWords::read(&root),
        convert: root.flag("convert").unwrap_or(false),
        supplements: root.flag("supplements").unwrap_or(false),
    };
    // The project's own is told at the project.
    if root.whole("deadline_days").is_some() && !(0..=3660).contains(&form.deadline_days) {
        root.problem("deadline_days", Wrong::Impossible(form.deadline_days.to_string()));
    }
    root.finish();
    Some(form)
}

fn frequencies(root: &Table<'_, '_>) -> Vec<Frequency> {
    let Some(words) = root.texts("frequency") else {
        root.problem("frequency", Wrong::MissingKey);
        return Vec::new();
    };
    let mut out = Vec::new();
    for word in words {
        match Frequency::NAMES.iter().find(|(n, _)| *n == word) {
            Some((_, f)) => out.push(*f),
            None => root.problem(
                "frequency",
                Wrong::Choice(word, Frequency::NAMES.iter().map(|(n, _)| (*n).to_owned()).collect()),
            ),
        }
    }
    out
}

fn kinds(table: &Table<'_, '_>, defaults: &Defaults<'_>) -> Vec<KindId> {
    let mut out = Vec::new();
    for word in table.texts("kinds").unwrap_or_default() {
        match defaults.kinds.iter().position(|k| k.code == word) {
            Some(i) => out.push(KindId(i as u16)),
            None => {
                let near = nearest_of(&word, defaults.kinds.iter().map(|k| k.code.as_str()));
                table.problem("kinds", Wrong::Dangling(word, near));
            }
        }
    }
    out
}

pub(super) fn scope(table: Table<'_, '_>, defaults: &Defaults<'_>) -> Scope {
    let kinds = kinds(&table, defaults);
    let mut units = Vec::new();
    for code in table.texts("units").unwrap_or_default() {
        let found = defaults.register.by_code(&code);
        if found.is_empty() {
            let near = nearest_of(&code, defaults.register.iter().map(|(_, u)| u.code.as_str()));
            table.problem("units", Wrong::Dangling(code, near));
        }
        units.extend_from_slice(found);
    }
    table.finish();
    Scope { kinds, units }
}

fn columns(root: &Table<'_, '_>, layout: Layout, is_matrix: bool) -> Columns {
    let Some(table) = root.table("columns") else {
        root.problem("columns", Wrong::MissingKey);
        return Columns::default();
    };
    let get = |key: &'static str| table.paths(key).unwrap_or_default();
    let mut columns = Columns {
        code: get("code"),
        label: get("label"),
        measure: get("measure"),
        row: get("row"),
        note: get("note"),
        values: Vec::new(),
        units: Vec::new(),
    };
    let value = get("value");
    if !value.is_empty() {
        columns.values.push(("value".to_owned(), value));
    }
    if let Some(more) = table.table("values") {
        columns.values.extend(more.named_paths());
    }
    if is_matrix && !columns.values.is_empty() {
        table.problem("value", Wrong::Unfitting("unfitting-matrix-value"));
    }
    let needed: &[(&str, bool)] = match layout {
        Layout::IndicatorRows => &[
            ("label", columns.label.is_empty() && columns.code.is_empty()),
            ("value", columns.values.is_empty() && !is_matrix),
        ],
        Layout::UnitRows => &[("row", columns.row.is_empty())],
        Layout::Records => &[],
    };
    for (key, missing) in needed {
        if *missing {
            table.problem(key, Wrong::MissingKey);
        }
    }
    table.finish();
    columns
}

fn rows(root: &Table<'_, '_>, layout: Layout, indicators: &[Indicator], defaults: &Defaults<'_>) -> Rows {
    let Some(table) = root.table("rows") else {
        return Rows::default();
    };
    let kinds = kinds(&table, defaults);
    let registered = table.flag("registered").unwrap_or(!kinds.is_empty());
    if registered && kinds.is_empty() {
        table.problem("kinds", Wrong::MissingKey);
    }
    let named = table.texts("key").unwrap_or_default();
    if layout != Layout::Records && !named.is_empty() {
        table.problem("key", Wrong::Unfitting("unfitting-record-key"));
    }
    let mut key = Vec::with_capacity(named.len());
    for code in named {
        match indicators.iter().position(|i| i.code == code) {
            Some(at) => key.push(at),
            None => {
                let near = nearest_of(&code, indicators.iter().map(|i| i.code.as_str()));
                table.problem("key", Wrong::Dangling(code, near));
            }
        }
    }
    let totals = table.flag("totals").unwrap_or(false);
    if totals && layout != Layout::UnitRows {
        table.problem("totals", Wrong::Unfitting("unfitting-row-totals"));
    }
    table.finish();
    Rows { kinds, registered, key, totals }
}

fn indicators(
    root: &Table<'_, '_>,
    tables: Vec<Table<'_, '_>>,
    layout: Layout,
    columns: &Columns,
    (defaults, lists): (&Defaults<'_>, &Lists),
) -> Vec<Indicator> {
    if tables.is_empty() {
        root.problem("indicator", Wrong::MissingKey);
    }
    // Each with the members of lists that its code names.
    let fills: Vec<Vec<Fill<'_>>> = tables
        .iter()
        .map(|t| {
            t.needed("code");
            lists.fills(t, "code")
        })
        .collect();
    let filled = || tables.iter().zip(&fills).flat_map(|(t, fills)| fills.iter().map(move |f| (t, f)));
    let codes: Vec<String> = filled().map(|(t, f)| f.code(&t.text("code").unwrap_or_default())).collect();
    let places = expression::places(&codes);
    let no_figures = |t: &Table<'_, '_>| matches!(t.choice_if_any("type").as_deref(), Some("text" | "date" | "list"));
    let no_figures: Vec<bool> = filled().map(|(t, _)| no_figures(t)).collect();
    let open_lists = lists.open();
    let mut out = Vec::with_capacity(codes.len());
    for (i, (table, fill)) in filled().enumerate() {
        if places.get(codes[i].as_str()).is_some_and(|first| *first < i) && !codes[i].is_empty() {
            table.problem("code", Wrong::Duplicate(codes[i].clone()));
        }
        let reference = |table: &Table<'_, '_>, key: &'static str| {
            let code = fill.code(&table.text(key)?);
            let at = places.get(code.as_str()).copied();
            if at.is_none() {
                let near = nearest_of(&code, codes.iter().map(String::as_str));
                table.problem(key, Wrong::Dangling(code, near));
            }
            at
        };
        let kind = table.choice("type", ValueType::NAMES);
        if kind.is_none() && table.text("type").is_none() {
            table.problem("type", Wrong::MissingKey);
        }
        let scale = table.number("scale");
        let kind = match (kind.unwrap_or(ValueType::Count), scale) {
            (ValueType::Ratio, Some(s)) if s != 100.0 => ValueType::Rate,
            (kind, _) => kind,
        };
        if let Some(s) = scale.filter(|s| *s <= 0.0) {
            table.problem("scale", Wrong::Impossible(s.to_string()));
        }
        if scale.is_some() && !matches!(kind, ValueType::Ratio | ValueType::Rate) {
            table.problem("scale", Wrong::Unfitting("unfitting-scale"));
        }
        let (numerator, denominator) = (reference(table, "numerator"), reference(table, "denominator"));
        let has_parts = numerator.is_some() && denominator.is_some();
        for (key, part) in [("numerator", numerator), ("denominator", denominator)] {
            // Itself, or another rate: what is made of rates comes to nothing.
            if part.is_some_and(|p| no_figures[p] || p == i) {
                table.problem(key, Wrong::Unfitting("unfitting-part-type"));
            }
        }
        if matches!(kind, ValueType::Ratio | ValueType::Rate) {
            for (key, part) in [("numerator", numerator), ("denominator", denominator)] {
                if part.is_none() && table.text(key).is_none() {
                    table.problem(key, Wrong::MissingKey);
                }
            }
        } else if (numerator.is_some() || denominator.is_some()) && kind != ValueType::Percent {
            table.problem("numerator", Wrong::Unfitting("unfitting-parts"));
        }
        let usual = if has_parts { Aggregation::RatioOfSums } else { Aggregation::usual(kind) };
        let aggregation = table.choice("aggregation", Aggregation::NAMES).unwrap_or(usual);
        if !aggregation.fits(kind, has_parts) {
            table.problem("aggregation", Wrong::Unfitting("unfitting-aggregation"));
        }
        let when = table.table("when").and_then(|t| {
            let indicator = reference(&t, "indicator");
            if indicator.is_none() && t.text("indicator").is_none() {
                t.problem("indicator", Wrong::MissingKey);
            }
            let is = t.texts("is").unwrap_or_default().iter().map(|w| crate::text::key(w)).collect();
            t.finish();
            Some(When { indicator: indicator?, is })
        });
        // What records are counted by, and what of them is summed.
        let conditional = table.has("when") && kind.is_numeric();
        if table.has("when")
            && (layout == Layout::IndicatorRows
                || !matches!(kind, ValueType::Count | ValueType::Amount | ValueType::List))
        {
            table.problem("when", Wrong::Unfitting("unfitting-when"));
        }
        let weight = reference(table, "weight");
        if aggregation == Aggregation::WeightedMean && weight.is_none() && table.text("weight").is_none() {
            table.problem("weight", Wrong::MissingKey);
        }
        if (table.has("weight") && aggregation != Aggregation::WeightedMean) || weight.is_some_and(|w| no_figures[w]) {
            table.problem("weight", Wrong::Unfitting("unfitting-weight"));
        }
        let (min, max) = (table.number("min"), table.number("max"));
        if let (Some(a), Some(b)) = (min, max)
            && a > b
        {
            table.problem("min", Wrong::Impossible(format!("{a} > {b}")));
        }
        let column = match table.text("column") {
            None => 0,
            Some(name) => columns.values.iter().position(|(n, _)| *n == name).unwrap_or_else(|| {
                let near = nearest_of(&name, columns.values.iter().map(|(n, _)| n.as_str()));
                table.problem("column", Wrong::Dangling(name.clone(), near));
                0
            }),
        };
        let declared = table.paths("header").unwrap_or_default();
        if lists.is_nowhere(&declared) {
            table.problem("header", Wrong::Unfitting("unfitting-open-list"));
        }
        let header = declared.iter().map(|p| fill.path(p)).collect::<Vec<_>>();
        let computed = has_parts || kind == ValueType::List || conditional;
        if conditional && table.has("header") {
            table.problem("header", Wrong::Unfitting("unfitting-counted-header"));
        }
        if layout != Layout::IndicatorRows && header.is_empty() && !computed {
            table.problem("header", Wrong::MissingKey);
        }
        let of = reference(table, "of");
        let needs_of = kind == ValueType::List || conditional && kind == ValueType::Amount;
        if needs_of && of.is_none() && table.text("of").is_none() {
            table.problem("of", Wrong::MissingKey);
        }
        if table.has("of")
            && (kind != ValueType::List && !conditional || conditional && of.is_some_and(|o| no_figures[o]))
        {
            table.problem("of", Wrong::Unfitting("unfitting-of"));
        }
        let open = |t: &String| lists.leaves_open(t);
        if open(&codes[i])
            || header.iter().flatten().any(open)
            || open(&fill.words(&table.text("name").unwrap_or_default()))
        {
            table.problem("code", Wrong::Unfitting("unfitting-placeholder"));
        }
        let indicator = Indicator {
            code: codes[i].clone(),
            name: fill.words(&table.needed("name")),
            labels: table.texts("labels").unwrap_or_default().iter().map(|l| fill.words(l)).collect(),
            header,
            column,
            unit: table.text("unit").unwrap_or_default(),
            kind,
            aggregation,
            applies: table.table("applies").map(|t| scope(t, defaults)),
            // What stands under an open heading is there where it is there.
            required: table.flag("required").unwrap_or(!computed && !open_lists.iter().any(|l| fill.names(l))),
            min,
            max,
            numerator,
            denominator,
            of,
            when,
            scale: scale.unwrap_or(100.0),
            weight,
            members: fill.members(),
        };
        out.push(indicator);
    }
    // Of one that could not be read nothing more is said.
    tables.into_iter().zip(&fills).filter(|(_, fills)| !fills.is_empty()).for_each(|(t, _)| t.finish());
    out
}

fn rules(
    root: &Table<'_, '_>,
    indicators: &[Indicator],
    matrix: Option<&Matrix>,
    (defaults, lists): (&Defaults<'_>, &Lists),
) -> Vec<Rule> {
    let codes: Vec<String> = indicators.iter().map(|i| i.code.clone()).collect();
    let numeric: Vec<bool> = indicators.iter().map(|i| i.kind.is_numeric()).collect();
    let places = expression::places(&codes);
    let totals: Vec<bool> = indicators.iter().map(|i| i.aggregation != Aggregation::None).collect();
    let known =
        Indicators { codes: &codes, places: &places, numeric: &numeric, totals: &totals, forms: defaults.forms };
    let (mut ids, mut out): (Vec<String>, Vec<Rule>) = (Vec::new(), Vec::new());
    for table in root.tables("rule") {
        let id = table.needed("id");
        if ids.contains(&id) {
            table.problem("id", Wrong::Duplicate(id.clone()));
        }
        ids.push(id.clone());
        let fills = lists.fills(&table, "id");
        let left = |t: &str| fills.first().is_some_and(|f| lists.leaves_open(&lists.spread(&f.code(t))));
        if left(&id) || left(&table.text("check").unwrap_or_default()) {
            table.problem("id", Wrong::Unfitting("unfitting-placeholder"));
        }
        let made: Vec<Rule> = match matrix {
            Some(matrix) => {
                matrix.rules(&table, &known, &|known| rule(&table, &id, &Fill::default(), known, (defaults, lists)))
            }
            // One for each member of the lists that its id names.
            None => fills.iter().filter_map(|f| rule(&table, &id, f, &known, (defaults, lists))).collect(),
        };
        // Of one that could not be read nothing more is said.
        if !made.is_empty() {
            table.finish();
        }
        out.extend(made);
    }
    out
}

/// One rule over the indicators that it may name.
fn rule(
    table: &Table<'_, '_>,
    id: &str,
    fill: &Fill<'_>,
    known: &Indicators<'_>,
    (defaults, lists): (&Defaults<'_>, &Lists),
) -> Option<Rule> {
    let text = lists.spread(&fill.code(&table.needed("check")));
    let expression = match expression::parse(&text, known) {
        Ok(e) => Some(e),
        Err(e) if !text.is_empty() => {
            table.problem("check", Wrong::Expression { text: text.clone(), at: e.at, reason: e.reason });
            None
        }
        Err(_) => None,
    };
    let severity = table
        .choice("severity", &[("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)]);
    let over = table.choice("over", &[("rows", Over::Rows), ("total", Over::Total)]).unwrap_or_default();
    // What has no total is never known of all rows together.
    let none = |e: &Expression| {
        let mut operands = Vec::new();
        e.left.operands(&mut operands);
        e.right.operands(&mut operands);
        operands.iter().any(|(i, _)| known.totals.get(*i) == Some(&false))
    };
    if over == Over::Total && expression.as_ref().is_some_and(none) {
        table.problem("over", Wrong::Unfitting("unfitting-over-total"));
    }
    Some(Rule {
        id: fill.code(id),
        text,
        expression: expression?,
        severity: severity.unwrap_or(Severity::Error),
        tolerance: tolerance(table),
        missing: table
            .choice(
                "missing",
                &[("skip-any", Missing::SkipAny), ("skip-all", Missing::SkipAll), ("zero", Missing::Zero)],
            )
            .unwrap_or_default(),
        applies: table.table("applies").map(|t| scope(t, defaults)),
        message: fill.words(&table.message("message", defaults.language).unwrap_or_default()),
        over,
    })
}

/// The room that a comparison of doubles needs in any case; it is part of every tolerance.
pub const SLACK: f64 = 1e-9;

/// Reads a tolerance: a number, or the rounding of n parts to d decimals.
fn tolerance(table: &Table<'_, '_>) -> f64 {
    if let Some(number) = table.number_or_table("tolerance") {
        return match number {
            Ok(n) if n >= 0.0 => n + SLACK,
            Ok(n) => {
                table.problem("tolerance", Wrong::Impossible(n.to_string()));
                SLACK
            }
            Err(t) => {
                let decimals = t.whole("decimals").unwrap_or(0).clamp(0, 12) as i32;
                let parts = t.whole("parts").unwrap_or(1).clamp(1, 1_000_000) as f64;
                t.finish();
                // Each part rounded to d decimals may be off by half a unit of its last place.
                parts * 0.5 * 10f64.powi(-decimals) + SLACK
            }
        };
    }
    SLACK
}
