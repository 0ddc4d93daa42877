/*!
`tonghop` (*tổng hợp*, to consolidate) turns a folder of Excel submissions into one consolidated workbook
whose every figure can be traced to the cell that it came from.

The data goes one way. Each stage is a module, a plain function from one type to the next; no stage prints,
exits, reads the clock or reaches back.

```text
project/      what the office declares: tonghop.toml, units, forms, rules, periods   -> Project
intake/       folder -> files -> workbooks' cells                                     -> Workbook
recognise/    which form, unit and period is this sheet, where is its table?          -> RecognisedSheet
submission/   cells -> facts, each with its cell (Extract); which file counts         -> Ledger
consolidate/  facts as polars frames -> totals, ratios, comparisons                   -> Consolidation
validate/     declared rules and ratio checks over the frames                         -> Vec<Finding>
output/       consolidated workbook, Word report, CSV, JSON, put into place together  -> files
```

What concerns one file alone, from its bytes to its facts, runs in a process of its own: [`readers`] hands
out files and gathers [`submission::Extract`]s. [`run`] goes through the stages once. Beside the way stand
[`cache`] (what was read before and has not changed), [`finding`] (every diagnostic as data), [`locale`] (what people read, in every language), [`text`] (words, numbers and old
encodings), [`verify`] (an output folder held against its inputs) and [`commands`] (one file a subcommand, the only place that prints).
*/

mod cache;
pub mod cli;
pub mod commands;
mod consolidate;
mod finding;
mod inspect;
mod intake;
mod locale;
mod output;
mod project;
mod readers;
mod recognise;
mod run;
mod submission;
mod text;
mod validate;
mod verify;

pub use locale::Lang;
pub use readers::{READER_MODE, allocator, serve};

/// What the fuzz targets enter, and nobody else: everything else is private, so that the compiler finds dead code.
#[doc(hidden)]
pub mod rooms {
    pub use crate::intake::container::Limits;
    pub use crate::project::expression::{Indicators, Known, parse, places};
    pub use crate::project::period::Period;
    pub use crate::project::{Files, Project};
    pub use crate::recognise::periods;
    pub use crate::run::of_one_file;
    pub use crate::submission::choice::revision;
    pub use crate::submission::ledger::folder_period;
    pub use crate::submission::{Extract, Reading};
    pub use crate::text::language::Convention;
    pub use crate::text::legacy::{self, Legacy};
    pub use crate::text::number::{self, Reading as Number};
    pub use crate::text::{bare, clean, distance, key, likeness};
}
