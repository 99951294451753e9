//! An act is one business effect on the platform; an attempt is one message sent for it, written to the socket once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ask::{Doubt, Message, NotSent, Refusal};
use super::doubt::Search;
use super::ids::{ActId, BillDigest, MessageId};
use super::moment::Instant;

/// One business effect, from the intent to its fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Given once, at intent.
    pub id: ActId,
    /// What it asks for.
    pub message: Message,
    /// The bill that it speaks of.
    pub bill: BillDigest,
    /// Every message that was or may have been sent for it, in order.
    pub attempts: Vec<Attempt>,
    /// How it stands.
    pub fate: Fate,
    /// How often a person had it looked for again: each time it is tried as often as before.
    #[serde(default)]
    pub(super) rounds: u32,
}

/// How an act stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Wanted, and surely without effect so far: its attempt is in flight, or none was sent yet.
    Open,
    /// It may have happened.
    InDoubt(Box<Search>),
    /// It happened.
    Done(Proof),
    /// The platform said no.
    Refused(Refusal),
    /// It has no effect on the platform, and will have none.
    NotDone(Negative),
    /// Only a person can tell.
    Person(Attention),
}

/// Why an act is known to have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The reply said so.
    Reply,
    /// A query showed it later.
    Evidence,
    /// A person said so.
    Ruling,
}

/// Why an act is known to have no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Negative {
    /// Given up before anything was sent.
    Dropped,
    /// It never happened.
    NeverHappened,
    /// It was taken back: by a reversal, or by removing its lines.
    TakenBack,
    /// A person said so.
    Ruling,
}

/// Why a person has to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// A settlement stands on the visit that no act of ours made.
    OthersSettlement,
    /// Our settlement stands, its figures cannot be had, and it cannot be made again now.
    StandsUnadopted,
    /// The platform will not reverse it, and shows nothing.
    CannotReverse(String),
    /// This platform offers no way to find out.
    NoEvidence,
    /// Repeated often enough without an answer that counts.
    Exhausted,
    /// A late reply contradicts what was found out.
    Contradiction,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Used once, ever.
    pub message_id: MessageId,
    /// When the intent was journalled, on the wall.
    pub intended_at: Timestamp,
    /// The same on the monotonic clock: nothing of it left before this point.
    pub intended: Instant,
    /// From here on nothing more of it can have left; the horizon is counted from here.
    pub over: Option<Instant>,
    /// How it ended.
    pub end: Option<AttemptEnd>,
}

/// How an attempt ended, without the figures, which the stay keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptEnd {
    /// Answered with what we need.
    Done,
    /// Refused.
    Refused(Refusal),
    /// Nothing was sent.
    NotSent(NotSent),
    /// In doubt.
    InDoubt(Doubt),
}

impl Act {
    /// True while it is not known what becomes of it.
    pub fn is_unresolved(&self) -> bool {
        matches!(self.fate, Fate::Open | Fate::InDoubt(_))
    }

    /// True while an attempt's end is awaited.
    pub fn is_in_flight(&self) -> bool {
        self.attempts.last().is_some_and(|attempt| attempt.end.is_none())
    }

    /// The message id that may have taken effect: of the last attempt that something may have been sent of.
    pub fn effective_id(&self) -> Option<&MessageId> {
        self.attempts
            .iter()
            .rev()
            .find(|attempt| !matches!(attempt.end, Some(AttemptEnd::NotSent(_) | AttemptEnd::Refused(_))))
            .map(|attempt| &attempt.message_id)
    }

    /// True if `id` is one of its attempts'.
    pub fn sent_as(&self, id: &MessageId) -> bool {
        self.attempts.iter().any(|attempt| attempt.message_id == *id)
    }

    /// When the last attempt that may still be under way has surely arrived or been lost: its end and the horizon.
    /// `None` if nothing of it may be under way.
    pub(super) fn quiet_at(&self, horizon_ms: u64) -> Option<Instant> {
        self.attempts
            .iter()
            .rev()
            .find(|attempt| matches!(attempt.end, Some(AttemptEnd::InDoubt(_))))
            .and_then(|attempt| attempt.over)
            .map(|over| over.plus_ms(horizon_ms))
    }

    /// Until when a second copy of the last attempt may arrive, whatever the first was answered.
    pub(super) fn copies_until(&self, horizon_ms: u64) -> Option<Instant> {
        let sent = |attempt: &&Attempt| !matches!(attempt.end, Some(AttemptEnd::NotSent(_)));
        self.attempts.iter().rev().find(sent).and_then(|attempt| attempt.over).map(|over| over.plus_ms(horizon_ms))
    }

    /// How many attempts since the last answer may have arrived without one.
    pub(super) fn unanswered(&self) -> u32 {
        let answered = |attempt: &&Attempt| matches!(attempt.end, Some(AttemptEnd::Done | AttemptEnd::Refused(_)));
        let since = self.attempts.iter().rev().take_while(|attempt| !answered(attempt));
        let count = since.filter(|attempt| !matches!(attempt.end, Some(AttemptEnd::NotSent(_)))).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// How many attempts in a row, up to the last, were not sent.
    pub(super) fn not_sent_in_a_row(&self) -> u32 {
        let row = self.attempts.iter().rev();
        let count = row.take_while(|attempt| matches!(attempt.end, Some(AttemptEnd::NotSent(_)))).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}
