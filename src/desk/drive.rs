//! Carries a stay along, step by step, until it rests or has to be left to the queue.

use yijie_core::settlement::{Act, Event, Instant, Presence, Rest, Step, Waiting};

use super::case::Case;
use super::counter::{Confirmation, Counter};
use super::standing::Standing;
use super::{Desk, Trouble};
use crate::journal::AuditLine;

/// How long whoever is at the desk is kept waiting before the stay is left to the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a doubt to end, all waits together.
    pub doubt_ms_max: u64,
    /// For a platform that cannot be reached, all waits together.
    pub platform_ms_max: u64,
}

impl Patience {
    /// Nobody waits: the queue comes back by itself.
    pub const NONE: Self = Self { doubt_ms_max: 0, platform_ms_max: 0 };
}

/// Where a stay was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It rests.
    Rest(Rest),
    /// It waits, and is the queue's from here on.
    Waits {
        /// When to look again.
        until: Instant,
        /// What for.
        why: Waiting,
    },
    /// The pre-settlement is there, and nobody could be asked.
    NobodyToAsk,
}

impl Desk {
    /// Carries out `step` and all that follow from it. What rests or waits is in the journal when this returns.
    pub(super) fn drive(
        &self,
        case: &mut Case,
        mut step: Step,
        presence: Presence,
        patience: Patience,
        counter: &mut dyn Counter,
    ) -> Result<(Ended, Standing), Trouble> {
        let began = self.clock.now().instant;
        let mut waited = Waited::default();
        loop {
            step = match step {
                Step::Send(message) => match self.send(case, &message, counter)? {
                    // The end of the message said so in its own commit.
                    Step::Rest(rest) => {
                        self.log_rest(case, began);
                        let standing = Standing::of(&case.stay, &Step::Rest(rest.clone()));
                        self.after(case, &standing)?;
                        return Ok((Ended::Rest(rest), standing));
                    }
                    next => next,
                },
                Step::Ask(query) => self.ask(case, &query, counter)?,
                Step::SignIn => {
                    self.sign_in(counter)?;
                    self.tell(case, Event::SignedIn)?
                }
                Step::Confirm => match counter.confirm(&case.stay) {
                    Confirmation::Agreed => self.tell(case, Event::Agreed)?,
                    Confirmation::Declined => self.tell(case, Event::Declined)?,
                    Confirmation::NobodyThere => return self.leave(case, &Step::Confirm, Ended::NobodyToAsk),
                },
                Step::InFlight => return Err(Trouble::internal("a message is under way outside its lane")),
                Step::Wait { until, ref why } => {
                    let ms = until.ms.saturating_sub(self.clock.now().instant.ms);
                    if !waited.can_bear(why, ms, patience) {
                        let ended = Ended::Waits { until, why: why.clone() };
                        return self.leave(case, &step, ended);
                    }
                    counter.waits(why, ms);
                    self.clock.sleep(ms);
                    self.tell(case, Event::Resumed(presence))?
                }
                Step::Rest(ref rest) => {
                    self.log_rest(case, began);
                    let ended = Ended::Rest(rest.clone());
                    return self.leave(case, &step, ended);
                }
            };
        }
    }

    /// Tells the machine of something that needs no commit of its own: it is part of the next one.
    pub(super) fn tell(&self, case: &mut Case, event: Event) -> Result<Step, Trouble> {
        Ok(case.stay.handle(event, self.clock.now(), &self.rules())?)
    }

    fn leave(&self, case: &mut Case, step: &Step, ended: Ended) -> Result<(Ended, Standing), Trouble> {
        let standing = Standing::of(&case.stay, step);
        let stay = case.stay.clone();
        self.save(case, stay, step, self.left(&standing))?;
        self.after(case, &standing)?;
        Ok((ended, standing))
    }

    /// What follows once it is durable that a stay was left like this.
    fn after(&self, case: &Case, standing: &Standing) -> Result<(), Trouble> {
        if *standing == Standing::Cancelled {
            self.void_receipts(case)?;
        }
        if standing.is_open() || case.stay.acts.iter().any(Act::is_watched) {
            self.bell.ring();
        }
        Ok(())
    }

    fn log_rest(&self, case: &Case, began: Instant) {
        let took = self.clock.now().instant.ms.saturating_sub(began.ms);
        tracing::debug!(stay = %case.stay.key, took, "rests");
    }

    /// The line of the trail that says how a stay was left.
    pub(super) fn left(&self, standing: &Standing) -> AuditLine {
        AuditLine::new(self.operator(), "left", standing.word())
    }
}

/// What was waited for so far.
#[derive(Debug, Default)]
struct Waited {
    doubt_ms: u64,
    platform_ms: u64,
}

impl Waited {
    fn can_bear(&mut self, why: &Waiting, ms: u64, patience: Patience) -> bool {
        let (waited, most) = match why {
            Waiting::Doubt(_) | Waiting::SecondCopy(_) => (&mut self.doubt_ms, patience.doubt_ms_max),
            Waiting::Platform(_) => (&mut self.platform_ms, patience.platform_ms_max),
        };
        *waited = waited.saturating_add(ms);
        *waited <= most
    }
}
