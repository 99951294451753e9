//! A platform that shows neither figures nor a settled state: the books of the day tell what became of a settlement.

use std::fs;

use super::said::Said;
use super::workstation::{LI_STAY, Workstation};

const LOST_REPLY: &str = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n";
const LOST_REQUEST: &str = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_request\"\n";

/// A desk whose profile has no figures and no trusted pre-settlement, and these other switches.
fn station(faults: &str, switches: &[(&str, bool)]) -> Workstation {
    let station = Workstation::at_faulty(faults);
    let path = station.path("profile.toml");
    let mut profile = fs::read_to_string(&path).unwrap();
    for (name, on) in [("figures_by_visit", false), ("presettle_trusted", false)].iter().chain(switches) {
        let was = format!("\n{name} = {}\n", !on);
        assert!(profile.contains(&was), "{name}");
        profile = profile.replace(&was, &format!("\n{name} = {on}\n"));
    }
    fs::write(path, profile).unwrap();
    station
}

/// Settles, and works off the queue until the stay has this status.
#[track_caller]
fn comes_to(station: &Workstation, status: &str) -> Said {
    station.settle("worked-case");
    for _ in 0..6 {
        let shown = station.run(&["show", LI_STAY, "--json"]);
        if shown.json()["status"] == status {
            return shown;
        }
        assert!(station.standing().len() <= 1, "{:#?}", station.rows());
        station.run(&["replay", "--json"]);
    }
    panic!("{:#}", station.run(&["show", LI_STAY, "--json"]).json());
}

#[test]
fn settlement_found_in_the_books_is_left_standing_where_it_cannot_be_reversed() {
    let station = station(LOST_REPLY, &[("reverse_settle", false)]);
    let shown = comes_to(&station, "needs_person").json();
    assert!(shown.to_string().contains("settlement.stands_unadopted"), "{shown:#}");
    assert_eq!(station.standing().len(), 1, "it stands on the platform");
    assert!(!station.papers().iter().any(|name| name.contains("original")), "{:?}", station.papers());
    let again = station.settle("worked-case").json();
    assert_eq!(again["error"]["code"], "settlement.stands_unadopted", "{again:#}");
    assert_eq!(station.standing().len(), 1, "and is not made a second time");
}

#[test]
fn settlement_absent_from_the_books_is_made_anew() {
    let station = station(LOST_REQUEST, &[("reverse_settle", false)]);
    comes_to(&station, "settled");
    station.one_stands(LI_STAY);
    assert_eq!(station.rows().len(), 1);
}

#[test]
fn settlement_that_can_be_made_again_is_reversed_and_made_again() {
    let station = station(LOST_REPLY, &[]);
    comes_to(&station, "settled");
    station.one_stands(LI_STAY);
    assert_eq!(station.rows().iter().filter(|row| row.state == "reversed").count(), 1, "{:#?}", station.rows());
}

#[test]
fn settlement_goes_to_a_person_where_the_books_are_not_believed() {
    let station = station(LOST_REQUEST, &[("reverse_settle", false), ("day_books", false)]);
    let shown = comes_to(&station, "needs_person").json();
    assert!(!shown.to_string().contains("settlement.stands_unadopted"), "{shown:#}");
}
