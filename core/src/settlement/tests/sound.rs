//! Each rule of soundness finds the state that breaks it. That no state of the machine breaks one is held by `walk`.

use super::super::ask::{Answer, End, Message, Refusal};
use super::super::ids::ActId;
use super::super::{AttemptEnd, Event, Fate, Presettlement, Proof, Settlement, Stay, Unsound};
use super::{digest, message_id, new_stay, now, open_rules, settled, statement, terms, total, visit};
use crate::settlement::ask::AccountUse;

/// A stay that was settled.
fn stay() -> Stay {
    let mut stay = new_stay();
    stay.visit = Some(visit());
    for event in [
        Event::Begin(Box::new(terms())),
        Event::Intended { message_id: message_id(1), message: settle() },
        Event::Ended { message_id: message_id(1), end: Box::new(End::Done(Answer::Settled(Box::new(settled(1))))) },
    ] {
        stay.handle(event, now(1, 0), &open_rules()).unwrap();
    }
    assert_eq!((stay.unsound(), stay.settlements.len()), (Vec::new(), 1));
    stay
}

fn settle() -> Message {
    Message::Settle { visit: visit(), total: total(), account: AccountUse::Use }
}

#[test]
fn each_rule_of_soundness_finds_what_breaks_it() {
    type Break = fn(&mut Stay);
    let broken: [(Break, Unsound); 9] = [
        (
            |stay| {
                stay.acts[0].id = ActId(2);
                stay.settlements[0].act = ActId(2);
            },
            Unsound::ActNumber(ActId(2)),
        ),
        (
            |stay| {
                let again = stay.acts[0].attempts[0].clone();
                stay.acts[0].attempts.push(again);
            },
            Unsound::MessageTwice(message_id(1)),
        ),
        (
            |stay| {
                let first = &mut stay.acts[0].attempts[0];
                first.message_id = "H99999999999202611201200000001".parse_id();
                stay.settlements[0].message_id = first.message_id.clone();
            },
            Unsound::MessageElsewhere("H99999999999202611201200000001".parse_id()),
        ),
        (
            |stay| {
                let mut later = stay.acts[0].attempts[0].clone();
                later.message_id = message_id(2);
                stay.acts[0].attempts[0].end = None;
                stay.acts[0].attempts.push(later);
            },
            Unsound::TwoUnderWay(message_id(1)),
        ),
        (|stay| stay.acts[0].attempts[0].end = Some(AttemptEnd::Refused(refusal())), Unsound::FateUnfounded(ActId(1))),
        (|stay| stay.settlements[0].message_id = message_id(9), Unsound::SettlementUnfounded(message_id(9))),
        (|stay| stay.settlements[0].cancelled_by = Some(ActId(1)), Unsound::CancelUnfounded(message_id(1))),
        (|stay| stay.settlements[0].settled.statement.cash = total(), Unsound::IdentitiesDiffer(message_id(1))),
        (
            |stay| {
                let mut statement = statement(20_000);
                statement.cash = total();
                stay.presettlement = Some(Presettlement { statement: Box::new(statement), agreed: false });
            },
            Unsound::PresettlementFaulty,
        ),
    ];
    for (break_it, expected) in broken {
        let mut stay = stay();
        break_it(&mut stay);
        assert_eq!(stay.unsound(), [expected]);
    }
}

#[test]
fn two_settlements_that_stand_are_found() {
    let mut stay = stay();
    let second = Settlement { bill: digest('b'), ..stay.settlements[0].clone() };
    stay.settlements.push(second);
    assert_eq!(stay.unsound(), [Unsound::TwoStand(message_id(1))]);
}

#[test]
fn settlement_of_an_act_that_was_refused_is_found() {
    let mut stay = stay();
    stay.acts[0].fate = Fate::Refused(refusal());
    assert_eq!(stay.unsound(), [Unsound::SettlementUnfounded(message_id(1))]);
    stay.acts[0].fate = Fate::Done(Proof::Evidence);
    assert_eq!(stay.unsound(), []);
}

fn refusal() -> Refusal {
    Refusal { category: crate::settlement::ask::Category::FeesMissing, code: "-1".into(), text: "费用有误".into() }
}

trait ParseId {
    fn parse_id(self) -> crate::settlement::ids::MessageId;
}

impl ParseId for &str {
    fn parse_id(self) -> crate::settlement::ids::MessageId {
        crate::settlement::ids::MessageId::parse(self).unwrap()
    }
}
