//! 2301 fee lines, in batches; 2302 takes them back.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use yijie_core::bill::{Approval, FeeLine};
use yijie_core::money::{Quantity, UnitPrice, Yuan};
use yijie_core::settlement::ids::{LineNo, VisitId};

use super::Source;
use crate::platform::encode_error::EncodeError;
use crate::platform::envelope::{Reply, to_json};
use crate::platform::wire;

#[derive(Serialize)]
pub(super) struct UploadInput<'a> {
    feedetail: Vec<LineRow<'a>>,
}

#[derive(Serialize)]
struct LineRow<'a> {
    feedetl_sn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    init_feedetl_sn: Option<&'a str>,
    mdtrt_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    drord_no: Option<&'a str>,
    psn_no: &'a str,
    med_type: &'a str,
    fee_ocur_time: String,
    med_list_codg: &'a str,
    medins_list_codg: &'a str,
    det_item_fee_sumamt: Yuan,
    cnt: Quantity,
    pric: UnitPrice,
    bilg_dept_codg: &'a str,
    bilg_dept_name: &'a str,
    bilg_dr_codg: &'a str,
    bilg_dr_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hosp_appr_flag: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dscg_tkdrug_flag: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    memo: Option<&'a str>,
}

/// 2301: these lines, in the order given.
pub(super) fn upload<'a>(
    from: &Source<'a>,
    visit: &'a VisitId,
    lines: &[LineNo],
) -> Result<UploadInput<'a>, EncodeError> {
    let by_no: BTreeMap<&LineNo, &FeeLine> = from.dossier.bill.lines.iter().map(|line| (&line.no, line)).collect();
    let row = |no: &LineNo| {
        let line = by_no.get(no).ok_or_else(|| EncodeError::NoSuchLine(no.clone()))?;
        line_row(from, visit, line)
    };
    Ok(UploadInput { feedetail: lines.iter().map(row).collect::<Result<_, _>>()? })
}

fn line_row<'a>(from: &Source<'a>, visit: &'a VisitId, line: &'a FeeLine) -> Result<LineRow<'a>, EncodeError> {
    Ok(LineRow {
        feedetl_sn: line.no.as_str(),
        init_feedetl_sn: line.refund_of.as_ref().map(LineNo::as_str),
        mdtrt_id: visit.as_str(),
        drord_no: EncodeError::fit_optional("drord_no", line.order_no.as_deref(), 30)?,
        psn_no: from.psn_no(),
        med_type: from.med_type(),
        fee_ocur_time: wire::datetime_text(line.occurred_at),
        med_list_codg: EncodeError::fit("med_list_codg", &line.catalogue_code, 50)?,
        medins_list_codg: EncodeError::fit("medins_list_codg", &line.hospital_code, 150)?,
        det_item_fee_sumamt: line.amount,
        cnt: line.count,
        pric: line.price,
        bilg_dept_codg: EncodeError::fit("bilg_dept_codg", &line.department.code, 30)?,
        bilg_dept_name: EncodeError::fit("bilg_dept_name", &line.department.name, 100)?,
        bilg_dr_codg: EncodeError::fit("bilg_dr_codg", &line.doctor.code, 30)?,
        bilg_dr_name: EncodeError::fit("bilg_dr_name", &line.doctor.name, 50)?,
        hosp_appr_flag: line.approval.map(|approval| match approval {
            Approval::NotNeeded => "0",
            Approval::Approved => "1",
            Approval::SelfPay => "2",
        }),
        dscg_tkdrug_flag: line.taken_home.then_some("1"),
        memo: EncodeError::fit_optional("memo", line.memo.as_deref(), 500)?,
    })
}

/// The lines of the bill, once each and in order, in batches that 2301 can take: bounded by lines and by the
/// characters of the encoded `input`.
pub(in crate::platform) fn batches(from: &Source<'_>, visit: &VisitId) -> Result<Vec<Vec<LineNo>>, EncodeError> {
    let limits = &from.profile.limits;
    let frame = to_json(&UploadInput { feedetail: Vec::new() })?.chars().count();
    let mut batches: Vec<Vec<LineNo>> = Vec::new();
    let (mut batch, mut chars) = (Vec::new(), frame);
    for line in &from.dossier.bill.lines {
        let own = to_json(&line_row(from, visit, line)?)?.chars().count();
        if frame + own > limits.input_chars_max {
            return Err(EncodeError::InputTooLong { chars: frame + own, chars_max: limits.input_chars_max });
        }
        // The comma before a row counts too.
        let with = chars + own + usize::from(!batch.is_empty());
        if !batch.is_empty() && (batch.len() >= limits.batch_lines_max || with > limits.input_chars_max) {
            batches.push(std::mem::take(&mut batch));
            chars = frame + own;
        } else {
            chars = with;
        }
        batch.push(line.no.clone());
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    Ok(batches)
}

/// Whether 2301 answers for exactly these lines: one row each, and where a row gives number or amount, ours.
pub(in crate::platform) fn check_uploaded(reply: &Reply, lines: &[LineNo], bill: &[FeeLine]) -> Result<(), String> {
    let rows = reply.rows("result")?;
    if rows.len() != lines.len() {
        return Err(format!("{} rows for {} lines", rows.len(), lines.len()));
    }
    let amount_of: BTreeMap<&str, Yuan> = bill.iter().map(|line| (line.no.as_str(), line.amount)).collect();
    let mut left: BTreeSet<&str> = lines.iter().map(LineNo::as_str).collect();
    for row in rows {
        let Some(no) = wire::text(row, &["feedetl_sn"]) else { continue };
        if !left.remove(no.as_str()) {
            return Err("a row for a line that was not sent, or twice for one".to_owned());
        }
        let given =
            wire::amount(row, &["det_item_fee_sumamt"]).map_err(|error| format!("det_item_fee_sumamt: {error}"))?;
        if given.is_some_and(|given| amount_of.get(no.as_str()).is_some_and(|ours| *ours != given)) {
            return Err(format!("another amount for line {no}"));
        }
    }
    Ok(())
}

#[derive(Serialize)]
pub(super) struct RemoveInput<'a> {
    data: Vec<RemoveRow<'a>>,
}

#[derive(Serialize)]
struct RemoveRow<'a> {
    feedetl_sn: &'a str,
    mdtrt_id: &'a str,
    psn_no: &'a str,
}

/// 2302: exactly these lines. `0000`, which would take all, is never sent.
pub(super) fn remove<'a>(from: &Source<'a>, visit: &'a VisitId, lines: &'a [LineNo]) -> RemoveInput<'a> {
    let row = |no: &'a LineNo| RemoveRow { feedetl_sn: no.as_str(), mdtrt_id: visit.as_str(), psn_no: from.psn_no() };
    RemoveInput { data: lines.iter().map(row).collect() }
}
