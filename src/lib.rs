//! Yijie.

pub mod receipt;
