//! The notice that goes out once when the stay of a patient who had left is settled: what is given back or still due.

use jiff::civil::DateTime;
use yijie_core::person::Secret;
use yijie_core::settlement::ids::{SettlementId, StayNo};
use yijie_core::settlement::{Circumstance, Way};
use yijie_core::split::{Balance, MoneyMove};

use super::layout::{Block, Rule};
use super::words::left as said;
use super::{Hospital, Patient, Realm, time_text, words};

/// Everything that stands on the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Who settled.
    pub hospital: Hospital,
    /// The hospital's number of the stay.
    pub stay_no: StayNo,
    /// Who had left.
    pub patient: Patient,
    /// How they had left.
    pub way: Way,
    /// What else is known of the stay.
    pub circumstances: Vec<Circumstance>,
    /// What was paid, against what is due now.
    pub balance: Balance,
    /// The platform's number of the settlement.
    pub settlement: SettlementId,
    /// When it was settled, +08:00.
    pub settled_at: DateTime,
    /// Whom to call. Empty: the hospital has not said.
    pub telephone: String,
    /// Real or training.
    pub realm: Realm,
}

/// The notice in the order of its sections.
pub(super) fn composed(notice: &Notice) -> Vec<Block> {
    let amount = notice.balance.amount();
    let (title, label) = if amount.is_zero() {
        (said::NOTICE_EVEN, words::EVEN)
    } else if amount.is_negative() {
        (said::NOTICE_COLLECT, words::COLLECT)
    } else {
        (said::NOTICE_REFUND, words::REFUND)
    };
    let mark = said::notice_mark(notice.realm);
    let mut blocks = vec![
        Block::Centre(mark.to_owned()),
        Block::Centre(notice.hospital.name.clone()),
        Block::Centre(title.to_owned()),
        Block::Rule(Rule::Thin),
        Block::Fields(vec![
            (words::NAME, notice.patient.name.reveal().to_owned()),
            (words::CITIZEN_ID, notice.patient.citizen_id.to_string()),
            (words::STAY_NO, notice.stay_no.to_string()),
            (said::LEFT_AS, said::way(notice.way).to_owned()),
        ]),
        Block::Rule(Rule::Thick),
        Block::part(said::PAID_TOGETHER_PLAIN, notice.balance.deposited),
        Block::part(words::DUE, notice.balance.due),
        Block::amount(label, amount.abs()),
    ];
    blocks.extend(notice.balance.moves.iter().filter_map(|movement| match movement {
        MoneyMove::Refund { way, receipt_no, amount } => {
            Some(Block::part(words::refunded_by(*way, receipt_no), *amount))
        }
        MoneyMove::Collect { .. } => None,
    }));
    blocks.push(Block::Rule(Rule::Thick));
    blocks.extend(said::notice_next(amount).map(|line| Block::Text(line.to_owned())));
    blocks.extend(notice.circumstances.iter().map(|what| Block::Text(said::circumstance(*what).to_owned())));
    if !notice.telephone.is_empty() {
        blocks.push(Block::Text(format!("{}{}", words::SLIP_PHONE, notice.telephone)));
    }
    blocks.push(Block::Rule(Rule::Thin));
    blocks.push(Block::Fields(vec![
        (words::SETTLED_AT, time_text(notice.settled_at)),
        (words::SETTLEMENT_ID, notice.settlement.to_string()),
        (words::INSTITUTION, notice.hospital.code.to_string()),
    ]));
    blocks.push(Block::Centre(mark.to_owned()));
    blocks
}
