//! Every point of time in a stay, so that two stays can be compared apart from when they came about.

use super::act::{Act, Attempt, Fate};
use super::doubt::{Search, Seen};
use super::moment::Instant;
use super::stay::Stay;

impl Stay {
    /// Hands every point of the monotonic clock that the stay holds to `change`. A checker that walks through all
    /// states counts time from *now*, so that what differs only in when it happened is one state.
    pub fn each_instant(&mut self, change: &mut impl FnMut(&mut Instant)) {
        if let Some(pause) = &mut self.pause {
            change(&mut pause.until);
        }
        for act in &mut self.acts {
            act.each_instant(change);
        }
    }
}

impl Act {
    fn each_instant(&mut self, change: &mut impl FnMut(&mut Instant)) {
        for Attempt { intended, over, message_id: _, intended_at: _, end: _ } in &mut self.attempts {
            change(intended);
            over.iter_mut().for_each(&mut *change);
        }
        if let Fate::InDoubt(search) = &mut self.fate {
            search.each_instant(change);
        }
    }
}

impl Search {
    fn each_instant(&mut self, change: &mut impl FnMut(&mut Instant)) {
        // Taken apart in full: a new field with a time in it must not be forgotten here.
        let Self { why: _, tries: _, refused: _, take_back: _, not_before, figures, probe, in_hospital, visits } = self;
        not_before.iter_mut().for_each(&mut *change);
        asked(figures).into_iter().for_each(&mut *change);
        asked(probe).into_iter().for_each(&mut *change);
        asked(in_hospital).into_iter().for_each(&mut *change);
        asked(visits).into_iter().for_each(&mut *change);
    }
}

fn asked<T>(seen: &mut Option<Seen<T>>) -> Option<&mut Instant> {
    seen.as_mut().map(|seen| &mut seen.asked)
}
