//! Reads a Chinese social security card.
//!
//! Two levels, so that a PC/SC reader, a virtual card and a replayed script are one thing to the
//! rest of the house:
//!
//! * [`CardReaders`] are what is plugged in: it tells what comes and goes, and gives a
//!   [`CardReader`] by name.
//! * A [`CardReader`] gives a [`CardSession`] for as long as one piece of work lasts. A session
//!   transmits, and knows whether the card was reset behind its back.
//!
//! Over any session, [`read_card`] runs the read sequence and gives [`Reading`]: the raw record
//! values by tag, undecoded. What they say is `yijie_core::card`'s word.
//!
//! How many commands a [`Plan`] costs, on every generation and in both protocols:
//!
//! | plan | commands | of them |
//! | --- | --- | --- |
//! | [`Plan::Identity`] | 9, or 10 when the name fills its record | 3 SELECT, 6 or 7 READ RECORD |
//! | [`Plan::Full`] | 17 | 3 SELECT, 14 READ RECORD |
//!
//! A T=0 card that wants `GET RESPONSE` after READ RECORD, or that answers `6Cxx` because its
//! record is shorter than the specification says, costs one more for each such record; one that
//! knows only the other form of SELECT for its files costs two more.

mod error;
mod exchange;
mod pcsc;
mod plan;
mod read;
mod records;
mod seam;
mod status_word;

pub use error::{CardError, Fault, OtherCard};
pub use pcsc::{PcscReaders, SESSION_TIMEOUT_MS_MAX};
pub use plan::{Item, Plan};
pub use read::{RESTARTS_MAX, read_card, read_session};
pub use records::Reading;
pub use seam::{CardReader, CardReaders, CardSession, ReaderEvent, Tell, Watch, Work};
pub use status_word::StatusWord;
