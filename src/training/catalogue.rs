//! The treating place's catalogue, and how a fee line is split by it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::amount;

/// "No limit", as the platform writes it in `pric_uplmt_amt`.
const NO_LIMIT: Decimal = Decimal::from_parts(999_999, 0, 0, false, 0);

/// The items that a line may name.
#[derive(Clone, Debug, Default)]
pub(super) struct Catalogue {
    items: BTreeMap<String, Item>,
}

impl Catalogue {
    pub(super) fn new(items: Vec<Item>) -> Self {
        Self { items: items.into_iter().map(|item| (item.code.clone(), item)).collect() }
    }

    pub(super) fn item(&self, code: &str) -> Option<&Item> {
        self.items.get(code)
    }
}

/// A drug, a service or a material.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) class: Class,
    /// `med_chrgitm_type`.
    pub(super) kind: String,
    /// What a bill would ordinarily charge; never checked.
    #[serde(rename = "price")]
    _price: String,
    /// The share that the patient pays first.
    #[serde(default, deserialize_with = "amount::from_text")]
    pub(super) preself: Decimal,
    /// The price limit per unit, yuan.
    #[serde(default, deserialize_with = "amount::from_text_maybe")]
    cap: Option<Decimal>,
    /// Reimbursed only with the hospital's approval.
    #[serde(default)]
    pub(super) restricted: bool,
}

impl Item {
    /// `pric_uplmt_amt`.
    pub(super) fn limit(&self) -> Decimal {
        self.cap.unwrap_or(NO_LIMIT)
    }

    /// Splits one line. The hospital's `amount` is what counts; `count` and `price` only decide the part above the
    /// price limit. Two places, half away from zero.
    pub(super) fn split(&self, amount: Decimal, count: Decimal, price: Decimal, approval: &str) -> Parts {
        let unapproved = self.restricted && approval != "1";
        if self.class == Class::SelfPaid || approval == "2" || unapproved {
            return Parts { own_pay: amount, ..Parts::default() };
        }
        let over_limit = match self.cap {
            Some(cap) if price > cap => amount - amount::round_cents(cap * count),
            _ => Decimal::ZERO,
        };
        let paid_first = amount::round_cents((amount - over_limit) * self.preself);
        let in_scope = amount - over_limit - paid_first;
        Parts { own_pay: Decimal::ZERO, over_limit, paid_first, in_scope }
    }
}

/// The catalogue's grade of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Class {
    #[serde(rename = "A")]
    InScope,
    #[serde(rename = "B")]
    PartlyPaidFirst,
    #[serde(rename = "C")]
    SelfPaid,
}

impl Class {
    /// `chrgitm_lv`.
    pub(super) fn grade(self) -> &'static str {
        match self {
            Self::InScope => "01",
            Self::PartlyPaidFirst => "02",
            Self::SelfPaid => "03",
        }
    }
}

/// What was charged, by catalogue: the four parts of a line, or of a bill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) own_pay: Decimal,
    pub(super) over_limit: Decimal,
    pub(super) paid_first: Decimal,
    pub(super) in_scope: Decimal,
}

impl Parts {
    pub(super) fn total(self) -> Decimal {
        self.own_pay + self.over_limit + self.paid_first + self.in_scope
    }
}

impl std::iter::Sum for Parts {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, part| Self {
            own_pay: sum.own_pay + part.own_pay,
            over_limit: sum.over_limit + part.over_limit,
            paid_first: sum.paid_first + part.paid_first,
            in_scope: sum.in_scope + part.in_scope,
        })
    }
}
