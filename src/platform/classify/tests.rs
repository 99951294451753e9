//! Each row of the table of ends.

mod books;
mod garbage;
mod questions;

use std::sync::LazyLock;

use serde_json::{Value, json};
use yijie_core::settlement::ids::{LineNo, SettlementId};
use yijie_core::split::{Fund, FundShare};

use super::*;
use crate::platform::Language;
use crate::platform::sample::{ORIGINAL_ID, Sample, VISIT, language, ok, total};

const SETTLED: &str = include_str!("../../../fixtures/platform/replies/2304.json");
const CANCELLED: &str = include_str!("../../../fixtures/platform/replies/2305.json");
const PRESETTLED: &str = include_str!("../../../fixtures/platform/replies/2303.json");
const LISTED: &str = include_str!("../../../fixtures/platform/replies/5203.json");
const ADMITTED: &str = include_str!("../../../fixtures/platform/replies/2401.json");
const UPLOADED: &str = include_str!("../../../fixtures/platform/replies/2301.json");
const NOTHING: &str = r#"{"infcode":0,"output":null}"#;

static SAMPLE: LazyLock<Sample> = LazyLock::new(Sample::new);
static JIANGXI: LazyLock<Language> = LazyLock::new(|| language("jiangxi"));

fn end_of(message: &Message, heard: Result<Response, SendError>) -> End {
    JIANGXI.end(message, &SAMPLE.expected(), heard)
}

fn answer_to(at: usize, body: &str) -> Asked<Answer> {
    JIANGXI.answer(&SAMPLE.queries()[at], &SAMPLE.expected(), Ok(ok(body)))
}

fn refused_with(text: &str) -> String {
    json!({"infcode": -1, "err_msg": text, "output": {}}).to_string()
}

/// The fixture with one field of `setlinfo` changed (or taken away, by `null`).
fn with(reply: &str, field: &str, value: Value) -> String {
    let mut reply: Value = serde_json::from_str(reply).unwrap();
    reply["output"]["setlinfo"][field] = value;
    reply.to_string()
}

fn settle() -> Message {
    SAMPLE.settle()
}

fn failed(stage: Stage) -> Result<Response, SendError> {
    Err(SendError { stage, what: "why".into() })
}

// --- Done

#[test]
fn settlement_of_ours_is_done_with_its_figures_to_the_cent() {
    let End::Done(Answer::Settled(settled)) = end_of(&settle(), Ok(ok(SETTLED))) else { panic!() };
    let statement = &settled.statement;
    assert_eq!(statement.faults(), []);
    assert_eq!(statement.total.to_string(), "23442.46");
    assert_eq!(statement.funds, [FundShare { fund: Fund::LargeAmount, amount: Yuan::from_cents(1_878_539) }]);
    assert_eq!(statement.cash.to_string(), "3982.02");
    assert_eq!(statement.personal_account.to_string(), "170.04");
    assert_eq!(statement.hospital_share.to_string(), "505.01");
    assert_eq!(statement.charged.pre_self_pay.to_string(), "703.44");
    assert_eq!(statement.deductible, Some(Yuan::ZERO));
    assert_eq!(statement.details.len(), 3);
    assert_eq!(settled.settlement.as_str(), "S0001");
    assert_eq!(settled.settled_at.unwrap().to_string(), "2026-11-22T15:16:27");
    assert_eq!(settled.clearing.kind.as_deref(), Some("21"));
}

#[test]
fn settlement_without_an_echoed_message_id_is_done() {
    let reply = with(SETTLED, "medins_setl_id", Value::Null);
    assert!(matches!(end_of(&settle(), Ok(ok(reply))), End::Done(Answer::Settled(_))));
}

#[test]
fn cancel_is_done_with_negative_figures_and_its_own_number() {
    let End::Done(Answer::Cancelled { settlement, statement }) = end_of(&SAMPLE.messages()[7], Ok(ok(CANCELLED)))
    else {
        panic!()
    };
    assert_eq!(settlement, Some(SettlementId::parse("S0002").unwrap()));
    assert_eq!((statement.total, statement.faults()), (-total(), vec![]));
    assert_eq!(statement.personal_given, None);
    assert_eq!(statement.hospital_share.to_string(), "-505.01");
}

#[test]
fn admission_and_upload_of_ours_are_done() {
    let messages = SAMPLE.messages();
    let visit = VisitId::parse(VISIT).unwrap();
    assert_eq!(end_of(&messages[0], Ok(ok(ADMITTED))), End::Done(Answer::Admitted { visit }));
    assert_eq!(end_of(&messages[2], Ok(ok(UPLOADED))), End::Done(Answer::Uploaded));
}

#[test]
fn messages_that_answer_nothing_are_done_by_code_nought() {
    let messages = SAMPLE.messages();
    for at in [1, 3, 4, 5, 8] {
        for output in ["null", "{}", "\"\"", "[]", "{\"data\":null}"] {
            let body = format!(r#"{{"infcode":"0","err_msg":"success","output":{output}}}"#);
            assert_eq!(end_of(&messages[at], Ok(ok(body))), End::Done(Answer::Accepted), "{at} {output}");
        }
    }
}

// --- Refused

#[test]
fn refusal_in_words_of_the_list_is_refused_for_messages_that_move_money() {
    let messages = SAMPLE.messages();
    for (at, text, category) in [
        (0, "该参保人未办理异地就医备案", Category::NotFiled),
        (0, "备案已过期", Category::FilingExpired),
        (6, "医疗总费用与已上传费用不相等，请先上传全部费用再结算", Category::TotalsDiffer),
        (6, "还未上传费用", Category::FeesMissing),
        (6, "就诊凭证编号不能为空(4c7a0f@10.1.2.3)", Category::Malformed),
        (6, "该操作员未签到，请先签到！", Category::Session),
        (7, "该结算已清算，不允许撤销", Category::CannotUndo),
        (8, "原交易不存在", Category::UnknownOriginal),
        (8, "该交易已冲正", Category::AlreadyReversed),
    ] {
        let expected = Refusal { category, code: "-1".into(), text: text.into() };
        assert_eq!(end_of(&messages[at], Ok(ok(refused_with(text)))), End::Refused(expected), "{text}");
    }
}

#[test]
fn refusal_of_a_message_that_sets_a_state_is_refused_whatever_its_words() {
    let messages = SAMPLE.messages();
    for at in [1, 2, 3, 4, 5] {
        for text in ["费用明细流水号只能为数字", "已出院", "天气不好"] {
            assert!(matches!(end_of(&messages[at], Ok(ok(refused_with(text)))), End::Refused(_)), "{at} {text}");
        }
    }
}

#[test]
fn wants_sign_in_knows_a_session_refusal() {
    let End::Refused(refusal) = end_of(&settle(), Ok(ok(refused_with("请先签到")))) else { panic!() };
    assert!(wants_sign_in(&refusal));
}

#[test]
fn endless_refusal_is_understood_whole_and_kept_in_part() {
    let text = "啊".repeat(3_000) + "系统异常";
    let End::InDoubt(Doubt::Refusal(refusal)) = end_of(&settle(), Ok(ok(refused_with(&text)))) else { panic!() };
    assert_eq!((refusal.category, refusal.text.chars().count()), (Category::System, 2_000));
}

// --- NotSent

#[test]
fn failure_before_the_body_is_not_sent() {
    for stage in [Stage::Prepare, Stage::Connect, Stage::Tls] {
        let expected = End::NotSent(NotSent::Unreachable("why".into()));
        assert_eq!(end_of(&settle(), failed(stage)), expected);
        assert!(stage.is_before_body());
    }
}

#[test]
fn gateway_401_with_a_known_text_is_not_sent() {
    for status in [200, 401] {
        for (text, wrong_credentials) in
            [("缺少服务网关的请求头!", false), ("签名时间戳超时！", false), ("非法用户!", true), ("签名不一致", true)]
        {
            let body = json!({"code": 401, "message": text}).to_string();
            let expected =
                if wrong_credentials { NotSent::Credentials(text.into()) } else { NotSent::Gateway(text.into()) };
            let heard = Ok(Response { status, body: body.into() });
            assert_eq!(end_of(&settle(), heard), End::NotSent(expected), "{status} {text}");
        }
    }
}

// --- InDoubt

#[test]
fn bare_401_is_in_doubt() {
    for body in ["", "<html>401</html>", r#"{"code":401,"message":"unauthorized"}"#, r#"{"message":"非法用户!"}"#] {
        let heard = Ok(Response { status: 401, body: body.into() });
        assert_eq!(end_of(&settle(), heard), End::InDoubt(Doubt::HttpStatus(401)), "{body}");
    }
}

#[test]
fn failure_after_the_first_byte_is_in_doubt() {
    assert_eq!(end_of(&settle(), failed(Stage::TimedOut)), End::InDoubt(Doubt::TimedOut));
    assert_eq!(end_of(&settle(), failed(Stage::Broken)), End::InDoubt(Doubt::Broken("why".into())));
    assert_eq!(end_of(&settle(), failed(Stage::TooLarge)), End::InDoubt(Doubt::Unreadable("why".into())));
}

#[test]
fn other_status_is_in_doubt_even_around_a_good_envelope() {
    for status in [301, 307, 400, 404, 500, 502, 503, 504] {
        let heard = Ok(Response { status, body: SETTLED.into() });
        assert_eq!(end_of(&settle(), heard), End::InDoubt(Doubt::HttpStatus(status)));
    }
    let page = Ok(ok("<html><body>502 Bad Gateway</body></html>"));
    assert_eq!(end_of(&settle(), page), End::InDoubt(Doubt::HttpStatus(200)));
}

#[test]
fn settlement_cut_at_any_byte_is_in_doubt() {
    let body = SETTLED.trim_end().as_bytes();
    for len in 0..body.len() {
        let end = end_of(&settle(), Ok(ok(&body[..len])));
        assert!(matches!(end, End::InDoubt(Doubt::Unreadable(_))), "{len}: {end:?}");
    }
}

#[test]
fn success_without_what_we_need_or_with_somebody_elses_is_in_doubt() {
    let doubt = |body: String| {
        let end = end_of(&settle(), Ok(ok(body.clone())));
        assert!(matches!(end, End::InDoubt(Doubt::NotOurs(_))), "{end:?} for {body}");
    };
    doubt(NOTHING.into());
    doubt(r#"{"infcode":0,"output":{"setlinfo":[]}}"#.into());
    for (field, value) in [
        ("psn_no", json!("43010000000000000002")),
        ("psn_no", Value::Null),
        ("mdtrt_id", json!("360100G0000123457")),
        ("mdtrt_id", Value::Null),
        ("medfee_sumamt", json!(23442.47)),
        ("medfee_sumamt", Value::Null),
        ("medfee_sumamt", json!("23442.465")),
        ("medins_setl_id", json!(ORIGINAL_ID)),
        ("setl_id", Value::Null),
        ("setl_id", json!("")),
        ("psn_cash_pay", json!("3982.025")),
        ("psn_cash_pay", json!(true)),
        ("fund_pay_sumamt", json!("many")),
    ] {
        doubt(with(SETTLED, field, value));
    }
    let mut two: Value = serde_json::from_str(SETTLED).unwrap();
    let row = two["output"]["setlinfo"].clone();
    two["output"]["setlinfo"] = json!([row, row]);
    doubt(two.to_string());
}

#[test]
fn answer_to_another_message_is_in_doubt() {
    let messages = SAMPLE.messages();
    for at in [0, 1, 2, 3, 4, 5, 7, 8] {
        let end = end_of(&messages[at], Ok(ok(SETTLED)));
        assert!(matches!(end, End::InDoubt(Doubt::NotOurs(_))), "{at}: {end:?}");
    }
    for at in [0, 2, 6, 7] {
        let end = end_of(&messages[at], Ok(ok(NOTHING)));
        assert!(matches!(end, End::InDoubt(Doubt::NotOurs(_))), "{at}: {end:?}");
    }
}

#[test]
fn cancel_of_another_total_or_visit_is_in_doubt() {
    for (field, value) in [("medfee_sumamt", json!("-23442.45")), ("mdtrt_id", json!("other"))] {
        let mut reply: Value = serde_json::from_str(CANCELLED).unwrap();
        reply["output"]["setlinfo"][0][field] = value;
        let end = end_of(&SAMPLE.messages()[7], Ok(ok(reply.to_string())));
        assert!(matches!(end, End::InDoubt(Doubt::NotOurs(_))), "{field}: {end:?}");
    }
}

#[test]
fn upload_answered_for_other_lines_or_amounts_is_in_doubt() {
    let upload = SAMPLE.messages().remove(2);
    let change = |change: &dyn Fn(&mut Value)| {
        let mut reply: Value = serde_json::from_str(UPLOADED).unwrap();
        change(&mut reply["output"]["result"]);
        let end = end_of(&upload, Ok(ok(reply.to_string())));
        assert!(matches!(end, End::InDoubt(Doubt::NotOurs(_))), "{end:?}");
    };
    change(&|rows| rows[0]["feedetl_sn"] = json!("9"));
    change(&|rows| rows[0]["feedetl_sn"] = json!("2"));
    change(&|rows| rows[0]["det_item_fee_sumamt"] = json!(1.01));
    change(&|rows| *rows = json!([rows[0]]));
}

#[test]
fn refusal_that_proves_nothing_is_in_doubt_for_messages_that_move_money() {
    let messages = SAMPLE.messages();
    for (at, text, category) in [
        (6, "该患者已做医保结算，请先撤销", Category::AlreadySettled),
        (6, "结算进行中请勿重复操作", Category::InProgress),
        (6, "系统异常：未备案", Category::System),
        (6, "参保地接口调用超时", Category::System),
        (6, "系统繁忙，请稍后再试", Category::Busy),
        (6, "就诊登记不存在该记录", Category::NotFound),
        (6, "天气不好", Category::Unclassified),
        (6, "", Category::Unclassified),
        (0, "该人员已在院，不能重复住院", Category::AlreadyAdmitted),
        (7, "未查询到结算信息", Category::NotFound),
        (8, "超时", Category::System),
        (8, "冲正失败", Category::Unclassified),
    ] {
        let expected = Refusal { category, code: "-1".into(), text: text.into() };
        let end = end_of(&messages[at], Ok(ok(refused_with(text))));
        assert_eq!(end, End::InDoubt(Doubt::Refusal(expected)), "{text}");
    }
}

#[test]
fn refusal_of_known_words_that_carries_an_id_is_in_doubt() {
    for output in [
        json!({"setlinfo": {"setl_id": "S0009"}}),
        json!({"result": [{"mdtrt_id": VISIT}]}),
        json!("{\"setlinfo\":{\"setl_id\":\"S0009\"}}"),
        json!("scrambled"),
    ] {
        let body = json!({"infcode": -1, "err_msg": "未备案", "output": output}).to_string();
        let end = end_of(&settle(), Ok(ok(body)));
        assert!(matches!(end, End::InDoubt(Doubt::Refusal(_))), "{output}: {end:?}");
    }
}

#[test]
fn busy_platform_leaves_every_message_in_doubt() {
    for message in SAMPLE.messages() {
        for text in ["系统繁忙，请稍后再试", "系统异常", "正在处理，请勿重复提交"] {
            let end = end_of(&message, Ok(ok(refused_with(text))));
            assert!(matches!(end, End::InDoubt(Doubt::Refusal(_))), "{message:?} {text}");
        }
    }
}

// --- A settlement that stands is not lost for a figure of lesser weight

#[test]
fn settlement_with_an_unreadable_lesser_figure_is_done_and_does_not_add_up() {
    for (field, value) in [("hifob_pay", json!("18785.395")), ("inscp_scp_amt", json!("many")), ("balc", json!([]))] {
        let End::Done(Answer::Settled(settled)) = end_of(&settle(), Ok(ok(with(SETTLED, field, value)))) else {
            panic!("{field}")
        };
        assert_eq!(settled.statement.faults().is_empty(), field == "balc", "{field}");
    }
    let refused = answer_to(2, &with(PRESETTLED, "hifob_pay", json!("18785.395")));
    assert!(matches!(refused, Asked::Failed(Failure::Unclear(Doubt::NotOurs(_)))), "{refused:?}");
}

#[test]
fn line_numbers_of_the_sample_are_those_of_the_upload_fixture() {
    let Message::UploadFees { lines, .. } = &SAMPLE.messages()[2] else { panic!() };
    assert_eq!(lines.iter().map(LineNo::as_str).collect::<Vec<_>>(), ["1", "2", "3"]);
}
