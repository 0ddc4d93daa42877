//! Runs the built program on temporary folders and looks at what it says and writes.

mod contracts;
#[cfg(any())]
mod foreign;
mod runner;
mod sample;
