//! Which schedules are run: every single fault, every pair, and triples by seed.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::bench::Bench;
use super::fault::{Fault, words};
use super::flow::Flow;
use super::places::{Grain, every};
use super::run::{self, Found, Places};

/// What was run of one flow, and what came of it.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub singles: Count,
    pub pairs: Count,
    pub triples: Count,
    /// The first of what was wrong, each with the words that replay it.
    pub failures: Vec<Failure>,
    pub failed: u64,
}

/// Schedules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Run.
    pub run: u64,
    /// Of which every fault struck.
    pub reached: u64,
    /// There are.
    pub of: u64,
}

/// A schedule that went wrong.
#[derive(Debug, Clone)]
pub struct Failure {
    pub flow: &'static str,
    pub faults: Vec<Fault>,
    pub wrong: Vec<String>,
}

impl Failure {
    /// The words that run it again.
    pub fn only(&self) -> String {
        format!("{}:{}", self.flow, words(&self.faults))
    }
}

/// How much is run.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    pub seed: u64,
    /// When pairs that are left, and then triples, are no longer begun.
    pub until: Instant,
    /// Every n-th single fault: one is every one.
    pub single_stride: usize,
    /// Every n-th pair: one is every pair.
    pub pair_stride: u64,
    pub threads: usize,
    /// Failures kept to be shown. When there are so many, it stops.
    pub failures_max: usize,
}

/// Runs one flow.
pub fn sweep(flow: &Flow, extent: &Extent) -> Result<Tally, String> {
    let benches: Vec<Bench> = (0..extent.threads.max(1))
        .map(|n| Bench::new(&format!("{}-{n}-{:x}", flow.name, extent.seed)))
        .collect::<Result<_, _>>()?;
    let Some(first) = benches.first() else { return Err("no thread".to_owned()) };
    let clean = run::run(first, flow, &[], extent.seed);
    if !clean.wrong.is_empty() {
        return Err(format!("{} is wrong without any fault: {}", flow.name, clean.wrong.join("; ")));
    }
    let work = Work { flow, extent, clean: clean.places, tally: Mutex::default(), stop: AtomicBool::new(false) };
    work.singles(&benches);
    work.pairs(&benches);
    work.triples(&benches);
    Ok(work.tally.into_inner().unwrap_or_default())
}

struct Work<'a> {
    flow: &'a Flow,
    extent: &'a Extent,
    clean: Places,
    tally: Mutex<Tally>,
    stop: AtomicBool,
}

impl Work<'_> {
    /// Every single fault, the disk's at every single operation too.
    fn singles(&self, benches: &[Bench]) {
        let all = every(self.clean, Grain::Operations);
        self.tally(|tally| tally.singles.of += all.len() as u64);
        let stride = self.extent.single_stride.max(1);
        let begin = usize::try_from(self.extent.seed).unwrap_or_default() % stride;
        let some: Vec<Fault> = all.into_iter().skip(begin).step_by(stride).collect();
        self.share(benches, &some, |bench, fault| {
            self.one(bench, &[*fault], |tally| &mut tally.singles);
        });
    }

    /// Every fault of the clean run with every one that the run then comes by: also on the way of its recovery.
    fn pairs(&self, benches: &[Bench]) {
        let firsts = every(self.clean, Grain::Commits);
        self.share(benches, &firsts, |bench, first| {
            if !self.goes_on() {
                return;
            }
            let alone = run::run(bench, self.flow, &[*first], self.chance(&[*first]));
            let seconds = every(alone.places, Grain::Commits);
            let place = |fault: &Fault| firsts.iter().position(|one| one == fault);
            // A pair that the clean run comes by twice over is run from its earlier end only.
            let seconds = seconds.iter().filter(|second| place(second) > place(first) || place(second).is_none());
            for (n, second) in (self.extent.seed..).zip(seconds) {
                self.tally(|tally| tally.pairs.of += 1);
                if !self.goes_on() || n % self.extent.pair_stride != 0 {
                    continue;
                }
                self.one(bench, &[*first, *second], |tally| &mut tally.pairs);
            }
        });
    }

    /// Triples drawn by the seed, for as long as there is time.
    fn triples(&self, benches: &[Bench]) {
        let firsts = every(self.clean, Grain::Operations);
        let n = firsts.len() as u64;
        self.tally(|tally| tally.triples.of = n * (n - 1) * (n - 2) / 6);
        let lanes: Vec<u64> = (0..benches.len() as u64).collect();
        self.share(benches, &lanes, |bench, lane| {
            let mut chance = self.extent.seed ^ (lane + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            while self.goes_on() {
                let mut drawn = [0; 3].map(|_: u8| {
                    let place = usize::try_from(draw(&mut chance) % n).unwrap_or_default();
                    firsts.get(place).copied()
                });
                drawn.sort();
                let [Some(one), Some(two), Some(three)] = drawn else { break };
                if one != two && two != three {
                    self.one(bench, &[one, two, three], |tally| &mut tally.triples);
                }
            }
        });
    }

    fn one(&self, bench: &Bench, faults: &[Fault], count: fn(&mut Tally) -> &mut Count) {
        let found = run::run(bench, self.flow, faults, self.chance(faults));
        self.tally(|tally| {
            let count = count(tally);
            count.run += 1;
            count.reached += u64::from(found.struck == faults.len());
            note(tally, self.flow, faults, found);
        });
        let full = self.tally(|tally| tally.failures.len() >= self.extent.failures_max);
        self.stop.fetch_or(full, Ordering::Relaxed);
    }

    /// The same faults have the same luck.
    fn chance(&self, faults: &[Fault]) -> u64 {
        chance(self.extent.seed, self.flow, faults)
    }

    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed) && Instant::now() < self.extent.until
    }

    fn tally<T>(&self, change: impl FnOnce(&mut Tally) -> T) -> T {
        change(&mut self.tally.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Gives the items to the threads, each with a bench of its own.
    fn share<T: Sync>(&self, benches: &[Bench], items: &[T], work: impl Fn(&Bench, &T) + Sync) {
        let next = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for bench in benches {
                let (next, work) = (&next, &work);
                scope.spawn(move || {
                    while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if self.stop.load(Ordering::Relaxed) {
                            break;
                        }
                        work(bench, item);
                    }
                });
            }
        });
    }
}

fn note(tally: &mut Tally, flow: &Flow, faults: &[Fault], found: Found) {
    if found.wrong.is_empty() {
        return;
    }
    tally.failed += 1;
    tally.failures.push(Failure { flow: flow.name, faults: faults.to_vec(), wrong: found.wrong });
}

/// What a power cut leaves is drawn from the seed and the schedule, so that the schedule's words replay it.
pub fn chance(seed: u64, flow: &Flow, faults: &[Fault]) -> u64 {
    let mut chance = seed;
    for byte in format!("{}:{}", flow.name, words(faults)).bytes() {
        chance = (chance ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    draw(&mut chance)
}

/// `SplitMix64`.
fn draw(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// From now on for so long.
pub fn until(lasts: Duration) -> Instant {
    Instant::now() + lasts
}
