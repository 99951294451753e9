//! In what platforms differ, as far as the fate of an act depends on it. A profile declares each.

use serde::{Deserialize, Deserializer};

/// What this platform is known to do. Every switch defaults to the careful side; a profile's file says each of them,
/// under these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is one published property of a platform")]
pub struct Rules {
    /// H, in milliseconds: the longest time that a request may survive in transit after its last byte left. A profile
    /// says it in whole seconds, as `horizon`.
    #[serde(rename = "horizon", deserialize_with = "seconds")]
    pub horizon_ms: u64,
    /// 5203 answers with an empty `setl_id`: the settlements of a visit can be seen with their message ids.
    pub figures_by_visit: bool,
    /// A 2303 that answers normally proves that the visit is not settled.
    pub presettle_trusted: bool,
    /// 2601 reverses 2304.
    pub reverse_settle: bool,
    /// 2601 reverses 2401.
    pub reverse_admit: bool,
    /// A reversed message id is remembered, and refused should the message still arrive. Waives the quiet rule for
    /// a reversal answered 0.
    pub reversed_ids_remembered: bool,
    /// The platform keeps at most one standing settlement per visit, so that a waiting one may be sent unattended.
    pub one_standing_settlement: bool,
    /// 5203 with a known `setl_id` shows that it was cancelled.
    pub refund_shown: bool,
    /// After a reversed admission the same `ipt_no` is refused: admit again with a suffix.
    pub ipt_no_suffix: bool,
    /// 2402 before 2303 and 2304, rather than between them.
    pub discharge_first: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            horizon_ms: 300_000,
            figures_by_visit: false,
            presettle_trusted: false,
            reverse_settle: true,
            reverse_admit: true,
            reversed_ids_remembered: false,
            one_standing_settlement: false,
            refund_shown: false,
            ipt_no_suffix: false,
            discharge_first: true,
        }
    }
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    Ok(u64::deserialize(deserializer)?.saturating_mul(1_000))
}
