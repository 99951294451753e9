//! Refusals of messages that set a state: what is refused may be in force, since it may have arrived twice.

use super::super::ask::{Answer, Category, End, Message, Query, VisitRow};
use super::super::{Event, Halt, Reply, Rest, Step};
use super::table::{Desk, refusal};
use super::{open_rules, terms, visit};
use crate::settlement::Terms;
use crate::settlement::ids::StayNo;

fn listed(in_hospital: bool) -> Reply {
    let stay_no = StayNo::parse("ZY2026110001").ok();
    Reply::Answer(Answer::Visits(vec![VisitRow { visit: visit(), stay_no, in_hospital: Some(in_hospital) }]))
}

/// A discharge that was refused in words that nobody knows.
fn refused_discharge() -> (Desk, Step) {
    let mut desk = Desk::new(open_rules());
    let step = desk.tell(Event::Begin(Box::new(Terms { batches: Vec::new(), ..terms() })));
    let step = desk.asks(step, listed(true));
    let step = desk.sends(step, End::Refused(refusal(Category::Unclassified)));
    assert_eq!(step, Step::Ask(Query::Visits));
    (desk, step)
}

#[test]
fn refused_discharge_that_is_in_force_counts_as_done() {
    let (mut desk, step) = refused_discharge();
    let step = desk.asks(step, listed(false));
    assert!(desk.stay.discharged);
    assert!(matches!(step, Step::Ask(Query::Presettle { .. })), "{step:?}");
}

#[test]
fn refused_discharge_that_is_not_in_force_is_refused() {
    let (mut desk, step) = refused_discharge();
    let step = desk.asks(step, listed(true));
    assert!(!desk.stay.discharged);
    assert!(matches!(step, Step::Rest(Rest::Halted(Halt::ActRefused(..)))), "{step:?}");
}

/// What stands unknown to us would stand in the way of another bill: a changed one shares lines with it.
#[test]
fn upload_refused_in_unknown_words_is_removed_and_then_refused() {
    let mut desk = Desk::new(open_rules());
    let mut step = desk.tell(Event::Begin(Box::new(terms())));
    if matches!(step, Step::Ask(_)) {
        step = desk.asks(step, listed(true));
    }
    let Step::Send(Message::UploadFees { lines: sent, .. }) = step.clone() else {
        panic!("an upload was expected, not {step:?}")
    };
    let step = desk.sends(step, End::Refused(refusal(Category::Unclassified)));
    let Step::Send(Message::RemoveFees { lines: removed, .. }) = &step else {
        panic!("a removal was expected, not {step:?}")
    };
    assert_eq!(*removed, sent);
    let step = desk.sends(step, End::Refused(refusal(Category::NotFound)));
    assert!(desk.stay.uploaded.is_empty());
    assert!(matches!(step, Step::Rest(Rest::Halted(Halt::ActRefused(..)))), "{step:?}");
}
