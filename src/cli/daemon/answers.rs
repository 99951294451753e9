//! The daemon's answers, as far as they are shown to people. What a newer daemon adds is passed over.

use jiff::Timestamp;
use serde::Deserialize;
use yijie_core::failure::{Code, Program};
use yijie_core::money::Yuan;
use yijie_core::split::{Balance, Charged, FundShare, MoneyMove, PaymentWay, Statement};

use crate::desk::Trouble;

/// A stay as it stands.
#[derive(Debug, Deserialize)]
pub struct StayAnswer {
    pub standing: String,
    pub patient: String,
    pub bill: String,
    pub presettlement: Option<Split>,
    pub figures: Option<String>,
    pub settlement: Option<Settlement>,
    pub balance: Option<BalanceAnswer>,
    pub repeated: bool,
    pub trouble: Option<TroubleAnswer>,
}

/// A settlement that stands.
#[derive(Debug, Deserialize)]
pub struct Settlement {
    pub split: Split,
    #[serde(default)]
    pub faults: Vec<String>,
    pub differs_from_agreed: bool,
}

/// Who pays what.
#[derive(Debug, Deserialize)]
pub struct Split {
    total: Yuan,
    fund_total: Yuan,
    funds: Vec<FundShare>,
    personal: Yuan,
    personal_account: Yuan,
    mutual_aid: Yuan,
    cash: Yuan,
    hospital_share: Yuan,
    deductible: Option<Yuan>,
    account_left: Option<Yuan>,
    own_pay: Yuan,
    over_limit: Yuan,
    pre_self_pay: Yuan,
    in_scope: Yuan,
}

/// Deposits against the cash share.
#[derive(Debug, Deserialize)]
pub struct BalanceAnswer {
    due: Yuan,
    deposited: Yuan,
    moves: Vec<Move>,
}

#[derive(Debug, Deserialize)]
struct Move {
    kind: MoveKind,
    amount: Yuan,
    way: Option<PaymentWay>,
    receipt_no: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MoveKind {
    Refund,
    Collect,
}

/// What is wrong.
#[derive(Debug, Deserialize)]
pub struct TroubleAnswer {
    code: String,
    sentence: String,
    detail: Option<String>,
}

/// A request that did not succeed.
#[derive(Debug, Deserialize)]
pub struct ErrorAnswer {
    pub error: TroubleAnswer,
    pub stay: Option<StayAnswer>,
}

/// A receipt or a slip.
#[derive(Debug, Deserialize)]
pub struct Paper {
    pub text: String,
    pub copy: Option<u32>,
    pub printer: Option<TroubleAnswer>,
}

/// A stay and its messages.
#[derive(Debug, Deserialize)]
pub struct Story {
    pub stay: StayAnswer,
    pub messages: Vec<Message>,
}

/// One message to the platform.
#[derive(Debug, Deserialize)]
pub struct Message {
    pub kind: String,
    pub transaction: String,
    pub by_evidence: bool,
    #[serde(rename = "message_id")]
    pub id: String,
    pub at: Timestamp,
    pub end: Option<String>,
    pub words: Option<String>,
}

/// Everything that waits.
#[derive(Debug, Deserialize)]
pub struct Queue {
    pub waits: Vec<Wait>,
}

/// A stay that waits.
#[derive(Debug, Deserialize)]
pub struct Wait {
    pub stay_no: String,
    pub patient: String,
    pub total: Option<Yuan>,
    pub waits_since: Option<Timestamp>,
    pub trouble: Option<TroubleAnswer>,
}

/// What became of everything that waited.
#[derive(Debug, Deserialize)]
pub struct Replay {
    pub replayed: Vec<Replayed>,
}

/// What became of one stay.
#[derive(Debug, Deserialize)]
pub struct Replayed {
    pub stay_no: String,
    pub stay: Option<StayAnswer>,
    pub error: Option<TroubleAnswer>,
}

/// Who somebody is.
#[derive(Debug, Deserialize)]
pub struct Check {
    pub name: String,
    pub certificate_no: String,
    pub insurance: Insurance,
    pub filings: Vec<Filings>,
}

/// One insurance.
#[derive(Debug, Deserialize)]
pub struct Insurance {
    pub kind: String,
    pub insured_place: String,
    pub balance: Yuan,
}

/// Filings of one kind.
#[derive(Debug, Deserialize)]
pub struct Filings {
    pub kind: String,
    pub rows: Vec<Filing>,
    pub trouble: Option<TroubleAnswer>,
}

/// One filing.
#[derive(Debug, Deserialize)]
pub struct Filing {
    pub begins_on: String,
    pub ends_on: Option<String>,
    pub institution: Option<String>,
}

impl From<&Split> for Statement {
    fn from(split: &Split) -> Self {
        Self {
            total: split.total,
            charged: Charged {
                own_pay: split.own_pay,
                over_limit: split.over_limit,
                pre_self_pay: split.pre_self_pay,
                in_scope: split.in_scope,
            },
            funds: split.funds.clone(),
            fund_total: split.fund_total,
            personal_account: split.personal_account,
            mutual_aid: split.mutual_aid,
            cash: split.cash,
            personal_given: Some(split.personal),
            hospital_share: split.hospital_share,
            deductible: split.deductible,
            account_left: split.account_left,
            details: Vec::new(),
        }
    }
}

impl From<&BalanceAnswer> for Balance {
    fn from(balance: &BalanceAnswer) -> Self {
        let money = |money: &Move| match money.kind {
            MoveKind::Collect => MoneyMove::Collect { amount: money.amount },
            MoveKind::Refund => MoneyMove::Refund {
                way: money.way.unwrap_or(PaymentWay::Other),
                receipt_no: money.receipt_no.clone().unwrap_or_default(),
                amount: money.amount,
            },
        };
        Self { due: balance.due, deposited: balance.deposited, moves: balance.moves.iter().map(money).collect() }
    }
}

/// The book is the same on both sides; an entry that only a newer daemon has is told in its own words.
impl From<&TroubleAnswer> for Trouble {
    fn from(answer: &TroubleAnswer) -> Self {
        match Code::find(&answer.code) {
            Some(code) => Self::new(code, answer.detail.clone().unwrap_or_default()),
            None => Self::new(Program::Internal, format!("{}: {}", answer.code, answer.sentence)),
        }
    }
}

#[cfg(test)]
mod tests {
    use yijie_core::failure::Usage;

    use super::*;

    #[test]
    fn trouble_of_the_book_keeps_its_entry_and_one_beyond_it_keeps_its_words() {
        let read = |text: &str| Trouble::from(&serde_json::from_str::<TroubleAnswer>(text).unwrap());
        let known = read(r#"{"code":"stay.unknown","sentence":"…","detail":"ZY1"}"#);
        assert_eq!(known, Trouble::new(Usage::UnknownStay, "ZY1"));
        let unknown = read(r#"{"code":"stay.of_tomorrow","sentence":"tomorrow"}"#);
        assert_eq!(unknown, Trouble::new(Program::Internal, "stay.of_tomorrow: tomorrow"));
    }

    #[test]
    fn money_that_goes_back_keeps_its_way_and_every_cent() {
        let text = r#"{"due":6512.99,"deposited":8000.00,"moves":[
            {"kind":"refund","amount":1487.01,"way":"we_chat","receipt_no":"Y1"},{"kind":"collect","amount":0.10}]}"#;
        let balance = Balance::from(&serde_json::from_str::<BalanceAnswer>(text).unwrap());
        let (back, more) = (Yuan::from_cents(148_701), Yuan::from_cents(10));
        let refund = MoneyMove::Refund { way: PaymentWay::WeChat, receipt_no: "Y1".to_owned(), amount: back };
        assert_eq!(balance.moves, [refund, MoneyMove::Collect { amount: more }]);
    }
}

impl BalanceAnswer {
    /// What the patient gets back, and what the patient still owes.
    pub fn sums(&self) -> (Yuan, Yuan) {
        let sum = |kind: MoveKind| self.moves.iter().filter(|made| made.kind == kind).map(|made| made.amount).sum();
        (sum(MoveKind::Refund), sum(MoveKind::Collect))
    }
}
