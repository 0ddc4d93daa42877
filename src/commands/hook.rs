/*!
The command that a project names for the end of a run (`on_finish`): it gets the run's summary as JSON on its standard
input, and sends mail or whatever else by the office's own means.

A run is what it is whatever becomes of this: a failure is told, and changes no exit code.
*/

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::finding::Term;
use crate::locale::{Lang, say};

/// Longer than this nobody waits for it.
const MOST: Duration = Duration::from_secs(300);

/// Why it failed.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// It cannot be started, or heard.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It ended with a code of failure; none where it was killed.
    #[error("exit code {0:?}")]
    Failed(Option<i32>),
    /// It did not end.
    #[error("it took more than {0} seconds")]
    TooLong(u64),
}

impl HookError {
    /// What happened.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            HookError::Io(e) => Term::reason(e, lang),
            HookError::Failed(code) => {
                say!(lang, "hook-exit", code = code.map_or_else(|| "?".to_owned(), |c| c.to_string()))
            }
            HookError::TooLong(seconds) => say!(lang, "hook-too-long", seconds = *seconds),
        }
    }
}

/// Runs a command by the system's shell, in the project's folder. What it prints goes to standard error.
pub fn run(command: &str, folder: &Path, told: &impl Serialize) -> Result<(), HookError> {
    within(command, folder, told, MOST)
}

fn within(command: &str, folder: &Path, told: &impl Serialize, most: Duration) -> Result<(), HookError> {
    let json = serde_json::to_vec(told).map_err(io::Error::other)?;
    let mut child =
        shell(command).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::from(io::stderr())).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // One that does not listen is none the worse for it.
        thread::spawn(move || input.write_all(&json).and_then(|()| input.write_all(b"\n")));
    }
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return if status.success() { Ok(()) } else { Err(HookError::Failed(status.code())) };
        }
        if began.elapsed() > most {
            let _ = child.kill();
            let _ = child.wait();
            return Err(HookError::TooLong(most.as_secs()));
        }
        thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(not(windows))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(command);
    shell
}

#[cfg(windows)]
fn shell(command: &str) -> Command {
    use std::os::windows::process::CommandExt;
    let mut shell = Command::new("cmd.exe");
    // As it stands: cmd has quotes of its own.
    shell.raw_arg("/d /s /c \"").raw_arg(command).raw_arg("\"");
    shell
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    // It gets the JSON in the project's folder; failures and endless ones are told.
    #[test]
    fn commands() {
        let dir = tempfile::tempdir().unwrap();
        let told = serde_json::json!({"period": "2019-Q1"});
        run("cat > told.json", dir.path(), &told).unwrap();
        assert_eq!(std::fs::read_to_string(dir.path().join("told.json")).unwrap(), "{\"period\":\"2019-Q1\"}\n");
        assert!(matches!(run("exit 3", dir.path(), &told), Err(HookError::Failed(Some(3)))));
        assert!(run("true", dir.path(), &"x".repeat(1 << 20)).is_ok());
        let endless = within("exec sleep 60", dir.path(), &told, Duration::from_millis(50));
        assert!(matches!(endless, Err(HookError::TooLong(_))));
    }
}
