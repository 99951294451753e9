//! Who pays what, and whether it adds up.
//!
//! A [`Statement`] holds the figures of a pre-settlement (2303), a settlement (2304), its cancel (2305, all
//! negative) or a query for one (5203) exactly as the platform gave them: nothing here is recomputed where a
//! figure was given. [`Statement::faults`] checks the identities that every observed reply satisfies.

mod balance;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use balance::{Balance, Deposit, MoneyMove, PaymentWay};

use crate::money::Yuan;

/// The figures of one settlement result. Two independent breakdowns of the same total: by catalogue (what was
/// charged) and by payer (who pays).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The whole bill: `medfee_sumamt`.
    pub total: Yuan,
    /// By catalogue: what was charged.
    pub charged: Charged,
    /// By payer: the funds, one by one, as the platform named them; those that paid nothing are left out.
    pub funds: Vec<FundShare>,
    /// What the funds pay together: `fund_pay_sumamt`.
    pub fund_total: Yuan,
    /// From the personal account, mutual aid included: `acct_pay`.
    pub personal_account: Yuan,
    /// Of that, paid from a relative's account: `acct_mulaid_pay`. Never added again.
    pub mutual_aid: Yuan,
    /// In cash: `psn_cash_pay`. This is what is due at the desk.
    pub cash: Yuan,
    /// The personal share as the platform gave it (`psn_part_amt`), which leaves it out in some replies.
    pub personal_given: Option<Yuan>,
    /// The hospital's own share: `hosp_part_amt`, else `ownpay_hosp_part`, else nothing.
    pub hospital_share: Yuan,
    /// The deductible that was applied: `act_pay_dedc`.
    pub deductible: Option<Yuan>,
    /// What is left in the personal account afterwards: `balc`. Informational.
    pub account_left: Option<Yuan>,
    /// Payments by fund type: `setldetail`. Their sum is *not* the fund total in general: rows for the personal
    /// account and the hospital stand among them.
    pub details: Vec<FundDetail>,
}

/// The four parts of a bill by catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charged {
    /// Outside the catalogue: `fulamt_ownpay_amt`.
    pub own_pay: Yuan,
    /// Above a price limit: `overlmt_selfpay`.
    pub over_limit: Yuan,
    /// Paid by the person before the funds share: `preselfpay_amt`.
    pub pre_self_pay: Yuan,
    /// Within the policy's scope: `inscp_scp_amt`.
    pub in_scope: Yuan,
}

/// What one fund pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundShare {
    /// Which fund.
    pub fund: Fund,
    /// How much.
    pub amount: Yuan,
}

/// The funds of a settlement result, in the order in which they pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fund {
    /// Basic pooled fund (统筹基金): `hifp_pay`.
    Pooled,
    /// Civil-servant supplement (公务员医疗补助): `cvlserv_pay`.
    CivilServant,
    /// Large-amount supplement for employees (职工大额补助): `hifob_pay`.
    LargeAmount,
    /// Serious-illness insurance for residents (居民大病): `hifmi_pay`.
    SeriousIllness,
    /// Enterprise supplement (企业补充): `hifes_pay`.
    Enterprise,
    /// Medical aid (医疗救助): `maf_pay`.
    MedicalAid,
    /// Medical security of disabled soldiers (伤残人员医疗保障): `hifdm_pay`. Stands inside or beside *other*.
    Disabled,
    /// Other funds (其他): `oth_pay`.
    Other,
}

/// One row of `setldetail`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundDetail {
    /// `fund_pay_type`: six digits, classified by prefix because cities add their own.
    pub code: String,
    /// `fund_pay_type_name`, where given.
    pub name: Option<String>,
    /// `fund_payamt`.
    pub amount: Yuan,
}

impl Statement {
    /// The personal share: as given, else account and cash together.
    pub fn personal(&self) -> Yuan {
        self.personal_given.unwrap_or(self.personal_account + self.cash)
    }

    /// Everything in it that does not add up, each with both sides. Empty for a sound statement.
    pub fn faults(&self) -> Vec<IdentityFault> {
        let mut faults = Vec::new();
        let mut equal = |identity, given: Yuan, found: Yuan| {
            if given != found {
                faults.push(IdentityFault { identity, given, found });
            }
        };
        let Charged { own_pay, over_limit, pre_self_pay, in_scope } = self.charged;
        equal(Identity::ByCatalogue, self.total, own_pay + over_limit + pre_self_pay + in_scope);
        equal(Identity::ByPayer, self.total, self.fund_total + self.personal() + self.hospital_share);
        equal(Identity::PersonalShare, self.personal(), self.personal_account + self.cash);
        let all: Yuan = self.funds.iter().map(|share| share.amount).sum();
        // The disabled soldiers' fund belongs to *other* and may stand inside it or beside it.
        let disabled: Yuan =
            self.funds.iter().filter(|share| share.fund == Fund::Disabled).map(|share| share.amount).sum();
        if all - disabled != self.fund_total {
            equal(Identity::Funds, self.fund_total, all);
        }
        if self.mutual_aid.abs() > self.personal_account.abs() {
            equal(Identity::MutualAid, self.personal_account, self.mutual_aid);
        }
        if let Some(deductible) = self.deductible
            && deductible.abs() > in_scope.abs()
        {
            equal(Identity::Deductible, in_scope, deductible);
        }
        faults
    }

    /// True if every figure that decides who pays what is the same in both. The account's balance and the order
    /// of rows do not count.
    pub fn same_split(&self, other: &Self) -> bool {
        let payers = |statement: &Self| {
            let mut funds: Vec<_> = statement.funds.iter().filter(|share| !share.amount.is_zero()).copied().collect();
            funds.sort_by_key(|share| share.fund);
            (
                [statement.total, statement.fund_total, statement.personal_account, statement.mutual_aid],
                [statement.cash, statement.personal(), statement.hospital_share],
                funds,
            )
        };
        payers(self) == payers(other) && self.charged == other.charged
    }
}

/// An identity between the figures of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// Total = own pay + over limit + pre-self-pay + in scope.
    ByCatalogue,
    /// Total = funds + personal share + hospital share.
    ByPayer,
    /// Personal share = personal account + cash.
    PersonalShare,
    /// Fund total = the funds one by one.
    Funds,
    /// Mutual aid is part of the personal account's payment.
    MutualAid,
    /// The deductible is at most what is in scope.
    Deductible,
}

/// One identity that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityFault {
    /// Which.
    pub identity: Identity,
    /// What the platform gave as the whole.
    pub given: Yuan,
    /// What its parts come to.
    pub found: Yuan,
}

impl fmt::Display for IdentityFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {} given, {} found", self.identity, self.given, self.found)
    }
}

#[cfg(test)]
mod tests;
