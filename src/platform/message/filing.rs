//! 5302: a person's filings, one kind at a time.

use serde::Serialize;
use yijie_core::filing::{FilingKind, FilingRow};
use yijie_core::person::{PersonNumber, Secret};
use yijie_core::region::DivisionCode;

use crate::platform::envelope::Reply;
use crate::platform::wire::{self, Row};

/// What 5302 is asked with.
#[derive(Debug, Clone, Copy)]
pub struct FilingsLook<'a> {
    /// `psn_no`.
    pub person: &'a PersonNumber,
    /// `biz_appy_type`.
    pub kind: FilingKind,
    /// Where the person is insured.
    pub insured_place: DivisionCode,
}

#[derive(Serialize)]
pub(super) struct FilingsInput<'a> {
    data: FilingsNode<'a>,
}

#[derive(Serialize)]
struct FilingsNode<'a> {
    psn_no: &'a str,
    biz_appy_type: &'static str,
}

impl<'a> FilingsLook<'a> {
    pub(super) fn input(&self) -> FilingsInput<'a> {
        let biz_appy_type = match self.kind {
            FilingKind::Referred => "06",
            FilingKind::Emergency => "07",
            FilingKind::Residence => "08",
        };
        FilingsInput { data: FilingsNode { psn_no: self.person.reveal(), biz_appy_type } }
    }
}

/// Reads 5302. The rows do not say of which kind they are, so the kind is the one that was asked for.
pub(in crate::platform) fn read_filings(reply: &Reply, asked: &FilingsLook<'_>) -> Result<Vec<FilingRow>, String> {
    let rows = reply.rows("psnfixmedin")?;
    if rows.is_empty() && !reply.has_no_nodes() {
        return Err("no psnfixmedin, but something else".to_owned());
    }
    rows.into_iter().map(|row| filing(row, asked)).collect()
}

fn filing(row: &Row, asked: &FilingsLook<'_>) -> Result<FilingRow, String> {
    if wire::text(row, &["psn_no"]).as_deref() != Some(asked.person.reveal()) {
        return Err("somebody else's filing".to_owned());
    }
    let begins_on = wire::date(row, &["begndate"]).ok_or("a filing without a readable begndate")?;
    let ends_on = wire::date(row, &["enddate"]);
    if ends_on.is_none() && wire::text(row, &["enddate"]).is_some() {
        return Err("a filing with an unreadable enddate".to_owned());
    }
    let code = wire::text(row, &["fixmedins_code"]);
    Ok(FilingRow {
        kind: asked.kind,
        insurance: wire::text(row, &["insutype"]),
        begins_on,
        ends_on,
        institution: code.map(|code| (code, wire::text(row, &["fixmedins_name"]).unwrap_or_default())),
        memo: wire::text(row, &["memo"]),
    })
}
