//! The chores: one word each, and each gets what it needs before it begins.
//!
//! This program stands on the standard library alone, so that it builds in a second on a machine that has nothing yet.
#![allow(clippy::print_stdout, clippy::print_stderr)] // the chores speak

mod bench;
mod cargo;
mod check;
mod demo;
mod docs;
mod help;
mod prove;
mod setup;
mod test;
mod time;

#[cfg(not(unix))]
#[path = "other.rs"]
mod process;
#[cfg(unix)]
#[path = "unix.rs"]
mod process;

use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    let Some(word) = words.next() else {
        eprint!("{}", help::overview());
        return Exit::Usage.into();
    };
    let rest: Vec<OsString> = words.collect();
    if let Some(chore) = word.to_str().and_then(chore) {
        if rest.iter().any(|word| word == "--help") && !["demo", "prove"].contains(&chore.name) {
            print!("{}", help::of(chore));
            return Exit::Done.into();
        }
        return (chore.run)(&rest);
    }
    eprintln!("There is no chore {}.\n", word.display());
    eprint!("{}", help::overview());
    Exit::Usage.into()
}

/// The chore of that name.
fn chore(name: &str) -> Option<&'static Chore> {
    let name = if ["-h", "--help"].contains(&name) { "help" } else { name };
    CHORES.iter().find(|chore| chore.name == name)
}

/// One chore. [`help`] is made of these.
struct Chore {
    name: &'static str,
    /// What may follow the name.
    arguments: &'static str,
    /// One line.
    does: &'static str,
    /// What one wants to know before running it.
    more: &'static str,
    run: fn(&[OsString]) -> ExitCode,
}

/// How a chore of our own ends; a program that is handed over to gives its own code.
#[derive(Clone, Copy)]
enum Exit {
    Done = 0,
    /// What was run failed.
    Failed = 1,
    /// A word that is not understood, or something that is missing and could not be got.
    Usage = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Refuses words after a chore that takes none.
fn takes_no_arguments(chore: &str, rest: &[OsString]) -> Result<(), ExitCode> {
    let Some(word) = rest.first() else { return Ok(()) };
    eprintln!("cargo xtask {chore} takes no arguments, and got {}.", word.display());
    Err(Exit::Usage.into())
}

const CHORES: &[Chore] = &[
    Chore {
        name: "demo",
        arguments: "[ARGS]",
        does: "watch patients leave the hospital, on a card in a real PC/SC stack",
        more: "Gets what is missing, builds, and runs `yijie demo ARGS` against the built-in training platform on\n\
               loopback. The card is virtual, the PC/SC service is real and private: it is unpacked below `target`\n\
               and never installed, and the machine's own is neither stopped nor used. Where it can't start, the\n\
               same card is plugged in without it, and the demo says so. Ends with the code of `yijie demo`:\n\
               0 when every figure adds up.",
        run: demo::run,
    },
    Chore {
        name: "test",
        arguments: "[ARGS]",
        does: "get what is missing and run every test: `cargo test --workspace ARGS`",
        more: "This is what the continuous build runs. The tests of the card reader want the private PC/SC stack of\n\
               the demo; where it can't run they are skipped, and the last line says so.",
        run: test::run,
    },
    Chore {
        name: "check",
        arguments: "",
        does: "before every commit: format, clippy, the core's tests; under a minute when warm",
        more: "All three are run even if one fails, each with its time. `cargo fmt` mends the first.",
        run: check::run,
    },
    Chore {
        name: "docs",
        arguments: "",
        does: "write the pages in `docs` that are made from the code",
        more: "The tests compare them with the code, so run this when one says that a page is old.",
        run: docs::run,
    },
    Chore {
        name: "setup",
        arguments: "",
        does: "only get what the other chores need",
        more: "On Debian-like systems, missing packages are installed by apt-get, as root or by a sudo that asks\n\
               nothing; otherwise you are shown the command. Elsewhere you are shown a list. The packages of the\n\
               private PC/SC stack are unpacked below `target`. Run it again whenever you like.",
        run: setup::run,
    },
    Chore {
        name: "bench",
        arguments: "[ARGS]",
        does: "measure against raw floors, as ratios; some minutes on a quiet machine",
        more: "Builds for release and measures a card read, a card's coming, a settlement, sealing, the daemon\n\
               and a journal of 100 000 stays, each against\n\
               the same bytes without us, in turn. It prints medians and quartiles and asserts nothing.",
        run: bench::run,
    },
    Chore {
        name: "prove",
        arguments: "[ARGS]",
        does: "try to lose or double a settlement: TIER, --seed N, --for DURATION",
        more: "Builds the proof with optimisation and every check on, and runs one tier or all. Without --for each\n\
               runs the short fixed slice that the tests run too. It prints what it covered in numbers; a failure\n\
               prints one line that replays it.",
        run: prove::run,
    },
    Chore { name: "help", arguments: "[CHORE]", does: "this page, or more on one chore", more: "", run: help::run },
];
