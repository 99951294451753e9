//! 1101 person, 2001 benefit check, 5302 filings.

use serde_json::{Value, json};

use super::{Call, holds, person_row};
use crate::training::{
    amount::yuan,
    entitlement::{self, Stay},
    people::{FilingKind, FilingState, Person},
    platform::Platform,
    refusal::{Outcome, refuse},
    region,
};

impl Platform {
    /// Who is this, and how insured. Somebody insured elsewhere is found only with certificate and name beside the
    /// card, since the insured place can't be told from a card number here.
    pub(super) fn identify(&self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let (kind, number, card_sn) = (row.text("mdtrt_cert_type"), row.text("mdtrt_cert_no"), row.text("card_sn"));
        if !matches!(kind, "01" | "02" | "03") {
            return refuse("就诊凭证类型不正确");
        }
        if kind == "03" && card_sn.is_empty() {
            return refuse("就诊凭证类型为社会保障卡时，卡识别码不能为空");
        }
        let Some(person) = self.world.people().iter().find(|person| holds(person, kind, number, card_sn)) else {
            return refuse("未找到该人员的参保信息");
        };
        let treating = call.envelope.text("mdtrtarea_admvs");
        let is_local = person.insurance.iter().any(|row| region::covers(&row.place, treating));
        let (certificate, certno, name) = (row.text("psn_cert_type"), row.text("certno"), row.text("psn_name"));
        if !is_local && [certificate, certno, name].contains(&"") {
            return refuse("异地参保人员的人员证件类型、证件号码、人员姓名不能为空");
        }
        check_identity(person, certificate, certno, name)?;
        let insurance: Vec<Value> = person.insurance.iter().map(|row| self.insurance_row(person, row)).collect();
        let mut base = person_row(person, &self.settings.citizen_certificate, call);
        base.insert("exp_content".into(), json!(""));
        let aid = if person.medical_aid { vec![aid_row(person)] } else { Vec::new() };
        Ok(json!({ "baseinfo": base, "insuinfo": insurance, "idetinfo": aid }))
    }

    /// One row for the pooled fund: enjoyed or not, and why not.
    pub(super) fn check_benefit(&self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let person = self.person(row.text("psn_no"))?;
        let place = place_of(call, person, row.text("insutype"))?;
        let Some(insurance) = person.insured(row.text("insutype"), &place) else {
            return refuse("未找到该险种的参保信息");
        };
        let begin = row.datetime("begntime").unwrap_or(call.now);
        let verdict = entitlement::cut(
            &self.world,
            &Stay {
                person,
                insurance,
                late_filings: self.late_filings(&person.psn_no),
                treating_place: call.envelope.text("mdtrtarea_admvs"),
                admitted_on: begin.date(),
                emergency: false,
                today: call.now.date(),
            },
        );
        Ok(json!({ "trtinfo": [{
            "psn_no": person.psn_no,
            "trt_chk_type": "01",
            "fund_pay_type": if insurance.insutype == "390" { "390100" } else { "310100" },
            "trt_enjymnt_flag": if verdict.is_ok() { "1" } else { "0" },
            "begndate": begin.date().to_string(),
            "enddate": "",
            "trt_chk_rslt": verdict.err().map(|refusal| refusal.text().to_owned()).unwrap_or_default(),
            "exp_content": "",
        }]}))
    }

    /// The filings of the kind asked for: 06 referred, 07 emergency, 08 everything that was settled for longer.
    pub(super) fn list_filings(&self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let person = self.person(row.text("psn_no"))?;
        let asked = row.text("biz_appy_type");
        let filings = person.filings.iter().chain(self.late_filings(&person.psn_no));
        let shown =
            filings.filter(|filing| filing.state != FilingState::Withdrawn && application(filing.kind) == asked);
        let rows: Vec<Value> = shown
            .enumerate()
            .map(|(index, filing)| {
                let state = match (filing.state, filing.networked) {
                    (FilingState::Pending, _) => "待审核",
                    (_, false) => "已登记，未办理联网手续",
                    _ => "已生效",
                };
                json!({
                    "psn_no": person.psn_no,
                    "insutype": person.insurance.first().map(|row| row.insutype.as_str()),
                    "fix_srt_no": (index + 1).to_string(),
                    "fixmedins_code": filing.destination,
                    "fixmedins_name": format!("就医地{}全部联网定点医药机构", filing.destination),
                    "begndate": filing.from.to_string(),
                    "enddate": filing.until.map(|day| day.to_string()).unwrap_or_default(),
                    "memo": format!("{}；{state}", filing.kind.words()),
                })
            })
            .collect();
        Ok(json!({ "psnfixmedin": rows }))
    }

    fn insurance_row(&self, person: &Person, row: &crate::training::people::Insurance) -> Value {
        json!({
            "balc": yuan(self.balance(person, row)),
            "insutype": row.insutype,
            "psn_type": row.psn_type,
            "psn_insu_stas": row.status,
            "psn_insu_date": row.since.to_string(),
            "paus_insu_date": row.paused.map(|day| day.to_string()).unwrap_or_default(),
            "cvlserv_flag": if row.civil_servant { "1" } else { "0" },
            "insuplc_admdvs": row.place,
            "emp_name": row.employer,
        })
    }
}

fn aid_row(person: &Person) -> Value {
    json!({
        "psn_idet_type": "2303",
        "psn_type_lv": "",
        "memo": "低保对象",
        "begntime": format!("{} 00:00:00", person.born),
        "endtime": "",
    })
}

/// `biz_appy_type` of a filing.
fn application(kind: FilingKind) -> &'static str {
    match kind {
        FilingKind::Referred => "06",
        FilingKind::Emergency => "07",
        _ => "08",
    }
}

/// Certificate and name, where they are given, are this person's.
pub(super) fn check_identity(person: &Person, certificate: &str, certno: &str, name: &str) -> Outcome<()> {
    let certificate_fits = matches!(certificate, "" | "1" | "01");
    let certno_fits = certno.is_empty() || certno == person.citizen.reveal();
    let name_fits = name.is_empty() || name == person.name.reveal();
    if certificate_fits && certno_fits && name_fits { Ok(()) } else { refuse("人证不一致") }
}

/// The insured place of a message: the envelope's, which must be one that the person has; empty means ours.
pub(super) fn place_of(call: &Call<'_>, person: &Person, insutype: &str) -> Outcome<String> {
    let named = call.envelope.insured_place();
    let treating = call.envelope.text("mdtrtarea_admvs");
    let fits = |place: &str| if named.is_empty() { region::covers(place, treating) } else { place == named };
    match person.insurance.iter().find(|row| row.insutype == insutype && fits(&row.place)) {
        Some(row) => Ok(row.place.clone()),
        None if named.is_empty() => refuse("参保地医保区划不能为空"),
        None => refuse("参保地医保区划与参保信息不符"),
    }
}
