//! The drain: a province's desks come back to a platform that was away for hours.
//!
//! The pace of each desk is the product's own, [`yijie_core::pace`], driven by simulated answers and time; the
//! platform is a model, whose figures stand in [`Scenario`]. The same seed gives the same run.
#![allow(clippy::float_arithmetic)] // it divides times

mod chance;
mod client;
mod page;
mod platform;
mod plot;
mod scenario;
mod world;

use crate::asked::Asked;
use page::Page;
use scenario::Scenario;
use world::Run;

/// Runs every scenario, prints the table, and holds `docs/drain.md` to it; `RENEW_DOCS=1` writes it anew.
pub fn run(asked: &Asked) -> Result<(), String> {
    let runs: Vec<(Scenario, Run)> =
        Scenario::all().into_iter().map(|scenario| (scenario.clone(), world::run(&scenario, asked.seed))).collect();
    let page = Page::of(&runs, asked.seed);
    println!("{}", page.table());
    let broken: Vec<String> = runs.iter().filter_map(|(scenario, run)| scenario.broken(run)).collect();
    if !broken.is_empty() {
        return Err(format!("{}\nagain: cargo xtask prove drain --seed {}", broken.join("\n"), asked.seed));
    }
    if asked.seed == SEED_OF_THE_PAGE { page.hold() } else { Ok(()) }
}

/// The page shows this seed's runs.
const SEED_OF_THE_PAGE: u64 = 2026;

#[cfg(test)]
mod tests;
