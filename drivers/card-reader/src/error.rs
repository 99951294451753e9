//! Why a card could not be read, and whose fault that is.

use crate::StatusWord;
use thiserror::Error;

/// Why a card could not be read. Every variant is one entry of the failure book.
///
/// None carries anything that the card says about its holder.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CardError {
    /// The PC/SC service is not running, or died in the middle.
    #[error("the PC/SC service is not running or was lost")]
    NoService,
    /// The PC/SC service runs and refuses this user (polkit on pcscd 2.x).
    #[error("the PC/SC service refuses this user")]
    ServiceRefused,
    /// No reader of that name, or none at all.
    #[error("no such card reader: {reader:?}")]
    NoReader {
        /// The name that was asked for.
        reader: String,
    },
    /// The reader is empty.
    #[error("no card in the reader")]
    NoCard,
    /// A card is in the reader and does not answer: upside down, dirty, broken.
    #[error("the card does not answer: upside down, dirty or broken")]
    CardMute,
    /// The card was pulled out before it was read to the end.
    #[error("the card was pulled out while it was read")]
    CardPulled,
    /// Another program reset the card. [`read_card`](crate::read_card) starts again by itself;
    /// this comes out only when it happened too often.
    #[error("another program keeps resetting the card")]
    CardReset,
    /// Another program has the card for itself.
    #[error("another program has the card for itself")]
    HeldByOther,
    /// Nothing came back in time: another program holds a transaction, or the reader hangs. The
    /// reader stays *held* until the blocked call returns.
    #[error("the reader did not answer in time: another program holds it, or it hangs")]
    Held,
    /// The reader or its driver failed.
    #[error("the card reader failed: {detail}")]
    ReaderFailed {
        /// The driver's own word.
        detail: String,
    },
    /// The card carries no social security application.
    #[error("not a social security card ({looks_like})")]
    NotASocialSecurityCard {
        /// What it is instead, as far as one can tell.
        looks_like: OtherCard,
    },
    /// The card, or its social security application, was blocked by its issuer.
    #[error("the card is blocked ({sw}: {})", .sw.meaning())]
    CardBlocked {
        /// The card's answer.
        sw: StatusWord,
    },
    /// The card refuses to give a record.
    #[error("the card refuses record {tag:02X} ({sw}: {})", .sw.meaning())]
    ReadRefused {
        /// The record asked for; 0 where a whole file is refused.
        tag: u8,
        /// The card's answer.
        sw: StatusWord,
    },
    /// The card answered with something that is not what the specification says.
    #[error("the card's answer makes no sense: {detail}")]
    Malformed {
        /// What was wrong, without its content.
        detail: &'static str,
    },
}

impl CardError {
    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::NoService | Self::ServiceRefused => Fault::ReaderService,
            Self::NoReader { .. } | Self::ReaderFailed { .. } => Fault::Reader,
            Self::HeldByOther | Self::Held | Self::CardReset => Fault::OtherProgram,
            Self::NoCard
            | Self::CardMute
            | Self::CardPulled
            | Self::NotASocialSecurityCard { .. }
            | Self::CardBlocked { .. }
            | Self::ReadRefused { .. }
            | Self::Malformed { .. } => Fault::Card,
        }
    }
}

/// Who has to do something before the next try can go better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The card, or the hand that holds it.
    Card,
    /// The reader and its cable.
    Reader,
    /// The PC/SC service of this machine.
    ReaderService,
    /// Another program that uses the same reader.
    OtherProgram,
}

/// What a card without a social security application is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherCard {
    /// It has the payment environment or the debit application of PBOC.
    Bank,
    /// It knows none of the applications we know.
    Unknown,
}

impl std::fmt::Display for OtherCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Bank => "a bank card",
            Self::Unknown => "an unknown card",
        })
    }
}
