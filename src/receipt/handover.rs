//! What one cashier hands over to the next: every open stay, masked, with what happens next.

use jiff::civil::DateTime;
use yijie_core::money::Yuan;
use yijie_core::settlement::Way;
use yijie_core::settlement::ids::StayNo;

use super::layout::{Block, Rule};
use super::words::left as said;
use super::{Hospital, Realm, time_text, words};

/// Everything that stands on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// Whose desk it is.
    pub hospital: Hospital,
    /// Who goes.
    pub from: String,
    /// Who comes. Empty: not said.
    pub to: String,
    /// When, +08:00.
    pub at: DateTime,
    /// What is open, the longest first.
    pub open: Vec<OpenStay>,
    /// What is said of the queue's limits, where one is near or reached.
    pub warnings: Vec<String>,
    /// Real or training.
    pub realm: Realm,
}

/// An open stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenStay {
    /// Which.
    pub stay_no: StayNo,
    /// The patient, masked.
    pub patient: String,
    /// The bill's total.
    pub total: Option<Yuan>,
    /// How the patient left, if they did.
    pub way: Option<Way>,
    /// Since when it waits, +08:00.
    pub since: Option<DateTime>,
    /// How it stands, and what is to be done: for a person.
    pub says: String,
}

/// The list in the order of its sections.
pub(super) fn composed(list: &HandOver) -> Vec<Block> {
    let mut blocks = Vec::new();
    if list.realm == Realm::Training {
        blocks.push(Block::Centre(words::TRAINING.to_owned()));
    }
    blocks.extend([
        Block::Centre(list.hospital.name.clone()),
        Block::Centre(said::HAND_OVER.to_owned()),
        Block::Rule(Rule::Thin),
        Block::Fields(vec![
            (said::FROM, list.from.clone()),
            (said::TO, if list.to.is_empty() { said::UNSIGNED.to_owned() } else { list.to.clone() }),
            (said::AT, time_text(list.at)),
            (said::OPEN_ITEMS, list.open.len().to_string()),
        ]),
        Block::Rule(Rule::Thick),
    ]);
    if list.open.is_empty() {
        blocks.push(Block::Text(said::NOTHING_OPEN.to_owned()));
    }
    for (stay, number) in list.open.iter().zip(1..) {
        blocks.extend(one(stay, number));
    }
    if !list.open.is_empty() {
        let sum: Yuan = list.open.iter().filter_map(|stay| stay.total).sum();
        blocks.push(Block::amount(said::OPEN_TOTAL, sum));
    }
    blocks.extend(list.warnings.iter().map(|warning| Block::Text(warning.clone())));
    blocks.push(Block::Rule(Rule::Thick));
    blocks.push(Block::Text(said::SIGNED_OVER.to_owned()));
    blocks.push(Block::Text(said::SIGNED_FOR.to_owned()));
    if list.realm == Realm::Training {
        blocks.push(Block::Centre(words::TRAINING.to_owned()));
    }
    blocks
}

fn one(stay: &OpenStay, number: usize) -> Vec<Block> {
    let mut blocks = vec![Block::Text(format!("{number}. {}  {}", stay.stay_no, stay.patient))];
    blocks.extend(stay.total.map(|total| Block::part(said::TOTAL_OF_STAY, total)));
    let mut fields = Vec::new();
    fields.extend(stay.way.map(|way| (said::LEFT_AS, said::way(way).to_owned())));
    fields.extend(stay.since.map(|since| (said::SINCE, time_text(since))));
    if !fields.is_empty() {
        blocks.push(Block::Fields(fields));
    }
    blocks.push(Block::Text(stay.says.clone()));
    blocks.push(Block::Rule(Rule::Thin));
    blocks
}
