//! Writes the pages that are made from the code: `docs/bill.schema.json` and `docs/failures.md`.
//!
//! `cargo run -p yijie-core --features schema --example write_docs`
#![allow(clippy::disallowed_methods, reason = "it writes files, for that is what it is for")]

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    fs::create_dir_all(&docs)?;
    let schema = serde_json::to_string_pretty(&yijie_core::bill::json_schema())?;
    fs::write(docs.join("bill.schema.json"), schema + "\n")?;
    fs::write(docs.join("failures.md"), yijie_core::failure::book_markdown())?;
    Ok(())
}
