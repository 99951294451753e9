//! The field table: nothing misspelt, missing, too long or of the wrong type comes through.

use serde_json::{Value, json};

use super::desk::{Desk, LI, LI_STAY, LI_VISIT, WORKED, line, lines, request, settlement};
use crate::training::exchange::Request;

#[track_caller]
fn settle_with(change: impl FnOnce(&mut serde_json::Map<String, Value>)) -> String {
    let mut desk = Desk::ready(|_| {});
    let mut row = settlement(&LI_STAY, "44671.59");
    change(&mut row);
    desk.refused("2304", "430100", json!({ "data": row }))
}

#[test]
fn missing_field_is_named() {
    for field in ["psn_no", "mdtrt_cert_type", "medfee_sumamt", "psn_setlway", "mdtrt_id", "insutype", "mid_setl_flag"]
    {
        let text = settle_with(|row| {
            row.remove(field);
        });
        assert_eq!(text, format!("data.{field}不能为空"));
    }
}

#[test]
fn field_that_only_patients_from_elsewhere_need_is_named() {
    for field in ["psn_cert_type", "certno", "psn_type", "psn_name"] {
        let text = settle_with(|row| {
            row.insert(field.into(), json!(""));
        });
        assert_eq!(text, format!("data.{field}不能为空"));
    }
}

#[test]
fn amount_with_three_decimals_is_refused() {
    let text = settle_with(|row| {
        row.insert("medfee_sumamt".into(), super::desk::number("44671.591"));
    });
    assert_eq!(text, "data.medfee_sumamt小数位数超过2");
}

#[test]
fn amount_as_text_or_with_an_exponent_is_read_exactly() {
    for token in [json!("44671.59"), json!("44671.590"), super::desk::number("4.467159E4")] {
        let mut desk = Desk::ready(|_| {});
        let mut row = settlement(&LI_STAY, "0");
        row.insert("medfee_sumamt".into(), token);
        desk.ask("2304", "430100", json!({ "data": row }));
    }
}

#[test]
fn wrong_types_are_refused() {
    let with = |field: &str, value: Value| {
        settle_with(|row| {
            row.insert(field.into(), value);
        })
    };
    assert_eq!(with("acct_used_flag", json!(1)), "data.acct_used_flag类型错误，应为字符串");
    assert_eq!(with("medfee_sumamt", json!("many")), "data.medfee_sumamt类型错误，应为数值");
    assert_eq!(with("acct_used_flag", json!("12")), "data.acct_used_flag长度超过1");
    assert_eq!(with("exp_content", json!("{")), "data.exp_content格式错误");
}

#[test]
fn times_have_exactly_the_format_of_the_interface() {
    for time in ["2026-11-06", "2026-11-06T08:00:00", "2026-11-06 08:00", "2026-13-06 08:00:00"] {
        let mut row = line(LI, LI_VISIT, 1, WORKED[0]);
        row["fee_ocur_time"] = json!(time);
        let text = Desk::new().refused("2301", "430100", json!({ "feedetail": [row] }));
        assert_eq!(text, "feedetail.fee_ocur_time格式错误");
    }
}

#[test]
fn line_number_is_digits() {
    let mut row = line(LI, LI_VISIT, 1, WORKED[0]);
    row["feedetl_sn"] = json!("XM001");
    let text = Desk::new().refused("2301", "430100", json!({ "feedetail": [row] }));
    assert_eq!(text, "feedetail.feedetl_sn格式错误");
}

#[test]
fn nodes_have_their_shape_and_their_name() {
    let mut desk = Desk::new();
    let fees = lines(LI, LI_VISIT, &WORKED);
    assert_eq!(desk.refused("2301", "430100", json!({ "feedetail": fees[0] })), "输入节点feedetail格式错误");
    assert_eq!(desk.refused("2301", "430100", json!({ "feedetails": fees })), "输入节点feedetail不能为空");
    let with_more = json!({ "feedetail": fees, "data": {} });
    assert_eq!(desk.refused("2301", "430100", with_more), "未知的输入节点data");
    let in_an_array = json!({ "data": [settlement(&LI_STAY, "1")] });
    assert_eq!(desk.refused("2303", "430100", in_an_array), "输入节点data格式错误");
}

#[test]
fn envelope_is_held_to_its_table_too() {
    let mut desk = Desk::new();
    let period = json!({ "data": { "begntime": "2026-11-01 00:00:00", "endtime": "2026-11-30 00:00:00" } });
    let mut answer = |change: &dyn Fn(&mut Value)| {
        let mut envelope = desk.envelope("5303", "", period.clone());
        change(&mut envelope);
        desk.post(&envelope)["err_msg"].as_str().expect("text").to_owned()
    };
    assert_eq!(answer(&|envelope| envelope["recer_sys_code"] = json!("")), "报文.recer_sys_code不能为空");
    assert_eq!(answer(&|envelope| envelope["mdtrtarea_admdvs"] = json!("440100")), "报文中有未知字段mdtrtarea_admdvs");
    assert_eq!(
        answer(&|envelope| envelope["fixmedins_name"] = json!("长".repeat(21))),
        "报文.fixmedins_name长度超过20"
    );
    assert_eq!(answer(&|envelope| envelope["input"] = json!("{}")), "交易输入input不能为空且必须是JSON对象");
    assert_eq!(
        answer(&|envelope| envelope["fixmedins_code"] = json!("H99999999999")),
        "发送方报文ID不符合规范：定点医药机构编号(12)+时间(14)+顺序号(4)"
    );
}

#[test]
fn message_id_is_institution_time_and_serial() {
    let mut desk = Desk::new();
    for msgid in [
        "H4401000000120261110093000001",
        "H44010000001202611100930000001x",
        "H44010000002202611100930000001",
        "H44010000001202613100930000001",
        "H4401000000120261110093000000A",
    ] {
        let mut envelope = desk.envelope("5303", "", json!({ "data": {} }));
        envelope["msgid"] = json!(msgid);
        let text = desk.post(&envelope)["err_msg"].as_str().expect("text").to_owned();
        assert!(text.starts_with("发送方报文ID不符合规范") || text.contains("msgid长度超过30"), "{msgid}: {text}");
    }
}

#[test]
fn path_and_envelope_name_the_same_transaction() {
    let mut desk = Desk::new();
    let envelope = desk.envelope("2404", "430100", json!({ "data": { "psn_no": LI, "mdtrt_id": LI_VISIT } }));
    let answer = |desk: &mut Desk, path: &str| {
        let posted = Request { path: path.into(), ..request("2404", &envelope) };
        serde_json::from_slice::<Value>(&desk.platform.handle(&posted, desk.now).body).expect("envelope")["err_msg"]
            .clone()
    };
    assert_eq!(answer(&mut desk, "/ebus/training/hsa/hgs/2304"), json!("请求地址与报文交易编号不一致"));
    assert_eq!(answer(&mut desk, "/CSB/hsa-fsi-2304"), json!("请求地址与报文交易编号不一致"));
    assert_eq!(answer(&mut desk, "/CSB"), json!(""), "one URL for all");
}

#[test]
fn garbage_is_refused_in_an_envelope() {
    let mut desk = Desk::new();
    for body in [&b"not json"[..], b"[]", b"\"x\"", b"{}", b"\xff\xfe", b""] {
        let posted = Request { path: "/CSB".into(), body: body.to_vec(), ..Request::default() };
        let reply: Value = serde_json::from_slice(&desk.platform.handle(&posted, desk.now).body).expect("envelope");
        assert_eq!(reply["infcode"], json!(-1));
        assert_eq!(reply["inf_refmsgid"].as_str().expect("id").len(), 30);
    }
}
