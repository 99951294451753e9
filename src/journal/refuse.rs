//! Whose journal is it? Answered before anything is written to it.

use std::path::Path;

use rusqlite::Connection;
use yijie_core::teeth::{Tooth, bites};

use super::binding::{self, Binding};
use super::entry::AuditLine;
use super::lock::Witness;
use super::message_id::Ordinal;
use super::seal::SealKey;
use super::{JournalError, migrate};

/// On what ground a journal is opened.
pub(super) enum Ground<'a> {
    /// It is bound to this machine and slot.
    Bound,
    /// A person gives it this machine and a slot that it never had.
    Given(&'a AuditLine),
}

/// Refuses a journal that is not ours to write.
pub(super) fn refuse_others(
    db: &Connection,
    found: u32,
    path: &Path,
    binding: &Binding,
    key: &SealKey,
    ground: &Ground<'_>,
    witness: Option<Witness>,
) -> Result<(), JournalError> {
    let known = migrate::SCHEMA_VERSION;
    if found > known {
        return Err(JournalError::NewerVersion { found, known });
    }
    binding.check_owner(db)?;
    binding::check_key(db, key)?;
    match ground {
        Ground::Bound => {
            binding.check_place(db, path)?;
            refuse_restored(db, witness)
        }
        Ground::Given(_) => refuse_used_slot(db, binding, witness),
    }
}

/// Where there is no journal, but a lock's file that tells of ids, there was one: with it went what is in doubt, so
/// only a person may begin anew, in another slot.
pub(super) fn refuse_lost(
    path: &Path,
    binding: &Binding,
    ground: &Ground<'_>,
    witness: Option<Witness>,
) -> Result<(), JournalError> {
    match (ground, witness) {
        (Ground::Bound, Some(witness)) => Err(JournalError::Restored { sent: witness.mark.time(), known: None }),
        (Ground::Given(_), None) => Err(JournalError::NotAJournal(path.to_owned())),
        (Ground::Given(_), Some(witness)) if witness.slot == binding.slot.number() => {
            Err(JournalError::SlotUsed(witness.slot))
        }
        (Ground::Bound, None) | (Ground::Given(_), Some(_)) => Ok(()),
    }
}

/// A journal that knows less than its lock's file was put back from a backup, or lost its log.
fn refuse_restored(db: &Connection, witness: Option<Witness>) -> Result<(), JournalError> {
    let Some(Witness { slot, mark: sent }) = witness else { return Ok(()) };
    let bound = binding::bound_slot(db)?.number();
    let known: Option<i64> =
        db.query_row("SELECT max(ordinal) FROM marks WHERE slot = ?", [bound], |row| row.get(0))?;
    if bites(Tooth::RestoredSends) || bound == slot && known.is_some_and(|known| Ordinal(known) >= sent) {
        return Ok(());
    }
    Err(JournalError::Restored { sent: sent.time(), known: known.map(|known| Ordinal(known).time()) })
}

/// A slot that gave ids before, here or in the original that this is a copy of, may have given the next ones too.
fn refuse_used_slot(db: &Connection, binding: &Binding, witness: Option<Witness>) -> Result<(), JournalError> {
    let slot = binding.slot;
    let used: bool = db.query_row("SELECT count(*) FROM marks WHERE slot = ?", [slot.number()], |row| row.get(0))?;
    // The one that was put aside for a backup may have given ids in a slot that the backup never heard of.
    let lately = witness.is_some_and(|witness| witness.slot == slot.number());
    if used || lately || binding::bound_slot(db)? == slot {
        return Err(JournalError::SlotUsed(slot.number()));
    }
    Ok(())
}
