//! Who is at the desk: from what they show to the person and the insurance that the platform knows.

use yijie_core::bill::Bill;
use yijie_core::card::SocialSecurityCard;
use yijie_core::failure::{Card, Platform};
use yijie_core::filing::{Asked, FilingKind, FilingRow, Outlook, Question, Rules};
use yijie_core::person::{CitizenId, Credential, Insurance, Insured, Person, PersonName};

use super::counter::{Counter, Progress};
use super::{Desk, Trouble};
use crate::platform::{FilingsLook, Look, PersonLook};

/// What a person shows, and what it says of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What is given to the platform.
    pub credential: Credential,
    /// As on the card.
    pub citizen_id: CitizenId,
    /// As on the card.
    pub name: PersonName,
}

impl Shown {
    /// A card, if it says enough for 1101.
    pub fn card(card: &SocialSecurityCard) -> Result<Self, Trouble> {
        if let (Some(credential), Some(citizen_id), Some(name)) =
            (card.credential(), card.citizen_id.clone(), card.name.clone())
        {
            return Ok(Self { credential, citizen_id, name });
        }
        let lacks: Vec<_> = card.lacks().iter().map(|field| format!("{field:?}")).collect();
        Err(Trouble::new(Card::Unreadable, lacks.join(", ")))
    }

    /// The citizen number on the bill, where there is no card.
    pub fn citizen_id(bill: &Bill) -> Self {
        Self {
            credential: Credential::CitizenId,
            citizen_id: bill.patient.citizen_id.clone(),
            name: bill.patient.name.clone(),
        }
    }

    /// Checks that the bill is this person's, before anything is sent.
    pub fn is_of(&self, bill: &Bill) -> Result<(), Trouble> {
        Ok(bill.is_of(&self.citizen_id, &self.name)?)
    }
}

/// A person whom the platform knows, and the insurance that their stay goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// As 1101 answered.
    pub person: Person,
    /// The chosen one of their insurances.
    pub insurance: Insurance,
    /// What every message of the stay will carry.
    pub insured: Insured,
}

/// Who somebody is, and what is filed for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Who.
    pub holder: Holder,
    /// What 5302 shows of each kind, or why it could not be asked.
    pub filings: Vec<(FilingKind, Result<Vec<FilingRow>, Trouble>)>,
    /// What that means for a stay here. It predicts and never refuses: the platform judges.
    pub outlook: Outlook,
}

impl Desk {
    /// Asks the platform who this is (1101). `insurance` picks one by its kind; without it the usual one serves.
    pub fn identify(
        &self,
        shown: &Shown,
        insurance: Option<&str>,
        counter: &mut dyn Counter,
    ) -> Result<Holder, Trouble> {
        let began = self.clock.now().instant.ms;
        let look = PersonLook {
            credential: &shown.credential,
            citizen_id: &shown.citizen_id,
            name: &shown.name,
            insured_place: None,
        };
        let person = self.look(Look::Person(&look), counter, |heard| self.language.person(&look, heard))?;
        counter.done(&Progress::Identified, self.clock.now().instant.ms.saturating_sub(began));
        let chosen = match insurance {
            Some(kind) => person.insurances.iter().find(|row| row.kind == kind),
            None => person.usual_insurance(),
        };
        let Some(insurance) = chosen.cloned() else {
            let kinds: Vec<_> = person.insurances.iter().map(|row| row.kind.as_str()).collect();
            return Err(Trouble::new(Platform::NoInsurance, kinds.join(", ")));
        };
        let insured = Insured {
            person: person.number.clone(),
            name: person.name.clone(),
            certificate_kind: person.certificate_kind.clone(),
            certificate_no: person.certificate_no.clone(),
            person_kind: insurance.person_kind.clone(),
            insurance: insurance.kind.clone(),
            insured_place: insurance.insured_place,
            credential: shown.credential.clone(),
        };
        Ok(Holder { person, insurance, insured })
    }

    /// Asks what is filed (5302), kind by kind. The answers predict and never refuse: the platform judges at 2401 and
    /// 2304, and a kind that could not be asked is told as such.
    pub fn check(&self, shown: &Shown, insurance: Option<&str>, counter: &mut dyn Counter) -> Result<Checked, Trouble> {
        let holder = self.identify(shown, insurance, counter)?;
        let began = self.clock.now().instant.ms;
        let mut filings = Vec::new();
        for kind in FilingKind::ALL {
            let look =
                FilingsLook { person: &holder.insured.person, kind, insured_place: holder.insured.insured_place };
            let rows = self.look(Look::Filings(&look), counter, |heard| self.language.filings(&look, heard));
            // *Nothing found* is an answer.
            let rows = match rows {
                Err(trouble) if trouble.code == Platform::NotFound.into() => Ok(Vec::new()),
                other => other,
            };
            filings.push((kind, rows));
        }
        counter.done(&Progress::FilingsAsked, self.clock.now().instant.ms.saturating_sub(began));
        let outlook = self.outlook(&holder.insurance, &filings);
        Ok(Checked { holder, filings, outlook })
    }

    /// May a stay be settled here that begins today.
    fn outlook(&self, insurance: &Insurance, filings: &[(FilingKind, Result<Vec<FilingRow>, Trouble>)]) -> Outlook {
        let asked: Vec<_> = filings
            .iter()
            .map(|(kind, rows)| Asked {
                kind: *kind,
                answer: rows.clone().map_err(|trouble| trouble.code.as_str().to_owned()),
            })
            .collect();
        let hospital = self.language.hospital();
        let question = Question {
            insurance,
            treating_place: hospital.division,
            institution: Some(hospital.institution.as_str()),
            filings: &asked,
            stay: None,
            today: self.today(),
        };
        question.outlook(&Rules::NATIONAL)
    }
}
