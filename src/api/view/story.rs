//! What happened to a stay, and the money that changes hands.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::MoveView;
use crate::api::veil::Veil;
use crate::desk::{EndKind, Instruction, Told};

/// One message to the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageView {
    /// The act's number within the stay.
    pub act: u32,
    /// What it is for: `admit`, `upload_fees`, `discharge`, `settle`, `cancel_settlement`, `reverse`, …
    pub kind: String,
    /// The platform's number of the transaction.
    #[schema(example = "2304")]
    pub infno: String,
    /// What became of the act: `open`, `sent`, `in_doubt`, `done`, `refused`, `not_done`, `needs_person`.
    pub fate: String,
    /// True if that was found out, not answered.
    pub by_evidence: bool,
    /// The message's id.
    pub message_id: String,
    /// When its intent was written, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// How this attempt ended: `done`, `refused`, `not_sent`, `in_doubt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// The platform's words, or the line's; personal values masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// One instruction: money that changes hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InstructionView {
    /// What makes it once: carried out under this id before, it is not carried out again.
    pub id: String,
    /// The hospital's number of the stay.
    pub stay_no: String,
    /// The message that settled.
    pub cause: String,
    /// What changes hands.
    pub money: MoveView,
    /// When it was made, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    /// When it was first fetched, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub handed_over_at: Option<Timestamp>,
    /// When it was acknowledged, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub acknowledged_at: Option<Timestamp>,
}

impl MessageView {
    /// Under this veil.
    pub fn of(told: &Told, veil: &Veil) -> Self {
        Self {
            act: told.act,
            kind: told.kind.to_owned(),
            infno: told.infno.to_owned(),
            fate: told.fate.to_owned(),
            by_evidence: told.by_evidence,
            message_id: told.message_id.to_string(),
            at: told.at,
            end: told.end.map(|end| EndKind::as_str(end).to_owned()),
            words: told.words.as_ref().map(|words| veil.text(words)),
        }
    }
}

impl From<&Instruction> for InstructionView {
    fn from(instruction: &Instruction) -> Self {
        Self {
            id: instruction.id.clone(),
            stay_no: instruction.stay.stay_no.to_string(),
            cause: instruction.cause.to_string(),
            money: MoveView::from(&instruction.money),
            made_at: instruction.made_at,
            handed_over_at: instruction.handed_over_at,
            acknowledged_at: instruction.acknowledged_at,
        }
    }
}
