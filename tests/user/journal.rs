//! `yijie journal`: verified, backed up, put back, adopted; and damaged in every way that a disk knows.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};

use rusqlite::Connection;
use serde_json::Value;

use super::said::Said;
use super::workstation::{LI_STAY, Workstation};

fn settled() -> Workstation {
    let station = Workstation::new();
    station.settle("worked-case").exits(0);
    station
}

fn verify(station: &Workstation) -> Said {
    station.run(&["journal", "verify", "--json"])
}

/// Checks that nothing is settled, that what can be read is shown, and that both say why.
#[track_caller]
fn only_read(station: &Workstation, code: &str) -> Value {
    let before = station.books();
    station.settle("wang-jianguo").exits(7).fails(code);
    station.run(&["replay", "--json"]).exits(7).fails(code);
    assert_eq!(station.books(), before, "nothing was sent");
    let queue = station.run(&["queue", "--json"]).exits(7);
    let json = queue.json();
    assert_eq!(json["error"]["code"], code, "{json:#}");
    json
}

#[test]
fn journal_that_is_whole_is_verified_with_a_summary() {
    let station = settled();
    let found = verify(&station).exits(0).json();
    assert_eq!((&found["whole"], &found["stays"]), (&true.into(), &1.into()), "{found:#}");
    assert_eq!(found["findings"], serde_json::json!([]));
    assert!(found["messages"].as_u64() > Some(3) && found["sealed"].as_u64() > Some(8), "{found:#}");
    assert!(found["audit_lines"].as_u64() > Some(5), "{found:#}");
    let said = station.run(&["journal", "verify"]).exits(0);
    assert!(said.out.contains("the journal is whole"), "{}", said.out);
}

#[test]
fn every_falsified_row_is_named_and_ends_with_seven() {
    let falsified = [
        ("UPDATE stays SET total_cents = total_cents + 1", "row", "total"),
        ("UPDATE acts SET fate = 'refused' WHERE kind = 'settle'", "row", "acts"),
        ("UPDATE ends SET kind = 'not_sent'", "row", "message"),
        ("UPDATE instructions SET amount_cents = amount_cents + 100", "money", "money"),
        ("UPDATE bills SET sealed_bill = randomblob(length(sealed_bill))", "sealed", "bills.bill"),
        ("UPDATE attempts SET sealed_body = zeroblob(length(sealed_body))", "sealed", "attempts.body"),
        ("DROP TRIGGER audit_is_never_edited; UPDATE audit SET detail = 'x' WHERE seq = 3", "audit", "line 3"),
        (
            "DROP TRIGGER audit_is_never_shortened; DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
            "audit",
            "line",
        ),
        ("PRAGMA foreign_keys = OFF; DELETE FROM acts WHERE kind = 'settle'", "file", "attempts"),
    ];
    let station = settled();
    let whole = fs::read(station.path("journal.sqlite")).unwrap();
    for (sql, kind, word) in falsified {
        fs::write(station.path("journal.sqlite"), &whole).unwrap();
        Connection::open(station.path("journal.sqlite")).unwrap().execute_batch(sql).unwrap();
        let said = verify(&station).exits(7);
        let json = said.json();
        let findings = json["findings"].as_array().unwrap();
        let named = findings.iter().any(|one| one["kind"] == kind && one["detail"].as_str().unwrap().contains(word));
        assert!(named, "{sql}: {json:#}");
        said.fails("journal.damaged");
    }
    // What was found is remembered, until the journal is found whole.
    only_read(&station, "journal.damaged");
    fs::write(station.path("journal.sqlite"), &whole).unwrap();
    only_read(&station, "journal.damaged");
    verify(&station).exits(0);
    station.one_stands(LI_STAY);
    station.settle("wang-jianguo").exits(0);
}

#[test]
fn damaged_journal_is_read_and_never_sent_from_however_it_was_damaged() {
    type Damage = fn(&mut fs::File, u64);
    let damages: [(&str, Damage); 3] = [
        ("bytes flipped in the middle of every page", |file, bytes| {
            for page in 1..bytes / 4096 {
                file.seek(SeekFrom::Start(page * 4096)).unwrap();
                file.write_all(&[0xFF; 16]).unwrap();
            }
        }),
        ("cut off", |file, bytes| file.set_len(bytes / 2).unwrap()),
        ("pages zeroed", |file, bytes| {
            file.seek(SeekFrom::Start(4096)).unwrap();
            file.write_all(&vec![0; usize::try_from(bytes - 4096).unwrap()]).unwrap();
        }),
    ];
    for (how, damage) in damages {
        let station = settled();
        let path = station.path("journal.sqlite");
        let bytes = fs::metadata(&path).unwrap().len();
        damage(&mut OpenOptions::new().write(true).open(&path).unwrap(), bytes);
        let said = verify(&station);
        assert_eq!(said.exit, Some(7), "{how}: {}{}", said.out, said.err);
        assert_eq!(said.json()["error"]["code"], "journal.damaged", "{how}");
        let before = station.books();
        station.settle("wang-jianguo").exits(7).fails("journal.damaged");
        assert_eq!(station.books(), before, "{how}: nothing was sent");
        // What can be read is shown or not; it ends with the same entry either way.
        for arguments in [vec!["queue", "--json"], vec!["show", LI_STAY, "--json"]] {
            let shown = station.run(&arguments).exits(7).json();
            assert_eq!(shown["error"]["code"], "journal.damaged", "{how}: {shown:#}");
        }
    }
}

#[test]
fn one_page_that_is_damaged_leaves_the_other_stays_readable() {
    let mut station = settled();
    station.cut_line();
    station.settle("wang-jianguo");
    station.mend_line();
    let db = Connection::open(station.path("journal.sqlite")).unwrap();
    db.execute("UPDATE stays SET sealed_state = zeroblob(40) WHERE stay_no = ?", [LI_STAY]).unwrap();
    drop(db);
    verify(&station).exits(7);
    let shown = station.run(&["show", LI_STAY, "--json"]).exits(7).json();
    assert_eq!(shown["error"]["code"], "journal.damaged", "{shown:#}");
    only_read(&station, "journal.damaged");
}

#[test]
fn log_that_was_deleted_with_what_it_held_stops_the_desk() {
    let station = settled();
    let path = |name: &str| station.path(name);
    // The process is killed after its commit: everything is in the log, and the log is lost.
    let older = fs::read(path("journal.sqlite")).unwrap();
    station.settle("wang-jianguo").exits(0);
    fs::write(path("journal.sqlite"), older).unwrap();
    let _ = fs::remove_file(path("journal.sqlite-wal"));
    only_read(&station, "journal.moved");
    station.run(&["show", LI_STAY, "--json"]).exits(7).fails("journal.moved");
}

#[test]
fn backup_is_whole_sealed_and_never_overwrites() {
    let station = settled();
    let said = station.run(&["journal", "backup", "backup.sqlite", "--json"]).exits(0).json();
    assert_eq!(said["stays"], 1, "{said:#}");
    let bytes = fs::read(station.path("backup.sqlite")).unwrap();
    for secret in ["李秀兰", "430102"] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
    station.run(&["journal", "backup", "backup.sqlite", "--json"]).exits(2).fails("journal.exists");
    assert_eq!(fs::read(station.path("backup.sqlite")).unwrap(), bytes);
    let left: Vec<_> = fs::read_dir(station.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains(".part")), "{left:?}");
}

#[test]
fn restored_journal_sends_nothing_until_adopted_and_accounted_for() {
    // At the backup Li's stay is not settled yet, and Wang's is not begun. Both are settled after it.
    let station = Workstation::at_faulty("[[fault]]\ninfno = \"2303\"\nnth = 1\naction = \"drop_reply\"\n");
    let first = station.settle("worked-case");
    assert_eq!(first.json()["status"], "not_settled", "{}", first.out);
    station.run(&["journal", "backup", "backup.sqlite"]).exits(0);
    station.settle("worked-case").exits(0);
    station.settle("wang-jianguo").exits(0);
    let before = station.books();
    assert_eq!(station.standing().len(), 2);

    station.run(&["journal", "restore", "backup.sqlite", "--json"]).exits(2).fails("usage.no_terminal");
    let put_back = station.run(&["journal", "restore", "backup.sqlite", "--yes", "--json"]).exits(0).json();
    let aside = put_back["aside"].as_str().unwrap();
    assert!(fs::metadata(aside).unwrap().len() > 0, "the journal that was there is kept");
    only_read(&station, "journal.moved");
    let verified = verify(&station).exits(0).json();
    assert_eq!(verified["whole"], true, "it can be verified all the same");

    let adopt = |slot: &str| {
        let words = ["journal", "adopt", "--slot", slot, "--by", "信息科 王", "--reason", "硬盘更换", "--json"];
        station.run(&words)
    };
    adopt("3").exits(2).fails("journal.slot_used");
    adopt("4").exits(0);
    assert_eq!(station.books(), before, "nothing was sent by any of it");
    // The configuration still says the old slot.
    station.run(&["replay", "--json"]).exits(7).fails("journal.other_slot");
    let file = fs::read_to_string(station.path("yijie.toml")).unwrap();
    fs::write(station.path("yijie.toml"), file.replace("slot = 3", "slot = 4")).unwrap();
    assert_eq!(verify(&station).exits(0).json()["whole"], true);

    // Li's stay was in the journal, open: nothing of it is sent before it is accounted for.
    let held = station.settle("worked-case");
    assert_ne!(held.exit, Some(0), "{}", held.out);
    assert_eq!(held.json()["status"], "unaccounted", "{}", held.out);
    assert_eq!(station.standing().len(), 2, "not settled twice");
    let account = |found: &str| {
        let words =
            ["journal", "account", LI_STAY, "--found", found, "--by", "信息科 王", "--reason", "平台已结", "--json"];
        station.run(&words)
    };
    account("dealt-with").exits(0);
    account("dealt-with").exits(2).fails("journal.accounted");
    // Wang's began after the backup: the journal knows nothing of it, and the platform does.
    station.settle("wang-jianguo");
    assert_eq!(station.standing().len(), 2, "not settled twice either");
    // New patients are served.
    station.settle("zhang-guifang");
    assert_eq!(station.standing().len(), 3);
    assert_eq!(verify(&station).exits(0).json()["whole"], true);
    station.run(&["journal", "adopt", "--by", "x", "--reason", "y", "--json"]).exits(2).fails("journal.not_moved");
}

#[test]
fn doubt_of_a_restored_journal_ends_by_the_evidence_of_its_own_message() {
    let lost = |infno| format!("[[fault]]\ninfno = \"{infno}\"\nnth = 1\naction = \"drop_reply\"\n");
    let station = Workstation::at_faulty(&(lost("2304") + &lost("5203")));
    station.configure("\n[limits]\ndoubt_wait_ms_max = 0\n");
    station.settle("worked-case").exits(4);
    station.run(&["journal", "backup", "backup.sqlite"]).exits(0);
    station.run(&["journal", "restore", "backup.sqlite", "--yes"]).exits(0);
    let file = fs::read_to_string(station.path("yijie.toml")).unwrap();
    fs::write(station.path("yijie.toml"), file.replace("slot = 3", "slot = 4")).unwrap();
    let adopted = station.run(&["journal", "adopt", "--by", "王", "--reason", "试验", "--json"]).exits(0).json();
    assert_eq!(adopted["unaccounted"], serde_json::json!([LI_STAY]), "{adopted:#}");
    std::thread::sleep(std::time::Duration::from_millis(1_200));
    station.run(&["replay"]);
    station.one_stands(LI_STAY);
    assert_eq!(station.rows().len(), 1, "adopted, not made again");
}

#[test]
fn backup_that_is_no_backup_leaves_the_journal_alone() {
    let station = settled();
    station.run(&["journal", "backup", "good.sqlite"]).exits(0);
    let mut bytes = fs::read(station.path("good.sqlite")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0x55);
    fs::write(station.path("bad.sqlite"), bytes).unwrap();
    fs::write(station.path("text.sqlite"), "no database").unwrap();
    let before = fs::read(station.path("journal.sqlite")).unwrap();
    for file in ["bad.sqlite", "text.sqlite", "none.sqlite"] {
        station.run(&["journal", "restore", file, "--yes", "--json"]).exits(7).fails("journal.bad_backup");
    }
    assert_eq!(fs::read(station.path("journal.sqlite")).unwrap(), before);
    station.one_stands(LI_STAY);
}
