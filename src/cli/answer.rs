//! How a command answers: to a person in sentences, to a program in JSON, and to the shell by its exit code.

use std::io::Write;
use std::process::ExitCode;

use serde_json::{Value, json};
use yijie_core::failure::{Exit, Language};

use super::screen::Screen;
use crate::desk::Trouble;

/// Where a command ended.
pub type Answer = Result<Done, Trouble>;

/// What a command has to say at its end.
pub struct Done {
    /// For a program.
    pub json: Value,
    /// What is wrong where the command ended, unless nothing is.
    pub trouble: Option<Trouble>,
}

impl Done {
    /// An answer with which all is well.
    pub fn with(json: Value) -> Self {
        Self { json, trouble: None }
    }

    /// An answer that ends under an entry of the failure book, where there is one: it gives the exit code.
    pub fn under(json: Value, trouble: Option<Trouble>) -> Self {
        Self { json, trouble }
    }
}

/// Says the end of a command, and gives its exit code.
pub fn end(screen: &Screen, answer: Answer) -> ExitCode {
    match answer {
        Ok(done) => {
            if screen.to_program {
                print(&done.json);
            }
            done.trouble.map_or(ExitCode::SUCCESS, |trouble| ExitCode::from(exit_of(&trouble).code()))
        }
        Err(trouble) => {
            if screen.to_program {
                print(&json!({ "error": error(&trouble, screen.language) }));
            } else {
                screen.trouble(&trouble);
            }
            ExitCode::from(exit_of(&trouble).code())
        }
    }
}

/// An error as programs see it.
pub fn error(trouble: &Trouble, language: Language) -> Value {
    let entry = trouble.code.entry();
    let faults: Vec<_> = trouble
        .faults
        .iter()
        .map(|fault| json!({ "code": fault.code(), "path": fault.place.path, "sentence": fault.sentence(language) }))
        .collect();
    json!({
        "code": entry.code,
        "fault": entry.fault.name(Language::English),
        "exit": entry.exit.code(),
        "sentence": trouble.sentence(language),
        "next_step": trouble.next_step(language),
        "detail": trouble.detail(language),
        "faults": faults,
    })
}

fn exit_of(trouble: &Trouble) -> Exit {
    trouble.code.entry().exit
}

fn print(value: &Value) {
    // A closed pipe is no reason to end otherwise than the work did.
    let _ = writeln!(anstream::stdout(), "{value:#}");
}
