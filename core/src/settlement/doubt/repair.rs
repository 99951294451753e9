//! Acts that set a state or can be taken back exactly: fees, discharge, and the undoing of both.

use super::super::act::{Act, Attention, Fate, Negative};
use super::super::ask::{Answer, Doubt, Message, Query};
use super::super::event::Step;
use super::super::ids::{LineNo, VisitId};
use super::super::rules::Rules;
use super::super::stay::Stay;
use super::{Listing, REFUSALS_MAX, Search, TRIES_MAX, Verdict, counts, tries_max};

/// An upload in doubt (2301): removes exactly its lines (2302); then it has no effect, and is sent anew.
pub(super) fn upload(stay: &Stay, (act, visit, lines): (&Act, &VisitId, &Vec<LineNo>), search: &Search) -> Verdict {
    let removal = stay
        .acts
        .iter()
        .rev()
        .take_while(|later| later.id > act.id)
        .find(|later| matches!(&later.message, Message::RemoveFees { lines: removed, .. } if removed == lines));
    match removal.map(|removal| &removal.fate) {
        Some(Fate::Done(_)) => Verdict::NotDone(Negative::TakenBack),
        Some(Fate::Refused(refusal)) => Verdict::Person(Attention::CannotReverse(refusal.text.clone())),
        Some(Fate::Person(_)) => Verdict::Person(Attention::Exhausted),
        _ if search.tries >= TRIES_MAX => Verdict::Person(Attention::Exhausted),
        _ => Verdict::Then(Step::Send(Message::RemoveFees { visit: visit.clone(), lines: lines.clone() })),
    }
}

/// A discharge in doubt (2402): 5201 shows it, or it is sent again; *already discharged* is evidence too.
pub(super) fn discharge(act: &Act, visit: &VisitId, search: &Search, rules: &Rules) -> Verdict {
    let asked = search.visits.as_ref().map(|seen| &seen.what);
    match asked {
        Some(Listing::Found { visit: found, in_hospital: Some(false) }) if found == visit => {
            Verdict::Happened(Box::new(Answer::Accepted))
        }
        None if search.refused < REFUSALS_MAX => Verdict::Then(Step::Ask(Query::Visits)),
        Some(_) if stays_refused(act, search, rules) => Verdict::NotDone(Negative::NeverHappened),
        _ => set_again(act, search),
    }
}

/// The undoing of a discharge in doubt (2405): 5201 shows the patient in hospital again, or it is sent again.
pub(super) fn undo_discharge(act: &Act, visit: &VisitId, search: &Search, rules: &Rules) -> Verdict {
    match search.visits.as_ref().map(|seen| &seen.what) {
        Some(Listing::Found { visit: found, in_hospital: Some(true) }) if found == visit => {
            Verdict::Happened(Box::new(Answer::Accepted))
        }
        None if search.refused < REFUSALS_MAX => Verdict::Then(Step::Ask(Query::Visits)),
        Some(_) if stays_refused(act, search, rules) => Verdict::NotDone(Negative::NeverHappened),
        _ => set_again(act, search),
    }
}

/// The cancel of an admission in doubt (2404): 5303 does not list the stay any more, or it is sent again.
pub(super) fn cancel_admission(act: &Act, search: &Search) -> Verdict {
    match search.in_hospital.as_ref().map(|seen| &seen.what) {
        Some(Listing::Absent) => Verdict::Happened(Box::new(Answer::Accepted)),
        None if search.refused < REFUSALS_MAX => Verdict::Then(Step::Ask(Query::InHospital)),
        _ => set_again(act, search),
    }
}

/// True if the platform refused it, and 5201, asked when nothing of it could be under way any more, shows the old state.
fn stays_refused(act: &Act, search: &Search, rules: &Rules) -> bool {
    let refused = matches!(&search.why, Doubt::Refusal(refusal) if !refusal.category.is_transient());
    refused && search.visits.as_ref().is_some_and(|seen| counts(act, seen, rules))
}

/// A message that sets a state and does not add: sent again, then a person.
pub(super) fn set_again(act: &Act, search: &Search) -> Verdict {
    let sent = act.attempts.len() - usize::try_from(act.not_sent_in_a_row()).unwrap_or_default();
    if sent >= tries_max(act) as usize || search.tries > 2 * TRIES_MAX {
        return Verdict::Person(Attention::Exhausted);
    }
    Verdict::Then(Step::Send(act.message.clone()))
}
