//! `cargo xtask check`.

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Instant;

use crate::cargo::cargo;
use crate::{Exit, setup, takes_no_arguments, time};

/// Runs all three, even if one fails: whoever commits wants to know everything at once.
pub fn run(rest: &[OsString]) -> ExitCode {
    if let Err(exit) = takes_no_arguments("check", rest) {
        return exit;
    }
    if let Err(why) = setup::build_needs() {
        eprintln!("{why}");
        return Exit::Usage.into();
    }
    let begun = Instant::now();
    let failed: Vec<&str> = STEPS.iter().filter(|step| !passes(step)).map(|step| step.name).collect();
    let took = time::words(begun.elapsed());
    if failed.is_empty() {
        eprintln!("Checked in {took}.");
        return Exit::Done.into();
    }
    eprintln!("Failed after {took}: {}.", failed.join(", "));
    Exit::Failed.into()
}

fn passes(step: &Step) -> bool {
    let begun = Instant::now();
    let passed = match cargo(step.arguments).status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("cargo: {error}");
            false
        }
    };
    eprintln!("{:<7} {:>12}  {}", step.name, time::words(begun.elapsed()), if passed { "good" } else { step.mend });
    passed
}

struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    /// What to do when it fails.
    mend: &'static str,
}

const STEPS: [Step; 3] = [
    Step {
        name: "format",
        arguments: &["fmt", "--all", "--check"],
        mend: "not good: run `cargo fmt --all` (if there is no such command: `rustup component add rustfmt`)",
    },
    Step {
        name: "clippy",
        arguments: &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"],
        mend: "not good: see above (if there is no such command: `rustup component add clippy`)",
    },
    Step { name: "core", arguments: &["test", "--quiet", "-p", "yijie-core"], mend: "not good: see above" },
];
