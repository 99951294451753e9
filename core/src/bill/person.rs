//! Is the card's person the bill's person?

use thiserror::Error;

use super::Bill;
use crate::person::{CitizenId, PersonName, Secret};

impl Bill {
    /// Compares the bill's patient with the person of a card or of 1101.
    ///
    /// The number decides. The name is compared without blanks and with one kind of dot, since hospital systems and
    /// cards write 古丽·买买提 in several ways.
    pub fn is_of(&self, citizen_id: &CitizenId, name: &PersonName) -> Result<(), WrongPerson> {
        if self.patient.citizen_id != *citizen_id {
            return Err(WrongPerson::CitizenId);
        }
        if plain(&self.patient.name) != plain(name) {
            return Err(WrongPerson::Name);
        }
        Ok(())
    }
}

/// The card's person is not the bill's. Says what differs and never whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WrongPerson {
    /// Another person's card.
    #[error("the card is not the bill's patient's: the citizen numbers differ")]
    CitizenId,
    /// The same number under another name: a wrong bill, a former name, or a character that a system cannot write.
    #[error("the citizen number is the bill's patient's, the name is not")]
    Name,
}

fn plain(name: &PersonName) -> String {
    let dot = |character| match character {
        '•' | '‧' | '∙' | '・' | '･' | '．' | '.' | '●' => '·',
        other => other,
    };
    name.reveal().chars().filter(|character| !character.is_whitespace()).map(dot).collect::<String>().to_uppercase()
}
