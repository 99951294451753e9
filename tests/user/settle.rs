//! The main job: a bill goes in, a settlement and a paper come out, once.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::said::yuan;
use super::workstation::{LI_STAY, Workstation, bill_path, fixture, program};

#[test]
fn worked_case_is_settled_with_its_exact_figures() {
    let station = Workstation::new();
    let answer = station.settle("worked-case").exits(0).json();
    assert_eq!(answer["status"], "settled");
    assert_eq!(answer["error"], serde_json::Value::Null);
    assert_eq!(answer["training"], true);
    assert_eq!(answer["stay_no"], LI_STAY);
    for figures in [&answer["settlement"]["statement"], &answer["presettlement"]] {
        for (what, amount) in [
            ("total", "44671.59"),
            ("fund_total", "38158.60"),
            ("personal", "6512.99"),
            ("personal_account", "3120.45"),
            ("cash", "3392.54"),
            ("hospital_share", "0.00"),
            ("deductible", "1400.00"),
        ] {
            assert_eq!(yuan(&figures[what]), amount, "{what}");
        }
        assert_eq!(
            figures["funds"].to_string(),
            r#"[{"amount":36531.00,"fund":"pooled"},{"amount":1627.60,"fund":"large_amount"}]"#
        );
    }
    assert_eq!(answer["settlement"]["adds_up"], true);
    assert_eq!(yuan(&answer["balance"]["due"]), "3392.54");
    station.one_stands(LI_STAY);
    assert_eq!(station.papers(), [format!("{LI_STAY}-original.txt")]);
}

#[test]
fn worked_case_is_told_to_a_person_step_by_step() {
    let station = Workstation::new();
    let said = station.run(&["settle", &bill_path("worked-case"), "--no-card", "--yes"]).exits(0);
    let mut rest = said.out.as_str();
    for step in [
        "operator signed in 9001",
        "person identified 1101",
        "in-hospital list 5303",
        "fees uploaded 2301  100 lines",
        "fees uploaded 2301  9 lines",
        "discharge registered 2402",
        "pre-settlement 2303",
        "44671.59",
        "settlement 2304",
        "3392.54",
        "refund WeChat YJ202611000102     3000.00",
        "refund bank card YJ202611000101  1607.46",
        "receipt printed",
        "李秀兰",
        "【个人支付】                             6512.99",
    ] {
        let at = rest.find(step).unwrap_or_else(|| panic!("{step} does not follow in\n{}", said.out));
        rest = &rest[at + step.len()..];
    }
}

#[test]
fn settling_again_gives_the_first_result_as_a_copy() {
    let station = Workstation::new();
    let first = station.settle("worked-case").exits(0).json();
    let messages = station.books()["messages"].clone();
    let again = station.settle("worked-case").exits(0).json();
    assert_eq!(again["settlement"], first["settlement"]);
    assert_eq!(again["balance"], first["balance"]);
    assert_eq!(first["copy"], serde_json::Value::Null);
    assert_eq!(again["copy"], 1);
    assert!(again["paper"].as_str().unwrap().contains("补打件（第1次补打）"), "{again:#}");
    assert!(!first["paper"].as_str().unwrap().contains("补打"), "{first:#}");
    assert_eq!(station.books()["messages"], messages, "the second time nothing was sent");
    station.one_stands(LI_STAY);

    let by_hand = station.run(&["receipt", LI_STAY, "--json"]).exits(0).json();
    assert_eq!(by_hand["copy"], 2);
    let originals = station.papers().iter().filter(|name| name.contains("original")).count();
    assert_eq!(originals, 1);
}

#[test]
fn deposits_above_the_cash_due_are_refunded_and_below_it_the_rest_is_collected() {
    let station = Workstation::new();
    let above = station.settle("deposit-above").exits(0).json();
    assert_eq!(yuan(&above["balance"]["deposited"]), "9000.00");
    let moves = above["balance"]["moves"].as_array().unwrap();
    let refunded: Vec<_> = moves.iter().map(|money| (money["way"].as_str().unwrap(), yuan(&money["amount"]))).collect();
    // 9000.00 − 3392.54, each by the way it was paid, the last paid first.
    let expected = [("we_chat", "3000.00"), ("bank_card", "2607.46")];
    assert_eq!(refunded, expected.map(|(way, amount)| (way, amount.to_owned())));

    let station = Workstation::new();
    let below = station.settle("deposit-below").exits(0).json();
    assert_eq!(below["balance"]["moves"].to_string(), r#"[{"amount":2392.54,"kind":"collect"}]"#);
    // Money is told once: an instruction with an id of its own, however often it is looked at.
    let shown = || station.run(&["show", LI_STAY, "--json"]).exits(0).json()["instructions"].clone();
    let first = shown();
    assert_eq!(first.as_array().unwrap().len(), 1, "{first:#}");
    station.settle("deposit-below").exits(0);
    assert_eq!(shown(), first);
}

#[test]
fn refund_lines_and_their_originals_are_uploaded_together() {
    let station = Workstation::new();
    let answer = station.settle("refunds").exits(0).json();
    assert_eq!(yuan(&answer["settlement"]["statement"]["total"]), "7437.20");
    let visit = &station.books()["visits"][0];
    assert_eq!((visit["lines"].as_u64(), yuan(&visit["uploaded"])), (Some(37), "7437.20".to_owned()));
    station.one_stands(LI_STAY);
}

#[test]
fn thousand_lines_are_uploaded_in_ten_batches_each_within_the_platforms_limit() {
    let station = Workstation::new();
    let answer = station.settle("thousand-lines").exits(0).json();
    assert_eq!(yuan(&answer["settlement"]["statement"]["total"]), "23396.21");
    let visit = &station.books()["visits"][0];
    assert_eq!(visit["lines"], 1000);
    let story = station.run(&["show", LI_STAY, "--json"]).exits(0).json();
    let uploads = story["story"].as_array().unwrap().iter().filter(|told| told["infno"] == "2301").count();
    assert_eq!(uploads, 10);
    station.one_stands(LI_STAY);
}

#[test]
fn stay_that_nobody_registered_is_registered_from_its_bill() {
    let station = Workstation::new();
    let stay = "ZY2026110005";
    let visits = station.books()["visits"].as_array().unwrap().len();
    station.settle("with-admission").exits(0);
    assert_eq!(station.books()["visits"].as_array().unwrap().len(), visits + 1);
    let story = station.run(&["show", stay, "--json"]).exits(0).json();
    assert_eq!(story["story"][0]["infno"], "2401", "{story:#}");
    station.one_stands(stay);
}

#[test]
fn stay_that_nobody_registered_and_whose_bill_cannot_is_refused_with_nothing_sent() {
    let station = Workstation::new();
    let mut bill: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(bill_path("with-admission")).unwrap()).unwrap();
    bill["admission"].as_object_mut().unwrap().remove("registration");
    std::fs::write(station.path("bill.json"), bill.to_string()).unwrap();
    let said = station.run(&["settle", "bill.json", "--no-card", "--yes", "--json"]).exits(6);
    said.fails("settlement.no_admission");
    assert_eq!(station.rows(), []);
    // With what was missing it goes through.
    station.settle("with-admission").exits(0);
    station.one_stands("ZY2026110005");
}

#[test]
fn cancelled_settlement_is_taken_back_on_the_platform_and_its_receipt_is_void() {
    let station = Workstation::new();
    station.settle("worked-case").exits(0);
    let cancelled =
        station.run(&["cancel", LI_STAY, "--reason", "金额有误", "--refund-recovered", "--json"]).exits(0).json();
    assert_eq!(cancelled["status"], "cancelled");
    let states: Vec<_> = station.rows().into_iter().map(|row| row.state).collect();
    assert_eq!(states, ["cancelled", "negative"]);
    station.run(&["receipt", LI_STAY, "--json"]).exits(2).fails("receipt.void");
    station
        .run(&["cancel", LI_STAY, "--reason", "again", "--refund-recovered", "--json"])
        .exits(2)
        .fails("settlement.nothing_to_cancel");
    // And settled again it is a settlement of its own, with an original of its own.
    let again = station.settle("worked-case").exits(0).json();
    assert_eq!(again["copy"], serde_json::Value::Null, "{again:#}");
    station.one_stands(LI_STAY);
}

#[test]
fn story_tells_every_message_in_order_with_its_end() {
    let station = Workstation::at_faulty("[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n");
    station.settle("worked-case").exits(0);
    station.run(&["cancel", LI_STAY, "--reason", "demo", "--refund-recovered"]).exits(0);
    let story = station.run(&["show", LI_STAY, "--json"]).exits(0).json();
    let told: Vec<_> = story["story"].as_array().unwrap().iter().collect();
    let ends: Vec<_> = told.iter().map(|row| (row["infno"].as_str().unwrap(), row["end"].as_str().unwrap())).collect();
    assert_eq!(ends, [("2301", "done"), ("2301", "done"), ("2402", "done"), ("2304", "in_doubt"), ("2305", "done")]);
    assert_eq!(told[3]["by_evidence"], true);
    let person = station.run(&["show", LI_STAY]).exits(0).out;
    for row in told {
        assert!(person.contains(row["message_id"].as_str().unwrap()), "{person}");
    }
}

#[test]
fn training_platform_as_a_process_of_its_own_settles_and_stops_when_asked() {
    let station = Workstation::new();
    let mut platform = program(&station.path("."))
        .args(["training", "--listen", "127.0.0.1:0", "--faults"])
        .arg(fixture("training/faults/reply-lost.toml"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(platform.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let url = first.trim().rsplit(' ').next().unwrap().to_owned();
    let bill = bill_path("worked-case");
    let answer =
        station.run(&["settle", &bill, "--no-card", "--yes", "--json", "--platform-url", &url]).exits(0).json();
    assert_eq!(answer["status"], "settled");
    assert_eq!(station.rows(), [], "the other platform's books are its own");
    let asked = Command::new("kill").args(["-TERM", &platform.id().to_string()]).status().unwrap();
    assert!(asked.success());
    assert!(platform.wait().unwrap().success());
}
