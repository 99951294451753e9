//! What is not in the journal yet because the next intent takes it there, in one commit instead of two: how a stay
//! began, or how the message before ended.
//!
//! Intent before byte stays as it is. What has no commit of its own is only the moment between an answer and the next
//! intent: a crash in it finds the answered message open, hence in doubt, as a crash a moment earlier always did. So
//! only that waits which nobody is told before, after which a message is sent at once, and whose doubt the platform's
//! books or another upload resolve: never a settlement, a cancel or a reversal, never anything but a plain answer.

use yijie_core::settlement::{Message, Stay, Step};

use super::case::Case;
use super::counter::{Came, Counter, Progress};
use super::{Desk, Trouble};
use crate::journal::{AttemptEnd, AuditLine, EndKind, Entry};

/// What the next intent takes along.
pub(super) struct Unwritten {
    line: AuditLine,
    ended: Option<Ended>,
}

/// A message that was answered, and what is to be told of it once that is durable.
pub(super) struct Ended {
    pub end: AttemptEnd,
    pub message: Message,
    pub came: Came,
    pub took_ms: u64,
}

impl Unwritten {
    /// A stay began, which the journal has not heard of.
    pub fn begun(line: AuditLine) -> Self {
        Self { line, ended: None }
    }

    /// A message ended.
    pub fn ended(ended: Ended, line: AuditLine) -> Self {
        Self { line, ended: Some(ended) }
    }

    /// Adds it to the entry that is to be written.
    pub fn add_to(&self, entry: Entry) -> Entry {
        let entry = match &self.ended {
            Some(ended) => entry.end(ended.end.clone()),
            None => entry,
        };
        entry.audit(self.line.clone())
    }
}

/// Whether the end of a message may wait for the next intent. `before` and `after` are the stay around that end.
pub(super) fn may_wait(message: &Message, kind: EndKind, before: &Stay, after: &Stay, step: &Step) -> bool {
    let is_plain = matches!(message, Message::UploadFees { .. } | Message::Discharge { .. });
    // Another version of the bill would have to be written under the terms that it came with.
    let same_bill = before.terms.bill == after.terms.bill && before.held.is_none() && after.held.is_none();
    is_plain && kind == EndKind::Done && same_bill && matches!(step, Step::Send(_))
}

impl Desk {
    /// Writes what was left to the next intent, where none comes now. `step` is what comes instead, or what failed.
    pub(super) fn write_now(&self, case: &mut Case, step: &Step, counter: &mut dyn Counter) -> Result<(), Trouble> {
        let Some(unwritten) = case.unwritten.take() else { return Ok(()) };
        let entry = unwritten.add_to(case.entry(&case.stay, step, self.clock.now(), &self.rules())?);
        self.journal().write(&entry)?;
        self.tell_of(case, unwritten, step, counter);
        let stay = case.stay.clone();
        case.wrote(stay);
        Ok(())
    }

    /// Tells of what is durable by now. The stay is still as that left it.
    pub(super) fn tell_of(&self, case: &mut Case, unwritten: Unwritten, step: &Step, counter: &mut dyn Counter) {
        self.tell_watchers(&mut case.told, &case.stay, step);
        if let Some(ended) = unwritten.ended {
            counter.done(&Progress::Sent(&ended.message, ended.came), ended.took_ms);
        }
    }
}

#[cfg(test)]
mod tests;
