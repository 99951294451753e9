//! A backup: one file, as the journal stood at one moment, taken while the desk works. Sealed stays sealed: the key is
//! not in it.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::binding::{meta_if, put};
use super::lock::beside;
use super::page::instant_if;
use super::{Journal, JournalError, files};

/// How far a backup has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Pages that are still to be copied.
    pub left: u64,
    /// All pages.
    pub all: u64,
}

impl Journal {
    /// Writes a backup to `path`, which must not exist, and makes it durable. It belongs to no place and no machine:
    /// put back anywhere, it sends nothing until a person gives it a slot of its own.
    ///
    /// `check` gets the backup, opened to be read, before it takes its name; what it refuses is removed.
    pub fn backup<E: From<JournalError>>(
        &self,
        path: &Path,
        now: Timestamp,
        told: &mut dyn FnMut(Copied),
        check: impl FnOnce(&Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let reserved = Reserved::take(path)?;
        self.copy_to(&reserved.draft, now, told)?;
        let copy = Self::open_read_only(&reserved.draft, self.key.clone())?;
        check(&copy)?;
        drop(copy);
        Ok(reserved.keep()?)
    }

    /// When this journal was taken as a backup, if it was put back from one.
    pub fn backed_up_at(&self) -> Result<Option<Timestamp>, JournalError> {
        instant_if(meta_if(&self.db, BACKED_UP_AT)?)
    }

    fn copy_to(&self, draft: &Path, now: Timestamp, told: &mut dyn FnMut(Copied)) -> Result<(), JournalError> {
        let mut copy = Connection::open(draft)?;
        {
            // Held open, the copy is of one moment, however much is written meanwhile.
            let _moment = self.snapshot()?;
            let backup = Backup::new(&self.db, &mut copy)?;
            loop {
                match backup.step(STEP_PAGES)? {
                    StepResult::Done => break,
                    StepResult::Busy | StepResult::Locked => std::thread::sleep(BUSY_PAUSE),
                    _ => {}
                }
                let progress = backup.progress();
                let count = |pages: i32| u64::try_from(pages).unwrap_or(0);
                told(Copied { left: count(progress.remaining), all: count(progress.pagecount) });
            }
        }
        // One file, without a log beside it.
        copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
        displace(&copy, "backup", now)?;
        copy.close().map_err(|(_, error)| error)?;
        OpenOptions::new()
            .write(true)
            .open(draft)
            .and_then(|file| file.sync_all())
            .map_err(|error| failed(draft, &error))
    }
}

/// Takes a copy out of its place: no machine and no name is its own, until a person gives it one.
pub(super) fn displace(copy: &Connection, how: &str, now: Timestamp) -> Result<(), JournalError> {
    if meta_if::<i64>(copy, BACKED_UP_AT)?.is_none() || how == "backup" {
        put(copy, BACKED_UP_AT, now.as_millisecond())?;
    }
    put(copy, "place", format!("{how} {now}"))
}

/// A name that nobody else takes while the file for it is made.
struct Reserved {
    path: PathBuf,
    draft: PathBuf,
    kept: bool,
}

impl Reserved {
    fn take(path: &Path) -> Result<Self, JournalError> {
        let made = files::private().write(true).create_new(true).open(path);
        made.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => JournalError::Exists(path.to_owned()),
            _ => failed(path, &error),
        })?;
        let reserved = Self { path: path.to_owned(), draft: beside(path, ".part"), kept: false };
        let _ = fs::remove_file(&reserved.draft);
        let draft = files::private().write(true).create_new(true).open(&reserved.draft);
        draft.map_err(|error| failed(&reserved.draft, &error))?;
        Ok(reserved)
    }

    fn keep(mut self) -> Result<(), JournalError> {
        let named = fs::rename(&self.draft, &self.path);
        let directory = self.path.parent().filter(|directory| !directory.as_os_str().is_empty());
        let synced = named.and_then(|()| files::sync_directory(directory.unwrap_or(Path::new("."))));
        synced.map_err(|error| failed(&self.path, &error))?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        if !self.kept {
            // The reserved name holds nothing yet, or what could not be made durable.
            for name in [&self.draft, &self.path] {
                let _ = fs::remove_file(name);
            }
        }
    }
}

fn failed(path: &Path, error: &io::Error) -> JournalError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => JournalError::DiskFull,
        _ => JournalError::Storage(format!("{}: {error}", path.display())),
    }
}

/// When a backup was taken, in the journal's words about itself.
const BACKED_UP_AT: &str = "backed_up_at_ms";
/// Pages that are copied between two tellings: 16 MB.
const STEP_PAGES: i32 = 4_000;
const BUSY_PAUSE: Duration = Duration::from_millis(20);
