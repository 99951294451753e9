//! What callers read: the documents of the local API, and of every command with `--json`.
//!
//! Each is written and read by the same type, so that a command answers a program alike whether it is the desk itself
//! or asks the daemon. What a newer daemon adds is passed over.

mod amount;
mod bill;
mod card;
mod check;
mod paper;
mod queue;
mod statement;
mod stay;
mod step;
mod story;
mod trouble;
mod vault;

pub use amount::Amount;
pub use bill::{BillView, WarningView};
pub use card::{CardView, Show};
pub use check::{CheckView, FilingView, FilingsView, InsuranceView};
pub use paper::PaperView;
pub use queue::{LeftView, QueueView, ReplayView, ReplayedView, WaitView};
pub use statement::{BalanceView, MoveKind, MoveView, StatementView};
pub use stay::{SettlementView, StayView, account_word};
pub use step::{CameView, FrameView, StepView};
pub use story::{InstructionView, MessageView};
pub use trouble::{ErrorAnswer, ErrorView, FaultView, TroubleView};
pub use vault::{PersonStay, PersonStays, RotatedView};
