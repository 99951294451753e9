//! The platform of the model: the books of one visit, kept by rules of its own.
//!
//! It shares nothing with the training platform. Where real platforms differ it does what the machine is told
//! ([`Rules`]), and of each promise no more than its words: *reversed ids are remembered* covers ids whose reversal
//! was answered 0, and no others.

use std::collections::BTreeSet;

use yijie_core::settlement::ask::{
    Answer, Category, Doubt, End, Message, Query, Refusal, Settled, SettlementRow, VisitRow,
};
use yijie_core::settlement::ids::{LineNo, MessageId, StayNo};
use yijie_core::settlement::{Reply, Rules};

use super::names;

/// What the platform holds of one visit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Books {
    visit: u8,
    admission: Option<Admission>,
    admissions: u8,
    lines: BTreeSet<LineNo>,
    discharged: bool,
    /// Refuses every settlement and cancel, in words that are a plain no, until somebody mends the cause.
    pub unwilling: bool,
    /// Every settlement that was made, in order.
    pub settled: Vec<Booked>,
    reversed: BTreeSet<MessageId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Admission {
    by: MessageId,
    stay_no: StayNo,
}

/// A settlement on the platform's books.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Booked {
    /// The message that made it.
    pub message_id: MessageId,
    /// Its number.
    pub number: u8,
    /// False once it was cancelled or reversed.
    pub stands: bool,
    /// It was made after whoever sent the message had given it up.
    pub late: bool,
}

impl Books {
    /// A visit that is ready to be settled: its admission, fees and discharge are left out.
    pub fn ready(visit: u8, unwilling: bool) -> Self {
        let by = names::message_id(9, visit, 0);
        let admission = Some(Admission { by, stay_no: names::stay_no(visit) });
        Self { admission, admissions: 1, discharged: true, ..Self::empty(visit, unwilling) }
    }

    /// Nothing is known of the visit.
    pub fn empty(visit: u8, unwilling: bool) -> Self {
        Self {
            visit,
            admission: None,
            admissions: 0,
            lines: BTreeSet::new(),
            discharged: false,
            unwilling,
            settled: Vec::new(),
            reversed: BTreeSet::new(),
        }
    }

    pub fn standing(&self) -> impl Iterator<Item = &Booked> {
        self.settled.iter().filter(|booked| booked.stands)
    }

    /// The figures of a settlement.
    pub fn figures(&self, booked: &Booked) -> Settled {
        names::settled(self.visit, booked.number)
    }

    /// One delivery of a message. `lines` is how many the bill has.
    pub fn receive(&mut self, (id, message): (&MessageId, &Message), late: bool, setting: (&Rules, usize)) -> End {
        match self.carry_out((id, message), late, setting) {
            Ok(answer) => End::Done(answer),
            Err(category) => no(message, category),
        }
    }

    fn carry_out(
        &mut self,
        (id, message): (&MessageId, &Message),
        late: bool,
        (rules, lines_due): (&Rules, usize),
    ) -> Result<Answer, Category> {
        if self.reversed.contains(id) {
            return Err(Category::AlreadyReversed);
        }
        match message {
            Message::Admit { ipt_no } => {
                if self.admission.is_some() {
                    return Err(Category::AlreadyAdmitted);
                }
                self.admissions += 1;
                self.admission = Some(Admission { by: id.clone(), stay_no: ipt_no.clone() });
                Ok(Answer::Admitted { visit: names::visit_id(self.visit, self.admissions) })
            }
            Message::CancelAdmission { .. } => {
                self.admission = None;
                Ok(Answer::Accepted)
            }
            Message::UploadFees { lines, .. } => {
                if lines.iter().any(|line| self.lines.contains(line)) {
                    return Err(Category::LineAlreadyThere);
                }
                self.lines.extend(lines.iter().cloned());
                Ok(Answer::Uploaded)
            }
            Message::RemoveFees { lines, .. } => {
                let before = self.lines.len();
                self.lines.retain(|line| !lines.contains(line));
                if self.lines.len() == before { Err(Category::NotFound) } else { Ok(Answer::Accepted) }
            }
            Message::Discharge { .. } => {
                if std::mem::replace(&mut self.discharged, true) {
                    return Err(Category::AlreadyDischarged);
                }
                Ok(Answer::Accepted)
            }
            Message::UndoDischarge { .. } => {
                self.discharged = false;
                Ok(Answer::Accepted)
            }
            Message::Settle { .. } => self.settle(id, late, rules, lines_due),
            Message::CancelSettlement { settlement, .. } => {
                if self.unwilling {
                    return Err(Category::CannotUndo);
                }
                let visit = self.visit;
                let is_it =
                    |booked: &&mut Booked| booked.stands && names::settlement_id(visit, booked.number) == *settlement;
                let Some(booked) = self.settled.iter_mut().find(is_it) else { return Err(Category::NotFound) };
                booked.stands = false;
                let statement = Box::new(names::statement(-20_000));
                Ok(Answer::Cancelled { settlement: None, statement })
            }
            Message::Reverse { original, .. } => self.reverse(original, rules.reversed_ids_remembered),
        }
    }

    fn settle(&mut self, id: &MessageId, late: bool, rules: &Rules, lines_due: usize) -> Result<Answer, Category> {
        if self.unwilling {
            return Err(Category::CardNotAccepted);
        }
        if self.admission.is_none() || !self.discharged || self.lines.len() != lines_due {
            return Err(Category::FeesMissing);
        }
        // A message that stands is refused when it comes again, even where several may stand.
        let again = self.standing().any(|booked| booked.message_id == *id);
        if again || rules.one_standing_settlement && self.standing().next().is_some() {
            return Err(Category::AlreadySettled);
        }
        let number = u8::try_from(self.settled.len()).unwrap_or(u8::MAX);
        self.settled.push(Booked { message_id: id.clone(), number, stands: true, late });
        Ok(Answer::Settled(Box::new(names::settled(self.visit, number))))
    }

    fn reverse(&mut self, original: &MessageId, remembered: bool) -> Result<Answer, Category> {
        let stands = |booked: &&mut Booked| booked.stands && booked.message_id == *original;
        if let Some(booked) = self.settled.iter_mut().find(stands) {
            booked.stands = false;
        } else if self.admission.as_ref().is_some_and(|admission| admission.by == *original) {
            self.admission = None;
        } else if self.reversed.contains(original) {
            return Err(Category::AlreadyReversed);
        } else {
            return Err(Category::UnknownOriginal);
        }
        if remembered {
            self.reversed.insert(original.clone());
        }
        Ok(Answer::Accepted)
    }

    /// What a question brings.
    pub fn ask(&self, query: &Query, lines_due: usize) -> Reply {
        match query {
            Query::InHospital if self.discharged => Reply::Answer(Answer::Visits(Vec::new())),
            Query::InHospital | Query::Visits => {
                let row = |admission: &Admission| VisitRow {
                    visit: names::visit_id(self.visit, self.admissions),
                    stay_no: Some(admission.stay_no.clone()),
                    in_hospital: Some(!self.discharged),
                };
                Reply::Answer(Answer::Visits(self.admission.iter().map(row).collect()))
            }
            Query::Presettle { .. } if self.standing().next().is_some() => {
                Reply::Refused(refusal(Category::AlreadySettled))
            }
            Query::Presettle { .. } if self.lines.len() != lines_due => Reply::Refused(refusal(Category::FeesMissing)),
            Query::Presettle { .. } => Reply::Answer(Answer::Presettled(Box::new(names::statement(20_000)))),
            Query::Settlements { visit, settlement } => {
                let asked_for = |booked: &&Booked| {
                    settlement.as_ref().is_none_or(|number| names::settlement_id(self.visit, booked.number) == *number)
                };
                let row = |booked: &Booked| SettlementRow {
                    message_id: Some(booked.message_id.clone()),
                    visit: visit.clone(),
                    refunded: !booked.stands,
                    settled: names::settled(self.visit, booked.number),
                };
                Reply::Answer(Answer::Settlements(self.settled.iter().filter(asked_for).map(row).collect()))
            }
        }
    }
}

/// As the platform's language classifies: where money moves or a visit is opened, only a plain no is a refusal.
fn no(message: &Message, category: Category) -> End {
    let proves_nothing = matches!(
        (message, category),
        (Message::Settle { .. }, Category::AlreadySettled | Category::AlreadyReversed)
            | (Message::Admit { .. }, Category::AlreadyAdmitted | Category::AlreadyReversed)
            | (Message::CancelSettlement { .. }, Category::NotFound)
    );
    if proves_nothing { End::InDoubt(Doubt::Refusal(refusal(category))) } else { End::Refused(refusal(category)) }
}

pub fn refusal(category: Category) -> Refusal {
    Refusal { category, code: "-1".into(), text: format!("{category:?}") }
}
