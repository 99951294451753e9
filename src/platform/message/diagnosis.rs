//! The node `diseinfo` of 2401 and 2402.

use serde::Serialize;
use yijie_core::bill::{Diagnosis, DiagnosisKind};
use yijie_core::settlement::ids::VisitId;

use super::Source;
use crate::platform::encode_error::EncodeError;
use crate::platform::wire;

/// One diagnosis. In 2402 it names the visit, which in 2401 does not exist yet.
#[derive(Serialize)]
pub(super) struct DiseaseRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    mdtrt_id: Option<&'a str>,
    psn_no: &'a str,
    diag_type: &'static str,
    maindiag_flag: &'static str,
    diag_srt_no: usize,
    diag_code: &'a str,
    diag_name: &'a str,
    diag_dept: &'a str,
    dise_dor_no: &'a str,
    dise_dor_name: &'a str,
    diag_time: String,
}

/// All diagnoses of the bill, numbered from one, the main one first.
pub(super) fn diseases<'a>(from: &Source<'a>, visit: Option<&'a VisitId>) -> Result<Vec<DiseaseRow<'a>>, EncodeError> {
    let mut diagnoses: Vec<&Diagnosis> = from.dossier.bill.diagnoses.iter().collect();
    diagnoses.sort_by_key(|diagnosis| !diagnosis.main);
    let row = |(at, diagnosis): (usize, &'a Diagnosis)| {
        Ok(DiseaseRow {
            mdtrt_id: visit.map(VisitId::as_str),
            psn_no: from.psn_no(),
            diag_type: match diagnosis.kind {
                DiagnosisKind::Western => "1",
                DiagnosisKind::ChineseDisease => "2",
                DiagnosisKind::ChineseSyndrome => "3",
            },
            maindiag_flag: wire::flag(diagnosis.main),
            diag_srt_no: at + 1,
            diag_code: EncodeError::fit("diag_code", &diagnosis.code, 20)?,
            diag_name: EncodeError::fit("diag_name", &diagnosis.name, 100)?,
            diag_dept: EncodeError::fit("diag_dept", &diagnosis.department, 50)?,
            dise_dor_no: EncodeError::fit("dise_dor_no", &diagnosis.doctor.code, 30)?,
            dise_dor_name: EncodeError::fit("dise_dor_name", &diagnosis.doctor.name, 50)?,
            diag_time: wire::datetime_text(diagnosis.diagnosed_at),
        })
    };
    diagnoses.into_iter().enumerate().map(row).collect()
}

/// The main diagnosis.
pub(super) fn main_diagnosis<'a>(from: &Source<'a>) -> Result<&'a Diagnosis, EncodeError> {
    from.dossier.bill.diagnoses.iter().find(|diagnosis| diagnosis.main).ok_or(EncodeError::NoMainDiagnosis)
}
