//! Money that changes hands, for the hospital's system to fetch and acknowledge.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::language::Speaks;
use super::shared::Shared;
use super::view::{ErrorAnswer, InstructionView};

/// What the hospital's system has not acknowledged yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstructionsView {
    /// True at a training platform.
    pub training: bool,
    /// The oldest first.
    pub instructions: Vec<InstructionView>,
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
