/*!
Writes what a run found: tables, the consolidated workbook, findings and the account of every file.

Each kind of output is one function from the finished run to bytes; [`place`] puts them into their folder
together, or not at all.
*/

pub mod changes;
pub mod feedback;
pub mod json;
pub mod page;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod place;
pub mod report;
pub mod tables;
pub mod template;
pub mod workbook;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use crate::finding::Lang;
use crate::project::units::UnitId;
use crate::run::Done;

/// Why outputs could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder or a file in it cannot be written.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The workbook cannot be made.
    #[error("workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A value cannot be written as JSON.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
    /// A defect of the program.
    #[error(transparent)]
    Frames(#[from] crate::consolidate::FrameError),
    /// The folder in which the outputs' folder is to be made is not there.
    #[error("{path}: what it lies in is not there")]
    NoParent {
        /// The outputs' folder.
        path: PathBuf,
    },
    /// Another project's outputs stand there.
    #[error("{path}: of another project, {title}")]
    Foreign {
        /// Outputs of a period.
        path: PathBuf,
        /// The other project's title.
        title: String,
        /// Its folder.
        project: PathBuf,
    },
    /// The page cannot be made.
    #[error("page: {0}")]
    Page(#[from] minijinja::Error),
    /// Another run is writing the same folder.
    #[error("{path}: being written by {holder}")]
    Locked {
        /// The lock.
        path: PathBuf,
        /// Who holds it.
        holder: String,
    },
}

impl OutputError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> OutputError {
        let path = path.into();
        move |source| OutputError::Io { path, source }
    }
}

/// The name of the consolidated workbook of a period.
pub fn workbook_name(period: impl std::fmt::Display) -> String {
    format!("tong-hop-{period}.xlsx")
}

/// The name of the workbook that says what differs from the run before.
pub fn changes_name(period: impl std::fmt::Display) -> String {
    format!("thay-doi-{period}.xlsx")
}

/// The name of the written report of a period.
pub fn report_name(period: impl std::fmt::Display) -> String {
    format!("bao-cao-{period}.docx")
}

/// What an output needs beside the run.
pub struct Context<'a> {
    /// The run.
    pub done: &'a Done<'a>,
    /// The language of what people read.
    pub lang: Lang,
    /// The way from the output's folder to the project folder, ending with `/`; links begin with it.
    pub to_project: String,
    /// The file of feedback that this run writes for a unit, by its name in the folder of these.
    pub answers: BTreeMap<UnitId, String>,
}
