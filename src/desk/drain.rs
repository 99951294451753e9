//! Works off many stays, several at once, each in its own lane and in its own order.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use yijie_core::money::Yuan;
use yijie_core::pace::Begin;
use yijie_core::settlement::ids::StayKey;
use yijie_core::split::MoneyMove;

use super::counter::Nobody;
use super::drive::Patience;
use super::pacing::Pacing;
use super::queue::Replayed;
use super::settle::Outcome;
use super::standing::Standing;
use super::worker::works_alone;
use super::{Desk, Trouble};

/// Who asks for a drain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// The queue itself: it keeps the pace.
    Queue,
    /// A person, who wants to know now: the first turn does not wait.
    Person,
}

/// What changed for whom when a stay that waited came to an end, or how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// The stay.
    pub key: StayKey,
    /// The patient, masked.
    pub patient: String,
    /// How it stands.
    pub standing: &'static str,
    /// What the patient gets back.
    pub refund: Yuan,
    /// What the patient still owes.
    pub collect: Yuan,
}

/// Told of every stay that the queue finished by itself. Must not block, and must not ask the desk.
pub type TellFinished = Box<dyn Fn(&Finished) + Send + Sync>;

impl Outcome {
    /// What it comes to for the patient.
    pub fn finished(&self) -> Finished {
        let moves = self.balance.as_ref().map(|balance| balance.moves.as_slice()).unwrap_or_default();
        let sum = |wanted: fn(&MoneyMove) -> Option<Yuan>| moves.iter().filter_map(wanted).sum();
        Finished {
            key: self.stay.key.clone(),
            patient: self.bill.patient.name.to_string(),
            standing: self.standing.word(),
            refund: sum(|made| match made {
                MoneyMove::Refund { amount, .. } => Some(*amount),
                MoneyMove::Collect { .. } => None,
            }),
            collect: sum(|made| match made {
                MoneyMove::Collect { amount, .. } => Some(*amount),
                MoneyMove::Refund { .. } => None,
            }),
        }
    }
}

impl Desk {
    /// So many stays at once, when the queue is worked off. Four where nobody says.
    #[must_use]
    pub fn with_lanes(mut self, lanes_max: u32) -> Self {
        (self.pacing, self.lanes_max) = (Pacing::new(lanes_max), lanes_max);
        self
    }

    /// Works off these stays, and tells what became of each as it comes, from whichever thread it was done on.
    ///
    /// As many at once as the platform bears, and at its pace. Where the platform turns out to be away, the rest is
    /// told as it stands, untried. Ends early where `stop` says so, and then leaves the rest untold.
    pub fn drain(
        &self,
        keys: &[StayKey],
        asking: Asking,
        patience: Patience,
        stop: &AtomicBool,
        tell: &(dyn Fn(&StayKey, Replayed) + Sync),
    ) {
        if asking == Asking::Person {
            self.pacing.hurry();
        }
        let (next, tried) = (AtomicUsize::new(0), AtomicBool::new(false));
        let lanes = usize::try_from(self.lanes_max).unwrap_or(1).min(keys.len());
        let lane = || {
            while next.load(Ordering::SeqCst) < keys.len() && !stop.load(Ordering::SeqCst) {
                if tried.load(Ordering::SeqCst) && self.pacing.away_until_ms().is_some() {
                    return;
                }
                let now = self.clock.now();
                match self.pacing.begin(now) {
                    Begin::At(at_ms) => self.pacing.wait(at_ms.saturating_sub(now.instant.ms).clamp(1, LOOK_MS_MAX)),
                    Begin::AfterAnother => self.pacing.wait(LOOK_MS_MAX),
                    Begin::Now => {
                        if let Some(key) = keys.get(next.fetch_add(1, Ordering::SeqCst)) {
                            // The pace has waited for the platform: pauses of the stay's own are over.
                            let became = self.replay_after_pause(key, patience, &mut Nobody);
                            tried.store(true, Ordering::SeqCst);
                            self.pacing.end();
                            tell(key, became);
                        } else {
                            self.pacing.end();
                        }
                    }
                }
            }
        };
        thread::scope(|scope| {
            // Where the system gives no thread, this one does the work alone.
            for _ in 1..lanes {
                drop(thread::Builder::new().name("lane".to_owned()).spawn_scoped(scope, lane));
            }
            lane();
        });
        if !stop.load(Ordering::SeqCst) {
            for key in keys.iter().skip(next.load(Ordering::SeqCst)) {
                tell(key, self.as_it_stands(key));
            }
        }
    }

    /// Tells of every stay that the queue finishes by itself from now on.
    pub fn watch_finished(&self, tell: TellFinished) {
        self.finished_watchers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(tell);
    }

    /// What follows when a stay that waited came to an end: its receipt, and a word to whom it concerns.
    pub fn finish_up(&self, key: &StayKey, outcome: &Outcome) -> Result<(), Trouble> {
        if works_alone(&outcome.standing) {
            return Ok(());
        }
        let printed = match outcome.standing {
            Standing::Settled => self.receipt(key, &mut Nobody).map(drop),
            _ => Ok(()),
        };
        let due = self.paper_due(key).map(drop);
        self.tell_finished(outcome);
        printed.and(due)
    }

    /// Says what changed for whom, to whoever listens and to the log, which names nobody.
    fn tell_finished(&self, outcome: &Outcome) {
        let finished = outcome.finished();
        let Finished { key, standing, refund, collect, .. } = &finished;
        tracing::info!(stay = %key, standing, %refund, %collect, "finished by the queue");
        for tell in self.finished_watchers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).iter() {
            tell(&finished);
        }
    }

    fn as_it_stands(&self, key: &StayKey) -> Replayed {
        match self.show(key) {
            Ok(outcome) => Replayed::Came(Box::new(outcome)),
            Err(trouble) => Replayed::Failed(trouble),
        }
    }
}

/// How long a lane sleeps at most before it looks whether it is to stop.
const LOOK_MS_MAX: u64 = 200;
