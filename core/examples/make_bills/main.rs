//! Writes `fixtures/bills/`: invented stays whose every figure can be checked by hand, and one faulty bill for each
//! kind of fault with what Yijie says about it.
//!
//! `cargo run -p yijie-core --example make_bills`
#![allow(clippy::disallowed_methods, reason = "it writes files, for that is what it is for")]

#[expect(dead_code, reason = "the tests divide lines by the items' shares and limits")]
mod files;

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/bills");
    fs::create_dir_all(root.join("faults"))?;
    for (name, bytes) in files::all()? {
        fs::write(root.join(name), bytes)?;
    }
    Ok(())
}
