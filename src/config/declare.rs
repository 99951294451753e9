//! What a declaration of keys makes: the typed [`Config`](super::Config), and [`KEYS`](super::KEYS) for everything
//! that must speak of a key without knowing its type.

use super::value::{Said, Setting, Shape};

/// Declares the configuration: top-level keys, then sections of keys. See `keys.rs`.
macro_rules! configuration {
    (
        $($top:ident : $Top:ty $(= $top_standard:expr)?, $(unit $top_unit:literal,)? $(also $top_alias:literal,)?
            example $top_example:literal, en $top_en:literal, zh $top_zh:literal;)*
        $([$section:ident] $Section:ident, $section_en:literal, $section_zh:literal {
            $($field:ident : $Type:ty $(= $standard:expr)?, $(unit $unit:literal,)?
                example $example:literal, en $en:literal, zh $zh:literal;)*
        })*
    ) => {
        /// Everything this desk is told.
        #[derive(Debug, Clone)]
        pub struct Config {
            $(#[doc = $top_en] pub $top: $Top,)*
            $(#[doc = concat!($section_en, ".")] pub $section: $Section,)*
            pub(super) effective: Vec<Effective>,
        }

        $(
            #[doc = concat!($section_en, ".")]
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $Section {
                $(#[doc = $en] pub $field: $Type,)*
            }
        )*

        /// Every key there is, in the order of the manual.
        pub const KEYS: &[Key] = &[
            $(Key::of::<$Top>(stringify!($top), $top_example, $top_en, $top_zh)
                $(.standing_at($top_standard))? $(.counted_in($top_unit))? $(.also_called($top_alias))?,)*
            $($(Key::of::<$Type>(concat!(stringify!($section), ".", stringify!($field)), $example, $en, $zh)
                $(.standing_at($standard))? $(.counted_in($unit))?,)*)*
        ];

        /// The sections, in the order of the manual.
        pub(super) const SECTIONS: &[Section] = &[
            $(Section { name: stringify!($section), english: $section_en, chinese: $section_zh },)*
        ];

        impl Config {
            /// Takes every key from the assembly before it gives up, so that every fault is found.
            pub(super) fn assemble(assembly: &mut Assembly) -> Option<Self> {
                $(let $top = assembly.take::<$Top>(stringify!($top));)*
                $(let $section = {
                    $(let $field = assembly.take::<$Type>(concat!(stringify!($section), ".", stringify!($field)));)*
                    (|| Some($Section { $($field: $field?,)* }))()
                };)*
                Some(Self {
                    $($top: $top?,)*
                    $($section: $section?,)*
                    effective: assembly.take_effective(),
                })
            }
        }
    };
}
pub(super) use configuration;

/// One key: all that the file, the environment, the flags and the manual need to know of it.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// `section.name` as in the file.
    pub path: &'static str,
    /// How it stands in the file.
    pub shape: Shape,
    /// What it takes, in words.
    pub expected: fn() -> Said,
    /// What stands for its value in a usage line.
    pub placeholder: &'static str,
    /// True if its value is never shown, never given by flag and never written in `yijie.toml`.
    pub secret: bool,
    /// True if it may stay unset.
    pub optional: bool,
    /// Its value where nobody gives one.
    pub standard: Standard,
    /// What its number counts.
    pub unit: Option<&'static str>,
    /// Another name of its flag.
    pub flag_alias: Option<&'static str>,
    /// A value that could be right, as it stands in the file.
    pub example: &'static str,
    /// What it is, in English.
    pub english: &'static str,
    /// What it is, in Chinese.
    pub chinese: &'static str,
}

/// The value of a key that nobody gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// None.
    Nothing,
    /// This text.
    Text(&'static str),
    /// A file of this name where this user's programs keep their state.
    State(&'static str),
}

/// A table of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section {
    pub(super) name: &'static str,
    pub(super) english: &'static str,
    pub(super) chinese: &'static str,
}

impl Key {
    /// The key of this path, if there is one.
    pub fn named(path: &str) -> Option<&'static Self> {
        super::KEYS.iter().find(|key| key.path == path)
    }

    /// The section, empty for a key outside all sections, and the name within it.
    pub fn parts(&self) -> (&'static str, &'static str) {
        self.path.split_once('.').unwrap_or(("", self.path))
    }

    /// The environment variable, as `YIJIE_PLATFORM_URL`.
    pub fn variable(&self) -> String {
        format!("{VARIABLE_PREFIX}{}", self.path.replace('.', "_").to_ascii_uppercase())
    }

    /// The flag without its dashes, as `platform-url`; none for a secret, which would show in the list of processes.
    pub fn flag(&self) -> Option<String> {
        (!self.secret).then(|| self.path.replace(['.', '_'], "-"))
    }

    /// True if the desk cannot work without it.
    pub fn is_required(&self) -> bool {
        !self.optional && self.standard == Standard::Nothing
    }

    pub(super) const fn of<T: Setting>(
        path: &'static str,
        example: &'static str,
        english: &'static str,
        chinese: &'static str,
    ) -> Self {
        Self {
            path,
            shape: T::SHAPE,
            expected: T::expected,
            placeholder: T::PLACEHOLDER,
            secret: T::IS_SECRET,
            optional: T::IS_OPTIONAL,
            standard: Standard::Nothing,
            unit: None,
            flag_alias: None,
            example,
            english,
            chinese,
        }
    }

    pub(super) const fn standing_at(mut self, standard: Standard) -> Self {
        self.standard = standard;
        self
    }

    pub(super) const fn also_called(mut self, flag_alias: &'static str) -> Self {
        self.flag_alias = Some(flag_alias);
        self
    }

    pub(super) const fn counted_in(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }
}

/// What every environment variable of this program begins with.
pub(super) const VARIABLE_PREFIX: &str = "YIJIE_";
