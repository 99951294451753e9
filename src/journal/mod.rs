//! The journal: what this desk must never forget. SQLite, one file, one owner, no thread of its own.
//!
//! - **Intent before byte.** [`Journal::intend`] gives a message id and writes the message with it. Until it returns
//!   nothing may be sent; once it has, the intent outlives a power cut and the id is never given again.
//! - **One entry, one commit.** Everything that one event changed about a stay is one [`Entry`], written whole or not
//!   at all.
//! - **Sealed.** States, bodies, replies, bills and patients are sealed under a key file. In plain text stand only
//!   what lists and evidence need: stay numbers, message ids, fates, amounts, times.
//! - **Bound** to one institution, platform, desk slot, machine and file name. A copy, or a
//!   backup put back, sends nothing until a person gives it a slot of its own ([`Journal::rebind`]).
//!
//! Instants are kept in UTC, to the millisecond.

mod audit;
mod backup;
mod binding;
mod damage;
mod entry;
mod error;
mod instruction;
mod integrity;
mod lock;
mod masked;
mod message_id;
mod migrate;
mod open;
mod page;
mod person;
mod prune;
mod put;
mod read;
mod receipt;
mod refuse;
mod restore;
mod seal;
mod sign_in;
mod text;
mod waiting;
mod write;

#[cfg(not(unix))]
#[path = "other.rs"]
mod files;
#[cfg(unix)]
#[path = "unix.rs"]
mod files;

#[cfg(test)]
mod tests;

use rusqlite::Connection;
use yijie_core::settlement::ids::InstitutionCode;

pub use audit::{AuditTrail, StoredLine};
pub use backup::Copied;
pub use binding::{Binding, DeskSlot, MachineId};
pub use damage::note_verdict;
pub use entry::{
    AUDIT_DETAIL_BYTES_MAX, ActRow, AttemptEnd, AuditLine, BILL_BYTES_MAX, BODY_BYTES_MAX, EndKind, Entry, Intent,
    REPLY_BYTES_MAX, Rest, STATE_BYTES_MAX, StayRecord, WORD_BYTES_MAX, WORDS_BYTES_MAX,
};
pub use error::JournalError;
pub use instruction::Instruction;
pub use integrity::{FAULTS_MAX, Snapshot, StoredReceipt};
pub use message_id::{BLOCK_AGE_MAX, CLOCK_AHEAD_MAX, QUERY_BLOCK_IDS};
pub use migrate::SCHEMA_VERSION;
pub use prune::Pruned;
pub use read::{STAYS_PAGE_MAX, StayLine, StoredAttempt, StoredEnd, StoredStay};
pub use receipt::Print;
pub use restore::PutBack;
pub use seal::{Cipher, KEY_BYTES, RESEALED_AT_ONCE, Resealed, Resealing, SealKey};
pub use text::JsonText;
pub use waiting::WaitingSums;
pub use write::IntendError;

/// An open journal. Dropping it lets go of the lock.
#[derive(Debug)]
pub struct Journal {
    db: Connection,
    key: SealKey,
    institution: InstitutionCode,
    slot: u8,
    /// Which life this is: each time that a person gave it a new place, a new one begins.
    epoch: u32,
    /// `None`: opened to be read.
    lock: Option<lock::Lock>,
    /// A write failed in a way that leaves memory and disk apart.
    spoiled: bool,
    /// Message ids reserved for queries.
    queries: Option<message_id::Block>,
}

impl Journal {
    fn page(&self) -> page::Page<'_> {
        page::Page { db: &self.db, key: &self.key, institution: &self.institution, slot: self.slot, epoch: self.epoch }
    }
}
