//! 3201: the day's totals against the platform's books.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Call;
use crate::training::{
    amount::yuan,
    books::{Settlement, SettlementState},
    platform::Platform,
    refusal::{Outcome, refuse},
    settings::StatementCodes,
};

/// What one side counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Totals {
    count: Decimal,
    medical: Decimal,
    fund: Decimal,
    account: Decimal,
}

impl Platform {
    /// Compares one clearing group over days by the platform's settlement time. A cancelled settlement counts with
    /// its plus row and its minus row.
    pub(super) fn compare_totals(&self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let (Some(begin), Some(end)) = (row.date("stmt_begndate"), row.date("stmt_enddate")) else {
            return refuse("对账日期不能为空");
        };
        if begin > end {
            return refuse("对账开始日期不能晚于对账结束日期");
        }
        let side = row.text("refd_setl_flag");
        let in_group = |settlement: &&Settlement| {
            let negative = matches!(settlement.state, SettlementState::Negative { .. });
            settlement.counts()
                && settlement.institution == call.envelope.institution()
                && settlement.insutype == row.text("insutype")
                && settlement.clearing_type == row.text("clr_type")
                && settlement.clearing_agency == row.text("setl_optins")
                && (begin..=end).contains(&settlement.time.date())
                && (side.is_empty() || (side == "1") == negative)
        };
        let ours = self.books.settlements.iter().filter(in_group).fold(Totals::NONE, Totals::with);
        let theirs = Totals {
            count: row.amount("fixmedins_setl_cnt"),
            medical: row.amount("medfee_sumamt"),
            fund: row.amount("fund_pay_sumamt"),
            account: row.amount("acct_pay"),
        };
        let (result, words) = verdict(ours, theirs);
        let code = match self.settings.statement_codes {
            StatementCodes::Hunan if result != "0" => "1",
            _ => result,
        };
        Ok(json!({ "stmtinfo": {
            "setl_optins": row.text("setl_optins"),
            "stmt_rslt": code,
            "stmt_rslt_dscr": format!(
                "{words}：中心{}笔，总额{}，基金{}",
                ours.count, yuan(ours.medical), yuan(ours.fund)
            ),
        }}))
    }
}

impl Totals {
    const NONE: Self =
        Self { count: Decimal::ZERO, medical: Decimal::ZERO, fund: Decimal::ZERO, account: Decimal::ZERO };

    fn with(self, settlement: &Settlement) -> Self {
        Self {
            count: self.count + Decimal::ONE,
            medical: self.medical + settlement.split.total(),
            fund: self.fund + settlement.split.fund_total(),
            account: self.account + settlement.split.account,
        }
    }
}

/// `stmt_rslt` in the codes of the Jiangxi edition.
fn verdict(ours: Totals, theirs: Totals) -> (&'static str, &'static str) {
    if ours == theirs {
        ("0", "对账平")
    } else if ours.count > theirs.count {
        ("1", "中心多")
    } else if ours.count < theirs.count {
        ("2", "医药机构多")
    } else {
        ("3", "数据不一致")
    }
}
