//! Yijie.
fn main() {}
