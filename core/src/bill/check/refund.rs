//! Refund lines (interface specification, 2301): a negative count and the original's price, pointing at an original
//! that is not itself a refund, all refunds of one line together within its count and its amount.
//!
//! Together, because a platform counts what was given back before. And by the hospital's amounts, not by price ×
//! count: 3 × 0.333333 is charged as 1.00 and comes back one by one as 0.33, 0.33 and 0.34.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::FeeLine;
use super::super::flaw::Flaw;
use super::super::read::{Faults, Path};
use super::readable;
use crate::money::{Quantity, Yuan};
use crate::settlement::ids::LineNo;

/// Notes every refund that does not fit its original.
pub(super) fn check(lines: &[Option<FeeLine>], faults: &mut Faults) {
    let mut by_no = BTreeMap::new();
    for (at, line) in readable(lines) {
        // The first holds the number; the others are noted as repeated.
        by_no.entry(&line.no).or_insert((at, line));
    }
    let all_read = lines.iter().all(Option::is_some);
    let mut given_back: BTreeMap<&LineNo, GivenBack> = BTreeMap::new();

    for (at, line) in readable(lines) {
        let path = |name| Path::of_line(at, &line.no, name);
        let Some(original_no) = &line.refund_of else {
            if line.count.is_negative() {
                faults.note(&path("refund_of"), Flaw::RefundOfNothing);
            }
            continue;
        };
        if !line.count.is_negative() {
            faults.note(&path("count"), Flaw::RefundNotNegative);
        }
        let Some((_, original)) = by_no.get(original_no) else {
            // The original may be the line that could not be read.
            if all_read {
                faults.note(&path("refund_of"), Flaw::RefundOfUnknown { original: original_no.clone() });
            }
            continue;
        };
        if original.refund_of.is_some() || original.count.is_negative() {
            faults.note(&path("refund_of"), Flaw::RefundOfRefund { original: original_no.clone() });
            continue;
        }
        if line.price != original.price {
            faults.note(&path("price"), Flaw::RefundPriceDiffers { original: original_no.clone() });
        }
        given_back.entry(original_no).or_default().add(line);
    }

    for (original_no, given_back) in given_back {
        if let Some((at, original)) = by_no.get(original_no) {
            given_back.compare(*at, original, faults);
        }
    }
}

/// What the refunds of one line come to, as numbers above zero. Decimals, since sixteen digits may be passed on
/// the way.
#[derive(Default)]
struct GivenBack {
    count: Decimal,
    amount: Decimal,
}

impl GivenBack {
    fn add(&mut self, refund: &FeeLine) {
        self.count -= refund.count.decimal();
        self.amount -= refund.amount.decimal();
    }

    fn compare(&self, at: usize, original: &FeeLine, faults: &mut Faults) {
        if self.count > original.count.decimal() {
            let refunded = Quantity::from_decimal(self.count).unwrap_or(original.count);
            let flaw = Flaw::RefundCountExceeded { refunded, charged: original.count };
            faults.note(&Path::of_line(at, &original.no, "count"), flaw);
        }
        if self.amount > original.amount.decimal() {
            let refunded = Yuan::from_decimal(self.amount).unwrap_or(original.amount);
            let flaw = Flaw::RefundAmountExceeded { refunded, charged: original.amount };
            faults.note(&Path::of_line(at, &original.no, "amount"), flaw);
        }
    }
}
