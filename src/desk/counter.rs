//! The person at the desk: what they are told while something goes on, and what they are asked.

use yijie_core::settlement::ids::SettlementId;
use yijie_core::settlement::{Message, Query, Stay, Waiting};

use super::case::kind_of;

/// Whoever stands at the desk, or watches the queue.
pub trait Counter {
    /// Something was done, which took this many milliseconds.
    fn done(&mut self, what: &Progress<'_>, took_ms: u64);

    /// Something is waited for, at most this many milliseconds.
    fn waits(&mut self, why: &Waiting, ms: u64);

    /// The pre-settlement is there: settle?
    fn confirm(&mut self, stay: &Stay) -> Confirmation;
}

/// What was done.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// The operator signed in.
    SignedIn,
    /// The card was read.
    CardRead,
    /// The platform said who this is.
    Identified,
    /// The filings were asked for.
    FilingsAsked,
    /// A message was answered, with what came of it.
    Sent(&'a Message, Came),
    /// A question was answered, or not.
    Asked(&'a Query, Came),
    /// The receipt was printed.
    Printed(&'a SettlementId),
}

impl Progress<'_> {
    /// The word for it: of a message what it does, of a question what it asks.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SignedIn => "sign_in",
            Self::CardRead => "read_card",
            Self::Identified => "identify",
            Self::FilingsAsked => "ask_filings",
            Self::Sent(message, _) => kind_of(message),
            Self::Asked(Query::InHospital, _) => "ask_in_hospital",
            Self::Asked(Query::Visits, _) => "ask_visits",
            Self::Asked(Query::Presettle { .. }, _) => "presettle",
            Self::Asked(Query::Settlements { .. }, _) => "ask_settlements",
            Self::Asked(Query::DayBooks(_), _) => "ask_day_books",
            Self::Printed(_) => "print",
        }
    }

    /// What came of it.
    pub fn came(&self) -> Came {
        match self {
            Self::Sent(_, came) | Self::Asked(_, came) => *came,
            _ => Came::Answer,
        }
    }

    /// How many fee lines it carried, if any.
    pub fn lines(&self) -> Option<usize> {
        match self {
            Self::Sent(Message::UploadFees { lines, .. } | Message::RemoveFees { lines, .. }, _) => Some(lines.len()),
            _ => None,
        }
    }
}

/// What came of a message or a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// It was done or answered.
    Answer,
    /// The platform said no.
    Refusal,
    /// Nothing left.
    Unsent,
    /// Nothing that proves anything.
    Doubt,
}

/// What the cashier says to a pre-settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// Settle.
    Agreed,
    /// Do not.
    Declined,
    /// Nobody could be asked.
    NobodyThere,
}

/// Nobody: the queue at work.
#[derive(Debug, Default)]
pub struct Nobody;

impl Counter for Nobody {
    fn done(&mut self, _: &Progress<'_>, _: u64) {}

    fn waits(&mut self, _: &Waiting, _: u64) {}

    fn confirm(&mut self, _: &Stay) -> Confirmation {
        Confirmation::NobodyThere
    }
}
