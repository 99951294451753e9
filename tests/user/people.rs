//! A patient whose stay can't be settled now leaves, comes back, withdraws; a person decides; a shift ends.

use serde_json::Value;

use super::workstation::{LI_STAY, Workstation, fixture};

/// The settlement's reply is lost, and so is every answer about it: the stay stays in doubt.
const IN_DOUBT: &str = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n\
                        [[fault]]\ninfno = \"5203\"\nnth = 1\naction = \"drop_reply\"\n";

fn bill() -> String {
    fixture("bills/worked-case.json").display().to_string()
}

fn leave(station: &Workstation, way: &str, more: &[&str]) -> super::said::Said {
    let mut arguments = vec!["leave", LI_STAY, "--way", way, "--by", "王芳", "--json"];
    arguments.extend(more);
    station.run(&arguments)
}

fn error(answer: &Value) -> &str {
    answer["error"]["code"].as_str().unwrap_or_default()
}

#[test]
fn patient_leaves_while_nothing_can_be_reached_and_is_settled_by_the_same_bill_later() {
    let mut station = Workstation::new();
    station.cut_line();
    let bill = bill();
    let unknown = leave(&station, "deposit-kept", &[]).json();
    assert_eq!(error(&unknown), "stay.unknown");
    let left = leave(&station, "deposit-kept", &["--bill", &bill]).exits(0).json();
    assert_eq!(left["stay"]["sentence"], "needs_you");
    assert!(left["slip"]["paper"].as_str().unwrap().lines().next().unwrap().contains("非结算凭证"));
    let shown = station.run(&["queue", "show", LI_STAY, "--json"]).exits(0).json();
    assert_eq!(shown["leavings"][0]["way"], "deposit_kept");
    station.mend_line();
    station.settle("worked-case").exits(0);
    station.one_stands(LI_STAY);
    let printed = station.papers();
    assert_eq!(printed.iter().filter(|name| name.contains("notice")).count(), 1, "{printed:?}");
    assert_eq!(station.run(&["queue", "--json"]).exits(0).json()["queue"], serde_json::json!([]));
}

#[test]
fn stay_closed_as_self_paid_is_not_settled_until_a_named_person_took_the_papers_back() {
    let station = Workstation::new();
    let bill = bill();
    let more = ["--bill", &bill, "--paid", "36671.59", "--receipt", "SF0001", "--paid-by", "bank-card"];
    let left = leave(&station, "self-paid", &more).exits(0).json();
    assert_eq!(left["stay"]["status"], "closed");
    assert!(left["slip"]["paper"].as_str().unwrap().contains("36671.59"));
    let refused = station.settle("worked-case").exits(2).json();
    assert_eq!(error(&refused), "settlement.closed_self_paid");
    assert!(station.standing().is_empty());
    let nameless = station.run(&["queue", "reopen", LI_STAY, "--by", " ", "--reason", "票据已收回", "--json"]).json();
    assert_eq!(error(&nameless), "usage.arguments");
    station.run(&["queue", "reopen", LI_STAY, "--by", "李主任", "--reason", "票据已收回", "--json"]);
    station.settle("worked-case").exits(0);
    station.one_stands(LI_STAY);
}

#[test]
fn stay_in_doubt_is_left_but_not_closed_and_its_story_says_what_happens_next() {
    let station = Workstation::at_faulty(IN_DOUBT);
    station.configure("\n[limits]\ndoubt_wait_ms_max = 0\n");
    let settled = station.settle("worked-case");
    assert_eq!(settled.exit, Some(4), "{}{}", settled.out, settled.err);
    assert_eq!(settled.json()["sentence"], "finding_out");
    assert_eq!(error(&leave(&station, "self-paid", &[]).json()), "settlement.may_stand");
    leave(&station, "paid-in-full", &["--paid", "36671.59", "--receipt", "SF0001"]).exits(0);
    let shown = station.run(&["queue", "show", LI_STAY, "--json"]).exits(0).json();
    assert_eq!(shown["stay"]["sentence"], "finding_out");
    assert!(shown["stay"]["story"].as_array().unwrap().iter().any(|message| message["fate"] == "in_doubt"));
    let refused =
        station.run(&["queue", "resolve", LI_STAY, "--outcome", "not-done", "--by", "李", "--reason", "x", "--json"]);
    assert_eq!(error(&refused.exits(2).json()), "settlement.ruling_not_offered");
    let shift = station.run(&["shift", "--from", "王芳", "--to", "赵敏", "--json"]).exits(0).json();
    assert_eq!(shift["open"][0]["stay_no"], LI_STAY);
    assert!(!shift["paper"]["paper"].as_str().unwrap().contains("李秀兰"), "{shift:#}");
    for _ in 0..8 {
        std::thread::sleep(std::time::Duration::from_millis(1_200));
        station.run(&["replay", "--json"]);
        if station.papers().iter().any(|name| name.contains("notice")) {
            break;
        }
    }
    station.one_stands(LI_STAY);
    let printed = station.papers();
    assert_eq!(printed.iter().filter(|name| name.contains("notice")).count(), 1, "{printed:?}");
}

#[test]
fn withdrawn_stay_is_off_the_platform() {
    let station = Workstation::new();
    station.settle("worked-case").exits(0);
    let reason = ["withdraw", LI_STAY, "--reason", "患者要求", "--by", "王芳", "--json"];
    assert_eq!(error(&station.run(&reason).json()), "settlement.refund_first");
    let mut more = reason.to_vec();
    more.extend(["--refund-recovered", "--self-pay"]);
    let mut standing = station.run(&more).json()["stay"]["status"].clone();
    for _ in 0..8 {
        if standing == "closed" {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(1_200));
        station.run(&["replay", "--json"]);
        standing = station.run(&["queue", "show", LI_STAY, "--json"]).exits(0).json()["stay"]["status"].clone();
    }
    assert_eq!(standing, "closed");
    assert!(station.standing().is_empty());
    assert!(station.papers().iter().any(|name| name.contains("left")), "the manual-claim slip: {:?}", station.papers());
}

#[test]
fn limit_in_yuan_turns_away_what_is_new_aloud() {
    let mut station = Workstation::new();
    station.configure("\n[limits]\nqueue_yuan_max = 44672\n");
    station.cut_line();
    let bill = bill();
    leave(&station, "deposit-kept", &["--bill", &bill]).exits(0);
    let queue = station.run(&["queue", "--json"]).exits(0).json();
    assert_eq!(queue["warnings"][0]["code"], "settlement.queue_full");
    let wang = fixture("bills/wang-jianguo.json").display().to_string();
    let wang_stay = super::workstation::WANG_STAY;
    let refused = station
        .run(&["leave", wang_stay, "--way", "deposit-kept", "--by", "王芳", "--bill", &wang, "--json"])
        .exits(4)
        .json();
    assert_eq!(error(&refused), "settlement.queue_full");
}
