//! The key that changes while the desk works, and a person's stays by number.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yijie_core::failure::Api;
use yijie_core::person::CitizenId;
use zeroize::Zeroizing;

use super::amount::Amount;
use super::body::SentJson;
use super::failed::ErrorAnswer;
use super::language::Speaks;
use super::shared::Shared;
use crate::desk::Trouble;

/// A rotation that was ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct RotatedView {
    /// The generation that everything is sealed under now.
    pub generation: u16,
    /// Rows that were looked at.
    pub rows: usize,
}

/// Whose stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The citizen number. In the body, since addresses are logged.
    citizen_id: String,
}

/// The stays of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonStays {
    /// True at a training platform.
    pub training: bool,
    /// The last changed first.
    pub stays: Vec<PersonStay>,
}

/// A stay of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonStay {
    /// The hospital's number of the stay.
    pub stay_no: String,
    /// The patient, masked.
    pub patient: String,
    /// Total of the bill.
    pub total: Amount,
    /// How it stands.
    pub standing: &'static str,
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
    let work = move |shared: &Shared| {
        let rotated = shared.desk.rotate_key(&mut |_| {})?;
        Ok(RotatedView { generation: rotated.generation, rows: rotated.rows })
    };
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
        let mut stays = Vec::new();
        for key in shared.desk.stays_of_person(&number)? {
            let outcome = shared.desk.show(&key)?;
            stays.push(PersonStay {
                stay_no: key.stay_no.to_string(),
                patient: outcome.bill.patient.name.to_string(),
                total: Amount(outcome.stay.terms.total),
                standing: outcome.standing.word(),
            });
        }
        Ok(PersonStays { training: shared.training, stays })
    };
    shared.work(language, work).await
}
