//! The values that stand at the ends of a bill: texts, amounts, times, words.

use jiff::civil::{Date, DateTime};
use serde::Serialize;
use serde_json::Value;

use super::super::flaw::{Flaw, Kind};
use super::super::{AdmissionWay, Approval, DiagnosisKind, DischargeWay, Schema};
use super::fields::{Faults, LEN_UNBOUNDED, Path, Read};
use crate::money::Exact;
use crate::person::{CitizenId, PersonError, PersonName, Telephone};
use crate::settlement::ids::{LineNo, StayNo, VisitId};
use crate::split::PaymentWay;

impl Read for String {
    fn read(value: &Value, path: &Path, len_max: usize, faults: &mut Faults) -> Option<Self> {
        let text = text(value, Kind::Text, path, faults)?.trim();
        let flaw = if text.is_empty() {
            Flaw::Empty
        } else if text.chars().any(char::is_control) {
            Flaw::Unprintable
        } else if len_max != LEN_UNBOUNDED && text.chars().count() > len_max {
            Flaw::TooLong { len_max }
        } else {
            return Some(text.to_owned());
        };
        faults.note(path, flaw);
        None
    }
}

impl<const PLACES: u32> Read for Exact<PLACES> {
    fn read(value: &Value, path: &Path, _: usize, faults: &mut Faults) -> Option<Self> {
        // The raw token: an amount that passed through a float is another amount.
        let token = match value {
            Value::Number(number) => number.as_str(),
            Value::String(text) => text,
            _ => return faults.refuse(path, Flaw::WrongKind { expected: Kind::Amount }),
        };
        Self::parse(token).map_or_else(|why| faults.refuse(path, Flaw::Amount(why)), Some)
    }
}

impl Read for bool {
    fn read(value: &Value, path: &Path, _: usize, faults: &mut Faults) -> Option<Self> {
        value.as_bool().or_else(|| faults.refuse(path, Flaw::WrongKind { expected: Kind::Flag }))
    }
}

impl Read for DateTime {
    fn read(value: &Value, path: &Path, _: usize, faults: &mut Faults) -> Option<Self> {
        let text = text(value, Kind::Time, path, faults)?;
        // An offset would be dropped in silence and move the time by hours; a fraction has no place on the wire.
        let plain = text.len() == "2026-11-20T10:30:00".len() && matches!(text.as_bytes()[10], b'T' | b' ');
        let time = if plain { text.parse().ok() } else { None };
        time.or_else(|| faults.refuse(path, Flaw::WrongKind { expected: Kind::Time }))
    }
}

impl Read for Date {
    fn read(value: &Value, path: &Path, _: usize, faults: &mut Faults) -> Option<Self> {
        let text = text(value, Kind::Date, path, faults)?;
        let date = if text.len() == "2026-11-20".len() { text.parse().ok() } else { None };
        date.or_else(|| faults.refuse(path, Flaw::WrongKind { expected: Kind::Date }))
    }
}

macro_rules! identifiers {
    ($($type:ident $len_max:literal;)*) => {$(
        impl Read for $type {
            fn read(value: &Value, path: &Path, _: usize, faults: &mut Faults) -> Option<Self> {
                let text = text(value, Kind::Text, path, faults)?;
                Self::parse(text).ok().or_else(|| faults.refuse(path, Flaw::NotAnIdentifier { len_max: $len_max }))
            }
        }
    )*};
}

identifiers! {
    LineNo 15;
    StayNo 30;
    VisitId 30;
}

macro_rules! personal {
    ($($type:ident $len_max:literal;)*) => {$(
        impl Read for $type {
            fn read(value: &Value, path: &Path, _: usize, faults: &mut Faults) -> Option<Self> {
                let text = text(value, Kind::Text, path, faults)?;
                let flaw = match Self::parse(text) {
                    Ok(value) => return Some(value),
                    Err(PersonError::Empty) => Flaw::Empty,
                    Err(PersonError::TooLong { len_max }) => Flaw::TooLong { len_max },
                    Err(_) if text.chars().count() > $len_max => Flaw::TooLong { len_max: $len_max },
                    Err(_) => Flaw::Unprintable,
                };
                faults.refuse(path, flaw)
            }
        }
    )*};
}

personal! {
    CitizenId 18;
    PersonName 50;
    Telephone 50;
}

/// Fields that know a few words. The compiler holds the list complete; `serde` holds the spelling.
macro_rules! choices {
    ($($type:ident: $($variant:ident),*;)*) => {$(
        impl Read for $type {
            fn read(value: &Value, path: &Path, _: usize, faults: &mut Faults) -> Option<Self> {
                const ALL: &[$type] = &[$($type::$variant),*];
                const _: fn($type) = |choice| match choice { $($type::$variant)|* => () };
                let text = text(value, Kind::Text, path, faults)?;
                let choice = ALL.iter().find(|choice| word(*choice) == text).copied();
                choice.or_else(|| {
                    let words = ALL.iter().map(word).collect::<Vec<_>>().join(", ");
                    faults.refuse(path, Flaw::NotAChoice { words })
                })
            }
        }
    )*};
}

choices! {
    Schema: V1;
    AdmissionWay: Ordinary, Emergency, Transfer;
    DischargeWay: Ordered, Transferred, Community, AgainstAdvice, Died, Other;
    DiagnosisKind: Western, ChineseDisease, ChineseSyndrome;
    Approval: NotNeeded, Approved, SelfPay;
    PaymentWay: Cash, BankCard, WeChat, Alipay, Transfer, Other;
}

/// How a choice is written in a bill.
pub(in crate::bill) fn word<T: Serialize>(choice: &T) -> String {
    serde_json::to_value(choice).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn text<'a>(value: &'a Value, expected: Kind, path: &Path, faults: &mut Faults) -> Option<&'a str> {
    value.as_str().or_else(|| faults.refuse(path, Flaw::WrongKind { expected }))
}

impl Faults {
    fn refuse<T>(&mut self, path: &Path, flaw: Flaw) -> Option<T> {
        self.note(path, flaw);
        None
    }
}
