//! One settlement against the floor of the same exchanges and the same number of durable writes.
//!
//! Three runs take turns: ours; the same requests through our HTTP client with raw writes, which says what the client
//! costs; and the floor, the same bytes over plain sockets with raw writes. The platform is put back before each, so
//! all three ask it the same things. It thinks for a while about each; that is in all three, and is taken off all three
//! in the ratios of a platform that answers at once.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use yijie::platform::transport::Transport;

use crate::floor::{Disk, exchange};
use crate::statistics::{Pairs, Quartiles, milliseconds};
use crate::trial::{JOURNAL, Trial, bill};
use crate::{Fallible, machine};

/// The worked case, over and over, on one journal.
pub fn measure(runs: usize) -> Fallible<()> {
    println!("\nOne settlement (the worked case, 109 lines), from settle() to the receipt in the journal");
    let commits = count_commits()?;
    let folder = machine::scratch()?;
    let trial = Trial::start(folder.path())?;
    let mut disk = Disk::new(folder.path())?;
    let mut found = Found::default();
    for run in 0..WARM_UP + runs {
        let round = Round::take(&trial, &mut disk, commits, run)?;
        if run >= WARM_UP {
            found.take_in(&round);
        }
    }
    found.print(commits);
    Ok(())
}

/// One run of each.
struct Round {
    ours: Run,
    client: Run,
    floor: Run,
    exchanges: usize,
}

/// How long it took, and how much of that the platform thought.
#[derive(Clone, Copy)]
struct Run {
    whole: Duration,
    thought: Duration,
}

impl Run {
    /// As on a platform that answers at once.
    fn at_once(self) -> Duration {
        self.whole.saturating_sub(self.thought)
    }
}

impl Round {
    fn take(trial: &Trial, disk: &mut Disk, commits: usize, run: usize) -> Fallible<Self> {
        let bill = bill(run)?;
        trial.begin();
        let began = Instant::now();
        let outcome = trial.settle(&bill)?;
        let whole = began.elapsed();
        let (bytes, thought) = trial.platform.end();
        if outcome.stay.printable().is_none() {
            return Err(format!("run {run} did not settle: {:?}", outcome.standing).into());
        }
        let ours = Run { whole, thought };

        let requests = trial.sent();
        let exchanges = requests.len();
        trial.begin();
        let began = Instant::now();
        for (at, request) in requests.iter().enumerate() {
            commit(disk, share(commits, exchanges, at))?;
            trial.transport.send(request)?;
        }
        let client = Run { whole: began.elapsed(), thought: trial.platform.end().1 };

        trial.begin();
        let began = Instant::now();
        for (at, bytes) in bytes.iter().enumerate() {
            commit(disk, share(commits, exchanges, at))?;
            exchange(trial.platform.addr, bytes)?;
        }
        let floor = Run { whole: began.elapsed(), thought: trial.platform.end().1 };
        Ok(Self { ours, client, floor, exchanges })
    }
}

fn commit(disk: &mut Disk, times: usize) -> Fallible<()> {
    for _ in 0..times {
        disk.commit()?;
    }
    Ok(())
}

/// So many of the durable writes fall before this exchange that all of them are made in the end.
fn share(commits: usize, exchanges: usize, at: usize) -> usize {
    commits * (at + 1) / exchanges - commits * at / exchanges
}

#[derive(Default)]
struct Found {
    at_once: Pairs,
    client: Pairs,
    whole: Pairs,
    thought: Vec<f64>,
    exchanges: usize,
}

impl Found {
    fn take_in(&mut self, round: &Round) {
        self.at_once.push(round.ours.at_once(), round.floor.at_once());
        self.client.push(round.client.at_once(), round.floor.at_once());
        self.whole.push(round.ours.whole, round.floor.whole);
        self.thought.push(milliseconds(round.ours.thought));
        self.exchanges = round.exchanges;
    }

    fn print(&self, commits: usize) {
        println!("  {} exchanges, {commits} durable commits", self.exchanges);
        self.at_once.print("settlement, platform answers at once", Some(1.3));
        self.client.print("of which our HTTP client, raw writes", None);
        self.whole.print("settlement, the platform's thinking in both", None);
        println!("  the platform itself thinks {:.3} ms", Quartiles::of(self.thought.clone()).median);
    }
}

/// How many durable commits one settlement takes: what the log says that a desk of its own wrote.
fn count_commits() -> Fallible<usize> {
    let folder = machine::scratch()?;
    let trial = Trial::start(folder.path())?;
    let log = folder.path().join(format!("{JOURNAL}-wal"));
    let before = Log::read(&log)?;
    trial.begin();
    trial.settle(&bill(0)?)?;
    let after = Log::read(&log)?;
    if after.frames < before.frames {
        return Err("the log was written over while commits were counted".into());
    }
    let pages = after.frames - before.frames;
    println!("  it writes {pages} pages of 4 KiB into the log");
    Ok(after.commits - before.commits)
}

/// What a write-ahead log of SQLite holds. The format is documented: <https://www.sqlite.org/fileformat2.html#walformat>.
struct Log {
    frames: usize,
    /// Frames that end a transaction: each was made durable before the call returned.
    commits: usize,
}

impl Log {
    fn read(path: &Path) -> Fallible<Self> {
        let bytes = fs::read(path)?;
        let header = bytes.first_chunk::<32>().ok_or("a log without its header")?;
        let page_bytes = usize::try_from(u32::from_be_bytes([header[8], header[9], header[10], header[11]]))?;
        let salt = &header[16..24];
        let mut log = Self { frames: 0, commits: 0 };
        for frame in bytes[32..].chunks_exact(24 + page_bytes) {
            if &frame[8..16] != salt {
                break;
            }
            log.frames += 1;
            // The size of the database after the commit; nought in every other frame.
            log.commits += usize::from(frame[4..8] != [0; 4]);
        }
        Ok(log)
    }
}

const WARM_UP: usize = 5;
