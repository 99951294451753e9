//! Windows.

use std::ffi::OsString;
use std::io;
use std::path::Path;

/// In capitals, since Windows compares names without case.
pub(super) fn variable_name(name: OsString) -> OsString {
    name.to_ascii_uppercase()
}

/// Access lists are the installer's to set; they are not read here. Says so of any file that is there.
pub(super) fn is_private(path: &Path) -> io::Result<bool> {
    path.metadata().map(|_| true)
}
