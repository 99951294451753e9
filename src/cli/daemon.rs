//! Where the daemon holds the journal, a command asks it, through its local API.
//!
//! One process holds the journal. A command becomes the desk itself for as long as it runs, unless `yijie run` is the
//! desk already: then the work is done there, once, and here it is asked for and shown. People and programs read the
//! same either way.

mod line;
mod people;
mod settle;

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::json;
use yijie_card_reader::PcscReaders;
use yijie_core::failure::Card;
use yijie_core::settlement::Accounting;
use yijie_core::settlement::ids::StayNo;

pub use self::line::Line;
use self::line::of_stay;
use super::answer::Fell;
use super::screen::Screen;
use super::words;
use crate::api::view::{BillView, CheckView, PaperView, PersonStays, QueueView, ReplayView, RotatedView, StayView};
use crate::desk::{Refunds, Trouble, wait_for_card};

/// The running daemon, which answered.
pub struct Daemon {
    line: Line,
}

impl Daemon {
    /// At the other end of this line.
    pub fn at(line: Line) -> Self {
        Self { line }
    }

    /// What is odd about a bill.
    pub fn look_at(&self, bill: &[u8]) -> Result<BillView, Fell> {
        self.line.post("/v1/bills/check", bill.to_vec())
    }

    /// Everything that waits.
    pub fn queue(&self) -> Result<QueueView, Fell> {
        self.line.get("/v1/queue")
    }

    /// Works off the queue.
    pub fn replay(&self, screen: &mut Screen) -> Result<ReplayView, Fell> {
        self.line.watch("/v1/replay?reveal=true", Vec::new(), screen)
    }

    /// A stay and everything that happened to it.
    pub fn story(&self, stay: &StayNo) -> Result<StayView, Fell> {
        self.line.get(&of_stay(stay, ""))
    }

    /// Prints the receipt. Paper carries the patient's name, at the terminal as in the printer.
    pub fn receipt(&self, screen: &mut Screen, stay: &StayNo) -> Result<PaperView, Fell> {
        self.line.watch(&of_stay(stay, "/receipt?reveal=true"), Vec::new(), screen)
    }

    /// Prints the slip.
    pub fn slip(&self, stay: &StayNo) -> Result<PaperView, Fell> {
        self.line.post(&of_stay(stay, "/slip?reveal=true"), Vec::new())
    }

    /// Cancels the settlement that stands.
    pub fn cancel(&self, screen: &mut Screen, stay: &StayNo, reason: &str, refunds: Refunds) -> Result<StayView, Fell> {
        let body = json!({ "reason": reason, "refund_recovered": refunds == Refunds::Recovered });
        self.line.watch(&of_stay(stay, "/cancel"), body.to_string().into_bytes(), screen)
    }

    /// What the platform's books show of a stay of a restored journal, said by a named person.
    pub fn account(&self, stay: &StayNo, found: Accounting, by: &str, reason: &str) -> Result<StayView, Fell> {
        let body = json!({ "found": found, "by": by, "reason": reason });
        self.line.post(&of_stay(stay, "/account"), body.to_string().into_bytes())
    }

    /// The stays of a person.
    pub fn of_person(&self, number: &str) -> Result<PersonStays, Fell> {
        self.line.post("/v1/persons/stays", json!({ "citizen_id": number }).to_string().into_bytes())
    }

    /// A new generation of the key.
    pub fn rotate_key(&self) -> Result<RotatedView, Fell> {
        self.line.post("/v1/journal/rotate-key", Vec::new())
    }

    /// Who is at the desk, by the card in the daemon's reader.
    pub fn check(&self, screen: &mut Screen, wait: Option<u64>, insurance: Option<&str>) -> Result<CheckView, Fell> {
        let whom = insurance.map_or_else(|| json!({}), |kind| json!({ "insurance": kind })).to_string();
        self.once_card_is_in(screen, wait, "/v1/check", whom.as_bytes())
    }

    /// Asks, and asks once more when the card that was missing is in the reader: the daemon reads the card that is
    /// there now, and one that is not there yet is waited for here, where somebody said for how long.
    fn once_card_is_in<T: DeserializeOwned>(
        &self,
        screen: &mut Screen,
        wait: Option<u64>,
        path: &str,
        body: &[u8],
    ) -> Result<T, Fell> {
        match (self.line.watch(path, body.to_vec(), screen), wait) {
            (Err(fell), Some(seconds)) if fell.is(Card::Absent) => {
                screen.say(screen.phrase(words::INSERT_CARD));
                wait_for_card(&PcscReaders::new(), Duration::from_secs(seconds)).map_err(Trouble::from)?;
                self.line.watch(path, body.to_vec(), screen)
            }
            (first, _) => first,
        }
    }
}

#[cfg(test)]
mod tests;
