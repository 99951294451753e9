//! A journal that cannot be opened here: nothing is sent and nothing is lost.

use std::fs;

use rusqlite::Connection;

use super::workstation::{LI_STAY, Workstation, secret_file};

/// Checks that settling fails with `code` and leaves the platform's books and the journal's file as they were.
#[track_caller]
fn refused(station: &Workstation, code: &str) {
    let before = station.books();
    for arguments in [vec!["queue", "--json"], vec!["replay", "--json"], vec!["show", LI_STAY, "--json"]] {
        station.run(&arguments).exits(7).fails(code);
    }
    station.settle("wang-jianguo").exits(7).fails(code);
    assert_eq!(station.books(), before, "nothing was sent");
}

fn settled() -> Workstation {
    let station = Workstation::new();
    station.settle("worked-case").exits(0);
    station
}

#[test]
fn journal_of_a_newer_version_is_left_as_it_is() {
    let station = settled();
    let version = |number: Option<u32>| {
        let db = Connection::open(station.path("journal.sqlite")).unwrap();
        if let Some(number) = number {
            db.pragma_update(None, "user_version", number).unwrap();
        }
        db.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)).unwrap()
    };
    let ours = version(None);
    version(Some(99));
    refused(&station, "journal.newer");
    assert_eq!(version(None), 99);
    version(Some(ours));
    station.one_stands(LI_STAY);
}

#[test]
fn journal_of_another_institution_or_platform_is_not_written_to() {
    let station = settled();
    let file = fs::read_to_string(station.path("yijie.toml")).unwrap();
    fs::write(station.path("yijie.toml"), file.replace("H44010000001", "H44010000099")).unwrap();
    refused(&station, "journal.other_platform");
    // A real platform must never meet the journal of the training.
    fs::write(station.path("yijie.toml"), file.replace("\"./profile.toml\"", "\"jiangxi\"")).unwrap();
    refused(&station, "journal.other_platform");
    fs::write(station.path("yijie.toml"), file).unwrap();
    station.one_stands(LI_STAY);
}

#[test]
fn journal_with_another_key_or_none_is_not_opened_and_its_own_key_opens_it_again() {
    let (station, other) = (settled(), settled());
    let key = fs::read(station.path("journal.key")).unwrap();
    fs::copy(other.path("journal.key"), station.path("journal.key")).unwrap();
    refused(&station, "journal.wrong_key");
    fs::remove_file(station.path("journal.key")).unwrap();
    let said = station.settle("wang-jianguo").exits(7);
    let code = said.json()["error"]["code"].as_str().unwrap().to_owned();
    assert!(code == "journal.key_missing", "a new key would open nothing: {code}");
    secret_file(&station.path("journal.key"), &String::from_utf8(key).unwrap());
    station.one_stands(LI_STAY);
}

#[test]
fn file_that_is_no_journal_is_left_as_it_is() {
    let station = Workstation::new();
    // With a key that was made before: one that is missing would be told first.
    secret_file(&station.path("journal.key"), &format!("yijie-seal-key/1 {}\n", "07".repeat(32)));
    for content in [&b"not a database at all, but long enough to look at"[..], &[0x5A; 8192]] {
        fs::write(station.path("journal.sqlite"), content).unwrap();
        let said = station.settle("worked-case").exits(7);
        let code = said.json()["error"]["code"].as_str().unwrap().to_owned();
        assert!(matches!(code.as_str(), "journal.not_opened" | "journal.damaged"), "{code}");
        assert_eq!(fs::read(station.path("journal.sqlite")).unwrap(), content);
    }
    assert_eq!(station.books()["messages"], 0);
    fs::remove_file(station.path("journal.sqlite")).unwrap();
    station.settle("worked-case").exits(0);
}

#[test]
fn journal_put_back_from_a_backup_sends_nothing() {
    let station = Workstation::new();
    station.settle("wang-jianguo").exits(0);
    let backup = fs::read(station.path("journal.sqlite")).unwrap();
    station.settle("worked-case").exits(0);
    fs::write(station.path("journal.sqlite"), backup).unwrap();
    let before = station.books();
    station.settle("worked-case").exits(7).fails("journal.moved");
    assert_eq!(station.books(), before, "or the patient would be settled twice");
}

#[test]
fn journal_in_a_folder_that_is_not_there_is_told_or_made() {
    let station = Workstation::new();
    let said = station.run(&["queue", "--json", "--journal-path", "/proc/nowhere/journal.sqlite"]).exits(7);
    let code = said.json()["error"]["code"].as_str().unwrap().to_owned();
    assert!(matches!(code.as_str(), "journal.write_failed" | "journal.not_opened"), "{code}");
    said.fails(&code);
}
