//! Printing to a device file, as `/dev/usb/lp0` is.
//!
//! A device that is out of paper may block its writer for ever, and a blocked write can't be taken back. So a thread
//! of its own writes; past the limit it is given up and the printer is *held* until the device lets go.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::thread;
use std::time::Duration;

use crate::ReceiptPrinter;
use crate::error::{PrinterError, Step, is_full};
use crate::form::Form;
use crate::job::Job;

/// A printer behind a device file.
#[derive(Debug)]
pub struct DevicePrinter {
    path: PathBuf,
    form: Form,
    write_ms_max: u64,
    /// The end of a job that was given up and may still be in the device.
    held: Option<Receiver<Result<(), PrinterError>>>,
}

impl DevicePrinter {
    /// How long a device has for a job, unless told otherwise.
    pub const WRITE_MS_MAX_DEFAULT: u64 = 10_000;

    /// Prints to the device at `path`, giving each job `write_ms_max` from opening to the last byte.
    pub fn new(path: impl Into<PathBuf>, form: Form, write_ms_max: u64) -> Self {
        Self { path: path.into(), form, write_ms_max, held: None }
    }

    /// True while an earlier job hangs in the device.
    fn is_held(&mut self) -> bool {
        let held = self.held.as_ref().is_some_and(|job| matches!(job.try_recv(), Err(TryRecvError::Empty)));
        if !held {
            self.held = None;
        }
        held
    }
}

impl ReceiptPrinter for DevicePrinter {
    fn print(&mut self, job: &Job) -> Result<(), PrinterError> {
        if self.is_held() {
            return Err(PrinterError::Held);
        }
        let (sender, ended) = mpsc::sync_channel(1);
        let (path, bytes) = (self.path.clone(), self.form.bytes(job));
        thread::Builder::new()
            .name("receipt-device".to_owned())
            // Nobody listens any more if the job was given up.
            .spawn(move || drop(sender.send(write_to(&path, &bytes))))
            .map_err(|source| PrinterError::Workstation { step: Step::Open, source })?;
        match ended.recv_timeout(Duration::from_millis(self.write_ms_max)) {
            Ok(result) => result,
            Err(RecvTimeoutError::Timeout) => {
                self.held = Some(ended);
                Err(PrinterError::TimedOut { step: Step::Write, limit_ms: self.write_ms_max, bytes_taken: 0 })
            }
            Err(RecvTimeoutError::Disconnected) => {
                Err(PrinterError::BrokenOff { bytes_taken: 0, source: io::ErrorKind::Other.into() })
            }
        }
    }
}

fn write_to(path: &Path, bytes: &[u8]) -> Result<(), PrinterError> {
    // Neither created nor truncated: a device that isn't there must not become a file that is.
    let mut device = OpenOptions::new().write(true).open(path).map_err(|source| match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::IsADirectory => {
            PrinterError::Workstation { step: Step::Open, source }
        }
        _ => PrinterError::Unreachable { step: Step::Open, source },
    })?;
    let mut bytes_taken = 0;
    while let Some(rest) = bytes.get(bytes_taken..).filter(|rest| !rest.is_empty()) {
        match device.write(rest) {
            Ok(0) => return Err(PrinterError::BrokenOff { bytes_taken, source: io::ErrorKind::WriteZero.into() }),
            Ok(count) => bytes_taken += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(source) if is_full(&source) && bytes_taken == 0 => {
                return Err(PrinterError::NoRoom { step: Step::Write, source });
            }
            Err(source) => return Err(PrinterError::BrokenOff { bytes_taken, source }),
        }
    }
    Ok(())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::fs;
    use std::process::Command;
    use std::time::Instant;

    use super::*;

    fn job(text: &str) -> Job {
        Job::new("t", text.into()).unwrap()
    }

    fn fifo(directory: &tempfile::TempDir) -> PathBuf {
        let path = directory.path().join("lp0");
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        path
    }

    #[test]
    fn device_takes_exactly_the_bytes_of_the_job() {
        let directory = tempfile::tempdir().unwrap();
        let path = fifo(&directory);
        let reader = thread::spawn({
            let path = path.clone();
            move || fs::read_to_string(path).unwrap()
        });
        DevicePrinter::new(path, Form::Text, 5_000).print(&job("应退 1.00\n")).unwrap();
        assert_eq!(reader.join().unwrap(), "应退 1.00\n");
    }

    #[test]
    fn device_that_hangs_times_out_and_is_held_until_it_lets_go() {
        let directory = tempfile::tempdir().unwrap();
        let path = fifo(&directory);
        let mut printer = DevicePrinter::new(&path, Form::Text, 100);
        let begun = Instant::now();
        // Nobody reads: even opening blocks.
        let error = printer.print(&job("one\n")).unwrap_err();
        assert!(matches!(error, PrinterError::TimedOut { limit_ms: 100, .. }), "{error}");
        assert!(error.may_have_printed() && begun.elapsed() < Duration::from_secs(5));
        assert!(matches!(printer.print(&job("two\n")), Err(PrinterError::Held)));

        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
        let reader = thread::spawn(move || fs::read_to_string(path).unwrap());
        printer.write_ms_max = 5_000;
        let let_go = (0..500).find_map(|_| match printer.print(&job("three\n")) {
            // The first job's thread has still to end.
            Err(PrinterError::Held) => {
                thread::sleep(Duration::from_millis(10));
                None
            }
            end => Some(end),
        });
        let_go.unwrap().unwrap();
        assert_eq!(reader.join().unwrap(), "three\n");
    }

    #[test]
    fn device_that_is_not_there_is_unreachable_and_is_not_made() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lp0");
        let error = DevicePrinter::new(&path, Form::Text, 1_000).print(&job("x\n")).unwrap_err();
        assert!(matches!(error, PrinterError::Unreachable { step: Step::Open, .. }), "{error}");
        assert!(!error.may_have_printed() && !path.exists());
    }

    #[test]
    fn device_without_room_says_so() {
        let error = DevicePrinter::new("/dev/full", Form::Text, 1_000).print(&job("x\n")).unwrap_err();
        assert!(matches!(error, PrinterError::NoRoom { step: Step::Write, .. }), "{error}");
        assert!(!error.may_have_printed());
    }
}
