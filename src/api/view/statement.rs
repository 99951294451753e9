//! Who pays what, as a caller reads it: every figure as the platform gave it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yijie_core::split::{Balance, Fund, FundShare, MoneyMove, PaymentWay, Statement};

use super::Amount;

/// The figures of a pre-settlement or a settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatementView {
    /// The whole bill.
    pub total: Amount,
    /// What the funds pay together.
    pub fund_total: Amount,
    /// The funds, one by one.
    pub funds: Vec<FundView>,
    /// The personal share: account and cash.
    pub personal: Amount,
    /// From the personal account, mutual aid included.
    pub personal_account: Amount,
    /// Of that, from a relative's account.
    pub mutual_aid: Amount,
    /// In cash: due at the desk.
    pub cash: Amount,
    /// The hospital's own share.
    pub hospital_share: Amount,
    /// The deductible that was applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deductible: Option<Amount>,
    /// What is left in the personal account afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_left: Option<Amount>,
    /// By catalogue: outside it.
    pub own_pay: Amount,
    /// By catalogue: above a price limit.
    pub over_limit: Amount,
    /// By catalogue: paid by the person before the funds share.
    pub pre_self_pay: Amount,
    /// By catalogue: within the policy's scope.
    pub in_scope: Amount,
}

/// What one fund pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FundView {
    /// `pooled`, `civil_servant`, `large_amount`, `serious_illness`, `enterprise`, `medical_aid`, `disabled`,
    /// `other`.
    #[schema(value_type = String)]
    pub fund: Fund,
    /// How much.
    pub amount: Amount,
}

/// Deposits against the cash share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BalanceView {
    /// Due in cash.
    pub due: Amount,
    /// Deposited.
    pub deposited: Amount,
    /// What changes hands.
    pub moves: Vec<MoveView>,
}

/// One amount that changes hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MoveView {
    /// `refund` or `collect`.
    pub kind: MoveKind,
    /// How much, above nothing.
    pub amount: Amount,
    /// For a refund, the way of the deposit: `cash`, `bank_card`, `we_chat`, `alipay`, `transfer`, `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub way: Option<PaymentWay>,
    /// For a refund, the deposit's receipt number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt_no: Option<String>,
}

/// Which way money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// Back to the patient.
    Refund,
    /// From the patient.
    Collect,
}

impl From<&Statement> for StatementView {
    fn from(statement: &Statement) -> Self {
        let fund = |share: &FundShare| FundView { fund: share.fund, amount: share.amount.into() };
        Self {
            total: statement.total.into(),
            fund_total: statement.fund_total.into(),
            funds: statement.funds.iter().map(fund).collect(),
            personal: statement.personal().into(),
            personal_account: statement.personal_account.into(),
            mutual_aid: statement.mutual_aid.into(),
            cash: statement.cash.into(),
            hospital_share: statement.hospital_share.into(),
            deductible: statement.deductible.map(Amount),
            account_left: statement.account_left.map(Amount),
            own_pay: statement.charged.own_pay.into(),
            over_limit: statement.charged.over_limit.into(),
            pre_self_pay: statement.charged.pre_self_pay.into(),
            in_scope: statement.charged.in_scope.into(),
        }
    }
}

impl From<&Balance> for BalanceView {
    fn from(balance: &Balance) -> Self {
        Self {
            due: balance.due.into(),
            deposited: balance.deposited.into(),
            moves: balance.moves.iter().map(MoveView::from).collect(),
        }
    }
}

impl From<&MoneyMove> for MoveView {
    fn from(money: &MoneyMove) -> Self {
        match money {
            MoneyMove::Collect { amount } => {
                Self { kind: MoveKind::Collect, amount: (*amount).into(), way: None, receipt_no: None }
            }
            MoneyMove::Refund { way, receipt_no, amount } => Self {
                kind: MoveKind::Refund,
                amount: (*amount).into(),
                way: Some(*way),
                receipt_no: Some(receipt_no.clone()).filter(|number| !number.is_empty()),
            },
        }
    }
}
