//! Which print is the original. It is journalled before the printer gets it, so that what follows are copies.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use yijie_core::settlement::ids::{MessageId, StayKey};
use yijie_core::teeth::{Tooth, bites};

use super::entry::AuditLine;
use super::page::Page;
use super::{Journal, JournalError};

/// What may be printed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Print {
    /// The original: said once of each settlement.
    Original,
    /// A copy, by number from one.
    Copy(u32),
}

impl Journal {
    /// Says what the next print of this settlement's receipt is, and remembers that it was said. `settlement` is the
    /// message id under which the stay was settled. A receipt that was voided is not printed again.
    ///
    /// That the settlement is confirmed is the caller's to know: the journal does not read states.
    pub fn receipt(
        &mut self,
        stay: &StayKey,
        settlement: &MessageId,
        actor: &str,
        now: Timestamp,
    ) -> Result<Print, JournalError> {
        self.commit(|page| {
            let stay_no = page.stay_no(stay)?;
            page.attempt_is_of(settlement, stay)?;
            let known: Option<(u32, bool)> = page
                .db
                .prepare_cached("SELECT copies, voided_at_ms IS NOT NULL FROM receipts WHERE settlement = ?")?
                .query_row([settlement.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let print = match known {
                None => {
                    page.db
                        .prepare_cached("INSERT INTO receipts (settlement, stay_no, original_at_ms) VALUES (?, ?, ?)")?
                        .execute(params![settlement.as_str(), stay_no, now.as_millisecond()])?;
                    Print::Original
                }
                Some((_, true)) => {
                    return Err(JournalError::Contradiction(format!("the receipt of {settlement} is void")));
                }
                Some((_, false)) if bites(Tooth::OriginalTwice) => Print::Original,
                Some((copies, false)) => {
                    page.db
                        .prepare_cached("UPDATE receipts SET copies = ? WHERE settlement = ?")?
                        .execute(params![copies + 1, settlement.as_str()])?;
                    Print::Copy(copies + 1)
                }
            };
            let what = match print {
                Print::Original => format!("original of {settlement}"),
                Print::Copy(n) => format!("copy {n} of {settlement}"),
            };
            page.append_audit(now, Some(stay_no), &AuditLine::new(actor, "receipt", what))?;
            Ok(print)
        })
    }

    /// Voids the receipt of a settlement that was cancelled, printed or not: nothing of it is printed afterwards.
    /// Voiding again changes nothing.
    pub fn void_receipt(
        &mut self,
        stay: &StayKey,
        settlement: &MessageId,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), JournalError> {
        self.commit(|page| page.void(stay, settlement, actor, now))
    }
}

impl Page<'_> {
    /// Voids a receipt, if it is not void.
    pub(super) fn void(
        &self,
        stay: &StayKey,
        settlement: &MessageId,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), JournalError> {
        let stay_no = self.stay_no(stay)?;
        self.attempt_is_of(settlement, stay)?;
        let voided =
            self.db.prepare_cached(VOID)?.execute(params![settlement.as_str(), stay_no, now.as_millisecond()])?;
        if voided > 0 {
            let line = AuditLine::new(actor, "receipt", format!("void, of {settlement}"));
            self.append_audit(now, Some(stay_no), &line)?;
        }
        Ok(())
    }
}

const VOID: &str = "
    INSERT INTO receipts (settlement, stay_no, original_at_ms, voided_at_ms) VALUES (?1, ?2, ?3, ?3)
    ON CONFLICT DO UPDATE SET voided_at_ms = excluded.voided_at_ms WHERE voided_at_ms IS NULL";
