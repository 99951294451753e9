//! The papers of patients who left without a settlement.

use yijie_core::failure::Storage;
use yijie_core::settlement::ids::MessageId;
use yijie_core::settlement::{Fate, Leaving, Message, Stay};

use super::case::Case;
use super::paper::{Printed, patient};
use super::{Desk, Trouble, beijing};
use crate::receipt::{Claim, LeavingSlip, Notice, Place, render_leaving, render_notice};

impl Desk {
    /// The slip of the stay's last leaving.
    pub(super) fn leaving_slip(&self, case: &Case) -> Result<Printed, Trouble> {
        let (stay, bill) = (&case.stay, &case.bill);
        let Some(left) = stay.leaving() else { return Err(Trouble::new(Storage::ReceiptMissing, "")) };
        let identified = !stay.unidentified;
        let now = beijing(self.clock.now().wall);
        let left_at = beijing(left.at);
        let slip = LeavingSlip {
            hospital: self.letterhead(),
            stay_no: stay.key.stay_no.clone(),
            patient: patient(case),
            way: left.way,
            in_doubt: in_doubt(stay, left),
            total: stay.terms.total,
            deposited: bill.deposits.iter().map(|deposit| deposit.amount).sum(),
            paid: stay.paid_on_leaving().map(|paid| paid.amount).sum(),
            presettlement: left.presettled.as_deref().cloned(),
            claim: Claim {
                insured_place: identified.then_some(Place { code: stay.terms.insured.insured_place, name: None }),
                insurance: identified.then(|| stay.terms.insured.insurance.clone()),
                admitted_on: bill.admission.admitted_at.date(),
                discharged_on: bill.discharge.discharged_at.date(),
            },
            telephone: self.settings.telephone.clone(),
            left_at,
            by: left.by.clone(),
            again: (now.date() != left_at.date()).then_some(now),
            realm: self.realm(),
        };
        let text = render_leaving(&slip, self.settings.paper);
        let printer = self.print(&format!("{}-left-{}", stay.key.stay_no, stay.leavings.len()), &text).err();
        Ok(Printed { text, copy: None, printer })
    }

    /// What is given back to a patient who had left, or is still due from them.
    pub(super) fn notice(&self, case: &mut Case) -> Result<Printed, Trouble> {
        let missing = || Trouble::new(Storage::ReceiptMissing, "");
        let made = case.stay.printable().cloned().ok_or_else(missing)?;
        // The bill may have changed since; the notice speaks of the one that was settled.
        self.turn_to(case, &made.bill)?;
        let stay = &case.stay;
        let way = stay.leaving().ok_or_else(missing)?.way;
        let notice = Notice {
            hospital: self.letterhead(),
            stay_no: stay.key.stay_no.clone(),
            patient: patient(case),
            way,
            circumstances: stay.notes.iter().map(|note| note.circumstance).collect(),
            balance: case.balance(stay).ok_or_else(missing)?,
            settlement: made.settled.settlement.clone(),
            settled_at: made.settled.settled_at.unwrap_or_else(|| beijing(self.clock.now().wall)),
            telephone: self.settings.telephone.clone(),
            realm: self.realm(),
        };
        let text = render_notice(&notice, self.settings.paper);
        let printer = self.print(&format!("{}-notice", stay.key.stay_no), &text).err();
        Ok(Printed { text, copy: None, printer })
    }
}

/// The settlement that may have happened, by which a patient's question is found again.
fn in_doubt(stay: &Stay, left: &Leaving) -> Option<MessageId> {
    let open = |fate: &Fate| matches!(fate, Fate::InDoubt(_) | Fate::Person(_));
    let settles = |message: &Message| matches!(message, Message::Settle { .. });
    let act = stay.acts.iter().rev().find(|act| settles(&act.message) && open(&act.fate));
    act.filter(|_| left.way != yijie_core::settlement::Way::SelfPaid)?.effective_id().cloned()
}
