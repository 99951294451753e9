//! The environment and the files, as arguments: the configuration asks nothing of the machine by itself.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

/// What the configuration needs to know of the machine.
pub trait Surroundings {
    /// The environment.
    fn variables(&self) -> Vec<(OsString, OsString)>;

    /// The first `bytes_max` bytes of a file.
    fn read(&self, path: &Path, bytes_max: usize) -> io::Result<Vec<u8>>;

    /// True if only its owner can read the file.
    fn is_private(&self, path: &Path) -> io::Result<bool>;
}

/// The machine that the program runs on.
#[derive(Debug, Clone, Copy)]
pub struct Machine;

impl Surroundings for Machine {
    fn variables(&self) -> Vec<(OsString, OsString)> {
        std::env::vars_os().map(|(name, value)| (system::variable_name(name), value)).collect()
    }

    fn read(&self, path: &Path, bytes_max: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX);
        File::open(path)?.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn is_private(&self, path: &Path) -> io::Result<bool> {
        system::is_private(path)
    }
}
