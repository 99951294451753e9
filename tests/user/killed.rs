//! The program killed at any moment: the next start understands what was left, and one settlement stands.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::said::Said;
use super::workstation::{LI_STAY, Workstation, bill_path};

/// What is done first at the next start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Replay,
    Settle,
}

/// Kills a settlement after `after`, as a power cut of the program would, and then carries on.
fn killed_after(after: Duration, signal: Option<&str>, next: Next) {
    // Slow enough at every step that moments differ.
    let slow = ["1101", "5303", "2301", "2402", "2303", "2304"]
        .map(|infno| format!("[[fault]]\ninfno = \"{infno}\"\nnth = 1\naction = \"hold\"\nms = 40\n"))
        .concat();
    let station = Workstation::at_faulty(&slow);
    let bill = bill_path("worked-case");
    let mut command = station.command(&["settle", &bill, "--no-card", "--yes", "--json"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(after);
    match signal {
        Some(signal) => {
            let _ = std::process::Command::new("kill").args([signal, &child.id().to_string()]).output();
        }
        None => child.kill().unwrap(),
    }
    child.wait().unwrap();
    assert!(station.standing().len() <= 1);
    let first_originals = originals(&station);

    let queue = station.run(&["queue", "--json"]).exits(0).json();
    // A cashier may work off the queue first, or simply settle again.
    if next == Next::Replay {
        let replayed = station.run(&["replay", "--json"]);
        assert!(replayed.json()["replayed"].is_array(), "{after:?}: {queue:#}\n{}", replayed.out);
    }
    assert!(station.standing().len() <= 1, "{after:?}: {:#?}", station.rows());
    let settled = station.settle("worked-case");
    assert_eq!(settled.exit, Some(0), "{after:?}: {queue:#}\n{}\n{}", settled.out, settled.err);
    station.one_stands(LI_STAY);
    assert_eq!(station.rows().len(), 1, "{after:?}: nothing had to be taken back: {:#?}", station.rows());
    assert!(first_originals <= 1 && originals(&station) <= 1, "{after:?}: {:?}", station.papers());
    // Every message id that the platform has ever seen was used once: it refuses a second one with other words.
    let story = station.run(&["show", LI_STAY, "--json"]).exits(0).json();
    let mut ids: Vec<_> =
        story["story"].as_array().unwrap().iter().map(|told| told["message_id"].to_string()).collect();
    let told = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), told, "{after:?}: {story:#}");
}

fn originals(station: &Workstation) -> usize {
    station.papers().iter().filter(|name| name.contains("original")).count()
}

#[test]
fn program_killed_at_a_dozen_moments_leaves_a_stay_that_ends_with_one_settlement() {
    let whole = {
        let station = Workstation::new();
        let began = Instant::now();
        station.settle("worked-case").exits(0);
        began.elapsed() + Duration::from_millis(7 * 40)
    };
    // A fixed seed, so that a moment that fails can be looked at again; spread over the whole settlement.
    let mut seed = 0x2026_1122_u64;
    let moments = (0..14_u32).map(|nth| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let within = u32::try_from(seed >> 40).unwrap() % 1_000;
        whole * (nth * 1_000 + within) / 14_000
    });
    let moments: Vec<_> = moments.collect();
    thread::scope(|scope| {
        for pair in moments.chunks(4) {
            scope.spawn(move || {
                for (nth, after) in pair.iter().enumerate() {
                    killed_after(*after, None, if nth % 2 == 0 { Next::Settle } else { Next::Replay });
                }
            });
        }
    });
}

#[test]
fn program_asked_to_stop_leaves_a_stay_that_ends_with_one_settlement() {
    for (signal, ms) in [("-TERM", 120), ("-INT", 250), ("-TERM", 330)] {
        killed_after(Duration::from_millis(ms), Some(signal), Next::Settle);
    }
}

#[test]
fn program_killed_while_its_settlement_is_on_the_way_adopts_it_at_the_next_start() {
    let station = Workstation::at_faulty("[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"hold\"\nms = 1500\n");
    let bill = bill_path("worked-case");
    let mut command = station.command(&["settle", &bill, "--no-card", "--yes", "--json"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(10);
    while station.rows().is_empty() {
        assert!(Instant::now() < until, "the settlement never arrived");
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();

    // Nothing may say that it is settled before it is found out.
    let queue = station.run(&["queue", "--json"]).exits(0).json();
    assert_eq!(queue["queue"][0]["status"], "in_doubt", "{queue:#}");
    assert_eq!(queue["queue"][0]["error"]["code"], "settlement.in_doubt", "{queue:#}");
    station.run(&["receipt", LI_STAY, "--json"]).exits(2).fails("receipt.missing");
    let cancel: Said = station.run(&["cancel", LI_STAY, "--reason", "x", "--refund-recovered", "--json"]);
    cancel.exits(4).fails("settlement.stay_in_doubt");

    let replayed = station.run(&["replay", "--json"]).exits(0).json();
    assert_eq!(replayed["replayed"][0]["status"], "settled", "{replayed:#}");
    station.one_stands(LI_STAY);
    assert_eq!(station.rows().len(), 1);
    assert_eq!(station.papers(), [format!("{LI_STAY}-original.txt")]);
}

#[test]
fn settling_again_after_a_kill_adopts_what_was_on_the_way() {
    let station = Workstation::at_faulty("[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"hold\"\nms = 1500\n");
    let bill = bill_path("worked-case");
    let mut command = station.command(&["settle", &bill, "--no-card", "--yes", "--json"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while station.rows().is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ended too early");
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let answer = station.settle("worked-case").exits(0).json();
    assert_eq!(answer["copy"], serde_json::Value::Null, "nothing was printed before");
    station.one_stands(LI_STAY);
    assert_eq!(station.rows().len(), 1);
}
