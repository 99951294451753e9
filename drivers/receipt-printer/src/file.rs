//! Printing to a directory: for a demo, for a hospital that prints from its own system, for tests.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use tempfile::Builder;

use crate::ReceiptPrinter;
use crate::error::{PrinterError, Step, is_full};
use crate::form::Form;
use crate::job::Job;

/// Writes each job to a file of its own, named by its id (`.txt` for text, `.prn` else) and readable by its owner
/// only. The file appears whole or not at all, and is durable when `print` returns. A job of the same id takes the
/// place of the one before, so trying again after an error never makes a second paper.
#[derive(Debug, Clone)]
pub struct FilePrinter {
    directory: PathBuf,
    form: Form,
}

impl FilePrinter {
    /// Prints into a directory that exists.
    pub fn new(directory: impl Into<PathBuf>, form: Form) -> Self {
        Self { directory: directory.into(), form }
    }

    /// Where the job stands once it is printed.
    pub fn path_of(&self, job: &Job) -> PathBuf {
        let extension = if self.form == Form::Text { "txt" } else { "prn" };
        self.directory.join(format!("{}.{extension}", job.id()))
    }
}

impl ReceiptPrinter for FilePrinter {
    fn print(&mut self, job: &Job) -> Result<(), PrinterError> {
        // Hidden, unguessable, 0600, and removed again if anything below fails.
        let mut file = Builder::new()
            .prefix(".printing-")
            .tempfile_in(&self.directory)
            .map_err(|source| failed(Step::Open, source))?;
        file.write_all(&self.form.bytes(job)).map_err(|source| failed(Step::Write, source))?;
        file.as_file().sync_all().map_err(|source| failed(Step::Sync, source))?;
        file.persist(self.path_of(job)).map_err(|error| failed(Step::Rename, error.error))?;
        sync_directory(&self.directory).map_err(|source| failed(Step::Sync, source))
    }
}

/// A new name is durable only once its directory is.
#[cfg(unix)]
fn sync_directory(directory: &std::path::Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// Other systems can't sync a directory.
#[cfg(not(unix))]
fn sync_directory(_: &std::path::Path) -> io::Result<()> {
    Ok(())
}

fn failed(step: Step, source: io::Error) -> PrinterError {
    if is_full(&source) { PrinterError::NoRoom { step, source } } else { PrinterError::Workstation { step, source } }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn job(id: &str, text: &str) -> Job {
        Job::new(id, text.into()).unwrap()
    }

    #[test]
    fn job_stands_whole_under_its_id_and_nothing_else_is_left() {
        let directory = tempfile::tempdir().unwrap();
        let mut printer = FilePrinter::new(directory.path(), Form::Text);
        printer.print(&job("ZY1-original", "应退 1.00\n")).unwrap();
        printer.print(&job("ZY1-original", "应退 2.00\n")).unwrap();
        let names: Vec<_> = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["ZY1-original.txt"]);
        assert_eq!(fs::read_to_string(directory.path().join("ZY1-original.txt")).unwrap(), "应退 2.00\n");
    }

    #[cfg(unix)]
    #[test]
    fn file_is_readable_by_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;

        let directory = tempfile::tempdir().unwrap();
        let mut printer = FilePrinter::new(directory.path(), Form::Text);
        let paper = job("ZY1", "李秀兰\n");
        printer.print(&paper).unwrap();
        let mode = fs::metadata(printer.path_of(&paper)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn missing_directory_is_a_fault_of_the_workstation() {
        let directory = tempfile::tempdir().unwrap();
        let error = FilePrinter::new(directory.path().join("gone"), Form::Text).print(&job("a", "x\n")).unwrap_err();
        assert!(matches!(error, PrinterError::Workstation { step: Step::Open, .. }), "{error}");
        assert!(!error.may_have_printed());
    }

    #[test]
    fn name_that_cannot_be_taken_leaves_no_half_file() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("a.txt")).unwrap();
        let error = FilePrinter::new(directory.path(), Form::Text).print(&job("a", "x\n")).unwrap_err();
        assert!(matches!(error, PrinterError::Workstation { step: Step::Rename, .. }), "{error}");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn full_disk_is_named_as_such() {
        let error = failed(Step::Write, io::ErrorKind::StorageFull.into());
        assert!(matches!(error, PrinterError::NoRoom { step: Step::Write, .. }));
    }
}
