//! The desk's ordinary end: what was deposited against what is due in cash.

use serde::{Deserialize, Serialize};

use crate::money::Yuan;
use crate::teeth::{Tooth, bites};

/// A deposit (预交金) that the patient paid during the stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deposit {
    /// Number of the hospital's own deposit receipt.
    pub receipt_no: String,
    /// How it was paid; a refund goes back the same way.
    pub way: PaymentWay,
    /// Above nothing.
    pub amount: Yuan,
    /// When it was paid, +08:00.
    pub paid_at: jiff::civil::DateTime,
}

/// How money changes hands at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentWay {
    /// 现金.
    Cash,
    /// 银行卡.
    BankCard,
    /// 微信.
    WeChat,
    /// 支付宝.
    Alipay,
    /// 银行转账.
    Transfer,
    /// Anything else.
    Other,
}

/// Deposits against the cash share of a settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Cash due: the settlement's cash share.
    pub due: Yuan,
    /// What was deposited.
    pub deposited: Yuan,
    /// What now changes hands; empty if the deposits are exactly what is due.
    pub moves: Vec<MoneyMove>,
}

/// One amount that changes hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyMove {
    /// Give back, by the way in which it was paid.
    Refund {
        /// The way of the deposit that it comes from.
        way: PaymentWay,
        /// The deposit's receipt number.
        receipt_no: String,
        /// Above nothing.
        amount: Yuan,
    },
    /// Take from the patient, in whichever way they like.
    Collect {
        /// Above nothing.
        amount: Yuan,
    },
}

impl Balance {
    /// Sets the deposits against the cash due. The latest deposit is given back first, since a card or wallet
    /// payment can be returned only while it is young.
    pub fn of(due: Yuan, deposits: &[Deposit]) -> Self {
        let deposited: Yuan = deposits.iter().map(|deposit| deposit.amount).sum();
        let due = if bites(Tooth::BankersRounding) { to_tenths_half_even(due) } else { due };
        let mut moves = Vec::new();
        if due > deposited {
            moves.push(MoneyMove::Collect { amount: due - deposited });
        }
        let mut left = deposited - due;
        let mut latest_first: Vec<&Deposit> = deposits.iter().collect();
        latest_first.sort_by_key(|deposit| std::cmp::Reverse(deposit.paid_at));
        for deposit in latest_first {
            let amount = left.min(deposit.amount);
            if amount <= Yuan::ZERO {
                break;
            }
            moves.push(MoneyMove::Refund { way: deposit.way, receipt_no: deposit.receipt_no.clone(), amount });
            left = left - amount;
        }
        // A negative due (a cancel) can leave more than all deposits; what is beyond them goes back in cash.
        if left > Yuan::ZERO {
            moves.push(MoneyMove::Refund { way: PaymentWay::Cash, receipt_no: String::new(), amount: left });
        }
        Self { due, deposited, moves }
    }

    /// Deposits less what is due: above nothing is refunded, below is collected.
    pub fn amount(&self) -> Yuan {
        self.deposited - self.due
    }
}

/// What banker's rounding to tenths would make of an amount: the bug of [`Tooth::BankersRounding`].
fn to_tenths_half_even(amount: Yuan) -> Yuan {
    let tenths = amount.decimal().round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointNearestEven);
    Yuan::from_decimal(tenths).unwrap_or(amount)
}
