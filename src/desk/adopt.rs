//! A journal that was restored, copied or moved: the platform may know more of its stays than it does.
//!
//! Each stay of an earlier life is told so when it is next looked at, whatever was asked for; from then on nothing of
//! it is sent until it is accounted for.

use yijie_core::failure::Storage;
use yijie_core::settlement::ids::StayKey;
use yijie_core::settlement::{Accounting, Event, Stay};

use super::settle::Outcome;
use super::{Desk, Trouble};
use crate::journal::{AuditLine, StayLine};

impl Desk {
    /// Tells every stay that waits that the journal was restored, so that lists and the trail say so at once. How
    /// many.
    pub fn hold_open_stays(&self) -> Result<usize, Trouble> {
        let waits = self.queue()?;
        for wait in &waits {
            let _lane = self.lanes.enter(&wait.line.key);
            let mut case = self.known(&wait.line.key)?;
            if case.stay.unaccounted {
                let step = case.stay.next(self.clock.now(), &self.rules());
                let stay = case.stay.clone();
                self.save(&mut case, stay, &step, AuditLine::new("yijie", "restored", "to be accounted for"))?;
            }
        }
        Ok(waits.len())
    }

    /// A named person, or evidence, says what the platform's books since the backup show of a stay.
    ///
    /// `by` and `reason` go into the audit trail in plain text: they name nobody but who decided.
    pub fn account_for(&self, key: &StayKey, what: Accounting, by: &str, reason: &str) -> Result<Outcome, Trouble> {
        {
            let _lane = self.lanes.enter(key);
            let mut case = self.known(key)?;
            if !case.stay.unaccounted {
                return Err(Trouble::new(Storage::NothingToAccount, key.stay_no.as_str()));
            }
            let mut stay = case.stay.clone();
            let step = stay.handle(Event::AccountedFor(what), self.clock.now(), &self.rules())?;
            let word = match what {
                Accounting::NothingMore => "nothing more",
                Accounting::DealtWith => "dealt with",
            };
            self.save(&mut case, stay, &step, AuditLine::new(by, "accounted for", format!("{word}: {reason}")))?;
        }
        self.bell.ring();
        self.show(key)
    }

    /// A stay as it is to be looked at in this life of the journal.
    pub(super) fn wake(&self, stay: &mut Stay, line: &StayLine) -> Result<(), Trouble> {
        if line.is_of_earlier_life && !stay.unaccounted {
            stay.handle(Event::Restored, self.clock.now(), &self.rules())?;
        }
        Ok(())
    }
}
