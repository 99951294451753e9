//! Yijie.

pub mod platform;
