//! The card in the reader, over a real PC/SC service with a virtual card in namespaces of their own.
//!
//! Needs the unpacked packages: `YIJIE_PCSC_STACK`, or `target/pcsc-stack`. Without them each test says so and passes.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use yijie_virtual_card::control::{ServiceCommand, Twist};
use yijie_virtual_card::stack::{Inside, Place, READERS, Stack};

use super::said::Said;
use super::workstation::{LI_STAY, Workstation, bill_path, fixture};

/// A workstation with a reader.
struct Desk {
    station: Workstation,
    stack: Stack,
    place: Place,
}

impl Desk {
    /// `None`, and says so, where the packages are not there.
    fn open(test: &str) -> Option<Self> {
        let packages = std::env::var_os("YIJIE_PCSC_STACK")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pcsc-stack"), PathBuf::from);
        if !packages.is_dir() {
            println!("SKIPPED {test}: no PC/SC packages in {}", packages.display());
            return None;
        }
        let place = Place::new().unwrap();
        let inside = Inside { program: env!("CARGO_BIN_EXE_yijie").into(), arguments: vec!["inside-stack".into()] };
        let stack = Stack::start(&place, &packages, &inside).unwrap();
        Some(Self { station: Workstation::new(), stack, place })
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let mut command = self.station.command(arguments);
        Said::of(command.env("PCSCLITE_CSOCK_NAME", self.place.socket()).output().unwrap())
    }

    /// Puts a card in, and lets the service find it: it looks a few times a second.
    fn insert(&mut self, card: &str, twist: Twist) {
        self.pull();
        self.stack.insert(0, &card_path(card), twist).unwrap();
        thread::sleep(FOUND);
    }

    fn pull(&mut self) {
        self.stack.pull(0).unwrap();
        thread::sleep(FOUND);
    }
}

fn card_path(name: &str) -> PathBuf {
    fixture("cards").join(name).with_extension("toml")
}

const FOUND: Duration = Duration::from_millis(900);

#[test]
fn card_is_read_masked_and_in_full_where_asked_to() {
    let Some(mut desk) = Desk::open("card_is_read_masked_and_in_full_where_asked_to") else { return };
    let list = desk.run(&["card", "--list", "--json"]).exits(0).json();
    assert_eq!(list["readers"], serde_json::json!(READERS));
    desk.insert("li-xiulan", Twist::default());
    let masked = desk.run(&["card", "--json"]).exits(0);
    for secret in ["李秀兰", "430102195803124623", "A43017219"] {
        assert!(!masked.out.contains(secret), "{}", masked.out);
        assert!(!desk.run(&["card"]).exits(0).out.contains(secret));
    }
    let full = desk.run(&["card", "--reveal", "--json"]).exits(0).json();
    assert_eq!(full["name"], "李秀兰");
    assert_eq!(full["citizen_id"], "430102195803124623");
    assert_eq!(full["card_number"], "A43017219");
    assert_eq!(full["issued_in"], "430100");
    assert_eq!(full["revealed"], true);
    // Longer than one record holds.
    desk.insert("gulbahar", Twist::default());
    let long = desk.run(&["card", "--reveal", "--json"]).exits(0).json();
    assert_eq!(long["name"], "古丽巴哈尔·阿卜杜热西提·买𬱖热木");
}

#[test]
fn patient_is_settled_by_the_card_and_nobody_elses_card_serves() {
    let Some(mut desk) = Desk::open("patient_is_settled_by_the_card_and_nobody_elses_card_serves") else { return };
    let bill = bill_path("worked-case");
    let settle = ["settle", bill.as_str(), "--yes", "--json"];
    desk.run(&settle).exits(5).fails("card.absent");
    desk.insert("wang-jianguo", Twist::default());
    desk.run(&settle).exits(6).fails("card.wrong_person");
    assert_eq!(desk.station.books()["messages"], 0, "nothing was sent for the wrong card");

    desk.insert("li-xiulan", Twist::default());
    let check = desk.run(&["check", "--json"]).exits(0).json();
    assert_eq!(check["covered"], true, "{check:#}");
    assert_eq!(check["insurance"]["insured_place"], "430100");
    assert!(!check.to_string().contains("李秀兰"), "{check:#}");
    desk.insert("zhou-fusheng", Twist::default());
    let refused = desk.run(&["check", "--json"]).exits(0).json();
    assert_eq!(refused["covered"], false, "{refused:#}");
    assert!(refused["remedy"].as_str().is_some_and(|text| !text.is_empty()), "{refused:#}");

    desk.insert("li-xiulan", Twist::default());
    let answer = desk.run(&settle).exits(0).json();
    assert_eq!(answer["settlement"]["statement"]["cash"].to_string(), "3392.54");
    desk.station.one_stands(LI_STAY);
    // The patient has left with the card; what was settled is shown all the same.
    desk.pull();
    assert_eq!(desk.run(&settle).exits(0).json()["copy"], 1);
}

#[test]
fn cards_that_are_none_of_ours_are_told_apart_and_send_nothing() {
    let Some(mut desk) = Desk::open("cards_that_are_none_of_ours_are_told_apart_and_send_nothing") else { return };
    let bill = bill_path("worked-case");
    for (card, code) in [
        ("bank-card", "card.bank_card"),
        ("foreign-card", "card.foreign"),
        ("version-9", "card.version_unknown"),
        // Its holder's record wants a PIN, which nobody at the desk has.
        ("gen3-locked", "card.authentication_wanted"),
    ] {
        desk.insert(card, Twist::default());
        println!("{card}");
        desk.run(&["card", "--json"]).exits(5).fails(code);
        desk.run(&["check", "--json"]).exits(5).fails(code);
        desk.run(&["settle", &bill, "--yes", "--json"]).exits(5).fails(code);
    }
    assert_eq!(desk.station.books()["messages"], 0);
}

#[test]
fn card_pulled_at_any_command_is_told_and_reads_again_once_it_is_back() {
    let Some(mut desk) = Desk::open("card_pulled_at_any_command_is_told_and_reads_again_once_it_is_back") else {
        return;
    };
    let bill = bill_path("worked-case");
    let mut pulled = 0;
    for at in 1..60 {
        desk.insert("li-xiulan", Twist { pulled_at: Some(at), ..Twist::default() });
        let said = desk.run(&["settle", &bill, "--yes", "--json"]);
        if said.exit == Some(0) {
            break;
        }
        pulled += 1;
        let code = said.json()["error"]["code"].as_str().unwrap().to_owned();
        assert!(matches!(code.as_str(), "card.pulled" | "card.absent"), "at {at}: {}", said.out);
        said.exits(5).fails(&code);
        assert_eq!(desk.station.books()["messages"], 0, "at {at}");
    }
    assert!((3..59).contains(&pulled), "the identity takes some commands: {pulled}");
    desk.station.one_stands(LI_STAY);
}

#[test]
fn reader_and_service_that_are_gone_are_told_apart() {
    let Some(mut desk) = Desk::open("reader_and_service_that_are_gone_are_told_apart") else { return };
    desk.run(&["card", "--json"]).exits(5).fails("card.absent");
    let named = desk.run(&["check", "--json", "--reader-name", "No Such Reader"]);
    named.exits(2).fails("reader.not_named");
    let waited = std::time::Instant::now();
    desk.run(&["card", "--json", "--wait", "1"]).exits(5).fails("card.absent");
    assert!(waited.elapsed() >= Duration::from_secs(1));
    desk.stack.service(ServiceCommand::Stop).unwrap();
    desk.run(&["card", "--json"]).exits(5).fails("reader.service_down");
    desk.stack.service(ServiceCommand::Start).unwrap();
    desk.insert("li-xiulan", Twist::default());
    thread::sleep(FOUND);
    desk.run(&["card", "--json"]).exits(0);
}
