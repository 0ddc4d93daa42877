/*!
Puts a run's files into their folder together, or not at all.

Everything is written into a folder beside the target, synced, and moved into place by two renames: the
old folder aside, the new one in. A run that was killed between the two left the old folder aside; the next
run puts it back first. Files in the folder that are not ours are kept. A lock keeps two runs apart.

After the second rename the outputs stand, and nothing that goes wrong any more is a failure: what cannot be removed,
since some program has it open, is left for a later run.

Where a folder cannot be renamed (on Windows, while somebody has the workbook open), files are replaced one
by one, and what is open is written beside itself under a dated name.
*/

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::json::{OutputFile, owner};
use super::{OutputError, page};
use crate::project::period::Period;
use crate::submission::sha256;

/// A file that tells of others: its name, and what makes it from those that were written before.
pub type Teller<'a> = (&'a str, &'a dyn Fn(&[OutputFile]) -> Result<Vec<u8>, OutputError>);

/// What makes a changed version of a file from how it stood and from the files that were changed before it.
pub type Change<'a> = dyn Fn(&str, &[OutputFile]) -> String + 'a;

/// A folder that outputs are being written for.
pub struct Place {
    folder: PathBuf,
    name: String,
    target: PathBuf,
    staging: PathBuf,
    lock: Lock,
    written: Vec<OutputFile>,
}

/// A lock file with its holder's name; taken by the operating system, so it cannot outlive the process.
struct Lock {
    _file: File,
    path: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

impl Lock {
    fn take(path: PathBuf, holder: &str) -> Result<Lock, OutputError> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(OutputError::io(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(&path).unwrap_or_default();
                return Err(OutputError::Locked { path, holder: holder.trim().to_owned() });
            }
            Err(fs::TryLockError::Error(e)) => return Err(OutputError::Io { path, source: e }),
        }
        file.set_len(0).and_then(|()| file.write_all(holder.as_bytes())).map_err(OutputError::io(&path))?;
        Ok(Lock { _file: file, path })
    }
}

/// True for the time that a dated sibling bears: `2026-11-25 08h30`, perhaps with a number.
fn is_stamp(text: &str) -> bool {
    let shape = |pattern: &str, text: &str| {
        pattern.len() == text.len()
            && pattern.bytes().zip(text.bytes()).all(|(p, t)| if p == b'0' { t.is_ascii_digit() } else { p == t })
    };
    let (time, number) = text.split_once(" - ").unwrap_or((text, "2"));
    shape("0000-00-00 00h00", time) && number.parse::<u32>().is_ok()
}

/// The files that a run writes into its folder; whatever else is there is somebody else's.
fn is_ours(name: &str) -> bool {
    // A dated sibling has its time in brackets behind the name.
    let dated = |stem: &str, ending: &str| {
        let stamp = name.strip_prefix(stem).and_then(|r| r.strip_prefix(" (")).and_then(|r| r.strip_suffix(ending));
        stamp.is_some_and(is_stamp)
    };
    const TABLES: [&str; 8] = ["facts", "totals", "senders", "series", "indicators", "units", "changes", "submissions"];
    let table = |n: &str| TABLES.iter().any(|t| matches!(n.strip_prefix(t), Some(".csv" | ".parquet")));
    matches!(name, "findings.json" | "run.json" | page::NAME)
        || table(name)
        || (["tong-hop-", "thay-doi-"].iter().any(|n| name.starts_with(n)) && name.ends_with(".xlsx"))
        || TABLES.iter().any(|t| dated(t, ").csv") || dated(t, ").parquet"))
        || dated("findings", ").json")
        || dated("index", ").html")
}

impl Place {
    /// Opens `folder/name` for writing; mends what a killed run left behind.
    pub fn open(folder: &Path, name: &str, holder: &str) -> Result<Place, OutputError> {
        prepare(folder)?;
        let lock = Lock::take(folder.join(format!(".{name}.lock")), holder)?;
        let mut place = Place {
            folder: folder.to_owned(),
            name: name.to_owned(),
            target: folder.join(name),
            staging: PathBuf::new(),
            lock,
            written: Vec::new(),
        };
        place.mend()?;
        place.staging = place.free("new");
        fs::create_dir(&place.staging).map_err(OutputError::io(&place.staging))?;
        Ok(place)
    }

    /// Folders of this place that runs left (`.2019-Q1.old`, `.2019-Q1.old2`), the latest last.
    fn left(&self, kind: &str) -> Vec<(u32, PathBuf)> {
        let stem = format!(".{}.{kind}", self.name);
        let number = |name: &str| match name.strip_prefix(&stem)? {
            "" => Some(1),
            n => n.parse::<u32>().ok(),
        };
        let mut left: Vec<(u32, PathBuf)> = fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|e| Some((number(&e.file_name().to_string_lossy())?, e.path())))
            .collect();
        left.sort_unstable();
        left
    }

    /// A name after all that are left.
    fn free(&self, kind: &str) -> PathBuf {
        let number = match self.left(kind).last() {
            None => String::new(),
            Some((n, _)) => (n + 1).to_string(),
        };
        self.folder.join(format!(".{}.{kind}{number}", self.name))
    }

    /// Puts right what a run left that was killed: an unfinished folder goes, an old one that was put aside
    /// comes back. What some program still holds open stays where it is.
    fn mend(&self) -> Result<(), OutputError> {
        for (_, unfinished) in self.left("new") {
            let _ = fs::remove_dir_all(unfinished);
        }
        let mut aside = self.left("old");
        if !self.target.exists()
            && let Some((_, latest)) = aside.pop()
        {
            patiently(|| fs::rename(&latest, &self.target)).map_err(OutputError::io(&latest))?;
        }
        for (_, old) in aside {
            clear(&old, &self.target);
        }
        Ok(())
    }

    /// Writes a file.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let file = self.stage(name, bytes)?;
        self.written.push(file);
        Ok(())
    }

    /// Writes the file that is told first.
    pub fn write_first(&mut self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let file = self.stage(name, bytes)?;
        self.written.insert(0, file);
        Ok(())
    }

    fn stage(&self, name: &str, bytes: &[u8]) -> Result<OutputFile, OutputError> {
        let path = self.staging.join(name);
        let mut file = File::create(&path).map_err(OutputError::io(&path))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(OutputError::io(&path))?;
        Ok(OutputFile { path: name.to_owned(), size: bytes.len() as u64, sha256: sha256(bytes) })
    }

    /// Writes a file piece by piece.
    pub fn stream(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<(), OutputError> {
        let path = self.staging.join(name);
        let file = File::create(&path).map_err(OutputError::io(&path))?;
        let mut hashed =
            Hashed { file: io::BufWriter::with_capacity(1 << 20, file), hasher: Default::default(), size: 0 };
        fill(&mut hashed).map_err(OutputError::io(&path))?;
        hashed.flush().and_then(|()| hashed.file.get_ref().sync_all()).map_err(OutputError::io(&path))?;
        let sha256 = hashed.digest();
        self.written.push(OutputFile { path: name.to_owned(), size: hashed.size, sha256 });
        Ok(())
    }

    /// Puts changed versions in the place of some files that stand there, all of them at once, and leaves the others alone.
    /// Each is made from what stood and from the changed ones before it.
    pub fn refresh(&mut self, changes: &[(&str, &Change<'_>)]) -> Result<(), OutputError> {
        for (name, change) in changes {
            let path = self.target.join(name);
            let before = fs::read_to_string(&path).map_err(OutputError::io(&path))?;
            let changed = change(&before, &self.written);
            self.write(name, changed.as_bytes())?;
        }
        // The others stand in the new folder under a second name: with it they move into place, as after a whole run.
        match self.link_others().and_then(|()| self.exchange()) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(e) => tracing::debug!(%e, "files are replaced one by one"),
        }
        for (name, _) in changes {
            let path = self.target.join(name);
            patiently(|| fs::rename(self.staging.join(name), &path)).map_err(OutputError::io(&path))?;
        }
        Ok(())
    }

    /// Gives those of our files that stand a second name in the new folder, which costs no copy.
    fn link_others(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.target)? {
            let entry = entry?;
            let (name, other) = (entry.file_name(), self.staging.join(entry.file_name()));
            if is_ours(&name.to_string_lossy()) && !other.exists() {
                fs::hard_link(entry.path(), other)?;
            }
        }
        Ok(())
    }

    /// What has been written so far.
    pub fn written(&self) -> &[OutputFile] {
        &self.written
    }

    /// The folder in which they are written until then.
    pub fn staging(&self) -> &Path {
        &self.staging
    }

    /// Where the files will stand.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Moves everything into place; the lock is held until this is dropped. `last` are the files that tell of the others, each
    /// made from what was written before it. Returns the names under which files had to be written instead of their own
    /// because those are open in another program; then `last` is made again.
    pub fn finish(&mut self, last: &[Teller<'_>]) -> Result<Vec<(String, String)>, OutputError> {
        for (name, make) in last {
            let bytes = make(&self.written)?;
            self.write(name, &bytes)?;
        }
        sync_folder(&self.staging);
        if !self.target.exists() {
            fs::rename(&self.staging, &self.target).map_err(OutputError::io(&self.target))?;
            sync_folder(&self.target);
            return Ok(Vec::new());
        }
        match self.exchange() {
            Ok(true) => Ok(Vec::new()),
            Ok(false) => self.replace_one_by_one(last),
            Err(e) => Err(OutputError::Io { path: self.target.clone(), source: e }),
        }
    }

    /// Moves the old folder aside and the new one into its place; false where the old one cannot be moved.
    fn exchange(&self) -> io::Result<bool> {
        let aside = self.free("old");
        if patiently(|| fs::rename(&self.target, &aside)).is_err() {
            return Ok(false);
        }
        if let Err(e) = patiently(|| fs::rename(&self.staging, &self.target)) {
            // The old outputs come back before the failure is told.
            let _ = fs::rename(&aside, &self.target);
            return Err(e);
        }
        clear(&aside, &self.target);
        sync_folder(&self.target);
        Ok(true)
    }

    fn replace_one_by_one(&mut self, last: &[Teller<'_>]) -> Result<Vec<(String, String)>, OutputError> {
        // Without its account the folder would not say what it holds: that is asked for first.
        let path = self.target.join("run.json");
        if path.exists() {
            OpenOptions::new().write(true).open(&path).map_err(OutputError::io(&path))?;
        }
        let mut renamed = Vec::new();
        let all = std::mem::take(&mut self.written);
        for file in all.into_iter().filter(|w| last.iter().all(|(name, _)| *name != w.path)) {
            self.replace(file, &mut renamed)?;
        }
        for (name, make) in last {
            let file = self.stage(name, &make(&self.written)?)?;
            self.replace(file, &mut renamed)?;
        }
        Ok(renamed)
    }

    /// Puts one file in its place, or beside it where that is open in another program; `written` tells which.
    fn replace(&mut self, mut file: OutputFile, renamed: &mut Vec<(String, String)>) -> Result<(), OutputError> {
        let (from, to) = (self.staging.join(&file.path), self.target.join(&file.path));
        if let Err(e) = patiently(|| fs::rename(&from, &to)) {
            if file.path == "run.json" {
                return Err(OutputError::Io { path: to, source: e });
            }
            let other = sibling(&self.target, &file.path);
            fs::rename(&from, self.target.join(&other)).map_err(OutputError::io(&to))?;
            renamed.push((std::mem::replace(&mut file.path, other.clone()), other));
        }
        self.written.push(file);
        Ok(())
    }
}

/// Makes the folder for outputs.
pub fn prepare(folder: &Path) -> Result<(), OutputError> {
    can_be_made(folder)?;
    match fs::create_dir(folder) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(OutputError::io(folder)(e)),
        _ => Ok(()),
    }
}

/// Refuses a folder for outputs where what it lies in is not there: that may be a drive that is not connected.
pub fn can_be_made(folder: &Path) -> Result<(), OutputError> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match fs::metadata(above) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Err(OutputError::NoParent { path: folder.to_owned() }),
        Err(e) => Err(OutputError::Io { path: above.to_owned(), source: e }),
        Ok(_) => Ok(()),
    }
}

/// The periods that have outputs in a folder, the last one last.
pub fn periods(folder: &Path) -> Vec<Period> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten().filter(|e| e.path().join("run.json").is_file());
    let mut out: Vec<Period> = names.filter_map(|e| e.file_name().to_str()?.parse().ok()).collect();
    out.sort_unstable();
    out
}

/// Refuses a folder whose last outputs are another project's.
pub fn check_owner(folder: &Path, project: &Path, title: &str) -> Result<(), OutputError> {
    let written = |p: &PathBuf| fs::metadata(p.join("run.json")).and_then(|m| m.modified()).ok();
    let targets = periods(folder).into_iter().map(|p| folder.join(p.to_string()));
    targets.max_by_key(written).map_or(Ok(()), |last| check_target(&last, project, title))
}

/// Refuses the folder of a period in which another project's outputs stand. A project is known again by its place, or by its
/// title where nothing stands any more in the place that it had.
pub fn check_target(target: &Path, project: &Path, title: &str) -> Result<(), OutputError> {
    let mut head = Vec::new();
    let read = File::open(target.join("run.json")).and_then(|f| f.take(HEAD).read_to_end(&mut head));
    let Some((other, way)) = read.ok().and_then(|_| owner(&String::from_utf8_lossy(&head))) else {
        return Ok(());
    };
    let place = if way.is_empty() { target.to_owned() } else { target.join(&way) };
    let same = match same_file::is_same_file(&place, project) {
        Ok(same) => same,
        Err(e) => other == title && e.kind() == io::ErrorKind::NotFound,
    };
    match same {
        true => Ok(()),
        false => Err(OutputError::Foreign { path: target.to_owned(), title: other, project: place }),
    }
}

/// So much of an account has its project in it.
const HEAD: u64 = 16 << 10;

/// Puts a file into a folder, whole or not at all.
pub fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
    let (path, new) = (folder.join(name), folder.join(format!(".{name}.new")));
    fs::write(&new, bytes).map_err(OutputError::io(&new))?;
    patiently(|| fs::rename(&new, &path)).map_err(OutputError::io(&path))
}

/// Tries again for a moment where a virus scanner or an indexer may hold a file that was just written.
fn patiently(mut attempt: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    const TRIES: u32 = 10;
    let mut result = attempt();
    let mut tries = 1;
    while cfg!(windows) && result.is_err() && tries < TRIES {
        std::thread::sleep(std::time::Duration::from_millis(50));
        result = attempt();
        tries += 1;
    }
    result
}

/// A name that is free, with the day and time of writing.
fn sibling(folder: &Path, name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stamp = jiff::Zoned::now().strftime("%Y-%m-%d %Hh%M").to_string();
    (1..)
        .map(|n| if n == 1 { format!("{stem} ({stamp}).{ending}") } else { format!("{stem} ({stamp} - {n}).{ending}") })
        .find(|n| !folder.join(n).exists())
        .unwrap_or_else(|| name.to_owned())
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.staging);
        let _ = &self.lock;
    }
}

struct Hashed {
    file: io::BufWriter<File>,
    hasher: sha2::Sha256,
    size: u64,
}

impl Hashed {
    fn digest(&self) -> String {
        use sha2::Digest;
        crate::project::hex(&self.hasher.clone().finalize())
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        use sha2::Digest;
        // Pieces that stay in the cache between the digest and the file; larger ones take five times as long.
        let n = self.file.write(&bytes[..bytes.len().min(512 << 10)])?;
        self.hasher.update(&bytes[..n]);
        self.size += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Removes an old folder, but for what is not ours, which goes to the new one. What cannot be moved or removed stays.
fn clear(old: &Path, new: &Path) {
    for entry in fs::read_dir(old).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if is_ours(&name.to_string_lossy()) {
            let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
            let _ = if is_folder { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) };
        } else if !new.join(&name).exists() {
            let _ = fs::rename(entry.path(), new.join(&name));
        }
    }
    // A file of somebody else's that stands in both is kept: the folder is removed only when it is empty.
    let _ = fs::remove_dir(old);
}

/// Makes renames in a folder last through a power failure, where the platform can.
fn sync_folder(path: &Path) {
    // Windows opens no folders as files; there the rename is journalled by the file system.
    if let Ok(folder) = File::open(path) {
        let _ = folder.sync_all();
    }
}

/// Writes files into a folder, each whole or not at all; of what stands there only what is `stale` goes.
pub fn fill_folder(folder: &Path, files: &[(&str, &[u8])], stale: &dyn Fn(&str) -> bool) -> Result<(), OutputError> {
    fs::create_dir_all(folder).map_err(OutputError::io(folder))?;
    for entry in fs::read_dir(folder).map_err(OutputError::io(folder))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if stale(&name) && files.iter().all(|(n, _)| *n != name) {
            let path = entry.path();
            patiently(|| fs::remove_file(&path)).map_err(OutputError::io(&path))?;
        }
    }
    files.iter().try_for_each(|(name, bytes)| put(folder, name, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Dated siblings are ours, what somebody else put in brackets is not.
    #[test]
    fn dated_siblings() {
        for ours in ["facts (2026-11-25 08h30).csv", "totals (2026-11-25 08h30 - 2).csv", "senders.csv"] {
            assert!(is_ours(ours), "{ours}");
        }
        for theirs in ["facts (2).csv", "findings (mine).json", "facts (2026-11-25).csv"] {
            assert!(!is_ours(theirs), "{theirs}");
        }
    }

    fn names(dir: &Path) -> Vec<String> {
        let mut v: Vec<String> =
            fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        v.sort();
        v
    }

    fn put(dir: &Path, text: &str) -> Result<(), OutputError> {
        let mut p = Place::open(dir, "2019-Q1", "test")?;
        p.write("facts.csv", text.as_bytes())?;
        p.finish(&[])?;
        Ok(())
    }

    // Some files change together; the others stay what they are, somebody else's too.
    #[test]
    fn refreshes_together() {
        let dir = tempfile::tempdir().unwrap();
        let mut p = Place::open(dir.path(), "2019-Q1", "test").unwrap();
        ["index.html", "run.json", "facts.csv"].iter().for_each(|n| p.write(n, n.as_bytes()).unwrap());
        p.finish(&[]).unwrap();
        drop(p);
        let target = dir.path().join("2019-Q1");
        fs::write(target.join("ghi chú.txt"), "mine").unwrap();
        let mut p = Place::open(dir.path(), "2019-Q1", "test").unwrap();
        let told = |before: &str, written: &[OutputFile]| format!("{before} {}", written.len());
        p.refresh(&[("index.html", &told), ("run.json", &told)]).unwrap();
        drop(p);
        let read = |name: &str| fs::read_to_string(target.join(name)).unwrap();
        assert_eq!((read("index.html"), read("run.json")), ("index.html 0".to_owned(), "run.json 1".to_owned()));
        assert_eq!((read("facts.csv"), read("ghi chú.txt")), ("facts.csv".to_owned(), "mine".to_owned()));
        assert_eq!(names(dir.path()), ["2019-Q1"]);
    }

    // New outputs replace old ones whole, and somebody else's files stay.
    #[test]
    fn replaces_whole() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "one").unwrap();
        fs::write(dir.path().join("2019-Q1/ghi chú.txt"), "mine").unwrap();
        put(dir.path(), "two").unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("2019-Q1/facts.csv")).unwrap(), "two");
        assert_eq!(names(&dir.path().join("2019-Q1")), ["facts.csv", "ghi chú.txt"]);
        assert_eq!(names(dir.path()), ["2019-Q1"]);
    }

    // A run that was killed between the two renames left the old outputs aside: they come back.
    #[test]
    fn mends_a_gap() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "one").unwrap();
        fs::rename(dir.path().join("2019-Q1"), dir.path().join(".2019-Q1.old")).unwrap();
        fs::create_dir(dir.path().join(".2019-Q1.new")).unwrap();
        let p = Place::open(dir.path(), "2019-Q1", "test").unwrap();
        assert_eq!(fs::read_to_string(p.target().join("facts.csv")).unwrap(), "one");
    }

    // What an earlier run had to leave, since a program held it open, is in nobody's way, and goes when it can.
    #[test]
    fn leavings_are_in_nobodys_way() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "one").unwrap();
        let stuck = dir.path().join(".2019-Q1.old");
        fs::create_dir_all(stuck.join("ghi chú.txt")).unwrap();
        fs::write(dir.path().join("2019-Q1/ghi chú.txt"), "mine").unwrap();
        put(dir.path(), "two").unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("2019-Q1/facts.csv")).unwrap(), "two");
        assert_eq!(names(&dir.path().join("2019-Q1")), ["facts.csv", "ghi chú.txt"]);
        // Something of somebody else's that stands in both places is not thrown away.
        assert_eq!(names(dir.path()), [".2019-Q1.old", "2019-Q1"]);
        fs::remove_dir(stuck.join("ghi chú.txt")).unwrap();
        put(dir.path(), "three").unwrap();
        assert_eq!(names(dir.path()), ["2019-Q1"]);
    }

    // Where files are replaced one by one, whatever is held open stands beside itself, and what is told of each is what stands.
    #[test]
    fn one_by_one() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "one").unwrap();
        let target = dir.path().join("2019-Q1");
        // What no file takes the place of.
        for held in ["totals.csv", page::NAME] {
            fs::create_dir_all(target.join(held).join("held")).unwrap();
        }
        let mut place = Place::open(dir.path(), "2019-Q1", "test").unwrap();
        place.write("facts.csv", b"two").unwrap();
        place.write("totals.csv", b"three").unwrap();
        let names = |all: &[OutputFile]| all.iter().map(|f| f.path.clone()).collect::<Vec<_>>().join(" ");
        let page = |all: &[OutputFile]| Ok(names(all).into_bytes());
        let account = |all: &[OutputFile]| Ok(names(all).into_bytes());
        let renamed = place.replace_one_by_one(&[(page::NAME, &page), ("run.json", &account)]).unwrap();
        assert_eq!(renamed.iter().map(|(old, _)| old.as_str()).collect::<Vec<_>>(), ["totals.csv", page::NAME]);
        for told in place.written() {
            let stands = fs::read(target.join(&told.path)).unwrap();
            assert_eq!((sha256(&stands), stands.len() as u64), (told.sha256.clone(), told.size), "{}", told.path);
            assert!(is_ours(&told.path), "{}", told.path);
        }
        let account = fs::read_to_string(target.join("run.json")).unwrap();
        assert!(renamed.iter().all(|(_, new)| account.contains(new)), "{account}");
    }

    // A run that fails half-way changes nothing.
    #[test]
    fn failure_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "one").unwrap();
        let mut p = Place::open(dir.path(), "2019-Q1", "test").unwrap();
        p.write("facts.csv", b"two").unwrap();
        drop(p);
        assert_eq!(fs::read_to_string(dir.path().join("2019-Q1/facts.csv")).unwrap(), "one");
        assert_eq!(names(dir.path()), ["2019-Q1"]);
    }

    // Two runs into one folder: the second is told who holds it.
    #[test]
    fn lock_names_the_holder() {
        let dir = tempfile::tempdir().unwrap();
        let _first = Place::open(dir.path(), "2019-Q1", "máy A").unwrap();
        let Err(OutputError::Locked { holder, .. }) = Place::open(dir.path(), "2019-Q1", "máy B") else {
            panic!("not locked");
        };
        assert_eq!(holder, "máy A");
    }
}
