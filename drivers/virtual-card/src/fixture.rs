//! What is on a card and how it behaves, from a TOML file.

use serde::Deserialize;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use thiserror::Error;

/// A card, as its fixture describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFixture {
    /// Answer to reset.
    pub atr: Vec<u8>,
    /// How it answers, and what happens to it.
    pub behaviour: Behaviour,
    pub(crate) applications: Vec<Application>,
}

/// How a card answers, and what happens to it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    /// The manner of its protocol.
    pub answers: Answers,
    /// The form of SELECT that it accepts for its files.
    pub select_ef: SelectForm,
    /// How long it thinks about each command, in milliseconds.
    #[serde(default)]
    pub delay_ms: u64,
    /// Pulled out when this command, counted from 1 at the insertion, reaches it: the command
    /// gets no answer.
    pub pulled_at: Option<u32>,
    /// Reset, once, by another program before this command.
    pub reset_at: Option<u32>,
}

/// The manner of a card's protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answers {
    /// As over T=0: `61xx` where data waits after SELECT, `6Cxx` where the length is not exact.
    T0,
    /// As over T=1: data and status in one answer.
    Direct,
}

/// P1 of the SELECT that a card accepts for the files of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum SelectForm {
    /// P1 = 00, by file identifier.
    #[serde(rename = "00")]
    ByIdentifier,
    /// P1 = 02, a file below the current application.
    #[serde(rename = "02")]
    Child,
}

/// An application: a name to select it by, and files of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Application {
    pub(crate) name: Vec<u8>,
    pub(crate) fci: Vec<u8>,
    pub(crate) files: Vec<RecordFile>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordFile {
    pub(crate) id: [u8; 2],
    /// The status word every read of it gets, where its access condition is not satisfied.
    pub(crate) refuses_read: Option<u16>,
    /// Identifier and whole record, in the order of their numbers.
    pub(crate) records: Vec<(u8, Vec<u8>)>,
}

/// Why a fixture is none.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FixtureError {
    /// The file could not be read.
    #[error("the card fixture can't be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// The file is longer than [`FIXTURE_BYTES_MAX`].
    #[error("the card fixture is longer than {FIXTURE_BYTES_MAX} bytes")]
    TooLong,
    /// Not TOML, or not of this shape; the message names the line.
    #[error("the card fixture is wrong: {0}")]
    Shape(#[from] toml::de::Error),
    /// A value that is not what its key says.
    #[error("the card fixture is wrong: {what}: {why}")]
    Value {
        /// Where.
        what: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl CardFixture {
    /// Reads a fixture file.
    pub fn from_file(path: &Path) -> Result<Self, FixtureError> {
        let mut text = String::new();
        let limit = FIXTURE_BYTES_MAX + 1;
        File::open(path)?.take(limit).read_to_string(&mut text)?;
        if text.len() as u64 >= limit {
            return Err(FixtureError::TooLong);
        }
        Self::from_toml(&text)
    }

    /// Reads a fixture from its text.
    pub fn from_toml(text: &str) -> Result<Self, FixtureError> {
        let file: raw::Card = toml::from_str(text)?;
        let atr = hex("atr", &file.atr)?;
        if atr.is_empty() || atr.len() > ATR_BYTES_MAX {
            return Err(wrong("atr", "an answer to reset has 1 to 33 bytes"));
        }
        let applications = file.application.iter().map(raw::Application::read).collect::<Result<_, _>>()?;
        Ok(Self { atr, behaviour: file.behaviour, applications })
    }
}

/// The file as it is written.
mod raw {
    use super::{Behaviour, FixtureError, RECORD_BYTES_MAX, RecordFile, hex, wrong};
    use encoding_rs::GB18030;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Card {
        pub(super) atr: String,
        pub(super) behaviour: Behaviour,
        #[serde(default)]
        pub(super) application: Vec<Application>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Application {
        name: String,
        fci: String,
        #[serde(default)]
        file: Vec<Ef>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Ef {
        id: String,
        refuses_read: Option<String>,
        records: Vec<Record>,
    }

    /// The value is one of `hex`, `text` (ASCII) and `gb18030`; `skip` and `size` cut a window
    /// out of it, padded with zeros.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Record {
        tag: String,
        hex: Option<String>,
        text: Option<String>,
        gb18030: Option<String>,
        #[serde(default)]
        skip: usize,
        size: Option<usize>,
    }

    impl Application {
        pub(super) fn read(&self) -> Result<super::Application, FixtureError> {
            Ok(super::Application {
                name: hex("name", &self.name)?,
                fci: hex("fci", &self.fci)?,
                files: self.file.iter().map(Ef::read).collect::<Result<_, _>>()?,
            })
        }
    }

    impl Ef {
        fn read(&self) -> Result<RecordFile, FixtureError> {
            let id = hex("id", &self.id)?;
            let id = id.try_into().map_err(|_| wrong("id", "two bytes are wanted"))?;
            let refuses_read = self.refuses_read.as_deref().map(status_word).transpose()?;
            let records = self.records.iter().map(Record::read).collect::<Result<_, _>>()?;
            Ok(RecordFile { id, refuses_read, records })
        }
    }

    impl Record {
        fn read(&self) -> Result<(u8, Vec<u8>), FixtureError> {
            let what = format!("record {}", self.tag);
            let [tag] = hex(&what, &self.tag)?[..] else {
                return Err(wrong(&what, "the tag is one byte"));
            };
            let whole = match (&self.hex, &self.text, &self.gb18030) {
                (Some(digits), None, None) => hex(&what, digits)?,
                (None, Some(text), None) => text.as_bytes().to_vec(),
                (None, None, Some(text)) => GB18030.encode(text).0.into_owned(),
                _ => return Err(wrong(&what, "one of hex, text and gb18030 is wanted")),
            };
            let mut value = whole.get(self.skip..).unwrap_or_default().to_vec();
            if let Some(size) = self.size {
                value.resize(size.min(RECORD_BYTES_MAX + 1), 0x00);
            }
            let length = u8::try_from(value.len())
                .ok()
                .filter(|length| usize::from(*length) <= RECORD_BYTES_MAX)
                .ok_or_else(|| wrong(&what, "a record holds at most 253 bytes"))?;
            let mut record = vec![tag, length];
            record.append(&mut value);
            Ok((tag, record))
        }
    }

    fn status_word(text: &str) -> Result<u16, FixtureError> {
        u16::from_str_radix(text, 16).map_err(|_| wrong("refuses_read", "not a status word"))
    }
}

fn hex(what: &str, digits: &str) -> Result<Vec<u8>, FixtureError> {
    let digits: Vec<u8> = digits
        .chars()
        .filter(|c| !c.is_ascii_whitespace())
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()
        .ok_or_else(|| wrong(what, "not hexadecimal"))?;
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(wrong(what, "half a byte is left over"));
    }
    Ok(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

fn wrong(what: &str, why: &'static str) -> FixtureError {
    FixtureError::Value { what: what.to_owned(), why }
}

/// The longest fixture file, in bytes.
pub const FIXTURE_BYTES_MAX: u64 = 64 * 1024;

const ATR_BYTES_MAX: usize = 33;
/// With tag and length it still fits one short answer.
const RECORD_BYTES_MAX: usize = 253;
