//! A platform that cannot be reached or does not admit us, or says no: told as such, and nothing is lost.

use super::workstation::{LI_STAY, Workstation, secret_file};

#[test]
fn unreachable_platform_is_told_and_the_settlement_goes_through_once_it_is_back() {
    let mut station = Workstation::new();
    station.cut_line();
    station.settle("worked-case").exits(8).fails("network.unreachable");
    // Not even a patient's name was asked for, so nothing waits.
    assert_eq!(station.run(&["queue", "--json"]).exits(0).json()["queue"], serde_json::json!([]));
    station.mend_line();
    station.settle("worked-case").exits(0);
    station.one_stands(LI_STAY);
}

#[test]
fn platform_lost_on_the_way_leaves_a_stay_that_is_carried_on() {
    // Down from the discharge on, for longer than the first run waits.
    let mut station =
        Workstation::at_faulty("[[fault]]\ninfno = \"2402\"\nnth = 1\naction = \"die\"\nms = 600000\nhandled = true\n");
    station.configure("\n[limits]\ndoubt_wait_ms_max = 0\n");
    let first = station.settle("worked-case");
    assert_ne!(first.exit, Some(0), "{}", first.out);
    let error = first.json()["error"].clone();
    assert!(error["code"].is_string(), "{}", first.out);
    assert_eq!(station.rows(), []);
    station.mend_line();
    // The cashier never agreed to any figures, so the queue settles nothing by itself.
    station.run(&["replay", "--json"]);
    assert_eq!(station.rows(), []);
    station.configure("");
    station.settle("worked-case").exits(0);
    station.one_stands(LI_STAY);
    assert_eq!(station.books()["visits"][0]["lines"], 109);
}

#[test]
fn wrong_credentials_are_told_and_the_right_ones_go_through() {
    let station = Workstation::new();
    for (file, wrong, right) in [
        ("secret", "another-secret", yijie::training::TRAINING_SECRET),
        ("key", "nobody", yijie::training::TRAINING_KEY_ID),
    ] {
        secret_file(&station.path(file), wrong);
        let said = station.settle("worked-case").exits(8);
        assert!(!said.out.contains(wrong) && !said.err.contains(wrong), "{}", said.out);
        said.fails("platform.credentials");
        secret_file(&station.path(file), right);
    }
    assert_eq!(station.rows(), []);
    station.settle("worked-case").exits(0);
    station.one_stands(LI_STAY);
}

#[test]
fn credentials_turned_away_half_way_lose_nothing() {
    for infno in ["2301", "2402", "2303", "2304"] {
        let rule =
            format!("[[fault]]\ninfno = \"{infno}\"\nnth = 1\naction = \"unauthorized\"\ntext = \"签名不一致!\"\n");
        let station = Workstation::at_faulty(&rule);
        station.settle("worked-case").exits(8).fails("platform.credentials");
        assert_eq!(station.rows(), [], "{infno}");
        station.settle("worked-case").exits(0);
        station.one_stands(LI_STAY);
    }
}

#[test]
fn clock_skew_is_told_as_such() {
    let station = Workstation::at_faulty("[[fault]]\ninfno = \"1101\"\nnth = 1\naction = \"unauthorized\"\n");
    let error = station.settle("worked-case").exits(8).fails("platform.clock_skew");
    assert!(error["next_step"].as_str().unwrap().contains("clock"), "{error}");
    assert_eq!(station.rows(), []);
    station.settle("worked-case").exits(0);
    station.one_stands(LI_STAY);
}

#[test]
fn business_refusals_are_told_in_the_platforms_own_words_and_leave_nothing_in_doubt() {
    for (infno, text, code) in [
        ("1101", "未查询到参保人信息", "platform.refused.not_found"),
        ("2301", "第3条明细医保目录未对照", "platform.refused.bad_line"),
        ("2304", "参保人医保待遇暂停", "platform.refused.insurance_suspended"),
        ("2304", "该患者未办理异地就医备案", "platform.refused.not_filed"),
    ] {
        let rule = format!("[[fault]]\ninfno = \"{infno}\"\nnth = 1\naction = \"refuse\"\ntext = \"{text}\"\n");
        let station = Workstation::at_faulty(&rule);
        let said = station.settle("worked-case");
        assert!(matches!(said.exit, Some(3 | 6)), "{infno} {text}: {:?}\n{}", said.exit, said.out);
        let error = said.fails(code);
        assert_eq!(error["detail"], text);
        assert!(error["sentence"].as_str().unwrap().contains(text), "{error}");
        assert_eq!(station.rows(), []);
        assert_eq!(station.run(&["queue", "--json"]).exits(0).json()["queue"], serde_json::json!([]));
        station.settle("worked-case").exits(0);
        station.one_stands(LI_STAY);
    }
}

#[test]
fn patient_whose_insured_place_refuses_the_unfiled_is_told_so_by_the_real_rules() {
    let station = Workstation::new();
    let said = station.settle("zhou-fusheng").exits(3);
    let code = said.json()["error"]["code"].as_str().unwrap().to_owned();
    assert!(code.starts_with("platform.refused."), "{code}");
    said.fails(&code);
    assert_eq!(station.rows(), []);
}

#[test]
fn hospital_that_is_not_networked_is_told_so() {
    let station = Workstation::new();
    let file = std::fs::read_to_string(station.path("yijie.toml")).unwrap();
    std::fs::write(station.path("yijie.toml"), file.replace("H44010000001", "H44010000099")).unwrap();
    station.settle("with-admission").exits(3).fails("platform.refused.not_designated");
    assert_eq!(station.rows(), []);
}
