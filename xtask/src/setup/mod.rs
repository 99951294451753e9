//! Gets what a machine lacks, and says what and why before it does.
//!
//! Needs of the build stop a chore when they can't be met. Those of the private PC/SC stack don't: without it the
//! same virtual card is plugged in through the same seam, and the chore says that it was so.

mod apt;
mod namespaces;
mod need;
mod pcsc_stack;
mod plan;
mod program;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use need::{Need, Wanted};
use plan::Plan;

use crate::{Exit, cargo, takes_no_arguments};

/// Names the folder of the private PC/SC stack to the demo and the tests.
pub const STACK_VARIABLE: &str = "YIJIE_PCSC_STACK";

/// What the set-up came to.
pub struct Setup {
    /// The folder into which the private PC/SC stack is unpacked, or why there is none.
    pub stack: Result<PathBuf, String>,
}

impl Setup {
    /// Meets every need. The error is what a person must do before the chore can run.
    pub fn make() -> Result<Self, String> {
        let unmet = meet(&|_| true)?;
        let stack = if unmet.is_empty() {
            namespaces::probe().and_then(|()| pcsc_stack::ensure(&cargo::target()?, STACK_VARIABLE))
        } else {
            Err(format!("missing: {}", unmet.iter().map(|need| need.what).collect::<Vec<_>>().join(", ")))
        };
        Ok(Self { stack: stack.map_err(|why| why.trim_end_matches('.').to_owned()) })
    }
}

/// Meets the needs of the build alone.
pub fn build_needs() -> Result<(), String> {
    meet(&|need| need.wanted == Wanted::ToBuild).map(|_| ())
}

/// `cargo xtask setup`.
pub fn run(rest: &[OsString]) -> ExitCode {
    if let Err(exit) = takes_no_arguments("setup", rest) {
        return exit;
    }
    match Setup::make() {
        Ok(setup) => {
            match setup.stack {
                Ok(folder) => eprintln!("Ready to build; the private PC/SC stack is in {}.", folder.display()),
                Err(why) => eprintln!("Ready to build; demo and tests do without a real PC/SC stack: {why}."),
            }
            Exit::Done.into()
        }
        Err(why) => {
            eprintln!("{why}");
            Exit::Usage.into()
        }
    }
}

/// Meets those needs that `counts`; gives the ones of the private stack that stay unmet.
fn meet(counts: &dyn Fn(&Need) -> bool) -> Result<Vec<&'static Need>, String> {
    let missing = || need::unmet().into_iter().filter(|need| counts(need)).collect::<Vec<_>>();
    let before = missing();
    if before.is_empty() {
        return Ok(before);
    }
    let plan = Plan::of(&before, apt::Machine::look());
    eprint!("{}", plan.words());
    let Plan::Install { packages, rights, .. } = &plan else {
        return without(before, "see above");
    };
    if let Err(why) = apt::install(packages, *rights) {
        return without(before, &why);
    }
    let after = missing();
    if after.is_empty() { Ok(after) } else { without(after, "apt-get installed it and it still does not answer") }
}

/// Goes on without what only the private stack wants; stops where the build wants it.
fn without(unmet: Vec<&'static Need>, why: &str) -> Result<Vec<&'static Need>, String> {
    let build: Vec<_> = unmet.iter().filter(|need| need.wanted == Wanted::ToBuild).map(|need| need.what).collect();
    if build.is_empty() {
        return Ok(unmet);
    }
    Err(format!("Yijie can't be built without {}: {why}.", build.join(", ")))
}
