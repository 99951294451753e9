//! Slots as card readers, without leaving the process.

use crate::slot::{Outcome, Slot};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use yijie_card_reader::{CardError, CardReader, CardReaders, CardSession, ReaderEvent, Tell, Watch, Work};
use zeroize::Zeroizing;

/// Virtual readers, each a name and a slot.
#[derive(Clone)]
pub struct VirtualReaders {
    slots: Vec<(String, Slot)>,
}

impl VirtualReaders {
    /// Readers of these names over these slots.
    pub fn new(slots: impl IntoIterator<Item = (String, Slot)>) -> Self {
        Self { slots: slots.into_iter().collect() }
    }

    /// One reader.
    pub fn single(name: &str, slot: &Slot) -> Self {
        Self::new([(name.to_owned(), slot.clone())])
    }
}

impl CardReaders for VirtualReaders {
    fn names(&self) -> Result<Vec<String>, CardError> {
        Ok(self.slots.iter().map(|(name, _)| name.clone()).collect())
    }

    fn reader(&self, name: &str) -> Box<dyn CardReader> {
        let slot = self.slots.iter().find(|(known, _)| known == name).map(|(_, slot)| slot.clone());
        Box::new(VirtualReader { name: name.to_owned(), slot })
    }

    /// Ends at once when the watch is dropped. A thread for each slot; they tell one at a time.
    fn watch(&self, tell: Tell) -> Result<Watch, CardError> {
        let tell = Arc::new(Mutex::new(tell));
        let ending = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        for (reader, slot) in self.slots.clone() {
            let (tell, ending) = (Arc::clone(&tell), Arc::clone(&ending));
            let thread = thread::Builder::new()
                .name("virtual-watch".into())
                .spawn(move || follow(&reader, &slot, &ending, &tell))
                .map_err(|error| CardError::ReaderFailed { detail: error.to_string() })?;
            threads.push(thread);
        }
        let slots = self.slots.clone();
        Ok(Watch::new(move || {
            for (_, slot) in &slots {
                slot.wake(|_| ending.store(true, Ordering::SeqCst));
            }
            for thread in threads {
                let _ = thread.join();
            }
        }))
    }
}

fn follow(reader: &str, slot: &Slot, ending: &AtomicBool, tell: &Mutex<Tell>) {
    let tell = |event| (tell.lock().unwrap_or_else(PoisonError::into_inner))(event);
    let reader = || reader.to_owned();
    tell(ReaderEvent::ReaderAdded { reader: reader() });
    let mut seen = None;
    let mut is_in = false;
    while !ending.load(Ordering::SeqCst) {
        let (changes, atr) = {
            let state = slot.wait(slot.lock(), |state| Some(state.changes) == seen && !ending.load(Ordering::SeqCst));
            (state.changes, state.chip.as_ref().map(|chip| chip.card().atr.clone()))
        };
        if Some(changes) == seen {
            continue;
        }
        seen = Some(changes);
        if is_in {
            tell(ReaderEvent::CardOut { reader: reader() });
        }
        is_in = atr.is_some();
        if let Some(atr) = atr {
            tell(ReaderEvent::CardIn { reader: reader(), atr });
        }
    }
}

struct VirtualReader {
    name: String,
    slot: Option<Slot>,
}

impl CardReader for VirtualReader {
    fn name(&self) -> &str {
        &self.name
    }

    fn session(&self, work: Work) -> Result<(), CardError> {
        let Some(slot) = &self.slot else {
            return Err(CardError::NoReader { reader: self.name.clone() });
        };
        let _alone = slot.occupy();
        let card = {
            let state = slot.lock();
            state.chip.as_ref().ok_or(CardError::NoCard)?;
            state.changes
        };
        // Powered anew, as the first connection to a card does.
        slot.reset();
        work(&mut VirtualSession { slot, card })
    }
}

struct VirtualSession<'a> {
    slot: &'a Slot,
    card: u64,
}

impl CardSession for VirtualSession<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Zeroizing<Vec<u8>>, CardError> {
        match self.slot.answer(self.card, command) {
            Outcome::Answer(answer) => Ok(Zeroizing::new(answer)),
            Outcome::Pulled => Err(CardError::CardPulled),
            Outcome::Reset => Err(CardError::CardReset),
        }
    }

    fn restart(&mut self) -> Result<(), CardError> {
        if self.slot.lock().changes == self.card { Ok(()) } else { Err(CardError::CardPulled) }
    }
}
