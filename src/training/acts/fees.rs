//! 2301 fee upload, 2302 its undoing. A batch is taken as a whole or not at all.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::Call;
use crate::training::{
    amount::{self, round_cents, yuan},
    books::{FeeLine, Visit, VisitState},
    catalogue::Item,
    fields::Row,
    platform::Platform,
    refusal::{Outcome, Refusal, refuse},
};

/// How far a line's amount may be from price × count, yuan. The hospital's amount counts; a larger difference is a
/// wrong line.
const LINE_DIFFERENCE_MAX: Decimal = Decimal::from_parts(10, 0, 0, false, 2);
/// The line number that means all of them in 2302.
const ALL_LINES: &str = "0000";

impl Platform {
    /// Takes a batch of fee lines and answers how the catalogue splits each.
    pub(super) fn upload_fees(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let rows = call.envelope.rows("feedetail");
        let max = self.settings.fee_lines_max;
        if rows.len() > max {
            return refuse(format!("单次上传费用明细不能超过{max}条"));
        }
        let Some(first) = rows.first() else { return refuse("输入节点feedetail不能为空") };
        let visit = self.chargeable_visit(call, *first)?;
        // The checks run against a copy, so a bad line leaves nothing behind.
        let mut charged = visit.clone();
        let mut results = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let sn = row.text("feedetl_sn").to_owned();
            let taken = self
                .take_line(&mut charged, *row)
                .map_err(|why| Refusal::new(format!("第{}条费用明细（流水号{sn}）：{why}", index + 1)))?;
            results.push(taken);
        }
        let mdtrt_id = charged.mdtrt_id.clone();
        self.books.visits.insert(mdtrt_id, charged);
        Ok(json!({ "result": results }))
    }

    /// Deletes lines that no settlement covers.
    pub(super) fn delete_fees(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let rows = call.envelope.rows("data");
        let Some(first) = rows.first() else { return refuse("输入节点data不能为空") };
        let mut left = self.chargeable_visit(call, *first)?.clone();
        let settled: Vec<String> =
            self.books.standing_of(&left.mdtrt_id).flat_map(|settlement| settlement.lines.clone()).collect();
        for row in &rows {
            if row.text("mdtrt_id") != left.mdtrt_id || row.text("psn_no") != left.psn_no {
                return refuse("一次只能撤销一次就诊的费用明细");
            }
            let sn = row.text("feedetl_sn");
            if sn == ALL_LINES {
                left.lines.retain(|sn, _| settled.contains(sn));
            } else if settled.iter().any(|line| line == sn) {
                return refuse(format!("费用明细{sn}已结算，不能撤销"));
            } else if left.lines.remove(sn).is_none() {
                return refuse(format!("费用明细{sn}不存在"));
            }
        }
        let refunded = left.lines.values().filter_map(|line| line.original.as_ref());
        if let Some(orphan) = refunded.into_iter().find(|original| !left.lines.contains_key(*original)) {
            return refuse(format!("费用明细{orphan}存在退费明细，请先撤销退费明细"));
        }
        let mdtrt_id = left.mdtrt_id.clone();
        self.books.visits.insert(mdtrt_id, left);
        Ok(json!({}))
    }

    /// A visit whose lines may change: in hospital, and not settled.
    fn chargeable_visit(&self, call: &Call<'_>, row: Row<'_>) -> Outcome<&Visit> {
        let visit = self.unsettled_visit(call, row.text("mdtrt_id"), row.text("psn_no"))?;
        if visit.state == VisitState::Discharged {
            return refuse("患者已办理出院登记，请先撤销出院登记");
        }
        Ok(visit)
    }

    /// Checks one line and puts it on the visit.
    fn take_line(&self, visit: &mut Visit, row: Row<'_>) -> Outcome<Value> {
        if row.text("mdtrt_id") != visit.mdtrt_id || row.text("psn_no") != visit.psn_no {
            return refuse("一次只能上传一次就诊的费用明细");
        }
        let sn = row.text("feedetl_sn");
        if sn.bytes().all(|digit| digit == b'0') {
            return refuse("费用明细流水号不能为零");
        }
        if visit.lines.contains_key(sn) {
            return refuse("费用明细流水号重复");
        }
        if row.datetime("fee_ocur_time").is_some_and(|time| time.date() < visit.begin.date()) {
            return refuse("费用发生时间早于入院时间");
        }
        let Some(item) = self.world.catalogue.item(row.text("med_list_codg")) else {
            return refuse("医保目录编码不存在");
        };
        let line = line(visit, item, row)?;
        let result = result_row(sn, item, &line);
        visit.lines.insert(sn.to_owned(), line);
        Ok(result)
    }
}

fn line(visit: &Visit, item: &Item, row: Row<'_>) -> Outcome<FeeLine> {
    let (amount, count, price) = (row.amount("det_item_fee_sumamt"), row.amount("cnt"), row.amount("pric"));
    if price.is_sign_negative() || count.is_zero() {
        return refuse("单价不能为负，数量不能为零");
    }
    if (round_cents(price * count) - amount).abs() > LINE_DIFFERENCE_MAX {
        return refuse("明细项目费用总额与单价乘以数量不符");
    }
    let original = if count.is_sign_negative() {
        Some(refunded(visit, row, count, price, amount)?)
    } else if amount.is_sign_negative() && !amount.is_zero() {
        return refuse("数量为正时，明细项目费用总额不能为负");
    } else {
        None
    };
    let parts = item.split(amount, count, price, row.text("hosp_appr_flag"));
    let row: Map<String, Value> = KEPT.iter().map(|field| ((*field).to_owned(), json!(row.text(field)))).collect();
    Ok(FeeLine { original, code: item.code.clone(), amount, count, price, parts, row })
}

/// A refund points at its original, costs the same, and all refunds together stay within it.
fn refunded(visit: &Visit, row: Row<'_>, count: Decimal, price: Decimal, amount: Decimal) -> Outcome<String> {
    let sn = row.text("init_feedetl_sn");
    if sn.is_empty() {
        return refuse("退费明细的原费用流水号不能为空");
    }
    let Some(original) = visit.lines.get(sn).filter(|line| line.original.is_none()) else {
        return refuse("原费用明细不存在");
    };
    if original.code != row.text("med_list_codg") || original.price != price {
        return refuse("退费明细的医疗目录编码、单价须与原费用明细一致");
    }
    let earlier = || visit.lines.values().filter(|line| line.original.as_deref() == Some(sn));
    let counts: Decimal = earlier().map(|line| line.count).sum();
    let amounts: Decimal = earlier().map(|line| line.amount).sum();
    if (counts + count).abs() > original.count || (amounts + amount).abs() > original.amount {
        return refuse("退费数量或金额超过原费用明细");
    }
    Ok(sn.to_owned())
}

fn result_row(sn: &str, item: &Item, line: &FeeLine) -> Value {
    json!({
        "feedetl_sn": sn,
        "det_item_fee_sumamt": yuan(line.amount),
        "cnt": amount::write(line.count, 4),
        "pric": amount::write(line.price, 6),
        "pric_uplmt_amt": amount::write(item.limit(), 6),
        "selfpay_prop": amount::write(item.preself, 4),
        "fulamt_ownpay_amt": yuan(line.parts.own_pay),
        "overlmt_amt": yuan(line.parts.over_limit),
        "preselfpay_amt": yuan(line.parts.paid_first),
        "inscp_scp_amt": yuan(line.parts.in_scope),
        "chrgitm_lv": item.class.grade(),
        "med_chrgitm_type": item.kind,
        "bas_medn_flag": "0",
        "hi_nego_drug_flag": "0",
        "chld_medc_flag": "0",
        "list_sp_item_flag": "0",
        "lmt_used_flag": if item.restricted { "1" } else { "0" },
        "drt_reim_flag": "1",
        "memo": item.name,
        "exp_content": "",
    })
}

/// What 5204 shows of a line as it was sent.
const KEPT: [&str; 6] =
    ["fee_ocur_time", "medins_list_codg", "bilg_dept_codg", "bilg_dept_name", "bilg_dr_codg", "bilg_dr_name"];
