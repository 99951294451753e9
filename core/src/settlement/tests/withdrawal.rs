//! A patient who withdraws: everything is taken back, in order, each step resolved before the next begins.

use super::super::ask::{Answer, Category, End, Message, VisitRow};
use super::super::{
    Afterwards, Departure, Event, Fate, Forbidden, Presence, Proof, Reply, Rest, Step, Waiting, Way, Withdrawal,
};
use super::table::{Desk, refusal, timed_out};
use super::{HORIZON_MS, open_rules, settled, terms, visit};

fn withdraws(then: Afterwards) -> Event {
    Event::Withdraw(Box::new(Withdrawal { reason: "患者要求".to_owned(), by: "王芳".to_owned(), then }))
}

fn self_paid() -> Afterwards {
    Afterwards::SelfPaid(Departure { way: Way::SelfPaid, paid: Vec::new(), by: "王芳".to_owned() })
}

fn settled_desk() -> Desk {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    desk.ms += HORIZON_MS;
    desk
}

fn cancelled() -> Answer {
    Answer::Cancelled { settlement: None, statement: Box::new(super::statement(-20_000)) }
}

fn kind(step: &Step) -> &'static str {
    match step {
        Step::Send(Message::CancelSettlement { .. }) => "2305",
        Step::Send(Message::UndoDischarge { .. }) => "2405",
        Step::Send(Message::RemoveFees { .. }) => "2302",
        Step::Send(Message::CancelAdmission { .. }) => "2404",
        other => panic!("{other:?}"),
    }
}

#[test]
fn settled_stay_is_withdrawn_in_order_to_the_admission() {
    let mut desk = settled_desk();
    let mut step = desk.tell(withdraws(Afterwards::Open));
    let mut sent = Vec::new();
    while step != Step::Rest(Rest::Withdrawn) {
        sent.push(kind(&step));
        let answer = if kind(&step) == "2305" { cancelled() } else { Answer::Accepted };
        step = desk.sends(step, End::Done(answer));
    }
    assert_eq!(sent, ["2305", "2405", "2302", "2404"]);
    assert_eq!((desk.stay.standing(), &desk.stay.visit), (None, &None));
    assert_eq!(desk.stay.may_begin(), Ok(()), "the patient may change their mind");
}

#[test]
fn step_in_doubt_is_resolved_before_the_next_is_undone() {
    let mut desk = settled_desk();
    let step = desk.tell(withdraws(Afterwards::Open));
    let step = desk.sends(step, End::Done(cancelled()));
    let step = desk.sends(step, timed_out());
    assert!(matches!(step, Step::Ask(_)), "{step:?}");
    let row = |in_hospital| {
        let visits = vec![VisitRow { visit: visit(), stay_no: None, in_hospital: Some(in_hospital) }];
        Reply::Answer(Answer::Visits(visits))
    };
    let step = desk.asks(step, row(false));
    assert_eq!(kind(&step), "2405", "it does not show yet, so it is sent again");
    let step = desk.sends(step, timed_out());
    let step = desk.waits(&step);
    let step = desk.asks(step, row(true));
    assert_eq!(kind(&step), "2302");
    assert!(desk.stay.acts.iter().any(|act| act.fate == Fate::Done(Proof::Evidence)));
}

#[test]
fn admission_whose_cancel_is_in_doubt_is_gone_once_the_list_lacks_it() {
    let mut desk = settled_desk();
    let mut step = desk.tell(withdraws(Afterwards::Open));
    while kind(&step) != "2404" {
        let answer = if kind(&step) == "2305" { cancelled() } else { Answer::Accepted };
        step = desk.sends(step, End::Done(answer));
    }
    let step = desk.sends(step, timed_out());
    assert_eq!(desk.asks(step, Reply::Refused(refusal(Category::NotFound))), Step::Rest(Rest::Withdrawn));
}

#[test]
fn withdrawal_in_doubt_takes_effect_once_the_fate_is_known() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let step = desk.sends(step, timed_out());
    assert_eq!(desk.tell(withdraws(Afterwards::Open)), step, "the doubt comes first");
    assert_eq!(desk.stay.may_begin(), Err(Forbidden::Withdrawing));
    let rows = super::super::ask::SettlementRow {
        message_id: Some(super::message_id(4)),
        visit: visit(),
        refunded: false,
        settled: settled(1),
    };
    let step = desk.asks(step, Reply::Answer(Answer::Settlements(vec![rows])));
    // A copy of the settlement may still arrive; cancelled before it did, it would stand again.
    assert!(matches!(step, Step::Wait { why: Waiting::Doubt(_), .. }), "{step:?}");
    let step = desk.waits(&step);
    assert_eq!(kind(&step), "2305");
}

#[test]
fn stay_turned_to_self_pay_is_closed_only_once_nothing_is_left_on_the_platform() {
    let mut desk = settled_desk();
    let mut step = desk.tell(withdraws(self_paid()));
    while step != Step::Rest(Rest::Closed) {
        assert_eq!(desk.stay.closed(), None);
        let answer = if kind(&step) == "2305" { cancelled() } else { Answer::Accepted };
        step = desk.sends(step, End::Done(answer));
    }
    assert_eq!(desk.stay.leaving().unwrap().way, Way::SelfPaid);
    assert_eq!(desk.stay.may_begin(), Err(Forbidden::Closed));
}

#[test]
fn refused_undoing_stops_and_closes_nothing() {
    let mut desk = settled_desk();
    let step = desk.tell(withdraws(self_paid()));
    let step = desk.sends(step, End::Refused(refusal(Category::CannotUndo)));
    assert!(matches!(step, Step::Rest(Rest::Halted(_))), "{step:?}");
    assert_eq!(desk.stay.closed(), None);
    assert!(desk.stay.standing().is_some());
    let again = desk.tell(withdraws(self_paid()));
    assert_eq!(kind(&again), "2305", "asking again starts over");
}

#[test]
fn stay_of_which_nothing_was_sent_is_withdrawn_at_once() {
    let mut desk = Desk::new(open_rules());
    assert_eq!(desk.tell(withdraws(Afterwards::Open)), Step::Rest(Rest::Withdrawn));
    assert!(matches!(desk.tell(Event::Begin(Box::new(terms()))), Step::Ask(_)));
    assert_eq!(desk.tell(withdraws(self_paid())), Step::Rest(Rest::Closed));
    assert_eq!(desk.tell(Event::Resumed(Presence::Nobody)), Step::Rest(Rest::Closed));
}
