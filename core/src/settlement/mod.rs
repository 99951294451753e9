//! The acts of a stay and the fate of each one.
//!
//! An *act* is one business effect on the platform; an *attempt* is one message sent for it. [`Stay::handle`] takes an
//! [`Event`] and the time and answers with one [`Step`]; it calls nobody. A stay's state is written to the journal
//! before its step is carried out, and the step follows from the state alone: a program that was killed at any moment
//! reads the state and is told the same.
//!
//! An attempt ends in one of four ways ([`End`]), never in three: *done*, *refused*, *not sent*, and *in doubt* for
//! everything that is not surely one of the others. Doubt stops its stay, and ends by evidence, by a reversal that
//! the platform acknowledged or by a named person; see the notes in `doubt`.

mod act;
pub mod ask;
pub mod day_books;
mod decision;
mod doubt;
mod effect;
mod event;
mod forward;
mod handle;
pub mod ids;
mod instants;
mod leaving;
mod misread;
mod moment;
mod rules;
mod ruling;
mod sound;
mod stay;
mod withdrawal;

pub use act::{Act, Attempt, AttemptEnd, Attention, Fate, Negative, Proof};
pub use ask::{Answer, End, Message, Query};
pub use decision::{Decided, Decision, Minute};
pub use doubt::Search;
pub use event::{Accounting, Event, Illegal, Presence, Reply, Rest, Step, Waiting};
pub use leaving::{Circumstance, Departure, Forbidden, Leaving, Note, Paper, Reopening, Way};
pub use moment::{Instant, Now};
pub use rules::Rules;
pub use ruling::Ruling;
pub use sound::Unsound;
pub use stay::{Goal, Halt, Presettlement, Settlement, Stay, Terms};
pub use withdrawal::{Afterwards, Withdrawal};

#[cfg(test)]
mod tests;
