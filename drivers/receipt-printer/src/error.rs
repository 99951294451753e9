//! What can be wrong with a printer.

use std::io;

use thiserror::Error;

/// Why a job was not printed, by whose fault it is. Never holds the job's text.
#[derive(Debug, Error)]
pub enum PrinterError {
    /// The printer, its network or its device file is not there or takes nothing.
    #[error("printer not reachable ({step}): {source}")]
    Unreachable {
        /// What was tried.
        step: Step,
        /// What the system says.
        source: io::Error,
    },
    /// The printer did not take the bytes in time: out of paper, open, or its network is gone.
    #[error("printer did not answer within {limit_ms} ms ({step})")]
    TimedOut {
        /// What was tried.
        step: Step,
        /// The limit.
        limit_ms: u64,
        /// Bytes that it had taken, as far as is known.
        bytes_taken: usize,
    },
    /// The printer went away in the middle.
    #[error("printer broke off after {bytes_taken} bytes: {source}")]
    BrokenOff {
        /// Bytes that it had taken.
        bytes_taken: usize,
        /// What the system says.
        source: io::Error,
    },
    /// An earlier job still hangs in the device; nothing of this one was sent.
    #[error("printer still holds an earlier job")]
    Held,
    /// No room on the disk; from a line printer's device, the same error means out of paper.
    #[error("no room to print to, or no paper ({step}): {source}")]
    NoRoom {
        /// What was tried.
        step: Step,
        /// What the system says.
        source: io::Error,
    },
    /// This workstation is set up wrong or out of means: no such directory, no right to write, no more threads.
    #[error("printing is not set up rightly on this workstation ({step}): {source}")]
    Workstation {
        /// What was tried.
        step: Step,
        /// What the system says.
        source: io::Error,
    },
}

impl PrinterError {
    /// True if a part of the paper, or all of it, may have come out or may yet: a job that hangs in a device comes
    /// out when paper is put in. A second try may then make a second paper.
    pub fn may_have_printed(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Held | Self::NoRoom { .. } | Self::Workstation { .. } => false,
            // How many bytes a hanging device took is not always known.
            Self::TimedOut { step, .. } => *step != Step::Connect,
            Self::BrokenOff { bytes_taken, .. } => *bytes_taken > 0,
        }
    }
}

/// What a printer was doing when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Connecting over the network.
    Connect,
    /// Opening a device or creating a file.
    Open,
    /// Writing.
    Write,
    /// Making a written file durable.
    Sync,
    /// Giving a finished file its name.
    Rename,
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "connect",
            Self::Open => "open",
            Self::Write => "write",
            Self::Sync => "sync",
            Self::Rename => "rename",
        })
    }
}

/// True for a disk, quota or device without room.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}

/// True for a write that found no room to wait in before its time was up.
pub(crate) fn is_time_out(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}
