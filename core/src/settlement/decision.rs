//! What named persons decided of a stay: who, why, and who looked over their shoulder.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::ActId;
use super::moment::Now;
use super::rules::Rules;
use super::ruling::Ruling;
use super::stay::Stay;

/// A decision, or the proposal of one that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    pub what: Decided,
    /// Who decided.
    pub by: String,
    /// Why. Free text that may name the patient.
    pub reason: String,
    /// Who confirmed it, where two persons are wanted.
    pub second: Option<String>,
}

/// What can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// What became of an act that nothing else can tell of.
    Ruled {
        /// Which act.
        act: ActId,
        /// What became of it.
        ruling: Ruling,
    },
    /// The papers of a stay that was closed as self-paid are back.
    Reopened,
}

/// A decision as the stay keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minute {
    /// The decision.
    pub decision: Decision,
    /// When, on the wall.
    pub at: Timestamp,
}

impl Stay {
    /// The proposal that waits for a second person's word, if it is for this.
    pub fn proposal(&self, what: Decided) -> Option<&Decision> {
        self.proposed.as_deref().filter(|proposed| proposed.what == what)
    }

    pub(super) fn decided(&mut self, decision: Decision, now: Now, rules: &Rules) -> Result<(), String> {
        match decision.what {
            Decided::Ruled { act, ruling } => self.ruled(act, ruling, rules).map_err(str::to_owned)?,
            Decided::Reopened => {
                let (by, reason) = (decision.by.clone(), decision.reason.clone());
                self.reopened(by, reason, now).map_err(|why| why.to_string())?;
            }
        }
        self.proposed = None;
        self.decisions.push(Minute { decision, at: now.wall });
        Ok(())
    }
}
