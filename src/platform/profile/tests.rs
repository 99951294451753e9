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
