//! The addresses of what people do about a stay that cannot be settled now.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::body::{Flags, OfStay, SentJson};
use super::language::Speaks;
use super::people::{
    self, DecisionRequest, DecisionView, DepartedView, ItemView, LeavingRequest, NoteRequest, ShiftRequest, ShiftView,
    WithdrawalRequest, WithdrawnView,
};
use super::shared::Shared;
use super::story::Reveal;
use super::view::{ErrorAnswer, StayView};
use crate::desk::Nobody;

/// Let a patient leave without a settlement
///
/// In one of three ways, each with a slip of its own. Closed as self-paid, the stay is not settled any more, and that
/// way is refused while a settlement stands or may stand.
#[utoipa::path(post, path = "/v1/stays/{stay_no}/leaving", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay"), Reveal),
    request_body = LeavingRequest,
    responses(
        (status = 200, description = "The patient has left; the slip is printed, or `printer` says why not", body = DepartedView),
        (status = 400, description = "Something is missing or wrong", body = ErrorAnswer),
        (status = 404, description = "No such stay, and no bill", body = ErrorAnswer),
        (status = 409, description = "The state of the stay forbids it", body = ErrorAnswer),
    ))]
pub async fn leaving(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    OfStay(stay_no): OfStay,
    Flags(reveal): Flags<Reveal>,
    SentJson(request): SentJson<LeavingRequest>,
) -> Response {
    let work = move |shared: &Shared| people::leave(&shared.desk, &stay_no, request, reveal.show(), language);
    shared.work(language, work).await
}

/// Take everything of a stay back from the platform
///
/// Settlement (2305), discharge (2405), fees (2302), admission (2404), each resolved before the next. In doubt, it
/// takes effect once the fate is known.
#[utoipa::path(post, path = "/v1/stays/{stay_no}/withdrawal", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay"), Reveal),
    request_body = WithdrawalRequest,
    responses(
        (status = 200, description = "Nothing of it is on the platform any more", body = WithdrawnView),
        (status = 202, description = "It is under way; the queue goes on with it", body = WithdrawnView),
        (status = 400, description = "Something is missing or wrong", body = ErrorAnswer),
        (status = 404, description = "No such stay", body = ErrorAnswer),
        (status = 409, description = "What was refunded is not back, or the stay is closed", body = ErrorAnswer),
    ))]
pub async fn withdrawal(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    OfStay(stay_no): OfStay,
    Flags(reveal): Flags<Reveal>,
    SentJson(request): SentJson<WithdrawalRequest>,
) -> Response {
    let work = move |shared: &Shared| {
        let view = people::withdraw(&shared.desk, &stay_no, request, reveal.show(), &mut Nobody, language)?;
        let ended = matches!(view.stay.status.as_str(), "withdrawn" | "closed");
        Ok((if ended { StatusCode::OK } else { StatusCode::ACCEPTED }, view))
    };
    shared.work_as(language, work).await
}

/// Note that the patient died, or left owing
#[utoipa::path(post, path = "/v1/stays/{stay_no}/note", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay")),
    request_body = NoteRequest,
    responses(
        (status = 200, description = "Noted", body = StayView),
        (status = 400, description = "Nobody says so", body = ErrorAnswer),
        (status = 404, description = "No such stay", body = ErrorAnswer),
    ))]
pub async fn note(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    OfStay(stay_no): OfStay,
    SentJson(request): SentJson<NoteRequest>,
) -> Response {
    let work = move |shared: &Shared| people::note(&shared.desk, &stay_no, &request, language);
    shared.work(language, work).await
}

/// Decide about a stay, as a named person with a reason
///
/// Only what the item's `rulings` offer. Where two persons are wanted, the first word is kept (202) until another
/// person says the same.
#[utoipa::path(post, path = "/v1/queue/{stay_no}/decision", tag = "queue",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay")),
    request_body = DecisionRequest,
    responses(
        (status = 200, description = "Decided, and this followed", body = DecisionView),
        (status = 202, description = "Kept until a second person says the same", body = DecisionView),
        (status = 400, description = "No name, no reason, or not offered", body = ErrorAnswer),
        (status = 404, description = "No such stay", body = ErrorAnswer),
        (status = 409, description = "The second person must be another one", body = ErrorAnswer),
    ))]
pub async fn decision(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    OfStay(stay_no): OfStay,
    SentJson(request): SentJson<DecisionRequest>,
) -> Response {
    let work = move |shared: &Shared| {
        let view = people::decide(&shared.desk, &stay_no, request, &mut Nobody, language)?;
        Ok((if view.taken { StatusCode::OK } else { StatusCode::ACCEPTED }, view))
    };
    shared.work_as(language, work).await
}

/// The whole story of a stay
///
/// Its acts, messages and the platform's words; how the patient left; what people decided and may decide; what happens
/// next, and when.
#[utoipa::path(get, path = "/v1/queue/{stay_no}", tag = "queue",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay")),
    responses(
        (status = 200, description = "The story", body = ItemView),
        (status = 404, description = "No such stay", body = ErrorAnswer),
    ))]
pub async fn item(State(shared): State<Arc<Shared>>, Speaks(language): Speaks, OfStay(stay_no): OfStay) -> Response {
    let work = move |shared: &Shared| people::item(&shared.desk, &stay_no, language);
    shared.work(language, work).await
}

/// Hand the open stays over to the next cashier
///
/// Listed, printed, and noted in the audit trail.
#[utoipa::path(post, path = "/v1/shift", tag = "queue", request_body = ShiftRequest, responses(
    (status = 200, description = "Handed over", body = ShiftView),
    (status = 400, description = "Nobody hands over", body = ErrorAnswer),
))]
pub async fn shift(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    SentJson(request): SentJson<ShiftRequest>,
) -> Response {
    let work = move |shared: &Shared| people::shift(&shared.desk, &request, language);
    shared.work(language, work).await
}
