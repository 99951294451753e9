//! `cargo xtask test`.

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Instant;

use crate::cargo::cargo;
use crate::setup::{STACK_VARIABLE, Setup};
use crate::{Exit, time};

/// Gets what is missing, and runs every test of every crate.
pub fn run(rest: &[OsString]) -> ExitCode {
    match test(rest) {
        Ok(exit) => exit.into(),
        Err(why) => {
            eprintln!("{why}");
            Exit::Usage.into()
        }
    }
}

fn test(rest: &[OsString]) -> Result<Exit, String> {
    let setup = Setup::make()?;
    let begun = Instant::now();
    // The proof stands apart: it is built with its deliberate bugs, which Cargo would otherwise build into every crate
    // that it tests along with it, and optimised, since its slices are long.
    for which in [&["test", "--workspace", "--exclude", PROOF][..], &["test", "--profile", "proof", "-p", PROOF]] {
        let mut tests = cargo(which);
        match &setup.stack {
            Ok(folder) => tests.env(STACK_VARIABLE, folder),
            // Named and empty: an old folder below `target` must not be tried again by the tests, which would then
            // fail for a reason that is none of the program's.
            Err(_) => tests.env(STACK_VARIABLE, ""),
        };
        let status = tests.args(rest).status().map_err(|error| format!("cargo: {error}"))?;
        if !status.success() {
            eprintln!("Tests failed, after {}.", time::words(begun.elapsed()));
            return Ok(Exit::Failed);
        }
    }
    let took = time::words(begun.elapsed());
    let how = match &setup.stack {
        Ok(_) => ", on a real PC/SC stack".to_owned(),
        Err(why) => format!("; those on a real PC/SC stack were SKIPPED: {why}"),
    };
    eprintln!("All tests passed in {took}{how}.");
    Ok(Exit::Done)
}

/// The crate of the proof.
const PROOF: &str = "yijie-proof";
