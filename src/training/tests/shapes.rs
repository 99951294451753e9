//! The shapes of real replies, each switched on.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::desk::{Desk, LI, LI_VISIT, settlement};
use crate::training::{
    amount,
    quirks::{InfcodeStyle, MoneyStyle, Quirks, SuccessText, ZeroStyle},
};

fn settled(quirks: Quirks) -> Value {
    let mut desk = Desk::ready(|_| {});
    desk.platform.settings.quirks = quirks;
    desk.send("2304", "430100", json!({ "data": settlement(&super::desk::LI_STAY, "44671.59") }))
}

#[test]
fn plain_reply_has_a_number_and_an_empty_text() {
    let reply = settled(Quirks::default());
    assert_eq!((&reply["infcode"], &reply["err_msg"]), (&json!(0), &json!("")));
    assert_eq!(reply["inf_refmsgid"].as_str().expect("id").len(), 30);
    assert_eq!(reply["respond_time"].as_str().expect("time").len(), 17);
}

#[test]
fn infcode_may_be_text() {
    assert_eq!(settled(Quirks { infcode: InfcodeStyle::Text, ..Quirks::default() })["infcode"], json!("0"));
}

#[test]
fn money_may_be_text() {
    let reply = settled(Quirks { money: MoneyStyle::Text, ..Quirks::default() });
    assert_eq!(reply["output"]["setlinfo"]["fund_pay_sumamt"], json!("38158.60"));
    assert_eq!(reply["output"]["setldetail"][0]["fund_payamt"], json!("36531.00"));
}

#[test]
fn zero_may_be_an_exponent_and_stays_zero() {
    let reply = settled(Quirks { zero: ZeroStyle::Exponent, ..Quirks::default() });
    let zero = &reply["output"]["setlinfo"]["maf_pay"];
    assert_eq!(zero.to_string().to_uppercase(), "0E-8");
    assert_eq!(amount::read(zero), Some(Decimal::ZERO));
    assert_eq!(reply["output"]["setlinfo"]["fund_pay_sumamt"].to_string(), "38158.60");
}

#[test]
fn success_may_say_nothing_or_success() {
    assert_eq!(settled(Quirks { success_text: SuccessText::Null, ..Quirks::default() })["err_msg"], Value::Null);
    assert_eq!(settled(Quirks { success_text: SuccessText::Word, ..Quirks::default() })["err_msg"], json!("success"));
}

#[test]
fn failure_may_carry_a_trace() {
    let mut desk = Desk::new();
    desk.platform.settings.quirks.trace_suffix = true;
    let row = json!({ "data": settlement(&super::desk::LI_STAY, "44671.59") });
    let text = desk.refused("2303", "430100", row);
    assert!(text.starts_with("还未上传费用(") && text.ends_with("@10.72.3.18)"), "{text}");
}

#[test]
fn cancel_may_leave_the_patients_part_out() {
    for null in [false, true] {
        let mut desk = Desk::ready(|_| {});
        desk.platform.settings.quirks.cancel_part_null = null;
        let setl_id = desk.settle()["setlinfo"]["setl_id"].clone();
        let row = json!({ "data": { "psn_no": LI, "mdtrt_id": LI_VISIT, "setl_id": setl_id } });
        let info = desk.ask("2305", "430100", row)["setlinfo"].clone();
        assert_eq!(info["psn_part_amt"].is_null(), null);
        assert_eq!(info["psn_cash_pay"].to_string(), "-3392.54");
    }
}

#[test]
fn extra_fields_may_appear() {
    let reply = settled(Quirks { extra_fields: true, ..Quirks::default() });
    assert_eq!(reply["output"]["setlinfo"]["psn_insu_rlts_id"], json!("4300000000001"));
}

#[test]
fn lone_row_may_be_an_object_and_output_may_be_text() {
    let mut desk = Desk::new();
    desk.platform.settings.quirks.lone_rows_as_objects = true;
    let row = json!({ "data": { "psn_no": LI, "biz_appy_type": "08" } });
    assert_eq!(desk.ask("5302", "430100", row.clone())["psnfixmedin"]["begndate"], json!("2021-03-01"));
    desk.platform.settings.quirks.output_as_text = true;
    let text = desk.ask("5302", "430100", row);
    let inner: Value = serde_json::from_str(text.as_str().expect("text")).expect("JSON");
    assert_eq!(inner["psnfixmedin"]["begndate"], json!("2021-03-01"));
}
