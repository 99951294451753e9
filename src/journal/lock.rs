//! One process holds a journal: an exclusive lock of the operating system, gone with the process however it ends.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::JournalError;
use super::files;

/// The lock, held until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the journal at `path` or says who has it.
    pub(super) fn take(path: &Path) -> Result<Self, JournalError> {
        let lock_path = beside(path, ".lock");
        let storage = |error: std::io::Error| JournalError::Storage(format!("{}: {error}", lock_path.display()));
        let mut file =
            files::private().read(true).write(true).create(true).truncate(false).open(&lock_path).map_err(storage)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(JournalError::HeldByAnotherProcess { path: path.to_owned(), pid: holder(&mut file) });
            }
            Err(TryLockError::Error(error)) => return Err(storage(error)),
        }
        // Only for people: the lock is what counts. The file stays, since removing it would race with the next owner.
        file.set_len(0).and_then(|()| file.rewind()).map_err(storage)?;
        writeln!(file, "{}", std::process::id()).map_err(storage)?;
        Ok(Self { _file: file })
    }
}

/// A name beside the journal's own.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The process that wrote itself into the lock file. Where locks forbid reading, nobody knows.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(PID_LEN_MAX).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

const PID_LEN_MAX: u64 = 20;
