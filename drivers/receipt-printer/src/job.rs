//! What is printed.

use std::fmt;

use thiserror::Error;

/// One paper: a name for it, and its text. The text holds personal data and never shows in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Job {
    id: String,
    text: String,
}

impl Job {
    /// Takes an id that is fit for a file name and a text whose only control characters are line feeds, since
    /// any other would reach the printer as a command.
    pub fn new(id: &str, text: String) -> Result<Self, JobError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if id.is_empty() || id.len() > ID_LEN_MAX || id.starts_with('.') || !id.bytes().all(plain) {
            return Err(JobError::Id);
        }
        if text.len() > TEXT_BYTES_MAX {
            return Err(JobError::TooLong);
        }
        if let Some(at) = text.find(|character: char| character.is_control() && character != '\n') {
            return Err(JobError::Control { at_byte: at });
        }
        Ok(Self { id: id.to_owned(), text })
    }

    /// The job's name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The text in full.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("id", &self.id).field("text_bytes", &self.text.len()).finish()
    }
}

/// Why a text can't be a job: a fault of the program that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum JobError {
    /// Empty, long, hidden, or with characters that a file name should not have.
    #[error("a job id is letters, digits, '-', '_' and '.', does not begin with '.', and has at most {ID_LEN_MAX}")]
    Id,
    /// Longer than any receipt.
    #[error("more than {TEXT_BYTES_MAX} bytes of text")]
    TooLong,
    /// A control character other than a line feed.
    #[error("a control character at byte {at_byte}")]
    Control {
        /// Where it stands.
        at_byte: usize,
    },
}

const ID_LEN_MAX: usize = 80;
/// A receipt has about two kilobytes.
const TEXT_BYTES_MAX: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_that_could_leave_its_directory_or_hide_is_refused() {
        for id in ["", "..", ".x", "a/b", "a\\b", "结算", "a b", &"x".repeat(81)] {
            assert_eq!(Job::new(id, String::new()), Err(JobError::Id), "{id}");
        }
        assert!(Job::new("ZY2026-1.original_0", "一\n".into()).is_ok());
    }

    #[test]
    fn text_that_holds_a_printer_command_is_refused() {
        assert_eq!(Job::new("a", "李\u{1B}@".into()), Err(JobError::Control { at_byte: 3 }));
        assert_eq!(Job::new("a", "x\ty".into()), Err(JobError::Control { at_byte: 1 }));
        assert_eq!(Job::new("a", "x".repeat(64 * 1024 + 1)), Err(JobError::TooLong));
    }

    #[test]
    fn debug_of_a_job_shows_no_text() {
        let job = Job::new("a", "李秀兰".into()).unwrap();
        assert_eq!(format!("{job:?}"), r#"Job { id: "a", text_bytes: 9 }"#);
    }
}
