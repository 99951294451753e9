//! What is written is what is read.

use super::*;

#[test]
fn stay_comes_back_as_it_was_written() {
    let desk = Desk::new();
    let written = StayRecord { needs_person: true, ..record("waiting", Rest::Open) };
    desk.open().write(&Entry::of(stay("ZY1"), now()).record(written.clone())).unwrap();
    let stored = desk.open().stay(&stay("ZY1")).unwrap().unwrap();
    assert!(stored.state == written.state);
    let line = stored.line;
    assert_eq!((line.status, line.rest, line.needs_person), (written.status, Rest::Open, true));
    assert_eq!((line.patient, line.total, line.bill), (written.patient, written.total, written.bill));
    assert_eq!((line.waits_since, line.next_at, line.opened_at), (written.waits_since, written.next_at, now()));
    assert_eq!(desk.open().stay(&stay("ZY2")).unwrap(), None);
}

#[test]
fn amounts_in_a_state_keep_every_digit() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let state: Value = serde_json::from_str(r#"{"total":99999999999999.99,"nothing":0E-8}"#).unwrap();
    let state = text(&state);
    journal.write(&Entry::of(stay("ZY1"), now()).record(StayRecord { state, ..record("a", Rest::Open) })).unwrap();
    let stored: Value = journal.stay(&stay("ZY1")).unwrap().unwrap().state.read("state").unwrap();
    assert_eq!(stored["total"].to_string(), "99999999999999.99");
}

#[test]
fn queue_lists_what_is_not_at_rest_the_longest_waiting_first() {
    let desk = Desk::new();
    let mut journal = desk.open();
    for (no, rest, waits) in [("ZY1", Rest::Open, 50), ("ZY2", Rest::AtRest, 0), ("ZY3", Rest::Open, 10)] {
        let record = StayRecord { waits_since: Some(later(waits)), ..record("waiting", rest) };
        journal.write(&Entry::of(stay(no), later(waits)).record(record)).unwrap();
    }
    let queue: Vec<_> = journal.open_stays().unwrap().into_iter().map(|stored| stored.line.key).collect();
    assert_eq!(queue, [stay("ZY3"), stay("ZY1")]);
    let all: Vec<_> = journal.stays(10, 0).unwrap().into_iter().map(|line| line.key).collect();
    assert_eq!(all, [stay("ZY1"), stay("ZY3"), stay("ZY2")], "the last changed first");
    assert_eq!(journal.stays(1, 1).unwrap()[0].key, stay("ZY3"));
}

#[test]
fn entry_is_written_whole_or_not_at_all() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    let before = (journal.stay(&stay("ZY1")).unwrap(), journal.acts(&stay("ZY1")).unwrap());
    let unknown = MessageId::parse(&format!("{}9", &id.as_str()[..29])).unwrap();
    let refused = journal.write(
        &Entry::of(stay("ZY1"), later(9))
            .record(record("settled", Rest::AtRest))
            .act(settle_act("done"))
            .end(end(&id, EndKind::Done, "成功"))
            .end(end(&unknown, EndKind::Done, "成功")),
    );
    assert!(matches!(refused, Err(JournalError::Unknown { what: "message", .. })), "{refused:?}");
    assert_eq!((journal.stay(&stay("ZY1")).unwrap(), journal.acts(&stay("ZY1")).unwrap()), before);
    assert_eq!(journal.attempts(&stay("ZY1")).unwrap()[0].ends, []);
}

#[test]
fn attempt_tells_its_act_its_end_and_the_platforms_words() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    let entry = Entry::of(stay("ZY1"), later(3)).act(settle_act("in doubt")).end(end(&id, EndKind::InDoubt, "超时"));
    journal.write(&entry).unwrap();
    let attempts = journal.attempts(&stay("ZY1")).unwrap();
    let [attempt] = attempts.as_slice() else { panic!("{attempts:?}") };
    assert_eq!((attempt.act, attempt.infno.as_str(), attempt.bill.as_ref()), (ActId(1), "2304", Some(&digest())));
    let [ended] = attempt.ends.as_slice() else { panic!("{attempt:?}") };
    assert_eq!((ended.kind, ended.at, ended.words.as_deref()), (EndKind::InDoubt, later(3), Some("超时")));
    assert_eq!(journal.acts(&stay("ZY1")).unwrap(), [settle_act("in doubt")]);
    assert_eq!(*journal.replies(&id).unwrap()[0], end(&id, EndKind::InDoubt, "").reply);
}

#[test]
fn late_reply_is_kept_beside_the_end_and_takes_nothing_back() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    journal.write(&Entry::of(stay("ZY1"), later(3)).end(end(&id, EndKind::InDoubt, "超时"))).unwrap();
    journal.write(&Entry::of(stay("ZY1"), later(90)).end(end(&id, EndKind::Done, "成功"))).unwrap();
    let ends = journal.attempts(&stay("ZY1")).unwrap().remove(0).ends;
    assert_eq!(ends.iter().map(|end| end.kind).collect::<Vec<_>>(), [EndKind::InDoubt, EndKind::Done]);
    assert_eq!(journal.replies(&id).unwrap().len(), 2);
}

#[test]
fn attempts_without_an_end_are_found_at_the_start() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let ended = intend(&mut journal, "ZY1", now());
    let open = intend(&mut journal, "ZY2", now());
    journal.write(&Entry::of(stay("ZY1"), now()).end(end(&ended, EndKind::Done, "成功"))).unwrap();
    drop(journal);
    let journal = desk.open();
    let unended = journal.unended().unwrap();
    assert_eq!(
        unended.iter().map(|attempt| (&attempt.message_id, &attempt.stay)).collect::<Vec<_>>(),
        [(&open, &stay("ZY2"))]
    );
    assert_eq!(journal.attempt(&open).unwrap().as_ref(), unended.first());
    let never = MessageId::parse("H36010200001202601010000000700").unwrap();
    assert_eq!(journal.attempt(&never).unwrap(), None);
}

#[test]
fn end_and_next_intent_are_one_commit() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let first = intend(&mut journal, "ZY1", now());
    let second = journal
        .intend::<Infallible>(later(1), |id| {
            let intent = settle_intent("ZY1", id);
            Ok(Intent { entry: intent.entry.end(end(&first, EndKind::NotSent, "")), ..intent })
        })
        .unwrap();
    let attempts = journal.attempts(&stay("ZY1")).unwrap();
    assert_eq!(attempts.iter().map(|attempt| attempt.ends.len()).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(attempts[1].message_id, second);
}

#[test]
fn journal_may_be_owned_by_a_thread() {
    fn movable<T: Send>() {}
    movable::<Journal>();
}

#[test]
fn end_of_another_stays_attempt_is_refused() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    let entry = Entry::of(stay("ZY2"), now()).record(record("new", Rest::Open)).end(end(&id, EndKind::Done, ""));
    assert!(matches!(journal.write(&entry), Err(JournalError::Contradiction(_))));
}

#[test]
fn act_never_changes_its_kind() {
    let desk = Desk::new();
    let mut journal = desk.open();
    intend(&mut journal, "ZY1", now());
    let other = ActRow { kind: "discharge".to_owned(), ..settle_act("done") };
    let refused = journal.write(&Entry::of(stay("ZY1"), now()).act(other));
    assert!(matches!(refused, Err(JournalError::Contradiction(_))), "{refused:?}");
    assert_eq!(journal.acts(&stay("ZY1")).unwrap(), [settle_act("open")]);
}

#[test]
fn message_without_its_act_is_refused() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let refused = journal.intend::<Infallible>(now(), |id| Ok(Intent { act: ActId(2), ..settle_intent("ZY1", id) }));
    assert!(matches!(refused, Err(IntendError::Journal(JournalError::Contradiction(_)))), "{refused:?}");
    assert_eq!(journal.stay(&stay("ZY1")).unwrap(), None);
}

#[test]
fn reply_too_long_is_cut_and_its_end_is_kept() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    let words = Some("错".repeat(WORDS_BYTES_MAX));
    let long = AttemptEnd { reply: vec![b'x'; REPLY_BYTES_MAX + 1], words, ..end(&id, EndKind::InDoubt, "") };
    journal.write(&Entry::of(stay("ZY1"), now()).end(long)).unwrap();
    let ended = journal.attempts(&stay("ZY1")).unwrap().remove(0).ends.remove(0);
    assert_eq!(usize::try_from(ended.reply_bytes).unwrap(), REPLY_BYTES_MAX + 1);
    assert_eq!(journal.replies(&id).unwrap()[0].len(), REPLY_BYTES_MAX);
    assert!(ended.words.unwrap().len() <= WORDS_BYTES_MAX);
}

#[test]
fn value_above_its_limit_is_an_error_that_says_the_limit() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let long = text(&json!("x".repeat(STATE_BYTES_MAX)));
    let too_long = Entry::of(stay("ZY1"), now()).record(StayRecord { state: long, ..record("new", Rest::Open) });
    assert!(
        matches!(journal.write(&too_long), Err(JournalError::TooLarge { what: "state", bytes_max, .. }) if bytes_max == STATE_BYTES_MAX)
    );
    let long = |id: &MessageId| Intent { body: vec![0; BODY_BYTES_MAX + 1], ..settle_intent("ZY1", id) };
    let refused = journal.intend::<Infallible>(now(), |id| Ok(long(id)));
    assert!(matches!(refused, Err(IntendError::Journal(JournalError::TooLarge { what: "body", .. }))));
}

#[test]
fn bill_is_kept_once_by_its_digest() {
    let desk = Desk::new();
    let mut journal = desk.open();
    let bill = text(&json!({ "patient": NAME, "total": 1 }));
    let entry = |no: &str| Entry::of(stay(no), now()).record(record("new", Rest::Open)).bill(digest(), bill.clone());
    journal.write(&entry("ZY1")).unwrap();
    journal.write(&entry("ZY1")).unwrap();
    assert!(journal.bill(&digest()).unwrap() == Some(bill.clone()));
    assert!(journal.bill(&BillDigest::parse(&"cd".repeat(32)).unwrap()).unwrap().is_none());
    assert!(matches!(journal.write(&entry("ZY2")), Err(JournalError::Contradiction(_))));
}

#[test]
fn sign_in_of_the_day_is_found_again_until_dropped() {
    let desk = Desk::new();
    let day = jiff::civil::date(2026, 3, 1);
    desk.open().keep_sign_in("liu", day, "S1", now()).unwrap();
    let mut journal = desk.open();
    journal.keep_sign_in("liu", day, "S2", now()).unwrap();
    assert_eq!(journal.sign_in("liu", day).unwrap().as_deref(), Some("S2"));
    assert_eq!(journal.sign_in("chen", day).unwrap(), None);
    assert_eq!(journal.sign_in("liu", jiff::civil::date(2026, 3, 2)).unwrap(), None);
    journal.drop_sign_in("liu", day).unwrap();
    assert_eq!(journal.sign_in("liu", day).unwrap(), None);
}
