//! Masks in texts that are not ours: a platform's words may name the patient.

use yijie_core::bill::Bill;
use yijie_core::failure::Detail;
use yijie_core::person::{Credential, Insured, Secret};

use super::view::Show;
use crate::desk::{Holder, Outcome, Shown, Trouble};

/// What must not be seen, each with the mask that it prints as.
#[derive(Default)]
pub struct Veil(Vec<(zeroize::Zeroizing<String>, String)>);

impl Veil {
    /// None, where personal values are to be shown; else that of the stay.
    pub fn shown(outcome: &Outcome, show: Show) -> Self {
        if show == Show::Revealed { Self::default() } else { Self::of_outcome(outcome) }
    }

    /// Over everything personal in a stay.
    pub fn of_outcome(outcome: &Outcome) -> Self {
        let mut veil = Self::of_bill(&outcome.bill);
        veil.insured(&outcome.stay.terms.insured);
        veil
    }

    /// Over the person of a bill.
    pub fn of_bill(bill: &Bill) -> Self {
        let mut veil = Self::default();
        veil.over(&bill.patient.name);
        veil.over(&bill.patient.citizen_id);
        bill.patient.telephone.iter().for_each(|telephone| veil.over(telephone));
        bill.patient.contact.iter().for_each(|contact| veil.over(contact));
        veil
    }

    /// Over what was shown at the desk.
    pub fn of_shown(shown: &Shown) -> Self {
        let mut veil = Self::default();
        veil.over(&shown.name);
        veil.over(&shown.citizen_id);
        veil.credential(&shown.credential);
        veil
    }

    /// And over whom the platform knows.
    pub fn holder(&mut self, holder: &Holder) {
        self.over(&holder.person.number);
        self.over(&holder.person.name);
        self.over(&holder.person.certificate_no);
        self.credential(&holder.insured.credential);
    }

    /// The text, with masks.
    pub fn text(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (secret, mask)| text.replace(secret.as_str(), mask))
    }

    /// The trouble, with masks.
    pub fn trouble(&self, mut trouble: Trouble) -> Trouble {
        if let Detail::Text(text) = &mut trouble.detail {
            *text = self.text(text);
        }
        trouble
    }

    /// Over the person of a stay, as its messages name them.
    pub fn of_insured(insured: &Insured) -> Self {
        let mut veil = Self::default();
        veil.insured(insured);
        veil
    }

    fn insured(&mut self, insured: &Insured) {
        self.over(&insured.person);
        self.over(&insured.name);
        self.over(&insured.certificate_no);
        self.credential(&insured.credential);
    }

    fn credential(&mut self, credential: &Credential) {
        match credential {
            Credential::Card { number, identification } => {
                self.over(number);
                self.over(identification);
            }
            Credential::Voucher(token) => self.over(token),
            Credential::CitizenId => {}
        }
    }

    fn over<S: Secret + ToString>(&mut self, secret: &S) {
        let full = secret.reveal();
        if !full.is_empty() {
            self.0.push((zeroize::Zeroizing::new(full.to_owned()), secret.to_string()));
        }
    }
}
