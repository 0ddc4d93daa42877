//! A temporary folder with a project, and the program run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The project's own folder.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A temporary folder.
pub struct Bench {
    dir: TempDir,
}

/// What a run printed and how it ended.
pub struct Ran {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Bench {
    /// An empty folder.
    pub fn new() -> Bench {
        Bench { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A folder with a copy of the sample in `sample`: its last two quarters. All seven cost each test two seconds more.
    pub fn with_sample() -> Bench {
        let bench = Bench::with_whole_sample();
        for quarter in ["2017-Q3", "2017-Q4", "2018-Q1", "2018-Q2", "2018-Q3"] {
            fs::remove_dir_all(bench.path(&format!("sample/submissions/{quarter}"))).expect("a quarter");
        }
        bench
    }

    /// The same with its whole past.
    pub fn with_whole_sample() -> Bench {
        let bench = Bench::new();
        copy(&repository().join("sample_inputs"), &bench.path("sample"));
        bench
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, bytes).expect("a file");
    }

    /// Runs the program in this folder.
    pub fn run(&self, args: &[&str]) -> Ran {
        let output: Output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .args(args)
            .current_dir(self.dir.path())
            .env_remove("NO_COLOR")
            .env_remove("TONGHOP_LANG")
            .env("LC_ALL", "C")
            .output()
            .expect("the program runs");
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// A table that was written, a map for each row.
    pub fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        read_table(&self.path(name))
    }

    /// A JSON file that was written.
    pub fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.path(name)).expect(name)).expect("JSON")
    }

    /// Codes of the findings that were written, with their severity, each once.
    pub fn codes(&self, name: &str) -> Vec<String> {
        let json = self.json(name);
        let mut codes: Vec<String> = json["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|f| format!("{} {}", f["code"].as_str().expect("a code"), f["severity"].as_str().expect("a severity")))
            .collect();
        codes.sort();
        codes.dedup();
        codes
    }
}

/// Reads a CSV file.
pub fn read_table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let bytes = fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let text = String::from_utf8(bytes).expect("UTF-8");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads = reader.headers().expect("headings").clone();
    reader
        .records()
        .map(|r| heads.iter().map(str::to_owned).zip(r.expect("a row").iter().map(str::to_owned)).collect())
        .collect()
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("an entry");
        let target = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Runs a Python script of the tests; `None`, said aloud, where Python or its modules are missing, unless
/// `TONGHOP_REQUIRE_READERS` makes them required.
pub fn python(script: &str, args: &[&Path]) -> Option<Output> {
    let ready = Command::new("python3").args(["-c", "import openpyxl, xlrd, odf"]).output();
    let office = ["libreoffice", "soffice"].iter().any(|p| Command::new(p).arg("--version").output().is_ok());
    let wanted = !(script.contains("recalculate") || script.contains("opens") || script.contains("template")) || office;
    if !ready.is_ok_and(|o| o.status.success()) || !wanted {
        assert!(
            std::env::var_os("TONGHOP_REQUIRE_READERS").is_none(),
            "python3 with openpyxl, xlrd, odfpy, or LibreOffice is missing"
        );
        eprintln!("skipped: {script} needs python3 with openpyxl, xlrd and odfpy, and LibreOffice for recalculation");
        return None;
    }
    Some(Command::new("python3").arg(repository().join(script)).args(args).output().expect("python runs"))
}
