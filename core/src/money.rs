//! Exact amounts: yuan with two places, unit prices with six, quantities with four.
//!
//! Every amount is parsed from the token as it was written and never passes through a float. A platform
//! sends integers, decimals, strings, `null` and exponents (`0E-8`); all of them expand exactly, and a
//! digit beyond the last place that is not zero is an error, never a rounding.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{self, Serialize, Serializer};
use serde_json::Value;
use thiserror::Error;

/// Yuan and cents: `num(16,2)` on the wire.
pub type Yuan = Exact<2>;
/// A unit price in yuan: `num(16,6)` on the wire.
pub type UnitPrice = Exact<6>;
/// A count of units: `num(16,4)` on the wire.
pub type Quantity = Exact<4>;
/// A share between zero and one: `num(5,4)` on the wire.
pub type Ratio = Exact<4>;

/// A decimal with at most `PLACES` places after the point and sixteen digits in all, as the platform's
/// `num(16,PLACES)`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Exact<const PLACES: u32>(Decimal);

impl<const PLACES: u32> Exact<PLACES> {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Parses a token as it stands on the wire or in a file: `44671.59`, `-3`, `0E-8`, `1.5e3`.
    pub fn parse(token: &str) -> Result<Self, AmountError> {
        let token = token.trim();
        // The longest honest token is a sign, sixteen digits, a point, trailing zeros and an exponent.
        if token.len() > TOKEN_LEN_MAX {
            return Err(AmountError::TooLong);
        }
        let value = if token.contains(['e', 'E']) {
            Decimal::from_scientific(token).map_err(|_| AmountError::NotANumber)?
        } else {
            Decimal::from_str_exact(token).map_err(|_| AmountError::NotANumber)?
        };
        Self::from_decimal(value)
    }

    /// Takes a JSON value: a number, a string that holds one, or `null` and `""`, which are nothing.
    pub fn from_json(value: &Value) -> Result<Self, AmountError> {
        match value {
            Value::Null => Ok(Self::ZERO),
            Value::String(text) if text.trim().is_empty() => Ok(Self::ZERO),
            Value::String(text) => Self::parse(text),
            Value::Number(number) => Self::parse(number.as_str()),
            _ => Err(AmountError::NotANumber),
        }
    }

    /// Takes a decimal that already has at most `PLACES` places.
    pub fn from_decimal(value: Decimal) -> Result<Self, AmountError> {
        let mut value = value.normalize();
        if value.scale() > PLACES {
            return Err(AmountError::TooManyPlaces { places_max: PLACES });
        }
        // A negative zero would print as "-0.00" on a receipt.
        if value.is_zero() {
            value = Decimal::ZERO;
        }
        if value.abs() >= Decimal::from(10_i64.pow(DIGITS_MAX - PLACES)) {
            return Err(AmountError::TooLarge);
        }
        Ok(Self(value))
    }

    /// The amount as a decimal.
    pub fn decimal(self) -> Decimal {
        self.0
    }

    /// True for nothing.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// True below nothing.
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative()
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

impl Yuan {
    /// A number of cents (分).
    pub fn from_cents(cents: i64) -> Self {
        Self(Decimal::new(cents, 2).normalize())
    }

    /// The number of cents (分).
    pub fn cents(self) -> i64 {
        // Sixteen digits fit; the type holds no more.
        i64::try_from(self.0.mantissa() * 10_i128.pow(2 - self.0.scale())).unwrap_or(i64::MAX)
    }

    /// Price × quantity, half away from zero at two places: the rule that the hospital's line amounts are
    /// *checked* against (interface specification, 2301).
    pub fn of_line(price: UnitPrice, count: Quantity) -> Result<Self, AmountError> {
        let product = price.0.checked_mul(count.0).ok_or(AmountError::TooLarge)?;
        Self::from_decimal(product.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    }
}

impl<const PLACES: u32> Add for Exact<PLACES> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self((self.0 + other.0).normalize())
    }
}

impl<const PLACES: u32> Sub for Exact<PLACES> {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self((self.0 - other.0).normalize())
    }
}

impl<const PLACES: u32> Neg for Exact<PLACES> {
    type Output = Self;

    fn neg(self) -> Self {
        if self.is_zero() { self } else { Self(-self.0) }
    }
}

impl<const PLACES: u32> Sum for Exact<PLACES> {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl<const PLACES: u32> FromStr for Exact<PLACES> {
    type Err = AmountError;

    fn from_str(token: &str) -> Result<Self, Self::Err> {
        Self::parse(token)
    }
}

/// Always with all its places: `0.00`, `6512.99`, `-3.50`.
impl<const PLACES: u32> fmt::Display for Exact<PLACES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.0;
        shown.rescale(PLACES);
        f.pad_integral(!self.is_negative(), "", &shown.abs().to_string())
    }
}

impl<const PLACES: u32> fmt::Debug for Exact<PLACES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A JSON number with all its places, never a string and never a float.
impl<const PLACES: u32> Serialize for Exact<PLACES> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::Number::from_str(&self.to_string()).map_err(ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de, const PLACES: u32> Deserialize<'de> for Exact<PLACES> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match &value {
            Value::Null => Err(de::Error::custom(AmountError::NotANumber)),
            Value::String(text) if text.trim().is_empty() => Err(de::Error::custom(AmountError::NotANumber)),
            _ => Self::from_json(&value).map_err(de::Error::custom),
        }
    }
}

/// Why a token is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AmountError {
    /// The token is not a decimal number.
    #[error("not a number")]
    NotANumber,
    /// A digit beyond the last place is not zero.
    #[error("more than {places_max} decimal places")]
    TooManyPlaces {
        /// Places that the field may have.
        places_max: u32,
    },
    /// More than sixteen digits.
    #[error("more than sixteen digits")]
    TooLarge,
    /// Longer than any honest number.
    #[error("longer than {TOKEN_LEN_MAX} characters")]
    TooLong,
}

const DIGITS_MAX: u32 = 16;
const TOKEN_LEN_MAX: usize = 40;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn yuan_from_every_token_shape_is_exact() {
        for (token, cents) in [
            ("44671.59", 4_467_159),
            ("0E-8", 0),
            ("1.5e3", 150_000),
            ("6512.9900", 651_299),
            ("-0.00", 0),
            (" 7 ", 700),
            ("99999999999999.99", 9_999_999_999_999_999),
        ] {
            assert_eq!(Yuan::parse(token).map(Yuan::cents), Ok(cents), "{token}");
        }
    }

    #[test]
    fn yuan_with_a_third_decimal_is_refused_not_rounded() {
        assert_eq!(Yuan::parse("0.125"), Err(AmountError::TooManyPlaces { places_max: 2 }));
        assert_eq!(Yuan::parse("1E-3"), Err(AmountError::TooManyPlaces { places_max: 2 }));
    }

    #[test]
    fn yuan_beyond_sixteen_digits_is_refused() {
        assert_eq!(Yuan::parse("100000000000000.00"), Err(AmountError::TooLarge));
        assert_eq!(Yuan::parse("1e400"), Err(AmountError::NotANumber));
    }

    #[test]
    fn line_amount_rounds_half_away_from_zero() {
        let line = |price: &str, count: &str| {
            Yuan::of_line(price.parse().unwrap(), count.parse().unwrap()).unwrap().to_string()
        };
        assert_eq!(line("0.125", "1"), "0.13");
        assert_eq!(line("0.125", "-1"), "-0.13");
        assert_eq!(line("0.333333", "3"), "1.00");
        assert_eq!(line("0.333333", "1"), "0.33");
    }

    #[test]
    fn yuan_in_json_is_a_number_with_two_places() {
        assert_eq!(serde_json::to_string(&Yuan::from_cents(4_467_150)).unwrap(), "44671.50");
        assert_eq!(serde_json::from_str::<Yuan>("\"44671.5\"").unwrap(), Yuan::from_cents(4_467_150));
        assert!(serde_json::from_str::<Yuan>("null").is_err());
    }

    proptest! {
        #[test]
        fn yuan_printed_and_parsed_is_the_same(cents in -9_999_999_999_999_999_i64..=9_999_999_999_999_999) {
            let amount = Yuan::from_cents(cents);
            prop_assert_eq!(Yuan::parse(&amount.to_string()), Ok(amount));
            prop_assert_eq!(amount.cents(), cents);
        }

        #[test]
        fn sum_of_cents_is_the_sum_in_cents(cents in proptest::collection::vec(-1_000_000_i64..1_000_000, 0..200)) {
            let sum: Yuan = cents.iter().map(|&c| Yuan::from_cents(c)).sum();
            prop_assert_eq!(sum.cents(), cents.iter().sum::<i64>());
        }

        #[test]
        fn any_text_parses_or_is_refused_without_panic(text in ".{0,60}") {
            let _ = Yuan::parse(&text);
            let _ = Quantity::parse(&text);
        }
    }
}
