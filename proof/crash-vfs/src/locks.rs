//! The locks of one file: SQLite's five levels, and the eight of its shared memory.

use std::sync::{Arc, Mutex};

use crate::shared_memory::Regions;

/// Who holds what of one file.
#[derive(Debug, Default)]
pub(crate) struct Locks {
    shared: u32,
    reserved: bool,
    pending: bool,
    exclusive: bool,
    memory: [Slot; MEMORY_LOCKS],
    pub(crate) regions: Arc<Mutex<Regions>>,
}

/// How far one handle has locked a file, in SQLite's own order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    #[default]
    None,
    Shared,
    Reserved,
    Pending,
    Exclusive,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    shared: u32,
    exclusive: bool,
}

impl Level {
    /// From SQLite's number.
    pub(crate) fn of(number: i32) -> Self {
        match number {
            1 => Self::Shared,
            2 => Self::Reserved,
            3 => Self::Pending,
            4.. => Self::Exclusive,
            _ => Self::None,
        }
    }
}

impl Locks {
    /// Raises a handle's lock. False: somebody else is in the way.
    pub(crate) fn raise(&mut self, from: &mut Level, to: Level) -> bool {
        if *from < Level::Shared && to >= Level::Shared {
            if self.pending || self.exclusive {
                return false;
            }
            self.shared += 1;
            *from = Level::Shared;
        }
        if *from < Level::Reserved && to >= Level::Reserved {
            if self.reserved {
                return false;
            }
            self.reserved = true;
            *from = Level::Reserved;
        }
        if *from < Level::Exclusive && to == Level::Exclusive {
            self.pending = true;
            *from = Level::Pending;
            if self.shared > 1 {
                return false;
            }
            self.exclusive = true;
            *from = Level::Exclusive;
        }
        true
    }

    /// Lowers a handle's lock.
    pub(crate) fn lower(&mut self, from: &mut Level, to: Level) {
        if *from > Level::Shared {
            (self.reserved, self.pending, self.exclusive) = (false, false, false);
        }
        if *from >= Level::Shared && to == Level::None {
            self.shared = self.shared.saturating_sub(1);
        }
        *from = (*from).min(to);
    }

    pub(crate) fn is_reserved(&self) -> bool {
        self.reserved
    }

    /// Takes locks of the shared memory, all or none. False: somebody else is in the way.
    pub(crate) fn take(&mut self, slots: std::ops::Range<usize>, exclusive: Exclusive) -> bool {
        let Some(slots) = self.memory.get_mut(slots) else { return false };
        let free = |slot: &Slot| !slot.exclusive && (exclusive == Exclusive::No || slot.shared == 0);
        if !slots.iter().all(free) {
            return false;
        }
        for slot in slots {
            match exclusive {
                Exclusive::Yes => slot.exclusive = true,
                Exclusive::No => slot.shared += 1,
            }
        }
        true
    }

    /// Lets go of locks of the shared memory.
    pub(crate) fn let_go(&mut self, slots: std::ops::Range<usize>, exclusive: Exclusive) {
        for slot in self.memory.get_mut(slots).unwrap_or_default() {
            match exclusive {
                Exclusive::Yes => slot.exclusive = false,
                Exclusive::No => slot.shared = slot.shared.saturating_sub(1),
            }
        }
    }
}

/// Whether a lock of the shared memory keeps others out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exclusive {
    Yes,
    No,
}

/// `SQLITE_SHM_NLOCK`.
const MEMORY_LOCKS: usize = 8;
