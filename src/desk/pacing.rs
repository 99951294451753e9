//! The desk's pace: one for all lanes, told of every exchange, asked before every turn of the queue.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use yijie_core::pace::{Begin, Heard, Line, Pace, Sign};
use yijie_core::settlement::Now;

use crate::platform::Infno;
use crate::platform::transport::{Response, SendError, Stage};

/// The pace, shared by the lanes.
#[derive(Debug)]
pub(super) struct Pacing {
    state: Mutex<Paced>,
    changed: Condvar,
}

#[derive(Debug)]
struct Paced {
    pace: Pace,
    /// When the platform answered again after it had been away.
    back_at: Option<Timestamp>,
}

impl Pacing {
    /// For so many lanes at most.
    pub fn new(lanes_max: u32) -> Self {
        Self { state: Mutex::new(Paced { pace: Pace::new(lanes_max), back_at: None }), changed: Condvar::new() }
    }

    /// Takes in one exchange.
    pub fn heard(&self, infno: Infno, took_ms: u64, heard: &Result<Response, SendError>, now: Now, chance: u64) {
        let sign = match heard {
            Ok(response) if matches!(response.status, 429 | 503) => Sign::Busy { retry_after_ms: None },
            Ok(_) => Sign::Answered,
            Err(error) if error.stage.is_before_body() => Sign::Absent,
            Err(error) if error.stage == Stage::TooLarge => Sign::Answered,
            Err(_) => Sign::Silent,
        };
        self.take(infno, took_ms, sign, now, chance);
    }

    /// An answer that came in time said that the platform is busy.
    pub fn busy(&self, infno: Infno, now: Now, chance: u64) {
        self.take(infno, 0, Sign::Busy { retry_after_ms: None }, now, chance);
    }

    /// Asks for a turn.
    pub fn begin(&self, now: Now) -> Begin {
        self.lock().pace.begin(now.instant.ms)
    }

    /// A turn has ended.
    pub fn end(&self) {
        self.lock().pace.end();
        self.changed.notify_all();
    }

    /// A person asked: no pause before the first turn.
    pub fn hurry(&self) {
        self.lock().pace.hurry();
    }

    /// When the next turn may begin, where the platform is away.
    pub fn away_until_ms(&self) -> Option<u64> {
        let state = self.lock();
        matches!(state.pace.line(), Line::Away { .. }).then(|| state.pace.not_before_ms())
    }

    /// When the platform came back.
    pub fn back_at(&self) -> Option<Timestamp> {
        self.lock().back_at
    }

    /// Waits until something of the pace changes, at most so long.
    pub fn wait(&self, ms_max: u64) {
        let state = self.lock();
        drop(self.changed.wait_timeout(state, Duration::from_millis(ms_max)));
    }

    fn take(&self, infno: Infno, took_ms: u64, sign: Sign, now: Now, chance: u64) {
        let transaction = infno.as_str().parse().unwrap_or_default();
        let mut state = self.lock();
        let was_away = matches!(state.pace.line(), Line::Away { .. });
        state.pace.heard(Heard { transaction, took_ms, sign }, now.instant.ms, chance);
        let is_away = matches!(state.pace.line(), Line::Away { .. });
        if was_away && !is_away {
            state.back_at = Some(now.wall);
        }
        drop(state);
        match (was_away, is_away) {
            (true, false) => tracing::info!("the platform answers again"),
            (false, true) => tracing::warn!("the platform cannot be reached"),
            _ => {}
        }
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Paced> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lanes of a desk that nobody told how many to use.
pub(super) const LANES: u32 = 4;
