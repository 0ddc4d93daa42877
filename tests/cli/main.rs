//! Runs the built program on temporary folders and looks at what it says and writes.

mod cached;
mod cases;
mod contracts;
mod corpus;
mod faults;
mod foreign;
mod opens;
mod poison;
mod runner;
mod sample;
