//! A stay on the desk: its state, its bill, and how both go to and from the journal.

use yijie_core::bill::Bill;
use yijie_core::settlement::ids::{BillDigest, StayKey};
use yijie_core::settlement::{Act, AttemptEnd, Fate, Message, Now, Rules, Stay, Step};
use yijie_core::split::Balance;
use yijie_core::teeth::{Tooth, bites};

use super::standing::Standing;
use super::unwritten::Unwritten;
use super::{Desk, Trouble};
use crate::journal::{ActRow, AuditLine, Entry, JournalError, JsonText, Rest, StayRecord};

/// A stay while its lane is held.
pub(super) struct Case {
    pub stay: Stay,
    /// The bill that the stay's terms speak of.
    pub bill: Bill,
    /// The bill's digest, kept because to make one is a walk over every line.
    pub digest: BillDigest,
    /// A changed bill that is held until a doubt ends: the journal must have it by then.
    pub held: Option<Bill>,
    /// Acts as the journal has them.
    written: Vec<ActRow>,
    /// True once the journal knows the stay.
    known: bool,
    /// What the trail will say besides, with the next commit.
    notes: Vec<AuditLine>,
    /// What the next intent takes to the journal: until then `stay` is ahead of it.
    pub unwritten: Option<Unwritten>,
    /// How the watchers of stays were last told that it stands.
    pub told: Option<&'static str>,
}

impl Case {
    /// A stay that the journal has not heard of. Its terms are made of this bill.
    pub fn new(stay: Stay, bill: Bill) -> Self {
        let digest = stay.terms.bill.clone();
        Self {
            stay,
            bill,
            digest,
            held: None,
            written: Vec::new(),
            known: false,
            notes: Vec::new(),
            unwritten: None,
            told: None,
        }
    }

    /// A stay as the journal has it, with the bill that it has under the digest in the stay's terms.
    pub fn stored(stay: Stay, bill: Bill) -> Self {
        let written = stay.acts.iter().map(row).collect();
        let digest = stay.terms.bill.clone();
        Self { stay, bill, digest, held: None, written, known: true, notes: Vec::new(), unwritten: None, told: None }
    }

    /// Everything that changed, as one durable entry. `step` is what comes next.
    pub fn entry(&self, stay: &Stay, step: &Step, now: Now, rules: &Rules) -> Result<Entry, JournalError> {
        let standing = Standing::of(stay, step);
        let mut entry = Entry::of(stay.key.clone(), now.wall).record(self.record(stay, &standing, step, now, rules)?);
        let is_new = !self.known || stay.terms.bill != self.stay.terms.bill;
        if is_new && stay.terms.bill == self.digest {
            entry = entry.bill(stay.terms.bill.clone(), JsonText::of(&self.bill)?);
        }
        if let (Some(bill), Some(terms)) = (&self.held, &stay.held) {
            entry = entry.bill(terms.bill.clone(), JsonText::of(bill)?);
        }
        // A cancel and the voiding of its receipt are one commit: between two, a dead process would leave it good.
        let cancelled = stay.settlements.iter().filter(|made| made.cancelled_by.is_some());
        for made in cancelled.filter(|_| !bites(Tooth::ReceiptNotVoided)) {
            entry = entry.void(made.message_id.clone());
        }
        for note in &self.notes {
            entry = entry.audit(note.clone());
        }
        for act in &stay.acts {
            let row = row(act);
            if !self.written.contains(&row) {
                entry = entry.act(row);
            }
        }
        Ok(entry)
    }

    /// True if the journal has not heard of the stay.
    pub fn is_new(&self) -> bool {
        !self.known
    }

    /// Leaves this step of the stay to the next intent.
    pub fn leave_to_intent(&mut self, stay: Stay, unwritten: Unwritten) {
        self.stay = stay;
        self.unwritten = Some(unwritten);
    }

    /// Leaves a line of the trail to the next commit: alone it would say that something was asked for of which
    /// nothing came.
    pub fn note(&mut self, line: AuditLine) {
        self.notes.push(line);
    }

    /// Takes over what [`Self::entry`] made durable.
    pub fn wrote(&mut self, stay: Stay) {
        self.notes.clear();
        self.written = stay.acts.iter().map(row).collect();
        self.stay = stay;
        self.known = true;
    }

    fn record(
        &self,
        stay: &Stay,
        standing: &Standing,
        step: &Step,
        now: Now,
        rules: &Rules,
    ) -> Result<StayRecord, JournalError> {
        // What was answered is looked at once more when its message cannot come a second time.
        let open = standing.waits(stay) || stay.acts.iter().any(Act::is_watched);
        let until = match step {
            Step::Wait { until, .. } => Some(*until),
            _ => stay.looks_again_at(now, rules),
        };
        let next_at = until.and_then(|until| {
            let ms = i64::try_from(until.ms.saturating_sub(now.instant.ms)).unwrap_or(i64::MAX);
            now.wall.checked_add(jiff::SignedDuration::from_millis(ms)).ok()
        });
        Ok(StayRecord {
            status: standing.word().to_owned(),
            rest: if open { Rest::Open } else { Rest::AtRest },
            needs_person: matches!(standing, Standing::NeedsPerson { .. } | Standing::Unaccounted(_)),
            patient: self.bill.patient.name.to_string(),
            person: Some(self.bill.patient.citizen_id.clone()),
            total: Some(stay.terms.total),
            bill: Some(stay.terms.bill.clone()),
            waits_since: open.then(|| since(stay)).flatten().or_else(|| open.then_some(now.wall)),
            next_at,
            state: JsonText::of(stay)?,
        })
    }

    /// The money that now changes hands: after a settlement that stands, against the deposits of its bill.
    pub fn balance(&self, stay: &Stay) -> Option<Balance> {
        // The deposits of another version of the bill are not the ones that were set against this settlement.
        let standing = stay.printable().filter(|made| made.bill == self.digest)?;
        Some(Balance::of(standing.settled.statement.cash, &stay.paid_with(&self.bill.deposits)))
    }
}

impl Desk {
    /// The stay as the journal has it.
    pub(super) fn load(&self, key: &StayKey) -> Result<Option<Case>, Trouble> {
        let journal = self.journal();
        let Some(stored) = journal.stay(key)? else { return Ok(None) };
        let stay: Stay = stored.state.read("state")?;
        let bill = journal.bill(&stay.terms.bill)?.ok_or_else(|| unreadable("bill"))?;
        drop(journal);
        let mut case = Case::stored(stay, bill.read("bill")?);
        self.wake(&mut case.stay, &stored.line)?;
        Ok(Some(case))
    }

    /// Writes what changed.
    pub(super) fn save(&self, case: &mut Case, stay: Stay, step: &Step, line: AuditLine) -> Result<(), Trouble> {
        let mut entry = case.entry(&stay, step, self.clock.now(), &self.rules())?.audit(line);
        if let (Some(balance), Some(settlement)) = (case.balance(&stay), stay.printable()) {
            entry = entry.instruct(settlement.message_id.clone(), balance.moves);
        }
        self.journal().write(&entry)?;
        case.wrote(stay);
        self.tell_watchers(&mut case.told, &case.stay, step);
        Ok(())
    }

    /// Puts the bill on the desk that the stay's terms speak of: one that was held while something was in doubt may
    /// have been taken up since.
    pub(super) fn turn_to_bill(&self, case: &mut Case) -> Result<(), Trouble> {
        let digest = case.stay.terms.bill.clone();
        self.turn_to(case, &digest)
    }

    /// Puts this version of the stay's bill on the desk.
    pub(super) fn turn_to(&self, case: &mut Case, digest: &BillDigest) -> Result<(), Trouble> {
        if case.digest == *digest {
            return Ok(());
        }
        let bill = self.journal().bill(digest)?.ok_or_else(|| unreadable("bill"))?;
        case.bill = bill.read("bill")?;
        case.digest = digest.clone();
        Ok(())
    }
}

fn unreadable(what: &str) -> Trouble {
    Trouble::new(yijie_core::failure::Storage::Damaged, format!("a stay's {what} cannot be read"))
}

/// When the first thing that is not resolved yet was sent.
fn since(stay: &Stay) -> Option<jiff::Timestamp> {
    let unresolved = |act: &&Act| act.is_unresolved() || matches!(act.fate, Fate::Person(_));
    stay.acts.iter().find(unresolved)?.attempts.first().map(|attempt| attempt.intended_at)
}

/// An act as a row of the journal.
pub(super) fn row(act: &Act) -> ActRow {
    ActRow { act: act.id, kind: kind_of(&act.message).to_owned(), fate: fate_of(act).to_owned() }
}

/// The word for an act in lists and in the audit trail.
pub(super) fn kind_of(message: &Message) -> &'static str {
    match message {
        Message::Admit { .. } => "admit",
        Message::CancelAdmission { .. } => "cancel_admission",
        Message::UploadFees { .. } => "upload_fees",
        Message::RemoveFees { .. } => "remove_fees",
        Message::Discharge { .. } => "discharge",
        Message::UndoDischarge { .. } => "undo_discharge",
        Message::Settle { .. } => "settle",
        Message::CancelSettlement { .. } => "cancel_settlement",
        Message::Reverse { .. } => "reverse",
    }
}

/// The word for a fate in lists and in the audit trail.
pub(super) fn fate_of(act: &Act) -> &'static str {
    match &act.fate {
        Fate::Open if act.is_in_flight() => "sent",
        Fate::Open => "open",
        Fate::InDoubt(_) => "in_doubt",
        Fate::Done(_) => "done",
        Fate::Refused(_) => "refused",
        Fate::NotDone(_) => "not_done",
        Fate::Person(_) => "needs_person",
    }
}

/// The word for an attempt's end.
pub(super) fn end_of(end: Option<&AttemptEnd>) -> &'static str {
    match end {
        None => "sent",
        Some(AttemptEnd::Done) => "done",
        Some(AttemptEnd::Refused(_)) => "refused",
        Some(AttemptEnd::NotSent(_)) => "not_sent",
        Some(AttemptEnd::InDoubt(_)) => "in_doubt",
    }
}
