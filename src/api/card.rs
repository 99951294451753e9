//! The card in the reader, and who the platform says its holder is.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use yijie_core::failure::Api;
use yijie_core::person::{CitizenId, Credential, PersonName, VoucherToken};

use super::body::{Flags, SentJson};
use super::language::Speaks;
use super::shared::Shared;
use super::story::Reveal;
use super::view::{CardView, CheckView, ErrorAnswer};
use super::watched::{Asks, Teller};
use super::window::Window;
use crate::desk::{Nobody, Plan, Shown, Trouble};

/// Whom to ask for. Empty, the card in the reader is read.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Whom {
    /// Without a card: the citizen number.
    citizen_id: Option<String>,
    /// Without a card: the name.
    name: Option<String>,
    /// Without a card: the token of an electronic voucher, where there is one.
    voucher: Option<String>,
    /// Which of several insurances, by its kind.
    insurance: Option<String>,
}

/// The card in the reader
#[utoipa::path(get, path = "/v1/card", tag = "desk", params(Reveal), responses(
    (status = 200, description = "What it says", body = CardView),
    (status = 409, description = "No card, or not one that can be read", body = ErrorAnswer),
    (status = 503, description = "No reader", body = ErrorAnswer),
))]
pub async fn card(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    Flags(reveal): Flags<Reveal>,
) -> Response {
    let work = move |shared: &Shared| {
        let read = shared.read_card(Plan::Full, &mut Nobody)?;
        Ok(CardView::of(&read, reveal.show(), language, shared.training))
    };
    shared.work(language, work).await
}

/// Who is this, and what is filed
///
/// By the card in the reader, or by the numbers given.
#[utoipa::path(post, path = "/v1/check", tag = "desk", request_body = Whom, responses(
    (status = 200, description = "Who, which insurance, which filings, and what that means for a stay here", body = CheckView),
    (status = 409, description = "No card, or not one that can be read", body = ErrorAnswer),
    (status = 502, description = "The platform said no", body = ErrorAnswer),
    (status = 504, description = "The platform is not reached", body = ErrorAnswer),
))]
pub async fn check(State(shared): State<Arc<Shared>>, asks: Asks, SentJson(whom): SentJson<Whom>) -> Response {
    let work = move |shared: &Shared, teller: &mut Teller| {
        let shown = match whom.shown()? {
            Some(shown) => shown,
            None => Shown::card(&shared.read_card(Plan::Identity, teller)?.card)?,
        };
        let window = Window::new(&shared.desk, asks.language);
        Ok((StatusCode::OK, window.check(&shown, whom.insurance.as_deref(), teller)?))
    };
    shared.watched(asks, work).await
}

impl Whom {
    /// What was given instead of a card. `None` if nothing was.
    fn shown(&self) -> Result<Option<Shown>, Trouble> {
        let refused = |what: &str| Trouble::new(Api::BadRequest, what);
        let (Some(id), Some(name)) = (&self.citizen_id, &self.name) else {
            return match (&self.citizen_id, &self.name, &self.voucher) {
                (None, None, None) => Ok(None),
                _ => Err(refused("citizen_id, name")),
            };
        };
        let credential = match &self.voucher {
            Some(token) => Credential::Voucher(VoucherToken::parse(token).map_err(|_| refused("voucher"))?),
            None => Credential::CitizenId,
        };
        Ok(Some(Shown {
            credential,
            citizen_id: CitizenId::parse(id).map_err(|_| refused("citizen_id"))?,
            name: PersonName::parse(name).map_err(|_| refused("name"))?,
        }))
    }
}
