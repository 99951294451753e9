//! The proof: campaigns that try to lose or double a settlement, one tier a word.
//!
//! `cargo xtask prove` builds and runs this. Each tier prints what it covered in numbers; a failure prints one line
//! that replays it.
#![allow(clippy::print_stdout, clippy::print_stderr)] // it speaks

mod asked;
mod drain;
mod model;
#[cfg(unix)]
mod process;
mod simulation;
mod teeth;
mod tier;

use std::process::ExitCode;

use asked::Asked;

fn main() -> ExitCode {
    let asked = Asked::read();
    let mut code = ExitCode::SUCCESS;
    for tier in asked.tiers() {
        println!("== {}: {}", tier.name, tier.does);
        if let Err(why) = (tier.run)(&asked) {
            eprintln!("{}: {why}", tier.name);
            code = ExitCode::FAILURE;
        }
    }
    code
}
