//! A stay: names masked, figures whole.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yijie_core::failure::Language;
use yijie_core::settlement::ask::AccountUse;

use super::{Amount, BalanceView, InstructionView, MessageView, PaperView, StatementView, TroubleView};
use crate::api::figures::figures;
use crate::api::veil::Veil;
use crate::desk::{Outcome, Settling, Story};

/// A stay as it stands, and what an answer has to say beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StayView {
    /// True at a training platform.
    pub training: bool,
    /// The hospital's number of the stay.
    pub stay_no: String,
    /// The patient, masked.
    pub patient: String,
    /// `untouched`, `to_confirm`, `settled`, `cancelled`, `not_settled`, `queued`, `in_doubt`, `needs_cashier`,
    /// `needs_person`, `unaccounted`, `left`, `withdrawing`, `withdrawn`, `closed` or `dealt_with`.
    pub status: String,
    /// The one thing to know: `settled`, `not_settled` (safe to try again), `finding_out` (do not settle again) or
    /// `needs_you`.
    #[serde(default)]
    pub sentence: String,
    /// What is wrong, unless nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<TroubleView>,
    /// The platform's visit, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
    /// The bill that counts, by its digest.
    pub bill: String,
    /// Its total.
    pub total: Amount,
    /// Which insurance the stay goes by.
    pub insurance: String,
    /// Where the patient is insured.
    pub insured_place: String,
    /// Whether the personal account pays its part: `use` or `keep`.
    pub account: String,
    /// What a settlement would come to, as last asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presettlement: Option<StatementView>,
    /// Digest of those figures: a settlement needs it as the word that these were agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<String>,
    /// The settlement that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<SettlementView>,
    /// Deposits against its cash share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<BalanceView>,
    /// True if the settlement stood before this request came: the first one's result.
    pub repeated: bool,
    /// Its messages, in order: where its story was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<Vec<MessageView>>,
    /// Money that changes hands, each once: where its story was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<Vec<InstructionView>>,
    /// The receipt or slip, where it was printed with this answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// Of that paper. Absent: the original, or a slip. Otherwise the number of the copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<u32>,
    /// What is given back or still due, to a patient who had left; or the slip of a stay that was closed meanwhile.
    /// Printed once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// Why that paper did not come out of the printer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printer: Option<TroubleView>,
}

/// A settlement that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SettlementView {
    /// The platform's number.
    pub id: String,
    /// The message under which it stands there.
    pub message_id: String,
    /// The platform's time, +08:00.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub settled_at: Option<DateTime>,
    /// Who pays what.
    pub statement: StatementView,
    /// False if the platform's figures do not add up: a person has to look at it.
    pub adds_up: bool,
    /// What in it does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<String>,
    /// True if it is not what the patient agreed to.
    pub differs_from_presettlement: bool,
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
            patient: outcome.bill.patient.name.to_string(),
            status: outcome.standing.word().to_owned(),
            sentence: outcome.standing.sentence().as_str().to_owned(),
            error: trouble,
            visit: stay.visit.as_ref().map(ToString::to_string),
            bill: stay.terms.bill.to_string(),
            total: stay.terms.total.into(),
            insurance: stay.terms.insured.insurance.clone(),
            insured_place: stay.terms.insured.insured_place.to_string(),
            account: account_word(stay.terms.account).to_owned(),
            presettlement: stay.presettlement.as_ref().map(|figures| StatementView::from(&*figures.statement)),
            figures: figures(stay),
            settlement: stay.standing().map(|made| SettlementView {
                id: made.settled.settlement.to_string(),
                message_id: made.message_id.to_string(),
                settled_at: made.settled.settled_at,
                statement: StatementView::from(&made.settled.statement),
                adds_up: made.faults.is_empty(),
                faults: made.faults.iter().map(ToString::to_string).collect(),
                differs_from_presettlement: made.differs_from_agreed,
            }),
            balance: outcome.balance.as_ref().map(BalanceView::from),
            repeated: settling == Settling::Before,
            story: None,
            instructions: None,
            paper: None,
            copy: None,
            notice: None,
            printer: None,
        }
    }

    /// The same with everything that happened to it.
    pub fn with_story(story: &Story, language: Language, training: bool) -> Self {
        let veil = Veil::of_outcome(&story.outcome);
        Self {
            story: Some(story.told.iter().map(|told| MessageView::of(told, &veil)).collect()),
            instructions: Some(story.instructions.iter().map(InstructionView::from).collect()),
            ..Self::of(&story.outcome, Settling::Before, language, training)
        }
    }

    /// The same with the paper that was printed.
    #[must_use]
    pub fn with_paper(self, printed: PaperView) -> Self {
        let PaperView { paper, copy, notice, printer, training: _ } = printed;
        Self { paper: Some(paper), copy, notice, printer, ..self }
    }
}

/// In answers, queries and bodies.
pub fn account_word(account: AccountUse) -> &'static str {
    match account {
        AccountUse::Keep => "keep",
        AccountUse::Use => "use",
    }
}
