//! `cargo xtask prove`.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use crate::cargo::{cargo, target};
use crate::process::hand_over;
use crate::setup::Setup;
use crate::{Exit, time};

/// Gets what is missing, builds the proof with optimisation and every check on, and becomes it.
pub fn run(rest: &[OsString]) -> ExitCode {
    prepare(rest).map_or_else(
        |why| {
            eprintln!("{why}");
            Exit::Usage.into()
        },
        |proof| proof.map_or(Exit::Failed.into(), hand_over),
    )
}

/// The proof, ready to run; nothing, if something does not build, which the compiler has explained.
pub fn prepare(rest: &[OsString]) -> Result<Option<Command>, String> {
    Setup::make()?;
    let begun = std::time::Instant::now();
    eprintln!("Building the program and the proof; the first time takes some minutes.");
    // Two calls: whoever is built together shares features, and the program to prove is the one that users get.
    for build in
        [&["build", "--quiet", "-p", "yijie"][..], &["build", "--quiet", "--profile", "proof", "-p", "yijie-proof"]]
    {
        if !cargo(build).status().map_err(|error| format!("cargo: {error}"))?.success() {
            return Ok(None);
        }
    }
    eprintln!("Built in {}.", time::words(begun.elapsed()));
    let program = |folder: &str, name: &str| -> Result<_, String> {
        Ok(target()?.join(folder).join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
    };
    let mut proof = Command::new(program("proof", "yijie-proof")?);
    proof.env("YIJIE_BINARY", program("debug", "yijie")?).args(rest);
    Ok(Some(proof))
}
