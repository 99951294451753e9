//! The program. Everything is in the library; this is its door.

use std::process::ExitCode;

fn main() -> ExitCode {
    yijie::cli::run()
}
