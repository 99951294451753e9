//! `yijie journal adopt` and `account`: a journal that was restored, copied or moved gets a place of its own, and what
//! the platform may know more of is accounted for.

use serde_json::json;
use yijie_core::failure::{Code, Storage, Usage};
use yijie_core::settlement::Accounting;

use crate::cli::answer::{Answer, Done};
use crate::cli::compose::{self, Opening};
use crate::cli::daemon::{self, Doer};
use crate::cli::screen::Screen;
use crate::cli::words::journal as w;
use crate::cli::{queue, settle, stay_no};
use crate::config::Config;
use crate::desk::Trouble;
use crate::journal::{AuditLine, DeskSlot};

/// `yijie journal adopt`: gives the journal this machine and a slot that it never had.
pub fn adopt(screen: &Screen, config: &Config, slot: Option<u8>, by: &str, reason: &str) -> Answer {
    named(by, reason)?;
    let slot = slot.unwrap_or(config.desk.slot.number());
    let slot = DeskSlot::new(slot).ok_or_else(|| Trouble::new(Usage::Arguments, "--slot 0–99"))?;
    let away: [Code; 2] = [Storage::Moved.into(), Storage::OtherSlot.into()];
    match compose::desk_at(config, slot, &Opening::Bound) {
        Ok(_) => return Err(Trouble::new(Storage::NotMoved, "")),
        Err(trouble) if away.contains(&trouble.code) => {}
        Err(trouble) => return Err(trouble),
    }
    let why = AuditLine::new(by, "journal adopted", format!("slot {slot}: {reason}"));
    let desk = compose::desk_at(config, slot, &Opening::Given(&why))?;
    let open = desk.hold_open_stays()?;
    screen.tell(&format!("{} {slot}", screen.phrase(w::ADOPTED)));
    if config.desk.slot.number() != slot.number() {
        screen.tell(&format!("{} slot = {}", screen.phrase(w::SET_SLOT), slot.number()));
    }
    let waits = desk.queue()?;
    if open > 0 {
        screen.tell(&format!("{} {open}", screen.phrase(w::TO_ACCOUNT)));
        for item in &waits {
            screen.tell(&queue::line(item, screen.language));
        }
    }
    screen.tell(screen.phrase(w::NOT_COVERED));
    let stays: Vec<_> = waits.iter().map(|item| item.line.key.stay_no.to_string()).collect();
    Ok(Done::with(json!({ "slot": slot.number(), "unaccounted": stays, "training": desk.is_training() })))
}

/// `yijie journal account`: what the platform's books show of a stay, said by a named person.
pub fn account(screen: &Screen, config: &Config, stay: &str, found: &str, by: &str, reason: &str) -> Answer {
    named(by, reason)?;
    let stay = stay_no(Some(stay))?;
    let found = match found {
        "nothing" => Accounting::NothingMore,
        _ => Accounting::DealtWith,
    };
    match Doer::find(config, screen.language)? {
        Doer::Desk(desk) => {
            let outcome = desk.account_for(&desk.key(stay), found, by, reason)?;
            settle::tell(screen, &outcome);
            Ok(Done::with(settle::stay_json(screen, &desk, &outcome)))
        }
        Doer::Daemon(daemon) => daemon::account(screen, &daemon, &stay, found, by, reason),
    }
}

/// Both go into the audit trail, where nothing may stand unsaid.
fn named(by: &str, reason: &str) -> Result<(), Trouble> {
    if by.is_empty() || reason.is_empty() {
        return Err(Trouble::new(Usage::Arguments, "--by, --reason"));
    }
    Ok(())
}
