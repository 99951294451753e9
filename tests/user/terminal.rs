//! A person at a terminal: sees the figures, says yes or no, and sees colour.
//!
//! The terminal is made by `script` (util-linux); without it each test says so and passes.

use std::io::Write;
use std::process::{Command, Stdio};

use super::workstation::{LI_STAY, Workstation, bill_path};

/// Runs a settlement at a terminal where `answer` is typed: its exit code and everything on the screen.
fn settle_at_a_terminal(station: &Workstation, answer: &str) -> Option<(i32, String)> {
    let settle = station.command(&[]);
    let line = format!("'{}' settle '{}' --no-card", settle.get_program().display(), bill_path("worked-case"));
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", station.path("."));
    command.env("LANG", "C.UTF-8").env("TERM", "xterm-256color").current_dir(station.path("."));
    let Ok(mut child) = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn() else {
        println!("SKIPPED terminal: script (util-linux) is not here");
        return None;
    };
    // Kept open until the end: the end of input would be the end of the terminal.
    let mut keys = child.stdin.take().unwrap();
    writeln!(keys, "{answer}").unwrap();
    let output = child.wait_with_output().unwrap();
    drop(keys);
    Some((output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned()))
}

#[test]
fn person_who_says_yes_settles_and_sees_colour() {
    let station = Workstation::new();
    let Some((exit, screen)) = settle_at_a_terminal(&station, "y") else { return };
    assert_eq!(exit, 0, "{screen}");
    let asked = screen.find("Settle? [y/N]").expect("the question");
    let (before, after) = screen.split_at(asked);
    assert!(before.contains("pre-settlement") && before.contains("3392.54"), "the figures come first: {screen}");
    assert!(!before.contains("settlement 2304") && after.contains("settlement 2304"), "{screen}");
    assert!(screen.contains('\u{1b}'), "colour on a terminal: {screen}");
    station.one_stands(LI_STAY);
}

#[test]
fn person_who_says_no_or_nothing_settles_nothing() {
    for answer in ["n", "", "yeah"] {
        let station = Workstation::new();
        let Some((exit, screen)) = settle_at_a_terminal(&station, answer) else { return };
        assert_eq!(exit, 2, "{screen}");
        assert!(screen.contains("[usage.not_confirmed]"), "{screen}");
        assert_eq!(station.rows(), []);
        assert_eq!(station.papers(), Vec::<String>::new());
        // What was uploaded serves again.
        station.settle("worked-case").exits(0);
        assert_eq!(station.books()["visits"][0]["lines"], 109);
        station.one_stands(LI_STAY);
    }
}
