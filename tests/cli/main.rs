//! Runs the built program on temporary folders and looks at what it says and writes.

mod cached;
mod cases;
mod conserve;
mod contracts;
mod corpus;
mod docs;
mod faults;
mod foreign;
mod init;
mod limits;
mod lists;
mod matrix;
mod mistakes;
mod opens;
mod poison;
mod random;
mod runner;
mod sample;
mod words;
