//! One session with one card, on a thread that can be given up and is kept otherwise.

use super::hand::Hand;
use super::{establish, is_service_lost, while_connecting, while_working};
use crate::{CardError, CardReader, CardSession, RESTARTS_MAX, Work};
use pcsc::{Card, Context, Disposition, Error, Protocols, ShareMode, Transaction};
use std::ffi::CString;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use zeroize::{Zeroize, Zeroizing};

/// A reader by its PC/SC name.
pub(super) struct PcscReader {
    slot: Arc<Slot>,
    timeout: Duration,
}

impl PcscReader {
    pub(super) fn new(slot: Arc<Slot>, timeout: Duration) -> Self {
        Self { slot, timeout }
    }
}

impl CardReader for PcscReader {
    fn name(&self) -> &str {
        &self.slot.name
    }

    fn session(&self, work: Work) -> Result<(), CardError> {
        if self.slot.lock().given_up > 0 {
            return Err(CardError::Held);
        }
        let progress = Arc::new(Mutex::new(Progress::Running));
        let (done, wait) = sync_channel(1);
        let (slot, theirs) = (Arc::clone(&self.slot), Arc::clone(&progress));
        let hand = self.slot.take_hand()?;
        hand.give(Box::new(move || {
            let result = slot.run(work);
            let mut progress = lock(&theirs);
            if *progress == Progress::GivenUp {
                slot.lock().given_up -= 1;
            }
            *progress = Progress::Ended;
            let _ = done.send(result);
        }))?;

        match wait.recv_timeout(self.timeout) {
            Ok(result) => {
                self.slot.lock().hand = Some(hand);
                result
            }
            Err(RecvTimeoutError::Disconnected) => {
                Err(CardError::ReaderFailed { detail: "the session broke off".into() })
            }
            Err(RecvTimeoutError::Timeout) => {
                let mut progress = lock(&progress);
                if *progress == Progress::Ended {
                    // It ended between the time-out and the lock.
                    return wait.try_recv().unwrap_or(Err(CardError::Held));
                }
                *progress = Progress::GivenUp;
                let mut slot = self.slot.lock();
                slot.given_up += 1;
                // The blocked call keeps its context busy; the next session takes a new one.
                slot.context = None;
                tracing::warn!(reader = %self.slot.name, "the reader is held: a call does not return");
                Err(CardError::Held)
            }
        }
    }
}

/// What is kept of a reader between sessions.
pub(super) struct Slot {
    name: String,
    state: Mutex<SlotState>,
}

#[derive(Default)]
struct SlotState {
    /// Kept, because to establish one costs as much as several commands to a card.
    context: Option<Context>,
    /// The thread of the last session, for the next one. One that was given up never comes back here.
    hand: Option<Hand>,
    /// Threads that were given up and have not returned yet.
    given_up: u32,
}

#[derive(PartialEq)]
enum Progress {
    Running,
    Ended,
    GivenUp,
}

impl Slot {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), state: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, SlotState> {
        lock(&self.state)
    }

    fn take_hand(&self) -> Result<Hand, CardError> {
        let kept = self.lock().hand.take();
        kept.map_or_else(Hand::hire, Ok)
    }

    fn run(&self, work: Work) -> Result<(), CardError> {
        let mut card = self.connect()?;
        let result = converse(&mut card, &self.name, work);
        if result == Err(CardError::NoService) {
            self.lock().context = None;
        }
        // Dropped without this, the connection would reset the card under everybody else.
        if let Err((_, error)) = card.disconnect(Disposition::LeaveCard) {
            tracing::debug!(%error, "the card was gone before it could be left");
        }
        result
    }

    /// A context outlives many sessions but not its service, so a dead one is replaced once.
    fn connect(&self) -> Result<Card, CardError> {
        let no_reader = || CardError::NoReader { reader: self.name.clone() };
        let name = CString::new(self.name.as_str()).map_err(|_| no_reader())?;
        let kept = self.lock().context.clone();
        if let Some(context) = kept {
            match patiently(|| context.connect(&name, ShareMode::Shared, Protocols::ANY)) {
                Err(error) if is_service_lost(error) => self.lock().context = None,
                end => return end.map_err(|error| while_connecting(error, &self.name)),
            }
        }
        let context = establish()?;
        let card = patiently(|| context.connect(&name, ShareMode::Shared, Protocols::ANY));
        match card {
            // With a context this fresh, it is the service's policy and not its death.
            Err(Error::SecurityViolation) => return Err(CardError::ServiceRefused),
            Err(error) if is_service_lost(error) => return Err(CardError::NoService),
            _ => self.lock().context = Some(context),
        }
        card.map_err(|error| while_connecting(error, &self.name))
    }
}

/// Runs `work` inside one transaction: what is selected stays selected, whoever else is there.
fn converse(card: &mut Card, reader: &str, work: Work) -> Result<(), CardError> {
    let mut resets = 0;
    loop {
        let error = match card.transaction() {
            Ok(transaction) => return work(&mut PcscSession { transaction, reader }),
            Err(error) => error,
        };
        if error != Error::ResetCard || resets >= RESTARTS_MAX {
            return Err(while_working(error, reader));
        }
        // Reset by another program since we connected. Nothing is lost yet.
        resets += 1;
        patiently(|| card.reconnect(ShareMode::Shared, Protocols::ANY, Disposition::LeaveCard))
            .map_err(|error| while_working(error, reader))?;
    }
}

struct PcscSession<'a> {
    transaction: Transaction<'a>,
    reader: &'a str,
}

impl CardSession for PcscSession<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Zeroizing<Vec<u8>>, CardError> {
        let mut buffer = [0_u8; ANSWER_BYTES_MAX];
        let answer = match self.transaction.transmit(command, &mut buffer) {
            // A card pulled with a command in flight is a success of no bytes.
            Ok(answer) if answer.len() < 2 => Err(CardError::CardPulled),
            Ok(answer) => Ok(Zeroizing::new(answer.to_vec())),
            Err(error) => Err(while_working(error, self.reader)),
        };
        buffer.zeroize();
        answer
    }

    fn restart(&mut self) -> Result<(), CardError> {
        patiently(|| self.transaction.reconnect(ShareMode::Shared, Protocols::ANY, Disposition::LeaveCard))
            .map_err(|error| while_working(error, self.reader))
    }
}

/// While another program's reset is under way the card has no protocol yet, and connecting fails for that alone.
fn patiently<T>(mut act: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
    for _ in 0..POWER_UP_TRIES_MAX {
        match act() {
            Err(Error::ProtoMismatch) => thread::sleep(POWER_UP_PAUSE),
            end => return end,
        }
    }
    act()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The longest short answer: 256 bytes and the status word.
const ANSWER_BYTES_MAX: usize = 258;

/// Half a second in all: a slow card's reset, with room to spare.
const POWER_UP_TRIES_MAX: u32 = 25;
const POWER_UP_PAUSE: Duration = Duration::from_millis(20);
