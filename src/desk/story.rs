//! A stay's story: its acts and messages in order, with the platform's words.

use jiff::Timestamp;
use yijie_core::settlement::ids::{MessageId, StayKey};
use yijie_core::settlement::{Fate, Proof};

use super::case::{fate_of, kind_of};
use super::exchange::infno_of;
use super::settle::Outcome;
use super::{Desk, Trouble};
use crate::journal::{EndKind, Instruction};

/// Everything that happened to a stay.
#[derive(Debug, Clone)]
pub struct Story {
    /// As it stands.
    pub outcome: Outcome,
    /// What happened, in order.
    pub told: Vec<Told>,
    /// Money that changes hands, each once.
    pub instructions: Vec<Instruction>,
}

/// One message of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The act's number.
    pub act: u32,
    /// What it is for.
    pub kind: &'static str,
    /// The transaction.
    pub infno: &'static str,
    /// What became of the act.
    pub fate: &'static str,
    /// True if its fate was found out, not answered.
    pub by_evidence: bool,
    /// The message.
    pub message_id: MessageId,
    /// When its intent was written.
    pub at: Timestamp,
    /// How it ended, if it did.
    pub end: Option<EndKind>,
    /// The platform's words, or the line's.
    pub words: Option<String>,
}

impl Desk {
    /// Tells a stay's story.
    pub fn story(&self, key: &StayKey) -> Result<Story, Trouble> {
        let outcome = self.show(key)?;
        let journal = self.journal();
        let stored = journal.attempts(key)?;
        let mut told = Vec::new();
        for attempt in stored {
            let Some(act) = outcome.stay.act(attempt.act) else { continue };
            let end = attempt.ends.first();
            told.push(Told {
                act: act.id.0,
                kind: kind_of(&act.message),
                infno: infno_of(&act.message),
                fate: fate_of(act),
                by_evidence: act.fate == Fate::Done(Proof::Evidence),
                message_id: attempt.message_id,
                at: attempt.opened_at,
                end: end.map(|end| end.kind),
                words: end.and_then(|end| end.words.clone()),
            });
        }
        let instructions = journal.instructions(key)?;
        drop(journal);
        Ok(Story { outcome, told, instructions })
    }
}
