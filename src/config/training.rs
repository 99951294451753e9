//! The desk that people learn at: nothing of the real one's configuration reaches it.

use std::path::Path;

use super::source::Sources;
use super::{Config, ConfigError, Key, Origin, Overrides, Surroundings};

/// What the training desk must be told.
pub struct TrainingDesk<'a> {
    /// Where it keeps its journal, keys and receipts. Absolute, or relative to where the program runs.
    pub directory: &'a Path,
    /// The training platform's address.
    pub url: &'a str,
    /// The access key that the training platform accepts.
    pub key: &'a str,
    /// The secret that goes with it. It guards nothing.
    pub secret: &'a str,
}

impl Config {
    /// A desk of the training platform, complete. File and environment are not read, so that nothing meant for the
    /// real platform gets here; `flags` count for what training does not set itself, such as language and paper.
    pub fn training(
        desk: &TrainingDesk<'_>,
        flags: &Overrides,
        surroundings: &dyn Surroundings,
    ) -> Result<Self, Vec<ConfigError>> {
        let mut sources = Sources::default();
        sources.override_with(flags);
        // A flag that names a real platform's credentials must not read them either.
        sources.given.retain(|path, _| !path.starts_with("platform."));
        let inside = |name: &str| desk.directory.join(name).to_string_lossy().into_owned();
        let receipts = format!("file:{}", inside("receipts"));
        let (journal, seal, token) = (inside("journal.sqlite"), inside("journal.key"), inside("api.token"));
        let presets = [
            ("institution.code", "H44010000001"),
            ("institution.name", "广州市示范医院"),
            ("institution.division", "440100"),
            ("desk.slot", "1"),
            ("desk.operator", "T001"),
            ("desk.operator_name", "练习员"),
            ("platform.profile", "training"),
            ("platform.url", desk.url),
            ("platform.key", desk.key),
            ("platform.secret", desk.secret),
            ("journal.path", &journal),
            ("journal.key_file", &seal),
            ("api.token_file", &token),
        ];
        for (path, text) in presets {
            sources.preset(path, text);
        }
        // Port 0, since the real desk may run beside it.
        for (path, text) in [("receipt.printer", receipts.as_str()), ("api.listen", "127.0.0.1:0")] {
            if !sources.given.contains_key(path) {
                sources.preset(path, text);
            }
        }
        Self::from_sources(sources, surroundings)
    }
}

impl Sources {
    fn preset(&mut self, path: &str, text: &str) {
        if let Some(key) = Key::named(path) {
            self.give(key, text.to_owned(), Origin::Training, Path::new(""));
        }
    }
}
