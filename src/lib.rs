//! Yijie.

pub mod journal;
