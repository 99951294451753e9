//! The queue at work by itself: asleep while nothing waits, and never in a hurry with a platform that is just back.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use yijie_core::settlement::ids::StayKey;

use super::counter::Nobody;
use super::drive::Patience;
use super::queue::{Replayed, Waits};
use super::standing::Standing;
use super::{Desk, Trouble};

/// Rung when a stay is left to the queue, and when the worker is to stop.
#[derive(Debug, Default)]
pub(super) struct Bell {
    state: Mutex<Rung>,
    rung: Condvar,
}

#[derive(Debug, Default)]
struct Rung {
    times: u64,
    stop: bool,
}

/// A thread that works the queue off. Stops when dropped, after the stay that it is at.
pub struct Worker {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

impl Bell {
    /// Something was left to the queue.
    pub fn ring(&self) {
        self.lock().times += 1;
        self.rung.notify_all();
    }

    fn stop(&self) {
        self.lock().stop = true;
        self.rung.notify_all();
    }

    /// Waits until the bell is rung after `heard`, or the time is over. `None`: the worker is to stop.
    fn wait(&self, heard: u64, limit: Option<Duration>) -> Option<u64> {
        let quiet = |rung: &mut Rung| rung.times == heard && !rung.stop;
        let rung = match limit {
            None => self.rung.wait_while(self.lock(), quiet).unwrap_or_else(PoisonError::into_inner),
            Some(limit) => {
                self.rung.wait_timeout_while(self.lock(), limit, quiet).unwrap_or_else(PoisonError::into_inner).0
            }
        };
        (!rung.stop).then_some(rung.times)
    }

    fn lock(&self) -> MutexGuard<'_, Rung> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worker {
    /// Starts it. What was left open by the last run is looked at first.
    pub fn start(desk: Arc<Desk>) -> std::io::Result<Self> {
        let at_work = Arc::clone(&desk);
        let thread = thread::Builder::new().name("queue".to_owned()).spawn(move || work(&at_work))?;
        Ok(Self { desk, thread: Some(thread) })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.desk.bell.stop();
        if let Some(thread) = self.thread.take() {
            // It has nothing to say beyond what the journal holds.
            let _ = thread.join();
        }
    }
}

fn work(desk: &Desk) {
    let mut heard = 0;
    loop {
        let limit = match desk.queue() {
            Ok(waits) => pass(desk, &waits),
            Err(trouble) => {
                tracing::warn!(code = %trouble.code, "the queue cannot be read");
                Some(PAUSE)
            }
        };
        match desk.bell.wait(heard, limit) {
            Some(times) => heard = times,
            None => return,
        }
    }
}

/// Goes once through what is due. How long until something is due again; `None` where nothing waits for the platform.
fn pass(desk: &Desk, waits: &[Waits]) -> Option<Duration> {
    let now = desk.clock.now().wall;
    let mut next: Option<Timestamp> = None;
    for item in waits.iter().filter(|item| works_alone(&item.standing)) {
        let due = due_at(item);
        if due > now {
            next = Some(next.map_or(due, |next| next.min(due)));
            continue;
        }
        let again = match turn(desk, &item.line.key) {
            Ok(Some(again)) => again,
            Ok(None) => continue,
            Err(trouble) => {
                tracing::warn!(stay = %item.line.key, code = %trouble.code, "cannot be carried on");
                now + SignedDuration::try_from(PAUSE).unwrap_or_default()
            }
        };
        next = Some(next.map_or(again, |next| next.min(again)));
    }
    let next = next?;
    let left = next.duration_since(desk.clock.now().wall);
    Some(Duration::try_from(left).unwrap_or_default().max(SHORTEST))
}

/// Carries one stay on. When to come back to it, if it still waits.
fn turn(desk: &Desk, key: &StayKey) -> Result<Option<Timestamp>, Trouble> {
    let soon = desk.clock.now().wall + SignedDuration::try_from(PAUSE).unwrap_or_default();
    match desk.replay(key, Patience::NONE, &mut Nobody) {
        // A cashier is at it, and leaves it to the queue again if need be.
        Replayed::Busy => Ok(None),
        Replayed::Failed(trouble) => Err(trouble),
        Replayed::Came(outcome) => {
            tracing::info!(stay = %key, standing = outcome.standing.word(), "carried on");
            if outcome.standing == Standing::Settled {
                desk.receipt(key, &mut Nobody)?;
            }
            Ok(works_alone(&outcome.standing).then_some(soon))
        }
    }
}

/// True if the queue can do something about it without a person.
fn works_alone(standing: &Standing) -> bool {
    matches!(standing, Standing::Queued(_) | Standing::InDoubt(_) | Standing::Withdrawing(_))
}

fn due_at(item: &Waits) -> Timestamp {
    item.line.next_at.unwrap_or(item.line.changed_at)
}

/// Before something is tried again that could not even be tried.
const PAUSE: Duration = Duration::from_secs(30);
/// The shortest sleep: two stays that are due together are one pass.
const SHORTEST: Duration = Duration::from_millis(200);
