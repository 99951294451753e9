//! Two programs on one journal: the second says who has it, and nothing happens twice.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::workstation::{LI_STAY, Workstation, bill_path};

#[test]
fn second_program_says_who_holds_the_journal_and_doubles_nothing() {
    let station = Workstation::at_faulty("[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"hold\"\nms = 1500\n");
    let bill = bill_path("worked-case");
    let mut first = station.command(&["settle", &bill, "--no-card", "--yes", "--json"]);
    let mut first = first.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(10);
    while station.rows().is_empty() {
        assert!(Instant::now() < until, "the settlement never arrived");
        thread::sleep(Duration::from_millis(5));
    }
    // Frozen, so that it holds the journal for as long as the others need.
    signal("-STOP", first.id());
    for arguments in [
        vec!["settle", bill.as_str(), "--no-card", "--yes", "--json"],
        vec!["replay", "--json"],
        vec!["queue", "--json"],
        vec!["receipt", LI_STAY, "--json"],
    ] {
        let error = station.run(&arguments).exits(7).fails("journal.held");
        let sentence = error["sentence"].as_str().unwrap();
        assert!(sentence.contains(&first.id().to_string()), "{arguments:?}: {sentence}");
    }
    signal("-CONT", first.id());
    assert!(first.wait().unwrap().success());
    station.one_stands(LI_STAY);
    assert_eq!(station.settle("worked-case").exits(0).json()["copy"], 1);
    station.one_stands(LI_STAY);
}

#[test]
fn many_at_the_same_moment_end_with_one_settlement_and_one_original() {
    let station = Workstation::new();
    let bill = bill_path("worked-case");
    let arguments = ["settle", bill.as_str(), "--no-card", "--yes", "--json"];
    let mut exits: Vec<_> = thread::scope(|scope| {
        let runs: Vec<_> = (0..5).map(|_| scope.spawn(|| station.run(&arguments))).collect();
        runs.into_iter()
            .map(|run| run.join().unwrap())
            .map(|said| (said.exit, said.json()["error"]["code"].to_string()))
            .collect()
    });
    exits.sort();
    assert_eq!(exits[0], (Some(0), "null".to_owned()), "{exits:?}");
    for exit in &exits {
        let fine = [(Some(0), "null"), (Some(7), "\"journal.held\"")];
        assert!(fine.contains(&(exit.0, exit.1.as_str())), "{exits:?}");
    }
    station.one_stands(LI_STAY);
    let originals = station.papers().iter().filter(|name| name.contains("original")).count();
    assert_eq!(originals, 1);
}

fn signal(name: &str, pid: u32) {
    assert!(Command::new("kill").args([name, &pid.to_string()]).status().unwrap().success());
}
