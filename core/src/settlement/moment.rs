//! Time as the machine is told it: the wall for people and paper, one process's monotonic clock for waiting.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Now, on both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// What the clock on the wall says. May jump.
    pub wall: Timestamp,
    /// What this process has counted. Never jumps.
    pub instant: Instant,
}

/// A point on the monotonic clock of one run of the program. Points of two runs cannot be compared: whoever
/// waited across a restart begins to wait again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instant {
    /// Which run. Unique per start of the program.
    pub run: u64,
    /// Milliseconds since it started.
    pub ms: u64,
}

impl Instant {
    /// This much later in the same run.
    #[must_use]
    pub fn plus_ms(self, ms: u64) -> Self {
        Self { ms: self.ms.saturating_add(ms), ..self }
    }

    /// True if this point is `earliest` or later, in the same run.
    pub fn has_reached(self, earliest: Self) -> bool {
        self.run == earliest.run && self.ms >= earliest.ms
    }

    /// The earlier of two points of the same run.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if other.run == self.run && other.ms < self.ms { other } else { self }
    }
}

/// How long to wait before try number `tries` (from one): doubling from one second to a minute.
pub(super) fn back_off_ms(tries: u32) -> u64 {
    crate::pace::bound_ms(tries, LONGEST_MS)
}

/// A wait for the platform, drawn from zero to that bound. The number of a run is drawn at its start and when
/// something fails is nobody's choice, so that the point of failing is chance enough for two desks not to meet again.
pub(super) fn jittered_ms(tries: u32, now: Instant) -> u64 {
    let mut stirred = now.run ^ now.ms.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    stirred = (stirred ^ (stirred >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    stirred = (stirred ^ (stirred >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    crate::pace::full_jitter_ms(tries, LONGEST_MS, stirred ^ (stirred >> 31))
}

const LONGEST_MS: u64 = 60_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_of_two_runs_never_reach_each_other() {
        let old = Instant { run: 1, ms: 5 };
        let new = Instant { run: 2, ms: 500_000 };
        assert!(!new.has_reached(old));
        assert!(!old.has_reached(new));
        assert!(new.plus_ms(1).has_reached(new));
    }

    #[test]
    fn desks_that_failed_together_do_not_come_back_together() {
        let waits: std::collections::BTreeSet<_> =
            (0..100).map(|run| jittered_ms(7, Instant { run, ms: 5_000 })).collect();
        assert!(waits.len() > 95, "{}", waits.len());
        assert!(waits.first().is_some_and(|ms| *ms < 6_000) && waits.last().is_some_and(|ms| *ms > 54_000));
        assert!(waits.iter().all(|ms| (100..=60_000).contains(ms)));
    }

    #[test]
    fn back_off_doubles_to_a_minute_and_stays_there() {
        assert_eq!([1, 2, 3, 7, 8, 1000].map(back_off_ms), [1_000, 2_000, 4_000, 60_000, 60_000, 60_000]);
    }
}
