//! Opening: the lock, the checks, the schema, and what makes a commit durable.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use yijie_core::teeth::{Tooth, bites};

use super::binding::{self, Binding};
use super::entry::AuditLine;
use super::lock::{Lock, beside};
use super::message_id::Ordinal;
use super::page::Page;
use super::refuse::{Ground, refuse_lost, refuse_others};
use super::seal::SealKey;
use super::{Journal, JournalError, damage, files, migrate};

impl Journal {
    /// Opens the journal at `path`, or makes it, and holds it until dropped.
    ///
    /// Refuses a journal that another process holds, that a newer program wrote, that is bound to another platform,
    /// institution, slot or machine, that the key does not open, or that is damaged.
    pub fn open(path: &Path, binding: &Binding, key: SealKey, now: Timestamp) -> Result<Self, JournalError> {
        Self::open_on(path, &Medium::Disk, binding, key, now, &Ground::Bound)
    }

    /// Opens the journal on the file system that is registered with SQLite as `vfs`: for a proof that breaks it at
    /// will. Only the lock's file stays where `path` says.
    pub fn open_on_vfs(
        path: &Path,
        vfs: &str,
        binding: &Binding,
        key: SealKey,
        now: Timestamp,
    ) -> Result<Self, JournalError> {
        Self::open_on(path, &Medium::Vfs(vfs), binding, key, now, &Ground::Bound)
    }

    /// Gives a journal that was restored, copied, moved or lost, or whose clock had jumped, to the machine and slot of
    /// `binding`, and opens it. Its message ids begin anew in the new slot, so none repeats one that the original
    /// gave after the copy was made; whether another desk of the hospital has the slot, the caller must know. What
    /// is open in it is in doubt until the platform's books say otherwise. `why` names the person and the reason.
    pub fn rebind(
        path: &Path,
        binding: &Binding,
        key: SealKey,
        now: Timestamp,
        why: &AuditLine,
    ) -> Result<Self, JournalError> {
        Self::open_on(path, &Medium::Disk, binding, key, now, &Ground::Given(why))
    }

    /// Opens the journal to be read, beside the process that holds it. Where it was made does not matter.
    pub fn open_read_only(path: &Path, key: SealKey) -> Result<Self, JournalError> {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        db.busy_timeout(BUSY_TIMEOUT)?;
        let known = migrate::SCHEMA_VERSION;
        match migrate::version(&db)? {
            None => return Err(JournalError::NotAJournal(path.to_owned())),
            Some(found) if found > known => return Err(JournalError::NewerVersion { found, known }),
            Some(found) if found < known => return Err(JournalError::OlderVersion { found, known }),
            Some(_) => {}
        }
        binding::check_key(&db, &key)?;
        let institution = binding::bound_institution(&db)?;
        let slot = binding::bound_slot(&db)?.number();
        let epoch = binding::epoch(&db)?;
        Ok(Self { db, key, institution, slot, epoch, lock: None, spoiled: false, queries: None })
    }

    fn open_on(
        path: &Path,
        medium: &Medium<'_>,
        binding: &Binding,
        key: SealKey,
        now: Timestamp,
        ground: &Ground<'_>,
    ) -> Result<Self, JournalError> {
        let path = &settle_path(path).map_err(|error| unusable(path, &error))?;
        let mut lock = Lock::take(path)?;
        damage::refuse_damaged(path)?;
        // A clean end removes the log. Where it is there, the last owner was killed or lost power.
        let left_in_haste = medium.was_left_in_haste(path);
        let mut db = medium.connect(path)?;
        db.busy_timeout(BUSY_TIMEOUT)?;

        // Nothing is written, not even the log's header, before it is known to be ours.
        let version = migrate::version(&db)?;
        match version {
            Some(version) => refuse_others(&db, version, path, binding, &key, ground, lock.witness)?,
            None => refuse_lost(path, binding, ground, lock.witness)?,
        }
        if left_in_haste {
            quick_check(&db)?;
        }

        make_durable(&db)?;
        if version != Some(migrate::SCHEMA_VERSION) || matches!(ground, Ground::Given(_)) {
            let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            migrate::migrate(&tx, version.unwrap_or(0))?;
            let page =
                Page { db: &tx, key: &key, institution: &binding.institution, slot: binding.slot.number(), epoch: 0 };
            page.bind(binding, path, version, now, ground)?;
            let mark = page.mark()?;
            tx.commit()?;
            if let Some(mark) = mark {
                lock.tell(binding.slot.number(), mark);
            }
            medium.sync_directory_of(path).map_err(|error| unusable(path, &error))?;
        }
        let epoch = binding::epoch(&db)?;
        Ok(Self {
            db,
            epoch,
            key,
            institution: binding.institution.clone(),
            slot: binding.slot.number(),
            lock: Some(lock),
            spoiled: false,
            queries: None,
        })
    }
}

/// Where the file lies.
enum Medium<'a> {
    /// In the file system of the machine.
    Disk,
    /// In one of SQLite's own, by its name.
    Vfs(&'a str),
}

impl Medium<'_> {
    fn was_left_in_haste(&self, path: &Path) -> bool {
        match self {
            Self::Disk => beside(path, "-wal").exists(),
            // It cannot be asked, so it is looked at each time.
            Self::Vfs(_) => true,
        }
    }

    fn connect(&self, path: &Path) -> Result<Connection, JournalError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Ok(match self {
            Self::Disk => {
                make_private(path).map_err(|error| unusable(path, &error))?;
                Connection::open_with_flags(path, flags)?
            }
            Self::Vfs(name) => Connection::open_with_flags_and_vfs(path, flags | OpenFlags::SQLITE_OPEN_CREATE, *name)?,
        })
    }

    /// Makes the names of new files durable.
    fn sync_directory_of(&self, path: &Path) -> io::Result<()> {
        match self {
            Self::Disk => path.parent().map_or(Ok(()), files::sync_directory),
            Self::Vfs(_) => Ok(()),
        }
    }
}

impl Page<'_> {
    /// Writes what the journal belongs to, where it is new or is given a new place.
    fn bind(
        &self,
        binding: &Binding,
        path: &Path,
        version: Option<u32>,
        now: Timestamp,
        ground: &Ground<'_>,
    ) -> Result<(), JournalError> {
        if version.is_none() {
            binding.write(self.db, self.key, path)?;
            let made = AuditLine::new("yijie", "journal made", format!("slot {}", binding.slot));
            self.append_audit(now, None, &made)?;
        }
        if let Ground::Given(why) = ground {
            binding.write_place(self.db, path)?;
            binding::put(self.db, "epoch", binding::epoch(self.db)? + 1)?;
            // Without a mark the lock's file would still tell of the old slot, and so of a backup.
            self.put_mark(Ordinal::before(now))?;
            self.append_audit(now, None, why)?;
        }
        Ok(())
    }
}

/// One name for the file however it is spelt, since the lock goes by it. Makes the directory.
pub(super) fn settle_path(path: &Path) -> io::Result<PathBuf> {
    if let Ok(settled) = fs::canonicalize(path) {
        return Ok(settled);
    }
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."));
    files::create_directory(directory)?;
    Ok(fs::canonicalize(directory)?.join(name))
}

/// Makes the file where there is none, for its owner only. SQLite gives its log the same mode.
fn make_private(path: &Path) -> io::Result<()> {
    files::private().read(true).write(true).create(true).truncate(false).open(path)?;
    files::close_to_others(path)
}

fn unusable(path: &Path, error: &io::Error) -> JournalError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => JournalError::DiskFull,
        _ => JournalError::Storage(format!("{}: {error}", path.display())),
    }
}

/// A commit that has returned survives a power cut. FULL syncs the log at every commit; NORMAL would not.
fn make_durable(db: &Connection) -> Result<(), JournalError> {
    let mode: String = db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(JournalError::Storage(format!("the file system allows no write-ahead log ({mode})")));
    }
    db.pragma_update(None, "synchronous", if bites(Tooth::SynchronousNormal) { "NORMAL" } else { "FULL" })?;
    // macOS only: without these a sync stops at the drive's cache.
    db.pragma_update(None, "fullfsync", true)?;
    db.pragma_update(None, "checkpoint_fullfsync", true)?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update_and_check(None, "journal_size_limit", WAL_BYTES_MAX, |_| Ok(()))?;
    Ok(())
}

fn quick_check(db: &Connection) -> Result<(), JournalError> {
    let verdict: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(JournalError::Damaged(verdict)) }
}

/// How long a write waits for a reader's checkpoint.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);
/// What the log is cut to after a checkpoint.
const WAL_BYTES_MAX: i64 = 4 << 20;
