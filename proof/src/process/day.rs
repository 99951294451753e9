//! One day at the desk, with kills.

use std::fmt::{self, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::ops::AddAssign;
use std::path::Path;
use std::process::Child;
use std::time::Duration;

use fastrand::Rng;
use serde_json::Value;

use super::check;
use super::platform::{Line, Platform};
use super::station::{Said, Station, fixture};

/// The stays of the day, with their bills. The first two exist on the platform, the third is registered by its bill.
pub const STAYS: [(&str, &str); 3] =
    [("ZY2026110001", "worked-case"), ("ZY2026110002", "wang-jianguo"), ("ZY2026110005", "with-admission")];
/// Commands of a day, at most.
const COMMANDS_MAX: u64 = 9;
/// No kill comes later than this after a command began.
const KILL_AFTER_MS_MAX: u64 = 700;
/// How often the queue is worked off before a stay counts as stuck.
const TURNS_MAX: u32 = 12;

/// What days went through.
#[derive(Debug, Clone, Copy, Default)]
pub struct Covered {
    days: u64,
    commands: u64,
    program_kills: u64,
    platform_kills: u64,
    settlements: u64,
    cancels: u64,
    reversals: u64,
}

/// Lives the day of that seed to its end, and checks both sides' books.
pub fn live(seed: u64, binary: &Path) -> Result<Covered, String> {
    let mut rng = Rng::with_seed(seed);
    let station = Station::new(binary)?;
    match Day::begin(&mut rng, binary, &station).and_then(|day| day.live(&mut rng)) {
        Ok(covered) => Ok(covered),
        Err(why) => Err(format!("{why}\nits folder is kept: {}", station.keep().display())),
    }
}

struct Day<'a> {
    station: &'a Station,
    platform: Platform,
    /// The daemon, on days that have one.
    daemon: Option<Child>,
    has_daemon: bool,
    covered: Covered,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Victim {
    Nobody,
    Program,
    Platform,
    Both,
}

impl<'a> Day<'a> {
    fn begin(rng: &mut Rng, binary: &Path, station: &'a Station) -> Result<Self, String> {
        // Where figures are not shown, nothing can be adopted: doubt ends by reversal.
        let shows_figures = rng.bool();
        let settings = if shows_figures { String::new() } else { text("training/settings/no-figures.toml")? };
        let platform = Platform::start(binary, station.folder(), &slow_and_faulty(rng), &settings)?;
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(|error| format!("a free port: {error}"))?.port();
        station.configure(&format!("http://{}", platform.addr()), port, shows_figures)?;
        let covered = Covered { days: 1, ..Covered::default() };
        Ok(Self { station, platform, daemon: None, has_daemon: rng.u8(..3) == 0, covered })
    }

    fn live(mut self, rng: &mut Rng) -> Result<Covered, String> {
        for _ in 0..rng.u64(4..=COMMANDS_MAX) {
            self.command(rng)?;
            check::always(&self.platform.books()?)?;
        }
        self.heal()?;
        self.finish()?;
        Ok(self.covered)
    }

    /// A command of the day; with some luck, nobody is killed.
    fn command(&mut self, rng: &mut Rng) -> Result<(), String> {
        if self.has_daemon && self.daemon.is_none() {
            self.daemon = Some(self.station.start(&["run".to_owned()])?);
            std::thread::sleep(Duration::from_millis(rng.u64(0..300)));
        }
        let victim = [Victim::Program, Victim::Program, Victim::Platform, Victim::Both, Victim::Nobody][rng.usize(..5)];
        let mut child = self.station.start(&words(rng))?;
        self.covered.commands += 1;
        if victim != Victim::Nobody {
            let within = [KILL_AFTER_MS_MAX / 4, KILL_AFTER_MS_MAX][rng.usize(..2)];
            std::thread::sleep(Duration::from_millis(rng.u64(0..within)));
        }
        if matches!(victim, Victim::Program | Victim::Both) {
            let mut victim = self.daemon.take();
            let killed = victim.as_mut().unwrap_or(&mut child);
            // A command that was quicker than its killer does not count.
            if matches!(killed.try_wait(), Ok(None)) {
                killed.kill().map_err(|error| format!("kill: {error}"))?;
                self.covered.program_kills += 1;
            }
            if let Some(daemon) = victim {
                Said::of(daemon)?.is_named()?;
            }
        }
        if matches!(victim, Victim::Platform | Victim::Both) {
            self.platform.kill();
            self.covered.platform_kills += 1;
            std::thread::sleep(Duration::from_millis(rng.u64(0..300)));
            self.platform.rise(Line::Faulty)?;
        }
        Said::of(child)?.is_named()
    }

    /// From here on nothing breaks.
    fn heal(&mut self) -> Result<(), String> {
        if let Some(mut daemon) = self.daemon.take() {
            daemon.kill().map_err(|error| format!("kill: {error}"))?;
            Said::of(daemon)?.is_named()?;
        }
        self.platform.heal()
    }

    /// Works off the queue, settles what is not cancelled, and looks into both books.
    fn finish(&mut self) -> Result<(), String> {
        let mut turns = 0;
        let queue = loop {
            let replayed = self.station.run(&["replay", "--json"])?;
            replayed.is_named()?;
            let queue = self.station.run(&["queue", "--json"])?.json()?;
            turns += 1;
            if queue["queue"].as_array().is_some_and(|open| open.iter().all(waits_for_a_cashier)) || turns == TURNS_MAX
            {
                break queue;
            }
            std::thread::sleep(Duration::from_millis(300));
        };
        if turns == TURNS_MAX {
            return Err(format!("stuck: {queue:#}"));
        }
        for (stay, bill) in STAYS {
            let shown = self.station.run(&["show", stay, "--json"])?.json()?;
            let is_cancelled = shown["status"] == "cancelled";
            if !is_cancelled {
                let settled = self.station.run(&settle(bill).iter().map(String::as_str).collect::<Vec<_>>())?;
                if settled.exit != Some(0) {
                    return Err(format!("{stay} does not settle: {}\n{}", settled.out, settled.err));
                }
            }
        }
        let books = self.platform.books()?;
        let found = check::at_the_end(&books, self.station)?;
        self.covered.settlements += found.settlements;
        self.covered.cancels += found.cancels;
        self.covered.reversals += found.reversals;
        Ok(())
    }
}

/// A cashier agrees to the figures, or mends what was refused: nothing that the queue could do alone.
fn waits_for_a_cashier(item: &Value) -> bool {
    matches!(item["status"].as_str(), Some("needs_cashier" | "to_confirm" | "not_settled"))
}

fn words(rng: &mut Rng) -> Vec<String> {
    let (stay, bill) = STAYS[rng.usize(..STAYS.len())];
    let words: &[&str] = match rng.u8(..9) {
        0 => &["replay", "--json"],
        1 | 3 => &["cancel", stay, "--reason", "算错了", "--refund-recovered", "--json"],
        2 => &["receipt", stay, "--json"],
        _ => return settle(bill),
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn settle(bill: &str) -> Vec<String> {
    let path = fixture("bills").join(bill).with_extension("json");
    let words = ["settle", &path.to_string_lossy(), "--no-card", "--yes", "--json"];
    words.iter().map(|word| (*word).to_string()).collect()
}

fn text(name: &str) -> Result<String, String> {
    std::fs::read_to_string(fixture(name)).map_err(|error| format!("{name}: {error}"))
}

/// Every step is slow enough that moments differ, and now and then a line breaks besides.
fn slow_and_faulty(rng: &mut Rng) -> String {
    let mut rules = String::new();
    for infno in ["1101", "5303", "2401", "2301", "2402", "2303", "2304", "2305", "2601"] {
        for nth in 1..=3 {
            let action = match rng.u8(..10) {
                0 => "action = \"drop_reply\"".to_owned(),
                1 => "action = \"twice\"".to_owned(),
                2 => format!("action = \"late\"\nms = {}", rng.u64(100..900)),
                _ => format!("action = \"hold\"\nms = {}", rng.u64(10..90)),
            };
            let _ = write!(rules, "[[fault]]\ninfno = \"{infno}\"\nnth = {nth}\n{action}\n");
        }
    }
    rules
}

impl Said {
    /// Whoever was not killed ends with a named failure, and never with a fault of the program's own.
    fn is_named(&self) -> Result<(), String> {
        match self.exit {
            _ if self.err.contains("panicked") => Err(format!("a panic: {}", self.err)),
            Some(1 | 101) => Err(format!("a fault of the program: {}\n{}", self.out, self.err)),
            _ => Ok(()),
        }
    }
}

impl AddAssign for Covered {
    fn add_assign(&mut self, other: Self) {
        self.days += other.days;
        self.commands += other.commands;
        self.program_kills += other.program_kills;
        self.platform_kills += other.platform_kills;
        self.settlements += other.settlements;
        self.cancels += other.cancels;
        self.reversals += other.reversals;
    }
}

impl fmt::Display for Covered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { days, commands, program_kills, platform_kills, settlements, cancels, reversals } = self;
        write!(
            f,
            "{days} days, {commands} commands, {program_kills} kills of the program and {platform_kills} of the \
             platform; {settlements} settlements stand, {cancels} were cancelled, {reversals} reversed; nothing lost, \
             nothing doubled"
        )
    }
}
