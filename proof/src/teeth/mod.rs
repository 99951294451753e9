//! Deliberate bugs, each to be caught in under a minute. What catches nothing proves nothing.

mod machine;
mod redirect;
#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use yijie_core::teeth::{Tooth, bite};

use crate::asked::Asked;
use crate::simulation;

/// Runs the tier: every bug, or the one that is named.
pub fn prove(asked: &Asked) -> Result<(), String> {
    let named = |tooth: &&Tooth| asked.replay.as_ref().is_none_or(|word| word == tooth.word());
    let teeth: Vec<Tooth> = Tooth::ALL.iter().filter(named).copied().collect();
    if teeth.is_empty() {
        return Err("no such bug".to_owned());
    }
    let mut missed = Vec::new();
    for tooth in &teeth {
        let begun = Instant::now();
        let caught = catch(*tooth, asked.seed, LIMIT)?;
        let ms = begun.elapsed().as_millis();
        if let Some(by) = caught {
            println!("{:<26} {ms:>6} ms  {}\n{:>37}{}", tooth.word(), by.tier, "", by.how);
        } else {
            println!("{:<26} {ms:>6} ms  NOT CAUGHT", tooth.word());
            missed.push(tooth.word());
        }
    }
    println!("{} of {} deliberate bugs caught", teeth.len() - missed.len(), teeth.len());
    if missed.is_empty() { Ok(()) } else { Err(format!("not caught: {}", missed.join(", "))) }
}

/// By what a bug was caught.
#[derive(Debug, Clone)]
pub struct Caught {
    pub tier: &'static str,
    pub how: String,
}

/// Catches a bug, or not within the time.
pub fn catch(tooth: Tooth, seed: u64, limit: Duration) -> Result<Option<Caught>, String> {
    match tooth {
        Tooth::RedirectFollowed => trial("the transport over HTTP", tooth, redirect::posts_once),
        Tooth::LateReplyMoves => trial("the machine", tooth, machine::late_reply_moves_nothing),
        Tooth::BillSwappedInDoubt => trial("the machine", tooth, machine::bill_in_doubt_is_not_swapped),
        _ => {
            let begun = Instant::now();
            let found = simulation::hunt(tooth, seed, begun + limit / 2)?.map(|failure| Caught {
                tier: "simulation",
                how: format!("{}: {}", failure.only(), failure.wrong.first().map_or("", String::as_str)),
            });
            // What no schedule of the real desk has shown in time may need other rules than the training platform's.
            Ok(found.or_else(|| {
                let (promise, run) = crate::model::notices(tooth, limit.saturating_sub(begun.elapsed()))?;
                Some(Caught { tier: "model", how: format!("{promise}: {run}") })
            }))
        }
    }
}

/// A promise that holds without the bug and is broken with it.
fn trial(tier: &'static str, tooth: Tooth, promise: fn() -> Result<(), String>) -> Result<Option<Caught>, String> {
    promise().map_err(|why| format!("{}: wrong without the bug too: {why}", tooth.word()))?;
    let _bite = bite(Some(tooth));
    Ok(promise().err().map(|how| Caught { tier, how }))
}

/// For each.
const LIMIT: Duration = Duration::from_mins(1);
