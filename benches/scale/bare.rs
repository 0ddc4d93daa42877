//! What the reader library alone needs: every cell of every sheet streamed and looked at, nothing kept, in as
//! many threads as the program has readers. The floor that the program is measured against.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use calamine::{DataRef, Reader, Xlsx};

/// Streams the cells of all workbooks below a folder; how many there were.
pub fn stream(folder: &Path, threads: usize) -> u64 {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    let (next, cells) = (AtomicUsize::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    cells.fetch_add(workbook(file), Ordering::Relaxed);
                }
            });
        }
    });
    cells.into_inner()
}

fn workbook(file: &Path) -> u64 {
    let bytes = fs::read(file).expect("a file that was made");
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook that was made");
    let mut cells = 0;
    for name in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&name).expect("a sheet that was made");
        while let Some(cell) = reader.next_cell().expect("a cell that was made") {
            cells += u64::from(!matches!(std::hint::black_box(cell.get_value()), DataRef::Empty));
        }
    }
    cells
}
