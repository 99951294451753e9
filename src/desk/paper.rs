//! Paper after memory: a receipt is made from what the journal confirmed, never from a reply in flight.

use std::sync::PoisonError;

use yijie_core::failure::{Reader, Storage};
use yijie_core::settlement::ids::StayKey;
use yijie_core::split::Balance;
use yijie_core::teeth::{Tooth, bites};
use yijie_receipt_printer::{Job, PrinterError};

use super::case::Case;
use super::counter::{Counter, Progress};
use super::standing::Standing;
use super::{Desk, Trouble, beijing};
use crate::journal::Print;
use crate::receipt::{
    self, Act, Hospital, Mark, Place, Realm, Receipt, Slip, Standing as SlipStanding, render, render_slip,
};

/// A receipt or slip as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Its text, at the width of the configured paper. Holds the patient's name: for the screen at the desk only.
    pub text: String,
    /// `None`: the original. Otherwise the number of the copy.
    pub copy: Option<u32>,
    /// Why it did not come out of the printer. The settlement stands all the same.
    pub printer: Option<Trouble>,
}

impl Desk {
    /// Prints the receipt of a stay that is settled: the original once, then copies.
    pub fn receipt(&self, key: &StayKey, counter: &mut dyn Counter) -> Result<Printed, Trouble> {
        let _lane = self.lanes.enter(key);
        let mut case = self.known(key)?;
        let began = self.clock.now();
        let Some(made) = case.stay.printable().cloned() else {
            let cancelled = case.stay.settlements.last().is_some_and(|made| made.cancelled_by.is_some());
            let code = if cancelled { Storage::ReceiptVoid } else { Storage::ReceiptMissing };
            return Err(Trouble::new(code, ""));
        };
        // The bill may have changed since; the receipt speaks of the one that was settled.
        self.turn_to(&mut case, &made.bill)?;
        let print = self.journal().receipt(key, &made.message_id, self.operator(), began.wall)?;
        let (mark, copy) = match print {
            Print::Original => (Mark::Original, None),
            Print::Copy(number) => (Mark::Copy(number), Some(number)),
        };
        let text = render(&self.receipt_of(&case, &made, mark), self.settings.paper);
        let job = match copy {
            None => format!("{}-original", key.stay_no),
            Some(number) => format!("{}-copy-{number}", key.stay_no),
        };
        let printer = self.print(&job, &text).err();
        let took_ms = self.clock.now().instant.ms.saturating_sub(began.instant.ms);
        counter.done(&Progress::Printed(&made.settled.settlement), took_ms);
        Ok(Printed { text, copy, printer })
    }

    /// Prints what the journal does not have yet: the bug of [`Tooth::ReceiptFromReply`].
    pub(super) fn print_from_reply(
        &self,
        case: &Case,
        made: &yijie_core::settlement::Settlement,
    ) -> Result<(), Trouble> {
        let text = render(&self.receipt_of(case, made, Mark::Original), self.settings.paper);
        self.print(&format!("{}-original", case.stay.key.stay_no), &text)
    }

    /// Prints the slip of a stay that is not settled: its first line says so.
    pub fn slip(&self, key: &StayKey) -> Result<Printed, Trouble> {
        let _lane = self.lanes.enter(key);
        let case = self.known(key)?;
        if case.stay.leaving().is_some() && case.stay.printable().is_none() {
            return self.leaving_slip(&case);
        }
        let step = case.stay.next(self.clock.now(), &self.rules());
        let standing = match Standing::of(&case.stay, &step) {
            Standing::InDoubt(_) | Standing::NeedsPerson { .. } => {
                let sent =
                    case.stay.acts.iter().rev().find(|act| act.is_unresolved()).and_then(|act| act.effective_id());
                sent.map_or(SlipStanding::Waiting, |message| SlipStanding::InDoubt { message: message.clone() })
            }
            Standing::Settled | Standing::Cancelled => return Err(Trouble::new(Storage::ReceiptMissing, "")),
            _ => SlipStanding::Waiting,
        };
        let slip = Slip {
            hospital: self.letterhead(),
            stay_no: key.stay_no.clone(),
            patient: patient(&case),
            standing,
            total: case.stay.terms.total,
            deposited: case.bill.deposits.iter().map(|deposit| deposit.amount).sum(),
            presettlement: case.stay.presettlement.as_ref().map(|figures| (*figures.statement).clone()),
            telephone: self.settings.telephone.clone(),
            issued_at: beijing(self.clock.now().wall),
            operator: self.language.hospital().operator_name.clone(),
            realm: self.realm(),
        };
        let text = render_slip(&slip, self.settings.paper);
        let printer = self.print(&format!("{}-slip", key.stay_no), &text).err();
        Ok(Printed { text, copy: None, printer })
    }

    /// Whatever was printed of a settlement that was cancelled is void, however the cancel came to be known.
    pub(super) fn void_receipts(&self, case: &Case) -> Result<(), Trouble> {
        if bites(Tooth::ReceiptNotVoided) {
            return Ok(());
        }
        let now = self.clock.now().wall;
        for made in case.stay.settlements.iter().filter(|made| made.cancelled_by.is_some()) {
            self.journal().void_receipt(&case.stay.key, &made.message_id, self.operator(), now)?;
        }
        Ok(())
    }

    fn receipt_of(&self, case: &Case, made: &yijie_core::settlement::Settlement, mark: Mark) -> Receipt {
        let (stay, bill, hospital) = (&case.stay, &case.bill, self.language.hospital());
        let agreed = stay.agreed.as_deref().filter(|_| made.differs_from_agreed).cloned();
        Receipt {
            hospital: self.letterhead(),
            stay_no: stay.key.stay_no.clone(),
            patient: patient(case),
            insured_place: Place { code: stay.terms.insured.insured_place, name: None },
            treating_place: Place { code: hospital.division, name: None },
            insurance: stay.terms.insured.insurance.clone(),
            admitted_on: bill.admission.admitted_at.date(),
            discharged_on: bill.discharge.discharged_at.date(),
            act: Act::Settled,
            settlement: made.settled.settlement.clone(),
            message: made.message_id.clone(),
            settled_at: made.settled.settled_at.unwrap_or_else(|| beijing(self.clock.now().wall)),
            statement: made.settled.statement.clone(),
            presettlement: agreed,
            balance: Some(Balance::of(made.settled.statement.cash, &stay.paid_with(&bill.deposits))),
            operator: hospital.operator_name.clone(),
            mark,
            realm: self.realm(),
        }
    }

    pub(super) fn print(&self, job: &str, text: &str) -> Result<(), Trouble> {
        let Some(printer) = &self.printer else { return Ok(()) };
        let job = Job::new(&safe(job), text.to_owned()).map_err(|error| Trouble::internal(error.to_string()))?;
        let mut printer = printer.lock().unwrap_or_else(PoisonError::into_inner);
        printer.print(&job).map_err(Trouble::from)
    }

    pub(super) fn letterhead(&self) -> Hospital {
        let hospital = self.language.hospital();
        Hospital { name: hospital.name.clone(), code: hospital.institution.clone() }
    }

    pub(super) fn realm(&self) -> Realm {
        if self.is_training() { Realm::Training } else { Realm::Real }
    }
}

pub(super) fn patient(case: &Case) -> receipt::Patient {
    receipt::Patient { name: case.bill.patient.name.clone(), citizen_id: case.bill.patient.citizen_id.clone() }
}

/// A stay's number may hold what a file name must not.
fn safe(job: &str) -> String {
    job.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' }).collect()
}

impl From<PrinterError> for Trouble {
    fn from(error: PrinterError) -> Self {
        match error {
            PrinterError::NoRoom { .. } | PrinterError::Workstation { .. } => {
                Self::new(Storage::OutputFailed, error.to_string())
            }
            _ => Self::new(Reader::PrinterUnreachable, error.to_string()),
        }
    }
}
