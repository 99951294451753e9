//! 5201, 5303 and 5203: what became of a message whose answer was lost.

use jiff::civil::{Date, Time};
use serde::Serialize;
use yijie_core::money::Yuan;
use yijie_core::settlement::ask::{SettlementRow, VisitRow};
use yijie_core::settlement::ids::{MessageId, SettlementId, StayNo, VisitId};

use super::Source;
use super::settlement::settled;
use super::statement::{Care, read_statement};
use crate::platform::envelope::Reply;
use crate::platform::wire::{self, Row};

#[derive(Serialize)]
pub(super) struct Input<T> {
    data: T,
}

#[derive(Serialize)]
pub(super) struct InHospitalNode<'a> {
    psn_no: &'a str,
    begntime: String,
    endtime: String,
}

#[derive(Serialize)]
pub(super) struct VisitsNode<'a> {
    psn_no: &'a str,
    begntime: String,
    endtime: String,
    med_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mdtrt_id: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct SettlementsNode<'a> {
    psn_no: &'a str,
    setl_id: &'a str,
    mdtrt_id: &'a str,
}

/// 5303.
pub(super) fn in_hospital<'a>(from: &Source<'a>) -> Input<InHospitalNode<'a>> {
    let (begntime, endtime) = since_admission(from);
    Input { data: InHospitalNode { psn_no: from.psn_no(), begntime, endtime } }
}

/// 5201.
pub(super) fn visits<'a>(from: &Source<'a>) -> Input<VisitsNode<'a>> {
    let (begntime, endtime) = since_admission(from);
    let mdtrt_id = from.dossier.visit.map(VisitId::as_str);
    Input { data: VisitsNode { psn_no: from.psn_no(), begntime, endtime, med_type: from.med_type(), mdtrt_id } }
}

/// 5203. Some platforms answer for all settlements of the visit if `setl_id` is empty.
pub(super) fn settlements<'a>(
    from: &Source<'a>,
    visit: &'a VisitId,
    settlement: Option<&'a SettlementId>,
) -> Input<SettlementsNode<'a>> {
    let setl_id = settlement.map_or("", SettlementId::as_str);
    Input { data: SettlementsNode { psn_no: from.psn_no(), setl_id, mdtrt_id: visit.as_str() } }
}

/// Whole days, so that neither a clock nor a rounding at the platform hides a row.
fn since_admission(from: &Source<'_>) -> (String, String) {
    let first: Date = from.dossier.bill.admission.admitted_at.date();
    let last = from.stamp.wire_time().date().max(first);
    let end_of_day = Time::constant(23, 59, 59, 0);
    (wire::datetime_text(first.to_datetime(Time::midnight())), wire::datetime_text(last.to_datetime(end_of_day)))
}

/// Reads 5303, which lists who is in hospital.
pub(in crate::platform) fn read_in_hospital(reply: &Reply, psn_no: &str) -> Result<Vec<VisitRow>, String> {
    Ok(rows(reply, "data")?.into_iter().filter_map(|row| visit_row(row, psn_no, Some(true))).collect())
}

/// Reads 5201, which tells of each visit whether it is over.
pub(in crate::platform) fn read_visits(reply: &Reply, psn_no: &str) -> Result<Vec<VisitRow>, String> {
    let row = |row| {
        let in_hospital = match wire::text(row, &["inhosp_stas"]).as_deref() {
            Some("1") => Some(true),
            Some("0") => Some(false),
            _ => None,
        };
        visit_row(row, psn_no, in_hospital)
    };
    Ok(rows(reply, "mdtrtinfo")?.into_iter().filter_map(row).collect())
}

/// Other people's rows are passed over: some platforms ignore the person that was asked for.
fn visit_row(row: &Row, psn_no: &str, in_hospital: Option<bool>) -> Option<VisitRow> {
    if wire::text(row, &["psn_no"])? != psn_no {
        return None;
    }
    Some(VisitRow {
        visit: VisitId::parse(&wire::text(row, &["mdtrt_id"])?).ok()?,
        stay_no: wire::text(row, &["ipt_otp_no"]).and_then(|no| StayNo::parse(&no).ok()),
        in_hospital,
    })
}

/// Reads 5203. A row that is not this person's and visit's, or that cannot be read, spoils the answer: left out,
/// it would look as though nothing were settled.
pub(in crate::platform) fn read_settlements(
    reply: &Reply,
    psn_no: &str,
    visit: &VisitId,
) -> Result<Vec<SettlementRow>, String> {
    let rows = rows(reply, "setlinfo")?;
    let details = if rows.len() == 1 { reply.rows("setldetail").unwrap_or_default() } else { Vec::new() };
    rows.into_iter().map(|row| settlement_row(row, &details, psn_no, visit)).collect()
}

fn settlement_row(row: &Row, details: &[&Row], psn_no: &str, visit: &VisitId) -> Result<SettlementRow, String> {
    if wire::text(row, &["psn_no"]).as_deref() != Some(psn_no) {
        return Err("somebody else's settlement".to_owned());
    }
    if wire::text(row, &["mdtrt_id"]).as_deref() != Some(visit.as_str()) {
        return Err("another visit's settlement".to_owned());
    }
    let statement = read_statement(row, details, Care::WhoPaysWhat)?;
    let flagged = wire::text(row, &["refd_setl_flag"]).is_some_and(|flag| flag == "1");
    Ok(SettlementRow {
        message_id: wire::text(row, &["medins_setl_id"]).and_then(|id| MessageId::parse(&id).ok()),
        visit: visit.clone(),
        refunded: flagged || statement.total < Yuan::ZERO,
        settled: settled(row, statement)?,
    })
}

/// The rows of the node. That there are none is believed only of an answer that says nothing else either.
fn rows<'a>(reply: &'a Reply, node: &str) -> Result<Vec<&'a Row>, String> {
    let rows = reply.rows(node)?;
    if rows.is_empty() && !reply.has_no_nodes() { Err(format!("no {node}, but something else")) } else { Ok(rows) }
}
