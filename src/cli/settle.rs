//! `yijie settle`: what is said of a stay afterwards.

use super::screen::Screen;
use super::words;
use crate::desk::{Outcome, Standing};

/// Says how a stay was left.
pub fn tell(screen: &Screen, outcome: &Outcome) {
    match &outcome.standing {
        Standing::Settled => {
            if let Some(made) = outcome.stay.standing() {
                screen.statement(words::SETTLEMENT, &made.settled.statement);
                if !made.faults.is_empty() {
                    screen.say(screen.phrase(words::FLAGGED));
                }
                if made.differs_from_agreed {
                    screen.say(screen.phrase(words::DIFFERS));
                }
            }
            if let Some(balance) = &outcome.balance {
                screen.balance(balance);
            }
        }
        Standing::Cancelled => screen.say(screen.phrase(words::CANCELLED)),
        Standing::Untouched => screen.say(screen.phrase(words::UNTOUCHED)),
        other => {
            if let Some(trouble) = other.trouble() {
                screen.trouble(&trouble);
            }
        }
    }
}
