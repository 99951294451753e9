//! What the pure core may lean on, and the lints that keep it, and everybody else, honest.

use std::collections::BTreeSet;

use toml::Table;

use super::{read, root};

#[test]
fn core_leans_on_pure_crates_alone() {
    let manifest = table("core/Cargo.toml");
    let leans_on: BTreeSet<&str> = dependencies(&manifest, "dependencies").collect();
    let beyond: Vec<_> = leans_on.iter().filter(|name| !PURE.contains(name)).collect();
    assert!(beyond.is_empty(), "core may not lean on {beyond:?}: it decides, and others do");
    assert!(
        !manifest.contains_key("build-dependencies") && !manifest.contains_key("target"),
        "core is the same anywhere"
    );
}

#[test]
fn time_in_the_core_has_no_clock_of_its_own() {
    let workspace = table("Cargo.toml");
    let jiff = workspace["workspace"]["dependencies"]["jiff"].as_table().unwrap();
    assert_eq!(jiff["default-features"].as_bool(), Some(false), "with `std`, jiff can read the clock");
    let features: Vec<_> = jiff["features"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
    assert!(features.iter().all(|name| ["alloc", "serde"].contains(name)), "{features:?}");
}

#[test]
fn drivers_lean_on_no_room_of_the_product() {
    for (driver, may) in [("card-reader", &[][..]), ("receipt-printer", &[]), ("virtual-card", &["yijie-card-reader"])]
    {
        let manifest = table(&format!("drivers/{driver}/Cargo.toml"));
        for name in dependencies(&manifest, "dependencies").filter(|name| name.starts_with("yijie")) {
            assert!(may.contains(&name), "{driver} may not lean on {name}");
        }
    }
}

#[test]
fn lints_ban_from_the_core_what_differs_from_run_to_run() {
    let clippy = table("core/clippy.toml");
    for (list, must) in [("disallowed-types", BANNED_TYPES), ("disallowed-methods", BANNED_METHODS)] {
        let bans = clippy[list].as_array().unwrap();
        for ban in bans {
            assert!(ban["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{ban} says no reason");
        }
        for path in must {
            assert!(
                bans.iter().any(|ban| ban["path"].as_str() == Some(path)),
                "core/clippy.toml no longer bans {path}"
            );
        }
    }
}

#[test]
fn every_crate_takes_the_lints_of_the_house() {
    let workspace = table("Cargo.toml");
    let lints = &workspace["workspace"]["lints"];
    assert_eq!(lints["rust"]["unsafe_code"].as_str(), Some("forbid"));
    for lint in ["unwrap_used", "expect_used", "panic", "print_stdout", "print_stderr", "dbg_macro", "todo"] {
        assert_eq!(lints["clippy"][lint].as_str(), Some("deny"), "{lint}");
    }
    for manifest in MANIFESTS {
        let manifest_lints = &table(manifest)["lints"];
        assert_eq!(manifest_lints["workspace"].as_bool(), Some(true), "{manifest} has lints of its own");
    }
}

#[test]
fn nobody_but_the_proof_turns_deliberate_bugs_on() {
    let workspace = table("Cargo.toml");
    let members = workspace["workspace"]["default-members"].as_array().unwrap();
    assert!(!members.iter().any(|member| member.as_str() == Some("proof")), "what is built by default has no teeth");
    for manifest in MANIFESTS.iter().filter(|manifest| **manifest != "proof/Cargo.toml") {
        for list in ["dependencies", "dev-dependencies"] {
            for (name, of) in table(manifest).get(list).and_then(|list| list.as_table()).into_iter().flatten() {
                let features = of.get("features").and_then(|features| features.as_array());
                let on = features.is_some_and(|list| list.iter().any(|feature| feature.as_str() == Some("teeth")));
                assert!(!on, "{manifest}: {name} has teeth");
            }
        }
    }
    let core = table("core/Cargo.toml");
    let default = core["features"].get("default").and_then(|default| default.as_array());
    assert!(default.is_none_or(Vec::is_empty), "the core has no features of its own accord");
}

#[test]
fn toolchain_is_a_least_version_and_not_a_pinned_one() {
    assert!(table("Cargo.toml")["workspace"]["package"]["rust-version"].is_str());
    assert!(!root().join("rust-toolchain.toml").exists() && !root().join("rust-toolchain").exists());
}

fn table(file: &str) -> Table {
    read(&root().join(file)).parse().unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn dependencies<'a>(manifest: &'a Table, list: &str) -> impl Iterator<Item = &'a str> {
    manifest.get(list).and_then(|list| list.as_table()).into_iter().flat_map(|list| list.keys().map(String::as_str))
}

/// Each computes on what it is given: encodings, time as values, decimals, reading and writing of values, a hash.
const PURE: &[&str] =
    &["encoding_rs", "jiff", "rust_decimal", "schemars", "serde", "serde_json", "sm3", "thiserror", "zeroize"];

const BANNED_TYPES: &[&str] = &[
    "std::collections::HashMap",
    "std::collections::HashSet",
    "std::fs::File",
    "std::net::TcpStream",
    "std::process::Command",
    "std::time::Instant",
    "std::time::SystemTime",
];

const BANNED_METHODS: &[&str] = &[
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "std::env::var",
    "std::fs::read",
    "std::fs::read_to_string",
    "std::fs::write",
    "std::thread::sleep",
    "std::thread::spawn",
];

const MANIFESTS: &[&str] = &[
    "Cargo.toml",
    "core/Cargo.toml",
    "drivers/card-reader/Cargo.toml",
    "drivers/receipt-printer/Cargo.toml",
    "drivers/virtual-card/Cargo.toml",
    "proof/Cargo.toml",
    "xtask/Cargo.toml",
];
