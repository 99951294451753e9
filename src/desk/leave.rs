//! A patient leaves without a settlement, withdraws, or something is known that changes what their stay means.

use yijie_core::bill::Bill;
use yijie_core::failure::Usage;
use yijie_core::person::{Credential, Insured, PersonNumber};
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::ids::StayKey;
use yijie_core::settlement::{Circumstance, Departure, Event, Paper, Presence, Stay, Terms, Way, Withdrawal};

use super::case::Case;
use super::counter::Counter;
use super::paper::Printed;
use super::settle::{Outcome, Refunds, ended_at, outcome};
use super::standing::Standing;
use super::{Desk, Trouble};
use crate::journal::AuditLine;

/// A patient who has left, and the slip in their hands.
#[derive(Debug, Clone)]
pub struct Left {
    /// The stay.
    pub outcome: Outcome,
    /// The slip.
    pub slip: Printed,
}

/// Which stay a patient leaves.
#[derive(Debug, Clone, Copy)]
pub enum LeftStay<'a> {
    /// One that the desk knows.
    Known(&'a StayKey),
    /// One by its bill: the platform may never have been asked about the patient.
    Billed(&'a Bill),
}

impl Desk {
    /// Lets a patient leave without a settlement: journalled before the slip is printed.
    pub fn patient_leaves(&self, stay: LeftStay<'_>, departure: Departure) -> Result<Left, Trouble> {
        let key = match stay {
            LeftStay::Known(key) => key.clone(),
            LeftStay::Billed(bill) => self.key(bill.stay_no.clone()),
        };
        said("by", &departure.by)?;
        if departure.way == Way::DepositKept && !departure.paid.is_empty() {
            return Err(Trouble::new(Usage::Arguments, "deposit_kept: paid"));
        }
        let _lane = self.lanes.enter(&key);
        let mut case = match (self.load(&key)?, stay) {
            (Some(case), _) => case,
            (None, LeftStay::Billed(bill)) => self.unidentified(&key, bill, departure.way)?,
            (None, LeftStay::Known(key)) => return Err(Trouble::new(Usage::UnknownStay, key.stay_no.as_str())),
        };
        case.stay.may_leave(departure.way).map_err(|why| Trouble::new(why, ""))?;
        let amount: yijie_core::money::Yuan = departure.paid.iter().map(|paid| paid.amount).sum();
        let line = format!("{} paid {amount} by {}", way_word(departure.way), departure.by);
        let number = u32::try_from(case.stay.leavings.len() + 1).unwrap_or(u32::MAX);
        let mut stay = case.stay.clone();
        let (now, rules) = (self.clock.now(), self.rules());
        stay.handle(Event::Left(Box::new(departure)), now, &rules)?;
        // The slip is about to be printed here, so it is not due by itself any more.
        let step = stay.handle(Event::PaperNoted(Paper::Slip(number)), now, &rules)?;
        self.save(&mut case, stay, &step, AuditLine::new(self.operator(), "patient_left", line))?;
        let standing = Standing::of(&case.stay, &step);
        if standing.is_open() {
            self.bell.ring();
        }
        let slip = self.leaving_slip(&case)?;
        Ok(Left { outcome: outcome(&case, ended_at(&step), standing), slip })
    }

    /// Takes everything of a stay back from the platform: 2305, 2405, 2302, 2404. In doubt, it takes effect once the
    /// fate is known.
    pub fn withdraw(
        &self,
        key: &StayKey,
        withdrawal: Withdrawal,
        refunds: Refunds,
        counter: &mut dyn Counter,
    ) -> Result<Outcome, Trouble> {
        said("by", &withdrawal.by)?;
        said("reason", &withdrawal.reason)?;
        let _lane = self.lanes.enter(key);
        let mut case = self.known(key)?;
        case.stay.may_withdraw().map_err(|why| Trouble::new(why, ""))?;
        if let (Some(made), Refunds::NotSaid) = (case.stay.standing(), refunds) {
            self.nothing_refunded(key, &made.message_id)?;
        }
        let line = AuditLine::new(self.operator(), "withdraw", format!("by {}", withdrawal.by));
        let mut stay = case.stay.clone();
        let step = stay.handle(Event::Withdraw(Box::new(withdrawal)), self.clock.now(), &self.rules())?;
        self.save(&mut case, stay, &step, line)?;
        let outcome = self.finish(case, step, (Presence::Cashier, self.settings.patience), counter)?;
        Ok(outcome)
    }

    /// Notes that the patient died or left owing.
    pub fn note(&self, key: &StayKey, circumstance: Circumstance, by: &str) -> Result<Outcome, Trouble> {
        said("by", by)?;
        let _lane = self.lanes.enter(key);
        let mut case = self.known(key)?;
        let mut stay = case.stay.clone();
        let event = Event::Noted { circumstance, by: by.to_owned() };
        let step = stay.handle(event, self.clock.now(), &self.rules())?;
        let line = AuditLine::new(self.operator(), "noted", format!("{} by {by}", circumstance_word(circumstance)));
        self.save(&mut case, stay, &step, line)?;
        let standing = Standing::of(&case.stay, &step);
        Ok(outcome(&case, ended_at(&step), standing))
    }

    /// Whether a settlement of this stay may be begun, by what became of it so far.
    pub(super) fn may_begin(stay: &Stay) -> Result<(), Trouble> {
        stay.may_begin().map_err(|why| Trouble::new(why, ""))
    }

    /// A stay whose patient the platform was never asked about. What is closed needs no room in the queue.
    fn unidentified(&self, key: &StayKey, bill: &Bill, way: Way) -> Result<Case, Trouble> {
        if way != Way::SelfPaid {
            self.room_in_queue(bill.total)?;
        }
        let nobody = PersonNumber::parse("0").map_err(|_| Trouble::internal("a number of nobody"))?;
        let insured = Insured {
            person: nobody,
            name: bill.patient.name.clone(),
            certificate_kind: String::new(),
            certificate_no: bill.patient.citizen_id.clone(),
            person_kind: String::new(),
            insurance: String::new(),
            insured_place: self.language.hospital().division,
            credential: Credential::CitizenId,
        };
        let terms = Terms {
            bill: bill.digest(),
            total: bill.total,
            batches: Vec::new(),
            account: AccountUse::Use,
            may_register: false,
            visit: None,
            insured,
        };
        Ok(Case::new(Stay::unidentified(key.clone(), terms), bill.clone()))
    }

    /// What is printed once, by itself, because of what became of the stay: a notice of what is given back or due, or
    /// the slip of a stay that was closed meanwhile. `None` where nothing is due.
    pub fn paper_due(&self, key: &StayKey) -> Result<Option<Printed>, Trouble> {
        let _lane = self.lanes.enter(key);
        let mut case = self.known(key)?;
        let Some(due) = case.stay.paper_due() else { return Ok(None) };
        let mut stay = case.stay.clone();
        let step = stay.handle(Event::PaperNoted(due.clone()), self.clock.now(), &self.rules())?;
        let detail = match &due {
            Paper::Notice(message_id) => format!("notice {message_id}"),
            Paper::Slip(number) => format!("slip {number}"),
        };
        self.save(&mut case, stay, &step, AuditLine::new(self.operator(), "paper", detail))?;
        match due {
            Paper::Notice(_) => self.notice(&mut case).map(Some),
            Paper::Slip(_) => self.leaving_slip(&case).map(Some),
        }
    }
}

/// A name or a reason that must be there.
pub(super) fn said(what: &str, text: &str) -> Result<(), Trouble> {
    let (chars, text) = (text.chars().count(), text.trim());
    if text.is_empty() || chars > SAID_CHARS_MAX || text.chars().any(char::is_control) {
        return Err(Trouble::new(Usage::Arguments, format!("{what}: 1 – {SAID_CHARS_MAX}")));
    }
    Ok(())
}

/// The word for a way to leave.
pub fn way_word(way: Way) -> &'static str {
    match way {
        Way::DepositKept => "deposit_kept",
        Way::PaidInFull => "paid_in_full",
        Way::SelfPaid => "self_paid",
    }
}

/// The word for a circumstance.
pub fn circumstance_word(circumstance: Circumstance) -> &'static str {
    match circumstance {
        Circumstance::Died => "died",
        Circumstance::LeftOwing => "left_owing",
    }
}

/// The longest name or reason: it goes into the audit trail and onto paper.
const SAID_CHARS_MAX: usize = 200;
