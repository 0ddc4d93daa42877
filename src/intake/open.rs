/*!
Opens a file that the walk found, and judges what was opened: what stands under a name may have been swapped since.
*/

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// A file that is not read.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// It cannot be opened.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A pipe, a device or a folder: reading it may wait for ever.
    #[error("no regular file")]
    Special,
    /// It leads out of the folder that was walked.
    #[error("a link")]
    Link,
}

/// Opens a regular file. With `root`, the folder that was walked, no link is followed: neither the file's own name nor a
/// folder above it may be one by now.
pub fn open(path: &Path, root: Option<&Path>) -> Result<(File, Metadata), NotOpened> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // A pipe that nobody writes to would keep `open` itself waiting.
        let link = if root.is_some() { libc::O_NOFOLLOW } else { 0 };
        options.custom_flags(libc::O_NONBLOCK | link);
    }
    let file = match options.open(path) {
        Ok(file) => file,
        Err(e) if root.is_some() && fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink()) => {
            tracing::debug!(error = %e, "a link by now");
            return Err(NotOpened::Link);
        }
        Err(e) => return Err(e.into()),
    };
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(NotOpened::Special);
    }
    if let Some(root) = root {
        // What was opened must be what stands in the folder under a path without links.
        let real = fs::canonicalize(path)?;
        let same = || {
            Ok::<bool, io::Error>(
                same_file::Handle::from_file(file.try_clone()?)? == same_file::Handle::from_path(&real)?,
            )
        };
        if !real.starts_with(root) || !same()? {
            return Err(NotOpened::Link);
        }
    }
    Ok((file, meta))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    // A regular file is opened; a folder, and with a root what lies outside, is not.
    #[test]
    fn regular_files_alone() {
        let dir = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(dir.path()).unwrap();
        let inside = root.join("a/b.txt");
        fs::create_dir(root.join("a")).unwrap();
        fs::write(&inside, "hello").unwrap();
        let mut text = String::new();
        open(&inside, Some(&root)).unwrap().0.read_to_string(&mut text).unwrap();
        assert_eq!(text, "hello");
        assert!(open(&root.join("a"), Some(&root)).is_err());
        assert!(matches!(open(&inside, Some(&root.join("c"))), Err(NotOpened::Link)));
        assert!(open(&inside, None).is_ok());
    }

    // Links that were put there after the walk, in place of the file or of a folder above it, and pipes.
    #[cfg(unix)]
    #[test]
    fn swapped() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(dir.path()).unwrap();
        fs::write(outside.path().join("secret.txt"), "secret").unwrap();
        symlink(outside.path().join("secret.txt"), root.join("file.txt")).unwrap();
        symlink(outside.path(), root.join("folder")).unwrap();
        for name in ["file.txt", "folder/secret.txt"] {
            assert!(matches!(open(&root.join(name), Some(&root)), Err(NotOpened::Link)), "{name}");
            assert!(open(&root.join(name), None).is_ok());
        }
        let pipe = root.join("pipe.xlsx");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(matches!(open(&pipe, Some(&root)), Err(NotOpened::Special)));
    }
}
