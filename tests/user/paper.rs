//! Paper after memory: a receipt is of a settlement that stands, and a slip's first line says that it is none.

use std::fs;

use super::workstation::{LI_STAY, Workstation, bill_path};

const TITLE: &str = "异地就医住院费用结算单";

#[test]
fn stay_in_doubt_leaves_with_a_slip_whose_first_line_says_that_it_is_no_settlement() {
    // The reply is lost, and nobody answers what became of it.
    let faults = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n[[fault]]\ninfno = \"5203\"\naction = \"drop_request\"\n";
    let mut station = Workstation::at_faulty(faults);
    station.configure("\n[limits]\ndoubt_wait_ms_max = 0\n");
    let said = station.run(&["settle", &bill_path("worked-case"), "--no-card", "--yes", "--json"]).exits(4);
    let answer = said.json();
    assert_eq!(answer["status"], "in_doubt", "{answer:#}");
    assert_eq!(answer["settlement"], serde_json::Value::Null);
    assert_eq!(answer["balance"], serde_json::Value::Null, "no money moves");
    is_a_slip(answer["paper"].as_str().unwrap());
    assert_eq!(station.papers(), [format!("{LI_STAY}-slip.txt")]);
    is_a_slip(&fs::read_to_string(station.path("receipts").join(&station.papers()[0])).unwrap());
    station.run(&["receipt", LI_STAY, "--json"]).exits(2).fails("receipt.missing");

    // The queue says what waits, masked, and since when.
    let queue = station.run(&["queue", "--json"]).exits(0).json();
    let item = &queue["queue"][0];
    assert_eq!((&item["stay_no"], &item["status"]), (&LI_STAY.into(), &"in_doubt".into()), "{queue:#}");
    assert_eq!(item["patient"], "李**");
    assert!(item["waits_since"].is_string() && item["attempts"] == 1, "{item:#}");
    let person = station.run(&["queue"]).exits(0).out;
    assert!(person.contains(LI_STAY) && person.contains("44671.59") && !person.contains("李秀兰"), "{person}");

    // And so it stays until it is known, however often the queue is worked off.
    station.run(&["replay", "--json"]).exits(4);
    station.run(&["receipt", LI_STAY, "--json"]).exits(2).fails("receipt.missing");

    station.mend_line();
    station.configure("");
    let replayed = station.run(&["replay"]).exits(0).out;
    assert!(replayed.contains(TITLE), "{replayed}");
    station.one_stands(LI_STAY);
    assert_eq!(station.papers(), [format!("{LI_STAY}-original.txt"), format!("{LI_STAY}-slip.txt")]);
    assert_eq!(station.run(&["receipt", LI_STAY, "--json"]).exits(0).json()["copy"], 1);
}

#[test]
fn agreed_settlement_that_could_not_leave_is_queued_and_settled_by_the_queue() {
    // The gateway turns the settlement away before it is handled: the cashier's yes stands, nothing is in doubt.
    let rule = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"unauthorized\"\ntext = \"缺少服务网关的请求头!\"\n";
    let station = Workstation::at_faulty(rule);
    let answer = station.settle("worked-case").exits(4).json();
    assert_eq!((&answer["status"], &answer["error"]["code"]), (&"queued".into(), &"settlement.queued".into()));
    is_a_slip(answer["paper"].as_str().unwrap());
    assert_eq!(station.rows(), []);
    let queue = station.run(&["queue", "--json"]).exits(0).json();
    assert_eq!(queue["queue"][0]["status"], "queued", "{queue:#}");
    station.run(&["receipt", LI_STAY, "--json"]).exits(2).fails("receipt.missing");

    let replayed = station.run(&["replay", "--json"]).exits(0).json();
    assert_eq!(replayed["replayed"][0]["status"], "settled", "{replayed:#}");
    station.one_stands(LI_STAY);
    assert_eq!(station.papers(), [format!("{LI_STAY}-original.txt"), format!("{LI_STAY}-slip.txt")]);
}

#[test]
fn stay_that_is_not_settled_gets_no_paper_at_all() {
    let station =
        Workstation::at_faulty("[[fault]]\ninfno = \"2304\"\naction = \"refuse\"\ntext = \"参保人医保待遇暂停\"\n");
    let answer = station.settle("worked-case").exits(3).json();
    assert_eq!(answer["paper"], serde_json::Value::Null);
    assert_eq!(station.papers(), Vec::<String>::new());
    station.run(&["receipt", LI_STAY, "--json"]).exits(2).fails("receipt.missing");
}

#[test]
fn receipt_fits_the_configured_paper_and_is_marked_as_training() {
    for (paper, columns) in [("58mm", 32), ("80mm", 48)] {
        let station = Workstation::new();
        let bill = bill_path("worked-case");
        let settle = ["settle", bill.as_str(), "--no-card", "--yes", "--json", "--receipt-paper", paper];
        let answer = station.run(&settle).exits(0).json();
        let text = answer["paper"].as_str().unwrap();
        for line in text.lines() {
            let width: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            assert!(width <= columns, "{paper}: {line}");
        }
        assert!(text.lines().next().unwrap().contains("【训练】"), "{text}");
        for figure in ["44671.59", "38158.60", "3120.45", "3392.54", "6512.99", "4607.46"] {
            assert!(text.contains(figure), "{figure}\n{text}");
        }
        assert!(!text.contains("430102195803124623"), "the citizen number is masked on paper");
    }
}

#[test]
fn printer_that_does_not_answer_leaves_the_settlement_and_says_so() {
    let station = Workstation::new();
    // Nobody listens there: the port was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let printer = format!("tcp:127.0.0.1:{port}");
    let bill = bill_path("worked-case");
    let said = station.run(&["settle", &bill, "--no-card", "--yes", "--receipt-printer", &printer]).exits(0);
    assert!(said.out.contains("[printer.unreachable]") && said.out.contains("next: "), "{}", said.out);
    station.one_stands(LI_STAY);
    let again = station.run(&["receipt", LI_STAY, "--json"]).exits(0).json();
    assert_eq!(again["copy"], 1, "the original counts as printed: what follows is a copy");
}

fn is_a_slip(text: &str) {
    assert!(text.lines().next().unwrap_or_default().contains("【非结算凭证】"), "{text}");
    assert!(!text.contains(TITLE), "{text}");
}
