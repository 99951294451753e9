//! What can be wrong with a configuration. Every variant is the fault of whoever configured the desk; none ever
//! carries a secret's value.

mod chinese;

use std::fmt;
use std::path::PathBuf;

use thiserror::Error;

use super::declare::VARIABLE_PREFIX;
use super::value::{Said, Shape};
use super::{Key, Language, Origin};

/// One fault and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// Where.
    pub origin: Origin,
    /// What.
    pub fault: Fault,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// The file is there, or was asked for by name, and cannot be read.
    #[error("cannot be read: {why}")]
    Unreadable {
        /// What the system said.
        why: String,
    },
    /// The file is larger than any configuration.
    #[error("is larger than {bytes_max} bytes")]
    TooLarge {
        /// The limit.
        bytes_max: usize,
    },
    /// The file or the variable is in another encoding, such as GBK.
    #[error("is not UTF-8; save it as UTF-8")]
    NotUtf8,
    /// The file is not TOML.
    #[error("not TOML: {why}")]
    NotToml {
        /// What the parser said, which quotes nothing of the file.
        why: String,
    },
    /// No such key.
    #[error("unknown key {key:?}{}", suggested(nearest.as_deref()))]
    UnknownKey {
        /// As it stands in the file.
        key: String,
        /// The known key that it resembles.
        nearest: Option<String>,
    },
    /// No such variable.
    #[error("unknown variable: every {VARIABLE_PREFIX} variable must be a key{}", suggested(nearest.as_deref()))]
    UnknownVariable {
        /// The known variable that it resembles.
        nearest: Option<String>,
    },
    /// A value where a table belongs.
    #[error("{section:?} must be a table: [{section}]")]
    NotATable {
        /// The section.
        section: &'static str,
    },
    /// A value of the wrong type of TOML.
    #[error("{key} must be {}, but is {}", expected.english(), found.english)]
    WrongShape {
        /// The key.
        key: &'static str,
        /// What belongs there.
        expected: Shape,
        /// What is there.
        found: Said,
    },
    /// A value of the right type that cannot be.
    #[error("{key}{}: expected {}", quoted(found.as_deref()), expected.english)]
    WrongValue {
        /// The key.
        key: &'static str,
        /// What is there; none for a secret.
        found: Option<String>,
        /// What belongs there.
        expected: Said,
    },
    /// A secret in the configuration file, which is copied, mailed and shown.
    #[error(
        "{key} must not stand in the configuration file, which is copied and shown to people: put it in a file \
         readable by its owner and name that in {key}_file, or set {}",
        variable(key)
    )]
    SecretInFile {
        /// The key.
        key: &'static str,
    },
    /// A secret and its file, both given by one source.
    #[error("{key} and {key}_file are both given; give one")]
    GivenTwice {
        /// The key of the secret.
        key: &'static str,
    },
    /// The file that holds a secret cannot serve.
    #[error("the file of {key} {why}", why = why.english)]
    SecretFile {
        /// The key of the secret.
        key: &'static str,
        /// Why not.
        why: Said,
    },
    /// A key without which the desk cannot work.
    #[error("{key} is missing: {}", how(key))]
    Missing {
        /// The key.
        key: &'static str,
    },
    /// Something is missing, and there is no configuration file at all.
    #[error("no configuration file; looked for {}", listed(looked_in))]
    NoFile {
        /// Where one was looked for.
        looked_in: Vec<PathBuf>,
    },
    /// More faults than a person reads.
    #[error("and {more} more")]
    More {
        /// How many are not listed.
        more: usize,
    },
}

impl ConfigError {
    /// The whole sentence with its place, in the reader's language.
    pub fn sentence(&self, language: Language) -> String {
        let what = match language {
            Language::English => self.fault.to_string(),
            Language::Chinese => chinese::sentence(&self.fault),
        };
        match (&self.origin, language) {
            (Origin::Default, _) => what,
            (origin, Language::English) => format!("{origin}: {what}"),
            (Origin::File { path, line: Some(line) }, Language::Chinese) => {
                format!("{} 第 {line} 行：{what}", path.display())
            }
            (origin, Language::Chinese) => format!("{origin}：{what}"),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Language::English))
    }
}

impl std::error::Error for ConfigError {}

impl Fault {
    /// True if it is why this key has no value: then the key is not missing as well.
    pub(super) fn accounts_for(&self, key: &Key) -> bool {
        match self {
            Self::WrongShape { key: faulty, .. } => *faulty == key.path,
            Self::NotATable { section } => *section == key.parts().0,
            _ => false,
        }
    }

    /// True if keys that were given may not have been seen because of it.
    pub(super) fn hides_keys(&self) -> bool {
        matches!(self, Self::Unreadable { .. } | Self::TooLarge { .. } | Self::NotUtf8 | Self::NotToml { .. })
    }
}

/// At most [`FAULTS_MAX`] faults, and how many more there are.
pub(super) fn bounded(mut faults: Vec<ConfigError>) -> Vec<ConfigError> {
    if faults.len() > FAULTS_MAX {
        let more = faults.len() - FAULTS_MAX;
        faults.truncate(FAULTS_MAX);
        faults.push(ConfigError { origin: Origin::Default, fault: Fault::More { more } });
    }
    faults
}

/// Most faults listed.
pub(super) const FAULTS_MAX: usize = 100;

fn suggested(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; did you mean {nearest:?}?"))
}

fn quoted(found: Option<&str>) -> String {
    found.map_or_else(String::new, |found| format!(" is {:?}", clipped(found)))
}

fn clipped(found: &str) -> String {
    if found.chars().count() <= FOUND_CHARS_MAX {
        return found.to_owned();
    }
    let head: String = found.chars().take(FOUND_CHARS_MAX).collect();
    format!("{head}…")
}

/// Most characters of a wrong value that are quoted back.
const FOUND_CHARS_MAX: usize = 80;

fn variable(key: &str) -> String {
    Key::named(key).map(Key::variable).unwrap_or_default()
}

/// The three ways to set a key.
fn how(path: &str) -> String {
    let Some(key) = Key::named(path) else { return String::new() };
    let flag = key.flag().map(|flag| format!(", or --{flag}")).unwrap_or_default();
    match key.parts() {
        ("", name) => format!("set {name} = {} in yijie.toml, or {}{flag}", key.example, key.variable()),
        (section, name) => {
            format!("set {name} = {} under [{section}] in yijie.toml, or {}{flag}", key.example, key.variable())
        }
    }
}

fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
