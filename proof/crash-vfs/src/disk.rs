//! The disk: its files, what goes wrong with it, and what is left when the machine comes back.

use std::collections::BTreeMap;

use crate::file::File;
use crate::locks::Locks;

/// A disk in memory.
#[derive(Debug, Default)]
pub struct Disk {
    files: BTreeMap<String, File>,
    pub(crate) locks: BTreeMap<String, Locks>,
    /// Removed since their name was last on the platter: a power cut brings them back.
    ghosts: BTreeMap<String, Vec<u8>>,
    plan: Vec<(Moment, Mishap)>,
    changes: u64,
    syncs: u64,
    happened: usize,
    is_full: bool,
    has_stopped: bool,
    chance: u64,
}

/// When something goes wrong. Counted from one, from the last [`Disk::begin`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// At the n-th operation that changes anything: a write, a truncation, a removal, a sync.
    Change(u64),
    /// At the n-th sync; a mishap that only a write can have comes at the first write before it.
    Sync(u64),
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// The machine stops, and the operation is not carried out.
    StopBefore,
    /// The operation is carried out, and the machine stops before the program hears of it.
    StopAfter,
    /// The operation fails, once.
    Fail,
    /// There is no room, until [`Disk::heal`].
    Full,
}

/// How the machine comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restart {
    /// Only the process had stopped: what it wrote is there.
    Process,
    /// The power was cut: what was not synced survives sector by sector, as chance has it.
    Power,
}

/// What lies on a disk, to be laid on another.
#[derive(Debug, Clone, Default)]
pub struct Image(BTreeMap<String, Vec<u8>>);

/// What becomes of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// It is carried out.
    Done,
    /// It is carried out, and nobody hears of it.
    Unheard,
    /// It is not carried out.
    Not,
    /// It fails.
    Failed,
    /// There is no room.
    NoRoom,
}

/// An operation that changes the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Write,
    Sync,
    /// Truncation or removal.
    Other,
}

impl Disk {
    /// Takes this for what lies on the disk, and begins to count. `chance` decides what a power cut leaves.
    pub fn begin(&mut self, image: &Image, plan: Vec<(Moment, Mishap)>, chance: u64) {
        let files = image.0.iter().map(|(name, bytes)| (name.clone(), File::durable(bytes.clone())));
        *self = Self { files: files.collect(), plan, chance, ..Self::default() };
    }

    /// What lies on the platter now: what a power cut at this moment leaves at least.
    pub fn image(&self) -> Image {
        let named = self.files.iter().filter(|(_, file)| file.named);
        Image(named.map(|(name, file)| (name.clone(), file.synced().to_vec())).collect())
    }

    /// Lays other files on the disk, and goes on with the plan and the counts. Nothing may have a file open.
    pub fn replace(&mut self, image: &Image) {
        self.files = image.0.iter().map(|(name, bytes)| (name.clone(), File::durable(bytes.clone()))).collect();
        self.ghosts.clear();
        self.locks.clear();
    }

    /// How many operations changed anything since [`Disk::begin`].
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// How many syncs there were since [`Disk::begin`].
    pub fn syncs(&self) -> u64 {
        self.syncs
    }

    /// How much of the plan has happened.
    pub fn happened(&self) -> usize {
        self.happened
    }

    /// True while the machine is stopped: nothing can be read or written.
    pub fn has_stopped(&self) -> bool {
        self.has_stopped
    }

    /// Stops the machine now.
    pub fn stop(&mut self) {
        self.has_stopped = true;
    }

    /// The disk has room again.
    pub fn heal(&mut self) {
        self.is_full = false;
    }

    /// Brings the machine back. Nothing may have a file open.
    pub fn restart(&mut self, how: Restart) {
        self.has_stopped = false;
        self.locks.clear();
        if how == Restart::Power {
            self.lose_power();
        }
    }

    fn lose_power(&mut self) {
        for (name, bytes) in std::mem::take(&mut self.ghosts) {
            if self.draw() & 1 == 0 && !self.files.contains_key(&name) {
                self.files.insert(name, File::durable(bytes));
            }
        }
        let mode = self.draw() % 4;
        let mut chance = self.draw();
        let mut survives = move || match mode {
            0 => false,
            1 => true,
            _ => next(&mut chance) & 1 == 0,
        };
        self.files.retain(|_, file| file.named || survives());
        for file in self.files.values_mut() {
            file.lose_power(&mut survives);
            file.named = true;
        }
    }

    /// The next number of chance, the same for the same seed.
    pub(crate) fn draw(&mut self) -> u64 {
        next(&mut self.chance)
    }

    /// Counts an operation and says what becomes of it.
    pub(crate) fn course(&mut self, operation: Operation) -> Course {
        if self.has_stopped {
            return Course::Failed;
        }
        self.changes += 1;
        let sync = self.syncs + 1;
        if operation == Operation::Sync {
            self.syncs += 1;
        }
        let due = |(moment, mishap): &(Moment, Mishap)| match (*moment, *mishap) {
            (Moment::Change(nth), _) => nth == self.changes,
            (Moment::Sync(nth), Mishap::Full) => nth == sync && operation == Operation::Write,
            (Moment::Sync(nth), _) => nth == sync && operation == Operation::Sync,
        };
        let mishap = self.plan.iter().position(due).map(|place| self.plan.remove(place).1);
        self.happened += usize::from(mishap.is_some());
        match mishap {
            Some(Mishap::StopBefore) => {
                self.has_stopped = true;
                Course::Not
            }
            Some(Mishap::StopAfter) => {
                self.has_stopped = true;
                Course::Unheard
            }
            Some(Mishap::Fail) => Course::Failed,
            Some(Mishap::Full) => {
                self.is_full = true;
                Course::NoRoom
            }
            None if self.is_full && operation == Operation::Write => Course::NoRoom,
            None => Course::Done,
        }
    }

    pub(crate) fn file(&self, name: &str) -> Option<&File> {
        self.files.get(name)
    }

    pub(crate) fn file_mut(&mut self, name: &str) -> &mut File {
        self.files.entry(name.to_owned()).or_default()
    }

    pub(crate) fn remove(&mut self, name: &str) {
        if let Some(file) = self.files.remove(name).filter(|file| file.named) {
            self.ghosts.insert(name.to_owned(), file.synced().to_vec());
        }
    }

    /// The directory was synced: what was removed stays removed.
    pub(crate) fn sync_names(&mut self) {
        self.ghosts.clear();
    }
}

/// `SplitMix64`.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
