//! A plain no is believed at once, and once more when its message cannot arrive a second time.

use super::super::ask::{Answer, Category, Doubt, End, Message, Query, SettlementRow};
use super::super::{Event, Fate, Halt, Presence, Proof, Reply, Rest, Rules, Step, Waiting};
use super::table::{Desk, refusal, reverse};
use super::{HORIZON_MS, message_id, open_rules, presettled, settled, statement, terms, total, visit};
use crate::settlement::ask::AccountUse;

fn refused(rules: Rules) -> (Desk, Step) {
    let (mut desk, step) = Desk::ready_to_settle(rules);
    let step = desk.sends(step, End::Refused(refusal(Category::CardNotAccepted)));
    (desk, step)
}

fn several() -> Rules {
    Rules { one_standing_settlement: false, ..open_rules() }
}

fn row(id: u32) -> Reply {
    let row = SettlementRow { message_id: Some(message_id(id)), visit: visit(), refunded: false, settled: settled(9) };
    Reply::Answer(Answer::Settlements(vec![row]))
}

fn figures() -> Step {
    Step::Ask(Query::Settlements { visit: visit(), settlement: None })
}

fn tries_again(desk: &mut Desk) -> Step {
    let step = desk.tell(Event::Begin(Box::new(terms())));
    let step = desk.asks(step, Reply::Answer(Answer::Presettled(Box::new(presettled(20_000)))));
    assert_eq!(step, Step::Confirm);
    desk.tell(Event::Agreed)
}

fn settle() -> Step {
    Step::Send(Message::Settle { visit: visit(), total: total(), account: AccountUse::Use })
}

#[test]
fn refused_settlement_rests_at_once_and_is_looked_at_when_its_horizon_has_passed() {
    let (mut desk, step) = refused(open_rules());
    assert!(matches!(step, Step::Rest(Rest::Halted(Halt::ActRefused(..)))), "{step:?}");
    let until = desk.stay.looks_again_at(super::now(1, desk.ms), &desk.rules).unwrap();
    assert_eq!(until.ms, desk.ms + HORIZON_MS);
    desk.ms = until.ms;
    let look = desk.tell(Event::Resumed(Presence::Nobody));
    assert_eq!(look, figures());
    let step = desk.asks(look, Reply::Answer(Answer::Settlements(Vec::new())));
    assert!(matches!(step, Step::Rest(Rest::Halted(Halt::ActRefused(..)))), "{step:?}");
    assert_eq!(desk.stay.looks_again_at(super::now(1, desk.ms), &desk.rules), None, "one look, and no more");
}

#[test]
fn refused_settlement_that_stands_after_all_is_adopted() {
    let (mut desk, _) = refused(open_rules());
    desk.ms += HORIZON_MS;
    let look = desk.tell(Event::Resumed(Presence::Nobody));
    assert_eq!((desk.asks(look, row(4)), desk.fate()), (Step::Rest(Rest::Settled), &Fate::Done(Proof::Evidence)));
    assert_eq!(desk.stay.printable().unwrap().message_id, message_id(4));
}

#[test]
fn new_settlement_is_sent_at_once_where_one_stands_per_visit() {
    let (mut desk, _) = refused(open_rules());
    assert_eq!(tries_again(&mut desk), settle());
}

#[test]
fn already_settled_by_the_second_copy_of_a_refused_one_is_adopted_and_not_left_to_a_person() {
    let (mut desk, _) = refused(open_rules());
    let step = tries_again(&mut desk);
    let step = desk.sends(step, End::InDoubt(Doubt::Refusal(refusal(Category::AlreadySettled))));
    assert_eq!(step, figures());
    assert_eq!(desk.asks(step, row(4)), Step::Rest(Rest::Settled));
    assert_eq!(desk.stay.standing().unwrap().message_id, message_id(4));
}

#[test]
fn new_settlement_waits_for_the_second_copy_where_several_may_stand() {
    let (mut desk, _) = refused(several());
    let step = tries_again(&mut desk);
    assert!(matches!(step, Step::Wait { why: Waiting::SecondCopy(_), .. }), "{step:?}");
    let Step::Wait { until, .. } = step else { return };
    desk.ms = until.ms;
    let step = desk.tell(Event::Resumed(Presence::Cashier));
    assert_eq!(step, figures(), "and is looked for before the new one is sent");
    assert_eq!(desk.asks(step, Reply::Answer(Answer::Settlements(Vec::new()))), settle());
}

#[test]
fn refused_settlement_that_only_a_reversal_tells_of_is_reversed_after_its_horizon() {
    let blind = Rules { horizon_ms: HORIZON_MS, one_standing_settlement: true, ..Rules::default() };
    let (mut desk, step) = refused(blind);
    assert!(matches!(step, Step::Rest(Rest::Halted(_))), "not before: {step:?}");
    desk.ms += HORIZON_MS;
    let step = desk.tell(Event::Resumed(Presence::Nobody));
    assert_eq!(step, reverse());
    let step = desk.sends(step, End::Refused(refusal(Category::UnknownOriginal)));
    assert!(matches!(step, Step::Rest(Rest::Halted(Halt::ActRefused(..)))), "{step:?}");
    assert!(matches!(desk.fate(), Fate::Refused(_)));
}

#[test]
fn nothing_is_printed_while_a_refused_cancel_may_come_a_second_time() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    desk.ms += HORIZON_MS;
    let step = desk.tell(Event::Cancel { reason: "费用有误".into() });
    desk.sends(step, End::Refused(refusal(Category::CannotUndo)));
    assert!(desk.stay.standing().is_some() && desk.stay.printable().is_none());
    desk.ms += HORIZON_MS;
    let look = desk.tell(Event::Resumed(Presence::Nobody));
    let Step::Ask(Query::Settlements { settlement: Some(_), .. }) = &look else { panic!("{look:?}") };
    desk.asks(look, row(4));
    assert!(desk.stay.printable().is_some());
}

#[test]
fn settlement_cancelled_within_its_horizon_is_looked_for_again_and_cancelled_again() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    let step = desk.tell(Event::Cancel { reason: "费用有误".into() });
    let cancelled = Answer::Cancelled { settlement: None, statement: Box::new(statement(-20_000)) };
    assert_eq!(desk.sends(step, End::Done(cancelled)), Step::Rest(Rest::Cancelled));
    desk.ms += HORIZON_MS;
    let look = desk.tell(Event::Resumed(Presence::Nobody));
    assert_eq!(look, figures());
    let step = desk.asks(look, row(4));
    let Step::Send(Message::CancelSettlement { settlement, .. }) = step else { panic!("{step:?}") };
    assert_eq!(settlement, settled(9).settlement, "the one that the second copy made");
}
