//! What an act brings about once it is known to have happened.

use super::act::{Attention, Fate, Negative, Proof};
use super::ask::{Answer, Doubt, End, Message, Query, Refusal, Settled};
use super::doubt::{self, Listing, Search};
use super::ids::{ActId, MessageId};
use super::rules::Rules;
use super::stay::{Halt, Presettlement, Settlement, Stay};
use crate::split::Statement;
use crate::teeth::{Tooth, bites};

impl Stay {
    /// The act happened, and brought this.
    pub(super) fn happened(&mut self, id: ActId, message_id: &MessageId, answer: Answer, proof: Proof) {
        let Some(act) = self.act(id) else { return };
        match (act.message.clone(), answer) {
            // Its original's doubt reads the reversal's answers.
            (Message::Reverse { .. }, _) => return,
            (Message::Admit { .. }, Answer::Admitted { visit }) => self.visit = Some(visit),
            (Message::CancelAdmission { .. }, _) => {
                self.visit = None;
                self.discharged = false;
            }
            (Message::UploadFees { lines, .. }, _) => {
                self.uploaded_of = Some(act.bill.clone());
                self.uploaded.extend(lines);
                self.presettlement = None;
            }
            (Message::RemoveFees { lines, .. }, _) => {
                for line in &lines {
                    self.uploaded.remove(line);
                }
                self.presettlement = None;
            }
            (Message::Discharge { .. }, _) => self.discharged = true,
            (Message::UndoDischarge { .. }, _) => self.discharged = false,
            (Message::Settle { .. }, Answer::Settled(settled)) => self.settled(id, message_id, *settled),
            (Message::CancelSettlement { settlement, .. }, _) => {
                for made in &mut self.settlements {
                    if made.settled.settlement == settlement && made.cancelled_by.is_none() {
                        made.cancelled_by = Some(id);
                    }
                }
                self.presettlement = None;
                self.agreed = None;
            }
            (Message::Admit { .. } | Message::Settle { .. }, _) => {
                // Code 0 without what the message is for is no answer to it.
                let why = Doubt::NotOurs("the reply lacks what was asked for".to_owned());
                return self.set_fate(id, Fate::InDoubt(Box::new(Search::new(why))));
            }
        }
        self.set_fate(id, Fate::Done(proof));
    }

    /// Kept as the platform gave it, whatever it adds up to: it is final there.
    fn settled(&mut self, act: ActId, message_id: &MessageId, settled: Settled) {
        let differs_from_agreed = self.agreed.as_ref().is_some_and(|agreed| !agreed.same_split(&settled.statement));
        let bill = self.act(act).map_or_else(|| self.terms.bill.clone(), |act| act.bill.clone());
        let faults = settled.statement.faults();
        let message_id = message_id.clone();
        self.settlements.push(Settlement {
            act,
            message_id,
            settled,
            bill,
            faults,
            differs_from_agreed,
            cancelled_by: None,
        });
    }

    /// A question of the way forward was answered.
    pub(super) fn looked(&mut self, query: &Query, reply: Result<Answer, Refusal>, rules: &Rules) {
        let not_found = |refusal: &Refusal| refusal.category == super::ask::Category::NotFound;
        match (query, reply) {
            (Query::Presettle { .. }, Ok(Answer::Presettled(presettled))) => {
                self.presettled(presettled.statement, rules);
            }
            (Query::InHospital | Query::Visits, reply) => {
                let rows = match reply {
                    Ok(Answer::Visits(rows)) => rows,
                    Err(refusal) if !not_found(&refusal) => return self.halt = Some(Halt::QueryRefused(refusal)),
                    _ => Vec::new(),
                };
                let registered = self.registered_no();
                if let Listing::Found { visit, in_hospital } =
                    doubt::read_visits(&rows, self.visit.as_ref(), &registered)
                {
                    self.visit = Some(visit);
                    self.discharged = in_hospital == Some(false);
                }
                match query {
                    Query::InHospital => self.look.in_hospital = true,
                    _ => self.look.visits = true,
                }
            }
            (_, Err(refusal)) if refusal.category.speaks_of_fees() && self.may_lack_fees() => {
                self.recount();
            }
            (_, Err(refusal)) => self.halt = Some(Halt::QueryRefused(refusal)),
            (_, Ok(_)) => {}
        }
    }

    /// A removal that was delivered a second time, late, took new lines with it: they are uploaded again, and those
    /// that are still there are removed and sent anew on the way.
    pub(super) fn may_lack_fees(&self) -> bool {
        let removed = self.acts.iter().any(|act| matches!(act.message, Message::RemoveFees { .. }));
        removed && self.recounts < RECOUNTS_MAX
    }

    pub(super) fn recount(&mut self) {
        self.uploaded.clear();
        self.presettlement = None;
        self.recounts += 1;
    }

    fn presettled(&mut self, statement: Statement, rules: &Rules) {
        let faults = statement.faults();
        if !faults.is_empty() {
            self.halt = Some(Halt::DoesNotAddUp(faults));
            return;
        }
        // The patient agreed to exactly this before; asking again would only delay them.
        let as_agreed = self.agreed.as_ref().is_some_and(|agreed| agreed.same_split(&statement));
        let agreed = as_agreed && (self.attended || rules.one_standing_settlement);
        self.presettlement = Some(Presettlement { statement: Box::new(statement), agreed });
    }

    /// A reply that comes after its act was resolved never moves the act. Agreement is nothing new. A refusal
    /// contradicts nothing: of two deliveries one may be refused. That it happened after all reopens the doubt of a
    /// settlement, which can be looked for; anything else goes to a person.
    pub(super) fn came_late(&mut self, id: ActId, end: &End) {
        let Some(act) = self.act(id) else { return };
        if bites(Tooth::LateReplyMoves) {
            let message_id = act.effective_id().cloned();
            match (message_id, end) {
                (Some(message_id), End::Done(answer)) => self.happened(id, &message_id, answer.clone(), Proof::Reply),
                (_, End::Refused(refusal)) => self.set_fate(id, Fate::Refused(refusal.clone())),
                _ => {}
            }
            return;
        }
        let given_up =
            matches!(act.fate, Fate::NotDone(Negative::Dropped | Negative::NeverHappened) | Fate::Refused(_));
        if !given_up || !matches!(end, End::Done(_)) {
            return;
        }
        let fate = match act.message {
            Message::Settle { .. } => Fate::InDoubt(Box::new(Search::new(Doubt::SecondCopy))),
            _ => Fate::Person(Attention::Contradiction),
        };
        self.set_fate(id, fate);
        if let Some(act) = self.act_mut(id) {
            act.watch = None;
        }
    }
}

impl Message {
    /// True if sending it twice is the same as sending it once: it sets a state, or takes something back.
    pub(super) fn sets_a_state(&self) -> bool {
        !matches!(
            self,
            Self::Settle { .. } | Self::Admit { .. } | Self::CancelSettlement { .. } | Self::UploadFees { .. }
        )
    }
}

/// How often the lines of one bill are uploaded again because the platform finds some missing.
const RECOUNTS_MAX: u32 = 3;
