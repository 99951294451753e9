//! A refusal: the text that the cashier of a real platform would see in `err_msg`.

use std::fmt;

/// Why the platform did not do what it was asked. Always the caller's fault or the patient's situation, never ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal(String);

impl Refusal {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The common result of an act: the `output` of the reply, or why not.
pub(super) type Outcome<T> = Result<T, Refusal>;

/// Ends an act with a refusal.
pub(super) fn refuse<T>(text: impl Into<String>) -> Outcome<T> {
    Err(Refusal::new(text))
}
