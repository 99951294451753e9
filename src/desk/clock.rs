//! The desk's clocks and its source of chance. Everything else is told the time.

use std::thread;
use std::time::{Duration, Instant as SystemInstant, SystemTime};

use jiff::Timestamp;
use yijie_core::settlement::{Instant, Now};

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

/// The machine's own clocks.
#[derive(Debug)]
pub struct SystemClock {
    run: u64,
    started: SystemInstant,
}

impl SystemClock {
    /// A clock for one run of the program. The run's number is drawn, so that no two runs share one.
    pub fn start() -> Result<Self, getrandom::Error> {
        Ok(Self { run: getrandom::u64()?, started: SystemInstant::now() })
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Now {
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
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
