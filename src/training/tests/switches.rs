//! Each switch, both ways.

use serde_json::{Value, json};

use super::desk::{Desk, LI, LI_STAY, LI_VISIT, admission, line, settlement};
use crate::training::settings::{CancelledId, RepeatedMessage, ReversedIds, Settings, StatementCodes};

const TOTAL: &str = "44671.59";

fn visit_query(setl_id: &Value) -> Value {
    json!({ "data": { "psn_no": LI, "mdtrt_id": LI_VISIT, "setl_id": setl_id } })
}

fn cancel(setl_id: &Value) -> Value {
    visit_query(setl_id)
}

fn reversal(omsgid: &Value, oinfno: &str) -> Value {
    json!({ "data": { "psn_no": LI, "omsgid": omsgid, "oinfno": oinfno } })
}

#[test]
fn standing_settlements_are_one_per_visit_or_as_many_as_are_sent() {
    let mut desk = Desk::ready(|settings| settings.one_standing_settlement = false);
    desk.settle();
    desk.ask("2303", "430100", json!({ "data": settlement(&LI_STAY, TOTAL) }));
    desk.settle();
    let standing = ("stands".to_owned(), TOTAL.to_owned());
    assert_eq!(desk.states(), [standing.clone(), standing]);
}

#[test]
fn empty_setl_id_lists_the_visit_or_is_refused() {
    let mut desk = Desk::ready(|_| {});
    let msgid = desk.settle()["setlinfo"]["medins_setl_id"].clone();
    let listed = desk.ask("5203", "430100", visit_query(&json!("")));
    assert_eq!(listed["setlinfo"][0]["medins_setl_id"], msgid);
    let mut desk = Desk::ready(|settings| settings.empty_setl_id_lists = false);
    let setl_id = desk.settle()["setlinfo"]["setl_id"].clone();
    assert_eq!(desk.refused("5203", "430100", visit_query(&json!(""))), "data.setl_id不能为空");
    assert_eq!(desk.ask("5203", "430100", visit_query(&setl_id))["setlinfo"]["setl_id"], setl_id);
}

#[test]
fn cancel_shows_in_5203_or_does_not() {
    for shows in [true, false] {
        let mut desk = Desk::ready(|settings| settings.cancel_shows_in_5203 = shows);
        let setl_id = desk.settle()["setlinfo"]["setl_id"].clone();
        desk.ask("2305", "430100", cancel(&setl_id));
        let one = desk.ask("5203", "430100", visit_query(&setl_id))["setlinfo"].clone();
        assert_eq!(one["refd_setl_flag"], json!(if shows { "1" } else { "0" }));
        let all = desk.ask("5203", "430100", visit_query(&json!("")))["setlinfo"].clone();
        assert_eq!(all.as_array().expect("rows").len(), if shows { 2 } else { 1 });
    }
}

#[test]
fn reversed_settlement_shows_nowhere() {
    let mut desk = Desk::ready(|_| {});
    let info = desk.settle()["setlinfo"].clone();
    desk.ask("2601", "430100", reversal(&info["medins_setl_id"], "2304"));
    assert_eq!(desk.refused("5203", "430100", visit_query(&info["setl_id"])), "未找到结算信息");
    assert_eq!(desk.ask("5203", "430100", visit_query(&json!("")))["setlinfo"], json!([]));
}

#[test]
fn sign_in_is_asked_for_or_not() {
    let mut desk = Desk::with(|settings| settings.sign_no_required = false);
    let mut envelope = desk.envelope(
        "5303",
        "",
        json!({ "data": { "begntime": "2026-11-01 00:00:00", "endtime": "2026-11-30 00:00:00" } }),
    );
    envelope["sign_no"] = json!("");
    assert_eq!(desk.post(&envelope)["infcode"], json!(0));
    let mut desk = Desk::new();
    let period = json!({ "data": { "begntime": "2026-11-01 00:00:00", "endtime": "2026-11-30 00:00:00" } });
    for sign_no in ["", "S2026"] {
        let mut envelope = desk.envelope("5303", "", period.clone());
        envelope["sign_no"] = json!(sign_no);
        let reply = desk.post(&envelope);
        assert_eq!(reply["err_msg"], json!("操作员未签到或签到已失效，请重新签到"));
    }
}

#[test]
fn sign_in_lasts_its_day_and_is_the_same_from_every_terminal() {
    let mut desk = Desk::new();
    let sign_in = json!({ "signIn": { "opter_no": "G0012", "mac": "other", "ip": "10.9.9.9" } });
    let first = desk.ask("9001", "", sign_in.clone())["signinoutb"]["sign_no"].clone();
    assert_eq!(desk.ask("9001", "", sign_in.clone())["signinoutb"]["sign_no"], first);
    desk.now = "2026-11-11 08:00:00".parse().expect("time");
    let period = json!({ "data": { "begntime": "2026-11-01 00:00:00", "endtime": "2026-11-30 00:00:00" } });
    assert!(desk.refused("5303", "", period.clone()).contains("重新签到"));
    desk.sign_in();
    desk.ask("5303", "", period.clone());
    let today = desk.ask("9001", "", sign_in)["signinoutb"]["sign_no"].clone();
    assert_ne!(today, first);
    desk.ask("9002", "", json!({ "signOut": { "sign_no": today, "opter_no": "G0012" } }));
    assert!(desk.refused("5303", "", period).contains("重新签到"));
}

#[test]
fn repeated_message_is_refused_replayed_or_handled() {
    let settle_twice = |behaviour: RepeatedMessage| {
        let mut desk = Desk::ready(|settings| {
            settings.repeated_message = behaviour;
            settings.one_standing_settlement = false;
        });
        let envelope = desk.envelope("2304", "430100", json!({ "data": settlement(&LI_STAY, TOTAL) }));
        let (first, second) = (desk.post(&envelope), desk.post(&envelope));
        (first, second, desk.states().len())
    };
    let (_, second, standing) = settle_twice(RepeatedMessage::Refuse);
    assert_eq!((second["err_msg"].clone(), standing), (json!("发送方报文ID重复"), 1));
    let (first, second, standing) = settle_twice(RepeatedMessage::Replay);
    assert_eq!((second, standing), (first, 1));
    let (first, second, standing) = settle_twice(RepeatedMessage::Handle);
    assert_eq!((second["infcode"].clone(), standing), (json!(0), 2));
    assert_ne!(first["output"]["setlinfo"]["setl_id"], second["output"]["setlinfo"]["setl_id"]);
}

#[test]
fn message_id_with_another_body_is_always_refused() {
    for behaviour in [RepeatedMessage::Refuse, RepeatedMessage::Replay, RepeatedMessage::Handle] {
        let mut desk = Desk::ready(|settings| settings.repeated_message = behaviour);
        let mut envelope = desk.envelope("2303", "430100", json!({ "data": settlement(&LI_STAY, TOTAL) }));
        desk.post(&envelope);
        envelope["input"]["data"]["acct_used_flag"] = json!("0");
        assert_eq!(desk.post(&envelope)["err_msg"], json!("发送方报文ID重复"));
    }
}

/// The original arrives after a reversal that found, or did not find it.
fn late_original(memory: ReversedIds, arrived_before: bool) -> Value {
    let mut desk = Desk::ready(|settings| {
        settings.reversed_ids = memory;
        settings.repeated_message = RepeatedMessage::Handle;
    });
    let envelope = desk.envelope("2304", "430100", json!({ "data": settlement(&LI_STAY, TOTAL) }));
    if arrived_before {
        desk.post(&envelope);
        desk.ask("2601", "430100", reversal(&envelope["msgid"], "2304"));
    } else {
        desk.refused("2601", "430100", reversal(&envelope["msgid"], "2304"));
    }
    desk.post(&envelope)
}

#[test]
fn reversed_ids_are_forgotten_or_remembered() {
    let refused = json!("该报文已冲正，不再受理");
    assert_eq!(late_original(ReversedIds::Forgotten, true)["infcode"], json!(0));
    assert_eq!(late_original(ReversedIds::Remembered, true)["err_msg"], refused);
    assert_eq!(late_original(ReversedIds::Remembered, false)["infcode"], json!(0));
    assert_eq!(late_original(ReversedIds::RememberedEvenUnknown, true)["err_msg"], refused);
    assert_eq!(late_original(ReversedIds::RememberedEvenUnknown, false)["err_msg"], refused);
}

#[test]
fn cancel_is_reversible_only_where_it_is_listed() {
    let reverse_cancel = |change: fn(&mut Settings)| {
        let mut desk = Desk::ready(change);
        let setl_id = desk.settle()["setlinfo"]["setl_id"].clone();
        let cancelled = desk.ask("2305", "430100", cancel(&setl_id))["setlinfo"]["medins_setl_id"].clone();
        let reply = desk.send("2601", "430100", reversal(&cancelled, "2305"));
        (reply["infcode"].clone(), desk.states()[0].0.clone())
    };
    assert_eq!(reverse_cancel(|_| {}), (json!(-1), "cancelled".into()));
    let listed = reverse_cancel(|settings| {
        settings.reversible.insert("2305".into());
    });
    assert_eq!(listed, (json!(0), "stands".into()));
}

#[test]
fn cancel_gets_an_id_of_its_own_or_that_of_its_original() {
    for kind in [CancelledId::New, CancelledId::Original] {
        let mut desk = Desk::ready(|settings| settings.cancelled_id = kind);
        let setl_id = desk.settle()["setlinfo"]["setl_id"].clone();
        let cancelled = desk.ask("2305", "430100", cancel(&setl_id))["setlinfo"]["setl_id"].clone();
        assert_eq!(cancelled == setl_id, kind == CancelledId::Original);
        let total = desk.ask("5203", "430100", visit_query(&setl_id))["setlinfo"]["medfee_sumamt"].to_string();
        assert_eq!(total, TOTAL, "the id finds the original");
    }
}

#[test]
fn statement_speaks_in_the_codes_of_jiangxi_or_hunan() {
    for (codes, more, fewer, other) in
        [(StatementCodes::Jiangxi, "1", "2", "3"), (StatementCodes::Hunan, "1", "1", "1")]
    {
        let mut desk = Desk::ready(|settings| settings.statement_codes = codes);
        desk.settle();
        let mut ask = |count: &str, total: &str, fund: &str| {
            let row = json!({ "data": {
                "insutype": "310", "clr_type": "21", "setl_optins": "440100", "stmt_begndate": "2026-11-10",
                "stmt_enddate": "2026-11-10", "medfee_sumamt": total, "fund_pay_sumamt": fund, "acct_pay": "3120.45",
                "fixmedins_setl_cnt": count,
            }});
            desk.ask("3201", "", row)["stmtinfo"]["stmt_rslt"].as_str().expect("code").to_owned()
        };
        assert_eq!(ask("1", TOTAL, "38158.60"), "0");
        assert_eq!(ask("0", "0", "0"), more);
        assert_eq!(ask("2", TOTAL, "38158.60"), fewer);
        assert_eq!(ask("1", TOTAL, "38158.61"), other);
    }
}

#[test]
fn statement_counts_a_cancel_with_both_rows_and_a_reversal_with_none() {
    let mut desk = Desk::ready(|_| {});
    let even = |desk: &mut Desk, count: &str| {
        let row = json!({ "data": {
            "insutype": "310", "clr_type": "21", "setl_optins": "440100", "stmt_begndate": "2026-11-10",
            "stmt_enddate": "2026-11-10", "medfee_sumamt": "0", "fund_pay_sumamt": "0", "acct_pay": "0",
            "fixmedins_setl_cnt": count,
        }});
        desk.ask("3201", "", row)["stmtinfo"]["stmt_rslt"] == json!("0")
    };
    let setl_id = desk.settle()["setlinfo"]["setl_id"].clone();
    assert!(!even(&mut desk, "1"));
    desk.ask("2305", "430100", cancel(&setl_id));
    assert!(even(&mut desk, "2"));
    let msgid = desk.settle()["setlinfo"]["medins_setl_id"].clone();
    desk.ask("2601", "430100", reversal(&msgid, "2304"));
    assert!(even(&mut desk, "2"));
}

#[test]
fn discharge_before_settlement_is_a_switch() {
    let mut desk = Desk::with(|settings| settings.discharge_before_settlement = false);
    desk.upload_worked();
    desk.settle();
}

#[test]
fn stay_number_of_a_cancelled_registration_is_free_or_not() {
    for refused in [false, true] {
        let mut desk = Desk::with(|settings| settings.cancelled_ipt_no_refused = refused);
        desk.ask("2404", "430100", json!({ "data": { "psn_no": LI, "mdtrt_id": LI_VISIT } }));
        let again = |ipt_no| admission(LI, "李秀兰", "430102195803124623", "310", ipt_no);
        assert_eq!(desk.send("2401", "430100", again("ZY2026110001"))["infcode"] == json!(-1), refused);
        if refused {
            desk.ask("2401", "430100", again("ZY2026110001-2"));
        }
    }
}

#[test]
fn unknown_fields_are_a_misspelling_or_ignored() {
    let misspelt = |desk: &mut Desk| {
        let mut row = line(LI, LI_VISIT, 1, ("XJ110200001", "4", "25.00", "100.00"));
        row["feedetail_sn"] = json!("1");
        desk.send("2301", "430100", json!({ "feedetail": [row] }))
    };
    assert_eq!(misspelt(&mut Desk::new())["err_msg"], json!("feedetail中有未知字段feedetail_sn"));
    let mut lenient = Desk::with(|settings| settings.strict_fields = false);
    assert_eq!(misspelt(&mut lenient)["infcode"], json!(0));
}

#[test]
fn switches_are_read_from_a_file_and_a_wrong_key_is_refused() {
    let text = "one_standing_settlement = false\nreversed_ids = \"forgotten\"\nreversible = [\"2304\"]\n[quirks]\nmoney = \"text\"\n";
    let settings = Settings::from_toml(text).expect("settings");
    assert!(!settings.one_standing_settlement && settings.sign_no_required);
    assert_eq!(settings.reversed_ids, ReversedIds::Forgotten);
    let error = Settings::from_toml("one_standing_setlement = false").expect_err("a misspelt key").to_string();
    assert!(error.contains("line 1"), "{error}");
}
