//! A patient who leaves without a settlement, and what that forbids later.
//!
//! There are three ways to leave. Two keep the claim with the hospital: the stay is settled when it can be, and what
//! was paid is set against what is due then. The third gives it to the patient: papers for a claim at home are in
//! their hands, so a settlement here would pay the same costs twice. Such a stay is closed for good, unless a named
//! person has taken the papers back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::act::{Act, Fate};
use super::ask::Message;
use super::ids::MessageId;
use super::moment::Now;
use super::stay::{Goal, Stay};
use crate::failure::{self, Code};
use crate::money::Yuan;
use crate::split::{Deposit, Statement};

/// How a patient left, as it was journalled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    /// Which way.
    pub way: Way,
    /// What was paid at the desk on leaving, beyond the deposits of the bill.
    pub paid: Vec<Deposit>,
    /// Who let them go.
    pub by: String,
    /// When, on the wall.
    pub at: Timestamp,
    /// The last pre-settlement at that moment, which the slip shows.
    pub presettled: Option<Box<Statement>>,
    /// Who took the papers back, where they were handed out.
    pub reopened: Option<Reopening>,
}

/// A paper that follows from what became of a stay, named so that it is printed once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// What is refunded or collected now that the stay of a patient who had left is settled, by this message.
    Notice(MessageId),
    /// The manual-claim slip of this leaving, counted from one.
    Slip(u32),
}

/// The three ways to leave without a settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The deposit stays with the hospital; settled later.
    DepositKept,
    /// Everything was paid; settled later, and the difference given back.
    PaidInFull,
    /// Paid as one's own costs, with the papers for a claim at home: not to be settled here any more.
    SelfPaid,
}

/// A closed stay was opened again: its papers are back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopening {
    /// Who took them back.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When, on the wall.
    pub at: Timestamp,
}

/// Something else that people know of a stay, and that changes what its money and its queue mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What.
    pub circumstance: Circumstance,
    /// Who says so.
    pub by: String,
    /// When, on the wall.
    pub at: Timestamp,
}

/// What can be known of a stay beside its acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circumstance {
    /// The patient has died. Nobody can show a voucher or agree to other figures for them; a refund goes to the heirs,
    /// by a person.
    Died,
    /// The patient left owing. The stay is settled all the same; what is to be collected then is a debt.
    LeftOwing,
}

/// Why something that a person wants may not happen to the stay as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Forbidden {
    /// The stay was closed as self-paid.
    #[error("the stay is closed as self-paid")]
    Closed,
    /// A settlement stands, or may stand, so it cannot be closed as self-paid.
    #[error("a settlement stands or may stand")]
    MayStand,
    /// The stay is settled: nobody has to leave it unsettled.
    #[error("the stay is settled")]
    Settled,
    /// What was begun is being taken back.
    #[error("the stay is being withdrawn")]
    Withdrawing,
    /// It is not closed.
    #[error("the stay is not closed")]
    NotClosed,
    /// The settlement was finished outside this program.
    #[error("the settlement was finished outside this program")]
    DealtWith,
}

impl Stay {
    /// How the patient left, if they left without a settlement.
    pub fn leaving(&self) -> Option<&Leaving> {
        self.leavings.last()
    }

    /// The leaving that closed the stay for good: self-paid, and the papers are not back.
    pub fn closed(&self) -> Option<&Leaving> {
        self.leaving().filter(|leaving| leaving.way == Way::SelfPaid && leaving.reopened.is_none())
    }

    /// The patient left and the claim is the hospital's: the stay is owed a settlement, whatever became of it so far.
    pub fn is_owed(&self) -> bool {
        self.leaving().is_some() && self.closed().is_none()
    }

    /// Everything that was paid on leaving, beyond the deposits of the bill.
    pub fn paid_on_leaving(&self) -> impl Iterator<Item = &Deposit> {
        self.leavings.iter().flat_map(|leaving| &leaving.paid)
    }

    /// What the patient has paid by now: the deposits of the bill, and what was paid on leaving. A payment that the
    /// bill names by then, under its receipt number, counts once.
    pub fn paid_with(&self, deposits: &[Deposit]) -> Vec<Deposit> {
        let named = |paid: &&Deposit| !deposits.iter().any(|deposit| deposit.receipt_no == paid.receipt_no);
        deposits.iter().chain(self.paid_on_leaving().filter(named)).cloned().collect()
    }

    /// Whether the patient may leave this way now.
    pub fn may_leave(&self, way: Way) -> Result<(), Forbidden> {
        if self.closed().is_some() {
            return Err(Forbidden::Closed);
        }
        match way {
            Way::SelfPaid if self.may_stand() => Err(Forbidden::MayStand),
            Way::SelfPaid if self.withdrawal().is_some() => Err(Forbidden::Withdrawing),
            // While a cancel is in doubt, what was instructed for the settlement may still hold: nothing is paid on top.
            Way::PaidInFull if self.standing().is_some() => Err(Forbidden::Settled),
            Way::DepositKept if self.printable().is_some() => Err(Forbidden::Settled),
            Way::DepositKept | Way::PaidInFull if self.dealt_with().is_some() => Err(Forbidden::DealtWith),
            Way::DepositKept | Way::PaidInFull | Way::SelfPaid => Ok(()),
        }
    }

    /// Whether a settlement may be begun now.
    pub fn may_begin(&self) -> Result<(), Forbidden> {
        if self.closed().is_some() {
            return Err(Forbidden::Closed);
        }
        if self.withdrawal().is_some() {
            return Err(Forbidden::Withdrawing);
        }
        if self.dealt_with().is_some() { Err(Forbidden::DealtWith) } else { Ok(()) }
    }

    /// The name of a paper that follows from what became of the stay, where it is due and was not printed yet. It is
    /// noted as printed, by [`Event::PaperNoted`](super::Event::PaperNoted), before the printer gets it.
    pub fn paper_due(&self) -> Option<Paper> {
        let settled = self.printable().filter(|_| self.leaving().is_some());
        let notice = settled.map(|made| Paper::Notice(made.message_id.clone()));
        let closed = self.closed().map(|_| Paper::Slip(u32::try_from(self.leavings.len()).unwrap_or(u32::MAX)));
        notice.or(closed).filter(|paper| !self.papers.contains(paper))
    }

    /// True if a settlement of this stay stands on the platform, as far as cannot be ruled out.
    pub fn may_stand(&self) -> bool {
        self.standing().is_some() || self.acts.iter().any(|act| self.may_have_settled(act))
    }

    fn may_have_settled(&self, act: &Act) -> bool {
        if !matches!(act.message, Message::Settle { .. }) {
            return false;
        }
        if act.is_watched() {
            return true;
        }
        let taken_back = || self.settlements.iter().any(|made| made.act == act.id && made.cancelled_by.is_some());
        match &act.fate {
            Fate::Open => act.is_in_flight(),
            Fate::InDoubt(_) | Fate::Person(_) => true,
            Fate::Done(_) => !taken_back(),
            Fate::Refused(_) | Fate::NotDone(_) => false,
        }
    }

    /// A settlement that a person finished from the platform's own figures: it stands there, and this program has none.
    pub fn dealt_with(&self) -> Option<&Act> {
        let made_here = |act: &Act| self.settlements.iter().any(|made| made.act == act.id);
        let settles = |act: &&Act| matches!(act.message, Message::Settle { .. });
        self.acts.iter().rev().filter(settles).find(|act| matches!(act.fate, Fate::Done(_)) && !made_here(act))
    }

    /// The circumstance was noted.
    pub fn is_noted(&self, circumstance: Circumstance) -> bool {
        self.notes.iter().any(|note| note.circumstance == circumstance)
    }

    pub(super) fn left(&mut self, departure: Departure, now: Now) -> Result<(), Forbidden> {
        self.may_leave(departure.way)?;
        let presettled = self.last_presettled();
        let Departure { way, paid, by } = departure;
        self.leavings.push(Leaving { way, paid, by, at: now.wall, presettled, reopened: None });
        if way == Way::SelfPaid {
            self.rest_for_good();
        }
        Ok(())
    }

    /// Nothing more is wanted of the stay; what is in doubt is still found out.
    pub(super) fn rest_for_good(&mut self) {
        self.drop_open();
        self.goal = Goal::Nothing;
        self.held = None;
        self.halt = None;
        self.pause = None;
        self.presettlement = None;
        self.agreed = None;
    }

    pub(super) fn reopened(&mut self, by: String, reason: String, now: Now) -> Result<(), Forbidden> {
        if self.closed().is_none() {
            return Err(Forbidden::NotClosed);
        }
        if let Some(leaving) = self.leavings.last_mut() {
            leaving.reopened = Some(Reopening { by, reason, at: now.wall });
        }
        Ok(())
    }

    pub(super) fn noted(&mut self, circumstance: Circumstance, by: String, now: Now) {
        if !self.is_noted(circumstance) {
            self.notes.push(Note { circumstance, by, at: now.wall });
        }
    }

    /// The last pre-settlement that was shown: what the patient agreed to, or what was asked for last.
    pub fn last_presettled(&self) -> Option<Box<Statement>> {
        let asked = self.presettlement.as_ref().map(|figures| figures.statement.clone());
        asked.or_else(|| self.agreed.clone())
    }
}

/// A patient leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// Which way.
    pub way: Way,
    /// What they pay now, beyond the deposits of the bill.
    pub paid: Vec<Deposit>,
    /// Who lets them go.
    pub by: String,
}

impl Leaving {
    /// What was paid on leaving.
    pub fn amount(&self) -> Yuan {
        self.paid.iter().map(|paid| paid.amount).sum()
    }
}

impl From<Forbidden> for Code {
    fn from(forbidden: Forbidden) -> Self {
        match forbidden {
            Forbidden::Closed => failure::Settlement::ClosedSelfPaid,
            Forbidden::MayStand => failure::Settlement::MayStand,
            Forbidden::Settled => failure::Settlement::SettledAlready,
            Forbidden::Withdrawing => failure::Settlement::Withdrawing,
            Forbidden::NotClosed => failure::Settlement::NotClosed,
            Forbidden::DealtWith => failure::Settlement::DealtWith,
        }
        .into()
    }
}
