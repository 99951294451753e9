//! A social security card without plastic.
//!
//! A [`CardFixture`] says what is on a card and how it behaves; a [`Slot`] holds one and is the
//! hand that puts it in and pulls it out. The same slot plugs in two ways:
//!
//! * [`VirtualReaders`]: in process, through the driver's own seam.
//! * [`vpcd::Plug`]: over TCP into `vpcd`, the virtual reader of a real PC/SC stack. The
//!   [`stack`] module runs such a stack privately, so that the machine's own is neither
//!   installed, stopped nor listened beside.

pub mod control;
pub mod stack;
pub mod vpcd;

mod chip;
mod fixture;
mod reader;
mod slot;

pub use chip::Chip;
pub use fixture::{Answers, Behaviour, CardFixture, FIXTURE_BYTES_MAX, FixtureError, SelectForm};
pub use reader::VirtualReaders;
pub use slot::{Outcome, Slot};
