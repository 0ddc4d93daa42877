#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::period(data));

#[path = "../bodies.rs"]
mod bodies;
