//! The real desk, settlement and journal on a simulated clock, line and disk, the training platform at the other end.
//!
//! One thread a schedule, no runtime, no sleeping: an hour passes in the time that it takes to add it. What is checked
//! is read from both sides' books, not from what the desk says.

mod bench;
mod bills;
mod check;
mod fault;
mod flow;
mod hunt;
mod line;
mod places;
mod run;
mod sweep;
#[cfg(test)]
mod tests;
mod world;

use std::time::{Duration, Instant};

use crate::asked::Asked;
use flow::Flow;
pub use hunt::hunt;
#[cfg(test)]
pub use hunt::with_and_without;
use sweep::{Count, Extent, Tally};

/// Runs the tier: one schedule or the schedules of one flow where that was named, the campaign otherwise.
pub fn prove(asked: &Asked) -> Result<(), String> {
    let flows = Flow::all()?;
    match asked.replay.as_deref() {
        Some(only) if only.contains(':') => replay(asked.seed, only),
        Some(name) => {
            let of_it: Vec<_> = flows.into_iter().filter(|flow| flow.name == name).collect();
            if of_it.is_empty() { Err(format!("no flow {name}")) } else { campaign(asked, &of_it) }
        }
        None => campaign(asked, &flows),
    }
}

/// One schedule: `plain:m7:reply-lost+s12:stop`.
fn replay(seed: u64, only: &str) -> Result<(), String> {
    let (name, faults) = only.split_once(':').ok_or("say FLOW:FAULTS, for example plain:m7:reply-lost")?;
    let flow = Flow::all()?.into_iter().find(|flow| flow.name == name).ok_or_else(|| format!("no flow {name}"))?;
    let faults = fault::parse(faults)?;
    let bench = bench::Bench::new("replay")?;
    let found = run::run(&bench, &flow, &faults, sweep::chance(seed, &flow, &faults));
    println!("{}; {} of {} faults struck; {:?}", flow.does, found.struck, faults.len(), found.places);
    if found.wrong.is_empty() {
        println!("nothing is wrong");
        return Ok(());
    }
    for line in &found.story {
        println!("{line}");
    }
    Err(found.wrong.join("\n"))
}

fn campaign(asked: &Asked, flows: &[Flow]) -> Result<(), String> {
    let lasts = asked.lasts.unwrap_or(SLICE);
    let begun = Instant::now();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{:<8} {:>17} {:>21} {:>12} {:>9}", "flow", "single faults", "pairs", "triples", "wrong");
    let mut all = Tally::default();
    for (flow, left) in flows.iter().zip((1..=flows.len()).rev()) {
        // What one flow does not use of its share is the next ones'.
        let share = lasts.saturating_sub(begun.elapsed()) / u32::try_from(left).unwrap_or(1);
        let extent = Extent {
            seed: asked.seed,
            until: sweep::until(share),
            single_stride: 1,
            pair_stride: if asked.lasts.is_some() { 1 } else { SLICE_STRIDE },
            threads,
            failures_max: FAILURES_MAX,
        };
        let tally = sweep::sweep(flow, &extent)?;
        print(flow.name, &tally);
        add(&mut all, tally);
    }
    print("all", &all);
    let (schedules, took) = (all.singles.run + all.pairs.run + all.triples.run, begun.elapsed());
    let a_second = u128::from(schedules) * 1_000 / took.as_millis().max(1);
    println!("{schedules} schedules in {} s, {a_second} a second on {threads} cores", took.as_secs());
    println!("triples: {} of {}, {}", all.triples.run, all.triples.of, share(all.triples));
    verdict(asked.seed, &all)
}

fn verdict(seed: u64, all: &Tally) -> Result<(), String> {
    if all.failures.is_empty() {
        println!(
            "0 doubled, 0 lost, 0 receipts without a settlement, 0 cents of difference, 0 stays stuck, 0 ids used twice"
        );
        return Ok(());
    }
    let lines = all.failures.iter().take(SHOWN_MAX).map(|failure| {
        format!(
            "cargo xtask prove simulation --seed {seed} --replay {}\n    {}",
            failure.only(),
            failure.wrong.join("; ")
        )
    });
    Err(format!("{} schedules went wrong\n{}", all.failed, lines.collect::<Vec<_>>().join("\n")))
}

fn print(name: &str, tally: &Tally) {
    let of = |count: Count| format!("{} of {}", count.reached, count.of);
    println!(
        "{name:<8} {:>17} {:>21} {:>12} {:>9}",
        of(tally.singles),
        of(tally.pairs),
        tally.triples.reached,
        tally.failed
    );
}

/// In parts of a million, since floats have no place here.
fn share(count: Count) -> String {
    format!("{} in a million", count.run.saturating_mul(1_000_000) / count.of.max(1))
}

fn add(all: &mut Tally, one: Tally) {
    for (sum, count) in [(&mut all.singles, one.singles), (&mut all.pairs, one.pairs), (&mut all.triples, one.triples)]
    {
        sum.run += count.run;
        sum.reached += count.reached;
        sum.of += count.of;
    }
    all.failed += one.failed;
    all.failures.extend(one.failures);
}

/// Without a duration.
const SLICE: Duration = Duration::from_secs(40);
/// Every so many-th pair in the slice.
const SLICE_STRIDE: u64 = 97;
const FAILURES_MAX: usize = 50;
const SHOWN_MAX: usize = 20;
