//! The end of a shift: what is open goes to the next cashier, by name and with what happens next.

use yijie_core::failure::Language;

use super::leave::said;
use super::paper::Printed;
use super::queue::Waits;
use super::{Desk, Trouble, beijing};
use crate::journal::AuditLine;
use crate::receipt::{HandOver, OpenStay, render_hand_over};

/// What was handed over.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// What is open.
    pub open: Vec<Waits>,
    /// What is said of the queue's limits.
    pub warnings: Vec<Trouble>,
    /// The list on paper. Its names are masked.
    pub paper: Printed,
}

impl Desk {
    /// Hands the open stays over: listed, printed, and noted in the trail.
    pub fn hand_over(&self, from: &str, to: &str) -> Result<HandedOver, Trouble> {
        said("from", from)?;
        if !to.is_empty() {
            said("to", to)?;
        }
        let (open, warnings) = (self.queue()?, self.queue_warnings()?);
        let now = self.clock.now().wall;
        let listed: Vec<_> = open.iter().map(|item| item.line.key.stay_no.as_str()).collect();
        let mut detail = format!("from {from} to {to}: {} open", listed.len());
        for stay_no in listed {
            if detail.len() + stay_no.len() > DETAIL_BYTES_MAX {
                detail.push_str(" …");
                break;
            }
            detail.push(' ');
            detail.push_str(stay_no);
        }
        self.journal().note(now, &AuditLine::new(self.operator(), "hand_over", detail))?;
        let list = HandOver {
            hospital: self.letterhead(),
            from: from.to_owned(),
            to: to.to_owned(),
            at: beijing(now),
            open: open.iter().map(open_stay).collect(),
            warnings: warnings.iter().map(|warning| warning.sentence(Language::Chinese)).collect(),
            realm: self.realm(),
        };
        let text = render_hand_over(&list, self.settings.paper);
        let printer = self.print("hand-over", &text).err();
        Ok(HandedOver { open, warnings, paper: Printed { text, copy: None, printer } })
    }
}

fn open_stay(item: &Waits) -> OpenStay {
    OpenStay {
        stay_no: item.line.key.stay_no.clone(),
        patient: item.line.patient.clone(),
        total: item.line.total,
        way: item.left,
        since: item.line.waits_since.map(beijing),
        says: format!("{}{}", item.standing.sentence().text(Language::Chinese), item.next_unnamed(Language::Chinese)),
    }
}

/// Of the trail's two kilobytes, what stay numbers may take.
const DETAIL_BYTES_MAX: usize = 1_900;
