//! The seam between the desk and whatever has a slot for a card.

use crate::CardError;
use zeroize::Zeroizing;

/// The card readers of this machine.
pub trait CardReaders: Send + Sync {
    /// Names of the readers that are plugged in now.
    fn names(&self) -> Result<Vec<String>, CardError>;

    /// The reader of that name. It need not be plugged in yet: its session says so.
    fn reader(&self, name: &str) -> Box<dyn CardReader>;

    /// Tells everything that comes and goes, beginning with what is there now, from a thread of
    /// its own and until the [`Watch`] is dropped. Nothing wakes up while nothing happens.
    fn watch(&self, tell: Tell) -> Result<Watch, CardError>;
}

/// One slot that can hold a card.
pub trait CardReader: Send + Sync {
    /// The name the reader goes by.
    fn name(&self) -> &str;

    /// Connects to the card, runs `work` on it, and leaves the card powered.
    ///
    /// For as long as `work` runs no other program comes between its commands. It runs on a
    /// thread that may be given up ([`CardError::Held`]), so it must own what it uses and be
    /// short: a card read, never a wait for a person.
    fn session(&self, work: Work) -> Result<(), CardError>;
}

/// A powered card that is ours for the moment.
pub trait CardSession {
    /// Sends one command and gives the answer, at least the two bytes of its status word.
    ///
    /// [`CardError::CardReset`] means that everything selected before is forgotten: call
    /// [`restart`](Self::restart) and begin again.
    fn transmit(&mut self, command: &[u8]) -> Result<Zeroizing<Vec<u8>>, CardError>;

    /// Takes the card up again after a reset, without resetting it once more.
    fn restart(&mut self) -> Result<(), CardError>;
}

/// What is to be done with a card.
pub type Work = Box<dyn FnOnce(&mut dyn CardSession) -> Result<(), CardError> + Send>;

/// Who is told what happens at the readers.
pub type Tell = Box<dyn FnMut(ReaderEvent) + Send>;

/// Something happened at the readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReaderEvent {
    /// A reader was plugged in, or was there at the start.
    ReaderAdded {
        /// Its name.
        reader: String,
    },
    /// A reader was unplugged, and its card with it.
    ReaderRemoved {
        /// Its name.
        reader: String,
    },
    /// A card was put in and answers.
    CardIn {
        /// The reader's name.
        reader: String,
        /// The card's answer to reset.
        atr: Vec<u8>,
    },
    /// A card was put in and does not answer: upside down, dirty or broken.
    CardMute {
        /// The reader's name.
        reader: String,
    },
    /// The card was taken out.
    CardOut {
        /// The reader's name.
        reader: String,
    },
    /// The service that knows the readers is gone, and every reader and card with it. What is
    /// there when it comes back is told anew.
    ServiceLost,
    /// The service is back.
    ServiceBack,
}

/// A watch on the readers. Dropped, it ends and its thread is joined.
#[must_use = "the watch ends when this is dropped"]
pub struct Watch {
    end: Option<Box<dyn FnOnce() + Send>>,
}

impl Watch {
    /// A watch that `end` brings to its end.
    pub fn new(end: impl FnOnce() + Send + 'static) -> Self {
        Self { end: Some(Box::new(end)) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            end();
        }
    }
}
