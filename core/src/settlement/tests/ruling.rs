//! What a person is offered to decide, and what follows.

use super::super::ask::{Answer, Category, End, Message};
use super::super::ids::ActId;
use super::super::{
    Attention, Event, Fate, Forbidden, Halt, Negative, Presence, Reply, Rest, Rules, Ruling, Step, Way,
};
use super::table::{Desk, refusal, timed_out};
use super::{HORIZON_MS, settled, terms, voucher};

/// A settlement that stands and cannot be adopted, of a patient who has gone.
fn stands_unadopted() -> (Desk, ActId) {
    let rules = Rules { horizon_ms: HORIZON_MS, presettle_trusted: true, ..Rules::default() };
    let (mut desk, step) = Desk::ready_to_settle(rules);
    desk.stay.terms.insured.credential = voucher();
    desk.sends(step, timed_out());
    let step = desk.tell(Event::Resumed(Presence::Nobody));
    let step = desk.asks(step, Reply::Refused(refusal(Category::AlreadySettled)));
    let Step::Rest(Rest::NeedsPerson(act, Attention::StandsUnadopted)) = step else { panic!("{step:?}") };
    (desk, act)
}

fn rules_on(desk: &mut Desk, act: ActId, ruling: Ruling) -> Step {
    desk.tell(Event::Ruled { act, ruling })
}

#[test]
fn what_stands_cannot_be_declared_not_done() {
    let (mut desk, act) = stands_unadopted();
    assert_eq!(desk.stay.rulings(act, &desk.rules), [Ruling::DealtWith, Ruling::LookAgain, Ruling::TakeBack]);
    let before = desk.stay.clone();
    let ruled = Event::Ruled { act, ruling: Ruling::NotDone };
    assert!(desk.stay.handle(ruled, super::now(1, desk.ms), &desk.rules).is_err());
    assert_eq!(desk.stay, before);
}

#[test]
fn settlement_dealt_with_outside_is_neither_made_again_nor_closed() {
    let (mut desk, act) = stands_unadopted();
    assert_eq!(rules_on(&mut desk, act, Ruling::DealtWith), Step::Rest(Rest::DealtWith));
    assert_eq!(desk.stay.may_begin(), Err(Forbidden::DealtWith));
    assert_eq!(desk.stay.may_leave(Way::SelfPaid), Err(Forbidden::MayStand));
    assert_eq!(desk.stay.printable(), None, "there are no figures to print");
}

#[test]
fn settlement_is_taken_back_on_a_persons_order_though_it_cannot_be_made_again() {
    let (mut desk, act) = stands_unadopted();
    desk.ms += HORIZON_MS;
    let step = rules_on(&mut desk, act, Ruling::TakeBack);
    let step = desk.asks(step, Reply::Refused(refusal(Category::AlreadySettled)));
    assert!(matches!(step, Step::Send(Message::Reverse { .. })), "{step:?}");
    desk.sends(step, End::Done(Answer::Accepted));
    assert_eq!(desk.stay.act(act).unwrap().fate, Fate::NotDone(Negative::TakenBack));
    assert_eq!(desk.stay.may_leave(Way::SelfPaid), Ok(()));
}

#[test]
fn platform_without_reversal_offers_none() {
    let (mut desk, act) = stands_unadopted();
    desk.rules.reverse_settle = false;
    assert_eq!(desk.stay.rulings(act, &desk.rules), [Ruling::DealtWith, Ruling::LookAgain]);
}

#[test]
fn act_that_awaits_nobody_is_not_ruled_on() {
    let (mut desk, step) = Desk::ready_to_settle(super::open_rules());
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    let act = desk.stay.acts.last().unwrap().id;
    assert_eq!(desk.stay.rulings(act, &desk.rules), []);
    let ruled = Event::Ruled { act, ruling: Ruling::NotDone };
    assert!(desk.stay.handle(ruled, super::now(1, desk.ms), &desk.rules).is_err());
}

#[test]
fn cancel_that_a_person_found_done_takes_the_settlement_away() {
    let rules = Rules { horizon_ms: HORIZON_MS, ..Rules::default() };
    let (mut desk, step) = Desk::ready_to_settle(rules);
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    desk.ms += HORIZON_MS;
    let step = desk.tell(Event::Cancel { reason: "费用有误".to_owned() });
    let step = desk.sends(step, timed_out());
    let Step::Rest(Rest::NeedsPerson(act, Attention::NoEvidence)) = step else { panic!("{step:?}") };
    assert_eq!(rules_on(&mut desk, act, Ruling::DealtWith), Step::Rest(Rest::Cancelled));
    assert_eq!((desk.stay.standing(), desk.stay.printable()), (None, None));
}

#[test]
fn reversal_without_an_answer_is_tried_as_often_again_when_a_person_says_so() {
    let rules = Rules { horizon_ms: HORIZON_MS, ..Rules::default() };
    let (mut desk, step) = Desk::ready_to_settle(rules);
    let mut step = desk.sends(step, timed_out());
    let exhausted = |desk: &mut Desk, mut step: Step| loop {
        step = match step {
            Step::Send(_) => desk.sends(step, timed_out()),
            Step::Wait { .. } => desk.waits(&step),
            other => break other,
        };
    };
    let sent = |desk: &Desk| desk.stay.acts.iter().map(|act| act.attempts.len()).sum::<usize>();
    step = exhausted(&mut desk, step);
    let Step::Rest(Rest::NeedsPerson(act, Attention::Exhausted)) = step else { panic!("{step:?}") };
    let before = sent(&desk);
    let step = rules_on(&mut desk, act, Ruling::LookAgain);
    let step = exhausted(&mut desk, step);
    assert!(matches!(step, Step::Rest(Rest::NeedsPerson(_, Attention::Exhausted))));
    assert!(sent(&desk) > before + 10, "it was tried again");
}

#[test]
fn settlement_that_a_person_found_not_done_is_begun_anew() {
    let rules = Rules { horizon_ms: HORIZON_MS, reverse_settle: false, ..Rules::default() };
    let (mut desk, step) = Desk::ready_to_settle(rules);
    let step = desk.sends(step, timed_out());
    let Step::Rest(Rest::NeedsPerson(act, _)) = step else { panic!("{step:?}") };
    assert!(matches!(rules_on(&mut desk, act, Ruling::NotDone), Step::Ask(_)));
    let step = desk.tell(Event::Begin(Box::new(terms())));
    assert!(!matches!(step, Step::Rest(Rest::Halted(Halt::NotAdmitted))), "{step:?}");
}
