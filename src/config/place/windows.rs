//! The usual places of Windows: one configuration for the machine, since cashiers share it.

use std::ffi::OsString;
use std::path::PathBuf;

use super::variable;

pub(super) fn configuration_directories(variables: &[(OsString, OsString)]) -> Vec<PathBuf> {
    vec![state_directory(variables)]
}

pub(super) fn state_directory(variables: &[(OsString, OsString)]) -> PathBuf {
    // Windows compares names of variables without case, and the machine hands them in capitals.
    let data = variable(variables, "PROGRAMDATA").map_or_else(|| PathBuf::from(r"C:\ProgramData"), PathBuf::from);
    data.join("yijie")
}
