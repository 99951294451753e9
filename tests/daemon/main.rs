//! Commands beside a running daemon, as a cashier's shell starts them: real processes, one journal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // tests may

mod alike;

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use yijie::training::{Platform, Server, TRAINING_KEY_ID, TRAINING_SECRET};

const STAY: &str = "ZY2026110001";
const HELD: i32 = 7;
/// One settlement, and one that takes it back.
const CANCELLED_ONCE: [&str; 2] = ["cancelled", "negative"];

/// A desk's configuration and state, at a training platform.
struct Workplace {
    platform: Server,
    folder: TempDir,
}

/// A daemon that does not outlive its test, whatever the test finds.
struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Workplace {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let platform = Server::on_free_port(Platform::with_training_people().unwrap()).unwrap();
        // Free a moment ago; the daemon says at once if somebody took it since.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let text = format!(
            "[institution]\ncode = \"H44010000001\"\nname = \"广州示范医院\"\ndivision = \"440100\"\n\
             [desk]\nslot = 1\noperator = \"C001\"\noperator_name = \"收费员一\"\n\
             [platform]\nprofile = \"training\"\nurl = \"http://{}\"\n\
             [journal]\npath = \"{state}/journal.sqlite\"\nkey_file = \"{state}/journal.key\"\n\
             [limits]\ndoubt_wait_ms_max = 0\n\
             [api]\nlisten = \"127.0.0.1:{port}\"\ntoken_file = \"{state}/api.token\"\n\
             [log]\nfile = \"{state}/log\"\n",
            platform.addr(),
            state = folder.path().display(),
        );
        std::fs::write(folder.path().join("yijie.toml"), text).unwrap();
        Self { platform, folder }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yijie"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("YIJIE_")) {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .args(["--lang", "en", "--config"])
            .arg(self.folder.path().join("yijie.toml"))
            .env("YIJIE_PLATFORM_KEY", TRAINING_KEY_ID)
            .env("YIJIE_PLATFORM_SECRET", TRAINING_SECRET)
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What a command answers a program, and its exit code.
    fn json(&self, arguments: &[&str]) -> (Option<i32>, Value) {
        let output = self.run(&[arguments, &["--json"]].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        (output.status.code(), json)
    }

    /// Settles the worked case, as a desk of its own.
    fn settle(&self) {
        let bill = fixture("bills/worked-case.json");
        let (exit, settled) = self.json(&["settle", bill.to_str().unwrap(), "--no-card", "--yes"]);
        assert_eq!((exit, settled["status"].as_str()), (Some(0), Some("settled")), "{settled}");
    }

    fn daemon(&self) -> Daemon {
        let mut daemon = Daemon(self.command(&["run"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
        let mut line = String::new();
        BufReader::new(daemon.0.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains("http://127.0.0.1:"), "the daemon listens: {line}");
        daemon
    }

    /// The states of all settlements on the platform's books; a cancel is a row of its own there.
    fn settlements(&self) -> Vec<String> {
        let books = self.platform.books();
        let rows = books["settlements"].as_array().unwrap();
        rows.iter().map(|row| row["state"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn commands_beside_a_daemon_are_carried_out_by_it() {
    let place = Workplace::new();
    place.settle();
    let daemon = place.daemon();
    let (exit, story) = place.json(&["show", STAY]);
    assert_eq!((exit, story["status"].as_str()), (Some(0), Some("settled")), "{story}");
    let shown = place.run(&["show", STAY]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("44671.59") && shown.contains("2304"), "{shown}");
    let (exit, queue) = place.json(&["queue"]);
    assert_eq!((exit, queue["queue"].as_array().map(Vec::len)), (Some(0), Some(0)), "{queue}");
    assert_eq!(place.json(&["replay"]).0, Some(0));
    let (exit, paper) = place.json(&["receipt", STAY]);
    assert_eq!((exit, paper["copy"].to_string()), (Some(0), "1".to_owned()), "{paper}");
    let (exit, unknown) = place.json(&["show", "ZY9"]);
    assert_eq!((exit, unknown["error"]["code"].as_str()), (Some(2), Some("stay.unknown")), "{unknown}");
    let (exit, cancelled) = place.json(&["cancel", STAY, "--reason", "wrong bill", "--refund-recovered"]);
    assert_eq!((exit, cancelled["status"].as_str()), (Some(0), Some("cancelled")), "{cancelled}");
    assert_eq!(place.settlements(), CANCELLED_ONCE);
    drop(daemon);
    let (exit, here) = place.json(&["show", STAY]);
    assert_eq!((exit, here["status"].as_str()), (Some(0), Some("cancelled")), "the journal has it: {here}");
}

#[test]
fn nothing_reaches_the_platform_from_beside_a_daemon_without_a_yes_and_a_card() {
    let place = Workplace::new();
    let _daemon = place.daemon();
    let bill = fixture("bills/worked-case.json");
    let bill = bill.to_str().unwrap();
    let (exit, refused) = place.json(&["settle", bill]);
    assert_eq!((exit, refused["error"]["code"].as_str()), (Some(2), Some("usage.no_terminal")), "{refused}");
    let (exit, refused) = place.json(&["settle", bill, "--yes"]);
    assert_eq!((exit, refused["training"].as_bool()), (Some(5), Some(true)), "no reader here: {refused}");
    let (exit, refused) = place.json(&["settle", "/nowhere/bill.json", "--yes"]);
    assert_eq!((exit, refused["error"]["code"].as_str()), (Some(6), Some("bill.missing")), "{refused}");
    assert_eq!(place.json(&["show", STAY]).0, Some(2), "no stay was begun");
    assert_eq!(place.settlements(), Vec::<String>::new());
}

#[test]
fn bill_settled_before_is_told_by_the_daemon_and_settles_nothing() {
    let place = Workplace::new();
    place.settle();
    let _daemon = place.daemon();
    let bill = fixture("bills/worked-case.json");
    let settle = || place.json(&["settle", bill.to_str().unwrap()]);
    let both = std::thread::scope(|scope| {
        let other = scope.spawn(settle);
        [settle(), other.join().unwrap()]
    });
    for (exit, again) in &both {
        assert_eq!((*exit, &again["repeated"]), (Some(0), &true.into()), "{again}");
    }
    assert_ne!(both[0].1["copy"], both[1].1["copy"], "each paper has a number of its own");
    assert_eq!(place.settlements(), ["stands"]);
}

#[test]
fn cancels_beside_a_daemon_at_once_cancel_one_settlement() {
    let place = Workplace::new();
    place.settle();
    let _daemon = place.daemon();
    let cancel = || place.json(&["cancel", STAY, "--reason", "wrong bill", "--refund-recovered"]);
    let both = std::thread::scope(|scope| {
        let other = scope.spawn(cancel);
        [cancel(), other.join().unwrap()]
    });
    assert!(both.iter().any(|(exit, _)| *exit == Some(0)), "{both:?}");
    assert_eq!(place.settlements(), CANCELLED_ONCE);
    let (_, story) = place.json(&["show", STAY]);
    let sent = story["story"].as_array().unwrap();
    assert_eq!(sent.iter().filter(|sent| sent["infno"] == "2305").count(), 1, "{story}");
}

#[test]
fn journal_held_where_no_daemon_answers_is_said_so() {
    let place = Workplace::new();
    place.settle();
    let _daemon = place.daemon();
    for changed in [["--api-token-file", "/nowhere/token"], ["--api-listen", "127.0.0.1:1"]] {
        let (exit, held) = place.json(&[&["queue"][..], &changed].concat());
        assert_eq!((exit, held["error"]["code"].as_str()), (Some(HELD), Some("journal.held")), "{changed:?}: {held}");
    }
}

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}
