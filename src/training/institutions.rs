//! The hospitals under contract.

use serde::Deserialize;

/// A hospital as the platform knows it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Institution {
    pub(super) code: String,
    pub(super) name: String,
    /// The treating place that the envelope must name.
    pub(super) division: String,
    /// Whether patients from elsewhere can settle here at all.
    #[serde(default = "yes")]
    pub(super) networked: bool,
}

fn yes() -> bool {
    true
}
