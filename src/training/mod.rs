//! A training insurance platform: the real protocol, invented patients, faults on demand.
//!
//! It serves two ends. A hospital trains its cashiers on it, and every test of this program settles against it. So it
//! is a *second, independent* implementation of the platform's interface: it knows no other room of this house, reads
//! plain JSON by its own table of fields (`fields`) and verifies signatures with its own code (`gateway`). A field
//! that the client misspells is refused here, instead of being misspelt alike on both sides.
//!
//! [`Platform`] is a pure state machine: a request and the time in, a reply out. It has no clock, no socket and no
//! randomness. [`Faults`] decides, as purely, what goes wrong on the way. [`Server`] is the HTTP shell that does both.
//!
//! Nothing here is real: the people, their insurance and the money are invented, and every page and document that the
//! server shows beside the protocol says so.

mod acts;
mod amount;
mod books;
mod catalogue;
mod entitlement;
mod envelope;
mod exchange;
mod faults;
mod fields;
mod gateway;
mod institutions;
mod people;
mod platform;
mod policy;
mod pricing;
mod quirks;
mod refusal;
mod region;
mod server;
mod settings;
#[cfg(test)]
mod tests;
mod world;

pub use exchange::{Reply, Request};
pub use faults::{Answer, Course, Departure, Faults, FaultsError};
pub use gateway::{Gateway, TRAINING_KEY_ID, TRAINING_SECRET};
pub use people::{Filing, FilingKind, FilingState};
pub use platform::Platform;
pub use quirks::{InfcodeStyle, MoneyStyle, Quirks, SuccessText, ZeroStyle};
pub use server::{Server, serve_while};
pub use settings::{CancelledId, RepeatedMessage, ResultColumns, ReversedIds, Settings, SettingsError, StatementCodes};
pub use world::WorldError;
