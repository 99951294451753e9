//! A configuration that cannot be: named with its line, before anything else happens.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use super::said::Said;
use super::workstation::{LI_STAY, Workstation, program, secret_file};

#[test]
fn unknown_key_is_named_with_its_line_and_the_key_that_was_meant() {
    let station = Workstation::new();
    station.configure("papper = \"80mm\"\n");
    let text = fs::read_to_string(station.path("yijie.toml")).unwrap();
    let line = text.lines().position(|line| line.starts_with("papper")).unwrap() + 1;
    let error = station.settle("worked-case").exits(2).fails("config.unknown_key");
    let detail = error["detail"].as_str().unwrap();
    for told in [format!("yijie.toml:{line}"), "papper".to_owned(), "paper".to_owned()] {
        assert!(detail.contains(&told), "{told}: {detail}");
    }
    assert_eq!(station.books()["messages"], 0);
    station.configure("");
    station.settle("worked-case").exits(0);
    station.one_stands(LI_STAY);
}

#[test]
fn wrong_values_are_all_named_each_with_its_line() {
    let station = Workstation::new();
    station.configure("paper = \"letter\"\n\n[log]\nlevel = \"loud\"\n");
    let error = station.run(&["queue", "--json"]).exits(2).fails("config.wrong_value");
    let detail = error["detail"].as_str().unwrap();
    for told in ["receipt.paper", "log.level"] {
        assert!(detail.contains(told), "{told}: {detail}");
    }
}

#[test]
fn unknown_variable_is_an_error_and_a_known_one_overrides_the_file() {
    let station = Workstation::new();
    let with =
        |name: &str, value: &str| Said::of(station.command(&["config", "--json"]).env(name, value).output().unwrap());
    with("YIJIE_RECIEPT_PAPER", "80mm").exits(2).fails("config.unknown_key");
    let config = with("YIJIE_RECEIPT_PAPER", "58mm").exits(0).json();
    let rows = config["config"].as_array().unwrap();
    let paper = rows.iter().find(|row| row["key"] == "receipt.paper").unwrap();
    assert_eq!(paper["value"], "58mm");
    assert_eq!(paper["from"]["source"], "env", "{paper}");
    let text = serde_json::to_string(&config).unwrap();
    assert!(!text.contains("training-secret-known-to-everybody"), "secrets are masked");
}

#[test]
fn required_key_that_is_missing_is_named() {
    let station = Workstation::new();
    let text = fs::read_to_string(station.path("yijie.toml")).unwrap().replace("slot = 3\n", "");
    fs::write(station.path("yijie.toml"), text).unwrap();
    let error = station.run(&["queue", "--json"]).exits(2).fails("config.required");
    assert!(error["detail"].as_str().unwrap().contains("desk.slot"), "{error}");
    let nothing = tempfile::tempdir().unwrap();
    let said = Said::of(program(nothing.path()).args(["queue", "--json"]).output().unwrap());
    said.exits(2);
}

#[test]
fn secret_that_others_can_read_is_refused_until_it_is_private() {
    let station = Workstation::new();
    fs::set_permissions(station.path("secret"), fs::Permissions::from_mode(0o644)).unwrap();
    let said = station.settle("worked-case").exits(2);
    assert!(said.json()["error"]["detail"].as_str().unwrap().contains("chmod 600"), "{}", said.out);
    fs::remove_file(station.path("secret")).unwrap();
    station.settle("worked-case").exits(2);
    secret_file(&station.path("secret"), yijie::training::TRAINING_SECRET);
    station.settle("worked-case").exits(0);
    for private in ["journal.sqlite", "journal.key"] {
        let mode = fs::metadata(station.path(private)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{private} is its owner's alone");
    }
}

#[test]
fn port_in_use_is_said_and_the_one_who_has_it_is_left_alone() {
    let station = Workstation::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let error = station.run(&["training", "--listen", &address, "--json"]).exits(2).fails("desk.port_in_use");
    assert!(error["detail"].as_str().unwrap().contains(&address), "{error}");
}

#[test]
fn training_platform_listens_to_this_machine_only() {
    let station = Workstation::new();
    station.run(&["training", "--listen", "0.0.0.0:0", "--json"]).exits(2).fails("usage.arguments");
}

#[test]
fn faults_file_that_cannot_be_read_is_named_with_what_is_wrong() {
    let station = Workstation::new();
    for (text, told) in [
        ("[[fault]]\naction = \"explode\"\n", "line 2"),
        ("[[fault]]\naction = \"delay\"\n", "needs `ms`"),
        ("[[fault]]\naction = \"delay\"\nms = 1\nfrequency = 3\n", "line 4"),
    ] {
        fs::write(station.path("faults.toml"), text).unwrap();
        let said = station.run(&["training", "--listen", "127.0.0.1:0", "--faults", "faults.toml", "--json"]);
        let error = said.exits(2).fails("usage.arguments");
        let detail = error["detail"].as_str().unwrap();
        assert!(detail.contains("faults.toml") && detail.contains(told), "{told}: {detail}");
    }
}

#[test]
fn card_is_read_before_anything_is_configured_but_not_by_a_wrong_configuration() {
    let nothing = tempfile::tempdir().unwrap();
    let said = Said::of(program(nothing.path()).args(["card", "--json"]).output().unwrap());
    said.exits(5).fails("reader.service_down");
    let station = Workstation::new();
    station.configure("papper = \"80mm\"\n");
    station.run(&["card", "--json"]).exits(2).fails("config.unknown_key");
}
