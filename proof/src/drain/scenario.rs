//! What is simulated, and what is promised of it.

use super::world::Run;

/// One outage and its end.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// For the table.
    pub name: &'static str,
    /// Desks of the province.
    pub desks: u32,
    /// How long the platform was away.
    pub outage_ms: u64,
    /// How often a desk discharges such a patient, on average, while the platform is away.
    pub discharge_every_ms: u64,
    /// Of a thousand stays, how many were in doubt when the line broke; the others wait to be settled.
    pub doubts_permille: u64,
    /// Messages that the platform works on at once. With the times below this is its capacity.
    pub servers: u32,
    /// What each transaction costs the platform: 2303, 2304, 5203.
    pub works_ms: [u64; 3],
    /// How many accepted messages may wait for a server; what comes beyond is told *busy*.
    pub queue_max: usize,
    /// What it costs the platform to say *busy*: reading the message and checking its signature.
    pub busy_costs_ms: u64,
    /// How long a client waits for an answer. What is answered later was worked on all the same.
    pub client_waits_ms_max: u64,
    /// There and back, without the platform's own time.
    pub travel_ms: u64,
    /// Stays that one desk works on at once.
    pub lanes_max: u32,
    /// True: the desks knew the platform before the outage. False: all were started during it.
    pub desks_know_the_usual: bool,
    /// How a desk behaves.
    pub manner: Manner,
    /// What is promised.
    pub promise: Promise,
}

/// How a desk behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// As the product does.
    Paced,
    /// Every stay by itself, again after a fixed time.
    Every(u64),
}

/// What is promised of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// The platform stays busy, is never asked for more than a tenth above its capacity, and all is done within a
    /// tenth above the ideal.
    Whole,
    /// It is never asked for more than a tenth above its capacity. Time is bound by the return of the last desk.
    Gentle,
    /// Shown, for comparison.
    None,
}

impl Scenario {
    /// The province of the table's first row.
    pub fn province() -> Self {
        Self {
            name: "2 000 desks, 4 h away",
            desks: 2_000,
            outage_ms: 4 * 3_600_000,
            discharge_every_ms: 3_600_000,
            doubts_permille: 100,
            servers: 19,
            works_ms: [600, 800, 300],
            queue_max: 600,
            busy_costs_ms: 30,
            client_waits_ms_max: 30_000,
            travel_ms: 40,
            lanes_max: 4,
            desks_know_the_usual: true,
            manner: Manner::Paced,
            promise: Promise::Whole,
        }
    }

    /// Every row of the table.
    pub fn all() -> Vec<Self> {
        let province = Self::province;
        let naive =
            |name, every_ms| Self { name, manner: Manner::Every(every_ms), promise: Promise::None, ..province() };
        let shown = || Self { promise: Promise::None, ..province() };
        vec![
            province(),
            naive("naive: each stay again every 30 s", 30_000),
            naive("naive: each stay again every 5 s", 5_000),
            Self { name: "three seconds a settlement", works_ms: [2_000, 3_000, 1_000], servers: 69, ..shown() },
            Self { name: "capacity doubled", servers: 38, promise: Promise::Gentle, ..province() },
            Self { name: "capacity halved", servers: 10, ..shown() },
            Self { name: "a short queue: busy after 1.5 s", queue_max: 45, ..shown() },
            Self { queue_max: 45, ..naive("naive: every 30 s, a short queue", 30_000) },
            Self { name: "never busy, an endless queue", queue_max: 1_000_000, ..shown() },
            Self { queue_max: 1_000_000, ..naive("naive: every 5 s, an endless queue", 5_000) },
            Self { name: "desks that know no usual", desks_know_the_usual: false, ..shown() },
            Self {
                name: "200 large desks",
                discharge_every_ms: 360_000,
                desks: 200,
                promise: Promise::Gentle,
                ..province()
            },
            Self { name: "500 desks", desks: 500, promise: Promise::Gentle, ..province() },
            Self { name: "15 minutes away", outage_ms: 900_000, ..shown() },
        ]
    }

    /// What was promised and not kept.
    pub fn broken(&self, run: &Run) -> Option<String> {
        let mut broken = Vec::new();
        if self.promise != Promise::None && run.peak(60) > 1.1 {
            broken.push(format!("asked for {:.2} of its capacity", run.peak(60)));
        }
        if self.promise == Promise::Whole && run.to_ideal() > 1.1 {
            broken.push(format!("took {:.2} of the ideal time", run.to_ideal()));
        }
        if self.promise != Promise::None && run.left > 0 {
            broken.push(format!("{} stays were never done", run.left));
        }
        (!broken.is_empty()).then(|| format!("{}: {}", self.name, broken.join(", ")))
    }
}
