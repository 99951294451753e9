//! What a user would notice: the real binary, real HTTP, a real journal on disk, and where the machine allows it a
//! real PC/SC stack. One module per promise.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "a test may"
)]

mod answers;
mod bad_bill;
mod bad_configuration;
mod bad_journal;
mod bad_platform;
mod broken_line;
mod cards;
mod day_books;
mod full_disk;
mod journal;
mod killed;
mod paper;
mod people;
mod said;
mod secrets;
mod settle;
mod terminal;
mod two_at_once;
mod workstation;
