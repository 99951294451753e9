//! Is a state one that the machine could have reached? What a journal holds is checked by this, rule by rule.

use std::collections::BTreeSet;
use std::fmt;

use super::act::{Act, AttemptEnd, Fate, Proof};
use super::ask::Message;
use super::ids::{ActId, MessageId};
use super::stay::{Settlement, Stay};

/// What in a state the machine never does. Each names the place, and nothing of the patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsound {
    /// Acts are numbered from one, without a gap.
    ActNumber(ActId),
    /// A message id was given twice within the stay.
    MessageTwice(MessageId),
    /// A message id of another hospital.
    MessageElsewhere(MessageId),
    /// Two messages of one stay are under way, or one that is not the last of its act.
    TwoUnderWay(MessageId),
    /// The fate of an act has nothing in its attempts that could have led to it.
    FateUnfounded(ActId),
    /// A settlement that no act of the stay made, or under a message id that its act never sent.
    SettlementUnfounded(MessageId),
    /// A settlement that was cancelled by no act of the stay.
    CancelUnfounded(MessageId),
    /// Two settlements stand.
    TwoStand(MessageId),
    /// The figures add up, or do not, otherwise than the settlement says of itself.
    IdentitiesDiffer(MessageId),
    /// The figures that a pre-settlement shows do not add up, and it was not stopped.
    PresettlementFaulty,
}

impl Stay {
    /// Everything in the state that the machine never does; empty for every state that it reached.
    pub fn unsound(&self) -> Vec<Unsound> {
        let mut found = Vec::new();
        self.numbers(&mut found);
        for act in &self.acts {
            if !is_founded(act) {
                found.push(Unsound::FateUnfounded(act.id));
            }
        }
        self.settlements_made(&mut found);
        let faulty = self.presettlement.as_ref().is_some_and(|made| !made.statement.faults().is_empty());
        found.extend(faulty.then_some(Unsound::PresettlementFaulty));
        found
    }

    fn numbers(&self, found: &mut Vec<Unsound>) {
        let mut given = BTreeSet::new();
        let mut under_way = false;
        for (act, number) in self.acts.iter().zip(1_u32..) {
            if act.id != ActId(number) {
                found.push(Unsound::ActNumber(act.id));
            }
            for (attempt, left) in act.attempts.iter().zip((0..act.attempts.len()).rev()) {
                let id = &attempt.message_id;
                if !given.insert(id) {
                    found.push(Unsound::MessageTwice(id.clone()));
                }
                if !id.as_str().starts_with(self.key.institution.as_str()) {
                    found.push(Unsound::MessageElsewhere(id.clone()));
                }
                if attempt.end.is_none() {
                    if under_way || left > 0 {
                        found.push(Unsound::TwoUnderWay(id.clone()));
                    }
                    under_way = true;
                }
            }
        }
    }

    fn settlements_made(&self, found: &mut Vec<Unsound>) {
        for made in &self.settlements {
            let id = &made.message_id;
            if !self.act(made.act).is_some_and(|act| settles(act, made)) {
                found.push(Unsound::SettlementUnfounded(id.clone()));
            }
            let cancelled = |by| self.act(by).is_some_and(|act| cancels(act, made));
            if made.cancelled_by.is_some_and(|by| !cancelled(by)) {
                found.push(Unsound::CancelUnfounded(id.clone()));
            }
            if made.settled.statement.faults() != made.faults {
                found.push(Unsound::IdentitiesDiffer(id.clone()));
            }
        }
        let second = self.settlements.iter().filter(|made| made.cancelled_by.is_none()).nth(1);
        found.extend(second.map(|made| Unsound::TwoStand(made.message_id.clone())));
    }
}

/// True if something in the attempts of the act could have led to its fate. A person's word needs nothing.
fn is_founded(act: &Act) -> bool {
    let ended =
        |with: fn(&AttemptEnd) -> bool| act.attempts.iter().any(|attempt| attempt.end.as_ref().is_some_and(with));
    let may_have_left = |end: &AttemptEnd| !matches!(end, AttemptEnd::NotSent(_));
    match &act.fate {
        Fate::Done(Proof::Reply) => ended(|end| matches!(end, AttemptEnd::Done)),
        // An act in doubt may be sent again where that sets a state: then its last attempt is under way.
        Fate::Done(Proof::Evidence) | Fate::Refused(_) | Fate::InDoubt(_) => ended(may_have_left),
        Fate::Open | Fate::NotDone(_) | Fate::Person(_) => !act.attempts.is_empty(),
        Fate::Done(Proof::Ruling) => true,
    }
}

fn settles(act: &Act, made: &Settlement) -> bool {
    let fits = matches!(act.fate, Fate::Done(_) | Fate::Person(_));
    matches!(act.message, Message::Settle { .. }) && act.sent_as(&made.message_id) && fits
}

fn cancels(act: &Act, made: &Settlement) -> bool {
    let of = |message: &Message| matches!(message, Message::CancelSettlement { settlement, .. } if *settlement == made.settled.settlement);
    of(&act.message) && matches!(act.fate, Fate::Done(_) | Fate::Person(_))
}

impl fmt::Display for Unsound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ActNumber(act) => write!(f, "act {act} is out of turn"),
            Self::MessageTwice(id) => write!(f, "message id {id} was given twice"),
            Self::MessageElsewhere(id) => write!(f, "message id {id} is of another hospital"),
            Self::TwoUnderWay(id) => write!(f, "message {id} is under way beside another"),
            Self::FateUnfounded(act) => write!(f, "nothing that was sent led to the fate of act {act}"),
            Self::SettlementUnfounded(id) => write!(f, "no act of the stay made the settlement of {id}"),
            Self::CancelUnfounded(id) => write!(f, "no act of the stay cancelled the settlement of {id}"),
            Self::TwoStand(id) => write!(f, "the settlement of {id} stands beside another"),
            Self::IdentitiesDiffer(id) => write!(f, "the figures of {id} add up otherwise than it is written"),
            Self::PresettlementFaulty => f.write_str("the pre-settlement does not add up"),
        }
    }
}
