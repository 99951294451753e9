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

/// How long to wait before try number `tries` (from one): doubling from one second to a minute. The desk adds its
/// own jitter, since the core knows no chance.
pub(super) fn back_off_ms(tries: u32) -> u64 {
    const FIRST_MS: u64 = 1_000;
    const LONGEST_MS: u64 = 60_000;
    FIRST_MS.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST_MS)
}

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
    fn back_off_doubles_to_a_minute_and_stays_there() {
        assert_eq!([1, 2, 3, 7, 8, 1000].map(back_off_ms), [1_000, 2_000, 4_000, 60_000, 60_000, 60_000]);
    }
}
