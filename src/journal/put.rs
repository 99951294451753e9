//! The rows of an entry.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, named_params, params};
use yijie_core::money::Yuan;
use yijie_core::person::Secret;
use yijie_core::settlement::ids::{BillDigest, MessageId, StayKey};

use super::JournalError;
use super::entry::{
    ActRow, AttemptEnd, BILL_BYTES_MAX, BODY_BYTES_MAX, Entry, Intent, REPLY_BYTES_MAX, Rest, STATE_BYTES_MAX,
    StayRecord, WORD_BYTES_MAX, WORDS_BYTES_MAX,
};
use super::page::{Page, bounded};
use super::seal::Cell;
use super::text::JsonText;

impl Page<'_> {
    /// Everything that an entry says.
    pub(super) fn put_entry(&self, entry: &Entry) -> Result<(), JournalError> {
        let stay_no = self.stay_no(&entry.stay)?;
        let at_ms = entry.at.as_millisecond();
        if let Some(record) = &entry.record {
            self.put_stay(&entry.stay, at_ms, record)?;
        }
        for (digest, bill) in &entry.bills {
            self.put_bill(stay_no, at_ms, digest, bill)?;
        }
        for act in &entry.acts {
            self.put_act(stay_no, at_ms, act)?;
        }
        for end in &entry.ends {
            self.put_end(&entry.stay, at_ms, end)?;
        }
        for (cause, moves) in &entry.moves {
            self.put_moves(&entry.stay, entry.at, cause, moves)?;
        }
        let actor = entry.audit.first().map_or("yijie", |line| line.actor.as_str());
        for settlement in &entry.voids {
            self.void(&entry.stay, settlement, actor, entry.at)?;
        }
        for line in &entry.audit {
            self.append_audit(entry.at, Some(stay_no), line)?;
        }
        Ok(())
    }

    fn put_stay(&self, stay: &StayKey, at_ms: i64, record: &StayRecord) -> Result<(), JournalError> {
        let stay_no = self.stay_no(stay)?;
        bounded("status", record.status.len(), WORD_BYTES_MAX)?;
        bounded("patient", record.patient.len(), WORD_BYTES_MAX)?;
        let row = &stay.to_string();
        let patient = self.key.seal(Cell { table: "stays", column: "patient", row }, record.patient.as_bytes())?;
        let state = self.seal_json(Cell { table: "stays", column: "state", row }, &record.state, STATE_BYTES_MAX)?;
        let (mut person, mut hash) = (None, None);
        if let Some(number) = &record.person {
            let cell = Cell { table: "stays", column: "person", row };
            person = Some(self.key.seal(cell, number.reveal().as_bytes())?);
            hash = Some(self.key.hash(number.reveal())?);
        }
        self.db.prepare_cached(PUT_STAY)?.execute(named_params! {
            ":stay_no": stay_no,
            ":status": record.status,
            ":at_rest": matches!(record.rest, Rest::AtRest),
            ":needs_person": record.needs_person,
            ":patient": patient,
            ":total": record.total.map(Yuan::cents),
            ":bill": record.bill.as_ref().map(BillDigest::as_str),
            ":waits_since": record.waits_since.map(Timestamp::as_millisecond),
            ":next_at": record.next_at.map(Timestamp::as_millisecond),
            ":at": at_ms,
            ":state": state,
            ":epoch": self.epoch,
            ":person": person,
            ":hash": hash,
        })?;
        Ok(())
    }

    fn put_bill(&self, stay_no: &str, at_ms: i64, digest: &BillDigest, bill: &JsonText) -> Result<(), JournalError> {
        let held_by: Option<String> = self
            .db
            .prepare_cached("SELECT stay_no FROM bills WHERE digest = ?")?
            .query_row([digest.as_str()], |row| row.get(0))
            .optional()?;
        match held_by {
            Some(other) if other != stay_no => {
                return Err(JournalError::Contradiction(format!("bill {digest} is of another stay")));
            }
            Some(_) => return Ok(()),
            None => {}
        }
        let cell = Cell { table: "bills", column: "bill", row: digest.as_str() };
        let sealed = self.seal_json(cell, bill, BILL_BYTES_MAX)?;
        self.db.prepare_cached(PUT_BILL)?.execute(named_params! {
            ":digest": digest.as_str(), ":stay_no": stay_no, ":at": at_ms, ":bill": sealed,
        })?;
        Ok(())
    }

    fn put_act(&self, stay_no: &str, at_ms: i64, act: &ActRow) -> Result<(), JournalError> {
        bounded("kind", act.kind.len(), WORD_BYTES_MAX)?;
        bounded("fate", act.fate.len(), WORD_BYTES_MAX)?;
        let changed = self.db.prepare_cached(PUT_ACT)?.execute(named_params! {
            ":stay_no": stay_no, ":act": act.act.0, ":kind": act.kind, ":fate": act.fate, ":at": at_ms,
        })?;
        if changed == 0 {
            return Err(JournalError::Contradiction(format!("act {} is not a {}", act.act, act.kind)));
        }
        Ok(())
    }

    /// The message of an intent.
    pub(super) fn put_attempt(&self, id: &MessageId, intent: &Intent) -> Result<(), JournalError> {
        bounded("body", intent.body.len(), BODY_BYTES_MAX)?;
        bounded("infno", intent.infno.len(), WORD_BYTES_MAX)?;
        let cell = Cell { table: "attempts", column: "body", row: id.as_str() };
        self.db.prepare_cached(PUT_ATTEMPT)?.execute(named_params! {
            ":id": id.as_str(),
            ":stay_no": self.stay_no(&intent.entry.stay)?,
            ":act": intent.act.0,
            ":infno": intent.infno,
            ":bill": intent.bill.as_ref().map(BillDigest::as_str),
            ":at": intent.entry.at.as_millisecond(),
            ":body": self.key.seal(cell, &intent.body)?,
        })?;
        Ok(())
    }

    fn put_end(&self, stay: &StayKey, at_ms: i64, end: &AttemptEnd) -> Result<(), JournalError> {
        let id = end.message_id.as_str();
        self.attempt_is_of(&end.message_id, stay)?;
        let n: i64 = self
            .db
            .prepare_cached("SELECT count(*) + 1 FROM ends WHERE message_id = ?")?
            .query_row([id], |row| row.get(0))?;
        let row = &format!("{id}/{n}");
        let words = end.words.as_deref().map(|words| &words.as_bytes()[..words.floor_char_boundary(WORDS_BYTES_MAX)]);
        let words =
            words.map(|words| self.key.seal(Cell { table: "ends", column: "words", row }, words)).transpose()?;
        let reply = &end.reply[..end.reply.len().min(REPLY_BYTES_MAX)];
        self.db.prepare_cached("INSERT INTO ends VALUES (?, ?, ?, ?, ?, ?, ?)")?.execute(params![
            id,
            n,
            end.kind.as_str(),
            at_ms,
            words,
            u32::try_from(end.reply.len()).unwrap_or(u32::MAX),
            self.key.seal(Cell { table: "ends", column: "reply", row }, reply)?,
        ])?;
        Ok(())
    }

    /// Refuses a message id that is not an attempt of this stay.
    pub(super) fn attempt_is_of(&self, id: &MessageId, stay: &StayKey) -> Result<(), JournalError> {
        let holder: Option<String> = self
            .db
            .prepare_cached("SELECT stay_no FROM attempts WHERE message_id = ?")?
            .query_row([id.as_str()], |row| row.get(0))
            .optional()?;
        match holder {
            None => Err(JournalError::Unknown { what: "message", name: id.to_string() }),
            Some(holder) if holder == self.stay_no(stay)? => Ok(()),
            Some(holder) => Err(JournalError::Contradiction(format!("message {id} is of stay {holder}"))),
        }
    }
}

const PUT_STAY: &str = "
    INSERT INTO stays (stay_no, status, at_rest, needs_person, sealed_patient, total_cents, bill_digest,
                       waits_since_ms, next_at_ms, opened_at_ms, changed_at_ms, sealed_state, epoch, sealed_person,
                       person_hash)
    VALUES (:stay_no, :status, :at_rest, :needs_person, :patient, :total, :bill,
            :waits_since, :next_at, :at, :at, :state, :epoch, :person, :hash)
    ON CONFLICT DO UPDATE SET
        status = excluded.status, at_rest = excluded.at_rest, needs_person = excluded.needs_person,
        sealed_patient = excluded.sealed_patient, total_cents = excluded.total_cents,
        bill_digest = excluded.bill_digest, waits_since_ms = excluded.waits_since_ms,
        next_at_ms = excluded.next_at_ms, changed_at_ms = excluded.changed_at_ms,
        sealed_state = excluded.sealed_state, epoch = excluded.epoch,
        sealed_person = coalesce(excluded.sealed_person, sealed_person),
        person_hash = coalesce(excluded.person_hash, person_hash)";

const PUT_BILL: &str = "
    INSERT INTO bills (digest, stay_no, version, taken_at_ms, sealed_bill)
    VALUES (:digest, :stay_no, (SELECT count(*) + 1 FROM bills WHERE stay_no = :stay_no), :at, :bill)";

const PUT_ACT: &str = "
    INSERT INTO acts (stay_no, act, kind, fate, changed_at_ms) VALUES (:stay_no, :act, :kind, :fate, :at)
    ON CONFLICT DO UPDATE SET fate = excluded.fate, changed_at_ms = excluded.changed_at_ms
    WHERE kind = excluded.kind";

const PUT_ATTEMPT: &str = "
    INSERT INTO attempts (message_id, stay_no, act, infno, bill_digest, opened_at_ms, sealed_body)
    VALUES (:id, :stay_no, :act, :infno, :bill, :at, :body)";
