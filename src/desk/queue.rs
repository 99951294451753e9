//! The queue: what waits, and working it off.

use yijie_core::person::Insured;
use yijie_core::settlement::ids::StayKey;
use yijie_core::settlement::{Circumstance, Event, Presence, Stay, Way};

use super::counter::Counter;
use super::drive::Patience;
use super::settle::Outcome;
use super::standing::Standing;
use super::worker::works_alone;
use super::{Desk, Trouble};
use crate::journal::StayLine;

/// A stay that waits.
#[derive(Debug, Clone)]
pub struct Waits {
    /// As the journal lists it.
    pub line: StayLine,
    /// In one sentence.
    pub standing: Standing,
    /// Who waits.
    pub insured: Insured,
    /// Messages sent for what is not resolved yet.
    pub attempts: usize,
    /// How the patient left, if they did.
    pub left: Option<Way>,
    /// What else is known of the stay.
    pub circumstances: Vec<Circumstance>,
}

/// A stay that the queue has to come back to.
#[derive(Debug)]
pub struct Due {
    /// As it waits.
    pub waits: Waits,
    /// It was answered, and is looked at once more: nothing that anybody has to know of.
    pub watched: bool,
}

impl Due {
    /// True if the queue can do something about it without a person.
    pub fn works_alone(&self) -> bool {
        self.watched || works_alone(&self.waits.standing)
    }
}

/// What became of a stay when the queue came to it.
#[derive(Debug, Clone)]
pub enum Replayed {
    /// It was carried as far as it goes now.
    Came(Box<Outcome>),
    /// A cashier is working on it.
    Busy,
    /// It could not be carried on.
    Failed(Trouble),
}

impl Desk {
    /// Everything that waits, the longest waiting first.
    pub fn queue(&self) -> Result<Vec<Waits>, Trouble> {
        let waits = self.to_do()?.into_iter().map(|due| due.waits);
        Ok(waits.filter(|waits| waits.standing.is_open()).collect())
    }

    /// Everything that the queue has to come back to, the longest waiting first.
    pub fn to_do(&self) -> Result<Vec<Due>, Trouble> {
        let stored = self.journal().open_stays()?;
        let now = self.clock.now();
        let mut waits = Vec::new();
        for stored in stored {
            let mut stay: Stay = stored
                .state
                .read("state")
                .map_err(|_| Trouble::new(yijie_core::failure::Storage::Damaged, stored.line.key.stay_no.as_str()))?;
            self.wake(&mut stay, &stored.line)?;
            let standing = Standing::of(&stay, &stay.next(now, &self.rules()));
            let unresolved = stay.acts.iter().filter(|act| act.is_unresolved());
            let attempts = unresolved.map(|act| act.attempts.len()).sum();
            let watched = stay.looks_again_at(now, &self.rules()).is_some();
            let left = stay.leaving().map(|leaving| leaving.way);
            let circumstances = stay.notes.iter().map(|note| note.circumstance).collect();
            waits.push(Due {
                waits: Waits {
                    line: stored.line,
                    standing,
                    insured: stay.terms.insured,
                    attempts,
                    left,
                    circumstances,
                },
                watched,
            });
        }
        Ok(waits)
    }

    /// Works off one stay of the queue, without a cashier, waiting no longer than `patience` for what is not known yet.
    pub fn replay(&self, key: &StayKey, patience: Patience, counter: &mut dyn Counter) -> Replayed {
        // Live work goes first: whoever stands at the desk has a patient in front of them.
        let Some(_lane) = self.lanes.try_enter(key) else { return Replayed::Busy };
        match self.resume(key, patience, counter) {
            Ok(outcome) => Replayed::Came(Box::new(outcome)),
            Err(trouble) => Replayed::Failed(trouble),
        }
    }

    /// The same, where the platform is known to answer or is to be tried: a pause for its sake is over.
    pub(super) fn replay_after_pause(&self, key: &StayKey, patience: Patience, counter: &mut dyn Counter) -> Replayed {
        let Some(_lane) = self.lanes.try_enter(key) else { return Replayed::Busy };
        let carried = self.known(key).and_then(|mut case| {
            self.tell(&mut case, Event::LineBack)?;
            let step = self.tell(&mut case, Event::Resumed(Presence::Nobody))?;
            self.finish(case, step, (Presence::Nobody, patience), counter)
        });
        match carried {
            Ok(outcome) => Replayed::Came(Box::new(outcome)),
            Err(trouble) => Replayed::Failed(trouble),
        }
    }

    fn resume(&self, key: &StayKey, patience: Patience, counter: &mut dyn Counter) -> Result<Outcome, Trouble> {
        let mut case = self.known(key)?;
        let step = self.tell(&mut case, Event::Resumed(Presence::Nobody))?;
        self.finish(case, step, (Presence::Nobody, patience), counter)
    }
}
