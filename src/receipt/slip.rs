//! The provisional slip of a stay that is not settled: what the patient holds instead of a receipt.

use jiff::civil::DateTime;
use yijie_core::money::Yuan;
use yijie_core::person::Secret;
use yijie_core::settlement::ids::{MessageId, StayNo};
use yijie_core::split::Statement;

use super::layout::{Block, Rule};
use super::settled::split_in_short;
use super::{Hospital, Patient, Realm, time_text, words};

/// Everything that stands on a provisional slip, for a patient who leaves with the deposit kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Who will settle.
    pub hospital: Hospital,
    /// The hospital's number of the stay.
    pub stay_no: StayNo,
    /// Whose stay it is.
    pub patient: Patient,
    /// Where the settlement stands.
    pub standing: Standing,
    /// The bill's total.
    pub total: Yuan,
    /// Deposits that the hospital keeps until then.
    pub deposited: Yuan,
    /// The last pre-settlement, if there was one.
    pub presettlement: Option<Statement>,
    /// Whom to call. Empty: the hospital has not said.
    pub telephone: String,
    /// When the slip was made, +08:00.
    pub issued_at: DateTime,
    /// Name or number of the cashier.
    pub operator: String,
    /// Real or training.
    pub realm: Realm,
}

/// Where an unsettled stay stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The settlement was sent and its fate is not known.
    InDoubt {
        /// The message whose fate is being found out.
        message: MessageId,
    },
    /// The settlement has not been sent.
    Waiting,
}

/// The slip in the order of its sections.
pub(super) fn composed(slip: &Slip) -> Vec<Block> {
    let mark = match slip.realm {
        Realm::Real => words::SLIP_MARK,
        Realm::Training => words::SLIP_MARK_TRAINING,
    };
    let (title, next) = match slip.standing {
        Standing::InDoubt { .. } => (words::SLIP_IN_DOUBT, words::NEXT_IN_DOUBT),
        Standing::Waiting => (words::SLIP_WAITING, words::NEXT_WAITING),
    };
    let mut blocks = vec![
        Block::Centre(mark.to_owned()),
        Block::Centre(slip.hospital.name.clone()),
        Block::Centre(title.to_owned()),
        Block::Rule(Rule::Thin),
        identity(slip),
        Block::Rule(Rule::Thick),
        Block::amount(words::SLIP_TOTAL, slip.total),
        Block::amount(words::SLIP_DEPOSIT_KEPT, slip.deposited),
        Block::Rule(Rule::Thick),
    ];
    blocks.extend(presettled(slip.presettlement.as_ref()));
    blocks.push(Block::Rule(Rule::Thin));
    blocks.push(Block::Text(words::SLIP_NEXT.to_owned()));
    blocks.extend(next.map(|line| Block::Text(line.to_owned())));
    if !slip.telephone.is_empty() {
        blocks.push(Block::Text(format!("{}{}", words::SLIP_PHONE, slip.telephone)));
    }
    blocks.push(Block::Rule(Rule::Thin));
    blocks.push(trail(slip));
    blocks.push(Block::Centre(mark.to_owned()));
    blocks
}

fn identity(slip: &Slip) -> Block {
    Block::Fields(vec![
        (words::NAME, slip.patient.name.reveal().to_owned()),
        (words::CITIZEN_ID, slip.patient.citizen_id.to_string()),
        (words::STAY_NO, slip.stay_no.to_string()),
    ])
}

fn presettled(statement: Option<&Statement>) -> Vec<Block> {
    let Some(statement) = statement else {
        return vec![Block::Text(words::SLIP_NOT_PRESETTLED.to_owned())];
    };
    let mut blocks = vec![Block::Text(words::SLIP_PRESETTLED.to_owned())];
    blocks.extend(split_in_short(statement));
    blocks
}

fn trail(slip: &Slip) -> Block {
    let mut fields = vec![
        (words::SLIP_ISSUED_AT, time_text(slip.issued_at)),
        (words::OPERATOR, slip.operator.clone()),
        (words::INSTITUTION, slip.hospital.code.to_string()),
    ];
    if let Standing::InDoubt { message } = &slip.standing {
        fields.push((words::MESSAGE_ID, message.to_string()));
    }
    Block::Fields(fields)
}
