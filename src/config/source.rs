//! What each source gives, and the later one before the earlier.

mod environment;
mod file;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::ConfigError;
use super::place::{self, Found};
use super::{Key, Origin, Overrides, Surroundings};

/// What was given for a key, not yet understood.
pub(super) struct Given {
    /// As it stands; a list separated by commas. It may be a secret.
    pub(super) text: Zeroizing<String>,
    pub(super) origin: Origin,
    /// What a relative path in it is relative to; empty for the directory that the program runs in.
    pub(super) base: PathBuf,
}

/// What all sources gave, and what is wrong with them.
#[derive(Default)]
pub(super) struct Sources {
    pub(super) given: BTreeMap<&'static str, Given>,
    pub(super) faults: Vec<ConfigError>,
    /// Where a file was looked for, if none was found.
    pub(super) looked_in: Option<Vec<PathBuf>>,
}

impl Sources {
    /// Reads file, environment and flags, in this order.
    pub(super) fn read(flags: &Overrides, surroundings: &dyn Surroundings) -> Self {
        let mut sources = Self::default();
        let variables = surroundings.variables();
        match place::find(flags.config_file.as_deref(), &variables, surroundings) {
            Found::File { path, text } => file::read(&path, &text, &mut sources),
            Found::Faulty(fault) => sources.faults.push(fault),
            Found::Nothing { looked_in } => sources.looked_in = Some(looked_in),
        }
        environment::read(&variables, &mut sources);
        sources.override_with(flags);
        sources
    }

    pub(super) fn override_with(&mut self, flags: &Overrides) {
        for (path, text) in &flags.values {
            let Some(key) = Key::named(path) else { continue };
            let name = format!("--{}", key.flag().unwrap_or_default());
            self.give(key, text.clone(), Origin::Flag { name }, Path::new(""));
        }
    }

    /// Takes what a source gives, in place of what an earlier source gave.
    pub(super) fn give(&mut self, key: &'static Key, text: String, origin: Origin, base: &Path) {
        self.given.insert(key.path, Given { text: Zeroizing::new(text), origin, base: base.to_owned() });
    }
}
