//! Arguments in, exit code out. One file per command.

mod demo;
mod queue;
mod screen;
mod settle;
mod words;

use std::process::ExitCode;

use yijie_core::failure::Language;

/// Runs the program.
pub fn run() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    match arguments.next().as_deref().and_then(|argument| argument.to_str()) {
        Some(demo::INSIDE) => {
            let rest: Vec<_> = arguments.collect();
            ExitCode::from(yijie_virtual_card::stack::inside(&rest))
        }
        _ => run_demo(Language::Chinese),
    }
}

fn run_demo(language: Language) -> ExitCode {
    match demo::again_in_a_stack() {
        Some(Ok(code)) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Some(Err(_)) | None => match demo::run(language) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln_error(&error);
                ExitCode::FAILURE
            }
        },
    }
}

fn eprintln_error(error: &demo::Fell) {
    anstream::eprintln!("{error}");
}
