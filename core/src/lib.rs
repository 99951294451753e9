//! Everything in Yijie that can be decided without doing: no runtime, no socket, no database, no clock.
//!
//! `Cargo.toml` holds that wall, and `clippy.toml` holds determinism: the same seed gives the same run.

pub mod bill;
pub mod card;
pub mod failure;
pub mod filing;
pub mod money;
pub mod pace;
pub mod person;
pub mod region;
pub mod settlement;
pub mod split;
pub mod teeth;
