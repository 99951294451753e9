//! What this desk is told: who it is, which platform it speaks to, where it keeps things, and its limits.
//!
//! Every key is declared once, in `keys.rs`. The file `yijie.toml`, the `YIJIE_…` variables, the flags, the manual
//! (`docs/configuration.md`) and the example (`yijie.example.toml`) follow from that declaration. A later source
//! overrides an earlier one: defaults, file, environment, flags. Every fault is found, not only the first, and each
//! names its place: file and line, variable or flag. No fault, and no view of the configuration, shows a secret.

mod assembly;
mod declare;
mod document;
mod effective;
mod error;
mod flags;
mod keys;
mod language;
mod nearest;
mod place;
mod secrets;
mod source;
mod surroundings;
mod training;
mod value;

pub use declare::{Key, Standard};
pub use document::{example, markdown};
pub use effective::{Effective, Origin};
pub use error::{ConfigError, Fault};
pub use flags::{Overrides, add_flags};
pub use keys::{Api, Config, Desk, Institution, Journal, KEYS, Limits, Log, Platform, Reader, Receipt};
pub use language::{LanguageChoice, of_locale};
pub use surroundings::{Machine, Surroundings};
pub use training::TrainingDesk;
pub use value::{
    DeskNumber, HttpUrl, LogLevel, Loopback, Paper, Printer, ProfileChoice, ReaderChoice, Said, SealCipher, SecretText,
    Setting, Shape, Text, WebOrigin, Whole,
};
pub use yijie_core::failure::Language;

use assembly::Assembly;
use source::Sources;

impl Config {
    /// The configuration of this desk: defaults, then the first file found in the usual places, then the
    /// environment, then `flags`. On failure every fault found, in the order of the sources.
    pub fn load(flags: &Overrides, surroundings: &dyn Surroundings) -> Result<Self, Vec<ConfigError>> {
        Self::from_sources(Sources::read(flags, surroundings), surroundings)
    }

    fn from_sources(mut sources: Sources, surroundings: &dyn Surroundings) -> Result<Self, Vec<ConfigError>> {
        secrets::resolve(&mut sources, surroundings);
        let mut assembly = Assembly::new(sources, &surroundings.variables());
        let config = Self::assemble(&mut assembly);
        let faults = assembly.into_faults();
        config.filter(|_| faults.is_empty()).ok_or(faults)
    }
}

#[cfg(test)]
mod tests;
