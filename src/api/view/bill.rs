//! What a bill is like, before anything is done with it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Amount, FaultView};

/// What a bill is like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BillView {
    /// True at a training platform.
    pub training: bool,
    /// True if it may be submitted.
    pub sound: bool,
    /// Every fault; empty for a sound bill.
    pub faults: Vec<FaultView>,
    /// What is odd and stops nothing.
    pub warnings: Vec<WarningView>,
    /// The stay, for a sound bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay_no: Option<String>,
    /// Its digest, for a sound bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Its total, for a sound bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
    /// How many fee lines, for a sound bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<usize>,
}

/// One oddity of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WarningView {
    /// Where.
    pub path: String,
    /// The number of the fee line that it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// For the cashier.
    pub sentence: String,
}
