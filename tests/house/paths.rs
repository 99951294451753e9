//! Every path that a file of Rust names, wherever it stands: in `use`, in types and expressions, inside macros, and
//! as text in attributes.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ItemExternCrate, ItemFn, ItemImpl, ItemMod, ItemUse, Macro, Meta, UseTree, Visibility};

use super::modules::{Module, is_for_tests};

/// A path as written, without its generic arguments.
#[derive(Debug)]
pub struct Named {
    pub segments: Vec<String>,
    /// The module that it is written in, from the crate's root.
    pub module: Vec<String>,
    pub is_test: bool,
    pub line: usize,
}

/// The paths of one file.
pub fn of(module: &Module) -> Vec<Named> {
    let mut finder = Finder { module: module.path.clone(), is_test: module.is_test, found: Vec::new() };
    finder.visit_file(&module.syntax);
    finder.found
}

struct Finder {
    module: Vec<String>,
    is_test: bool,
    found: Vec<Named>,
}

impl Finder {
    /// What a `use` names. A lone word brings in all that is behind it, and is no value of that name.
    fn note_used(&mut self, mut segments: Vec<String>, at: Span) {
        if segments.len() == 1 {
            segments.push("*".to_owned());
        }
        self.note(segments, at);
    }

    fn note(&mut self, segments: Vec<String>, at: Span) {
        let (module, is_test) = (self.module.clone(), self.is_test);
        self.found.push(Named { segments, module, is_test, line: at.start().line });
    }

    fn note_use(&mut self, prefix: &[String], tree: &UseTree) {
        let with = |name: String| prefix.iter().cloned().chain([name]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(path) => self.note_use(&with(path.ident.to_string()), &path.tree),
            // `a::{self}` names `a`.
            UseTree::Name(name) if name.ident == "self" && !prefix.is_empty() => {
                self.note_used(prefix.to_vec(), tree.span());
            }
            UseTree::Name(name) => self.note_used(with(name.ident.to_string()), tree.span()),
            UseTree::Rename(name) if name.ident == "self" && !prefix.is_empty() => {
                self.note_used(prefix.to_vec(), tree.span());
            }
            UseTree::Rename(name) => self.note_used(with(name.ident.to_string()), tree.span()),
            // What a glob brings in is everything there, so the module itself is what is named.
            UseTree::Glob(_) => self.note_used(prefix.to_vec(), tree.span()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_use(prefix, tree)),
        }
    }

    /// Paths among tokens: a macro's arguments are no syntax that could be visited.
    fn note_tokens(&mut self, tokens: TokenStream, texts_too: bool) {
        let mut segments: Vec<String> = Vec::new();
        let (mut colons, mut at) = (0, Span::call_site());
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Ident(word) => {
                    // Also after a bare `::`, which begins a path by itself.
                    if colons != 2 {
                        self.end(&mut segments, at);
                    }
                    at = word.span();
                    segments.push(word.to_string());
                    colons = 0;
                }
                TokenTree::Group(group) => {
                    let is_use_group = colons == 2 && group.delimiter() == Delimiter::Brace && !segments.is_empty();
                    if is_use_group {
                        let prefix = std::mem::take(&mut segments);
                        for tree in split_at_commas(group.stream()) {
                            if let Ok(tree) = syn::parse2::<UseTree>(tree) {
                                self.note_use(&prefix, &tree);
                            }
                        }
                    }
                    self.end(&mut segments, at);
                    colons = 0;
                    self.note_tokens(group.stream(), texts_too);
                }
                TokenTree::Literal(literal) if texts_too => {
                    self.end(&mut segments, at);
                    colons = 0;
                    let text = syn::parse_str::<syn::LitStr>(&literal.to_string()).map(|text| text.value());
                    if let Ok(inner) = text.unwrap_or_default().parse() {
                        self.note_tokens(inner, false);
                    }
                }
                _ => {
                    self.end(&mut segments, at);
                    colons = 0;
                }
            }
        }
        self.end(&mut segments, at);
    }

    fn end(&mut self, segments: &mut Vec<String>, at: Span) {
        // A lone word in a macro is a name of something, and no way to another room.
        if segments.len() > 1 {
            self.note(std::mem::take(segments), at);
        }
        segments.clear();
    }

    fn inside(&mut self, attributes: &[Attribute], go: impl FnOnce(&mut Self)) {
        let before = self.is_test;
        self.is_test |= is_for_tests(attributes);
        go(self);
        self.is_test = before;
    }
}

fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(TokenStream::new()),
            _ => parts.last_mut().unwrap().extend([token]),
        }
    }
    parts
}

impl<'a> Visit<'a> for Finder {
    // `pub(crate)` and `pub(in …)` name who may look in, not who is looked at.
    fn visit_visibility(&mut self, _: &'a Visibility) {}

    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        self.inside(&item.attrs, |finder| {
            finder.module.push(item.ident.to_string());
            visit::visit_item_mod(finder, item);
            finder.module.pop();
        });
    }

    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        self.inside(&item.attrs, |finder| visit::visit_item_fn(finder, item));
    }

    fn visit_item_impl(&mut self, item: &'a ItemImpl) {
        self.inside(&item.attrs, |finder| visit::visit_item_impl(finder, item));
    }

    fn visit_item_use(&mut self, item: &'a ItemUse) {
        self.inside(&item.attrs, |finder| finder.note_use(&[], &item.tree));
    }

    fn visit_item_extern_crate(&mut self, item: &'a ItemExternCrate) {
        self.note(vec![item.ident.to_string(), "*".to_owned()], item.ident.span());
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let segments = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note(segments, path.span());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'a Macro) {
        self.note_tokens(called.tokens.clone(), false);
        visit::visit_macro(self, called);
    }

    fn visit_attribute(&mut self, attribute: &'a Attribute) {
        match &attribute.meta {
            Meta::List(list) => self.note_tokens(list.tokens.clone(), true),
            // Documentation may speak of other rooms.
            _ => visit::visit_attribute(self, attribute),
        }
    }
}
