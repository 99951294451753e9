//! Keys change while the desk works, and a person is found by number.

use std::fs;

use super::*;

fn with_file(desk: &Desk) -> SealKey {
    SealKey::load_or_create(&desk.dir.path().join("seal.key")).unwrap()
}

fn open_with(desk: &Desk, key: SealKey) -> Result<Journal, JournalError> {
    Journal::open(&desk.path(), &desk.binding, key, now())
}

/// Five stays, each with everything that is sealed.
fn fill(journal: &mut Journal) {
    for no in 0..5_u8 {
        let name = &format!("ZY{no}");
        let id = intend(journal, name, now());
        let bill = BillDigest::of_bytes([no; 32]);
        let entry = Entry::of(stay(name), now()).bill(bill, JsonText::of(&json!({ "patient": NAME })).unwrap());
        journal.write(&entry.end(end(&id, EndKind::Done, "成功"))).unwrap();
    }
}

/// Opens everything that is sealed.
fn read_all(journal: &Journal) {
    for no in 0..5_u8 {
        let key = &stay(&format!("ZY{no}"));
        assert!(journal.stay(key).unwrap().is_some());
        for attempt in journal.attempts(key).unwrap() {
            assert!(journal.attempt_body(&attempt.message_id).unwrap().is_some());
            assert_eq!(attempt.ends[0].words.as_deref(), Some("成功"));
            assert_eq!(journal.replies(&attempt.message_id).unwrap().len(), 1);
        }
        assert!(journal.bill(&BillDigest::of_bytes([no; 32])).unwrap().is_some());
    }
    assert_eq!(journal.stays_of(CITIZEN, 10).unwrap().len(), 5);
    assert!(matches!(journal.verify_audit().unwrap(), AuditTrail::Whole { .. }));
}

fn rotate_to_the_end(journal: &mut Journal) -> u32 {
    let mut at = Resealing::default();
    while !journal.reseal(&mut at, 2).unwrap().is_done {}
    journal.end_rotation(now(), "liu").unwrap()
}

#[test]
fn rotated_key_opens_everything_and_the_old_one_nothing() {
    let desk = Desk::new();
    let old = with_file(&desk);
    let mut journal = open_with(&desk, old.clone()).unwrap();
    fill(&mut journal);
    assert_eq!(journal.begin_rotation(now(), "liu").unwrap(), 2);
    assert_eq!(rotate_to_the_end(&mut journal), 0);
    read_all(&journal);
    drop(journal);
    read_all(&open_with(&desk, with_file(&desk)).unwrap());
    let text = fs::read_to_string(desk.dir.path().join("seal.key")).unwrap();
    assert!(text.starts_with("yijie-seal-key/2 2 ") && text.lines().count() == 1, "the old one is forgotten");
    assert!(matches!(open_with(&desk, old), Err(JournalError::WrongKey)));
}

#[test]
fn rotation_that_was_interrupted_anywhere_goes_on_and_loses_nothing() {
    for batches in [0, 1, 3, 6, 8] {
        let desk = Desk::new();
        let mut journal = open_with(&desk, with_file(&desk)).unwrap();
        fill(&mut journal);
        journal.begin_rotation(now(), "liu").unwrap();
        let mut at = Resealing::default();
        for _ in 0..batches {
            journal.reseal(&mut at, 2).unwrap();
        }
        // Work goes on meanwhile, and the program stops here.
        intend(&mut journal, "ZY1", later(1));
        drop(journal);
        let mut journal = open_with(&desk, with_file(&desk)).unwrap();
        assert!(journal.is_rotating(), "after {batches}");
        read_all_of(&journal, "ZY1");
        assert_eq!(journal.begin_rotation(now(), "liu").unwrap(), 2, "it is the same one");
        assert_eq!(rotate_to_the_end(&mut journal), 0);
        assert!(!journal.is_rotating());
        drop(journal);
        read_all_of(&open_with(&desk, with_file(&desk)).unwrap(), "ZY1");
    }
}

fn read_all_of(journal: &Journal, no: &str) {
    for attempt in journal.attempts(&stay(no)).unwrap() {
        journal.attempt_body(&attempt.message_id).unwrap().unwrap();
    }
    assert_eq!(journal.stays_of(CITIZEN, 10).unwrap().len(), 5);
}

#[test]
fn old_generation_is_kept_while_anything_is_sealed_under_it() {
    let desk = Desk::new();
    let mut journal = open_with(&desk, with_file(&desk)).unwrap();
    fill(&mut journal);
    journal.begin_rotation(now(), "liu").unwrap();
    journal.reseal(&mut Resealing::default(), 2).unwrap();
    assert!(journal.end_rotation(now(), "liu").unwrap() > 0);
    assert!(journal.is_rotating());
    drop(journal);
    read_all(&open_with(&desk, with_file(&desk)).unwrap());
}

#[test]
fn values_of_both_ciphers_open_beside_each_other() {
    let desk = Desk::new();
    let sm4 = || with_file(&desk).sealing_with(Cipher::Sm4Gcm);
    let mut journal = open_with(&desk, with_file(&desk)).unwrap();
    fill(&mut journal);
    drop(journal);
    let mut journal = open_with(&desk, sm4()).unwrap();
    let id = intend(&mut journal, "ZY0", later(5));
    let header = |journal: &Journal, id: &MessageId| -> Vec<u8> {
        let select = "SELECT substr(sealed_body, 1, 4) FROM attempts WHERE message_id = ?";
        journal.db.query_row(select, [id.as_str()], |row| row.get(0)).unwrap()
    };
    assert_eq!(header(&journal, &id), [2, 2, 0, 1]);
    drop(journal);
    let mut journal = open_with(&desk, with_file(&desk)).unwrap();
    assert_eq!(*journal.attempt_body(&id).unwrap().unwrap(), settle_intent("ZY0", &id).body);
    journal.begin_rotation(now(), "liu").unwrap();
    rotate_to_the_end(&mut journal);
    assert_eq!(header(&journal, &id), [2, 1, 0, 2]);
}

#[test]
fn header_of_a_sealed_value_cannot_be_changed() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    let sealed: Vec<u8> = journal.db.query_row("SELECT sealed_body FROM attempts", [], |row| row.get(0)).unwrap();
    for (at, byte) in [(0, 1), (0, 3), (1, 2), (1, 9), (2, 1), (3, 2)] {
        let mut bent = sealed.clone();
        bent[at] = byte;
        journal.db.execute("UPDATE attempts SET sealed_body = ?", [bent]).unwrap();
        assert!(matches!(journal.attempt_body(&id), Err(JournalError::Damaged(_))), "byte {at} as {byte}");
    }
}

#[test]
fn person_is_found_by_number_and_the_number_is_nowhere() {
    let desk = Desk::new();
    let mut journal = desk.open();
    fill(&mut journal);
    assert_eq!(journal.stays_of("36010219500101123X", 10).unwrap(), []);
    assert_eq!(journal.stays_of(CITIZEN, 2).unwrap().len(), 2, "no more than asked for");
    // A plain hash of a citizen number is guessed in seconds: the one that is kept needs the key.
    let hash: Vec<u8> = journal.db.query_row("SELECT person_hash FROM stays LIMIT 1", [], |row| row.get(0)).unwrap();
    let plain = <sha2::Sha256 as sha2::Digest>::digest(CITIZEN);
    assert_ne!(hash[..], plain[..]);
    let other = SealKey::from_bytes([8; KEY_BYTES]);
    assert_ne!(other.hashes(CITIZEN)[0][..], hash[..]);
}
