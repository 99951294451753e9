//! Did the admission (2401) happen?

use super::super::act::{Act, Attention, Negative};
use super::super::ask::{Answer, Message, Query, Reversible};
use super::super::event::Step;
use super::super::moment::Now;
use super::super::rules::Rules;
use super::super::stay::Stay;
use super::{Listing, REFUSALS_MAX, Reversal, Search, Seen, Verdict, counts, reversal};

pub(super) fn judge(stay: &Stay, act: &Act, search: &Search, now: Now, rules: &Rules) -> Verdict {
    let Some(id) = act.effective_id() else { return Verdict::NotDone(Negative::NeverHappened) };
    match reversal(stay, act, id, now, rules) {
        Reversal::Unsent => {}
        Reversal::Then(step) => return Verdict::Then(step),
        Reversal::TakenBack => return Verdict::NotDone(Negative::TakenBack),
        Reversal::Unknown => return Verdict::NotDone(Negative::NeverHappened),
        Reversal::Refused(text) => return Verdict::Person(Attention::CannotReverse(text)),
        Reversal::Exhausted => return Verdict::Person(Attention::Exhausted),
    }
    for seen in [&search.in_hospital, &search.visits].into_iter().flatten() {
        if let Listing::Found { visit, .. } = &seen.what {
            return Verdict::Happened(Box::new(Answer::Admitted { visit: visit.clone() }));
        }
    }
    let settled = |seen: &Option<Seen<Listing>>| {
        seen.as_ref().filter(|seen| counts(act, seen, rules)).map(|seen| seen.what.clone())
    };
    let unanswered = search.refused >= REFUSALS_MAX;
    match (settled(&search.in_hospital), settled(&search.visits)) {
        (Some(Listing::Absent), Some(Listing::Absent)) => Verdict::NotDone(Negative::NeverHappened),
        (Some(_), Some(_)) => reverse(act, rules),
        _ if unanswered => reverse(act, rules),
        // Both are asked once before either is asked again: the first that lists the stay ends the doubt.
        (None, _) if search.in_hospital.is_none() || search.visits.is_some() => {
            Verdict::Then(Step::Ask(Query::InHospital))
        }
        _ => Verdict::Then(Step::Ask(Query::Visits)),
    }
}

/// The lists prove nothing either way.
fn reverse(act: &Act, rules: &Rules) -> Verdict {
    match act.effective_id() {
        Some(id) if rules.reverse_admit => {
            Verdict::Then(Step::Send(Message::Reverse { original: id.clone(), original_kind: Reversible::Admit }))
        }
        _ => Verdict::Person(Attention::NoEvidence),
    }
}
