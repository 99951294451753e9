//! 3201 and 3202: our books of some days against the platform's, first by totals, then row by row.

use jiff::civil::Date;
use serde::Serialize;
use yijie_core::money::Yuan;
use yijie_core::settlement::day_books::ClearingGroup;

use crate::platform::envelope::Reply;
use crate::platform::row_file::OurRow;
use crate::platform::wire;

/// Which rows are compared: one clearing group over whole days by the platform's own time of settlement.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    /// The group.
    pub group: &'a ClearingGroup,
    /// `stmt_begndate`.
    pub first: Date,
    /// `stmt_enddate`.
    pub last: Date,
}

/// What our rows come to. A settlement that was refunded counts twice, with its negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many rows.
    pub rows: u64,
    /// `medfee_sumamt`.
    pub total: Yuan,
    /// `fund_pay_sumamt`.
    pub fund: Yuan,
    /// `acct_pay`.
    pub account: Yuan,
    /// `cash_payamt`.
    pub cash: Yuan,
}

/// 3201.
#[derive(Debug, Clone, Copy)]
pub struct TotalsLook<'a> {
    /// Which rows.
    pub span: Span<'a>,
    /// What ours come to.
    pub sums: &'a Sums,
}

/// 3202.
#[derive(Debug, Clone, Copy)]
pub struct RowsLook<'a> {
    /// Which rows.
    pub span: Span<'a>,
    /// What ours come to.
    pub sums: &'a Sums,
    /// `file_qury_no`: under which number 9101 took our file.
    pub file: &'a str,
}

#[derive(Serialize)]
pub(super) struct TotalsInput<'a> {
    data: TotalsNode<'a>,
}

#[derive(Serialize)]
struct TotalsNode<'a> {
    insutype: &'a str,
    clr_type: &'a str,
    setl_optins: &'a str,
    stmt_begndate: String,
    stmt_enddate: String,
    medfee_sumamt: Yuan,
    fund_pay_sumamt: Yuan,
    acct_pay: Yuan,
    fixmedins_setl_cnt: u64,
}

#[derive(Serialize)]
pub(super) struct RowsInput<'a> {
    data: RowsNode<'a>,
}

#[derive(Serialize)]
struct RowsNode<'a> {
    setl_optins: &'a str,
    file_qury_no: &'a str,
    stmt_begndate: String,
    stmt_enddate: String,
    medfee_sumamt: Yuan,
    fund_pay_sumamt: Yuan,
    cash_payamt: Yuan,
    fixmedins_setl_cnt: u64,
    clr_type: &'a str,
}

impl Sums {
    /// What these rows come to.
    pub fn of(rows: &[OurRow]) -> Self {
        Self {
            rows: rows.len() as u64,
            total: rows.iter().map(|row| row.total).sum(),
            fund: rows.iter().map(|row| row.fund).sum(),
            account: rows.iter().map(|row| row.account).sum(),
            cash: rows.iter().map(|row| row.cash).sum(),
        }
    }
}

impl<'a> TotalsLook<'a> {
    pub(super) fn input(&self) -> TotalsInput<'a> {
        let Self { span, sums } = self;
        TotalsInput {
            data: TotalsNode {
                insutype: &span.group.insurance,
                clr_type: &span.group.kind,
                setl_optins: &span.group.agency,
                stmt_begndate: wire::date_text(span.first),
                stmt_enddate: wire::date_text(span.last),
                medfee_sumamt: sums.total,
                fund_pay_sumamt: sums.fund,
                acct_pay: sums.account,
                fixmedins_setl_cnt: sums.rows,
            },
        }
    }
}

impl<'a> RowsLook<'a> {
    pub(super) fn input(&self) -> RowsInput<'a> {
        let Self { span, sums, file } = self;
        RowsInput {
            data: RowsNode {
                setl_optins: &span.group.agency,
                file_qury_no: file,
                stmt_begndate: wire::date_text(span.first),
                stmt_enddate: wire::date_text(span.last),
                medfee_sumamt: sums.total,
                fund_pay_sumamt: sums.fund,
                cash_payamt: sums.cash,
                fixmedins_setl_cnt: sums.rows,
                clr_type: &span.group.kind,
            },
        }
    }
}

/// Reads 3201. Editions number the kinds of imbalance differently; nought is balance in all of them.
pub(in crate::platform) fn read_totals(reply: &Reply) -> Result<bool, String> {
    let row = reply.one("stmtinfo")?.ok_or("no stmtinfo")?;
    let result = wire::text(row, &["stmt_rslt"]).ok_or("no stmt_rslt")?;
    Ok(result == "0")
}
