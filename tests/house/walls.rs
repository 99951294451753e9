//! Who may know whom. Cargo holds the walls between crates; these are the ones inside the product, and the few
//! between crates that Cargo would let through.

use std::collections::BTreeSet;
use std::path::Path;

use toml::Table;

use super::modules::{Module, tree};
use super::paths::{self, Named};
use super::{files_below, read, root};

/// A room and those it may know: rooms of the product by their name, crates of the workspace by theirs.
struct Room {
    name: &'static str,
    knows: &'static [&'static str],
    /// Beyond that, for its tests, which may put a platform or a card at the other end.
    tests_know: &'static [&'static str],
}

const HOUSE: &[Room] = &[
    Room { name: "config", knows: &[CORE], tests_know: &[] },
    Room { name: "platform", knows: &[CORE], tests_know: &[] },
    Room { name: "journal", knows: &[CORE], tests_know: &[] },
    Room { name: "receipt", knows: &[CORE], tests_know: &[] },
    // A second, independent implementation of the protocol: shared code would misspell a field alike on both sides.
    Room { name: "training", knows: &[], tests_know: &[] },
    Room {
        name: "desk",
        knows: &[CORE, "config", "platform", "journal", "receipt", READER, PRINTER],
        tests_know: &["training", CARD],
    },
    Room {
        name: "api",
        knows: &[CORE, "desk"],
        tests_know: &["config", "journal", "platform", "training", READER, CARD],
    },
    Room { name: "cli", knows: EVERYBODY, tests_know: &[] },
    Room { name: "main", knows: EVERYBODY, tests_know: &[] },
    // The map of the house declares its rooms and opens no side door into them.
    Room { name: "lib", knows: &[], tests_know: &[] },
];

const CRATES: &[Room] = &[
    Room { name: CORE, knows: &[], tests_know: &[] },
    Room { name: READER, knows: &[], tests_know: &[] },
    Room { name: PRINTER, knows: &[], tests_know: &[] },
    // It is plugged in by the seam of the card reader.
    Room { name: CARD, knows: &[READER], tests_know: &[CORE] },
    // It breaks the whole product, and nobody knows it.
    Room { name: PROOF, knows: &[CORE, PRODUCT, PRINTER, DISK], tests_know: &[] },
    Room { name: DISK, knows: &[], tests_know: &[] },
    Room { name: "xtask", knows: &[], tests_know: &[] },
];

const EVERYBODY: &[&str] =
    &[CORE, "config", "platform", "journal", "receipt", "training", "desk", "api", "cli", READER, PRINTER, CARD];
const CORE: &str = "yijie_core";
const READER: &str = "yijie_card_reader";
const PRINTER: &str = "yijie_receipt_printer";
const CARD: &str = "yijie_virtual_card";
const PROOF: &str = "yijie_proof";
const DISK: &str = "yijie_crash_vfs";
const PRODUCT: &str = "yijie";

#[test]
fn rooms_of_the_product_know_only_whom_they_may() {
    assert_eq!(crossings_in_house(&root().join("src")), Vec::<String>::new());
}

#[test]
fn every_crate_of_the_workspace_has_its_walls() {
    let manifest: Table = read(&root().join("Cargo.toml")).parse().unwrap();
    let members = manifest["workspace"]["members"].as_array().unwrap().iter().map(|member| member.as_str().unwrap());
    let folders: BTreeSet<String> = members
        .flat_map(|member| match member.strip_suffix("/*") {
            Some(parent) => {
                let entries = std::fs::read_dir(root().join(parent)).unwrap();
                entries.map(|entry| format!("{parent}/{}", entry.unwrap().file_name().display())).collect()
            }
            None => vec![member.to_owned()],
        })
        .collect();
    assert_eq!(folders, MEMBERS.iter().map(|(folder, _)| (*folder).to_owned()).collect::<BTreeSet<_>>());
}

#[test]
fn other_crates_know_only_whom_they_may() {
    for (folder, name) in MEMBERS {
        let room = CRATES.iter().find(|room| room.name == *name).unwrap();
        for module in roots(&root().join(folder).join("src")).iter().flat_map(|file| tree(file)) {
            for named in paths::of(&module) {
                let to = named.segments[0].as_str();
                let knows = to == *name || !is_of_the_workspace(to) || may(room, to, named.is_test);
                assert!(knows, "{}:{}: {name} may not know {to}", module.file.display(), named.line);
            }
        }
    }
}

#[test]
fn every_file_of_rust_belongs_to_a_crate() {
    for folder in MEMBERS.iter().map(|(folder, _)| *folder).chain(["."]) {
        let source = root().join(folder).join("src");
        let known: BTreeSet<_> = roots(&source)
            .iter()
            .flat_map(|file| tree(file))
            .map(|module| module.file.canonicalize().unwrap())
            .collect();
        for file in files_below(&source).into_iter().filter(|file| file.extension().is_some_and(|end| end == "rs")) {
            assert!(known.contains(&file.canonicalize().unwrap()), "{} is in no module tree", file.display());
        }
    }
}

#[test]
fn every_way_through_a_wall_is_seen() {
    let ways = [
        "use crate::journal::X;",
        "use crate::{journal::{self as j}};",
        "use super::journal;",
        "mod inner { use super::super::journal::X; }",
        "fn f() { crate::journal::f(); }",
        "type T = Vec<Option<crate::journal::X>>;",
        "fn f() -> Vec<u8> { vec![crate::journal::f(1)] }",
        "macro_rules! m { () => { $crate::journal::f() } }",
        "macro_rules! m { () => { use crate::{journal::X}; } }",
        "struct S { #[serde(with = \"crate::journal::as_text\")] field: u8 }",
        "use crate as house;",
        "use super::*;",
        "use crate::Reexported;",
        "extern crate yijie_card_reader as reader;",
        "fn f() { ::yijie_card_reader::f() }",
        "use yijie::journal::X;",
        "use yijie as house;",
        "use yijie_virtual_card as card;",
        "include!(\"../journal.rs\");",
        "#[path = \"../elsewhere.rs\"] mod elsewhere;",
        "#[cfg(test)] mod tests { use crate::training::Platform; }",
    ];
    for way in ways {
        assert_eq!(crossings_from("platform", way).len(), 1, "{way}: {:?}", crossings_from("platform", way));
    }
}

#[test]
fn what_stays_within_the_walls_is_left_alone() {
    let allowed = [
        "use yijie_core::money::Yuan; use std::fmt;",
        "pub(crate) fn f() {} pub(in crate::platform) fn g() {}",
        "use crate::platform::X; use self::inner::Y; mod inner { use super::X; }",
        "fn f(yijie: u8, yijie_virtual_card: u8) -> u8 { yijie + yijie_virtual_card }",
        "mod journal { pub struct X; } use self::journal::X; type T = journal::X;",
        "/// As [`crate::journal`] has it.\nfn f() { let journal = 1; assert_eq!(journal, 1, \"crate::journal::x\"); }",
    ];
    for way in allowed {
        assert_eq!(crossings_from("platform", way), Vec::<String>::new(), "{way}");
    }
}

#[test]
fn tests_of_the_desk_may_use_the_training_platform_and_the_desk_may_not() {
    assert_eq!(crossings_from("desk", "#[cfg(test)] mod tests { use crate::training::Platform; }").len(), 0);
    assert_eq!(crossings_from("desk", "#[cfg(test)] use crate::training::Platform;").len(), 0);
    assert_eq!(crossings_from("desk", "use crate::training::Platform;").len(), 1);
    assert_eq!(crossings_from("desk", "#[cfg(not(test))] use crate::training::Platform;").len(), 1);
}

/// The crossings of a small house whose room holds this and nothing else.
fn crossings_from(room: &str, text: &str) -> Vec<String> {
    let house = tempfile::tempdir().unwrap();
    let rooms = ["platform", "journal", "receipt", "training", "desk"];
    let map = rooms.map(|name| format!("pub mod {name};")).join("\n");
    std::fs::write(house.path().join("lib.rs"), map).unwrap();
    std::fs::create_dir(house.path().join(room)).unwrap();
    for name in rooms {
        let file = if name == room { format!("{name}/mod.rs") } else { format!("{name}.rs") };
        std::fs::write(house.path().join(file), if name == room { text } else { "" }).unwrap();
    }
    std::fs::write(house.path().join("elsewhere.rs"), "").unwrap();
    crossings_in_house(house.path())
}

/// Every crossing of a wall in the product, in words.
fn crossings_in_house(source: &Path) -> Vec<String> {
    let source = &source.canonicalize().unwrap();
    let modules: Vec<(bool, Module)> = ["lib.rs", "main.rs"]
        .iter()
        .map(|name| source.join(name))
        .filter(|file| file.is_file())
        .flat_map(|file| {
            let is_lib = file.ends_with("lib.rs");
            tree(&file).into_iter().map(move |module| (is_lib, module))
        })
        .collect();
    let rooms: BTreeSet<String> =
        modules.iter().filter(|(_, module)| module.path.len() == 1).map(|(_, module)| module.path[0].clone()).collect();

    let mut crossings = Vec::new();
    for (is_lib, module) in &modules {
        let own = module.path.first().map_or(if *is_lib { "lib" } else { "main" }, String::as_str);
        let Some(room) = HOUSE.iter().find(|room| room.name == own) else {
            crossings.push(format!("{own} is a new room: say in {} whom it may know", file!()));
            continue;
        };
        let at = module.file.strip_prefix(source).unwrap_or(&module.file);
        let is_at_home = module.path.is_empty() || at.starts_with(own) || at == Path::new(&format!("{own}.rs"));
        if !is_at_home {
            crossings.push(format!("{} is a file of {own} and does not lie there", at.display()));
        }
        for named in paths::of(module) {
            if let Some(to) = leads_to(&named, &rooms)
                && to != own
                && !may(room, &to, named.is_test)
            {
                crossings.push(format!("{}:{}: {own} may not know {to}", at.display(), named.line));
            }
        }
    }
    crossings
}

/// The room or crate of the workspace that a path leads to, if it leads to one.
fn leads_to(named: &Named, rooms: &BTreeSet<String>) -> Option<String> {
    let mut words = named.segments.iter().map(String::as_str).peekable();
    let mut from: Vec<&str> = named.module.iter().map(String::as_str).collect();
    match words.next()? {
        // It would bring in text from beyond the wall.
        "include" if named.segments.len() == 1 => return Some("what it includes".to_owned()),
        // A value of that name.
        _ if named.segments.len() == 1 => return None,
        "crate" | PRODUCT => from.clear(),
        "self" => {}
        "super" => {
            from.pop();
            while words.next_if_eq(&"super").is_some() {
                from.pop();
            }
        }
        word if is_of_the_workspace(word) => return Some(word.to_owned()),
        // Elsewhere a bare name is a neighbour's, or something imported and noted there.
        word if from.is_empty() && rooms.contains(word) => return Some(word.to_owned()),
        _ => return None,
    }
    from.extend(words);
    match from.first() {
        None => Some("the whole house".to_owned()),
        Some(word) if rooms.contains(*word) => Some((*word).to_owned()),
        // The roots may have items of their own; nobody else may reach a room through them.
        Some(_) if named.module.is_empty() => None,
        Some(word) => Some(format!("{word}, which is no room")),
    }
}

fn may(room: &Room, to: &str, is_test: bool) -> bool {
    room.knows.contains(&to) || is_test && room.tests_know.contains(&to)
}

fn is_of_the_workspace(word: &str) -> bool {
    word == PRODUCT || word.starts_with("yijie_")
}

fn roots(source: &Path) -> Vec<std::path::PathBuf> {
    ["lib.rs", "main.rs"].iter().map(|name| source.join(name)).filter(|file| file.is_file()).collect()
}

const MEMBERS: &[(&str, &str)] = &[
    ("core", CORE),
    ("drivers/card-reader", READER),
    ("drivers/receipt-printer", PRINTER),
    ("drivers/virtual-card", CARD),
    ("proof", PROOF),
    ("proof/crash-vfs", DISK),
    ("xtask", "xtask"),
];
