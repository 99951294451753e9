//! 2402 discharge, 2405 its undoing.

use serde_json::{Value, json};

use super::{Call, admission::diagnoses};
use crate::training::{
    books::VisitState,
    platform::Platform,
    refusal::{Outcome, refuse},
};

const DETAILS: [&str; 6] = ["dscg_dept_codg", "dscg_dept_name", "dscg_bed", "dscg_way", "die_date", "cop_flag"];

impl Platform {
    /// Ends a stay.
    pub(super) fn discharge(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("dscginfo");
        let (mdtrt_id, psn_no) = (row.text("mdtrt_id"), row.text("psn_no"));
        let visit = self.unsettled_visit(call, mdtrt_id, psn_no)?;
        if visit.state == VisitState::Discharged {
            return refuse("患者已办理出院登记，不能重复办理");
        }
        if visit.insutype != row.text("insutype") {
            return refuse("险种类型与入院登记不符");
        }
        let Some(end) = row.datetime("endtime") else { return refuse("dscginfo.endtime不能为空") };
        if end < visit.begin {
            return refuse("出院时间不能早于入院时间");
        }
        if row.text("dscg_way") == "5" && row.date("die_date").is_none() {
            return refuse("离院方式为死亡时，死亡日期不能为空");
        }
        let mut found = diagnoses(call.envelope.rows("diseinfo"), psn_no, "2")?;
        let visit = self.visit_mut(mdtrt_id)?;
        visit.state = VisitState::Discharged;
        visit.end = Some(end);
        visit.details.extend(DETAILS.iter().map(|field| ((*field).to_owned(), row.text(field).to_owned())));
        visit.diagnoses.retain(|known| known.stage != "2");
        visit.diagnoses.append(&mut found);
        Ok(json!({}))
    }

    /// Takes the discharge back.
    pub(super) fn undo_discharge(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let visit = self.unsettled_visit(call, row.text("mdtrt_id"), row.text("psn_no"))?;
        if visit.state != VisitState::Discharged {
            return refuse("患者未办理出院登记");
        }
        let visit = self.visit_mut(row.text("mdtrt_id"))?;
        visit.state = VisitState::Admitted;
        visit.end = None;
        visit.diagnoses.retain(|known| known.stage != "2");
        for field in DETAILS {
            visit.details.remove(field);
        }
        Ok(json!({}))
    }
}
