//! 2402: the discharge, with the diagnoses that the settlement goes by.

use serde::Serialize;
use yijie_core::bill::DischargeWay;
use yijie_core::settlement::ids::VisitId;

use super::Source;
use super::diagnosis::{DiseaseRow, diseases, main_diagnosis};
use crate::platform::encode_error::EncodeError;
use crate::platform::wire;

#[derive(Serialize)]
pub(super) struct DischargeInput<'a> {
    dscginfo: DischargeNode<'a>,
    diseinfo: Vec<DiseaseRow<'a>>,
}

#[derive(Serialize)]
struct DischargeNode<'a> {
    mdtrt_id: &'a str,
    psn_no: &'a str,
    insutype: &'a str,
    endtime: String,
    dscg_dept_codg: &'a str,
    dscg_dept_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dscg_bed: Option<&'a str>,
    dscg_way: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    die_date: Option<String>,
}

/// 2402.
pub(super) fn discharge<'a>(from: &Source<'a>, visit: &'a VisitId) -> Result<DischargeInput<'a>, EncodeError> {
    let discharge = &from.dossier.bill.discharge;
    main_diagnosis(from)?;
    Ok(DischargeInput {
        dscginfo: DischargeNode {
            mdtrt_id: visit.as_str(),
            psn_no: from.psn_no(),
            insutype: &from.dossier.insured.insurance,
            endtime: wire::datetime_text(discharge.discharged_at),
            dscg_dept_codg: EncodeError::fit("dscg_dept_codg", &discharge.department.code, 30)?,
            dscg_dept_name: EncodeError::fit("dscg_dept_name", &discharge.department.name, 100)?,
            dscg_bed: EncodeError::fit_optional("dscg_bed", discharge.bed.as_deref(), 30)?,
            dscg_way: match discharge.way {
                DischargeWay::Ordered => "1",
                DischargeWay::Transferred => "2",
                DischargeWay::Community => "3",
                DischargeWay::AgainstAdvice => "4",
                DischargeWay::Died => "5",
                DischargeWay::Other => "9",
            },
            die_date: discharge.died_on.map(wire::date_text),
        },
        diseinfo: diseases(from, Some(visit))?,
    })
}
