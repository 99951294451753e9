//! Who the platform says a person is (1101), and the routing that every message of a stay is pinned to.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CardNumber, CitizenId, IdentificationCode, PersonName, PersonNumber, VoucherToken};
use crate::money::Yuan;
use crate::region::DivisionCode;

/// What a person shows to be treated as insured (`mdtrt_cert_type`, `mdtrt_cert_no`, `card_sn`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// 03: the social security card. Its numbers do not expire.
    Card {
        /// 卡号.
        number: CardNumber,
        /// 卡识别码.
        identification: IdentificationCode,
    },
    /// 02: the citizen number.
    CitizenId,
    /// 01: an electronic voucher, good for a short while.
    Voucher(VoucherToken),
}

impl Credential {
    /// True if the credential still serves after hours or days, so that a settlement could be made again
    /// without the patient.
    pub fn lasts(&self) -> bool {
        !matches!(self, Self::Voucher(_))
    }
}

/// A person as 1101 answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// `psn_no`.
    pub number: PersonNumber,
    /// `psn_name`.
    pub name: PersonName,
    /// `psn_cert_type`, as the platform writes it.
    pub certificate_kind: String,
    /// `certno`.
    pub certificate_no: CitizenId,
    /// `gend`, as the platform writes it.
    pub sex: Option<String>,
    /// `brdy`.
    pub born_on: Option<Date>,
    /// `insuinfo`: every insurance, stopped ones too.
    pub insurances: Vec<Insurance>,
}

/// One row of `insuinfo`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insurance {
    /// `insutype`: 310 employees, 390 residents and others; the province's dictionary wins.
    pub kind: String,
    /// `psn_type`, as the platform writes it.
    pub person_kind: String,
    /// `psn_insu_stas`.
    pub status: InsuranceStatus,
    /// `insuplc_admdvs` (older platforms: `insu_admdvs`).
    pub insured_place: DivisionCode,
    /// `balc`: the personal account.
    pub balance: Yuan,
    /// `paus_insu_date`.
    pub paused_on: Option<Date>,
    /// `emp_name`.
    pub employer: Option<String>,
}

/// Whether an insurance is in force (`psn_insu_stas`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsuranceStatus {
    /// 1.
    InForce,
    /// 2.
    Paused,
    /// 0, 3, 4 and whatever else a province writes.
    Ended(String),
    /// Left out: the platform judges.
    NotTold,
}

impl Person {
    /// The insurance that a stay goes by unless the cashier chooses: in force, a basic one (employees before
    /// residents). `None` if no basic insurance could be in force.
    pub fn usual_insurance(&self) -> Option<&Insurance> {
        let rank = |insurance: &Insurance| {
            let basic = match insurance.kind.as_str() {
                "310" => 0,
                "390" => 1,
                "340" => 2,
                _ => return None,
            };
            match insurance.status {
                InsuranceStatus::InForce => Some(basic),
                InsuranceStatus::NotTold => Some(basic + 10),
                InsuranceStatus::Paused | InsuranceStatus::Ended(_) => None,
            }
        };
        self.insurances
            .iter()
            .filter_map(|insurance| Some((rank(insurance)?, insurance)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, insurance)| insurance)
    }
}

/// The person, insurance and credential that a stay's messages carry. Pinned at the stay's first message and
/// copied from there, never from a fresh 1101: a query or reversal must take the way its original took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insured {
    /// `psn_no`.
    pub person: PersonNumber,
    /// `psn_name`.
    pub name: PersonName,
    /// `psn_cert_type`.
    pub certificate_kind: String,
    /// `certno`.
    pub certificate_no: CitizenId,
    /// `psn_type` of the chosen insurance.
    pub person_kind: String,
    /// `insutype` of the chosen insurance.
    pub insurance: String,
    /// `insuplc_admdvs` of the chosen insurance.
    pub insured_place: DivisionCode,
    /// What was shown.
    pub credential: Credential,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn insurance(kind: &str, status: InsuranceStatus, place: &str) -> Insurance {
        Insurance {
            kind: kind.into(),
            person_kind: "12".into(),
            status,
            insured_place: DivisionCode::parse(place).unwrap(),
            balance: Yuan::ZERO,
            paused_on: None,
            employer: None,
        }
    }

    fn person(insurances: Vec<Insurance>) -> Person {
        Person {
            number: PersonNumber::parse("43010000000000000001").unwrap(),
            name: PersonName::parse("李秀兰").unwrap(),
            certificate_kind: "01".into(),
            certificate_no: CitizenId::parse("11010519491231002X").unwrap(),
            sex: None,
            born_on: None,
            insurances,
        }
    }

    #[test]
    fn usual_insurance_is_the_basic_one_in_force_with_its_own_place() {
        let rows = vec![
            insurance("390", InsuranceStatus::Paused, "430100"),
            insurance("320", InsuranceStatus::InForce, "430100"),
            insurance("390", InsuranceStatus::InForce, "140100"),
            insurance("310", InsuranceStatus::InForce, "610100"),
        ];
        let person = person(rows);
        let usual = person.usual_insurance().unwrap();
        assert_eq!((usual.kind.as_str(), usual.insured_place.as_str()), ("310", "610100"));
    }

    #[test]
    fn person_without_a_basic_insurance_in_force_has_no_usual_one() {
        let rows = vec![
            insurance("310", InsuranceStatus::Ended("4".into()), "430100"),
            insurance("410", InsuranceStatus::InForce, "430100"),
        ];
        assert_eq!(person(rows).usual_insurance(), None);
    }
}
