//! The real binary, real files, the training platform as a process of its own; either is killed at any moment.
//!
//! A *day* is a handful of commands at one desk, each with a chance that the program, the platform or both are killed
//! in the middle. Then everything heals, the queue is worked off, and both sides' books must agree.

mod check;
mod day;
mod platform;
mod station;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use crate::asked::Asked;
use day::Covered;

/// Days of the slice, when no duration is asked for.
const DAYS_IN_SLICE: u64 = 12;
/// Days that run side by side: they mostly wait for each other's processes and for horizons.
const DAYS_AT_ONCE: u64 = 4;
/// The program under proof; without it, the one that lies beside this.
const BINARY_VARIABLE: &str = "YIJIE_BINARY";

/// Runs days until the time is up; the first that fails ends it.
pub fn run(asked: &Asked) -> Result<(), String> {
    let binary = binary()?;
    let began = Instant::now();
    let (next, failed) = (AtomicU64::new(0), AtomicBool::new(false));
    let more = |nth: u64| match asked.lasts {
        _ if failed.load(Ordering::Relaxed) => false,
        Some(lasts) => began.elapsed() < lasts,
        None => nth < DAYS_IN_SLICE,
    };
    let line = || -> Result<Covered, String> {
        let mut covered = Covered::default();
        loop {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            if !more(nth) {
                return Ok(covered);
            }
            let seed = asked.seed.wrapping_add(nth);
            match day::live(seed, &binary) {
                Ok(day) => covered += day,
                Err(why) => {
                    // Nobody begins another one.
                    failed.store(true, Ordering::Relaxed);
                    return Err(format!("{why}\nreplay: cargo xtask prove process --seed {seed}"));
                }
            }
        }
    };
    let lines = std::thread::scope(|scope| {
        let lines: Vec<_> = (0..DAYS_AT_ONCE).map(|_| scope.spawn(line)).collect();
        lines
            .into_iter()
            .map(|line| line.join().unwrap_or_else(|_| Err("a day panicked".to_owned())))
            .collect::<Vec<_>>()
    });
    let mut covered = Covered::default();
    for line in lines {
        covered += line?;
    }
    println!("{covered}, in {:.0} s, from seed {}", began.elapsed().as_secs_f64(), asked.seed);
    Ok(())
}

fn binary() -> Result<PathBuf, String> {
    let named = std::env::var_os(BINARY_VARIABLE).map(PathBuf::from);
    let beside = || std::env::current_exe().ok()?.parent().map(|folder| folder.join(file_name()));
    let binary = named.or_else(beside).filter(|path: &PathBuf| Path::is_file(path));
    binary.ok_or_else(|| format!("no program to prove: build it, and name it in {BINARY_VARIABLE}"))
}

fn file_name() -> OsString {
    format!("yijie{}", std::env::consts::EXE_SUFFIX).into()
}
