//! The audit trail: who did what when, each line carrying the hash (SM3, GB/T 32905) of the one before it.
//!
//! Where the trail ends is kept sealed, so that cutting lines off its end, or hashing a false trail anew, takes the
//! key as well.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use sm3::{Digest, Sm3};

use super::binding::{meta_if, put};
use super::entry::{AUDIT_DETAIL_BYTES_MAX, AuditLine, WORD_BYTES_MAX};
use super::page::{Page, bounded, instant};
use super::seal::Cell;
use super::{Journal, JournalError};
use yijie_core::settlement::ids::StayKey;

/// What the audit trail proves about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditTrail {
    /// Every line is as it was written, none is missing.
    Whole {
        /// How many lines.
        lines: u32,
    },
    /// From this line on it is not what was written: edited, removed, inserted or in another order.
    Broken {
        /// The first line that is not, from one.
        line: u32,
    },
}

/// A line as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLine {
    /// Its number, from one.
    pub seq: u32,
    /// When, to the millisecond.
    pub at: Timestamp,
    /// The line.
    pub line: AuditLine,
}

impl Journal {
    /// Walks the whole trail and finds the first line that is not what was written.
    pub fn verify_audit(&self) -> Result<AuditTrail, JournalError> {
        let page = self.page();
        let mut select = page
            .db
            .prepare_cached("SELECT seq, at_ms, actor, what, stay_no, detail, prev, hash FROM audit ORDER BY seq")?;
        let mut rows = select.query([])?;
        let head = page.audit_head()?;
        let mut last = Link::START;
        while let Some(row) = rows.next()? {
            let line_no = last.seq + 1;
            match Link::of(row) {
                Ok((prev, link, hash)) if prev == last.hash && hash == link.hash && link.leads_to(line_no, head) => {
                    last = link;
                }
                _ => return Ok(AuditTrail::Broken { line: line_no }),
            }
        }
        let lines = last.seq;
        Ok(if last == head { AuditTrail::Whole { lines } } else { AuditTrail::Broken { line: lines + 1 } })
    }

    /// The lines of a stay, in order.
    pub fn audit_of(&self, stay: &StayKey) -> Result<Vec<StoredLine>, JournalError> {
        let page = self.page();
        let mut select = page
            .db
            .prepare_cached("SELECT seq, at_ms, actor, what, detail FROM audit WHERE stay_no = ? ORDER BY seq")?;
        let mut rows = select.query([page.stay_no(stay)?])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            let line = AuditLine { actor: row.get(2)?, what: row.get(3)?, detail: row.get(4)? };
            lines.push(StoredLine { seq: row.get(0)?, at: instant(row.get(1)?)?, line });
        }
        Ok(lines)
    }
}

impl Page<'_> {
    /// Appends a line to the trail.
    pub(super) fn append_audit(
        &self,
        at: Timestamp,
        stay_no: Option<&str>,
        line: &AuditLine,
    ) -> Result<(), JournalError> {
        bounded("actor", line.actor.len(), WORD_BYTES_MAX)?;
        bounded("what", line.what.len(), WORD_BYTES_MAX)?;
        bounded("detail", line.detail.len(), AUDIT_DETAIL_BYTES_MAX)?;
        let at_ms = at.as_millisecond();
        let last = self
            .db
            .prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| Ok(Link { seq: row.get(0)?, hash: row.get(1)? }))
            .optional()?
            .unwrap_or(Link::START);
        let next = last.next(at_ms, stay_no, line);
        self.db.prepare_cached("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?.execute(params![
            next.seq,
            at_ms,
            line.actor,
            line.what,
            stay_no,
            line.detail,
            last.hash,
            next.hash
        ])?;
        put(self.db, "audit_head", self.key.seal(HEAD_CELL, &next.to_bytes())?)
    }

    fn audit_head(&self) -> Result<Link, JournalError> {
        let Some(sealed) = meta_if::<Vec<u8>>(self.db, "audit_head")? else { return Ok(Link::START) };
        let bytes = self.key.open(HEAD_CELL, &sealed)?;
        let damaged = || JournalError::Damaged("the end of the audit trail".to_owned());
        let (seq, hash) = bytes.split_first_chunk::<4>().ok_or_else(damaged)?;
        Ok(Link { seq: u32::from_be_bytes(*seq), hash: hash.try_into().map_err(|_| damaged())? })
    }
}

/// A line's place in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Link {
    seq: u32,
    hash: [u8; HASH_BYTES],
}

impl Link {
    const START: Self = Self { seq: 0, hash: [0; HASH_BYTES] };

    /// The link of the line after this one. Every part is hashed with its length, so that no two lines hash alike.
    fn next(self, at_ms: i64, stay_no: Option<&str>, line: &AuditLine) -> Self {
        let seq = self.seq + 1;
        let mut hasher = Sm3::new();
        hasher.update(self.hash);
        hasher.update(seq.to_be_bytes());
        hasher.update(at_ms.to_be_bytes());
        hasher.update([u8::from(stay_no.is_some())]);
        for text in [&line.actor, &line.what, stay_no.unwrap_or_default(), &line.detail] {
            hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(text);
        }
        Self { seq, hash: hasher.finalize().into() }
    }

    /// What a row says: the hash it builds on, the link that its content gives, and the hash it claims.
    fn of(row: &Row<'_>) -> rusqlite::Result<([u8; HASH_BYTES], Self, [u8; HASH_BYTES])> {
        let line = AuditLine { actor: row.get(2)?, what: row.get(3)?, detail: row.get(5)? };
        let stay_no: Option<String> = row.get(4)?;
        let (seq, prev): (u32, _) = (row.get(0)?, row.get(6)?);
        let before = Self { seq: seq.saturating_sub(1), hash: prev };
        Ok((prev, before.next(row.get(1)?, stay_no.as_deref(), &line), row.get(7)?))
    }

    /// True of the link of this line if the trail may go on from it to `head`, or ends there.
    fn leads_to(self, line: u32, head: Self) -> bool {
        self.seq == line && (line < head.seq || self == head)
    }

    fn to_bytes(self) -> Vec<u8> {
        [&self.seq.to_be_bytes()[..], &self.hash].concat()
    }
}

const HASH_BYTES: usize = 32;
const HEAD_CELL: Cell<'static> = Cell { table: "meta", column: "value", row: "audit_head" };
