//! How fast a desk may work off what waits, at a platform that thousands of desks want at the same time.
//!
//! Desks know nothing of each other. What each can see is the platform's answers: that it is busy, that it is not
//! there, and how much longer than usual it takes. From these alone the rate follows:
//!
//! - **Away.** While the platform is not there, one lane tries it, after a pause drawn from zero to a bound that
//!   doubles (*full jitter*), at most to a part of the outage so far: a province that was cut off in one moment does
//!   not come back in one, and the longer it was, the more has gathered.
//! - **Back.** The first answer opens the line, and the desk begins slowly. Every answer that took no longer than
//!   usual halves its pauses, and once there are none adds a lane.
//! - **Crowded.** What an answer took beyond the usual was spent in the platform's queue. The desk then pauses for a
//!   multiple of that. The multiple falls with every answer: whoever has begun finishes and makes room, rather than
//!   all desks crawling on together.
//! - **Busy, or silent.** A platform that says so is given what it asks for (`Retry-After`), and at least twice the
//!   last pause. One that takes messages and does not answer is at least as crowded as the wait was long.
//!
//! Only the *beginning of a turn* is ever held back: the first question about one stay. Whatever follows within the
//! turn goes at once, a settlement above all, and is paid for by the next pause. Chance is an argument.
//!
//! The numbers were chosen by the simulation that `docs/drain.md` shows.

mod usual;

use usual::Usual;

/// The pace of one desk at one platform. Times are milliseconds of one monotonic clock.
#[derive(Debug, Clone)]
pub struct Pace {
    /// Turns that may be under way together, as far as the platform allows now.
    lanes: u32,
    lanes_max: u32,
    under_way: u32,
    /// How long to pause for one exchange.
    pause_ms: u64,
    /// How many times as long as its message stood in the queue the desk pauses.
    share: u64,
    not_before_ms: u64,
    line: Line,
    away_since_ms: u64,
    usual: Usual,
}

/// Whether the platform is there, as far as this desk can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Nothing was heard of it yet.
    Unknown,
    /// It answers.
    Open,
    /// It did not, so many times in a row.
    Away {
        /// How often it was tried in vain.
        tries: u32,
    },
}

/// What one exchange with the platform showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// The transaction, by its number (2303, 2304 …): each takes its own time.
    pub transaction: u16,
    /// From the message to the end of its answer.
    pub took_ms: u64,
    /// What came.
    pub sign: Sign,
}

/// What an exchange says of the platform's state. Whether a message was accepted is another matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It answered.
    Answered,
    /// It said that it is busy.
    Busy {
        /// How long it asked to be left alone.
        retry_after_ms: Option<u64>,
    },
    /// There was a connection, and no answer within the time.
    Silent,
    /// There was no connection.
    Absent,
}

/// Whether a turn may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// It has begun: report its end by [`Pace::end`].
    Now,
    /// Not before this point.
    At(u64),
    /// Not before another turn has ended.
    AfterAnother,
}

impl Pace {
    /// A desk that may use so many lanes at most, and has heard nothing yet.
    pub fn new(lanes_max: u32) -> Self {
        Self {
            lanes: 1,
            lanes_max: lanes_max.max(1),
            under_way: 0,
            pause_ms: 0,
            share: SHARE_FIRST,
            not_before_ms: 0,
            line: Line::Unknown,
            away_since_ms: 0,
            usual: Usual::default(),
        }
    }

    /// Whether the platform is there.
    pub fn line(&self) -> Line {
        self.line
    }

    /// When the next turn may begin, if none is in its way.
    pub fn not_before_ms(&self) -> u64 {
        self.not_before_ms
    }

    /// Asks for a turn.
    pub fn begin(&mut self, now_ms: u64) -> Begin {
        if self.under_way >= self.lanes {
            return Begin::AfterAnother;
        }
        if now_ms < self.not_before_ms {
            return Begin::At(self.not_before_ms);
        }
        self.under_way += 1;
        Begin::Now
    }

    /// A turn has ended.
    pub fn end(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// A person wants to know now: the next turn need not wait. One lane tries first all the same.
    pub fn hurry(&mut self) {
        self.not_before_ms = 0;
    }

    /// Takes in what an exchange showed, of a turn or of live work. `chance` is any number, drawn anew each time.
    pub fn heard(&mut self, heard: Heard, now_ms: u64, chance: u64) {
        match heard.sign {
            Sign::Answered => self.answered(heard, now_ms, chance),
            Sign::Busy { retry_after_ms } => {
                let asked = retry_after_ms.unwrap_or(0).min(RETRY_AFTER_MS_MAX);
                self.yields(BUSY_MS_MIN, now_ms.saturating_add(asked), chance);
            }
            Sign::Silent => self.yields(heard.took_ms.max(BUSY_MS_MIN), now_ms, chance),
            Sign::Absent => {
                let tries = if let Line::Away { tries } = self.line {
                    tries.saturating_add(1)
                } else {
                    self.away_since_ms = now_ms;
                    1
                };
                self.line = Line::Away { tries };
                self.lanes = 1;
                let most_ms = now_ms.saturating_sub(self.away_since_ms) / AWAY_PART;
                let most_ms = most_ms.clamp(AWAY_MS_MIN, AWAY_MS_MAX);
                self.not_before_ms = now_ms.saturating_add(full_jitter_ms(tries, most_ms, chance));
            }
        }
    }

    fn answered(&mut self, heard: Heard, now_ms: u64, chance: u64) {
        let crowding_ms = self.usual.beyond_ms(heard.transaction, heard.took_ms, now_ms);
        if self.opened() {
            self.pause_ms = BACK_PAUSE_MS;
        }
        let halved = if self.pause_ms < PAUSE_MS_MIN { 0 } else { self.pause_ms / 2 };
        self.pause_ms = halved.max(crowding_ms.saturating_mul(self.share).min(PAUSE_MS_MAX));
        self.share = (self.share * 4 / 5).max(SHARE_LAST);
        if self.pause_ms == 0 {
            self.lanes = self.lanes.saturating_add(1).min(self.lanes_max);
            return;
        }
        self.lanes = 1;
        // Each exchange of a turn is paid for. Drawn from zero: who was answered together does not ask together.
        let bound_ms = self.pause_ms.saturating_mul(2).min(DRAWN_MS_MAX);
        self.not_before_ms = self.not_before_ms.max(now_ms).saturating_add(drawn(bound_ms, chance));
    }

    /// The platform is there, and wants less.
    fn yields(&mut self, least_ms: u64, from_ms: u64, chance: u64) {
        self.opened();
        self.lanes = 1;
        self.pause_ms = self.pause_ms.saturating_mul(2).max(least_ms).min(PAUSE_MS_MAX);
        let bound_ms = self.pause_ms.saturating_mul(2);
        self.not_before_ms = self.not_before_ms.max(from_ms.saturating_add(drawn(bound_ms, chance)));
    }

    /// The platform is there. True if it had been away.
    fn opened(&mut self) -> bool {
        let back = matches!(self.line, Line::Away { .. });
        self.line = Line::Open;
        if back {
            self.not_before_ms = 0;
            self.share = SHARE_FIRST;
        }
        back
    }
}

/// How long to wait before try number `tries` (from one): drawn from zero to a bound that doubles from one second to
/// `most_ms`. Never less than a tenth of a second, so that no draw is a retry at once.
pub fn full_jitter_ms(tries: u32, most_ms: u64, chance: u64) -> u64 {
    drawn(bound_ms(tries, most_ms), chance).max(PAUSE_MS_MIN)
}

/// The bound that [`full_jitter_ms`] draws below.
pub fn bound_ms(tries: u32, most_ms: u64) -> u64 {
    FIRST_BOUND_MS.saturating_mul(1 << tries.saturating_sub(1).min(20)).min(most_ms)
}

/// From zero to `bound_ms`. The remainder's bias is one part in many millions.
fn drawn(bound_ms: u64, chance: u64) -> u64 {
    chance % bound_ms.saturating_add(1)
}

/// The multiple of its time in the queue that a desk pauses at first, and in the end.
const SHARE_FIRST: u64 = 12;
const SHARE_LAST: u64 = 1;
/// While the platform is away, pauses are bound by this part of the outage, between the two that follow.
const AWAY_PART: u64 = 24;
const AWAY_MS_MIN: u64 = 60_000;
const AWAY_MS_MAX: u64 = 900_000;
/// The longest pause at a crowded platform.
const PAUSE_MS_MAX: u64 = 240_000;
/// The longest that one answer may hold the desk back.
const DRAWN_MS_MAX: u64 = 60_000;
/// The shortest pause that is one.
const PAUSE_MS_MIN: u64 = 100;
/// The pause after the first answer of a platform that is just back.
const BACK_PAUSE_MS: u64 = 4_000;
/// The shortest pause after *busy*.
const BUSY_MS_MIN: u64 = 2_000;
/// What a platform may ask for at most.
const RETRY_AFTER_MS_MAX: u64 = 600_000;
const FIRST_BOUND_MS: u64 = 1_000;

#[cfg(test)]
mod tests;
