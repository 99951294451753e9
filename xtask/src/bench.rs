//! `cargo xtask bench`.

use std::ffi::OsString;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::cargo::cargo;
use crate::process::hand_over;
use crate::setup::{STACK_VARIABLE, Setup};
use crate::{Exit, time};

/// Gets what is missing, builds as for release, and becomes the measuring program.
pub fn run(rest: &[OsString]) -> ExitCode {
    prepare(rest).map_or_else(
        |why| {
            eprintln!("{why}");
            Exit::Usage.into()
        },
        |bench| bench.map_or(Exit::Failed.into(), hand_over),
    )
}

/// The measurements, ready to run; nothing, if they do not build, which the compiler has explained.
fn prepare(rest: &[OsString]) -> Result<Option<Command>, String> {
    let setup = Setup::make()?;
    let begun = Instant::now();
    eprintln!("Building for release; the first time takes some minutes.");
    let build = ["bench", "--quiet", "-p", "yijie", "--bench", "ratios"];
    let status = cargo(&build).arg("--no-run").status().map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Ok(None);
    }
    let took = time::words(begun.elapsed());
    eprintln!("Built in {took}. Leave the machine alone while it measures: about five minutes.");

    let mut bench = cargo(&build);
    bench.arg("--").args(rest);
    match &setup.stack {
        Ok(folder) => bench.env(STACK_VARIABLE, folder),
        Err(why) => {
            eprintln!("Cards are not measured, for want of a real PC/SC stack: {why}.");
            bench.env(STACK_VARIABLE, "")
        }
    };
    Ok(Some(bench))
}
