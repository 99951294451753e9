//! The people and their filings: who may settle where, with what cut, and what the platform says to the others.

use serde_json::json;

use super::desk::{Desk, admission, line};
use crate::training::{Filing, FilingKind, FilingState};

struct Patient {
    psn_no: &'static str,
    name: &'static str,
    citizen: &'static str,
    insutype: &'static str,
    insured: &'static str,
}

const fn patient(
    psn_no: &'static str,
    name: &'static str,
    citizen: &'static str,
    insutype: &'static str,
    insured: &'static str,
) -> Patient {
    Patient { psn_no, name, citizen, insutype, insured }
}

const ZHOU: Patient = patient("21010000000000550614", "周福生", "210102195506141872", "310", "210100");
const ZHAO: Patient = patient("42010000000000601009", "赵德明", "42010219601009413X", "310", "420100");
const CHEN: Patient = patient("41160000000000900221", "陈志强", "411602199002215173", "310", "411600");
const LIU: Patient = patient("51010000000000850726", "刘洋", "510104198507261531", "310", "510100");
const SUN: Patient = patient("34010000000000720418", "孙丽华", "340111197204182649", "310", "340100");
const HE: Patient = patient("43040000000000661230", "何建军", "430405196612301738", "310", "430400");
const WU: Patient = patient("41010000000000550209", "吴桂英", "410103195502094822", "310", "410100");
const MA: Patient = patient("62010000000000790615", "马志远", "62010219790615351X", "310", "620100");
const LUO: Patient = patient("44030000000000821011", "罗文斌", "440306198210114376", "310", "440300");
const ZHENG: Patient = patient("13010000000000480501", "郑淑珍", "130104194805015620", "310", "130100");
const LIN: Patient = patient("35010000000000010903", "林小雨", "350102200109036686", "390", "350100");
const GULBAHAR: Patient =
    patient("65010000000000770409", "古丽巴哈尔·阿卜杜热西提·买𬱖热木", "650102197704095847", "310", "650100");
const WANG: Patient = patient("14010000000000630827", "王建国", "140105196308273319", "310", "140100");

impl Patient {
    fn admission(&self) -> serde_json::Value {
        admission(self.psn_no, self.name, self.citizen, self.insutype, "ZY9")
    }

    #[track_caller]
    fn refused(&self, desk: &mut Desk) -> String {
        desk.refused("2401", self.insured, self.admission())
    }

    /// What the pooled fund pays of 11 000.00 in scope, admitted with `input`.
    #[track_caller]
    fn pooled(&self, desk: &mut Desk, input: serde_json::Value) -> String {
        let output = desk.ask("2401", self.insured, input);
        let mdtrt_id = output["result"]["mdtrt_id"].as_str().expect("id").to_owned();
        let mut fee = line(self.psn_no, &mdtrt_id, 1, ("XJ330100015", "1", "11000.00", "11000.00"));
        fee["fee_ocur_time"] = json!("2026-11-09 12:00:00");
        desk.ask("2301", self.insured, json!({ "feedetail": [fee] }));
        let row = json!({
            "psn_no": self.psn_no, "mdtrt_cert_type": "02", "mdtrt_cert_no": self.citizen, "psn_cert_type": "1",
            "certno": self.citizen, "psn_type": "11", "psn_name": self.name, "medfee_sumamt": "11000",
            "psn_setlway": "01", "mdtrt_id": mdtrt_id, "acct_used_flag": "0", "insutype": self.insutype,
            "mid_setl_flag": "0",
        });
        desk.ask("2303", self.insured, json!({ "data": row }))["setlinfo"]["hifp_pay"].to_string()
    }
}

#[test]
fn posted_worker_is_paid_as_at_home() {
    // (11 000 - 1 000) x 0.85
    assert_eq!(GULBAHAR.pooled(&mut Desk::new(), GULBAHAR.admission()), "8500.00");
}

#[test]
fn self_directed_patient_of_another_province_is_cut_by_twenty_points() {
    assert_eq!(LIU.pooled(&mut Desk::new(), LIU.admission()), "6500.00");
}

#[test]
fn self_directed_patient_of_the_same_province_is_cut_by_fifteen_points() {
    assert_eq!(LUO.pooled(&mut Desk::new(), LUO.admission()), "7000.00");
}

#[test]
fn expired_filing_is_paid_as_unfiled_where_the_policy_says_so() {
    assert_eq!(ZHAO.pooled(&mut Desk::new(), ZHAO.admission()), "6500.00");
}

#[test]
fn expired_filing_is_named_where_the_unfiled_are_refused() {
    let mut desk = Desk::new();
    let filing = Filing {
        kind: FilingKind::SelfDirected,
        destination: "440100".into(),
        from: "2026-01-05".parse().expect("day"),
        until: Some("2026-07-04".parse().expect("day")),
        state: FilingState::Approved,
        networked: true,
    };
    assert!(desk.platform.file(MA.citizen, filing));
    assert_eq!(MA.refused(&mut desk), "其他临时外出就医备案已过期，有效期至2026-07-04");
}

#[test]
fn emergency_counts_as_filed_and_is_cut_by_ten_points() {
    let mut rescued = CHEN.admission();
    rescued["mdtrtinfo"]["exp_content"] = json!("{\"IPT_TYPE\":\"2\"}");
    assert_eq!(CHEN.pooled(&mut Desk::new(), rescued), "7500.00");
    assert_eq!(CHEN.pooled(&mut Desk::new(), CHEN.admission()), "6500.00", "without it he is unfiled");
}

#[test]
fn better_of_two_filings_in_force_is_the_basis() {
    // Residents: (11 000 - 800) x 0.60, nothing cut.
    assert_eq!(LIN.pooled(&mut Desk::new(), LIN.admission()), "6120.00");
}

#[test]
fn unfiled_patient_is_refused_where_the_policy_says_so() {
    assert_eq!(MA.refused(&mut Desk::new()), "参保人未办理异地就医备案，请先备案");
    assert_eq!(HE.refused(&mut Desk::new()), "参保人未办理异地就医备案，请先备案");
}

#[test]
fn emergency_is_refused_where_it_is_not_deemed_filed() {
    let mut rescued = MA.admission();
    rescued["mdtrtinfo"]["exp_content"] = json!("{\"IPT_TYPE\":\"2\"}");
    let text = Desk::new().refused("2401", MA.insured, rescued);
    assert_eq!(text, "参保人未办理异地就医备案，请先备案");
}

#[test]
fn zhou_fusheng_gets_exactly_his_explanation_in_fushun() {
    let mut desk = Desk::new().at("H21040000001", "210400");
    let text = ZHOU.refused(&mut desk);
    assert_eq!(text, "异地安置退休备案已于2016-03-01登记（就医地210400），未办理联网手续，不能直接结算");
    let output = desk.ask("5302", ZHOU.insured, json!({ "data": { "psn_no": ZHOU.psn_no, "biz_appy_type": "08" } }));
    assert_eq!(output["psnfixmedin"][0]["memo"], json!("异地安置退休；已登记，未办理联网手续"));
}

#[test]
fn zhou_fusheng_is_told_in_guangzhou_that_he_filed_elsewhere() {
    assert_eq!(ZHOU.refused(&mut Desk::new()), "异地安置退休备案的就医地为210400，不在本次就医地440100");
}

#[test]
fn paused_insurance_is_refused_in_spite_of_a_filing() {
    assert!(WU.refused(&mut Desk::new()).contains("暂停参保（自2026-08-01起）"));
}

#[test]
fn pending_filing_is_not_yet_one() {
    assert_eq!(SUN.pooled(&mut Desk::new(), SUN.admission()), "6500.00", "paid as unfiled");
    let output =
        Desk::new().ask("5302", SUN.insured, json!({ "data": { "psn_no": SUN.psn_no, "biz_appy_type": "06" } }));
    assert_eq!(output["psnfixmedin"][0]["memo"], json!("异地转诊；待审核"));
}

#[test]
fn filing_to_beijing_serves_every_district_and_not_guangzhou() {
    assert_eq!(ZHENG.pooled(&mut Desk::new().at("H11010500001", "110105"), ZHENG.admission()), "8500.00");
    assert_eq!(ZHENG.pooled(&mut Desk::new(), ZHENG.admission()), "6500.00");
}

#[test]
fn zone_needs_no_filing() {
    let mut desk = Desk::new();
    // He lies in Guangzhou; to be admitted in Jinzhong he must have left.
    desk.ask("2404", WANG.insured, json!({ "data": { "psn_no": WANG.psn_no, "mdtrt_id": "4401002026110000000002" } }));
    // Taiyuan's own in Jinzhong: (11 000 - 1 000) x 0.86.
    let mut jinzhong = desk.at("H14070000001", "140700");
    let mut before = jinzhong.clone();
    assert_eq!(WANG.pooled(&mut jinzhong, WANG.admission()), "8600.00");
    // The day before the zone began he was unfiled in his own province: fifteen points cut.
    let mut early = WANG.admission();
    early["mdtrtinfo"]["begntime"] = json!("2023-06-30 09:00:00");
    assert_eq!(WANG.pooled(&mut before, early), "7100.00");
}

#[test]
fn late_filing_turns_a_refusal_into_a_settlement_where_it_is_honoured() {
    let filing = |from: &str| Filing {
        kind: FilingKind::Referred,
        destination: "440100".into(),
        from: from.parse().expect("day"),
        until: None,
        state: FilingState::Approved,
        networked: true,
    };
    let mut desk = Desk::new();
    HE.refused(&mut desk);
    assert!(desk.platform.file(HE.citizen, filing("2026-11-10")));
    // Filed the day after the admission. (11 000 - 1 200) in layers 0.75 and 0.80.
    assert_eq!(HE.pooled(&mut desk, HE.admission()), "7400.00");
    let mut desk = Desk::new();
    assert!(desk.platform.file(MA.citizen, filing("2026-11-10")));
    assert!(MA.refused(&mut desk).contains("入院早于备案，不予补办"));
    assert!(!desk.platform.file("110101199001011237", filing("2026-11-10")), "nobody has that number");
}

#[test]
fn several_insurances_are_all_shown() {
    let row = json!({ "data": {
        "mdtrt_cert_type": "02", "mdtrt_cert_no": HE.citizen, "psn_cert_type": "01", "certno": HE.citizen,
        "psn_name": HE.name,
    }});
    let output = Desk::new().ask("1101", "", row);
    let rows = output["insuinfo"].as_array().expect("rows");
    let shown: Vec<(String, String, String)> = rows
        .iter()
        .map(|row| (row["insutype"].to_string(), row["psn_insu_stas"].to_string(), row["insuplc_admdvs"].to_string()))
        .collect();
    let expected = [("310", "1", "430400"), ("320", "1", "430400"), ("330", "1", "430400"), ("390", "4", "430100")];
    let quoted = |text: &str| format!("\"{text}\"");
    assert_eq!(shown, expected.map(|(kind, state, place)| (quoted(kind), quoted(state), quoted(place))));
}

#[test]
fn third_party_trauma_is_refused() {
    let mut hit = LIU.admission();
    hit["mdtrtinfo"]["med_type"] = json!("22");
    assert_eq!(Desk::new().refused("2401", LIU.insured, hit.clone()), "外伤患者必须填写是否涉及第三方");
    hit["mdtrtinfo"]["exp_content"] = json!("{\"TRUM_FLAG\":\"1\",\"REL_TTP_FLAG\":\"1\"}");
    assert_eq!(Desk::new().refused("2401", LIU.insured, hit), "外伤涉及第三方，不能直接结算");
}
