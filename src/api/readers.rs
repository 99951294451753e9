//! The desk itself: its version and its readers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::events::Holds;
use super::language::Speaks;
use super::shared::{Shared, answer};
use super::view::ErrorAnswer;
use crate::desk::Trouble;

/// That the desk runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthView {
    /// True at a training platform.
    pub training: bool,
    /// This program's version.
    pub version: &'static str,
    /// The API's version.
    pub api: &'static str,
}

/// What is plugged in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadersView {
    /// True at a training platform.
    pub training: bool,
    /// Each reader.
    pub readers: Vec<ReaderView>,
}

/// A reader.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReaderView {
    /// Its name.
    pub name: String,
    /// `nothing`, `card`, `mute_card` (it does not answer: upside down, dirty or broken) or `unknown`.
    pub holds: &'static str,
}

/// The desk runs
#[utoipa::path(get, path = "/v1/health", tag = "desk", responses(
    (status = 200, description = "It does", body = HealthView),
))]
pub async fn health(State(shared): State<Arc<Shared>>) -> Response {
    let training = shared.training;
    answer(StatusCode::OK, training, &HealthView { training, version: env!("CARGO_PKG_VERSION"), api: "v1" })
}

/// The readers that are plugged in
///
/// No reader is an empty list; a service that is down is an error.
#[utoipa::path(get, path = "/v1/readers", tag = "desk", responses(
    (status = 200, description = "What is plugged in", body = ReadersView),
    (status = 503, description = "The readers' service is down", body = ErrorAnswer),
))]
pub async fn readers(State(shared): State<Arc<Shared>>, Speaks(language): Speaks) -> Response {
    let work = |shared: &Shared| {
        let names = shared.readers.names().map_err(Trouble::from)?;
        let known = shared.events.readers();
        let reader = |name: String| {
            let holds = match known.get(&name) {
                Some(Holds::Nothing) => "nothing",
                Some(Holds::Card) => "card",
                Some(Holds::MuteCard) => "mute_card",
                None => "unknown",
            };
            ReaderView { name, holds }
        };
        Ok(ReadersView { training: shared.training, readers: names.into_iter().map(reader).collect() })
    };
    shared.work(language, work).await
}
