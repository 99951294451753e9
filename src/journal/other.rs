//! Files and directories where there are no Unix modes: the profile's own directory is private to its user there.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Options for a new file.
pub(super) fn private() -> OpenOptions {
    OpenOptions::new()
}

/// Makes the directory and those above it. One that is there stays as it is.
pub(super) fn create_directory(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(path)
}

/// Access goes by the directory.
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
pub(super) fn close_to_others(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Access goes by the directory.
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
pub(super) fn open_to_others(_file: &File) -> io::Result<bool> {
    Ok(false)
}

/// A directory cannot be synced here; the file system logs its names itself.
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
pub(super) fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}
