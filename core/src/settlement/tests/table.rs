//! (state, event) → (state, step): each row of the table of ends and evidence, once.

use super::super::act::{Attention, Fate, Negative, Proof};
use super::super::ask::{
    Answer, Category, Doubt, End, Message, NotSent, Query, Refusal, Reversible, SettlementRow, VisitRow,
};
use super::super::ids::StayNo;
use super::super::{Event, Goal, Halt, Presence, Reply, Rest, Rules, Stay, Step, Waiting};
use super::{
    HORIZON_MS, digest, lines, message_id, new_stay, now, open_rules, settled, statement, terms, total, visit, voucher,
};
use crate::money::Yuan;
use crate::settlement::ask::AccountUse;

/// A stay and the clock that it is told.
pub(super) struct Desk {
    pub stay: Stay,
    pub rules: Rules,
    pub ms: u64,
    ids: u32,
}

impl Desk {
    pub fn new(rules: Rules) -> Self {
        Self { stay: new_stay(), rules, ms: 0, ids: 0 }
    }

    pub fn tell(&mut self, event: Event) -> Step {
        self.stay.handle(event, now(1, self.ms), &self.rules).unwrap()
    }

    pub fn sends(&mut self, step: Step, end: End) -> Step {
        let Step::Send(message) = step else { panic!("not a message: {step:?}") };
        self.ids += 1;
        let message_id = message_id(self.ids);
        assert_eq!(self.tell(Event::Intended { message_id: message_id.clone(), message }), Step::InFlight);
        self.tell(Event::Ended { message_id, end: Box::new(end) })
    }

    pub fn asks(&mut self, step: Step, reply: Reply) -> Step {
        let Step::Ask(query) = step else { panic!("not a question: {step:?}") };
        let asked = now(1, self.ms).instant;
        self.tell(Event::Asked { query, asked, reply })
    }

    pub fn waits(&mut self, step: &Step) -> Step {
        let Step::Wait { until, .. } = step else { panic!("not a wait: {step:?}") };
        self.ms = until.ms;
        self.tell(Event::Resumed(Presence::Nobody))
    }

    /// Up to the point where the settlement is sent.
    pub fn ready_to_settle(rules: Rules) -> (Self, Step) {
        let mut desk = Self::new(rules);
        let mut step = desk.tell(Event::Begin(Box::new(terms())));
        step = desk.asks(step, listed());
        while let Step::Send(message) = &step {
            let answer =
                if matches!(message, Message::UploadFees { .. }) { Answer::Uploaded } else { Answer::Accepted };
            step = desk.sends(step, End::Done(answer));
        }
        step = desk.asks(step, Reply::Answer(Answer::Presettled(Box::new(statement(20_000)))));
        assert_eq!(step, Step::Confirm);
        step = desk.tell(Event::Agreed);
        (desk, step)
    }

    pub fn fate(&self) -> &Fate {
        &self.stay.acts.iter().rev().find(|act| !matches!(act.message, Message::Reverse { .. })).unwrap().fate
    }
}

pub(super) fn listed() -> Reply {
    let stay_no = StayNo::parse("ZY2026110001").ok();
    Reply::Answer(Answer::Visits(vec![VisitRow { visit: visit(), stay_no, in_hospital: Some(true) }]))
}

pub(super) fn no_rows() -> Reply {
    Reply::Answer(Answer::Settlements(Vec::new()))
}

pub(super) fn refusal(category: Category) -> Refusal {
    Refusal { category, code: "-1".into(), text: "…".into() }
}

pub(super) fn timed_out() -> End {
    End::InDoubt(Doubt::TimedOut)
}

fn reverse() -> Step {
    // The settlement is the fourth message: two uploads and the discharge come before it.
    Step::Send(Message::Reverse { original: message_id(4), original_kind: Reversible::Settle })
}

#[test]
fn stay_with_an_admission_goes_fees_discharge_presettlement_confirmation_settlement() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let sent: Vec<_> = desk.stay.acts.iter().map(|act| act.message.clone()).collect();
    assert_eq!(
        sent,
        [
            Message::UploadFees { visit: visit(), lines: lines(1, 2) },
            Message::UploadFees { visit: visit(), lines: lines(3, 3) },
            Message::Discharge { visit: visit() },
        ]
    );
    assert_eq!(step, Step::Send(Message::Settle { visit: visit(), total: total(), account: AccountUse::Use }));
    assert_eq!(desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1))))), Step::Rest(Rest::Settled));
    assert_eq!(desk.stay.printable().unwrap().message_id, message_id(4));
}

#[test]
fn stay_settled_before_answers_with_the_first_result() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    assert_eq!(desk.tell(Event::Begin(Box::new(terms()))), Step::Rest(Rest::Settled));
    assert_eq!(desk.stay.settlements.len(), 1);
}

#[test]
fn stay_without_an_admission_and_none_in_the_bill_halts() {
    let mut desk = Desk::new(open_rules());
    let mut step = desk.tell(Event::Begin(Box::new(super::Terms { may_register: false, ..terms() })));
    step = desk.asks(step, Reply::Answer(Answer::Visits(Vec::new())));
    step = desk.asks(step, Reply::Answer(Answer::Visits(Vec::new())));
    assert_eq!(step, Step::Rest(Rest::Halted(Halt::NotAdmitted)));
}

#[test]
fn presettlement_that_does_not_add_up_stops_before_money_moves() {
    let mut desk = Desk::new(Rules { discharge_first: false, ..open_rules() });
    let mut step = desk.tell(Event::Begin(Box::new(super::Terms { batches: Vec::new(), ..terms() })));
    step = desk.asks(step, listed());
    let mut wrong = statement(20_000);
    wrong.cash = wrong.cash + Yuan::from_cents(1);
    step = desk.asks(step, Reply::Answer(Answer::Presettled(Box::new(wrong))));
    assert!(matches!(step, Step::Rest(Rest::Halted(Halt::DoesNotAddUp(_)))), "{step:?}");
}

#[test]
fn settlement_that_does_not_add_up_is_kept_as_given_and_flagged() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let mut given = settled(1);
    given.statement.cash = given.statement.cash + Yuan::from_cents(1);
    assert_eq!(desk.sends(step, End::Done(Answer::Settled(Box::new(given.clone())))), Step::Rest(Rest::Settled));
    let kept = desk.stay.standing().unwrap();
    assert_eq!(kept.settled, given);
    assert!(!kept.faults.is_empty() && kept.differs_from_agreed);
}

#[test]
fn settle_timed_out_is_adopted_by_its_own_message_id() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let step = desk.sends(step, timed_out());
    assert_eq!(step, Step::Ask(Query::Settlements { visit: visit(), settlement: None }));
    let row = |id, refunded| SettlementRow {
        message_id: Some(message_id(id)),
        visit: visit(),
        refunded,
        settled: settled(9),
    };
    let step = desk.asks(step, Reply::Answer(Answer::Settlements(vec![row(4, false)])));
    assert_eq!((step, desk.fate()), (Step::Rest(Rest::Settled), &Fate::Done(Proof::Evidence)));
}

#[test]
fn settlement_of_another_message_id_is_never_adopted() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let mut step = desk.sends(step, timed_out());
    let others = || {
        let row =
            SettlementRow { message_id: Some(message_id(99)), visit: visit(), refunded: false, settled: settled(9) };
        Reply::Answer(Answer::Settlements(vec![row]))
    };
    for _ in 0..40 {
        step = match step {
            Step::Ask(_) => desk.asks(step, others()),
            Step::Wait { .. } => desk.waits(&step),
            rest => rest,
        };
    }
    assert!(matches!(step, Step::Rest(Rest::NeedsPerson(_, Attention::OthersSettlement))), "{step:?}");
    assert!(desk.stay.printable().is_none());
}

#[test]
fn refunded_row_or_row_with_a_negative_partner_is_not_adopted() {
    let mut negative = settled(9);
    negative.statement.total = -negative.statement.total;
    negative.statement.fund_total = -negative.statement.fund_total;
    let row = |refunded, settled| SettlementRow { message_id: Some(message_id(4)), visit: visit(), refunded, settled };
    for rows in [vec![row(true, settled(9))], vec![row(false, settled(9)), row(false, negative)]] {
        let (mut desk, step) = Desk::ready_to_settle(open_rules());
        let step = desk.sends(step, timed_out());
        desk.asks(step, Reply::Answer(Answer::Settlements(rows)));
        assert!(desk.stay.standing().is_none());
    }
}

#[test]
fn query_that_finds_nothing_counts_only_when_it_left_after_the_horizon() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let mut step = desk.sends(step, timed_out());
    let over = desk.ms;
    while desk.ms < over + HORIZON_MS {
        step = match step {
            Step::Ask(_) => desk.asks(step, no_rows()),
            Step::Wait { .. } => desk.waits(&step),
            other => panic!("believed before the horizon: {other:?}"),
        };
    }
    assert_eq!(desk.asks(step, no_rows()), reverse());
}

#[test]
fn reversal_answered_before_the_horizon_is_repeated_after_it() {
    let blind = Rules { horizon_ms: HORIZON_MS, ..Rules::default() };
    let (mut desk, step) = Desk::ready_to_settle(blind);
    let step = desk.sends(step, timed_out());
    assert_eq!(step, reverse());
    let step = desk.sends(step, End::Done(Answer::Accepted));
    assert!(matches!(&step, Step::Wait { why: Waiting::Doubt(_), until } if until.ms == HORIZON_MS), "{step:?}");
    assert!(matches!(desk.fate(), Fate::InDoubt(_)));
    let step = desk.waits(&step);
    assert_eq!(step, reverse());
    desk.sends(step, End::Refused(refusal(Category::AlreadyReversed)));
    assert_eq!(desk.fate(), &Fate::NotDone(Negative::TakenBack));
}

#[test]
fn reversal_answered_at_once_counts_where_reversed_ids_are_remembered() {
    let rules = Rules { horizon_ms: HORIZON_MS, reversed_ids_remembered: true, ..Rules::default() };
    let (mut desk, step) = Desk::ready_to_settle(rules);
    let step = desk.sends(step, timed_out());
    desk.sends(step, End::Done(Answer::Accepted));
    assert_eq!(desk.fate(), &Fate::NotDone(Negative::TakenBack));
}

#[test]
fn reversal_ends_with_the_refusal_that_it_was_sent_for_and_the_next_settlement_is_printed() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let mut step = desk.sends(step, End::InDoubt(Doubt::Refusal(refusal(Category::Unclassified))));
    loop {
        step = match step {
            Step::Ask(_) => desk.asks(step, no_rows()),
            Step::Wait { .. } => desk.waits(&step),
            Step::Send(Message::Reverse { .. }) => desk.sends(step, End::Refused(refusal(Category::UnknownOriginal))),
            other => break assert!(matches!(other, Step::Rest(Rest::Halted(Halt::ActRefused(..)))), "{other:?}"),
        };
    }
    assert!(!desk.stay.acts.iter().any(super::super::Act::is_unresolved), "{:?}", desk.stay.acts);

    let mut step = desk.tell(Event::Begin(Box::new(terms())));
    loop {
        step = match step {
            Step::Ask(Query::InHospital) => desk.asks(step, listed()),
            Step::Ask(_) => desk.asks(step, Reply::Answer(Answer::Presettled(Box::new(statement(20_000))))),
            Step::Confirm => desk.tell(Event::Agreed),
            Step::Send(_) => desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1))))),
            other => break assert_eq!(other, Step::Rest(Rest::Settled)),
        };
    }
    assert!(desk.stay.printable().is_some());
}

#[test]
fn settlement_is_never_sent_again_while_it_is_in_doubt() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let Step::Send(settle) = step.clone() else { panic!() };
    desk.sends(step, timed_out());
    let again = Event::Intended { message_id: message_id(50), message: settle };
    assert!(desk.stay.handle(again, now(1, desk.ms), &desk.rules).is_err());
}

#[test]
fn restart_begins_the_horizon_again() {
    let blind = Rules { horizon_ms: HORIZON_MS, ..Rules::default() };
    let (mut desk, step) = Desk::ready_to_settle(blind);
    let step = desk.sends(step, timed_out());
    desk.sends(step, End::Done(Answer::Accepted));
    let restarted = desk.stay.handle(Event::Resumed(Presence::Nobody), now(2, 77), &desk.rules).unwrap();
    assert!(
        matches!(&restarted, Step::Wait { until, .. } if until.run == 2 && until.ms == 77 + HORIZON_MS),
        "{restarted:?}"
    );
}

#[test]
fn attempt_found_open_at_the_start_is_in_doubt() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let Step::Send(message) = step else { panic!() };
    desk.tell(Event::Intended { message_id: message_id(4), message });
    let step = desk.stay.handle(Event::Resumed(Presence::Nobody), now(2, 0), &desk.rules).unwrap();
    assert!(matches!(desk.fate(), Fate::InDoubt(_)));
    assert!(matches!(step, Step::Ask(Query::Settlements { .. })), "{step:?}");
}

#[test]
fn settlement_asked_for_again_after_the_program_died_finds_the_first_in_doubt() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let Step::Send(message) = step else { panic!() };
    desk.tell(Event::Intended { message_id: message_id(4), message });
    let step = desk.stay.handle(Event::Begin(Box::new(terms())), now(2, 0), &desk.rules).unwrap();
    assert!(matches!(desk.fate(), Fate::InDoubt(_)));
    assert!(matches!(step, Step::Ask(Query::Settlements { .. })), "{step:?}");
}

#[test]
fn not_sent_is_tried_again_as_the_same_act_under_a_new_id() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let step = desk.sends(step, End::NotSent(NotSent::Unreachable("refused".into())));
    assert!(matches!(&step, Step::Wait { why: Waiting::Platform(_), .. }), "{step:?}");
    let step = desk.waits(&step);
    // The figures may have changed meanwhile; equal ones need no second yes.
    let step = desk.asks(step, Reply::Answer(Answer::Presettled(Box::new(statement(20_000)))));
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    let act = desk.stay.acts.last().unwrap();
    assert_eq!(act.attempts.len(), 2);
    assert_ne!(act.attempts[0].message_id, act.attempts[1].message_id);
}

#[test]
fn waiting_settlement_goes_unattended_only_where_one_standing_is_the_rule() {
    for (one_standing_settlement, unattended) in [(true, true), (false, false)] {
        let (mut desk, step) = Desk::ready_to_settle(Rules { one_standing_settlement, ..open_rules() });
        let step = desk.sends(step, End::NotSent(NotSent::Unreachable("refused".into())));
        let step = desk.waits(&step);
        let step = desk.asks(step, Reply::Answer(Answer::Presettled(Box::new(statement(20_000)))));
        assert_eq!(matches!(step, Step::Send(_)), unattended);
        assert_eq!(step == Step::Rest(Rest::NeedsCashier), !unattended);
    }
}

#[test]
fn waiting_settlement_whose_figures_changed_waits_for_a_cashier() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let step = desk.sends(step, End::NotSent(NotSent::Unreachable("refused".into())));
    let step = desk.waits(&step);
    let step = desk.asks(step, Reply::Answer(Answer::Presettled(Box::new(statement(19_999)))));
    assert_eq!(step, Step::Rest(Rest::NeedsCashier));
}

#[test]
fn wrong_credentials_stop_instead_of_trying_again() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let step = desk.sends(step, End::NotSent(NotSent::Credentials("非法用户!".into())));
    assert!(matches!(step, Step::Rest(Rest::Halted(Halt::Credentials(_)))), "{step:?}");
}

#[test]
fn session_refusal_signs_in_once_and_makes_a_new_attempt() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let step = desk.sends(step, End::Refused(refusal(Category::Session)));
    assert_eq!(step, Step::SignIn);
    let step = desk.tell(Event::SignedIn);
    assert_eq!(desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1))))), Step::Rest(Rest::Settled));
    assert_eq!(desk.stay.acts.last().unwrap().attempts.len(), 2);
}

#[test]
fn session_refused_for_ever_ends_as_a_refusal() {
    let (mut desk, mut step) = Desk::ready_to_settle(open_rules());
    for _ in 0..10 {
        step = match step {
            Step::SignIn => desk.tell(Event::SignedIn),
            Step::Send(_) => desk.sends(step, End::Refused(refusal(Category::Session))),
            rest => {
                assert!(matches!(rest, Step::Rest(Rest::Halted(Halt::ActRefused(..)))), "{rest:?}");
                return;
            }
        };
    }
    panic!("signs in without end");
}

#[test]
fn upload_in_doubt_is_removed_line_by_line_and_sent_anew() {
    let mut desk = Desk::new(open_rules());
    let step = desk.tell(Event::Begin(Box::new(terms())));
    let step = desk.asks(step, listed());
    let step = desk.sends(step, timed_out());
    assert_eq!(step, Step::Send(Message::RemoveFees { visit: visit(), lines: lines(1, 2) }));
    let step = desk.sends(step, End::Refused(refusal(Category::NotFound)));
    assert_eq!(step, Step::Send(Message::UploadFees { visit: visit(), lines: lines(1, 2) }));
}

#[test]
fn already_discharged_is_evidence_of_the_discharge() {
    let mut desk = Desk::new(open_rules());
    let step = desk.tell(Event::Begin(Box::new(super::Terms { batches: Vec::new(), ..terms() })));
    let step = desk.asks(step, listed());
    let step = desk.sends(step, End::Refused(refusal(Category::AlreadyDischarged)));
    assert!(desk.stay.discharged);
    assert!(matches!(step, Step::Ask(Query::Presettle { .. })));
}

#[test]
fn admission_row_without_the_hospitals_number_proves_nothing() {
    let mut desk = Desk::new(Rules { reverse_admit: false, ..open_rules() });
    let mut step = desk.tell(Event::Begin(Box::new(terms())));
    step = desk.asks(step, Reply::Answer(Answer::Visits(Vec::new())));
    step = desk.asks(step, Reply::Answer(Answer::Visits(Vec::new())));
    step = desk.sends(step, timed_out());
    let unnamed = || Reply::Answer(Answer::Visits(vec![VisitRow { visit: visit(), stay_no: None, in_hospital: None }]));
    for _ in 0..40 {
        step = match step {
            Step::Ask(_) => desk.asks(step, unnamed()),
            Step::Wait { .. } => desk.waits(&step),
            rest => rest,
        };
    }
    assert!(matches!(step, Step::Rest(Rest::NeedsPerson(_, Attention::NoEvidence))), "{step:?}");
    assert_eq!(desk.stay.visit, None);
}

#[test]
fn changed_bill_is_held_while_anything_is_in_doubt() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    let step = desk.sends(step, timed_out());
    let changed = super::Terms { bill: digest('b'), ..terms() };
    desk.tell(Event::Begin(Box::new(changed)));
    assert_eq!((&desk.stay.terms.bill, desk.stay.held.is_some()), (&digest('a'), true));
    let row = SettlementRow { message_id: Some(message_id(4)), visit: visit(), refunded: false, settled: settled(9) };
    let step = desk.asks(step, Reply::Answer(Answer::Settlements(vec![row])));
    // It turned out to be settled: the bill that it was made of stays, and with it what it says of money.
    assert_eq!(step, Step::Rest(Rest::Settled));
    assert_eq!((&desk.stay.terms.bill, desk.stay.held.is_some()), (&digest('a'), false));
    assert_eq!(desk.stay.standing().unwrap().bill, digest('a'));
    let changed = super::Terms { bill: digest('b'), ..terms() };
    assert_eq!(desk.tell(Event::Begin(Box::new(changed))), Step::Rest(Rest::Halted(Halt::SettledOtherwise)));
}

#[test]
fn changed_bill_before_settlement_replaces_the_lines() {
    let (mut desk, _) = Desk::ready_to_settle(open_rules());
    let changed = super::Terms { bill: digest('b'), batches: vec![lines(1, 3)], ..terms() };
    let step = desk.tell(Event::Begin(Box::new(changed)));
    assert_eq!(step, Step::Send(Message::UndoDischarge { visit: visit() }));
    let step = desk.sends(step, End::Done(Answer::Accepted));
    assert_eq!(step, Step::Send(Message::RemoveFees { visit: visit(), lines: lines(1, 3) }));
    let step = desk.sends(step, End::Done(Answer::Accepted));
    assert_eq!(step, Step::Send(Message::UploadFees { visit: visit(), lines: lines(1, 3) }));
}

#[test]
fn cancel_in_doubt_is_never_reversed_and_ends_by_the_refund_flag() {
    let (mut desk, step) = Desk::ready_to_settle(open_rules());
    desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    let step = desk.tell(Event::Cancel { reason: "费用有误".into() });
    let step = desk.sends(step, timed_out());
    assert!(desk.stay.printable().is_none(), "nothing is printed while a cancel is in doubt");
    assert!(matches!(&step, Step::Ask(Query::Settlements { settlement: Some(_), .. })), "{step:?}");
    let row = SettlementRow { message_id: Some(message_id(4)), visit: visit(), refunded: true, settled: settled(1) };
    let step = desk.asks(step, Reply::Answer(Answer::Settlements(vec![row])));
    assert_eq!(step, Step::Rest(Rest::Cancelled));
    assert!(desk.stay.standing().is_none());
}

#[test]
fn cancel_without_a_settlement_is_illegal() {
    let mut stay = new_stay();
    assert!(stay.handle(Event::Cancel { reason: "…".into() }, now(1, 0), &open_rules()).is_err());
    assert_eq!(stay.goal, Goal::Nothing);
}

#[test]
fn unknown_original_while_something_stands_needs_a_person() {
    let rules = Rules { horizon_ms: HORIZON_MS, presettle_trusted: true, ..Rules::default() };
    let (mut desk, step) = Desk::ready_to_settle(rules);
    let step = desk.sends(step, End::InDoubt(Doubt::Refusal(refusal(Category::AlreadySettled))));
    let already = || Reply::Refused(refusal(Category::AlreadySettled));
    let mut step = desk.asks(step, already());
    for _ in 0..40 {
        step = match step {
            Step::Send(_) => desk.sends(step, End::Refused(refusal(Category::UnknownOriginal))),
            Step::Ask(_) => desk.asks(step, already()),
            Step::Wait { .. } => desk.waits(&step),
            rest => rest,
        };
    }
    assert!(matches!(step, Step::Rest(Rest::NeedsPerson(_, Attention::OthersSettlement))), "{step:?}");
}

#[test]
fn settlement_that_cannot_be_made_again_is_left_standing() {
    let rules = Rules { horizon_ms: HORIZON_MS, presettle_trusted: true, ..Rules::default() };
    let (mut desk, step) = Desk::ready_to_settle(rules);
    desk.stay.terms.insured.credential = voucher();
    desk.sends(step, timed_out());
    let step = desk.tell(Event::Resumed(Presence::Nobody));
    let step = desk.asks(step, Reply::Refused(refusal(Category::AlreadySettled)));
    assert!(matches!(step, Step::Rest(Rest::NeedsPerson(_, Attention::StandsUnadopted))), "{step:?}");
}

#[test]
fn late_reply_agrees_silently_and_contradicts_to_a_person() {
    let rules = Rules { horizon_ms: HORIZON_MS, reversed_ids_remembered: true, ..open_rules() };
    let (mut desk, step) = Desk::ready_to_settle(rules);
    let step = desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
    let again =
        Event::Ended { message_id: message_id(4), end: Box::new(End::Done(Answer::Settled(Box::new(settled(1))))) };
    assert_eq!(desk.tell(again), step);
    assert_eq!(desk.stay.settlements.len(), 1);

    let (mut desk, step) = Desk::ready_to_settle(Rules { figures_by_visit: false, ..rules });
    let mut step = desk.sends(step, timed_out());
    for _ in 0..40 {
        if matches!(desk.fate(), Fate::NotDone(Negative::NeverHappened)) {
            break;
        }
        step = match step {
            Step::Ask(_) => desk.asks(step, Reply::Answer(Answer::Presettled(Box::new(statement(20_000))))),
            _ => desk.waits(&step),
        };
    }
    let late =
        Event::Ended { message_id: message_id(4), end: Box::new(End::Done(Answer::Settled(Box::new(settled(1))))) };
    assert!(matches!(desk.tell(late), Step::Rest(Rest::NeedsPerson(_, Attention::Contradiction))));
}
