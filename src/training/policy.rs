//! The insured place's policy: deductible, ratio, cap, and what the supplements pay.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::{amount, people::FilingKind, region::Distance};

/// What one insured place grants to one kind of insurance.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Policy {
    /// The insured place; empty for every place without a policy of its own.
    pub(super) insured: String,
    pub(super) insutype: String,
    /// Borne by the patient before the funds pay, yuan.
    #[serde(deserialize_with = "amount::from_text")]
    pub(super) deductible: Decimal,
    /// The most that the pooled fund pays for one visit, yuan.
    #[serde(deserialize_with = "amount::from_text")]
    pub(super) pool_cap: Decimal,
    /// Whether somebody who has not filed is paid with a cut or not at all.
    pub(super) unfiled: Unfiled,
    /// An emergency admission counts as filed.
    #[serde(default = "yes")]
    pub(super) emergency_deemed_filed: bool,
    /// A filing made after the admission and before the settlement counts.
    #[serde(default = "yes")]
    pub(super) late_filing: bool,
    /// The share of what the funds leave in scope that the hospital bears.
    #[serde(default, deserialize_with = "amount::from_text")]
    pub(super) hospital_share: Decimal,
    /// The pooled fund's ratio by layers of the amount in scope, from below.
    #[serde(rename = "segment")]
    pub(super) segments: Vec<Segment>,
    /// The funds that pay of what the ones before them left, in order.
    #[serde(default, rename = "supplement")]
    pub(super) supplements: Vec<Supplement>,
}

/// A layer of the amount in scope.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Segment {
    /// Where the layer ends, yuan in scope counted from zero; none for the last.
    #[serde(default, deserialize_with = "amount::from_text_maybe")]
    pub(super) up_to: Option<Decimal>,
    #[serde(deserialize_with = "amount::from_text")]
    pub(super) ratio: Decimal,
}

/// A fund beside the pooled one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Supplement {
    /// The field of `setlinfo` that it is answered in.
    pub(super) field: String,
    pub(super) fund_pay_type: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) who: Who,
    /// It pays only of what lies above this, yuan left in scope.
    #[serde(default, deserialize_with = "amount::from_text")]
    pub(super) threshold: Decimal,
    /// It pays only of what the pooled fund's cap cut off.
    #[serde(default)]
    pub(super) above_pool_cap: bool,
    #[serde(deserialize_with = "amount::from_text")]
    pub(super) ratio: Decimal,
}

/// Whom a supplement pays for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Who {
    #[default]
    All,
    CivilServants,
    MedicalAid,
}

/// What happens to somebody who has not filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Unfiled {
    /// Settled as self-directed.
    Cut,
    /// Refused.
    Refuse,
}

/// What is taken off the pooled fund's ratio.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cuts {
    same_province: CutRow,
    other_province: CutRow,
}

impl Cuts {
    pub(super) fn of(&self, kind: FilingKind, distance: Distance) -> Decimal {
        let row = match distance {
            Distance::SamePool => return Decimal::ZERO,
            Distance::SameProvince => &self.same_province,
            Distance::OtherProvince => &self.other_province,
        };
        match kind {
            FilingKind::RetiredResettled | FilingKind::LongTermResident | FilingKind::PostedForWork => row.long_term,
            FilingKind::Referred => row.referred,
            FilingKind::Emergency => row.emergency,
            FilingKind::SelfDirected => row.self_directed,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CutRow {
    #[serde(deserialize_with = "amount::from_text")]
    long_term: Decimal,
    #[serde(deserialize_with = "amount::from_text")]
    referred: Decimal,
    #[serde(deserialize_with = "amount::from_text")]
    emergency: Decimal,
    #[serde(deserialize_with = "amount::from_text")]
    self_directed: Decimal,
}

fn yes() -> bool {
    true
}
