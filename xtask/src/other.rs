//! Handing over to another program, where a process can't become one.

use std::process::{Command, ExitCode};

use crate::Exit;

/// Runs that program to its end and gives its exit code.
pub fn hand_over(mut command: Command) -> ExitCode {
    match command.status() {
        Ok(status) => {
            status.code().and_then(|code| u8::try_from(code).ok()).map_or(Exit::Failed.into(), ExitCode::from)
        }
        Err(error) => {
            eprintln!("{}: {error}", command.get_program().display());
            Exit::Failed.into()
        }
    }
}
