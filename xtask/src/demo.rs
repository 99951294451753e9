//! `cargo xtask demo`.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::cargo::{built, cargo};
use crate::process::hand_over;
use crate::setup::{STACK_VARIABLE, Setup};
use crate::{Exit, time};

/// Gets, builds and becomes `yijie demo`.
pub fn run(rest: &[OsString]) -> ExitCode {
    prepare(rest).map_or_else(
        |why| {
            eprintln!("{why}");
            Exit::Usage.into()
        },
        |demo| demo.map_or(Exit::Failed.into(), hand_over),
    )
}

/// The demo, ready to run; nothing, if it does not build, which the compiler has explained.
fn prepare(rest: &[OsString]) -> Result<Option<Command>, String> {
    let setup = Setup::make()?;
    let begun = Instant::now();
    eprintln!("Building yijie; the first time takes some minutes, later ones seconds.");
    let status = cargo(&["build", "--quiet", "-p", "yijie", "-p", "yijie-virtual-card", "--bins"])
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Ok(None);
    }
    eprintln!("Built in {}.", time::words(begun.elapsed()));

    let mut demo = Command::new(built()?.join(format!("yijie{EXE_SUFFIX}")));
    demo.arg("demo").args(rest);
    match &setup.stack {
        Ok(folder) => {
            demo.env(STACK_VARIABLE, folder);
        }
        Err(why) => eprintln!("The demo goes on without a real PC/SC stack: {why}."),
    }
    Ok(Some(demo))
}
