//! How the program answers: to a person in their language, to a program in JSON, to the shell by its exit code.

use super::said::Said;
use super::workstation::{LI_STAY, Workstation, bill_path, program};

#[test]
fn help_and_version_need_no_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| Said::of(program(folder.path()).args(arguments).output().unwrap());
    let help = run(&["--help"]).exits(0).out;
    for taught in ["settle", "replay", "queue", "receipt", "training", "demo", "Exit codes", "yijie demo"] {
        assert!(help.contains(taught), "{taught}\n{help}");
    }
    assert!(run(&["--version"]).exits(0).out.starts_with("yijie "));
    for command in ["card", "check", "settle", "show", "cancel", "queue", "replay", "receipt", "training", "config"] {
        assert!(run(&[command, "--help"]).exits(0).out.contains("--json"), "{command}");
    }
}

#[test]
fn people_are_spoken_to_in_the_language_of_flag_configuration_or_locale() {
    let station = Workstation::new();
    let said = |arguments: &[&str], locale: &str| {
        let output = station.command(arguments).env("LANG", locale).output().unwrap();
        Said::of(output).exits(0).out
    };
    assert_eq!(said(&["queue"], "C.UTF-8").trim(), "nothing waits");
    assert_eq!(said(&["queue"], "zh_CN.UTF-8").trim(), "队列是空的");
    assert_eq!(said(&["queue", "--lang", "zh"], "en_US.UTF-8").trim(), "队列是空的");
    assert_eq!(said(&["queue", "--lang", "en"], "zh_CN.UTF-8").trim(), "nothing waits");
    assert!(said(&["--help"], "zh_CN.UTF-8").contains("出院即时结算"));
    let file = std::fs::read_to_string(station.path("yijie.toml")).unwrap();
    std::fs::write(station.path("yijie.toml"), format!("language = \"zh\"\n{file}")).unwrap();
    assert_eq!(said(&["queue"], "C.UTF-8").trim(), "队列是空的");

    // Errors too, and to programs as well.
    let error = station.run(&["show", "X1", "--lang", "zh", "--json"]).exits(2).fails("stay.unknown");
    assert!(error["sentence"].as_str().unwrap().contains("没有住院号"), "{error}");
    let error = station.run(&["show", "X1", "--lang", "en", "--json"]).exits(2).fails("stay.unknown");
    assert!(error["sentence"].as_str().unwrap().starts_with("There is no stay"), "{error}");
}

#[test]
fn nothing_but_a_terminal_is_given_colour() {
    let station = Workstation::new();
    let settle = station.run(&["settle", &bill_path("worked-case"), "--no-card", "--yes"]).exits(0);
    let wrong = station.run(&["show", "nobody"]).exits(2);
    for text in [settle.out, settle.err, wrong.out, wrong.err] {
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}

#[test]
fn every_command_answers_a_program_in_json_and_nothing_else() {
    let station = Workstation::new();
    let bill = bill_path("worked-case");
    let answers: [(&[&str], &str); 7] = [
        (&["settle", &bill, "--no-card", "--yes"], "status"),
        (&["show", LI_STAY], "story"),
        (&["queue"], "queue"),
        (&["replay"], "replayed"),
        (&["receipt", LI_STAY], "paper"),
        (&["cancel", LI_STAY, "--reason", "x", "--refund-recovered"], "status"),
        (&["config"], "config"),
    ];
    for (arguments, key) in answers {
        let said = station.run(&[arguments, &["--json"]].concat()).exits(0);
        assert!(!said.json()[key].is_null(), "{arguments:?}: {}", said.out);
        // The flag may stand before the command as well.
        if arguments[0] != "cancel" && arguments[0] != "settle" {
            let before = station.run(&[&["--json"], arguments].concat()).exits(0).json();
            assert!(!before[key].is_null(), "{arguments:?}");
        }
    }
}

#[test]
fn every_command_that_fails_tells_a_program_its_entry_of_the_failure_book() {
    let station = Workstation::new();
    let nobody = "/nowhere/bill.json";
    let failures: [(&[&str], i32, &str); 12] = [
        (&["--no-such-flag"], 2, "usage.arguments"),
        (&["dance"], 2, "usage.arguments"),
        (&["settle"], 2, "usage.arguments"),
        (&["cancel", LI_STAY], 2, "usage.arguments"),
        (&["settle", &bill_path("worked-case"), "--no-card"], 2, "usage.no_terminal"),
        (&["settle", nobody, "--no-card", "--yes"], 6, "bill.missing"),
        (&["show", LI_STAY], 2, "stay.unknown"),
        (&["receipt", LI_STAY], 2, "stay.unknown"),
        (&["cancel", LI_STAY, "--reason", "x", "--refund-recovered"], 2, "stay.unknown"),
        (&["card"], 5, "reader.service_down"),
        (&["check"], 5, "reader.service_down"),
        (&["queue", "--config", "/nowhere/yijie.toml"], 2, "config.missing"),
    ];
    for (arguments, exit, code) in failures {
        let said = station.run(&[arguments, &["--json"]].concat());
        println!("{arguments:?}");
        said.exits(exit).fails(code);
        // A person reads the code, so that the hot line can be told, and what to do.
        if code != "usage.arguments" {
            let person = station.run(arguments).exits(exit);
            let text = format!("{}{}", person.out, person.err);
            assert!(text.contains(&format!("[{code}]")) && text.contains("next: "), "{text}");
        }
    }
    assert_eq!(station.rows(), []);
}

#[test]
fn nothing_is_settled_where_nobody_can_be_asked() {
    let station = Workstation::new();
    station.run(&["settle", &bill_path("worked-case"), "--no-card", "--json"]).exits(2).fails("usage.no_terminal");
    assert_eq!(station.rows(), []);
    assert_eq!(station.books()["messages"], 0, "not even the patient was looked up");
}

#[test]
fn bill_is_taken_from_standard_input_too() {
    let station = Workstation::new();
    let bill = std::fs::File::open(bill_path("worked-case")).unwrap();
    let mut command = station.command(&["settle", "-", "--no-card", "--yes", "--json"]);
    let answer = Said::of(command.stdin(bill).output().unwrap()).exits(0).json();
    assert_eq!(answer["status"], "settled");
}

#[test]
fn answer_that_nobody_reads_to_its_end_changes_nothing() {
    let station = Workstation::new();
    let mut command = station.command(&["settle", &bill_path("worked-case"), "--no-card", "--yes"]);
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
    station.one_stands(LI_STAY);
}
