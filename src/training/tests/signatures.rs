//! The gateway: good, bad and old signatures, by both recipes.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde_json::{Value, json};

use crate::training::{
    exchange::{Reply, Request},
    platform::Platform,
};

// 2026-11-10 09:30:00 at +08:00.
const NOW_S: i64 = 1_794_274_200;

fn now() -> DateTime {
    "2026-11-10 09:30:00".parse().expect("time")
}

fn post(infno: &str, headers: &[(&str, &str)]) -> Reply {
    let body = json!({
        "infno": infno, "msgid": "H44010000001202611100930000001", "mdtrtarea_admvs": "440100", "insuplc_admdvs": "",
        "recer_sys_code": "YBXT", "infver": "V1.0", "opter_type": "1", "opter": "G0012", "opter_name": "培训收费员",
        "inf_time": "2026-11-10 09:30:00", "fixmedins_code": "H44010000001", "fixmedins_name": "广州示范医院",
        "sign_no": "", "input": { "signIn": { "opter_no": "G0012", "mac": "00", "ip": "10.1.2.3" } },
    });
    let headers: BTreeMap<String, String> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let request = Request { path: "/CSB".into(), headers, body: body.to_string().into_bytes() };
    Platform::with_training_people().expect("fixtures").handle(&request, now())
}

#[track_caller]
fn rejected(reply: &Reply, message: &str) {
    assert_eq!(reply.status, 401);
    let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
    assert_eq!(body, json!({ "code": 401, "message": message }));
}

#[track_caller]
fn accepted(reply: &Reply) {
    let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
    assert_eq!((reply.status, &body["infcode"]), (200, &json!(0)), "{body}");
}

const X_TIF_SIGNATURE: &str = "8285389d4f813f886a2cdd4c39ae0ff221391813a6bd3eb39a2adeabf88402ff";
const CSB_SIGNATURE: &str = "vVck3wvASBQ2kheE5g2y7MSa3Ts=";
const CSB_SIGNATURE_SECONDS: &str = "3Tmm/D8VkfvTv53miWjMz5aEkcs=";

fn x_tif<'a>(key: &'a str, timestamp: &'a str, signature: &'a str) -> [(&'a str, &'a str); 4] {
    [("x-tif-paasid", key), ("x-tif-timestamp", timestamp), ("x-tif-nonce", "n0nce"), ("x-tif-signature", signature)]
}

#[test]
fn x_tif_signature_computed_elsewhere_is_accepted() {
    accepted(&post("9001", &x_tif("yijie-training", "1794274200", X_TIF_SIGNATURE)));
}

#[test]
fn x_tif_signature_in_capitals_or_of_another_secret_is_rejected() {
    let capitals = X_TIF_SIGNATURE.to_uppercase();
    rejected(&post("9001", &x_tif("yijie-training", "1794274200", &capitals)), "签名不一致!");
    rejected(&post("9001", &x_tif("yijie-training", "1794274201", X_TIF_SIGNATURE)), "签名不一致!");
}

#[test]
fn unknown_key_is_rejected() {
    rejected(&post("9001", &x_tif("somebody", "1794274200", X_TIF_SIGNATURE)), "非法用户!");
}

#[test]
fn timestamp_is_good_for_thirty_minutes_either_way() {
    for (offset_s, is_fresh) in [(1800, true), (-1800, true), (1801, false), (-1801, false)] {
        let timestamp = (NOW_S + offset_s).to_string();
        // Within the window the signature is looked at, and it is that of another second.
        let text = if is_fresh { "签名不一致!" } else { "签名时间戳超时!" };
        rejected(&post("9001", &x_tif("yijie-training", &timestamp, X_TIF_SIGNATURE)), text);
    }
    rejected(&post("9001", &x_tif("yijie-training", "soon", X_TIF_SIGNATURE)), "签名时间戳超时!");
}

#[test]
fn missing_header_is_rejected() {
    rejected(&post("9001", &[]), "缺少服务网关的请求头!");
    let all = x_tif("yijie-training", "1794274200", X_TIF_SIGNATURE);
    for left_out in 0..all.len() {
        let some: Vec<_> =
            all.iter().enumerate().filter(|(index, _)| *index != left_out).map(|(_, header)| *header).collect();
        rejected(&post("9001", &some), "缺少服务网关的请求头!");
    }
}

fn csb<'a>(name: &'a str, timestamp: &'a str, signature: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("_api_name", name),
        ("_api_version", "1.0.0"),
        ("_api_timestamp", timestamp),
        ("_api_access_key", "yijie-training"),
        ("_api_signature", signature),
    ]
}

#[test]
fn csb_signature_computed_elsewhere_is_accepted_in_milliseconds_and_seconds() {
    accepted(&post("9001", &csb("hsa-fsi-9001", "1794274200000", CSB_SIGNATURE)));
    accepted(&post("9001", &csb("hsa-fsi-9001", "1794274200", CSB_SIGNATURE_SECONDS)));
}

#[test]
fn csb_signature_of_another_interface_is_rejected() {
    rejected(&post("9001", &csb("hsa-fsi-9002", "1794274200000", CSB_SIGNATURE)), "签名不一致!");
    rejected(&post("9001", &csb("hsa-fsi-9001", "1794274200000", "bm90IGl0")), "签名不一致!");
}

#[test]
fn csb_interface_name_must_be_the_envelopes_transaction() {
    let reply = post("9002", &csb("hsa-fsi-9001", "1794274200000", CSB_SIGNATURE));
    let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
    assert_eq!(body["err_msg"], json!("_api_name与报文交易编号不一致"));
}
