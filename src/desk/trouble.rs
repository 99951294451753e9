//! What goes wrong at the desk, as an entry of the failure book.

use std::borrow::Cow;
use std::fmt;

use yijie_card_reader::{CardError, OtherCard};
use yijie_core::bill::{BillFault, WrongPerson};
use yijie_core::card::UnreadableVersion;
use yijie_core::failure::{self, Bill, Card, Code, Detail, Language, Program, Reader, Settlement, Storage};
use yijie_core::settlement::Illegal;
use yijie_core::settlement::ask::{Doubt, NotSent, Refusal};

use crate::journal::JournalError;
use crate::platform::{EncodeError, Failure};

/// An entry of the failure book, with what this case adds to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Which entry.
    pub code: Code,
    /// What the case adds.
    pub detail: Detail,
    /// Every fault of a bill, where it is a bill's.
    pub faults: Vec<BillFault>,
}

impl Trouble {
    /// An entry and what this case adds.
    pub fn new(code: impl Into<Code>, detail: impl Into<Detail>) -> Self {
        Self { code: code.into(), detail: detail.into(), faults: Vec::new() }
    }

    /// A bill's faults, all of them.
    pub fn of_bill(faults: Vec<BillFault>) -> Self {
        Self { code: Code::of_bill(&faults), detail: "".into(), faults }
    }

    /// A fault of this program.
    pub(super) fn internal(what: impl Into<Detail>) -> Self {
        Self::new(Program::Internal, what)
    }

    /// What the case adds: for a bill's faults, the first of them. Empty if nothing.
    pub fn detail(&self, language: Language) -> Cow<'_, str> {
        match self.faults.first() {
            Some(fault) if self.detail.is_empty() => fault.sentence(language).into(),
            _ => self.detail.text(language),
        }
    }

    /// What happened.
    pub fn sentence(&self, language: Language) -> String {
        self.code.entry().sentence(language, &self.detail(language))
    }

    /// What to do now.
    pub fn next_step(&self, language: Language) -> String {
        self.code.entry().next_step(language, &self.detail(language))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)
    }
}

impl std::error::Error for Trouble {}

impl From<CardError> for Trouble {
    fn from(error: CardError) -> Self {
        let code: Code = match &error {
            CardError::NoService | CardError::ServiceRefused => Reader::ServiceDown.into(),
            CardError::NoReader { .. } => Reader::Missing.into(),
            CardError::NoCard => Card::Absent.into(),
            CardError::CardMute => Card::Unpowered.into(),
            CardError::CardPulled => Card::Pulled.into(),
            CardError::CardReset => Card::Reset.into(),
            CardError::HeldByOther => Card::HeldByAnother.into(),
            CardError::Held => Reader::Held.into(),
            CardError::NotASocialSecurityCard { looks_like: OtherCard::Bank } => Card::BankCard.into(),
            CardError::NotASocialSecurityCard { looks_like: OtherCard::Unknown } => Card::Foreign.into(),
            CardError::CardBlocked { .. } => Card::Locked.into(),
            CardError::ReadRefused { .. } | CardError::Malformed { .. } => Card::Unreadable.into(),
            _ => Reader::Driver.into(),
        };
        Self::new(code, error.to_string())
    }
}

impl From<UnreadableVersion> for Trouble {
    fn from(error: UnreadableVersion) -> Self {
        Self::new(Card::UnknownVersion, error.to_string())
    }
}

impl From<WrongPerson> for Trouble {
    fn from(wrong: WrongPerson) -> Self {
        Self::new(Code::from(wrong), "")
    }
}

impl From<JournalError> for Trouble {
    fn from(error: JournalError) -> Self {
        let code: Code = match &error {
            JournalError::HeldByAnotherProcess { .. } => Storage::Held.into(),
            JournalError::NewerVersion { .. } => Storage::Newer.into(),
            JournalError::OlderVersion { .. } | JournalError::NotAJournal(_) | JournalError::ReadOnly => {
                Storage::NotOpened.into()
            }
            JournalError::OtherBinding { what: "desk slot", .. } => Storage::OtherSlot.into(),
            JournalError::OtherBinding { .. } => Storage::OtherPlatform.into(),
            JournalError::Moved { .. } | JournalError::Restored { .. } => Storage::Moved.into(),
            JournalError::SlotUsed(_) => Storage::SlotUsed.into(),
            JournalError::Exists(_) => Storage::Exists.into(),
            JournalError::WrongKey => Storage::WrongKey.into(),
            JournalError::KeyFile { .. } | JournalError::KeyMissing(_) => Storage::KeyMissing.into(),
            JournalError::ClockJumped { .. } => Settlement::ClockJumped.into(),
            JournalError::DiskFull => Storage::DiskFull.into(),
            JournalError::Storage(_) => Storage::WriteFailed.into(),
            JournalError::Damaged(_) => Storage::Damaged.into(),
            JournalError::TooLarge { .. } => Bill::TooLarge.into(),
            JournalError::Unknown { .. } | JournalError::Contradiction(_) | JournalError::Internal(_) => {
                Program::Internal.into()
            }
        };
        Self::new(code, error.to_string())
    }
}

impl From<EncodeError> for Trouble {
    fn from(error: EncodeError) -> Self {
        let code: Code = match &error {
            EncodeError::Empty { .. } | EncodeError::TooLong { .. } => Bill::Value.into(),
            EncodeError::InputTooLong { .. } => Bill::TooLarge.into(),
            EncodeError::NoRegistration => Settlement::NoAdmission.into(),
            EncodeError::NoMainDiagnosis => Bill::MainDiagnosis.into(),
            EncodeError::NoSuchLine(_) | EncodeError::NotSignedIn | EncodeError::Unwritable(_) => {
                Program::Internal.into()
            }
        };
        Self::new(code, error.to_string())
    }
}

impl From<Illegal> for Trouble {
    fn from(error: Illegal) -> Self {
        Self::internal(error.to_string())
    }
}

impl From<&Refusal> for Trouble {
    fn from(refusal: &Refusal) -> Self {
        Self::new(Code::from(refusal.category), refusal.text.clone())
    }
}

impl From<&NotSent> for Trouble {
    fn from(why: &NotSent) -> Self {
        let (NotSent::Unreachable(text) | NotSent::Gateway(text) | NotSent::Credentials(text)) = why;
        Self::new(Code::from(why), text.clone())
    }
}

/// A question that has no answer. Nothing is in doubt: it can simply be asked again.
impl From<&Failure> for Trouble {
    fn from(failure: &Failure) -> Self {
        match failure {
            Failure::NotSent(why) => why.into(),
            Failure::Unclear(Doubt::TimedOut | Doubt::Broken(_)) => Self::new(failure::Network::NoAnswer, ""),
            Failure::Unclear(Doubt::Refusal(refusal)) => refusal.into(),
            Failure::Unclear(Doubt::HttpStatus(status)) => {
                Self::new(failure::Platform::QueryUnreadable, format!("HTTP {status}"))
            }
            Failure::Unclear(Doubt::Unreadable(why) | Doubt::NotOurs(why)) => {
                Self::new(failure::Platform::QueryUnreadable, why.clone())
            }
            Failure::Unclear(Doubt::FoundOpen) => Self::internal("a question was found open"),
        }
    }
}
