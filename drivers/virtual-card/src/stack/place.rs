//! The folder that a private stack lives in, and how a program is led to it.

use super::StackError;
use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The folder of one stack: its socket, its configuration, its log. Whoever made it removes it by
/// dropping it; whoever was led to it does not.
#[derive(Debug)]
pub struct Place {
    root: PathBuf,
    is_ours: bool,
}

impl Place {
    /// A new place among this machine's temporary files, readable by its owner alone.
    pub fn new() -> Result<Self, StackError> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let parent = std::env::temp_dir();
        for _ in 0..NAMES_MAX {
            let serial = NEXT.fetch_add(1, Ordering::Relaxed);
            let root = parent.join(format!("yijie-{}-{serial}", std::process::id()));
            match DirBuilder::new().mode(0o700).create(&root) {
                Ok(()) => {
                    let place = Self { root, is_ours: true };
                    if place.socket().as_os_str().len() > SOCKET_PATH_BYTES_MAX {
                        return Err(StackError::PathTooLong(place.root.clone()));
                    }
                    std::fs::create_dir(place.run())?;
                    std::fs::create_dir(place.configuration())?;
                    return Ok(place);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists).into())
    }

    /// The place that this process was introduced to, if it was.
    pub fn from_environment() -> Option<Self> {
        std::env::var_os(PLACE).map(|root| Self::at(Path::new(&root)))
    }

    /// A place that somebody else made.
    pub(super) fn at(root: &Path) -> Self {
        Self { root: root.to_owned(), is_ours: false }
    }

    /// Makes a command a client of the stack in this place.
    pub fn introduce<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env(PLACE, &self.root).env("PCSCLITE_CSOCK_NAME", self.socket())
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where pcscd listens.
    pub fn socket(&self) -> PathBuf {
        self.run().join("pcscd/pcscd.comm")
    }

    /// What pcscd and those around it had to say.
    pub fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    /// What the stack sees as `/run`.
    pub(super) fn run(&self) -> PathBuf {
        self.root.join("run")
    }

    /// pcscd's reader configuration.
    pub(super) fn configuration(&self) -> PathBuf {
        self.root.join("reader.conf.d")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.is_ours
            && let Err(error) = std::fs::remove_dir_all(&self.root)
        {
            tracing::debug!(%error, "the stack's folder was not removed");
        }
    }
}

const PLACE: &str = "YIJIE_STACK_PLACE";
/// `sun_path` has 108 bytes, the last of them zero.
const SOCKET_PATH_BYTES_MAX: usize = 107;
const NAMES_MAX: u32 = 100;
