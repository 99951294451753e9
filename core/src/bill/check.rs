//! The rules that stop a bill before anything is sent: what the platform's messages cannot carry, sums that differ,
//! and what every platform refuses. Whatever is only odd is a warning and lives in `warn`.

mod dates;
mod refund;

use std::collections::BTreeMap;

use super::flaw::Flaw;
use super::read::{Faults, Path};
use super::{Admission, Diagnosis, Discharge, FeeLine};
use crate::money::Yuan;
use crate::split::Deposit;

/// The parts of a bill that rules speak of, as far as they could be read: `None` for what could not.
pub(super) struct Parts {
    pub(super) admission: Option<Admission>,
    pub(super) discharge: Option<Discharge>,
    pub(super) diagnoses: Items<Diagnosis>,
    pub(super) lines: Items<FeeLine>,
    pub(super) total: Option<Yuan>,
    pub(super) deposits: Items<Deposit>,
}

/// A list of which some items, or the whole, may not have been readable.
type Items<T> = Option<Vec<Option<T>>>;

impl Parts {
    /// Notes every rule that is broken.
    pub(super) fn check(&self, faults: &mut Faults) {
        dates::check(self.admission.as_ref(), self.discharge.as_ref(), faults);
        if let Some(diagnoses) = &self.diagnoses {
            main_diagnosis(diagnoses, faults);
        }
        if let Some(lines) = &self.lines {
            line_numbers(lines, faults);
            signs(lines, faults);
            refund::check(lines, faults);
        }
        total(self.total, self.lines.as_deref(), faults);
        deposits(self.deposits.as_deref().unwrap_or_default(), faults);
    }
}

/// The readable items of a list with their indices.
fn readable<T>(items: &[Option<T>]) -> impl Iterator<Item = (usize, &T)> {
    items.iter().enumerate().filter_map(|(at, item)| Some((at, item.as_ref()?)))
}

/// Exactly one main diagnosis (`maindiag_flag`), and numbers of two digits for all (`diag_srt_no`).
fn main_diagnosis(diagnoses: &[Option<Diagnosis>], faults: &mut Faults) {
    let path = Path::root().field("diagnoses");
    let count = readable(diagnoses).filter(|(_, diagnosis)| diagnosis.main).count();
    let all_read = diagnoses.iter().all(Option::is_some);
    // The one that could not be read may be the main one.
    if count > 1 || (count == 0 && all_read) {
        faults.note(&path, Flaw::MainDiagnoses { count });
    }
    if diagnoses.len() > DIAGNOSES_MAX {
        faults.note(&path, Flaw::TooManyDiagnoses { count: diagnoses.len(), count_max: DIAGNOSES_MAX });
    }
}

/// `feedetl_sn`: digits, not zero, unique in the stay. The specification's table says thirty characters; platforms
/// refuse letters and more than fifteen.
fn line_numbers(lines: &[Option<FeeLine>], faults: &mut Faults) {
    let mut firsts = BTreeMap::new();
    for (at, line) in readable(lines) {
        let path = Path::of_line(at, &line.no, "no");
        let digits = line.no.as_str();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.bytes().all(|byte| byte == b'0') {
            faults.note(&path, Flaw::LineNoNotDigits);
        }
        let first = *firsts.entry(&line.no).or_insert(at);
        if first != at {
            faults.note(&path, Flaw::LineNoRepeated { first });
        }
    }
}

/// A price is never negative, also on a refund, whose count is; the amount goes with the count.
fn signs(lines: &[Option<FeeLine>], faults: &mut Faults) {
    for (at, line) in readable(lines) {
        if line.price.is_negative() {
            faults.note(&Path::of_line(at, &line.no, "price"), Flaw::BelowZero);
        }
        if !line.amount.is_zero() && line.amount.is_negative() != line.count.is_negative() {
            faults.note(&Path::of_line(at, &line.no, "amount"), Flaw::SignsDiffer);
        }
    }
}

/// The lines come to the total, to the cent. Without every line there is no sum to speak of.
fn total(total: Option<Yuan>, lines: Option<&[Option<FeeLine>]>, faults: &mut Faults) {
    let path = Path::root().field("total");
    if total.is_some_and(Yuan::is_negative) {
        faults.note(&path, Flaw::BelowZero);
    }
    let Some(lines) = lines else { return };
    if lines.is_empty() {
        faults.note(&Path::root().field("lines"), Flaw::NoLines);
        return;
    }
    let amounts: Option<Vec<Yuan>> = lines.iter().map(|line| line.as_ref().map(|line| line.amount)).collect();
    if let (Some(given), Some(amounts)) = (total, amounts) {
        let found: Yuan = amounts.into_iter().sum();
        if given != found {
            faults.note(&path, Flaw::TotalDiffers { given, found });
        }
    }
}

/// Each deposit is money, and counted once.
fn deposits(deposits: &[Option<Deposit>], faults: &mut Faults) {
    let mut firsts = BTreeMap::new();
    for (at, deposit) in readable(deposits) {
        let path = Path::root().field("deposits").item(at);
        if deposit.amount <= Yuan::ZERO {
            faults.note(&path.field("amount"), Flaw::DepositNotPositive);
        }
        let first = *firsts.entry(deposit.receipt_no.as_str()).or_insert(at);
        if first != at {
            faults.note(&path.field("receipt_no"), Flaw::ReceiptRepeated { first });
        }
    }
}

/// `diag_srt_no` is `num(2)`.
const DIAGNOSES_MAX: usize = 99;
