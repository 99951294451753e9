//! A journal put back from a backup: the platform may know more of a stay than its state does.

use super::super::ask::{Answer, Doubt, End, Message, Query};
use super::super::{Accounting, Event, Fate, Goal, Presence, Proof, Reply, Rest, Step};
use super::{message_id, new_stay, now, open_rules, settled, statement, terms, visit};
use crate::settlement::{Rules, Stay};

fn tell(stay: &mut Stay, run: u64, event: Event) -> Step {
    stay.handle(event, now(run, 10_000), &rules()).unwrap()
}

fn rules() -> Rules {
    open_rules()
}

/// A stay whose settlement is agreed and would be sent next.
fn agreed() -> (Stay, Step) {
    let mut stay = new_stay();
    stay.visit = Some(visit());
    let mut step = tell(&mut stay, 1, Event::Begin(Box::new(terms())));
    for number in 1.. {
        step = match step {
            Step::Send(Message::Settle { .. }) => return (stay, step),
            Step::Send(message) => sent(&mut stay, number, message, End::Done(Answer::Accepted)),
            Step::Ask(query @ Query::Presettle { .. }) => {
                let reply = Reply::Answer(Answer::Presettled(Box::new(statement(20_000))));
                tell(&mut stay, 1, Event::Asked { query, asked: now(1, 10_000).instant, reply })
            }
            Step::Confirm => tell(&mut stay, 1, Event::Agreed),
            other => panic!("{other:?}"),
        };
    }
    unreachable!()
}

fn sent(stay: &mut Stay, number: u32, message: Message, end: End) -> Step {
    let message_id = message_id(number);
    tell(stay, 1, Event::Intended { message_id: message_id.clone(), message });
    tell(stay, 1, Event::Ended { message_id, end: Box::new(end) })
}

#[test]
fn restored_stay_sends_nothing_until_it_is_accounted_for() {
    let (mut stay, step) = agreed();
    let Step::Send(message) = step else { panic!("{step:?}") };
    assert_eq!(tell(&mut stay, 2, Event::Restored), Step::Ask(presettle(&stay)), "it may ask");
    let reply = Reply::Answer(Answer::Presettled(Box::new(statement(20_000))));
    let query = presettle(&stay);
    let step = tell(&mut stay, 2, Event::Asked { query, asked: now(2, 10_000).instant, reply });
    assert_eq!(step, Step::Rest(Rest::Unaccounted), "it would settle, and may have been settled since");
    for event in [Event::Resumed(Presence::Nobody), Event::Begin(Box::new(terms()))] {
        let step = tell(&mut stay, 2, event);
        assert!(!matches!(step, Step::Send(_) | Step::Confirm), "{step:?}");
    }
    let intent = Event::Intended { message_id: message_id(90), message };
    stay.clone().handle(intent, now(2, 10_000), &rules()).unwrap_err();
    assert!(stay.unaccounted);

    tell(&mut stay, 2, Event::AccountedFor(Accounting::NothingMore));
    let (mut step, mut settles) = (stay.next(now(2, 10_000), &rules()), false);
    for number in 91..95 {
        step = match step {
            Step::Ask(query) => {
                let reply = Reply::Answer(Answer::Presettled(Box::new(statement(20_000))));
                tell(&mut stay, 2, Event::Asked { query, asked: now(2, 10_000).instant, reply })
            }
            Step::Confirm => tell(&mut stay, 2, Event::Agreed),
            Step::Send(message) => {
                settles |= matches!(message, Message::Settle { .. });
                let message_id = message_id(number);
                tell(&mut stay, 2, Event::Intended { message_id: message_id.clone(), message });
                let end = End::Done(Answer::Settled(Box::new(settled(1))));
                tell(&mut stay, 2, Event::Ended { message_id, end: Box::new(end) })
            }
            step => step,
        };
    }
    assert!(settles, "it goes on once the books agree");
    assert_eq!(step, Step::Rest(Rest::Settled));
}

#[test]
fn settlement_under_way_at_the_backup_is_in_doubt_afterwards() {
    let (mut stay, step) = agreed();
    let Step::Send(message) = step else { panic!("{step:?}") };
    tell(&mut stay, 1, Event::Intended { message_id: message_id(50), message });
    tell(&mut stay, 2, Event::Restored);
    assert!(matches!(stay.acts.last().unwrap().fate, Fate::InDoubt(_)));
    assert!(stay.is_in_doubt() && stay.printable().is_none());
    assert_eq!(stay.unsound(), []);
}

#[test]
fn restored_stay_that_a_person_dealt_with_is_never_sent_again() {
    let (mut stay, step) = agreed();
    let Step::Send(message) = step else { panic!("{step:?}") };
    sent(&mut stay, 50, message, End::InDoubt(Doubt::TimedOut));
    tell(&mut stay, 2, Event::Restored);
    let step = tell(&mut stay, 2, Event::AccountedFor(Accounting::DealtWith));
    assert_eq!(step, Step::Rest(Rest::DealtWith));
    assert_eq!((&stay.goal, stay.is_in_doubt()), (&Goal::Nothing, false));
    assert_eq!(stay.acts.last().unwrap().fate, Fate::Done(Proof::Ruling));
    assert_eq!(stay.unsound(), []);
}

#[test]
fn stay_of_an_unharmed_journal_has_nothing_to_be_accounted_for() {
    let (mut stay, _) = agreed();
    stay.handle(Event::AccountedFor(Accounting::NothingMore), now(1, 10_000), &rules()).unwrap_err();
}

#[test]
fn state_of_an_earlier_program_reads_as_accounted_for() {
    let mut value = serde_json::to_value(agreed().0).unwrap();
    value.as_object_mut().unwrap().remove("unaccounted").unwrap();
    let stay: Stay = serde_json::from_value(value).unwrap();
    assert!(!stay.unaccounted);
}

fn presettle(stay: &Stay) -> Query {
    Query::Presettle { visit: visit(), total: stay.terms.total, account: stay.terms.account }
}
