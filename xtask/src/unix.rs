//! Handing over to another program, on Unix.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use crate::Exit;

/// Becomes that program. So its exit code and the terminal's signals are its own, with nobody between.
pub fn hand_over(mut command: Command) -> ExitCode {
    let error = command.exec();
    eprintln!("{}: {error}", command.get_program().display());
    Exit::Failed.into()
}
