//! `yijie settle` where the daemon is the desk: the figures first, and then the word that they were agreed to.

use serde_json::json;
use yijie_core::bill::Bill;
use yijie_core::failure::{Settlement, Usage};
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::ids::StayNo;

use super::Daemon;
use super::line::of_stay;
use crate::api::view::{ErrorAnswer, StayView};
use crate::cli::answer::Fell;
use crate::cli::screen::{Screen, Yes};
use crate::cli::settle::{By, Chosen};
use crate::cli::words;
use crate::desk::{Confirmation, Trouble};

impl Daemon {
    /// Settles, or gives the first result again.
    pub fn settle(
        &self,
        screen: &mut Screen,
        bill: &Bill,
        bytes: &[u8],
        chosen: &Chosen<'_>,
    ) -> Result<StayView, Fell> {
        // The first result needs nobody to ask.
        if screen.yes == Yes::Ask && !Screen::can_ask() && !self.has_settled(bill)? {
            return Err(Trouble::new(Usage::NoTerminal, "").into());
        }
        let mut came = self.presettle(screen, &bill.stay_no, bytes, chosen);
        for _ in 0..ASKED_MAX {
            let Some(stay) = to_confirm(&came) else { break };
            let body = json!({ "figures": agreed(screen, stay)? }).to_string();
            came = self.line.watch(&of_stay(&bill.stay_no, "/settlement"), body.into_bytes(), screen);
        }
        came
    }

    /// True if the daemon has a settlement of this very bill.
    fn has_settled(&self, bill: &Bill) -> Result<bool, Fell> {
        match self.story(&bill.stay_no) {
            Ok(stay) => Ok(stay.status == "settled" && stay.bill == bill.digest().to_string()),
            Err(fell) if fell.is(Usage::UnknownStay) => Ok(false),
            Err(fell) => Err(fell),
        }
    }

    /// Asks for the figures.
    pub(super) fn presettle(
        &self,
        screen: &mut Screen,
        stay: &StayNo,
        bill: &[u8],
        chosen: &Chosen<'_>,
    ) -> Result<StayView, Fell> {
        let mut flags = url::form_urlencoded::Serializer::new(String::new());
        flags.append_pair("account", if chosen.account == AccountUse::Keep { "keep" } else { "use" });
        flags.append_pair("by", if chosen.by == By::CitizenId { "citizen_id" } else { "card" });
        flags.extend_pairs(chosen.insurance.map(|kind| ("insurance", kind)));
        let path = of_stay(stay, &format!("/presettlement?{}", flags.finish()));
        self.once_card_is_in(screen, chosen.wait, &path, bill)
    }
}

/// The stay, if its figures wait for somebody's yes: those that were asked for, or others than were agreed to.
pub(super) fn to_confirm(came: &Result<StayView, Fell>) -> Option<&StayView> {
    let stay = match came {
        Ok(stay) => stay,
        Err(Fell::There(answer)) => match &**answer {
            ErrorAnswer::Stay(stay)
                if answer.error().is_some_and(|error| error.code == Settlement::PresettleChanged.entry().code) =>
            {
                stay
            }
            _ => return None,
        },
        Err(Fell::Here(_)) => return None,
    };
    (stay.status == "to_confirm").then_some(stay)
}

/// Shows the figures and asks. The digest of those that were agreed to, and of no others.
fn agreed(screen: &Screen, stay: &StayView) -> Result<String, Trouble> {
    if let Some(statement) = &stay.presettlement {
        screen.statement(words::PRESETTLEMENT, statement);
    }
    let figures = stay.figures.clone().ok_or_else(|| Trouble::new(Settlement::PresettleChanged, ""))?;
    match screen.agreement() {
        Confirmation::Agreed => Ok(figures),
        Confirmation::Declined => Err(Trouble::new(Usage::NotConfirmed, "")),
        Confirmation::NobodyThere => Err(Trouble::new(Usage::NoTerminal, "")),
    }
}

/// How often figures that changed while somebody read them are put to that person.
const ASKED_MAX: usize = 3;
