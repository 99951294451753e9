//! Money that changes hands: told to the hospital's system until that says it has it.

use yijie_core::bill::{Bill, BillWarning};
use yijie_core::failure::Api;

use super::{Desk, Trouble};
use crate::journal::{AuditLine, Instruction, JournalError};

impl Desk {
    /// The instructions that the hospital's system has not acknowledged, the oldest first. They count as handed over
    /// from here on.
    pub fn hand_over_instructions(&self) -> Result<Vec<Instruction>, Trouble> {
        let now = self.clock.now().wall;
        let mut journal = self.journal();
        let new: Vec<_> = journal.unacknowledged()?.into_iter().filter(|one| one.handed_over_at.is_none()).collect();
        for instruction in new {
            journal.hand_over(&instruction.id, now)?;
        }
        Ok(journal.unacknowledged()?)
    }

    /// The hospital's system has the instruction. Said again, it changes nothing.
    pub fn acknowledge_instruction(&self, id: &str) -> Result<(), Trouble> {
        let now = self.clock.now().wall;
        let mut journal = self.journal();
        let is_new = journal.unacknowledged()?.iter().any(|instruction| instruction.id == id);
        journal.acknowledge(id, now).map_err(|error| match error {
            JournalError::Unknown { name, .. } => Trouble::new(Api::NoSuchThing, name),
            error => error.into(),
        })?;
        if is_new {
            journal.note(now, &AuditLine::new(self.operator(), "acknowledge", id))?;
        }
        Ok(())
    }

    /// What is odd about a bill and does not stop it. Rounding within the profile's tolerance is told as such.
    pub fn warnings(&self, bill: &Bill) -> Vec<BillWarning> {
        bill.warnings(self.language.profile().limits.line_tolerance)
    }
}
