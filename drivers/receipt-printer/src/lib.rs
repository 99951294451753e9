//! Receipt printers: a trait, and the ways that a desk reaches one.
//!
//! A driver prints what it is given, once, and says whether that went well. It doesn't try again: whether another
//! try could put a second original into the world is for the caller to judge, by [`PrinterError::may_have_printed`].
//! None of these printers answers, so `Ok` means that every byte was handed over, not that paper came out.

mod device;
mod error;
mod file;
mod form;
mod job;
mod tcp;

pub use device::DevicePrinter;
pub use error::{PrinterError, Step};
pub use file::FilePrinter;
pub use form::{Cut, Form, FourByte};
pub use job::{Job, JobError};
pub use tcp::{TcpLimits, TcpPrinter};

/// Where a receipt comes out.
pub trait ReceiptPrinter: Send {
    /// Prints the job. Returns within a stated time, whatever the printer does.
    fn print(&mut self, job: &Job) -> Result<(), PrinterError>;
}
