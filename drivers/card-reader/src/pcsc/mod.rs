//! Card readers over PC/SC.
//!
//! What bites here, and is taken care of: the service may die and come back, after which every
//! old context is dead; an empty answer is a card that was pulled; another program may reset the
//! card, hold it alone, or hold a transaction under which our calls block without end; and a
//! connection that is simply dropped resets the card.

mod hand;
mod session;
mod watch;

use crate::{CardError, CardReader, CardReaders, Tell, Watch};
use pcsc::{Context, Error, Scope};
use session::{PcscReader, Slot};
use std::collections::BTreeMap;
use std::ffi::CString;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The readers that the PC/SC service of this machine knows.
pub struct PcscReaders {
    slots: Mutex<BTreeMap<String, Arc<Slot>>>,
    session_timeout: Duration,
}

impl PcscReaders {
    /// Nothing is opened yet: a service that is down now may be up at the first session.
    pub fn new() -> Self {
        Self::with_session_timeout(Duration::from_millis(SESSION_TIMEOUT_MS_MAX))
    }

    /// The same, with another limit on how long one session may take.
    pub fn with_session_timeout(session_timeout: Duration) -> Self {
        Self { slots: Mutex::default(), session_timeout }
    }
}

impl Default for PcscReaders {
    fn default() -> Self {
        Self::new()
    }
}

impl CardReaders for PcscReaders {
    fn names(&self) -> Result<Vec<String>, CardError> {
        let context = establish()?;
        let names = context.list_readers_owned().map_err(|error| while_working(error, ""))?;
        Ok(names.into_iter().map(readable).collect())
    }

    fn reader(&self, name: &str) -> Box<dyn CardReader> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        // One slot per name, because "held" is a fact about the reader and not about who asks.
        let slot = slots.entry(name.to_owned()).or_insert_with(|| Arc::new(Slot::new(name)));
        Box::new(PcscReader::new(Arc::clone(slot), self.session_timeout))
    }

    fn watch(&self, tell: Tell) -> Result<Watch, CardError> {
        watch::watch(tell)
    }
}

fn establish() -> Result<Context, CardError> {
    Context::establish(Scope::System).map_err(|error| match error {
        Error::SecurityViolation | Error::NoAccess => CardError::ServiceRefused,
        _ => CardError::NoService,
    })
}

/// Whether the service died under this call. It says so in several voices, and a transmit in
/// flight may even come back as a security violation.
fn is_service_lost(error: Error) -> bool {
    matches!(
        error,
        Error::NoService
            | Error::ServiceStopped
            | Error::CommError
            | Error::InvalidHandle
            | Error::SecurityViolation
            | Error::Shutdown
            | Error::SystemCancelled
    )
}

fn while_connecting(error: Error, reader: &str) -> CardError {
    match error {
        Error::RemovedCard | Error::NotTransacted => CardError::NoCard,
        other => while_working(other, reader),
    }
}

fn while_working(error: Error, reader: &str) -> CardError {
    match error {
        lost if is_service_lost(lost) => CardError::NoService,
        Error::UnknownReader | Error::ReaderUnavailable | Error::NoReadersAvailable => {
            CardError::NoReader { reader: reader.to_owned() }
        }
        Error::NoSmartcard => CardError::NoCard,
        Error::RemovedCard | Error::NotTransacted => CardError::CardPulled,
        // After another program's reset pcscd may say instead that the protocol we agreed on is gone.
        Error::ResetCard | Error::ProtoMismatch => CardError::CardReset,
        Error::SharingViolation => CardError::HeldByOther,
        Error::UnresponsiveCard | Error::UnpoweredCard | Error::UnsupportedCard => CardError::CardMute,
        other => CardError::ReaderFailed { detail: other.to_string() },
    }
}

fn readable(name: CString) -> String {
    name.into_string().unwrap_or_else(|odd| odd.into_cstring().to_string_lossy().into_owned())
}

/// How long one session, connecting included, may take before its thread is given up. The slowest
/// card is read in about a second.
pub const SESSION_TIMEOUT_MS_MAX: u64 = 5_000;
