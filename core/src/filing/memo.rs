//! What `memo` gives away. 5302 has no field for the finer kind of a filing nor for its state; agencies write both into
//! the remark, as in `异地转诊；待审核`. What the tables do not know is taken for silence.

use serde::Serialize;

use super::{FilingKind, FilingRow};

/// What a filing is for (医保发〔2022〕22号: three long-term kinds and three temporary ones).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Retired and settled elsewhere (异地安置退休).
    RetiredResettled,
    /// Living elsewhere (异地长期居住).
    LongTermResident,
    /// Posted elsewhere for work (常驻异地工作).
    PostedForWork,
    /// Filed as residence, and nothing says which of the kinds.
    Residence,
    /// Referred (异地转诊).
    Referred,
    /// Taken ill elsewhere (异地急诊抢救).
    Emergency,
    /// Neither an emergency nor referred (其他临时外出就医).
    SelfDirected,
}

impl Purpose {
    /// The purpose of a row: the first that its memo names, as long as it belongs to the kind that was asked for.
    pub fn of(row: &FilingRow) -> Self {
        let general = match row.kind {
            FilingKind::Residence => Self::Residence,
            FilingKind::Referred => Self::Referred,
            FilingKind::Emergency => Self::Emergency,
        };
        let told = row.memo.as_deref().and_then(|memo| spotted(memo, PURPOSES).next());
        told.filter(|told| told.is_of(row.kind)).unwrap_or(general)
    }

    fn is_of(self, kind: FilingKind) -> bool {
        match self {
            Self::RetiredResettled | Self::LongTermResident | Self::PostedForWork | Self::Residence => {
                kind == FilingKind::Residence
            }
            Self::Referred => kind == FilingKind::Referred,
            Self::Emergency => kind == FilingKind::Emergency,
            // Platforms list it under residence or beside the referrals.
            Self::SelfDirected => kind != FilingKind::Emergency,
        }
    }

    /// How much of the funds' share it costs to settle on such a filing.
    pub fn cut(self) -> Cut {
        match self {
            Self::RetiredResettled | Self::LongTermResident | Self::PostedForWork | Self::Residence => Cut::Nothing,
            Self::Referred | Self::Emergency => Cut::Small,
            Self::SelfDirected => Cut::Large,
        }
    }
}

/// What settling on a filing takes off the funds' share; the figures are the insured place's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// As at home.
    Nothing,
    /// As for the referred.
    Small,
    /// As for those who went on their own.
    Large,
}

/// What became of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Approved,
    Pending,
    Rejected,
    Withdrawn,
    /// Approved, and the second of the three steps of the first years never done.
    NotNetworked,
}

impl State {
    /// The last state that the memo names, since remarks are added at the end. A memo without one is of a filing that
    /// stands, as is a row without a memo.
    pub(super) fn of(row: &FilingRow) -> Self {
        row.memo.as_deref().and_then(|memo| spotted(memo, STATES).last()).unwrap_or(Self::Approved)
    }
}

/// The meanings of the table's words in `text`, in order. At each place the longest word counts, and what it covers is
/// not looked at again: the 审核通过 in 未审核通过 is none.
pub(super) fn spotted<T: Copy + 'static>(text: &str, table: &'static [(&'static str, T)]) -> impl Iterator<Item = T> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some(first) = rest.chars().next() {
            let here = table.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
            if let Some((word, meaning)) = here {
                rest = &rest[word.len()..];
                return Some(*meaning);
            }
            rest = &rest[first.len_utf8()..];
        }
        None
    })
}

const PURPOSES: &[(&str, Purpose)] = &[
    ("安置退休", Purpose::RetiredResettled),
    ("退休安置", Purpose::RetiredResettled),
    ("退休异地安置", Purpose::RetiredResettled),
    ("长期居住", Purpose::LongTermResident),
    ("常驻异地", Purpose::PostedForWork),
    ("转诊", Purpose::Referred),
    ("转院", Purpose::Referred),
    ("急诊", Purpose::Emergency),
    ("其他临时", Purpose::SelfDirected),
    ("临时外出", Purpose::SelfDirected),
    ("非急诊且未转诊", Purpose::SelfDirected),
    ("非急诊未转诊", Purpose::SelfDirected),
    ("未转诊", Purpose::SelfDirected),
];

const STATES: &[(&str, State)] = &[
    ("已生效", State::Approved),
    ("已通过", State::Approved),
    ("审核通过", State::Approved),
    ("审批通过", State::Approved),
    ("已联网", State::Approved),
    ("待审核", State::Pending),
    ("待审批", State::Pending),
    ("审核中", State::Pending),
    ("审批中", State::Pending),
    ("未审核", State::Pending),
    ("未审批", State::Pending),
    ("未生效", State::Pending),
    ("未通过", State::Rejected),
    ("不通过", State::Rejected),
    ("不予通过", State::Rejected),
    ("驳回", State::Rejected),
    ("拒绝", State::Rejected),
    ("已撤销", State::Withdrawn),
    ("已取消", State::Withdrawn),
    ("已注销", State::Withdrawn),
    ("已作废", State::Withdrawn),
    ("未办理联网", State::NotNetworked),
    ("未联网", State::NotNetworked),
];
