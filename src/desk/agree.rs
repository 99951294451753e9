//! Settling a stay whose pre-settlement was shown elsewhere: by the hospital's own system, over the local API.

use yijie_core::settlement::ids::StayKey;
use yijie_core::settlement::{Event, Presence, Rest, Terms};

use super::counter::Counter;
use super::drive::Ended;
use super::settle::{Outcome, outcome};
use super::standing::Standing;
use super::{Desk, Trouble};
use crate::journal::AuditLine;

/// Whether it was this call that settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settling {
    /// It was, as far as it came.
    Now,
    /// The settlement stood before; this is the first one's result.
    Before,
}

impl Desk {
    /// Settles a stay on the terms of its last pre-settlement. The figures are asked for anew (2303) and put to the
    /// counter: whatever was shown may be hours old, and only the platform's figures of now can be agreed to.
    pub fn settle_on_agreement(
        &self,
        key: &StayKey,
        counter: &mut dyn Counter,
    ) -> Result<(Outcome, Settling), Trouble> {
        let _lane = self.lanes.enter(key);
        let mut case = self.known(key)?;
        let settled = case.stay.printable().is_some_and(|made| made.bill == case.stay.terms.bill);
        if settled {
            let standing = Standing::of(&case.stay, &case.stay.next(self.clock.now(), &self.rules()));
            return Ok((outcome(&case, Ended::Rest(Rest::Settled), standing), Settling::Before));
        }
        Self::may_begin(&case.stay)?;
        let mut stay = case.stay.clone();
        let terms: Terms = stay.terms.clone();
        let step = stay.handle(Event::Begin(Box::new(terms)), self.clock.now(), &self.rules())?;
        let line = AuditLine::new(self.operator(), "begin", format!("bill {}", stay.terms.bill));
        self.save(&mut case, stay, &step, line)?;
        Ok((self.finish(case, step, (Presence::Cashier, self.settings.patience), counter)?, Settling::Now))
    }
}
