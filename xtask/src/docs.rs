//! `cargo xtask docs`.

use std::ffi::OsString;
use std::process::{ExitCode, Stdio};

use crate::cargo::cargo;
use crate::{Exit, setup, takes_no_arguments};

/// Runs every writer, and stops at the first that fails.
pub fn run(rest: &[OsString]) -> ExitCode {
    if let Err(exit) = takes_no_arguments("docs", rest) {
        return exit;
    }
    if let Err(why) = setup::build_needs() {
        eprintln!("{why}");
        return Exit::Usage.into();
    }
    for writer in WRITERS {
        match cargo(writer.arguments).envs(writer.variable).stdout(Stdio::null()).status() {
            Ok(status) if status.success() => eprintln!("written: {}", writer.pages),
            Ok(_) => {
                eprintln!("NOT written: {}", writer.pages);
                return Exit::Failed.into();
            }
            Err(error) => {
                eprintln!("cargo: {error}");
                return Exit::Failed.into();
            }
        }
    }
    Exit::Done.into()
}

struct Writer {
    arguments: &'static [&'static str],
    /// What tells a test to write the page that it otherwise compares.
    variable: Option<(&'static str, &'static str)>,
    pages: &'static str,
}

const WRITERS: [Writer; 2] = [
    Writer {
        arguments: &["run", "--quiet", "-p", "yijie-core", "--features", "schema", "--example", "write_docs"],
        variable: None,
        pages: "docs/failures.md, docs/bill.schema.json",
    },
    Writer {
        arguments: &["test", "--quiet", "-p", "yijie", "--lib", "config::tests::documents"],
        variable: Some(("RENEW_DOCS", "1")),
        pages: "docs/configuration.md, yijie.example.toml",
    },
];
