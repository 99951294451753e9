//! What a command said, and how it ended.

use std::process::Output;

use serde_json::Value;

#[derive(Debug)]
pub struct Said {
    /// `None`: ended by a signal.
    pub exit: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn of(output: Output) -> Self {
        Self {
            exit: output.status.code(),
            out: String::from_utf8(output.stdout).expect("standard output in UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error in UTF-8"),
        }
    }

    /// Checks the exit code, and hands itself on.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.exit, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    /// The answer to a program. Nothing else may stand on standard output.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }

    /// Checks that this is an error of the failure book: its code, its exit code, a sentence and a next step.
    #[track_caller]
    pub fn fails(self, code: &str) -> Value {
        let json = self.json();
        let error = json["error"].clone();
        assert_eq!(error["code"], code, "{json:#}\n{}", self.err);
        assert_eq!(error["exit"].as_i64(), self.exit.map(i64::from), "{json:#}");
        assert_ne!(self.exit, Some(0), "{json:#}");
        for told in ["sentence", "next_step", "fault"] {
            assert!(error[told].as_str().is_some_and(|text| !text.is_empty()), "{told}: {json:#}");
        }
        error
    }
}

/// An amount as it was written, digit for digit.
#[track_caller]
pub fn yuan(value: &Value) -> String {
    value.as_number().unwrap_or_else(|| panic!("not an amount: {value}")).to_string()
}
