//! Full disks and damaged files.

use std::fs;

use super::*;

fn fill(journal: &Journal) {
    let pages: u32 = journal.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    journal.db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
}

fn large(id: &MessageId) -> Intent {
    Intent { body: vec![b'x'; 200_000], ..settle_intent("ZY2", id) }
}

#[test]
fn full_disk_loses_nothing_that_was_written_and_gives_no_id() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    fill(&journal);
    let refused = journal.intend::<Infallible>(now(), |id| Ok(large(id)));
    assert!(matches!(refused, Err(IntendError::Journal(JournalError::DiskFull))), "{refused:?}");
    assert_eq!(journal.stay(&stay("ZY2")).unwrap(), None);
    assert_eq!(journal.attempts(&stay("ZY1")).unwrap()[0].message_id, id);

    // Room again: the same journal goes on, and so does a fresh one.
    journal.db.pragma_update_and_check(None, "max_page_count", 1_000_000, |_| Ok(())).unwrap();
    let next = journal.intend::<Infallible>(now(), |id| Ok(large(id))).unwrap();
    assert!(next > id);
    drop(journal);
    let journal = desk.open();
    assert_eq!(journal.attempts(&stay("ZY2")).unwrap()[0].message_id, next);
    assert!(matches!(journal.verify_audit().unwrap(), AuditTrail::Whole { .. }));
}

const FULL: &str = "YIJIE_TEST_FULL_DISK";

/// Not a test of its own: runs on a file system of one megabyte, made by the test below.
#[test]
#[ignore = "started by the test below on a file system of its own"]
fn child_fills_its_disk() {
    let Ok(directory) = std::env::var(FULL) else { return };
    let path = PathBuf::from(directory).join("desk/journal.sqlite");
    let open = || Journal::open(&path, &binding(), key(), now()).unwrap();
    let mut journal = open();
    let mut given = Vec::new();
    // Bodies of different sizes, so that the disk runs full at different places of the write.
    let refused = (0..1000).find_map(|_| {
        let body = vec![b'x'; 1000 + 977 * (given.len() % 13)];
        match journal.intend::<Infallible>(now(), |id| Ok(Intent { body, ..settle_intent("ZY1", id) })) {
            Ok(id) => {
                given.push(id);
                None
            }
            Err(error) => Some(error),
        }
    });
    assert!(matches!(refused, Some(IntendError::Journal(JournalError::DiskFull))), "{refused:?}");
    assert!(given.len() > 10);
    let kept = |journal: &Journal| -> Vec<MessageId> {
        journal.attempts(&stay("ZY1")).unwrap().into_iter().map(|attempt| attempt.message_id).collect()
    };
    assert_eq!(kept(&journal), given, "before it is opened again");
    drop(journal);
    let journal = open();
    assert_eq!(kept(&journal), given, "after it is opened again");
    assert!(matches!(journal.verify_audit().unwrap(), AuditTrail::Whole { .. }));
}

#[cfg(target_os = "linux")]
#[test]
fn disk_that_really_is_full_loses_nothing_that_was_written() {
    let desk = Desk::new();
    let mount = format!("mount -t tmpfs -o size=1m tmpfs {}", desk.dir.path().display());
    let unshared = |script: &str| {
        let mut command = std::process::Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]).env(FULL, desk.dir.path());
        command.output()
    };
    if !unshared(&mount).is_ok_and(|output| output.status.success()) {
        println!("skipped: this machine lets nobody make a file system of their own");
        return;
    }
    let child = "--exact journal::tests::storage::child_fills_its_disk --ignored --nocapture";
    let program = std::env::current_exe().unwrap();
    let output = unshared(&format!("{mount} && exec '{}' {child}", program.display())).unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn file_that_is_no_database_is_damaged() {
    let desk = Desk::new();
    drop(desk.open());
    fs::write(desk.path(), "病案首页".repeat(1000)).unwrap();
    let refused = desk.try_open();
    assert!(matches!(refused, Err(JournalError::Damaged(_))), "{refused:?}");
}

#[test]
fn file_cut_short_is_damaged() {
    let desk = Desk::new();
    let mut journal = desk.open();
    for n in 0..20 {
        journal
            .intend::<Infallible>(now(), |id| Ok(Intent { body: vec![n; 20_000], ..settle_intent("ZY1", id) }))
            .unwrap();
    }
    drop(journal);
    let length = fs::metadata(desk.path()).unwrap().len();
    fs::OpenOptions::new().write(true).open(desk.path()).unwrap().set_len(length / 2).unwrap();
    // What a power cut leaves beside it: the log is there, so the file is checked.
    fs::write(desk.dir.path().join("desk/journal.sqlite-wal"), "").unwrap();
    let refused = desk.try_open();
    assert!(matches!(refused, Err(JournalError::Damaged(_))), "{refused:?}");
}

#[test]
fn journal_that_failed_to_write_promises_nothing_until_opened_again() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    journal.db.pragma_update(None, "query_only", true).unwrap();
    let refused = journal.intend::<Infallible>(now(), |id| Ok(settle_intent("ZY1", id)));
    assert!(matches!(refused, Err(IntendError::Journal(JournalError::Storage(_)))), "{refused:?}");
    journal.db.pragma_update(None, "query_only", false).unwrap();
    assert!(matches!(journal.query_id(now()), Err(JournalError::Storage(_))));
    drop(journal);
    assert!(intend(&mut desk.open(), "ZY1", now()) > id);
}

#[test]
fn directory_that_cannot_be_made_is_a_storage_error_that_names_it() {
    let desk = Desk::new();
    fs::write(desk.dir.path().join("desk"), "a file").unwrap();
    let refused = desk.try_open().unwrap_err();
    assert!(matches!(&refused, JournalError::Storage(text) if text.contains("journal.sqlite")), "{refused:?}");
}
