//! Looks for one schedule that goes wrong with a deliberate bug and goes well without it.

use std::time::Instant;

use yijie_core::teeth::{Tooth, bite};

use super::bench::Bench;
use super::fault::{Fault, Kind};
use super::flow::Flow;
use super::places::{Grain, every};
use super::run;
use super::sweep::{Failure, chance};

/// The first schedule that shows the bug: without faults, with each single one, with pairs. `None`: none in time.
pub fn hunt(tooth: Tooth, seed: u64, until: Instant) -> Result<Option<Failure>, String> {
    let flows = Flow::all()?;
    let bench = Bench::new(&format!("hunt-{}-{seed:x}", tooth.word()))?;
    let hunt = Hunt { tooth, seed, until, bench };
    if let Some(found) = flows.iter().find_map(|flow| hunt.one(flow, &[])) {
        return Ok(Some(found));
    }
    let singles: Vec<(&Flow, Vec<Fault>)> = flows.iter().map(|flow| (flow, hunt.singles(flow))).collect();
    for (flow, faults) in &singles {
        if let Some(found) = faults.iter().find_map(|fault| hunt.one(flow, &[*fault])) {
            return Ok(Some(found));
        }
    }
    // Pairs in an order in which neighbours are far apart: what one hides, the next but so many shows.
    for start in 0..PAIR_STRIDE {
        for (flow, faults) in &singles {
            let pairs =
                faults.iter().enumerate().flat_map(|(n, one)| faults[n + 1..].iter().map(move |two| [*one, *two]));
            let mut these = pairs.skip(start).step_by(PAIR_STRIDE);
            if let Some(found) = these.find_map(|pair| hunt.one(flow, &pair)) {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

/// What is wrong in one named schedule with the bug, and what without it.
#[cfg(test)]
pub fn with_and_without(tooth: Tooth, seed: u64, only: &str) -> Result<(Vec<String>, Vec<String>), String> {
    let (name, faults) = only.split_once(':').ok_or("FLOW:FAULTS")?;
    let flow = Flow::all()?.into_iter().find(|flow| flow.name == name).ok_or("no such flow")?;
    let (faults, bench) = (super::fault::parse(faults)?, Bench::new(&format!("known-{}", tooth.word()))?);
    let run = || run::run(&bench, &flow, &faults, chance(seed, &flow, &faults)).wrong;
    let bitten = {
        let _bite = bite(Some(tooth));
        run()
    };
    Ok((bitten, run()))
}

struct Hunt {
    tooth: Tooth,
    seed: u64,
    until: Instant,
    bench: Bench,
}

impl Hunt {
    fn one(&self, flow: &Flow, faults: &[Fault]) -> Option<Failure> {
        if Instant::now() > self.until {
            return None;
        }
        let chance = chance(self.seed, flow, faults);
        let bitten = {
            let _bite = bite(Some(self.tooth));
            run::run(&self.bench, flow, faults, chance)
        };
        // What goes wrong anyway shows nothing of the bug.
        if bitten.wrong.is_empty() || !run::run(&self.bench, flow, faults, chance).wrong.is_empty() {
            return None;
        }
        Some(Failure { flow: flow.name, faults: faults.to_vec(), wrong: bitten.wrong })
    }

    fn singles(&self, flow: &Flow) -> Vec<Fault> {
        let clean = run::run(&self.bench, flow, &[], self.seed);
        let mut faults = every(clean.places, Grain::Commits);
        // With this bug the journal is held while the message is sent, and the queue would wait for it for ever.
        faults.retain(|fault| fault.kind != Kind::Drain || self.tooth != Tooth::SendBeforeIntent);
        faults
    }
}

const PAIR_STRIDE: usize = 211;
