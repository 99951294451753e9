//! What the journal can prove of itself without knowing what a stay is: pages, references, the trail, the seals.

use rusqlite::{OptionalExtension, Transaction};
use yijie_core::settlement::ids::{BillDigest, MessageId, StayKey};

use super::page::instant_if;
use super::{Journal, JournalError};

/// The journal as it stood at one moment, whatever is written meanwhile. Let go of it soon: the log grows until then.
#[derive(Debug)]
pub struct Snapshot<'a> {
    _held: Transaction<'a>,
}

/// A receipt as the journal remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReceipt {
    /// The message id of its settlement.
    pub settlement: MessageId,
    /// When it was voided.
    pub voided_at: Option<jiff::Timestamp>,
}

impl Journal {
    /// Everything read until this is dropped is of one moment.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, JournalError> {
        let held = self.db.unchecked_transaction()?;
        // A deferred transaction begins with its first look.
        held.query_row("SELECT count(*) FROM meta", [], |_| Ok(()))?;
        Ok(Snapshot { _held: held })
    }

    /// What is wrong with the file itself, one sentence each, at most [`FAULTS_MAX`]: pages, indices, references.
    pub fn file_faults(&self) -> Result<Vec<String>, JournalError> {
        let mut faults = Vec::new();
        let mut check = self.db.prepare(&format!("PRAGMA integrity_check({FAULTS_MAX})"))?;
        let mut rows = check.query([])?;
        while let Some(row) = rows.next()? {
            let verdict: String = row.get(0)?;
            if verdict != "ok" {
                faults.push(verdict);
            }
        }
        let mut check = self.db.prepare("PRAGMA foreign_key_check")?;
        let mut rows = check.query([])?;
        while let Some(row) = rows.next()?
            && faults.len() < FAULTS_MAX
        {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            faults.push(format!("a row of {table} refers to nothing in {parent}"));
        }
        Ok(faults)
    }

    /// How many stays there are.
    pub fn stay_count(&self) -> Result<u32, JournalError> {
        Ok(self.db.query_row("SELECT count(*) FROM stays", [], |row| row.get(0))?)
    }

    /// The next stays after `after` in the order of their numbers, at most `limit`: a walk over all of them.
    pub fn stays_after(&self, after: Option<&StayKey>, limit: u32) -> Result<Vec<StayKey>, JournalError> {
        let page = self.page();
        let mut select =
            page.db.prepare_cached("SELECT stay_no FROM stays WHERE stay_no > ? ORDER BY stay_no LIMIT ?")?;
        let after = after.map_or("", |stay| stay.stay_no.as_str());
        let numbers = select.query_map(rusqlite::params![after, limit], |row| row.get(0))?;
        numbers.map(|number: rusqlite::Result<String>| page.stay_key(&number?)).collect()
    }

    /// The digests of a stay's bills, in the order of their versions.
    pub fn bills_of(&self, stay: &StayKey) -> Result<Vec<BillDigest>, JournalError> {
        let page = self.page();
        let mut select = page.db.prepare_cached("SELECT digest FROM bills WHERE stay_no = ? ORDER BY version")?;
        let digests = select.query_map([page.stay_no(stay)?], |row| row.get::<_, String>(0))?;
        let read = |digest: rusqlite::Result<String>| {
            BillDigest::parse(&digest?).map_err(|_| JournalError::Damaged("a digest".to_owned()))
        };
        digests.map(read).collect()
    }

    /// The receipt of a settlement, if its original was said or it was voided.
    pub fn receipt_of(&self, settlement: &MessageId) -> Result<Option<StoredReceipt>, JournalError> {
        let mut select = self.db.prepare_cached("SELECT voided_at_ms FROM receipts WHERE settlement = ?")?;
        let voided: Option<Option<i64>> = select.query_row([settlement.as_str()], |row| row.get(0)).optional()?;
        voided
            .map(|voided| Ok(StoredReceipt { settlement: settlement.clone(), voided_at: instant_if(voided)? }))
            .transpose()
    }
}

/// Refuses a database that is shorter than its header says, where no log could complete it.
pub(super) fn refuse_cut_off(file_bytes: u64, header: &[u8; HEADER_BYTES]) -> Result<(), JournalError> {
    let page_bytes = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        bytes => u64::from(bytes),
    };
    let pages = u64::from(u32::from_be_bytes([header[28], header[29], header[30], header[31]]));
    if file_bytes < pages.saturating_mul(page_bytes) {
        return Err(JournalError::Damaged(format!("{file_bytes} bytes are left of {}", pages * page_bytes)));
    }
    Ok(())
}

/// Most faults of the file that are listed.
pub const FAULTS_MAX: usize = 100;
/// Bytes of a database's header.
pub(super) const HEADER_BYTES: usize = 100;
