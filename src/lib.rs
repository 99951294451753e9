//! Yijie.

pub mod config;
pub mod receipt;
