//! A step of work as it is done, for whoever watches.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use yijie_core::settlement::Waiting;

use crate::desk::{Came, Progress};

/// One line of an answer that is watched (`Accept: application/x-ndjson`): a step, or at the end the answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct FrameView {
    /// Something was done, or is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepView>,
    /// The status that the answer would have had; in the last line only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What would have been answered; in the last line only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Value>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepView {
    /// What was done: `read_card`, `sign_in`, `identify`, `ask_filings`, `admit`, `upload_fees`, `presettle`, `settle`,
    /// `ask_settlements`, `reverse`, `print`, …; or `wait_doubt`, `wait_platform`.
    pub kind: String,
    /// Of an upload, how many fee lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<usize>,
    /// What came of it.
    pub came: CameView,
    /// How many milliseconds it took; of a wait, how many it will take at most.
    pub ms: u64,
}

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CameView {
    /// It was done or answered.
    Answer,
    /// The platform said no.
    Refusal,
    /// Nothing left.
    Unsent,
    /// Nothing that proves anything.
    Doubt,
    /// It is only begun: a wait.
    Begun,
}

impl StepView {
    /// What was done.
    pub fn of(what: &Progress<'_>, took_ms: u64) -> Self {
        let came = match what.came() {
            Came::Answer => CameView::Answer,
            Came::Refusal => CameView::Refusal,
            Came::Unsent => CameView::Unsent,
            Came::Doubt => CameView::Doubt,
        };
        Self { kind: what.kind().to_owned(), lines: what.lines(), came, ms: took_ms }
    }

    /// What is waited for.
    pub fn waiting(why: &Waiting, ms: u64) -> Self {
        let kind = match why {
            Waiting::Doubt(_) => "wait_doubt",
            Waiting::Platform(_) => "wait_platform",
            Waiting::SecondCopy(_) => "wait_second_copy",
        };
        Self { kind: kind.to_owned(), lines: None, came: CameView::Begun, ms }
    }
}
