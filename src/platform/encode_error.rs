//! Why a message cannot be made.

use thiserror::Error;
use yijie_core::settlement::ids::LineNo;

/// Why a message cannot be made. Nothing was sent. Never carries a value, only the name of the field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EncodeError {
    /// The hospital's data (or configuration): a field must not be empty.
    #[error("{field} must not be empty")]
    Empty {
        /// On the wire.
        field: &'static str,
    },
    /// The hospital's data (or configuration): a field is longer than the interface allows.
    #[error("{field} has {chars} characters, the platform takes {chars_max}")]
    TooLong {
        /// On the wire.
        field: &'static str,
        /// Characters that it has.
        chars: usize,
        /// Characters that it may have.
        chars_max: usize,
    },
    /// The hospital's data: the whole message is longer than the interface allows.
    #[error("the message's input has {chars} characters, the platform takes {chars_max}")]
    InputTooLong {
        /// Characters that it has.
        chars: usize,
        /// Characters that it may have.
        chars_max: usize,
    },
    /// The hospital's data: the bill does not carry what 2401 needs.
    #[error("the bill carries no registration, so an admission cannot be registered from it")]
    NoRegistration,
    /// The hospital's data: no diagnosis is the main one.
    #[error("no diagnosis of the bill is the main one")]
    NoMainDiagnosis,
    /// This program: a line is asked for that this version of the bill does not have.
    #[error("line {0} is not in this version of the bill")]
    NoSuchLine(LineNo),
    /// This program: the profile wants a sign-in and there is none yet.
    #[error("the operator has not signed in")]
    NotSignedIn,
    /// This program: the books of a day are no single message.
    #[error("the books of a day are compared by several messages")]
    SeveralMessages,
    /// This program: the message cannot be written as JSON.
    #[error("the message cannot be written as JSON: {0}")]
    Unwritable(String),
}

impl EncodeError {
    /// The text, if it has at least one and at most `chars_max` characters.
    pub(super) fn fit<'a>(field: &'static str, text: &'a str, chars_max: usize) -> Result<&'a str, Self> {
        if text.trim().is_empty() {
            return Err(Self::Empty { field });
        }
        Self::fit_optional(field, Some(text), chars_max).map(Option::unwrap_or_default)
    }

    /// The text, if it has at most `chars_max` characters. An empty one is as good as none.
    pub(super) fn fit_optional<'a>(
        field: &'static str,
        text: Option<&'a str>,
        chars_max: usize,
    ) -> Result<Option<&'a str>, Self> {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
        let chars = text.chars().count();
        if chars > chars_max { Err(Self::TooLong { field, chars, chars_max }) } else { Ok(Some(text)) }
    }
}
