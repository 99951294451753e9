//! What the configuration promises.

mod documents;
mod faults;
mod flags;
mod secrets;
mod sources;
mod values;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::*;

/// A machine made up for a test.
#[derive(Default)]
struct Fake {
    variables: Vec<(OsString, OsString)>,
    files: BTreeMap<PathBuf, Vec<u8>>,
    open_to_others: Vec<PathBuf>,
    forbidden: Vec<PathBuf>,
}

impl Fake {
    fn with_file(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.files.insert(path.into(), text.as_ref().to_vec());
        self
    }

    fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    fn load(&self) -> Result<Config, Vec<ConfigError>> {
        Config::load(&Overrides::default(), self)
    }

    fn sentences(&self) -> Vec<String> {
        self.load().unwrap_err().iter().map(ToString::to_string).collect()
    }
}

impl Surroundings for Fake {
    fn variables(&self) -> Vec<(OsString, OsString)> {
        self.variables.clone()
    }

    fn read(&self, path: &Path, bytes_max: usize) -> io::Result<Vec<u8>> {
        if self.forbidden.iter().any(|forbidden| forbidden == path) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let bytes = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(bytes[..bytes.len().min(bytes_max)].to_vec())
    }

    fn is_private(&self, path: &Path) -> io::Result<bool> {
        if !self.files.contains_key(path) {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(!self.open_to_others.iter().any(|open| open == path))
    }
}

fn key(path: &str) -> &'static Key {
    Key::named(path).unwrap()
}

/// Everything that must be set, on ten lines; tests append to it.
const WHOLE: &str = r#"[institution]
code = "H36010200001"
name = "南昌市示范医院"
division = "360100"
[desk]
slot = 7
operator = "0042"
operator_name = "陈小红"
[platform]
profile = "jiangxi"
url = "http://10.36.1.20:8080/CSB/"
"#;
