//! The invented people: their insurance, their filings, and who lies in hospital already.

use std::fmt;

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::amount;

/// A person as the insured place's books have them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    /// Why this person is here; for whoever reads the fixture or trains with it.
    #[serde(rename = "story")]
    _story: String,
    pub(super) psn_no: String,
    pub(super) name: Private,
    pub(super) citizen: Private,
    pub(super) card: Option<Private>,
    /// The card's identification code, 32 characters.
    pub(super) card_sn: Option<Private>,
    /// A token of the electronic voucher.
    pub(super) voucher: Option<Private>,
    pub(super) gender: String,
    pub(super) ethnicity: String,
    pub(super) born: Date,
    /// Whether medical aid pays for this person.
    #[serde(default)]
    pub(super) medical_aid: bool,
    pub(super) insurance: Vec<Insurance>,
    #[serde(default, rename = "filing")]
    pub(super) filings: Vec<Filing>,
}

impl Person {
    /// The insurance in force of one type in one place.
    pub(super) fn insured(&self, insutype: &str, place: &str) -> Option<&Insurance> {
        self.insurance.iter().find(|row| row.insutype == insutype && row.place == place)
    }

    /// Whole years on `day`.
    pub(super) fn age(&self, day: Date) -> i16 {
        let had_birthday = (day.month(), day.day()) >= (self.born.month(), self.born.day());
        day.year() - self.born.year() - i16::from(!had_birthday)
    }
}

/// One row of `insuinfo`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Insurance {
    pub(super) place: String,
    pub(super) insutype: String,
    pub(super) psn_type: String,
    /// 0 not insured, 1 normal, 2 paused, 3 void, 4 ended.
    pub(super) status: String,
    pub(super) since: Date,
    pub(super) paused: Option<Date>,
    /// The personal account at the start, yuan.
    #[serde(deserialize_with = "amount::from_text")]
    pub(super) balance: Decimal,
    #[serde(default)]
    pub(super) civil_servant: bool,
    #[serde(default)]
    pub(super) employer: String,
}

/// A record at the insured place that lets a person settle elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// Why the person is elsewhere.
    pub kind: FilingKind,
    /// Six digits: a city, or a province where the whole of it is one destination.
    pub destination: String,
    /// The first day in force.
    pub from: Date,
    /// The last day in force; none while a long-term record is not withdrawn.
    pub until: Option<Date>,
    /// What the agency said.
    pub state: FilingState,
    /// Whether the second of the three steps of the first years was done.
    #[serde(default = "yes")]
    pub networked: bool,
}

/// The six kinds since 2022.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingKind {
    /// 异地安置退休人员
    RetiredResettled,
    /// 异地长期居住人员
    LongTermResident,
    /// 常驻异地工作人员
    PostedForWork,
    /// 异地转诊人员
    Referred,
    /// 异地急诊抢救人员
    Emergency,
    /// 非急诊且未转诊的其他临时外出就医人员
    SelfDirected,
}

impl FilingKind {
    /// The platform's word for it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::RetiredResettled => "异地安置退休",
            Self::LongTermResident => "异地长期居住",
            Self::PostedForWork => "常驻异地工作",
            Self::Referred => "异地转诊",
            Self::Emergency => "异地急诊抢救",
            Self::SelfDirected => "其他临时外出就医",
        }
    }
}

/// What became of an application for filing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingState {
    /// In force between its dates.
    Approved,
    /// Applied for, not decided.
    Pending,
    /// Given up by the person.
    Withdrawn,
}

/// Somebody who lies in hospital when the platform starts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EarlierVisit {
    pub(super) mdtrt_id: String,
    pub(super) psn_no: String,
    pub(super) institution: String,
    pub(super) insutype: String,
    pub(super) ipt_no: String,
    pub(super) begin: DateTime,
    pub(super) med_type: String,
    pub(super) department_code: String,
    pub(super) department: String,
    pub(super) bed: String,
    pub(super) diagnosis_code: String,
    pub(super) diagnosis: String,
}

/// A name or a number of a person: invented here, and masked all the same, since the code that logs can't tell.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(super) struct Private(String);

impl Private {
    /// The text itself: for a reply, never for a log.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

fn yes() -> bool {
    true
}
