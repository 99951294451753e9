//! The split on paper.
//!
//! A [`Receipt`] or [`Slip`] is plain data out of the journal; [`render`] and [`render_slip`] make text of it for one
//! of three papers. Nothing here reads, sends or decides, and no figure is computed: amounts stand as the platform
//! gave them, and sums are formed only to say so where they do not come out.
//!
//! The text holds the patient's name in full, since it is theirs: it goes to the printer and nowhere else.

mod capitals;
mod handover;
mod layout;
mod leaving;
mod notice;
mod settled;
mod slip;
mod width;
mod words;

use jiff::civil::DateTime;
use yijie_core::person::{CitizenId, PersonName};
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ids::InstitutionCode;

pub use handover::{HandOver, OpenStay};
pub use layout::Paper;
pub use leaving::{Claim, LeavingSlip};
pub use notice::Notice;
pub use settled::{Act, Mark, Receipt};
pub use slip::{Slip, Standing};

/// The receipt as text: lines ended by line feeds, none wider than the paper.
pub fn render(receipt: &Receipt, paper: Paper) -> String {
    layout::lay(&settled::composed(receipt), paper)
}

/// The slip as text, as [`render`]. Its first line says that it is not a settlement.
pub fn render_slip(slip: &Slip, paper: Paper) -> String {
    layout::lay(&slip::composed(slip), paper)
}

/// The slip of a patient who leaves, as [`render`]. Its first line says that it is not a settlement.
pub fn render_leaving(slip: &LeavingSlip, paper: Paper) -> String {
    layout::lay(&leaving::composed(slip), paper)
}

/// The notice of what is given back or due, as [`render`]. Its first line says that it is not a settlement.
pub fn render_notice(notice: &Notice, paper: Paper) -> String {
    layout::lay(&notice::composed(notice), paper)
}

/// The list of what one cashier hands over to the next, as [`render`]. Names in it are masked.
pub fn render_hand_over(list: &HandOver, paper: Paper) -> String {
    layout::lay(&handover::composed(list), paper)
}

/// Who settles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hospital {
    /// As patients know it.
    pub name: String,
    /// `fixmedins_code`.
    pub code: InstitutionCode,
}

/// Whose stay it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// Printed in full.
    pub name: PersonName,
    /// Printed masked.
    pub citizen_id: CitizenId,
}

/// A place by its division code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Always printed.
    pub code: DivisionCode,
    /// Printed before the code, where known.
    pub name: Option<String>,
}

/// Which platform the figures come from. Training paper says so in its first and last line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Realm {
    /// The insurance platform.
    Real,
    /// A training platform.
    Training,
}

fn place_text(place: &Place) -> String {
    match &place.name {
        Some(name) => format!("{name}（{}）", place.code),
        None => place.code.to_string(),
    }
}

fn time_text(time: DateTime) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests;
