//! The key that changes while the desk works, and a person's stays by number.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use yijie_core::failure::Api;
use yijie_core::person::CitizenId;
use zeroize::Zeroizing;

use super::body::SentJson;
use super::language::Speaks;
use super::shared::Shared;
use super::view::{ErrorAnswer, PersonStays, RotatedView};
use super::window::Window;
use crate::desk::Trouble;

/// Whose stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The citizen number. In the body, since addresses are logged.
    citizen_id: String,
}

/// A new key
///
/// Seals everything anew under a new generation of the key, in small steps between which the desk works on; the answer
/// comes when the old one is forgotten. One that was interrupted is taken up.
#[utoipa::path(post, path = "/v1/journal/rotate-key", tag = "desk", responses(
    (status = 200, description = "Everything is sealed under the new key", body = RotatedView),
    (status = 507, description = "The journal or its key file cannot be written", body = ErrorAnswer),
))]
pub async fn rotate_key(State(shared): State<Arc<Shared>>, Speaks(language): Speaks) -> Response {
    let work = move |shared: &Shared| Ok(Window::new(&shared.desk, language).rotate_key(&mut |_| {})?);
    shared.work(language, work).await
}

/// The stays of a person
#[utoipa::path(post, path = "/v1/persons/stays", tag = "stays", request_body = Person, responses(
    (status = 200, description = "Found by a keyed hash of the number", body = PersonStays),
    (status = 400, description = "Not a citizen number", body = ErrorAnswer),
))]
pub async fn of_person(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    SentJson(person): SentJson<Person>,
) -> Response {
    let number = Zeroizing::new(person.citizen_id);
    let work = move |shared: &Shared| {
        CitizenId::parse(&number).map_err(|_| Trouble::new(Api::BadRequest, "citizen_id"))?;
        Ok(Window::new(&shared.desk, language).of_person(&number)?)
    };
    shared.work(language, work).await
}
