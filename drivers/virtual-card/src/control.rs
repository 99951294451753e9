//! The language in which a running virtual card is told what to do: one command a line, one line
//! of answer each.
//!
//! ```text
//! insert SLOT [answers=t0|direct] [delay-ms=N] [pulled-at=N] [reset-at=N] FIXTURE
//! pull SLOT
//! service start|stop|kill       (inside a private stack)
//! ```
//!
//! The answer is `ok`, or `error` and why.

use crate::fixture::{Answers, Behaviour, CardFixture};
use crate::slot::Slot;
use std::fmt;
use std::path::{Path, PathBuf};

/// One command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Put a card in.
    Insert {
        /// Which slot, from 0.
        slot: usize,
        /// What its fixture's behaviour is overruled with.
        twist: Twist,
        /// Its fixture.
        fixture: PathBuf,
    },
    /// Pull the card out.
    Pull {
        /// Which slot, from 0.
        slot: usize,
    },
    /// Do something to the PC/SC service.
    Service(ServiceCommand),
}

/// What can be done to the PC/SC service of a private stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceCommand {
    /// Start it and wait until it answers.
    Start,
    /// End it in good order.
    Stop,
    /// Kill it, leaving its socket and pid file behind.
    Kill,
}

/// What a fixture's behaviour is overruled with; what is `None` stays as the fixture says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Twist {
    /// The manner of answering.
    pub answers: Option<Answers>,
    /// Delay of each command, in milliseconds.
    pub delay_ms: Option<u64>,
    /// The command at which the card is pulled.
    pub pulled_at: Option<u32>,
    /// The command before which the card is reset.
    pub reset_at: Option<u32>,
}

impl Twist {
    /// Overrules `behaviour`.
    pub fn apply(self, behaviour: &mut Behaviour) {
        behaviour.answers = self.answers.unwrap_or(behaviour.answers);
        behaviour.delay_ms = self.delay_ms.unwrap_or(behaviour.delay_ms);
        behaviour.pulled_at = self.pulled_at.or(behaviour.pulled_at);
        behaviour.reset_at = self.reset_at.or(behaviour.reset_at);
    }
}

impl Command {
    /// Reads one line. The reason of a failure is for the person who typed it.
    pub fn parse(line: &str) -> Result<Self, String> {
        let (verb, rest) = first_word(line);
        match verb {
            "insert" => {
                let (slot, mut rest) = first_word(rest);
                let slot = number(slot)?;
                let mut twist = Twist::default();
                // Options come first, so that the rest of the line is a path, spaces and all.
                loop {
                    let (word, after) = first_word(rest);
                    let Some((key, value)) = word.split_once('=') else {
                        break;
                    };
                    if !twist.set(key, value)? {
                        break;
                    }
                    rest = after;
                }
                if rest.is_empty() {
                    return Err("insert: which fixture?".into());
                }
                Ok(Self::Insert { slot, twist, fixture: rest.into() })
            }
            "pull" => Ok(Self::Pull { slot: number(rest)? }),
            "service" => match rest {
                "start" => Ok(Self::Service(ServiceCommand::Start)),
                "stop" => Ok(Self::Service(ServiceCommand::Stop)),
                "kill" => Ok(Self::Service(ServiceCommand::Kill)),
                other => Err(format!("service {other}: start, stop or kill")),
            },
            other => Err(format!("unknown command: {other}")),
        }
    }

    /// Carries out what concerns the slots; `None` where it concerns the service.
    pub fn apply_to(&self, slots: &[Slot]) -> Option<Result<(), String>> {
        let slot = |at: usize| slots.get(at).ok_or_else(|| format!("no slot {at}"));
        Some(match self {
            Self::Insert { slot: at, twist, fixture } => {
                slot(*at).and_then(|slot| load(fixture, *twist).map(|card| slot.insert(card)))
            }
            Self::Pull { slot: at } => slot(*at).map(Slot::pull),
            Self::Service(_) => return None,
        })
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Insert { slot, twist, fixture } => {
                write!(f, "insert {slot}")?;
                match twist.answers {
                    Some(Answers::T0) => write!(f, " answers=t0")?,
                    Some(Answers::Direct) => write!(f, " answers=direct")?,
                    None => {}
                }
                if let Some(delay_ms) = twist.delay_ms {
                    write!(f, " delay-ms={delay_ms}")?;
                }
                if let Some(count) = twist.pulled_at {
                    write!(f, " pulled-at={count}")?;
                }
                if let Some(count) = twist.reset_at {
                    write!(f, " reset-at={count}")?;
                }
                write!(f, " {}", fixture.display())
            }
            Self::Pull { slot } => write!(f, "pull {slot}"),
            Self::Service(ServiceCommand::Start) => write!(f, "service start"),
            Self::Service(ServiceCommand::Stop) => write!(f, "service stop"),
            Self::Service(ServiceCommand::Kill) => write!(f, "service kill"),
        }
    }
}

impl Twist {
    /// Whether `key` was one of ours.
    fn set(&mut self, key: &str, value: &str) -> Result<bool, String> {
        match key {
            "answers" => {
                self.answers = Some(match value {
                    "t0" => Answers::T0,
                    "direct" => Answers::Direct,
                    other => return Err(format!("answers={other}: t0 or direct")),
                });
            }
            "delay-ms" => self.delay_ms = Some(number(value)?),
            "pulled-at" => self.pulled_at = Some(number(value)?),
            "reset-at" => self.reset_at = Some(number(value)?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The card of `fixture`, with its behaviour overruled.
pub fn load(fixture: &Path, twist: Twist) -> Result<CardFixture, String> {
    let mut card = CardFixture::from_file(fixture).map_err(|error| format!("{}: {error}", fixture.display()))?;
    twist.apply(&mut card.behaviour);
    Ok(card)
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    text.split_once(' ').map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("not a number: {text:?}"))
}
