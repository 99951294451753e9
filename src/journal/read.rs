//! Reading what stands.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Params, Row};
use yijie_core::money::Yuan;
use yijie_core::settlement::ids::{ActId, BillDigest, MessageId, StayKey};
use zeroize::Zeroizing;

use super::entry::{ActRow, EndKind, Rest};
use super::page::{Page, instant, instant_if};
use super::seal::Cell;
use super::text::JsonText;
use super::{Journal, JournalError};

/// A stay in a list. Instants are to the millisecond.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayLine {
    /// The stay.
    pub key: StayKey,
    /// The status, in the words it was written with.
    pub status: String,
    /// Whether the stay waits for anything.
    pub rest: Rest,
    /// A person must decide something.
    pub needs_person: bool,
    /// The patient, masked.
    pub patient: String,
    /// Total of the bill.
    pub total: Option<Yuan>,
    /// The bill that counts.
    pub bill: Option<BillDigest>,
    /// Since when the stay waits.
    pub waits_since: Option<Timestamp>,
    /// When it is tried again.
    pub next_at: Option<Timestamp>,
    /// When the journal first heard of it.
    pub opened_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// It was last written before the journal was restored, copied or moved: the platform may know more of it.
    pub is_of_earlier_life: bool,
}

/// A stay with its state.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredStay {
    /// As listed.
    pub line: StayLine,
    /// The state as it was written.
    pub state: JsonText,
}

/// An attempt: one message, sent at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAttempt {
    /// Its message id.
    pub message_id: MessageId,
    /// The stay.
    pub stay: StayKey,
    /// The act that it was for.
    pub act: ActId,
    /// The transaction number.
    pub infno: String,
    /// The bill that it spoke of.
    pub bill: Option<BillDigest>,
    /// When its intent was written, to the millisecond.
    pub opened_at: Timestamp,
    /// How it ended, then what came late. Empty: it was under way when the program stopped.
    pub ends: Vec<StoredEnd>,
}

/// An end, or a late reply.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredEnd {
    /// Which of the four.
    pub kind: EndKind,
    /// When, to the millisecond.
    pub at: Timestamp,
    /// The platform's words.
    pub words: Option<String>,
    /// How long the reply was. What is kept may be cut, or gone by the retention rule.
    pub reply_bytes: u32,
}

impl Journal {
    /// A stay, if the journal has heard of it.
    pub fn stay(&self, stay: &StayKey) -> Result<Option<StoredStay>, JournalError> {
        let page = self.page();
        let mut select = page.db.prepare_cached(&format!("{SELECT_STAY} WHERE stay_no = ?"))?;
        let mut rows = select.query([page.stay_no(stay)?])?;
        rows.next()?.map(|row| page.stored_stay(row)).transpose()
    }

    /// The queue: every stay that is not at rest, the longest waiting first.
    pub fn open_stays(&self) -> Result<Vec<StoredStay>, JournalError> {
        let page = self.page();
        let select =
            format!("{SELECT_STAY} WHERE at_rest = 0 ORDER BY coalesce(waits_since_ms, opened_at_ms), stay_no");
        let mut select = page.db.prepare_cached(&select)?;
        let mut rows = select.query([])?;
        let mut stays = Vec::new();
        while let Some(row) = rows.next()? {
            stays.push(page.stored_stay(row)?);
        }
        Ok(stays)
    }

    /// A page of all stays, the last changed first; at most [`STAYS_PAGE_MAX`].
    pub fn stays(&self, limit: u32, offset: u32) -> Result<Vec<StayLine>, JournalError> {
        let page = self.page();
        let select = format!("{SELECT_STAY} ORDER BY changed_at_ms DESC, stay_no LIMIT ? OFFSET ?");
        let mut select = page.db.prepare_cached(&select)?;
        let mut rows = select.query([limit.min(STAYS_PAGE_MAX), offset])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(page.stay_line(row)?);
        }
        Ok(lines)
    }

    /// Every stay that changed since, with its state.
    pub fn stays_changed_since(&self, since: Timestamp) -> Result<Vec<StoredStay>, JournalError> {
        let page = self.page();
        let select = format!("{SELECT_STAY} WHERE changed_at_ms >= ? ORDER BY changed_at_ms, stay_no");
        let mut select = page.db.prepare_cached(&select)?;
        let mut rows = select.query([since.as_millisecond()])?;
        let mut stays = Vec::new();
        while let Some(row) = rows.next()? {
            stays.push(page.stored_stay(row)?);
        }
        Ok(stays)
    }

    /// The acts of a stay, in order.
    pub fn acts(&self, stay: &StayKey) -> Result<Vec<ActRow>, JournalError> {
        let page = self.page();
        let mut select = page.db.prepare_cached("SELECT act, kind, fate FROM acts WHERE stay_no = ? ORDER BY act")?;
        let rows = select.query_map([page.stay_no(stay)?], |row| {
            Ok(ActRow { act: ActId(row.get(0)?), kind: row.get(1)?, fate: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The attempts of a stay, in order.
    pub fn attempts(&self, stay: &StayKey) -> Result<Vec<StoredAttempt>, JournalError> {
        let page = self.page();
        page.select_attempts("WHERE stay_no = ? ORDER BY opened_at_ms, message_id", [page.stay_no(stay)?])
    }

    /// The attempt with this message id, whichever stay it is of.
    pub fn attempt(&self, id: &MessageId) -> Result<Option<StoredAttempt>, JournalError> {
        Ok(self.page().select_attempts("WHERE message_id = ?", [id.as_str()])?.pop())
    }

    /// The attempts that have no end: when the program starts, each may or may not have reached the platform.
    pub fn unended(&self) -> Result<Vec<StoredAttempt>, JournalError> {
        self.page().select_attempts(
            "WHERE NOT EXISTS (SELECT 1 FROM ends WHERE ends.message_id = attempts.message_id)
             ORDER BY opened_at_ms, message_id",
            [],
        )
    }

    /// The exact body of an attempt, or `None` where the retention rule has emptied it.
    pub fn attempt_body(&self, id: &MessageId) -> Result<Option<Zeroizing<Vec<u8>>>, JournalError> {
        let page = self.page();
        let mut select = page.db.prepare_cached("SELECT sealed_body FROM attempts WHERE message_id = ?")?;
        let sealed: Option<Option<Vec<u8>>> = select.query_row([id.as_str()], |row| row.get(0)).optional()?;
        let sealed = sealed.ok_or_else(|| JournalError::Unknown { what: "message", name: id.to_string() })?;
        let cell = Cell { table: "attempts", column: "body", row: id.as_str() };
        sealed.map(|sealed| page.key.open(cell, &sealed)).transpose()
    }

    /// The replies of an attempt that are still kept: how it ended, then what came late.
    pub fn replies(&self, id: &MessageId) -> Result<Vec<Zeroizing<Vec<u8>>>, JournalError> {
        let page = self.page();
        let mut select = page.db.prepare_cached(
            "SELECT n, sealed_reply FROM ends WHERE message_id = ? AND sealed_reply IS NOT NULL ORDER BY n",
        )?;
        let mut rows = select.query([id.as_str()])?;
        let mut replies = Vec::new();
        while let Some(row) = rows.next()? {
            let (n, sealed): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            replies.push(page.key.open(Cell { table: "ends", column: "reply", row: &format!("{id}/{n}") }, &sealed)?);
        }
        Ok(replies)
    }

    /// A version of a bill.
    pub fn bill(&self, digest: &BillDigest) -> Result<Option<JsonText>, JournalError> {
        let page = self.page();
        let mut select = page.db.prepare_cached("SELECT sealed_bill FROM bills WHERE digest = ?")?;
        let sealed: Option<Vec<u8>> = select.query_row([digest.as_str()], |row| row.get(0)).optional()?;
        let cell = Cell { table: "bills", column: "bill", row: digest.as_str() };
        sealed.map(|sealed| page.open_json(cell, &sealed)).transpose()
    }
}

impl Page<'_> {
    fn stored_stay(&self, row: &Row<'_>) -> Result<StoredStay, JournalError> {
        let line = self.stay_line(row)?;
        let cell = Cell { table: "stays", column: "state", row: &line.key.to_string() };
        let state = self.open_json(cell, row.get_ref(11)?.as_blob().map_err(rusqlite::Error::from)?)?;
        Ok(StoredStay { line, state })
    }

    fn stay_line(&self, row: &Row<'_>) -> Result<StayLine, JournalError> {
        let key = self.stay_key(&row.get::<_, String>(0)?)?;
        let cell = Cell { table: "stays", column: "patient", row: &key.to_string() };
        let patient = self.open_text(cell, &row.get::<_, Vec<u8>>(4)?)?;
        Ok(StayLine {
            key,
            status: row.get(1)?,
            rest: if row.get(2)? { Rest::AtRest } else { Rest::Open },
            needs_person: row.get(3)?,
            patient,
            total: row.get::<_, Option<i64>>(5)?.map(Yuan::from_cents),
            bill: digest(row.get(6)?)?,
            waits_since: instant_if(row.get(7)?)?,
            next_at: instant_if(row.get(8)?)?,
            opened_at: instant(row.get(9)?)?,
            changed_at: instant(row.get(10)?)?,
            is_of_earlier_life: row.get::<_, u32>(12)? < self.epoch,
        })
    }

    fn select_attempts(&self, which: &str, params: impl Params) -> Result<Vec<StoredAttempt>, JournalError> {
        let select = format!("SELECT message_id, stay_no, act, infno, bill_digest, opened_at_ms FROM attempts {which}");
        let mut select = self.db.prepare_cached(&select)?;
        let mut rows = select.query(params)?;
        let mut attempts = Vec::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            attempts.push(StoredAttempt {
                ends: self.ends(&id)?,
                message_id: message_id(&id)?,
                stay: self.stay_key(&row.get::<_, String>(1)?)?,
                act: ActId(row.get(2)?),
                infno: row.get(3)?,
                bill: digest(row.get(4)?)?,
                opened_at: instant(row.get(5)?)?,
            });
        }
        Ok(attempts)
    }

    fn ends(&self, id: &str) -> Result<Vec<StoredEnd>, JournalError> {
        let mut select = self.db.prepare_cached(
            "SELECT n, kind, ended_at_ms, sealed_words, reply_bytes FROM ends WHERE message_id = ? ORDER BY n",
        )?;
        let mut rows = select.query([id])?;
        let mut ends = Vec::new();
        while let Some(row) = rows.next()? {
            let place = &format!("{id}/{}", row.get::<_, i64>(0)?);
            let kind: String = row.get(1)?;
            let words: Option<Vec<u8>> = row.get(3)?;
            let cell = Cell { table: "ends", column: "words", row: place };
            ends.push(StoredEnd {
                kind: EndKind::from_column(&kind).ok_or_else(|| JournalError::Damaged(format!("an end {kind}")))?,
                at: instant(row.get(2)?)?,
                words: words.map(|words| self.open_text(cell, &words)).transpose()?,
                reply_bytes: row.get(4)?,
            });
        }
        Ok(ends)
    }
}

/// The message id of a column.
pub(super) fn message_id(text: &str) -> Result<MessageId, JournalError> {
    MessageId::parse(text).map_err(|_| JournalError::Damaged("a message id".to_owned()))
}

fn digest(text: Option<String>) -> Result<Option<BillDigest>, JournalError> {
    text.map(|text| BillDigest::parse(&text).map_err(|_| JournalError::Damaged("a digest".to_owned()))).transpose()
}

/// Most stays in one page of the list.
pub const STAYS_PAGE_MAX: u32 = 500;

const SELECT_STAY: &str = "
    SELECT stay_no, status, at_rest, needs_person, sealed_patient, total_cents, bill_digest, waits_since_ms,
           next_at_ms, opened_at_ms, changed_at_ms, sealed_state, epoch
    FROM stays";
