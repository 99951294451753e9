//! Message ids (`msgid`): institution (12), time (14, +08:00), serial (4), the serial being the desk slot (2) and a
//! count within the second (2). Each is used once, ever: it is the key by which a message is reversed.
//!
//! Ids are counted by one number, `second * 100 + count`. The next is the one after the mark or the first of this
//! second, whichever is later; so a clock set back, a restart within the second and the hundred-and-first id of a
//! second need no case of their own.

use std::time::Duration;

use jiff::{Timestamp, tz::Offset};
use yijie_core::settlement::ids::{InstitutionCode, MessageId};

use super::JournalError;

/// The place of a message id in the order of all ids of one desk slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ordinal(pub(super) i64);

/// A run of ids that is durably reserved: from `next` to `last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    next: Ordinal,
    last: Ordinal,
}

impl Ordinal {
    /// The last one before the second of `now`.
    pub(super) fn before(now: Timestamp) -> Self {
        Self(Self::first_of(now.as_second()).0 - 1)
    }

    fn first_of(second: i64) -> Self {
        Self(second.saturating_mul(PER_SECOND))
    }

    fn second(self) -> i64 {
        self.0.div_euclid(PER_SECOND)
    }

    /// The time in the id.
    pub(super) fn time(self) -> Timestamp {
        Timestamp::from_second(self.second()).unwrap_or(Timestamp::MAX)
    }

    /// The id itself.
    pub(super) fn id(self, institution: &InstitutionCode, slot: u8) -> Result<MessageId, JournalError> {
        let internal = || JournalError::Internal(format!("no message id for {self:?}"));
        let instant = Timestamp::from_second(self.second()).map_err(|_| internal())?;
        let time = WIRE_OFFSET.to_datetime(instant);
        let count = self.0.rem_euclid(PER_SECOND);
        let text = format!(
            "{institution}{:04}{:02}{:02}{:02}{:02}{:02}{slot:02}{count:02}",
            time.year(),
            time.month(),
            time.day(),
            time.hour(),
            time.minute(),
            time.second()
        );
        MessageId::parse(&text).map_err(|_| internal())
    }
}

impl Block {
    /// The run of `size` ids after `mark`, none of them before `now`. Its last one is the new mark.
    pub(super) fn after(mark: Option<Ordinal>, now: Timestamp, size: u8) -> Result<Self, JournalError> {
        let mut next = Ordinal::first_of(now.as_second());
        if let Some(mark) = mark {
            refuse_jump(mark, now)?;
            next = next.max(Ordinal(mark.0 + 1));
        }
        Ok(Self { next, last: Ordinal(next.0 + i64::from(size.max(1)) - 1) })
    }

    /// The new mark.
    pub(super) fn last(self) -> Ordinal {
        self.last
    }

    /// Takes the next id out, if the block has one whose time is still near `now`.
    pub(super) fn take(&mut self, now: Timestamp) -> Option<Ordinal> {
        let age = now.as_second().saturating_sub(self.next.second());
        if self.next > self.last || age > seconds(BLOCK_AGE_MAX) || refuse_jump(self.next, now).is_err() {
            return None;
        }
        let taken = self.next;
        self.next = Ordinal(taken.0 + 1);
        Some(taken)
    }
}

/// A mark far ahead of the clock: either the clock was wrong when it was set, or it is wrong now. Only a person knows.
fn refuse_jump(mark: Ordinal, now: Timestamp) -> Result<(), JournalError> {
    if mark.second().saturating_sub(now.as_second()) > seconds(CLOCK_AHEAD_MAX) {
        return Err(JournalError::ClockJumped { mark: mark.time(), now });
    }
    Ok(())
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// How far the last message id may be ahead of the clock before ids are refused.
pub const CLOCK_AHEAD_MAX: Duration = Duration::from_mins(5);
/// Ids that a reservation for queries holds: one commit for so many queries.
pub const QUERY_BLOCK_IDS: u8 = 32;
/// How old the time in a query's id may be. What is left of an older block is never used.
pub const BLOCK_AGE_MAX: Duration = Duration::from_mins(10);
/// Ids of one desk slot within one second.
const PER_SECOND: i64 = 100;
/// Wire times are +08:00.
const WIRE_OFFSET: Offset = Offset::constant(8);
