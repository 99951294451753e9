//! Yijie: settles a hospital discharge instantly for a patient insured in another city.

pub mod api;
pub mod cli;
pub mod config;
pub mod desk;
pub mod journal;
pub mod platform;
pub mod receipt;
pub mod training;
