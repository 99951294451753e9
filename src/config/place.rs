//! Where the configuration file and the program's state are looked for.

#[cfg(any(unix, test))]
mod unix;
#[cfg(any(windows, test))]
mod windows;

use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

use super::error::{ConfigError, Fault};
use super::{Origin, Surroundings};

/// The variable that names the configuration file.
pub(super) const CONFIG_VARIABLE: &str = "YIJIE_CONFIG";

/// What came of looking.
pub(super) enum Found {
    /// A file, read.
    File { path: PathBuf, text: String },
    /// A file that cannot serve.
    Faulty(ConfigError),
    /// None in any of the usual places.
    Nothing { looked_in: Vec<PathBuf> },
}

/// The file named by flag or variable, which must be there; else the first there is in the usual places.
pub(super) fn find(named: Option<&Path>, variables: &[(OsString, OsString)], surroundings: &dyn Surroundings) -> Found {
    let named = named.map(Path::to_owned).or_else(|| variable(variables, CONFIG_VARIABLE).map(PathBuf::from));
    if let Some(path) = named {
        return read(&path, surroundings).unwrap_or_else(|why| {
            let origin = Origin::File { path, line: None };
            Found::Faulty(ConfigError { origin, fault: Fault::Unreadable { why } })
        });
    }
    let mut looked_in = vec![PathBuf::from(FILE_NAME)];
    looked_in.extend(system::configuration_directories(variables).into_iter().map(|place| place.join(FILE_NAME)));
    for path in &looked_in {
        if let Ok(found) = read(path, surroundings) {
            return found;
        }
    }
    Found::Nothing { looked_in }
}

/// Where this user's programs keep their state.
pub(super) fn state_directory(variables: &[(OsString, OsString)]) -> PathBuf {
    system::state_directory(variables)
}

/// The value of a variable that is set to something.
pub(super) fn variable<'a>(variables: &'a [(OsString, OsString)], name: &str) -> Option<&'a OsStr> {
    let found = variables.iter().find(|(key, _)| key.as_os_str() == OsStr::new(name));
    found.map(|(_, value)| value.as_os_str()).filter(|value| !value.is_empty())
}

/// The file, or what is wrong with it, or an error that says it is not there.
fn read(path: &Path, surroundings: &dyn Surroundings) -> Result<Found, String> {
    let faulty =
        |line, fault| Found::Faulty(ConfigError { origin: Origin::File { path: path.to_owned(), line }, fault });
    let bytes = match surroundings.read(path, FILE_BYTES_MAX + 1) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(error.to_string());
        }
        Err(error) => return Ok(faulty(None, Fault::Unreadable { why: error.to_string() })),
    };
    if bytes.len() > FILE_BYTES_MAX {
        return Ok(faulty(None, Fault::TooLarge { bytes_max: FILE_BYTES_MAX }));
    }
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Found::File { path: path.to_owned(), text },
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            faulty(Some(good.split(|byte| *byte == b'\n').count()), Fault::NotUtf8)
        }
    })
}

const FILE_NAME: &str = "yijie.toml";
const FILE_BYTES_MAX: usize = 1 << 20;

#[cfg(test)]
mod tests;
