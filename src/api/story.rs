//! A stay's story, its receipt and its slip.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

use super::body::{Flags, OfStay};
use super::language::Speaks;
use super::shared::Shared;
use super::view::{ErrorAnswer, PaperView, Show, StayView};
use super::watched::{Asks, Teller};
use super::window::Window;

/// Whether personal values are shown in full.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Reveal {
    /// Show personal values in full.
    pub reveal: bool,
}

impl Reveal {
    /// The same, by its name.
    pub fn show(&self) -> Show {
        if self.reveal { Show::Revealed } else { Show::Masked }
    }
}

/// The story of a stay
#[utoipa::path(get, path = "/v1/stays/{stay_no}", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay")),
    responses(
        (status = 200, description = "The stay, its messages, its money", body = StayView),
        (status = 404, description = "No such stay", body = ErrorAnswer),
    ))]
pub async fn story(State(shared): State<Arc<Shared>>, Speaks(language): Speaks, OfStay(stay_no): OfStay) -> Response {
    let work = move |shared: &Shared| Ok(Window::new(&shared.desk, language).story(stay_no)?);
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
    asks: Asks,
    OfStay(stay_no): OfStay,
    Flags(reveal): Flags<Reveal>,
) -> Response {
    let work = move |shared: &Shared, teller: &mut Teller| {
        let window = Window::new(&shared.desk, asks.language);
        Ok((StatusCode::OK, window.receipt(stay_no, reveal.show(), teller)?))
    };
    shared.watched(asks, work).await
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
    let work = move |shared: &Shared| Ok(Window::new(&shared.desk, language).slip(stay_no, reveal.show())?);
    shared.work(language, work).await
}
