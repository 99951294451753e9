//! That damage was found is remembered beside the journal, where it can be written whatever the journal is like:
//! until it is verified whole or put back from a backup, nothing is sent from it.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use super::integrity::{HEADER_BYTES, refuse_cut_off};
use super::lock::{Lock, beside};
use super::{JournalError, files};

/// Remembers that the journal at `path` is damaged. `what` names no person.
pub(super) fn remember(path: &Path, what: &str) -> io::Result<()> {
    let mut file = files::private().write(true).create(true).truncate(true).open(beside(path, MARK))?;
    file.write_all(&what.as_bytes()[..what.floor_char_boundary(MARK_BYTES_MAX)])?;
    file.sync_all()
}

/// The journal was found whole, or another took its place.
pub(super) fn forget(path: &Path) -> io::Result<()> {
    match fs::remove_file(beside(path, MARK)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Refuses a journal that was found damaged before, or is shorter than it says.
pub(super) fn refuse_damaged(path: &Path) -> Result<(), JournalError> {
    if let Ok(file) = File::open(beside(path, MARK)) {
        let mut what = String::new();
        let _ = file.take(MARK_BYTES_MAX as u64).read_to_string(&mut what);
        return Err(JournalError::Damaged(what));
    }
    if beside(path, "-wal").exists() {
        // The log may hold what the file lacks.
        return Ok(());
    }
    let mut header = [0; HEADER_BYTES];
    let whole = |mut file: File| -> io::Result<u64> {
        file.read_exact(&mut header)?;
        Ok(file.metadata()?.len())
    };
    match File::open(path).and_then(whole) {
        Ok(bytes) if header.starts_with(MAGIC) => refuse_cut_off(bytes, &header),
        // One that is new, or no database at all, is judged by whoever opens it.
        _ => Ok(()),
    }
}

/// What a verification came to is remembered, unless another process holds the journal.
pub fn note_verdict(path: &Path, damage: Option<&str>) -> Result<(), JournalError> {
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let noted = match damage {
        Some(what) => remember(path, what),
        None if beside(path, MARK).exists() => {
            let _lock = Lock::take(path)?;
            forget(path)
        }
        None => Ok(()),
    };
    noted.map_err(|error| JournalError::Storage(format!("{}: {error}", path.display())))
}

/// Ends the name of the file that remembers damage.
pub(super) const MARK: &str = ".damaged";
const MAGIC: &[u8] = b"SQLite format 3\0";
const MARK_BYTES_MAX: usize = 1_000;
