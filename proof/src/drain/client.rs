//! A desk of the province, in the product's manner or in the naive one.

use yijie_core::pace::Pace;

use super::platform::Transaction;

/// A desk and what waits at it.
#[derive(Debug)]
pub struct Desk {
    /// What waits.
    pub stays: Vec<Stay>,
    /// The product's own pace.
    pub pace: Pace,
    /// When the next try is due, so that it is scheduled once.
    pub tries_at: Option<u64>,
}

/// One stay.
#[derive(Debug, Clone)]
pub struct Stay {
    /// The next message.
    pub next: Option<Transaction>,
    /// Not before this: a negative counts only after the horizon.
    pub due_ms: u64,
    /// A turn of it is under way.
    pub at_work: bool,
    /// The platform worked on its settlement.
    pub settled: bool,
    /// A settlement left whose fate is not known.
    pub in_doubt: bool,
    /// Times it was tried; the least tried goes first.
    pub turns: u32,
    /// The number of its last exchange.
    pub exchange: u64,
}

/// What an exchange came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Came {
    /// Answered.
    Answer,
    /// Told *busy*.
    Busy,
    /// No connection.
    Nothing,
    /// No answer in time.
    TimedOut,
}

impl Stay {
    /// A stay that waits to be settled, or whose settlement is in doubt.
    pub fn waiting(in_doubt: bool) -> Self {
        let next = if in_doubt { Transaction::Look } else { Transaction::Presettle };
        Self {
            next: Some(next),
            due_ms: 0,
            at_work: false,
            // Of those in doubt, the settlement had arrived: what had not is found out the same way, and then settled.
            settled: in_doubt,
            in_doubt,
            turns: 0,
            exchange: 0,
        }
    }

    /// Takes in what the exchange came to, by the rules of the settlement machine: a settlement that was told *busy*
    /// or had no answer is in doubt, and a negative counts after the horizon. True if the turn goes on at once.
    pub fn came(&mut self, sent: Transaction, came: Came, now_ms: u64) -> bool {
        match (sent, came) {
            (Transaction::Presettle, Came::Answer) => self.next = Some(Transaction::Settle),
            (Transaction::Settle, Came::Answer) => self.next = None,
            (Transaction::Look, Came::Answer) if self.settled => self.next = None,
            (Transaction::Look, Came::Answer) => {
                // Nothing found: settled anew, with the figures of now.
                self.in_doubt = false;
                self.next = Some(Transaction::Presettle);
            }
            (Transaction::Settle, Came::Nothing) => self.next = Some(Transaction::Presettle),
            (Transaction::Settle, Came::Busy | Came::TimedOut) => {
                self.in_doubt = true;
                self.next = Some(Transaction::Look);
                self.due_ms = now_ms + HORIZON_MS;
            }
            (Transaction::Presettle | Transaction::Look, _) => {}
        }
        came == Came::Answer && self.next.is_some()
    }

    /// The same in the naive manner: whatever failed is sent again.
    pub fn came_to_the_naive(&mut self, sent: Transaction, came: Came) -> bool {
        if came == Came::Answer {
            self.next = match sent {
                Transaction::Presettle => Some(Transaction::Settle),
                Transaction::Settle | Transaction::Look => None,
            };
        }
        came == Came::Answer && self.next.is_some()
    }
}

/// How long a message may survive in transit.
const HORIZON_MS: u64 = 300_000;
