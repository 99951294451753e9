//! The usual places of Unix (XDG base directories, then the machine's).

use std::ffi::OsString;
use std::path::PathBuf;

use super::variable;

pub(super) fn configuration_directories(variables: &[(OsString, OsString)]) -> Vec<PathBuf> {
    let own = base(variables, "XDG_CONFIG_HOME", ".config");
    own.into_iter().chain([PathBuf::from("/etc")]).map(|place| place.join("yijie")).collect()
}

pub(super) fn state_directory(variables: &[(OsString, OsString)]) -> PathBuf {
    base(variables, "XDG_STATE_HOME", ".local/state").unwrap_or_else(|| PathBuf::from("/var/lib")).join("yijie")
}

/// The directory that the variable names, or the usual one under the user's home. The base directory specification
/// has relative ones ignored.
fn base(variables: &[(OsString, OsString)], name: &str, under_home: &str) -> Option<PathBuf> {
    let absolute = |name| variable(variables, name).map(PathBuf::from).filter(|path| path.has_root());
    absolute(name).or_else(|| absolute("HOME").map(|home| home.join(under_home)))
}
