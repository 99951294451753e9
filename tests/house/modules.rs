//! A crate's module tree, found as the compiler finds it: from its root, by `mod` and `#[path]`.

use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta};

/// One file of a crate.
pub struct Module {
    /// Without links and detours.
    pub file: PathBuf,
    /// Its path from the crate's root, which itself is empty.
    pub path: Vec<String>,
    /// Compiled for tests only.
    pub is_test: bool,
    pub syntax: syn::File,
}

/// All files of the crate with this root file.
pub fn tree(root_file: &Path) -> Vec<Module> {
    let mut found = Vec::new();
    let folder = root_file.parent().unwrap();
    load(root_file, folder, Vec::new(), false, &mut found);
    found
}

/// Whether something with these attributes is there for tests only.
pub fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let words = list.tokens.to_string();
            words.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test") && !words.contains("not")
        }
        meta => meta.path().segments.last().is_some_and(|last| last.ident == "test"),
    })
}

/// `children` is the folder that modules declared in this file are looked for in.
fn load(file: &Path, children: &Path, path: Vec<String>, is_test: bool, found: &mut Vec<Module>) {
    let syntax = syn::parse_file(&super::read(file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let is_test = is_test || is_for_tests(&syntax.attrs);
    // Where it really lies, and not how one gets there.
    let file = file.canonicalize().unwrap();
    let beside = file.parent().unwrap();
    descend(&syntax.items, beside, children, &path, is_test, found);
    found.push(Module { file, path, is_test, syntax });
}

/// `beside` is the folder that a `#[path]` starts from.
fn descend(items: &[Item], beside: &Path, children: &Path, path: &[String], is_test: bool, found: &mut Vec<Module>) {
    for item in items {
        let Item::Mod(module) = item else { continue };
        let name = module.ident.to_string();
        let is_test = is_test || is_for_tests(&module.attrs);
        let below: Vec<String> = path.iter().cloned().chain([name.clone()]).collect();
        if let Some((_, items)) = &module.content {
            let folder = children.join(&name);
            descend(items, &folder, &folder, &below, is_test, found);
        } else if let Some(named) = path_attribute(&module.attrs) {
            let file = beside.join(named);
            load(&file, file.parent().unwrap(), below, is_test, found);
        } else {
            let flat = children.join(format!("{name}.rs"));
            let file = if flat.is_file() { flat } else { children.join(&name).join("mod.rs") };
            load(&file, &children.join(&name), below, is_test, found);
        }
    }
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}
