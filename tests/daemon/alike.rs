//! A program that starts a command reads the same document whether the command is the desk itself or asks the daemon.

use serde_json::Value;
use yijie::training::Faults;

use super::{STAY, Workplace, fixture};

#[test]
fn command_beside_a_daemon_answers_a_program_as_the_desk_itself_does() {
    let (alone, beside) = (Workplace::new(), Workplace::new());
    let _daemon = beside.daemon();
    let bill = fixture("bills/worked-case.json");
    let bill = bill.to_str().unwrap();
    let day: [&[&str]; 14] = [
        &["show", STAY],
        &["check"],
        &["settle", bill],
        &["settle", bill, "--no-card", "--yes"],
        &["settle", bill, "--no-card", "--yes"],
        &["show", STAY],
        &["queue"],
        &["replay"],
        &["receipt", STAY],
        &["cancel", STAY, "--reason", "wrong bill"],
        &["cancel", STAY, "--reason", "wrong bill", "--refund-recovered"],
        &["receipt", STAY],
        &["show", STAY],
        &["show", "ZY9"],
    ];
    for command in day {
        let (here, there) = (alone.json(command), beside.json(command));
        assert_eq!(plain(here), plain(there), "{command:?}");
    }
    assert_eq!(alone.settlements(), beside.settlements());
}

#[test]
fn stay_in_doubt_reads_the_same_from_beside_a_daemon() {
    let (alone, beside) = (Workplace::new(), Workplace::new());
    for place in [&alone, &beside] {
        place.platform.add_faults(Faults::from_toml(LOST).unwrap());
    }
    let daemon = beside.daemon();
    let bill = fixture("bills/worked-case.json");
    let settle = ["settle", bill.to_str().unwrap(), "--no-card", "--yes"];
    let (here, there) = (alone.json(&settle), beside.json(&settle));
    assert_eq!((here.0, &here.1["error"]["code"]), (Some(4), &"settlement.in_doubt".into()), "{}", here.1);
    assert_eq!(plain(here), plain(there));
    // The daemon's own queue is at work meanwhile, so what it holds is read when it is gone.
    drop(daemon);
    for command in [&["show", STAY][..], &["queue"]] {
        let (here, there) = (alone.json(command), beside.json(command));
        assert_eq!(here.1["queue"][0]["error"], there.1["queue"][0]["error"], "{command:?}");
        assert_eq!(here.1["error"], there.1["error"], "{command:?}");
    }
}

#[test]
fn steps_of_a_settlement_are_shown_beside_a_daemon_each_with_its_time() {
    let place = Workplace::new();
    let _daemon = place.daemon();
    let bill = fixture("bills/worked-case.json");
    let said = place.run(&["settle", bill.to_str().unwrap(), "--no-card", "--yes", "--json"]);
    assert!(said.status.success());
    let steps = String::from_utf8(said.stderr).unwrap();
    for step in
        ["operator signed in 9001", "person identified 1101", "fees uploaded 2301", "settlement 2304", "printed"]
    {
        let line = steps.lines().find(|line| line.contains(step)).unwrap_or_else(|| panic!("{step}: {steps}"));
        assert!(line.starts_with('✓') && line.ends_with(" ms"), "{line}");
    }
}

/// Without what differs from run to run: ids, times, and the digits on paper.
fn plain((exit, mut answer): (Option<i32>, Value)) -> (Option<i32>, Value) {
    strip(&mut answer);
    (exit, answer)
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), &mut *value) {
                    ("message_id" | "visit" | "id" | "cause" | "at" | "made_at" | "settled_at" | "next_at", value) => {
                        *value = "…".into();
                    }
                    ("paper", Value::String(paper)) => {
                        *paper = paper.replace(|character: char| character.is_ascii_digit(), "0");
                    }
                    (_, value) => strip(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// The settlement is made and its answer lost, and nothing can be found out.
const LOST: &str = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n[[fault]]\ninfno = \"5203\"\n\
                    action = \"drop_request\"\n";
