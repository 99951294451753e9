//! The walk with people in it: at random moments the patient leaves, withdraws or comes back, papers are taken back,
//! and a person rules on what nothing else can tell. P6 is checked at every moment.

use proptest::prelude::*;

use super::super::ask::Message;
use super::super::ids::ActId;
use super::super::{
    Afterwards, Decided, Decision, Departure, Event, Fate, Presence, Reply, Rest, Ruling, Step, Way, Withdrawal,
};
use super::walk::{Fault, World, any_fault, any_rules, slice, world};
use super::{HORIZON_MS, now, terms};

/// What somebody does to the stay.
#[derive(Debug, Clone, Copy)]
enum Wish {
    Leave(Way),
    Withdraw,
    TurnToSelfPay,
    Reopen,
    Settle,
}

fn reopens() -> Decision {
    Decision { what: Decided::Reopened, by: "李主任".to_owned(), reason: "票据已收回".to_owned(), second: None }
}

fn departure(way: Way) -> Departure {
    Departure { way, paid: Vec::new(), by: "王芳".to_owned() }
}

impl Wish {
    fn event(self) -> Event {
        let withdraw = |then| {
            Event::Withdraw(Box::new(Withdrawal { reason: "患者要求".to_owned(), by: "王芳".to_owned(), then }))
        };
        match self {
            Self::Leave(way) => Event::Left(Box::new(departure(way))),
            Self::Withdraw => withdraw(Afterwards::Open),
            Self::TurnToSelfPay => withdraw(Afterwards::SelfPaid(departure(Way::SelfPaid))),
            Self::Reopen => Event::Decided(Box::new(reopens())),
            Self::Settle => Event::Begin(Box::new(terms())),
        }
    }
}

impl World {
    /// As a desk would: what may not be is refused and changes nothing.
    fn wishes(&mut self, wish: Wish) -> Step {
        let rules = self.platform.rules;
        let mut tried = self.stay.clone();
        if tried.handle(wish.event(), now(self.run, self.ms), &rules).is_err() {
            assert_eq!(tried, self.stay, "a refused event changes nothing");
            return self.stay.next(now(self.run, self.ms), &rules);
        }
        self.handle(wish.event())
    }

    /// A person waits until nothing can be under way any more, looks at the platform's own screen and says what is.
    fn rules(&mut self, id: ActId) -> Step {
        self.ms += 2 * HORIZON_MS;
        self.platform.arrive(self.ms);
        let offered = self.stay.rulings(id, &self.platform.rules);
        let act = self.stay.act(id).unwrap().clone();
        let stands = self.platform.standing().iter().any(|booked| act.sent_as(&booked.message_id));
        let true_ones: &[Ruling] = match act.message {
            Message::Settle { .. } if stands => &[Ruling::TakeBack, Ruling::DealtWith],
            // Another settlement of the visit is dealt with as if it were ours: nothing may be added to it.
            Message::Settle { .. } if !self.platform.standing().is_empty() => &[Ruling::DealtWith],
            Message::Settle { .. } => &[Ruling::NotDone, Ruling::LookAgain],
            Message::CancelSettlement { .. } if self.platform.standing().is_empty() => &[Ruling::DealtWith],
            Message::CancelSettlement { .. } => &[Ruling::NotDone],
            _ => &[Ruling::LookAgain],
        };
        let ruling = *true_ones.iter().find(|ruling| offered.contains(ruling)).expect("something true is offered");
        self.handle(Event::Ruled { act: id, ruling })
    }

    /// Runs until everybody has had their wish and the stay rests.
    fn lives(&mut self, wishes: &[(u8, Wish)]) -> Rest {
        let mut wishes = wishes.iter().copied().peekable();
        let mut step = self.handle(Event::Begin(Box::new(terms())));
        let (mut until_next, mut ruled) = (wishes.peek().map_or(0, |(after, _)| *after), 0);
        for _ in 0..6_000 {
            self.platform.arrive(self.ms);
            self.check_always();
            if let Some((_, wish)) = wishes.peek().copied()
                && (until_next == 0 || matches!(step, Step::Rest(_)))
            {
                wishes.next();
                until_next = wishes.peek().map_or(0, |(after, _)| *after);
                step = self.wishes(wish);
                continue;
            }
            until_next = until_next.saturating_sub(1);
            step = match step {
                Step::Send(message) => self.send(&message),
                Step::Ask(query) => {
                    let asked = now(self.run, self.ms).instant;
                    self.ms += 20;
                    let reply = match self.fault() {
                        Fault::None | Fault::Twice | Fault::Echo(_) => self.platform.ask(&query),
                        Fault::DiesBefore | Fault::DiesAfter => {
                            step = self.dies();
                            continue;
                        }
                        _ => Reply::Failed("no answer".into()),
                    };
                    self.handle(Event::Asked { query, asked, reply })
                }
                Step::SignIn => self.handle(Event::SignedIn),
                Step::Confirm => self.handle(Event::Agreed),
                Step::Wait { until, .. } => {
                    self.ms = self.ms.max(until.ms);
                    self.platform.arrive(self.ms);
                    self.handle(Event::Resumed(Presence::Nobody))
                }
                Step::Rest(Rest::NeedsCashier) => self.handle(Event::Resumed(Presence::Cashier)),
                Step::Rest(Rest::NeedsPerson(act, _)) if ruled < 50 => {
                    ruled += 1;
                    self.rules(act)
                }
                Step::Rest(rest) => return rest,
                Step::InFlight => panic!("nothing is under way between two steps"),
            };
        }
        panic!("no rest: {step:?}");
    }
}

fn any_wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        1 => Just(Wish::Leave(Way::DepositKept)),
        1 => Just(Wish::Leave(Way::PaidInFull)),
        3 => Just(Wish::Leave(Way::SelfPaid)),
        2 => Just(Wish::Withdraw),
        2 => Just(Wish::TurnToSelfPay),
        1 => Just(Wish::Reopen),
        2 => Just(Wish::Settle),
    ]
}

proptest! {
    #![proptest_config(slice())]

    #[test]
    fn whoever_comes_and_goes_no_stay_is_both_settled_and_closed_as_self_paid(
        rules in any_rules(),
        faults in proptest::collection::vec(any_fault(), 0..24),
        wishes in proptest::collection::vec((0_u8..14, any_wish()), 1..6),
    ) {
        let mut world = world(rules, faults);
        let rest = world.lives(&wishes);
        prop_assert!(!matches!(rest, Rest::NeedsPerson(..)), "a person was asked for ever: {rest:?}");
        world.check_books();
        if rest == Rest::Withdrawn || rest == Rest::Closed {
            prop_assert!(world.platform.standing().is_empty());
        }
        if rest == Rest::Withdrawn {
            prop_assert!(world.platform.visits.is_empty() && world.platform.lines.is_empty());
        }
    }
}

#[test]
fn witnesses_exist_of_every_way_that_people_end_a_stay() {
    let rules = super::super::Rules { horizon_ms: HORIZON_MS + 3_000, ..super::open_rules() };
    let ends = |wishes: &[(u8, Wish)], faults: Vec<Fault>| world(rules, faults).lives(wishes);
    assert_eq!(ends(&[(3, Wish::Leave(Way::DepositKept))], Vec::new()), Rest::Settled);
    assert_eq!(ends(&[(3, Wish::Leave(Way::SelfPaid))], Vec::new()), Rest::Closed);
    assert_eq!(ends(&[(13, Wish::Withdraw)], Vec::new()), Rest::Withdrawn);
    assert_eq!(ends(&[(13, Wish::TurnToSelfPay)], Vec::new()), Rest::Closed);
    assert_eq!(ends(&[(13, Wish::TurnToSelfPay), (13, Wish::Reopen), (0, Wish::Settle)], Vec::new()), Rest::Settled);
    let blind =
        super::super::Rules { figures_by_visit: false, presettle_trusted: false, reverse_settle: false, ..rules };
    let mut lost = vec![Fault::None; 7];
    lost.push(Fault::ReplyLost);
    lost.reverse();
    let mut by_person = world(blind, lost);
    assert_eq!(by_person.lives(&[]), Rest::DealtWith);
    assert!(by_person.stay.acts.iter().any(|act| matches!(act.fate, Fate::Done(super::super::Proof::Ruling))));
}
