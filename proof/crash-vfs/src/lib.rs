//! A disk in memory for SQLite that loses its power at will.
//!
//! A [`Drive`] is a file system that SQLite knows by a name. Behind it is a [`Disk`], which keeps apart what was written
//! from what was synced, and carries out a plan of [`Mishap`]s: the machine stops before or after some operation, an
//! operation fails, the disk is full. [`Disk::restart`] then brings back what a stopped process or a lost power would
//! leave: after a power cut each unsynced write survives sector by sector, or not.
//!
//! What is modelled: sectors of 512 bytes, each written whole or not at all and never harming its neighbours; writes
//! between two syncs in any order; a failed sync after which the system takes its pages for clean, so that a later good
//! sync does not help them; a removed file that is back after a power cut. What is not: sectors that read back garbage,
//! and drives that lie about a sync, against which no journal helps.

mod disk;
mod file;
mod locks;
mod shared_memory;
mod vfs;

pub use disk::{Disk, Image, Mishap, Moment, Restart};
pub use vfs::{Drive, NotRegistered};

#[cfg(test)]
mod tests;
