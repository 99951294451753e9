//! One original, numbered copies; money moved once.

use yijie_core::split::{MoneyMove, PaymentWay};

use super::*;

fn settled(desk: &Desk) -> (Journal, MessageId) {
    let mut journal = desk.open();
    let id = intend(&mut journal, "ZY1", now());
    journal.write(&Entry::of(stay("ZY1"), now()).end(end(&id, EndKind::Done, "成功"))).unwrap();
    (journal, id)
}

#[test]
fn original_is_said_once_and_copies_are_numbered() {
    let desk = Desk::new();
    let (mut journal, id) = settled(&desk);
    assert_eq!(journal.receipt(&stay("ZY1"), &id, "liu", now()).unwrap(), Print::Original);
    drop(journal);
    // A printer that failed after the original was journalled: what follows is still a copy.
    let mut journal = desk.open();
    assert_eq!(journal.receipt(&stay("ZY1"), &id, "liu", now()).unwrap(), Print::Copy(1));
    assert_eq!(journal.receipt(&stay("ZY1"), &id, "liu", now()).unwrap(), Print::Copy(2));
    let trail: Vec<_> = journal.audit_of(&stay("ZY1")).unwrap().into_iter().map(|line| line.line.detail).collect();
    assert_eq!(trail, [format!("original of {id}"), format!("copy 1 of {id}"), format!("copy 2 of {id}")]);
}

#[test]
fn void_receipt_is_never_printed_again() {
    let desk = Desk::new();
    let (mut journal, id) = settled(&desk);
    journal.receipt(&stay("ZY1"), &id, "liu", now()).unwrap();
    journal.void_receipt(&stay("ZY1"), &id, "liu", now()).unwrap();
    journal.void_receipt(&stay("ZY1"), &id, "liu", now()).unwrap();
    let refused = journal.receipt(&stay("ZY1"), &id, "liu", now());
    assert!(matches!(refused, Err(JournalError::Contradiction(_))), "{refused:?}");
    assert_eq!(journal.audit_of(&stay("ZY1")).unwrap().len(), 2, "voided once");
}

#[test]
fn settlement_cancelled_before_its_first_print_has_no_original() {
    let desk = Desk::new();
    let (mut journal, id) = settled(&desk);
    journal.void_receipt(&stay("ZY1"), &id, "liu", now()).unwrap();
    assert!(journal.receipt(&stay("ZY1"), &id, "liu", now()).is_err());
}

#[test]
fn receipt_of_what_was_never_sent_for_this_stay_is_refused() {
    let desk = Desk::new();
    let (mut journal, id) = settled(&desk);
    intend(&mut journal, "ZY2", now());
    assert!(matches!(journal.receipt(&stay("ZY2"), &id, "liu", now()), Err(JournalError::Contradiction(_))));
    let never = MessageId::parse("H36010200001202601010000000700").unwrap();
    assert!(matches!(journal.receipt(&stay("ZY1"), &never, "liu", now()), Err(JournalError::Unknown { .. })));
}

fn refunds() -> Vec<MoneyMove> {
    let refund = |way, no: &str, amount: &str| MoneyMove::Refund {
        way,
        receipt_no: no.to_owned(),
        amount: Yuan::parse(amount).unwrap(),
    };
    vec![refund(PaymentWay::WeChat, "D2", "3000.00"), refund(PaymentWay::Cash, "D1", "487.01")]
}

#[test]
fn money_is_instructed_once_however_often_it_is_said() {
    let desk = Desk::new();
    let (mut journal, id) = settled(&desk);
    let entry = Entry::of(stay("ZY1"), now()).instruct(id.clone(), refunds());
    journal.write(&entry).unwrap();
    journal.write(&entry).unwrap();
    let made = journal.instructions(&stay("ZY1")).unwrap();
    assert_eq!(made.iter().map(|instruction| instruction.money.clone()).collect::<Vec<_>>(), refunds());
    assert_eq!(made[0].id, format!("{id}-01"));
    assert_eq!(made[1].id, format!("{id}-02"));

    let other = vec![MoneyMove::Collect { amount: Yuan::parse("1").unwrap() }];
    let refused = journal.write(&Entry::of(stay("ZY1"), now()).instruct(id, other));
    assert!(matches!(refused, Err(JournalError::Contradiction(_))), "{refused:?}");
    assert_eq!(journal.instructions(&stay("ZY1")).unwrap(), made);
}

#[test]
fn instruction_waits_until_it_is_acknowledged() {
    let desk = Desk::new();
    let (mut journal, id) = settled(&desk);
    journal.write(&Entry::of(stay("ZY1"), now()).instruct(id.clone(), refunds())).unwrap();
    let (first, second) = (format!("{id}-01"), format!("{id}-02"));
    journal.hand_over(&first, later(1)).unwrap();
    journal.hand_over(&first, later(5)).unwrap();
    journal.acknowledge(&first, later(6)).unwrap();
    journal.acknowledge(&first, later(9)).unwrap();
    drop(journal);
    let mut journal = desk.open();
    let made = journal.instructions(&stay("ZY1")).unwrap();
    assert_eq!((made[0].handed_over_at, made[0].acknowledged_at), (Some(later(1)), Some(later(6))));
    let waiting: Vec<_> = journal.unacknowledged().unwrap().into_iter().map(|instruction| instruction.id).collect();
    assert_eq!(waiting, [second]);
    assert!(matches!(journal.acknowledge("nothing", now()), Err(JournalError::Unknown { .. })));
}

#[test]
fn collecting_is_instructed_like_refunding() {
    let desk = Desk::new();
    let (mut journal, id) = settled(&desk);
    let collect = vec![MoneyMove::Collect { amount: Yuan::parse("512.99").unwrap() }];
    journal.write(&Entry::of(stay("ZY1"), now()).instruct(id, collect.clone())).unwrap();
    assert_eq!(journal.instructions(&stay("ZY1")).unwrap()[0].money, collect[0]);
}
