//! Money: exact, read from the token as sent, rounded half away from zero.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Number, Value};

/// A decimal from a number or a string; an exponent is allowed, an empty string is not.
pub(super) fn read(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => parse(number.as_str()),
        Value::String(text) => parse(text),
        _ => None,
    }
}

/// A decimal from its text, exactly: what a `Decimal` can't hold is no amount.
pub(super) fn parse(text: &str) -> Option<Decimal> {
    if text.contains(['e', 'E']) { Decimal::from_scientific(text).ok() } else { Decimal::from_str_exact(text).ok() }
}

/// Two places, half away from zero: the way the platform's documents round yuan.
pub(super) fn round_cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// A JSON number with exactly `places` decimals, as text in the document: 0 becomes `0.00`.
pub(super) fn write(amount: Decimal, places: u32) -> Value {
    let mut shown = amount.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    shown.rescale(places);
    if shown.is_zero() {
        shown.set_sign_positive(true);
    }
    number(&shown.to_string())
}

/// A JSON number that keeps its token.
pub(super) fn number(token: &str) -> Value {
    token.parse::<Number>().map_or(Value::Null, Value::Number)
}

/// Yuan: two places.
pub(super) fn yuan(amount: Decimal) -> Value {
    write(amount, 2)
}

/// For amounts in the fixtures, which are strings so that nothing passes through a float.
pub(super) fn from_text<'de, D: Deserializer<'de>>(input: D) -> Result<Decimal, D::Error> {
    let text = String::deserialize(input)?;
    parse(&text).ok_or_else(|| D::Error::custom(format!("{text:?} is not a decimal")))
}

/// As [`from_text`], for an amount that may be missing.
pub(super) fn from_text_maybe<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Decimal>, D::Error> {
    from_text(input).map(Some)
}
