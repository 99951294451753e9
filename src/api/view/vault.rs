//! A key that was rotated, and a person's stays.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Amount;

/// A rotation that was ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RotatedView {
    /// The generation that everything is sealed under now.
    pub generation: u16,
    /// Rows that were looked at.
    pub rows: usize,
}

/// The stays of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonStays {
    /// True at a training platform.
    pub training: bool,
    /// The last changed first.
    pub stays: Vec<PersonStay>,
}

/// A stay of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonStay {
    /// The hospital's number of the stay.
    pub stay_no: String,
    /// The patient, masked.
    pub patient: String,
    /// Total of the bill.
    pub total: Amount,
    /// How it stands.
    pub status: String,
}
