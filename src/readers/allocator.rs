/*!
The program's allocator: mimalloc, with a ceiling that readers set for themselves.

An allocation over the ceiling is refused as if the machine had no more memory; the process then ends with
a message that the run understands. This works the same on every platform, where limits of the operating
system do not (macOS has no working one, Windows another one).
*/

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use mimalloc::MiMalloc as System;

/// The allocator under a ceiling. Reading workbooks is allocating and freeing, which mimalloc is quick at, and
/// the same on every platform.
pub struct Ceiling;

static CEILING: AtomicU64 = AtomicU64::new(u64::MAX);
/// Bytes that threads have taken, what they have in hand included.
static HELD: AtomicUsize = AtomicUsize::new(0);

/// How much a thread takes from, or gives back to, the common count at once: counting every cell's text there would
/// cost more than allocating it.
const HANDFUL: usize = 256 << 10;

thread_local! {
    /// Bytes that this thread has counted and not used.
    static IN_HAND: Cell<usize> = const { Cell::new(0) };
}

/// Sets the most bytes that this process may hold.
pub fn limit(bytes: u64) {
    CEILING.store(bytes, Ordering::Relaxed);
}

/// Counts bytes for all threads; false, and nothing counted, where that is over the ceiling.
fn count(size: usize) -> bool {
    let held = HELD.fetch_add(size, Ordering::Relaxed).saturating_add(size);
    if held as u64 > CEILING.load(Ordering::Relaxed) {
        HELD.fetch_sub(size, Ordering::Relaxed);
        return false;
    }
    true
}

fn take(size: usize) -> bool {
    let taken = IN_HAND.try_with(|hand| {
        if let Some(left) = hand.get().checked_sub(size) {
            hand.set(left);
            return true;
        }
        if size < HANDFUL && count(HANDFUL) {
            hand.set(hand.get() + HANDFUL - size);
            return true;
        }
        count(size)
    });
    // A thread that is ending has no hand any more.
    taken.unwrap_or_else(|_| count(size))
}

fn give(size: usize) {
    let given = IN_HAND.try_with(|hand| {
        let all = hand.get().saturating_add(size);
        let back = if all > 2 * HANDFUL { all - HANDFUL } else { 0 };
        hand.set(all - back);
        back
    });
    match given {
        Ok(0) => {}
        Ok(back) => _ = HELD.fetch_sub(back, Ordering::Relaxed),
        Err(_) => _ = HELD.fetch_sub(size, Ordering::Relaxed),
    }
}

// SAFETY: every call is handed to the allocator below unchanged, or refused with a null pointer, which
// the contract of `GlobalAlloc` allows; only counters are kept beside it.
unsafe impl GlobalAlloc for Ceiling {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        give(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size > layout.size() && !take(size - layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are passed on.
        let moved = unsafe { System.realloc(pointer, layout, size) };
        if size < layout.size() && !moved.is_null() {
            give(layout.size() - size);
        }
        moved
    }
}
