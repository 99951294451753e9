//! What can go wrong with the journal, and whose fault it is.

use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::ErrorCode;
use thiserror::Error;

/// Why the journal could not be opened, read or written. No variant carries a personal value.
#[derive(Debug, Error)]
pub enum JournalError {
    /// Set-up: two programs want the same journal. The other one goes on undisturbed.
    #[error("the journal {} is held by another process{}", path.display(), pid.map(|pid| format!(" ({pid})")).unwrap_or_default())]
    HeldByAnotherProcess {
        /// The journal.
        path: PathBuf,
        /// Who holds it, where its lock file tells.
        pid: Option<u32>,
    },
    /// Set-up: an older program was started on a newer program's journal.
    #[error("the journal has schema {found}, this program knows up to {known}")]
    NewerVersion {
        /// Schema of the file.
        found: u32,
        /// Newest schema that this program knows.
        known: u32,
    },
    /// Set-up: the journal has an older schema and was opened to be read only. Opening it to write brings it up.
    #[error("the journal has schema {found}, reading it needs {known}")]
    OlderVersion {
        /// Schema of the file.
        found: u32,
        /// The schema that this program reads.
        known: u32,
    },
    /// Set-up: the journal belongs to another platform, institution or desk slot.
    #[error("the journal is bound to {what} {journal}, not {asked}")]
    OtherBinding {
        /// Which part of the binding differs.
        what: &'static str,
        /// What the journal is bound to.
        journal: String,
        /// What it was opened for.
        asked: String,
    },
    /// Set-up: the journal was copied, restored or moved from another machine or directory. It sends nothing until a
    /// person gives it a new desk slot.
    #[error("the journal belongs at {journal}, this is {here}")]
    Moved {
        /// The machine and file name that the journal is bound to.
        journal: String,
        /// This machine, and the name that it was opened by.
        here: String,
    },
    /// Set-up: the journal is older than what this desk has sent: put back from a backup, or it or its log was
    /// removed. It sends nothing until a person gives it a new desk slot.
    #[error("message ids were given up to {sent}, the journal knows of none{}", known.map(|known| format!(" after {known}")).unwrap_or_default())]
    Restored {
        /// Time of the last message id that this desk gave.
        sent: Timestamp,
        /// Time of the last one that the journal knows of.
        known: Option<Timestamp>,
    },
    /// Set-up: the key file is not the one that the journal was sealed with.
    #[error("the key does not open this journal")]
    WrongKey,
    /// Set-up: the journal's key file is gone. A new key would open nothing.
    #[error("{}", .0.display())]
    KeyMissing(PathBuf),
    /// Set-up: the key file cannot be used.
    #[error("key file {}: {why}", path.display())]
    KeyFile {
        /// The key file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// Set-up: a database, but not a journal.
    #[error("{} is not a journal", .0.display())]
    NotAJournal(PathBuf),
    /// Caller: a file of this name is there, and nothing is overwritten.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// Set-up: a desk slot that has given message ids before may not be taken again.
    #[error("desk slot {0:02} was used by this journal before")]
    SlotUsed(u8),
    /// Set-up: the clock is far behind the last message id, so it jumped, or jumps now.
    #[error("the clock says {now}, but message ids were given up to {mark}")]
    ClockJumped {
        /// Time of the last message id given or reserved.
        mark: Timestamp,
        /// What the clock says.
        now: Timestamp,
    },
    /// Machine: no room. What was written before stands, what was being written does not.
    #[error("the disk is full")]
    DiskFull,
    /// Machine: the file system refused to read or write. Nothing is promised until the journal is opened again.
    #[error("storage: {0}")]
    Storage(String),
    /// Machine: the file is not what was written to it.
    #[error("the journal is damaged: {0}")]
    Damaged(String),
    /// Limit met: a value is larger than the journal takes.
    #[error("{what} has {bytes} bytes, at most {bytes_max} are kept")]
    TooLarge {
        /// Which value.
        what: &'static str,
        /// Its size.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// Caller: nothing in the journal has this name.
    #[error("the journal knows no {what} {name}")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// Caller: what was to be written contradicts what stands, and what stands is kept.
    #[error("contradicts the journal: {0}")]
    Contradiction(String),
    /// Caller: the journal was opened to be read.
    #[error("the journal was opened to be read only")]
    ReadOnly,
    /// This program: a statement that SQLite does not accept.
    #[error("a fault of this program: {0}")]
    Internal(String),
}

impl JournalError {
    /// True if nothing more may be promised until the journal is opened again: after a failed write or sync the
    /// kernel's pages and the disk may differ.
    pub(super) fn spoils(&self) -> bool {
        matches!(self, Self::Storage(_) | Self::Damaged(_))
    }
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        // The text of SQLite names tables and columns, never values.
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(text),
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::OutOfMemory
                | ErrorCode::NoLargeFileSupport,
            ) => Self::Storage(text),
            Some(ErrorCode::ConstraintViolation) => Self::Contradiction(text),
            Some(_) => Self::Internal(text),
            // No code: a column that does not hold what this program wrote into it.
            None => match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..) => Self::Damaged("a column of another kind".to_owned()),
                _ => Self::Internal(text),
            },
        }
    }
}
