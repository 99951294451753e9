//! The three ways to leave without a settlement, and what each forbids later.

use super::super::ask::{Answer, Category, End, Message};
use super::super::{
    Circumstance, Decided, Decision, Departure, Event, Forbidden, Halt, Paper, Presence, Rest, Step, Waiting, Way,
};
use super::table::{Desk, refusal, timed_out};
use super::{open_rules, settled, terms};
use crate::money::Yuan;
use crate::split::{Balance, Deposit, MoneyMove, PaymentWay};

fn reopens() -> Decision {
    Decision { what: Decided::Reopened, by: "李主任".to_owned(), reason: "票据已收回".to_owned(), second: None }
}

fn leaves(way: Way) -> Event {
    Event::Left(Box::new(Departure { way, paid: Vec::new(), by: "王芳".to_owned() }))
}

fn paid(receipt_no: &str, cents: i64) -> Deposit {
    Deposit {
        receipt_no: receipt_no.to_owned(),
        way: PaymentWay::WeChat,
        amount: Yuan::from_cents(cents),
        paid_at: "2026-11-22T10:00:00".parse().unwrap(),
    }
}

/// The settlement was agreed to and could not leave.
fn queued() -> Desk {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let not_sent = End::NotSent(super::super::ask::NotSent::Unreachable("connect".to_owned()));
    assert!(matches!(desk.sends(step, not_sent), Step::Wait { why: Waiting::Platform(_), .. }));
    desk
}

#[test]
fn stay_left_against_the_deposit_is_settled_later() {
    let mut desk = queued();
    desk.tell(leaves(Way::DepositKept));
    assert_eq!(desk.stay.leaving().unwrap().way, Way::DepositKept);
    assert!(desk.stay.leaving().unwrap().presettled.is_some(), "the slip shows what was agreed to");
    let step = desk.tell(Event::Begin(Box::new(terms())));
    assert!(matches!(step, Step::Ask(_)), "{step:?}");
}

#[test]
fn stay_closed_as_self_paid_is_never_settled() {
    let mut desk = queued();
    assert_eq!(desk.tell(leaves(Way::SelfPaid)), Step::Rest(Rest::Closed));
    assert_eq!(desk.stay.may_begin(), Err(Forbidden::Closed));
    let now = super::now(1, desk.ms);
    let before = desk.stay.clone();
    assert!(desk.stay.handle(Event::Begin(Box::new(terms())), now, &desk.rules).is_err());
    assert_eq!(desk.stay, before, "a refused event changes nothing");
    for _ in 0..3 {
        desk.ms += 600_000;
        assert_eq!(desk.tell(Event::Resumed(Presence::Nobody)), Step::Rest(Rest::Closed));
    }
    let (visit, total) = (super::visit(), super::total());
    let message = Message::Settle { visit, total, account: terms().account };
    let intent = Event::Intended { message_id: super::message_id(99), message };
    assert!(desk.stay.handle(intent, now, &desk.rules).is_err(), "not even by a fault of the desk");
}

#[test]
fn closing_as_self_paid_is_refused_while_a_settlement_is_in_doubt_and_the_other_ways_are_not() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let step = desk.sends(step, timed_out());
    assert_eq!(desk.stay.may_leave(Way::SelfPaid), Err(Forbidden::MayStand));
    let now = super::now(1, desk.ms);
    assert!(desk.stay.handle(leaves(Way::SelfPaid), now, &desk.rules).is_err());
    assert_eq!(desk.tell(leaves(Way::PaidInFull)), step, "the doubt goes on");
    assert_eq!(desk.tell(leaves(Way::DepositKept)), step);
}

#[test]
fn closing_is_allowed_again_once_the_doubt_ended_with_nothing_standing() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let step = desk.sends(step, End::Refused(refusal(Category::NotFiled)));
    assert!(matches!(step, Step::Rest(Rest::Halted(Halt::ActRefused(..)))));
    assert_eq!(desk.stay.may_leave(Way::SelfPaid), Err(Forbidden::MayStand), "a second copy may still settle it");
    desk.ms += super::HORIZON_MS;
    let look = desk.tell(Event::Resumed(Presence::Cashier));
    let rows = super::super::Reply::Answer(Answer::Settlements(Vec::new()));
    assert!(matches!(desk.asks(look, rows), Step::Rest(Rest::Halted(Halt::ActRefused(..)))));
    assert_eq!(desk.tell(leaves(Way::SelfPaid)), Step::Rest(Rest::Closed));
}

#[test]
fn settled_stay_is_not_left_unsettled_and_not_closed() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    assert_eq!(desk.stay.may_leave(Way::DepositKept), Err(Forbidden::Settled));
    assert_eq!(desk.stay.may_leave(Way::PaidInFull), Err(Forbidden::Settled));
    assert_eq!(desk.stay.may_leave(Way::SelfPaid), Err(Forbidden::MayStand));
}

#[test]
fn closed_stay_is_reopened_by_name_and_reason_and_then_settled() {
    let mut desk = queued();
    desk.tell(leaves(Way::SelfPaid));
    let reopen = Event::Decided(Box::new(reopens()));
    desk.tell(reopen.clone());
    assert_eq!(desk.stay.leaving().unwrap().reopened.as_ref().unwrap().by, "李主任");
    assert_eq!(desk.stay.may_begin(), Ok(()));
    let now = super::now(1, desk.ms);
    assert!(desk.stay.handle(reopen, now, &desk.rules).is_err(), "it is open already");
    assert!(matches!(desk.tell(Event::Begin(Box::new(terms()))), Step::Ask(_)));
    assert_eq!(desk.stay.decisions.len(), 1);
}

#[test]
fn proposal_changes_nothing_until_somebody_decides() {
    let mut desk = queued();
    desk.tell(leaves(Way::SelfPaid));
    assert_eq!(desk.tell(Event::Proposed(Box::new(reopens()))), Step::Rest(Rest::Closed));
    assert_eq!(desk.stay.proposal(Decided::Reopened).map(|proposed| proposed.by.as_str()), Some("李主任"));
    desk.tell(Event::Decided(Box::new(Decision { second: Some("王芳".to_owned()), ..reopens() })));
    assert_eq!(desk.stay.proposal(Decided::Reopened), None);
    assert_eq!(desk.stay.may_begin(), Ok(()));
}

#[test]
fn stay_of_somebody_unidentified_sends_nothing_until_it_is_begun() {
    let mut desk = Desk::new(open_rules());
    desk.stay =
        super::super::Stay::unidentified(super::key(), super::super::Terms { visit: Some(super::visit()), ..terms() });
    assert_eq!(desk.tell(leaves(Way::DepositKept)), Step::Rest(Rest::Nothing));
    assert_eq!(desk.tell(Event::Resumed(Presence::Nobody)), Step::Rest(Rest::Nothing));
    assert!(matches!(desk.tell(Event::Begin(Box::new(terms()))), Step::Ask(_)));
    assert!(!desk.stay.unidentified);
}

#[test]
fn doubt_of_an_upload_is_still_found_out_after_closing() {
    let (mut desk, _) = Desk::ready_to_settle(open_rules());
    desk.stay.terms.batches.push(super::lines(4, 4));
    let step = desk.tell(Event::Resumed(Presence::Cashier));
    assert!(matches!(step, Step::Send(Message::UploadFees { .. })), "{step:?}");
    desk.sends(step, timed_out());
    let step = desk.tell(leaves(Way::SelfPaid));
    assert!(matches!(step, Step::Send(Message::RemoveFees { .. })), "{step:?}");
    assert_eq!(desk.sends(step, End::Done(Answer::Accepted)), Step::Rest(Rest::Closed));
}

#[test]
fn what_was_paid_on_leaving_is_set_against_what_is_due_once() {
    let mut desk = queued();
    let deposits = [paid("YJ1", 5_000)];
    let departure = Departure { way: Way::PaidInFull, paid: vec![paid("SF9", 25_000)], by: "王芳".to_owned() };
    desk.tell(Event::Left(Box::new(departure)));
    let due = Yuan::from_cents(10_000);
    let balance = Balance::of(due, &desk.stay.paid_with(&deposits));
    assert_eq!(balance.deposited, Yuan::from_cents(30_000));
    let refunded: Yuan = balance
        .moves
        .iter()
        .map(|money| match money {
            MoneyMove::Refund { amount, .. } => *amount,
            MoneyMove::Collect { amount } => -*amount,
        })
        .sum();
    assert_eq!(refunded, Yuan::from_cents(20_000));
    // The hospital's next bill names the payment itself.
    let named = [paid("YJ1", 5_000), paid("SF9", 25_000)];
    assert_eq!(Balance::of(due, &desk.stay.paid_with(&named)).deposited, Yuan::from_cents(30_000));
}

#[test]
fn notice_is_due_once_and_only_for_a_patient_who_had_left() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    assert_eq!(desk.stay.paper_due(), None, "who is at the desk gets the receipt");
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    desk.tell(leaves(Way::DepositKept));
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    let due = desk.stay.paper_due().unwrap();
    assert!(matches!(due, Paper::Notice(_)));
    desk.tell(Event::PaperNoted(due));
    assert_eq!(desk.stay.paper_due(), None);
    let mut closed = queued();
    closed.tell(leaves(Way::SelfPaid));
    assert_eq!(closed.stay.paper_due(), Some(Paper::Slip(1)));
}

#[test]
fn death_and_debt_are_noted_once_and_stop_nothing() {
    let mut desk = queued();
    let wait = desk.stay.next(super::now(1, desk.ms), &desk.rules);
    for _ in 0..2 {
        let noted = Event::Noted { circumstance: Circumstance::Died, by: "王芳".to_owned() };
        assert_eq!(desk.tell(noted), wait);
    }
    assert_eq!(desk.stay.notes.len(), 1);
    assert!(desk.stay.is_noted(Circumstance::Died) && !desk.stay.is_noted(Circumstance::LeftOwing));
}
