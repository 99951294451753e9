//! From a bill to a settlement in two requests: the figures first, and then the word that they were agreed to.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use yijie_core::bill::Bill;
use yijie_core::failure::{Api, Settlement};
use yijie_core::settlement::ask::AccountUse;

use super::body::{Flags, OfStay, Sent, SentJson};
use super::failed::Failed;
use super::limits::REASON_CHARS_MAX;
use super::shared::Shared;
use super::veil::Veil;
use super::view::{ErrorAnswer, StayView, account_word};
use super::watched::{Asks, Teller};
use super::window::{Window, Wish, status_of_stay};
use crate::desk::{Choices, Plan, Refunds, Settling, Shown, Trouble};

/// What the cashier chooses.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Chosen {
    /// `use` (the default): the personal account pays what it can. `keep`: it stays as it is.
    account: Option<Account>,
    /// Which of several insurances, by its kind (`310` employees, `390` residents). Without it the usual one.
    insurance: Option<String>,
    /// `card` (the default): the card in the reader says who the patient is. `citizen_id`: there is none, and the
    /// citizen number on the bill does.
    by: Option<By>,
}

/// How a patient shows who they are.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// By the card in the reader.
    Card,
    /// By the citizen number on the bill.
    CitizenId,
}

/// Whether the personal account pays its part.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// It pays what it can.
    Use,
    /// It stays as it is.
    Keep,
}

/// The word of the cashier.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// `figures` of the pre-settlement that the patient agreed to.
    figures: String,
    /// Must be that of the pre-settlement, where given.
    account: Option<Account>,
    /// Must be that of the pre-settlement, where given.
    insurance: Option<String>,
}

/// Why a settlement is cancelled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    /// In the cashier's words, at most 200 characters. Kept sealed.
    reason: String,
    /// What was refunded to the patient after the settlement is back in the till.
    #[serde(default)]
    refund_recovered: bool,
}

/// Pre-settle a stay
///
/// The body is the bill (`docs/bill.schema.json`), its stay number that of the address. The card in the reader says
/// who the patient is, or where there is none the bill itself (`by`); fees and discharge are uploaded, the figures asked for, and nothing is settled. A bill that
/// was settled before gives that settlement, marked `repeated`, without a card.
#[utoipa::path(post, path = "/v1/stays/{stay_no}/presettlement", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay"), Chosen),
    request_body(content = serde_json::Value, description = "A bill", content_type = "application/json"),
    responses(
        (status = 200, description = "The figures to agree to (`to_confirm`), or the settlement that stands", body = StayView),
        (status = 202, description = "The stay waits: `trouble` says why", body = StayView),
        (status = 409, description = "The card or the stay stands in the way", body = ErrorAnswer),
        (status = 422, description = "Every fault of the bill", body = ErrorAnswer),
        (status = 502, description = "The platform said no", body = ErrorAnswer),
        (status = 504, description = "The platform is not reached; nothing was sent", body = ErrorAnswer),
    ))]
pub async fn presettle(
    State(shared): State<Arc<Shared>>,
    asks: Asks,
    OfStay(stay_no): OfStay,
    Flags(chosen): Flags<Chosen>,
    Sent(body): Sent,
) -> Response {
    let work = move |shared: &Shared, teller: &mut Teller| {
        let bill = Bill::parse(&body).map_err(Trouble::of_bill)?;
        if bill.stay_no != stay_no {
            return Err(Trouble::new(Api::BadRequest, "stay_no of the bill and of the address differ").into());
        }
        let (desk, window) = (&shared.desk, Window::new(&shared.desk, asks.language));
        if let Some(before) = desk.settled_before(&bill)? {
            return with_status(window.came_to(&before, Settling::Before, Wish::Figures));
        }
        let shown = match chosen.by {
            Some(By::CitizenId) => Shown::citizen_id(&bill),
            Some(By::Card) | None => Shown::card(&shared.read_card(Plan::Identity, teller)?.card)?,
        };
        let choices = Choices { account: chosen.account.unwrap_or(Account::Use).into() };
        let terms = (chosen.insurance.as_deref(), choices);
        with_status(window.settle(&bill, &shown, terms, Wish::Figures, teller))
    };
    shared.watched(asks, work).await
}

/// Settle a stay on figures that were agreed to
///
/// The platform is asked for the figures once more; only if they are still those agreed to is anything settled.
/// Asked again, or twice at once, the stay is settled once and every call gets that settlement; those that found it
/// standing are marked `repeated`.
#[utoipa::path(post, path = "/v1/stays/{stay_no}/settlement", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay")),
    request_body = Agreement,
    responses(
        (status = 200, description = "Settled", body = StayView),
        (status = 202, description = "Agreed, and the stay waits or is in doubt: do not settle again", body = StayView),
        (status = 404, description = "No such stay", body = ErrorAnswer),
        (status = 409, description = "The figures are others now: the stay has them, nothing was settled", body = ErrorAnswer),
        (status = 502, description = "The platform said no", body = ErrorAnswer),
    ))]
pub async fn settle(
    State(shared): State<Arc<Shared>>,
    asks: Asks,
    OfStay(stay_no): OfStay,
    SentJson(agreement): SentJson<Agreement>,
) -> Response {
    let work = move |shared: &Shared, teller: &mut Teller| {
        let window = Window::new(&shared.desk, asks.language);
        let key = shared.desk.key(stay_no);
        let now = shared.desk.show(&key)?;
        let terms = &now.stay.terms;
        let account = agreement.account.is_none_or(|account| AccountUse::from(account) == terms.account);
        let insurance = agreement.insurance.as_ref().is_none_or(|kind| *kind == terms.insured.insurance);
        if !account || !insurance {
            let pre = format!("{} {}", account_word(terms.account), terms.insured.insurance);
            let view = window.stay(&now, Settling::Now);
            return Err(Failed::leaving(Trouble::new(Settlement::PresettleChanged, pre), view));
        }
        let veil = Veil::of_outcome(&now);
        teller.agreed = Some(agreement.figures);
        let (outcome, settling) =
            shared.desk.settle_on_agreement(&key, teller).map_err(|trouble| veil.trouble(trouble))?;
        with_status(window.came_to(&outcome, settling, Wish::Settlement))
    };
    shared.watched(asks, work).await
}

/// Cancel the settlement of a stay
///
/// Takes back the settlement that stands (2305); its receipt is void from then on.
#[utoipa::path(post, path = "/v1/stays/{stay_no}/cancel", tag = "stays",
    params(("stay_no" = String, Path, description = "The hospital's number of the stay")),
    request_body = Cancel,
    responses(
        (status = 200, description = "Cancelled", body = StayView),
        (status = 202, description = "It is being found out whether it was", body = StayView),
        (status = 400, description = "Nothing to cancel, or no reason", body = ErrorAnswer),
        (status = 404, description = "No such stay", body = ErrorAnswer),
        (status = 409, description = "Something of the stay is in doubt", body = ErrorAnswer),
        (status = 502, description = "The platform said no", body = ErrorAnswer),
    ))]
pub async fn cancel(
    State(shared): State<Arc<Shared>>,
    asks: Asks,
    OfStay(stay_no): OfStay,
    SentJson(cancel): SentJson<Cancel>,
) -> Response {
    let work = move |shared: &Shared, teller: &mut Teller| {
        let reason = cancel.reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
            return Err(Trouble::new(Api::BadRequest, format!("reason: 1–{REASON_CHARS_MAX}")).into());
        }
        let refunds = if cancel.refund_recovered { Refunds::Recovered } else { Refunds::NotSaid };
        with_status(Window::new(&shared.desk, asks.language).cancel(stay_no, reason, refunds, teller))
    };
    shared.watched(asks, work).await
}

fn with_status(came: Result<StayView, Failed>) -> Result<(StatusCode, StayView), Failed> {
    came.map(|stay| (status_of_stay(&stay), stay))
}

impl From<Account> for AccountUse {
    fn from(account: Account) -> Self {
        match account {
            Account::Use => Self::Use,
            Account::Keep => Self::Keep,
        }
    }
}
