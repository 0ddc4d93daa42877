//! What each fuzz target does with its input, and what must hold then. The ordinary tests include this file
//! and run the saved corpus through it.
#![allow(dead_code)] // each target includes the whole file and uses one function of it

use std::cell::{Cell, RefCell};
use std::io::{Cursor, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;

use tonghop::Lang;
use tonghop::rooms::{
    Convention, Extract, Files, Indicators, Known, Legacy, Limits, Number, Period, Project, Reading, bare, clean,
    distance, folder_period, key, legacy, likeness, number, of_one_file, parse, periods, places, revision,
};

thread_local! {
    /// True while a panic of a library is an answer, as it is in a reader process.
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
    static SOMEBODY_ELSE: Cell<bool> = const { Cell::new(false) };
    static READING: RefCell<Option<&'static Reading<'static>>> = const { RefCell::new(None) };
}
static HOOK: Once = Once::new();

/// The next panic is one that a reader process contains.
pub fn contain_the_next_panic() {
    SOMEBODY_ELSE.set(true);
}

/// Runs what reads a file as a reader process does: panics of the libraries are an answer, ours are not.
fn contained(work: impl FnOnce()) {
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let library = info.location().is_some_and(|l| l.file().replace('\\', "/").contains("/registry/src/"));
            if CONTAINED.get() && (library || SOMEBODY_ELSE.get()) {
                SOMEBODY_ELSE.set(true);
            } else {
                usual(info);
            }
        }));
    });
    SOMEBODY_ELSE.set(false);
    CONTAINED.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(false);
    if let Err(panic) = done
        && !SOMEBODY_ELSE.get()
    {
        panic::resume_unwind(panic);
    }
}

/// Limits of a size that fuzzing reaches.
const LIMITS: Limits = Limits { file_bytes: 1 << 20, unpacked_bytes: 16 << 20, cells: 50_000, sheets: 40 };

fn reading() -> &'static Reading<'static> {
    READING.with_borrow_mut(|kept| {
        *kept.get_or_insert_with(|| {
            let here = Path::new(env!("CARGO_MANIFEST_DIR"));
            let folder = [here.join("tests"), here.join("../tests")]
                .into_iter()
                .map(|t| t.join("foreign/project"))
                .find(|f| f.is_dir())
                .expect("tests/foreign/project");
            let files = Files::read(&folder).expect("the project's files");
            let project: &'static Project =
                Box::leak(Box::new(Project::from_files(files, false).expect("the project")));
            Box::leak(Box::new(Reading::new(project, LIMITS)))
        })
    })
}

/// What must hold of whatever a file says.
fn believable(extract: &Extract) {
    let project = reading().project;
    for part in &extract.parts {
        let form = &project.forms[part.form];
        for fact in part.facts.iter() {
            assert!(fact.value.is_finite(), "a figure that is none: {fact:?}");
            assert!(fact.row < part.rows.len() && fact.indicator < form.indicators.len(), "{fact:?}");
            assert!(fact.cell.row < 1_048_576 && fact.cell.col < 16_384, "{fact:?}");
        }
    }
    // A file that gives nothing says why.
    assert!(!extract.parts.is_empty() || !extract.findings.is_empty(), "nothing was said");
    for f in &extract.findings {
        let _ = (f.message(Lang::Vi), f.hint(Lang::En));
    }
}

/// Bytes of a file of any format.
pub fn bytes(data: &[u8]) {
    let reading = reading();
    contained(|| believable(&reading.read_file("submissions/2019-Q1/Thị xã Bình Long.xls", data)));
}

/// Cells, as text with tabs, to the workbook that is written from them: it is always written, and opens.
pub fn outputs(data: &[u8]) {
    if let Some(written) = written(data) {
        opens(&written.unwrap_or_else(|e| panic!("not written: {e}")));
    }
}

/// The workbook that cells give; nothing where a library panics over them.
pub fn written(data: &[u8]) -> Option<Result<Vec<u8>, String>> {
    let reading = reading();
    let mut written = None;
    contained(|| {
        written = Some(of_one_file(reading, "submissions/2019-Q1/Thị xã Bình Long.csv", data, Lang::Vi));
    });
    written
}

/// A workbook opens, and each of its sheets can be read.
fn opens(workbook: &[u8]) {
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(workbook)).expect("a workbook that opens");
    for name in book.sheet_names() {
        book.worksheet_range(&name).expect("a sheet that can be read");
    }
}

/// The parts of a zip container, as text: a line `=== name`, then the part. Packed here, so that fuzzing
/// need not guess compressed data and its sums.
pub fn parts(data: &[u8]) {
    let packed = pack(data);
    let reading = reading();
    contained(|| believable(&reading.read_file("submissions/2019-Q1/Thị xã Bình Long.xlsx", &packed)));
}

/// Packs parts that stand in one text.
pub fn pack(data: &[u8]) -> Vec<u8> {
    const MARK: &[u8] = b"=== ";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut starts: Vec<usize> = Vec::new();
    for at in 0..data.len() {
        if (at == 0 || data[at - 1] == b'\n') && data[at..].starts_with(MARK) {
            starts.push(at);
        }
    }
    for (n, &start) in starts.iter().enumerate() {
        let part = &data[start + MARK.len()..starts.get(n + 1).copied().unwrap_or(data.len())];
        let end = part.iter().position(|b| *b == b'\n').unwrap_or(part.len());
        let name = String::from_utf8_lossy(&part[..end]).into_owned();
        let body = part.get(end + 1..).unwrap_or_default();
        if zip.start_file(name, stored).is_ok() {
            let _ = zip.write_all(body);
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn convention(data: &[u8]) -> Convention {
    if data.first().is_some_and(|b| b % 2 == 1) { Convention::En } else { Convention::Vi }
}

/// Numbers, nothings, days and measures written as text.
pub fn number(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let convention = convention(data);
    for measure in ["", "%", "người", "triệu đồng"] {
        match number::read_number(&text, convention, measure) {
            Number::Number { value, .. } => {
                assert!(value.is_finite(), "{text:?}");
                // What we show, we read as the same number or say that it can be read in two ways.
                let shown = number::format_number(value, convention);
                if value.abs() < 1e15 {
                    match number::read_number(&shown, convention, "") {
                        Number::Number { value: again, .. } => assert!(near(value, again), "{value} {shown} {again}"),
                        Number::Either(a, b) => assert!(near(value, a) || near(value, b), "{value} {shown}"),
                        other => panic!("{value} {shown}: {other:?}"),
                    }
                }
            }
            Number::Either(a, b) | Number::Fraction(a, b) => assert!(a.is_finite() && b.is_finite(), "{text:?}"),
            _ => {}
        }
    }
    let _ = number::read_nothing(&text);
    let _ = number::read_date(&text, convention);
    assert!(number::measure_scale(&text).is_finite());
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(1.0)
}

/// Words: keys, likeness, old encodings.
pub fn text(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let k = key(&text);
    let _ = bare(&k);
    let tidy = clean(&text);
    assert_eq!(clean(&tidy), tidy);
    assert_eq!(key(&tidy), k, "cleaning changes no key");
    let (left, right) = k.split_at(k.char_indices().nth(k.chars().count() / 2).map_or(0, |(i, _)| i));
    let like = likeness(left, right);
    assert!((0.0..=1.0).contains(&like), "{like}");
    assert!((like - likeness(right, left)).abs() < 1e-9, "likeness has no direction");
    assert_eq!(distance(left, right, 3), distance(right, left, 3));
    for encoding in [Legacy::Tcvn3, Legacy::Vni] {
        let _ = legacy::decode(&text, encoding);
        let _ = legacy::decode_capitals(&text, encoding);
        if let Some(old) = legacy::encode(&text, encoding) {
            let _ = legacy::decode(&old, encoding);
        }
    }
    let lines: Vec<&str> = text.lines().collect();
    let _ = (legacy::detect(&lines), legacy::from_font(&text));
    for word in text.split_whitespace() {
        let _ = legacy::is_vietnamese_syllable(word);
    }
    let names = &reading().lexicon.names;
    let _ = names.find(&text, &|_| true, true);
    let _ = names.find_in(&text, &|_| true);
    let _ = names.mentioned(&text, &|_| true);
    let _ = names.nearest(&text, &|_| true, &reading().project.register);
}

/// Periods in titles and names.
pub fn period(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for p in
        periods::find(&text).into_iter().chain(text.parse::<Period>()).chain(periods::of_folders(&text).periods.clone())
    {
        assert_eq!(p.to_string().parse::<Period>().as_ref(), Ok(&p));
        assert!(periods::find(&p.in_words(Lang::Vi)).contains(&p), "{p}");
        assert!(p.previous() < p && p.last_year() < p, "{p}");
    }
    let _ = folder_period(&text);
    assert!(revision(&text) >= 1);
}

/// Rules, and project files.
pub fn rule(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let codes: Vec<String> = ["1", "1.1", "1.2", "1.5", "2.3", "2.4", "a", "ghi-chu"].map(str::to_owned).to_vec();
    let numeric = [true, true, true, true, true, true, true, false];
    let forms = [Known { form: "k".to_owned(), codes: codes.clone(), numeric: numeric.to_vec() }];
    let known = Indicators { codes: &codes, places: &places(&codes), numeric: &numeric, totals: &[], forms: &forms };
    if let Ok(rule) = parse(&text, &known) {
        let mut elsewhere = Vec::new();
        rule.left.elsewhere(&mut elsewhere);
        rule.right.elsewhere(&mut elsewhere);
        assert!(elsewhere.iter().all(|e| numeric[e.indicator]), "{text}");
        let mut operands = Vec::new();
        rule.left.operands(&mut operands);
        rule.right.operands(&mut operands);
        assert!(operands.iter().all(|(i, _)| numeric[*i]), "{text}");
    }
    // The same text as a project file, a form and a register: errors, never a panic.
    for name in ["tonghop.toml", "units.csv", "forms/hien-dai-hoa.toml"] {
        if data.len() > 400 || data.first() == Some(&b'#') {
            let mut files = Files::embedded();
            for (n, t) in &mut files.0 {
                if n == name {
                    *t = text.clone().into_owned();
                }
            }
            if let Err(e) = Project::from_files(files, false) {
                assert!(!e.message(Lang::Vi).is_empty());
            }
        }
    }
}
