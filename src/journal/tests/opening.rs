//! Whose journal it is, and who may write it.

use std::fs;

use super::*;

#[test]
fn journal_is_made_for_its_owner_only() {
    let desk = Desk::new();
    let mut journal = desk.open();
    intend(&mut journal, "ZY1", now());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(desk.dir.path().join("desk")), 0o700);
        for name in ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "journal.sqlite.lock"] {
            assert_eq!(mode(desk.dir.path().join("desk").join(name)), 0o600, "{name}");
        }
    }
}

#[test]
fn commits_are_synced_in_full_to_a_write_ahead_log() {
    let desk = Desk::new();
    let journal = desk.open();
    let pragma = |name| -> String {
        let value = journal.db.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
        format!("{value:?}")
    };
    assert_eq!(pragma("journal_mode"), r#"Text("wal")"#);
    assert_eq!(pragma("synchronous"), "Integer(2)", "2 is FULL");
    assert_eq!(pragma("foreign_keys"), "Integer(1)");
}

#[test]
fn second_owner_is_refused_and_told_who_holds_it() {
    let desk = Desk::new();
    let held = desk.open();
    let refused = desk.try_open();
    let Err(JournalError::HeldByAnotherProcess { pid, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(pid, Some(std::process::id()));
    drop(held);
    desk.open();
}

#[cfg(unix)]
#[test]
fn second_owner_by_another_name_is_refused() {
    let desk = Desk::new();
    let _held = desk.open();
    let alias = desk.dir.path().join("alias.sqlite");
    std::os::unix::fs::symlink(desk.path(), &alias).unwrap();
    let refused = Journal::open(&alias, &desk.binding, key(), now());
    assert!(matches!(refused, Err(JournalError::HeldByAnotherProcess { .. })), "{refused:?}");
}

#[test]
fn journal_of_a_newer_program_is_refused_untouched() {
    let desk = Desk::new();
    drop(desk.open());
    desk.connection().pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
    let bytes = fs::read(desk.path()).unwrap();
    let refused = desk.try_open();
    assert!(
        matches!(refused, Err(JournalError::NewerVersion { found, known }) if found == known + 1 && known == SCHEMA_VERSION),
        "{refused:?}"
    );
    assert_eq!(fs::read(desk.path()).unwrap(), bytes);
}

#[test]
fn journal_of_another_platform_is_refused_with_both_named() {
    let desk = Desk::new();
    drop(desk.open());
    let real = Binding { platform: "jiangxi https://10.1.1.1".to_owned(), ..binding() };
    let refused = Journal::open(&desk.path(), &real, key(), now()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the journal is bound to platform training http://127.0.0.1:8099, not jiangxi https://10.1.1.1"
    );
}

#[test]
fn journal_of_another_institution_or_slot_is_refused() {
    let desk = Desk::new();
    drop(desk.open());
    let institution = InstitutionCode::parse("H36010200002").unwrap();
    for (other, what) in [
        (Binding { institution, ..binding() }, "institution"),
        (Binding { slot: DeskSlot::new(8).unwrap(), ..binding() }, "desk slot"),
    ] {
        let refused = Journal::open(&desk.path(), &other, key(), now());
        assert!(
            matches!(&refused, Err(JournalError::OtherBinding { what: named, .. }) if *named == what),
            "{refused:?}"
        );
    }
}

#[test]
fn stay_of_another_institution_is_not_written() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let other = StayKey { institution: InstitutionCode::parse("H36010200002").unwrap(), ..stay("ZY1") };
    let refused = journal.write(&Entry::of(other, now()).record(record("new", Rest::Open)));
    assert!(matches!(refused, Err(JournalError::OtherBinding { what: "institution", .. })), "{refused:?}");
}

#[test]
fn moved_journal_gives_no_id_until_a_person_gives_it_a_new_slot() {
    let desk = Desk::new();
    intend(&mut desk.open(), "ZY1", now());
    let here = Binding { machine: MachineId("machine-b".to_owned()), ..binding() };
    let open = || Journal::open(&desk.path(), &here, key(), now());
    let why = AuditLine::new("liu", "journal rebound", "disk replaced");
    assert!(matches!(open(), Err(JournalError::Moved { .. })));

    let same_slot = Journal::rebind(&desk.path(), &here, key(), now(), &why);
    assert!(matches!(same_slot, Err(JournalError::SlotUsed(7))), "{same_slot:?}");

    let here = Binding { slot: DeskSlot::new(12).unwrap(), ..here };
    let mut journal = Journal::rebind(&desk.path(), &here, key(), now(), &why).unwrap();
    assert!(intend(&mut journal, "ZY1", now()).as_str().ends_with("1200"));
    assert_eq!(journal.attempts(&stay("ZY1")).unwrap().len(), 2, "what was open is still there");
    drop(journal);
    drop(Journal::open(&desk.path(), &here, key(), now()).unwrap());
    assert!(matches!(desk.try_open(), Err(JournalError::Moved { .. })), "the old place is closed");

    let back = Journal::rebind(&desk.path(), &binding(), key(), now(), &why);
    assert!(matches!(back, Err(JournalError::SlotUsed(7))), "a slot once used stays used: {back:?}");
}

fn files(desk: &Desk) -> [PathBuf; 2] {
    ["journal.sqlite", "journal.sqlite-wal"].map(|name| desk.dir.path().join("desk").join(name))
}

/// What a backup program sees: the files as they are while the desk runs.
fn back_up(desk: &Desk) -> Vec<(PathBuf, Vec<u8>)> {
    files(desk).into_iter().filter_map(|file| fs::read(&file).ok().map(|bytes| (file, bytes))).collect()
}

#[test]
fn journal_put_back_from_a_backup_sends_nothing_until_a_person_gives_it_a_new_slot() {
    let desk = Desk::new();
    let mut journal = desk.open();
    intend(&mut journal, "ZY1", now());
    let backup = back_up(&desk);
    let lost = intend(&mut journal, "ZY1", now());
    drop(journal);
    for (file, bytes) in &backup {
        fs::write(file, bytes).unwrap();
    }
    for _ in 0..2 {
        let refused = desk.try_open();
        assert!(matches!(refused, Err(JournalError::Restored { .. })), "{refused:?}");
    }
    let new_slot = Binding { slot: DeskSlot::new(8).unwrap(), ..binding() };
    let why = AuditLine::new("liu", "journal rebound", "put back from a backup");
    drop(Journal::rebind(&desk.path(), &new_slot, key(), now(), &why).unwrap());
    let mut journal = Journal::open(&desk.path(), &new_slot, key(), now()).unwrap();
    let next = intend(&mut journal, "ZY1", now());
    assert_ne!(next, lost);
    assert_eq!(&next.as_str()[26..], "0800");
}

#[test]
fn journal_that_lost_its_log_is_found_to_be_older_than_what_was_sent() {
    let desk = Desk::new();
    let mut journal = desk.open();
    intend(&mut journal, "ZY1", now());
    let [main, log] = files(&desk);
    let kept = fs::read(&main).unwrap();
    drop(journal);
    fs::write(&main, kept).unwrap();
    let _ = fs::remove_file(log);
    let refused = desk.try_open().unwrap_err();
    assert!(matches!(refused, JournalError::Restored { .. }), "{refused:?}");
}

#[test]
fn copy_on_the_same_machine_sends_nothing() {
    let desk = Desk::new();
    intend(&mut desk.open(), "ZY1", now());
    let copy = desk.dir.path().join("copy.sqlite");
    fs::copy(desk.path(), &copy).unwrap();
    let refused = Journal::open(&copy, &binding(), key(), now());
    assert!(matches!(refused, Err(JournalError::Moved { .. })), "{refused:?}");
    let reader = Journal::open_read_only(&copy, key()).unwrap();
    assert_eq!(reader.attempts(&stay("ZY1")).unwrap().len(), 1, "it can be read");
}

#[test]
fn lost_journal_is_begun_anew_only_by_a_person_and_in_another_slot() {
    let desk = Desk::new();
    intend(&mut desk.open(), "ZY1", now());
    fs::remove_file(desk.path()).unwrap();
    let why = AuditLine::new("liu", "journal rebound", "the disk was replaced");
    let refused = desk.try_open();
    assert!(matches!(refused, Err(JournalError::Restored { known: None, .. })), "{refused:?}");
    let same_slot = Journal::rebind(&desk.path(), &binding(), key(), now(), &why);
    assert!(matches!(same_slot, Err(JournalError::SlotUsed(7))), "{same_slot:?}");
    let new_slot = Binding { slot: DeskSlot::new(8).unwrap(), ..binding() };
    drop(Journal::rebind(&desk.path(), &new_slot, key(), now(), &why).unwrap());
    assert!(
        intend(&mut Journal::open(&desk.path(), &new_slot, key(), now()).unwrap(), "ZY1", now())
            .as_str()
            .ends_with("0800")
    );
}

#[test]
fn nothing_is_rebound_where_there_never_was_a_journal() {
    let desk = Desk::new();
    let why = AuditLine::new("liu", "journal rebound", "");
    let refused = Journal::rebind(&desk.path(), &binding(), key(), now(), &why);
    assert!(matches!(refused, Err(JournalError::NotAJournal(_))), "{refused:?}");
}

#[test]
fn opening_what_is_up_to_date_writes_nothing() {
    let desk = Desk::new();
    drop(desk.open());
    let bytes = fs::read(desk.path()).unwrap();
    drop(desk.open());
    assert_eq!(fs::read(desk.path()).unwrap(), bytes);
}

#[test]
fn rebinding_is_the_way_out_of_a_clock_that_had_jumped() {
    let desk = Desk::new();
    intend(&mut desk.open(), "ZY1", later(10 * 365 * 86_400));
    let new_slot = Binding { slot: DeskSlot::new(8).unwrap(), ..binding() };
    let why = AuditLine::new("liu", "journal rebound", "the clock was ten years ahead");
    let mut journal = Journal::rebind(&desk.path(), &new_slot, key(), now(), &why).unwrap();
    assert_eq!(&intend(&mut journal, "ZY1", now()).as_str()[12..], "202603011730050800");
}

#[test]
fn wrong_key_is_found_at_opening() {
    let desk = Desk::new();
    drop(desk.open());
    let refused = Journal::open(&desk.path(), &binding(), SealKey::from_bytes([8; KEY_BYTES]), now());
    assert!(matches!(refused, Err(JournalError::WrongKey)), "{refused:?}");
}

#[test]
fn foreign_database_is_left_alone() {
    let desk = Desk::new();
    fs::create_dir(desk.dir.path().join("desk")).unwrap();
    desk.connection().execute_batch("CREATE TABLE patients (name TEXT)").unwrap();
    let bytes = fs::read(desk.path()).unwrap();
    assert!(matches!(desk.try_open(), Err(JournalError::NotAJournal(_))));
    assert_eq!(fs::read(desk.path()).unwrap(), bytes);
}

#[test]
fn reader_beside_the_owner_sees_its_commits_and_writes_nothing() {
    let desk = Desk::new();
    let mut owner = desk.open();
    let id = intend(&mut owner, "ZY1", now());
    let mut reader = Journal::open_read_only(&desk.path(), key()).unwrap();
    assert_eq!(reader.attempts(&stay("ZY1")).unwrap()[0].message_id, id);
    assert!(matches!(reader.query_id(now()), Err(JournalError::ReadOnly)));
    assert!(matches!(reader.write(&Entry::of(stay("ZY1"), now())), Err(JournalError::ReadOnly)));
}

#[test]
fn desk_slot_has_two_digits() {
    assert_eq!(DeskSlot::new(99).map(DeskSlot::number), Some(99));
    assert_eq!(DeskSlot::new(100), None);
}
