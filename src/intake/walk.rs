/*!
Walks the folder: every file found, in the same order on every machine, whatever it is.
*/

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use walkdir::WalkDir;

use crate::finding::{Code, Finding, Term};

/// A file that was found, and whether it is to be read.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// The folder that was walked, by its real path: the file is read only where it lies in it.
    pub root: Option<Arc<Path>>,
    /// Relative to the project folder, with `/`; bytes that are no UTF-8 as `\xE1`.
    pub name: String,
    /// Whether the name has such bytes.
    pub odd: bool,
    /// Size in bytes.
    pub size: u64,
    /// The file's own modified time in seconds since 1970.
    pub modified: i64,
    /// Why it is not to be read, if so.
    pub skipped: Option<Finding>,
}

/// Extensions of workbooks.
const WORKBOOKS: [&str; 9] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "xltx", "xltm", "csv", "tsv"];

/// The usual name of the log.
pub const LOG: &str = "tonghop.log";

/// True for the name of a log, or of one that was put aside: `x.log.2`.
pub fn is_log(name: &str, log: &str) -> bool {
    let rest = name.strip_prefix(log);
    rest.is_some_and(|r| r.is_empty() || r.strip_prefix('.').is_some_and(|n| n.parse::<u32>().is_ok()))
}

/// The extension of a file name, in lower case.
pub fn extension(name: &str) -> String {
    let base = name.rsplit('/').next().unwrap_or(name);
    base.rsplit_once('.').map_or_else(String::new, |(_, e)| e.to_lowercase())
}

/// True when a file is named as a workbook.
pub fn is_named_workbook(name: &str) -> bool {
    WORKBOOKS.contains(&extension(name).as_str())
}

/// Walks `start` and lists every file, relative to `project`; `avoid` is left out with all below it.
pub fn walk(project: &Path, start: &Path, avoid: Option<&Path>) -> Vec<Found> {
    let root: Option<Arc<Path>> = fs::canonicalize(start).ok().map(Arc::from);
    // No link is followed: below the folder's real path all paths are real.
    let avoid = avoid.and_then(|a| fs::canonicalize(a).ok());
    let avoid = avoid.as_deref().zip(root.as_deref()).and_then(|(a, root)| a.strip_prefix(root).ok());
    let avoid = avoid.map(|below| start.join(below));
    let left_out = |path: &Path| {
        // Our own cache is known by its mark, where outputs are written among the inputs.
        let cache = path.file_name().is_some_and(|n| n == ".cache") && path.join("CACHEDIR.TAG").is_file();
        cache || avoid.as_deref().is_some_and(|a| a == path)
    };
    // Our own log, where a folder of workbooks is its own project: below it, or in submissions, it is somebody's file.
    let ours = |e: &walkdir::DirEntry| {
        e.depth() == 1 && start == project && e.file_name().to_str().is_some_and(|n| is_log(n, LOG))
    };
    let walker = WalkDir::new(start)
        .follow_links(false)
        .into_iter()
        .filter_entry(|e| !(e.depth() > 0 && e.file_type().is_dir() && left_out(e.path())));
    let above = relative(project, start);
    let named = |path: &Path| match path.strip_prefix(start) {
        Ok(below) => join(&above, below),
        Err(_) => relative(project, path),
    };
    let mut found = Vec::new();
    for entry in walker {
        match entry {
            Ok(e) if e.file_type().is_dir() || ours(&e) => {}
            Ok(e) => {
                let file = seen(named(e.path()), e.path(), e.file_type().is_symlink(), e.metadata().ok());
                found.push(Found { root: root.clone(), ..file });
            }
            Err(e) => {
                if let Some(path) = e.path() {
                    let mut f = seen(named(path), path, false, None);
                    f.skipped = Some(e.io_error().map_or_else(
                        // A link that leads to what it lies in.
                        || Finding::new(Code::F001).arg("reason", e.to_string()),
                        Finding::refused,
                    ));
                    found.push(f);
                }
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Looks at one file that was named or found.
pub fn look(project: &Path, path: &Path, link: bool, meta: Option<fs::Metadata>) -> Found {
    seen(relative(project, path), path, link, meta)
}

fn seen((name, odd): (String, bool), path: &Path, link: bool, meta: Option<fs::Metadata>) -> Found {
    let modified = meta
        .as_ref()
        .and_then(|m| m.modified().ok())
        .map(|t| match t.duration_since(UNIX_EPOCH) {
            Ok(d) => d.as_secs() as i64,
            Err(e) => -(e.duration().as_secs() as i64),
        })
        .unwrap_or(0);
    // A pipe or a device would keep its reader waiting for ever.
    let special = meta.as_ref().is_some_and(|m| !m.is_file() && !m.is_dir() && !m.is_symlink());
    let skipped = why_skipped(&name, link).or_else(|| special.then(|| Finding::new(Code::F005).value(Term::Special)));
    let size = meta.map_or(0, |m| m.len());
    Found { path: path.to_owned(), root: None, size, modified, skipped, name, odd }
}

fn why_skipped(name: &str, link: bool) -> Option<Finding> {
    let base = name.rsplit('/').next().unwrap_or(name);
    if base.starts_with("~$") || base.starts_with(".~lock.") {
        Some(Finding::new(Code::F003))
    } else if in_hidden(name) || matches!(base.to_lowercase().as_str(), "thumbs.db" | "desktop.ini") {
        Some(Finding::new(Code::F009))
    } else if link {
        Some(Finding::new(Code::F012))
    } else {
        None
    }
}

/// True for a file that is hidden, or lies in a folder that is.
fn in_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') && !matches!(part, "." | ".."))
}

/// A path relative to the project folder, with `/`, and whether it is no Unicode.
fn relative(project: &Path, path: &Path) -> (String, bool) {
    let whole = |p: &Path| std::path::absolute(p).unwrap_or_else(|_| p.to_owned());
    let (folder, file) = (whole(project), whole(path));
    let rest = file.strip_prefix(&folder).unwrap_or(path);
    join(&(String::new(), false), rest)
}

/// The name of what lies below a folder of that name.
fn join((above, odd): &(String, bool), below: &Path) -> (String, bool) {
    let mut name = above.clone();
    for part in below.components() {
        if !name.is_empty() && !name.ends_with('/') {
            name.push('/');
        }
        escape_into(&mut name, part.as_os_str());
    }
    (name, *odd || below.to_str().is_none())
}

/// A name in which what is no Unicode stands as `\xE1`, as archives leave names that were written in an old code page.
fn escape_into(out: &mut String, name: &OsStr) {
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Lock files and hidden files are told by their names, other files are to be read.
    #[test]
    fn skipped_by_name() {
        let code = |n: &str| why_skipped(n, false).map(|f| f.code);
        assert_eq!(code("a/~$b.xlsx"), Some(Code::F003));
        assert_eq!(code("a/.~lock.b.ods#"), Some(Code::F003));
        assert_eq!(code("a/.DS_Store"), Some(Code::F009));
        assert_eq!(code(".git/a.xlsx"), Some(Code::F009));
        assert_eq!(code("../a.xlsx"), None);
        assert_eq!(code("a/b.xlsx"), None);
        assert_eq!(why_skipped("b.xlsx", true).map(|f| f.code), Some(Code::F012));
    }

    // Tables as plain text are workbooks, other texts are not.
    #[test]
    fn named_workbooks() {
        assert!(is_named_workbook("a/b.CSV") && is_named_workbook("b.tsv") && is_named_workbook("b.xlsx"));
        assert!(!is_named_workbook("b.txt") && !is_named_workbook("csv") && !is_named_workbook("b.html"));
    }

    // What is no Unicode is shown byte for byte, and two such names are told apart.
    #[cfg(unix)]
    #[test]
    fn odd_names() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new("/p/submissions").join(OsStr::from_bytes(b"Th\xFAi H\xE0.xlsx"));
        assert_eq!(relative(Path::new("/p"), &path), (r"submissions/Th\xFAi H\xE0.xlsx".to_owned(), true));
        assert_eq!(relative(Path::new("/p"), Path::new("/p/Thái.xlsx")), ("Thái.xlsx".to_owned(), false));
    }

    // Files are listed with `/`, in order, and the output folder is left out.
    #[test]
    fn lists_in_order() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b/2.xlsx", "b/1.xlsx", "a.txt", "out/x.xlsx", "tonghop.log", "b/tonghop.log.3"] {
            let p = dir.path().join(name);
            fs::create_dir_all(p.parent().unwrap()).unwrap();
            fs::write(p, "x").unwrap();
        }
        let names: Vec<String> =
            walk(dir.path(), dir.path(), Some(&dir.path().join("out"))).into_iter().map(|f| f.name).collect();
        assert_eq!(names, ["a.txt", "b/1.xlsx", "b/2.xlsx", "b/tonghop.log.3"]);
    }
}
