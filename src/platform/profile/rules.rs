//! Constants, codes, fields, times and limits of a profile.

use std::collections::BTreeMap;

use serde::Deserialize;
use yijie_core::region::{Distance, DivisionCode};

use crate::platform::infno::Infno;
use crate::platform::transport::Limits;

/// Constants of the envelope.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvelopeRules {
    /// `recer_sys_code`: the receiving system.
    pub recer_sys_code: String,
    /// `infver`: the version of the interface.
    pub infver: String,
    /// Whether messages must carry a sign-in.
    pub sign_no: SignNo,
    /// Fields that only this province has, sent as they stand.
    #[serde(default)]
    pub extra: BTreeMap<String, String>,
}

/// Whether messages must carry the number of a sign-in (`sign_no`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignNo {
    /// Nothing but 9001 is taken without.
    Required,
    /// May be empty.
    Optional,
}

/// Codes that a province writes in its own way.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dictionary {
    /// `psn_cert_type` of a resident's identity card: `01`, in Jiangxi `1`.
    pub citizen_certificate: String,
    /// `med_type` of an ordinary inpatient stay: `21`, in Hunan `2101`.
    pub inpatient: String,
    /// `psn_setlway` of a settlement by item.
    pub by_item: String,
}

/// Which fields stand in the nodes of a stay's messages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRules {
    /// `insuplc_admdvs` and `mdtrtarea_admvs` once more inside 2401, 2303 and 2304.
    pub places_in_node: Presence,
    /// `psn_cert_type`, `certno`, `psn_type` and `psn_name` inside 2401, 2303 and 2304.
    pub person_in_node: Presence,
    /// `exp_content` with `IPT_TYPE` inside 2401.
    pub admission_way: Presence,
    /// `cert_type` inside 2401.
    pub cert_type_in_admission: Presence,
}

/// When a field is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// In every message.
    Always,
    /// Where the patient is insured outside the treating city.
    Away,
    /// In none.
    Never,
}

impl Presence {
    /// True if the field is sent for a patient insured at `insured` and treated at `treating`.
    pub fn applies(self, insured: DivisionCode, treating: DivisionCode) -> bool {
        match self {
            Self::Always => true,
            Self::Away => insured.distance_to(treating) != Distance::SameCity,
            Self::Never => false,
        }
    }
}

/// How long to wait, in milliseconds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeRules {
    /// For a connection, name look-up and TLS included.
    pub connect_ms_max: u64,
    /// For an answer, from the connection to its last byte.
    pub read_ms_max: u64,
    /// The same for single transactions. A cross-province settlement takes tens of seconds.
    #[serde(default)]
    pub read_ms_max_of: BTreeMap<Infno, u64>,
}

/// How much at once.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitRules {
    /// Lines of one 2301.
    pub batch_lines_max: usize,
    /// Characters of `input`.
    pub input_chars_max: usize,
    /// Bytes of an answer.
    pub reply_bytes_max: usize,
}

impl LimitRules {
    /// What the transport keeps to for one message.
    pub fn of(&self, time: &TimeRules, infno: Infno) -> Limits {
        Limits {
            connect_ms_max: time.connect_ms_max,
            read_ms_max: time.read_ms_max_of.get(&infno).copied().unwrap_or(time.read_ms_max),
            reply_bytes_max: self.reply_bytes_max,
        }
    }
}
