//! Runs the built program on temporary folders and looks at what it says and writes.

mod cached;
mod cases;
mod conserve;
mod contracts;
mod corpus;
mod docs;
mod drafts;
mod faults;
mod foreign;
mod init;
mod limits;
mod lists;
mod matrix;
mod mistakes;
mod open_lists;
mod opens;
mod poison;
mod random;
mod rows;
mod rules;
mod runner;
mod sample;
mod schema;
mod tables;
mod unit_names;
mod words;
