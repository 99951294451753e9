//! What admission and settlement share: the person at the desk, the insurance, the insured place's word.

use jiff::civil::DateTime;
use rust_decimal::Decimal;

use super::{
    Call, holds,
    person::{check_identity, place_of},
};
use crate::training::{
    entitlement::{self, Stay},
    fields::Row,
    people::{Filing, Insurance, Person},
    platform::Platform,
    refusal::{Outcome, refuse},
};

impl Platform {
    /// The insured place's word on a stay: the cut, or its refusal.
    pub(super) fn cut(
        &self,
        call: &Call<'_>,
        insured: Insured<'_>,
        begin: DateTime,
        emergency: bool,
    ) -> Outcome<Decimal> {
        entitlement::cut(
            &self.world,
            &Stay {
                person: insured.person,
                insurance: insured.insurance,
                late_filings: self.late_filings(&insured.person.psn_no),
                treating_place: call.envelope.text("mdtrtarea_admvs"),
                admitted_on: begin.date(),
                emergency,
                today: call.now.date(),
            },
        )
    }

    /// The person of a row and the insurance that the message names.
    pub(super) fn insured(&self, call: &Call<'_>, row: Row<'_>) -> Outcome<Insured<'_>> {
        let person = self.person(row.text("psn_no"))?;
        let place = place_of(call, person, row.text("insutype"))?;
        match person.insured(row.text("insutype"), &place) {
            Some(insurance) => Ok(Insured { person, insurance }),
            None => refuse("未找到该险种的参保信息"),
        }
    }

    pub(super) fn late_filings(&self, psn_no: &str) -> &[Filing] {
        self.books.late_filings.get(psn_no).map(Vec::as_slice).unwrap_or_default()
    }

    /// The personal account of one insurance now.
    pub(super) fn balance(&self, person: &Person, insurance: &Insurance) -> Decimal {
        let account = (person.psn_no.clone(), insurance.insutype.clone());
        self.books.balances.get(&account).copied().unwrap_or(insurance.balance)
    }
}

/// A person and one of their insurances.
#[derive(Clone, Copy, Debug)]
pub(super) struct Insured<'a> {
    pub(super) person: &'a Person,
    pub(super) insurance: &'a Insurance,
}

/// The credential in a row belongs to the person in it, and so do certificate and name.
pub(super) fn check_credential(person: &Person, row: Row<'_>) -> Outcome<()> {
    let (kind, number) = (row.text("mdtrt_cert_type"), row.text("mdtrt_cert_no"));
    if !matches!(kind, "01" | "02" | "03") {
        return refuse("就诊凭证类型不正确");
    }
    if number.is_empty() {
        return refuse("就诊凭证编号不能为空");
    }
    if kind == "03" && row.text("card_sn").is_empty() {
        return refuse("就诊凭证类型为社会保障卡时，卡识别码不能为空");
    }
    if !holds(person, kind, number, row.text("card_sn")) {
        return refuse("就诊凭证与人员信息不符，卡号不符");
    }
    check_identity(person, row.text("psn_cert_type"), row.text("certno"), row.text("psn_name"))
}
