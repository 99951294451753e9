//! Who a card or a bill speaks of. Every type here prints masked; the full value leaves only through
//! [`Secret::reveal`], which the platform, the receipt and the sealed journal call, and nobody else.

mod insured;

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroize;

pub use insured::{Credential, Insurance, InsuranceStatus, Insured, Person};

/// A personal value: prints masked, is wiped when dropped, and is read only on purpose.
pub trait Secret {
    /// The value in full. Each call is a place where personal data leave their type.
    fn reveal(&self) -> &str;
}

/// The social security number, which for nationals is the eighteen-character citizen number (GB 11643).
/// Foreigners and old samples carry others: a failing check digit warns and never refuses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CitizenId(String);

impl CitizenId {
    /// Takes any printable ASCII number of up to eighteen characters, letters in upper case.
    pub fn parse(text: &str) -> Result<Self, PersonError> {
        printable(text, 18).map(|text| Self(text.to_ascii_uppercase()))
    }

    /// True if the number has eighteen characters and its GB 11643 check character fits.
    pub fn check_digit_fits(&self) -> bool {
        const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        const CHECKS: &[u8; 11] = b"10X98765432";
        let bytes = self.0.as_bytes();
        let Some((check, body)) = bytes.split_last().filter(|_| bytes.len() == 18) else { return false };
        if !body.iter().all(u8::is_ascii_digit) {
            return false;
        }
        let sum: u32 = body.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        CHECKS[(sum % 11) as usize] == *check
    }
}

/// The nine-character number printed on the social security card (LD/T 33: eight and a check character).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CardNumber(String);

impl CardNumber {
    /// Takes any printable ASCII number of up to nine characters.
    pub fn parse(text: &str) -> Result<Self, PersonError> {
        printable(text, 9).map(|text| Self(text.to_ascii_uppercase()))
    }

    /// True if the last character is the GB 11714 check of the eight before it. Real cards fail it: warn only.
    pub fn check_character_fits(&self) -> bool {
        const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
        let bytes = self.0.as_bytes();
        let Some((check, body)) = bytes.split_last().filter(|_| bytes.len() == 9) else { return false };
        let mut sum = 0;
        for (byte, weight) in body.iter().zip(WEIGHTS) {
            let Some(value) = char::from(*byte).to_digit(36) else { return false };
            sum += value * weight;
        }
        let expected = match 11 - sum % 11 {
            10 => b'X',
            11 => b'0',
            digit => b'0' + u8::try_from(digit).unwrap_or_default(),
        };
        expected == *check
    }
}

/// The sixteen-byte identification code of a card (卡识别码), as thirty-two hexadecimal characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdentificationCode(String);

impl IdentificationCode {
    /// Takes thirty-two hexadecimal characters.
    pub fn parse(text: &str) -> Result<Self, PersonError> {
        let text = text.trim();
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(PersonError::NotAnIdentificationCode);
        }
        Ok(Self(text.to_ascii_uppercase()))
    }

    /// The first six digits: where the card was issued, which need not be where its holder is insured.
    pub fn issuing_digits(&self) -> &str {
        &self.0[..6]
    }
}

/// A person's name, in Chinese or in Latin letters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

impl PersonName {
    /// Takes one to fifty characters without control characters (`psn_name` is `str(50)`).
    pub fn parse(text: &str) -> Result<Self, PersonError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PersonError::Empty);
        }
        if text.chars().count() > 50 || text.chars().any(char::is_control) {
            return Err(PersonError::Unprintable);
        }
        Ok(Self(text.to_owned()))
    }
}

/// The platform's own number for a person (`psn_no`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonNumber(String);

impl PersonNumber {
    /// Takes any printable ASCII number of up to thirty characters.
    pub fn parse(text: &str) -> Result<Self, PersonError> {
        printable(text, 30).map(str::to_owned).map(Self)
    }
}

/// A telephone number, as the bill gives it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Telephone(String);

impl Telephone {
    /// Takes any printable ASCII number of up to fifty characters.
    pub fn parse(text: &str) -> Result<Self, PersonError> {
        printable(text, 50).map(str::to_owned).map(Self)
    }
}

/// The token of an electronic insurance voucher (医保电子凭证): good for one person and a short while.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VoucherToken(String);

impl VoucherToken {
    /// Takes any printable ASCII token of up to fifty characters (`mdtrt_cert_no` is `str(50)`).
    pub fn parse(text: &str) -> Result<Self, PersonError> {
        printable(text, 50).map(str::to_owned).map(Self)
    }
}

/// Why a text is not what a personal type holds. Never carries the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PersonError {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// Longer than the field.
    #[error("longer than {len_max} characters")]
    TooLong {
        /// Characters that the field may have.
        len_max: usize,
    },
    /// A character that cannot stand in such a value.
    #[error("a character that does not belong here")]
    Unprintable,
    /// Not thirty-two hexadecimal characters.
    #[error("not thirty-two hexadecimal characters")]
    NotAnIdentificationCode,
}

fn printable(text: &str, len_max: usize) -> Result<&str, PersonError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(PersonError::Empty);
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(PersonError::Unprintable);
    }
    if text.len() > len_max {
        return Err(PersonError::TooLong { len_max });
    }
    Ok(text)
}

/// Keeps the first `head` and last `tail` characters, so that two people at one desk can be told apart.
fn masked(f: &mut fmt::Formatter<'_>, text: &str, head: usize, tail: usize) -> fmt::Result {
    let count = text.chars().count();
    let (head, tail) = if count > head + tail { (head, tail) } else { (0, 0) };
    let shown: String = text
        .chars()
        .enumerate()
        .map(|(at, character)| if at < head || at >= count - tail { character } else { '*' })
        .collect();
    f.pad(&shown)
}

macro_rules! secret {
    ($($type:ident keeps $head:literal and $tail:literal;)*) => {$(
        impl Secret for $type {
            fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                masked(f, &self.0, $head, $tail)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Drop for $type {
            fn drop(&mut self) {
                self.0.zeroize();
            }
        }

        impl TryFrom<String> for $type {
            type Error = PersonError;

            fn try_from(text: String) -> Result<Self, PersonError> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.0.clone()
            }
        }
    )*};
}

secret! {
    CitizenId keeps 0 and 4;
    CardNumber keeps 0 and 3;
    IdentificationCode keeps 6 and 2;
    PersonName keeps 1 and 0;
    PersonNumber keeps 0 and 3;
    Telephone keeps 0 and 4;
    VoucherToken keeps 0 and 0;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn citizen_id_check_digit_follows_gb_11643() {
        assert!(CitizenId::parse("11010519491231002X").unwrap().check_digit_fits());
        assert!(CitizenId::parse("11010519491231002x").unwrap().check_digit_fits());
        assert!(!CitizenId::parse("110105194912310021").unwrap().check_digit_fits());
        assert!(!CitizenId::parse("IND0L4253735").unwrap().check_digit_fits());
    }

    #[test]
    fn card_number_check_character_follows_gb_11714() {
        for number in ["X00000019", "JA334687X", "R47708862", "B6Z315526", "B22451259", "B10646606"] {
            assert!(CardNumber::parse(number).unwrap().check_character_fits(), "{number}");
        }
        assert!(!CardNumber::parse("X00000018").unwrap().check_character_fits());
    }

    #[test]
    fn personal_values_print_masked_in_every_format() {
        let name = PersonName::parse("欧阳修文").unwrap();
        assert_eq!(format!("{name} {name:?}"), "欧*** 欧***");
        let id = CitizenId::parse("11010519491231002X").unwrap();
        assert_eq!(format!("{id}|{id:?}"), "**************002X|**************002X");
        assert_eq!(PersonName::parse("李").unwrap().to_string(), "*");
        let code = IdentificationCode::parse("639900D15600000500BF7C7A48FB4966").unwrap();
        assert_eq!(code.to_string(), "639900************************66");
        assert_eq!(code.issuing_digits(), "639900");
    }

    proptest! {
        #[test]
        fn masked_print_never_shows_the_whole_value(text in "[A-Z0-9]{1,18}") {
            let id = CitizenId::parse(&text).unwrap();
            let shown = format!("{id:?}");
            prop_assert!(!shown.contains(&text));
            prop_assert_eq!(id.reveal(), text);
        }

        #[test]
        fn any_text_parses_or_is_refused_without_panic(text in "\\PC{0,60}") {
            let _ = CitizenId::parse(&text);
            let _ = CardNumber::parse(&text).map(|number| number.check_character_fits());
            let _ = PersonName::parse(&text).map(|name| name.to_string());
            let _ = IdentificationCode::parse(&text);
        }
    }
}
