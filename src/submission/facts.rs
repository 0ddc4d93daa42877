/*!
Facts in columns: one value each, with the cell that it came from.
*/

use serde::{Deserialize, Serialize};

use crate::intake::workbook::CellRef;
use crate::project::units::UnitId;

/// What a fact's value is; the words are those of `facts.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A number.
    Number,
    /// A text.
    Text,
    /// A date, as `yyyy-mm-dd` in the text.
    Date,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Nothing said.
    Blank,
    /// Nothing arose: counts as zero.
    Nil,
    /// Not available.
    Unavailable,
    /// Does not apply.
    NotApplicable,
}

impl Kind {
    /// The word that outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::Date => "date",
            Kind::Yes => "yes",
            Kind::No => "no",
            Kind::Blank => "blank",
            Kind::Nil => "nil",
            Kind::Unavailable => "unavailable",
            Kind::NotApplicable => "not-applicable",
        }
    }

    /// True when the unit answered, be it with nothing.
    pub fn is_answer(self) -> bool {
        !matches!(self, Kind::Blank | Kind::Unavailable | Kind::NotApplicable)
    }
}

/// What a row of a table is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RowKey {
    /// The sheet's unit itself (indicator-rows).
    Sender,
    /// A registered unit.
    Unit(UnitId),
    /// A thing by its label.
    Label(String),
    /// A record by its number.
    Record(u32),
}

const NO_TEXT: u32 = u32::MAX;

/// Facts of one submission, a column each.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    row: Vec<u32>,
    indicator: Vec<u16>,
    kind: Vec<Kind>,
    value: Vec<f64>,
    text: Vec<u32>,
    texts: Vec<String>,
    cell_row: Vec<u32>,
    cell_col: Vec<u16>,
}

/// One fact, looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fact<'a> {
    /// Place of its row among the submission's rows.
    pub row: usize,
    /// Indicator, by place in the form.
    pub indicator: usize,
    /// What the value is.
    pub kind: Kind,
    /// The number; 0 where there is none.
    pub value: f64,
    /// The text; blank where there is none.
    pub text: &'a str,
    /// The cell it came from.
    pub cell: CellRef,
}

impl Fact<'_> {
    /// The number that totals count: nil is zero, what is missing is nothing.
    pub fn number(&self) -> Option<f64> {
        match self.kind {
            Kind::Number => Some(self.value),
            Kind::Nil => Some(0.0),
            _ => None,
        }
    }

    /// Yes or no, where that was answered; nil is no.
    pub fn yes(&self) -> Option<bool> {
        match self.kind {
            Kind::Yes => Some(true),
            Kind::No | Kind::Nil => Some(false),
            _ => None,
        }
    }
}

impl Facts {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// Adds a fact.
    pub fn push(&mut self, row: usize, indicator: usize, kind: Kind, value: f64, text: Option<String>, cell: CellRef) {
        self.row.push(row as u32);
        self.indicator.push(indicator as u16);
        self.kind.push(kind);
        self.value.push(value);
        self.text.push(match text {
            Some(t) => {
                self.texts.push(t);
                (self.texts.len() - 1) as u32
            }
            None => NO_TEXT,
        });
        self.cell_row.push(cell.row);
        self.cell_col.push(cell.col as u16);
    }

    /// One fact.
    pub fn get(&self, i: usize) -> Fact<'_> {
        Fact {
            row: self.row[i] as usize,
            indicator: usize::from(self.indicator[i]),
            kind: self.kind[i],
            value: self.value[i],
            text: self.texts.get(self.text[i] as usize).map_or("", String::as_str),
            cell: CellRef { row: self.cell_row[i], col: u32::from(self.cell_col[i]) },
        }
    }

    /// Every fact.
    pub fn iter(&self) -> impl Iterator<Item = Fact<'_>> {
        (0..self.len()).map(|i| self.get(i))
    }

    /// Changes a number that was read.
    pub fn set_value(&mut self, i: usize, value: f64) {
        self.value[i] = value;
    }

    /// The place of the fact of a row and indicator.
    pub fn find(&self, row: usize, indicator: usize) -> Option<usize> {
        (0..self.len()).find(|i| self.row[*i] as usize == row && usize::from(self.indicator[*i]) == indicator)
    }
}
