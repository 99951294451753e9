//! A name is a secret.

use std::fs;

use rusqlite::params;

use super::*;

#[test]
fn no_personal_byte_is_in_any_file_of_the_journal() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    let bill = text(&json!({ "patient": NAME, "citizen_id": CITIZEN }));
    let refusal = end(&id, EndKind::Refused, &format!("参保人{NAME}未备案"));
    journal.write(&Entry::of(stay("ZY1"), now()).bill(digest(), bill).end(refusal)).unwrap();
    let files = || -> Vec<(String, Vec<u8>)> {
        let listed = fs::read_dir(desk.dir.path().join("desk")).unwrap().map(Result::unwrap);
        listed.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())).collect()
    };
    let holds = |files: &[(String, Vec<u8>)], text: &str| -> Vec<String> {
        let found = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        files.iter().filter(|(_, bytes)| found(bytes)).map(|(name, _)| name.clone()).collect()
    };
    let live = files();
    assert_eq!(holds(&live, id.as_str()), ["journal.sqlite-wal"], "the search finds what is in plain text");
    drop(journal);
    let closed = files();
    assert_eq!(holds(&closed, id.as_str()), ["journal.sqlite"]);
    for secret in [NAME, CITIZEN, "王**"] {
        for files in [&live, &closed] {
            assert_eq!(holds(files, secret), [""; 0], "{secret}");
        }
    }
}

#[test]
fn sealed_value_moved_to_another_row_does_not_open() {
    let desk = Desk::new();
    let mut journal = desk.open();
    intend(&mut journal, "ZY1", now());
    intend(&mut journal, "ZY2", now());
    for column in ["sealed_state", "sealed_patient"] {
        let read = |no: &str| -> Vec<u8> {
            let sql = format!("SELECT {column} FROM stays WHERE stay_no = ?");
            journal.db.query_row(&sql, [no], |row| row.get(0)).unwrap()
        };
        let write = |no: &str, value: &[u8]| {
            let sql = format!("UPDATE stays SET {column} = ? WHERE stay_no = ?");
            journal.db.execute(&sql, params![value, no]).unwrap();
        };
        let (one, two) = (read("ZY1"), read("ZY2"));
        write("ZY2", &one);
        assert!(matches!(journal.stay(&stay("ZY2")), Err(JournalError::Damaged(_))), "{column}");
        write("ZY2", &two);
        journal.stay(&stay("ZY2")).unwrap();
    }
}

#[test]
fn sealed_value_moved_to_another_column_does_not_open() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    journal.write(&Entry::of(stay("ZY1"), now()).end(end(&id, EndKind::Done, "成功"))).unwrap();
    journal.db.execute("UPDATE ends SET sealed_words = sealed_reply", []).unwrap();
    assert!(matches!(journal.attempts(&stay("ZY1")), Err(JournalError::Damaged(_))));
}

#[test]
fn every_flipped_bit_of_a_sealed_value_is_found() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    let sealed: Vec<u8> = journal.db.query_row("SELECT sealed_body FROM attempts", [], |row| row.get(0)).unwrap();
    for at in (0..sealed.len()).step_by(7).chain([0, 1, 12, 13, sealed.len() - 1]) {
        let mut bent = sealed.clone();
        bent[at] ^= 0x10;
        journal.db.execute("UPDATE attempts SET sealed_body = ?", [bent]).unwrap();
        assert!(matches!(journal.attempt_body(&id), Err(JournalError::Damaged(_))), "byte {at}");
    }
    for cut in [0, 1, 3, 4, 15, 16, 31] {
        journal.db.execute("UPDATE attempts SET sealed_body = ?", [&sealed[..cut]]).unwrap();
        assert!(matches!(journal.attempt_body(&id), Err(JournalError::Damaged(_))), "cut to {cut}");
    }
}

#[test]
fn same_value_is_never_sealed_alike_twice() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let entry = Entry::of(stay("ZY1"), now()).record(record("a", Rest::Open));
    let mut sealed = std::collections::BTreeSet::new();
    for _ in 0..20 {
        journal.write(&entry).unwrap();
        let value: Vec<u8> = journal.db.query_row("SELECT sealed_state FROM stays", [], |row| row.get(0)).unwrap();
        assert!(sealed.insert(value[4..16].to_vec()), "a nonce came twice");
    }
}

#[test]
fn what_is_printed_for_a_log_names_nobody() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    let bill = text(&json!({ "patient": NAME, "citizen_id": CITIZEN }));
    let refusal = end(&id, EndKind::Refused, &format!("参保人{NAME}未备案"));
    let intent = settle_intent("ZY1", &id);
    let intent = Intent { entry: intent.entry.bill(digest(), bill).end(refusal), ..intent };
    journal.write(&intent.entry).unwrap();
    let stored = journal.stay(&stay("ZY1")).unwrap();
    let attempts = journal.attempts(&stay("ZY1")).unwrap();
    let printed = format!("{intent:?} {stored:?} {attempts:?} {journal:?}");
    assert!(printed.contains("2304") && printed.contains("Refused"), "it still says what happened: {printed}");
    for secret in [NAME, CITIZEN, &format!("{:?}", NAME.as_bytes())[1..20]] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn key_prints_as_nothing() {
    assert_eq!(format!("{:?}", key()), "SealKey(…)");
}

#[test]
fn key_file_is_made_once_for_its_owner_and_read_again() {
    let desk = Desk::new();
    let path = desk.dir.path().join("keys/seal.key");
    let made = SealKey::load_or_create(&path).unwrap();
    drop(Journal::open(&desk.path(), &binding(), made, now()).unwrap());
    let read = SealKey::load_or_create(&path).unwrap();
    drop(Journal::open(&desk.path(), &binding(), read, now()).unwrap());
    let other = SealKey::load_or_create(&desk.dir.path().join("keys/other.key")).unwrap();
    assert!(matches!(Journal::open(&desk.path(), &binding(), other, now()), Err(JournalError::WrongKey)));
    assert_eq!(fs::read_dir(desk.dir.path().join("keys")).unwrap().count(), 2, "no draft is left");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        let refused = SealKey::load_or_create(&path);
        assert!(matches!(refused, Err(JournalError::KeyFile { .. })), "{refused:?}");
    }
}

#[test]
fn key_file_that_is_none_is_refused_and_kept() {
    let desk = Desk::new();
    let path = desk.dir.path().join("seal.key");
    let whole = "0f".repeat(KEY_BYTES);
    for text in ["", "yijie-seal-key/1 ", &format!("yijie-seal-key/1 {}", &whole[1..]), "yijie-seal-key/1 é", &whole] {
        fs::write(&path, text).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        assert!(matches!(SealKey::load_or_create(&path), Err(JournalError::KeyFile { .. })), "{text:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}
