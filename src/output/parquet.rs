/*!
`facts.parquet`, `totals.parquet` and `senders.parquet`: what stands in the csv files of these names, typed, for whoever
has a warehouse.

Columns are those of the csv files, in their order. A blank there is null here; numbers are doubles, counts of senders
64-bit integers, everything else UTF-8. The same run gives the same bytes.
*/

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Stored};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::tables::{self, Cell, each_fact};
use crate::consolidate::Total;
use crate::run::Done;
use crate::submission::facts::Kind;

/// Rows that are held until they are written together.
const ROWS: usize = 250_000;

/// What a column holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Number,
    Count,
}

/// Values of a column: of each row whether it has one, and those that there are.
enum Values {
    Text(Vec<i16>, Vec<ByteArray>),
    Number(Vec<i16>, Vec<f64>),
    Count(Vec<i16>, Vec<i64>),
}

impl Values {
    fn new(holds: Holds) -> Values {
        match holds {
            Holds::Text => Values::Text(Vec::new(), Vec::new()),
            Holds::Number => Values::Number(Vec::new(), Vec::new()),
            Holds::Count => Values::Count(Vec::new(), Vec::new()),
        }
    }

    fn text(&mut self, text: &ByteArray) {
        if let Values::Text(there, values) = self {
            there.push(i16::from(!text.is_empty()));
            values.extend((!text.is_empty()).then(|| text.clone()));
        }
    }

    fn number(&mut self, number: Option<f64>) {
        if let Values::Number(there, values) = self {
            there.push(i16::from(number.is_some()));
            values.extend(number);
        }
    }

    fn count(&mut self, count: usize) {
        if let Values::Count(there, values) = self {
            there.push(1);
            values.push(count as i64);
        }
    }

    fn write<W: Write + Send>(&self, rows: &mut SerializedRowGroupWriter<'_, W>) -> Result<(), ParquetError> {
        fn all<T: DataType, W: Write + Send>(
            rows: &mut SerializedRowGroupWriter<'_, W>,
            there: &[i16],
            values: &[T::T],
        ) -> Result<(), ParquetError> {
            let column = rows.next_column()?;
            let mut column = column.ok_or_else(|| ParquetError::General("a column too many".into()))?;
            column.typed::<T>().write_batch(values, Some(there), None)?;
            column.close()
        }
        match self {
            Values::Text(there, values) => all::<ByteArrayType, W>(rows, there, values),
            Values::Number(there, values) => all::<DoubleType, W>(rows, there, values),
            Values::Count(there, values) => all::<Int64Type, W>(rows, there, values),
        }
    }
}

/// A table while it is written.
struct Table<W: Write + Send> {
    file: SerializedFileWriter<W>,
    holds: Vec<Holds>,
    columns: Vec<Values>,
    rows: usize,
}

impl<W: Write + Send> Table<W> {
    fn new(out: W, columns: &[(&str, Holds)]) -> Result<Self, ParquetError> {
        let field = |(name, holds): &(&str, Holds)| {
            let (stored, logical) = match holds {
                Holds::Text => (Stored::BYTE_ARRAY, Some(LogicalType::String)),
                Holds::Number => (Stored::DOUBLE, None),
                Holds::Count => (Stored::INT64, None),
            };
            let field = Type::primitive_type_builder(name, stored).with_repetition(Repetition::OPTIONAL);
            field.with_logical_type(logical).build().map(Arc::new)
        };
        let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder("schema").with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("tonghop ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let holds: Vec<Holds> = columns.iter().map(|(_, h)| *h).collect();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        Ok(Table { file, columns: holds.iter().copied().map(Values::new).collect(), holds, rows: 0 })
    }

    /// Ends a row.
    fn end_row(&mut self) -> Result<(), ParquetError> {
        self.rows += 1;
        if self.rows >= ROWS { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), ParquetError> {
        let mut group = self.file.next_row_group()?;
        self.columns.iter().try_for_each(|c| c.write(&mut group))?;
        group.close()?;
        self.columns = self.holds.iter().copied().map(Values::new).collect();
        self.rows = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<(), ParquetError> {
        if self.rows > 0 {
            self.write()?;
        }
        self.file.close().map(drop)
    }
}

/// Writes `facts.parquet`.
pub fn facts(done: &Done<'_>, out: &mut (dyn Write + Send)) -> std::io::Result<()> {
    let columns: Vec<(&str, Holds)> =
        tables::FACTS.iter().map(|name| (*name, if *name == "value" { Holds::Number } else { Holds::Text })).collect();
    let mut table = Table::new(out, &columns)?;
    let period = ByteArray::from(done.ledger.period.to_string().as_str());
    let kinds: Vec<ByteArray> = Kind::ALL.iter().map(|k| ByteArray::from(k.as_str())).collect();
    // What is the same for a sheet is kept once.
    let mut sheet: Option<(*const crate::submission::extract::Part, SheetTexts)> = None;
    each_fact(done, |place, fact| {
        let part: *const _ = place.part;
        if sheet.as_ref().is_none_or(|(of, _)| *of != part) {
            sheet = Some((part, SheetTexts::of(place)));
        }
        let Some((_, texts)) = &sheet else {
            return Ok(());
        };
        let blank = ByteArray::from("");
        let row = texts.rows.get(fact.row).unwrap_or(&blank);
        let (text, cell) = (ByteArray::from(fact.text), ByteArray::from(fact.cell.to_string().as_str()));
        let indicator = &texts.indicators[fact.indicator];
        let kind = &kinds[fact.kind as usize];
        let texts =
            [&period, &texts.form, &texts.unit, row, indicator, kind, &blank, &text, &texts.file, &texts.sheet, &cell];
        for (column, text) in table.columns.iter_mut().zip(texts) {
            match column {
                Values::Text(..) => column.text(text),
                _ => column.number((fact.kind == Kind::Number).then_some(fact.value)),
            }
        }
        table.end_row()
    })?;
    Ok(table.finish()?)
}

/// The texts of a sheet's facts.
struct SheetTexts {
    form: ByteArray,
    unit: ByteArray,
    file: ByteArray,
    sheet: ByteArray,
    rows: Vec<ByteArray>,
    indicators: Vec<ByteArray>,
}

impl SheetTexts {
    fn of(place: &tables::FactPlace<'_>) -> SheetTexts {
        let bytes = |text: &str| ByteArray::from(text);
        SheetTexts {
            form: bytes(&place.form.code),
            unit: bytes(&place.unit.code),
            file: bytes(place.file),
            sheet: bytes(&place.part.sheet),
            rows: place.rows.iter().map(|r| bytes(r)).collect(),
            indicators: place.form.indicators.iter().map(|i| bytes(&i.code)).collect(),
        }
    }
}

/// Writes `totals.parquet`, or `senders.parquet`.
pub fn totals(done: &Done<'_>, totals: &[Total], out: &mut (dyn Write + Send)) -> std::io::Result<()> {
    let holds = |cell: &Cell| match cell {
        Cell::Text(_) => Holds::Text,
        Cell::Number(_) => Holds::Number,
        Cell::Count(_) => Holds::Count,
    };
    let blank = tables::total_cells(done, &Total::new(0, 0, crate::consolidate::Group::Province));
    let columns: Vec<(&str, Holds)> = tables::TOTALS.iter().copied().zip(blank.iter().map(holds)).collect();
    let mut table = Table::new(out, &columns)?;
    for total in totals {
        for (column, cell) in table.columns.iter_mut().zip(tables::total_cells(done, total)) {
            match cell {
                Cell::Text(text) => column.text(&ByteArray::from(text.as_str())),
                Cell::Number(number) => column.number(number),
                Cell::Count(count) => column.count(count),
            }
        }
        table.end_row()?;
    }
    Ok(table.finish()?)
}
