//! 5201 visits, 5202 diagnoses, 5303 who lies in hospital.

use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::{Call, object, person_row, stamp};
use crate::training::{
    books::{Visit, VisitState},
    fields::Row,
    people::Person,
    platform::Platform,
    refusal::{Outcome, refuse},
    region,
};

/// What a visit shows of its registration and discharge, under the platform's names.
const SHOWN: [&str; 16] = [
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
    "dscg_dept_codg",
    "dscg_dept_name",
    "dscg_bed",
    "dscg_way",
    "die_date",
];

impl Platform {
    /// A person's visits of one category that began in the period, discharged or not.
    pub(super) fn list_visits(&self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let person = self.person(row.text("psn_no"))?;
        let (begin, end) = period(row)?;
        let wanted = |visit: &&Visit| {
            let asked = row.text("mdtrt_id");
            visit.psn_no == person.psn_no
                && visit.med_type == row.text("med_type")
                && (begin..=end).contains(&visit.begin)
                && (asked.is_empty() || asked == visit.mdtrt_id)
        };
        let rows: Vec<Value> =
            self.own_visits(call).filter(wanted).map(|visit| self.visit_row(call, person, visit)).collect();
        Ok(json!({ "mdtrtinfo": rows }))
    }

    /// The diagnoses of a visit, admission first.
    pub(super) fn list_diagnoses(&self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let visit = self.visit(call, row.text("mdtrt_id"), row.text("psn_no"))?;
        let rows: Vec<Value> = visit
            .diagnoses
            .iter()
            .enumerate()
            .map(|(index, diagnosis)| {
                let mut shown = diagnosis.row.clone();
                shown.extend(object(json!({
                    "diag_info_id": format!("{}{index:03}", visit.mdtrt_id),
                    "mdtrt_id": visit.mdtrt_id,
                    "psn_no": visit.psn_no,
                    "inout_diag_type": diagnosis.stage,
                    "opter_id": "",
                    "opter_name": "",
                    "opt_time": "",
                })));
                Value::Object(shown)
            })
            .collect();
        Ok(json!({ "diseinfo": rows }))
    }

    /// Who was admitted in the period and has not been discharged.
    pub(super) fn list_inpatients(&self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let (begin, end) = period(row)?;
        let asked = row.text("psn_no");
        let inside = self.own_visits(call).filter(|visit| {
            visit.state == VisitState::Admitted
                && (begin..=end).contains(&visit.begin)
                && (asked.is_empty() || asked == visit.psn_no)
        });
        let rows: Vec<Value> = inside
            .filter_map(|visit| Some((visit, self.world.person(&visit.psn_no)?)))
            .map(|(visit, person)| {
                let mut shown = person_row(person, &self.settings.citizen_certificate, call);
                let local = region::covers(&visit.insured_place, call.envelope.text("mdtrtarea_admvs"));
                shown.extend(object(json!({
                    "mdtrt_id": visit.mdtrt_id,
                    "insutype": visit.insutype,
                    "begndate": visit.begin.date().to_string(),
                    "med_type": visit.med_type,
                    "ipt_otp_no": visit.ipt_no,
                    "out_flag": if local { "0" } else { "1" },
                })));
                Value::Object(shown)
            })
            .collect();
        Ok(json!({ "data": rows }))
    }

    fn own_visits<'a>(&'a self, call: &'a Call<'_>) -> impl Iterator<Item = &'a Visit> {
        let visits = self.books.visits.values();
        visits.filter(|visit| visit.institution == call.envelope.institution() && visit.state != VisitState::Cancelled)
    }

    fn visit_row(&self, call: &Call<'_>, person: &Person, visit: &Visit) -> Value {
        let insurance = person.insured(&visit.insutype, &visit.insured_place);
        let mut shown = person_row(person, &self.settings.citizen_certificate, call);
        for field in SHOWN {
            shown.insert(field.into(), json!(visit.details.get(field).map(String::as_str).unwrap_or_default()));
        }
        let until = visit.end.unwrap_or(call.now).date();
        let days = visit.begin.date().until(until).map_or(0, |span| span.get_days());
        shown.extend(object(json!({
            "mdtrt_id": visit.mdtrt_id,
            "insutype": visit.insutype,
            "psn_type": insurance.map(|row| row.psn_type.as_str()),
            "cvlserv_flag": if insurance.is_some_and(|row| row.civil_servant) { "1" } else { "0" },
            "insu_optins": visit.insured_place,
            "emp_name": insurance.map(|row| row.employer.as_str()),
            "begntime": stamp(visit.begin),
            "endtime": visit.end.map(stamp).unwrap_or_default(),
            "med_type": visit.med_type,
            "ipt_otp_no": visit.ipt_no,
            "inhosp_stas": if visit.state == VisitState::Admitted { "1" } else { "0" },
            "ipt_days": days,
        })));
        Value::Object(shown)
    }
}

/// `begntime` to `endtime`, both within.
fn period(row: Row<'_>) -> Outcome<(DateTime, DateTime)> {
    match (row.datetime("begntime"), row.datetime("endtime")) {
        (Some(begin), Some(end)) if begin <= end => Ok((begin, end)),
        _ => refuse("开始时间不能晚于结束时间"),
    }
}
