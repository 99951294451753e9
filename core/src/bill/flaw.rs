//! What can be wrong with a bill so that it goes nowhere, said to the cashier and to the hospital's IT people.
//!
//! No fault carries a value of the bill but amounts and line numbers: a name in the wrong field is still a name.

mod chinese;

use std::fmt;

use thiserror::Error;

use crate::failure::{self, Language};
use crate::money::{AmountError, Quantity, Yuan};
use crate::settlement::ids::LineNo;

/// One fault of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillFault {
    /// Where.
    pub place: Place,
    /// What.
    pub flaw: Flaw,
}

/// A place in a bill: `lines[17].price`, counted from zero, and the fee line's own number where it has one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path; empty for the bill as a whole.
    pub path: String,
    /// The number of the fee line that it lies in.
    pub line: Option<LineNo>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Flaw {
    /// The file is larger than any bill.
    #[error("{bytes} bytes, more than {bytes_max}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// Not UTF-8; a hospital system that writes GBK is the usual reason.
    #[error("line {line}, column {column}: not UTF-8 (is it GBK?)")]
    NotUtf8 {
        /// Line of the file, from one.
        line: usize,
        /// Byte in that line, from one.
        column: usize,
    },
    /// Not JSON.
    #[error("line {line}, column {column}: not JSON")]
    NotJson {
        /// Line of the file, from one.
        line: usize,
        /// Column, from one.
        column: usize,
    },
    /// The field stands twice in one object; which one is meant?
    #[error("the field stands twice")]
    RepeatedField,
    /// No such field.
    #[error("unknown field")]
    UnknownField,
    /// The field must be there.
    #[error("missing")]
    Missing,
    /// Another kind of JSON value.
    #[error("{} expected", .expected.english())]
    WrongKind {
        /// What should stand there.
        expected: Kind,
    },
    /// None of the words that the field knows.
    #[error("must be one of: {words}")]
    NotAChoice {
        /// The words, with commas.
        words: String,
    },
    /// Not an amount of this field.
    #[error("{0}")]
    Amount(AmountError),
    /// Not an identifier.
    #[error("must be printable ASCII without blanks, at most {len_max} characters")]
    NotAnIdentifier {
        /// Characters that the field may have.
        len_max: usize,
    },
    /// Empty where something must stand.
    #[error("empty")]
    Empty,
    /// Longer than the platform's field.
    #[error("longer than {len_max} characters")]
    TooLong {
        /// Characters that the field may have.
        len_max: usize,
    },
    /// A control character, which the platform's parser refuses together with the whole batch.
    #[error("holds a control character")]
    Unprintable,
    /// A bill without a fee line.
    #[error("no fee lines")]
    NoLines,
    /// More diagnoses than `diag_srt_no` can number.
    #[error("{count} diagnoses, more than {count_max}")]
    TooManyDiagnoses {
        /// How many.
        count: usize,
        /// The limit.
        count_max: usize,
    },
    /// The lines do not add up to the total.
    #[error("total {given}, but the lines come to {found}")]
    TotalDiffers {
        /// As the bill gives it.
        given: Yuan,
        /// As the lines give it.
        found: Yuan,
    },
    /// A total below nothing.
    #[error("below zero")]
    BelowZero,
    /// A line number that platforms refuse.
    #[error("a line number is one to fifteen digits and not zero")]
    LineNoNotDigits,
    /// A line number that another line has.
    #[error("the same line number as lines[{first}]")]
    LineNoRepeated {
        /// Index of the first line with it.
        first: usize,
    },
    /// A line that gives back must say what.
    #[error("a negative count needs refund_of")]
    RefundOfNothing,
    /// Only a negative count gives back.
    #[error("a refund's count must be negative")]
    RefundNotNegative,
    /// The original is not in this bill.
    #[error("refunds line {original}, which is not in the bill")]
    RefundOfUnknown {
        /// The number that it names.
        original: LineNo,
    },
    /// The original itself gives back.
    #[error("refunds line {original}, which is itself a refund")]
    RefundOfRefund {
        /// The number that it names.
        original: LineNo,
    },
    /// Another unit price than the original's.
    #[error("another unit price than line {original}, which it refunds")]
    RefundPriceDiffers {
        /// The original.
        original: LineNo,
    },
    /// More given back than was charged, in units.
    #[error("refunds come to a count of {refunded}, more than the line's {charged}")]
    RefundCountExceeded {
        /// By all refunds of this line.
        refunded: Quantity,
        /// By the line.
        charged: Quantity,
    },
    /// More given back than was charged, in yuan.
    #[error("refunds come to {refunded}, more than the line's {charged}")]
    RefundAmountExceeded {
        /// By all refunds of this line.
        refunded: Yuan,
        /// By the line.
        charged: Yuan,
    },
    /// Count and amount of opposite signs.
    #[error("the amount must have the sign of the count")]
    SignsDiffer,
    /// Discharged before admitted.
    #[error("the discharge is before the admission")]
    DischargedTooEarly,
    /// Died before the admission or after the discharge.
    #[error("the day of death is not between admission and discharge")]
    DiedOutsideStay,
    /// No main diagnosis, or several.
    #[error("{count} main diagnoses; there must be exactly one")]
    MainDiagnoses {
        /// How many.
        count: usize,
    },
    /// A deposit of nothing or less.
    #[error("a deposit must be above zero")]
    DepositNotPositive,
    /// Two deposits with one receipt number.
    #[error("the same receipt number as deposits[{first}]")]
    ReceiptRepeated {
        /// Index of the first.
        first: usize,
    },
    /// More faults than are listed.
    #[error("and {count} more faults")]
    More {
        /// How many were left out.
        count: usize,
    },
}

/// A kind of JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `{…}`.
    Object,
    /// `[…]`.
    Array,
    /// `"…"`.
    Text,
    /// A number, or a string that holds one.
    Amount,
    /// `true` or `false`.
    Flag,
    /// `"2026-11-20T10:30:00"`, +08:00.
    Time,
    /// `"2026-11-20"`.
    Date,
}

impl BillFault {
    /// Its entry in the failure book.
    pub fn code(&self) -> failure::Code {
        self.flaw.code().into()
    }

    /// The fault and its place in one line.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Chinese => match self.place.chinese() {
                place if place.is_empty() => self.flaw.chinese(),
                place => format!("{place}：{}", self.flaw.chinese()),
            },
        }
    }
}

impl fmt::Display for BillFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place == Place::default() {
            write!(f, "{}", self.flaw)
        } else {
            write!(f, "{}: {}", self.place, self.flaw)
        }
    }
}

impl Place {
    pub(super) fn chinese(&self) -> String {
        match &self.line {
            Some(line) => format!("{}（明细号 {line}）", self.path),
            None => self.path.clone(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.line {
            Some(line) => write!(f, "{} (line {line})", self.path),
            None => write!(f, "{}", self.path),
        }
    }
}

impl Flaw {
    fn code(&self) -> failure::Bill {
        use failure::Bill as Code;
        match self {
            Self::TooLarge { .. } => Code::TooLarge,
            Self::NotUtf8 { .. } | Self::NotJson { .. } => Code::NotJson,
            Self::RepeatedField | Self::UnknownField | Self::Missing | Self::WrongKind { .. } => Code::Fields,
            Self::NotAChoice { .. }
            | Self::Amount(_)
            | Self::NotAnIdentifier { .. }
            | Self::Empty
            | Self::TooLong { .. }
            | Self::Unprintable
            | Self::TooManyDiagnoses { .. }
            | Self::BelowZero
            | Self::SignsDiffer => Code::Value,
            Self::NoLines => Code::NoLines,
            Self::TotalDiffers { .. } => Code::TotalDiffers,
            Self::LineNoNotDigits | Self::LineNoRepeated { .. } => Code::LineNumber,
            Self::RefundOfNothing
            | Self::RefundNotNegative
            | Self::RefundOfUnknown { .. }
            | Self::RefundOfRefund { .. }
            | Self::RefundPriceDiffers { .. }
            | Self::RefundCountExceeded { .. }
            | Self::RefundAmountExceeded { .. } => Code::Refund,
            Self::DischargedTooEarly | Self::DiedOutsideStay => Code::Dates,
            Self::MainDiagnoses { .. } => Code::MainDiagnosis,
            Self::DepositNotPositive | Self::ReceiptRepeated { .. } => Code::Deposit,
            Self::More { .. } => Code::Invalid,
        }
    }
}

impl Kind {
    fn english(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Text => "a text in quotes",
            Self::Amount => "a number",
            Self::Flag => "true or false",
            Self::Time => "a time like 2026-11-20T10:30:00",
            Self::Date => "a date like 2026-11-20",
        }
    }
}
