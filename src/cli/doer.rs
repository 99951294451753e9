//! Who does the work of a command, and the same answers from either.

use yijie_core::bill::Bill;
use yijie_core::failure::{Code, Language, Storage};
use yijie_core::settlement::Accounting;
use yijie_core::settlement::ids::StayNo;

use super::answer::Fell;
use super::compose;
use super::daemon::{Daemon, Line};
use super::screen::Screen;
use crate::api::Window;
use crate::api::view::{PaperView, PersonStays, QueueView, Show, StayView};
use crate::config::Config;
use crate::desk::{Desk, Refunds, Trouble};

/// Who does the work of a command.
pub enum Doer {
    /// This process, which holds the journal as long as it runs.
    Desk(Box<Desk>),
    /// The daemon, which holds it.
    Daemon(Daemon),
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
        line.filter(Line::is_answered).map(|line| Self::Daemon(Daemon::at(line))).ok_or(held)
    }

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

    /// What is odd about a bill, in sentences.
    pub fn warnings(&self, screen: &Screen, bill: &Bill, bytes: &[u8]) -> Result<Vec<String>, Fell> {
        Ok(match self {
            Self::Desk(desk) => desk.warnings(bill).iter().map(|warning| warning.sentence(screen.language)).collect(),
            Self::Daemon(daemon) => {
                daemon.look_at(bytes)?.warnings.into_iter().map(|warning| warning.sentence).collect()
            }
        })
    }

    /// Everything that waits.
    pub fn queue(&self, screen: &Screen) -> Result<QueueView, Fell> {
        match self {
            Self::Desk(desk) => Ok(window(desk, screen).queue()?),
            Self::Daemon(daemon) => daemon.queue(),
        }
    }

    /// A stay and everything that happened to it.
    pub fn story(&self, screen: &Screen, stay: StayNo) -> Result<StayView, Fell> {
        match self {
            Self::Desk(desk) => Ok(window(desk, screen).story(stay)?),
            Self::Daemon(daemon) => daemon.story(&stay),
        }
    }

    /// Prints the receipt. Paper carries the patient's name, at the terminal as in the printer.
    pub fn receipt(&self, screen: &mut Screen, stay: StayNo) -> Result<PaperView, Fell> {
        match self {
            Self::Desk(desk) => Ok(window(desk, screen).receipt(stay, Show::Revealed, screen)?),
            Self::Daemon(daemon) => daemon.receipt(screen, &stay),
        }
    }

    /// Prints the slip of a stay that is not settled.
    pub fn slip(&self, screen: &Screen, stay: StayNo) -> Result<PaperView, Fell> {
        match self {
            Self::Desk(desk) => Ok(window(desk, screen).slip(stay, Show::Revealed)?),
            Self::Daemon(daemon) => daemon.slip(&stay),
        }
    }

    /// The stays of a person, by the number on their certificate.
    pub fn of_person(&self, screen: &Screen, number: &str) -> Result<PersonStays, Fell> {
        match self {
            Self::Desk(desk) => Ok(window(desk, screen).of_person(number)?),
            Self::Daemon(daemon) => daemon.of_person(number),
        }
    }

    /// What the platform's books show of a stay of a restored journal, said by a named person.
    pub fn account(
        &self,
        screen: &Screen,
        stay: StayNo,
        found: Accounting,
        by: &str,
        reason: &str,
    ) -> Result<StayView, Fell> {
        match self {
            Self::Desk(desk) => Ok(window(desk, screen).account(stay, found, by, reason)?),
            Self::Daemon(daemon) => daemon.account(&stay, found, by, reason),
        }
    }

    /// Cancels the settlement that stands.
    pub fn cancel(&self, screen: &mut Screen, stay: StayNo, reason: &str, refunds: Refunds) -> Result<StayView, Fell> {
        match self {
            Self::Desk(desk) => Ok(window(desk, screen).cancel(stay, reason, refunds, screen)?),
            Self::Daemon(daemon) => daemon.cancel(screen, &stay, reason, refunds),
        }
    }
}

/// The desk's answers in the language of the screen.
pub fn window<'a>(desk: &'a Desk, screen: &Screen) -> Window<'a> {
    Window::new(desk, screen.language)
}
