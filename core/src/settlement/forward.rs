//! The way forward: doubt first, then what leads to the goal, one step at a time.

use super::act::{Act, Fate, Negative};
use super::ask::{Message, Query};
use super::doubt::{self, Verdict};
use super::event::{Rest, Step, Waiting};
use super::ids::{ActId, StayNo, VisitId};
use super::moment::{Instant, Now};
use super::rules::Rules;
use super::stay::{Goal, Halt, Settlement, Stay};
use super::withdrawal;

pub(super) fn next(stay: &Stay, now: Now, rules: &Rules) -> Step {
    match ahead(stay, now, rules) {
        // "Safe to try again" is what a restored journal cannot say either.
        Step::Send(_) | Step::Confirm | Step::Rest(Rest::NeedsCashier | Rest::Halted(_)) if stay.unaccounted => {
            Step::Rest(Rest::Unaccounted)
        }
        step => step,
    }
}

fn ahead(stay: &Stay, now: Now, rules: &Rules) -> Step {
    if stay.acts.iter().any(Act::is_in_flight) {
        return Step::InFlight;
    }
    if let Some(act) = stay.awaits_person()
        && let Fate::Person(attention) = &act.fate
    {
        return Step::Rest(Rest::NeedsPerson(act.id, attention.clone()));
    }
    if stay.sign_in.wanted {
        return Step::SignIn;
    }
    let subject = doubt::subject(stay);
    if let Some(Halt::Credentials(_)) = &stay.halt
        && let Some(halt) = stay.halt.clone()
    {
        return Step::Rest(Rest::Halted(halt));
    }
    if let Some(pause) =
        stay.pause.as_ref().filter(|pause| pause.until.run == now.instant.run && !now.instant.has_reached(pause.until))
    {
        let why = match subject {
            Some((act, _)) => Waiting::Doubt(act.id),
            None => Waiting::Platform(pause.why.clone()),
        };
        return Step::Wait { until: pause.until, why };
    }
    if let Some((act, search)) = subject {
        return match doubt::judge(stay, act, search, now, rules) {
            Verdict::Then(step) => step,
            // Known by now, and concluded at the next event.
            _ => Step::Wait { until: now.instant, why: Waiting::Doubt(act.id) },
        };
    }
    if stay.closed().is_some() {
        return Step::Rest(Rest::Closed);
    }
    match &stay.goal {
        Goal::Withdraw(_) => withdrawal::next(stay, now, rules),
        _ if stay.dealt_with().is_some() => Step::Rest(Rest::DealtWith),
        Goal::Nothing => Step::Rest(Rest::Nothing),
        Goal::Settle => to_settlement(stay, now, rules),
        Goal::Cancel { .. } => to_cancel(stay),
    }
}

fn to_settlement(stay: &Stay, now: Now, rules: &Rules) -> Step {
    if let Some(standing) = stay.standing() {
        return settled(stay, standing);
    }
    if let Some(halt) = &stay.halt {
        return Step::Rest(Rest::Halted(halt.clone()));
    }
    let Some(visit) = &stay.visit else { return to_admission(stay, rules) };
    if let Some(step) = to_fees(stay, visit, now, rules) {
        return step;
    }
    if rules.discharge_first && !stay.discharged {
        return Step::Send(Message::Discharge { visit: visit.clone() });
    }
    let (total, account) = (stay.terms.total, stay.terms.account);
    match &stay.presettlement {
        None => Step::Ask(Query::Presettle { visit: visit.clone(), total, account }),
        Some(presettlement) if !presettlement.agreed => {
            if stay.attended {
                Step::Confirm
            } else {
                Step::Rest(Rest::NeedsCashier)
            }
        }
        Some(_) if !stay.discharged => Step::Send(Message::Discharge { visit: visit.clone() }),
        Some(_) => Step::Send(Message::Settle { visit: visit.clone(), total, account }),
    }
}

fn settled(stay: &Stay, standing: &Settlement) -> Step {
    if standing.bill == stay.terms.bill {
        Step::Rest(Rest::Settled)
    } else {
        Step::Rest(Rest::Halted(Halt::SettledOtherwise))
    }
}

/// Adopts an admission that exists; registers one where none does and the bill carries it.
fn to_admission(stay: &Stay, rules: &Rules) -> Step {
    if !stay.look.in_hospital {
        return Step::Ask(Query::InHospital);
    }
    if !stay.look.visits {
        return Step::Ask(Query::Visits);
    }
    if !stay.terms.may_register {
        return Step::Rest(Rest::Halted(Halt::NotAdmitted));
    }
    Step::Send(Message::Admit { ipt_no: ipt_no(stay, rules) })
}

/// Some platforms refuse a number again whose admission was taken back: then it gets a suffix.
fn ipt_no(stay: &Stay, rules: &Rules) -> StayNo {
    let taken_back = |act: &&Act| match act.message {
        Message::Admit { .. } => act.fate == Fate::NotDone(Negative::TakenBack),
        Message::CancelAdmission { .. } => matches!(act.fate, Fate::Done(_)),
        _ => false,
    };
    let before = stay.acts.iter().filter(taken_back).count();
    let own = &stay.key.stay_no;
    if before == 0 || !rules.ipt_no_suffix {
        return own.clone();
    }
    StayNo::parse(&format!("{own}-{}", before + 1)).unwrap_or_else(|_| own.clone())
}

/// Lines of an older bill go first; then what of this one is missing, batch by batch.
fn to_fees(stay: &Stay, visit: &VisitId, now: Now, rules: &Rules) -> Option<Step> {
    let older = stay.uploaded_of.as_ref().is_some_and(|bill| *bill != stay.terms.bill);
    if older && !stay.uploaded.is_empty() {
        let visit = visit.clone();
        if stay.discharged {
            return Some(Step::Send(Message::UndoDischarge { visit }));
        }
        let lines = stay.uploaded.iter().take(REMOVED_AT_ONCE_MAX).cloned().collect();
        return Some(Step::Send(Message::RemoveFees { visit, lines }));
    }
    let missing = stay.terms.batches.iter().find(|batch| !batch.iter().all(|line| stay.uploaded.contains(line)))?;
    if let Some((id, until)) = still_arriving(stay, now, rules) {
        return Some(Step::Wait { until, why: Waiting::Doubt(id) });
    }
    Some(Step::Send(Message::UploadFees { visit: visit.clone(), lines: missing.clone() }))
}

/// The message that may still arrive and must have done so before lines are uploaded, and until when.
///
/// A removal in doubt would take the new lines with it. Where the platform has already missed lines, messages of this
/// stay do arrive twice: then a second copy of an answered removal counts too, and so does one of a refused settlement,
/// which the new lines would make acceptable.
fn still_arriving(stay: &Stay, now: Now, rules: &Rules) -> Option<(ActId, Instant)> {
    let horizon_ms = rules.horizon_ms;
    let arrived_by = |act: &Act| match act.message {
        Message::RemoveFees { .. } | Message::Settle { .. } if stay.recounts > 0 => act.copies_until(horizon_ms),
        Message::RemoveFees { .. } => act.quiet_at(horizon_ms),
        _ => None,
    };
    stay.acts
        .iter()
        .filter_map(|act| Some((act.id, arrived_by(act)?)))
        .find(|(_, until)| until.run == now.instant.run && !now.instant.has_reached(*until))
}

fn to_cancel(stay: &Stay) -> Step {
    if let Some(halt) = &stay.halt {
        return Step::Rest(Rest::Halted(halt.clone()));
    }
    match (stay.standing(), &stay.visit) {
        (Some(standing), Some(visit)) => Step::Send(Message::CancelSettlement {
            visit: visit.clone(),
            settlement: standing.settled.settlement.clone(),
        }),
        _ => Step::Rest(Rest::Cancelled),
    }
}

/// As many lines as one upload may have.
pub(super) const REMOVED_AT_ONCE_MAX: usize = 100;

impl Stay {
    /// Why the platform cannot be reached at present, where that holds things up.
    pub fn held_up(&self) -> Option<&str> {
        self.pause.as_ref().map(|pause| pause.why.as_str())
    }
}
