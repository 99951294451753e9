//! What waits, and working it off.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::body::Flags;
use super::language::Speaks;
use super::shared::Shared;
use super::story::Reveal;
use super::view::{ErrorAnswer, QueueView, ReplayView};
use super::watched::{Asks, Teller};
use super::window::Window;

/// The queue
#[utoipa::path(get, path = "/v1/queue", tag = "queue", responses(
    (status = 200, description = "Everything that waits", body = QueueView),
    (status = 507, description = "The journal cannot be read", body = ErrorAnswer),
))]
pub async fn queue(State(shared): State<Arc<Shared>>, Speaks(language): Speaks) -> Response {
    let work = move |shared: &Shared| Ok(Window::new(&shared.desk, language).queue()?);
    shared.work(language, work).await
}

/// Work off the queue
///
/// Several stays at once, at the platform's pace, each as far as it goes now; the answer comes when all were tried.
/// What came to be settled has its receipt printed.
#[utoipa::path(post, path = "/v1/replay", tag = "queue", params(Reveal), responses(
    (status = 200, description = "What became of each", body = ReplayView),
    (status = 507, description = "The journal cannot be read", body = ErrorAnswer),
))]
pub async fn replay(State(shared): State<Arc<Shared>>, asks: Asks, Flags(reveal): Flags<Reveal>) -> Response {
    let work = move |shared: &Shared, _: &mut Teller| {
        let window = Window::new(&shared.desk, asks.language);
        Ok((StatusCode::OK, window.replay(reveal.show(), &|_, _| {})?))
    };
    shared.watched(asks, work).await
}
