//! What waits, and what became of it.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use yijie_core::failure::Language;

use super::{Amount, StayView, TroubleView};
use crate::api::veil::Veil;
use crate::desk::{Waits, way_word};

/// Everything that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueueView {
    /// True at a training platform.
    pub training: bool,
    /// The longest waiting first.
    pub queue: Vec<WaitView>,
    /// What is said of the queue's limits, from four fifths on.
    #[serde(default)]
    pub warnings: Vec<TroubleView>,
}

/// A stay that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaitView {
    /// The hospital's number of the stay.
    pub stay_no: String,
    /// The patient, masked.
    pub patient: String,
    /// Total of the bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
    /// How it stands: `queued`, `in_doubt`, `needs_cashier`, `needs_person`, `left` or `withdrawing`.
    pub status: String,
    /// `settled`, `not_settled`, `finding_out` or `needs_you`.
    #[serde(default)]
    pub sentence: String,
    /// How the patient left: `deposit_kept`, `paid_in_full`; or `self_paid`, and the papers are back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// Since when, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub waits_since: Option<Timestamp>,
    /// When it is tried again, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_at: Option<Timestamp>,
    /// Messages sent for what is not resolved yet.
    pub attempts: usize,
    /// A person must decide something.
    pub needs_person: bool,
    /// Its entry in the failure book, personal values masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<TroubleView>,
}

/// What became of everything that waited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReplayView {
    /// True at a training platform.
    pub training: bool,
    /// One for each stay that waited, in order.
    pub replayed: Vec<ReplayedView>,
}

/// What became of a stay when the queue came to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum ReplayedView {
    /// It was carried as far as it goes now.
    Came(Box<StayView>),
    /// It was not touched.
    Left(LeftView),
}

/// A stay that the queue could not carry on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeftView {
    /// The hospital's number of the stay.
    pub stay_no: String,
    /// `busy`: a cashier works on it. `failed`: `error` says why.
    pub status: String,
    /// Why it could not be carried on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<TroubleView>,
}

impl WaitView {
    /// In this language.
    pub fn of(wait: &Waits, language: Language) -> Self {
        let veil = Veil::of_insured(&wait.insured);
        let trouble = wait.standing.trouble().map(|trouble| veil.trouble(trouble));
        Self {
            stay_no: wait.line.key.stay_no.to_string(),
            patient: wait.line.patient.clone(),
            total: wait.line.total.map(Amount),
            status: wait.standing.word().to_owned(),
            sentence: wait.standing.sentence().as_str().to_owned(),
            left: wait.left.map(|way| way_word(way).to_owned()),
            waits_since: wait.line.waits_since,
            next_at: wait.line.next_at,
            attempts: wait.attempts,
            needs_person: wait.line.needs_person,
            error: trouble.map(|trouble| TroubleView::of(&trouble, language)),
        }
    }
}

impl ReplayedView {
    /// The hospital's number of the stay.
    pub fn stay_no(&self) -> &str {
        match self {
            Self::Came(stay) => &stay.stay_no,
            Self::Left(left) => &left.stay_no,
        }
    }

    /// What is wrong, unless nothing is.
    pub fn error(&self) -> Option<&TroubleView> {
        match self {
            Self::Came(stay) => stay.error.as_ref(),
            Self::Left(left) => left.error.as_ref(),
        }
    }
}

/// Told apart by the bill, which every stay that came has. Left to `serde`, amounts would lose their digits.
impl<'de> Deserialize<'de> for ReplayedView {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let read = if value.get("bill").is_some() {
            serde_json::from_value(value).map(Self::Came)
        } else {
            serde_json::from_value(value).map(Self::Left)
        };
        read.map_err(serde::de::Error::custom)
    }
}
