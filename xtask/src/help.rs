//! What the chores say about themselves.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

use crate::{CHORES, Chore, Exit, chore};

/// `cargo xtask help [CHORE]`.
pub fn run(rest: &[OsString]) -> ExitCode {
    let Some(word) = rest.first() else {
        print!("{}", overview());
        return Exit::Done.into();
    };
    if let Some(chore) = word.to_str().and_then(chore) {
        print!("{}", of(chore));
        return Exit::Done.into();
    }
    eprintln!("There is no chore {}.\n", word.display());
    eprint!("{}", overview());
    Exit::Usage.into()
}

/// All chores, a line each.
pub fn overview() -> String {
    let mut text = "Yijie's chores. Each gets what it needs first, and says what and why.\n\n".to_owned();
    for chore in CHORES {
        let call = format!("{} {}", chore.name, chore.arguments);
        let _ = writeln!(text, "  cargo xtask {call:<13} {}", chore.does);
    }
    text + "\nNew here? Start with `cargo xtask demo`. Exit codes: 0 done, 1 something failed, 2 something is missing.\n"
}

/// One chore.
pub fn of(chore: &Chore) -> String {
    let call = format!("cargo xtask {} {}", chore.name, chore.arguments);
    let mut text = format!("{}\n\n{}: {}.\n", call.trim_end(), chore.name, chore.does);
    if !chore.more.is_empty() {
        let _ = write!(text, "\n{}\n", chore.more);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overview_names_every_chore_once_and_fits_a_terminal() {
        let text = overview();
        for chore in CHORES {
            let calls =
                text.lines().filter(|line| line.trim_start().starts_with(&format!("cargo xtask {} ", chore.name)));
            assert_eq!(calls.count(), 1, "{}", chore.name);
        }
        assert!(text.lines().all(|line| line.len() <= 110), "{text}");
    }

    #[test]
    fn pages_of_the_repository_name_only_chores_that_exist() {
        let root = crate::cargo::root();
        let mut calls = 0;
        for page in ["README.md", "docs/architecture.md", ".ci/run"] {
            let text = std::fs::read_to_string(root.join(page)).unwrap();
            for call in text.split("cargo xtask").skip(1) {
                let name: String = call.trim_start().chars().take_while(char::is_ascii_lowercase).collect();
                assert!(name.is_empty() || chore(&name).is_some(), "{page} names `cargo xtask {name}`");
                calls += 1;
            }
        }
        assert!(calls >= 3, "{calls}");
    }

    #[test]
    fn continuous_build_runs_what_the_readme_says_and_nothing_else() {
        let script = std::fs::read_to_string(crate::cargo::root().join(".ci/run")).unwrap();
        let commands: Vec<_> = script
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("set "))
            .collect();
        assert_eq!(commands, ["cd \"$(dirname \"$0\")/..\"", "cargo xtask test"]);
    }
}
