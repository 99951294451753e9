//! Which entry of the book an end of an attempt, a refusal or a wrong card belongs to.

use super::{Bill, Card, Code, Network, Platform, Settlement};
use crate::bill::{BillFault, WrongPerson};
use crate::settlement::ask::{Category, Doubt, NotSent};

impl From<Category> for Code {
    fn from(category: Category) -> Self {
        let platform = match category {
            Category::NotFiled => Platform::NotFiled,
            Category::FilingExpired => Platform::FilingExpired,
            Category::AlreadyAdmitted => Platform::AlreadyAdmitted,
            Category::NotAdmitted => Platform::NotAdmitted,
            Category::AlreadyDischarged => Platform::AlreadyDischarged,
            Category::FeesMissing => Platform::FeesMissing,
            Category::TotalsDiffer => Platform::TotalsDiffer,
            Category::LineAlreadyThere => Platform::LineAlreadyThere,
            Category::BadLine => Platform::BadLine,
            Category::AlreadySettled => Platform::AlreadySettled,
            Category::UnknownOriginal => Platform::UnknownOriginal,
            Category::AlreadyReversed => Platform::AlreadyReversed,
            Category::CannotUndo => Platform::CannotUndo,
            Category::NotDesignated => Platform::NotDesignated,
            Category::InsuranceSuspended => Platform::InsuranceSuspended,
            Category::CardNotAccepted => Platform::CardNotAccepted,
            Category::NotFound => Platform::NotFound,
            Category::Session => Platform::Session,
            Category::Malformed => Platform::Malformed,
            Category::InProgress => Platform::InProgress,
            Category::Busy => Platform::Busy,
            Category::System => Platform::System,
            Category::Unclassified => Platform::Unclassified,
        };
        platform.into()
    }
}

impl From<&NotSent> for Code {
    fn from(why: &NotSent) -> Self {
        match why {
            NotSent::Unreachable(_) => Network::Unreachable.into(),
            // The gateway's known text for a clock that is off: 签名时间戳超时.
            NotSent::Gateway(text) if text.contains("时间戳") => Platform::ClockSkew.into(),
            NotSent::Gateway(_) => Platform::Gateway.into(),
            NotSent::Credentials(_) => Platform::Credentials.into(),
        }
    }
}

impl From<&Doubt> for Code {
    fn from(doubt: &Doubt) -> Self {
        match doubt {
            Doubt::Refusal(refusal) => match refusal.category {
                Category::AlreadySettled | Category::InProgress | Category::Busy | Category::System => {
                    refusal.category.into()
                }
                // Other words do not prove that nothing happened, so the book must not say that it was refused.
                _ => Settlement::InDoubt.into(),
            },
            Doubt::FoundOpen => super::Program::Stopped.into(),
            Doubt::TimedOut
            | Doubt::Broken(_)
            | Doubt::HttpStatus(_)
            | Doubt::Unreadable(_)
            | Doubt::NotOurs(_)
            | Doubt::SecondCopy => Settlement::InDoubt.into(),
        }
    }
}

impl Code {
    /// The entry that a command ends with for a bill with these faults: their own if they share one.
    pub fn of_bill(faults: &[BillFault]) -> Self {
        let mut codes = faults.iter().map(BillFault::code);
        match codes.next() {
            Some(first) if codes.all(|code| code == first) => first,
            _ => Bill::Invalid.into(),
        }
    }
}

impl From<WrongPerson> for Code {
    fn from(wrong: WrongPerson) -> Self {
        match wrong {
            WrongPerson::CitizenId => Card::WrongPerson.into(),
            WrongPerson::Name => Card::WrongName.into(),
        }
    }
}
