//! A stay as a caller reads it: names masked, figures whole.

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use yijie_core::failure::{Code, Language, Settlement};
use yijie_core::settlement::ask::AccountUse;

use super::amount::Amount;
use super::failed::{Failed, TroubleView};
use super::figures::figures;
use super::split::{BalanceView, Split};
use super::veil::Veil;
use crate::desk::{Outcome, Settling, Standing, Trouble};

/// A stay as it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StayView {
    /// True at a training platform.
    pub training: bool,
    /// The hospital's number of the stay.
    pub stay_no: String,
    /// `untouched`, `to_confirm`, `settled`, `cancelled`, `not_settled`, `queued`, `in_doubt`, `needs_cashier` or
    /// `needs_person`.
    pub standing: &'static str,
    /// The patient, masked.
    pub patient: String,
    /// The bill that counts, by its digest.
    pub bill: String,
    /// Its total.
    pub total: Amount,
    /// The platform's visit, once known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
    /// Which insurance the stay goes by.
    pub insurance: String,
    /// Where the patient is insured.
    pub insured_place: String,
    /// Whether the personal account pays its part: `use` or `keep`.
    pub account: &'static str,
    /// What a settlement would come to, as last asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presettlement: Option<Split>,
    /// Digest of those figures: a settlement needs it as the word that these were agreed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<String>,
    /// The settlement that stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settlement: Option<SettlementView>,
    /// Deposits against its cash share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<BalanceView>,
    /// True if the settlement stood before this request came: the first one's result.
    pub repeated: bool,
    /// What is wrong, unless nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<TroubleView>,
}

/// A settlement that stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SettlementView {
    /// The platform's number.
    pub settlement: String,
    /// The message under which it stands there.
    pub message_id: String,
    /// The platform's time, +08:00.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<String>,
    /// Who pays what.
    pub split: Split,
    /// What in it does not add up: a person has to look at it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<String>,
    /// True if it is not what the patient agreed to.
    pub differs_from_agreed: bool,
}

impl StayView {
    /// The stay as it was left.
    pub fn of(outcome: &Outcome, settling: Settling, language: Language, training: bool) -> Self {
        let stay = &outcome.stay;
        let veil = Veil::of_outcome(outcome);
        let trouble = outcome.standing.trouble().map(|trouble| TroubleView::of(&veil.trouble(trouble), language));
        Self {
            training,
            stay_no: stay.key.stay_no.to_string(),
            standing: outcome.standing.word(),
            patient: outcome.bill.patient.name.to_string(),
            bill: stay.terms.bill.to_string(),
            total: stay.terms.total.into(),
            visit: stay.visit.as_ref().map(ToString::to_string),
            insurance: stay.terms.insured.insurance.clone(),
            insured_place: stay.terms.insured.insured_place.to_string(),
            account: account_word(stay.terms.account),
            presettlement: stay.presettlement.as_ref().map(|figures| Split::from(figures.statement.as_ref())),
            figures: figures(stay),
            settlement: stay.standing().map(|made| SettlementView {
                settlement: made.settled.settlement.to_string(),
                message_id: made.message_id.to_string(),
                settled_at: made.settled.settled_at.map(|at| at.to_string()),
                split: Split::from(&made.settled.statement),
                faults: made.faults.iter().map(ToString::to_string).collect(),
                differs_from_agreed: made.differs_from_agreed,
            }),
            balance: outcome.balance.as_ref().map(BalanceView::from),
            repeated: settling == Settling::Before,
            trouble,
        }
    }
}

/// Where the wish of a request leads to, given how the stay was left: 200 where it is there, 202 where the stay
/// waits, else an error with the stay in it.
pub fn came_to(
    outcome: &Outcome,
    settling: Settling,
    wish: Wish,
    language: Language,
    training: bool,
) -> Result<(StatusCode, StayView), Failed> {
    let view = StayView::of(outcome, settling, language, training);
    let failed = |trouble: Trouble| Failed::leaving(Veil::of_outcome(outcome).trouble(trouble), view.clone());
    match (&outcome.standing, wish) {
        (Standing::Settled, Wish::Figures | Wish::Settlement)
        | (Standing::Cancelled, Wish::Cancel)
        | (Standing::ToConfirm, Wish::Figures) => Ok((StatusCode::OK, view)),
        (Standing::ToConfirm, _) => Err(failed(Trouble::new(Settlement::PresettleChanged, ""))),
        (
            Standing::Queued(_)
            | Standing::InDoubt(_)
            | Standing::NeedsCashier(_)
            | Standing::Unaccounted(_)
            | Standing::NeedsPerson { .. },
            _,
        ) => Ok((StatusCode::ACCEPTED, view)),
        (standing, _) => {
            let internal: Code = yijie_core::failure::Program::Internal.into();
            Err(failed(standing.trouble().unwrap_or_else(|| Trouble::new(internal, standing.word()))))
        }
    }
}

/// What a request is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// A pre-settlement to show.
    Figures,
    /// A settlement that stands.
    Settlement,
    /// No settlement that stands.
    Cancel,
}

/// In answers, queries and bodies.
pub fn account_word(account: AccountUse) -> &'static str {
    match account {
        AccountUse::Keep => "keep",
        AccountUse::Use => "use",
    }
}
