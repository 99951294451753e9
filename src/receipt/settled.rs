//! The receipt of a settlement, or of its cancel: the data and the order in which they stand on paper.

use jiff::civil::{Date, DateTime};
use yijie_core::person::Secret;
use yijie_core::settlement::ids::{MessageId, SettlementId, StayNo};
use yijie_core::split::{Balance, MoneyMove, Statement};

use super::capitals::capitals;
use super::layout::{Block, Rule};
use super::{Hospital, Patient, Place, Realm, place_text, time_text, words};

/// Everything that stands on a receipt, from a confirmed outcome in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Who settles.
    pub hospital: Hospital,
    /// The hospital's number of the stay.
    pub stay_no: StayNo,
    /// Whose stay it is.
    pub patient: Patient,
    /// Where the patient is insured.
    pub insured_place: Place,
    /// Where the hospital stands.
    pub treating_place: Place,
    /// Code of the insurance (`insutype`), printed by its name.
    pub insurance: String,
    /// First day of the stay.
    pub admitted_on: Date,
    /// Last day of the stay.
    pub discharged_on: Date,
    /// What the platform did.
    pub act: Act,
    /// The platform's number of this settlement, or of this cancel.
    pub settlement: SettlementId,
    /// The message that made it.
    pub message: MessageId,
    /// The platform's time (`setl_time`), +08:00.
    pub settled_at: DateTime,
    /// Who pays what, as the platform gave it; negative for a cancel.
    pub statement: Statement,
    /// The last pre-settlement that the patient saw; printed where it differs from the statement.
    pub presettlement: Option<Statement>,
    /// Deposits against the cash due; none where no money changes hands with this paper.
    pub balance: Option<Balance>,
    /// Name or number of the cashier.
    pub operator: String,
    /// Original, copy or void.
    pub mark: Mark,
    /// Real or training.
    pub realm: Realm,
}

/// What the platform did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// 2304.
    Settled,
    /// 2305: every amount is the negative of what it cancels.
    Cancelled {
        /// The settlement that was cancelled.
        of: SettlementId,
    },
}

/// What this print of the receipt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The first print, made once.
    Original,
    /// A later print, counted from one. Moves no money.
    Copy(u32),
    /// The settlement was cancelled since. Moves no money.
    Void,
}

/// The receipt in the order of its sections.
pub(super) fn composed(receipt: &Receipt) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(training(receipt));
    blocks.extend(head(receipt));
    blocks.push(Block::Rule(Rule::Thin));
    blocks.push(identity(receipt));
    blocks.push(Block::Rule(Rule::Thin));
    blocks.push(Block::Beside(charges(&receipt.statement), payers(&receipt.statement)));
    blocks.push(Block::Rule(Rule::Thick));
    blocks.extend(sums(&receipt.statement));
    blocks.extend(receipt.balance.iter().flat_map(|balance| money(balance, receipt.mark)));
    blocks.push(Block::Rule(Rule::Thick));
    blocks.extend(remarks(receipt));
    blocks.push(trail(receipt));
    blocks.push(Block::Text(words::SIGNATURE.to_owned()));
    // A torn-off head must not turn a void paper into a good one.
    blocks.extend((receipt.mark == Mark::Void).then(|| Block::Centre(words::VOID.to_owned())));
    blocks.extend(training(receipt));
    blocks
}

fn training(receipt: &Receipt) -> Option<Block> {
    (receipt.realm == Realm::Training).then(|| Block::Centre(words::TRAINING.to_owned()))
}

fn head(receipt: &Receipt) -> [Block; 3] {
    let title = match receipt.act {
        Act::Settled => words::TITLE,
        Act::Cancelled { .. } => words::TITLE_CANCELLED,
    };
    let mark = match receipt.mark {
        Mark::Original => words::ORIGINAL.to_owned(),
        Mark::Copy(number) => words::copy(number),
        Mark::Void => words::VOID.to_owned(),
    };
    [Block::Centre(receipt.hospital.name.clone()), Block::Centre(title.to_owned()), Block::Centre(mark)]
}

fn identity(receipt: &Receipt) -> Block {
    Block::Fields(vec![
        (words::NAME, receipt.patient.name.reveal().to_owned()),
        (words::CITIZEN_ID, receipt.patient.citizen_id.to_string()),
        (words::STAY_NO, receipt.stay_no.to_string()),
        (words::INSURANCE, words::insurance(&receipt.insurance)),
        (words::INSURED_PLACE, place_text(&receipt.insured_place)),
        (words::TREATING_PLACE, place_text(&receipt.treating_place)),
        (words::ADMITTED_ON, receipt.admitted_on.to_string()),
        (words::DISCHARGED_ON, receipt.discharged_on.to_string()),
    ])
}

/// What was charged, by catalogue.
fn charges(statement: &Statement) -> Vec<Block> {
    let charged = &statement.charged;
    let mut blocks = vec![
        Block::Text(words::CHARGED.to_owned()),
        Block::part(words::OWN_PAY, charged.own_pay),
        Block::part(words::OVER_LIMIT, charged.over_limit),
        Block::part(words::PRE_SELF_PAY, charged.pre_self_pay),
        Block::part(words::IN_SCOPE, charged.in_scope),
    ];
    blocks.extend(statement.deductible.filter(|amount| !amount.is_zero()).map(|amount| Block::Amount {
        label: words::DEDUCTIBLE.to_owned(),
        amount,
        depth: 2,
    }));
    blocks
}

/// Who pays: the funds together and one by one, the account, cash, the hospital.
fn payers(statement: &Statement) -> Vec<Block> {
    let of_it = |label: &str, amount| Block::Amount { label: label.to_owned(), amount, depth: 2 };
    let mut blocks = vec![Block::Text(words::PAID_BY.to_owned()), Block::part(words::FUND_TOTAL, statement.fund_total)];
    let paying = statement.funds.iter().filter(|share| !share.amount.is_zero());
    blocks.extend(paying.map(|share| of_it(words::fund(share.fund), share.amount)));
    blocks.push(Block::part(words::PERSONAL_ACCOUNT, statement.personal_account));
    if !statement.mutual_aid.is_zero() {
        blocks.push(of_it(words::MUTUAL_AID, statement.mutual_aid));
    }
    blocks.push(Block::part(words::CASH, statement.cash));
    if !statement.hospital_share.is_zero() {
        blocks.push(Block::part(words::HOSPITAL_SHARE, statement.hospital_share));
    }
    blocks
}

/// What must be seen at a glance.
fn sums(statement: &Statement) -> [Block; 4] {
    [
        Block::amount(words::TOTAL, statement.total),
        Block::Right(capitals(statement.total)),
        Block::amount(words::FUNDS_PAY, statement.fund_total),
        Block::amount(words::PERSON_PAYS, statement.personal()),
    ]
}

/// Deposits against what is due, and what now changes hands.
fn money(balance: &Balance, mark: Mark) -> Vec<Block> {
    let mut blocks = vec![
        Block::Rule(Rule::Thin),
        Block::part(words::DEPOSITED, balance.deposited),
        Block::part(words::DUE, balance.due),
    ];
    // On a void paper an instruction to refund or collect would invite a second one.
    if mark == Mark::Void {
        return blocks;
    }
    let amount = balance.amount();
    let label = if amount.is_zero() {
        words::EVEN
    } else if amount.is_negative() {
        words::COLLECT
    } else {
        words::REFUND
    };
    blocks.push(Block::amount(label, amount.abs()));
    blocks.extend(balance.moves.iter().filter_map(|movement| match movement {
        MoneyMove::Refund { way, receipt_no, amount } => {
            Some(Block::part(words::refunded_by(*way, receipt_no), *amount))
        }
        // The line above says it all: the patient chooses how to pay.
        MoneyMove::Collect { .. } => None,
    }));
    if matches!(mark, Mark::Copy(_)) {
        blocks.push(Block::Text(words::COPY_MOVES_NO_MONEY.to_owned()));
    }
    blocks
}

/// What a person must look at: sums that do not come out, and a result unlike the one that was shown before.
fn remarks(receipt: &Receipt) -> Vec<Block> {
    let statement = &receipt.statement;
    let mut blocks = Vec::new();
    // No fault means that funds, account, cash and hospital come to the total.
    let faults = statement.faults();
    if !faults.is_empty() {
        blocks.push(Block::Text(words::FIGURES_IN_QUESTION.to_owned()));
    }
    for fault in faults {
        let (whole, parts) = words::identity(fault.identity);
        blocks.push(Block::part(whole, fault.given));
        blocks.push(Block::part(parts, fault.found));
    }
    if receipt.balance.as_ref().is_some_and(|balance| balance.due != statement.cash) {
        blocks.push(Block::Text(words::DUE_IN_QUESTION.to_owned()));
    }
    if let Some(shown) = receipt.presettlement.as_ref().filter(|shown| !shown.same_split(statement)) {
        blocks.push(Block::Text(words::DIFFERS.to_owned()));
        blocks.extend(split_in_short(shown));
    }
    if !blocks.is_empty() {
        blocks.push(Block::Rule(Rule::Thin));
    }
    blocks
}

/// The four payers and the total, for figures that are only compared.
pub(super) fn split_in_short(statement: &Statement) -> Vec<Block> {
    let mut blocks = vec![
        Block::part(words::FUND_TOTAL, statement.fund_total),
        Block::part(words::PERSONAL_ACCOUNT, statement.personal_account),
        Block::part(words::CASH, statement.cash),
    ];
    if !statement.hospital_share.is_zero() {
        blocks.push(Block::part(words::HOSPITAL_SHARE, statement.hospital_share));
    }
    blocks
}

/// By what the settlement is found again.
fn trail(receipt: &Receipt) -> Block {
    let mut fields = vec![
        (words::SETTLED_AT, time_text(receipt.settled_at)),
        (words::OPERATOR, receipt.operator.clone()),
        (words::INSTITUTION, receipt.hospital.code.to_string()),
        (words::SETTLEMENT_ID, receipt.settlement.to_string()),
    ];
    if let Act::Cancelled { of } = &receipt.act {
        fields.push((words::CANCELLED_ID, of.to_string()));
    }
    fields.push((words::MESSAGE_ID, receipt.message.to_string()));
    fields.extend(receipt.statement.account_left.map(|amount| (words::ACCOUNT_LEFT, amount.to_string())));
    Block::Fields(fields)
}
