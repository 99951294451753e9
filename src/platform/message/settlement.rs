//! 2303 pre-settlement, 2304 settlement, 2305 its cancel.

use serde::Serialize;
use yijie_core::money::Yuan;
use yijie_core::person::Secret;
use yijie_core::settlement::ask::{AccountUse, Answer, Clearing, Presettled, Settled};
use yijie_core::settlement::ids::{SettlementId, VisitId};
use yijie_core::split::Statement;

use super::Source;
use super::person::Shown;
use super::statement::{Care, read_statement};
use crate::platform::encode_error::EncodeError;
use crate::platform::envelope::Reply;
use crate::platform::wire::{self, Row};

#[derive(Serialize)]
pub(super) struct SettleInput<'a> {
    data: SettleNode<'a>,
}

#[derive(Serialize)]
struct SettleNode<'a> {
    psn_no: &'a str,
    mdtrt_cert_type: &'static str,
    mdtrt_cert_no: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_sn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    psn_cert_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certno: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    psn_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    psn_name: Option<&'a str>,
    medfee_sumamt: Yuan,
    psn_setlway: &'a str,
    mdtrt_id: &'a str,
    acct_used_flag: &'static str,
    insutype: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invono: Option<&'a str>,
    mid_setl_flag: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    insuplc_admdvs: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mdtrtarea_admvs: Option<&'a str>,
}

/// 2303 and 2304, which differ in the invoice's number only.
pub(super) fn settle<'a>(
    from: &Source<'a>,
    visit: &'a VisitId,
    total: Yuan,
    account: AccountUse,
    invoice: Option<&'a str>,
) -> Result<SettleInput<'a>, EncodeError> {
    let (insured, rules) = (from.dossier.insured, &from.profile.fields);
    let shown = Shown::of(&insured.credential, &insured.certificate_no);
    let person = rules.person_in_node.applies(insured.insured_place, from.hospital.division);
    let places = rules.places_in_node.applies(insured.insured_place, from.hospital.division);
    Ok(SettleInput {
        data: SettleNode {
            psn_no: from.psn_no(),
            mdtrt_cert_type: shown.kind,
            mdtrt_cert_no: shown.number,
            card_sn: shown.card_sn,
            psn_cert_type: person.then_some(&insured.certificate_kind),
            certno: person.then(|| insured.certificate_no.reveal()),
            psn_type: person.then_some(&insured.person_kind),
            psn_name: person.then(|| insured.name.reveal()),
            medfee_sumamt: total,
            psn_setlway: &from.profile.dictionary.by_item,
            mdtrt_id: visit.as_str(),
            acct_used_flag: wire::flag(account == AccountUse::Use),
            insutype: &insured.insurance,
            invono: EncodeError::fit_optional("invono", invoice, 20)?,
            mid_setl_flag: wire::flag(false),
            insuplc_admdvs: places.then(|| insured.insured_place.as_str()),
            mdtrtarea_admvs: places.then(|| from.hospital.division.as_str()),
        },
    })
}

#[derive(Serialize)]
pub(super) struct CancelInput<'a> {
    data: CancelNode<'a>,
}

#[derive(Serialize)]
struct CancelNode<'a> {
    mdtrt_id: &'a str,
    setl_id: &'a str,
    psn_no: &'a str,
}

/// 2305.
pub(super) fn cancel<'a>(from: &Source<'a>, visit: &'a VisitId, settlement: &'a SettlementId) -> CancelInput<'a> {
    CancelInput { data: CancelNode { mdtrt_id: visit.as_str(), setl_id: settlement.as_str(), psn_no: from.psn_no() } }
}

/// Reads 2303. Nothing has happened yet, so a figure that cannot be read spoils the whole.
pub(in crate::platform) fn read_presettled(reply: &Reply) -> Result<Statement, String> {
    let row = reply.one("setlinfo")?.ok_or("no setlinfo")?;
    read_statement(row, &reply.rows("setldetail")?, Care::EveryFigure)
}

/// The pre-settlement with the clearing group that it names.
pub(in crate::platform) fn presettled(reply: &Reply, statement: Statement) -> Result<Presettled, String> {
    let row = reply.one("setlinfo")?.ok_or("no setlinfo")?;
    Ok(Presettled { statement, clearing: clearing(row) })
}

/// Reads 2304. It stands at the platform, so only the figures that decide who pays what must be readable.
pub(in crate::platform) fn read_settled(reply: &Reply) -> Result<Answer, String> {
    let row = reply.one("setlinfo")?.ok_or("no setlinfo")?;
    let statement = read_statement(row, &reply.rows("setldetail").unwrap_or_default(), Care::WhoPaysWhat)?;
    Ok(Answer::Settled(Box::new(settled(row, statement)?)))
}

/// Reads 2305: all figures negative; its `setl_id` is a new one or the original's.
pub(in crate::platform) fn read_cancelled(reply: &Reply) -> Result<Answer, String> {
    let row = reply.one("setlinfo")?.ok_or("no setlinfo")?;
    let statement = read_statement(row, &reply.rows("setldetail").unwrap_or_default(), Care::WhoPaysWhat)?;
    let settlement = wire::text(row, &["setl_id"]).and_then(|id| SettlementId::parse(&id).ok());
    Ok(Answer::Cancelled { settlement, statement: Box::new(statement) })
}

/// A settlement from a row of 2304 or 5203.
pub(super) fn settled(row: &Row, statement: Statement) -> Result<Settled, String> {
    let id = wire::text(row, &["setl_id"]).ok_or("setlinfo has no setl_id")?;
    Ok(Settled {
        settlement: SettlementId::parse(&id).map_err(|error| format!("setl_id: {error}"))?,
        statement,
        settled_at: wire::datetime(row, &["setl_time"]),
        clearing: clearing(row),
    })
}

fn clearing(row: &Row) -> Clearing {
    Clearing {
        agency: wire::text(row, &["clr_optins"]),
        kind: wire::text(row, &["clr_type"]),
        way: wire::text(row, &["clr_way"]),
    }
}
