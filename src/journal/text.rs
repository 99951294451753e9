//! JSON as it is sealed and opened: text made in one go from what it says, never a tree of values between.

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::JournalError;

/// A state or a bill as JSON text. Forgotten when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonText {
    bytes: Zeroizing<Vec<u8>>,
}

impl JsonText {
    /// The text of a value.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, JournalError> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(USUAL_BYTES));
        serde_json::to_writer(&mut *bytes, value).map_err(|_| JournalError::Internal("JSON".to_owned()))?;
        Ok(Self { bytes })
    }

    /// The value of the text. `what` names it where it is none; the parser's own words could quote the text.
    pub fn read<T: DeserializeOwned>(&self, what: &str) -> Result<T, JournalError> {
        serde_json::from_slice(&self.bytes)
            .map_err(|_| JournalError::Damaged(format!("a stay's {what} cannot be read")))
    }

    pub(super) fn from_opened(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self { bytes }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// What the state of a stay of some hundred lines takes, so that its text is seldom moved while it grows.
const USUAL_BYTES: usize = 32 << 10;
