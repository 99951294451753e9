//! A stay as its lane knows it: what was asked for, what was sent, what is known of it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::act::{Act, AttemptEnd, Fate};
use super::ask::{AccountUse, Clearing, Message, Refusal, Settled};
use super::decision::{Decision, Minute};
use super::ids::{ActId, BillDigest, LineNo, MessageId, StayKey, StayNo, VisitId};
use super::leaving::{Leaving, Note, Paper};
use super::moment::Instant;
use super::withdrawal::Withdrawal;
use crate::money::Yuan;
use crate::person::Insured;
use crate::split::{IdentityFault, Statement};
use crate::teeth::{Tooth, bites};

/// Everything that the machine knows of one stay. Written to the journal as it is, before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and the journal keeps them by name")]
pub struct Stay {
    /// Its lane.
    pub key: StayKey,
    /// What the desk asked for last.
    pub goal: Goal,
    /// The bill and the choices that the goal goes by.
    pub terms: Terms,
    /// A changed bill, held while anything of the stay is in doubt.
    pub held: Option<Box<Terms>>,
    /// The platform's visit, once known.
    pub visit: Option<VisitId>,
    /// What the last look for the visit found.
    pub(super) look: Look,
    /// Every act, in order.
    pub acts: Vec<Act>,
    /// Lines that stand on the platform.
    pub uploaded: BTreeSet<LineNo>,
    /// The bill that they belong to.
    pub uploaded_of: Option<BillDigest>,
    /// How often they were uploaded again because the platform found some missing.
    pub(super) recounts: u32,
    /// True once the discharge is registered.
    pub discharged: bool,
    /// What the settlement would come to.
    pub presettlement: Option<Presettlement>,
    /// Every clearing group that a pre-settlement of this stay named.
    #[serde(default)]
    pub clearings: BTreeSet<Clearing>,
    /// What the patient agreed to last.
    pub agreed: Option<Box<Statement>>,
    /// Settlements that were made, standing or cancelled.
    pub settlements: Vec<Settlement>,
    /// Why the way forward ended short of the goal.
    pub halt: Option<Halt>,
    /// The platform asked to be signed in to.
    pub(super) sign_in: SignIn,
    /// A pause before the next try.
    pub(super) pause: Option<Pause>,
    /// A cashier stands at the desk, so a question can be asked.
    pub attended: bool,
    /// How the patient left without a settlement, each time that they did.
    #[serde(default)]
    pub leavings: Vec<Leaving>,
    /// What named persons decided, in order.
    #[serde(default)]
    pub decisions: Vec<Minute>,
    /// What waits for a second person's word.
    #[serde(default)]
    pub(super) proposed: Option<Box<Decision>>,
    /// The platform was never asked who this is: the terms name nobody that it knows, so nothing can be sent.
    #[serde(default)]
    pub unidentified: bool,
    /// Papers that were printed once and are not printed again by themselves.
    #[serde(default)]
    pub papers: BTreeSet<Paper>,
    /// What else is known of the stay.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// The journal was restored since: the platform may know more of the stay, so nothing of it is sent.
    #[serde(default)]
    pub unaccounted: bool,
}

/// What the desk wants of a stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Nothing at present.
    Nothing,
    /// One standing settlement.
    Settle,
    /// No standing settlement.
    Cancel {
        /// Why, in the cashier's words.
        reason: String,
    },
    /// Nothing of it on the platform.
    Withdraw(Withdrawal),
}

/// The bill and the choices that a settlement goes by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Which version of the bill.
    pub bill: BillDigest,
    /// Its total.
    pub total: Yuan,
    /// Its lines, in uploads that the platform will take.
    pub batches: Vec<Vec<LineNo>>,
    /// Whether the personal account pays its part.
    pub account: AccountUse,
    /// The bill carries what 2401 needs.
    pub may_register: bool,
    /// The visit, where the hospital's system told it.
    pub visit: Option<VisitId>,
    /// Whose stay it is, and the way that its messages take.
    pub insured: Insured,
}

/// What the settlement would come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presettlement {
    /// The figures.
    pub statement: Box<Statement>,
    /// True once the cashier said yes, or the figures are those that the patient agreed to.
    pub agreed: bool,
}

/// A settlement that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The act that made it.
    pub act: ActId,
    /// The message id under which it stands on the platform.
    pub message_id: MessageId,
    /// Its number, time, clearing group and figures, as the platform gave them.
    pub settled: Settled,
    /// The bill that it settles.
    pub bill: BillDigest,
    /// What in it does not add up: kept as the platform gave it, flagged for a person.
    pub faults: Vec<IdentityFault>,
    /// The split differs from the pre-settlement that the patient agreed to.
    pub differs_from_agreed: bool,
    /// The act that cancelled it.
    pub cancelled_by: Option<ActId>,
}

/// Why the way forward ended short of the goal. Asking again starts over from here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Halt {
    /// The platform refused this act.
    ActRefused(ActId, Refusal),
    /// The platform refused a question that the way forward needs.
    QueryRefused(Refusal),
    /// No admission on the platform, and the bill carries none.
    NotAdmitted,
    /// The pre-settlement does not add up.
    DoesNotAddUp(Vec<IdentityFault>),
    /// The cashier or the patient said no to the pre-settlement.
    Declined,
    /// The gateway knows neither the key nor the user.
    Credentials(String),
    /// An earlier settlement stands; the bill has changed since.
    SettledOtherwise,
}

/// What the last look for the visit found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Look {
    pub in_hospital: bool,
    pub visits: bool,
}

/// Whether the platform has to be signed in to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SignIn {
    pub wanted: bool,
    /// Session refusals in a row.
    pub refusals: u32,
}

/// A pause before the next try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pause {
    pub tries: u32,
    pub until: Instant,
    pub why: String,
}

impl Stay {
    /// A stay that nothing was done for yet.
    pub fn new(key: StayKey, terms: Terms) -> Self {
        Self {
            key,
            goal: Goal::Nothing,
            visit: terms.visit.clone(),
            terms,
            held: None,
            look: Look::default(),
            acts: Vec::new(),
            uploaded: BTreeSet::new(),
            uploaded_of: None,
            recounts: 0,
            discharged: false,
            presettlement: None,
            clearings: BTreeSet::new(),
            agreed: None,
            settlements: Vec::new(),
            halt: None,
            sign_in: SignIn::default(),
            pause: None,
            attended: false,
            leavings: Vec::new(),
            decisions: Vec::new(),
            proposed: None,
            unidentified: false,
            papers: BTreeSet::new(),
            notes: Vec::new(),
            unaccounted: false,
        }
    }

    /// A stay of somebody whom the platform could not be asked about: what these terms say of the person is made up,
    /// and nothing is sent until the stay is begun with others.
    pub fn unidentified(key: StayKey, terms: Terms) -> Self {
        Self { unidentified: true, visit: None, ..Self::new(key, terms) }
    }

    /// The settlement that stands, as far as is known.
    pub fn standing(&self) -> Option<&Settlement> {
        self.settlements.iter().rev().find(|settlement| settlement.cancelled_by.is_none())
    }

    /// The settlement of which a receipt may be printed: it stands, and nothing that could take it away is under way
    /// or in doubt.
    pub fn printable(&self) -> Option<&Settlement> {
        let undisturbed =
            !self.acts.iter().any(|act| act.takes_settlement() && (act.is_unresolved() || act.is_watched()));
        self.standing().filter(|_| undisturbed || bites(Tooth::PrintedDuringCancel))
    }

    /// True while it is not known what became of some act.
    pub fn is_in_doubt(&self) -> bool {
        self.acts.iter().any(|act| matches!(act.fate, Fate::InDoubt(_)) || act.is_in_flight())
    }

    /// The act that a person has to decide about, the earliest first.
    pub fn awaits_person(&self) -> Option<&Act> {
        self.acts.iter().find(|act| matches!(act.fate, Fate::Person(_)))
    }

    /// The number under which the stay is registered: its own, unless an admission under it was taken back.
    pub fn registered_no(&self) -> StayNo {
        let admitted = |act: &&Act| matches!(act.fate, Fate::Done(_));
        let number = |act: &Act| match &act.message {
            Message::Admit { ipt_no } => Some(ipt_no.clone()),
            _ => None,
        };
        self.acts.iter().rev().filter(admitted).find_map(number).unwrap_or_else(|| self.key.stay_no.clone())
    }

    /// The act with this number.
    pub fn act(&self, id: ActId) -> Option<&Act> {
        self.acts.iter().find(|act| act.id == id)
    }

    pub(super) fn act_mut(&mut self, id: ActId) -> Option<&mut Act> {
        self.acts.iter_mut().find(|act| act.id == id)
    }

    /// The reversal of this message, the latest first.
    pub(super) fn reversal_of(&self, original: &MessageId) -> Option<&Act> {
        self.acts
            .iter()
            .rev()
            .find(|act| matches!(&act.message, Message::Reverse { original: of, .. } if of == original))
    }
}

impl Act {
    /// True if it could take a settlement away: while it is under way nothing is printed.
    fn takes_settlement(&self) -> bool {
        matches!(self.message, Message::CancelSettlement { .. } | Message::Reverse { .. })
    }

    /// The last attempt that was answered by the platform's application, one way or the other.
    pub(super) fn last_answer(&self) -> Option<(Instant, &AttemptEnd)> {
        self.attempts.iter().rev().find_map(|attempt| match &attempt.end {
            Some(end @ (AttemptEnd::Done | AttemptEnd::Refused(_))) => Some((attempt.intended, end)),
            _ => None,
        })
    }
}
