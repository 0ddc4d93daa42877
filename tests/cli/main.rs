//! Runs the built program on temporary folders and looks at what it says and writes.

mod contracts;
mod foreign;
mod poison;
mod runner;
mod sample;
