//! Division codes (GB/T 2260 as the insurance platform uses it): six digits, province, city, district.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A six-digit division code: of a district, a city (`140100`) or a province (`110000`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DivisionCode([u8; 6]);

impl DivisionCode {
    /// Takes six digits, the first not zero.
    pub fn parse(text: &str) -> Result<Self, NotADivision> {
        let digits: [u8; 6] = text.trim().as_bytes().try_into().map_err(|_| NotADivision)?;
        if digits[0] == b'0' || !digits.iter().all(u8::is_ascii_digit) {
            return Err(NotADivision);
        }
        Ok(Self(digits))
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        // The constructor let in digits only.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Where `self` insures and `treating` treats: how far from home the stay is.
    pub fn distance_to(self, treating: Self) -> Distance {
        if self.0[..2] != treating.0[..2] {
            Distance::OtherProvince
        } else if self.0[..4] != treating.0[..4] {
            Distance::SameProvince
        } else {
            Distance::SameCity
        }
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl TryFrom<String> for DivisionCode {
    type Error = NotADivision;

    fn try_from(text: String) -> Result<Self, NotADivision> {
        Self::parse(&text)
    }
}

impl From<DivisionCode> for String {
    fn from(code: DivisionCode) -> Self {
        code.as_str().to_owned()
    }
}

/// How far the treating place is from the insured place (interface specification, routing).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// The same city: an ordinary local patient.
    SameCity,
    /// Another city of the same province (省内异地).
    SameProvince,
    /// Another province (跨省异地).
    OtherProvince,
}

/// The text is not a division code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a six-digit division code")]
pub struct NotADivision;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_read_from_the_digits() {
        let code = |text| DivisionCode::parse(text).unwrap();
        assert_eq!(code("430100").distance_to(code("440100")), Distance::OtherProvince);
        assert_eq!(code("440300").distance_to(code("440100")), Distance::SameProvince);
        assert_eq!(code("440106").distance_to(code("440100")), Distance::SameCity);
    }

    #[test]
    fn division_takes_six_digits_and_nothing_else() {
        for text in ["", "44010", "4401000", "44O100", "044010", "广州"] {
            assert!(DivisionCode::parse(text).is_err(), "{text}");
        }
        assert_eq!(DivisionCode::parse(" 440100 ").unwrap().to_string(), "440100");
    }
}
