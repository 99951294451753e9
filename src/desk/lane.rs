//! One lane per stay: live work, the queue and a second window take turns, so that the second gets the first one's
//! result instead of starting its own.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use yijie_core::settlement::ids::StayKey;
use yijie_core::teeth::{Tooth, bites};

/// The lanes of a desk.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    taken: Mutex<BTreeSet<StayKey>>,
    freed: Condvar,
}

/// A lane that is ours until this is dropped.
#[derive(Debug)]
pub(super) struct Lane<'a> {
    lanes: &'a Lanes,
    key: StayKey,
}

impl Lanes {
    /// Waits until nobody else is in the lane, and takes it.
    pub fn enter(&self, key: &StayKey) -> Lane<'_> {
        let mut taken = self.lock();
        while !taken.insert(key.clone()) {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        Lane { lanes: self, key: key.clone() }
    }

    /// Takes the lane if nobody is in it: the queue passes over a stay that a cashier works on.
    pub fn try_enter(&self, key: &StayKey) -> Option<Lane<'_>> {
        let free = self.lock().insert(key.clone()) || bites(Tooth::DrainRacesLiveWork);
        free.then(|| Lane { lanes: self, key: key.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<StayKey>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Lane<'_> {
    fn drop(&mut self) {
        self.lanes.lock().remove(&self.key);
        self.lanes.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread;

    use yijie_core::settlement::ids::{InstitutionCode, StayNo};

    use super::*;

    fn key(no: &str) -> StayKey {
        StayKey { institution: InstitutionCode::parse("H44010000001").unwrap(), stay_no: StayNo::parse(no).unwrap() }
    }

    #[test]
    fn two_windows_are_never_in_one_lane_together() {
        let lanes = Lanes::default();
        let inside = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let lane = lanes.enter(&key("A"));
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lane);
                    }
                });
            }
        });
    }

    #[test]
    fn lanes_of_two_stays_do_not_wait_for_each_other() {
        let lanes = Lanes::default();
        let _first = lanes.enter(&key("A"));
        assert!(lanes.try_enter(&key("B")).is_some());
        assert!(lanes.try_enter(&key("A")).is_none());
    }
}
