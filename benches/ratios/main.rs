//! What the program costs, as ratios against raw floors: `cargo xtask bench`.
//!
//! Every ratio is of one pair: a run of ours and the run of the floor beside it, A B A B …, so that what the machine
//! does meanwhile falls on both. What is printed is the median of these ratios and its quartiles. Nothing is asserted
//! about time: a machine that is slow today is no fault of the code. The method is in `docs/performance.md`.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::float_arithmetic)] // it prints, and it divides times

mod card;
mod daemon;
mod floor;
mod machine;
mod platform;
mod present;
mod readers;
mod sealing;
mod settlement;
mod statistics;
mod stays;
mod trial;

use std::error::Error;
use std::ffi::OsString;
use std::process::ExitCode;

use yijie_virtual_card::stack::inside;

use self::readers::{INSIDE, Plugged};

/// What anything here fails with: a measurement that can't be made says why and ends.
type Fallible<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    if let Some((first, rest)) = words.split_first()
        && first == INSIDE
    {
        return ExitCode::from(inside(rest));
    }
    let wanted = match Wanted::parse(&words) {
        Ok(wanted) => wanted,
        Err(why) => {
            eprintln!("{why}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&wanted) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(wanted: &Wanted) -> Fallible<ExitCode> {
    if wanted.card || wanted.present {
        // libpcsclite finds its service by the environment, so the whole program is run once more as its client.
        if let Some(code) = readers::again_in_a_stack()? {
            return Ok(code);
        }
    }
    machine::facts()?;
    // Kept to the end: a daemon without a PC/SC service would look for it every few seconds.
    let mut stack = None;
    if wanted.card || wanted.present {
        match Plugged::start() {
            Ok(mut plugged) => {
                if wanted.card {
                    card::measure(&mut plugged, wanted.runs)?;
                }
                if wanted.present {
                    present::measure(&mut plugged, wanted.runs)?;
                }
                stack = Some(plugged);
            }
            Err(why) => println!("\nCard read, card present: not measured: {why}"),
        }
    }
    if wanted.settlement {
        settlement::measure(wanted.runs)?;
    }
    if wanted.sealing {
        sealing::measure(wanted.runs)?;
    }
    if wanted.journal {
        stays::measure(wanted.runs.min(STAYS_RUNS_MAX), wanted.stays)?;
    }
    if wanted.daemon {
        daemon::measure(wanted.runs)?;
    }
    drop(stack);
    Ok(ExitCode::SUCCESS)
}

/// What is to be measured, and how often.
#[expect(clippy::struct_excessive_bools, reason = "each is one word of the command line")]
struct Wanted {
    runs: usize,
    card: bool,
    present: bool,
    settlement: bool,
    daemon: bool,
    sealing: bool,
    journal: bool,
    stays: usize,
}

impl Wanted {
    fn parse(words: &[OsString]) -> Result<Self, String> {
        let (mut runs, mut stays) = (RUNS, STAYS);
        let mut parts = Vec::new();
        let mut words = words.iter().map(|word| word.to_string_lossy());
        while let Some(word) = words.next() {
            match &*word {
                // Cargo adds this to whatever it benches.
                "--bench" => {}
                "--runs" => {
                    let number = words.next().unwrap_or_default();
                    runs = number.parse().ok().filter(|runs| *runs > 0).ok_or("--runs wants a number above 0")?;
                }
                "--stays" => {
                    let number = words.next().unwrap_or_default();
                    stays = number.parse().ok().filter(|stays| *stays >= 10).ok_or("--stays wants a number above 9")?;
                }
                part if PARTS.contains(&part) => parts.push(part.to_owned()),
                other => return Err(format!("{other}: not understood")),
            }
        }
        let has = |part: &str| parts.is_empty() || parts.iter().any(|wanted| wanted == part);
        Ok(Self {
            runs,
            card: has("card"),
            present: has("present"),
            settlement: has("settlement"),
            daemon: has("daemon"),
            sealing: has("sealing"),
            journal: has("journal"),
            stays,
        })
    }
}

/// Pairs of runs of each measurement, unless told otherwise.
const RUNS: usize = 200;
/// Stays of the journal that is measured, unless told otherwise.
const STAYS: usize = 100_000;
/// Pairs of runs at most on a large journal: each start of it is one.
const STAYS_RUNS_MAX: usize = 60;
const PARTS: [&str; 6] = ["card", "present", "settlement", "daemon", "sealing", "journal"];
const USAGE: &str =
    "usage: cargo xtask bench [--runs N] [--stays N] [card] [present] [settlement] [daemon] [sealing] [journal]";
