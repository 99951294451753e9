//! 2401 admission, 2403 its change, 2404 its cancel.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    Call,
    registration::{Insured, check_credential},
};
use crate::training::{
    books::{Diagnosis, Visit, VisitState},
    fields::Row,
    platform::Platform,
    refusal::{Outcome, refuse},
};

/// What is kept of a registration to be shown by the queries.
const DETAILS: [&str; 13] = [
    "coner_name",
    "tel",
    "mdtrt_cert_type",
    "medrcdno",
    "atddr_no",
    "chfpdr_name",
    "adm_dept_codg",
    "adm_dept_name",
    "adm_bed",
    "dscg_maindiag_code",
    "dscg_maindiag_name",
    "main_cond_dscr",
    "dise_codg",
];

/// `med_type` of stays in hospital, in the codes of the national baseline and of Hunan.
const INPATIENT: [&str; 11] = ["21", "22", "23", "24", "26", "28", "52", "2101", "2102", "2105", "2106"];

impl Platform {
    /// Registers a stay; the insured place checks the filing here.
    pub(super) fn admit(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("mdtrtinfo");
        let Insured { person, insurance } = self.insured(call, row)?;
        check_credential(person, row)?;
        if !INPATIENT.contains(&row.text("med_type")) {
            return refuse("医疗类别不是住院类别");
        }
        let emergency = is_emergency(row)?;
        let begin = row.datetime("begntime").unwrap_or(call.now);
        if begin > call.now {
            return refuse("入院时间不能晚于当前时间");
        }
        self.check_free(call, row)?;
        self.cut(call, Insured { person, insurance }, begin, emergency)?;
        let diagnoses = diagnoses(call.envelope.rows("diseinfo"), &person.psn_no, "1")?;
        let insured_place = insurance.place.clone();
        let mdtrt_id = self.new_visit_id(call);
        let visit = Visit {
            mdtrt_id: mdtrt_id.clone(),
            msgid: call.envelope.msgid().to_owned(),
            psn_no: row.text("psn_no").to_owned(),
            institution: call.envelope.institution().to_owned(),
            insutype: row.text("insutype").to_owned(),
            insured_place,
            ipt_no: row.text("ipt_no").to_owned(),
            med_type: row.text("med_type").to_owned(),
            begin,
            end: None,
            emergency,
            state: VisitState::Admitted,
            details: details(row),
            diagnoses,
            lines: BTreeMap::new(),
        };
        self.books.visits.insert(mdtrt_id.clone(), visit);
        Ok(json!({ "result": { "mdtrt_id": mdtrt_id, "exp_content": "" } }))
    }

    /// Replaces what the registration says; diagnoses are changed or added by their number.
    pub(super) fn change_admission(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("adminfo");
        let (mdtrt_id, psn_no) = (row.text("mdtrt_id"), row.text("psn_no"));
        if self.unsettled_visit(call, mdtrt_id, psn_no)?.state == VisitState::Discharged {
            return refuse("患者已办理出院登记，不能变更入院信息");
        }
        let changed = diagnoses(call.envelope.rows("diseinfo"), psn_no, "1")?;
        let emergency = is_emergency(row)?;
        let visit = self.visit_mut(mdtrt_id)?;
        visit.begin = row.datetime("begntime").unwrap_or(visit.begin);
        row.text("ipt_otp_no").clone_into(&mut visit.ipt_no);
        row.text("med_type").clone_into(&mut visit.med_type);
        visit.emergency = emergency;
        visit.details.extend(details(row));
        for diagnosis in changed {
            let number = number_of(&diagnosis);
            visit.diagnoses.retain(|known| number_of(known) != number);
            visit.diagnoses.push(diagnosis);
        }
        Ok(json!({}))
    }

    /// Undoes a registration on which nothing hangs.
    pub(super) fn cancel_admission(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let visit = self.unsettled_visit(call, row.text("mdtrt_id"), row.text("psn_no"))?;
        let mdtrt_id = visit.mdtrt_id.clone();
        self.check_undoable(&mdtrt_id)?;
        self.visit_mut(&mdtrt_id)?.state = VisitState::Cancelled;
        Ok(json!({}))
    }

    /// Undoing goes backwards: settlement, discharge, fees, and only then the registration.
    pub(super) fn check_undoable(&self, mdtrt_id: &str) -> Outcome<()> {
        let Some(visit) = self.books.visits.get(mdtrt_id) else { return refuse("未找到入院登记信息") };
        if self.books.standing_of(mdtrt_id).next().is_some() {
            return refuse(super::ALREADY_SETTLED);
        }
        if visit.state == VisitState::Discharged {
            return refuse("患者已办理出院登记，请先撤销出院登记");
        }
        if !visit.lines.is_empty() {
            return refuse("存在已上传的费用明细，请先撤销费用明细");
        }
        Ok(())
    }

    /// Nobody lies in two beds, and a stay number is used once.
    fn check_free(&self, call: &Call<'_>, row: Row<'_>) -> Outcome<()> {
        let psn_no = row.text("psn_no");
        let same_number =
            |visit: &Visit| visit.institution == call.envelope.institution() && visit.ipt_no == row.text("ipt_no");
        for visit in self.books.visits.values() {
            let refusal = match visit.state {
                VisitState::Cancelled if self.settings.cancelled_ipt_no_refused && same_number(visit) => {
                    "住院号已使用，入院登记已撤销，请更换住院号"
                }
                VisitState::Admitted if visit.psn_no == psn_no => "该人员已在院，不能重复办理入院登记",
                VisitState::Admitted | VisitState::Discharged if same_number(visit) => "入院登记已上传",
                VisitState::Cancelled | VisitState::Admitted | VisitState::Discharged => continue,
            };
            return refuse(refusal);
        }
        Ok(())
    }

    fn new_visit_id(&mut self, call: &Call<'_>) -> String {
        let serial = self.books.serial();
        format!("{}{}{serial:010}", call.envelope.text("mdtrtarea_admvs"), call.now.strftime("%Y%m%d"))
    }
}

/// The rows of a diagnosis node, which must be of the person.
pub(super) fn diagnoses(rows: Vec<Row<'_>>, psn_no: &str, stage: &'static str) -> Outcome<Vec<Diagnosis>> {
    let mut main = 0;
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        if row.text("psn_no") != psn_no {
            return refuse("诊断信息的人员编号与就诊信息不符");
        }
        main += usize::from(row.text("maindiag_flag") == "1");
        let shown = |field: &&str| ((*field).to_owned(), json!(row.text(field)));
        let fields: Map<String, Value> = DIAGNOSIS.iter().map(shown).collect();
        kept.push(Diagnosis { stage, row: fields });
    }
    if main == 1 { Ok(kept) } else { refuse("诊断信息必须有且仅有一个主诊断") }
}

const DIAGNOSIS: [&str; 10] = [
    "diag_type",
    "maindiag_flag",
    "diag_srt_no",
    "diag_code",
    "diag_name",
    "adm_cond",
    "diag_dept",
    "dise_dor_no",
    "dise_dor_name",
    "diag_time",
];

fn number_of(diagnosis: &Diagnosis) -> (&'static str, Option<&str>) {
    (diagnosis.stage, diagnosis.row.get("diag_srt_no").and_then(Value::as_str))
}

fn details(row: Row<'_>) -> BTreeMap<String, String> {
    DETAILS.iter().map(|field| ((*field).to_owned(), row.text(field).to_owned())).collect()
}

/// Emergency by the medical category or by the extension's `IPT_TYPE` 2; a trauma must say whether a third party is
/// involved, and one that is involved pays.
fn is_emergency(row: Row<'_>) -> Outcome<bool> {
    let extension: Map<String, Value> = match row.text("exp_content") {
        "" => Map::new(),
        text => serde_json::from_str(text).unwrap_or_default(),
    };
    let flag = |key: &str| extension.get(key).and_then(Value::as_str).unwrap_or_default();
    let trauma = flag("TRUM_FLAG") == "1" || row.text("med_type") == "22";
    match flag("REL_TTP_FLAG") {
        "" if trauma => refuse("外伤患者必须填写是否涉及第三方"),
        "1" if trauma => refuse("外伤涉及第三方，不能直接结算"),
        _ => Ok(flag("IPT_TYPE") == "2" || row.text("med_type") == "24"),
    }
}
