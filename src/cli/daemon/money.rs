//! `yijie settle`, `cancel`, `receipt` where the daemon is the desk.

use std::time::Duration;

use serde_json::json;
use yijie_card_reader::PcscReaders;
use yijie_core::bill::Bill;
use yijie_core::failure::{Card, Settlement, Usage};
use yijie_core::settlement::Accounting;
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::ids::StayNo;
use yijie_core::split::Statement;

use super::answers::{Paper, StayAnswer, Story};
use super::line::{Line, Said, of_stay};
use super::{Daemon, tell};
use crate::cli::answer::{Answer, Done};
use crate::cli::screen::{Screen, Yes};
use crate::cli::settle::{By, Chosen, bill_bytes, warn};
use crate::cli::words;
use crate::desk::{Confirmation, Refunds, Trouble, wait_for_card};

/// `yijie settle`.
pub fn settle(screen: &Screen, daemon: &Daemon, chosen: &Chosen<'_>) -> Answer {
    let line = &daemon.line;
    let bytes = bill_bytes(chosen.bill, chosen.bill_bytes_max)?;
    let bill = Bill::parse(&bytes).map_err(Trouble::of_bill)?;
    warn(screen, &bill);
    // The first result needs neither a card nor somebody to ask.
    if !stands(line, &bill)? {
        if chosen.by == By::CitizenId {
            return Err(Trouble::new(Usage::Arguments, screen.phrase(words::NO_CARD_AT_DAEMON)));
        }
        if screen.yes == Yes::Ask && !Screen::can_ask() {
            return Err(Trouble::new(Usage::NoTerminal, ""));
        }
    }
    let mut said = presettle(screen, line, &bill.stay_no, &bytes, chosen)?;
    for _ in 0..ASKED_MAX {
        let Some(stay) = to_confirm(&said)? else { break };
        let body = json!({ "figures": agreed(screen, &stay)? });
        said = line.post(&of_stay(&bill.stay_no, "/settlement"), body.to_string().into_bytes())?;
    }
    ended(screen, line, &bill.stay_no, said)
}

/// `yijie cancel`.
pub fn cancel(screen: &Screen, daemon: &Daemon, stay: &StayNo, reason: &str, refunds: Refunds) -> Answer {
    let body = json!({ "reason": reason, "refund_recovered": refunds == Refunds::Recovered });
    let said = daemon.line.post(&of_stay(stay, "/cancel"), body.to_string().into_bytes())?;
    ended(screen, &daemon.line, stay, said)
}

/// `yijie journal account`.
pub fn account(screen: &Screen, daemon: &Daemon, stay: &StayNo, found: Accounting, by: &str, reason: &str) -> Answer {
    let body = json!({ "found": found, "by": by, "reason": reason });
    let said = daemon.line.post(&of_stay(stay, "/account"), body.to_string().into_bytes())?;
    if let Some(refusal) = said.refusal()? {
        return Ok(tell::refused(screen, said, &refusal));
    }
    let answer: StayAnswer = said.read()?;
    tell::stay(screen, &answer);
    Ok(Done::with(said.json))
}

/// `yijie receipt`.
pub fn receipt(screen: &Screen, daemon: &Daemon, stay: &StayNo) -> Answer {
    let said = daemon.line.post(&of_stay(stay, RECEIPT), Vec::new())?;
    if let Some(refusal) = said.refusal()? {
        return Ok(tell::refused(screen, said, &refusal));
    }
    let paper: Paper = said.read()?;
    tell::paper(screen, &paper);
    Ok(Done::under(said.json, paper.printer.as_ref().map(Trouble::from)))
}

/// True if the daemon has a settlement of this very bill.
fn stands(line: &Line, bill: &Bill) -> Result<bool, Trouble> {
    let said = line.get(&of_stay(&bill.stay_no, ""))?;
    match said.refusal()?.map(|refusal| Trouble::from(&refusal.error)) {
        Some(trouble) if trouble.code == Usage::UnknownStay.into() => Ok(false),
        Some(trouble) => Err(trouble),
        None => {
            let stay = said.read::<Story>()?.stay;
            Ok(stay.standing == "settled" && stay.bill == bill.digest().to_string())
        }
    }
}

/// Asks for the figures. The daemon reads the card that is there now; a card that is not there yet is waited for
/// here, where somebody said for how long.
fn presettle(screen: &Screen, line: &Line, stay: &StayNo, bill: &[u8], chosen: &Chosen<'_>) -> Result<Said, Trouble> {
    let mut flags = url::form_urlencoded::Serializer::new(String::new());
    flags.append_pair("account", if chosen.account == AccountUse::Keep { "keep" } else { "use" });
    flags.extend_pairs(chosen.insurance.map(|kind| ("insurance", kind)));
    let path = of_stay(stay, &format!("/presettlement?{}", flags.finish()));
    once_card_is_in(screen, chosen.wait, || line.post(&path, bill.to_vec()))
}

/// Asks, and asks once more when the card that was missing is in the reader.
pub fn once_card_is_in(
    screen: &Screen,
    wait: Option<u64>,
    ask: impl Fn() -> Result<Said, Trouble>,
) -> Result<Said, Trouble> {
    let first = ask()?;
    let absent = first.refusal()?.is_some_and(|refusal| Trouble::from(&refusal.error).code == Card::Absent.into());
    match wait.filter(|_| absent) {
        None => Ok(first),
        Some(seconds) => {
            screen.say(screen.phrase(words::INSERT_CARD));
            wait_for_card(&PcscReaders::new(), Duration::from_secs(seconds))?;
            ask()
        }
    }
}

/// The stay, if its figures wait for somebody's yes: those that were asked for, or others than were agreed to.
pub(super) fn to_confirm(said: &Said) -> Result<Option<StayAnswer>, Trouble> {
    let stay = match said.refusal()? {
        None => Some(said.read()?),
        Some(refusal) if Trouble::from(&refusal.error).code == Settlement::PresettleChanged.into() => refusal.stay,
        Some(_) => None,
    };
    Ok(stay.filter(|stay: &StayAnswer| stay.standing == "to_confirm"))
}

/// Shows the figures and asks. The digest of those that were agreed to, and of no others.
fn agreed(screen: &Screen, stay: &StayAnswer) -> Result<String, Trouble> {
    if let Some(split) = &stay.presettlement {
        screen.statement(words::PRESETTLEMENT, &Statement::from(split));
    }
    let figures = stay.figures.clone().ok_or_else(|| Trouble::new(Settlement::PresettleChanged, ""))?;
    match screen.agreement() {
        Confirmation::Agreed => Ok(figures),
        Confirmation::Declined => Err(Trouble::new(Usage::NotConfirmed, "")),
        Confirmation::NobodyThere => Err(Trouble::new(Usage::NoTerminal, "")),
    }
}

/// Says how a stay was left, and prints what is due.
fn ended(screen: &Screen, line: &Line, stay_no: &StayNo, mut said: Said) -> Answer {
    if let Some(refusal) = said.refusal()? {
        return Ok(tell::refused(screen, said, &refusal));
    }
    let stay: StayAnswer = said.read()?;
    if stay.repeated {
        screen.tell(screen.phrase(words::SETTLED_BEFORE));
    }
    tell::stay(screen, &stay);
    let due = match stay.standing.as_str() {
        "settled" => Some(RECEIPT),
        "in_doubt" | "queued" | "needs_person" => Some(SLIP),
        _ => None,
    };
    if let Some(due) = due {
        let printed = line.post(&of_stay(stay_no, due), Vec::new())?;
        if let Some(refusal) = printed.refusal()? {
            // The stay stands as it does, with or without paper.
            screen.trouble(&Trouble::from(&refusal.error));
        } else {
            let paper: Paper = printed.read()?;
            tell::paper(screen, &paper);
            if let Some(object) = said.json.as_object_mut() {
                object.insert("copy".to_owned(), json!(paper.copy));
                object.insert("paper".to_owned(), json!(paper.text));
            }
        }
    }
    Ok(Done::under(said.json, stay.trouble.as_ref().map(Trouble::from)))
}

/// Paper carries the patient's name, at the terminal as in the printer.
const RECEIPT: &str = "/receipt?reveal=true";
const SLIP: &str = "/slip?reveal=true";
/// How often figures that changed while somebody read them are put to that person.
const ASKED_MAX: usize = 3;
