//! Yijie.

pub mod training;
