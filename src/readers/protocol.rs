/*!
The protocol between the run and its readers: frames of a length and a postcard value.
*/

use std::ffi::OsString;
use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::intake::container::Limits;
use crate::intake::walk::Found;
use crate::project::Files;

/// What a reader is told first.
#[derive(Debug, Serialize, Deserialize)]
pub struct Setup {
    /// The project's texts.
    pub files: Files,
    /// Whether it is the embedded one.
    pub embedded: bool,
    /// Limits on a file.
    pub limits: Limits,
    /// Bytes of memory that the reader may hold.
    pub memory: u64,
}

/// One file to read.
#[derive(Debug, Serialize, Deserialize)]
pub struct Job {
    /// Path in the project folder, with `/`.
    pub name: String,
    /// Where the file is: any name that a file can have, which a `PathBuf` would not carry.
    pub path: OsString,
    /// The folder that was walked, by its real path.
    pub root: Option<OsString>,
    /// Whether the name is no Unicode.
    pub odd: bool,
    /// What is asked about it.
    pub ask: Ask,
}

/// What a reader is asked about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Its facts: the answer is an `Extract`.
    Facts,
    /// Its cells: the answer is a `Result<Workbook, Box<Finding>>`.
    Cells,
    /// How it is seen, with a draft of a form or not: the answer is a `Result<Inspection, Box<Finding>>`.
    View {
        /// Whether to draft a form.
        draft: bool,
    },
}

impl Job {
    /// What to ask about a file.
    pub fn of(file: &Found, ask: Ask) -> Job {
        let root = file.root.as_deref().map(|r| r.as_os_str().to_owned());
        Job { name: file.name.clone(), path: file.path.clone().into_os_string(), root, odd: file.odd, ask }
    }
}

/// The longest frame that is believed.
const LONGEST: u32 = 1 << 30;

/// Writes a frame.
pub fn write_frame(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(bytes)
}

/// Reads a frame.
pub fn read_frame(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let length = read_length(input)?;
    read_body(input, length)
}

/// Reads how long the next frame is.
pub fn read_length(input: &mut impl Read) -> io::Result<u64> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Err(io::Error::other("frame too long"));
    }
    Ok(u64::from(length))
}

/// Reads a frame of known length.
pub fn read_body(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    // Room that is not used is none that is taken.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

/// A value as bytes.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(value)
}

/// A value from bytes.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // A frame that is cut short is an error, not an answer.
    #[test]
    fn cut_short() {
        let mut out = Vec::new();
        write_frame(&mut out, b"hello").unwrap();
        assert_eq!(read_frame(&mut out.as_slice()).unwrap(), b"hello");
        assert!(read_frame(&mut &out[..7]).is_err());
        assert!(read_frame(&mut &[255u8, 255, 255, 255][..]).is_err());
    }

    proptest! {
        // No bytes make the decoder panic.
        #[test]
        fn any_bytes(b in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode::<crate::submission::Extract>(&b);
        }
    }
}
