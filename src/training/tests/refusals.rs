//! Each refusal of the real platform, with its text.

use serde_json::{Value, json};

use super::desk::{Desk, LI, LI_STAY, LI_VISIT, WANG, WORKED, admission, discharge, line, lines, settlement};

const TOTAL: &str = "44671.59";

fn keys(mut row: Value) -> Value {
    row["mdtrt_id"] = json!(LI_VISIT);
    row["psn_no"] = json!(LI);
    json!({ "data": row })
}

#[track_caller]
fn batch_refused(rows: &[Value], text: &str) {
    let mut desk = Desk::new();
    let answer = desk.refused("2301", "430100", json!({ "feedetail": rows }));
    assert!(answer.contains(text), "{answer}");
    assert_eq!(desk.platform.books()["visits"][0]["lines"], json!(0), "one bad line fails the whole batch");
}

#[test]
fn settlement_without_fees_is_refused() {
    let mut desk = Desk::new();
    desk.discharge(&LI_STAY);
    for infno in ["2303", "2304"] {
        let text = desk.refused(infno, "430100", json!({ "data": settlement(&LI_STAY, TOTAL) }));
        assert_eq!(text, "还未上传费用");
    }
}

#[test]
fn settlement_with_another_total_is_refused() {
    let mut desk = Desk::ready(|_| {});
    let text = desk.refused("2304", "430100", json!({ "data": settlement(&LI_STAY, "44671.60") }));
    assert_eq!(text, "医疗总费用与已上传费用不相等，请先上传全部费用再结算");
    assert!(desk.states().is_empty());
}

#[test]
fn settled_stay_is_closed_to_everything_but_its_cancel() {
    let mut desk = Desk::ready(|_| {});
    desk.settle();
    let settled = "该患者已做医保结算，请先撤销结算";
    assert_eq!(desk.refused("2303", "430100", json!({ "data": settlement(&LI_STAY, TOTAL) })), settled);
    assert_eq!(desk.refused("2304", "430100", json!({ "data": settlement(&LI_STAY, TOTAL) })), settled);
    assert_eq!(desk.refused("2301", "430100", json!({ "feedetail": lines(LI, LI_VISIT, &WORKED) })), settled);
    assert_eq!(desk.refused("2302", "430100", keys(json!({ "feedetl_sn": "0000" }))), settled);
    assert_eq!(desk.refused("2405", "430100", keys(json!({}))), settled);
    assert_eq!(desk.refused("2404", "430100", keys(json!({}))), settled);
    assert_eq!(desk.states().len(), 1);
}

#[test]
fn undoing_goes_backwards_step_by_step() {
    let mut desk = Desk::ready(|_| {});
    let setl_id = desk.settle()["setlinfo"]["setl_id"].clone();
    desk.ask("2305", "430100", keys(json!({ "setl_id": setl_id.clone() })));
    assert!(desk.refused("2404", "430100", keys(json!({}))).contains("请先撤销出院登记"));
    assert!(desk.refused("2302", "430100", keys(json!({ "feedetl_sn": "0000" }))).contains("请先撤销出院登记"));
    desk.ask("2405", "430100", keys(json!({})));
    assert!(desk.refused("2404", "430100", keys(json!({}))).contains("请先撤销费用明细"));
    desk.ask("2302", "430100", keys(json!({ "feedetl_sn": "0000" })));
    desk.ask("2404", "430100", keys(json!({})));
    assert!(desk.refused("2402", "430100", discharge(&LI_STAY)).contains("入院登记已撤销"));
    assert!(desk.refused("2305", "430100", keys(json!({ "setl_id": setl_id }))).contains("入院登记已撤销"));
}

#[test]
fn cancel_is_refused_for_what_is_not_there_or_gone() {
    let mut desk = Desk::ready(|_| {});
    assert_eq!(desk.refused("2305", "430100", keys(json!({ "setl_id": "nothing" }))), "未找到结算信息");
    let setl_id = desk.settle()["setlinfo"]["setl_id"].clone();
    desk.ask("2305", "430100", keys(json!({ "setl_id": setl_id.clone() })));
    assert_eq!(desk.refused("2305", "430100", keys(json!({ "setl_id": setl_id }))), "该结算已撤销，不能重复撤销");
}

#[test]
fn cancelled_stay_can_be_settled_again_and_the_account_is_whole() {
    let mut desk = Desk::ready(|_| {});
    let first = desk.settle()["setlinfo"].clone();
    desk.ask("2305", "430100", keys(json!({ "setl_id": first["setl_id"] })));
    let second = desk.settle()["setlinfo"].clone();
    assert_eq!(first["acct_pay"], second["acct_pay"]);
    let states: Vec<String> = desk.states().into_iter().map(|(state, _)| state).collect();
    assert_eq!(states, ["cancelled", "negative", "stands"]);
}

#[test]
fn discharge_is_made_once_and_settlement_waits_for_it() {
    let mut desk = Desk::new();
    desk.upload_worked();
    assert!(desk.refused("2405", "430100", keys(json!({}))).contains("未办理出院登记"));
    let text = desk.refused("2304", "430100", json!({ "data": settlement(&LI_STAY, TOTAL) }));
    assert!(text.contains("未办理出院登记"), "{text}");
    desk.discharge(&LI_STAY);
    assert_eq!(desk.refused("2402", "430100", discharge(&LI_STAY)), "患者已办理出院登记，不能重复办理");
    let early = desk.refused("2301", "430100", json!({ "feedetail": [line(LI, LI_VISIT, 99, WORKED[4])] }));
    assert!(early.contains("请先撤销出院登记"), "{early}");
}

#[test]
fn stay_that_was_not_admitted_is_refused() {
    let mut desk = Desk::new();
    let stay = super::desk::Stay { mdtrt_id: "4401002026119999999999", ..LI_STAY };
    assert!(desk.refused("2402", "430100", discharge(&stay)).contains("请先办理入院登记"));
    let text = desk.refused("2304", "430100", json!({ "data": settlement(&stay, TOTAL) }));
    assert!(text.contains("请先办理入院登记"), "{text}");
}

#[test]
fn second_bed_and_second_use_of_a_stay_number_are_refused() {
    let mut desk = Desk::new();
    let again = admission(LI, "李秀兰", "430102195803124623", "310", "ZY2026119999");
    assert_eq!(desk.refused("2401", "430100", again), "该人员已在院，不能重复办理入院登记");
    let liu = |ipt_no| admission("51010000000000850726", "刘洋", "510104198507261531", "310", ipt_no);
    assert_eq!(desk.refused("2401", "510100", liu("ZY2026110001")), "入院登记已上传");
    desk.ask("2401", "510100", liu("ZY2026110004"));
}

#[test]
fn fee_line_number_is_used_once() {
    let twice = vec![line(LI, LI_VISIT, 7, WORKED[4]), line(LI, LI_VISIT, 7, WORKED[4])];
    batch_refused(&twice, "费用明细流水号重复");
    let mut desk = Desk::new();
    desk.upload_worked();
    let text = desk.refused("2301", "430100", json!({ "feedetail": [line(LI, LI_VISIT, 1, WORKED[0])] }));
    assert!(text.contains("费用明细流水号重复"), "{text}");
}

#[test]
fn one_bad_line_fails_the_whole_batch() {
    let good = line(LI, LI_VISIT, 1, WORKED[4]);
    let with = |sn, item, field: &str, value: Value| {
        let mut row = line(LI, LI_VISIT, sn, item);
        row[field] = value;
        vec![good.clone(), row]
    };
    batch_refused(&with(2, WORKED[0], "med_list_codg", json!("XX000")), "医保目录编码不存在");
    batch_refused(&with(2, WORKED[0], "fee_ocur_time", json!("2026-11-01 08:00:00")), "费用发生时间早于入院时间");
    batch_refused(&with(2, WORKED[0], "mdtrt_id", json!("4401002026110000000002")), "一次只能上传一次就诊的费用明细");
    batch_refused(&with(0, WORKED[0], "memo", json!("")), "费用明细流水号不能为零");
    batch_refused(&with(2, ("XJ331507005", "2", "6240.00", "12480.11"), "memo", json!("")), "与单价乘以数量不符");
}

#[test]
fn batch_above_a_hundred_lines_is_refused() {
    let rows: Vec<Value> = (1..=101).map(|sn| line(LI, LI_VISIT, sn, WORKED[5])).collect();
    assert_eq!(Desk::new().refused("2301", "430100", json!({ "feedetail": rows })), "单次上传费用明细不能超过100条");
    Desk::new().ask("2301", "430100", json!({ "feedetail": rows[..100].to_vec() }));
    let mut desk = Desk::with(|settings| settings.fee_lines_max = 2);
    let few: Vec<Value> = rows[..3].to_vec();
    assert!(desk.refused("2301", "430100", json!({ "feedetail": few })).contains("不能超过2条"));
    desk.ask("2301", "430100", json!({ "feedetail": rows[..2].to_vec() }));
}

#[test]
fn input_above_forty_thousand_characters_is_refused() {
    let rows: Vec<Value> = (1..=90)
        .map(|sn| {
            let mut row = line(LI, LI_VISIT, sn, WORKED[5]);
            row["memo"] = json!("长".repeat(400));
            row
        })
        .collect();
    let text = Desk::new().refused("2301", "430100", json!({ "feedetail": rows }));
    assert!(text.contains("超过40000"), "{text}");
}

#[test]
fn refund_line_must_fit_its_original() {
    let original = line(LI, LI_VISIT, 1, ("XJ110200001", "4", "25.00", "100.00"));
    let refund = |count: &'static str, price: &'static str, amount: &'static str, of: &str| {
        let mut row = line(LI, LI_VISIT, 2, ("XJ110200001", count, price, amount));
        row["init_feedetl_sn"] = json!(of);
        vec![original.clone(), row]
    };
    batch_refused(&refund("-1", "25.00", "-25.00", ""), "原费用流水号不能为空");
    batch_refused(&refund("-1", "25.00", "-25.00", "9"), "原费用明细不存在");
    batch_refused(&refund("-1", "24.95", "-24.95", "1"), "须与原费用明细一致");
    batch_refused(&refund("-5", "25.00", "-125.00", "1"), "超过原费用明细");
    let mut desk = Desk::new();
    desk.ask("2301", "430100", json!({ "feedetail": refund("-3", "25.00", "-75.00", "1") }));
    let mut third = line(LI, LI_VISIT, 3, ("XJ110200001", "-2", "25.00", "-50.00"));
    third["init_feedetl_sn"] = json!("1");
    let text = desk.refused("2301", "430100", json!({ "feedetail": [third] }));
    assert!(text.contains("超过原费用明细"), "all refunds together stay within the original: {text}");
    let text = desk.refused("2302", "430100", keys(json!({ "feedetl_sn": "1" })));
    assert!(text.contains("请先撤销退费明细"), "{text}");
}

#[test]
fn deleting_a_line_that_is_not_there_is_refused() {
    let mut desk = Desk::new();
    desk.upload_worked();
    assert_eq!(desk.refused("2302", "430100", keys(json!({ "feedetl_sn": "77" }))), "费用明细77不存在");
    desk.ask("2302", "430100", keys(json!({ "feedetl_sn": "1" })));
    let text = desk.refused("2303", "430100", json!({ "data": settlement(&LI_STAY, TOTAL) }));
    assert!(text.contains("不相等"), "{text}");
}

#[test]
fn reversal_of_what_is_unknown_or_done_is_refused() {
    let mut desk = Desk::ready(|_| {});
    let reverse = |omsgid: &Value, oinfno: &str, psn_no: &str| json!({ "data": { "psn_no": psn_no, "omsgid": omsgid, "oinfno": oinfno } });
    let unknown = json!("H44010000001202611100930000001");
    assert_eq!(desk.refused("2601", "430100", reverse(&unknown, "2304", LI)), "原交易不存在");
    let msgid = desk.settle()["setlinfo"]["medins_setl_id"].clone();
    assert_eq!(desk.refused("2601", "140100", reverse(&msgid, "2304", WANG)), "原交易不存在");
    assert_eq!(desk.refused("2601", "430100", reverse(&msgid, "2402", LI)), "交易2402不支持冲正");
    desk.ask("2601", "430100", reverse(&msgid, "2304", LI));
    assert_eq!(desk.states()[0].0, "reversed");
    assert_eq!(desk.refused("2601", "430100", reverse(&msgid, "2304", LI)), "原交易已冲正，不能重复冲正");
    desk.settle();
}

#[test]
fn cancelled_settlement_can_not_be_reversed() {
    let mut desk = Desk::ready(|_| {});
    let info = desk.settle()["setlinfo"].clone();
    desk.ask("2305", "430100", keys(json!({ "setl_id": info["setl_id"] })));
    let row = json!({ "data": { "psn_no": LI, "omsgid": info["medins_setl_id"], "oinfno": "2304" } });
    assert_eq!(desk.refused("2601", "430100", row), "原交易已撤销，不能冲正");
}

#[test]
fn registration_with_fees_can_not_be_reversed() {
    let mut desk = Desk::new();
    let input = admission("51010000000000850726", "刘洋", "510104198507261531", "310", "ZY2026110004");
    let envelope = desk.envelope("2401", "510100", input);
    let mdtrt_id = desk.post(&envelope)["output"]["result"]["mdtrt_id"].as_str().expect("id").to_owned();
    let mut row = line("51010000000000850726", &mdtrt_id, 1, WORKED[4]);
    row["fee_ocur_time"] = json!("2026-11-09 10:00:00");
    desk.ask("2301", "510100", json!({ "feedetail": [row] }));
    let reverse =
        json!({ "data": { "psn_no": "51010000000000850726", "omsgid": envelope["msgid"], "oinfno": "2401" } });
    assert!(desk.refused("2601", "510100", reverse).contains("请先撤销费用明细"));
}

#[test]
fn card_of_somebody_else_is_refused() {
    let mut desk = Desk::ready(|_| {});
    let mut row = settlement(&LI_STAY, TOTAL);
    row.insert("mdtrt_cert_no".into(), json!("140105196308273319"));
    assert!(desk.refused("2304", "430100", json!({ "data": row })).contains("卡号不符"));
    let mut row = settlement(&LI_STAY, TOTAL);
    row.insert("psn_name".into(), json!("李秀蓝"));
    assert_eq!(desk.refused("2304", "430100", json!({ "data": row })), "人证不一致");
}

#[test]
fn wrong_routing_is_refused() {
    let mut desk = Desk::ready(|_| {});
    let ask =
        |desk: &mut Desk, insured: &str| desk.refused("2303", insured, json!({ "data": settlement(&LI_STAY, TOTAL) }));
    assert_eq!(ask(&mut desk, ""), "参保地医保区划不能为空");
    assert_eq!(ask(&mut desk, "140100"), "参保地医保区划与参保信息不符");
    desk.division = "440300".into();
    assert_eq!(ask(&mut desk, "430100"), "就医地医保区划与定点医药机构不符");
}

#[test]
fn institution_that_is_not_networked_settles_nobody_from_elsewhere() {
    let mut desk = Desk::new().at("H44010000099", "440100");
    let input = admission("51010000000000850726", "刘洋", "510104198507261531", "310", "ZY1");
    assert_eq!(desk.refused("2401", "510100", input), "该定点医药机构未开通异地就医直接结算");
}

#[test]
fn visit_of_another_institution_is_refused() {
    let mut desk = Desk::new().at("H11010500001", "110105");
    assert_eq!(desk.refused("2404", "430100", keys(json!({}))), "就诊信息不属于本机构");
}
