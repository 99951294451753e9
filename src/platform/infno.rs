//! The transactions that Yijie speaks, by the numbers of the interface specification.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use yijie_core::settlement::ask::{Message, Query, Reversible};

/// A transaction number (`infno`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Infno {
    /// 9001: the operator signs in.
    SignIn,
    /// 9002: the operator signs out, at every terminal.
    SignOut,
    /// 1101: who a person is.
    Person,
    /// 2301: fee lines.
    UploadFees,
    /// 2302: fee lines taken back.
    RemoveFees,
    /// 2303: pre-settlement.
    Presettle,
    /// 2304: settlement.
    Settle,
    /// 2305: a settlement cancelled.
    CancelSettlement,
    /// 2401: admission.
    Admit,
    /// 2402: discharge.
    Discharge,
    /// 2404: an admission cancelled.
    CancelAdmission,
    /// 2405: a discharge undone.
    UndoDischarge,
    /// 2601: a message reversed.
    Reverse,
    /// 3201: a clearing group's totals compared.
    CompareTotals,
    /// 3202: its rows compared, by files.
    CompareRows,
    /// 5201: a person's visits.
    Visits,
    /// 5203: a visit's settlements.
    Settlements,
    /// 5302: a person's filings.
    Filings,
    /// 5303: who is in hospital.
    InHospital,
    /// 9101: a file sent.
    UploadFile,
    /// 9102: a file fetched.
    DownloadFile,
}

impl Infno {
    /// All of them, by number.
    pub const ALL: [Self; 21] = [
        Self::Person,
        Self::UploadFees,
        Self::RemoveFees,
        Self::Presettle,
        Self::Settle,
        Self::CancelSettlement,
        Self::Admit,
        Self::Discharge,
        Self::CancelAdmission,
        Self::UndoDischarge,
        Self::Reverse,
        Self::CompareTotals,
        Self::CompareRows,
        Self::Visits,
        Self::Settlements,
        Self::Filings,
        Self::InHospital,
        Self::SignIn,
        Self::SignOut,
        Self::UploadFile,
        Self::DownloadFile,
    ];

    /// The four digits.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "1101",
            Self::UploadFees => "2301",
            Self::RemoveFees => "2302",
            Self::Presettle => "2303",
            Self::Settle => "2304",
            Self::CancelSettlement => "2305",
            Self::Admit => "2401",
            Self::Discharge => "2402",
            Self::CancelAdmission => "2404",
            Self::UndoDischarge => "2405",
            Self::Reverse => "2601",
            Self::CompareTotals => "3201",
            Self::CompareRows => "3202",
            Self::Visits => "5201",
            Self::Settlements => "5203",
            Self::Filings => "5302",
            Self::InHospital => "5303",
            Self::SignIn => "9001",
            Self::SignOut => "9002",
            Self::UploadFile => "9101",
            Self::DownloadFile => "9102",
        }
    }

    /// The transaction of a message.
    pub fn of_message(message: &Message) -> Self {
        match message {
            Message::Admit { .. } => Self::Admit,
            Message::CancelAdmission { .. } => Self::CancelAdmission,
            Message::UploadFees { .. } => Self::UploadFees,
            Message::RemoveFees { .. } => Self::RemoveFees,
            Message::Discharge { .. } => Self::Discharge,
            Message::UndoDischarge { .. } => Self::UndoDischarge,
            Message::Settle { .. } => Self::Settle,
            Message::CancelSettlement { .. } => Self::CancelSettlement,
            Message::Reverse { .. } => Self::Reverse,
        }
    }

    /// The transaction of a query.
    pub fn of_query(query: &Query) -> Self {
        match query {
            Query::InHospital => Self::InHospital,
            Query::Visits => Self::Visits,
            Query::Presettle { .. } => Self::Presettle,
            Query::Settlements { .. } => Self::Settlements,
            Query::DayBooks(_) => Self::CompareRows,
        }
    }
}

impl fmt::Display for Infno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<Reversible> for Infno {
    fn from(kind: Reversible) -> Self {
        match kind {
            Reversible::Admit => Self::Admit,
            Reversible::Settle => Self::Settle,
        }
    }
}

impl From<Infno> for &'static str {
    fn from(infno: Infno) -> Self {
        infno.as_str()
    }
}

impl TryFrom<String> for Infno {
    type Error = UnknownInfno;

    fn try_from(digits: String) -> Result<Self, UnknownInfno> {
        Self::ALL.into_iter().find(|infno| infno.as_str() == digits).ok_or(UnknownInfno)
    }
}

/// Not a transaction that this program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a transaction number that this program speaks")]
pub struct UnknownInfno;
