//! Writing: one transaction for each entry, durable when the call returns.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, TransactionBehavior, params};
use thiserror::Error;
use yijie_core::settlement::ids::MessageId;
use yijie_core::teeth::{Tooth, bites};

use super::entry::{AuditLine, Entry, Intent};
use super::message_id::{Block, Ordinal, QUERY_BLOCK_IDS};
use super::page::Page;
use super::{Journal, JournalError};

/// Why an intent was not written. Nothing of it stands, and its message id was not given.
#[derive(Debug, Error)]
pub enum IntendError<E> {
    /// The journal could not take it.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The caller could not make the message.
    #[error("{0}")]
    Content(E),
}

impl Journal {
    /// Writes an entry. When this returns, the entry outlives a power cut.
    pub fn write(&mut self, entry: &Entry) -> Result<(), JournalError> {
        self.commit(|page| page.put_entry(entry))
    }

    /// Gives the next message id, has the message made with it, and writes both with the new mark. Until this
    /// returns nothing may be sent; once it has, the intent outlives a power cut and the id is never given again.
    pub fn intend<E>(
        &mut self,
        now: Timestamp,
        make: impl FnOnce(&MessageId) -> Result<Intent, E>,
    ) -> Result<MessageId, IntendError<E>> {
        let (block, id) = self.commit_or(|page| {
            let mut block = page.reserve(now, 1)?;
            let id = page.take(&mut block, now)?;
            let intent = make(&id).map_err(IntendError::Content)?;
            page.put_entry(&intent.entry)?;
            page.put_attempt(&id, &intent)?;
            Ok((block, id))
        })?;
        self.witness(block);
        Ok(id)
    }

    /// An id for a message that changes nothing. Most cost no commit: they come from a block that was durably
    /// reserved, the rest of which is never used after a restart.
    pub fn query_id(&mut self, now: Timestamp) -> Result<MessageId, JournalError> {
        self.writable()?;
        if let Some(ordinal) = self.queries.as_mut().and_then(|block| block.take(now)) {
            return ordinal.id(&self.institution, self.slot);
        }
        let (block, id) = self.commit(|page| {
            let mut block = page.reserve(now, QUERY_BLOCK_IDS)?;
            let id = page.take(&mut block, now)?;
            Ok((block, id))
        })?;
        self.witness(block);
        self.queries = Some(block);
        Ok(id)
    }

    /// Writes a line of the audit trail that belongs to no stay.
    pub fn note(&mut self, at: Timestamp, line: &AuditLine) -> Result<(), JournalError> {
        self.commit(|page| page.append_audit(at, None, line))
    }

    /// Runs `write` in one transaction and makes it durable.
    pub(super) fn commit<T>(
        &mut self,
        write: impl FnOnce(&Page<'_>) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        self.commit_or::<T, JournalError>(|page| Ok(write(page)?)).map_err(|error| match error {
            IntendError::Journal(error) | IntendError::Content(error) => error,
        })
    }

    fn commit_or<T, E>(
        &mut self,
        write: impl FnOnce(&Page<'_>) -> Result<T, IntendError<E>>,
    ) -> Result<T, IntendError<E>> {
        self.writable()?;
        let Self { db, key, institution, slot, epoch, .. } = self;
        let attempt = || {
            let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(JournalError::from)?;
            let value = write(&Page { db: &tx, key, institution, slot: *slot, epoch: *epoch })?;
            tx.commit().map_err(JournalError::from)?;
            Ok(value)
        };
        let outcome = attempt();
        if let Err(IntendError::Journal(error)) = &outcome {
            self.spoiled = self.spoiled || error.spoils();
        }
        outcome
    }

    fn witness(&mut self, block: Block) {
        if let Some(lock) = &mut self.lock {
            lock.tell(self.slot, block.last());
        }
    }

    pub(super) fn writable(&self) -> Result<(), JournalError> {
        if self.lock.is_none() {
            return Err(JournalError::ReadOnly);
        }
        if self.spoiled {
            return Err(JournalError::Storage("a write failed before; the journal must be opened again".to_owned()));
        }
        Ok(())
    }
}

impl Page<'_> {
    /// Reserves message ids by moving the mark.
    fn reserve(&self, now: Timestamp, size: u8) -> Result<Block, JournalError> {
        let block = Block::after(self.mark()?, now, size)?;
        if !bites(Tooth::CounterNotDurable) {
            self.put_mark(block.last())?;
        }
        Ok(block)
    }

    /// The highest message id given or reserved in the journal's slot.
    pub(super) fn mark(&self) -> Result<Option<Ordinal>, JournalError> {
        let mut select = self.db.prepare_cached("SELECT ordinal FROM marks WHERE slot = ?")?;
        Ok(select.query_row([self.slot], |row| row.get(0).map(Ordinal)).optional()?)
    }

    /// Moves the mark.
    pub(super) fn put_mark(&self, mark: Ordinal) -> Result<(), JournalError> {
        self.db
            .prepare_cached("INSERT INTO marks VALUES (?, ?) ON CONFLICT DO UPDATE SET ordinal = excluded.ordinal")?
            .execute(params![self.slot, mark.0])?;
        Ok(())
    }

    fn take(&self, block: &mut Block, now: Timestamp) -> Result<MessageId, JournalError> {
        let fresh = || JournalError::Internal("a new block of message ids was empty".to_owned());
        block.take(now).ok_or_else(fresh)?.id(self.institution, self.slot)
    }
}
