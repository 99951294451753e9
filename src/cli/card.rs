//! `yijie card` and `yijie check`: who is this?

use std::time::Duration;

use serde_json::json;
use yijie_card_reader::{CardReaders, PcscReaders, Plan};
use yijie_core::failure::Card;

use super::answer::{Answer, Done};
use super::doer::{Doer, window};
use super::screen::Screen;
use super::words;
use crate::api::view::{CardView, Show};
use crate::desk::{Counter, Progress, ReadCard, Shown, Trouble, Which, read, wait_for_card};

/// Reads the card, waiting for it where asked to.
pub fn read_card(screen: &mut Screen, which: &Which, plan: Plan, wait: Option<u64>) -> Result<ReadCard, Trouble> {
    let readers = PcscReaders::new();
    let today = crate::desk::today();
    let began = std::time::Instant::now();
    let first = read(&readers, which, plan, today);
    let card = match (first, wait) {
        (Err(trouble), Some(seconds)) if trouble.code == Card::Absent.into() => {
            screen.say(screen.phrase(words::INSERT_CARD));
            wait_for_card(&readers, Duration::from_secs(seconds))?;
            read(&readers, which, plan, today)?
        }
        (first, _) => first?,
    };
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    screen.done(&Progress::CardRead, took_ms);
    Ok(card)
}

/// `yijie card --list`.
pub fn list(screen: &Screen) -> Answer {
    let names = PcscReaders::new().names().map_err(Trouble::from)?;
    for name in &names {
        screen.tell(name);
    }
    Ok(Done::with(&json!({ "readers": names })))
}

/// `yijie card`.
pub fn card(screen: &mut Screen, (which, show): (&Which, Show), wait: Option<u64>, training: bool) -> Answer {
    let read = read_card(screen, which, Plan::Full, wait)?;
    let view = CardView::of(&read, show, screen.language, training);
    let rows = [
        (words::NAME, &view.name),
        (words::CITIZEN_ID, &view.citizen_id),
        (words::CARD_NUMBER, &view.card_number),
        (words::IDENTIFICATION, &view.identification),
        (words::ISSUED_IN, &view.issued_in),
        (words::ISSUED_ON, &view.issued_on),
        (words::VALID_UNTIL, &view.valid_until),
    ];
    for (name, value) in rows {
        screen.field(name, value.as_deref().unwrap_or("—"));
    }
    screen.field(words::READER, &view.reader);
    for warning in &view.warnings {
        screen.tell(&format!("! {warning}"));
    }
    Ok(Done::with(&view))
}

/// `yijie check`.
pub fn check(
    screen: &mut Screen,
    doer: &Doer,
    which: &Which,
    (wait, insurance): (Option<u64>, Option<&str>),
) -> Answer {
    let view = match doer {
        Doer::Desk(desk) => {
            let shown = Shown::card(&read_card(screen, which, Plan::Identity, wait)?.card)?;
            window(desk, screen).check(&shown, insurance, screen)?
        }
        Doer::Daemon(daemon) => daemon.check(screen, wait, insurance)?,
    };
    screen.field(words::NAME, &view.name);
    screen.field(words::CITIZEN_ID, &view.certificate_no);
    screen.field(words::INSURANCE, &view.insurance.kind);
    screen.field(words::INSURED_PLACE, &view.insurance.insured_place);
    screen.field(words::ACCOUNT, &view.insurance.balance.0.to_string());
    screen.field(words::FILING, &view.outlook);
    screen.field(words::NEXT_STEP, &view.remedy);
    Ok(Done::with(&view))
}
