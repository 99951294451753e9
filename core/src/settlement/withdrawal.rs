//! A stay that is taken back from the platform: settlement (2305), discharge (2405), fees (2302), admission (2404), in
//! this order, each resolved before the next begins.

use serde::{Deserialize, Serialize};

use super::act::{Act, Fate};
use super::ask::Message;
use super::event::{Rest, Step, Waiting};
use super::forward::REMOVED_AT_ONCE_MAX;
use super::ids::{ActId, LineNo, VisitId};
use super::leaving::{Departure, Forbidden, Leaving, Way};
use super::moment::{Instant, Now};
use super::rules::Rules;
use super::stay::{Goal, Stay};

/// What is wanted where a patient withdraws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Why, in the cashier's words.
    pub reason: String,
    /// Who asked for it.
    pub by: String,
    /// What becomes of the stay once nothing of it is on the platform.
    pub then: Afterwards,
}

/// What becomes of a stay once nothing of it is on the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Afterwards {
    /// It may be begun again.
    Open,
    /// The patient pays for it: it is closed as self-paid.
    SelfPaid(Departure),
}

pub(super) fn next(stay: &Stay, now: Now, rules: &Rules) -> Step {
    if let Some(halt) = &stay.halt {
        return Step::Rest(Rest::Halted(halt.clone()));
    }
    // A copy of what is to be taken back may still be on its way, and would do it again.
    if let Some((id, until)) = still_arriving(stay, now, rules) {
        return Step::Wait { until, why: Waiting::Doubt(id) };
    }
    let Some(visit) = stay.visit.clone() else { return Step::Rest(Rest::Withdrawn) };
    if let Some(standing) = stay.standing() {
        return Step::Send(Message::CancelSettlement { visit, settlement: standing.settled.settlement.clone() });
    }
    if stay.discharged {
        return Step::Send(Message::UndoDischarge { visit });
    }
    if !stay.uploaded.is_empty() {
        let lines = stay.uploaded.iter().take(REMOVED_AT_ONCE_MAX).cloned().collect();
        return Step::Send(Message::RemoveFees { visit, lines });
    }
    if let Some(lines) = arrived_late(stay, &visit, rules) {
        return Step::Send(Message::RemoveFees { visit, lines });
    }
    Step::Send(Message::CancelAdmission { visit })
}

/// The lines of an upload that may have arrived, or arrived again, after they were removed: they are removed once more,
/// exactly as they were uploaded, since a platform may refuse a removal in which one line is missing.
fn arrived_late(stay: &Stay, visit: &VisitId, rules: &Rules) -> Option<Vec<LineNo>> {
    stay.acts.iter().find_map(|act| {
        let Message::UploadFees { visit: of, lines } = &act.message else { return None };
        let until = act.copies_until(rules.horizon_ms).filter(|_| of == visit)?;
        let removed = |line: &LineNo| stay.acts.iter().any(|removal| removes(removal, line, until));
        (!lines.iter().all(removed)).then(|| lines.clone())
    })
}

/// True if the line was removed by a message that left at this point or later.
fn removes(removal: &Act, line: &LineNo, since: Instant) -> bool {
    let Message::RemoveFees { lines, .. } = &removal.message else { return false };
    let counts = removal.last_answer().is_some_and(|(left, _)| left.has_reached(since));
    counts && matches!(removal.fate, Fate::Done(_)) && lines.contains(line)
}

fn still_arriving(stay: &Stay, now: Now, rules: &Rules) -> Option<(ActId, Instant)> {
    let does = |act: &&Act| {
        matches!(
            act.message,
            Message::Settle { .. } | Message::Discharge { .. } | Message::UploadFees { .. } | Message::Admit { .. }
        )
    };
    stay.acts
        .iter()
        .filter(does)
        .filter_map(|act| Some((act.id, act.copies_until(rules.horizon_ms)?)))
        .filter(|(_, until)| until.run == now.instant.run && !now.instant.has_reached(*until))
        .max_by_key(|(_, until)| until.ms)
}

impl Stay {
    /// The withdrawal that is wanted and not finished.
    pub fn withdrawal(&self) -> Option<&Withdrawal> {
        match &self.goal {
            Goal::Withdraw(withdrawal) if !self.is_withdrawn() => Some(withdrawal),
            _ => None,
        }
    }

    /// Nothing of it is on the platform any more, as far as is known.
    pub(super) fn is_withdrawn(&self) -> bool {
        self.visit.is_none() && !self.may_stand() && !self.is_in_doubt() && self.awaits_person().is_none()
    }

    /// Whether the patient may withdraw now. In doubt they may: it takes effect once the fate is known.
    pub fn may_withdraw(&self) -> Result<(), Forbidden> {
        if self.closed().is_some() {
            return Err(Forbidden::Closed);
        }
        if self.dealt_with().is_some() { Err(Forbidden::DealtWith) } else { Ok(()) }
    }

    pub(super) fn withdraw(&mut self, withdrawal: Withdrawal) -> Result<(), Forbidden> {
        self.may_withdraw()?;
        self.drop_open();
        self.goal = Goal::Withdraw(withdrawal);
        self.held = None;
        self.halt = None;
        self.pause = None;
        self.presettlement = None;
        Ok(())
    }

    /// The papers are due once nothing of the stay is on the platform, and not before.
    pub(super) fn close_if_withdrawn(&mut self, now: Now) {
        let Goal::Withdraw(Withdrawal { then: Afterwards::SelfPaid(departure), .. }) = &self.goal else { return };
        if self.halt.is_some() || !self.is_withdrawn() {
            return;
        }
        let Departure { paid, by, .. } = departure.clone();
        let presettled = self.last_presettled();
        self.leavings.push(Leaving { way: Way::SelfPaid, paid, by, at: now.wall, presettled, reopened: None });
        self.rest_for_good();
    }
}
