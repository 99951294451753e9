//! The slip of a patient who leaves without a settlement, in one of the three ways. Its first line says that it is no
//! settlement; which of the three it is decides whether the patient may claim at home.

use jiff::civil::{Date, DateTime};
use yijie_core::money::Yuan;
use yijie_core::person::Secret;
use yijie_core::settlement::Way;
use yijie_core::settlement::ids::{MessageId, StayNo};
use yijie_core::split::Statement;

use super::layout::{Block, Rule};
use super::settled::split_in_short;
use super::words::left as said;
use super::{Hospital, Patient, Place, Realm, place_text, time_text, words};

/// Everything that stands on the slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeavingSlip {
    /// Where the patient was.
    pub hospital: Hospital,
    /// The hospital's number of the stay.
    pub stay_no: StayNo,
    /// Who leaves.
    pub patient: Patient,
    /// How.
    pub way: Way,
    /// The settlement that was sent and whose fate is not known, if there is one.
    pub in_doubt: Option<MessageId>,
    /// The bill's total.
    pub total: Yuan,
    /// Deposits of the bill.
    pub deposited: Yuan,
    /// What was paid on leaving.
    pub paid: Yuan,
    /// The last pre-settlement, if there was one.
    pub presettlement: Option<Statement>,
    /// What a claim at home has to name.
    pub claim: Claim,
    /// Whom to call. Empty: the hospital has not said.
    pub telephone: String,
    /// When the patient left, +08:00.
    pub left_at: DateTime,
    /// Who let them go.
    pub by: String,
    /// `None`: the first print; otherwise the slip is marked as printed again.
    pub again: Option<DateTime>,
    /// Real or training.
    pub realm: Realm,
}

/// What a claim at home has to name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Where the patient is insured: there the claim is made. `None`: the platform could not be asked.
    pub insured_place: Option<Place>,
    /// Code of the insurance (`insutype`), printed by its name.
    pub insurance: Option<String>,
    /// First day of the stay.
    pub admitted_on: Date,
    /// Last day of the stay.
    pub discharged_on: Date,
}

/// The slip in the order of its sections.
pub(super) fn composed(slip: &LeavingSlip) -> Vec<Block> {
    let mark = said::mark(slip.way, slip.realm);
    let mut blocks = vec![
        Block::Centre(mark.to_owned()),
        Block::Centre(slip.hospital.name.clone()),
        Block::Centre(said::title(slip.way).to_owned()),
        Block::Rule(Rule::Thin),
        identity(slip),
        Block::Rule(Rule::Thick),
    ];
    blocks.extend(money(slip));
    blocks.push(Block::Rule(Rule::Thick));
    blocks.extend(presettled(slip));
    blocks.push(Block::Rule(Rule::Thin));
    blocks.push(Block::Text(words::SLIP_NEXT.to_owned()));
    blocks.extend(said::next(slip.way).map(|line| Block::Text(line.to_owned())));
    if !slip.telephone.is_empty() {
        blocks.push(Block::Text(format!("{}{}", words::SLIP_PHONE, slip.telephone)));
    }
    blocks.push(Block::Rule(Rule::Thin));
    blocks.push(trail(slip));
    blocks.push(Block::Text(words::SIGNATURE.to_owned()));
    blocks.push(Block::Centre(mark.to_owned()));
    blocks
}

fn identity(slip: &LeavingSlip) -> Block {
    let mut fields = vec![
        (words::NAME, slip.patient.name.reveal().to_owned()),
        (words::CITIZEN_ID, slip.patient.citizen_id.to_string()),
        (words::STAY_NO, slip.stay_no.to_string()),
    ];
    if slip.way == Way::SelfPaid {
        let Claim { insured_place, insurance, admitted_on, discharged_on } = &slip.claim;
        fields.extend([
            (words::INSURED_PLACE, insured_place.as_ref().map_or_else(|| said::NOT_ASKED.to_owned(), place_text)),
            (words::INSURANCE, insurance.as_deref().map_or_else(|| said::NOT_ASKED.to_owned(), words::insurance)),
            (words::ADMITTED_ON, admitted_on.to_string()),
            (words::DISCHARGED_ON, discharged_on.to_string()),
        ]);
    }
    Block::Fields(fields)
}

fn money(slip: &LeavingSlip) -> Vec<Block> {
    let mut blocks = vec![Block::amount(words::SLIP_TOTAL, slip.total)];
    match slip.way {
        Way::DepositKept => blocks.push(Block::amount(words::SLIP_DEPOSIT_KEPT, slip.deposited)),
        Way::PaidInFull | Way::SelfPaid => {
            blocks.push(Block::part(words::DEPOSITED, slip.deposited));
            blocks.push(Block::part(said::PAID, slip.paid));
            blocks.push(Block::amount(said::PAID_TOGETHER, slip.deposited + slip.paid));
        }
    }
    blocks
}

fn presettled(slip: &LeavingSlip) -> Vec<Block> {
    let Some(statement) = &slip.presettlement else {
        return vec![Block::Text(words::SLIP_NOT_PRESETTLED.to_owned())];
    };
    let mut blocks = vec![Block::Text(words::SLIP_PRESETTLED.to_owned())];
    blocks.extend(split_in_short(statement));
    blocks
}

fn trail(slip: &LeavingSlip) -> Block {
    let mut fields = vec![
        (said::LEFT_AT, time_text(slip.left_at)),
        (said::BY, slip.by.clone()),
        (words::INSTITUTION, slip.hospital.code.to_string()),
    ];
    fields.extend(slip.in_doubt.iter().map(|message| (words::MESSAGE_ID, message.to_string())));
    fields.extend(slip.again.map(|at| (said::AGAIN, time_text(at))));
    Block::Fields(fields)
}
