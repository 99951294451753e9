//! The switches: where real platforms differ, so does this one.

use std::collections::BTreeSet;

use serde::Deserialize;
use thiserror::Error;

use super::{gateway::Gateway, quirks::Quirks};

/// How this platform behaves where the interface leaves it open. The default is the `training` profile of the client.
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of its own, read from a file by name")]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Whose signatures are accepted.
    pub gateway: Gateway,
    /// The shape of replies.
    pub quirks: Quirks,
    /// Every message but 9001 carries the `sign_no` of the operator's sign-in of the day.
    pub sign_no_required: bool,
    /// A field that the table doesn't know is refused; real platforms ignore it, but here it is a misspelling found.
    pub strict_fields: bool,
    /// At most one ordinary settlement stands per visit, and 2303 tells when one does.
    pub one_standing_settlement: bool,
    /// A final settlement needs the discharge (2402) first.
    pub discharge_before_settlement: bool,
    /// 5203 without `setl_id` lists the settlements of the visit.
    pub empty_setl_id_lists: bool,
    /// 5203 shows a cancel: flag 1 on the original, and the negative row in the list.
    pub cancel_shows_in_5203: bool,
    /// After a cancelled registration (2404, 2601) the same `ipt_no` is refused.
    pub cancelled_ipt_no_refused: bool,
    /// What a message id that was used before gets.
    pub repeated_message: RepeatedMessage,
    /// Whether ids that 2601 named are remembered and refused when the original comes late.
    pub reversed_ids: ReversedIds,
    /// The transactions that 2601 may reverse.
    pub reversible: BTreeSet<String>,
    /// The `setl_id` in the reply to 2305.
    pub cancelled_id: CancelledId,
    /// The codes of `stmt_rslt`.
    pub statement_codes: StatementCodes,
    /// How many columns the result file of 3202 has.
    pub result_columns: ResultColumns,
    /// Most lines in one 2301.
    pub fee_lines_max: usize,
    /// The clearing category that settlements carry (`clr_type`).
    pub clearing_type: String,
    /// How the citizen's certificate is written in replies, `01` or `1`; both are accepted.
    pub citizen_certificate: String,
}

impl Settings {
    /// Reads switches from TOML; what is missing keeps its default.
    pub fn from_toml(text: &str) -> Result<Self, SettingsError> {
        Ok(toml::from_str(text)?)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            gateway: Gateway::default(),
            quirks: Quirks::default(),
            sign_no_required: true,
            strict_fields: true,
            one_standing_settlement: true,
            discharge_before_settlement: true,
            empty_setl_id_lists: true,
            cancel_shows_in_5203: true,
            cancelled_ipt_no_refused: false,
            repeated_message: RepeatedMessage::Refuse,
            reversed_ids: ReversedIds::Remembered,
            reversible: BTreeSet::from(["2304".into(), "2401".into()]),
            cancelled_id: CancelledId::New,
            statement_codes: StatementCodes::Jiangxi,
            result_columns: ResultColumns::Ten,
            fee_lines_max: 100,
            clearing_type: "21".into(),
            citizen_certificate: "01".into(),
        }
    }
}

/// The switches can't be read: the fault of whoever wrote the file. The message names the line.
#[derive(Debug, Error)]
#[error("training platform settings: {0}")]
pub struct SettingsError(#[from] toml::de::Error);

/// What happens to a message id that was used before. With another body it is always refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepeatedMessage {
    /// 报文重复.
    Refuse,
    /// The first reply again.
    Replay,
    /// Handled as if it were new: a platform that looks at no ids.
    Handle,
}

/// What 2601 leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReversedIds {
    /// Nothing: an original that arrives afterwards is handled.
    Forgotten,
    /// The ids that were reversed.
    Remembered,
    /// Those, and the ids that were asked for and not found.
    RememberedEvenUnknown,
}

/// The `setl_id` of a negative row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelledId {
    /// An id of its own.
    New,
    /// That of the settlement it cancels.
    Original,
}

/// The columns of a row in the result file of 3202.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultColumns {
    /// Up to the remark.
    Seven,
    /// And the amounts.
    Ten,
}

/// How `stmt_rslt` is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementCodes {
    /// 0 even, 1 the centre has more, 2 the institution has more, 3 amounts differ.
    Jiangxi,
    /// 0 even, 1 not even.
    Hunan,
}
