//! The memory that connections to one database share: the index of its write-ahead log. Nothing of it survives.
#![allow(unsafe_code)]

use std::ptr::NonNull;

/// Regions, each at one place for as long as it lives.
#[derive(Debug, Default)]
pub(crate) struct Regions(Vec<Region>);

#[derive(Debug)]
struct Region {
    start: NonNull<u64>,
    words: usize,
}

// SAFETY: a region is plain memory that it alone owns; SQLite orders its accesses by the locks of this file.
unsafe impl Send for Region {}

impl Regions {
    /// The start of a region, which is made, and all before it, if `make`.
    pub(crate) fn at(&mut self, place: usize, bytes: usize, make: bool) -> Option<NonNull<u64>> {
        while make && self.0.len() <= place {
            self.0.push(Region::new(bytes.div_ceil(size_of::<u64>())));
        }
        self.0.get(place).map(|region| region.start)
    }
}

impl Region {
    fn new(words: usize) -> Self {
        let memory: Box<[u64]> = vec![0; words].into_boxed_slice();
        // SAFETY: what comes out of a box is never null.
        let start = unsafe { NonNull::new_unchecked(Box::into_raw(memory).cast::<u64>()) };
        Self { start, words }
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let slice = NonNull::slice_from_raw_parts(self.start, self.words);
        // SAFETY: it came out of a box of this very length, and goes back once.
        drop(unsafe { Box::from_raw(slice.as_ptr()) });
    }
}
