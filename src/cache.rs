/*!
What was read before: the facts of files that have not changed since, and what the last run left.

A convenience and nothing more: its folder can be deleted at any time, an entry that is damaged or of another
program, project or limit is as good as none, and outputs are the same bytes with it and without. Files are
known again by their content (SHA-256) and name, never by their times alone.

Two files for each project folder: `<project>.facts` with one entry for each file that was read, and
`<project>.last` with what the last finished run was asked, what it found and what it wrote.
*/

use crate::finding::{Said, Term};
use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::consolidate::past::Past;
use crate::finding::Code;
use crate::intake::container::Limits;
use crate::intake::open::open;
use crate::intake::walk::Found;
use crate::project::period::Period;
use crate::project::{Project, hex};
use crate::submission::ledger::Filed;
use crate::submission::{Extract, Outcome};

/// A SHA-256.
pub type Print = [u8; 32];

/// How the names of files begin that are being written.
const UNFINISHED: &str = ".new";

/// Changes with the shape of what is kept.
const SHAPE: &[u8] = b"tonghop cache 1\n";

/// Where facts are kept between runs.
pub struct Cache {
    folder: PathBuf,
    name: String,
    key: Print,
}

/// A file of the last run's outputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Output {
    path: String,
    size: u64,
    /// Nanoseconds since 1970.
    modified: u128,
}

/// What the last run was asked, and what it left.
#[derive(Debug, Serialize, Deserialize)]
pub struct Last<R> {
    asked: Asked,
    folder: PathBuf,
    outputs: Vec<Output>,
    /// What it reported.
    pub report: R,
}

/// What a run was asked, as digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Over everything that was found, by content.
    pub whole: Print,
    /// Over the files of its own period and of those that it is held against, by name, size and time.
    pub own: Print,
}

/// What is kept of a file.
struct Entry<'a> {
    name: &'a str,
    print: Print,
    told: Print,
    extract: Vec<u8>,
}

impl Entry<'_> {
    fn of(file: &Filed) -> Option<Entry<'_>> {
        // Room at once: growing would hold it twice.
        let packed: usize = file.extract.parts.iter().map(|p| p.facts.packed() + 1024).sum();
        let extract = postcard::to_extend(&file.extract, Vec::with_capacity(packed + packed / 16 + 1024)).ok()?;
        let told = Sha256::digest(&extract).into();
        Some(Entry { name: &file.name, print: unhex(&file.extract.sha256)?, told, extract })
    }
}

impl Cache {
    /// The cache of a project folder and a period, in `folder`.
    pub fn new(
        folder: &Path,
        project_folder: &Path,
        (project, period): (&Project, Option<Period>),
        limits: &Limits,
    ) -> Cache {
        let whole = fs::canonicalize(project_folder).unwrap_or_else(|_| project_folder.to_owned());
        let mut name = hex(&Sha256::digest(whole.to_string_lossy().as_bytes())[..8]);
        if let Some(period) = period {
            name.push_str(&format!(".{period}"));
        }
        let mut key = Sha256::new();
        key.update(SHAPE);
        key.update(env!("CARGO_PKG_VERSION"));
        // The version stays the same while the program is worked on; its file does not.
        if let Ok(program) = std::env::current_exe().and_then(fs::metadata) {
            key.update(program.len().to_le_bytes());
            key.update(nanoseconds(&program).to_le_bytes());
        }
        key.update(&project.hash);
        key.update([u8::from(project.embedded)]);
        for limit in [limits.file_bytes, limits.unpacked_bytes, limits.cells, limits.sheets as u64] {
            key.update(limit.to_le_bytes());
        }
        Cache { folder: folder.to_owned(), name, key: key.finalize().into() }
    }

    fn facts_file(&self) -> PathBuf {
        self.folder.join(format!("{}.facts", self.name))
    }

    fn last_file(&self) -> PathBuf {
        self.folder.join(format!("{}.last", self.name))
    }

    /// True where there is something to compare files with.
    pub fn has_any(&self) -> bool {
        self.facts_file().is_file() || self.last_file().is_file()
    }

    /// What is known of each file that was found.
    pub fn extracts(&self, found: &[Found], prints: &[Option<Print>]) -> Vec<Option<Extract>> {
        let bytes = fs::read(self.facts_file()).unwrap_or_default();
        let entries = entries(&bytes, &self.key);
        found
            .par_iter()
            .zip(prints)
            .map(|(file, print)| {
                let entry = entries.get(&(file.name.as_str(), (*print)?))?;
                let told = Print::from(Sha256::digest(entry.1));
                if told != *entry.0 {
                    return None;
                }
                postcard::from_bytes(entry.1).ok()
            })
            .collect()
    }

    /// Keeps what was read for the next run.
    pub fn keep(&self, files: &[Filed]) -> io::Result<()> {
        // What lies in another file is kept with that.
        let worth = |f: &&Filed| is_lasting(&f.extract) && f.role.outer().is_none();
        // By the handful: all of them at once would be everything that is known a second time.
        const HANDFUL: usize = 8 << 20;
        let packed = |f: &Filed| f.extract.parts.iter().map(|p| p.facts.packed()).sum::<usize>();
        let mut held = 0;
        let handfuls = files.chunk_by(|f, _| {
            held = if held > HANDFUL { 0 } else { held + packed(f) + 256 };
            held <= HANDFUL
        });
        self.write(&self.facts_file(), |out| {
            out.write_all(SHAPE)?;
            out.write_all(&self.key)?;
            for files in handfuls {
                let encoded: Vec<Entry<'_>> = files.par_iter().filter(worth).filter_map(Entry::of).collect();
                for Entry { name, print, told, extract } in &encoded {
                    out.write_all(&(name.len() as u32).to_le_bytes())?;
                    out.write_all(&(extract.len() as u32).to_le_bytes())?;
                    out.write_all(print)?;
                    out.write_all(told)?;
                    out.write_all(name.as_bytes())?;
                    out.write_all(extract)?;
                }
            }
            Ok(())
        })
    }

    fn past_file(&self, period: Period) -> PathBuf {
        let project = self.name.split('.').next().unwrap_or(&self.name);
        self.folder.join(format!("{project}.{period}.past"))
    }

    /// A digest over the files of an earlier period and what they were read for.
    pub fn told(&self, period: Period, members: &str, files: &[(&Found, Option<Print>)]) -> Print {
        let mut digest = Sha256::new();
        digest.update(self.key);
        digest.update(period.to_string());
        // Figures are kept by the places of indicators, which the members of open lists move.
        digest.update((members.len() as u64).to_le_bytes());
        digest.update(members);
        for (file, print) in files {
            digest.update((file.name.len() as u64).to_le_bytes());
            digest.update(&file.name);
            // Which file counts depends on when it came.
            digest.update(file.modified.to_le_bytes());
            digest.update(file.size.to_le_bytes());
            digest.update(print.as_ref().map_or(&[][..], |p| p.as_slice()));
        }
        digest.finalize().into()
    }

    /// What an earlier period came to, if its files are the same.
    pub fn past(&self, period: Period, told: &Print) -> Option<Past> {
        let bytes = fs::read(self.past_file(period)).ok()?;
        let (of, rest) = bytes.strip_prefix(SHAPE)?.split_first_chunk::<32>()?;
        let (print, body) = rest.split_first_chunk::<32>()?;
        (of == told && Print::from(Sha256::digest(body)) == *print).then(|| postcard::from_bytes(body).ok())?
    }

    /// Keeps what an earlier period came to.
    pub fn keep_past(&self, period: Period, told: &Print, past: &Past) -> io::Result<()> {
        let body = postcard::to_allocvec(past).map_err(io::Error::other)?;
        self.write(&self.past_file(period), |out| {
            out.write_all(SHAPE)?;
            out.write_all(told)?;
            out.write_all(&Sha256::digest(&body))?;
            out.write_all(&body)
        })
    }

    /// What the last run reported, if it was asked the same, found the same, and its outputs stand untouched.
    pub fn last<R: for<'a> Deserialize<'a>>(&self, is: impl Fn(&Asked) -> bool) -> Option<Last<R>> {
        let bytes = fs::read(self.last_file()).ok()?;
        let (told, body) = bytes.strip_prefix(SHAPE)?.split_first_chunk::<32>()?;
        if Print::from(Sha256::digest(body)) != *told {
            return None;
        }
        let last: Last<R> = postcard::from_bytes(body).ok()?;
        // The outputs beside this cache are meant, not those that it was copied from.
        let here = std::path::absolute(&self.folder).ok()?;
        if last.folder.parent() != here.parent() {
            return None;
        }
        let untouched = last.outputs.iter().all(|o| output(&last.folder, &o.path).as_ref() == Some(o));
        (is(&last.asked) && untouched && !last.outputs.is_empty()).then_some(last)
    }

    /// Remembers the last run again, after one of its outputs was written anew.
    pub fn remember_again<R: Serialize>(&self, last: &Last<R>) -> io::Result<()> {
        let outputs: Vec<&str> = last.outputs.iter().map(|o| o.path.as_str()).collect();
        self.remember(last.asked, &last.folder, &outputs, &last.report)
    }

    /// Remembers what a run was asked, what it reported, and the outputs that it left in a folder.
    pub fn remember<R: Serialize>(&self, asked: Asked, folder: &Path, outputs: &[&str], report: &R) -> io::Result<()> {
        let folder = std::path::absolute(folder)?;
        let outputs: Option<Vec<Output>> = outputs.iter().map(|o| output(&folder, o)).collect();
        let outputs = outputs.ok_or(io::ErrorKind::NotFound)?;
        let body = postcard::to_allocvec(&Last { asked, folder, outputs, report }).map_err(io::Error::other)?;
        self.write(&self.last_file(), |out| {
            out.write_all(SHAPE)?;
            out.write_all(&Sha256::digest(&body))?;
            out.write_all(&body)
        })
    }

    /// Forgets the last run: its outputs are about to be replaced.
    pub fn forget(&self) {
        let _ = fs::remove_file(self.last_file());
    }

    /// A digest over everything that the outputs depend on.
    pub fn asked(&self, words: &[String], found: &[Found], prints: &[Option<Print>]) -> Print {
        let mut digest = Sha256::new();
        digest.update(self.key);
        let mut add = |bytes: &[u8]| {
            digest.update((bytes.len() as u64).to_le_bytes());
            digest.update(bytes);
        };
        words.iter().for_each(|w| add(w.as_bytes()));
        for (file, print) in found.iter().zip(prints) {
            add(file.name.as_bytes());
            add(&file.size.to_le_bytes());
            add(&file.modified.to_le_bytes());
            add(&postcard::to_allocvec(&file.skipped).unwrap_or_default());
            add(print.as_ref().map_or(&[], |p| p.as_slice()));
        }
        digest.finalize().into()
    }

    /// Removes what killed runs left, and what projects left that nobody runs any more.
    fn sweep(&self) {
        const DAY: u64 = 24 * 3600;
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let age = entry.metadata().and_then(|m| m.modified()).ok().and_then(|t| t.elapsed().ok());
            let most = if name.starts_with(UNFINISHED) { DAY } else { 30 * DAY };
            let ours = name.starts_with(UNFINISHED) || [".facts", ".last", ".past"].iter().any(|e| name.ends_with(e));
            if ours
                && !name.starts_with(self.name.split('.').next().unwrap_or(&self.name))
                && age.is_some_and(|a| a.as_secs() > most)
            {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn write(&self, path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let tag = self.folder.join("CACHEDIR.TAG");
        if !tag.exists() {
            // The mark by which programs that copy folders leave caches out.
            fs::write(
                tag,
                "Signature: 8a477f597d28d172789f06886806bc55\n# tonghop: có thể xóa thư mục này bất cứ lúc nào / this folder can be deleted at any time\n",
            )?;
        }
        self.sweep();
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.folder)?;
        {
            let mut out = BufWriter::with_capacity(512 << 10, file.as_file_mut());
            fill(&mut out)?;
            out.flush()?;
        }
        file.persist(path).map_err(|e| e.error)?;
        Ok(())
    }
}

type Entries<'a> = FxHashMap<(&'a str, Print), (&'a Print, &'a [u8])>;

/// The entries of a file of facts, as far as they can be told.
fn entries<'a>(bytes: &'a [u8], key: &Print) -> Entries<'a> {
    let mut out = FxHashMap::default();
    let Some(mut rest) = bytes.strip_prefix(SHAPE).and_then(|b| b.strip_prefix(key)) else {
        return out;
    };
    while let Some(entry) = next_entry(&mut rest) {
        out.insert((entry.0, *entry.1), (entry.2, entry.3));
    }
    out
}

fn next_entry<'a>(rest: &mut &'a [u8]) -> Option<(&'a str, &'a Print, &'a Print, &'a [u8])> {
    let (name, after) = rest.split_first_chunk::<4>()?;
    let (length, after) = after.split_first_chunk::<4>()?;
    let (print, after) = after.split_first_chunk::<32>()?;
    let (told, after) = after.split_first_chunk::<32>()?;
    let (name, after) = after.split_at_checked(u32::from_le_bytes(*name) as usize)?;
    let (extract, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *rest = after;
    Some((std::str::from_utf8(name).ok()?, print, told, extract))
}

/// True for what the file itself says, which it will say again; what a machine could not do it may next time.
fn is_lasting(extract: &Extract) -> bool {
    !extract.sha256.is_empty()
        && !extract.findings.iter().any(|f| matches!(f.code, Code::F007 | Code::F011 | Code::F018))
}

/// True when nothing about a run's files was a matter of the machine or the moment.
pub fn all_lasting(files: &[Filed]) -> bool {
    let too_large =
        |e: &Extract| e.findings.iter().any(|f| f.args.iter().any(|(_, v)| *v == Said::Term(Term::FileSize)));
    // What there was no room for there is no room for among the same files.
    let no_room = |e: &Extract| e.findings.iter().any(|f| f.code == Code::F018);
    files
        .iter()
        .map(|f| &f.extract)
        .all(|e| is_lasting(e) || e.outcome != Outcome::Failed || too_large(e) || no_room(e))
}

/// The content of files, as SHA-256; none for what is not to be read, or cannot be read just now.
pub fn prints(found: &[Found], wanted: &[bool], most: u64) -> Vec<Option<Print>> {
    found.par_iter().zip(wanted).map(|(f, w)| if *w && f.skipped.is_none() { print(f, most) } else { None }).collect()
}

fn print(found: &Found, most: u64) -> Option<Print> {
    let (file, before) = open(&found.path, found.root.as_deref()).ok()?;
    // What is too large is the readers' matter.
    if before.len() > most {
        return None;
    }
    let mut file = file.take(before.len() + 1);
    let mut digest = Sha256::new();
    let mut piece = vec![0u8; usize::try_from(before.len().clamp(1, 256 << 10)).ok()?];
    let mut size = 0u64;
    loop {
        match file.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => {
                digest.update(&piece[..n]);
                size += n as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
    (size == before.len()).then(|| digest.finalize().into())
}

fn output(folder: &Path, path: &str) -> Option<Output> {
    let meta = fs::metadata(folder.join(path)).ok()?;
    Some(Output { path: path.to_owned(), size: meta.len(), modified: nanoseconds(&meta) })
}

fn nanoseconds(meta: &fs::Metadata) -> u128 {
    meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok()).map_or(0, |d| d.as_nanos())
}

/// A SHA-256 from its hexadecimal digits.
pub fn unhex(text: &str) -> Option<Print> {
    let mut out = [0; 32];
    for (slot, pair) in out.iter_mut().zip(text.as_bytes().as_chunks::<2>().0) {
        *slot = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    (text.len() == 64).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cache(folder: &Path) -> Cache {
        let project = Project::from_files(crate::project::Files::embedded(), true).unwrap();
        Cache::new(folder, folder, (&project, None), &Limits::default())
    }

    fn filed(folder: &Path, name: &str, content: &str) -> (Found, Filed) {
        let path = folder.join(name);
        fs::write(&path, content).unwrap();
        let found = crate::intake::walk::look(folder, &path, false, fs::metadata(&path).ok());
        let extract = Extract {
            sha256: crate::submission::sha256(content.as_bytes()),
            ..Extract::failed(content.len() as u64, crate::finding::Finding::new(Code::F014))
        };
        (found, Filed { name: name.to_owned(), file_time: 0, extract, role: crate::submission::ledger::Role::Plain })
    }

    // What was kept comes back for the same content under the same name, and for nothing else.
    #[test]
    fn known_again_by_content_and_name() {
        let dir = tempfile::tempdir().unwrap();
        let cache = cache(&dir.path().join("cache"));
        let (a, kept) = filed(dir.path(), "a.xlsx", "one");
        cache.keep(std::slice::from_ref(&kept)).unwrap();
        let look = |f: &Found| {
            cache.extracts(std::slice::from_ref(f), &prints(std::slice::from_ref(f), &[true], 1 << 20))[0].clone()
        };
        assert_eq!(look(&a), Some(kept.extract));
        let (b, _) = filed(dir.path(), "b.xlsx", "one");
        assert_eq!(look(&b), None);
        let (a, _) = filed(dir.path(), "a.xlsx", "two");
        assert_eq!(look(&a), None);
    }

    // Whatever byte of the file of facts is damaged or lost: what comes back is right or nothing.
    #[test]
    fn damage_is_no_harm() {
        let dir = tempfile::tempdir().unwrap();
        let cache = cache(&dir.path().join("cache"));
        let (a, kept) = filed(dir.path(), "a.xlsx", "one");
        cache.keep(std::slice::from_ref(&kept)).unwrap();
        let whole = fs::read(cache.facts_file()).unwrap();
        let print = prints(std::slice::from_ref(&a), &[true], 1 << 20);
        for at in 0..whole.len() {
            for damaged in [whole[..at].to_vec(), {
                let mut w = whole.clone();
                w[at] ^= 0x41;
                w
            }] {
                fs::write(cache.facts_file(), damaged).unwrap();
                let got = cache.extracts(std::slice::from_ref(&a), &print)[0].clone();
                assert!(got.is_none() || got.as_ref() == Some(&kept.extract), "byte {at}");
            }
        }
    }

    // The last run is remembered until something it was asked, or something it wrote, is another.
    #[test]
    fn last_run() {
        let dir = tempfile::tempdir().unwrap();
        let cache = cache(&dir.path().join("cache"));
        let out = dir.path().join("out");
        fs::create_dir(&out).unwrap();
        let elsewhere = self::cache(&dir.path().join("copy/cache"));
        fs::write(out.join("x"), "1").unwrap();
        let asked = |n: u8| Asked { whole: [n; 32], own: [0; 32] };
        cache.remember(asked(1), &out, &["x"], &7u32).unwrap();
        let last = |n: u8| cache.last::<u32>(|a| *a == asked(n)).map(|l| l.report);
        assert_eq!(last(1), Some(7));
        assert_eq!(last(2), None);
        fs::create_dir_all(dir.path().join("copy/cache")).unwrap();
        fs::copy(cache.last_file(), elsewhere.folder.join(cache.last_file().file_name().unwrap())).unwrap();
        assert!(Cache { name: cache.name.clone(), ..elsewhere }.last::<u32>(|_| true).is_none(), "a copied cache");
        fs::write(out.join("x"), "12").unwrap();
        assert_eq!(last(1), None);
    }

    proptest! {
        // No bytes make the reading of a cache panic.
        #[test]
        fn any_bytes(mut tail in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut bytes = SHAPE.to_vec();
            bytes.extend([0; 32]);
            bytes.append(&mut tail);
            let _ = entries(&bytes, &[0; 32]);
        }
    }
}
