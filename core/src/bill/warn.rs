//! What is odd about a bill and does not stop it: the platform decides, the desk explains.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use thiserror::Error;

use super::read::Path;
use super::{Bill, DischargeWay, FeeLine, Place};
use crate::failure::Language;
use crate::money::{Quantity, Yuan};
use crate::settlement::ids::LineNo;

/// How far a line's amount may be from price × count before the warning says that something is wrong rather than
/// rounded. In cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tolerance {
    /// Cents in either direction.
    pub cents: u32,
}

/// A cent.
impl Default for Tolerance {
    fn default() -> Self {
        Self { cents: 1 }
    }
}

/// As a profile writes it: yuan in a text, such as `"0.01"`, so that it never was a float.
impl<'de> Deserialize<'de> for Tolerance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let yuan = text.parse::<Yuan>().map_err(D::Error::custom)?;
        let cents = u32::try_from(yuan.cents()).map_err(|_| D::Error::custom("a tolerance from 0.00 upwards"))?;
        Ok(Self { cents })
    }
}

/// One oddity of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillWarning {
    /// Where.
    pub place: Place,
    /// What.
    pub oddity: Oddity,
}

/// What is odd.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Oddity {
    /// Price × count is some cents from the amount. The amount counts.
    #[error("amount {given}, price × count {found}: rounded; the amount counts")]
    Rounded {
        /// The line's amount.
        given: Yuan,
        /// Price × count, half away from zero at two places.
        found: Yuan,
    },
    /// Price × count is further from the amount than rounding explains. The amount counts.
    #[error("amount {given}, price × count {found}: more than rounding; the amount counts, check the line")]
    AmountFarOff {
        /// The line's amount.
        given: Yuan,
        /// Price × count, half away from zero at two places.
        found: Yuan,
    },
    /// Price × count is beyond any amount.
    #[error("price × count is larger than any amount; check the line")]
    ProductTooLarge,
    /// A line of no units.
    #[error("the count is zero")]
    CountZero,
    /// Before the admission.
    #[error("before the admission")]
    BeforeAdmission,
    /// After the discharge.
    #[error("after the discharge")]
    AfterDischarge,
    /// A refund dated before what it refunds.
    #[error("before line {original}, which it refunds")]
    BeforeOriginal {
        /// The original.
        original: LineNo,
    },
    /// A refund of another item than the original's.
    #[error("another catalogue code than line {original}, which it refunds")]
    OtherItem {
        /// The original.
        original: LineNo,
    },
    /// Every unit was given back, but not every cent.
    #[error("every unit is refunded, {left} is left charged")]
    CentsLeft {
        /// What is left of the line.
        left: Yuan,
    },
    /// The citizen number's check digit does not fit. Foreigners' numbers have none.
    #[error("the check digit does not fit")]
    CheckDigit,
    /// Left as dead, with no day of death.
    #[error("the patient died, but the day is missing")]
    DayOfDeathMissing,
    /// A day of death for somebody who left otherwise.
    #[error("there is a day of death, but the patient left otherwise")]
    LeftAlive,
}

impl Bill {
    /// Everything that is odd, in the bill's order.
    pub fn warnings(&self, tolerance: Tolerance) -> Vec<BillWarning> {
        let mut warnings = Vec::new();
        self.warn_of_stay(&mut warnings);
        let by_no: BTreeMap<_, _> = self.lines.iter().map(|line| (&line.no, line)).collect();
        let mut left: BTreeMap<&LineNo, Left> = BTreeMap::new();
        for (at, line) in self.lines.iter().enumerate() {
            let mut warn = |name, oddity| warnings.push(warning(&Path::of_line(at, &line.no, name), oddity));
            if let Some(oddity) = of_amount(line, tolerance) {
                warn("amount", oddity);
            }
            if line.count.is_zero() {
                warn("count", Oddity::CountZero);
            }
            if line.occurred_at < self.admission.admitted_at {
                warn("occurred_at", Oddity::BeforeAdmission);
            } else if line.occurred_at > self.discharge.discharged_at {
                warn("occurred_at", Oddity::AfterDischarge);
            }
            let Some(original) = line.refund_of.as_ref().and_then(|no| by_no.get(no)) else { continue };
            if line.occurred_at < original.occurred_at {
                warn("occurred_at", Oddity::BeforeOriginal { original: original.no.clone() });
            }
            if line.catalogue_code != original.catalogue_code {
                warn("catalogue_code", Oddity::OtherItem { original: original.no.clone() });
            }
            left.entry(&original.no).or_insert_with(|| Left::of(original)).take(line);
        }
        for (at, line) in self.lines.iter().enumerate() {
            if let Some(left) = left.get(&line.no).filter(|left| left.count.is_zero() && !left.amount.is_zero()) {
                let oddity = Oddity::CentsLeft { left: left.amount };
                warnings.push(warning(&Path::of_line(at, &line.no, "amount"), oddity));
            }
        }
        warnings
    }

    fn warn_of_stay(&self, warnings: &mut Vec<BillWarning>) {
        let root = Path::root();
        if !self.patient.citizen_id.check_digit_fits() {
            warnings.push(warning(&root.field("patient").field("citizen_id"), Oddity::CheckDigit));
        }
        let died = self.discharge.way == DischargeWay::Died;
        let oddity = match self.discharge.died_on {
            None if died => Oddity::DayOfDeathMissing,
            Some(_) if !died => Oddity::LeftAlive,
            _ => return,
        };
        warnings.push(warning(&root.field("discharge").field("died_on"), oddity));
    }
}

/// Price × count against the line's amount.
fn of_amount(line: &FeeLine, tolerance: Tolerance) -> Option<Oddity> {
    let Ok(found) = Yuan::of_line(line.price, line.count) else { return Some(Oddity::ProductTooLarge) };
    let given = line.amount;
    let cents = (given - found).abs().cents();
    match cents {
        0 => None,
        _ if cents <= i64::from(tolerance.cents) => Some(Oddity::Rounded { given, found }),
        _ => Some(Oddity::AmountFarOff { given, found }),
    }
}

/// What is left of a line after its refunds.
struct Left {
    count: Quantity,
    amount: Yuan,
}

impl Left {
    fn of(original: &FeeLine) -> Self {
        Self { count: original.count, amount: original.amount }
    }

    fn take(&mut self, refund: &FeeLine) {
        self.count = self.count + refund.count;
        self.amount = self.amount + refund.amount;
    }
}

fn warning(path: &Path, oddity: Oddity) -> BillWarning {
    BillWarning { place: path.place(), oddity }
}

impl BillWarning {
    /// The oddity and its place in one line.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Chinese => format!("{}：{}", self.place.chinese(), self.oddity.chinese()),
        }
    }
}

impl fmt::Display for BillWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.oddity)
    }
}

impl Oddity {
    fn chinese(&self) -> String {
        match self {
            Self::Rounded { given, found } => format!("金额 {given}，单价乘数量为 {found}，系舍入差，以金额为准"),
            Self::AmountFarOff { given, found } => {
                format!("金额 {given}，单价乘数量为 {found}，超出舍入差，以金额为准，请核对该明细")
            }
            Self::ProductTooLarge => "单价乘数量过大，请核对该明细".into(),
            Self::CountZero => "数量为零".into(),
            Self::BeforeAdmission => "早于入院时间".into(),
            Self::AfterDischarge => "晚于出院时间".into(),
            Self::BeforeOriginal { original } => format!("早于所退的明细 {original}"),
            Self::OtherItem { original } => format!("医保目录编码与所退的明细 {original} 不同"),
            Self::CentsLeft { left } => format!("数量已全部退回，仍有 {left} 未退"),
            Self::CheckDigit => "证件号码校验位不符".into(),
            Self::DayOfDeathMissing => "离院方式为死亡，但缺少死亡日期".into(),
            Self::LeftAlive => "填有死亡日期，但离院方式不是死亡".into(),
        }
    }
}
