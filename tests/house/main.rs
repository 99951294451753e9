//! The house holds its own rules: who may know whom, what the pure core may lean on, what lies in the repository.
//!
//! The rules are told in `docs/architecture.md`; here they are held.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // tests may

mod modules;
mod paths;
mod purity;
mod repository;
mod walls;

use std::path::{Path, PathBuf};

/// The repository's root.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
