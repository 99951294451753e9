//! From a bill to a settlement in two requests: the figures first, and then the word that they were agreed to.

use std::sync::Arc;

use crate::desk::Plan;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use yijie_core::bill::Bill;
use yijie_core::failure::{Api, Settlement};
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::{Stay, Waiting};

use super::body::{Flags, OfStay, Sent, SentJson};
use super::failed::{ErrorAnswer, Failed};
use super::figures::figures;
use super::language::Speaks;
use super::limits::REASON_CHARS_MAX;
use super::shared::Shared;
use super::stay::{StayView, Wish, account_word, came_to};
use super::veil::Veil;
use crate::desk::{Choices, Confirmation, Counter, Nobody, Progress, Refunds, Settling, Shown, Trouble};

/// What the cashier chooses.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Chosen {
    /// `use` (the default): the personal account pays what it can. `keep`: it stays as it is.
    account: Option<Account>,
    /// Which of several insurances, by its kind (`310` employees, `390` residents). Without it the usual one.
    insurance: Option<String>,
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
/// who the patient is; fees and discharge are uploaded, the figures asked for, and nothing is settled. A bill that
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
    Speaks(language): Speaks,
    OfStay(stay_no): OfStay,
    Flags(chosen): Flags<Chosen>,
    Sent(body): Sent,
) -> Response {
    let work = move |shared: &Shared| {
        let bill = Bill::parse(&body).map_err(Trouble::of_bill)?;
        if bill.stay_no != stay_no {
            return Err(Trouble::new(Api::BadRequest, "stay_no of the bill and of the address differ").into());
        }
        let desk = &shared.desk;
        if let Some(before) = desk.settled_before(&bill)? {
            return came_to(&before, Settling::Before, Wish::Figures, language, shared.training);
        }
        let shown = Shown::card(&shared.read_card(Plan::Identity)?.card)?;
        shown.is_of(&bill)?;
        let holder = desk.identify(&shown, chosen.insurance.as_deref(), &mut Nobody);
        let holder = holder.map_err(|trouble| Veil::of_shown(&shown).trouble(trouble))?;
        let mut veil = Veil::of_bill(&bill);
        veil.holder(&holder);
        let choices = Choices { account: chosen.account.unwrap_or(Account::Use).into() };
        let outcome = desk.settle(&bill, &holder, choices, &mut Nobody).map_err(|trouble| veil.trouble(trouble))?;
        came_to(&outcome, Settling::Now, Wish::Figures, language, shared.training)
    };
    shared.work_as(language, work).await
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
        (status = 409, description = "The figures are others now: `stay` has them, nothing was settled", body = ErrorAnswer),
        (status = 502, description = "The platform said no", body = ErrorAnswer),
    ))]
pub async fn settle(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    OfStay(stay_no): OfStay,
    SentJson(agreement): SentJson<Agreement>,
) -> Response {
    let work = move |shared: &Shared| {
        let key = shared.desk.key(stay_no);
        let now = shared.desk.show(&key)?;
        let terms = &now.stay.terms;
        let account = agreement.account.is_none_or(|account| AccountUse::from(account) == terms.account);
        let insurance = agreement.insurance.as_ref().is_none_or(|kind| *kind == terms.insured.insurance);
        if !account || !insurance {
            let pre = format!("{} {}", account_word(terms.account), terms.insured.insurance);
            let view = StayView::of(&now, Settling::Now, language, shared.training);
            return Err(Failed::leaving(Trouble::new(Settlement::PresettleChanged, pre), view));
        }
        let veil = Veil::of_outcome(&now);
        let mut counter = AgreedElsewhere { figures: &agreement.figures };
        let (outcome, settling) =
            shared.desk.settle_on_agreement(&key, &mut counter).map_err(|trouble| veil.trouble(trouble))?;
        came_to(&outcome, settling, Wish::Settlement, language, shared.training)
    };
    shared.work_as(language, work).await
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
    Speaks(language): Speaks,
    OfStay(stay_no): OfStay,
    SentJson(cancel): SentJson<Cancel>,
) -> Response {
    let work = move |shared: &Shared| {
        let reason = cancel.reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
            return Err(Trouble::new(Api::BadRequest, format!("reason: 1–{REASON_CHARS_MAX}")).into());
        }
        let key = shared.desk.key(stay_no);
        let refunds = if cancel.refund_recovered { Refunds::Recovered } else { Refunds::NotSaid };
        let outcome = shared.desk.cancel(&key, reason, refunds, &mut Nobody)?;
        came_to(&outcome, Settling::Now, Wish::Cancel, language, shared.training)
    };
    shared.work_as(language, work).await
}

/// Somebody who agreed to these figures and to no others.
struct AgreedElsewhere<'a> {
    figures: &'a str,
}

impl Counter for AgreedElsewhere<'_> {
    fn done(&mut self, _: &Progress<'_>, _: u64) {}

    fn waits(&mut self, _: &Waiting, _: u64) {}

    fn confirm(&mut self, stay: &Stay) -> Confirmation {
        if figures(stay).as_deref() == Some(self.figures) { Confirmation::Agreed } else { Confirmation::NobodyThere }
    }
}

impl From<Account> for AccountUse {
    fn from(account: Account) -> Self {
        match account {
            Account::Use => Self::Use,
            Account::Keep => Self::Keep,
        }
    }
}
