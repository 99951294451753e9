//! A receipt or a slip.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yijie_core::failure::Language;

use super::TroubleView;
use crate::api::veil::Veil;
use crate::desk::Printed;

/// A receipt or a slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaperView {
    /// True at a training platform.
    pub training: bool,
    /// Its text, at the width of the configured paper. Names masked unless revealed.
    pub paper: String,
    /// Absent: the original. Otherwise the number of the copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<u32>,
    /// What is given back or still due, to a patient who had left before it was settled. Printed once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// Why it did not come out of the printer. The settlement stands all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printer: Option<TroubleView>,
}

impl PaperView {
    /// As it was printed, under this veil.
    pub fn of(printed: &Printed, veil: &Veil, language: Language, training: bool) -> Self {
        Self {
            training,
            paper: veil.text(&printed.text),
            copy: printed.copy,
            notice: None,
            printer: printed.printer.as_ref().map(|trouble| TroubleView::of(trouble, language)),
        }
    }
}
