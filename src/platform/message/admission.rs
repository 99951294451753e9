//! 2401 admission, 2404 its cancel; 2405 has the same two fields as 2404.

use serde::Serialize;
use yijie_core::bill::AdmissionWay;
use yijie_core::person::Secret;
use yijie_core::settlement::ask::Answer;
use yijie_core::settlement::ids::{StayNo, VisitId};

use super::Source;
use super::diagnosis::{DiseaseRow, diseases, main_diagnosis};
use super::person::Shown;
use crate::platform::encode_error::EncodeError;
use crate::platform::envelope::{Reply, to_json};
use crate::platform::wire;

#[derive(Serialize)]
pub(super) struct AdmitInput<'a> {
    mdtrtinfo: AdmitNode<'a>,
    diseinfo: Vec<DiseaseRow<'a>>,
}

#[derive(Serialize)]
struct AdmitNode<'a> {
    psn_no: &'a str,
    insutype: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    coner_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tel: Option<&'a str>,
    begntime: String,
    mdtrt_cert_type: &'static str,
    mdtrt_cert_no: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_sn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cert_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    psn_cert_type: Option<&'a str>,
    certno: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    psn_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    psn_name: Option<&'a str>,
    med_type: &'a str,
    ipt_no: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    medrcdno: Option<&'a str>,
    atddr_no: &'a str,
    chfpdr_name: &'a str,
    adm_diag_dscr: &'a str,
    adm_dept_codg: &'a str,
    adm_dept_name: &'a str,
    adm_bed: &'a str,
    dscg_maindiag_code: &'a str,
    dscg_maindiag_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_cond_dscr: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    insuplc_admdvs: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mdtrtarea_admvs: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp_content: Option<String>,
}

/// 2401, registered under `ipt_no`.
pub(super) fn admit<'a>(from: &Source<'a>, ipt_no: &'a StayNo) -> Result<AdmitInput<'a>, EncodeError> {
    let (bill, insured, rules) = (from.dossier.bill, from.dossier.insured, &from.profile.fields);
    let registration = bill.admission.registration.as_ref().ok_or(EncodeError::NoRegistration)?;
    let diagnosis = main_diagnosis(from)?;
    let shown = Shown::of(&insured.credential, &insured.certificate_no);
    let (insured_place, treating_place) = (insured.insured_place, from.hospital.division);
    let applies = |presence: crate::platform::profile::Presence| presence.applies(insured_place, treating_place);
    let person = applies(rules.person_in_node);
    let places = applies(rules.places_in_node);
    let way = applies(rules.admission_way).then(|| admission_way(bill.admission.way)).transpose()?;
    Ok(AdmitInput {
        mdtrtinfo: AdmitNode {
            psn_no: from.psn_no(),
            insutype: &insured.insurance,
            coner_name: bill.patient.contact.as_ref().map(Secret::reveal),
            tel: bill.patient.telephone.as_ref().map(Secret::reveal),
            begntime: wire::datetime_text(bill.admission.admitted_at),
            mdtrt_cert_type: shown.kind,
            mdtrt_cert_no: shown.number,
            card_sn: shown.card_sn,
            cert_type: applies(rules.cert_type_in_admission).then_some(&insured.certificate_kind),
            psn_cert_type: person.then_some(&insured.certificate_kind),
            certno: insured.certificate_no.reveal(),
            psn_type: person.then_some(&insured.person_kind),
            psn_name: person.then(|| insured.name.reveal()),
            med_type: from.med_type(),
            ipt_no: ipt_no.as_str(),
            medrcdno: EncodeError::fit_optional("medrcdno", registration.record_no.as_deref(), 30)?,
            atddr_no: EncodeError::fit("atddr_no", &registration.attending_doctor.code, 30)?,
            chfpdr_name: EncodeError::fit("chfpdr_name", &registration.attending_doctor.name, 50)?,
            adm_diag_dscr: EncodeError::fit("adm_diag_dscr", &registration.diagnosis, 200)?,
            adm_dept_codg: EncodeError::fit("adm_dept_codg", &registration.department.code, 30)?,
            adm_dept_name: EncodeError::fit("adm_dept_name", &registration.department.name, 100)?,
            adm_bed: EncodeError::fit("adm_bed", &registration.bed, 30)?,
            dscg_maindiag_code: EncodeError::fit("dscg_maindiag_code", &diagnosis.code, 20)?,
            dscg_maindiag_name: EncodeError::fit("dscg_maindiag_name", &diagnosis.name, 300)?,
            main_cond_dscr: EncodeError::fit_optional("main_cond_dscr", registration.condition.as_deref(), 1000)?,
            insuplc_admdvs: places.then(|| insured.insured_place.as_str()),
            mdtrtarea_admvs: places.then(|| from.hospital.division.as_str()),
            exp_content: way,
        },
        diseinfo: diseases(from, None)?,
    })
}

/// `exp_content` of the cross-province extension: JSON inside a string. An emergency is deemed filed.
fn admission_way(way: AdmissionWay) -> Result<String, EncodeError> {
    #[derive(Serialize)]
    struct Extension {
        #[serde(rename = "IPT_TYPE")]
        ipt_type: &'static str,
    }
    let ipt_type = match way {
        AdmissionWay::Ordinary => "1",
        AdmissionWay::Emergency => "2",
        AdmissionWay::Transfer => "3",
    };
    to_json(&Extension { ipt_type })
}

/// Reads 2401: the new visit.
pub(in crate::platform) fn read_admitted(reply: &Reply) -> Result<Answer, String> {
    let row = reply.one("result")?.ok_or("no result")?;
    let visit = wire::text(row, &["mdtrt_id"]).ok_or("result has no mdtrt_id")?;
    let visit = VisitId::parse(&visit).map_err(|error| format!("mdtrt_id: {error}"))?;
    Ok(Answer::Admitted { visit })
}

/// 2404 and 2405: the visit and its person.
#[derive(Serialize)]
pub(super) struct VisitInput<'a> {
    data: VisitNode<'a>,
}

#[derive(Serialize)]
struct VisitNode<'a> {
    mdtrt_id: &'a str,
    psn_no: &'a str,
}

impl<'a> VisitInput<'a> {
    pub fn of(from: &Source<'a>, visit: &'a VisitId) -> Self {
        Self { data: VisitNode { mdtrt_id: visit.as_str(), psn_no: from.psn_no() } }
    }
}
