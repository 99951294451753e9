//! The daily reconciliation as evidence: of the last resort, over every day and every clearing group.

use jiff::civil::date;

use super::super::act::{Attention, Fate, Negative, Proof};
use super::super::ask::{Answer, Category, Clearing, Doubt, End, Message, Query, Refusal};
use super::super::day_books::{BookRow, BookSide, DayBooks};
use super::super::ids::MessageId;
use super::super::{Event, Presence, Reply, Rest, Rules, Step};
use super::table::{Desk, timed_out};
use super::{HORIZON_MS, message_id, presettled, settled};

/// A platform whose only evidence of a settlement is 3202.
fn books_only() -> Rules {
    Rules {
        horizon_ms: HORIZON_MS,
        reverse_settle: false,
        day_books: true,
        one_standing_settlement: true,
        ..Rules::default()
    }
}

fn centre(id: MessageId) -> BookRow {
    BookRow { side: BookSide::Centre, message_id: Some(id), settlement: None, visit: None, negative: false }
}

fn rows(rows: &[BookRow]) -> Reply {
    Reply::Answer(Answer::DayBooks(rows.to_vec()))
}

fn refused(category: Category) -> Refusal {
    Refusal { category, code: "-1".into(), text: "…".into() }
}

/// The question for the books, once the horizon is over.
#[track_caller]
fn asked_for(desk: &mut Desk, step: Step) -> (Step, DayBooks) {
    let step = if matches!(step, Step::Wait { .. }) { desk.waits(&step) } else { step };
    let Step::Ask(Query::DayBooks(books)) = &step else { panic!("not the books: {step:?}") };
    let books = books.as_ref().clone();
    (step, books)
}

#[test]
fn books_are_asked_for_after_the_horizon_and_not_before() {
    let (mut desk, step) = Desk::ready_to_settle(books_only());
    let over = desk.ms;
    let step = desk.sends(step, timed_out());
    assert!(matches!(&step, Step::Wait { until, .. } if until.ms == over + HORIZON_MS), "{step:?}");
    let (_, books) = asked_for(&mut desk, step);
    assert_eq!((books.group.insurance.as_str(), books.group.agency.as_str()), ("310", "440100"));
    assert_eq!(books.group.kind, "21");
    assert_eq!(books.asked_from.ms, over + HORIZON_MS);
}

#[test]
fn books_with_our_message_id_show_a_settlement_that_stands_and_cannot_be_adopted() {
    let (mut desk, step) = Desk::ready_to_settle(books_only());
    let step = desk.sends(step, timed_out());
    let (step, _) = asked_for(&mut desk, step);
    let step = desk.asks(step, rows(&[centre(message_id(9)), centre(message_id(4))]));
    assert!(matches!(step, Step::Rest(Rest::NeedsPerson(_, Attention::StandsUnadopted))), "{step:?}");
    assert!(desk.stay.printable().is_none());
}

#[test]
fn books_without_our_message_id_end_the_doubt_and_the_stay_is_settled_anew() {
    let (mut desk, step) = Desk::ready_to_settle(books_only());
    let step = desk.sends(step, timed_out());
    let (step, _) = asked_for(&mut desk, step);
    let hospital = BookRow { side: BookSide::Hospital, ..centre(message_id(4)) };
    let step = desk.asks(step, rows(&[centre(message_id(9)), hospital]));
    assert_eq!(desk.fate(), &Fate::NotDone(Negative::NeverHappened));
    assert!(matches!(step, Step::Ask(Query::Presettle { .. })), "{step:?}");
}

#[test]
fn books_with_both_rows_show_that_it_was_taken_back() {
    let (mut desk, step) = Desk::ready_to_settle(books_only());
    let step = desk.sends(step, timed_out());
    let (step, _) = asked_for(&mut desk, step);
    desk.asks(step, rows(&[centre(message_id(4)), BookRow { negative: true, ..centre(message_id(4)) }]));
    assert_eq!(desk.fate(), &Fate::NotDone(Negative::TakenBack));
}

#[test]
fn absence_counts_only_over_every_group_that_a_presettlement_named() {
    let (mut desk, step) = Desk::ready_to_settle(books_only());
    let other = Clearing { kind: Some("9968".into()), ..presettled(0).clearing };
    desk.stay.clearings.insert(other);
    let step = desk.sends(step, timed_out());
    let (step, first) = asked_for(&mut desk, step);
    let step = desk.asks(step, rows(&[]));
    assert!(matches!(desk.fate(), Fate::InDoubt(_)), "one of two groups");
    let (step, second) = asked_for(&mut desk, step);
    assert_ne!(first.group, second.group);
    desk.asks(step, rows(&[]));
    assert_eq!(desk.fate(), &Fate::NotDone(Negative::NeverHappened));
}

#[test]
fn absence_is_never_believed_where_a_presettlement_named_half_a_group() {
    let (mut desk, step) = Desk::ready_to_settle(books_only());
    desk.stay.clearings.insert(Clearing { agency: None, ..presettled(0).clearing });
    let step = desk.sends(step, timed_out());
    let (step, _) = asked_for(&mut desk, step);
    let step = desk.asks(step, rows(&[]));
    assert!(matches!(step, Step::Rest(Rest::NeedsPerson(_, Attention::NoEvidence))), "{step:?}");
}

#[test]
fn answer_to_a_question_that_left_before_the_horizon_is_asked_again() {
    let (mut desk, step) = Desk::ready_to_settle(books_only());
    let early = super::now(1, desk.ms).instant;
    let step = desk.sends(step, timed_out());
    let (step, _) = asked_for(&mut desk, step);
    let Step::Ask(query) = step else { panic!() };
    let step = desk.tell(Event::Asked { query, asked: early, reply: rows(&[]) });
    assert!(matches!(desk.fate(), Fate::InDoubt(_)));
    asked_for(&mut desk, step);
}

#[test]
fn every_day_is_asked_for_on_which_it_could_have_been_settled() {
    let rules = Rules { clock_skew_ms: 1_800_000, ..books_only() };
    let (mut desk, step) = Desk::ready_to_settle(rules);
    // 23:40 in Beijing: the platform's clock may say tomorrow; and the day before is out of reach.
    desk.wall = "2026-11-22T15:40:00Z".parse().unwrap();
    let step = desk.sends(step, timed_out());
    let (_, books) = asked_for(&mut desk, step);
    assert_eq!((books.first, books.last), (date(2026, 11, 22), date(2026, 11, 23)));

    let (mut desk, step) = Desk::ready_to_settle(rules);
    // 00:10: it may have been yesterday.
    desk.wall = "2026-11-22T16:10:00Z".parse().unwrap();
    let step = desk.sends(step, timed_out());
    let (_, books) = asked_for(&mut desk, step);
    assert_eq!((books.first, books.last), (date(2026, 11, 22), date(2026, 11, 23)));
}

#[test]
fn settlement_that_can_be_made_again_is_reversed_without_the_books() {
    let (mut desk, step) = Desk::ready_to_settle(Rules { reverse_settle: true, ..books_only() });
    let step = desk.sends(step, timed_out());
    assert!(matches!(step, Step::Send(Message::Reverse { .. })), "{step:?}");
}

#[test]
fn settlement_of_a_voucher_is_looked_for_in_the_books_before_anybody_takes_it_back() {
    let (mut desk, step) = Desk::ready_to_settle(Rules { reverse_settle: true, ..books_only() });
    desk.stay.terms.insured.credential = super::voucher();
    desk.stay.attended = false;
    let step = desk.sends(step, timed_out());
    let (step, _) = asked_for(&mut desk, step);
    let step = desk.asks(step, rows(&[centre(message_id(4))]));
    assert!(matches!(step, Step::Rest(Rest::NeedsPerson(_, Attention::StandsUnadopted))), "{step:?}");
}

#[test]
fn refused_reversal_is_followed_by_the_books_once_neither_can_be_under_way() {
    let (mut desk, step) = Desk::ready_to_settle(Rules { reverse_settle: true, ..books_only() });
    let step = desk.sends(step, timed_out());
    desk.ms += 50;
    let step = desk.sends(step, End::Refused(refused(Category::CannotUndo)));
    let (step, _) = asked_for(&mut desk, step);
    desk.asks(step, rows(&[]));
    assert_eq!(desk.fate(), &Fate::NotDone(Negative::NeverHappened));
}

#[test]
fn books_that_the_platform_refuses_leave_it_to_a_person() {
    let (mut desk, step) = Desk::ready_to_settle(books_only());
    let mut step = desk.sends(step, timed_out());
    for _ in 0..3 {
        let (ask, _) = asked_for(&mut desk, step);
        step = desk.asks(ask, Reply::Refused(refused(Category::NotDesignated)));
    }
    assert!(matches!(step, Step::Rest(Rest::NeedsPerson(_, Attention::NoEvidence))), "{step:?}");
}

#[test]
fn books_are_never_asked_for_where_the_profile_does_not_trust_them() {
    let (mut desk, step) = Desk::ready_to_settle(Rules { day_books: false, ..books_only() });
    let step = desk.sends(step, timed_out());
    assert!(matches!(step, Step::Rest(Rest::NeedsPerson(_, Attention::NoEvidence))), "{step:?}");
}

#[test]
fn cancel_is_shown_by_its_negative_row_and_undone_by_its_absence() {
    for (negative, happened) in [(Some(5), true), (Some(4), true), (Some(9), false), (None, false)] {
        let (mut desk, step) = Desk::ready_to_settle(books_only());
        desk.sends(step, End::Done(Answer::Settled(Box::new(settled(1)))));
        // Where a refund is not shown, the cancel waits until the settlement can come no second time.
        let Step::Wait { until, .. } = desk.tell(Event::Cancel { reason: "费用有误".into() }) else { panic!() };
        desk.ms = until.ms;
        let step = desk.tell(Event::Resumed(Presence::Cashier));
        let step = desk.sends(step, End::InDoubt(Doubt::TimedOut));
        let (step, _) = asked_for(&mut desk, step);
        let negative = negative.map(|id| BookRow { negative: true, ..centre(message_id(id)) });
        let step = desk.asks(step, rows(&negative.into_iter().collect::<Vec<_>>()));
        if happened {
            assert_eq!(desk.fate(), &Fate::Done(Proof::Evidence));
            assert_eq!(step, Step::Rest(Rest::Cancelled));
        } else {
            assert_eq!(desk.fate(), &Fate::NotDone(Negative::NeverHappened));
            assert!(matches!(step, Step::Send(Message::CancelSettlement { .. })), "{step:?}");
        }
    }
}

#[test]
fn restart_asks_for_the_books_again_after_a_horizon_of_its_own() {
    let (mut desk, step) = Desk::ready_to_settle(books_only());
    let step = desk.sends(step, timed_out());
    let _ = asked_for(&mut desk, step);
    let restarted = desk.stay.handle(Event::Resumed(Presence::Nobody), super::now(2, 7), &desk.rules).unwrap();
    assert!(matches!(&restarted, Step::Wait { until, .. } if until.run == 2 && until.ms == 7 + HORIZON_MS));
}

#[test]
fn presettlement_tells_its_group_and_an_older_state_without_groups_is_still_read() {
    let (desk, _) = Desk::ready_to_settle(books_only());
    assert_eq!(desk.stay.clearings.iter().collect::<Vec<_>>(), [&presettled(0).clearing]);
    let mut older = serde_json::to_value(&desk.stay).unwrap();
    older.as_object_mut().unwrap().remove("clearings");
    assert!(serde_json::from_value::<super::super::Stay>(older).unwrap().clearings.is_empty());
}
