//! A profile: everything in which provinces differ, as data.
//!
//! A province renames fields, numbers its codes anew, signs in its own way and words its refusals freely. None of
//! that is an `if` in this program; it is a line in a profile, and a hospital's IT person can read and change it.

mod endpoint;
mod rules;
mod words;

use std::path::Path;

use serde::Deserialize;
use thiserror::Error;
use yijie_core::settlement::Rules;

pub use endpoint::{Auth, EndpointRules, TimestampUnit, UrlTemplate};
pub use rules::{Dictionary, EnvelopeRules, FieldRules, LimitRules, Presence, SignNo, TimeRules};
pub use words::{GatewayWords, NothingHappened, PlainNo, RefusalWords, without_trace};

/// How one province's platform wants to be spoken to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its short name, as in the configuration.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// True if everybody on it is invented: slips, pages and answers are marked.
    #[serde(default)]
    pub training: bool,
    /// Where and how signed.
    pub endpoint: EndpointRules,
    /// Constants of the envelope.
    pub envelope: EnvelopeRules,
    /// Codes.
    pub dictionary: Dictionary,
    /// Which fields are there.
    pub fields: FieldRules,
    /// How long to wait.
    pub time: TimeRules,
    /// How much at once.
    pub limits: LimitRules,
    /// What the platform can be relied on to do.
    pub switches: Rules,
    /// What its refusals mean, first match first.
    #[serde(rename = "refusal")]
    pub refusals: Vec<RefusalWords>,
    /// Which refusals prove that nothing happened, for the messages that move money or open a visit.
    pub nothing_happened: NothingHappened,
    /// What the gateway before the platform says when it turns a message away.
    pub gateway: GatewayWords,
}

impl Profile {
    /// Names of the profiles that come with the program.
    pub const BUILT_IN: [&str; 2] = ["training", "jiangxi"];

    /// A profile that comes with the program.
    pub fn built_in(name: &str) -> Result<Self, ProfileError> {
        match name {
            "training" => Self::parse(include_str!("../../fixtures/profiles/training.toml"), "training"),
            "jiangxi" => Self::parse(include_str!("../../fixtures/profiles/jiangxi.toml"), "jiangxi"),
            _ => Err(ProfileError::Unknown { name: name.to_owned() }),
        }
    }

    /// A profile from a file of the hospital's own.
    pub fn load(path: &Path) -> Result<Self, ProfileError> {
        let origin = path.display().to_string();
        let unreadable = |why: String| ProfileError::Unreadable { origin: origin.clone(), why };
        let len = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
        if len > FILE_BYTES_MAX {
            return Err(unreadable(format!("larger than {FILE_BYTES_MAX} bytes")));
        }
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
        Self::parse(&text, &origin)
    }

    /// A profile from its text. `origin` says in errors where the text came from.
    pub fn parse(text: &str, origin: &str) -> Result<Self, ProfileError> {
        toml::from_str(text).map_err(|error| ProfileError::Wrong {
            origin: origin.to_owned(),
            line: error.span().map_or(0, |span| 1 + text[..span.start.min(text.len())].matches('\n').count()),
            why: error.to_string(),
        })
    }
}

/// Why a profile cannot be used. A fault of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileError {
    /// No such profile comes with the program.
    #[error("no profile named {name:?}; there are {:?}, or give the path of a file", Profile::BUILT_IN)]
    Unknown {
        /// What was asked for.
        name: String,
    },
    /// The file cannot be read.
    #[error("profile {origin}: {why}")]
    Unreadable {
        /// Which file.
        origin: String,
        /// What the system said.
        why: String,
    },
    /// A key is missing, unknown or has a value that cannot be.
    #[error("profile {origin}, line {line}: {why}")]
    Wrong {
        /// Which profile.
        origin: String,
        /// From one; nought where the fault has no place.
        line: usize,
        /// The key and what is wrong with it.
        why: String,
    },
}

const FILE_BYTES_MAX: u64 = 1 << 20;

#[cfg(test)]
mod tests;
