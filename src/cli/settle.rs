//! `yijie settle`, `cancel`, `receipt`: money moves, and paper says so.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use yijie_card_reader::Plan;
use yijie_core::bill::Bill;
use yijie_core::failure::{Bill as BillFailure, Usage};
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::ids::StayNo;

use super::answer::{Answer, Done, Fell};
use super::doer::{Doer, window};
use super::screen::{Screen, Yes};
use super::words;
use crate::api::Wish;
use crate::api::view::{StayView, TroubleView};
use crate::desk::{Choices, Desk, Refunds, Shown, Trouble, Which};

/// How somebody shows who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By the card in the reader.
    Card,
    /// By the citizen number on the bill, where there is no card.
    CitizenId,
}

/// What the cashier chose on the command line.
pub struct Chosen<'a> {
    pub bill: &'a Path,
    pub bill_bytes_max: u64,
    pub account: AccountUse,
    pub insurance: Option<&'a str>,
    pub by: By,
    pub which: Which,
    pub wait: Option<u64>,
}

/// `yijie settle`.
pub fn settle(screen: &mut Screen, doer: &Doer, chosen: &Chosen<'_>) -> Answer {
    let bytes = bill_bytes(chosen.bill, chosen.bill_bytes_max)?;
    let bill = Bill::parse(&bytes).map_err(Trouble::of_bill)?;
    for warning in doer.warnings(screen, &bill, &bytes)? {
        screen.tell(&format!("! {warning}"));
    }
    let stay = match doer {
        Doer::Desk(desk) => here(screen, desk, &bill, chosen)?,
        Doer::Daemon(daemon) => daemon.settle(screen, &bill, &bytes, chosen)?,
    };
    Ok(ended(screen, doer, bill.stay_no, stay))
}

/// `yijie cancel`.
pub fn cancel(screen: &mut Screen, doer: &Doer, stay_no: StayNo, reason: &str, refunds: Refunds) -> Answer {
    let stay = doer.cancel(screen, stay_no.clone(), reason, refunds)?;
    Ok(ended(screen, doer, stay_no, stay))
}

/// `yijie receipt`.
pub fn receipt(screen: &mut Screen, doer: &Doer, stay: StayNo) -> Answer {
    let printed = doer.receipt(screen, stay)?;
    paper(screen, Some(&printed.paper), printed.notice.as_deref(), printed.printer.as_ref());
    Ok(Done::under(&printed, printed.printer.clone()))
}

/// Settles in this process.
fn here(screen: &mut Screen, desk: &Desk, bill: &Bill, chosen: &Chosen<'_>) -> Result<StayView, Fell> {
    let window = window(desk, screen);
    if let Some(first) = window.settled_before(bill)? {
        return Ok(first);
    }
    if screen.yes == Yes::Ask && !Screen::can_ask() {
        return Err(Trouble::new(Usage::NoTerminal, "").into());
    }
    let shown = match chosen.by {
        By::Card => Shown::card(&super::card::read_card(screen, &chosen.which, Plan::Identity, chosen.wait)?.card)?,
        By::CitizenId => Shown::citizen_id(bill),
    };
    let terms = (chosen.insurance, Choices { account: chosen.account });
    Ok(window.settle(bill, &shown, terms, Wish::Settlement, screen)?)
}

/// Says how a stay was left, and prints what is due: a receipt where it is settled, a slip where the patient leaves
/// without one.
fn ended(screen: &mut Screen, doer: &Doer, stay_no: StayNo, mut stay: StayView) -> Done {
    if stay.repeated {
        screen.tell(screen.phrase(words::SETTLED_BEFORE));
    }
    tell(screen, &stay);
    let printed = match stay.status.as_str() {
        "settled" => Some(doer.receipt(screen, stay_no)),
        "in_doubt" | "queued" | "needs_person" => Some(doer.slip(screen, stay_no)),
        _ => None,
    };
    match printed {
        None => {}
        Some(Ok(printed)) => stay = stay.with_paper(printed),
        // The stay stands as it does, with or without paper.
        Some(Err(fell)) => stay.printer = fell.view(screen.language, screen.training).error().cloned(),
    }
    paper(screen, stay.paper.as_deref(), stay.notice.as_deref(), stay.printer.as_ref());
    let error = stay.error.clone();
    Done::under(&stay, error)
}

/// Says how a stay was left.
pub fn tell(screen: &Screen, stay: &StayView) {
    match stay.status.as_str() {
        "settled" => {
            if let Some(made) = &stay.settlement {
                screen.statement(words::SETTLEMENT, &made.statement);
                if !made.adds_up {
                    screen.tell(screen.phrase(words::FLAGGED));
                }
                if made.differs_from_presettlement {
                    screen.tell(screen.phrase(words::DIFFERS));
                }
            }
            if let Some(balance) = &stay.balance {
                screen.balance(balance);
            }
        }
        "cancelled" => screen.tell(screen.phrase(words::CANCELLED)),
        "untouched" => screen.tell(screen.phrase(words::UNTOUCHED)),
        _ => {
            if let Some(error) = &stay.error {
                screen.trouble(error);
            }
        }
    }
}

/// Shows a paper as it was printed, and why it did not come out of the printer where it did not.
pub fn paper(screen: &Screen, text: Option<&str>, notice: Option<&str>, printer: Option<&TroubleView>) {
    for text in [text, notice].into_iter().flatten() {
        screen.paper(text);
    }
    if let Some(printer) = printer {
        screen.trouble(printer);
    }
}

/// The bill as it lies there; `-` is standard input.
pub fn bill_bytes(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Trouble> {
    let unreadable = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => Trouble::new(BillFailure::Missing, path.display().to_string()),
        _ => Trouble::new(BillFailure::Unreadable, format!("{}: {error}", path.display())),
    };
    let mut source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(|error| unreadable(&error))?)
    };
    let mut bytes = Vec::new();
    source.by_ref().take(bytes_max + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > bytes_max {
        return Err(Trouble::new(BillFailure::TooLarge, format!("{bytes_max}")));
    }
    Ok(bytes)
}
