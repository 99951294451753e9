//! `yijie settle`, `cancel`, `receipt`: money moves, and paper says so.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde_json::{Value, json};
use yijie_card_reader::Plan;
use yijie_core::bill::{Bill, Tolerance};
use yijie_core::failure::Bill as BillFailure;
use yijie_core::person::Credential;
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::ids::StayNo;

use super::answer::{Answer, Done};
use super::screen::{Screen, Yes};
use super::words;
use crate::desk::{Choices, Desk, Outcome, Refunds, Shown, Standing, Trouble, Which};

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
pub fn settle(screen: &mut Screen, desk: &Desk, chosen: &Chosen<'_>) -> Answer {
    let bill = bill(chosen.bill, chosen.bill_bytes_max)?;
    for warning in bill.warnings(ROUNDING) {
        screen.tell(&format!("! {}", warning.sentence(screen.language)));
    }
    if let Some(first) = desk.settled_before(&bill)? {
        screen.tell(screen.phrase(words::SETTLED_BEFORE));
        return ended(screen, desk, &first);
    }
    if screen.yes == Yes::Ask && !Screen::can_ask() {
        return Err(Trouble::new(yijie_core::failure::Usage::NoTerminal, ""));
    }
    let shown = match chosen.by {
        By::Card => Shown::card(&super::card::read_card(screen, &chosen.which, Plan::Identity, chosen.wait)?.card)?,
        By::CitizenId => Shown {
            credential: Credential::CitizenId,
            citizen_id: bill.patient.citizen_id.clone(),
            name: bill.patient.name.clone(),
        },
    };
    shown.is_of(&bill)?;
    let holder = desk.identify(&shown, chosen.insurance, screen)?;
    let outcome = desk.settle(&bill, &holder, Choices { account: chosen.account }, screen)?;
    ended(screen, desk, &outcome)
}

/// `yijie cancel`.
pub fn cancel(screen: &mut Screen, desk: &Desk, stay: StayNo, reason: &str, refunds: Refunds) -> Answer {
    let outcome = desk.cancel(&desk.key(stay), reason, refunds, screen)?;
    ended(screen, desk, &outcome)
}

/// `yijie receipt`.
pub fn receipt(screen: &mut Screen, desk: &Desk, stay: StayNo) -> Answer {
    let printed = desk.receipt(&desk.key(stay), screen)?;
    screen.paper(&printed.text);
    if let Some(trouble) = printed.printer {
        return Err(trouble);
    }
    Ok(Done::with(json!({ "receipt": printed.text, "copy": printed.copy, "training": desk.is_training() })))
}

/// Says how a stay was left, and prints what is due: a receipt where it is settled, a slip where the patient leaves
/// without one.
fn ended(screen: &mut Screen, desk: &Desk, outcome: &Outcome) -> Answer {
    tell(screen, outcome);
    let key = &outcome.stay.key;
    let printed = match &outcome.standing {
        Standing::Settled => Some(desk.receipt(key, screen)?),
        Standing::InDoubt(_) | Standing::Queued(_) | Standing::NeedsPerson { .. } => Some(desk.slip(key)?),
        _ => None,
    };
    if let Some(printed) = &printed {
        screen.paper(&printed.text);
        if let Some(trouble) = &printed.printer {
            screen.trouble(trouble);
        }
    }
    let mut json = stay_json(screen, desk, outcome);
    if let (Some(printed), Some(object)) = (printed, json.as_object_mut()) {
        object.insert("copy".to_owned(), json!(printed.copy));
        object.insert("paper".to_owned(), json!(printed.text));
    }
    Ok(Done { json, standing: Some(outcome.standing.clone()) })
}

/// A stay as programs see it.
pub fn stay_json(screen: &Screen, desk: &Desk, outcome: &Outcome) -> Value {
    let standing = &outcome.standing;
    let made = outcome.stay.standing();
    json!({
        "stay_no": outcome.stay.key.stay_no,
        "patient": outcome.bill.patient.name.to_string(),
        "status": standing.word(),
        "error": standing.trouble().map(|trouble| super::answer::error(&trouble, screen.language)),
        "visit": outcome.stay.visit,
        "bill": outcome.stay.terms.bill,
        "total": outcome.stay.terms.total,
        "settlement": made.map(|made| json!({
            "id": made.settled.settlement,
            "message_id": made.message_id,
            "settled_at": made.settled.settled_at,
            "statement": made.settled.statement,
            "adds_up": made.faults.is_empty(),
            "differs_from_presettlement": made.differs_from_agreed,
        })),
        "presettlement": outcome.stay.presettlement.as_ref().map(|figures| &figures.statement),
        "balance": outcome.balance,
        "training": desk.is_training(),
    })
}

/// Says how a stay was left.
pub fn tell(screen: &Screen, outcome: &Outcome) {
    match &outcome.standing {
        Standing::Settled => {
            if let Some(made) = outcome.stay.standing() {
                screen.statement(words::SETTLEMENT, &made.settled.statement);
                if !made.faults.is_empty() {
                    screen.tell(screen.phrase(words::FLAGGED));
                }
                if made.differs_from_agreed {
                    screen.tell(screen.phrase(words::DIFFERS));
                }
            }
            if let Some(balance) = &outcome.balance {
                screen.balance(balance);
            }
        }
        Standing::Cancelled => screen.tell(screen.phrase(words::CANCELLED)),
        Standing::Untouched => screen.tell(screen.phrase(words::UNTOUCHED)),
        other => {
            if let Some(trouble) = other.trouble() {
                screen.trouble(&trouble);
            }
        }
    }
}

fn bill(path: &Path, bytes_max: u64) -> Result<Bill, Trouble> {
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
    Bill::parse(&bytes).map_err(Trouble::of_bill)
}

/// A line's amount may be a cent off price × count; more is said in stronger words.
const ROUNDING: Tolerance = Tolerance { cents: 1 };
