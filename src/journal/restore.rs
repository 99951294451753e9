//! Putting a backup back: the journal that was there is kept aside, and the restored one belongs to no place yet.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;

use super::backup::displace;
use super::binding::Binding;
use super::lock::{Lock, beside};
use super::seal::SealKey;
use super::{Journal, JournalError, damage, files};

/// A journal that was put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutBack {
    /// Where the journal that was there is kept now. `None`: there was none.
    pub aside: Option<PathBuf>,
}

impl Journal {
    /// Puts the backup `from` in the place of the journal at `path`, whatever became of that one, and keeps it aside.
    /// Refused while a process holds the journal, and for a backup of another hospital or platform.
    ///
    /// The restored journal is bound to no place: it opens to be read only, until [`Journal::rebind`]. A power cut
    /// half way leaves one of the two, or none with what remembers that there was one; nothing is sent from either.
    pub fn restore(
        path: &Path,
        from: &Path,
        binding: &Binding,
        key: &SealKey,
        now: Timestamp,
    ) -> Result<PutBack, JournalError> {
        let failed = |error: io::Error| JournalError::Storage(format!("{}: {error}", path.display()));
        let backup = Self::open_read_only(from, key.clone())?;
        binding.check_owner(&backup.db)?;
        drop(backup);
        let path = &super::open::settle_path(path).map_err(failed)?;
        let _lock = Lock::take(path)?;
        let draft = beside(path, ".restored");
        let _ = fs::remove_file(&draft);
        copy(from, &draft, now)?;

        let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
        let aside = beside(path, &format!(".before-{stamp}"));
        if aside.exists() {
            return Err(JournalError::Exists(aside));
        }
        let there_was_one = path.exists();
        // The log goes first: beside another file it would be taken for that one's.
        for ending in ["-wal", "-shm", ""] {
            rename_if(&beside(path, ending), &beside(&aside, ending)).map_err(failed)?;
        }
        fs::rename(&draft, path).map_err(failed)?;
        damage::forget(path).map_err(failed)?;
        path.parent().map_or(Ok(()), files::sync_directory).map_err(failed)?;
        Ok(PutBack { aside: there_was_one.then_some(aside) })
    }
}

/// Copies a backup, with whatever log stands beside it, into one file of its own.
fn copy(from: &Path, draft: &Path, now: Timestamp) -> Result<(), JournalError> {
    let failed = |error: io::Error| JournalError::Storage(format!("{}: {error}", draft.display()));
    files::private().write(true).create_new(true).open(draft).map_err(failed)?;
    let source = Connection::open_with_flags(from, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut copy = Connection::open(draft)?;
    rusqlite::backup::Backup::new(&source, &mut copy)?.step(-1)?;
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    displace(&copy, "restored", now)?;
    copy.close().map_err(|(_, error)| error)?;
    fs::OpenOptions::new().write(true).open(draft).and_then(|file| file.sync_all()).map_err(failed)
}

fn rename_if(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        renamed => renamed,
    }
}
