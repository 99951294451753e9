//! Where the daemon holds the journal, a command asks it, through its local API.
//!
//! One process holds the journal. A command becomes the desk itself for as long as it runs, unless `yijie run` is the
//! desk already: then the work is done there, once, and here it is asked for and shown. People read the same either
//! way; a program gets the API's own answer.

mod answers;
mod line;
mod money;
mod stays;
mod tell;

use yijie_core::failure::{Code, Language, Storage};

use self::line::Line;
use super::compose;
use crate::config::Config;
use crate::desk::{Desk, Trouble};

pub use self::money::{account, cancel, receipt, settle};
pub use self::stays::{check, of_person, queue, replay, rotate_key, show};

/// Who does the work of a command.
pub enum Doer {
    /// This process, which holds the journal as long as it runs.
    Desk(Box<Desk>),
    /// The daemon, which holds it.
    Daemon(Daemon),
}

/// The running daemon, which answered.
pub struct Daemon {
    line: Line,
}

impl Doer {
    /// The desk, or the daemon that is in its place. Where neither is to be had, why the journal could not be opened:
    /// another command may hold it just now.
    pub fn find(config: &Config, language: Language) -> Result<Self, Trouble> {
        let held = match compose::desk(config) {
            Ok(desk) => return Ok(Self::Desk(Box::new(desk))),
            Err(trouble) if trouble.code == Storage::Held.into() => trouble,
            Err(trouble) => return Err(trouble),
        };
        let line = Line::open(config.api.listen.address(), &config.api.token_file, language);
        line.filter(Line::is_answered).map(|line| Self::Daemon(Daemon { line })).ok_or(held)
    }
}

impl Doer {
    /// As [`Self::find`], and where the journal may only be looked at, a desk that only shows it, and why.
    pub fn find_to_read(config: &Config, language: Language) -> Result<(Self, Option<Trouble>), Trouble> {
        let readable: [Code; 3] = [Storage::Damaged.into(), Storage::Moved.into(), Storage::OtherSlot.into()];
        match Self::find(config, language) {
            Ok(doer) => Ok((doer, None)),
            Err(ill) if readable.contains(&ill.code) => match compose::reading_desk(config) {
                Ok(desk) => Ok((Self::Desk(Box::new(desk)), Some(ill))),
                Err(_) => Err(ill),
            },
            Err(trouble) => Err(trouble),
        }
    }
}

#[cfg(test)]
mod tests;
