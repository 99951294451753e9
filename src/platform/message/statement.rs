//! The figures of a settlement result: 2303, 2304, 2305 and 5203, which name some of them differently.

use yijie_core::money::Yuan;
use yijie_core::split::{Charged, Fund, FundDetail, FundShare, Statement};

use crate::platform::wire::{self, Row};

/// What becomes of a figure that cannot be read: not a number, or with a third decimal that is not nought.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Any such figure spoils the whole: nothing stands yet.
    EveryFigure,
    /// Only one that decides who pays what (total, funds together, account, cash) spoils it. Any other is left out
    /// and named in the log, and the statement no longer adds up, so that a person is asked. The reply itself is in
    /// the journal: a settlement that stands must not be lost, or reversed, for a figure of lesser weight.
    WhoPaysWhat,
}

/// Reads the figures as the platform gave them.
pub(super) fn read_statement(row: &Row, details: &[&Row], care: Care) -> Result<Statement, String> {
    let lesser = |names: &[&'static str]| match wire::amount(row, names) {
        Ok(amount) => Ok(amount),
        Err(error) if care == Care::WhoPaysWhat => {
            tracing::warn!(field = names[0], %error, "a figure of a settlement cannot be read and is left out");
            Ok(None)
        }
        Err(error) => Err(format!("{}: {error}", names[0])),
    };
    let part = |names: &[&'static str]| lesser(names).map(Option::unwrap_or_default);
    Ok(Statement {
        total: deciding(row, &["medfee_sumamt"])?,
        charged: Charged {
            own_pay: part(&["fulamt_ownpay_amt"])?,
            over_limit: part(&["overlmt_selfpay"])?,
            pre_self_pay: part(&["preselfpay_amt"])?,
            in_scope: part(&["inscp_scp_amt"])?,
        },
        funds: FUNDS.iter().filter_map(|(fund, names)| share(*fund, part(names))).collect::<Result<_, _>>()?,
        fund_total: deciding(row, &["fund_pay_sumamt"])?,
        personal_account: deciding(row, &["acct_pay"])?,
        mutual_aid: part(&["acct_mulaid_pay"])?,
        cash: deciding(row, &["psn_cash_pay", "cash_payamt", "cashPayamt"])?,
        personal_given: lesser(&["psn_part_amt", "psn_pay"])?,
        hospital_share: part(&["hosp_part_amt", "ownpay_hosp_part"])?,
        deductible: lesser(&["act_pay_dedc"])?,
        account_left: lesser(&["balc"])?,
        details: details.iter().filter_map(|row| detail(row, care)).collect::<Result<_, _>>()?,
    })
}

/// A figure that decides who pays what: it must be there and readable.
fn deciding(row: &Row, names: &[&'static str]) -> Result<Yuan, String> {
    match wire::amount(row, names) {
        Ok(Some(amount)) => Ok(amount),
        Ok(None) => Err(format!("{} is missing", names[0])),
        Err(error) => Err(format!("{}: {error}", names[0])),
    }
}

/// A fund's share, unless it paid nothing.
fn share(fund: Fund, amount: Result<Yuan, String>) -> Option<Result<FundShare, String>> {
    match amount {
        Ok(amount) if amount.is_zero() => None,
        Ok(amount) => Some(Ok(FundShare { fund, amount })),
        Err(error) => Some(Err(error)),
    }
}

fn detail(row: &Row, care: Care) -> Option<Result<FundDetail, String>> {
    let code = wire::text(row, &["fund_pay_type"])?;
    let name = wire::text(row, &["fund_pay_type_name"]);
    match wire::amount(row, &["fund_payamt"]) {
        Ok(amount) => Some(Ok(FundDetail { code, name, amount: amount.unwrap_or_default() })),
        Err(error) if care == Care::EveryFigure => Some(Err(format!("fund_payamt: {error}"))),
        Err(error) => {
            tracing::warn!(%code, %error, "a row of setldetail cannot be read and is left out");
            None
        }
    }
}

/// The funds in the order in which they pay, by the names of the wire; an older name behind.
const FUNDS: [(Fund, &[&str]); 8] = [
    (Fund::Pooled, &["hifp_pay"]),
    (Fund::CivilServant, &["cvlserv_pay"]),
    (Fund::LargeAmount, &["hifob_pay"]),
    (Fund::SeriousIllness, &["hifmi_pay"]),
    (Fund::Enterprise, &["hifes_pay"]),
    (Fund::MedicalAid, &["maf_pay"]),
    (Fund::Disabled, &["hifdm_pay"]),
    (Fund::Other, &["oth_pay", "othfund_pay"]),
];
