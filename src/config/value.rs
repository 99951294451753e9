//! What a key can hold. A value of the type is a proof: parsing is the only door.

mod address;
mod choice;
mod domain;
mod plain;
mod secret;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

pub use address::{HttpUrl, Loopback, WebOrigin};
pub use choice::{LogLevel, Paper, Printer, ProfileChoice, ReaderChoice, SealCipher};
pub use plain::{DeskNumber, Text, Whole};
pub use secret::SecretText;

/// What a type must say of itself to stand in the configuration.
pub trait Setting: Sized {
    /// How it stands in the file.
    const SHAPE: Shape = Shape::Text;
    /// What stands for it in a usage line.
    const PLACEHOLDER: &'static str = "TEXT";
    /// True if its value is never shown.
    const IS_SECRET: bool = false;
    /// True if it may stay unset.
    const IS_OPTIONAL: bool = false;

    /// What it takes, to be read after "expected".
    fn expected() -> Said;

    /// Reads it. Paths in it are relative to `base`. On failure says what was expected.
    fn parse(text: &str, base: &Path) -> Result<Self, Said>;

    /// How it is shown to people, masked where it must be; none where it is unset.
    fn shown(&self) -> Option<String>;

    /// False for a wrong value that an error must not quote: a secret, a name, an address with a password in it.
    fn may_be_quoted(_text: &str) -> bool {
        !Self::IS_SECRET
    }

    /// The value of a key that nobody gives, if it may stay unset.
    fn absent() -> Option<Self> {
        None
    }
}

/// How a value stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// An integer, without quotes.
    Integer,
    /// An array of strings; separated by commas in a variable or a flag.
    List,
}

impl Shape {
    /// In words.
    pub fn english(self) -> &'static str {
        match self {
            Self::Text => "text in quotes",
            Self::Integer => "a whole number without quotes",
            Self::List => "a list of texts in quotes, [\"…\", \"…\"]",
        }
    }

    /// In Chinese words.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Text => "带引号的文字",
            Self::Integer => "不带引号的整数",
            Self::List => "带引号文字的列表 [\"…\", \"…\"]",
        }
    }
}

/// The same thing said in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In English.
    pub english: Cow<'static, str>,
    /// In Chinese.
    pub chinese: Cow<'static, str>,
}

impl Said {
    pub(super) fn new(english: impl Into<Cow<'static, str>>, chinese: impl Into<Cow<'static, str>>) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }
}

impl Setting for PathBuf {
    const PLACEHOLDER: &'static str = "PATH";

    fn expected() -> Said {
        Said::new(
            "a path; in the file, a relative one is relative to the file's own directory",
            "路径；配置文件中的相对路径相对于该文件所在目录",
        )
    }

    fn parse(text: &str, base: &Path) -> Result<Self, Said> {
        let sound = !text.is_empty() && !text.contains('\0');
        if sound { Ok(base.join(text)) } else { Err(Self::expected()) }
    }

    fn shown(&self) -> Option<String> {
        Some(self.display().to_string())
    }
}

impl<T: Setting> Setting for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const PLACEHOLDER: &'static str = T::PLACEHOLDER;
    const IS_SECRET: bool = T::IS_SECRET;
    const IS_OPTIONAL: bool = true;

    fn expected() -> Said {
        T::expected()
    }

    fn parse(text: &str, base: &Path) -> Result<Self, Said> {
        T::parse(text, base).map(Some)
    }

    fn shown(&self) -> Option<String> {
        self.as_ref().and_then(T::shown)
    }

    fn may_be_quoted(text: &str) -> bool {
        T::may_be_quoted(text)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl Setting for Vec<WebOrigin> {
    const SHAPE: Shape = Shape::List;
    const PLACEHOLDER: &'static str = "ORIGIN,…";

    fn expected() -> Said {
        WebOrigin::expected()
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(WebOrigin::parse).collect()
    }

    fn may_be_quoted(text: &str) -> bool {
        !text.contains('@')
    }

    fn shown(&self) -> Option<String> {
        Some(self.iter().map(WebOrigin::as_str).collect::<Vec<_>>().join(","))
    }
}
