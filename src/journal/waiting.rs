//! What waits, in three figures, without opening a single seal: it is asked before every new stay.

use jiff::Timestamp;
use yijie_core::money::Yuan;

use super::page::instant_if;
use super::{Journal, JournalError};

/// What waits in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingSums {
    /// How many stays.
    pub items: u32,
    /// The totals of their bills together.
    pub total: Yuan,
    /// Since when the oldest waits, to the millisecond.
    pub oldest: Option<Timestamp>,
}

impl Journal {
    /// What waits in all.
    pub fn waiting_sums(&self) -> Result<WaitingSums, JournalError> {
        let select = "SELECT count(*), coalesce(sum(total_cents), 0), min(waits_since_ms) FROM stays WHERE at_rest = 0";
        let (items, cents, oldest): (u32, i64, Option<i64>) =
            self.db.prepare_cached(select)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(WaitingSums { items, total: Yuan::from_cents(cents), oldest: instant_if(oldest)? })
    }
}
