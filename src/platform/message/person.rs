//! 1101: who a person is. And the credential that 1101, 2401, 2303 and 2304 carry alike.

use serde::Serialize;
use yijie_core::money::Yuan;
use yijie_core::person::{CitizenId, Credential, Insurance, InsuranceStatus, Person, PersonName, PersonNumber, Secret};
use yijie_core::region::DivisionCode;

use crate::platform::envelope::Reply;
use crate::platform::profile::Profile;
use crate::platform::wire::{self, Row};

/// What 1101 is asked with. Out-of-area patients need all of it: their place of insurance cannot be found from a
/// card number of another city.
#[derive(Debug, Clone, Copy)]
pub struct PersonLook<'a> {
    /// What was shown.
    pub credential: &'a Credential,
    /// `certno`.
    pub citizen_id: &'a CitizenId,
    /// `psn_name`.
    pub name: &'a PersonName,
    /// Where the person may be insured, if anything is known of it: the envelope's `insuplc_admdvs`.
    pub insured_place: Option<DivisionCode>,
}

#[derive(Serialize)]
pub(super) struct PersonInput<'a> {
    data: PersonData<'a>,
}

#[derive(Serialize)]
struct PersonData<'a> {
    mdtrt_cert_type: &'static str,
    mdtrt_cert_no: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_sn: Option<&'a str>,
    psn_cert_type: &'a str,
    certno: &'a str,
    psn_name: &'a str,
}

impl<'a> PersonLook<'a> {
    pub(super) fn input(&self, profile: &'a Profile) -> PersonInput<'a> {
        let shown = Shown::of(self.credential, self.citizen_id);
        PersonInput {
            data: PersonData {
                mdtrt_cert_type: shown.kind,
                mdtrt_cert_no: shown.number,
                card_sn: shown.card_sn,
                psn_cert_type: &profile.dictionary.citizen_certificate,
                certno: self.citizen_id.reveal(),
                psn_name: self.name.reveal(),
            },
        }
    }
}

/// A credential as the wire knows it.
pub(super) struct Shown<'a> {
    /// `mdtrt_cert_type`.
    pub kind: &'static str,
    /// `mdtrt_cert_no`.
    pub number: &'a str,
    /// `card_sn`: with a card only.
    pub card_sn: Option<&'a str>,
}

impl<'a> Shown<'a> {
    pub fn of(credential: &'a Credential, citizen_id: &'a CitizenId) -> Self {
        match credential {
            Credential::Voucher(token) => Self { kind: "01", number: token.reveal(), card_sn: None },
            Credential::CitizenId => Self { kind: "02", number: citizen_id.reveal(), card_sn: None },
            Credential::Card { number, identification } => {
                Self { kind: "03", number: number.reveal(), card_sn: Some(identification.reveal()) }
            }
        }
    }
}

/// Reads 1101. A citizen number that is certainly one must come back as it was asked.
pub(in crate::platform) fn read_person(reply: &Reply, asked: &PersonLook<'_>) -> Result<Person, String> {
    let base = reply.one("baseinfo")?.ok_or("no baseinfo")?;
    let certificate_no = wire::text(base, &["certno"]).and_then(|text| CitizenId::parse(&text).ok());
    let certificate_no = certificate_no.ok_or("baseinfo has no certno")?;
    if asked.citizen_id.check_digit_fits() && certificate_no != *asked.citizen_id {
        return Err("somebody else's baseinfo".to_owned());
    }
    Ok(Person {
        number: wire::text(base, &["psn_no"])
            .and_then(|text| PersonNumber::parse(&text).ok())
            .ok_or("baseinfo has no psn_no")?,
        name: wire::text(base, &["psn_name"])
            .and_then(|text| PersonName::parse(&text).ok())
            .ok_or("baseinfo has no psn_name")?,
        certificate_kind: wire::text(base, &["psn_cert_type"]).unwrap_or_default(),
        certificate_no,
        sex: wire::text(base, &["gend"]),
        born_on: wire::date(base, &["brdy"]),
        // A row without a place cannot be routed to, so it is as good as none.
        insurances: reply.rows("insuinfo")?.into_iter().filter_map(insurance).collect(),
    })
}

fn insurance(row: &Row) -> Option<Insurance> {
    Some(Insurance {
        kind: wire::text(row, &["insutype"])?,
        person_kind: wire::text(row, &["psn_type"]).unwrap_or_default(),
        status: match wire::text(row, &["psn_insu_stas"]) {
            None => InsuranceStatus::NotTold,
            Some(code) => match code.as_str() {
                "1" => InsuranceStatus::InForce,
                "2" => InsuranceStatus::Paused,
                _ => InsuranceStatus::Ended(code),
            },
        },
        insured_place: ["insuplc_admdvs", "insu_admdvs"]
            .iter()
            .find_map(|name| DivisionCode::parse(&wire::text(row, &[name])?).ok())?,
        // Informational: an unreadable balance must not hide the insurance.
        balance: wire::amount(row, &["balc"]).ok().flatten().unwrap_or(Yuan::ZERO),
        paused_on: wire::date(row, &["paus_insu_date"]),
        employer: wire::text(row, &["emp_name"]),
    })
}
