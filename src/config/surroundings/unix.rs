//! Unix.

use std::ffi::OsString;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

pub(super) fn variable_name(name: OsString) -> OsString {
    name
}

pub(super) fn is_private(path: &Path) -> io::Result<bool> {
    Ok(path.metadata()?.mode() & GROUP_AND_OTHERS == 0)
}

const GROUP_AND_OTHERS: u32 = 0o077;
