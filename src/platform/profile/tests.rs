//! Profiles: those that come along are sound, and a wrong one says where.

use yijie_core::region::DivisionCode;
use yijie_core::settlement::ask::Category;

use super::*;
use crate::platform::infno::Infno;

const JIANGXI: &str = include_str!("../../../fixtures/profiles/jiangxi.toml");

fn wrong(from: &str, to: &str) -> (usize, String) {
    assert!(JIANGXI.contains(from), "{from}");
    match Profile::parse(&JIANGXI.replacen(from, to, 1), "hospital.toml") {
        Err(ProfileError::Wrong { origin, line, why }) => {
            assert_eq!(origin, "hospital.toml");
            (line, why)
        }
        other => panic!("{other:?}"),
    }
}

fn line_of(text: &str) -> usize {
    1 + JIANGXI[..JIANGXI.find(text).unwrap()].matches('\n').count()
}

#[test]
fn built_in_profiles_are_sound_and_carry_their_names() {
    for name in Profile::BUILT_IN {
        let profile = Profile::built_in(name).unwrap();
        assert_eq!(profile.name, name);
        assert_eq!(profile.training, name == "training");
    }
    assert!(matches!(Profile::built_in("hunan"), Err(ProfileError::Unknown { .. })));
}

#[test]
fn wrong_key_names_its_line() {
    let (line, why) = wrong("infver = ", "infversion = ");
    assert_eq!(line, line_of("infver = "));
    assert!(why.contains("infversion"), "{why}");
}

#[test]
fn wrong_value_names_its_line_and_key() {
    for (from, to) in [
        ("auth = \"csb\"", "auth = \"rsa\""),
        ("url = \"{base}/CSB/hsa-fsi-{infno}\"", "url = \"http://{host}/{infno}\""),
        ("horizon = 600", "horizon = -1"),
        ("2304 = 120_000", "2399 = 120_000"),
        ("category = \"busy\"", "category = \"idle\""),
        ("cancel_settlement = [\"cannot_undo\"", "cancel_settlement = [\"already_settled\""),
        ("settle = [\n", "settle = [\"unclassified\",\n"),
    ] {
        let (line, why) = wrong(from, to);
        assert_eq!(line, line_of(from), "{why}");
    }
}

#[test]
fn missing_key_is_named() {
    let (_, why) = wrong("recer_sys_code = \"MBS_LOCAL\"\n", "");
    assert!(why.contains("recer_sys_code"), "{why}");
}

#[test]
fn file_is_read_and_its_absence_said() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("own.toml");
    assert!(matches!(Profile::load(&path), Err(ProfileError::Unreadable { .. })));
    std::fs::write(&path, JIANGXI).unwrap();
    assert_eq!(Profile::load(&path).unwrap().name, "jiangxi");
}

#[test]
fn state_changing_messages_across_provinces_wait_at_least_ninety_seconds() {
    let profile = Profile::built_in("jiangxi").unwrap();
    for infno in [Infno::Admit, Infno::Presettle, Infno::Settle, Infno::CancelSettlement] {
        assert!(profile.limits.of(&profile.time, infno).read_ms_max >= 90_000, "{infno}");
    }
    assert_eq!(profile.limits.of(&profile.time, Infno::Person).read_ms_max, 60_000);
}

#[test]
fn words_that_leave_everything_open_win_over_words_that_mean_no() {
    let profile = Profile::built_in("jiangxi").unwrap();
    for (text, category) in [
        ("系统异常，未备案", Category::System),
        ("未备案，请稍后重试", Category::Busy),
        ("签到超时，请重新签到", Category::Session),
        ("查询超时", Category::System),
        ("java.lang.NullPointerException", Category::System),
        ("未查询到备案信息", Category::NotFiled),
        ("人员待遇封锁异常", Category::InsuranceSuspended),
        ("无法获取备案信息", Category::Unclassified),
        ("参保地返回报文格式错误", Category::Unclassified),
        ("参保地返回费用与就医地不一致", Category::Unclassified),
        ("跨省平台暂停服务", Category::Busy),
        ("该人员不在院", Category::NotAdmitted),
        ("所在院区未开通", Category::NotDesignated),
        ("该医院未开通跨省直接结算", Category::NotDesignated),
    ] {
        assert_eq!(profile.category(Infno::Settle, text), category, "{text}");
    }
}

/// Texts of the interface specification, of platforms' logs and of public clients that mirror their platform.
#[test]
fn texts_that_became_public_fall_into_their_category() {
    for name in Profile::BUILT_IN {
        let profile = Profile::built_in(name).unwrap();
        for (text, category) in [
            ("就诊凭证编号不能为空(4c7a9e@10.1.2.3)", Category::Malformed),
            ("待遇封锁异常", Category::InsuranceSuspended),
            ("该患者已做医保结算，请先撤销", Category::AlreadySettled),
            ("结算进行中请勿重复操作", Category::InProgress),
            ("医疗总费用与已上传费用不相等，请先上传全部费用再结算", Category::TotalsDiffer),
            ("还未上传费用", Category::FeesMissing),
            ("入院登记已上传", Category::AlreadyAdmitted),
            ("跨年患者不允许取消登记", Category::CannotUndo),
            ("费用明细流水号只能数字", Category::BadLine),
            ("人证不一致", Category::CardNotAccepted),
            ("操作员签到令牌无效", Category::Session),
            ("签名验证失败", Category::Session),
            ("待遇暂停", Category::InsuranceSuspended),
            ("卡号不符", Category::CardNotAccepted),
            ("系统异常", Category::System),
            ("调用超时", Category::System),
            // Whose difference, and whether anything came of it, the words do not say.
            ("HIS与医保偏差金额超限", Category::Unclassified),
        ] {
            assert_eq!(profile.category(Infno::Settle, text), category, "{name}: {text}");
        }
    }
}

#[test]
fn gateway_texts_of_the_specification_prove_that_nothing_was_carried_out() {
    use yijie_core::settlement::ask::NotSent;
    for name in Profile::BUILT_IN {
        let profile = Profile::built_in(name).unwrap();
        for text in ["缺少服务网关的请求头!", "签名时间戳超时!"] {
            assert!(matches!(profile.turned_away(text), Some(NotSent::Gateway(_))), "{name}: {text}");
        }
        for text in ["非法用户!", "签名不一致!"] {
            assert!(matches!(profile.turned_away(text), Some(NotSent::Credentials(_))), "{name}: {text}");
        }
        assert_eq!(profile.turned_away("服务器繁忙"), None);
    }
}

#[test]
fn training_platform_is_understood_by_the_words_of_jiangxi() {
    let words = |text: &'static str| text.split_once("# --- What refusals mean.").unwrap().1;
    assert_eq!(words(include_str!("../../../fixtures/profiles/training.toml")), words(JIANGXI));
}

#[test]
fn unknown_original_is_known_only_from_a_reversal() {
    let profile = Profile::built_in("jiangxi").unwrap();
    assert_eq!(profile.category(Infno::Reverse, "原交易不存在"), Category::UnknownOriginal);
    assert_eq!(profile.category(Infno::Settle, "原交易不存在"), Category::NotFound);
    // The first character of *reason* is that of *original*.
    assert_eq!(profile.category(Infno::Reverse, "失败原因：该医院不存在"), Category::NotFound);
}

#[test]
fn trace_behind_a_text_is_left_out_for_matching_only() {
    for (text, bare) in [
        ("就诊凭证编号不能为空(4c7a@10.1.2.3)", "就诊凭证编号不能为空"),
        ("未备案（a@b）", "未备案"),
        ("未备案(请联系参保地)", "未备案(请联系参保地)"),
        ("(x@y)", ""),
        (")", ")"),
        ("（@", "（@"),
    ] {
        assert_eq!(without_trace(text), bare);
    }
    let profile = Profile::built_in("jiangxi").unwrap();
    // The trace's own letters must not be taken for the platform's words.
    assert_eq!(profile.category(Infno::Settle, "未备案(sql@10.1.2.3)"), Category::NotFiled);
}

#[test]
fn presence_for_strangers_goes_by_the_city() {
    let code = |text| DivisionCode::parse(text).unwrap();
    assert!(Presence::Away.applies(code("430100"), code("360100")));
    assert!(Presence::Away.applies(code("360200"), code("360100")));
    assert!(!Presence::Away.applies(code("360103"), code("360100")));
    assert!(Presence::Always.applies(code("360103"), code("360100")));
    assert!(!Presence::Never.applies(code("430100"), code("360100")));
}

#[test]
fn horizon_is_said_in_seconds_and_kept_in_milliseconds() {
    assert_eq!(Profile::built_in("jiangxi").unwrap().switches.horizon_ms, 600_000);
    let (_, why) = wrong("horizon = 600", "horizon_ms = 600");
    assert!(why.contains("horizon_ms"), "{why}");
}

#[test]
fn line_tolerance_is_read_in_yuan_and_is_a_cent_where_nobody_says() {
    let read = |line: &str| {
        let text = JIANGXI.replacen("line_tolerance = \"0.01\"\n", line, 1);
        Profile::parse(&text, "hospital.toml").map(|profile| profile.limits.line_tolerance.cents)
    };
    assert_eq!(read("line_tolerance = \"0.05\"\n").unwrap(), 5);
    assert_eq!(read("").unwrap(), 1);
    for wrong in ["0.01", "\"-0.01\"", "\"0.001\"", "\"a cent\""] {
        assert!(read(&format!("line_tolerance = {wrong}\n")).is_err(), "{wrong}");
    }
}
