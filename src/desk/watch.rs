//! Whoever wants to know when a stay stands differently.

use std::sync::PoisonError;

use yijie_core::settlement::ids::StayKey;
use yijie_core::settlement::{Stay, Step};

use super::Desk;
use super::standing::Standing;

/// Told after the journal has it, from whichever thread wrote it: the stay, and the word for how it stands. Must
/// not block, and must not ask the desk.
pub type TellStay = Box<dyn Fn(&StayKey, &'static str) + Send + Sync>;

impl Desk {
    /// Tells of every stay that stands differently from now on.
    pub fn watch_stays(&self, tell: TellStay) {
        self.watchers.lock().unwrap_or_else(PoisonError::into_inner).push(tell);
    }

    /// Says how a stay stands, if that is news to its lane.
    pub(super) fn tell_watchers(&self, told: &mut Option<&'static str>, stay: &Stay, step: &Step) {
        let word = Standing::of(stay, step).word();
        if told.replace(word) == Some(word) {
            return;
        }
        for tell in self.watchers.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            tell(&stay.key, word);
        }
    }
}
