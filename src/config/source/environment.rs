//! The environment: a variable for each key, and no other that begins as they do.

use std::ffi::OsString;
use std::path::Path;

use super::Sources;
use crate::config::declare::VARIABLE_PREFIX;
use crate::config::error::{ConfigError, Fault};
use crate::config::nearest::nearest;
use crate::config::place::CONFIG_VARIABLE;
use crate::config::{KEYS, Key, Origin};

/// Takes every key that has a variable. A `YIJIE_` variable that is none is a misspelt one.
pub(super) fn read(variables: &[(OsString, OsString)], sources: &mut Sources) {
    for (name, value) in variables {
        let name = name.to_string_lossy();
        if !name.starts_with(VARIABLE_PREFIX) || name == CONFIG_VARIABLE || STACK_VARIABLES.contains(&name.as_ref()) {
            continue;
        }
        let origin = Origin::Env { var: name.to_string() };
        let fault = match (KEYS.iter().find(|key| key.variable() == name), value.to_str()) {
            (Some(key), Some(text)) => {
                sources.give(key, text.to_owned(), origin, Path::new(""));
                continue;
            }
            (Some(_), None) => Fault::NotUtf8,
            (None, _) => {
                let known = KEYS.iter().map(Key::variable).chain([CONFIG_VARIABLE.to_owned()]);
                Fault::UnknownVariable { nearest: nearest(&name, known) }
            }
        };
        sources.faults.push(ConfigError { origin, fault });
    }
}

/// Set for the private PC/SC stack of the demonstration and the tests: no keys, and no misspelt ones either.
const STACK_VARIABLES: [&str; 2] = ["YIJIE_PCSC_STACK", "YIJIE_STACK_PLACE"];
