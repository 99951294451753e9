//! A connection with the key and the names that every row needs: what reads and writes are written on.

use jiff::Timestamp;
use rusqlite::Connection;
use yijie_core::settlement::ids::{InstitutionCode, StayKey, StayNo};

use super::JournalError;
use super::seal::{Cell, SealKey};
use super::text::JsonText;

/// Where rows are read and written: inside a transaction when writing.
pub(super) struct Page<'a> {
    pub(super) db: &'a Connection,
    pub(super) key: &'a SealKey,
    pub(super) institution: &'a InstitutionCode,
    pub(super) slot: u8,
    pub(super) epoch: u32,
}

impl Page<'_> {
    /// The stay's number, if it is a stay of the institution that the journal is bound to.
    pub(super) fn stay_no<'k>(&self, stay: &'k StayKey) -> Result<&'k str, JournalError> {
        if stay.institution == *self.institution {
            return Ok(stay.stay_no.as_str());
        }
        Err(JournalError::OtherBinding {
            what: "institution",
            journal: self.institution.to_string(),
            asked: stay.institution.to_string(),
        })
    }

    /// The key of a stay of this journal.
    pub(super) fn stay_key(&self, stay_no: &str) -> Result<StayKey, JournalError> {
        let stay_no = StayNo::parse(stay_no).map_err(|_| JournalError::Damaged("a stay's number".to_owned()))?;
        Ok(StayKey { institution: self.institution.clone(), stay_no })
    }

    /// Seals JSON, refusing what is too large.
    pub(super) fn seal_json(&self, cell: Cell<'_>, text: &JsonText, bytes_max: usize) -> Result<Vec<u8>, JournalError> {
        bounded(cell.column, text.as_bytes().len(), bytes_max)?;
        self.key.seal(cell, text.as_bytes())
    }

    /// Opens sealed JSON.
    pub(super) fn open_json(&self, cell: Cell<'_>, sealed: &[u8]) -> Result<JsonText, JournalError> {
        Ok(JsonText::from_opened(self.key.open(cell, sealed)?))
    }

    /// Opens sealed text.
    pub(super) fn open_text(&self, cell: Cell<'_>, sealed: &[u8]) -> Result<String, JournalError> {
        let bytes = self.key.open(cell, sealed)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| JournalError::Damaged(format!("{} is not text", cell.column)))
    }
}

/// Refuses a value above its limit.
pub(super) fn bounded(what: &'static str, bytes: usize, bytes_max: usize) -> Result<(), JournalError> {
    if bytes > bytes_max { Err(JournalError::TooLarge { what, bytes, bytes_max }) } else { Ok(()) }
}

/// The instant of a column.
pub(super) fn instant(at_ms: i64) -> Result<Timestamp, JournalError> {
    Timestamp::from_millisecond(at_ms).map_err(|_| JournalError::Damaged("an instant".to_owned()))
}

/// The instant of a column that may be empty.
pub(super) fn instant_if(at_ms: Option<i64>) -> Result<Option<Timestamp>, JournalError> {
    at_ms.map(instant).transpose()
}
