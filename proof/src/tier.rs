//! The tiers of the proof.

use crate::asked::Asked;

/// One way to try.
#[derive(Debug)]
pub struct Tier {
    /// Its word on the command line.
    pub name: &'static str,
    /// One line.
    pub does: &'static str,
    /// Runs it, prints what it covered; an error names what it found and how to see it again.
    pub run: fn(&Asked) -> Result<(), String>,
}

/// Every tier, the quickest first.
pub const TIERS: &[Tier] = &[
    Tier {
        name: "drain",
        does: "two thousand desks come back after four hours without a platform",
        run: crate::drain::run,
    },
    Tier { name: "model", does: "every state that a few faults can lead to", run: crate::model::run },
    Tier {
        name: "simulation",
        does: "the real desk and journal on a simulated line, clock and disk; every fault and every pair of faults",
        run: crate::simulation::prove,
    },
    #[cfg(unix)]
    Tier {
        name: "process",
        does: "the real binary and the training platform, each killed at any moment",
        run: crate::process::run,
    },
    Tier { name: "teeth", does: "deliberate bugs, each to be caught in under a minute", run: crate::teeth::prove },
];
