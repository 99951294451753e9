//! Bodies are kept as long as they may be needed, and no longer.

use super::*;

fn ended(journal: &mut Journal, no: &str, rest: Rest) -> MessageId {
    let id = intend(journal, no, now());
    let entry = Entry::of(stay(no), now()).record(record("settled", rest)).end(end(&id, EndKind::Done, "成功"));
    journal.write(&entry).unwrap();
    id
}

#[test]
fn bodies_of_a_stay_long_at_rest_are_emptied_and_its_story_is_kept() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = ended(&mut journal, "ZY1", Rest::AtRest);
    assert_eq!(journal.prune(later(1), later(2)).unwrap(), Pruned { bodies: 1, replies: 1 });
    assert_eq!(journal.attempt_body(&id).unwrap(), None);
    assert_eq!(journal.replies(&id).unwrap().len(), 0);
    let attempt = journal.attempts(&stay("ZY1")).unwrap().remove(0);
    assert_eq!((&attempt.message_id, attempt.bill.as_ref()), (&id, Some(&digest())));
    assert_eq!((attempt.ends[0].kind, attempt.ends[0].words.as_deref()), (EndKind::Done, Some("成功")));
    assert!(journal.stay(&stay("ZY1")).unwrap().is_some());
    assert_eq!(journal.prune(later(1), later(3)).unwrap(), Pruned { bodies: 0, replies: 0 });
    assert!(matches!(journal.verify_audit().unwrap(), AuditTrail::Whole { lines: 2 }), "pruning is on the trail, once");
}

#[test]
fn bodies_of_an_open_stay_are_never_emptied_however_old() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = ended(&mut journal, "ZY1", Rest::Open);
    assert_eq!(journal.prune(later(1_000_000_000), later(1)).unwrap(), Pruned { bodies: 0, replies: 0 });
    assert!(journal.attempt_body(&id).unwrap().is_some());
}

#[test]
fn bodies_of_a_stay_that_changed_since_are_kept() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = ended(&mut journal, "ZY1", Rest::AtRest);
    assert_eq!(journal.prune(now(), later(1)).unwrap(), Pruned { bodies: 0, replies: 0 });
    assert!(journal.attempt_body(&id).unwrap().is_some());
}
