//! How much may wait: items, yuan, and the age of the oldest. Nearing a limit is said aloud, and reaching one turns
//! away what is new; what waits already is never turned away.

use jiff::SignedDuration;
use yijie_core::failure::Settlement;
use yijie_core::money::Yuan;

use super::{Desk, Trouble};
use crate::journal::WaitingSums;

/// What the hospital allows to wait, and how many persons a decision takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HouseRules {
    /// The bills that wait together. `None`: no limit.
    pub waiting_total_max: Option<Yuan>,
    /// How long the oldest may wait. `None`: no limit.
    pub waiting_age_max: Option<SignedDuration>,
    /// How many persons a decision takes.
    pub eyes: Eyes,
}

/// How many persons a decision takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Eyes {
    /// One.
    #[default]
    Two,
    /// Two: the second confirms under another name.
    Four,
}

/// A limit and how far the queue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Which limit.
    pub limit: Limit,
    /// How far: in items, whole yuan or whole hours.
    pub now: u64,
    /// How far it may go.
    pub most: u64,
}

/// The three limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Stays that wait.
    Items,
    /// Their bills together, in whole yuan.
    Yuan,
    /// The age of the oldest, in whole hours.
    Hours,
}

impl Reach {
    /// At the limit: what is new is turned away.
    pub fn is_reached(&self) -> bool {
        self.now >= self.most
    }

    /// At four fifths of it: worth saying.
    pub fn is_near(&self) -> bool {
        self.now.saturating_mul(5) >= self.most.saturating_mul(4)
    }

    /// As an entry of the failure book, from four fifths on.
    pub fn trouble(&self) -> Option<Trouble> {
        let code = if self.is_reached() { Settlement::QueueFull } else { Settlement::QueueNearlyFull };
        self.is_near().then(|| Trouble::new(code, self.text()))
    }

    fn text(&self) -> String {
        let unit = match self.limit {
            Limit::Items => "",
            Limit::Yuan => " ¥",
            Limit::Hours => " h",
        };
        format!("{} / {}{unit}", self.now, self.most)
    }
}

impl Limit {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Yuan => "yuan",
            Self::Hours => "hours",
        }
    }
}

impl Desk {
    /// Puts the desk under the hospital's own rules.
    #[must_use]
    pub fn under(mut self, rules: HouseRules) -> Self {
        self.house = rules;
        self
    }

    /// How far the queue is from each of its limits.
    pub fn reaches(&self) -> Result<Vec<Reach>, Trouble> {
        let sums = self.journal().waiting_sums()?;
        Ok(self.reaches_with(&sums, Yuan::ZERO))
    }

    /// What is to be said of the limits, from four fifths on.
    pub fn queue_warnings(&self) -> Result<Vec<Trouble>, Trouble> {
        Ok(self.reaches()?.iter().filter_map(Reach::trouble).collect())
    }

    /// A new stay of this total may end in the queue; where that is full, it is not begun.
    pub(super) fn room_in_queue(&self, total: Yuan) -> Result<(), Trouble> {
        let sums = self.journal().waiting_sums()?;
        let full = |reach: &&Reach| match reach.limit {
            // The new bill counts too: up to the limit, and not above.
            Limit::Yuan => reach.now > reach.most,
            Limit::Items | Limit::Hours => reach.is_reached(),
        };
        match self.reaches_with(&sums, total).iter().find(full) {
            Some(reach) => Err(Trouble::new(Settlement::QueueFull, reach.text())),
            None => Ok(()),
        }
    }

    fn reaches_with(&self, sums: &WaitingSums, new: Yuan) -> Vec<Reach> {
        let mut reaches =
            vec![Reach { limit: Limit::Items, now: u64::from(sums.items), most: self.settings.queue_items_max }];
        if let Some(most) = self.house.waiting_total_max {
            // Rounded up: a fen above the limit is above it.
            let now = (sums.total + new).cents().max(0).unsigned_abs().div_ceil(100);
            reaches.push(Reach { limit: Limit::Yuan, now, most: most.cents().max(0).unsigned_abs() / 100 });
        }
        if let Some(most) = self.house.waiting_age_max {
            let age = sums.oldest.map(|oldest| self.clock.now().wall.duration_since(oldest)).unwrap_or_default();
            let hours = |age: SignedDuration| u64::try_from(age.as_hours()).unwrap_or_default();
            reaches.push(Reach { limit: Limit::Hours, now: hours(age), most: hours(most) });
        }
        reaches
    }
}
