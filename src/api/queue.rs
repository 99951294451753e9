//! What waits, and working it off.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::amount::Amount;
use super::failed::{ErrorAnswer, TroubleView};
use super::language::Speaks;
use super::shared::Shared;
use super::stay::StayView;
use crate::desk::{Nobody, Replayed, Settling};

/// Everything that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueView {
    /// True at a training platform.
    pub training: bool,
    /// The longest waiting first.
    pub waits: Vec<WaitView>,
}

/// A stay that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitView {
    /// The hospital's number of the stay.
    pub stay_no: String,
    /// How it stands.
    pub standing: &'static str,
    /// The patient, masked.
    pub patient: String,
    /// Total of the bill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
    /// Since when, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_since: Option<String>,
    /// When it is tried again, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<String>,
    /// Messages sent for what is not resolved yet.
    pub attempts: usize,
    /// A person must decide something.
    pub needs_person: bool,
    /// Its entry in the failure book, without the platform's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<TroubleView>,
}

/// What became of everything that waited.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReplayView {
    /// True at a training platform.
    pub training: bool,
    /// One for each stay that waited, in order.
    pub replayed: Vec<ReplayedView>,
}

/// What became of a stay when the queue came to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReplayedView {
    /// The hospital's number of the stay.
    pub stay_no: String,
    /// `came`: carried as far as it goes now. `busy`: a cashier works on it. `failed`: it could not be carried on.
    pub became: &'static str,
    /// The stay, where it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stay: Option<StayView>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<TroubleView>,
}

/// The queue
#[utoipa::path(get, path = "/v1/queue", tag = "queue", responses(
    (status = 200, description = "Everything that waits", body = QueueView),
    (status = 507, description = "The journal cannot be read", body = ErrorAnswer),
))]
pub async fn queue(State(shared): State<Arc<Shared>>, Speaks(language): Speaks) -> Response {
    let work = move |shared: &Shared| {
        let waits = shared.desk.queue()?;
        let wait = |wait: &crate::desk::Waits| WaitView {
            stay_no: wait.line.key.stay_no.to_string(),
            standing: wait.standing.word(),
            patient: wait.line.patient.clone(),
            total: wait.line.total.map(Amount),
            waits_since: wait.line.waits_since.map(|at| at.to_string()),
            next_at: wait.line.next_at.map(|at| at.to_string()),
            attempts: wait.attempts,
            needs_person: wait.line.needs_person,
            trouble: wait.standing.trouble().map(|mut trouble| {
                // The bill is not at hand to mask by: the stay's own page has the words.
                trouble.detail = "".into();
                TroubleView::of(&trouble, language)
            }),
        };
        Ok(QueueView { training: shared.training, waits: waits.iter().map(wait).collect() })
    };
    shared.work(language, work).await
}

/// Work off the queue
///
/// One stay after the other, each as far as it goes now; the answer comes when all were tried.
#[utoipa::path(post, path = "/v1/replay", tag = "queue", responses(
    (status = 200, description = "What became of each", body = ReplayView),
    (status = 507, description = "The journal cannot be read", body = ErrorAnswer),
))]
pub async fn replay(State(shared): State<Arc<Shared>>, Speaks(language): Speaks) -> Response {
    let work = move |shared: &Shared| {
        let mut replayed = Vec::new();
        for wait in shared.desk.queue()? {
            let key = &wait.line.key;
            let (became, stay, error) = match shared.desk.replay(key, shared.desk.patience(), &mut Nobody) {
                Replayed::Came(outcome) => {
                    ("came", Some(StayView::of(&outcome, Settling::Now, language, shared.training)), None)
                }
                Replayed::Busy => ("busy", None, None),
                Replayed::Failed(mut trouble) => {
                    trouble.detail = "".into();
                    ("failed", None, Some(TroubleView::of(&trouble, language)))
                }
            };
            replayed.push(ReplayedView { stay_no: key.stay_no.to_string(), became, stay, error });
        }
        Ok(ReplayView { training: shared.training, replayed })
    };
    shared.work(language, work).await
}
