/*!
What a file really is, and its parts unpacked under limits.

Formats are told by content. Zip containers are unpacked here, once, with a cap on what really comes out,
and handed to the reader library as an uncompressed container: so no part can grow without bound, nothing
is unpacked twice, and parts can be put right before the library sees them (UTF-16 text, letter case and
slashes of names, counts that lie). Macros, links, pictures and charts never get that far.
*/

use super::mended;
use crate::finding::{Said, Term};
use std::io::{Cursor, Read, Write};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::workbook::Format;

/// Limits on what one file may cost.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Bytes of all parts unpacked.
    pub unpacked_bytes: u64,
    /// Cells that hold something, over all sheets.
    pub cells: u64,
    /// Sheets.
    pub sheets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { file_bytes: 100 << 20, unpacked_bytes: 400 << 20, cells: 5_000_000, sheets: 500 }
    }
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Not a spreadsheet; what it is instead.
    #[error("not a spreadsheet: {0}")]
    Foreign(Said),
    /// Protected by a password.
    #[error("password")]
    Password,
    /// Over a limit: which, how much, how much is allowed, the option that raises it.
    #[error("{}: {found} > {allowed}", limit.words(crate::finding::Lang::En))]
    TooLarge {
        /// Name of the limit, a phrase of the catalogue.
        limit: Term,
        /// What was found.
        found: u64,
        /// What is allowed.
        allowed: u64,
        /// The option that raises it.
        option: &'static str,
    },
    /// Damaged or beyond the reader.
    #[error("{0}")]
    Damaged(String),
}

/// Refuses a cell beyond the last row or column that a spreadsheet has.
pub fn check_place(row: u64, col: u64) -> Result<(u32, u32), Refusal> {
    const ROWS: u64 = 1_048_576;
    const COLUMNS: u64 = 16_384;
    let too_large = |limit, found, allowed| Refusal::TooLarge { limit, found, allowed, option: "--max-cells" };
    match (u32::try_from(row), u32::try_from(col)) {
        (Ok(r), Ok(c)) if row < ROWS && col < COLUMNS => Ok((r, c)),
        _ if row >= ROWS => Err(too_large(Term::Rows, row.saturating_add(1), ROWS)),
        _ => Err(too_large(Term::Columns, col.saturating_add(1), COLUMNS)),
    }
}

/// What an ods states to be.
const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// The parts of a zip container.
#[derive(Debug, Default)]
pub struct Parts(Vec<(String, Vec<u8>)>);

/// Parts that are never needed: pictures, charts, macros, links, themes, caches.
const UNNEEDED: [&str; 20] = [
    "xl/media/",
    "xl/drawings/",
    "xl/charts/",
    "xl/theme/",
    "xl/printersettings/",
    "xl/externallinks/",
    "xl/embeddings/",
    "xl/activex/",
    "xl/ctrlprops/",
    "xl/pivotcache/",
    "xl/pivottables/",
    "xl/calcchain",
    "xl/vbaproject",
    "xl/comments",
    "xl/threadedcomments/",
    "customxml/",
    "pictures/",
    "thumbnails/",
    "object ",
    "configurations2/",
];

impl Parts {
    /// Unpacks a zip container under the limits.
    pub fn unpack(bytes: &[u8], limits: &Limits) -> Result<Parts, Refusal> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| Refusal::Damaged(e.to_string()))?;
        let too_large = |found| Refusal::TooLarge {
            limit: Term::Unzipped,
            found,
            allowed: limits.unpacked_bytes,
            option: "--max-unpacked",
        };
        let mut left = limits.unpacked_bytes;
        let mut parts = Vec::with_capacity(zip.len().min(256));
        let mut inflater = Decompress::new(false);
        for i in 0..zip.len() {
            let part = zip.by_index_raw(i).map_err(|e| Refusal::Damaged(e.to_string()))?;
            if part.encrypted() {
                return Err(Refusal::Password);
            }
            // Some writers use backslashes or a leading slash.
            let Ok(name) = part.name() else {
                continue;
            };
            let name = name.replace('\\', "/").trim_start_matches('/').to_owned();
            let lower = name.to_lowercase();
            if part.is_dir() || UNNEEDED.iter().any(|u| lower.starts_with(u)) {
                continue;
            }
            let declared = part.size();
            if declared > left {
                return Err(too_large(limits.unpacked_bytes - left + declared));
            }
            // No more than such a part can hold, whatever it declares.
            let likely = declared.min(part.compressed_size().saturating_mul(32).saturating_add(1 << 16));
            let mut data = Vec::with_capacity(usize::try_from(likely.min(1 << 27)).unwrap_or(0) + SPARE);
            // The declared size may lie: what comes out is what counts.
            let read = match (part.compression(), packed(bytes, &part)) {
                (zip::CompressionMethod::Deflated, Some(packed)) => {
                    let crc = part.crc32();
                    drop(part);
                    inflate(&mut inflater, packed, crc, left + 1, &mut data)
                }
                _ => {
                    drop(part);
                    let unpacked = zip.by_index(i).map_err(std::io::Error::other);
                    unpacked.and_then(|part| part.take(left + 1).read_to_end(&mut data)).map(|_| ())
                }
            };
            if data.len() as u64 > left {
                return Err(too_large(limits.unpacked_bytes + 1));
            }
            if let Err(e) = read {
                // Without a picture or the document's properties the cells are whole; our own mark is among the custom ones.
                if lower.starts_with("docprops/") && lower != "docprops/custom.xml" {
                    continue;
                }
                return Err(Refusal::Damaged(format!("{name}: {e}")));
            }
            left -= data.len() as u64;
            parts.push((name, data));
        }
        Ok(Parts(parts))
    }

    /// A part by name, letter case aside.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, d)| d.as_slice())
    }

    /// True when some part's name begins so.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        self.0.iter().any(|(n, _)| n.to_lowercase().starts_with(prefix))
    }

    /// Puts right what the reader library would refuse though other programs open it.
    pub fn mend(&mut self) {
        for (name, data) in &mut self.0 {
            let lower = name.to_lowercase();
            if lower.ends_with(".xml") || lower.ends_with(".rels") {
                if let Some(text) = from_utf16(data) {
                    *data = text;
                }
                if lower.ends_with("sharedstrings.xml") {
                    drop_counts(data);
                }
            }
        }
    }

    /// The XML of the worksheets.
    pub fn worksheets(&mut self) -> impl Iterator<Item = &mut Vec<u8>> {
        self.0.iter_mut().filter(|(name, _)| is_worksheet(&name.to_lowercase())).map(|(_, data)| data)
    }

    /// Puts right the worksheets of an xlsx that need it, or all of them and the list of sheets, see [`super::mended`].
    pub fn mend_worksheets(&mut self, all: bool) {
        let is_concerned =
            |(name, data): &(String, Vec<u8>)| is_worksheet(&name.to_lowercase()) && (all || mended::needs_care(data));
        let concerned: Vec<bool> = self.0.iter().map(is_concerned).collect();
        if !all && !concerned.contains(&true) {
            return;
        }
        let strings = self.get("xl/sharedStrings.xml").map_or(0, mended::count_strings);
        for ((name, data), concerned) in self.0.iter_mut().zip(concerned) {
            let lower = name.to_lowercase();
            let new = if concerned {
                mended::worksheet(data, strings)
            } else if all && lower == "xl/workbook.xml" {
                mended::workbook(data)
            } else {
                None
            };
            if let Some(new) = new {
                *data = new;
            }
        }
    }

    /// Leaves struck runs and footnote marks out of an xlsx's texts, see [`super::runs`]; gives the names of the
    /// parts that now bear marks. `struck_cells`: some cell's own font may be struck through.
    pub fn leave_out_runs(&mut self, struck_cells: bool) -> Vec<String> {
        let mut rewritten = Vec::new();
        for (name, data) in &mut self.0 {
            let lower = name.to_lowercase();
            if (is_worksheet(&lower) || lower.ends_with("sharedstrings.xml"))
                && let Some(new) = super::runs::rewrite(data, struck_cells)
            {
                *data = new;
                rewritten.push(name.clone());
            }
        }
        rewritten
    }

    /// Puts right what an ods lacks for the reader library: the type that it states, and the list of its parts.
    pub fn mend_ods(&mut self, content: Option<Vec<u8>>) {
        self.0.retain(|(n, _)| n != "mimetype");
        self.0.insert(0, ("mimetype".to_owned(), ODS.to_vec()));
        const MANIFEST: &str = "META-INF/manifest.xml";
        if self.get(MANIFEST).is_none() {
            self.0.push((MANIFEST.to_owned(), b"<manifest:manifest/>".to_vec()));
        }
        if let Some(content) = content
            && let Some((_, data)) = self.0.iter_mut().find(|(n, _)| n.eq_ignore_ascii_case("content.xml"))
        {
            *data = content;
        }
    }

    /// Puts right the list of sheets: the reader library refuses a whole workbook for one macro sheet, and for
    /// one sheet that its list of relationships does not name. `missing` are the names of those.
    pub fn mend_sheets(&mut self, missing: &[String]) {
        const RELATIONSHIPS: &str = "xl/_rels/workbook.xml.rels";
        let Some((_, data)) = self.0.iter_mut().find(|(n, _)| n.eq_ignore_ascii_case(RELATIONSHIPS)) else {
            return;
        };
        let mut text = match String::from_utf8(std::mem::take(data)) {
            Ok(text) => text,
            Err(e) => {
                *data = e.into_bytes();
                return;
            }
        };
        // Both kinds hold no cells; which it was is known from the scan.
        for kind in ["/xlMacrosheet", "/xlIntlMacrosheet"] {
            for quote in ['"', '\''] {
                text = text.replace(&format!("{kind}{quote}"), &format!("/dialogsheet{quote}"));
            }
        }
        if let Some(end) = text.rfind("</").filter(|_| !missing.is_empty()) {
            let prefix = text[end + 2..].split_once(':').map_or(String::new(), |(p, _)| format!("{p}:"));
            let added: String = missing
                .iter()
                .map(|id| {
                    let id = quick_xml::escape::escape(id.as_str());
                    format!("<{prefix}Relationship Id=\"{id}\" Type=\"/worksheet\" Target=\"worksheets/missing\"/>")
                })
                .collect();
            text.insert_str(end, &added);
        }
        *data = text.into_bytes();
    }

    /// Packs the parts without compression.
    pub fn repack(self) -> Result<Vec<u8>, Refusal> {
        let size: usize = self.0.iter().map(|(n, d)| n.len() * 2 + d.len() + 128).sum();
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (name, data) in self.0 {
            let damaged = |e: &dyn std::fmt::Display| Refusal::Damaged(e.to_string());
            // The same name twice is allowed in a zip but not by its readers; the first one counts.
            if out.start_file(name, options).is_err() {
                continue;
            }
            out.write_all(&data).map_err(|e| damaged(&e))?;
        }
        Ok(out.finish().map_err(|e| Refusal::Damaged(e.to_string()))?.into_inner())
    }
}

/// Room beyond a part's size, in which the end of what is packed is seen without asking again.
const SPARE: usize = 64;

/// The bytes of a part as they stand in its container.
fn packed<'a>(container: &'a [u8], part: &zip::read::ZipFile<'_, Cursor<&[u8]>>) -> Option<&'a [u8]> {
    let start = usize::try_from(part.data_start()?).ok()?;
    container.get(start..)?.get(..usize::try_from(part.compressed_size()).ok()?)
}

/// Inflates a part, up to `most` bytes. The state serves all parts of a container: a new one for each costs as much as
/// what a small part holds.
fn inflate(
    inflater: &mut Decompress,
    packed: &[u8],
    crc: u32,
    most: u64,
    out: &mut Vec<u8>,
) -> Result<(), std::io::Error> {
    inflater.reset(false);
    loop {
        let (before, rest) = (inflater.total_in() as usize, &packed[inflater.total_in() as usize..]);
        let written = out.len();
        let status = inflater.decompress_vec(rest, out, FlushDecompress::Finish)?;
        if out.len() as u64 >= most {
            return Ok(());
        }
        if status == Status::StreamEnd {
            break;
        }
        // What ends too early is told by its sum; some writers pack nothing into nothing.
        let stands = inflater.total_in() as usize == before && out.len() == written;
        if stands && out.len() < out.capacity() {
            break;
        }
        out.reserve(out.capacity().max(1 << 16).min(usize::try_from(most).unwrap_or(usize::MAX) - out.len()));
    }
    let mut sum = Crc::new();
    sum.update(out);
    if sum.sum() != crc {
        return Err(std::io::Error::other("Invalid checksum"));
    }
    Ok(())
}

/// Whether a part of that name, in small letters, is a worksheet's XML.
fn is_worksheet(lower: &str) -> bool {
    lower.starts_with("xl/worksheets/") && lower.ends_with(".xml")
}

/// UTF-16 text with its mark, as UTF-8 with the declaration put right.
fn from_utf16(data: &[u8]) -> Option<Vec<u8>> {
    let big = match data {
        [0xFF, 0xFE, ..] => false,
        [0xFE, 0xFF, ..] => true,
        [b'<', 0, ..] => false,
        [0, b'<', ..] => true,
        _ => return None,
    };
    let units: Vec<u16> = data
        .as_chunks::<2>()
        .0
        .iter()
        .map(|b| if big { u16::from_be_bytes(*b) } else { u16::from_le_bytes(*b) })
        .collect();
    let text = String::from_utf16_lossy(&units);
    let text = text.trim_start_matches('\u{feff}');
    // Without a declaration XML is UTF-8.
    let body = if text.starts_with("<?xml") { text.split_once("?>").map_or("", |(_, b)| b) } else { text };
    Some(body.as_bytes().to_vec())
}

/// Blanks the counts that shared strings claim; the library would reserve memory for as many.
fn drop_counts(data: &mut [u8]) {
    let head = data.len().min(4096);
    for name in [b"uniqueCount=".as_slice(), b"count="] {
        if let Some(at) = data[..head].windows(name.len()).position(|w| w == name) {
            let value = at + name.len() + 1;
            for b in data.get_mut(value..).unwrap_or_default().iter_mut().take_while(|b| b.is_ascii_digit()) {
                *b = b'0';
            }
        }
    }
}

/// What kind of file some bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A zip container whose parts tell more.
    Zip,
    /// A workbook of this format.
    Workbook(Format),
    /// An encrypted workbook.
    Encrypted,
    /// One file under compression.
    Gzip,
    /// Something else.
    Foreign(Said),
}

/// Tells a file by its first bytes and, in old containers, by the names of its streams.
pub fn kind_of(bytes: &[u8]) -> Kind {
    match bytes {
        [] => Kind::Foreign(Term::Empty.into()),
        [b'P', b'K', 3, 4, ..] => Kind::Zip,
        [b'P', b'K', 5, 6, ..] => Kind::Foreign("zip".into()),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => in_compound(bytes),
        [b'%', b'P', b'D', b'F', ..] => Kind::Foreign("pdf".into()),
        [b'{', b'\\', b'r', b't', b'f', ..] => Kind::Foreign("rtf".into()),
        [0x89, b'P', b'N', b'G', ..] => Kind::Foreign("png".into()),
        [0xFF, 0xD8, 0xFF, ..] => Kind::Foreign("jpeg".into()),
        [b'R', b'a', b'r', b'!', ..] => Kind::Foreign("rar".into()),
        [b'7', b'z', 0xBC, 0xAF, ..] => Kind::Foreign("7z".into()),
        [0x1F, 0x8B, ..] => Kind::Gzip,
        // Excel 2 to 4 wrote bare records.
        [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..] => Kind::Foreign("Excel 2-4".into()),
        _ => in_text(bytes),
    }
}

fn in_compound(bytes: &[u8]) -> Kind {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        // Names of streams begin entries of 128 bytes, which stand at multiples of 128.
        bytes.chunks(128).any(|c| c.starts_with(&wide) && c.get(wide.len()..wide.len() + 2) == Some(&[0, 0]))
    };
    if has("EncryptedPackage") {
        Kind::Encrypted
    } else if has("Workbook") || has("Book") || has("WORKBOOK") || has("BOOK") {
        Kind::Workbook(Format::Xls)
    } else if has("WordDocument") {
        Kind::Foreign("doc".into())
    } else if has("PowerPoint Document") {
        Kind::Foreign("ppt".into())
    } else {
        Kind::Foreign("OLE".into())
    }
}

fn in_text(bytes: &[u8]) -> Kind {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && head.starts_with("<?xml") {
        Kind::Foreign("Excel 2003 XML".into())
    } else if head.starts_with("<!doctype html") || head.contains("<html") || head.contains("<table") {
        Kind::Workbook(Format::Html)
    } else if bytes.contains(&0) && !matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        Kind::Foreign(Term::Binary.into())
    } else {
        Kind::Workbook(Format::Csv)
    }
}

/// Unpacks what a browser or a mail program left under gzip; what is packed twice is no workbook.
pub fn gunzip(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::new();
    let most = limits.file_bytes;
    flate2::read::MultiGzDecoder::new(bytes)
        .take(most + 1)
        .read_to_end(&mut out)
        .map_err(|e| Refusal::Damaged(format!("gzip: {e}")))?;
    if out.len() as u64 > most {
        return Err(Refusal::TooLarge { limit: Term::Unzipped, found: most + 1, allowed: most, option: "--max-file" });
    }
    if kind_of(&out) == Kind::Gzip {
        return Err(Refusal::Foreign("gzip".into()));
    }
    Ok(out)
}

/// Tells a zip container by its parts.
pub fn kind_of_parts(parts: &Parts) -> Kind {
    let states_ods = parts.get("mimetype").map(|m| m.trim_ascii_start().starts_with(ODS));
    if parts.get("xl/workbook.bin").is_some() {
        Kind::Workbook(Format::Xlsb)
    } else if states_ods == Some(true) || (states_ods.is_none() && holds_spreadsheet(parts)) {
        Kind::Workbook(Format::Ods)
    } else if parts.get("encryption.xml").is_some() || parts.has_prefix("encryptedpackage") {
        Kind::Encrypted
    } else if parts.has_prefix("word/") {
        Kind::Foreign("docx".into())
    } else if parts.has_prefix("ppt/") {
        Kind::Foreign("pptx".into())
    } else if parts.get("[Content_Types].xml").is_some() || parts.has_prefix("xl/") {
        Kind::Workbook(Format::Xlsx)
    } else if parts.get("mimetype").is_some() || parts.get("content.xml").is_some() {
        Kind::Foreign("OpenDocument".into())
    } else {
        Kind::Foreign("zip".into())
    }
}

/// Whether a container without a stated type is an ods by its manifest or its content; the latter tells less where
/// it is encrypted.
fn holds_spreadsheet(parts: &Parts) -> bool {
    let has = |part: &str, what: &[u8]| parts.get(part).is_some_and(|d| memchr::memmem::find(d, what).is_some());
    parts.get("content.xml").is_some()
        && (has("content.xml", b"office:spreadsheet") || has("META-INF/manifest.xml", ODS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut w = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (n, d) in parts {
            w.start_file(*n, zip::write::SimpleFileOptions::default()).unwrap();
            w.write_all(d).unwrap();
        }
        w.finish().unwrap().into_inner()
    }

    // A part that unpacks to more than the limit is refused by what comes out.
    #[test]
    fn bombs_are_refused() {
        let bytes = packed(&[("xl/workbook.xml", &vec![b' '; 1 << 20])]);
        let limits = Limits { unpacked_bytes: 1000, ..Limits::default() };
        assert!(matches!(Parts::unpack(&bytes, &limits), Err(Refusal::TooLarge { .. })));
        assert!(Parts::unpack(&bytes, &Limits::default()).is_ok());
    }

    proptest::proptest! {
        // Parts come out as the library gives them, whole, cut short or with bytes changed, and are refused where it refuses.
        #[test]
        fn as_the_library(
            parts in proptest::collection::vec(proptest::collection::vec(0u8..4, 0..3000), 1..4),
            change in proptest::option::of((0usize..4000, 0u8..=255)),
        ) {
            let named: Vec<(String, &[u8])> = (0..).zip(&parts).map(|(i, p)| (format!("xl/{i}.xml"), p.as_slice())).collect();
            let named: Vec<(&str, &[u8])> = named.iter().map(|(n, p)| (n.as_str(), *p)).collect();
            let mut bytes = packed(&named);
            if let Some((at, byte)) = change {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            let library = || -> Option<Vec<(String, Vec<u8>)>> {
                let mut zip = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).ok()?;
                let part = |i: usize| {
                    let mut part = zip.by_index(i).ok()?;
                    let (mut data, name) = (Vec::new(), part.name().ok()?.into_owned());
                    part.read_to_end(&mut data).ok()?;
                    Some((name, data))
                };
                (0..named.len()).map(part).collect()
            };
            let ours = Parts::unpack(&bytes, &Limits::default()).ok().map(|p| p.0);
            // Where a name or a size was hit, the two tell different things of it.
            if let (Some(ours), Some(library)) = (&ours, &library()) {
                proptest::prop_assert!(ours.iter().all(|(_, data)| library.iter().any(|(_, d)| d == data)));
            }
            if change.is_none() {
                let given: Vec<(String, Vec<u8>)> = named.iter().map(|(n, d)| ((*n).to_owned(), d.to_vec())).collect();
                proptest::prop_assert_eq!(ours, Some(given));
            } else if let Some(ours) = ours {
                // Nothing that was never packed comes out.
                proptest::prop_assert!(ours.iter().all(|(_, data)| parts.contains(data)));
            }
        }
    }

    // A part of no bytes at all, though it is said to be packed, is an empty one.
    #[test]
    fn packed_nothing() {
        let mut out = Vec::with_capacity(SPARE);
        inflate(&mut Decompress::new(false), &[], 0, 100, &mut out).unwrap();
        assert!(out.is_empty());
        let whole = deflated(b"some text, some text, some text");
        let mut sum = Crc::new();
        sum.update(b"some text, some text, some text");
        for end in 0..=whole.len() {
            let mut out = Vec::with_capacity(8);
            let read = inflate(&mut Decompress::new(false), &whole[..end], sum.sum(), 100, &mut out);
            assert_eq!(read.is_ok(), out == b"some text, some text, some text", "{end}");
        }
    }

    fn deflated(text: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    // Formats are told by content.
    #[test]
    fn kinds() {
        assert_eq!(kind_of(b"PK\x03\x04rest"), Kind::Zip);
        assert_eq!(kind_of(b"%PDF-1.4"), Kind::Foreign("pdf".into()));
        assert_eq!(kind_of(b"<html><table>"), Kind::Workbook(Format::Html));
        assert_eq!(kind_of(b"a;b\n1;2"), Kind::Workbook(Format::Csv));
        assert_eq!(kind_of(b""), Kind::Foreign(Term::Empty.into()));
    }

    // An ods is known without a stated type, and gets one.
    #[test]
    fn ods_without_type() {
        let unpacked = |parts: &[(&str, &[u8])]| Parts::unpack(&packed(parts), &Limits::default()).unwrap();
        let mut parts = unpacked(&[("content.xml", b"<x><office:spreadsheet/></x>")]);
        assert_eq!(kind_of_parts(&parts), Kind::Workbook(Format::Ods));
        parts.mend_ods(Some(b"<y/>".to_vec()));
        assert_eq!(parts.get("mimetype"), Some(ODS));
        assert_eq!(parts.get("content.xml"), Some(b"<y/>".as_slice()));
        assert!(parts.get("META-INF/manifest.xml").is_some());
        let other = unpacked(&[("content.xml", b"<x><office:text/></x>")]);
        assert_eq!(kind_of_parts(&other), Kind::Foreign("OpenDocument".into()));
    }

    // UTF-16 parts become UTF-8, and claimed counts are blanked.
    #[test]
    fn mends_parts() {
        let wide: Vec<u8> = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>Hà</a>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let mut parts = Parts(vec![
            ("xl/a.xml".into(), wide),
            ("xl/sharedStrings.xml".into(), b"<sst count=\"999\" uniqueCount=\"888\">".to_vec()),
        ]);
        parts.mend();
        assert_eq!(parts.get("xl/a.xml"), Some("<a>Hà</a>".as_bytes()));
        assert_eq!(parts.get("xl/sharedstrings.xml"), Some(b"<sst count=\"000\" uniqueCount=\"000\">".as_slice()));
    }
}
