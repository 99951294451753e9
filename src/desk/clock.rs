//! The desk's clocks and its source of chance. Everything else is told the time.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};
use yijie_core::failure::Settlement;
use yijie_core::settlement::{Instant, Now};

use super::Trouble;

/// Where the desk takes time and chance from: the machine in the product, a seed in a simulation.
pub trait Clock: Send + Sync {
    /// Both clocks.
    fn now(&self) -> Now;

    /// Waits.
    fn sleep(&self, milliseconds: u64);

    /// Printable ASCII that was never given before: signs one message.
    fn nonce(&self) -> String;

    /// A number by chance: pauses are drawn with it. Without a better source, the nonce's digits stirred (FNV-1a).
    fn chance(&self) -> u64 {
        self.nonce()
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
    }
}

/// Holds the wall clock against the monotonic one. What a person sets while the program runs would otherwise pass for
/// the time: a jump ahead is in every message id that follows, and the journal never lets ids go back.
#[derive(Debug)]
pub(super) struct Steadiness(Mutex<Now>);

impl Steadiness {
    /// From here on.
    pub fn since(now: Now) -> Self {
        Self(Mutex::new(now))
    }

    /// Refuses a time to which the wall clock jumped. A clock that is put right again is taken as it was; slow drift,
    /// which a time service mends in small steps, is followed.
    pub fn check(&self, now: Now) -> Result<Now, Trouble> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let passed_ms = now.instant.ms.saturating_sub(last.instant.ms);
        let passed = SignedDuration::from_millis(i64::try_from(passed_ms).unwrap_or(i64::MAX));
        let expected = last.wall.checked_add(passed).unwrap_or(last.wall);
        if now.wall.duration_since(expected).abs() > JUMP_MAX {
            return Err(Trouble::new(Settlement::ClockJumped, format!("{expected} → {}", now.wall)));
        }
        *last = now;
        Ok(now)
    }
}

/// The machine's own clocks.
#[derive(Debug)]
pub struct SystemClock {
    run: u64,
    started: Duration,
}

impl SystemClock {
    /// A clock for one run of the program. The run's number is drawn, so that no two runs share one.
    pub fn start() -> Result<Self, getrandom::Error> {
        Ok(Self { run: getrandom::u64()?, started: uptime() })
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Now {
        let ms = u64::try_from(uptime().saturating_sub(self.started).as_millis()).unwrap_or(u64::MAX);
        Now { wall: wall(), instant: Instant { run: self.run, ms } }
    }

    fn sleep(&self, milliseconds: u64) {
        thread::sleep(Duration::from_millis(milliseconds));
    }

    fn chance(&self) -> u64 {
        getrandom::u64().unwrap_or_default()
    }

    fn nonce(&self) -> String {
        // Where the system gives no chance, the time still makes the nonce new; it guards no secret.
        let drawn = getrandom::u64().unwrap_or_default();
        format!("{:x}{drawn:016x}", wall().as_nanosecond())
    }
}

/// How long the machine runs, the time that it slept included: a workstation that was asleep over night has no clock
/// that jumped.
#[cfg(target_os = "linux")]
fn uptime() -> Duration {
    let since = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::try_from(since).unwrap_or_default()
}

/// The same where the system's monotonic clock counts sleep.
#[cfg(not(target_os = "linux"))]
fn uptime() -> Duration {
    use std::sync::LazyLock;
    static START: LazyLock<std::time::Instant> = LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// The machine's wall clock. One that stands before 1970 is taken for 1970: the journal then says that it jumped.
fn wall() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    Timestamp::new(seconds, since.subsec_nanos().cast_signed()).unwrap_or(Timestamp::MAX)
}

/// The day in Beijing: by it an operator signs in and a card runs out.
pub fn day_of(at: Timestamp) -> jiff::civil::Date {
    beijing(at).date()
}

/// Today, in Beijing, by the machine's clock: for a card that is read without a desk.
pub fn today() -> jiff::civil::Date {
    day_of(wall())
}

/// The time on the wire and on paper, which is +08:00 wherever the workstation believes to be.
pub fn beijing(at: Timestamp) -> jiff::civil::DateTime {
    jiff::tz::Offset::constant(8).to_datetime(at)
}

/// How far the wall clock may move away from the monotonic one between two looks. More is a person's doing, or a
/// person's matter.
const JUMP_MAX: SignedDuration = SignedDuration::from_mins(5);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes_on_the_wall: i64, minutes_passed: u64) -> Now {
        let wall = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes_on_the_wall);
        Now { wall, instant: Instant { run: 1, ms: minutes_passed * 60_000 } }
    }

    #[test]
    fn clock_that_jumps_either_way_is_refused_until_it_is_put_right() {
        let steadiness = Steadiness::since(at(1_000, 0));
        assert!(steadiness.check(at(1_600, 600)).is_ok(), "time passed on both");
        for jumped in [1_616, 1_600] {
            let trouble = steadiness.check(at(jumped, 610)).unwrap_err();
            assert_eq!(trouble.code, Settlement::ClockJumped.into(), "{jumped}");
        }
        assert!(steadiness.check(at(1_611, 611)).is_ok(), "put right");
    }

    #[test]
    fn clock_that_drifts_is_followed() {
        let steadiness = Steadiness::since(at(0, 0));
        for hour in 1..100 {
            assert!(steadiness.check(at(hour * 64, hour.unsigned_abs() * 60)).is_ok(), "{hour}");
        }
    }
}
