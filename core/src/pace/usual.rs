//! How long the platform usually takes for a transaction: the least that was seen of late.

use std::collections::BTreeMap;

/// The least time of each transaction, in this window and in the one before it: a platform that became slower for good
/// is not taken for a crowded one for ever.
#[derive(Debug, Clone, Default)]
pub(super) struct Usual(BTreeMap<u16, Least>);

#[derive(Debug, Clone, Copy)]
struct Least {
    since_ms: u64,
    now: u64,
    before: u64,
}

impl Usual {
    /// Takes in what one exchange took, and says how much of that was beyond the usual, with some room for chance.
    pub fn beyond_ms(&mut self, transaction: u16, took_ms: u64, now_ms: u64) -> u64 {
        if self.0.len() >= TRANSACTIONS_MAX && !self.0.contains_key(&transaction) {
            return 0;
        }
        let least = self.0.entry(transaction).or_insert(Least { since_ms: now_ms, now: took_ms, before: took_ms });
        if now_ms.saturating_sub(least.since_ms) > WINDOW_MS {
            *least = Least { since_ms: now_ms, now: took_ms, before: least.now };
        }
        least.now = least.now.min(took_ms);
        let usual = least.now.min(least.before);
        took_ms.saturating_sub(usual).saturating_sub(usual / 4 + ROOM_MS)
    }
}

/// How long a window is.
const WINDOW_MS: u64 = 3_600_000;
/// What an answer may take longer by chance, beside a quarter of the usual.
const ROOM_MS: u64 = 100;
/// More transactions than the interface has.
const TRANSACTIONS_MAX: usize = 200;
