//! The main job: a bill and a person go in, a settlement comes out, or the sentence why not.

use yijie_core::bill::Bill;
use yijie_core::failure::{Settlement, Storage, Usage};
use yijie_core::money::Yuan;
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::ids::{MessageId, StayKey};
use yijie_core::settlement::{Event, Presence, Stay, Step, Terms};
use yijie_core::split::{Balance, MoneyMove};

use super::case::Case;
use super::counter::Counter;
use super::drive::{Ended, Patience};
use super::identify::Holder;
use super::standing::Standing;
use super::unwritten::Unwritten;
use super::{Desk, Trouble};
use crate::journal::AuditLine;

/// What the cashier chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choices {
    /// Whether the personal account pays its part.
    pub account: AccountUse,
}

/// What the cashier says of the money that was refunded after a settlement that is to be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refunds {
    /// Nothing: then there must not have been any.
    NotSaid,
    /// It is back in the till.
    Recovered,
}

/// A stay as it was left.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its state.
    pub stay: Stay,
    /// The bill that counts.
    pub bill: Bill,
    /// Where it was left.
    pub ended: Ended,
    /// In one sentence.
    pub standing: Standing,
    /// What changes hands, where a settlement stands.
    pub balance: Option<Balance>,
}

impl Desk {
    /// The first result, if this very bill was settled before: settling again gives it again.
    pub fn settled_before(&self, bill: &Bill) -> Result<Option<Outcome>, Trouble> {
        let key = self.key(bill.stay_no.clone());
        let _lane = self.lanes.enter(&key);
        let Some(case) = self.load(&key)? else { return Ok(None) };
        let same = case.stay.printable().is_some_and(|made| made.bill == bill.digest());
        Ok(same.then(|| {
            let step = case.stay.next(self.clock.now(), &self.rules());
            let standing = Standing::of(&case.stay, &step);
            outcome(&case, Ended::Rest(yijie_core::settlement::Rest::Settled), standing)
        }))
    }

    /// Settles a stay: fees, discharge, pre-settlement, the cashier's yes, settlement. Whatever happens, the journal
    /// knows before it does; what cannot be finished now is the queue's.
    pub fn settle(
        &self,
        bill: &Bill,
        holder: &Holder,
        choices: Choices,
        counter: &mut dyn Counter,
    ) -> Result<Outcome, Trouble> {
        let key = self.key(bill.stay_no.clone());
        let _lane = self.lanes.enter(&key);
        let terms = self.terms(&key, bill, holder, choices)?;
        let digest = terms.bill.clone();
        let mut case = if let Some(stored) = self.load(&key)? {
            stored
        } else {
            self.room_in_queue(bill.total)?;
            Case::new(Stay::new(key, terms.clone()), bill.clone())
        };
        if case.stay.standing().is_some_and(|made| made.bill != digest) {
            return Err(Trouble::new(Settlement::OtherBill, ""));
        }
        Self::may_begin(&case.stay)?;
        let mut stay = case.stay.clone();
        let step = stay.handle(Event::Begin(Box::new(terms)), self.clock.now(), &self.rules())?;
        let line = AuditLine::new(self.operator(), "begin", format!("bill {digest}"));
        if stay.terms.bill == digest {
            (case.bill, case.digest) = (bill.clone(), digest);
        } else {
            case.held = Some(bill.clone());
        }
        if case.is_new() && matches!(step, Step::Send(_)) {
            case.leave_to_intent(stay, Unwritten::begun(line));
        } else {
            self.save(&mut case, stay, &step, line)?;
        }
        self.finish(case, step, (Presence::Cashier, self.settings.patience), counter)
    }

    /// Cancels the settlement that stands (2305). What was refunded after it is recovered first: a cancel that leaves
    /// money with the patient could not be made good afterwards.
    pub fn cancel(
        &self,
        key: &StayKey,
        reason: &str,
        refunds: Refunds,
        counter: &mut dyn Counter,
    ) -> Result<Outcome, Trouble> {
        let _lane = self.lanes.enter(key);
        let mut case = self.known(key)?;
        if case.stay.is_in_doubt() || case.stay.awaits_person().is_some() {
            return Err(Trouble::new(Settlement::StayInDoubt, ""));
        }
        if case.stay.unaccounted {
            return Err(Trouble::new(Storage::Unaccounted, key.stay_no.as_str()));
        }
        let Some(standing) = case.stay.standing() else {
            return Err(Trouble::new(Settlement::NothingToCancel, ""));
        };
        let message_id = standing.message_id.clone();
        if refunds == Refunds::NotSaid {
            self.nothing_refunded(key, &message_id)?;
        }
        // Durable with its intent, not before: were the program to die in between, the settlement would stand with
        // nobody told, and a cancel would wait that nobody remembers. The reason is the cashier's own text and may name
        // the patient: it is in the sealed state, not in the trail.
        let step = self.tell(&mut case, Event::Cancel { reason: reason.to_owned() })?;
        case.note(AuditLine::new(self.operator(), "cancel", message_id.as_str()));
        self.finish(case, step, (Presence::Cashier, self.settings.patience), counter)
    }

    pub(super) fn nothing_refunded(&self, key: &StayKey, cause: &MessageId) -> Result<(), Trouble> {
        let made = self.journal().instructions(key)?;
        let refunded: Yuan = made
            .iter()
            .filter(|made| made.cause == *cause)
            .filter_map(|made| match &made.money {
                MoneyMove::Refund { amount, .. } => Some(*amount),
                MoneyMove::Collect { .. } => None,
            })
            .sum();
        if refunded.is_zero() { Ok(()) } else { Err(Trouble::new(Settlement::RefundFirst, refunded.to_string())) }
    }

    /// The stay as it stands, without doing anything.
    pub fn show(&self, key: &StayKey) -> Result<Outcome, Trouble> {
        let case = self.known(key)?;
        let step = case.stay.next(self.clock.now(), &self.rules());
        let standing = Standing::of(&case.stay, &step);
        Ok(outcome(&case, ended_at(&step), standing))
    }

    pub(super) fn known(&self, key: &StayKey) -> Result<Case, Trouble> {
        self.load(key)?.ok_or_else(|| Trouble::new(Usage::UnknownStay, key.stay_no.as_str()))
    }

    pub(super) fn finish(
        &self,
        mut case: Case,
        step: Step,
        (presence, patience): (Presence, Patience),
        counter: &mut dyn Counter,
    ) -> Result<Outcome, Trouble> {
        let (ended, standing) = self.drive(&mut case, step, presence, patience, counter)?;
        self.turn_to_bill(&mut case)?;
        Ok(outcome(&case, ended, standing))
    }

    fn terms(&self, key: &StayKey, bill: &Bill, holder: &Holder, choices: Choices) -> Result<Terms, Trouble> {
        Ok(Terms {
            bill: bill.digest(),
            total: bill.total,
            batches: self.batches(key, bill, &holder.insured)?,
            account: choices.account,
            may_register: bill.admission.registration.is_some(),
            visit: bill.admission.visit.clone(),
            insured: holder.insured.clone(),
        })
    }
}

pub(super) fn outcome(case: &Case, ended: Ended, standing: Standing) -> Outcome {
    let (stay, bill) = (case.stay.clone(), case.bill.clone());
    Outcome { balance: case.balance(&stay), stay, bill, ended, standing }
}

pub(super) fn ended_at(step: &Step) -> Ended {
    match step {
        Step::Rest(rest) => Ended::Rest(rest.clone()),
        Step::Wait { until, why } => Ended::Waits { until: *until, why: why.clone() },
        _ => Ended::Rest(yijie_core::settlement::Rest::Nothing),
    }
}
