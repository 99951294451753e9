//! A slot: where a card is put in and pulled out while everything runs.

use crate::chip::Chip;
use crate::fixture::CardFixture;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A slot and the hand at it. Clones are the same slot.
#[derive(Clone, Default)]
pub struct Slot {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    /// Held for one session: nobody comes between its commands.
    session: Mutex<()>,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) chip: Option<Chip>,
    /// Grows with every card put in or pulled out.
    pub(crate) changes: u64,
    /// Commands since the card was put in.
    commands: u32,
    /// The line into a PC/SC stack, cut when the card is pulled.
    pub(crate) line: Option<TcpStream>,
    /// Whoever waits for this slot should go home.
    pub(crate) is_closed: bool,
}

/// What became of a command.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The card answered.
    Answer(Vec<u8>),
    /// The card is out, or another one is in.
    Pulled,
    /// Another program reset the card: what was selected is forgotten, the command not run.
    Reset,
}

impl Slot {
    /// An empty slot.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a card in, pulling out what was there.
    pub fn insert(&self, card: CardFixture) {
        self.change(|state| {
            state.chip = Some(Chip::new(card));
            state.commands = 0;
        });
    }

    /// Pulls the card out, if there is one.
    pub fn pull(&self) {
        self.change(|state| state.chip = None);
    }

    /// Whether a card is in.
    pub fn is_occupied(&self) -> bool {
        self.lock().chip.is_some()
    }

    /// How many commands the card in the slot has seen.
    pub fn commands(&self) -> u32 {
        self.lock().commands
    }

    /// Sends a command to the card that was put in with change number `card`.
    pub(crate) fn answer(&self, card: u64, command: &[u8]) -> Outcome {
        let mut state = self.lock();
        if state.changes != card {
            return Outcome::Pulled;
        }
        state.commands += 1;
        let count = state.commands;
        let Some(chip) = &mut state.chip else {
            return Outcome::Pulled;
        };
        let behaviour = chip.card().behaviour.clone();
        if behaviour.pulled_at == Some(count) {
            drop(state);
            self.pull();
            return Outcome::Pulled;
        }
        if behaviour.reset_at == Some(count) {
            chip.reset();
            return Outcome::Reset;
        }
        let answer = chip.answer(command);
        if behaviour.delay_ms > 0 {
            let delay = Duration::from_millis(behaviour.delay_ms);
            state = self.wait_at_most(state, delay, |state| state.changes == card);
            if state.changes != card {
                return Outcome::Pulled;
            }
        }
        Outcome::Answer(answer)
    }

    /// Forgets what was selected, as a reset through the reader does.
    pub(crate) fn reset(&self) {
        if let Some(chip) = &mut self.lock().chip {
            chip.reset();
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn occupy(&self) -> MutexGuard<'_, ()> {
        self.shared.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits while `condition` holds.
    pub(crate) fn wait<'a>(
        &'a self,
        state: MutexGuard<'a, State>,
        mut condition: impl FnMut(&State) -> bool,
    ) -> MutexGuard<'a, State> {
        self.shared.changed.wait_while(state, |state| condition(state)).unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn wait_at_most<'a>(
        &'a self,
        state: MutexGuard<'a, State>,
        limit: Duration,
        mut condition: impl FnMut(&State) -> bool,
    ) -> MutexGuard<'a, State> {
        self.shared
            .changed
            .wait_timeout_while(state, limit, |state| condition(state))
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }

    /// Wakes whoever waits for this slot, without touching the card.
    pub(crate) fn wake(&self, touch: impl FnOnce(&mut State)) {
        touch(&mut self.lock());
        self.shared.changed.notify_all();
    }

    fn change(&self, act: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        act(&mut state);
        state.changes += 1;
        if let Some(line) = state.line.take() {
            // Already closed by the other end, or closed now: gone either way.
            let _ = line.shutdown(Shutdown::Both);
        }
        drop(state);
        self.shared.changed.notify_all();
    }
}
