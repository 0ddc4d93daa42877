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
output/       consolidated workbook, CSV, JSON, put into place together               -> files
```

What concerns one file alone, from its bytes to its facts, runs in a process of its own: [`readers`] hands
out files and gathers [`submission::Extract`]s. [`run`] goes through the stages once. Beside the way stand
[`cache`] (what was read before and has not changed), [`finding`] (every diagnostic as data, with one table of messages), [`text`] (words, numbers and old
encodings) and [`commands`] (one file a subcommand, the only place that prints).
*/

pub mod cache;
pub mod cli;
pub mod commands;
pub mod consolidate;
pub mod finding;
pub mod inspect;
pub mod intake;
pub mod output;
pub mod project;
pub mod readers;
pub mod recognise;
pub mod run;
pub mod submission;
pub mod text;
pub mod validate;
