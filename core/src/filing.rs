//! May this stay be settled here, and if not, why and what now.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A row of 5302: a filing as a hospital can see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingRow {
    /// What was applied for.
    pub kind: FilingKind,
    /// `insutype`, where given.
    pub insurance: Option<String>,
    /// `begndate`.
    pub begins_on: Date,
    /// `enddate`: open-ended where absent.
    pub ends_on: Option<Date>,
    /// `fixmedins_code` and `fixmedins_name`, where the filing names a hospital.
    pub institution: Option<(String, String)>,
    /// `memo`, as given.
    pub memo: Option<String>,
}

/// What was applied for (`biz_appy_type` of 5302). The dictionary knows no finer kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingKind {
    /// 06: referred (转诊转院).
    Referred,
    /// 07: admitted as an emergency away from home (异地急诊住院).
    Emergency,
    /// 08: settled or living away from home (异地安置).
    Residence,
}
