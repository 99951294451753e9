//! What the platform's books show of a stay of a restored journal, said by a named person.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use yijie_core::failure::Api;
use yijie_core::settlement::Accounting;

use super::body::{OfStay, SentJson};
use super::failed::ErrorAnswer;
use super::language::Speaks;
use super::limits::REASON_CHARS_MAX;
use super::shared::Shared;
use super::stay::StayView;
use crate::desk::{Settling, Trouble};

/// What a person says of a stay of a restored journal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// What the platform's books since the backup show of the stay.
    pub found: Found,
    /// Who says so, for the audit trail.
    pub by: String,
    /// Why, for the audit trail. No patient's name: the trail is in plain text.
    pub reason: String,
}

/// What the platform's books show.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Nothing that the journal does not know of: the stay goes on.
    NothingMore,
    /// More, and a person has finished it: the stay is never sent again.
    DealtWith,
}

/// Account for a stay of a restored journal
///
/// After a journal was restored, copied or moved, nothing of its stays is sent before a person, or evidence, has
/// compared them with the platform's books.
#[utoipa::path(post, path = "/v1/stays/{stay_no}/account", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay")),
    request_body = Accounts,
    responses(
        (status = 200, description = "Accounted for", body = StayView),
        (status = 400, description = "Nothing to account for, or nobody named", body = ErrorAnswer),
        (status = 404, description = "No such stay", body = ErrorAnswer),
    ))]
pub async fn account(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    OfStay(stay_no): OfStay,
    SentJson(accounts): SentJson<Accounts>,
) -> Response {
    let work = move |shared: &Shared| {
        let (by, reason) = (accounts.by.trim(), accounts.reason.trim());
        let fits = |text: &str| !text.is_empty() && text.chars().count() <= REASON_CHARS_MAX;
        if !fits(by) || !fits(reason) {
            return Err(Trouble::new(Api::BadRequest, format!("by, reason: 1–{REASON_CHARS_MAX}")).into());
        }
        let found = match accounts.found {
            Found::NothingMore => Accounting::NothingMore,
            Found::DealtWith => Accounting::DealtWith,
        };
        let outcome = shared.desk.account_for(&shared.desk.key(stay_no), found, by, reason)?;
        Ok(StayView::of(&outcome, Settling::Now, language, shared.training))
    };
    shared.work(language, work).await
}
