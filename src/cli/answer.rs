//! How a command answers: to a person in sentences, to a program in JSON, and to the shell by its exit code.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::Value;
use yijie_core::failure::{Exit, Language};

use super::screen::Screen;
use crate::api::Failed;
use crate::api::view::{ErrorAnswer, TroubleView};
use crate::desk::Trouble;
use crate::journal::JournalError;

/// Where a command ended.
pub type Answer = Result<Done, Fell>;

/// What a command has to say at its end.
pub struct Done {
    /// For a program.
    pub json: Value,
    /// What is wrong where the command ended, unless nothing is: it gives the exit code.
    pub error: Option<TroubleView>,
}

/// Why a command did not come to its end.
#[derive(Debug)]
pub enum Fell {
    /// As found out in this process.
    Here(Box<Failed>),
    /// As the daemon told it.
    There(Box<ErrorAnswer>),
}

impl Done {
    /// An answer with which all is well.
    pub fn with(document: &impl Serialize) -> Self {
        Self::under(document, None)
    }

    /// An answer that ends under an entry of the failure book, where there is one.
    pub fn under(document: &impl Serialize, error: Option<TroubleView>) -> Self {
        // Documents have texts for keys, so they can be written.
        Self { json: serde_json::to_value(document).unwrap_or_default(), error }
    }
}

impl Fell {
    /// As callers read it. `training` is left out where it is not known.
    pub fn view(self, language: Language, training: Option<bool>) -> ErrorAnswer {
        match self {
            Self::Here(failed) => failed.view(language, training),
            Self::There(answer) => *answer,
        }
    }

    /// True if this is what it fell over.
    pub fn is(&self, code: impl Into<yijie_core::failure::Code>) -> bool {
        let code = code.into();
        match self {
            Self::Here(failed) => failed.code() == code,
            Self::There(answer) => answer.error().is_some_and(|error| error.code == code.as_str()),
        }
    }
}

impl From<Trouble> for Fell {
    fn from(trouble: Trouble) -> Self {
        Failed::from(trouble).into()
    }
}

impl From<JournalError> for Fell {
    fn from(error: JournalError) -> Self {
        Trouble::from(error).into()
    }
}

impl From<Failed> for Fell {
    fn from(failed: Failed) -> Self {
        Self::Here(Box::new(failed))
    }
}

/// Says the end of a command, and gives its exit code.
pub fn end(screen: &Screen, answer: Answer) -> ExitCode {
    match answer {
        Ok(done) => {
            if screen.to_program {
                print(&done.json);
            }
            done.error.map_or(ExitCode::SUCCESS, |error| ExitCode::from(error.exit))
        }
        Err(fell) => {
            let answer = fell.view(screen.language, screen.training);
            let exit = answer.error().map_or(Exit::ThisProgram.code(), |error| error.exit);
            if screen.to_program {
                print(&serde_json::to_value(&answer).unwrap_or_default());
            } else if let Some(error) = answer.error() {
                screen.trouble(error);
            }
            ExitCode::from(exit)
        }
    }
}

fn print(value: &Value) {
    // A closed pipe is no reason to end otherwise than the work did.
    let _ = writeln!(anstream::stdout(), "{value:#}");
}
