//! The desk: carries out what the settlement machine decides.
//!
//! It is the only room that both decides, by asking the core, and acts, by calling the platform, the journal and the
//! drivers. Everything here blocks and is driven by one caller at a time per stay; whoever wants it in the background
//! gives it a thread.

mod adopt;
mod agree;
mod books;
mod case;
mod clock;
mod counter;
mod decide;
mod drain;
mod drive;
mod exchange;
mod handover;
mod identify;
mod lane;
mod leave;
mod left_paper;
mod limits;
mod money;
mod pacing;
mod paper;
mod queue;
mod reader;
mod sentence;
mod settle;
mod standing;
mod story;
mod trouble;
mod unwritten;
mod vault;
mod verify;
mod watch;
mod worker;

use std::sync::{Mutex, MutexGuard, PoisonError};

use yijie_core::settlement::ids::{StayKey, StayNo};
use yijie_core::settlement::{Now, Rules};
use yijie_receipt_printer::ReceiptPrinter;

use crate::journal::Journal;
use crate::platform::Language;
use crate::platform::transport::Transport;

/// How an attempt ended, and money that changes hands, as the journal keeps them.
pub use crate::journal::{EndKind, Instruction};
/// The paper in the printer.
pub use crate::receipt::Paper;
/// What card readers are to whoever asks a desk.
pub use yijie_card_reader::{CardReaders, Plan, ReaderEvent, Watch};

pub use agree::Settling;
pub use clock::{Clock, SystemClock, beijing, day_of, today};
pub use counter::{Came, Confirmation, Counter, Nobody, Progress};
pub use decide::{Deciding, Word};
pub use drain::{Asking, Finished, TellFinished};
pub use drive::{Ended, Patience};
pub use handover::HandedOver;
pub use identify::{Checked, Holder, Shown};
pub use leave::{Left, LeftStay, circumstance_word, way_word};
pub use limits::{Eyes, HouseRules, Limit, Reach};
pub use paper::Printed;
pub use queue::{Due, Replayed, Waits};
pub use reader::{ReadCard, Which, read, wait_for_card};
pub use sentence::Sentence;
pub use settle::{Choices, Outcome, Refunds};
pub use standing::Standing;
pub use story::{Story, Told};
pub use trouble::Trouble;
pub use vault::{PERSON_STAYS_MAX, Rotated};
pub use verify::{FINDINGS_MAX, Finding, FindingKind, Verified, Verifying, verify};
pub use watch::TellStay;
pub use worker::Worker;

/// One desk of one hospital, at one platform.
pub struct Desk {
    journal: Mutex<Journal>,
    language: Language,
    transport: Box<dyn Transport>,
    clock: Box<dyn Clock>,
    steadiness: clock::Steadiness,
    printer: Option<Mutex<Box<dyn ReceiptPrinter>>>,
    settings: Settings,
    house: HouseRules,
    lanes: lane::Lanes,
    fetches: books::Fetches,
    bell: worker::Bell,
    watchers: Mutex<Vec<TellStay>>,
    finished_watchers: Mutex<Vec<TellFinished>>,
    pacing: pacing::Pacing,
    signing: Mutex<()>,
    lanes_max: u32,
}

/// What the hospital configures of a desk.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The paper in the printer.
    pub paper: Paper,
    /// Whom a patient calls about a slip.
    pub telephone: String,
    /// The workstation, as 9001 wants it.
    pub mac: String,
    /// The workstation's address, as 9001 wants it.
    pub ip: String,
    /// How long a cashier is kept waiting.
    pub patience: Patience,
    /// How many stays may wait before new ones are refused.
    pub queue_items_max: u64,
}

/// What a desk is put together from.
pub struct Parts {
    /// Open, and bound to the same institution and platform.
    pub journal: Journal,
    /// The hospital's way of speaking with its platform.
    pub language: Language,
    /// Carries bytes there and back.
    pub transport: Box<dyn Transport>,
    /// Time and chance.
    pub clock: Box<dyn Clock>,
    /// Where receipts go. `None`: they are shown only.
    pub printer: Option<Box<dyn ReceiptPrinter>>,
    /// The rest.
    pub settings: Settings,
}

impl Desk {
    /// A desk, ready for its first patient.
    pub fn new(parts: Parts) -> Self {
        Self {
            journal: Mutex::new(parts.journal),
            language: parts.language,
            transport: parts.transport,
            steadiness: clock::Steadiness::since(parts.clock.now()),
            clock: parts.clock,
            printer: parts.printer.map(Mutex::new),
            settings: parts.settings,
            house: HouseRules::default(),
            lanes: lane::Lanes::default(),
            fetches: books::Fetches::default(),
            bell: worker::Bell::default(),
            watchers: Mutex::default(),
            finished_watchers: Mutex::default(),
            pacing: pacing::Pacing::new(pacing::LANES),
            signing: Mutex::default(),
            lanes_max: pacing::LANES,
        }
    }

    /// The lane of a stay of this hospital.
    pub fn key(&self, stay_no: StayNo) -> StayKey {
        StayKey { institution: self.language.hospital().institution.clone(), stay_no }
    }

    /// True at a training platform: what it prints and answers is marked.
    pub fn is_training(&self) -> bool {
        self.language.profile().training
    }

    /// How long a cashier is kept waiting.
    pub fn patience(&self) -> Patience {
        self.settings.patience
    }

    /// The day, in Beijing.
    pub fn today(&self) -> jiff::civil::Date {
        day_of(self.clock.now().wall)
    }

    /// The time, in Beijing.
    pub fn local_time(&self) -> jiff::civil::DateTime {
        beijing(self.clock.now().wall)
    }

    /// Empties the bodies of messages of stays that have rested for so many days. What happened is kept for ever.
    pub fn prune(&self, days: u64) -> Result<(), Trouble> {
        let now = self.clock.now().wall;
        let kept = jiff::SignedDuration::from_hours(24_i64.saturating_mul(i64::try_from(days).unwrap_or(i64::MAX)));
        if let Ok(before) = now.checked_sub(kept) {
            self.journal().prune(before, now)?;
        }
        Ok(())
    }

    fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time, for whatever carries it to the platform. Refused where the clock jumped.
    fn steady_now(&self) -> Result<Now, Trouble> {
        self.steadiness.check(self.clock.now())
    }

    fn rules(&self) -> Rules {
        self.language.profile().switches
    }

    fn operator(&self) -> &str {
        &self.language.hospital().operator_code
    }
}

#[cfg(test)]
mod tests;
