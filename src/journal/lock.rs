//! One process holds a journal: an exclusive lock of the operating system, gone with the process however it ends.
//!
//! The lock's file also says up to where message ids were given. It stands outside the database, so a journal that was
//! put back from a backup, or lost its log, is found to be older than what this desk has sent.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::JournalError;
use super::files;
use super::message_id::Ordinal;

/// The lock, held until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    /// What the last owner left.
    pub(super) witness: Option<Witness>,
}

/// Up to where message ids were given, as far as the file system remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Witness {
    pub(super) slot: u8,
    pub(super) mark: Ordinal,
}

impl Lock {
    /// Takes the lock of the journal at `path` or says who has it.
    pub(super) fn take(path: &Path) -> Result<Self, JournalError> {
        let lock_path = beside(path, ".lock");
        let storage = |error: io::Error| JournalError::Storage(format!("{}: {error}", lock_path.display()));
        let mut file =
            files::private().read(true).write(true).create(true).truncate(false).open(&lock_path).map_err(storage)?;
        let held = match file.try_lock() {
            Ok(()) => false,
            Err(TryLockError::WouldBlock) => true,
            Err(TryLockError::Error(error)) => return Err(storage(error)),
        };
        let (pid, witness) = read(&mut file);
        if held {
            return Err(JournalError::HeldByAnotherProcess { path: path.to_owned(), pid });
        }
        // The file stays when the lock goes, since removing it would race with the next owner.
        let mut lock = Self { file, witness };
        lock.write(witness).map_err(storage)?;
        Ok(lock)
    }

    /// Writes down up to where ids were given. Never synced: after a power cut it may say less than the journal,
    /// which is harmless; and never an error, since the id it follows is already durable.
    pub(super) fn tell(&mut self, slot: u8, mark: Ordinal) {
        let _ = self.write(Some(Witness { slot, mark }));
    }

    /// One line of one length in one write, so that no half of it is ever read.
    fn write(&mut self, witness: Option<Witness>) -> io::Result<()> {
        let pid = std::process::id();
        let line = match witness {
            Some(Witness { slot, mark }) => format!("{pid:>10} {slot:02} {:>20}\n", mark.0),
            None => format!("{pid:>10} {:>23}\n", '-'),
        };
        self.file.rewind()?;
        self.file.write_all(line.as_bytes())
    }
}

impl Drop for Lock {
    /// Said aloud: closing alone leaves the lock with a process that is just being started and still has a copy.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

/// A name beside the journal's own.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Who holds or held the lock, and what they left. Where a lock forbids reading, nobody knows.
fn read(file: &mut File) -> (Option<u32>, Option<Witness>) {
    let mut line = String::new();
    if file.take(LINE_BYTES_MAX).read_to_string(&mut line).is_err() {
        return (None, None);
    }
    let mut words = line.split_whitespace();
    let pid = words.next().and_then(|pid| pid.parse().ok());
    let slot = words.next().and_then(|slot| slot.parse().ok());
    let mark = words.next().and_then(|mark| mark.parse().ok());
    (pid, slot.zip(mark).map(|(slot, mark)| Witness { slot, mark: Ordinal(mark) }))
}

const LINE_BYTES_MAX: u64 = 64;
