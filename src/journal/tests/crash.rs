//! Intent before byte: what `intend` returned outlives the death of the process, whenever it comes.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use super::*;

const DIRECTORY: &str = "YIJIE_TEST_JOURNAL_DIRECTORY";

/// Not a test of its own: the process that dies. It tells each id once `intend` has returned.
#[test]
#[ignore = "started by the tests below in a process of its own"]
fn child_intends_until_it_is_killed() {
    let Ok(directory) = std::env::var(DIRECTORY) else { return };
    let mut journal = Journal::open(directory.as_ref(), &binding(), key(), now()).unwrap();
    let mut out = std::io::stderr();
    for n in 0_u32.. {
        let id = intend(&mut journal, &format!("ZY{}", n % 5), later(i64::from(n / 50)));
        writeln!(out, "sent {id}").unwrap();
    }
}

/// A process that does not outlive its test, whatever the test finds.
struct Doomed(Child);

impl Drop for Doomed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the child, kills it after `count` messages, and returns all that it may have sent.
fn run_until_killed(desk: &Desk, count: usize) -> Vec<MessageId> {
    let mut child = Doomed(
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "journal::tests::crash::child_intends_until_it_is_killed", "--ignored", "--nocapture"])
            .env(DIRECTORY, desk.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(child.0.stderr.take().unwrap()).lines().map_while(Result::ok);
    let mut sent: Vec<String> = lines.by_ref().filter(|line| line.starts_with("sent ")).take(count).collect();
    if count > 0 {
        assert!(
            matches!(desk.try_open(), Err(JournalError::HeldByAnotherProcess { pid, .. }) if pid == Some(child.0.id()))
        );
    }
    child.0.kill().unwrap();
    sent.extend(lines.filter(|line| line.starts_with("sent ")));
    // The last line may be torn by the kill; a torn one was never read by a platform either.
    sent.iter().filter_map(|line| MessageId::parse(line.strip_prefix("sent ")?).ok()).collect()
}

fn written(journal: &Journal) -> Vec<StoredAttempt> {
    (0..5).flat_map(|n| journal.attempts(&stay(&format!("ZY{n}"))).unwrap()).collect()
}

#[test]
fn intent_is_seen_after_its_process_was_killed() {
    let desk = Desk::new();
    let mut sent = Vec::new();
    for count in [1, 7, 40] {
        sent.extend(run_until_killed(&desk, count));
        assert!(sent.len() >= count);
        // Another process opens the same file: the killed one's lock is gone, its log is still there.
        let journal = desk.open();
        let attempts = written(&journal);
        for id in &sent {
            let attempt = attempts.iter().find(|attempt| attempt.message_id == *id).expect("an intent is lost");
            assert_eq!(attempt.ends, [], "found open");
            let body = journal.attempt_body(id).unwrap().unwrap();
            assert!(body.windows(30).any(|window| window == id.as_str().as_bytes()), "the exact body");
        }
        assert_eq!(journal.open_stays().unwrap().len(), attempts.len().min(5), "each stay has its state");
        assert!(matches!(journal.verify_audit().unwrap(), AuditTrail::Whole { .. }));
    }
    let unique: std::collections::BTreeSet<_> = sent.iter().collect();
    assert_eq!(unique.len(), sent.len(), "an id was given twice over restarts");
}

#[test]
fn process_killed_before_its_first_commit_leaves_a_journal_that_opens() {
    let desk = Desk::new();
    for _ in 0..3 {
        run_until_killed(&desk, 0);
        desk.open();
    }
}

#[test]
fn log_torn_anywhere_keeps_whole_entries_in_order() {
    let desk = Desk::new();
    drop(desk.open());
    let mut journal = desk.open();
    let mut given = Vec::new();
    for n in 0..6 {
        let id = intend(&mut journal, &format!("ZY{}", n % 2), later(n));
        let entry = Entry::of(stay(&format!("ZY{}", n % 2)), later(n)).end(end(&id, EndKind::InDoubt, "超时"));
        journal.write(&entry.audit(AuditLine::new("liu", "in doubt", id.to_string()))).unwrap();
        given.push(id);
    }
    let log = desk.dir.path().join("desk/journal.sqlite-wal");
    let (main, log) = (std::fs::read(desk.path()).unwrap(), std::fs::read(log).unwrap());
    assert!(log.len() > 100_000, "everything is still in the log");

    let torn = tempfile::tempdir().unwrap();
    let [path, torn_log, index] = ["", "-wal", "-shm"].map(|end| torn.path().join(format!("torn.sqlite{end}")));
    let mut most = 0;
    for length in (0..log.len()).step_by(1777).chain([log.len()]) {
        let _ = std::fs::remove_file(&index);
        std::fs::write(&path, &main).unwrap();
        std::fs::write(&torn_log, &log[..length]).unwrap();
        let journal = Journal::open_read_only(&path, key()).unwrap();
        let mut kept = written(&journal);
        kept.sort_by(|one, other| one.message_id.cmp(&other.message_id));
        let ids: Vec<_> = kept.iter().map(|attempt| attempt.message_id.clone()).collect();
        assert_eq!(ids, given[..ids.len()], "cut to {length}: not the first ones, in order");
        let ended = kept.iter().filter(|attempt| !attempt.ends.is_empty()).count();
        assert!(ended == ids.len() || ended + 1 == ids.len(), "cut to {length}");
        assert_eq!(journal.verify_audit().unwrap(), AuditTrail::Whole { lines: 1 + u32::try_from(ended).unwrap() });
        assert_eq!(journal.open_stays().unwrap().len(), ids.len().min(2));
        assert!(ids.len() >= most, "a longer log knows no less");
        most = ids.len();
    }
    assert_eq!(most, given.len());
}
