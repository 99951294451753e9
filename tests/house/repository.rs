//! What lies in the repository: nothing huge, nothing unreadable, nothing that points to where it isn't.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{files_below, read, root};

#[test]
fn no_file_is_larger_than_a_mebibyte() {
    for file in tracked() {
        let bytes = file.metadata().unwrap().len();
        assert!(bytes <= FILE_BYTES_MAX, "{} has {bytes} bytes", file.display());
    }
}

#[test]
fn every_fixture_is_readable_but_those_that_shall_not_be() {
    let mut broken = BTreeSet::new();
    for file in files_below(&root().join("fixtures")) {
        let bytes = std::fs::read(&file).unwrap();
        let text = std::str::from_utf8(&bytes);
        let is_read = match file.extension().and_then(|end| end.to_str()) {
            Some("json") => text.is_ok_and(|text| serde_json::from_str::<serde_json::Value>(text).is_ok()),
            Some("toml") => text.is_ok_and(|text| text.parse::<toml::Table>().is_ok()),
            _ => true,
        };
        if !is_read {
            broken.insert(file.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    assert_eq!(broken, MEANT_TO_BE_BROKEN.iter().map(|name| (*name).to_owned()).collect());
}

#[test]
fn both_licences_are_there_and_every_crate_is_under_them() {
    let workspace: toml::Table = read(&root().join("Cargo.toml")).parse().unwrap();
    assert_eq!(workspace["workspace"]["package"]["license"].as_str(), Some("MIT OR Apache-2.0"));
    assert!(read(&root().join("LICENSE-MIT")).contains("Permission is hereby granted, free of charge"));
    assert!(read(&root().join("LICENSE-APACHE")).contains("Version 2.0, January 2004"));
    for manifest in tracked().into_iter().filter(|file| file.ends_with("Cargo.toml")) {
        let table: toml::Table = read(&manifest).parse().unwrap();
        let licence = &table["package"]["license"];
        assert_eq!(licence["workspace"].as_bool(), Some(true), "{}", manifest.display());
    }
}

#[test]
fn commands_of_the_readme_exist() {
    let readme = read(&root().join("README.md"));
    assert!(readme.contains("cargo xtask demo") && readme.contains("cargo xtask test"), "the two commands");
    // Words of `cargo xtask` are held by the chores' own tests, since they know them.
    for words in commands(&readme, "yijie ") {
        let output = Command::new(env!("CARGO_BIN_EXE_yijie")).arg(&words).arg("--help").output().unwrap();
        assert!(output.status.success(), "README names `yijie {words}`, and there is no such command");
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut links = 0;
    for page in tracked().into_iter().filter(|file| file.extension().is_some_and(|end| end == "md")) {
        for link in read(&page).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            assert!(page.parent().unwrap().join(target).exists(), "{} leads to {target}", page.display());
            links += 1;
        }
    }
    assert!(links > 0, "no link was found: has their form changed?");
}

#[test]
fn tests_that_the_architecture_names_exist() {
    let source: String = tracked()
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
        .map(|file| read(file))
        .collect();
    let page = read(&root().join("docs/architecture.md"));
    let promises = page.split("## What may never happen").nth(1).expect("the promises");
    let named: BTreeSet<_> =
        promises.split('`').skip(1).step_by(2).filter(|word| word.matches('_').count() >= 3 && is_name(word)).collect();
    assert!(named.len() >= PROMISES, "{named:?}");
    for name in named {
        assert!(source.contains(&format!("fn {name}(")), "docs/architecture.md names the test {name}, which is gone");
    }
}

#[test]
fn promises_of_the_architecture_are_all_there() {
    let page = read(&root().join("docs/architecture.md"));
    for number in 1..=PROMISES {
        assert!(page.contains(&format!("\n{number}. **")), "promise {number}");
    }
}

#[test]
fn rooms_of_the_product_are_on_the_map() {
    let page = read(&root().join("docs/architecture.md"));
    for entry in std::fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let room = name.trim_end_matches(".rs");
        assert!(page.contains(&format!("  {room}")), "docs/architecture.md does not show {room}");
    }
}

/// What follows `program` in code, in fences or between backticks, up to the end of a plain word.
fn commands(page: &str, program: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for code in page.split('`').filter(|code| !code.is_empty()) {
        for line in code.lines() {
            if let Some(rest) = line.trim_start_matches(['$', ' ']).strip_prefix(program) {
                let word: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
                if !word.is_empty() && !word.starts_with('-') {
                    found.insert(word);
                }
            }
        }
    }
    found
}

fn is_name(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// What git keeps, or would keep; without git, everything but what is built.
fn tracked() -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output();
    match listed {
        Ok(output) if output.status.success() => {
            let names = String::from_utf8(output.stdout).unwrap();
            names
                .split('\0')
                .filter(|name| !name.is_empty())
                .map(|name| root().join(name))
                .filter(|f| f.is_file())
                .collect()
        }
        _ => {
            let kept = |path: &Path| !path.starts_with(root().join("target")) && !path.starts_with(root().join(".git"));
            files_below(root()).into_iter().filter(|path| kept(path)).collect()
        }
    }
}

const FILE_BYTES_MAX: u64 = 1024 * 1024;
const PROMISES: usize = 13;

/// Bills that a hospital system could send, and that nothing can read.
const MEANT_TO_BE_BROKEN: &[&str] = &["not-json-empty.json", "not-json-truncated.json", "not-utf8-gbk.json"];
