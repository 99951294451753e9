//! What counts, and where it came from: `yijie config`.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use super::{Config, Key};

/// One key as it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effective {
    /// Its path.
    pub key: &'static str,
    /// Its value, a secret or a name masked; none where it is unset.
    pub value: Option<String>,
    /// Who gave it.
    pub from: Origin,
}

/// Where a value, or a fault, comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum Origin {
    /// Nobody gave it.
    Default,
    /// The configuration file.
    File {
        /// Which.
        path: PathBuf,
        /// From one; none where the fault is the file's as a whole.
        line: Option<usize>,
    },
    /// An environment variable.
    Env {
        /// Its name.
        var: String,
    },
    /// A flag.
    Flag {
        /// With its dashes.
        name: String,
    },
    /// A file with nothing but a secret in it.
    SecretFile {
        /// Which.
        path: PathBuf,
    },
    /// Set by this program for training.
    Training,
}

impl Config {
    /// Every key with the value that counts and where it came from, in the order of the manual.
    pub fn effective(&self) -> &[Effective] {
        &self.effective
    }

    /// Where the value of a key came from, so that a fault found later can still name file and line.
    pub fn origin(&self, key: &Key) -> &Origin {
        self.effective.iter().find(|effective| effective.key == key.path).map_or(&Origin::Default, |found| &found.from)
    }
}

impl Origin {
    /// The order of the sources: a higher one overrides a lower one.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Default => 0,
            Self::File { .. } | Self::SecretFile { .. } => 1,
            Self::Env { .. } => 2,
            Self::Flag { .. } => 3,
            Self::Training => 4,
        }
    }

    /// The line in the file, nought where there is none.
    pub(super) fn line(&self) -> usize {
        match self {
            Self::File { line, .. } => line.unwrap_or(0),
            _ => 0,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line: Some(line) } => write!(f, "{}:{line}", path.display()),
            Self::File { path, line: None } | Self::SecretFile { path } => write!(f, "{}", path.display()),
            Self::Env { var } => f.write_str(var),
            Self::Flag { name } => f.write_str(name),
            Self::Training => f.write_str("training"),
        }
    }
}
