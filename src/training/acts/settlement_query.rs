//! 5203 settlements, 5204 fee lines.

use serde_json::{Value, json};

use super::{
    Call, object, person_row,
    settlement::{amounts, details},
    stamp,
};
use crate::training::{
    amount::{self, yuan},
    books::{FeeLine, Settlement, SettlementState, Visit},
    platform::Platform,
    refusal::{Outcome, refuse},
    region::{self, Distance},
};

impl Platform {
    /// One settlement by its id; without an id, where the platform allows it, all of the visit.
    pub(super) fn list_settlements(&self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let visit = self.visit(call, row.text("mdtrt_id"), row.text("psn_no"))?;
        let setl_id = row.text("setl_id");
        if !setl_id.is_empty() {
            let found =
                self.books.settlement(setl_id).filter(|found| found.mdtrt_id == visit.mdtrt_id && found.counts());
            let Some(found) = found else { return refuse("未找到结算信息") };
            let info = self.settlement_row(call, visit, found)?;
            return Ok(json!({ "setlinfo": info, "setldetail": details(&found.split) }));
        }
        if !self.settings.empty_setl_id_lists {
            return refuse("data.setl_id不能为空");
        }
        let shows_negatives = self.settings.cancel_shows_in_5203;
        let shown: Vec<&Settlement> = self
            .books
            .settlements_of(&visit.mdtrt_id)
            .filter(|row| row.counts() && (shows_negatives || !matches!(row.state, SettlementState::Negative { .. })))
            .collect();
        let rows = shown.iter().map(|found| self.settlement_row(call, visit, found)).collect::<Outcome<Vec<_>>>()?;
        let funds: Vec<Value> = shown.iter().flat_map(|found| details(&found.split)).collect();
        Ok(json!({ "setlinfo": rows, "setldetail": funds }))
    }

    /// The lines of a settlement.
    pub(super) fn list_fees(&self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let visit = self.visit(call, row.text("mdtrt_id"), row.text("psn_no"))?;
        let found = self.books.settlement(row.text("setl_id")).filter(|found| found.mdtrt_id == visit.mdtrt_id);
        let Some(settlement) = found else { return refuse("未找到结算信息") };
        let lines = settlement.lines.iter().filter_map(|sn| visit.lines.get_key_value(sn));
        let rows: Vec<Value> = lines.map(|(sn, line)| fee_row(settlement, sn, line)).collect();
        Ok(json!({ "data": rows }))
    }

    fn settlement_row(&self, call: &Call<'_>, visit: &Visit, found: &Settlement) -> Outcome<Value> {
        let person = self.person(&found.psn_no)?;
        let insurance = person.insured(&found.insutype, &visit.insured_place);
        let institution = self.world.institution(&found.institution);
        let treating = call.envelope.text("mdtrtarea_admvs");
        let place = match region::distance(&visit.insured_place, treating) {
            Distance::SamePool => "2",
            Distance::SameProvince => "3",
            Distance::OtherProvince => "4",
        };
        let refunded = self.settings.cancel_shows_in_5203
            && matches!(found.state, SettlementState::Cancelled | SettlementState::Negative { .. });
        let end = visit.end.unwrap_or(found.time).date();
        let mut row = person_row(person, &self.settings.citizen_certificate, call);
        row.extend(amounts(found));
        row.extend(object(json!({
            "setl_id": found.setl_id,
            "mdtrt_id": found.mdtrt_id,
            "insutype": found.insutype,
            "psn_type": insurance.map(|row| row.psn_type.as_str()),
            "cvlserv_flag": if insurance.is_some_and(|row| row.civil_servant) { "1" } else { "0" },
            "insu_optins": visit.insured_place,
            "emp_name": insurance.map(|row| row.employer.as_str()),
            "pay_loc": place,
            "fixmedins_code": found.institution,
            "fixmedins_name": institution.map(|institution| institution.name.as_str()),
            "begndate": visit.begin.date().to_string(),
            "enddate": end.to_string(),
            "setl_time": stamp(found.time),
            "mdtrt_cert_type": found.certificate_type,
            "med_type": visit.med_type,
            "clr_type": found.clearing_type,
            "clr_way": "01",
            "psn_pay": yuan(found.split.patient()),
            "cash_payamt": yuan(found.split.cash),
            "hosp_part_amt": yuan(found.split.hospital),
            "refd_setl_flag": if refunded { "1" } else { "0" },
            "year": found.time.year().to_string(),
            "invono": found.invoice,
            "opter_id": "",
            "opter_name": "",
            "opt_time": stamp(found.time),
        })));
        Ok(Value::Object(row))
    }
}

fn fee_row(settlement: &Settlement, sn: &str, line: &FeeLine) -> Value {
    let mut row = line.row.clone();
    row.extend(object(json!({
        "mdtrt_id": settlement.mdtrt_id,
        "setl_id": settlement.setl_id,
        "psn_no": settlement.psn_no,
        "feedetl_sn": sn,
        "init_feedetl_sn": line.original.as_deref().unwrap_or_default(),
        "med_list_codg": line.code,
        "det_item_fee_sumamt": yuan(line.amount),
        "cnt": amount::write(line.count, 4),
        "pric": amount::write(line.price, 6),
        "fulamt_ownpay_amt": yuan(line.parts.own_pay),
        "overlmt_amt": yuan(line.parts.over_limit),
        "preselfpay_amt": yuan(line.parts.paid_first),
        "inscp_scp_amt": yuan(line.parts.in_scope),
    })));
    Value::Object(row)
}
