//! An allocator that counts what a thread holds.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

/// What a piece of work took of memory, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// The most that was held at once.
    pub peak: usize,
    /// All that was taken, given back or not.
    pub taken: usize,
}

/// Runs the work on this thread and says what it took.
pub fn measured<T>(work: impl FnOnce() -> T) -> (T, Use) {
    let before = HELD.get();
    PEAK.set(before);
    TAKEN.set(0);
    let done = work();
    (done, Use { peak: usize::try_from(PEAK.get() - before).unwrap_or(0), taken: TAKEN.get() })
}

/// The system's allocator, counted.
pub struct Counting;

fn count(more: usize, less: usize) {
    let held = HELD.get() + more.cast_signed() - less.cast_signed();
    HELD.set(held);
    PEAK.set(PEAK.get().max(held));
    TAKEN.set(TAKEN.get() + more.saturating_sub(less));
}

// SAFETY: every call is handed on to the system's allocator as it came; counting allocates nothing.
#[expect(unsafe_code, reason = "an allocator can't be written without")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // While it moves, both stand.
        count(size, 0);
        count(0, layout.size());
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc_zeroed(layout) }
    }
}
