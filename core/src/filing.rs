//! May this stay be settled here, and if not, why and what now.
//!
//! [`Question::outlook`] is the door: a total function of what the platform told and of [`Rules`], which are data. It
//! predicts and never refuses. The insured place judges, when the admission is registered and when the stay is
//! settled; what is said here is for the people at the window, so that they need not guess.

mod area;
mod judge;
mod memo;
mod outlook;
mod rules;
mod words;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::bill::AdmissionWay;
use crate::person::Insurance;
use crate::region::DivisionCode;

pub use memo::{Cut, Purpose};
pub use outlook::{Basis, Doubt, Filed, NotAsked, Outlook, Reason};
pub use rules::{EmergencyRule, LateFiling, Rules, SameDay};

/// A row of 5302: a filing as a hospital can see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingRow {
    /// What was applied for.
    pub kind: FilingKind,
    /// `insutype`, where given.
    pub insurance: Option<String>,
    /// `begndate`.
    pub begins_on: Date,
    /// `enddate`: open-ended where absent.
    pub ends_on: Option<Date>,
    /// `fixmedins_code` and `fixmedins_name`, where the filing names a hospital.
    pub institution: Option<(String, String)>,
    /// `memo`, as given.
    pub memo: Option<String>,
}

/// What was applied for (`biz_appy_type` of 5302). The dictionary knows no finer kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingKind {
    /// 06: referred (转诊转院).
    Referred,
    /// 07: admitted as an emergency away from home (异地急诊住院).
    Emergency,
    /// 08: settled or living away from home (异地安置).
    Residence,
}

impl FilingKind {
    /// Every kind that can be asked for, the one that serves patients best first.
    pub const ALL: [Self; 3] = [Self::Residence, Self::Referred, Self::Emergency];
}

/// Everything that a prediction rests on. All days are days of +08:00.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The insurance that the stay goes by, and with it the insured place.
    pub insurance: &'a Insurance,
    /// Division of the hospital.
    pub treating_place: DivisionCode,
    /// The hospital's own `fixmedins_code`; without it a filing that names a hospital cannot be compared.
    pub institution: Option<&'a str>,
    /// What 5302 answered, kind by kind. A kind that is missing here counts as not asked.
    pub filings: &'a [Asked],
    /// The stay; without it the question is whether somebody admitted today, not as an emergency, would be covered.
    pub stay: Option<Stay>,
    /// Today.
    pub today: Date,
}

/// What 5302 answered for one kind: its rows, or in a few words why it could not be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What was asked for.
    pub kind: FilingKind,
    /// What came of it. *Nothing found* is an answer: no rows.
    pub answer: Result<Vec<FilingRow>, String>,
}

/// What of a stay decides whether a filing serves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// Day of admission.
    pub admitted_on: Date,
    /// How the patient came.
    pub way: AdmissionWay,
}
