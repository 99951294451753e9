//! A backup is whole and of no place; one that is put back sends nothing, in no slot that was ever used.

use std::fs;

use super::*;

fn back_up(desk: &Desk, journal: &Journal, name: &str) -> PathBuf {
    let path = desk.dir.path().join(name);
    journal.backup::<JournalError>(&path, now(), &mut |_| {}, |_| Ok(())).unwrap();
    path
}

fn at_slot(slot: u8) -> Binding {
    Binding { slot: DeskSlot::new(slot).unwrap(), ..binding() }
}

fn why() -> AuditLine {
    AuditLine::new("liu", "journal adopted", "put back")
}

#[test]
fn backup_taken_while_another_writes_is_of_one_moment() {
    let desk = Desk::new();
    let mut owner = desk.open();
    for n in 0..40 {
        intend(&mut owner, &format!("ZY{n}"), later(n));
    }
    let reader = Journal::open_read_only(&desk.path(), key()).unwrap();
    let path = desk.dir.path().join("backup.sqlite");
    let mut written = 40;
    let mut write_on = |_| {
        intend(&mut owner, &format!("ZY{written}"), later(written));
        written += 1;
    };
    let check = |copy: &Journal| {
        assert!(matches!(copy.verify_audit()?, AuditTrail::Whole { .. }));
        assert_eq!(copy.file_faults()?, [""; 0]);
        assert_eq!(copy.stay_count()?, 40, "what came meanwhile is not in it");
        Ok(())
    };
    reader.backup::<JournalError>(&path, now(), &mut write_on, check).unwrap();
    for beside in ["-wal", "-shm", ".part"] {
        assert!(!super::super::lock::beside(&path, beside).exists(), "{beside}");
    }
}

#[test]
fn backup_that_its_check_refuses_is_not_there() {
    let desk = Desk::new();
    let journal = desk.open();
    let path = desk.dir.path().join("backup.sqlite");
    let refused = journal.backup(&path, now(), &mut |_| {}, |_| Err(JournalError::Damaged("no".to_owned())));
    assert!(matches!(refused, Err(JournalError::Damaged(_))), "{refused:?}");
    assert!(!path.exists());
    back_up(&desk, &journal, "backup.sqlite");
}

#[test]
fn backup_put_back_by_hand_at_its_own_place_sends_nothing() {
    let desk = Desk::new();
    let mut journal = desk.open();
    intend(&mut journal, "ZY1", now());
    let backup = back_up(&desk, &journal, "backup.sqlite");
    drop(journal);
    // Not one message id was given since: only the backup itself can tell.
    fs::copy(backup, desk.path()).unwrap();
    let refused = desk.try_open();
    assert!(matches!(refused, Err(JournalError::Moved { .. })), "{refused:?}");
}

#[test]
fn restored_journal_begins_a_new_life_in_a_slot_that_was_never_used() {
    let desk = Desk::new();
    let mut journal = desk.open();
    intend(&mut journal, "ZY1", now());
    let backup = back_up(&desk, &journal, "backup.sqlite");
    assert!(matches!(
        Journal::restore(&desk.path(), &backup, &binding(), &key(), now()),
        Err(JournalError::HeldByAnotherProcess { .. })
    ));
    intend(&mut journal, "ZY2", later(9));
    drop(journal);
    let put_back = Journal::restore(&desk.path(), &backup, &binding(), &key(), now()).unwrap();
    let aside = Journal::open_read_only(&put_back.aside.unwrap(), key()).unwrap();
    assert_eq!(aside.stay_count().unwrap(), 2, "the one that was there is kept");
    assert!(matches!(desk.try_open(), Err(JournalError::Moved { .. })));
    let reader = Journal::open_read_only(&desk.path(), key()).unwrap();
    assert_eq!(reader.stay_count().unwrap(), 1);
    assert_eq!(reader.backed_up_at().unwrap(), Some(Timestamp::from_millisecond(now().as_millisecond()).unwrap()));
    drop(reader);

    let mut journal = Journal::rebind(&desk.path(), &at_slot(8), key(), now(), &why()).unwrap();
    let line = |journal: &Journal, no: &str| journal.stay(&stay(no)).unwrap().unwrap().line;
    assert!(line(&journal, "ZY1").is_of_earlier_life);
    intend(&mut journal, "ZY1", later(20));
    assert!(!line(&journal, "ZY1").is_of_earlier_life, "written anew, it is of this life");
    drop(journal);

    // The same backup once more: it never heard of slot 8, and the file beside the journal did.
    Journal::restore(&desk.path(), &backup, &binding(), &key(), later(60)).unwrap();
    for used in [7, 8] {
        let refused = Journal::rebind(&desk.path(), &at_slot(used), key(), now(), &why());
        assert!(matches!(refused, Err(JournalError::SlotUsed(slot)) if slot == used), "{refused:?}");
    }
    drop(Journal::rebind(&desk.path(), &at_slot(9), key(), now(), &why()).unwrap());
}

#[test]
fn backup_of_another_hospital_or_platform_is_refused_and_nothing_is_touched() {
    let desk = Desk::new();
    let backup = back_up(&desk, &desk.open(), "backup.sqlite");
    let before = fs::read(desk.path()).unwrap();
    let other = Binding { platform: "real".to_owned(), ..binding() };
    let refused = Journal::restore(&desk.path(), &backup, &other, &key(), now());
    assert!(matches!(refused, Err(JournalError::OtherBinding { .. })), "{refused:?}");
    assert_eq!(fs::read(desk.path()).unwrap(), before);
}

#[test]
fn journal_cut_off_or_found_damaged_is_refused_before_anything_is_written() {
    let desk = Desk::new();
    drop(desk.open());
    let whole = fs::read(desk.path()).unwrap();
    fs::write(desk.path(), &whole[..whole.len() - 1]).unwrap();
    assert!(matches!(desk.try_open(), Err(JournalError::Damaged(_))));
    assert_eq!(fs::read(desk.path()).unwrap().len(), whole.len() - 1);
    fs::write(desk.path(), &whole).unwrap();
    drop(desk.open());
    note_verdict(&desk.path(), Some("page 7")).unwrap();
    let refused = desk.try_open().unwrap_err();
    assert_eq!(refused.to_string(), "the journal is damaged: page 7");
    Journal::open_read_only(&desk.path(), key()).unwrap();
    note_verdict(&desk.path(), None).unwrap();
    drop(desk.open());
}
