//! What comes and goes at the readers, by event and not by asking.
//!
//! One thread sleeps in `SCardGetStatusChange` without a time limit. Only while the service is
//! down does it use a timer, since nothing else tells that it came back.
//!
//! pcscd 1.9 counts readers only inside a wait, so a reader plugged in during the microseconds
//! between two waits is told with the next event.

use super::readable;
use crate::{CardError, ReaderEvent, Tell, Watch};
use pcsc::{Context, Error, PNP_NOTIFICATION, ReaderState, Scope, State};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub(super) fn watch(tell: Tell) -> Result<Watch, CardError> {
    let control = Arc::new(Control::default());
    let theirs = Arc::clone(&control);
    let thread = thread::Builder::new()
        .name("card-watch".into())
        .spawn(move || {
            run(&theirs, tell);
            theirs.ended();
        })
        .map_err(|error| CardError::ReaderFailed { detail: error.to_string() })?;
    Ok(Watch::new(move || control.end(thread)))
}

fn run(control: &Control, mut tell: Tell) {
    let mut lost = false;
    let mut pause = PAUSE_MIN;
    while !control.is_ending() {
        match Context::establish(Scope::System) {
            Ok(context) => {
                if lost {
                    tell(ReaderEvent::ServiceBack);
                    lost = false;
                }
                control.uses(Some(context.clone()));
                let mut round = Round::new(&context);
                let error = round.follow(control, &mut tell);
                control.uses(None);
                if control.is_ending() {
                    return;
                }
                if round.has_waited {
                    pause = PAUSE_MIN;
                }
                tracing::warn!(%error, "the PC/SC service was lost");
            }
            Err(error) => tracing::debug!(%error, "the PC/SC service does not answer"),
        }
        if !lost {
            tell(ReaderEvent::ServiceLost);
            lost = true;
        }
        control.sleep(pause);
        pause = PAUSE_MAX.min(pause * 2);
    }
}

/// The readers under one context, until that context dies.
struct Round<'a> {
    context: &'a Context,
    /// The first is the pseudo reader that tells of readers; the others match `told`.
    states: Vec<ReaderState>,
    told: Vec<Told>,
    has_waited: bool,
}

/// What was told about one reader.
struct Told {
    reader: String,
    /// The event count under which a card was told to be in.
    card: Option<u16>,
}

impl<'a> Round<'a> {
    fn new(context: &'a Context) -> Self {
        let notification = ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE);
        Self { context, states: vec![notification], told: Vec::new(), has_waited: false }
    }

    /// Tells what happens, until the watch ends or the service is lost.
    fn follow(&mut self, control: &Control, tell: &mut Tell) -> Error {
        let mut mishaps = 0;
        loop {
            if let Err(error) = self.refresh(tell) {
                return error;
            }
            match self.context.get_status_change(None, &mut self.states) {
                Ok(()) => {
                    mishaps = 0;
                    self.has_waited = true;
                    self.report(tell);
                }
                Err(Error::Cancelled) if control.is_ending() => return Error::Cancelled,
                // A reader went away between the list and the wait.
                Err(Error::UnknownReader | Error::ReaderUnavailable | Error::Timeout | Error::Cancelled)
                    if mishaps < MISHAPS_MAX =>
                {
                    mishaps += 1;
                }
                Err(error) => return error,
            }
        }
    }

    /// Takes up new readers and lets go of those that are no longer there.
    fn refresh(&mut self, tell: &mut Tell) -> Result<(), Error> {
        let names = self.context.list_readers_owned()?;
        let mut at = 0;
        while at < self.told.len() {
            if names.iter().any(|name| name.as_c_str() == self.states[at + 1].name()) {
                at += 1;
            } else {
                self.states.remove(at + 1);
                tell(ReaderEvent::ReaderRemoved { reader: self.told.remove(at).reader });
            }
        }
        for name in names {
            let is_known = self.states.iter().any(|state| state.name() == name.as_c_str());
            if is_known || self.told.len() >= READERS_MAX {
                continue;
            }
            self.states.push(ReaderState::new(name.clone(), State::UNAWARE));
            let reader = readable(name);
            self.told.push(Told { reader: reader.clone(), card: None });
            tell(ReaderEvent::ReaderAdded { reader });
        }
        Ok(())
    }

    fn report(&mut self, tell: &mut Tell) {
        for (state, told) in self.states.iter_mut().skip(1).zip(&mut self.told) {
            told.compare(state, tell);
            state.sync_current_state();
        }
        if let Some(notification) = self.states.first_mut() {
            notification.sync_current_state();
        }
    }
}

impl Told {
    fn compare(&mut self, state: &ReaderState, tell: &mut Tell) {
        let now = state.event_state();
        let count = u16::try_from(state.event_count()).unwrap_or_default();
        let is_in = now.contains(State::PRESENT);
        if let Some(then) = self.card {
            // The count grows with every insertion and removal: two more, and the card was
            // exchanged while nobody looked. One more is an insertion whose state was seen
            // before its count.
            if is_in && count.wrapping_sub(then) < 2 {
                self.card = Some(count);
                return;
            }
            self.card = None;
            tell(ReaderEvent::CardOut { reader: self.reader.clone() });
        }
        if is_in {
            self.card = Some(count);
            let reader = self.reader.clone();
            tell(if now.contains(State::MUTE) {
                ReaderEvent::CardMute { reader }
            } else {
                ReaderEvent::CardIn { reader, atr: state.atr().to_vec() }
            });
        }
    }
}

/// How a watch is brought to its end from another thread.
#[derive(Default)]
struct Control {
    state: Mutex<ControlState>,
    changed: Condvar,
}

#[derive(Default)]
struct ControlState {
    is_ending: bool,
    has_ended: bool,
    context: Option<Context>,
}

impl Control {
    fn lock(&self) -> MutexGuard<'_, ControlState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_ending(&self) -> bool {
        self.lock().is_ending
    }

    fn uses(&self, context: Option<Context>) {
        self.lock().context = context;
    }

    fn ended(&self) {
        self.lock().has_ended = true;
        self.changed.notify_all();
    }

    /// Sleeps for `pause`, or until the watch ends.
    fn sleep(&self, pause: Duration) {
        let state = self.lock();
        let _ = self.changed.wait_timeout_while(state, pause, |state| !state.is_ending);
    }

    /// Cancels until the thread has ended: a cancel that comes before the wait it means to end is
    /// lost, so one is not enough.
    fn end(&self, thread: JoinHandle<()>) {
        let mut state = self.lock();
        state.is_ending = true;
        self.changed.notify_all();
        for _ in 0..CANCELS_MAX {
            if state.has_ended {
                drop(state);
                let _ = thread.join();
                return;
            }
            if let Some(context) = &state.context
                && let Err(error) = context.cancel()
            {
                tracing::debug!(%error, "could not cancel the wait");
            }
            state = match self.changed.wait_timeout_while(state, CANCEL_AGAIN, |s| !s.has_ended) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
        tracing::warn!("the card watch did not end; its thread is left behind");
    }
}

const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(5);
const CANCEL_AGAIN: Duration = Duration::from_millis(20);
/// One second in all.
const CANCELS_MAX: u32 = 50;
/// Waits in a row that came back with nothing before the context counts as lost.
const MISHAPS_MAX: u32 = 8;
/// As many as pcscd itself can have.
const READERS_MAX: usize = 16;
