//! From what the sources gave to typed values, or to every fault there is.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use super::effective::{Effective, Origin};
use super::error::{self, ConfigError, Fault};
use super::source::{Given, Sources};
use super::value::Setting;
use super::{Key, Standard, place};

/// Turns what the sources gave into typed values, and collects what is wrong with it.
pub(super) struct Assembly {
    given: BTreeMap<&'static str, Given>,
    faults: Vec<ConfigError>,
    missing: Vec<ConfigError>,
    effective: Vec<Effective>,
    state: PathBuf,
    looked_in: Option<Vec<PathBuf>>,
    may_miss: bool,
}

impl Assembly {
    pub(super) fn new(sources: Sources, variables: &[(OsString, OsString)]) -> Self {
        Self {
            // A file that is not TOML gives nothing: to call its keys missing would send people the wrong way.
            may_miss: !sources.faults.iter().any(|error| error.fault.hides_keys()),
            given: sources.given,
            faults: sources.faults,
            missing: Vec::new(),
            effective: Vec::new(),
            state: place::state_directory(variables),
            looked_in: sources.looked_in,
        }
    }

    /// The value of one key, or none with the reason noted.
    pub(super) fn take<T: Setting>(&mut self, path: &'static str) -> Option<T> {
        let key = Key::named(path)?;
        let given = self.given.remove(path).or_else(|| self.standing(key));
        let Some(given) = given else {
            let Some(value) = T::absent() else {
                if !self.faults.iter().any(|error| error.fault.accounts_for(key)) {
                    self.missing.push(ConfigError { origin: Origin::Default, fault: Fault::Missing { key: key.path } });
                }
                return None;
            };
            self.note(key, &value, Origin::Default);
            return Some(value);
        };
        match T::parse(&given.text, &given.base) {
            Ok(value) => {
                self.note(key, &value, given.origin);
                Some(value)
            }
            Err(expected) => {
                let found = T::may_be_quoted(&given.text).then(|| given.text.to_string());
                let fault = Fault::WrongValue { key: key.path, found, expected };
                self.faults.push(ConfigError { origin: given.origin, fault });
                None
            }
        }
    }

    pub(super) fn take_effective(&mut self) -> Vec<Effective> {
        std::mem::take(&mut self.effective)
    }

    /// Every fault: first what is wrong, then what is missing, then where a file was looked for in vain.
    pub(super) fn into_faults(mut self) -> Vec<ConfigError> {
        self.faults.sort_by_key(|error| (error.origin.rank(), error.origin.line()));
        if self.may_miss && !self.missing.is_empty() {
            self.faults.append(&mut self.missing);
            if let Some(looked_in) = self.looked_in {
                self.faults.push(ConfigError { origin: Origin::Default, fault: Fault::NoFile { looked_in } });
            }
        }
        error::bounded(self.faults)
    }

    fn note<T: Setting>(&mut self, key: &Key, value: &T, from: Origin) {
        self.effective.push(Effective { key: key.path, value: value.shown(), from });
    }

    fn standing(&self, key: &Key) -> Option<Given> {
        let text = match key.standard {
            Standard::Nothing => return None,
            Standard::Text(text) => text.to_owned(),
            Standard::State(name) => self.state.join(name).to_string_lossy().into_owned(),
        };
        Some(Given { text: text.into(), origin: Origin::Default, base: PathBuf::new() })
    }
}
