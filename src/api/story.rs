//! A stay's story, its receipt and its slip.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yijie_core::failure::Language;

use super::body::{Flags, OfStay};
use super::failed::{ErrorAnswer, Failed, TroubleView};
use super::instructions::InstructionView;
use super::language::Speaks;
use super::shared::Shared;
use super::stay::StayView;
use super::veil::Veil;
use crate::desk::{Nobody, Printed, Settling, Trouble};

/// A stay and everything that happened to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoryView {
    /// True at a training platform.
    pub training: bool,
    /// As it stands.
    pub stay: StayView,
    /// Its messages, in order.
    pub messages: Vec<MessageView>,
    /// Money that changes hands, each once.
    pub instructions: Vec<InstructionView>,
}

/// One message to the platform.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageView {
    /// The act's number within the stay.
    pub act: u32,
    /// What it is for: `admit`, `upload_fees`, `discharge`, `settle`, `cancel_settlement`, `reverse`, …
    pub kind: &'static str,
    /// The platform's transaction number.
    pub transaction: &'static str,
    /// What became of the act: `open`, `sent`, `in_doubt`, `done`, `refused`, `not_done`, `needs_person`.
    pub fate: &'static str,
    /// True if that was found out, not answered.
    pub by_evidence: bool,
    /// The message's id.
    pub message_id: String,
    /// When its intent was written, UTC.
    pub at: String,
    /// How this attempt ended: `done`, `refused`, `not_sent`, `in_doubt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<&'static str>,
    /// The platform's words, or the line's; personal values masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// A receipt or a slip.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperView {
    /// True at a training platform.
    pub training: bool,
    /// Its text, at the width of the configured paper. Names masked unless revealed.
    pub text: String,
    /// Absent: the original. Otherwise the number of the copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<u32>,
    /// Why it did not come out of the printer. The settlement stands all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printer: Option<TroubleView>,
}

/// Whether personal values are shown in full.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Reveal {
    /// Show personal values in full.
    pub reveal: bool,
}

/// The story of a stay
#[utoipa::path(get, path = "/v1/stays/{stay_no}", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay")),
    responses(
        (status = 200, description = "The stay, its messages, its money", body = StoryView),
        (status = 404, description = "No such stay", body = ErrorAnswer),
    ))]
pub async fn story(State(shared): State<Arc<Shared>>, Speaks(language): Speaks, OfStay(stay_no): OfStay) -> Response {
    let work = move |shared: &Shared| {
        let story = shared.desk.story(&shared.desk.key(stay_no))?;
        let veil = Veil::of_outcome(&story.outcome);
        let message = |told: &crate::desk::Told| MessageView {
            act: told.act,
            kind: told.kind,
            transaction: told.infno,
            fate: told.fate,
            by_evidence: told.by_evidence,
            message_id: told.message_id.to_string(),
            at: told.at.to_string(),
            end: told.end.map(crate::desk::EndKind::as_str),
            words: told.words.as_ref().map(|words| veil.text(words)),
        };
        Ok(StoryView {
            training: shared.training,
            stay: StayView::of(&story.outcome, Settling::Before, language, shared.training),
            messages: story.told.iter().map(message).collect(),
            instructions: story.instructions.iter().map(InstructionView::from).collect(),
        })
    };
    shared.work(language, work).await
}

/// Print the receipt
///
/// The original the first time, then numbered copies.
#[utoipa::path(post, path = "/v1/stays/{stay_no}/receipt", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay"), Reveal),
    responses(
        (status = 200, description = "Printed, or `printer` says why not", body = PaperView),
        (status = 404, description = "No such stay", body = ErrorAnswer),
        (status = 409, description = "Not settled, or the receipt is void", body = ErrorAnswer),
    ))]
pub async fn receipt(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    OfStay(stay_no): OfStay,
    Flags(reveal): Flags<Reveal>,
) -> Response {
    let work = move |shared: &Shared| {
        let key = shared.desk.key(stay_no);
        let veil = veil_of(shared, &key, &reveal)?;
        let printed = shared.desk.receipt(&key, &mut Nobody)?;
        Ok(paper(printed, &veil, language, shared.training))
    };
    shared.work(language, work).await
}

/// Print the slip of a stay that is not settled
///
/// Its first line says so.
#[utoipa::path(post, path = "/v1/stays/{stay_no}/slip", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay"), Reveal),
    responses(
        (status = 200, description = "Printed, or `printer` says why not", body = PaperView),
        (status = 404, description = "No such stay", body = ErrorAnswer),
        (status = 409, description = "Settled: there is a receipt", body = ErrorAnswer),
    ))]
pub async fn slip(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    OfStay(stay_no): OfStay,
    Flags(reveal): Flags<Reveal>,
) -> Response {
    let work = move |shared: &Shared| {
        let key = shared.desk.key(stay_no);
        let veil = veil_of(shared, &key, &reveal)?;
        let printed = shared.desk.slip(&key)?;
        Ok(paper(printed, &veil, language, shared.training))
    };
    shared.work(language, work).await
}

fn veil_of(shared: &Shared, key: &yijie_core::settlement::ids::StayKey, reveal: &Reveal) -> Result<Veil, Failed> {
    let outcome = shared.desk.show(key).map_err(|trouble: Trouble| Failed::from(trouble))?;
    Ok(if reveal.reveal { Veil::default() } else { Veil::of_outcome(&outcome) })
}

fn paper(printed: Printed, veil: &Veil, language: Language, training: bool) -> PaperView {
    PaperView {
        training,
        text: veil.text(&printed.text),
        copy: printed.copy,
        printer: printed.printer.map(|trouble| TroubleView::of(&trouble, language)),
    }
}
