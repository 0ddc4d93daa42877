//! Mistakes planted into copies of three projects, two hundred of them; `.ci/run` plants two thousand.

use std::path::Path;

use crate::runner::python;

// Of planted mistakes hardly any pass in silence, and clean variations raise no alarm. docs/injection.md has what was measured.
#[test]
fn planted_mistakes() {
    let program = Path::new(env!("CARGO_BIN_EXE_tonghop"));
    let arguments =
        ["--seed", "5", "--plantings", "68", "--clean", "8", "--check", "--max-silent", "0.06", "--program"];
    let arguments: Vec<&Path> = arguments.iter().map(Path::new).chain([program]).collect();
    let Some(ran) = python("tests/injection/inject.py", &arguments) else {
        return;
    };
    assert!(ran.status.success(), "{}\n{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
}
