//! The world around one desk: time, the line, the platform at its end, the printer. One thread, no sleeping.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use jiff::{SignedDuration, Timestamp};
use yijie::desk::{Clock, Desk, beijing};
use yijie::training::{Platform, Request};
use yijie_core::settlement::ids::StayKey;
use yijie_core::settlement::{Instant, Now};
use yijie_crash_vfs::{Drive, Restart};

use super::fault::{Fault, Kind, Place};

/// A world that the desk's clock, line and printer share.
#[derive(Clone)]
pub struct World {
    pub drive: Drive,
    state: Arc<Mutex<State>>,
}

/// Everything of a world but its disk.
pub struct State {
    /// Milliseconds since the run began. Never jumps.
    pub ms: u64,
    /// How far the wall clock is wrong, in seconds.
    pub wall_error: i64,
    /// How far it was ahead at most, in seconds.
    pub ahead: i64,
    /// Which run of the program this is.
    pub run: u64,
    nonces: u64,
    pub platform: Platform,
    /// What is still on its way: when it arrives, and what.
    pub under_way: Vec<(u64, Request)>,
    /// Until when there is no connection.
    pub down_until_ms: u64,
    /// The last answer to each transaction.
    pub last: BTreeMap<String, Vec<u8>>,
    /// Message ids that left.
    pub ids: BTreeSet<String>,
    pub faults: Vec<Fault>,
    pub happened: Vec<Fault>,
    pub messages: u32,
    pub prints: u32,
    pub clicks: u32,
    /// How the machine comes back if it stops now.
    pub restart: Restart,
    pub papers: Vec<Paper>,
    /// What may never happen and did.
    pub wrong: Vec<String>,
    /// The desk and the stay, for the queue that comes in between.
    pub desk: Weak<Desk>,
    pub key: Option<StayKey>,
}

/// A paper that came out of the printer.
#[derive(Debug, Clone)]
pub struct Paper {
    pub job: String,
    pub text: String,
    /// The settlement that it speaks of, which stood on the platform when it was printed.
    pub settlement: Option<String>,
}

impl World {
    pub fn new(drive: Drive, platform: Platform, faults: Vec<Fault>) -> Self {
        let state = State {
            ms: 0,
            wall_error: 0,
            ahead: 0,
            run: 1,
            nonces: 0,
            platform,
            under_way: Vec::new(),
            down_until_ms: 0,
            last: BTreeMap::new(),
            ids: BTreeSet::new(),
            faults,
            happened: Vec::new(),
            messages: 0,
            prints: 0,
            clicks: 0,
            restart: Restart::Process,
            papers: Vec::new(),
            wrong: Vec::new(),
            desk: Weak::new(),
            key: None,
        };
        Self { drive, state: Arc::new(Mutex::new(state)) }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn has_stopped(&self) -> bool {
        self.drive.disk().has_stopped()
    }

    /// Lets time pass; what is on its way arrives in order.
    pub fn pass(&self, ms: u64) {
        self.state().pass(ms);
    }

    /// No fault is left: the line, the disk and the clock are well, and what was on its way has arrived.
    pub fn heal(&self) {
        self.drive.disk().heal();
        let mut state = self.state();
        state.faults.clear();
        // Ids were given ahead of the true time: the journal gives none before that has caught up, or a person has
        // given it a slot of its own.
        let ahead = u64::try_from(state.ahead).unwrap_or_default() * 1_000;
        (state.wall_error, state.ahead) = (0, 0);
        state.pass(ahead);
        state.down_until_ms = 0;
        let last = state.under_way.iter().map(|(due, _)| *due).max().unwrap_or_default();
        let ms = last.saturating_sub(state.ms) + 1;
        state.pass(ms);
    }
}

impl State {
    pub fn pass(&mut self, ms: u64) {
        let until = self.ms.saturating_add(ms);
        while let Some(next) = self.next_arrival(until) {
            let (due, request) = self.under_way.remove(next);
            self.ms = self.ms.max(due);
            self.arrive(&request);
        }
        self.ms = until;
    }

    fn next_arrival(&self, until: u64) -> Option<usize> {
        let due = self.under_way.iter().enumerate().filter(|(_, (due, _))| *due <= until);
        due.min_by_key(|(place, (due, _))| (*due, *place)).map(|(place, _)| place)
    }

    /// The platform handles a message, by its own clock, which is right.
    pub fn arrive(&mut self, request: &Request) -> (u16, Vec<u8>) {
        let reply = self.platform.handle(request, beijing(self.time()));
        (reply.status, reply.body)
    }

    /// The fault that is planned here, if any; it happens now.
    pub fn due(&mut self, at: impl Fn(Place) -> bool) -> Option<Kind> {
        let found = self.faults.iter().position(|fault| at(fault.place))?;
        let fault = self.faults.remove(found);
        self.happened.push(fault);
        Some(fault.kind)
    }

    /// The true time.
    pub fn time(&self) -> Timestamp {
        START + SignedDuration::from_millis(i64::try_from(self.ms).unwrap_or(i64::MAX))
    }
}

impl Clock for World {
    fn now(&self) -> Now {
        let state = self.state();
        let wall = state.time() + SignedDuration::from_secs(state.wall_error);
        Now { wall, instant: Instant { run: state.run, ms: state.ms } }
    }

    fn sleep(&self, milliseconds: u64) {
        self.pass(milliseconds);
    }

    fn nonce(&self) -> String {
        let mut state = self.state();
        state.nonces += 1;
        format!("{:016x}", state.nonces)
    }
}

/// 2026-11-12, nine in the morning in Beijing.
pub const START: Timestamp = Timestamp::constant(1_794_445_200, 0);
