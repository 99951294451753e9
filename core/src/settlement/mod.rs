//! The acts of a stay and the fate of each one.

pub mod ask;
pub mod ids;
