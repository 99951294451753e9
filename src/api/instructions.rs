//! Money that changes hands, for the hospital's system to fetch and acknowledge.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::failed::ErrorAnswer;
use super::language::Speaks;
use super::shared::Shared;
use super::split::MoveView;

/// What the hospital's system has not acknowledged yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstructionsView {
    /// True at a training platform.
    pub training: bool,
    /// The oldest first.
    pub instructions: Vec<InstructionView>,
}

/// One instruction.
#[derive(Debug, Serialize, ToSchema)]
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
    pub made_at: String,
    /// When it was first fetched, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_over_at: Option<String>,
    /// When it was acknowledged, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<String>,
}

/// That an instruction is acknowledged.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcknowledgedView {
    /// True at a training platform.
    pub training: bool,
    /// The instruction.
    pub id: String,
    /// Always true: it is in the journal.
    pub acknowledged: bool,
}

/// Money instructions
///
/// Everything that is to be refunded or collected and was not acknowledged yet. Fetching it again is safe.
#[utoipa::path(get, path = "/v1/instructions", tag = "instructions", responses(
    (status = 200, description = "The oldest first", body = InstructionsView),
    (status = 507, description = "The journal cannot be read", body = ErrorAnswer),
))]
pub async fn instructions(State(shared): State<Arc<Shared>>, Speaks(language): Speaks) -> Response {
    let work = |shared: &Shared| {
        let open = shared.desk.hand_over_instructions()?;
        let instructions = open.iter().map(InstructionView::from).collect();
        Ok(InstructionsView { training: shared.training, instructions })
    };
    shared.work(language, work).await
}

/// Acknowledge a money instruction
///
/// The hospital's system has it, and will carry it out once. Said again, it changes nothing.
#[utoipa::path(post, path = "/v1/instructions/{id}/acknowledgement", tag = "instructions",
    params(("id" = String, Path, description = "The instruction's id")),
    responses(
        (status = 200, description = "In the journal", body = AcknowledgedView),
        (status = 404, description = "No such instruction", body = ErrorAnswer),
    ))]
pub async fn acknowledge(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
) -> Response {
    let work = move |shared: &Shared| {
        shared.desk.acknowledge_instruction(&id)?;
        Ok(AcknowledgedView { training: shared.training, id, acknowledged: true })
    };
    shared.work(language, work).await
}

impl From<&crate::desk::Instruction> for InstructionView {
    fn from(instruction: &crate::desk::Instruction) -> Self {
        Self {
            id: instruction.id.clone(),
            stay_no: instruction.stay.stay_no.to_string(),
            cause: instruction.cause.to_string(),
            money: MoveView::from(&instruction.money),
            made_at: instruction.made_at.to_string(),
            handed_over_at: instruction.handed_over_at.map(|at| at.to_string()),
            acknowledged_at: instruction.acknowledged_at.map(|at| at.to_string()),
        }
    }
}
