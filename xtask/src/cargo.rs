//! Cargo, called as a person in the workspace's folder would call it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// `cargo` with these arguments, at the workspace's root.
pub fn cargo(arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    forget_ourselves(&mut command);
    command
}

/// The workspace's root.
pub fn root() -> PathBuf {
    // Set by the `cargo run` that started us; the other is where we were built.
    let ours = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    ours.parent().map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// The folder that this program was built into, where its siblings are too.
pub fn built() -> Result<PathBuf, String> {
    let ours = std::env::current_exe().map_err(|error| format!("where this program is: {error}"))?;
    ours.parent().map(Path::to_owned).ok_or_else(|| format!("{} is in no folder", ours.display()))
}

/// The folder for everything that is built or fetched.
pub fn target() -> Result<PathBuf, String> {
    let built = built()?;
    built.parent().map(Path::to_owned).ok_or_else(|| format!("{} is in no folder", built.display()))
}

/// Takes away what `cargo run` told us about our own package. Some build scripts look at it, and would be run again
/// at each turn between `cargo xtask test` and a plain `cargo test`.
fn forget_ourselves(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_about_us) {
            command.env_remove(name);
        }
    }
}

fn is_about_us(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|prefix| name.starts_with(prefix))
        || ["CARGO_PRIMARY_PACKAGE", "OUT_DIR"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_for_cargo_forgets_our_package_and_keeps_what_a_person_set() {
        assert!(
            ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "OUT_DIR"].into_iter().all(is_about_us)
        );
        assert!(!["CARGO_TARGET_DIR", "CARGO_HOME", "CARGO", "RUSTFLAGS", "PATH"].into_iter().any(is_about_us));
    }

    #[test]
    fn root_holds_the_workspace() {
        assert!(root().join("Cargo.lock").is_file());
    }
}
