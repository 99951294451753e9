//! The platform's books of some days, compared with ours (3201, 3202): which question, and what its rows say.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ask::Clearing;
use super::ids::{MessageId, SettlementId, VisitId};
use super::moment::Instant;

/// One clearing group of one institution over whole days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayBooks {
    /// Which group.
    pub group: ClearingGroup,
    /// The first day, by the platform's own time of settlement (`setl_time`, +08:00).
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// Books that were asked for before this point are of no use: the message in doubt could still arrive after them.
    pub asked_from: Instant,
}

/// What 3201 and 3202 are asked by: settlements of one group are compared at a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClearingGroup {
    /// `insutype`.
    pub insurance: String,
    /// `clr_optins`, which 3201 takes as `setl_optins`.
    pub agency: String,
    /// `clr_type`.
    pub kind: String,
}

impl ClearingGroup {
    /// The group that a settlement or a pre-settlement named, where it named enough to ask by.
    pub fn of(insurance: &str, clearing: &Clearing) -> Option<Self> {
        Some(Self { insurance: insurance.to_owned(), agency: clearing.agency.clone()?, kind: clearing.kind.clone()? })
    }
}

/// A row in which the platform's books differ from ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookRow {
    /// Who has it.
    pub side: BookSide,
    /// `msgid`: the message that made it. Rows that only the centre has are known by nothing else.
    pub message_id: Option<MessageId>,
    /// `setl_id`; empty in rows that only the centre has.
    pub settlement: Option<SettlementId>,
    /// `mdtrt_id`; empty in rows that only the centre has.
    pub visit: Option<VisitId>,
    /// `refd_setl_flag`: the negative row of a refund.
    pub negative: bool,
}

/// Who has a row that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookSide {
    /// Only the platform.
    Centre,
    /// Only we.
    Hospital,
    /// Both, with different figures.
    Both,
}

impl BookSide {
    /// True if the row is on the platform's books.
    pub fn at_centre(self) -> bool {
        matches!(self, Self::Centre | Self::Both)
    }
}
