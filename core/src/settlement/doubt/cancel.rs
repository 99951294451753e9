//! Did the cancel (2305) happen? A known settlement either still stands or does not; 2601 is never used on it.

use super::super::act::{Act, Attention, Negative};
use super::super::ask::{Answer, Query};
use super::super::event::Step;
use super::super::ids::{SettlementId, VisitId};
use super::super::moment::Now;
use super::super::rules::Rules;
use super::super::stay::Stay;
use super::books::{self, Reading};
use super::{Figures, Probe, REFUSALS_MAX, Search, Verdict, counts};

pub(super) fn judge(
    stay: &Stay,
    (act, visit, settlement): (&Act, &VisitId, &SettlementId),
    search: &Search,
    now: Now,
    rules: &Rules,
) -> Verdict {
    if rules.refund_shown && search.refused < REFUSALS_MAX {
        return match &search.figures {
            Some(seen) => match &seen.what {
                Figures::Refunded => Verdict::Happened(Box::new(Answer::Accepted)),
                Figures::Ours(..) if counts(act, seen, rules) => Verdict::NotDone(Negative::NeverHappened),
                Figures::Nothing | Figures::Others if counts(act, seen, rules) => {
                    probe(stay, (act, visit), search, now, rules)
                }
                _ => ask(visit, settlement),
            },
            None => ask(visit, settlement),
        };
    }
    probe(stay, (act, visit), search, now, rules)
}

fn ask(visit: &VisitId, settlement: &SettlementId) -> Verdict {
    Verdict::Then(Step::Ask(Query::Settlements { visit: visit.clone(), settlement: Some(settlement.clone()) }))
}

/// A 2303 that answers normally again shows that nothing is settled any more.
fn probe(stay: &Stay, (act, visit): (&Act, &VisitId), search: &Search, now: Now, rules: &Rules) -> Verdict {
    if !rules.presettle_trusted || search.refused >= 2 * REFUSALS_MAX {
        return by_the_books(stay, act, search, now, rules);
    }
    match &search.probe {
        Some(seen) if seen.what == Probe::Normal => Verdict::Happened(Box::new(Answer::Accepted)),
        Some(seen) if counts(act, seen, rules) => Verdict::NotDone(Negative::NeverHappened),
        _ => {
            let (total, account) = (stay.terms.total, stay.terms.account);
            Verdict::Then(Step::Ask(Query::Presettle { visit: visit.clone(), total, account }))
        }
    }
}

/// The negative row is on the platform's books, or it is not.
fn by_the_books(stay: &Stay, act: &Act, search: &Search, now: Now, rules: &Rules) -> Verdict {
    match books::read(stay, act, search, now, rules) {
        Reading::There | Reading::TakenBack => Verdict::Happened(Box::new(Answer::Accepted)),
        Reading::Absent => Verdict::NotDone(Negative::NeverHappened),
        Reading::Then(step) => Verdict::Then(step),
        Reading::NoHelp => Verdict::Person(Attention::NoEvidence),
    }
}
