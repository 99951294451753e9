//! What a social security card says.
//!
//! The driver gives raw records by tag; here they become types. A card in the field may lack records, pad them in
//! any of three ways or carry check digits that do not fit, and none of that is a reason to send a patient away:
//! what is odd becomes a [`Warning`]. Only a card of a specification that nobody here knows is refused.

mod decode;
mod field;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::person::{CardNumber, CitizenId, Credential, IdentificationCode, PersonName};
use crate::region::DivisionCode;

pub use field::Field;

/// A social security card, as far as it could be read.
#[derive(Clone, PartialEq, Eq)]
pub struct SocialSecurityCard {
    /// Which specification the card follows; `None` where it does not say.
    pub generation: Option<Generation>,
    /// 卡的识别码.
    pub identification: Option<IdentificationCode>,
    /// Where the card was issued: the first six digits of the identification code. It is **not** where its holder is
    /// insured: a person who moved keeps the card, and some provinces issue under a code of their own.
    pub issuing_division: Option<DivisionCode>,
    /// 卡号.
    pub number: Option<CardNumber>,
    /// 社会保障号码, the citizen number for nationals.
    pub citizen_id: Option<CitizenId>,
    /// 姓名, with its extension.
    pub name: Option<PersonName>,
    /// 性别.
    pub sex: Option<Sex>,
    /// 民族, by its two digits (GB/T 3304).
    pub ethnicity: Option<u8>,
    /// 出生地.
    pub birthplace: Option<DivisionCode>,
    /// 出生日期.
    pub born_on: Option<Date>,
    /// 发卡日期.
    pub issued_on: Option<Date>,
    /// 卡有效期: the last day.
    pub valid_until: Option<Date>,
    /// What a cashier may want to look at, in the order of the records.
    pub warnings: Vec<Warning>,
}

impl SocialSecurityCard {
    /// Reads the records of a card, by tag, as they stand on `today`, a day of +08:00.
    pub fn parse<'a>(
        records: impl IntoIterator<Item = (u8, &'a [u8])>,
        today: Date,
    ) -> Result<Self, UnreadableVersion> {
        let records: BTreeMap<u8, &[u8]> = records.into_iter().collect();
        let mut reader = Reader { records, warnings: Vec::new() };
        let generation = reader.generation()?;
        let identification = reader.field(Field::IdentificationCode, decode::identification_code);
        let issuing_division = identification.as_ref().and_then(|code| DivisionCode::parse(code.issuing_digits()).ok());
        let issued_on = reader.field(Field::IssuedOn, decode::date);
        let valid_until = reader.field(Field::ValidUntil, decode::date);
        if let Some(until) = valid_until.filter(|until| *until < today) {
            reader.warn(Warning::Expired { valid_until: until });
        }
        let number = reader.field(Field::CardNumber, |value| CardNumber::parse(decode::text(value)?).ok());
        if number.as_ref().is_some_and(|number| !number.check_character_fits()) {
            reader.warn(Warning::CardNumberCheck);
        }
        let citizen_id = reader.field(Field::CitizenNumber, |value| CitizenId::parse(decode::text(value)?).ok());
        if citizen_id.as_ref().is_some_and(|id| !id.check_digit_fits()) {
            reader.warn(Warning::CitizenNumberCheck);
        }
        let name = reader.name();
        Ok(Self {
            generation,
            identification,
            issuing_division,
            number,
            citizen_id,
            name,
            sex: reader.field(Field::Sex, Sex::read),
            ethnicity: reader.field(Field::Ethnicity, decode::two_digits),
            birthplace: reader.field(Field::Birthplace, decode::division),
            born_on: reader.field(Field::BirthDate, decode::date),
            issued_on,
            valid_until,
            warnings: reader.warnings,
        })
    }

    /// The card as the platform takes it (`mdtrt_cert_type` 03), if it gave both its numbers.
    pub fn credential(&self) -> Option<Credential> {
        let number = self.number.clone()?;
        let identification = self.identification.clone()?;
        Some(Credential::Card { number, identification })
    }

    /// What a person's query (1101) needs and the card did not give. For an out-of-area patient the platform wants
    /// the holder's number and name beside those of the card.
    pub fn lacks(&self) -> Vec<Field> {
        let present = [
            (Field::IdentificationCode, self.identification.is_some()),
            (Field::CardNumber, self.number.is_some()),
            (Field::CitizenNumber, self.citizen_id.is_some()),
            (Field::Name, self.name.is_some()),
        ];
        present.into_iter().filter(|(_, is_there)| !is_there).map(|(field, _)| field).collect()
    }
}

/// Names, numbers, birth date and birthplace are left out; the rest says what a log needs.
impl fmt::Debug for SocialSecurityCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocialSecurityCard")
            .field("generation", &self.generation)
            .field("issuing_division", &self.issuing_division)
            .field("valid_until", &self.valid_until)
            .field("lacks", &self.lacks())
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

/// The generation of a card, by the first digit of its specification version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Generation {
    /// 1.x: no name extension.
    First,
    /// 2.x: adds the financial application and the name extension.
    Second,
    /// 3.x: dual interface; the holder's data may want an accredited terminal.
    Third,
}

/// Sex, as GB/T 2261.1 codes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 1.
    Male,
    /// 2.
    Female,
    /// 0 or 9: unknown, or not stated.
    NotStated,
}

impl Sex {
    fn read(value: &[u8]) -> Option<Self> {
        match value {
            b"1" => Some(Self::Male),
            b"2" => Some(Self::Female),
            b"0" | b"9" => Some(Self::NotStated),
            _ => None,
        }
    }
}

/// Something odd about a card that may still serve. Carries nothing personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// A record that every card should have is missing or empty.
    Missing(Field),
    /// A record is there and is not what the specification says.
    Unreadable(Field),
    /// The card's last day is over. Whether it still pays is the platform's word.
    Expired {
        /// Its last day.
        valid_until: Date,
    },
    /// The check character of the card number does not fit (GB 11714). So it is on many real cards.
    CardNumberCheck,
    /// The check character of the citizen number does not fit (GB 11643), or it is a foreigner's number.
    CitizenNumberCheck,
    /// The name has characters from a private area: the platform may know the person by other ones.
    PrivateCharacters,
}

/// The card follows a specification that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the card follows an unknown specification: {version:?}")]
pub struct UnreadableVersion {
    /// What the card says, printable and at most four characters.
    pub version: String,
}

struct Reader<'a> {
    records: BTreeMap<u8, &'a [u8]>,
    warnings: Vec<Warning>,
}

impl Reader<'_> {
    fn generation(&mut self) -> Result<Option<Generation>, UnreadableVersion> {
        let raw = self.records.get(&Field::Version.tag()).copied().unwrap_or_default();
        let value = decode::strip(raw);
        match value.first() {
            Some(b'1') => Ok(Some(Generation::First)),
            // Second-generation cards are in use whose version is binary.
            Some(b'2' | 0x00) => Ok(Some(Generation::Second)),
            Some(b'3') => Ok(Some(Generation::Third)),
            None if raw.first() == Some(&0x00) => Ok(Some(Generation::Second)),
            None => {
                self.warn(Warning::Missing(Field::Version));
                Ok(None)
            }
            Some(_) => {
                let shown = value.iter().take(4).map(|byte| if byte.is_ascii_graphic() { *byte } else { b'?' });
                Err(UnreadableVersion { version: shown.map(char::from).collect() })
            }
        }
    }

    /// One field; a value of nothing but padding counts as none.
    fn field<T>(&mut self, field: Field, read: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        let value =
            self.records.get(&field.tag()).copied().map(|raw| if field.is_text() { decode::strip(raw) } else { raw });
        let value = value.filter(|value| !decode::strip(value).is_empty());
        let Some(value) = value else {
            if field.is_expected() {
                self.warn(Warning::Missing(field));
            }
            return None;
        };
        let parsed = read(value);
        if parsed.is_none() {
            self.warn(Warning::Unreadable(field));
        }
        parsed
    }

    fn name(&mut self) -> Option<PersonName> {
        let extension = self.records.get(&Field::NameExtension.tag()).copied().unwrap_or_default().to_vec();
        let extension = zeroize::Zeroizing::new(extension);
        let name = self.field(Field::Name, |name| {
            let text = decode::name(name, &extension)?;
            let is_private = text.chars().any(|character| ('\u{E000}'..='\u{F8FF}').contains(&character));
            PersonName::parse(&text).ok().map(|name| (name, is_private))
        });
        let (name, is_private) = name?;
        if is_private {
            self.warn(Warning::PrivateCharacters);
        }
        Some(name)
    }

    fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }
}

#[cfg(test)]
mod tests;
