//! The queue at work by itself: asleep while nothing waits, and never in a hurry with a platform that is just back.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use yijie_core::settlement::ids::StayKey;

use super::drain::Asking;
use super::drive::Patience;
use super::queue::{Due, Replayed, Waits};
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

/// A thread that works the queue off. Stops when dropped, after the stays that it is at.
pub struct Worker {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
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
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::Builder::new().name("queue".to_owned()).spawn(move || work(&at_work, &stopped))?;
        Ok(Self { desk, thread: Some(thread), stop })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.desk.bell.stop();
        if let Some(thread) = self.thread.take() {
            // It has nothing to say beyond what the journal holds.
            let _ = thread.join();
        }
    }
}

fn work(desk: &Desk, stop: &AtomicBool) {
    let mut heard = 0;
    let mut tried = Tried::new();
    loop {
        let limit = match desk.to_do() {
            Ok(waits) => pass(desk, &waits, &mut tried, stop),
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

/// Stays that had a turn, and when they may have another whatever else is said: no stay is turned in circles.
type Tried = BTreeMap<StayKey, Timestamp>;

/// Works off what is due. How long until something is due again; `None` where nothing waits for the platform.
fn pass(desk: &Desk, to_do: &[Due], tried: &mut Tried, stop: &AtomicBool) -> Option<Duration> {
    let alone: Vec<&Waits> = to_do.iter().filter(|due| due.works_alone()).map(|due| &due.waits).collect();
    tried.retain(|key, _| alone.iter().any(|item| item.line.key == *key));
    let due = |item: &&&Waits| due_at(desk, item, tried) <= desk.clock.now().wall;
    let keys: Vec<StayKey> = alone.iter().filter(due).map(|item| item.line.key.clone()).collect();
    if keys.is_empty() {
        let next = alone.iter().map(|item| due_at(desk, item, tried)).min()?;
        let left = next.duration_since(desk.clock.now().wall);
        return Some(Duration::try_from(left).unwrap_or_default().max(SHORTEST));
    }
    let came = Mutex::new(tried);
    desk.drain(&keys, Asking::Queue, Patience::NONE, stop, &|key, replayed| {
        let again = match carried(desk, key, replayed) {
            Ok(()) => SHORTEST,
            Err(trouble) => {
                tracing::warn!(stay = %key, code = %trouble.code, "cannot be carried on");
                PAUSE
            }
        };
        let again = desk.clock.now().wall + SignedDuration::try_from(again).unwrap_or_default();
        came.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), again);
    });
    Some(SHORTEST)
}

/// What follows when a stay had its turn: the receipt of one that is settled, and a word to whom it concerns.
fn carried(desk: &Desk, key: &StayKey, replayed: Replayed) -> Result<(), Trouble> {
    match replayed {
        // A cashier is at it, and leaves it to the queue again if need be.
        Replayed::Busy => Ok(()),
        Replayed::Failed(trouble) => Err(trouble),
        Replayed::Came(outcome) => desk.finish_up(key, &outcome),
    }
}

/// True if the queue can do something about it without a person.
pub(super) fn works_alone(standing: &Standing) -> bool {
    matches!(standing, Standing::Queued(_) | Standing::InDoubt(_) | Standing::Withdrawing(_))
}

/// When a stay's turn is. While the platform is away, what waits for it alone waits for the desk's pace; once it is
/// back, whatever was left before is due.
fn due_at(desk: &Desk, item: &Waits, tried: &Tried) -> Timestamp {
    let (line, now) = (&item.line, desk.clock.now());
    let own = line.next_at.unwrap_or(line.changed_at);
    let in_doubt = matches!(item.standing, Standing::InDoubt(_));
    let due = match desk.pacing.away_until_ms() {
        Some(at_ms) => {
            let left = i64::try_from(at_ms.saturating_sub(now.instant.ms)).unwrap_or(i64::MAX);
            let probe = now.wall.checked_add(SignedDuration::from_millis(left)).unwrap_or(now.wall);
            if in_doubt { own.max(probe) } else { probe }
        }
        None if desk.pacing.back_at().is_some_and(|back_at| line.changed_at < back_at) => line.changed_at,
        None => own,
    };
    tried.get(&line.key).map_or(due, |not_before| due.max(*not_before))
}

/// Before something is tried again that could not even be tried.
const PAUSE: Duration = Duration::from_secs(30);
/// The shortest sleep: two stays that are due together are one pass.
const SHORTEST: Duration = Duration::from_millis(200);
