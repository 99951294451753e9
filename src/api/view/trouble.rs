//! What is wrong: always an entry of the failure book.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use yijie_core::bill::BillFault;
use yijie_core::failure::{Fault, Language};

use super::StayView;
use crate::desk::Trouble;

/// What a request that did not succeed is answered with. `error` says why in either case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum ErrorAnswer {
    /// A stay was worked on: as it was left.
    Stay(Box<StayView>),
    /// No stay was worked on.
    Alone(ErrorView),
}

/// An error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ErrorView {
    /// True at a training platform. Absent only where a command failed before it came to a desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training: Option<bool>,
    /// What went wrong.
    pub error: TroubleView,
}

/// An entry of the failure book, with what this case adds to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TroubleView {
    /// Stable: programs go by it.
    #[schema(example = "card.absent")]
    pub code: String,
    /// Whose fault it is: `card`, `reader`, `platform`, `network`, `hospital_data`, `usage`, `storage`,
    /// `this_program`.
    #[schema(example = "card")]
    pub fault: String,
    /// The exit code of a command that ends with it.
    #[schema(example = 5)]
    pub exit: u8,
    /// What happened, for the cashier, in the language asked for.
    pub sentence: String,
    /// What to do now.
    pub next_step: String,
    /// What this case adds: the platform's words, a path, a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Every fault of the bill, where it is a bill's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FaultView>,
}

/// One fault of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FaultView {
    /// Its entry in the failure book.
    pub code: String,
    /// Where: `lines[17].price`, counted from zero; empty for the bill as a whole.
    pub path: String,
    /// The number of the fee line that it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// For the cashier.
    pub sentence: String,
}

impl TroubleView {
    /// In this language.
    pub fn of(trouble: &Trouble, language: Language) -> Self {
        let entry = trouble.code.entry();
        Self {
            code: entry.code.to_owned(),
            fault: fault_word(entry.fault).to_owned(),
            exit: entry.exit.code(),
            sentence: trouble.sentence(language),
            next_step: trouble.next_step(language),
            detail: Some(trouble.detail(language).into_owned()).filter(|detail| !detail.is_empty()),
            faults: trouble.faults.iter().map(|fault| FaultView::of(fault, language)).collect(),
        }
    }
}

impl FaultView {
    /// In this language.
    pub fn of(fault: &BillFault, language: Language) -> Self {
        Self {
            code: fault.code().as_str().to_owned(),
            path: fault.place.path.clone(),
            line: fault.place.line.as_ref().map(ToString::to_string),
            sentence: fault.sentence(language),
        }
    }
}

impl ErrorAnswer {
    /// What went wrong, if it says so.
    pub fn error(&self) -> Option<&TroubleView> {
        match self {
            Self::Stay(stay) => stay.error.as_ref(),
            Self::Alone(alone) => Some(&alone.error),
        }
    }
}

/// Told apart by the bill, which every stay has. Left to `serde`, amounts would lose their digits on the way.
impl<'de> Deserialize<'de> for ErrorAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let read = if value.get("bill").is_some() {
            serde_json::from_value(value).map(Self::Stay)
        } else {
            serde_json::from_value(value).map(Self::Alone)
        };
        read.map_err(serde::de::Error::custom)
    }
}

fn fault_word(fault: Fault) -> &'static str {
    match fault {
        Fault::Card => "card",
        Fault::Reader => "reader",
        Fault::Platform => "platform",
        Fault::Network => "network",
        Fault::HospitalData => "hospital_data",
        Fault::Usage => "usage",
        Fault::Storage => "storage",
        Fault::ThisProgram => "this_program",
    }
}
