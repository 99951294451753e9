//! The daemon's answers in the words of the terminal.

use yijie_core::split::{Balance, Statement};

use super::answers::{ErrorAnswer, Paper, StayAnswer};
use super::line::Said;
use crate::cli::answer::Done;
use crate::cli::screen::Screen;
use crate::cli::words;
use crate::desk::Trouble;

/// Says how a stay was left.
pub fn stay(screen: &Screen, stay: &StayAnswer) {
    match stay.standing.as_str() {
        "settled" => {
            if let Some(made) = &stay.settlement {
                screen.statement(words::SETTLEMENT, &Statement::from(&made.split));
                if !made.faults.is_empty() {
                    screen.tell(screen.phrase(words::FLAGGED));
                }
                if made.differs_from_agreed {
                    screen.tell(screen.phrase(words::DIFFERS));
                }
            }
            if let Some(balance) = &stay.balance {
                screen.balance(&Balance::from(balance));
            }
        }
        "cancelled" => screen.tell(screen.phrase(words::CANCELLED)),
        "untouched" => screen.tell(screen.phrase(words::UNTOUCHED)),
        _ => {
            if let Some(trouble) = stay.trouble.as_ref().filter(|_| !screen.to_program) {
                screen.trouble(&trouble.into());
            }
        }
    }
}

/// Shows a paper as it was printed, and why it was not where it was not.
pub fn paper(screen: &Screen, paper: &Paper) {
    screen.paper(&paper.text);
    if let Some(trouble) = &paper.printer {
        screen.trouble(&trouble.into());
    }
}

/// Ends with what the daemon said no with.
pub fn refused(screen: &Screen, said: Said, refusal: &ErrorAnswer) -> Done {
    let trouble = Trouble::from(&refusal.error);
    if !screen.to_program {
        screen.trouble(&trouble);
    }
    Done::under(said.json, Some(trouble))
}
