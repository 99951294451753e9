//! `cargo xtask prove`.

use std::ffi::OsString;
use std::process::ExitCode;

use crate::Exit;
use crate::cargo::cargo;
use crate::process::hand_over;
use crate::setup::Setup;

/// Gets what is missing, builds the proof with optimisation and every check on, and becomes it.
pub fn run(rest: &[OsString]) -> ExitCode {
    if let Err(why) = Setup::make() {
        eprintln!("{why}");
        return Exit::Usage.into();
    }
    let mut proof = cargo(&["run", "--quiet", "--profile", "proof", "-p", "yijie-proof", "--"]);
    proof.args(rest);
    hand_over(proof)
}
